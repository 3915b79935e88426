//! The operators of vectors, and of vectors inside components: written once over where the left operand lies.

#![allow(unsafe_code)] // reads and writes the library's stack

use std::marker::PhantomData;
use std::ops::Div;

use glotta_core::{Quat, ScriptError, Value, Vec3, Vector, narrow_float};

use super::text::Texted;
use super::{ScriptQuat, ScriptVec3, ScriptVector};
use crate::native::{Behind, Call, ScriptType};
use crate::registry::Registry;
use crate::vm::Vm;

/// Where the vector lies that an operator is a method of.
pub(crate) trait Side: 'static {
    /// The vector.
    type V: ScriptVector;
    /// The name of the type that has the operators.
    const NAME: &'static str;

    /// Reads it.
    ///
    /// # Errors
    /// What the host says if it is a component's.
    ///
    /// # Safety
    /// An object of the type lies there.
    unsafe fn load(vm: &Vm, object: *const u8) -> Result<Of<Self>, ScriptError>;

    /// Writes it.
    ///
    /// # Errors
    /// As for [`load`](Self::load).
    ///
    /// # Safety
    /// As for [`load`](Self::load).
    unsafe fn store(vm: &Vm, object: *mut u8, vector: Of<Self>) -> Result<(), ScriptError>;

    /// Reads it, and writes what `change` makes of it.
    ///
    /// # Errors
    /// As for [`load`](Self::load).
    ///
    /// # Safety
    /// As for [`load`](Self::load).
    #[inline]
    unsafe fn change(
        vm: &Vm,
        object: *mut u8,
        change: impl FnOnce(Of<Self>) -> Of<Self>,
    ) -> Result<(), ScriptError> {
        // SAFETY: the caller's promise.
        unsafe {
            let vector = Self::load(vm, object)?;
            Self::store(vm, object, change(vector))
        }
    }
}

/// The vector of a side as the engine has it.
pub(crate) type Of<S> = <<S as Side>::V as ScriptVector>::Of;

/// A vector that the script holds.
pub(crate) struct Own<V>(PhantomData<V>);

impl<V: ScriptVector> Side for Own<V> {
    type V = V;
    const NAME: &'static str = V::NAME;

    #[inline]
    unsafe fn load(_: &Vm, object: *const u8) -> Result<Of<Self>, ScriptError> {
        // SAFETY: the caller's promise.
        Ok(unsafe { object.cast::<V>().read() }.unpack())
    }

    #[inline]
    unsafe fn store(_: &Vm, object: *mut u8, vector: Of<Self>) -> Result<(), ScriptError> {
        // SAFETY: the caller's promise.
        unsafe { object.cast::<V>().write(V::pack(vector)) };
        Ok(())
    }
}

impl<V: ScriptVector> Texted for Own<V> {
    unsafe fn text(_: &Vm, object: *const u8) -> Result<String, ScriptError> {
        // SAFETY: the caller's promise.
        let value: Value = unsafe { object.cast::<V>().read() }.unpack().into();
        Ok(value.to_string())
    }
}

/// Vectors that can be divided by one another, which rotations cannot.
pub(crate) trait Linear: Vector + Div<Output = Self> {}

/// The vector that an operator is a method of.
///
/// # Safety
/// The call is of a method of the side's type.
#[inline]
unsafe fn this<S: Side>(vm: &Vm, call: &Call<'_>) -> Result<Of<S>, ScriptError> {
    // SAFETY: a method has an object.
    unsafe { S::load(vm, call.object::<u8>().cast_const()) }
}

/// The vector that is the next argument.
///
/// # Safety
/// It is declared as `const V &in`.
#[inline]
unsafe fn vector<V: ScriptVector>(call: &mut Call<'_>) -> V::Of {
    // SAFETY: the caller's promise.
    unsafe { call.next::<&V>() }.unpack()
}

/// The number that is the next argument, as vectors hold it.
///
/// # Safety
/// It is declared as `double`.
#[inline]
unsafe fn number(call: &mut Call<'_>) -> Result<f32, ScriptError> {
    // SAFETY: the caller's promise.
    narrow_float(unsafe { call.next::<f64>() })
}

/// `v + w`.
struct WithVector<S>(PhantomData<S>);

impl<S: Side> Behind for WithVector<S> {
    type Data = fn(Of<S>, Of<S>) -> Of<S>;

    #[inline]
    fn run(vm: &Vm, operator: &Self::Data, call: &mut Call<'_>) -> Result<(), ScriptError> {
        // SAFETY: declared so in `common` and `linear`.
        unsafe {
            let result = operator(this::<S>(vm, call)?, vector::<S::V>(call));
            call.give(S::V::pack(result));
        }
        Ok(())
    }
}

/// `v * 2`.
struct WithNumber<S>(PhantomData<S>);

impl<S: Side> Behind for WithNumber<S> {
    type Data = fn(Of<S>, f32) -> Of<S>;

    #[inline]
    fn run(vm: &Vm, operator: &Self::Data, call: &mut Call<'_>) -> Result<(), ScriptError> {
        // SAFETY: declared so in `scaling`.
        unsafe {
            let result = operator(this::<S>(vm, call)?, number(call)?);
            call.give(S::V::pack(result));
        }
        Ok(())
    }
}

/// `v += w`; the result is the object itself.
struct AssignVector<S>(PhantomData<S>);

impl<S: Side> Behind for AssignVector<S> {
    type Data = fn(Of<S>, Of<S>) -> Of<S>;

    #[inline]
    fn run(vm: &Vm, operator: &Self::Data, call: &mut Call<'_>) -> Result<(), ScriptError> {
        // SAFETY: declared so in `common` and `linear`.
        unsafe {
            let other = vector::<S::V>(call);
            change::<S>(vm, call, |this| operator(this, other))
        }
    }
}

/// `v *= 2`; the result is the object itself.
struct AssignNumber<S>(PhantomData<S>);

impl<S: Side> Behind for AssignNumber<S> {
    type Data = fn(Of<S>, f32) -> Of<S>;

    #[inline]
    fn run(vm: &Vm, operator: &Self::Data, call: &mut Call<'_>) -> Result<(), ScriptError> {
        // SAFETY: declared so in `scaling`.
        unsafe {
            let other = number(call)?;
            change::<S>(vm, call, |this| operator(this, other))
        }
    }
}

/// Writes the vector that an operator is a method of, and gives a reference to the object.
///
/// # Safety
/// The call is of a method of the side's type that is declared with such a result.
#[inline]
pub(crate) unsafe fn store<S: Side>(vm: &Vm, call: &mut Call<'_>, vector: Of<S>) -> Result<(), ScriptError> {
    let object = call.object::<u8>();
    // SAFETY: the caller's promise.
    unsafe {
        S::store(vm, object, vector)?;
        call.result().cast::<*mut u8>().write_unaligned(object);
    }
    Ok(())
}

/// Changes the vector that an operator is a method of, and gives a reference to the object.
///
/// # Safety
/// As for [`store`].
#[inline]
unsafe fn change<S: Side>(
    vm: &Vm,
    call: &mut Call<'_>,
    change: impl FnOnce(Of<S>) -> Of<S>,
) -> Result<(), ScriptError> {
    let object = call.object::<u8>();
    // SAFETY: the caller's promise.
    unsafe {
        S::change(vm, object, change)?;
        call.result().cast::<*mut u8>().write_unaligned(object);
    }
    Ok(())
}

/// Registers an operator with its assigning form.
fn both<S: Side>(
    registry: Registry<'_>,
    name: &str,
    operator: fn(Of<S>, Of<S>) -> Of<S>,
) -> Result<(), ScriptError> {
    let (side, vector) = (S::NAME, S::V::NAME);
    let plain = format!("{vector} op{name}(const {vector} &in) const");
    registry.method_with::<WithVector<S>>(side, &plain, operator)?;
    let assigning = format!("{side} &op{name}Assign(const {vector} &in)");
    registry.method_with::<AssignVector<S>>(side, &assigning, operator)
}

/// Registers the operators that all vectors have.
///
/// # Errors
/// [`glotta_core::ErrorKind::Host`] if the library refuses a declaration.
pub(crate) fn common<S: Side>(registry: Registry<'_>) -> Result<(), ScriptError> {
    let (side, vector_name) = (S::NAME, S::V::NAME);
    both::<S>(registry, "Add", |a, b| a + b)?;
    both::<S>(registry, "Sub", |a, b| a - b)?;
    both::<S>(registry, "Mul", |a, b| a * b)?;
    scaling::<S>(registry)?;
    let negative = format!("{vector_name} opNeg() const");
    registry.method(side, &negative, |vm: &Vm, call: &mut Call<'_>| {
        // SAFETY: declared so above.
        unsafe {
            let result = -this::<S>(vm, call)?;
            call.give(S::V::pack(result));
        }
        Ok(())
    })?;
    let equals = format!("bool opEquals(const {vector_name} &in) const");
    registry.method(side, &equals, |vm: &Vm, call: &mut Call<'_>| {
        // SAFETY: declared so above.
        unsafe {
            let result = this::<S>(vm, call)? == vector::<S::V>(call);
            call.give(result);
        }
        Ok(())
    })
}

/// Products and quotients with numbers.
fn scaling<S: Side>(registry: Registry<'_>) -> Result<(), ScriptError> {
    let (side, vector) = (S::NAME, S::V::NAME);
    let product: fn(Of<S>, f32) -> Of<S> = |a, b| a * b;
    let quotient: fn(Of<S>, f32) -> Of<S> = |a, b| a / b;
    for name in ["opMul", "opMul_r"] {
        let declaration = format!("{vector} {name}(double) const");
        registry.method_with::<WithNumber<S>>(side, &declaration, product)?;
    }
    let declaration = format!("{vector} opDiv(double) const");
    registry.method_with::<WithNumber<S>>(side, &declaration, quotient)?;
    let declaration = format!("{side} &opMulAssign(double)");
    registry.method_with::<AssignNumber<S>>(side, &declaration, product)?;
    let declaration = format!("{side} &opDivAssign(double)");
    registry.method_with::<AssignNumber<S>>(side, &declaration, quotient)
}

/// Registers the operators that `Vec2` and `Vec3` have besides.
///
/// # Errors
/// [`glotta_core::ErrorKind::Host`] if the library refuses a declaration.
pub(crate) fn linear<S: Side>(registry: Registry<'_>) -> Result<(), ScriptError>
where
    Of<S>: Linear,
{
    both::<S>(registry, "Div", |a, b| a / b)
}

/// Registers the operators that rotations have besides.
///
/// # Errors
/// [`glotta_core::ErrorKind::Host`] if the library refuses a declaration.
pub(crate) fn rotation<S: Side<V = ScriptQuat>>(registry: Registry<'_>) -> Result<(), ScriptError> {
    let declaration = "Vec3 opMul(const Vec3 &in) const";
    registry.method(S::NAME, declaration, |vm: &Vm, call: &mut Call<'_>| {
        // SAFETY: declared so above.
        unsafe {
            let rotation: Quat = this::<S>(vm, call)?;
            let turned: Vec3 = rotation * vector::<ScriptVec3>(call);
            call.give(ScriptVec3::new(turned));
        }
        Ok(())
    })
}
