//! [`ScriptEnginePlugin`]: scripts in a Bevy app.

use bevy_app::{App, AppExit, Last, MainScheduleOrder, Plugin, Update};
use bevy_ecs::component::Component;
use bevy_ecs::message::Message;
use bevy_ecs::reflect::{AppTypeRegistry, ReflectComponent};
use bevy_ecs::schedule::common_conditions::on_message;
use bevy_ecs::schedule::{IntoScheduleConfigs, ScheduleLabel, SystemSet};
use bevy_ecs::system::IntoSystem;
use bevy_ecs::world::World;
use bevy_reflect::{GetTypeRegistration, Reflect, TypePath, Typed};
use glotta_core::{Language, ScriptApi};
use glotta_runtime::SystemOptions;

use crate::input::InputMap;
use crate::reload::ScriptReloaded;
use crate::script_component::Removals;
use crate::setup::ScriptSetup;
use crate::world::{ScriptWorld, with_scripts};

/// Where scripts run in the app's schedules: order your systems before or after.
#[derive(SystemSet, Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum ScriptSystems {
    /// In [`Update`]: one frame of scripts.
    Frame,
    /// In [`Last`], when the app is about to exit: the end of all scripts. Where an [`AppExit`] is written later than that,
    /// they end after [`Last`].
    Stop,
}

/// After [`Last`]: systems there may be what ends the app.
#[derive(ScheduleLabel, Clone, Debug, PartialEq, Eq, Hash)]
struct AfterLast;

/// Scripts in a Bevy app: runs a frame of them in every [`Update`], and stops them when the app exits: in the update in
/// which an [`AppExit`] is written. A game that ends in another way calls [`stop_scripts`] before its world goes, for a world
/// that is being dropped has nothing left that `on_stop` could use; the output warns where that was forgotten.
///
/// It brings no language: add those with [`ScriptAppExt::add_script_language`]. Scripts see the time of the app's
/// `TimePlugin`; without one, no time passes for them.
#[derive(Clone, Copy, Debug, Default)]
pub struct ScriptEnginePlugin;

impl Plugin for ScriptEnginePlugin {
    fn build(&self, app: &mut App) {
        app.init_resource::<ScriptSetup>()
            .init_resource::<Removals>()
            .add_message::<ScriptReloaded>()
            .add_systems(Update, run_frame.in_set(ScriptSystems::Frame))
            .add_systems(Last, stop.in_set(ScriptSystems::Stop).run_if(on_message::<AppExit>))
            .add_systems(AfterLast, stop.run_if(on_message::<AppExit>));
        // An app without the main schedule runs its own, and ends as it likes.
        if let Some(mut order) = app.world_mut().get_resource_mut::<MainScheduleOrder>()
            && order.labels.contains(&Last.intern())
        {
            order.insert_after(Last, AfterLast);
        }
    }

    fn finish(&self, app: &mut App) {
        start(app.world_mut());
    }
}

/// Starts what was set up, unless it was started already. An error has gone to the output, and stays in the world.
fn start(world: &mut World) {
    if let Some(setup) = world.remove_resource::<ScriptSetup>() {
        let _ = setup.start(world);
    }
}

fn run_frame(world: &mut World) {
    // An app that is updated by hand may never have been finished.
    start(world);
    // Without a start there is no frame, and the reason has been given.
    let _ = with_scripts(world, ScriptWorld::run_frame);
}

fn stop(world: &mut World) {
    stop_scripts(world);
}

/// Ends all scripts of a world, as [`ScriptWorld::stop`] does. Nothing happens if it has none.
pub fn stop_scripts(world: &mut World) {
    let _ = with_scripts(world, ScriptWorld::stop);
}

/// Fills an app's [`ScriptSetup`]. All of it must happen before the app starts to run.
pub trait ScriptAppExt {
    /// Decides something before scripts start.
    fn script_setup(&mut self) -> &mut ScriptSetup;

    /// Adds a language.
    fn add_script_language(&mut self, language: Box<dyn Language>) -> &mut Self;

    /// Adds a block of functions, made by `#[script_api]`.
    fn add_script_api<A: ScriptApi>(&mut self) -> &mut Self;

    /// Adds a script without an entity. They run in the order they were added.
    fn add_script(&mut self, path: impl Into<String>) -> &mut Self;

    /// Puts a system in line with those of scripts, under a name by which scripts control it: `system.disable("physics")`.
    /// It runs with the scripts, in its phase, not in a schedule of the app; see
    /// [`ScriptSetup::add_controlled_system`].
    ///
    /// ```
    /// use bevy_app::App;
    /// use glotta_engine::{ScriptAppExt, ScriptEnginePlugin, SystemPhase};
    ///
    /// fn physics() {}
    ///
    /// let mut app = App::new();
    /// app.add_plugins(ScriptEnginePlugin);
    /// app.add_script_controlled_system("physics", SystemPhase::PostUpdate, physics);
    /// ```
    fn add_script_controlled_system<M>(
        &mut self,
        name: impl Into<String>,
        options: impl Into<SystemOptions>,
        system: impl IntoSystem<(), (), M>,
    ) -> &mut Self;

    /// Gives scripts the actions of a map to ask for. They are read from the app's `InputPlugin`, if it has one.
    fn set_script_input(&mut self, map: InputMap) -> &mut Self;

    /// Makes a type of messages events of scripts too, under its short name, and adds it to the app; see
    /// [`ScriptSetup::bridge_message`].
    ///
    /// ```
    /// use bevy_app::App;
    /// use bevy_ecs::prelude::*;
    /// use bevy_reflect::prelude::*;
    /// use glotta_engine::{ScriptAppExt, ScriptEnginePlugin};
    ///
    /// #[derive(Message, Reflect)]
    /// struct DamageMessage {
    ///     target: Entity,
    ///     amount: f32,
    /// }
    ///
    /// let mut app = App::new();
    /// app.add_plugins(ScriptEnginePlugin);
    /// app.bridge_message::<DamageMessage>();
    /// ```
    fn bridge_message<M>(&mut self) -> &mut Self
    where
        M: Message + Reflect + Typed + TypePath + GetTypeRegistration;

    /// Makes a component reachable by name. Needed only for generic types, and for those that neither have
    /// `#[reflect(Component)]` nor were ever given to an entity when a script first names them.
    fn register_script_component<T>(&mut self) -> &mut Self
    where
        T: Component + Reflect + TypePath + GetTypeRegistration;
}

impl ScriptAppExt for App {
    fn script_setup(&mut self) -> &mut ScriptSetup {
        self.world_mut().get_resource_or_init::<ScriptSetup>().into_inner()
    }

    fn add_script_language(&mut self, language: Box<dyn Language>) -> &mut Self {
        self.script_setup().add_language(language);
        self
    }

    fn add_script_api<A: ScriptApi>(&mut self) -> &mut Self {
        self.script_setup().add_api::<A>();
        self
    }

    fn add_script(&mut self, path: impl Into<String>) -> &mut Self {
        self.script_setup().add_script(path);
        self
    }

    fn add_script_controlled_system<M>(
        &mut self,
        name: impl Into<String>,
        options: impl Into<SystemOptions>,
        system: impl IntoSystem<(), (), M>,
    ) -> &mut Self {
        self.script_setup().add_controlled_system(name, options, system);
        self
    }

    fn set_script_input(&mut self, map: InputMap) -> &mut Self {
        self.script_setup().set_input(map);
        self
    }

    fn bridge_message<M>(&mut self) -> &mut Self
    where
        M: Message + Reflect + Typed + TypePath + GetTypeRegistration,
    {
        self.add_message::<M>();
        self.script_setup().bridge_message::<M>();
        self
    }

    fn register_script_component<T>(&mut self) -> &mut Self
    where
        T: Component + Reflect + TypePath + GetTypeRegistration,
    {
        register_script_component::<T>(self.world_mut());
        self
    }
}

/// Makes a component reachable by name in a world without an app; see [`ScriptAppExt::register_script_component`].
pub fn register_script_component<T>(world: &mut World)
where
    T: Component + Reflect + TypePath + GetTypeRegistration,
{
    world.register_component::<T>();
    let types = world.get_resource_or_init::<AppTypeRegistry>();
    let mut types = types.write();
    types.register::<T>();
    types.register_type_data::<T, ReflectComponent>();
}
