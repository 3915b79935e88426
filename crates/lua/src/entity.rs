//! How an entity stands on Lua's stack: as a light userdata that carries its 64 bits.
//!
//! So an entity costs no memory, two values of one entity are equal and the same key of a table, and its methods
//! come from the metatable that all light userdata share. No other light userdata is ever given to a script.
//!
//! This is the only place that knows. A target whose pointers have 32 bits cannot hold an entity that way; there
//! this module must be replaced by one that uses a full userdata with `__eq`, made once for each living entity
//! (a table of entity to userdata, weak in its values, keeps keys working).

use std::ptr;

use glotta_core::Entity;
use mlua_sys as ffi;

use crate::stack::Stack;

#[cfg(not(target_pointer_width = "64"))]
compile_error!(
    "glotta-lua keeps the 64 bits of an entity in a light userdata, which has the width of a pointer: on this target \
     crates/lua/src/entity.rs needs another representation, as its documentation says"
);

/// Pushes an entity. Never raises.
#[inline]
pub(crate) fn push(stack: Stack, entity: Entity) {
    stack.push_light(ptr::without_provenance_mut(entity.bits() as usize));
}

/// The entity at an index, if there is one. Never raises.
#[inline]
pub(crate) fn read(stack: Stack, index: i32) -> Option<Entity> {
    (stack.kind(index) == ffi::LUA_TLIGHTUSERDATA)
        .then(|| Entity::from_bits(stack.userdata(index).addr() as u64))
}
