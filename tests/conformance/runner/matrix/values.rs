//! What functions are called with: good values, values that a type refuses, and values that are strange.

use glotta::core::{Function, Parameter, Type};

/// A value as each language can write it.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Literal {
    Nothing,
    Bool(bool),
    Int(i64),
    Float(f64),
    Text(&'static str),
    /// A text of that many letters.
    Letters(usize),
    Vec2([f64; 2]),
    Vec3([f64; 3]),
    Quat([f64; 4]),
    /// An entity with some components.
    Entity,
    /// One that was destroyed.
    Dead,
    List(Vec<Literal>),
    /// A list of so many times the same.
    Many(Box<Literal>, usize),
    Table(Vec<(&'static str, Literal)>),
    /// A function that does nothing.
    Function,
    /// What a function of the interface gives: its module, name and arguments.
    Call(&'static str, &'static str, Vec<Literal>),
    /// What a method of an object gives: the object, the method's name and its arguments.
    Method(Box<Literal>, &'static str, Vec<Literal>),
}

use Literal::{
    Bool, Call, Dead, Entity, Float, Int, Letters, List, Many, Method, Nothing, Quat, Table, Text, Vec2, Vec3,
};

/// A function's name and a parameter's, or `""` for any function or parameter, and the value that is good for it. The
/// first row that fits counts, so the special ones come first.
///
/// This is the place for a new function whose good values are not those of its types: see [`good`].
fn row(function: &str, parameter: &str) -> Option<Literal> {
    Some(match (function, parameter) {
        ("component.add" | "component.set", "value") => Table(vec![("current", Int(5))]),
        ("component.define", "name") => Text("Shield"),
        ("component.define", "fields") => Table(vec![("strength", Float(1.5))]),
        ("component.get_positions" | "component.set_positions", "entities") => List(vec![Entity]),
        ("component.set_positions", "positions") => List(vec![Vec3([1.0, 2.0, 3.0])]),
        ("entity.create_from_template", "name") => Text("good"),
        ("entity.set_parent", "parent") => Call("matrix", "other", vec![]),
        ("engine.log", "level") => Text("info"),
        ("engine.setting", "name") => Text("speed"),
        ("script.call", "name") => Text("good"),
        ("script.call", "arguments") => List(vec![]),
        ("input.push_context", "name") => Text("menu"),
        ("query.create", "components") => List(vec![Text("Transform")]),
        ("query.create", "without") => List(vec![Text("Speed")]),
        ("query.create", "optional" | "changed") => List(vec![Text("Health")]),
        ("Query.column", "field") => Text("Transform.translation"),
        ("system.register", "phase") => Text("update"),
        ("system.register", "reads" | "writes") => List(vec![Text("Health")]),
        ("Column.normalize" | "Column.length" | "Column.dot", "column") => column("Transform.translation"),
        ("Column.dot", "other") => Vec3([1.0, 2.0, 3.0]),
        ("Column.both" | "Column.either" | "Column.inverse" | "Column.count", "column" | "other") => mask(),
        ("Column.set_list", "list" | "values") => List(vec![Float(0.5)]),
        ("asset.load", "path") => Text("good.txt"),
        ("asset.on_reload", "what") => Text("text"),
        (_, "mask") => mask(),
        (_, "type_name") => Text("text"),
        (_, "component") => Text("Health"),
        (_, "script") => Text("good"),
        (_, "action") => Text("jump"),
        _ => return None,
    })
}

/// A column of the good entity's field.
fn column(field: &'static str) -> Literal {
    let component = field.split('.').next().unwrap_or_default();
    let query = Call("query", "create", vec![List(vec![Text(component)])]);
    Method(Box::new(query), "column", vec![Text(field)])
}

/// A column of truths.
fn mask() -> Literal {
    Method(Box::new(column("Health.current")), "less", vec![Float(5.0)])
}

/// What must be called before a function can be called well.
pub(crate) fn before(function: &str) -> Option<Literal> {
    match function {
        "system.register" | "system.exists" | "system.list" | "system.all_performance" => None,
        _ if function.starts_with("system.") => {
            Some(Call("system", "register", vec![Text("word"), Literal::Function]))
        }
        "input.pop_context" => Some(Call("input", "push_context", vec![Text("menu")])),
        _ => None,
    }
}

/// What must be called after a function was called well, so that it can be called so again.
pub(crate) fn after(function: &str) -> Option<Literal> {
    (function == "system.register").then(|| Call("system", "unregister", vec![Text("word")]))
}

/// A value that the parameter takes.
pub(crate) fn good(function: &Function, parameter: &Parameter) -> Result<Literal, String> {
    if let Some(value) = row(&function.to_string(), parameter.name) {
        return Ok(value);
    }
    of_type(parameter.ty).ok_or_else(|| {
        format!(
            "no good value is known for the parameter `{}` of {function}, a {}: add a row to `row` in \
             tests/conformance/runner/matrix/values.rs",
            parameter.name, parameter.ty
        )
    })
}

/// A value of a type.
fn of_type(ty: Type) -> Option<Literal> {
    Some(match ty {
        Type::Bool => Bool(true),
        Type::Int { min, max } => Int(1.clamp(min, max)),
        Type::Float | Type::Float32 => Float(0.5),
        Type::String => Text("word"),
        Type::Vec2 => Vec2([1.0, 2.0]),
        Type::Vec3 => Vec3([1.0, 2.0, 3.0]),
        Type::Quat => Quat([0.0, 0.0, 0.0, 1.0]),
        Type::Entity => Entity,
        Type::Table => Table(vec![("a", Int(1))]),
        Type::Function => Literal::Function,
        Type::Component => Call("component", "handle", vec![Entity, Text("Transform")]),
        Type::Data => Call("entity", "data", vec![Entity]),
        Type::List(item) => List(vec![of_type(*item)?]),
        Type::Optional(inner) => of_type(*inner)?,
        Type::Any => Int(5),
        Type::Asset => Call("asset", "load", vec![Text("good.txt"), Text("text")]),
        Type::Object("Query") => Call("query", "create", vec![List(vec![Text("Transform")])]),
        Type::Object("Column") => column("Health.current"),
        _ => return None,
    })
}

/// Values that a parameter refuses whatever the function is.
pub(crate) fn refused(parameter: &Parameter) -> Vec<Literal> {
    let mut refused = refused_by(parameter.ty);
    if parameter.default.is_some() {
        // Nothing is as good as an argument that is left out.
        refused.retain(|one| *one != Nothing);
    }
    refused
}

/// Values that are of other types.
fn refused_by(ty: Type) -> Vec<Literal> {
    let one_of = |good: Literal, all: &[Literal]| {
        let kind = std::mem::discriminant(&good);
        all.iter().filter(|one| std::mem::discriminant(*one) != kind).cloned().collect()
    };
    let everything = [
        Nothing,
        Bool(true),
        Int(5),
        Text("five"),
        Vec2([1.0, 2.0]),
        Vec3([1.0, 2.0, 3.0]),
        Quat([0.0, 0.0, 0.0, 1.0]),
        Entity,
        List(vec![Int(1)]),
        Table(vec![("a", Int(1))]),
        Literal::Function,
    ];
    match ty {
        Type::Nothing | Type::Any => Vec::new(),
        Type::Optional(inner) => refused_by(*inner).into_iter().filter(|one| *one != Nothing).collect(),
        Type::Int { min, max } => {
            let mut refused: Vec<Literal> = one_of(Int(0), &everything);
            refused.extend([Float(1.5), Float(f64::NAN), Float(f64::INFINITY), Float(1e300)]);
            refused.extend(min.checked_sub(1).map(Int));
            refused.extend(max.checked_add(1).map(Int));
            refused
        }
        Type::Float => one_of(Int(0), &everything),
        Type::Float32 => {
            let mut refused: Vec<Literal> = one_of(Int(0), &everything);
            refused.extend([Float(1e300), Float(-1e300)]);
            refused
        }
        Type::List(item) => {
            let mut refused: Vec<Literal> = one_of(List(vec![]), &everything);
            // A list in which one does not fit. Of most types an entity is none.
            let stranger = if *item == Type::Entity { Int(5) } else { Entity };
            if !matches!(item, Type::Any) {
                refused.push(List(vec![stranger]));
            }
            refused
        }
        Type::Component | Type::Data | Type::Object(_) | Type::Asset => everything.to_vec(),
        other => match of_type(other) {
            Some(good) => one_of(good, &everything),
            None => Vec::new(),
        },
    }
}

/// Values that a type takes, but that a function may not expect.
pub(crate) fn strange(ty: Type) -> Vec<Literal> {
    const HUGE: usize = 1 << 20;
    match ty {
        Type::Int { min, max } => {
            let all = [i64::MIN, i64::MAX, i64::from(i32::MAX) + 1, 0, -1, min, max];
            let mut fit: Vec<i64> = all.into_iter().filter(|one| (min..=max).contains(one)).collect();
            fit.sort_unstable();
            fit.dedup();
            fit.into_iter().map(Int).collect()
        }
        Type::Float => {
            [f64::NAN, f64::INFINITY, f64::NEG_INFINITY, 1e300, -1e300, 5e-324, 0.0, -1.0].map(Float).to_vec()
        }
        Type::Float32 => [f64::NAN, f64::INFINITY, f64::NEG_INFINITY, 3e38, 0.0, -1.0].map(Float).to_vec(),
        Type::String => {
            vec![
                Text(""),
                Text(" "),
                Text("no such name"),
                Text("a\0b"),
                Text("Ünal ✓"),
                Text("../../etc"),
                Letters(HUGE),
            ]
        }
        Type::Vec2 => vec![Vec2([f64::NAN, 0.0]), Vec2([0.0, f64::INFINITY])],
        Type::Vec3 => {
            vec![Vec3([f64::NAN, 0.0, 0.0]), Vec3([0.0, f64::INFINITY, 0.0]), Vec3([3e38, 3e38, -3e38])]
        }
        Type::Quat => {
            vec![Quat([f64::NAN, 0.0, 0.0, 1.0]), Quat([0.0, 0.0, 0.0, 0.0]), Quat([3e38, 3e38, 3e38, 3e38])]
        }
        Type::Entity => vec![Dead],
        Type::List(item) => {
            let mut lists = vec![List(vec![])];
            if let Some(good) = of_type(*item) {
                lists.push(Many(Box::new(good), 100_000));
            }
            let one = |one: Literal| (one != Nothing).then(|| List(vec![one]));
            lists.extend(strange(*item).into_iter().filter_map(one));
            lists
        }
        Type::Table => vec![
            Table(vec![]),
            Table(vec![("", Int(1)), ("a b", Literal::Function)]),
            Table(vec![("a", Many(Box::new(Int(1)), 100_000))]),
        ],
        Type::Optional(inner) => {
            let mut values = strange(*inner);
            values.push(Nothing);
            values
        }
        Type::Any => vec![
            Nothing,
            Bool(false),
            Int(i64::MIN),
            Float(f64::NAN),
            Text(""),
            Letters(HUGE),
            Vec3([f64::NAN, 0.0, 0.0]),
            Entity,
            Dead,
            // Lua writes an empty list as it writes an empty table, and keeps no nothing in a list or a table.
            List(vec![Dead, Literal::Function]),
            Table(vec![]),
            Table(vec![("a", Table(vec![("b", Dead)]))]),
            Many(Box::new(Int(1)), 100_000),
            Literal::Function,
        ],
        _ => Vec::new(),
    }
}
