//! [`ScriptValue`]: `Value` in scripts, which holds whatever can cross the border to the engine.

#![allow(unsafe_code)] // holds a counted pointer in a place of any alignment

mod arithmetic;
mod extent;
pub(crate) mod methods;
mod operands;

use std::cell::Cell;
use std::fmt;
use std::mem::ManuallyDrop;
use std::rc::Rc;

use glotta_core::{Asset, Entity, Quat, ScriptError, Value, Vec2, Vec3, Vector};

use crate::memory::{self, Charge};
use crate::native::ScriptType;

pub(crate) use arithmetic::{add, compare, divide, equal, multiply, negate, power, remainder, subtract};
pub(crate) use extent::Extent;
pub(crate) use methods::{Valued, conversions, declare, has, operators, register, stored, text};
#[allow(unused_imports, reason = "vectors inside components have them too")]
pub(crate) use operands::vectors;

/// A value of a script. Numbers and vectors lie in it, whatever is larger lies behind a counted pointer and is never
/// changed, so copies cost little and no memory.
///
/// The library puts objects anywhere in steps of four bytes, so nothing in here may need more than that.
#[repr(C)]
pub(crate) struct ScriptValue {
    held: Cell<Held>,
    payload: Cell<Payload>,
}

/// What a value holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(u32)]
enum Held {
    /// Null where a script looked for something that is not there; only dictionaries hold it.
    Absent,
    Null,
    Bool,
    Int,
    Float,
    Vec2,
    Vec3,
    Quat,
    Entity,
    Asset,
    Shared,
}

#[derive(Clone, Copy)]
#[repr(C, packed(4))]
union Payload {
    int: i64,
    float: f64,
    lanes: [f32; 4],
    bits: u64,
    shared: *const Shared,
}

/// What does not fit into the value itself.
#[derive(Debug)]
struct Shared {
    value: Value,
    extent: Extent,
    /// What the script pays for it.
    _charge: Charge,
}

impl ScriptType for ScriptValue {
    const NAME: &'static str = "Value";
}

const _: () = assert!(align_of::<ScriptValue>() <= 4);

impl ScriptValue {
    /// Nothing.
    pub(crate) const fn null() -> Self {
        Self::plain(Held::Null, Payload { bits: 0 })
    }

    /// Null that stands for no entry of a dictionary, until something is assigned to it.
    pub(crate) const fn absent() -> Self {
        Self::plain(Held::Absent, Payload { bits: 0 })
    }

    /// Whether nothing was assigned to it yet.
    pub(crate) fn is_absent(&self) -> bool {
        self.held.get() == Held::Absent
    }

    const fn plain(held: Held, payload: Payload) -> Self {
        Self { held: Cell::new(held), payload: Cell::new(payload) }
    }

    /// A value, which the script pays for from now on.
    ///
    /// # Errors
    /// [`glotta_core::ErrorKind::OutOfMemory`] if the script may not have so much;
    /// [`glotta_core::ErrorKind::Type`] if it is nested too deeply.
    #[inline]
    pub(crate) fn new(value: Value) -> Result<Self, ScriptError> {
        match Self::small(&value) {
            Some(small) => Ok(small),
            None => {
                let extent = Extent::of(&value);
                Self::share(value, extent)
            }
        }
    }

    /// A copy of a value, which is made only if the script may have it.
    ///
    /// # Errors
    /// As [`new`](Self::new).
    pub(crate) fn copy_of(value: &Value) -> Result<Self, ScriptError> {
        if let Some(small) = Self::small(value) {
            return Ok(small);
        }
        let extent = Extent::of(value);
        extent.check()?;
        memory::reserve(extent.bytes)?;
        Self::share(value.clone(), extent)
    }

    fn share(value: Value, extent: Extent) -> Result<Self, ScriptError> {
        extent.check()?;
        let mut charge = Charge::none();
        charge.set(extent.bytes.saturating_add(size_of::<Shared>()))?;
        let shared = Rc::into_raw(Rc::new(Shared { value, extent, _charge: charge }));
        Ok(Self::plain(Held::Shared, Payload { shared }))
    }

    /// A value that lies in the object itself.
    #[inline]
    fn small(value: &Value) -> Option<Self> {
        let lanes = |held, lanes| Self::plain(held, Payload { lanes });
        Some(match value {
            Value::Null => Self::null(),
            Value::Bool(value) => Self::plain(Held::Bool, Payload { bits: u64::from(*value) }),
            Value::Int(int) => Self::plain(Held::Int, Payload { int: *int }),
            Value::Float(float) => Self::plain(Held::Float, Payload { float: *float }),
            Value::Vec2(vector) => lanes(Held::Vec2, vector.to_lanes()),
            Value::Vec3(vector) => lanes(Held::Vec3, vector.to_lanes()),
            Value::Quat(rotation) => lanes(Held::Quat, rotation.to_lanes()),
            Value::Entity(entity) => Self::plain(Held::Entity, Payload { bits: entity.bits() }),
            Value::Asset(asset) => Self::plain(Held::Asset, Payload { bits: asset.bits() }),
            Value::String(_) | Value::List(_) | Value::Table(_) | Value::Function(_) | Value::Object(_) => {
                return None;
            }
        })
    }

    /// What lies behind the pointer, held for the caller.
    #[inline]
    fn shared(&self) -> Option<Rc<Shared>> {
        if self.held.get() != Held::Shared {
            return None;
        }
        // SAFETY: the pointer came from `Rc::into_raw`, and this holds it; the caller gets a count of its own.
        unsafe {
            let shared = self.payload.get().shared;
            Rc::increment_strong_count(shared);
            Some(Rc::from_raw(shared))
        }
    }

    /// The value if it lies in the object itself; null for others.
    #[inline]
    fn inside(&self) -> Value {
        let payload = self.payload.get();
        // SAFETY: `held` says which of them was written, and every bit pattern is one of each.
        unsafe {
            match self.held.get() {
                Held::Absent | Held::Null | Held::Shared => Value::Null,
                Held::Bool => Value::Bool(payload.bits != 0),
                Held::Int => Value::Int(payload.int),
                Held::Float => Value::Float(payload.float),
                Held::Vec2 => Value::Vec2(Vec2::from_lanes(payload.lanes)),
                Held::Vec3 => Value::Vec3(Vec3::from_lanes(payload.lanes)),
                Held::Quat => Value::Quat(Quat::from_lanes(payload.lanes)),
                Held::Entity => Value::Entity(Entity::from_bits(payload.bits)),
                Held::Asset => Value::Asset(Asset::from_bits(payload.bits)),
            }
        }
    }

    /// Lets `look` see the value. It stays what it is even if a script assigns to this meanwhile.
    #[inline]
    pub(crate) fn with<R>(&self, look: impl FnOnce(&Value) -> R) -> R {
        match self.shared() {
            Some(shared) => look(&shared.value),
            None => look(&self.inside()),
        }
    }

    /// A copy of the value. It may be large: ask [`extent`](Self::extent) first.
    pub(crate) fn to_value(&self) -> Value {
        self.with(Value::clone)
    }

    /// How large the value is.
    #[inline]
    pub(crate) fn extent(&self) -> Extent {
        self.shared().map_or(Extent::ONE, |shared| shared.extent)
    }

    /// Makes this what another is.
    #[inline]
    pub(crate) fn set(&self, other: Self) {
        let other = ManuallyDrop::new(other);
        let held = if other.is_absent() { Held::Null } else { other.held.get() };
        // What was here goes last, when this is whole again.
        let _old = Self {
            held: Cell::new(self.held.replace(held)),
            payload: Cell::new(self.payload.replace(other.payload.get())),
        };
    }
}

impl Default for ScriptValue {
    fn default() -> Self {
        Self::null()
    }
}

impl Clone for ScriptValue {
    #[inline]
    fn clone(&self) -> Self {
        if self.held.get() == Held::Shared {
            // SAFETY: the pointer came from `Rc::into_raw`, and this holds it; the copy gets a count of its own.
            unsafe { Rc::increment_strong_count(self.payload.get().shared) };
        }
        let held = if self.is_absent() { Held::Null } else { self.held.get() };
        Self::plain(held, self.payload.get())
    }
}

impl Drop for ScriptValue {
    #[inline]
    fn drop(&mut self) {
        if self.held.get() == Held::Shared {
            // SAFETY: the pointer came from `Rc::into_raw`, and this held it.
            drop(unsafe { Rc::from_raw(self.payload.get().shared) });
        }
    }
}

impl fmt::Debug for ScriptValue {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.with(|value| fmt::Debug::fmt(value, f))
    }
}
