//! Memory that a column lends to a language, for libraries that work on numbers in memory: Python's buffer protocol.
//!
//! Components move when the world changes, and whoever holds lent memory may keep it for ever. So what is lent is memory of
//! our own: the rows one behind the other in query order. Who holds it works on it without another copy, and [`agree`]
//! makes it and the components one thing to every observer. Afterwards, when the call has ended, it is memory like any
//! other.
//!
//! There is one memory for a field of the same entities, however many columns are lent of it: that of a vector's number is
//! part of the vector's.
//!
//! A thread that a script left running may write to it at any time, so it is looked at through atomics only.
//!
//! [`agree`]: super::agree

use std::sync::atomic::{AtomicU64, AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, PoisonError};

use bevy_ecs::entity::Entity;
use glotta_core::{Host, LentBuffer, ObjectBuffer, ScriptError, host_part};

use super::transfer::contradiction;
use super::{Column, Field, Kind, Name, Source};
use crate::world::ScriptWorld;

/// How many bytes are looked at at once.
const WORD: usize = 8;

/// Memory that is shared with who has it lent.
pub(super) struct Memory {
    words: Box<[AtomicU64]>,
    /// How many have it lent.
    holders: AtomicUsize,
}

impl Memory {
    fn new(bytes: usize) -> Arc<Self> {
        // An address is asked for even of no rows.
        let words = bytes.div_ceil(WORD).max(1);
        Arc::new(Self {
            words: (0..words).map(|_| AtomicU64::new(0)).collect(),
            holders: AtomicUsize::new(0),
        })
    }

    pub(super) fn is_held(&self) -> bool {
        self.holders.load(Ordering::Relaxed) > 0
    }

    /// Reads the bytes from a place on.
    #[inline]
    fn read(&self, start: usize, out: &mut [u8]) {
        let (mut at, mut rest) = (start, out);
        while !rest.is_empty() {
            let Some(word) = self.words.get(at / WORD) else { return };
            let word = word.load(Ordering::Relaxed).to_ne_bytes();
            let part = &word[at % WORD..];
            let (now, later) = rest.split_at_mut(part.len().min(rest.len()));
            now.copy_from_slice(&part[..now.len()]);
            at += now.len();
            rest = later;
        }
    }

    /// Changes the items of a word that are to be others, and no other: those may be written meanwhile.
    #[inline]
    fn change(word: &AtomicU64, item: usize, old: u64, new: u64) {
        let differ = old ^ new;
        let part = |mask: u64| if differ & mask == 0 { 0 } else { mask };
        let mask = match item {
            WORD => u64::MAX,
            4 => part(u64::from(u32::MAX)) | part(!u64::from(u32::MAX)),
            _ => (0..WORD).map(|byte| part(0xff << (byte * 8))).fold(0, |mask, part| mask | part),
        };
        if mask == u64::MAX {
            word.store(new, Ordering::Relaxed);
        } else {
            // It gives back what was there.
            let _ =
                word.fetch_update(Ordering::Relaxed, Ordering::Relaxed, |now| Some(now & !mask | new & mask));
        }
    }
}

/// Memory that is lent, and what it stands for.
pub(super) struct Loan {
    /// The numbers: a column of a whole field, or of numbers of its own.
    pub(super) column: Column,
    pub(super) memory: Arc<Memory>,
    /// The entities of the rows in memory, in query order.
    pub(super) entities: Box<[Entity]>,
    /// What the memory held when it was looked at last, in whole words.
    seen: Vec<u8>,
    /// What it held before that.
    before: Vec<u8>,
}

/// A part of the memory that is another than it was.
pub(super) struct Difference<'l> {
    /// The first row of it.
    pub(super) first: usize,
    /// The rows before and after, as bytes.
    pub(super) old: &'l [u8],
    pub(super) new: &'l [u8],
}

impl Loan {
    fn new(column: Column) -> Self {
        let bytes = column.len() * column.kind.row_size();
        let all = column.rows.entities();
        let entities = column.rows.places().filter_map(|place| all.get(place).copied()).collect();
        let memory = Memory::new(bytes);
        let seen = vec![0; memory.words.len() * WORD];
        Self { column, memory, entities, before: seen.clone(), seen }
    }

    /// The row of an entity.
    #[inline]
    pub(super) fn row_of(&self, entity: Entity) -> Option<usize> {
        let index = entity.index_u32();
        let first = self.entities.first()?.index_u32();
        // Where entities were made one after the other, this is the place; elsewhere it is not beyond.
        let guess = usize::try_from(index.checked_sub(first)?).ok()?;
        if self.entities.get(guess) == Some(&entity) {
            return Some(guess);
        }
        let part = &self.entities[..guess.min(self.entities.len())];
        let row = part.binary_search_by_key(&index, |entity| entity.index_u32()).ok()?;
        (part[row] == entity).then_some(row)
    }

    /// What was written since this was asked last: whole rows, from the first to the last that are others.
    pub(super) fn difference(&mut self) -> Option<Difference<'_>> {
        let differs =
            |(word, seen): (&AtomicU64, &[u8; WORD])| word.load(Ordering::Relaxed).to_ne_bytes() != *seen;
        let first = self.memory.words.iter().zip(self.seen.as_chunks().0).position(differs)?;
        self.before.copy_from_slice(&self.seen);
        let mut last = first;
        let words = self.memory.words.iter().zip(self.seen.as_chunks_mut::<WORD>().0).enumerate();
        for (place, (word, seen)) in words.skip(first) {
            let word = word.load(Ordering::Relaxed).to_ne_bytes();
            if word != *seen {
                *seen = word;
                last = place;
            }
        }
        let size = self.column.kind.row_size();
        let rows = first * WORD / size..((last + 1) * WORD).div_ceil(size).min(self.column.len());
        let bytes = rows.start * size..rows.end * size;
        Some(Difference {
            first: rows.start,
            old: self.before.get(bytes.clone())?,
            new: self.seen.get(bytes)?,
        })
    }

    /// The bytes of a row before and after, if it was written since this was asked last.
    #[inline]
    pub(super) fn difference_of<const SIZE: usize>(
        &mut self,
        row: usize,
    ) -> Option<([u8; SIZE], [u8; SIZE])> {
        let start = row * SIZE;
        let mut new = [0; SIZE];
        self.memory.read(start, &mut new);
        let seen = self.seen.get_mut(start..start + SIZE)?;
        if *seen == new {
            return None;
        }
        let mut old = [0; SIZE];
        old.copy_from_slice(seen);
        seen.copy_from_slice(&new);
        Some((old, new))
    }

    /// What the rows hold, to be written over with what they should, and then [`show`](Self::show)n.
    pub(super) fn draft(&mut self) -> &mut [u8] {
        self.before.copy_from_slice(&self.seen);
        &mut self.before
    }

    /// Has the memory hold what was drafted.
    pub(super) fn show(&mut self) {
        let item = self.column.kind.layout().1;
        // While nobody has it, nobody writes to it.
        let is_held = self.memory.is_held();
        let rows = self.before.as_chunks::<WORD>().0.iter().zip(self.seen.as_chunks_mut::<WORD>().0);
        for (word, (new, seen)) in self.memory.words.iter().zip(rows) {
            let (old, now) = (u64::from_ne_bytes(*seen), u64::from_ne_bytes(*new));
            if old != now {
                if is_held {
                    Memory::change(word, item, old, now);
                } else {
                    word.store(now, Ordering::Relaxed);
                }
                *seen = *new;
            }
        }
    }

    /// Has a row of the memory hold these bytes.
    #[inline]
    pub(super) fn show_row<const SIZE: usize>(&mut self, row: usize, new: [u8; SIZE]) {
        let start = row * SIZE;
        if self.seen.get(start..start + SIZE).is_none_or(|seen| *seen == new) {
            return;
        }
        let item = self.column.kind.layout().1;
        let words = start / WORD..(start + SIZE).div_ceil(WORD);
        let mut old = [0; 3 * WORD];
        let bytes = words.start * WORD..words.end * WORD;
        let old = &mut old[..bytes.len()];
        old.copy_from_slice(&self.seen[bytes.clone()]);
        self.seen[start..start + SIZE].copy_from_slice(&new);
        let pairs = old.as_chunks().0.iter().zip(self.seen[bytes].as_chunks().0);
        for (word, (old, new)) in self.memory.words[words].iter().zip(pairs) {
            if old != new {
                Memory::change(word, item, u64::from_ne_bytes(*old), u64::from_ne_bytes(*new));
            }
        }
    }

    /// Whether it stands for the same numbers as a column of a whole field or of numbers of its own.
    fn is_of(&self, column: &Column) -> bool {
        match (&self.column.source, &column.source) {
            (Source::Field(one), Source::Field(other)) => {
                let is_same_field = one.scalar == other.scalar && one.place == other.place;
                let all = column.rows.entities();
                let entities = || column.rows.places().filter_map(|place| all.get(place));
                is_same_field
                    && (Arc::ptr_eq(&self.column.rows, &column.rows) || self.entities.iter().eq(entities()))
            }
            (Source::Own(one), Source::Own(other)) => Arc::ptr_eq(one, other),
            _ => false,
        }
    }
}

#[cfg(test)]
impl Memory {
    /// Writes to the memory as its holders do, as floats of 32 bits.
    pub(super) fn write_floats(&self, change: impl Fn(&mut [f32])) {
        let bytes: Vec<u8> =
            self.words.iter().flat_map(|word| word.load(Ordering::Relaxed).to_ne_bytes()).collect();
        let (floats, _) = bytes.as_chunks();
        let mut floats: Vec<f32> = floats.iter().map(|float| f32::from_ne_bytes(*float)).collect();
        change(&mut floats);
        let bytes: Vec<u8> = floats.iter().flat_map(|float| float.to_ne_bytes()).collect();
        let (words, _) = bytes.as_chunks();
        for (word, new) in self.words.iter().zip(words) {
            word.store(u64::from_ne_bytes(*new), Ordering::Relaxed);
        }
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

impl Column {
    /// A column of the same numbers, or of the whole vectors that they belong to.
    fn whole(&self) -> Self {
        let source = match &self.source {
            Source::Field(field) => {
                Source::Field(Box::new(Field { lane: 0, is_lane: false, ..(**field).clone() }))
            }
            Source::Own(numbers) => Source::Own(Arc::clone(numbers)),
        };
        let vector = self.field().filter(|field| field.is_lane).and_then(|_| self.name.of.rsplit_once('.'));
        Self {
            rows: Arc::clone(&self.rows),
            call: self.call,
            name: vector.map_or_else(|| self.name.clone(), |(name, _)| Name::of_field(name.into())),
            kind: match &source {
                Source::Field(field) => field.kind(),
                Source::Own(_) => self.kind,
            },
            source,
            memory: Mutex::default(),
        }
    }

    /// The memory that was lent of it last.
    pub(super) fn memory(&self) -> Option<Arc<Memory>> {
        self.memory.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }
}

impl ObjectBuffer for Column {
    fn lend(&self, host: &mut dyn Host) -> Result<LentBuffer, ScriptError> {
        let world: &mut ScriptWorld = host_part(host)?;
        world.check_column(self)?;
        let whole = self.whole();
        let known = world.columns.loans.iter_mut().find(|loan| loan.is_of(&whole));
        let (memory, stride) = match known {
            Some(loan) => {
                // They may have been elsewhere when it was lent first.
                loan.column = whole;
                (Arc::clone(&loan.memory), loan.column.kind.row_size())
            }
            None => {
                // What cannot be read cannot be lent.
                world.gather(&whole)?;
                let mut loan = Loan::new(whole);
                world.refill_loan(&mut loan);
                let new = (Arc::clone(&loan.memory), loan.column.kind.row_size());
                world.columns.loans.push(loan);
                new
            }
        };
        {
            let mut own = self.memory.lock().unwrap_or_else(PoisonError::into_inner);
            if own.as_ref().is_some_and(|own| own.is_held() && !Arc::ptr_eq(own, &memory)) {
                return Err(contradiction());
            }
            memory.holders.fetch_add(1, Ordering::Relaxed);
            *own = Some(Arc::clone(&memory));
        }
        let (format, item_size, count) = self.kind.layout();
        let lane = self.field().map_or(0, |field| field.lane);
        let first = memory.words.as_ptr().cast::<u8>().wrapping_add(lane * item_size);
        Ok(LentBuffer {
            start: std::ptr::NonNull::new(first.cast_mut()).ok_or_else(contradiction)?,
            format,
            item_size,
            shape: [self.len(), count],
            stride,
            writable: self.field().is_none_or(|field| field.mutable),
        })
    }

    fn give_back(&self) {
        if let Some(memory) = self.memory() {
            memory.holders.fetch_sub(1, Ordering::Relaxed);
        }
    }
}
