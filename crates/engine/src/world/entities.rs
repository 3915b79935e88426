//! Making and destroying entities.

use bevy_ecs::entity::{Entity as EcsEntity, EntityHashSet};
use bevy_ecs::hierarchy::ChildOf;
use bevy_ecs::name::Name;
use bevy_ecs::query::{QueryState, Without};
use bevy_ecs::resource::IsResource;
use bevy_ecs::world::World;
use bevy_transform::components::Transform;
use glotta_core::{Entity, ScriptError, Value, Vec3, short_number};

use super::ScriptWorld;
use super::changes::Looks;
use crate::convert::script_entity;
use crate::script_component::Removals;
use crate::tags::Tags;

/// Where entities are, and whose children.
type Places = QueryState<(EcsEntity, &'static Transform, Option<&'static ChildOf>), Without<IsResource>>;

/// Queries that are asked again and again.
#[derive(Default)]
pub(crate) struct Queries {
    names: Option<QueryState<(EcsEntity, &'static Name)>>,
    tags: Option<QueryState<(EcsEntity, &'static Tags)>>,
    places: Option<Places>,
    pub(crate) looks: Looks,
}

impl ScriptWorld {
    /// The entity with that name, the one with the lowest index if there are several.
    pub fn named(&mut self, name: &str) -> Option<Entity> {
        let query = self.queries.names.get_or_insert_with(|| QueryState::new(&mut self.world));
        let found = query.iter(&self.world).filter(|(_, other)| other.as_str() == name);
        found.map(|(entity, _)| entity).min_by_key(|entity| entity.index_u32()).map(script_entity)
    }

    /// The entities with that tag, in the order of their indices.
    pub fn tagged(&mut self, tag: &str) -> Vec<Entity> {
        let query = self.queries.tags.get_or_insert_with(|| QueryState::new(&mut self.world));
        let found = query.iter(&self.world).filter(|(_, tags)| tags.contains(tag));
        let mut found: Vec<EcsEntity> = found.map(|(entity, _)| entity).collect();
        found.sort_unstable_by_key(|entity| entity.index_u32());
        found.into_iter().map(script_entity).collect()
    }

    /// Makes an empty entity.
    pub fn spawn(&mut self) -> Entity {
        script_entity(self.world.spawn_empty().id())
    }

    /// Destroys an entity and its children, now.
    ///
    /// Their scripts end first: `on_stop` runs within this call, for the entity and then for its children, while all of
    /// them still exist with everything they have. When this returns, none of them does, and the frame passes over
    /// the scripts they had. Destroying an entity from its own `on_stop` does nothing, since it is under way.
    ///
    /// An entity that Rust code despawns is gone before its scripts can be told: their `on_stop` runs at the beginning
    /// of the next frame of scripts, and finds that the entity does not exist.
    ///
    /// # Errors
    /// [`glotta_core::ErrorKind::NotFound`] if it does not exist; [`glotta_core::ErrorKind::Argument`] if it is one
    /// of those that Bevy keeps resources in.
    pub fn destroy(&mut self, entity: Entity) -> Result<(), ScriptError> {
        let root = self.live(entity)?;
        self.refuse_resource(root)?;
        if self.ending.contains(&root) {
            return Ok(());
        }
        if !self.attached.is_empty() {
            self.end_family(root);
        }
        // A script may have ended it in another way while it stopped.
        if self.world.entities().contains_spawned(root) {
            self.world.despawn(root);
        }
        Ok(())
    }

    /// Ends the scripts of an entity and all below it. While they end they may give the entity further children, whose
    /// scripts end too; only those that have begun run anything then, so this comes to an end.
    fn end_family(&mut self, root: EcsEntity) {
        let outer = self.ending.len();
        let mut met = EntityHashSet::default();
        loop {
            let mut family = self.family(root);
            family.retain(|&member| met.insert(member));
            if family.is_empty() {
                break;
            }
            self.ending.extend(&family);
            for member in family {
                self.end_scripts(member);
            }
        }
        // Who has left the family meanwhile lives on, and its scripts begin again.
        for member in self.family(root) {
            met.remove(&member);
        }
        let world = &mut self.world;
        let left = self.ending.drain(outer..).filter(|member| met.contains(member));
        let left: Vec<EcsEntity> = left.filter(|&member| world.entities().contains_spawned(member)).collect();
        if !left.is_empty() {
            world.get_resource_or_init::<Removals>().0.extend(left);
        }
    }

    /// The entities that are at most `radius` from `center`: nearest first, and in the order of their indices where the
    /// distance is the same. A child is where its parents carry it.
    ///
    /// # Errors
    /// [`glotta_core::ErrorKind::Argument`] if the radius is negative or no number, or the center is not finite.
    pub fn in_radius(&mut self, center: Vec3, radius: f64) -> Result<Vec<Entity>, ScriptError> {
        if !center.is_finite() {
            let problem = format!("a center must be finite, got {}", Value::Vec3(center).describe());
            return Err(ScriptError::argument(problem));
        }
        if radius.is_nan() || radius < 0.0 {
            return Err(ScriptError::argument(format!(
                "{} is out of range: expected a radius of 0 or more",
                short_number(radius)
            )));
        }
        // With 64 bits no square is too large or too small, and none is rounded to the other side of the border.
        let (x, y, z) = (f64::from(center.x), f64::from(center.y), f64::from(center.z));
        let most = radius * radius;
        let mut found: Vec<(f64, EcsEntity)> = Vec::new();
        let query = self.queries.places.get_or_insert_with(|| QueryState::new(&mut self.world));
        query.iter(&self.world).for_each(|(entity, transform, child)| {
            let place = match child {
                None => transform.translation,
                Some(child) => carried(&self.world, transform.translation, child.parent()),
            };
            let (x, y, z) = (f64::from(place.x) - x, f64::from(place.y) - y, f64::from(place.z) - z);
            let square = x * x + y * y + z * z;
            if square <= most {
                found.push((square, entity));
            }
        });
        found.sort_unstable_by(|(one, a), (other, b)| {
            one.total_cmp(other).then(a.index_u32().cmp(&b.index_u32()))
        });
        Ok(found.into_iter().map(|(_, entity)| script_entity(entity)).collect())
    }
}

/// How many parents above each other carry an entity. `set_parent` makes no circles, but a game's own code could.
const MOST_ANCESTORS: usize = 1000;

/// Where a place relative to `parent` is in the world. An entity without a `Transform` carries nobody, as in Bevy. What
/// Bevy keeps as `GlobalTransform` is as old as the last frame.
fn carried(world: &World, place: Vec3, parent: EcsEntity) -> Vec3 {
    let mut place = place;
    let mut next = Some(parent);
    for _ in 0..MOST_ANCESTORS {
        let Some(transform) = next.and_then(|parent| world.get::<Transform>(parent)) else { break };
        place = transform.transform_point(place);
        next = next.and_then(|parent| world.get::<ChildOf>(parent)).map(ChildOf::parent);
    }
    place
}
