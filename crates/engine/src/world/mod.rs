//! [`ScriptWorld`]: the game's world in the hands of scripts.

use std::sync::Arc;

use bevy_ecs::entity::Entity as EcsEntity;
use bevy_ecs::resource::Resource;
use bevy_ecs::system::SystemId;
use bevy_ecs::world::{EntityRef, EntityWorldMut, World};
use glotta_core::{Entity, ScriptError, Table};
use glotta_runtime::{Runtime, Session};

use crate::assets::AssetStore;
use crate::binding::Bindings;
use crate::columns::ColumnMemory;
use crate::convert::{ecs_entity, no_entity};
use crate::input::Input;
use crate::messages::Bridge;
use crate::output::{LogLevel, ScriptOutput};
use crate::reload::Reloading;
use crate::saves::SaveStore;
use crate::scripts::Attached;

mod calls;
mod census;
mod changes;
mod components;
mod data;
mod define;
mod describe;
mod entities;
mod events;
mod family;
mod fields;
mod host;
mod performance;
pub(crate) mod query;
mod saves;
mod systems;

pub use census::WorldCensus;
pub(crate) use entities::Queries;
pub(crate) use query::{Query, Wanted};
pub use systems::SystemTime;
pub(crate) use systems::{ControlledSystem, costs};

/// The game's [`World`] in the hands of scripts: what every bound function works on, and the
/// [`Host`](glotta_core::Host) of every call.
///
/// It *owns* the world while scripts run: [`with_scripts`] swaps the world in, and back out at the end, however that
/// comes. So a bound function gets `&mut ScriptWorld` like any other value, does with the world what it likes, and may
/// call scripts again.
///
/// ```
/// use bevy_ecs::prelude::*;
/// use glotta_core::{Entity, ScriptError};
/// use glotta_engine::ScriptWorld;
///
/// #[derive(Component)]
/// struct Shield(f32);
///
/// fn raise_shield(world: &mut ScriptWorld, entity: Entity, strength: f32) -> Result<(), ScriptError> {
///     world.entity_mut(entity)?.insert(Shield(strength));
///     Ok(())
/// }
/// ```
pub struct ScriptWorld {
    /// The game's world while scripts run; an empty one otherwise.
    pub(crate) world: World,
    pub(crate) bindings: Bindings,
    pub(crate) queries: Queries,
    pub(crate) columns: ColumnMemory,
    pub(crate) runtime: Arc<Runtime>,
    pub(crate) assets: AssetStore,
    pub(crate) attached: Attached,
    /// The messages of the game that are events of scripts too.
    pub(crate) messages: Vec<Box<dyn Bridge>>,
    pub(crate) reloading: Reloading,
    /// The systems of the game that scripts control.
    pub(crate) systems: Vec<SystemId>,
    pub(crate) output: Arc<dyn ScriptOutput>,
    pub(crate) settings: Table,
    pub(crate) random: fastrand::Rng,
    pub(crate) frame: u64,
    pub(crate) input: Input,
    pub(crate) saves: Box<dyn SaveStore>,
    /// Entities whose scripts are being ended, so that they are not ended twice.
    pub(crate) ending: Vec<EcsEntity>,
}

impl std::fmt::Debug for ScriptWorld {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("ScriptWorld").field("frame", &self.frame).finish_non_exhaustive()
    }
}

/// Says so where scripts were not [stopped](ScriptWorld::stop): their `on_stop` cannot run now, for the world is gone.
impl Drop for ScriptWorld {
    fn drop(&mut self) {
        // While a panic passes there are other things to say.
        if self.attached.is_stopped() || std::thread::panicking() {
            return;
        }
        let count = self.runtime.enter().instance_count();
        if count > 0 {
            self.output.log(
                LogLevel::Warn,
                &format!(
                    "the world was dropped while {count} script{} ran on it, so on_stop was not called: write an AppExit \
                     message and let the app end by it, or call stop_scripts before the world is dropped",
                    if count == 1 { "" } else { "s" }
                ),
            );
        }
    }
}

/// Where a world keeps its [`ScriptWorld`] between frames.
#[derive(Resource)]
pub(crate) enum ScriptHost {
    /// Here, at rest.
    Resting(Box<ScriptWorld>),
    /// In use: the world is inside it.
    Running,
    /// It could not be made.
    Failed(ScriptError),
}

/// Puts the world back when it goes, and the script world into it: at the end, or while a panic passes.
struct Inside<'w> {
    world: &'w mut World,
    scripts: Option<Box<ScriptWorld>>,
}

impl Drop for Inside<'_> {
    fn drop(&mut self) {
        if let Some(mut scripts) = self.scripts.take() {
            std::mem::swap(self.world, &mut scripts.world);
            self.world.insert_resource(ScriptHost::Resting(scripts));
        }
    }
}

/// Gives `work` the world as scripts see it. Everything it does to the world has happened when it returns.
///
/// # Errors
/// [`glotta_core::ErrorKind::Host`] if the world has no scripts (see [`ScriptSetup::start`](crate::ScriptSetup::start)),
/// or if they run already, further up on the stack: who has a [`ScriptWorld`] needs no second one.
pub fn with_scripts<R>(
    world: &mut World,
    work: impl FnOnce(&mut ScriptWorld) -> R,
) -> Result<R, ScriptError> {
    let host = world.get_resource_mut::<ScriptHost>();
    let mut host =
        host.ok_or_else(|| ScriptError::host("this world has no scripts: add ScriptEnginePlugin"))?;
    let scripts = match &mut *host {
        ScriptHost::Resting(_) => match std::mem::replace(&mut *host, ScriptHost::Running) {
            ScriptHost::Resting(scripts) => scripts,
            ScriptHost::Running | ScriptHost::Failed(_) => return Err(running()),
        },
        ScriptHost::Running => return Err(running()),
        ScriptHost::Failed(error) => return Err(error.clone()),
    };
    let mut inside = Inside { world, scripts: Some(scripts) };
    let Some(scripts) = inside.scripts.as_deref_mut() else { return Err(running()) };
    std::mem::swap(inside.world, &mut scripts.world);
    scripts.bindings.enter(&scripts.world);
    Ok(work(scripts))
}

#[cold]
fn running() -> ScriptError {
    ScriptError::host("the scripts of this world are running already")
}

impl ScriptWorld {
    /// The game's world.
    #[inline]
    #[must_use]
    pub fn world(&self) -> &World {
        &self.world
    }

    /// The game's world, to be changed in any way. What is spawned or despawned shows at once.
    #[inline]
    #[must_use]
    pub fn world_mut(&mut self) -> &mut World {
        &mut self.world
    }

    /// An entity that a script named.
    ///
    /// # Errors
    /// [`glotta_core::ErrorKind::NotFound`] if it does not exist.
    pub fn entity(&self, entity: Entity) -> Result<EntityRef<'_>, ScriptError> {
        self.world.get_entity(ecs_entity(entity)?).map_err(|_| no_entity(entity))
    }

    /// An entity that a script named, to be changed.
    ///
    /// # Errors
    /// [`glotta_core::ErrorKind::NotFound`] if it does not exist.
    pub fn entity_mut(&mut self, entity: Entity) -> Result<EntityWorldMut<'_>, ScriptError> {
        self.world.get_entity_mut(ecs_entity(entity)?).map_err(|_| no_entity(entity))
    }

    /// True if the entity exists.
    #[inline]
    #[must_use]
    pub fn is_alive(&self, entity: Entity) -> bool {
        ecs_entity(entity).is_ok_and(|entity| self.world.entities().contains_spawned(entity))
    }

    /// The entity as Bevy holds it, if it exists.
    ///
    /// # Errors
    /// [`glotta_core::ErrorKind::NotFound`] if it does not.
    #[inline]
    pub fn live(&self, entity: Entity) -> Result<EcsEntity, ScriptError> {
        match ecs_entity(entity) {
            Ok(found) if self.world.entities().contains_spawned(found) => Ok(found),
            _ => Err(no_entity(entity)),
        }
    }

    /// The languages and their scripts.
    #[must_use]
    pub fn runtime(&self) -> &Arc<Runtime> {
        &self.runtime
    }

    /// Works with the languages and their scripts, this world being their host.
    pub fn session<R>(&mut self, work: impl FnOnce(&Session<'_>, &mut Self) -> R) -> R {
        let runtime = Arc::clone(&self.runtime);
        let session = runtime.enter();
        work(&session, self)
    }

    /// Where what scripts print and log goes.
    #[must_use]
    pub fn output(&self) -> &Arc<dyn ScriptOutput> {
        &self.output
    }

    /// How many frames of scripts have ended.
    #[must_use]
    pub fn frame(&self) -> u64 {
        self.frame
    }

    /// What `engine.setting` reads.
    #[must_use]
    pub fn settings(&self) -> &Table {
        &self.settings
    }

    /// The one generator of random numbers that scripts share, seeded by [`ScriptSetup`](crate::ScriptSetup): the same
    /// numbers in the same order on every run.
    pub fn random(&mut self) -> &mut fastrand::Rng {
        &mut self.random
    }
}
