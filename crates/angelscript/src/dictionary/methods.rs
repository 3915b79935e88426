//! What scripts can do with a dictionary.

use std::ptr::{self, NonNull};

use glotta_angelscript_sys as sys;
use glotta_core::{ScriptError, Value};

use crate::array;
use crate::dictionary::ScriptDictionary;
use crate::native::{Any, Call, Owned, Reference, ScriptType, native};
use crate::push::{self, AnyOut};
use crate::read;
use crate::registry::Registry;
use crate::string::ScriptString;
use crate::types::{Kind, Tag};
use crate::value::{self, ScriptValue};
use crate::vm::Vm;

/// Registers the type itself, so that others can name it.
///
/// # Errors
/// [`glotta_core::ErrorKind::Host`] if the library refuses a declaration.
pub(crate) fn declare(registry: Registry<'_>) -> Result<(), ScriptError> {
    let name = ScriptDictionary::NAME;
    registry.object_type(name, Tag::Dictionary, 0, sys::OBJ_REF)?;
    registry.behaviour(name, sys::BEHAVE_ADDREF, "void f()", |_: &Vm, call: &mut Call<'_>| {
        // SAFETY: the library names the object by a handle.
        unsafe { &*call.object::<ScriptDictionary>() }.add_ref();
        Ok(())
    })?;
    registry.behaviour(name, sys::BEHAVE_RELEASE, "void f()", |_: &Vm, call: &mut Call<'_>| {
        if let Some(object) = NonNull::new(call.object::<ScriptDictionary>()) {
            // SAFETY: the handle that is given up was counted.
            unsafe { ScriptDictionary::release(object) };
        }
        Ok(())
    })?;
    native!(registry, factory ScriptDictionary, (_vm) { ScriptDictionary::empty().map(|made| Owned(Some(made))) })?;
    native!(registry, factory ScriptDictionary, (_vm, other: &ScriptDictionary) {
        ScriptDictionary::filled(|this| this.assign(other)).map(|made| Owned(Some(made)))
    })
}

/// Registers what dictionaries can do. The other types must be declared.
///
/// # Errors
/// [`glotta_core::ErrorKind::Host`] if the library refuses a declaration.
pub(crate) fn register(registry: Registry<'_>) -> Result<(), ScriptError> {
    registry.behaviour(
        ScriptDictionary::NAME,
        sys::BEHAVE_LIST_FACTORY,
        "dictionary@ f(int &in) {repeat {string, ?}}",
        from_list,
    )?;
    entries(registry)?;
    native!(registry, method ScriptDictionary, "isEmpty" const (_vm, this) -> bool { Ok(this.len() == 0) })?;
    native!(registry, method ScriptDictionary, "getSize" const (_vm, this) -> u32 {
        Ok(u32::try_from(this.len()).unwrap_or(u32::MAX))
    })?;
    native!(registry, method ScriptDictionary, "deleteAll" mut (_vm, this) -> () {
        this.clear();
        Ok(())
    })?;
    registry.method(ScriptDictionary::NAME, "array<string>@ getKeys() const", |vm: &Vm, call: &mut Call<'_>| {
        // SAFETY: declared so above.
        unsafe {
            let this = &*call.object::<ScriptDictionary>();
            give_names(vm, call, &this.names())
        }
    })?;
    native!(registry, method ScriptDictionary, "opAssign" mut (_vm, this, other: &ScriptDictionary) -> Reference<ScriptDictionary> {
        this.assign(other)?;
        Ok(Reference(this))
    })?;
    native!(registry, method ScriptDictionary, "opEquals" const (_vm, this, other: &ScriptDictionary) -> bool {
        Ok(this.equals(other))
    })
}

/// One entry.
fn entries(registry: Registry<'_>) -> Result<(), ScriptError> {
    native!(registry, method ScriptDictionary, "set" mut (vm, this, name: &ScriptString, value: Any<'_>) -> () {
        this.insert(&name_of(name)?, value::stored(vm, value)?)
    })?;
    native!(registry, method ScriptDictionary, "get" const (vm, this, name: &ScriptString, out: AnyOut) -> bool {
        let Some(value) = this.get(&name_of(name)?) else { return Ok(false) };
        match value.with(|value| out.set(vm, value)) {
            Ok(()) => Ok(true),
            Err(error) if error.kind() == glotta_core::ErrorKind::OutOfMemory => Err(error),
            // It is there, but not as what the script asked for.
            Err(_) => Ok(false),
        }
    })?;
    native!(registry, method ScriptDictionary, "exists" const (_vm, this, name: &ScriptString) -> bool {
        Ok(this.get(&name_of(name)?).is_some())
    })?;
    native!(registry, method ScriptDictionary, "delete" mut (_vm, this, name: &ScriptString) -> bool {
        Ok(this.remove(&name_of(name)?))
    })?;
    native!(registry, method ScriptDictionary, "opIndex" mut (_vm, this, name: &ScriptString) -> Reference<ScriptValue> {
        this.place(&name_of(name)?).map(Reference)
    })?;
    registry.method(
        ScriptDictionary::NAME,
        "const Value &opIndex(const string &in) const",
        |_: &Vm, call: &mut Call<'_>| {
            // SAFETY: declared so above.
            unsafe {
                let this = &*call.object::<ScriptDictionary>();
                let name: &ScriptString = call.next();
                call.give(Reference(this.look(&name_of(name)?)));
            }
            Ok(())
        },
    )
}

/// A name of an entry.
fn name_of(name: &ScriptString) -> Result<String, ScriptError> {
    name.with_bytes(|bytes| read::text(bytes).map(str::to_owned))
        .map_err(|error| error.within("a name in the dictionary"))
}

/// Hands over names as the result of a function that gives an `array<string>@`.
///
/// # Errors
/// [`glotta_core::ErrorKind::OutOfMemory`].
///
/// # Safety
/// The function was declared so.
pub(crate) unsafe fn give_names(vm: &Vm, call: &mut Call<'_>, names: &[String]) -> Result<(), ScriptError> {
    let names: Vec<Value> = names.iter().map(|name| Value::from(name.as_str())).collect();
    let list = push::list(vm, array::type_of(vm, "array<string>")?, &names)?;
    // SAFETY: said above.
    unsafe { call.give(Owned(Some(list))) };
    Ok(())
}

/// `{{"hp", 5}, {"name", "x"}}`: a count, then for each entry the name, the number of the value's type, and the value.
fn from_list(vm: &Vm, call: &mut Call<'_>) -> Result<(), ScriptError> {
    // SAFETY: the argument is the address of such a list.
    let mut place = unsafe { call.arguments().cast::<*const u8>().read_unaligned() };
    let made = ScriptDictionary::filled(|this| {
        // SAFETY: the library lays the list out so, each part at a multiple of 4 bytes.
        unsafe {
            let count = place.cast::<u32>().read_unaligned();
            place = place.add(4);
            for _ in 0..count {
                place = place.add(place.align_offset(4));
                let name = &*place.cast::<ScriptString>();
                place = place.add(size_of::<ScriptString>());
                let type_id = place.cast::<i32>().read_unaligned();
                place = place.add(4);
                let (value, size) = listed(vm, place, type_id);
                let name = name_of(name)?;
                let value = value::stored(vm, value)
                    .map_err(|error| error.within(format_args!("field {}", glotta_core::quote(&name))))?;
                this.insert(&name, value)?;
                place = place.add(size);
            }
        }
        Ok(())
    });
    let (pointer, result) = match made {
        Ok(made) => (made.as_ptr(), Ok(())),
        Err(error) => (ptr::null_mut(), Err(error)),
    };
    // SAFETY: the result is a handle.
    unsafe { call.give(Owned(NonNull::new(pointer))) };
    result
}

/// A value in a list, and how many bytes it takes there.
///
/// # Safety
/// A value of that type lies there.
unsafe fn listed<'a>(vm: &Vm, place: *const u8, type_id: i32) -> (Any<'a>, usize) {
    const POINTER: usize = size_of::<*const u8>();
    // SAFETY: said above; objects that scripts hold by handle lie there as their address.
    unsafe {
        match vm.kind(type_id) {
            Kind::Null | Kind::Handle(_) | Kind::Function | Kind::Script { handle: true } => {
                (Any::new(place, type_id), POINTER)
            }
            Kind::Ours(_) | Kind::Script { handle: false } => {
                let info = sys::glas_type_by_id(vm.engine(), type_id);
                if sys::glas_type_flags(info) & sys::OBJ_REF != 0 {
                    (Any::new(place.cast::<*const u8>().read_unaligned(), type_id), POINTER)
                } else {
                    (Any::new(place, type_id), sys::glas_type_size(info) as usize)
                }
            }
            _ => {
                let size = sys::glas_primitive_size(vm.engine(), type_id);
                (Any::new(place, type_id), usize::try_from(size).unwrap_or(0))
            }
        }
    }
}
