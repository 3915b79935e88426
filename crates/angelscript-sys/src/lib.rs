//! The AngelScript library as Glotta calls it: raw declarations, and nothing that decides anything.
//!
//! AngelScript's interface is C++ classes; `shim/` makes plain functions of them, all named `glas_…`, which are declared
//! here by what they work on: [`mod@engine`], [`mod@types`], [`mod@objects`], [`mod@module`], [`mod@function`],
//! [`mod@context`] and [`mod@call`]. [`mod@constants`] holds AngelScript's numbers, and [`mod@literals`] reads those of
//! scripts. What is said of memory, threads and
//! the meaning of errors in AngelScript's own manual holds for all of them.
//!
//! # What holds for every function
//!
//! - Negative results are AngelScript's codes, see [`mod@constants`]. A null pointer means that there is no such thing.
//! - Texts in are ended by NUL, unless a length goes with them; texts out live as long as what they belong to.
//! - Pointers in must be of living things of the right engine, unless it is said that they may be null.
//! - No C++ exception comes out. What is called back must not unwind: `extern "C"` functions of Rust do not.
//! - An engine may be used by one thread at a time, unless [`glas_prepare_multithread`] was called before the first was
//!   made. [`glas_context_abort`] and [`glas_context_suspend`] may be called from any thread.
//!
//! # Native functions
//!
//! A function is registered with a pointer to a [`BoundHeader`], which must stay where it is as long as the engine
//! lives. At each call its `run` gets that pointer again, and a [`Call`] with the addresses that `needs` asks for.
//!
//! The library may be built so that it calls functions by this way alone (`AS_MAX_PORTABILITY`), as Debian's is; nothing
//! here uses another.

#![allow(unsafe_code, reason = "the library is C++")]
#![no_std]

pub mod call;
pub mod constants;
pub mod context;
pub mod engine;
pub mod function;
pub mod literals;
pub mod module;
pub mod objects;
pub mod types;

pub use call::*;
pub use constants::*;
pub use context::*;
pub use engine::*;
pub use function::*;
pub use literals::*;
pub use module::*;
pub use objects::*;
pub use types::*;

/// Declares a type of C++ that is only ever pointed to.
macro_rules! opaque {
    ($($(#[$about:meta])* $name:ident;)*) => {$(
        $(#[$about])*
        #[repr(C)]
        #[derive(Debug)]
        pub struct $name {
            _private: [u8; 0],
            // Neither sent nor shared nor moved without its owner's word.
            _marker: core::marker::PhantomData<(*mut u8, core::marker::PhantomPinned)>,
        }
    )*};
}

opaque! {
    /// What scripts are compiled and run by.
    Engine;
    /// One compiled script.
    Module;
    /// What runs one function at a time.
    Context;
    /// A function of a script, of the host, or only a signature.
    Function;
    /// A type that is no primitive.
    TypeInfo;
    /// An object of a script's class.
    ScriptObject;
    /// One call, as AngelScript sees it.
    Generic;
    /// The work of [`glas_gc_loosen`].
    Loosening;
}
