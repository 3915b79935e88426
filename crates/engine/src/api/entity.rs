//! The module `entity`.

use bevy_ecs::name::Name;
use glotta_core::{DataRef, Entity, ScriptError, Vec3};
use glotta_macros::script_api;

use crate::tags::Tags;
use crate::world::ScriptWorld;

/// The functions of the module `entity`.
#[derive(Clone, Copy, Debug)]
pub struct EntityApi;

/// Entities: their life, their names and tags, and the data that scripts keep on them.
///
/// An entity is a number that stays safe when the entity is gone: functions then say that it does not exist. Lists
/// of entities are in the order of their indices, which is the same on every run.
#[script_api(module = "entity", entity_methods, crate = glotta_core)]
impl EntityApi {
    /// Creates an entity without components.
    fn create(world: &mut ScriptWorld) -> Entity {
        world.spawn()
    }

    /// Destroys an entity and its children. Their scripts end first: `on_stop` runs before this returns, while the
    /// entities still exist. Afterwards `is_valid` is false at once.
    ///
    /// # Errors
    /// not-found, if the entity does not exist.
    fn destroy(world: &mut ScriptWorld, entity: Entity) -> Result<(), ScriptError> {
        world.destroy(entity)
    }

    /// Destroys entities in order, each as `destroy` does. One that is in the list twice, or goes with its parent, is
    /// destroyed once.
    ///
    /// # Errors
    /// not-found, if one of the entities does not exist; then none is destroyed.
    fn destroy_many(world: &mut ScriptWorld, entities: &[Entity]) -> Result<(), ScriptError> {
        for (index, &entity) in entities.iter().enumerate() {
            world.live(entity).map_err(|error| error.within(format_args!("element {}", index + 1)))?;
        }
        for &entity in entities {
            if world.is_alive(entity) {
                world.destroy(entity)?;
            }
        }
        Ok(())
    }

    /// True if the entity exists.
    #[reach(entity)]
    fn is_valid(world: &mut ScriptWorld, entity: Entity) -> bool {
        world.is_alive(entity)
    }

    /// All entities that have a component, by the component's name, such as `"Transform"`.
    ///
    /// # Errors
    /// not-found, if no component has that name.
    fn find_with_component(world: &mut ScriptWorld, component: &str) -> Result<Vec<Entity>, ScriptError> {
        world.with_component(component)
    }

    /// The entity's name, or nothing if it has none.
    ///
    /// # Errors
    /// not-found, if the entity does not exist.
    #[reach(entity)]
    fn name(world: &mut ScriptWorld, entity: Entity) -> Result<Option<String>, ScriptError> {
        Ok(world.entity(entity)?.get::<Name>().map(|name| name.as_str().to_owned()))
    }

    /// Gives the entity a name, in place of the one it may have. Several entities may have the same.
    ///
    /// # Errors
    /// not-found, if the entity does not exist.
    fn set_name(world: &mut ScriptWorld, entity: Entity, name: &str) -> Result<(), ScriptError> {
        world.entity_mut(entity)?.insert(Name::new(name.to_owned()));
        Ok(())
    }

    /// The entity with that name, the one with the lowest index if there are several, or nothing.
    fn find_by_name(world: &mut ScriptWorld, name: &str) -> Option<Entity> {
        world.named(name)
    }

    /// Adds a tag, a word that marks the entity. It is no error if the entity has it already.
    ///
    /// # Errors
    /// not-found, if the entity does not exist.
    fn add_tag(world: &mut ScriptWorld, entity: Entity, tag: &str) -> Result<(), ScriptError> {
        let mut found = world.entity_mut(entity)?;
        match found.get_mut::<Tags>() {
            Some(mut tags) if !tags.contains(tag) => drop(tags.insert(tag)),
            Some(_) => {}
            None => drop(found.insert(Tags::new([tag]))),
        }
        Ok(())
    }

    /// Takes a tag away. False if the entity did not have it.
    ///
    /// # Errors
    /// not-found, if the entity does not exist.
    fn remove_tag(world: &mut ScriptWorld, entity: Entity, tag: &str) -> Result<bool, ScriptError> {
        let mut found = world.entity_mut(entity)?;
        Ok(match found.get_mut::<Tags>() {
            Some(mut tags) if tags.contains(tag) => tags.remove(tag),
            _ => false,
        })
    }

    /// True if the entity has the tag.
    ///
    /// # Errors
    /// not-found, if the entity does not exist.
    #[reach(entity)]
    fn has_tag(world: &mut ScriptWorld, entity: Entity, tag: &str) -> Result<bool, ScriptError> {
        Ok(world.entity(entity)?.get::<Tags>().is_some_and(|tags| tags.contains(tag)))
    }

    /// The entity's tags, sorted.
    ///
    /// # Errors
    /// not-found, if the entity does not exist.
    #[reach(entity)]
    fn tags(world: &mut ScriptWorld, entity: Entity) -> Result<Vec<String>, ScriptError> {
        let found = world.entity(entity)?;
        let tags = found.get::<Tags>();
        Ok(tags.map(|tags| tags.iter().map(str::to_owned).collect()).unwrap_or_default())
    }

    /// All entities that have the tag.
    fn find_by_tag(world: &mut ScriptWorld, tag: &str) -> Vec<Entity> {
        world.tagged(tag)
    }

    /// The entities that are at most `radius` metres from `center`, the nearest first; of those that are equally far, the
    /// one with the lower index. A child is where its parents carry it, though its `get_position` is relative to them.
    /// Entities without a `Transform` are nowhere.
    ///
    /// # Errors
    /// argument, if the radius is negative or no number, or the center is not finite.
    fn find_in_radius(
        world: &mut ScriptWorld,
        center: Vec3,
        radius: f64,
    ) -> Result<Vec<Entity>, ScriptError> {
        world.in_radius(center, radius)
    }

    /// The data that scripts keep on the entity: a table that all its scripts share, that other scripts can read, and
    /// that survives reload. What is returned is a reference: reading and writing its fields goes to the entity, and so it
    /// does for the tables and lists inside it. A vector read from it is a copy: change it and assign it whole.
    ///
    /// # Errors
    /// not-found, if the entity does not exist.
    fn data(world: &mut ScriptWorld, entity: Entity) -> Result<DataRef, ScriptError> {
        world.data(entity)
    }
}
