//! Scripts on entities: brings the runtime's instances in line with the world's components, and runs frames.

use std::time::{Duration, Instant};

use bevy_ecs::change_detection::Tick;
use bevy_ecs::entity::Entity as EcsEntity;
use bevy_ecs::query::{Changed, QueryState};
use bevy_platform::collections::HashMap;
use bevy_time::Time;
use glotta_core::{Callback, Entity, ScriptError};
use glotta_runtime::{Attachment, InstanceId, InstanceState, InstanceStatus, Runtime};

use crate::convert::{no_entity, script_entity};
use crate::script_component::{Removals, ScriptComponent, ScriptInstance, ScriptInstanceStatistics};
use crate::world::ScriptWorld;

/// How many frames pass between two updates of [`ScriptInstance::statistics`].
const STATISTICS_EVERY: u64 = 60;

/// The scripts that the runtime runs for the world.
pub(crate) struct Attached {
    /// Scripts without an entity that wait for the first frame, in order.
    waiting: Vec<String>,
    /// Scripts without an entity that could not be loaded, in order.
    failed: Vec<String>,
    /// The scripts of each entity, as its component listed them when it was looked at last.
    of_entities: HashMap<EcsEntity, Vec<AttachedScript>>,
    changed: Option<QueryState<EcsEntity, Changed<ScriptComponent>>>,
    /// When the components were looked at last.
    seen: Tick,
    /// What the last frame of scripts took.
    time: Duration,
    stopped: bool,
}

struct AttachedScript {
    /// The path as the component gives it.
    script: String,
    /// The same path as the runtime writes it.
    path: String,
    update: String,
    enabled: bool,
    /// The instance; none if the script could not be loaded.
    id: Option<InstanceId>,
}

impl AttachedScript {
    fn is(&self, wanted: &ScriptInstance) -> bool {
        self.script == wanted.script && self.update == wanted.update && self.enabled == wanted.enabled
    }
}

impl Attached {
    pub(crate) fn new(waiting: Vec<String>) -> Self {
        Self {
            waiting,
            failed: Vec::new(),
            of_entities: HashMap::default(),
            changed: None,
            seen: Tick::new(0),
            time: Duration::ZERO,
            stopped: false,
        }
    }

    /// Whether all scripts were ended.
    pub(crate) fn is_stopped(&self) -> bool {
        self.stopped
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.of_entities.is_empty()
    }

    /// The entities that have scripts, in no order.
    pub(crate) fn entities(&self) -> impl Iterator<Item = EcsEntity> {
        self.of_entities.keys().copied()
    }

    /// The scripts without an entity that could not be loaded from that path; they are forgotten.
    pub(crate) fn take_failed(&mut self, runtime: &Runtime, path: &str) -> Vec<String> {
        // A path without its extension means a file only when that is there.
        self.failed.extract_if(.., |script| script == path || path_of(runtime, script) == path).collect()
    }

    /// The entities that have no instance of a script because it could not be loaded, in the order of their indices.
    /// Their lines of it are forgotten, so that it is attached when they are looked at.
    pub(crate) fn take_waiting_for(&mut self, runtime: &Runtime, path: &str) -> Vec<EcsEntity> {
        let is_meant = |one: &str| one == path || path_of(runtime, one) == path;
        let mut waiting = Vec::new();
        for (&entity, scripts) in &mut self.of_entities {
            let before = scripts.len();
            scripts.retain(|one| one.id.is_some() || !is_meant(&one.path));
            if scripts.len() < before {
                waiting.push(entity);
            }
        }
        waiting.sort_unstable_by_key(|entity| (entity.index_u32(), entity.to_bits()));
        waiting
    }
}

/// The script that a line of a component means. It must mean the same whenever it is looked at, so no matter which
/// script runs.
fn path_of(runtime: &Runtime, script: &str) -> String {
    // A path that is no good is refused, with its reason, when it is loaded.
    runtime.enter().resolve(script, None).unwrap_or_else(|_| script.to_owned())
}

impl ScriptWorld {
    /// Runs one frame of scripts: takes the state of the [input](crate::input), reloads those that changed, looks after
    /// [assets](crate::AssetBackend), brings instances in line with the [`ScriptComponent`]s of the world, calls those who
    /// listen to actions, then `on_start` of the new ones, then all systems by phase, priority and name, the updates of
    /// scripts among them in the runtime's fixed order; then events are delivered. `dt` is the time the world's [`Time`]
    /// says has passed. Errors go to the [output](Self::output).
    ///
    /// The plugin calls this once an update. After [`stop`](Self::stop) it does nothing.
    pub fn run_frame(&mut self) {
        if self.attached.stopped {
            return;
        }
        let start = Instant::now();
        self.begin_input();
        self.reload_changes();
        self.advance_assets();
        self.attach_waiting();
        self.reconcile();
        self.tell_listeners();
        self.queries.looks.begin_frame(self.frame, self.attached.seen);
        let dt = self.world.get_resource::<Time>().map_or(0.0, Time::delta_secs_f64);
        self.run_systems(dt);
        self.deliver_events();
        self.frame += 1;
        self.attached.time = start.elapsed();
        if self.frame.is_multiple_of(STATISTICS_EVERY) {
            self.write_statistics();
        }
        self.report_errors();
    }

    /// How long the last frame of scripts took, the engine's work for them included.
    #[must_use]
    pub fn scripts_time(&self) -> Duration {
        self.attached.time
    }

    /// Ends all scripts: `on_stop` of every instance whose `on_start` had its turn, once, in the reverse of the order in which
    /// updates run; then the events that wait are delivered; then comes what `engine.on_cleanup` was given; then all scripts
    /// are unloaded, the last loaded first, and their finalisers run. Each of these calls has the time of any other call.
    /// Errors go to the [output](Self::output). Frames after this one run no scripts, and to stop them again does nothing.
    pub fn stop(&mut self) {
        if self.attached.stopped {
            return;
        }
        self.attached.stopped = true;
        self.write_statistics();
        self.session(|session, world| session.stop_all(world));
        self.deliver_events();
        self.session(|session, world| {
            session.clean_up(world);
            session.end_events();
            session.end_systems();
            session.unload_all(world);
        });
        self.attached.of_entities.clear();
        self.report_errors();
    }

    /// Passes on the errors that no script caught since the last time.
    pub fn report_errors(&mut self) {
        for error in self.session(|session, _| session.take_new_errors()) {
            self.output.error(&error);
        }
    }

    fn attach_waiting(&mut self) {
        for script in std::mem::take(&mut self.attached.waiting) {
            self.attach_to_the_game(script);
        }
    }

    /// Attaches a script without an entity; one that cannot be loaded waits until it can.
    pub(crate) fn attach_to_the_game(&mut self, script: String) {
        let what = Attachment { script: &script, entity: None, update: "update" };
        // The runtime has logged the error; the other scripts run.
        if self.session(|session, world| session.attach(world, &what)).is_err() {
            self.attached.failed.push(path_of(&self.runtime, &script));
        }
    }

    /// Brings the runtime's instances in line with the components that changed or went since the last time.
    fn reconcile(&mut self) {
        let world = &mut self.world;
        let mut entities = std::mem::take(&mut world.get_resource_or_init::<Removals>().0);
        // A tick of our own: what scripts change from here on is new again next time.
        let seen = self.attached.seen;
        let changed = self.attached.changed.get_or_insert_with(|| QueryState::new(world));
        world.last_change_tick_scope(seen, |world| entities.extend(changed.iter(world)));
        self.attached.seen = world.increment_change_tick();
        if entities.is_empty() {
            return;
        }
        // The order of a query is that of its tables; that of indices is the same whatever else the entities have.
        entities.sort_unstable_by_key(|entity| (entity.index_u32(), entity.to_bits()));
        entities.dedup();
        entities.retain(|&entity| !self.is_in_line(entity));
        for &entity in &entities {
            self.end_unwanted(entity);
        }
        for &entity in &entities {
            self.attach_wanted(entity);
        }
    }

    fn wanted(&self, entity: EcsEntity) -> &[ScriptInstance] {
        self.world.get::<ScriptComponent>(entity).map_or(&[], |component| &component.scripts)
    }

    fn is_in_line(&self, entity: EcsEntity) -> bool {
        let wanted = self.wanted(entity);
        let attached = self.attached.of_entities.get(&entity).map_or(&[][..], Vec::as_slice);
        wanted.len() == attached.len() && wanted.iter().zip(attached).all(|(one, other)| other.is(one))
    }

    /// Ends the instances that an entity's component does not list any more.
    fn end_unwanted(&mut self, entity: EcsEntity) {
        let Some(attached) = self.attached.of_entities.remove(&entity) else { return };
        let wanted: Vec<(String, String)> = self
            .wanted(entity)
            .iter()
            .map(|script| (path_of(&self.runtime, &script.script), script.update.clone()))
            .collect();
        let (kept, ended): (Vec<_>, Vec<_>) = attached
            .into_iter()
            .partition(|one| wanted.iter().any(|(path, update)| one.path == *path && one.update == *update));
        if !kept.is_empty() {
            self.attached.of_entities.insert(entity, kept);
        }
        self.detach_all(ended);
    }

    fn detach_all(&mut self, ended: Vec<AttachedScript>) {
        self.session(|session, world| {
            for id in ended.into_iter().filter_map(|one| one.id) {
                session.detach(world, id);
            }
        });
    }

    /// Attaches what an entity's component lists and has no instance yet, and switches the others on or off.
    pub(crate) fn attach_wanted(&mut self, entity: EcsEntity) {
        let wanted = self.wanted(entity).to_vec();
        let mut attached = self.attached.of_entities.remove(&entity).unwrap_or_default();
        let mut now: Vec<AttachedScript> = Vec::with_capacity(wanted.len());
        for ScriptInstance { script, update, enabled, .. } in wanted {
            let path = path_of(&self.runtime, &script);
            // Each line of the component has a line here, so that comparing them is quick; a script that is listed
            // twice has one instance, at the first.
            if now.iter().any(|one| one.path == path && one.update == update) {
                now.push(AttachedScript { script, path, update, enabled, id: None });
                continue;
            }
            let known = attached.iter().position(|one| one.path == path && one.update == update);
            let id = match known {
                Some(known) => attached.swap_remove(known).id,
                None => {
                    let entity = Some(script_entity(entity));
                    let what = Attachment { script: &path, entity, update: &update };
                    // The error is logged; the line stays here so that it is not tried every frame.
                    self.session(|session, world| {
                        let attached = session.attach(world, &what);
                        if let Err(error) = &attached
                            && session.is_running()
                        {
                            // The script that runs attaches another one to the entity, and gets only that one's error.
                            session.report_failed(&path, error);
                        }
                        attached.ok()
                    })
                }
            };
            if let Some(id) = id {
                self.session(|session, _| session.set_enabled(id, enabled));
            }
            now.push(AttachedScript { script, path, update, enabled, id });
        }
        // A script's body may have attached more to this very entity while it ran; what it attached twice is let go,
        // before it has begun.
        for inner in self.attached.of_entities.remove(&entity).unwrap_or_default() {
            match now.iter_mut().find(|one| one.path == inner.path && one.update == inner.update) {
                None => now.push(inner),
                Some(one) if one.id.is_none() => one.id = inner.id,
                Some(_) => {
                    if let Some(id) = inner.id {
                        self.session(|session, _| session.forget(id));
                    }
                }
            }
        }
        if !now.is_empty() {
            self.attached.of_entities.insert(entity, now);
        }
    }

    /// Whether an entity has the script of that path.
    pub(crate) fn is_attached(&self, path: &str) -> bool {
        let mut attached = self.attached.of_entities.values().flatten();
        attached.any(|one| one.path == path && one.id.is_some())
    }

    /// Ends all scripts of an entity, now.
    pub(crate) fn end_scripts(&mut self, entity: EcsEntity) {
        if let Some(ended) = self.attached.of_entities.remove(&entity) {
            self.detach_all(ended);
        }
    }

    /// Attaches a script to an entity; its `on_start` runs at the beginning of the next frame. A script that is
    /// attached already stays as it is.
    ///
    /// # Errors
    /// [`glotta_core::ErrorKind::NotFound`] if the entity or the script does not exist, or whatever the script's body
    /// raised when it was loaded. Then nothing is attached.
    pub fn attach(&mut self, entity: Entity, script: &str) -> Result<(), ScriptError> {
        let found = self.live(entity)?;
        let path = self.path_meant(script)?;
        if self.wanted(found).iter().any(|one| path_of(&self.runtime, &one.script) == path) {
            return Ok(());
        }
        // What the component lists and was not looked at yet comes first.
        if !self.is_in_line(found) {
            self.end_unwanted(found);
            self.attach_wanted(found);
        }
        let instance = ScriptInstance::new(path.clone());
        let what = Attachment { script: &path, entity: Some(entity), update: &instance.update };
        let id = self.session(|session, world| session.attach(world, &what))?;
        // The script's body ran, and may have done anything.
        let Ok(mut holder) = self.world.get_entity_mut(found) else {
            self.session(|session, _| session.forget(id));
            return Err(no_entity(entity));
        };
        let attached = AttachedScript {
            script: path.clone(),
            path,
            update: instance.update.clone(),
            enabled: true,
            id: Some(id),
        };
        match holder.get_mut::<ScriptComponent>() {
            Some(mut component) => component.scripts.push(instance),
            None => drop(holder.insert(ScriptComponent::default().with(instance))),
        }
        self.attached.of_entities.entry(found).or_default().push(attached);
        Ok(())
    }

    /// Detaches a script from an entity: its `on_stop` runs now, if its `on_start` did. False if the entity has no such
    /// script.
    ///
    /// # Errors
    /// [`glotta_core::ErrorKind::NotFound`] if the entity does not exist.
    pub fn detach(&mut self, entity: Entity, script: &str) -> Result<bool, ScriptError> {
        let found = self.live(entity)?;
        let path = self.path_meant(script).unwrap_or_else(|_| script.to_owned());
        let ended: Vec<AttachedScript> = match self.attached.of_entities.get_mut(&found) {
            Some(attached) => attached.extract_if(.., |one| one.path == path).collect(),
            None => Vec::new(),
        };
        let listed = self.wanted(found).iter().any(|one| path_of(&self.runtime, &one.script) == path);
        if listed && let Some(mut component) = self.world.get_mut::<ScriptComponent>(found) {
            component.scripts.retain(|one| path_of(&self.runtime, &one.script) != path);
        }
        self.detach_all(ended);
        Ok(listed)
    }

    /// The script that a path means to the script that runs now.
    fn path_meant(&mut self, path: &str) -> Result<String, ScriptError> {
        self.session(|session, _| session.resolve(path, session.current()))
    }

    /// The path of the script that runs now; `None` while none does.
    #[must_use]
    pub fn running_script(&mut self) -> Option<String> {
        self.session(|session, _| session.current().map(|script| session.path(script).to_string()))
    }

    /// Has `callback` called when the running script is unloaded or the scripts are stopped.
    ///
    /// # Errors
    /// [`glotta_core::ErrorKind::Host`] if no script runs.
    pub fn on_cleanup(&mut self, callback: Callback) -> Result<(), ScriptError> {
        self.session(|session, _| match session.current() {
            Some(script) => {
                session.on_clean_up(script, callback);
                Ok(())
            }
            None => Err(ScriptError::host("no script is running")),
        })
    }

    /// What the runtime knows of the scripts of an entity, in the order its component lists them.
    #[must_use]
    pub fn instances_of(&mut self, entity: Entity) -> Vec<InstanceStatus> {
        let Ok(entity) = self.live(entity) else { return Vec::new() };
        let ids: Vec<InstanceId> = match self.attached.of_entities.get(&entity) {
            Some(attached) => attached.iter().filter_map(|one| one.id).collect(),
            None => Vec::new(),
        };
        self.session(|session, _| ids.iter().filter_map(|&id| session.instance(id)).collect())
    }

    /// Brings [`ScriptInstance::statistics`] up to date, without marking the components as changed.
    pub fn write_statistics(&mut self) {
        let runtime = std::sync::Arc::clone(&self.runtime);
        let session = runtime.enter();
        for (&entity, attached) in &self.attached.of_entities {
            let Some(mut component) = self.world.get_mut::<ScriptComponent>(entity) else { continue };
            let component =
                bevy_ecs::change_detection::DetectChangesMut::bypass_change_detection(&mut component);
            for (line, one) in component.scripts.iter_mut().zip(attached) {
                let status = one.id.and_then(|id| session.instance(id));
                if let Some(InstanceStatus { state, statistics, .. }) = status {
                    line.statistics = ScriptInstanceStatistics {
                        executions: statistics.executions,
                        total_time: statistics.total_time,
                        failed: state == InstanceState::Failed,
                    };
                }
            }
        }
    }
}
