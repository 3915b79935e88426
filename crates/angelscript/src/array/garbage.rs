//! What the library's collector of garbage asks of arrays.

#![allow(unsafe_code)] // called by the library

use std::ffi::{CStr, c_void};
use std::ptr::NonNull;

use glotta_angelscript_sys as sys;
use glotta_core::ScriptError;

use super::element::Form;
use super::{Batch, ScriptArray};
use crate::native::{Call, ScriptType};
use crate::registry::Registry;
use crate::vm::Vm;

const NAME: &str = ScriptArray::NAME;

/// Registers how arrays are held, and how they are found to be garbage.
pub(super) fn register(registry: Registry<'_>) -> Result<(), ScriptError> {
    registry.behaviour(NAME, sys::BEHAVE_ADDREF, "void f()", |_: &Vm, call: &mut Call<'_>| {
        // SAFETY: a method of arrays.
        unsafe { &*call.object::<ScriptArray>() }.add_ref();
        Ok(())
    })?;
    registry.behaviour(NAME, sys::BEHAVE_RELEASE, "void f()", |vm: &Vm, call: &mut Call<'_>| {
        if let Some(array) = NonNull::new(call.object::<ScriptArray>()) {
            // SAFETY: whoever calls this held the array.
            unsafe { ScriptArray::release(vm, array) };
        }
        Ok(())
    })?;
    registry.behaviour(NAME, sys::BEHAVE_GETREFCOUNT, "int f()", |_: &Vm, call: &mut Call<'_>| {
        // SAFETY: a method of arrays, declared with such a result.
        unsafe { call.give((*call.object::<ScriptArray>()).owners.get().cast_signed()) };
        Ok(())
    })?;
    registry.behaviour(NAME, sys::BEHAVE_SETGCFLAG, "void f()", |_: &Vm, call: &mut Call<'_>| {
        // SAFETY: as above.
        unsafe { &*call.object::<ScriptArray>() }.marked.set(true);
        Ok(())
    })?;
    registry.behaviour(NAME, sys::BEHAVE_GETGCFLAG, "bool f()", |_: &Vm, call: &mut Call<'_>| {
        // SAFETY: as above.
        unsafe { call.give((*call.object::<ScriptArray>()).marked.get()) };
        Ok(())
    })?;
    registry.behaviour(NAME, sys::BEHAVE_ENUMREFS, "void f(int&in)", |vm: &Vm, call: &mut Call<'_>| {
        // SAFETY: as above.
        enumerate(vm, unsafe { &*call.object::<ScriptArray>() });
        Ok(())
    })?;
    registry.behaviour(NAME, sys::BEHAVE_RELEASEREFS, "void f(int&in)", |vm: &Vm, call: &mut Call<'_>| {
        // SAFETY: as above.
        let this = unsafe { &*call.object::<ScriptArray>() };
        this.changed();
        drop(Batch::from_store(vm, this.element(), this.store.take()));
        Ok(())
    })
}

/// Tells the collector of everything that the array holds. No script runs.
fn enumerate(vm: &Vm, array: &ScriptArray) {
    let element = array.element();
    if !matches!(element.form, Form::Object | Form::Handle) {
        return;
    }
    let store = array.store.borrow();
    for index in 0..store.len() {
        // SAFETY: a pointer lies there; the collector only notes it.
        unsafe {
            let held = store.place(index, element.size).cast::<*mut c_void>().read();
            if !held.is_null() {
                sys::glas_gc_enum(vm.engine(), held);
            }
        }
    }
}

/// Empties an array that nobody can reach: who holds it is the collector, and maybe others that nobody can reach.
///
/// # Safety
/// The user data is the machine, and the object one of that type. Scripts may run.
pub(crate) unsafe extern "C" fn loosen(
    user: *mut c_void,
    object: *mut c_void,
    info: *mut sys::TypeInfo,
    holders: u32,
    loosening: *mut sys::Loosening,
) {
    // SAFETY: said above. A game may have templates of its own, which have other names.
    let (vm, array) = unsafe {
        if CStr::from_ptr(sys::glas_type_name(info)) != c"array" {
            return;
        }
        (&*user.cast::<Vm>(), &*object.cast::<ScriptArray>())
    };
    let element = array.element();
    if array.owners.get() != holders || !matches!(element.form, Form::Object | Form::Handle) {
        return;
    }
    array.changed();
    let elements = Batch::from_store(vm, element, array.store.take());
    for index in 0..elements.len() {
        // SAFETY: a pointer lies there, which is taken out.
        unsafe {
            let held = elements.place(index).cast::<*mut c_void>().replace(std::ptr::null_mut());
            if !held.is_null() {
                sys::glas_gc_loosen_release(loosening, held, element.info);
            }
        }
    }
}
