//! How much of everything there is, for whoever looks for what is kept too long.

use glotta_core::Object;
use glotta_runtime::Census;

use super::ScriptWorld;

/// What a world holds for scripts, counted. A game that does the same again and again counts the same after each time.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct WorldCensus {
    /// Entities, those of the engine's own included.
    pub entities: usize,
    /// Entities with scripts.
    pub entities_with_scripts: usize,
    /// Assets that scripts have loaded, whatever became of them.
    pub assets: usize,
    /// Rows and memory that are kept for columns.
    pub columns: usize,
    /// Scripts that looked for changes in this frame or the last.
    pub looks: usize,
    /// Objects, such as queries and columns, of the whole process: whoever holds them.
    pub objects: usize,
    /// What the runtime holds.
    pub runtime: Census,
}

impl ScriptWorld {
    /// How much of everything there is. Garbage that was not collected counts too.
    #[must_use]
    pub fn census(&mut self) -> WorldCensus {
        WorldCensus {
            entities: self.world.entities().count_spawned() as usize,
            entities_with_scripts: self.attached.entities().count(),
            assets: self.assets.len(),
            columns: self.columns.len(),
            looks: self.queries.looks.len(),
            objects: Object::living(),
            runtime: self.session(|session, _| session.census()),
        }
    }
}
