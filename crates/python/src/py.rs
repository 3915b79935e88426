//! Python's objects, and the few things done with them everywhere.
//!
//! # The rule
//!
//! Everything in this crate that touches a Python object runs on a thread that holds the interpreter's lock: inside a
//! function that Python called, or while an [`Attached`](crate::interpreter::Attached) lives. An [`Obj`] is dropped
//! there too. Borrowed pointers (`Ref`) are used only while something that owns the object is in sight.

#![allow(unsafe_code)] // wraps the C interface

use std::ffi::{CStr, c_char};
use std::ptr::{self, NonNull};

use pyo3::ffi;

/// A borrowed object, as C passes it.
pub(crate) type Ref = *mut ffi::PyObject;

/// The C interface raised an exception, which waits in the thread's state.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Raised;

/// An owned object.
#[derive(Debug)]
pub(crate) struct Obj(NonNull<ffi::PyObject>);

impl Drop for Obj {
    fn drop(&mut self) {
        // SAFETY: we own a reference, and by the rule the lock is held.
        unsafe { ffi::Py_DECREF(self.0.as_ptr()) }
    }
}

impl Clone for Obj {
    fn clone(&self) -> Self {
        Self::borrow(self.as_ptr())
    }
}

impl Obj {
    /// Takes over a new reference; null means that an exception was raised.
    #[inline]
    pub(crate) fn own(object: Ref) -> Result<Self, Raised> {
        NonNull::new(object).map(Self).ok_or(Raised)
    }

    /// Another reference to a borrowed object, which is not null.
    #[inline]
    pub(crate) fn borrow(object: Ref) -> Self {
        // SAFETY: by the rule the object is alive and the lock is held.
        unsafe {
            ffi::Py_INCREF(object);
            Self(NonNull::new_unchecked(object))
        }
    }

    /// Another reference to a borrowed object; null means that an exception was raised, or that there is none.
    pub(crate) fn maybe(object: Ref) -> Option<Self> {
        (!object.is_null()).then(|| Self::borrow(object))
    }

    /// The pointer; this keeps its reference.
    #[inline]
    pub(crate) const fn as_ptr(&self) -> Ref {
        self.0.as_ptr()
    }

    /// The pointer with its reference, for C to own.
    #[inline]
    pub(crate) fn into_ptr(self) -> Ref {
        let object = self.as_ptr();
        let _owned = std::mem::ManuallyDrop::new(self);
        object
    }

    /// None.
    #[inline]
    pub(crate) fn none() -> Self {
        // SAFETY: the interpreter runs.
        Self::borrow(unsafe { ffi::Py_None() })
    }

    /// A text.
    #[inline]
    pub(crate) fn text(text: &str) -> Result<Self, Raised> {
        // SAFETY: the text is valid for its length.
        Self::own(unsafe { ffi::PyUnicode_FromStringAndSize(text.as_ptr().cast(), text.len() as isize) })
    }

    /// A text that is the same object wherever it is used as a name.
    pub(crate) fn name(text: &str) -> Result<Self, Raised> {
        let mut object = Self::text(text)?.into_ptr();
        // SAFETY: the reference is ours, and is replaced by another that is.
        unsafe { ffi::PyUnicode_InternInPlace(&raw mut object) };
        Self::own(object)
    }

    /// A whole number.
    #[inline]
    pub(crate) fn int(value: i64) -> Result<Self, Raised> {
        // SAFETY: see the rule.
        Self::own(unsafe { ffi::PyLong_FromLongLong(value) })
    }

    /// A number.
    #[inline]
    pub(crate) fn float(value: f64) -> Result<Self, Raised> {
        // SAFETY: see the rule.
        Self::own(unsafe { ffi::PyFloat_FromDouble(value) })
    }

    /// True or false.
    #[inline]
    pub(crate) fn bool(value: bool) -> Self {
        // SAFETY: both live as long as the interpreter.
        Self::borrow(unsafe { if value { ffi::Py_True() } else { ffi::Py_False() } })
    }

    /// A tuple of these.
    pub(crate) fn tuple<const N: usize>(items: [Self; N]) -> Result<Self, Raised> {
        // SAFETY: a new tuple is filled before anyone sees it, and takes over the references.
        unsafe {
            let tuple = Self::own(ffi::PyTuple_New(N as isize))?;
            for (index, item) in items.into_iter().enumerate() {
                ffi::PyTuple_SET_ITEM(tuple.as_ptr(), index as isize, item.into_ptr());
            }
            Ok(tuple)
        }
    }

    /// An empty dictionary.
    pub(crate) fn dict() -> Result<Self, Raised> {
        // SAFETY: see the rule.
        Self::own(unsafe { ffi::PyDict_New() })
    }

    /// Sets a name in a dictionary.
    pub(crate) fn set(&self, name: &str, value: &Self) -> Result<(), Raised> {
        let name = Self::name(name)?;
        // SAFETY: all are alive.
        done(unsafe { ffi::PyDict_SetItem(self.as_ptr(), name.as_ptr(), value.as_ptr()) })
    }

    /// What a dictionary has under a name.
    pub(crate) fn get(&self, name: &str) -> Option<Self> {
        let name = Self::name(name).ok()?;
        // SAFETY: all are alive; the names are texts, whose hash does not fail.
        Self::maybe(unsafe { ffi::PyDict_GetItemWithError(self.as_ptr(), name.as_ptr()) })
    }

    /// The names in a dictionary.
    pub(crate) fn names(&self) -> Vec<String> {
        let mut names = Vec::new();
        let (mut place, mut key) = (0, ptr::null_mut());
        // SAFETY: the dictionary is alive, and nothing that runs meanwhile changes it.
        while unsafe { ffi::PyDict_Next(self.as_ptr(), &raw mut place, &raw mut key, ptr::null_mut()) } != 0 {
            names.extend(text_of(key).map(str::to_owned));
        }
        names
    }

    /// An attribute.
    pub(crate) fn attr(&self, name: &CStr) -> Result<Self, Raised> {
        // SAFETY: see the rule.
        Self::own(unsafe { ffi::PyObject_GetAttrString(self.as_ptr(), name.as_ptr()) })
    }

    /// Calls it with these.
    pub(crate) fn call<const N: usize>(&self, arguments: [Self; N]) -> Result<Self, Raised> {
        let tuple = Self::tuple(arguments)?;
        // SAFETY: see the rule.
        Self::own(unsafe { ffi::PyObject_CallObject(self.as_ptr(), tuple.as_ptr()) })
    }

    /// What a tuple has at a place.
    pub(crate) fn at(&self, place: usize) -> Option<Self> {
        // SAFETY: the object is checked to be a tuple that is long enough.
        unsafe {
            if ffi::PyTuple_Check(self.as_ptr()) == 0
                || place as isize >= ffi::PyTuple_GET_SIZE(self.as_ptr())
            {
                return None;
            }
            Self::maybe(ffi::PyTuple_GET_ITEM(self.as_ptr(), place as isize))
        }
    }

    /// Its text, if it is one that is valid.
    pub(crate) fn to_text(&self) -> Option<String> {
        text_of(self.as_ptr()).map(str::to_owned)
    }

    /// Its number, if it is one that fits.
    pub(crate) fn to_int(&self) -> Option<i64> {
        // SAFETY: checked to be a number; one that does not fit raises, and that is taken away.
        unsafe {
            if ffi::PyLong_Check(self.as_ptr()) == 0 {
                return None;
            }
            let mut overflow = 0;
            let value = ffi::PyLong_AsLongLongAndOverflow(self.as_ptr(), &raw mut overflow);
            (overflow == 0).then_some(value)
        }
    }

    /// True if this is that very object.
    pub(crate) fn is(&self, other: Ref) -> bool {
        ptr::eq(self.as_ptr(), other)
    }

    /// True if this is None.
    pub(crate) fn is_none(&self) -> bool {
        // SAFETY: the interpreter runs.
        self.is(unsafe { ffi::Py_None() })
    }
}

/// The result of a C function that returns a negative number when it raises.
pub(crate) fn done(status: i32) -> Result<(), Raised> {
    if status < 0 { Err(Raised) } else { Ok(()) }
}

/// The text of a borrowed object; `None` if it is no text, or one with surrogates. Borrowed from the object.
#[inline]
pub(crate) fn text_of<'a>(object: Ref) -> Option<&'a str> {
    // SAFETY: by the rule the object is alive, and whoever asks keeps it alive while the text is used. The text in
    // UTF-8 is kept by the object.
    unsafe {
        if ffi::PyUnicode_Check(object) == 0 {
            return None;
        }
        let mut length = 0;
        let bytes = ffi::PyUnicode_AsUTF8AndSize(object, &raw mut length);
        if bytes.is_null() {
            ffi::PyErr_Clear();
            return None;
        }
        Some(std::str::from_utf8_unchecked(std::slice::from_raw_parts(bytes.cast(), length as usize)))
    }
}

/// The type of a borrowed object.
#[inline]
pub(crate) fn type_of(object: Ref) -> *mut ffi::PyTypeObject {
    // SAFETY: by the rule the object is alive.
    unsafe { ffi::Py_TYPE(object) }
}

/// The name of a borrowed object's type, without its module.
pub(crate) fn type_name(object: Ref) -> String {
    // SAFETY: types have a name that ends with a zero.
    let name = unsafe { CStr::from_ptr((*type_of(object)).tp_name) }.to_string_lossy();
    name.rsplit('.').next().unwrap_or_default().to_owned()
}

/// A text that lives as long as the process, for C. Zeros in it are left out.
pub(crate) fn leak(text: &str) -> *const c_char {
    let mut bytes: Vec<u8> = text.bytes().filter(|byte| *byte != 0).collect();
    bytes.push(0);
    Box::leak(bytes.into_boxed_slice()).as_ptr().cast()
}

/// The exception that was raised, taken away; `None` if there is none.
#[cold]
pub(crate) fn take_exception() -> Option<Obj> {
    // SAFETY: see the rule; the references are handed to us.
    unsafe {
        #[cfg(Py_3_12)]
        return Obj::own(ffi::PyErr_GetRaisedException()).ok();
        #[cfg(not(Py_3_12))]
        {
            let (mut kind, mut value, mut trace) = (ptr::null_mut(), ptr::null_mut(), ptr::null_mut());
            ffi::PyErr_Fetch(&raw mut kind, &raw mut value, &raw mut trace);
            if kind.is_null() {
                return None;
            }
            ffi::PyErr_NormalizeException(&raw mut kind, &raw mut value, &raw mut trace);
            if !trace.is_null() && !value.is_null() {
                ffi::PyException_SetTraceback(value, trace);
            }
            ffi::Py_XDECREF(kind);
            ffi::Py_XDECREF(trace);
            Obj::own(value).ok()
        }
    }
}
