//! Values in files and components, there and back; and compiled scripts in files that were damaged.

use std::fmt::Write as _;
use std::sync::Arc;

use bevy_app::Update;
use bevy_ecs::message::{Message, MessageReader, MessageWriter};
use bevy_ecs::schedule::IntoScheduleConfigs;
use bevy_reflect::Reflect;
use bevy_reflect::std_traits::ReflectDefault;
use glotta::engine::{MemoryOutput, Output, ecs_entity};
use glotta::prelude::*;
use glotta::{Game, GameOptions, Project};
use glotta_fuzz::check;
use proptest::prelude::{BoxedStrategy, Just, Strategy, any, prop};

use crate::values::is_same;
use crate::world::{Everything, Files, Played};

/// What files can say; those of JSON may say nothing, too, but have no endless numbers.
fn data(json: bool) -> BoxedStrategy<Value> {
    let float = any::<f64>().prop_map(move |number| if json && !number.is_finite() { 0.5 } else { number });
    let leaf = prop::strategy::Union::new([
        if json { Just(Value::Null).boxed() } else { Just(Value::Bool(true)).boxed() },
        any::<bool>().prop_map(Value::Bool).boxed(),
        any::<i64>().prop_map(Value::Int).boxed(),
        float.prop_map(Value::Float).boxed(),
        any::<String>().prop_map(Value::String).boxed(),
    ]);
    let tree = leaf.prop_recursive(6, 40, 6, |inner| {
        prop::strategy::Union::new([
            prop::collection::vec(inner.clone(), 0..6).prop_map(Value::List).boxed(),
            prop::collection::btree_map(any::<String>(), inner, 0..6).prop_map(Value::Table).boxed(),
        ])
    });
    prop::collection::btree_map(any::<String>(), tree, 0..6).prop_map(Value::Table).boxed()
}

fn quoted(text: &str) -> String {
    let mut quoted = String::from("\"");
    for letter in text.chars() {
        match letter {
            '"' | '\\' => drop(write!(quoted, "\\{letter}")),
            letter if letter.is_control() => drop(write!(quoted, "\\u{:04x}", u32::from(letter))),
            letter => quoted.push(letter),
        }
    }
    quoted.push('"');
    quoted
}

/// A value as both formats write it, but for what stands between a name and its value.
fn written(value: &Value, sign: &str) -> String {
    match value {
        Value::Float(number) if number.is_nan() => "nan".to_owned(),
        Value::String(text) => quoted(text),
        Value::List(items) => {
            format!("[{}]", items.iter().map(|item| written(item, sign)).collect::<Vec<_>>().join(", "))
        }
        Value::Table(table) => {
            let entry = |(name, value): (&String, &Value)| {
                format!("{} {sign} {}", quoted(name), written(value, sign))
            };
            format!("{{{}}}", table.iter().map(entry).collect::<Vec<_>>().join(", "))
        }
        other => other.to_string(),
    }
}

#[test]
fn data_in_files_of_json_is_what_was_written() {
    check(100, &data(true), |value| {
        let files = Files::default();
        files.write("a.json", written(&value, ":"));
        let mut game = Played::new(Vec::new(), &[], files, |_| {});
        let asset = game.scripts(|world| world.load_asset("a.json", "data")).expect("a type");
        game.app.update();
        let content = game.scripts(|world| world.asset_content(asset)).expect("a content");
        assert!(is_same(&content, &value), "{value} is read as {content}");
    });
}

#[test]
fn data_in_templates_and_projects_is_what_was_written() {
    check(100, &data(false), |value| {
        let data = written(&value, "=");
        let files = Files::default();
        files.write("templates/a.template.toml", format!("data = {data}\n"));
        let mut game = Played::new(Vec::new(), &[], files, |_| {});
        let entity = game.scripts(|world| world.spawn_template("a", 1)).expect("a template")[0];
        let Value::Table(table) = &value else { panic!("a table") };
        let entity = ecs_entity(entity).expect("an entity");
        let found = game.app.world().get::<ScriptComponent>(entity);
        let found = found.map_or_else(|| Table::new().into(), |found| found.data.value().clone());
        assert!(is_same(&found, &value), "{value} is read as {found}");
        let project = Project::parse("/nowhere", &format!("settings = {data}\n[[entity]]\ndata = {data}\n"));
        let project = project.expect("a project");
        assert!(
            is_same(&project.settings.clone().into(), &value),
            "{value} is read as {:?}",
            project.settings
        );
        assert!(is_same(&project.entities[0].data.clone().into(), &table.clone().into()));
    });
}

/// Values for the fields of [`Everything`]: some fit, some do not.
fn fields() -> impl Strategy<Value = Table> {
    let field = prop::sample::select(vec![
        "tiny", "level", "count", "huge", "wide", "mass", "charge", "alive", "letter", "name", "place",
        "offset", "turn", "target", "maybe", "pair", "three", "items", "counts", "mode", "inner", "other",
    ]);
    let table = |entries: &[(&str, Value)]| {
        Value::Table(entries.iter().map(|(name, value)| ((*name).to_owned(), value.clone())).collect())
    };
    let list = |items: &[Value]| Value::List(items.to_vec());
    let inner = table(&[("heat", Value::Float(0.1)), ("names", list(&["a".into(), "".into()]))]);
    let some = prop::sample::select(vec![
        Value::Null,
        Value::Bool(true),
        Value::Int(0),
        Value::Int(-1),
        Value::Int(127),
        Value::Int(128),
        Value::Int(i64::MAX),
        Value::Int(i64::MIN),
        Value::Float(1.0),
        Value::Float(1e300),
        Value::Float(0.1),
        Value::Float(f64::NAN),
        Value::Float(f64::INFINITY),
        "x".into(),
        "".into(),
        "Idle".into(),
        "Wait".into(),
        Value::Vec2(Vec2::ONE),
        Value::Vec3(Vec3::new(0.1, -0.0, 3e38)),
        Value::Vec3(Vec3::NAN),
        Value::Quat(Quat::IDENTITY),
        list(&[]),
        list(&[Value::Int(1), Value::Int(2), Value::Int(3)]),
        list(&[Value::Int(7), "seven".into()]),
        list(&[Value::Int(1), Value::Float(f64::NAN)]),
        list(&[inner.clone(), inner.clone()]),
        inner,
        table(&[]),
        table(&[("a", Value::Int(1)), ("b", Value::Int(4_294_967_295))]),
        table(&[("Wait", table(&[("seconds", Value::Float(2.5))]))]),
        table(&[("Follow", list(&[Value::Null, Value::Int(3)]))]),
        table(&[("Wait", Value::Null)]),
        table(&[("heat", Value::Int(3))]),
    ]);
    let value = prop::strategy::Union::new_weighted(vec![(6, some.boxed()), (1, data(true))]);
    prop::collection::btree_map(field.prop_map(str::to_owned), value, 0..5)
}

/// A message of the game, and the game's answer to it.
#[derive(Message, Reflect, Clone, Default)]
#[reflect(Default)]
struct Asked(Everything);

#[derive(Message, Reflect, Clone, Default)]
#[reflect(Default)]
struct Answered(Everything);

fn answer(mut asked: MessageReader<'_, '_, Asked>, mut answered: MessageWriter<'_, Answered>) {
    for Asked(one) in asked.read() {
        answered.write(Answered(one.clone()));
    }
}

#[test]
fn what_a_component_or_a_message_takes_it_gives_back_and_what_it_refuses_changes_nothing() {
    let strategy = prop::collection::vec((fields(), any::<bool>()), 1..12);
    check(60, &strategy, |tables| {
        let files = Files::default();
        let text =
            "event.subscribe('Answered', function(value) last = value end)\nfunction get() return last end";
        files.write("a.lua", text);
        let mut lua = glotta::languages();
        lua.truncate(1);
        let mut game = Played::new(lua, &["a.lua"], files, |app| {
            app.bridge_message::<Asked>().bridge_message::<Answered>();
            app.add_systems(Update, answer.after(ScriptSystems::Frame));
        });
        game.app.update();
        let entity = game.scripts(|world| {
            let entity = world.spawn();
            world.add_component(entity, "Everything", &Value::Null).expect("it has defaults");
            entity
        });
        for (fields, adds) in tables {
            let given = Value::Table(fields.clone());
            let (now, added) = game.scripts(|world| {
                let get = |world: &mut ScriptWorld| world.get_component(entity, "Everything").expect("there");
                let before = get(world).expect("there");
                let done = match adds {
                    true => world.add_component(entity, "Everything", &given),
                    false => world.set_component(entity, "Everything", &given),
                };
                let now = get(world).expect("there");
                if let Err(error) = &done {
                    assert!(is_same(&before, &now), "{given}: {error:?}");
                    assert!(error.message().starts_with("Everything"), "{given}: no place in {error:?}");
                } else {
                    world.set_component(entity, "Everything", &now).expect("what it was fits");
                    let again = get(world).expect("there");
                    assert!(is_same(&again, &now), "{given}: {now} comes back as {again}");
                }
                (now, adds.then_some(done.is_ok()))
            });
            let Some(added) = added else { continue };
            // A message is made as a component is.
            let emitted = game.scripts(|world| world.emit("Asked", given.clone()));
            assert_eq!(emitted.is_ok(), added, "{given}: {emitted:?}");
            if !added {
                continue;
            }
            (0..2).for_each(|_| game.app.update());
            let heard = game.scripts(|world| {
                world.session(|session, world| {
                    let script = session.load(world, "a.lua").expect("loaded");
                    session.call_by_name(world, script, "get", &[]).outcome.expect("it was heard")
                })
            });
            let shown = |value: &Value| value.to_string().replace("{}", "[]");
            assert_eq!(shown(&heard), shown(&now), "{given}");
        }
        assert!(game.told().iter().all(|line| !line.starts_with("error")));
    });
}

/// What becomes of a file.
#[derive(Clone, Debug)]
enum Damage {
    Cut(usize),
    Flip(usize, u8),
    Insert(usize, Vec<u8>),
    /// It is that of another script.
    Foreign,
    /// Its head stays, so that it says for which script it is; the rest is another's or anything.
    Body(Option<Vec<u8>>),
    Other(Vec<u8>),
}

fn damages() -> impl Strategy<Value = Vec<Damage>> {
    let bytes = || prop::collection::vec(any::<u8>(), 0..200);
    let damage = prop::strategy::Union::new([
        any::<usize>().prop_map(Damage::Cut).boxed(),
        (any::<usize>(), 0..8_u8).prop_map(|(at, bit)| Damage::Flip(at, bit)).boxed(),
        (any::<usize>(), bytes()).prop_map(|(at, bytes)| Damage::Insert(at, bytes)).boxed(),
        Just(Damage::Foreign).boxed(),
        prop::option::of(bytes()).prop_map(Damage::Body).boxed(),
        bytes().prop_map(Damage::Other).boxed(),
    ]);
    prop::collection::vec(damage, 1..3)
}

impl Damage {
    fn apply(&self, file: &mut Vec<u8>, foreign: &[u8]) {
        /// How many bytes say for which script and which version of the library a file is.
        const HEAD: usize = 41;
        let length = file.len().max(1);
        match self {
            Self::Cut(at) => file.truncate(at % length),
            Self::Flip(at, bit) => {
                if let Some(byte) = file.get_mut(at % length) {
                    *byte ^= 1 << bit;
                }
            }
            Self::Insert(at, bytes) => {
                let at = at % length.min(file.len() + 1);
                file.splice(at..at, bytes.iter().copied());
            }
            Self::Foreign => *file = foreign.to_vec(),
            Self::Body(bytes) => {
                file.truncate(HEAD);
                match bytes {
                    Some(bytes) => file.extend_from_slice(bytes),
                    // Without its hash: with it, it would be what nobody can tell from the script's own.
                    None => file.extend_from_slice(foreign.get(HEAD + 1..).unwrap_or_default()),
                }
            }
            Self::Other(bytes) => file.clone_from(bytes),
        }
    }
}

/// What a project prints in its first frame.
fn play(root: &std::path::Path, text: &str) -> Vec<String> {
    std::fs::write(root.join("a.as"), text).expect("a script");
    std::fs::write(root.join(Project::FILE), "scripts = [\"a.as\"]\n").expect("a project");
    let output = MemoryOutput::new();
    let options = GameOptions { time_step: None, output: Arc::new(output.clone()) };
    let mut game = Game::open(Project::load(root).expect("a project"), options).expect("it opens");
    game.step();
    game.end();
    let text = |one| match one {
        Output::Print(text) => text,
        other => format!("{other:?}"),
    };
    output.take().into_iter().map(text).collect()
}

/// The one file of compiled code of a project.
fn kept(root: &std::path::Path) -> std::path::PathBuf {
    let folder = root.join(Project::CACHE).join("angelscript");
    let mut files = std::fs::read_dir(folder).expect("a folder").map(|entry| entry.expect("an entry").path());
    files.next().expect("a file")
}

#[test]
fn compiled_code_that_was_damaged_in_any_way_is_made_anew() {
    const OWN: &str = "class C { int n = 7; } void update(double dt) { C c; print('own ' + c.n); }";
    const OTHER: &str = "void update(double dt) { array<int> a = {1, 2}; print('other ' + a.length()); }";
    let folder = tempfile::tempdir().expect("a folder");
    assert_eq!(play(folder.path(), OTHER), ["other 2"]);
    let foreign = std::fs::read(kept(folder.path())).expect("a file");
    assert_eq!(play(folder.path(), OWN), ["own 7"]);
    let whole = std::fs::read(kept(folder.path())).expect("a file");
    check(25, &damages(), |damages| {
        let mut file = whole.clone();
        damages.iter().for_each(|damage| damage.apply(&mut file, &foreign));
        std::fs::write(kept(folder.path()), file).expect("written");
        assert_eq!(play(folder.path(), OWN), ["own 7"], "{damages:?}");
        assert_eq!(std::fs::read(kept(folder.path())).expect("a file"), whole, "{damages:?}");
    });
}

/// The library that reads JSON rounds numbers in the last digit, unless it is asked not to.
#[test]
fn a_number_of_json_is_the_nearest_there_is() {
    let files = Files::default();
    files.write("a.json", "1528977762541312300.0");
    let mut game = Played::new(Vec::new(), &[], files, |_| {});
    let asset = game.scripts(|world| world.load_asset("a.json", "data")).expect("a type");
    game.app.update();
    assert_eq!(
        game.scripts(|world| world.asset_content(asset)).ok(),
        Some(Value::Float(1.528_977_762_541_312_3e18))
    );
}
