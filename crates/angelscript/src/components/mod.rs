//! Components in scripts. Each component type of the game is a type of its own, so that the compiler knows its fields:
//! `Transform@ t = component::transform(e); t.translation.x += 1;`. `Component` is a handle of any type.
//!
//! - [`layout`]: what the type of a structure looks like; [`names`]: what it is called; [`structures`], [`fields`] and
//!   [`scalars`]: telling the library about it.
//! - [`listed`]: which types there are, and which of them the library is told of.
//! - [`object`]: handles in memory; [`one`]: one value on its way to or from the engine.
//! - [`dynamic`]: handles of any type.

#![allow(unsafe_code)] // looks at objects of the library

mod dynamic;
mod fields;
mod layout;
mod listed;
mod names;
mod object;
mod one;
mod scalars;
mod structures;

use std::cell::{Cell, RefCell};
use std::collections::{BTreeMap, HashMap};
use std::fmt;
use std::ptr;

use glotta_angelscript_sys as sys;
use glotta_core::{ComponentHandle, ComponentId, Host, ScriptError, Value};

use crate::entity::ScriptEntity;
use crate::native::{Any, Behind, Call};
use crate::registry::Registry;
use crate::types::{Kind, Tag};
use crate::vm::Vm;
pub(crate) use dynamic::ScriptComponent;
use listed::{Listed, Types};
pub(crate) use listed::{name, update};
use object::{Head, Known};

/// The component types that scripts know.
#[derive(Default)]
pub(crate) struct Components {
    /// The host's number of the state of its types when they were last looked at.
    generation: Cell<Option<u64>>,
    /// By the host's numbers. They lie as long as the engine.
    known: RefCell<HashMap<ComponentId, &'static Known>>,
    /// Those that scripts could name, by their names.
    listed: RefCell<BTreeMap<String, Listed>>,
    types: RefCell<Types>,
    /// The number of each structure's type, by the library's.
    numbers: RefCell<HashMap<i32, u32>>,
    /// What else has been given a name since types were last given theirs.
    taken: RefCell<Vec<String>>,
}

/// A number that no host gives out.
const NOWHERE: ComponentId = ComponentId(u32::MAX);

impl fmt::Debug for Components {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Components").field("generation", &self.generation).finish_non_exhaustive()
    }
}

impl Components {
    /// Forgets the types. The memory of handles stays until the engine has ended, since scripts may hold some.
    pub(crate) fn close(&self) {
        self.known.take();
        self.listed.take();
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
