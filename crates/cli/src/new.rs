//! `glotta new`: a small project that runs at once.

use std::path::Path;

/// The files of a new project in one language: path and text, in which `{{name}}` stands for the project's name.
struct Template {
    language: &'static str,
    files: &'static [(&'static str, &'static str)],
}

/// What every project gets, whatever its language.
const COMMON: &[(&str, &str)] = &[(".gitignore", include_str!("../templates/gitignore"))];

const TEMPLATES: &[Template] = &[
    Template {
        language: "lua",
        files: &[
            ("glotta.toml", include_str!("../templates/lua/glotta.toml")),
            ("scripts/game.lua", include_str!("../templates/lua/scripts/game.lua")),
            ("scripts/planet.lua", include_str!("../templates/lua/scripts/planet.lua")),
        ],
    },
    Template {
        language: "python",
        files: &[
            ("glotta.toml", include_str!("../templates/python/glotta.toml")),
            ("scripts/game.py", include_str!("../templates/python/scripts/game.py")),
            ("scripts/planet.py", include_str!("../templates/python/scripts/planet.py")),
        ],
    },
    Template {
        language: "angelscript",
        files: &[
            ("glotta.toml", include_str!("../templates/angelscript/glotta.toml")),
            ("scripts/game.as", include_str!("../templates/angelscript/scripts/game.as")),
            ("scripts/planet.as", include_str!("../templates/angelscript/scripts/planet.as")),
        ],
    },
];

/// The languages that projects can be started in.
pub(crate) fn languages() -> Vec<&'static str> {
    TEMPLATES.iter().map(|template| template.language).collect()
}

/// Writes a new project to `folder`, which must not exist or be empty. Says what to do on failure.
pub(crate) fn create(folder: &Path, language: &str) -> Result<(), String> {
    let template = TEMPLATES.iter().find(|template| template.language == language).ok_or_else(|| {
        format!("there is no template for {language}: choose one of {}", languages().join(", "))
    })?;
    let taken = match std::fs::read_dir(folder) {
        Ok(mut entries) => entries.next().is_some(),
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => false,
        Err(error) => return Err(format!("cannot use {}: {error}", folder.display())),
    };
    if taken {
        return Err(format!("{} is not empty: choose a new folder", folder.display()));
    }
    let name = folder.file_name().map_or("game".into(), |name| name.to_string_lossy());
    // The name stands in a TOML string: what would end it, or is no character there, is left out.
    let name: String = name.chars().filter(|c| !c.is_control() && !matches!(c, '"' | '\\')).collect();
    for (path, text) in template.files.iter().chain(COMMON) {
        let file = folder.join(path);
        let write = || {
            if let Some(parent) = file.parent() {
                std::fs::create_dir_all(parent)?;
            }
            std::fs::write(&file, text.replace("{{name}}", &name))
        };
        write().map_err(|error| format!("cannot write {}: {error}", file.display()))?;
    }
    Ok(())
}
