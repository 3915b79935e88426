//! The fields of a component type, found once from its type information.

use bevy_reflect::enums::VariantInfo;
use bevy_reflect::{PartialReflect, ReflectRef, TypeInfo};
use glotta_core::{ComponentId, ComponentModel, FieldModel, NodeModel, Type};

use crate::access::Place;
use crate::reflect::leaf::Leaf;
use crate::reflect::scalar::Scalar;
use crate::reflect::{is_option, nameless};

/// How a field is reached.
pub(crate) struct Field {
    /// The way to it by reflection: its place in each structure.
    pub(crate) trail: Vec<usize>,
    /// Its full name for messages: `Transform.translation`.
    pub(crate) path: String,
    /// The structure that it holds, if it holds one.
    pub(crate) node: Option<u32>,
    /// Where it lies, if it is plain bytes.
    pub(crate) place: Measured,
}

/// Where a field of plain bytes lies.
pub(crate) enum Measured {
    /// Not yet looked for: a live component is needed.
    NotYet(Scalar),
    /// There.
    At(Place),
    /// It is not plain bytes in the component: reflection reaches it.
    Never,
}

/// A doc comment without the space that each line begins with.
fn clean(doc: &str) -> String {
    let lines: Vec<&str> =
        doc.lines().map(|line| line.strip_prefix(' ').unwrap_or(line).trim_end()).collect();
    lines.join("\n").trim().to_owned()
}

/// Follows a trail through structures.
pub(crate) fn follow<'a>(live: &'a dyn PartialReflect, trail: &[usize]) -> Option<&'a dyn PartialReflect> {
    trail.iter().try_fold(live, |place, &index| match place.reflect_ref() {
        ReflectRef::Struct(fields) => fields.field_at(index),
        ReflectRef::TupleStruct(fields) => fields.field(index),
        ReflectRef::Tuple(fields) => fields.field(index),
        _ => None,
    })
}

/// Makes the model of a component type, and the way to each of its fields.
pub(crate) fn build(id: ComponentId, name: &str, info: &'static TypeInfo) -> (ComponentModel, Vec<Field>) {
    let mut builder = Builder {
        model: ComponentModel {
            id,
            name: name.to_owned(),
            doc: info.docs().map(clean).unwrap_or_default(),
            fields: Vec::new(),
            nodes: Vec::new(),
        },
        fields: Vec::new(),
    };
    builder.node(info, &[], name);
    if parts(info).is_none() {
        // Not a structure but one value, an enumeration, a list: it is its own only field.
        builder.field(0, "value".to_owned(), String::new(), Some(info), &[], name);
    }
    (builder.model, builder.fields)
}

struct Part {
    name: String,
    doc: String,
    info: Option<&'static TypeInfo>,
}

/// The fields of a structure; `None` for what is not one.
fn parts(info: &'static TypeInfo) -> Option<Vec<Part>> {
    if Leaf::of(info.type_id()).is_some() {
        return None;
    }
    let unnamed = |count: usize, fields: &mut dyn Iterator<Item = &'static bevy_reflect::UnnamedField>| {
        let part = |(index, field): (usize, &'static bevy_reflect::UnnamedField)| Part {
            name: nameless(index, count),
            doc: field.docs().map(clean).unwrap_or_default(),
            info: field.type_info(),
        };
        fields.enumerate().map(part).collect()
    };
    match info {
        TypeInfo::Struct(structure) => {
            let part = |field: &'static bevy_reflect::NamedField| Part {
                name: field.name().to_owned(),
                doc: field.docs().map(clean).unwrap_or_default(),
                info: field.type_info(),
            };
            Some(structure.iter().map(part).collect())
        }
        TypeInfo::TupleStruct(structure) => Some(unnamed(structure.field_len(), &mut structure.iter())),
        TypeInfo::Tuple(tuple) => Some(unnamed(tuple.field_len(), &mut tuple.iter())),
        _ => None,
    }
}

struct Builder {
    model: ComponentModel,
    fields: Vec<Field>,
}

impl Builder {
    /// Adds a structure and what is in it; returns its place.
    fn node(&mut self, info: &'static TypeInfo, trail: &[usize], path: &str) -> u32 {
        let node = place(self.model.nodes.len());
        let short = info.type_path_table().short_path().to_owned();
        self.model.nodes.push(NodeModel { name: short, fields: Vec::new() });
        for (index, part) in parts(info).into_iter().flatten().enumerate() {
            let trail = [trail, &[index]].concat();
            let path = format!("{path}.{}", part.name);
            self.field(node, part.name, part.doc, part.info, &trail, &path);
        }
        node
    }

    fn field(
        &mut self,
        node: u32,
        name: String,
        doc: String,
        info: Option<&'static TypeInfo>,
        trail: &[usize],
        path: &str,
    ) {
        let Some((info, trail)) = info.map(|info| through(info, trail)) else { return };
        let leaf = Leaf::of(info.type_id());
        if leaf.is_none() && matches!(info, TypeInfo::Opaque(_)) {
            return; // Scripts know nothing of such a type.
        }
        let index = place(self.fields.len());
        self.model.nodes[node as usize].fields.push(index);
        self.model.fields.push(FieldModel {
            name,
            doc,
            ty: model_type(info),
            node: None,
            type_name: info.type_path_table().short_path().to_owned(),
            variants: variants(info),
        });
        self.fields.push(Field {
            trail: trail.clone(),
            path: path.to_owned(),
            node: None,
            place: match leaf {
                Some(Leaf::Scalar(scalar)) => Measured::NotYet(scalar),
                _ => Measured::Never,
            },
        });
        if parts(info).is_some() && !trail.is_empty() {
            let inner = self.node(info, &trail, path);
            self.model.fields[index as usize].node = Some(inner);
            self.fields[index as usize].node = Some(inner);
        }
    }
}

fn place(count: usize) -> u32 {
    u32::try_from(count).unwrap_or(u32::MAX)
}

/// A structure of one nameless field is that field to scripts, so its holder's field leads straight to it.
fn through(mut info: &'static TypeInfo, trail: &[usize]) -> (&'static TypeInfo, Vec<usize>) {
    let mut trail = trail.to_vec();
    while !trail.is_empty()
        && Leaf::of(info.type_id()).is_none()
        && let TypeInfo::TupleStruct(structure) = info
        && structure.field_len() == 1
        && let Some(inner) = structure.field_at(0).and_then(bevy_reflect::UnnamedField::type_info)
    {
        trail.push(0);
        info = inner;
    }
    (info, trail)
}

/// The type of a field as the model of the API has it.
fn model_type(info: &'static TypeInfo) -> Type {
    if let Some(leaf) = Leaf::of(info.type_id()) {
        return leaf.model();
    }
    match info {
        TypeInfo::Struct(_) | TypeInfo::TupleStruct(_) | TypeInfo::Tuple(_) => Type::Component,
        TypeInfo::List(list) => list_type(list.item_info()),
        TypeInfo::Array(array) => list_type(array.item_info()),
        TypeInfo::Set(_) => Type::List(&Type::Any),
        TypeInfo::Map(map) => match map.key_info().and_then(|key| Leaf::of(key.type_id())) {
            Some(key) if key.model() == Type::String => Type::Table,
            _ => Type::Any,
        },
        TypeInfo::Enum(_) if is_option(info) => option_type(info),
        TypeInfo::Enum(variants) if variants.iter().all(|one| matches!(one, VariantInfo::Unit(_))) => {
            Type::String
        }
        TypeInfo::Enum(_) | TypeInfo::Opaque(_) => Type::Any,
    }
}

/// The types that lists and options in the model can name: those that stand in static memory.
fn of_item(item: Option<&'static TypeInfo>) -> Option<&'static Type> {
    static INT: Type = Type::INT;
    static FLOAT32: Type = Type::Float32;
    let leaf = Leaf::of(item?.type_id())?;
    Some(match leaf.model() {
        Type::Bool => &Type::Bool,
        Type::Int { .. } => &INT,
        Type::Float32 => &FLOAT32,
        Type::Float => &Type::Float,
        Type::String => &Type::String,
        Type::Vec2 => &Type::Vec2,
        Type::Vec3 => &Type::Vec3,
        Type::Quat => &Type::Quat,
        Type::Entity => &Type::Entity,
        _ => return None,
    })
}

fn list_type(item: Option<&'static TypeInfo>) -> Type {
    Type::List(of_item(item).unwrap_or(&Type::Any))
}

fn option_type(info: &'static TypeInfo) -> Type {
    let some = info.as_enum().ok().and_then(|variants| variants.variant("Some"));
    let inner = match some {
        Some(VariantInfo::Tuple(some)) => some.field_at(0).and_then(bevy_reflect::UnnamedField::type_info),
        _ => None,
    };
    of_item(inner).map_or(Type::Any, Type::Optional)
}

fn variants(info: &'static TypeInfo) -> Vec<String> {
    match info {
        TypeInfo::Enum(variants) if !is_option(info) => {
            variants.variant_names().iter().map(|&name| name.to_owned()).collect()
        }
        _ => Vec::new(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use bevy_math::{Vec3, Vec4};
    use bevy_reflect::{Reflect, Typed};
    use std::collections::HashMap;

    #[derive(Reflect)]
    struct Points(f32);

    #[derive(Reflect)]
    enum Mood {
        Calm,
        Angry,
    }

    #[derive(Reflect)]
    struct Stats {
        hp: Points,
        armour: u8,
    }

    /// A unit.
    #[derive(Reflect)]
    struct Unit {
        stats: Stats,
        /// Where it goes.
        goal: Option<Vec3>,
        path: Vec<Vec3>,
        tint: Vec4,
        mood: Mood,
        bag: HashMap<String, u32>,
    }

    fn fields(model: &ComponentModel, node: u32) -> Vec<(String, String)> {
        model.fields_of(node).map(|(_, field)| (field.name.clone(), field.ty.to_string())).collect()
    }

    #[test]
    fn a_model_has_the_fields_of_nested_structures() {
        let (model, reached) = build(ComponentId(3), "Unit", Unit::type_info());
        assert_eq!(model.doc, "A unit.");
        let expected = [
            ("stats", "component handle"),
            ("goal", "Vec3 or nothing"),
            ("path", "list of Vec3"),
            ("tint", "component handle"),
            ("mood", "string"),
            ("bag", "table"),
        ];
        let expected: Vec<_> = expected.iter().map(|(a, b)| ((*a).to_owned(), (*b).to_owned())).collect();
        assert_eq!(fields(&model, 0), expected);
        let stats = model.fields_of(0).find(|(_, field)| field.name == "stats").expect("there").1;
        let inner = fields(&model, stats.node.expect("a structure"));
        assert_eq!(inner, [("hp".to_owned(), "float".to_owned()), ("armour".to_owned(), "int".to_owned())]);
        let mood = model.fields.iter().find(|field| field.name == "mood").expect("there");
        assert_eq!(
            (mood.type_name.as_str(), &mood.variants[..]),
            ("Mood", &["Calm".to_owned(), "Angry".to_owned()][..])
        );
        let goal = model.fields.iter().find(|field| field.name == "goal").expect("there");
        assert_eq!(goal.doc, "Where it goes.");
        assert!(reached.iter().any(|field| field.path == "Unit.stats.hp" && field.trail == [0, 0, 0]));
    }

    #[test]
    fn what_is_no_structure_is_its_own_field() {
        let (model, _) = build(ComponentId(0), "Mood", Mood::type_info());
        assert_eq!(fields(&model, 0), [("value".to_owned(), "string".to_owned())]);
        let (model, _) = build(ComponentId(0), "Points", Points::type_info());
        assert_eq!(fields(&model, 0), [("value".to_owned(), "float".to_owned())]);
    }
}
