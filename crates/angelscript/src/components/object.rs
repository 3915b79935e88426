//! Handles in memory: blocks with a count, one for each use of a component by a script, taken from a list of free ones
//! of the component's own.
//!
//! Scripts hold a block by any object in it, and each knows its distance from the block's beginning, where the count is.

#![allow(unsafe_code)] // lays out memory

use std::cell::{Cell, RefCell};
use std::ptr;
use std::sync::Arc;

use glotta_core::{ComponentHandle, ComponentId, ComponentModel, Entity, FieldKey, ScriptError};

use super::layout::{self, HEAD, Holds, Shape};
use crate::memory::Block;

/// The beginning of a block.
#[repr(C)]
pub(super) struct Root {
    count: Cell<u32>,
    known: *const Known,
    entity: Cell<Entity>,
    /// The next free block, while this is one.
    next: Cell<*mut Root>,
}

/// A structure in a block; its vectors and structures follow at the offsets of its [`Shape`].
#[repr(C)]
pub(super) struct Head {
    /// How far it is from the block's beginning.
    back: u32,
    /// Which structure of the component it is.
    pub(super) node: u32,
    /// The first of the structure's fields.
    base: u32,
    /// The field that holds the structure; [`NONE`] for the component itself.
    own: u32,
}

/// A vector in a block.
#[repr(C)]
pub(super) struct Field {
    /// How far it is from the block's beginning.
    back: u32,
    /// Which field of the component it is.
    field: u32,
}

/// No field.
const NONE: u32 = u32::MAX;

/// How many bytes a block has before its first structure.
const ROOT: u32 = size_of::<Root>() as u32;

const _: () = {
    assert!(size_of::<Head>() == HEAD as usize && size_of::<Field>() == layout::FIELD as usize);
    assert!(align_of::<Root>() <= 16 && align_of::<Head>() == 4 && align_of::<Field>() == 4);
};

/// Where a structure lies in a component's blocks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Body {
    offset: u32,
    /// The number of its type.
    shape: u32,
}

/// A component type that scripts know. It lies still, and as long as the engine.
pub(super) struct Known {
    /// The host's number of it, which changes with the host.
    pub(super) id: Cell<ComponentId>,
    pub(super) model: RefCell<Arc<ComponentModel>>,
    /// What its functions are called to scripts: `component.transform`.
    pub(super) function: String,
    /// A block with nothing but the entity to fill in.
    image: Vec<u8>,
    /// Where its structures lie; none for those that are left out.
    bodies: Vec<Option<Body>>,
    free: Cell<*mut Root>,
    /// The memory of the blocks.
    slabs: RefCell<Vec<Block>>,
}

impl Known {
    /// A component type; `shapes` has the number of each structure's type, in the order of [`walk`].
    pub(super) fn new(
        model: Arc<ComponentModel>,
        function: String,
        shape: &Shape,
        number: &mut dyn FnMut(&Shape) -> u32,
    ) -> Self {
        let mut known = Self {
            id: Cell::new(model.id),
            image: vec![0; (ROOT + shape.size).next_multiple_of(16) as usize],
            bodies: vec![None; model.nodes.len()],
            model: RefCell::new(model),
            function,
            free: Cell::new(ptr::null_mut()),
            slabs: RefCell::default(),
        };
        let base = layout::base(&known.model.borrow(), 0);
        known.lay(shape, [ROOT, 0, base, NONE], number);
        known
    }

    /// Writes a structure into the image.
    fn lay(&mut self, shape: &Shape, head: [u32; 4], number: &mut dyn FnMut(&Shape) -> u32) {
        let [at, node, base, _] = head;
        self.put(at, &head);
        if let Some(body) = self.bodies.get_mut(node as usize) {
            *body = Some(Body { offset: at, shape: number(shape) });
        }
        for member in &shape.members {
            let field = base.wrapping_add(member.field);
            match &member.holds {
                Holds::Vector(_, offset) => self.put(at + offset, &[at + offset, field]),
                Holds::Structure(nested, offset) => {
                    let head = [at + offset, node + nested.node, base.wrapping_add(nested.base), field];
                    self.lay(&nested.shape, head, number);
                }
                _ => {}
            }
        }
    }

    fn put(&mut self, at: u32, words: &[u32]) {
        let bytes = words.iter().flat_map(|word| word.to_ne_bytes());
        self.image.iter_mut().skip(at as usize).zip(bytes).for_each(|(place, byte)| *place = byte);
    }

    /// A handle to one of the structures of an entity's component, with the count of one; null if the structure is left
    /// out, or is of another type than the one with the number.
    ///
    /// # Errors
    /// [`glotta_core::ErrorKind::OutOfMemory`].
    #[inline]
    pub(super) fn handle(
        &self,
        entity: Entity,
        node: u32,
        shape: Option<u32>,
    ) -> Result<*mut Head, ScriptError> {
        let offset = match self.bodies.get(node as usize) {
            Some(Some(body)) if shape.is_none_or(|shape| shape == body.shape) => body.offset,
            _ => return Ok(ptr::null_mut()),
        };
        let root = self.block(entity)?;
        // SAFETY: the structure lies there in the block.
        Ok(unsafe { root.cast::<u8>().add(offset as usize).cast() })
    }

    /// A handle to an entity's component, with the count of one.
    ///
    /// # Errors
    /// [`glotta_core::ErrorKind::OutOfMemory`].
    #[inline]
    pub(super) fn root_handle(&self, entity: Entity) -> Result<*mut Head, ScriptError> {
        let root = self.block(entity)?;
        // SAFETY: the component itself lies at the block's beginning, after its count.
        Ok(unsafe { root.cast::<u8>().add(ROOT as usize).cast() })
    }

    /// A block with the count of one.
    #[inline]
    fn block(&self, entity: Entity) -> Result<*mut Root, ScriptError> {
        let mut root = self.free.get();
        if root.is_null() {
            root = self.more_blocks()?;
        }
        // SAFETY: a free block is whole but for its entity and count, and lies as long as this.
        let block = unsafe { &*root };
        self.free.set(block.next.get());
        block.entity.set(entity);
        block.count.set(1);
        Ok(root)
    }

    /// Makes blocks, and gives the first.
    #[cold]
    fn more_blocks(&self) -> Result<*mut Root, ScriptError> {
        /// Enough to make asking for memory rare, and not so much that a type which is used once costs a lot.
        const SLAB: usize = 2048;
        let size = self.image.len();
        let count = (SLAB / size).max(1);
        let mut slab = Block::new();
        slab.grow(0, count * size)?;
        for index in (0..count).rev() {
            // SAFETY: the slab is large enough for so many blocks, and aligned to 16, as their size is a multiple of 16.
            unsafe {
                let start = slab.as_ptr().add(index * size);
                ptr::copy_nonoverlapping(self.image.as_ptr(), start, size);
                start.cast::<Root>().write(Root {
                    count: Cell::new(0),
                    known: self,
                    entity: Cell::new(Entity::from_bits(0)),
                    next: Cell::new(self.free.get()),
                });
                self.free.set(start.cast());
            }
        }
        self.slabs.borrow_mut().push(slab);
        Ok(self.free.get())
    }

    /// How many blocks are free.
    #[cfg(test)]
    fn free_count(&self) -> usize {
        let mut count = 0;
        let mut next = self.free.get();
        // SAFETY: free blocks lie as long as this.
        while let Some(root) = unsafe { next.as_ref() } {
            count += 1;
            next = root.next.get();
        }
        count
    }
}

/// The block that a structure or a vector is in.
///
/// # Safety
/// One lies there, and its block is held.
#[inline]
pub(super) unsafe fn root<'a>(object: *const u8) -> &'a Root {
    // SAFETY: the caller's promise; every object in a block begins with its distance from the beginning.
    unsafe { &*object.sub(object.cast::<u32>().read() as usize).cast::<Root>() }
}

/// Counts one more handle.
///
/// # Safety
/// As for [`root`].
#[inline]
pub(super) unsafe fn add_ref(object: *const u8) {
    // SAFETY: the caller's promise.
    let root = unsafe { root(object) };
    root.count.set(root.count.get() + 1);
}

/// Counts one handle less; the block of the last one is free.
///
/// # Safety
/// As for [`root`]; whoever calls held it.
#[inline]
pub(super) unsafe fn release(object: *const u8) {
    // SAFETY: the caller's promise.
    let root = unsafe { root(object) };
    let left = root.count.get() - 1;
    root.count.set(left);
    if left == 0 {
        // SAFETY: the component types lie as long as the engine.
        let known = unsafe { &*root.known };
        root.next.set(known.free.get());
        known.free.set(ptr::from_ref(root).cast_mut());
    }
}

impl Root {
    /// The component type.
    #[inline]
    pub(super) fn known(&self) -> &Known {
        // SAFETY: the component types lie as long as the engine, so as long as any block.
        unsafe { &*self.known }
    }

    /// Whose component it is.
    #[inline]
    pub(super) fn entity(&self) -> Entity {
        self.entity.get()
    }

    /// A field of the component.
    #[inline]
    fn key(&self, field: u32) -> FieldKey {
        FieldKey { component: self.known().id.get(), field }
    }
}

impl Head {
    /// The block that it is in.
    #[inline]
    pub(super) fn root(&self) -> &Root {
        // SAFETY: a reference to a structure is one to a structure in a block that is held.
        unsafe { root(ptr::from_ref(self).cast()) }
    }

    /// What the engine calls it.
    #[inline]
    pub(super) fn handle(&self) -> ComponentHandle {
        let root = self.root();
        ComponentHandle { entity: root.entity(), component: root.known().id.get(), node: self.node }
    }

    /// One of its fields, by its place after the first.
    #[inline]
    pub(super) fn field(&self, field: u32) -> (Entity, FieldKey) {
        let root = self.root();
        (root.entity(), root.key(self.base.wrapping_add(field)))
    }

    /// The field that holds the structure; none if it is the component itself.
    pub(super) fn own_field(&self) -> Option<(Entity, FieldKey)> {
        let root = self.root();
        (self.own != NONE).then(|| (root.entity(), root.key(self.own)))
    }
}

impl Field {
    /// Which field of whose component it is.
    #[inline]
    pub(super) fn key(&self) -> (Entity, FieldKey) {
        // SAFETY: a reference to a vector is one to a vector in a block that is held.
        let root = unsafe { root(ptr::from_ref(self).cast()) };
        (root.entity(), root.key(self.field))
    }
}

#[cfg(test)]
mod tests {
    use glotta_core::{FieldModel, NodeModel, Type};

    use super::*;

    /// A unit with a place and a nested goal.
    fn known() -> (Known, Shape) {
        let field = |name: &str, ty, node| FieldModel {
            name: name.to_owned(),
            doc: String::new(),
            ty,
            node,
            type_name: String::new(),
            variants: Vec::new(),
        };
        let model = ComponentModel {
            id: ComponentId(5),
            name: "Unit".to_owned(),
            doc: String::new(),
            fields: vec![
                field("place", Type::Vec3, None),
                field("goal", Type::Component, Some(1)),
                field("weight", Type::Float, None),
                field("place", Type::Vec2, None),
            ],
            nodes: vec![
                NodeModel { name: "Unit".to_owned(), fields: vec![0, 1] },
                NodeModel { name: "Goal".to_owned(), fields: vec![2, 3] },
            ],
        };
        let shape = layout::shape(&model, 0);
        let mut next = 0;
        let known = Known::new(Arc::new(model), "component.unit".to_owned(), &shape, &mut |_| {
            next += 1;
            next - 1
        });
        (known, shape)
    }

    fn offset(shape: &Shape, name: &str) -> usize {
        let member = shape.members.iter().find(|member| member.name == name).expect("a member");
        match &member.holds {
            Holds::Vector(_, offset) | Holds::Structure(_, offset) => *offset as usize,
            other => panic!("{name} lies nowhere: {other:?}"),
        }
    }

    #[test]
    fn everything_in_a_block_knows_what_it_stands_for() {
        let (known, shape) = known();
        let entity = Entity::new(7, 1);
        let unit = known.root_handle(entity).expect("room");
        // SAFETY: the handle is held, and laid out by the shape.
        unsafe {
            assert_eq!((*unit).handle(), ComponentHandle { entity, component: ComponentId(5), node: 0 });
            assert_eq!((*unit).own_field(), None);
            let at = |start: *mut Head, offset: usize| start.cast::<u8>().add(offset);
            let place = at(unit, offset(&shape, "place")).cast::<Field>();
            assert_eq!((*place).key(), (entity, FieldKey { component: ComponentId(5), field: 0 }));
            let goal = at(unit, offset(&shape, "goal")).cast::<Head>();
            assert_eq!((*goal).handle().node, 1);
            assert_eq!((*goal).own_field().map(|(_, key)| key.field), Some(1));
            assert_eq!((*goal).field(1).1.field, 3);
            let Some(Holds::Structure(nested, _)) = shape.members.get(1).map(|member| &member.holds) else {
                panic!("a structure: {shape:?}")
            };
            let goal_place = at(goal, offset(&nested.shape, "place")).cast::<Field>();
            assert_eq!((*goal_place).key().1.field, 3);
            release(unit.cast());
        }
    }

    #[test]
    fn a_block_is_free_when_the_last_handle_into_it_goes() {
        let (known, shape) = known();
        let first = known.handle(Entity::new(1, 0), 1, Some(1)).expect("room");
        let free = known.free_count();
        // SAFETY: the handle is held until the last release.
        unsafe {
            assert_eq!((*first).node, 1);
            let unit = ptr::from_ref((*first).root()).cast::<u8>().add(ROOT as usize);
            let place = unit.add(offset(&shape, "place"));
            add_ref(place);
            release(first.cast());
            assert_eq!(known.free_count(), free, "the vector still holds the block");
            release(place);
            assert_eq!(known.free_count(), free + 1);
        }
        let second = known.root_handle(Entity::new(2, 0)).expect("room");
        // SAFETY: the handle is held.
        unsafe {
            assert_eq!((*second).root().entity(), Entity::new(2, 0));
            release(second.cast());
        }
        assert!(known.handle(Entity::new(1, 0), 1, Some(0)).expect("room").is_null(), "of another type");
        assert!(known.handle(Entity::new(1, 0), 9, None).expect("room").is_null());
        assert_eq!(known.free_count(), free + 1);
    }
}
