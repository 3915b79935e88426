//! [`Schema`]: what a component that scripts define is made of; [`Definition`]: such a component in a world.

use bevy_ecs::entity::Entity as EcsEntity;
use bevy_ecs::world::World;
use glotta_core::{
    ComponentId, ComponentModel, ErrorKind, FieldModel, MAX_DEPTH, NodeModel, Quat, ScriptError, Table, Type,
    Value, Vec2, Vec3, near_or_all, quote,
};

use super::model::{Field, Measured};
use crate::access::defined::{Cell, Rows, Seen};
use crate::reflect::path::Path;
use crate::reflect::scalar::{Exact, Scalar};
use crate::reflect::write::no_field;

/// How many fields a component may have.
const MOST_FIELDS: usize = 256;

/// How long the name of a component or a field may be, in bytes.
const LONGEST_NAME: usize = 100;

/// What a field of a defined component holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Kind {
    Plain(Scalar),
    Text,
    List,
    Table,
    Any,
}

/// The types of fields by name.
const KINDS: [(&str, Kind); 11] = [
    ("bool", Kind::Plain(Scalar::Bool)),
    ("int", Kind::Plain(Scalar::I64)),
    ("float", Kind::Plain(Scalar::F64)),
    ("string", Kind::Text),
    ("Vec2", Kind::Plain(Scalar::Vec2)),
    ("Vec3", Kind::Plain(Scalar::Vec3)),
    ("Quat", Kind::Plain(Scalar::Quat)),
    ("Entity", Kind::Plain(Scalar::Entity)),
    ("list", Kind::List),
    ("table", Kind::Table),
    ("any", Kind::Any),
];

impl Kind {
    fn of(name: &str) -> Result<Self, ScriptError> {
        let found = KINDS.iter().find(|(known, _)| *known == name).map(|(_, kind)| *kind);
        found.ok_or_else(|| {
            let names: Vec<&str> = KINDS.iter().map(|(known, _)| *known).collect();
            let hint = glotta_core::near_names(name, names.iter().copied());
            let hint =
                if hint.is_empty() { format!("; there are {}", names.join(", ")) } else { hint };
            ScriptError::argument(format!(
                "no type of fields is called {}{hint} (a text as default is written {{type = \"string\", default = …}})",
                quote(name)
            ))
        })
    }

    /// The type that a default shows.
    fn shown_by(value: &Value) -> Result<Self, ScriptError> {
        Ok(match value {
            Value::Bool(_) => Self::Plain(Scalar::Bool),
            Value::Int(_) => Self::Plain(Scalar::I64),
            Value::Float(_) => Self::Plain(Scalar::F64),
            Value::Vec2(_) => Self::Plain(Scalar::Vec2),
            Value::Vec3(_) => Self::Plain(Scalar::Vec3),
            Value::Quat(_) => Self::Plain(Scalar::Quat),
            Value::Entity(_) => Self::Plain(Scalar::Entity),
            Value::List(items) if !items.is_empty() => Self::List,
            other => {
                return Err(ScriptError::type_mismatch(
                    "the name of a type, a default that shows it, or a table such as {type = \"float\", default = 1.0}",
                    &other.describe(),
                ));
            }
        })
    }

    fn name(self) -> &'static str {
        KINDS.iter().find(|(_, kind)| *kind == self).map_or("any", |(name, _)| name)
    }

    fn model(self) -> Type {
        match self {
            Self::Plain(scalar) => scalar.model(),
            Self::Text => Type::String,
            Self::List => Type::List(&Type::Any),
            Self::Table => Type::Table,
            Self::Any => Type::Any,
        }
    }

    /// What a field holds when nothing is said of it.
    fn nothing(self) -> Cell {
        match self {
            Self::Plain(Scalar::Bool) => Cell::Plain(Exact::Bool(false)),
            Self::Plain(Scalar::F64) => Cell::Plain(Exact::F64(0.0)),
            Self::Plain(Scalar::Vec2) => Cell::Plain(Exact::Vec2(Vec2::ZERO)),
            Self::Plain(Scalar::Vec3) => Cell::Plain(Exact::Vec3(Vec3::ZERO)),
            Self::Plain(Scalar::Quat) => Cell::Plain(Exact::Quat(Quat::IDENTITY)),
            Self::Plain(Scalar::Entity) => Cell::Plain(Exact::Entity(EcsEntity::PLACEHOLDER)),
            Self::Plain(_) => Cell::Plain(Exact::I64(0)),
            Self::Text => Cell::Kept(Value::String(String::new())),
            Self::List => Cell::Kept(Value::List(Vec::new())),
            Self::Table => Cell::Kept(Value::Table(Table::new())),
            Self::Any => Cell::Kept(Value::Null),
        }
    }

    /// A value, as such a field holds it.
    fn take(self, value: &Value) -> Result<Cell, ScriptError> {
        let kept = match self {
            Self::Plain(scalar) => return scalar.take_value(value).map(Cell::Plain),
            Self::Text => Value::from(value.as_str()?),
            Self::List => Value::List(value.as_list()?.to_vec()),
            // Some languages write an empty table and an empty list alike.
            Self::Table if matches!(value, Value::List(items) if items.is_empty()) => {
                Value::Table(Table::new())
            }
            Self::Table => Value::Table(value.as_table()?.clone()),
            Self::Any => value.clone(),
        };
        keepable(&kept, 1)?;
        Ok(Cell::Kept(kept))
    }
}

/// Refuses what a component cannot keep: functions, which belong to a script that may go, and what is nested too deep.
fn keepable(value: &Value, depth: usize) -> Result<(), ScriptError> {
    match value {
        _ if depth > MAX_DEPTH => Err(ScriptError::argument(format!("nested deeper than {MAX_DEPTH}"))),
        Value::Function(_) => {
            Err(ScriptError::new(ErrorKind::Type, "a function cannot be kept in a component"))
        }
        Value::List(items) => items.iter().try_for_each(|item| keepable(item, depth + 1)),
        Value::Table(table) => table.values().try_for_each(|item| keepable(item, depth + 1)),
        _ => Ok(()),
    }
}

/// A field of a defined component.
#[derive(Clone, Debug)]
struct SchemaField {
    name: String,
    doc: String,
    kind: Kind,
    default: Cell,
}

/// What a component that scripts define is made of.
#[derive(Clone, Debug)]
pub(crate) struct Schema {
    name: String,
    doc: String,
    /// In the order of their names.
    fields: Vec<SchemaField>,
}

/// Refuses what is no name in every language.
fn check_name(what: &str, name: &str) -> Result<(), ScriptError> {
    let mut letters = name.chars();
    let begins_well = letters.next().is_some_and(|first| first.is_ascii_alphabetic() || first == '_');
    let goes_on_well = letters.all(|letter| letter.is_ascii_alphanumeric() || letter == '_');
    if !begins_well || !goes_on_well {
        return Err(ScriptError::argument(format!(
            "{} cannot be the name of a {what}: expected letters from a to z, digits and underscores, with no digit first",
            quote(name)
        )));
    }
    if name.len() > LONGEST_NAME {
        return Err(ScriptError::argument(format!(
            "the name of a {what} may have at most {LONGEST_NAME} letters, got {} in {}",
            name.len(),
            quote(name)
        )));
    }
    Ok(())
}

impl Schema {
    /// Reads a definition.
    ///
    /// # Errors
    /// Argument, type or not-found, with the place.
    pub(crate) fn read(name: &str, fields: &Table, doc: &str) -> Result<Self, ScriptError> {
        check_name("component", name)?;
        let path = Path::root(name);
        if fields.is_empty() {
            return Err(path.blame(ScriptError::argument(
                "a component has at least one field; what has none is a tag: entity.add_tag",
            )));
        }
        if fields.len() > MOST_FIELDS {
            let count = fields.len();
            return Err(path.blame(ScriptError::argument(format!(
                "a component may have at most {MOST_FIELDS} fields, got {count}"
            ))));
        }
        let fields: Result<Vec<_>, _> = fields
            .iter()
            .map(|(field, given)| {
                check_name("field", field).map_err(|error| path.blame(error))?;
                read_field(field, given).map_err(|error| path.field(field).blame(error))
            })
            .collect();
        Ok(Self { name: name.to_owned(), doc: doc.trim().to_owned(), fields: fields? })
    }

    /// What the rows of the component hold.
    pub(super) fn scalars(&self) -> Vec<Option<Scalar>> {
        let scalar = |field: &SchemaField| match field.kind {
            Kind::Plain(scalar) => Some(scalar),
            _ => None,
        };
        self.fields.iter().map(scalar).collect()
    }

    /// What is different in another schema, apart from defaults and documentation; empty if nothing is.
    pub(super) fn differences(&self, new: &Self) -> String {
        let mut differences = Vec::new();
        let find = |schema: &Self, name: &str| {
            schema.fields.iter().find(|field| field.name == name).map(|field| field.kind)
        };
        for field in &self.fields {
            match find(new, &field.name) {
                None => differences.push(format!("{} is missing", field.name)),
                Some(kind) if kind != field.kind => {
                    let (now, before) = (kind.name(), field.kind.name());
                    differences.push(format!("{} is {now} and was {before}", field.name));
                }
                Some(_) => {}
            }
        }
        let is_new = |field: &&SchemaField| find(self, &field.name).is_none();
        differences.extend(new.fields.iter().filter(is_new).map(|field| format!("{} is new", field.name)));
        differences.join(", ")
    }

    /// What it is called.
    pub(super) fn component_name(&self) -> &str {
        &self.name
    }

    /// The places of the fields that another schema does not have, or not of their types.
    pub(super) fn without_those_of(&self, other: &Self) -> Vec<usize> {
        let is_there = |field: &SchemaField| {
            let found = other.find(&field.name).and_then(|index| other.fields.get(index));
            found.is_some_and(|found| found.kind == field.kind)
        };
        (0..self.fields.len()).filter(|&index| !self.fields.get(index).is_some_and(is_there)).collect()
    }

    /// How many fields it has.
    pub(super) fn len(&self) -> usize {
        self.fields.len()
    }

    /// The names of its fields.
    pub(super) fn names(&self) -> impl Iterator<Item = &str> {
        self.fields.iter().map(|field| field.name.as_str())
    }

    /// The place of the field of that name.
    pub(super) fn find(&self, name: &str) -> Option<usize> {
        self.fields.binary_search_by(|field| field.name.as_str().cmp(name)).ok()
    }

    /// What the field at a place is called, and its type.
    pub(super) fn name_and_type(&self, index: usize) -> (&str, &'static str) {
        self.fields.get(index).map_or(("", ""), |field| (field.name.as_str(), field.kind.name()))
    }

    /// What the field at a place holds when nothing is said of it.
    pub(super) fn default(&self, index: usize) -> Cell {
        self.fields.get(index).map_or(Cell::Kept(Value::Null), |field| field.default.clone())
    }

    fn index(&self, path: &Path<'_>, name: &str) -> Result<usize, ScriptError> {
        let found = self.fields.binary_search_by(|field| field.name.as_str().cmp(name));
        found.map_err(|_| no_field(path, name, self.fields.iter().map(|field| field.name.as_str())))
    }

    /// The cells that a table of values means, with their fields.
    ///
    /// # Errors
    /// Type, argument or not-found, with the place.
    fn patch(&self, value: &Value) -> Result<Vec<(usize, Cell)>, ScriptError> {
        let path = Path::root(&self.name);
        let table = match value {
            // Some languages write an empty table and an empty list alike.
            Value::List(items) if items.is_empty() => return Ok(Vec::new()),
            other => other.as_table().map_err(|error| path.blame(error))?,
        };
        let cell = |(name, value): (&String, &Value)| {
            let index = self.index(&path, name)?;
            Ok((index, self.cell(index, value)?))
        };
        table.iter().map(cell).collect()
    }

    /// A value, as the field at that place holds it.
    fn cell(&self, index: usize, value: &Value) -> Result<Cell, ScriptError> {
        let field = self.fields.get(index).ok_or_else(|| ScriptError::host("there is no such field"))?;
        field.kind.take(value).map_err(|error| Path::root(&self.name).field(&field.name).blame(error))
    }

    /// The model of the component, and the way to each of its fields.
    pub(super) fn model(&self, id: ComponentId, rows: &Rows) -> (ComponentModel, Vec<Field>) {
        let count = u32::try_from(self.fields.len()).unwrap_or(u32::MAX);
        let fields = self.fields.iter().map(|field| FieldModel {
            name: field.name.clone(),
            doc: field.doc.clone(),
            ty: field.kind.model(),
            node: None,
            type_name: String::new(),
            variants: Vec::new(),
        });
        let model = ComponentModel {
            id,
            name: self.name.clone(),
            doc: self.doc.clone(),
            fields: fields.collect(),
            nodes: vec![NodeModel { name: self.name.clone(), fields: (0..count).collect() }],
        };
        let fields = self.fields.iter().enumerate().map(|(index, field)| Field {
            trail: vec![index],
            path: format!("{}.{}", self.name, field.name),
            node: None,
            place: rows.place(index).map_or(Measured::Never, Measured::At),
        });
        (model, fields.collect())
    }
}

/// Reads a field: the name of its type, its default, or a table of `type`, `default` and `doc`.
fn read_field(name: &str, given: &Value) -> Result<SchemaField, ScriptError> {
    let field = |kind: Kind, default, doc: &str| SchemaField {
        name: name.to_owned(),
        doc: doc.trim().to_owned(),
        kind,
        default,
    };
    match given {
        Value::String(kind) => {
            let kind = Kind::of(kind)?;
            Ok(field(kind, kind.nothing(), ""))
        }
        Value::Table(parts) if !parts.is_empty() => {
            let names = ["default", "doc", "type"];
            if let Some(stranger) = parts.keys().find(|part| !names.contains(&part.as_str())) {
                return Err(ScriptError::argument(format!(
                    "a field has no {}{} (a table as default is written {{type = \"table\", default = …}})",
                    quote(stranger),
                    near_or_all(stranger, &names)
                )));
            }
            let kind = match (parts.get("type"), parts.get("default")) {
                (Some(kind), _) => Kind::of(kind.as_str().map_err(|error| error.within("type"))?)?,
                (None, Some(default)) => Kind::shown_by(default).map_err(|error| error.within("default"))?,
                (None, None) => return Err(ScriptError::argument("a field has a type or a default")),
            };
            let default = match parts.get("default") {
                Some(default) => kind.take(default).map_err(|error| error.within("default"))?,
                None => kind.nothing(),
            };
            let doc = parts.get("doc").map(|doc| doc.as_str().map_err(|error| error.within("doc")));
            Ok(field(kind, default, doc.transpose()?.unwrap_or_default()))
        }
        default => {
            let kind = Kind::shown_by(default)?;
            Ok(field(kind, kind.take(default)?, ""))
        }
    }
}

/// A component that scripts defined, in the world it was defined in.
pub(crate) struct Definition {
    pub(crate) schema: Schema,
    pub(crate) rows: Rows,
}

impl Definition {
    /// An entity's component as a table of its fields; `None` if it has none.
    pub(crate) fn value(&self, world: &World, entity: EcsEntity) -> Option<Result<Value, ScriptError>> {
        let mut table = Table::new();
        for (index, field) in self.schema.fields.iter().enumerate() {
            let value = match self.rows.read(world, entity, index)? {
                Seen::Kept(value) => value.clone(),
                Seen::Plain(exact) => match exact.to_value() {
                    Ok(value) => value,
                    Err(error) => return Some(Err(error)),
                },
            };
            table.insert(field.name.clone(), value);
        }
        Some(Ok(Value::Table(table)))
    }

    /// What a field takes over from the component that this one takes the place of: none if that has no field of the name,
    /// and none in it if what it holds does not fit.
    pub(super) fn kept_from(
        &self,
        old: &Self,
        world: &World,
        entity: EcsEntity,
        index: usize,
    ) -> Option<Option<Cell>> {
        let field = self.schema.fields.get(index)?;
        let before = old.schema.find(&field.name)?;
        let seen = old.rows.read(world, entity, before)?;
        let is_same = old.schema.fields.get(before).is_some_and(|before| before.kind == field.kind);
        Some(match seen {
            Seen::Plain(exact) if is_same => Some(Cell::Plain(exact)),
            Seen::Plain(exact) => exact.to_value().and_then(|value| field.kind.take(&value)).ok(),
            Seen::Kept(value) if is_same => Some(Cell::Kept(value.clone())),
            Seen::Kept(value) => field.kind.take(value).ok(),
        })
    }

    /// What a field of an entity's component holds; `None` if it has none.
    pub(super) fn cell(&self, world: &World, entity: EcsEntity, index: usize) -> Option<Cell> {
        Some(match self.rows.read(world, entity, index)? {
            Seen::Plain(exact) => Cell::Plain(exact),
            Seen::Kept(value) => Cell::Kept(value.clone()),
        })
    }

    /// One field of an entity's component; `None` if it has none.
    pub(crate) fn field(
        &self,
        world: &World,
        entity: EcsEntity,
        index: usize,
    ) -> Option<Result<Value, ScriptError>> {
        Some(match self.rows.read(world, entity, index)? {
            Seen::Kept(value) => Ok(value.clone()),
            Seen::Plain(exact) => exact.to_value(),
        })
    }

    /// The cells of a new component: the defaults, and what `value` says otherwise.
    ///
    /// # Errors
    /// Type, argument or not-found, with the place.
    pub(crate) fn construct(&self, value: &Value) -> Result<Vec<Cell>, ScriptError> {
        let mut cells: Vec<Cell> = self.schema.fields.iter().map(|field| field.default.clone()).collect();
        if !value.is_null() {
            for (index, cell) in self.schema.patch(value)? {
                if let Some(place) = cells.get_mut(index) {
                    *place = cell;
                }
            }
        }
        Ok(cells)
    }

    /// The cells that `value` means, with their fields.
    ///
    /// # Errors
    /// Type, argument or not-found, with the place.
    pub(crate) fn plan(&self, value: &Value) -> Result<Vec<(usize, Cell)>, ScriptError> {
        self.schema.patch(value)
    }

    /// A value for one field.
    ///
    /// # Errors
    /// Type or argument, with the place.
    pub(crate) fn plan_field(&self, index: usize, value: &Value) -> Result<Vec<(usize, Cell)>, ScriptError> {
        Ok(vec![(index, self.schema.cell(index, value)?)])
    }
}

impl Definition {
    /// Its name.
    pub(crate) fn name(&self) -> &str {
        &self.schema.name
    }
}
