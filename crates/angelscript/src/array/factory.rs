//! Which arrays there are, and how scripts make them.

#![allow(unsafe_code)] // reads the library's stack

use std::ffi::{CString, c_int};
use std::ptr::{self, NonNull};

use glotta_angelscript_sys as sys;
use glotta_core::{ErrorKind, ScriptError};

use super::element::{Form, default_factory};
use super::{Batch, ScriptArray, known, length, new, type_name, with};
use crate::native::{Call, Owned, Parameter, ScriptType};
use crate::registry::Registry;
use crate::vm::Vm;

const NAME: &str = ScriptArray::NAME;

/// `int&in`, by which the library hands over the type that an array is to have.
pub(super) struct TypeOf(pub(super) *mut sys::TypeInfo);

impl Parameter<'_> for TypeOf {
    const SLOTS: usize = crate::native::POINTER;

    fn declaration() -> String {
        "int&in".to_owned()
    }

    unsafe fn read(place: *const u8) -> Self {
        // SAFETY: a pointer stands there.
        Self(unsafe { place.cast::<*mut sys::TypeInfo>().read_unaligned() })
    }
}

/// `const T &in`: the address of a value, an object or a handle.
pub(super) struct Given(*const u8);

impl Given {
    /// The address.
    ///
    /// # Errors
    /// [`ErrorKind::Runtime`] if there is nothing: the library passes on what a script uses before it is initialised.
    pub(super) fn get(&self) -> Result<*const u8, ScriptError> {
        if self.0.is_null() {
            return Err(ScriptError::new(
                ErrorKind::Runtime,
                "null handle: a variable was used before it was initialised",
            ));
        }
        Ok(self.0)
    }
}

impl Parameter<'_> for Given {
    const SLOTS: usize = crate::native::POINTER;

    fn declaration() -> String {
        "const T &in".to_owned()
    }

    unsafe fn read(place: *const u8) -> Self {
        // SAFETY: a pointer stands there.
        Self(unsafe { place.cast::<*const u8>().read_unaligned() })
    }
}

/// Registers which arrays there are, and how they are made.
pub(super) fn register(registry: Registry<'_>) -> Result<(), ScriptError> {
    registry.behaviour(
        NAME,
        sys::BEHAVE_TEMPLATE_CALLBACK,
        "bool f(int&in, bool&out)",
        |vm: &Vm, call: &mut Call<'_>| {
            // SAFETY: declared so; the second is the address of a truth value of the library's.
            unsafe {
                let array: TypeOf = call.next();
                let uncollected: TypeOf = call.next();
                let can_be = examine(vm, array.0);
                if let Ok(collected) = &can_be {
                    uncollected.0.cast::<bool>().write(!collected);
                }
                call.give(can_be.is_ok());
                if let Err(reason) = can_be {
                    tell(vm, &reason);
                }
            }
            Ok(())
        },
    )?;
    registry.behaviour(
        NAME,
        sys::BEHAVE_FACTORY,
        "array<T>@ f(int&in)",
        |vm: &Vm, call: &mut Call<'_>| {
            // SAFETY: declared so.
            unsafe {
                let array: TypeOf = call.next();
                give(call, new(vm, array.0, 0)?);
            }
            Ok(())
        },
    )?;
    registry.behaviour(
        NAME,
        sys::BEHAVE_FACTORY,
        "array<T>@ f(int&in, int64 length) explicit",
        |vm: &Vm, call: &mut Call<'_>| {
            // SAFETY: declared so.
            unsafe {
                let array: TypeOf = call.next();
                let count = length(call.next::<i64>())?;
                give(call, new(vm, array.0, count)?);
            }
            Ok(())
        },
    )?;
    registry.behaviour(
        NAME,
        sys::BEHAVE_FACTORY,
        "array<T>@ f(int&in, int64 length, const T &in value)",
        |vm: &Vm, call: &mut Call<'_>| {
            // SAFETY: declared so; the compiler keeps the value alive for the call.
            unsafe {
                let array: TypeOf = call.next();
                let count = length(call.next::<i64>())?;
                let value: Given = call.next();
                let element = known::element(vm, array.0)?;
                let elements = Batch::repeated(vm, element.as_ref(), count, value.get()?)?;
                give(call, with(vm, array.0, elements)?);
            }
            Ok(())
        },
    )?;
    registry.behaviour(
        NAME,
        sys::BEHAVE_LIST_FACTORY,
        "array<T>@ f(int&in, int&in) {repeat T}",
        |vm: &Vm, call: &mut Call<'_>| {
            // SAFETY: declared so; the second is the address of the list.
            unsafe {
                let array: TypeOf = call.next();
                let list: Given = call.next();
                let element = known::element(vm, array.0)?;
                let elements = from_list(vm, element.as_ref(), list.get()?.cast_mut())?;
                give(call, with(vm, array.0, elements)?);
            }
            Ok(())
        },
    )
}

/// Hands over a new array.
///
/// # Safety
/// The function was declared with such a result.
unsafe fn give(call: &mut Call<'_>, array: NonNull<ScriptArray>) {
    // SAFETY: said above.
    unsafe { call.give(Owned(Some(array))) };
}

/// The elements of a list that the compiler laid out: how many there are, and then one after the other.
///
/// # Safety
/// Such a list of elements of that type lies there.
unsafe fn from_list<'v>(
    vm: &'v Vm,
    element: &'v super::element::Element,
    list: *mut u8,
) -> Result<Batch<'v>, ScriptError> {
    let mut elements = Batch::new(vm, element);
    // SAFETY: said above. What is taken out of the list is overwritten with zeros, which the library knows as nothing;
    // so everything has one owner.
    unsafe {
        let count = list.cast::<u32>().read_unaligned() as usize;
        let first = list.add(size_of::<u32>());
        if element.form == Form::Object && sys::glas_type_flags(element.info) & sys::OBJ_VALUE != 0 {
            // Values that lie in arrays by pointer lie in lists as they are.
            let size = sys::glas_type_size(element.info) as usize;
            return Batch::each(vm, element, count, |index, place| {
                element.copy(vm, first.add(index * size), place)
            });
        }
        elements.extend_bits(first, count)?;
        ptr::write_bytes(first, 0, count * element.size);
    }
    Ok(elements)
}

/// Tells the compiler why there is no such array.
fn tell(vm: &Vm, reason: &str) {
    let text = CString::new(reason).unwrap_or_default();
    // SAFETY: the engine is alive; the texts end with a zero and are copied.
    unsafe {
        sys::glas_engine_write_message(
            vm.engine(),
            c"".as_ptr(),
            0,
            0,
            sys::MSGTYPE_ERROR as c_int,
            text.as_ptr(),
        );
    }
}

/// Whether an array of that type can be part of a ring of objects that hold each other; why there can be none at all.
fn examine(vm: &Vm, array: *mut sys::TypeInfo) -> Result<bool, String> {
    // SAFETY: the library asks about a type that is alive.
    let type_id = unsafe { sys::glas_type_subtype_id(array, 0) };
    if type_id == sys::TYPEID_VOID {
        return Err("array<void>: there is nothing to put into it".to_owned());
    }
    // Types of scripts are still being compiled, so what is found now may not be remembered.
    // SAFETY: the engine is alive; null for primitives.
    let info = unsafe { sys::glas_type_by_id(vm.engine(), type_id) };
    if info.is_null() {
        return Ok(false);
    }
    let handle = type_id & sys::TYPEID_OBJHANDLE != 0;
    // SAFETY: the type is alive.
    let flags = unsafe { sys::glas_type_flags(info) };
    if flags & sys::OBJ_ENUM != 0 {
        return Ok(false);
    }
    let name = type_name(vm, type_id);
    let only_handles = |why: &str| Err(format!("array<{name}>: {why}: use array<{name}@>"));
    if flags & sys::OBJ_FUNCDEF != 0 {
        // What a function is bound to may hold the array.
        return if handle { Ok(true) } else { only_handles("functions are held by handle") };
    }
    if !handle && flags & sys::OBJ_REF != 0 {
        if flags & sys::OBJ_ABSTRACT != 0 {
            return only_handles("the class is abstract");
        }
        // SAFETY: the type is alive.
        let cannot_be_made = unsafe { default_factory(info).is_null() };
        if cannot_be_made {
            return if flags & sys::OBJ_NOHANDLE != 0 {
                Err(format!("array<{name}>: objects of {name} are part of others"))
            } else {
                only_handles("objects of it cannot be made without arguments")
            };
        }
    }
    if flags & sys::OBJ_SCRIPT_OBJECT != 0 && handle && flags & sys::OBJ_NOINHERIT == 0 {
        // A class that inherits from this one may hold the array, and so may what implements an interface.
        return Ok(true);
    }
    Ok(flags & sys::OBJ_GC != 0)
}
