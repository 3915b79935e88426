//! [`Extent`]: how large a value is, found out before it is copied.

use glotta_core::{Conversion, ErrorKind, MAX_DEPTH, ScriptError, Value};

/// How large a value is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Extent {
    /// How many values it is, with those inside.
    pub(crate) values: usize,
    /// How many bytes of text are in it.
    pub(crate) text: usize,
    /// How deeply lists and tables are nested in it.
    pub(crate) depth: usize,
    /// How many bytes a copy takes on the heap, about.
    pub(crate) bytes: usize,
}

/// What an entry of a table costs beside its name and what is in its value: its share of the nodes of the tree.
const ENTRY: usize = (size_of::<String>() + size_of::<Value>()) * 3 / 2;

impl Extent {
    /// That of what holds no memory.
    pub(crate) const ONE: Self = Self { values: 1, text: 0, depth: 0, bytes: 0 };

    /// That of a list or table without anything in it.
    pub(crate) const EMPTY: Self = Self { values: 1, text: 0, depth: 1, bytes: 0 };

    /// That of a value.
    pub(crate) fn of(value: &Value) -> Self {
        match value {
            Value::String(text) => Self { text: text.len(), bytes: text.len(), ..Self::ONE },
            Value::List(items) => {
                let mut extent = Self::EMPTY;
                for item in items {
                    extent.add_item(Self::of(item));
                }
                extent
            }
            Value::Table(table) => {
                let mut extent = Self::EMPTY;
                for (name, item) in table {
                    extent.add_entry(name, Self::of(item));
                }
                extent
            }
            _ => Self::ONE,
        }
    }

    fn add(&mut self, inner: Self, bytes: usize) {
        self.values = self.values.saturating_add(inner.values);
        self.text = self.text.saturating_add(inner.text);
        self.depth = self.depth.max(inner.depth + 1);
        self.bytes = self.bytes.saturating_add(inner.bytes).saturating_add(bytes);
    }

    /// Counts an element of the list that this is.
    pub(crate) fn add_item(&mut self, item: Self) {
        self.add(item, size_of::<Value>());
    }

    /// Counts an entry of the table that this is.
    pub(crate) fn add_entry(&mut self, name: &str, value: Self) {
        self.text = self.text.saturating_add(name.len());
        self.add(value, ENTRY + name.len());
    }

    /// Makes sure that scripts may have a value as large as this.
    ///
    /// # Errors
    /// [`ErrorKind::Type`] if it is nested too deeply or has too many values or too much text in it.
    pub(crate) fn check(self) -> Result<(), ScriptError> {
        if self.depth > MAX_DEPTH {
            return Err(ScriptError::new(
                ErrorKind::Type,
                format!("the value is nested more than {MAX_DEPTH} deep"),
            ));
        }
        Conversion::new().count(self.values, self.text)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_extent_counts_what_is_inside() {
        assert_eq!(Extent::of(&Value::Int(1)), Extent::ONE);
        assert_eq!(Extent::of(&Value::from("four")), Extent { values: 1, text: 4, depth: 0, bytes: 4 });
        let list = Value::List(vec![Value::from("four"), Value::List(Vec::new()), Value::Null]);
        let extent = Extent::of(&list);
        assert_eq!((extent.values, extent.text, extent.depth), (4, 4, 2));
        assert_eq!(extent.bytes, 3 * size_of::<Value>() + 4);
        let table = Value::Table([("name".to_owned(), list)].into());
        let extent = Extent::of(&table);
        assert_eq!((extent.values, extent.text, extent.depth), (5, 8, 3));
        assert!(extent.bytes > 3 * size_of::<Value>() + 8 + size_of::<String>());
    }

    #[test]
    fn what_is_too_deep_or_too_large_is_refused() {
        let nested = |depth| (0..depth).fold(Value::Int(1), |inner, _| Value::List(vec![inner]));
        assert!(Extent::of(&nested(MAX_DEPTH)).check().is_ok());
        let error = Extent::of(&nested(MAX_DEPTH + 1)).check().expect_err("too deep");
        assert_eq!(error.message(), "the value is nested more than 100 deep");
        let many = Extent { values: Conversion::MOST_VALUES + 1, ..Extent::ONE };
        assert!(many.check().expect_err("too many").message().starts_with("the value is too large"));
    }
}
