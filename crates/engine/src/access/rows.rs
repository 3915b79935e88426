//! A field of many components at once: numbers at equal distances in the memory of a table.
//!
//! To the facts of the module above come two:
//!
//! - a [`Run`] is looked up in its table at each use, and nothing here outlives the borrow of the world it was taken
//!   from: reading borrows the world shared, writing borrows it uniquely;
//! - a type is read at a [`Place`] only where [`Plain`] says that a value of the place's scalar type holds one there.

use std::marker::PhantomData;
use std::slice;

use bevy_ecs::change_detection::Tick;
use bevy_ecs::entity::{Entity, EntityGeneration, EntityIndex};
use bevy_ecs::storage::{Table, TableId};
use bevy_ecs::world::World;

use super::Place;
use crate::reflect::scalar::Scalar;

/// Rows of a table that follow each other.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Run {
    /// Which table.
    pub(crate) table: TableId,
    /// The place of the first row in it.
    pub(crate) start: usize,
    /// How many rows.
    pub(crate) len: usize,
}

impl Run {
    /// Its entities in the table; none if the table has fewer rows now.
    #[inline]
    pub(crate) fn entities<'w>(&self, world: &'w World) -> Option<&'w [Entity]> {
        let table = world.storages().tables.get(self.table)?;
        table.entities().get(self.start..self.start.checked_add(self.len)?)
    }

    /// Whether these are its entities in the table now.
    #[inline]
    pub(crate) fn holds(&self, world: &World, entities: &[Entity]) -> bool {
        self.entities(world).is_some_and(|now| bytes(now) == bytes(entities))
    }
}

/// Entities as bytes, which are compared many at a time.
#[inline]
fn bytes(entities: &[Entity]) -> &[u8] {
    // No bytes are left between or behind its parts.
    const _: () = assert!(size_of::<Entity>() == size_of::<EntityIndex>() + size_of::<EntityGeneration>());
    // SAFETY: all bytes of an entity are those of its two numbers, and all of these are written.
    unsafe { slice::from_raw_parts(entities.as_ptr().cast(), size_of_val(entities)) }
}

/// A type of plain bytes that can lie in a component.
///
/// # Safety
/// Wherever `lies_in(scalar, lane)` is true, a value of the scalar's type holds a live, aligned value of this type
/// `lane` times four bytes from its beginning, and stays valid whatever value of this type is written there.
pub(crate) unsafe trait Plain: Copy + 'static {
    /// Whether a value of that scalar type holds one of this type at that place.
    fn lies_in(scalar: Scalar, lane: usize) -> bool;
}

macro_rules! plain {
    ($($rust:ty: $scalar:ident),+) => {$(
        // SAFETY: the type is the scalar's own.
        unsafe impl Plain for $rust {
            #[inline]
            fn lies_in(scalar: Scalar, lane: usize) -> bool {
                matches!(scalar, Scalar::$scalar) && lane == 0
            }
        }
    )+};
}

plain!(
    bool: Bool, i8: I8, i16: I16, i32: I32, i64: I64, isize: Isize, u8: U8, u16: U16, u32: U32, u64: U64,
    usize: Usize, [f64; 1]: F64, [f32; 2]: Vec2, [f32; 3]: Vec3, [f32; 4]: Quat
);

// SAFETY: vectors and rotations are as many 32-bit floats, in the order of their lanes and without gaps, as the sizes
// below say.
unsafe impl Plain for [f32; 1] {
    #[inline]
    fn lies_in(scalar: Scalar, lane: usize) -> bool {
        lane < match scalar {
            Scalar::F32 => 1,
            Scalar::Vec2 => 2,
            Scalar::Vec3 => 3,
            Scalar::Quat => 4,
            _ => 0,
        }
    }
}

const _: () = {
    use glotta_core::{Quat, Vec2, Vec3};
    assert!(size_of::<Vec2>() == 8 && align_of::<Vec2>() >= 4);
    assert!(size_of::<Vec3>() == 12 && align_of::<Vec3>() >= 4);
    assert!(size_of::<Quat>() == 16 && align_of::<Quat>() >= 4);
};

/// Values at equal distances in memory.
pub(crate) struct Strided<'a, T> {
    start: *const u8,
    stride: usize,
    len: usize,
    borrow: PhantomData<&'a T>,
}

impl<T> Clone for Strided<'_, T> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<T> Copy for Strided<'_, T> {}

impl<'a, T: Copy> Strided<'a, T> {
    /// The values of a slice.
    #[inline]
    pub(crate) fn of_slice(values: &'a [T]) -> Self {
        Self { start: values.as_ptr().cast(), stride: size_of::<T>(), len: values.len(), borrow: PhantomData }
    }

    /// One value, as often as anybody wants.
    #[inline]
    pub(crate) fn constant(value: &'a T) -> Self {
        Self { start: std::ptr::from_ref(value).cast(), stride: 0, len: usize::MAX, borrow: PhantomData }
    }

    /// The value at a place.
    ///
    /// # Safety
    /// `index` is less than the length.
    #[inline]
    unsafe fn at(&self, index: usize) -> T {
        // SAFETY: as many live values as the length says lie at these distances, borrowed for `'a`.
        unsafe { self.start.add(index * self.stride).cast::<T>().read() }
    }

    /// The values as a slice, if they lie without gaps.
    #[inline]
    fn as_slice(&self) -> Option<&'a [T]> {
        // SAFETY: the values lie one behind the other, and are borrowed for `'a`.
        (self.stride == size_of::<T>())
            .then(|| unsafe { slice::from_raw_parts(self.start.cast::<T>(), self.len) })
    }

    /// Folds the values, in order.
    #[inline]
    pub(crate) fn fold<S>(self, mut state: S, mut f: impl FnMut(S, T) -> S) -> S {
        if self.stride == 0 {
            return state;
        }
        for index in 0..self.len {
            // SAFETY: the index is less than the length.
            state = f(state, unsafe { self.at(index) });
        }
        state
    }
}

/// Writes `len` values behind those of `out`, without asking for each whether there is room.
#[inline]
fn append<O: Copy>(out: &mut Vec<O>, len: usize, mut value: impl FnMut(usize) -> O) {
    let old = out.len();
    out.reserve(len);
    let start = out.spare_capacity_mut().as_mut_ptr().cast::<O>();
    for index in 0..len {
        // SAFETY: there is room for `len` values behind the old ones. Should `value` panic, the length is still old.
        unsafe { start.add(index).write(value(index)) };
    }
    // SAFETY: as many were written.
    unsafe { out.set_len(old + len) };
}

/// Appends `f` of each value.
#[inline]
pub(crate) fn append1<A: Copy, O: Copy>(out: &mut Vec<O>, a: Strided<'_, A>, mut f: impl FnMut(A) -> O) {
    match a.as_slice() {
        Some(values) => append(out, values.len(), |index| f(values[index])),
        // SAFETY: indices are less than the length. A constant has no end: the callers give none alone.
        None if a.stride > 0 => append(out, a.len, |index| f(unsafe { a.at(index) })),
        None => {}
    }
}

/// Appends `f` of each pair; as many as the shorter side has.
#[inline]
pub(crate) fn append2<A: Copy, B: Copy, O: Copy>(
    out: &mut Vec<O>,
    a: Strided<'_, A>,
    b: Strided<'_, B>,
    mut f: impl FnMut(A, B) -> O,
) {
    let len = a.len.min(b.len);
    match (a.as_slice(), b.as_slice()) {
        (Some(a), Some(b)) => {
            let (a, b) = (&a[..len], &b[..len]);
            append(out, len, |index| f(a[index], b[index]));
        }
        // SAFETY: indices are less than both lengths.
        _ if len < usize::MAX => append(out, len, |index| unsafe { f(a.at(index), b.at(index)) }),
        _ => {}
    }
}

/// Appends `f` of each three; as many as the shortest side has.
#[inline]
pub(crate) fn append3<A: Copy, B: Copy, C: Copy, O: Copy>(
    out: &mut Vec<O>,
    a: Strided<'_, A>,
    b: Strided<'_, B>,
    c: Strided<'_, C>,
    mut f: impl FnMut(A, B, C) -> O,
) {
    let len = a.len.min(b.len).min(c.len);
    if len < usize::MAX {
        // SAFETY: indices are less than all lengths.
        append(out, len, |index| unsafe { f(a.at(index), b.at(index), c.at(index)) });
    }
}

/// A field of the rows of a run, and where it lies in each of them.
struct Found<'w> {
    start: *const u8,
    stride: usize,
    table: &'w Table,
}

impl Place {
    /// Where the field lies in the rows of a run that is not empty; none if the run has left its table, or the component
    /// does not lie in tables.
    fn find<'w>(&self, world: &'w World, run: &Run) -> Option<Found<'w>> {
        if world.id() != self.world {
            return None;
        }
        let table = world.storages().tables.get(run.table)?;
        let first = *run.entities(world)?.first()?;
        let location = world.entities().get_spawned(first).ok()?;
        if location.table_id != run.table || location.table_row.index() != run.start {
            return None;
        }
        let column = table.get_column(self.component)?;
        let stride = world.components().get_info(self.component)?.layout().size();
        // SAFETY: the row is in the table, since its entities were asked. The offset lies within the component.
        let start = unsafe { column.get_data_unchecked(location.table_row).as_ptr().add(self.offset) };
        Some(Found { start, stride, table })
    }

    /// The field in the rows of a run, or the part of it that begins at a lane; none if the run has left its table, the
    /// component does not lie in tables, or the field holds no such value there.
    #[inline]
    pub(crate) fn rows<'w, T: Plain>(
        &self,
        world: &'w World,
        run: &Run,
        lane: usize,
    ) -> Option<Strided<'w, T>> {
        if !T::lies_in(self.scalar, lane) {
            return None;
        }
        let found = self.find(world, run)?;
        // SAFETY: the lane lies within the field.
        let start = unsafe { found.start.add(lane * 4) };
        Some(Strided { start, stride: found.stride, len: run.len, borrow: PhantomData })
    }

    /// The same, to be written; none also if the component is immutable.
    #[inline]
    pub(crate) fn rows_mut<'w, T: Plain>(
        &self,
        world: &'w mut World,
        run: &Run,
        lane: usize,
    ) -> Option<RowsMut<'w, T>> {
        if !T::lies_in(self.scalar, lane) || !self.mutable {
            return None;
        }
        let now = world.change_tick();
        let world = world.as_unsafe_world_cell();
        // SAFETY: the world is borrowed uniquely for `'w`. Only what `find` gives is kept of this second borrow: an
        // address, and the table's own description, neither of which is changed through the first.
        let found = self.find(unsafe { world.world() }, run)?;
        let changed = found.table.get_changed_ticks_slice_for(self.component)?;
        let changed = changed.get(run.start..run.start + run.len)?;
        // SAFETY: as in `rows`.
        let start = unsafe { found.start.add(lane * 4) }.cast_mut();
        let summary = found.table.get_summary_tick(self.component);
        if run.len > 0
            && let Some(summary) = summary
        {
            summary.set(now);
        }
        // Ticks may be written through a shared reference: they are `UnsafeCell`s.
        let changed = changed.as_ptr().cast::<Tick>().cast_mut();
        Some(RowsMut { start, stride: found.stride, len: run.len, changed, now, borrow: PhantomData })
    }
}

/// A field in rows that nobody else looks at, with the ticks that say when each was changed.
pub(crate) struct RowsMut<'w, T> {
    start: *mut u8,
    stride: usize,
    len: usize,
    changed: *mut Tick,
    now: Tick,
    borrow: PhantomData<&'w mut T>,
}

impl<T: Plain> RowsMut<'_, T> {
    /// Writes `f` of each value into its row and marks the row as changed, where the mask says so; everywhere if there is
    /// none. Rows beyond the values or the mask keep what they hold.
    #[inline]
    pub(crate) fn put<V: Copy>(
        self,
        values: Strided<'_, V>,
        mask: Option<&[bool]>,
        mut f: impl FnMut(V) -> T,
    ) {
        let len = self.len.min(values.len);
        match mask {
            None => {
                for index in 0..len {
                    // SAFETY: the index is less than both lengths; rows and ticks are borrowed uniquely, and the field
                    // holds a value of this type, as `rows_mut` made sure.
                    unsafe {
                        self.start.add(index * self.stride).cast::<T>().write(f(values.at(index)));
                        self.changed.add(index).write(self.now);
                    }
                }
            }
            Some(mask) => {
                for (index, _) in mask.iter().enumerate().take(len).filter(|(_, wanted)| **wanted) {
                    // SAFETY: as above.
                    unsafe {
                        self.start.add(index * self.stride).cast::<T>().write(f(values.at(index)));
                        self.changed.add(index).write(self.now);
                    }
                }
            }
        }
    }
}
