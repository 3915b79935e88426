//! Families of entities, and copies of them.

use bevy_ecs::entity::{Entity as EcsEntity, EntityCloner};
use bevy_ecs::hierarchy::{ChildOf, Children};
use bevy_ecs::resource::IsResource;
use glotta_core::{Entity, ScriptError};

use super::ScriptWorld;
use crate::convert::script_entity;
use crate::script_component::{ScriptComponent, ScriptInstanceStatistics};

impl ScriptWorld {
    /// The entity's parent.
    ///
    /// # Errors
    /// [`glotta_core::ErrorKind::NotFound`] if the entity does not exist.
    pub fn parent(&self, entity: Entity) -> Result<Option<Entity>, ScriptError> {
        Ok(self.entity(entity)?.get::<ChildOf>().map(|child| script_entity(child.parent())))
    }

    /// The entity's children, in the engine's order.
    ///
    /// # Errors
    /// [`glotta_core::ErrorKind::NotFound`] if the entity does not exist.
    pub fn children(&self, entity: Entity) -> Result<Vec<Entity>, ScriptError> {
        let children = self.entity(entity)?.get::<Children>();
        Ok(children.map(|children| children.iter().copied().map(script_entity).collect()).unwrap_or_default())
    }

    /// Makes an entity the last child of `parent`, or one without a parent. Where that is so already nothing happens, and
    /// the order of the children stays.
    ///
    /// # Errors
    /// [`glotta_core::ErrorKind::NotFound`] if one of them does not exist; [`glotta_core::ErrorKind::Argument`] if the parent
    /// is the entity itself or descends from it, or the family would be too deep. Then nothing changes.
    pub fn set_parent(&mut self, entity: Entity, parent: Option<Entity>) -> Result<(), ScriptError> {
        let child = self.live(entity)?;
        let parent = parent.map(|parent| self.live(parent)).transpose()?;
        if self.world.get::<ChildOf>(child).map(ChildOf::parent) == parent {
            return Ok(());
        }
        match parent {
            Some(parent) => {
                self.check_parent(child, parent)?;
                self.entity_mut(entity)?.insert(ChildOf(parent));
            }
            None => drop(self.entity_mut(entity)?.remove::<ChildOf>()),
        }
        Ok(())
    }

    /// Makes a copy of an entity with all of its components that can be copied (see [`EntityCloner`]), its scripts and
    /// their data; with `children`, of its whole family. The copy has the same parent. Scripts begin in the next frame.
    ///
    /// # Errors
    /// [`glotta_core::ErrorKind::NotFound`] if it does not exist; [`glotta_core::ErrorKind::Argument`] if it is one
    /// of those that Bevy keeps resources in.
    pub fn clone_entity(&mut self, entity: Entity, children: bool) -> Result<Entity, ScriptError> {
        let source = self.live(entity)?;
        self.refuse_resource(source)?;
        let mut builder = EntityCloner::build_opt_out(&mut self.world);
        builder.linked_cloning(children);
        let mut cloner = builder.finish();
        let copy = cloner.spawn_clone(&mut self.world, source);
        for member in self.family(copy) {
            if let Some(mut component) = self.world.get_mut::<ScriptComponent>(member) {
                for script in &mut component.scripts {
                    // What the original's scripts have done is not what the copy's did.
                    script.statistics = ScriptInstanceStatistics::default();
                }
            }
        }
        Ok(script_entity(copy))
    }

    /// Refuses an entity in which Bevy keeps a resource.
    pub(super) fn refuse_resource(&self, entity: EcsEntity) -> Result<(), ScriptError> {
        match self.world.get::<IsResource>(entity) {
            Some(_) => Err(ScriptError::argument(format!(
                "entity {} belongs to the engine: it holds a resource",
                script_entity(entity)
            ))),
            None => Ok(()),
        }
    }

    /// An entity and all below it, parents before their children.
    pub(super) fn family(&self, root: EcsEntity) -> Vec<EcsEntity> {
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

    /// Refuses a parent that would close a circle, since the engine walks families without a look back, or that would
    /// make a family too deep: the engine goes down by calling itself, and a line of descendants without end would be
    /// more than the stack holds. Both entities must exist.
    pub(super) fn check_parent(&self, child: EcsEntity, parent: EcsEntity) -> Result<(), ScriptError> {
        const MOST_LEVELS: usize = 256;
        if child == parent {
            return Err(ScriptError::argument(format!("entity {child} cannot be its own parent")));
        }
        let mut above = 0;
        let mut ancestor = Some(parent);
        while let Some(entity) = ancestor {
            if entity == child {
                return Err(ScriptError::argument(format!(
                    "entity {parent} cannot be the parent of {child}, which it descends from"
                )));
            }
            above += 1;
            ancestor = self.world.get::<ChildOf>(entity).map(ChildOf::parent);
        }
        if above + self.levels(child) > MOST_LEVELS {
            return Err(ScriptError::argument(format!(
                "entity {parent} cannot be the parent of {child}: that family would be more than \
                 {MOST_LEVELS} levels deep"
            )));
        }
        Ok(())
    }

    /// How many levels a family has, from this entity down.
    fn levels(&self, root: EcsEntity) -> usize {
        let mut levels = 0;
        let mut level = vec![root];
        while !level.is_empty() {
            levels += 1;
            let children = level.iter().filter_map(|&entity| self.world.get::<Children>(entity));
            level = children.flat_map(|children| children.iter().copied()).collect();
        }
        levels
    }
}
