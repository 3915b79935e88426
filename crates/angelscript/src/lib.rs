//! AngelScript as a scripting language of Glotta: [`AngelScriptLanguage`].
//!
//! # The way through this crate
//!
//! - [`vm`]: one engine of the library and all that is kept about it; [`context`]: calls into scripts; [`memory`]: the
//!   library's allocator.
//! - [`native`]: the trampoline from a script to a function of ours, and typed access to one call; [`registry`]: telling
//!   the library about them.
//! - [`bind`]: the functions of the API; [`frame`]: the call as such a function sees it; [`read`] and [`push`]: values
//!   from and to scripts.
//! - [`string`], [`mod@array`], [`value`], [`dictionary`], [`data`], [`vectors`], [`entity`], [`components`], [`maths`]: the
//!   types of scripts; [`types`]: which is which.
//! - [`load`]: compiling; [`include`]: texts that other texts include; [`nesting`]: texts that would be too much
//!   for the compiler; [`collected`]: classes whose objects are left to the collector;
//!   [`declared`]: how functions may be declared; [`lost`]: assignments that change nothing; [`trial`]: compiling where it
//!   can do no harm; [`cache`]: compiled scripts in files; [`errors`]: the library's errors as ours;
//!   [`callbacks`]: functions in the hands of the engine; [`interrupt`].

mod arguments;
mod array;
mod bind;
mod cache;
mod callbacks;
mod collected;
mod collection;
mod components;
mod context;
mod data;
mod declared;
mod dictionary;
mod entity;
mod environment;
mod errors;
mod frame;
mod globals;
mod hints;
mod include;
mod interrupt;
mod language;
mod lexer;
mod load;
mod lost;
mod low;
mod maths;
mod memory;
mod native;
mod nesting;
mod objects;
mod push;
mod read;
mod registry;
mod string;
mod trial;
mod types;
mod value;
mod vectors;
mod vm;

/// The raw interface of the library, for [`AngelScriptLanguage::with_engine`].
pub use glotta_angelscript_sys as ffi;
pub use language::{AngelScriptLanguage, CollectorStatistics};
