//! [`AssetStore`]: which assets there are, and how far each has come.

use std::collections::{BTreeMap, BTreeSet};
use std::time::{Duration, Instant};

use glotta_core::{Asset, ScriptError, near_names, quote};

use super::AssetBackend;

/// How many assets there may be at a time.
pub(super) const MOST_ASSETS: usize = 100_000;

/// How long an asset may take before the log says so.
const PATIENCE: Duration = Duration::from_secs(5);

/// The type of scripts.
pub(super) const SCRIPT: &str = "script";

/// The assets that scripts have loaded.
pub(crate) struct AssetStore {
    pub(super) backends: Vec<Box<dyn AssetBackend>>,
    assets: BTreeMap<Asset, Entry>,
    /// The asset of each path and type.
    by_file: BTreeMap<(String, String), Asset>,
    /// The number of the asset that was made last. A number is never used again, so that an asset that is gone is not
    /// taken for another.
    last: u64,
    /// Those that load or reload.
    pub(super) busy: BTreeSet<Asset>,
    /// Those that somebody waits for, to be told when they are there.
    pub(super) awaited: BTreeSet<Asset>,
    /// How long an asset may take before the log says so.
    pub(super) patience: Duration,
    /// Paths of scripts that were loaded as assets and are not any more: each is unloaded when nobody uses it.
    pub(super) released: BTreeSet<String>,
}

/// One asset.
pub(super) struct Entry {
    pub(super) path: String,
    pub(super) type_name: String,
    pub(super) keeper: Keeper,
    pub(super) state: State,
    /// Why it failed, or why the last reload did.
    pub(super) error: Option<ScriptError>,
    /// Whether what it holds is being replaced, or was tried in vain before.
    pub(super) again: bool,
    /// The numbers of the listening to it, which ends with it.
    pub(super) listening: Vec<i64>,
    /// The numbers of those who wait for it, which end when they are told.
    pub(super) waiting: Vec<i64>,
    /// Since when it loads, until the log has said that it takes long.
    pub(super) since: Option<Instant>,
}

/// Who has an asset.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Keeper {
    /// The back end at that place.
    Backend(usize),
    /// The runtime, for it is a script.
    Runtime {
        /// Whether the script was loaded for the asset, and goes with it.
        own: bool,
    },
}

/// How far an asset has come.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum State {
    Loading,
    Loaded,
    Failed,
}

impl State {
    /// The name that scripts see.
    pub(super) const fn name(self) -> &'static str {
        match self {
            Self::Loading => "loading",
            Self::Loaded => "loaded",
            Self::Failed => "failed",
        }
    }
}

impl AssetStore {
    pub(crate) fn new(backends: Vec<Box<dyn AssetBackend>>) -> Self {
        Self {
            backends,
            assets: BTreeMap::new(),
            by_file: BTreeMap::new(),
            last: 0,
            busy: BTreeSet::new(),
            awaited: BTreeSet::new(),
            patience: PATIENCE,
            released: BTreeSet::new(),
        }
    }

    /// The type that scripts mean by a name, and who has assets of it.
    pub(super) fn find_type(&self, name: &str) -> Result<(String, Keeper), ScriptError> {
        if name == SCRIPT {
            return Ok((SCRIPT.to_owned(), Keeper::Runtime { own: false }));
        }
        let mut backends = self.backends.iter().enumerate();
        let found = backends.find_map(|(place, backend)| {
            backend.find_type(name).map(|type_name| (type_name, Keeper::Backend(place)))
        });
        found.ok_or_else(|| {
            let mut names: Vec<String> = self.backends.iter().flat_map(|backend| backend.types()).collect();
            names.push(SCRIPT.to_owned());
            names.sort();
            names.dedup();
            let names: Vec<&str> = names.iter().map(String::as_str).collect();
            let near = near_names(name, names.iter().copied());
            let known = if near.is_empty() { format!(": there are {}", names.join(", ")) } else { near };
            ScriptError::not_found(format!("there is no type of assets {}{known}", quote(name)))
        })
    }

    /// The asset of that path and type, if it was loaded and not unloaded since.
    pub(super) fn of_file(&self, path: &str, type_name: &str) -> Option<Asset> {
        self.by_file.get(&(path.to_owned(), type_name.to_owned())).copied()
    }

    /// Adds an asset that begins to load.
    pub(super) fn add(&mut self, path: &str, type_name: &str, keeper: Keeper) -> Asset {
        self.last += 1;
        let asset = Asset::from_bits(self.last);
        self.by_file.insert((path.to_owned(), type_name.to_owned()), asset);
        let entry = Entry {
            path: path.to_owned(),
            type_name: type_name.to_owned(),
            keeper,
            state: State::Loading,
            error: None,
            again: false,
            listening: Vec::new(),
            waiting: Vec::new(),
            since: Some(Instant::now()),
        };
        self.assets.insert(asset, entry);
        self.busy.insert(asset);
        asset
    }

    /// Takes an asset out.
    pub(super) fn remove(&mut self, asset: Asset) -> Result<Entry, ScriptError> {
        let entry = self.assets.remove(&asset).ok_or_else(|| self.gone(asset))?;
        self.by_file.remove(&(entry.path.clone(), entry.type_name.clone()));
        self.busy.remove(&asset);
        self.awaited.remove(&asset);
        Ok(entry)
    }

    pub(crate) fn len(&self) -> usize {
        self.assets.len()
    }

    pub(super) fn find(&self, asset: Asset) -> Option<&Entry> {
        self.assets.get(&asset)
    }

    pub(super) fn find_mut(&mut self, asset: Asset) -> Option<&mut Entry> {
        self.assets.get_mut(&asset)
    }

    pub(super) fn entry(&self, asset: Asset) -> Result<&Entry, ScriptError> {
        self.assets.get(&asset).ok_or_else(|| self.gone(asset))
    }

    /// True if there was such an asset, and it was unloaded.
    pub(super) fn was_unloaded(&self, asset: Asset) -> bool {
        (1..=self.last).contains(&asset.bits()) && !self.assets.contains_key(&asset)
    }

    /// The assets for which `is_meant`, in the order they were made.
    pub(super) fn all(&self, is_meant: impl Fn(&Entry) -> bool) -> Vec<Asset> {
        self.assets.iter().filter(|(_, entry)| is_meant(entry)).map(|(asset, _)| *asset).collect()
    }

    #[cold]
    fn gone(&self, asset: Asset) -> ScriptError {
        if self.was_unloaded(asset) {
            ScriptError::not_found(format!("the asset {asset} was unloaded: load it again for a new one"))
        } else {
            ScriptError::not_found(format!("there is no asset {asset}"))
        }
    }
}
