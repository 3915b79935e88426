//! Columns through the thunks of the class, on a world without a language.

use std::sync::Arc;

use bevy_ecs::prelude::*;
use bevy_reflect::prelude::*;
use glotta_core::null::ValueFrame;
use glotta_core::{Object, Quat, ScriptApi as _, ScriptError, Value, Vec3};

use super::{Column, Numbers, Rows};
use crate::api::ColumnApi;
use crate::convert::script_entity;
use crate::{MemoryOutput, ScriptSetup, ScriptWorld, with_scripts};

#[derive(Component, Reflect, Clone, Debug, PartialEq, Default)]
#[reflect(Component, Default)]
struct Body {
    place: Vec3,
    turn: Quat,
    mass: f32,
    charge: f64,
    level: u8,
    alive: bool,
    name: String,
    inner: Inner,
}

#[derive(Reflect, Clone, Debug, PartialEq, Default)]
struct Inner {
    heat: f32,
}

#[derive(Component, Reflect, Clone, Debug, PartialEq, Default)]
struct Speed(Vec3);

#[derive(Component)]
struct Marker;

/// A component that does not lie in tables.
#[derive(Component, Reflect, Clone, Debug, PartialEq, Default)]
#[component(storage = "SparseSet")]
struct Loose {
    place: Vec3,
    level: u8,
    alive: bool,
}

#[derive(Component, Reflect, Clone, Debug, PartialEq, Default)]
#[component(immutable)]
struct Fixed {
    weight: f32,
}

struct Game {
    world: World,
    entities: Vec<Entity>,
}

impl Game {
    /// Five bodies in two tables, in an order that is not that of their indices.
    fn new() -> Self {
        let mut world = World::new();
        let mut setup = ScriptSetup::new();
        setup.set_output(MemoryOutput::new());
        setup.start(&mut world).expect("starts");
        let entities = (0..5_u8).map(|index| {
            let number = f32::from(index);
            let body = Body {
                place: Vec3::new(number, 10.0 * number, 0.0),
                mass: number,
                charge: f64::from(number) / 2.0,
                level: index,
                alive: index % 2 == 0,
                ..Body::default()
            };
            let speed = Speed(Vec3::new(1.0, 0.0, number));
            let loose = Loose { place: Vec3::splat(number), level: index, alive: true };
            let mut entity = world.spawn((body, speed, loose, Fixed { weight: number }));
            if index % 2 == 1 {
                entity.insert(Marker);
            }
            entity.id()
        });
        let entities = entities.collect();
        Self { world, entities }
    }

    fn scripts<R>(&mut self, work: impl FnOnce(&mut ScriptWorld) -> R) -> R {
        with_scripts(&mut self.world, work).expect("the world has scripts")
    }

    fn try_column(&mut self, name: &str) -> Result<Value, ScriptError> {
        let entities = self.entities.clone();
        self.scripts(|world| {
            let rows = Arc::new(Rows::of_entities(world.world(), &entities));
            world.column_of(rows, name).map(|column| Value::Object(Object::new(column)))
        })
    }

    fn column(&mut self, name: &str) -> Value {
        self.try_column(name).expect("a column")
    }

    fn call<const N: usize>(&mut self, method: &str, arguments: [&Value; N]) -> Result<Value, ScriptError> {
        let class = ColumnApi::MODULE.class.expect("a class");
        let method = class.methods.iter().find(|known| known.name == method).expect("a method");
        let mut frame = ValueFrame::new(arguments.into_iter().cloned());
        self.scripts(|world| method.call(&mut frame, world))?;
        Ok(frame.result)
    }

    fn run<const N: usize>(&mut self, method: &str, arguments: [&Value; N]) -> Value {
        self.call(method, arguments).expect("it works")
    }

    fn refusal<const N: usize>(&mut self, method: &str, arguments: [&Value; N]) -> String {
        self.call(method, arguments).expect_err("it must fail").message().to_owned()
    }

    fn floats(&mut self, column: &Value) -> Vec<f64> {
        let Value::List(rows) = self.run("to_list", [column]) else { return Vec::new() };
        rows.iter().map(|row| row.as_float().expect("a float")).collect()
    }

    fn places(&self) -> Vec<Vec3> {
        self.entities.iter().map(|&entity| self.world.get::<Body>(entity).expect("there").place).collect()
    }

    fn changed<T: Component>(&mut self, work: impl FnOnce(&mut Self)) -> Vec<usize> {
        let since = self.world.increment_change_tick();
        work(self);
        let now = self.world.change_tick();
        let is_changed = |&index: &usize| {
            let ticks = self.world.entity(self.entities[index]).get_change_ticks::<T>().expect("there");
            ticks.is_changed(since, now)
        };
        (0..self.entities.len()).filter(is_changed).collect()
    }
}

fn list<const N: usize>(items: [f64; N]) -> Value {
    Value::List(items.map(Value::Float).to_vec())
}

#[test]
fn positions_move_by_velocities_and_only_they_change() {
    let mut game = Game::new();
    let (place, speed) = (game.column("Body.place"), game.column("Speed.value"));
    let changed = game.changed::<Body>(|game| {
        game.run("add_scaled", [&place, &speed, &Value::Float(0.5)]);
    });
    assert_eq!(changed, [0, 1, 2, 3, 4]);
    assert_eq!(game.places()[2], Vec3::new(2.5, 20.0, 1.0));
    let changed =
        game.changed::<Speed>(|game| drop(game.run("add_scaled", [&place, &speed, &Value::Int(0)])));
    assert_eq!(changed, [0; 0]);
    let mass = game.column("Body.mass");
    game.run("add_scaled", [&place, &speed, &mass]);
    assert_eq!(game.places()[2], Vec3::new(4.5, 20.0, 5.0));
}

#[test]
fn a_mask_limits_what_is_written_and_marked() {
    let mut game = Game::new();
    let (place, mass) = (game.column("Body.place"), game.column("Body.mass"));
    let mask = game.run("greater", [&mass, &Value::Int(2)]);
    assert_eq!(game.run("count", [&mask]), Value::Int(2));
    let changed = game.changed::<Body>(|game| drop(game.run("set", [&place, &Vec3::ONE.into(), &mask])));
    assert_eq!(changed, [3, 4]);
    assert_eq!(game.places()[3..], [Vec3::ONE; 2]);
    let entities = game.run("entities", [&place, &mask]);
    let expected: Vec<Value> =
        game.entities[3..].iter().map(|&entity| Value::Entity(script_entity(entity))).collect();
    assert_eq!(entities, Value::List(expected));
    let alive = game.column("Body.alive");
    let both = game.run("both", [&mask, &alive]);
    assert_eq!(game.run("to_list", [&mass, &both]), list([4.0]));
    let either = game.run("either", [&mask, &alive]);
    assert_eq!(game.run("to_list", [&mass, &either]), list([0.0, 2.0, 3.0, 4.0]));
    let inverse = game.run("inverse", [&either]);
    assert_eq!(game.run("to_list", [&mass, &inverse]), list([1.0]));
    game.run("set", [&alive, &Value::Bool(false), &inverse.clone()]);
    game.run("set", [&alive, &either]);
    assert_eq!(game.run("count", [&alive]), Value::Int(4));
}

#[test]
fn a_column_may_stand_on_both_sides() {
    let mut game = Game::new();
    let place = game.column("Body.place");
    game.run("add", [&place, &place]);
    assert_eq!(game.places()[2], Vec3::new(4.0, 40.0, 0.0));
    let own = game.run("copy", [&place]);
    game.run("sub", [&own, &own]);
    game.run("add_scaled", [&own, &own, &Value::Int(3)]);
    assert_eq!(game.run("sum", [&own]), Vec3::ZERO.into());
    assert_eq!(game.places()[2], Vec3::new(4.0, 40.0, 0.0), "a copy is no component");
    let x = game.column("Body.place.x");
    let alive = game.column("Body.alive");
    game.run("mul", [&x, &x, &alive]);
    assert_eq!(game.floats(&x), [0.0, 2.0, 16.0, 6.0, 64.0]);
}

#[test]
fn every_type_of_row_has_its_arithmetic() {
    let mut game = Game::new();
    let mass = game.column("Body.mass");
    game.run("div", [&mass, &Value::Int(2)]);
    game.run("clamp", [&mass, &Value::Float(0.5), &Value::Float(1.5)]);
    assert_eq!(game.floats(&mass), [0.5, 0.5, 1.0, 1.5, 1.5]);
    let charge = game.column("Body.charge");
    game.run("add", [&charge, &mass]);
    assert_eq!(game.floats(&charge), [0.5, 1.0, 2.0, 3.0, 3.5]);
    assert_eq!(game.run("mean", [&charge]), Value::Float(2.0));
    let level = game.column("Body.level");
    game.run("mul", [&level, &Value::Int(60)]);
    assert_eq!((game.run("max", [&level]), game.run("sum", [&level])), (Value::Int(240), Value::Int(600)));
    let heat = game.column("Body.inner.heat");
    game.run("set", [&heat, &level]);
    let hot = game.run("greater", [&heat, &Value::Float(60.5)]);
    assert_eq!(game.run("min", [&heat, &hot]), Value::Float(120.0));
    let turn = game.column("Body.turn");
    let half = Quat::from_rotation_y(std::f32::consts::PI);
    game.run("set", [&turn, &half.into()]);
    game.run("mul", [&turn, &half.into()]);
    assert_eq!(game.world.get::<Body>(game.entities[3]).expect("there").turn, half * half);
    let place = game.column("Body.place");
    game.run("scale", [&place, &Value::Float(2.0)]);
    assert_eq!(game.places()[1], Vec3::new(2.0, 20.0, 0.0));
    let dot = game.run("dot", [&place, &Vec3::X.into()]);
    assert_eq!(game.floats(&dot), [0.0, 2.0, 4.0, 6.0, 8.0]);
    game.run("normalize", [&place]);
    let length = game.run("length", [&place]);
    let short = game.run("less", [&length, &Value::Float(0.9)]);
    assert_eq!(game.run("count", [&short]), Value::Int(1), "one has no direction");
}

#[test]
fn what_is_no_number_is_not_written() {
    let mut game = Game::new();
    let (place, mass) = (game.column("Body.place"), game.column("Body.mass"));
    let before = game.places();
    let infinite = Value::Float(f64::INFINITY);
    let changed = game.changed::<Body>(|game| {
        let message = game.refusal("scale", [&place, &infinite]);
        assert!(message.starts_with("Column.scale: element 1 (entity "), "{message}");
        assert!(message.ends_with("NaN is not a number that a component can hold"), "{message}");
        game.refusal("set", [&mass, &Value::Float(f64::NAN)]);
        game.refusal("set_list", [&mass, &list([0.0, 1.0, 2.0, 3.0, f64::NAN])]);
        let entity = Value::Entity(script_entity(game.entities[0]));
        game.refusal("set_at", [&mass, &entity, &Value::Float(f64::NAN)]);
    });
    assert_eq!((game.places(), changed), (before, vec![]));
    let heavy = game.run("greater", [&mass, &Value::Int(0)]);
    let x = game.column("Body.place.x");
    game.run("scale", [&x, &infinite, &heavy]);
    assert_eq!(game.places()[1].x, f32::INFINITY, "where the mask is false, NaN does not matter");
    let own = game.run("copy", [&mass]);
    game.run("scale", [&own, &infinite]);
    assert!(game.floats(&own)[0].is_nan(), "numbers of its own are a script's own matter");
}

#[test]
fn whole_numbers_stay_in_range_and_whole() {
    let mut game = Game::new();
    let level = game.column("Body.level");
    let message = game.refusal("mul", [&level, &Value::Int(100)]);
    assert!(message.starts_with("Column.mul: element 5 (entity "), "{message}");
    assert!(message.ends_with("400 is out of range: expected 0 to 255"), "{message}");
    let message = game.refusal("add", [&level, &Value::Float(0.5)]);
    assert_eq!(message, "Column.add: expected int or a column of int, got float 0.5");
    let message = game.refusal("add", [&level, &Value::Int(i64::MAX)]);
    assert!(message.ends_with("the result is beyond 64 bits"), "{message}");
    assert!(game.refusal("div", [&level, &Value::Int(2)]).contains("is not divided"));
    assert_eq!(game.run("sum", [&level]), Value::Int(10));
    game.run("add_scaled", [&level, &level, &Value::Int(2)]);
    game.run("clamp", [&level, &Value::Int(3), &Value::Int(9)]);
    assert_eq!(game.run("to_list", [&level]), Value::List([3, 3, 6, 9, 9].map(Value::Int).to_vec()));
    let half = game.run("greater", [&level, &Value::Float(5.5)]);
    assert_eq!(game.run("count", [&half]), Value::Int(3));
}

#[test]
fn lists_and_rows_are_in_the_order_of_the_query() {
    let mut game = Game::new();
    let mass = game.column("Body.mass");
    assert_eq!(game.floats(&mass), [0.0, 1.0, 2.0, 3.0, 4.0]);
    game.run("set_list", [&mass, &list([5.0, 6.0, 7.0, 8.0, 9.0])]);
    let alive = game.column("Body.alive");
    let odd = game.run("equal", [&alive, &Value::Bool(false)]);
    let changed = game.changed::<Body>(|game| drop(game.run("set_list", [&mass, &list([60.0, 80.0]), &odd])));
    assert_eq!((changed, game.floats(&mass)), (vec![1, 3], vec![5.0, 60.0, 7.0, 80.0, 9.0]));
    let message = game.refusal("set_list", [&mass, &list([1.0])]);
    assert_eq!(
        message,
        "Column.set_list: the list must have a value for each row to be set, got 1 values for 5 rows"
    );
    let wrong = Value::List(vec![Value::Int(1), Value::Bool(true)]);
    let message = game.refusal("set_list", [&mass, &wrong, &odd]);
    assert_eq!(message, "Column.set_list: element 2: expected float, got bool true");
    let entity = Value::Entity(script_entity(game.entities[3]));
    assert_eq!(game.run("get", [&mass, &entity]), Value::Float(80.0));
    let changed = game.changed::<Body>(|game| drop(game.run("set_at", [&mass, &entity, &Value::Int(8)])));
    assert_eq!(changed, [3]);
    let y = game.column("Body.place.y");
    game.run("set_at", [&y, &entity, &Value::Int(8)]);
    assert_eq!((game.run("get", [&y, &entity]), game.places()[3].x), (Value::Float(8.0), 3.0));
    let place = game.column("Body.place");
    let own = game.run("length", [&place]);
    game.run("set_at", [&own, &entity, &Value::Int(8)]);
    assert_eq!(game.run("get", [&own, &entity]), Value::Float(8.0));
    let stranger = Value::Entity(script_entity(game.world.spawn(Marker).id()));
    let message = game.refusal("get", [&mass, &stranger]);
    assert!(message.ends_with("is none of the 5 that the column is of"), "{message}");
}

#[test]
fn components_that_do_not_lie_in_tables_serve_too() {
    let mut game = Game::new();
    let (loose, place) = (game.column("Loose.place"), game.column("Body.place"));
    let (level, alive) = (game.column("Loose.level"), game.column("Loose.alive"));
    let mask = game.run("greater", [&level, &Value::Int(2)]);
    let changed =
        game.changed::<Loose>(|game| drop(game.run("add_scaled", [&loose, &place, &Value::Int(2), &mask])));
    assert_eq!(changed, [3, 4]);
    let z = game.column("Loose.place.z");
    game.run("mul", [&z, &Value::Int(10)]);
    assert_eq!(game.world.get::<Loose>(game.entities[3]).expect("there").place, Vec3::new(9.0, 63.0, 30.0));
    assert!(game.refusal("scale", [&z, &Value::Float(f64::INFINITY)]).contains("NaN"));
    game.run("add", [&level, &Value::Int(1)]);
    game.run("set", [&alive, &Value::Bool(false), &mask]);
    let loose = game.world.get::<Loose>(game.entities[4]).expect("there");
    assert_eq!((loose.level, loose.alive), (5, false));
}

#[test]
fn a_component_that_is_only_replaced_is_read_but_not_written() {
    let mut game = Game::new();
    let fixed = game.column("Fixed.weight");
    assert_eq!(game.floats(&fixed), [0.0, 1.0, 2.0, 3.0, 4.0]);
    for message in [
        game.refusal("add", [&fixed, &Value::Int(1)]),
        game.refusal("set_list", [&fixed, &list([1.0; 5])]),
        game.refusal("set_at", [&fixed, &Value::Entity(script_entity(game.entities[0])), &Value::Int(1)]),
    ] {
        assert!(
            message.contains("Fixed.weight is of a component that can only be replaced as a whole"),
            "{message}"
        );
    }
}

#[test]
fn a_column_does_not_outlive_changes_of_structure() {
    let mut game = Game::new();
    let (place, own) = (game.column("Body.place"), game.column("Body.mass"));
    let own = game.run("copy", [&own]);
    game.world.entity_mut(game.entities[1]).remove::<Marker>();
    for column in [&place, &own] {
        let message = game.refusal("add", [column, &Vec3::ONE.into()]);
        assert!(
            message.starts_with("Column.add: the column is of a world that has changed since"),
            "{message}"
        );
        assert!(game.call("to_list", [column]).is_err());
    }
    let fresh = game.column("Body.place");
    assert!(game.refusal("add", [&fresh, &place]).contains("has changed since"));
    assert!(game.call("add", [&fresh, &Vec3::ONE.into()]).is_ok());
}

#[test]
fn columns_of_different_queries_do_not_mix() {
    let mut game = Game::new();
    let place = game.column("Body.place");
    let last = game.entities.pop().expect("five");
    let fewer = game.column("Speed.value");
    let message = game.refusal("add", [&place, &fewer]);
    assert_eq!(message, "Column.add: both columns must be of one query, and they have 5 and 4 rows");
    game.entities[0] = last;
    let others = game.column("Speed.value");
    let message = game.refusal("add", [&fewer, &others]);
    assert_eq!(message, "Column.add: both columns must be of one query, and they are of different entities");
    let mass = game.column("Body.mass");
    let mask = game.run("less", [&mass, &Value::Int(1)]);
    assert!(game.refusal("add", [&place, &place, &mask]).starts_with("Column.add: mask: both columns"));
}

#[test]
fn what_does_not_fit_is_said_by_name() {
    let mut game = Game::new();
    let (place, mass, alive) =
        (game.column("Body.place"), game.column("Body.mass"), game.column("Body.alive"));
    let up = Value::String("up".to_owned());
    let one = Value::Int(1);
    for (method, arguments, message) in [
        ("add", [&place, &up], "expected Vec3 or a column of Vec3, got string \"up\""),
        ("add", [&place, &one], "expected Vec3 or a column of Vec3, got int 1"),
        ("add", [&place, &mass], "expected Vec3 or a column of Vec3, got a column of float"),
        ("mul", [&place, &up], "expected Vec3, float or a column of either, got string \"up\""),
        ("mul", [&mass, &up], "expected float or a column of float, got string \"up\""),
        ("maximum", [&mass, &up], "expected float or a column of float, got string \"up\""),
        ("scale", [&place, &place], "factor: expected float or a column of float, got a column of Vec3"),
        ("set", [&mass, &place], "expected float or a column of float, got a column of Vec3"),
        ("dot", [&place, &mass], "expected Vec3 or a column of Vec3, got a column of float"),
        ("dot", [&mass, &mass], "expected a column of vectors or rotations, got a column of float"),
        ("less", [&place, &one], "a column of Vec3 has no order: compare one of its numbers, or its length"),
        ("less", [&mass, &up], "expected float or a column of float, got string \"up\""),
        (
            "both",
            [&mass, &alive],
            "expected a mask, which is a column of bool such as a comparison gives, got a column of float",
        ),
        (
            "both",
            [&alive, &mass],
            "other: expected a mask, which is a column of bool such as a comparison gives, got a column of float",
        ),
        (
            "sum",
            [&mass, &place],
            "mask: expected a mask, which is a column of bool such as a comparison gives, got a column of Vec3",
        ),
        ("set", [&alive, &one], "expected bool or a column of bool, got int 1"),
        (
            "add",
            [&alive, &one],
            "Body.alive is a column of bool, which has no arithmetic: it has both, either and inverse",
        ),
    ] {
        assert_eq!(game.refusal(method, arguments), format!("Column.{method}: {message}"));
    }
    let two = Value::Int(2);
    let message = game.refusal("clamp", [&mass, &two, &one]);
    assert_eq!(message, "Column.clamp: min must be at most max, and neither NaN: got 2.0 and 1.0");
    assert_eq!(
        game.refusal("add_scaled", [&mass, &one, &one]),
        "Column.add_scaled: argument 2 (other): expected Column, got int 1"
    );
    assert!(
        game.refusal("add_scaled", [&mass, &place, &one])
            .starts_with("Column.add_scaled: other: expected a column of float")
    );
}

#[test]
fn a_field_is_named_in_full_and_is_of_numbers() {
    let mut game = Game::new();
    for (name, message) in [
        ("Bodi.place", "no component is called \"Bodi\"; did you mean \"Body\"?"),
        ("Body", "a column is of one field: name a field of Body, such as \"Body.place\""),
        ("Body.plase", "Body has no field \"plase\"; did you mean \"place\"?"),
        ("Body.place.w", "Vec3 has no field \"w\"; did you mean \"x\" or \"y\" or \"z\"?"),
        ("Body.place.x.y", "a float has no field \"y\""),
        ("Body.mass.x", "mass is float, which has no field \"x\""),
        (
            "Body.inner",
            "Body.inner is a structure, and a column is of one field: name one of its fields: heat",
        ),
        (
            "Body.name",
            "Body.name is string: a column is of numbers, bools, vectors or rotations that lie in the component itself",
        ),
    ] {
        assert_eq!(game.try_column(name).expect_err("refused").message(), message);
    }
    let odd = game.entities[1];
    game.world.entity_mut(odd).remove::<(Speed, Loose)>();
    for name in ["Speed.value", "Loose.level"] {
        let component = name.split('.').next().unwrap_or_default();
        let message = format!(
            "of the 5 entities of the query, 1 have no {component}: ask for it when you make the query"
        );
        assert_eq!(game.try_column(name).expect_err("refused").message(), message);
    }
}

#[test]
fn no_rows_are_no_error() {
    let mut game = Game::new();
    game.entities.clear();
    let (place, mass) = (game.column("Body.place"), game.column("Body.mass"));
    game.run("add", [&place, &place]);
    game.run("set_list", [&mass, &Value::List(Vec::new())]);
    assert_eq!(game.run("len", [&place]), Value::Int(0));
    assert_eq!((game.run("sum", [&place]), game.run("min", [&mass])), (Vec3::ZERO.into(), Value::Null));
    assert_eq!(game.run("mean", [&mass]), Value::Null);
}

#[test]
fn a_column_is_of_one_call_and_one_world() {
    let mut game = Game::new();
    let column = game.column("Body.mass");
    let Value::Object(object) = &column else { return };
    let made = object.get::<Column>().expect("a column");
    let numbers = Numbers::Int(vec![1; 5]);
    let later = Column { call: made.call + 1, ..made.computed("copy", numbers) };
    let message = game.refusal("sum", [&Value::Object(Object::new(later))]);
    assert!(
        message
            .starts_with("Column.sum: this column (copy of Body.mass) was kept beyond the call that made it"),
        "{message}"
    );
    let message = Game::new().refusal("sum", [&column]);
    assert!(message.contains("has changed since"), "{message}");
}

#[test]
fn numbers_of_computed_columns_go_with_the_call_that_made_them() {
    let mut game = Game::new();
    let column = game.column("Body.mass");
    let Value::Object(object) = &column else { return };
    let made = object.get::<Column>().expect("a column");
    let count = |column: &Column| match column.own().as_deref() {
        Some(Numbers::Int(rows)) => rows.len(),
        _ => 0,
    };
    game.scripts(|world| {
        let first = world.computed_column(made, "copy", Numbers::Int(vec![1; 5]));
        let second = world.computed_column(made, "copy", Numbers::Int(vec![2; 5]));
        assert_eq!([count(&first), count(&second)], [5, 5]);
        let later = Column { call: made.call + 1, ..made.computed("copy", Numbers::Int(vec![3; 5])) };
        let third = world.computed_column(&later, "copy", Numbers::Int(vec![4; 5]));
        assert_eq!([count(&first), count(&second), count(&third)], [0, 0, 5]);
    });
}

/// A loan of a column's memory, with what is written there by hand.
fn write_lent(game: &mut Game, column: &Value, change: impl Fn(&mut [f32])) -> glotta_core::LentBuffer {
    let Value::Object(object) = column else { unreachable!("a column is an object") };
    let buffer = object.buffer().expect("columns have memory");
    game.scripts(|world| {
        let lent = buffer.lend(world).expect("lent");
        assert_eq!((lent.item_size, lent.format), (4, c"f"));
        lent
    });
    let Some(memory) = object.get::<Column>().and_then(Column::memory) else { unreachable!("it was lent") };
    memory.write_floats(change);
    game.scripts(|world| {
        world.bring_columns_back(None);
        world.refill_columns(None);
        buffer.lend(world).inspect(|_| buffer.give_back()).expect("lent")
    })
}

#[test]
fn what_is_written_to_lent_memory_is_brought_back_row_by_row() {
    let mut game = Game::new();
    let place = game.column("Body.place");
    let changed = game.changed::<Body>(|game| {
        let lent = write_lent(game, &place, |numbers| numbers[4] = 50.0);
        assert_eq!((lent.shape, lent.stride, lent.writable), ([5, 3], 12, true));
    });
    assert_eq!((changed, game.places()[1]), (vec![1], Vec3::new(1.0, 50.0, 0.0)));
    // Twice without a change in between.
    assert_eq!(game.changed::<Body>(|game| drop(game.run("sum", [&place]))), [0; 0]);
    // Rows that have moved are found by their entities.
    write_lent(&mut game, &place, |numbers| numbers[7] = 70.0);
    game.world.despawn(game.entities[0]);
    game.world.entity_mut(game.entities[3]).remove::<Marker>();
    game.scripts(|world| world.bring_columns_back(None));
    assert_eq!(game.world.get::<Body>(game.entities[2]).expect("there").place.y, 70.0);
    // A column of its own numbers has memory as well, and one that cannot be written says so.
    game.entities.remove(0);
    let (mass, fixed) = (game.column("Body.mass"), game.column("Fixed.weight"));
    let own = game.run("copy", [&mass]);
    write_lent(&mut game, &own, |numbers| numbers[0] = 7.0);
    assert_eq!((game.floats(&own)[0], game.floats(&mass)[0]), (7.0, 1.0));
    assert!(!write_lent(&mut game, &fixed, |_| ()).writable);
}

#[test]
fn what_is_lost_again_and_again_is_told_ever_more_rarely() {
    let mut game = Game::new();
    let output = MemoryOutput::new();
    let place = game.column("Body.place");
    game.scripts(|world| world.output = Arc::new(output.clone()));
    for _ in 0..100 {
        write_lent(&mut game, &place, |numbers| numbers[0] = f32::NAN);
    }
    let told = output.take();
    assert_eq!(told.len(), 9 + 2);
    let tells = |place: usize, text: &str| format!("{:?}", told[place]).contains(text);
    assert!(tells(0, "the column Body.place is lost: element 1"), "{:?}", told[0]);
    assert!(tells(10, "the column Body.place is lost (100 times by now): element 1"), "{:?}", told[10]);
}
