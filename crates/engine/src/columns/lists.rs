//! Columns and lists, and single rows. All in query order, that of `query.entities`.

use glotta_core::{Entity, ScriptError, Value};

use super::group::Group as _;
use super::numbers::{Stored, with_rows};
use super::transfer::{contradiction, lane_of, with_lane};
use super::{Column, Kind, Numbers};
use crate::convert::script_entity;
use crate::world::ScriptWorld;

impl ScriptWorld {
    /// The entities of the rows where the mask says so.
    ///
    /// # Errors
    /// As [`mask_of`](Self::mask_of).
    pub(crate) fn column_entities(
        &mut self,
        column: &Column,
        mask: Option<&Column>,
    ) -> Result<Vec<Entity>, ScriptError> {
        let mask = self.check_to_read(column, mask)?;
        let mask = mask.rows();
        let entities = column.rows.entities();
        let wanted =
            column.rows.places().filter(|&place| mask.is_none_or(|mask| mask.get(place) == Some(&true)));
        Ok(wanted.filter_map(|place| entities.get(place)).map(|&entity| script_entity(entity)).collect())
    }

    /// The rows where the mask says so.
    ///
    /// # Errors
    /// As [`mask_of`](Self::mask_of).
    pub(crate) fn column_to_list(
        &mut self,
        column: &Column,
        mask: Option<&Column>,
    ) -> Result<Vec<Value>, ScriptError> {
        let mask = self.check_to_read(column, mask)?;
        let mask = mask.rows();
        let numbers = self.gather(column)?;
        let wanted =
            column.rows.places().filter(|&place| mask.is_none_or(|mask| mask.get(place) == Some(&true)));
        wanted.map(|place| numbers.value(place).ok_or_else(contradiction)).collect()
    }

    /// Sets the rows where the mask says so to the values of a list, which has as many.
    ///
    /// # Errors
    /// Argument, if the list has another length or a value does not fit; type, if one is of another type. Then nothing
    /// changes.
    pub(crate) fn column_set_list(
        &mut self,
        column: &Column,
        values: &[Value],
        mask: Option<&Column>,
    ) -> Result<(), ScriptError> {
        let mask = self.check_to_write(column, mask)?;
        let mask = mask.rows();
        let places: Vec<usize> = column
            .rows
            .places()
            .filter(|&place| mask.is_none_or(|mask| mask.get(place) == Some(&true)))
            .collect();
        if values.len() != places.len() {
            return Err(ScriptError::argument(format!(
                "the list must have a value for each row to be set, got {} values for {} rows",
                values.len(),
                places.len()
            )));
        }
        let pairs = places.into_iter().zip(values).enumerate();
        let in_element =
            |index: usize, error: ScriptError| error.within(format_args!("element {}", index + 1));
        let numbers = self.gather(column)?;
        with_rows!(
            column.kind,
            Row => {
                let mut rows = Row::of(&numbers).ok_or_else(contradiction)?.to_vec();
                for (index, (place, value)) in pairs {
                    rows[place] = Row::from_value(value).map_err(|error| in_element(index, error))?;
                }
                self.store(column, &rows, mask)
            },
            Kind::Bool => {
                let mut rows = numbers.as_mask()?.to_vec();
                for (index, (place, value)) in pairs {
                    rows[place] = value.as_bool().map_err(|error| in_element(index, error))?;
                }
                self.store_bools(column, &rows, mask)
            },
            _ => {
                let Numbers::Int(old) = &*numbers else { return Err(contradiction()) };
                let mut rows = old.clone();
                for (index, (place, value)) in pairs {
                    rows[place] = value.as_int().map_err(|error| in_element(index, error))?;
                }
                self.store_ints(column, &rows, mask)
            }
        )
    }

    /// The row of an entity, as it is now.
    ///
    /// # Errors
    /// Not-found, if the entity is none of the query's.
    pub(crate) fn column_get(&mut self, column: &Column, entity: Entity) -> Result<Value, ScriptError> {
        self.check_column(column)?;
        let place = self.row_of(column, entity)?;
        let Some(field) = column.field() else {
            return column.own().and_then(|numbers| numbers.value(place)).ok_or_else(contradiction);
        };
        let found = field.place.as_ref().zip(column.rows.entities().get(place));
        let (at, &found) = found.ok_or_else(contradiction)?;
        let value = at.read(&self.world, found).ok_or_else(contradiction)?.to_value()?;
        if field.is_lane { lane_of(&value, field.lane) } else { Ok(value) }
    }

    /// Sets the row of an entity.
    ///
    /// # Errors
    /// As [`column_get`](Self::column_get), and those of writing.
    pub(crate) fn column_set_at(
        &mut self,
        column: &Column,
        entity: Entity,
        value: &Value,
    ) -> Result<(), ScriptError> {
        self.check_written(column)?;
        let place = self.row_of(column, entity)?;
        let Some(field) = column.field() else {
            return column.set_own(place, value);
        };
        let found = field.place.as_ref().zip(column.rows.entities().get(place));
        let (at, &found) = found.ok_or_else(contradiction)?;
        let exact = if field.is_lane {
            let whole = at.read(&self.world, found).ok_or_else(contradiction)?.to_value()?;
            let [number] = <[f32; 1]>::from_value(value)?;
            field.scalar.take_value(&with_lane(whole, field.lane, number)?)?
        } else {
            field.scalar.take_value(value)?
        };
        if !at.write(&mut self.world, found, exact) {
            return Err(contradiction());
        }
        Ok(())
    }

    /// The place of an entity's row in storage order.
    fn row_of(&self, column: &Column, entity: Entity) -> Result<usize, ScriptError> {
        let found = self.live(entity)?;
        let place = self.world.entities().get_spawned(found).ok().and_then(|location| {
            let (table, row) = (location.table_id, location.table_row.index());
            column.rows.runs().find_map(|(start, run)| {
                let inside = run.table == table && (run.start..run.start + run.len).contains(&row);
                inside.then(|| start + row - run.start)
            })
        });
        place.ok_or_else(|| {
            ScriptError::not_found(format!(
                "entity {entity} is none of the {} that the column is of",
                column.len()
            ))
        })
    }
}

impl Column {
    /// Sets a row of its own numbers.
    fn set_own(&self, place: usize, value: &Value) -> Result<(), ScriptError> {
        let mut numbers = (*self.own().ok_or_else(contradiction)?).clone();
        macro_rules! set {
            ($rows:expr, $new:expr) => {{
                let new = $new;
                *$rows.get_mut(place).ok_or_else(contradiction)? = new;
            }};
        }
        match &mut numbers {
            Numbers::Bool(rows) => set!(rows, value.as_bool()?),
            Numbers::Int(rows) => set!(rows, value.as_int()?),
            Numbers::Float(rows) => set!(rows, <[f64; 1]>::from_value(value)?),
            Numbers::Float32(rows) => set!(rows, <[f32; 1]>::from_value(value)?),
            Numbers::Vec2(rows) => set!(rows, <[f32; 2]>::from_value(value)?),
            Numbers::Vec3(rows) => set!(rows, <[f32; 3]>::from_value(value)?),
            Numbers::Quat(rows) => set!(rows, <[f32; 4]>::from_value(value)?),
        }
        self.replace_own(numbers);
        Ok(())
    }
}
