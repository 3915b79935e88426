//! A world as one number.

mod common;

use bevy_ecs::prelude::*;
use bevy_math::Vec3;
use bevy_transform::components::Transform;
use common::{Bag, Game, Unit, list, table};
use glotta_core::{Table, Value};
use glotta_engine::{ScriptComponent, ScriptInstance, script_entity, world_hash};

fn hash(build: impl FnOnce(&mut Game)) -> u64 {
    let mut game = Game::new();
    build(&mut game);
    world_hash(&game.world)
}

fn of_one(bundle: impl Bundle) -> u64 {
    hash(|game| {
        game.world.spawn(bundle);
    })
}

fn data(entries: Value) -> ScriptComponent {
    let table: Table = entries.as_table().expect("a table").clone();
    ScriptComponent::default().with_data(table)
}

#[test]
fn the_same_state_gives_the_same_number_and_another_one_another() {
    let at = |x: f32| of_one(Transform::from_xyz(x, 0.0, 0.0));
    assert_eq!(at(1.0), at(1.0));
    assert_ne!(at(1.0), at(1.5));
    assert_eq!(at(0.0), at(-0.0));
    let empty = hash(|_| ());
    assert_ne!(empty, of_one(()));
    assert_ne!(at(1.0), of_one((Transform::from_xyz(1.0, 0.0, 0.0), Name::new("x"))));
}

#[test]
fn the_number_is_a_promise_over_releases() {
    let number = hash(|game| {
        let first = game.world.spawn(Name::new("Hero")).id();
        let target = Value::Entity(script_entity(first));
        game.world.spawn(data(table([("hp", Value::Int(5)), ("target", target), ("path", list([Vec3::X]))])));
    });
    assert_eq!(number, 1_459_039_971_055_665_804);
}

#[test]
fn how_a_state_came_about_does_not_matter() {
    let straight = hash(|game| {
        game.world.spawn((Unit::default(), Name::new("a")));
        game.world.spawn(Bag::example());
    });
    let roundabout = hash(|game| {
        let first = game.world.spawn(Name::new("b")).id();
        let second = game.world.spawn((Bag::example(), Transform::default())).id();
        game.world.entity_mut(first).insert((Name::new("a"), Unit::default()));
        game.world
            .entity_mut(second)
            .remove::<Transform>()
            .remove::<bevy_transform::components::GlobalTransform>();
        game.world.entity_mut(second).remove::<bevy_transform::components::TransformTreeChanged>();
    });
    assert_eq!(straight, roundabout);
}

#[test]
fn resources_do_not_shift_the_number() {
    #[derive(Resource)]
    struct Late;
    let refer = |game: &mut Game| {
        let target = game.world.spawn(Name::new("target")).id();
        game.world.spawn(data(table([("target", script_entity(target).into())])));
    };
    let without = hash(refer);
    let with = hash(|game| {
        game.world.insert_resource(Late);
        refer(game);
    });
    assert_eq!(without, with);
}

#[test]
fn scripts_count_by_their_data_alone() {
    let entries = || table([("hp", Value::Int(5))]);
    let without = of_one(data(entries()));
    let with = hash(|game| {
        let component = data(entries()).with(ScriptInstance::new("scripts/a.lua"));
        game.world.spawn(component);
    });
    assert_eq!(without, with);
    assert_ne!(without, of_one(data(table([("hp", Value::Int(6))]))));
}

#[test]
fn values_that_languages_write_differently_are_the_same() {
    let of = |value: Value| of_one(data(table([("x", value)])));
    assert_eq!(of(Value::Int(1)), of(Value::Float(1.0)));
    assert_eq!(of(Value::Float(f64::NAN)), of(Value::Float(-f64::NAN)));
    assert_eq!(of(list::<Value>([])), of(table([])));
    assert_ne!(of(Value::Int(1)), of(Value::Bool(true)));
    assert_ne!(of(Value::Int(1)), of("1".into()));
    assert_ne!(of(Value::Int(i64::MAX)), of(Value::Int(i64::MAX - 1)));
    assert_ne!(of(list([1_i64, 2])), of(list([2_i64, 1])));
    assert_ne!(of(list([list([1_i64]), list([2_i64])])), of(list([list([1_i64, 2]), list::<Value>([])])));
    let dead = script_entity(Entity::PLACEHOLDER);
    assert_ne!(of(dead.into()), of(Value::Int(0)));
}

#[test]
fn what_the_game_keeps_in_hash_maps_is_in_order() {
    let of = |keys: &'static [&'static str]| {
        hash(move |game| {
            let counts = keys.iter().map(|&key| (key.to_owned(), 1)).collect();
            game.world.spawn(Bag { counts, ..Bag::example() });
        })
    };
    assert_eq!(of(&["a", "b", "c", "d", "e"]), of(&["e", "c", "d", "b", "a"]));
}
