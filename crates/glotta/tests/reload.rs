//! Scripts that are saved while the game runs, in each language.

mod common;

use common::Played;
use glotta::engine::input::InputSource;
use glotta::engine::with_scripts;

/// A language, and how a script is written in it.
struct Writing {
    extension: &'static str,
    /// A script that prints `text` in each frame, tells of its reload, subscribes to the event `ping`, and keeps a count.
    script: fn(text: &str) -> String,
    broken: &'static str,
}

const LANGUAGES: [Writing; 3] = [
    Writing {
        extension: "lua",
        script: |text| {
            format!(
                "keep = {{ 'count' }}\ncount = 0\nlost = 0\n\
                 event.subscribe('ping', function(from) print('{text} heard ' .. from) end)\n\
                 function on_start(e) e:data().n = 0 end\n\
                 function update(e)\n\
                     count = count + 1\n    lost = lost + 1\n    e:data().n = e:data().n + 1\n    \
                     print('{text} ' .. count .. ' ' .. lost .. ' ' .. e:data().n)\n    event.emit('ping', count)\n\
                 end\n\
                 function on_reload(e) print('{text} is new') end\n"
            )
        },
        broken: "function update(e\n",
    },
    Writing {
        extension: "py",
        script: |text| {
            format!(
                "keep = ['count']\ncount = 0\nlost = 0\n\
                 event.subscribe('ping', lambda source: print('{text} heard', source))\n\
                 def on_start(e):\n    e.data().n = 0\n\
                 def update(e, dt):\n    global count, lost\n    count += 1\n    lost += 1\n    e.data().n += 1\n    \
                 print('{text}', count, lost, e.data().n)\n    event.emit('ping', count)\n\
                 def on_reload(e):\n    print('{text} is new')\n"
            )
        },
        broken: "def update(e:\n",
    },
    Writing {
        extension: "as",
        script: |text| {
            format!(
                "array<string> keep = {{ 'count' }};\nint count = 0;\nint lost = 0;\n\
                 void heard(int source) {{ print('{text} heard ' + source); }}\n\
                 int64 subscription = event::subscribe('ping', heard);\n\
                 void on_start(Entity e) {{ e.data()['n'] = 0; }}\n\
                 void update(Entity e) {{\n    count++;\n    lost++;\n    int n = e.data()['n'];\n    n++;\n    \
                 e.data()['n'] = n;\n    \
                 print('{text} ' + count + ' ' + lost + ' ' + n);\n    event::emit('ping', count);\n}}\n\
                 void on_reload(Entity e) {{ print('{text} is new'); }}\n"
            )
        },
        broken: "void update(Entity e {\n",
    },
];

#[test]
fn new_code_goes_on_with_the_state_of_the_old_and_hears_events_once() {
    for Writing { extension, script, .. } in LANGUAGES {
        let path = format!("a.{extension}");
        let project = format!("[[entity]]\nscripts = [\"{path}\"]\n");
        let mut played = Played::new(&[("glotta.toml", &project), (&path, &script("old"))]);
        assert_eq!(played.frame(), ["old 1 1 1", "old heard 1"], "{path}");
        assert_eq!(played.frame(), ["old 2 2 2", "old heard 2"], "{path}");
        assert_eq!(played.save(&path, &script("new")), ["new is new"], "{path}");
        assert_eq!(played.frame(), ["new 3 1 3", "new heard 3"], "{path}");
    }
}

#[test]
fn broken_code_is_told_and_the_old_runs_on_until_it_is_mended() {
    for Writing { extension, script, broken } in LANGUAGES {
        let path = format!("a.{extension}");
        let project = format!("[[entity]]\nscripts = [\"{path}\"]\n");
        let mut played = Played::new(&[("glotta.toml", &project), (&path, &script("old"))]);
        played.frame();
        for time in 0..20 {
            let text = format!("{broken}{}", "\n".repeat(time));
            let told = played.save(&path, &text);
            assert!(told.len() == 1 && told[0].starts_with(&format!("error: {path}:")), "{path}: {told:?}");
            assert_eq!(played.save(&path, &text), [""; 0], "{path}: it was told already");
            let count = time + 2;
            assert_eq!(
                played.frame(),
                [format!("old {count} {count} {count}"), format!("old heard {count}")],
                "{path}"
            );
        }
        assert_eq!(played.save(&path, &script("new")), ["new is new"], "{path}");
        assert_eq!(played.frame(), ["new 22 1 22", "new heard 22"], "{path}");
    }
}

#[test]
fn a_script_that_was_broken_from_the_start_begins_when_it_is_mended() {
    for Writing { extension, script, broken } in LANGUAGES {
        let path = format!("a.{extension}");
        let project = format!("scripts = [\"game.{extension}\"]\n[[entity]]\nscripts = [\"{path}\"]\n");
        let game = format!("game.{extension}");
        let mut played = Played::new(&[("glotta.toml", &project), (&path, broken), (&game, broken)]);
        assert_eq!(played.frame().len(), 2, "{path}: both are told");
        assert_eq!(played.frame(), [""; 0], "{path}");
        assert_eq!(played.save(&path, &script("mended")), [""; 0], "{path}");
        assert_eq!(played.frame(), ["mended 1 1 1", "mended heard 1"], "{path}");
        let text = match extension {
            "lua" => "function update(dt) print('game') end",
            "py" => "def update(dt):\n    print('game')\n",
            _ => "void update(double dt) { print('game'); }",
        };
        assert_eq!(played.save(&game, text), [""; 0], "{path}");
        assert_eq!(played.frame(), ["game", "mended 2 2 2", "mended heard 2"], "{path}");
    }
}

#[test]
fn what_imports_a_file_gets_its_new_code() {
    let scripts = [
        (
            "lua",
            "local s = require('shared') function update(dt) print(s.word()) end",
            [
                "return { word = function() return 'old' end }",
                "return { word = function() return 'new' end }",
            ],
        ),
        (
            "py",
            "import shared\ndef update(dt):\n    print(shared.word())\n",
            ["def word():\n    return 'old'\n", "def word():\n    return 'new'\n"],
        ),
        (
            "as",
            "#include \"shared\"\nvoid update(double dt) { print(word()); }",
            ["string word() { return 'old'; }", "string word() { return 'new'; }"],
        ),
    ];
    for (extension, main, [old, new]) in scripts {
        let (path, shared) = (format!("a.{extension}"), format!("shared.{extension}"));
        let project = format!("scripts = [\"{path}\"]\n");
        let mut played = Played::new(&[("glotta.toml", &project), (&path, main), (&shared, old)]);
        assert_eq!(played.frame(), ["old"], "{path}");
        assert_eq!(played.save(&shared, new), [""; 0], "{path}");
        assert_eq!(played.frame(), ["new"], "{path}");
        let told = played.save(&shared, "(((");
        assert!(told.len() == 1 && told[0].contains(&shared), "{path}: {told:?}");
        assert_eq!(played.frame(), ["new"], "{path}");
        played.save(&shared, old);
        assert_eq!(played.frame(), ["old"], "{path}");
    }
}

#[test]
fn a_script_that_failed_while_it_ran_runs_again_when_it_is_saved() {
    let scripts = [
        ("lua", "function update(e) error('no') end", "function update(e) print('yes') end"),
        ("py", "def update(e, dt):\n    raise ValueError('no')\n", "def update(e, dt):\n    print('yes')\n"),
        ("as", "void update(Entity e) { throw('no'); }", "void update(Entity e) { print('yes'); }"),
    ];
    for (extension, bad, good) in scripts {
        let path = format!("a.{extension}");
        let project = format!("[[entity]]\nscripts = [\"{path}\"]\n");
        let mut played = Played::new(&[("glotta.toml", &project), (&path, bad)]);
        assert_eq!(played.frame().len(), 1, "{path}");
        assert_eq!(played.frame(), [""; 0], "{path}: it rests");
        played.save(&path, good);
        assert_eq!(played.frame(), ["yes"], "{path}");
    }
}

#[test]
fn state_whose_shape_changed_is_told_and_starts_anew() {
    let scripts = [
        ("lua", "keep = { 'n' }\nn = 5", "keep = { 'n' }\nn = { 1 }\nfunction update(e) print(n[1]) end"),
        ("py", "keep = ['n']\nn = 5\n", "keep = ['n']\nn = [1]\ndef update(e, dt):\n    print(n[0])\n"),
        (
            "as",
            "array<string> keep = { 'n' };\nint n = 5;",
            "array<string> keep = { 'n' };\narray<int> n = { 1 };\nvoid update(Entity e) { print(n[0]); }",
        ),
    ];
    for (extension, old, new) in scripts {
        let path = format!("a.{extension}");
        let project = format!("[[entity]]\nscripts = [\"{path}\"]\n");
        let mut played = Played::new(&[("glotta.toml", &project), (&path, old)]);
        played.frame();
        assert_eq!(
            played.save(&path, new),
            [format!(
                "error: {path}: keeping \"n\" over the reload: it was int 5 and is list of 1 now: it starts anew"
            )]
        );
        assert_eq!(played.frame(), ["1"], "{path}");
    }
}

#[test]
fn a_hundred_reloads_leave_no_function_and_no_module_behind() {
    for Writing { extension, script, .. } in LANGUAGES {
        let path = format!("a.{extension}");
        let project = format!("[[entity]]\nscripts = [\"{path}\"]\n");
        let mut played = Played::new(&[("glotta.toml", &project), (&path, &script("x"))]);
        played.frame();
        let memory = |played: &mut Played| {
            with_scripts(played.game.app_mut().world_mut(), |scripts| {
                scripts.session(|session, scripts| {
                    for language in session.languages() {
                        let known = session.language(language.info.name).expect("there");
                        known.collect_garbage(scripts);
                        known.collect_garbage(scripts);
                    }
                    session.languages().iter().map(|language| language.memory.current).sum::<usize>()
                })
            })
            .expect("scripts")
        };
        let mut measured = Vec::new();
        for round in 0..3 {
            for time in 0..100 {
                played.save(&path, &script(if time % 2 == 0 { "y" } else { "x" }));
                played.frame();
            }
            if round > 0 {
                measured.push(memory(&mut played));
            }
        }
        let (before, after) = (measured[0], measured[1]);
        assert!(
            after <= before + 4096,
            "{path}: {before} bytes after 200 reloads, {after} after 300: something of each stays"
        );
    }
}

#[test]
fn a_game_that_watches_its_files_reloads_them_and_tells_of_those_that_are_gone() {
    for Writing { extension, script, .. } in LANGUAGES {
        let path = format!("a.{extension}");
        let project = format!("[[entity]]\nscripts = [\"{path}\"]\n");
        let files = [("glotta.toml", &*project), (&*path, &script("old"))];
        let mut played = Played::prepared(&files, |project| project.watch = true);
        played.frame();
        std::fs::write(played.folder.path().join(&path), script("new")).expect("a file");
        let mut reloads = Vec::new();
        for _ in 0..2000 {
            played.game.step();
            reloads = played.game.take_reloads();
            if !reloads.is_empty() {
                break;
            }
            std::thread::sleep(std::time::Duration::from_millis(5));
        }
        assert!(reloads.len() == 1 && *reloads[0].path == path && reloads[0].error.is_none(), "{reloads:?}");
        let printed = played.printed();
        assert_eq!(printed.iter().filter(|line| *line == "new is new").count(), 1, "{printed:?}");
        std::fs::remove_file(played.folder.path().join(&path)).expect("removed");
        let mut printed = Vec::new();
        for _ in 0..2000 {
            printed = played.frame();
            if printed.iter().any(|line| line.starts_with("log: ")) {
                break;
            }
            std::thread::sleep(std::time::Duration::from_millis(5));
        }
        let told =
            format!("log: the file \"{path}\" is gone: what runs of it goes on with the code that it had");
        assert!(printed.iter().any(|line| line.starts_with(&told)), "{printed:?}");
    }
}

#[test]
fn a_folder_that_gets_another_name_is_told_of_for_each_script_that_runs_from_it() {
    let project = "[[entity]]\nscripts = [\"in/a.lua\", \"in/a.py\", \"in/a.as\", \"inn.lua\"]\n";
    let files =
        [("glotta.toml", project), ("in/a.lua", ""), ("in/a.py", ""), ("in/a.as", "int a;"), ("inn.lua", "")];
    let mut played = Played::prepared(&files, |project| project.watch = true);
    played.frame();
    let root = played.folder.path();
    std::fs::rename(root.join("in"), root.join("out")).expect("renamed");
    let mut told = Vec::new();
    for _ in 0..2000 {
        told.extend(played.frame());
        if told.len() >= 3 {
            break;
        }
        std::thread::sleep(std::time::Duration::from_millis(5));
    }
    let paths: Vec<&str> = told.iter().filter_map(|line| line.split('"').nth(1)).collect();
    assert_eq!(paths, ["in/a.lua", "in/a.py", "in/a.as"], "{told:?}");
}

#[test]
fn a_script_whose_entity_wants_no_reload_stays_and_the_switch_holds_back_what_changes() {
    let mut played = Played::new(&[
        (
            "glotta.toml",
            "[[entity]]\nname = \"pinned\"\nscripts = [\"a.lua\"]\n[[entity]]\nscripts = [\"b.lua\"]\n",
        ),
        ("a.lua", "function update() print('a old') end"),
        ("b.lua", "function update() print('b old') end"),
    ]);
    assert_eq!(played.frame(), ["a old", "b old"]);
    let world = played.game.app_mut().world_mut();
    let mut scripts = world.query::<&mut glotta::engine::ScriptComponent>();
    for mut component in scripts.iter_mut(world) {
        for script in component.scripts.iter_mut().filter(|script| script.script == "a.lua") {
            script.auto_reload = false;
        }
    }
    played.save("a.lua", "function update() print('a new') end");
    played.save("b.lua", "function update() print('b new') end");
    assert_eq!(played.frame(), ["a old", "b new"]);
}

#[test]
fn an_asset_whose_file_changes_is_loaded_anew_and_told() {
    let mut played = Played::new(&[
        ("glotta.toml", "scripts = [\"a.lua\"]\n"),
        ("text.txt", "old"),
        (
            "a.lua",
            "local text = asset.load('text.txt', 'text')
             asset.on_reload(text, function(which) print('reloaded ' .. asset.get(which)) end)
             function update() print(asset.is_loaded(text) and asset.get(text) or 'not yet') end",
        ),
    ]);
    played.frame();
    assert_eq!(played.frame().last().map(String::as_str), Some("old"));
    played.save("text.txt", "new");
    let printed: Vec<String> = (0..3).flat_map(|_| played.frame()).collect();
    assert_eq!(printed.iter().filter(|line| *line == "reloaded new").count(), 1, "{printed:?}");
    assert_eq!(printed.last().map(String::as_str), Some("new"));
}

#[test]
fn systems_and_listeners_of_the_old_code_make_way_for_those_of_the_new() {
    let scripts = [
        (
            "lua",
            "system.register('s', function(dt) print('{} system') end)
             input.on_action('jump', function() print('{} jump') end)",
        ),
        (
            "py",
            "system.register('s', lambda dt: print('{} system'))\ninput.on_action('jump', lambda *_: print('{} jump'))\n",
        ),
        (
            "as",
            "void system_of(double dt) { print('{} system'); }
             void jumped(const string &in state, double value) { print('{} jump'); }
             void main() { system::register('s', system_of); input::on_action('jump', jumped); }",
        ),
    ];
    for (extension, script) in scripts {
        let path = format!("a.{extension}");
        let project = format!("scripts = [\"{path}\"]\n[input.actions]\njump = \"Space\"\n");
        let mut played = Played::new(&[("glotta.toml", &project), (&path, &script.replace("{}", "old"))]);
        assert_eq!(played.frame(), ["old system"], "{path}");
        let broken = script.replace("{}", "bad") + "\n(((";
        assert_eq!(played.save(&path, &broken).len(), 1, "{path}");
        assert_eq!(played.frame(), ["old system"], "{path}");
        assert_eq!(played.save(&path, &script.replace("{}", "new")), [""; 0], "{path}");
        let space = InputSource::from_name("Space").expect("a key");
        played.game.set_input(space, 1.0);
        let mut printed = played.frame();
        printed.extend(played.frame());
        printed.dedup();
        assert_eq!(printed, ["new jump", "new system"], "{path}");
    }
}

#[test]
fn a_destructor_of_old_code_that_does_not_end_does_not_hold_up_the_game() {
    let project = "scripts = [\"a.as\", \"b.as\"]\n[budgets]\ncall_ms = 300\n";
    let old = "class Bad { int x; ~Bad() { while (true) {} } }\nBad bad;\nvoid update() {}\n";
    let good = "void update() { print('good'); }";
    let mut played = Played::new(&[("glotta.toml", project), ("a.as", old), ("b.as", good)]);
    assert_eq!(played.frame(), ["good"]);
    let mut told = played.save("a.as", "void update() {}\n");
    told.extend(played.frame());
    told.extend(played.frame());
    let errors: Vec<&String> = told.iter().filter(|text| text.starts_with("error: ")).collect();
    assert!(errors.len() == 1 && errors[0].contains("the script has used up its time"), "{told:?}");
    assert_eq!(told.iter().filter(|text| *text == "good").count(), 2, "{told:?}");
}

#[test]
fn the_destructors_of_old_code_run_before_the_next_frame() {
    let old = "int number = 0;
        class Thing { int own; Thing@ other; Thing() { own = number++; } ~Thing() { print('end'); }
            void own_method() {} }
        array<Thing@> things;
        Value value;
        void main() {
            for (int i = 0; i < 300; i++) {
                things.insertLast(Thing());
                @things[i].other = things[i / 2];
            }
            Callback@ f = Callback(Thing().own_method);
            value = f;
        }
        void update() {}
        ";
    let project = "scripts = [\"a.as\", \"b.as\"]\n";
    let mut played = Played::new(&[("glotta.toml", project), ("a.as", old), ("b.as", "void update() {}")]);
    for _ in 0..3 {
        assert_eq!(played.frame(), [""; 0]);
    }
    let told = played.save("a.as", "void update() {}\n");
    assert!(told.iter().all(|line| line == "end"), "{told:?}");
    assert_eq!(told.len(), 301);
    assert_eq!(played.frame(), [""; 0]);
}

#[test]
fn a_component_handle_is_not_kept_as_a_copy_of_its_component() {
    let scripts = [
        (
            "a.lua",
            "keep = { 'h' }\nh = false\nfunction on_start(e) h = e:handle('Transform') end\n\
             function on_reload(e) print(h == false) end\n",
            "true",
        ),
        (
            "a.py",
            "keep = ['h']\nh = None\ndef on_start(e):\n    global h\n    h = e.handle('Transform')\n\
             def on_reload(e):\n    print(h is None)\n",
            "True",
        ),
    ];
    for (path, script, anew) in scripts {
        let project = format!("[[entity]]\nscripts = [\"{path}\"]\ncomponents.Transform = {{}}\n");
        let mut played = Played::new(&[("glotta.toml", &project), (path, script)]);
        played.frame();
        let told = played.save(path, &format!("{script}\n"));
        let expected = format!(
            "error: {path}: keeping \"h\" over the reload: a component handle has no value of its own: keep the entity, \
             and take its handle anew"
        );
        assert_eq!(told, [anew, &expected], "{path}");
    }
}

#[test]
fn a_variable_that_the_new_code_begins_with_nothing_keeps_what_it_was() {
    let scripts = [
        ("lua", "keep = { 'target' }\ntarget = nil\nfunction update(e) print(target) target = 'seen' end"),
        (
            "py",
            "keep = ['target']\ntarget = None\ndef update(e, dt):\n    global target\n    print(target)\n    target = 'seen'\n",
        ),
        (
            "as",
            "array<string> keep = { 'target' };\nValue target;\n\
             void update(Entity e) { print(target); target = 'seen'; }",
        ),
    ];
    for (extension, script) in scripts {
        let path = format!("a.{extension}");
        let project = format!("[[entity]]\nscripts = [\"{path}\"]\n");
        let mut played = Played::new(&[("glotta.toml", &project), (&path, script)]);
        played.frame();
        assert_eq!(played.save(&path, &format!("{script}\n\n")), [""; 0], "{path}");
        assert_eq!(played.frame(), ["seen"], "{path}");
    }
}
