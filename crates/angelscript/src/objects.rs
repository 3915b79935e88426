//! Objects of the engine in AngelScript: `Query@ q`, `q.count()`.
//!
//! Each class of the API is a type that scripts hold by handle. While a script holds an object, all handles to it lead to
//! the same place, so `is` compares as it should.

#![allow(unsafe_code)] // objects that scripts hold by handle

use std::cell::{Cell, RefCell};
use std::collections::HashMap;
use std::ptr::NonNull;

use glotta_angelscript_sys as sys;
use glotta_core::{Object, ScriptError};

use crate::bind;
use crate::frame::Form;
use crate::memory;
use crate::native::Call;
use crate::registry::Registry;
use crate::types::Tag;
use crate::vectors::text::{self, Texted};
use crate::vm::Vm;

/// An object of any class, as scripts hold it.
#[derive(Debug)]
pub(crate) struct ScriptObject {
    /// How many handles there are.
    count: Cell<u32>,
    object: Object,
}

/// The objects that scripts hold, by what tells one from another.
#[derive(Debug, Default)]
pub(crate) struct Objects(RefCell<HashMap<usize, NonNull<ScriptObject>>>);

impl ScriptObject {
    /// A handle to an object, counted for the caller.
    ///
    /// # Errors
    /// [`glotta_core::ErrorKind::OutOfMemory`].
    pub(crate) fn hold(vm: &Vm, object: &Object) -> Result<NonNull<Self>, ScriptError> {
        let mut objects = vm.objects.0.borrow_mut();
        if let Some(known) = objects.get(&object.identity()) {
            // SAFETY: what stands in there is held by a script: see `release`.
            unsafe { known.as_ref() }.add_ref();
            return Ok(*known);
        }
        let new = memory::boxed(Self { count: Cell::new(1), object: object.clone() })?;
        objects.insert(object.identity(), new);
        Ok(new)
    }

    /// The object.
    pub(crate) fn get(&self) -> &Object {
        &self.object
    }

    fn add_ref(&self) {
        self.count.set(self.count.get() + 1);
    }

    /// Counts one handle less; the last one lets go of the object.
    ///
    /// # Safety
    /// The caller has held it.
    pub(crate) unsafe fn release(vm: &Vm, this: NonNull<Self>) {
        // SAFETY: held by the caller.
        let held = unsafe { this.as_ref() };
        held.count.set(held.count.get() - 1);
        if held.count.get() == 0 {
            vm.objects.0.borrow_mut().remove(&held.object.identity());
            // SAFETY: nobody holds it any more.
            unsafe { memory::unbox(this) };
        }
    }
}

impl Texted for ScriptObject {
    unsafe fn text(_: &Vm, object: *const u8) -> Result<String, ScriptError> {
        // SAFETY: the caller's promise.
        Ok(unsafe { &*object.cast::<Self>() }.object.class().to_owned())
    }
}

/// Registers the types of the API's classes, so that others can name them.
///
/// # Errors
/// [`glotta_core::ErrorKind::Host`] if the library refuses a declaration.
pub(crate) fn declare(registry: Registry<'_>) -> Result<(), ScriptError> {
    let api = registry.vm.environment.api.clone();
    for class in api.class_names() {
        registry.object_type(class, Tag::Object, 0, sys::OBJ_REF)?;
        registry.behaviour(class, sys::BEHAVE_ADDREF, "void f()", |_: &Vm, call: &mut Call<'_>| {
            // SAFETY: the library names the object by a handle.
            unsafe { &*call.object::<ScriptObject>() }.add_ref();
            Ok(())
        })?;
        registry.behaviour(class, sys::BEHAVE_RELEASE, "void f()", |vm: &Vm, call: &mut Call<'_>| {
            if let Some(object) = NonNull::new(call.object::<ScriptObject>()) {
                // SAFETY: the handle that is given up was counted.
                unsafe { ScriptObject::release(vm, object) };
            }
            Ok(())
        })?;
    }
    Ok(())
}

/// Registers what objects can do. All other types must be declared.
///
/// # Errors
/// [`glotta_core::ErrorKind::Host`] if the library refuses a declaration.
pub(crate) fn register(registry: Registry<'_>) -> Result<(), ScriptError> {
    let api = registry.vm.environment.api.clone();
    for class in api.class_names() {
        for method in api.methods(class) {
            bind::methods(registry, class, Form::Object, method)?;
        }
        let equals = format!("bool opEquals(const {class} &in) const");
        registry.method(class, &equals, |_: &Vm, call: &mut Call<'_>| {
            // SAFETY: declared so above; a reference stands on the stack as a pointer, and what it leads to is held.
            unsafe {
                let other = &*call.arguments().cast::<*const ScriptObject>().read_unaligned();
                let same = (*call.object::<ScriptObject>()).object == other.object;
                call.give(same);
            }
            Ok(())
        })?;
        text::register::<ScriptObject>(registry, class)?;
    }
    Ok(())
}
