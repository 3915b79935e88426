//! Operations that write, on columns of floats.

use glotta_core::ScriptError;

use super::group::{Group, Real as _};
use super::numbers::{Stored, with_rows};
use super::transfer::{Side, check_mutable, contradiction};
use super::{Column, Kind, Numbers, Operand};
use crate::access::rows::{append1, append2, append3};
use crate::world::ScriptWorld;

/// Arithmetic of two sides.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Operation {
    Add,
    Subtract,
    Multiply,
    Divide,
    Minimum,
    Maximum,
}

impl Operation {
    /// Whether vectors take numbers, for each of theirs.
    fn takes_singles(self) -> bool {
        !matches!(self, Self::Add | Self::Subtract)
    }
}

impl ScriptWorld {
    /// Adds, subtracts, multiplies or divides, or takes the lesser or the greater, in each row, with a value or the same row
    /// of another column. Vectors take vectors, and numbers where those can mean all of theirs. Rotations are multiplied as
    /// turns.
    ///
    /// # Errors
    /// As [`check_beside`](Self::check_beside); type, if it is no such thing; argument, if the result is none that the
    /// component can hold. Then nothing changes.
    pub(crate) fn column_arithmetic(
        &mut self,
        column: &Column,
        operation: Operation,
        operand: &Operand<'_>,
        mask: Option<&Column>,
    ) -> Result<(), ScriptError> {
        let mask = self.check_to_write(column, mask)?;
        let mask = mask.rows();
        with_rows!(
            column.kind,
            Row => self.float_arithmetic::<Row>(column, operation, operand, mask),
            Kind::Bool => Err(no_numbers(column)),
            _ => self.int_arithmetic(column, operation, operand, mask)
        )
    }

    fn float_arithmetic<G: Stored>(
        &mut self,
        column: &Column,
        operation: Operation,
        operand: &Operand<'_>,
        mask: Option<&[bool]>,
    ) -> Result<(), ScriptError> {
        if let Some(side) = self.side::<G>(column, operand)? {
            return match operation {
                Operation::Add => self.pairwise(column, &side, mask, |a: G, b: G| a.zip(b, |a, b| a + b)),
                Operation::Subtract => {
                    self.pairwise(column, &side, mask, |a: G, b: G| a.zip(b, |a, b| a - b))
                }
                Operation::Multiply => self.pairwise(column, &side, mask, G::product),
                Operation::Divide => self.pairwise(column, &side, mask, |a: G, b: G| a.zip(b, |a, b| a / b)),
                Operation::Minimum => {
                    self.pairwise(column, &side, mask, |a: G, b: G| a.zip(b, |a, b| a.lesser(b)))
                }
                Operation::Maximum => {
                    self.pairwise(column, &side, mask, |a: G, b: G| a.zip(b, |a, b| a.greater(b)))
                }
            };
        }
        if !operation.takes_singles() {
            return Err(unfit(&format!("{0} or a column of {0}", G::KIND.name()), operand));
        }
        let Some(side) = self.side::<G::Single>(column, operand)? else {
            let expected = match G::KIND.name() {
                "float" => "float or a column of float".to_owned(),
                group => format!("{group}, float or a column of either"),
            };
            return Err(unfit(&expected, operand));
        };
        match operation {
            Operation::Divide => {
                self.pairwise(column, &side, mask, |a: G, b: G::Single| a.each(|a| a / b.first()))
            }
            Operation::Minimum => {
                self.pairwise(column, &side, mask, |a: G, b: G::Single| a.each(|a| a.lesser(b.first())))
            }
            Operation::Maximum => {
                self.pairwise(column, &side, mask, |a: G, b: G::Single| a.each(|a| a.greater(b.first())))
            }
            _ => self.pairwise(column, &side, mask, |a: G, b: G::Single| a.each(|a| a * b.first())),
        }
    }

    /// Multiplies each row by a number, or the same row of a column of numbers.
    ///
    /// # Errors
    /// As [`column_arithmetic`](Self::column_arithmetic).
    pub(crate) fn column_scale(
        &mut self,
        column: &Column,
        factor: &Operand<'_>,
        mask: Option<&Column>,
    ) -> Result<(), ScriptError> {
        let mask = self.check_to_write(column, mask)?;
        let mask = mask.rows();
        with_rows!(
            column.kind,
            Row => match self.side::<<Row as Stored>::Single>(column, factor)? {
                Some(side) => self.pairwise(column, &side, mask, |a: Row, b| a.each(|a| a * b.first())),
                None => Err(unfit("float or a column of float", factor).within("factor")),
            },
            Kind::Bool => Err(no_numbers(column)),
            _ => self.int_arithmetic(column, Operation::Multiply, factor, mask).map_err(|error| error.within("factor"))
        )
    }

    /// Adds to each row the same row of another column, times a factor: a number or a column of numbers.
    ///
    /// # Errors
    /// As [`column_arithmetic`](Self::column_arithmetic).
    pub(crate) fn column_add_scaled(
        &mut self,
        column: &Column,
        other: &Column,
        factor: &Operand<'_>,
        mask: Option<&Column>,
    ) -> Result<(), ScriptError> {
        let mask = self.check_to_write(column, mask)?;
        let mask = mask.rows();
        with_rows!(
            column.kind,
            Row => self.add_scaled::<Row>(column, other, factor, mask),
            Kind::Bool => Err(no_numbers(column)),
            _ => self.int_add_scaled(column, other, factor, mask)
        )
    }

    fn add_scaled<G: Stored>(
        &mut self,
        column: &Column,
        other: &Column,
        factor: &Operand<'_>,
        mask: Option<&[bool]>,
    ) -> Result<(), ScriptError> {
        let operand = Operand::Column(other);
        let Some(right) = self.side::<G>(column, &operand)? else {
            return Err(unfit(&format!("a column of {}", G::KIND.name()), &operand).within("other"));
        };
        let factors = self.side::<G::Single>(column, factor).map_err(|error| error.within("factor"))?;
        let Some(factors) = factors else {
            return Err(unfit("float or a column of float", factor).within("factor"));
        };
        let left = self.side_of::<G>(column)?.ok_or_else(contradiction)?;
        let mut out = self.work_space::<G>();
        for (start, run) in column.rows.runs() {
            let (left, right) = (left.run(&self.world, start, run)?, right.run(&self.world, start, run)?);
            let factors = factors.run(&self.world, start, run)?;
            append3(&mut out, left, right, factors, |a: G, b: G, factor: G::Single| {
                let factor = factor.first();
                a.zip(b, |a, b| a + b * factor)
            });
        }
        self.finish(column, out, mask)
    }

    /// Sets each row to a value, or to the same row of another column.
    ///
    /// # Errors
    /// As [`column_arithmetic`](Self::column_arithmetic).
    pub(crate) fn column_set(
        &mut self,
        column: &Column,
        operand: &Operand<'_>,
        mask: Option<&Column>,
    ) -> Result<(), ScriptError> {
        let mask = self.check_to_write(column, mask)?;
        let mask = mask.rows();
        with_rows!(
            column.kind,
            Row => match self.side::<Row>(column, operand)? {
                Some(Side::Constant(row)) => self.store_constant(column, row, mask),
                Some(side) => self.pairwise(column, &side, mask, |_: Row, new: Row| new),
                None => {
                    let name = column.kind.name();
                    Err(unfit(&format!("{name} or a column of {name}"), operand))
                }
            },
            Kind::Bool => {
                let rows = self.bools(column, operand)?;
                self.store_bools(column, &rows, mask)
            },
            _ => {
                let rows = self.ints(column, operand)?;
                self.store_ints(column, &rows, mask)
            }
        )
    }

    /// Brings each number that is less than the one of `min` to it, and each that is greater than that of `max` to that.
    ///
    /// # Errors
    /// As [`column_arithmetic`](Self::column_arithmetic); argument, if a bound is NaN, or the lower above the upper.
    pub(crate) fn column_clamp(
        &mut self,
        column: &Column,
        bounds: [&glotta_core::Value; 2],
        mask: Option<&Column>,
    ) -> Result<(), ScriptError> {
        let mask = self.check_to_write(column, mask)?;
        let mask = mask.rows();
        with_rows!(
            column.kind,
            Row => {
                let bound = |value: &glotta_core::Value, name: &str| {
                    let single = <Row as Stored>::Single::from_value(value).map(|row| Row::splat(row.first()));
                    let row = Row::from_value(value).or(single).map_err(|error| match error.kind() {
                        glotta_core::ErrorKind::Type => {
                            let expected = if column.kind.is_single() { "float" } else { "float or a vector as the column has" };
                            unfit(expected, &Operand::Value(value))
                        }
                        _ => error,
                    });
                    row.map_err(|error| error.within(name))
                };
                let (min, max) = (bound(bounds[0], "min")?, bound(bounds[1], "max")?);
                let ordered = min.numbers().iter().zip(max.numbers()).all(|(min, max)| min <= max);
                if !ordered {
                    return Err(crossed(&min.to_value(), &max.to_value()));
                }
                self.each_row(column, mask, |row: Row| {
                    row.zip(min, |one, min| one.greater(min)).zip(max, |one, max| one.lesser(max))
                })
            },
            Kind::Bool => Err(no_numbers(column)),
            _ => self.int_clamp(column, bounds, mask)
        )
    }

    /// Gives each vector or rotation the length 1; those without a direction stay zero.
    ///
    /// # Errors
    /// Type, if it is no column of vectors or rotations; argument, if a component would be no number.
    pub(crate) fn column_normalize(
        &mut self,
        column: &Column,
        mask: Option<&Column>,
    ) -> Result<(), ScriptError> {
        let mask = self.check_to_write(column, mask)?;
        let mask = mask.rows();
        if column.kind.is_single() || column.kind == Kind::Bool {
            return Err(no_vectors(column));
        }
        with_rows!(
            column.kind,
            Row => self.each_row(column, mask, |row: Row| row.normal()),
            _ => Err(no_vectors(column))
        )
    }

    /// A new column: the length of each vector or rotation.
    ///
    /// # Errors
    /// Type, if it is no column of vectors or rotations.
    pub(crate) fn column_length(&mut self, column: &Column) -> Result<Column, ScriptError> {
        self.check_column(column)?;
        if column.kind.is_single() || column.kind == Kind::Bool {
            return Err(no_vectors(column));
        }
        let numbers = with_rows!(
            column.kind,
            Row => self.computed::<Row, _>(column, |row| [row.dot(row).root()])?,
            _ => return Err(no_vectors(column))
        );
        Ok(self.computed_column(column, "length", numbers))
    }

    /// A new column: the dot product of each vector with a vector, or with the same row of another column.
    ///
    /// # Errors
    /// As [`check_beside`](Self::check_beside); type, if one of the sides is none of vectors.
    pub(crate) fn column_dot(
        &mut self,
        column: &Column,
        operand: &Operand<'_>,
    ) -> Result<Column, ScriptError> {
        self.check_column(column)?;
        if column.kind.is_single() || column.kind == Kind::Bool {
            return Err(no_vectors(column));
        }
        let numbers = with_rows!(
            column.kind,
            Row => {
                let Some(right) = self.side::<Row>(column, operand)? else {
                    let name = column.kind.name();
                    return Err(unfit(&format!("{name} or a column of {name}"), operand));
                };
                let left = self.side_of::<Row>(column)?.ok_or_else(contradiction)?;
                let mut out: Vec<<Row as Stored>::Single> = Vec::with_capacity(column.len());
                for (start, run) in column.rows.runs() {
                    let (left, right) = (left.run(&self.world, start, run)?, right.run(&self.world, start, run)?);
                    append2(&mut out, left, right, |a, b| [a.dot(b)]);
                }
                Stored::wrap(out)
            },
            _ => return Err(no_vectors(column))
        );
        Ok(self.computed_column(column, "dot product", numbers))
    }

    /// A new column with a copy of the rows as they are now.
    ///
    /// # Errors
    /// As [`check_column`](Self::check_column).
    pub(crate) fn column_copy(&mut self, column: &Column) -> Result<Column, ScriptError> {
        self.check_column(column)?;
        let numbers = self.gather(column)?;
        Ok(self.computed_column(column, "copy", (*numbers).clone()))
    }

    fn computed<G: Stored, O: Stored>(
        &self,
        column: &Column,
        mut f: impl FnMut(G) -> O,
    ) -> Result<Numbers, ScriptError> {
        let side = self.side_of::<G>(column)?.ok_or_else(contradiction)?;
        let mut out = Vec::with_capacity(column.len());
        for (start, run) in column.rows.runs() {
            append1(&mut out, side.run(&self.world, start, run)?, &mut f);
        }
        Ok(O::wrap(out))
    }

    /// As [`check_column`](Self::check_column), for a column that is to be written.
    pub(super) fn check_written(&self, column: &Column) -> Result<(), ScriptError> {
        self.check_column(column)?;
        column.field().map_or(Ok(()), |field| check_mutable(column, field))
    }

    /// Writes `f` of each row to it.
    fn each_row<G: Stored>(
        &mut self,
        column: &Column,
        mask: Option<&[bool]>,
        mut f: impl FnMut(G) -> G,
    ) -> Result<(), ScriptError> {
        let side = self.side_of::<G>(column)?.ok_or_else(contradiction)?;
        let mut out = self.work_space::<G>();
        for (start, run) in column.rows.runs() {
            append1(&mut out, side.run(&self.world, start, run)?, &mut f);
        }
        self.finish(column, out, mask)
    }

    /// Writes `f` of each row and the same of the other side to the row.
    fn pairwise<G: Stored, R: Stored>(
        &mut self,
        column: &Column,
        right: &Side<'_, R>,
        mask: Option<&[bool]>,
        mut f: impl FnMut(G, R) -> G,
    ) -> Result<(), ScriptError> {
        let left = self.side_of::<G>(column)?.ok_or_else(contradiction)?;
        let mut out = self.work_space::<G>();
        for (start, run) in column.rows.runs() {
            let (left, right) = (left.run(&self.world, start, run)?, right.run(&self.world, start, run)?);
            append2(&mut out, left, right, &mut f);
        }
        self.finish(column, out, mask)
    }

    fn work_space<G: Stored>(&mut self) -> Vec<G> {
        let mut space = std::mem::take(G::scratch(&mut self.columns.scratch));
        space.clear();
        space
    }

    fn finish<G: Stored>(
        &mut self,
        column: &Column,
        rows: Vec<G>,
        mask: Option<&[bool]>,
    ) -> Result<(), ScriptError> {
        let stored = self.store(column, &rows, mask);
        *G::scratch(&mut self.columns.scratch) = rows;
        stored
    }
}

/// What a script gave is nothing that the operation can use.
#[cold]
pub(super) fn unfit(expected: &str, operand: &Operand<'_>) -> ScriptError {
    ScriptError::type_mismatch(expected, &operand.describe())
}

#[cold]
pub(super) fn crossed(min: &glotta_core::Value, max: &glotta_core::Value) -> ScriptError {
    ScriptError::argument(format!("min must be at most max, and neither NaN: got {min} and {max}"))
}

#[cold]
pub(super) fn no_numbers(column: &Column) -> ScriptError {
    ScriptError::new(
        glotta_core::ErrorKind::Type,
        format!(
            "{} is a column of bool, which has no arithmetic: it has both, either and inverse",
            column.name
        ),
    )
}

#[cold]
fn no_vectors(column: &Column) -> ScriptError {
    ScriptError::type_mismatch("a column of vectors or rotations", &column.describe())
}
