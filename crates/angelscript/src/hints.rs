//! What a script may have meant, where the compiler says only that it does not know a name.

use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet};

use glotta_core::{near_names, near_or_all};

/// The names that scripts can use, as they were registered.
#[derive(Debug, Default)]
pub(crate) struct Known {
    namespace: RefCell<String>,
    /// By the type that they are in, or by the namespace with two colons behind it.
    names: RefCell<BTreeMap<String, Names>>,
}

#[derive(Debug, Default)]
struct Names {
    all: BTreeSet<String>,
    /// Those among them that are read like a variable.
    fields: BTreeSet<String>,
}

impl Known {
    /// Notes that what follows is in a namespace.
    pub(crate) fn enter(&self, namespace: &str) {
        namespace.clone_into(&mut self.namespace.borrow_mut());
    }

    /// Notes a function, a variable or a type.
    pub(crate) fn add(&self, name: &str) {
        let namespace = inside(&self.namespace.borrow());
        self.names.borrow_mut().entry(namespace).or_default().all.insert(name.to_owned());
    }

    /// Notes a value of an enumeration.
    pub(crate) fn add_value(&self, enumeration: &str, name: &str) {
        self.names.borrow_mut().entry(inside(enumeration)).or_default().all.insert(name.to_owned());
    }

    /// Notes a method of a type, which may be the accessor of a field.
    pub(crate) fn add_method(&self, of: &str, name: &str, declaration: &str) {
        if name.starts_with("op") && name[2..].starts_with(|letter: char| letter.is_ascii_uppercase()) {
            return;
        }
        match name.strip_prefix("get_").or_else(|| name.strip_prefix("set_")) {
            Some(field) if declaration.ends_with("property") => self.add_field(of, field),
            _ => {
                self.names.borrow_mut().entry(of.to_owned()).or_default().all.insert(name.to_owned());
            }
        }
    }

    /// Notes a field of a type.
    pub(crate) fn add_field(&self, of: &str, name: &str) {
        let mut names = self.names.borrow_mut();
        let names = names.entry(of.to_owned()).or_default();
        names.all.insert(name.to_owned());
        names.fields.insert(name.to_owned());
    }

    /// What goes behind a message of the compiler; `candidates` are the functions that it said could be meant.
    pub(crate) fn hint(&self, message: &str, candidates: &[&str]) -> String {
        if !candidates.is_empty() {
            return of_candidates(candidates);
        }
        let names = self.names.borrow();
        let mut quoted = message.split('\'').skip(1).step_by(2);
        let Some(unknown) = quoted.next() else { return String::new() };
        if message.starts_with("No matching symbol") {
            return match unknown.rsplit_once("::") {
                Some((owner, name)) => {
                    names.get(&inside(owner)).map_or_else(String::new, |names| names.near(name))
                }
                None => near_names(unknown, callable(&names, unknown)),
            };
        }
        if message.contains("is not a member of")
            && let Some(owner) = quoted.next()
            && let Some(names) = names.get(type_name(owner))
        {
            return names.near_or_all(unknown);
        }
        String::new()
    }
}

impl Names {
    fn near(&self, name: &str) -> String {
        near_names(name, self.all.iter().map(String::as_str))
    }

    fn near_or_all(&self, name: &str) -> String {
        let near = self.near(name);
        if !near.is_empty() {
            return near;
        }
        let fields: Vec<&str> = self.fields.iter().map(String::as_str).collect();
        near_or_all(name, &fields)
    }
}

/// What the names in a namespace are kept under.
fn inside(namespace: &str) -> String {
    format!("{namespace}::")
}

/// What may be called under a name without a namespace: functions, types, and the methods of all types, for the compiler
/// does not say whose method it was to be. Of so many names, the shortest are near everything.
fn callable<'n>(names: &'n BTreeMap<String, Names>, unknown: &str) -> impl Iterator<Item = &'n str> {
    const SHORT: usize = 3;
    let methods = names.values().flat_map(|names| names.all.difference(&names.fields));
    methods.map(String::as_str).filter(move |name| name.len() >= SHORT && *name != unknown)
}

/// The functions that could be meant, as a message lists them.
fn of_candidates(candidates: &[&str]) -> String {
    const FEW: usize = 3;
    match candidates {
        [one] => format!("; it is `{one}`"),
        some if some.len() <= FEW => format!("; there are `{}`", some.join("`, `")),
        many => format!("; there are `{}` and {} more", many[..FEW].join("`, `"), many.len() - FEW),
    }
}

/// The name of a type, of a place of that type as the compiler writes it: `array` of `const array<int>@&`.
fn type_name(place: &str) -> &str {
    let name = place.trim_start_matches("const ");
    let name = name.split(['<', '&', '@', ' ']).next().unwrap_or_default();
    name.rsplit("::").next().unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn known() -> Known {
        let known = Known::default();
        known.add("print");
        known.enter("entity");
        known.add("destroy");
        known.enter("Vec3");
        known.add("W");
        known.enter("");
        known.add_value("Mode", "Idle");
        known.add_field("Vec3", "x");
        known.add_method("Entity", "set_position", "void set_position(const Vec3 &in) const");
        known.add_method("Health", "get_current", "double get_current() const property");
        known.add_method("Health", "set_current", "void set_current(double) property");
        known.add_method("Health", "opAssign", "Health &opAssign(const Health &in)");
        known.add_field("Health", "max");
        known
    }

    #[test]
    fn a_name_that_is_near_is_told() {
        let known = known();
        let hint = |message: &str| known.hint(message, &[]);
        assert_eq!(hint("No matching symbol 'entity::destory'"), "; did you mean \"destroy\"?");
        assert_eq!(hint("No matching symbol 'entity::zebra'"), "");
        assert_eq!(hint("No matching symbol 'Mode::Idel'"), "; did you mean \"Idle\"?");
        assert_eq!(
            hint("'w' is not a member of 'Vec3'"),
            "; did you mean \"x\"?",
            "not what is in its namespace"
        );
        assert_eq!(hint("No matching symbol 'zebra::destroy'"), "");
        assert_eq!(hint("No matching symbol 'set_positon'"), "; did you mean \"set_position\"?");
        assert_eq!(hint("No matching symbol 'curent'"), "", "a field is not called");
        assert_eq!(hint("'curent' is not a member of 'const Health&'"), "; did you mean \"current\"?");
    }

    #[test]
    fn where_no_name_is_near_the_fields_are_told() {
        let known = known();
        assert_eq!(known.hint("'zebra' is not a member of 'Health@'", &[]), "; it has current, max");
        assert_eq!(known.hint("'zebra' is not a member of 'Entity'", &[]), "");
    }

    #[test]
    fn of_many_functions_that_could_be_meant_a_few_are_told() {
        let known = known();
        assert_eq!(known.hint("No matching signatures to 'f()'", &["void f(int)"]), "; it is `void f(int)`");
        assert_eq!(
            known.hint("No matching signatures to 'f()'", &["a", "b", "c", "d", "e"]),
            "; there are `a`, `b`, `c` and 2 more"
        );
    }

    #[test]
    fn other_messages_stay_as_they_are() {
        for message in ["", "'", "Expected ';'", "No matching symbol", "is not a member of 'x'"] {
            assert_eq!(known().hint(message, &[]), "", "{message}");
        }
    }

    #[test]
    fn a_type_is_known_without_what_stands_about_it() {
        assert_eq!(type_name("const array<int>@&"), "array");
        assert_eq!(type_name("Health@&"), "Health");
        assert_eq!(type_name("game::Hero"), "Hero");
    }
}
