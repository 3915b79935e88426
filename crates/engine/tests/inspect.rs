//! What components there are, what they are made of, and what has changed.

mod common;

use bevy_ecs::component::Component;
use bevy_ecs::name::Name;
use bevy_math::Vec3;
use bevy_reflect::Reflect;
use bevy_transform::components::Transform;
use common::{ClosureLanguage, Game, Journal, Unit, list};
use glotta_core::{ErrorKind, Value};
use glotta_engine::{ScriptComponent, ScriptWorld, ecs_entity};

/// Not for scripts.
#[derive(Component)]
struct Hidden;

mod other {
    use super::{Component, Reflect};

    #[derive(Component, Reflect, Default)]
    pub(super) struct Twin(pub(super) u8);
}

#[derive(Component, Reflect, Default)]
struct Twin(u8);

#[test]
fn the_names_of_an_entitys_components_can_be_used() {
    let mut game = Game::new();
    let entity = game.spawn((Transform::default(), Name::new("x"), Hidden, Unit::default()));
    let names = game.call("component.list", [entity.clone()]).expect("listed");
    assert_eq!(names, list(["GlobalTransform", "Name", "Transform", "TransformTreeChanged", "Unit"]));
    for name in names.as_list().expect("a list") {
        assert_eq!(game.call("component.has", [entity.clone(), name.clone()]).ok(), Some(Value::Bool(true)));
    }
    let empty = game.spawn(());
    assert_eq!(game.call("component.list", [empty]).ok(), Some(list::<Value>([])));
    let dead = game.dead();
    assert_eq!(common::kind(game.call("component.list", [dead])), Some(ErrorKind::NotFound));
}

#[test]
fn components_that_share_a_name_are_listed_by_their_paths() {
    let mut game = Game::new();
    let entity = game.spawn((Twin(1), other::Twin(2)));
    let names = game.call("component.list", [entity]).expect("listed");
    assert_eq!(names, list(["inspect::Twin", "inspect::other::Twin"]));
}

#[test]
fn a_description_has_nested_fields_and_variants() {
    let mut game = Game::new();
    game.spawn((Unit::default(), common::Bag::example()));
    let described = game.call("component.describe", ["Unit".into()]).expect("described");
    let table = described.as_table().expect("a table");
    assert_eq!(table["name"], "Unit".into());
    assert_eq!(table["doc"], "A component of plain bytes, with defaults.".into());
    let named = |fields: &Value, name: &str| {
        let mut fields =
            fields.as_list().expect("a list").iter().map(|field| field.as_table().expect("a table"));
        fields.find(|field| field["name"] == name.into()).expect("there").clone()
    };
    assert_eq!(named(&table["fields"], "hp")["type"], "float".into());
    let stats = named(&table["fields"], "stats");
    assert_eq!(stats["type"], "Stats".into());
    assert_eq!(named(&stats["fields"], "speed")["type"], "Vec2".into());
    let bag = game.call("component.describe", ["Bag".into()]).expect("described");
    let mood = named(&bag.as_table().expect("a table")["fields"], "mood");
    assert_eq!(mood["variants"], list(["Calm", "Angry", "Asleep"]));
    let message = game.refusal("component.describe", ["Unti".into()]);
    assert_eq!(message, "component.describe: no component is called \"Unti\"; did you mean \"Unit\"?");
}

/// Two scripts, of which the first looks and the second writes what `writes` says, for frames.
fn looking(writes: impl Fn(&mut ScriptWorld) + Send + Sync + 'static) -> (Game, Value, Journal) {
    let journal = Journal::default();
    let noted = journal.clone();
    let language = ClosureLanguage::new()
        .on("first.rs", "update", move |world, _| {
            let watched = world.named("watched").expect("there");
            let changed = world.component_changed(watched, "Transform")?;
            let found = world.with_changed_component("Transform")?.contains(&watched);
            assert_eq!(changed, found);
            noted.note(changed.to_string());
            Ok(Value::Null)
        })
        .on("second.rs", "update", move |world, _| {
            writes(world);
            Ok(Value::Null)
        });
    let mut game = Game::with(language, |setup| {
        setup.add_script("first.rs").add_script("second.rs");
    });
    let watched = game.spawn((Transform::default(), Name::new("watched")));
    (game, watched, journal)
}

#[test]
fn a_change_between_frames_shows_once() {
    let (mut game, watched, journal) = looking(|_| ());
    game.frame();
    game.frame();
    assert_eq!(journal.take(), ["true", "false"], "it is new in the first frame");
    let entity = ecs_entity(watched.as_entity().expect("one")).expect("lives");
    game.world.get_mut::<Transform>(entity).expect("there").translation = Vec3::X;
    game.frame();
    game.frame();
    assert_eq!(journal.take(), ["true", "false"]);
    game.world.entity_mut(entity).remove::<Transform>();
    game.frame();
    assert_eq!(journal.take(), ["false"], "what is gone has not changed");
    game.world.entity_mut(entity).insert(Transform::default());
    game.frame();
    assert_eq!(journal.take(), ["true"]);
}

#[test]
fn a_change_by_a_script_that_runs_later_is_not_missed() {
    let (mut game, _, journal) = looking(|world| {
        if world.frame() == 2 {
            let watched = world.named("watched").and_then(|found| ecs_entity(found).ok()).expect("there");
            world.world_mut().get_mut::<Transform>(watched).expect("there").translation = Vec3::X;
        }
    });
    for _ in 0..5 {
        game.frame();
    }
    assert_eq!(journal.take(), ["true", "false", "false", "true", "false"]);
}

#[test]
fn a_script_that_looks_again_after_a_pause_sees_one_frame() {
    let journal = Journal::default();
    let noted = journal.clone();
    let language = ClosureLanguage::new().on("a.rs", "update", move |world, arguments| {
        let me = arguments[0].as_entity()?;
        if world.frame() % 4 == 3 {
            noted.note(world.component_changed(me, "Transform")?.to_string());
        }
        Ok(Value::Null)
    });
    let mut game = Game::with(language, |_| ());
    let entity = game.world.spawn((ScriptComponent::new("a.rs"), Transform::default())).id();
    for frame in 0..12 {
        if frame == 5 || frame == 11 {
            game.world.get_mut::<Transform>(entity).expect("there").translation.x += 1.0;
        }
        game.frame();
    }
    assert_eq!(journal.take(), ["false", "false", "true"]);
}

#[test]
fn reading_is_no_change_and_a_refused_write_neither() {
    let mut game = Game::new();
    let entity = game.spawn(Transform::default());
    for _ in 0..2 {
        game.frame();
        game.call("component.changed", [entity.clone(), "Transform".into()]).expect("looked");
    }
    game.frame();
    game.call("component.get", [entity.clone(), "Transform".into()]).expect("read");
    game.call("component.get_position", [entity.clone()]).expect("read");
    game.refusal("component.set_position", [entity.clone(), Vec3::NAN.into()]);
    let arguments = || [entity.clone(), Value::from("Transform")];
    assert_eq!(game.call("component.changed", arguments()).ok(), Some(Value::Bool(false)));
    game.call("component.set_position", [entity.clone(), Vec3::ZERO.into()]).expect("written");
    assert_eq!(game.call("component.changed", arguments()).ok(), Some(Value::Bool(true)));
    assert_eq!(game.call("component.find_changed", ["Transform".into()]).ok(), Some(list([entity.clone()])));
    let dead = game.dead();
    assert_eq!(
        common::kind(game.call("component.changed", [dead, "Transform".into()])),
        Some(ErrorKind::NotFound)
    );
    assert!(game.refusal("component.changed", [entity, "Transfrom".into()]).contains("did you mean"));
    assert!(game.refusal("component.find_changed", ["Transfrom".into()]).contains("did you mean"));
}
