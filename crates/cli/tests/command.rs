//! The command as a user calls it: arguments in; output, standard error and exit code out.

use std::path::Path;
use std::process::{Command, Output, Stdio};

fn glotta(arguments: &[&str], folder: &Path) -> Output {
    Command::new(env!("CARGO_BIN_EXE_glotta"))
        .args(arguments)
        .current_dir(folder)
        .stdin(Stdio::null())
        .output()
        .expect("the command starts")
}

fn folder_with(files: &[(&str, &str)]) -> tempfile::TempDir {
    let folder = tempfile::tempdir().expect("a folder");
    for (path, text) in files {
        let file = folder.path().join(path);
        std::fs::create_dir_all(file.parent().expect("a parent")).expect("a folder");
        std::fs::write(file, text).expect("a file");
    }
    folder
}

fn out(output: &Output) -> String {
    String::from_utf8(output.stdout.clone()).expect("UTF-8")
}

fn err(output: &Output) -> String {
    String::from_utf8(output.stderr.clone()).expect("UTF-8")
}

fn json(output: &Output) -> serde_json::Value {
    let parsed = serde_json::from_slice(&output.stdout);
    assert!(parsed.is_ok(), "{parsed:?}: {}", out(output));
    parsed.unwrap_or_default()
}

#[test]
fn a_new_project_runs_at_once_and_the_same_way_twice() {
    let folder = folder_with(&[]);
    let made = glotta(&["new", "planets", "--language", "lua"], folder.path());
    assert!(made.status.success(), "{}", err(&made));
    let first = glotta(&["run", "planets", "--frames", "120", "--json"], folder.path());
    assert!(first.status.success(), "{}", err(&first));
    let summary = json(&first);
    assert_eq!(summary["frames"], 120);
    assert_eq!(summary["entities"], 4);
    assert_eq!(summary["errors"], 0, "{}", err(&first));
    assert_eq!(summary["scripts"]["lua"], 2);
    assert!(err(&first).contains("the game ends after 120 frames"), "{}", err(&first));
    let second = json(&glotta(&["run", "planets", "--frames", "120", "--json"], folder.path()));
    assert_eq!(summary["world_hash"], second["world_hash"]);
    let shorter = json(&glotta(&["run", "planets", "--frames", "119", "--json"], folder.path()));
    assert_ne!(summary["world_hash"], shorter["world_hash"]);
    let slower =
        json(&glotta(&["run", "planets", "--frames", "120", "--dt", "0.5", "--json"], folder.path()));
    assert_ne!(summary["world_hash"], slower["world_hash"]);
}

#[test]
fn a_new_project_is_the_same_game_in_every_language() {
    let folder = folder_with(&[]);
    let play = |language: &str| {
        let made = glotta(&["new", language, "--language", language], folder.path());
        assert!(made.status.success(), "{}", err(&made));
        let output = glotta(&["run", language, "--frames", "120", "--json"], folder.path());
        let summary = json(&output);
        assert_eq!(summary["errors"], 0, "{}", err(&output));
        assert_eq!(summary["scripts"][language], 2);
        assert!(err(&output).contains("the first planet is at Vec3("), "{}", err(&output));
        summary["world_hash"].clone()
    };
    let lua = play("lua");
    assert_eq!(play("python"), lua);
    assert_eq!(play("angelscript"), lua);
}

#[test]
fn a_new_project_keeps_what_languages_compile_out_of_git() {
    let folder = folder_with(&[]);
    let made = glotta(&["new", "planets", "--language", "angelscript"], folder.path());
    assert!(made.status.success(), "{}", err(&made));
    let ignored = std::fs::read_to_string(folder.path().join("planets/.gitignore")).expect("a file");
    assert!(ignored.lines().any(|line| line == "/.glotta"), "{ignored}");
    let ran = glotta(&["run", "planets", "--frames", "1"], folder.path());
    assert!(ran.status.success(), "{}", err(&ran));
    let mut entries: Vec<String> = std::fs::read_dir(folder.path().join("planets"))
        .expect("a folder")
        .map(|entry| entry.expect("an entry").file_name().to_string_lossy().into_owned())
        .collect();
    entries.sort();
    assert_eq!(entries, [".gitignore", ".glotta", "glotta.toml", "scripts"]);
}

#[test]
fn the_language_of_a_script_without_an_extension_can_be_chosen() {
    let folder = folder_with(&[
        ("glotta.toml", "scripts = [\"a\", \"b\"]\n"),
        ("a.lua", "print('a in Lua')\nfunction on_start() entity.create():attach('c') end"),
        ("a.py", "print('a in Python')\ndef on_start():\n    entity.create().attach('c')\n"),
        ("b.lua", "print('b in Lua')"),
        ("c.lua", "print('c in Lua')"),
        ("c.py", "print('c in Python')"),
    ]);
    let play = |project: &str, options: &[&str]| {
        std::fs::write(folder.path().join("glotta.toml"), project).expect("a file");
        let output = glotta(&[&["run", ".", "--frames", "1"], options].concat(), folder.path());
        let lines: Vec<String> = out(&output).lines().take(3).map(str::to_owned).collect();
        (lines, err(&output))
    };
    let scripts = "scripts = [\"a\", \"b\"]\n";
    let lua = ["a in Lua", "b in Lua", "c in Lua"];
    let python = ["a in Python", "b in Lua", "c in Python"];
    let (lines, errors) = play(scripts, &[]);
    assert_eq!(lines, lua, "{errors}");
    let (lines, errors) = play(scripts, &["--language", "python"]);
    assert_eq!(lines, python, "{errors}");
    let (lines, errors) = play(&format!("language = \"python\"\n{scripts}"), &[]);
    assert_eq!(lines, python, "{errors}");
    let (lines, errors) = play(&format!("language = \"python\"\n{scripts}"), &["--language", "lua"]);
    assert_eq!(lines, lua, "{errors}");
    let (_, errors) = play(scripts, &["--language", "pyton"]);
    assert!(
        errors.starts_with("error: there is no language \"pyton\": this game runs lua, python"),
        "{errors}"
    );
    assert_eq!(errors.matches("there is no language").count(), 1, "{errors}");
}

#[test]
fn the_summary_for_people_says_the_same() {
    let folder = folder_with(&[("glotta.toml", "name = \"Nothing\"\n[[entity]]\ncount = 3\n")]);
    let output = glotta(&["run", ".", "--frames", "2"], folder.path());
    assert!(output.status.success(), "{}", err(&output));
    let text = out(&output);
    for line in ["Nothing", "frames      2", "entities    3", "errors      0", "world_hash"] {
        assert!(text.contains(line), "{line} in {text}");
    }
}

#[test]
fn a_new_project_is_not_written_over_something() {
    let folder = folder_with(&[("taken/file", "")]);
    let output = glotta(&["new", "taken", "--language", "lua"], folder.path());
    assert_eq!(output.status.code(), Some(1));
    assert_eq!(err(&output), "error: taken is not empty: choose a new folder\n");
    let output = glotta(&["new", "other", "--language", "cobol"], folder.path());
    assert_eq!(output.status.code(), Some(2));
    assert!(err(&output).contains("lua"), "{}", err(&output));
}

#[test]
fn exec_prints_what_the_script_prints() {
    let folder = folder_with(&[
        (
            "a.lua",
            "local b = require 'b'\nlocal e = entity.create()\nprint(b.double(21), entity.is_valid(e))",
        ),
        ("b.lua", "return { double = function(x) return 2 * x end }"),
    ]);
    let output = glotta(&["exec", "a.lua"], folder.path());
    assert_eq!((out(&output).as_str(), output.status.code()), ("42\ttrue\n", Some(0)), "{}", err(&output));
}

#[test]
fn exec_runs_every_language() {
    let folder = folder_with(&[
        ("a.py", "import b\ne = entity.create()\nprint(b.double(21), entity.is_valid(e))\n"),
        ("b.py", "def double(x):\n    return 2 * x\n"),
        ("bad.py", "def f():\n    raise ValueError('no luck')\n\nprint('before')\nf()\n"),
    ]);
    let output = glotta(&["exec", "a.py"], folder.path());
    assert_eq!((out(&output).as_str(), output.status.code()), ("42 True\n", Some(0)), "{}", err(&output));
    let output = glotta(&["exec", "bad.py"], folder.path());
    assert_eq!((out(&output).as_str(), output.status.code()), ("before\n", Some(1)));
    let text = err(&output);
    assert!(text.starts_with("bad.py:2:"), "{text}");
    assert!(text.contains("no luck\n") && text.contains("\n    at bad.py:5"), "{text}");
}

#[test]
fn exec_misses_no_main_where_there_is_one_or_need_be_none() {
    let folder =
        folder_with(&[("b.as", "void main() { }"), ("c.as", "void main() { throw(\"x\"); }"), ("d.lua", "")]);
    let exec = |file: &str| err(&glotta(&["exec", file], folder.path()));
    for file in ["b.as", "c.as", "d.lua"] {
        assert!(!exec(file).contains("no function"), "{}", exec(file));
    }
}

#[test]
fn exec_runs_main_of_an_angelscript() {
    let folder = folder_with(&[
        (
            "a.as",
            "#include \"b\"\nvoid main() {\n    Entity e = entity::create();\n    print(twice(21), e.is_valid());\n}\n",
        ),
        ("b.as", "int twice(int x) {\n    return 2 * x;\n}\n"),
        (
            "bad.as",
            "void f() {\n    throw(\"no luck\");\n}\n\nvoid main() {\n    print(\"before\");\n    f();\n}\n",
        ),
        ("syntax.as", "void main() {\n    int x = true + \"a\";\n    y = 1;\n}\n"),
        ("idle.as", "int x = 1;\n\nvoid update(double dt) {}\n"),
        ("made.as", "int made() {\n    print(\"made\");\n    return 1;\n}\n\nint x = made();\n"),
    ]);
    let exec = |file: &str| {
        let output = glotta(&["exec", file], folder.path());
        (out(&output), output.status.code(), err(&output))
    };
    assert_eq!(exec("a.as"), ("42 true\n".to_owned(), Some(0), String::new()));
    let (printed, code, text) = exec("bad.as");
    assert_eq!((printed.as_str(), code), ("before\n", Some(1)));
    assert!(text.starts_with("bad.as:2:") && text.contains("no luck\n"), "{text}");
    assert!(text.contains("\n    at bad.as:7"), "{text}");
    let (printed, code, text) = exec("syntax.as");
    assert_eq!((printed.as_str(), code), ("", Some(1)));
    assert!(text.contains("syntax.as:2:") && text.contains("syntax.as:3:"), "all that is wrong: {text}");
    // Without `main` there is nothing to run but what variables are initialised with, as in a module of other languages.
    for (file, expected) in [("idle.as", ""), ("made.as", "made\n")] {
        let (printed, code, text) = exec(file);
        assert_eq!((printed.as_str(), code), (expected, Some(0)));
        assert_eq!(
            text,
            format!("[warn] {file} has no function `main`, so nothing of it was run but its variables\n")
        );
    }
}

#[test]
fn exec_says_where_a_script_failed() {
    let folder = folder_with(&[
        ("bad/run.lua", "local function f()\n  error('no luck')\nend\nprint('before')\nf()\n"),
        ("bad/syntax.lua", "x = = 1\n"),
        ("bad/file.txt", ""),
    ]);
    let output = glotta(&["exec", "bad/run.lua"], folder.path());
    assert_eq!((out(&output).as_str(), output.status.code()), ("before\n", Some(1)));
    let text = err(&output);
    assert!(text.starts_with("bad/run.lua:2: no luck\n    at bad/run.lua:2 in "), "{text}");
    assert!(text.contains("\n    at bad/run.lua:5"), "{text}");
    let output = glotta(&["exec", "bad/syntax.lua"], folder.path());
    assert!(err(&output).starts_with("bad/syntax.lua:1: "), "{}", err(&output));
    assert_eq!(output.status.code(), Some(1));
    let output = glotta(&["exec", "bad/missing.lua"], folder.path());
    assert!(err(&output).contains("missing.lua"), "{}", err(&output));
    assert_eq!(output.status.code(), Some(1));
    let output = glotta(&["exec", "bad/file.txt"], folder.path());
    assert!(err(&output).contains("there is no language for \"file.txt\""), "{}", err(&output));
    assert_eq!(output.status.code(), Some(1));
}

#[test]
fn a_broken_script_does_not_stop_the_game() {
    let folder = folder_with(&[
        ("glotta.toml", "scripts = [\"good.lua\", \"bad.lua\", \"missing.lua\", \"top.lua\"]\n"),
        ("good.lua", "function update(dt) if engine.frame() >= 9 then engine.log('still here') end end"),
        ("bad.lua", "function update(dt) nothing.at = 1 end\nfunction on_stop() error('again') end"),
        ("top.lua", "error('at the top')"),
    ]);
    let output = glotta(&["run", ".", "--frames", "10", "--json"], folder.path());
    assert!(output.status.success());
    let text = err(&output);
    assert!(text.contains("still here"), "{text}");
    assert_eq!(text.matches("bad.lua:1:").count(), 1, "told of once, not once a frame: {text}");
    assert!(text.contains("bad.lua:2: again"), "{text}");
    assert!(text.contains("top.lua:1: at the top"), "{text}");
    assert!(text.contains("there is no script \"missing.lua\""), "{text}");
    assert_eq!(json(&output)["errors"], 4);
    assert_eq!(json(&output)["frames"], 10);
}

#[test]
fn a_project_that_cannot_be_read_says_where() {
    let folder = folder_with(&[
        ("typo/glotta.toml", "name = \"x\"\nscript = []\n"),
        ("field/glotta.toml", "[[entity]]\ncomponents.Transform = { translatoin = [0, 0, 0] }\n"),
        ("empty/readme", ""),
    ]);
    let complaint = |arguments: &[&str]| {
        let output = glotta(arguments, folder.path());
        assert_eq!(output.status.code(), Some(1), "{}", err(&output));
        err(&output)
    };
    let text = complaint(&["run", "typo", "--frames", "1"]);
    assert!(text.starts_with("error: glotta.toml:2:1: unknown key \"script\""), "{text}");
    let text = complaint(&["run", "field", "--frames", "1"]);
    assert!(text.starts_with("error: glotta.toml:2:"), "{text}");
    assert!(text.contains("did you mean \"translation\"?"), "{text}");
    let text = complaint(&["run", "empty", "--frames", "1"]);
    assert!(text.contains("is not a project: it has no glotta.toml"), "{text}");
    let text = complaint(&["run", "nowhere", "--frames", "1"]);
    assert!(text.contains("there is no folder nowhere"), "{text}");
    let text = complaint(&["run", "typo/glotta.toml", "--frames", "1"]);
    assert!(text.contains("typo/glotta.toml is a file: expected the folder"), "{text}");
}

#[test]
fn a_negative_number_is_refused_as_a_number() {
    let folder = folder_with(&[("glotta.toml", "")]);
    for (option, expected) in
        [("--frames", "expected a whole number"), ("--dt", "expected a number of seconds")]
    {
        let output = glotta(&["run", ".", option, "-1"], folder.path());
        assert_eq!(output.status.code(), Some(2));
        assert!(err(&output).contains(expected), "{}", err(&output));
    }
}

#[test]
fn quiet_leaves_only_errors_and_the_summary() {
    let folder = folder_with(&[
        ("glotta.toml", "scripts = [\"a.lua\"]\n"),
        ("a.lua", "print('printed') engine.log('logged') function update() error('failed') end"),
    ]);
    let output = glotta(&["run", ".", "--frames", "3", "--quiet"], folder.path());
    assert!(!out(&output).contains("printed"));
    assert!(!err(&output).contains("logged"));
    assert!(err(&output).contains("a.lua:1: failed"), "{}", err(&output));
}

#[cfg(target_os = "linux")]
#[test]
fn a_summary_that_cannot_be_written_is_a_failure() {
    let folder = folder_with(&[("glotta.toml", "")]);
    let full = std::fs::File::create("/dev/full").expect("a full device");
    let output = Command::new(env!("CARGO_BIN_EXE_glotta"))
        .args(["run", ".", "--frames", "1", "--json"])
        .current_dir(folder.path())
        .stdout(full)
        .output()
        .expect("the command starts");
    assert_eq!(output.status.code(), Some(1));
    assert!(err(&output).contains("cannot write the summary"), "{}", err(&output));
}

#[cfg(unix)]
#[test]
fn ctrl_c_ends_the_game_cleanly() {
    ends_cleanly_on("-INT");
}

/// What service managers and containers send.
#[cfg(unix)]
#[test]
fn a_request_to_terminate_ends_the_game_cleanly() {
    ends_cleanly_on("-TERM");
}

#[cfg(unix)]
fn ends_cleanly_on(signal: &str) {
    use std::io::{BufRead as _, BufReader, Read as _};

    let folder = folder_with(&[
        ("glotta.toml", "scripts = [\"a.lua\"]\n"),
        (
            "a.lua",
            "function update() if engine.frame() == 3 then print('running') end end\nfunction on_stop() print('stopped') end",
        ),
    ]);
    let mut child = Command::new(env!("CARGO_BIN_EXE_glotta"))
        .args(["run", "."])
        .current_dir(folder.path())
        .stdout(Stdio::piped())
        .spawn()
        .expect("the command starts");
    let mut reader = BufReader::new(child.stdout.take().expect("piped"));
    let mut first = String::new();
    reader.read_line(&mut first).expect("a line");
    assert_eq!(first, "running\n");
    let id = child.id().to_string();
    assert!(Command::new("kill").args([signal, &id]).status().expect("kill").success());
    let mut rest = String::new();
    reader.read_to_string(&mut rest).expect("text");
    assert!(child.wait().expect("ends").success());
    assert!(rest.starts_with("stopped\n"), "{rest}");
    assert!(rest.contains("world_hash"), "{rest}");
}
