//! [`BevyAssets`]: a game's own types of assets, through `bevy_asset`.

use std::collections::BTreeMap;
use std::fmt;
use std::sync::{Arc, Weak};

use bevy_asset::io::AssetReaderError;
use bevy_asset::{
    Asset as EngineAsset, AssetEvent, AssetLoadError, AssetPath, AssetServer, Assets, LoadState,
    ReflectAsset, UntypedAssetId, UntypedAssetLoadFailedEvent, UntypedHandle,
};
use bevy_ecs::message::{MessageCursor, Messages};
use bevy_ecs::reflect::AppTypeRegistry;
use bevy_ecs::world::World;
use bevy_tasks::IoTaskPool;
use bevy_tasks::futures::now_or_never;
use glotta_core::{Asset, ErrorKind, ScriptError, Value};

use super::{AssetBackend, AssetContext, AssetProgress};
use crate::reflect::path::Path;
use crate::reflect::read::to_value;

/// How many frames a reload may take.
const PATIENCE: u32 = 3600;

/// How many frames may pass between the end of a loader's work and the news of it.
const NEWS: u32 = 3;

/// Types of assets of a game that loads them with `bevy_asset`, for scripts: they can load, watch, reload and unload
/// them, by the short name of the type or its full path. What an asset holds they see if its type is registered with
/// `register_asset_reflect`.
///
/// ```
/// use bevy_app::App;
/// use bevy_asset::{Asset, AssetApp, AssetPlugin};
/// use bevy_reflect::Reflect;
/// use glotta_engine::{BevyAssets, ScriptAppExt, ScriptEnginePlugin};
///
/// #[derive(Asset, Reflect)]
/// struct Level {
///     waves: u32,
/// }
///
/// let mut app = App::new();
/// app.add_plugins((bevy_app::TaskPoolPlugin::default(), AssetPlugin::default(), ScriptEnginePlugin))
///     .init_asset::<Level>()
///     .register_asset_reflect::<Level>();
/// app.script_setup().add_asset_backend(BevyAssets::new().with::<Level>());
/// ```
///
/// Paths are relative to the folder of the game's `AssetPlugin`, and never leave it. An asset that scripts hold stays
/// loaded until they unload it; then it goes as soon as the game holds no handle either. Loading takes as many frames as
/// the game's loader needs, so what scripts do by it may differ from run to run.
#[derive(Default)]
pub struct BevyAssets {
    kinds: Vec<Kind>,
    held: BTreeMap<Asset, Held>,
    failures: MessageCursor<UntypedAssetLoadFailedEvent>,
    /// What happened since the last frame.
    modified: Vec<UntypedAssetId>,
    added: Vec<UntypedAssetId>,
    failed: Vec<(UntypedAssetId, AssetLoadError)>,
}

/// A type of assets.
struct Kind {
    short: &'static str,
    full: &'static str,
    is_known: fn(&World) -> bool,
    load: fn(&AssetServer, AssetPath<'_>, Arc<()>) -> UntypedHandle,
    reflect: fn(&World) -> Option<ReflectAsset>,
    watch: Watch,
}

/// Adds the assets that were modified, and those that were added, to the lists.
type Watch = Box<dyn FnMut(&World, &mut Vec<UntypedAssetId>, &mut Vec<UntypedAssetId>) + Send + Sync>;

/// An asset that scripts hold.
struct Held {
    kind: usize,
    path: String,
    handle: UntypedHandle,
    /// Alive while the loader works; none if it was the game that began to load it.
    work: Option<Weak<()>>,
    reload: Option<Reload>,
    /// How many times there was no news.
    waited: u32,
}

/// What a reload began from.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Reload {
    Loaded,
    Failed,
}

impl fmt::Debug for BevyAssets {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("BevyAssets").field("types", &self.types()).finish_non_exhaustive()
    }
}

impl BevyAssets {
    /// No types yet.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// The same with a type that the game has given to its app by `init_asset`.
    #[must_use]
    pub fn with<A: EngineAsset>(mut self) -> Self {
        let mut cursor = MessageCursor::<AssetEvent<A>>::default();
        self.kinds.push(Kind {
            short: A::short_type_path(),
            full: A::type_path(),
            is_known: |world| world.contains_resource::<Assets<A>>(),
            load: |server, path, work| server.load_builder().with_guard(work).load::<A>(path).untyped(),
            reflect: |world| {
                let types = world.get_resource::<AppTypeRegistry>()?.read();
                types.get_type_data::<ReflectAsset>(std::any::TypeId::of::<A>()).cloned()
            },
            watch: Box::new(move |world, modified, added| {
                let Some(messages) = world.get_resource::<Messages<AssetEvent<A>>>() else { return };
                for event in cursor.read(messages) {
                    match event {
                        AssetEvent::Modified { id } => modified.push(id.untyped()),
                        AssetEvent::Added { id } => added.push(id.untyped()),
                        _ => {}
                    }
                }
            }),
        });
        self
    }

    /// True if no other type goes by that short name.
    fn is_unique(&self, short: &str) -> bool {
        self.kinds.iter().filter(|kind| kind.short == short).count() == 1
    }
}

impl AssetBackend for BevyAssets {
    fn types(&self) -> Vec<String> {
        let name = |kind: &Kind| if self.is_unique(kind.short) { kind.short } else { kind.full }.to_owned();
        self.kinds.iter().map(name).collect()
    }

    fn find_type(&self, name: &str) -> Option<String> {
        let kind = self
            .kinds
            .iter()
            .position(|kind| kind.full == name || (kind.short == name && self.is_unique(kind.short)))?;
        self.types().into_iter().nth(kind)
    }

    fn begin_frame(&mut self, context: &mut AssetContext<'_>) {
        self.modified.clear();
        self.added.clear();
        self.failed.clear();
        for kind in &mut self.kinds {
            (kind.watch)(context.world, &mut self.modified, &mut self.added);
        }
        if let Some(messages) = context.world.get_resource::<Messages<UntypedAssetLoadFailedEvent>>() {
            let failures = self.failures.read(messages);
            self.failed.extend(failures.map(|failure| (failure.id, failure.error.clone())));
        }
    }

    fn start(
        &mut self,
        context: &mut AssetContext<'_>,
        asset: Asset,
        path: &str,
        type_name: &str,
    ) -> Result<(), ScriptError> {
        let kind = self.types().iter().position(|known| known == type_name);
        let kind = kind.ok_or_else(|| ScriptError::host(format!("{type_name} is not of this back end")))?;
        let Kind { is_known, load, full, .. } = &self.kinds[kind];
        let server = server(context.world)?;
        if !is_known(context.world) {
            return Err(ScriptError::host(format!(
                "this game has no assets of the type {full}: it is to call init_asset"
            )));
        }
        let place = AssetPath::try_parse(path).map_err(|error| {
            ScriptError::argument(format!("{path:?} is not the path of an asset: {error}"))
        })?;
        let is_begun = !server.get_handles_untyped(place.clone()).is_empty();
        let work = Arc::new(());
        let watched = Arc::downgrade(&work);
        let handle = load(&server, place, work);
        let work = (!is_begun).then_some(watched);
        self.held.insert(asset, Held { kind, path: path.to_owned(), handle, work, reload: None, waited: 0 });
        Ok(())
    }

    fn reload(&mut self, context: &mut AssetContext<'_>, asset: Asset) -> Result<(), ScriptError> {
        let held = self.held.get_mut(&asset).ok_or_else(|| never_begun(asset))?;
        let server = server(context.world)?;
        let is_loaded = matches!((self.kinds[held.kind].reflect)(context.world), Some(reflect)
            if reflect.get(context.world, held.handle.id()).is_some())
            || server.is_loaded(held.handle.id());
        held.reload = Some(if is_loaded { Reload::Loaded } else { Reload::Failed });
        held.waited = 0;
        let place =
            AssetPath::try_parse(&held.path).map_err(|error| ScriptError::argument(error.to_string()))?;
        server.reload(place);
        Ok(())
    }

    fn poll(&mut self, context: &mut AssetContext<'_>, asset: Asset) -> AssetProgress {
        let Some(held) = self.held.get_mut(&asset) else {
            return AssetProgress::Failed(never_begun(asset));
        };
        let server = match server(context.world) {
            Ok(server) => server,
            Err(error) => return AssetProgress::Failed(error),
        };
        let id = held.handle.id();
        if let Some(from) = held.reload {
            if let Some((_, error)) = self.failed.iter().find(|(failed, _)| *failed == id) {
                held.reload = None;
                return AssetProgress::Failed(converted(error, &held.path));
            }
            if self.modified.contains(&id) || (from == Reload::Failed && self.added.contains(&id)) {
                held.reload = None;
                return AssetProgress::Loaded;
            }
            held.waited += 1;
            if held.waited > PATIENCE {
                held.reload = None;
                let message = format!("{:?} was not there anew after {PATIENCE} frames", held.path);
                return AssetProgress::Failed(ScriptError::new(ErrorKind::Timeout, message));
            }
            return AssetProgress::Loading;
        }
        match server.load_state(id) {
            LoadState::Loaded => AssetProgress::Loaded,
            LoadState::Failed(error) => AssetProgress::Failed(converted(&error, &held.path)),
            LoadState::Loading | LoadState::NotLoaded => {
                // A loader for another type leaves without a word.
                if held.work.as_ref().is_some_and(|work| work.strong_count() == 0) {
                    held.waited += 1;
                    if held.waited > NEWS {
                        let full = self.kinds[held.kind].full;
                        let message = format!("{:?} holds nothing of the type {full}", held.path);
                        return AssetProgress::Failed(ScriptError::new(ErrorKind::Type, message));
                    }
                }
                AssetProgress::Loading
            }
        }
    }

    fn loader(&self, context: &mut AssetContext<'_>, asset: Asset) -> Option<String> {
        let held = self.held.get(&asset)?;
        let place = AssetPath::try_parse(&held.path).ok()?;
        // A loader that the game has not finished registering is none that works.
        let found = now_or_never(server(context.world).ok()?.get_path_asset_loader(place))?;
        found.ok().map(|loader| loader.type_path().to_owned())
    }

    fn changed(&mut self, _: &mut AssetContext<'_>) -> Vec<Asset> {
        let is_changed = |held: &Held| held.reload.is_none() && self.modified.contains(&held.handle.id());
        self.held.iter().filter(|(_, held)| is_changed(held)).map(|(asset, _)| *asset).collect()
    }

    fn content(&mut self, context: &mut AssetContext<'_>, asset: Asset) -> Result<Value, ScriptError> {
        let held = self.held.get(&asset).ok_or_else(|| never_begun(asset))?;
        let Kind { full, short, reflect, .. } = &self.kinds[held.kind];
        let Some(reflect) = reflect(context.world) else {
            return Err(ScriptError::new(
                ErrorKind::Type,
                format!(
                    "scripts cannot see what assets of the type {full} hold: the game is to call \
                     register_asset_reflect"
                ),
            ));
        };
        match reflect.get(context.world, held.handle.id()) {
            Some(content) => to_value(content.as_partial_reflect(), &Path::root(short)),
            None => Err(ScriptError::not_found(format!("the game has taken away what {:?} held", held.path))),
        }
    }

    fn unload(&mut self, _: &mut AssetContext<'_>, asset: Asset) {
        // With the last handle goes what it holds.
        self.held.remove(&asset);
    }
}

/// The game's asset server, if it can work.
fn server(world: &World) -> Result<AssetServer, ScriptError> {
    let server = world.get_resource::<AssetServer>().cloned();
    let server =
        server.ok_or_else(|| ScriptError::host("this game has no asset server: it lacks the AssetPlugin"))?;
    if IoTaskPool::try_get().is_none() {
        return Err(ScriptError::host(
            "this game has no tasks that could load assets: it lacks the TaskPoolPlugin",
        ));
    }
    Ok(server)
}

#[cold]
fn never_begun(asset: Asset) -> ScriptError {
    ScriptError::host(format!("the asset {asset} was never begun"))
}

#[cold]
fn converted(error: &AssetLoadError, path: &str) -> ScriptError {
    let (kind, message) = match error {
        AssetLoadError::AssetReaderError(AssetReaderError::NotFound(_)) => {
            (ErrorKind::NotFound, format!("there is no file {path:?}"))
        }
        AssetLoadError::AssetLoaderError(error) => (ErrorKind::Syntax, error.error().to_string()),
        AssetLoadError::MissingLabel { .. } => (ErrorKind::NotFound, error.to_string()),
        AssetLoadError::RequestedHandleTypeMismatch(_) => (ErrorKind::Type, error.to_string()),
        AssetLoadError::MissingAssetLoader { .. }
        | AssetLoadError::MissingAssetLoaderForExtension(_)
        | AssetLoadError::MissingAssetLoaderForTypeName(_)
        | AssetLoadError::MissingAssetLoaderForTypeIdError(_) => {
            (ErrorKind::NotFound, format!("this game has no loader for {path:?}: {error}"))
        }
        _ => (ErrorKind::Host, error.to_string()),
    };
    let placed = ScriptError::new(kind, message);
    if kind == ErrorKind::Syntax { placed.at("", path, 0, 0) } else { placed }
}
