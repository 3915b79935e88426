//! Scripts that are saved while the game runs: at the beginning of each frame, their new code takes over.

use std::collections::BTreeSet;
use std::sync::Arc;
use std::time::Duration;

use bevy_ecs::entity::Entity as EcsEntity;
use bevy_ecs::message::{Message, Messages};
use bevy_platform::cell::SyncCell;
use glotta_core::{ScriptError, quote};
use glotta_runtime::{Change, ChangeSource, Reload};

use crate::output::LogLevel;
use crate::script_component::ScriptComponent;
use crate::world::ScriptWorld;

/// A script was reloaded, or was to be and could not. The plugin adds the message to the app; whoever wants to show it,
/// or to do something when code changes, reads it.
#[derive(Message, Clone, Debug)]
pub struct ScriptReloaded {
    /// The script's path.
    pub path: String,
    /// How long it took.
    pub time: Duration,
    /// Why the old code goes on, if it does.
    pub error: Option<ScriptError>,
}

/// What is known of changes to files.
pub(crate) struct Reloading {
    source: Option<SyncCell<Box<dyn ChangeSource>>>,
    is_on: bool,
    /// The files that changed while reloading was off.
    postponed: BTreeSet<String>,
}

impl Default for Reloading {
    fn default() -> Self {
        Self { source: None, is_on: true, postponed: BTreeSet::new() }
    }
}

impl Reloading {
    pub(crate) fn new(source: Option<Box<dyn ChangeSource>>) -> Self {
        Self { source: source.map(SyncCell::new), ..Self::default() }
    }
}

impl ScriptWorld {
    /// Switches the reloading of changed scripts on or off. What changes meanwhile is reloaded when it is on again.
    pub fn set_auto_reload(&mut self, is_on: bool) {
        self.reloading.is_on = is_on;
    }

    /// Whether scripts that change are reloaded.
    #[must_use]
    pub fn auto_reload(&self) -> bool {
        self.reloading.is_on
    }

    /// Reloads what has changed since the last frame, as far as the [source of changes](crate::ScriptSetup::set_changes)
    /// tells it. Scripts that an entity lists with [`auto_reload`](crate::ScriptInstance::auto_reload) off are left as they are.
    pub(crate) fn reload_changes(&mut self) {
        let Some(source) = &mut self.reloading.source else { return };
        let changes = source.get().take();
        if changes.is_empty() && (self.reloading.postponed.is_empty() || !self.reloading.is_on) {
            return;
        }
        let mut written = Vec::new();
        for change in changes {
            match change {
                Change::Written(path) => written.push(path),
                Change::Gone(path) => self.warn_gone(&path),
                Change::Trouble(why) => {
                    self.output.error(&ScriptError::host(format!("changes of scripts may be missed: {why}")));
                }
                Change::Note(text) => self.output.log(LogLevel::Warn, &text),
            }
        }
        if self.reloading.is_on {
            let mut all = std::mem::take(&mut self.reloading.postponed);
            all.extend(written);
            self.reload(all);
        } else {
            self.reloading.postponed.extend(written);
        }
    }

    /// Reloads the scripts among these files and those that import them, as if the files had just changed. Nothing
    /// happens for scripts that hold what they held. Assets of these files are loaded anew in the next frame. Must be
    /// called between two frames.
    pub fn reload(&mut self, paths: impl IntoIterator<Item = String>) -> Vec<Reload> {
        let paths: Vec<String> = paths.into_iter().collect();
        for path in &paths {
            self.reload_asset_file(path);
        }
        let pinned = self.pinned();
        let reloads = self.session(|session, world| {
            let is_wanted = |path: &str| !pinned.contains(path);
            session.reload_changed(world, paths.iter().cloned(), is_wanted, Self::is_alive)
        });
        for reload in &reloads {
            self.note_script_reload(&reload.path, reload.error.as_ref());
            if reload.was_failed && reload.error.is_none() {
                self.attach_those_that_wait_for(&reload.path);
            }
            if let Some(mut messages) = self.world.get_resource_mut::<Messages<ScriptReloaded>>() {
                messages.write(ScriptReloaded {
                    path: reload.path.to_string(),
                    time: reload.time,
                    error: reload.error.clone(),
                });
            }
        }
        for path in &paths {
            // What was not there when it was asked for was never loaded, and is not among the reloads.
            if self.session(|session, _| session.script(path).is_none()) {
                self.attach_those_that_wait_for(path);
            }
        }
        self.report_errors();
        reloads
    }

    /// The scripts that some entity does not want to be reloaded.
    fn pinned(&mut self) -> BTreeSet<String> {
        let mut pinned = BTreeSet::new();
        for entity in self.attached.entities() {
            let Some(component) = self.world.get::<ScriptComponent>(entity) else { continue };
            for script in component.scripts.iter().filter(|script| !script.auto_reload) {
                pinned.extend(self.runtime.enter().resolve(&script.script, None));
            }
        }
        pinned
    }

    fn warn_gone(&mut self, path: &str) {
        let below = format!("{path}/");
        // A folder that gets another name takes its files with it without a word about them.
        let gone: Vec<Arc<str>> = self.session(|session, _| {
            let scripts = session.scripts().into_iter().filter(|script| session.is_loaded(script.id));
            let paths = scripts.map(|script| script.path);
            paths.filter(|script| **script == *path || script.starts_with(&below)).collect()
        });
        for path in &gone {
            let text = format!(
                "the file {} is gone: what runs of it goes on with the code that it had; if it was renamed, change the \
                 path where it is attached",
                quote(path)
            );
            self.output.log(LogLevel::Warn, &text);
        }
        if gone.is_empty() && self.has_asset_of(path) {
            let text = format!("the file {} is gone: the asset stays as it was", quote(path));
            self.output.log(LogLevel::Warn, &text);
        }
    }

    /// Attaches a script that could not be loaded before, or was not there, to all that list it.
    fn attach_those_that_wait_for(&mut self, path: &str) {
        for script in self.attached.take_failed(&self.runtime, path) {
            self.attach_to_the_game(script);
        }
        let waiting: Vec<EcsEntity> = self.attached.take_waiting_for(&self.runtime, path);
        for entity in waiting {
            self.attach_wanted(entity);
        }
    }
}
