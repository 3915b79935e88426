//! Lua 5.4 as a scripting language of Glotta: [`LuaLanguage`].
//!
//! # The way through this crate
//!
//! - [`vm`]: one Lua state and all that is kept about it; [`stack`]: Lua's interface, with the rule about errors that
//!   everything here obeys; [`memory`]: its allocator.
//! - [`bind`]: the trampoline from Lua to a function of the API; [`frame`]: the call as the function sees it;
//!   [`read`] and [`push`]: values from and to Lua.
//! - [`userdata`], [`entity`]: how our types stand in Lua's memory; [`vectors`], [`identifiers`], [`handles`],
//!   [`data`], [`callbacks`], [`errors`]: what scripts can do with them.
//! - [`environment`]: the globals of a script; [`require`], [`load`], [`coroutines`], [`bounded`]; [`interrupt`].
//! - [`trace`]: Lua's errors and stacks as ours.

mod bind;
mod bounded;
mod callbacks;
mod coroutines;
mod data;
mod entity;
mod environment;
mod errors;
mod frame;
mod globals;
mod handles;
mod identifiers;
mod interrupt;
mod language;
mod load;
mod memory;
mod objects;
mod options;
mod push;
mod read;
mod require;
mod stack;
mod trace;
mod userdata;
mod vectors;
mod vm;

pub use language::LuaLanguage;
/// Lua's C interface: what [`LuaLanguage::with_globals_of`] works with.
pub use mlua_sys as ffi;
