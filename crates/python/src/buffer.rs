//! The numbers that an object of the engine stands for as memory, for `memoryview(column)` and `numpy.asarray(column)`:
//! Python's buffer protocol over [`glotta_core::ObjectBuffer`].
//!
//! The memory is kept by the object, which lives at least as long as the last view of it, so a view that is kept is no
//! danger: it shows memory that nobody looks at any more.
//!
//! Who works on that memory runs while Python runs, so it and what it stands for are made to agree at the border: before
//! the host is used and when a call into a script ends, the engine takes what was written; after the host was used and when
//! a call into a script begins, the memory shows what the engine has ([`vm::with_host_at`], [`Vm::enter`]). A call that
//! names one entity and reaches no other ([`Reach::Entity`]) is made to agree on that one only.

#![allow(unsafe_code)] // fills the structure that Python gives

use std::ffi::{c_int, c_void};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::ptr;

use glotta_core::{Entity, Function, Host, LentBuffer, Reach, ScriptError};
use pyo3::ffi;

use crate::errors::{self, Shape};
use crate::objects;
use crate::py::Ref;
use crate::vm::Vm;
use crate::{bind, entity, vm};

/// What a view points to beside the numbers.
struct Dimensions {
    shape: [ffi::Py_ssize_t; 2],
    strides: [ffi::Py_ssize_t; 2],
}

/// How much of what the engine keeps in components a use of the host can read or change.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Reached {
    World,
    Entity(Entity),
    Nothing,
}

impl Reached {
    /// What a call of a function with these arguments reaches.
    pub(crate) fn by(function: &Function, arguments: &[Ref]) -> Self {
        match function.reach {
            Reach::World => Self::World,
            Reach::Nothing => Self::Nothing,
            // What is no entity is refused, or is none of ours to judge.
            Reach::Entity => {
                let first = arguments.first().filter(|first| !first.is_null());
                first.and_then(|first| entity::read(*first)).map_or(Self::World, Self::Entity)
            }
        }
    }

    #[cold]
    pub(crate) fn bring_back(self, vm: &Vm, host: &mut dyn Host) {
        match self {
            Self::World => vm.lends.set(host.bring_back(None)),
            Self::Entity(entity) => {
                host.bring_back(Some(entity));
            }
            Self::Nothing => {}
        }
    }

    #[cold]
    pub(crate) fn refill(self, host: &mut dyn Host) {
        match self {
            Self::World => host.refill(None),
            Self::Entity(entity) => host.refill(Some(entity)),
            Self::Nothing => {}
        }
    }
}

/// Has the engine take what was written to views.
#[cold]
pub(crate) fn bring_back() {
    // Where the engine cannot be reached, it is done when it can.
    let _ = bind::guard(|| {
        vm::with_host_at(
            || Reached::Nothing,
            |vm, host| {
                Reached::World.bring_back(vm, host);
                Ok(())
            },
        )
    });
}

/// Has views show what the engine has written.
#[cold]
pub(crate) fn refill() {
    let _ = bind::guard(|| {
        vm::with_host_at(
            || Reached::Nothing,
            |_, host| {
                Reached::World.refill(host);
                Ok(())
            },
        )
    });
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
        vm::with_host(|vm, host| match objects::read(object).and_then(|held| held.buffer()) {
            Some(buffer) => {
                let lent = buffer.lend(host)?;
                vm.lends.set(true);
                Ok((buffer, lent))
            }
            None => Err(no_numbers(object)),
        })
    }));
    let error = match lent {
        Ok(Ok((buffer, lent))) => {
            let refusal = refusal(&lent, flags);
            if refusal.is_none() && !view.is_null() {
                // SAFETY: the view is Python's to be filled, and the object is alive.
                unsafe { fill(&mut *view, object, &lent, flags) };
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
    let asks = |flag: c_int| flags & flag == flag;
    if asks(ffi::PyBUF_F_CONTIGUOUS) && lent.shape[1] > 0 {
        return Some("the rows of a column lie one behind the other, not its lanes");
    }
    let has_gaps = lent.shape[0] > 1 && lent.stride > row_size(lent);
    let wants_none = !asks(ffi::PyBUF_STRIDES)
        || [ffi::PyBUF_C_CONTIGUOUS, ffi::PyBUF_F_CONTIGUOUS, ffi::PyBUF_ANY_CONTIGUOUS]
            .into_iter()
            .any(asks);
    (has_gaps && wants_none).then_some(
        "the column is of one number of a vector, and the others lie between: copy it first, with copy()",
    )
}

/// How many bytes the numbers of a row take.
fn row_size(lent: &LentBuffer) -> usize {
    lent.item_size * lent.shape[1].max(1)
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
        view.len = rows * row_size(lent) as ffi::Py_ssize_t;
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
    if !vm::current().is_some_and(|vm| vm.lends.get()) {
        return;
    }
    // SAFETY: asks, keeps and puts back: a view may go while an exception is on its way.
    unsafe {
        let (mut ty, mut value, mut trace) = (ptr::null_mut(), ptr::null_mut(), ptr::null_mut());
        ffi::PyErr_Fetch(&raw mut ty, &raw mut value, &raw mut trace);
        bring_back();
        refill();
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
