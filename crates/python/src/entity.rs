//! Entities and assets in Python.

#![allow(unsafe_code)] // types for Python

use std::ffi::{c_int, c_void};
use std::ptr;

use glotta_core::{Asset, Entity, ErrorKind, ScriptError, near_names};
use pyo3::ffi;

use crate::errors::{self, Shape};
use crate::py::{self, Obj, Raised, Ref};
use crate::read as reading;
use crate::types::{self, ASSET, ENTITY};
use crate::vm;

/// Both are one number.
#[repr(C)]
struct Object {
    head: ffi::PyObject,
    bits: u64,
}

fn bits(object: Ref) -> u64 {
    // SAFETY: the callers have checked the type, whose objects have this layout.
    unsafe { (*object.cast::<Object>()).bits }
}

#[inline]
fn allocate(cell: &types::TypeCell, bits: u64) -> Result<Obj, Raised> {
    let object = types::allocate(cell)?;
    // SAFETY: the object is new, and has this layout.
    unsafe { (*object.as_ptr().cast::<Object>()).bits = bits };
    Ok(object)
}

/// The entity that a borrowed object, which may be null, is.
#[inline]
pub(crate) fn read(object: Ref) -> Option<Entity> {
    ENTITY.is(object).then(|| Entity::from_bits(bits(object)))
}

/// A new object for an entity.
#[inline]
pub(crate) fn make(entity: Entity) -> Result<Obj, Raised> {
    allocate(&ENTITY, entity.bits())
}

/// The asset that a borrowed object, which may be null, is.
pub(crate) fn read_asset(object: Ref) -> Option<Asset> {
    ASSET.is(object).then(|| Asset::from_bits(bits(object)))
}

/// A new object for an asset.
pub(crate) fn make_asset(asset: Asset) -> Result<Obj, Raised> {
    allocate(&ASSET, asset.bits())
}

/// Makes the types.
pub(crate) fn install() -> Result<(), Raised> {
    let methods = || {
        let methods = vec![
            ffi::PyMethodDef {
                ml_name: c"__reduce__".as_ptr(),
                ml_meth: ffi::PyMethodDefPointer { PyCFunction: reduce },
                ml_flags: ffi::METH_NOARGS,
                ml_doc: ptr::null(),
            },
            ffi::PyMethodDef::zeroed(),
        ];
        methods.leak().as_mut_ptr().cast::<c_void>()
    };
    let common = || {
        [
            (ffi::Py_tp_dealloc, types::plain_dealloc as ffi::destructor as *mut c_void),
            (ffi::Py_tp_new, new as ffi::newfunc as *mut c_void),
            (ffi::Py_tp_repr, repr as ffi::reprfunc as *mut c_void),
            (ffi::Py_tp_hash, hash as ffi::hashfunc as *mut c_void),
            (ffi::Py_tp_richcompare, compare as ffi::richcmpfunc as *mut c_void),
            (ffi::Py_tp_methods, methods()),
        ]
    };
    let mut slots = common().to_vec();
    slots.extend([
        (
            ffi::Py_tp_doc,
            c"An entity of the engine; a number that stays safe after the entity is gone."
                .as_ptr()
                .cast_mut()
                .cast(),
        ),
        (ffi::Py_tp_getattro, attribute as ffi::getattrofunc as *mut c_void),
        (ffi::Py_tp_setattro, set_attribute as ffi::setattrofunc as *mut c_void),
    ]);
    types::make(&ENTITY, c"glotta.Entity", size_of::<Object>(), &slots)?;
    let mut slots = common().to_vec();
    slots.extend([
        (ffi::Py_tp_doc, c"An asset of the engine.".as_ptr().cast_mut().cast()),
        (ffi::Py_tp_getattro, asset_attribute as ffi::getattrofunc as *mut c_void),
    ]);
    types::make(&ASSET, c"glotta.Asset", size_of::<Object>(), &slots)
}

/// `Entity(bits)`: for copies and pickles; scripts get entities from the engine.
unsafe extern "C" fn new(ty: *mut ffi::PyTypeObject, arguments: Ref, keywords: Ref) -> Ref {
    let mut given = reading::sequence(arguments);
    // SAFETY: Python passes a dictionary or null; the number is checked to be one.
    unsafe {
        if let (Some(number), None, true) = (given.next(), given.next(), keywords.is_null())
            && ffi::PyLong_Check(number) != 0
        {
            let bits = ffi::PyLong_AsUnsignedLongLong(number);
            if ffi::PyErr_Occurred().is_null() {
                let cell = if ty == ASSET.get() { &ASSET } else { &ENTITY };
                return allocate(cell, bits).map_or(ptr::null_mut(), Obj::into_ptr);
            }
            ffi::PyErr_Clear();
        }
    }
    let name = if ty == ASSET.get() { "Asset" } else { "Entity" };
    let message =
        format!("{name}: takes the number that the engine gave; entities are made by entity.create()");
    errors::raise(ScriptError::argument(message), Shape::OfKind, None)
}

unsafe extern "C" fn repr(object: Ref) -> Ref {
    types::text(&match read(object) {
        Some(entity) => format!("{entity:?}"),
        None => format!("{:?}", Asset::from_bits(bits(object))),
    })
}

unsafe extern "C" fn hash(object: Ref) -> ffi::Py_hash_t {
    types::hash_of(&bits(object))
}

unsafe extern "C" fn compare(first: Ref, second: Ref, how: c_int) -> Ref {
    let same_type = py::type_of(first) == py::type_of(second);
    types::compared(same_type.then(|| bits(first) == bits(second)), how)
}

unsafe extern "C" fn reduce(object: Ref, _: Ref) -> Ref {
    let reduced = || {
        // SAFETY: see the rule of `py`.
        let number = Obj::own(unsafe { ffi::PyLong_FromUnsignedLongLong(bits(object)) })?;
        Obj::tuple([Obj::borrow(py::type_of(object).cast()), Obj::tuple([number])?])
    };
    reduced().map_or(ptr::null_mut(), Obj::into_ptr)
}

/// `e.destroy`; an unknown name is told with those that are near.
unsafe extern "C" fn attribute(object: Ref, name: Ref) -> Ref {
    // SAFETY: what objects do usually.
    let found = unsafe { ffi::PyObject_GenericGetAttr(object, name) };
    match (found.is_null(), py::text_of(name)) {
        (true, Some(name)) if !(name.starts_with("__") && name.ends_with("__")) => {
            let near = vm::current().map_or_else(String::new, |vm| {
                near_names(name, vm.environment.api.entity_methods().map(|method| method.name))
            });
            let message = format!("an entity has no method {}{near}", glotta_core::quote(name));
            errors::raise(ScriptError::not_found(message), Shape::Attribute, None)
        }
        _ => found,
    }
}

/// `a.get`: what can be done with assets is in functions.
unsafe extern "C" fn asset_attribute(object: Ref, name: Ref) -> Ref {
    // SAFETY: what objects do usually.
    let found = unsafe { ffi::PyObject_GenericGetAttr(object, name) };
    match (found.is_null(), py::text_of(name), vm::current()) {
        (true, Some(name), Some(vm)) if !(name.starts_with("__") && name.ends_with("__")) => {
            errors::raise(vm.environment.api.no_asset_member(name), Shape::Attribute, None)
        }
        _ => found,
    }
}

unsafe extern "C" fn set_attribute(_: Ref, _: Ref, _: Ref) -> c_int {
    let error = ScriptError::new(
        ErrorKind::Type,
        "an entity has no fields to assign; what belongs to it is kept in its data or its components",
    );
    errors::raise(error, Shape::OfKind, None);
    -1
}
