//! What our types look like as text: `string(v)`, `"at " + v`, `v + "!"`.

#![allow(unsafe_code)] // reads objects of the library

use glotta_core::ScriptError;

use crate::native::Call;
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
    registry.method(name, "string opConv() const", |vm: &Vm, call: &mut Call<'_>| {
        // SAFETY: declared so above.
        unsafe {
            let text = T::text(vm, call.object::<u8>().cast_const())?;
            call.give(ScriptString::new(&text)?);
        }
        Ok(())
    })?;
    registry.method(name, "string opAdd(const string &in) const", |vm: &Vm, call: &mut Call<'_>| {
        // SAFETY: declared so above.
        unsafe {
            let text = T::text(vm, call.object::<u8>().cast_const())?;
            let other = call.next::<&ScriptString>();
            call.give(
                other.with_bytes(|other| ScriptString::from_bytes(&[text.as_bytes(), other].concat()))?,
            );
        }
        Ok(())
    })?;
    registry.method(name, "string opAdd_r(const string &in) const", |vm: &Vm, call: &mut Call<'_>| {
        // SAFETY: declared so above.
        unsafe {
            let text = T::text(vm, call.object::<u8>().cast_const())?;
            let other = call.next::<&ScriptString>();
            call.give(
                other.with_bytes(|other| ScriptString::from_bytes(&[other, text.as_bytes()].concat()))?,
            );
        }
        Ok(())
    })
}
