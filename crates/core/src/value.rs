//! [`Value`]: anything that can cross the border between a script and the engine.

use std::collections::BTreeMap;
use std::fmt;

use glam::{Quat, Vec2, Vec3};

use crate::{Asset, Callback, Entity, Object, ScriptError, narrow_float};

/// How deeply lists and tables may be nested in a [`Value`] that crosses a border. Deeper ones, and those that
/// contain themselves, are refused with an error by every language.
pub const MAX_DEPTH: usize = 100;

/// The named values of a [`Value::Table`], sorted by name so that walking them is the same on every run.
pub type Table = BTreeMap<String, Value>;

/// Anything that can cross the border between a script and the engine, or between two scripts.
///
/// A round trip through any language gives the same value back: in particular a 64-bit integer is not turned
/// into a float, a list is not turned into a table (not even when it is empty), and an entity stays an entity.
#[derive(Clone, Debug, Default, PartialEq)]
pub enum Value {
    /// Nothing: Lua's `nil`, Python's `None`.
    #[default]
    Null,
    /// True or false.
    Bool(bool),
    /// A whole number of 64 bits.
    Int(i64),
    /// A floating-point number of 64 bits.
    Float(f64),
    /// Text in UTF-8. It may contain NUL.
    String(String),
    /// A vector of two 32-bit floats.
    Vec2(Vec2),
    /// A vector of three 32-bit floats.
    Vec3(Vec3),
    /// A rotation: a quaternion of four 32-bit floats.
    Quat(Quat),
    /// An entity of the engine.
    Entity(Entity),
    /// An asset of the engine.
    Asset(Asset),
    /// Values in order.
    List(Vec<Value>),
    /// Values by name.
    Table(Table),
    /// A function of a script.
    Function(Callback),
    /// An object of the engine.
    Object(Object),
}

/// What kind of [`Value`] a value is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum ValueKind {
    /// [`Value::Null`], or an argument that was not given.
    Null,
    /// [`Value::Bool`].
    Bool,
    /// [`Value::Int`].
    Int,
    /// [`Value::Float`].
    Float,
    /// [`Value::String`].
    String,
    /// [`Value::Vec2`].
    Vec2,
    /// [`Value::Vec3`].
    Vec3,
    /// [`Value::Quat`].
    Quat,
    /// [`Value::Entity`].
    Entity,
    /// [`Value::Asset`].
    Asset,
    /// [`Value::List`].
    List,
    /// [`Value::Table`].
    Table,
    /// [`Value::Function`].
    Function,
    /// [`Value::Object`].
    Object,
    /// A handle to a component of an entity ([`crate::ComponentHandle`]); as a value it is a copy of its fields.
    Component,
    /// A reference into an entity's data ([`crate::DataRef`]); as a value it is a copy of what it refers to.
    Data,
    /// Something of the language's own that has no value outside it, such as a coroutine.
    Foreign,
}

impl ValueKind {
    /// The name that error messages use, the same for every language.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Null => "nothing",
            Self::Bool => "bool",
            Self::Int => "int",
            Self::Float => "float",
            Self::String => "string",
            Self::Vec2 => "Vec2",
            Self::Vec3 => "Vec3",
            Self::Quat => "Quat",
            Self::Entity => "Entity",
            Self::Asset => "Asset",
            Self::List => "list",
            Self::Table => "table",
            Self::Function => "function",
            Self::Object => "object",
            Self::Component => "component handle",
            Self::Data => "data reference",
            Self::Foreign => "a value of the language's own",
        }
    }
}

impl fmt::Display for ValueKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

impl Value {
    /// What kind of value this is.
    #[must_use]
    pub const fn kind(&self) -> ValueKind {
        match self {
            Self::Null => ValueKind::Null,
            Self::Bool(_) => ValueKind::Bool,
            Self::Int(_) => ValueKind::Int,
            Self::Float(_) => ValueKind::Float,
            Self::String(_) => ValueKind::String,
            Self::Vec2(_) => ValueKind::Vec2,
            Self::Vec3(_) => ValueKind::Vec3,
            Self::Quat(_) => ValueKind::Quat,
            Self::Entity(_) => ValueKind::Entity,
            Self::Asset(_) => ValueKind::Asset,
            Self::List(_) => ValueKind::List,
            Self::Table(_) => ValueKind::Table,
            Self::Function(_) => ValueKind::Function,
            Self::Object(_) => ValueKind::Object,
        }
    }

    /// True for [`Value::Null`].
    #[must_use]
    pub const fn is_null(&self) -> bool {
        matches!(self, Self::Null)
    }

    /// The value as an error message shows it: its kind and, where that helps, its content, shortened
    /// (`string "up"`, `float 2.5`, `list of 3`).
    #[must_use]
    pub fn describe(&self) -> String {
        match self {
            Self::Null => "nothing".to_owned(),
            Self::Bool(value) => format!("bool {value}"),
            Self::Int(value) => format!("int {value}"),
            Self::Float(value) => format!("float {}", short_number(*value)),
            Self::String(text) => format!("string {}", crate::quote(text)),
            Self::Vec2(v) => describe_lanes("Vec2", &v.to_array()),
            Self::Vec3(v) => describe_lanes("Vec3", &v.to_array()),
            Self::Quat(q) => describe_lanes("Quat", &q.to_array()),
            Self::Entity(entity) => format!("Entity {entity}"),
            Self::Asset(asset) => format!("Asset {asset}"),
            Self::List(items) => format!("list of {}", items.len()),
            Self::Table(table) => match table.keys().next() {
                None => "empty table".to_owned(),
                Some(key) => format!("table with {} …", crate::quote(key)),
            },
            Self::Function(_) => "function".to_owned(),
            Self::Object(object) => object.class().to_owned(),
        }
    }

    fn mismatch(&self, expected: &str) -> ScriptError {
        ScriptError::type_mismatch(expected, &self.describe())
    }

    /// The value as a bool.
    ///
    /// # Errors
    /// [`crate::ErrorKind::Type`] for any other kind: nothing is "truthy" at the border.
    pub fn as_bool(&self) -> Result<bool, ScriptError> {
        match self {
            Self::Bool(value) => Ok(*value),
            other => Err(other.mismatch("bool")),
        }
    }

    /// The value as a whole number; a float without a fraction counts as one.
    ///
    /// # Errors
    /// [`crate::ErrorKind::Type`] for other kinds and for floats with a fraction or beyond 64 bits.
    pub fn as_int(&self) -> Result<i64, ScriptError> {
        match self {
            Self::Int(value) => Ok(*value),
            Self::Float(value) => crate::float_to_int(*value).ok_or_else(|| self.mismatch("int")),
            other => Err(other.mismatch("int")),
        }
    }

    /// The value as a number.
    ///
    /// # Errors
    /// [`crate::ErrorKind::Type`] if it is neither an int nor a float.
    pub fn as_float(&self) -> Result<f64, ScriptError> {
        match self {
            Self::Float(value) => Ok(*value),
            Self::Int(value) => Ok(*value as f64),
            other => Err(other.mismatch("float")),
        }
    }

    /// The value as text.
    ///
    /// # Errors
    /// [`crate::ErrorKind::Type`] for any other kind: numbers are not turned into text at the border.
    pub fn as_str(&self) -> Result<&str, ScriptError> {
        match self {
            Self::String(text) => Ok(text),
            other => Err(other.mismatch("string")),
        }
    }

    /// The value as a [`Vec2`], which may be written as a list of its numbers.
    ///
    /// # Errors
    /// [`crate::ErrorKind::Type`] for any other kind; [`crate::ErrorKind::Argument`] if a number of a list does not fit
    /// into 32 bits.
    pub fn as_vec2(&self) -> Result<Vec2, ScriptError> {
        match self {
            Self::Vec2(value) => Ok(*value),
            other => other.lanes("Vec2").map(Vec2::from_array),
        }
    }

    /// The value as a [`Vec3`], which may be written as a list of its numbers.
    ///
    /// # Errors
    /// [`crate::ErrorKind::Type`] for any other kind; [`crate::ErrorKind::Argument`] if a number of a list does not fit
    /// into 32 bits.
    pub fn as_vec3(&self) -> Result<Vec3, ScriptError> {
        match self {
            Self::Vec3(value) => Ok(*value),
            other => other.lanes("Vec3").map(Vec3::from_array),
        }
    }

    /// The value as a [`Quat`], which may be written as a list of its numbers.
    ///
    /// # Errors
    /// [`crate::ErrorKind::Type`] for any other kind; [`crate::ErrorKind::Argument`] if a number of a list does not fit
    /// into 32 bits.
    pub fn as_quat(&self) -> Result<Quat, ScriptError> {
        match self {
            Self::Quat(value) => Ok(*value),
            other => other.lanes("Quat").map(Quat::from_array),
        }
    }

    /// The numbers of a list of `N`: how a vector may be written everywhere, as it must be where there are no constructors.
    #[cold]
    fn lanes<const N: usize>(&self, expected: &str) -> Result<[f32; N], ScriptError> {
        let Self::List(items) = self else { return Err(self.mismatch(expected)) };
        if items.len() != N {
            return Err(self.mismatch(expected));
        }
        let mut lanes = [0.0; N];
        for (index, (lane, item)) in lanes.iter_mut().zip(items).enumerate() {
            let number = item.as_float().and_then(narrow_float);
            *lane = number.map_err(|error| error.within(format_args!("element {}", index + 1)))?;
        }
        Ok(lanes)
    }

    /// The value as an entity.
    ///
    /// # Errors
    /// [`crate::ErrorKind::Type`] for any other kind.
    pub fn as_entity(&self) -> Result<Entity, ScriptError> {
        match self {
            Self::Entity(value) => Ok(*value),
            other => Err(other.mismatch("Entity")),
        }
    }

    /// The value as an asset.
    ///
    /// # Errors
    /// [`crate::ErrorKind::Type`] for any other kind.
    pub fn as_asset(&self) -> Result<Asset, ScriptError> {
        match self {
            Self::Asset(value) => Ok(*value),
            other => Err(other.mismatch("Asset")),
        }
    }

    /// The value as a list. An empty table counts as an empty list, since some languages write both as `{}`.
    ///
    /// # Errors
    /// [`crate::ErrorKind::Type`] for any other kind.
    pub fn as_list(&self) -> Result<&[Value], ScriptError> {
        match self {
            Self::List(items) => Ok(items),
            Self::Table(table) if table.is_empty() => Ok(&[]),
            other => Err(other.mismatch("list")),
        }
    }

    /// The value as a table.
    ///
    /// # Errors
    /// [`crate::ErrorKind::Type`] for any other kind.
    pub fn as_table(&self) -> Result<&Table, ScriptError> {
        match self {
            Self::Table(table) => Ok(table),
            other => Err(other.mismatch("table")),
        }
    }

    /// The value as a function.
    ///
    /// # Errors
    /// [`crate::ErrorKind::Type`] for any other kind.
    pub fn as_function(&self) -> Result<&Callback, ScriptError> {
        match self {
            Self::Function(callback) => Ok(callback),
            other => Err(other.mismatch("function")),
        }
    }

    /// The value as an object of the class of that name.
    ///
    /// # Errors
    /// [`crate::ErrorKind::Type`] for any other kind or class.
    pub fn as_object(&self, class: &str) -> Result<&Object, ScriptError> {
        match self {
            Self::Object(object) if object.class() == class => Ok(object),
            other => Err(other.mismatch(class)),
        }
    }

    /// Appends the elements of the list that the value is to `out`, each as `convert` gives it.
    ///
    /// # Errors
    /// [`crate::ErrorKind::Type`] if it is no list; what `convert` gives, with the element's place.
    pub fn list_into<T>(
        &self,
        out: &mut Vec<T>,
        convert: impl Fn(&Self) -> Result<T, ScriptError>,
    ) -> Result<(), ScriptError> {
        for (index, item) in self.as_list()?.iter().enumerate() {
            // Counted from 1 in every language, as arguments are, so that one message fits all.
            out.push(convert(item).map_err(|error| error.within(format_args!("element {}", index + 1)))?);
        }
        Ok(())
    }

    /// Makes sure that the value is not nested too deeply for a language, before the language begins to make it.
    ///
    /// # Errors
    /// [`crate::ErrorKind::Type`] if it is nested more than [`MAX_DEPTH`] deep.
    pub fn check_depth(&self) -> Result<(), ScriptError> {
        if self.fits(MAX_DEPTH) {
            return Ok(());
        }
        Err(ScriptError::new(
            crate::ErrorKind::Type,
            format!("the value is nested more than {MAX_DEPTH} deep"),
        ))
    }

    fn fits(&self, left: usize) -> bool {
        match self {
            Self::List(items) => left > 0 && items.iter().all(|item| item.fits(left - 1)),
            Self::Table(table) => left > 0 && table.values().all(|item| item.fits(left - 1)),
            _ => true,
        }
    }
}

fn describe_lanes(name: &str, lanes: &[f32]) -> String {
    let lanes: Vec<String> = lanes.iter().map(|lane| short_number(*lane).to_string()).collect();
    format!("{name}({})", lanes.join(", "))
}

/// A float as people write it: `2.5`, `1`, `1e38`. Numbers of 17 digits and more before the point, and those with
/// more than four zeros behind it, are written with an exponent; all are as exact as their type.
pub fn short_number<N>(number: N) -> impl fmt::Display
where
    N: Copy + Into<f64> + fmt::Display + fmt::LowerExp,
{
    fmt::from_fn(move |f| {
        let size = number.into().abs();
        // The smaller limit is that of 32 bits, so that it counts as itself in both types.
        if size >= 1e16 && size.is_finite() || size > 0.0 && size < f64::from(1e-5_f32) {
            write!(f, "{number:e}")
        } else {
            write!(f, "{number}")
        }
    })
}

/// Prints the value as data: `null`, `1`, `"text"`, `Vec3(1, 2, 3)`, `[1, 2]`, `{a = 1}`.
impl fmt::Display for Value {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Null => f.write_str("null"),
            Self::Bool(value) => write!(f, "{value}"),
            Self::Int(value) => write!(f, "{value}"),
            // `{:?}` keeps the point of 1.0, which tells a float from an int.
            Self::Float(value) => write!(f, "{value:?}"),
            Self::String(text) => write!(f, "{text:?}"),
            Self::Vec2(_) | Self::Vec3(_) | Self::Quat(_) => f.write_str(&self.describe()),
            Self::Entity(entity) => write!(f, "{entity:?}"),
            Self::Asset(asset) => write!(f, "{asset:?}"),
            Self::List(items) => {
                f.write_str("[")?;
                for (index, item) in items.iter().enumerate() {
                    if index > 0 {
                        f.write_str(", ")?;
                    }
                    write!(f, "{item}")?;
                }
                f.write_str("]")
            }
            Self::Table(table) => {
                f.write_str("{")?;
                for (index, (name, item)) in table.iter().enumerate() {
                    if index > 0 {
                        f.write_str(", ")?;
                    }
                    write!(f, "{name} = {item}")?;
                }
                f.write_str("}")
            }
            Self::Function(_) => f.write_str("function"),
            Self::Object(object) => f.write_str(object.class()),
        }
    }
}

macro_rules! value_from {
    ($($from:ty => $variant:ident),+ $(,)?) => {$(
        impl From<$from> for Value {
            fn from(value: $from) -> Self {
                Self::$variant(value.into())
            }
        }
    )+};
}

value_from! {
    bool => Bool, i64 => Int, i32 => Int, u32 => Int, f64 => Float, f32 => Float, String => String, &str => String,
    Vec2 => Vec2, Vec3 => Vec3, Quat => Quat, Entity => Entity, Asset => Asset, Vec<Value> => List, Table => Table,
    Callback => Function, Object => Object,
}

impl<T: Into<Value>> From<Option<T>> for Value {
    fn from(value: Option<T>) -> Self {
        value.map_or(Self::Null, Into::into)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_whole_float_is_an_int_and_others_are_not() {
        assert_eq!(Value::Float(3.0).as_int().ok(), Some(3));
        assert!(Value::Float(3.5).as_int().is_err());
        assert!(Value::Float(f64::NAN).as_int().is_err());
        assert!(Value::Float(1e300).as_int().is_err());
        assert!(Value::Float(9_223_372_036_854_775_808.0).as_int().is_err());
    }

    #[test]
    fn a_mismatch_says_what_was_expected_and_what_came() {
        let error = Value::from("up").as_vec3().expect_err("a string is no vector");
        assert_eq!(error.message(), "expected Vec3, got string \"up\"");
    }

    #[test]
    fn numbers_that_are_very_large_or_small_have_an_exponent() {
        let v = Vec3::new(1e38, 16_777_216.0, -1.5e-7);
        assert_eq!(Value::Vec3(v).describe(), "Vec3(1e38, 16777216, -1.5e-7)");
        assert_eq!(Value::Float(1e300).describe(), "float 1e300");
        assert_eq!(Value::Float(1e16).describe(), "float 1e16");
        assert_eq!(Value::Float(9_999_999_999_999_998.0).describe(), "float 9999999999999998");
        assert_eq!(Value::Float(0.00001).describe(), "float 0.00001");
        assert_eq!(Value::Vec2(Vec2::new(0.00001, 0.000009)).describe(), "Vec2(0.00001, 9e-6)");
        assert_eq!(Value::Float(0.0).describe(), "float 0");
        assert_eq!(Value::Float(f64::NEG_INFINITY).describe(), "float -inf");
        assert_eq!(Value::Float(f64::NAN).describe(), "float NaN");
    }

    #[test]
    fn an_empty_table_passes_as_an_empty_list() {
        assert!(Value::Table(Table::new()).as_list().is_ok());
        assert!(Value::Table(Table::from([("a".to_owned(), Value::Null)])).as_list().is_err());
    }

    #[test]
    fn display_tells_a_float_from_an_int() {
        assert_eq!(Value::Float(1.0).to_string(), "1.0");
        assert_eq!(Value::Int(1).to_string(), "1");
    }

    #[test]
    fn a_value_that_is_nested_too_deeply_is_refused() {
        let nest = |depth| (0..depth).fold(Value::Int(1), |inner, _| Value::List(vec![inner]));
        assert!(nest(MAX_DEPTH).check_depth().is_ok());
        let error = nest(MAX_DEPTH + 1).check_depth().expect_err("too deep");
        assert_eq!(error.message(), "the value is nested more than 100 deep");
    }
}
