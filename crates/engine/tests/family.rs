//! Parents, children and copies, and the entities around a place.

mod common;

use bevy_ecs::component::Component;
use bevy_ecs::hierarchy::ChildOf;
use bevy_ecs::name::Name;
use bevy_math::Vec3;
use bevy_transform::components::Transform;
use common::{ClosureLanguage, Game, Journal, list};
use glotta_core::{Entity, ErrorKind, Value};
use glotta_engine::{ScriptComponent, ScriptWorld, Tags, ecs_entity, script_entity};

fn entity(value: &Value) -> Entity {
    value.as_entity().expect("an entity")
}

fn around(game: &mut Game, center: Vec3, radius: f64) -> Value {
    game.call("entity.find_in_radius", [center.into(), radius.into()]).expect("found")
}

#[test]
fn the_nearest_come_first_and_the_border_belongs_to_the_circle() {
    let mut game = Game::new();
    let (far, near, right, left) =
        (game.spawn_at(5.0), game.spawn_at(1.0), game.spawn_at(3.0), game.spawn_at(-3.0));
    game.spawn(Name::new("nowhere"));
    assert_eq!(around(&mut game, Vec3::ZERO, 3.0), list([near.clone(), right.clone(), left.clone()]));
    let all = list([near.clone(), right, left, far]);
    assert_eq!(around(&mut game, Vec3::ZERO, f64::INFINITY), all);
    assert_eq!(around(&mut game, Vec3::X, 0.0), list([near]));
    assert_eq!(around(&mut game, Vec3::Y, 0.5), list::<Value>([]));
}

#[test]
fn distances_are_exact_however_small_or_large() {
    let mut game = Game::new();
    let tiny = game.spawn_at(1e-30);
    let huge = game.spawn_at(3e38);
    assert_eq!(around(&mut game, Vec3::ZERO, 0.5e-30), list::<Value>([]));
    assert_eq!(around(&mut game, Vec3::ZERO, 2e-30), list([tiny.clone()]));
    assert_eq!(around(&mut game, Vec3::new(-3e38, 0.0, 0.0), 5e38), list([tiny.clone()]));
    assert_eq!(around(&mut game, Vec3::new(-3e38, 0.0, 0.0), 7e38), list([tiny.clone(), huge]));
    game.spawn_at(f32::NAN);
    assert_eq!(around(&mut game, Vec3::ZERO, 1.0), list([tiny]));
}

#[test]
fn what_is_no_circle_is_refused() {
    let mut game = Game::new();
    for radius in [-1.0, -f64::INFINITY, f64::NAN] {
        let error = game.call("entity.find_in_radius", [Vec3::ZERO.into(), radius.into()]);
        assert_eq!(common::kind(error), Some(ErrorKind::Argument), "{radius}");
    }
    assert_eq!(
        game.refusal("entity.find_in_radius", [Vec3::NAN.into(), 1.0.into()]),
        "entity.find_in_radius: a center must be finite, got Vec3(NaN, NaN, NaN)"
    );
}

#[test]
fn children_are_listed_in_the_order_they_came() {
    let mut game = Game::new();
    let (parent, a, b, c) = (game.spawn(()), game.spawn(()), game.spawn(()), game.spawn(()));
    for child in [&c, &a, &b] {
        game.call("entity.set_parent", [child.clone(), parent.clone()]).expect("set");
    }
    assert_eq!(
        game.call("entity.children", [parent.clone()]).ok(),
        Some(list([c.clone(), a.clone(), b.clone()]))
    );
    game.call("entity.set_parent", [c.clone(), parent.clone()]).expect("it is that already");
    game.call("entity.set_parent", [a.clone(), Value::Null]).expect("let go");
    assert_eq!(game.call("entity.children", [parent.clone()]).ok(), Some(list([c, b.clone()])));
    assert_eq!(game.call("entity.parent", [a]).ok(), Some(Value::Null));
    assert_eq!(game.call("entity.parent", [b]).ok(), Some(parent));
}

#[test]
fn a_parent_that_cannot_be_changes_nothing() {
    let mut game = Game::new();
    let (a, b, c, dead) = (game.spawn(()), game.spawn(()), game.spawn(()), game.dead());
    game.call("entity.set_parent", [b.clone(), a.clone()]).expect("set");
    game.call("entity.set_parent", [c.clone(), b.clone()]).expect("set");
    let refused = |game: &mut Game, child: &Value, parent: &Value| {
        let error = game.call("entity.set_parent", [child.clone(), parent.clone()]).expect_err("refused");
        (error.kind(), error.message().to_owned())
    };
    assert_eq!(
        refused(&mut game, &a, &c),
        (
            ErrorKind::Argument,
            format!(
                "entity.set_parent: entity {} cannot be the parent of {}, which it descends from",
                entity(&c),
                entity(&a)
            )
        )
    );
    assert_eq!(
        refused(&mut game, &b, &b),
        (ErrorKind::Argument, format!("entity.set_parent: entity {} cannot be its own parent", entity(&b)))
    );
    assert_eq!(refused(&mut game, &b, &dead).0, ErrorKind::NotFound);
    assert_eq!(refused(&mut game, &dead, &b).0, ErrorKind::NotFound);
    assert_eq!(game.call("entity.parent", [b]).ok(), Some(a.clone()));
    assert_eq!(game.call("entity.parent", [a]).ok(), Some(Value::Null));
}

#[test]
fn the_scripts_of_children_stop_while_all_of_them_exist() {
    let journal = Journal::default();
    let noted = journal.clone();
    let language =
        ClosureLanguage::new().noting("a.rs", &["on_start"], &Journal::default()).on("a.rs", "on_stop", {
            move |world: &mut ScriptWorld, arguments: &[Value]| {
                let me = arguments[0].as_entity()?;
                let parent = world.parent(me)?;
                noted.note(format!("{} {}", world.children(me)?.len(), parent.is_some()));
                Ok(Value::Null)
            }
        });
    let mut game = Game::with(language, |_| ());
    let parent = game.world.spawn(ScriptComponent::new("a.rs")).id();
    game.world.spawn((ScriptComponent::new("a.rs"), ChildOf(parent)));
    game.frame();
    game.call("entity.destroy", [Value::Entity(script_entity(parent))]).expect("destroyed");
    assert_eq!(journal.take(), ["1 false", "0 true"]);
}

#[test]
fn a_child_that_leaves_while_it_stops_begins_again_and_one_that_comes_stops_too() {
    let journal = Journal::default();
    let (started, stopped) = (journal.clone(), journal.clone());
    let language = ClosureLanguage::new()
        .on("leaver.rs", "on_start", move |_, _| {
            started.note("start");
            Ok(Value::Null)
        })
        .on("leaver.rs", "on_stop", |world, arguments| {
            let me = arguments[0].as_entity()?;
            if let (Some(parent), Some(guest)) = (world.parent(me)?, world.named("guest")) {
                world.set_parent(guest, Some(parent))?;
                world.set_parent(me, None)?;
            }
            Ok(Value::Null)
        })
        .on("guest.rs", "on_start", |_, _| Ok(Value::Null))
        .on("guest.rs", "on_stop", move |world, arguments| {
            stopped.note(format!("guest exists: {}", world.is_alive(arguments[0].as_entity()?)));
            Ok(Value::Null)
        });
    let mut game = Game::with(language, |_| ());
    let parent = game.world.spawn_empty().id();
    let child = game.world.spawn((ScriptComponent::new("leaver.rs"), ChildOf(parent))).id();
    let guest = game.world.spawn((ScriptComponent::new("guest.rs"), Name::new("guest"))).id();
    game.frame();
    assert_eq!(journal.take(), ["start"]);
    game.call("entity.destroy", [Value::Entity(script_entity(parent))]).expect("destroyed");
    assert_eq!(journal.take(), ["guest exists: true"]);
    assert!(game.world.entities().contains_spawned(child) && !game.world.entities().contains_spawned(guest));
    game.frame();
    assert_eq!(journal.take(), ["start"]);
}

/// Neither reflects nor can be cloned.
#[derive(Component)]
struct Socket;

#[test]
fn a_copy_has_what_can_be_copied_and_its_own_data() {
    let journal = Journal::default();
    let language = ClosureLanguage::new().noting("a.rs", &["on_start"], &journal);
    let mut game = Game::with(language, |_| ());
    let script =
        ScriptComponent::new("a.rs").with_data([("hp".to_owned(), Value::Int(5))].into_iter().collect());
    let parent = game.world.spawn_empty().id();
    let bag = common::Bag::example();
    let original =
        game.spawn((script, Name::new("Hero"), Tags::new(["x"]), bag.clone(), Socket, ChildOf(parent)));
    game.world.spawn(ChildOf(ecs_entity(entity(&original)).expect("lives")));
    game.frame();
    assert_eq!(journal.take().len(), 1);
    let copy = game.call("entity.clone", [original.clone()]).expect("copied");
    assert_ne!(copy, original);
    let found = ecs_entity(entity(&copy)).expect("lives");
    let there = game.world.entity(found);
    assert_eq!(there.get::<Name>().map(Name::as_str), Some("Hero"));
    assert_eq!(there.get::<Tags>(), Some(&Tags::new(["x"])));
    assert_eq!(there.get::<common::Bag>(), Some(&bag));
    assert_eq!(there.get::<ChildOf>().map(ChildOf::parent), Some(parent));
    assert!(!there.contains::<Socket>());
    assert_eq!(game.call("entity.children", [copy.clone()]).ok(), Some(list::<Value>([])));
    assert!(journal.take().is_empty(), "its scripts begin in the next frame");
    game.frame();
    assert_eq!(journal.take(), [format!("on_start {copy}")]);
    let mut component = game.world.get_mut::<ScriptComponent>(found).expect("there");
    component.data.insert("hp".to_owned(), Value::Int(1));
    let kept =
        game.world.get::<ScriptComponent>(ecs_entity(entity(&original)).expect("lives")).expect("there");
    assert_eq!(kept.data.get("hp"), Some(&Value::Int(5)));
}

#[test]
fn a_family_is_copied_with_all_its_levels() {
    let mut game = Game::new();
    let root = game.world.spawn(Name::new("root")).id();
    let arm = game.world.spawn((Name::new("arm"), ChildOf(root))).id();
    game.world.spawn((Name::new("hand"), ChildOf(arm), Transform::from_xyz(1.0, 0.0, 0.0)));
    let copy = game.call("entity.clone", [Value::Entity(script_entity(root)), true.into()]).expect("copied");
    let only = |game: &mut Game, parent: &Value| {
        let children = game.call("entity.children", [parent.clone()]).expect("listed");
        let children = children.as_list().expect("a list").to_vec();
        assert_eq!(children.len(), 1);
        children[0].clone()
    };
    let arm_copy = only(&mut game, &copy);
    let hand = only(&mut game, &arm_copy);
    assert_ne!(entity(&arm_copy), script_entity(arm));
    assert_eq!(game.call("entity.name", [hand.clone()]).ok(), Some("hand".into()));
    assert_eq!(game.call("component.get_position", [hand]).ok(), Some(Vec3::X.into()));
}

#[test]
fn what_keeps_a_resource_is_not_copied() {
    let mut game = Game::new();
    let mut query = game
        .world
        .query_filtered::<bevy_ecs::entity::Entity, bevy_ecs::query::With<bevy_ecs::resource::IsResource>>();
    let own = query.iter(&game.world).next().expect("the engine has resources");
    let message = game.refusal("entity.clone", [Value::Entity(script_entity(own))]);
    assert!(message.ends_with("belongs to the engine: it holds a resource"), "{message}");
}

#[test]
fn functions_on_families_refuse_the_dead() {
    let mut game = Game::new();
    let dead = game.dead();
    for function in ["entity.parent", "entity.children", "entity.clone", "entity.set_parent"] {
        let result = game.call(function, [dead.clone()]);
        assert_eq!(common::kind(result), Some(ErrorKind::NotFound), "{function}");
    }
}
