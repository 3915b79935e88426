//! Component handles in Python: `t.translation`, `t.translation = v`, `for name in t`, `t()`.
//!
//! A handle refers to a dictionary from its structure's field names to their numbers, made when a script first uses a
//! handle of its kind; a field is found by Python's own look-up of an interned text. What is not found there, or cannot be
//! reached, is looked for once more if the host has another model of the component by now.

#![allow(unsafe_code)] // a type for Python

use std::ffi::{c_int, c_void};
use std::ptr;
use std::sync::Arc;

use glotta_core::{ComponentHandle, ComponentModel, Entity, FieldKey, Frame, Host, Origin, ScriptError};
use pyo3::ffi;

use crate::bind;
use crate::buffer::Reached;
use crate::data;
use crate::errors::{self, Shape};
use crate::frame::PyFrame;
use crate::py::{self, Obj, Raised, Ref};
use crate::types::{self, COMPONENT};
use crate::vectors;
use crate::vm::{KnownComponent, Vm};

#[repr(C)]
struct Object {
    head: ffi::PyObject,
    handle: ComponentHandle,
    /// The dictionary of fields, owned; null until it is needed.
    fields: Ref,
}

/// The handle that a borrowed object, which may be null, is.
#[inline]
pub(crate) fn read(object: Ref) -> Option<ComponentHandle> {
    // SAFETY: an object of the type has this layout.
    COMPONENT.is(object).then(|| unsafe { (*object.cast::<Object>()).handle })
}

/// A new object for a handle.
pub(crate) fn make(vm: &Vm, handle: ComponentHandle) -> Result<Obj, Raised> {
    let object = types::allocate(&COMPONENT)?;
    let fields = known_fields(vm, handle);
    // SAFETY: the object is new, and has this layout.
    unsafe {
        let inside = object.as_ptr().cast::<Object>();
        (&raw mut (*inside).handle).write(handle);
        (*inside).fields = fields.map_or(ptr::null_mut(), Obj::into_ptr);
    }
    Ok(object)
}

fn known_fields(vm: &Vm, handle: ComponentHandle) -> Option<Obj> {
    vm.models.borrow().get(&handle.component.0)?.structures.get(handle.node as usize).cloned()
}

/// The fields of a handle's structure, asked from the host if it is the first of its kind; a borrowed pointer.
fn fields(vm: &Vm, host: &mut dyn Host, object: Ref) -> Result<Ref, ScriptError> {
    // SAFETY: only functions of the type come here.
    let inside = unsafe { &mut *object.cast::<Object>() };
    if !inside.fields.is_null() {
        return Ok(inside.fields);
    }
    let handle = inside.handle;
    if known_fields(vm, handle).is_none() {
        learn(vm, host.component_model(handle.component)?)?;
    }
    let Some(fields) = known_fields(vm, handle) else {
        return Err(ScriptError::host("the handle refers to a structure that its component does not have"));
    };
    inside.fields = fields.into_ptr();
    Ok(inside.fields)
}

/// Keeps a model, with a dictionary of fields for each of its structures.
fn learn(vm: &Vm, model: Arc<ComponentModel>) -> Result<(), ScriptError> {
    let mut structures = Vec::new();
    for node in (0..).take(model.nodes.len()) {
        let dict = (|| {
            let dict = Obj::dict()?;
            for (key, field) in model.fields_of(node) {
                dict.set(&field.name, &Obj::int(key.pack(field.node))?)?;
            }
            Ok(dict)
        })();
        structures.push(dict.map_err(|Raised| errors::out_of_memory())?);
    }
    let former = vm.models.borrow_mut().insert(model.id.0, KnownComponent { model, structures });
    // Not while the models are borrowed.
    drop(former);
    Ok(())
}

/// Has a handle show the fields that its component has by now: it may have been defined anew. False if it does already.
#[cold]
fn renew(vm: &Vm, host: &mut dyn Host, object: Ref) -> Result<bool, ScriptError> {
    let handle = handle(object)?;
    // A model that is gone is no news: whoever asks has an error to tell.
    let Ok(model) = host.component_model(handle.component) else { return Ok(false) };
    let is_known = with_known(vm, handle, |known| Arc::ptr_eq(&known.model, &model)).unwrap_or(false);
    if !is_known {
        learn(vm, model)?;
    }
    let Some(fields) = known_fields(vm, handle) else { return Ok(false) };
    // SAFETY: only functions of the type come here; the handle owns the dictionary that it lets go of.
    unsafe {
        let inside = &raw mut (*object.cast::<Object>()).fields;
        if *inside == fields.as_ptr() {
            return Ok(false);
        }
        ffi::Py_XDECREF(inside.replace(fields.into_ptr()));
    }
    Ok(true)
}

/// Does something with a field of a handle, by its name; once more if the component has other fields by now.
#[inline]
fn with_field(
    vm: &Vm,
    host: &mut dyn Host,
    object: Ref,
    name: Ref,
    mut act: impl FnMut(&mut dyn Host, ComponentHandle, i64) -> Result<(), ScriptError>,
) -> Result<(), ScriptError> {
    let mut attempt = |host: &mut dyn Host| {
        let fields = fields(vm, host, object)?;
        let handle = handle(object)?;
        match named(fields, name) {
            Some(packed) => act(host, handle, packed),
            None => Err(unknown_field(vm, handle, name)),
        }
    };
    match attempt(host) {
        Err(_) if renew(vm, host, object)? => attempt(host),
        done => done,
    }
}

/// Makes the type.
pub(crate) fn install() -> Result<(), Raised> {
    types::make(
        &COMPONENT,
        c"glotta.Component",
        size_of::<Object>(),
        &[
            (
                ffi::Py_tp_doc,
                c"A handle to a component of an entity; its fields are attributes."
                    .as_ptr()
                    .cast_mut()
                    .cast(),
            ),
            (ffi::Py_tp_dealloc, dealloc as ffi::destructor as *mut c_void),
            (ffi::Py_tp_new, types::no_new as ffi::newfunc as *mut c_void),
            (ffi::Py_tp_getattro, attribute as ffi::getattrofunc as *mut c_void),
            (ffi::Py_tp_setattro, set_attribute as ffi::setattrofunc as *mut c_void),
            (ffi::Py_tp_iter, iterate as ffi::getiterfunc as *mut c_void),
            (ffi::Py_tp_call, copy as ffi::ternaryfunc as *mut c_void),
            (ffi::Py_tp_richcompare, compare as ffi::richcmpfunc as *mut c_void),
            (ffi::Py_tp_hash, hash as ffi::hashfunc as *mut c_void),
            (ffi::Py_tp_repr, repr as ffi::reprfunc as *mut c_void),
        ],
    )
}

unsafe extern "C" fn dealloc(object: Ref) {
    // SAFETY: Python calls this once, at the object's end.
    unsafe {
        ffi::Py_XDECREF((*object.cast::<Object>()).fields);
        types::free(object);
    }
}

fn handle(object: Ref) -> Result<ComponentHandle, ScriptError> {
    read(object).ok_or_else(|| ScriptError::type_mismatch("component handle", &py::type_name(object)))
}

/// A handle reaches the components of its entity.
fn reached(object: Ref) -> Reached {
    read(object).map_or(Reached::World, |handle| Reached::Entity(handle.entity))
}

/// The field of a name; `None` if there is none.
fn named(fields: Ref, name: Ref) -> Option<i64> {
    // SAFETY: the dictionary and the name, a text, are alive; the numbers are ours.
    unsafe {
        let packed = ffi::PyDict_GetItemWithError(fields, name);
        (!packed.is_null()).then(|| ffi::PyLong_AsLongLong(packed))
    }
}

/// A name that is Python's own business: `__class__`, and what is no name at all.
fn is_special(name: Ref) -> bool {
    py::text_of(name).is_none_or(|name| name.starts_with("__") && name.ends_with("__"))
}

/// `handle.field`.
unsafe extern "C" fn attribute(object: Ref, name: Ref) -> Ref {
    if is_special(name) {
        // SAFETY: what objects do usually.
        return unsafe { ffi::PyObject_GenericGetAttr(object, name) };
    }
    bind::respond_as(
        Shape::Attribute,
        None,
        &[],
        || reached(object),
        |vm, frame, host| {
            with_field(vm, host, object, name, |host, handle, packed| get(frame, host, handle, packed))
        },
    )
}

fn get(
    frame: &mut PyFrame<'_>,
    host: &mut dyn Host,
    handle: ComponentHandle,
    packed: i64,
) -> Result<(), ScriptError> {
    let (field, node) = FieldKey::unpack(handle.component, packed);
    if let Some(node) = node {
        return frame.return_component(ComponentHandle { node, ..handle });
    }
    host.field(handle.entity, field, frame)?;
    if let Some(result) = &frame.result {
        vectors::set_origin(result, Origin { entity: handle.entity, field });
    }
    Ok(())
}

/// `handle.field = value`.
unsafe extern "C" fn set_attribute(object: Ref, name: Ref, value: Ref) -> c_int {
    if is_special(name) {
        // SAFETY: what objects do usually.
        return unsafe { ffi::PyObject_GenericSetAttr(object, name, value) };
    }
    let arguments = [value];
    data::status(bind::respond_as(
        Shape::OfKind,
        None,
        &arguments,
        || reached(object),
        |vm, frame, host| {
            with_field(vm, host, object, name, |host, handle, packed| {
                let (field, _) = FieldKey::unpack(handle.component, packed);
                host.set_field(handle.entity, field, frame, 0)
            })
        },
    ))
}

/// Looks at what is known of a handle's component.
fn with_known<R>(vm: &Vm, handle: ComponentHandle, look: impl FnOnce(&KnownComponent) -> R) -> Option<R> {
    vm.models.borrow().get(&handle.component.0).map(look)
}

/// Looks at the model of a handle's component.
fn with_model<R>(vm: &Vm, handle: ComponentHandle, look: impl FnOnce(&ComponentModel) -> R) -> Option<R> {
    with_known(vm, handle, |known| look(&known.model))
}

#[cold]
fn unknown_field(vm: &Vm, handle: ComponentHandle, name: Ref) -> ScriptError {
    let name = py::text_of(name).unwrap_or_default();
    with_model(vm, handle, |model| model.unknown_field(handle.node, name))
        .unwrap_or_else(|| ScriptError::host("the component's model is gone"))
}

/// `for name in handle`: the names of the fields in the order of the model.
unsafe extern "C" fn iterate(object: Ref) -> Ref {
    let fields = bind::respond(&[], |vm, frame, host| {
        renew(vm, host, object)?;
        frame.result = Some(Obj::borrow(fields(vm, host, object)?));
        Ok(())
    });
    if fields.is_null() {
        return fields;
    }
    // SAFETY: the dictionary is ours to let go; its iterator keeps it.
    unsafe {
        let iterator = ffi::PyObject_GetIter(fields);
        ffi::Py_DECREF(fields);
        iterator
    }
}

/// `handle()`: a copy of what it refers to, as a dictionary.
unsafe extern "C" fn copy(object: Ref, _: Ref, _: Ref) -> Ref {
    bind::respond_as(
        Shape::OfKind,
        None,
        &[],
        || reached(object),
        |_, frame, host| {
            let value = host.component_value(handle(object)?)?;
            frame.return_value(value)
        },
    )
}

unsafe extern "C" fn compare(first: Ref, second: Ref, how: c_int) -> Ref {
    let equal = match (read(first), read(second)) {
        (Some(first), Some(second)) => Some(first == second),
        _ => None,
    };
    types::compared(equal, how)
}

unsafe extern "C" fn hash(object: Ref) -> ffi::Py_hash_t {
    read(object).map_or(0, |handle| {
        let entity: Entity = handle.entity;
        types::hash_of(&(entity, handle.component, handle.node))
    })
}

/// `repr(handle)`: `Transform of 12v0`.
unsafe extern "C" fn repr(object: Ref) -> Ref {
    bind::respond(&[], |vm, frame, host| {
        fields(vm, host, object)?;
        let handle = handle(object)?;
        let name = with_model(vm, handle, |model| model.structure_name(handle.node).to_owned());
        frame.return_str(&format!("{} of {}", name.unwrap_or_default(), handle.entity))
    })
}
