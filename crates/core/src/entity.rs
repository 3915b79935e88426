//! Identifiers that scripts hold: entities and assets.

use std::fmt;

/// An entity of the engine, as a script holds it: a plain number that stays safe after the entity is gone.
///
/// An entity is an index into the engine's storage plus a generation that tells a re-used index from its
/// earlier owners. It prints as `12v0` (index 12, generation 0), and as `none` where its bits are zero.
///
/// In [`bits`](Self::bits) the generation is the upper word and the *complement* of the index the lower one, so
/// that no entity of a real engine has bits zero. That is the layout of Bevy's own `Entity::to_bits`.
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Entity(u64);

impl Entity {
    /// The entity at `index` in its `generation`.
    #[inline]
    #[must_use]
    pub const fn new(index: u32, generation: u32) -> Self {
        Self((!index as u64) | ((generation as u64) << 32))
    }

    /// The entity with these [`bits`](Self::bits). Any number is accepted: whether such an entity exists is the
    /// engine's to say.
    #[inline]
    #[must_use]
    pub const fn from_bits(bits: u64) -> Self {
        Self(bits)
    }

    /// The entity as one number.
    #[inline]
    #[must_use]
    pub const fn bits(self) -> u64 {
        self.0
    }

    /// Its place in the engine's storage.
    #[inline]
    #[must_use]
    pub const fn index(self) -> u32 {
        !(self.0 as u32)
    }

    /// Which owner of that place it is, counted from 0.
    #[inline]
    #[must_use]
    pub const fn generation(self) -> u32 {
        (self.0 >> 32) as u32
    }
}

impl fmt::Display for Entity {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.0 == 0 {
            return f.write_str("none");
        }
        write!(f, "{}v{}", self.index(), self.generation())
    }
}

impl fmt::Debug for Entity {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Entity({self})")
    }
}

/// An asset of the engine, as a script holds it: an opaque number that stays safe after the asset is gone.
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Asset(u64);

impl Asset {
    /// The asset with these bits. Any number is accepted: whether such an asset exists is the engine's to say.
    #[inline]
    #[must_use]
    pub const fn from_bits(bits: u64) -> Self {
        Self(bits)
    }

    /// The asset as one number.
    #[inline]
    #[must_use]
    pub const fn bits(self) -> u64 {
        self.0
    }
}

impl fmt::Display for Asset {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "#{}", self.0)
    }
}

impl fmt::Debug for Asset {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Asset({self})")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_entity_keeps_its_index_and_generation() {
        let entity = Entity::new(12, 3);
        assert_eq!((entity.index(), entity.generation()), (12, 3));
        assert_eq!(entity.to_string(), "12v3");
        assert_eq!(Entity::from_bits(entity.bits()), entity);
    }

    #[test]
    fn the_first_entity_does_not_have_bits_zero() {
        assert_ne!(Entity::new(0, 0).bits(), 0);
    }
}
