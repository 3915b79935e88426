//! Operators of our other types with a `Value`, or a reference to data, on their right.
//!
//! Without them the compiler would have to choose one of the conversions of a value before it is known what it holds:
//! `"hp: " + v` would be ambiguous, and `e == v` an error where `v` is null.

#![allow(unsafe_code)] // reads and writes the library's stack

use std::marker::PhantomData;
use std::ptr;

use glotta_core::{ScriptError, Value};

use crate::data::ScriptData;
use crate::entity::{ScriptAsset, ScriptEntity};
use crate::native::{Behind, Call, Reference, native};
use crate::read;
use crate::registry::Registry;
use crate::string::ScriptString;
use crate::value::methods::{Valued, of_null, text};
use crate::value::{self, ScriptValue};
use crate::vectors::operators::{self, Of, Own, Side};
use crate::vectors::{ScriptQuat, ScriptVec2, ScriptVec3, ScriptVector};
use crate::vm::Vm;

/// Registers them.
///
/// # Errors
/// [`glotta_core::ErrorKind::Host`] if the library refuses a declaration.
pub(crate) fn register(registry: Registry<'_>) -> Result<(), ScriptError> {
    vectors::<Own<ScriptVec2>>(registry)?;
    vectors::<Own<ScriptVec3>>(registry)?;
    vectors::<Own<ScriptQuat>>(registry)?;
    macro_rules! others {
        ($($of:ty),+) => {$(
            strings!(registry, $of);
            native!(registry, method ScriptEntity, "opEquals" const (vm, this, other: &$of) -> bool {
                let this = Value::Entity(this.get());
                other.look(vm, |other| Ok(value::equal(&this, other)))
            })?;
            native!(registry, method ScriptAsset, "opEquals" const (vm, this, other: &$of) -> bool {
                let this = Value::Asset(this.get());
                other.look(vm, |other| Ok(value::equal(&this, other)))
            })?;
        )+};
    }
    others! { ScriptValue, ScriptData }
    Ok(())
}

/// Those of strings.
macro_rules! strings {
    ($registry:expr, $of:ty) => {
        native!($registry, method ScriptString, "opAdd" const (vm, this, other: &$of) -> ScriptString {
            joined(this, &other.look(vm, |other| Ok(read::text_of(other)))?)
        })?;
        native!($registry, method ScriptString, "opAddAssign" mut (vm, this, other: &$of) -> Reference<ScriptString> {
            put(this, joined(this, &other.look(vm, |other| Ok(read::text_of(other)))?)?);
            Ok(Reference(this))
        })?;
        native!($registry, method ScriptString, "opAssign" mut (vm, this, other: &$of) -> Reference<ScriptString> {
            put(this, other.look(vm, |other| {
                ScriptString::new(other.as_str().map_err(|error| of_null(other, error))?)
            })?);
            Ok(Reference(this))
        })?;
        native!($registry, method ScriptString, "opEquals" const (vm, this, other: &$of) -> bool {
            other.look(vm, |other| Ok(match other {
                Value::String(other) => this.with_bytes(|bytes| bytes == other.as_bytes()),
                _ => false,
            }))
        })?;
        native!($registry, method ScriptString, "opCmp" const (vm, this, other: &$of) -> i32 {
            let this = Value::String(text(this)?);
            other.look(vm, |other| Ok(value::compare(&this, other)? as i32))
        })?;
    };
}
use strings;

/// Puts another string in the place of one.
fn put(this: &ScriptString, string: ScriptString) {
    // SAFETY: all of a string is a cell, which one thread at a time uses, and nobody has a reference into it.
    drop(unsafe { ptr::from_ref(this).cast_mut().replace(string) });
}

fn joined(first: &ScriptString, second: &str) -> Result<ScriptString, ScriptError> {
    crate::memory::reserve(first.len().saturating_add(second.len()))?;
    ScriptString::from_bytes(&first.with_bytes(|first| [first, second.as_bytes()].concat()))
}

/// An operator at run time.
type Operator = fn(&Value, &Value) -> Result<Value, ScriptError>;

/// `vector * v`, which is a `Value`.
struct WithValue<S, W>(PhantomData<(S, W)>);

/// `vector *= v`, whose result must be such a vector again.
struct AssignValue<S, W>(PhantomData<(S, W)>);

/// What an operator makes of a vector and a value.
///
/// # Safety
/// The call is of a method of the side's type with a `W` as its argument.
unsafe fn result<S: Side, W: Valued>(
    vm: &Vm,
    operator: Operator,
    call: &mut Call<'_>,
) -> Result<Value, ScriptError> {
    // SAFETY: the caller's promise.
    let (vector, other) = unsafe { (S::load(vm, call.object::<u8>().cast_const())?, call.next::<&W>()) };
    let vector: Value = vector.into();
    other.look(vm, |other| operator(&vector, other))
}

impl<S: Side, W: Valued> Behind for WithValue<S, W> {
    type Data = Operator;

    fn run(vm: &Vm, operator: &Operator, call: &mut Call<'_>) -> Result<(), ScriptError> {
        // SAFETY: declared so where it is registered.
        unsafe {
            let result = result::<S, W>(vm, *operator, call)?;
            call.give(ScriptValue::new(result)?);
        }
        Ok(())
    }
}

impl<S: Side, W: Valued> Behind for AssignValue<S, W> {
    type Data = Operator;

    fn run(vm: &Vm, operator: &Operator, call: &mut Call<'_>) -> Result<(), ScriptError> {
        // SAFETY: declared so where it is registered.
        unsafe {
            let result = result::<S, W>(vm, *operator, call)?;
            let vector: Of<S> = <S::V as ScriptVector>::of_value(&result)?;
            operators::store::<S>(vm, call, vector)
        }
    }
}

/// Registers the operators of a type of vectors, or of vectors inside components.
///
/// # Errors
/// [`glotta_core::ErrorKind::Host`] if the library refuses a declaration.
pub(crate) fn vectors<S: Side>(registry: Registry<'_>) -> Result<(), ScriptError> {
    vectors_with::<S, ScriptValue>(registry)?;
    vectors_with::<S, ScriptData>(registry)
}

fn vectors_with<S: Side, W: Valued>(registry: Registry<'_>) -> Result<(), ScriptError> {
    let (side, other) = (S::NAME, W::NAME);
    // To add one or take it away, a value is turned into the vector that it should hold. Declared for values, these would
    // take everything that becomes one: `v + 1` would compile, and fail when it runs.
    let operators: [(&str, Operator); 2] = [("Mul", value::multiply), ("Div", value::divide)];
    for (name, operator) in operators {
        let plain = format!("Value op{name}(const {other} &in) const");
        registry.method_with::<WithValue<S, W>>(side, &plain, operator)?;
        let assigning = format!("{side} &op{name}Assign(const {other} &in)");
        registry.method_with::<AssignValue<S, W>>(side, &assigning, operator)?;
    }
    let equals = format!("bool opEquals(const {other} &in) const");
    registry.method(side, &equals, |vm: &Vm, call: &mut Call<'_>| {
        // SAFETY: declared so above.
        unsafe {
            let vector: Value = S::load(vm, call.object::<u8>().cast_const())?.into();
            let other = call.next::<&W>();
            let equal = other.look(vm, |other| Ok(value::equal(&vector, other)))?;
            call.give(equal);
        }
        Ok(())
    })
}
