//! The module `entity`, continued: parents, children, copies and templates.

use glotta_core::{Entity, ScriptError};
use glotta_macros::script_api;

use crate::world::ScriptWorld;

/// The functions of the module `entity` on families of entities.
#[derive(Clone, Copy, Debug)]
pub struct FamilyApi;

/// Families: an entity may have a parent, and moves, turns and ends with it.
#[script_api(module = "entity", entity_methods, crate = glotta_core)]
impl FamilyApi {
    /// The entity's parent, or nothing if it has none.
    ///
    /// # Errors
    /// not-found, if the entity does not exist.
    fn parent(world: &mut ScriptWorld, entity: Entity) -> Result<Option<Entity>, ScriptError> {
        world.parent(entity)
    }

    /// Makes the entity the last child of another, in place of the parent it may have; nothing as the parent makes it one
    /// of its own. Its `Transform` stays as it is, and is from now on relative to the new parent. Destroying a parent
    /// destroys its children.
    ///
    /// # Errors
    /// not-found, if one of the entities does not exist; argument, if the parent is the entity itself or descends from it,
    /// or the family would be more than 256 levels deep. Then nothing changes.
    fn set_parent(
        world: &mut ScriptWorld,
        entity: Entity,
        parent: Option<Entity>,
    ) -> Result<(), ScriptError> {
        world.set_parent(entity, parent)
    }

    /// The entity's children, in the order in which they became that; not their own children.
    ///
    /// # Errors
    /// not-found, if the entity does not exist.
    fn children(world: &mut ScriptWorld, entity: Entity) -> Result<Vec<Entity>, ScriptError> {
        world.children(entity)
    }

    /// Makes entities as a data file of the project describes them: `"grunt"` is the file
    /// `templates/grunt.template.toml`, and a name may have folders in it: `"enemies/grunt"`. The file is read anew each
    /// time. It may have these keys:
    ///
    /// | key | what it is |
    /// |---|---|
    /// | `extends` | the name of another template, to whose content this one's is added |
    /// | `name` | the entity's name |
    /// | `tags`, `scripts` | lists, added to those of the template that is extended |
    /// | `data` | a table; tables in it are joined with those of the template that is extended |
    /// | `components.Health` | the fields of a component; each patches the one of the template that is extended |
    /// | `[[child]]` | a child, with these keys again; children are added to those of the template that is extended |
    ///
    /// Scripts are attached and begin in the next frame.
    ///
    /// # Errors
    /// not-found, if there is no such template, component or field; syntax, argument or type, if something in the file is
    /// wrong, with its line; argument, if the count is negative, more than 1000000 entities would be made, or templates extend
    /// each other in a circle. Then no entity is made.
    fn create_from_template(
        world: &mut ScriptWorld,
        name: &str,
        #[default(1)] count: i64,
    ) -> Result<Vec<Entity>, ScriptError> {
        world.spawn_template(name, count)
    }

    /// Makes a copy of the entity: its components, its name, its tags and its data, and the same parent. The copy has the
    /// same scripts; their `on_start` runs at the beginning of the next frame. With `children`, those of the entity and
    /// all below them are copied along; without, the copy has none. Left out is only what the game made impossible to
    /// copy. An entity that the data refers to stays the same one.
    ///
    /// # Errors
    /// not-found, if the entity does not exist.
    fn clone(
        world: &mut ScriptWorld,
        entity: Entity,
        #[default(false)] children: bool,
    ) -> Result<Entity, ScriptError> {
        world.clone_entity(entity, children)
    }
}
