//! Files that are saved, broken, emptied and deleted in any order while the game runs, beside a model of which code must
//! be alive: what is on disk if all of it can be loaded, and else what was.

use std::sync::{Arc, Mutex, PoisonError};

use glotta::prelude::*;
use glotta::runtime::{Change, ChangeSource};
use glotta_fuzz::check;
use proptest::prelude::{Just, Strategy, any, prop};

use crate::game::EXTENSIONS;
use crate::world::{Files, Played};

/// A script of the game, one on an entity, one that both may import, and one that this may.
const NAMES: [&str; 4] = ["a", "b", "shared", "deep"];

/// What a file holds.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Content {
    /// Code of a version, which may import the next file.
    Good {
        version: u8,
        imports: bool,
    },
    /// Code that is loaded and fails when it is called.
    Failing {
        version: u8,
    },
    /// Code whose body fails.
    Raising,
    Broken,
    Empty,
    Missing,
}

use Content::{Broken, Empty, Failing, Good, Missing, Raising};

#[derive(Clone, Debug)]
enum Step {
    Put(usize, Content),
    /// Tells of a file, whether it has changed or not.
    Tell(usize),
    /// Loads another script that imports the shared one.
    Late,
    Frame,
}

fn steps() -> impl Strategy<Value = Vec<Step>> {
    let good = (0..4_u8, any::<bool>()).prop_map(|(version, imports)| Good { version, imports });
    let content = prop::strategy::Union::new_weighted(vec![
        (8, good.boxed()),
        (1, (0..3_u8).prop_map(|version| Failing { version }).boxed()),
        (1, Just(Raising).boxed()),
        (2, Just(Broken).boxed()),
        (1, Just(Empty).boxed()),
        (2, Just(Missing).boxed()),
    ]);
    let step = prop::strategy::Union::new_weighted(vec![
        (5, (0..4_usize, content).prop_map(|(file, content)| Step::Put(file, content)).boxed()),
        (1, (0..4_usize).prop_map(Step::Tell).boxed()),
        (1, Just(Step::Late).boxed()),
        (4, Just(Step::Frame).boxed()),
    ]);
    prop::collection::vec(step, 1..40)
}

/// A file's text in a language.
fn text(extension: &str, file: usize, content: Content) -> Option<String> {
    let name = NAMES[file];
    // Which file it may import: both scripts the shared one, and that the last.
    let next = if file < 2 { 2 } else { 3 };
    let imported = NAMES[next];
    let (version, imports) = match content {
        Good { version, imports } => (version, imports && file < 3),
        Failing { version } => (version, false),
        Raising => {
            return Some(match extension {
                "lua" => "error('no')".to_owned(),
                "py" => "raise ValueError('no')".to_owned(),
                _ => format!("int {name}_zero = 0;\nint {name}_one = 1 / {name}_zero;"),
            });
        }
        Broken => return Some("(((\n".to_owned()),
        Empty => return Some(String::new()),
        Missing => return None,
    };
    let fails = matches!(content, Failing { .. });
    Some(match (extension, file < 2) {
        ("lua", is_script) => {
            let word = if imports { format!("require('{imported}').word()") } else { "''".to_owned() };
            let rest = if fails { "error('no')" } else { "print(text) event.emit('ping')" };
            if is_script {
                format!(
                    "local text = '{name} {version} ' .. {word}\n\
                     event.subscribe('ping', function() print(text .. ' heard') end)\n\
                     function update() {rest} end\n"
                )
            } else {
                format!(
                    "local text = '{name} {version} ' .. {word}\nreturn {{ word = function() return text end }}\n"
                )
            }
        }
        ("py", is_script) => {
            let import = if imports { format!("import {imported}\n") } else { String::new() };
            let word = if imports { format!("{imported}.word()") } else { "''".to_owned() };
            let rest = if fails { "raise ValueError('no')" } else { "print(text); event.emit('ping')" };
            let head = format!("{import}text = '{name} {version} ' + {word}\n");
            if is_script {
                format!(
                    "{head}event.subscribe('ping', lambda value: print(text + ' heard'))\n\
                     def update(*arguments): {rest}\n"
                )
            } else {
                format!("{head}def word(): return text\n")
            }
        }
        (_, is_script) => {
            let import = if imports { format!("#include \"{imported}\"\n") } else { String::new() };
            let word = if imports { format!("{imported}_word()") } else { "''".to_owned() };
            let rest = if fails { "throw('no');" } else { "print(text); event::emit('ping');" };
            if is_script {
                let parameters = if file == 0 { "double dt" } else { "Entity e, double dt" };
                format!(
                    "{import}string text = '{name} {version} ' + {word};\n\
                     void heard() {{ print(text + ' heard'); }}\n\
                     int64 subscription = event::subscribe('ping', heard);\n\
                     void update({parameters}) {{ {rest} }}\n"
                )
            } else {
                format!("{import}string {name}_word() {{ return '{name} {version} ' + {word}; }}\n")
            }
        }
    })
}

/// Changes that the test tells of.
#[derive(Clone, Default)]
struct Told(Arc<Mutex<Vec<Change>>>);

impl Told {
    fn push(&self, change: Change) {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).push(change);
    }
}

impl ChangeSource for Told {
    fn take(&mut self) -> Vec<Change> {
        std::mem::take(&mut self.0.lock().unwrap_or_else(PoisonError::into_inner))
    }
}

/// What runs of a script: what it prints, and whether its `update` works.
#[derive(Clone, Debug, Default, PartialEq)]
struct Alive {
    text: Option<String>,
    works: bool,
}

/// What the files on disk mean.
#[derive(Debug)]
struct Model {
    disk: [Content; 4],
    alive: [Alive; 2],
}

impl Model {
    /// What a file gives to those that import it; none if it cannot be loaded.
    fn word(&self, file: usize) -> Option<String> {
        let next = if file < 2 { 2 } else { 3 };
        match self.disk[file] {
            Good { version, imports } => {
                let word = if imports && file < 3 { self.word(next)? } else { String::new() };
                Some(format!("{} {version} {word}", NAMES[file]))
            }
            Failing { version } => Some(format!("{} {version} ", NAMES[file])),
            _ => None,
        }
    }

    /// What runs from the next frame on.
    fn reload(&mut self) {
        for file in 0..2 {
            let works = !matches!(self.disk[file], Failing { .. });
            match self.word(file) {
                Some(text) => self.alive[file] = Alive { text: Some(text), works },
                None if self.disk[file] == Empty => self.alive[file] = Alive::default(),
                None => {}
            }
        }
    }

    /// What is printed in a frame.
    fn frame(&self) -> Vec<String> {
        let mut lines = Vec::new();
        for alive in &self.alive {
            let Some(text) = &alive.text else { continue };
            if alive.works {
                lines.push(text.clone());
            }
            let pings = self.alive.iter().filter(|one| one.text.is_some() && one.works).count();
            lines.extend((0..pings).map(|_| format!("{text} heard")));
        }
        lines.sort();
        lines
    }
}

fn play(extension: &str, steps: &[Step]) {
    let path = |file: usize| format!("{}.{extension}", NAMES[file]);
    let files = Files::default();
    let first = Good { version: 0, imports: true };
    (0..4).for_each(|file| files.write(&path(file), text(extension, file, first).unwrap_or_default()));
    let changes = Told::default();
    let mut game = Played::new(glotta::languages(), &[&path(0)], files, |app| {
        app.script_setup().set_changes(changes.clone());
    });
    game.scripts(|world| {
        let entity = world.spawn();
        world.attach(entity, &path(1)).expect("attached");
    });
    let mut model = Model { disk: [first; 4], alive: [Alive::default(), Alive::default()] };
    // What is attached is loaded at once, and the game's own scripts in the first frame.
    model.alive[1] = Alive { text: model.word(1), works: true };
    for (number, step) in steps.iter().chain(&[Step::Frame]).enumerate() {
        match *step {
            Step::Put(file, content) => {
                model.disk[file] = content;
                match text(extension, file, content) {
                    Some(text) => {
                        game.files.write(&path(file), text);
                        changes.push(Change::Written(path(file)));
                    }
                    None => {
                        game.files.remove(&path(file));
                        changes.push(Change::Gone(path(file)));
                    }
                }
            }
            Step::Tell(file) => changes.push(Change::Written(path(file))),
            Step::Late => {
                let path = format!("late{number}.{extension}");
                game.files
                    .write(&path, text(extension, 2, first).unwrap_or_default().replace("deep", "shared"));
                // It may be that what it imports cannot be loaded now.
                let _ = game.scripts(|world| world.session(|session, world| session.load(world, &path)));
            }
            Step::Frame => {
                game.app.update();
                model.reload();
                let told = game.told();
                let is_own = |line: &&String| !line.starts_with("error[") && !line.starts_with('[');
                let mut printed: Vec<String> = told.iter().filter(is_own).cloned().collect();
                printed.sort();
                let expected = model.frame();
                assert_eq!(
                    printed, expected,
                    "{extension}, at step {number} of {steps:?}\n{model:?}\n{told:#?}"
                );
            }
        }
    }
    stop_scripts(game.app.world_mut());
}

#[test]
fn whatever_is_saved_what_can_be_loaded_is_alive() {
    check(10, &steps(), |steps| {
        for extension in EXTENSIONS {
            play(extension, &steps);
        }
    });
}

/// A script of the game that was not there at the start was never loaded, and a file that came to be there later was not
/// looked at.
#[test]
fn a_script_that_is_written_after_the_start_begins() {
    let good = Good { version: 1, imports: false };
    for extension in EXTENSIONS {
        play(extension, &[Step::Put(0, Missing), Step::Frame, Step::Put(0, good), Step::Frame]);
        play(
            extension,
            &[Step::Put(0, Missing), Step::Frame, Step::Put(0, Broken), Step::Frame, Step::Put(0, good)],
        );
    }
}

/// It held what it had held when it was read last, so it was passed over, though what it imports was another by then.
#[test]
fn a_script_that_was_gone_while_what_it_imports_changed_gets_the_new_one() {
    let (one, imports) = (Good { version: 1, imports: false }, Good { version: 2, imports: true });
    for extension in EXTENSIONS {
        let gone =
            [Step::Put(0, imports), Step::Frame, Step::Put(0, Missing), Step::Put(3, one), Step::Frame];
        play(extension, &[gone.as_slice(), &[Step::Put(0, imports), Step::Frame]].concat());
    }
}

/// The other one had read the file's new content, so that nothing seemed to have changed when it was told.
#[test]
fn a_file_that_another_script_has_read_before_its_change_was_told_is_new_to_those_that_read_it_earlier() {
    let one = Good { version: 1, imports: false };
    for extension in EXTENSIONS {
        play(extension, &[Step::Frame, Step::Put(2, one), Step::Late, Step::Frame]);
        // The same with a file that was gone meanwhile.
        let gone =
            [Step::Frame, Step::Put(2, Missing), Step::Late, Step::Put(2, one), Step::Late, Step::Frame];
        play(extension, &gone);
    }
}
