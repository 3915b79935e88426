//! [`Arg`]: a borrowed argument on its way from the host into a script.

use glam::{Quat, Vec2, Vec3};

use crate::{Asset, ComponentHandle, Entity, Value};

/// An argument that the host passes to a script function: a [`Value`] that borrows, so that calling
/// `update(entity, dt)` for a thousand entities allocates nothing.
#[derive(Clone, Copy, Debug)]
pub enum Arg<'a> {
    /// Nothing.
    Null,
    /// True or false.
    Bool(bool),
    /// A whole number.
    Int(i64),
    /// A number.
    Float(f64),
    /// Text.
    Str(&'a str),
    /// A vector of two.
    Vec2(Vec2),
    /// A vector of three.
    Vec3(Vec3),
    /// A rotation.
    Quat(Quat),
    /// An entity.
    Entity(Entity),
    /// An asset.
    Asset(Asset),
    /// A handle to a component of an entity.
    Component(ComponentHandle),
    /// Entities in order, as a list.
    Entities(&'a [Entity]),
    /// Any value.
    Value(&'a Value),
}

impl Arg<'_> {
    /// The argument as an owned value. A handle, whose value only the host can tell, becomes null.
    #[must_use]
    pub fn to_value(&self) -> Value {
        match *self {
            Self::Null | Self::Component(_) => Value::Null,
            Self::Bool(value) => Value::Bool(value),
            Self::Int(value) => Value::Int(value),
            Self::Float(value) => Value::Float(value),
            Self::Str(text) => Value::String(text.to_owned()),
            Self::Vec2(value) => Value::Vec2(value),
            Self::Vec3(value) => Value::Vec3(value),
            Self::Quat(value) => Value::Quat(value),
            Self::Entity(value) => Value::Entity(value),
            Self::Asset(value) => Value::Asset(value),
            Self::Entities(list) => Value::List(list.iter().copied().map(Value::Entity).collect()),
            Self::Value(value) => value.clone(),
        }
    }
}

macro_rules! arg_from {
    ($($from:ty => $variant:ident),+ $(,)?) => {$(
        impl<'a> From<$from> for Arg<'a> {
            fn from(value: $from) -> Self {
                Self::$variant(value.into())
            }
        }
    )+};
}

arg_from! {
    bool => Bool, i64 => Int, i32 => Int, f64 => Float, f32 => Float, &'a str => Str, Vec2 => Vec2, Vec3 => Vec3,
    Quat => Quat, Entity => Entity, Asset => Asset, ComponentHandle => Component, &'a [Entity] => Entities, &'a Value => Value,
}
