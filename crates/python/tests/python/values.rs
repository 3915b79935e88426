//! Values on their way to Python and back, and those that cannot go.

use glotta_core::{Arg, Value};
use proptest::prelude::*;

use crate::bench::Bench;

fn value() -> impl Strategy<Value = Value> {
    let leaf = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::Bool),
        any::<i64>().prop_map(Value::Int),
        any::<f64>().prop_filter("NaN differs from itself", |value| !value.is_nan()).prop_map(Value::Float),
        ".*".prop_map(Value::String),
        any::<[f32; 3]>()
            .prop_filter("NaN differs from itself", |lanes| lanes.iter().all(|lane| !lane.is_nan()))
            .prop_map(|lanes| Value::Vec3(lanes.into())),
        any::<u64>().prop_map(|bits| Value::Entity(glotta_core::Entity::from_bits(bits))),
    ];
    leaf.prop_recursive(4, 32, 6, |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..6).prop_map(Value::List),
            prop::collection::btree_map(".*", inner, 0..6).prop_map(Value::Table),
        ]
    })
}

proptest! {
    #[test]
    fn a_value_comes_back_as_it_was(value in value()) {
        let mut bench = Bench::new();
        let back = bench.run_with("def run(value): return value", &[Arg::Value(&value)]);
        prop_assert_eq!(back, Ok(value));
    }
}
