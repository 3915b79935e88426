//! Making values in their own Rust types.

use bevy_reflect::UnnamedField;
use bevy_reflect::array::{ArrayInfo, DynamicArray};
use bevy_reflect::enums::{DynamicEnum, DynamicVariant, EnumInfo, VariantInfo};
use bevy_reflect::list::{DynamicList, ListInfo};
use bevy_reflect::map::{DynamicMap, Map, MapInfo};
use bevy_reflect::set::{DynamicSet, Set, SetInfo};
use bevy_reflect::std_traits::ReflectDefault;
use bevy_reflect::structs::DynamicStruct;
use bevy_reflect::tuple::DynamicTuple;
use bevy_reflect::tuple_struct::DynamicTupleStruct;
use bevy_reflect::{NamedField, PartialReflect, Reflect, ReflectFromReflect, TypeInfo, TypeRegistry};
use glotta_core::{ScriptError, Table, Value, near_names};

use super::{check_depth, glam_list, no_field, plan, unwrapped, wrong_length};
use crate::reflect::leaf::{Leaf, unmade};
use crate::reflect::path::Path;
use crate::reflect::scalar::Scalar;
use crate::reflect::{is_option, nameless, nameless_index};

type Made = Box<dyn PartialReflect>;

/// Makes a whole component: `value` patches the type's default if it has one; if not, all fields must be given.
///
/// # Errors
/// Type, argument or not-found, with the place.
pub(crate) fn construct(
    registry: &TypeRegistry,
    info: &'static TypeInfo,
    value: &Value,
    path: &Path<'_>,
) -> Result<Box<dyn Reflect>, ScriptError> {
    let value = if value.is_null() && !is_option(info) { &super::NOTHING } else { value };
    // A list or an enumeration has no fields to patch: given nothing, its default is meant.
    if matches!(value, Value::Table(table) if table.is_empty())
        && let Some(default) = registry.get_type_data::<ReflectDefault>(info.type_id())
    {
        return Ok(default.default());
    }
    let made = build(registry, info, value, path)?;
    made.try_into_reflect().map_err(|_| path.blame(unmade(info.type_path())))
}

/// Makes a value of the type that `info` describes.
///
/// # Errors
/// Type, argument or not-found, with the place.
pub(crate) fn build(
    registry: &TypeRegistry,
    info: &'static TypeInfo,
    value: &Value,
    path: &Path<'_>,
) -> Result<Made, ScriptError> {
    if let Some(leaf) = Leaf::of(info.type_id()) {
        let made = leaf.make(value).map_err(|error| path.blame(error))?;
        return Ok(made.into_partial_reflect());
    }
    check_depth(path)?;
    let structure = matches!(info, TypeInfo::Struct(_) | TypeInfo::TupleStruct(_) | TypeInfo::Tuple(_));
    if structure && let Some(default) = registry.get_type_data::<ReflectDefault>(info.type_id()) {
        let mut made = default.default();
        plan(registry, made.as_partial_reflect(), value, path)?.apply(made.as_partial_reflect_mut())?;
        return Ok(made.into_partial_reflect());
    }
    let builder = Builder { registry, info };
    let mut made = match info {
        TypeInfo::Struct(fields) => {
            let named: Vec<_> = fields.iter().collect();
            builder.structure(&named, value, path)?
        }
        TypeInfo::TupleStruct(fields) if fields.field_len() == 1 => {
            let mut made = DynamicTupleStruct::default();
            if let Some(field) = fields.field_at(0) {
                made.insert_boxed(build(registry, unnamed(field, path)?, unwrapped(info, value), path)?);
            }
            Box::new(made)
        }
        TypeInfo::TupleStruct(fields) => {
            let mut made = DynamicTupleStruct::default();
            let fields: Vec<_> = fields.iter().collect();
            builder.nameless(&fields, value, path, |field| made.insert_boxed(field))?;
            Box::new(made)
        }
        TypeInfo::Tuple(fields) => {
            let mut made = DynamicTuple::default();
            let fields: Vec<_> = fields.iter().collect();
            builder.nameless(&fields, value, path, |field| made.insert_boxed(field))?;
            Box::new(made)
        }
        TypeInfo::List(list) => builder.list(list, value, path)?,
        TypeInfo::Array(array) => builder.array(array, value, path)?,
        TypeInfo::Map(map) => builder.map(map, value, path)?,
        TypeInfo::Set(set) => builder.set(set, value, path)?,
        TypeInfo::Enum(variants) => builder.enumeration(variants, value, path)?,
        TypeInfo::Opaque(_) => return Err(path.blame(unmade(info.type_path()))),
    };
    // The dynamic value becomes one of the type itself where the type can be made from parts; where it is part of
    // a larger value, that one's making takes care of it.
    if let Some(from) = registry.get_type_data::<ReflectFromReflect>(info.type_id()) {
        let real = from.from_reflect(&*made).ok_or_else(|| path.blame(unmade(info.type_path())))?;
        made = real.into_partial_reflect();
    }
    Ok(made)
}

fn named(field: &NamedField, path: &Path<'_>) -> Result<&'static TypeInfo, ScriptError> {
    field.type_info().ok_or_else(|| path.blame(unmade(field.type_path())))
}

fn unnamed(field: &UnnamedField, path: &Path<'_>) -> Result<&'static TypeInfo, ScriptError> {
    field.type_info().ok_or_else(|| path.blame(unmade(field.type_path())))
}

struct Builder<'r> {
    registry: &'r TypeRegistry,
    info: &'static TypeInfo,
}

impl Builder<'_> {
    fn structure(&self, fields: &[&NamedField], value: &Value, path: &Path<'_>) -> Result<Made, ScriptError> {
        let mut made = DynamicStruct::default();
        if let Some(items) = glam_list(self.info, value) {
            if items.len() != fields.len() {
                return Err(path.blame(wrong_length(fields.len(), value)));
            }
            for (index, (field, item)) in fields.iter().zip(items).enumerate() {
                let path = path.element(index);
                made.insert_boxed(field.name(), build(self.registry, named(field, &path)?, item, &path)?);
            }
            return Ok(Box::new(made));
        }
        let table = value.as_table().map_err(|error| path.blame(error))?;
        self.fields(fields, table, None, path, |name, field| made.insert_boxed(name, field))?;
        Ok(Box::new(made))
    }

    /// All fields from a table. `besides` is a name in the table that is not a field.
    fn fields(
        &self,
        fields: &[&NamedField],
        table: &Table,
        besides: Option<&str>,
        path: &Path<'_>,
        mut add: impl FnMut(&'static str, Made),
    ) -> Result<(), ScriptError> {
        for name in table.keys().filter(|name| besides != Some(name)) {
            if !fields.iter().any(|field| field.name() == name) {
                return Err(no_field(path, name, fields.iter().map(|field| field.name())));
            }
        }
        let mut missing = Vec::new();
        for field in fields {
            let path = path.field(field.name());
            let info = named(field, &path)?;
            match table.get(field.name()) {
                Some(value) => add(field.name(), build(self.registry, info, value, &path)?),
                // Where nothing is a value, nothing need not be written; in some languages it cannot be.
                None if is_option(info) => {
                    add(field.name(), build(self.registry, info, &Value::Null, &path)?);
                }
                None => missing.push(field.name().to_owned()),
            }
        }
        self.refuse_missing(&missing, path)
    }

    fn refuse_missing(&self, missing: &[String], path: &Path<'_>) -> Result<(), ScriptError> {
        if missing.is_empty() {
            return Ok(());
        }
        let why = match self.info {
            TypeInfo::Enum(_) => "a variant is given whole",
            _ => "the type has no `#[reflect(Default)]`, so all fields must be given",
        };
        Err(path.blame(ScriptError::argument(format!("missing {}; {why}", missing.join(", ")))))
    }

    fn nameless(
        &self,
        fields: &[&UnnamedField],
        value: &Value,
        path: &Path<'_>,
        mut add: impl FnMut(Made),
    ) -> Result<(), ScriptError> {
        let count = fields.len();
        if let Value::Table(table) = value
            && !(table.is_empty() && count == 0)
        {
            return self.by_nameless_names(fields, table, None, path, add);
        }
        let items = value.as_list().map_err(|error| path.blame(error))?;
        if items.len() != count {
            return Err(path.blame(wrong_length(count, value)));
        }
        for (index, (field, item)) in fields.iter().zip(items).enumerate() {
            let path = path.element(index);
            add(build(self.registry, unnamed(field, &path)?, item, &path)?);
        }
        Ok(())
    }

    fn by_nameless_names(
        &self,
        fields: &[&UnnamedField],
        table: &Table,
        besides: Option<&str>,
        path: &Path<'_>,
        mut add: impl FnMut(Made),
    ) -> Result<(), ScriptError> {
        let count = fields.len();
        for name in table.keys().filter(|name| besides != Some(name)) {
            if nameless_index(name, count).is_none() {
                let names: Vec<String> = (0..count).map(|index| nameless(index, count)).collect();
                return Err(no_field(path, name, names.iter().map(String::as_str)));
            }
        }
        let mut missing = Vec::new();
        for (index, field) in fields.iter().enumerate() {
            let name = nameless(index, count);
            let path = path.field(&name);
            let info = unnamed(field, &path)?;
            match table.get(&name) {
                Some(value) => add(build(self.registry, info, value, &path)?),
                None if is_option(info) => add(build(self.registry, info, &Value::Null, &path)?),
                None => missing.push(name.clone()),
            }
        }
        self.refuse_missing(&missing, path)
    }

    fn items(
        &self,
        info: Option<&'static TypeInfo>,
        type_path: &str,
        value: &Value,
        path: &Path<'_>,
    ) -> Result<Vec<Made>, ScriptError> {
        let info = info.ok_or_else(|| path.blame(unmade(type_path)))?;
        let items = value.as_list().map_err(|error| path.blame(error))?.iter().enumerate();
        items.map(|(index, item)| build(self.registry, info, item, &path.element(index))).collect()
    }

    fn list(&self, list: &ListInfo, value: &Value, path: &Path<'_>) -> Result<Made, ScriptError> {
        let items = self.items(list.item_info(), list.item_ty().path(), value, path)?;
        let mut made = DynamicList::default();
        for item in items {
            made.push_box(item);
        }
        Ok(Box::new(made))
    }

    fn array(&self, array: &ArrayInfo, value: &Value, path: &Path<'_>) -> Result<Made, ScriptError> {
        let items = self.items(array.item_info(), array.item_ty().path(), value, path)?;
        if items.len() != array.capacity() {
            return Err(path.blame(wrong_length(array.capacity(), value)));
        }
        Ok(Box::new(DynamicArray::new(items.into_boxed_slice())))
    }

    fn set(&self, set: &SetInfo, value: &Value, path: &Path<'_>) -> Result<Made, ScriptError> {
        let ty = set.value_ty();
        let items = self.items(self.registry.get_type_info(ty.id()), ty.path(), value, path)?;
        let mut made = DynamicSet::default();
        for item in items {
            made.insert_boxed(hashable(item, path)?);
        }
        Ok(Box::new(made))
    }

    fn map(&self, map: &MapInfo, value: &Value, path: &Path<'_>) -> Result<Made, ScriptError> {
        let keys = map.key_info().ok_or_else(|| path.blame(unmade(map.key_ty().path())))?;
        let values = map.value_info().ok_or_else(|| path.blame(unmade(map.value_ty().path())))?;
        let mut made = DynamicMap::default();
        let mut add = |key: &Value, text: &str, value: &Value| {
            let path = path.key(text);
            let key = hashable(build(self.registry, keys, key, &path)?, &path)?;
            made.insert_boxed(key, build(self.registry, values, value, &path)?);
            Ok(())
        };
        if let Value::Table(table) = value {
            for (name, value) in table {
                add(&key_from_name(keys, name), name, value)?;
            }
        } else {
            let expected = || ScriptError::type_mismatch("table, or list of [key, value]", &value.describe());
            for pair in value.as_list().map_err(|_| path.blame(expected()))? {
                let Value::List(pair) = pair else { return Err(path.blame(expected())) };
                let [key, value] = &pair[..] else { return Err(path.blame(expected())) };
                add(key, &key.to_string(), value)?;
            }
        }
        Ok(Box::new(made))
    }

    fn enumeration(&self, variants: &EnumInfo, value: &Value, path: &Path<'_>) -> Result<Made, ScriptError> {
        if is_option(self.info) {
            return self.option(variants, value, path);
        }
        let none = Table::new();
        let (name, fields) = match value {
            Value::String(name) => (name.as_str(), &none),
            Value::Table(table) => match table.get("variant") {
                Some(Value::String(name)) => (name.as_str(), table),
                Some(other) => {
                    let error = ScriptError::type_mismatch("a variant's name (string)", &other.describe());
                    return Err(path.field("variant").blame(error));
                }
                None => return Err(path.blame(not_a_variant(variants, value))),
            },
            _ => return Err(path.blame(not_a_variant(variants, value))),
        };
        let Some(variant) = variants.variant(name) else {
            let known = variants.variant_names();
            let mut hint = near_names(name, known.iter().copied());
            if hint.is_empty() && known.len() <= 8 {
                hint = format!("; it has {}", known.join(", "));
            }
            let problem = format!("no variant is called {}{hint}", glotta_core::quote(name));
            return Err(path.blame(ScriptError::not_found(problem)));
        };
        let besides = Some("variant");
        let content = match variant {
            VariantInfo::Unit(_) => {
                self.by_nameless_names(&[], fields, besides, path, |_| ())?;
                DynamicVariant::Unit
            }
            VariantInfo::Tuple(variant) => {
                let mut made = DynamicTuple::default();
                let infos: Vec<_> = variant.iter().collect();
                self.by_nameless_names(&infos, fields, besides, path, |field| made.insert_boxed(field))?;
                DynamicVariant::Tuple(made)
            }
            VariantInfo::Struct(variant) => {
                let mut made = DynamicStruct::default();
                let infos: Vec<_> = variant.iter().collect();
                self.fields(&infos, fields, besides, path, |name, field| made.insert_boxed(name, field))?;
                DynamicVariant::Struct(made)
            }
        };
        let index = variants.index_of(name).unwrap_or_default();
        Ok(Box::new(DynamicEnum::new_with_index(index, name, content)))
    }

    fn option(&self, variants: &EnumInfo, value: &Value, path: &Path<'_>) -> Result<Made, ScriptError> {
        if value.is_null() {
            return Ok(Box::new(DynamicEnum::new_with_index(0, "None", DynamicVariant::Unit)));
        }
        let some = match variants.variant("Some") {
            Some(VariantInfo::Tuple(some)) => some.field_at(0),
            _ => None,
        };
        let some = some.ok_or_else(|| path.blame(unmade(self.info.type_path())))?;
        let mut content = DynamicTuple::default();
        content.insert_boxed(build(self.registry, unnamed(some, path)?, value, path)?);
        Ok(Box::new(DynamicEnum::new_with_index(1, "Some", DynamicVariant::Tuple(content))))
    }
}

/// The error of a value that names no variant:
/// `expected a variant by name ("Idle" or "Chase") or a table {variant = "Wait", …}, got int 3`.
#[cold]
fn not_a_variant(variants: &EnumInfo, value: &Value) -> ScriptError {
    let names = |bare: bool| -> Vec<String> {
        let of_kind = |variant: &&VariantInfo| matches!(variant, VariantInfo::Unit(_)) == bare;
        variants.iter().filter(of_kind).map(|variant| format!("{:?}", variant.name())).collect()
    };
    let (bare, with_fields) = (names(true), names(false));
    let mut expected = Vec::new();
    if !bare.is_empty() {
        expected.push(format!("a variant by name ({})", some_of(&bare)));
    }
    if !with_fields.is_empty() {
        expected.push(format!("a table {{variant = {}, …}}", some_of(&with_fields)));
    }
    ScriptError::type_mismatch(&expected.join(" or "), &value.describe())
}

/// The first few of some names, joined by `or`.
fn some_of(names: &[String]) -> String {
    const SHOWN: usize = 8;
    let shown = names[..names.len().min(SHOWN)].join(" or ");
    if names.len() > SHOWN { format!("{shown} or …") } else { shown }
}

/// A table's name as a key: the number it spells, where keys are numbers.
fn key_from_name(keys: &TypeInfo, name: &str) -> Value {
    let numeric = Scalar::of(keys.type_id())
        .is_some_and(|scalar| matches!(scalar.model(), glotta_core::Type::Int { .. }));
    match name.parse() {
        Ok(number) if numeric => Value::Int(number),
        _ => Value::from(name),
    }
}

/// Reflection panics on a key that it cannot hash: refuse it before.
fn hashable(item: Made, path: &Path<'_>) -> Result<Made, ScriptError> {
    if item.reflect_hash().is_some() {
        return Ok(item);
    }
    Err(path.blame(ScriptError::new(
        glotta_core::ErrorKind::Type,
        format!("the type {} needs `#[reflect(Hash, PartialEq)]` to be a key", item.reflect_type_path()),
    )))
}
