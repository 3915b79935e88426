//! What scripters are told of their mistakes: where, and what to do.

use glotta_core::ScriptError;

use crate::game::{Game, printed};

/// The error of a script that fails as it is loaded.
#[track_caller]
fn error_of(text: &str) -> ScriptError {
    Game::new().load(text).expect_err("a mistake")
}

#[test]
fn what_a_function_of_the_engine_raises_is_told_where_it_was_called() {
    // The statement is the call alone, so the next thing that would run is in the next line.
    let error = error_of("void f() {\n    entity::destroy(Entity());\n}\nvoid main() {\n    f();\n}");
    let report = error.report();
    assert!(report.starts_with("test.as:2:5: "), "{report}");
    let stack: Vec<&str> = report.lines().skip(1).map(str::trim).collect();
    assert_eq!(stack, ["at [engine] in entity.destroy", "at test.as:2 in f", "at test.as:5"]);
}

#[test]
fn what_a_script_throws_is_told_where_it_throws() {
    let error = error_of("void main() {\n    throw(\"no luck\");\n}");
    assert_eq!(error.report(), "test.as:2:5: no luck\n    at test.as:2");
}

#[test]
fn the_stack_names_what_scripters_wrote() {
    let constructor =
        error_of("class A {\n    A() { throw(\"no\"); }\n}\nvoid main() {\n    A a;\n}").report();
    let stack: Vec<&str> = constructor.lines().skip(1).map(str::trim).collect();
    assert_eq!(stack, ["at test.as:2 in A::A", "at test.as:5"], "not the library's call of the constructor");
    let nameless = error_of(
        "void main() {\n    array<int> a = {2, 1};\n    a.sort(function(x, y) { throw(\"no\"); return x < y; });\n}",
    );
    assert!(!nameless.report().contains('$'), "{}", nameless.report());
}

#[test]
fn names_are_told_that_may_have_been_meant() {
    let told = error_of(
        "class Orc { int health; }\nvoid other() { Ork a; }\nvoid main() {\n    Orc b;\n    print(b.helth);\n    \
         array<int> c;\n    c.push(1);\n    destroy(Entity());\n    Entity e = null;\n}",
    )
    .to_string();
    assert_eq!(
        told.lines().collect::<Vec<_>>(),
        [
            "test.as:2:16: Identifier 'Ork' is not a data type; did you mean \"Orc\"?",
            "test.as:5:12: 'helth' is not a member of 'Orc'; did you mean \"health\"?",
            "test.as:7:7: No matching symbol 'push'; did you mean `insertLast`?",
            "test.as:8:5: No matching symbol 'destroy'; did you mean \"entity::destroy\"?",
            "test.as:9:16: Can't implicitly convert from '<null handle>' to 'Entity'; only a handle and a Value can be null",
        ]
    );
}

#[test]
fn what_was_expected_and_found_is_one_message() {
    assert_eq!(error_of("int a = ;").to_string(), "test.as:1:9: Expected expression value, found ';'");
}

#[test]
fn a_bracket_that_is_not_closed_is_told() {
    let told = error_of("void main() {\n    if (true) {\n").to_string();
    assert_eq!(told, "test.as:3:1: Unexpected end of file; the `{` in line 2 is not closed");
}

#[test]
fn a_letter_that_names_cannot_have_is_told() {
    let told = error_of("void main() {\n    print(\"grün\"); // grün\n    int grün = 1;\n}").to_string();
    assert!(told.starts_with("test.as:3:11: `ü` (U+00FC) can stand in strings and comments only"), "{told}");
}

#[test]
fn what_data_does_not_hold_is_told_with_its_place() {
    let mut game = Game::new();
    for (body, message) in [
        (
            "int hp = d[\"hp\"];",
            "data of 0v0: hp: expected int, got nothing; take what may be nothing as a Value and ask isNull()",
        ),
        ("d[\"hp\"] += 1;", "data of 1v0: hp: cannot add nothing and int 1"),
        (
            "d[\"a\"] = dictionary = {{\"b\", 1}}; string s = d[\"a\"][\"b\"];",
            "data of 2v0: a.b: expected string, got int 1",
        ),
    ] {
        let error = game.error(&format!("Entity e = entity::create(); Data@ d = e.data(); {body}"));
        assert_eq!(error.message(), message);
    }
}

#[test]
fn an_object_without_a_handle_is_told_as_such() {
    let error = error_of("class A { }\nvoid main() {\n    A@ a;\n    print(a);\n}");
    assert_eq!(error.message(), "null handle: an object was used through a handle that is null");
}

#[test]
fn lists_of_a_script_s_own_objects_can_be_printed() {
    let told = printed("class A { } void main() { array<A@> a(2); print(a); array<A> b(2); print(b); }");
    assert_eq!(told, "[null, null]\nA[] of 2\n");
}

#[test]
fn the_length_of_a_vector_in_a_value_is_told_how_to_ask() {
    let error = error_of("void main() {\n    Value v = Vec3(1, 2, 3);\n    v.length();\n}");
    assert_eq!(
        error.message(),
        "expected list, table or string, got Vec3(1, 2, 3); say first that it is a vector: `Vec3(v).length()`"
    );
}

#[test]
fn an_import_that_is_not_there_is_told_with_its_line() {
    let mut game = Game::new();
    game.files.put("lib.as", "int f(int a) { return a; }");
    for text in ["\n\nimport int g(int) from \"lib\";", "\n\nimport int f(int) from \"none\";"] {
        let error = game.load(text).expect_err("nothing to import");
        assert_eq!((error.source(), error.line()), ("test.as", Some(3)), "{error}");
    }
}

#[test]
fn what_the_compiler_fails_at_is_told_with_its_line() {
    let error = error_of("void main() {\n    print(function(int x) { print(x); });\n}");
    // Some versions of the library have a message for it.
    assert!(error.message().contains("a nameless `function`"), "{error}");
    assert_eq!((error.source(), error.line()), ("test.as", Some(2)));
    let error =
        error_of("void main() {\n    print(function(int x) { });\n    print(function(int x) { });\n}");
    assert!(error.message().contains("test.as:3"), "{error}");
}

#[test]
fn what_is_no_condition_is_told_how_to_compare() {
    let error = error_of("class C { }\nvoid main() {\n    C c;\n    if (c) print(1);\n}");
    let told =
        "Expression must be of boolean type; compare it, as in `x != 0`, or write `bool(x)` of a Value";
    assert_eq!((error.message(), error.line()), (told, Some(4)));
}

#[test]
fn a_loop_that_only_new_versions_know_is_told_how_to_write() {
    let error = error_of("void main() {\n    array<int> a;\n    foreach (int x : a) print(x);\n}");
    assert!(error.message().contains("a loop over a list is written `for (uint i"), "{error}");
    assert_eq!((error.source(), error.line()), ("test.as", Some(3)));
}

#[test]
fn what_would_change_a_copy_only_is_refused() {
    for change in
        ["w[0] = 9;", "w[\"a\"] = 9;", "w[0] += 1;", "w[0] = null;", "d[\"t\"][\"a\"] = 5;", "f()[0] = 1;"]
    {
        let error = error_of(&format!(
            "Value f() {{ return Value(); }} void main() {{ Value w; dictionary d; {change} }}"
        ));
        assert_eq!(error.kind(), glotta_core::ErrorKind::Syntax, "{change}");
        assert!(error.message().contains("; a part of a Value is a copy"), "{error}");
    }
}

#[test]
fn assigning_to_what_a_function_of_the_engine_returns_is_refused() {
    for change in ["v.cross(v)[0] += 5;", "v.cross(v).x = 5;", "v.cross(v) += v;"] {
        let error = error_of(&format!("void main() {{ Vec3 v;\n{change} }}"));
        assert_eq!(
            (error.kind(), error.line()),
            (glotta_core::ErrorKind::Syntax, Some(2)),
            "{change}: {error}"
        );
    }
    let error = error_of("void main() { Vec3 v;\nv.cross(v)[0] += 5; }");
    assert_eq!(
        error.message(),
        "what `cross` returns is a copy, so assigning to it would change nothing else: keep it in a variable"
    );
    let own = "class A { int n; int &normalize() { return n; } } void main() { A a; a.normalize() = 5; print(a.n); }";
    assert_eq!(printed(own), "5\n");
    assert_eq!(
        printed("void main() { auto v = Vec3(3, 0, 0).normalize(); v.x = 5; v[1] = 2; print(v); }"),
        "Vec3(5, 2, 0)\n"
    );
}

#[test]
fn the_default_of_a_parameter_is_told_where_it_is_used() {
    let error = error_of("int g(int a, int b = y) { return 1; }\nvoid main() {\n    g(1);\n}");
    assert_eq!((error.source(), error.line()), ("test.as", Some(3)), "{error}");
    assert_eq!(
        error.message(),
        "the default of parameter 2 of `int g(int, int = y)`: No matching symbol 'y'"
    );
}

#[test]
fn of_more_errors_than_anyone_reads_the_number_is_told() {
    let error = error_of(&format!("void main() {{ {} }}", "x = 1;\n".repeat(500)));
    assert!(error.message().ends_with("\nand 400 more"), "{error}");
}

#[test]
fn a_class_with_the_name_of_a_type_of_the_engine_is_told_what_to_do() {
    let error = error_of("class Transform { } void main() { }");
    assert!(error.message().ends_with("has that name: give yours another"), "{error}");
}

#[test]
fn a_function_that_cannot_take_its_arguments_is_told_with_its_line() {
    let mut game = Game::new();
    let module = game.load("void main() { }\n\nvoid update(string dt)\n{\n}").expect("loads");
    let error = game.call(module, "update", &[glotta_core::Arg::Float(0.5)]).expect_err("no text");
    assert_eq!((error.source(), error.line()), ("test.as", Some(3)), "{error}");
}

#[test]
fn a_value_that_is_null_is_told_with_how_to_ask() {
    for (statement, expected) in [
        ("Value v; Entity e = v;", "expected Entity, got nothing"),
        ("Value v; int n = v;", "expected int, got nothing"),
        ("Value v; string s = v;", "expected string, got nothing"),
        (
            "Entity e = entity::create(); Vec3 v = e.data()[\"v\"];",
            "data of 0v0: v: expected Vec3, got nothing",
        ),
        ("Value v; array<int> a = v;", "expected list, got nothing"),
    ] {
        let error = error_of(&format!("void main() {{ {statement} }}"));
        let whole = format!("{expected}; take what may be nothing as a Value and ask isNull()");
        assert_eq!(error.message(), whole, "{statement}");
    }
}
