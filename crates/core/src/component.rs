//! Components as scripts see them: models and handles.

use crate::{Entity, ScriptError, Type, near_or_all, quote};

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

impl FieldKey {
    /// The field as one number, with the nested structure that it holds, if any ([`FieldModel::node`]): for a language
    /// that keeps fields by name in a table of its virtual machine.
    #[inline]
    #[must_use]
    pub fn pack(self, node: Option<u32>) -> i64 {
        i64::from(self.field) | (node.map_or(0, |node| i64::from(node) + 1) << 32)
    }

    /// The field of a component and the nested structure that it holds, from the number that [`pack`](Self::pack) gave.
    #[inline]
    #[must_use]
    pub fn unpack(component: ComponentId, packed: i64) -> (Self, Option<u32>) {
        let node = (packed >> 32) as u32;
        (Self { component, field: packed as u32 }, node.checked_sub(1))
    }
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
    /// All fields that can be reached, those of nested structures too; and those that the component had before it was
    /// defined anew, which no structure names any more.
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
    /// The short name of its type in the engine, for a language that declares types; empty if it has none.
    pub type_name: String,
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

    /// The name of one of its structures; its own if it has no such structure.
    #[must_use]
    pub fn structure_name(&self, node: u32) -> &str {
        self.nodes.get(node as usize).map_or(&self.name, |node| &node.name)
    }

    /// The error for a name that is no field of one of its structures, with the names it may have been meant for.
    #[cold]
    #[must_use]
    pub fn unknown_field(&self, node: u32, name: &str) -> ScriptError {
        let names: Vec<&str> = self.fields_of(node).map(|(_, field)| field.name.as_str()).collect();
        let (structure, hint) = (self.structure_name(node), near_or_all(name, &names));
        ScriptError::not_found(format!("{structure} has no field {}{hint}", quote(name)))
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

#[cfg(test)]
mod tests {
    use super::*;

    fn model() -> ComponentModel {
        let field = |name: &str, node: Option<u32>| FieldModel {
            name: name.to_owned(),
            doc: String::new(),
            ty: if node.is_some() { Type::Component } else { Type::Float },
            node,
            type_name: String::new(),
            variants: Vec::new(),
        };
        ComponentModel {
            id: ComponentId(7),
            name: "Unit".to_owned(),
            doc: String::new(),
            fields: vec![field("health", None), field("stats", Some(1)), field("armour", None)],
            nodes: vec![
                NodeModel { name: "Unit".to_owned(), fields: vec![0, 1] },
                NodeModel { name: "Stats".to_owned(), fields: vec![2] },
            ],
        }
    }

    #[test]
    fn a_field_and_its_structure_are_one_number_and_back() {
        for (key, field) in model().fields_of(0) {
            assert_eq!(FieldKey::unpack(ComponentId(7), key.pack(field.node)), (key, field.node));
        }
        let last = FieldKey { component: ComponentId(7), field: u32::MAX };
        assert_eq!(FieldKey::unpack(ComponentId(7), last.pack(Some(0))), (last, Some(0)));
    }

    #[test]
    fn an_unknown_field_is_told_with_its_structure_and_the_names_there_are() {
        let error = model().unknown_field(1, "armor");
        assert_eq!(error.message(), "Stats has no field \"armor\"; did you mean \"armour\"?");
        let error = model().unknown_field(0, "speed");
        assert_eq!(error.message(), "Unit has no field \"speed\"; it has health, stats");
    }
}
