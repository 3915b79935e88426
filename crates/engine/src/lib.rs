//! The scripting interface of Glotta on the Bevy engine's crates: what scripts can do to a game, the same in every
//! language. No language is known here.
//!
//! | module | what lives there |
//! |---|---|
//! | [`ScriptWorld`] (`world`) | the game's world while scripts run: what bound functions work on, the host of every call |
//! | [`api`] | the modules that scripts see: `entity`, `component`, `engine`, `script`, `system`, `save` and more |
//! | `binding` | component types by name, and the model of their fields |
//! | `access` | components by id: all unsafe code |
//! | `columns` | a field over all entities of a query, worked on as a whole |
//! | `reflect` | between Bevy's reflection and the values of scripts |
//! | [`input`] | named actions, what they are bound to, and input that is recorded and played again |
//! | `scripts` | instances in line with [`ScriptComponent`]s, and the frame |
//! | `assets` | files of the project as scripts load them, and the back ends that do it ([`AssetBackend`]) |
//! | `saves` | values that outlive the game, and where they lie ([`SaveStore`]) |
//! | `messages` | messages of the game that are events of scripts too |
//! | `templates`, [`document`] | entities from data files, and such files read with the places in them |
//! | [`ScriptEnginePlugin`], [`ScriptSetup`] | putting it into an app, or into a bare world |
//! | [`world_hash`] | a world as one number |
//!
//! # A component that scripts can use
//!
//! ```
//! use bevy_ecs::prelude::*;
//! use bevy_reflect::prelude::*;
//!
//! /// How much a unit can take.
//! #[derive(Component, Reflect, Default)]
//! #[reflect(Component, Default)]
//! struct Health {
//!     /// Points; the unit dies at zero.
//!     points: f32,
//! }
//! ```
//!
//! is all there is to do: `component.add(e, "Health", {points = 10})` in Lua. Neither attribute is needed: with
//! `Default`, scripts can leave fields out, and with `Component`, the component is known before an entity has it.

mod access;
pub mod api;
mod assets;
mod binding;
mod columns;
mod convert;
pub mod document;
mod hash;
pub mod input;
mod messages;
mod output;
mod plugin;
mod population;
mod reflect;
mod reload;
mod saves;
mod script_component;
mod scripts;
mod setup;
mod tags;
mod templates;
mod world;

pub use glotta_runtime::{SystemOptions, SystemPhase};

#[cfg(feature = "bevy_asset")]
pub use assets::BevyAssets;
pub use assets::{AssetBackend, AssetContext, AssetProgress};
pub use convert::{ecs_entity, script_entity};
pub use hash::world_hash;
pub use output::{LogLevel, LogOutput, MemoryOutput, Output, ScriptOutput};
pub use plugin::{ScriptAppExt, ScriptEnginePlugin, ScriptSystems, register_script_component, stop_scripts};
pub use population::game_entities;
pub use reload::ScriptReloaded;
pub use saves::{FolderSaves, MOST_SAVE_BYTES, MemorySaves, SaveStore, check_save_name};
pub use script_component::{ScriptComponent, ScriptData, ScriptInstance, ScriptInstanceStatistics};
pub use setup::ScriptSetup;
pub use tags::Tags;
pub use world::{ScriptWorld, SystemTime, WorldCensus, with_scripts};
