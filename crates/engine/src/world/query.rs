//! [`Query`]: which entities have these components and not those, built once and asked again and again.

use std::sync::{Arc, Mutex, PoisonError};

use bevy_ecs::change_detection::{MAX_CHANGE_AGE, Tick};
use bevy_ecs::component::ComponentId as EcsComponentId;
use bevy_ecs::entity::Entity as EcsEntity;
use bevy_ecs::observer::Observer;
use bevy_ecs::query::{QueryBuilder, QueryState};
use bevy_ecs::resource::IsResource;
use bevy_ecs::storage::TableId;
use bevy_ecs::system::SystemIdMarker;
use bevy_ecs::world::{World, WorldId};
use bevy_platform::collections::HashMap;
use glotta_core::{Arg, Callback, ComponentHandle, ComponentId, Entity, ScriptError, ScriptObject};
use glotta_runtime::ScriptId;

use super::ScriptWorld;
use crate::convert::script_entity;
use crate::tags::Tags;

/// What a query asks for, by name.
#[derive(Clone, Debug, Default)]
pub(crate) struct Wanted {
    /// Components that an entity must have.
    pub(crate) components: Vec<String>,
    /// Components that it must not have.
    pub(crate) without: Vec<String>,
    /// Components that it may have.
    pub(crate) optional: Vec<String>,
    /// Components of which one must have been added or written since the script looked last.
    pub(crate) changed: Vec<String>,
    /// A tag that it must have.
    pub(crate) tag: Option<String>,
}

/// A query as scripts hold it.
///
/// It knows the names of components. What they mean in a world is found out when it is first asked there, and kept: from
/// then on only the archetypes are looked at that have come since.
#[derive(Debug)]
pub(crate) struct Query {
    wanted: Wanted,
    state: Mutex<State>,
}

impl ScriptObject for Query {
    const CLASS: &'static str = "Query";
}

#[derive(Debug, Default)]
struct State {
    built: Option<Built>,
    /// When each script looked through the query; none is code that runs outside of scripts.
    looks: HashMap<Option<ScriptId>, Look>,
}

/// A query in a world.
#[derive(Debug)]
struct Built {
    world: WorldId,
    /// What names meant when it was built.
    forwarded: u64,
    matched: QueryState<EcsEntity>,
    terms: Arc<Terms>,
    /// Whether there are names that no component of the world has so far: then it is built anew each time.
    is_provisional: bool,
}

/// What the names of a query mean in a world.
#[derive(Debug, Default)]
pub(crate) struct Terms {
    /// Each as the world and as languages know it.
    required: Vec<(EcsComponentId, ComponentId)>,
    excluded: Vec<EcsComponentId>,
    /// None for what no entity can have so far.
    optional: Vec<Option<(EcsComponentId, ComponentId)>>,
    changed: Vec<EcsComponentId>,
    /// Whether only some of the entities are meant that have the components.
    tag: Option<String>,
    asks_for_changes: bool,
}

#[derive(Clone, Copy, Debug)]
struct Look {
    /// The frame in which the script looked.
    frame: u64,
    /// What is newer than this has changed, for the script in that frame.
    since: Tick,
    /// When it looked first in that frame.
    at: Tick,
}

impl Terms {
    /// Whether an entity that was found is still there and still has what it must have. What has changed does not
    /// become unchanged.
    fn still_match(&self, world: &World, entity: EcsEntity) -> bool {
        let Ok(found) = world.get_entity(entity) else { return false };
        self.required.iter().all(|&(component, _)| found.contains_id(component))
            && !self.excluded.iter().any(|&component| found.contains_id(component))
            && self.is_tagged(world, entity)
    }

    fn is_tagged(&self, world: &World, entity: EcsEntity) -> bool {
        self.tag.as_ref().is_none_or(|tag| world.get::<Tags>(entity).is_some_and(|tags| tags.contains(tag)))
    }

    fn has_changed(&self, world: &World, entity: EcsEntity, since: Tick, now: Tick) -> bool {
        let Ok(found) = world.get_entity(entity) else { return false };
        self.changed.iter().any(|&component| {
            found.get_change_ticks_by_id(component).is_some_and(|ticks| ticks.is_changed(since, now))
        })
    }

    /// Whether every entity that has the components is meant.
    fn are_whole(&self) -> bool {
        self.tag.is_none() && !self.asks_for_changes
    }
}

/// What a query finds: the archetypes, and what must hold for each entity in them.
struct Found<'q> {
    matched: &'q QueryState<EcsEntity>,
    terms: &'q Arc<Terms>,
    since: Tick,
    now: Tick,
}

impl Found<'_> {
    /// Hands the entities to `visit`, in the order in which they lie, until it says that it has enough.
    fn each(&self, world: &World, mut visit: impl FnMut(EcsEntity) -> bool) {
        let whole = self.terms.are_whole();
        for archetype in self.matched.matched_archetypes().filter_map(|id| world.archetypes().get(id)) {
            for place in archetype.entities() {
                if (whole || self.is_meant(world, place.id())) && !visit(place.id()) {
                    return;
                }
            }
        }
    }

    fn is_meant(&self, world: &World, entity: EcsEntity) -> bool {
        let terms = self.terms;
        terms.is_tagged(world, entity)
            && (!terms.asks_for_changes || terms.has_changed(world, entity, self.since, self.now))
    }

    fn count(&self, world: &World) -> usize {
        let archetypes = self.matched.matched_archetypes();
        if self.terms.are_whole() {
            let found = archetypes.filter_map(|id| world.archetypes().get(id));
            return found.map(|archetype| archetype.len() as usize).sum();
        }
        let mut count = 0;
        self.each(world, |_| {
            count += 1;
            true
        });
        count
    }

    fn all(&self, world: &World) -> Vec<EcsEntity> {
        let mut entities = Vec::new();
        if self.terms.are_whole() {
            entities.reserve_exact(self.count(world));
            let archetypes = self.matched.matched_archetypes();
            for archetype in archetypes.filter_map(|id| world.archetypes().get(id)) {
                entities.extend(archetype.entities().iter().map(|place| place.id()));
            }
        } else {
            self.each(world, |entity| {
                entities.push(entity);
                true
            });
        }
        entities.sort_unstable_by_key(|entity| entity.index_u32());
        entities
    }
}

impl ScriptWorld {
    /// A query for these components.
    ///
    /// # Errors
    /// [`glotta_core::ErrorKind::NotFound`] if there is no such component type, with the list and the place in it;
    /// [`glotta_core::ErrorKind::Argument`] if no entity can ever match.
    pub(crate) fn make_query(&mut self, wanted: Wanted) -> Result<Query, ScriptError> {
        let lists = [
            (1, "components", &wanted.components),
            (2, "without", &wanted.without),
            (3, "optional", &wanted.optional),
            (4, "changed", &wanted.changed),
        ];
        for (number, list, names) in lists {
            for (index, name) in names.iter().enumerate() {
                self.bindings.resolve_seen(&mut self.world, name).map_err(|error| {
                    error.within(format_args!("argument {number} ({list}): element {}", index + 1))
                })?;
            }
        }
        if let Some(name) = wanted.components.iter().find(|name| wanted.without.contains(name)) {
            return Err(ScriptError::argument(format!(
                "{name} is both in components and in without: no entity can have it and not have it"
            )));
        }
        Ok(Query { wanted, state: Mutex::default() })
    }

    /// What the names of a query mean in this world.
    fn build_query(&mut self, wanted: &Wanted) -> Result<Option<Built>, ScriptError> {
        let mut terms = Terms {
            tag: wanted.tag.clone(),
            asks_for_changes: !wanted.changed.is_empty(),
            ..Terms::default()
        };
        let mut is_provisional = false;
        let mut resolve = |world: &mut Self, name: &str| {
            let id = world.bindings.resolve_seen(&mut world.world, name)?;
            is_provisional |= id.is_none();
            Ok::<_, ScriptError>(match id {
                Some(id) => Some((world.binding(id)?.column.component(), id)),
                None => None,
            })
        };
        for name in &wanted.components {
            // Nothing can match while no entity can have one of them.
            let Some(found) = resolve(self, name)? else { return Ok(None) };
            terms.required.push(found);
        }
        for name in &wanted.without {
            terms.excluded.extend(resolve(self, name)?.map(|(component, _)| component));
        }
        for name in &wanted.optional {
            terms.optional.push(resolve(self, name)?);
        }
        for name in &wanted.changed {
            terms.changed.extend(resolve(self, name)?.map(|(component, _)| component));
        }
        let world = &mut self.world;
        let mut builder = QueryBuilder::<EcsEntity>::new(world);
        // What Bevy keeps in entities is not the game's: see `population`.
        builder.without::<IsResource>().without::<Observer>().without::<SystemIdMarker>();
        for &(component, _) in &terms.required {
            builder.with_id(component);
        }
        for &component in &terms.excluded {
            builder.without_id(component);
        }
        if terms.tag.is_some() {
            builder.with::<Tags>();
        }
        let matched = builder.build();
        let forwarded = self.bindings.forwarded();
        Ok(Some(Built { world: self.world.id(), forwarded, matched, terms: Arc::new(terms), is_provisional }))
    }

    /// Has `look` see what a query finds now; none if nothing can be found so far. No script may run in it.
    fn look_through<R>(
        &mut self,
        query: &Query,
        look: impl FnOnce(&World, &Found<'_>) -> R,
    ) -> Result<Option<R>, ScriptError> {
        let script = match query.wanted.changed.is_empty() {
            true => None,
            false => self.session(|session, _| session.current()),
        };
        let mut state = query.state.lock().unwrap_or_else(PoisonError::into_inner);
        let state = &mut *state;
        let (world, forwarded) = (self.world.id(), self.bindings.forwarded());
        let is_built =
            |built: &Built| built.world == world && built.forwarded == forwarded && !built.is_provisional;
        if !state.built.as_ref().is_some_and(is_built) {
            state.built = self.build_query(&query.wanted)?;
        }
        let since = if query.wanted.changed.is_empty() { Tick::new(0) } else { self.since(state, script) };
        let Some(built) = &mut state.built else { return Ok(None) };
        built.matched.update_archetypes(&self.world);
        let now = self.world.change_tick();
        let found = Found { matched: &built.matched, terms: &built.terms, since, now };
        Ok(Some(look(&self.world, &found)))
    }

    /// What is newer than this has changed for the script: since it first looked through the query in the last frame in
    /// which it did; anything if it never did. The same for all of a frame.
    fn since(&mut self, state: &mut State, script: Option<ScriptId>) -> Tick {
        let frame = self.frame;
        let last = state.looks.get(&script).copied();
        if let Some(look) = last
            && look.frame == frame
        {
            return look.since;
        }
        // A tick of its own: what is written from here on is newer.
        let at = self.world.increment_change_tick();
        let since = last.map_or_else(|| Tick::new(at.get().wrapping_sub(MAX_CHANGE_AGE)), |look| look.at);
        if last.is_none() {
            // A query may outlive the scripts that look through it: theirs must not pile up.
            self.session(|session, _| {
                state.looks.retain(|known, _| known.is_none_or(|known| session.is_live(known)));
            });
        }
        state.looks.insert(script, Look { frame, since, at });
        since
    }

    /// The entities that match, in the order of their indices.
    ///
    /// # Errors
    /// [`glotta_core::ErrorKind::NotFound`] if one of the names has come to mean several types.
    pub(crate) fn query_entities(&mut self, query: &Query) -> Result<Vec<EcsEntity>, ScriptError> {
        let found = self.look_through(query, |world, found| found.all(world))?;
        Ok(found.unwrap_or_default())
    }

    /// The tables whose entities are those that match, all of them and no others; none if some table holds both.
    ///
    /// # Errors
    /// As [`query_entities`](Self::query_entities).
    pub(crate) fn query_tables(&mut self, query: &Query) -> Result<Option<Vec<TableId>>, ScriptError> {
        let tables = self.look_through(query, |world, found| {
            if !found.terms.are_whole() {
                return None;
            }
            // How many of each table's entities match: entities of several archetypes may share a table.
            let mut matching: Vec<(TableId, usize)> = Vec::new();
            let archetypes = found.matched.matched_archetypes();
            for archetype in archetypes.filter_map(|id| world.archetypes().get(id)) {
                let (table, len) = (archetype.table_id(), archetype.len() as usize);
                match matching.iter_mut().find(|(known, _)| *known == table) {
                    Some((_, sum)) => *sum += len,
                    None => matching.push((table, len)),
                }
            }
            let tables = &world.storages().tables;
            let is_whole = |&(id, len): &(TableId, usize)| {
                tables.get(id).is_some_and(|table| table.entity_count() as usize == len)
            };
            matching.iter().all(is_whole).then(|| matching.into_iter().map(|(table, _)| table).collect())
        })?;
        Ok(tables.unwrap_or_else(|| Some(Vec::new())))
    }

    /// How many entities match.
    ///
    /// # Errors
    /// As [`query_entities`](Self::query_entities).
    pub(crate) fn query_count(&mut self, query: &Query) -> Result<usize, ScriptError> {
        Ok(self.look_through(query, |world, found| found.count(world))?.unwrap_or(0))
    }

    /// Whether none matches.
    ///
    /// # Errors
    /// As [`query_entities`](Self::query_entities).
    pub(crate) fn query_is_empty(&mut self, query: &Query) -> Result<bool, ScriptError> {
        let any = self.look_through(query, |world, found| {
            let mut any = false;
            found.each(world, |_| {
                any = true;
                false
            });
            any
        })?;
        Ok(any != Some(true))
    }

    /// The one with the lowest index of those that match.
    ///
    /// # Errors
    /// As [`query_entities`](Self::query_entities).
    pub(crate) fn query_first(&mut self, query: &Query) -> Result<Option<Entity>, ScriptError> {
        let first = self.look_through(query, |world, found| {
            let mut first: Option<EcsEntity> = None;
            found.each(world, |entity| {
                if first.is_none_or(|first| entity.index_u32() < first.index_u32()) {
                    first = Some(entity);
                }
                true
            });
            first
        })?;
        Ok(first.flatten().map(script_entity))
    }

    /// Whether an entity matches.
    ///
    /// # Errors
    /// [`glotta_core::ErrorKind::NotFound`] if it does not exist; as [`query_entities`](Self::query_entities).
    pub(crate) fn query_contains(&mut self, query: &Query, entity: Entity) -> Result<bool, ScriptError> {
        let entity = self.live(entity)?;
        let contains = self.look_through(query, |world, found| {
            let archetype = world.get_entity(entity).map(|entity| entity.archetype().id());
            let is_there = archetype.is_ok_and(|archetype| {
                found.matched.matched_archetypes().any(|matched| matched == archetype)
            });
            is_there && found.is_meant(world, entity)
        })?;
        Ok(contains == Some(true))
    }

    /// Calls a function for each entity that matches now, in the order of their indices: with the entity, handles to the
    /// required components, and handles to the optional ones, or null. What no longer exists or matches when its turn
    /// comes is passed over.
    ///
    /// # Errors
    /// What the function raises, at once; as [`query_entities`](Self::query_entities).
    pub(crate) fn query_each(&mut self, query: &Query, visit: &Callback) -> Result<(), ScriptError> {
        let found = self.look_through(query, |world, found| (found.all(world), Arc::clone(found.terms)))?;
        let Some((entities, terms)) = found else { return Ok(()) };
        let mut arguments = Vec::with_capacity(1 + terms.required.len() + terms.optional.len());
        self.session(|session, world| {
            for found in entities {
                if !terms.still_match(&world.world, found) {
                    continue;
                }
                let entity = script_entity(found);
                let handle =
                    |component: ComponentId| Arg::Component(ComponentHandle { entity, component, node: 0 });
                arguments.clear();
                arguments.push(Arg::Entity(entity));
                arguments.extend(terms.required.iter().map(|&(_, id)| handle(id)));
                if !terms.optional.is_empty() {
                    let live = world.world.get_entity(found).ok();
                    arguments.extend(terms.optional.iter().map(|optional| match optional {
                        Some((component, id)) if live.is_some_and(|live| live.contains_id(*component)) => {
                            handle(*id)
                        }
                        _ => Arg::Null,
                    }));
                }
                session.call_back(world, visit, &arguments)?;
            }
            Ok(())
        })
    }
}
