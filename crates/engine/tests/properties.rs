//! Any value at any component: it fits and is there afterwards, or nothing changed.

mod common;

use common::{Bag, Game, Unit};
use glotta_core::{Table, Value};
use glotta_engine::ecs_entity;
use proptest::prelude::*;

/// Values that are likely to fit somewhere, and others that are not.
fn value() -> impl Strategy<Value = Value> {
    let leaf = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::Bool),
        any::<i64>().prop_map(Value::Int),
        (0_i64..300).prop_map(Value::Int),
        any::<f64>().prop_map(Value::Float),
        "[a-z]{0,3}".prop_map(Value::String),
        prop_oneof![Just("Calm"), Just("Asleep"), Just("Angry")].prop_map(Value::from),
        any::<[f32; 2]>().prop_map(|two| Value::Vec2(two.into())),
        any::<u64>().prop_map(|bits| Value::Entity(glotta_core::Entity::from_bits(bits))),
    ];
    leaf.prop_recursive(3, 24, 4, |inner| {
        let names = prop_oneof![
            prop::sample::select(vec![
                "hp", "level", "wide", "alive", "precise", "target", "stats", "points", "armour", "speed",
                "value", "owner", "items", "counts", "mood", "slots", "label", "pair", "kind", "weight",
                "variant", "at", "heat", "_0", "_1",
            ])
            .prop_map(str::to_owned),
            "[a-z]{1,2}",
        ];
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..4).prop_map(Value::List),
            prop::collection::btree_map(names, inner, 0..4).prop_map(|table: Table| Value::Table(table)),
        ]
    })
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 500, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn a_patch_that_fails_changes_nothing_and_one_that_succeeds_reads_back(value in value()) {
        let mut game = Game::new();
        let entity = game.spawn((Unit::default(), Bag::example()));
        let ecs = ecs_entity(entity.as_entity().expect("one")).expect("of this engine");
        for component in ["Unit", "Bag"] {
            let before = game.call("component.get", [entity.clone(), component.into()]).expect("read");
            let outcome = game.call("component.set", [entity.clone(), component.into(), value.clone()]);
            let after = game.call("component.get", [entity.clone(), component.into()]);
            match outcome {
                Err(error) => {
                    let place = if value.is_null() { "argument 3 (value)" } else { component };
                    prop_assert!(error.message().starts_with(&format!("component.set: {place}")), "{error}");
                    prop_assert_eq!(after.expect("read"), before);
                    if component == "Unit" {
                        prop_assert_eq!(game.world.get::<Unit>(ecs), Some(&Unit::default()));
                    } else {
                        prop_assert_eq!(game.world.get::<Bag>(ecs), Some(&Bag::example()));
                    }
                }
                Ok(_) => {
                    // What is read can be written, and is then the same.
                    let after = after.expect("read");
                    let again = [entity.clone(), component.into(), after.clone()];
                    game.call("component.set", again).expect("what was read fits");
                    let then = game.call("component.get", [entity.clone(), component.into()]);
                    prop_assert_eq!(then.expect("read"), after);
                }
            }
        }
    }

    #[test]
    fn what_is_read_of_one_entity_can_be_added_to_another(hp in any::<f32>(), level in any::<u8>(), gold in any::<i64>()) {
        prop_assume!(!hp.is_nan());
        let mut game = Game::new();
        let unit = Unit { hp, level, gold, ..Unit::default() };
        let (one, other) = (game.spawn(unit.clone()), game.spawn(()));
        let value = game.call("component.get", [one, "Unit".into()]).expect("read");
        game.call("component.add", [other.clone(), "Unit".into(), value]).expect("added");
        let other = ecs_entity(other.as_entity().expect("one")).expect("of this engine");
        prop_assert_eq!(game.world.get::<Unit>(other), Some(&unit));
    }
}
