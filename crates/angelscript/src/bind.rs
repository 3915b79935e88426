//! The functions of the API as functions of scripts.

#![allow(unsafe_code)] // gives the frame the call's addresses

use std::borrow::Cow;

use glotta_core::{DefaultValue, Function, ScriptError, StackFrame, Type};

use crate::array;
use crate::errors::LANGUAGE;
use crate::frame::{AsFrame, Form, Receiver, ResultForm, Slot};
use crate::native::{self, Behind, Call, POINTER, ScriptType as _};
use crate::registry::Registry;
use crate::vm::Vm;

/// What is known of a function of the API, as it is declared.
#[derive(Debug)]
pub(crate) struct Declared {
    function: &'static Function,
    slots: Box<[Slot]>,
    returns: ResultForm,
    /// What the object of a method is.
    receiver: Option<Form>,
}

/// What holds functions of the API.
pub(crate) struct ApiCall;

impl Behind for ApiCall {
    type Data = Declared;

    #[inline]
    fn run(vm: &Vm, declared: &Declared, call: &mut Call<'_>) -> Result<(), ScriptError> {
        let receiver = match declared.receiver {
            Some(form) => Receiver::Object(form, call.object::<u8>().cast_const()),
            None => Receiver::None,
        };
        let mut frame = AsFrame {
            vm,
            receiver,
            arguments: call.arguments(),
            slots: &declared.slots,
            result: call.result(),
            returns: declared.returns,
            returned: false,
        };
        // The number of arguments was checked when the script was compiled.
        let result = vm.with_host(|host| (declared.function.thunk)(&mut frame, host));
        result.and_then(|()| frame.finish()).map_err(|error| raised_in(declared.function, error))
    }
}

/// An error with the function that raised it as the innermost level of its stack.
#[cold]
fn raised_in(function: &Function, mut error: ScriptError) -> ScriptError {
    let function = function.to_string();
    error.push_frames([StackFrame { language: LANGUAGE, source: String::new(), line: 0, function }]);
    error
}

/// Registers all functions of the API, each in the namespace of its module, and the methods of entities.
///
/// # Errors
/// [`glotta_core::ErrorKind::Host`] with the declaration that the library refuses.
pub(crate) fn register(registry: Registry<'_>) -> Result<(), ScriptError> {
    let api = registry.vm.environment.api.clone();
    for module in api.module_names() {
        registry.namespace(&native_name(module))?;
        for function in api.functions(module) {
            functions(registry, function)?;
        }
        registry.namespace("")?;
    }
    for function in api.entity_methods() {
        methods(registry, crate::entity::ScriptEntity::NAME, Form::Entity, function)?;
    }
    Ok(())
}

/// Registers a function of the API.
pub(crate) fn functions(registry: Registry<'_>, function: &'static Function) -> Result<(), ScriptError> {
    each_declaration(registry, function, 0, "", |declaration, slots, returns| {
        let declared = Declared { function, slots, returns, receiver: None };
        registry.function_with::<ApiCall>(declaration, declared)
    })
}

/// Registers a function of the API as methods of the type of its first parameter.
pub(crate) fn methods(
    registry: Registry<'_>,
    of: &str,
    receiver: Form,
    function: &'static Function,
) -> Result<(), ScriptError> {
    each_declaration(registry, function, 1, " const", |declaration, slots, returns| {
        let declared = Declared { function, slots, returns, receiver: Some(receiver) };
        registry.method_with::<ApiCall>(of, declaration, declared)
    })
}

/// How a parameter that takes functions is declared.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Functions {
    /// As a handle to a function without parameters: what the compiler finds for a nameless one.
    Plain,
    /// As a value, which may hold a function of another language. A value would become a handle to a function, which one of
    /// another language cannot.
    Held,
    /// As anything.
    Any,
}

/// Walks the declarations of a function: one, and where it takes functions, one for each way to declare those. What may
/// be left out has its default in the declaration, so that scripts can name any of it: `f(a, priority: 5)`.
pub(crate) fn each_declaration(
    registry: Registry<'_>,
    function: &'static Function,
    skipped: usize,
    suffix: &str,
    mut register: impl FnMut(&str, Box<[Slot]>, ResultForm) -> Result<(), ScriptError>,
) -> Result<(), ScriptError> {
    let vm = registry.vm;
    let (returns, returns_text) = result_form(vm, function.returns)?;
    let parameters = function.parameters.get(skipped..).unwrap_or_default();
    let takes_function = parameters.iter().any(|parameter| parameter.ty == Type::Function);
    for functions in [Functions::Plain, Functions::Held, Functions::Any] {
        if functions != Functions::Any && !takes_function {
            continue;
        }
        let mut offset = 0;
        let mut slots = Vec::with_capacity(parameters.len());
        let mut texts = Vec::with_capacity(parameters.len());
        for parameter in parameters {
            let (form, words, text) = form(vm, parameter.ty, functions)?;
            slots.push(Slot { form, offset });
            offset += words * 4;
            let default = parameter.default.map_or_else(String::new, default);
            texts.push(format!("{text} {}{default}", native_name(parameter.name)));
        }
        let name = native_name(function.name);
        let declaration = native::declaration(&returns_text, &name, &texts, suffix);
        register(&declaration, slots.into(), returns)?;
    }
    Ok(())
}

/// A default as a declaration has it.
fn default(value: DefaultValue) -> String {
    match value {
        DefaultValue::Null => " = null".to_owned(),
        // The others print as scripts write them: Rust escapes as AngelScript does, but for what names do not have.
        value => format!(" = {value}"),
    }
}

/// How a parameter is declared: its form, how many words it takes, and its text. By the `+` of a handle the library lets
/// go of it after the call.
fn form(vm: &Vm, ty: Type, functions: Functions) -> Result<(Form, usize, Cow<'static, str>), ScriptError> {
    if let Type::Object(class) = ty {
        return Ok((Form::Object, POINTER, Cow::Owned(format!("{class}@+"))));
    }
    let (form, words, text) = match ty {
        Type::Bool => (Form::Bool, 1, "bool"),
        Type::Int { .. } => (Form::Int64, 2, "int64"),
        Type::Float | Type::Float32 => (Form::Double, 2, "double"),
        Type::String => (Form::String, POINTER, "const string &in"),
        Type::Vec2 => (Form::Vec2, POINTER, "const Vec2 &in"),
        Type::Vec3 => (Form::Vec3, POINTER, "const Vec3 &in"),
        Type::Quat => (Form::Quat, POINTER, "const Quat &in"),
        Type::Entity => (Form::Entity, POINTER, "const Entity &in"),
        Type::Asset => (Form::Asset, POINTER, "const Asset &in"),
        Type::Component => (Form::Component, POINTER, "Component@+"),
        Type::Data => (Form::Data, POINTER, "Data@+"),
        Type::Function if functions == Functions::Plain => {
            (Form::Function(array::type_id(vm, "Callback@")?), POINTER, "Callback@+")
        }
        Type::Function if functions == Functions::Held => {
            (Form::Value(array::type_id(vm, "Value")?), POINTER, "const Value &in")
        }
        Type::Nothing
        | Type::Any
        | Type::Table
        | Type::Function
        | Type::Object(_)
        | Type::List(_)
        | Type::Optional(_) => (Form::Any, POINTER + 1, "const ?&in"),
    };
    Ok((form, words, Cow::Borrowed(text)))
}

/// How a result is declared.
fn result_form(vm: &Vm, ty: Type) -> Result<(ResultForm, String), ScriptError> {
    let (form, text) = match ty {
        Type::Nothing => (ResultForm::Nothing, "void"),
        Type::Bool => (ResultForm::Bool, "bool"),
        Type::Int { min, max } if min >= i64::from(i32::MIN) && max <= i64::from(i32::MAX) => {
            (ResultForm::Int32, "int")
        }
        Type::Int { min, max } if min >= 0 && max <= i64::from(u32::MAX) => (ResultForm::Uint32, "uint"),
        Type::Int { .. } => (ResultForm::Int64, "int64"),
        Type::Float32 => (ResultForm::Float, "float"),
        Type::Float => (ResultForm::Double, "double"),
        Type::String => (ResultForm::String, "string"),
        Type::Vec2 => (ResultForm::Vec2, "Vec2"),
        Type::Vec3 => (ResultForm::Vec3, "Vec3"),
        Type::Quat => (ResultForm::Quat, "Quat"),
        Type::Entity => (ResultForm::Entity, "Entity"),
        Type::Asset => (ResultForm::Asset, "Asset"),
        Type::Table => (ResultForm::Dictionary, "dictionary@"),
        Type::Component => (ResultForm::Component, "Component@"),
        Type::Data => (ResultForm::Data, "Data@"),
        Type::Object(class) | Type::Optional(&Type::Object(class)) => {
            return Ok((ResultForm::Object, format!("{class}@")));
        }
        Type::Any | Type::Function | Type::Optional(_) => (ResultForm::Value, "Value"),
        Type::List(item) => {
            let item = element(*item);
            let declaration = format!("array<{item}>");
            let type_id = array::type_id(vm, &declaration)?;
            return Ok((ResultForm::Array(type_id), format!("{declaration}@")));
        }
    };
    Ok((form, text.to_owned()))
}

/// What a list's elements are declared as.
fn element(ty: Type) -> String {
    match ty {
        Type::Bool => "bool".to_owned(),
        Type::Int { .. } => "int64".to_owned(),
        Type::Float | Type::Float32 => "double".to_owned(),
        Type::String => "string".to_owned(),
        Type::Vec2 => "Vec2".to_owned(),
        Type::Vec3 => "Vec3".to_owned(),
        Type::Quat => "Quat".to_owned(),
        Type::Entity => "Entity".to_owned(),
        Type::Asset => "Asset".to_owned(),
        Type::List(item) => format!("array<{}>@", element(*item)),
        Type::Object(class) => format!("{class}@"),
        _ => "Value".to_owned(),
    }
}

/// Words that scripts cannot use as names, as the library's lexer has them. Words that mean something in certain places
/// only, such as `from` and `get`, are names like any other.
const RESERVED: &[&str] = &[
    "and",
    "auto",
    "bool",
    "break",
    "case",
    "cast",
    "catch",
    "class",
    "const",
    "continue",
    "default",
    "do",
    "double",
    "else",
    "enum",
    "false",
    "float",
    "for",
    "foreach",
    "funcdef",
    "if",
    "import",
    "in",
    "inout",
    "int",
    "int16",
    "int32",
    "int64",
    "int8",
    "interface",
    "is",
    "mixin",
    "namespace",
    "not",
    "null",
    "or",
    "out",
    "private",
    "protected",
    "return",
    "switch",
    "true",
    "try",
    "typedef",
    "uint",
    "uint16",
    "uint32",
    "uint64",
    "uint8",
    "using",
    "void",
    "while",
    "xor",
];

/// A name of the API as scripts write it: one that is a word of the language gets an underscore.
pub(crate) fn native_name(name: &str) -> String {
    if is_reserved(name) { format!("{name}_") } else { name.to_owned() }
}

/// Whether a name is a word of the language.
pub(crate) fn is_reserved(name: &str) -> bool {
    RESERVED.contains(&name)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_word_of_the_language_gets_an_underscore() {
        assert_eq!(native_name("in"), "in_");
        assert_eq!(native_name("get"), "get");
        assert!(RESERVED.is_sorted());
    }

    #[test]
    fn lists_are_declared_by_their_elements() {
        assert_eq!(element(Type::Entity), "Entity");
        assert_eq!(element(Type::List(&Type::Float)), "array<double>@");
        assert_eq!(element(Type::Optional(&Type::Entity)), "Value");
    }
}
