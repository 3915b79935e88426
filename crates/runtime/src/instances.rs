//! Instances: scripts attached to entities, and the frame that runs their call-backs.
//!
//! Order is part of the contract, since a game must run the same way twice: first the scripts without an
//! entity, in the order they were attached; then the others by path, and those of one script in the order they
//! were attached. An instance attached during a frame starts at the beginning of the next.

use std::collections::HashMap;
use std::sync::Arc;

use glotta_core::{Entity, Host, ScriptError};

use crate::runtime::{ScriptFunction, ScriptId, Session};
use crate::statistics::InstanceStatistics;
use frame::{Due, Stopwatch};
use health::{Ailing, Moment};

#[cfg(doc)]
use crate::ErrorPolicy;

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
    /// One of its call-backs failed: it is tried again in some frames ([`ErrorPolicy::KeepGoing`]).
    Waiting,
    /// One of its call-backs failed, or one of another instance of its script: it rests until the script is reloaded or
    /// [revived](Session::revive).
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
    /// What it failed with last, until it works again.
    pub error: Option<ScriptError>,
}

struct Instance {
    id: InstanceId,
    script: ScriptId,
    entity: Option<Entity>,
    started: bool,
    enabled: bool,
    health: Health,
    statistics: InstanceStatistics,
}

impl Instance {
    fn state(&self) -> InstanceState {
        if self.health.rests() {
            InstanceState::Failed
        } else if !self.enabled {
            InstanceState::Disabled
        } else if self.health.waits() {
            InstanceState::Waiting
        } else if self.started {
            InstanceState::Running
        } else {
            InstanceState::Pending
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
    /// How scripts are of which an instance failed.
    ailing: Ailing,
    /// The instance after which the last frame broke off because its budget was spent, or none for the beginning of its
    /// group; with the group.
    put_off: Option<(usize, Option<InstanceId>)>,
}

impl Instances {
    /// How many instances there are, and how many groups of them.
    pub(crate) fn count(&self) -> (usize, usize) {
        (self.group_of.len(), self.groups.len())
    }

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
        let mut health = Health::default();
        if let Some(error) = self.ailing.paused(script) {
            health.rest(error.clone());
        }
        group.members.push(Instance {
            id,
            script,
            entity: what.entity,
            started: false,
            enabled: true,
            health,
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

    /// Ends an instance: `on_stop` runs if `on_start` had its turn, unless its script has used up its time again and again.
    /// Numbers that are gone are ignored.
    pub fn detach(&self, host: &mut dyn Host, id: InstanceId) {
        let removed = self.inner.instances.borrow_mut().remove(id);
        let Some((Instance { script, entity, started, health, .. }, callbacks)) = removed else { return };
        let had_its_turn = started || health.start_failed();
        if let (true, Some(on_stop)) = (had_its_turn && !self.is_hopeless(script), callbacks.on_stop) {
            let due = Due { id, script, entity, group: usize::MAX, place: usize::MAX };
            self.run(host, due, on_stop, None, &mut Stopwatch::start(), Moment::Later);
        }
    }

    /// Ends an instance without a word to it: for one whose entity is gone already.
    pub fn forget(&self, id: InstanceId) {
        self.inner.instances.borrow_mut().remove(id);
    }

    /// Ends all instances in the reverse of the order they run in, each with its `on_stop`: the end of the game.
    pub fn stop_all(&self, host: &mut dyn Host) {
        self.end_frame();
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
            error: instance.health.error().cloned(),
        })
    }

    /// How many instances there are.
    #[must_use]
    pub fn instance_count(&self) -> usize {
        self.inner.instances.borrow().group_of.len()
    }
}

mod frame;
mod health;
mod reload;

pub(crate) use health::Health;

#[cfg(test)]
mod tests;
