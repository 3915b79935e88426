//! Which components an entity has, and what they are made of.

use bevy_reflect::ReflectFromPtr;
use glotta_core::{ComponentModel, Entity, FieldModel, ScriptError, Table, Value};

use super::ScriptWorld;
use crate::binding::definitions::Definitions;

impl ScriptWorld {
    /// The names of the entity's components that scripts can reach, sorted: short where that says which one it is.
    ///
    /// # Errors
    /// [`glotta_core::ErrorKind::NotFound`] if the entity does not exist.
    pub fn component_names(&mut self, entity: Entity) -> Result<Vec<String>, ScriptError> {
        let types = self.types();
        let paths: Vec<&'static str> = {
            let types = types.read();
            let found = self.entity(entity)?;
            let components = found.archetype().components();
            let type_ids =
                components.iter().filter_map(|&id| self.world.components().get_info(id)?.type_id());
            type_ids
                .filter_map(|id| types.get(id))
                .filter(|registration| registration.contains::<ReflectFromPtr>())
                .map(|registration| registration.type_info().type_path())
                .collect()
        };
        let mut names = Vec::with_capacity(paths.len());
        for path in paths {
            // What cannot be named, such as what keeps a resource, is not shown.
            let Ok(Some(id)) = self.bindings.resolve_seen(&mut self.world, path) else { continue };
            let short = self.binding(id)?.model.name.clone();
            let is_short_enough = self.bindings.resolve_seen(&mut self.world, &short).ok() == Some(Some(id));
            names.push(if is_short_enough { short } else { path.to_owned() });
        }
        let found = self.entity(entity)?;
        let defined = found.archetype().components().iter();
        names.extend(defined.filter_map(|&id| Some(Definitions::find_id(&self.world, id)?.0.to_owned())));
        names.sort_unstable();
        Ok(names)
    }

    /// What a component type is made of, as a table: see `component.describe`.
    ///
    /// # Errors
    /// [`glotta_core::ErrorKind::NotFound`] if there is no such component type.
    pub fn describe_component(&mut self, component: &str) -> Result<Table, ScriptError> {
        let id = self.component_id(component)?;
        let model = &self.binding(id)?.model;
        Ok(Table::from([
            ("name".to_owned(), model.name.as_str().into()),
            ("doc".to_owned(), model.doc.as_str().into()),
            ("fields".to_owned(), fields(model, 0)),
        ]))
    }
}

/// The fields of one of the structures in a component. A type cannot hold itself without a list or the like between,
/// which is a value and no structure, so this comes to an end.
fn fields(model: &ComponentModel, node: u32) -> Value {
    Value::List(model.fields_of(node).map(|(_, one)| Value::Table(field(model, one))).collect())
}

fn field(model: &ComponentModel, field: &FieldModel) -> Table {
    let variants = field.variants.iter().map(|name| name.as_str().into()).collect();
    let mut table = Table::from([
        ("name".to_owned(), field.name.as_str().into()),
        ("doc".to_owned(), field.doc.as_str().into()),
        ("variants".to_owned(), Value::List(variants)),
    ]);
    let described = match field.node {
        Some(node) => {
            table.insert("fields".to_owned(), fields(model, node));
            field.type_name.clone()
        }
        None => field.ty.to_string(),
    };
    table.insert("type".to_owned(), Value::String(described));
    table
}
