//! Functions of scripts in the hands of the engine, and functions of other languages in the hands of scripts.

#![allow(unsafe_code)] // a type for Python

use std::ffi::c_void;
use std::mem::ManuallyDrop;
use std::ptr;
use std::sync::Arc;

use glotta_core::{Arg, Callback, Frame as _, ModuleId, ScriptError, Value};
use pyo3::ffi;

use crate::bind;
use crate::py::{self, Obj, Raised, Ref};
use crate::read::Reader;
use crate::types::{self, FOREIGN};
use crate::vm::{GivenOut, Identity, Vm};

/// The callback for a function. While a callback for the function lives it is that one, so that a function that goes
/// out, comes back and goes out again is equal to itself.
pub(crate) fn read(vm: &Vm, function: Ref) -> Callback {
    if let Some(foreign) = foreign(function) {
        return foreign.clone();
    }
    let identity = identity(function);
    let known = vm.slots.borrow().get(&identity).copied();
    if let Some(callback) = known.and_then(|slot| vm.living_callback(slot)) {
        vm.givers.give_again(callback.slot());
        return callback;
    }
    let slot = vm.next_slot.get();
    vm.next_slot.set(slot + 1);
    let callback = Callback::new(vm.info.name, slot, Arc::clone(&vm.releases));
    let function = vm.givers.give(slot).then(|| Obj::borrow(function));
    if function.is_some() {
        vm.slots.borrow_mut().insert(identity, slot);
    }
    let given = GivenOut { function, identity, callback: callback.downgrade() };
    vm.given_out.borrow_mut().insert(slot, given);
    callback
}

/// What makes function objects the same: `hero.hit` is a new object each time it is written.
fn identity(function: Ref) -> Identity {
    if types::known().is_some_and(|known| known.method.is(py::type_of(function).cast())) {
        let method = Obj::borrow(function);
        if let (Ok(receiver), Ok(function)) = (method.attr(c"__self__"), method.attr(c"__func__")) {
            return (receiver.as_ptr() as usize, function.as_ptr() as usize);
        }
        py::take_exception();
    }
    (function as usize, 0)
}

/// The function of a slot; none if its script was unloaded.
pub(crate) fn of_slot(vm: &Vm, slot: u64) -> Option<Obj> {
    vm.given_out.borrow().get(&slot).and_then(|given| given.function.clone())
}

/// Lets the function of a slot go.
pub(crate) fn release(vm: &Vm, slot: u64) {
    vm.givers.release(slot);
    let Some(given) = vm.given_out.borrow_mut().remove(&slot) else { return };
    forget_identity(vm, slot, given.identity);
    drop(given);
}

/// Lets go of the functions that nobody has given out but a module that is gone. Finalisers may run.
pub(crate) fn cut_off(vm: &Vm, module: ModuleId) {
    for slot in vm.givers.unload(module) {
        let cut_off = match vm.given_out.borrow_mut().get_mut(&slot) {
            Some(given) => (given.identity, given.function.take()),
            None => continue,
        };
        forget_identity(vm, slot, cut_off.0);
        drop(cut_off);
    }
}

/// Forgets under which slot a function was given out. It may have been given out anew, under another slot, before this
/// one came back.
fn forget_identity(vm: &Vm, slot: u64, identity: Identity) {
    let mut slots = vm.slots.borrow_mut();
    if slots.get(&identity) == Some(&slot) {
        slots.remove(&identity);
    }
}

/// The object of a callback: the very function if it is one of this language that is there still, else a callable
/// stand-in.
pub(crate) fn push(vm: &Vm, callback: &Callback) -> Result<Obj, Raised> {
    if callback.belongs_to(&vm.releases)
        && let Some(function) = of_slot(vm, callback.slot())
    {
        return Ok(function);
    }
    let object = types::allocate(&FOREIGN)?;
    // SAFETY: the object is new and of that type.
    unsafe {
        (&raw mut (*object.as_ptr().cast::<ForeignFunction>()).callback)
            .write(ManuallyDrop::new(callback.clone()));
    }
    Ok(object)
}

/// A function of another language.
#[repr(C)]
struct ForeignFunction {
    head: ffi::PyObject,
    callback: ManuallyDrop<Callback>,
}

fn foreign<'a>(object: Ref) -> Option<&'a Callback> {
    // SAFETY: an object of the type has a callback from its birth to its end, and whoever asks keeps it alive.
    FOREIGN.is(object).then(|| unsafe { &*(*object.cast::<ForeignFunction>()).callback })
}

/// Makes the type.
pub(crate) fn install() -> Result<(), Raised> {
    types::make(
        &FOREIGN,
        c"glotta.Function",
        size_of::<ForeignFunction>(),
        &[
            (ffi::Py_tp_dealloc, dealloc as ffi::destructor as *mut c_void),
            (ffi::Py_tp_call, call as ffi::ternaryfunc as *mut c_void),
            (ffi::Py_tp_richcompare, compare as ffi::richcmpfunc as *mut c_void),
            (ffi::Py_tp_hash, hash as ffi::hashfunc as *mut c_void),
            (ffi::Py_tp_repr, repr as ffi::reprfunc as *mut c_void),
        ],
    )
}

unsafe extern "C" fn dealloc(object: Ref) {
    // SAFETY: Python calls this once, at the object's end.
    unsafe {
        ManuallyDrop::drop(&mut (*object.cast::<ForeignFunction>()).callback);
        types::free(object);
    }
}

unsafe extern "C" fn call(object: Ref, arguments: Ref, keywords: Ref) -> Ref {
    // SAFETY: Python calls this with a tuple, and a dictionary or null.
    let has_keywords = unsafe { !keywords.is_null() && ffi::PyDict_Size(keywords) > 0 };
    bind::respond(&[], |vm, frame, host| {
        if has_keywords {
            return Err(ScriptError::argument("a function of another language takes no keyword arguments"));
        }
        let callback =
            foreign(object).cloned().ok_or_else(|| ScriptError::not_found("the function is gone"))?;
        let arguments = crate::read::sequence(arguments)
            .map(|item| Reader::new(vm, &mut *host).value(item))
            .collect::<Result<Vec<Value>, ScriptError>>()?;
        let arguments: Vec<Arg<'_>> = arguments.iter().map(Arg::Value).collect();
        let result = host.call(&callback, &arguments)?;
        frame.return_value(result)
    })
}

unsafe extern "C" fn compare(first: Ref, second: Ref, how: i32) -> Ref {
    let equal = match (foreign(first), foreign(second)) {
        (Some(first), Some(second)) => Some(first == second),
        _ => None,
    };
    types::compared(equal, how)
}

unsafe extern "C" fn hash(object: Ref) -> ffi::Py_hash_t {
    foreign(object).map_or(0, |callback| types::hash_of(&(callback.language(), callback.slot())))
}

unsafe extern "C" fn repr(object: Ref) -> Ref {
    let language = foreign(object).map_or("another language", Callback::language);
    Obj::text(&format!("<function of {language}>")).map_or(ptr::null_mut(), Obj::into_ptr)
}
