//! Making and destroying entities.

use bevy_ecs::entity::Entity as EcsEntity;
use bevy_ecs::hierarchy::Children;
use bevy_ecs::name::Name;
use bevy_ecs::query::QueryState;
use bevy_ecs::resource::IsResource;
use glotta_core::{Entity, ScriptError};

use super::ScriptWorld;
use crate::convert::script_entity;
use crate::tags::Tags;

/// Queries that are asked again and again.
#[derive(Default)]
pub(crate) struct Queries {
    names: Option<QueryState<(EcsEntity, &'static Name)>>,
    tags: Option<QueryState<(EcsEntity, &'static Tags)>>,
}

impl ScriptWorld {
    /// The entity with that name, the one with the lowest index if there are several.
    pub fn named(&mut self, name: &str) -> Option<Entity> {
        let query = self.queries.names.get_or_insert_with(|| QueryState::new(&mut self.world));
        let found = query.iter(&self.world).filter(|(_, other)| other.as_str() == name);
        found.map(|(entity, _)| entity).min_by_key(|entity| entity.index_u32()).map(script_entity)
    }

    /// The entities with that tag, in the order of their indices.
    pub fn tagged(&mut self, tag: &str) -> Vec<Entity> {
        let query = self.queries.tags.get_or_insert_with(|| QueryState::new(&mut self.world));
        let found = query.iter(&self.world).filter(|(_, tags)| tags.contains(tag));
        let mut found: Vec<EcsEntity> = found.map(|(entity, _)| entity).collect();
        found.sort_unstable_by_key(|entity| entity.index_u32());
        found.into_iter().map(script_entity).collect()
    }

    /// Makes an empty entity.
    pub fn spawn(&mut self) -> Entity {
        script_entity(self.world.spawn_empty().id())
    }

    /// Destroys an entity and its children, now.
    ///
    /// Their scripts end first: `on_stop` runs within this call, for the entity and then for its children, while all of
    /// them still exist with everything they have. When this returns, none of them does, and the frame passes over
    /// the scripts they had. Destroying an entity from its own `on_stop` does nothing, since it is under way.
    ///
    /// An entity that Rust code despawns is gone before its scripts can be told: their `on_stop` runs at the beginning
    /// of the next frame of scripts, and finds that the entity does not exist.
    ///
    /// # Errors
    /// [`glotta_core::ErrorKind::NotFound`] if it does not exist; [`glotta_core::ErrorKind::Argument`] if it is one
    /// of those that Bevy keeps resources in.
    pub fn destroy(&mut self, entity: Entity) -> Result<(), ScriptError> {
        let root = self.live(entity)?;
        if self.world.get::<IsResource>(root).is_some() {
            let problem = format!("entity {entity} belongs to the engine: it holds a resource");
            return Err(ScriptError::argument(problem));
        }
        if self.ending.contains(&root) {
            return Ok(());
        }
        if !self.attached.is_empty() {
            let family = self.family(root);
            let outer = self.ending.len();
            self.ending.extend(&family);
            for member in family {
                self.end_scripts(member);
            }
            self.ending.truncate(outer);
        }
        // A script may have ended it in another way while it stopped.
        if self.world.entities().contains_spawned(root) {
            self.world.despawn(root);
        }
        Ok(())
    }

    /// An entity and all below it, parents before their children.
    fn family(&self, root: EcsEntity) -> Vec<EcsEntity> {
        let mut family = vec![root];
        let mut next = 0;
        while let Some(&entity) = family.get(next) {
            next += 1;
            if let Some(children) = self.world.get::<Children>(entity) {
                family.extend(children.iter());
            }
        }
        family
    }
}
