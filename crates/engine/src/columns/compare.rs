//! Masks: columns of bool, made by comparing.

use glotta_core::ScriptError;

use super::arithmetic::unfit;
use super::numbers::{Stored, with_rows};
use super::transfer::contradiction;
use super::{Column, Kind, Numbers, Operand};
use crate::access::rows::append2;
use crate::world::ScriptWorld;

/// How two rows are compared.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Comparison {
    Less,
    LessEqual,
    Greater,
    GreaterEqual,
    Equal,
    NotEqual,
}

impl Comparison {
    fn needs_order(self) -> bool {
        !matches!(self, Self::Equal | Self::NotEqual)
    }

    #[inline]
    pub(super) fn holds<T: PartialOrd>(self, one: &T, other: &T) -> bool {
        match self {
            Self::Less => one < other,
            Self::LessEqual => one <= other,
            Self::Greater => one > other,
            Self::GreaterEqual => one >= other,
            Self::Equal => one == other,
            Self::NotEqual => one != other,
        }
    }
}

/// How two masks become one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Junction {
    Both,
    Either,
}

impl ScriptWorld {
    /// A mask: where the comparison with a value, or with the same row of another column, holds.
    ///
    /// # Errors
    /// As [`check_beside`](Self::check_beside); type, if the two cannot be compared.
    pub(crate) fn column_compare(
        &mut self,
        column: &Column,
        comparison: Comparison,
        operand: &Operand<'_>,
    ) -> Result<Column, ScriptError> {
        self.check_column(column)?;
        if comparison.needs_order() && !column.kind.is_single() {
            return Err(without_order(column));
        }
        let rows = with_rows!(
            column.kind,
            Row => self.compare_floats::<Row>(column, comparison, operand)?,
            Kind::Bool => {
                let right = self.bools(column, operand)?;
                self.gather(column)?.as_mask()?.iter().zip(&right).map(|(a, b)| comparison.holds(a, b)).collect()
            },
            _ => self.compare_ints(column, comparison, operand)?
        );
        Ok(self.computed_column(column, "comparison", Numbers::Bool(rows)))
    }

    fn compare_floats<G: Stored>(
        &self,
        column: &Column,
        comparison: Comparison,
        operand: &Operand<'_>,
    ) -> Result<Vec<bool>, ScriptError> {
        let Some(right) = self.side::<G>(column, operand)? else {
            return Err(unfit(&format!("{0} or a column of {0}", G::KIND.name()), operand));
        };
        let left = self.side_of::<G>(column)?.ok_or_else(contradiction)?;
        let mut out = Vec::with_capacity(column.len());
        for (start, run) in column.rows.runs() {
            let (left, right) = (left.run(&self.world, start, run)?, right.run(&self.world, start, run)?);
            match comparison {
                Comparison::Less => append2(&mut out, left, right, |a: G, b: G| a.first() < b.first()),
                Comparison::LessEqual => append2(&mut out, left, right, |a: G, b: G| a.first() <= b.first()),
                Comparison::Greater => append2(&mut out, left, right, |a: G, b: G| a.first() > b.first()),
                Comparison::GreaterEqual => {
                    append2(&mut out, left, right, |a: G, b: G| a.first() >= b.first());
                }
                Comparison::Equal => append2(&mut out, left, right, |a: G, b: G| a == b),
                Comparison::NotEqual => append2(&mut out, left, right, |a: G, b: G| a != b),
            }
        }
        Ok(out)
    }

    /// Whole numbers are compared with whole numbers exactly, and with others as floats.
    fn compare_ints(
        &self,
        column: &Column,
        comparison: Comparison,
        operand: &Operand<'_>,
    ) -> Result<Vec<bool>, ScriptError> {
        if let Ok(right) = self.ints(column, operand)
            && let Numbers::Int(left) = &*self.gather(column)?
        {
            return Ok(left.iter().zip(&right).map(|(a, b)| comparison.holds(a, b)).collect());
        }
        let Some(right) = self.side::<[f64; 1]>(column, operand)? else {
            return Err(unfit("int, float or a column of either", operand));
        };
        let left = self.side_of::<[f64; 1]>(column)?.ok_or_else(contradiction)?;
        let mut out = Vec::with_capacity(column.len());
        for (start, run) in column.rows.runs() {
            let (left, right) = (left.run(&self.world, start, run)?, right.run(&self.world, start, run)?);
            append2(&mut out, left, right, |a, b| comparison.holds(&a, &b));
        }
        Ok(out)
    }

    /// A mask of two: where both hold, or where at least one does.
    ///
    /// # Errors
    /// As [`check_beside`](Self::check_beside); type, if one of them is no mask.
    pub(crate) fn column_join(
        &mut self,
        column: &Column,
        junction: Junction,
        other: &Column,
    ) -> Result<Column, ScriptError> {
        self.check_column(column)?;
        self.check_beside(column, other)?;
        let (one, other) = (self.gather(column)?, self.gather(other)?);
        let other = other.as_mask().map_err(|error| error.within("other"))?;
        let pairs = one.as_mask()?.iter().zip(other);
        let rows = match junction {
            Junction::Both => pairs.map(|(one, other)| one & other).collect(),
            Junction::Either => pairs.map(|(one, other)| one | other).collect(),
        };
        Ok(self.computed_column(column, "combination", Numbers::Bool(rows)))
    }

    /// A mask: where this one does not hold.
    ///
    /// # Errors
    /// Type, if the column is no mask.
    pub(crate) fn column_inverse(&mut self, column: &Column) -> Result<Column, ScriptError> {
        self.check_column(column)?;
        let rows = self.gather(column)?.as_mask()?.iter().map(|row| !row).collect();
        Ok(self.computed_column(column, "inverse", Numbers::Bool(rows)))
    }

    /// In how many rows a mask holds.
    ///
    /// # Errors
    /// Type, if the column is no mask.
    pub(crate) fn column_count(&mut self, column: &Column) -> Result<usize, ScriptError> {
        self.check_column(column)?;
        Ok(self.gather(column)?.as_mask()?.iter().filter(|row| **row).count())
    }
}

#[cold]
pub(super) fn without_order(column: &Column) -> ScriptError {
    ScriptError::new(
        glotta_core::ErrorKind::Type,
        format!("a column of {} has no order: compare one of its numbers, or its length", column.kind.name()),
    )
}
