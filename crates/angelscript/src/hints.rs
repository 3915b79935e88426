//! What a script may have meant, where the compiler says only that it does not know a name.

mod advice;
mod around;

use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet};

use glotta_core::{near_names, near_or_all};

#[cfg(test)]
use around::Own;
pub(crate) use around::{Around, Texts};

/// The names that scripts can use, as they were registered.
#[derive(Debug, Default)]
pub(crate) struct Known {
    namespace: RefCell<String>,
    /// By the type that they are in, or by the namespace with two colons behind it.
    names: RefCell<BTreeMap<String, Names>>,
    /// The types among them.
    types: RefCell<BTreeSet<String>>,
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

    /// Notes that a name is one of a type.
    pub(crate) fn add_type(&self, name: &str) {
        self.types.borrow_mut().insert(name.to_owned());
    }

    /// Notes a value of an enumeration.
    pub(crate) fn add_value(&self, enumeration: &str, name: &str) {
        self.names.borrow_mut().entry(inside(enumeration)).or_default().all.insert(name.to_owned());
    }

    /// Notes a method of a type, which may be the accessor of a field.
    pub(crate) fn add_method(&self, of: &str, name: &str, declaration: &str) {
        let is_property = declaration.ends_with("property");
        let plain = if is_property { name.get("get_".len()..).unwrap_or_default() } else { name };
        if plain.starts_with("op") && plain[2..].starts_with(|letter: char| letter.is_ascii_uppercase()) {
            return;
        }
        match name.strip_prefix("get_").or_else(|| name.strip_prefix("set_")) {
            Some(field) if is_property => self.add_field(of, field),
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

    /// Whether a function is one of a type, of ours or of the script, and not of a namespace.
    pub(crate) fn is_method(&self, owner: &str, name: &str, around: &Around<'_>) -> bool {
        let is_type = self.types.borrow().contains(owner) || around.own.types.contains(owner);
        // Some types have functions beside them: `Quat::from_euler`.
        is_type && !has(&self.names.borrow(), &inside(owner), name)
    }

    /// What goes behind a message of the compiler; `candidates` are the functions that it said could be meant.
    pub(crate) fn hint(&self, message: &str, candidates: &[&str], around: &Around<'_>) -> String {
        let mut quoted = quoted(message);
        let first = quoted.next().unwrap_or_default();
        if !candidates.is_empty() {
            return of_candidates(candidates) + &advice::of(message);
        }
        if message.starts_with("No matching symbol") {
            return self.of_symbol(first, around);
        }
        if message.contains("is not a data type") {
            return self.of_type(first, around);
        }
        if message.contains("is not a member of") {
            return self.of_member(first, quoted.next().unwrap_or_default(), around);
        }
        if message == "Unexpected end of file"
            && let Some((bracket, line)) = around.unclosed
        {
            return format!("; the `{bracket}` in line {line} is not closed");
        }
        if let Some((before, from)) = around.line
            && let Some(advice) = advice::of_line(message, before, from)
        {
            return format!("; {advice}");
        }
        advice::of(message)
    }

    /// A function or variable that is not there.
    fn of_symbol(&self, unknown: &str, around: &Around<'_>) -> String {
        let names = self.names.borrow();
        if let Some((owner, name)) = unknown.rsplit_once("::") {
            return match names.get(&inside(owner)) {
                Some(_) if owner == COMPONENT && around.own.defines(name) => advice::of_component(name),
                Some(names) => {
                    let near = names.near(name);
                    let is_component = near.is_empty() && owner == COMPONENT;
                    if is_component { advice::of_component(name) } else { near }
                }
                // As other languages have it: `math.floor`.
                None if has(&names, "::", name) => meant(&[name.to_owned()]),
                None => String::new(),
            };
        }
        let is_member = around.is_member();
        if let Some((_, from)) = around.line
            && is_member == Some(false)
            && names.contains_key(&inside(unknown))
            && let Some(member) = from.strip_prefix(unknown).and_then(|behind| behind.strip_prefix('.'))
        {
            let end = member.find(|letter: char| !letter.is_alphanumeric() && letter != '_');
            let member = &member[..end.unwrap_or(member.len())];
            return format!("; what is in it is written with two colons: `{unknown}::{member}`");
        }
        if let Some((before, from)) = around.line
            && is_named_argument(unknown, before, from)
        {
            return format!("; an argument is named with a colon: `{unknown}: …`");
        }
        if is_member != Some(true) {
            let qualified: Vec<String> = names
                .iter()
                .filter(|(owner, names)| owner.ends_with("::") && names.all.contains(unknown))
                .map(|(owner, _)| format!("{owner}{unknown}"))
                .collect();
            if !qualified.is_empty() {
                return meant(&qualified);
            }
        }
        let elsewhere = advice::name(unknown, is_member == Some(true));
        let elsewhere = elsewhere.map_or_else(String::new, |ours| format!("; did you mean {ours}?"));
        let owners = match is_member {
            Some(true) => owners(&names, unknown) + &of_asset(&names, unknown),
            _ => String::new(),
        };
        if !owners.is_empty() || !elsewhere.is_empty() {
            return owners + &elsewhere;
        }
        // What is so short is near everything.
        if unknown.len() < SHORT {
            return String::new();
        }
        let known = names.iter().filter(|(owner, _)| match is_member {
            None => true,
            Some(member) => owner.ends_with("::") != member,
        });
        let known = known.flat_map(|(_, names)| names.all.difference(&names.fields)).map(String::as_str);
        let own = around.own.words.iter().copied();
        near_names(unknown, known.chain(own).filter(|name| name.len() >= SHORT && *name != unknown))
    }

    /// A type that is not there.
    fn of_type(&self, unknown: &str, around: &Around<'_>) -> String {
        if let Some(ours) = advice::type_name(unknown) {
            return format!("; did you mean {ours}?");
        }
        if around.own.uses_component(unknown) {
            return advice::of_component_type(unknown);
        }
        if unknown.len() < SHORT {
            return String::new();
        }
        let types = self.types.borrow();
        let own = around.own.types.iter().copied();
        let all = types.iter().map(String::as_str).chain(advice::TYPES.iter().copied()).chain(own);
        near_names(unknown, all.filter(|name| *name != unknown))
    }

    /// Something that a type has not.
    fn of_member(&self, unknown: &str, owner: &str, around: &Around<'_>) -> String {
        let owner = type_name(owner);
        if advice::HOLDERS.contains(&owner) {
            return format!("; what it holds is written `[\"{unknown}\"]`");
        }
        if owner == ASSET
            && self.names.borrow().get("asset::").is_some_and(|names| names.all.contains(unknown))
        {
            return format!("; write `asset::{unknown}(…)` with the asset as its argument");
        }
        if let Some(ours) = advice::name(unknown, true) {
            return format!("; did you mean {ours}?");
        }
        match self.names.borrow().get(owner) {
            Some(names) => names.near_or_all(unknown),
            // A class of the script's own.
            None => near_names(unknown, around.own.words.iter().copied().filter(|name| name.len() >= SHORT)),
        }
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

/// The namespace of the functions that give handles to components.
const COMPONENT: &str = "component";

/// Of so many names, the shortest are near everything.
const SHORT: usize = 3;

/// What stands in quotes in a message. The apostrophe of `can't` is none.
fn quoted(message: &str) -> impl Iterator<Item = &str> {
    let mut rest = message;
    std::iter::from_fn(move || {
        loop {
            let (before, after) = rest.split_once('\'')?;
            rest = after;
            if !before.ends_with(char::is_alphanumeric) {
                let (quoted, behind) = after.split_once('\'')?;
                rest = behind;
                return Some(quoted);
            }
        }
    })
}

/// What the names in a namespace are kept under.
fn inside(namespace: &str) -> String {
    format!("{namespace}::")
}

fn has(names: &BTreeMap<String, Names>, owner: &str, name: &str) -> bool {
    names.get(owner).is_some_and(|names| names.all.contains(name))
}

/// The types that have a method.
fn owners(names: &BTreeMap<String, Names>, method: &str) -> String {
    let owners = names.iter().filter(|(owner, names)| !owner.ends_with("::") && names.all.contains(method));
    // Vectors inside components are vectors to scripters.
    let owners = owners.map(|(owner, _)| owner.as_str()).filter(|owner| !owner.ends_with("Field"));
    let owners: Vec<&str> = owners.collect();
    let verb = if owners.len() == 1 { "has" } else { "have" };
    match owners.as_slice() {
        [] => String::new(),
        [one, ..] => {
            let all = owners.join(" and ");
            format!("; {all} {verb} it: say first what a Value is, as in `{one}(v).{method}(…)`")
        }
    }
}

/// What a script may want that asks an asset for a method: they are functions.
fn of_asset(names: &BTreeMap<String, Names>, method: &str) -> String {
    match names.get("asset::") {
        Some(functions) if functions.all.contains(method) => {
            format!("; of an asset write `asset::{method}(…)`")
        }
        _ => String::new(),
    }
}

fn meant(names: &[String]) -> String {
    let names: Vec<String> = names.iter().map(|name| format!("{name:?}")).collect();
    format!("; did you mean {}?", names.join(" or "))
}

/// True if an argument is given by its name as in Python, with `=`.
fn is_named_argument(name: &str, before: &str, from: &str) -> bool {
    let before = before.trim_end();
    let behind = from.strip_prefix(name).map_or("", str::trim_start);
    let is_first = before.strip_suffix('(').is_some_and(|before| {
        let before = before.trim_end();
        let keywords = ["for", "if", "while", "switch"];
        before.ends_with(|letter: char| letter.is_alphanumeric() || letter == '_')
            && !keywords.iter().any(|keyword| before.ends_with(keyword))
    });
    (is_first || before.ends_with(',') && before.contains('('))
        && behind.starts_with('=')
        && !behind.starts_with("==")
}

/// The type of assets, whose functions are those of the module of that name.
const ASSET: &str = "Asset";

/// How what may be anything is declared.
const ANY: &str = "const ?&in ";

/// The functions that could be meant, as a message lists them.
fn of_candidates(candidates: &[&str]) -> String {
    const FEW: usize = 3;
    // A function that takes functions is declared once for each way to pass one, which is no matter of the script's.
    let meaning = |candidate: &str| candidate.replace("Callback@ ", ANY).replace("const Value&in ", ANY);
    let mut different: Vec<&str> = Vec::new();
    for candidate in candidates {
        if !different.iter().any(|known| meaning(known) == meaning(candidate)) {
            different.push(candidate);
        }
    }
    match different.as_slice() {
        [one] => format!("; it is `{one}`"),
        some if some.len() <= FEW => format!("; there are `{}`", some.join("`, `")),
        many => format!("; there are `{}` and {} more", many[..FEW].join("`, `"), many.len() - FEW),
    }
}

/// The name of a type, of a place of that type as the compiler writes it: `array` of `const array<int>@&`.
fn type_name(place: &str) -> &str {
    let name = place.trim_start_matches("const ");
    if name.contains("[]") {
        return "array";
    }
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
        known.add_method("Health", "get_opIndex", "double get_opIndex(const string &in) const property");
        known.add_method("Health", "opAssign", "Health &opAssign(const Health &in)");
        known.add_field("Health", "max");
        known
    }

    #[test]
    fn a_name_that_is_near_is_told() {
        let known = known();
        let hint = |message: &str| known.hint(message, &[], &Around::default());
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
    fn a_name_that_is_somewhere_else_is_told_with_its_place() {
        let known = known();
        let free = Around { line: Some(("x = ", "f")), ..Around::default() };
        let member = Around { line: Some(("x.", "f")), ..Around::default() };
        assert_eq!(
            known.hint("No matching symbol 'destroy'", &[], &free),
            "; did you mean \"entity::destroy\"?"
        );
        assert_eq!(known.hint("No matching symbol 'std::print'", &[], &free), "; did you mean \"print\"?");
        assert_eq!(
            known.hint("No matching symbol 'set_position'", &[], &member),
            "; Entity has it: say first what a Value is, as in `Entity(v).set_position(…)`"
        );
        assert_eq!(
            known.hint("No matching symbol 'prin'", &[], &member),
            "",
            "nothing is printed by a member"
        );
        assert_eq!(known.hint("No matching symbol 'push'", &[], &member), "; did you mean `insertLast`?");
        assert_eq!(known.hint("No matching symbol 'println'", &[], &free), "; did you mean `print`?");
        assert_eq!(known.hint("No matching symbol 'i'", &[], &free), "", "too short to be near anything");
    }

    #[test]
    fn an_argument_named_as_in_python_is_told_how_it_is_named() {
        let known = known();
        let hint = |before: &'static str, from: &'static str| {
            let around = Around { line: Some((before, from)), ..Around::default() };
            known.hint("No matching symbol 'phase'", &[], &around)
        };
        let told = "; an argument is named with a colon: `phase: …`";
        assert_eq!(hint("system::register(\"a\", f, ", "phase = \"update\");"), told);
        assert_eq!(hint("balls.column(", "phase= 1);"), told);
        assert_ne!(hint("for (", "phase = 0; phase < 3; phase++)"), told);
        assert_ne!(hint("print(", "phase == 3);"), told);
        assert_ne!(hint("int a = 3, ", "phase = 3;"), told);
        assert_ne!(hint("", "phase = 3;"), told);
    }

    #[test]
    fn a_name_of_the_script_s_own_may_be_meant() {
        let own = Own { words: ["health", "int"].into(), types: ["Orc"].into(), ..Own::default() };
        let around = Around { own: own.into(), ..Around::default() };
        assert_eq!(known().hint("No matching symbol 'helth'", &[], &around), "; did you mean \"health\"?");
        let hint = known().hint("Identifier 'Ork' is not a data type", &[], &around);
        assert_eq!(hint, "; did you mean \"Orc\"?");
    }

    #[test]
    fn a_component_that_is_defined_later_is_told_with_what_to_write() {
        let known = known();
        known.enter("component");
        known.add("transform");
        known.add("handle");
        let around = |own: Own<'static>| Around { own: own.into(), ..Around::default() };
        let hint = |message: &str, own| known.hint(message, &[], &around(own));
        let told = hint("No matching symbol 'component::wild_animal'", Own::default());
        assert_eq!(
            told,
            "; no component WildAnimal was known when this was compiled, and component::define makes one for \
             scripts that are compiled after it has run: here write `component::handle(e, \"WildAnimal\")[\"…\"]`"
        );
        let near = hint("No matching symbol 'component::transfrom'", Own::default());
        assert_eq!(near, "; did you mean \"transform\"?");
        let defined = hint(
            "No matching symbol 'component::transfrom'",
            Own { defined: ["Transfrom"].into(), ..Own::default() },
        );
        assert!(defined.starts_with("; no component Transfrom was known"), "{defined}");
        let ty = hint(
            "Identifier 'Animal' is not a data type",
            Own { components: ["animal"].into(), ..Own::default() },
        );
        assert!(ty.ends_with("here write `Component@`"), "{ty}");
        assert_eq!(hint("Identifier 'Animal' is not a data type", Own::default()), "");
    }

    #[test]
    fn a_type_that_is_near_is_told() {
        let known = known();
        known.add_type("Vec3");
        let hint = |name: &str| {
            known.hint(&format!("Identifier '{name}' is not a data type"), &[], &Around::default())
        };
        assert_eq!(hint("Vec33"), "; did you mean \"Vec3\"?");
        assert_eq!(hint("flaot"), "; did you mean \"float\"?");
        assert_eq!(hint("var"), "; did you mean `auto`?");
        assert_eq!(hint("destroy"), "", "a function is no type");
    }

    #[test]
    fn what_to_do_is_told_where_a_message_does_not() {
        for (message, advice) in [
            ("Can't implicitly convert from 'const string' to 'int'.", "; write `parseInt(…)`"),
            ("Can't implicitly convert from 'Component@&' to 'Health@&'.", "; write `cast<Health>(…)`"),
            ("Can't implicitly convert from 'int' to 'bool'.", ""),
            ("Data type can't be 'Health'", "; it is held by handle: `Health@`"),
            ("Data type can't be 'void'", "; a variable has a type, and a function a body"),
            ("'hp' is not a member of 'Data@&'", "; what it holds is written `[\"hp\"]`"),
            ("'count' is not a member of 'int[]'", "; did you mean `length`?"),
        ] {
            assert_eq!(known().hint(message, &[], &Around::default()), advice, "{message}");
        }
        let open = Around { unclosed: Some(('{', 3)), ..Around::default() };
        assert_eq!(known().hint("Unexpected end of file", &[], &open), "; the `{` in line 3 is not closed");
        for (message, before, from, advice) in [
            ("Expected '('", "for (int ", "x : list) {", "; a loop over a list is written `for (uint i"),
            ("Expected '('", "foreach (int ", "x in list) {", "; a loop over a list is written `for (uint i"),
            ("Expected '('", "int ", "a[3];", "; a list is written"),
            ("Expected expression value", "e-", ">name();", "; what is in an object is written with a dot"),
            ("Expected ';'", "throw ", "\"x\";", "; throw is a function"),
            (
                "No matching symbol 'entity'",
                "x = ",
                "entity.create();",
                "; what is in it is written with two colons: `entity::create`",
            ),
        ] {
            let around = Around { line: Some((before, from)), ..Around::default() };
            let hint = known().hint(message, &[], &around);
            assert!(hint.starts_with(advice), "{hint:?}, expected {advice:?}");
        }
        let around = Around { line: Some(("for (int i = 0; i < 3; i++) f", "x;")), ..Around::default() };
        assert_eq!(known().hint("Expected '('", &[], &around), "");
    }

    #[test]
    fn where_no_name_is_near_the_fields_are_told() {
        let known = known();
        assert_eq!(
            known.hint("'zebra' is not a member of 'Health@'", &[], &Around::default()),
            "; it has current, max"
        );
        assert_eq!(known.hint("'zebra' is not a member of 'Entity'", &[], &Around::default()), "");
    }

    #[test]
    fn of_many_functions_that_could_be_meant_a_few_are_told() {
        let known = known();
        assert_eq!(
            known.hint("No matching signatures to 'f()'", &["void f(int)"], &Around::default()),
            "; it is `void f(int)`"
        );
        assert_eq!(
            known.hint("No matching signatures to 'f()'", &["a", "b", "c", "d", "e"], &Around::default()),
            "; there are `a`, `b`, `c` and 2 more"
        );
    }

    #[test]
    fn other_messages_stay_as_they_are() {
        for message in ["", "'", "Expected ';'", "No matching symbol", "is not a member of 'x'"] {
            assert_eq!(known().hint(message, &[], &Around::default()), "", "{message}");
        }
    }

    #[test]
    fn a_type_is_known_without_what_stands_about_it() {
        assert_eq!(type_name("const array<int>@&"), "array");
        assert_eq!(type_name("Health@&"), "Health");
        assert_eq!(type_name("game::Hero"), "Hero");
        assert_eq!(type_name("const int[]&"), "array");
    }
}
