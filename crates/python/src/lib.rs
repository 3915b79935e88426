//! CPython as a scripting language of Glotta: [`PythonLanguage`].
//!
//! # The way through this crate
//!
//! - [`interpreter`]: Python, started once in a process; [`memory`]: its allocators; [`interrupt`]: stopping a script;
//!   [`stack`]: how deep calls may nest.
//! - [`vm`]: what is kept about one language, and how a running script finds its host; [`py`]: Python's objects.
//! - [`bind`]: the trampoline from Python to a function of the API; [`frame`]: the call as the function sees it;
//!   [`read`] and [`push`]: values from and to Python.
//! - [`types`]: the types that scripts see; [`vectors`] and [`operators`], [`entity`], [`handles`], [`data`], [`callbacks`].
//! - [`errors`]: our errors as exceptions, and exceptions as our errors.
//! - [`load`] and [`imports`]; [`late`]: what is said while the engine cannot be reached.
//! - `support`: what is written in Python: `errors.py` (what an exception says), `output.py`, `data.py` (the methods of
//!   lists and tables in data), `scripts.py` (the globals of a script, and what it imports).

mod bind;
mod buffer;
mod callbacks;
mod data;
mod entity;
mod errors;
mod frame;
mod globals;
mod handles;
mod imports;
mod interpreter;
mod interrupt;
mod language;
mod late;
mod load;
mod memory;
mod objects;
mod operators;
mod push;
mod py;
mod read;
mod stack;
mod types;
mod vectors;
mod vm;

pub use language::PythonLanguage;
