//! [`Conversion`]: the bounds within which a script's value is copied into a [`Value`].

use std::fmt::Display;

use crate::{ErrorKind, MAX_DEPTH, ScriptError, Value};

/// One conversion of a language's value into a [`Value`]: knows which lists and tables it is inside of, and how much it
/// has copied. Scripts can make values that have no end, or that are small for them and huge as a copy: a table in which
/// the same table stands a hundred times, a hundred deep, or a long text a thousand times. All languages refuse them
/// alike.
#[derive(Debug, Default)]
pub struct Conversion {
    /// The addresses of the lists and tables that the current one is nested in.
    path: Vec<usize>,
    values: usize,
    text: usize,
    /// Whether what is wrong concerns the value as a whole, so that the way to where it was noticed says nothing.
    whole: bool,
}

impl Conversion {
    /// How many values one conversion makes at most.
    pub const MOST_VALUES: usize = 1 << 20;

    /// How many bytes of text one conversion copies at most.
    pub const MOST_TEXT: usize = 1 << 28;

    /// A conversion that has made nothing yet.
    #[inline]
    #[must_use]
    pub const fn new() -> Self {
        Self { path: Vec::new(), values: 0, text: 0, whole: false }
    }

    /// Counts so many values and bytes of text, before they are made.
    ///
    /// # Errors
    /// [`ErrorKind::Type`] if they are too many.
    #[inline]
    pub fn count(&mut self, values: usize, text: usize) -> Result<(), ScriptError> {
        self.values = self.values.saturating_add(values);
        self.text = self.text.saturating_add(text);
        if self.values > Self::MOST_VALUES || self.text > Self::MOST_TEXT {
            return Err(self.too_large());
        }
        Ok(())
    }

    #[cold]
    fn too_large(&mut self) -> ScriptError {
        let (most, what) = if self.values > Self::MOST_VALUES {
            (Self::MOST_VALUES, "values")
        } else {
            (Self::MOST_TEXT, "bytes of text")
        };
        self.refuse(format!("the value is too large: it holds more than {most} {what}"))
    }

    /// Counts what is inside a value that the host has copied.
    ///
    /// # Errors
    /// As [`count`](Self::count).
    pub fn count_inside(&mut self, value: &Value) -> Result<(), ScriptError> {
        match value {
            Value::String(text) => self.count(0, text.len()),
            Value::List(items) => {
                self.count(items.len(), 0)?;
                items.iter().try_for_each(|item| self.count_inside(item))
            }
            Value::Table(table) => table.iter().try_for_each(|(name, item)| {
                self.count(1, name.len())?;
                self.count_inside(item)
            }),
            _ => Ok(()),
        }
    }

    /// Steps into a list or table; `address` is what tells it from others, and `what` is the word for it in messages.
    ///
    /// # Errors
    /// [`ErrorKind::Type`] if the conversion is inside of it already, or too deep.
    pub fn enter(&mut self, address: usize, what: &str) -> Result<(), ScriptError> {
        if self.path.contains(&address) {
            return Err(self.refuse(format!("the {what} contains itself")));
        }
        if self.path.len() >= MAX_DEPTH {
            return Err(self.refuse(format!("the {what} is nested more than {MAX_DEPTH} deep")));
        }
        self.path.push(address);
        Ok(())
    }

    /// Steps out of the list or table that was entered last.
    pub fn leave(&mut self) {
        self.path.pop();
    }

    /// The error of something inside the value, with its place (`element 2`) unless it concerns the whole.
    #[cold]
    #[must_use]
    pub fn inside(&self, error: ScriptError, place: impl Display) -> ScriptError {
        if self.whole { error } else { error.within(place) }
    }

    #[cold]
    fn refuse(&mut self, message: String) -> ScriptError {
        self.whole = true;
        ScriptError::new(ErrorKind::Type, message)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn too_many_values_and_too_much_text_are_refused() {
        let mut conversion = Conversion::new();
        assert!(conversion.count(Conversion::MOST_VALUES, Conversion::MOST_TEXT).is_ok());
        let error = conversion.count(1, 0).expect_err("one too many");
        assert_eq!(error.message(), "the value is too large: it holds more than 1048576 values");
        let mut conversion = Conversion::new();
        let error = conversion.count(1, Conversion::MOST_TEXT + 1).expect_err("one too many");
        assert_eq!(error.message(), "the value is too large: it holds more than 268435456 bytes of text");
        assert!(Conversion::new().count(usize::MAX, 0).is_err());
        assert!(conversion.count(usize::MAX, usize::MAX).is_err(), "does not begin at zero again");
    }

    #[test]
    fn what_the_host_has_copied_counts() {
        let list = Value::List(vec![Value::from("text"), Value::List(vec![Value::Int(1)])]);
        let mut conversion = Conversion::new();
        assert!(conversion.count_inside(&list).is_ok());
        assert_eq!((conversion.values, conversion.text), (3, 4));
        let table = Value::Table([("name".to_owned(), list)].into());
        assert!(conversion.count_inside(&table).is_ok());
        assert_eq!((conversion.values, conversion.text), (7, 12));
        assert!(conversion.count(0, Conversion::MOST_TEXT - 12).is_ok());
        assert!(conversion.count_inside(&table).is_err());
    }

    #[test]
    fn a_cycle_and_a_deep_nest_are_refused_but_not_a_list_that_stands_twice() {
        let mut conversion = Conversion::new();
        assert!(conversion.enter(1, "list").is_ok());
        for _ in 0..2 {
            assert!(conversion.enter(2, "list").is_ok());
            conversion.leave();
        }
        assert!(conversion.enter(2, "list").is_ok());
        let error = conversion.enter(1, "table").expect_err("it contains itself");
        assert_eq!(error.message(), "the table contains itself");
        for address in 3..=MAX_DEPTH {
            assert!(conversion.enter(address, "list").is_ok());
        }
        let error = conversion.enter(0, "list").expect_err("too deep");
        assert_eq!(error.message(), "the list is nested more than 100 deep");
    }

    #[test]
    fn an_error_has_its_place_unless_it_concerns_the_whole() {
        let mut conversion = Conversion::new();
        let error = conversion.inside(ScriptError::type_mismatch("bool", "int 1"), "element 2");
        assert_eq!(error.message(), "element 2: expected bool, got int 1");
        let error = conversion.count(usize::MAX, 0).expect_err("too many");
        assert!(conversion.inside(error, "element 2").message().starts_with("the value is too large"));
    }
}
