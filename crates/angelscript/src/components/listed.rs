//! Which component types there are, and which of them the library is told of: telling it of one takes a good part of a
//! millisecond, and a game may have hundreds. So all of them get their names, and the library learns those whose names
//! stand in the text that it is to compile.
//!
//! That is sound, since what is compiled depends on a type only where a name of it stands: its own, those of what is nested
//! in it, the values of its enumerations, and that of the function that gives its handles.

#![allow(unsafe_code)] // keeps what lasts as long as the engine

use std::collections::{HashMap, HashSet};
use std::fmt::Write as _;
use std::rc::Rc;
use std::sync::Arc;

use glotta_core::{ComponentModel, FieldModel, Host, ScriptError};

use super::layout::{self, Choice, Holds, Shape};
use super::names::{Members, Names, identifier};
use super::object::Known;
use super::{Find, NOWHERE, structures};
use crate::array;
use crate::bind::native_name;
use crate::include::Section;
use crate::lexer::{Piece, Pieces};
use crate::registry::Registry;
use crate::vm::Vm;

/// A component type that scripts could name.
pub(super) struct Listed {
    shape: Shape,
    model: Arc<ComponentModel>,
    /// Whether the host has it that was asked last.
    is_there: bool,
    /// What the function is called that gives handles of it.
    function: String,
    /// The names by which a script gets at it, in the order of its fields.
    words: Vec<String>,
    /// What the library was told, if it was.
    known: Option<&'static Known>,
}

/// The types of structures and enumerations.
#[derive(Default)]
pub(super) struct Types {
    names: Names,
    structures: HashMap<Shape, Named>,
    choices: HashMap<Choice, Named>,
}

/// A type with a name.
struct Named {
    name: String,
    /// Ours of it.
    number: u32,
    /// Whether the library was told of it.
    is_told: bool,
}

/// Gives names to the component types that the host knows and this does not. No script is being compiled.
///
/// # Errors
/// What the host says.
pub(crate) fn update(vm: &Vm, host: &mut dyn Host) -> Result<(), ScriptError> {
    let components = &vm.components;
    if components.generation.get() == Some(host.component_generation()) {
        return Ok(());
    }
    let models = host.component_models()?;
    // Asking may have told the host of more types itself.
    components.generation.set(Some(host.component_generation()));
    let (mut types, mut listed) = (components.types.borrow_mut(), components.listed.borrow_mut());
    types.reserve(vm);
    // What this host does not have must not be found in it under the number that another one gave.
    for listed in listed.values_mut() {
        listed.is_there = false;
        if let Some(known) = listed.known {
            known.id.set(NOWHERE);
        }
    }
    components.known.borrow_mut().clear();
    for mut model in models {
        let mut shape = named_shape(&model);
        // A component that was defined anew with other fields: the library keeps the type that it has of it, and the host
        // leads the fields of the old one to those of the new.
        if let Some(listed) = listed.get(&model.name)
            && listed.shape != shape
            && let Ok(served) = host.component_model(listed.model.id)
            && has_grown_from(&served, &listed.model)
        {
            shape = listed.shape.clone();
            model = Arc::clone(&listed.model);
        }
        if let Some(listed) = listed.get_mut(&model.name)
            && listed.shape == shape
        {
            listed.is_there = true;
            if let Some(known) = listed.known {
                // Another host may have another number for it.
                known.id.set(model.id);
                known.model.replace(Arc::clone(&model));
                components.known.borrow_mut().insert(model.id, known);
            }
            listed.model = model;
            continue;
        }
        let mut words = Vec::new();
        let name = types.name(vm, &shape, &mut words);
        let function = types.names.name_function(&name);
        components.take_name(&function);
        vm.known.enter("component");
        vm.known.add(&function);
        vm.known.enter("");
        words.push(function.clone());
        let name = model.name.clone();
        listed.insert(name, Listed { shape, model, is_there: true, function, words, known: None });
    }
    Ok(())
}

/// The shape of a component, by its own name.
fn named_shape(model: &ComponentModel) -> Shape {
    let mut shape = layout::shape(model, 0);
    shape.name.clone_from(&model.name);
    shape
}

/// Whether the fields of one model have their places in another too, so that it serves who knows the first.
fn has_grown_from(model: &ComponentModel, known: &ComponentModel) -> bool {
    let is_same = |one: &FieldModel, other: &FieldModel| {
        (&one.name, one.ty, one.node, &one.type_name, &one.variants)
            == (&other.name, other.ty, other.node, &other.type_name, &other.variants)
    };
    model.name == known.name
        && model.fields.len() >= known.fields.len()
        && model.fields.iter().zip(&known.fields).all(|(one, other)| is_same(one, other))
}

/// Tells the library of the component types that a text names, unless it knows them, and gives a text that says what
/// they are: what the library makes of the text depends on that too. No script is being compiled.
///
/// # Errors
/// [`glotta_core::ErrorKind::Host`] if the library refuses a declaration.
pub(crate) fn name(vm: &Vm, sections: &[Section]) -> Result<String, ScriptError> {
    let mut written = HashSet::new();
    for section in sections {
        let words = Pieces::of(&section.text).filter(|(piece, _)| *piece == Piece::Word);
        written.extend(words.map(|(_, range)| &section.text[range]));
    }
    let components = &vm.components;
    let (mut types, mut listed) = (components.types.borrow_mut(), components.listed.borrow_mut());
    // What is declared from here on is in the text that this gives.
    let declarations = vm.declarations.borrow().clone();
    let mut named = String::new();
    let mut told = Ok(());
    for (name, listed) in listed.iter_mut() {
        let is_named = listed.words.iter().any(|word| written.contains(word.as_str()));
        if is_named && (listed.is_there || listed.known.is_some()) {
            // Writing to a String cannot fail.
            let _ = writeln!(named, "{name} {:?} {:?}", listed.words, listed.shape);
        }
        // A script that was compiled earlier may get what is nested in it as a type that it names.
        if listed.is_there && listed.known.is_none() && (is_named || types.has_told(&listed.shape)) {
            told = types.tell(Registry { vm }, listed);
            if told.is_err() {
                break;
            }
        }
    }
    *vm.declarations.borrow_mut() = declarations;
    told.map(|()| named)
}

impl Types {
    /// Takes the names that are not the game's to give.
    fn reserve(&mut self, vm: &Vm) {
        let api = &vm.environment.api;
        for module in api.module_names() {
            // A type of the name of a namespace would hide its functions.
            self.names.take_type(&native_name(module));
        }
        for function in api.functions("component") {
            self.names.take_function(&native_name(function.name));
        }
        for name in vm.components.taken.take() {
            self.names.take_type(&name);
        }
    }

    /// The name of a structure's type. The names of all that can be written in a script for it go to `words`.
    fn name(&mut self, vm: &Vm, shape: &Shape, words: &mut Vec<String>) -> String {
        for member in &shape.members {
            match &member.holds {
                Holds::Structure(nested, _) => drop(self.name(vm, &nested.shape, words)),
                Holds::Choice(choice) => self.name_choice(vm, choice, words),
                _ => {}
            }
        }
        if let Some(named) = self.structures.get(shape) {
            words.push(named.name.clone());
            return named.name.clone();
        }
        let name = self.names.name_type(&shape.name).unwrap_or_else(|| self.names.nameless("Structure"));
        let number = u32::try_from(self.structures.len()).unwrap_or(u32::MAX);
        vm.known.add(&name);
        vm.known.add_type(&name);
        words.push(name.clone());
        self.structures.insert(shape.clone(), Named { name: name.clone(), number, is_told: false });
        name
    }

    fn name_choice(&mut self, vm: &Vm, choice: &Choice, words: &mut Vec<String>) {
        if !self.choices.contains_key(choice) {
            let name = self.names.name_type(&choice.name).unwrap_or_else(|| self.names.nameless("Choice"));
            vm.known.add(&name);
            vm.known.add_type(&name);
            for variant in variants(choice) {
                vm.known.add_value(&name, &variant);
            }
            self.choices.insert(choice.clone(), Named { name, number: 0, is_told: false });
        }
        words.extend(self.choices.get(choice).map(|named| named.name.clone()));
        words.extend(variants(choice));
    }

    /// Whether the library knows something of what a structure consists of.
    fn has_told(&self, shape: &Shape) -> bool {
        self.structures.get(shape).is_some_and(|named| named.is_told)
            || shape.members.iter().any(|member| match &member.holds {
                Holds::Structure(nested, _) => self.has_told(&nested.shape),
                _ => false,
            })
    }

    /// Tells the library of a component type.
    fn tell(&mut self, registry: Registry<'_>, listed: &mut Listed) -> Result<(), ScriptError> {
        let Listed { shape, model, function, .. } = listed;
        let components = &registry.vm.components;
        let name = self.structure(registry, shape)?;
        let number = &mut |shape: &Shape| self.structures.get(shape).map_or(u32::MAX, |named| named.number);
        let known = Known::new(Arc::clone(model), format!("component.{function}"), shape, number);
        let known = Rc::new(known);
        // SAFETY: the machine keeps it until its engine has ended, and who uses it belongs to the machine.
        let lasting: &'static Known = unsafe { &*Rc::as_ptr(&known) };
        registry.vm.keep(Box::new(known));
        registry.namespace("component")?;
        registry.function_with::<Find>(&format!("{name}@ {function}(const Entity &in entity)"), lasting)?;
        registry.namespace("")?;
        components.known.borrow_mut().insert(model.id, lasting);
        listed.known = Some(lasting);
        Ok(())
    }

    /// The name of a structure's type, which the library is told if it does not know it.
    fn structure(&mut self, registry: Registry<'_>, shape: &Shape) -> Result<String, ScriptError> {
        let (name, number) = match self.structures.get(shape) {
            Some(named) if named.is_told => return Ok(named.name.clone()),
            Some(named) => (named.name.clone(), named.number),
            None => return Err(ScriptError::host(format!("{} has no name in scripts", shape.name))),
        };
        for member in &shape.members {
            match &member.holds {
                Holds::Structure(nested, _) => drop(self.structure(registry, &nested.shape)?),
                Holds::Choice(choice) => self.choice(registry, choice)?,
                _ => {}
            }
        }
        structures::register(registry, &name, shape, |holds| {
            let named = match holds {
                Holds::Structure(nested, _) => self.structures.get(&nested.shape),
                Holds::Choice(choice) => self.choices.get(choice),
                _ => None,
            };
            named.map_or_else(String::new, |named| named.name.clone())
        })?;
        let type_id = array::type_id(registry.vm, &name)?;
        registry.vm.components.numbers.borrow_mut().insert(type_id, number);
        if let Some(named) = self.structures.get_mut(shape) {
            named.is_told = true;
        }
        Ok(name)
    }

    /// Tells the library of an enumeration, unless it knows it.
    fn choice(&mut self, registry: Registry<'_>, choice: &Choice) -> Result<(), ScriptError> {
        let Some(named) = self.choices.get_mut(choice).filter(|named| !named.is_told) else { return Ok(()) };
        let variants = variants(choice);
        let numbered: Vec<(&str, i32)> = variants.iter().map(String::as_str).zip(0..).collect();
        registry.enumeration(&named.name, &numbered)?;
        named.is_told = true;
        Ok(())
    }
}

/// What the values of an enumeration are called.
fn variants(choice: &Choice) -> Vec<String> {
    let mut members = Members::default();
    let named = choice.variants.iter().map(|variant| {
        let variant = identifier(variant).unwrap_or_else(|| "_".to_owned());
        members.name(&variant).unwrap_or(variant)
    });
    named.collect()
}

#[cfg(test)]
mod tests {
    use glotta_core::Language as _;
    use glotta_test_game::Game;

    use crate::AngelScriptLanguage;

    /// Whether the library was told of the component of the test's host.
    fn is_told(game: &Game<AngelScriptLanguage>) -> bool {
        let vm = game.language.vm().expect("started");
        vm.components.listed.borrow().get("Transform").is_some_and(|listed| listed.known.is_some())
    }

    #[test]
    fn the_library_is_told_of_what_a_text_names() {
        for (text, told) in [
            ("void main() { Entity e = entity::create(); component::handle(e, \"Transform\"); }", false),
            ("// Transform\nvoid main() { print(\"Transform\"); }", false),
            ("Transform@ t;", true),
            ("void main() { Entity e = entity::create(); auto t = component::transform(e); }", true),
            ("Inner@ nested;", true),
        ] {
            let mut game = Game::start(AngelScriptLanguage::new(), &[], str::to_owned);
            game.load(text).expect("loads");
            assert_eq!(is_told(&game), told, "{text}");
        }
    }

    #[test]
    fn a_type_that_is_named_later_is_there_then_and_told_of_near_names_before() {
        let mut game = Game::start(AngelScriptLanguage::new(), &[], str::to_owned);
        let error = game.load("void main() { Transfrom@ t; }").expect_err("no such type");
        assert!(error.message().ends_with("did you mean \"Transform\"?"), "{error}");
        assert!(!is_told(&game));
        game.load("void main() { Entity e = entity::create(); component::transform(e).weight = 2; }")
            .expect("runs");
        let module =
            game.load("double f(Component@ c) { return cast<Transform>(c).weight; }").expect("loads");
        assert!(game.language.find(module, "f").is_some());
    }

    #[test]
    fn what_is_kept_of_a_script_does_not_depend_on_what_others_name() {
        let folder = tempfile::tempdir().expect("a folder");
        let start = || Game::start(AngelScriptLanguage::new().with_cache(folder.path()), &[], str::to_owned);
        let kept = || {
            let files = std::fs::read_dir(folder.path()).expect("a folder");
            let mut files: Vec<Vec<u8>> =
                files.map(|file| std::fs::read(file.expect("a file").path()).expect("read")).collect();
            files.sort();
            files
        };
        let plain = "int f() { return 7; }";
        start().load(plain).expect("loads");
        let before = kept();
        let mut game = start();
        let vm_is_told = {
            let other = glotta_core::Source::new("other.as", "Transform@ t;");
            game.language.load(&mut game.host, glotta_core::ModuleId(99), &other).expect("loads");
            is_told(&game)
        };
        assert!(vm_is_told);
        game.load(plain).expect("loads");
        assert!(before.iter().all(|file| kept().contains(file)), "it was found, or made the same again");
        assert_eq!(kept().len(), 2);
    }
}
