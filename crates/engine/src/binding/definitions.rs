//! [`Definitions`]: the components that scripts have defined in a world, and who has.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use bevy_ecs::component::ComponentId as EcsComponentId;
use bevy_ecs::resource::Resource;
use bevy_ecs::world::World;
use glotta_core::ScriptError;
use glotta_runtime::{ScriptId, Session};

use super::schema::{Definition, Schema};
use crate::access::defined::Rows;

/// The components that scripts defined in a world. Nothing takes one away: entities may have it.
#[derive(Resource, Default)]
pub(crate) struct Definitions {
    by_name: BTreeMap<String, Arc<Definition>>,
    /// Who has defined each: of each script the last version that has.
    definers: BTreeMap<String, Vec<ScriptId>>,
    /// Those that nobody has defined but scripts that could not be loaded: who comes next may define them otherwise.
    abandoned: BTreeSet<String>,
}

/// How many components scripts may define.
const MOST_COMPONENTS: usize = 1_000;

/// A component that was just defined, and what that has changed.
pub(super) struct Defined {
    /// The component.
    pub(super) now: Arc<Definition>,
    /// What had its name before: with the same rows, unless its fields were others.
    pub(super) before: Option<Arc<Definition>>,
    /// The version of the script that had defined it before.
    pub(super) definer: Option<ScriptId>,
    /// Whether anybody might have defined it otherwise.
    pub(super) was_abandoned: bool,
}

impl Defined {
    /// The component whose place it has taken, if that is another one.
    pub(super) fn replaced(&self) -> Option<&Arc<Definition>> {
        self.before.as_ref().filter(|before| before.rows.component() != self.now.rows.component())
    }
}

impl Definitions {
    /// The component of that name in a world.
    pub(crate) fn find<'w>(world: &'w World, name: &str) -> Option<&'w Arc<Definition>> {
        world.get_resource::<Self>()?.by_name.get(name)
    }

    /// The component with that id in a world, with its name.
    pub(crate) fn find_id(world: &World, id: EcsComponentId) -> Option<(&str, &Arc<Definition>)> {
        let mut all = world.get_resource::<Self>()?.by_name.iter();
        all.find(|(_, definition)| definition.rows.component() == id)
            .map(|(name, definition)| (name.as_str(), definition))
    }

    /// The names of all in a world, sorted.
    pub(crate) fn names(world: &World) -> impl Iterator<Item = &str> {
        let all = world.get_resource::<Self>();
        all.into_iter().flat_map(|definitions| definitions.by_name.keys().map(String::as_str))
    }

    /// Whether a script may give a component other fields: it has defined it before, and was reloaded since; or it is
    /// reloaded and shares code with one that has, so that the definition may be what they share; or nobody has who could
    /// be loaded.
    fn may_change(&self, name: &str, by: Option<ScriptId>, session: &Session<'_>) -> bool {
        let may = |known: &ScriptId| {
            by.is_some_and(|by| {
                if known.is_same_script(by) {
                    *known != by
                } else {
                    session.is_reloading(by) && session.shares_code(by, *known)
                }
            })
        };
        self.abandoned.contains(name)
            || self.definers.get(name).is_some_and(|definers| {
                // Twice within one body is once too often.
                by.is_none_or(|by| !definers.contains(&by)) && definers.iter().any(may)
            })
    }

    /// Defines a component, or gives the one of that name other defaults and documentation, and other fields if the script
    /// may; then it is another component.
    ///
    /// # Errors
    /// Argument, if one of that name has other fields, or there are too many.
    pub(super) fn define(
        world: &mut World,
        (by, session): (Option<ScriptId>, &Session<'_>),
        schema: Schema,
    ) -> Result<Defined, ScriptError> {
        let name = schema.component_name().to_owned();
        let before = Self::find(world, &name).cloned();
        let differences = before.as_ref().map(|known| known.schema.differences(&schema));
        let rows = match (&before, differences) {
            (Some(known), Some(differences)) if differences.is_empty() => known.rows.clone(),
            (Some(_), Some(differences)) => {
                if !world.get_resource::<Self>().is_some_and(|all| all.may_change(&name, by, session)) {
                    return Err(ScriptError::argument(format!(
                        "{name} is defined already, with other fields: {differences}; entities may have it, so only a \
                         script that has defined it changes its fields, when it is reloaded"
                    )));
                }
                new_rows(world, &schema)?
            }
            _ => {
                if Self::names(world).count() >= MOST_COMPONENTS {
                    return Err(ScriptError::argument(format!(
                        "scripts have defined {MOST_COMPONENTS} components, which is the most there may be"
                    )));
                }
                new_rows(world, &schema)?
            }
        };
        let now = Arc::new(Definition { schema, rows });
        let mut all = world.get_resource_or_init::<Self>();
        let definer = by.and_then(|by| all.replace_definer(&name, by, Some(by)));
        let was_abandoned = all.abandoned.remove(&name);
        all.by_name.insert(name, Arc::clone(&now));
        Ok(Defined { now, before, definer, was_abandoned })
    }

    /// Notes which version of a script has defined a component, and says which had.
    fn replace_definer(&mut self, name: &str, of: ScriptId, version: Option<ScriptId>) -> Option<ScriptId> {
        let definers = self.definers.entry(name.to_owned()).or_default();
        let known = definers.extract_if(.., |known| known.is_same_script(of)).last();
        definers.extend(version);
        known
    }

    /// Takes back what a script has defined that could not be loaded. False if another one has defined the component since,
    /// which then stays as it is.
    pub(super) fn take_back(world: &mut World, by: ScriptId, defined: &Defined) -> bool {
        let name = defined.now.name();
        let mut all = world.get_resource_or_init::<Self>();
        all.replace_definer(name, by, defined.definer);
        if !all.by_name.get(name).is_some_and(|known| Arc::ptr_eq(known, &defined.now)) {
            return false;
        }
        if let Some(before) = &defined.before {
            all.by_name.insert(name.to_owned(), Arc::clone(before));
        }
        if defined.before.is_none() || defined.was_abandoned {
            all.abandoned.insert(name.to_owned());
        }
        true
    }
}

/// Rows for a component that was not there.
fn new_rows(world: &mut World, schema: &Schema) -> Result<Rows, ScriptError> {
    Rows::register(world, schema.component_name().to_owned(), &schema.scalars())
        .ok_or_else(|| ScriptError::host("the component is larger than memory can be"))
}
