//! What scripters are told of their mistakes: where, and what to do.

use glotta_core::ScriptError;

use crate::game::Game;

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
