//! Functions of numbers, as the other languages have them in their libraries. Angles are in radians.

mod order;

use glotta_core::{ErrorKind, ScriptError};

use crate::native::native;
use crate::registry::Registry;

/// Registers them.
///
/// # Errors
/// [`ErrorKind::Host`] with the declaration that the library refuses.
pub(crate) fn register(registry: Registry<'_>) -> Result<(), ScriptError> {
    macro_rules! of_one {
        ($($name:literal = $function:expr;)+) => {
            $(native!(registry, function $name(_vm, x: f64) -> f64 { Ok($function(x)) })?;)+
        };
    }
    of_one! {
        "sin" = f64::sin; "cos" = f64::cos; "tan" = f64::tan;
        "asin" = f64::asin; "acos" = f64::acos; "atan" = f64::atan;
        "sinh" = f64::sinh; "cosh" = f64::cosh; "tanh" = f64::tanh;
        "exp" = f64::exp; "log" = f64::ln; "log10" = f64::log10; "sqrt" = f64::sqrt;
        "floor" = f64::floor; "ceil" = f64::ceil; "round" = f64::round; "trunc" = f64::trunc;
        "abs" = f64::abs; "radians" = f64::to_radians; "degrees" = f64::to_degrees;
        "fraction" = f64::fract;
    }
    macro_rules! of_two {
        ($($name:literal = $function:expr;)+) => {
            $(native!(registry, function $name(_vm, x: f64, y: f64) -> f64 { Ok($function(x, y)) })?;)+
        };
    }
    of_two! {
        "atan2" = f64::atan2; "pow" = f64::powf; "min" = f64::min; "max" = f64::max;
        "fmod" = |x: f64, y: f64| x % y; "hypot" = f64::hypot;
    }
    native!(registry, function "sign"(_vm, x: f64) -> f64 {
        Ok(if x == 0.0 || x.is_nan() { x } else { x.signum() })
    })?;
    native!(registry, function "lerp"(_vm, from: f64, to: f64, amount: f64) -> f64 {
        // Exactly what is at either end.
        Ok(from * (1.0 - amount) + to * amount)
    })?;
    native!(registry, function "clamp"(_vm, x: f64, least: f64, most: f64) -> f64 {
        ordered(least <= most)?;
        Ok(x.clamp(least, most))
    })?;
    native!(registry, function "clamp"(_vm, x: i64, least: i64, most: i64) -> i64 {
        ordered(least <= most)?;
        Ok(x.clamp(least, most))
    })?;
    native!(registry, function "abs"(_vm, x: i64) -> i64 { absolute(x) })?;
    native!(registry, function "min"(_vm, x: i64, y: i64) -> i64 { Ok(x.min(y)) })?;
    native!(registry, function "max"(_vm, x: i64, y: i64) -> i64 { Ok(x.max(y)) })?;
    order::register(registry)?;
    native!(registry, function "isNaN"(_vm, x: f64) -> bool { Ok(x.is_nan()) })?;
    native!(registry, function "isFinite"(_vm, x: f64) -> bool { Ok(x.is_finite()) })?;
    registry.constant("const double PI", std::f64::consts::PI)?;
    registry.constant("const double INFINITY", f64::INFINITY)?;
    registry.constant("const double NAN", f64::NAN)
}

/// The distance of an integer from 0.
fn absolute(x: i64) -> Result<i64, ScriptError> {
    x.checked_abs().ok_or_else(|| ScriptError::argument("abs: the result does not fit an int64"))
}

/// Refuses bounds in the wrong order, and those that are no numbers.
fn ordered(are: bool) -> Result<(), ScriptError> {
    if are {
        Ok(())
    } else {
        Err(ScriptError::new(ErrorKind::Argument, "clamp: the lower bound is not below the upper one"))
    }
}
