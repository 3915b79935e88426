//! [`Leaf`]: the types that are one value to scripts, whatever they are made of.

use std::any::TypeId;
use std::borrow::Cow;
use std::path::PathBuf;
use std::time::Duration;

use bevy_ecs::name::Name;
use bevy_math::{Dir2, Dir3, Dir3A, Vec3A};
use bevy_reflect::{PartialReflect, Reflect};
use glotta_core::{ScriptError, Type, Value, short_number};

use super::scalar::{Exact, Scalar, not_a_number, out_of_range, too_large};

/// A type that is one value to scripts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Leaf {
    /// Plain bytes.
    Scalar(Scalar),
    /// Text that owns itself.
    String,
    /// Text that may be borrowed.
    CowStr,
    /// Text in the program itself: it can be read, but not made.
    StaticStr,
    /// One character, as text.
    Char,
    /// A span of time, in seconds.
    Duration,
    /// A path, as text.
    PathBuf,
    /// An entity's name, which keeps a hash beside its text.
    Name,
    /// A vector of three in a register of four.
    Vec3A,
    /// A vector whose length is 1. Scripts give any vector that points somewhere.
    Dir2,
    /// The same of three.
    Dir3,
    /// The same of three, in a register of four.
    Dir3A,
    /// A wider integer than scripts have.
    I128,
    /// A wider integer than scripts have.
    U128,
}

impl Leaf {
    /// The leaf type with this id, if it is one.
    pub(crate) fn of(id: TypeId) -> Option<Self> {
        if let Some(scalar) = Scalar::of(id) {
            return Some(Self::Scalar(scalar));
        }
        let is = |other: TypeId| id == other;
        Some(match () {
            () if is(TypeId::of::<String>()) => Self::String,
            () if is(TypeId::of::<Cow<'static, str>>()) => Self::CowStr,
            () if is(TypeId::of::<&'static str>()) => Self::StaticStr,
            () if is(TypeId::of::<char>()) => Self::Char,
            () if is(TypeId::of::<Duration>()) => Self::Duration,
            () if is(TypeId::of::<PathBuf>()) => Self::PathBuf,
            () if is(TypeId::of::<Name>()) => Self::Name,
            () if is(TypeId::of::<Vec3A>()) => Self::Vec3A,
            () if is(TypeId::of::<Dir2>()) => Self::Dir2,
            () if is(TypeId::of::<Dir3>()) => Self::Dir3,
            () if is(TypeId::of::<Dir3A>()) => Self::Dir3A,
            () if is(TypeId::of::<i128>()) => Self::I128,
            () if is(TypeId::of::<u128>()) => Self::U128,
            () => return None,
        })
    }

    /// The type in the model of the API.
    pub(crate) fn model(self) -> Type {
        match self {
            Self::Scalar(scalar) => scalar.model(),
            Self::String | Self::CowStr | Self::StaticStr | Self::Char | Self::PathBuf | Self::Name => {
                Type::String
            }
            Self::Duration => Type::Float,
            Self::Dir2 => Type::Vec2,
            Self::Vec3A | Self::Dir3 | Self::Dir3A => Type::Vec3,
            Self::I128 => Type::INT,
            Self::U128 => Type::Int { min: 0, max: i64::MAX },
        }
    }

    /// What reflection shows, as a value.
    ///
    /// # Errors
    /// Type, if it has no value, such as an integer beyond 64 bits.
    pub(crate) fn read(self, source: &dyn PartialReflect) -> Result<Value, ScriptError> {
        fn get<T: Reflect + bevy_reflect::TypePath>(source: &dyn PartialReflect) -> Result<&T, ScriptError> {
            source.try_downcast_ref().ok_or_else(|| stranger(source))
        }
        Ok(match self {
            Self::Scalar(scalar) => scalar.get(source).ok_or_else(|| stranger(source))?.to_value()?,
            Self::String => Value::from(get::<String>(source)?.as_str()),
            Self::CowStr => Value::from(&**get::<Cow<'static, str>>(source)?),
            Self::StaticStr => Value::from(*get::<&'static str>(source)?),
            Self::Char => Value::String(get::<char>(source)?.to_string()),
            Self::Duration => Value::Float(get::<Duration>(source)?.as_secs_f64()),
            Self::PathBuf => Value::String(get::<PathBuf>(source)?.to_string_lossy().into_owned()),
            Self::Name => Value::from(get::<Name>(source)?.as_str()),
            Self::Vec3A => Value::Vec3((*get::<Vec3A>(source)?).into()),
            Self::Dir2 => Value::Vec2(**get::<Dir2>(source)?),
            Self::Dir3 => Value::Vec3(**get::<Dir3>(source)?),
            Self::Dir3A => Value::Vec3((**get::<Dir3A>(source)?).into()),
            Self::I128 => {
                let wide = *get::<i128>(source)?;
                Value::Int(i64::try_from(wide).map_err(|_| too_large(wide))?)
            }
            Self::U128 => {
                let wide = *get::<u128>(source)?;
                Value::Int(i64::try_from(wide).map_err(|_| too_large(wide))?)
            }
        })
    }

    /// A value, as this type.
    ///
    /// # Errors
    /// Type, if it is of another one; argument, if it is out of range or not a number.
    pub(crate) fn make(self, value: &Value) -> Result<Box<dyn Reflect>, ScriptError> {
        Ok(match self {
            Self::Scalar(scalar) => scalar.take_value(value)?.boxed(),
            Self::String => Box::new(value.as_str()?.to_owned()),
            Self::CowStr => Box::new(Cow::<'static, str>::Owned(value.as_str()?.to_owned())),
            Self::StaticStr => return Err(unmade("&'static str")),
            Self::Char => {
                let text = value.as_str()?;
                let mut characters = text.chars();
                match (characters.next(), characters.next()) {
                    (Some(character), None) => Box::new(character),
                    _ => return Err(ScriptError::type_mismatch("one character", &value.describe())),
                }
            }
            Self::Duration => {
                let seconds = value.as_float()?;
                if seconds.is_nan() {
                    return Err(not_a_number());
                }
                let span = Duration::try_from_secs_f64(seconds);
                Box::new(span.map_err(|_| {
                    ScriptError::argument(format!(
                        "{} is out of range: expected seconds, 0 or more",
                        short_number(seconds)
                    ))
                })?)
            }
            Self::PathBuf => Box::new(PathBuf::from(value.as_str()?)),
            Self::Name => Box::new(Name::new(value.as_str()?.to_owned())),
            Self::Vec3A => match Scalar::Vec3.take_value(value)? {
                Exact::Vec3(vector) => Box::new(Vec3A::from(vector)),
                other => other.boxed(),
            },
            Self::Dir2 => match Scalar::Vec2.take_value(value)? {
                Exact::Vec2(vector) => Box::new(Dir2::new(vector).map_err(|_| no_direction(value))?),
                other => other.boxed(),
            },
            Self::Dir3 => match Scalar::Vec3.take_value(value)? {
                Exact::Vec3(vector) => Box::new(Dir3::new(vector).map_err(|_| no_direction(value))?),
                other => other.boxed(),
            },
            Self::Dir3A => match Scalar::Vec3.take_value(value)? {
                Exact::Vec3(vector) => Box::new(Dir3A::new(vector.into()).map_err(|_| no_direction(value))?),
                other => other.boxed(),
            },
            Self::I128 => Box::new(i128::from(value.as_int()?)),
            Self::U128 => {
                let number = value.as_int()?;
                Box::new(u128::try_from(number).map_err(|_| out_of_range(&number, 0, i64::MAX))?)
            }
        })
    }
}

/// The error of a vector that points nowhere.
#[cold]
fn no_direction(value: &Value) -> ScriptError {
    ScriptError::argument(format!(
        "expected a direction, of a length that is finite and not 0, got {}",
        value.describe()
    ))
}

/// The error of a reflection that is not the type it says it is, such as a dynamic one.
#[cold]
fn stranger(source: &dyn PartialReflect) -> ScriptError {
    unread(source.reflect_type_path())
}

/// The error of a type that has no value in scripts.
#[cold]
pub(crate) fn unread(type_path: &str) -> ScriptError {
    ScriptError::new(glotta_core::ErrorKind::Type, format!("the type {type_path} has no value in scripts"))
}

/// The error of a type that scripts cannot make.
#[cold]
pub(crate) fn unmade(type_path: &str) -> ScriptError {
    ScriptError::new(
        glotta_core::ErrorKind::Type,
        format!("a value of the type {type_path} cannot be made from scripts"),
    )
}
