//! [`Group`]: what a row of a column of floats holds: one number, or the numbers of a vector or a rotation.

use glotta_core::{Quat, ScriptError, Value, Vec2, Vec3, narrow_float};

use crate::access::rows::Plain;

/// A float of 32 or 64 bits.
pub(crate) trait Real:
    Copy
    + PartialOrd
    + Default
    + std::ops::Add<Output = Self>
    + std::ops::Sub<Output = Self>
    + std::ops::Mul<Output = Self>
    + std::ops::Div<Output = Self>
{
    /// The number, if it fits.
    fn narrow(number: f64) -> Result<Self, ScriptError>;
    /// The number, rounded; infinite where it is too large.
    fn rounded(number: f64) -> Self;
    fn wide(self) -> f64;
    fn root(self) -> Self;
    /// The lesser of the two; NaN, if one of them is.
    fn lesser(self, other: Self) -> Self;
    /// The greater of the two; NaN, if one of them is.
    fn greater(self, other: Self) -> Self;
}

impl Real for f32 {
    fn narrow(number: f64) -> Result<Self, ScriptError> {
        narrow_float(number)
    }
    #[inline]
    fn rounded(number: f64) -> Self {
        number as Self
    }
    #[inline]
    fn wide(self) -> f64 {
        self.into()
    }
    #[inline]
    fn root(self) -> Self {
        self.sqrt()
    }
    #[inline]
    fn lesser(self, other: Self) -> Self {
        if other < self || other.is_nan() { other } else { self }
    }
    #[inline]
    fn greater(self, other: Self) -> Self {
        if other > self || other.is_nan() { other } else { self }
    }
}

impl Real for f64 {
    fn narrow(number: f64) -> Result<Self, ScriptError> {
        Ok(number)
    }
    #[inline]
    fn rounded(number: f64) -> Self {
        number
    }
    #[inline]
    fn wide(self) -> f64 {
        self
    }
    #[inline]
    fn root(self) -> Self {
        self.sqrt()
    }
    #[inline]
    fn lesser(self, other: Self) -> Self {
        if other < self || other.is_nan() { other } else { self }
    }
    #[inline]
    fn greater(self, other: Self) -> Self {
        if other > self || other.is_nan() { other } else { self }
    }
}

/// As many floats as a row holds.
pub(crate) trait Group: Plain + Default + PartialEq {
    /// The type of each.
    type One: Real;
    /// How many.
    const COUNT: usize;

    fn splat(number: Self::One) -> Self;
    fn numbers(&self) -> &[Self::One];
    fn zip(self, other: Self, f: impl FnMut(Self::One, Self::One) -> Self::One) -> Self;
    /// From as many numbers as there are, or of the first of four.
    fn from_wide(numbers: [f64; 4]) -> Self;

    #[inline]
    fn each(self, mut f: impl FnMut(Self::One) -> Self::One) -> Self {
        self.zip(self, |one, _| f(one))
    }

    #[inline]
    fn first(&self) -> Self::One {
        self.numbers().first().copied().unwrap_or_default()
    }

    #[inline]
    fn dot(self, other: Self) -> Self::One {
        let products = self.zip(other, |one, other| one * other);
        let mut products = products.numbers().iter().copied();
        let first = products.next().unwrap_or_default();
        products.fold(first, |sum, product| sum + product)
    }

    /// The same direction with length 1; the same for 0, which has none.
    #[inline]
    fn normal(self) -> Self {
        // With 64 bits no square is too large or too small.
        let length = self.numbers().iter().fold(0.0, |sum, one| sum + one.wide() * one.wide()).sqrt();
        if length > 0.0 { self.each(|one| Self::One::rounded(one.wide() / length)) } else { self }
    }

    /// Whether one of the numbers of one of the rows is none.
    fn any_nan(rows: &[Self]) -> bool;

    /// Whether one of the numbers is none.
    #[inline]
    fn has_nan(self) -> bool {
        Self::any_nan(&[self])
    }

    fn to_value(self) -> Value {
        let wide = |lane: usize| self.numbers().get(lane).map_or(0.0, |one| one.wide());
        let narrow = |lane: usize| wide(lane) as f32;
        match Self::COUNT {
            1 => Value::Float(wide(0)),
            2 => Value::Vec2(Vec2::new(narrow(0), narrow(1))),
            3 => Value::Vec3(Vec3::new(narrow(0), narrow(1), narrow(2))),
            _ => Value::Quat(Quat::from_xyzw(narrow(0), narrow(1), narrow(2), narrow(3))),
        }
    }

    /// A value of a script: a number, or a vector of as many, which may be a list.
    ///
    /// # Errors
    /// Type, if it is another; argument, if a number does not fit.
    fn from_value(value: &Value) -> Result<Self, ScriptError> {
        let lanes = match (Self::COUNT, value) {
            (1, value) => return Ok(Self::splat(Self::One::narrow(value.as_float()?)?)),
            (2..=4, Value::List(items)) if items.len() == Self::COUNT => {
                let mut lanes = [0.0; 4];
                for (place, (lane, item)) in lanes.iter_mut().zip(items).enumerate() {
                    let number = item.as_float().and_then(narrow_float);
                    *lane =
                        number.map_err(|error| error.within(format_args!("element {}", place + 1)))?.into();
                }
                lanes
            }
            (2, value) => {
                let vector = value.as_vec2()?;
                [vector.x.into(), vector.y.into(), 0.0, 0.0]
            }
            (3, value) => {
                let vector = value.as_vec3()?;
                [vector.x.into(), vector.y.into(), vector.z.into(), 0.0]
            }
            (_, value) => value.as_quat()?.to_array().map(f64::from),
        };
        Ok(Self::from_wide(lanes))
    }
}

macro_rules! groups {
    ($($one:ty: $count:literal),+) => {$(
        impl Group for [$one; $count] {
            type One = $one;
            const COUNT: usize = $count;

            #[inline]
            fn splat(number: $one) -> Self {
                [number; $count]
            }
            #[inline]
            fn numbers(&self) -> &[$one] {
                self
            }
            #[inline]
            fn zip(self, other: Self, mut f: impl FnMut($one, $one) -> $one) -> Self {
                let mut all = self;
                for (one, other) in all.iter_mut().zip(other) {
                    *one = f(*one, other);
                }
                all
            }
            fn any_nan(rows: &[Self]) -> bool {
                // All of them are looked at, which is faster than to stop at the first.
                rows.as_flattened().iter().fold(false, |nan, number| nan | number.is_nan())
            }
            fn from_wide(numbers: [f64; 4]) -> Self {
                let mut all = [0.0; $count];
                for (one, number) in all.iter_mut().zip(numbers) {
                    *one = <$one>::rounded(number);
                }
                all
            }
        }
    )+};
}

groups!(f32: 1, f32: 2, f32: 3, f32: 4, f64: 1);

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_go_in_and_out() {
        assert_eq!(<[f32; 1]>::from_value(&Value::Int(2)).map(Group::to_value), Ok(Value::Float(2.0)));
        let vector = Value::Vec3(Vec3::new(1.0, 2.0, 3.0));
        assert_eq!(<[f32; 3]>::from_value(&vector).map(Group::to_value), Ok(vector.clone()));
        let list = Value::List(vec![Value::Int(1), Value::Float(2.0), Value::Int(3)]);
        assert_eq!(<[f32; 3]>::from_value(&list).map(Group::to_value), Ok(vector));
        assert!(<[f32; 2]>::from_value(&list).is_err());
        assert!(<[f32; 1]>::from_value(&Value::Float(1e300)).is_err(), "too large for 32 bits");
        assert!(<[f64; 1]>::from_value(&Value::Float(1e300)).is_ok());
    }

    #[test]
    fn no_length_is_too_small_or_too_large_to_be_scaled_to_one() {
        assert_eq!([0.0_f32; 3].normal(), [0.0; 3]);
        assert_eq!([0.0, 1e-30_f32, 0.0].normal(), [0.0, 1.0, 0.0]);
        assert_eq!([0.0, 0.0, -1e30_f32].normal(), [0.0, 0.0, -1.0]);
        assert!([f32::INFINITY, 0.0].normal().has_nan());
    }
}
