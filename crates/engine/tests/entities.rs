//! The module `entity`: each function with right, wrong, missing and dead arguments.

mod common;

use bevy_ecs::hierarchy::ChildOf;
use bevy_ecs::name::Name;
use bevy_ecs::reflect::ReflectComponent;
use bevy_transform::components::Transform;
use common::{Game, HandleFrame, list};
use glotta_core::{DataRef, Entity, ErrorKind, Host as _, Value};
use glotta_engine::{Tags, script_entity};

#[test]
fn created_entities_exist_and_destroyed_ones_do_not() {
    let mut game = Game::new();
    let entity = game.call("entity.create", []).expect("created");
    assert_eq!(game.call("entity.is_valid", [entity.clone()]).ok(), Some(Value::Bool(true)));
    game.call("entity.destroy", [entity.clone()]).expect("destroyed");
    assert_eq!(game.call("entity.is_valid", [entity.clone()]).ok(), Some(Value::Bool(false)));
    let error = game.call("entity.destroy", [entity]).expect_err("it is gone");
    assert_eq!(error.kind(), ErrorKind::NotFound);
    assert!(
        error.message().contains("does not exist (it was destroyed, or never created)"),
        "{}",
        error.message()
    );
}

#[test]
fn a_reused_index_is_another_entity() {
    let mut game = Game::new();
    let old = game.dead();
    let new = game.call("entity.create", []).expect("created");
    assert_ne!(old, new);
    assert_eq!(game.call("entity.is_valid", [old]).ok(), Some(Value::Bool(false)));
}

#[test]
fn nonsense_bits_are_no_entity_and_no_panic() {
    let mut game = Game::new();
    for bits in [0, 1, u64::MAX, 0xFFFF_FFFF_0000_0000] {
        let entity = Value::Entity(Entity::from_bits(bits));
        assert_eq!(game.call("entity.is_valid", [entity.clone()]).ok(), Some(Value::Bool(false)));
        assert!(game.call("entity.destroy", [entity.clone()]).is_err());
        assert!(game.call("component.get_position", [entity.clone()]).is_err());
        assert!(game.call("component.set_position", [entity, bevy_math::Vec3::ZERO.into()]).is_err());
    }
}

#[test]
fn destroying_an_entity_takes_its_children_along() {
    let mut game = Game::new();
    let parent = game.world.spawn_empty().id();
    let child = game.world.spawn(ChildOf(parent)).id();
    game.call("entity.destroy", [Value::Entity(script_entity(parent))]).expect("destroyed");
    assert!(!game.world.entities().contains_spawned(child));
}

#[test]
fn destroy_many_destroys_all_or_none() {
    let mut game = Game::new();
    let (a, b, dead) = (game.spawn_at(0.0), game.spawn_at(1.0), game.dead());
    let message = game.refusal("entity.destroy_many", [list([a.clone(), dead])]);
    assert!(message.starts_with("entity.destroy_many: element 2: entity "), "{message}");
    assert_eq!(game.call("entity.is_valid", [a.clone()]).ok(), Some(Value::Bool(true)));
    game.call("entity.destroy_many", [list([a.clone(), b.clone(), a.clone()])]).expect("duplicates are fine");
    assert_eq!(game.call("entity.is_valid", [a]).ok(), Some(Value::Bool(false)));
    assert_eq!(game.call("entity.is_valid", [b]).ok(), Some(Value::Bool(false)));
    game.call("entity.destroy_many", [list::<Value>([])]).expect("an empty list is fine");
}

#[test]
fn destroy_many_meets_a_child_after_its_parent() {
    let mut game = Game::new();
    let parent = game.world.spawn_empty().id();
    let child = game.world.spawn(ChildOf(parent)).id();
    let both = list([script_entity(parent), script_entity(child)]);
    game.call("entity.destroy_many", [both]).expect("both go");
}

#[test]
fn wrong_arguments_are_named() {
    let mut game = Game::new();
    assert_eq!(
        game.refusal("entity.destroy", [Value::from("x")]),
        "entity.destroy: argument 1 (entity): expected Entity, got string \"x\""
    );
    assert_eq!(
        game.refusal("entity.destroy", []),
        "entity.destroy: argument 1 (entity): expected Entity, got nothing"
    );
    assert_eq!(
        game.refusal("entity.destroy_many", [list([1_i64])]),
        "entity.destroy_many: argument 1 (entities): element 1: expected Entity, got int 1"
    );
    assert_eq!(
        game.refusal("entity.find_by_name", [Value::Int(1)]),
        "entity.find_by_name: argument 1 (name): expected string, got int 1"
    );
}

#[test]
fn every_function_on_an_entity_refuses_a_dead_one() {
    let mut game = Game::new();
    let dead = game.dead();
    let text = || Value::from("x");
    let calls: [(&str, Vec<Value>); 16] = [
        ("entity.name", vec![]),
        ("entity.set_name", vec![text()]),
        ("entity.add_tag", vec![text()]),
        ("entity.remove_tag", vec![text()]),
        ("entity.has_tag", vec![text()]),
        ("entity.tags", vec![]),
        ("entity.data", vec![]),
        ("component.add", vec!["Transform".into()]),
        ("component.remove", vec!["Transform".into()]),
        ("component.has", vec!["Transform".into()]),
        ("component.get", vec!["Transform".into()]),
        ("component.set", vec!["Transform".into(), common::table([])]),
        ("component.handle", vec!["Transform".into()]),
        ("component.get_rotation", vec![]),
        ("script.attach", vec!["a.rs".into()]),
        ("script.detach", vec!["a.rs".into()]),
    ];
    for (function, rest) in calls {
        let arguments = std::iter::once(dead.clone()).chain(rest);
        let error = game.call(function, arguments).expect_err(function);
        assert_eq!(error.kind(), ErrorKind::NotFound, "{function}");
        let expected = format!("{function}: entity {} does not exist", dead.as_entity().expect("one"));
        assert!(error.message().starts_with(&expected), "{}", error.message());
    }
}

#[test]
fn names_are_kept_in_bevys_own_component() {
    let mut game = Game::new();
    let entity = game.spawn_at(0.0);
    assert_eq!(game.call("entity.name", [entity.clone()]).ok(), Some(Value::Null));
    game.call("entity.set_name", [entity.clone(), "Hero\0".into()]).expect("named");
    assert_eq!(game.call("entity.name", [entity.clone()]).ok(), Some("Hero\0".into()));
    assert_eq!(game.call("entity.find_by_name", ["Hero\0".into()]).ok(), Some(entity));
    assert_eq!(game.call("entity.find_by_name", ["Nobody".into()]).ok(), Some(Value::Null));
}

#[test]
fn of_two_entities_with_one_name_the_lower_index_is_found() {
    let mut game = Game::new();
    let first = game.world.spawn_empty().id();
    let second = game.spawn((Name::new("Twin"), Transform::default()));
    assert_eq!(game.call("entity.find_by_name", ["Twin".into()]).ok(), Some(second));
    game.world.entity_mut(first).insert(Name::new("Twin"));
    let found = game.call("entity.find_by_name", ["Twin".into()]);
    assert_eq!(found.ok(), Some(Value::Entity(script_entity(first))));
}

#[test]
fn tags_are_words_on_entities() {
    let mut game = Game::new();
    let (a, b) = (game.spawn_at(0.0), game.spawn(Tags::new(["enemy"])));
    for tag in ["enemy", "boss", "enemy"] {
        game.call("entity.add_tag", [a.clone(), tag.into()]).expect("tagged");
    }
    assert_eq!(game.call("entity.tags", [a.clone()]).ok(), Some(list(["boss", "enemy"])));
    assert_eq!(game.call("entity.has_tag", [a.clone(), "boss".into()]).ok(), Some(Value::Bool(true)));
    assert_eq!(game.call("entity.find_by_tag", ["enemy".into()]).ok(), Some(list([a.clone(), b])));
    assert_eq!(game.call("entity.remove_tag", [a.clone(), "boss".into()]).ok(), Some(Value::Bool(true)));
    assert_eq!(game.call("entity.remove_tag", [a.clone(), "boss".into()]).ok(), Some(Value::Bool(false)));
    assert_eq!(game.call("entity.tags", [a]).ok(), Some(list(["enemy"])));
    assert_eq!(game.call("entity.find_by_tag", ["boss".into()]).ok(), Some(list::<Value>([])));
}

#[test]
fn entities_are_found_by_component_in_the_order_of_their_indices() {
    let mut game = Game::new();
    let a = game.spawn_at(0.0);
    let b = game.spawn((Transform::default(), Name::new("b")));
    let c = game.spawn_at(0.0);
    let found = game.call("entity.find_with_component", ["Transform".into()]);
    assert_eq!(found.ok(), Some(list([a.clone(), b.clone(), c.clone()])));
    game.call("entity.destroy", [a]).expect("destroyed");
    let d = game.spawn((Transform::default(), Tags::default()));
    let found = game.call("entity.find_with_component", ["Transform".into()]).expect("found");
    let mut expected = vec![b, c, d];
    expected.sort_by_key(|entity| entity.as_entity().map(Entity::index).ok());
    assert_eq!(found, Value::List(expected));
    let message = game.refusal("entity.find_with_component", ["Tranform".into()]);
    assert!(message.contains("no component is called \"Tranform\"; did you mean \"Transform\""), "{message}");
}

#[test]
fn the_entities_that_hold_resources_are_kept_from_scripts() {
    #[derive(bevy_ecs::resource::Resource, bevy_reflect::Reflect, Default)]
    #[reflect(Component)]
    struct Score(u32);
    let mut game = Game::new();
    game.world.init_resource::<Score>();
    let message = game.refusal("entity.find_with_component", ["Score".into()]);
    assert!(message.ends_with("Score is a resource of the game, not a component"), "{message}");
    let holder = game.world.component_id::<Score>().expect("registered");
    let holder = game.world.resource_entities().get(holder).expect("there");
    let message = game.refusal("entity.destroy", [Value::Entity(script_entity(holder))]);
    assert!(message.ends_with("belongs to the engine: it holds a resource"), "{message}");
}

#[test]
fn data_of_an_entity_is_there_when_it_is_asked_for() {
    let mut game = Game::new();
    let entity = game.spawn_at(0.0);
    let reference = game.scripts(|world| {
        let function = glotta_engine::api::MODULES[0].functions.iter().find(|known| known.name == "data");
        let mut frame = HandleFrame::default();
        frame.values.arguments.push(entity.clone());
        function.expect("bound").call(&mut frame, world).expect("given");
        frame.data.expect("a reference")
    });
    assert_eq!(reference, DataRef::of(entity.as_entity().expect("one")));
    let data = game.scripts(|world| world.data_value(&reference));
    assert_eq!(data.ok(), Some(common::table([])));
}
