//! The vocabulary that an engine and its scripting languages share.
//!
//! This is the lowest floor of Glotta. It knows no engine and no virtual machine; it holds only what both
//! sides must agree on, so that every language works with every engine:
//!
//! - what crosses the border: [`Value`], [`Arg`], [`Entity`], [`Asset`], [`Callback`], [`Object`];
//! - what goes wrong there: [`ScriptError`];
//! - what can be called: [`Api`], a collection of [`Module`]s of [`Function`]s, made by `#[script_api]`;
//! - how one call is made: the [`Frame`] holds its arguments and takes its result, the [`Host`] answers it;
//! - who runs scripts: the [`Language`] trait, with [`null::NullLanguage`] as a back end that only records;
//! - what every language keeps track of alike: [`LoadedModules`] and the functions found in them, [`Imports`], the bounds
//!   of one [`Conversion`], and a [`Vector`] with its [`Origin`].
//!
//! # The way of one call
//!
//! A script calls `entity.destroy(e)`. The language's trampoline wraps the virtual machine's stack in a
//! [`Frame`], finds the [`Host`] that the running call was given, and invokes the function's [`Thunk`]. The
//! thunk (generated) reads each argument with the getter of its type, calls the Rust function, and hands the
//! result to the setter of its type. No name is looked up and, for scalars and vectors, nothing is allocated.

mod api;
mod arg;
mod callback;
mod component;
mod conversion;
mod convert;
mod data;
mod entity;
mod error;
mod frame;
mod givers;
mod host;
mod imports;
mod lanes;
mod language;
mod modules;
pub mod null;
mod object;
mod repeats;
mod source;
mod types;
mod value;
mod vectors;

pub use api::{Api, Class, DefaultValue, Function, Module, Parameter, Reach, ScriptApi, Thunk};
pub use arg::Arg;
pub use callback::{Callback, ReleaseQueue, WeakCallback};
pub use component::{ComponentHandle, ComponentId, ComponentModel, FieldKey, FieldModel, NodeModel};
pub use conversion::Conversion;
pub use convert::{
    FromArgument, IntoReturn, ListItem, OptionalType, absent_or, float_to_int, host_part, int_in_range,
    narrow_float,
};
pub use data::{DataKey, DataRef};
pub use entity::{Asset, Entity};
pub use error::{ErrorKind, ScriptError, StackFrame, listed, near_names, near_or_all, quote};
pub use frame::{Frame, listed_vector};
pub use givers::{Givers, Runs};
pub use glam::{Quat, Vec2, Vec3};
pub use host::Host;
pub use imports::{Body, Import, Importer, Imports, NewImport};
pub use lanes::{Origin, Vector};
pub use language::{
    Capabilities, Environment, FunctionId, Interrupt, Language, LanguageCensus, LanguageInfo,
    MAX_NESTED_CALLS, MemoryUsage, ModuleId,
};
pub use modules::LoadedModules;
pub use object::{LentBuffer, Object, ObjectBuffer, ObjectRef, ScriptObject};
pub use repeats::{Repeats, Times};
pub use source::{Source, Sources};
pub use types::Type;
pub use value::{MAX_DEPTH, Table, Value, ValueKind, short_number};
pub use vectors::{QUAT, VEC2, VEC3, VECTORS, VectorType};
