//! Columns: one field of a component over all entities of a query, worked on as a whole.
//!
//! A [`Column`] is either *live*, a field of a component where it lies in the tables of the ECS, or holds numbers of its
//! *own*, which were computed from others. Every operation finds the memory anew, works out its whole result aside and
//! only then writes it. So no column holds an address, two may be the same memory, and an operation that fails has
//! changed nothing.
//!
//! | module | what lives there |
//! |---|---|
//! | [`rows`] | which entities a column speaks of, and where they lie |
//! | [`field`] | a field by name: `Transform.translation.x` |
//! | [`group`], [`numbers`] | what a row holds, and rows outside of components |
//! | [`transfer`] | between components and rows: gather, scatter, one side of an operation |
//! | [`arithmetic`], [`whole`] | operations that write, on floats and on whole numbers |
//! | [`compare`], [`reduce`], [`lists`] | masks; one value of many; lists |
//! | [`lent`], [`agree`] | memory that a language shows to its libraries, and how it stays one with the components |
//!
//! One rule for what is no number: nothing writes NaN into a component, as everywhere; then the operation is refused,
//! with the first such row. Infinity is written, as `component.set` writes it. A column of its own numbers holds anything,
//! like a script's own variables.

use std::sync::{Arc, Mutex, PoisonError, Weak};

use glotta_core::{ObjectBuffer, Repeats, ScriptError, ScriptObject, Value};

use crate::world::ScriptWorld;

mod agree;
mod arithmetic;
mod compare;
mod field;
pub(crate) mod group;
mod lent;
mod lists;
pub(crate) mod numbers;
mod reduce;
mod rows;
mod transfer;
mod whole;

#[cfg(test)]
mod tests;

pub(crate) use arithmetic::Operation;
pub(crate) use compare::{Comparison, Junction};
pub(crate) use field::Field;
use lent::{Loan, Memory};
pub(crate) use numbers::{Kind, Numbers, Scratch};
pub(crate) use reduce::Reduction;
pub(crate) use rows::Rows;

/// A column as scripts hold it.
///
/// It is made by `query.column` or by an operation on another, and lives as long as the outermost call into scripts in
/// which that happened. Used later, it is an error: the world may be another by then.
pub(crate) struct Column {
    rows: Arc<Rows>,
    /// The number of the outermost call into scripts during which it was made.
    call: u64,
    /// What it is, for messages.
    name: Name,
    kind: Kind,
    source: Source,
    /// Memory that was lent to a language.
    memory: Mutex<Option<Arc<Memory>>>,
}

/// What a column is: `Transform.translation`, `length of Transform.translation`. It is put together when it is told,
/// which happens to few columns.
#[derive(Clone, Debug)]
struct Name {
    /// What was computed, the last first.
    steps: [Option<&'static str>; 3],
    of: Arc<str>,
}

impl Name {
    /// That of a field.
    fn of_field(name: Arc<str>) -> Self {
        Self { steps: [None; 3], of: name }
    }

    /// That of what is computed from such a column. What was computed long before is not told.
    fn then(&self, what: &'static str) -> Self {
        let [last, before, _] = self.steps;
        Self { steps: [Some(what), last, before], of: Arc::clone(&self.of) }
    }
}

impl std::fmt::Display for Name {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        self.steps.iter().flatten().try_for_each(|step| write!(f, "{step} of "))?;
        f.write_str(&self.of)
    }
}

/// Where a column's numbers are.
enum Source {
    /// In components.
    Field(Box<Field>),
    /// In memory of its own. Who reads them takes a share; who writes replaces them.
    Own(Arc<Mutex<Arc<Numbers>>>),
}

/// What the world keeps for columns.
#[derive(Default)]
pub(crate) struct ColumnMemory {
    scratch: Scratch,
    /// Rows of queries, those first that were used last.
    rows: Vec<Arc<Rows>>,
    /// Memory that was lent.
    loans: Vec<Loan>,
    /// Numbers of columns that were computed, and the call during which that was.
    own: Vec<(u64, Weak<Mutex<Arc<Numbers>>>)>,
    /// How often something was written to the memory of a column that could not be taken, by the column's name.
    refusals: Repeats,
}

impl ColumnMemory {
    /// How many rows and loans are kept.
    pub(crate) fn len(&self) -> usize {
        self.rows.len() + self.loans.len()
    }
}

impl ScriptObject for Column {
    const CLASS: &'static str = "Column";

    fn buffer(&self) -> Option<&dyn ObjectBuffer> {
        Some(self)
    }
}

impl std::fmt::Debug for Column {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Column")
            .field("name", &format_args!("{}", self.name))
            .field("rows", &self.rows.len())
            .finish_non_exhaustive()
    }
}

impl Column {
    /// A live column.
    pub(crate) fn of_field(rows: Arc<Rows>, call: u64, name: Arc<str>, field: Field) -> Self {
        Self {
            rows,
            call,
            name: Name::of_field(name),
            kind: field.kind(),
            source: Source::Field(Box::new(field)),
            memory: Mutex::default(),
        }
    }

    /// A column of numbers that were computed from this one.
    fn computed(&self, what: &'static str, numbers: Numbers) -> Self {
        Self {
            rows: Arc::clone(&self.rows),
            call: self.call,
            name: self.name.then(what),
            kind: numbers.kind(),
            source: Source::Own(Arc::new(Mutex::new(Arc::new(numbers)))),
            memory: Mutex::default(),
        }
    }

    /// How many rows it has.
    pub(crate) fn len(&self) -> usize {
        self.rows.len()
    }

    /// The field, of a live column.
    fn field(&self) -> Option<&Field> {
        match &self.source {
            Source::Field(field) => Some(field),
            Source::Own(_) => None,
        }
    }

    /// Its own numbers, if it holds such.
    fn own(&self) -> Option<Arc<Numbers>> {
        match &self.source {
            Source::Field(_) => None,
            Source::Own(numbers) => Some(Arc::clone(&numbers.lock().unwrap_or_else(PoisonError::into_inner))),
        }
    }

    fn replace_own(&self, new: Numbers) {
        if let Source::Own(numbers) = &self.source {
            *numbers.lock().unwrap_or_else(PoisonError::into_inner) = Arc::new(new);
        }
    }

    /// What it is, for messages.
    fn describe(&self) -> String {
        format!("a column of {}", self.kind.name())
    }
}

/// The rows of a mask, if there is one.
struct Mask(Option<Arc<Numbers>>);

impl Mask {
    /// Which rows are meant; none if all are.
    fn rows(&self) -> Option<&[bool]> {
        // That they are a mask's was checked when it was made.
        self.0.as_deref().map(|rows| rows.as_mask().unwrap_or_default())
    }
}

/// What an operation is given: a column, or a value for all rows.
pub(crate) enum Operand<'a> {
    Column(&'a Column),
    Value(&'a Value),
}

impl<'a> Operand<'a> {
    /// What a script gave.
    pub(crate) fn of(value: &'a Value) -> Self {
        match value {
            Value::Object(object) => object.get::<Column>().map_or(Self::Value(value), Self::Column),
            _ => Self::Value(value),
        }
    }

    fn describe(&self) -> String {
        match self {
            Self::Column(column) => column.describe(),
            Self::Value(value) => value.describe(),
        }
    }
}

impl ScriptWorld {
    /// A column of numbers that were computed from another. When the call is over that made it, its numbers are let go,
    /// though a script's collector, which does not see how large they are, may take its time.
    fn computed_column(&mut self, column: &Column, what: &'static str, numbers: Numbers) -> Column {
        let call = column.call;
        if self.columns.own.first().is_some_and(|(made, _)| *made != call) {
            for (_, numbers) in self.columns.own.extract_if(.., |(made, _)| *made != call) {
                if let Some(numbers) = numbers.upgrade() {
                    *numbers.lock().unwrap_or_else(PoisonError::into_inner) =
                        Arc::new(Numbers::Bool(Vec::new()));
                }
            }
        }
        let made = column.computed(what, numbers);
        if let Source::Own(numbers) = &made.source {
            self.columns.own.push((call, Arc::downgrade(numbers)));
        }
        made
    }

    /// Makes sure that a column may still be used.
    ///
    /// # Errors
    /// Runtime, if the call in which it was made has ended; not-found, if the world has changed since.
    fn check_column(&self, column: &Column) -> Result<(), ScriptError> {
        if column.call != self.outermost_call() {
            return Err(kept(column));
        }
        column.rows.check(&self.world)
    }

    /// How many rows a column has.
    ///
    /// # Errors
    /// As [`check_column`](Self::check_column).
    pub(crate) fn column_len(&mut self, column: &Column) -> Result<usize, ScriptError> {
        self.check_column(column)?;
        Ok(column.len())
    }

    /// Makes sure that another column may still be used too, and is of the same rows.
    ///
    /// # Errors
    /// As [`check_column`](Self::check_column); argument, if it is of other rows.
    fn check_beside(&self, column: &Column, other: &Column) -> Result<(), ScriptError> {
        if Arc::ptr_eq(&column.rows, &other.rows) && column.call == other.call {
            return Ok(());
        }
        self.check_column(other)?;
        if column.rows.entities() == other.rows.entities() {
            Ok(())
        } else {
            Err(of_other_rows(column, other))
        }
    }

    /// What every operation begins with that reads a column where a mask says so.
    ///
    /// # Errors
    /// As [`check_column`](Self::check_column) and [`check_beside`](Self::check_beside); type, if the mask is none.
    fn check_to_read(&self, column: &Column, mask: Option<&Column>) -> Result<Mask, ScriptError> {
        self.check_column(column)?;
        self.mask_of(column, mask)
    }

    /// What every operation begins with that writes to a column where a mask says so.
    ///
    /// # Errors
    /// As [`check_written`](Self::check_written) and [`check_to_read`](Self::check_to_read).
    fn check_to_write(&self, column: &Column, mask: Option<&Column>) -> Result<Mask, ScriptError> {
        self.check_written(column)?;
        self.mask_of(column, mask)
    }

    fn mask_of(&self, column: &Column, mask: Option<&Column>) -> Result<Mask, ScriptError> {
        let Some(mask) = mask else { return Ok(Mask(None)) };
        let rows = (|| {
            self.check_beside(column, mask)?;
            if mask.kind != Kind::Bool {
                return Err(numbers::not_a_mask(mask.kind));
            }
            let rows = self.gather(mask)?;
            rows.as_mask()?;
            Ok(rows)
        })();
        rows.map(|rows| Mask(Some(rows))).map_err(|error| error.within("mask"))
    }
}

#[cold]
fn kept(column: &Column) -> ScriptError {
    ScriptError::new(
        glotta_core::ErrorKind::Runtime,
        format!(
            "this column ({}) was kept beyond the call that made it: a column lives as long as the call from the engine \
             in which it was made; make it anew with Query.column",
            column.name
        ),
    )
}

#[cold]
fn of_other_rows(column: &Column, other: &Column) -> ScriptError {
    let problem = if column.len() == other.len() {
        "they are of different entities".to_owned()
    } else {
        format!("they have {} and {} rows", column.len(), other.len())
    };
    ScriptError::argument(format!("both columns must be of one query, and {problem}"))
}
