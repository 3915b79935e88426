//! What operators make of two values, at run time.

use std::borrow::Cow;
use std::cmp::Ordering;

use glotta_core::{ErrorKind, ScriptError, Value, float_to_int, narrow_float};

use crate::memory;
use crate::read;

/// Two numbers, as the operators of scripts see them: a float makes both floats.
enum Numbers {
    Ints(i64, i64),
    Floats(f64, f64),
}

fn numbers(first: &Value, second: &Value) -> Option<Numbers> {
    Some(match (first, second) {
        (Value::Int(a), Value::Int(b)) => Numbers::Ints(*a, *b),
        (Value::Int(a), Value::Float(b)) => Numbers::Floats(*a as f64, *b),
        (Value::Float(a), Value::Int(b)) => Numbers::Floats(*a, *b as f64),
        (Value::Float(a), Value::Float(b)) => Numbers::Floats(*a, *b),
        _ => return None,
    })
}

/// A number that is to go with a vector.
fn lane(value: &Value) -> Option<Result<f32, ScriptError>> {
    match value {
        Value::Int(number) => Some(Ok(*number as f32)),
        Value::Float(number) => Some(narrow_float(*number)),
        _ => None,
    }
}

#[cold]
fn refused(verb: &str, first: &Value, second: &Value) -> ScriptError {
    ScriptError::new(ErrorKind::Type, format!("cannot {verb} {} and {}", first.describe(), second.describe()))
}

#[cold]
fn overflow(first: i64, operator: &str, second: i64) -> ScriptError {
    ScriptError::new(
        ErrorKind::Runtime,
        format!("{first} {operator} {second} does not fit the 64-bit integer of scripts"),
    )
}

#[cold]
fn by_zero(first: i64, operator: &str) -> ScriptError {
    ScriptError::new(ErrorKind::Runtime, format!("{first} {operator} 0: an integer is divided by zero"))
}

/// `a + b`: numbers, vectors, and text with anything.
///
/// # Errors
/// [`ErrorKind::Type`] if the operator does not know the two; [`ErrorKind::Runtime`] if the result is no integer of 64
/// bits; [`ErrorKind::OutOfMemory`] for a text that the script may not have. The other operators likewise.
pub(crate) fn add(first: &Value, second: &Value) -> Result<Value, ScriptError> {
    Ok(match (first, second) {
        (Value::Vec2(a), Value::Vec2(b)) => Value::Vec2(*a + *b),
        (Value::Vec3(a), Value::Vec3(b)) => Value::Vec3(*a + *b),
        (Value::Quat(a), Value::Quat(b)) => Value::Quat(*a + *b),
        (Value::String(text), other) => join(text, &piece(other))?,
        (other, Value::String(text)) => join(&piece(other), text)?,
        _ => match numbers(first, second) {
            Some(Numbers::Ints(a, b)) => Value::Int(a.checked_add(b).ok_or_else(|| overflow(a, "+", b))?),
            Some(Numbers::Floats(a, b)) => Value::Float(a + b),
            None => return Err(refused("add", first, second)),
        },
    })
}

/// What a text is joined with, as text.
fn piece(value: &Value) -> Cow<'_, str> {
    match value {
        Value::String(text) => Cow::Borrowed(text),
        other => Cow::Owned(read::text_of(other)),
    }
}

fn join(first: &str, second: &str) -> Result<Value, ScriptError> {
    let length = first.len() + second.len();
    memory::reserve(length)?;
    let mut text = String::with_capacity(length);
    text.push_str(first);
    text.push_str(second);
    Ok(Value::String(text))
}

/// `a - b`.
pub(crate) fn subtract(first: &Value, second: &Value) -> Result<Value, ScriptError> {
    Ok(match (first, second) {
        (Value::Vec2(a), Value::Vec2(b)) => Value::Vec2(*a - *b),
        (Value::Vec3(a), Value::Vec3(b)) => Value::Vec3(*a - *b),
        (Value::Quat(a), Value::Quat(b)) => Value::Quat(*a - *b),
        _ => match numbers(first, second) {
            Some(Numbers::Ints(a, b)) => Value::Int(a.checked_sub(b).ok_or_else(|| overflow(a, "-", b))?),
            Some(Numbers::Floats(a, b)) => Value::Float(a - b),
            None => return Err(refused("subtract", first, second)),
        },
    })
}

/// `a * b`: a vector also with a number, a rotation also with a vector, which it turns.
pub(crate) fn multiply(first: &Value, second: &Value) -> Result<Value, ScriptError> {
    match (first, second) {
        (Value::Vec2(a), Value::Vec2(b)) => return Ok(Value::Vec2(*a * *b)),
        (Value::Vec3(a), Value::Vec3(b)) => return Ok(Value::Vec3(*a * *b)),
        (Value::Quat(a), Value::Quat(b)) => return Ok(Value::Quat(*a * *b)),
        (Value::Quat(a), Value::Vec3(b)) => return Ok(Value::Vec3(*a * *b)),
        _ => {}
    }
    if let Some(numbers) = numbers(first, second) {
        return Ok(match numbers {
            Numbers::Ints(a, b) => Value::Int(a.checked_mul(b).ok_or_else(|| overflow(a, "*", b))?),
            Numbers::Floats(a, b) => Value::Float(a * b),
        });
    }
    for (vector, number) in [(first, second), (second, first)] {
        if let (Value::Vec2(_) | Value::Vec3(_) | Value::Quat(_), Some(number)) = (vector, lane(number)) {
            let number = number?;
            return Ok(match vector {
                Value::Vec2(vector) => Value::Vec2(*vector * number),
                Value::Vec3(vector) => Value::Vec3(*vector * number),
                Value::Quat(rotation) => Value::Quat(*rotation * number),
                _ => break,
            });
        }
    }
    Err(refused("multiply", first, second))
}

/// `a / b`: of ints, the whole part.
pub(crate) fn divide(first: &Value, second: &Value) -> Result<Value, ScriptError> {
    match (first, second) {
        (Value::Vec2(a), Value::Vec2(b)) => return Ok(Value::Vec2(*a / *b)),
        (Value::Vec3(a), Value::Vec3(b)) => return Ok(Value::Vec3(*a / *b)),
        _ => {}
    }
    if let Some(numbers) = numbers(first, second) {
        return Ok(match numbers {
            Numbers::Ints(a, 0) => return Err(by_zero(a, "/")),
            Numbers::Ints(a, b) => Value::Int(a.checked_div(b).ok_or_else(|| overflow(a, "/", b))?),
            Numbers::Floats(a, b) => Value::Float(a / b),
        });
    }
    match (first, lane(second)) {
        (Value::Vec2(vector), Some(number)) => Ok(Value::Vec2(*vector / number?)),
        (Value::Vec3(vector), Some(number)) => Ok(Value::Vec3(*vector / number?)),
        (Value::Quat(rotation), Some(number)) => Ok(Value::Quat(*rotation / number?)),
        _ => Err(refused("divide", first, second)),
    }
}

/// `a % b`: what a division leaves, with the sign of `a`.
pub(crate) fn remainder(first: &Value, second: &Value) -> Result<Value, ScriptError> {
    match numbers(first, second) {
        Some(Numbers::Ints(a, 0)) => Err(by_zero(a, "%")),
        // Only the smallest number by -1 does not fit, and that leaves nothing.
        Some(Numbers::Ints(a, b)) => Ok(Value::Int(a.checked_rem(b).unwrap_or(0))),
        Some(Numbers::Floats(a, b)) => Ok(Value::Float(a % b)),
        None => Err(refused("divide", first, second)),
    }
}

/// `a ** b`: of ints an int, and so at least zero if `b` is below that.
pub(crate) fn power(first: &Value, second: &Value) -> Result<Value, ScriptError> {
    match numbers(first, second) {
        Some(Numbers::Ints(base, exponent)) => int_power(base, exponent).map(Value::Int),
        Some(Numbers::Floats(a, b)) => Ok(Value::Float(a.powf(b))),
        None => Err(refused("raise", first, second)),
    }
}

fn int_power(base: i64, exponent: i64) -> Result<i64, ScriptError> {
    match (base, exponent) {
        (0, ..0) => Err(by_zero(1, "/")),
        // These have a result whatever the exponent is, or one that is below 1.
        (1, _) => Ok(1),
        (-1, _) => Ok(if exponent % 2 == 0 { 1 } else { -1 }),
        (_, ..0) => Ok(0),
        (0, 0) => Ok(1),
        (0, _) => Ok(0),
        _ => u32::try_from(exponent)
            .ok()
            .and_then(|exponent| base.checked_pow(exponent))
            .ok_or_else(|| overflow(base, "**", exponent)),
    }
}

/// `-a`.
pub(crate) fn negate(value: &Value) -> Result<Value, ScriptError> {
    Ok(match value {
        Value::Int(number) => Value::Int(number.checked_neg().ok_or_else(|| overflow(0, "-", *number))?),
        Value::Float(number) => Value::Float(-number),
        Value::Vec2(vector) => Value::Vec2(-*vector),
        Value::Vec3(vector) => Value::Vec3(-*vector),
        Value::Quat(rotation) => Value::Quat(-*rotation),
        _ => {
            return Err(ScriptError::new(ErrorKind::Type, format!("cannot negate {}", value.describe())));
        }
    })
}

/// `a == b`: numbers by what they are worth, whether int or float; everything else by kind and content.
pub(crate) fn equal(first: &Value, second: &Value) -> bool {
    match (first, second) {
        (Value::Int(int), Value::Float(float)) | (Value::Float(float), Value::Int(int)) => {
            float_to_int(*float) == Some(*int)
        }
        (Value::List(a), Value::List(b)) => {
            a.len() == b.len() && a.iter().zip(b).all(|(first, second)| equal(first, second))
        }
        (Value::Table(a), Value::Table(b)) => {
            a.len() == b.len()
                && a.iter()
                    .zip(b)
                    .all(|((name, first), (other, second))| name == other && equal(first, second))
        }
        _ => first == second,
    }
}

/// How `a` is ordered to `b`: numbers by what they are worth, text by its letters. A number that is none (NaN) is
/// above all others.
///
/// # Errors
/// [`ErrorKind::Type`] for anything else.
pub(crate) fn compare(first: &Value, second: &Value) -> Result<Ordering, ScriptError> {
    match (first, second) {
        (Value::String(a), Value::String(b)) => return Ok(a.cmp(b)),
        (Value::Int(a), Value::Float(b)) => return Ok(compare_mixed(*a, *b)),
        (Value::Float(a), Value::Int(b)) => return Ok(compare_mixed(*b, *a).reverse()),
        _ => {}
    }
    match numbers(first, second) {
        Some(Numbers::Ints(a, b)) => Ok(a.cmp(&b)),
        Some(Numbers::Floats(a, b)) => Ok(a.partial_cmp(&b).unwrap_or_else(|| a.is_nan().cmp(&b.is_nan()))),
        None => Err(refused("compare", first, second)),
    }
}

/// An int and a float. Turning the int into a float would make it equal to its neighbours.
fn compare_mixed(int: i64, float: f64) -> Ordering {
    match float_to_int(float.floor()) {
        Some(whole) => {
            int.cmp(&whole).then(if float.fract() == 0.0 { Ordering::Equal } else { Ordering::Less })
        }
        None if float < 0.0 => Ordering::Greater,
        // Also for what is no number.
        None => Ordering::Less,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use glotta_core::{Quat, Vec2, Vec3};

    fn message(result: Result<Value, ScriptError>) -> String {
        result.map_or_else(|error| error.message().to_owned(), |value| format!("no error but {value}"))
    }

    #[test]
    fn ints_stay_ints_and_a_float_makes_floats() -> Result<(), ScriptError> {
        let (seven, two, half) = (Value::Int(7), Value::Int(2), Value::Float(0.5));
        assert_eq!(add(&seven, &two)?, Value::Int(9));
        assert_eq!(subtract(&two, &seven)?, Value::Int(-5));
        assert_eq!(multiply(&seven, &two)?, Value::Int(14));
        assert_eq!(divide(&seven, &two)?, Value::Int(3));
        assert_eq!(divide(&Value::Int(-7), &two)?, Value::Int(-3));
        assert_eq!(remainder(&Value::Int(-7), &two)?, Value::Int(-1));
        assert_eq!(power(&two, &seven)?, Value::Int(128));
        assert_eq!(negate(&two)?, Value::Int(-2));
        assert_eq!(add(&seven, &half)?, Value::Float(7.5));
        assert_eq!(subtract(&half, &two)?, Value::Float(-1.5));
        assert_eq!(multiply(&half, &two)?, Value::Float(1.0));
        assert_eq!(divide(&seven, &half)?, Value::Float(14.0));
        assert_eq!(divide(&half, &Value::Int(0))?, Value::Float(f64::INFINITY));
        assert_eq!(remainder(&Value::Float(7.5), &two)?, Value::Float(1.5));
        assert_eq!(power(&two, &half)?, Value::Float(2.0_f64.sqrt()));
        assert_eq!(negate(&half)?, Value::Float(-0.5));
        Ok(())
    }

    #[test]
    fn ints_that_do_not_fit_are_refused() {
        let (most, least, one) = (Value::Int(i64::MAX), Value::Int(i64::MIN), Value::Int(1));
        assert_eq!(
            message(add(&most, &one)),
            "9223372036854775807 + 1 does not fit the 64-bit integer of scripts"
        );
        assert!(subtract(&least, &one).is_err());
        assert!(multiply(&most, &Value::Int(2)).is_err());
        assert!(divide(&least, &Value::Int(-1)).is_err());
        assert_eq!(remainder(&least, &Value::Int(-1)), Ok(Value::Int(0)));
        assert!(power(&Value::Int(2), &Value::Int(63)).is_err());
        assert!(power(&Value::Int(2), &Value::Int(i64::MAX)).is_err());
        assert!(negate(&least).is_err());
        assert_eq!(message(divide(&one, &Value::Int(0))), "1 / 0: an integer is divided by zero");
        assert_eq!(message(remainder(&one, &Value::Int(0))), "1 % 0: an integer is divided by zero");
        assert!(power(&Value::Int(0), &Value::Int(-1)).is_err());
    }

    #[test]
    fn powers_of_ints_are_whole() {
        for (base, exponent, expected) in
            [(0, 0, 1), (0, 5, 0), (1, i64::MIN, 1), (-1, -3, -1), (-1, 4, 1), (2, -1, 0), (-3, 3, -27)]
        {
            assert_eq!(power(&Value::Int(base), &Value::Int(exponent)), Ok(Value::Int(expected)));
        }
    }

    #[test]
    fn vectors_go_with_vectors_and_numbers() -> Result<(), ScriptError> {
        let (v, w) = (Value::Vec3(Vec3::new(1.0, 2.0, 3.0)), Value::Vec3(Vec3::splat(2.0)));
        assert_eq!(add(&v, &w)?, Value::Vec3(Vec3::new(3.0, 4.0, 5.0)));
        assert_eq!(subtract(&v, &w)?, Value::Vec3(Vec3::new(-1.0, 0.0, 1.0)));
        assert_eq!(multiply(&v, &w)?, Value::Vec3(Vec3::new(2.0, 4.0, 6.0)));
        assert_eq!(multiply(&v, &Value::Int(2))?, multiply(&Value::Float(2.0), &v)?);
        assert_eq!(divide(&v, &w)?, divide(&v, &Value::Int(2))?);
        assert_eq!(negate(&Value::Vec2(Vec2::ONE))?, Value::Vec2(-Vec2::ONE));
        let turn = Value::Quat(Quat::from_xyzw(0.0, 1.0, 0.0, 0.0));
        assert_eq!(multiply(&turn, &Value::Vec3(Vec3::X))?, Value::Vec3(-Vec3::X));
        assert_eq!(multiply(&turn, &Value::Quat(Quat::IDENTITY))?, turn);
        assert_eq!(message(divide(&Value::Int(1), &v)), "cannot divide int 1 and Vec3(1, 2, 3)");
        assert!(message(multiply(&v, &Value::Float(1e300))).starts_with("1e300 is out of range"));
        Ok(())
    }

    #[test]
    fn text_is_joined_with_anything() -> Result<(), ScriptError> {
        let text = Value::from("n: ");
        assert_eq!(add(&text, &Value::Int(5))?, Value::from("n: 5"));
        assert_eq!(add(&Value::Bool(true), &text)?, Value::from("truen: "));
        assert_eq!(add(&text, &text)?, Value::from("n: n: "));
        assert_eq!(add(&text, &Value::Vec2(Vec2::new(1.0, 0.5)))?, Value::from("n: Vec2(1, 0.5)"));
        assert_eq!(message(add(&Value::Null, &Value::Null)), "cannot add nothing and nothing");
        assert_eq!(message(subtract(&text, &text)), "cannot subtract string \"n: \" and string \"n: \"");
        Ok(())
    }

    #[test]
    fn numbers_are_equal_by_their_worth_and_others_by_kind() {
        assert!(equal(&Value::Int(1), &Value::Float(1.0)));
        assert!(!equal(&Value::Int(i64::MAX), &Value::Float(i64::MAX as f64)));
        assert!(!equal(&Value::Float(f64::NAN), &Value::Float(f64::NAN)));
        assert!(!equal(&Value::from("1"), &Value::Int(1)));
        assert!(!equal(&Value::Bool(true), &Value::Int(1)));
        let list = |value| Value::List(vec![value]);
        assert!(equal(&list(Value::Int(1)), &list(Value::Float(1.0))));
        assert!(!equal(&list(Value::Int(1)), &Value::List(Vec::new())));
        let table = |name: &str| Value::Table([(name.to_owned(), Value::Int(1))].into());
        assert!(equal(&table("a"), &table("a")) && !equal(&table("a"), &table("b")));
    }

    #[test]
    fn ints_and_floats_are_ordered_exactly() {
        let order = |int: i64, float: f64| compare(&Value::Int(int), &Value::Float(float)).ok();
        assert_eq!(order(1, 1.0), Some(Ordering::Equal));
        assert_eq!(order(1, 1.5), Some(Ordering::Less));
        assert_eq!(order(-1, -1.5), Some(Ordering::Greater));
        assert_eq!(order(i64::MAX, i64::MAX as f64), Some(Ordering::Less));
        assert_eq!(order(i64::MIN, f64::NEG_INFINITY), Some(Ordering::Greater));
        assert_eq!(order(0, f64::NAN), Some(Ordering::Less));
        assert_eq!(compare(&Value::Float(f64::NAN), &Value::Int(0)).ok(), Some(Ordering::Greater));
        assert_eq!(compare(&Value::from("a"), &Value::from("b")).ok(), Some(Ordering::Less));
        let error = compare(&Value::from("a"), &Value::Int(1)).expect_err("no order");
        assert_eq!(error.message(), "cannot compare string \"a\" and int 1");
    }
}
