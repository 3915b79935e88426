//! [`Type`]: what the model of the API says of a parameter, a result or a field.

use std::fmt;

/// The type of a parameter, a result or a component's field, as every language sees it.
///
/// Languages with static types declare from it, stubs and the reference print it, and error messages name it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Type {
    /// No result at all.
    Nothing,
    /// Any [`crate::Value`].
    Any,
    /// True or false.
    Bool,
    /// A whole number between the bounds, which are inclusive.
    Int {
        /// The smallest number that is accepted.
        min: i64,
        /// The largest number that is accepted.
        max: i64,
    },
    /// A number of 64 bits.
    Float,
    /// A number that is stored in 32 bits; larger ones are refused.
    Float32,
    /// Text.
    String,
    /// A vector of two 32-bit floats.
    Vec2,
    /// A vector of three 32-bit floats.
    Vec3,
    /// A rotation.
    Quat,
    /// An entity.
    Entity,
    /// An asset.
    Asset,
    /// Values by name.
    Table,
    /// A function of a script.
    Function,
    /// A handle to a component of an entity, with its fields.
    Component,
    /// A reference into an entity's data.
    Data,
    /// An [`crate::Object`] of the class of that name.
    Object(&'static str),
    /// Values in order, all of one type.
    List(&'static Type),
    /// The type, or nothing.
    Optional(&'static Type),
}

impl Type {
    /// A whole number of 64 bits.
    pub const INT: Self = Self::Int { min: i64::MIN, max: i64::MAX };

    /// Whether a table of names can be a value of the type.
    #[must_use]
    pub fn takes_tables(self) -> bool {
        match self {
            Self::Any | Self::Table => true,
            Self::Optional(item) => item.takes_tables(),
            _ => false,
        }
    }

    /// Whether a list can be a value of the type, of whatever elements.
    #[must_use]
    pub fn takes_lists(self) -> bool {
        match self {
            Self::Any | Self::List(_) => true,
            Self::Optional(item) => item.takes_lists(),
            _ => false,
        }
    }
}

/// The name that error messages and the reference use: `int`, `Vec3`, `list of Entity`, `Entity or nothing`.
impl fmt::Display for Type {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Nothing => f.write_str("nothing"),
            Self::Any => f.write_str("any value"),
            Self::Bool => f.write_str("bool"),
            Self::Int { .. } => f.write_str("int"),
            Self::Float | Self::Float32 => f.write_str("float"),
            Self::String => f.write_str("string"),
            Self::Vec2 => f.write_str("Vec2"),
            Self::Vec3 => f.write_str("Vec3"),
            Self::Quat => f.write_str("Quat"),
            Self::Entity => f.write_str("Entity"),
            Self::Asset => f.write_str("Asset"),
            Self::Table => f.write_str("table"),
            Self::Function => f.write_str("function"),
            Self::Component => f.write_str("component handle"),
            Self::Data => f.write_str("data reference"),
            Self::Object(class) => f.write_str(class),
            Self::List(item) => write!(f, "list of {item}"),
            Self::Optional(item) => write!(f, "{item} or nothing"),
        }
    }
}
