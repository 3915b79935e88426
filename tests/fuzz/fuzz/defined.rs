//! Components that scripts define, of arbitrary names and fields: what is refused changes nothing, and what is not is a
//! component like any other in every language.

use glotta::core::{Arg, Entity, ErrorKind, Source};
use glotta::engine::world_hash;
use glotta::prelude::*;
use glotta_fuzz::check;
use proptest::prelude::{BoxedStrategy, Just, Strategy, any, prop};

use crate::values::{is_same, values};
use crate::world::{Files, Played};

/// Names that mean something in a language or to the engine, and some that are none.
const NAMES: &[&str] = &[
    "Shield",
    "Health",
    "Value",
    "Entity",
    "array",
    "string",
    "int",
    "class",
    "def",
    "end",
    "nil",
    "None",
    "self",
    "component",
    "Component",
    "Data",
    "Column",
    "void",
    "opIndex",
    "get_x",
    "x",
    "_",
    "_1",
    "1",
    "",
    "a b",
    "a\0b",
    "té",
    "fields",
    "name",
    "type",
    "value",
    "handle",
    "import",
    "true",
    "auto",
    "funcdef",
    "Shield_",
    "shield",
    "x_",
    "get",
    "set",
    "__index",
    "items",
    "and",
    "double",
    "const",
    "from",
    "uint8",
    "cast",
    "super",
    "this",
];

const KINDS: &[&str] = &[
    "bool", "int", "float", "string", "Vec2", "Vec3", "Quat", "Entity", "list", "table", "any", "flaot", "",
];

const SCRIPTS: [(&str, &str); 3] = [
    (
        "fields.lua",
        "function read(e, name, field) return component.handle(e, name)[field] end\n\
         function write(e, name, field, value) component.handle(e, name)[field] = value end",
    ),
    (
        "fields.py",
        "def read(e, name, field): return getattr(component.handle(e, name), field)\n\
         def write(e, name, field, value): setattr(component.handle(e, name), field, value)",
    ),
    (
        "fields.as",
        "Value read(Entity e, const string &in name, const string &in field)\n\
         { return component::handle(e, name)[field]; }\n\
         void write(Entity e, const string &in name, const string &in field, const Value &in value)\n\
         { component::handle(e, name)[field] = value; }",
    ),
];

/// A definition, and what is written to its fields.
#[derive(Clone, Debug)]
struct Defined {
    name: String,
    fields: Table,
    writes: Vec<(usize, Value)>,
}

fn name() -> BoxedStrategy<String> {
    let known = prop::sample::select(NAMES).prop_map(str::to_owned);
    prop::strategy::Union::new_weighted(vec![(6, known.boxed()), (1, "[A-Za-z_][A-Za-z0-9_]{0,12}".boxed())])
        .boxed()
}

fn field() -> BoxedStrategy<Value> {
    let kind = || prop::sample::select(KINDS).prop_map(Value::from);
    let parts = (prop::option::of(kind()), prop::option::of(values(vec![Value::Null])), any::<bool>());
    let parts = parts.prop_map(|(kind, default, doc)| {
        let parts = [("type", kind), ("default", default), ("doc", doc.then(|| "What it is.".into()))];
        let there = parts.into_iter().filter_map(|(name, part)| Some((name.to_owned(), part?)));
        Value::Table(there.collect())
    });
    prop::strategy::Union::new_weighted(vec![
        (6, kind().boxed()),
        (2, parts.boxed()),
        (2, values(vec![Value::Null])),
        (2, prop::sample::select(vec![Value::Float(1.5), Value::Int(7), Value::Bool(true)]).boxed()),
    ])
    .boxed()
}

fn definitions() -> impl Strategy<Value = Vec<Defined>> {
    let fields = prop::collection::btree_map(name(), field(), 0..6);
    let writes = prop::collection::vec((any::<usize>(), values(vec![Value::Null])), 0..6);
    let defined = (name(), fields, writes, Just(())).prop_map(|(name, fields, writes, ())| Defined {
        name,
        fields,
        writes,
    });
    prop::collection::vec(defined, 1..5)
}

/// What scripts may do wrong.
fn is_their_fault(error: &ScriptError) -> bool {
    matches!(error.kind(), ErrorKind::Argument | ErrorKind::Type | ErrorKind::NotFound)
}

/// Defines one, and says whether that worked.
fn define(world: &mut ScriptWorld, defined: &Defined) -> bool {
    let Defined { name, fields, .. } = defined;
    let before = world.describe_component(name).ok();
    let done = world.define_component(name, fields, "");
    if let Err(error) = &done {
        assert!(is_their_fault(error), "{defined:?}: {error:?}");
        assert_eq!(world.describe_component(name).ok(), before, "{defined:?} was refused: {error:?}");
        return false;
    }
    world.define_component(name, fields, "Again.").expect("the same again");
    true
}

/// The component of an entity, as it is.
fn component(world: &mut ScriptWorld, entity: Entity, name: &str) -> Table {
    match world.get_component(entity, name) {
        Ok(Some(Value::Table(table))) => table,
        other => panic!("{name} is there, and is {other:?}"),
    }
}

/// Writes through each language in turn, and reads what came of it through all.
fn write(world: &mut ScriptWorld, entity: Entity, defined: &Defined) {
    let names: Vec<&String> = defined.fields.keys().collect();
    for (turn, (place, value)) in defined.writes.iter().enumerate() {
        let field = names[place % names.len()];
        // What Python has of every object is no field.
        if field.starts_with("__") {
            continue;
        }
        let before = (component(world, entity, &defined.name), world_hash(world.world()));
        let call = |world: &mut ScriptWorld, path: &str, function: &str, value: Option<&Value>| {
            let (name, field) = (Value::from(&*defined.name), Value::from(&**field));
            let mut arguments = vec![Arg::Entity(entity), Arg::Value(&name), Arg::Value(&field)];
            arguments.extend(value.map(Arg::Value));
            world.session(|session, world| {
                let script = session.load(world, path).expect("loads");
                session.call_by_name(world, script, function, &arguments).outcome
            })
        };
        let path = SCRIPTS[turn % 3].0;
        let written = call(world, path, "write", Some(value));
        let after = component(world, entity, &defined.name);
        if let Err(error) = &written {
            assert!(is_their_fault(error), "{path}: {defined:?}: {error:?}");
            assert_eq!(world_hash(world.world()), before.1, "{path}: {defined:?}: {error:?}");
            assert!(is_same(&after.into(), &before.0.into()), "{path}: {defined:?}: {error:?}");
            continue;
        }
        for (name, now) in &after {
            assert!(
                name == field || is_same(now, &before.0[name]),
                "{path} wrote {field} and {name} is {now}"
            );
        }
        for (path, _) in SCRIPTS {
            let read = call(world, path, "read", None).expect("it is read");
            let is_empty = |value: &Value| value.as_list().is_ok_and(<[Value]>::is_empty);
            let same = is_same(&read, &after[field]) || is_empty(&read) && is_empty(&after[field]);
            assert!(same, "{path}: {field} of {defined:?} is {}, and reads as {read}", after[field]);
        }
        // What was read can be written, and is then the same.
        let again = Value::Table(after.clone());
        world.set_component(entity, &defined.name, &again).expect("what it was fits");
        assert!(is_same(&component(world, entity, &defined.name).into(), &again), "{defined:?}");
    }
}

/// Has AngelScript compile scripts that name the type, which may be wrong, and one that is sound.
fn compile(world: &mut ScriptWorld, defined: &Defined) {
    let mut load = |path: &str, text: String| {
        world.session(|session, world| {
            let loaded = session.load_source(world, &Source::new(path, text));
            let _ = session.take_new_errors();
            loaded
        })
    };
    let Defined { name, fields, .. } = defined;
    for name in [name.clone(), format!("{name}_")] {
        let fields: Vec<String> = fields.keys().map(|field| format!("x.{field};")).collect();
        let _ = load("names.as", format!("void f({name}@ x) {{ {} }}", fields.concat()));
    }
    load("sound.as", "int sound() { return 7; }".to_owned()).expect("a sound script is compiled");
}

#[test]
fn any_component_that_is_defined_is_one_in_each_language() {
    check(12, &definitions(), |definitions| {
        let files = Files::default();
        SCRIPTS.iter().for_each(|(path, text)| files.write(path, *text));
        let mut game = Played::new(glotta::languages(), &[], files, |_| {});
        game.scripts(|world| {
            for defined in &definitions {
                if !define(world, defined) {
                    continue;
                }
                let entity = world.spawn();
                world.add_component(entity, &defined.name, &Value::Null).expect("it has defaults");
                let table = component(world, entity, &defined.name);
                assert!(table.keys().eq(defined.fields.keys()), "{defined:?} is {table:?}");
                write(world, entity, defined);
                compile(world, defined);
                let copy = world.clone_entity(entity, false).expect("a copy");
                let (one, other) =
                    (component(world, entity, &defined.name), component(world, copy, &defined.name));
                assert!(is_same(&one.into(), &other.into()), "{defined:?}");
                world.remove_component(entity, &defined.name).expect("it is there");
                world.destroy(copy).expect("it is there");
            }
        });
        let told = game.told();
        assert!(told.iter().all(|line| !line.starts_with("error[host]")), "{told:?}");
        stop_scripts(game.app.world_mut());
    });
}
