//! [`One`]: a frame that holds one value, for reading a field and for writing it.

use std::borrow::Cow;

use glotta_core::{Asset, Entity, Frame, Host, Quat, ScriptError, Value, ValueKind, Vec2, Vec3};

/// A frame whose only argument is also its result.
pub(super) struct One(pub(super) Held);

/// What it holds: what costs nothing to move is not packed into a [`Value`].
pub(super) enum Held {
    Bool(bool),
    Int(i64),
    Float(f64),
    Vec2(Vec2),
    Vec3(Vec3),
    Quat(Quat),
    Entity(Entity),
    Other(Value),
}

impl One {
    /// For reading.
    pub(super) const fn empty() -> Self {
        Self(Held::Other(Value::Null))
    }
}

impl Held {
    /// The value.
    pub(super) fn into_value(self) -> Value {
        match self {
            Self::Other(value) => value,
            ref held => held.value(),
        }
    }

    fn value(&self) -> Value {
        match self {
            Self::Bool(value) => Value::Bool(*value),
            Self::Int(value) => Value::Int(*value),
            Self::Float(value) => Value::Float(*value),
            Self::Vec2(value) => Value::Vec2(*value),
            Self::Vec3(value) => Value::Vec3(*value),
            Self::Quat(value) => Value::Quat(*value),
            Self::Entity(value) => Value::Entity(*value),
            Self::Other(value) => value.clone(),
        }
    }
}

macro_rules! lanes {
    ($($type:ty, $variant:ident, $get:ident, $set:ident, $as:ident;)+) => {
        impl Held {
            $(
                /// The value, if it is one, or what it converts to.
                ///
                /// # Errors
                /// [`glotta_core::ErrorKind::Type`] for any other kind.
                #[inline]
                pub(super) fn $as(&self) -> Result<$type, ScriptError> {
                    match self {
                        Self::$variant(value) => Ok(*value),
                        other => other.value().$as(),
                    }
                }
            )+
        }

        impl Frame for One {
            fn argument_count(&self) -> usize {
                1
            }

            fn kind(&self, index: usize) -> ValueKind {
                if index == 0 { self.0.value().kind() } else { ValueKind::Null }
            }

            fn value(&self, index: usize, _: &mut dyn Host) -> Result<Value, ScriptError> {
                self.plain_value(index)
            }

            fn plain_value(&self, index: usize) -> Result<Value, ScriptError> {
                Ok(if index == 0 { self.0.value() } else { Value::Null })
            }

            fn return_value(&mut self, value: Value) -> Result<(), ScriptError> {
                self.0 = Held::Other(value);
                Ok(())
            }

            fn str(&self, index: usize) -> Result<Cow<'_, str>, ScriptError> {
                match &self.0 {
                    Held::Other(value) if index == 0 => value.as_str().map(Cow::Borrowed),
                    _ => self.plain_value(index)?.as_str().map(|text| Cow::Owned(text.to_owned())),
                }
            }

            fn asset(&self, index: usize) -> Result<Asset, ScriptError> {
                self.plain_value(index)?.as_asset()
            }

            $(
                #[inline]
                fn $get(&self, index: usize) -> Result<$type, ScriptError> {
                    if index == 0 { self.0.$as() } else { Value::Null.$as() }
                }

                #[inline]
                fn $set(&mut self, value: $type) -> Result<(), ScriptError> {
                    self.0 = Held::$variant(value);
                    Ok(())
                }
            )+
        }
    };
}

lanes! {
    bool, Bool, bool, return_bool, as_bool;
    i64, Int, int, return_int, as_int;
    f64, Float, float, return_float, as_float;
    Vec2, Vec2, vec2, return_vec2, as_vec2;
    Vec3, Vec3, vec3, return_vec3, as_vec3;
    Quat, Quat, quat, return_quat, as_quat;
    Entity, Entity, entity, return_entity, as_entity;
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_returned_is_what_is_read() {
        let mut frame = One::empty();
        assert_eq!((frame.kind(0), frame.int(0).is_err()), (ValueKind::Null, true));
        frame.return_vec3(Vec3::X).expect("kept");
        assert_eq!((frame.vec3(0), frame.plain_value(0)), (Ok(Vec3::X), Ok(Value::Vec3(Vec3::X))));
        assert_eq!((frame.kind(1), frame.vec3(1).is_err()), (ValueKind::Null, true));
        let error = frame.int(0).expect_err("no int");
        assert_eq!(error.message(), "expected int, got Vec3(1, 0, 0)");
        frame.return_str("up").expect("kept");
        assert_eq!(
            (frame.str(0).expect("text").as_ref(), frame.describe(0).as_str()),
            ("up", "string \"up\"")
        );
        frame.return_int(3).expect("kept");
        assert_eq!((frame.float(0), frame.str(0).is_err()), (Ok(3.0), true));
        assert_eq!(frame.0.into_value(), Value::Int(3));
    }
}
