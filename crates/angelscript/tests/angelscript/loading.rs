//! Compiling: messages, includes, imports, the cache.

use std::fs;
use std::path::PathBuf;

use glotta_angelscript::AngelScriptLanguage;
use glotta_core::{ErrorKind, Language as _, Source, Value};

use crate::game::{Game, printed};

#[test]
fn all_that_is_wrong_is_told_at_once_with_its_places() {
    let error = Game::new().load("int f() { return x; }\nvoid g() {\n    y = 1;\n}").expect_err("broken");
    assert_eq!(error.kind(), ErrorKind::Syntax);
    assert_eq!((error.source(), error.line()), ("test.as", Some(1)));
    assert!(error.message().contains('x'), "{error}");
    assert!(error.message().contains("\ntest.as:3:5: "), "{error}");
}

#[test]
fn a_main_that_is_not_run_is_told() {
    for (main, declaration) in [
        ("int main() { print(\"ran\"); return 0; }", "int main()"),
        ("void main(int more) { print(\"ran\"); }", "void main(int)"),
    ] {
        let expected =
            format!("warning: test.as: main is not run: expected `void main()`, got `{declaration}`\n");
        assert_eq!(printed(main), expected);
    }
}

#[test]
fn a_warning_is_told_and_stops_nothing() {
    let told = printed(
        "int f(int a) { if (a > 0) { int a = 1; return a; } return 0; } void main() { print(\"ran\"); }",
    );
    assert!(told.contains("warning: test.as:1:"), "{told}");
    assert!(told.ends_with("ran\n"), "{told}");
}

#[test]
fn that_a_number_loses_what_is_behind_its_point_is_told_with_what_to_do() {
    let told = printed(
        "void main() { double half = 2.5;\nint64 whole = half; print(whole); print('ab'.substr(half)); }",
    );
    for place in ["2:15", "2:53"] {
        let warning = format!(
            "warning: test.as:{place}: Float value truncated in implicit conversion to integer: what is behind the \
             point is lost; write `int64(…)` where that is meant, or round it first\n"
        );
        assert!(told.contains(&warning), "{told}");
    }
    assert!(told.ends_with("2\n\n"), "{told}");
    let meant = printed("void main() { double half = 2.5; int64 whole = int64(half); print(whole); }");
    assert_eq!(meant, "2\n");
}

#[test]
fn the_body_is_the_variables_and_then_main() {
    assert_eq!(
        printed(
            "int a = say(\"variable\"); int say(string s) { print(s); return 1; } void main() { say(\"main\"); }"
        ),
        "variable\nmain\n"
    );
}

#[test]
fn an_error_in_a_variable_s_initialiser_has_its_place() {
    let error = Game::new().load("int zero = 0;\nint a = 1 / zero;").expect_err("division by zero");
    assert_eq!((error.kind(), error.line()), (ErrorKind::Runtime, Some(2)));
    assert!(error.message().contains("division by zero"), "{error}");
}

#[test]
fn an_included_text_is_part_of_the_script_and_has_its_own_places() {
    let mut game = Game::new();
    game.files.put(
        "lib.as",
        "int twice(int n) {\n    return n * 2;\n}\nint broken() { throw(\"from lib\"); return 0; }",
    );
    let module = game
        .load("#include \"lib\"\nint f() { return twice(21); }\nint g() {\n return broken(); }")
        .expect("loads");
    assert_eq!(game.call(module, "f", &[]).ok(), Some(Value::Int(42)));
    let error = game.call(module, "g", &[]).expect_err("throws");
    assert_eq!((error.source(), error.line()), ("lib.as", Some(4)));
    assert!(error.report().contains("test.as:4 in g"), "{}", error.report());
}

#[test]
fn a_broken_include_is_told_with_its_own_place() {
    let mut game = Game::new();
    game.files.put("lib.as", "int a;\nint b = ;");
    let error = game.load("#include \"lib\"").expect_err("broken");
    assert_eq!((error.source(), error.line()), ("lib.as", Some(2)));
    let error = game.load("\n#include \"none\"").expect_err("missing");
    assert_eq!((error.kind(), error.source(), error.line()), (ErrorKind::NotFound, "test.as", Some(2)));
}

#[test]
fn scripts_that_include_each_other_are_told_the_chain() {
    let mut game = Game::new();
    game.files.put("a.as", "#include \"b\"");
    game.files.put("b.as", "#include \"a\"");
    let error = game.load("#include \"a\"").expect_err("a circle");
    assert_eq!(error.message(), "scripts include each other: a.as -> b.as -> a.as");
}

#[test]
fn an_imported_function_is_one_for_all_that_import_it() {
    let mut game = Game::new();
    game.files.put("counter.as", "int count = 0; int next() { count++; return count; }");
    let text = "import int next() from \"counter\"; int f() { return next(); }";
    let (first, second) = (game.load(text).expect("loads"), game.load(text).expect("loads"));
    assert_eq!(game.call(first, "f", &[]).ok(), Some(Value::Int(1)));
    assert_eq!(game.call(second, "f", &[]).ok(), Some(Value::Int(2)));
    game.unload(first);
    assert_eq!(game.call(second, "f", &[]).ok(), Some(Value::Int(3)));
    game.unload(second);
    let third = game.load(text).expect("loads");
    assert_eq!(game.call(third, "f", &[]).ok(), Some(Value::Int(1)));
}

#[test]
fn an_import_that_is_not_there_is_told() {
    let mut game = Game::new();
    game.files.put("lib.as", "int f(int a) { return a; }");
    let error = game.load("import int f(string a) from \"lib\";").expect_err("another signature");
    assert_eq!(error.kind(), ErrorKind::NotFound);
    assert!(error.message().contains("has no function `int f(string)`"), "{error}");
    let error = game.load("import int f(int) from \"none\";").expect_err("no such script");
    assert_eq!(error.kind(), ErrorKind::NotFound);
    game.files.put("self.as", "import int g(int) from \"self\"; int f(int a) { return a; }");
    let error = game.load("import int f(int) from \"self\";").expect_err("a circle");
    assert!(error.message().contains("import each other"), "{error}");
}

#[test]
fn a_source_can_be_checked_without_running_it() {
    let game = Game::new();
    let check = |text: &str| game.language.validate(&Source::new("v.as", text));
    assert!(check("int a = 1; void main() { print(\"never\"); }").is_ok());
    assert_eq!(check("int a = ;").expect_err("broken").kind(), ErrorKind::Syntax);
    assert_eq!(game.host.printed, "");
}

fn files_in(folder: &std::path::Path) -> Vec<PathBuf> {
    let entries = fs::read_dir(folder).expect("a folder");
    entries.map(|entry| entry.expect("an entry").path()).collect()
}

#[test]
fn compiled_code_is_used_again_and_a_damaged_file_is_not() {
    let folder = tempfile::tempdir().expect("a folder");
    let start = || Game::start(AngelScriptLanguage::new().with_cache(folder.path()), &[]);
    let text = "class C { string s = \"kept\"; } string f() { C c; return c.s; }\n int g() { int zero = 0;\n return 1 / zero; }";
    let run = |text: &str| {
        let mut game = start();
        let module = game.load(text).expect("loads");
        let error = game.call(module, "g", &[]).expect_err("division by zero");
        assert_eq!(error.line(), Some(3), "lines are kept");
        game.call(module, "f", &[]).ok()
    };
    let kept = Some(Value::from("kept"));
    assert_eq!(run(text), kept);
    let files = files_in(folder.path());
    assert_eq!(files.len(), 1);
    let whole = fs::read(&files[0]).expect("a file");
    assert_eq!(run(text), kept);
    assert_eq!(fs::read(&files[0]).expect("a file"), whole);
    for damaged in [whole[..whole.len() / 2].to_vec(), b"something else".to_vec(), Vec::new()] {
        fs::write(&files[0], damaged).expect("written");
        assert_eq!(run(text), kept);
        assert_eq!(fs::read(&files[0]).expect("a file"), whole, "it was made anew");
    }
    let other = text.replace("kept", "other");
    assert_eq!(run(&other), Some(Value::from("other")));
    assert_eq!(files_in(folder.path()).len(), 1, "it took the place of the old one");
}

#[test]
fn a_script_at_which_the_compiler_itself_fails_is_refused() {
    for text in [
        "void main() { true ? function() {} : function() {}; }",
        "void main() { test::echo(function(int n) {}); }",
        "void main() { dictionary d; d.set(\"a\", function() {}); }",
    ] {
        let mut game = Game::new();
        match game.load(text) {
            Ok(_) => {}
            Err(error) => {
                assert_eq!((error.kind(), error.source()), (ErrorKind::Syntax, "test.as"), "{text}: {error}");
                assert!(!error.message().is_empty());
            }
        }
        assert_eq!(game.eval("return 1;"), Value::Int(1), "{text}");
    }
}
