//! Components in scripts. Each component type of the game is a type of its own, so that the compiler knows its fields:
//! `Transform@ t = component::transform(e); t.translation.x += 1;`. `Component` is a handle of any type.
//!
//! - [`layout`]: what the type of a structure looks like; [`names`]: what it is called; [`structures`], [`fields`] and
//!   [`scalars`]: telling the library about it.
//! - [`object`]: handles in memory; [`one`]: one value on its way to or from the engine.
//! - [`dynamic`]: handles of any type.

#![allow(unsafe_code)] // looks at objects of the library

mod dynamic;
mod fields;
mod layout;
mod names;
mod object;
mod one;
mod scalars;
mod structures;

use std::cell::{Cell, RefCell};
use std::collections::HashMap;
use std::fmt;
use std::ptr;
use std::rc::Rc;
use std::sync::Arc;

use glotta_angelscript_sys as sys;
use glotta_core::{ComponentHandle, ComponentId, ComponentModel, Host, ScriptError, Value};

use crate::array;
use crate::bind::native_name;
use crate::entity::ScriptEntity;
use crate::native::{Any, Behind, Call};
use crate::registry::Registry;
use crate::types::{Kind, Tag};
use crate::vm::Vm;
pub(crate) use dynamic::ScriptComponent;
use layout::{Choice, Holds, Shape};
use names::{Members, Names, identifier};
use object::{Head, Known};

/// The component types that scripts know.
#[derive(Default)]
pub(crate) struct Components {
    /// The host's number of the state of its types when they were last looked at.
    generation: Cell<Option<u64>>,
    /// By the host's numbers. They lie as long as the engine.
    known: RefCell<HashMap<ComponentId, &'static Known>>,
    /// Those that scripts know by name, with their shapes.
    by_name: RefCell<HashMap<String, (Shape, &'static Known)>>,
    types: RefCell<Types>,
    /// The number of each structure's type, by the library's.
    numbers: RefCell<HashMap<i32, u32>>,
    /// What else has been given a name since types were last given theirs.
    taken: RefCell<Vec<String>>,
}

/// A number that no host gives out.
const NOWHERE: ComponentId = ComponentId(u32::MAX);

/// What the library was told.
#[derive(Default)]
struct Types {
    names: Names,
    /// The name of each structure's type, and its number.
    structures: HashMap<Shape, (String, u32)>,
    /// The name of each enumeration.
    choices: HashMap<Choice, String>,
}

impl fmt::Debug for Components {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Components").field("generation", &self.generation).finish_non_exhaustive()
    }
}

impl Components {
    /// Forgets the types. The memory of handles stays until the engine has ended, since scripts may hold some.
    pub(crate) fn close(&self) {
        self.known.take();
        self.by_name.take();
        self.generation.set(None);
    }

    /// A handle of the type that has the library's number, with the count of one: null if what the engine's handle leads
    /// to is of another type.
    fn typed(&self, handle: ComponentHandle, type_id: i32) -> Result<*mut Head, ScriptError> {
        let type_id = type_id & !(sys::TYPEID_OBJHANDLE | sys::TYPEID_HANDLETOCONST);
        let number = self.numbers.borrow().get(&type_id).copied();
        match (self.known(handle.component), number) {
            (Some(known), Some(number)) => known.handle(handle.entity, handle.node, Some(number)),
            _ => Ok(ptr::null_mut()),
        }
    }

    /// Notes that something has a name, so that no type of the game gets it.
    pub(crate) fn take_name(&self, name: &str) {
        self.taken.borrow_mut().push(name.to_owned());
    }

    /// A component type by the host's number.
    #[inline]
    fn known(&self, id: ComponentId) -> Option<&'static Known> {
        self.known.borrow().get(&id).copied()
    }
}

/// The object behind something that is one of ours, and which; none for null.
fn object(vm: &Vm, any: Any<'_>) -> Option<(Tag, *const u8)> {
    let (tag, object) = match vm.kind(any.type_id) {
        Kind::Ours(tag) => (tag, any.place),
        // SAFETY: a handle lies there.
        Kind::Handle(tag) => (tag, unsafe { any.place.cast::<*const u8>().read_unaligned() }),
        _ => return None,
    };
    (!object.is_null()).then_some((tag, object))
}

/// The handle that something is, of any type; none for null and everything else.
pub(crate) fn handle_of(vm: &Vm, any: Any<'_>) -> Option<ComponentHandle> {
    let (tag, object) = object(vm, any)?;
    // SAFETY: the tag says what lies there, and whoever made the `Any` keeps it alive.
    unsafe {
        match tag {
            Tag::Component => Some((*object.cast::<ScriptComponent>()).handle()),
            Tag::Typed => Some((*object.cast::<Head>()).handle()),
            _ => None,
        }
    }
}

/// Writes a handle as the type of that number to a place that holds nothing yet; false, with nothing written, if the type
/// is none of handles.
///
/// # Errors
/// [`glotta_core::ErrorKind::Type`] if it is the type of another component; [`glotta_core::ErrorKind::OutOfMemory`].
///
/// # Safety
/// The place is large enough for a pointer.
pub(crate) unsafe fn place(
    vm: &Vm,
    type_id: i32,
    handle: ComponentHandle,
    place: *mut u8,
) -> Result<bool, ScriptError> {
    let object: *mut u8 = match vm.kind(type_id) {
        Kind::Ours(Tag::Component) | Kind::Handle(Tag::Component) => {
            ScriptComponent::make(handle)?.as_ptr().cast()
        }
        Kind::Ours(Tag::Typed) | Kind::Handle(Tag::Typed) => {
            let typed = vm.components.typed(handle, type_id)?;
            if typed.is_null() {
                let model = vm.with_host(|host| host.component_model(handle.component))?;
                let got = format!("a handle to {}", model.structure_name(handle.node));
                return Err(ScriptError::type_mismatch(&crate::read::type_name(vm, type_id), &got));
            }
            typed.cast()
        }
        _ => return Ok(false),
    };
    // SAFETY: the caller's promise.
    unsafe { place.cast::<*mut u8>().write_unaligned(object) };
    Ok(true)
}

/// A handle as text, `Transform of 12v0`; none if something is no handle.
pub(crate) fn display(vm: &Vm, any: Any<'_>) -> Option<Result<String, ScriptError>> {
    match object(vm, any)? {
        (Tag::Component, _) => Some(dynamic::display(vm, handle_of(vm, any)?)),
        // SAFETY: the tag says what lies there, and whoever made the `Any` keeps it alive.
        (Tag::Typed, object) => Some(Ok(structures::display(unsafe { &*object.cast::<Head>() }))),
        _ => None,
    }
}

/// The value of a vector inside a component; null for a handle that is null.
///
/// # Errors
/// [`glotta_core::ErrorKind::NotFound`] if the component is gone.
pub(crate) fn field_value(vm: &Vm, any: Any<'_>, host: &mut dyn Host) -> Result<Value, ScriptError> {
    match object(vm, any) {
        // SAFETY: the tag says what lies there, and whoever made the `Any` keeps it alive.
        Some((Tag::Vec2Field | Tag::Vec3Field | Tag::QuatField, object)) => unsafe {
            fields::value(object, host)
        },
        _ => Ok(Value::Null),
    }
}

/// Registers the types that are there whatever the game has.
///
/// # Errors
/// As for [`register`].
pub(crate) fn declare(registry: Registry<'_>) -> Result<(), ScriptError> {
    fields::declare(registry)?;
    dynamic::declare(registry)
}

/// Registers what those types can do.
///
/// # Errors
/// [`glotta_core::ErrorKind::Host`] if the library refuses a declaration.
pub(crate) fn register(registry: Registry<'_>) -> Result<(), ScriptError> {
    fields::register(registry)?;
    dynamic::register(registry)
}

/// Tells the library of the component types that the host knows and this does not. No script is being compiled.
///
/// # Errors
/// [`glotta_core::ErrorKind::Host`] if the library refuses a declaration.
pub(crate) fn update(vm: &Vm, host: &mut dyn Host) -> Result<(), ScriptError> {
    let components = &vm.components;
    if components.generation.get() == Some(host.component_generation()) {
        return Ok(());
    }
    let models = host.component_models()?;
    // Asking may have told the host of more types itself.
    components.generation.set(Some(host.component_generation()));
    let registry = Registry { vm };
    let mut types = components.types.borrow_mut();
    types.reserve(vm);
    // What this host does not have must not be found in it under the number that another one gave.
    for (_, known) in components.by_name.borrow().values() {
        known.id.set(NOWHERE);
    }
    components.known.borrow_mut().clear();
    for model in models {
        learn(registry, &mut types, model)?;
    }
    Ok(())
}

/// Tells the library of a component type, unless it knows it.
fn learn(registry: Registry<'_>, types: &mut Types, model: Arc<ComponentModel>) -> Result<(), ScriptError> {
    let components = &registry.vm.components;
    let mut shape = layout::shape(&model, 0);
    shape.name.clone_from(&model.name);
    if let Some((of, known)) = components.by_name.borrow().get(&model.name)
        && *of == shape
    {
        // Another host may have another number for it.
        known.id.set(model.id);
        known.model.replace(Arc::clone(&model));
        components.known.borrow_mut().insert(model.id, *known);
        return Ok(());
    }
    let name = types.structure(registry, &shape)?;
    let function = types.names.name_function(&name);
    let number = &mut |shape: &Shape| types.structures.get(shape).map_or(u32::MAX, |(_, number)| *number);
    let (id, component) = (model.id, model.name.clone());
    let known = Rc::new(Known::new(model, format!("component.{function}"), &shape, number));
    // SAFETY: the machine keeps it until its engine has ended, and who uses it belongs to the machine.
    let lasting: &'static Known = unsafe { &*Rc::as_ptr(&known) };
    registry.vm.keep(Box::new(known));
    registry.namespace("component")?;
    registry.function_with::<Find>(&format!("{name}@ {function}(const Entity &in entity)"), lasting)?;
    registry.namespace("")?;
    components.known.borrow_mut().insert(id, lasting);
    components.by_name.borrow_mut().insert(component, (shape, lasting));
    Ok(())
}

/// `component::transform(e)`.
struct Find;

impl Behind for Find {
    type Data = &'static Known;

    #[inline]
    fn run(vm: &Vm, known: &&'static Known, call: &mut Call<'_>) -> Result<(), ScriptError> {
        // SAFETY: declared so in `learn`.
        let entity = unsafe { call.next::<&ScriptEntity>() }.get();
        let found = vm.with_host(|host| host.component_handle(entity, known.id.get()));
        found.map_err(|error| error.in_function(&known.function))?;
        let handle = known.root_handle(entity)?;
        // SAFETY: declared as a handle in `learn`.
        unsafe { call.result().cast::<*mut Head>().write_unaligned(handle) };
        Ok(())
    }
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

    /// The name of a structure's type, which the library is told if it does not know it.
    fn structure(&mut self, registry: Registry<'_>, shape: &Shape) -> Result<String, ScriptError> {
        if let Some((name, _)) = self.structures.get(shape) {
            return Ok(name.clone());
        }
        for member in &shape.members {
            match &member.holds {
                Holds::Structure(nested, _) => drop(self.structure(registry, &nested.shape)?),
                Holds::Choice(choice) => self.choice(registry, choice)?,
                _ => {}
            }
        }
        let name = self.names.name_type(&shape.name).unwrap_or_else(|| self.names.nameless("Structure"));
        let number = u32::try_from(self.structures.len()).unwrap_or(u32::MAX);
        structures::register(registry, &name, shape, |holds| {
            let known = match holds {
                Holds::Structure(nested, _) => {
                    self.structures.get(&nested.shape).map(|(name, _)| name.clone())
                }
                Holds::Choice(choice) => self.choices.get(choice).cloned(),
                _ => None,
            };
            known.unwrap_or_default()
        })?;
        let type_id = array::type_id(registry.vm, &name)?;
        registry.vm.components.numbers.borrow_mut().insert(type_id, number);
        self.structures.insert(shape.clone(), (name.clone(), number));
        Ok(name)
    }

    /// Tells the library of an enumeration, unless it knows it.
    fn choice(&mut self, registry: Registry<'_>, choice: &Choice) -> Result<(), ScriptError> {
        if self.choices.contains_key(choice) {
            return Ok(());
        }
        let name = self.names.name_type(&choice.name).unwrap_or_else(|| self.names.nameless("Choice"));
        let mut members = Members::default();
        let variants: Vec<(String, i32)> = (0..)
            .zip(&choice.variants)
            .map(|(number, variant)| {
                let variant = identifier(variant).unwrap_or_else(|| "_".to_owned());
                (members.name(&variant).unwrap_or(variant), number)
            })
            .collect();
        let variants: Vec<(&str, i32)> =
            variants.iter().map(|(variant, number)| (variant.as_str(), *number)).collect();
        registry.enumeration(&name, &variants)?;
        self.choices.insert(choice.clone(), name);
        Ok(())
    }
}
