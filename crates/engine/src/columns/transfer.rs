//! Between components and rows: gathering, scattering, and one side of an operation.

use std::sync::Arc;

use bevy_ecs::world::World;
use glotta_core::{ScriptError, Value};

use super::group::Group as _;
use super::numbers::{Stored, with_rows};
use super::{Column, Field, Kind, Numbers, Operand, Rows, Source};
use crate::access::rows::{Plain, Run, Strided, append1};
use crate::convert::script_entity;
use crate::reflect::scalar::{Exact, Scalar, not_a_number, out_of_range, too_large};
use crate::world::ScriptWorld;

/// One side of an operation on rows of a type.
pub(super) enum Side<'c, G> {
    /// In components.
    Field(&'c Field),
    /// A column's own.
    Shared(Arc<Numbers>),
    /// Made for this operation.
    Made(Vec<G>),
    /// One for all rows.
    Constant(G),
}

impl<G: Stored> Side<'_, G> {
    /// The rows of a run, whose first has this place in storage order.
    #[inline]
    pub(super) fn run<'a>(
        &'a self,
        world: &'a World,
        start: usize,
        run: &Run,
    ) -> Result<Strided<'a, G>, ScriptError> {
        let part = |rows: &'a [G]| rows.get(start..start + run.len).map(Strided::of_slice);
        let rows = match self {
            Self::Field(field) => field.rows(world, run),
            Self::Shared(numbers) => G::of(numbers).and_then(part),
            Self::Made(rows) => part(rows),
            Self::Constant(row) => Some(Strided::constant(row)),
        };
        rows.ok_or_else(contradiction)
    }
}

impl Field {
    #[inline]
    fn rows<'w, T: Plain>(&self, world: &'w World, run: &Run) -> Option<Strided<'w, T>> {
        self.place.as_ref()?.rows(world, run, self.lane)
    }
}

/// Calls `$body` with `$int` standing for the type of a scalar of whole numbers.
macro_rules! with_int {
    ($scalar:expr, $int:ident => $body:expr) => {
        match $scalar {
            Scalar::I8 => {
                type $int = i8;
                $body
            }
            Scalar::I16 => {
                type $int = i16;
                $body
            }
            Scalar::I32 => {
                type $int = i32;
                $body
            }
            Scalar::I64 => {
                type $int = i64;
                $body
            }
            Scalar::Isize => {
                type $int = isize;
                $body
            }
            Scalar::U8 => {
                type $int = u8;
                $body
            }
            Scalar::U16 => {
                type $int = u16;
                $body
            }
            Scalar::U32 => {
                type $int = u32;
                $body
            }
            Scalar::U64 => {
                type $int = u64;
                $body
            }
            Scalar::Usize => {
                type $int = usize;
                $body
            }
            _ => Err(contradiction()),
        }
    };
}

impl ScriptWorld {
    /// A column's rows as they are now.
    ///
    /// # Errors
    /// Type, if a whole number does not fit those of scripts.
    pub(super) fn gather(&self, column: &Column) -> Result<Arc<Numbers>, ScriptError> {
        let field = match &column.source {
            Source::Own(_) => return column.own().ok_or_else(contradiction),
            Source::Field(field) => field,
        };
        let numbers = if field.in_tables {
            with_rows!(
                column.kind,
                Row => Row::wrap(self.gather_run::<Row, Row>(column, field, |row| row)?),
                Kind::Bool => Numbers::Bool(self.gather_run(column, field, |row: bool| row)?),
                _ => with_int!(field.scalar, Int => self.gather_ints::<Int>(column, field)).map(Numbers::Int)?
            )
        } else {
            self.gather_one_by_one(column, field)?
        };
        Ok(Arc::new(numbers))
    }

    fn gather_run<T: Plain, O: Copy>(
        &self,
        column: &Column,
        field: &Field,
        mut f: impl FnMut(T) -> O,
    ) -> Result<Vec<O>, ScriptError> {
        let mut out = Vec::with_capacity(column.len());
        for (_, run) in column.rows.runs() {
            append1(&mut out, field.rows(&self.world, run).ok_or_else(contradiction)?, &mut f);
        }
        Ok(out)
    }

    fn gather_ints<T: Plain + TryInto<i64> + std::fmt::Display>(
        &self,
        column: &Column,
        field: &Field,
    ) -> Result<Vec<i64>, ScriptError> {
        let mut large = None;
        let rows = self.gather_run(column, field, |row: T| {
            row.try_into().unwrap_or_else(|_| {
                large = Some(row);
                0
            })
        })?;
        large.map_or(Ok(rows), |row| Err(too_large(row)))
    }

    /// For components that do not lie in tables.
    fn gather_one_by_one(&self, column: &Column, field: &Field) -> Result<Numbers, ScriptError> {
        let exact = |&entity: &_| {
            let place = field.place.as_ref().ok_or_else(contradiction)?;
            place.read(&self.world, entity).ok_or_else(contradiction)
        };
        let entities = column.rows.entities().iter();
        Ok(with_rows!(
            column.kind,
            Row => {
                let row = |entity| {
                    let value = exact(entity)?.to_value()?;
                    if field.is_lane { lane_of(&value, field.lane) } else { Ok(value) }
                };
                Row::wrap(entities.map(|entity| Row::from_value(&row(entity)?)).collect::<Result<_, _>>()?)
            },
            Kind::Bool => Numbers::Bool(entities.map(|entity| exact(entity)?.to_value()?.as_bool()).collect::<Result<_, _>>()?),
            _ => Numbers::Int(entities.map(|entity| exact(entity)?.to_value()?.as_int()).collect::<Result<_, _>>()?)
        ))
    }

    /// A column as one side of an operation; none if its rows hold another number of numbers.
    pub(super) fn side_of<'c, G: Stored>(
        &self,
        column: &'c Column,
    ) -> Result<Option<Side<'c, G>>, ScriptError> {
        if let Some(field) = column.field()
            && column.kind == G::KIND
            && field.in_tables
        {
            return Ok(Some(Side::Field(field)));
        }
        let numbers = self.gather(column)?;
        if numbers.kind() == G::KIND {
            return Ok(Some(Side::Shared(numbers)));
        }
        Ok(numbers.to_rows().map(Side::Made))
    }

    /// What a script gave as one side of an operation on rows of this type; none if it is nothing of the kind.
    ///
    /// # Errors
    /// As [`check_beside`](Self::check_beside); argument, if a number does not fit.
    pub(super) fn side<'c, G: Stored>(
        &self,
        column: &Column,
        operand: &Operand<'c>,
    ) -> Result<Option<Side<'c, G>>, ScriptError> {
        match operand {
            Operand::Column(other) => {
                self.check_beside(column, other)?;
                self.side_of(other)
            }
            Operand::Value(value) => match G::from_value(value) {
                Ok(row) => Ok(Some(Side::Constant(row))),
                Err(error) if error.kind() == glotta_core::ErrorKind::Type => Ok(None),
                Err(error) => Err(error),
            },
        }
    }

    /// Writes rows to a column: into its components, or in place of its own. Where a mask is false, the old stay.
    ///
    /// # Errors
    /// Argument, if a row that would be written into a component is no number, or the component is immutable. Then
    /// nothing changes.
    pub(super) fn store<G: Stored>(
        &mut self,
        column: &Column,
        rows: &[G],
        mask: Option<&[bool]>,
    ) -> Result<(), ScriptError> {
        let Some(field) = column.field() else {
            let mut new = rows.to_vec();
            if let Some(mask) = mask
                && let Some(old) = column.own()
            {
                let old = G::of(&old).ok_or_else(contradiction)?;
                for ((new, old), wanted) in new.iter_mut().zip(old).zip(mask) {
                    if !wanted {
                        *new = *old;
                    }
                }
            }
            column.replace_own(G::wrap(new));
            return Ok(());
        };
        check_mutable(column, field)?;
        let is_wanted = |place: usize| mask.is_none_or(|mask| mask.get(place) == Some(&true));
        if G::any_nan(rows)
            && let Some(place) = (0..rows.len()).find(|&place| rows[place].has_nan() && is_wanted(place))
        {
            return Err(blame(&column.rows, place, not_a_number()));
        }
        if !field.in_tables {
            return self.store_one_by_one(column, field, mask, |place| Ok(rows[place].to_value()));
        }
        let place = field.place.as_ref();
        for (start, run) in column.rows.runs() {
            let rows = rows.get(start..start + run.len).ok_or_else(contradiction)?;
            let mask = mask.and_then(|mask| mask.get(start..start + run.len));
            let target = place.and_then(|place| place.rows_mut::<G>(&mut self.world, run, field.lane));
            target.ok_or_else(contradiction)?.put(Strided::of_slice(rows), mask, |row| row);
        }
        Ok(())
    }

    /// As [`store`](Self::store), one row for all.
    pub(super) fn store_constant<G: Stored>(
        &mut self,
        column: &Column,
        row: G,
        mask: Option<&[bool]>,
    ) -> Result<(), ScriptError> {
        match column.field() {
            Some(field) if field.in_tables && !row.has_nan() => {
                check_mutable(column, field)?;
                for (start, run) in column.rows.runs() {
                    let mask = mask.and_then(|mask| mask.get(start..start + run.len));
                    let place = field.place.as_ref();
                    let target =
                        place.and_then(|place| place.rows_mut::<G>(&mut self.world, run, field.lane));
                    target.ok_or_else(contradiction)?.put(Strided::constant(&row), mask, |row| row);
                }
                Ok(())
            }
            _ => self.store(column, &vec![row; column.len()], mask),
        }
    }

    /// As [`store`](Self::store), for whole numbers; those that do not fit the field are refused as well.
    pub(super) fn store_ints(
        &mut self,
        column: &Column,
        rows: &[i64],
        mask: Option<&[bool]>,
    ) -> Result<(), ScriptError> {
        let is_wanted = |place: usize| mask.is_none_or(|mask| mask.get(place) == Some(&true));
        let Some(field) = column.field() else {
            let old = column.own();
            let mut new = rows.to_vec();
            if let Some(Numbers::Int(old)) = old.as_deref() {
                for (place, (new, old)) in new.iter_mut().zip(old).enumerate() {
                    if !is_wanted(place) {
                        *new = *old;
                    }
                }
            }
            column.replace_own(Numbers::Int(new));
            return Ok(());
        };
        check_mutable(column, field)?;
        let glotta_core::Type::Int { min, max } = field.scalar.model() else { return Err(contradiction()) };
        if let Some(place) =
            (0..rows.len()).find(|&place| !(min..=max).contains(&rows[place]) && is_wanted(place))
        {
            return Err(blame(&column.rows, place, out_of_range(&rows[place], min, max)));
        }
        if !field.in_tables {
            return self.store_one_by_one(column, field, mask, |place| Ok(Value::Int(rows[place])));
        }
        with_int!(field.scalar, Int => {
            for (start, run) in column.rows.runs() {
                let rows = rows.get(start..start + run.len).ok_or_else(contradiction)?;
                let mask = mask.and_then(|mask| mask.get(start..start + run.len));
                let place = field.place.as_ref();
                let target = place.and_then(|place| place.rows_mut::<Int>(&mut self.world, run, 0));
                // All that are written are in range.
                target.ok_or_else(contradiction)?.put(Strided::of_slice(rows), mask, |row| row as Int);
            }
            Ok(())
        })
    }

    /// As [`store`](Self::store), for bools.
    pub(super) fn store_bools(
        &mut self,
        column: &Column,
        rows: &[bool],
        mask: Option<&[bool]>,
    ) -> Result<(), ScriptError> {
        let Some(field) = column.field() else {
            let mut new = rows.to_vec();
            if let (Some(mask), Some(Numbers::Bool(old))) = (mask, column.own().as_deref()) {
                for ((new, old), wanted) in new.iter_mut().zip(old).zip(mask) {
                    if !wanted {
                        *new = *old;
                    }
                }
            }
            column.replace_own(Numbers::Bool(new));
            return Ok(());
        };
        check_mutable(column, field)?;
        if !field.in_tables {
            return self.store_one_by_one(column, field, mask, |place| Ok(Value::Bool(rows[place])));
        }
        for (start, run) in column.rows.runs() {
            let rows = rows.get(start..start + run.len).ok_or_else(contradiction)?;
            let mask = mask.and_then(|mask| mask.get(start..start + run.len));
            let place = field.place.as_ref();
            let target = place.and_then(|place| place.rows_mut::<bool>(&mut self.world, run, 0));
            target.ok_or_else(contradiction)?.put(Strided::of_slice(rows), mask, |row| row);
        }
        Ok(())
    }

    /// For components that do not lie in tables. All values are made before the first is written.
    fn store_one_by_one(
        &mut self,
        column: &Column,
        field: &Field,
        mask: Option<&[bool]>,
        value: impl Fn(usize) -> Result<Value, ScriptError>,
    ) -> Result<(), ScriptError> {
        let Some(place) = &field.place else { return Ok(()) };
        let mut writes: Vec<(bevy_ecs::entity::Entity, Exact)> = Vec::new();
        for (row, &entity) in column.rows.entities().iter().enumerate() {
            if mask.is_some_and(|mask| mask.get(row) != Some(&true)) {
                continue;
            }
            let mut value = value(row)?;
            if field.is_lane {
                let whole = place.read(&self.world, entity).ok_or_else(contradiction)?.to_value()?;
                value = with_lane(whole, field.lane, value.as_float()? as f32)?;
            }
            writes.push((
                entity,
                field.scalar.take_value(&value).map_err(|error| blame(&column.rows, row, error))?,
            ));
        }
        for (entity, exact) in writes {
            if !place.write(&mut self.world, entity, exact) {
                return Err(contradiction());
            }
        }
        Ok(())
    }
}

/// A vector's number.
pub(super) fn lane_of(value: &Value, lane: usize) -> Result<Value, ScriptError> {
    let number = match value {
        Value::Vec2(vector) => vector.to_array().get(lane).copied(),
        Value::Vec3(vector) => vector.to_array().get(lane).copied(),
        Value::Quat(rotation) => rotation.to_array().get(lane).copied(),
        _ => None,
    };
    number.map(|number| Value::Float(number.into())).ok_or_else(contradiction)
}

/// The vector with another number in one place.
pub(super) fn with_lane(value: Value, lane: usize, number: f32) -> Result<Value, ScriptError> {
    fn set<const N: usize>(mut lanes: [f32; N], lane: usize, number: f32) -> Option<[f32; N]> {
        *lanes.get_mut(lane)? = number;
        Some(lanes)
    }
    let changed = match value {
        Value::Vec2(vector) => set(vector.to_array(), lane, number).map(|lanes| Value::Vec2(lanes.into())),
        Value::Vec3(vector) => set(vector.to_array(), lane, number).map(|lanes| Value::Vec3(lanes.into())),
        Value::Quat(rotation) => {
            let lanes = set(rotation.to_array(), lane, number);
            lanes.map(|lanes| Value::Quat(glotta_core::Quat::from_array(lanes)))
        }
        _ => None,
    };
    changed.ok_or_else(contradiction)
}

/// Refuses to write fields of components that may only be replaced.
pub(super) fn check_mutable(column: &Column, field: &Field) -> Result<(), ScriptError> {
    if field.mutable {
        return Ok(());
    }
    Err(ScriptError::argument(format!(
        "{} is of a component that can only be replaced as a whole: read the column, and write with component.set",
        column.name
    )))
}

/// The error, with the row that it is about.
#[cold]
pub(super) fn blame(rows: &Rows, place: usize, error: ScriptError) -> ScriptError {
    let entity = rows
        .entities()
        .get(place)
        .map_or_else(String::new, |&entity| format!(" (entity {})", script_entity(entity)));
    error.within(format_args!("element {}{entity}", rows.query_place(place) + 1))
}

#[cold]
pub(super) fn contradiction() -> ScriptError {
    ScriptError::host("a column's rows are not where the world said they were")
}
