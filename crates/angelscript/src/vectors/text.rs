//! What our types look like as text: `string(v)`, `"at " + v`, `v + "!"`.

#![allow(unsafe_code)] // reads objects of the library

use glotta_core::ScriptError;

use crate::native::{Call, ScriptType};
use crate::registry::Registry;
use crate::string::ScriptString;
use crate::vm::Vm;

/// A type that has a text.
pub(crate) trait Texted: 'static {
    /// The text of an object.
    ///
    /// # Errors
    /// What the host says if the text is a component's.
    ///
    /// # Safety
    /// An object of the type lies there.
    unsafe fn text(vm: &Vm, object: *const u8) -> Result<String, ScriptError>;
}

/// Registers the conversion to `string`, and joining with strings on both sides.
///
/// # Errors
/// [`glotta_core::ErrorKind::Host`] if the library refuses a declaration.
pub(crate) fn register<T: Texted>(registry: Registry<'_>, name: &str) -> Result<(), ScriptError> {
    of_its_own::<T>(registry, name)?;
    of_strings::<T>(registry, name)
}

/// As [`register`], but with methods of strings only: whatever becomes a string would be taken by one of the type's own, so
/// that the compiler could not choose between it and another operator for what becomes several things.
///
/// # Errors
/// As for [`register`].
pub(crate) fn of_vectors<T: Texted>(registry: Registry<'_>, name: &str) -> Result<(), ScriptError> {
    conversion::<T>(registry, name)?;
    of_strings::<T>(registry, name)?;
    let before = format!("string opAdd_r(const {name} &in) const");
    registry.method(ScriptString::NAME, &before, |vm: &Vm, call: &mut Call<'_>| {
        // SAFETY: declared so above; a reference stands on the stack as a pointer.
        unsafe {
            let text = T::text(vm, call.arguments().cast::<*const u8>().read_unaligned())?;
            let this = &*call.object::<ScriptString>();
            call.give(joined(&text, this)?);
        }
        Ok(())
    })
}

/// Registers the conversion to `string`, and joining with a string on the right.
///
/// # Errors
/// As for [`register`].
pub(crate) fn of_its_own<T: Texted>(registry: Registry<'_>, name: &str) -> Result<(), ScriptError> {
    conversion::<T>(registry, name)?;
    registry.method(name, "string opAdd(const string &in) const", |vm: &Vm, call: &mut Call<'_>| {
        // SAFETY: declared so above.
        unsafe {
            let text = T::text(vm, call.object::<u8>().cast_const())?;
            let other = call.next::<&ScriptString>();
            call.give(joined(&text, other)?);
        }
        Ok(())
    })
}

/// A text with a string after it.
fn joined(text: &str, other: &ScriptString) -> Result<ScriptString, ScriptError> {
    other.with_bytes(|other| ScriptString::from_bytes(&[text.as_bytes(), other].concat()))
}

fn conversion<T: Texted>(registry: Registry<'_>, name: &str) -> Result<(), ScriptError> {
    registry.method(name, "string opConv() const", |vm: &Vm, call: &mut Call<'_>| {
        // SAFETY: declared so above.
        unsafe {
            let text = T::text(vm, call.object::<u8>().cast_const())?;
            call.give(ScriptString::new(&text)?);
        }
        Ok(())
    })
}

/// Registers joining with a string on the left, with methods of strings: the left operand is asked first, and a string
/// would take a copy of what a handle refers to.
fn of_strings<T: Texted>(registry: Registry<'_>, name: &str) -> Result<(), ScriptError> {
    let joined = format!("string opAdd(const {name} &in) const");
    registry.method(ScriptString::NAME, &joined, |vm: &Vm, call: &mut Call<'_>| {
        // SAFETY: declared so above.
        unsafe {
            let joined = join::<T>(vm, call)?;
            call.give(joined);
        }
        Ok(())
    })?;
    let assigned = format!("string &opAddAssign(const {name} &in)");
    registry.method(ScriptString::NAME, &assigned, |vm: &Vm, call: &mut Call<'_>| {
        // SAFETY: declared so above. The old text goes when the new one is there.
        unsafe {
            let joined = join::<T>(vm, call)?;
            let this = call.object::<ScriptString>();
            drop(this.replace(joined));
            call.result().cast::<*mut ScriptString>().write_unaligned(this);
        }
        Ok(())
    })
}

/// The string that a method was called on, with the text of the first argument after it.
///
/// # Safety
/// The call is of a method of strings whose parameter is a reference to an object of the type.
unsafe fn join<T: Texted>(vm: &Vm, call: &Call<'_>) -> Result<ScriptString, ScriptError> {
    // SAFETY: the caller's promise; a reference stands on the stack as a pointer.
    let text = unsafe { T::text(vm, call.arguments().cast::<*const u8>().read_unaligned())? };
    // SAFETY: the caller's promise.
    let this = unsafe { &*call.object::<ScriptString>() };
    this.with_bytes(|this| ScriptString::from_bytes(&[this, text.as_bytes()].concat()))
}
