//! The module `asset`.

use glotta_core::{Asset, Callback, ScriptError, Table, Value};
use glotta_macros::script_api;

use crate::assets::error_table;
use crate::world::ScriptWorld;

/// The functions of the module `asset`.
#[derive(Clone, Copy, Debug)]
pub struct AssetApi;

/// Assets: files of the project that are loaded while the game runs, and used when they are there.
///
/// An asset is asked for with `load`, and is there at the beginning of the next frame or, where the game loads it in the
/// background, of a later one; `on_load` tells when. Assets change at that point of a frame only. What goes wrong with one is no error of the
/// script that asked for it: its `state` is then `"failed"`, `error` says why, and the log has a line.
///
/// Every game has these types: `"text"`, whose content is a string; `"data"`, a file of TOML or JSON, by its extension
/// `.toml` or `.json`, whose content is a table or whatever it says; `"toml"` and `"json"` for such a file with another
/// extension; and `"script"`. A game may have more, of its own.
///
/// A script is unloaded when nobody uses it: when it is unloaded as an asset, was loaded as one in the first place, and
/// no entity has it, at the beginning of the next frame.
#[script_api(module = "asset", crate = glotta_core)]
impl AssetApi {
    /// Starts to load a file as an asset of a type, and gives the asset at once: it is `"loading"`. The path is relative to
    /// the project. The same path and type give the same asset until it is unloaded; one that failed is not tried again
    /// (see `reload`). A `"script"` may go without its extension, as in `script.attach`; its body runs when it is loaded.
    ///
    /// # Errors
    /// not-found, if there is no such type, or the path is empty, absolute or leaves the project; argument, if it is longer
    /// than 1000 bytes; runtime, if there are 100,000 assets already.
    fn load(world: &mut ScriptWorld, path: &str, type_name: &str) -> Result<Asset, ScriptError> {
        world.load_asset(path, type_name)
    }

    /// Lets an asset go, whoever else uses it: what it holds is forgotten, and using it further is an error. Loading its
    /// file again gives another asset.
    ///
    /// # Errors
    /// not-found, if it was unloaded before.
    fn unload(world: &mut ScriptWorld, asset: Asset) -> Result<(), ScriptError> {
        world.unload_asset(asset)
    }

    /// True if the asset is there to be used. False while it loads, if it failed, and after it was unloaded.
    fn is_loaded(world: &mut ScriptWorld, asset: Asset) -> bool {
        world.is_asset_loaded(asset)
    }

    /// How far the asset has come: `"loading"`, `"loaded"`, `"failed"` or `"unloaded"`. One that is loaded stays so while
    /// it is reloaded, and if that fails.
    ///
    /// # Errors
    /// not-found, if there never was such an asset.
    fn state(world: &mut ScriptWorld, asset: Asset) -> Result<&'static str, ScriptError> {
        world.asset_state(asset)
    }

    /// Why the asset failed, or why its last reload did; nothing if all is well. It is a table: `kind` and `message` and,
    /// where they are known, `source`, `line` and `column`, the place in the file.
    ///
    /// # Errors
    /// not-found, if it was unloaded.
    fn error(world: &mut ScriptWorld, asset: Asset) -> Result<Option<Table>, ScriptError> {
        Ok(world.asset_error(asset)?.map(error_table))
    }

    /// The path of the asset's file, relative to the project.
    ///
    /// # Errors
    /// not-found, if it was unloaded.
    fn path(world: &mut ScriptWorld, asset: Asset) -> Result<String, ScriptError> {
        world.asset_path(asset).map(str::to_owned)
    }

    /// The name of the asset's type.
    ///
    /// # Errors
    /// not-found, if it was unloaded.
    fn r#type(world: &mut ScriptWorld, asset: Asset) -> Result<String, ScriptError> {
        world.asset_type(asset).map(str::to_owned)
    }

    /// What the asset holds: a string for text, a table or another value for data, its path for a script, which
    /// `script.call` takes, and for a type of the game what that shows to scripts. It is a copy: take it once and keep it.
    ///
    /// # Errors
    /// not-found, if it was unloaded; runtime, if it is still loading; its own error, if it failed; type, if scripts have
    /// no values for it.
    fn get(world: &mut ScriptWorld, asset: Asset) -> Result<Value, ScriptError> {
        world.asset_content(asset)
    }

    /// The scripts that a `"script"` imports, itself and through others, sorted by path. Empty for other assets.
    ///
    /// # Errors
    /// not-found, if it was unloaded.
    fn dependencies(world: &mut ScriptWorld, asset: Asset) -> Result<Vec<String>, ScriptError> {
        world.asset_dependencies(asset)
    }

    /// All assets of a type, in the order they were first asked for, whatever their state.
    ///
    /// # Errors
    /// not-found, if there is no such type.
    fn find_by_type(world: &mut ScriptWorld, type_name: &str) -> Result<Vec<Asset>, ScriptError> {
        world.assets_of_type(type_name)
    }

    /// Starts to load the asset anew, from what its file holds at the beginning of the next frame. It keeps what it holds
    /// until that has worked; if it does not, it stays as it was, and `error` says why. One that failed is tried again.
    ///
    /// # Errors
    /// not-found, if it was unloaded.
    fn reload(world: &mut ScriptWorld, asset: Asset) -> Result<(), ScriptError> {
        world.reload_asset(asset)
    }

    /// Starts to load all assets of a type anew, as `reload` does, and gives their number.
    ///
    /// # Errors
    /// not-found, if there is no such type.
    fn reload_all(world: &mut ScriptWorld, type_name: &str) -> Result<usize, ScriptError> {
        world.reload_assets(type_name)
    }

    /// Has a function called once, when the asset is there or has failed, with two arguments: the asset, and nothing if it
    /// is there, or why it failed, a table as `error` gives. It is called at the beginning of a frame, when all assets are
    /// looked after: of the next one, if the asset has come so far already. It is not called if the asset, or the script
    /// that runs now, is unloaded before. One that fails is logged, and keeps no other from being called. The result is a
    /// number for `off_load`.
    ///
    /// # Errors
    /// not-found, if the asset was unloaded; runtime, if there are 100,000 such functions already.
    fn on_load(world: &mut ScriptWorld, asset: Asset, callback: Callback) -> Result<i64, ScriptError> {
        world.on_asset_load(asset, callback)
    }

    /// Ends what `on_load` began, at once. False if there is none of that number, or not any more.
    fn off_load(world: &mut ScriptWorld, id: i64) -> bool {
        world.off_asset_load(id)
    }

    /// Has a function called with the asset each time that it was loaded anew, or, given the name of a type, with each
    /// asset of that type that was; at the beginning of a frame, when all assets are looked after. It is called until the
    /// script that runs now is unloaded, or the asset is. One that fails is logged, and keeps no other from being called.
    /// The first load is no reload: see `on_load`. The result is a number for `off_reload`.
    /// What the script's body asks for, its new code asks for again when the script is reloaded; what was asked for later, such
    /// as in `on_start`, ends with the old code: ask again in `on_reload(entity)`.
    ///
    /// # Errors
    /// not-found, if the asset was unloaded or there is no such type; argument, if it is neither; runtime, if there are
    /// 100,000 such functions already.
    fn on_reload(world: &mut ScriptWorld, what: Value, callback: Callback) -> Result<i64, ScriptError> {
        world.on_asset_reload(&what, callback)
    }

    /// Ends what `on_reload` began, at once. False if there is none of that number, or not any more.
    fn off_reload(world: &mut ScriptWorld, id: i64) -> bool {
        world.off_asset_reload(id)
    }
}
