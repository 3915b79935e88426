//! What has changed since a script looked last.

use bevy_ecs::change_detection::Tick;
use bevy_platform::collections::HashMap;
use glotta_core::{Entity, ScriptError};
use glotta_runtime::ScriptId;

use super::ScriptWorld;
use crate::convert::script_entity;

/// When scripts looked for changes.
pub(crate) struct Looks {
    /// When the frame before this one began, and this one.
    frames: [Tick; 2],
    /// The last frame in which each script looked; none is code that runs outside of scripts.
    of_scripts: HashMap<Option<ScriptId>, Look>,
}

#[derive(Clone, Copy)]
struct Look {
    /// The frame in which the script looked.
    frame: u64,
    /// What is newer than this has changed, for the script in that frame.
    since: Tick,
    /// When it looked first in that frame.
    at: Tick,
}

impl Default for Looks {
    fn default() -> Self {
        Self { frames: [Tick::new(0); 2], of_scripts: HashMap::default() }
    }
}

impl Looks {
    /// Notes that the frame of that number begins: what was written so far is not newer than `now`.
    pub(crate) fn begin_frame(&mut self, frame: u64, now: Tick) {
        self.frames = [self.frames[1], now];
        // A look from before the last frame says no more than none, and its script may be gone.
        self.of_scripts.retain(|_, look| look.frame + 1 >= frame);
    }

    /// How many looks are remembered.
    pub(crate) fn len(&self) -> usize {
        self.of_scripts.len()
    }
}

impl ScriptWorld {
    /// What is newer than this has changed, for the script that runs now: when it first asked for this in the frame before
    /// this one, or when that frame began if it did not. The same for all of a frame.
    pub(crate) fn changed_since(&mut self) -> Tick {
        let script = self.session(|session, _| session.current());
        let (frame, looks) = (self.frame, &mut self.queries.looks);
        let since = match looks.of_scripts.get(&script) {
            Some(look) if look.frame == frame => return look.since,
            Some(look) if look.frame + 1 == frame => look.at,
            _ => looks.frames[0],
        };
        // A tick of its own: what is written from here on is newer.
        let at = self.world.increment_change_tick();
        looks.of_scripts.insert(script, Look { frame, since, at });
        since
    }

    /// True if the entity's component was added or written since [`changed_since`](Self::changed_since).
    ///
    /// # Errors
    /// [`glotta_core::ErrorKind::NotFound`] if the entity or the component type does not exist.
    pub fn component_changed(&mut self, entity: Entity, component: &str) -> Result<bool, ScriptError> {
        let found = self.live(entity)?;
        let Some(id) = self.bindings.resolve_seen(&mut self.world, component)? else { return Ok(false) };
        let column = self.binding(id)?.column.component();
        let since = self.changed_since();
        let now = self.world.change_tick();
        let ticks = self.world.get_entity(found).ok().and_then(|found| found.get_change_ticks_by_id(column));
        Ok(ticks.is_some_and(|ticks| ticks.is_changed(since, now)))
    }

    /// The entities whose component of that type was added or written since [`changed_since`](Self::changed_since), in
    /// the order of their indices.
    ///
    /// # Errors
    /// [`glotta_core::ErrorKind::NotFound`] if there is no such component type.
    pub fn with_changed_component(&mut self, component: &str) -> Result<Vec<Entity>, ScriptError> {
        let id = self.bindings.resolve_seen(&mut self.world, component)?;
        // Looking counts, even where there is nothing to see yet.
        let since = self.changed_since();
        let Some(binding) = id.and_then(|id| self.bindings.get_mut(id)) else { return Ok(Vec::new()) };
        let (column, mut entities) = (binding.column.component(), binding.entities(&mut self.world));
        let now = self.world.change_tick();
        entities.retain(|&entity| {
            let ticks =
                self.world.get_entity(entity).ok().and_then(|found| found.get_change_ticks_by_id(column));
            ticks.is_some_and(|ticks| ticks.is_changed(since, now))
        });
        Ok(entities.into_iter().map(script_entity).collect())
    }
}
