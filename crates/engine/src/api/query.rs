//! The module `query`, and what queries can do.

use glotta_core::{Callback, Entity, ObjectRef, ScriptError};
use glotta_macros::script_api;

use crate::convert::script_entity;
use crate::world::{Query, ScriptWorld, Wanted};

/// The functions of the module `query`, and the methods of its objects.
#[derive(Clone, Copy, Debug)]
pub struct QueryApi;

/// Queries: which entities have these components and not those.
///
/// A query is made once, when the script is loaded, and asked as often as one likes: it keeps what it has found out
/// about the world, so that asking costs little more than the answer. Its entities come in the order of their indices,
/// the same on every run. It can be handed to other scripts, in any language.
///
/// What may be left out is given by its name: `query.create({ "Health" }, { changed = { "Health" } })` in Lua,
/// `query.create(["Health"], changed=["Health"])` in Python, and in AngelScript
/// `query::create(array<string> = {"Health"}, changed: array<string> = {"Health"})`.
#[script_api(module = "query", class = Query, crate = glotta_core)]
impl QueryApi {
    /// Makes a query for the entities that have all `components`, and none of those in `without`.
    ///
    /// Those in `optional` an entity may have or not; `each` hands them over too. If any are named in `changed`, only
    /// those entities match of which one of these was added or written since the script looked last: since its first look
    /// through this query in the last frame in which it had any. Its first look ever finds them all, and all looks within
    /// one frame find the same. With a `tag`, only those match that have the tag. Without anything it finds all entities.
    ///
    /// # Errors
    /// not-found, if there is no such component; argument, if a component is both in `components` and in `without`.
    fn create(
        world: &mut ScriptWorld,
        components: Vec<String>,
        without: Option<Vec<String>>,
        optional: Option<Vec<String>>,
        changed: Option<Vec<String>>,
        tag: Option<String>,
    ) -> Result<ObjectRef<Query>, ScriptError> {
        let wanted = Wanted {
            components,
            without: without.unwrap_or_default(),
            optional: optional.unwrap_or_default(),
            changed: changed.unwrap_or_default(),
            tag,
        };
        world.make_query(wanted).map(ObjectRef::new)
    }

    /// The entities that match.
    fn entities(world: &mut ScriptWorld, query: &Query) -> Result<Vec<Entity>, ScriptError> {
        Ok(world.query_entities(query)?.into_iter().map(script_entity).collect())
    }

    /// How many entities match.
    fn count(world: &mut ScriptWorld, query: &Query) -> Result<usize, ScriptError> {
        world.query_count(query)
    }

    /// True if no entity matches.
    fn is_empty(world: &mut ScriptWorld, query: &Query) -> Result<bool, ScriptError> {
        world.query_is_empty(query)
    }

    /// The first of the entities that match, or nothing if none does.
    fn first(world: &mut ScriptWorld, query: &Query) -> Result<Option<Entity>, ScriptError> {
        world.query_first(query)
    }

    /// True if the entity matches.
    ///
    /// # Errors
    /// not-found, if the entity does not exist.
    fn contains(world: &mut ScriptWorld, query: &Query, entity: Entity) -> Result<bool, ScriptError> {
        world.query_contains(query, entity)
    }

    /// Calls a function for each entity that matches: with the entity, a handle to each of its required components in
    /// their order, and a handle to each of the optional ones, or nothing where it does not have one.
    ///
    /// The function may change the world in any way. The entities are those that match at the beginning; what no longer
    /// exists or matches when its turn comes is passed over. If the function fails, the walk ends with its error.
    ///
    /// # Errors
    /// What the function raises.
    fn each(world: &mut ScriptWorld, query: &Query, visit: Callback) -> Result<(), ScriptError> {
        world.query_each(query, &visit)
    }
}
