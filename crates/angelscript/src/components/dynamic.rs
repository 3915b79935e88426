//! `Component`: a handle to a component whose type is not known when the script is compiled, with its fields by name.

#![allow(unsafe_code)] // reads and writes the library's stack

use std::cell::Cell;
use std::ptr::NonNull;

use glotta_angelscript_sys as sys;
use glotta_core::{ComponentHandle, ComponentModel, FieldKey, Host, ScriptError, Value};

use super::object::Head;
use super::one::{Held, One};
use crate::array::{self, ScriptArray};
use crate::memory;
use crate::native::{Any, Call, Owned, ScriptType, native};
use crate::push;
use crate::registry::Registry;
use crate::string::ScriptString;
use crate::types::Tag;
use crate::value::ScriptValue;
use crate::vectors::text::{self, Texted};
use crate::vm::Vm;

/// What the type is called.
pub(super) const NAME: &str = "Component";

/// A handle of any type.
#[repr(C)]
pub(crate) struct ScriptComponent {
    count: Cell<u32>,
    handle: ComponentHandle,
}

impl ScriptType for ScriptComponent {
    const NAME: &'static str = NAME;
}

impl ScriptComponent {
    /// A handle, with the count of one.
    ///
    /// # Errors
    /// [`glotta_core::ErrorKind::OutOfMemory`].
    pub(crate) fn make(handle: ComponentHandle) -> Result<NonNull<Self>, ScriptError> {
        memory::boxed(Self { count: Cell::new(1), handle })
    }

    /// As [`make`](Self::make), for who has a machine at hand.
    ///
    /// # Errors
    /// As for [`make`](Self::make).
    pub(crate) fn new(_: &Vm, handle: ComponentHandle) -> Result<NonNull<Self>, ScriptError> {
        Self::make(handle)
    }

    /// What the engine calls it.
    pub(crate) fn handle(&self) -> ComponentHandle {
        self.handle
    }

    /// The field of a name, and the structure that it holds, if any.
    fn field(&self, host: &mut dyn Host, name: &str) -> Result<(FieldKey, Option<u32>), ScriptError> {
        let model = host.component_model(self.handle.component)?;
        let found = model.fields_of(self.handle.node).find(|(_, field)| field.name == name);
        match found {
            Some((key, field)) => Ok((key, field.node)),
            None => Err(model.unknown_field(self.handle.node, name)),
        }
    }

    fn get(&self, host: &mut dyn Host, name: &str) -> Result<Value, ScriptError> {
        let (key, node) = self.field(host, name)?;
        if let Some(node) = node {
            return host.component_value(ComponentHandle { node, ..self.handle });
        }
        let mut frame = One::empty();
        host.field(self.handle.entity, key, &mut frame)?;
        Ok(frame.0.into_value())
    }

    fn set(&self, host: &mut dyn Host, name: &str, value: Value) -> Result<(), ScriptError> {
        let (key, _) = self.field(host, name)?;
        host.set_field(self.handle.entity, key, &One(Held::Other(value)), 0)
    }
}

impl Texted for ScriptComponent {
    unsafe fn text(vm: &Vm, object: *const u8) -> Result<String, ScriptError> {
        // SAFETY: the caller's promise.
        display(vm, unsafe { &*object.cast::<Self>() }.handle)
    }
}

/// `Transform of 12v0`.
///
/// # Errors
/// [`glotta_core::ErrorKind::NotFound`] if the host has no such component.
pub(super) fn display(vm: &Vm, handle: ComponentHandle) -> Result<String, ScriptError> {
    let model = vm.with_host(|host| host.component_model(handle.component))?;
    Ok(format!("{} of {}", model.structure_name(handle.node), handle.entity))
}

/// The names of a structure's fields, in their order, as a script's list with the count of one.
///
/// # Errors
/// [`glotta_core::ErrorKind::OutOfMemory`].
pub(super) fn field_names(
    vm: &Vm,
    model: &ComponentModel,
    node: u32,
) -> Result<NonNull<ScriptArray>, ScriptError> {
    let names: Vec<Value> =
        model.fields_of(node).map(|(_, field)| Value::from(field.name.as_str())).collect();
    push::list(vm, array::type_of(vm, "array<string>")?, &names)
}

/// Registers the type itself, so that others can name it.
///
/// # Errors
/// As for [`register`].
pub(super) fn declare(registry: Registry<'_>) -> Result<(), ScriptError> {
    registry.object_type(NAME, Tag::Component, 0, sys::OBJ_REF)?;
    registry.behaviour(NAME, sys::BEHAVE_ADDREF, "void f()", |_: &Vm, call: &mut Call<'_>| {
        // SAFETY: the library counts objects that it holds.
        let count = unsafe { &(*call.object::<ScriptComponent>()).count };
        count.set(count.get() + 1);
        Ok(())
    })?;
    registry.behaviour(NAME, sys::BEHAVE_RELEASE, "void f()", |_: &Vm, call: &mut Call<'_>| {
        // SAFETY: as above, and it lets go of what it held: the last one frees it.
        unsafe {
            let object = call.object::<ScriptComponent>();
            let left = (*object).count.get() - 1;
            (*object).count.set(left);
            if let (0, Some(object)) = (left, NonNull::new(object)) {
                memory::unbox(object);
            }
        }
        Ok(())
    })
}

/// Registers what handles can do. `string`, `array` and `Value` must be declared.
///
/// # Errors
/// [`glotta_core::ErrorKind::Host`] if the library refuses a declaration.
pub(super) fn register(registry: Registry<'_>) -> Result<(), ScriptError> {
    native!(registry, method ScriptComponent, "opEquals" const (_vm, this, other: &ScriptComponent) -> bool {
        Ok(this.handle == other.handle)
    })?;
    native!(registry, accessor ScriptComponent, "get_opIndex" const (vm, this, name: &ScriptString) -> ScriptValue {
        let name = name.to_text()?;
        ScriptValue::new(vm.with_host(|host| this.get(host, &name))?)
    })?;
    native!(
        registry,
        accessor ScriptComponent,
        "set_opIndex" mut (vm, this, name: &ScriptString, value: &ScriptValue) -> () {
            let (name, value) = (name.to_text()?, value.to_value());
            vm.with_host(|host| this.set(host, &name, value))
        }
    )?;
    native!(registry, method ScriptComponent, "handle" const (vm, this, name: &ScriptString) -> Owned<ScriptComponent> {
        let name = name.to_text()?;
        let (_, node) = vm.with_host(|host| this.field(host, &name))?;
        let Some(node) = node else {
            return Err(ScriptError::argument(format!("the field {name} holds no structure: read it by [\"{name}\"]")));
        };
        Ok(Owned(Some(ScriptComponent::make(ComponentHandle { node, ..this.handle })?)))
    })?;
    native!(registry, method ScriptComponent, "opCall" const (vm, this) -> ScriptValue {
        ScriptValue::new(vm.with_host(|host| host.component_value(this.handle))?)
    })?;
    native!(registry, method ScriptComponent, "value" const (vm, this) -> ScriptValue {
        ScriptValue::new(vm.with_host(|host| host.component_value(this.handle))?)
    })?;
    registry.method(NAME, "array<string>@ fields() const", |vm: &Vm, call: &mut Call<'_>| {
        // SAFETY: declared so above; the library holds the object for the call.
        unsafe {
            let handle = (*call.object::<ScriptComponent>()).handle;
            let model = vm.with_host(|host| host.component_model(handle.component))?;
            let names = field_names(vm, &model, handle.node)?;
            call.result().cast::<*mut ScriptArray>().write_unaligned(names.as_ptr());
        }
        Ok(())
    })?;
    // One for all types: the library hands over a variable of the type that is asked for.
    registry.method(NAME, "void opCast(?&out) const", |vm: &Vm, call: &mut Call<'_>| {
        // SAFETY: declared so above; the library holds the object for the call, and the variable is a null handle.
        unsafe {
            let handle = (*call.object::<ScriptComponent>()).handle;
            let out = call.next::<Any<'_>>();
            let made = vm.components.typed(handle, out.type_id)?;
            out.place.cast_mut().cast::<*mut Head>().write_unaligned(made);
        }
        Ok(())
    })?;
    text::register::<ScriptComponent>(registry, NAME)
}
