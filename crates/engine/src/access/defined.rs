//! Components that scripts define: rows of fields that no Rust type describes.
//!
//! A row is one block of memory, laid out when the component is registered and alike in all its rows. If any of its
//! fields own memory, a `Box<[Value]>` with all of those stands at its beginning; then each field of plain bytes stands
//! at an offset of its own. Safety rests on the same facts as in the module above, and on one more: the component's id
//! was made by [`Rows::register`] itself, so whatever the world holds under it was made by [`Rows::insert`], or is a
//! copy that [`clone_plain`] or [`clone_kept`] made of such a row.

use std::alloc::Layout;
use std::mem::MaybeUninit;
use std::ptr::NonNull;
use std::sync::Arc;

use bevy_ecs::component::{ComponentCloneBehavior, ComponentDescriptor, ComponentId, StorageType};
use bevy_ecs::entity::{ComponentCloneCtx, Entity, SourceComponent};
use bevy_ecs::world::{EntityWorldMut, World, WorldId};
use bevy_ptr::{OwningPtr, Ptr};
use glotta_core::Value;

use super::{Column, Place, read_raw, write_raw};
use crate::reflect::scalar::{Exact, Scalar, with_scalars};

/// The fields of a row that own memory.
type Kept = Box<[Value]>;

/// A piece of memory that is aligned for everything a row holds.
#[derive(Clone, Copy)]
#[repr(align(16))]
struct Chunk(
    #[expect(dead_code, reason = "it is memory, and what lies there is looked at through pointers")] [u8; 16],
);

/// What a field of a row holds.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Cell {
    /// Plain bytes.
    Plain(Exact),
    /// What owns memory.
    Kept(Value),
}

/// What a field of a row holds, where it lies.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Seen<'w> {
    /// Plain bytes.
    Plain(Exact),
    /// What owns memory.
    Kept(&'w Value),
}

/// Where a field is in a row.
#[derive(Clone, Copy, Debug)]
enum Slot {
    /// At an offset.
    Plain(usize, Scalar),
    /// At a place among those that own memory.
    Kept(usize),
}

/// A component that was registered without a Rust type.
#[derive(Clone)]
pub(crate) struct Rows {
    world: WorldId,
    component: ComponentId,
    layout: Layout,
    slots: Arc<[Slot]>,
}

macro_rules! layouts {
    ($($variant:ident $rust:ty),+) => {
        /// How much room a scalar needs.
        fn layout_of(scalar: Scalar) -> Layout {
            match scalar {
                $(Scalar::$variant => Layout::new::<$rust>()),+
            }
        }
    };
}
with_scalars!(layouts);

/// Memory for one row, in which nothing lies.
fn room(layout: Layout) -> Vec<MaybeUninit<Chunk>> {
    vec![MaybeUninit::uninit(); layout.size().div_ceil(size_of::<Chunk>())]
}

/// The beginning of such memory.
fn beginning(room: &mut [MaybeUninit<Chunk>]) -> NonNull<u8> {
    NonNull::from(room).cast()
}

/// Ends the fields of a row that own memory.
///
/// # Safety
/// `row` is a row of a component that keeps some.
unsafe fn end_kept(row: OwningPtr<'_>) {
    // SAFETY: the caller's promise: such a row begins with them.
    unsafe { row.drop_as::<Kept>() }
}

/// Copies a row of plain bytes.
fn clone_plain(source: &SourceComponent<'_>, context: &mut ComponentCloneCtx<'_, '_>) {
    // SAFETY: this is the way only of components that `Rows::register` found to be plain bytes, and source and target are
    // the same component. A copy of plain bytes is a value of its own.
    unsafe { context.write_target_component_ptr(source.ptr()) }
}

/// Copies a row, and what it keeps.
fn clone_kept(source: &SourceComponent<'_>, context: &mut ComponentCloneCtx<'_, '_>) {
    let layout = context.component_info().layout();
    let mut room = room(layout);
    let copy = beginning(&mut room);
    // SAFETY: this is the way only of components that `Rows::register` found to keep something, so `source` leads to a row
    // of that layout which begins with what it keeps. `copy` has at least as much room, aligned for every row. The bytes
    // are copied without a look at them; what is kept is then put in place of its own copy, which owned nothing. What is
    // written is moved into the target: `room` lets its memory go and no value in it.
    unsafe {
        std::ptr::copy_nonoverlapping(source.ptr().as_ptr(), copy.as_ptr(), layout.size());
        let kept: &Kept = source.ptr().deref();
        copy.cast::<Kept>().write(kept.clone());
        context.write_target_component_ptr(Ptr::new(copy));
    }
}

impl Rows {
    /// Registers a component with a field for each of `fields`: plain bytes, or `None` for one that owns memory. `None` if
    /// its rows would be larger than memory can be.
    pub(crate) fn register(world: &mut World, name: String, fields: &[Option<Scalar>]) -> Option<Self> {
        let keeps = fields.contains(&None);
        let mut layout = if keeps { Layout::new::<Kept>() } else { Layout::new::<()>() };
        let mut kept = 0_usize;
        let mut slots = Vec::with_capacity(fields.len());
        for field in fields {
            slots.push(match *field {
                Some(scalar) => {
                    let (longer, offset) = layout.extend(layout_of(scalar)).ok()?;
                    layout = longer;
                    Slot::Plain(offset, scalar)
                }
                None => {
                    kept += 1;
                    Slot::Kept(kept - 1)
                }
            });
        }
        let layout = layout.pad_to_align();
        if layout.align() > align_of::<Chunk>() {
            return None;
        }
        let clone = if keeps { clone_kept } else { clone_plain };
        // SAFETY: a component that keeps something begins with it in every row, so that `end_kept` may be called with a
        // row; all others have nothing to end. Scalars and values may be used from any thread (see below). It is no
        // relationship.
        let descriptor = unsafe {
            ComponentDescriptor::new_with_layout(
                name,
                StorageType::Table,
                layout,
                keeps.then_some(end_kept as unsafe fn(OwningPtr<'_>)),
                true,
                false,
                ComponentCloneBehavior::Custom(clone),
                None,
            )
        };
        let component = world.register_component_with_descriptor(descriptor);
        Some(Self { world: world.id(), component, layout, slots: slots.into() })
    }

    /// The component's id in its world.
    pub(crate) fn component(&self) -> ComponentId {
        self.component
    }

    /// The component as one of any kind, which shows no reflection.
    pub(crate) fn column(&self) -> Column {
        Column {
            world: self.world,
            component: self.component,
            reflection: None,
            layout: self.layout,
            mutable: true,
        }
    }

    /// Where a field lies, if it is plain bytes.
    pub(crate) fn place(&self, field: usize) -> Option<Place> {
        match *self.slots.get(field)? {
            Slot::Plain(offset, scalar) => {
                Some(Place { world: self.world, component: self.component, mutable: true, offset, scalar })
            }
            Slot::Kept(_) => None,
        }
    }

    /// True if that is what the field holds.
    fn fits(&self, field: usize, cell: &Cell) -> bool {
        match (self.slots.get(field), cell) {
            (Some(Slot::Plain(_, scalar)), Cell::Plain(exact)) => exact.scalar() == *scalar,
            (Some(Slot::Kept(_)), Cell::Kept(_)) => true,
            _ => false,
        }
    }

    /// A field of an entity's row; `None` if there is no such entity, row or field.
    pub(crate) fn read<'w>(&self, world: &'w World, entity: Entity, field: usize) -> Option<Seen<'w>> {
        if world.id() != self.world {
            return None;
        }
        let row = world.get_by_id(entity, self.component)?;
        match *self.slots.get(field)? {
            Slot::Plain(offset, scalar) => {
                // SAFETY: the world is the one that the component was registered in, so this is a row of it, and at the
                // offset lies a value of the scalar's type, aligned and within bounds. The shared borrow keeps it from
                // changing.
                Some(Seen::Plain(unsafe { read_raw(row.as_ptr().add(offset), scalar) }))
            }
            Slot::Kept(index) => {
                // SAFETY: as above; a row with such a field begins with all of them.
                let kept: &'w Kept = unsafe { row.deref() };
                kept.get(index).map(Seen::Kept)
            }
        }
    }

    /// Writes fields of an entity's row and marks it as changed. False, with nothing done, if there is no such entity, row
    /// or field, or if one of the cells is of another type than its field.
    pub(crate) fn write(&self, world: &mut World, entity: Entity, cells: Vec<(usize, Cell)>) -> bool {
        if world.id() != self.world || !cells.iter().all(|(field, cell)| self.fits(*field, cell)) {
            return false;
        }
        let Some(mut row) = world.get_mut_by_id(entity, self.component) else { return false };
        let mut row = row.as_mut();
        for (field, cell) in cells {
            match (self.slots.get(field), cell) {
                // SAFETY: as in `read`; the unique borrow of the world keeps others away, and the value is of the
                // scalar's type, as found above.
                (Some(Slot::Plain(offset, _)), Cell::Plain(exact)) => unsafe {
                    write_raw(row.as_ptr().add(*offset), exact);
                },
                (Some(Slot::Kept(index)), Cell::Kept(value)) => {
                    // SAFETY: as above; a row with such a field begins with all of them.
                    let kept: &mut Kept = unsafe { row.reborrow().deref_mut() };
                    if let Some(place) = kept.get_mut(*index) {
                        *place = value;
                    }
                }
                _ => {}
            }
        }
        true
    }

    /// Gives an entity a row, in place of the one it may have. False, with nothing done, if the cells are not those of all
    /// fields in order or the entity is of another world.
    pub(crate) fn insert(&self, entity: &mut EntityWorldMut<'_>, cells: Vec<Cell>) -> bool {
        let fit = cells.iter().enumerate().all(|(field, cell)| self.fits(field, cell));
        if entity.world().id() != self.world || cells.len() != self.slots.len() || !fit {
            return false;
        }
        let mut room = room(self.layout);
        let row = beginning(&mut room);
        let mut kept = Vec::new();
        for (slot, cell) in self.slots.iter().zip(cells) {
            match (slot, cell) {
                // SAFETY: the room is as large as the layout, which has room for the scalar at its offset, aligned.
                (Slot::Plain(offset, _), Cell::Plain(exact)) => unsafe {
                    write_raw(row.as_ptr().add(*offset), exact);
                },
                (Slot::Kept(_), Cell::Kept(value)) => kept.push(value),
                _ => {}
            }
        }
        if !kept.is_empty() {
            // SAFETY: the layout of a component with such a field begins with them.
            unsafe { row.cast::<Kept>().write(kept.into_boxed_slice()) };
        }
        // SAFETY: the world is the one that the component was registered in, and the row is complete: each field was
        // written. It is moved out of the room, which lets its memory go and no value in it.
        unsafe { entity.insert_by_id(self.component, OwningPtr::new(row)) };
        true
    }
}

/// What a row holds may be used from any thread.
const _: fn() = || {
    fn threads<T: Send + Sync>() {}
    threads::<Kept>();
    threads::<Exact>();
};

#[cfg(test)]
mod tests {
    use super::*;
    use bevy_ecs::entity::EntityCloner;
    use glotta_core::Vec3;

    fn rows(world: &mut World) -> Rows {
        let fields = [Some(Scalar::Bool), None, Some(Scalar::Quat), Some(Scalar::F64), None];
        Rows::register(world, "Thing".to_owned(), &fields).expect("small")
    }

    fn cells(number: f64, text: &str) -> Vec<Cell> {
        vec![
            Cell::Plain(Exact::Bool(true)),
            Cell::Kept(Value::from(text)),
            Cell::Plain(Exact::Quat(glotta_core::Quat::IDENTITY)),
            Cell::Plain(Exact::F64(number)),
            Cell::Kept(Value::List(vec![Value::Int(1), Value::from(text)])),
        ]
    }

    fn number(rows: &Rows, world: &World, entity: Entity) -> Option<f64> {
        match rows.read(world, entity, 3)? {
            Seen::Plain(Exact::F64(number)) => Some(number),
            _ => None,
        }
    }

    fn text(rows: &Rows, world: &World, entity: Entity) -> Option<Value> {
        match rows.read(world, entity, 1)? {
            Seen::Kept(value) => Some(value.clone()),
            Seen::Plain(_) => None,
        }
    }

    #[test]
    fn rows_are_written_read_replaced_copied_and_ended() {
        let mut world = World::new();
        let rows = rows(&mut world);
        let first = world.spawn_empty().id();
        assert!(rows.read(&world, first, 0).is_none());
        assert!(rows.insert(&mut world.entity_mut(first), cells(1.5, "one")));
        assert!(rows.insert(&mut world.entity_mut(first), cells(2.5, "two")), "in place of the first");
        let copy = EntityCloner::build_opt_out(&mut world).finish().spawn_clone(&mut world, first);
        let change = vec![(3, Cell::Plain(Exact::F64(9.0))), (1, Cell::Kept(Value::from("changed")))];
        assert!(rows.write(&mut world, first, change));
        assert_eq!((number(&rows, &world, first), number(&rows, &world, copy)), (Some(9.0), Some(2.5)));
        assert_eq!(text(&rows, &world, first), Some(Value::from("changed")));
        assert_eq!(text(&rows, &world, copy), Some(Value::from("two")));
        // Tables grow and rows move between them.
        for _ in 0..100 {
            let more = world.spawn_empty().id();
            assert!(rows.insert(&mut world.entity_mut(more), cells(0.5, "more")));
        }
        world.entity_mut(first).remove_by_id(rows.component());
        assert!(rows.read(&world, first, 0).is_none());
        world.despawn(copy);
    }

    #[test]
    fn plain_fields_are_places_and_rows_of_them_are_copied() {
        let mut world = World::new();
        let rows = Rows::register(&mut world, "P".to_owned(), &[Some(Scalar::Vec3), Some(Scalar::I64)])
            .expect("small");
        let entity = world.spawn_empty().id();
        let cells = vec![Cell::Plain(Exact::Vec3(Vec3::ONE)), Cell::Plain(Exact::I64(7))];
        assert!(rows.insert(&mut world.entity_mut(entity), cells));
        let place = rows.place(1).expect("plain");
        assert_eq!(place.read(&world, entity), Some(Exact::I64(7)));
        assert!(place.write(&mut world, entity, Exact::I64(8)));
        assert!(!place.write(&mut world, entity, Exact::F64(8.0)), "another type is refused");
        let copy = EntityCloner::build_opt_out(&mut world).finish().spawn_clone(&mut world, entity);
        assert_eq!(place.read(&world, copy), Some(Exact::I64(8)));
    }

    #[test]
    fn what_does_not_fit_changes_nothing() {
        let mut world = World::new();
        let rows = rows(&mut world);
        let entity = world.spawn_empty().id();
        assert!(!rows.insert(&mut world.entity_mut(entity), Vec::new()));
        let mut wrong = cells(1.0, "x");
        wrong.swap(0, 1);
        assert!(!rows.insert(&mut world.entity_mut(entity), wrong));
        assert!(rows.insert(&mut world.entity_mut(entity), cells(1.0, "x")));
        let half = vec![(3, Cell::Plain(Exact::F64(5.0))), (0, Cell::Plain(Exact::F64(5.0)))];
        assert!(!rows.write(&mut world, entity, half));
        assert!(!rows.write(&mut world, entity, vec![(17, Cell::Kept(Value::Null))]));
        assert_eq!(number(&rows, &world, entity), Some(1.0));
        let mut other = World::new();
        let stranger = other.spawn_empty().id();
        assert!(!rows.insert(&mut other.entity_mut(stranger), cells(1.0, "x")));
        assert!(rows.read(&other, stranger, 0).is_none());
        assert!(rows.place(1).is_none() && rows.place(9).is_none());
    }
}
