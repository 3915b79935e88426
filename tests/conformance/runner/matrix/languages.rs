//! Calls as text in each language.

use std::fmt::Write as _;

use super::values::Literal;

/// One call, with its place in the list of all.
#[derive(Clone, Debug)]
pub(crate) struct Call {
    /// The module, for a function; the object, for a method.
    pub(crate) of: Of,
    pub(crate) name: &'static str,
    pub(crate) arguments: Vec<Literal>,
    /// One more argument, by its name.
    pub(crate) named: Option<(&'static str, Literal)>,
}

/// What a call is a call of.
#[derive(Clone, Debug)]
pub(crate) enum Of {
    Module(&'static str),
    Object(Literal),
}

/// How a language writes what the matrix needs.
pub(crate) trait Syntax {
    /// The name of the language.
    fn language(&self) -> &'static str;
    /// The extension of its files.
    fn extension(&self) -> &'static str;
    /// A value.
    fn literal(&self, value: &Literal) -> String;
    /// A call of a function of a module.
    fn call(&self, module: &str, name: &str, arguments: &str) -> String;
    /// A call of a method.
    fn method(&self, object: &str, name: &str, arguments: &str) -> String;
    /// An argument by its name, at the end of a call.
    fn named(&self, name: &str, value: &str) -> String;
    /// A script that makes all calls, each on a line of its own, and prints what came of it:
    /// `@3 same ok` or `@3 changed argument: entity.destroy: …`. A call that is `None` is left out, and its line empty.
    fn script(&self, calls: &[Option<String>]) -> String;
    /// The number of the line that the first call stands on.
    fn first_line(&self) -> usize;
    /// A script that others call: it has a function `good`.
    fn other(&self) -> &'static str;

    /// Values, separated by commas.
    fn arguments(&self, values: &[Literal]) -> String {
        values.iter().map(|value| self.literal(value)).collect::<Vec<_>>().join(", ")
    }

    /// A call as an expression.
    fn expression(&self, call: &Call) -> String {
        let mut arguments = self.arguments(&call.arguments);
        if let Some((name, value)) = &call.named {
            let comma = if arguments.is_empty() { "" } else { ", " };
            arguments += comma;
            arguments += &self.named(name, &self.literal(value));
        }
        match &call.of {
            Of::Module(module) => self.call(module, call.name, &arguments),
            Of::Object(object) => self.method(&self.literal(object), call.name, &arguments),
        }
    }
}

/// A text between quotation marks, as all three languages write it.
fn quoted(text: &str) -> String {
    format!("\"{}\"", text.replace('\0', "\\x00"))
}

fn vector(syntax: &dyn Syntax, name: &str, lanes: &[f64]) -> String {
    let lanes: Vec<String> = lanes.iter().map(|lane| syntax.literal(&Literal::Float(*lane))).collect();
    format!("{name}({})", lanes.join(", "))
}

/// What is written alike everywhere.
fn common(syntax: &dyn Syntax, value: &Literal) -> String {
    match value {
        Literal::Int(number) => number.to_string(),
        Literal::Float(number) => format!("{number:?}"),
        Literal::Text(text) => quoted(text),
        Literal::Vec2(lanes) => vector(syntax, "Vec2", lanes),
        Literal::Vec3(lanes) => vector(syntax, "Vec3", lanes),
        Literal::Quat(lanes) => vector(syntax, "Quat", lanes),
        Literal::Entity => syntax.call("matrix", "entity", ""),
        Literal::Dead => syntax.call("matrix", "dead", ""),
        Literal::Function => "nothing".to_owned(),
        Literal::Many(value, count) => format!("many({}, {count})", syntax.literal(value)),
        Literal::Letters(count) => format!("letters({count})"),
        Literal::Call(module, name, arguments) => syntax.call(module, name, &syntax.arguments(arguments)),
        Literal::Method(object, name, arguments) => {
            syntax.method(&syntax.literal(object), name, &syntax.arguments(arguments))
        }
        Literal::Bool(value) => value.to_string(),
        Literal::Nothing | Literal::List(_) | Literal::Table(_) => String::new(),
    }
}

/// Lua.
pub(crate) struct Lua;

impl Syntax for Lua {
    fn language(&self) -> &'static str {
        "lua"
    }

    fn extension(&self) -> &'static str {
        "lua"
    }

    fn literal(&self, value: &Literal) -> String {
        match value {
            Literal::Nothing => "nil".to_owned(),
            Literal::Int(i64::MIN) => "math.mininteger".to_owned(),
            Literal::Float(number) if number.is_nan() => "(0 / 0)".to_owned(),
            Literal::Float(f64::INFINITY) => "math.huge".to_owned(),
            Literal::Float(f64::NEG_INFINITY) => "(-math.huge)".to_owned(),
            Literal::List(items) => format!("{{{}}}", self.arguments(items)),
            Literal::Table(entries) => {
                let entry =
                    |(name, value): &(&str, Literal)| format!("[{}] = {}", quoted(name), self.literal(value));
                format!("{{{}}}", entries.iter().map(entry).collect::<Vec<_>>().join(", "))
            }
            other => common(self, other),
        }
    }

    fn call(&self, module: &str, name: &str, arguments: &str) -> String {
        format!("{module}.{name}({arguments})")
    }

    fn method(&self, object: &str, name: &str, arguments: &str) -> String {
        format!("{object}:{name}({arguments})")
    }

    fn named(&self, name: &str, value: &str) -> String {
        format!("{{ {name} = {value} }}")
    }

    fn script(&self, calls: &[Option<String>]) -> String {
        let mut text = r#"local function nothing() end
local function letters(count) return string.rep("a", count) end
local function many(value, count) local list = {} for i = 1, count do list[i] = value end return list end
local function attempt(index, f)
    local before = matrix.hash()
    local ok, err = pcall(f)
    local outcome = ok and "ok" or type(err) == "string" and "own: " .. err or err.kind .. ": " .. err.message
    print("@" .. index .. (matrix.hash() == before and " same " or " changed ") .. outcome)
end
"#
        .to_owned();
        for (index, call) in calls.iter().enumerate() {
            if let Some(call) = call {
                // Writing to a String cannot fail.
                let _ = write!(text, "attempt({index}, function() return {call} end)");
            }
            text.push('\n');
        }
        text
    }

    fn first_line(&self) -> usize {
        10
    }

    fn other(&self) -> &'static str {
        "function good() return 1 end\n"
    }
}

/// Python.
pub(crate) struct Python;

impl Syntax for Python {
    fn language(&self) -> &'static str {
        "python"
    }

    fn extension(&self) -> &'static str {
        "py"
    }

    fn literal(&self, value: &Literal) -> String {
        match value {
            Literal::Nothing => "None".to_owned(),
            Literal::Bool(value) => if *value { "True" } else { "False" }.to_owned(),
            Literal::Float(number) if number.is_nan() => "float(\"nan\")".to_owned(),
            Literal::Float(number) if number.is_infinite() => format!("float(\"{number}\")"),
            Literal::List(items) => format!("[{}]", self.arguments(items)),
            Literal::Table(entries) => {
                let entry =
                    |(name, value): &(&str, Literal)| format!("{}: {}", quoted(name), self.literal(value));
                format!("{{{}}}", entries.iter().map(entry).collect::<Vec<_>>().join(", "))
            }
            other => common(self, other),
        }
    }

    fn call(&self, module: &str, name: &str, arguments: &str) -> String {
        format!("{module}.{}({arguments})", python_name(name))
    }

    fn method(&self, object: &str, name: &str, arguments: &str) -> String {
        format!("{object}.{}({arguments})", python_name(name))
    }

    fn named(&self, name: &str, value: &str) -> String {
        format!("{name}={value}")
    }

    fn script(&self, calls: &[Option<String>]) -> String {
        let mut text = r#"from glotta import ScriptError

def nothing(*arguments): pass
def letters(count): return "a" * count
def many(value, count): return [value] * count
def attempt(index, f):
    before = matrix.hash()
    try:
        f()
        outcome = "ok"
    except ScriptError as error:
        outcome = f"{error.kind}: {error.message}"
    except Exception as error:
        outcome = f"own: {type(error).__name__}: {error}"
    print(f"@{index} {'same' if matrix.hash() == before else 'changed'} {outcome}")

"#
        .to_owned();
        for (index, call) in calls.iter().enumerate() {
            if let Some(call) = call {
                // Writing to a String cannot fail.
                let _ = write!(text, "attempt({index}, lambda: {call})");
            }
            text.push('\n');
        }
        text
    }

    fn first_line(&self) -> usize {
        18
    }

    fn other(&self) -> &'static str {
        "def good(*arguments): return 1\n"
    }
}

/// A name that is a word of Python gets an underscore.
fn python_name(name: &str) -> String {
    const WORDS: [&str; 12] =
        ["and", "class", "def", "del", "from", "global", "import", "in", "is", "not", "or", "pass"];
    if WORDS.contains(&name) { format!("{name}_") } else { name.to_owned() }
}

/// AngelScript.
pub(crate) struct AngelScript;

impl Syntax for AngelScript {
    fn language(&self) -> &'static str {
        "angelscript"
    }

    fn extension(&self) -> &'static str {
        "as"
    }

    fn literal(&self, value: &Literal) -> String {
        match value {
            Literal::Nothing => "null".to_owned(),
            // Without its sign, the smallest number is none.
            Literal::Int(i64::MIN) => "(-9223372036854775807 - 1)".to_owned(),
            Literal::Float(number) if number.is_nan() => "NAN".to_owned(),
            Literal::Float(f64::INFINITY) => "INFINITY".to_owned(),
            Literal::Float(f64::NEG_INFINITY) => "(-INFINITY)".to_owned(),
            Literal::List(items) => format!("array<Value> = {{{}}}", self.arguments(items)),
            Literal::Table(entries) if entries.is_empty() => "dictionary()".to_owned(),
            Literal::Table(entries) => {
                let entry = |(name, value): &(&str, Literal)| {
                    format!("{{{}, {}}}", quoted(name), self.literal(value))
                };
                format!("dictionary = {{{}}}", entries.iter().map(entry).collect::<Vec<_>>().join(", "))
            }
            other => common(self, other),
        }
    }

    fn call(&self, module: &str, name: &str, arguments: &str) -> String {
        format!("{module}::{name}({arguments})")
    }

    fn method(&self, object: &str, name: &str, arguments: &str) -> String {
        format!("{object}.{name}({arguments})")
    }

    fn named(&self, name: &str, value: &str) -> String {
        format!("{name}: {value}")
    }

    fn script(&self, calls: &[Option<String>]) -> String {
        let mut text = r#"funcdef void F();
string before;
void f() {}
F@ nothing = f;
string letters(uint count) { string text = "a"; while (text.length() < count) text += text; return text; }
array<Value>@ many(const Value &in value, uint count) { array<Value> list; for (uint i = 0; i < count; i++) list.insertLast(value); return list; }
void report(int index, const string &in outcome) { print("@" + index + (matrix::hash() == before ? " same " : " changed ") + outcome); }
void passed(int index) { report(index, "ok"); }
void failed(int index) { report(index, getExceptionKind() + ": " + getExceptionInfo()); }
"#
        .to_owned();
        let mut main = String::new();
        for (index, call) in calls.iter().enumerate() {
            if let Some(call) = call {
                // Writing to a String cannot fail.
                let _ = write!(
                    text,
                    "void c{index}() {{ try {{ {call}; passed({index}); }} catch {{ failed({index}); }} }}"
                );
                let _ = writeln!(main, "    before = matrix::hash();\n    c{index}();");
            }
            text.push('\n');
        }
        let _ = write!(text, "void main()\n{{\n{main}}}\n");
        text
    }

    fn first_line(&self) -> usize {
        10
    }

    fn other(&self) -> &'static str {
        "int good() { return 1; }\n"
    }
}
