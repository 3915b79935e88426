//! [`game_entities`]: the entities that are the game's own.

use bevy_ecs::archetype::Archetype;
use bevy_ecs::component::ComponentId;
use bevy_ecs::entity::Entity as EcsEntity;
use bevy_ecs::observer::Observer;
use bevy_ecs::resource::IsResource;
use bevy_ecs::system::SystemIdMarker;
use bevy_ecs::world::World;

/// The entities of the game in the order of their indices, without those in which Bevy keeps what is its own:
/// resources, observers and registered systems.
#[must_use]
pub fn game_entities(world: &World) -> Vec<EcsEntity> {
    let mut entities: Vec<EcsEntity> =
        game_archetypes(world).flat_map(Archetype::entities).map(|place| place.id()).collect();
    entities.sort_unstable_by_key(|entity| entity.index_u32());
    entities
}

/// How many [`game_entities`] there are.
pub(crate) fn count_game_entities(world: &World) -> usize {
    game_archetypes(world).map(|archetype| archetype.len() as usize).sum()
}

fn game_archetypes(world: &World) -> impl Iterator<Item = &Archetype> {
    let components = world.components();
    let own: Vec<ComponentId> = [
        components.component_id::<IsResource>(),
        components.component_id::<Observer>(),
        components.component_id::<SystemIdMarker>(),
    ]
    .into_iter()
    .flatten()
    .collect();
    let is_own = move |archetype: &&Archetype| own.iter().any(|&component| archetype.contains(component));
    world.archetypes().iter().filter(move |archetype| !is_own(archetype))
}

#[cfg(test)]
mod tests {
    use super::*;
    use bevy_ecs::event::Event;
    use bevy_ecs::observer::On;
    use bevy_ecs::resource::Resource;

    #[derive(Resource)]
    struct Score;

    #[derive(Event)]
    struct Goal;

    #[test]
    fn what_bevy_keeps_in_entities_is_not_the_games() {
        let mut world = World::new();
        world.insert_resource(Score);
        world.add_observer(|_: On<'_, '_, Goal>| {});
        world.register_system(|| {});
        let entity = world.spawn_empty().id();
        assert_eq!(game_entities(&world), [entity]);
    }
}
