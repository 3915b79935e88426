//! The floor: METH_FASTCALL functions of the same signatures written by hand, with the checks that a careful author
//! makes. The world is in a global, so that finding it costs next to nothing.

#![allow(unsafe_code)] // what is measured is code by hand

use std::cell::Cell;
use std::ffi::{CStr, c_int};
use std::ptr;

use bevy_ecs::entity::Entity;
use bevy_ecs::world::World;
use bevy_transform::components::Transform;
use glotta::prelude::Vec3;
use pyo3::ffi::{self, PyObject, PyTypeObject};

thread_local! {
    static WORLD: Cell<*mut World> = const { Cell::new(ptr::null_mut()) };
    static VECTOR: Cell<*mut PyTypeObject> = const { Cell::new(ptr::null_mut()) };
}

/// A vector by hand.
#[repr(C)]
struct Vector {
    head: PyObject,
    value: Vec3,
}

/// An entity as `glotta` has it: its bits behind the head.
#[repr(C)]
struct EntityObject {
    head: PyObject,
    bits: u64,
}

/// Makes a world the one that the functions below work on; null for none.
pub(crate) fn set_world(world: *mut World) {
    WORLD.set(world);
}

type Function = unsafe extern "C" fn(*mut PyObject, *mut *mut PyObject, isize) -> *mut PyObject;

/// Puts the module `floor` with all functions where scripts can import it.
pub(crate) fn register() {
    // SAFETY: the interpreter was started; the lock is taken. The definitions live as long as the process.
    unsafe {
        let lock = ffi::PyGILState_Ensure();
        let module = ffi::PyImport_AddModule(c"floor".as_ptr());
        let functions: [(&CStr, Function); 3] =
            [(c"nothing", nothing), (c"get_position", get_position), (c"set_position", set_position)];
        for (name, function) in functions {
            let definition = Box::leak(Box::new(ffi::PyMethodDef {
                ml_name: name.as_ptr(),
                ml_meth: ffi::PyMethodDefPointer { PyCFunctionFast: function },
                ml_flags: ffi::METH_FASTCALL,
                ml_doc: ptr::null(),
            }));
            let object = ffi::PyCFunction_NewEx(definition, ptr::null_mut(), ptr::null_mut());
            ffi::PyObject_SetAttrString(module, name.as_ptr(), object);
        }
        let mut slots = [ffi::PyType_Slot { slot: 0, pfunc: ptr::null_mut() }];
        let mut spec = ffi::PyType_Spec {
            name: c"floor.Vector".as_ptr(),
            basicsize: size_of::<Vector>() as c_int,
            itemsize: 0,
            flags: ffi::Py_TPFLAGS_DEFAULT as u32,
            slots: slots.as_mut_ptr(),
        };
        VECTOR.set(ffi::PyType_FromSpec(&raw mut spec).cast());
        ffi::PyGILState_Release(lock);
    }
}

unsafe fn refuse(text: &CStr) -> *mut PyObject {
    // SAFETY: called with the lock held, as all below.
    unsafe { ffi::PyErr_SetString(ffi::PyExc_TypeError, text.as_ptr()) };
    ptr::null_mut()
}

unsafe fn none() -> *mut PyObject {
    // SAFETY: as above.
    unsafe {
        let none = ffi::Py_None();
        ffi::Py_INCREF(none);
        none
    }
}

/// The entity that an argument is. The type is known by its size only: a check by hand would compare one pointer.
unsafe fn entity(object: *mut PyObject) -> Option<Entity> {
    // SAFETY: the benchmark passes entities only.
    unsafe {
        let fits = (*ffi::Py_TYPE(object)).tp_basicsize >= size_of::<EntityObject>() as isize;
        fits.then(|| Entity::try_from_bits((*object.cast::<EntityObject>()).bits)).flatten()
    }
}

unsafe extern "C" fn nothing(_: *mut PyObject, _: *mut *mut PyObject, count: isize) -> *mut PyObject {
    // SAFETY: called by Python.
    unsafe { if count == 0 { none() } else { refuse(c"expected no arguments") } }
}

unsafe extern "C" fn get_position(
    _: *mut PyObject,
    arguments: *mut *mut PyObject,
    count: isize,
) -> *mut PyObject {
    // SAFETY: called by Python, while `WORLD` is set.
    unsafe {
        if count != 1 {
            return refuse(c"expected 1 argument");
        }
        let Some(entity) = entity(*arguments) else { return refuse(c"expected an entity") };
        let Some(transform) = (*WORLD.get()).get::<Transform>(entity) else { return none() };
        let vector = ffi::PyType_GenericAlloc(VECTOR.get(), 0);
        if !vector.is_null() {
            (*vector.cast::<Vector>()).value = transform.translation;
        }
        vector
    }
}

unsafe extern "C" fn set_position(
    _: *mut PyObject,
    arguments: *mut *mut PyObject,
    count: isize,
) -> *mut PyObject {
    // SAFETY: called by Python, while `WORLD` is set.
    unsafe {
        if count != 2 {
            return refuse(c"expected 2 arguments");
        }
        let Some(entity) = entity(*arguments) else { return refuse(c"expected an entity") };
        let vector = *arguments.add(1);
        if ffi::Py_TYPE(vector) != VECTOR.get() {
            return refuse(c"expected a vector");
        }
        let position = (*vector.cast::<Vector>()).value;
        if !position.is_finite() {
            return refuse(c"not finite");
        }
        match (*WORLD.get()).get_mut::<Transform>(entity) {
            Some(mut transform) => transform.translation = position,
            None => return refuse(c"no Transform"),
        }
        none()
    }
}
