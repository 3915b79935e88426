//! Scripts as assets: loaded on demand, let go when nobody uses them.
//!
//! A script is *used* while an entity has it, and while it is an asset. Functions of it that others hold, its
//! subscriptions and calls into it by `script.call` are no use: they end when it is let go. So are scripts that import
//! it, for each of these has a copy of its own.

use glotta_core::{Asset, ScriptError};

use super::AssetProgress;
use super::store::{Keeper, SCRIPT, State};
use crate::world::ScriptWorld;

impl ScriptWorld {
    /// Loads a script that is an asset, or loads it anew.
    pub(super) fn poll_script(&mut self, asset: Asset) -> AssetProgress {
        let Some(entry) = self.assets.find(asset) else { return AssetProgress::Loading };
        let path = entry.path.clone();
        let was_released = self.assets.released.remove(&path);
        let outcome = self.session(|session, world| {
            let known = session.script(&path);
            let is_loaded = known.is_some_and(|script| session.is_loaded(script));
            if is_loaded && world.assets.find(asset).is_some_and(|entry| entry.state == State::Loaded) {
                let reloaded = session.reload(world, &path, &Self::is_alive);
                return reloaded.inspect_err(|error| session.report_failed(&path, error)).map(|_| false);
            }
            if let Some(script) = known.filter(|_| !is_loaded) {
                // One that failed is tried again.
                session.unload(world, script);
            }
            session.load(world, &path).map(|_| !is_loaded || was_released)
        });
        match outcome {
            Ok(own) => {
                match self.assets.find_mut(asset) {
                    Some(entry) => {
                        if let Keeper::Runtime { own: owned } = &mut entry.keeper {
                            *owned |= own;
                        }
                    }
                    // Its own body has unloaded it.
                    None if own => drop(self.assets.released.insert(path)),
                    None => {}
                }
                AssetProgress::Loaded
            }
            Err(error) => AssetProgress::Failed(error),
        }
    }

    /// Notes what came of the reload of a script that may be an asset.
    pub(crate) fn note_script_reload(&mut self, path: &str, error: Option<&ScriptError>) {
        let Some(asset) = self.assets.of_file(path, SCRIPT) else { return };
        let Some(entry) = self.assets.find_mut(asset) else { return };
        entry.error = error.cloned();
        if error.is_none() {
            entry.state = State::Loaded;
            self.tell_reloaded(asset);
        }
    }

    /// Unloads the scripts that are no assets any more and that no entity has.
    pub(super) fn let_go_of_scripts(&mut self) {
        let mut open = std::mem::take(&mut self.assets.released);
        open.retain(|path| {
            if self.assets.of_file(path, SCRIPT).is_some() || self.is_attached(path) {
                return true;
            }
            self.session(|session, world| {
                if let Some(script) = session.script(path) {
                    session.unload(world, script);
                }
            });
            false
        });
        // What is unloaded runs its clean-up, which may unload more.
        self.assets.released.append(&mut open);
    }
}
