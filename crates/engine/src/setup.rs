//! [`ScriptSetup`]: everything that is decided before scripts start.

use std::any::TypeId;
use std::fmt;
use std::sync::Arc;

use bevy_ecs::message::Message;
use bevy_ecs::reflect::AppTypeRegistry;
use bevy_ecs::resource::Resource;
use bevy_ecs::system::IntoSystem;
use bevy_ecs::world::World;
use bevy_platform::cell::SyncCell;
use bevy_reflect::{GetTypeRegistration, Reflect, TypePath, Typed};
use glotta_core::{Api, Language, Module, ScriptApi, ScriptError, Table};
use glotta_runtime::{
    Budgets, ChangeSource, ErrorPolicies, MemoryReader, Runtime, SourceReader, SystemOptions,
};

use crate::api;
use crate::assets::{AssetBackend, AssetStore, FileAssets};
use crate::binding::Bindings;
use crate::binding::definitions::Definitions;
use crate::columns::ColumnMemory;
use crate::input::{Input, InputMap};
use crate::messages::{Bridge, Bridged};
use crate::output::{LogOutput, ScriptOutput};
use crate::reload::Reloading;
use crate::saves::{MemorySaves, SaveStore};
use crate::script_component::{Removals, ScriptComponent};
use crate::scripts::Attached;
use crate::tags::Tags;
use crate::world::{ControlledSystem, Queries, ScriptHost, ScriptWorld};

/// Everything that is decided before scripts start: languages, API, sources, output.
///
/// An app fills it through [`ScriptAppExt`](crate::ScriptAppExt), and [`ScriptEnginePlugin`](crate::ScriptEnginePlugin)
/// starts it. Without an app, fill it and [`start`](Self::start) it in any [`World`].
#[derive(Resource)]
pub struct ScriptSetup {
    languages: SyncCell<Vec<Box<dyn Language>>>,
    modules: Vec<&'static Module>,
    reader: Box<dyn SourceReader>,
    scripts: Vec<String>,
    systems: Vec<ControlledSystem>,
    messages: Vec<Box<dyn Bridge>>,
    asset_backends: Vec<Box<dyn AssetBackend>>,
    output: Arc<dyn ScriptOutput>,
    settings: Table,
    seed: u64,
    memory_limit: Option<usize>,
    budgets: Budgets,
    errors: ErrorPolicies,
    language: Option<String>,
    input: InputMap,
    changes: Option<SyncCell<Box<dyn ChangeSource>>>,
    saves: Box<dyn SaveStore>,
}

impl fmt::Debug for ScriptSetup {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ScriptSetup")
            .field("modules", &self.modules.iter().map(|module| module.name).collect::<Vec<_>>())
            .field("scripts", &self.scripts)
            .field("seed", &self.seed)
            .finish_non_exhaustive()
    }
}

impl Default for ScriptSetup {
    fn default() -> Self {
        Self {
            languages: SyncCell::new(Vec::new()),
            modules: Vec::new(),
            reader: Box::new(MemoryReader::default()),
            scripts: Vec::new(),
            systems: Vec::new(),
            messages: Vec::new(),
            asset_backends: vec![Box::new(FileAssets::default())],
            output: Arc::new(LogOutput),
            settings: Table::new(),
            seed: 0,
            memory_limit: None,
            budgets: Budgets::default(),
            errors: ErrorPolicies::default(),
            language: None,
            input: InputMap::new(),
            changes: None,
            saves: Box::new(MemorySaves::default()),
        }
    }
}

/// A reader whose kind was forgotten.
struct AnyReader(Box<dyn SourceReader>);

impl SourceReader for AnyReader {
    fn read(&self, path: &str) -> Result<Option<Vec<u8>>, ScriptError> {
        self.0.read(path)
    }

    fn exists(&self, path: &str) -> Result<bool, ScriptError> {
        self.0.exists(path)
    }

    fn list(&self) -> Vec<String> {
        self.0.list()
    }
}

impl ScriptSetup {
    /// No language, no scripts; output to the `log` crate.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Adds a language.
    pub fn add_language(&mut self, language: Box<dyn Language>) -> &mut Self {
        self.languages.get().push(language);
        self
    }

    /// Adds a block of functions, made by `#[script_api]`, beside the engine's own modules.
    pub fn add_api<A: ScriptApi>(&mut self) -> &mut Self {
        self.modules.push(A::MODULE);
        self
    }

    /// Adds a script without an entity. They run in the order they were added.
    pub fn add_script(&mut self, path: impl Into<String>) -> &mut Self {
        self.scripts.push(path.into());
        self
    }

    /// Puts a system of the game in line with those of scripts, under a name by which scripts can switch it off, give it
    /// another priority or rate, and see what it costs. It runs with the scripts, not in a schedule of the app; with a
    /// rate, [`SystemTime`](crate::SystemTime) says how much time has passed since its last run. One that fails is logged
    /// and rests until a script enables it.
    pub fn add_controlled_system<M>(
        &mut self,
        name: impl Into<String>,
        options: impl Into<SystemOptions>,
        system: impl IntoSystem<(), (), M>,
    ) -> &mut Self {
        let system = Box::new(IntoSystem::into_system(system));
        self.systems.push(ControlledSystem { name: name.into(), options: options.into(), system });
        self
    }

    /// Where scripts are read from; nowhere if it is not set.
    pub fn set_reader(&mut self, reader: impl SourceReader + 'static) -> &mut Self {
        self.reader = Box::new(reader);
        self
    }

    /// Adds a back end that loads assets for scripts, beside the one for text and data. Where two have a type of one name,
    /// it is that of the first.
    pub fn add_asset_backend(&mut self, backend: impl AssetBackend) -> &mut Self {
        self.asset_backends.push(Box::new(backend));
        self
    }

    /// Where what scripts print, log and fail at goes; to the `log` crate if it is not set.
    pub fn set_output(&mut self, output: impl ScriptOutput + 'static) -> &mut Self {
        self.output = Arc::new(output);
        self
    }

    /// What `engine.setting` reads; empty if it is not set.
    pub fn set_settings(&mut self, settings: Table) -> &mut Self {
        self.settings = settings;
        self
    }

    /// Where the random numbers of scripts start; 0 if it is not set. The same seed gives the same numbers.
    pub fn set_seed(&mut self, seed: u64) -> &mut Self {
        self.seed = seed;
        self
    }

    /// The most memory that each language's scripts may use, in bytes; no limit if it is not set.
    pub fn set_memory_limit(&mut self, limit: Option<usize>) -> &mut Self {
        self.memory_limit = limit;
        self
    }

    /// How long scripts may take; see [`Budgets`] for what it is if it is not set.
    pub fn set_budgets(&mut self, budgets: Budgets) -> &mut Self {
        self.budgets = budgets;
        self
    }

    /// What becomes of instances whose call-backs fail: they rest if it is not set.
    pub fn set_error_policies(&mut self, policies: ErrorPolicies) -> &mut Self {
        self.errors = policies;
        self
    }

    /// The language of a script whose path has no extension, if it is there in several
    /// ([`Session::resolve`](glotta_runtime::Session::resolve)); the first that was added if it is not set.
    pub fn set_language(&mut self, name: Option<String>) -> &mut Self {
        self.language = name;
        self
    }

    /// The actions that scripts ask for by name; none if it is not set.
    pub fn set_input(&mut self, map: InputMap) -> &mut Self {
        self.input = map;
        self
    }

    /// Who tells which files change, so that scripts are reloaded while the game runs; nobody if it is not set. `FileWatcher` of
    /// `glotta_runtime` asks the operating system.
    pub fn set_changes(&mut self, changes: impl ChangeSource + 'static) -> &mut Self {
        self.changes = Some(SyncCell::new(Box::new(changes)));
        self
    }

    /// Where what scripts save is kept; only as long as the game runs if it is not set.
    pub fn set_saves(&mut self, saves: impl SaveStore) -> &mut Self {
        self.saves = Box::new(saves);
        self
    }

    /// Makes a type of messages of the game events of scripts too, under its short name: scripts that subscribe to
    /// `"DamageMessage"` get a table of its fields, and what they emit under that name is written as such a message, of which
    /// fields that are left out have their defaults (`#[reflect(Default)]`). A message that scripts emitted reaches scripts
    /// once. Those of the game reach them when events are delivered: after the frame's updates, and after the events of
    /// scripts, each type in the order of bridging.
    ///
    /// In an app, use [`ScriptAppExt::bridge_message`](crate::ScriptAppExt::bridge_message), which adds the message to the
    /// app as well.
    pub fn bridge_message<M>(&mut self) -> &mut Self
    where
        M: Message + Reflect + Typed + TypePath + GetTypeRegistration,
    {
        if !self.messages.iter().any(|bridge| bridge.info().type_id() == TypeId::of::<M>()) {
            self.messages.push(Box::new(Bridged::<M>::new()));
        }
        self
    }

    /// The API as scripts will see it: the engine's modules and those that were added.
    ///
    /// # Errors
    /// [`glotta_core::ErrorKind::Host`] if two functions share a name.
    pub fn api(&self) -> Result<Api, ScriptError> {
        let mut api = Api::new();
        for module in api::MODULES.iter().chain(&self.modules) {
            api.add(module)?;
        }
        Ok(api)
    }

    /// Starts the languages, so that [`with_scripts`](crate::with_scripts) works with `world`. Scripts without an entity
    /// are loaded in the first frame.
    ///
    /// # Errors
    /// [`glotta_core::ErrorKind::Host`] if a language cannot start or two functions share a name,
    /// [`glotta_core::ErrorKind::Argument`] if two systems do, or a rate is none,
    /// [`glotta_core::ErrorKind::NotFound`] if there is no such language as was set. The world keeps the error, and [`with_scripts`](crate::with_scripts) gives it again.
    pub fn start(mut self, world: &mut World) -> Result<(), ScriptError> {
        // Resources are entities in this engine: made now, they are the same ones in every run.
        world.init_resource::<Removals>();
        world.init_resource::<Definitions>();
        let types = world.get_resource_or_init::<AppTypeRegistry>();
        {
            let mut types = types.write();
            types.register_derived_types();
            types.register::<ScriptComponent>();
            types.register::<Tags>();
        }
        self.messages.iter().for_each(|bridge| bridge.prepare(world));
        let output = Arc::clone(&self.output);
        let systems = std::mem::take(&mut self.systems);
        let scripts = self.make().and_then(|mut scripts| {
            scripts.add_systems(world, systems)?;
            Ok(scripts)
        });
        match scripts {
            Ok(scripts) => {
                world.insert_resource(ScriptHost::Resting(Box::new(scripts)));
                Ok(())
            }
            Err(error) => {
                output.error(&error);
                world.insert_resource(ScriptHost::Failed(error.clone()));
                Err(error)
            }
        }
    }

    fn make(self) -> Result<ScriptWorld, ScriptError> {
        for (index, bridge) in self.messages.iter().enumerate() {
            if let Some(other) = self.messages[..index].iter().find(|other| other.name() == bridge.name()) {
                let (one, two) = (other.info().type_path(), bridge.info().type_path());
                return Err(ScriptError::host(format!(
                    "two types of messages are both events called {}: {one} and {two}; rename one, or bridge one only",
                    bridge.name()
                )));
            }
        }
        let api = self.api()?;
        let runtime = Runtime::new(api, SyncCell::to_inner(self.languages), AnyReader(self.reader))?;
        runtime.enter().set_memory_limit(self.memory_limit)?;
        runtime.enter().set_budgets(self.budgets);
        runtime.enter().set_error_policies(self.errors);
        let output = Arc::clone(&self.output);
        runtime.enter().set_overdue_report(move |error| output.error(error));
        if let Some(language) = &self.language {
            runtime.enter().prefer_language(language)?;
        }
        Ok(ScriptWorld {
            world: World::new(),
            bindings: Bindings::default(),
            queries: Queries::default(),
            columns: ColumnMemory::default(),
            runtime: Arc::new(runtime),
            assets: AssetStore::new(self.asset_backends),
            attached: Attached::new(self.scripts),
            messages: self.messages,
            reloading: Reloading::new(self.changes.map(SyncCell::to_inner)),
            systems: Vec::new(),
            output: self.output,
            settings: self.settings,
            random: fastrand::Rng::with_seed(self.seed),
            frame: 0,
            input: Input::new(self.input),
            saves: self.saves,
            ending: Vec::new(),
        })
    }
}
