//! Script a Bevy game.

mod project;

pub use project::{ComponentEntry, EntityEntry, Project};
