//! Between Bevy's reflection and the values of scripts.
//!
//! [`read`] turns what reflection shows into a [`Value`]; [`write`] patches a value onto it, all or nothing; [`leaf`]
//! and [`scalar`] know the types that are one value each. How each kind of type looks to scripts:
//!
//! | Rust | script |
//! |---|---|
//! | structure | table of its fields |
//! | structure of one nameless field | that field's value |
//! | structure of several nameless fields, tuple, array, list, set | list (a set's in order of value) |
//! | map | table where the keys are text, else a list of pairs `[key, value]`; in order of key |
//! | `Option` | nothing, or the value |
//! | enumeration | the variant's name; with fields, a table of them with the name under `variant` |
//! | integers, floats, bool, text, char, `Vec2`, `Vec3`, `Quat`, `Entity`, `Name` | the same |
//! | other types of glam | table of their fields; a list of as many is accepted too |
//! | `Duration` | float, in seconds |

pub(crate) mod leaf;
pub(crate) mod path;
pub(crate) mod read;
pub(crate) mod scalar;
pub(crate) mod write;

use bevy_reflect::{TypeInfo, TypePathTable};

/// True for `Option`.
pub(crate) fn is_option(info: &TypeInfo) -> bool {
    let table: &TypePathTable = info.type_path_table();
    table.ident() == Some("Option") && table.module_path() == Some("core::option")
}

/// True for the vectors and matrices of glam, which may be written as lists.
pub(crate) fn is_glam(info: &TypeInfo) -> bool {
    info.type_path_table().crate_name() == Some("glam")
}

/// The name of a nameless field: `value` if it is the only one, else `_0`, `_1` ….
pub(crate) fn nameless(index: usize, count: usize) -> String {
    if count == 1 { "value".to_owned() } else { format!("_{index}") }
}

/// The place of a nameless field by its name, if it is the name of one.
pub(crate) fn nameless_index(name: &str, count: usize) -> Option<usize> {
    (0..count).find(|&index| nameless(index, count) == name)
}
