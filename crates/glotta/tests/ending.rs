//! How a game ends, in each language.

mod common;

use std::sync::{Mutex, MutexGuard, PoisonError};

use common::Played;
use glotta::engine::stop_scripts;

/// Python's collector is one for the process: while it runs for one test, with a finaliser that does not end, it does
/// nothing for another.
fn alone() -> MutexGuard<'static, ()> {
    static ALONE: Mutex<()> = Mutex::new(());
    ALONE.lock().unwrap_or_else(PoisonError::into_inner)
}

/// A project with one script of the game, and one of an entity.
fn project(extension: &str, game: &str, entity: &str, budgets: &str) -> Played {
    let (of_game, of_entity) = (format!("game.{extension}"), format!("one.{extension}"));
    let toml = format!("scripts = [\"{of_game}\"]\n{budgets}\n[[entity]]\nscripts = [\"{of_entity}\"]\n");
    Played::new(&[("glotta.toml", &toml), (&of_game, game), (&of_entity, entity)])
}

const SCRIPTS: [(&str, &str, &str, &[&str]); 3] = [
    (
        "lua",
        "engine.on_cleanup(function() print('clean-up') end)\nfunction on_stop() print('game stops') end",
        "function on_stop(e) print('one stops', e:is_valid()) end",
        &["one stops\ttrue", "game stops", "clean-up"],
    ),
    (
        "py",
        "engine.on_cleanup(lambda: print('clean-up'))\n\
         class Plain:\n    def __del__(self):\n        print('variable ends')\n\
         class Circle:\n    def __init__(self):\n        self.me = self\n    def __del__(self):\n        print('circle ends')\n\
         plain, circle = Plain(), Circle()\n\
         def on_stop():\n    print('game stops')\n",
        "def on_stop(e):\n    print('one stops', e.is_valid())\n",
        &["one stops True", "game stops", "clean-up", "variable ends", "circle ends"],
    ),
    (
        "as",
        "class Plain { ~Plain() { print('variable ends'); } }\n\
         class Circle { Circle@ me; ~Circle() { print('circle ends'); } }\n\
         Plain plain;\nCircle@ circle = made();\n\
         Circle@ made() { Circle c; @c.me = c; return c; }\n\
         void clean() { print('clean-up'); }\n\
         int begun = begin();\nint begin() { engine::on_cleanup(clean); return 0; }\n\
         void on_stop() { print('game stops'); }",
        "void on_stop(Entity e) { print('one stops ' + e.is_valid()); }",
        &["one stops true", "game stops", "clean-up", "variable ends", "circle ends"],
    ),
];

#[test]
fn a_game_that_ends_stops_cleans_up_and_unloads_its_scripts_in_that_order_and_once() {
    let _alone = alone();
    for (extension, game, entity, expected) in SCRIPTS {
        let mut played = project(extension, game, entity, "");
        played.frame();
        stop_scripts(played.game.app_mut().world_mut());
        assert_eq!(played.printed(), expected, "{extension}");
        stop_scripts(played.game.app_mut().world_mut());
        assert_eq!(played.frame(), [""; 0], "{extension}: nothing runs any more");
    }
}

#[test]
fn the_summary_counts_the_calls_of_all_scripts_until_their_end() {
    let _alone = alone();
    for (extension, game, entity, _) in SCRIPTS {
        let mut played = project(extension, game, entity, "");
        played.frame();
        assert_eq!(played.game.end().calls, 2, "{extension}: both stop");
    }
}

#[test]
fn a_game_that_is_dropped_ends_as_well() {
    let _alone = alone();
    for (extension, game, entity, expected) in SCRIPTS {
        let mut played = project(extension, game, entity, "");
        played.frame();
        assert_eq!(played.drop_game(), expected, "{extension}");
    }
}

#[test]
fn ends_that_do_not_end_take_their_time_and_the_others_end_too() {
    let _alone = alone();
    let scripts = [
        ("lua", "function on_stop() while true do end end", "function on_stop() error('no') end", 2),
        (
            "py",
            "class Endless:\n    def __del__(self):\n        while True:\n            pass\n\
             class Circle(Endless):\n    def __init__(self):\n        self.me = self\n\
             endless, circle = Endless(), Circle()\n\
             def on_stop():\n    while True:\n        pass\n",
            "def on_stop(e):\n    raise SystemExit\n",
            3,
        ),
        (
            "as",
            "class Endless { ~Endless() { while (true) {} } }\nEndless endless;\nvoid on_stop() { while (true) {} }",
            "void on_stop(Entity e) { array<int> none; none[3] = 1; }",
            3,
        ),
    ];
    for (extension, game, entity, errors) in scripts {
        let mut played = project(extension, game, entity, "[budgets]\ncall_ms = 50");
        played.frame();
        let told = played.drop_game();
        assert_eq!(told.len(), errors, "{extension}: {told:?}");
        let timeouts = told.iter().filter(|line| line.contains("has used up its time")).count();
        assert_eq!(timeouts, errors - 1, "{extension}: {told:?}");
    }
}
