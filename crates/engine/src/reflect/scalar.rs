//! [`Scalar`]: the types that live in components as plain bytes, and are read and written where they lie.

use std::any::TypeId;

use bevy_reflect::{PartialReflect, Reflect};
use glotta_core::{Entity, Frame, Quat, ScriptError, Type, Value, Vec2, Vec3, int_in_range, narrow_float};

use crate::convert::{ecs_entity, script_entity};

/// Calls `$then!` with the list of scalar types: `Variant type` pairs. The one list that the enums here and the
/// raw access are made from.
macro_rules! with_scalars {
    ($then:ident) => {
        $then! {
            Bool bool, I8 i8, I16 i16, I32 i32, I64 i64, Isize isize, U8 u8, U16 u16, U32 u32, U64 u64,
            Usize usize, F32 f32, F64 f64, Vec2 glotta_core::Vec2, Vec3 glotta_core::Vec3, Quat glotta_core::Quat,
            Entity bevy_ecs::entity::Entity
        }
    };
}
pub(crate) use with_scalars;

macro_rules! scalars {
    ($($variant:ident $rust:ty),+) => {
        /// A type of plain bytes.
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        pub(crate) enum Scalar { $($variant),+ }

        /// A value of a [`Scalar`] type, exactly as a component holds it.
        #[derive(Clone, Copy, Debug, PartialEq)]
        pub(crate) enum Exact { $($variant($rust)),+ }

        impl Scalar {
            /// The scalar type with this id, if it is one.
            pub(crate) fn of(id: TypeId) -> Option<Self> {
                $(if id == TypeId::of::<$rust>() {
                    return Some(Self::$variant);
                })+
                None
            }

            /// Takes a value of this type out of its reflection.
            pub(crate) fn get(self, value: &dyn PartialReflect) -> Option<Exact> {
                match self {
                    $(Self::$variant => value.try_downcast_ref::<$rust>().copied().map(Exact::$variant)),+
                }
            }
        }

        impl Exact {
            /// The value in a box, as reflection passes it on.
            pub(crate) fn boxed(self) -> Box<dyn Reflect> {
                match self {
                    $(Self::$variant(value) => Box::new(value)),+
                }
            }
        }
    };
}
with_scalars!(scalars);

/// The largest `usize` that scripts can write.
const MOST_USIZE: i64 = if usize::BITS < 64 { usize::MAX as i64 } else { i64::MAX };

/// The ways in which a [`Scalar`] is taken from an argument or a value: one source, two lanes.
trait Input {
    fn bool(&self) -> Result<bool, ScriptError>;
    fn int(&self) -> Result<i64, ScriptError>;
    fn float(&self) -> Result<f64, ScriptError>;
    fn vec2(&self) -> Result<Vec2, ScriptError>;
    fn vec3(&self) -> Result<Vec3, ScriptError>;
    fn quat(&self) -> Result<Quat, ScriptError>;
    fn entity(&self) -> Result<Entity, ScriptError>;
}

struct FromFrame<'f>(&'f dyn Frame, usize);

impl Input for FromFrame<'_> {
    #[inline]
    fn bool(&self) -> Result<bool, ScriptError> {
        self.0.bool(self.1)
    }
    #[inline]
    fn int(&self) -> Result<i64, ScriptError> {
        self.0.int(self.1)
    }
    #[inline]
    fn float(&self) -> Result<f64, ScriptError> {
        self.0.float(self.1)
    }
    #[inline]
    fn vec2(&self) -> Result<Vec2, ScriptError> {
        self.0.vec2(self.1)
    }
    #[inline]
    fn vec3(&self) -> Result<Vec3, ScriptError> {
        self.0.vec3(self.1)
    }
    #[inline]
    fn quat(&self) -> Result<Quat, ScriptError> {
        self.0.quat(self.1)
    }
    #[inline]
    fn entity(&self) -> Result<Entity, ScriptError> {
        self.0.entity(self.1)
    }
}

struct FromValue<'v>(&'v Value);

impl Input for FromValue<'_> {
    fn bool(&self) -> Result<bool, ScriptError> {
        self.0.as_bool()
    }
    fn int(&self) -> Result<i64, ScriptError> {
        self.0.as_int()
    }
    fn float(&self) -> Result<f64, ScriptError> {
        self.0.as_float()
    }
    fn vec2(&self) -> Result<Vec2, ScriptError> {
        self.0.as_vec2()
    }
    fn vec3(&self) -> Result<Vec3, ScriptError> {
        self.0.as_vec3()
    }
    fn quat(&self) -> Result<Quat, ScriptError> {
        self.0.as_quat()
    }
    fn entity(&self) -> Result<Entity, ScriptError> {
        self.0.as_entity()
    }
}

impl Scalar {
    /// The type in the model of the API.
    pub(crate) fn model(self) -> Type {
        const fn int(min: i64, max: i64) -> Type {
            Type::Int { min, max }
        }
        match self {
            Self::Bool => Type::Bool,
            Self::I8 => int(i8::MIN as i64, i8::MAX as i64),
            Self::I16 => int(i16::MIN as i64, i16::MAX as i64),
            Self::I32 => int(i32::MIN as i64, i32::MAX as i64),
            Self::I64 => Type::INT,
            Self::Isize => int(isize::MIN as i64, isize::MAX as i64),
            Self::U8 => int(0, u8::MAX as i64),
            Self::U16 => int(0, u16::MAX as i64),
            Self::U32 => int(0, u32::MAX as i64),
            Self::U64 => int(0, i64::MAX),
            Self::Usize => int(0, MOST_USIZE),
            Self::F32 => Type::Float32,
            Self::F64 => Type::Float,
            Self::Vec2 => Type::Vec2,
            Self::Vec3 => Type::Vec3,
            Self::Quat => Type::Quat,
            Self::Entity => Type::Entity,
        }
    }

    /// An argument, as this type.
    ///
    /// # Errors
    /// Type, if it is of another one; argument, if it is out of range or not a number.
    #[inline]
    pub(crate) fn take_argument(self, frame: &dyn Frame, argument: usize) -> Result<Exact, ScriptError> {
        self.take(&FromFrame(frame, argument))
    }

    /// A value, as this type. Vectors may be lists of as many numbers.
    ///
    /// # Errors
    /// As [`Self::take_argument`].
    pub(crate) fn take_value(self, value: &Value) -> Result<Exact, ScriptError> {
        self.take(&FromValue(value))
    }

    #[inline]
    fn take(self, input: &impl Input) -> Result<Exact, ScriptError> {
        Ok(match self {
            Self::Bool => Exact::Bool(input.bool()?),
            Self::I8 => Exact::I8(int_in_range(input.int()?, i8::MIN, i8::MAX)?),
            Self::I16 => Exact::I16(int_in_range(input.int()?, i16::MIN, i16::MAX)?),
            Self::I32 => Exact::I32(int_in_range(input.int()?, i32::MIN, i32::MAX)?),
            Self::I64 => Exact::I64(input.int()?),
            Self::Isize => Exact::Isize(wide(input.int()?, isize::MIN as i64, isize::MAX as i64)?),
            Self::U8 => Exact::U8(int_in_range(input.int()?, u8::MIN, u8::MAX)?),
            Self::U16 => Exact::U16(int_in_range(input.int()?, u16::MIN, u16::MAX)?),
            Self::U32 => Exact::U32(int_in_range(input.int()?, u32::MIN, u32::MAX)?),
            Self::U64 => Exact::U64(wide(input.int()?, 0, i64::MAX)?),
            Self::Usize => Exact::Usize(wide(input.int()?, 0, MOST_USIZE)?),
            Self::F32 => Exact::F32(number(narrow_float(input.float()?)?, f32::is_nan)?),
            Self::F64 => Exact::F64(number(input.float()?, f64::is_nan)?),
            Self::Vec2 => Exact::Vec2(number(input.vec2()?, Vec2::is_nan)?),
            Self::Vec3 => Exact::Vec3(number(input.vec3()?, Vec3::is_nan)?),
            Self::Quat => Exact::Quat(number(input.quat()?, Quat::is_nan)?),
            Self::Entity => Exact::Entity(ecs_entity(input.entity()?)?),
        })
    }
}

fn wide<T: TryFrom<i64>>(value: i64, min: i64, max: i64) -> Result<T, ScriptError> {
    T::try_from(value).map_err(|_| out_of_range(&value, min, max))
}

#[cold]
pub(crate) fn out_of_range(value: &dyn std::fmt::Display, min: i64, max: i64) -> ScriptError {
    ScriptError::argument(format!("{value} is out of range: expected {min} to {max}"))
}

#[inline]
fn number<T: Copy>(value: T, is_nan: impl Fn(T) -> bool) -> Result<T, ScriptError> {
    if is_nan(value) { Err(not_a_number()) } else { Ok(value) }
}

/// The refusal of NaN: it would spread through the engine's own arithmetic, far from the script that wrote it.
#[cold]
pub(crate) fn not_a_number() -> ScriptError {
    ScriptError::argument("NaN is not a number that a component can hold")
}

#[cold]
pub(crate) fn too_large(value: impl std::fmt::Display) -> ScriptError {
    ScriptError::new(
        glotta_core::ErrorKind::Type,
        format!("{value} does not fit the 64-bit integer of scripts"),
    )
}

impl Exact {
    /// The value as scripts see it.
    ///
    /// # Errors
    /// Type, if it is an unsigned integer beyond 64 signed bits.
    pub(crate) fn to_value(self) -> Result<Value, ScriptError> {
        Ok(match self {
            Self::Bool(value) => Value::Bool(value),
            Self::I8(value) => Value::Int(value.into()),
            Self::I16(value) => Value::Int(value.into()),
            Self::I32(value) => Value::Int(value.into()),
            Self::I64(value) => Value::Int(value),
            Self::Isize(value) => Value::Int(value as i64),
            Self::U8(value) => Value::Int(value.into()),
            Self::U16(value) => Value::Int(value.into()),
            Self::U32(value) => Value::Int(value.into()),
            Self::U64(value) => Value::Int(i64::try_from(value).map_err(|_| too_large(value))?),
            Self::Usize(value) => Value::Int(i64::try_from(value).map_err(|_| too_large(value))?),
            Self::F32(value) => Value::Float(value.into()),
            Self::F64(value) => Value::Float(value),
            Self::Vec2(value) => Value::Vec2(value),
            Self::Vec3(value) => Value::Vec3(value),
            Self::Quat(value) => Value::Quat(value),
            Self::Entity(value) => Value::Entity(script_entity(value)),
        })
    }

    /// Returns the value through `frame`, on its fast lane.
    ///
    /// # Errors
    /// As [`Self::to_value`], and the frame's own.
    #[inline]
    pub(crate) fn return_through(self, frame: &mut dyn Frame) -> Result<(), ScriptError> {
        match self {
            Self::Bool(value) => frame.return_bool(value),
            Self::F32(value) => frame.return_float(value.into()),
            Self::F64(value) => frame.return_float(value),
            Self::Vec2(value) => frame.return_vec2(value),
            Self::Vec3(value) => frame.return_vec3(value),
            Self::Quat(value) => frame.return_quat(value),
            Self::Entity(value) => frame.return_entity(script_entity(value)),
            Self::I8(value) => frame.return_int(value.into()),
            Self::I16(value) => frame.return_int(value.into()),
            Self::I32(value) => frame.return_int(value.into()),
            Self::I64(value) => frame.return_int(value),
            Self::Isize(value) => frame.return_int(value as i64),
            Self::U8(value) => frame.return_int(value.into()),
            Self::U16(value) => frame.return_int(value.into()),
            Self::U32(value) => frame.return_int(value.into()),
            Self::U64(value) => frame.return_int(i64::try_from(value).map_err(|_| too_large(value))?),
            Self::Usize(value) => frame.return_int(i64::try_from(value).map_err(|_| too_large(value))?),
        }
    }
}
