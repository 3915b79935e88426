//! Components that scripts define.

mod common;

use bevy_ecs::entity::Entity;
use common::{Game, list, table};
use glotta_core::{ErrorKind, Value};
use glotta_engine::{script_entity, with_scripts, world_hash};

fn shield() -> Value {
    table([("strength", Value::Float(5.0)), ("name", "string".into()), ("owner", "Entity".into())])
}

fn with_shield(strength: f64, name: &str) -> (Game, Value) {
    let mut game = Game::new();
    game.call("component.define", ["Shield".into(), shield()]).expect("defined");
    let entity = game.spawn(());
    let value = table([("strength", Value::Float(strength)), ("name", name.into())]);
    game.call("component.add", [entity.clone(), "Shield".into(), value]).expect("added");
    (game, entity)
}

#[test]
fn the_game_reads_and_writes_what_scripts_define() {
    let (mut game, entity) = with_shield(2.0, "oak");
    let entity = entity.as_entity().expect("an entity");
    let value = with_scripts(&mut game.world, |world| {
        world.set_component(entity, "Shield", &table([("strength", Value::Int(3))]))?;
        world.get_component(entity, "Shield")
    });
    let value = value.expect("scripts").expect("there").expect("has it");
    let shield = value.as_table().expect("a table");
    assert_eq!((&shield["strength"], &shield["name"]), (&Value::Float(3.0), &Value::from("oak")));
    let placeholder = script_entity(Entity::PLACEHOLDER);
    assert_eq!(shield["owner"], Value::Entity(placeholder));
}

#[test]
fn it_goes_into_the_hash_of_the_world() {
    let hash = |strength, name| world_hash(&with_shield(strength, name).0.world);
    assert_eq!(hash(1.0, "oak"), hash(1.0, "oak"));
    assert_ne!(hash(1.0, "oak"), hash(1.5, "oak"));
    assert_ne!(hash(1.0, "oak"), hash(1.0, "elm"));
}

#[test]
fn a_failing_write_changes_nothing() {
    let (mut game, entity) = with_shield(1.0, "oak");
    let before = world_hash(&game.world);
    for wrong in [
        table([("strength", Value::Float(9.0)), ("name", Value::Int(5))]),
        table([("strength", Value::Float(9.0)), ("nam", "x".into())]),
        table([("strength", Value::Float(f64::NAN))]),
        list([Value::Int(1)]),
        Value::Int(5),
    ] {
        for function in ["component.set", "component.add"] {
            game.call(function, [entity.clone(), "Shield".into(), wrong.clone()]).expect_err("wrong");
        }
    }
    assert_eq!(world_hash(&game.world), before);
    assert_eq!(
        game.refusal("component.set", [entity, "Shield".into(), table([("nam", "x".into())])]),
        "component.set: Shield has no field \"nam\"; did you mean \"name\"?"
    );
}

#[test]
fn a_component_keeps_its_fields_and_their_types() {
    let mut game = Game::new();
    let define = |fields| ["Shield".into(), fields];
    game.call("component.define", define(shield())).expect("defined");
    game.call("component.define", define(shield())).expect("again");
    let other = table([("strength", Value::Int(5)), ("name", "string".into())]);
    let error = game.call("component.define", define(other)).expect_err("another shape");
    assert_eq!(error.kind(), ErrorKind::Argument);
    assert!(error.message().contains("owner is missing, strength is int and was float"), "{error}");
}

#[test]
fn so_many_components_may_be_defined_and_no_more() {
    let mut game = Game::new();
    for number in 0..1000 {
        let name = format!("C{number}");
        game.call("component.define", [name.into(), table([("x", Value::Int(1))])]).expect("room");
    }
    let error = game.refusal("component.define", ["More".into(), table([("x", Value::Int(1))])]);
    assert!(error.contains("the most there may be"), "{error}");
    game.call("component.define", ["C5".into(), table([("x", Value::Int(2))])]).expect("known already");
}

#[test]
fn an_unknown_name_is_compared_with_defined_ones() {
    let (mut game, entity) = with_shield(1.0, "oak");
    let error = game.refusal("component.get", [entity, "Sheild".into()]);
    assert_eq!(error, "component.get: no component is called \"Sheild\"; did you mean \"Shield\"?");
}
