//! Functions of scripts in the hands of the engine, and functions of other languages in the hands of scripts.

#![allow(unsafe_code)] // holds functions of the library

use std::ptr;
use std::rc::Rc;
use std::sync::Arc;

use glotta_angelscript_sys as sys;
use glotta_core::{Callback, ModuleId, ScriptError, WeakCallback};

use crate::context::{Alive, Target};
use crate::load::Code;
use crate::vm::Vm;

/// What makes two handles the same function: the function, and the object of a method.
pub(crate) type Identity = (usize, usize);

/// A function that the engine holds.
#[derive(Debug)]
pub(crate) struct GivenOut {
    /// None if its script was unloaded.
    target: Option<Rc<Target>>,
    identity: Identity,
    callback: WeakCallback,
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
        vm.givers.give_again(callback.slot());
        return Ok(callback);
    }
    let slot = vm.next_slot.get();
    vm.next_slot.set(slot + 1);
    let callback = Callback::new(vm.info.name, slot, Arc::clone(&vm.releases));
    // SAFETY: as above.
    let module = unsafe { sys::glas_function_module(called) };
    let code = Code::of_module(module).filter(|code| !code.is_unloaded());
    // A function of a script is its script's, whoever gives it out; one without a module is one of ours, maybe with an
    // object of a script.
    let is_alive = if module.is_null() { vm.givers.give(slot) } else { code.is_some() };
    let target = is_alive.then(|| {
        // SAFETY: as above. The handle keeps the object of a method alive.
        let kept = unsafe { FunctionRef::hold(function) };
        Rc::new(Target::new(vm, kept, called, object, Alive::Code(code)))
    });
    if is_alive {
        vm.slots.borrow_mut().insert(identity, slot);
    }
    let given = GivenOut { target, identity, callback: callback.downgrade() };
    vm.given_out.borrow_mut().insert(slot, given);
    Ok(callback)
}

fn living(vm: &Vm, slot: u64) -> Option<Callback> {
    vm.given_out.borrow().get(&slot).and_then(|given| given.callback.upgrade())
}

/// What is called for a callback of this language; none if its script was unloaded.
pub(crate) fn of_slot(vm: &Vm, slot: u64) -> Option<Rc<Target>> {
    vm.given_out.borrow().get(&slot).and_then(|given| given.target.clone())
}

/// Lets the function of a slot go.
pub(crate) fn release(vm: &Vm, slot: u64) {
    vm.givers.release(slot);
    let Some(given) = vm.given_out.borrow_mut().remove(&slot) else { return };
    forget_identity(vm, slot, given.identity);
    drop(given);
}

/// Lets go of the functions of ours that nobody has given out but a module that is gone. Destructors may run.
pub(crate) fn cut_off(vm: &Vm, module: ModuleId) {
    for slot in vm.givers.unload(module) {
        drop(cut_off_slot(vm, slot));
    }
}

/// Lets go of the functions of code whose script is gone: variables of its own that held them held it. Destructors may run.
pub(crate) fn cut_off_code(vm: &Vm, code: &Rc<Code>) {
    let is_of = |given: &GivenOut| {
        given.target.as_ref().and_then(|target| target.code()).is_some_and(|own| Rc::ptr_eq(own, code))
    };
    let slots: Vec<u64> = {
        let given_out = vm.given_out.borrow();
        given_out.iter().filter(|(_, given)| is_of(given)).map(|(slot, _)| *slot).collect()
    };
    for slot in slots {
        drop(cut_off_slot(vm, slot));
    }
}

/// Takes what a callback calls, which is an error from here on.
fn cut_off_slot(vm: &Vm, slot: u64) -> Option<Rc<Target>> {
    let (target, identity) = {
        let mut given_out = vm.given_out.borrow_mut();
        let given = given_out.get_mut(&slot)?;
        (given.target.take(), given.identity)
    };
    forget_identity(vm, slot, identity);
    target
}

/// Forgets under which slot a function was given out. It may have been given out anew, under another slot, before this
/// one came back.
fn forget_identity(vm: &Vm, slot: u64, identity: Identity) {
    let mut slots = vm.slots.borrow_mut();
    if slots.get(&identity) == Some(&slot) {
        slots.remove(&identity);
    }
}

/// The function that a callback stands for, if it is one of this language whose script is there; not counted for the
/// caller.
pub(crate) fn function_of(vm: &Vm, callback: &Callback) -> Option<*mut sys::Function> {
    if !callback.belongs_to(&vm.releases) {
        return None;
    }
    vm.given_out.borrow().get(&callback.slot())?.target.as_ref().map(|target| target.handle())
}
