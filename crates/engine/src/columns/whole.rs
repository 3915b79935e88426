//! Operations that write, on columns of whole numbers and of bools. Whole numbers stay whole: nothing is rounded, and a
//! result that does not fit is refused.

use glotta_core::{ScriptError, Value};

use super::arithmetic::{Operation, crossed, unfit};
use super::transfer::{blame, contradiction};
use super::{Column, Numbers, Operand};
use crate::world::ScriptWorld;

impl ScriptWorld {
    /// What a script gave as a whole number for each row.
    pub(super) fn ints(&self, column: &Column, operand: &Operand<'_>) -> Result<Vec<i64>, ScriptError> {
        match operand {
            Operand::Column(other) => {
                self.check_beside(column, other)?;
                match &*self.gather(other)? {
                    Numbers::Int(rows) => Ok(rows.clone()),
                    _ => Err(unfit("int or a column of int", operand)),
                }
            }
            Operand::Value(value) => {
                let number = value.as_int().map_err(|_| unfit("int or a column of int", operand))?;
                Ok(vec![number; column.len()])
            }
        }
    }

    /// What a script gave as a bool for each row.
    pub(super) fn bools(&self, column: &Column, operand: &Operand<'_>) -> Result<Vec<bool>, ScriptError> {
        match operand {
            Operand::Column(other) => {
                self.check_beside(column, other)?;
                match &*self.gather(other)? {
                    Numbers::Bool(rows) => Ok(rows.clone()),
                    _ => Err(unfit("bool or a column of bool", operand)),
                }
            }
            Operand::Value(value) => {
                let value = value.as_bool().map_err(|_| unfit("bool or a column of bool", operand))?;
                Ok(vec![value; column.len()])
            }
        }
    }

    fn own_ints(&self, column: &Column) -> Result<Vec<i64>, ScriptError> {
        match &*self.gather(column)? {
            Numbers::Int(rows) => Ok(rows.clone()),
            _ => Err(contradiction()),
        }
    }

    pub(super) fn int_arithmetic(
        &mut self,
        column: &Column,
        operation: Operation,
        operand: &Operand<'_>,
        mask: Option<&[bool]>,
    ) -> Result<(), ScriptError> {
        let f: fn(i64, i64) -> Option<i64> = match operation {
            Operation::Add => i64::checked_add,
            Operation::Subtract => i64::checked_sub,
            Operation::Multiply => i64::checked_mul,
            Operation::Minimum => |a, b| Some(a.min(b)),
            Operation::Maximum => |a, b| Some(a.max(b)),
            Operation::Divide => {
                return Err(ScriptError::new(
                    glotta_core::ErrorKind::Type,
                    format!(
                        "{} is a column of int, which is not divided: languages differ in what they make of the rest",
                        column.name
                    ),
                ));
            }
        };
        let right = self.ints(column, operand)?;
        self.int_rows(column, mask, |place, row| f(row, right[place]))
    }

    pub(super) fn int_add_scaled(
        &mut self,
        column: &Column,
        other: &Column,
        factor: &Operand<'_>,
        mask: Option<&[bool]>,
    ) -> Result<(), ScriptError> {
        let other = self.ints(column, &Operand::Column(other)).map_err(|error| error.within("other"))?;
        let factor = self.ints(column, factor).map_err(|error| error.within("factor"))?;
        self.int_rows(column, mask, |place, row| other[place].checked_mul(factor[place])?.checked_add(row))
    }

    pub(super) fn int_clamp(
        &mut self,
        column: &Column,
        bounds: [&Value; 2],
        mask: Option<&[bool]>,
    ) -> Result<(), ScriptError> {
        let bound = |value: &Value, name: &str| value.as_int().map_err(|error| error.within(name));
        let (min, max) = (bound(bounds[0], "min")?, bound(bounds[1], "max")?);
        if min > max {
            return Err(crossed(bounds[0], bounds[1]));
        }
        self.int_rows(column, mask, |_, row| Some(row.clamp(min, max)))
    }

    /// Writes `f` of each place and row to it, where the mask says so; none is a number that is too large.
    fn int_rows(
        &mut self,
        column: &Column,
        mask: Option<&[bool]>,
        f: impl Fn(usize, i64) -> Option<i64>,
    ) -> Result<(), ScriptError> {
        let mut rows = self.own_ints(column)?;
        for (place, row) in rows.iter_mut().enumerate() {
            if mask.is_none_or(|mask| mask.get(place) == Some(&true)) {
                *row = f(place, *row).ok_or_else(|| {
                    blame(&column.rows, place, ScriptError::argument("the result is beyond 64 bits"))
                })?;
            }
        }
        self.store_ints(column, &rows, mask)
    }
}
