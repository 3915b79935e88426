//! The module `component`: values, patches, refusals.

mod common;

use bevy_ecs::prelude::*;
use bevy_math::{Quat, Vec2, Vec3, Vec4};
use bevy_reflect::prelude::*;
use bevy_transform::components::Transform;
use common::{Bag, Game, Item, Mood, Points, Team, Unit, list, table};
use glotta_core::{Entity as ScriptEntity, ErrorKind, Value};
use glotta_engine::{ecs_entity, register_script_component};

fn get<T: Component + Clone>(game: &Game, entity: &Value) -> T {
    let entity = ecs_entity(entity.as_entity().expect("an entity")).expect("of this engine");
    game.world.get::<T>(entity).expect("has it").clone()
}

#[test]
fn positions_and_rotations_go_both_ways() {
    let mut game = Game::new();
    let entity = game.spawn_at(1.0);
    let at = game.call("component.get_position", [entity.clone()]);
    assert_eq!(at.ok(), Some(Vec3::X.into()));
    game.call("component.set_position", [entity.clone(), Vec3::new(1.0, 2.0, 3.0).into()]).expect("moved");
    let turned = Quat::from_rotation_y(1.0);
    game.call("component.set_rotation", [entity.clone(), turned.into()]).expect("turned");
    assert_eq!(game.call("component.get_rotation", [entity.clone()]).ok(), Some(turned.into()));
    let transform: Transform = get(&game, &entity);
    assert_eq!((transform.translation, transform.rotation), (Vec3::new(1.0, 2.0, 3.0), turned));
    let bare = game.spawn(());
    assert_eq!(game.call("component.get_position", [bare.clone()]).ok(), Some(Value::Null));
    assert_eq!(game.call("component.get_rotation", [bare.clone()]).ok(), Some(Value::Null));
    let message = game.refusal("component.set_position", [bare, Vec3::ZERO.into()]);
    assert!(message.ends_with("has no component Transform"), "{message}");
}

#[test]
fn positions_that_are_no_place_are_refused() {
    let mut game = Game::new();
    let entity = game.spawn_at(1.0);
    for bad in [Vec3::NAN, Vec3::INFINITY, Vec3::new(0.0, f32::NEG_INFINITY, 0.0)] {
        let error = game.call("component.set_position", [entity.clone(), bad.into()]).expect_err("bad");
        assert_eq!(error.kind(), ErrorKind::Argument);
    }
    assert!(game.call("component.set_rotation", [entity.clone(), Quat::NAN.into()]).is_err());
    assert_eq!(get::<Transform>(&game, &entity).translation, Vec3::X);
    assert_eq!(
        game.refusal("component.set_position", [entity, "up".into()]),
        "component.set_position: argument 2 (position): expected Vec3, got string \"up\""
    );
}

#[test]
fn many_positions_move_together_or_not_at_all() {
    let mut game = Game::new();
    let (a, b) = (game.spawn_at(1.0), game.spawn_at(2.0));
    let both = list([a.clone(), b]);
    let positions = list([Vec3::Y, Vec3::Z]);
    game.call("component.set_positions", [both.clone(), positions.clone()]).expect("moved");
    assert_eq!(game.call("component.get_positions", [both.clone()]).ok(), Some(positions));
    let message = game.refusal("component.set_positions", [both.clone(), list([Vec3::X])]);
    assert!(message.ends_with("got 2 (entities) and 1 (positions)"), "{message}");
    let message = game.refusal("component.set_positions", [both, list([Vec3::X, Vec3::NAN])]);
    assert!(message.contains("element 2: a position must be finite"), "{message}");
    let bare = game.spawn(());
    let message =
        game.refusal("component.set_positions", [list([a.clone(), bare.clone()]), list([Vec3::X, Vec3::X])]);
    assert!(message.contains("element 2: entity"), "{message}");
    assert_eq!(get::<Transform>(&game, &a).translation, Vec3::Y, "nothing moved");
    assert!(game.refusal("component.get_positions", [list([bare])]).contains("element 1: entity"));
    let dead = game.dead();
    assert!(game.refusal("component.get_positions", [list([a, dead])]).contains("element 2: entity"));
}

#[test]
fn a_component_is_a_table_of_its_fields() {
    let mut game = Game::new();
    let entity = game.spawn_at(1.0);
    let expected = table([
        ("translation", Vec3::X.into()),
        ("rotation", Quat::IDENTITY.into()),
        ("scale", Vec3::ONE.into()),
    ]);
    assert_eq!(game.call("component.get", [entity.clone(), "Transform".into()]).ok(), Some(expected));
    assert_eq!(game.call("component.get", [entity, "Unit".into()]).ok(), Some(Value::Null));
}

#[test]
fn adding_patches_the_default() {
    let mut game = Game::new();
    let entity = game.spawn(());
    let value = table([("hp", Value::Int(3)), ("stats", table([("speed", list([3.0, 4.0]))]))]);
    game.call("component.add", [entity.clone(), "Unit".into(), value]).expect("added");
    let unit: Unit = get(&game, &entity);
    assert_eq!((unit.hp, unit.level), (3.0, 1));
    assert_eq!((unit.stats.armour, unit.stats.speed), (3, Vec2::new(3.0, 4.0)));
    game.call("component.add", [entity.clone(), "Unit".into()]).expect("replaced");
    assert_eq!(get::<Unit>(&game, &entity), Unit::default());
    assert_eq!(game.call("component.has", [entity.clone(), "Unit".into()]).ok(), Some(Value::Bool(true)));
    assert_eq!(game.call("component.remove", [entity.clone(), "Unit".into()]).ok(), Some(Value::Bool(true)));
    assert_eq!(game.call("component.remove", [entity.clone(), "Unit".into()]).ok(), Some(Value::Bool(false)));
    assert_eq!(game.call("component.has", [entity, "Unit".into()]).ok(), Some(Value::Bool(false)));
}

#[test]
fn a_type_without_attributes_is_reachable_once_the_world_knows_it() {
    let mut game = Game::new();
    let entity = game.spawn(());
    let message = game.refusal("component.add", [entity.clone(), "Team".into()]);
    assert!(
        message.contains("Team is a type of the game, but not known as a component")
            && message.contains("app.register_script_component::<Team>()"),
        "{message}"
    );
    // Asking is no error before: nothing has it.
    assert_eq!(game.call("component.has", [entity.clone(), "Team".into()]).ok(), Some(Value::Bool(false)));
    assert_eq!(game.call("component.get", [entity.clone(), "Team".into()]).ok(), Some(Value::Null));
    assert_eq!(game.call("component.remove", [entity.clone(), "Team".into()]).ok(), Some(Value::Bool(false)));
    assert_eq!(game.call("entity.find_with_component", ["Team".into()]).ok(), Some(list::<Value>([])));
    register_script_component::<Team>(&mut game.world);
    let message = game.refusal("component.add", [entity.clone(), "Team".into()]);
    assert!(message.contains("Team: missing number, colour; the type has no"), "{message}");
    let value = table([("number", Value::Int(2)), ("colour", "red".into())]);
    game.call("component.add", [entity.clone(), "Team".into(), value]).expect("added");
    assert_eq!(get::<Team>(&game, &entity), Team { number: 2, colour: "red".to_owned() });
}

#[test]
fn spawning_one_is_enough_to_make_a_type_known() {
    let mut game = Game::new();
    let entity = game.spawn(Bag::example());
    let value = game.call("component.get", [entity, "Bag".into()]).expect("read");
    let expected = table([
        ("owner", Value::Null),
        ("items", list([table([("kind", "key".into()), ("weight", Value::Float(0.5))])])),
        ("counts", table([("gold", Value::Int(3))])),
        ("mood", "Calm".into()),
        ("slots", list([1_i64, 2, 3])),
        ("label", "old".into()),
        ("pair", list([Value::Float(1.0), Value::Bool(true)])),
    ]);
    assert_eq!(value, expected);
}

#[test]
fn what_has_no_offset_is_replaced_as_a_whole() {
    let mut game = Game::new();
    let entity = game.spawn(Bag::example());
    let items = list([
        table([("kind", "rope".into()), ("weight", Value::Int(2))]),
        table([("kind", "lamp".into()), ("weight", Value::Float(1.5))]),
    ]);
    let value = table([
        ("owner", Value::Int(9)),
        ("items", items),
        ("counts", table([("silver", Value::Int(1))])),
        ("mood", table([("variant", "Angry".into()), ("at", "you".into()), ("heat", Value::Int(1))])),
        ("slots", list([4_i64, 5, 6])),
        ("pair", table([("_1", Value::Bool(false))])),
    ]);
    game.call("component.set", [entity.clone(), "Bag".into(), value]).expect("set");
    let item = |kind: &str, weight| Item { kind: kind.to_owned(), weight };
    let expected = Bag {
        owner: Some(9),
        items: vec![item("rope", 2.0), item("lamp", 1.5)],
        counts: [("silver".to_owned(), 1)].into_iter().collect(),
        mood: Mood::Angry { at: "you".to_owned(), heat: 1.0 },
        slots: [4, 5, 6],
        label: "old".to_owned(),
        pair: (1.0, false),
    };
    assert_eq!(get::<Bag>(&game, &entity), expected);
    let value = table([
        ("items", list::<Value>([])),
        ("mood", table([("variant", "Asleep".into()), ("value", Value::Float(2.0))])),
    ]);
    game.call("component.set", [entity.clone(), "Bag".into(), value]).expect("set");
    let bag: Bag = get(&game, &entity);
    assert_eq!((bag.items.len(), bag.mood), (0, Mood::Asleep(2.0)));
    let mood = game.call("component.get", [entity, "Bag".into()]).expect("read");
    let mood = mood.as_table().expect("a table").get("mood").cloned();
    assert_eq!(mood, Some(table([("variant", "Asleep".into()), ("value", Value::Float(2.0))])));
}

#[test]
fn a_value_that_does_not_fit_names_the_place_and_changes_nothing() {
    let mut game = Game::new();
    let unit = game.spawn(Unit::default());
    let bag = game.spawn(Bag::example());
    let cases: [(&Value, &str, Value, &str); 19] = [
        (&unit, "Unit", table([("hp", "x".into())]), "Unit.hp: expected float, got string \"x\""),
        (&unit, "Unit", table([("hp", Value::Float(f64::NAN))]), "Unit.hp: NaN is not a number"),
        (&unit, "Unit", table([("hp", Value::Float(1e300))]), "Unit.hp: 1e300 is out of range"),
        (&unit, "Unit", table([("precise", Value::Float(f64::NAN))]), "Unit.precise: NaN is not a number"),
        (
            &unit,
            "Unit",
            table([("level", Value::Int(256))]),
            "Unit.level: 256 is out of range: expected 0 to 255",
        ),
        (&unit, "Unit", table([("level", Value::Int(-1))]), "Unit.level: -1 is out of range"),
        (&unit, "Unit", table([("level", Value::Float(1.5))]), "Unit.level: expected int, got float 1.5"),
        (&unit, "Unit", table([("wide", Value::Int(-1))]), "Unit.wide: -1 is out of range"),
        (&unit, "Unit", table([("hpp", Value::Int(1))]), "Unit has no field \"hpp\"; did you mean \"hp\""),
        (
            &unit,
            "Unit",
            table([("stats", table([("armor", Value::Int(1))]))]),
            "Unit.stats has no field \"armor\"; did you mean \"armour\"?",
        ),
        (
            &unit,
            "Unit",
            table([("stats", table([("speed", list([1.0]))]))]),
            "Unit.stats.speed: expected Vec2",
        ),
        (&unit, "Unit", Value::Int(1), "Unit: expected table, got int 1"),
        (
            &bag,
            "Bag",
            table([("mood", "Clam".into())]),
            "Bag.mood: no variant is called \"Clam\"; did you mean \"Calm\"?",
        ),
        (
            &bag,
            "Bag",
            table([("mood", "Asleep".into())]),
            "Bag.mood: missing value; a variant is given whole",
        ),
        (
            &bag,
            "Bag",
            table([("mood", Value::Int(1))]),
            "Bag.mood: expected a variant by name (\"Calm\") or a table \
             {variant = \"Angry\" or \"Asleep\", …}, got int 1",
        ),
        (&bag, "Bag", table([("slots", list([1_i64]))]), "Bag.slots: expected list of 3, got list of 1"),
        (
            &bag,
            "Bag",
            table([("items", list([table([("kind", "x".into()), ("weight", "y".into())])]))]),
            "Bag.items: element 1: weight: expected float, got string \"y\"",
        ),
        (
            &bag,
            "Bag",
            table([("items", list([table([("kind", "x".into())])]))]),
            "Bag.items: element 1: missing weight",
        ),
        (
            &bag,
            "Bag",
            table([("counts", table([("a", "b".into())]))]),
            "Bag.counts: entry \"a\": expected int",
        ),
    ];
    for (entity, component, value, expected) in cases {
        // A field that would fit stands first: nothing of the value may be written.
        let mut value = value;
        if let Value::Table(fields) = &mut value {
            if component == "Unit" {
                fields.insert("gold".to_owned(), Value::Int(77));
            } else {
                fields.insert("label".to_owned(), "new".into());
            }
        }
        let message = game.refusal("component.set", [entity.clone(), component.into(), value]);
        assert!(message.starts_with(&format!("component.set: {expected}")), "{message}");
    }
    assert_eq!(get::<Unit>(&game, &unit), Unit::default());
    assert_eq!(get::<Bag>(&game, &bag), Bag::example());
}

#[test]
fn infinity_is_a_number_outside_of_positions() {
    let mut game = Game::new();
    let unit = game.spawn(Unit::default());
    let value = table([("hp", Value::Float(f64::INFINITY))]);
    game.call("component.set", [unit.clone(), "Unit".into(), value]).expect("set");
    assert_eq!(get::<Unit>(&game, &unit).hp, f32::INFINITY);
}

#[test]
fn a_number_too_large_for_scripts_is_an_error_and_not_another_number() {
    let mut game = Game::new();
    let unit = game.spawn(Unit { wide: u64::MAX, ..Unit::default() });
    let message = game.refusal("component.get", [unit, "Unit".into()]);
    assert!(message.contains("Unit.wide: 18446744073709551615 does not fit"), "{message}");
}

#[test]
fn a_missing_component_is_told_from_an_unknown_one() {
    let mut game = Game::new();
    let entity = game.spawn(());
    let (error, what) = (
        game.call("component.set", [entity.clone(), "Transform".into(), table([])]).expect_err("it lacks it"),
        entity.as_entity().expect("one"),
    );
    assert_eq!(error.kind(), ErrorKind::NotFound);
    assert_eq!(error.message(), format!("component.set: entity {what} has no component Transform"));
    let message = game.refusal("component.handle", [entity.clone(), "Transform".into()]);
    assert!(message.ends_with("has no component Transform"), "{message}");
    for function in
        ["component.has", "component.get", "component.remove", "component.add", "component.handle"]
    {
        let message = game.refusal(function, [entity.clone(), "Trnsform".into()]);
        assert!(message.contains("did you mean \"Transform\""), "{message}");
    }
}

mod one {
    #[derive(bevy_ecs::component::Component, bevy_reflect::Reflect, Default)]
    #[reflect(Component, Default)]
    pub(crate) struct Shared {
        pub(crate) x: f32,
    }
    use bevy_ecs::reflect::ReflectComponent;
    use bevy_reflect::std_traits::ReflectDefault;
}

mod two {
    #[derive(bevy_ecs::component::Component, bevy_reflect::Reflect, Default)]
    #[reflect(Component, Default)]
    pub(crate) struct Shared {
        pub(crate) y: f32,
    }
    use bevy_ecs::reflect::ReflectComponent;
    use bevy_reflect::std_traits::ReflectDefault;
}

#[test]
fn a_short_name_of_two_components_lists_them_and_the_full_name_works() {
    let mut game = Game::new();
    let entity = game.spawn(());
    let message = game.refusal("component.add", [entity.clone(), "Shared".into()]);
    assert!(
        message.ends_with(
            "\"Shared\" means several components: write \"components::one::Shared\" or \"components::two::Shared\""
        ),
        "{message}"
    );
    let full = "components::two::Shared";
    game.call("component.add", [entity.clone(), full.into(), table([("y", Value::Int(1))])]).expect("added");
    let value = game.call("component.get", [entity, full.into()]);
    assert_eq!(value.ok(), Some(table([("y", Value::Float(1.0))])));
}

#[test]
fn a_resource_is_not_offered_as_a_component() {
    #[derive(Resource, Reflect, Default)]
    struct Treasure(u32);
    let mut game = Game::new();
    game.world.init_resource::<Treasure>();
    let entity = game.spawn(());
    let message = game.refusal("component.get", [entity.clone(), "Treasure".into()]);
    assert!(message.contains("Treasure is a resource of the game"), "{message}");
    let message = game.refusal("component.get", [entity, "Tresure".into()]);
    assert!(message.ends_with("no component is called \"Tresure\""), "{message}");
}

#[test]
fn an_immutable_component_is_replaced() {
    #[derive(Resource, Default)]
    struct Replaced(u32);
    let mut game = Game::new();
    game.world.init_resource::<Replaced>();
    game.world.add_observer(|_: On<'_, '_, Insert<Team>>, mut count: ResMut<'_, Replaced>| count.0 += 1);
    let entity = game.spawn(Team { number: 1, colour: "red".to_owned() });
    game.call("component.set", [entity.clone(), "Team".into(), table([("number", Value::Int(2))])])
        .expect("set");
    game.set_field(&entity, "Team", "number", 3_i64).expect("set");
    assert_eq!(get::<Team>(&game, &entity), Team { number: 3, colour: "red".to_owned() });
    assert_eq!(game.world.resource::<Replaced>().0, 3);
    assert!(game.set_field(&entity, "Team", "number", 300_i64).is_err());
    assert_eq!(get::<Team>(&game, &entity).number, 3);
}

#[test]
fn a_component_of_one_nameless_field_is_that_value() {
    let mut game = Game::new();
    let entity = game.spawn(Points(5.0));
    let read = |game: &mut Game| game.call("component.get", [entity.clone(), "Points".into()]).ok();
    assert_eq!(read(&mut game), Some(Value::Float(5.0)));
    game.call("component.set", [entity.clone(), "Points".into(), Value::Int(6)]).expect("set");
    assert_eq!(read(&mut game), Some(Value::Float(6.0)));
    let wrapped = table([("value", Value::Int(7))]);
    game.call("component.set", [entity.clone(), "Points".into(), wrapped]).expect("set");
    assert_eq!(read(&mut game), Some(Value::Float(7.0)));
    game.call("component.add", [entity.clone(), "Points".into(), Value::Int(8)]).expect("added");
    assert_eq!(read(&mut game), Some(Value::Float(8.0)));
}

#[derive(Component, Reflect, Debug, PartialEq, Clone)]
enum Phase {
    Idle,
    Chase { prey: Entity },
}

#[test]
fn a_component_may_be_an_enumeration() {
    let mut game = Game::new();
    let entity = game.spawn(Phase::Idle);
    assert_eq!(game.call("component.get", [entity.clone(), "Phase".into()]).ok(), Some("Idle".into()));
    let prey = entity.as_entity().expect("one");
    let value = table([("variant", "Chase".into()), ("prey", prey.into())]);
    game.call("component.set", [entity.clone(), "Phase".into(), value.clone()]).expect("set");
    assert_eq!(game.call("component.get", [entity.clone(), "Phase".into()]).ok(), Some(value));
    game.call("component.add", [entity.clone(), "Phase".into(), "Idle".into()]).expect("added");
    assert_eq!(get::<Phase>(&game, &entity), Phase::Idle);
    assert_eq!(game.field(&entity, "Phase", "value").ok(), Some("Idle".into()));
    let bad = table([("variant", "Chase".into()), ("prey", ScriptEntity::from_bits(0).into())]);
    let message = game.refusal("component.set", [entity, "Phase".into(), bad]);
    assert!(message.contains("Phase.prey: entity"), "{message}");
}

#[derive(Component, Reflect, Debug, PartialEq, Clone, Default)]
#[reflect(Default)]
struct Exotic {
    tint: Vec4,
    letter: char,
    span: std::time::Duration,
    words: std::collections::HashSet<String>,
    by_number: std::collections::BTreeMap<u8, bool>,
    by_entity: std::collections::HashMap<i32, f32>,
    deep: Option<Vec<Option<Vec3>>>,
    #[reflect(ignore)]
    secret: u32,
}

#[test]
fn less_common_types_have_values_too() {
    let mut game = Game::new();
    let entity = game.spawn(Exotic { secret: 5, ..Exotic::default() });
    let value = table([
        ("tint", list([1.0, 2.0, 3.0, 4.0])),
        ("letter", "é".into()),
        ("span", Value::Float(1.5)),
        ("words", list(["b", "a"])),
        ("by_number", table([("7", Value::Bool(true))])),
        ("by_entity", list([list([Value::Int(2), Value::Int(1)]), list([Value::Int(-1), Value::Int(0)])])),
        ("deep", list([Value::Null, Vec3::X.into()])),
    ]);
    game.call("component.set", [entity.clone(), "Exotic".into(), value]).expect("set");
    let exotic: Exotic = get(&game, &entity);
    assert_eq!(exotic.tint, Vec4::new(1.0, 2.0, 3.0, 4.0));
    assert_eq!((exotic.letter, exotic.span.as_millis(), exotic.secret), ('é', 1500, 5));
    assert_eq!(exotic.deep, Some(vec![None, Some(Vec3::X)]));
    let value = game.call("component.get", [entity.clone(), "Exotic".into()]).expect("read");
    let value = value.as_table().expect("a table");
    assert_eq!(value["words"], list(["a", "b"]), "sorted, so that it is the same on every run");
    assert_eq!(value["by_number"], list([list([Value::Int(7), Value::Bool(true)])]));
    let pair = |key, number| list([Value::Int(key), Value::Float(number)]);
    assert_eq!(value["by_entity"], list([pair(-1, 0.0), pair(2, 1.0)]));
    assert_eq!(value["tint"].as_table().map(|tint| tint["w"].clone()).ok(), Some(Value::Float(4.0)));
    assert!(!value.contains_key("secret"));
    for (field, bad) in [
        ("letter", Value::from("ab")),
        ("span", Value::Int(-1)),
        ("span", Value::Float(f64::NAN)),
        ("tint", list([1.0])),
        ("secret", Value::Int(1)),
    ] {
        let value = table([(field, bad)]);
        assert!(game.call("component.set", [entity.clone(), "Exotic".into(), value]).is_err(), "{field}");
    }
}

#[test]
fn a_type_that_reflection_hides_is_named_when_it_is_written() {
    #[derive(Reflect, Clone, Default)]
    #[reflect(opaque)]
    struct Hidden;
    #[derive(Component, Reflect, Default)]
    struct Holder {
        hidden: Hidden,
        shown: u8,
    }
    let mut game = Game::new();
    let entity = game.spawn(Holder::default());
    let value = game.call("component.get", [entity.clone(), "Holder".into()]);
    assert_eq!(value.ok(), Some(table([("shown", Value::Int(0))])));
    let message =
        game.refusal("component.set", [entity, "Holder".into(), table([("hidden", Value::Int(1))])]);
    assert!(
        message.contains("Holder.hidden: a value of the type") && message.contains("Hidden"),
        "{message}"
    );
}

#[test]
fn required_components_and_hooks_run_on_insertion_by_name() {
    #[derive(Component, Reflect, Default)]
    #[reflect(Component, Default)]
    #[require(Transform)]
    struct Placed;
    let mut game = Game::new();
    let entity = game.spawn(());
    game.call("component.add", [entity.clone(), "Placed".into()]).expect("added");
    assert_eq!(game.call("component.get_position", [entity]).ok(), Some(Vec3::ZERO.into()));
}

#[test]
fn families_are_made_by_child_of_and_cannot_go_in_circles() {
    let mut game = Game::new();
    let (parent, child) = (game.spawn(()), game.spawn(()));
    let who = child.as_entity().expect("one");
    game.call("component.add", [child.clone(), "ChildOf".into(), parent.clone()]).expect("added");
    let children = game.call("component.get", [parent.clone(), "Children".into()]);
    assert_eq!(children.ok(), Some(list([child.clone()])));
    let message = game.refusal("component.add", [parent.clone(), "ChildOf".into(), child.clone()]);
    assert!(message.contains("cannot be the parent of"), "{message}");
    let message = game.refusal("component.add", [child.clone(), "ChildOf".into(), child.clone()]);
    assert!(message.contains("cannot be"), "{message}");
    let dead = game.dead();
    let message = game.refusal("component.set", [child.clone(), "ChildOf".into(), dead]);
    assert!(message.starts_with("component.set: ChildOf: entity"), "{message}");
    for function in ["component.set", "component.add"] {
        let message = game.refusal(function, [parent.clone(), "Children".into(), list([who])]);
        assert!(message.contains("Children is kept by the engine"), "{message}");
    }
    let error = game.set_field(&parent, "Children", "value", list([who])).expect_err("kept by the engine");
    assert!(error.message().contains("Children is kept by the engine"), "{error}");
    let other = game.spawn(());
    game.call("component.set", [child.clone(), "ChildOf".into(), other.clone()]).expect("moved");
    game.call("entity.destroy", [other]).expect("destroyed");
    assert_eq!(game.call("entity.is_valid", [child]).ok(), Some(Value::Bool(false)));
    assert_eq!(game.call("entity.is_valid", [parent]).ok(), Some(Value::Bool(true)));
}

#[test]
fn a_family_as_deep_as_may_be_can_be_destroyed_and_a_deeper_one_is_refused() {
    for from_above in [true, false] {
        let mut game = Game::new();
        let first = game.call("entity.create", []).expect("made");
        let mut last = first.clone();
        let mut join = |game: &mut Game| {
            let next = game.call("entity.create", []).expect("made");
            let (child, parent) = if from_above { (&next, &last) } else { (&last, &next) };
            let added = game.call("component.add", [child.clone(), Value::from("ChildOf"), parent.clone()]);
            last = next;
            added
        };
        for _ in 1..256 {
            join(&mut game).expect("added");
        }
        let error = join(&mut game).expect_err("one too many");
        assert!(error.message().ends_with("that family would be more than 256 levels deep"), "{error}");
        let entities = game.call("entity.find_with_component", [Value::from("ChildOf")]).expect("there");
        let root = entities.as_list().expect("a list").iter().find_map(|entity| {
            let parent = game.call("component.get", [entity.clone(), Value::from("ChildOf")]).ok()?;
            let is_root = game.call("component.has", [parent.clone(), Value::from("ChildOf")]).ok()?
                == Value::Bool(false);
            is_root.then_some(parent)
        });
        game.call("entity.destroy", [root.expect("a family")]).expect("destroyed");
        assert_eq!(game.call("entity.is_valid", [first]), Ok(Value::Bool(false)));
    }
}
