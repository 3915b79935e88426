//! Script a Bevy game, with one interface for every scripting language.
//!
//! A game adds [`GlottaPlugin`], and from then on its entities can have scripts:
//!
//! ```no_run
//! use bevy_app::App;
//! use glotta::prelude::*;
//!
//! App::new()
//!     .add_plugins(GlottaPlugin::new("assets/scripts"))
//!     .add_script("game.lua")
//!     .run();
//! ```
//!
//! - Entities get scripts with [`ScriptComponent`](engine::ScriptComponent).
//! - Every component that derives `Component` and `Reflect` is reachable by its name.
//! - A game's own functions are bound with [`macro@script_api`] and registered with `add_script_api`.
//! - What scripts print and where their errors go is up to [`ScriptOutput`](engine::ScriptOutput).
//!
//! A game that is nothing but scripts needs no Rust: [`Project`] reads its `glotta.toml`, and [`Game`] runs it
//! without a window. That is what the command `glotta` does.
//!
//! # Features
//!
//! | feature | language | |
//! |---|---|---|
//! | `lua` | Lua 5.4 | on by default |
//! | `python` | CPython 3.11 or later | on by default |
//! | `angelscript` | AngelScript 2.35 or later | on by default |
//!
//! The feature `bevy_asset`, which is off by default, lets scripts load a game's own types of assets, through
//! `engine::BevyAssets`. It does not work on WASI.
//!
//! Lua is built with the game; the libraries of Python and AngelScript must be there. AngelScript's can be built from its
//! SDK, in the folder that the variable `ANGELSCRIPT_SDK` names.

mod execute;
mod game;
mod plugin;
mod project;

pub use execute::execute_file;
pub use game::{Game, GameOptions, GameStatus, LanguageSummary, Summary};
pub use glotta_core as core;
pub use glotta_engine as engine;
pub use glotta_macros::script_api;
pub use glotta_runtime as runtime;
pub use plugin::{DEFAULT_MEMORY_LIMIT, GlottaPlugin, languages};
pub use project::{ComponentEntry, EntityEntry, Project};

/// What most games need, beside Bevy's own prelude: the two share no name that means different things.
///
/// So [`ScriptEntity`](prelude::ScriptEntity) is the entity of scripts (`glotta::core::Entity`); it converts to Bevy's
/// and back with [`engine::ecs_entity`] and [`engine::script_entity`].
pub mod prelude {
    pub use glotta_core::{
        Arg, Callback, Entity as ScriptEntity, ErrorKind, Host, Quat, ScriptError, Table, Value, Vec2, Vec3,
    };
    pub use glotta_engine::{
        ScriptAppExt, ScriptComponent, ScriptInstance, ScriptOutput, ScriptSystems, ScriptWorld, Tags,
        stop_scripts, with_scripts,
    };
    pub use glotta_macros::script_api;

    pub use crate::GlottaPlugin;
}
