//! Scripts that mean harm, or are mistaken in the worst way.

use glotta_core::{Arg, ErrorKind, Language as _, Value};

use crate::game::{Game, printed, prints};

#[track_caller]
fn fails(body: &str) -> glotta_core::ScriptError {
    let mut game = Game::new();
    let error = game.error(body);
    assert_eq!(game.eval("return 1;"), Value::Int(1), "the language goes on");
    error
}

#[test]
fn a_null_handle_an_index_out_of_range_and_a_division_by_zero_are_errors_with_their_line() {
    for (body, part) in [
        ("\narray<int>@ a; a.length();", "null handle"),
        ("\narray<int> a; a[3] = 1;", "3"),
        ("\nint zero = 0; int n = 1 / zero;", "division by zero"),
        ("\nint zero = 0; int n = 1 % zero;", "division by zero"),
        ("\nint64 least = 1; least <<= 63; int64 minus = -1; least /= minus;", "overflow"),
    ] {
        let error = fails(body);
        assert_eq!((error.kind(), error.line()), (ErrorKind::Runtime, Some(2)), "{body}: {error}");
        assert!(error.message().contains(part), "{body}: {error}");
    }
}

#[test]
fn recursion_without_end_is_an_error_of_the_script() {
    let mut game = Game::new();
    let module = game
        .load("int f(int n) { return f(n + 1) + 1; } void big() { int a, b, c, d; big(); }")
        .expect("loads");
    for (name, arguments) in [("f", &[Arg::Int(0)][..]), ("big", &[])] {
        let error = game.call(module, name, arguments).expect_err("endless");
        assert_eq!((error.kind(), error.line()), (ErrorKind::Runtime, Some(1)));
        assert!(error.message().contains("stack overflow"), "{error}");
        assert!(error.frames().len() < 100, "the stack that is told is bounded");
    }
}

#[test]
fn recursion_through_native_functions_is_bounded() {
    let error = {
        let mut game = Game::new();
        let module = game
            .load(
                "bool less(const int &in a, const int &in b) { f(); return a < b; }\n\
                 void f() { array<int> a = {2, 1}; a.sort(less); }",
            )
            .expect("loads");
        game.call(module, "f", &[]).expect_err("endless")
    };
    assert_eq!(error.kind(), ErrorKind::Runtime);
    assert!(error.message().contains("stack overflow"), "{error}");
}

#[test]
fn a_chain_of_half_a_million_objects_goes_without_harm() {
    assert_eq!(
        printed(
            "class Node { Node@ next; }\n\
             void main() { Node@ head; for (int i = 0; i < 500000; i++) { Node n; @n.next = head; @head = n; } print(\"made\"); }"
        ),
        "made\n"
    );
}

#[test]
fn an_exception_in_a_constructor_leaves_nothing_half_made() {
    let told = printed(
        "int ended = 0;\n\
         class Part { ~Part() { ended++; } }\n\
         class Whole { Part part; Whole() { throw(\"no\"); } ~Whole() { ended += 100; } }\n\
         void main() { try { Whole w; print(\"made\"); } catch { print(getExceptionInfo()); } }",
    );
    assert_eq!(told, "no\n");
}

#[test]
fn an_exception_in_a_destructor_is_told_and_ends_nothing_else() {
    let told = printed(
        "class C { ~C() { throw(\"while ending\"); } }\n\
         void main() { { C c; } print(\"after\"); }",
    );
    assert!(told.starts_with("after\nwarning: test.as:1:"), "{told}");
    assert!(told.contains("while ending"), "it is not lost: {told}");
}

#[test]
fn a_panic_of_a_bound_function_is_an_error_that_the_script_can_catch() {
    assert_eq!(
        prints("try { test::boom(); } catch { print(getExceptionKind(), getExceptionInfo()); }"),
        "host the engine panicked: the bolt broke\n"
    );
}

#[test]
fn values_that_grow_without_end_use_up_memory_and_nothing_else() {
    for body in [
        "string s = \"x\"; while (true) { s += s; }",
        "array<int> a; while (true) { a.insertLast(1); }",
        "array<array<int>@> a; while (true) { a.insertLast(array<int>(1000)); }",
        "dictionary d; while (true) { d[\"a\"] = d; d[\"b\"] = d; }",
        "Value v = 1; while (true) { dictionary d; d[\"a\"] = v; d[\"b\"] = v; v = d; }",
        "array<int> a(1000000000); a[0] = 1;",
        "array<string> a; while (true) { a.insertLast(\"some text that is not short \" + a.length()); }",
    ] {
        let mut game = Game::new();
        game.language.set_memory_limit(Some(32 << 20)).expect("counts");
        let error = game.error(body);
        // Nesting has a limit of its own.
        assert!(
            error.kind() == ErrorKind::OutOfMemory || error.message().contains("deep"),
            "{body}: {error:?}"
        );
        game.collect_garbage();
        assert!(game.language.memory_usage().current < 8 << 20, "{body}: it is given back");
        assert_eq!(game.eval("return 1;"), Value::Int(1), "{body}");
    }
}

#[test]
fn many_small_objects_use_up_memory_and_nothing_else() {
    let mut game = Game::new();
    game.language.set_memory_limit(Some(32 << 20)).expect("counts");
    let module = game
        .load("class Node { Node@ next; int64 a, b, c, d; } void f() { Node@ head; while (true) { Node n; @n.next = head; @head = n; } }")
        .expect("loads");
    let error = game.call(module, "f", &[]).expect_err("endless");
    assert_eq!(error.kind(), ErrorKind::OutOfMemory, "{error:?}");
    game.collect_garbage();
    let usage = game.language.memory_usage();
    // The collector keeps its lists of objects as long as they were.
    assert!(usage.current < 20 << 20, "{usage:?}");
}

#[test]
fn strange_texts_are_errors_and_no_end() {
    for text in [
        "\0",
        "{",
        "}",
        "((((((((",
        "\"",
        "/*",
        "#",
        "#include",
        "class",
        "int int int;",
        "\u{feff}\u{feff}",
        "void f() { 1 + ; }",
        "enum E { A = B }",
        "namespace { }",
        "import",
        "funcdef",
        "array<array<",
        "@@@",
        "'",
        "\"\"\"",
    ] {
        let mut game = Game::new();
        let _ = game.load(text);
        assert_eq!(game.eval("return 1;"), Value::Int(1), "{text:?}");
    }
    let deep = format!("int x = {}1{};", "(".repeat(100_000), ")".repeat(100_000));
    let mut game = Game::new();
    assert!(game.load(&deep).is_err());
}

#[test]
fn an_error_with_a_long_message_is_told_whole_wherever_it_is_raised() {
    let long = "long ".repeat(1000);
    let throw = format!("throw(\"{long}\");");
    for text in [
        format!("int x = f(); int f() {{ {throw} return 1; }}"),
        format!("int x = f(1, 2); int f(int a, int b) {{ {throw} return 1; }}"),
        format!("void main() {{ {throw} }}"),
        format!("void main() {{ try {{ {throw} }} catch {{ throw(getExceptionInfo()); }} }}"),
        format!(
            "void main() {{ array<int> a = {{2, 1}}; a.sort(function(x, y) {{ {throw} return x < y; }}); }}"
        ),
        format!("void main() {{ test::fail(\"{long}\"); }}"),
    ] {
        let error = Game::new().load(&text).expect_err("thrown");
        assert_eq!(error.message(), long, "{text:.60}");
    }
}

#[test]
fn names_and_declarations_that_are_too_long_for_the_library_are_refused() {
    let name = "n".repeat(300);
    let parameters: Vec<String> =
        (0..100).map(|index| format!("const string &in parameter{index}")).collect();
    let parameters = parameters.join(", ");
    for text in [
        format!("int {name} = 1;"),
        format!("class {name} {{}}"),
        format!("void f({parameters}) {{}}"),
        format!("class C {{ void f({parameters}) {{}} }}"),
        format!("class C {{ C({parameters}) {{}} }}"),
        format!("interface I {{ void f({parameters}); }}"),
        format!("import void f({parameters}) from \"lib\";"),
        format!("import void f(string s = \"{name}{name}{name}{name}\") from \"lib\";"),
    ] {
        let error = Game::new().load(&text).expect_err("too long");
        assert_eq!(
            (error.kind(), error.source()),
            (ErrorKind::Syntax, "test.as"),
            "{text:.60}: {error:.200}"
        );
    }
}
