//! What to do about messages of the compiler that only say what is wrong, and what is called otherwise elsewhere.

use super::quoted;
use crate::lexer::{Piece, Pieces};

/// The types that the library has itself.
pub(super) const TYPES: &[&str] = &[
    "bool", "int", "int8", "int16", "int32", "int64", "uint", "uint8", "uint16", "uint32", "uint64", "float",
    "double", "void", "auto",
];

/// The types with contents that are asked for by name in brackets.
pub(super) const HOLDERS: &[&str] = &["Data", "Value", "dictionary", "Component"];

/// Functions by the names that they have in other languages.
const FUNCTIONS: &[(&str, &str)] = &[
    ("println", "`print`"),
    ("printf", "`print`"),
    ("echo", "`print`"),
    ("rand", "`engine::random`"),
    ("error", "`throw`"),
    ("raise", "`throw`"),
    ("len", "the method `length()`"),
    ("sizeof", "the method `length()`"),
    ("require", "`#include \"…\"`"),
    ("tostring", "`string(…)`"),
    ("str", "`string(…)`"),
    ("tonumber", "`parseFloat` or `parseInt`"),
    ("nil", "`null`"),
    ("None", "`null`"),
    ("NULL", "`null`"),
    ("nullptr", "`null`"),
    ("True", "`true`"),
    ("False", "`false`"),
    ("self", "`this`"),
    ("math", "the function alone, as in `floor(x)`"),
    ("Math", "the function alone, as in `floor(x)`"),
];

/// Methods by the names that they have in other languages.
const METHODS: &[(&str, &str)] = &[
    ("push", "`insertLast`"),
    ("push_back", "`insertLast`"),
    ("append", "`insertLast`"),
    ("add", "`insertLast`"),
    ("pop", "`removeLast`"),
    ("pop_back", "`removeLast`"),
    ("size", "`length`"),
    ("len", "`length`"),
    ("count", "`length`"),
    ("at", "`[…]`"),
    ("indexOf", "`find`, or `findFirst` of a string"),
    ("index", "`find`, or `findFirst` of a string"),
    ("contains", "`find(…) >= 0`, of a string `findFirst(…) >= 0`, of a dictionary `exists`"),
    ("has", "`find(…) >= 0`, of a string `findFirst(…) >= 0`, of a dictionary `exists`"),
    ("clear", "`resize(0)`, or `deleteAll` of a dictionary"),
    ("remove", "`removeAt`, or `delete` of a dictionary"),
    ("erase", "`removeAt`, or `delete` of a dictionary"),
    ("keys", "`getKeys`"),
    ("substring", "`substr`"),
    ("format", "`formatInt` and `formatFloat`, or `+`"),
    ("tostring", "`string(…)`"),
    ("toString", "`string(…)`"),
    ("magnitude", "`length`"),
];

/// Types by the names that they have in other languages.
const OTHER_TYPES: &[(&str, &str)] = &[
    ("var", "`auto`"),
    ("let", "`auto`"),
    ("local", "`auto`"),
    ("def", "`void`, or the type that it returns"),
    ("func", "`void`, or the type that it returns"),
    ("fn", "`void`, or the type that it returns"),
    ("new", "the type alone, as in `Orc()`"),
    ("delete", "`@x = null`"),
    ("char", "`string`, or `uint8`"),
    ("byte", "`uint8`"),
    ("long", "`int64`"),
    ("number", "`double`"),
    ("unsigned", "`uint`"),
    ("vector", "`array<…>`"),
    ("list", "`array<…>`"),
    ("List", "`array<…>`"),
    ("map", "`dictionary`"),
    ("Map", "`dictionary`"),
    ("dict", "`dictionary`"),
    ("table", "`dictionary`"),
    ("object", "`Value`"),
    ("any", "`Value`"),
];

/// What a function or variable is called here, or a method if it is one.
pub(super) fn name(other: &str, is_member: bool) -> Option<&'static str> {
    find(if is_member { METHODS } else { FUNCTIONS }, other)
}

/// What a type is called here.
pub(super) fn type_name(other: &str) -> Option<&'static str> {
    find(OTHER_TYPES, other)
}

/// What to do where a function is called that gives handles to a component nobody knows yet.
pub(super) fn of_component(function: &str) -> String {
    let name = type_of_function(function);
    format!("{}: here write `component::handle(e, \"{name}\")[\"…\"]`", unknown_component(&name))
}

/// What to do where the type of a component is used that nobody knows yet.
pub(super) fn of_component_type(name: &str) -> String {
    format!("{}: here write `Component@`", unknown_component(name))
}

fn unknown_component(name: &str) -> String {
    format!(
        "; no component {name} was known when this was compiled, and component::define makes one for scripts that are \
         compiled after it has run"
    )
}

/// The component that a function is called after: `wild_animal` is `WildAnimal`'s.
pub(super) fn type_of_function(function: &str) -> String {
    let mut name = String::with_capacity(function.len());
    for word in function.split('_') {
        let mut letters = word.chars();
        name.extend(letters.next().map(|letter| letter.to_ascii_uppercase()));
        name.push_str(letters.as_str());
    }
    name
}

fn find(table: &[(&str, &'static str)], other: &str) -> Option<&'static str> {
    table.iter().find(|(name, _)| *name == other).map(|(_, ours)| *ours)
}

/// What to do about a message, by the line that it is about.
pub(super) fn of_line(message: &str, before: &str, from: &str) -> Option<&'static str> {
    let start = before.trim_start();
    let is_loop = start.starts_with("foreach") || (start.starts_with("for") && !from.contains(';'));
    let is_declared_list =
        from.trim_start_matches(|letter: char| letter.is_alphanumeric() || letter == '_').starts_with('[');
    Some(match message {
        "Expected '('" if is_loop => {
            "a loop over a list is written `for (uint i = 0; i < list.length(); i++)`"
        }
        "Expected '('" if is_declared_list => "a list is written `array<int> a(3)`",
        "Expected expression value" if before.ends_with('-') && from.starts_with('>') => {
            "what is in an object is written with a dot"
        }
        "Expected ';'" if before.trim_end().ends_with("throw") => "throw is a function: `throw(\"…\")`",
        "Reference is read-only" if before.trim_end().ends_with(']') => {
            "a part of a Value is a copy, and that of a constant stays: change a copy and assign it whole"
        }
        // 2.36.1 and 2.37 say so of every result that is assigned to.
        "Expression is not an l-value" if assigns_to_part(from) => {
            "a part of a Value is a copy, and so is what an `opIndex` returns: change it and assign it whole"
        }
        _ if message.starts_with("Expected one of: get, set") && start.starts_with("struct ") => {
            "a structure is a `class`"
        }
        _ => return None,
    })
}

/// Whether a text begins with something in brackets behind something else, which is assigned to: `a["b"] += 1`.
fn assigns_to_part(text: &str) -> bool {
    let mut depth = 0_usize;
    let mut last = 0;
    for (piece, _) in Pieces::of(text) {
        let Piece::Symbol(symbol) = piece else {
            last = 0;
            continue;
        };
        match symbol {
            b'(' | b'[' => depth += 1,
            b')' | b']' => depth = depth.saturating_sub(1),
            b'=' if depth == 0 => return last == b']',
            b'+' | b'-' | b'*' | b'/' | b'%' | b'&' | b'|' | b'^' | b'<' | b'>' => continue,
            _ => {}
        }
        last = symbol;
    }
    false
}

/// What to do about a message.
pub(super) fn of(message: &str) -> String {
    let mut quoted = quoted(message);
    let (first, second) = (quoted.next().unwrap_or_default(), quoted.next().unwrap_or_default());
    let fixed = match message {
        "Both operands must be handles when comparing identity" => {
            "; of a Value ask `isNull()`, of an Entity `is_valid()`"
        }
        "Object handle is not supported for this type" => "; it is a value, so leave the `@` away",
        "Expression must be of boolean type" => "; compare it, as in `x != 0`, or write `bool(x)` of a Value",
        "Illegal operation on this datatype" => {
            "; of what may be anything say what it is first, as in `bool(x)`"
        }
        "Illegal member type" => "; an object cannot be inside itself: hold it by handle, with `@`",
        "Expression is not an l-value" => "; it cannot be assigned to, as a constant or a result",
        "Data type can't be 'void'" => "; a variable has a type, and a function a body",
        "Illegal operation on 'const Value'" => {
            "; a part of a Value is a copy: change it and assign it whole"
        }
        "Compound assignments with indexed property accessors are not supported" => {
            "; write it out, as in `a[i] = a[i] + 1`, or name the number, as in `a.x += 1`"
        }
        _ if message.starts_with("Name conflict. '") && message.ends_with("is an extended data type.") => {
            "; a component or another type of the engine has that name: give yours another"
        }
        _ if message.ends_with("to math type available.")
            && (first.starts_with("Vec") || first.starts_with("Quat")) =>
        {
            "; a vector takes a number by `v * 2`, `2 * v` and `v / 2` only"
        }
        _ if message.starts_with("No matching operator") && (first == "Value" || second == "Value") => {
            "; say what a Value is, as in `bool(v) && …`"
        }
        "Switch expressions must be integral numbers" => "; compare anything else with `if`",
        "Unable to resolve auto type" => "; write the type",
        "Can't create delegate for types that do not support handles" => {
            "; a function is handed over by its name alone, as in `system::register(\"x\", f)`"
        }
        "Invalid operation on method" => "; a method is called, with `()`",
        _ if message.starts_with("Multiple matching signatures") => {
            "; say which is meant, as in `double(x)` or `int(x)`"
        }
        _ if message.starts_with("No matching signatures") && first.contains("{...}") => {
            "; write the type before the braces, as in `dictionary = {{\"hp\", 5}}`"
        }
        _ if message.starts_with("Can't implicitly convert") && second == "const Value&" => {
            "; a part of a Value is a copy: change it and assign it whole"
        }
        _ if message.starts_with("Can't implicitly convert from '<null handle>'") => {
            "; only a handle and a Value can be null"
        }
        _ if message.starts_with("Can't implicitly convert") => of_conversion(first, second),
        _ => "",
    };
    if fixed.is_empty()
        && message.starts_with("Data type can't be")
        && first.starts_with(|letter: char| letter.is_ascii_uppercase())
    {
        return format!("; it is held by handle: `{first}@`");
    }
    if fixed.is_empty() && first.starts_with("Component@") && message.starts_with("Can't implicitly convert")
    {
        return format!("; write `cast<{}>(…)`", super::type_name(second));
    }
    fixed.to_owned()
}

/// What to write for a conversion that is not made unasked.
fn of_conversion(from: &str, to: &str) -> &'static str {
    if super::type_name(from) != "string" {
        return "";
    }
    match super::type_name(to) {
        "float" | "double" => "; write `parseFloat(…)`",
        name if name.starts_with("int") => "; write `parseInt(…)`",
        name if name.starts_with("uint") => "; write `parseUInt(…)`",
        _ => "",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_assigned_to_is_told_from_what_is_read() {
        for text in ["w[0] = 9;", "d[\"a=b\"][f(x = 1)] += 1;", "f()[0] = g(1);", "a [1] <<= 2", "w[0] **= 2"]
        {
            assert!(assigns_to_part(text), "{text}");
        }
        for text in ["w = a[0];", "f() = 1;", "a[0].x = 1;", "a[0]", "a[0]; b = 1;", ""] {
            assert!(!assigns_to_part(text), "{text}");
        }
    }
}
