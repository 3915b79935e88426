//! `Vec2`, `Vec3` and `Quat` in scripts: values with their numbers as properties, operators ([`operators`]), and methods
//! from [`glotta_core::VECTORS`].
//!
//! They have no constructor or assignment that copies: the library then copies their bytes itself, which costs no call.

#![allow(unsafe_code)] // reads and writes the library's stack

pub(crate) mod operators;
pub(crate) mod text;

use glotta_angelscript_sys as sys;
use glotta_core::{Quat, ScriptError, Value, Vec2, Vec3, Vector, VectorType, narrow_float};

use crate::bind;
use crate::frame::Form;
use crate::native::{Call, ScriptType};
use crate::registry::Registry;
use crate::types::Tag;
use crate::vm::Vm;
use operators::{Linear, Own};

/// A vector type as scripts hold it: its numbers, at multiples of 4 bytes as the library places things.
pub(crate) trait ScriptVector: ScriptType + Copy {
    /// The same to the engine.
    type Of: Vector + Into<Value>;
    /// What the type is to us.
    const TAG: Tag;
    /// As a parameter of the API.
    const FORM: Form;
    /// The type of its numbers inside a component.
    const FIELD: &'static str;
    /// What that type is to us.
    const FIELD_TAG: Tag;

    /// The vector for a script.
    fn pack(vector: Self::Of) -> Self;
    /// The vector for the engine.
    fn unpack(self) -> Self::Of;
    /// The vector that a value is.
    ///
    /// # Errors
    /// [`glotta_core::ErrorKind::Type`] for any other value.
    fn of_value(value: &Value) -> Result<Self::Of, ScriptError>;
}

macro_rules! vectors {
    ($($(#[doc = $doc:literal])+ $name:ident, $of:ident, $count:literal, $field:literal, $tag:ident, $field_tag:ident, $as:ident;)+) => {$(
        $(#[doc = $doc])+
        #[derive(Clone, Copy, Debug, PartialEq)]
        #[repr(C)]
        pub(crate) struct $name([f32; $count]);

        impl $name {
            /// The vector for a script.
            #[inline]
            pub(crate) fn new(vector: $of) -> Self {
                Self(vector.to_array())
            }

            /// The vector for the engine.
            #[inline]
            pub(crate) fn get(&self) -> $of {
                $of::from_array(self.0)
            }
        }

        impl Default for $name {
            fn default() -> Self {
                Self::new($of::default())
            }
        }

        impl ScriptType for $name {
            const NAME: &'static str = stringify!($of);
        }

        impl ScriptVector for $name {
            type Of = $of;
            const TAG: Tag = Tag::$tag;
            const FORM: Form = Form::$of;
            const FIELD: &'static str = $field;
            const FIELD_TAG: Tag = Tag::$field_tag;

            #[inline]
            fn pack(vector: $of) -> Self {
                Self::new(vector)
            }

            #[inline]
            fn unpack(self) -> $of {
                self.get()
            }

            fn of_value(value: &Value) -> Result<$of, ScriptError> {
                value.$as()
            }
        }
    )+};
}

vectors! {
    /// `Vec2` in scripts.
    ScriptVec2, Vec2, 2, "Vec2Field", Vec2, Vec2Field, as_vec2;
    /// `Vec3` in scripts.
    ScriptVec3, Vec3, 3, "Vec3Field", Vec3, Vec3Field, as_vec3;
    /// `Quat` in scripts.
    ScriptQuat, Quat, 4, "QuatField", Quat, QuatField, as_quat;
}

/// Registers the types themselves, so that others can name them.
///
/// # Errors
/// As for [`register`].
pub(crate) fn declare(registry: Registry<'_>) -> Result<(), ScriptError> {
    declare_one::<ScriptVec2>(registry)?;
    declare_one::<ScriptVec3>(registry)?;
    declare_one::<ScriptQuat>(registry)
}

fn declare_one<V: ScriptVector>(registry: Registry<'_>) -> Result<(), ScriptError> {
    let flags = sys::OBJ_VALUE | sys::OBJ_POD | sys::OBJ_APP_CLASS | sys::OBJ_APP_CLASS_ALLFLOATS;
    registry.object_type(V::NAME, V::TAG, size_of::<V>(), flags)
}

/// Registers what vectors can do.
///
/// # Errors
/// [`glotta_core::ErrorKind::Host`] if the library refuses a declaration.
pub(crate) fn register(registry: Registry<'_>) -> Result<(), ScriptError> {
    common::<ScriptVec2>(registry)?;
    operators::linear::<Own<ScriptVec2>>(registry)?;
    common::<ScriptVec3>(registry)?;
    operators::linear::<Own<ScriptVec3>>(registry)?;
    common::<ScriptQuat>(registry)?;
    operators::rotation::<Own<ScriptQuat>>(registry)
}

/// What all three have.
fn common<V: ScriptVector>(registry: Registry<'_>) -> Result<(), ScriptError> {
    let model = V::Of::MODEL;
    registry.behaviour(V::NAME, sys::BEHAVE_CONSTRUCT, "void f()", |_: &Vm, call: &mut Call<'_>| {
        // SAFETY: the place for the object is large enough, and holds nothing yet.
        unsafe { call.object::<V>().write(V::pack(V::Of::default())) };
        Ok(())
    })?;
    let lanes: Vec<String> = model.lanes.iter().map(|lane| format!("double {lane}")).collect();
    let declaration = format!("void f({})", lanes.join(", "));
    registry.behaviour(V::NAME, sys::BEHAVE_CONSTRUCT, &declaration, construct::<V>)?;
    if model.one_for_all {
        let declaration = format!("void f(double {}) explicit", VectorType::ALL);
        registry.behaviour(V::NAME, sys::BEHAVE_CONSTRUCT, &declaration, |_: &Vm, call: &mut Call<'_>| {
            // SAFETY: declared so; the place for the object is large enough, and holds nothing yet.
            unsafe {
                let number = narrow_float(call.next::<f64>())
                    .map_err(|error| error.in_argument(V::NAME, 0, VectorType::ALL))?;
                call.object::<V>().write(V::pack(V::Of::from_lanes([number; 4])));
            }
            Ok(())
        })?;
    }
    registry.method(V::NAME, "float &opIndex(int64)", lane_at::<V>)?;
    registry.method(V::NAME, "const float &opIndex(int64) const", lane_at::<V>)?;
    for (index, lane) in model.lanes.iter().enumerate() {
        registry.property(V::NAME, &format!("float {lane}"), index * size_of::<f32>())?;
    }
    operators::common::<Own<V>>(registry)?;
    text::of_vectors::<Own<V>>(registry, V::NAME)?;
    for function in model.methods {
        bind::methods(registry, V::NAME, V::FORM, function)?;
    }
    registry.namespace(V::NAME)?;
    for function in model.functions {
        bind::functions(registry, function)?;
    }
    for (name, value) in model.constants {
        registry.constant(&format!("const {} {name}", V::NAME), V::pack(V::of_value(value)?))?;
    }
    registry.namespace("")
}

/// `Vec3(x, y, z)`.
fn construct<V: ScriptVector>(_: &Vm, call: &mut Call<'_>) -> Result<(), ScriptError> {
    let mut lanes = [0.0; 4];
    for (index, (lane, name)) in lanes.iter_mut().zip(V::Of::MODEL.lanes).enumerate() {
        // SAFETY: declared with a double for each number.
        let number: f64 = unsafe { call.next() };
        *lane = narrow_float(number).map_err(|error| error.in_argument(V::NAME, index, name))?;
    }
    // SAFETY: the place for the object is large enough, and holds nothing yet.
    unsafe { call.object::<V>().write(V::pack(V::Of::from_lanes(lanes))) };
    Ok(())
}

/// `v[0]`.
fn lane_at<V: ScriptVector>(_: &Vm, call: &mut Call<'_>) -> Result<(), ScriptError> {
    // SAFETY: declared so; the place is one of the vector's numbers, and the result is declared as a reference.
    unsafe {
        let place = lane_of::<V::Of>(call.next())?;
        let lane = call.object::<f32>().add(place);
        call.result().cast::<*mut f32>().write_unaligned(lane);
    }
    Ok(())
}

/// Which number a place stands for.
///
/// # Errors
/// [`glotta_core::ErrorKind::NotFound`] if there is none.
pub(crate) fn lane_of<V: Vector>(place: i64) -> Result<usize, ScriptError> {
    usize::try_from(place).ok().filter(|place| *place < V::COUNT).ok_or_else(|| V::MODEL.no_place(place, 0))
}

impl Linear for Vec2 {}
impl Linear for Vec3 {}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn vectors_lie_as_scripts_expect_their_numbers() {
        assert_eq!((size_of::<ScriptVec2>(), align_of::<ScriptVec2>()), (8, 4));
        assert_eq!((size_of::<ScriptVec3>(), align_of::<ScriptVec3>()), (12, 4));
        assert_eq!((size_of::<ScriptQuat>(), align_of::<ScriptQuat>()), (16, 4));
        assert_eq!(ScriptVec3::new(Vec3::new(1.0, 2.0, 3.0)).0, [1.0, 2.0, 3.0]);
        assert_eq!(ScriptQuat::default().get(), Quat::IDENTITY);
        assert_eq!(ScriptQuat::new(Quat::from_xyzw(1.0, 2.0, 3.0, 4.0)).0, [1.0, 2.0, 3.0, 4.0]);
    }
}
