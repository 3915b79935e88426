//! The module `component`, continued: what components there are, and what has changed.

use glotta_core::{Entity, ScriptError, Table};
use glotta_macros::script_api;

use crate::world::ScriptWorld;

/// The functions of the module `component` that look at components in general.
#[derive(Clone, Copy, Debug)]
pub struct InspectApi;

/// Looking at components in general: which an entity has, what they are made of, which have changed.
#[script_api(module = "component", entity_methods, crate = glotta_core)]
impl InspectApi {
    /// The names of the components that the entity has, sorted: those that the functions of this module take. Where two
    /// types share a name it is the full path. Components that the game does not show to scripts are left out.
    ///
    /// # Errors
    /// not-found, if the entity does not exist.
    fn list(world: &mut ScriptWorld, entity: Entity) -> Result<Vec<String>, ScriptError> {
        world.component_names(entity)
    }

    /// What a component is made of: a table of its `name`, its documentation `doc`, and its `fields`, a list. Each field
    /// is a table of its `name`, its `type`, its documentation `doc`, and `variants`, the list of its values' names if it
    /// is an enumeration. A field that is a structure has `fields` of its own, and its `type` is the structure's name.
    ///
    /// # Errors
    /// not-found, if no component has that name.
    fn describe(world: &mut ScriptWorld, component: &str) -> Result<Table, ScriptError> {
        world.describe_component(component)
    }

    /// True if the component was added to the entity, or written, since the script that runs now looked last: since it
    /// first called this function or `find_changed` in the frame before this one, or, if it did not, since that frame
    /// began. So a script that looks in every frame misses nothing, whoever made the change, the script itself included;
    /// what changes after its first look in a frame shows for the rest of that frame and in the next. Writing what a
    /// field holds already counts. False if the entity does not have the component.
    ///
    /// # Errors
    /// not-found, if the entity or the component does not exist.
    fn changed(world: &mut ScriptWorld, entity: Entity, component: &str) -> Result<bool, ScriptError> {
        world.component_changed(entity, component)
    }

    /// All entities that have the component and for which `changed` is true.
    ///
    /// # Errors
    /// not-found, if no component has that name.
    fn find_changed(world: &mut ScriptWorld, component: &str) -> Result<Vec<Entity>, ScriptError> {
        world.with_changed_component(component)
    }
}
