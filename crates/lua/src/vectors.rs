//! `Vec2`, `Vec3` and `Quat` in Lua: constructors, numbers, operators; methods from [`glotta_core::VECTORS`].
//!
//! The functions here are written for speed: they push plain numbers and vectors themselves, and turn to
//! [`bind::respond`] only to build an error.

#![allow(unsafe_code)] // C functions for Lua

use std::ops::Div;

use glotta_core::{ErrorKind, Frame, Quat, ScriptError, Vec2, Vec3, VectorType, narrow_float, near_names};
use mlua_sys as ffi;

use crate::bind;
use crate::errors;
use crate::push;
use crate::read;
use crate::stack::{Stack, upvalue};
use crate::userdata::{self, Kind};
use crate::vm::Vm;

/// Makes the metatables, keeps them in their slots, and sets the constructors in the table at `globals`.
///
/// # Safety
/// May raise: see [`Stack`].
pub(crate) unsafe fn install(stack: Stack, vm: &Vm, globals: i32) {
    // SAFETY: the caller's promise; no destructors in this frame.
    unsafe {
        linear::<Vec2>(stack, vm, globals);
        linear::<Vec3>(stack, vm, globals);
        common::<Quat>(stack, vm, globals);
        stack.set_native(-1, "__mul", quat_mul);
        stack.set_native(-1, "__div", quat_div);
        stack.pop(1);
    }
}

/// The metatable of a vector that can be scaled.
unsafe fn linear<V>(stack: Stack, vm: &Vm, globals: i32)
where
    V: Kind + Div<Output = V>,
{
    // SAFETY: as for `install`.
    unsafe {
        common::<V>(stack, vm, globals);
        stack.set_native(-1, "__mul", mul::<V>);
        stack.set_native(-1, "__div", div::<V>);
        stack.pop(1);
    }
}

/// What all three have; leaves the metatable on top.
unsafe fn common<V: Kind>(stack: Stack, vm: &Vm, globals: i32) {
    let model = V::MODEL;
    // SAFETY: as for `install`.
    unsafe {
        stack.push_table(0, 16);
        stack.push_copy(-1);
        vm.set_slot(V::SLOT, stack.reference());
        stack.push_table(0, model.methods.len() + 1);
        for function in model.methods {
            bind::push_function(stack, vm, function);
            stack.set_name(-2, function.name);
        }
        stack.set_native(-1, "unpack", unpack::<V>);
        stack.push_closure(index::<V>, 1);
        stack.set_name(-2, "__index");
        stack.set_native(-1, "__newindex", new_index::<V>);
        stack.set_native(-1, "__add", add::<V>);
        stack.set_native(-1, "__sub", sub::<V>);
        stack.set_native(-1, "__unm", negate::<V>);
        stack.set_native(-1, "__eq", equal::<V>);
        stack.set_native(-1, "__tostring", to_string);
        stack.set_native(-1, "__concat", errors::concat);
        stack.push_str(model.name);
        stack.set_name(-2, "__name");
        stack.push_boolean(false);
        stack.set_name(-2, "__metatable");
        constructor::<V>(stack, vm);
        stack.set_name(globals, model.name);
    }
}

/// Pushes the table that is a vector type's name: callable, with its functions and constants.
unsafe fn constructor<V: Kind>(stack: Stack, vm: &Vm) {
    let model = V::MODEL;
    // SAFETY: as for `install`.
    unsafe {
        stack.push_table(0, model.methods.len() + model.functions.len());
        for function in model.methods.iter().chain(model.functions) {
            bind::push_function(stack, vm, function);
            stack.set_name(-2, function.name);
        }
        stack.push_table(0, 4);
        stack.set_native(-1, "__call", construct::<V>);
        stack.push_table(0, model.constants.len());
        for (name, value) in model.constants {
            push::value(stack, vm, value);
            stack.set_name(-2, name);
        }
        stack.push_closure(constant::<V>, 1);
        stack.set_name(-2, "__index");
        stack.push_boolean(false);
        stack.set_name(-2, "__metatable");
        stack.set_metatable(-2);
    }
}

/// `Vec3.ZERO`: a new vector each time, since vectors can be changed. Anything else is an error: the functions stand
/// in the table itself.
unsafe extern "C-unwind" fn constant<V: Kind>(state: *mut ffi::lua_State) -> i32 {
    let stack = Stack(state);
    // SAFETY: no destructors in this frame.
    unsafe {
        stack.push_copy(2);
        stack.raw_get(upvalue(1));
        match userdata::vector::<V>(stack, -1) {
            Some(value) => userdata::push_vector(stack, Vm::of(stack), value),
            None => return bind::respond(stack, 1, |vm, _, _| Err(unknown_member::<V>(stack, vm))),
        }
    }
    1
}

#[cold]
fn unknown_member<V: Kind>(stack: Stack, vm: &Vm) -> ScriptError {
    let model = V::MODEL;
    let functions = model.methods.iter().chain(model.functions).map(|function| function.name);
    unknown(
        stack,
        vm,
        V::NAME,
        "a function or constant",
        model.constants.iter().map(|(name, _)| *name).chain(functions),
    )
}

/// `Vec3(x, y, z)`, `Vec3(1)`, `Vec3()`.
unsafe extern "C-unwind" fn construct<V: Kind>(state: *mut ffi::lua_State) -> i32 {
    let stack = Stack(state);
    let given = stack.top() - 1;
    let mut lanes = V::default().to_lanes();
    let mut fits = given == 0 || given == V::COUNT as i32;
    if given == 1 && V::MODEL.one_for_all {
        fits = number(stack, 2).is_some_and(|value| {
            lanes = [value; 4];
            true
        });
    } else if given > 0 && fits {
        for (index, lane) in lanes[..V::COUNT].iter_mut().enumerate() {
            match number(stack, 2 + index as i32) {
                Some(value) => *lane = value,
                None => fits = false,
            }
        }
    }
    // SAFETY: no destructors in this frame.
    unsafe {
        if fits {
            userdata::push_vector(stack, Vm::of(stack), V::from_lanes(lanes));
            return 1;
        }
        bind::respond_from(stack, 2, 1, |_, frame, _| Err(wrong_arguments::<V>(frame)))
    }
}

#[cold]
fn wrong_arguments<V: Kind>(frame: &dyn Frame) -> ScriptError {
    let (name, model) = (V::NAME, V::MODEL);
    let lanes = match frame.argument_count() {
        1 if model.one_for_all => &[VectorType::ALL],
        given if given != model.lanes.len() => return model.wrong_count(given),
        _ => model.lanes,
    };
    (0..)
        .zip(lanes)
        .find_map(|(index, lane)| {
            frame.float(index).and_then(narrow_float).err().map(|error| error.in_argument(name, index, lane))
        })
        .unwrap_or_else(|| ScriptError::argument(format!("{name}: the arguments do not fit")))
}

/// A number that a vector can hold.
#[inline]
fn number(stack: Stack, index: i32) -> Option<f32> {
    (stack.kind(index) == ffi::LUA_TNUMBER).then(|| narrow_float(stack.number(index)).ok()).flatten()
}

/// Which number a name stands for, or a place, which counts from 1.
#[inline]
fn lane<V: Kind>(stack: Stack, index: i32) -> Option<usize> {
    let Some(name) = stack.bytes(index) else { return place(stack, index).filter(|place| *place < V::COUNT) };
    let lane = match name {
        b"x" => 0,
        b"y" => 1,
        b"z" => 2,
        b"w" => 3,
        _ => return None,
    };
    (lane < V::COUNT).then_some(lane)
}

/// A place as one that counts from 0.
fn place(stack: Stack, index: i32) -> Option<usize> {
    let place = if stack.is_integer(index) { stack.integer(index).checked_sub(1)? } else { return None };
    usize::try_from(place).ok()
}

/// `v.x`, `v[1]`, `v.length`.
unsafe extern "C-unwind" fn index<V: Kind>(state: *mut ffi::lua_State) -> i32 {
    let stack = Stack(state);
    if let (Some(lane), Some(vector)) = (lane::<V>(stack, 2), userdata::vector::<V>(stack, 1)) {
        stack.push_number(f64::from(vector.to_lanes()[lane]));
        return 1;
    }
    stack.push_copy(2);
    if stack.raw_get(upvalue(1)) != ffi::LUA_TNIL {
        return 1;
    }
    stack.pop(1);
    // SAFETY: no destructors in this frame.
    unsafe { bind::respond(stack, 1, |vm, _, _| Err(unknown_name::<V>(stack, vm))) }
}

#[cold]
fn unknown_name<V: Kind>(stack: Stack, vm: &Vm) -> ScriptError {
    let model = V::MODEL;
    if stack.is_integer(2) {
        return model.no_place(stack.integer(2), 1);
    }
    let names = model.lanes.iter().copied().chain(model.methods.iter().map(|method| method.name));
    unknown(stack, vm, V::NAME, "a number", names)
}

/// The error of a key, at index 2, that a vector or its type does not have; `what` is what it should name.
#[cold]
fn unknown<'n>(
    stack: Stack,
    vm: &Vm,
    of: &str,
    what: &str,
    names: impl IntoIterator<Item = &'n str>,
) -> ScriptError {
    let Some(name) = stack.bytes(2).map(String::from_utf8_lossy) else {
        return ScriptError::type_mismatch(
            &format!("the name of {what} of {of}"),
            &read::describe(stack, vm, 2),
        );
    };
    ScriptError::not_found(format!("{of} has no {}{}", glotta_core::quote(&name), near_names(&name, names)))
}

/// `v.x = 1`. A vector that was read from a component's field writes it there too.
unsafe extern "C-unwind" fn new_index<V: Kind>(state: *mut ffi::lua_State) -> i32 {
    let stack = Stack(state);
    let target = lane::<V>(stack, 2);
    if let (Some(lane), Some(value), None) = (target, number(stack, 3), userdata::origin(stack, 1)) {
        userdata::set_lane(stack, 1, lane, value);
        return 0;
    }
    // SAFETY: no destructors in this frame.
    unsafe {
        bind::respond(stack, 0, |vm, frame, host| {
            let Some(lane) = target else { return Err(unknown_name::<V>(stack, vm)) };
            let name = V::MODEL.lanes[lane];
            let value = frame
                .float(2)
                .and_then(narrow_float)
                .map_err(|error| error.within(format_args!("{}.{name}", V::NAME)))?;
            if let Some(origin) = userdata::origin(stack, 1) {
                origin.set_lane(V::MODEL, lane, value, host)?;
            }
            userdata::set_lane(stack, 1, lane, value);
            Ok(())
        })
    }
}

/// An operand of an operator.
enum Operand<V> {
    Vector(V),
    Number(f32),
    Other,
}

#[inline]
fn operand<V: Kind>(stack: Stack, index: i32) -> Operand<V> {
    if let Some(vector) = userdata::vector(stack, index) {
        return Operand::Vector(vector);
    }
    number(stack, index).map_or(Operand::Other, Operand::Number)
}

/// Pushes the result of an operator, or raises an error that names both operands.
#[inline]
unsafe fn result<V: Kind>(stack: Stack, verb: &'static str, result: Option<V>) -> i32 {
    // SAFETY: no destructors in this frame nor, the callers say, in theirs.
    unsafe {
        if let Some(value) = result {
            userdata::push_vector(stack, Vm::of(stack), value);
            return 1;
        }
        bind::respond(stack, 1, |vm, _, _| Err(wrong_operands(stack, vm, verb)))
    }
}

#[cold]
fn wrong_operands(stack: Stack, vm: &Vm, verb: &str) -> ScriptError {
    for index in [1, 2] {
        if stack.kind(index) == ffi::LUA_TNUMBER
            && let Err(error) = narrow_float(stack.number(index))
        {
            return error;
        }
    }
    let (first, second) = (read::describe(stack, vm, 1), read::describe(stack, vm, 2));
    ScriptError::new(ErrorKind::Type, format!("cannot {verb} {first} and {second}"))
}

unsafe extern "C-unwind" fn add<V: Kind>(state: *mut ffi::lua_State) -> i32 {
    let stack = Stack(state);
    let sum = match (operand::<V>(stack, 1), operand::<V>(stack, 2)) {
        (Operand::Vector(a), Operand::Vector(b)) => Some(a + b),
        _ => None,
    };
    // SAFETY: no destructors in this frame; so for the operators below.
    unsafe { result(stack, "add", sum) }
}

unsafe extern "C-unwind" fn sub<V: Kind>(state: *mut ffi::lua_State) -> i32 {
    let stack = Stack(state);
    let difference = match (operand::<V>(stack, 1), operand::<V>(stack, 2)) {
        (Operand::Vector(a), Operand::Vector(b)) => Some(a - b),
        _ => None,
    };
    // SAFETY: see `add`.
    unsafe { result(stack, "subtract", difference) }
}

unsafe extern "C-unwind" fn mul<V: Kind>(state: *mut ffi::lua_State) -> i32 {
    let stack = Stack(state);
    let product = match (operand::<V>(stack, 1), operand::<V>(stack, 2)) {
        (Operand::Vector(a), Operand::Vector(b)) => Some(a * b),
        (Operand::Vector(a), Operand::Number(b)) | (Operand::Number(b), Operand::Vector(a)) => Some(a * b),
        _ => None,
    };
    // SAFETY: see `add`.
    unsafe { result(stack, "multiply", product) }
}

unsafe extern "C-unwind" fn div<V>(state: *mut ffi::lua_State) -> i32
where
    V: Kind + Div<Output = V>,
{
    let stack = Stack(state);
    let quotient = match (operand::<V>(stack, 1), operand::<V>(stack, 2)) {
        (Operand::Vector(a), Operand::Vector(b)) => Some(a / b),
        (Operand::Vector(a), Operand::Number(b)) => Some(a / b),
        _ => None,
    };
    // SAFETY: see `add`.
    unsafe { result(stack, "divide", quotient) }
}

/// `q * r`, `q * v`, and `q * 2` or `2 * q`, which goes with adding rotations up.
unsafe extern "C-unwind" fn quat_mul(state: *mut ffi::lua_State) -> i32 {
    let stack = Stack(state);
    let first = userdata::vector::<Quat>(stack, 1);
    // SAFETY: see `add`.
    unsafe {
        if let (Some(first), Some(second)) = (first, userdata::vector::<Vec3>(stack, 2)) {
            return result(stack, "multiply", Some(first * second));
        }
        let product = match (operand::<Quat>(stack, 1), operand::<Quat>(stack, 2)) {
            (Operand::Vector(a), Operand::Vector(b)) => Some(a * b),
            (Operand::Vector(a), Operand::Number(b)) | (Operand::Number(b), Operand::Vector(a)) => {
                Some(a * b)
            }
            _ => None,
        };
        result(stack, "multiply", product)
    }
}

/// `q / 2`.
unsafe extern "C-unwind" fn quat_div(state: *mut ffi::lua_State) -> i32 {
    let stack = Stack(state);
    let quotient = match (operand::<Quat>(stack, 1), operand::<Quat>(stack, 2)) {
        (Operand::Vector(a), Operand::Number(b)) => Some(a / b),
        _ => None,
    };
    // SAFETY: see `add`.
    unsafe { result(stack, "divide", quotient) }
}

unsafe extern "C-unwind" fn negate<V: Kind>(state: *mut ffi::lua_State) -> i32 {
    let stack = Stack(state);
    // SAFETY: see `add`.
    unsafe { result(stack, "negate", userdata::vector::<V>(stack, 1).map(V::neg)) }
}

unsafe extern "C-unwind" fn equal<V: Kind>(state: *mut ffi::lua_State) -> i32 {
    let stack = Stack(state);
    let first = userdata::vector::<V>(stack, 1);
    stack.push_boolean(first.is_some() && first == userdata::vector::<V>(stack, 2));
    1
}

/// `v:unpack()`: the numbers, one by one.
unsafe extern "C-unwind" fn unpack<V: Kind>(state: *mut ffi::lua_State) -> i32 {
    let stack = Stack(state);
    if let Some(vector) = userdata::vector::<V>(stack, 1) {
        for lane in &vector.to_lanes()[..V::COUNT] {
            stack.push_number(f64::from(*lane));
        }
        return V::COUNT as i32;
    }
    // SAFETY: no destructors in this frame.
    unsafe {
        bind::respond(stack, 1, |vm, _, _| {
            Err(ScriptError::type_mismatch(V::NAME, &read::describe(stack, vm, 1))
                .in_argument("unpack", 0, "vector"))
        })
    }
}

/// `tostring(v)`, for everything whose description is its text.
unsafe extern "C-unwind" fn to_string(state: *mut ffi::lua_State) -> i32 {
    let stack = Stack(state);
    // SAFETY: no destructors in this frame.
    unsafe { bind::respond(stack, 1, |vm, frame, _| frame.return_str(&read::describe(stack, vm, 1))) }
}
