//! Arbitrary sequences of calls of the whole interface, made from its model: what is new in it is in here by itself. The
//! same calls are made in each language, in worlds of their own; each must give the same everywhere, and leave the same
//! world behind. A call that fails must leave the world as it was.

mod texts;
mod values;

use std::fmt::Write as _;

use bevy_ecs::prelude::Resource;
use glotta::core::{Arg, Function, Language, Type};
use glotta::engine::{ScriptSetup, world_hash};
use glotta::prelude::*;
use glotta_fuzz::check;
use proptest::prelude::{Strategy, any, prop};

use crate::world::{Called, Files, Played};
use values::Pool;

/// A call: which function, and what each argument is made of.
#[derive(Clone, Debug)]
struct Step {
    function: usize,
    seeds: [u32; 9],
}

/// Calls that a script makes while the engine calls it once, and frames that run after.
#[derive(Clone, Debug)]
struct Group {
    /// The fields of the columns that it begins with.
    columns: Vec<&'static str>,
    steps: Vec<Step>,
    frames: u8,
}

fn groups() -> impl Strategy<Value = Vec<Group>> {
    let step = (any::<usize>(), prop::array::uniform9(any::<u32>()))
        .prop_map(|(function, seeds)| Step { function, seeds });
    let columns = prop::collection::vec(prop::sample::select(values::FIELDS), 0..6);
    let group = (columns, prop::collection::vec(step, 1..60), 0..3_u8);
    let group = group.prop_map(|(columns, steps, frames)| Group { columns, steps, frames });
    prop::collection::vec(group, 1..6)
}

/// A function of the interface, and whether it is a method of an object.
#[derive(Clone, Copy)]
struct Callable {
    function: &'static Function,
    is_method: bool,
}

impl Callable {
    /// What it is called with: arguments are left out from the end.
    fn count(&self, seed: u32) -> usize {
        let most = self.function.parameters.len();
        self.function.required + seed as usize % (most - self.function.required + 1)
    }

    /// Whether what it gives is the same on every run.
    fn is_measured(&self) -> bool {
        self.function.name.contains("performance")
    }
}

/// All functions that can be called with values: handles to components and data are none.
fn callables() -> Vec<Callable> {
    let api = ScriptSetup::new().api().expect("an interface");
    let functions = api.module_names().flat_map(|module| api.functions(module));
    let functions = functions.map(|function| Callable { function, is_method: false });
    let methods = api.class_names().flat_map(|class| api.methods(class));
    let methods = methods.map(|function| Callable { function, is_method: true });
    let takes_values = |one: &Callable| {
        one.function.parameters.iter().all(|parameter| !matches!(parameter.ty, Type::Component | Type::Data))
    };
    functions.chain(methods).filter(takes_values).collect()
}

/// What came of a call.
#[derive(Debug, PartialEq)]
struct Outcome {
    call: String,
    gave: String,
    hash: u64,
    called: u64,
}

/// What the game's script is to do next, and what came of it.
#[derive(Resource)]
struct Plan {
    callables: Vec<Callable>,
    columns: Vec<&'static str>,
    steps: Vec<Step>,
    pool: Pool,
    /// The script that has a function for each call.
    path: String,
    outcomes: Vec<Outcome>,
}

/// What the scripts of the game need.
struct FuzzApi;

#[script_api(module = "fuzz")]
impl FuzzApi {
    /// Makes the calls that are planned.
    fn run(world: &mut ScriptWorld) -> Result<(), ScriptError> {
        let Some(mut plan) = world.world_mut().remove_resource::<Plan>() else {
            return Err(ScriptError::host("nothing is planned"));
        };
        plan.pool.begin();
        plan.begin(world);
        for step in std::mem::take(&mut plan.steps) {
            plan.make(world, &step);
        }
        world.world_mut().insert_resource(plan);
        Ok(())
    }

    /// Counts how often it was called.
    fn called(world: &mut ScriptWorld) {
        world.world_mut().resource_mut::<Called>().0 += 1;
    }
}

impl Plan {
    /// Makes a query and some columns: arbitrary calls seldom get that far.
    fn begin(&mut self, world: &mut ScriptWorld) {
        let place = |name: &str| {
            let found = self.callables.iter().position(|one| one.function.to_string() == name);
            found.expect("a function")
        };
        let (create, column) = (place("query.create"), place("Query.column"));
        let components = Value::List(vec!["Health".into(), "Everything".into()]);
        if !self.columns.is_empty() {
            self.call(world, create, &[components]);
        }
        for field in std::mem::take(&mut self.columns) {
            if let Some(query) = self.pool.last("Query") {
                self.call(world, column, &[query, field.into()]);
            }
        }
    }

    fn make(&mut self, world: &mut ScriptWorld, step: &Step) {
        let mut index = step.function % self.callables.len();
        // What needs an object when there is none makes one.
        while let Some(class) = self.pool.lacks(self.callables[index].function) {
            let makes_it = |one: &Callable| one.function.returns == Type::Object(class);
            let Some(maker) = self.callables.iter().position(makes_it).filter(|maker| *maker != index) else {
                return;
            };
            index = maker;
        }
        let callable = self.callables[index];
        let count = callable.count(step.seeds[8]);
        let parameters = &callable.function.parameters[..count];
        let Some(arguments) = self.pool.arguments(callable.function, parameters, &step.seeds) else { return };
        self.call(world, index, &arguments);
    }

    fn call(&mut self, world: &mut ScriptWorld, index: usize, arguments: &[Value]) {
        let callable = self.callables[index];
        // Functions are not among the values.
        let of = |count: &usize| {
            let parameters = &callable.function.parameters[..*count];
            parameters.iter().filter(|one| one.ty != Type::Function).count()
        };
        let count = (0..=callable.function.parameters.len()).rev().find(|count| of(count) == arguments.len());
        let count = count.unwrap_or_default();
        let before = (world_hash(world.world()), world.world().resource::<Called>().0);
        let result = world.session(|session, world| {
            let script = session.load(world, &self.path).expect("it is loaded");
            let arguments: Vec<Arg<'_>> = arguments.iter().map(Arg::Value).collect();
            session.call_by_name(world, script, &format!("f{index}_{count}"), &arguments).outcome
        });
        let after = (world_hash(world.world()), world.world().resource::<Called>().0);
        let call = format!("{}({})", callable.function, values::shown(arguments));
        let gave = match &result {
            Ok(value) if callable.is_measured() => values::kind(value),
            Ok(value) => values::shown(std::slice::from_ref(value)),
            Err(error) => {
                assert_eq!(after, before, "{call} failed and has changed the world: {error:?}");
                let message = error.message();
                // What a function is called with when there is nothing to call it with is checked by the matrix.
                let names_it = message.starts_with(&format!("{}: ", callable.function));
                assert!(names_it, "{call}: the error does not name the function: {error:?}");
                format!("{}: {}", error.kind(), texts::normal(message))
            }
        };
        if let Ok(value) = result {
            self.pool.keep(value);
        }
        self.outcomes.push(Outcome { call, gave, hash: after.0, called: after.1 });
    }
}

/// What came of all groups in one language: of the calls, and what was printed.
fn play(language: Box<dyn Language>, groups: &[Group]) -> Vec<(Vec<Outcome>, Vec<String>)> {
    let writing = texts::Writing::of(language.info().name);
    let callables = callables();
    let files = Files::default();
    let path = format!("calls.{}", writing.extension());
    files.write(&path, writing.script(&callables));
    files.write(&format!("good.{}", writing.extension()), writing.good());
    files.write("good.txt", "text");
    files.write("good.toml", "a = 1\nb = [2.5]\n");
    files.write("bad.json", "{");
    files.write(
        "templates/good.template.toml",
        "name = \"Copy\"\ntags = [\"one\"]\n[components.Health]\nmax = 5\n",
    );
    files.write("templates/bad.template.toml", "name = \"Copy\"\n[components.Health]\nmox = 5\n");
    let mut game = Played::new(vec![language], &[&path], files, |app| {
        app.script_setup().add_api::<FuzzApi>();
    });
    game.app.update();
    assert_eq!(game.told(), [""; 0], "the script of all calls is sound");
    let mut pool = Pool::default();
    game.scripts(|world| {
        for components in
            [&["Health", "Everything"][..], &["Health", "Everything", "Loose", "Transform"], &["Banner"], &[]]
        {
            let entity = world.spawn();
            for component in components {
                world.add_component(entity, component, &Value::Null).expect("a component");
            }
            pool.keep(Value::Entity(entity));
        }
    });
    game.app.insert_resource(Plan {
        callables,
        columns: Vec::new(),
        steps: Vec::new(),
        pool,
        path: path.clone(),
        outcomes: Vec::new(),
    });
    let mut played = Vec::new();
    for group in groups {
        let mut plan = game.app.world_mut().resource_mut::<Plan>();
        plan.steps.clone_from(&group.steps);
        plan.columns.clone_from(&group.columns);
        game.scripts(|world| {
            world.session(|session, world| {
                let script = session.load(world, &path).expect("it is loaded");
                session.call_by_name(world, script, "run", &[]).outcome.expect("it runs");
            });
        });
        for _ in 0..group.frames {
            game.app.update();
        }
        let outcomes = std::mem::take(&mut game.app.world_mut().resource_mut::<Plan>().outcomes);
        let told = game.told().iter().map(|line| texts::normal(line)).collect();
        played.push((outcomes, told));
    }
    stop_scripts(game.app.world_mut());
    played
}

#[test]
fn any_calls_of_the_whole_interface_do_the_same_in_each_language() {
    check(8, &groups(), |groups| {
        let mut first: Option<Vec<(Vec<Outcome>, Vec<String>)>> = None;
        for language in glotta::languages() {
            let name = language.info().name;
            let played = play(language, &groups);
            let Some(first) = &first else {
                first = Some(played);
                continue;
            };
            for (number, (one, other)) in first.iter().zip(&played).enumerate() {
                for (at, (one, other)) in one.0.iter().zip(&other.0).enumerate() {
                    assert_eq!(
                        one, other,
                        "Lua does not do what {name} does, in group {number} at call {at}"
                    );
                }
                assert_eq!(one.1, other.1, "Lua does not tell what {name} tells, in group {number}");
                assert_eq!(one.0.len(), other.0.len(), "{name}, group {number}");
            }
        }
    });
}

/// How many of each outcome there are, so that a run shows what it reaches.
#[test]
fn the_calls_reach_most_functions() {
    use proptest::strategy::ValueTree as _;
    use proptest::test_runner::TestRunner;
    let mut runner = TestRunner::deterministic();
    let mut worked = std::collections::BTreeSet::new();
    for _ in 0..6 {
        let groups = groups().new_tree(&mut runner).expect("groups").current();
        for (outcomes, _) in play(glotta::languages().remove(0), &groups) {
            let good = outcomes.into_iter().filter(|outcome| !outcome.gave.starts_with("argument"));
            worked.extend(good.filter_map(|one| one.call.split_once('(').map(|(name, _)| name.to_owned())));
        }
    }
    let mut missing = String::new();
    for callable in callables() {
        if !worked.contains(&callable.function.to_string()) {
            let _ = write!(missing, "{} ", callable.function);
        }
    }
    let most = callables().len() * 4 / 5;
    assert!(worked.len() > most, "only {} of {} worked; not {missing}", worked.len(), callables().len());
}
