//! Comparing elements: `==`, `find`, `findByRef`.

#![allow(unsafe_code)] // elements of types that only scripts know

use std::cmp::Ordering;
use std::ffi::c_void;
use std::ptr;

use glotta_angelscript_sys as sys;
use glotta_core::{ErrorKind, ScriptError};

use super::element::{Element, Form, Number};
use super::factory::Given;
use super::{Batch, ScriptArray, object, type_name};
use crate::native::native;
use crate::registry::Registry;
use crate::string::ScriptString;
use crate::value::{self, ScriptValue};
use crate::vm::Vm;

/// Registers the methods.
pub(super) fn register(registry: Registry<'_>) -> Result<(), ScriptError> {
    native!(registry, method ScriptArray, "opEquals" const (vm, this, other: &ScriptArray) -> bool {
        equal(vm, this, other)
    })?;
    native!(registry, method ScriptArray, "find" const (vm, this, value: Given) -> i32 {
        find(vm, this, 0, value.get()?)
    })?;
    native!(registry, method ScriptArray, "find" const (vm, this, start: i64, value: Given) -> i32 {
        find(vm, this, start, value.get()?)
    })?;
    native!(registry, method ScriptArray, "findByRef" const (_vm, this, value: Given) -> i32 {
        Ok(find_by_ref(this, 0, value.get()?))
    })?;
    native!(registry, method ScriptArray, "findByRef" const (_vm, this, start: i64, value: Given) -> i32 {
        Ok(find_by_ref(this, start, value.get()?))
    })
}

/// Whether arrays hold equal elements. Objects are compared by scripts, so both are looked at as they were.
fn equal(vm: &Vm, this: &ScriptArray, other: &ScriptArray) -> Result<bool, ScriptError> {
    if ptr::eq(this, other) {
        return Ok(true);
    }
    if this.len() != other.len() {
        return Ok(false);
    }
    let element = this.element();
    if !element.is_compared_by_scripts() {
        for index in 0..this.len() {
            let (Some(ours), Some(theirs)) = (this.place(index), other.place(index)) else {
                return Ok(false);
            };
            // SAFETY: elements lie there, and nothing runs that could change that.
            if !unsafe { element.equal(vm, ours, theirs) }? {
                return Ok(false);
            }
        }
        return Ok(true);
    }
    let _held = this.hold(vm);
    let (ours, theirs) = (Batch::shared(vm, this)?, Batch::shared(vm, other)?);
    for index in 0..ours.len().min(theirs.len()) {
        // SAFETY: elements lie there, which the batches hold.
        let same = unsafe {
            element.equal(vm, element.outside(ours.place(index)), element.outside(theirs.place(index)))
        }?;
        if !same {
            return Ok(false);
        }
    }
    Ok(true)
}

/// A number that scripts use for a position; -1 for none.
fn position(found: Option<usize>) -> i32 {
    found.and_then(|at| i32::try_from(at).ok()).unwrap_or(-1)
}

/// From where to look; nowhere if that is past the end.
fn from(start: i64) -> usize {
    usize::try_from(start.max(0)).unwrap_or(usize::MAX)
}

fn find(vm: &Vm, this: &ScriptArray, start: i64, wanted: *const u8) -> Result<i32, ScriptError> {
    let element = this.element();
    if !element.is_compared_by_scripts() {
        for index in from(start)..this.len() {
            let Some(place) = this.place(index) else { break };
            // SAFETY: an element lies there, and nothing runs that could change that; the compiler keeps what is wanted
            // alive for the call.
            if unsafe { element.equal(vm, place, wanted) }? {
                return Ok(position(Some(index)));
            }
        }
        return Ok(-1);
    }
    let _held = this.hold(vm);
    let elements = Batch::shared(vm, this)?;
    for index in from(start)..elements.len() {
        // SAFETY: as above; the elements are held.
        if unsafe { element.equal(vm, element.outside(elements.place(index)), wanted) }? {
            return Ok(position(Some(index)));
        }
    }
    Ok(-1)
}

/// Where the very same object is. Values have no other place than their own, so none is found.
fn find_by_ref(this: &ScriptArray, start: i64, wanted: *const u8) -> i32 {
    let element = this.element();
    let wanted = match element.form {
        Form::Object => object(wanted),
        // SAFETY: what is wanted is a handle.
        Form::Handle => unsafe { wanted.cast::<*mut c_void>().read_unaligned() },
        _ => return -1,
    };
    position((from(start)..this.len()).find(|index| {
        // SAFETY: a pointer lies there.
        this.place(*index).is_some_and(|place| unsafe { place.cast::<*mut c_void>().read() } == wanted)
    }))
}

/// Compares two numbers of a type.
///
/// # Safety
/// Such numbers lie there.
unsafe fn compare_as<T: Copy>(
    first: *const u8,
    second: *const u8,
    compare: fn(&T, &T) -> Ordering,
) -> Ordering {
    // SAFETY: said above; what is given from outside may not be aligned.
    unsafe { compare(&first.cast::<T>().read_unaligned(), &second.cast::<T>().read_unaligned()) }
}

/// How floats are sorted: by what they are worth, and those that are none (NaN) last.
pub(super) fn compare_floats(first: &f64, second: &f64) -> Ordering {
    first.partial_cmp(second).unwrap_or_else(|| first.is_nan().cmp(&second.is_nan()))
}

impl Number {
    /// How two numbers are ordered.
    ///
    /// # Safety
    /// Such numbers lie there.
    pub(super) unsafe fn compare(self, first: *const u8, second: *const u8) -> Ordering {
        // SAFETY: said above. A truth value is one byte, of which scripts write 0 or 1.
        unsafe {
            match self {
                Self::Bool | Self::U8 => compare_as::<u8>(first, second, Ord::cmp),
                Self::I8 => compare_as::<i8>(first, second, Ord::cmp),
                Self::I16 => compare_as::<i16>(first, second, Ord::cmp),
                Self::I32 => compare_as::<i32>(first, second, Ord::cmp),
                Self::I64 => compare_as::<i64>(first, second, Ord::cmp),
                Self::U16 => compare_as::<u16>(first, second, Ord::cmp),
                Self::U32 => compare_as::<u32>(first, second, Ord::cmp),
                Self::U64 => compare_as::<u64>(first, second, Ord::cmp),
                Self::F32 => {
                    compare_as::<f32>(first, second, |a, b| compare_floats(&f64::from(*a), &f64::from(*b)))
                }
                Self::F64 => compare_as::<f64>(first, second, compare_floats),
            }
        }
    }

    /// Whether two numbers are equal; one that is none (NaN) equals nothing.
    unsafe fn equal(self, first: *const u8, second: *const u8) -> bool {
        // SAFETY: as for `compare`.
        unsafe {
            match self {
                Self::F32 => first.cast::<f32>().read_unaligned() == second.cast::<f32>().read_unaligned(),
                Self::F64 => first.cast::<f64>().read_unaligned() == second.cast::<f64>().read_unaligned(),
                _ => self.compare(first, second) == Ordering::Equal,
            }
        }
    }
}

impl Element {
    /// Whether comparing runs scripts.
    pub(super) fn is_compared_by_scripts(&self) -> bool {
        matches!(self.form, Form::Object | Form::Handle)
    }

    /// Whether two elements are equal, as everyone but the array sees them. Scripts may run.
    ///
    /// # Safety
    /// Values, objects or handles of this type are there, and live until this is done.
    pub(super) unsafe fn equal(
        &self,
        vm: &Vm,
        first: *const u8,
        second: *const u8,
    ) -> Result<bool, ScriptError> {
        // SAFETY: said above.
        unsafe {
            Ok(match self.form {
                Form::Number(number) => number.equal(first, second),
                Form::Lanes => (0..self.size / size_of::<f32>()).all(|lane| {
                    let at = lane * size_of::<f32>();
                    Number::F32.equal(first.add(at), second.add(at))
                }),
                Form::Bits => {
                    std::slice::from_raw_parts(first, self.size)
                        == std::slice::from_raw_parts(second, self.size)
                }
                Form::String => (*first.cast::<ScriptString>()).with_bytes(|first| {
                    (*second.cast::<ScriptString>()).with_bytes(|second| first == second)
                }),
                Form::Value => (*first.cast::<ScriptValue>())
                    .with(|first| (*second.cast::<ScriptValue>()).with(|second| value::equal(first, second))),
                Form::Object => self.equal_objects(vm, object(first), object(second))?,
                Form::Handle => {
                    let first = first.cast::<*mut c_void>().read_unaligned();
                    let second = second.cast::<*mut c_void>().read_unaligned();
                    if first.is_null() || second.is_null() {
                        first == second
                    } else {
                        self.equal_objects(vm, first, second)?
                    }
                }
            })
        }
    }

    /// Asks the objects whether they are equal.
    unsafe fn equal_objects(
        &self,
        vm: &Vm,
        first: *mut c_void,
        second: *mut c_void,
    ) -> Result<bool, ScriptError> {
        if first == second {
            return Ok(true);
        }
        if !self.equals.is_null() {
            // SAFETY: the objects live; the method gives a truth value.
            return unsafe {
                self.ask(vm, self.equals, first, second, |result| result.cast::<u8>().read_unaligned() != 0)
            };
        }
        if !self.compares.is_null() {
            // SAFETY: as above.
            return Ok(unsafe { self.order_objects(vm, first, second) }? == Ordering::Equal);
        }
        if self.is_function() {
            return Ok(false);
        }
        Err(self.incomparable(vm, "opEquals or opCmp", "comparing"))
    }

    /// How two elements are ordered, as everyone but the array sees them. Scripts may run.
    ///
    /// # Safety
    /// As for [`Self::equal`].
    pub(super) unsafe fn order(
        &self,
        vm: &Vm,
        first: *const u8,
        second: *const u8,
    ) -> Result<Ordering, ScriptError> {
        // SAFETY: said above.
        unsafe {
            match self.form {
                Form::Number(number) => Ok(number.compare(first, second)),
                Form::String => Ok((*first.cast::<ScriptString>()).with_bytes(|first| {
                    (*second.cast::<ScriptString>()).with_bytes(|second| first.cmp(second))
                })),
                Form::Value => (*first.cast::<ScriptValue>()).with(|first| {
                    (*second.cast::<ScriptValue>()).with(|second| value::compare(first, second))
                }),
                Form::Lanes | Form::Bits => Err(self.incomparable(vm, "an order", "sorting")),
                Form::Object => self.order_objects(vm, object(first), object(second)),
                Form::Handle => {
                    let first = first.cast::<*mut c_void>().read_unaligned();
                    let second = second.cast::<*mut c_void>().read_unaligned();
                    // Null stands before everything.
                    match (first.is_null(), second.is_null()) {
                        (false, false) => self.order_objects(vm, first, second),
                        (first, second) => Ok(second.cmp(&first)),
                    }
                }
            }
        }
    }

    unsafe fn order_objects(
        &self,
        vm: &Vm,
        first: *mut c_void,
        second: *mut c_void,
    ) -> Result<Ordering, ScriptError> {
        if self.compares.is_null() {
            return Err(self.incomparable(vm, "opCmp", "sorting"));
        }
        // SAFETY: the objects live; the method gives a number.
        unsafe {
            self.ask(vm, self.compares, first, second, |result| result.cast::<i32>().read_unaligned().cmp(&0))
        }
    }

    /// Calls a method of one object with another.
    unsafe fn ask<R>(
        &self,
        vm: &Vm,
        method: *mut sys::Function,
        first: *mut c_void,
        second: *mut c_void,
        read: impl FnOnce(*mut c_void) -> R,
    ) -> Result<R, ScriptError> {
        // A handle is held once more for the call, which a reference need not be.
        let argument =
            sys::Argument { kind: sys::ARGUMENT_OBJECT, value: sys::ArgumentValue { pointer: second } };
        // The context holds the object until it is told to let go.
        vm.execute(method, first, &[argument], false, |context| {
            // SAFETY: the call has ended well, so its result lies there.
            Ok(read(unsafe { sys::glas_context_return_address(context) }))
        })
    }

    #[cold]
    pub(super) fn incomparable(&self, vm: &Vm, missing: &str, work: &str) -> ScriptError {
        let name = type_name(vm, self.type_id);
        ScriptError::new(
            ErrorKind::Type,
            format!("array: {work} needs {missing}, which {name} does not have"),
        )
    }
}
