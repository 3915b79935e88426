//! What scripts see: one block of functions a module, each with its documentation for the people who write
//! scripts.

mod asset;
mod column;
mod component;
mod define;
mod engine;
mod entity;
mod event;
mod family;
mod input;
mod inspect;
mod query;
mod save;
mod script;
mod system;

pub use asset::AssetApi;
pub use column::{ColumnApi, QueryColumnApi};
pub use component::ComponentApi;
pub use define::DefineApi;
pub use engine::EngineApi;
pub use entity::EntityApi;
pub use event::EventApi;
pub use family::FamilyApi;
use glotta_core::{Module, ScriptApi as _};
pub use input::InputApi;
pub use inspect::InspectApi;
pub use query::QueryApi;
pub use save::SaveApi;
pub use script::ScriptsApi;
pub use system::SystemApi;

/// The engine's modules.
pub static MODULES: [&Module; 15] = [
    EntityApi::MODULE,
    FamilyApi::MODULE,
    ComponentApi::MODULE,
    InspectApi::MODULE,
    QueryApi::MODULE,
    QueryColumnApi::MODULE,
    ColumnApi::MODULE,
    DefineApi::MODULE,
    EngineApi::MODULE,
    AssetApi::MODULE,
    EventApi::MODULE,
    InputApi::MODULE,
    SaveApi::MODULE,
    ScriptsApi::MODULE,
    SystemApi::MODULE,
];
