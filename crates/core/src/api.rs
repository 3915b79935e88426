//! The model of the API: what can be called, with its documentation, made by `#[script_api]`.

use std::any::TypeId;
use std::collections::BTreeMap;
use std::fmt;

use crate::{Frame, Host, ScriptError, Type, near_names, quote};

/// The generated code of one bound function: reads the arguments from the frame, calls the Rust function on
/// the host, and hands the result back to the frame. Who calls it has checked the number of arguments with
/// [`Function::check_count`].
pub type Thunk = fn(&mut dyn Frame, &mut dyn Host) -> Result<(), ScriptError>;

/// What a parameter is when the caller leaves it out.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum DefaultValue {
    /// Nothing.
    Null,
    /// True or false.
    Bool(bool),
    /// A whole number.
    Int(i64),
    /// A number.
    Float(f64),
    /// Text.
    Str(&'static str),
}

impl fmt::Display for DefaultValue {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Null => f.write_str("nothing"),
            Self::Bool(value) => write!(f, "{value}"),
            Self::Int(value) => write!(f, "{value}"),
            Self::Float(value) => write!(f, "{value:?}"),
            Self::Str(text) => write!(f, "{text:?}"),
        }
    }
}

/// One parameter of a [`Function`].
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Parameter {
    /// Its name, in snake_case.
    pub name: &'static str,
    /// Its type.
    pub ty: Type,
    /// What it is when left out; `None` if it must be given. After the first parameter with a default, all have
    /// one.
    pub default: Option<DefaultValue>,
}

/// How much of what the engine keeps in components a call of a function can read or change. Where memory is lent (see
/// [`crate::ObjectBuffer`]), that much is made to agree with it before and after the call.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Reach {
    /// All of it: what a function that takes a part of the host does unless it says otherwise.
    #[default]
    World,
    /// The components of the entity that is its first argument.
    Entity,
    /// None of it.
    Nothing,
}

/// One function of the API.
#[derive(Clone, Copy, Debug)]
pub struct Function {
    /// The name of the module it belongs to; of a method, that of its class.
    pub module: &'static str,
    /// Its own name, in snake_case.
    pub name: &'static str,
    /// Its documentation, Markdown, without the section on errors.
    pub doc: &'static str,
    /// What its documentation says under `# Errors`; empty if it cannot fail of its own.
    pub errors: &'static str,
    /// Its parameters in order.
    pub parameters: &'static [Parameter],
    /// How many arguments a caller must give at least: the parameters without a default.
    pub required: usize,
    /// The type of its result.
    pub returns: Type,
    /// Which components it can read or change.
    pub reach: Reach,
    /// Its code.
    pub thunk: Thunk,
}

impl Function {
    /// Calls the function: checks the number of arguments, then runs its [`thunk`](Self::thunk).
    ///
    /// # Errors
    /// The function's own, or [`crate::ErrorKind::Argument`] with its name and the parameter's.
    pub fn call(&self, frame: &mut dyn Frame, host: &mut dyn Host) -> Result<(), ScriptError> {
        self.check_count(frame.argument_count())?;
        (self.thunk)(frame, host)
    }

    /// Refuses a call with more arguments than the function takes, or with fewer than it needs. It is apart from the
    /// thunk because a language knows the number without asking its frame.
    ///
    /// # Errors
    /// [`crate::ErrorKind::Argument`] that says what is missing, or how many arguments are taken.
    #[inline]
    pub fn check_count(&self, given: usize) -> Result<(), ScriptError> {
        if given >= self.required && given <= self.parameters.len() {
            Ok(())
        } else {
            Err(self.wrong_count(given))
        }
    }

    #[cold]
    fn wrong_count(&self, given: usize) -> ScriptError {
        if let Some(missing) = self.parameters.get(given) {
            return ScriptError::argument(format!("expected {}, got nothing", missing.ty)).in_argument(
                self,
                given,
                missing.name,
            );
        }
        let takes = match (self.required, self.parameters.len()) {
            (_, 0) => "no arguments".to_owned(),
            (1, 1) => "1 argument".to_owned(),
            (least, most) if least == most => format!("{most} arguments"),
            (least, most) => format!("{least} to {most} arguments"),
        };
        ScriptError::argument(format!("{self}: takes {takes}, got {given}; it is {}", self.signature()))
    }

    /// Whether a call may end with a table that holds the arguments that may be left out by their names, right after those
    /// that may not. It is the form of languages without named arguments. Where the parameter at that place could be
    /// such a table itself, there is no such form.
    #[must_use]
    pub fn takes_options(&self) -> bool {
        self.parameters.get(self.required).is_some_and(|first| !first.ty.takes_tables())
    }

    /// The place of the parameter that an argument is named after.
    ///
    /// # Errors
    /// [`crate::ErrorKind::Argument`] with the names that are near, if there is none.
    pub fn place_of(&self, name: &str) -> Result<usize, ScriptError> {
        self.parameters.iter().position(|parameter| parameter.name == name).ok_or_else(|| {
            let near = near_names(name, self.parameters.iter().map(|parameter| parameter.name));
            let name = quote(name);
            ScriptError::argument(format!(
                "{self}: has no parameter {name}{near}; it is {}",
                self.signature()
            ))
        })
    }

    /// The error of an argument that is given by its name, and by its place before.
    #[cold]
    #[must_use]
    pub fn given_twice(&self, name: &str) -> ScriptError {
        ScriptError::argument(format!("{self}: gets the argument {} twice", quote(name)))
    }

    /// The function as a reader sees it: `entity.destroy(entity: Entity)`.
    #[must_use]
    pub fn signature(&self) -> String {
        use fmt::Write as _;
        let mut text = format!("{self}(");
        for (index, parameter) in self.parameters.iter().enumerate() {
            let comma = if index > 0 { ", " } else { "" };
            // Writing to a String cannot fail.
            let _ = write!(text, "{comma}{}: {}", parameter.name, parameter.ty);
            if let Some(default) = parameter.default {
                let _ = write!(text, " = {default}");
            }
        }
        text.push(')');
        if self.returns != Type::Nothing {
            let _ = write!(text, " -> {}", self.returns);
        }
        text
    }
}

/// Prints the full name: `entity.destroy`.
impl fmt::Display for Function {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}.{}", self.module, self.name)
    }
}

/// A named group of functions: what one `#[script_api]` block defines.
#[derive(Clone, Copy, Debug)]
pub struct Module {
    /// Its name, in snake_case; scripts write it before the function's.
    pub name: &'static str,
    /// Its documentation, Markdown.
    pub doc: &'static str,
    /// Its functions, in the order they were written.
    pub functions: &'static [Function],
    /// If true, its functions that take an entity first are methods of entities too: `e:destroy()`.
    pub entity_methods: bool,
    /// The class whose methods the block defines, if it does. They are not among its functions.
    pub class: Option<&'static Class>,
}

/// A class of objects that scripts hold, with those of its methods that one block defines: other blocks may add to it.
#[derive(Clone, Copy, Debug)]
pub struct Class {
    /// Its name: [`crate::ScriptObject::CLASS`].
    pub name: &'static str,
    /// Its documentation, Markdown.
    pub doc: &'static str,
    /// The Rust type of its objects.
    pub content: fn() -> TypeId,
    /// Functions whose first parameter is an object of the class, in the order they were written: `q:count()`.
    pub methods: &'static [Function],
}

/// Names of types in the scripting languages, which no class can have.
const TYPE_NAMES: [&str; 14] = [
    "Asset",
    "Callback",
    "Component",
    "Data",
    "Entity",
    "Exception",
    "False",
    "Function",
    "None",
    "Object",
    "Quat",
    "True",
    "Value",
    "Vec2",
];

impl Class {
    fn check_name(&self) -> Result<(), ScriptError> {
        let letters = self.name.chars().all(|letter| letter.is_ascii_alphanumeric());
        if !letters || !self.name.starts_with(|first: char| first.is_ascii_uppercase()) {
            return Err(ScriptError::host(format!(
                "the name of a class is UpperCamelCase in every language: {:?} is not",
                self.name
            )));
        }
        if TYPE_NAMES.contains(&self.name) || crate::VECTORS.iter().any(|vector| vector.name == self.name) {
            return Err(ScriptError::host(format!(
                "a class cannot be called {}: scripts have another type of that name",
                self.name
            )));
        }
        Ok(())
    }
}

/// Implemented by `#[script_api]` for the type whose `impl` block it stands on.
pub trait ScriptApi {
    /// The block's model and code.
    const MODULE: &'static Module;
}

/// Everything that scripts can call: the engine's modules and those that a game adds.
///
/// It is complete before the first language is started, and does not change after.
#[derive(Clone, Debug, Default)]
pub struct Api {
    modules: BTreeMap<&'static str, Vec<&'static Module>>,
    methods: BTreeMap<&'static str, &'static Function>,
    classes: BTreeMap<&'static str, Vec<&'static Class>>,
}

impl Api {
    /// An empty API.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Adds a block of functions. A block may share its module's name with an earlier one, and then extends it.
    /// Adding the same block again changes nothing.
    ///
    /// # Errors
    /// [`crate::ErrorKind::Host`] if a function or a method of that name exists already, or the block's class has the
    /// name of another type; then nothing of the block is added.
    pub fn add(&mut self, module: &'static Module) -> Result<(), ScriptError> {
        let blocks = self.modules.get(module.name).map_or(&[][..], Vec::as_slice);
        if blocks.iter().any(|known| std::ptr::eq(*known, module)) {
            return Ok(());
        }
        for (index, function) in module.functions.iter().enumerate() {
            let twin = |other: &Function| other.name == function.name;
            if module.functions[..index].iter().any(twin)
                || blocks.iter().flat_map(|block| block.functions).any(twin)
            {
                return Err(ScriptError::host(format!("the function {function} is registered twice")));
            }
            if let Some(other) = Self::as_method(module, function).and_then(|name| self.methods.get(name)) {
                return Err(ScriptError::host(format!(
                    "{function} and {other} cannot both be a method of entities: rename one, or leave out \
                     `entity_methods`"
                )));
            }
        }
        if let Some(class) = module.class {
            self.check_class(class)?;
            self.classes.entry(class.name).or_default().push(class);
        }
        for function in module.functions {
            if let Some(name) = Self::as_method(module, function) {
                self.methods.insert(name, function);
            }
        }
        self.modules.entry(module.name).or_default().push(module);
        Ok(())
    }

    fn check_class(&self, class: &Class) -> Result<(), ScriptError> {
        class.check_name()?;
        let blocks = self.class(class.name);
        if blocks.iter().any(|known| (known.content)() != (class.content)()) {
            return Err(ScriptError::host(format!("the class {} is defined by two types", class.name)));
        }
        for (index, method) in class.methods.iter().enumerate() {
            let twin = |other: &Function| other.name == method.name;
            if class.methods[..index].iter().any(twin) || self.methods(class.name).any(twin) {
                return Err(ScriptError::host(format!("the function {method} is registered twice")));
            }
        }
        Ok(())
    }

    fn as_method(module: &Module, function: &Function) -> Option<&'static str> {
        let takes_entity = function.parameters.first().is_some_and(|first| first.ty == Type::Entity);
        (module.entity_methods && takes_entity).then_some(function.name)
    }

    /// The names of the modules, sorted.
    pub fn module_names(&self) -> impl Iterator<Item = &'static str> {
        self.modules.keys().copied()
    }

    /// The blocks that make up a module, in the order they were added; none for an unknown name.
    #[must_use]
    pub fn module(&self, name: &str) -> &[&'static Module] {
        self.modules.get(name).map_or(&[], Vec::as_slice)
    }

    /// The functions of a module, in the order they were added.
    pub fn functions(&self, module: &str) -> impl Iterator<Item = &'static Function> {
        self.module(module).iter().flat_map(|block| block.functions)
    }

    /// The function of that name in that module.
    #[must_use]
    pub fn function(&self, module: &str, name: &str) -> Option<&'static Function> {
        self.functions(module).find(|function| function.name == name)
    }

    /// The error of a script that asks an asset for something, `a:get()` say: assets are handles, and what can be done
    /// with them is in functions, so it says which one is meant.
    #[must_use]
    pub fn no_asset_member(&self, name: &str) -> ScriptError {
        let takes_asset =
            |function: &&Function| matches!(function.parameters, [first, ..] if first.ty == Type::Asset);
        let all = || self.modules.keys().flat_map(|module| self.functions(module)).filter(takes_asset);
        let hint = match all().find(|function| function.name == name) {
            Some(function) => format!("; write {function}(…) with the asset as its argument"),
            None => near_names(name, all().map(|function| function.name)),
        };
        ScriptError::not_found(format!("an asset has no method {}{hint}", quote(name)))
    }

    /// The names of the classes of objects, sorted.
    pub fn class_names(&self) -> impl Iterator<Item = &'static str> {
        self.classes.keys().copied()
    }

    /// What blocks say of a class, in the order they were added; nothing for an unknown name.
    #[must_use]
    pub fn class(&self, name: &str) -> &[&'static Class] {
        self.classes.get(name).map_or(&[], Vec::as_slice)
    }

    /// The methods of a class, in the order they were added.
    pub fn methods(&self, class: &str) -> impl Iterator<Item = &'static Function> {
        self.class(class).iter().flat_map(|class| class.methods)
    }

    /// The functions that are methods of entities, sorted by name.
    pub fn entity_methods(&self) -> impl Iterator<Item = &'static Function> {
        self.methods.values().copied()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn thunk(_: &mut dyn Frame, _: &mut dyn Host) -> Result<(), ScriptError> {
        Ok(())
    }

    const fn function(
        module: &'static str,
        name: &'static str,
        parameters: &'static [Parameter],
    ) -> Function {
        Function {
            module,
            name,
            doc: "",
            errors: "",
            parameters,
            required: 1,
            returns: Type::Bool,
            reach: Reach::World,
            thunk,
        }
    }

    const ON_ENTITY: &[Parameter] = &[Parameter { name: "entity", ty: Type::Entity, default: None }];

    static FIRST: Module = Module {
        name: "entity",
        doc: "",
        functions: &[function("entity", "create", &[]), function("entity", "destroy", ON_ENTITY)],
        entity_methods: true,
        class: None,
    };
    static MORE: Module = Module {
        name: "entity",
        doc: "",
        functions: &[function("entity", "poke", ON_ENTITY)],
        entity_methods: false,
        class: None,
    };
    static TWICE: Module = Module {
        name: "entity",
        doc: "",
        functions: &[function("entity", "create", &[])],
        entity_methods: false,
        class: None,
    };
    static RIVAL: Module = Module {
        name: "combat",
        doc: "",
        functions: &[function("combat", "destroy", ON_ENTITY)],
        entity_methods: true,
        class: None,
    };

    #[test]
    fn a_module_can_be_extended_and_only_entity_functions_become_methods() {
        let mut api = Api::new();
        api.add(&FIRST).expect("first");
        api.add(&FIRST).expect("again");
        api.add(&MORE).expect("more");
        let names: Vec<_> = api.functions("entity").map(|function| function.name).collect();
        assert_eq!(names, ["create", "destroy", "poke"]);
        let methods: Vec<_> = api.entity_methods().map(|function| function.name).collect();
        assert_eq!(methods, ["destroy"]);
    }

    #[test]
    fn names_that_clash_are_refused_by_name() {
        let mut api = Api::new();
        api.add(&FIRST).expect("first");
        let twice = api.add(&TWICE).expect_err("twice");
        assert_eq!(twice.message(), "the function entity.create is registered twice");
        let rival = api.add(&RIVAL).expect_err("rival");
        assert!(rival.message().starts_with("combat.destroy and entity.destroy cannot both"), "{rival}");
        assert!(api.module("combat").is_empty());
    }

    struct Bell;
    struct Horn;

    const fn class(name: &'static str, content: fn() -> TypeId, methods: &'static [Function]) -> Class {
        Class { name, doc: "", content, methods }
    }

    #[test]
    fn several_blocks_make_up_a_class_unless_they_clash() {
        static BELL: Class = class("Bell", TypeId::of::<Bell>, &[function("Bell", "ring", &[])]);
        static MORE: Class = class("Bell", TypeId::of::<Bell>, &[function("Bell", "crack", &[])]);
        static TWICE: Class = class("Bell", TypeId::of::<Bell>, &[function("Bell", "ring", &[])]);
        static OTHER: Class = class("Bell", TypeId::of::<Horn>, &[]);
        static TAKEN: Class = class("Vec3", TypeId::of::<Horn>, &[]);
        static LOWER: Class = class("bell", TypeId::of::<Horn>, &[]);
        const fn block(class: &'static Class) -> Module {
            Module { name: "bells", doc: "", functions: &[], entity_methods: false, class: Some(class) }
        }
        static SOUND: [Module; 2] = [block(&BELL), block(&MORE)];
        static CLASHING: [Module; 4] = [block(&TWICE), block(&OTHER), block(&TAKEN), block(&LOWER)];
        let mut api = Api::new();
        api.add(&SOUND[0]).expect("first");
        api.add(&SOUND[1]).expect("more");
        let names: Vec<_> = api.methods("Bell").map(|method| method.name).collect();
        assert_eq!(names, ["ring", "crack"]);
        assert_eq!(api.functions("bells").count(), 0, "methods are no functions of the module");
        let messages = [
            "the function Bell.ring is registered twice",
            "the class Bell is defined by two types",
            "a class cannot be called Vec3: scripts have another type of that name",
            "the name of a class is UpperCamelCase in every language: \"bell\" is not",
        ];
        for (block, message) in CLASHING.iter().zip(messages) {
            assert_eq!(api.add(block).expect_err("clashes").message(), message);
        }
        assert_eq!(api.class_names().collect::<Vec<_>>(), ["Bell"]);
    }

    #[test]
    fn a_signature_reads_like_a_declaration() {
        const PARAMETERS: &[Parameter] = &[
            Parameter { name: "center", ty: Type::Vec3, default: None },
            Parameter { name: "radius", ty: Type::Float32, default: Some(DefaultValue::Float(1.0)) },
        ];
        let near = function("entity", "near", PARAMETERS);
        assert_eq!(near.signature(), "entity.near(center: Vec3, radius: float = 1.0) -> bool");
        assert!(near.check_count(1).is_ok());
        assert!(near.check_count(0).is_err());
        assert!(near.check_count(3).is_err());
        assert_eq!(near.place_of("radius"), Ok(1));
        let unknown = near.place_of("radiu").expect_err("unknown");
        assert_eq!(
            unknown.message(),
            "entity.near: has no parameter \"radiu\"; did you mean \"radius\"?; it is entity.near(center: Vec3, radius: \
             float = 1.0) -> bool"
        );
    }

    #[test]
    fn options_may_follow_unless_they_could_be_the_next_argument() {
        const fn optional(ty: Type) -> Parameter {
            Parameter { name: "optional", ty, default: Some(DefaultValue::Null) }
        }
        const TEXT: &[Parameter] = &[optional(Type::Optional(&Type::String))];
        const LIST: &[Parameter] = &[optional(Type::Optional(&Type::List(&Type::Any)))];
        const ANY: &[Parameter] = &[optional(Type::Optional(&Type::Any))];
        const TABLE: &[Parameter] = &[optional(Type::Table)];
        let takes = |parameters, required| {
            Function { required, ..function("module", "name", parameters) }.takes_options()
        };
        assert!(takes(TEXT, 0) && takes(LIST, 0));
        assert!(!takes(ANY, 0) && !takes(TABLE, 0));
        assert!(!takes(TEXT, 1), "all arguments must be given");
    }
}
