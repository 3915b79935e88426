//! Arbitrary operations on columns, beside a model that is a list of numbers for each.

use glotta::core::null::ValueFrame;
use glotta::core::{Entity, Function, Value, Vec3};
use glotta::engine::ScriptSetup;
use glotta::prelude::*;
use glotta_fuzz::check;
use proptest::prelude::{Strategy, any, prop};

use crate::world::{Files, Played};

/// The fields of the columns that there are at the beginning, and what their rows hold then.
const FIELDS: [&str; 7] = [
    "Health.current",
    "Everything.charge",
    "Everything.wide",
    "Everything.level",
    "Everything.alive",
    "Everything.place",
    "Loose.place",
];

/// How many entities there are, in two tables.
const COUNT: usize = 5;

/// The rows of a column.
#[derive(Clone, Debug)]
enum Rows {
    Bool(Vec<bool>),
    Int(Vec<i64>),
    Float(Vec<f64>),
    /// One or three numbers of 32 bits.
    Floats(Vec<Vec<f32>>),
}

#[derive(Clone, Debug)]
struct Modelled {
    rows: Rows,
    /// Whether it is a field of components, which holds no NaN.
    is_live: bool,
    /// The numbers that fit into a row, if it is of whole numbers.
    range: (i64, i64),
}

/// What an operation is given.
#[derive(Clone, Debug)]
enum Operand {
    Number(f64),
    Int(i64),
    Bool(bool),
    Vector(Vec3),
    Column(usize),
}

#[derive(Clone, Debug)]
struct Step {
    operation: &'static str,
    left: usize,
    right: Operand,
    mask: Option<usize>,
}

const WRITES: [&str; 6] = ["add", "sub", "mul", "div", "scale", "set"];
const COMPARES: [&str; 6] = ["less", "less_equal", "greater", "greater_equal", "equal", "not_equal"];
const OTHERS: [&str; 6] = ["copy", "min", "max", "count", "inverse", "to_list"];

fn steps() -> impl Strategy<Value = Vec<Step>> {
    let number =
        prop::sample::select(vec![0.0, 1.0, -1.0, 0.5, 3.0, 1e20, 1e300, f64::INFINITY, f64::NAN, -0.0]);
    let operand = prop::strategy::Union::new_weighted(vec![
        (2, number.prop_map(Operand::Number).boxed()),
        (2, prop::sample::select(vec![0, 1, -1, 7, 200, i64::MAX, i64::MIN]).prop_map(Operand::Int).boxed()),
        (1, any::<bool>().prop_map(Operand::Bool).boxed()),
        (
            1,
            prop::sample::select(vec![Vec3::ZERO, Vec3::ONE, Vec3::new(1e30, f32::NAN, -2.0)])
                .prop_map(Operand::Vector)
                .boxed(),
        ),
        (6, any::<usize>().prop_map(Operand::Column).boxed()),
    ]);
    let operation = prop::sample::select([WRITES, WRITES, COMPARES, OTHERS].concat());
    let mask = prop::option::weighted(0.4, any::<usize>());
    let step = (operation, any::<usize>(), operand, mask);
    let step = step.prop_map(|(operation, left, right, mask)| Step { operation, left, right, mask });
    prop::collection::vec(step, 1..60)
}

/// A whole number that a value is.
fn whole(operand: &Operand) -> Option<i64> {
    match operand {
        Operand::Int(number) => Some(*number),
        // What is whole and fits counts as whole.
        Operand::Number(number) if number.fract() == 0.0 && number.abs() < 9.2e18 => Some(*number as i64),
        _ => None,
    }
}

fn narrow(number: f64) -> Option<f32> {
    let fits = !number.is_finite() || (number as f32).is_finite();
    fits.then_some(number as f32)
}

/// The model: the columns in the order they were made.
#[derive(Debug)]
struct Model(Vec<Modelled>);

impl Model {
    /// The operand as rows of one number of 64 bits; none if it is no such thing.
    fn doubles(&self, operand: &Operand) -> Option<Vec<f64>> {
        Some(match operand {
            Operand::Number(number) => vec![*number; COUNT],
            Operand::Int(number) => vec![*number as f64; COUNT],
            Operand::Column(place) => match &self.0[*place].rows {
                Rows::Int(rows) => rows.iter().map(|row| *row as f64).collect(),
                Rows::Float(rows) => rows.clone(),
                Rows::Floats(rows) if rows[0].len() == 1 => {
                    rows.iter().map(|row| f64::from(row[0])).collect()
                }
                _ => return None,
            },
            _ => return None,
        })
    }

    /// The operand as rows of so many numbers of 32 bits.
    fn singles(&self, operand: &Operand, lanes: usize) -> Option<Vec<Vec<f32>>> {
        match operand {
            Operand::Vector(vector) if lanes == 3 => Some(vec![vector.to_array().to_vec(); COUNT]),
            Operand::Column(place) => match &self.0[*place].rows {
                Rows::Floats(rows) if rows[0].len() == lanes => Some(rows.clone()),
                _ if lanes == 1 => Some(self.doubles(operand)?.iter().map(|row| vec![*row as f32]).collect()),
                _ => None,
            },
            _ if lanes == 1 => {
                let number = self.doubles(operand)?[0];
                Some(vec![vec![narrow(number)?]; COUNT])
            }
            _ => None,
        }
    }

    fn ints(&self, operand: &Operand) -> Option<Vec<i64>> {
        match operand {
            Operand::Column(place) => match &self.0[*place].rows {
                Rows::Int(rows) => Some(rows.clone()),
                _ => None,
            },
            other => whole(other).map(|number| vec![number; COUNT]),
        }
    }

    fn bools(&self, operand: &Operand) -> Option<Vec<bool>> {
        match operand {
            Operand::Bool(value) => Some(vec![*value; COUNT]),
            Operand::Column(place) => match &self.0[*place].rows {
                Rows::Bool(rows) => Some(rows.clone()),
                _ => None,
            },
            _ => None,
        }
    }

    /// What a column is after a write; none if that fails.
    fn written(&self, step: &Step, mask: &[bool]) -> Option<Rows> {
        let column = &self.0[step.left];
        let operation = step.operation;
        let float = |one: f64, other: f64| match operation {
            "add" => one + other,
            "sub" => one - other,
            "mul" | "scale" => one * other,
            "div" => one / other,
            _ => other,
        };
        let single = |one: f32, other: f32| match operation {
            "add" => one + other,
            "sub" => one - other,
            "mul" | "scale" => one * other,
            "div" => one / other,
            _ => other,
        };
        // A component holds no NaN. What a column of numbers of its own holds is its own matter.
        let can_hold = |numbers: &[f64]| !column.is_live || !numbers.iter().any(|number| number.is_nan());
        match &column.rows {
            Rows::Bool(rows) => {
                if operation != "set" {
                    return None;
                }
                let new = self.bools(&step.right)?;
                Some(Rows::Bool((0..COUNT).map(|at| if mask[at] { new[at] } else { rows[at] }).collect()))
            }
            Rows::Int(rows) => {
                let right = self.ints(&step.right)?;
                let mut new = rows.clone();
                for at in (0..COUNT).filter(|at| mask[*at]) {
                    let (one, other) = (rows[at], right[at]);
                    new[at] = match operation {
                        "add" => one.checked_add(other)?,
                        "sub" => one.checked_sub(other)?,
                        "mul" | "scale" => one.checked_mul(other)?,
                        "div" => return None,
                        _ => other,
                    };
                    if !(column.range.0..=column.range.1).contains(&new[at]) {
                        return None;
                    }
                }
                (operation != "div").then_some(Rows::Int(new))
            }
            Rows::Float(rows) => {
                let right = self.doubles(&step.right)?;
                let new: Vec<f64> = (0..COUNT)
                    .map(|at| if mask[at] { float(rows[at], right[at]) } else { rows[at] })
                    .collect();
                can_hold(&new).then_some(Rows::Float(new))
            }
            Rows::Floats(rows) => {
                let lanes = rows[0].len();
                let right = match self.singles(&step.right, lanes) {
                    Some(right) if lanes == 1 || operation != "scale" => right,
                    _ if matches!(operation, "mul" | "div" | "scale") => {
                        let right = self.singles(&step.right, 1)?;
                        right.iter().map(|row| vec![row[0]; lanes]).collect()
                    }
                    _ => return None,
                };
                let row = |at: usize| -> Vec<f32> {
                    let pairs = rows[at].iter().zip(&right[at]);
                    pairs.map(|(one, other)| if mask[at] { single(*one, *other) } else { *one }).collect()
                };
                let new: Vec<Vec<f32>> = (0..COUNT).map(row).collect();
                let all: Vec<f64> = new.iter().flatten().map(|one| f64::from(*one)).collect();
                can_hold(&all).then_some(Rows::Floats(new))
            }
        }
    }

    fn compared(&self, step: &Step) -> Option<Vec<bool>> {
        fn holds<T: PartialOrd>(operation: &str, one: &T, other: &T) -> bool {
            match operation {
                "less" => one < other,
                "less_equal" => one <= other,
                "greater" => one > other,
                "greater_equal" => one >= other,
                "equal" => one == other,
                _ => one != other,
            }
        }
        let operation = step.operation;
        let needs_order = !matches!(operation, "equal" | "not_equal");
        Some(match &self.0[step.left].rows {
            Rows::Bool(_) if needs_order => return None,
            Rows::Bool(rows) => {
                let right = self.bools(&step.right)?;
                rows.iter().zip(&right).map(|(one, other)| holds(operation, one, other)).collect()
            }
            Rows::Int(rows) => match self.ints(&step.right) {
                Some(right) => {
                    rows.iter().zip(&right).map(|(one, other)| holds(operation, one, other)).collect()
                }
                None => {
                    let right = self.doubles(&step.right)?;
                    rows.iter()
                        .zip(&right)
                        .map(|(one, other)| holds(operation, &(*one as f64), other))
                        .collect()
                }
            },
            Rows::Float(rows) => {
                let right = self.doubles(&step.right)?;
                rows.iter().zip(&right).map(|(one, other)| holds(operation, one, other)).collect()
            }
            Rows::Floats(rows) if rows[0].len() > 1 && needs_order => return None,
            Rows::Floats(rows) => {
                let right = self.singles(&step.right, rows[0].len())?;
                rows.iter().zip(&right).map(|(one, other)| holds(operation, one, other)).collect()
            }
        })
    }
}

fn values(rows: &Rows) -> Vec<Value> {
    match rows {
        Rows::Bool(rows) => rows.iter().map(|row| Value::Bool(*row)).collect(),
        Rows::Int(rows) => rows.iter().map(|row| Value::Int(*row)).collect(),
        Rows::Float(rows) => rows.iter().map(|row| Value::Float(*row)).collect(),
        Rows::Floats(rows) => rows
            .iter()
            .map(|row| match row[..] {
                [one] => Value::Float(f64::from(one)),
                _ => Value::Vec3(Vec3::from_slice(row)),
            })
            .collect(),
    }
}

/// The columns of a game, through the functions that scripts call.
struct Game {
    played: Played,
    entities: Vec<Entity>,
    methods: Vec<&'static Function>,
}

impl Game {
    fn new() -> Self {
        let mut played = Played::new(Vec::new(), &[], Files::default(), |_| {});
        let entities = played.scripts(|world| {
            let spawn = |world: &mut ScriptWorld, index: usize| {
                let entity = world.spawn();
                let number = index as f64;
                let health = Value::Table(Table::from([("current".to_owned(), Value::Float(number))]));
                let place = Value::Vec3(Vec3::new(number as f32, 2.0, -1.0));
                let everything = Value::Table(Table::from([
                    ("charge".to_owned(), Value::Float(number / 2.0)),
                    ("wide".to_owned(), Value::Int(number as i64 - 2)),
                    ("level".to_owned(), Value::Int(number as i64 * 50)),
                    ("alive".to_owned(), Value::Bool(index.is_multiple_of(2))),
                    ("place".to_owned(), place.clone()),
                ]));
                let loose = Value::Table(Table::from([("place".to_owned(), place)]));
                world.add_component(entity, "Health", &health).expect("a component");
                world.add_component(entity, "Everything", &everything).expect("a component");
                world.add_component(entity, "Loose", &loose).expect("a component");
                if index == 1 || index == 2 {
                    world.add_component(entity, "Speed", &Value::Null).expect("a component");
                }
                entity
            };
            (0..COUNT).map(|index| spawn(world, index)).collect()
        });
        let api = ScriptSetup::new().api().expect("an interface");
        let methods =
            api.methods("Column").chain(api.methods("Query")).chain(api.functions("query")).collect();
        Self { played, entities, methods }
    }

    fn call(&mut self, name: &str, arguments: Vec<Value>) -> Result<Value, ScriptError> {
        let method = self.methods.iter().find(|method| method.name == name).expect("a method");
        let mut frame = ValueFrame::new(arguments);
        self.played.scripts(|world| method.call(&mut frame, world))?;
        Ok(frame.result)
    }
}

fn model() -> Model {
    let column = |rows, range| Modelled { rows, is_live: true, range };
    let numbers: Vec<f64> = (0..COUNT).map(|index| index as f64).collect();
    let all = (i64::MIN, i64::MAX);
    let places: Vec<Vec<f32>> = numbers.iter().map(|number| vec![*number as f32, 2.0, -1.0]).collect();
    Model(vec![
        column(Rows::Floats(numbers.iter().map(|number| vec![*number as f32]).collect()), all),
        column(Rows::Float(numbers.iter().map(|number| number / 2.0).collect()), all),
        column(Rows::Int(numbers.iter().map(|number| *number as i64 - 2).collect()), all),
        column(Rows::Int(numbers.iter().map(|number| *number as i64 * 50).collect()), (0, 255)),
        column(Rows::Bool((0..COUNT).map(|index| index.is_multiple_of(2)).collect()), all),
        column(Rows::Floats(places.clone()), all),
        column(Rows::Floats(places), all),
    ])
}

fn is_same(one: &Value, other: &Value) -> bool {
    // What is not a number is not equal to itself, but prints as itself.
    one == other || format!("{one:?}") == format!("{other:?}")
}

#[test]
fn any_operations_on_columns_do_what_they_do_to_lists_of_numbers() {
    check(150, &steps(), |steps| {
        let mut game = Game::new();
        let mut model = model();
        let components = Value::List(["Health", "Everything", "Loose"].map(Value::from).to_vec());
        let query = game.call("create", vec![components]).expect("a query");
        let mut columns: Vec<Value> = FIELDS
            .iter()
            .map(|field| game.call("column", vec![query.clone(), (*field).into()]).expect("a column"))
            .collect();
        for mut step in steps {
            step.left %= columns.len();
            if let Operand::Column(place) = &mut step.right {
                *place %= columns.len();
            }
            step.mask = step.mask.map(|mask| mask % columns.len());
            let mut arguments = vec![columns[step.left].clone()];
            let is_write = WRITES.contains(&step.operation);
            let has_mask = is_write || matches!(step.operation, "min" | "max" | "to_list");
            if is_write || COMPARES.contains(&step.operation) {
                arguments.push(match &step.right {
                    Operand::Number(number) => Value::Float(*number),
                    Operand::Int(number) => Value::Int(*number),
                    Operand::Bool(value) => Value::Bool(*value),
                    Operand::Vector(vector) => Value::Vec3(*vector),
                    Operand::Column(place) => columns[*place].clone(),
                });
            }
            let mut mask = Some(vec![true; COUNT]);
            if let Some(place) = step.mask.filter(|_| has_mask) {
                arguments.push(columns[place].clone());
                mask = match &model.0[place].rows {
                    Rows::Bool(rows) => Some(rows.clone()),
                    _ => None,
                };
            }
            let gave = game.call(step.operation, arguments);
            let of_own = |rows| Modelled { rows, is_live: false, range: (i64::MIN, i64::MAX) };
            let left = model.0[step.left].rows.clone();
            let expected: Option<Value> = mask.and_then(|mask| match step.operation {
                _ if is_write => {
                    model.0[step.left].rows = model.written(&step, &mask)?;
                    Some(Value::Null)
                }
                "copy" => {
                    model.0.push(of_own(left));
                    None
                }
                "inverse" => {
                    let Rows::Bool(rows) = left else { return None };
                    model.0.push(of_own(Rows::Bool(rows.iter().map(|row| !row).collect())));
                    None
                }
                "count" => {
                    let Rows::Bool(rows) = left else { return None };
                    Some(Value::Int(rows.iter().filter(|row| **row).count() as i64))
                }
                "to_list" => {
                    let wanted = values(&left).into_iter().zip(&mask).filter(|(_, wanted)| **wanted);
                    Some(Value::List(wanted.map(|(value, _)| value).collect()))
                }
                "min" | "max" => {
                    let Rows::Int(rows) = left else { return gave.as_ref().ok().cloned() };
                    let rows = rows.iter().zip(&mask).filter(|(_, wanted)| **wanted).map(|(row, _)| *row);
                    let found = if step.operation == "min" { rows.min() } else { rows.max() };
                    Some(found.map_or(Value::Null, Value::Int))
                }
                _ => {
                    let rows = model.compared(&step)?;
                    model.0.push(of_own(Rows::Bool(rows)));
                    None
                }
            });
            match (&gave, expected) {
                (Ok(column @ Value::Object(object)), None) if object.class() == "Column" => {
                    columns.push(column.clone());
                    assert_eq!(
                        columns.len(),
                        model.0.len(),
                        "{step:?} gave a column, and should have failed"
                    );
                }
                (Ok(value), Some(expected)) => {
                    assert!(
                        is_same(value, &expected),
                        "{step:?} gave {value}, and should have given {expected}"
                    );
                }
                (Err(_), None) => assert_eq!(columns.len(), model.0.len(), "{step:?} failed: {gave:?}"),
                (_, expected) => panic!("{step:?} gave {gave:?}, and should have given {expected:?}"),
            }
            for (place, modelled) in model.0.iter().enumerate() {
                let rows = game.call("to_list", vec![columns[place].clone()]).expect("a list");
                let expected = Value::List(values(&modelled.rows));
                assert!(
                    is_same(&rows, &expected),
                    "after {step:?}, column {place} is {rows}, not {expected}"
                );
            }
        }
        let found = game.played.scripts(|world| world.get_component(game.entities[1], "Health"));
        let Ok(Some(Value::Table(table))) = found else { panic!("it is there: {found:?}") };
        assert!(is_same(&table["current"], &values(&model.0[0].rows)[1]), "{table:?}");
    });
}
