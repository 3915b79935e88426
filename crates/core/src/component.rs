//! Components and data as scripts see them: models, handles and references.

use std::borrow::Cow;

use crate::{Entity, Type};

/// A component type that the host has resolved by name; valid as long as the host is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct ComponentId(pub u32);

/// One field of a component type, resolved once by [`crate::Host::component_model`]; valid as long as the host.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct FieldKey {
    /// The component type.
    pub component: ComponentId,
    /// The field's place in [`ComponentModel::fields`].
    pub field: u32,
}

/// A component type with everything a language needs to offer its fields.
#[derive(Clone, Debug, PartialEq)]
pub struct ComponentModel {
    /// Which component it describes.
    pub id: ComponentId,
    /// The short name scripts use: `Transform`.
    pub name: String,
    /// Its documentation, Markdown; empty if it has none.
    pub doc: String,
    /// All fields that can be reached, those of nested structures too.
    pub fields: Vec<FieldModel>,
    /// The structures: the component itself first, then each nested one.
    pub nodes: Vec<NodeModel>,
}

/// A structure inside a component: the component itself, or a nested structure that a field holds.
#[derive(Clone, Debug, PartialEq)]
pub struct NodeModel {
    /// The type's short name.
    pub name: String,
    /// Its fields, as places in [`ComponentModel::fields`].
    pub fields: Vec<u32>,
}

/// One field of a component.
#[derive(Clone, Debug, PartialEq)]
pub struct FieldModel {
    /// Its name; the fields of tuple structures are `_0`, `_1` …, and that of a structure with one nameless
    /// field is `value`.
    pub name: String,
    /// Its documentation, Markdown; empty if it has none.
    pub doc: String,
    /// Its type. [`Type::Component`] for a nested structure.
    pub ty: Type,
    /// The nested structure, as a place in [`ComponentModel::nodes`], if the field holds one.
    pub node: Option<u32>,
    /// The variants' names, if the field is an enumeration; then its type is [`Type::String`] where no variant
    /// holds values.
    pub variants: Vec<String>,
}

impl ComponentModel {
    /// The fields of one of its structures, with their keys.
    pub fn fields_of(&self, node: u32) -> impl Iterator<Item = (FieldKey, &FieldModel)> {
        self.nodes.get(node as usize).into_iter().flat_map(|node| &node.fields).filter_map(|&field| {
            let key = FieldKey { component: self.id, field };
            self.fields.get(field as usize).map(|model| (key, model))
        })
    }
}

/// A script's handle to a component of an entity, or to a structure nested in it. It holds no memory of the
/// engine: each access finds the component anew, and fails cleanly when it is gone.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ComponentHandle {
    /// Whose component.
    pub entity: Entity,
    /// Which component.
    pub component: ComponentId,
    /// Which structure in it, as a place in [`ComponentModel::nodes`]; 0 for the component itself.
    pub node: u32,
}

/// One step into nested data.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum DataKey<'a> {
    /// A name in a table.
    Name(Cow<'a, str>),
    /// A place in a list, counted from 0. Languages that count from 1 convert.
    Index(usize),
}

impl DataKey<'_> {
    /// The same key, owning its name.
    #[must_use]
    pub fn to_owned_key(&self) -> DataKey<'static> {
        match self {
            Self::Name(name) => DataKey::Name(Cow::Owned(name.clone().into_owned())),
            Self::Index(index) => DataKey::Index(*index),
        }
    }
}

/// A script's reference to an entity's data, or to a list or table inside it. Reading and writing go to the
/// engine's copy; nothing is cached.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DataRef {
    /// Whose data.
    pub entity: Entity,
    /// The way into it; empty for the data as a whole.
    pub path: Vec<DataKey<'static>>,
}

impl DataRef {
    /// All the data of an entity.
    #[must_use]
    pub const fn of(entity: Entity) -> Self {
        Self { entity, path: Vec::new() }
    }

    /// What stands under `key` in what this refers to.
    #[must_use]
    pub fn child(&self, key: &DataKey<'_>) -> Self {
        let mut path = self.path.clone();
        path.push(key.to_owned_key());
        Self { entity: self.entity, path }
    }
}
