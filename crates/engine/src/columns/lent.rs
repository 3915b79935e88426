//! Memory that a column lends to a language, for libraries that work on numbers in memory: Python's buffer protocol.
//!
//! Components move when the world changes, and whoever holds lent memory may keep it for ever. So what is lent is memory of
//! the column's own: filled when it is lent, the rows one behind the other in query order, and kept as long as the column
//! lives. Nobody copies it again; what was written there is brought back to the components row by row, those only that are
//! not what they were; and what a column writes meanwhile shows in it. Afterwards, when the call has ended, it is memory like any other.
//!
//! A thread that a script left running may write to it at any time, so it is looked at through atomics only.

use std::sync::atomic::{AtomicU64, AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, OnceLock, PoisonError};

use glotta_core::{Host, LentBuffer, ObjectBuffer, ScriptError, host_part};

use super::numbers::{Stored, with_rows};
use super::transfer::contradiction;
use super::{Column, Kind, Numbers, Source};
use crate::convert::script_entity;
use crate::world::ScriptWorld;

/// Memory that was lent, and what is needed to bring back what was written there.
pub(super) struct Loan {
    /// The column's twin, which holds no loan.
    column: Column,
    memory: Box<[AtomicU64]>,
    /// What the memory held when it was looked at last.
    seen: Mutex<Vec<u64>>,
    /// How many hold it now.
    holders: AtomicUsize,
}

/// A row's numbers as bytes.
trait Bytes: Copy {
    const SIZE: usize;
    fn put(self, bytes: &mut [u8]);
    fn take(bytes: &[u8]) -> Self;
}

macro_rules! bytes {
    ($($number:ty),+) => {$(
        impl<const N: usize> Bytes for [$number; N] {
            const SIZE: usize = N * size_of::<$number>();
            fn put(self, bytes: &mut [u8]) {
                for (place, number) in bytes.chunks_exact_mut(size_of::<$number>()).zip(self) {
                    place.copy_from_slice(&number.to_ne_bytes());
                }
            }
            fn take(bytes: &[u8]) -> Self {
                let mut row = [<$number>::default(); N];
                for (number, place) in row.iter_mut().zip(bytes.chunks_exact(size_of::<$number>())) {
                    if let Ok(place) = place.try_into() {
                        *number = <$number>::from_ne_bytes(place);
                    }
                }
                row
            }
        }
    )+};
}

bytes!(f32, f64, i64);

impl Bytes for bool {
    const SIZE: usize = 1;
    fn put(self, bytes: &mut [u8]) {
        bytes.fill(u8::from(self));
    }
    fn take(bytes: &[u8]) -> Self {
        // Whatever somebody has written there.
        bytes.first().is_some_and(|byte| *byte != 0)
    }
}

impl Kind {
    /// What one number of a row is called in Python's `struct`, how many bytes it takes, and how many a row has; 0 for
    /// rows that are numbers themselves.
    fn layout(self) -> (&'static std::ffi::CStr, usize, usize) {
        match self {
            Self::Bool => (c"?", 1, 0),
            Self::Int => (c"q", 8, 0),
            Self::Float => (c"d", 8, 0),
            Self::Float32 => (c"f", 4, 0),
            Self::Vec2 => (c"f", 4, 2),
            Self::Vec3 => (c"f", 4, 3),
            Self::Quat => (c"f", 4, 4),
        }
    }

    fn row_size(self) -> usize {
        let (_, size, count) = self.layout();
        size * count.max(1)
    }
}

/// The bytes of words.
fn bytes_of(words: &[u64]) -> Vec<u8> {
    words.iter().flat_map(|word| word.to_ne_bytes()).collect()
}

fn words_of(bytes: &[u8]) -> Vec<u64> {
    let word = |chunk: &[u8]| {
        let mut word = [0; 8];
        word[..chunk.len()].copy_from_slice(chunk);
        u64::from_ne_bytes(word)
    };
    bytes.chunks(8).map(word).collect()
}

impl Loan {
    fn new(column: Column) -> Self {
        let words = (column.len() * column.kind.row_size()).div_ceil(8).max(1);
        Self {
            column,
            memory: (0..words).map(|_| AtomicU64::new(0)).collect(),
            seen: Mutex::default(),
            holders: AtomicUsize::new(0),
        }
    }

    fn read(&self) -> Vec<u64> {
        self.memory.iter().map(|word| word.load(Ordering::Relaxed)).collect()
    }

    /// Has the memory hold these rows.
    fn fill(&self, numbers: &Numbers) {
        let size = self.column.kind.row_size();
        let mut bytes = vec![0; self.column.len() * size];
        let mut put = |row: usize, put: &dyn Fn(&mut [u8])| {
            if let Some(place) = bytes.get_mut(row * size..(row + 1) * size) {
                put(place);
            }
        };
        for (row, place) in self.column.rows.places().enumerate() {
            match numbers {
                Numbers::Bool(rows) => put(row, &|bytes| rows[place].put(bytes)),
                Numbers::Int(rows) => put(row, &|bytes| [rows[place]].put(bytes)),
                Numbers::Float(rows) => put(row, &|bytes| rows[place].put(bytes)),
                Numbers::Float32(rows) => put(row, &|bytes| rows[place].put(bytes)),
                Numbers::Vec2(rows) => put(row, &|bytes| rows[place].put(bytes)),
                Numbers::Vec3(rows) => put(row, &|bytes| rows[place].put(bytes)),
                Numbers::Quat(rows) => put(row, &|bytes| rows[place].put(bytes)),
            }
        }
        let words = words_of(&bytes);
        for (word, new) in self.memory.iter().zip(&words) {
            word.store(*new, Ordering::Relaxed);
        }
        *self.seen.lock().unwrap_or_else(PoisonError::into_inner) = self.read();
    }

    /// The rows that are not what they were, and which they are, both in storage order; none if all are.
    fn changes<T: Bytes>(&self, filler: T) -> Option<(Vec<T>, Vec<bool>)> {
        let now = self.read();
        let mut seen = self.seen.lock().unwrap_or_else(PoisonError::into_inner);
        if *seen == now {
            return None;
        }
        let (old, new) = (bytes_of(&seen), bytes_of(&now));
        *seen = now;
        let (mut rows, mut mask) = (vec![filler; self.column.len()], vec![false; self.column.len()]);
        let pairs = old.chunks_exact(T::SIZE).zip(new.chunks_exact(T::SIZE));
        for (place, (old, new)) in self.column.rows.places().zip(pairs) {
            if old != new {
                rows[place] = T::take(new);
                mask[place] = true;
            }
        }
        Some((rows, mask))
    }
}

#[cfg(test)]
impl Loan {
    /// Writes to the memory as its holders do, as floats of 32 bits.
    pub(super) fn write_floats(&self, change: impl Fn(&mut [f32])) {
        let bytes = bytes_of(&self.read());
        let mut floats: Vec<f32> = bytes.chunks_exact(4).map(|float| <[f32; 1]>::take(float)[0]).collect();
        change(&mut floats);
        let bytes: Vec<u8> = floats.iter().flat_map(|float| float.to_ne_bytes()).collect();
        for (word, new) in self.memory.iter().zip(words_of(&bytes)) {
            word.store(new, Ordering::Relaxed);
        }
    }
}

impl Column {
    /// Another column of the same numbers.
    fn twin(&self) -> Self {
        Self {
            rows: Arc::clone(&self.rows),
            call: self.call,
            name: Arc::clone(&self.name),
            kind: self.kind,
            source: match &self.source {
                Source::Field(field) => Source::Field(field.clone()),
                Source::Own(numbers) => Source::Own(Arc::clone(numbers)),
            },
            loan: OnceLock::new(),
        }
    }
}

impl ObjectBuffer for Column {
    fn lend(&self, host: &mut dyn Host) -> Result<LentBuffer, ScriptError> {
        let world: &mut ScriptWorld = host_part(host)?;
        world.check_column(self)?;
        let numbers = world.gather(self)?;
        let loan = self.loan.get_or_init(|| Arc::new(Loan::new(self.twin())));
        loan.fill(&numbers);
        if !world.columns.loans.iter().any(|known| Arc::ptr_eq(known, loan)) {
            world.columns.loans.push(Arc::clone(loan));
        }
        loan.holders.fetch_add(1, Ordering::Relaxed);
        let (format, item_size, count) = self.kind.layout();
        Ok(LentBuffer {
            start: std::ptr::NonNull::from(&*loan.memory).cast(),
            format,
            item_size,
            shape: [self.len(), count],
            stride: self.kind.row_size(),
            writable: self.field().is_none_or(|field| field.mutable),
        })
    }

    fn give_back(&self) {
        if let Some(loan) = self.loan.get() {
            loan.holders.fetch_sub(1, Ordering::Relaxed);
        }
    }
}

impl ScriptWorld {
    /// Brings what was written to lent memory to the components, and marks those rows as changed. What cannot be written
    /// there, such as NaN, is a warning, and then nothing of that column is.
    #[inline]
    pub(crate) fn bring_columns_back(&mut self) {
        if !self.columns.loans.is_empty() {
            self.bring_loans_back();
        }
    }

    #[cold]
    fn bring_loans_back(&mut self) {
        let call = self.outermost_call();
        let mut loans = std::mem::take(&mut self.columns.loans);
        // What is written after the call counts no more.
        loans.retain(|loan| loan.column.call == call);
        for loan in &loans {
            if let Err(error) = self.bring_loan_back(loan) {
                let what =
                    format!("what was written to the memory of the column {} is lost", loan.column.name);
                self.warn(&error.within(what));
            }
        }
        loans.retain(|loan| loan.holders.load(Ordering::Relaxed) > 0);
        self.columns.loans.append(&mut loans);
    }

    /// Has memory that is lent show what a column has written.
    #[inline]
    pub(super) fn show_in_loans(&self) {
        if !self.columns.loans.is_empty() {
            self.refill_loans();
        }
    }

    #[cold]
    fn refill_loans(&self) {
        for loan in &self.columns.loans {
            // What cannot be read stays what it was: it was lent before, so this is a number beyond 64 bits at most.
            if self.check_alive(&loan.column).is_ok()
                && let Ok(numbers) = self.gather(&loan.column)
            {
                loan.fill(&numbers);
            }
        }
    }

    fn bring_loan_back(&mut self, loan: &Loan) -> Result<(), ScriptError> {
        let column = &loan.column;
        with_rows!(
            column.kind,
            Row => match loan.changes(Row::default()) {
                Some((rows, mask)) if self.can_store(column) => self.store(column, &rows, Some(&mask)),
                Some((rows, mask)) => self.store_by_entity(column, Row::wrap(rows), &mask),
                None => Ok(()),
            },
            Kind::Bool => match loan.changes(false) {
                Some((rows, mask)) if self.can_store(column) => self.store_bools(column, &rows, Some(&mask)),
                Some((rows, mask)) => self.store_by_entity(column, Numbers::Bool(rows), &mask),
                None => Ok(()),
            },
            _ => match loan.changes([0_i64]) {
                Some((rows, mask)) => {
                    let rows: Vec<i64> = rows.into_iter().map(|[row]| row).collect();
                    if self.can_store(column) {
                        self.store_ints(column, &rows, Some(&mask))
                    } else {
                        self.store_by_entity(column, Numbers::Int(rows), &mask)
                    }
                }
                None => Ok(()),
            }
        )
    }

    /// Whether the rows are where they were, or need not be.
    fn can_store(&self, column: &Column) -> bool {
        column.field().is_none() || column.rows.still_stand(&self.world)
    }

    /// For rows that have moved since: those that are left are found by their entities.
    fn store_by_entity(&mut self, column: &Column, rows: Numbers, mask: &[bool]) -> Result<(), ScriptError> {
        let field = column.field().ok_or_else(contradiction)?;
        let Some(place) = &field.place else { return Ok(()) };
        let mut writes = Vec::new();
        for (row, &entity) in column.rows.entities().iter().enumerate() {
            if mask.get(row) != Some(&true) {
                continue;
            }
            let Some(whole) = place.read(&self.world, entity) else { continue };
            let value = rows.value(row).ok_or_else(contradiction)?;
            let value = field.whole_value(whole, value)?;
            let exact = field
                .scalar
                .take_value(&value)
                .map_err(|error| error.within(format_args!("entity {}", script_entity(entity))))?;
            writes.push((entity, exact));
        }
        for (entity, exact) in writes {
            place.write(&mut self.world, entity, exact);
        }
        Ok(())
    }
}
