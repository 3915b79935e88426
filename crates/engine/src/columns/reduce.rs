//! One value of many: sum, mean, least and greatest.

use glotta_core::{Entity, ScriptError, Value};

use super::arithmetic::no_numbers;
use super::compare::without_order;
use super::group::Real as _;
use super::numbers::{Stored, with_rows};
use super::transfer::contradiction;
use super::{Column, Comparison, Kind, Numbers};
use crate::convert::script_entity;
use crate::world::ScriptWorld;

/// How many become one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Reduction {
    Sum,
    Mean,
    Min,
    Max,
}

impl ScriptWorld {
    /// The sum, mean, least or greatest of all rows where the mask says so: of vectors, of each of their numbers. Without
    /// rows the sum is 0, and the others are null.
    ///
    /// # Errors
    /// Type, if it is a column of bool; argument, if a sum of whole numbers is beyond 64 bits.
    pub(crate) fn column_reduce(
        &mut self,
        column: &Column,
        reduction: Reduction,
        mask: Option<&Column>,
    ) -> Result<Value, ScriptError> {
        let mask = self.check_to_read(column, mask)?;
        let mask = mask.rows();
        with_rows!(
            column.kind,
            Row => self.reduce_floats::<Row>(column, reduction, mask),
            Kind::Bool => Err(no_numbers(column)),
            _ => self.reduce_ints(column, reduction, mask)
        )
    }

    /// The entity whose row is the least or the greatest, of those where the mask says so; of several, the first in query
    /// order. None if there are no rows, or all are NaN.
    ///
    /// # Errors
    /// Type, if it is no column of numbers.
    pub(crate) fn column_arg(
        &self,
        column: &Column,
        comparison: Comparison,
        mask: Option<&Column>,
    ) -> Result<Option<Entity>, ScriptError> {
        let mask = self.check_to_read(column, mask)?;
        if column.kind == Kind::Bool {
            return Err(no_numbers(column));
        }
        if !column.kind.is_single() {
            return Err(without_order(column));
        }
        let numbers = self.gather(column)?;
        let place = match &*numbers {
            Numbers::Int(rows) => first_of(column, mask.rows(), comparison, |place| rows.get(place).copied()),
            Numbers::Float(rows) => first_of(column, mask.rows(), comparison, |place| {
                rows.get(place).map(|[row]| *row).filter(|row| !row.is_nan())
            }),
            Numbers::Float32(rows) => first_of(column, mask.rows(), comparison, |place| {
                rows.get(place).map(|[row]| *row).filter(|row| !row.is_nan())
            }),
            _ => return Err(contradiction()),
        };
        Ok(place.and_then(|place| column.rows.entities().get(place)).map(|&entity| script_entity(entity)))
    }

    fn reduce_floats<G: Stored>(
        &self,
        column: &Column,
        reduction: Reduction,
        mask: Option<&[bool]>,
    ) -> Result<Value, ScriptError> {
        let side = self.side_of::<G>(column)?.ok_or_else(contradiction)?;
        let mut count = 0_usize;
        // Sums are made with 64 bits, in the order of storage: the same on every run.
        let mut sums = [0.0_f64; 4];
        let mut extreme: Option<G> = None;
        for (start, run) in column.rows.runs() {
            let mut place = start;
            let is_wanted = |place: usize| mask.is_none_or(|mask| mask.get(place) == Some(&true));
            side.run(&self.world, start, run)?.fold((), |(), row: G| {
                let wanted = is_wanted(place);
                place += 1;
                if !wanted {
                    return;
                }
                count += 1;
                match reduction {
                    Reduction::Sum | Reduction::Mean => {
                        for (sum, number) in sums.iter_mut().zip(row.numbers()) {
                            *sum += number.wide();
                        }
                    }
                    Reduction::Min => {
                        extreme = Some(extreme.map_or(row, |least| least.zip(row, |a, b| a.lesser(b))));
                    }
                    Reduction::Max => {
                        extreme = Some(extreme.map_or(row, |most| most.zip(row, |a, b| a.greater(b))));
                    }
                }
            });
        }
        Ok(match (reduction, extreme) {
            (Reduction::Sum, _) if G::COUNT == 1 => Value::Float(sums[0]),
            (Reduction::Sum, _) => G::from_wide(sums).to_value(),
            (Reduction::Mean, _) if count == 0 => Value::Null,
            (Reduction::Mean, _) if G::COUNT == 1 => Value::Float(sums[0] / count as f64),
            (Reduction::Mean, _) => G::from_wide(sums.map(|sum| sum / count as f64)).to_value(),
            (_, Some(row)) => row.to_value(),
            (_, None) => Value::Null,
        })
    }

    fn reduce_ints(
        &self,
        column: &Column,
        reduction: Reduction,
        mask: Option<&[bool]>,
    ) -> Result<Value, ScriptError> {
        let numbers = self.gather(column)?;
        let Numbers::Int(rows) = &*numbers else { return Err(contradiction()) };
        let wanted = rows
            .iter()
            .enumerate()
            .filter(|(place, _)| mask.is_none_or(|mask| mask.get(*place) == Some(&true)));
        let wanted = wanted.map(|(_, row)| *row);
        Ok(match reduction {
            Reduction::Min => wanted.min().map_or(Value::Null, Value::Int),
            Reduction::Max => wanted.max().map_or(Value::Null, Value::Int),
            Reduction::Sum | Reduction::Mean => {
                // 64 bits hold no more rows than 128 can add up.
                let (sum, count) =
                    wanted.fold((0_i128, 0_usize), |(sum, count), row| (sum + i128::from(row), count + 1));
                match reduction {
                    Reduction::Sum => Value::Int(
                        i64::try_from(sum).map_err(|_| ScriptError::argument("the sum is beyond 64 bits"))?,
                    ),
                    _ if count == 0 => Value::Null,
                    _ => Value::Float(sum as f64 / count as f64),
                }
            }
        })
    }
}

/// The first place in query order whose row compares so with those before it.
fn first_of<T: PartialOrd>(
    column: &Column,
    mask: Option<&[bool]>,
    comparison: Comparison,
    row: impl Fn(usize) -> Option<T>,
) -> Option<usize> {
    let mut found: Option<(usize, T)> = None;
    for place in column.rows.places() {
        if let Some(row) = row(place)
            && mask.is_none_or(|mask| mask.get(place) == Some(&true))
            && found.as_ref().is_none_or(|(_, best)| comparison.holds(&row, best))
        {
            found = Some((place, row));
        }
    }
    found.map(|(place, _)| place)
}
