//! [`Project`]: what `glotta.toml` says of a game.

use std::path::{Path, PathBuf};

use glotta_core::{ErrorKind, ScriptError, Table, Value};
use glotta_engine::document::{Document, Item};
use glotta_runtime::{Budgets, ErrorPolicies};

mod budgets;
use glotta_engine::input::InputMap;

mod input;

/// A game described by its `glotta.toml`: which scripts run, which entities there are at the start, and how fast time
/// goes.
///
/// ```toml
/// name = "Arena"
/// scripts = ["scripts/waves.lua"]    # scripts of the game as a whole, in order
/// language = "lua"                   # of scripts whose paths have no extension and that are there in several
/// tick_rate = 60                     # frames per second of game time
/// seed = 1                           # where engine.random starts
///
/// [limits]
/// memory_mb = 256                    # for the scripts of one language
///
/// [budgets]                          # how long scripts may take; 0 is as long as it takes, unwatched
/// call_ms = 2000                     # one call from the engine, such as `update` of one entity
/// load_ms = 10000                    # the body of one script
/// frame_ms = 4000                    # all calls of a frame together; the rest waits for the next
/// scripts."scripts/boss.lua" = { call_ms = 50 }
///
/// [errors]                           # what becomes of an instance that fails
/// policy = "pause-instance"          # or "pause-script", "keep-going"
/// scripts."scripts/boss.lua" = "keep-going"
///
/// [settings]                         # read by engine.setting("waves.size")
/// waves = { size = 40 }
///
/// [input.actions]                    # read by input.is_pressed("jump")
/// jump = ["Space", "Pad.South"]
///
/// [[entity]]                         # entities at the start, in order
/// name = "Hero"
/// count = 1
/// tags = ["hero"]
/// scripts = ["scripts/hero.lua"]
/// data = { hp = 100 }
/// components.Transform = { translation = [0, 0, 0] }
/// ```
#[derive(Clone, Debug, PartialEq)]
pub struct Project {
    /// The folder that scripts' paths are relative to.
    pub root: PathBuf,
    /// Its name; that of the folder if the file gives none.
    pub name: String,
    /// The scripts of the game as a whole, in the order they run.
    pub scripts: Vec<String>,
    /// The language of a script whose path is written without its extension, if it is there in several: `lua`. The first
    /// of [`crate::languages`] that has it if the file says nothing.
    pub language: Option<String>,
    /// Frames per second of game time: each frame advances it by `1 / tick_rate` seconds.
    pub tick_rate: f64,
    /// Where the world's random numbers start.
    pub seed: u64,
    /// The most memory that the scripts of one language may use, in bytes; [`crate::DEFAULT_MEMORY_LIMIT`] if the
    /// file says nothing.
    pub memory_limit: Option<usize>,
    /// How long scripts may take.
    pub budgets: Budgets,
    /// What becomes of instances whose call-backs fail.
    pub errors: ErrorPolicies,
    /// Where languages keep what they have compiled, so that the next start is quicker: `.glotta/cache` in the folder of
    /// the project. Nowhere if `None`.
    pub cache: Option<PathBuf>,
    /// Where what scripts save is kept: `saves` in the folder of the project. Only as long as the game runs if `None`.
    pub saves: Option<PathBuf>,
    /// What `engine.setting` reads.
    pub settings: Table,
    /// The actions that scripts ask for by name, and what they are bound to.
    pub input: InputMap,
    /// Whether scripts are reloaded when their files change while the game runs. It is for those who write scripts, and no
    /// key of the file.
    #[cfg(feature = "watch")]
    pub watch: bool,
    /// The entities at the start, in order.
    pub entities: Vec<EntityEntry>,
}

/// One `[[entity]]` of a project.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct EntityEntry {
    /// The entities' name, if they have one.
    pub name: Option<String>,
    /// How many there are.
    pub count: u32,
    /// Their tags.
    pub tags: Vec<String>,
    /// The paths of their scripts.
    pub scripts: Vec<String>,
    /// Their data at the start.
    pub data: Table,
    /// Their components with the fields that differ from the default.
    pub components: Vec<ComponentEntry>,
}

/// One component of an [`EntityEntry`], with its place in the file for messages.
#[derive(Clone, Debug, PartialEq)]
pub struct ComponentEntry {
    /// The component's name.
    pub name: String,
    /// The fields that differ from the default.
    pub value: Value,
    /// The line in the file, counted from 1.
    pub line: u32,
    /// The column in the line, counted from 1.
    pub column: u32,
}

impl Project {
    /// The name of the file that describes a project.
    pub const FILE: &'static str = "glotta.toml";

    /// The folder, in the project's, where languages keep what they have compiled. It can be deleted at any time.
    pub const CACHE: &'static str = ".glotta/cache";

    /// The folder, in the project's, where what scripts save is kept.
    pub const SAVES: &'static str = "saves";

    /// Frames per second of game time where the file says nothing.
    pub const DEFAULT_TICK_RATE: f64 = 60.0;

    /// How many entities one `[[entity]]` may ask for.
    pub const MOST_ENTITIES: i64 = 1_000_000;

    /// A project without scripts or entities.
    #[must_use]
    pub fn empty(root: impl Into<PathBuf>) -> Self {
        let root = root.into();
        let name =
            root.file_name().map_or_else(|| "game".to_owned(), |name| name.to_string_lossy().into_owned());
        Self {
            root,
            name,
            scripts: Vec::new(),
            language: None,
            tick_rate: Self::DEFAULT_TICK_RATE,
            seed: 0,
            memory_limit: Some(crate::DEFAULT_MEMORY_LIMIT),
            budgets: Budgets::default(),
            errors: ErrorPolicies::default(),
            cache: None,
            saves: None,
            settings: Table::new(),
            input: InputMap::new(),
            #[cfg(feature = "watch")]
            watch: false,
            entities: Vec::new(),
        }
    }

    /// The project in a folder.
    ///
    /// # Errors
    /// [`glotta_core::ErrorKind::NotFound`] if the folder has no `glotta.toml`, and what [`parse`](Self::parse) finds.
    pub fn load(folder: impl AsRef<Path>) -> Result<Self, ScriptError> {
        let folder = folder.as_ref();
        let file = folder.join(Self::FILE);
        let text = std::fs::read_to_string(&file).map_err(|error| {
            let what = file.display();
            match error.kind() {
                std::io::ErrorKind::NotFound if folder.is_dir() => ScriptError::not_found(format!(
                    "{} is not a project: it has no {}; `glotta new DIR` makes one",
                    folder.display(),
                    Self::FILE
                )),
                _ if folder.is_file() => ScriptError::argument(format!(
                    "{} is a file: expected the folder with the project's {}",
                    folder.display(),
                    Self::FILE
                )),
                std::io::ErrorKind::NotFound => {
                    ScriptError::not_found(format!("there is no folder {}", folder.display()))
                }
                std::io::ErrorKind::InvalidData => {
                    ScriptError::new(ErrorKind::Syntax, format!("{what} is not UTF-8: save it as UTF-8"))
                }
                _ => ScriptError::host(format!("cannot read {what}: {error}")),
            }
        })?;
        // The folder's own name, even when it was given as ".".
        let root = std::fs::canonicalize(folder).unwrap_or_else(|_| folder.to_owned());
        let (cache, saves) = (Some(root.join(Self::CACHE)), Some(root.join(Self::SAVES)));
        Ok(Self { cache, saves, ..Self::parse(root, &text)? })
    }

    /// Reads the text of a `glotta.toml` whose scripts are below `root`.
    ///
    /// # Errors
    /// [`glotta_core::ErrorKind::Syntax`] with file, line and column, what was expected and what came: for text that is
    /// not TOML, for an unknown key, and for a value of the wrong type or out of range.
    pub fn parse(root: impl Into<PathBuf>, text: &str) -> Result<Self, ScriptError> {
        let document = Document::new(Self::FILE, text);
        let table = document.parse()?;
        let mut section = document.root(&table);
        let mut project = Self::empty(root);
        if let Some(item) = section.take("name") {
            project.name = item.text()?;
        }
        if let Some(item) = section.take("scripts") {
            project.scripts = item.texts("a list of paths of scripts")?;
        }
        if let Some(item) = section.take("language") {
            project.language = Some(item.text()?);
        }
        if let Some(item) = section.take("tick_rate") {
            project.tick_rate = item.number("a number of frames per second from 1 to 1000", 1.0..=1000.0)?;
        }
        if let Some(item) = section.take("seed") {
            project.seed = item.int("a whole number, not negative", 0..=i64::MAX)?.unsigned_abs();
        }
        if let Some(item) = section.take("limits") {
            let mut limits = item.section()?;
            if let Some(item) = limits.take("memory_mb") {
                let megabytes = item.int("a whole number of MiB from 1 to 1048576", 1..=1 << 20)?;
                project.memory_limit =
                    usize::try_from(megabytes).ok().and_then(|number| number.checked_mul(1 << 20));
            }
            limits.finish()?;
        }
        if let Some(item) = section.take("budgets") {
            project.budgets = budgets::budgets(&item)?;
        }
        if let Some(item) = section.take("errors") {
            project.errors = budgets::policies(&item)?;
        }
        if let Some(item) = section.take("settings") {
            project.settings = item.table()?;
        }
        if let Some(item) = section.take("input") {
            project.input = input::read(&item)?;
        }
        if let Some(item) = section.take("entity") {
            let entries = item.items("a list of tables, each headed [[entity]]")?;
            project.entities = entries.iter().map(entity).collect::<Result<_, _>>()?;
        }
        section.finish()?;
        Ok(project)
    }

    /// The time that passes in one frame, in seconds.
    #[must_use]
    pub fn time_step(&self) -> f64 {
        1.0 / self.tick_rate
    }
}

fn entity(item: &Item<'_, '_>) -> Result<EntityEntry, ScriptError> {
    let mut section = item.section()?;
    let mut entity = EntityEntry { count: 1, ..EntityEntry::default() };
    if let Some(item) = section.take("name") {
        entity.name = Some(item.text()?);
    }
    if let Some(item) = section.take("count") {
        let count = item.int("a whole number from 0 to 1000000", 0..=Project::MOST_ENTITIES)?;
        entity.count = u32::try_from(count).unwrap_or(0);
    }
    if let Some(item) = section.take("tags") {
        entity.tags = item.texts("a list of tags")?;
    }
    if let Some(item) = section.take("scripts") {
        entity.scripts = item.texts("a list of paths of scripts")?;
    }
    if let Some(item) = section.take("data") {
        entity.data = item.table()?;
    }
    if let Some(item) = section.take("components") {
        for (name, item) in item.section()?.rest() {
            let (line, column) = item.place();
            entity.components.push(ComponentEntry { name, value: item.value()?, line, column });
        }
    }
    section.finish()?;
    Ok(entity)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parse(text: &str) -> Result<Project, ScriptError> {
        Project::parse("games/arena", text)
    }

    fn complaint(text: &str) -> String {
        parse(text).expect_err("malformed").to_string()
    }

    #[test]
    fn an_empty_file_is_a_project() {
        let project = parse("").expect("empty");
        assert_eq!((project.name.as_str(), project.tick_rate), ("arena", 60.0));
    }

    #[test]
    fn everything_that_can_be_said_is_read() {
        let project = parse(
            r#"
            name = "Arena"
            scripts = ["a.lua"]
            language = "lua"
            tick_rate = 30
            seed = 7
            [limits]
            memory_mb = 64
            [settings]
            waves = { size = 40, every = 2.5 }
            [[entity]]
            name = "Hero"
            tags = ["hero"]
            scripts = ["hero.lua"]
            data = { hp = 100, path = [1, 2] }
            components.Transform = { translation = [1, 2, 3] }
            [[entity]]
            count = 3
            "#,
        )
        .expect("complete");
        assert_eq!((project.language.as_deref(), project.memory_limit), (Some("lua"), Some(64 << 20)));
        assert_eq!((project.seed, project.entities.len(), project.entities[1].count), (7, 2, 3));
        assert_eq!(project.settings["waves"].as_table().expect("table")["every"], Value::Float(2.5));
        let hero = &project.entities[0];
        assert_eq!(hero.data["hp"], Value::Int(100));
        assert_eq!((hero.components[0].name.as_str(), hero.components[0].line), ("Transform", 16));
    }

    #[test]
    fn a_mistake_is_placed_and_says_what_was_expected() {
        assert_eq!(
            complaint("name = \"x\"\ntick_rate = \"fast\"\n"),
            "glotta.toml:2:13: tick_rate: expected a number of frames per second from 1 to 1000, got string \"fast\""
        );
        assert_eq!(
            complaint("tick_rat = 60"),
            "glotta.toml:1:1: unknown key \"tick_rat\": expected one of name, scripts, language, tick_rate, seed, limits, \
             budgets, errors, settings, input, entity; did you mean \"tick_rate\"?"
        );
        assert_eq!(
            complaint("[[entity]]\ncount = -1"),
            "glotta.toml:2:9: entity[1].count: expected a whole number from 0 to 1000000, got int -1"
        );
        assert_eq!(
            complaint("[settings]\nday = 2020-01-01"),
            "glotta.toml:2:7: settings.day: expected a value that scripts have: write the date as a string, got date \
             2020-01-01"
        );
        assert!(
            complaint("scripts = [1]")
                .starts_with("glotta.toml:1:12: scripts[1]: expected a string, got int 1")
        );
        assert!(
            complaint("entity = 1").contains("expected a list of tables, each headed [[entity]], got int 1")
        );
        assert!(complaint("seed = 99999999999999999999").starts_with("glotta.toml:1:8: seed: expected"));
    }

    #[test]
    fn a_file_in_another_encoding_is_told_as_such() {
        let folder = tempfile::tempdir().expect("a folder");
        std::fs::write(folder.path().join(Project::FILE), b"\xff\xfen\0a\0").expect("a file");
        let error = Project::load(folder.path()).expect_err("UTF-16");
        assert!(error.message().ends_with("glotta.toml is not UTF-8: save it as UTF-8"), "{error}");
    }

    #[test]
    fn text_that_is_not_toml_is_placed() {
        assert!(complaint("name = \n").starts_with("glotta.toml:1:"), "{}", complaint("name = \n"));
        assert!(complaint("name = \"é\nx").starts_with("glotta.toml:1:"), "{}", complaint("name = \"é\nx"));
    }
}
