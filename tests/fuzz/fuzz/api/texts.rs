//! A script in each language that has one function for each call of the interface.

use std::fmt::Write as _;

use glotta::core::{Function, Type};

use super::Callable;

/// How a language writes calls.
#[derive(Clone, Copy)]
pub(super) enum Writing {
    Lua,
    Python,
    AngelScript,
}

/// A text without the extension of the language's files.
pub(super) fn normal(text: &str) -> String {
    text.replace(".lua", ".*").replace(".py", ".*").replace(".as", ".*")
}

/// What is never given as such, since handles are no values: only that they are there.
fn is_handle(ty: Type) -> bool {
    matches!(ty, Type::Component | Type::Data)
}

impl Writing {
    /// That of the language of that name.
    pub(super) fn of(language: &str) -> Self {
        match language {
            "lua" => Self::Lua,
            "python" => Self::Python,
            _ => Self::AngelScript,
        }
    }

    /// The extension of its files.
    pub(super) fn extension(self) -> &'static str {
        match self {
            Self::Lua => "lua",
            Self::Python => "py",
            Self::AngelScript => "as",
        }
    }

    /// A script that others call.
    pub(super) fn good(self) -> &'static str {
        match self {
            Self::Lua => "function good() return 1 end",
            Self::Python => "def good(*arguments): return 1",
            Self::AngelScript => "int good() { return 1; }",
        }
    }

    /// A script with a function for each of these, and each number of arguments: `f7_2`. Where a function is to be given,
    /// it gives one that counts.
    pub(super) fn script(self, callables: &[Callable]) -> String {
        let mut text = match self {
            Self::Lua => "local function nothing() fuzz.called() end\nfunction run() fuzz.run() end\n",
            Self::Python => {
                "def nothing(*arguments): fuzz.called()\n\
                 def run(): fuzz.run()\n"
            }
            Self::AngelScript => "void nothing() { fuzz::called(); }\nvoid run() { fuzz::run(); }\n",
        }
        .to_owned();
        for (index, callable) in callables.iter().enumerate() {
            for count in callable.function.required..=callable.function.parameters.len() {
                // Writing to a String cannot fail.
                let _ = writeln!(text, "{}", self.function(&format!("f{index}_{count}"), callable, count));
            }
        }
        text
    }

    fn function(self, name: &str, callable: &Callable, count: usize) -> String {
        let function = callable.function;
        let (mut taken, mut given) = (Vec::new(), Vec::new());
        for (index, parameter) in function.parameters[..count].iter().enumerate() {
            if parameter.ty == Type::Function {
                given.push("nothing".to_owned());
                continue;
            }
            given.push(format!("a{index}"));
            taken.push(match self {
                Self::AngelScript => format!("{} a{index}", declared(parameter.ty)),
                _ => format!("a{index}"),
            });
        }
        let call = self.call(function, callable.is_method, given);
        let taken = taken.join(", ");
        match self {
            Self::Lua if is_handle(function.returns) => {
                format!("function {name}({taken}) return {call} ~= nil end")
            }
            Self::Lua => format!("function {name}({taken}) return {call} end"),
            Self::Python if is_handle(function.returns) => {
                format!("def {name}({taken}): return {call} is not None")
            }
            Self::Python => format!("def {name}({taken}): return {call}"),
            Self::AngelScript if is_handle(function.returns) => {
                format!("bool {name}({taken}) {{ return {call} !is null; }}")
            }
            Self::AngelScript if function.returns == Type::Nothing => {
                format!("void {name}({taken}) {{ {call}; }}")
            }
            Self::AngelScript => format!("{} {name}({taken}) {{ return {call}; }}", result(function.returns)),
        }
    }

    fn call(self, function: &Function, is_method: bool, mut given: Vec<String>) -> String {
        let object = is_method.then(|| given.remove(0));
        let (module, name, given) = (function.module, function.name, given.join(", "));
        match (self, object) {
            (Self::Lua, Some(object)) => format!("{object}:{name}({given})"),
            (Self::Lua, None) => format!("{module}.{name}({given})"),
            (Self::Python, Some(object)) => format!("{object}.{name}({given})"),
            (Self::Python, None) => format!("{module}.{name}({given})"),
            (Self::AngelScript, Some(object)) => format!("{object}.{name}({given})"),
            (Self::AngelScript, None) => format!("{module}::{name}({given})"),
        }
    }
}

/// A type as AngelScript takes it.
fn declared(ty: Type) -> String {
    match ty {
        Type::Bool => "bool".to_owned(),
        Type::Int { .. } => "int64".to_owned(),
        Type::Float | Type::Float32 => "double".to_owned(),
        Type::String => "const string &in".to_owned(),
        Type::Vec2 => "Vec2".to_owned(),
        Type::Vec3 => "Vec3".to_owned(),
        Type::Quat => "Quat".to_owned(),
        Type::Entity => "Entity".to_owned(),
        Type::Asset => "Asset".to_owned(),
        Type::Table => "dictionary@".to_owned(),
        Type::Object(class) => format!("{class}@"),
        Type::List(item) => format!("array<{}>@", element(*item)),
        _ => "const Value &in".to_owned(),
    }
}

/// A type as AngelScript gives it.
fn result(ty: Type) -> String {
    match ty {
        Type::String => "string".to_owned(),
        Type::Any | Type::Function => "Value".to_owned(),
        Type::Object(class) | Type::Optional(&Type::Object(class)) => format!("{class}@"),
        Type::Optional(_) => "Value".to_owned(),
        ty => declared(ty),
    }
}

fn element(ty: Type) -> String {
    match ty {
        Type::String => "string".to_owned(),
        Type::Any | Type::Optional(_) | Type::Table | Type::Function => "Value".to_owned(),
        ty => declared(ty),
    }
}
