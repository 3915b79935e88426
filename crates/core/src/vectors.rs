//! What vectors and rotations can do beyond their numbers and operators: one list for every language.
//!
//! A language binds [`VECTORS`] as it binds the [`Api`](crate::Api): the functions of a type have the same models and
//! thunks as all others. Operators, and reading and writing the numbers, are each language's own, since they take the
//! shape of its syntax.

use glam::{EulerRot, Quat, Vec2, Vec3};

use crate::{DefaultValue, Frame, FromArgument, Function, Host, IntoReturn, Parameter, ScriptError, Value};

/// A vector type as scripts see it.
#[derive(Debug)]
pub struct VectorType {
    /// Its name, which is also its constructor: `Vec3`.
    pub name: &'static str,
    /// Its documentation, Markdown.
    pub doc: &'static str,
    /// The names of its numbers, in the order in which the constructor takes them.
    pub lanes: &'static [&'static str],
    /// Whether the constructor takes one number for all of them: `Vec3(1)`.
    pub one_for_all: bool,
    /// What the constructor makes without arguments.
    pub default: Value,
    /// Functions whose first parameter is a value of the type: `v:length()`.
    pub methods: &'static [Function],
    /// Functions that belong to the type itself: `Quat.from_euler(…)`.
    pub functions: &'static [Function],
    /// Values with a name: `Vec3.ZERO`.
    pub constants: &'static [(&'static str, Value)],
}

impl VectorType {
    /// What the number that stands for all is called in errors.
    pub const ALL: &'static str = "all";

    /// The error of a constructor that is given so many arguments.
    #[cold]
    #[must_use]
    pub fn wrong_count(&self, given: usize) -> ScriptError {
        let (name, count, lanes) = (self.name, self.lanes.len(), self.lanes.join(", "));
        let ways = if self.one_for_all {
            format!("{count} arguments, one for all of them, or none")
        } else {
            format!("{count} arguments or none")
        };
        ScriptError::argument(format!("{name}: takes {ways}, got {given}; it is {name}({lanes})"))
    }

    /// The error of a number that is asked for by a place where there is none, in a language that counts from `first`.
    #[cold]
    #[must_use]
    pub fn no_place(&self, place: i64, first: usize) -> ScriptError {
        let (name, last) = (self.name, first + self.lanes.len() - 1);
        ScriptError::not_found(format!("{name} has no place {place}: its numbers are at {first} to {last}"))
    }
}

/// All vector types.
pub static VECTORS: [&VectorType; 3] = [&VEC2, &VEC3, &QUAT];

/// Models and thunks from functions written out; see the uses below.
macro_rules! functions {
    ($module:literal: $(
        $(#[doc = $doc:literal])+
        $(#[errors = $errors:literal])?
        fn $name:ident($($parameter:ident: $type:ty),* $(,)?) -> $returns:ty $body:block
    )+) => {
        &[$({
            const MODEL: Function = Function {
                module: $module,
                name: stringify!($name),
                doc: concat!($($doc),+).trim_ascii(),
                errors: concat!("", $($errors)?),
                parameters: &[$(Parameter {
                    name: stringify!($parameter),
                    ty: <$type as FromArgument<'static>>::TYPE,
                    default: None::<DefaultValue>,
                }),*],
                required: {
                    const NAMES: &[&str] = &[$(stringify!($parameter)),*];
                    NAMES.len()
                },
                returns: <$returns as IntoReturn>::TYPE,
                reach: crate::Reach::Nothing,
                thunk,
            };

            fn body($($parameter: $type),*) -> $returns $body

            fn thunk(frame: &mut dyn Frame, host: &mut dyn Host) -> Result<(), ScriptError> {
                let mut index = 0;
                $(
                    let $parameter = <$type as FromArgument<'_>>::from_argument(frame, index, host)
                        .map_err(|error| error.in_argument(&MODEL, index, stringify!($parameter)))?;
                    index += 1;
                )*
                let _ = index;
                body($($parameter),*).into_return(frame).map_err(|error| error.in_function(&MODEL))
            }

            MODEL
        }),+]
    };
}

/// [`Vec2`].
pub static VEC2: VectorType = VectorType {
    name: "Vec2",
    doc: "A vector of two 32-bit floats.",
    lanes: &["x", "y"],
    one_for_all: true,
    default: Value::Vec2(Vec2::ZERO),
    methods: functions! { "Vec2":
        /// Its length.
        fn length(vector: Vec2) -> f32 { vector.length() }
        /// The square of its length, which costs no root.
        fn length_squared(vector: Vec2) -> f32 { vector.length_squared() }
        /// The vector of length 1 with its direction; zero if it has no direction.
        fn normalize(vector: Vec2) -> Vec2 { vector.normalize_or_zero() }
        /// The dot product.
        fn dot(vector: Vec2, other: Vec2) -> f32 { vector.dot(other) }
        /// How far it is from another point.
        fn distance(vector: Vec2, other: Vec2) -> f32 { vector.distance(other) }
        /// The point on the line to `other`: itself at 0, the other at 1.
        fn lerp(vector: Vec2, other: Vec2, amount: f32) -> Vec2 { vector.lerp(other, amount) }
        /// The smaller of each number.
        fn min(vector: Vec2, other: Vec2) -> Vec2 { vector.min(other) }
        /// The larger of each number.
        fn max(vector: Vec2, other: Vec2) -> Vec2 { vector.max(other) }
        /// The same vector as a value of its own, which can be changed without changing this one.
        fn copy(vector: Vec2) -> Vec2 { vector }
    },
    functions: &[],
    constants: &[
        ("ZERO", Value::Vec2(Vec2::ZERO)),
        ("ONE", Value::Vec2(Vec2::ONE)),
        ("X", Value::Vec2(Vec2::X)),
        ("Y", Value::Vec2(Vec2::Y)),
    ],
};

/// [`Vec3`].
pub static VEC3: VectorType = VectorType {
    name: "Vec3",
    doc: "A vector of three 32-bit floats.",
    lanes: &["x", "y", "z"],
    one_for_all: true,
    default: Value::Vec3(Vec3::ZERO),
    methods: functions! { "Vec3":
        /// Its length.
        fn length(vector: Vec3) -> f32 { vector.length() }
        /// The square of its length, which costs no root.
        fn length_squared(vector: Vec3) -> f32 { vector.length_squared() }
        /// The vector of length 1 with its direction; zero if it has no direction.
        fn normalize(vector: Vec3) -> Vec3 { vector.normalize_or_zero() }
        /// The dot product.
        fn dot(vector: Vec3, other: Vec3) -> f32 { vector.dot(other) }
        /// The cross product: at right angles to both.
        fn cross(vector: Vec3, other: Vec3) -> Vec3 { vector.cross(other) }
        /// How far it is from another point.
        fn distance(vector: Vec3, other: Vec3) -> f32 { vector.distance(other) }
        /// The point on the line to `other`: itself at 0, the other at 1.
        fn lerp(vector: Vec3, other: Vec3, amount: f32) -> Vec3 { vector.lerp(other, amount) }
        /// The smaller of each number.
        fn min(vector: Vec3, other: Vec3) -> Vec3 { vector.min(other) }
        /// The larger of each number.
        fn max(vector: Vec3, other: Vec3) -> Vec3 { vector.max(other) }
        /// The same vector as a value of its own, which can be changed without changing this one.
        fn copy(vector: Vec3) -> Vec3 { vector }
    },
    functions: &[],
    constants: &[
        ("ZERO", Value::Vec3(Vec3::ZERO)),
        ("ONE", Value::Vec3(Vec3::ONE)),
        ("X", Value::Vec3(Vec3::X)),
        ("Y", Value::Vec3(Vec3::Y)),
        ("Z", Value::Vec3(Vec3::Z)),
    ],
};

/// [`Quat`].
pub static QUAT: VectorType = VectorType {
    name: "Quat",
    doc: "A rotation, as a quaternion of four 32-bit floats.",
    lanes: &["x", "y", "z", "w"],
    one_for_all: false,
    default: Value::Quat(Quat::IDENTITY),
    methods: functions! { "Quat":
        /// Its length; 1 for a rotation.
        fn length(rotation: Quat) -> f32 { rotation.length() }
        /// The square of its length.
        fn length_squared(rotation: Quat) -> f32 { rotation.length_squared() }
        /// The quaternion of length 1 with its direction.
        #[errors = "argument, if its length is 0 or not finite"]
        fn normalize(rotation: Quat) -> Result<Quat, ScriptError> {
            let normal = rotation.normalize();
            if normal.is_finite() { Ok(normal) } else { Err(no_direction("this quaternion")) }
        }
        /// The rotation that undoes it. It must be normalized.
        fn inverse(rotation: Quat) -> Quat { rotation.conjugate() }
        /// The dot product.
        fn dot(rotation: Quat, other: Quat) -> f32 { rotation.dot(other) }
        /// The rotation on the shortest way to `other`: itself at 0, the other at 1. Both must be normalized.
        fn slerp(rotation: Quat, other: Quat, amount: f32) -> Quat { rotation.slerp(other, amount) }
        /// A vector turned by it, the same as `q * v`. It must be normalized.
        fn rotate(rotation: Quat, vector: Vec3) -> Vec3 { rotation * vector }
        /// The same rotation as a value of its own, which can be changed without changing this one.
        fn copy(rotation: Quat) -> Quat { rotation }
    },
    functions: functions! { "Quat":
        /// The rotation by `radians` around `axis`, which need not have the length 1.
        #[errors = "argument, if the axis has no direction"]
        fn from_axis_angle(axis: Vec3, radians: f32) -> Result<Quat, ScriptError> {
            let axis = axis.try_normalize().ok_or_else(|| no_direction("the axis"))?;
            Ok(Quat::from_axis_angle(axis, radians))
        }
        /// The rotation by the angles `x`, then `y`, then `z`, in radians, each around the axis that the ones before
        /// have turned.
        fn from_euler(x: f32, y: f32, z: f32) -> Quat { Quat::from_euler(EulerRot::XYZ, x, y, z) }
    },
    constants: &[("IDENTITY", Value::Quat(Quat::IDENTITY))],
};

#[cold]
fn no_direction(what: &str) -> ScriptError {
    ScriptError::argument(format!("{what} has no direction: its length is 0 or not finite"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::null::{NullHost, ValueFrame};

    fn call(vector: &VectorType, name: &str, arguments: Vec<Value>) -> Result<Value, ScriptError> {
        let function = vector.methods.iter().chain(vector.functions).find(|function| function.name == name);
        let mut frame = ValueFrame::new(arguments);
        function.expect("known").call(&mut frame, &mut NullHost::new(()))?;
        Ok(frame.result)
    }

    #[test]
    fn a_method_reads_its_arguments_and_returns_its_result() {
        assert_eq!(
            call(&VEC3, "lerp", vec![Vec3::ZERO.into(), Vec3::X.into(), Value::Float(0.5)]),
            Ok(Vec3::new(0.5, 0.0, 0.0).into())
        );
        let error = call(&VEC3, "dot", vec![Vec3::ZERO.into(), Value::Int(1)]).expect_err("wrong type");
        assert_eq!(error.message(), "Vec3.dot: argument 2 (other): expected Vec3, got int 1");
        let error = call(&VEC2, "dot", vec![Vec2::ZERO.into()]).expect_err("missing");
        assert_eq!(error.message(), "Vec2.dot: argument 2 (other): expected Vec2, got nothing");
    }

    #[test]
    fn what_has_no_direction_is_zero_or_refused() {
        assert_eq!(call(&VEC3, "normalize", vec![Vec3::ZERO.into()]), Ok(Vec3::ZERO.into()));
        assert!(call(&QUAT, "normalize", vec![Quat::from_xyzw(0.0, 0.0, 0.0, 0.0).into()]).is_err());
        let error = call(&QUAT, "from_axis_angle", vec![Vec3::ZERO.into(), Value::Int(1)]).expect_err("zero");
        assert!(error.message().starts_with("Quat.from_axis_angle: the axis has no direction"), "{error}");
    }

    #[test]
    fn what_a_constructor_takes_is_told() {
        assert_eq!(
            VEC2.wrong_count(3).message(),
            "Vec2: takes 2 arguments, one for all of them, or none, got 3; it is Vec2(x, y)"
        );
        assert_eq!(
            QUAT.wrong_count(1).message(),
            "Quat: takes 4 arguments or none, got 1; it is Quat(x, y, z, w)"
        );
        assert_eq!(VEC3.no_place(4, 1).message(), "Vec3 has no place 4: its numbers are at 1 to 3");
    }

    #[test]
    fn a_model_has_the_function_s_names_types_and_documentation() {
        let lerp = VEC3.methods.iter().find(|function| function.name == "lerp").expect("known");
        assert_eq!(lerp.signature(), "Vec3.lerp(vector: Vec3, other: Vec3, amount: float) -> Vec3");
        assert_eq!(lerp.doc, "The point on the line to `other`: itself at 0, the other at 1.");
    }
}
