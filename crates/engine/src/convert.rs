//! Between the vocabulary's entities and Bevy's: the same bits, checked.

use bevy_ecs::entity::Entity as EcsEntity;
use glotta_core::{Entity, ScriptError};

/// A Bevy entity, as scripts hold it.
///
/// The same as [`Entity::from_bits`] of [`EcsEntity::to_bits`]; the layouts agree.
#[inline]
#[must_use]
pub const fn script_entity(entity: EcsEntity) -> Entity {
    Entity::from_bits(entity.to_bits())
}

/// A script's entity, as Bevy holds it. Whether it exists is another question.
///
/// # Errors
/// [`glotta_core::ErrorKind::NotFound`] if the bits are those of no entity that Bevy could make.
#[inline]
pub fn ecs_entity(entity: Entity) -> Result<EcsEntity, ScriptError> {
    EcsEntity::try_from_bits(entity.bits()).ok_or_else(|| no_entity(entity))
}

/// The error of an entity that is gone or never was.
#[cold]
pub(crate) fn no_entity(entity: Entity) -> ScriptError {
    ScriptError::not_found(format!("entity {entity} does not exist (it was destroyed, or never created)"))
}

/// The error of a component that an entity lacks.
#[cold]
pub(crate) fn no_component(entity: Entity, component: &str) -> ScriptError {
    ScriptError::not_found(format!("entity {entity} has no component {component}"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use bevy_ecs::world::World;

    #[test]
    fn both_sides_agree_on_bits_index_and_generation() {
        let mut world = World::new();
        let first = world.spawn_empty().id();
        world.despawn(first);
        for entity in [first, world.spawn_empty().id(), world.spawn_empty().id()] {
            let seen = script_entity(entity);
            assert_eq!(seen.to_string(), entity.to_string());
            assert_eq!(seen.index(), entity.index_u32());
            assert_eq!(ecs_entity(seen).ok(), Some(entity));
        }
    }

    #[test]
    fn bits_that_no_entity_has_are_not_found() {
        let error = ecs_entity(Entity::from_bits(0)).expect_err("zero is no entity");
        assert_eq!(error.kind(), glotta_core::ErrorKind::NotFound);
    }
}
