//! Instances: scripts attached to entities, and the frame that runs their call-backs.
//!
//! Order is part of the contract, since a game must run the same way twice: first the scripts without an
//! entity, in the order they were attached; then the others by path, and those of one script in the order they
//! were attached. An instance attached during a frame starts at the beginning of the next.

use std::collections::HashMap;
use std::sync::Arc;
use std::time::{Duration, Instant};

use glotta_core::{Arg, Entity, Host, ScriptError};

use crate::runtime::{ScriptFunction, ScriptId, Session};
use crate::statistics::InstanceStatistics;

/// One script attached to one entity, or one script without an entity; never used again for another.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct InstanceId(u64);

/// What to attach.
#[derive(Clone, Copy, Debug)]
pub struct Attachment<'a> {
    /// The script's path, relative to the project.
    pub script: &'a str,
    /// The entity, or `None` for a script that belongs to the game as a whole.
    pub entity: Option<Entity>,
    /// The name of the function that runs every frame: usually `update`.
    pub update: &'a str,
}

/// Where an instance is in its life.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum InstanceState {
    /// Attached; `on_start` runs at the beginning of the next frame.
    Pending,
    /// Its call-backs run.
    Running,
    /// Switched off by the game.
    Disabled,
    /// One of its call-backs failed: it rests until it is attached again.
    Failed,
}

/// What is known of an instance.
#[derive(Clone, Debug)]
pub struct InstanceStatus {
    /// Its number.
    pub id: InstanceId,
    /// Its script.
    pub script: ScriptId,
    /// Its entity, if it has one.
    pub entity: Option<Entity>,
    /// Where it is in its life.
    pub state: InstanceState,
    /// What it has done so far.
    pub statistics: InstanceStatistics,
}

struct Instance {
    id: InstanceId,
    script: ScriptId,
    entity: Option<Entity>,
    started: bool,
    enabled: bool,
    failed: bool,
    statistics: InstanceStatistics,
}

impl Instance {
    fn state(&self) -> InstanceState {
        match (self.failed, self.enabled, self.started) {
            (true, ..) => InstanceState::Failed,
            (_, false, _) => InstanceState::Disabled,
            (.., false) => InstanceState::Pending,
            _ => InstanceState::Running,
        }
    }
}

/// The instances of one script that run the same update function.
struct Group {
    path: Arc<str>,
    update_name: String,
    of_entities: bool,
    callbacks: Callbacks,
    /// In the order they were attached, which is that of their numbers.
    members: Vec<Instance>,
}

impl Group {
    /// The place of a member, looked for at `guess` first.
    fn place(&self, id: InstanceId, guess: usize) -> Option<usize> {
        if self.members.get(guess).is_some_and(|member| member.id == id) {
            return Some(guess);
        }
        self.members.binary_search_by_key(&id, |member| member.id).ok()
    }
}

#[derive(Clone, Copy)]
struct Callbacks {
    on_start: Option<ScriptFunction>,
    update: Option<ScriptFunction>,
    update_all: Option<ScriptFunction>,
    on_stop: Option<ScriptFunction>,
}

impl Callbacks {
    fn find(session: &Session<'_>, script: ScriptId, update: &str) -> Self {
        let find = |name| session.find(script, name);
        Self {
            on_start: find("on_start"),
            update: find(update),
            update_all: find("update_all"),
            on_stop: find("on_stop"),
        }
    }
}

/// All instances of a runtime.
#[derive(Default)]
pub(crate) struct Instances {
    next: u64,
    groups: Vec<Group>,
    /// The group of each instance.
    group_of: HashMap<InstanceId, usize>,
    /// The groups' places in the order they run.
    order: Vec<usize>,
    pending: Vec<InstanceId>,
}

impl Instances {
    /// The place of the group that an instance belongs to, if there is one.
    fn group_for(&self, path: &str, what: &Attachment<'_>) -> Option<usize> {
        let of_entities = what.entity.is_some();
        self.groups.iter().position(|group| {
            *group.path == *path && group.update_name == what.update && group.of_entities == of_entities
        })
    }

    /// The call-backs of that group. None where it has no members: the script may have been loaded anew since the last
    /// one left.
    fn callbacks_for(&self, path: &str, what: &Attachment<'_>) -> Option<Callbacks> {
        let group = &self.groups[self.group_for(path, what)?];
        (!group.members.is_empty()).then_some(group.callbacks)
    }

    fn insert(
        &mut self,
        script: ScriptId,
        path: &Arc<str>,
        what: &Attachment<'_>,
        callbacks: Callbacks,
    ) -> InstanceId {
        let place = self.group_for(path, what).unwrap_or_else(|| {
            self.groups.push(Group {
                path: Arc::clone(path),
                update_name: what.update.to_owned(),
                of_entities: what.entity.is_some(),
                callbacks,
                members: Vec::new(),
            });
            self.sort();
            self.groups.len() - 1
        });
        let group = &mut self.groups[place];
        if group.members.is_empty() {
            group.callbacks = callbacks;
        }
        let id = InstanceId(self.next);
        self.next += 1;
        group.members.push(Instance {
            id,
            script,
            entity: what.entity,
            started: false,
            enabled: true,
            failed: false,
            statistics: InstanceStatistics::default(),
        });
        self.group_of.insert(id, place);
        self.pending.push(id);
        id
    }

    /// Sorts the groups; the sort is stable, so scripts without an entity keep the order they came in.
    fn sort(&mut self) {
        let groups = &self.groups;
        self.order = (0..groups.len()).collect();
        self.order.sort_by(|&a, &b| {
            let key = |group: &Group| {
                group.of_entities.then(|| (Arc::clone(&group.path), group.update_name.clone()))
            };
            key(&groups[a]).cmp(&key(&groups[b]))
        });
    }

    fn place(&self, id: InstanceId) -> Option<(usize, usize)> {
        let group = *self.group_of.get(&id)?;
        Some((group, self.groups.get(group)?.place(id, usize::MAX)?))
    }

    fn get_mut(&mut self, id: InstanceId) -> Option<&mut Instance> {
        let (group, member) = self.place(id)?;
        Some(&mut self.groups[group].members[member])
    }

    fn remove(&mut self, id: InstanceId) -> Option<(Instance, Callbacks)> {
        let (group, member) = self.place(id)?;
        self.group_of.remove(&id);
        self.pending.retain(|&pending| pending != id);
        let group = &mut self.groups[group];
        Some((group.members.remove(member), group.callbacks))
    }
}

/// One call-back about to run, and where its instance was found.
#[derive(Clone, Copy)]
struct Due {
    id: InstanceId,
    script: ScriptId,
    entity: Option<Entity>,
    group: usize,
    place: usize,
}

/// Measures a series of calls with one reading of the clock each.
struct Stopwatch(Instant);

impl Stopwatch {
    fn start() -> Self {
        Self(Instant::now())
    }

    fn lap(&mut self) -> Duration {
        let now = Instant::now();
        now.duration_since(std::mem::replace(&mut self.0, now))
    }
}

impl Session<'_> {
    /// Attaches a script, which is loaded if it is not yet. Its `on_start` runs at the beginning of the next frame.
    ///
    /// # Errors
    /// As [`load`](Self::load); then nothing is attached.
    pub fn attach(&self, host: &mut dyn Host, what: &Attachment<'_>) -> Result<InstanceId, ScriptError> {
        let script = self.load(host, what.script)?;
        let path = self.path(script);
        // Found while nothing is borrowed: a language that looks a name up may run code, and that may come back here.
        let known = self.inner.instances.borrow().callbacks_for(&path, what);
        let callbacks = known.unwrap_or_else(|| Callbacks::find(self, script, what.update));
        Ok(self.inner.instances.borrow_mut().insert(script, &path, what, callbacks))
    }

    /// Ends an instance: `on_stop` runs if `on_start` had its turn. Numbers that are gone are ignored.
    pub fn detach(&self, host: &mut dyn Host, id: InstanceId) {
        let removed = self.inner.instances.borrow_mut().remove(id);
        let Some((Instance { script, entity, started: true, .. }, callbacks)) = removed else { return };
        if let Some(on_stop) = callbacks.on_stop {
            let due = Due { id, script, entity, group: usize::MAX, place: usize::MAX };
            self.run(host, due, on_stop, None, &mut Stopwatch::start());
        }
    }

    /// Ends an instance without a word to it: for one whose entity is gone already.
    pub fn forget(&self, id: InstanceId) {
        self.inner.instances.borrow_mut().remove(id);
    }

    /// Ends all instances in the reverse of the order they run in, each with its `on_stop`: the end of the game.
    pub fn stop_all(&self, host: &mut dyn Host) {
        let ids: Vec<InstanceId> = {
            let instances = self.inner.instances.borrow();
            let groups = instances.order.iter().rev();
            groups
                .flat_map(|&group| instances.groups[group].members.iter().rev())
                .map(|member| member.id)
                .collect()
        };
        for id in ids {
            self.detach(host, id);
        }
    }

    /// Switches an instance on or off; a pending one starts when it is switched on.
    pub fn set_enabled(&self, id: InstanceId, enabled: bool) {
        if let Some(instance) = self.inner.instances.borrow_mut().get_mut(id) {
            instance.enabled = enabled;
        }
    }

    /// What is known of an instance; `None` when it has ended.
    #[must_use]
    pub fn instance(&self, id: InstanceId) -> Option<InstanceStatus> {
        let instances = self.inner.instances.borrow();
        let (group, member) = instances.place(id)?;
        let instance = &instances.groups[group].members[member];
        Some(InstanceStatus {
            id,
            script: instance.script,
            entity: instance.entity,
            state: instance.state(),
            statistics: instance.statistics,
        })
    }

    /// How many instances there are.
    #[must_use]
    pub fn instance_count(&self) -> usize {
        self.inner.instances.borrow().group_of.len()
    }

    /// Runs one frame: [`start_instances`](Self::start_instances), then
    /// [`update_instances`](Self::update_instances). `dt` is the time since the last frame, in seconds.
    pub fn update<H: Host>(&self, host: &mut H, dt: f64, is_alive: impl Fn(&H, Entity) -> bool) {
        self.start_instances(host, &is_alive);
        self.update_instances(host, dt, is_alive);
    }

    /// Runs `on_start` of the instances that wait for it.
    ///
    /// `is_alive` says whether an entity still exists; an instance whose entity does not is passed over. An
    /// instance that fails is logged and rests; the others run on.
    pub fn start_instances<H: Host>(&self, host: &mut H, is_alive: impl Fn(&H, Entity) -> bool) {
        self.start_pending(host, &is_alive, &mut Stopwatch::start());
    }

    /// Runs the update function of all instances that run, or `update_all` where a script defines it. `dt` is the time
    /// since the last update, in seconds; `is_alive` is that of [`start_instances`](Self::start_instances).
    pub fn update_instances<H: Host>(&self, host: &mut H, dt: f64, is_alive: impl Fn(&H, Entity) -> bool) {
        let mut watch = Stopwatch::start();
        let order = self.inner.instances.borrow().order.clone();
        let mut entities = Vec::new();
        for group in order {
            let callbacks = self.inner.instances.borrow().groups[group].callbacks;
            match callbacks {
                Callbacks { update_all: Some(update_all), .. } => {
                    self.update_together(host, group, update_all, dt, &is_alive, &mut entities, &mut watch);
                }
                Callbacks { update: Some(update), .. } => {
                    self.update_each(host, group, update, dt, &is_alive, &mut watch);
                }
                _ => {}
            }
        }
    }

    fn start_pending<H: Host>(
        &self,
        host: &mut H,
        is_alive: &impl Fn(&H, Entity) -> bool,
        watch: &mut Stopwatch,
    ) {
        let pending = std::mem::take(&mut self.inner.instances.borrow_mut().pending);
        let mut asleep = Vec::new();
        for id in pending {
            let (due, callbacks) = {
                let mut instances = self.inner.instances.borrow_mut();
                let Some((group, place)) = instances.place(id) else { continue };
                let Group { members, callbacks, .. } = &mut instances.groups[group];
                let instance = &mut members[place];
                if !instance.enabled || instance.entity.is_some_and(|entity| !is_alive(host, entity)) {
                    asleep.push(id);
                    continue;
                }
                instance.started = true;
                (Due { id, script: instance.script, entity: instance.entity, group, place }, *callbacks)
            };
            if let Some(on_start) = callbacks.on_start {
                watch.lap();
                self.run(host, due, on_start, None, watch);
            }
        }
        self.inner.instances.borrow_mut().pending.splice(0..0, asleep);
    }

    fn update_each<H: Host>(
        &self,
        host: &mut H,
        group: usize,
        update: ScriptFunction,
        dt: f64,
        is_alive: &impl Fn(&H, Entity) -> bool,
        watch: &mut Stopwatch,
    ) {
        // Members may leave while the loop runs, so it goes by number: the next is the first past the last. Those
        // that join have larger numbers and are pending, so they are met and passed over.
        let mut last: Option<(InstanceId, usize)> = None;
        watch.lap();
        loop {
            let due = {
                let instances = self.inner.instances.borrow();
                let members = &instances.groups[group].members;
                let place = match last {
                    None => 0,
                    Some((id, place)) if members.get(place).is_some_and(|member| member.id == id) => {
                        place + 1
                    }
                    Some((id, _)) => members.partition_point(|member| member.id <= id),
                };
                let Some(instance) = members.get(place) else { break };
                last = Some((instance.id, place));
                if instance.state() != InstanceState::Running {
                    continue;
                }
                Due { id: instance.id, script: instance.script, entity: instance.entity, group, place }
            };
            if due.entity.is_none_or(|entity| is_alive(host, entity)) {
                self.run(host, due, update, Some(dt), watch);
            }
        }
    }

    #[expect(clippy::too_many_arguments, reason = "the parts of one loop, which share its buffers")]
    fn update_together<H: Host>(
        &self,
        host: &mut H,
        group: usize,
        update_all: ScriptFunction,
        dt: f64,
        is_alive: &impl Fn(&H, Entity) -> bool,
        entities: &mut Vec<Entity>,
        watch: &mut Stopwatch,
    ) {
        entities.clear();
        let (of_entities, any) = {
            let instances = self.inner.instances.borrow();
            let Group { members, of_entities, .. } = &instances.groups[group];
            let mut any = false;
            for instance in members.iter().filter(|member| member.state() == InstanceState::Running) {
                any = true;
                entities.extend(instance.entity.filter(|&entity| is_alive(host, entity)));
            }
            (*of_entities, any)
        };
        if !any || (of_entities && entities.is_empty()) {
            return;
        }
        watch.lap();
        let together = [Arg::Entities(entities), Arg::Float(dt)];
        let arguments = if of_entities { &together[..] } else { &together[1..] };
        let outcome = self.call(host, update_all, arguments);
        let time = watch.lap();
        self.record(update_all.script(), time, outcome.is_err());
        let mut instances = self.inner.instances.borrow_mut();
        let members = &mut instances.groups[group].members;
        for instance in members.iter_mut().filter(|member| member.state() == InstanceState::Running) {
            // Which entity is to blame cannot be told: the whole script rests.
            instance.failed = outcome.is_err();
            instance.statistics.executions += 1;
        }
        drop(instances);
        if let Err(error) = outcome {
            self.report(&error);
        }
    }

    /// Calls one call-back of an instance, with its entity if it has one and `dt` if it is given; counts and times
    /// it, and puts the instance to rest if it fails.
    fn run(
        &self,
        host: &mut dyn Host,
        due: Due,
        function: ScriptFunction,
        dt: Option<f64>,
        watch: &mut Stopwatch,
    ) {
        let outcome = match (due.entity, dt.map(Arg::Float)) {
            (Some(entity), Some(dt)) => self.call(host, function, &[Arg::Entity(entity), dt]),
            (Some(entity), None) => self.call(host, function, &[Arg::Entity(entity)]),
            (None, Some(dt)) => self.call(host, function, &[dt]),
            (None, None) => self.call(host, function, &[]),
        };
        let time = watch.lap();
        self.record(due.script, time, outcome.is_err());
        let mut instances = self.inner.instances.borrow_mut();
        // The call may have ended this instance, or moved it by ending others.
        if let Some(group) = instances.groups.get_mut(due.group)
            && let Some(place) = group.place(due.id, due.place)
        {
            let instance = &mut group.members[place];
            instance.statistics.record(time);
            instance.failed |= outcome.is_err();
        }
        drop(instances);
        if let Err(error) = outcome {
            self.report(&error);
        }
    }
}

mod reload;

#[cfg(test)]
mod tests;
