//! The module `query`: what queries find while the world changes.

mod common;

use bevy_ecs::component::Component;
use bevy_ecs::entity_disabling::Disabled;
use bevy_ecs::event::Event;
use bevy_ecs::observer::On;
use bevy_ecs::resource::Resource;
use bevy_reflect::Reflect;
use common::{ClosureLanguage, Game, Journal, callback, list};
use glotta_core::null::ValueFrame;
use glotta_core::{ErrorKind, ScriptError, Value};
use glotta_engine::{Tags, api};

#[derive(Component, Reflect)]
struct Ship(f32);

#[derive(Component, Reflect)]
struct Hidden;

/// Kept apart from the tables.
#[derive(Component, Reflect)]
#[component(storage = "SparseSet")]
struct Poisoned;

#[derive(Resource)]
struct Score;

#[derive(Event)]
struct Goal;

/// A world whose scripts know the components.
fn game() -> Game {
    game_of(ClosureLanguage::new())
}

fn game_of(language: ClosureLanguage) -> Game {
    let mut game = Game::with(language, |_| ());
    game.world.init_resource::<bevy_ecs::reflect::AppTypeRegistry>();
    let types = game.world.resource::<bevy_ecs::reflect::AppTypeRegistry>().clone();
    types.write().register::<Ship>();
    types.write().register::<Hidden>();
    types.write().register::<Poisoned>();
    game
}

fn create(game: &mut Game, arguments: impl IntoIterator<Item = Value>) -> Value {
    game.call("query.create", arguments).expect("made")
}

fn ask(
    game: &mut Game,
    method: &str,
    arguments: impl IntoIterator<Item = Value>,
) -> Result<Value, ScriptError> {
    let classes = api::MODULES.iter().filter_map(|module| module.class);
    let found =
        classes.flat_map(|class| class.methods).find(|known| known.name == method && known.module == "Query");
    let found = found.expect("a method of queries");
    let mut frame = ValueFrame::new(arguments);
    game.scripts(|world| found.call(&mut frame, world))?;
    Ok(frame.result)
}

/// What a query finds in all ways that there are of asking.
#[track_caller]
fn assert_finds(game: &mut Game, query: &Value, expected: &[&Value]) {
    let expected: Vec<Value> = expected.iter().map(|entity| (*entity).clone()).collect();
    let answer = |game: &mut Game, method| ask(game, method, [query.clone()]).expect("asked");
    assert_eq!(answer(game, "entities"), Value::List(expected.clone()));
    assert_eq!(answer(game, "count"), Value::Int(expected.len() as i64));
    assert_eq!(answer(game, "is_empty"), Value::Bool(expected.is_empty()));
    assert_eq!(answer(game, "first"), expected.first().cloned().unwrap_or_default());
    for entity in &expected {
        assert_eq!(ask(game, "contains", [query.clone(), entity.clone()]).ok(), Some(Value::Bool(true)));
    }
}

#[test]
fn a_query_finds_what_has_all_and_none() {
    let mut game = game();
    let (plain, hidden) = (game.spawn(Ship(1.0)), game.spawn((Ship(2.0), Hidden)));
    let other = game.spawn(Hidden);
    let units = create(&mut game, [list(["Ship"])]);
    let seen = create(&mut game, [list(["Ship"]), list(["Hidden"])]);
    assert_finds(&mut game, &units, &[&plain, &hidden]);
    assert_finds(&mut game, &seen, &[&plain]);
    assert_eq!(ask(&mut game, "contains", [seen, other]).ok(), Some(Value::Bool(false)));
}

#[test]
fn archetypes_that_come_later_are_found() {
    let mut game = game();
    let units = create(&mut game, [list(["Ship"])]);
    assert_finds(&mut game, &units, &[]);
    let first = game.spawn(Ship(1.0));
    assert_finds(&mut game, &units, &[&first]);
    let second = game.spawn((Ship(2.0), Hidden, Tags::new(["boss"])));
    assert_finds(&mut game, &units, &[&first, &second]);
    game.call("entity.destroy", [first]).expect("destroyed");
    assert_finds(&mut game, &units, &[&second]);
}

#[test]
fn a_type_that_nothing_has_used_yet_is_found_when_something_does() {
    let mut game = game();
    let plain = game.spawn(Ship(1.0));
    let poisoned = create(&mut game, [list(["Poisoned"])]);
    let healthy = create(&mut game, [list(["Ship"]), list(["Poisoned"])]);
    assert_finds(&mut game, &poisoned, &[]);
    assert_finds(&mut game, &healthy, &[&plain]);
    let ill = game.spawn((Ship(2.0), Poisoned));
    assert_finds(&mut game, &poisoned, &[&ill]);
    assert_finds(&mut game, &healthy, &[&plain]);
}

#[test]
fn what_bevy_keeps_in_entities_and_what_is_disabled_is_not_found() {
    let mut game = game();
    game.world.insert_resource(Score);
    game.world.add_observer(|_: On<'_, '_, Goal>| {});
    game.world.register_system(|| {});
    let one = game.spawn_at(1.0);
    game.spawn((Ship(1.0), Disabled));
    let all = create(&mut game, [list::<Value>([])]);
    assert_finds(&mut game, &all, &[&one]);
    let units = create(&mut game, [list(["Ship"])]);
    assert_finds(&mut game, &units, &[]);
}

#[test]
fn the_order_is_that_of_the_indices_whatever_the_archetypes() {
    let mut game = game();
    let mut entities: Vec<Value> = (0..20).map(|_| game.spawn(Ship(0.0))).collect();
    for entity in entities.iter().rev().step_by(3) {
        let entity = entity.as_entity().expect("an entity");
        let found = glotta_engine::ecs_entity(entity).expect("its bits are good");
        game.world.entity_mut(found).insert(Hidden);
    }
    let units = create(&mut game, [list(["Ship"])]);
    let expected: Vec<&Value> = entities.iter().collect();
    assert_finds(&mut game, &units, &expected);
    let last = entities.pop().expect("there are some");
    game.call("entity.destroy", [last]).expect("destroyed");
    let expected: Vec<&Value> = entities.iter().collect();
    assert_finds(&mut game, &units, &expected);
}

#[test]
fn tags_are_looked_at_when_they_are_asked_for() {
    let mut game = game();
    let boss = game.spawn((Ship(1.0), Tags::new(["boss", "slow"])));
    game.spawn((Ship(1.0), Tags::new(["slow"])));
    let rock = game.spawn(Tags::new(["boss"]));
    let no = || Value::Null;
    let bosses = create(&mut game, [list(["Ship"]), no(), no(), no(), "boss".into()]);
    assert_finds(&mut game, &bosses, &[&boss]);
    let all = create(&mut game, [list::<Value>([]), no(), no(), no(), "boss".into()]);
    assert_finds(&mut game, &all, &[&boss, &rock]);
    game.call("entity.remove_tag", [boss, "boss".into()]).expect("removed");
    assert_finds(&mut game, &all, &[&rock]);
}

#[test]
fn changes_are_those_since_the_last_frame_in_which_one_looked() {
    let mut game = game();
    let (one, other) = (game.spawn(Ship(1.0)), game.spawn(Ship(2.0)));
    let units = || list(["Ship"]);
    let changed = create(&mut game, [units(), Value::Null, Value::Null, units()]);
    assert_finds(&mut game, &changed, &[&one, &other]);
    game.frame();
    assert_finds(&mut game, &changed, &[]);
    let set = |game: &mut Game, entity: &Value| {
        let value = common::table([("value", Value::Float(5.0))]);
        game.call("component.set", [entity.clone(), "Ship".into(), value]).expect("set");
    };
    set(&mut game, &one);
    assert_finds(&mut game, &changed, &[&one]);
    game.frame();
    game.frame();
    set(&mut game, &other);
    // The change of the frame in which one looked before counts on: it came after the look.
    assert_finds(&mut game, &changed, &[&one, &other]);
    game.frame();
    assert_finds(&mut game, &changed, &[]);
}

#[test]
fn a_walk_passes_over_what_is_gone_and_ends_with_the_first_error() {
    let journal = Journal::default();
    let (notes, last) = (journal.clone(), journal.clone());
    let language = ClosureLanguage::new()
        .callback(1, move |world, arguments| {
            notes.note(arguments.len().to_string());
            let entity = arguments[0].as_entity()?;
            let units = common::call(world, "query.create", [list(["Ship"])])?;
            drop(units);
            for victim in world.with_component("Ship")? {
                if victim != entity {
                    world.destroy(victim)?;
                }
            }
            Ok(Value::Null)
        })
        .callback(2, move |_, _| {
            last.note("seen");
            Err(ScriptError::argument("enough"))
        });
    let mut game = game_of(language);
    game.spawn(Ship(1.0));
    game.spawn(Ship(2.0));
    let optional = list(["Hidden", "Tags"]);
    let units = create(&mut game, [list(["Ship"]), Value::Null, optional]);
    ask(&mut game, "each", [units.clone(), callback(1)]).expect("walked");
    assert_eq!(journal.take(), ["4"], "the entity, and three handles or nothing");
    game.spawn(Ship(2.0));
    let error = ask(&mut game, "each", [units, callback(2)]).expect_err("it fails");
    assert_eq!((error.kind(), journal.take()), (ErrorKind::Argument, vec!["seen".to_owned()]));
}

#[test]
fn a_query_asks_anew_in_another_world() {
    let mut one = game();
    one.spawn(Ship(1.0));
    let units = create(&mut one, [list(["Ship"])]);
    assert_eq!(ask(&mut one, "count", [units.clone()]).ok(), Some(Value::Int(1)));
    let mut other = game();
    other.spawn((Ship(1.0), Hidden));
    other.spawn(Ship(1.0));
    assert_eq!(ask(&mut other, "count", [units.clone()]).ok(), Some(Value::Int(2)));
    assert_eq!(ask(&mut one, "count", [units]).ok(), Some(Value::Int(1)));
}

#[test]
fn what_cannot_be_is_refused_with_its_place() {
    let mut game = game();
    game.spawn(Ship(1.0));
    let message = game.refusal("query.create", [list(["Ship", "Shipp"])]);
    assert_eq!(
        message,
        "query.create: argument 1 (components): element 2: no component is called \"Shipp\"; did you mean \"Ship\"?"
    );
    let message = game.refusal("query.create", [list(["Ship"]), list(["Ship"])]);
    assert_eq!(
        message,
        "query.create: Ship is both in components and in without: no entity can have it and not have it"
    );
    let units = create(&mut game, [list(["Ship"])]);
    let dead = game.dead();
    let error = ask(&mut game, "contains", [units, dead]).expect_err("it is gone");
    assert_eq!(error.kind(), ErrorKind::NotFound);
}
