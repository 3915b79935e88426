//! Components by name, with values: what the module `component` and the loader of a project do.

use bevy_ecs::entity::Entity as EcsEntity;
use bevy_ecs::hierarchy::ChildOf;
use bevy_ecs::reflect::AppTypeRegistry;
use bevy_reflect::Reflect;
use glotta_core::{ComponentHandle, ComponentId, Entity, ScriptError, Value};

use super::ScriptWorld;
use crate::access::Column;
use crate::binding::Shape;
use crate::convert::{ecs_entity, no_component, no_entity, script_entity};
use crate::reflect::path::Path;
use crate::reflect::write;
use crate::reflect::write::Patch;

impl ScriptWorld {
    pub(super) fn types(&mut self) -> AppTypeRegistry {
        self.world.get_resource_or_init::<AppTypeRegistry>().clone()
    }

    /// The number of the component type that scripts call `name`: the type's short name (`Transform`), or its full path
    /// where two types share that.
    ///
    /// # Errors
    /// [`glotta_core::ErrorKind::NotFound`] with near names, the candidates, or what to do.
    pub fn component_id(&mut self, name: &str) -> Result<ComponentId, ScriptError> {
        self.bindings.resolve(&mut self.world, name)
    }

    /// The entities that have a component, in the order of their indices.
    ///
    /// # Errors
    /// [`glotta_core::ErrorKind::NotFound`] if there is no such component type.
    pub fn with_component(&mut self, component: &str) -> Result<Vec<Entity>, ScriptError> {
        let id = self.bindings.resolve_seen(&mut self.world, component)?;
        let entities = match id.and_then(|id| self.bindings.get_mut(id)) {
            Some(binding) => binding.entities(&mut self.world),
            None => Vec::new(),
        };
        Ok(entities.into_iter().map(script_entity).collect())
    }

    /// True if the entity has the component.
    ///
    /// # Errors
    /// [`glotta_core::ErrorKind::NotFound`] if the entity or the component type does not exist.
    pub fn has_component(&mut self, entity: Entity, component: &str) -> Result<bool, ScriptError> {
        let found = self.live(entity)?;
        match self.bindings.resolve_seen(&mut self.world, component)? {
            Some(id) => Ok(self.binding(id)?.column.holds(&self.world, found)),
            None => Ok(false),
        }
    }

    /// The entity's component as a value; `None` if the entity lacks it.
    ///
    /// # Errors
    /// [`glotta_core::ErrorKind::NotFound`] if the entity or the component type does not exist;
    /// [`glotta_core::ErrorKind::Type`] if it has no value, such as a number beyond 64 bits.
    pub fn get_component(&mut self, entity: Entity, component: &str) -> Result<Option<Value>, ScriptError> {
        let found = self.live(entity)?;
        let id = self.bindings.resolve_seen(&mut self.world, component)?;
        let Some(id) = id else { return Ok(None) };
        self.binding(id)?.value(&self.world, found).transpose()
    }

    /// A handle to the entity's component.
    ///
    /// # Errors
    /// [`glotta_core::ErrorKind::NotFound`] if the entity, the component type, or the entity's component does not
    /// exist.
    pub fn component_handle(
        &mut self,
        entity: Entity,
        component: &str,
    ) -> Result<ComponentHandle, ScriptError> {
        self.live(entity)?;
        let id = self.component_id(component)?;
        self.handle_to(entity, id)
    }

    /// As [`component_handle`](Self::component_handle), by number.
    #[inline]
    pub(super) fn handle_to(
        &self,
        entity: Entity,
        component: ComponentId,
    ) -> Result<ComponentHandle, ScriptError> {
        let binding = self.binding(component)?;
        match ecs_entity(entity) {
            Ok(found) if binding.column.holds(&self.world, found) => {
                Ok(ComponentHandle { entity, component, node: 0 })
            }
            _ => {
                self.live(entity)?;
                Err(no_component(entity, &binding.model.name))
            }
        }
    }

    /// Gives the entity a component, in place of the one it may have. `value` patches the type's default
    /// (`#[reflect(Default)]`); where it has none, all fields must be given.
    ///
    /// # Errors
    /// [`glotta_core::ErrorKind::NotFound`] if the entity, the component type or a field does not exist;
    /// [`glotta_core::ErrorKind::Type`] or [`glotta_core::ErrorKind::Argument`] if the value does not fit, with the
    /// place. Then nothing changes.
    pub fn add_component(
        &mut self,
        entity: Entity,
        component: &str,
        value: &Value,
    ) -> Result<(), ScriptError> {
        let found = self.live(entity)?;
        let id = self.component_id(component)?;
        let types = self.types();
        let binding = self.binding(id)?;
        binding.check_writable()?;
        let info = match &binding.shape {
            Shape::Reflected(info) => info,
            Shape::Defined(definition) => {
                let cells = definition.construct(value)?;
                let rows = definition.rows.clone();
                let mut found = self.world.get_entity_mut(found).map_err(|_| no_entity(entity))?;
                return if rows.insert(&mut found, cells) { Ok(()) } else { Err(of_another_type()) };
            }
        };
        let path = Path::root(&binding.model.name);
        let made = write::construct(&types.read(), info, value, &path)?;
        let column = binding.column.clone();
        self.insert(found, &column, made)
    }

    /// Sets fields of the entity's component; those that `value` does not name keep what they hold.
    ///
    /// # Errors
    /// [`glotta_core::ErrorKind::NotFound`] if the entity, the component type, the entity's component or a field does
    /// not exist; [`glotta_core::ErrorKind::Type`] or [`glotta_core::ErrorKind::Argument`] if the value does not fit,
    /// with the place. Then nothing changes.
    pub fn set_component(
        &mut self,
        entity: Entity,
        component: &str,
        value: &Value,
    ) -> Result<(), ScriptError> {
        let found = self.live(entity)?;
        let id = self.component_id(component)?;
        let types = self.types();
        let binding = self.binding(id)?;
        let name = &binding.model.name;
        if let Shape::Defined(definition) = &binding.shape {
            if !binding.column.holds(&self.world, found) {
                return Err(no_component(entity, name));
            }
            let (rows, cells) = (definition.rows.clone(), definition.plan(value)?);
            return if rows.write(&mut self.world, found, cells) { Ok(()) } else { Err(of_another_type()) };
        }
        let live = binding.column.get(&self.world, found).ok_or_else(|| no_component(entity, name))?;
        let patch = write::plan(&types.read(), live.as_partial_reflect(), value, &Path::root(name))?;
        self.commit(found, id, patch)
    }

    /// Takes a component from the entity; false if it has none of that type.
    ///
    /// # Errors
    /// [`glotta_core::ErrorKind::NotFound`] if the entity or the component type does not exist.
    pub fn remove_component(&mut self, entity: Entity, component: &str) -> Result<bool, ScriptError> {
        let found = self.live(entity)?;
        let id = self.bindings.resolve_seen(&mut self.world, component)?;
        let Some(id) = id else { return Ok(false) };
        let column = self.binding(id)?.column.component();
        let mut entity = self.world.get_entity_mut(found).map_err(|_| no_entity(entity))?;
        let there = entity.contains_id(column);
        if there {
            entity.remove_by_id(column);
        }
        Ok(there)
    }

    /// Moves a patch into an entity's component; one that is immutable is copied, patched and replaced.
    pub(super) fn commit(
        &mut self,
        entity: EcsEntity,
        id: ComponentId,
        patch: Patch,
    ) -> Result<(), ScriptError> {
        let types = self.types();
        let binding = self.binding(id)?;
        binding.check_writable()?;
        let (column, model) = (binding.column.clone(), std::sync::Arc::clone(&binding.model));
        let lost = || no_component(script_entity(entity), &model.name);
        if column.is_mutable() {
            let mut live = column.get_mut(&mut self.world, entity).ok_or_else(lost)?;
            return patch.apply(live.as_partial_reflect_mut());
        }
        let live = column.get(&self.world, entity).ok_or_else(lost)?;
        let mut copy = write::copy(&types.read(), live.as_partial_reflect(), &Path::root(&model.name))?;
        patch.apply(copy.as_partial_reflect_mut())?;
        self.insert(entity, &column, copy)
    }

    fn insert(
        &mut self,
        entity: EcsEntity,
        column: &Column,
        value: Box<dyn Reflect>,
    ) -> Result<(), ScriptError> {
        if let Some(ChildOf(parent)) = value.downcast_ref() {
            self.live(script_entity(*parent))
                .and_then(|parent| self.check_parent(entity, parent))
                .map_err(|error| error.within("ChildOf"))?;
        }
        let mut found = self.world.get_entity_mut(entity).map_err(|_| no_entity(script_entity(entity)))?;
        if column.insert(&mut found, value) { Ok(()) } else { Err(of_another_type()) }
    }
}

/// The error of a component that does not fit its own type.
#[cold]
pub(super) fn of_another_type() -> ScriptError {
    ScriptError::host("a component was made in another type than its own")
}
