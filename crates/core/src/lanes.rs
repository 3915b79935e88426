//! [`Vector`]: a vector type as its numbers, and [`Origin`]: the component's field that a vector was read from.

use std::ops::{Add, Div, Mul, Neg, Sub};

use glam::{Quat, Vec2, Vec3};

use crate::{Entity, FieldKey, Frame, Host, QUAT, ScriptError, VEC2, VEC3, Value, ValueKind, VectorType};

/// A type of vectors or rotations as its numbers, for a language that keeps them in memory of its own. Its default is
/// what its constructor makes without arguments.
pub trait Vector:
    Copy
    + Default
    + PartialEq
    + Add<Output = Self>
    + Sub<Output = Self>
    + Neg<Output = Self>
    + Mul<Output = Self>
    + Mul<f32, Output = Self>
    + Div<f32, Output = Self>
    + 'static
{
    /// The type as scripts see it.
    const MODEL: &'static VectorType;
    /// Its name.
    const NAME: &'static str;
    /// How many numbers it has, at most four.
    const COUNT: usize;

    /// Its numbers; zeros after the last.
    fn to_lanes(self) -> [f32; 4];

    /// The vector of these numbers; those after its last are ignored.
    fn from_lanes(lanes: [f32; 4]) -> Self;
}

impl Vector for Vec2 {
    const MODEL: &'static VectorType = &VEC2;
    const NAME: &'static str = "Vec2";
    const COUNT: usize = 2;

    #[inline]
    fn to_lanes(self) -> [f32; 4] {
        [self.x, self.y, 0.0, 0.0]
    }

    #[inline]
    fn from_lanes([x, y, ..]: [f32; 4]) -> Self {
        Self::new(x, y)
    }
}

impl Vector for Vec3 {
    const MODEL: &'static VectorType = &VEC3;
    const NAME: &'static str = "Vec3";
    const COUNT: usize = 3;

    #[inline]
    fn to_lanes(self) -> [f32; 4] {
        [self.x, self.y, self.z, 0.0]
    }

    #[inline]
    fn from_lanes([x, y, z, _]: [f32; 4]) -> Self {
        Self::new(x, y, z)
    }
}

impl Vector for Quat {
    const MODEL: &'static VectorType = &QUAT;
    const NAME: &'static str = "Quat";
    const COUNT: usize = 4;

    #[inline]
    fn to_lanes(self) -> [f32; 4] {
        self.to_array()
    }

    #[inline]
    fn from_lanes(lanes: [f32; 4]) -> Self {
        Self::from_array(lanes)
    }
}

/// Which field of which entity's component a vector was read from. `t.translation.x = 5` must reach the component, so
/// a vector that was read from a field remembers it, and assigning one of its numbers goes to the field too.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Origin {
    /// Whose component.
    pub entity: Entity,
    /// Which field of it.
    pub field: FieldKey,
}

impl Origin {
    /// Writes one number of the field: reads the field as it is now, changes the number, writes it back. `model` is the
    /// type of the vector that was read from it.
    ///
    /// # Errors
    /// [`crate::ErrorKind::NotFound`] if the entity or its component is gone; [`crate::ErrorKind::Type`] if the field no
    /// longer holds such a vector.
    pub fn set_lane(
        self,
        model: &VectorType,
        lane: usize,
        number: f32,
        host: &mut dyn Host,
    ) -> Result<(), ScriptError> {
        let mut frame = OneValue(Value::Null);
        host.field(self.entity, self.field, &mut frame)?;
        match &mut frame.0 {
            Value::Vec2(vector) if lane < 2 => vector[lane] = number,
            Value::Vec3(vector) if lane < 3 => vector[lane] = number,
            Value::Quat(rotation) if lane < 4 => {
                let mut lanes = rotation.to_array();
                lanes[lane] = number;
                *rotation = Quat::from_array(lanes);
            }
            other => return Err(ScriptError::type_mismatch(model.name, &other.describe())),
        }
        host.set_field(self.entity, self.field, &frame, 0)
    }
}

/// A frame for reading a field and writing it back: its argument is its result.
struct OneValue(Value);

impl Frame for OneValue {
    fn argument_count(&self) -> usize {
        1
    }

    fn kind(&self, index: usize) -> ValueKind {
        if index == 0 { self.0.kind() } else { ValueKind::Null }
    }

    fn value(&self, index: usize, _: &mut dyn Host) -> Result<Value, ScriptError> {
        self.plain_value(index)
    }

    fn plain_value(&self, index: usize) -> Result<Value, ScriptError> {
        Ok(if index == 0 { self.0.clone() } else { Value::Null })
    }

    fn return_value(&mut self, value: Value) -> Result<(), ScriptError> {
        self.0 = value;
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use std::any::{Any, TypeId};

    use super::*;
    use crate::{Arg, Callback, ComponentId};

    /// A host of one field.
    struct Field(Value);

    impl Host for Field {
        fn part_mut(&mut self, _: TypeId) -> Option<&mut dyn Any> {
            None
        }

        fn print(&mut self, _: &str) {}

        fn call(&mut self, _: &Callback, _: &[Arg<'_>]) -> Result<Value, ScriptError> {
            Err(ScriptError::host("no functions"))
        }

        fn field(&mut self, _: Entity, _: FieldKey, frame: &mut dyn Frame) -> Result<(), ScriptError> {
            frame.return_value(self.0.clone())
        }

        fn set_field(
            &mut self,
            _: Entity,
            _: FieldKey,
            frame: &dyn Frame,
            argument: usize,
        ) -> Result<(), ScriptError> {
            self.0 = frame.plain_value(argument)?;
            Ok(())
        }
    }

    fn check<V: Vector + Into<Value>>() -> Result<(), ScriptError> {
        let lanes = [1.0, 2.0, 3.0, 4.0];
        let vector = V::from_lanes(lanes);
        assert_eq!(vector.to_lanes()[..V::COUNT], lanes[..V::COUNT]);
        assert_eq!((V::MODEL.name, V::MODEL.lanes.len()), (V::NAME, V::COUNT));
        assert_eq!(V::MODEL.default, V::default().into());

        let origin =
            Origin { entity: Entity::new(1, 0), field: FieldKey { component: ComponentId(0), field: 0 } };
        let mut host = Field(vector.into());
        for lane in 0..V::COUNT {
            origin.set_lane(V::MODEL, lane, 9.0, &mut host)?;
            let mut expected = lanes;
            expected[..=lane].fill(9.0);
            assert_eq!(host.0, V::from_lanes(expected).into());
        }
        assert!(origin.set_lane(V::MODEL, V::COUNT, 9.0, &mut host).is_err());
        host.0 = Value::Int(1);
        let error = origin.set_lane(V::MODEL, 0, 9.0, &mut host).expect_err("no vector any more");
        assert_eq!(error.message(), format!("expected {}, got int 1", V::NAME));
        Ok(())
    }

    #[test]
    fn a_vector_is_its_numbers_and_writes_them_to_its_field() -> Result<(), ScriptError> {
        check::<Vec2>()?;
        check::<Vec3>()?;
        check::<Quat>()
    }
}
