//! JSON as values, with the place of what is wrong.

use std::fmt;

use glotta_core::{ErrorKind, MAX_DEPTH, ScriptError, Table, Value, quote};
use serde::de::{Deserialize, DeserializeSeed, Deserializer, Error, MapAccess, SeqAccess, Visitor};

/// What a text in JSON says. Whole numbers that do not fit 64 bits become floats.
///
/// # Errors
/// [`ErrorKind::Syntax`] with the place under `name` if it is no JSON, is nested too deep, or has a key twice.
pub(super) fn parse(name: &str, text: &str) -> Result<Value, ScriptError> {
    parse_to_depth(name, text, MAX_DEPTH)
}

/// The same, nested at most `deepest` levels: fewer than the 128 at which the parser itself gives up.
///
/// # Errors
/// As [`parse`].
pub(crate) fn parse_to_depth(name: &str, text: &str, deepest: usize) -> Result<Value, ScriptError> {
    let mut reader = serde_json::Deserializer::from_str(text);
    // Our own limit comes first, so that the depth is the same in all formats.
    let value = Level { left: deepest, deepest }
        .deserialize(&mut reader)
        .and_then(|value| reader.end().map(|()| value));
    value.map_err(|error| {
        let small = |number: usize| u32::try_from(number).unwrap_or(0);
        let place = format!(" at line {} column {}", error.line(), error.column());
        let text = error.to_string();
        let message = text.strip_suffix(&place).unwrap_or(&text).to_owned();
        // At the end of a line the parser counts no column.
        ScriptError::new(ErrorKind::Syntax, message).at(
            "",
            name,
            small(error.line()),
            small(error.column()).max(1),
        )
    })
}

/// A value that may be nested so many levels more.
#[derive(Clone, Copy)]
struct Level {
    left: usize,
    deepest: usize,
}

impl<'de> DeserializeSeed<'de> for Level {
    type Value = Value;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Value, D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl Level {
    fn deeper<E: Error>(self) -> Result<Self, E> {
        match self.left.checked_sub(1) {
            Some(left) => Ok(Self { left, ..self }),
            None => Err(E::custom(format_args!("nested more than {} levels deep", self.deepest))),
        }
    }
}

impl<'de> Visitor<'de> for Level {
    type Value = Value;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a value")
    }

    fn visit_bool<E>(self, value: bool) -> Result<Value, E> {
        Ok(Value::Bool(value))
    }

    fn visit_i64<E>(self, value: i64) -> Result<Value, E> {
        Ok(Value::Int(value))
    }

    fn visit_u64<E>(self, value: u64) -> Result<Value, E> {
        Ok(i64::try_from(value).map_or(Value::Float(value as f64), Value::Int))
    }

    fn visit_f64<E>(self, value: f64) -> Result<Value, E> {
        Ok(Value::Float(value))
    }

    fn visit_str<E>(self, value: &str) -> Result<Value, E> {
        Ok(Value::String(value.to_owned()))
    }

    fn visit_string<E>(self, value: String) -> Result<Value, E> {
        Ok(Value::String(value))
    }

    fn visit_unit<E>(self) -> Result<Value, E> {
        Ok(Value::Null)
    }

    fn visit_none<E>(self) -> Result<Value, E> {
        Ok(Value::Null)
    }

    fn visit_some<D: Deserializer<'de>>(self, deserializer: D) -> Result<Value, D::Error> {
        self.deserialize(deserializer)
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<Value, A::Error> {
        let inner = self.deeper()?;
        let mut list = Vec::new();
        while let Some(item) = items.next_element_seed(inner)? {
            list.push(item);
        }
        Ok(Value::List(list))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut entries: A) -> Result<Value, A::Error> {
        let inner = self.deeper()?;
        let mut table = Table::new();
        while let Some(Key(name)) = entries.next_key()? {
            if table.contains_key(&name) {
                return Err(A::Error::custom(format_args!("the key {} is there already", quote(&name))));
            }
            table.insert(name, entries.next_value_seed(inner)?);
        }
        Ok(Value::Table(table))
    }
}

/// The name of an entry.
struct Key(String);

impl<'de> Deserialize<'de> for Key {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        String::deserialize(deserializer).map(Self)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_kind_of_json_becomes_the_value_it_is() {
        let text = r#"{"n": null, "t": true, "i": -3, "f": 1.0, "s": "a\u0000b", "l": [1, []], "e": {}}"#;
        let value = parse("a.json", text).expect("JSON");
        let table = value.as_table().expect("a table");
        let expected = [
            ("n", Value::Null),
            ("t", Value::Bool(true)),
            ("i", Value::Int(-3)),
            ("f", Value::Float(1.0)),
            ("s", "a\0b".into()),
            ("l", Value::List(vec![Value::Int(1), Value::List(Vec::new())])),
            ("e", Value::Table(Table::new())),
        ];
        for (name, value) in expected {
            assert_eq!(table.get(name), Some(&value), "{name}");
        }
        assert_eq!(parse("a.json", "9223372036854775807").ok(), Some(Value::Int(i64::MAX)));
        assert_eq!(
            parse("a.json", "9223372036854775808").ok(),
            Some(Value::Float(9_223_372_036_854_775_808.0))
        );
    }

    #[test]
    fn what_is_no_json_is_refused_with_its_place() {
        let told: Vec<String> =
            ["", "{\"a\": 1,\n \"b\" 2}", "[1, 2", "{} {}", "{\"a\": 1,\n\"a\": 2}", "[1e999]", "NaN"]
                .map(|text| parse("a.json", text).expect_err(text).to_string())
                .into();
        // Where the text ends too early, the place is that of its last character.
        let expected = [
            "a.json:1:1: EOF while parsing a value",
            "a.json:2:6: expected `:`",
            "a.json:1:5: EOF while parsing a list",
            "a.json:1:4: trailing characters",
            "a.json:2:3: the key \"a\" is there already",
            "a.json:1:6: number out of range",
            "a.json:1:1: expected value",
        ];
        assert_eq!(told, expected);
    }

    #[test]
    fn nesting_has_the_limit_of_all_values() {
        let nested = |depth: usize| format!("{}{}", "[".repeat(depth), "]".repeat(depth));
        assert!(parse("a.json", &nested(MAX_DEPTH)).expect("shallow enough").check_depth().is_ok());
        for depth in [MAX_DEPTH + 1, 1_000_000] {
            let error = parse("a.json", &nested(depth)).expect_err("too deep");
            assert_eq!(error.message(), "nested more than 100 levels deep");
        }
    }
}
