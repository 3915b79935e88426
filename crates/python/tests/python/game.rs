//! A small engine for the tests: entities with components and data in plain maps, and an API of a few functions.

use std::any::{Any, TypeId};
use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::rc::Rc;
use std::sync::Arc;

use glotta_core::{
    Api, Arg, Callback, ComponentHandle, ComponentId, ComponentModel, DataKey, DataRef, Entity, Environment,
    ErrorKind, FieldKey, FieldModel, Frame, Function, Host, Language, LanguageInfo, Module, ModuleId,
    NodeModel, Parameter, Quat, ScriptError, Source, Sources, Table, Type, Value, Vec3, host_part,
    near_names,
};
use glotta_python::PythonLanguage;

/// The engine's state: what bound functions ask for.
#[derive(Default)]
pub(crate) struct World {
    next: u32,
    pub(crate) transforms: BTreeMap<Entity, Transform>,
    pub(crate) data: BTreeMap<Entity, Value>,
    pub(crate) kept: Vec<Callback>,
    pub(crate) seen: Vec<Value>,
}

/// The only component.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Transform {
    pub(crate) translation: Vec3,
    pub(crate) rotation: Quat,
    pub(crate) weight: f64,
    pub(crate) label: String,
    pub(crate) inner_level: i64,
}

impl World {
    pub(crate) fn spawn(&mut self) -> Entity {
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

fn dead(entity: Entity) -> ScriptError {
    ScriptError::not_found(format!("entity {entity} does not exist"))
}

pub(crate) struct TestHost {
    pub(crate) world: World,
    pub(crate) printed: String,
    pub(crate) python: Rc<PythonLanguage>,
    /// Makes copies of components panic.
    pub(crate) faulty: bool,
}

impl TestHost {
    fn at<'a>(value: &'a Value, path: &[DataKey<'_>]) -> Option<&'a Value> {
        path.iter().try_fold(value, |value, key| match (value, key) {
            (Value::Table(table), DataKey::Name(name)) => table.get(name.as_ref()),
            (Value::List(items), DataKey::Index(place)) => items.get(*place),
            _ => None,
        })
    }
}

impl Host for TestHost {
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
        let python = Rc::clone(&self.python);
        python.call_back(self, callback, arguments)
    }

    fn component_model(&mut self, id: ComponentId) -> Result<Arc<ComponentModel>, ScriptError> {
        if id.0 != 7 {
            return Err(ScriptError::not_found("no such component"));
        }
        let field = |name: &str, ty, node| FieldModel {
            name: name.to_owned(),
            doc: String::new(),
            ty,
            node,
            type_name: String::new(),
            variants: Vec::new(),
        };
        Ok(Arc::new(ComponentModel {
            id,
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
        }))
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
            (Some(Value::List(items)), DataKey::Index(place)) if *place < items.len() => {
                if value.is_null() && *place + 1 == items.len() {
                    items.pop();
                } else {
                    items[*place] = value;
                }
            }
            (Some(target @ Value::Table(_)), DataKey::Index(0)) if target == &Value::Table(Table::new()) => {
                *target = Value::List(vec![value]);
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
                frame.return_component(ComponentHandle { entity, component: ComponentId(7), node: 0 })
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
};

/// A project without other scripts.
struct Alone;

impl Sources for Alone {
    fn import(&self, _: &str, name: &str, _: &LanguageInfo) -> Result<Source, ScriptError> {
        Err(ScriptError::not_found(format!("there is no script {name:?}")))
    }
}

/// Python with the test API and a host.
pub(crate) struct Game {
    pub(crate) python: Rc<PythonLanguage>,
    pub(crate) host: TestHost,
    next: u32,
}

impl Game {
    pub(crate) fn new() -> Self {
        Self::with(&[])
    }

    /// With more of an API.
    pub(crate) fn with(modules: &[&'static Module]) -> Self {
        let mut api = Api::new();
        for module in [&ENTITY, &COMPONENT, &TEST].into_iter().chain(modules.iter().copied()) {
            api.add(module).expect("no clash");
        }
        let mut python = PythonLanguage::new();
        python.start(Environment { api: Arc::new(api), sources: Arc::new(Alone) }).expect("starts");
        let python = Rc::new(python);
        let host = TestHost {
            world: World::default(),
            printed: String::new(),
            python: Rc::clone(&python),
            faulty: false,
        };
        Self { python, host, next: 1 }
    }

    /// Loads a script as `test.py`.
    pub(crate) fn load(&mut self, text: &str) -> Result<ModuleId, ScriptError> {
        self.load_as("test.py", text)
    }

    pub(crate) fn load_as(&mut self, path: &str, text: &str) -> Result<ModuleId, ScriptError> {
        let module = ModuleId(self.next);
        self.next += 1;
        let python = Rc::clone(&self.python);
        python.load(&mut self.host, module, &Source::new(path, text))?;
        Ok(module)
    }

    pub(crate) fn unload(&mut self, module: ModuleId) {
        let python = Rc::clone(&self.python);
        python.unload(&mut self.host, module);
    }

    pub(crate) fn collect_garbage(&mut self) {
        let python = Rc::clone(&self.python);
        python.collect_garbage(&mut self.host);
    }

    pub(crate) fn call(
        &mut self,
        module: ModuleId,
        name: &str,
        arguments: &[Arg<'_>],
    ) -> Result<Value, ScriptError> {
        let python = Rc::clone(&self.python);
        let function = python.find(module, name).expect("the script defines it");
        python.call(&mut self.host, function, arguments)
    }

    /// Runs statements as a function and returns its result.
    pub(crate) fn try_eval(&mut self, body: &str) -> Result<Value, ScriptError> {
        let mut text = String::from("def f(*arguments):");
        for line in body.lines() {
            write!(text, "\n    {line}").expect("a String");
        }
        let module = self.load(&text)?;
        let result = self.call(module, "f", &[]);
        self.unload(module);
        result
    }

    #[track_caller]
    pub(crate) fn eval(&mut self, body: &str) -> Value {
        match self.try_eval(body) {
            Ok(value) => value,
            Err(error) => panic!("{body}: {error:?}"),
        }
    }

    /// The error of statements.
    #[track_caller]
    pub(crate) fn error(&mut self, body: &str) -> ScriptError {
        match self.try_eval(body) {
            Ok(value) => panic!("{body}: no error, but {value:?}"),
            Err(error) => error,
        }
    }

    #[track_caller]
    pub(crate) fn assert_error(&mut self, body: &str, kind: ErrorKind, message: &str) {
        let error = self.error(body);
        assert_eq!((error.kind(), error.message()), (kind, message), "{body}");
    }
}

/// Runs statements in a game of their own; what they print is the result.
#[track_caller]
pub(crate) fn printed(body: &str) -> String {
    let mut game = Game::new();
    if let Err(error) = game.load(body) {
        panic!("{error:?}");
    }
    game.host.printed
}
