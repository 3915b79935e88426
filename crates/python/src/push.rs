//! [`Value`]s as Python's objects.

#![allow(unsafe_code)] // makes Python's objects

use glotta_core::{Arg, Entity, Table, Value, Vec3};
use pyo3::ffi;

use crate::callbacks;
use crate::entity;
use crate::handles;
use crate::objects;
use crate::py::{Obj, Raised};
use crate::vectors;
use crate::vm::Vm;

/// The object of a value whose depth was checked.
pub(crate) fn value(vm: &Vm, value: &Value) -> Result<Obj, Raised> {
    match value {
        Value::Null => Ok(Obj::none()),
        Value::Bool(value) => Ok(Obj::bool(*value)),
        Value::Int(value) => Obj::int(*value),
        Value::Float(value) => Obj::float(*value),
        Value::String(text) => Obj::text(text),
        Value::Vec2(value) => vectors::make(*value),
        Value::Vec3(value) => vectors::make(*value),
        Value::Quat(value) => vectors::make(*value),
        Value::Entity(value) => entity::make(*value),
        Value::Asset(value) => entity::make_asset(*value),
        Value::List(items) => list(items, |item| self::value(vm, item)),
        Value::Table(items) => table(vm, items),
        Value::Function(function) => callbacks::push(vm, function),
        Value::Object(object) => objects::make(object),
    }
}

/// A list.
fn list<T>(items: &[T], make: impl Fn(&T) -> Result<Obj, Raised>) -> Result<Obj, Raised> {
    // SAFETY: a new list is filled before anyone sees it (its empty places are known to the collector), and takes
    // over the references.
    unsafe {
        let list = Obj::own(ffi::PyList_New(items.len() as isize))?;
        for (place, item) in items.iter().enumerate() {
            ffi::PyList_SET_ITEM(list.as_ptr(), place as isize, make(item)?.into_ptr());
        }
        Ok(list)
    }
}

fn table(vm: &Vm, items: &Table) -> Result<Obj, Raised> {
    let dict = Obj::dict()?;
    for (name, item) in items {
        dict.set(name, &value(vm, item)?)?;
    }
    Ok(dict)
}

/// Entities as a list.
pub(crate) fn entities(items: &[Entity]) -> Result<Obj, Raised> {
    list(items, |item| entity::make(*item))
}

/// Vectors as a list.
pub(crate) fn vec3s(items: &[Vec3]) -> Result<Obj, Raised> {
    list(items, |item| vectors::make(*item))
}

/// The object of an argument whose depth was checked.
#[inline]
pub(crate) fn argument(vm: &Vm, argument: &Arg<'_>) -> Result<Obj, Raised> {
    match *argument {
        Arg::Null => Ok(Obj::none()),
        Arg::Bool(value) => Ok(Obj::bool(value)),
        Arg::Int(value) => Obj::int(value),
        Arg::Float(value) => Obj::float(value),
        Arg::Str(text) => Obj::text(text),
        Arg::Vec2(value) => vectors::make(value),
        Arg::Vec3(value) => vectors::make(value),
        Arg::Quat(value) => vectors::make(value),
        Arg::Entity(value) => entity::make(value),
        Arg::Asset(value) => entity::make_asset(value),
        Arg::Component(handle) => handles::make(vm, handle),
        Arg::Entities(list) => entities(list),
        Arg::Value(item) => value(vm, item),
    }
}
