//! The userdata that scripts hold: one layout for each kind, told apart by a tag at its start.
//!
//! **The invariant.** Every full userdata that a script can get hold of was made here and starts with a [`Tag`]. The
//! libraries that make userdata of their own are not offered (`io`), or keep them where no script reaches (the
//! state of `math.random` is an upvalue, and `debug.getupvalue` is not offered). So the type of a userdata is
//! known by reading one word, without a look at its metatable.
//!
//! Kinds with a destructor hold an `Option`, which their `__gc` takes: a second run finds nothing. Scripts cannot
//! run it themselves, since they cannot get at the metatables.

#![allow(unsafe_code)] // reads and writes memory that Lua owns

use std::mem::{align_of, size_of};

use std::panic::{AssertUnwindSafe, catch_unwind};

use glotta_core::{Asset, Callback, ComponentHandle, DataRef, Object, Origin, Quat, ScriptError, Vec2, Vec3};
use mlua_sys as ffi;

use crate::stack::{REGISTRY, Stack};
use crate::vm::{Slot, Vm};

/// What a userdata is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(u32)]
pub(crate) enum Tag {
    Vec2 = 0x676c_7401,
    Vec3,
    Quat,
    Asset,
    Component,
    Data,
    Error,
    Foreign,
    Object,
}

const TAGS: [Tag; 9] = [
    Tag::Vec2,
    Tag::Vec3,
    Tag::Quat,
    Tag::Asset,
    Tag::Component,
    Tag::Data,
    Tag::Error,
    Tag::Foreign,
    Tag::Object,
];

/// A vector or rotation: its numbers, and where it was read from if that was a component's field.
#[derive(Clone, Copy)]
#[repr(C)]
pub(crate) struct Vector {
    /// A [`Tag`] as a number, so that a look at it assumes nothing.
    tag: u32,
    has_origin: bool,
    pub(crate) lanes: [f32; 4],
}

#[repr(C)]
struct VectorOfField {
    vector: Vector,
    origin: Origin,
}

/// Anything else: a tag and what it holds.
#[repr(C)]
struct Tagged<T> {
    tag: u32,
    content: T,
}

/// An error as a script holds it.
pub(crate) struct Thrown {
    pub(crate) error: ScriptError,
    /// The state whose stack the error has been through last, so that it is not added twice.
    pub(crate) traced: Stack,
}

const _: () = assert!(
    align_of::<VectorOfField>() <= 8
        && align_of::<Tagged<Option<DataRef>>>() <= 8
        && align_of::<Tagged<Option<Thrown>>>() <= 8
        && align_of::<Tagged<Option<Callback>>>() <= 8
        && align_of::<Tagged<Option<Object>>>() <= 8
        && align_of::<Tagged<ComponentHandle>>() <= 8,
    "Lua aligns userdata to 8 bytes"
);

/// A userdata kind whose content has no destructor.
pub(crate) trait Plain: Copy {
    const TAG: Tag;
}

impl Plain for Asset {
    const TAG: Tag = Tag::Asset;
}

impl Plain for ComponentHandle {
    const TAG: Tag = Tag::Component;
}

/// A userdata kind whose content has a destructor.
pub(crate) trait Owning {
    const TAG: Tag;
}

/// One that has one metatable, with its slot.
pub(crate) trait Slotted: Owning {
    const SLOT: Slot;
}

impl Owning for DataRef {
    const TAG: Tag = Tag::Data;
}

impl Slotted for DataRef {
    const SLOT: Slot = Slot::Data;
}

impl Owning for Thrown {
    const TAG: Tag = Tag::Error;
}

impl Slotted for Thrown {
    const SLOT: Slot = Slot::Error;
}

impl Owning for Callback {
    const TAG: Tag = Tag::Foreign;
}

impl Slotted for Callback {
    const SLOT: Slot = Slot::Foreign;
}

impl Owning for Object {
    const TAG: Tag = Tag::Object;
}

/// The kind of the userdata at an index; `None` for anything that is not a full userdata.
#[inline]
pub(crate) fn tag(stack: Stack, index: i32) -> Option<Tag> {
    if stack.kind(index) != ffi::LUA_TUSERDATA {
        return None;
    }
    // SAFETY: the module's invariant.
    let bits = unsafe { stack.userdata(index).cast::<u32>().read() };
    TAGS.into_iter().find(|tag| *tag as u32 == bits)
}

/// The content of a userdata, if it is of that kind. It is valid as long as the userdata is reachable, and the
/// caller makes no second reference while it writes through one.
#[inline]
fn content<T>(stack: Stack, index: i32, wanted: Tag) -> Option<*mut T> {
    if stack.kind(index) != ffi::LUA_TUSERDATA {
        return None;
    }
    // SAFETY: the module's invariant.
    if unsafe { stack.userdata(index).cast::<u32>().read() } != wanted as u32 {
        return None;
    }
    // SAFETY: the tag says that the userdata was made as a `Tagged<T>`; the functions below pair tags and types.
    Some(unsafe { &raw mut (*stack.userdata(index).cast::<Tagged<T>>()).content })
}

/// The content of a plain userdata.
#[inline]
pub(crate) fn plain<T: Plain>(stack: Stack, index: i32) -> Option<T> {
    // SAFETY: see `content`; it was written when the userdata was made.
    content::<T>(stack, index, T::TAG).map(|content| unsafe { content.read() })
}

/// Looks at the content of an owning userdata; `None` if it is of another kind or finalised.
pub(crate) fn with<T: Owning, R>(stack: Stack, index: i32, look: impl FnOnce(&mut T) -> R) -> Option<R> {
    let content = content::<Option<T>>(stack, index, T::TAG)?;
    // SAFETY: see `content`; `look` is one of a few small functions, none of which runs Lua code that could come
    // here again.
    unsafe { &mut *content }.as_mut().map(look)
}

/// Takes the content out of an owning userdata: its finaliser.
pub(crate) unsafe extern "C-unwind" fn finalise<T: Owning>(state: *mut ffi::lua_State) -> i32 {
    let stack = Stack(state);
    if let Some(content) = content::<Option<T>>(stack, 1, T::TAG) {
        // SAFETY: see `content`.
        let content = unsafe { (*content).take() };
        // Dropping runs no Lua code: callbacks only note their slot in a queue, and objects of the engine run no scripts.
        // They should not panic either, but nothing must unwind into the collector.
        drop(catch_unwind(AssertUnwindSafe(|| drop(content))));
    }
    0
}

/// Pushes a plain userdata with the metatable at that slot of the registry.
///
/// # Safety
/// May raise: see [`Stack`].
pub(crate) unsafe fn push_plain<T: Plain>(stack: Stack, content: T, metatable: i32) {
    // SAFETY: the caller's promise; the new memory is large enough and aligned, see above.
    unsafe {
        let memory = ffi::lua_newuserdatauv(stack.0, size_of::<Tagged<T>>(), 0);
        memory.cast::<Tagged<T>>().write(Tagged { tag: T::TAG as u32, content });
        stack.raw_get_i(REGISTRY, i64::from(metatable));
        stack.set_metatable(-2);
    }
}

/// Pushes an owning userdata that is empty yet; [`fill`] gives it its content when nothing can raise any more.
///
/// # Safety
/// May raise: see [`Stack`].
pub(crate) unsafe fn push_empty<T: Slotted>(stack: Stack, vm: &Vm) {
    // SAFETY: as above. It is complete before its metatable, with the finaliser, is set.
    unsafe {
        push_bare::<T>(stack);
        vm.push_slot(stack, T::SLOT);
        stack.set_metatable(-2);
    }
}

/// Pushes an owning userdata that is empty and has no metatable yet.
///
/// # Safety
/// May raise: see [`Stack`].
pub(crate) unsafe fn push_bare<T: Owning>(stack: Stack) {
    // SAFETY: as above.
    unsafe {
        let memory = ffi::lua_newuserdatauv(stack.0, size_of::<Tagged<Option<T>>>(), 0);
        memory.cast::<Tagged<Option<T>>>().write(Tagged { tag: T::TAG as u32, content: None });
    }
}

/// Gives the owning userdata on top its content. Never raises.
pub(crate) fn fill<T: Owning>(stack: Stack, value: T) {
    if let Some(content) = content::<Option<T>>(stack, -1, T::TAG) {
        // SAFETY: see `content`.
        unsafe { *content = Some(value) };
    }
}

/// The three kinds of vectors.
pub(crate) trait Kind: glotta_core::Vector {
    const TAG: Tag;
    const SLOT: Slot;
}

impl Kind for Vec2 {
    const TAG: Tag = Tag::Vec2;
    const SLOT: Slot = Slot::Vec2;
}

impl Kind for Vec3 {
    const TAG: Tag = Tag::Vec3;
    const SLOT: Slot = Slot::Vec3;
}

impl Kind for Quat {
    const TAG: Tag = Tag::Quat;
    const SLOT: Slot = Slot::Quat;
}

/// The vector at an index, if it is of that kind.
#[inline]
pub(crate) fn vector<V: Kind>(stack: Stack, index: i32) -> Option<V> {
    lanes(stack, index, V::TAG).map(V::from_lanes)
}

/// The numbers of the vector at an index, if it is of that kind.
#[inline]
fn lanes(stack: Stack, index: i32, wanted: Tag) -> Option<[f32; 4]> {
    if stack.kind(index) != ffi::LUA_TUSERDATA {
        return None;
    }
    // SAFETY: the module's invariant; the three tags of vectors stand for the layout `Vector`.
    unsafe {
        let memory = stack.userdata(index).cast::<Vector>();
        ((*memory).tag == wanted as u32).then(|| (*memory).lanes)
    }
}

/// Sets one number of the vector at an index, which the caller knows to be one; returns where it was read from.
pub(crate) fn set_lane(stack: Stack, index: i32, lane: usize, value: f32) -> Option<Origin> {
    if !matches!(tag(stack, index), Some(Tag::Vec2 | Tag::Vec3 | Tag::Quat)) || lane >= 4 {
        return None;
    }
    // SAFETY: as in `lanes`; if it has an origin it was made as a `VectorOfField`.
    unsafe {
        let memory = stack.userdata(index).cast::<Vector>();
        (*memory).lanes[lane] = value;
        (*memory).has_origin.then(|| (*memory.cast::<VectorOfField>()).origin)
    }
}

/// Where the vector at an index was read from.
pub(crate) fn origin(stack: Stack, index: i32) -> Option<Origin> {
    if !matches!(tag(stack, index), Some(Tag::Vec2 | Tag::Vec3 | Tag::Quat)) {
        return None;
    }
    // SAFETY: as in `set_lane`.
    unsafe {
        let memory = stack.userdata(index).cast::<Vector>();
        (*memory).has_origin.then(|| (*memory.cast::<VectorOfField>()).origin)
    }
}

/// Pushes a vector.
///
/// # Safety
/// May raise: see [`Stack`].
#[inline]
pub(crate) unsafe fn push_vector<V: Kind>(stack: Stack, vm: &Vm, value: V) {
    // SAFETY: the caller's promise; the new memory is large enough and aligned, see above.
    unsafe {
        let memory = ffi::lua_newuserdatauv(stack.0, size_of::<Vector>(), 0).cast::<Vector>();
        memory.write(Vector { tag: V::TAG as u32, has_origin: false, lanes: value.to_lanes() });
        vm.push_slot(stack, V::SLOT);
        stack.set_metatable(-2);
    }
}

/// Pushes a vector that remembers which field it was read from.
///
/// # Safety
/// May raise: see [`Stack`].
pub(crate) unsafe fn push_vector_of<V: Kind>(stack: Stack, vm: &Vm, value: V, origin: Origin) {
    // SAFETY: as above.
    unsafe {
        let memory = ffi::lua_newuserdatauv(stack.0, size_of::<VectorOfField>(), 0).cast::<VectorOfField>();
        memory.write(VectorOfField {
            vector: Vector { tag: V::TAG as u32, has_origin: true, lanes: value.to_lanes() },
            origin,
        });
        vm.push_slot(stack, V::SLOT);
        stack.set_metatable(-2);
    }
}
