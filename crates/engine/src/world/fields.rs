//! Fields of components through handles: the hot path of scripts.

use glotta_core::{ComponentHandle, ComponentId, Entity, FieldKey, Frame, ScriptError, Value, quote};

use super::ScriptWorld;
use super::components::of_another_type;
use crate::access::Place;
use crate::binding::model::{Field, Measured, follow};
use crate::binding::{Binding, Shape};
use crate::convert::{ecs_entity, no_component};
use crate::reflect::path::Path;
use crate::reflect::{read, write};

impl ScriptWorld {
    /// The binding of a component number.
    ///
    /// # Errors
    /// Not-found if this world gave out no such number.
    pub(crate) fn binding(&self, id: ComponentId) -> Result<&Binding, ScriptError> {
        self.bindings.get(id).ok_or_else(no_such_binding)
    }

    pub(crate) fn bound_field(&self, key: FieldKey) -> Result<(&Binding, &Field), ScriptError> {
        let binding = self.binding(key.component)?;
        let field = binding.fields.get(key.field as usize).ok_or_else(no_such_binding)?;
        Ok((binding, field))
    }

    /// Returns a field's value through `frame`.
    #[inline]
    pub(super) fn return_field(
        &mut self,
        entity: Entity,
        key: FieldKey,
        frame: &mut dyn Frame,
    ) -> Result<(), ScriptError> {
        let (_, field) = self.bound_field(key)?;
        if let Measured::At(place) = &field.place
            && let Ok(found) = ecs_entity(entity)
            && let Some(exact) = place.read(&self.world, found)
        {
            return exact.return_through(frame).map_err(|error| error.within(&field.path));
        }
        self.return_field_slowly(entity, key, frame)
    }

    fn return_field_slowly(
        &mut self,
        entity: Entity,
        key: FieldKey,
        frame: &mut dyn Frame,
    ) -> Result<(), ScriptError> {
        self.measure(entity, key)?;
        let found = self.live(entity)?;
        let (binding, field) = self.bound_field(key)?;
        if let Shape::Defined(definition) = &binding.shape {
            let index = field.trail.first().copied().ok_or_else(|| is_gone(&field.path))?;
            let value = definition.field(&self.world, found, index);
            let value = value.ok_or_else(|| no_component(entity, &binding.model.name))?;
            return frame.return_value(value.map_err(|error| error.within(&field.path))?);
        }
        let live = binding
            .column
            .get(&self.world, found)
            .ok_or_else(|| no_component(entity, &binding.model.name))?;
        if let Some(node) = field.node {
            return frame.return_component(ComponentHandle { entity, component: key.component, node });
        }
        let place = follow(live.as_partial_reflect(), &field.trail).ok_or_else(contradiction)?;
        let value = read::to_value(place, &Path::root(&field.path))?;
        frame.return_value(value)
    }

    /// Finds out where a field of plain bytes lies, on the first live component there is.
    #[inline]
    pub(crate) fn measure(&mut self, entity: Entity, key: FieldKey) -> Result<(), ScriptError> {
        let (binding, field) = self.bound_field(key)?;
        let Measured::NotYet(scalar) = field.place else { return Ok(()) };
        let live = ecs_entity(entity).ok().and_then(|entity| binding.column.get(&self.world, entity));
        let Some(live) = live else { return Ok(()) };
        let place = follow(live.as_partial_reflect(), &field.trail)
            .and_then(|field| Place::measure(&binding.column, live, field, scalar));
        let measured = place.map_or(Measured::Never, Measured::At);
        let binding = self.bindings.get_mut(key.component);
        if let Some(field) = binding.and_then(|binding| binding.fields.get_mut(key.field as usize)) {
            field.place = measured;
        }
        Ok(())
    }

    /// Sets a field to an argument of `frame`.
    #[inline]
    pub(super) fn take_field(
        &mut self,
        entity: Entity,
        key: FieldKey,
        frame: &dyn Frame,
        argument: usize,
    ) -> Result<(), ScriptError> {
        let binding = self.bindings.get(key.component).ok_or_else(no_such_binding)?;
        let field = binding.fields.get(key.field as usize).ok_or_else(no_such_binding)?;
        if let Measured::At(place) = &field.place
            && let Ok(found) = ecs_entity(entity)
            && let Ok(exact) = place.scalar().take_argument(frame, argument)
            && place.write(&mut self.world, found, exact)
        {
            return Ok(());
        }
        self.take_field_slowly(entity, key, frame, argument)
    }

    fn take_field_slowly(
        &mut self,
        entity: Entity,
        key: FieldKey,
        frame: &dyn Frame,
        argument: usize,
    ) -> Result<(), ScriptError> {
        self.live(entity)?;
        self.measure(entity, key)?;
        let value = frame.value(argument, self)?;
        self.set_field_value(entity, key, &value)
    }

    /// Sets a field to a value; a structure is patched.
    fn set_field_value(&mut self, entity: Entity, key: FieldKey, value: &Value) -> Result<(), ScriptError> {
        let found = self.live(entity)?;
        let types = self.types();
        let types = types.read();
        let (binding, field) = self.bound_field(key)?;
        if let Shape::Defined(definition) = &binding.shape {
            let index = field.trail.first().copied().ok_or_else(|| is_gone(&field.path))?;
            if !binding.column.holds(&self.world, found) {
                return Err(no_component(entity, &binding.model.name));
            }
            let cells = definition.plan_field(index, value)?;
            let rows = definition.rows.clone();
            return if rows.write(&mut self.world, found, cells) { Ok(()) } else { Err(of_another_type()) };
        }
        let live = binding
            .column
            .get(&self.world, found)
            .ok_or_else(|| no_component(entity, &binding.model.name))?;
        let place = follow(live.as_partial_reflect(), &field.trail).ok_or_else(contradiction)?;
        let patch = write::plan(&types, place, value, &Path::root(&field.path))?.below(&field.trail);
        drop(types);
        self.commit(found, key.component, patch)
    }

    /// What a handle refers to, as a value: for the component itself, what `component.get` gives.
    pub(super) fn handle_value(&mut self, handle: ComponentHandle) -> Result<Value, ScriptError> {
        let found = self.live(handle.entity)?;
        let binding = self.binding(handle.component)?;
        let missing = || no_component(handle.entity, &binding.model.name);
        if handle.node == 0 {
            return binding.value(&self.world, found).unwrap_or_else(|| Err(missing()));
        }
        let live = binding.column.get(&self.world, found).ok_or_else(missing)?;
        let mut fields = binding.fields.iter();
        let field = fields.find(|field| field.node == Some(handle.node)).ok_or_else(no_such_binding)?;
        let place = follow(live.as_partial_reflect(), &field.trail).ok_or_else(contradiction)?;
        read::to_value(place, &Path::root(&field.path))
    }
}

#[cold]
fn no_such_binding() -> ScriptError {
    ScriptError::not_found("this handle is not of this world: its component was never named here")
}

/// The error of a field that was taken before its component was defined anew.
#[cold]
fn is_gone(path: &str) -> ScriptError {
    let (component, field) = path.split_once('.').unwrap_or((path, ""));
    ScriptError::not_found(format!(
        "{path} is gone, or of another type: {component} was defined anew since; read the field again, in AngelScript, \
         whose type keeps its old fields until the game starts anew, by component::handle(entity, {})[{}]",
        quote(component),
        quote(field)
    ))
}

#[cold]
fn contradiction() -> ScriptError {
    ScriptError::host("a component's reflection contradicts its type information")
}
