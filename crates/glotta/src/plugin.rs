//! [`GlottaPlugin`]: the engine's plugin with the languages that the features choose.

use std::path::{Path, PathBuf};

use bevy_app::{App, Plugin};
use glotta_core::Language;
#[cfg(feature = "watch")]
use glotta_core::ScriptError;
use glotta_engine::{FolderSaves, ScriptAppExt as _, ScriptEnginePlugin};
use glotta_runtime::FileReader;
#[cfg(feature = "watch")]
use glotta_runtime::{Change, ChangeSource, FileWatcher};

use crate::Project;

/// The most memory that the scripts of one language may use unless a game says otherwise, in bytes: 256 MiB.
pub const DEFAULT_MEMORY_LIMIT: usize = 256 << 20;

/// Scripts in a Bevy app, in all languages that the crate's features choose.
///
/// It reads scripts below one folder, and runs them in [`Update`](bevy_app::Update); see
/// [`ScriptSystems`](glotta_engine::ScriptSystems) for running before or after. Scripts see the time of the app's
/// `TimePlugin`. Everything else that can be decided is in [`ScriptAppExt`](glotta_engine::ScriptAppExt).
#[derive(Clone, Debug)]
pub struct GlottaPlugin {
    folder: PathBuf,
    memory_limit: Option<usize>,
    cache: Option<PathBuf>,
    saves: Option<PathBuf>,
    #[cfg(feature = "watch")]
    watch: bool,
}

impl GlottaPlugin {
    /// Scripts from `folder` and those below it: the paths of scripts are relative to it.
    /// What scripts save is kept in its folder `saves`.
    pub fn new(folder: impl Into<PathBuf>) -> Self {
        let folder = folder.into();
        Self {
            saves: Some(folder.join(Project::SAVES)),
            folder,
            memory_limit: Some(DEFAULT_MEMORY_LIMIT),
            cache: None,
            #[cfg(feature = "watch")]
            watch: false,
        }
    }

    /// The same with another limit to the memory that the scripts of one language may use, in bytes; `None` for no
    /// limit.
    #[must_use]
    pub fn with_memory_limit(mut self, limit: Option<usize>) -> Self {
        self.memory_limit = limit;
        self
    }

    /// The same, where scripts are reloaded as soon as their files change, with their state, while the game runs: for those who
    /// write them. [`ScriptReloaded`](glotta_engine::ScriptReloaded) messages tell when that happens.
    #[cfg(feature = "watch")]
    #[must_use]
    pub fn with_watch(mut self, watch: bool) -> Self {
        self.watch = watch;
        self
    }

    /// The same, where languages that compile keep what they have compiled in `folder`, so that the next start is
    /// quicker. The folder is made when it is needed; it is as trusted as the game itself, since code is loaded from it.
    #[must_use]
    pub fn with_cache(mut self, folder: impl Into<PathBuf>) -> Self {
        self.cache = Some(folder.into());
        self
    }

    /// The same, where what scripts save is kept in another folder, such as the player's own; only as long as the game runs if
    /// `None`. The folder is made with the first save.
    #[must_use]
    pub fn with_saves(mut self, folder: Option<PathBuf>) -> Self {
        self.saves = folder;
        self
    }
}

impl Plugin for GlottaPlugin {
    fn build(&self, app: &mut App) {
        app.add_plugins(ScriptEnginePlugin);
        let setup = app.script_setup();
        setup.set_reader(FileReader::new(&self.folder)).set_memory_limit(self.memory_limit);
        if let Some(folder) = &self.saves {
            setup.set_saves(FolderSaves::new(folder));
        }
        #[cfg(feature = "watch")]
        if self.watch {
            match FileWatcher::new(&self.folder) {
                Ok(watcher) => setup.set_changes(ProjectChanges::new(watcher, &self.folder)),
                Err(error) => setup.set_changes(Unwatched(Some(error))),
            };
        }
        for language in languages_with_cache(self.cache.as_deref()) {
            setup.add_language(language);
        }
    }
}

/// What happens to the files of a project, of which one is read only at the start.
#[cfg(feature = "watch")]
struct ProjectChanges<C> {
    source: C,
    file: PathBuf,
    /// What that file held when the game started, or when a change of it was told last.
    text: Option<Vec<u8>>,
}

#[cfg(feature = "watch")]
impl<C> ProjectChanges<C> {
    fn new(source: C, folder: &Path) -> Self {
        let file = folder.join(Project::FILE);
        Self { source, text: std::fs::read(&file).ok(), file }
    }

    /// Whether the file holds something else than it did. Programs that bring a whole project up to date write it as it was.
    fn has_changed(&mut self) -> bool {
        let text = std::fs::read(&self.file).ok();
        let has_changed = text != self.text;
        self.text = text;
        has_changed
    }
}

#[cfg(feature = "watch")]
impl<C: ChangeSource> ChangeSource for ProjectChanges<C> {
    fn take(&mut self) -> Vec<Change> {
        let mut changes = self.source.take();
        let is_meant = |change: &Change| matches!(change, Change::Written(path) if path == Project::FILE);
        if changes.iter().any(is_meant) && !self.has_changed() {
            changes.retain(|change| !is_meant(change));
        }
        for change in &mut changes {
            if is_meant(change) {
                *change = Change::Note(format!(
                    "{} has changed: it is read when the game starts, so start it anew for that to count",
                    Project::FILE
                ));
            }
        }
        changes
    }
}

/// In place of a watcher that could not be made: tells that once, and that nothing ever changes.
#[cfg(feature = "watch")]
struct Unwatched(Option<ScriptError>);

#[cfg(feature = "watch")]
impl ChangeSource for Unwatched {
    fn take(&mut self) -> Vec<Change> {
        self.0.take().map(|error| Change::Trouble(error.message().to_owned())).into_iter().collect()
    }
}

/// A new instance of each language that the crate's features choose.
#[must_use]
pub fn languages() -> Vec<Box<dyn Language>> {
    languages_with_cache(None)
}

#[cfg_attr(
    not(feature = "angelscript"),
    allow(unused_variables, reason = "the others compile as quickly as they read")
)]
fn languages_with_cache(cache: Option<&Path>) -> Vec<Box<dyn Language>> {
    vec![
        #[cfg(feature = "lua")]
        Box::new(glotta_lua::LuaLanguage::new()),
        #[cfg(feature = "python")]
        Box::new(glotta_python::PythonLanguage::new()),
        #[cfg(feature = "angelscript")]
        Box::new(angelscript(cache)),
    ]
}

#[cfg(feature = "angelscript")]
fn angelscript(cache: Option<&Path>) -> glotta_angelscript::AngelScriptLanguage {
    let language = glotta_angelscript::AngelScriptLanguage::new();
    match cache {
        Some(folder) => language.with_cache(folder.join("angelscript")),
        None => language,
    }
}

#[cfg(all(test, feature = "watch"))]
mod tests {
    use super::*;

    #[test]
    fn a_change_of_what_is_read_only_at_the_start_is_told_as_such() {
        let (sender, changes) = std::sync::mpsc::channel();
        let folder = tempfile::tempdir().expect("a folder");
        let file = folder.path().join(Project::FILE);
        std::fs::write(&file, "name = 'old'").expect("written");
        let mut changes = ProjectChanges::new(changes, folder.path());
        sender.send(Change::Written(Project::FILE.to_owned())).expect("heard");
        assert_eq!(changes.take(), [], "it was written as it was");
        std::fs::write(&file, "name = 'new'").expect("written");
        for path in ["a.lua", "glotta.toml", "levels/glotta.toml"] {
            sender.send(Change::Written(path.to_owned())).expect("heard");
        }
        let [a, Change::Note(text), other] = &changes.take()[..] else {
            unreachable!("three, one of them a note")
        };
        assert_eq!(a, &Change::Written("a.lua".to_owned()));
        assert!(text.starts_with("glotta.toml has changed: it is read when the game starts"), "{text}");
        assert_eq!(other, &Change::Written("levels/glotta.toml".to_owned()));
    }
}
