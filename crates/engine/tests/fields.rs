//! Fields through handles: by offset where they are plain bytes, by reflection where they are not.

mod common;

use bevy_ecs::change_detection::DetectChanges as _;
use bevy_ecs::prelude::*;
use bevy_math::{Dir2, Dir3, Dir3A, Vec2, Vec3};
use bevy_reflect::Reflect;
use bevy_transform::components::Transform;
use common::{Bag, Game, HandleFrame, Item, Mood, Points, Unit, call, list, table};
use glotta_core::{ComponentHandle, ComponentId, Entity as ScriptEntity, ErrorKind, FieldKey, Host, Value};
use glotta_engine::{ecs_entity, script_entity};

fn ecs(entity: &Value) -> Entity {
    ecs_entity(entity.as_entity().expect("an entity")).expect("of this engine")
}

#[test]
fn every_scalar_is_read_and_written_where_it_lies() {
    let mut game = Game::new();
    let entity = game.spawn(Unit::default());
    let other = script_entity(game.world.spawn_empty().id());
    let cases: [(&str, Value, Value); 10] = [
        ("hp", Value::Float(10.0), Value::Float(2.5)),
        ("level", Value::Int(1), Value::Int(255)),
        ("gold", Value::Int(0), Value::Int(i64::MIN)),
        ("wide", Value::Int(7), Value::Int(i64::MAX)),
        ("alive", Value::Bool(true), Value::Bool(false)),
        ("precise", Value::Float(0.25), Value::Float(1e300)),
        ("target", Value::Entity(script_entity(Entity::PLACEHOLDER)), other.into()),
        ("stats.armour", Value::Int(3), Value::Int(-5)),
        ("stats.speed", Vec2::new(1.0, 2.0).into(), Vec2::X.into()),
        ("points", Value::Float(5.0), Value::Float(6.0)),
    ];
    for (field, before, after) in cases {
        // Twice: the first access measures, the second uses what was measured.
        for _ in 0..2 {
            assert_eq!(game.field(&entity, "Unit", field).ok(), Some(before.clone()), "{field}");
        }
        for _ in 0..2 {
            game.set_field(&entity, "Unit", field, after.clone()).expect(field);
        }
        assert_eq!(game.field(&entity, "Unit", field).ok(), Some(after), "{field}");
    }
    let unit = game.world.get::<Unit>(ecs(&entity)).expect("there");
    assert_eq!((unit.stats.armour, unit.points.0, ecs_entity(other).ok()), (-5, 6.0, Some(unit.target)));
}

#[test]
fn a_field_refuses_what_does_not_fit_and_keeps_its_value() {
    let mut game = Game::new();
    let entity = game.spawn((Unit::default(), Transform::default()));
    let cases: [(&str, Value, &str); 8] = [
        ("hp", "x".into(), "Unit.hp: expected float, got string \"x\""),
        ("hp", Value::Float(f64::NAN), "Unit.hp: NaN is not a number that a component can hold"),
        ("hp", Value::Float(-1e300), "Unit.hp: -1e300 is out of range"),
        ("level", Value::Int(256), "Unit.level: 256 is out of range: expected 0 to 255"),
        ("alive", Value::Int(1), "Unit.alive: expected bool, got int 1"),
        ("target", Value::Null, "Unit.target: expected Entity, got nothing"),
        ("stats.speed", Vec2::NAN.into(), "Unit.stats.speed: NaN is not a number"),
        ("stats", table([("armour", "x".into())]), "Unit.stats.armour: expected int, got string \"x\""),
    ];
    for (field, bad, expected) in cases {
        for _ in 0..2 {
            let error = game.set_field(&entity, "Unit", field, bad.clone()).expect_err(field);
            assert!(error.message().starts_with(expected), "{}", error.message());
        }
    }
    let error = game.set_field(&entity, "Transform", "translation", "up").expect_err("no vector");
    assert_eq!(error.message(), "Transform.translation: expected Vec3, got string \"up\"");
    assert_eq!(error.kind(), ErrorKind::Type);
    assert_eq!(game.world.get::<Unit>(ecs(&entity)), Some(&Unit::default()));
}

#[test]
fn a_vector_field_takes_a_list_and_a_structure_takes_a_table() {
    let mut game = Game::new();
    let entity = game.spawn((Unit::default(), Transform::default()));
    game.set_field(&entity, "Transform", "translation", list([1_i64, 2, 3])).expect("set");
    let at = game.field(&entity, "Transform", "translation");
    assert_eq!(at.ok(), Some(Vec3::new(1.0, 2.0, 3.0).into()));
    game.set_field(&entity, "Unit", "stats", table([("armour", Value::Int(9))])).expect("patched");
    let stats = &game.world.get::<Unit>(ecs(&entity)).expect("there").stats;
    assert_eq!((stats.armour, stats.speed), (9, Vec2::new(1.0, 2.0)));
}

#[test]
fn fields_without_an_offset_go_through_reflection() {
    let mut game = Game::new();
    let entity = game.spawn(Bag::example());
    game.set_field(&entity, "Bag", "label", "new").expect("set");
    game.set_field(&entity, "Bag", "mood", "Calm").expect("set");
    game.set_field(&entity, "Bag", "owner", 4_i64).expect("set");
    game.set_field(&entity, "Bag", "items", list::<Value>([])).expect("set");
    assert_eq!(game.field(&entity, "Bag", "label").ok(), Some("new".into()));
    assert_eq!(game.field(&entity, "Bag", "owner").ok(), Some(Value::Int(4)));
    game.set_field(&entity, "Bag", "owner", Value::Null).expect("nothing is a value of an option");
    let bag = game.world.get::<Bag>(ecs(&entity)).expect("there");
    assert_eq!((bag.owner, &bag.items, &bag.mood), (None, &Vec::<Item>::new(), &Mood::Calm));
    let error = game.set_field(&entity, "Bag", "mood", "Calmer").expect_err("no variant");
    assert!(error.message().starts_with("Bag.mood: no variant is called \"Calmer\""), "{error}");
}

#[test]
fn a_pair_inside_a_component_has_an_offset_too() {
    let mut game = Game::new();
    let entity = game.spawn(Bag::example());
    game.set_field(&entity, "Bag", "pair._0", 4.5).expect("set");
    game.set_field(&entity, "Bag", "pair._1", false).expect("set");
    assert_eq!(game.world.get::<Bag>(ecs(&entity)).map(|bag| bag.pair), Some((4.5, false)));
}

#[test]
fn a_nested_structure_is_a_handle_and_a_value() {
    let mut game = Game::new();
    let entity = game.spawn(Unit::default());
    let who = entity.as_entity().expect("one");
    game.scripts(|world| {
        let mut frame = HandleFrame::default();
        let id = world.component_id("Unit").expect("known");
        let model = world.component_model(id).expect("known");
        let (key, field) = model.fields_of(0).find(|(_, field)| field.name == "stats").expect("there");
        world.field(who, key, &mut frame).expect("read");
        let handle = frame.handle.expect("a handle");
        assert_eq!((handle.entity, handle.component, Some(handle.node)), (who, id, field.node));
        let value = world.component_value(handle).expect("read");
        assert_eq!(value, table([("armour", Value::Int(3)), ("speed", Vec2::new(1.0, 2.0).into())]));
        let whole = world.component_value(ComponentHandle { node: 0, ..handle });
        assert_eq!(whole.ok(), call(world, "component.get", [entity.clone(), "Unit".into()]).ok());
    });
}

#[test]
fn a_write_is_seen_as_a_change_and_a_read_is_not() {
    let mut game = Game::new();
    let entity = game.spawn((Unit::default(), Bag::example()));
    game.field(&entity, "Unit", "hp").expect("measured");
    let changed = |game: &mut Game| {
        let found = game.world.entity(ecs(&entity));
        let seen = (
            found.get_ref::<Unit>().expect("there").is_changed(),
            found.get_ref::<Bag>().expect("there").is_changed(),
        );
        game.world.clear_trackers();
        seen
    };
    changed(&mut game);
    game.field(&entity, "Unit", "hp").expect("read");
    game.field(&entity, "Bag", "label").expect("read");
    assert_eq!(changed(&mut game), (false, false));
    game.set_field(&entity, "Unit", "hp", 1.0).expect("set");
    assert_eq!(changed(&mut game), (true, false));
    game.set_field(&entity, "Bag", "label", "x").expect("set");
    assert_eq!(changed(&mut game), (false, true));
    assert!(game.set_field(&entity, "Bag", "label", 1_i64).is_err());
    assert!(game.set_field(&entity, "Unit", "hp", "x").is_err());
    assert_eq!(changed(&mut game), (false, false), "a write that failed changed nothing");
    game.call("component.set", [entity.clone(), "Unit".into(), table([("hp", Value::Int(2))])]).expect("set");
    assert_eq!(changed(&mut game), (true, false));
}

#[test]
fn a_position_written_by_a_script_is_seen_by_queries_for_changes() {
    let mut game = Game::new();
    let (moved, _still) = (game.spawn_at(0.0), game.spawn_at(0.0));
    let mut query = game.world.query_filtered::<Entity, Changed<Transform>>();
    game.world.clear_trackers();
    assert_eq!(query.iter(&game.world).count(), 0);
    game.call("component.set_position", [moved.clone(), Vec3::Y.into()]).expect("moved");
    assert_eq!(query.iter(&game.world).collect::<Vec<_>>(), [ecs(&moved)]);
    game.world.clear_trackers();
    game.set_field(&moved, "Transform", "scale", Vec3::ONE).expect("scaled");
    assert_eq!(query.iter(&game.world).collect::<Vec<_>>(), [ecs(&moved)]);
}

#[test]
fn a_handle_outlives_its_component_and_its_entity_and_says_so() {
    let mut game = Game::new();
    let entity = game.spawn(Unit::default());
    assert!(game.field(&entity, "Unit", "hp").is_ok());
    game.world.entity_mut(ecs(&entity)).remove::<Unit>();
    for _ in 0..2 {
        let error = game.field(&entity, "Unit", "hp").expect_err("removed");
        assert_eq!(error.kind(), ErrorKind::NotFound);
        assert!(error.message().ends_with("has no component Unit"), "{error}");
        let error = game.set_field(&entity, "Unit", "hp", 1.0).expect_err("removed");
        assert!(error.message().ends_with("has no component Unit"), "{error}");
    }
    game.world.entity_mut(ecs(&entity)).insert(Unit::default());
    assert!(game.field(&entity, "Unit", "hp").is_ok(), "the handle finds the new component");
    game.world.despawn(ecs(&entity));
    let error = game.field(&entity, "Unit", "hp").expect_err("despawned");
    assert!(error.message().contains("does not exist"), "{error}");
    let error = game.set_field(&entity, "Unit", "hp", 1.0).expect_err("despawned");
    assert!(error.message().contains("does not exist"), "{error}");
}

#[test]
fn keys_and_handles_of_no_component_are_refused() {
    let mut game = Game::new();
    let entity = game.spawn(Points(1.0)).as_entity().expect("one");
    game.scripts(|world| {
        let id = world.component_id("Points").expect("known");
        let mut frame = HandleFrame::default();
        for key in [FieldKey { component: ComponentId(99), field: 0 }, FieldKey { component: id, field: 99 }]
        {
            let error = world.field(entity, key, &mut frame).expect_err("no such field");
            assert_eq!(error.kind(), ErrorKind::NotFound);
            assert!(world.set_field(entity, key, &frame, 0).is_err());
        }
        assert!(world.component_model(ComponentId(99)).is_err());
        let handle = ComponentHandle { entity, component: id, node: 99 };
        assert!(world.component_value(handle).is_err());
        let gone = ComponentHandle { entity: ScriptEntity::from_bits(0), component: id, node: 0 };
        assert!(world.component_value(gone).is_err());
    });
}

#[test]
fn sparse_components_are_reached_like_others() {
    #[derive(Component, bevy_reflect::Reflect)]
    #[component(storage = "SparseSet")]
    struct Sparse {
        heat: f32,
    }
    let mut game = Game::new();
    let entity = game.spawn(Sparse { heat: 1.0 });
    for round in 0..3 {
        game.set_field(&entity, "Sparse", "heat", f64::from(round)).expect("set");
        assert_eq!(game.field(&entity, "Sparse", "heat").ok(), Some(Value::Float(f64::from(round))));
    }
    assert_eq!(game.world.get::<Sparse>(ecs(&entity)).map(|sparse| sparse.heat), Some(2.0));
}

/// What points somewhere, in the types that promise a length of 1.
#[derive(Component, Reflect)]
struct Compass {
    flat: Dir2,
    needle: Dir3,
    fast: Dir3A,
    spare: Option<Dir3>,
}

#[test]
fn a_direction_keeps_a_length_of_one_whatever_scripts_give() {
    let mut game = Game::new();
    let compass = Compass { flat: Dir2::X, needle: Dir3::X, fast: Dir3A::X, spare: None };
    let entity = game.spawn(compass);
    for field in ["needle", "fast", "spare"] {
        game.set_field(&entity, "Compass", field, Value::from(Vec3::new(0.0, 5.0, 0.0))).expect(field);
        assert_eq!(game.field(&entity, "Compass", field).ok(), Some(Vec3::Y.into()), "{field}");
        for nowhere in [Vec3::ZERO, Vec3::INFINITY, Vec3::NAN] {
            let error = game.set_field(&entity, "Compass", field, Value::from(nowhere)).expect_err(field);
            assert_eq!(error.kind(), ErrorKind::Argument);
        }
        assert_eq!(game.field(&entity, "Compass", field).ok(), Some(Vec3::Y.into()), "{field}");
    }
    game.set_field(&entity, "Compass", "flat", list([0.0, -2.0])).expect("a list does too");
    assert_eq!(game.field(&entity, "Compass", "flat").ok(), Some(Vec2::NEG_Y.into()));
    let error = game.set_field(&entity, "Compass", "flat", Value::from(Vec2::ZERO)).expect_err("nowhere");
    assert_eq!(
        error.message(),
        "Compass.flat: expected a direction, of a length that is finite and not 0, got Vec2(0, 0)"
    );
}

#[test]
fn a_language_that_declares_types_gets_the_models_of_all_components() {
    let mut game = Game::new();
    game.scripts(|world| {
        let before = world.component_generation();
        let models = world.component_models().expect("models");
        let names: Vec<&str> = models.iter().map(|model| model.name.as_str()).collect();
        assert!(names.contains(&"Transform") && names.contains(&"Unit"), "{names:?}");
        assert!(names.is_sorted(), "{names:?}");
        assert!(!names.iter().any(|name| name.contains("Time<")), "resources are no components: {names:?}");
        for model in &models {
            assert_eq!(world.component_model(model.id).ok().as_ref(), Some(model));
        }
        // What was bound on the way shows in the generation, and then nothing changes any more.
        let after = world.component_generation();
        assert!(after >= before);
        assert_eq!(world.component_models().expect("models").len(), models.len());
        assert_eq!(world.component_generation(), after);
    });
}

#[test]
fn a_handle_by_number_is_given_only_to_a_component_that_is_there() {
    let mut game = Game::new();
    let with = game.spawn(Transform::default()).as_entity().expect("an entity");
    let without = game.spawn(Unit::default()).as_entity().expect("an entity");
    game.scripts(|world| {
        let known = world.component_handle(with, "Transform").expect("there");
        assert_eq!(Host::component_handle(world, with, known.component), Ok(known));
        let error = Host::component_handle(world, without, known.component).expect_err("none");
        assert_eq!(error, world.component_handle(without, "Transform").expect_err("none"));
        assert!(error.message().ends_with("has no component Transform"), "{error}");
        let nobody = ScriptEntity::from_bits(0);
        let error = Host::component_handle(world, nobody, known.component).expect_err("nobody");
        assert_eq!(error, world.component_handle(nobody, "Transform").expect_err("nobody"));
        assert!(Host::component_handle(world, with, ComponentId(9999)).is_err());
    });
}
