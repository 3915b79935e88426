//! The numbers that an object of the engine stands for as memory, for `memoryview(column)` and `numpy.asarray(column)`:
//! Python's buffer protocol over [`glotta_core::ObjectBuffer`].
//!
//! The memory belongs to the object, which lives at least as long as the last view of it, so a view that is kept is no
//! danger: it shows memory that nobody looks at any more. What was written there is brought to the engine when the view
//! goes, and when the call into the script ends.

#![allow(unsafe_code)] // fills the structure that Python gives

use std::ffi::{c_int, c_void};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::ptr;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};

use glotta_core::{LentBuffer, ScriptError};
use pyo3::ffi;

use crate::errors::{self, Shape};
use crate::objects;
use crate::py::Ref;
use crate::{bind, vm};

/// How many views there are. Changed with the lock of the interpreter held.
static VIEWS: AtomicUsize = AtomicUsize::new(0);

/// Whether there was a view since everything was brought back last.
static PENDING: AtomicBool = AtomicBool::new(false);

/// What a view points to beside the numbers.
struct Dimensions {
    shape: [ffi::Py_ssize_t; 2],
    strides: [ffi::Py_ssize_t; 2],
}

/// Has the engine take what was written to views, if there may be something.
#[inline]
pub(crate) fn bring_back() {
    if PENDING.load(Ordering::Relaxed) {
        bring_all_back();
    }
}

#[cold]
fn bring_all_back() {
    let brought = bind::guard(|| {
        vm::with_host(|_, host| {
            host.bring_back();
            Ok(())
        })
    });
    if brought.is_ok() && VIEWS.load(Ordering::Relaxed) == 0 {
        PENDING.store(false, Ordering::Relaxed);
    }
}

/// `memoryview(column)`.
pub(crate) unsafe extern "C" fn get(object: Ref, view: *mut ffi::Py_buffer, flags: c_int) -> c_int {
    // SAFETY: Python gives a view to be filled, and says so with null where it does not.
    unsafe {
        if let Some(view) = view.as_mut() {
            view.obj = ptr::null_mut();
        }
    }
    let lent = catch_unwind(AssertUnwindSafe(|| {
        vm::with_host(|_, host| match objects::read(object).and_then(|held| Some((held, held.buffer()?))) {
            Some((_, buffer)) => buffer.lend(host).map(|lent| (buffer, lent)),
            None => Err(no_numbers(object)),
        })
    }));
    let error = match lent {
        Ok(Ok((buffer, lent))) => {
            let refusal = refusal(&lent, flags);
            if refusal.is_none() && !view.is_null() {
                // SAFETY: the view is Python's to be filled, and the object is alive.
                unsafe { fill(&mut *view, object, &lent, flags) };
                VIEWS.fetch_add(1, Ordering::Relaxed);
                PENDING.store(true, Ordering::Relaxed);
                return 0;
            }
            buffer.give_back();
            ScriptError::argument(refusal.unwrap_or("a view is asked for in a way that is no longer in use"))
        }
        Ok(Err(error)) => error,
        Err(_) => ScriptError::host("the engine panicked while it lent memory"),
    };
    errors::raise(error, Shape::OfKind, None);
    -1
}

/// Why memory does not suit who asks for it.
fn refusal(lent: &LentBuffer, flags: c_int) -> Option<&'static str> {
    if flags & ffi::PyBUF_WRITABLE != 0 && !lent.writable {
        return Some(
            "the column is of a component that can only be replaced as a whole: it can be read only",
        );
    }
    let by_lanes = flags & ffi::PyBUF_F_CONTIGUOUS == ffi::PyBUF_F_CONTIGUOUS && lent.shape[1] > 0;
    by_lanes.then_some("the rows of a column lie one behind the other, not its lanes")
}

/// Fills a view.
///
/// # Safety
/// The object is alive.
unsafe fn fill(view: &mut ffi::Py_buffer, object: Ref, lent: &LentBuffer, flags: c_int) {
    let [rows, numbers] = lent.shape.map(|count| count as ffi::Py_ssize_t);
    let (item, stride) = (lent.item_size as ffi::Py_ssize_t, lent.stride as ffi::Py_ssize_t);
    let dimensions = Box::into_raw(Box::new(Dimensions { shape: [rows, numbers], strides: [stride, item] }));
    let wants = |flag: c_int| flags & flag == flag;
    // SAFETY: the box was just made, and lives until `release` takes it back; the view holds a reference to the object.
    unsafe {
        ffi::Py_INCREF(object);
        view.obj = object;
        view.buf = lent.start.as_ptr().cast::<c_void>();
        view.len = rows * stride;
        view.itemsize = item;
        view.readonly = c_int::from(!lent.writable);
        view.format =
            if wants(ffi::PyBUF_FORMAT) { lent.format.as_ptr().cast_mut() } else { ptr::null_mut() };
        view.ndim = if numbers > 0 { 2 } else { 1 };
        view.shape =
            if wants(ffi::PyBUF_ND) { (&raw mut (*dimensions).shape).cast() } else { ptr::null_mut() };
        view.strides =
            if wants(ffi::PyBUF_STRIDES) { (&raw mut (*dimensions).strides).cast() } else { ptr::null_mut() };
        view.suboffsets = ptr::null_mut();
        view.internal = dimensions.cast();
    }
}

/// The end of a view. Python lets go of the object itself.
pub(crate) unsafe extern "C" fn release(object: Ref, view: *mut ffi::Py_buffer) {
    // SAFETY: Python calls this once for each view that `get` filled.
    unsafe {
        if let Some(view) = view.as_mut()
            && !view.internal.is_null()
        {
            drop(Box::from_raw(view.internal.cast::<Dimensions>()));
            view.internal = ptr::null_mut();
        }
    }
    if let Some(buffer) = objects::read(object).and_then(|held| held.buffer()) {
        let _ = catch_unwind(AssertUnwindSafe(|| buffer.give_back()));
    }
    VIEWS.fetch_sub(1, Ordering::Relaxed);
    // SAFETY: asks, keeps and puts back: a view may go while an exception is on its way.
    unsafe {
        let (mut ty, mut value, mut trace) = (ptr::null_mut(), ptr::null_mut(), ptr::null_mut());
        ffi::PyErr_Fetch(&raw mut ty, &raw mut value, &raw mut trace);
        bring_back();
        ffi::PyErr_Restore(ty, value, trace);
    }
}

#[cold]
fn no_numbers(object: Ref) -> ScriptError {
    let class = objects::read(object).map_or("an object", glotta_core::Object::class);
    ScriptError::new(
        glotta_core::ErrorKind::Type,
        format!("{class} stands for no numbers in memory, as a Column does"),
    )
}
