//! Who is told of assets: each time that one was loaded anew, or once when it is there.

use glotta_core::{Arg, Asset, Callback, ErrorKind, ScriptError, Value};

use super::error_table;
use super::store::{Entry, State};
use crate::world::ScriptWorld;

/// Those who listen to reloads, of one asset or of a type.
const RELOADS: &str = "asset reloads";

/// Those who wait for assets to be there, by the asset's number.
const LOADS: &str = "asset loads";

/// What those who listen to an asset listen to.
fn of_asset(asset: Asset) -> String {
    format!("asset {asset}")
}

/// What those who listen to all assets of a type listen to.
fn of_type(name: &str) -> String {
    format!("type {name}")
}

impl ScriptWorld {
    /// Has `callback` called with an asset, or with any asset of a type, each time one was loaded anew, until the running
    /// script or the asset is unloaded. Gives the number that [`off_asset_reload`](Self::off_asset_reload) takes.
    ///
    /// # Errors
    /// [`ErrorKind::Argument`] if `what` is neither, [`ErrorKind::NotFound`] if it does not exist, [`ErrorKind::Host`] if
    /// no script runs.
    pub fn on_asset_reload(&mut self, what: &Value, callback: Callback) -> Result<i64, ScriptError> {
        let (name, asset) = match what {
            Value::Asset(asset) => {
                self.assets.entry(*asset)?;
                (of_asset(*asset), Some(*asset))
            }
            Value::String(name) => (of_type(&self.assets.find_type(name)?.0), None),
            other => {
                let mismatch = ScriptError::type_mismatch("Asset or the name of a type", &other.describe());
                return Err(mismatch.within("argument 1 (what)").with_kind(ErrorKind::Argument));
            }
        };
        let id = self.listen(RELOADS, &name, callback)?;
        if let Some(entry) = asset.and_then(|asset| self.assets.find_mut(asset)) {
            entry.listening.push(id);
        }
        Ok(id)
    }

    /// Ends what [`on_asset_reload`](Self::on_asset_reload) began; false if there is none of that number.
    pub fn off_asset_reload(&mut self, id: i64) -> bool {
        self.session(|session, _| session.end_listening(RELOADS, id))
    }

    /// Has `callback` called once, with an asset and nothing when it is there, or with the asset and a table of what went
    /// wrong when it failed; at the next point at which assets change, if it has come so far already. Gives the number
    /// that [`off_asset_load`](Self::off_asset_load) takes.
    ///
    /// # Errors
    /// [`ErrorKind::NotFound`] if the asset was unloaded, or never was; [`ErrorKind::Host`] if no script runs.
    pub fn on_asset_load(&mut self, asset: Asset, callback: Callback) -> Result<i64, ScriptError> {
        self.assets.entry(asset)?;
        let id = self.listen(LOADS, &of_asset(asset), callback)?;
        if let Some(entry) = self.assets.find_mut(asset) {
            entry.waiting.push(id);
        }
        self.assets.awaited.insert(asset);
        Ok(id)
    }

    /// Ends what [`on_asset_load`](Self::on_asset_load) began; false if there is none of that number, or not any more.
    pub fn off_asset_load(&mut self, id: i64) -> bool {
        self.session(|session, _| session.end_listening(LOADS, id))
    }

    fn listen(&mut self, channel: &'static str, name: &str, callback: Callback) -> Result<i64, ScriptError> {
        self.session(|session, _| {
            let script = session.current().ok_or_else(|| ScriptError::host("no script is running"))?;
            session.listen(script, channel, name, callback)
        })
    }

    /// An asset goes, and who listened to it or waited for it with it.
    pub(super) fn forget_listeners(&mut self, entry: &Entry) {
        self.session(|session, _| {
            for &id in &entry.listening {
                session.end_listening(RELOADS, id);
            }
            for &id in &entry.waiting {
                session.end_listening(LOADS, id);
            }
        });
    }

    /// Tells those who wait for assets that have come or failed. Who begins to wait meanwhile is told in the next frame.
    pub(super) fn tell_waiting(&mut self) {
        for asset in self.assets.awaited.clone() {
            let Some(entry) = self.assets.find_mut(asset) else { continue };
            if entry.state == State::Loading {
                continue;
            }
            let told = std::mem::take(&mut entry.waiting);
            let error = entry.error.as_ref().filter(|_| entry.state == State::Failed);
            let error = error.map_or(Value::Null, |error| Value::Table(error_table(error)));
            self.assets.awaited.remove(&asset);
            let arguments = [Arg::Asset(asset), Arg::Value(&error)];
            self.session(|session, world| {
                session.notify(world, LOADS, &of_asset(asset), &arguments);
                for id in told {
                    session.end_listening(LOADS, id);
                }
            });
        }
    }

    /// Tells those who listen that an asset was loaded anew.
    pub(super) fn tell_reloaded(&mut self, asset: Asset) {
        // Those who are told first may unload it.
        let type_name = |world: &Self| world.assets.find(asset).map(|entry| of_type(&entry.type_name));
        let arguments = [Arg::Asset(asset)];
        if type_name(self).is_some() {
            self.session(|session, world| session.notify(world, RELOADS, &of_asset(asset), &arguments));
        }
        if let Some(name) = type_name(self) {
            self.session(|session, world| session.notify(world, RELOADS, &name, &arguments));
        }
    }
}
