//! [`Field`]: a field of a component, by name.

use std::sync::Arc;

use bevy_ecs::component::ComponentId as EcsComponent;
use glotta_core::{ComponentModel, FieldKey, FieldModel, ScriptError, VECTORS, near_or_all, quote};

use super::{Column, Kind, Rows};
use crate::access::Place;
use crate::binding::model::Measured;
use crate::convert::script_entity;
use crate::reflect::scalar::Scalar;
use crate::world::{Query, ScriptWorld};

/// A field of a component in all rows of a column.
#[derive(Clone)]
pub(crate) struct Field {
    /// Where it lies in each component; none if there are no rows.
    pub(crate) place: Option<Place>,
    /// The type of the whole field.
    pub(crate) scalar: Scalar,
    /// Which number of a vector, if the column is of one number only; 0 otherwise.
    pub(crate) lane: usize,
    /// Whether it is one number of a vector.
    pub(crate) is_lane: bool,
    /// Whether all components lie in tables.
    pub(crate) in_tables: bool,
    /// False for components that may only be replaced as a whole.
    pub(crate) mutable: bool,
}

impl Field {
    /// What a row holds.
    pub(crate) fn kind(&self) -> Kind {
        match self.scalar {
            _ if self.is_lane => Kind::Float32,
            Scalar::Bool => Kind::Bool,
            Scalar::F32 => Kind::Float32,
            Scalar::F64 => Kind::Float,
            Scalar::Vec2 => Kind::Vec2,
            Scalar::Vec3 => Kind::Vec3,
            Scalar::Quat => Kind::Quat,
            _ => Kind::Int,
        }
    }
}

/// A name such as `Transform.translation.x`, resolved.
struct Named {
    key: FieldKey,
    lane: Option<usize>,
    component: EcsComponent,
    component_name: String,
    scalar: Scalar,
    mutable: bool,
}

/// How many sets of rows are kept for the next column of the same query.
const KEPT_ROWS: usize = 8;

impl ScriptWorld {
    /// The column of a field over the entities that a query finds now.
    ///
    /// # Errors
    /// As [`column_of`](Self::column_of), and the query's own.
    pub(crate) fn query_column(&mut self, query: &Query, name: &str) -> Result<Column, ScriptError> {
        let rows = self.rows_of(query)?;
        self.column_of(rows, name)
    }

    /// The rows of a query. Where it takes whole tables, those that were made last time serve as long as nothing has
    /// changed.
    fn rows_of(&mut self, query: &Query) -> Result<Arc<Rows>, ScriptError> {
        let Some(tables) = self.query_tables(query)? else {
            let entities = self.query_entities(query)?;
            return Ok(Arc::new(Rows::of_entities(&self.world, &entities)));
        };
        let kept = &mut self.columns.rows;
        let known = kept.iter().position(|rows| rows.are_all_of(&self.world, tables.iter().copied()));
        let rows = match known {
            Some(place) => kept.remove(place),
            None => Arc::new(Rows::of_tables(&self.world, tables.into_iter())),
        };
        kept.insert(0, Arc::clone(&rows));
        kept.truncate(KEPT_ROWS);
        Ok(rows)
    }

    /// The column of a field, such as `Transform.translation` or `Transform.translation.x`, over rows.
    ///
    /// # Errors
    /// Not-found, if there is no such component or field, or an entity lacks the component; argument, if the field is no
    /// number, bool, vector or rotation.
    pub(crate) fn column_of(&mut self, rows: Arc<Rows>, name: &str) -> Result<Column, ScriptError> {
        let named = self.named_field(name)?;
        let in_tables = rows.have_in_tables(&self.world, named.component);
        if !in_tables {
            let lacks = |&&entity: &&bevy_ecs::entity::Entity| {
                !self.world.get_entity(entity).is_ok_and(|entity| entity.contains_id(named.component))
            };
            let without = rows.entities().iter().filter(lacks).count();
            if without > 0 {
                return Err(ScriptError::not_found(format!(
                    "of the {} entities of the query, {without} have no {}: ask for it when you make the query",
                    rows.len(),
                    named.component_name
                )));
            }
        }
        let place = match rows.entities().first() {
            None => None,
            Some(&first) => {
                self.measure(script_entity(first), named.key)?;
                match self.bound_field(named.key)?.1.place {
                    Measured::At(ref place) => Some(place.clone()),
                    _ => return Err(not_plain(name)),
                }
            }
        };
        let field = Field {
            place,
            scalar: named.scalar,
            lane: named.lane.unwrap_or(0),
            is_lane: named.lane.is_some(),
            in_tables,
            mutable: named.mutable,
        };
        Ok(Column::of_field(rows, self.outermost_call(), name.into(), field))
    }

    fn named_field(&mut self, name: &str) -> Result<Named, ScriptError> {
        let mut steps = name.split('.');
        let component_name = steps.next().unwrap_or_default();
        let id = self.component_id(component_name)?;
        let model = Arc::clone(&self.binding(id)?.model);
        let mut found: Option<(FieldKey, &FieldModel)> = None;
        let mut lane = None;
        for step in steps {
            let node = match found {
                None => 0,
                Some((_, field)) => match field.node {
                    Some(node) => node,
                    None if lane.is_none() => {
                        lane = Some(lane_of(field, step)?);
                        continue;
                    }
                    None => {
                        return Err(ScriptError::not_found(format!("a float has no field {}", quote(step))));
                    }
                },
            };
            let mut fields = model.fields_of(node);
            found = Some(
                fields
                    .find(|(_, field)| field.name == step)
                    .ok_or_else(|| model.unknown_field(node, step))?,
            );
        }
        let Some((key, field)) = found else { return Err(no_field(&model)) };
        let (binding, bound) = self.bound_field(key)?;
        let scalar = match &bound.place {
            Measured::NotYet(scalar) => *scalar,
            Measured::At(place) => place.scalar(),
            Measured::Never => return Err(not_numbers(&bound.path, &model, field)),
        };
        if scalar == Scalar::Entity {
            return Err(not_numbers(&bound.path, &model, field));
        }
        Ok(Named {
            key,
            lane,
            component: binding.column.component(),
            component_name: model.name.clone(),
            scalar,
            mutable: binding.column.is_mutable(),
        })
    }
}

/// Which number of a vector that name means.
fn lane_of(field: &FieldModel, name: &str) -> Result<usize, ScriptError> {
    let ty = field.ty.to_string();
    let Some(vector) = VECTORS.iter().find(|vector| vector.name == ty) else {
        return Err(ScriptError::not_found(format!(
            "{} is {ty}, which has no field {}",
            field.name,
            quote(name)
        )));
    };
    let lane = vector.lanes.iter().position(|lane| *lane == name);
    lane.ok_or_else(|| {
        let hint = near_or_all(name, vector.lanes);
        ScriptError::not_found(format!("{} has no field {}{hint}", vector.name, quote(name)))
    })
}

#[cold]
fn no_field(model: &ComponentModel) -> ScriptError {
    let example = model.fields_of(0).next().map_or_else(String::new, |(_, field)| {
        format!(", such as {}", quote(&format!("{}.{}", model.name, field.name)))
    });
    ScriptError::argument(format!("a column is of one field: name a field of {}{example}", model.name))
}

#[cold]
fn not_numbers(path: &str, model: &ComponentModel, field: &FieldModel) -> ScriptError {
    if let Some(node) = field.node {
        let names: Vec<&str> = model.fields_of(node).map(|(_, field)| field.name.as_str()).collect();
        return ScriptError::argument(format!(
            "{path} is a structure, and a column is of one field: name one of its fields: {}",
            names.join(", ")
        ));
    }
    ScriptError::argument(format!(
        "{path} is {}: a column is of numbers, bools, vectors or rotations that lie in the component itself",
        field.ty
    ))
}

#[cold]
fn not_plain(name: &str) -> ScriptError {
    ScriptError::argument(format!(
        "{name} does not lie in the component itself: a column is of numbers, bools, vectors or rotations that do"
    ))
}
