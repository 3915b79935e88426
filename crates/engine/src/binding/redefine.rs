//! Components that scripts define anew with other fields, while entities have them.
//!
//! The layout of a row never changes, so a component of that name is made anew, and what entities have of the old one
//! moves into it. Who still holds a number of the old one reaches the new one's fields by it, as far as they are there.

use std::sync::Arc;

use bevy_ecs::component::ComponentId as EcsComponentId;
use bevy_ecs::entity::Entity as EcsEntity;
use bevy_ecs::world::World;

use super::model::{Field, Measured};
use super::schema::Definition;
use super::{Binding, Bindings, Shape};
use crate::access::defined::Cell;

/// The entities that have a component, whatever else they are, in the order of their indices.
fn entities(world: &World, component: EcsComponentId) -> Vec<EcsEntity> {
    let archetypes = world.archetypes().iter().filter(|archetype| archetype.contains(component));
    let mut entities: Vec<EcsEntity> =
        archetypes.flat_map(|archetype| archetype.entities().iter().map(|one| one.id())).collect();
    entities.sort_unstable_by_key(|entity| entity.index_u32());
    entities
}

/// How many things, as a sentence has it.
fn counted(count: usize, one: &str, many: &str) -> String {
    if count == 1 { format!("1 {one}") } else { format!("{count} {many}") }
}

/// Moves what entities have of a component into the one that takes its place, and says what could not be kept, a line
/// for each field. A field of the same name keeps its value, converted where its type has changed and the value fits; all
/// others begin with their defaults.
pub(super) fn move_rows(world: &mut World, old: &Definition, new: &Definition) -> Vec<String> {
    let entities = entities(world, old.rows.component());
    let count = new.schema.len();
    let mut unfit = vec![0_usize; count];
    for &entity in &entities {
        let mut cells: Vec<Cell> = Vec::with_capacity(count);
        for (field, unfit) in unfit.iter_mut().enumerate() {
            let kept = new.kept_from(old, world, entity, field);
            *unfit += usize::from(matches!(kept, Some(None)));
            cells.push(kept.flatten().unwrap_or_else(|| new.schema.default(field)));
        }
        let Ok(mut found) = world.get_entity_mut(entity) else { continue };
        new.rows.insert(&mut found, cells);
        // Observers of the game may have destroyed it meanwhile.
        let Ok(mut found) = world.get_entity_mut(entity) else { continue };
        found.remove_by_id(old.rows.component());
    }
    if entities.is_empty() {
        return Vec::new();
    }
    let name = new.name();
    let had = counted(entities.len(), "entity", "entities");
    let gone = old.schema.names().filter(|field| new.schema.find(field).is_none());
    let gone = gone.map(|field| format!("{name}.{field} is gone, which {had} had"));
    let unfit = unfit.iter().enumerate().filter(|(_, unfit)| **unfit > 0).map(|(field, &unfit)| {
        let (field, now) = new.schema.name_and_type(field);
        let before = old.schema.find(field).map_or("", |index| old.schema.name_and_type(index).1);
        format!(
            "{name}.{field} is {now} and was {before}: {unfit} of {had} held what is no {now}, and begin with the default"
        )
    });
    gone.chain(unfit).collect()
}

impl Bindings {
    /// Leads everything that was bound to a component to the one that takes its place; its name is bound anew.
    pub(super) fn forward(&mut self, old: &Definition, new: &Arc<Definition>) {
        for binding in &mut self.list {
            if binding.column.component() == old.rows.component() {
                binding.lead_to(new);
            }
        }
        self.by_name.remove(new.name());
        self.forwarded += 1;
    }
}

impl Binding {
    /// The model stays, since languages have taken numbers from it: each field that is still of its type leads to where it
    /// is now, and the others nowhere.
    fn lead_to(&mut self, new: &Arc<Definition>) {
        let (model, mut fields) = new.schema.model(self.model.id, &new.rows);
        for (place, known) in self.fields.iter_mut().zip(&self.model.fields) {
            let now = model.fields.iter().position(|field| field.name == known.name && field.ty == known.ty);
            *place = match now.and_then(|now| fields.get_mut(now)) {
                Some(field) => std::mem::replace(field, nowhere(&place.path)),
                None => nowhere(&place.path),
            };
        }
        self.column = new.rows.column();
        self.shape = Shape::Defined(Arc::clone(new));
        self.query = None;
    }
}

/// A field that is not there any more.
fn nowhere(path: &str) -> Field {
    Field { trail: Vec::new(), path: path.to_owned(), node: None, place: Measured::Never }
}

#[cfg(test)]
mod tests {
    use bevy_ecs::lifecycle::Insert;
    use bevy_ecs::observer::{Observer, On};
    use bevy_ecs::system::Commands;
    use glotta_core::{Table, Value};

    use super::super::schema::{Definitions, Schema};
    use super::*;
    use crate::reflect::scalar::Exact;

    fn define(world: &mut World, name: &str) -> Arc<Definition> {
        let fields = Table::from([("n".to_owned(), Value::Int(1))]);
        let schema = Schema::read(name, &fields, "").expect("a definition");
        Definitions::define(world, None, schema).expect("new").0
    }

    #[test]
    fn an_observer_may_destroy_an_entity_whose_component_moves() {
        let mut world = World::new();
        let (old, new) = (define(&mut world, "Old"), define(&mut world, "New"));
        let kept = world.spawn_empty().id();
        let destroyed = world.spawn_empty().id();
        for (entity, n) in [(kept, 7), (destroyed, 8)] {
            let cells = vec![Cell::Plain(Exact::I64(n))];
            assert!(old.rows.insert(&mut world.entity_mut(entity), cells));
        }
        let destroy = move |event: On<Insert<()>>, mut commands: Commands| {
            if event.entity == destroyed {
                commands.entity(destroyed).despawn();
            }
        };
        world.spawn(Observer::new(destroy).with_component(new.rows.component()));
        assert_eq!(move_rows(&mut world, &old, &new), [""; 0]);
        assert!(world.get_entity(destroyed).is_err());
        assert!(old.rows.read(&world, kept, 0).is_none());
        assert_eq!(new.rows.place(0).and_then(|place| place.read(&world, kept)), Some(Exact::I64(7)));
    }
}
