//! The frame: `on_start` of those that wait for it, and the update functions.

use std::time::{Duration, Instant};

use glotta_core::{Arg, Entity, Host};

use super::health::Moment;
use super::{Callbacks, Group, InstanceId, InstanceState};
use crate::runtime::{ScriptFunction, ScriptId, Session};

/// One call-back about to run, and where its instance was found.
#[derive(Clone, Copy)]
pub(super) struct Due {
    pub(super) id: InstanceId,
    pub(super) script: ScriptId,
    pub(super) entity: Option<Entity>,
    pub(super) group: usize,
    pub(super) place: usize,
}

/// Measures a series of calls with one reading of the clock each.
pub(super) struct Stopwatch(Instant);

impl Stopwatch {
    pub(super) fn start() -> Self {
        Self(Instant::now())
    }

    fn lap(&mut self) -> Duration {
        let now = Instant::now();
        now.duration_since(std::mem::replace(&mut self.0, now))
    }
}

/// One update of all instances, under way.
struct Round {
    dt: f64,
    watch: Stopwatch,
    /// Whether an instance has run, so that the frame may break off: one runs at least.
    begun: bool,
    entities: Vec<Entity>,
}

/// The members of a group that are to run: those after one, up to and with another.
#[derive(Clone, Copy)]
struct Part {
    after: Option<InstanceId>,
    last: Option<InstanceId>,
}

impl Session<'_> {
    /// Runs one frame: [`start_instances`](Self::start_instances), then
    /// [`update_instances`](Self::update_instances). `dt` is the time since the last frame, in seconds.
    pub fn update<H: Host>(&self, host: &mut H, dt: f64, is_alive: impl Fn(&H, Entity) -> bool) {
        self.start_instances(host, &is_alive);
        self.update_instances(host, dt, is_alive);
    }

    /// Runs `on_start` of the instances that wait for it. The budget of the frame is counted from here to the end of
    /// [`deliver_events`](Self::deliver_events); those for which it leaves no time wait on.
    ///
    /// `is_alive` says whether an entity still exists; an instance whose entity does not is passed over. What becomes of
    /// an instance that fails is told by its [`ErrorPolicy`](crate::ErrorPolicy); the others run on.
    pub fn start_instances<H: Host>(&self, host: &mut H, is_alive: impl Fn(&H, Entity) -> bool) {
        let mut watch = Stopwatch::start();
        self.begin_frame(watch.0);
        let pending = std::mem::take(&mut self.inner.instances.borrow_mut().pending);
        let mut asleep = Vec::new();
        let mut begun = false;
        for (place, &id) in pending.iter().enumerate() {
            if begun && self.is_frame_over(watch.0) {
                asleep.extend(&pending[place..]);
                self.report_put_off();
                break;
            }
            let (due, callbacks) = {
                let mut instances = self.inner.instances.borrow_mut();
                let Some((group, place)) = instances.place(id) else { continue };
                let Group { members, callbacks, .. } = &mut instances.groups[group];
                let instance = &mut members[place];
                if !instance.enabled
                    || instance.health.pass()
                    || instance.entity.is_some_and(|entity| !is_alive(host, entity))
                {
                    asleep.push(id);
                    continue;
                }
                instance.started = true;
                (Due { id, script: instance.script, entity: instance.entity, group, place }, *callbacks)
            };
            if let Some(on_start) = callbacks.on_start {
                watch.lap();
                self.run(host, due, on_start, None, &mut watch, Moment::Start);
                begun = true;
            }
        }
        self.inner.instances.borrow_mut().pending.splice(0..0, asleep);
    }

    /// Runs the update function of all instances that run, or `update_all` where a script defines it. `dt` is the time
    /// since the last update, in seconds; `is_alive` is that of [`start_instances`](Self::start_instances).
    ///
    /// If the budget of the frame is spent, those that come later wait for the next frame, which begins with them: so each
    /// has its turn, once a frame at most. They are not told of the time in between.
    pub fn update_instances<H: Host>(&self, host: &mut H, dt: f64, is_alive: impl Fn(&H, Entity) -> bool) {
        let (order, put_off) = {
            let mut instances = self.inner.instances.borrow_mut();
            (instances.order.clone(), instances.put_off.take())
        };
        let watch = Stopwatch::start();
        let mut round = Round { dt, watch, begun: false, entities: Vec::new() };
        let first = put_off.and_then(|(group, _)| order.iter().position(|&other| other == group));
        let (first, after) = (first.unwrap_or(0), put_off.and_then(|(_, after)| after));
        for (turn, &group) in order[first..].iter().chain(&order[..first]).enumerate() {
            let part = Part { after: after.filter(|_| turn == 0), last: None };
            if !self.update_group(host, group, part, &mut round, &is_alive) {
                return;
            }
        }
        if let (Some(last), Some(&group)) = (after, order.get(first)) {
            self.update_group(host, group, Part { after: None, last: Some(last) }, &mut round, &is_alive);
        }
    }

    /// Runs the update functions of a part of a group; false if the frame's budget was spent before the end.
    fn update_group<H: Host>(
        &self,
        host: &mut H,
        group: usize,
        part: Part,
        round: &mut Round,
        is_alive: &impl Fn(&H, Entity) -> bool,
    ) -> bool {
        let callbacks = self.inner.instances.borrow().groups[group].callbacks;
        match callbacks {
            // They run together, and did in the frame that broke off after one.
            Callbacks { update_all: Some(_), .. } if part.last.is_some() => true,
            Callbacks { update_all: Some(update_all), .. } => {
                self.update_together(host, group, update_all, round, is_alive)
            }
            Callbacks { update: Some(update), .. } => {
                let mut whole = true;
                self.in_series(update, &mut || {
                    whole = self.update_each(host, group, update, part, round, is_alive);
                });
                whole
            }
            _ => true,
        }
    }

    /// Notes that the frame broke off after an instance of a group, or before its first.
    #[cold]
    fn put_off(&self, group: usize, after: Option<InstanceId>) -> bool {
        self.inner.instances.borrow_mut().put_off = Some((group, after));
        self.report_put_off();
        false
    }

    fn update_each<H: Host>(
        &self,
        host: &mut H,
        group: usize,
        update: ScriptFunction,
        part: Part,
        round: &mut Round,
        is_alive: &impl Fn(&H, Entity) -> bool,
    ) -> bool {
        // Members may leave while the loop runs, so it goes by number: the next is the first past the last. Those
        // that join have larger numbers and are pending, so they are met and passed over.
        let mut last: Option<(InstanceId, usize)> = part.after.map(|id| (id, usize::MAX));
        round.watch.lap();
        loop {
            let due = {
                let mut instances = self.inner.instances.borrow_mut();
                let members = &mut instances.groups[group].members;
                let place = match last {
                    None => 0,
                    Some((id, place)) if members.get(place).is_some_and(|member| member.id == id) => {
                        place + 1
                    }
                    Some((id, _)) => members.partition_point(|member| member.id <= id),
                };
                let Some(instance) = members.get_mut(place) else { break };
                if part.last.is_some_and(|last| instance.id > last) {
                    break;
                }
                if round.begun && self.is_frame_over(round.watch.0) {
                    drop(instances);
                    return self.put_off(group, last.map(|(id, _)| id));
                }
                last = Some((instance.id, place));
                if !instance.started || !instance.enabled || instance.health.pass() {
                    continue;
                }
                Due { id: instance.id, script: instance.script, entity: instance.entity, group, place }
            };
            if due.entity.is_none_or(|entity| is_alive(host, entity)) {
                self.run(host, due, update, Some(round.dt), &mut round.watch, Moment::Later);
                round.begun = true;
            }
        }
        true
    }

    fn update_together<H: Host>(
        &self,
        host: &mut H,
        group: usize,
        update_all: ScriptFunction,
        round: &mut Round,
        is_alive: &impl Fn(&H, Entity) -> bool,
    ) -> bool {
        if round.begun && self.is_frame_over(round.watch.0) {
            return self.put_off(group, None);
        }
        let Round { dt, watch, begun, entities } = round;
        entities.clear();
        let (of_entities, ran) = {
            let mut instances = self.inner.instances.borrow_mut();
            let Group { members, of_entities, .. } = &mut instances.groups[group];
            let mut ran = Vec::new();
            for instance in members.iter_mut() {
                if !instance.started || !instance.enabled || instance.health.pass() {
                    continue;
                }
                if instance.entity.is_none_or(|entity| is_alive(host, entity)) {
                    entities.extend(instance.entity);
                    ran.push(instance.id);
                }
            }
            (*of_entities, ran)
        };
        if ran.is_empty() {
            return true;
        }
        watch.lap();
        let together = [Arg::Entities(entities), Arg::Float(*dt)];
        let arguments = if of_entities { &together[..] } else { &together[1..] };
        let outcome = self.call(host, update_all, arguments);
        let time = watch.lap();
        *begun = true;
        self.record(update_all.script(), time, outcome.is_err());
        let mut instances = self.inner.instances.borrow_mut();
        let members = &mut instances.groups[group].members;
        for instance in members.iter_mut().filter(|member| member.state() == InstanceState::Running) {
            instance.statistics.executions += 1;
            if outcome.is_ok() {
                instance.health.worked();
            }
        }
        drop(instances);
        if let Err(error) = outcome {
            // Which entity is to blame cannot be told: the policy is for all of them.
            self.fail(update_all.script(), &ran, Moment::Later, &error);
        }
        true
    }

    /// Calls one call-back of an instance, with its entity if it has one and `dt` if it is given; counts and times
    /// it, and does what its policy says if it fails.
    pub(super) fn run(
        &self,
        host: &mut dyn Host,
        due: Due,
        function: ScriptFunction,
        dt: Option<f64>,
        watch: &mut Stopwatch,
        moment: Moment,
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
            if outcome.is_ok() {
                instance.health.worked();
            }
        }
        drop(instances);
        if let Err(error) = outcome {
            self.fail(due.script, &[due.id], moment, &error);
        }
    }
}
