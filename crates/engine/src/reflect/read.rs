//! From reflection to values.

use std::cmp::Ordering;

use bevy_reflect::enums::VariantType;
use bevy_reflect::{PartialReflect, ReflectRef};
use glotta_core::{MAX_DEPTH, ScriptError, Table, Value};

use super::leaf::{Leaf, unread};
use super::path::Path;
use super::{is_option, nameless};

/// What reflection shows, as a value. Fields whose types have no value in scripts are left out of the table of
/// their structure.
///
/// # Errors
/// Type, if the whole has no value, or one of its numbers does not fit; with the place.
pub(crate) fn to_value(source: &dyn PartialReflect, path: &Path<'_>) -> Result<Value, ScriptError> {
    let info = source.get_represented_type_info();
    if let Some(leaf) = info.and_then(|info| Leaf::of(info.type_id())) {
        return leaf.read(source).map_err(|error| path.blame(error));
    }
    if path.depth >= MAX_DEPTH {
        return Err(path.too_deep());
    }
    match source.reflect_ref() {
        ReflectRef::Struct(fields) => {
            let mut table = Table::new();
            for (name, field) in fields.iter_fields() {
                if is_readable(field) {
                    table.insert(name.to_owned(), to_value(field, &path.field(name))?);
                }
            }
            Ok(Value::Table(table))
        }
        ReflectRef::TupleStruct(fields) => sequence(fields.iter_fields(), path),
        ReflectRef::Tuple(fields) => elements(fields.iter_fields(), path),
        ReflectRef::List(list) => elements(list.iter(), path),
        ReflectRef::Array(array) => elements(array.iter(), path),
        ReflectRef::Set(set) => {
            let Value::List(mut items) = elements(set.iter(), path)? else { return Ok(Value::Null) };
            items.sort_by(order);
            Ok(Value::List(items))
        }
        ReflectRef::Map(map) => {
            let mut pairs = Vec::with_capacity(map.len());
            for (key, value) in map.iter() {
                let key = to_value(key, path)?;
                let text = key.to_string();
                pairs.push((key, to_value(value, &path.key(&text))?));
            }
            Ok(pairs_to_value(pairs))
        }
        ReflectRef::Enum(variant) => {
            if info.is_some_and(is_option) {
                return variant.field_at(0).map_or(Ok(Value::Null), |inner| to_value(inner, path));
            }
            let name = variant.variant_name();
            if variant.variant_type() == VariantType::Unit {
                return Ok(Value::from(name));
            }
            let mut table = Table::from([("variant".to_owned(), Value::from(name))]);
            let count = variant.field_len();
            for (index, field) in variant.iter_fields().enumerate() {
                let name = field.name().map_or_else(|| nameless(index, count), str::to_owned);
                let value = to_value(field.value(), &path.field(&name))?;
                table.insert(name, value);
            }
            Ok(Value::Table(table))
        }
        ReflectRef::Opaque(_) => Err(path.blame(unread(source.reflect_type_path()))),
    }
}

/// True unless the type is one that scripts know nothing of.
fn is_readable(field: &dyn PartialReflect) -> bool {
    !matches!(field.reflect_ref(), ReflectRef::Opaque(_))
        || field.get_represented_type_info().is_some_and(|info| Leaf::of(info.type_id()).is_some())
}

/// One value is itself, several are a list.
fn sequence<'a>(
    mut fields: impl ExactSizeIterator<Item = &'a dyn PartialReflect>,
    path: &Path<'_>,
) -> Result<Value, ScriptError> {
    if fields.len() == 1
        && let Some(field) = fields.next()
    {
        return to_value(field, path);
    }
    elements(fields, path)
}

fn elements<'a>(
    items: impl Iterator<Item = &'a dyn PartialReflect>,
    path: &Path<'_>,
) -> Result<Value, ScriptError> {
    let list: Result<_, _> =
        items.enumerate().map(|(index, item)| to_value(item, &path.element(index))).collect();
    list.map(Value::List)
}

/// A table if all keys are text, a list of pairs if not; sorted, since a map's own order may differ from run to
/// run.
fn pairs_to_value(mut pairs: Vec<(Value, Value)>) -> Value {
    if pairs.iter().all(|(key, _)| matches!(key, Value::String(_))) {
        let entries = pairs.into_iter().filter_map(|(key, value)| match key {
            Value::String(name) => Some((name, value)),
            _ => None,
        });
        return Value::Table(entries.collect());
    }
    pairs.sort_by(|(one, _), (other, _)| order(one, other));
    Value::List(pairs.into_iter().map(|(key, value)| Value::List(vec![key, value])).collect())
}

/// A total order over the values that keys and members of sets can be.
fn order(one: &Value, other: &Value) -> Ordering {
    match (one, other) {
        (Value::Int(one), Value::Int(other)) => one.cmp(other),
        (Value::Float(one), Value::Float(other)) => one.total_cmp(other),
        (Value::String(one), Value::String(other)) => one.cmp(other),
        (Value::Entity(one), Value::Entity(other)) => {
            (one.index(), one.generation()).cmp(&(other.index(), other.generation()))
        }
        (Value::List(one), Value::List(other)) => {
            let unequal = one.iter().zip(other).map(|(a, b)| order(a, b)).find(|found| found.is_ne());
            unequal.unwrap_or_else(|| one.len().cmp(&other.len()))
        }
        // What is left is rare as a key: its text orders it as well as anything.
        (one, other) => one.to_string().cmp(&other.to_string()),
    }
}
