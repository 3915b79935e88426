//! Functions of scripts in the hands of the engine, and functions of other languages in the hands of scripts.

#![allow(unsafe_code)] // holds functions of the library

use std::ptr;
use std::rc::Rc;
use std::sync::Arc;

use glotta_angelscript_sys as sys;
use glotta_core::{Callback, ScriptError, WeakCallback};

use crate::context::{Alive, Target};
use crate::load::Code;
use crate::vm::Vm;

/// What makes two handles the same function: the function, and the object of a method.
pub(crate) type Identity = (usize, usize);

/// A function that the engine holds.
#[derive(Debug)]
pub(crate) struct GivenOut {
    pub(crate) target: Rc<Target>,
    identity: Identity,
    callback: WeakCallback,
}

impl GivenOut {
    /// How often it is held, by the engine and by scripts.
    pub(crate) fn holders(&self) -> usize {
        self.callback.holders()
    }
}

/// A function of the library, kept alive.
#[derive(Debug)]
pub(crate) struct FunctionRef(*mut sys::Function);

impl FunctionRef {
    /// Holds a function.
    ///
    /// # Safety
    /// The function is alive.
    pub(crate) unsafe fn hold(function: *mut sys::Function) -> Self {
        // SAFETY: said above.
        unsafe { sys::glas_function_add_ref(function) };
        Self(function)
    }

    /// The function.
    pub(crate) fn as_ptr(&self) -> *mut sys::Function {
        self.0
    }
}

impl Drop for FunctionRef {
    fn drop(&mut self) {
        // SAFETY: it was held when this was made; nothing that holds functions outlives the engine.
        unsafe { sys::glas_function_release(self.0) };
    }
}

/// The callback for a function. While a callback for it lives it is that one, so that a function that goes out, comes
/// back and goes out again is equal to itself.
///
/// # Errors
/// [`glotta_core::ErrorKind::Type`] if its parameters cannot come from outside the script.
pub(crate) fn read(vm: &Vm, function: *mut sys::Function) -> Result<Callback, ScriptError> {
    // SAFETY: the script holds the function for the call.
    let (called, object) = unsafe {
        let method = sys::glas_function_delegate_function(function);
        if method.is_null() {
            (function, ptr::null_mut())
        } else {
            (method, sys::glas_function_delegate_object(function))
        }
    };
    let identity = (called as usize, object as usize);
    let known = vm.slots.borrow().get(&identity).copied();
    if let Some(callback) = known.and_then(|slot| living(vm, slot)) {
        return Ok(callback);
    }
    let slot = vm.next_slot.get();
    vm.next_slot.set(slot + 1);
    let callback = Callback::new(vm.info.name, slot, Arc::clone(&vm.releases));
    // SAFETY: as above. The handle keeps the object of a method alive.
    let kept = unsafe { FunctionRef::hold(function) };
    // SAFETY: as above; a function without a module is one of ours.
    let code = Code::of_module(unsafe { sys::glas_function_module(called) });
    let target = Rc::new(Target::new(vm, kept, called, object, Alive::Code(code)));
    let given = GivenOut { target, identity, callback: callback.downgrade() };
    vm.slots.borrow_mut().insert(identity, slot);
    vm.given_out.borrow_mut().insert(slot, given);
    Ok(callback)
}

fn living(vm: &Vm, slot: u64) -> Option<Callback> {
    vm.given_out.borrow().get(&slot).and_then(|given| given.callback.upgrade())
}

/// What is called for a callback of this language.
pub(crate) fn of_slot(vm: &Vm, slot: u64) -> Option<Rc<Target>> {
    vm.given_out.borrow().get(&slot).map(|given| Rc::clone(&given.target))
}

/// Lets the function of a slot go.
pub(crate) fn release(vm: &Vm, slot: u64) {
    let Some(given) = vm.given_out.borrow_mut().remove(&slot) else { return };
    let mut slots = vm.slots.borrow_mut();
    // The function may have been given out anew, under another slot, before this one came back.
    if slots.get(&given.identity) == Some(&slot) {
        slots.remove(&given.identity);
    }
    drop(slots);
    drop(given);
}

/// The function that a callback stands for, if it is one of this language; not counted for the caller.
pub(crate) fn function_of(vm: &Vm, callback: &Callback) -> Option<*mut sys::Function> {
    if !callback.belongs_to(&vm.releases) {
        return None;
    }
    vm.given_out.borrow().get(&callback.slot()).map(|given| given.target.handle())
}
