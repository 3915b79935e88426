//! Which names work in every language.

use syn::Ident;

/// Words that are reserved in Lua, Python or AngelScript, or are types there: a function, module or parameter
/// of such a name could not be written in that language.
const RESERVED: &[&str] = &[
    "and",
    "as",
    "assert",
    "async",
    "auto",
    "await",
    "bool",
    "break",
    "case",
    "cast",
    "catch",
    "class",
    "const",
    "continue",
    "def",
    "default",
    "del",
    "do",
    "double",
    "elif",
    "else",
    "elseif",
    "end",
    "enum",
    "except",
    "explicit",
    "external",
    "false",
    "final",
    "finally",
    "float",
    "for",
    "from",
    "funcdef",
    "function",
    "get",
    "global",
    "goto",
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
    "lambda",
    "local",
    "mixin",
    "namespace",
    "nil",
    "none",
    "nonlocal",
    "not",
    "null",
    "or",
    "out",
    "override",
    "pass",
    "private",
    "property",
    "protected",
    "raise",
    "repeat",
    "return",
    "self",
    "set",
    "shared",
    "super",
    "switch",
    "then",
    "this",
    "true",
    "try",
    "typedef",
    "uint",
    "uint16",
    "uint32",
    "uint64",
    "uint8",
    "until",
    "using",
    "void",
    "while",
    "with",
    "xor",
    "yield",
];

/// Of these, the ones that a language reserves only in places where the API does not put them: AngelScript's
/// `get` and `set` are words of property declarations, and methods may be called so.
const FUNCTION_NAMES_ALLOWED: &[&str] = &["get", "set"];

/// What a name is for.
#[derive(Clone, Copy)]
pub(crate) enum Place {
    Module,
    Function,
    Parameter,
}

/// Checks that a name is snake_case and free in every language.
pub(crate) fn check(name: &str, span: &Ident, place: Place) -> syn::Result<()> {
    let what = match place {
        Place::Module => "module",
        Place::Function => "function",
        Place::Parameter => "parameter",
    };
    let mut characters = name.chars();
    let starts_well = characters.next().is_some_and(|first| first.is_ascii_lowercase());
    if !starts_well || !characters.all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_') {
        return Err(syn::Error::new(
            span.span(),
            format!("the name of a {what} is snake_case in every language: `{name}` is not"),
        ));
    }
    let allowed = matches!(place, Place::Function) && FUNCTION_NAMES_ALLOWED.contains(&name);
    if RESERVED.contains(&name) && !allowed {
        return Err(syn::Error::new(
            span.span(),
            format!("`{name}` is a reserved word in one of the scripting languages: choose another name"),
        ));
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::RESERVED;

    #[test]
    fn the_reserved_words_are_sorted_and_unique() {
        assert!(RESERVED.windows(2).all(|pair| pair[0] < pair[1]));
    }
}
