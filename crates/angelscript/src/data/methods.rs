//! What scripts can do with a reference to data.

#![allow(unsafe_code)] // methods that give handles

use std::borrow::Cow;
use std::ptr::NonNull;

use glotta_angelscript_sys as sys;
use glotta_core::{DataKey, ScriptError, Value};

use crate::data::{ScriptData, past_the_end};
use crate::native::{Any, Call, Owned, Reference, ScriptType, native};
use crate::read;
use crate::registry::Registry;
use crate::string::ScriptString;
use crate::types::Tag;
use crate::value::{ScriptValue, Valued, conversions, operators, text};
use crate::vm::Vm;

/// Registers the type itself, so that others can name it.
///
/// # Errors
/// [`glotta_core::ErrorKind::Host`] if the library refuses a declaration.
pub(crate) fn declare(registry: Registry<'_>) -> Result<(), ScriptError> {
    let name = ScriptData::NAME;
    registry.object_type(name, Tag::Data, 0, sys::OBJ_REF)?;
    registry.behaviour(name, sys::BEHAVE_ADDREF, "void f()", |_: &Vm, call: &mut Call<'_>| {
        // SAFETY: the library names the object by a handle.
        unsafe { &*call.object::<ScriptData>() }.add_ref();
        Ok(())
    })?;
    registry.behaviour(name, sys::BEHAVE_RELEASE, "void f()", |_: &Vm, call: &mut Call<'_>| {
        if let Some(object) = NonNull::new(call.object::<ScriptData>()) {
            // SAFETY: the handle that is given up was counted.
            unsafe { ScriptData::release(object) };
        }
        Ok(())
    })
}

/// Registers what references to data can do. The other types must be declared.
///
/// # Errors
/// [`glotta_core::ErrorKind::Host`] if the library refuses a declaration.
pub(crate) fn register(registry: Registry<'_>) -> Result<(), ScriptError> {
    conversions!(registry, ScriptData);
    operators!(registry, ScriptData);
    places(registry)?;
    native!(registry, method ScriptData, "opAssign" mut (vm, this, value: Any<'_>) -> Reference<ScriptData> {
        this.store(vm, given(vm, this, value)?)?;
        Ok(Reference(this))
    })?;
    native!(registry, method ScriptData, "value" const (vm, this) -> ScriptValue {
        this.look(vm, ScriptValue::copy_of)
    })?;
    native!(registry, method ScriptData, "asString" const (vm, this) -> ScriptString {
        ScriptString::new(&this.display(vm)?)
    })?;
    native!(registry, method ScriptData, "path" const (_vm, this) -> ScriptString {
        ScriptString::new(&this.show())
    })?;
    native!(registry, method ScriptData, "delete" mut (vm, this, name: &ScriptString) -> bool {
        let name = text(name)?;
        let was = this.look(vm, |value| Ok(crate::value::has(value, &name)))?;
        if was {
            this.write(vm, &DataKey::Name(Cow::Owned(name)), Value::Null)?;
        }
        Ok(was)
    })?;
    native!(registry, method ScriptData, "deleteAll" mut (vm, this) -> () { this.clear(vm) })?;
    lists(registry)
}

/// The places below.
fn places(registry: Registry<'_>) -> Result<(), ScriptError> {
    native!(registry, method ScriptData, "opIndex" const (_vm, this, name: &ScriptString) -> Owned<ScriptData> {
        below(this, &DataKey::Name(Cow::Owned(text(name)?)))
    })?;
    native!(registry, method ScriptData, "opIndex" const (_vm, this, place: i64) -> Owned<ScriptData> {
        below(this, &index(this, place)?)
    })?;
    native!(registry, method ScriptData, "opIndex" const (_vm, this, key: &ScriptValue) -> Owned<ScriptData> {
        let key = key.with(|key| match key {
            Value::String(name) => Ok(DataKey::Name(Cow::Owned(name.clone()))),
            Value::Int(_) | Value::Float(_) => index(this, key.as_int()?),
            other => Err(ScriptError::type_mismatch("a name or a place as the key of data", &other.describe())),
        })?;
        below(this, &key)
    })
}

fn below(this: &ScriptData, key: &DataKey<'_>) -> Result<Owned<ScriptData>, ScriptError> {
    this.child(key).map(|child| Owned(Some(child)))
}

/// A place in a list.
fn index(this: &ScriptData, place: i64) -> Result<DataKey<'static>, ScriptError> {
    usize::try_from(place).map(DataKey::Index).map_err(|_| {
        ScriptError::not_found(format!("places in a list count from 0, got {place}")).within(this.show())
    })
}

/// A value that is to be written to a place.
fn given(vm: &Vm, place: &ScriptData, value: Any<'_>) -> Result<Value, ScriptError> {
    read::owned(vm, value).map_err(|error| error.within(place.show()))
}

/// What references to lists can do.
fn lists(registry: Registry<'_>) -> Result<(), ScriptError> {
    native!(registry, method ScriptData, "insertLast" mut (vm, this, value: Any<'_>) -> () {
        let key = DataKey::Index(this.list_length(vm)?);
        let value = read::owned(vm, value).map_err(|error| error.within(this.place.child(&key).show(0)))?;
        this.write(vm, &key, value)
    })?;
    native!(registry, method ScriptData, "removeLast" mut (vm, this) -> () {
        let Some(last) = this.list_length(vm)?.checked_sub(1) else { return Err(empty(this)) };
        this.write(vm, &DataKey::Index(last), Value::Null)
    })?;
    native!(registry, method ScriptData, "insertAt" mut (vm, this, place: u32, value: Any<'_>) -> () {
        let value = given(vm, this, value)?;
        this.change_list(vm, |items| {
            // At the end, too.
            let place = place as usize;
            if place > items.len() {
                return Err(past_the_end(place, items.len()).within(this.show()));
            }
            items.insert(place, value);
            Ok(())
        })
    })?;
    native!(registry, method ScriptData, "removeAt" mut (vm, this, place: u32) -> () {
        this.change_list(vm, |items| {
            let place = place as usize;
            if place >= items.len() {
                return Err(past_the_end(place, items.len()).within(this.show()));
            }
            items.remove(place);
            Ok(())
        })
    })
}

#[cold]
fn empty(this: &ScriptData) -> ScriptError {
    ScriptError::not_found("the list has no elements").within(this.show())
}
