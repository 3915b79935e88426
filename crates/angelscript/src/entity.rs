//! `Entity` and `Asset` in scripts: numbers that mean something to the engine only. The methods of entities are the
//! API's.

#![allow(unsafe_code)] // reads objects of the library

use glotta_angelscript_sys as sys;
use glotta_core::{Asset, Entity, ScriptError};

use crate::native::{Call, ScriptType, native};
use crate::registry::Registry;
use crate::types::Tag;
use crate::vectors::text::{self, Texted};
use crate::vm::Vm;

macro_rules! identifiers {
    ($($(#[doc = $doc:literal])+ $name:ident, $of:ident;)+) => {$(
        $(#[doc = $doc])+
        ///
        /// In two halves, since the library places things at multiples of 4 bytes.
        #[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
        #[repr(C)]
        pub(crate) struct $name([u32; 2]);

        impl $name {
            /// As scripts hold it.
            #[inline]
            pub(crate) const fn new(of: $of) -> Self {
                let bits = of.bits();
                Self([bits as u32, (bits >> 32) as u32])
            }

            /// As the engine holds it.
            #[inline]
            pub(crate) const fn get(&self) -> $of {
                $of::from_bits(self.0[0] as u64 | (self.0[1] as u64) << 32)
            }
        }

        impl ScriptType for $name {
            const NAME: &'static str = stringify!($of);
        }

        impl Texted for $name {
            unsafe fn text(_: &Vm, object: *const u8) -> Result<String, ScriptError> {
                // SAFETY: the caller's promise.
                Ok(format!("{:?}", unsafe { object.cast::<Self>().read() }.get()))
            }
        }
    )+};
}

identifiers! {
    /// `Entity` in scripts; its default is none that ever was.
    ScriptEntity, Entity;
    /// `Asset` in scripts.
    ScriptAsset, Asset;
}

impl ScriptEntity {
    /// The bytes that it takes in a script, as the library copies them.
    #[inline]
    pub(crate) fn bytes(self) -> u64 {
        let mut bytes = [0; size_of::<Self>()];
        let (low, high) = bytes.split_at_mut(size_of::<u32>());
        low.copy_from_slice(&self.0[0].to_ne_bytes());
        high.copy_from_slice(&self.0[1].to_ne_bytes());
        u64::from_ne_bytes(bytes)
    }
}

/// Registers the types themselves, so that others can name them.
///
/// # Errors
/// As for [`register`].
pub(crate) fn declare(registry: Registry<'_>) -> Result<(), ScriptError> {
    // Without a constructor or an assignment that copies: the library then copies the bytes itself.
    let flags = sys::OBJ_VALUE | sys::OBJ_POD | sys::OBJ_APP_CLASS | sys::OBJ_APP_CLASS_ALLINTS;
    registry.object_type(ScriptEntity::NAME, Tag::Entity, size_of::<ScriptEntity>(), flags)?;
    registry.object_type(ScriptAsset::NAME, Tag::Asset, size_of::<ScriptAsset>(), flags)
}

/// Registers what both can do.
///
/// # Errors
/// [`glotta_core::ErrorKind::Host`] if the library refuses a declaration.
pub(crate) fn register(registry: Registry<'_>) -> Result<(), ScriptError> {
    common::<ScriptEntity>(registry)?;
    common::<ScriptAsset>(registry)?;
    native!(registry, method ScriptEntity, "opEquals" const (_vm, this, other: &ScriptEntity) -> bool {
        Ok(this == other)
    })?;
    native!(registry, method ScriptAsset, "opEquals" const (_vm, this, other: &ScriptAsset) -> bool {
        Ok(this == other)
    })
}

fn common<T: ScriptType + Texted + Default>(registry: Registry<'_>) -> Result<(), ScriptError> {
    registry.behaviour(T::NAME, sys::BEHAVE_CONSTRUCT, "void f()", |_: &Vm, call: &mut Call<'_>| {
        // SAFETY: the place for the object is large enough, and holds nothing yet.
        unsafe { call.object::<T>().write(T::default()) };
        Ok(())
    })?;
    text::register::<T>(registry, T::NAME)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_entity_is_the_same_after_a_stay_in_a_script() {
        for entity in [Entity::new(12, 3), Entity::from_bits(u64::MAX), Entity::from_bits(0)] {
            let in_script = ScriptEntity::new(entity);
            assert_eq!(in_script.get(), entity);
            // SAFETY: both are plain bytes, as many of one as of the other.
            assert_eq!(unsafe { std::mem::transmute::<u64, ScriptEntity>(in_script.bytes()) }, in_script);
        }
        assert_eq!(ScriptAsset::new(Asset::from_bits(1 << 40)).get(), Asset::from_bits(1 << 40));
        assert_eq!((size_of::<ScriptEntity>(), align_of::<ScriptEntity>()), (8, 4));
        assert_eq!(ScriptEntity::default().get().bits(), 0);
    }
}
