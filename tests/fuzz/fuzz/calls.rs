//! Arbitrary sequences of calls, each in an arbitrary language or from the game's own code, beside a model of the world so
//! simple that it can be checked by looking at it.

use std::cell::RefCell;
use std::collections::BTreeSet;

use glotta::core::{Arg, Entity, ErrorKind, ScriptError, Value, Vec3};
use glotta::engine::ScriptWorld;
use glotta_fuzz::check;
use proptest::prelude::{Strategy, any, prop};

use crate::game::{EXTENSIONS, Game};

const LUA: &str = "
for _, name in ipairs { 'create', 'destroy', 'is_valid', 'name', 'set_name', 'find_by_name', 'add_tag', 'remove_tag',
    'has_tag', 'tags', 'find_by_tag', 'parent', 'set_parent', 'children' } do
    local bound = entity[name]
    _ENV[name] = function(...) return bound(...) end
end
for _, name in ipairs { 'get_position', 'set_position' } do
    local bound = component[name]
    _ENV[name] = function(...) return bound(...) end
end
function add(e) component.add(e, 'Transform') end
function remove(e) return component.remove(e, 'Transform') end
function has(e) return e:has('Transform') end
function find_with() return entity.find_with_component('Transform') end
function set_data(e, n) e:data().n = n end
function get_data(e) return e:data().n end
";

const PYTHON: &str = "
def bind(function):
    return lambda *arguments: function(*arguments)
for which in ['create', 'destroy', 'is_valid', 'name', 'set_name', 'find_by_name', 'add_tag', 'remove_tag',
              'has_tag', 'tags', 'find_by_tag', 'parent', 'set_parent', 'children']:
    globals()[which] = bind(getattr(entity, which))
for which in ['get_position', 'set_position']:
    globals()[which] = bind(getattr(component, which))
def add(e): component.add(e, 'Transform')
def remove(e): return component.remove(e, 'Transform')
def has(e): return e.has('Transform')
def find_with(): return entity.find_with_component('Transform')
def set_data(e, n): e.data().n = n
def get_data(e): return e.data().n
";

const ANGELSCRIPT: &str = "
Entity create() { return entity::create(); }
void destroy(Entity e) { entity::destroy(e); }
bool is_valid(Entity e) { return entity::is_valid(e); }
Value name(Entity e) { return entity::name(e); }
void set_name(Entity e, const string &in name) { entity::set_name(e, name); }
Value find_by_name(const string &in name) { return entity::find_by_name(name); }
void add_tag(Entity e, const string &in tag) { entity::add_tag(e, tag); }
bool remove_tag(Entity e, const string &in tag) { return entity::remove_tag(e, tag); }
bool has_tag(Entity e, const string &in tag) { return entity::has_tag(e, tag); }
array<string>@ tags(Entity e) { return entity::tags(e); }
array<Entity>@ find_by_tag(const string &in tag) { return entity::find_by_tag(tag); }
Value parent(Entity e) { return entity::parent(e); }
void set_parent(Entity e, const Value &in parent) { entity::set_parent(e, parent); }
array<Entity>@ children(Entity e) { return entity::children(e); }
Value get_position(Entity e) { return component::get_position(e); }
void set_position(Entity e, Vec3 position) { component::set_position(e, position); }
void add(Entity e) { component::add(e, 'Transform'); }
bool remove(Entity e) { return component::remove(e, 'Transform'); }
bool has(Entity e) { return e.has('Transform'); }
array<Entity>@ find_with() { return entity::find_with_component('Transform'); }
void set_data(Entity e, int64 n) { e.data()['n'] = n; }
Value get_data(Entity e) { return e.data()['n']; }
";

/// What is done; numbers stand for entities, in the order they were made, those that are gone included.
#[derive(Clone, Debug)]
enum Step {
    Create,
    Destroy(usize),
    IsValid(usize),
    Name(usize),
    SetName(usize, u8),
    FindByName(u8),
    AddTag(usize, u8),
    RemoveTag(usize, u8),
    HasTag(usize, u8),
    Tags(usize),
    FindByTag(u8),
    Parent(usize),
    SetParent(usize, Option<usize>),
    Children(usize),
    Add(usize),
    Remove(usize),
    Has(usize),
    FindWith,
    GetPosition(usize),
    SetPosition(usize, i16),
    SetData(usize, i64),
    GetData(usize),
}

fn steps() -> impl Strategy<Value = Step> {
    let e = any::<usize>;
    let word = || 0..4u8;
    prop::strategy::Union::new([
        (0..1u8).prop_map(|_| Step::Create).boxed(),
        (0..1u8).prop_map(|_| Step::Create).boxed(),
        e().prop_map(Step::Destroy).boxed(),
        e().prop_map(Step::IsValid).boxed(),
        e().prop_map(Step::Name).boxed(),
        (e(), word()).prop_map(|(e, name)| Step::SetName(e, name)).boxed(),
        word().prop_map(Step::FindByName).boxed(),
        (e(), word()).prop_map(|(e, tag)| Step::AddTag(e, tag)).boxed(),
        (e(), word()).prop_map(|(e, tag)| Step::RemoveTag(e, tag)).boxed(),
        (e(), word()).prop_map(|(e, tag)| Step::HasTag(e, tag)).boxed(),
        e().prop_map(Step::Tags).boxed(),
        word().prop_map(Step::FindByTag).boxed(),
        e().prop_map(Step::Parent).boxed(),
        (e(), any::<Option<usize>>()).prop_map(|(e, parent)| Step::SetParent(e, parent)).boxed(),
        (e(), any::<Option<usize>>()).prop_map(|(e, parent)| Step::SetParent(e, parent)).boxed(),
        e().prop_map(Step::Children).boxed(),
        e().prop_map(Step::Add).boxed(),
        e().prop_map(Step::Remove).boxed(),
        e().prop_map(Step::Has).boxed(),
        (0..1u8).prop_map(|_| Step::FindWith).boxed(),
        e().prop_map(Step::GetPosition).boxed(),
        (e(), any::<i16>()).prop_map(|(e, x)| Step::SetPosition(e, x)).boxed(),
        (e(), any::<i64>()).prop_map(|(e, n)| Step::SetData(e, n)).boxed(),
        e().prop_map(Step::GetData).boxed(),
    ])
}

/// What a call is expected to give.
#[derive(Clone, Debug, PartialEq)]
enum Gives {
    Nothing,
    Bool(bool),
    Text(String),
    Texts(BTreeSet<String>),
    /// An entity that was just made.
    New,
    /// One of these; none of them if there are none.
    OneOf(BTreeSet<usize>),
    /// These, in any order.
    All(BTreeSet<usize>),
    /// These, in that order.
    InOrder(Vec<usize>),
    Position(i16),
    Int(i64),
    Fails(ErrorKind),
}

#[derive(Debug, Default)]
struct Modelled {
    alive: bool,
    name: Option<String>,
    tags: BTreeSet<String>,
    parent: Option<usize>,
    children: Vec<usize>,
    position: Option<i16>,
    data: Option<i64>,
}

/// The world as it should be.
#[derive(Debug, Default)]
struct Model(Vec<Modelled>);

fn word(number: u8) -> String {
    ["one", "two", "", "té"][usize::from(number)].to_owned()
}

impl Model {
    fn those(&self, is_meant: impl Fn(&Modelled) -> bool) -> BTreeSet<usize> {
        (0..self.0.len()).filter(|&e| self.0[e].alive && is_meant(&self.0[e])).collect()
    }

    fn leave_parent(&mut self, e: usize) {
        if let Some(parent) = self.0[e].parent.take() {
            self.0[parent].children.retain(|&child| child != e);
        }
    }

    fn destroy(&mut self, e: usize) {
        self.leave_parent(e);
        for child in self.0[e].children.clone() {
            self.destroy(child);
        }
        self.0[e] = Modelled::default();
    }

    fn descends(&self, e: usize, from: usize) -> bool {
        e == from || self.0[e].parent.is_some_and(|parent| self.descends(parent, from))
    }

    /// Does a step, and says what it gives.
    fn step(&mut self, step: &Step) -> Gives {
        let needs = match *step {
            Step::Create | Step::IsValid(_) | Step::FindByName(_) | Step::FindByTag(_) | Step::FindWith => {
                None
            }
            Step::Destroy(e)
            | Step::Name(e)
            | Step::SetName(e, _)
            | Step::AddTag(e, _)
            | Step::RemoveTag(e, _)
            | Step::HasTag(e, _)
            | Step::Tags(e)
            | Step::Parent(e)
            | Step::SetParent(e, _)
            | Step::Children(e)
            | Step::Add(e)
            | Step::Remove(e)
            | Step::Has(e)
            | Step::GetPosition(e)
            | Step::SetPosition(e, _)
            | Step::SetData(e, _)
            | Step::GetData(e) => Some(e),
        };
        if needs.is_some_and(|e| !self.0[e].alive) {
            return Gives::Fails(ErrorKind::NotFound);
        }
        match *step {
            Step::Create => {
                self.0.push(Modelled { alive: true, ..Modelled::default() });
                Gives::New
            }
            Step::Destroy(e) => {
                self.destroy(e);
                Gives::Nothing
            }
            Step::IsValid(e) => Gives::Bool(self.0[e].alive),
            Step::Name(e) => self.0[e].name.clone().map_or(Gives::Nothing, Gives::Text),
            Step::SetName(e, name) => {
                self.0[e].name = Some(word(name));
                Gives::Nothing
            }
            Step::FindByName(name) => Gives::OneOf(self.those(|one| one.name == Some(word(name)))),
            Step::AddTag(e, tag) => {
                self.0[e].tags.insert(word(tag));
                Gives::Nothing
            }
            Step::RemoveTag(e, tag) => Gives::Bool(self.0[e].tags.remove(&word(tag))),
            Step::HasTag(e, tag) => Gives::Bool(self.0[e].tags.contains(&word(tag))),
            Step::Tags(e) => Gives::Texts(self.0[e].tags.clone()),
            Step::FindByTag(tag) => Gives::All(self.those(|one| one.tags.contains(&word(tag)))),
            Step::Parent(e) => Gives::OneOf(self.0[e].parent.into_iter().collect()),
            Step::SetParent(e, None) => {
                self.leave_parent(e);
                Gives::Nothing
            }
            Step::SetParent(_, Some(parent)) if !self.0[parent].alive => Gives::Fails(ErrorKind::NotFound),
            Step::SetParent(e, Some(parent)) if self.descends(parent, e) => Gives::Fails(ErrorKind::Argument),
            Step::SetParent(e, Some(parent)) => {
                self.leave_parent(e);
                self.0[e].parent = Some(parent);
                self.0[parent].children.push(e);
                Gives::Nothing
            }
            Step::Children(e) => Gives::InOrder(self.0[e].children.clone()),
            Step::Add(e) => {
                self.0[e].position = Some(0);
                Gives::Nothing
            }
            Step::Remove(e) => Gives::Bool(self.0[e].position.take().is_some()),
            Step::Has(e) => Gives::Bool(self.0[e].position.is_some()),
            Step::FindWith => Gives::All(self.those(|one| one.position.is_some())),
            Step::GetPosition(e) => self.0[e].position.map_or(Gives::Nothing, Gives::Position),
            Step::SetPosition(e, x) => match &mut self.0[e].position {
                Some(position) => {
                    *position = x;
                    Gives::Nothing
                }
                None => Gives::Fails(ErrorKind::NotFound),
            },
            Step::SetData(e, n) => {
                self.0[e].data = Some(n);
                Gives::Nothing
            }
            Step::GetData(e) => self.0[e].data.map_or(Gives::Nothing, Gives::Int),
        }
    }
}

/// Which function a step is, with its arguments.
fn call(step: &Step, entities: &[Entity]) -> (&'static str, Vec<Value>) {
    let e = |place: usize| Value::Entity(entities[place]);
    let text = |number: u8| Value::from(word(number).as_str());
    match *step {
        Step::Create => ("create", vec![]),
        Step::Destroy(one) => ("destroy", vec![e(one)]),
        Step::IsValid(one) => ("is_valid", vec![e(one)]),
        Step::Name(one) => ("name", vec![e(one)]),
        Step::SetName(one, name) => ("set_name", vec![e(one), text(name)]),
        Step::FindByName(name) => ("find_by_name", vec![text(name)]),
        Step::AddTag(one, tag) => ("add_tag", vec![e(one), text(tag)]),
        Step::RemoveTag(one, tag) => ("remove_tag", vec![e(one), text(tag)]),
        Step::HasTag(one, tag) => ("has_tag", vec![e(one), text(tag)]),
        Step::Tags(one) => ("tags", vec![e(one)]),
        Step::FindByTag(tag) => ("find_by_tag", vec![text(tag)]),
        Step::Parent(one) => ("parent", vec![e(one)]),
        Step::SetParent(one, parent) => ("set_parent", vec![e(one), parent.map_or(Value::Null, e)]),
        Step::Children(one) => ("children", vec![e(one)]),
        Step::Add(one) => ("add", vec![e(one)]),
        Step::Remove(one) => ("remove", vec![e(one)]),
        Step::Has(one) => ("has", vec![e(one)]),
        Step::FindWith => ("find_with", vec![]),
        Step::GetPosition(one) => ("get_position", vec![e(one)]),
        Step::SetPosition(one, x) => {
            ("set_position", vec![e(one), Value::Vec3(Vec3::new(f32::from(x), 0.0, 0.0))])
        }
        Step::SetData(one, n) => ("set_data", vec![e(one), Value::Int(n)]),
        Step::GetData(one) => ("get_data", vec![e(one)]),
    }
}

/// The step by the game's own code, where that has a function for it.
fn by_the_game(
    world: &mut ScriptWorld,
    step: &Step,
    entities: &[Entity],
) -> Option<Result<Value, ScriptError>> {
    let list = |found: Vec<Entity>| Value::List(found.into_iter().map(Value::Entity).collect());
    Some(match *step {
        Step::Create => Ok(Value::Entity(world.spawn())),
        Step::Destroy(e) => world.destroy(entities[e]).map(|()| Value::Null),
        Step::IsValid(e) => Ok(Value::Bool(world.is_alive(entities[e]))),
        Step::FindByTag(tag) => Ok(list(world.tagged(&word(tag)))),
        Step::Parent(e) => world.parent(entities[e]).map(|found| found.map_or(Value::Null, Value::Entity)),
        Step::SetParent(e, parent) => {
            world.set_parent(entities[e], parent.map(|parent| entities[parent])).map(|()| Value::Null)
        }
        Step::Children(e) => world.children(entities[e]).map(list),
        Step::Add(e) => world.add_component(entities[e], "Transform", &Value::Null).map(|()| Value::Null),
        Step::Remove(e) => world.remove_component(entities[e], "Transform").map(Value::Bool),
        Step::Has(e) => world.has_component(entities[e], "Transform").map(Value::Bool),
        Step::FindWith => world.with_component("Transform").map(list),
        _ => return None,
    })
}

/// Makes sure that a call gave what the model says.
fn compare(
    step: &Step,
    by: &str,
    gave: &Result<Value, ScriptError>,
    expected: &Gives,
    entities: &mut Vec<Entity>,
) {
    let whose = |value: &Value| match value {
        Value::Entity(entity) => entities.iter().position(|known| known == entity),
        _ => None,
    };
    let fits = match (gave, expected) {
        (Err(error), Gives::Fails(kind)) => error.kind() == *kind,
        (Ok(Value::Entity(made)), Gives::New) => {
            let is_new = !entities.contains(made);
            entities.push(*made);
            is_new
        }
        (Ok(value), Gives::OneOf(some)) if some.is_empty() => *value == Value::Null,
        (Ok(value), Gives::OneOf(some)) => whose(value).is_some_and(|e| some.contains(&e)),
        (Ok(Value::List(list)), Gives::All(all)) => {
            list.len() == all.len() && list.iter().all(|value| whose(value).is_some_and(|e| all.contains(&e)))
        }
        (Ok(Value::List(list)), Gives::InOrder(all)) => {
            list.iter().map(whose).eq(all.iter().map(|&e| Some(e)))
        }
        (Ok(Value::List(list)), Gives::Texts(all)) => {
            list.len() == all.len() && list.iter().all(|tag| tag.as_str().is_ok_and(|tag| all.contains(tag)))
        }
        (Ok(value), Gives::Nothing) => *value == Value::Null,
        (Ok(value), Gives::Bool(wanted)) => *value == Value::Bool(*wanted),
        (Ok(value), Gives::Text(wanted)) => value.as_str().is_ok_and(|text| text == wanted),
        (Ok(value), Gives::Int(wanted)) => *value == Value::Int(*wanted),
        (Ok(value), Gives::Position(x)) => *value == Value::Vec3(Vec3::new(f32::from(*x), 0.0, 0.0)),
        _ => false,
    };
    assert!(fits, "{step:?} by {by} gave {gave:?}, and should have given {expected:?}");
}

/// The step with numbers of entities that there are.
fn among(step: &Step, count: usize) -> Step {
    let mut step = step.clone();
    if count == 0 && !matches!(step, Step::FindByName(_) | Step::FindByTag(_) | Step::FindWith) {
        return Step::Create;
    }
    match &mut step {
        Step::SetParent(e, parent) => {
            *e %= count;
            *parent = parent.map(|parent| parent % count);
        }
        Step::Destroy(e)
        | Step::IsValid(e)
        | Step::Name(e)
        | Step::SetName(e, _)
        | Step::AddTag(e, _)
        | Step::RemoveTag(e, _)
        | Step::HasTag(e, _)
        | Step::Tags(e)
        | Step::Parent(e)
        | Step::Children(e)
        | Step::Add(e)
        | Step::Remove(e)
        | Step::Has(e)
        | Step::GetPosition(e)
        | Step::SetPosition(e, _)
        | Step::SetData(e, _)
        | Step::GetData(e) => *e %= count,
        Step::Create | Step::FindByName(_) | Step::FindByTag(_) | Step::FindWith => {}
    }
    step
}

#[test]
fn calls_in_any_order_and_language_do_what_a_simple_model_does() {
    let texts = [LUA, PYTHON, ANGELSCRIPT];
    let paths = EXTENSIONS.map(|extension| format!("calls.{extension}"));
    let game = RefCell::new(Game::patient(paths.iter().cloned().zip(texts)));
    let strategy = prop::collection::vec((0..4usize, steps()), 1..80);
    check(150, &strategy, |steps| {
        let mut model = Model::default();
        let mut entities = Vec::new();
        game.borrow_mut().scripts(|world| {
            world.session(|session, world| {
                let scripts = [0, 1, 2].map(|place| session.load(world, &paths[place]).expect("loads"));
                for (by, step) in &steps {
                    let step = among(step, entities.len());
                    let expected = model.step(&step);
                    let own = if *by == 3 { by_the_game(world, &step, &entities) } else { None };
                    let (by, gave) = own.map_or_else(
                        || {
                            let script = scripts[by % 3];
                            let (name, values) = call(&step, &entities);
                            let arguments: Vec<Arg<'_>> = values.iter().map(Arg::Value).collect();
                            let result = session.call_by_name(world, script, name, &arguments);
                            (session.path(script).to_string(), result.outcome)
                        },
                        |gave| ("the game".to_owned(), gave),
                    );
                    compare(&step, &by, &gave, &expected, &mut entities);
                }
            });
            // The next case has a world without what this one made.
            for entity in entities {
                if world.is_alive(entity) {
                    world.destroy(entity).expect("it is there");
                }
            }
        });
    });
}
