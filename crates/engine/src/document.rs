//! A TOML document read with its places, so that every complaint names file, line and column.

use glotta_core::{ErrorKind, MAX_DEPTH, ScriptError, Table, Value, near_names};
use toml::Spanned;
use toml::de::{DeTable, DeValue};

/// A document's text under its name.
#[derive(Debug)]
pub struct Document<'t> {
    name: &'t str,
    text: &'t str,
}

/// A value of a document with the way to it: `entity.components.Transform`.
#[derive(Clone, Debug)]
pub struct Item<'d, 't> {
    document: &'d Document<'t>,
    /// The way to it, for messages.
    pub path: String,
    value: &'d Spanned<DeValue<'t>>,
}

/// A table of a document whose entries are taken out one by one; what is left over is a mistake.
#[derive(Debug)]
pub struct Section<'d, 't> {
    document: &'d Document<'t>,
    path: String,
    entries: Vec<(&'d Spanned<std::borrow::Cow<'t, str>>, &'d Spanned<DeValue<'t>>)>,
    known: Vec<&'static str>,
}

impl<'t> Document<'t> {
    /// A text under the name that complaints give.
    #[must_use]
    pub fn new(name: &'t str, text: &'t str) -> Self {
        Self { name, text }
    }

    /// What the text says.
    ///
    /// # Errors
    /// [`ErrorKind::Syntax`] with the place if it is not TOML.
    pub fn parse(&self) -> Result<DeTable<'t>, ScriptError> {
        let (table, errors) = DeTable::parse_recoverable(self.text);
        // One mistake often leads to more further on: the first in the text is the one to mend.
        let place = |error: &toml::de::Error| error.span().map_or(0, |span| span.start);
        match errors.iter().min_by_key(|error| place(error)) {
            Some(error) => Err(self.error(place(error), error.message().to_owned())),
            None => Ok(table.into_inner()),
        }
    }

    /// The document as a table.
    #[must_use]
    pub fn root<'d>(&'d self, table: &'d DeTable<'t>) -> Section<'d, 't> {
        Section { document: self, path: String::new(), entries: table.iter().collect(), known: Vec::new() }
    }

    /// An error at a byte of the text, placed by line and column.
    fn error(&self, at: usize, message: impl Into<String>) -> ScriptError {
        let before = &self.text[..self.text.floor_char_boundary(at)];
        let line = 1 + before.matches('\n').count();
        let column = 1 + before.rsplit('\n').next().map_or(0, |line| line.chars().count());
        let small = |number: usize| u32::try_from(number).unwrap_or(0);
        ScriptError::new(ErrorKind::Syntax, message.into()).at("", self.name, small(line), small(column))
    }
}

impl<'d, 't> Item<'d, 't> {
    /// An error at this value.
    #[must_use]
    pub fn error(&self, message: impl std::fmt::Display) -> ScriptError {
        let message = format!("{}: {message}", self.path);
        self.document.error(self.value.span().start, message)
    }

    /// Where the value stands: line and column.
    #[must_use]
    pub fn place(&self) -> (u32, u32) {
        let placed = self.document.error(self.value.span().start, "");
        (placed.line().unwrap_or(0), placed.column().unwrap_or(0))
    }

    fn expected(&self, what: &str) -> ScriptError {
        let got = match self.value.get_ref() {
            DeValue::String(text) => format!("string {}", glotta_core::quote(text)),
            DeValue::Integer(number) => format!("int {number}"),
            DeValue::Float(number) => format!("float {number}"),
            DeValue::Boolean(value) => format!("bool {value}"),
            DeValue::Datetime(time) => format!("date {time}"),
            DeValue::Array(items) => format!("list of {}", items.len()),
            DeValue::Table(_) => "a table".to_owned(),
        };
        self.error(format_args!("expected {what}, got {got}"))
    }

    /// True if the value is text.
    #[must_use]
    pub fn is_text(&self) -> bool {
        matches!(self.value.get_ref(), DeValue::String(_))
    }

    /// True if the value is a table.
    #[must_use]
    pub fn is_table(&self) -> bool {
        matches!(self.value.get_ref(), DeValue::Table(_))
    }

    /// The value as true or false.
    ///
    /// # Errors
    /// [`ErrorKind::Syntax`] with the place if it is neither.
    pub fn bool(&self) -> Result<bool, ScriptError> {
        match self.value.get_ref() {
            DeValue::Boolean(value) => Ok(*value),
            _ => Err(self.expected("true or false")),
        }
    }

    /// The value as text.
    ///
    /// # Errors
    /// [`ErrorKind::Syntax`] with the place if it is none.
    pub fn text(&self) -> Result<String, ScriptError> {
        match self.value.get_ref() {
            DeValue::String(text) => Ok(text.to_string()),
            _ => Err(self.expected("a string")),
        }
    }

    /// The value as a number in a range; `what` says in words what is expected.
    ///
    /// # Errors
    /// [`ErrorKind::Syntax`] with the place if it is none.
    pub fn number(&self, what: &str, range: std::ops::RangeInclusive<f64>) -> Result<f64, ScriptError> {
        let number = match self.value()? {
            Value::Int(number) => number as f64,
            Value::Float(number) => number,
            _ => return Err(self.expected(what)),
        };
        if range.contains(&number) { Ok(number) } else { Err(self.expected(what)) }
    }

    /// The value as a whole number in a range; `what` says in words what is expected.
    ///
    /// # Errors
    /// [`ErrorKind::Syntax`] with the place if it is none.
    pub fn int(&self, what: &str, range: std::ops::RangeInclusive<i64>) -> Result<i64, ScriptError> {
        match self.value()? {
            Value::Int(number) if range.contains(&number) => Ok(number),
            _ => Err(self.expected(what)),
        }
    }

    /// The values of a list; `what` says in words what is expected.
    ///
    /// # Errors
    /// [`ErrorKind::Syntax`] with the place if it is no list.
    pub fn items(&self, what: &str) -> Result<Vec<Self>, ScriptError> {
        let DeValue::Array(items) = self.value.get_ref() else { return Err(self.expected(what)) };
        let item = |(index, value): (usize, &'d Spanned<DeValue<'t>>)| Self {
            document: self.document,
            path: format!("{}[{}]", self.path, index + 1),
            value,
        };
        Ok(items.iter().enumerate().map(item).collect())
    }

    /// The value as a list of texts; `what` says in words what is expected.
    ///
    /// # Errors
    /// [`ErrorKind::Syntax`] with the place if it is none.
    pub fn texts(&self, what: &str) -> Result<Vec<String>, ScriptError> {
        self.items(what)?.iter().map(Self::text).collect()
    }

    /// The value as a table to take apart.
    ///
    /// # Errors
    /// [`ErrorKind::Syntax`] with the place if it is none.
    pub fn section(&self) -> Result<Section<'d, 't>, ScriptError> {
        let DeValue::Table(table) = self.value.get_ref() else { return Err(self.expected("a table")) };
        Ok(Section {
            document: self.document,
            path: self.path.clone(),
            entries: table.iter().collect(),
            known: Vec::new(),
        })
    }

    /// The value as a table of values as scripts see them.
    ///
    /// # Errors
    /// [`ErrorKind::Syntax`] with the place if it is no table, or scripts have no such value.
    pub fn table(&self) -> Result<Table, ScriptError> {
        self.section()?.rest().into_iter().map(|(name, item)| Ok((name, item.value()?))).collect()
    }

    /// The value as scripts see it.
    ///
    /// # Errors
    /// [`ErrorKind::Syntax`] with the place if scripts have no such value.
    pub fn value(&self) -> Result<Value, ScriptError> {
        self.value_at(0)
    }

    fn value_at(&self, depth: usize) -> Result<Value, ScriptError> {
        if depth > MAX_DEPTH {
            return Err(self.error(format_args!("nested more than {MAX_DEPTH} levels deep")));
        }
        match self.value.get_ref() {
            DeValue::String(text) => Ok(Value::String(text.to_string())),
            DeValue::Integer(number) => i64::from_str_radix(number.as_str(), number.radix())
                .map(Value::Int)
                .map_err(|_| self.expected("a whole number of 64 bits")),
            DeValue::Float(number) => {
                number.as_str().parse().map(Value::Float).map_err(|_| self.expected("a number"))
            }
            DeValue::Boolean(value) => Ok(Value::Bool(*value)),
            DeValue::Datetime(_) => {
                Err(self.expected("a value that scripts have: write the date as a string"))
            }
            DeValue::Array(_) => {
                let items = self.items("a list")?;
                items.iter().map(|item| item.value_at(depth + 1)).collect::<Result<_, _>>().map(Value::List)
            }
            DeValue::Table(_) => {
                let mut table = Table::new();
                for (name, item) in self.section()?.rest() {
                    table.insert(name, item.value_at(depth + 1)?);
                }
                Ok(Value::Table(table))
            }
        }
    }
}

impl<'d, 't> Section<'d, 't> {
    /// Takes the entry of that name out.
    pub fn take(&mut self, name: &'static str) -> Option<Item<'d, 't>> {
        self.known.push(name);
        let place = self.entries.iter().position(|(key, _)| key.get_ref() == name)?;
        let (_, value) = self.entries.remove(place);
        Some(self.item(name, value))
    }

    /// All entries that were not taken, by name.
    #[must_use]
    pub fn rest(self) -> Vec<(String, Item<'d, 't>)> {
        self.entries
            .iter()
            .map(|(key, value)| (key.get_ref().to_string(), self.item(key.get_ref(), value)))
            .collect()
    }

    /// Refuses what was not taken, with the names that would have been.
    ///
    /// # Errors
    /// [`ErrorKind::Syntax`] with the place of the first that is left.
    pub fn finish(self) -> Result<(), ScriptError> {
        let Some((key, _)) = self.entries.first() else { return Ok(()) };
        let near = near_names(key.get_ref(), self.known.iter().copied());
        let place = if self.path.is_empty() { String::new() } else { format!("{}: ", self.path) };
        let known = self.known.join(", ");
        let message = format!("{place}unknown key {:?}: expected one of {known}{near}", key.get_ref());
        Err(self.document.error(key.span().start, message))
    }

    fn item(&self, name: &str, value: &'d Spanned<DeValue<'t>>) -> Item<'d, 't> {
        let path = if self.path.is_empty() { name.to_owned() } else { format!("{}.{name}", self.path) };
        Item { document: self.document, path, value }
    }
}
