//! The strings that literals in scripts stand for: one for each text, kept as long as compiled code uses it.

#![allow(unsafe_code)] // called by the library

use std::cell::RefCell;
use std::collections::HashMap;
use std::ffi::{c_char, c_int, c_void};
use std::ptr;
use std::slice;

use glotta_angelscript_sys as sys;
use glotta_core::ScriptError;

use super::ScriptString;
use crate::registry::{Registry, c_text};

/// The literals of one engine. Compiled code holds the addresses of the strings.
#[derive(Debug, Default)]
struct Literals(RefCell<Known>);

#[derive(Debug, Default)]
struct Known {
    /// The address of the string for a text.
    by_text: HashMap<Box<[u8]>, usize>,
    by_address: HashMap<usize, Literal>,
}

#[derive(Debug)]
struct Literal {
    /// Where it lies does not change.
    string: Box<ScriptString>,
    uses: usize,
}

impl Literals {
    /// The string for a text; none if there is no memory for it.
    fn get(&self, text: &[u8]) -> Option<*const ScriptString> {
        let known = &mut *self.0.borrow_mut();
        if let Some(address) = known.by_text.get(text)
            && let Some(literal) = known.by_address.get_mut(address)
        {
            literal.uses += 1;
            return Some(&raw const *literal.string);
        }
        let string = Box::new(ScriptString::from_bytes(text).ok()?);
        let place: *const ScriptString = &raw const *string;
        known.by_text.insert(text.into(), place.addr());
        known.by_address.insert(place.addr(), Literal { string, uses: 1 });
        Some(place)
    }

    /// Lets go of a string; false if it is none of these.
    fn release(&self, address: usize) -> bool {
        let known = &mut *self.0.borrow_mut();
        let Some(literal) = known.by_address.get_mut(&address) else { return false };
        literal.uses -= 1;
        if literal.uses == 0
            && let Some(literal) = known.by_address.remove(&address)
        {
            literal.string.with_bytes(|text| known.by_text.remove(text));
        }
        true
    }

    /// Lends the bytes of a string.
    fn with<R>(&self, address: usize, body: impl FnOnce(&[u8]) -> R) -> Option<R> {
        let known = self.0.borrow();
        known.by_address.get(&address).map(|literal| literal.string.with_bytes(body))
    }
}

/// Tells the library what literals are.
pub(super) fn register(registry: Registry<'_>) -> Result<(), ScriptError> {
    let literals = Box::new(Literals::default());
    let user = ptr::from_ref(&*literals).cast_mut().cast::<c_void>();
    registry.vm.keep(literals);
    let name = c_text("string")?;
    // SAFETY: the engine is alive; the literals are kept as long as it, where they are.
    let result = unsafe {
        sys::glas_register_string_factory(registry.vm.engine(), name.as_ptr(), get, release, raw, user)
    };
    if result < 0 {
        return Err(ScriptError::host(format!(
            "AngelScript refuses the type of string literals: error {result}"
        )));
    }
    Ok(())
}

unsafe extern "C" fn get(user: *mut c_void, data: *const c_char, length: u32) -> *const c_void {
    // SAFETY: `register` gave the literals; the library gives as many bytes as it says.
    let (literals, text) = unsafe { (&*user.cast::<Literals>(), bytes(data, length)) };
    literals.get(text).map_or(ptr::null(), <*const ScriptString>::cast)
}

unsafe extern "C" fn release(user: *mut c_void, string: *const c_void) -> c_int {
    // SAFETY: as above.
    let literals = unsafe { &*user.cast::<Literals>() };
    if literals.release(string.addr()) { sys::SUCCESS } else { sys::ERROR }
}

unsafe extern "C" fn raw(
    user: *mut c_void,
    string: *const c_void,
    data: *mut c_char,
    length: *mut u32,
) -> c_int {
    // SAFETY: as above; the places are null, or large enough, since the library asks for the length first.
    let copied = unsafe {
        (*user.cast::<Literals>()).with(string.addr(), |text| {
            if !length.is_null() {
                length.write(u32::try_from(text.len()).unwrap_or(u32::MAX));
            }
            if !data.is_null() {
                ptr::copy_nonoverlapping(text.as_ptr(), data.cast(), text.len());
            }
        })
    };
    if copied.is_some() { sys::SUCCESS } else { sys::ERROR }
}

/// Bytes of the library's.
///
/// # Safety
/// There are as many, and they live as long as is said of them.
unsafe fn bytes<'a>(data: *const c_char, length: u32) -> &'a [u8] {
    if data.is_null() {
        return &[];
    }
    // SAFETY: said above.
    unsafe { slice::from_raw_parts(data.cast(), length as usize) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_has_one_string_until_its_last_use_ends() {
        let literals = Literals::default();
        let one = literals.get(b"text").expect("room");
        assert_eq!(literals.get(b"text"), Some(one));
        let other = literals.get(b"other").expect("room");
        assert_ne!(one, other);
        assert_eq!(literals.with(one.addr(), <[u8]>::to_vec).as_deref(), Some(&b"text"[..]));
        assert!(literals.release(one.addr()));
        assert!(literals.with(one.addr(), |_| ()).is_some());
        assert!(literals.release(one.addr()));
        assert!(!literals.release(one.addr()));
        assert!(literals.with(one.addr(), |_| ()).is_none());
        assert!(literals.release(other.addr()));
        assert!(literals.0.borrow().by_text.is_empty());
    }

    #[test]
    fn an_empty_text_is_a_literal_too() {
        let literals = Literals::default();
        let empty = literals.get(b"").expect("room");
        assert_eq!(literals.with(empty.addr(), <[u8]>::len), Some(0));
    }
}
