//! A world with scripts written in Rust, and calls through the thunks as a language makes them.
#![allow(dead_code, reason = "each test file uses its own part of this")]

use std::any::TypeId;
use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};

use bevy_ecs::prelude::*;
use bevy_reflect::prelude::*;
use bevy_transform::components::Transform;
use glotta_core::null::ValueFrame;
use glotta_core::{
    Arg, Callback, Capabilities, ComponentHandle, DataKey, DataRef, Environment, ErrorKind, FieldKey, Frame,
    FunctionId, Host, Language, LanguageInfo, ModuleId, ReleaseQueue, ScriptError, Source, Table, Value,
    ValueKind,
};
use glotta_engine::{MemoryOutput, ScriptSetup, ScriptWorld, api, script_entity, with_scripts};
use glotta_runtime::MemoryReader;

/// What a script's function does.
pub(crate) type Behaviour =
    Arc<dyn Fn(&mut ScriptWorld, &[Value]) -> Result<Value, ScriptError> + Send + Sync>;

/// What happened, in order.
#[derive(Clone, Default)]
pub(crate) struct Journal(Arc<Mutex<Vec<String>>>);

impl Journal {
    pub(crate) fn note(&self, line: impl Into<String>) {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).push(line.into());
    }

    pub(crate) fn take(&self) -> Vec<String> {
        std::mem::take(&mut *self.0.lock().unwrap_or_else(PoisonError::into_inner))
    }
}

/// A language whose scripts are Rust closures; its files have the extension `rs`. A function with an empty name is
/// the script's body.
#[derive(Default)]
pub(crate) struct ClosureLanguage {
    functions: Vec<(&'static str, &'static str, Behaviour)>,
    modules: Mutex<HashMap<ModuleId, String>>,
    callbacks: Mutex<HashMap<u64, Behaviour>>,
}

const INFO: LanguageInfo =
    LanguageInfo { name: "closure", version: "1", extensions: &["rs"], capabilities: Capabilities::empty() };

impl ClosureLanguage {
    pub(crate) fn new() -> Self {
        Self::default()
    }

    /// Adds a function to a script.
    pub(crate) fn on(
        mut self,
        script: &'static str,
        function: &'static str,
        behaviour: impl Fn(&mut ScriptWorld, &[Value]) -> Result<Value, ScriptError> + Send + Sync + 'static,
    ) -> Self {
        self.functions.push((script, function, Arc::new(behaviour)));
        self
    }

    /// Adds functions to a script that note their name and first argument.
    pub(crate) fn noting(
        mut self,
        script: &'static str,
        functions: &[&'static str],
        journal: &Journal,
    ) -> Self {
        for &function in functions {
            let journal = journal.clone();
            self = self.on(script, function, move |_, arguments| {
                journal.note(match arguments.first() {
                    Some(first) => format!("{function} {first}"),
                    None => function.to_owned(),
                });
                Ok(Value::Null)
            });
        }
        self
    }

    /// Adds a function that can be handed out as a callback.
    pub(crate) fn callback(
        self,
        slot: u64,
        behaviour: impl Fn(&mut ScriptWorld, &[Value]) -> Result<Value, ScriptError> + Send + Sync + 'static,
    ) -> Self {
        self.callbacks.lock().unwrap_or_else(PoisonError::into_inner).insert(slot, Arc::new(behaviour));
        self
    }

    fn path(&self, module: ModuleId) -> Option<String> {
        self.modules.lock().unwrap_or_else(PoisonError::into_inner).get(&module).cloned()
    }

    fn run(behaviour: &Behaviour, host: &mut dyn Host, arguments: &[Arg<'_>]) -> Result<Value, ScriptError> {
        let arguments: Vec<Value> = arguments.iter().map(Arg::to_value).collect();
        let part = host.part_mut(TypeId::of::<ScriptWorld>()).expect("the host is a script world");
        behaviour(part.downcast_mut().expect("it is what was asked for"), &arguments)
    }
}

impl Language for ClosureLanguage {
    fn info(&self) -> &LanguageInfo {
        &INFO
    }

    fn start(&mut self, _: Environment) -> Result<(), ScriptError> {
        Ok(())
    }

    fn load(&self, host: &mut dyn Host, module: ModuleId, source: &Source) -> Result<(), ScriptError> {
        let path = source.path.to_string();
        let body = self.functions.iter().find(|(script, name, _)| *script == path && name.is_empty());
        if let Some((_, _, body)) = body {
            Self::run(body, host, &[])?;
        }
        self.modules.lock().unwrap_or_else(PoisonError::into_inner).insert(module, path);
        Ok(())
    }

    fn unload(&self, _: &mut dyn Host, module: ModuleId) {
        self.modules.lock().unwrap_or_else(PoisonError::into_inner).remove(&module);
    }

    fn find(&self, module: ModuleId, name: &str) -> Option<FunctionId> {
        let path = self.path(module)?;
        let mut functions = self.functions.iter();
        let place = functions.position(|(script, function, _)| *script == path && *function == name)?;
        Some(FunctionId(place as u64))
    }

    fn call(
        &self,
        host: &mut dyn Host,
        function: FunctionId,
        arguments: &[Arg<'_>],
    ) -> Result<Value, ScriptError> {
        let (script, _, behaviour) = &self.functions[function.0 as usize];
        Self::run(behaviour, host, arguments).map_err(|error| error.at("closure", script, 1, 0))
    }

    fn call_back(
        &self,
        host: &mut dyn Host,
        callback: &Callback,
        arguments: &[Arg<'_>],
    ) -> Result<Value, ScriptError> {
        let callbacks = self.callbacks.lock().unwrap_or_else(PoisonError::into_inner);
        let behaviour = callbacks.get(&callback.slot()).cloned();
        drop(callbacks);
        Self::run(&behaviour.ok_or_else(|| ScriptError::not_found("no such function"))?, host, arguments)
    }
}

/// A callback into the [`ClosureLanguage`].
pub(crate) fn callback(slot: u64) -> Value {
    Value::Function(Callback::new("closure", slot, Arc::new(ReleaseQueue::new())))
}

/// A world with scripts, and the output of them.
pub(crate) struct Game {
    pub(crate) world: World,
    pub(crate) output: MemoryOutput,
}

impl Game {
    /// A world without a language.
    pub(crate) fn new() -> Self {
        Self::with(ClosureLanguage::new(), |_| ())
    }

    /// A world with scripts in Rust, and whatever `setup` decides besides.
    pub(crate) fn with(language: ClosureLanguage, setup: impl FnOnce(&mut ScriptSetup)) -> Self {
        let output = MemoryOutput::new();
        let files: Vec<(String, String)> =
            language.functions.iter().map(|(script, ..)| ((*script).to_owned(), String::new())).collect();
        let mut choices = ScriptSetup::new();
        choices
            .add_language(Box::new(language))
            .set_reader(MemoryReader::new(files))
            .set_output(output.clone());
        setup(&mut choices);
        let mut world = World::new();
        choices.start(&mut world).expect("starts");
        Self { world, output }
    }

    /// The world as scripts see it.
    pub(crate) fn scripts<R>(&mut self, work: impl FnOnce(&mut ScriptWorld) -> R) -> R {
        with_scripts(&mut self.world, work).expect("the world has scripts")
    }

    /// Runs a frame.
    pub(crate) fn frame(&mut self) {
        self.scripts(ScriptWorld::run_frame);
    }

    /// Calls a bound function: `call("entity.create", [])`.
    pub(crate) fn call(
        &mut self,
        function: &str,
        arguments: impl IntoIterator<Item = Value>,
    ) -> Result<Value, ScriptError> {
        self.scripts(|world| call(world, function, arguments))
    }

    /// Calls a bound function that must fail, and gives what it says.
    pub(crate) fn refusal(&mut self, function: &str, arguments: impl IntoIterator<Item = Value>) -> String {
        let error = self.call(function, arguments).expect_err("it must fail");
        error.message().to_owned()
    }

    /// An entity with a transform at x.
    pub(crate) fn spawn_at(&mut self, x: f32) -> Value {
        let entity = self.world.spawn(Transform::from_xyz(x, 0.0, 0.0)).id();
        Value::Entity(script_entity(entity))
    }

    /// An entity with any components.
    pub(crate) fn spawn(&mut self, bundle: impl Bundle) -> Value {
        Value::Entity(script_entity(self.world.spawn(bundle).id()))
    }

    /// An entity that does not exist any more.
    pub(crate) fn dead(&mut self) -> Value {
        let entity = self.world.spawn_empty().id();
        self.world.despawn(entity);
        Value::Entity(script_entity(entity))
    }

    /// A field of a component of an entity, by dotted name, as handles read it.
    pub(crate) fn field(
        &mut self,
        entity: &Value,
        component: &str,
        field: &str,
    ) -> Result<Value, ScriptError> {
        let (entity, key) = self.key(entity, component, field)?;
        let mut frame = HandleFrame::default();
        self.scripts(|world| Host::field(world, entity, key, &mut frame))?;
        Ok(frame.values.result)
    }

    /// Sets a field of a component of an entity, by dotted name, as handles do.
    pub(crate) fn set_field(
        &mut self,
        entity: &Value,
        component: &str,
        field: &str,
        value: impl Into<Value>,
    ) -> Result<(), ScriptError> {
        let (entity, key) = self.key(entity, component, field)?;
        let frame = ValueFrame::new([value.into()]);
        self.scripts(|world| world.set_field(entity, key, &frame, 0))
    }

    fn key(
        &mut self,
        entity: &Value,
        component: &str,
        field: &str,
    ) -> Result<(glotta_core::Entity, FieldKey), ScriptError> {
        let entity = entity.as_entity()?;
        let model = self.scripts(|world| {
            let id = world.component_id(component)?;
            world.component_model(id)
        })?;
        let mut node = 0;
        let mut found = None;
        for part in field.split('.') {
            let (key, model) = model
                .fields_of(node)
                .find(|(_, field)| field.name == part)
                .ok_or_else(|| ScriptError::not_found(format!("no field {part}")))?;
            node = model.node.unwrap_or(u32::MAX);
            found = Some(key);
        }
        Ok((entity, found.expect("a name has a part")))
    }
}

/// Calls a bound function on the world.
pub(crate) fn call(
    world: &mut ScriptWorld,
    function: &str,
    arguments: impl IntoIterator<Item = Value>,
) -> Result<Value, ScriptError> {
    let (module, name) = function.split_once('.').expect("module.function");
    let modules = api::MODULES.iter().filter(|known| known.name == module);
    let function = modules.flat_map(|module| module.functions).find(|known| known.name == name);
    let function = function.expect("bound");
    let mut frame = HandleFrame { values: ValueFrame::new(arguments), ..HandleFrame::default() };
    function.call(&mut frame, world)?;
    Ok(frame.values.result)
}

/// A frame that takes handles and references too.
#[derive(Default)]
pub(crate) struct HandleFrame {
    pub(crate) values: ValueFrame,
    pub(crate) handle: Option<ComponentHandle>,
    pub(crate) data: Option<DataRef>,
}

impl Frame for HandleFrame {
    fn argument_count(&self) -> usize {
        self.values.argument_count()
    }

    fn kind(&self, index: usize) -> ValueKind {
        self.values.kind(index)
    }

    fn value(&self, index: usize, host: &mut dyn Host) -> Result<Value, ScriptError> {
        self.values.value(index, host)
    }

    fn plain_value(&self, index: usize) -> Result<Value, ScriptError> {
        self.values.plain_value(index)
    }

    fn return_value(&mut self, value: Value) -> Result<(), ScriptError> {
        self.values.return_value(value)
    }

    fn return_component(&mut self, handle: ComponentHandle) -> Result<(), ScriptError> {
        self.handle = Some(handle);
        Ok(())
    }

    fn return_data(&mut self, data: DataRef) -> Result<(), ScriptError> {
        self.data = Some(data);
        Ok(())
    }
}

/// A table.
pub(crate) fn table<const N: usize>(entries: [(&str, Value); N]) -> Value {
    Value::Table(entries.into_iter().map(|(name, value)| (name.to_owned(), value)).collect::<Table>())
}

/// A list.
pub(crate) fn list<T: Into<Value>>(items: impl IntoIterator<Item = T>) -> Value {
    Value::List(items.into_iter().map(Into::into).collect())
}

/// A name as a step into data.
pub(crate) fn name(name: &str) -> DataKey<'_> {
    DataKey::Name(name.into())
}

/// A component with everything that has no offset, and no attributes at all.
#[derive(Component, Reflect, Debug, PartialEq, Clone)]
pub(crate) struct Bag {
    pub(crate) owner: Option<u32>,
    pub(crate) items: Vec<Item>,
    pub(crate) counts: bevy_platform::collections::HashMap<String, u32>,
    pub(crate) mood: Mood,
    pub(crate) slots: [u8; 3],
    pub(crate) label: String,
    pub(crate) pair: (f32, bool),
}

#[derive(Reflect, Debug, PartialEq, Clone)]
pub(crate) struct Item {
    pub(crate) kind: String,
    pub(crate) weight: f32,
}

#[derive(Reflect, Debug, PartialEq, Clone)]
pub(crate) enum Mood {
    Calm,
    Angry { at: String, heat: f32 },
    Asleep(f32),
}

impl Bag {
    pub(crate) fn example() -> Self {
        Self {
            owner: None,
            items: vec![Item { kind: "key".to_owned(), weight: 0.5 }],
            counts: [("gold".to_owned(), 3)].into_iter().collect(),
            mood: Mood::Calm,
            slots: [1, 2, 3],
            label: "old".to_owned(),
            pair: (1.0, true),
        }
    }
}

/// A component of plain bytes, with defaults.
#[derive(Component, Reflect, Debug, PartialEq, Clone)]
#[reflect(Component, Default)]
pub(crate) struct Unit {
    pub(crate) hp: f32,
    pub(crate) level: u8,
    pub(crate) gold: i64,
    pub(crate) wide: u64,
    pub(crate) alive: bool,
    pub(crate) precise: f64,
    pub(crate) target: Entity,
    pub(crate) stats: Stats,
    pub(crate) points: Points,
}

#[derive(Reflect, Debug, PartialEq, Clone)]
#[reflect(Default)]
pub(crate) struct Stats {
    pub(crate) armour: i16,
    pub(crate) speed: bevy_math::Vec2,
}

impl Default for Stats {
    fn default() -> Self {
        Self { armour: 3, speed: bevy_math::Vec2::new(1.0, 2.0) }
    }
}

#[derive(Component, Reflect, Debug, PartialEq, Clone, Default)]
pub(crate) struct Points(pub(crate) f32);

impl Default for Unit {
    fn default() -> Self {
        Self {
            hp: 10.0,
            level: 1,
            gold: 0,
            wide: 7,
            alive: true,
            precise: 0.25,
            target: Entity::PLACEHOLDER,
            stats: Stats::default(),
            points: Points(5.0),
        }
    }
}

/// A component that can only be replaced.
#[derive(Component, Reflect, Debug, PartialEq, Clone)]
#[component(immutable)]
pub(crate) struct Team {
    pub(crate) number: u8,
    pub(crate) colour: String,
}

/// The kind of an error.
pub(crate) fn kind(result: Result<Value, ScriptError>) -> Option<ErrorKind> {
    result.err().map(|error| error.kind())
}
