//! Components that scripts define anew with other fields, while entities have them.
//!
//! The layout of a row never changes, so a component of that name is made anew, and what entities have of the old one
//! moves into it. Who still holds a number of the old one reaches the new one's fields by it: those that it knows, as far as
//! they are there, and the others once it asks for the model again.
//!
//! What a script defines while it is loaded is on trial until its body has run: if that fails, its old code goes on, and
//! finds its components as they were.

use std::sync::Arc;

use bevy_ecs::component::ComponentId as EcsComponentId;
use bevy_ecs::entity::Entity as EcsEntity;
use bevy_ecs::world::World;
use bevy_platform::collections::HashMap;
use glotta_core::{ComponentId, ComponentModel};
use glotta_runtime::{ScriptId, Session};

use super::definitions::{Defined, Definitions};
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

/// What a script has defined whose body still runs.
pub(super) struct Trial {
    pub(super) by: ScriptId,
    pub(super) defined: Defined,
    /// What has moved, if the fields are others.
    pub(super) moved: Option<Moved>,
}

/// What has moved from one component into the one that takes its place.
pub(super) struct Moved {
    /// What could not be kept, a line for each field.
    pub(super) lost: Vec<String>,
    /// What entities had in fields that are gone or of another type, with the places of those.
    aside: HashMap<EcsEntity, Vec<(usize, Cell)>>,
    /// The number that the component's name meant.
    number: Option<ComponentId>,
}

/// Puts rows in the place of others, with the cells that `cell` gives for an entity and a field.
fn replace_rows(
    world: &mut World,
    entities: &[EcsEntity],
    (old, new): (&Definition, &Definition),
    mut cell: impl FnMut(&World, EcsEntity, usize) -> Cell,
) {
    for &entity in entities {
        let cells: Vec<Cell> = (0..new.schema.len()).map(|field| cell(world, entity, field)).collect();
        let Ok(mut found) = world.get_entity_mut(entity) else { continue };
        new.rows.insert(&mut found, cells);
        // Observers of the game may have destroyed it meanwhile.
        let Ok(mut found) = world.get_entity_mut(entity) else { continue };
        found.remove_by_id(old.rows.component());
    }
}

/// Moves what entities have of a component into the one that takes its place. A field of the same name keeps its value,
/// converted where its type has changed and the value fits; all others begin with their defaults. With `is_trial`, what
/// would be needed to move back is set aside.
fn move_rows(world: &mut World, old: &Definition, new: &Definition, is_trial: bool) -> Moved {
    let entities = entities(world, old.rows.component());
    let mut moved = Moved { lost: Vec::new(), aside: HashMap::default(), number: None };
    if entities.is_empty() {
        return moved;
    }
    let replaced = if is_trial { old.schema.without_those_of(&new.schema) } else { Vec::new() };
    if !replaced.is_empty() {
        for &entity in &entities {
            let cells = replaced.iter().filter_map(|&field| Some((field, old.cell(world, entity, field)?)));
            moved.aside.insert(entity, cells.collect());
        }
    }
    let mut unfit = vec![0_usize; new.schema.len()];
    replace_rows(world, &entities, (old, new), |world, entity, field| {
        let kept = new.kept_from(old, world, entity, field);
        if matches!(kept, Some(None))
            && let Some(unfit) = unfit.get_mut(field)
        {
            *unfit += 1;
        }
        kept.flatten().unwrap_or_else(|| new.schema.default(field))
    });
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
    moved.lost = gone.chain(unfit).collect();
    moved
}

/// Moves what entities have of a component back into the one whose place it had taken. Fields that both have keep their
/// values of now, and the others those that they had; an entity that had none of the component then begins with defaults
/// where nothing fits.
fn move_back(world: &mut World, old: &Definition, new: &Definition, moved: &Moved) {
    let entities = entities(world, new.rows.component());
    replace_rows(world, &entities, (new, old), |world, entity, field| {
        let aside =
            moved.aside.get(&entity).and_then(|cells| cells.iter().find(|(known, _)| *known == field));
        match aside {
            Some((_, cell)) => cell.clone(),
            None => {
                let kept = old.kept_from(new, world, entity, field).flatten();
                kept.unwrap_or_else(|| old.schema.default(field))
            }
        }
    });
}

impl Bindings {
    /// Has one component take the place of another, in all entities and under all numbers.
    pub(super) fn replace(
        &mut self,
        world: &mut World,
        old: &Definition,
        new: &Arc<Definition>,
        is_trial: bool,
    ) -> Moved {
        let mut moved = move_rows(world, old, new, is_trial);
        // The name is bound anew when somebody asks for it.
        moved.number = self.by_name.remove(new.name());
        self.forward(old, new);
        moved
    }

    /// Leads everything that was bound to a component to the one that takes its place.
    fn forward(&mut self, old: &Definition, new: &Arc<Definition>) {
        for binding in &mut self.list {
            if binding.column.component() == old.rows.component() {
                binding.lead_to(new);
            }
        }
        self.forwarded += 1;
    }

    /// Whether anything is on trial.
    pub(crate) fn has_trials(&self) -> bool {
        !self.trials.is_empty()
    }

    /// Ends the trials of what scripts defined whose loading has ended: it stays if they are live, and is taken back
    /// otherwise. Gives what entities have lost for good, a line each.
    pub(crate) fn settle(&mut self, world: &mut World, session: &Session<'_>) -> Vec<String> {
        let ended: Vec<Trial> = self.trials.extract_if(.., |trial| !session.is_loading(trial.by)).collect();
        let (stay, go): (Vec<_>, Vec<_>) = ended.into_iter().partition(|trial| session.is_live(trial.by));
        let mut lost: Vec<String> =
            stay.into_iter().filter_map(|trial| trial.moved).flat_map(|moved| moved.lost).collect();
        // What was defined last rests on what was defined before.
        for trial in go.into_iter().rev() {
            lost.extend(self.take_back(world, trial));
        }
        lost
    }

    fn take_back(&mut self, world: &mut World, Trial { by, defined, moved }: Trial) -> Vec<String> {
        if !Definitions::take_back(world, by, &defined) {
            return moved.map_or_else(Vec::new, |moved| moved.lost);
        }
        let (now, Some(before)) = (&defined.now, &defined.before) else { return Vec::new() };
        let Some(moved) = moved else {
            self.refresh(before);
            return Vec::new();
        };
        move_back(world, before, now, &moved);
        match moved.number {
            Some(number) => self.by_name.insert(before.name().to_owned(), number),
            None => self.by_name.remove(before.name()),
        };
        self.forward(now, before);
        Vec::new()
    }
}

impl Binding {
    /// Languages have taken numbers of fields from the model, and may have declared types by it, so it only grows: each
    /// field that is still of its type leads to where it is now, the others nowhere, and those that are new get places
    /// after all. What it shows is the fields of now.
    pub(super) fn lead_to(&mut self, new: &Arc<Definition>) {
        let (now, fields) = new.schema.model(self.model.id, &new.rows);
        let mut grown = ComponentModel { doc: now.doc, ..(*self.model).clone() };
        for field in &mut self.fields {
            *field = nowhere(&field.path);
        }
        let mut shown = Vec::with_capacity(now.fields.len());
        for (model, field) in now.fields.into_iter().zip(fields) {
            let known =
                grown.fields.iter().position(|known| known.name == model.name && known.ty == model.ty);
            let place = known.unwrap_or(grown.fields.len());
            match (grown.fields.get_mut(place), self.fields.get_mut(place)) {
                (Some(known), Some(leads)) => {
                    *known = model;
                    *leads = field;
                }
                _ => {
                    grown.fields.push(model);
                    self.fields.push(field);
                }
            }
            shown.extend(u32::try_from(place));
        }
        if let Some(node) = grown.nodes.first_mut() {
            node.fields = shown;
        }
        // Languages look anew at what is another model.
        if grown != *self.model {
            self.model = Arc::new(grown);
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
    use glotta_core::{Api, Table, Value};
    use glotta_runtime::{MemoryReader, Runtime};

    use super::super::Definitions;
    use super::super::schema::Schema;
    use super::*;
    use crate::reflect::scalar::Exact;

    fn define(world: &mut World, name: &str) -> Arc<Definition> {
        let fields = Table::from([("n".to_owned(), Value::Int(1))]);
        let schema = Schema::read(name, &fields, "").expect("a definition");
        let runtime = Runtime::new(Api::new(), Vec::new(), MemoryReader::default()).expect("starts");
        let session = runtime.enter();
        Definitions::define(world, (None, &session), schema).expect("new").now
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
        assert_eq!(move_rows(&mut world, &old, &new, false).lost, [""; 0]);
        assert!(world.get_entity(destroyed).is_err());
        assert!(old.rows.read(&world, kept, 0).is_none());
        assert_eq!(new.rows.place(0).and_then(|place| place.read(&world, kept)), Some(Exact::I64(7)));
    }
}
