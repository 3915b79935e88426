//! A small engine for the tests of languages: entities with components and data in plain maps, and an API of a few
//! functions. What a language does with it is then about the language alone.

#![allow(missing_docs, reason = "the names of a test's tools say what they are")]
#![allow(
    clippy::panic,
    clippy::missing_panics_doc,
    clippy::missing_errors_doc,
    reason = "only tests use this"
)]

pub mod bells;

use std::any::{Any, TypeId};
use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::rc::Rc;
use std::sync::{Arc, LazyLock, Mutex};

use glotta_core::{
    Api, Arg, Callback, ComponentHandle, ComponentId, ComponentModel, DataKey, DataRef, Entity, Environment,
    ErrorKind, FieldKey, FieldModel, Frame, Function, Host, Language, LanguageInfo, Module, ModuleId,
    NodeModel, Parameter, Quat, ScriptError, Source, Sources, Table, Type, Value, Vec3, host_part,
    near_names,
};

/// The engine's state: what bound functions ask for.
#[derive(Default)]
pub struct World {
    next: u32,
    pub transforms: BTreeMap<Entity, Transform>,
    pub data: BTreeMap<Entity, Value>,
    pub kept: Vec<Callback>,
    pub seen: Vec<Value>,
    pub living: bells::Living,
}

/// The only component.
#[derive(Clone, Debug, PartialEq)]
pub struct Transform {
    pub translation: Vec3,
    pub rotation: Quat,
    pub weight: f64,
    pub label: String,
    pub inner_level: i64,
}

impl World {
    pub fn spawn(&mut self) -> Entity {
        let entity = Entity::new(self.next, 0);
        self.next += 1;
        let transform = Transform {
            translation: Vec3::ZERO,
            rotation: Quat::IDENTITY,
            weight: 1.0,
            label: "new".to_owned(),
            inner_level: 1,
        };
        self.transforms.insert(entity, transform);
        self.data.insert(entity, Value::Table(Table::new()));
        entity
    }

    fn transform(&mut self, entity: Entity) -> Result<&mut Transform, ScriptError> {
        self.transforms.get_mut(&entity).ok_or_else(|| dead(entity))
    }
}

/// The number of the only component.
pub const TRANSFORM: ComponentId = ComponentId(7);

/// The same one each time, as hosts promise.
static TRANSFORM_MODEL: LazyLock<Arc<ComponentModel>> = LazyLock::new(|| Arc::new(transform_model()));

fn transform_model() -> ComponentModel {
    let field = |name: &str, ty, node| FieldModel {
        name: name.to_owned(),
        doc: String::new(),
        ty,
        node,
        type_name: String::new(),
        variants: Vec::new(),
    };
    ComponentModel {
        id: TRANSFORM,
        name: "Transform".to_owned(),
        doc: String::new(),
        fields: vec![
            field("translation", Type::Vec3, None),
            field("rotation", Type::Quat, None),
            field("weight", Type::Float, None),
            field("label", Type::String, None),
            field("inner", Type::Component, Some(1)),
            field("level", Type::INT, None),
        ],
        nodes: vec![
            NodeModel { name: "Transform".to_owned(), fields: vec![0, 1, 2, 3, 4] },
            NodeModel { name: "Inner".to_owned(), fields: vec![5] },
        ],
    }
}

fn dead(entity: Entity) -> ScriptError {
    ScriptError::not_found(format!("entity {entity} does not exist"))
}

pub struct TestHost<L> {
    pub world: World,
    pub printed: String,
    pub language: Rc<L>,
    /// Makes copies of components panic.
    pub faulty: bool,
}

impl<L> TestHost<L> {
    fn at<'a>(value: &'a Value, path: &[DataKey<'_>]) -> Option<&'a Value> {
        path.iter().try_fold(value, |value, key| match (value, key) {
            (Value::Table(table), DataKey::Name(name)) => table.get(name.as_ref()),
            (Value::List(items), DataKey::Index(place)) => items.get(*place),
            _ => None,
        })
    }
}

impl<L: Language + 'static> Host for TestHost<L> {
    fn part_mut(&mut self, part: TypeId) -> Option<&mut dyn Any> {
        (part == TypeId::of::<World>()).then_some(&mut self.world as &mut dyn Any)
    }

    fn print(&mut self, text: &str) {
        writeln!(self.printed, "{text}").expect("a String");
    }

    fn call(&mut self, callback: &Callback, arguments: &[Arg<'_>]) -> Result<Value, ScriptError> {
        if callback.language() == "other" {
            let arguments: Vec<Value> = arguments.iter().map(Arg::to_value).collect();
            if arguments.is_empty() {
                return Err(
                    ScriptError::argument("the other language wants arguments").at("other", "o.x", 3, 1)
                );
            }
            return Ok(Value::List(arguments));
        }
        let language = Rc::clone(&self.language);
        language.call_back(self, callback, arguments)
    }

    fn component_model(&mut self, id: ComponentId) -> Result<Arc<ComponentModel>, ScriptError> {
        if id != TRANSFORM {
            return Err(ScriptError::not_found("no such component"));
        }
        Ok(Arc::clone(&TRANSFORM_MODEL))
    }

    fn component_models(&mut self) -> Result<Vec<Arc<ComponentModel>>, ScriptError> {
        Ok(vec![Arc::clone(&TRANSFORM_MODEL)])
    }

    fn field(&mut self, entity: Entity, field: FieldKey, frame: &mut dyn Frame) -> Result<(), ScriptError> {
        let transform = self.world.transform(entity)?;
        match field.field {
            0 => frame.return_vec3(transform.translation),
            1 => frame.return_quat(transform.rotation),
            2 => frame.return_float(transform.weight),
            3 => frame.return_str(&transform.label),
            _ => frame.return_int(transform.inner_level),
        }
    }

    fn set_field(
        &mut self,
        entity: Entity,
        field: FieldKey,
        frame: &dyn Frame,
        argument: usize,
    ) -> Result<(), ScriptError> {
        let transform = self.world.transform(entity)?;
        match field.field {
            0 => transform.translation = frame.vec3(argument)?,
            1 => transform.rotation = frame.quat(argument)?,
            2 => transform.weight = frame.float(argument)?,
            3 => transform.label = frame.str(argument)?.into_owned(),
            _ => transform.inner_level = frame.int(argument)?,
        }
        Ok(())
    }

    fn component_value(&mut self, handle: ComponentHandle) -> Result<Value, ScriptError> {
        assert!(!self.faulty, "the copier is broken");
        let transform = self.world.transform(handle.entity)?;
        Ok(Value::Table(if handle.node == 0 {
            Table::from([
                ("translation".to_owned(), transform.translation.into()),
                ("weight".to_owned(), transform.weight.into()),
            ])
        } else {
            Table::from([("level".to_owned(), transform.inner_level.into())])
        }))
    }

    fn with_data(
        &mut self,
        reference: &DataRef,
        key: Option<&DataKey<'_>>,
        look: &mut dyn FnMut(Option<&Value>),
    ) -> Result<(), ScriptError> {
        let root = self.world.data.get(&reference.entity).ok_or_else(|| dead(reference.entity))?;
        let value = Self::at(root, &reference.path);
        look(match key {
            Some(key) => value.and_then(|value| Self::at(value, std::slice::from_ref(key))),
            None => value,
        });
        Ok(())
    }

    fn set_data(&mut self, reference: &DataRef, key: &DataKey<'_>, value: Value) -> Result<(), ScriptError> {
        let root = self.world.data.get_mut(&reference.entity).ok_or_else(|| dead(reference.entity))?;
        let target = reference.path.iter().try_fold(root, |value, key| match (value, key) {
            (Value::Table(table), DataKey::Name(name)) => table.get_mut(name.as_ref()),
            (Value::List(items), DataKey::Index(place)) => items.get_mut(*place),
            _ => None,
        });
        match (target, key) {
            (Some(Value::Table(table)), DataKey::Name(name)) => {
                if value.is_null() {
                    table.remove(name.as_ref());
                } else {
                    table.insert(name.clone().into_owned(), value);
                }
            }
            (Some(target @ Value::Table(_)), DataKey::Index(0)) if target == &Value::Table(Table::new()) => {
                *target = Value::List(vec![value]);
            }
            (Some(Value::List(items)), DataKey::Index(place)) if *place < items.len() => {
                if value.is_null() && *place + 1 == items.len() {
                    items.pop();
                } else {
                    items[*place] = value;
                }
            }
            (Some(Value::List(items)), DataKey::Index(place)) if *place == items.len() => items.push(value),
            _ => return Err(ScriptError::not_found("the data has no such place")),
        }
        Ok(())
    }
}

/// One test function of the API.
macro_rules! function {
    ($module:literal, $name:literal, [$($parameter:literal: $type:expr),*], $returns:expr, $body:expr) => {{
        const MODEL: Function = Function {
            module: $module,
            name: $name,
            doc: "",
            errors: "",
            parameters: &[$(Parameter { name: $parameter, ty: $type, default: None }),*],
            required: { const NAMES: &[&str] = &[$($parameter),*]; NAMES.len() },
            returns: $returns,
            reach: glotta_core::Reach::World,
            thunk,
        };
        fn thunk(frame: &mut dyn Frame, host: &mut dyn Host) -> Result<(), ScriptError> {
            let body: fn(&mut dyn Frame, &mut dyn Host) -> Result<(), ScriptError> = $body;
            body(frame, host)
        }
        MODEL
    }};
}

macro_rules! argument {
    ($frame:ident.$getter:ident($index:literal), $function:literal, $name:literal) => {
        $frame.$getter($index).map_err(|error| error.in_argument($function, $index, $name))?
    };
}

static ENTITY: Module = Module {
    name: "entity",
    doc: "",
    functions: &[
        function!("entity", "create", [], Type::Entity, |frame, host| {
            let entity = host_part::<World>(host)?.spawn();
            frame.return_entity(entity)
        }),
        function!("entity", "destroy", ["entity": Type::Entity], Type::Nothing, |frame, host| {
            let entity = argument!(frame.entity(0), "entity.destroy", "entity");
            let world = host_part::<World>(host)?;
            world.data.remove(&entity);
            world.transforms.remove(&entity).map(drop).ok_or_else(|| dead(entity))
        }),
        function!("entity", "data", ["entity": Type::Entity], Type::Data, |frame, _| {
            frame.return_data(DataRef::of(frame.entity(0)?))
        }),
    ],
    entity_methods: true,
    class: None,
};

static COMPONENT: Module = Module {
    name: "component",
    doc: "",
    functions: &[
        function!(
            "component",
            "handle",
            ["entity": Type::Entity, "component": Type::String],
            Type::Component,
            |frame, _| {
                let name = argument!(frame.str(1), "component.handle", "component").into_owned();
                if name != "Transform" {
                    let near = near_names(&name, ["Transform"]);
                    return Err(ScriptError::not_found(format!("no component is called {name:?}{near}")));
                }
                let entity = frame.entity(0)?;
                frame.return_component(ComponentHandle { entity, component: TRANSFORM, node: 0 })
            }
        ),
        function!("component", "get_position", ["entity": Type::Entity], Type::Vec3, |frame, host| {
            let entity = argument!(frame.entity(0), "component.get_position", "entity");
            let position = host_part::<World>(host)?.transform(entity)?.translation;
            frame.return_vec3(position)
        }),
        function!(
            "component",
            "set_position",
            ["entity": Type::Entity, "position": Type::Vec3],
            Type::Nothing,
            |frame, host| {
                let entity = argument!(frame.entity(0), "component.set_position", "entity");
                let position = argument!(frame.vec3(1), "component.set_position", "position");
                host_part::<World>(host)?.transform(entity)?.translation = position;
                Ok(())
            }
        ),
    ],
    entity_methods: true,
    class: None,
};

static TEST: Module = Module {
    name: "test",
    doc: "",
    functions: &[
        function!("test", "noop", [], Type::Nothing, |_, _| Ok(())),
        function!("test", "echo", ["value": Type::Any], Type::Any, |frame, host| {
            let value = frame.value(0, host).map_err(|error| error.in_argument("test.echo", 0, "value"))?;
            host_part::<World>(host)?.seen.push(value.clone());
            frame.return_value(value)
        }),
        function!("test", "int", ["value": Type::INT], Type::INT, |frame, _| {
            let value = argument!(frame.int(0), "test.int", "value");
            frame.return_int(value)
        }),
        function!("test", "float", ["value": Type::Float], Type::Float, |frame, _| {
            let value = argument!(frame.float(0), "test.float", "value");
            frame.return_float(value)
        }),
        function!("test", "bool", ["value": Type::Bool], Type::Bool, |frame, _| {
            let value = argument!(frame.bool(0), "test.bool", "value");
            frame.return_bool(value)
        }),
        function!("test", "string", ["value": Type::String], Type::String, |frame, _| {
            let value = argument!(frame.str(0), "test.string", "value").into_owned();
            frame.return_str(&value)
        }),
        function!("test", "entities", ["list": Type::List(&Type::Entity)], Type::List(&Type::Entity), |frame, _| {
            let mut list = Vec::new();
            frame.entities(0, &mut list).map_err(|error| error.in_argument("test.entities", 0, "list"))?;
            list.reverse();
            frame.return_entities(list)
        }),
        function!("test", "vec3s", ["list": Type::List(&Type::Vec3)], Type::List(&Type::Vec3), |frame, _| {
            let mut list = Vec::new();
            frame.vec3s(0, &mut list).map_err(|error| error.in_argument("test.vec3s", 0, "list"))?;
            frame.return_vec3s(list)
        }),
        function!("test", "floats", ["list": Type::List(&Type::Float)], Type::Float, |frame, _| {
            let mut list = Vec::new();
            frame.floats(0, &mut list).map_err(|error| error.in_argument("test.floats", 0, "list"))?;
            frame.return_float(list.iter().sum())
        }),
        function!("test", "fail", ["message": Type::String], Type::Nothing, |frame, _| {
            Err(ScriptError::not_found(frame.str(0)?.into_owned()))
        }),
        function!("test", "boom", [], Type::Nothing, |_, _| panic!("the bolt broke")),
        function!("test", "deep", ["levels": Type::INT], Type::Any, |frame, _| {
            let levels = frame.int(0)?;
            let value = (0..levels).fold(Value::Int(1), |value, _| Value::List(vec![value]));
            frame.return_value(value)
        }),
        function!("test", "call", ["f": Type::Function, "value": Type::Any], Type::Any, |frame, host| {
            let callback = argument!(frame.callback(0), "test.call", "f");
            let value = frame.value(1, host)?;
            let result = host.call(&callback, &[Arg::Value(&value)])?;
            frame.return_value(result)
        }),
        function!("test", "keep", ["f": Type::Function], Type::Nothing, |frame, host| {
            let callback = argument!(frame.callback(0), "test.keep", "f");
            host_part::<World>(host)?.kept.push(callback);
            Ok(())
        }),
        function!("test", "kept", ["place": Type::INT], Type::Function, |frame, host| {
            let place = usize::try_from(frame.int(0)?).unwrap_or(0);
            let callback = host_part::<World>(host)?.kept[place].clone();
            frame.return_value(Value::Function(callback))
        }),
    ],
    entity_methods: false,
    class: None,
};

/// Sources in a map, which tests change.
#[derive(Clone, Default)]
pub struct Files(pub Arc<Mutex<BTreeMap<String, String>>>);

impl Files {
    pub fn put(&self, path: &str, text: &str) {
        self.0.lock().expect("not poisoned").insert(path.to_owned(), text.to_owned());
    }
}

impl Sources for Files {
    fn import(&self, _: &str, name: &str, language: &LanguageInfo) -> Result<Source, ScriptError> {
        let path = format!("{}.{}", name.replace('.', "/"), language.extensions[0]);
        match self.0.lock().expect("not poisoned").get(&path) {
            Some(text) => Ok(Source::new(path, text.as_str())),
            None => Err(ScriptError::not_found(format!("there is no script {name:?}: tried {path}"))),
        }
    }
}

/// A language with the test API and a host.
pub struct Game<L> {
    pub language: Rc<L>,
    pub host: TestHost<L>,
    pub files: Files,
    function: fn(&str) -> String,
    next: u32,
}

impl<L: Language + 'static> Game<L> {
    /// A language that was not started yet, with more of an API; `function` makes of statements a script with a function
    /// `f` that runs them.
    #[must_use]
    pub fn start(mut language: L, modules: &[&'static Module], function: fn(&str) -> String) -> Self {
        let mut api = Api::new();
        for module in [&ENTITY, &COMPONENT, &TEST].into_iter().chain(modules.iter().copied()) {
            api.add(module).expect("no clash");
        }
        let files = Files::default();
        language.start(Environment { api: Arc::new(api), sources: Arc::new(files.clone()) }).expect("starts");
        let language = Rc::new(language);
        let host = TestHost {
            world: World::default(),
            printed: String::new(),
            language: Rc::clone(&language),
            faulty: false,
        };
        Self { language, host, files, function, next: 1 }
    }

    /// Loads a script as `test`, with the extension of the language.
    pub fn load(&mut self, text: &str) -> Result<ModuleId, ScriptError> {
        let path = format!("test.{}", self.language.info().extensions[0]);
        self.load_as(&path, text)
    }

    pub fn load_as(&mut self, path: &str, text: &str) -> Result<ModuleId, ScriptError> {
        let module = ModuleId(self.next);
        self.next += 1;
        let language = Rc::clone(&self.language);
        language.load(&mut self.host, module, &Source::new(path, text))?;
        Ok(module)
    }

    pub fn unload(&mut self, module: ModuleId) {
        let language = Rc::clone(&self.language);
        language.unload(&mut self.host, module);
    }

    pub fn collect_garbage(&mut self) {
        let language = Rc::clone(&self.language);
        language.collect_garbage(&mut self.host);
    }

    pub fn call(
        &mut self,
        module: ModuleId,
        name: &str,
        arguments: &[Arg<'_>],
    ) -> Result<Value, ScriptError> {
        let language = Rc::clone(&self.language);
        let function = language.find(module, name).expect("the script defines it");
        language.call(&mut self.host, function, arguments)
    }

    /// Calls the function `f` of a script that is loaded for that only.
    pub fn try_call(&mut self, text: &str) -> Result<Value, ScriptError> {
        let module = self.load(text)?;
        let result = self.call(module, "f", &[]);
        self.unload(module);
        result
    }

    /// What a script prints while it is loaded.
    #[track_caller]
    pub fn printed(mut self, text: &str) -> String {
        match self.load(text) {
            Ok(_) => self.host.printed,
            Err(error) => panic!("{error:?}"),
        }
    }

    /// Runs statements as a function and returns its result.
    pub fn try_eval(&mut self, body: &str) -> Result<Value, ScriptError> {
        self.try_call(&(self.function)(body))
    }

    #[track_caller]
    pub fn eval(&mut self, body: &str) -> Value {
        match self.try_eval(body) {
            Ok(value) => value,
            Err(error) => panic!("{body}: {error:?}"),
        }
    }

    /// The error of statements.
    #[track_caller]
    pub fn error(&mut self, body: &str) -> ScriptError {
        match self.try_eval(body) {
            Ok(value) => panic!("{body}: no error, but {value:?}"),
            Err(error) => error,
        }
    }

    #[track_caller]
    pub fn assert_error(&mut self, body: &str, kind: ErrorKind, message: &str) {
        let error = self.error(body);
        assert_eq!((error.kind(), error.message()), (kind, message), "{body}");
    }
}
