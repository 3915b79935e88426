//! What the game's types are called in scripts.

use std::collections::HashSet;

use crate::bind::native_name;

/// The names that are taken already, so that each thing gets one of its own.
#[derive(Debug, Default)]
pub(super) struct Names {
    types: HashSet<String>,
    functions: HashSet<String>,
}

impl Names {
    /// Notes that something else has a name.
    pub(super) fn take_type(&mut self, name: &str) {
        self.types.insert(name.to_owned());
    }

    /// As [`take_type`](Self::take_type), for functions of the module `component`.
    pub(super) fn take_function(&mut self, name: &str) {
        self.functions.insert(name.to_owned());
    }

    /// A name for a type, as near to its own as can be; none if nothing of it can be written in a script.
    pub(super) fn name_type(&mut self, name: &str) -> Option<String> {
        let name = identifier(name)?;
        Some(claim(&mut self.types, name))
    }

    /// A name for a type whose own cannot be written.
    pub(super) fn nameless(&mut self, name: &str) -> String {
        claim(&mut self.types, name.to_owned())
    }

    /// A name for a function that is called after a type: `GlobalTransform` gives `global_transform`.
    pub(super) fn name_function(&mut self, of: &str) -> String {
        claim(&mut self.functions, native_name(&snake_case(of)))
    }
}

/// The name, or the first with underscores after it that is free.
fn claim(taken: &mut HashSet<String>, mut name: String) -> String {
    while !taken.insert(name.clone()) {
        name.push('_');
    }
    name
}

/// Names of the members of one type, of which no two may be alike.
#[derive(Debug, Default)]
pub(super) struct Members(HashSet<String>);

impl Members {
    /// A name for a field; none if nothing of it can be written in a script.
    pub(super) fn name(&mut self, field: &str) -> Option<String> {
        let mut name = identifier(field)?;
        // The methods behind a property have names too.
        let behind = |name: &str| [name.to_owned(), format!("get_{name}"), format!("set_{name}")];
        while behind(&name).iter().any(|taken| self.0.contains(taken)) {
            name.push('_');
        }
        self.0.extend(behind(&name));
        Some(name)
    }

    /// Whether a field has that name.
    pub(super) fn has(&self, name: &str) -> bool {
        self.0.contains(name)
    }
}

/// A name as scripts can write it: what separates the parts of a path, or the parameters of a generic type, becomes an
/// underscore, and a word of the language gets one.
pub(super) fn identifier(name: &str) -> Option<String> {
    let mut written = String::with_capacity(name.len());
    let mut gap = false;
    for letter in name.chars() {
        if letter.is_ascii_alphanumeric() || letter == '_' {
            if gap && !written.is_empty() {
                written.push('_');
            }
            gap = false;
            written.push(letter);
        } else {
            gap = true;
        }
    }
    if written.starts_with(|letter: char| letter.is_ascii_digit()) {
        written.insert(0, '_');
    }
    written.contains(|letter: char| letter.is_ascii_alphanumeric()).then(|| native_name(&written))
}

/// `GlobalTransform` as `global_transform`, `UIRoot` as `ui_root`.
fn snake_case(name: &str) -> String {
    let letters: Vec<char> = name.chars().collect();
    let mut snake = String::with_capacity(name.len() + 4);
    for (index, letter) in letters.iter().enumerate() {
        if letter.is_ascii_uppercase() {
            let before = index.checked_sub(1).and_then(|before| letters.get(before));
            let after_small =
                before.is_some_and(|before| before.is_ascii_lowercase() || before.is_ascii_digit());
            let before_small = letters.get(index + 1).is_some_and(char::is_ascii_lowercase);
            let after_letter = before.is_some_and(|before| *before != '_');
            if after_small || (before_small && after_letter) {
                snake.push('_');
            }
        }
        snake.push(letter.to_ascii_lowercase());
    }
    snake
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_becomes_one_that_scripts_can_write() {
        assert_eq!(identifier("Transform").as_deref(), Some("Transform"));
        assert_eq!(identifier("game::combat::Health").as_deref(), Some("game_combat_Health"));
        assert_eq!(identifier("Pool<Vec<u8>>").as_deref(), Some("Pool_Vec_u8"));
        assert_eq!(identifier("(f32, f32)").as_deref(), Some("f32_f32"));
        assert_eq!(identifier("2d").as_deref(), Some("_2d"));
        assert_eq!(identifier("in").as_deref(), Some("in_"));
        assert_eq!(identifier("_0").as_deref(), Some("_0"));
        assert_eq!(identifier("été").as_deref(), Some("t"));
        assert_eq!(identifier("()"), None);
    }

    #[test]
    fn a_function_is_called_after_its_type() {
        for (of, function) in [
            ("Transform", "transform"),
            ("GlobalTransform", "global_transform"),
            ("UIRoot", "ui_root"),
            ("Sprite3d", "sprite3d"),
            ("Camera2D", "camera2_d"),
            ("game_combat_Health", "game_combat_health"),
        ] {
            assert_eq!(snake_case(of), function);
        }
        let mut names = Names::default();
        assert_eq!(names.name_function("Import"), "import_");
    }

    #[test]
    fn the_second_of_one_name_gets_another() {
        let mut names = Names::default();
        names.take_type("Value");
        names.take_function("get");
        assert_eq!(names.name_type("Value").as_deref(), Some("Value_"));
        assert_eq!(names.name_type("Value").as_deref(), Some("Value__"));
        assert_eq!(names.name_function("Get"), "get_");
        let mut members = Members::default();
        for (field, name) in [("hp", "hp"), ("get_hp", "get_hp_"), ("hp", "hp__"), ("fields", "fields")] {
            assert_eq!(members.name(field).as_deref(), Some(name));
        }
        assert!(members.has("fields") && !members.has("value"));
        assert_eq!(members.name("()"), None);
    }
}
