//! [`Numbers`]: a column's numbers outside of components, in storage order.

use glotta_core::{ScriptError, Value};

use super::group::Group;

/// What a row of a column holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    /// True or false: such a column is a mask.
    Bool,
    /// A whole number.
    Int,
    /// A float of 64 bits.
    Float,
    /// A float of 32 bits.
    Float32,
    Vec2,
    Vec3,
    Quat,
}

impl Kind {
    /// What one row is called in messages.
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Bool => "bool",
            Self::Int => "int",
            Self::Float | Self::Float32 => "float",
            Self::Vec2 => "Vec2",
            Self::Vec3 => "Vec3",
            Self::Quat => "Quat",
        }
    }

    /// Whether a row holds one number.
    pub(crate) fn is_single(self) -> bool {
        matches!(self, Self::Int | Self::Float | Self::Float32)
    }
}

/// A type of float rows, and where [`Numbers`] keeps such.
pub(crate) trait Stored: Group {
    /// What a column of such rows is.
    const KIND: Kind;
    /// A row with one number of the same type.
    type Single: Stored<One = Self::One>;

    fn of(numbers: &Numbers) -> Option<&[Self]>;
    fn wrap(rows: Vec<Self>) -> Numbers;
    /// Memory to work in.
    fn scratch(scratch: &mut Scratch) -> &mut Vec<Self>;
    /// What `*` means for two rows.
    #[inline]
    fn product(self, other: Self) -> Self {
        self.zip(other, |one, other| one * other)
    }
}

macro_rules! numbers {
    ($($kind:ident($row:ty, $single:ty, $memory:ident) $({$($product:tt)+})?;)+) => {
        /// The rows, in storage order.
        #[derive(Clone, Debug, PartialEq)]
        pub(crate) enum Numbers {
            Bool(Vec<bool>),
            Int(Vec<i64>),
            $($kind(Vec<$row>)),+
        }

        /// Memory that operations work in, kept from one to the next.
        #[derive(Debug, Default)]
        pub(crate) struct Scratch {
            $($memory: Vec<$row>),+
        }

        $(impl Stored for $row {
            const KIND: Kind = Kind::$kind;
            type Single = $single;

            #[inline]
            fn of(numbers: &Numbers) -> Option<&[Self]> {
                match numbers {
                    Numbers::$kind(rows) => Some(rows),
                    _ => None,
                }
            }

            fn wrap(rows: Vec<Self>) -> Numbers {
                Numbers::$kind(rows)
            }

            #[inline]
            fn scratch(scratch: &mut Scratch) -> &mut Vec<Self> {
                &mut scratch.$memory
            }

            $($($product)+)?
        })+

        impl Numbers {
            /// What a row is.
            pub(crate) fn kind(&self) -> Kind {
                match self {
                    Self::Bool(_) => Kind::Bool,
                    Self::Int(_) => Kind::Int,
                    $(Self::$kind(_) => Kind::$kind),+
                }
            }

            /// A row as scripts see it.
            pub(crate) fn value(&self, place: usize) -> Option<Value> {
                match self {
                    Self::Bool(rows) => rows.get(place).map(|row| Value::Bool(*row)),
                    Self::Int(rows) => rows.get(place).map(|row| Value::Int(*row)),
                    $(Self::$kind(rows) => rows.get(place).map(|row| row.to_value())),+
                }
            }
        }
    };
}

numbers! {
    Float([f64; 1], [f64; 1], float);
    Float32([f32; 1], [f32; 1], float32);
    Vec2([f32; 2], [f32; 1], vec2);
    Vec3([f32; 3], [f32; 1], vec3);
    Quat([f32; 4], [f32; 1], quat) {
        #[inline]
        fn product(self, other: Self) -> Self {
            (glotta_core::Quat::from_array(self) * glotta_core::Quat::from_array(other)).to_array()
        }
    };
}

/// Calls `$body` with `$row` standing for the type of the rows of a column of floats of that kind, and `$other` for
/// other kinds.
macro_rules! with_rows {
    ($kind:expr, $row:ident => $body:expr, $($other:pat => $otherwise:expr),+ $(,)?) => {
        match $kind {
            $crate::columns::numbers::Kind::Float => {
                type $row = [f64; 1];
                $body
            }
            $crate::columns::numbers::Kind::Float32 => {
                type $row = [f32; 1];
                $body
            }
            $crate::columns::numbers::Kind::Vec2 => {
                type $row = [f32; 2];
                $body
            }
            $crate::columns::numbers::Kind::Vec3 => {
                type $row = [f32; 3];
                $body
            }
            $crate::columns::numbers::Kind::Quat => {
                type $row = [f32; 4];
                $body
            }
            $($other => $otherwise),+
        }
    };
}
pub(crate) use with_rows;

impl Numbers {
    /// The rows as floats of another width, or of whole numbers; none if they hold another number of numbers.
    pub(crate) fn to_rows<G: Stored>(&self) -> Option<Vec<G>> {
        use super::group::Real as _;
        if let Some(rows) = G::of(self) {
            return Some(rows.to_vec());
        }
        let one = |number: f64| G::splat(G::One::rounded(number));
        match self {
            _ if G::COUNT != 1 => None,
            Self::Int(rows) => Some(rows.iter().map(|row| one(*row as f64)).collect()),
            Self::Float(rows) => Some(rows.iter().map(|[row]| one(*row)).collect()),
            Self::Float32(rows) => Some(rows.iter().map(|[row]| one(f64::from(*row))).collect()),
            _ => None,
        }
    }

    /// The rows of a mask.
    ///
    /// # Errors
    /// Type, if it is a column of something else.
    pub(crate) fn as_mask(&self) -> Result<&[bool], ScriptError> {
        match self {
            Self::Bool(rows) => Ok(rows),
            other => Err(not_a_mask(other.kind())),
        }
    }
}

#[cold]
pub(crate) fn not_a_mask(kind: Kind) -> ScriptError {
    ScriptError::type_mismatch(
        "a mask, which is a column of bool such as a comparison gives",
        &format!("a column of {}", kind.name()),
    )
}
