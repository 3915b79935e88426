//! [`world_hash`]: a world as one number.

use bevy_ecs::component::ComponentId;
use bevy_ecs::entity::Entity as EcsEntity;
use bevy_ecs::reflect::AppTypeRegistry;
use bevy_ecs::world::World;
use bevy_platform::collections::HashMap;
use bevy_reflect::{ReflectFromPtr, TypeRegistry};
use glotta_core::{ScriptError, Value};
use std::any::TypeId;
use std::sync::Arc;
use xxhash_rust::xxh64::Xxh64;

use crate::access::Column;
use crate::binding::definitions::Definitions;
use crate::binding::schema::Definition;
use crate::convert::ecs_entity;
use crate::population::game_entities;
use crate::reflect::path::Path;
use crate::reflect::read;
use crate::script_component::ScriptComponent;

/// A world as one number: the same for the same state, on every run and machine, and for the same game whichever
/// languages its scripts are written in.
///
/// What goes in, through XXH64 with seed 0:
///
/// - every entity of the game, in the order of indices (see [`game_entities`]);
/// - of each, the components whose types are in the type registry, in the order of their type paths: the path, then the
///   value as scripts see it, so that opaque fields are left out, and maps and sets are sorted; those that scripts
///   defined in the same way, under their names;
/// - of a [`ScriptComponent`], its data only: neither which scripts there are nor what they cost;
/// - an entity inside a value counts by its rank among the entities that go in, and is nothing if it does not exist; so
///   indices, which depend on how many resources there are, do not matter;
/// - a number counts by its value, so that 1 and 1.0 are the same, 0.0 and -0.0 too, and every NaN;
/// - an empty list and an empty table are the same.
///
/// Types that do not reflect are left out, and so are resources, the time among them.
#[must_use]
pub fn world_hash(world: &World) -> u64 {
    let entities = game_entities(world);
    let ranks = (1_u64..).zip(&entities).map(|(rank, &entity)| (entity, rank)).collect();
    let mut hasher = Hasher { state: Xxh64::new(0), ranks };
    let types = world.get_resource::<AppTypeRegistry>().cloned().unwrap_or_default();
    let types = types.read();
    let mut kinds = HashMap::default();
    for &entity in &entities {
        hasher.entity(world, &types, &mut kinds, entity);
    }
    hasher.state.digest()
}

/// How a component goes in.
enum Kind<'w> {
    /// By its value as scripts see it, under its type path.
    Value(&'static str, Column),
    /// As the fields that scripts defined, under the component's name.
    Defined(&'w str, Arc<Definition>),
    /// By the data it holds.
    Data,
    /// Not at all.
    Ignored,
}

impl<'w> Kind<'w> {
    fn of(world: &'w World, types: &TypeRegistry, id: ComponentId) -> Self {
        let type_id = world.components().get_info(id).and_then(|info| info.type_id());
        if type_id == Some(TypeId::of::<ScriptComponent>()) {
            return Self::Data;
        }
        if let Some((name, definition)) = Definitions::find_id(world, id) {
            return Self::Defined(name, Arc::clone(definition));
        }
        let column = type_id.and_then(|type_id| types.get(type_id)).and_then(|registration| {
            let column = Column::new(world, id, registration.data::<ReflectFromPtr>()?)?;
            Some(Self::Value(registration.type_info().type_path(), column))
        });
        column.unwrap_or(Self::Ignored)
    }

    fn name(&self) -> &'w str {
        match self {
            Self::Value(path, _) => path,
            Self::Defined(name, _) => name,
            Self::Data => "data",
            Self::Ignored => "",
        }
    }
}

struct Hasher {
    state: Xxh64,
    ranks: HashMap<EcsEntity, u64>,
}

/// What a value begins with, so that values of different shapes are different bytes.
#[derive(Clone, Copy)]
enum Tag {
    Entity = 1,
    Null,
    Bool,
    Number,
    WideInt,
    Text,
    Vector,
    Reference,
    Asset,
    Empty,
    List,
    Table,
    Unreadable,
}

impl Hasher {
    fn tag(&mut self, tag: Tag) {
        self.state.update(&[tag as u8]);
    }

    fn number(&mut self, number: u64) {
        self.state.update(&number.to_le_bytes());
    }

    fn text(&mut self, text: &str) {
        self.number(text.len() as u64);
        self.state.update(text.as_bytes());
    }

    fn float(&mut self, value: f64) {
        // Adding zero makes -0.0 into 0.0.
        let bits = if value.is_nan() { f64::NAN.to_bits() } else { (value + 0.0).to_bits() };
        self.number(bits);
    }

    fn vector(&mut self, parts: &[f32]) {
        self.tag(Tag::Vector);
        self.number(parts.len() as u64);
        for &part in parts {
            self.float(part.into());
        }
    }

    fn entity<'w>(
        &mut self,
        world: &'w World,
        types: &TypeRegistry,
        kinds: &mut HashMap<ComponentId, Kind<'w>>,
        entity: EcsEntity,
    ) {
        self.tag(Tag::Entity);
        let Ok(found) = world.get_entity(entity) else { return };
        let ids = found.archetype().components();
        for &id in ids {
            kinds.entry(id).or_insert_with(|| Kind::of(world, types, id));
        }
        let mut present: Vec<&Kind> = ids.iter().filter_map(|id| kinds.get(id)).collect();
        present.sort_unstable_by_key(|kind| kind.name());
        for kind in present {
            match kind {
                Kind::Ignored => {}
                Kind::Data => {
                    if let Some(component) = found.get::<ScriptComponent>() {
                        self.text(kind.name());
                        self.value(component.data.value());
                    }
                }
                Kind::Value(path, column) => {
                    let Some(live) = column.get(world, entity) else { continue };
                    self.text(path);
                    self.readable(read::to_value(live.as_partial_reflect(), &Path::root(path)));
                }
                Kind::Defined(name, definition) => {
                    let Some(value) = definition.value(world, entity) else { continue };
                    self.text(name);
                    self.readable(value);
                }
            }
        }
    }

    fn readable(&mut self, value: Result<Value, ScriptError>) {
        match value {
            Ok(value) => self.value(&value),
            Err(error) => {
                self.tag(Tag::Unreadable);
                self.text(error.message());
            }
        }
    }

    fn value(&mut self, value: &Value) {
        /// Floats of 64 bits hold every integer up to here.
        const EXACT: u64 = 1 << f64::MANTISSA_DIGITS;
        match value {
            Value::Null | Value::Function(_) | Value::Object(_) => self.tag(Tag::Null),
            Value::Bool(value) => {
                self.tag(Tag::Bool);
                self.state.update(&[u8::from(*value)]);
            }
            Value::Int(value) if value.unsigned_abs() > EXACT => {
                self.tag(Tag::WideInt);
                self.state.update(&value.to_le_bytes());
            }
            Value::Int(value) => {
                self.tag(Tag::Number);
                self.float(*value as f64);
            }
            Value::Float(value) => {
                self.tag(Tag::Number);
                self.float(*value);
            }
            Value::String(text) => {
                self.tag(Tag::Text);
                self.text(text);
            }
            Value::Vec2(vector) => self.vector(&vector.to_array()),
            Value::Vec3(vector) => self.vector(&vector.to_array()),
            Value::Quat(quat) => self.vector(&quat.to_array()),
            Value::Entity(entity) => {
                self.tag(Tag::Reference);
                let rank = ecs_entity(*entity).ok().and_then(|entity| self.ranks.get(&entity).copied());
                self.number(rank.unwrap_or(0));
            }
            Value::Asset(asset) => {
                self.tag(Tag::Asset);
                self.number(asset.bits());
            }
            Value::List(items) if items.is_empty() => self.tag(Tag::Empty),
            Value::Table(table) if table.is_empty() => self.tag(Tag::Empty),
            Value::List(items) => {
                self.tag(Tag::List);
                self.number(items.len() as u64);
                for item in items {
                    self.value(item);
                }
            }
            Value::Table(table) => {
                self.tag(Tag::Table);
                self.number(table.len() as u64);
                for (name, item) in table {
                    self.text(name);
                    self.value(item);
                }
            }
        }
    }
}
