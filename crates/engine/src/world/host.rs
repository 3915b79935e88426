//! [`ScriptWorld`] as the [`Host`] of every call.

use std::any::{Any, TypeId};
use std::sync::Arc;

use bevy_ecs::world::World;
use glotta_core::{
    Arg, Callback, ComponentHandle, ComponentId, ComponentModel, DataKey, DataRef, Entity, FieldKey, Frame,
    Host, ScriptError, Value,
};

use super::ScriptWorld;
use crate::binding::Bindings;
use crate::output::LogLevel;

/// Its parts are itself and the [`World`].
impl Host for ScriptWorld {
    #[inline]
    fn part_mut(&mut self, part: TypeId) -> Option<&mut dyn Any> {
        if part == TypeId::of::<Self>() {
            Some(self)
        } else if part == TypeId::of::<World>() {
            Some(&mut self.world)
        } else {
            None
        }
    }

    fn print(&mut self, text: &str) {
        self.output.print(text);
    }

    fn warn(&mut self, warning: &ScriptError) {
        self.output.log(LogLevel::Warn, &warning.to_string());
    }

    fn bring_back(&mut self, of: Option<Entity>) -> bool {
        self.bring_columns_back(of)
    }

    fn refill(&mut self, of: Option<Entity>) {
        self.refill_columns(of);
    }

    fn load_ended(&mut self) {
        self.settle_definitions();
    }

    fn call(&mut self, callback: &Callback, arguments: &[Arg<'_>]) -> Result<Value, ScriptError> {
        self.session(|session, host| session.call_back(host, callback, arguments))
    }

    fn component_model(&mut self, id: ComponentId) -> Result<Arc<ComponentModel>, ScriptError> {
        Ok(Arc::clone(&self.binding(id)?.model))
    }

    fn component_models(&mut self) -> Result<Vec<Arc<ComponentModel>>, ScriptError> {
        Ok(self.bindings.models(&mut self.world))
    }

    fn component_generation(&mut self) -> u64 {
        Bindings::generation(&self.world)
    }

    #[inline]
    fn component_handle(
        &mut self,
        entity: Entity,
        component: ComponentId,
    ) -> Result<ComponentHandle, ScriptError> {
        self.handle_to(entity, component)
    }

    #[inline]
    fn field(&mut self, entity: Entity, field: FieldKey, frame: &mut dyn Frame) -> Result<(), ScriptError> {
        self.return_field(entity, field, frame)
    }

    #[inline]
    fn set_field(
        &mut self,
        entity: Entity,
        field: FieldKey,
        frame: &dyn Frame,
        argument: usize,
    ) -> Result<(), ScriptError> {
        self.take_field(entity, field, frame, argument)
    }

    fn component_value(&mut self, handle: ComponentHandle) -> Result<Value, ScriptError> {
        self.handle_value(handle)
    }

    fn with_data(
        &mut self,
        reference: &DataRef,
        key: Option<&DataKey<'_>>,
        look: &mut dyn FnMut(Option<&Value>),
    ) -> Result<(), ScriptError> {
        look(self.look_up_data(reference, key)?);
        Ok(())
    }

    fn set_data(&mut self, reference: &DataRef, key: &DataKey<'_>, value: Value) -> Result<(), ScriptError> {
        self.write_data(reference, key, value)
    }
}
