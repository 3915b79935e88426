//! The matrix of bad input: every function of the interface, every argument, everything that it should refuse, in every
//! language. It is made from the model of the API, so a new function is in it by itself; what is not known of it is a
//! good value for each of its parameters, where that is not one of its type: see [`values`].
//!
//! For each function, all three languages make the same calls in worlds of their own:
//!
//! 1. each argument in turn is a value that its type refuses: that is an error about the argument, which names the function
//!    and the parameter, and the world stays as it was;
//! 2. all arguments are good: that is no error, which shows that the calls before failed for the right reason;
//! 3. each argument that may be left out is given by its name, the others left out: the same holds, and a name that the
//!    function does not know is an error that says so;
//! 4. each argument in turn is strange: that is no error, or one that names the function and leaves the world as it was.
//!
//! What came of each call must be the same text in all languages. AngelScript refuses much when it compiles; then what the
//! compiler says must name the function.

mod languages;
mod values;

use std::collections::BTreeMap;

use bevy_ecs::name::Name;
use bevy_ecs::prelude::Resource;
use glotta::core::{Api, Function, Type};
use glotta::engine::{MemoryOutput, Output, ScriptSetup, world_hash};
use glotta::prelude::*;
use libtest_mimic::{Failed, Trial};

use crate::{output, world};
use languages::{AngelScript, Call, Lua, Of, Python, Syntax};
use values::Literal;

/// What the calls of the matrix use.
struct MatrixApi;

/// An entity that is gone, and one that has nothing.
#[derive(Resource)]
struct Others {
    gone: ScriptEntity,
    bare: ScriptEntity,
}

/// What the matrix's scripts need.
#[script_api(module = "matrix")]
impl MatrixApi {
    /// An entity with some components; another one if it was destroyed.
    fn entity(world: &mut ScriptWorld) -> Result<ScriptEntity, ScriptError> {
        if let Some(entity) = world.named("good") {
            return Ok(entity);
        }
        let entity = world.spawn();
        world.add_component(entity, "Transform", &Value::Null)?;
        world.add_component(entity, "Health", &Value::Null)?;
        world.entity_mut(entity)?.insert((Name::new("good"), Tags::new(["word"])));
        Ok(entity)
    }

    /// An entity that was destroyed.
    fn dead(world: &mut ScriptWorld) -> ScriptEntity {
        world.world().resource::<Others>().gone
    }

    /// An entity without components.
    fn other(world: &mut ScriptWorld) -> ScriptEntity {
        world.world().resource::<Others>().bare
    }

    /// The world as one number.
    fn hash(world: &mut ScriptWorld) -> String {
        world_hash(world.world()).to_string()
    }
}

/// What is expected of a call.
#[derive(Clone, Debug)]
enum Expected {
    /// An error about the argument at that place, counted from 0.
    Refused(usize),
    /// An error that says that the function has no such parameter.
    Unknown(&'static str),
    /// No error.
    Fine,
    /// No error, or one that names the function.
    Anything,
}

/// One test for each function.
pub(crate) fn trials() -> Vec<Trial> {
    let api = match ScriptSetup::new().api() {
        Ok(api) => api,
        Err(error) => {
            return vec![Trial::test("matrix", move || Err(Failed::from(error.to_string())))];
        }
    };
    let trial = |function: &'static Function, is_method: bool| {
        Trial::test(format!("matrix::{}::{}", function.module, function.name), move || {
            test(function, is_method)
        })
    };
    let functions = |api: &Api| -> Vec<Trial> {
        let functions =
            api.module_names().flat_map(|module| api.functions(module)).map(|one| trial(one, false));
        let methods = api.class_names().flat_map(|class| api.methods(class)).map(|one| trial(one, true));
        functions.chain(methods).collect()
    };
    let mut trials = functions(&api);
    trials.push(Trial::test("matrix::options", move || without_options(&api)));
    trials
}

/// The functions whose arguments that may be left out cannot be named in Lua, because the first of them takes tables.
fn without_options(api: &Api) -> Result<(), Failed> {
    let functions = api.module_names().flat_map(|module| api.functions(module));
    let methods = api.class_names().flat_map(|class| api.methods(class));
    let without: Vec<String> = functions
        .chain(methods)
        .filter(|function| function.required < function.parameters.len() && !function.takes_options())
        .map(ToString::to_string)
        .collect();
    let expected = ["component.add", "engine.setting", "event.emit", "save.read"];
    if without == expected { Ok(()) } else { Err(format!("expected {expected:?}, got {without:?}").into()) }
}

/// All calls of one function.
fn calls(function: &'static Function, is_method: bool) -> Result<Vec<(Call, Expected)>, String> {
    let good: Vec<Literal> = function
        .parameters
        .iter()
        .map(|parameter| values::good(function, parameter))
        .collect::<Result<_, _>>()?;
    let call = |mut arguments: Vec<Literal>| {
        let of = if is_method { Of::Object(arguments.remove(0)) } else { Of::Module(function.module) };
        Call { of, name: function.name, arguments, named: None }
    };
    let with = |index: usize, value: Literal| {
        let mut arguments = good.clone();
        arguments[index] = value;
        call(arguments)
    };
    // An object is not an argument of its methods.
    let first = usize::from(is_method);
    let parameters = || function.parameters.iter().enumerate().skip(first);
    let mut calls = Vec::new();
    for (index, parameter) in parameters() {
        for value in values::refused(parameter) {
            calls.push((with(index, value), Expected::Refused(index)));
        }
    }
    if let Some(Literal::Call(module, name, arguments)) = values::before(&function.to_string()) {
        calls.push((Call { of: Of::Module(module), name, arguments, named: None }, Expected::Fine));
    }
    let after = values::after(&function.to_string());
    let fine = |calls: &mut Vec<_>, one: Call| {
        calls.push((one, Expected::Fine));
        if let Some(Literal::Call(module, name, arguments)) = after.clone() {
            calls.push((Call { of: Of::Module(module), name, arguments, named: None }, Expected::Fine));
        }
    };
    fine(&mut calls, call(good.clone()));
    let needed = good.get(..function.required).unwrap_or_default().to_vec();
    let by_name = |name, value| Call { named: Some((name, value)), ..call(needed.clone()) };
    for (index, parameter) in parameters().skip_while(|(index, _)| *index < function.required) {
        for value in values::refused(parameter) {
            calls.push((by_name(parameter.name, value), Expected::Refused(index)));
        }
        if let Some(value) = good.get(index) {
            fine(&mut calls, by_name(parameter.name, value.clone()));
        }
    }
    if function.required < function.parameters.len() {
        calls.push((by_name("colour", Literal::Int(1)), Expected::Unknown("colour")));
    }
    for (index, parameter) in parameters() {
        for value in values::strange(parameter.ty) {
            calls.push((with(index, value), Expected::Anything));
        }
    }
    Ok(calls)
}

/// True if the call is another one in Lua, whose named arguments are a table: of a function that takes tables anyway; or
/// where the table stands for the argument that is bad.
fn is_other_in_lua(function: &Function, call: &Call, expected: &Expected) -> bool {
    let bad = call
        .arguments
        .last()
        .filter(|_| matches!(expected, Expected::Refused(index) if *index == function.required));
    match call.named {
        Some(_) => !function.takes_options(),
        None => function.parameters.len() == function.required + 1 && matches!(bad, Some(Literal::Table(_))),
    }
}

/// What came of one call.
#[derive(Clone, Debug, PartialEq)]
struct Outcome {
    changed: bool,
    /// `ok`, or the error's kind and message.
    text: String,
}

/// What came of the calls that a language made, by their numbers.
type Outcomes = BTreeMap<usize, Outcome>;

fn test(function: &'static Function, is_method: bool) -> Result<(), Failed> {
    let calls = calls(function, is_method)?;
    let mut problems = Vec::new();
    let is_other = |(call, expected): &_| is_other_in_lua(function, call, expected);
    let lua = run(&Lua, &calls, is_other, &mut problems)?;
    let python = run(&Python, &calls, |_| false, &mut problems)?;
    let is_left_out = |(call, expected): &_| is_converted(function, call, expected);
    let angelscript = run(&AngelScript, &calls, is_left_out, &mut problems)?;
    for (index, (call, expected)) in calls.iter().enumerate() {
        let shown = Lua.expression(call);
        let shown: String = shown.chars().take(200).collect();
        for (language, outcomes) in [("Lua", &lua), ("Python", &python), ("AngelScript", &angelscript)] {
            let Some(outcome) = outcomes.get(&index) else {
                // The compiler has refused it, or it is another call there.
                if language == "Python" || language == "Lua" && !is_other_in_lua(function, call, expected) {
                    problems.push(format!("{shown}: {language} did not get to it"));
                }
                continue;
            };
            if let Some(problem) = judge(function, expected, outcome) {
                problems.push(format!("{shown}: {language}: {problem}, got {}", outcome.text));
            }
            if lua.get(&index).is_some_and(|first| first.text != outcome.text) {
                problems.push(format!(
                    "{shown}: Lua gives `{}`, {language} `{}`",
                    lua.get(&index).map_or("", |first| &first.text),
                    outcome.text
                ));
            }
        }
    }
    if problems.is_empty() {
        return Ok(());
    }
    let count = problems.len();
    problems.truncate(20);
    Err(format!("{count} problems with {}:\n{}", function.signature(), problems.join("\n")).into())
}

/// True if AngelScript turns the bad argument into what the parameter is, before the function sees it: a number of another
/// kind.
fn is_converted(function: &Function, call: &Call, expected: &Expected) -> bool {
    let Expected::Refused(index) = *expected else { return false };
    let of_method = usize::from(matches!(call.of, Of::Object(_)));
    let named = call.named.as_ref().map(|(_, value)| value);
    let value = named.or_else(|| index.checked_sub(of_method).and_then(|index| call.arguments.get(index)));
    let is_number = matches!(value, Some(Literal::Int(_) | Literal::Float(_) | Literal::Bool(_)));
    let takes_number = matches!(
        function.parameters.get(index).map(|parameter| parameter.ty),
        Some(Type::Int { .. } | Type::Float | Type::Float32 | Type::Bool)
    );
    is_number && takes_number
}

/// What is wrong with an outcome.
fn judge(function: &Function, expected: &Expected, outcome: &Outcome) -> Option<String> {
    let text = &outcome.text;
    if text != "ok" && outcome.changed {
        return Some("the world has changed, though it failed".to_owned());
    }
    match expected {
        Expected::Fine if text != "ok" => Some(
            "good values are refused: add a row to `row` in tests/conformance/runner/matrix/values.rs"
                .to_owned(),
        ),
        Expected::Refused(index) => {
            let name = function.parameters.get(*index).map_or("", |parameter| parameter.name);
            let prefix = format!("argument: {function}: argument {} ({name}): ", index + 1);
            (!text.starts_with(&prefix)).then(|| format!("expected `{prefix}…`"))
        }
        Expected::Unknown(name) => {
            let prefix = format!("argument: {function}: has no parameter \"{name}\"; it is ");
            (!text.starts_with(&prefix)).then(|| format!("expected `{prefix}…`"))
        }
        Expected::Anything => {
            let (kind, message) = text.split_once(": ").unwrap_or((text, ""));
            let known = matches!(kind, "ok" | "argument" | "type" | "not-found" | "runtime");
            let named = kind == "ok" || message.starts_with(&format!("{function}: "));
            (!known || !named).then(|| format!("expected no error, or one that begins with `{function}: `"))
        }
        Expected::Fine => None,
    }
}

/// Makes all calls in one language, but those that are left out.
fn run(
    syntax: &dyn Syntax,
    calls: &[(Call, Expected)],
    is_left_out: impl Fn(&(Call, Expected)) -> bool,
    problems: &mut Vec<String>,
) -> Result<Outcomes, Failed> {
    let text = |call: &(Call, Expected)| (!is_left_out(call)).then(|| syntax.expression(&call.0));
    let mut texts: Vec<Option<String>> = calls.iter().map(text).collect();
    // Each time the compiler refuses some calls, those are left out.
    for _ in 0..8 {
        let ran = run_script(syntax, &syntax.script(&texts))?;
        let Some(error) = ran.refusal else {
            return Ok(ran.outcomes);
        };
        let lines = refused_lines(&error, syntax.extension());
        let mut left_out = false;
        for (line, message) in lines {
            let index = line.checked_sub(syntax.first_line()).filter(|index| *index < calls.len());
            let Some(index) = index.filter(|index| texts[*index].is_some()) else { continue };
            let (call, expected) = &calls[index];
            let names = names_of(call);
            if matches!(expected, Expected::Fine) || !names.iter().any(|name| message.contains(name)) {
                let text = texts[index].clone().unwrap_or_default();
                problems.push(format!("{text}: the compiler says only: {message}"));
            }
            texts[index] = None;
            left_out = true;
        }
        if !left_out {
            return Err(format!("{} does not run the calls: {error}", syntax.language()).into());
        }
    }
    Err(format!("{} refuses more calls each time", syntax.language()).into())
}

/// What a compiler's error may name: the function, or a type.
fn names_of(call: &Call) -> Vec<String> {
    let name = match &call.of {
        Of::Module(module) => format!("{module}::{}", call.name),
        Of::Object(_) => call.name.to_owned(),
    };
    vec![name]
}

/// The lines that an error tells of, with what it says of each. The first one's place was put before by [`run_script`].
fn refused_lines(error: &str, extension: &str) -> Vec<(usize, String)> {
    let prefix = format!("main.{extension}:");
    let place = |line: &str| {
        let (number, rest) = line.strip_prefix(&prefix)?.split_once(':')?;
        Some((number.parse().ok()?, rest.to_owned()))
    };
    error.lines().filter_map(place).collect()
}

/// What came of a script.
struct Ran {
    outcomes: Outcomes,
    /// What kept it from being compiled, or ended it.
    refusal: Option<String>,
}

fn run_script(syntax: &dyn Syntax, text: &str) -> Result<Ran, Failed> {
    let extension = syntax.extension();
    let main = format!("main.{extension}");
    let other = format!("good.{extension}");
    let template = "name = \"Copy\"\ncomponents.Health = { current = 5 }\n";
    let files = [
        (main.as_str(), text.as_bytes().to_vec()),
        (other.as_str(), syntax.other().as_bytes().to_vec()),
        ("good.txt", b"text".to_vec()),
        ("templates/good.template.toml", template.as_bytes().to_vec()),
    ];
    let output = MemoryOutput::new();
    let mut app = world::app(files.into_iter(), &output, |setup| {
        setup.add_api::<MatrixApi>();
    })?;
    let mut errors: Vec<String> = Vec::new();
    with_scripts(app.world_mut(), |world: &mut ScriptWorld| -> Result<(), ScriptError> {
        // Loaded when the calls come, as an asset must be to be used.
        world.load_asset("good.txt", "text")?;
        world.run_frame();
        let gone = world.spawn();
        world.destroy(gone)?;
        let bare = world.spawn();
        world.world_mut().insert_resource(Others { gone, bare });
        MatrixApi::entity(world)?;
        let speaker = world.spawn();
        world.attach(speaker, &other)?;
        let loaded = world.session(|session, world| session.load(world, &main));
        if let Err(error) = loaded {
            let line = error.line().unwrap_or_default();
            errors.push(format!("{}:{line}:1: {}", error.source(), error.message()));
        }
        let _ = world.session(|session, _| session.take_new_errors());
        Ok(())
    })??;
    stop_scripts(app.world_mut());
    let mut outcomes = Outcomes::new();
    for line in output.take() {
        let Output::Print(line) = line else { continue };
        let Some((index, rest)) = line.strip_prefix('@').and_then(|line| line.split_once(' ')) else {
            continue;
        };
        let (changed, text) = rest.split_once(' ').unwrap_or((rest, ""));
        let text = output::normalize(text, extension).trim_end().to_owned();
        if let Ok(index) = index.parse() {
            outcomes.insert(index, Outcome { changed: changed == "changed", text });
        }
    }
    Ok(Ran { outcomes, refusal: errors.pop() })
}
