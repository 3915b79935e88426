//! [`ScriptData`]: the type `Data` of scripts, a place in an entity's data: `d["hp"] = 5;`, `int hp = d["hp"];`.
//!
//! A handle is a place, whether or not something is there: reading it asks the engine, and assigning to it writes there.
//! Nothing is kept in between. Places in lists count from 0.

#![allow(unsafe_code)] // objects that scripts hold by handle

mod methods;

use std::cell::Cell;
use std::ptr::NonNull;

use glotta_core::{DataKey, DataRef, ErrorKind, Host, ScriptError, Value};

use crate::memory::{self, Charge};
use crate::native::ScriptType;
use crate::read;
use crate::value::Valued;
use crate::vm::Vm;

pub(crate) use methods::{declare, register};

/// A place in an entity's data.
#[derive(Debug)]
pub(crate) struct ScriptData {
    /// How many handles there are.
    count: Cell<u32>,
    place: DataRef,
    /// What the script pays for the way to the place.
    _charge: Charge,
}

impl ScriptType for ScriptData {
    const NAME: &'static str = "Data";
}

/// What the way to a place takes, in bytes.
fn cost(place: &DataRef) -> usize {
    let names = place.path.iter().map(|key| match key {
        DataKey::Name(name) => name.len(),
        DataKey::Index(_) => 0,
    });
    place.path.len() * size_of::<DataKey<'_>>() + names.sum::<usize>()
}

impl ScriptData {
    /// A handle to a place, held once for the caller.
    ///
    /// # Errors
    /// [`glotta_core::ErrorKind::OutOfMemory`].
    pub(crate) fn new(place: DataRef) -> Result<NonNull<Self>, ScriptError> {
        let mut charge = Charge::none();
        charge.set(cost(&place))?;
        memory::boxed(Self { count: Cell::new(1), place, _charge: charge })
    }

    /// The place.
    pub(crate) fn reference(&self) -> DataRef {
        self.place.clone()
    }

    /// Counts one more handle.
    pub(crate) fn add_ref(&self) {
        self.count.set(self.count.get() + 1);
    }

    /// Counts one handle less; the last one ends the object.
    ///
    /// # Safety
    /// The caller has held it.
    pub(crate) unsafe fn release(this: NonNull<Self>) {
        // SAFETY: held by the caller.
        let left = unsafe {
            let count = &this.as_ref().count;
            count.set(count.get() - 1);
            count.get()
        };
        if left == 0 {
            // SAFETY: nobody holds it any more.
            unsafe { memory::unbox(this) };
        }
    }

    /// The place as messages show it: `data of 12v0: items[0]`.
    fn show(&self) -> String {
        self.place.show(0)
    }

    /// A handle to a place below this one.
    fn child(&self, key: &DataKey<'_>) -> Result<NonNull<Self>, ScriptError> {
        Self::new(self.place.child(key))
    }

    /// What this refers to as text: lists and tables as the place that they are, everything else as itself.
    ///
    /// # Errors
    /// [`glotta_core::ErrorKind::NotFound`] if the entity is gone.
    pub(crate) fn display(&self, vm: &Vm) -> Result<String, ScriptError> {
        self.look(vm, |value| {
            Ok(match value {
                Value::List(_) | Value::Table(_) => self.show(),
                other => read::text_of(other),
            })
        })
    }

    /// Writes a value under a key of the list or table that this refers to.
    fn write(&self, vm: &Vm, key: &DataKey<'_>, value: Value) -> Result<(), ScriptError> {
        vm.with_host(|host| set(host, &self.place, key, value))
    }

    /// Changes the list that this refers to, by writing it anew.
    ///
    /// # Errors
    /// [`glotta_core::ErrorKind::Type`] if it is no list; what `change` gives.
    fn change_list<R>(
        &self,
        vm: &Vm,
        change: impl FnOnce(&mut Vec<Value>) -> Result<R, ScriptError>,
    ) -> Result<R, ScriptError> {
        let mut items = self.look(vm, |value| match value {
            Value::List(items) => Ok(items.clone()),
            // In some languages an empty list and an empty table are written alike.
            Value::Table(table) if table.is_empty() && !self.place.path.is_empty() => Ok(Vec::new()),
            other => Err(ScriptError::type_mismatch("list", &other.describe())),
        })?;
        let result = change(&mut items)?;
        self.store(vm, Value::List(items))?;
        Ok(result)
    }

    /// An error about the value at this place, with the place.
    #[cold]
    fn told(&self, error: ScriptError) -> ScriptError {
        if error.kind() == ErrorKind::OutOfMemory { error } else { error.within(self.show()) }
    }

    /// How many elements the list has that this refers to.
    ///
    /// # Errors
    /// [`glotta_core::ErrorKind::Type`] if it is no list.
    fn list_length(&self, vm: &Vm) -> Result<usize, ScriptError> {
        self.look(vm, |value| match value {
            Value::List(items) => Ok(items.len()),
            Value::Table(table) if table.is_empty() && !self.place.path.is_empty() => Ok(0),
            other => Err(ScriptError::type_mismatch("list", &other.describe())),
        })
    }

    /// Removes everything from the list or table that this refers to.
    fn clear(&self, vm: &Vm) -> Result<(), ScriptError> {
        if self.place.path.is_empty() {
            return vm
                .with_host(|host| replace_all(host, &self.place, &Value::Table(glotta_core::Table::new())));
        }
        let empty = self.look(vm, |value| match value {
            Value::List(_) => Ok(Value::List(Vec::new())),
            Value::Table(_) => Ok(Value::Table(glotta_core::Table::new())),
            other => Err(ScriptError::type_mismatch("list or table", &other.describe())),
        })?;
        self.store(vm, empty)
    }
}

impl Valued for ScriptData {
    fn look<R>(
        &self,
        vm: &Vm,
        look: impl FnOnce(&Value) -> Result<R, ScriptError>,
    ) -> Result<R, ScriptError> {
        let (mut look, mut seen) = (Some(look), None);
        vm.with_host(|host| {
            host.with_data(&self.place, None, &mut |value| {
                if let Some(look) = look.take() {
                    seen = Some(look(value.unwrap_or(&Value::Null)).map_err(|error| self.told(error)));
                }
            })
        })?;
        seen.unwrap_or_else(|| Err(ScriptError::host("the host did not show the data")))
    }

    fn store(&self, vm: &Vm, value: Value) -> Result<(), ScriptError> {
        let Some((last, path)) = self.place.path.split_last() else {
            return vm.with_host(|host| replace_all(host, &self.place, &value));
        };
        let parent = DataRef { entity: self.place.entity, path: path.to_vec() };
        vm.with_host(|host| set(host, &parent, last, value))
    }
}

/// Writes a value under a key of the list or table at a place.
fn set(host: &mut dyn Host, holder: &DataRef, key: &DataKey<'_>, value: Value) -> Result<(), ScriptError> {
    let result = host.set_data(holder, key, value);
    match (result, key) {
        (Err(error), DataKey::Index(index)) => Err(recounted(host, holder, *index, error)),
        (result, _) => result,
    }
}

/// The error of a write to a list. The engine counts places from 1; here they count from 0.
#[cold]
fn recounted(host: &mut dyn Host, holder: &DataRef, index: usize, error: ScriptError) -> ScriptError {
    let mut counted = None;
    let looked = host.with_data(holder, None, &mut |value| {
        counted = match value {
            Some(Value::List(items)) if index > items.len() => Some(past_the_end(index, items.len())),
            Some(Value::Table(items)) if index > 0 || !items.is_empty() || holder.path.is_empty() => {
                let problem = format!("a table has names, so there is no place {index}");
                Some(ScriptError::new(ErrorKind::Type, problem))
            }
            _ => None,
        }
    });
    match (looked, counted) {
        (Ok(()), Some(counted)) => counted.within(holder.show(0)),
        _ => error,
    }
}

#[cold]
fn past_the_end(index: usize, length: usize) -> ScriptError {
    ScriptError::not_found(format!("place {index} is past the end of a list of {length}"))
}

/// Puts the entries of a table in the place of all that an entity's data has. What cannot be kept is refused before
/// anything is taken away.
fn replace_all(host: &mut dyn Host, place: &DataRef, value: &Value) -> Result<(), ScriptError> {
    let Value::Table(table) = value else {
        return Err(ScriptError::argument("the data of an entity stays a table").within(place.show(0)));
    };
    for (name, item) in table {
        host.set_data(place, &DataKey::Name(name.as_str().into()), item.clone())?;
    }
    let mut last: Option<DataKey<'static>> = None;
    while let Some(key) = place.key_after(last.as_ref(), false, host)? {
        let kept = matches!(&key, DataKey::Name(name) if table.contains_key(name.as_ref()));
        if !kept {
            host.set_data(place, &key, Value::Null)?;
        }
        last = Some(key);
    }
    Ok(())
}
