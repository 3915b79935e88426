//! Systems of scripts in several languages, and of scripts that are saved while the game runs.

mod common;

use common::Played;
use glotta::engine::with_scripts;

#[test]
fn systems_of_all_languages_are_in_one_order_and_control_each_other() {
    let mut game = Played::new(&[
        ("glotta.toml", "scripts = [\"a.lua\", \"b.py\", \"c.as\"]\n"),
        (
            "a.lua",
            "system.register('z of lua', function() print('z of lua') end, 'update', 1)\n\
             system.register('b of lua', function()\n    print('b of lua')\n    system.disable('c of python')\nend)\n",
        ),
        (
            "b.py",
            "def off(dt):\n    print('c of python')\n\n\
             system.register('c of python', off)\n\
             system.register('late', lambda dt: system.enable('c of python'), phase='post_update', rate=30)\n",
        ),
        (
            "c.as",
            "void a(double) { print('a of angelscript'); system::set_priority('z of lua', -1); }\n\
             void main() { system::register('a of angelscript', a); }\n",
        ),
    ]);
    assert_eq!(game.frame(), ["z of lua", "a of angelscript", "b of lua"]);
    assert_eq!(game.frame(), ["a of angelscript", "b of lua", "z of lua"]);
    // It has been enabled in the second frame, and is switched off before its turn in every one.
    assert_eq!(game.frame(), ["a of angelscript", "b of lua", "z of lua"]);
    let names = with_scripts(game.game.app_mut().world_mut(), |world| {
        world.systems().iter().map(|system| system.name.to_string()).collect::<Vec<_>>()
    });
    assert_eq!(
        names.expect("scripts run"),
        ["scripts", "a of angelscript", "b of lua", "c of python", "z of lua", "late"]
    );
}

/// A language, and a script in it: its body registers the system `count`, its `on_start` another.
struct Writing {
    extension: &'static str,
    script: fn(text: &str) -> String,
    broken: &'static str,
}

const LANGUAGES: [Writing; 3] = [
    Writing {
        extension: "lua",
        script: |text| {
            format!(
                "system.register('count', function() print('{text}') end, 'update', 0, 30)\n\
                 function on_start() system.register('once', function() print('{text} once') end) end\n"
            )
        },
        broken: "system.register('count', function() print('broken') end)\nsystem.enable('nothing')\n",
    },
    Writing {
        extension: "py",
        script: |text| {
            format!(
                "system.register('count', lambda dt: print('{text}'), rate=30)\n\
                 def on_start():\n    system.register('once', lambda dt: print('{text} once'))\n"
            )
        },
        broken: "system.register('count', lambda dt: print('broken'))\nsystem.enable('nothing')\n",
    },
    Writing {
        extension: "as",
        script: |text| {
            format!(
                "void count(double) {{ print('{text}'); }}\nvoid once(double) {{ print('{text} once'); }}\n\
                 void main() {{ system::register('count', count, 'update', 0, 30); }}\n\
                 void on_start() {{ system::register('once', once); }}\n"
            )
        },
        broken: "void count(double) { print('broken'); }\n\
                 void main() { system::register('count', count); system::enable('nothing'); }\n",
    },
];

#[test]
fn a_system_of_the_body_goes_on_in_the_new_code_and_new_code_that_fails_changes_nothing() {
    for Writing { extension, script, broken } in LANGUAGES {
        let path = format!("a.{extension}");
        let project = format!("scripts = [\"{path}\"]\n");
        let mut game = Played::new(&[("glotta.toml", &project), (&path, &script("old"))]);
        assert_eq!(game.frame(), ["old once"], "{path}");
        assert_eq!(game.frame(), ["old", "old once"], "{path}");
        assert_eq!(game.frame(), ["old once"], "{path}");
        let printed = game.save(&path, broken);
        assert_eq!(printed.len(), 1, "{path}: {printed:?}");
        assert!(printed[0].contains("there is no system \"nothing\""), "{path}: {printed:?}");
        assert_eq!(game.frame(), ["old", "old once"], "{path}");
        assert_eq!(game.frame(), ["old once"], "{path}");
        assert!(game.save(&path, &script("new")).is_empty(), "{path}");
        // It runs when it would have run, and what was not registered by the body ends with the old code.
        assert_eq!(game.frame(), ["new"], "{path}");
        assert!(game.frame().is_empty(), "{path}");
        let count = with_scripts(game.game.app_mut().world_mut(), |world| {
            world.enable_system("count", false).and_then(|()| world.system("count"))
        });
        assert_eq!(count.expect("scripts run").expect("it is there").statistics.runs, 3, "{path}");
        assert!(game.save(&path, &script("newer")).is_empty(), "{path}");
        assert!(game.frame().is_empty(), "{path}: it stays switched off");
    }
}

#[test]
fn options_in_the_wrong_place_are_told_where_they_go() {
    let script = "local function told(...) local ok, err = pcall(...) print(ok or err.message) end\n\
                  local nothing = function() end\n\
                  told(query.create, { without = { 'Transform' } }, { 'Transform' })\n\
                  told(system.register, 'a', nothing, 'update', { rate = 3, priority = 10 })\n\
                  told(system.register, { priority = 10 }, 'a', nothing)\n\
                  local q = query.create({ 'Transform' })\n\
                  told(q.entities, q, { without = 1 })\n\
                  told(query.create, { with = { 'Transform' } })\n";
    let mut game = Played::new(&[("glotta.toml", "scripts = [\"a.lua\"]\n"), ("a.lua", script)]);
    let told = game.frame();
    let hint = "options go into one table, right after what must be given: ";
    let ends = [
        format!("; {hint}query.create(components, {{ without = … }})"),
        format!("; {hint}system.register(name, callback, {{ priority = … }})"),
        format!("; {hint}system.register(name, callback, {{ priority = … }})"),
    ];
    for (line, end) in told.iter().zip(&ends) {
        assert!(line.ends_with(end), "{line}");
    }
    // What is no table of options is not taken for one.
    assert_eq!(told.len(), 5, "{told:?}");
    assert!(told[3..].iter().all(|line| line != "true" && !line.contains("options")), "{told:?}");
}

#[test]
fn a_call_back_of_python_with_other_parameters_fails_where_it_is_defined() {
    let script = "import functools\n\n\ndef first():\n    pass\n\n\n\
                  class Of:\n    \
                      def second(self):\n        \
                          pass\n\n\n\
                  system.register('a', first)\n\
                  system.register('b', Of().second)\n\
                  system.register('c', lambda one, two: None)\n\
                  system.register('d', functools.partial(first))\n";
    let mut game = Played::new(&[("glotta.toml", "scripts = [\"a.py\"]\n"), ("a.py", script)]);
    let told = game.frame().join("\n");
    for (name, line) in [("first()", 4), ("Of.second()", 9), ("<lambda>()", 15)] {
        assert!(told.contains(&format!("a.py:{line}")) && told.contains(name), "{name}: {told}");
    }
}
