//! Objects of the engine in Python: `q.count()`.
//!
//! Each class is a type, made for the process when the first language that knows the class starts. It is told apart from
//! others by the Rust type of its objects, not by its name.

#![allow(unsafe_code)] // types for Python

use std::any::TypeId;
use std::collections::HashMap;
use std::ffi::{c_int, c_void};
use std::mem::ManuallyDrop;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::ptr;
use std::sync::atomic::{AtomicPtr, AtomicUsize, Ordering};
use std::sync::{Mutex, PoisonError};

use glotta_core::{Api, ErrorKind, Function, Object, ScriptError, near_names, quote};
use pyo3::ffi;

use crate::bind;
use crate::buffer;
use crate::errors::{self, Shape};
use crate::py::{self, Obj, Raised, Ref};
use crate::types;
use crate::vm;

#[repr(C)]
struct Holder {
    head: ffi::PyObject,
    object: ManuallyDrop<Object>,
}

/// How many classes there can be in a process.
const MOST: usize = 64;

/// The types of classes, each where its class has its place; only ever added to.
static TYPES: [AtomicPtr<ffi::PyTypeObject>; MOST] = [const { AtomicPtr::new(ptr::null_mut()) }; MOST];
static COUNT: AtomicUsize = AtomicUsize::new(0);

/// The place of each class, and which methods its type has.
static CLASSES: Mutex<Option<HashMap<TypeId, KnownClass>>> = Mutex::new(None);

struct KnownClass {
    place: usize,
    methods: Vec<&'static str>,
}

/// Whether a type is that of a class.
#[inline]
pub(crate) fn is_class(ty: *mut ffi::PyTypeObject) -> bool {
    let count = COUNT.load(Ordering::Relaxed);
    TYPES.iter().take(count).any(|known| known.load(Ordering::Relaxed) == ty)
}

/// The object of the engine that a borrowed object, which may be null, is.
#[inline]
pub(crate) fn read<'a>(object: Ref) -> Option<&'a Object> {
    // SAFETY: an object of such a type has this layout from its birth to its end, and whoever asks keeps it alive.
    (!object.is_null() && is_class(py::type_of(object)))
        .then(|| unsafe { &*(*object.cast::<Holder>()).object })
}

/// A new Python object for an object of the engine.
pub(crate) fn make(object: &Object) -> Result<Obj, Raised> {
    let known = CLASSES.lock().unwrap_or_else(PoisonError::into_inner);
    let place = known.as_ref().and_then(|known| known.get(&object.content_type())).map(|known| known.place);
    drop(known);
    let ty = match place {
        Some(place) => TYPES[place].load(Ordering::Relaxed),
        // A class that no API has: it can be held and passed on.
        None => learn(object.class(), object.content_type()).map_err(|error| {
            errors::raise(error, Shape::OfKind, None);
            Raised
        })?,
    };
    // SAFETY: the type lives as long as the process; the object is new, and has this layout.
    unsafe {
        let new = Obj::own(ffi::PyType_GenericAlloc(ty, 0))?;
        (&raw mut (*new.as_ptr().cast::<Holder>()).object).write(ManuallyDrop::new(object.clone()));
        Ok(new)
    }
}

/// Makes the types of the API's classes, and gives them their methods. Takes the lock of the interpreter.
pub(crate) fn install(api: &Api) -> Result<(), ScriptError> {
    let _attached = crate::interpreter::attach();
    for name in api.class_names() {
        for class in api.class(name) {
            let content = (class.content)();
            let ty = learn(name, content)?;
            for method in class.methods {
                add_method(ty, content, method)?;
            }
        }
    }
    Ok(())
}

fn add_method(
    ty: *mut ffi::PyTypeObject,
    content: TypeId,
    method: &'static Function,
) -> Result<(), ScriptError> {
    let mut classes = CLASSES.lock().unwrap_or_else(PoisonError::into_inner);
    let Some(known) = classes.as_mut().and_then(|classes| classes.get_mut(&content)) else { return Ok(()) };
    if known.methods.contains(&method.name) {
        return Ok(());
    }
    bind::add_object_method(ty, method)?;
    known.methods.push(method.name);
    Ok(())
}

/// The type of a class, which is made if it is not known yet.
fn learn(name: &str, content: TypeId) -> Result<*mut ffi::PyTypeObject, ScriptError> {
    let mut classes = CLASSES.lock().unwrap_or_else(PoisonError::into_inner);
    let classes = classes.get_or_insert_default();
    if let Some(known) = classes.get(&content) {
        return Ok(TYPES[known.place].load(Ordering::Relaxed));
    }
    let place = COUNT.load(Ordering::Relaxed);
    let Some(cell) = TYPES.get(place) else {
        return Err(ScriptError::host(format!("python can have {MOST} classes of objects at most")));
    };
    let ty = make_type(name).map_err(|Raised| errors::of_host("a class"))?;
    cell.store(ty, Ordering::Relaxed);
    COUNT.store(place + 1, Ordering::Relaxed);
    classes.insert(content, KnownClass { place, methods: Vec::new() });
    Ok(ty)
}

fn make_type(name: &str) -> Result<*mut ffi::PyTypeObject, Raised> {
    let own = vec![
        ffi::PyMethodDef {
            ml_name: c"__reduce__".as_ptr(),
            ml_meth: ffi::PyMethodDefPointer { PyCFunction: reduce },
            ml_flags: ffi::METH_NOARGS,
            ml_doc: ptr::null(),
        },
        ffi::PyMethodDef::zeroed(),
    ];
    let mut slots: Vec<ffi::PyType_Slot> = [
        (ffi::Py_tp_doc, py::leak("An object of the engine.").cast_mut().cast::<c_void>()),
        (ffi::Py_tp_dealloc, dealloc as ffi::destructor as *mut c_void),
        (ffi::Py_tp_new, types::no_new as ffi::newfunc as *mut c_void),
        (ffi::Py_tp_getattro, attribute as ffi::getattrofunc as *mut c_void),
        (ffi::Py_tp_setattro, set_attribute as ffi::setattrofunc as *mut c_void),
        (ffi::Py_tp_repr, repr as ffi::reprfunc as *mut c_void),
        (ffi::Py_tp_hash, hash as ffi::hashfunc as *mut c_void),
        (ffi::Py_tp_richcompare, compare as ffi::richcmpfunc as *mut c_void),
        (ffi::Py_bf_getbuffer, buffer::get as ffi::getbufferproc as *mut c_void),
        (ffi::Py_bf_releasebuffer, buffer::release as ffi::releasebufferproc as *mut c_void),
        (ffi::Py_tp_methods, own.leak().as_mut_ptr().cast::<c_void>()),
        (0, ptr::null_mut()),
    ]
    .into_iter()
    .map(|(slot, pfunc)| ffi::PyType_Slot { slot, pfunc })
    .collect();
    let mut spec = ffi::PyType_Spec {
        name: py::leak(&format!("glotta.{name}")),
        basicsize: size_of::<Holder>() as c_int,
        itemsize: 0,
        flags: (ffi::Py_TPFLAGS_DEFAULT | ffi::Py_TPFLAGS_IMMUTABLETYPE) as _,
        slots: slots.as_mut_ptr(),
    };
    // SAFETY: the slots hold functions of the types that they ask for, and tables that live as long as the process.
    let ty = unsafe { Obj::own(ffi::PyType_FromSpec(&raw mut spec))? };
    Ok(ty.into_ptr().cast())
}

unsafe extern "C" fn dealloc(object: Ref) {
    // SAFETY: Python calls this once, at the object's end. The content is let go when the memory is: should letting go of
    // it panic, which it must not, the panic ends here.
    unsafe {
        let content = ManuallyDrop::take(&mut (*object.cast::<Holder>()).object);
        types::free(object);
        drop(catch_unwind(AssertUnwindSafe(|| drop(content))));
    }
}

/// `q.count`; an unknown name is told with those that are near.
unsafe extern "C" fn attribute(object: Ref, name: Ref) -> Ref {
    // SAFETY: what objects do usually.
    let found = unsafe { ffi::PyObject_GenericGetAttr(object, name) };
    match (found.is_null(), py::text_of(name), read(object)) {
        (true, Some(name), Some(held)) if !(name.starts_with("__") && name.ends_with("__")) => {
            let class = held.class();
            let near = vm::current().map_or_else(String::new, |vm| {
                near_names(name, vm.environment.api.methods(class).map(|method| method.name))
            });
            let message = format!("{class} has no method {}{near}", quote(name));
            errors::raise(ScriptError::not_found(message), Shape::Attribute, None)
        }
        _ => found,
    }
}

unsafe extern "C" fn set_attribute(object: Ref, _: Ref, _: Ref) -> c_int {
    let class = read(object).map_or("an object", Object::class);
    let error = ScriptError::new(ErrorKind::Type, format!("{class} has no fields to assign"));
    errors::raise(error, Shape::OfKind, None);
    -1
}

unsafe extern "C" fn repr(object: Ref) -> Ref {
    types::text(read(object).map_or("object", Object::class))
}

unsafe extern "C" fn hash(object: Ref) -> ffi::Py_hash_t {
    read(object).map_or(0, |object| match object.identity() as ffi::Py_hash_t {
        -1 => -2,
        hash => hash,
    })
}

unsafe extern "C" fn compare(first: Ref, second: Ref, how: c_int) -> Ref {
    let equal = match (read(first), read(second)) {
        (Some(first), Some(second)) => Some(first == second),
        _ => None,
    };
    types::compared(equal, how)
}

/// For copies and pickles, of which there are none.
unsafe extern "C" fn reduce(object: Ref, _: Ref) -> Ref {
    let class = read(object).map_or("an object", Object::class);
    let error =
        ScriptError::new(ErrorKind::Type, format!("{class} belongs to the engine and cannot be copied"));
    errors::raise(error, Shape::OfKind, None)
}
