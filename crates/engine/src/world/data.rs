//! The data of entities, behind the references that scripts hold.

use std::fmt::Write as _;

use glotta_core::{DataKey, DataRef, Entity, ErrorKind, MAX_DEPTH, ScriptError, Table, Value, quote};

use super::ScriptWorld;
use crate::convert::no_entity;
use crate::script_component::ScriptComponent;

impl ScriptWorld {
    /// A reference to all the data of an entity, which gets a [`ScriptComponent`] if it has none.
    ///
    /// # Errors
    /// [`glotta_core::ErrorKind::NotFound`] if the entity does not exist.
    pub fn data(&mut self, entity: Entity) -> Result<DataRef, ScriptError> {
        let mut found = self.entity_mut(entity)?;
        if !found.contains::<ScriptComponent>() {
            found.insert(ScriptComponent::default());
        }
        Ok(DataRef::of(entity))
    }

    /// What a reference leads to, or what stands under `key` in it.
    pub(super) fn look_up_data(
        &self,
        reference: &DataRef,
        key: Option<&DataKey<'_>>,
    ) -> Result<Option<&Value>, ScriptError> {
        let entity = self.live(reference.entity)?;
        let Some(component) = self.world.get::<ScriptComponent>(entity) else { return Ok(None) };
        let mut place = Some(component.data.value());
        for key in reference.path.iter().chain(key) {
            place = place.and_then(|value| child(value, key));
        }
        Ok(place.filter(|value| !value.is_null()))
    }

    /// Writes a value under `key` in what a reference leads to.
    pub(super) fn write_data(
        &mut self,
        reference: &DataRef,
        key: &DataKey<'_>,
        value: Value,
    ) -> Result<(), ScriptError> {
        let depth = reference.path.len().saturating_add(1);
        if is_deeper(&value, depth) {
            // The way there says nothing: it is what is too long.
            let error = ScriptError::argument(format!("nested deeper than {MAX_DEPTH}"));
            return Err(error.within(describe(&DataRef::of(reference.entity), None)));
        }
        keepable(&value).map_err(|error| error.within(describe(reference, Some(key))))?;
        self.data(reference.entity)?;
        let entity = self.live(reference.entity)?;
        let Some(mut component) = self.world.get_mut::<ScriptComponent>(entity) else {
            return Err(no_entity(reference.entity));
        };
        // Looked for before anything is marked as changed.
        let mut place = Some(component.data.value());
        for key in &reference.path {
            place = place.and_then(|value| child(value, key));
        }
        match place {
            None => {
                let place = describe(reference, None);
                return Err(ScriptError::not_found(format!("{place} does not exist any more")));
            }
            Some(holder) => check(holder, key, reference)?,
        }
        let mut place = Some(component.data.value_mut());
        for key in &reference.path {
            place = place.and_then(|value| child_mut(value, key));
        }
        if let Some(place) = place {
            put(place, key, value);
        }
        Ok(())
    }
}

fn child<'v>(value: &'v Value, key: &DataKey<'_>) -> Option<&'v Value> {
    match (value, key) {
        (Value::Table(table), DataKey::Name(name)) => table.get(&**name),
        (Value::List(items), DataKey::Index(index)) => items.get(*index),
        _ => None,
    }
}

fn child_mut<'v>(value: &'v mut Value, key: &DataKey<'_>) -> Option<&'v mut Value> {
    match (value, key) {
        (Value::Table(table), DataKey::Name(name)) => table.get_mut(&**name),
        (Value::List(items), DataKey::Index(index)) => items.get_mut(*index),
        _ => None,
    }
}

/// True for what is written alike as an empty list and as an empty table in some languages.
fn is_empty(value: &Value) -> bool {
    match value {
        Value::List(items) => items.is_empty(),
        Value::Table(table) => table.is_empty(),
        _ => false,
    }
}

/// Refuses what [`put`] could not do.
fn check(holder: &Value, key: &DataKey<'_>, reference: &DataRef) -> Result<(), ScriptError> {
    let refuse =
        |kind, problem: String| Err(ScriptError::new(kind, problem).within(describe(reference, None)));
    match (holder, key) {
        (Value::Table(_), DataKey::Name(_)) => Ok(()),
        (Value::List(_), DataKey::Name(_)) if is_empty(holder) => Ok(()),
        // All data of an entity stays a table, even when it is empty.
        (Value::Table(_), DataKey::Index(0)) if is_empty(holder) && !reference.path.is_empty() => Ok(()),
        (Value::List(items), DataKey::Index(index)) if *index <= items.len() => Ok(()),
        // Which place it is stays unsaid: languages count from 0 or from 1.
        (Value::List(items), DataKey::Index(_)) => {
            refuse(ErrorKind::NotFound, format!("the place is past the end of a list of {}", items.len()))
        }
        (Value::List(_), DataKey::Name(name)) => {
            refuse(ErrorKind::Type, format!("a list has no names, so none can be called {}", quote(name)))
        }
        (Value::Table(_), DataKey::Index(_)) => {
            refuse(ErrorKind::Type, "a table has names, so it has no places".to_owned())
        }
        (other, _) => refuse(
            ErrorKind::Type,
            format!("expected a table or a list to write into, found {}", other.describe()),
        ),
    }
}

fn put(holder: &mut Value, key: &DataKey<'_>, value: Value) {
    match (&*holder, key) {
        (Value::Table(_), DataKey::Index(_)) => *holder = Value::List(Vec::new()),
        (Value::List(_), DataKey::Name(_)) => *holder = Value::Table(Table::new()),
        _ => {}
    }
    match (holder, key) {
        (Value::Table(table), DataKey::Name(name)) => {
            if value.is_null() {
                table.remove(&**name);
            } else {
                table.insert(name.to_string(), value);
            }
        }
        (Value::List(items), DataKey::Index(index)) => {
            let last = index.saturating_add(1) == items.len();
            match items.get_mut(*index) {
                Some(_) if last && value.is_null() => drop(items.pop()),
                Some(item) => *item = value,
                None if !value.is_null() => items.push(value),
                None => {}
            }
        }
        _ => {}
    }
}

/// True if a value that stands at `depth` has anything deeper than [`MAX_DEPTH`] in it.
fn is_deeper(value: &Value, depth: usize) -> bool {
    depth > MAX_DEPTH
        || match value {
            Value::List(items) => items.iter().any(|item| is_deeper(item, depth + 1)),
            Value::Table(table) => table.values().any(|item| is_deeper(item, depth + 1)),
            _ => false,
        }
}

/// Refuses what cannot be kept: functions, which belong to a script that may go, and objects, which are no data.
fn keepable(value: &Value) -> Result<(), ScriptError> {
    match value {
        Value::Function(_) => {
            Err(ScriptError::new(ErrorKind::Type, "a function cannot be kept in the data of an entity"))
        }
        Value::Object(object) => Err(ScriptError::new(
            ErrorKind::Type,
            format!("a {} cannot be kept in the data of an entity", object.class()),
        )),
        Value::List(items) => items.iter().try_for_each(keepable),
        Value::Table(table) => table.values().try_for_each(keepable),
        _ => Ok(()),
    }
}

/// The place a reference leads to, for messages: `data of 12v0: goals: place 2`.
fn describe(reference: &DataRef, key: Option<&DataKey<'_>>) -> String {
    let mut text = format!("data of {}", reference.entity);
    for key in reference.path.iter().chain(key) {
        // Writing to a String cannot fail.
        let _ = match key {
            DataKey::Name(name) => write!(text, ": {name}"),
            DataKey::Index(index) => write!(text, ": place {}", index.saturating_add(1)),
        };
    }
    text
}
