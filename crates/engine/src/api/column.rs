//! The class `Column`.

use glotta_core::{Entity, ObjectRef, ScriptError, Value};
use glotta_macros::script_api;

use crate::columns::{Column, Comparison, Junction, Operand, Operation, Reduction};
use crate::world::{Query, ScriptWorld};

/// What queries have of columns.
#[derive(Clone, Copy, Debug)]
pub struct QueryColumnApi;

/// Columns of queries.
#[script_api(module = "query", class = Query, crate = glotta_core)]
impl QueryColumnApi {
    /// One field of a component over all entities that match, to be worked on as a whole:
    /// `q:column("Transform.translation")`, or one number of it: `q:column("Transform.translation.x")`.
    ///
    /// The field is a bool, a number, a vector or a rotation that lies in the component itself. The column is of the
    /// entities that match now, in the order of `entities`. It lives until the call from the engine ends in which it was
    /// made, or until one of those entities is destroyed, or gains or loses a component.
    ///
    /// # Errors
    /// not-found, if there is no such component or field, or an entity does not have the component; argument, if the field
    /// is of another type.
    fn column(world: &mut ScriptWorld, query: &Query, field: &str) -> Result<ObjectRef<Column>, ScriptError> {
        world.query_column(query, field).map(ObjectRef::new)
    }
}

/// The methods of the class `Column`.
#[derive(Clone, Copy, Debug)]
pub struct ColumnApi;

/// A field of a component over all entities of a query, worked on as a whole: one call for thousands of entities, at the
/// same cost in every language.
///
/// A column that `q:column("Transform.translation")` gives is *live*: writing to it writes to the components, and they
/// count as changed. Comparing, `length`, `dot` and `copy` give columns with numbers of their own. A column of bool is a
/// *mask*: where a function takes one, it works only in the rows where the mask is true. A row is an entity; rows stand in
/// the order of `q:entities()`.
///
/// What a function takes as a value is one for all rows, or another column of the same query with one for each. A function
/// that fails has changed nothing. Nothing writes NaN into a component.
///
/// In Python, `memoryview(column)` and `numpy.asarray(column)` give the column's memory: libraries read and write it without
/// a copy of their own. Until the call from the engine ends, that memory and the components are one thing: every function
/// and every script of any language finds what was written there, and it counts as changed; what they write shows in the
/// memory when they return. Views of one field share their memory, and that of `Transform.translation.x` is part of that of
/// `Transform.translation`. A row that its component cannot hold, such as NaN, is a warning and shows its old value again.
/// Rows stay those of their entities, also when these gain or lose components; those of entities that are gone are nobody's.
/// A view that is kept beyond the call shows plain memory that nobody looks at, and the column cannot be viewed again.
///
/// While there is a view, a call of `component.get_position`, a field of a handle, or another function that reaches one
/// entity costs a look at its row, and calls that reach no component, such as those of vectors, cost nothing more; any
/// other call costs a look at all rows, before and after: some 3 ns a row. So let views go before long loops over those.
///
/// A column lives as long as the call from the engine in which it was made, and no longer than no entity of its query is
/// made or destroyed and none gains or loses a component.
#[script_api(module = "query", class = Column, crate = glotta_core)]
impl ColumnApi {
    /// How many rows it has.
    fn len(world: &mut ScriptWorld, column: &Column) -> Result<usize, ScriptError> {
        world.column_len(column)
    }

    /// Adds a value to each row, or the same row of another column: `position:add(Vec3(0, 1, 0))`.
    ///
    /// # Errors
    /// type, if it is not of the type of the rows; argument, if a result is none that the component can hold.
    fn add(
        world: &mut ScriptWorld,
        column: &Column,
        value: Value,
        mask: Option<&Column>,
    ) -> Result<(), ScriptError> {
        world.column_arithmetic(column, Operation::Add, &Operand::of(&value), mask)
    }

    /// Subtracts a value from each row, or the same row of another column.
    ///
    /// # Errors
    /// As those of `add`.
    fn sub(
        world: &mut ScriptWorld,
        column: &Column,
        value: Value,
        mask: Option<&Column>,
    ) -> Result<(), ScriptError> {
        world.column_arithmetic(column, Operation::Subtract, &Operand::of(&value), mask)
    }

    /// Multiplies each row by a value, or by the same row of another column. Vectors are multiplied number by number, and
    /// by a number as a whole; a rotation by another is the turn of both.
    ///
    /// # Errors
    /// As those of `add`.
    fn mul(
        world: &mut ScriptWorld,
        column: &Column,
        value: Value,
        mask: Option<&Column>,
    ) -> Result<(), ScriptError> {
        world.column_arithmetic(column, Operation::Multiply, &Operand::of(&value), mask)
    }

    /// Divides each row by a value, or by the same row of another column. Columns of int are not divided.
    ///
    /// # Errors
    /// As those of `add`.
    fn div(
        world: &mut ScriptWorld,
        column: &Column,
        value: Value,
        mask: Option<&Column>,
    ) -> Result<(), ScriptError> {
        world.column_arithmetic(column, Operation::Divide, &Operand::of(&value), mask)
    }

    /// The lesser of each row and a value, or the same row of another column. Vectors are compared number by number, also
    /// with one number for all of theirs. Where one of the two is NaN, so is the result.
    ///
    /// # Errors
    /// As those of `add`.
    fn minimum(
        world: &mut ScriptWorld,
        column: &Column,
        value: Value,
        mask: Option<&Column>,
    ) -> Result<(), ScriptError> {
        world.column_arithmetic(column, Operation::Minimum, &Operand::of(&value), mask)
    }

    /// The greater of each row and a value, or the same row of another column. Vectors are compared number by number, also
    /// with one number for all of theirs. Where one of the two is NaN, so is the result.
    ///
    /// # Errors
    /// As those of `add`.
    fn maximum(
        world: &mut ScriptWorld,
        column: &Column,
        value: Value,
        mask: Option<&Column>,
    ) -> Result<(), ScriptError> {
        world.column_arithmetic(column, Operation::Maximum, &Operand::of(&value), mask)
    }

    /// Multiplies each row by a number, or by the same row of a column of numbers.
    ///
    /// # Errors
    /// As those of `add`.
    fn scale(
        world: &mut ScriptWorld,
        column: &Column,
        factor: Value,
        mask: Option<&Column>,
    ) -> Result<(), ScriptError> {
        world.column_scale(column, &Operand::of(&factor), mask)
    }

    /// Adds to each row the same row of another column, times a factor: `position:add_scaled(velocity, dt)`. The factor
    /// is a number, or a column of numbers.
    ///
    /// # Errors
    /// As those of `add`.
    fn add_scaled(
        world: &mut ScriptWorld,
        column: &Column,
        other: &Column,
        factor: Value,
        mask: Option<&Column>,
    ) -> Result<(), ScriptError> {
        world.column_add_scaled(column, other, &Operand::of(&factor), mask)
    }

    /// Sets each row to a value, or to the same row of another column.
    ///
    /// # Errors
    /// As those of `add`.
    fn set(
        world: &mut ScriptWorld,
        column: &Column,
        value: Value,
        mask: Option<&Column>,
    ) -> Result<(), ScriptError> {
        world.column_set(column, &Operand::of(&value), mask)
    }

    /// Brings each number into bounds: those below `min` to it, those above `max` to that. For vectors the bounds are
    /// vectors too, or numbers for all of theirs.
    ///
    /// # Errors
    /// As those of `add`; argument, if `min` is greater than `max`.
    fn clamp(
        world: &mut ScriptWorld,
        column: &Column,
        min: Value,
        max: Value,
        mask: Option<&Column>,
    ) -> Result<(), ScriptError> {
        world.column_clamp(column, [&min, &max], mask)
    }

    /// Gives each vector or rotation the length 1. One without a direction stays zero.
    ///
    /// # Errors
    /// type, if it is no column of vectors or rotations; argument, if one is not finite.
    fn normalize(world: &mut ScriptWorld, column: &Column, mask: Option<&Column>) -> Result<(), ScriptError> {
        world.column_normalize(column, mask)
    }

    /// A new column of float: how long each vector is.
    ///
    /// # Errors
    /// type, if it is no column of vectors or rotations.
    fn length(world: &mut ScriptWorld, column: &Column) -> Result<ObjectRef<Column>, ScriptError> {
        world.column_length(column).map(ObjectRef::new)
    }

    /// A new column of float: the dot product of each vector with a vector, or with the same row of another column.
    ///
    /// # Errors
    /// type, if it is no column of vectors or rotations, or the other is none of the same.
    fn dot(world: &mut ScriptWorld, column: &Column, other: Value) -> Result<ObjectRef<Column>, ScriptError> {
        world.column_dot(column, &Operand::of(&other)).map(ObjectRef::new)
    }

    /// A new column with the rows as they are now, which can be changed without changing a component.
    fn copy(world: &mut ScriptWorld, column: &Column) -> Result<ObjectRef<Column>, ScriptError> {
        world.column_copy(column).map(ObjectRef::new)
    }

    /// The least of all rows; of vectors, the least of each number. Nothing if there are no rows, NaN if one is NaN.
    ///
    /// # Errors
    /// type, if it is a column of bool.
    fn min(world: &mut ScriptWorld, column: &Column, mask: Option<&Column>) -> Result<Value, ScriptError> {
        world.column_reduce(column, Reduction::Min, mask)
    }

    /// The greatest of all rows; of vectors, the greatest of each number. Nothing if there are no rows, NaN if one is NaN.
    ///
    /// # Errors
    /// type, if it is a column of bool.
    fn max(world: &mut ScriptWorld, column: &Column, mask: Option<&Column>) -> Result<Value, ScriptError> {
        world.column_reduce(column, Reduction::Max, mask)
    }

    /// The entity of the least row: `distance:argmin()`; of several, the first. Nothing if there are no rows, or none that is
    /// a number.
    ///
    /// # Errors
    /// type, if it is no column of numbers.
    fn argmin(
        world: &mut ScriptWorld,
        column: &Column,
        mask: Option<&Column>,
    ) -> Result<Option<Entity>, ScriptError> {
        world.column_arg(column, Comparison::Less, mask)
    }

    /// The entity of the greatest row; of several, the first. Nothing if there are no rows, or none that is a number.
    ///
    /// # Errors
    /// type, if it is no column of numbers.
    fn argmax(
        world: &mut ScriptWorld,
        column: &Column,
        mask: Option<&Column>,
    ) -> Result<Option<Entity>, ScriptError> {
        world.column_arg(column, Comparison::Greater, mask)
    }

    /// All rows added up; 0 if there are none.
    ///
    /// # Errors
    /// type, if it is a column of bool; argument, if the sum of a column of int is beyond 64 bits.
    fn sum(world: &mut ScriptWorld, column: &Column, mask: Option<&Column>) -> Result<Value, ScriptError> {
        world.column_reduce(column, Reduction::Sum, mask)
    }

    /// The mean of all rows. Nothing if there are no rows.
    ///
    /// # Errors
    /// type, if it is a column of bool.
    fn mean(world: &mut ScriptWorld, column: &Column, mask: Option<&Column>) -> Result<Value, ScriptError> {
        world.column_reduce(column, Reduction::Mean, mask)
    }

    /// A mask: where a row is less than a number, or than the same row of another column.
    ///
    /// # Errors
    /// type, if the two have no order.
    fn less(
        world: &mut ScriptWorld,
        column: &Column,
        value: Value,
    ) -> Result<ObjectRef<Column>, ScriptError> {
        world.column_compare(column, Comparison::Less, &Operand::of(&value)).map(ObjectRef::new)
    }

    /// A mask: where a row is at most a number, or the same row of another column.
    ///
    /// # Errors
    /// type, if the two have no order.
    fn less_equal(
        world: &mut ScriptWorld,
        column: &Column,
        value: Value,
    ) -> Result<ObjectRef<Column>, ScriptError> {
        world.column_compare(column, Comparison::LessEqual, &Operand::of(&value)).map(ObjectRef::new)
    }

    /// A mask: where a row is greater than a number, or than the same row of another column.
    ///
    /// # Errors
    /// type, if the two have no order.
    fn greater(
        world: &mut ScriptWorld,
        column: &Column,
        value: Value,
    ) -> Result<ObjectRef<Column>, ScriptError> {
        world.column_compare(column, Comparison::Greater, &Operand::of(&value)).map(ObjectRef::new)
    }

    /// A mask: where a row is at least a number, or the same row of another column.
    ///
    /// # Errors
    /// type, if the two have no order.
    fn greater_equal(
        world: &mut ScriptWorld,
        column: &Column,
        value: Value,
    ) -> Result<ObjectRef<Column>, ScriptError> {
        world.column_compare(column, Comparison::GreaterEqual, &Operand::of(&value)).map(ObjectRef::new)
    }

    /// A mask: where a row is the same as a value, or as the same row of another column.
    ///
    /// # Errors
    /// type, if the value is not of the type of the rows.
    fn equal(
        world: &mut ScriptWorld,
        column: &Column,
        value: Value,
    ) -> Result<ObjectRef<Column>, ScriptError> {
        world.column_compare(column, Comparison::Equal, &Operand::of(&value)).map(ObjectRef::new)
    }

    /// A mask: where a row is another than a value, or than the same row of another column.
    ///
    /// # Errors
    /// type, if the value is not of the type of the rows.
    fn not_equal(
        world: &mut ScriptWorld,
        column: &Column,
        value: Value,
    ) -> Result<ObjectRef<Column>, ScriptError> {
        world.column_compare(column, Comparison::NotEqual, &Operand::of(&value)).map(ObjectRef::new)
    }

    /// A mask: where this one and the other are true.
    ///
    /// # Errors
    /// type, if one of them is no mask.
    fn both(
        world: &mut ScriptWorld,
        column: &Column,
        other: &Column,
    ) -> Result<ObjectRef<Column>, ScriptError> {
        world.column_join(column, Junction::Both, other).map(ObjectRef::new)
    }

    /// A mask: where this one or the other is true.
    ///
    /// # Errors
    /// type, if one of them is no mask.
    fn either(
        world: &mut ScriptWorld,
        column: &Column,
        other: &Column,
    ) -> Result<ObjectRef<Column>, ScriptError> {
        world.column_join(column, Junction::Either, other).map(ObjectRef::new)
    }

    /// A mask: where this one is false.
    ///
    /// # Errors
    /// type, if it is no mask.
    fn inverse(world: &mut ScriptWorld, column: &Column) -> Result<ObjectRef<Column>, ScriptError> {
        world.column_inverse(column).map(ObjectRef::new)
    }

    /// In how many rows the mask is true.
    ///
    /// # Errors
    /// type, if it is no mask.
    fn count(world: &mut ScriptWorld, column: &Column) -> Result<usize, ScriptError> {
        world.column_count(column)
    }

    /// The entities of the rows, or of those where a mask is true.
    fn entities(
        world: &mut ScriptWorld,
        column: &Column,
        mask: Option<&Column>,
    ) -> Result<Vec<Entity>, ScriptError> {
        world.column_entities(column, mask)
    }

    /// The rows as a list, or those where a mask is true.
    ///
    /// # Errors
    /// type, if a number does not fit scripts.
    fn to_list(
        world: &mut ScriptWorld,
        column: &Column,
        mask: Option<&Column>,
    ) -> Result<Vec<Value>, ScriptError> {
        world.column_to_list(column, mask)
    }

    /// Sets the rows to the values of a list, or those where a mask is true: the first of them to the first value …
    ///
    /// # Errors
    /// argument, if the list has not as many values, or one does not fit; type, if one is of another type.
    fn set_list(
        world: &mut ScriptWorld,
        column: &Column,
        values: Vec<Value>,
        mask: Option<&Column>,
    ) -> Result<(), ScriptError> {
        world.column_set_list(column, &values, mask)
    }

    /// The row of an entity.
    ///
    /// # Errors
    /// not-found, if the entity is none of the query's.
    fn get(world: &mut ScriptWorld, column: &Column, entity: Entity) -> Result<Value, ScriptError> {
        world.column_get(column, entity)
    }

    /// Sets the row of an entity.
    ///
    /// # Errors
    /// not-found, if the entity is none of the query's; type or argument, if the value does not fit.
    fn set_at(
        world: &mut ScriptWorld,
        column: &Column,
        entity: Entity,
        value: Value,
    ) -> Result<(), ScriptError> {
        world.column_set_at(column, entity, &value)
    }
}
