//! The operators of vectors.

#![allow(unsafe_code)] // functions for Python

use std::ptr;

use glotta_core::{ErrorKind, Quat, ScriptError, ValueKind, Vec2, Vec3};
use pyo3::ffi;

use crate::errors::{self, Shape};
use crate::py::{Obj, Ref};
use crate::read::{describe, kind};
use crate::vectors::{Kind, lane_of, make, number, read};

/// The result of an operator, or an error that names both operands; operands of types that we do not know are left
/// to them.
#[inline]
fn result<V: Kind>(verb: &'static str, first: Ref, second: Ref, result: Option<V>) -> Ref {
    match result {
        Some(value) => make(value).map_or(ptr::null_mut(), Obj::into_ptr),
        None => wrong_operands(verb, first, second),
    }
}

#[cold]
fn wrong_operands(verb: &str, first: Ref, second: Ref) -> Ref {
    for object in [first, second] {
        match kind(object) {
            ValueKind::Foreign | ValueKind::Function => {
                // SAFETY: it lives as long as the interpreter.
                return Obj::borrow(unsafe { ffi::Py_NotImplemented() }).into_ptr();
            }
            ValueKind::Int | ValueKind::Float => {
                if let Err(error) = lane_of(object) {
                    return errors::raise(error, Shape::OfKind, None);
                }
            }
            _ => {}
        }
    }
    let message = format!("cannot {verb} {} and {}", describe(first), describe(second));
    errors::raise(ScriptError::new(ErrorKind::Type, message), Shape::OfKind, None)
}

/// Both operands as vectors of one type.
fn both<V: Kind>(first: Ref, second: Ref) -> Option<(V, V)> {
    Some((read(first)?, read(second)?))
}

pub(crate) unsafe extern "C" fn add<V: Kind>(first: Ref, second: Ref) -> Ref {
    result("add", first, second, both::<V>(first, second).map(|(a, b)| a + b))
}

pub(crate) unsafe extern "C" fn sub<V: Kind>(first: Ref, second: Ref) -> Ref {
    result("subtract", first, second, both::<V>(first, second).map(|(a, b)| a - b))
}

pub(crate) unsafe extern "C" fn negative<V: Kind>(object: Ref) -> Ref {
    result("negate", object, object, read::<V>(object).map(V::neg))
}

pub(crate) unsafe extern "C" fn positive<V: Kind>(object: Ref) -> Ref {
    result("copy", object, object, read::<V>(object))
}

macro_rules! linear {
    ($($ty:ty, $mul:ident, $div:ident;)+) => {$(
        pub(crate) unsafe extern "C" fn $mul(first: Ref, second: Ref) -> Ref {
            let product = match (read::<$ty>(first), read::<$ty>(second)) {
                (Some(a), Some(b)) => Some(a * b),
                (Some(a), None) => number(second).map(|b| a * b),
                (None, Some(b)) => number(first).map(|a| b * a),
                (None, None) => None,
            };
            result("multiply", first, second, product)
        }

        pub(crate) unsafe extern "C" fn $div(first: Ref, second: Ref) -> Ref {
            let quotient = match (read::<$ty>(first), read::<$ty>(second)) {
                (Some(a), Some(b)) => Some(a / b),
                (Some(a), None) => number(second).map(|b| a / b),
                _ => None,
            };
            result("divide", first, second, quotient)
        }
    )+};
}

linear! {
    Vec2, mul_vec2, div_vec2;
    Vec3, mul_vec3, div_vec3;
}

/// `q * r`, `q * v`, and `q * 2` or `2 * q`, which goes with adding rotations up.
pub(crate) unsafe extern "C" fn mul_quat(first: Ref, second: Ref) -> Ref {
    if let (Some(a), Some(b)) = (read::<Quat>(first), read::<Vec3>(second)) {
        return result("multiply", first, second, Some(a * b));
    }
    let product = match (read::<Quat>(first), read::<Quat>(second)) {
        (Some(a), Some(b)) => Some(a * b),
        (Some(a), None) => number(second).map(|b| a * b),
        (None, Some(b)) => number(first).map(|a| b * a),
        (None, None) => None,
    };
    result("multiply", first, second, product)
}

/// `q / 2`.
pub(crate) unsafe extern "C" fn div_quat(first: Ref, second: Ref) -> Ref {
    let quotient = read::<Quat>(first).and_then(|a| number(second).map(|b| a / b));
    result("divide", first, second, quotient)
}
