//! Assets: files of the project that scripts load by path and type, and use when they are there.
//!
//! | module | what lives there |
//! |---|---|
//! | `store` | which assets there are, and how far each has come |
//! | `work` | what scripts ask for, and the point of the frame at which it is done |
//! | `told` | who is told when an asset is there, or was loaded anew |
//! | `files` | the back end that every game has: text and data, from the same files as scripts |
//! | `json` | JSON as values, with the place of what is wrong |
//! | `scripts` | scripts as assets: loaded on demand, let go when nobody uses them |
//! | `bevy` | the back end of games with `bevy_asset`: their own types of assets |
//!
//! Who loads an asset is hidden behind [`AssetBackend`], since `bevy_asset` does not run everywhere: on WASI it takes
//! the target for a browser, and fails. Whatever the back end, assets change at one point of a frame only, its very
//! beginning; so what a script sees of them does not change under its hands, and with the back end of files a game
//! does the same on every run.

#[cfg(feature = "bevy_asset")]
mod bevy;
mod files;
pub(crate) mod json;
mod scripts;
mod store;
mod told;
mod work;

use std::fmt;

#[cfg(feature = "bevy_asset")]
pub use bevy::BevyAssets;
use bevy_ecs::world::World;
pub(crate) use files::FileAssets;
use glotta_core::{Asset, ScriptError, Value};
use glotta_runtime::ScriptStore;
pub(crate) use store::AssetStore;
pub(crate) use work::error_table;

/// What a back end may use while it works.
pub struct AssetContext<'w> {
    /// The game's world.
    pub world: &'w mut World,
    /// The files of the project.
    pub files: &'w ScriptStore,
}

impl fmt::Debug for AssetContext<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("AssetContext").finish_non_exhaustive()
    }
}

/// How far an asset has come.
#[derive(Clone, Debug, PartialEq)]
pub enum AssetProgress {
    /// It is not there yet, or not anew: ask again in the next frame.
    Loading,
    /// It is there. After a reload: what is there is new.
    Loaded,
    /// It cannot be loaded, and this is why. After a reload, what was there before stays.
    Failed(ScriptError),
}

/// Loads assets of some types: what stands between the module `asset` of scripts and whatever a game loads its assets
/// with. Give it to [`ScriptSetup::add_asset_backend`](crate::ScriptSetup::add_asset_backend).
///
/// Paths that a back end is given are plain, and below the project's folder. It is told of each asset by its number,
/// which is never used again, and keeps what it knows of it until [`unload`](Self::unload).
pub trait AssetBackend: Send + Sync + 'static {
    /// The names of the types it loads, as scripts write them.
    fn types(&self) -> Vec<String>;

    /// The type that a script means by `name`, written as [`types`](Self::types) has it; `None` if it is none of them.
    fn find_type(&self, name: &str) -> Option<String> {
        self.types().into_iter().find(|known| known == name)
    }

    /// A frame begins: what is asked until the next one is asked at this point. Comes before anything else in a frame.
    fn begin_frame(&mut self, context: &mut AssetContext<'_>) {
        let _ = context;
    }

    /// Starts to load an asset, without waiting for it.
    ///
    /// # Errors
    /// Why it cannot be loaded, if that is known at once. The asset has failed then.
    fn start(
        &mut self,
        context: &mut AssetContext<'_>,
        asset: Asset,
        path: &str,
        type_name: &str,
    ) -> Result<(), ScriptError>;

    /// Starts to load an asset anew. What it held stays until that has worked.
    ///
    /// # Errors
    /// As [`start`](Self::start).
    fn reload(&mut self, context: &mut AssetContext<'_>, asset: Asset) -> Result<(), ScriptError>;

    /// How far an asset has come. It is asked at the beginning of each frame after [`start`](Self::start) or
    /// [`reload`](Self::reload), until it says something else than [`AssetProgress::Loading`]. It must do so one day.
    fn poll(&mut self, context: &mut AssetContext<'_>, asset: Asset) -> AssetProgress;

    /// Who works on an asset that is loading, for the log where that takes long: the name of a loader, if it is known.
    fn loader(&self, context: &mut AssetContext<'_>, asset: Asset) -> Option<String> {
        let _ = (context, asset);
        None
    }

    /// The assets that were loaded anew by someone else since the last call, which comes at the beginning of each
    /// frame after all [polling](Self::poll). In an order that is the same on every run.
    fn changed(&mut self, context: &mut AssetContext<'_>) -> Vec<Asset> {
        let _ = context;
        Vec::new()
    }

    /// What a loaded asset holds, as scripts see it.
    ///
    /// # Errors
    /// [`Type`](glotta_core::ErrorKind::Type) if scripts have no values for it.
    fn content(&mut self, context: &mut AssetContext<'_>, asset: Asset) -> Result<Value, ScriptError>;

    /// Lets an asset go. Nothing is asked about it any more.
    fn unload(&mut self, context: &mut AssetContext<'_>, asset: Asset);
}
