//! From values to reflection: planned first, applied only when all of it fits.
//!
//! A [`Patch`] is made by [`plan`], which walks the value beside the component it is meant for and builds every new
//! field in its own type. Only then is anything written, so a value that does not fit changes nothing. Structures
//! are patched: fields that the value does not name keep what they hold. Lists, maps, sets and enumerations are
//! replaced as a whole.

use bevy_reflect::{PartialReflect, Reflect, ReflectMut, ReflectRef, TypeInfo, TypeRegistry};
use glotta_core::{MAX_DEPTH, ScriptError, Table, Value, near_names};

use super::leaf::{Leaf, unmade};
use super::path::Path;
use super::{is_glam, nameless, nameless_index};

mod build;

pub(crate) use build::{build, construct};

/// New values for some fields of a component, each in its own type, ready to be moved in.
pub(crate) struct Patch(Vec<Step>);

struct Step {
    /// The way to the field: its place in each structure.
    trail: Vec<usize>,
    value: Box<dyn PartialReflect>,
}

impl Patch {
    /// The same patch for something that holds its target, at the end of `trail`.
    pub(crate) fn below(mut self, trail: &[usize]) -> Self {
        for step in &mut self.0 {
            step.trail.splice(0..0, trail.iter().copied());
        }
        self
    }

    /// Moves the new values into `target`, which must be what the patch was planned for, or a copy of it.
    ///
    /// # Errors
    /// Host, if the type's reflection contradicts itself.
    pub(crate) fn apply(self, target: &mut dyn PartialReflect) -> Result<(), ScriptError> {
        for Step { trail, value } in self.0 {
            let mut place = &mut *target;
            for index in trail {
                let field = match place.reflect_mut() {
                    ReflectMut::Struct(fields) => fields.field_at_mut(index),
                    ReflectMut::TupleStruct(fields) => fields.field_mut(index),
                    ReflectMut::Tuple(fields) => fields.field_mut(index),
                    _ => None,
                };
                place =
                    field.ok_or_else(|| ScriptError::host("a component's fields changed their number"))?;
            }
            move_into(place, value)?;
        }
        Ok(())
    }
}

fn move_into(place: &mut dyn PartialReflect, value: Box<dyn PartialReflect>) -> Result<(), ScriptError> {
    let moved = match value.try_into_reflect() {
        Ok(value) => match place.try_as_reflect_mut() {
            Some(place) => place.set(value).is_ok(),
            None => false,
        },
        Err(dynamic) => place.try_apply(&*dynamic).is_ok(),
    };
    if moved {
        Ok(())
    } else {
        Err(ScriptError::host(unmade(place.reflect_type_path()).message().to_owned()))
    }
}

/// Checks `value` against `live` and makes the patch that brings it there.
///
/// # Errors
/// Type, argument or not-found, with the place; then there is nothing to apply.
pub(crate) fn plan(
    registry: &TypeRegistry,
    live: &dyn PartialReflect,
    value: &Value,
    path: &Path<'_>,
) -> Result<Patch, ScriptError> {
    let mut planner = Planner { registry, steps: Vec::new(), trail: Vec::new() };
    planner.visit(live, value, path)?;
    Ok(Patch(planner.steps))
}

struct Planner<'r> {
    registry: &'r TypeRegistry,
    steps: Vec<Step>,
    trail: Vec<usize>,
}

impl Planner<'_> {
    fn visit(
        &mut self,
        live: &dyn PartialReflect,
        value: &Value,
        path: &Path<'_>,
    ) -> Result<(), ScriptError> {
        let info =
            live.get_represented_type_info().ok_or_else(|| path.blame(unmade(live.reflect_type_path())))?;
        check_depth(path)?;
        if Leaf::of(info.type_id()).is_some() {
            return self.replace(info, value, path);
        }
        match live.reflect_ref() {
            ReflectRef::Struct(fields) => {
                if let Some(numbers) = glam_list(info, value) {
                    if numbers.len() != fields.field_len() {
                        return Err(path.blame(wrong_length(fields.field_len(), value)));
                    }
                    for (index, number) in numbers.iter().enumerate() {
                        if let Some(field) = fields.field_at(index) {
                            self.enter(index, field, number, &path.element(index))?;
                        }
                    }
                    return Ok(());
                }
                let table = value.as_table().map_err(|error| path.blame(error))?;
                for (name, value) in table {
                    let index = fields.index_of_name(name);
                    let field = index.and_then(|index| fields.field_at(index));
                    let (Some(index), Some(field)) = (index, field) else {
                        let names = (0..fields.field_len()).filter_map(|index| fields.name_at(index));
                        return Err(no_field(path, name, names));
                    };
                    self.enter(index, field, value, &path.field(name))?;
                }
                Ok(())
            }
            ReflectRef::TupleStruct(fields) => {
                let count = fields.field_len();
                if count == 1
                    && let Some(field) = fields.field(0)
                {
                    return self.enter(0, field, unwrapped(info, value), path);
                }
                self.nameless(count, |index| fields.field(index), value, path)
            }
            ReflectRef::Tuple(fields) => {
                self.nameless(fields.field_len(), |index| fields.field(index), value, path)
            }
            _ => self.replace(info, value, path),
        }
    }

    /// Fields without names: all in order as a list, or some by `_0`, `_1` … as a table.
    fn nameless<'a>(
        &mut self,
        count: usize,
        field: impl Fn(usize) -> Option<&'a dyn PartialReflect>,
        value: &Value,
        path: &Path<'_>,
    ) -> Result<(), ScriptError> {
        if let Value::Table(table) = value
            && !table.is_empty()
        {
            for (name, value) in table {
                let index = nameless_index(name, count);
                let (Some(index), Some(field)) = (index, index.and_then(&field)) else {
                    let names: Vec<String> = (0..count).map(|index| nameless(index, count)).collect();
                    return Err(no_field(path, name, names.iter().map(String::as_str)));
                };
                self.enter(index, field, value, &path.field(name))?;
            }
            return Ok(());
        }
        let items = value.as_list().map_err(|error| path.blame(error))?;
        if items.len() != count {
            return Err(path.blame(wrong_length(count, value)));
        }
        for (index, item) in items.iter().enumerate() {
            if let Some(field) = field(index) {
                self.enter(index, field, item, &path.element(index))?;
            }
        }
        Ok(())
    }

    fn enter(
        &mut self,
        index: usize,
        field: &dyn PartialReflect,
        value: &Value,
        path: &Path<'_>,
    ) -> Result<(), ScriptError> {
        self.trail.push(index);
        let result = self.visit(field, value, path);
        self.trail.pop();
        result
    }

    fn replace(
        &mut self,
        info: &'static TypeInfo,
        value: &Value,
        path: &Path<'_>,
    ) -> Result<(), ScriptError> {
        let value = build(self.registry, info, value, path)?;
        self.steps.push(Step { trail: self.trail.clone(), value });
        Ok(())
    }
}

/// The elements of a vector or matrix of glam that is written as a list.
fn glam_list<'v>(info: &TypeInfo, value: &'v Value) -> Option<&'v [Value]> {
    match value {
        Value::List(items) if is_glam(info) => Some(items),
        _ => None,
    }
}

/// What is meant for the field of a structure with one nameless field: the value itself, or, in the way handles
/// show it, a table of `value` alone. A table that the field's own type takes stays what it is.
fn unwrapped<'v>(info: &TypeInfo, value: &'v Value) -> &'v Value {
    let Value::Table(table) = value else { return value };
    let Some(inner) = table.get("value").filter(|_| table.len() == 1) else { return value };
    let field = info.as_tuple_struct().ok().and_then(|info| info.field_at(0));
    match field.and_then(bevy_reflect::UnnamedField::type_info) {
        Some(TypeInfo::Struct(_) | TypeInfo::TupleStruct(_) | TypeInfo::Map(_) | TypeInfo::Enum(_))
        | None => value,
        Some(_) => inner,
    }
}

fn check_depth(path: &Path<'_>) -> Result<(), ScriptError> {
    if path.depth >= MAX_DEPTH {
        return Err(path.too_deep());
    }
    Ok(())
}

#[cold]
fn wrong_length(count: usize, value: &Value) -> ScriptError {
    ScriptError::type_mismatch(&format!("list of {count}"), &value.describe())
}

/// The error of a field that is not there: `Transform has no field "tranlation"; did you mean "translation"?`.
#[cold]
pub(crate) fn no_field<'n>(
    path: &Path<'_>,
    name: &str,
    names: impl IntoIterator<Item = &'n str>,
) -> ScriptError {
    let names: Vec<&str> = names.into_iter().collect();
    let mut hint = near_names(name, names.iter().copied());
    if hint.is_empty() && !names.is_empty() && names.len() <= 8 {
        hint = format!("; it has {}", names.join(", "));
    }
    ScriptError::not_found(format!("{path} has no field {}{hint}", glotta_core::quote(name)))
}

/// A copy of a component in its own type.
///
/// # Errors
/// Type, if the type can neither be cloned nor made from its fields.
pub(crate) fn copy(
    registry: &TypeRegistry,
    live: &dyn PartialReflect,
    path: &Path<'_>,
) -> Result<Box<dyn Reflect>, ScriptError> {
    if let Ok(copy) = live.reflect_clone() {
        return Ok(copy);
    }
    let copy = live.get_represented_type_info().and_then(|info| {
        let from = registry.get_type_data::<bevy_reflect::ReflectFromReflect>(info.type_id())?;
        from.from_reflect(live)
    });
    copy.ok_or_else(|| path.blame(unmade(live.reflect_type_path())))
}

/// An empty table, for what is made from defaults alone.
pub(crate) const NOTHING: Value = Value::Table(Table::new());
