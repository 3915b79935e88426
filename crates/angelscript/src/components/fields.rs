//! Vectors inside components: `t.translation.x += 1`, `t.translation += v`, `Vec3 p = t.translation`.
//!
//! Each use reads the component, and each change writes it.

#![allow(unsafe_code)] // reads and writes the library's stack

use std::marker::PhantomData;

use glotta_angelscript_sys as sys;
use glotta_core::{Frame, Function, Host, ScriptError, Value, Vector, narrow_float};

use super::object::{self, Field};
use super::one::{Held, One};
use crate::bind;
use crate::frame::{AsFrame, Receiver, ResultForm, Slot};
use crate::native::{Behind, Call};
use crate::registry::Registry;
use crate::value::vectors;
use crate::vectors::operators::{self, Of, Side};
use crate::vectors::text::{self, Texted};
use crate::vectors::{ScriptQuat, ScriptVec2, ScriptVec3, ScriptVector, lane_of};
use crate::vm::Vm;

/// A vector in a component.
struct Inside<V>(PhantomData<V>);

/// A vector type that fields are read as and written from without a detour.
trait FieldVector: ScriptVector {
    fn hold(vector: Self::Of) -> Held;
    fn of_held(held: &Held) -> Result<Self::Of, ScriptError>;
}

macro_rules! held {
    ($($vector:ident: $variant:ident, $as:ident;)+) => {$(
        impl FieldVector for $vector {
            #[inline]
            fn hold(vector: Self::Of) -> Held {
                Held::$variant(vector)
            }

            #[inline]
            fn of_held(held: &Held) -> Result<Self::Of, ScriptError> {
                held.$as()
            }
        }
    )+};
}

held! {
    ScriptVec2: Vec2, as_vec2;
    ScriptVec3: Vec3, as_vec3;
    ScriptQuat: Quat, as_quat;
}

/// The value of a field.
///
/// # Errors
/// What the host says.
///
/// # Safety
/// A vector's object lies there, and its block is held.
pub(super) unsafe fn value(object: *const u8, host: &mut dyn Host) -> Result<Value, ScriptError> {
    // SAFETY: the caller's promise.
    unsafe { read(object, host) }.map(|frame| frame.0.into_value())
}

/// Reads a field.
///
/// # Errors
/// What the host says.
///
/// # Safety
/// As for [`value`].
#[inline]
unsafe fn read(object: *const u8, host: &mut dyn Host) -> Result<One, ScriptError> {
    // SAFETY: the caller's promise.
    let (entity, key) = unsafe { &*object.cast::<Field>() }.key();
    let mut frame = One::empty();
    host.field(entity, key, &mut frame)?;
    Ok(frame)
}

impl<V: FieldVector> Side for Inside<V> {
    type V = V;
    const NAME: &'static str = V::FIELD;

    #[inline]
    unsafe fn load(vm: &Vm, object: *const u8) -> Result<Of<Self>, ScriptError> {
        // SAFETY: the caller's promise.
        vm.with_host(|host| unsafe { read(object, host) }.and_then(|frame| V::of_held(&frame.0)))
    }

    #[inline]
    unsafe fn store(vm: &Vm, object: *mut u8, vector: Of<Self>) -> Result<(), ScriptError> {
        // SAFETY: the caller's promise.
        let (entity, key) = unsafe { &*object.cast::<Field>() }.key();
        let frame = One(V::hold(vector));
        vm.with_host(|host| host.set_field(entity, key, &frame, 0))
    }

    #[inline]
    unsafe fn change(
        vm: &Vm,
        object: *mut u8,
        change: impl FnOnce(Of<Self>) -> Of<Self>,
    ) -> Result<(), ScriptError> {
        // SAFETY: the caller's promise.
        let (entity, key) = unsafe { &*object.cast::<Field>() }.key();
        vm.with_host(|host| {
            let mut frame = One::empty();
            host.field(entity, key, &mut frame)?;
            frame.0 = V::hold(change(V::of_held(&frame.0)?));
            host.set_field(entity, key, &frame, 0)
        })
    }
}

impl<V: FieldVector> Texted for Inside<V> {
    unsafe fn text(vm: &Vm, object: *const u8) -> Result<String, ScriptError> {
        // SAFETY: the caller's promise.
        vm.with_host(|host| unsafe { value(object, host) }).map(|value| value.to_string())
    }
}

/// Registers the types themselves, so that others can name them.
///
/// # Errors
/// As for [`register`].
pub(super) fn declare(registry: Registry<'_>) -> Result<(), ScriptError> {
    declare_one::<ScriptVec2>(registry)?;
    declare_one::<ScriptVec3>(registry)?;
    declare_one::<ScriptQuat>(registry)
}

fn declare_one<V: FieldVector>(registry: Registry<'_>) -> Result<(), ScriptError> {
    registry.object_type(V::FIELD, V::FIELD_TAG, 0, sys::OBJ_REF)?;
    counting(registry, V::FIELD)
}

/// Registers the counting of handles, which is the same for everything in a block.
///
/// # Errors
/// [`glotta_core::ErrorKind::Host`] if the library refuses a declaration.
pub(super) fn counting(registry: Registry<'_>, name: &str) -> Result<(), ScriptError> {
    registry.behaviour_with::<AddRef>(name, sys::BEHAVE_ADDREF, "void f()", ())?;
    registry.behaviour_with::<Release>(name, sys::BEHAVE_RELEASE, "void f()", ())
}

/// One more handle.
struct AddRef;

impl Behind for AddRef {
    type Data = ();

    #[inline]
    fn run(_: &Vm, (): &(), call: &mut Call<'_>) -> Result<(), ScriptError> {
        // SAFETY: the library counts objects that it holds.
        unsafe { object::add_ref(call.object()) };
        Ok(())
    }
}

/// One handle less.
struct Release;

impl Behind for Release {
    type Data = ();

    #[inline]
    fn run(_: &Vm, (): &(), call: &mut Call<'_>) -> Result<(), ScriptError> {
        // SAFETY: the library lets go of what it held.
        unsafe { object::release(call.object()) };
        Ok(())
    }
}

/// Registers what vectors inside components can do: all that vectors can.
///
/// # Errors
/// [`glotta_core::ErrorKind::Host`] if the library refuses a declaration.
pub(super) fn register(registry: Registry<'_>) -> Result<(), ScriptError> {
    common::<ScriptVec2>(registry)?;
    operators::linear::<Inside<ScriptVec2>>(registry)?;
    common::<ScriptVec3>(registry)?;
    operators::linear::<Inside<ScriptVec3>>(registry)?;
    common::<ScriptQuat>(registry)?;
    operators::rotation::<Inside<ScriptQuat>>(registry)
}

fn common<V: FieldVector>(registry: Registry<'_>) -> Result<(), ScriptError> {
    let (field, vector) = (V::FIELD, V::NAME);
    registry.method(field, &format!("{vector} opImplConv() const"), |vm: &Vm, call: &mut Call<'_>| {
        // SAFETY: declared so above.
        unsafe {
            let vector = Inside::<V>::load(vm, call.object::<u8>())?;
            call.give(V::pack(vector));
        }
        Ok(())
    })?;
    let assign = format!("{field} &opAssign(const {vector} &in)");
    registry.method(field, &assign, |vm: &Vm, call: &mut Call<'_>| {
        // SAFETY: declared so above.
        unsafe {
            let vector = call.next::<&V>().unpack();
            operators::store::<Inside<V>>(vm, call, vector)
        }
    })?;
    // There is none for another field: the compiler could not choose between the two for what is turned into either.
    for (index, lane) in V::Of::MODEL.lanes.iter().enumerate() {
        registry.method_with::<GetLane<V>>(field, &format!("double get_{lane}() const property"), index)?;
        registry.method_with::<SetLane<V>>(field, &format!("void set_{lane}(double) property"), index)?;
    }
    registry.method(field, "double get_opIndex(int64) const property", |vm: &Vm, call: &mut Call<'_>| {
        // SAFETY: declared so.
        unsafe {
            let lane = lane_of::<V::Of>(call.next())?;
            GetLane::<V>::run(vm, &lane, call)
        }
    })?;
    registry.method(field, "void set_opIndex(int64, double) property", |vm: &Vm, call: &mut Call<'_>| {
        // SAFETY: declared so.
        unsafe {
            let lane = lane_of::<V::Of>(call.next())?;
            SetLane::<V>::run(vm, &lane, call)
        }
    })?;
    for function in V::Of::MODEL.methods {
        bind::each_declaration(registry, function, 1, " const", |declaration, slots, returns| {
            let method = Method { function, slots, returns };
            registry.method_with::<CallMethod<V>>(field, declaration, method)
        })?;
    }
    text::of_vectors::<Inside<V>>(registry, field)?;
    operators::common::<Inside<V>>(registry)?;
    vectors::<Inside<V>>(registry)
}

/// `t.translation.x`.
struct GetLane<V>(PhantomData<V>);

impl<V: FieldVector> Behind for GetLane<V> {
    type Data = usize;

    #[inline]
    fn run(vm: &Vm, lane: &usize, call: &mut Call<'_>) -> Result<(), ScriptError> {
        // SAFETY: declared so in `common`.
        unsafe {
            let lanes = Inside::<V>::load(vm, call.object::<u8>())?.to_lanes();
            call.give(f64::from(lanes[*lane]));
        }
        Ok(())
    }
}

/// `t.translation.x = 5`.
struct SetLane<V>(PhantomData<V>);

impl<V: FieldVector> Behind for SetLane<V> {
    type Data = usize;

    #[inline]
    fn run(vm: &Vm, lane: &usize, call: &mut Call<'_>) -> Result<(), ScriptError> {
        // SAFETY: declared so in `common`.
        unsafe {
            let number = narrow_float(call.next::<f64>())
                .map_err(|error| error.within(format_args!("{}.{}", V::NAME, V::Of::MODEL.lanes[*lane])))?;
            Inside::<V>::change(vm, call.object::<u8>(), |vector| {
                let mut lanes = vector.to_lanes();
                lanes[*lane] = number;
                V::Of::from_lanes(lanes)
            })
        }
    }
}

/// A method of a vector type, declared for vectors inside components.
struct Method {
    function: &'static Function,
    slots: Box<[Slot]>,
    returns: ResultForm,
}

/// `t.translation.length()`.
struct CallMethod<V>(PhantomData<V>);

impl<V: FieldVector> Behind for CallMethod<V> {
    type Data = Method;

    fn run(vm: &Vm, method: &Method, call: &mut Call<'_>) -> Result<(), ScriptError> {
        // SAFETY: declared so in `common`.
        let vector: Value = unsafe { Inside::<V>::load(vm, call.object::<u8>())? }.into();
        let mut frame = AsFrame {
            vm,
            receiver: Receiver::Value(&vector),
            arguments: call.arguments(),
            slots: &method.slots,
            result: call.result(),
            returns: method.returns,
            returned: false,
        };
        debug_assert_eq!(frame.argument_count(), method.function.parameters.len());
        let result = vm.with_host(|host| (method.function.thunk)(&mut frame, host));
        result.and_then(|()| frame.finish())
    }
}
