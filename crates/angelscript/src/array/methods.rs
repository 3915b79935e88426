//! What scripts do with arrays, but for comparing and sorting.

#![allow(unsafe_code)] // hands out the addresses of elements

use glotta_core::{ErrorKind, ScriptError};

use super::factory::Given;
use super::{Batch, ScriptArray, index, length, out_of_range};
use crate::native::{Call, Reference, ScriptType, native};
use crate::registry::Registry;
use crate::vm::Vm;

const NAME: &str = ScriptArray::NAME;

/// Registers the methods.
pub(super) fn register(registry: Registry<'_>) -> Result<(), ScriptError> {
    registry.method(NAME, "T &opIndex(int64)", element)?;
    registry.method(NAME, "const T &opIndex(int64) const", element)?;
    native!(registry, method ScriptArray, "opAssign" mut (vm, this, other: &ScriptArray) -> Reference<ScriptArray> {
        if !std::ptr::eq(this, other) {
            let _held = this.hold(vm);
            let elements = Batch::copied(vm, other)?;
            drop(this.replace(vm, elements));
        }
        Ok(Reference(this))
    })?;
    native!(registry, method ScriptArray, "length" const (_vm, this) -> u32 {
        Ok(u32::try_from(this.len()).unwrap_or(u32::MAX))
    })?;
    native!(registry, method ScriptArray, "isEmpty" const (_vm, this) -> bool {
        Ok(this.len() == 0)
    })?;
    sizes(registry)?;
    insertions(registry)?;
    removals(registry)?;
    native!(registry, method ScriptArray, "reverse" mut (_vm, this) -> () {
        this.changed();
        this.store.borrow_mut().reverse(this.element().size);
        Ok(())
    })
}

/// `a[i]`. The place is used before anything else can run: the compiler has evaluated all that stands around it before,
/// copies values that it reads, and holds objects that it works on.
fn element(_: &Vm, call: &mut Call<'_>) -> Result<(), ScriptError> {
    // SAFETY: declared so above.
    let (this, asked) = unsafe { (&*call.object::<ScriptArray>(), call.next::<i64>()) };
    let place = usize::try_from(asked).ok().and_then(|index| this.place(index));
    let Some(place) = place else { return Err(out_of_range(asked, this.len())) };
    // SAFETY: the result is declared as a reference.
    unsafe { call.result().cast::<*mut u8>().write_unaligned(this.element().outside(place)) };
    Ok(())
}

fn sizes(registry: Registry<'_>) -> Result<(), ScriptError> {
    native!(registry, method ScriptArray, "resize" mut (vm, this, count: i64) -> () {
        let count = length(count)?;
        let _held = this.hold(vm);
        let now = this.len();
        if count < now {
            drop(this.remove(vm, count, now - count));
            return Ok(());
        }
        // Constructors may do the same: then there are more in the end than either asked for.
        let elements = Batch::made(vm, this.element(), count - now)?;
        this.insert(this.len(), elements)
    })?;
    native!(registry, method ScriptArray, "reserve" mut (_vm, this, count: i64) -> () {
        let more = length(count)?.saturating_sub(this.len());
        this.reserve(more)
    })
}

fn insertions(registry: Registry<'_>) -> Result<(), ScriptError> {
    native!(registry, method ScriptArray, "insertAt" mut (vm, this, at: i64, value: Given) -> () {
        let _held = this.hold(vm);
        let at = place_between(at, this.len())?;
        // SAFETY: declared so; the compiler keeps the value alive for the call.
        let elements = unsafe { Batch::repeated(vm, this.element(), 1, value.get()?) }?;
        this.insert(at, elements)
    })?;
    native!(registry, method ScriptArray, "insertAt" mut (vm, this, at: i64, other: &ScriptArray) -> () {
        let _held = this.hold(vm);
        let at = place_between(at, this.len())?;
        let elements = Batch::copied(vm, other)?;
        this.insert(at, elements)
    })?;
    native!(registry, method ScriptArray, "insertLast" mut (vm, this, value: Given) -> () {
        let element = this.element();
        if element.form.runs_scripts_to_copy() {
            let _held = this.hold(vm);
            // SAFETY: as above.
            let elements = unsafe { Batch::repeated(vm, element, 1, value.get()?) }?;
            return this.insert(this.len(), elements);
        }
        // SAFETY: as above. The value is no part of this array, since the compiler copies those.
        unsafe { this.push(vm, value.get()?) }
    })
}

fn removals(registry: Registry<'_>) -> Result<(), ScriptError> {
    native!(registry, method ScriptArray, "removeAt" mut (vm, this, at: i64) -> () {
        let at = index(at, this.len())?;
        let _held = this.hold(vm);
        drop(this.remove(vm, at, 1));
        Ok(())
    })?;
    native!(registry, method ScriptArray, "removeLast" mut (vm, this) -> () {
        let Some(last) = this.len().checked_sub(1) else {
            return Err(ScriptError::new(
                ErrorKind::Runtime,
                "array: there is no last element to remove: the array is empty",
            ));
        };
        let _held = this.hold(vm);
        drop(this.remove(vm, last, 1));
        Ok(())
    })?;
    native!(registry, method ScriptArray, "removeRange" mut (vm, this, start: i64, count: i64) -> () {
        let at = place_between(start, this.len())?;
        let count = length(count)?;
        let _held = this.hold(vm);
        drop(this.remove(vm, at, count));
        Ok(())
    })
}

/// A place before or after elements.
fn place_between(at: i64, count: usize) -> Result<usize, ScriptError> {
    usize::try_from(at).ok().filter(|at| *at <= count).ok_or_else(|| out_of_range(at, count))
}
