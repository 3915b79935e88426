//! A value as the text of a save, and back: JSON, with a tag where JSON has no such value.
//!
//! ```json
//! {
//!   "glotta_save": 1,
//!   "value": {"name": "Anna", "position": {"$vec3": [1.0, 2.0, 0.5]}, "luck": {"$float": "inf"}}
//! }
//! ```
//!
//! A table of one entry whose name begins with `$` is a tag, so names of the script's own that begin with `$` get one more.
//! Whole numbers and others stay apart: a float has a point or an exponent.

use glotta_core::{ErrorKind, MAX_DEPTH, ScriptError, Table, Value, narrow_float, quote};
use serde::ser::{Error as _, SerializeMap as _};
use serde::{Serialize, Serializer};

use super::MOST_SAVE_BYTES;
use crate::assets::json;

/// The version of the format that is written, and the latest that is read.
const VERSION: i64 = 1;

const VERSION_KEY: &str = "glotta_save";
const VALUE_KEY: &str = "value";

/// The text of a save of this value.
///
/// # Errors
/// [`ErrorKind::Type`] with the way to what does not outlive the game, [`ErrorKind::Argument`] if the text were larger than
/// [`MOST_SAVE_BYTES`].
pub(crate) fn to_text(value: &Value) -> Result<String, ScriptError> {
    check(value, 0)?;
    let mut text = Text(Vec::new());
    let written = serde_json::to_writer_pretty(&mut text, &Save(value));
    match (written, String::from_utf8(text.0)) {
        (Ok(()), Ok(mut text)) => {
            text.push('\n');
            Ok(text)
        }
        (Err(error), _) if error.is_io() => Err(ScriptError::argument(format!(
            "the value is too large: a save may have at most {MOST_SAVE_BYTES} bytes"
        ))),
        (Err(error), _) => Err(ScriptError::host(format!("the value cannot be written: {error}"))),
        (_, Err(error)) => Err(ScriptError::host(format!("the value cannot be written: {error}"))),
    }
}

/// The value that a text of a save holds. `place` is where it lies.
///
/// # Errors
/// [`ErrorKind::Syntax`] with the place if it is none, is damaged, or was written by a newer Glotta.
pub(crate) fn from_text(place: &str, text: &str) -> Result<Value, ScriptError> {
    // The header is one level more, and a tag with its list is two.
    let parsed = json::parse_to_depth(place, text, MAX_DEPTH + 3).map_err(|error| {
        // The place is said in words, since the error is that of a script with a place of its own.
        ScriptError::new(ErrorKind::Syntax, error.to_string())
    })?;
    let wrong = |message: String| ScriptError::new(ErrorKind::Syntax, message).within(place);
    let expected = || format!("expected {{\"{VERSION_KEY}\": {VERSION}, \"{VALUE_KEY}\": …}}");
    let Value::Table(mut header) = parsed else {
        return Err(wrong(format!("not a save: {}, got {}", expected(), parsed.describe())));
    };
    match header.remove(VERSION_KEY) {
        Some(Value::Int(VERSION)) => {}
        Some(Value::Int(newer)) if newer > VERSION => {
            return Err(wrong(format!(
                "it was written by a newer Glotta: its format is {newer}, expected {VERSION} at most"
            )));
        }
        Some(other) => {
            return Err(wrong(format!("{VERSION_KEY}: expected int {VERSION}, got {}", other.describe())));
        }
        None => return Err(wrong(format!("not a save: {}", expected()))),
    }
    let Some(value) = header.remove(VALUE_KEY) else {
        return Err(wrong(format!("it has no \"{VALUE_KEY}\": {}", expected())));
    };
    if let Some(name) = header.keys().next() {
        return Err(wrong(format!("unknown key {}: {}", quote(name), expected())));
    }
    let value =
        decoded(value).map_err(|error| error.with_kind(ErrorKind::Syntax).within(VALUE_KEY).within(place))?;
    value.check_depth().map_err(|error| error.with_kind(ErrorKind::Syntax).within(place))?;
    Ok(value)
}

/// Refuses what means nothing once the game has ended.
fn check(value: &Value, depth: usize) -> Result<(), ScriptError> {
    let refuse =
        |why: &str| Err(ScriptError::new(ErrorKind::Type, format!("{} cannot be saved: {why}", an(value))));
    match value {
        Value::Entity(_) => {
            refuse("it is another one when the game runs again; save what it is made of, such as its data")
        }
        Value::Asset(_) => refuse("its number is another when the game runs again; save its path"),
        Value::Function(_) => {
            refuse("it ends with its script; save what says which one it is, such as its name")
        }
        Value::Object(_) => refuse("it ends with the game; save what it is made from"),
        Value::List(_) | Value::Table(_) if depth == MAX_DEPTH => {
            Err(ScriptError::new(ErrorKind::Type, format!("nested more than {MAX_DEPTH} deep")))
        }
        Value::List(items) => items.iter().enumerate().try_for_each(|(index, item)| {
            check(item, depth + 1).map_err(|error| error.within(format_args!("element {}", index + 1)))
        }),
        Value::Table(table) => table
            .iter()
            .try_for_each(|(name, item)| check(item, depth + 1).map_err(|error| error.within(name))),
        _ => Ok(()),
    }
}

fn an(value: &Value) -> String {
    let name = match value {
        Value::Object(object) => object.class(),
        other => other.kind().name(),
    };
    let article =
        if name.starts_with(['A', 'E', 'I', 'O', 'U', 'a', 'e', 'i', 'o', 'u']) { "an" } else { "a" };
    format!("{article} {name}")
}

/// Bytes that grow no further than a save may.
struct Text(Vec<u8>);

impl std::io::Write for Text {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        if self.0.len() + bytes.len() >= MOST_SAVE_BYTES {
            return Err(std::io::ErrorKind::FileTooLarge.into());
        }
        self.0.extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}

/// A save, with its header.
struct Save<'v>(&'v Value);

impl Serialize for Save<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(Some(2))?;
        map.serialize_entry(VERSION_KEY, &VERSION)?;
        map.serialize_entry(VALUE_KEY, &Saved(self.0))?;
        map.end()
    }
}

/// A value of a save.
struct Saved<'v>(&'v Value);

impl Serialize for Saved<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self.0 {
            Value::Null => serializer.serialize_unit(),
            Value::Bool(value) => serializer.serialize_bool(*value),
            Value::Int(value) => serializer.serialize_i64(*value),
            Value::Float(value) if value.is_finite() => serializer.serialize_f64(*value),
            Value::Float(value) => tagged(serializer, "$float", odd(*value)),
            Value::String(text) => serializer.serialize_str(text),
            Value::Vec2(v) => tagged(serializer, "$vec2", v.to_array().map(Lane)),
            Value::Vec3(v) => tagged(serializer, "$vec3", v.to_array().map(Lane)),
            Value::Quat(q) => tagged(serializer, "$quat", q.to_array().map(Lane)),
            Value::List(items) => serializer.collect_seq(items.iter().map(Saved)),
            Value::Table(table) => serializer.collect_map(table.iter().map(|(name, item)| {
                let escaped = if name.starts_with('$') {
                    format!("${name}").into()
                } else {
                    std::borrow::Cow::from(name)
                };
                (escaped, Saved(item))
            })),
            other => Err(S::Error::custom(format_args!("{} cannot be saved", an(other)))),
        }
    }
}

fn tagged<S: Serializer>(serializer: S, tag: &str, value: impl Serialize) -> Result<S::Ok, S::Error> {
    let mut map = serializer.serialize_map(Some(1))?;
    map.serialize_entry(tag, &value)?;
    map.end()
}

/// A number of a vector.
struct Lane(f32);

impl Serialize for Lane {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        if self.0.is_finite() {
            serializer.serialize_f32(self.0)
        } else {
            serializer.serialize_str(odd(self.0.into()))
        }
    }
}

/// The numbers that JSON has no way to write.
const ODD: [(&str, f64); 3] = [("nan", f64::NAN), ("inf", f64::INFINITY), ("-inf", f64::NEG_INFINITY)];

fn odd(number: f64) -> &'static str {
    let [(nan, _), (inf, _), (minus_inf, _)] = ODD;
    if number.is_nan() {
        nan
    } else if number > 0.0 {
        inf
    } else {
        minus_inf
    }
}

fn odd_number(value: &Value) -> Result<f64, ScriptError> {
    let text = value.as_str()?;
    let found = ODD.iter().find(|(name, _)| *name == text).map(|(_, number)| *number);
    found.ok_or_else(|| {
        ScriptError::argument(format!("expected \"nan\", \"inf\" or \"-inf\", got {}", value.describe()))
    })
}

/// A value as JSON has it, with its tags turned into what they stand for.
fn decoded(value: Value) -> Result<Value, ScriptError> {
    match value {
        Value::List(items) => {
            let items = items.into_iter().enumerate();
            let items = items.map(|(index, item)| {
                decoded(item).map_err(|error| error.within(format_args!("element {}", index + 1)))
            });
            items.collect::<Result<_, _>>().map(Value::List)
        }
        Value::Table(table) => {
            if let Some((tag, value)) = tag(&table) {
                return untagged(tag, value).map_err(|error| error.within(tag));
            }
            let mut decoded_table = Table::new();
            for (name, item) in table {
                let item = decoded(item).map_err(|error| error.within(&name))?;
                let name = match name.strip_prefix('$') {
                    Some(rest) if rest.starts_with('$') => rest.to_owned(),
                    Some(_) => {
                        return Err(ScriptError::argument(format!(
                            "{} begins with $ and is not alone: a name of the game's own begins with $$",
                            quote(&name)
                        )));
                    }
                    None => name,
                };
                decoded_table.insert(name, item);
            }
            Ok(Value::Table(decoded_table))
        }
        other => Ok(other),
    }
}

/// The tag that a table is, and what is tagged.
fn tag(table: &Table) -> Option<(&str, &Value)> {
    let (name, value) = table.iter().next().filter(|_| table.len() == 1)?;
    (name.starts_with('$') && !name.starts_with("$$")).then_some((name.as_str(), value))
}

fn untagged(tag: &str, value: &Value) -> Result<Value, ScriptError> {
    match tag {
        "$float" => odd_number(value).map(Value::Float),
        "$vec2" => lanes(value).map(|lanes| Value::Vec2(lanes.into())),
        "$vec3" => lanes(value).map(|lanes| Value::Vec3(lanes.into())),
        "$quat" => lanes(value).map(|[x, y, z, w]| Value::Quat(glotta_core::Quat::from_xyzw(x, y, z, w))),
        _ => Err(ScriptError::argument("unknown tag: expected $float, $vec2, $vec3 or $quat")),
    }
}

fn lanes<const N: usize>(value: &Value) -> Result<[f32; N], ScriptError> {
    let items = value.as_list()?;
    let mut lanes = [0.0; N];
    if items.len() != N {
        return Err(ScriptError::type_mismatch(&format!("a list of {N} numbers"), &value.describe()));
    }
    for (index, (lane, item)) in lanes.iter_mut().zip(items).enumerate() {
        let number = match item {
            Value::String(_) => odd_number(item),
            _ => item.as_float(),
        };
        let number = number.and_then(narrow_float);
        *lane = number.map_err(|error| error.within(format_args!("element {}", index + 1)))?;
    }
    Ok(lanes)
}
