//! [`Host`]: the engine's side of a call.

use std::any::{Any, TypeId};
use std::sync::Arc;

use crate::{
    Arg, Callback, ComponentHandle, ComponentId, ComponentModel, DataKey, DataRef, Entity, FieldKey, Frame,
    ScriptError, Value,
};

/// The engine's side of a call: what a language is given when it runs a script, and hands on to each bound
/// function that the script calls.
///
/// A host offers its *parts* to bound functions by type, and answers what every language asks for in the same
/// way: printing, calling functions across languages, the fields behind component handles, and the data behind
/// references. A host without components or data leaves those methods at their defaults, which say so.
pub trait Host: Any {
    /// The part of the engine of that type, for a bound function whose first parameter is `&mut Part`.
    fn part_mut(&mut self, part: TypeId) -> Option<&mut dyn Any>;

    /// Takes a line that a script printed; without its line break.
    fn print(&mut self, text: &str);

    /// Takes a warning: something in a script that is no error, with its place. It is printed, unless the host has a
    /// better place for warnings.
    fn warn(&mut self, warning: &ScriptError) {
        self.print(&format!("warning: {warning}"));
    }

    /// A script was loaded, or could not be. What its body did is either to stay or not, by now.
    ///
    /// The runtime calls this each time that it has tried to load one, when it can tell what came of it.
    fn load_ended(&mut self) {}

    /// Calls a script's function, in whichever language it is.
    ///
    /// # Errors
    /// Whatever the function raised, or [`crate::ErrorKind::NotFound`] if its script is gone.
    fn call(&mut self, callback: &Callback, arguments: &[Arg<'_>]) -> Result<Value, ScriptError>;

    /// Brings what was written into the memory of lent buffers to where it belongs (see [`crate::ObjectBuffer`]): all of it,
    /// or of the numbers of one entity only. False if none is lent any more.
    ///
    /// A language that lends calls this wherever the engine comes to run while a buffer is lent: before it uses the host for
    /// anything but this and [`refill`](Self::refill), when a call into its scripts ends, and when a buffer was given back.
    fn bring_back(&mut self, of: Option<Entity>) -> bool {
        let _ = of;
        false
    }

    /// Has the memory of lent buffers show what it stands for as it is now: all of it, or the numbers of one entity only.
    ///
    /// A language that lends calls this wherever its scripts come to run again while a buffer is lent: after it used the
    /// host, and when a call into its scripts begins.
    fn refill(&mut self, of: Option<Entity>) {
        let _ = of;
    }

    /// The model of a component type, by the id that a handle holds.
    ///
    /// It is the same one until the component is defined anew. Then the model of an id grows: fields keep their places in
    /// [`ComponentModel::fields`], new ones come after them, and [`ComponentModel::nodes`] names those that there are. So a
    /// language that keeps a model asks again when a field is unknown or cannot be reached, and before it lists them.
    ///
    /// # Errors
    /// [`crate::ErrorKind::NotFound`] if the host gave out no such id.
    fn component_model(&mut self, id: ComponentId) -> Result<Arc<ComponentModel>, ScriptError> {
        let _ = id;
        Err(without("components"))
    }

    /// The models of all component types that the host knows of, sorted by name: for languages that declare their fields
    /// before a script is compiled. Types of one name are told apart by their ids only.
    ///
    /// # Errors
    /// [`crate::ErrorKind::Host`] if the host cannot make them.
    fn component_models(&mut self) -> Result<Vec<Arc<ComponentModel>>, ScriptError> {
        Ok(Vec::new())
    }

    /// A number that changes whenever [`component_models`](Self::component_models) may have more to give.
    fn component_generation(&mut self) -> u64 {
        0
    }

    /// A handle to an entity's component, for a language that has the component's number. What it costs where nobody
    /// implements it is a copy of the component.
    ///
    /// # Errors
    /// [`crate::ErrorKind::NotFound`] if the entity does not exist or has no such component.
    fn component_handle(
        &mut self,
        entity: Entity,
        component: ComponentId,
    ) -> Result<ComponentHandle, ScriptError> {
        let handle = ComponentHandle { entity, component, node: 0 };
        self.component_value(handle)?;
        Ok(handle)
    }

    /// Returns the value of a component's field through `frame`, on the fast lane where its type has one.
    ///
    /// # Errors
    /// [`crate::ErrorKind::NotFound`] if the entity or its component is gone.
    fn field(&mut self, entity: Entity, field: FieldKey, frame: &mut dyn Frame) -> Result<(), ScriptError> {
        let _ = (entity, field, frame);
        Err(without("components"))
    }

    /// Sets a component's field to an argument of `frame`.
    ///
    /// # Errors
    /// [`crate::ErrorKind::NotFound`] as above; [`crate::ErrorKind::Type`] if the argument does not fit the
    /// field. Then the field keeps its value.
    fn set_field(
        &mut self,
        entity: Entity,
        field: FieldKey,
        frame: &dyn Frame,
        argument: usize,
    ) -> Result<(), ScriptError> {
        let _ = (entity, field, frame, argument);
        Err(without("components"))
    }

    /// A copy of what a handle refers to, as a table.
    ///
    /// # Errors
    /// [`crate::ErrorKind::NotFound`] if the entity or its component is gone.
    fn component_value(&mut self, handle: ComponentHandle) -> Result<Value, ScriptError> {
        let _ = handle;
        Err(without("components"))
    }

    /// Lets `look` see what `reference` leads to, or what stands under `key` in it; `None` if there is nothing there.
    /// Nothing is copied.
    ///
    /// The host is in use while `look` runs, so `look` runs no script: a language whose objects may run code when they
    /// are made or freed copies what it sees, and makes its objects afterwards.
    ///
    /// # Errors
    /// [`crate::ErrorKind::NotFound`] if the entity is gone.
    fn with_data(
        &mut self,
        reference: &DataRef,
        key: Option<&DataKey<'_>>,
        look: &mut dyn FnMut(Option<&Value>),
    ) -> Result<(), ScriptError> {
        let _ = (reference, key, look);
        Err(without("data"))
    }

    /// Writes `value` under `key` in what `reference` leads to. Writing null to a name removes it; writing to the
    /// place after a list's last appends, and writing null to the last place removes it.
    ///
    /// # Errors
    /// [`crate::ErrorKind::NotFound`] if the entity is gone or the way to the place does not exist;
    /// [`crate::ErrorKind::Type`] if the value cannot be kept, as a function cannot.
    fn set_data(&mut self, reference: &DataRef, key: &DataKey<'_>, value: Value) -> Result<(), ScriptError> {
        let _ = (reference, key, value);
        Err(without("data"))
    }

    /// A copy of what `reference` leads to; null if there is nothing there.
    ///
    /// # Errors
    /// [`crate::ErrorKind::NotFound`] if the entity is gone.
    fn data_value(&mut self, reference: &DataRef) -> Result<Value, ScriptError> {
        let mut copy = Value::Null;
        self.with_data(reference, None, &mut |value| copy = value.cloned().unwrap_or_default())?;
        Ok(copy)
    }
}

fn without(what: &str) -> ScriptError {
    ScriptError::host(format!("this host has no {what}"))
}
