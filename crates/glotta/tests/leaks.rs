//! What stays of scripts that are reloaded again and again, and of entities that come and go: nothing. Counted, not
//! estimated; `cargo xtask soak` does the same for minutes.

#[path = "leaks/game.rs"]
mod game;

use std::sync::{Mutex, MutexGuard, PoisonError};

use game::{LANGUAGES, Played};
use glotta::core::Object;
use glotta::engine::WorldCensus;

/// Objects are counted for the whole process, so these tests run one after the other.
fn alone() -> MutexGuard<'static, ()> {
    static ALONE: Mutex<()> = Mutex::new(());
    ALONE.lock().unwrap_or_else(PoisonError::into_inner)
}

/// What `census` says of one language: its modules, functions and callbacks.
fn of(census: &WorldCensus, language: &str) -> [usize; 3] {
    let mut languages = census.runtime.languages.iter();
    let (_, found) = languages.find(|(name, _)| *name == language).expect("known");
    [found.modules, found.functions, found.callbacks]
}

/// How much more memory was in use after each of these measurements than after the one before: the least of it. What leaks
/// does so each time; a table of the virtual machine's own is made larger, at somebody's cost, once in a while.
fn growth(measured: &[usize]) -> isize {
    measured.windows(2).map(|two| two[1] as isize - two[0] as isize).min().expect("several")
}

#[test]
fn reloads_leave_as_much_of_everything_as_there_was() {
    let _alone = alone();
    for writing in &LANGUAGES {
        let (mut played, path) = Played::busy(writing);
        let mut number = 0;
        let mut round = |played: &mut Played, times: u64| {
            for _ in 0..times {
                number += 1;
                played.save(&path, &writing.busy(number));
                played.frame();
                played.frame();
            }
            (played.census(), played.memory(writing.language))
        };
        let (_, _) = round(&mut played, 40);
        assert_eq!(played.told(), [""; 0], "{path}");
        let (before, memory_before) = round(&mut played, 40);
        // The count of the runtime's own figures is checked too: a census of zeros would always be the same.
        let runtime = &before.runtime;
        assert_eq!((runtime.scripts, runtime.instances, runtime.clean_ups), (1, 1, 1), "{path}");
        assert_eq!((runtime.subscriptions, runtime.listeners, before.assets), (2, 3, 1), "{path}");
        assert_eq!(of(&before, writing.language)[0], 1, "{path}: {before:?}");
        let mut memory = vec![memory_before];
        for _ in 0..4 {
            let (after, used) = round(&mut played, 30);
            // First, for it says more than a count of errors.
            assert_eq!(played.told(), [""; 0], "{path}");
            assert_eq!(after, before, "{path}");
            memory.push(used);
        }
        assert!(growth(&memory) < 30 * 128, "{path}: bytes after each 30 reloads: {memory:?}");
        assert_eq!(played.told(), [""; 0], "{path}");
        played.end();
    }
}

#[test]
fn reloads_that_fail_leave_nothing_of_the_new_code() {
    let _alone = alone();
    for writing in &LANGUAGES {
        let (mut played, path) = Played::busy(writing);
        played.frame();
        played.frame();
        let mut number = 0;
        let mut fail = |played: &mut Played, times: u64| {
            for _ in 0..times {
                number += 1;
                played.save(&path, &writing.failing(number));
                let told = played.told();
                assert!(told.len() == 1 && told[0].starts_with(&format!("error: {path}:")), "{told:?}");
                played.frame();
                played.frame();
            }
            let census = played.census();
            (census, played.memory(writing.language))
        };
        let (mut before, memory_before) = fail(&mut played, 15);
        let mut memory = vec![memory_before];
        for _ in 0..4 {
            let (mut after, used) = fail(&mut played, 15);
            // Errors are remembered, so many and no more.
            (before.runtime.errors, after.runtime.errors) = (0, 0);
            assert_eq!(after, before, "{path}");
            memory.push(used);
        }
        assert!(growth(&memory) < 15 * 128, "{path}: bytes after each 15 reloads: {memory:?}");
        played.end();
    }
}

#[test]
fn nothing_stays_of_a_script_that_is_unloaded() {
    let _alone = alone();
    for writing in &LANGUAGES {
        let (mut played, path) = Played::busy(writing);
        // What games before this one left to the interpreter of the process goes now.
        played.collect();
        let objects = Object::living();
        for _ in 0..3 {
            played.frame();
        }
        let busy = played.census();
        assert!(of(&busy, writing.language).iter().all(|&count| count > 0), "{path}: {busy:?}");
        assert!(busy.objects > objects, "{path}: {busy:?}");
        played.unload(&path);
        // Events that were emitted before are delivered, to nobody.
        played.frame();
        played.frame();
        let after = played.census();
        assert_eq!(of(&after, writing.language), [0, 0, 0], "{path}: {after:?}");
        let runtime = &after.runtime;
        assert_eq!((runtime.subscriptions, runtime.listeners, runtime.clean_ups), (0, 0, 0), "{path}");
        assert_eq!((runtime.systems, runtime.waiting_events), (busy.runtime.systems - 1, 0), "{path}");
        assert_eq!(after.objects, objects, "{path}: objects that a script held go with it");
        assert_eq!(played.end(), objects, "{path}");
    }
}

#[test]
fn entities_that_come_and_go_leave_nothing() {
    let _alone = alone();
    for writing in &LANGUAGES {
        let mut played = Played::churning(writing);
        let mut play = |frames: u32| {
            for _ in 0..frames {
                played.frame();
            }
            let census = played.census();
            let memory: usize = LANGUAGES.iter().map(|writing| played.memory(writing.language)).sum();
            assert_eq!(played.told(), [""; 0], "{}", writing.language);
            (census, memory)
        };
        let (before, memory_before) = play(4);
        assert_eq!(before.entities_with_scripts, 100, "{}: {before:?}", writing.language);
        assert_eq!(before.runtime.instances, 101, "{}", writing.language);
        let mut memory = vec![memory_before];
        for _ in 0..4 {
            let (after, used) = play(5);
            assert_eq!(after, before, "{}", writing.language);
            memory.push(used);
        }
        assert!(growth(&memory) < 500, "{}: bytes after each 500 entities: {memory:?}", writing.language);
        played.end();
    }
}

#[test]
fn a_query_that_outlives_those_who_look_through_it_forgets_them() {
    let _alone = alone();
    let keeper = "function update() end\nlocal q = query.create({ 'Transform' }, nil, nil, { 'Transform' })\n\
                  function share() return q end";
    let looker =
        |number: u32| format!("function update() script.call('keeper.lua', 'share'):count() end -- {number}");
    let mut played = Played::new(
        "scripts = [\"keeper.lua\", \"looker.lua\"]",
        &[("keeper.lua", keeper), ("looker.lua", &looker(0))],
    );
    let mut measured = Vec::new();
    for number in 1..=200 {
        played.save("looker.lua", &looker(number));
        played.frame();
        if number % 100 == 0 {
            measured.push(played.census());
        }
    }
    assert_eq!(played.told(), [""; 0]);
    assert_eq!(measured[0], measured[1]);
    assert_eq!(measured[0].objects, 1);
    played.end();
}

#[test]
fn functions_of_one_language_that_another_holds_go_when_the_holder_lets_go() {
    let _alone = alone();
    let scripts = [
        (
            "a.lua",
            "local held\nfunction give() return function() return held end end\nfunction take(f) held = f end",
        ),
        (
            "b.py",
            "held = None\ndef give():\n    return lambda: held\ndef take(f):\n    global held\n    held = f\n",
        ),
        (
            "c.as",
            "Value held;\nValue kept() { return held; }\nfuncdef Value F();\nF@ give() { return kept; }\n\
             void take(const Value &in f) { held = f; }",
        ),
        (
            "mix.lua",
            "local paths = { 'a.lua', 'b.py', 'c.as' }\n\
             function tie() for _, to in ipairs(paths) do for _, from in ipairs(paths) do\n\
                 script.call(to, 'take', { script.call(from, 'give') }) end end end\n\
             function update() tie() end\n\
             -- What Python's module holds it lets go in a later collection, and none comes any more.\n\
             function on_stop() script.call('b.py', 'take', { 0 }) end",
        ),
    ];
    let mut played = Played::new("scripts = [\"a.lua\", \"b.py\", \"c.as\", \"mix.lua\"]", &scripts);
    let mut measured = Vec::new();
    for _ in 0..2 {
        for _ in 0..50 {
            played.frame();
        }
        measured.push(played.census());
    }
    assert_eq!(played.told(), [""; 0]);
    assert_eq!(measured[0], measured[1]);
    played.end();
}
