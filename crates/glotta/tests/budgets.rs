//! Scripts that do not end, in each language and at each place where a script runs: the call ends, its error says where it
//! was, and the rest of the game goes on.

#![allow(clippy::panic, reason = "a failed expectation is a failed test")]

use std::path::Path;
use std::sync::Arc;

use glotta::core::{ErrorKind, ScriptError};
use glotta::engine::{MemoryOutput, Output};
use glotta::{Game, GameOptions, Project};

/// What a game has put out, in order.
struct Played {
    printed: Vec<String>,
    errors: Vec<ScriptError>,
}

/// Plays so many frames of a project with these files, and ends it.
fn play(frames: u64, files: &[(&str, &str)]) -> Played {
    let folder = tempfile::tempdir().expect("a folder");
    for (path, text) in files {
        std::fs::write(folder.path().join(path), text).expect("a file");
    }
    let output = MemoryOutput::new();
    let options = GameOptions { time_step: None, output: Arc::new(output.clone()) };
    let mut game =
        Project::load(folder.path()).and_then(|project| Game::open(project, options)).expect("opens");
    (0..frames).for_each(|_| game.step());
    game.end();
    let mut played = Played { printed: Vec::new(), errors: Vec::new() };
    for output in output.take() {
        match output {
            Output::Print(text) => played.printed.push(text),
            Output::Error(error) => played.errors.push(error),
            Output::Log(..) => {}
        }
    }
    played
}

/// Budgets that a hang uses up soon and no honest script of these tests does, on a busy machine either.
const BUDGETS: &str = "[budgets]\ncall_ms = 300\nload_ms = 3000\n";

const GOOD: &str = "function update() print('good') end function on_stop() print('stopped') end";

/// Plays three frames of a game with a script that does not end and one that does; the error of the first.
#[track_caller]
fn hang(file: &str, text: &str) -> ScriptError {
    let project = format!("scripts = [{file:?}, \"good.lua\"]\n{BUDGETS}");
    let Played { printed, errors } = play(
        3,
        &[
            ("glotta.toml", &project),
            (file, text),
            ("good.lua", GOOD),
            ("other.lua", OTHER_LUA),
            ("other.py", OTHER_PYTHON),
        ],
    );
    let printed: Vec<&str> = printed.iter().map(String::as_str).collect();
    assert_eq!(printed, ["good", "good", "good", "stopped"], "{file}: {text}\n{errors:?}");
    let [error] = &errors[..] else { panic!("{file}: {text}\n{errors:?}") };
    assert_eq!(error.kind(), ErrorKind::Timeout, "{text}\n{error:?}");
    let told = "the script has used up its time: ";
    assert!(error.message().contains(told), "{text}\n{error:?}");
    assert!(error.message().ends_with("under [budgets] in glotta.toml)"), "{text}\n{error:?}");
    error.clone()
}

/// Functions of other languages for scripts that call them.
const OTHER_LUA: &str =
    "function hang() while true do end end function call(f) pcall(f) while true do end end";
const OTHER_PYTHON: &str = "def hang():\n    while True: pass\n\
                            def call(f):\n    while True:\n        try: f()\n        except BaseException: pass\n";

/// That each of these does not end where it says, with the line of its hang, which is marked.
#[track_caller]
fn all_hang(extension: &str, texts: &[&str]) {
    let file = format!("bad.{extension}");
    for text in texts {
        // Easier to read here.
        let text = &if extension == "as" { text.replace('\'', "\"") } else { (*text).to_owned() };
        let error = hang(&file, text);
        let Some(line) = text.lines().position(|line| line.contains("HERE")) else {
            assert!(error.line().is_some() || text.contains("NOWHERE"), "{text}\n{error:?}");
            continue;
        };
        let line = u32::try_from(line + 1).expect("few lines");
        assert_eq!((error.source(), error.line()), (&*file, Some(line)), "{text}\n{error:?}");
        assert_eq!(
            error.language(),
            match extension {
                "as" => "angelscript",
                "py" => "python",
                _ => "lua",
            }
        );
    }
}

#[test]
fn a_call_of_lua_that_does_not_end_is_ended_at_each_place() {
    all_hang(
        "lua",
        &[
            "local n = 0\nwhile true do n = n + 1 end -- HERE",
            "function visit(e)\n  while true do end -- HERE\nend\nfunction update(dt)\n  entity.create():add('Transform')\n  query.create({'Transform'}):each(visit)\nend",
            "local function run(dt)\n  while true do end -- HERE\nend\nsystem.register('x', run)",
            "function on_start()\n  while true do end -- HERE\nend",
            "function update(dt)\n  while true do end -- HERE\nend",
            "function update(dt)\n  while true do pcall(function() while true do end end) end -- HERE\nend",
            "function on_stop()\n  while true do end -- HERE\nend",
            "function on_start()\n  engine.on_cleanup(function() while true do end end) -- HERE\nend",
            "function on_start()\n  event.subscribe('x', function() while true do end end) -- HERE\n  event.emit('x')\nend",
            "function update(dt)\n  coroutine.wrap(function() while true do end end)() -- HERE\nend",
            "function update(dt)\n  while true do coroutine.resume(coroutine.create(function() while true do end end)) end -- HERE\nend",
            "function update(dt)\n  table.sort({3, 1, 2}, function(a, b) while true do end end) -- HERE\nend",
            "function on_start()\n  entity.create():attach('other.py')\n  while true do pcall(script.call, 'other.py', 'hang') end\nend",
            "function on_start()\n  entity.create():attach('other.py')\n  script.call('other.py', 'call', {function() while true do end end})\nend",
        ],
    );
}

#[test]
fn a_call_of_python_that_does_not_end_is_ended_at_each_place() {
    all_hang(
        "py",
        &[
            "n = 0\nwhile True: n += 1 # HERE",
            "def visit(e, *_):\n    while True: pass # HERE\ndef update(dt):\n    entity.create().add('Transform')\n    query.create(['Transform']).each(visit)",
            "def run(dt):\n    while True: pass # HERE\nsystem.register('x', run)",
            "def on_start():\n    while True: pass # HERE",
            "def update(dt):\n    while True: pass # HERE",
            "def update(dt):\n    while True:\n        try:\n            while True: pass\n        except Exception: pass",
            "def update(dt):\n    while True:\n        try:\n            while True: pass\n        except: pass",
            "def on_stop():\n    while True: pass # HERE",
            "def end():\n    while True: pass # HERE\ndef on_start():\n    engine.on_cleanup(end)",
            "def heard(value):\n    while True: pass # HERE\ndef on_start():\n    event.subscribe('x', heard)\n    event.emit('x')",
            "def numbers():\n    while True:\n        try: yield 1\n        except BaseException: pass\ndef update(dt):\n    for n in numbers(): pass",
            "def key(n):\n    while True: pass # HERE\ndef update(dt):\n    sorted([3, 1, 2], key=key)",
            "def on_start():\n    entity.create().attach('other.lua')\n    while True:\n        try: script.call('other.lua', 'hang')\n        except BaseException: pass",
            "def again():\n    while True: pass\ndef on_start():\n    entity.create().attach('other.lua')\n    script.call('other.lua', 'call', [again])",
        ],
    );
}

#[test]
fn a_call_of_angelscript_that_does_not_end_is_ended_at_each_place() {
    all_hang(
        "as",
        &[
            "int hang()\n{\n    while (true) {} // HERE\n    return 1;\n}\nint n = hang();",
            "void visit(Entity e)\n{\n    while (true) {} // HERE\n}\nvoid update(float dt)\n{\n    entity::create().add('Transform');\n    query::create(array<string> = {'Transform'}).each(visit);\n}",
            "void run(double dt)\n{\n    while (true) {} // HERE\n}\nvoid on_start() { system::register('x', run); }",
            "void on_start()\n{\n    while (true) {} // HERE\n}",
            "void update(float dt)\n{\n    while (true) {} // HERE\n}",
            "void update(float dt)\n{\n    while (true) { try { while (true) {} } catch {} } // HERE\n}",
            "void on_stop()\n{\n    while (true) {} // HERE\n}",
            "void end()\n{\n    while (true) {} // HERE\n}\nvoid on_start() { engine::on_cleanup(end); }",
            "void heard(const Value &in value)\n{\n    while (true) {} // HERE\n}\n\
         void on_start() { event::subscribe('x', heard); event::emit('x'); }",
            "bool less(const int &in a, const int &in b)\n{\n    while (true) {} // HERE\n    return false;\n}\n\
         void update(float dt)\n{\n    array<int> a = {3, 1, 2};\n    a.sort(less);\n}",
            "class A\n{\n    ~A() { while (true) {} }\n}\nvoid update(float dt)\n{\n    A a;\n    while (true) {} // HERE\n}\n",
            "void on_start()\n{\n    entity::create().attach('other.lua');\n    while (true) { try { script::call('other.lua', 'hang'); } catch {} }\n}",
        ],
    );
}

#[test]
fn a_body_of_its_own_time_is_told_where_that_is_said() {
    let project = "scripts = [\"bad.lua\"]\n[budgets]\nload_ms = 0\nscripts.bad.load_ms = 100\n";
    let Played { errors, .. } = play(1, &[("glotta.toml", project), ("bad.lua", "while true do end")]);
    assert_eq!(errors.len(), 1, "{errors:?}");
    assert_eq!(
        errors[0].to_string(),
        "bad.lua:1: the script has used up its time: loading may take 100 ms (load_ms under \
         [budgets.scripts.\"bad\"] in glotta.toml)"
    );
}

#[test]
fn what_the_budget_of_a_frame_leaves_no_time_for_runs_in_the_next() {
    let wait = "local n = 0\nfunction update(dt)\n  n = n + 1\n  print(NAME .. n)\n  local start = os.clock()\n\
                while os.clock() - start < 0.05 do end\nend";
    let [a, b, c] = ["a", "b", "c"].map(|name| wait.replace("NAME", &format!("{name:?}")));
    let project = "scripts = [\"a.lua\", \"b.lua\", \"c.lua\"]\n[budgets]\nframe_ms = 10\n";
    let files = [("glotta.toml", project), ("a.lua", &a), ("b.lua", &b), ("c.lua", &c)];
    let Played { printed, errors } = play(6, &files);
    assert_eq!(printed, ["a1", "b1", "c1", "a2", "b2", "c2"]);
    assert_eq!(errors.len(), 1, "{errors:?}");
    assert!(errors[0].message().contains("together they may take 10 ms"), "{errors:?}");
}

#[test]
fn a_script_that_is_executed_alone_has_the_time_that_a_project_beside_it_gives() {
    let folder = tempfile::tempdir().expect("a folder");
    std::fs::write(folder.path().join("glotta.toml"), "[budgets]\nload_ms = 200").expect("a file");
    let file = folder.path().join("bad.lua");
    std::fs::write(&file, "while true do end").expect("a file");
    let output = MemoryOutput::new();
    assert_eq!(glotta::execute_file(Path::new(&file), Arc::new(output.clone())), Ok(1));
    let put_out = output.take();
    let [Output::Error(error)] = &put_out[..] else { panic!("{put_out:?}") };
    assert_eq!((error.kind(), error.line()), (ErrorKind::Timeout, Some(1)));
}

#[test]
fn a_script_of_which_many_instances_hang_holds_the_game_up_three_times_and_no_more() {
    let project = "[budgets]\ncall_ms = 100\n[[entity]]\ncount = 1000\nscripts = [\"bad.lua\"]\n\
                   [[entity]]\nscripts = [\"good.lua\"]";
    let bad = "function update(e, dt) while true do end end function on_stop(e) while true do end end";
    let files = [("glotta.toml", project), ("bad.lua", bad), ("good.lua", GOOD)];
    let Played { printed, errors } = play(3, &files);
    assert_eq!(printed, ["good", "good", "good", "stopped"]);
    assert_eq!(errors.len(), 1, "{errors:?}");
}
