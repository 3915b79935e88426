//! [`Value`]s as what scripts hold.

#![allow(unsafe_code)] // writes to places of the library

use std::ffi::c_void;
use std::ptr::{self, NonNull};

use glotta_angelscript_sys as sys;
use glotta_core::{Callback, ErrorKind, ScriptError, Value, int_in_range, narrow_float};

use crate::array::{self, ScriptArray};
use crate::callbacks;
use crate::data::ScriptData;
use crate::dictionary::ScriptDictionary;
use crate::entity::{ScriptAsset, ScriptEntity};
use crate::native::POINTER;
use crate::native::Parameter;
use crate::objects::ScriptObject;
use crate::read::type_name;
use crate::string::ScriptString;
use crate::types::{Kind, Tag};
use crate::value::{ScriptValue, Valued};
use crate::vectors::{ScriptQuat, ScriptVec2, ScriptVec3};
use crate::vm::Vm;

/// `?&out`: a variable of any type, which holds something already: a value, an object, or no handle.
#[derive(Clone, Copy, Debug)]
pub(crate) struct AnyOut {
    place: *mut u8,
    type_id: i32,
}

impl Parameter<'_> for AnyOut {
    const SLOTS: usize = POINTER + 1;

    fn declaration() -> String {
        "?&out".to_owned()
    }

    #[inline]
    unsafe fn read(place: *const u8) -> Self {
        // SAFETY: a pointer and a type's number stand there.
        unsafe {
            Self {
                place: place.cast::<*mut u8>().read_unaligned(),
                type_id: place.add(POINTER * 4).cast::<i32>().read_unaligned(),
            }
        }
    }
}

impl AnyOut {
    /// Puts a value into the variable.
    ///
    /// # Errors
    /// As [`place`]; then the variable keeps what it has.
    pub(crate) fn set(self, vm: &Vm, value: &Value) -> Result<(), ScriptError> {
        if self.place.is_null() {
            // The compiler passes the object of a handle, which does not exist yet.
            let name = type_name(vm, self.type_id);
            return Err(ScriptError::new(
                ErrorKind::Type,
                format!("a value cannot be put into a handle of {name}: declare the variable without @"),
            ));
        }
        // SAFETY: a variable of that type lies there.
        unsafe { assign(vm, self.type_id, value, self.place) }
    }
}

/// What does not fit a type of scripts.
#[cold]
fn mismatch(vm: &Vm, type_id: i32, value: &Value) -> ScriptError {
    ScriptError::type_mismatch(&type_name(vm, type_id), &value.describe())
}

/// The numbers that an unsigned type of 64 bits can have.
pub(crate) fn unsigned(number: i64) -> Result<u64, ScriptError> {
    u64::try_from(number)
        .map_err(|_| ScriptError::argument(format!("{number} is out of range: expected 0 to {}", i64::MAX)))
}

/// Writes a value as the type of that number to a place that holds nothing yet. Of a type that scripts hold by handle,
/// also where it is declared without one, it writes the pointer to an object that is held once for whoever owns the
/// place; [`drop_place`] ends what was written.
///
/// # Errors
/// What [`Value`]'s `as_…` methods say of a value that does not fit; then nothing was written.
///
/// # Safety
/// The place is large enough for such a value.
pub(crate) unsafe fn place(vm: &Vm, type_id: i32, value: &Value, place: *mut u8) -> Result<(), ScriptError> {
    /// Writes what may be at an address that does not fit its type.
    ///
    /// # Safety
    /// There is room for it.
    unsafe fn write<T>(place: *mut u8, value: T) {
        // SAFETY: said above.
        unsafe { place.cast::<T>().write_unaligned(value) };
    }
    let integer = || value.as_int();
    // SAFETY: the caller says that there is room for what the number stands for.
    unsafe {
        match vm.kind(type_id) {
            Kind::Null => return Err(mismatch(vm, type_id, value)),
            Kind::Bool => write(place, u8::from(value.as_bool()?)),
            Kind::Int8 => write(place, int_in_range(integer()?, i8::MIN, i8::MAX)?),
            Kind::Int16 => write(place, int_in_range(integer()?, i16::MIN, i16::MAX)?),
            Kind::Int32 | Kind::Enum => write(place, int_in_range(integer()?, i32::MIN, i32::MAX)?),
            Kind::Int64 => write(place, integer()?),
            Kind::Uint8 => write(place, int_in_range(integer()?, u8::MIN, u8::MAX)?),
            Kind::Uint16 => write(place, int_in_range(integer()?, u16::MIN, u16::MAX)?),
            Kind::Uint32 => write(place, int_in_range(integer()?, u32::MIN, u32::MAX)?),
            Kind::Uint64 => write(place, unsigned(integer()?)?),
            Kind::Float => write(place, narrow_float(value.as_float()?)?),
            Kind::Double => write(place, value.as_float()?),
            Kind::Ours(Tag::String) => write(place, ScriptString::new(value.as_str()?)?),
            Kind::Ours(Tag::Vec2) => write(place, ScriptVec2::new(value.as_vec2()?)),
            Kind::Ours(Tag::Vec3) => write(place, ScriptVec3::new(value.as_vec3()?)),
            Kind::Ours(Tag::Quat) => write(place, ScriptQuat::new(value.as_quat()?)),
            Kind::Ours(Tag::Entity) => write(place, ScriptEntity::new(value.as_entity()?)),
            Kind::Ours(Tag::Asset) => write(place, ScriptAsset::new(value.as_asset()?)),
            Kind::Ours(Tag::Value) => write(place, ScriptValue::copy_of(value)?),
            Kind::Handle(_) | Kind::Script { handle: true } | Kind::Function if value.is_null() => {
                write(place, ptr::null::<c_void>());
            }
            Kind::Ours(tag) | Kind::Handle(tag) => write(place, object(vm, type_id, tag, value)?),
            Kind::Function => write(place, function(vm, type_id, value)?),
            Kind::Script { .. } => return Err(mismatch(vm, type_id, value)),
        }
    }
    Ok(())
}

/// A new object of a type that scripts hold by handle, held once.
fn object(vm: &Vm, type_id: i32, tag: Tag, value: &Value) -> Result<*mut c_void, ScriptError> {
    Ok(match tag {
        Tag::Dictionary => {
            value.as_table()?;
            ScriptDictionary::copy_of(value)?.as_ptr().cast()
        }
        Tag::Array => list(vm, array::by_id(vm, type_id), value.as_list()?)?.as_ptr().cast(),
        Tag::Object => ScriptObject::hold(vm, value.as_object(&type_name(vm, type_id))?)?.as_ptr().cast(),
        Tag::Data => return Err(ScriptError::type_mismatch("data reference", &value.describe())),
        Tag::Component | Tag::Typed => {
            return Err(ScriptError::type_mismatch("component handle", &value.describe()));
        }
        _ => return Err(mismatch(vm, type_id, value)),
    })
}

/// The function of this language that a value is, held once, if it is of that type of functions.
fn function(vm: &Vm, type_id: i32, value: &Value) -> Result<*mut sys::Function, ScriptError> {
    let callback = value.as_function()?;
    let function = callbacks::function_of(vm, callback).ok_or_else(|| {
        if callback.belongs_to(&vm.releases) {
            return Callback::cut_off();
        }
        ScriptError::type_mismatch(
            &type_name(vm, type_id),
            &format!("a function of {}: keep it as a Value, and use its call", callback.language()),
        )
    })?;
    // SAFETY: the function is alive as long as its callback.
    unsafe {
        if !sys::glas_function_is_compatible(function, type_id) {
            return Err(ScriptError::type_mismatch(
                &type_name(vm, type_id),
                "a function with other parameters or another result",
            ));
        }
        sys::glas_function_add_ref(function);
    }
    Ok(function)
}

/// Ends what [`place`] has written.
///
/// # Safety
/// It was written there as that type, and is not used after. Destructors of scripts may run.
pub(crate) unsafe fn drop_place(vm: &Vm, type_id: i32, place: *mut u8) {
    // SAFETY: such a value lies there.
    unsafe {
        match vm.kind(type_id) {
            Kind::Ours(Tag::String) => drop(place.cast::<ScriptString>().read_unaligned()),
            Kind::Ours(Tag::Value) => drop(place.cast::<ScriptValue>().read_unaligned()),
            Kind::Ours(Tag::Vec2 | Tag::Vec3 | Tag::Quat | Tag::Entity | Tag::Asset) => {}
            Kind::Ours(tag) | Kind::Handle(tag) => {
                release(vm, type_id, tag, place.cast::<*mut c_void>().read_unaligned());
            }
            Kind::Function => {
                let function = place.cast::<*mut sys::Function>().read_unaligned();
                if !function.is_null() {
                    sys::glas_function_release(function);
                }
            }
            Kind::Script { .. } => {
                let object = place.cast::<*mut c_void>().read_unaligned();
                if !object.is_null() {
                    sys::glas_object_release(vm.engine(), object, sys::glas_type_by_id(vm.engine(), type_id));
                }
            }
            _ => {}
        }
    }
}

/// Lets go of an object of ours, or of none.
unsafe fn release(vm: &Vm, type_id: i32, tag: Tag, object: *mut c_void) {
    let Some(object) = NonNull::new(object) else { return };
    // SAFETY: the caller has held an object of that type.
    unsafe {
        match tag {
            Tag::Dictionary => ScriptDictionary::release(object.cast()),
            Tag::Data => ScriptData::release(object.cast()),
            Tag::Object => ScriptObject::release(vm, object.cast()),
            _ => sys::glas_object_release(
                vm.engine(),
                object.as_ptr(),
                sys::glas_type_by_id(vm.engine(), type_id),
            ),
        }
    }
}

/// Writes a value to a place that holds something of that type already: an object of a type that scripts hold by handle
/// is assigned to, a handle must be null.
///
/// # Errors
/// As [`place`]; then the place keeps what it has.
///
/// # Safety
/// Such a thing lies there.
pub(crate) unsafe fn assign(
    vm: &Vm,
    type_id: i32,
    value: &Value,
    target: *mut u8,
) -> Result<(), ScriptError> {
    // SAFETY: an object of that type lies there.
    unsafe {
        match vm.kind(type_id) {
            Kind::Ours(Tag::String) => {
                let new = ScriptString::new(value.as_str()?)?;
                drop(target.cast::<ScriptString>().replace(new));
            }
            Kind::Ours(Tag::Value) => (*target.cast::<ScriptValue>()).set(ScriptValue::copy_of(value)?),
            Kind::Ours(Tag::Dictionary) => {
                value.as_table()?;
                let new = ScriptDictionary::copy_of(value)?;
                let result = (*target.cast::<ScriptDictionary>()).assign(new.as_ref());
                ScriptDictionary::release(new);
                result?;
            }
            Kind::Ours(Tag::Data) => {
                (*target.cast::<ScriptData>()).store(vm, value.clone())?;
            }
            Kind::Ours(tag @ Tag::Array) => {
                let new = object(vm, type_id, tag, value)?;
                let info = sys::glas_type_by_id(vm.engine(), type_id);
                sys::glas_object_assign(vm.engine(), target.cast(), new, info);
                sys::glas_object_release(vm.engine(), new, info);
            }
            _ => place(vm, type_id, value, target)?,
        }
    }
    Ok(())
}

/// A new array with these elements, held once.
///
/// # Errors
/// What [`place`] says of the first element that does not fit, with its number: `element 2: expected int, got string
/// "x"`; [`glotta_core::ErrorKind::OutOfMemory`].
pub(crate) fn list(
    vm: &Vm,
    array_type: *mut sys::TypeInfo,
    items: &[Value],
) -> Result<NonNull<ScriptArray>, ScriptError> {
    let array = array::new(vm, array_type, items.len())?;
    // SAFETY: the array is new, and has as many elements.
    let filled = unsafe { fill(vm, array.as_ref(), items) };
    if let Err(error) = filled {
        // SAFETY: it was held once, for this function.
        unsafe { sys::glas_object_release(vm.engine(), array.as_ptr().cast(), array_type) };
        return Err(error);
    }
    Ok(array)
}

/// Puts values into an array that has as many elements.
unsafe fn fill(vm: &Vm, array: &ScriptArray, items: &[Value]) -> Result<(), ScriptError> {
    for (index, item) in items.iter().enumerate() {
        let element = array.element_at(index);
        // SAFETY: the element is one of that type, and a handle in it is null.
        unsafe { assign(vm, element.type_id, item, element.place.cast_mut()) }
            .map_err(|error| error.within(format_args!("element {}", index + 1)))?;
    }
    Ok(())
}
