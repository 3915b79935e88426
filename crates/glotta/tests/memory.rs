//! Scripts that use up their memory, in each language: that call ends, the memory comes back, and the rest of the game
//! goes on.

#![allow(clippy::panic, reason = "a failed expectation is a failed test")]

use std::sync::Arc;

use glotta::core::ErrorKind;
use glotta::engine::{MemoryOutput, Output, with_scripts};
use glotta::{Game, GameOptions, Project};

const LIMIT: usize = 64 << 20;

/// As long as they take: filling the memory takes its time on a busy machine.
const PROJECT: &str = "[limits]\nmemory_mb = 64\n[budgets]\ncall_ms = 0\nload_ms = 0\nframe_ms = 0\n";

/// Plays a game with a script that fills its memory, one of the same language, and one of each other.
#[track_caller]
fn bomb(language: &str, extension: &str, text: &str) {
    let folder = tempfile::tempdir().expect("a folder");
    let write = |path: &str, text: &str| std::fs::write(folder.path().join(path), text).expect("a file");
    let bad = format!("bad.{extension}");
    write("glotta.toml", &format!("scripts = [{bad:?}, \"good.lua\", \"good.py\", \"good.as\"]\n{PROJECT}"));
    write(&bad, text);
    write("good.lua", "function update() print(#('x'):rep(1000) .. ' of Lua') end");
    write("good.py", "def update(dt): print(len('x' * 1000), 'of Python')");
    write(
        "good.as",
        "void update(float dt) { string s; for (int i = 0; i < 1000; i++) s += \"x\"; print(s.length() + \" of AngelScript\"); }",
    );
    let output = MemoryOutput::new();
    let options = GameOptions { time_step: None, output: Arc::new(output.clone()) };
    let mut game =
        Project::load(folder.path()).and_then(|project| Game::open(project, options)).expect("opens");
    game.step();
    game.step();
    let used = with_scripts(game.app_mut().world_mut(), |scripts| {
        scripts.session(|session, scripts| {
            let language = session.language(language).expect("known");
            language.collect_garbage(scripts);
            language.memory_usage()
        })
    })
    .expect("scripts run");
    // Of Python, memory of the process's libraries counts too; AngelScript's collector keeps its list as long as it was.
    assert!(used.current < LIMIT / 2 && used.peak > LIMIT / 4, "{text}: {used:?}");
    game.end();
    let (mut printed, mut errors) = (Vec::new(), Vec::new());
    for output in output.take() {
        match output {
            Output::Print(text) => printed.push(text),
            Output::Error(error) => errors.push(error),
            Output::Log(..) => {}
        }
    }
    let frame = ["1000 of Lua", "1000 of Python", "1000 of AngelScript"];
    assert_eq!(printed, [frame, frame].concat(), "{text}\n{errors:?}");
    let [error] = &errors[..] else { panic!("{text}\n{errors:?}") };
    assert_eq!((error.kind(), error.source()), (ErrorKind::OutOfMemory, &*bad), "{text}\n{error:?}");
}

#[test]
fn a_script_of_lua_that_fills_its_memory_ends_alone() {
    bomb("lua", "lua", "function update() local t = {} while true do t[#t + 1] = {} end end");
    bomb("lua", "lua", "function update() local s = 'x' while true do s = s .. s end end");
    bomb("lua", "lua", "function update() local t = {} for i = 1, 1e9 do t[i] = ('x'):rep(i) end end");
}

#[test]
fn a_script_of_python_that_fills_its_memory_ends_alone() {
    bomb("python", "py", "def update(dt):\n    a = []\n    while True: a.append([])");
    bomb("python", "py", "def update(dt):\n    s = 'x'\n    while True: s += s");
    bomb("python", "py", "def update(dt): return [n for n in range(10 ** 9)]");
}

#[test]
fn a_script_of_angelscript_that_fills_its_memory_ends_alone() {
    bomb(
        "angelscript",
        "as",
        "void update(float dt) { array<array<int>@> a; while (true) a.insertLast(array<int>(1000)); }",
    );
    bomb("angelscript", "as", "void update(float dt) { string s = \"x\"; while (true) s += s; }");
    bomb("angelscript", "as", "void update(float dt) { array<int> a(10000000); a.resize(1000000000); }");
}
