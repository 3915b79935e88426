//! What scripts ask of assets, and the point of the frame at which it is done.

use std::time::{Duration, Instant};

use glotta_core::{Asset, ErrorKind, ScriptError, Table, Value, quote};
use glotta_runtime::{normalize_path, normalize_path_of};

use super::store::{Entry, Keeper, MOST_ASSETS, SCRIPT, State};
use super::{AssetBackend, AssetContext, AssetProgress};
use crate::output::LogLevel;
use crate::world::ScriptWorld;

/// The longest path, in bytes.
const LONGEST_PATH: usize = 1000;

impl ScriptWorld {
    /// Starts to load an asset; it comes at the beginning of one of the next frames. The same path and type give the same
    /// asset until it is unloaded.
    ///
    /// # Errors
    /// [`ErrorKind::NotFound`] if there is no such type, or the path leaves the project or is empty;
    /// [`ErrorKind::Argument`] if it is too long; [`ErrorKind::Runtime`] if there are too many assets.
    pub fn load_asset(&mut self, path: &str, type_name: &str) -> Result<Asset, ScriptError> {
        let (type_name, keeper) = self.assets.find_type(type_name)?;
        if path.len() > LONGEST_PATH {
            return Err(ScriptError::argument(format!(
                "the path {} has {} bytes: expected at most {LONGEST_PATH}",
                quote(path),
                path.len()
            )));
        }
        let path = match keeper {
            Keeper::Backend(_) => normalize_path_of("an asset", path, "data/waves.toml")?,
            Keeper::Runtime { .. } => self.session(|session, _| session.resolve(path, session.current()))?,
        };
        if let Some(known) = self.assets.of_file(&path, &type_name) {
            return Ok(known);
        }
        if self.assets.len() >= MOST_ASSETS {
            return Err(ScriptError::new(
                ErrorKind::Runtime,
                format!("there are {MOST_ASSETS} assets, which is the most there may be: unload some"),
            ));
        }
        let asset = self.assets.add(&path, &type_name, keeper);
        if let Keeper::Backend(place) = keeper {
            let begun =
                self.with_backend(place, |backend, context| backend.start(context, asset, &path, &type_name));
            if let Err(error) = begun {
                self.settle(asset, AssetProgress::Failed(error));
            }
        }
        Ok(asset)
    }

    /// Lets an asset go.
    ///
    /// # Errors
    /// [`ErrorKind::NotFound`] if it was unloaded before, or never was.
    pub fn unload_asset(&mut self, asset: Asset) -> Result<(), ScriptError> {
        let entry = self.assets.remove(asset)?;
        self.forget_listeners(&entry);
        match entry.keeper {
            Keeper::Backend(place) => {
                self.with_backend(place, |backend, context| backend.unload(context, asset));
            }
            Keeper::Runtime { own } => {
                if own {
                    self.assets.released.insert(entry.path);
                }
            }
        }
        Ok(())
    }

    /// Whether an asset is there to be used.
    #[must_use]
    pub fn is_asset_loaded(&self, asset: Asset) -> bool {
        self.assets.find(asset).is_some_and(|entry| entry.state == State::Loaded)
    }

    /// How far an asset has come: `loading`, `loaded`, `failed` or `unloaded`.
    ///
    /// # Errors
    /// [`ErrorKind::NotFound`] if there never was such an asset.
    pub fn asset_state(&self, asset: Asset) -> Result<&'static str, ScriptError> {
        if self.assets.was_unloaded(asset) {
            return Ok("unloaded");
        }
        self.assets.entry(asset).map(|entry| entry.state.name())
    }

    /// Why an asset could not be loaded, or not anew.
    ///
    /// # Errors
    /// [`ErrorKind::NotFound`] if the asset was unloaded, or never was.
    pub fn asset_error(&self, asset: Asset) -> Result<Option<&ScriptError>, ScriptError> {
        self.assets.entry(asset).map(|entry| entry.error.as_ref())
    }

    /// The path of an asset in the project.
    ///
    /// # Errors
    /// As [`asset_error`](Self::asset_error).
    pub fn asset_path(&self, asset: Asset) -> Result<&str, ScriptError> {
        self.assets.entry(asset).map(|entry| entry.path.as_str())
    }

    /// The name of an asset's type.
    ///
    /// # Errors
    /// As [`asset_error`](Self::asset_error).
    pub fn asset_type(&self, asset: Asset) -> Result<&str, ScriptError> {
        self.assets.entry(asset).map(|entry| entry.type_name.as_str())
    }

    /// The assets of a type, in the order they were first asked for.
    ///
    /// # Errors
    /// [`ErrorKind::NotFound`] if there is no such type.
    pub fn assets_of_type(&self, type_name: &str) -> Result<Vec<Asset>, ScriptError> {
        let (type_name, _) = self.assets.find_type(type_name)?;
        Ok(self.assets.all(|entry| entry.type_name == type_name))
    }

    /// How many assets there are, whatever their state.
    #[must_use]
    pub fn asset_count(&self) -> usize {
        self.assets.len()
    }

    /// What an asset holds, as scripts see it.
    ///
    /// # Errors
    /// [`ErrorKind::NotFound`] if the asset was unloaded, [`ErrorKind::Runtime`] while it loads, its own error if it
    /// failed, and [`ErrorKind::Type`] if scripts have no value for it.
    pub fn asset_content(&mut self, asset: Asset) -> Result<Value, ScriptError> {
        let entry = self.assets.entry(asset)?;
        match (entry.state, entry.keeper, &entry.error) {
            (State::Loaded, Keeper::Backend(place), _) => {
                self.with_backend(place, |backend, context| backend.content(context, asset))
            }
            (State::Loaded, Keeper::Runtime { .. }, _) => Ok(Value::String(entry.path.clone())),
            (State::Failed, _, Some(error)) => Err(could_not(&entry.path, error)),
            (State::Loading | State::Failed, ..) => Err(ScriptError::new(
                ErrorKind::Runtime,
                format!("{:?} is still loading: use it when asset.is_loaded says so", entry.path),
            )),
        }
    }

    /// The scripts that a script asset imports, itself and through others, sorted; none of other assets.
    ///
    /// # Errors
    /// As [`asset_error`](Self::asset_error).
    pub fn asset_dependencies(&mut self, asset: Asset) -> Result<Vec<String>, ScriptError> {
        let Entry { path, keeper, .. } = self.assets.entry(asset)?;
        match keeper {
            Keeper::Backend(_) => Ok(Vec::new()),
            Keeper::Runtime { .. } => Ok(self.runtime.enter().dependencies(path)),
        }
    }

    /// Starts to load an asset anew. What it held stays until that has worked.
    ///
    /// # Errors
    /// As [`asset_error`](Self::asset_error).
    pub fn reload_asset(&mut self, asset: Asset) -> Result<(), ScriptError> {
        self.assets.entry(asset)?;
        if !self.assets.busy.insert(asset) {
            // It is being loaded; what is read is what is there when it is read.
            return Ok(());
        }
        let Some(entry) = self.assets.find_mut(asset) else { return Ok(()) };
        entry.again = true;
        entry.since = Some(Instant::now());
        if entry.state == State::Failed {
            entry.state = State::Loading;
        }
        if let Keeper::Backend(place) = entry.keeper
            && let Err(error) = self.with_backend(place, |backend, context| backend.reload(context, asset))
        {
            self.assets.busy.remove(&asset);
            self.settle(asset, AssetProgress::Failed(error));
        }
        Ok(())
    }

    /// Starts to load all assets of a type anew, and says how many they are.
    ///
    /// # Errors
    /// [`ErrorKind::NotFound`] if there is no such type.
    pub fn reload_assets(&mut self, type_name: &str) -> Result<usize, ScriptError> {
        let assets = self.assets_of_type(type_name)?;
        for &asset in &assets {
            self.reload_asset(asset)?;
        }
        Ok(assets.len())
    }

    /// Starts to load the assets of a file anew, since it has changed, and says how many they are. Scripts are not among
    /// them: the runtime reloads those.
    pub fn reload_asset_file(&mut self, path: &str) -> usize {
        let Ok(path) = normalize_path(path) else { return 0 };
        let assets = self.assets.all(|entry| entry.path == path && entry.type_name != SCRIPT);
        for &asset in &assets {
            // They are all there.
            let _ = self.reload_asset(asset);
        }
        assets.len()
    }

    /// Whether an asset that is no script rests on the file at `path`.
    pub(crate) fn has_asset_of(&self, path: &str) -> bool {
        !self.assets.all(|entry| entry.path == path && entry.type_name != SCRIPT).is_empty()
    }

    /// The point of a frame at which assets change: what was asked for is looked after, then whoever waits for a reload
    /// is told. Scripts that are loaded as assets run their bodies here.
    pub(crate) fn advance_assets(&mut self) {
        self.let_go_of_scripts();
        for place in 0..self.assets.backends.len() {
            self.with_backend(place, |backend, context| backend.begin_frame(context));
        }
        let mut reloaded = Vec::new();
        for asset in std::mem::take(&mut self.assets.busy) {
            // The body of a script that was loaded before it may have unloaded it.
            let Some(entry) = self.assets.find(asset) else { continue };
            let progress = match entry.keeper {
                Keeper::Backend(place) => {
                    self.with_backend(place, |backend, context| backend.poll(context, asset))
                }
                Keeper::Runtime { .. } => self.poll_script(asset),
            };
            if self.settle(asset, progress) {
                reloaded.push(asset);
            }
        }
        for place in 0..self.assets.backends.len() {
            for asset in self.with_backend(place, |backend, context| backend.changed(context)) {
                if let Some(entry) = self.assets.find_mut(asset)
                    && !reloaded.contains(&asset)
                {
                    entry.state = State::Loaded;
                    entry.error = None;
                    reloaded.push(asset);
                }
            }
        }
        self.tell_waiting();
        for asset in reloaded {
            self.tell_reloaded(asset);
        }
    }

    /// Notes how far an asset has come; true if it was loaded anew.
    fn settle(&mut self, asset: Asset, progress: AssetProgress) -> bool {
        let Some(entry) = self.assets.find_mut(asset) else { return false };
        match progress {
            AssetProgress::Loading => {
                self.assets.busy.insert(asset);
                self.warn_if_slow(asset);
                false
            }
            AssetProgress::Loaded => {
                entry.state = State::Loaded;
                entry.error = None;
                std::mem::take(&mut entry.again)
            }
            AssetProgress::Failed(error) => {
                let kept = entry.state == State::Loaded;
                if !kept {
                    entry.state = State::Failed;
                }
                // The runtime logs the errors of scripts.
                if matches!(entry.keeper, Keeper::Backend(_)) {
                    let what = if kept { "reloaded, and stays as it was" } else { "loaded" };
                    let message = format!("the asset {:?} could not be {what}: {error}", entry.path);
                    self.output.log(LogLevel::Warn, &message);
                }
                entry.error = Some(error);
                self.assets.busy.remove(&asset);
                false
            }
        }
    }

    /// How long an asset may take before the log says so, once; at first 5 seconds. Nothing else comes of it.
    pub fn set_asset_patience(&mut self, patience: Duration) {
        self.assets.patience = patience;
    }

    fn warn_if_slow(&mut self, asset: Asset) {
        let patience = self.assets.patience;
        let Some(entry) = self.assets.find_mut(asset) else { return };
        if entry.since.is_none_or(|since| since.elapsed() < patience) {
            return;
        }
        entry.since = None;
        let (path, keeper) = (entry.path.clone(), entry.keeper);
        let anew = if entry.state == State::Loaded { " anew" } else { "" };
        let loader = match keeper {
            Keeper::Backend(place) => {
                self.with_backend(place, |backend, context| backend.loader(context, asset))
            }
            Keeper::Runtime { .. } => None,
        };
        let loader = loader.unwrap_or_else(|| "its loader".to_owned());
        let seconds = patience.as_secs_f32();
        self.output.log(
            LogLevel::Warn,
            &format!(
                "the asset {path:?} is still loading{anew} after {seconds} s: {loader} has not returned"
            ),
        );
    }

    pub(super) fn with_backend<R>(
        &mut self,
        place: usize,
        work: impl FnOnce(&mut dyn AssetBackend, &mut AssetContext<'_>) -> R,
    ) -> R {
        let session = self.runtime.enter();
        let mut context = AssetContext { world: &mut self.world, files: session.files() };
        work(&mut *self.assets.backends[place], &mut context)
    }
}

/// The error of an asset as that of whoever wants to use it: with the place in its message.
#[cold]
fn could_not(path: &str, error: &ScriptError) -> ScriptError {
    ScriptError::new(error.kind(), format!("{path:?} could not be loaded: {error}"))
}

/// An error as a value: a table of its `kind`, its `message` and, where they are known, `source`, `line` and `column`.
pub(crate) fn error_table(error: &ScriptError) -> Table {
    let mut table = Table::from([
        ("kind".to_owned(), Value::from(error.kind().name())),
        ("message".to_owned(), Value::from(error.message())),
    ]);
    if !error.source().is_empty() {
        table.insert("source".to_owned(), Value::from(error.source()));
    }
    for (name, place) in [("line", error.line()), ("column", error.column())] {
        if let Some(number) = place {
            table.insert(name.to_owned(), Value::Int(i64::from(number)));
        }
    }
    table
}
