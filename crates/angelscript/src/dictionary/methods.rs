//! What scripts can do with a dictionary.

use std::ptr::NonNull;

use glotta_angelscript_sys as sys;
use glotta_core::{ScriptError, Value};

use crate::array;
use crate::dictionary::ScriptDictionary;
use crate::native::{Any, Call, Owned, Reference, ScriptType, native};
use crate::push::{self, AnyOut};
use crate::read;
use crate::registry::Registry;
use crate::string::ScriptString;
use crate::types::Tag;
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
        "dictionary@ f(int &in) {repeat {string, Value}}",
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
    registry.method(
        ScriptDictionary::NAME,
        "array<string>@ getKeys() const",
        |vm: &Vm, call: &mut Call<'_>| {
            // SAFETY: declared so above.
            unsafe {
                let this = &*call.object::<ScriptDictionary>();
                give_names(vm, call, &this.names())
            }
        },
    )?;
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

/// `{{"hp", 5}, {"name", "x"}}`: a count, then the name and the value of each entry.
///
/// The pattern says `Value` and not `?`: the library frees a list wrongly in which a null of no type stands.
fn from_list(_: &Vm, call: &mut Call<'_>) -> Result<(), ScriptError> {
    const ENTRY: usize = size_of::<ScriptString>() + size_of::<ScriptValue>();
    const { assert!(size_of::<ScriptString>().is_multiple_of(4) && size_of::<ScriptValue>().is_multiple_of(4)) };
    // SAFETY: the argument is the address of such a list.
    let list = unsafe { call.arguments().cast::<*const u8>().read_unaligned() };
    let made = ScriptDictionary::filled(|this| {
        // SAFETY: the library lays the list out so, each part at a multiple of 4 bytes.
        let count = unsafe { list.cast::<u32>().read_unaligned() } as usize;
        for index in 0..count {
            // SAFETY: as above; there are so many entries.
            let (name, value) = unsafe {
                let entry = list.add(size_of::<u32>() + index * ENTRY);
                (&*entry.cast::<ScriptString>(), &*entry.add(size_of::<ScriptString>()).cast::<ScriptValue>())
            };
            this.insert(&name_of(name)?, value.clone())?;
        }
        Ok(())
    });
    // SAFETY: the result is a handle; where there is an exception it is null.
    unsafe { call.give(Owned(made.as_ref().ok().copied())) };
    made.map(drop)
}
