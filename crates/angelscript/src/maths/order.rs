//! `min`, `max` and `clamp` of numbers of different types, and `abs` of values.
//!
//! The compiler chooses among functions by what each argument has to be turned into, and an integer is nearer to `float`
//! than a `double` is. With a function for integers and one for floats alone, `clamp(speed, 0, 1)` of a `float` would be
//! the one for integers, and `min(speed, 1)` either. So there is one for every combination.

#![allow(unsafe_code)] // reads arguments by their declared types

use glotta_core::{ScriptError, Value};

use crate::data::ScriptData;
use crate::native::{self, Behind, Call, Parameter, Returned};
use crate::registry::Registry;
use crate::value::{ScriptValue, Valued};
use crate::vm::Vm;

/// What an argument is declared as.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Operand {
    Int,
    Float,
    Value,
    Data,
}

/// A number that came as one of them.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Number {
    Int(i64),
    Float(f64),
}

#[derive(Clone, Copy, Debug)]
enum What {
    Min,
    Max,
    Clamp,
    Abs,
}

/// One of the functions.
#[derive(Debug)]
struct Mixed {
    what: What,
    operands: Box<[Operand]>,
}

/// What holds the functions.
struct Order;

const ALL: [Operand; 4] = [Operand::Int, Operand::Float, Operand::Value, Operand::Data];

/// Registers them, but for those whose arguments are all of one type of number.
///
/// # Errors
/// [`glotta_core::ErrorKind::Host`] with the declaration that the library refuses.
pub(super) fn register(registry: Registry<'_>) -> Result<(), ScriptError> {
    one(registry, What::Abs, &[Operand::Value])?;
    one(registry, What::Abs, &[Operand::Data])?;
    for first in ALL {
        for second in ALL {
            one(registry, What::Min, &[first, second])?;
            one(registry, What::Max, &[first, second])?;
            for third in ALL {
                one(registry, What::Clamp, &[first, second, third])?;
            }
        }
    }
    Ok(())
}

fn one(registry: Registry<'_>, what: What, operands: &[Operand]) -> Result<(), ScriptError> {
    let all = |operand| operands.iter().all(|other| *other == operand);
    if all(Operand::Int) || all(Operand::Float) {
        return Ok(());
    }
    let parameters: Vec<String> = operands.iter().map(|operand| operand.declaration()).collect();
    let returns = if gives_value(operands) {
        <ScriptValue as Returned>::declaration()
    } else {
        <f64 as Returned>::declaration()
    };
    let declaration = native::declaration(&returns, what.name(), &parameters, "");
    registry.function_with::<Order>(&declaration, Mixed { what, operands: operands.into() })
}

/// Whether the result is an integer or a float as it comes, which only a value can be.
fn gives_value(operands: &[Operand]) -> bool {
    operands.iter().any(|operand| matches!(operand, Operand::Value | Operand::Data))
}

impl What {
    const fn name(self) -> &'static str {
        match self {
            Self::Min => "min",
            Self::Max => "max",
            Self::Clamp => "clamp",
            Self::Abs => "abs",
        }
    }
}

impl Operand {
    fn declaration(self) -> String {
        match self {
            Self::Int => <i64 as Parameter<'_>>::declaration(),
            Self::Float => <f64 as Parameter<'_>>::declaration(),
            Self::Value => <&ScriptValue as Parameter<'_>>::declaration(),
            Self::Data => <&ScriptData as Parameter<'_>>::declaration(),
        }
    }

    /// Reads the next argument.
    ///
    /// # Safety
    /// The function was declared with such a parameter at this place.
    unsafe fn read(self, vm: &Vm, call: &mut Call<'_>) -> Result<Number, ScriptError> {
        // SAFETY: as above.
        unsafe {
            match self {
                Self::Int => Ok(Number::Int(call.next())),
                Self::Float => Ok(Number::Float(call.next())),
                Self::Value => call.next::<&ScriptValue>().look(vm, Number::of),
                Self::Data => call.next::<&ScriptData>().look(vm, Number::of),
            }
        }
    }
}

impl Number {
    fn of(value: &Value) -> Result<Self, ScriptError> {
        match value {
            Value::Int(int) => Ok(Self::Int(*int)),
            Value::Float(float) => Ok(Self::Float(*float)),
            other => Err(ScriptError::type_mismatch("number", &other.describe())),
        }
    }

    #[allow(clippy::cast_precision_loss, reason = "as everywhere where an int meets a float")]
    const fn float(self) -> f64 {
        match self {
            Self::Int(int) => int as f64,
            Self::Float(float) => float,
        }
    }

    fn least(self, other: Self) -> Self {
        match (self, other) {
            (Self::Int(a), Self::Int(b)) => Self::Int(a.min(b)),
            _ => Self::Float(self.float().min(other.float())),
        }
    }

    fn most(self, other: Self) -> Self {
        match (self, other) {
            (Self::Int(a), Self::Int(b)) => Self::Int(a.max(b)),
            _ => Self::Float(self.float().max(other.float())),
        }
    }
}

impl From<Number> for Value {
    fn from(number: Number) -> Self {
        match number {
            Number::Int(int) => Self::Int(int),
            Number::Float(float) => Self::Float(float),
        }
    }
}

impl Behind for Order {
    type Data = Mixed;

    fn run(vm: &Vm, mixed: &Mixed, call: &mut Call<'_>) -> Result<(), ScriptError> {
        let mut numbers = [Number::Int(0); 3];
        for (index, (number, operand)) in numbers.iter_mut().zip(&mixed.operands).enumerate() {
            // SAFETY: it was declared with these operands.
            let read = unsafe { operand.read(vm, call) };
            *number =
                read.map_err(|error| error.within(format!("{}: argument {}", mixed.what.name(), index + 1)))?;
        }
        let [first, second, third] = numbers;
        let number = match mixed.what {
            What::Min => first.least(second),
            What::Max => first.most(second),
            What::Abs => match first {
                Number::Int(int) => Number::Int(super::absolute(int)?),
                Number::Float(float) => Number::Float(float.abs()),
            },
            What::Clamp => {
                super::ordered(second.float() <= third.float())?;
                // The result is what it is by the types of all three, not by which of them it is.
                if numbers.iter().all(|number| matches!(number, Number::Int(_))) {
                    first.most(second).least(third)
                } else {
                    Number::Float(first.float().clamp(second.float(), third.float()))
                }
            }
        };
        // SAFETY: it was declared with such a result.
        unsafe {
            if gives_value(&mixed.operands) {
                call.give(ScriptValue::new(number.into())?);
            } else {
                call.give(number.float());
            }
        }
        Ok(())
    }
}
