//! The module `component`, continued: components that scripts define.

use glotta_core::{ScriptError, Table};
use glotta_macros::script_api;

use crate::world::ScriptWorld;

/// The functions of the module `component` that make new kinds of components.
#[derive(Clone, Copy, Debug)]
pub struct DefineApi;

/// Components that scripts define.
#[script_api(module = "component", crate = glotta_core)]
impl DefineApi {
    /// Defines a component, which all scripts can use from then on, in any language, as they use those of the game: it is
    /// kept by the engine, found by `entity.find_with_component` and by queries, and named in templates.
    ///
    /// `fields` names its fields, each with the name of a type, with a default that shows its type, or with a table of
    /// `type`, `default` and `doc`. The types are bool, int, float, string, Vec2, Vec3, Quat, Entity, list, table and any.
    /// A text is the name of a type, so a text as default stands in a table: `{type = "string", default = "orc"}`. Without
    /// a default, a field begins as false, 0, an empty text, list or table, a vector of zeros, no rotation, an entity that
    /// does not exist, or nothing. Fields are ordered by name. What needs no field is a tag: see `entity.add_tag`.
    ///
    /// Several scripts may define the same component: its fields and their types must then be the same; the last defaults
    /// count, for the components that are added from then on. A component stays defined until the game ends.
    ///
    /// A script that is saved while the game runs may change the fields of what it has defined. Entities keep the values of
    /// fields that stay, and where the type of one is another now, those that fit it, such as an int for a float; new fields
    /// begin with their defaults. What could not be kept is told in the log, with the field and the number of entities. If the
    /// new code fails after that, the old code goes on and finds the component as it was, with what was not kept. In
    /// AngelScript, the type of that name keeps the fields that it had until the game starts anew: a new one is reached as
    /// `component::handle(e, "Shield")["armour"]`.
    ///
    /// # Errors
    /// argument, if a name has other letters than a to z, digits and underscores, the game has a type of that name, there
    /// are no fields, a type is unknown, or another script has defined the component with other fields; type, if a default does not
    /// fit its type. Then nothing changes.
    fn define(
        world: &mut ScriptWorld,
        name: &str,
        fields: Table,
        doc: Option<String>,
    ) -> Result<(), ScriptError> {
        world.define_component(name, &fields, &doc.unwrap_or_default())
    }
}
