//! [`Rows`]: which entities a column speaks of, and where they lie.

use std::sync::OnceLock;

use bevy_ecs::component::ComponentId;
use bevy_ecs::entity::Entity;
use bevy_ecs::storage::TableId;
use bevy_ecs::world::{World, WorldId};
use glotta_core::ScriptError;

use crate::access::rows::Run;

/// The entities of a query as they were at one moment, and where they lay. Columns of one query share it.
///
/// There are two orders. Numbers are kept in *storage* order, as they lie in the tables; scripts are shown *query* order,
/// that of the entities' indices. Most columns never need the second.
pub(crate) struct Rows {
    world: WorldId,
    /// The entities in storage order: those of the first run, then of the second …
    entities: Vec<Entity>,
    runs: Vec<Run>,
    /// For each place in query order, the place in storage order; none if both orders are the same.
    order: OnceLock<Option<Vec<u32>>>,
}

impl Rows {
    /// All rows of these tables.
    pub(crate) fn of_tables(world: &World, tables: impl Iterator<Item = TableId>) -> Self {
        let mut rows = Self::empty(world);
        for table in tables {
            let found = world.storages().tables.get(table).map_or(&[][..], |table| table.entities());
            if !found.is_empty() {
                rows.runs.push(Run { table, start: 0, len: found.len() });
                rows.entities.extend_from_slice(found);
            }
        }
        rows
    }

    /// The rows of these entities, which exist.
    pub(crate) fn of_entities(world: &World, entities: &[Entity]) -> Self {
        let located = |&entity: &Entity| {
            let location = world.entities().get_spawned(entity).ok()?;
            Some((location.table_id, location.table_row.index(), entity))
        };
        let mut located: Vec<_> = entities.iter().filter_map(located).collect();
        located.sort_unstable_by_key(|&(table, row, _)| (table.as_u32(), row));
        let mut rows = Self::empty(world);
        for (table, row, entity) in located {
            match rows.runs.last_mut() {
                Some(run) if run.table == table && run.start + run.len == row => run.len += 1,
                _ => rows.runs.push(Run { table, start: row, len: 1 }),
            }
            rows.entities.push(entity);
        }
        rows
    }

    fn empty(world: &World) -> Self {
        Self { world: world.id(), entities: Vec::new(), runs: Vec::new(), order: OnceLock::new() }
    }

    /// How many there are.
    #[inline]
    pub(crate) fn len(&self) -> usize {
        self.entities.len()
    }

    /// True if these are all rows of exactly these tables, so that the same query would give the same rows.
    pub(crate) fn are_all_of(&self, world: &World, tables: impl Iterator<Item = TableId>) -> bool {
        let mut runs = self.runs.iter();
        for table in tables {
            let len = world.storages().tables.get(table).map_or(0, |table| table.entities().len());
            if len > 0 && runs.next() != Some(&Run { table, start: 0, len }) {
                return false;
            }
        }
        runs.next().is_none() && self.still_stand(world)
    }

    /// True if all entities are still where they were.
    ///
    /// All of them are compared, since the engine keeps no number that tells of such changes: eight bytes an entity, as
    /// many at a time as the processor can.
    #[inline]
    pub(crate) fn still_stand(&self, world: &World) -> bool {
        if world.id() != self.world {
            return false;
        }
        let mut entities = &self.entities[..];
        self.runs.iter().all(|run| match entities.split_at_checked(run.len) {
            Some((then, rest)) => {
                entities = rest;
                run.holds(world, then)
            }
            None => false,
        })
    }

    /// Makes sure that all entities are still where they were.
    ///
    /// # Errors
    /// Not-found, if one has gained or lost a component, was destroyed, or changed its place with another.
    #[inline]
    pub(crate) fn check(&self, world: &World) -> Result<(), ScriptError> {
        if self.still_stand(world) { Ok(()) } else { Err(changed()) }
    }

    /// The runs, each with the place of its first row in storage order.
    #[inline]
    pub(crate) fn runs(&self) -> impl Iterator<Item = (usize, &Run)> {
        self.runs.iter().scan(0, |place, run| {
            let start = *place;
            *place += run.len;
            Some((start, run))
        })
    }

    /// The entities in storage order.
    pub(crate) fn entities(&self) -> &[Entity] {
        &self.entities
    }

    fn order(&self) -> Option<&[u32]> {
        let order = self.order.get_or_init(|| {
            if self.entities.is_sorted_by_key(|entity| entity.index_u32()) {
                return None;
            }
            let mut order: Vec<u32> = (0..u32::try_from(self.entities.len()).unwrap_or(u32::MAX)).collect();
            order.sort_unstable_by_key(|&place| self.entities[place as usize].index_u32());
            Some(order)
        });
        order.as_deref()
    }

    /// The place in query order of a place in storage order.
    pub(crate) fn query_place(&self, place: usize) -> usize {
        let found = self.order().and_then(|order| order.iter().position(|&other| other as usize == place));
        found.unwrap_or(place)
    }

    /// The place in storage order of a place in query order.
    #[inline]
    pub(crate) fn storage_place(&self, place: usize) -> usize {
        self.order().and_then(|order| order.get(place)).map_or(place, |place| *place as usize)
    }

    /// The places in storage order, in query order.
    pub(crate) fn places(&self) -> impl Iterator<Item = usize> {
        let order = self.order();
        (0..self.len()).map(move |place| order.map_or(place, |order| order[place] as usize))
    }

    /// Whether the component lies in the tables of all rows.
    pub(crate) fn have_in_tables(&self, world: &World, component: ComponentId) -> bool {
        self.runs.iter().all(|run| {
            world.storages().tables.get(run.table).is_some_and(|table| table.has_column(component))
        })
    }
}

#[cold]
fn changed() -> ScriptError {
    ScriptError::not_found(
        "the column is of a world that has changed since: entities of its query were made or destroyed, or components \
         added or removed; make it anew with Query.column",
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use bevy_ecs::component::Component;

    #[derive(Component)]
    struct A;

    #[derive(Component)]
    struct B;

    fn world() -> (World, Vec<Entity>) {
        let mut world = World::new();
        let mut entities: Vec<Entity> = Vec::new();
        for index in 0..6 {
            let mut entity = world.spawn(A);
            if index % 3 == 0 {
                entity.insert(B);
            }
            entities.push(entity.id());
        }
        (world, entities)
    }

    #[test]
    fn rows_lie_in_runs_and_are_shown_in_the_order_of_indices() {
        let (world, entities) = world();
        let rows = Rows::of_entities(&world, &entities);
        assert_eq!(rows.len(), 6);
        assert_eq!(rows.runs().map(|(start, run)| (start, run.len)).collect::<Vec<_>>(), [(0, 4), (4, 2)]);
        let shown: Vec<Entity> = rows.places().map(|place| rows.entities()[place]).collect();
        assert_eq!(shown, entities);
        assert_eq!(
            rows.places().map(|place| rows.query_place(place)).collect::<Vec<_>>(),
            [0, 1, 2, 3, 4, 5]
        );
    }

    #[test]
    fn rows_notice_each_change_of_structure() {
        let (mut world, entities) = world();
        let tables = |world: &World| {
            let tables = world.storages().tables.iter().enumerate();
            let wanted = tables.filter(|(_, table)| !table.is_empty() && table.component_count() <= 2);
            wanted.map(|(index, _)| TableId::from_usize(index)).collect::<Vec<_>>()
        };
        let rows = Rows::of_entities(&world, &entities);
        let whole = Rows::of_tables(&world, tables(&world).into_iter());
        assert!(rows.still_stand(&world) && whole.are_all_of(&world, tables(&world).into_iter()));
        let more = world.spawn(A).id();
        assert!(rows.still_stand(&world), "one that is not among them changes nothing");
        assert!(!whole.are_all_of(&world, tables(&world).into_iter()), "but the query would give it");
        world.despawn(more);
        assert!(whole.are_all_of(&world, tables(&world).into_iter()));
        world.entity_mut(entities[1]).insert(B);
        assert!(!rows.still_stand(&world));
        world.entity_mut(entities[1]).remove::<B>();
        assert!(rows.check(&world).is_err(), "it came back to another place");
        assert!(!Rows::of_entities(&world, &entities[..1]).still_stand(&World::new()));
    }
}
