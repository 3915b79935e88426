//! How a handle to a structure is laid out in memory, and what its type looks like to scripts.
//!
//! A handle is a block: who holds it, then one small object for each vector in the structure, and one such block for
//! each structure nested in it. Scripts reach those as properties at fixed places, so `t.translation` costs no call.

use glotta_core::{ComponentModel, FieldModel, Type};

/// What stands at the beginning of each structure's block, in bytes: see [`Head`](super::object::Head).
pub(super) const HEAD: u32 = 16;

/// What stands for a vector, in bytes: see [`Field`](super::object::Field).
pub(super) const FIELD: u32 = 8;

/// How large a structure's block may be: the library's instructions count up to 32,767. What goes beyond is left out.
const LARGEST: u32 = 32_000;

/// How deep structures may be nested in one another; what is deeper is left out.
const DEEPEST: u32 = 32;

/// A structure as scripts see it. Structures that are alike in all of this share a type, wherever they are nested.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(super) struct Shape {
    /// What Rust calls it.
    pub(super) name: String,
    /// Its fields.
    pub(super) members: Vec<Member>,
    /// How many bytes its block has.
    pub(super) size: u32,
}

/// A field of a structure.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(super) struct Member {
    /// What Rust calls it.
    pub(super) name: String,
    /// Its place among the fields of the component, counted from the structure's first.
    pub(super) field: u32,
    /// What it holds.
    pub(super) holds: Holds,
}

/// What a field holds.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(super) enum Holds {
    Bool,
    Int,
    Float,
    Text,
    Entity,
    Asset,
    /// A vector, at an offset in the block.
    Vector(Lanes, u32),
    /// A structure, at an offset in the block.
    Structure(Nested, u32),
    /// One of some names.
    Choice(Choice),
    /// What has no type of its own in scripts.
    Any,
}

/// A vector type.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(super) enum Lanes {
    Vec2,
    Vec3,
    Quat,
}

/// A structure in a structure.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(super) struct Nested {
    pub(super) shape: Shape,
    /// Its place among the structures of the component, counted from the outer one's.
    pub(super) node: u32,
    /// Its first field, counted from the outer one's first.
    pub(super) base: u32,
}

/// An enumeration without values.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(super) struct Choice {
    /// What Rust calls it.
    pub(super) name: String,
    pub(super) variants: Vec<String>,
}

/// The first field of a structure.
pub(super) fn base(model: &ComponentModel, node: u32) -> u32 {
    model.nodes.get(node as usize).and_then(|node| node.fields.first()).copied().unwrap_or_default()
}

/// The shape of one of a component's structures.
pub(super) fn shape(model: &ComponentModel, node: u32) -> Shape {
    shape_within(model, node, DEEPEST)
}

fn shape_within(model: &ComponentModel, node: u32, deepest: u32) -> Shape {
    let first = base(model, node);
    let mut size = HEAD;
    let mut members = Vec::new();
    for (key, field) in model.fields_of(node) {
        let mut room = |bytes: u32| {
            let offset = size;
            let end = size.saturating_add(bytes);
            (end <= LARGEST).then(|| {
                size = end;
                offset
            })
        };
        let holds = match (field.ty, field.node) {
            (_, Some(inner)) => {
                // The way that models are made; another way would need no more than another place for the numbers.
                if deepest == 0 || inner < node || (key.field) < first {
                    continue;
                }
                let shape = shape_within(model, inner, deepest - 1);
                let Some(offset) = room(shape.size) else { continue };
                let base = base(model, inner).wrapping_sub(first);
                Holds::Structure(Nested { shape, node: inner - node, base }, offset)
            }
            (Type::Vec2, _) => match room(FIELD) {
                Some(offset) => Holds::Vector(Lanes::Vec2, offset),
                None => continue,
            },
            (Type::Vec3, _) => match room(FIELD) {
                Some(offset) => Holds::Vector(Lanes::Vec3, offset),
                None => continue,
            },
            (Type::Quat, _) => match room(FIELD) {
                Some(offset) => Holds::Vector(Lanes::Quat, offset),
                None => continue,
            },
            _ => scalar(model.structure_name(node), field),
        };
        members.push(Member { name: field.name.clone(), field: key.field.wrapping_sub(first), holds });
    }
    let name = model.structure_name(node).to_owned();
    Shape { name, members, size }
}

/// What a field without a place of its own holds.
fn scalar(structure: &str, field: &FieldModel) -> Holds {
    match field.ty {
        Type::Bool => Holds::Bool,
        Type::Int { .. } => Holds::Int,
        Type::Float | Type::Float32 => Holds::Float,
        Type::String if field.variants.is_empty() => Holds::Text,
        Type::String => {
            // An enumeration without a name is called after its place.
            let name = match field.type_name.as_str() {
                "" => format!("{structure}_{}", field.name),
                name => name.to_owned(),
            };
            Holds::Choice(Choice { name, variants: field.variants.clone() })
        }
        Type::Entity => Holds::Entity,
        Type::Asset => Holds::Asset,
        _ => Holds::Any,
    }
}

#[cfg(test)]
mod tests {
    use glotta_core::{ComponentId, NodeModel};

    use super::*;

    fn field(name: &str, ty: Type, node: Option<u32>) -> FieldModel {
        FieldModel {
            name: name.to_owned(),
            doc: String::new(),
            ty,
            node,
            type_name: String::new(),
            variants: Vec::new(),
        }
    }

    fn node(name: &str, fields: &[u32]) -> NodeModel {
        NodeModel { name: name.to_owned(), fields: fields.to_vec() }
    }

    /// A unit with two boxes, each of two corners.
    fn model() -> ComponentModel {
        ComponentModel {
            id: ComponentId(3),
            name: "Unit".to_owned(),
            doc: String::new(),
            fields: vec![
                field("speed", Type::Float, None),
                field("near", Type::Component, Some(1)),
                field("low", Type::Vec3, None),
                field("high", Type::Vec3, None),
                field("far", Type::Component, Some(2)),
                field("low", Type::Vec3, None),
                field("high", Type::Vec3, None),
            ],
            nodes: vec![node("Unit", &[0, 1, 4]), node("Bounds", &[2, 3]), node("Bounds", &[5, 6])],
        }
    }

    #[test]
    fn structures_that_are_alike_have_one_shape_wherever_they_are() {
        let model = model();
        let (near, far) = (shape(&model, 1), shape(&model, 2));
        assert_eq!(near, far);
        assert_eq!(near.size, HEAD + 2 * FIELD);
        let places: Vec<_> = near.members.iter().map(|member| (member.field, &member.holds)).collect();
        assert_eq!(
            places,
            [(0, &Holds::Vector(Lanes::Vec3, HEAD)), (1, &Holds::Vector(Lanes::Vec3, HEAD + FIELD))]
        );
    }

    #[test]
    fn what_is_nested_lies_within_and_keeps_its_numbers() {
        let unit = shape(&model(), 0);
        assert_eq!(unit.size, HEAD + 2 * (HEAD + 2 * FIELD));
        let [speed, near, far] = unit.members.as_slice() else { panic!("three members: {unit:?}") };
        assert_eq!((speed.field, &speed.holds), (0, &Holds::Float));
        let Holds::Structure(near, at) = &near.holds else { panic!("a structure: {near:?}") };
        assert_eq!((near.node, near.base, *at), (1, 2, HEAD));
        let Holds::Structure(far, at) = &far.holds else { panic!("a structure: {far:?}") };
        assert_eq!((far.node, far.base, *at), (2, 5, HEAD + near.shape.size));
    }

    #[test]
    fn what_would_be_too_large_is_left_out() {
        let count = LARGEST / FIELD + 10;
        let fields = (0..count).map(|index| field(&format!("v{index}"), Type::Vec3, None));
        let model = ComponentModel {
            fields: fields.chain([field("last", Type::Bool, None)]).collect(),
            nodes: vec![node("Large", &(0..=count).collect::<Vec<_>>())],
            ..model()
        };
        let shape = shape(&model, 0);
        assert!(shape.size <= LARGEST);
        assert!(shape.members.len() < count as usize);
        assert_eq!(shape.members.last().map(|member| member.name.as_str()), Some("last"));
    }
}
