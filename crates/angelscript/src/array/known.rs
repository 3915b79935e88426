//! What is known of types of arrays, and finding them.

#![allow(unsafe_code)] // asks the library about types

use std::cell::{Cell, RefCell};
use std::collections::HashMap;
use std::ffi::c_void;
use std::ptr::NonNull;

use glotta_angelscript_sys as sys;
use glotta_core::ScriptError;

use super::element::Element;
use crate::native::ScriptType;
use crate::registry::{Registry, c_text};
use crate::vm::{Vm, text};

/// The types that were looked up by name.
#[derive(Debug, Default)]
pub(crate) struct Arrays {
    /// These are held until the end.
    types: RefCell<HashMap<&'static str, NonNull<sys::TypeInfo>>>,
    /// The library's numbers of types of elements.
    items: RefCell<HashMap<&'static str, i32>>,
    /// See [`Self::orders_constant_handles`].
    constant_handles: Cell<Option<bool>>,
}

impl Arrays {
    /// Whether a function that orders the handles of an array takes them as `T@ const &in`, as this version of the library
    /// reads the declaration of the function; if not, as `T@ &in`.
    pub(crate) fn orders_constant_handles(&self, vm: &Vm) -> bool {
        if let Some(known) = self.constant_handles.get() {
            return known;
        }
        let found = type_of(vm, "array<dictionary@>::less").is_ok_and(|order| {
            // SAFETY: the type is held; the text is copied at once.
            let declared = unsafe {
                let function = sys::glas_type_signature(order);
                if function.is_null() {
                    return false;
                }
                text(sys::glas_function_declaration(function, false, false, false))
            };
            declared.replace(' ', "").contains("@const&")
        });
        self.constant_handles.set(Some(found));
        found
    }

    /// Lets go of the types. To be called before the engine ends.
    pub(crate) fn close(&self) {
        for (_, info) in self.types.take() {
            // SAFETY: `type_of` held it.
            unsafe { sys::glas_type_release(info.as_ptr()) };
        }
    }
}

/// A type of elements that lies in arrays as Rust has it, and may be copied as bytes.
pub(crate) trait Item: Copy + 'static {
    /// Its name in scripts.
    const NAME: &'static str;
}

impl<T: ScriptType + Copy> Item for T {
    const NAME: &'static str = <T as ScriptType>::NAME;
}

macro_rules! items {
    ($($rust:ty, $name:literal;)+) => {$(
        impl Item for $rust {
            const NAME: &'static str = $name;
        }
    )+};
}

items! {
    i8, "int8"; i16, "int16"; i32, "int"; i64, "int64";
    u8, "uint8"; u16, "uint16"; u32, "uint"; u64, "uint64";
    f32, "float"; f64, "double";
}

/// The type of arrays that is declared so: `array<Entity>`. It is kept.
///
/// # Errors
/// [`glotta_core::ErrorKind::Host`] if there is no such type.
pub(crate) fn type_of(vm: &Vm, declaration: &'static str) -> Result<*mut sys::TypeInfo, ScriptError> {
    if let Some(known) = vm.arrays.types.borrow().get(declaration) {
        return Ok(known.as_ptr());
    }
    let text = c_text(declaration)?;
    // SAFETY: the engine is alive, and the text ends with a zero. The type is held from here on.
    let found = unsafe {
        let found = sys::glas_type_by_declaration(vm.engine(), text.as_ptr());
        if !found.is_null() {
            sys::glas_type_add_ref(found);
        }
        found
    };
    let info = NonNull::new(found).ok_or_else(|| unknown(declaration))?;
    vm.arrays.types.borrow_mut().insert(declaration, info);
    Ok(info.as_ptr())
}

/// The library's number of the type that is declared so.
///
/// # Errors
/// [`glotta_core::ErrorKind::Host`] if there is no such type.
pub(crate) fn type_id(vm: &Vm, declaration: &str) -> Result<i32, ScriptError> {
    let text = c_text(declaration)?;
    // SAFETY: the engine is alive, and the text ends with a zero.
    let type_id = unsafe { sys::glas_type_id(vm.engine(), text.as_ptr()) };
    if type_id < 0 { Err(unknown(declaration)) } else { Ok(type_id) }
}

/// The type with that number; null for none.
pub(crate) fn by_id(vm: &Vm, type_id: i32) -> *mut sys::TypeInfo {
    // SAFETY: the engine is alive.
    unsafe { sys::glas_type_by_id(vm.engine(), type_id) }
}

#[cold]
fn unknown(declaration: &str) -> ScriptError {
    ScriptError::host(format!("AngelScript has no type `{declaration}`"))
}

/// The library's number of a type of elements, looked up once.
pub(super) fn item_id(vm: &Vm, name: &'static str) -> Result<i32, ScriptError> {
    if let Some(known) = vm.arrays.items.borrow().get(name) {
        return Ok(*known);
    }
    let found = type_id(vm, name)?;
    vm.arrays.items.borrow_mut().insert(name, found);
    Ok(found)
}

/// What the elements of a type of arrays are. It is found out once, and kept beside the type, as long as it.
pub(super) fn element(vm: &Vm, array: *mut sys::TypeInfo) -> Result<NonNull<Element>, ScriptError> {
    if array.is_null() {
        return Err(ScriptError::host("an array of a type that AngelScript does not have"));
    }
    // SAFETY: the type is alive; what is kept beside types of arrays is written here only.
    unsafe {
        if let Some(known) = NonNull::new(sys::glas_type_user_data(array).cast::<Element>()) {
            return Ok(known);
        }
        let element = NonNull::from(Box::leak(Box::new(Element::look_up(vm, array)?)));
        sys::glas_type_set_user_data(array, element.as_ptr().cast());
        Ok(element)
    }
}

/// Has what is kept beside types of arrays freed with them.
pub(super) fn register(registry: Registry<'_>) {
    // SAFETY: the engine is alive.
    unsafe { sys::glas_engine_set_type_cleanup(registry.vm.engine(), forget) };
}

/// The numbers that are kept beside our own types are smaller than any address.
const LARGEST_TAG: usize = 4096;

/// Frees what is kept beside a type of arrays.
unsafe extern "C" fn forget(info: *mut sys::TypeInfo) {
    // SAFETY: the type is about to end, and nobody has arrays of it, which would hold it. Only `element` keeps an address
    // beside instances of the template.
    unsafe {
        let kept: *mut c_void = sys::glas_type_user_data(info);
        if sys::glas_type_flags(info) & sys::OBJ_TEMPLATE != 0 && kept.addr() > LARGEST_TAG {
            drop(Box::from_raw(kept.cast::<Element>()));
        }
    }
}
