//! What `#[script_api]` makes of a block: the model as scripts see it, and calls through the thunks.

use glotta_core::null::{NullHost, ValueFrame};
use glotta_core::{
    Api, DefaultValue, Entity, ErrorKind, Object, ObjectRef, Reach, ScriptApi as _, ScriptError,
    ScriptObject, Table, Type, Value, Vec3,
};
use glotta_macros::script_api;

struct Counter(i64);

struct TestApi;

/// A module for tests.
///
/// With two paragraphs.
#[script_api(module = "test", entity_methods, crate = glotta_core)]
impl TestApi {
    /// Adds to the counter.
    ///
    /// # Errors
    /// If the sum is negative.
    fn add(counter: &mut Counter, amount: i64, #[default(1)] times: i64) -> Result<i64, ScriptError> {
        counter.0 += amount * times;
        if counter.0 < 0 { Err(ScriptError::argument("the sum is negative")) } else { Ok(counter.0) }
    }

    fn greet(name: &str, #[default("!")] mark: &str, title: Option<&str>) -> String {
        format!("{}{name}{mark}", title.map(|title| format!("{title} ")).unwrap_or_default())
    }

    fn total(entities: &[Entity], offsets: &[Vec3], weights: Vec<f32>) -> usize {
        entities.len() + offsets.len() + weights.len()
    }

    fn poke(_entity: Entity) {}

    fn any(value: Value, table: Table, #[default(-1.5)] x: f32) -> Value {
        Value::List(vec![value, table.into(), x.into()])
    }

    fn nothing() -> Option<Vec3> {
        None
    }

    #[reach(entity)]
    fn touch(_counter: &mut Counter, _entity: Entity) {}

    #[reach(nothing)]
    fn count(counter: &mut Counter) -> i64 {
        counter.0
    }
}

struct Pile(Vec<i64>);

impl ScriptObject for Pile {
    const CLASS: &'static str = "Pile";
}

struct PileApi;

/// Piles of numbers.
#[script_api(module = "piles", class = Pile, crate = glotta_core)]
impl PileApi {
    /// Makes a pile.
    fn create(numbers: Vec<i64>) -> ObjectRef<Pile> {
        ObjectRef::new(Pile(numbers))
    }

    /// The sum, with that of another pile.
    fn sum(counter: &mut Counter, pile: &Pile, other: Option<&Pile>) -> i64 {
        counter.0 += 1;
        pile.0.iter().chain(other.map_or(&[][..], |other| &other.0)).sum()
    }
}

fn call(name: &str, arguments: Vec<Value>) -> Result<Value, ScriptError> {
    let mut host = NullHost::new(Counter(0));
    let mut frame = ValueFrame::new(arguments);
    let function = TestApi::MODULE.functions.iter().find(|function| function.name == name).expect("bound");
    function.call(&mut frame, &mut host).map(|()| frame.result)
}

#[test]
fn the_model_says_what_was_written() {
    let module = TestApi::MODULE;
    assert_eq!((module.name, module.entity_methods), ("test", true));
    assert_eq!(module.doc, "A module for tests.\n\nWith two paragraphs.");
    let add = &module.functions[0];
    assert_eq!(add.doc, "Adds to the counter.");
    assert_eq!(add.errors, "If the sum is negative.");
    assert_eq!(add.signature(), "test.add(amount: int, times: int = 1) -> int");
    assert_eq!(add.parameters[1].default, Some(DefaultValue::Int(1)));
    let greet = &module.functions[1];
    assert_eq!(
        greet.signature(),
        "test.greet(name: string, mark: string = \"!\", title: string or nothing = nothing) -> string"
    );
    assert_eq!(module.functions[2].parameters[0].ty, Type::List(&Type::Entity));
    assert_eq!(module.functions[3].parameters[0].name, "entity");
    assert_eq!(module.functions[5].returns, Type::Optional(&Type::Vec3));
}

#[test]
fn a_call_reads_its_arguments_and_the_host() {
    assert_eq!(call("add", vec![Value::Int(2), Value::Int(3)]).ok(), Some(Value::Int(6)));
    assert_eq!(call("add", vec![Value::Int(2)]).ok(), Some(Value::Int(2)));
    assert_eq!(call("greet", vec!["Ada".into()]).ok(), Some("Ada!".into()));
    assert_eq!(call("greet", vec!["Ada".into(), Value::Null, "Lady".into()]).ok(), Some("Lady Ada!".into()));
    let lists = vec![
        Value::List(vec![Entity::new(1, 0).into()]),
        Value::List(vec![Vec3::X.into(), Vec3::Y.into()]),
        Value::List(vec![]),
    ];
    assert_eq!(call("total", lists).ok(), Some(Value::Int(3)));
    assert_eq!(call("nothing", vec![]).ok(), Some(Value::Null));
    let any = call("any", vec![Value::Bool(true), Value::Table(Table::new())]);
    assert_eq!(
        any.ok(),
        Some(Value::List(vec![Value::Bool(true), Value::Table(Table::new()), Value::Float(-1.5)]))
    );
}

#[test]
fn a_wrong_argument_is_named_as_the_caller_wrote_it() {
    let error = call("add", vec!["x".into()]).expect_err("a string is no int");
    assert_eq!(error.message(), "test.add: argument 1 (amount): expected int, got string \"x\"");
    assert_eq!(error.kind(), ErrorKind::Argument);
    let error = call("add", vec![]).expect_err("missing");
    assert_eq!(error.message(), "test.add: argument 1 (amount): expected int, got nothing");
    let error = call("nothing", vec![Value::Null]).expect_err("too many");
    assert_eq!(
        error.message(),
        "test.nothing: takes no arguments, got 1; it is test.nothing() -> Vec3 or nothing"
    );
    let error =
        call("any", vec![Value::Null, Value::Table(Table::new()), Value::Float(1e300)]).expect_err("huge");
    assert_eq!(error.kind(), ErrorKind::Argument);
    assert!(error.message().starts_with("test.any: argument 3 (x): 1e300 is out of range"), "{error}");
}

#[test]
fn an_error_of_the_function_names_the_function() {
    let error = call("add", vec![Value::Int(-2)]).expect_err("negative");
    assert_eq!(error.message(), "test.add: the sum is negative");
}

#[test]
fn a_host_without_the_part_is_an_error() {
    let add = &TestApi::MODULE.functions[0];
    let error =
        add.call(&mut ValueFrame::new([Value::Int(1)]), &mut NullHost::new(())).expect_err("no counter");
    assert_eq!(error.kind(), ErrorKind::Host);
}

#[test]
fn a_block_is_known_by_its_address() {
    let mut api = Api::new();
    api.add(TestApi::MODULE).expect("first");
    api.add(TestApi::MODULE).expect("the same block again changes nothing");
    assert_eq!(api.entity_methods().map(|function| function.name).collect::<Vec<_>>(), ["poke", "touch"]);
}

#[test]
fn functions_that_take_an_object_of_the_class_first_are_its_methods() {
    let module = PileApi::MODULE;
    assert_eq!(module.functions.iter().map(|function| function.name).collect::<Vec<_>>(), ["create"]);
    assert_eq!(module.functions[0].signature(), "piles.create(numbers: list of int) -> Pile");
    let class = module.class.expect("a class");
    assert_eq!((class.name, class.doc), ("Pile", "Piles of numbers."));
    assert_eq!(class.methods[0].signature(), "Pile.sum(pile: Pile, other: Pile or nothing = nothing) -> int");

    let sum = |arguments: Vec<Value>| {
        let mut frame = ValueFrame::new(arguments);
        class.methods[0].call(&mut frame, &mut NullHost::new(Counter(0))).map(|()| frame.result)
    };
    let pile = Value::Object(Object::new(Pile(vec![1, 2])));
    assert_eq!(sum(vec![pile.clone()]).ok(), Some(Value::Int(3)));
    assert_eq!(sum(vec![pile.clone(), pile.clone()]).ok(), Some(Value::Int(6)));
    let error = sum(vec![]).expect_err("no pile");
    assert_eq!(error.message(), "Pile.sum: argument 1 (pile): expected Pile, got nothing");
    let error = sum(vec![pile, Value::Int(5)]).expect_err("no pile");
    assert_eq!(error.message(), "Pile.sum: argument 2 (other): expected Pile, got int 5");
}

#[test]
fn a_function_reaches_everything_unless_it_says_otherwise_or_has_no_host() {
    let reach =
        |name: &str| TestApi::MODULE.functions.iter().find(|function| function.name == name).map(|f| f.reach);
    assert_eq!(reach("add"), Some(Reach::World));
    assert_eq!([reach("poke"), reach("count")], [Some(Reach::Nothing); 2]);
    assert_eq!(reach("touch"), Some(Reach::Entity));
}
