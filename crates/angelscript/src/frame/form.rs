//! How the parameters and results of the API stand on the library's stack.

use glotta_core::Value;

/// How a parameter of the API is declared to scripts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Form {
    Bool,
    Int64,
    Double,
    String,
    Vec2,
    Vec3,
    Quat,
    Entity,
    Asset,
    /// `?`
    Any,
    Component,
    Data,
    /// A handle to an object of the engine.
    Object,
    /// A handle to a function of the type with that number.
    Function(i32),
    /// A value, by the number of its type.
    Value(i32),
}

/// A parameter of the API: how it is declared, and where it stands.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Slot {
    pub(crate) form: Form,
    /// In bytes from the first argument.
    pub(crate) offset: usize,
}

/// How a result of the API is declared to scripts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum ResultForm {
    Nothing,
    Bool,
    Int32,
    Uint32,
    Int64,
    Float,
    Double,
    String,
    Vec2,
    Vec3,
    Quat,
    Entity,
    Asset,
    Value,
    Dictionary,
    Component,
    Data,
    /// A handle to an object of the engine, or null.
    Object,
    /// `array<T>@`, by the number of the type.
    Array(i32),
}

/// What a method was called on, which the API takes as its first argument.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Receiver<'a> {
    /// It is no method.
    None,
    /// An object of one of our value types.
    Object(Form, *const u8),
    /// A value that was read from somewhere.
    Value(&'a Value),
}
