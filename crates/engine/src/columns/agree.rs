//! Lent memory and what it stands for are made to agree: what was written to the memory is brought to the components and
//! marked as changed, and what the components hold shows in the memory.
//!
//! It is done wherever a language hands over to the engine and takes over again (see [`glotta_core::Host::bring_back`]).
//! Only numbers whose bytes are others than they were are written, so columns that overlap, and threads of scripts that
//! write meanwhile, take nothing from each other. A call that reaches one entity is made to agree on its rows alone.

use bevy_ecs::entity::Entity as EcsEntity;
use glotta_core::{Entity, Host as _, ScriptError, Value};

use super::group::Group as _;
use super::lent::Loan;
use super::numbers::{Stored, with_rows};
use super::rows::Rows;
use super::transfer::{blame, check_mutable, contradiction};
use super::{Column, Field, Kind, Numbers};
use crate::convert::ecs_entity;
use crate::reflect::scalar::{Scalar, not_a_number, out_of_range};
use crate::world::ScriptWorld;

/// A row as it lies in lent memory.
trait Row: Copy + Default {
    /// Where as many bytes as it takes have room.
    type Bytes: AsRef<[u8]> + AsMut<[u8]>;

    fn put(self, bytes: &mut [u8]);
    fn take(bytes: &[u8]) -> Self;
    /// Those of its numbers that differ from `old` bit by bit, and those of `current` for the others.
    fn over(self, old: Self, current: Self) -> Self;
    fn of(numbers: &Numbers) -> Option<&[Self]>;
    fn from_value(value: &Value) -> Result<Self, ScriptError>;
    fn into_value(self) -> Value;
    /// Refuses what a field of that type cannot hold.
    fn check(&self, scalar: Scalar) -> Result<(), ScriptError>;
    fn store(
        world: &mut ScriptWorld,
        column: &Column,
        rows: Vec<Self>,
        mask: &[bool],
    ) -> Result<(), ScriptError>;
    fn difference(loan: &mut Loan, row: usize) -> Option<(Self, Self)>;
    fn show(self, loan: &mut Loan, row: usize);
}

/// What is the same for all rows: as many bytes as the numbers take.
macro_rules! bytes {
    ($size:expr) => {
        type Bytes = [u8; $size];

        #[inline]
        fn difference(loan: &mut Loan, row: usize) -> Option<(Self, Self)> {
            let (old, new) = loan.difference_of::<{ $size }>(row)?;
            Some((Self::take(&old), Self::take(&new)))
        }

        #[inline]
        fn show(self, loan: &mut Loan, row: usize) {
            let mut bytes = [0; $size];
            self.put(&mut bytes);
            loan.show_row::<{ $size }>(row, bytes);
        }
    };
}

macro_rules! float_rows {
    ($($number:ty, $count:literal);+) => {$(
        impl Row for [$number; $count] {
            bytes!($count * size_of::<$number>());

            #[inline]
            fn put(self, bytes: &mut [u8]) {
                for (place, number) in bytes.chunks_exact_mut(size_of::<$number>()).zip(self) {
                    place.copy_from_slice(&number.to_ne_bytes());
                }
            }

            #[inline]
            fn take(bytes: &[u8]) -> Self {
                let mut row = Self::default();
                for (number, place) in row.iter_mut().zip(bytes.chunks_exact(size_of::<$number>())) {
                    if let Ok(place) = place.try_into() {
                        *number = <$number>::from_ne_bytes(place);
                    }
                }
                row
            }

            #[inline]
            fn over(self, old: Self, current: Self) -> Self {
                std::array::from_fn(|lane| {
                    if self[lane].to_bits() == old[lane].to_bits() { current[lane] } else { self[lane] }
                })
            }

            fn of(numbers: &Numbers) -> Option<&[Self]> {
                <Self as Stored>::of(numbers)
            }

            fn from_value(value: &Value) -> Result<Self, ScriptError> {
                super::group::Group::from_value(value)
            }

            fn into_value(self) -> Value {
                self.to_value()
            }

            #[inline]
            fn check(&self, _: Scalar) -> Result<(), ScriptError> {
                if self.has_nan() { Err(not_a_number()) } else { Ok(()) }
            }

            fn store(world: &mut ScriptWorld, column: &Column, rows: Vec<Self>, mask: &[bool]) -> Result<(), ScriptError> {
                world.store(column, &rows, Some(mask))
            }
        }
    )+};
}

float_rows!(f32, 1; f32, 2; f32, 3; f32, 4; f64, 1);

impl Row for i64 {
    bytes!(size_of::<i64>());

    #[inline]
    fn put(self, bytes: &mut [u8]) {
        bytes.copy_from_slice(&self.to_ne_bytes());
    }

    #[inline]
    fn take(bytes: &[u8]) -> Self {
        bytes.try_into().map_or(0, Self::from_ne_bytes)
    }

    #[inline]
    fn over(self, old: Self, current: Self) -> Self {
        if self == old { current } else { self }
    }

    fn of(numbers: &Numbers) -> Option<&[Self]> {
        match numbers {
            Numbers::Int(rows) => Some(rows),
            _ => None,
        }
    }

    fn from_value(value: &Value) -> Result<Self, ScriptError> {
        value.as_int()
    }

    fn into_value(self) -> Value {
        Value::Int(self)
    }

    fn check(&self, scalar: Scalar) -> Result<(), ScriptError> {
        match scalar.model() {
            glotta_core::Type::Int { min, max } if !(min..=max).contains(self) => {
                Err(out_of_range(self, min, max))
            }
            _ => Ok(()),
        }
    }

    fn store(
        world: &mut ScriptWorld,
        column: &Column,
        rows: Vec<Self>,
        mask: &[bool],
    ) -> Result<(), ScriptError> {
        world.store_ints(column, &rows, Some(mask))
    }
}

impl Row for bool {
    bytes!(1);

    #[inline]
    fn put(self, bytes: &mut [u8]) {
        bytes.fill(u8::from(self));
    }

    #[inline]
    fn take(bytes: &[u8]) -> Self {
        // Whatever somebody has written there.
        bytes.first().is_some_and(|byte| *byte != 0)
    }

    #[inline]
    fn over(self, old: Self, current: Self) -> Self {
        if self == old { current } else { self }
    }

    fn of(numbers: &Numbers) -> Option<&[Self]> {
        match numbers {
            Numbers::Bool(rows) => Some(rows),
            _ => None,
        }
    }

    fn from_value(value: &Value) -> Result<Self, ScriptError> {
        value.as_bool()
    }

    fn into_value(self) -> Value {
        Value::Bool(self)
    }

    fn check(&self, _: Scalar) -> Result<(), ScriptError> {
        Ok(())
    }

    fn store(
        world: &mut ScriptWorld,
        column: &Column,
        rows: Vec<Self>,
        mask: &[bool],
    ) -> Result<(), ScriptError> {
        world.store_bools(column, &rows, Some(mask))
    }
}

/// Rows that were written to lent memory and that the components do not take.
#[derive(Default)]
struct Refused {
    first: Option<(usize, ScriptError)>,
    count: usize,
}

impl Refused {
    #[cold]
    fn add(&mut self, row: usize, error: ScriptError) {
        self.count += 1;
        self.first.get_or_insert((row, error));
    }
}

/// Calls `$body` with `$row` standing for the type of the rows of a column of that kind.
macro_rules! with_every_row {
    ($kind:expr, $row:ident => $body:expr) => {
        with_rows!(
            $kind,
            $row => $body,
            Kind::Bool => {
                type $row = bool;
                $body
            },
            Kind::Int => {
                type $row = i64;
                $body
            }
        )
    };
}

impl ScriptWorld {
    /// Brings what was written to lent memory to the components, and marks those rows as changed; those of an entity, or
    /// all. Rows that cannot be written there, such as NaN, are a warning, and stay what they are. False if no memory is
    /// lent any more.
    pub(crate) fn bring_columns_back(&mut self, of: Option<Entity>) -> bool {
        let mut loans = std::mem::take(&mut self.columns.loans);
        match of {
            Some(entity) => {
                let Ok(entity) = ecs_entity(entity) else {
                    self.columns.loans = loans;
                    return true;
                };
                for loan in &mut loans {
                    if loan.column.field().is_some()
                        && let Some(row) = loan.row_of(entity)
                    {
                        with_every_row!(loan.column.kind, Row => self.bring_row_back::<Row>(loan, row, entity));
                    }
                }
            }
            None => {
                let call = self.outermost_call();
                // What is written after the call counts no more.
                loans.retain(|loan| loan.column.call == call);
                for loan in &mut loans {
                    with_every_row!(loan.column.kind, Row => self.bring_loan_back::<Row>(loan));
                }
                loans.retain(|loan| loan.memory.is_held());
            }
        }
        self.columns.loans = loans;
        !self.columns.loans.is_empty()
    }

    /// Has lent memory show what the components hold: those of an entity, or all.
    pub(crate) fn refill_columns(&mut self, of: Option<Entity>) {
        let mut loans = std::mem::take(&mut self.columns.loans);
        match of {
            Some(entity) => {
                if let Ok(entity) = ecs_entity(entity) {
                    for loan in &mut loans {
                        if let Some(field) = loan.column.field()
                            && let Some(row) = loan.row_of(entity)
                        {
                            with_every_row!(loan.column.kind, Row => {
                                if let Ok(Some(now)) = self.row_now::<Row>(field, entity) {
                                    now.show(loan, row);
                                }
                            });
                        }
                    }
                }
            }
            None => {
                let call = self.outermost_call();
                loans.retain(|loan| loan.column.call == call);
                for loan in &mut loans {
                    self.refill_loan(loan);
                }
            }
        }
        self.columns.loans = loans;
    }

    /// Has lent memory show what it stands for. Rows of entities that are gone keep what they hold.
    pub(super) fn refill_loan(&self, loan: &mut Loan) {
        with_every_row!(loan.column.kind, Row => self.refill_rows::<Row>(loan));
    }

    fn refill_rows<T: Row>(&self, loan: &mut Loan) {
        let column = loan.column.rows.clone();
        let rows: &Rows = &column;
        let numbers = if self.can_gather(&loan.column) { self.gather(&loan.column).ok() } else { None };
        if let Some(numbers) = numbers {
            let Some(all) = T::of(&numbers) else { return };
            let draft = loan.draft().chunks_exact_mut(size_of::<T::Bytes>());
            for (bytes, place) in draft.zip(rows.places()) {
                if let Some(row) = all.get(place) {
                    row.put(bytes);
                }
            }
        } else {
            let Some(field) = loan.column.field().cloned() else { return };
            let entities = loan.entities.clone();
            let draft = loan.draft().chunks_exact_mut(size_of::<T::Bytes>());
            for (bytes, entity) in draft.zip(entities) {
                if let Ok(Some(row)) = self.row_now::<T>(&field, entity) {
                    row.put(bytes);
                }
            }
        }
        loan.show();
    }

    /// Whether all rows of a column can be read where they lay.
    fn can_gather(&self, column: &Column) -> bool {
        column.field().is_none_or(|field| field.in_tables && column.rows.still_stand(&self.world))
    }

    /// What a field of an entity holds; none if the entity or its component is gone.
    #[inline]
    fn row_now<T: Row>(&self, field: &Field, entity: EcsEntity) -> Result<Option<T>, ScriptError> {
        match field.place.as_ref().and_then(|place| place.read(&self.world, entity)) {
            Some(exact) => T::from_value(&exact.to_value()?).map(Some),
            None => Ok(None),
        }
    }

    /// Writes to a field of an entity those numbers that were written to its row.
    fn write_row<T: Row>(
        &mut self,
        field: &Field,
        entity: EcsEntity,
        old: T,
        new: T,
    ) -> Result<(), ScriptError> {
        let Some(now) = self.row_now::<T>(field, entity)? else { return Ok(()) };
        let row = new.over(old, now);
        row.check(field.scalar)?;
        let exact = field.scalar.take_value(&row.into_value())?;
        if let Some(place) = &field.place {
            place.write(&mut self.world, entity, exact);
        }
        Ok(())
    }

    fn bring_row_back<T: Row>(&mut self, loan: &mut Loan, row: usize, entity: EcsEntity) {
        let Some((old, new)) = T::difference(loan, row) else { return };
        let Some(field) = loan.column.field() else { return };
        let written =
            check_mutable(&loan.column, field).and_then(|()| self.write_row(field, entity, old, new));
        if let Err(error) = written {
            let mut refused = Refused::default();
            refused.add(row, error);
            self.warn_of(&loan.column, refused);
        }
    }

    fn bring_loan_back<T: Row>(&mut self, loan: &mut Loan) {
        let can_gather = self.can_gather(&loan.column);
        let Some(difference) = loan.difference() else { return };
        let size = size_of::<T::Bytes>();
        let pairs = difference.old.chunks_exact(size).zip(difference.new.chunks_exact(size));
        let changed: Vec<(usize, T, T)> = pairs
            .enumerate()
            .filter(|(_, (old, new))| old != new)
            .map(|(row, (old, new))| (difference.first + row, T::take(old), T::take(new)))
            .collect();
        let column = &loan.column;
        let brought = match column.field() {
            Some(field) => check_mutable(column, field).and_then(|()| {
                if can_gather {
                    self.bring_rows_back(column, &changed)
                } else {
                    let mut refused = Refused::default();
                    for (row, old, new) in changed {
                        let Some(&entity) = loan.entities.get(row) else { continue };
                        if let Err(error) = self.write_row(field, entity, old, new) {
                            refused.add(row, error);
                        }
                    }
                    Ok(refused)
                }
            }),
            None => self.bring_rows_back(column, &changed),
        };
        match brought {
            Ok(refused) => self.warn_of(column, refused),
            Err(error) => {
                let Some(times) = self.columns.refusals.note(&column.name.to_string()) else { return };
                let name = &column.name;
                let what = format!("what was written to the memory of the column {name} is lost{times}");
                self.warn(&error.within(what));
            }
        }
    }

    /// Writes rows by their places in query order, whole columns at once.
    fn bring_rows_back<T: Row>(
        &mut self,
        column: &Column,
        changed: &[(usize, T, T)],
    ) -> Result<Refused, ScriptError> {
        let numbers = self.gather(column)?;
        let mut rows = T::of(&numbers).ok_or_else(contradiction)?.to_vec();
        let mut mask = vec![false; rows.len()];
        let mut refused = Refused::default();
        for &(row, old, new) in changed {
            let place = column.rows.storage_place(row);
            let (Some(now), Some(wanted)) = (rows.get_mut(place), mask.get_mut(place)) else {
                return Err(contradiction());
            };
            let merged = new.over(old, *now);
            match column.field().map_or(Ok(()), |field| merged.check(field.scalar)) {
                Ok(()) => (*now, *wanted) = (merged, true),
                Err(error) => refused.add(row, error),
            }
        }
        if mask.contains(&true) {
            T::store(self, column, rows, &mask)?;
        }
        Ok(refused)
    }

    /// Says which rows were not taken, by their places in query order.
    fn warn_of(&mut self, column: &Column, refused: Refused) {
        let Some((row, error)) = refused.first else { return };
        let Some(times) = self.columns.refusals.note(&column.name.to_string()) else { return };
        let error = blame(&column.rows, column.rows.storage_place(row), error);
        let what = match refused.count {
            1 => format!("what was written to the memory of the column {} is lost", column.name),
            count => format!(
                "what was written to {count} rows of the memory of the column {} is lost; the first of them",
                column.name
            ),
        };
        self.warn(&error.within(format_args!("{what}{times}")));
    }
}
