//! The types that scripts see, made once for the process, and what they have in common.

#![allow(unsafe_code)] // types for Python

use std::ffi::{CStr, c_int, c_void};
use std::hash::{DefaultHasher, Hash, Hasher};
use std::ptr;
use std::sync::OnceLock;
use std::sync::atomic::{AtomicPtr, Ordering};

use glotta_core::ValueKind;
use pyo3::ffi;

use crate::bind;
use crate::callbacks;
use crate::data;
use crate::entity;
use crate::handles;
use crate::py::{self, Obj, Raised, Ref};
use crate::vectors;

/// The place of a type that is made when the interpreter starts and lives as long as the process.
#[derive(Debug)]
pub(crate) struct TypeCell(AtomicPtr<ffi::PyTypeObject>);

impl TypeCell {
    const fn new() -> Self {
        Self(AtomicPtr::new(ptr::null_mut()))
    }

    /// The type; null before the interpreter has started.
    #[inline]
    pub(crate) fn get(&self) -> *mut ffi::PyTypeObject {
        self.0.load(Ordering::Relaxed)
    }

    /// True if a borrowed object, which may be null, is of this very type.
    #[inline]
    pub(crate) fn is(&self, object: Ref) -> bool {
        !object.is_null() && py::type_of(object) == self.get()
    }
}

pub(crate) static VEC2: TypeCell = TypeCell::new();
pub(crate) static VEC3: TypeCell = TypeCell::new();
pub(crate) static QUAT: TypeCell = TypeCell::new();
pub(crate) static ENTITY: TypeCell = TypeCell::new();
pub(crate) static ASSET: TypeCell = TypeCell::new();
pub(crate) static COMPONENT: TypeCell = TypeCell::new();
pub(crate) static DATA: TypeCell = TypeCell::new();
pub(crate) static FOREIGN: TypeCell = TypeCell::new();
pub(crate) static VECTOR_TYPE: TypeCell = TypeCell::new();
pub(crate) static ITERATOR: TypeCell = TypeCell::new();

/// The kind of value that objects of one of our types are.
#[inline]
pub(crate) fn kind_of(ty: *mut ffi::PyTypeObject) -> Option<ValueKind> {
    Some(if ty == VEC3.get() {
        ValueKind::Vec3
    } else if ty == ENTITY.get() {
        ValueKind::Entity
    } else if ty == VEC2.get() {
        ValueKind::Vec2
    } else if ty == QUAT.get() {
        ValueKind::Quat
    } else if ty == COMPONENT.get() {
        ValueKind::Component
    } else if ty == DATA.get() {
        ValueKind::Data
    } else if ty == ASSET.get() {
        ValueKind::Asset
    } else if ty == FOREIGN.get() {
        ValueKind::Function
    } else {
        return None;
    })
}

/// What is needed of the files in `support`.
pub(crate) struct Known {
    pub(crate) make_error: Obj,
    pub(crate) describe: Obj,
    pub(crate) new_script: Obj,
    pub(crate) flush: Obj,
    pub(crate) interrupted: Obj,
    /// The globals of all that is written in Python here.
    pub(crate) globals: Obj,
    /// The methods of lists and of tables in data, by name.
    pub(crate) list_methods: Obj,
    pub(crate) table_methods: Obj,
    pub(crate) get_slice: Obj,
    pub(crate) set_slice: Obj,
    pub(crate) remove_item: Obj,
    /// The type of methods of objects.
    pub(crate) method: Obj,
}

// SAFETY: they live as long as the process, and are used with the lock held.
unsafe impl Send for Known {}
// SAFETY: as above.
unsafe impl Sync for Known {}

static KNOWN: OnceLock<Known> = OnceLock::new();

/// What is needed of the files in `support`; `None` before the interpreter has started.
pub(crate) fn known() -> Option<&'static Known> {
    KNOWN.get()
}

/// What is written in Python, in the order in which it runs, all with the same globals.
const SUPPORT: [&str; 5] = [
    include_str!("support/errors.py"),
    include_str!("support/output.py"),
    include_str!("support/data.py"),
    include_str!("support/refused.py"),
    include_str!("support/scripts.py"),
];

/// Makes everything. Run once, with the lock held.
pub(crate) fn install() -> Result<(), Raised> {
    vectors::install()?;
    entity::install()?;
    handles::install()?;
    data::install()?;
    callbacks::install()?;
    let types = Obj::dict()?;
    for (name, cell) in [
        ("Vec2", &VEC2),
        ("Vec3", &VEC3),
        ("Quat", &QUAT),
        ("Entity", &ENTITY),
        ("Asset", &ASSET),
        ("Component", &COMPONENT),
        ("Data", &DATA),
    ] {
        types.set(name, &Obj::borrow(cell.get().cast()))?;
    }
    let globals = Obj::dict()?;
    globals.set("__name__", &Obj::text("glotta.support")?)?;
    globals.set("TYPES", &types)?;
    globals.set("native", &bind::native()?)?;
    // SAFETY: the interpreter runs.
    globals.set("__builtins__", &Obj::borrow(unsafe { ffi::PyEval_GetBuiltins() }))?;
    for text in SUPPORT {
        let text = std::ffi::CString::new(text).map_err(|_| Raised)?;
        // SAFETY: the texts end with a zero, and the dictionary is alive.
        unsafe {
            let code = Obj::own(ffi::Py_CompileStringExFlags(
                text.as_ptr(),
                c"<glotta>".as_ptr(),
                ffi::Py_file_input,
                ptr::null_mut(),
                -1,
            ))?;
            Obj::own(ffi::PyEval_EvalCode(code.as_ptr(), globals.as_ptr(), globals.as_ptr()))?;
        }
    }
    let get = |name: &str| globals.get(name).ok_or(Raised);
    get("install")?.call([])?;
    let known = Known {
        make_error: get("make_error")?,
        describe: get("describe")?,
        new_script: get("new_script")?,
        flush: get("flush")?,
        interrupted: get("Interrupted")?,
        list_methods: get("LIST_METHODS")?,
        table_methods: get("TABLE_METHODS")?,
        get_slice: get("get_slice")?,
        set_slice: get("set_slice")?,
        remove_item: get("remove_item")?,
        globals: globals.clone(),
        method: get("_MethodType")?,
    };
    let _ = KNOWN.set(known);
    Ok(())
}

/// Makes a type that scripts can neither change nor derive from.
pub(crate) fn make(
    cell: &TypeCell,
    name: &'static CStr,
    size: usize,
    slots: &[(c_int, *mut c_void)],
) -> Result<(), Raised> {
    make_from(cell, name, size, slots, ptr::null_mut())
}

/// As [`make`], with a base type or null.
pub(crate) fn make_from(
    cell: &TypeCell,
    name: &'static CStr,
    size: usize,
    slots: &[(c_int, *mut c_void)],
    base: Ref,
) -> Result<(), Raised> {
    let mut slots: Vec<ffi::PyType_Slot> =
        slots.iter().map(|(slot, pfunc)| ffi::PyType_Slot { slot: *slot, pfunc: *pfunc }).collect();
    slots.push(ffi::PyType_Slot { slot: 0, pfunc: ptr::null_mut() });
    let mut spec = ffi::PyType_Spec {
        name: name.as_ptr(),
        basicsize: size as c_int,
        itemsize: 0,
        flags: (ffi::Py_TPFLAGS_DEFAULT | ffi::Py_TPFLAGS_IMMUTABLETYPE) as _,
        slots: slots.as_mut_ptr(),
    };
    // SAFETY: the slots hold functions of the types that they ask for, and tables that live as long as the process.
    let ty = unsafe { Obj::own(ffi::PyType_FromSpecWithBases(&raw mut spec, base))? };
    cell.0.store(ty.into_ptr().cast(), Ordering::Relaxed);
    Ok(())
}

/// A new object of a type, all zeros after its head.
#[inline]
pub(crate) fn allocate(cell: &TypeCell) -> Result<Obj, Raised> {
    // SAFETY: the type is one of ours, and was made.
    Obj::own(unsafe { ffi::PyType_GenericAlloc(cell.get(), 0) })
}

/// Frees an object of a type of ours.
///
/// # Safety
/// To be called once, from the type's `tp_dealloc`, when what is in the object has been let go.
pub(crate) unsafe fn free(object: Ref) {
    // SAFETY: the caller's promise. An object of a type that is made at run time owns a reference to it.
    unsafe {
        let ty = ffi::Py_TYPE(object);
        if let Some(free) = (*ty).tp_free {
            free(object.cast());
        }
        ffi::Py_DECREF(ty.cast());
    }
}

/// `tp_dealloc` of types whose objects hold nothing that must be let go.
pub(crate) unsafe extern "C" fn plain_dealloc(object: Ref) {
    // SAFETY: Python calls this once, at the object's end.
    unsafe { free(object) }
}

/// The answer to `==` and `!=`; `None` leaves the answer to the other operand.
pub(crate) fn compared(equal: Option<bool>, how: c_int) -> Ref {
    let answer = match (equal, how) {
        (Some(equal), ffi::Py_EQ) => Obj::bool(equal),
        (Some(equal), ffi::Py_NE) => Obj::bool(!equal),
        // SAFETY: it lives as long as the interpreter.
        _ => Obj::borrow(unsafe { ffi::Py_NotImplemented() }),
    };
    answer.into_ptr()
}

/// A hash as Python wants it: the same in every run, and never -1.
pub(crate) fn hash_of(value: &impl Hash) -> ffi::Py_hash_t {
    let mut hasher = DefaultHasher::new();
    value.hash(&mut hasher);
    match hasher.finish() as ffi::Py_hash_t {
        -1 => -2,
        hash => hash,
    }
}

/// The text of a new object, or null.
pub(crate) fn text(text: &str) -> Ref {
    Obj::text(text).map_or(ptr::null_mut(), Obj::into_ptr)
}

/// `tp_new` of types whose objects come from the engine alone.
pub(crate) unsafe extern "C" fn no_new(ty: *mut ffi::PyTypeObject, _: Ref, _: Ref) -> Ref {
    // SAFETY: types have a name that ends with a zero.
    let name = unsafe { CStr::from_ptr((*ty).tp_name) }.to_string_lossy().replace("glotta.", "");
    let error =
        glotta_core::ScriptError::argument(format!("{name}: comes from the engine and cannot be made"));
    crate::errors::raise(error, crate::errors::Shape::OfKind, None)
}
