//! Systems: functions by name that run once a frame or at a rate of their own, of scripts and of the host, all in one
//! order.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;
use std::time::{Duration, Instant};

use glotta_core::{Arg, Callback, ErrorKind, Host, ScriptError, near_names, quote};

use super::{ScriptId, Session};
use crate::budgets::ErrorPolicy;
use crate::instances::Health;
use crate::systems::{Clock, SystemOptions, SystemStatistics, SystemStatus, check_rate};

/// How many systems there may be.
pub const MAX_SYSTEMS: usize = 10_000;

/// How long the name of a system may be, in bytes.
const MAX_NAME: usize = 200;

/// What a system does.
#[derive(Clone)]
enum Work {
    /// Calls a function of a script.
    Script(ScriptId, Callback),
    /// What the host knows by this number.
    Host(u32),
}

struct System {
    /// Grows from one to the next that is registered; never used again.
    id: u64,
    /// The one of the old code, while new code of the same script is loaded beside it.
    replaces: Option<u64>,
    work: Work,
    clock: Clock,
    /// Where it fails and its script's policy is to go on, how long it waits.
    health: Health,
    status: SystemStatus,
}

/// All systems of a runtime.
#[derive(Default)]
pub(crate) struct Systems {
    /// In the order they were registered, which is that of their numbers.
    list: Vec<System>,
    by_name: BTreeMap<Arc<str>, u64>,
    last: u64,
    /// The numbers in the order the systems run; none when that must be found anew.
    order: Option<Arc<[u64]>>,
    /// Those with which the next frame begins, since the budget of the last was spent.
    put_off: Vec<u64>,
}

impl Systems {
    /// How many systems there are.
    pub(super) fn count(&self) -> usize {
        self.list.len()
    }

    fn place(&self, id: u64) -> Option<usize> {
        self.list.binary_search_by_key(&id, |system| system.id).ok()
    }

    fn get(&self, id: u64) -> Option<&System> {
        self.list.get(self.place(id)?)
    }

    fn get_mut(&mut self, id: u64) -> Option<&mut System> {
        let place = self.place(id)?;
        self.list.get_mut(place)
    }

    /// The system of that name, if there is one.
    fn named(&self, name: &str) -> Option<&System> {
        self.get(*self.by_name.get(name)?)
    }

    fn find(&self, name: &str) -> Result<&System, ScriptError> {
        self.named(name).ok_or_else(|| self.unknown(name))
    }

    fn find_mut(&mut self, name: &str) -> Result<&mut System, ScriptError> {
        match self.by_name.get(name).and_then(|&id| self.place(id)) {
            Some(place) => Ok(&mut self.list[place]),
            None => Err(self.unknown(name)),
        }
    }

    #[cold]
    fn unknown(&self, name: &str) -> ScriptError {
        let near = near_names(name, self.by_name.keys().map(|known| &**known));
        ScriptError::not_found(format!("there is no system {}{near}", quote(name)))
    }

    /// The numbers of all systems, in the order they run.
    fn order(&mut self) -> Arc<[u64]> {
        let Self { list, order, .. } = self;
        Arc::clone(order.get_or_insert_with(|| {
            let mut sorted: Vec<&System> = list.iter().collect();
            sorted.sort_by(|one, other| one.status.key().cmp(&other.status.key()));
            sorted.into_iter().map(|system| system.id).collect()
        }))
    }

    /// Adds a system. It goes on where the one left off that it replaces.
    fn insert(&mut self, name: &str, work: Work, options: SystemOptions, replaces: Option<u64>) {
        let name: Arc<str> = name.into();
        self.last += 1;
        let script = match work {
            Work::Script(script, _) => Some(script),
            Work::Host(_) => None,
        };
        let (mut clock, mut enabled, mut statistics) =
            (Clock::new(options.rate), true, SystemStatistics::default());
        if let Some(old) = replaces.and_then(|id| self.get(id)) {
            (clock, enabled, statistics) = (old.clock, old.status.enabled, old.status.statistics);
            clock.set_rate(options.rate);
        }
        self.by_name.insert(Arc::clone(&name), self.last);
        self.list.push(System {
            id: self.last,
            replaces,
            work,
            clock,
            health: Health::default(),
            status: SystemStatus { name, script, options, enabled, failed: false, statistics },
        });
        self.order = None;
    }

    /// Takes away the systems for which `is_over`, and gives them back: letting a function go is no business of whoever
    /// holds the systems borrowed.
    fn take(&mut self, is_over: impl Fn(&System) -> bool) -> Vec<System> {
        let taken: Vec<System> = self.list.extract_if(.., |system| is_over(system)).collect();
        for system in &taken {
            let name = &system.status.name;
            if self.by_name.get(name) != Some(&system.id) {
                continue;
            }
            // New code that could not be loaded leaves the old as it was.
            match system.replaces.filter(|&old| self.get(old).is_some()) {
                Some(old) => drop(self.by_name.insert(Arc::clone(name), old)),
                None => drop(self.by_name.remove(name)),
            }
        }
        if !taken.is_empty() {
            self.order = None;
        }
        taken
    }
}

impl Session<'_> {
    /// Has `callback` called with the time since its last run, in seconds of game time, until `script` is unloaded or the
    /// system is [unregistered](Self::unregister_system).
    ///
    /// What is registered before the systems of a frame begin to run, in `on_start` at the latest, runs in that frame;
    /// what is registered later, from the next on.
    ///
    /// Where new code of a script is loaded beside the old, it takes over the names of the old code's systems, and whether
    /// they are switched on, their time and their statistics with them.
    ///
    /// # Errors
    /// [`ErrorKind::Argument`] if the name is empty, too long or taken, or the rate is negative or not finite;
    /// [`ErrorKind::Runtime`] if there are [`MAX_SYSTEMS`] already.
    pub fn register_system(
        &self,
        script: ScriptId,
        name: &str,
        callback: Callback,
        options: SystemOptions,
    ) -> Result<(), ScriptError> {
        self.insert_system(name, Work::Script(script, callback), options)
    }

    /// Puts a system of the host in line with those of scripts: [`run_systems`](Self::run_systems) runs it by this
    /// `number`. Scripts can do to it what they do to their own, but not unregister it.
    ///
    /// # Errors
    /// As [`register_system`](Self::register_system).
    pub fn register_host_system(
        &self,
        name: &str,
        number: u32,
        options: SystemOptions,
    ) -> Result<(), ScriptError> {
        self.insert_system(name, Work::Host(number), options)
    }

    fn insert_system(&self, name: &str, work: Work, options: SystemOptions) -> Result<(), ScriptError> {
        if name.is_empty() {
            return Err(ScriptError::argument("the name of a system must not be empty"));
        }
        if name.len() > MAX_NAME {
            return Err(ScriptError::argument(format!(
                "the name of a system may have {MAX_NAME} bytes at most, and {} has {}",
                quote(name),
                name.len()
            )));
        }
        check_rate(options.rate)?;
        let mut systems = self.inner.systems.borrow_mut();
        let mut replaces = None;
        if let Some(known) = systems.named(name) {
            let owner = match (known.status.script, &work) {
                (Some(old), Work::Script(new, _)) if old != *new && old.is_same_script(*new) => {
                    replaces = Some(known.id);
                    None
                }
                (Some(script), _) => Some(format!("{} registered it", self.path(script))),
                (None, _) => Some("it is the game's own".to_owned()),
            };
            if let Some(owner) = owner {
                return Err(ScriptError::argument(format!(
                    "there is a system {} already: {owner}; choose another name, or unregister that one first",
                    quote(name)
                )));
            }
        }
        if systems.list.len() >= MAX_SYSTEMS {
            return Err(ScriptError::new(
                ErrorKind::Runtime,
                format!(
                    "there are {MAX_SYSTEMS} systems, which is the most there may be: {} is not registered",
                    quote(name)
                ),
            ));
        }
        systems.insert(name, work, options, replaces);
        Ok(())
    }

    /// Ends a system of a script, at once: also if it is the one that runs, or if its turn in this frame is still to come.
    ///
    /// # Errors
    /// [`ErrorKind::NotFound`] if there is none of that name, [`ErrorKind::Argument`] if it is the host's.
    pub fn unregister_system(&self, name: &str) -> Result<(), ScriptError> {
        let mut systems = self.inner.systems.borrow_mut();
        let system = systems.find(name)?;
        if system.status.script.is_none() {
            return Err(ScriptError::argument(format!(
                "the system {} is the game's own: disable it instead",
                quote(name)
            )));
        }
        let id = system.id;
        let ended = systems.take(|system| system.id == id);
        drop(systems);
        drop(ended);
        Ok(())
    }

    /// Ends all systems of a script.
    pub(super) fn end_systems_of(&self, script: ScriptId) {
        let ended = self.inner.systems.borrow_mut().take(|system| system.status.script == Some(script));
        drop(ended);
    }

    /// Ends all systems: the end of the game.
    pub fn end_systems(&self) {
        let ended = self.inner.systems.borrow_mut().take(|_| true);
        drop(ended);
    }

    /// Switches a system on or off, at once. One that failed runs again when it is switched on. While it is off, its time
    /// stands still.
    ///
    /// # Errors
    /// [`ErrorKind::NotFound`] if there is none of that name.
    pub fn enable_system(&self, name: &str, enabled: bool) -> Result<(), ScriptError> {
        let mut systems = self.inner.systems.borrow_mut();
        let system = systems.find_mut(name)?;
        system.status.enabled = enabled;
        system.status.failed &= !enabled;
        system.health = Health::default();
        Ok(())
    }

    /// Gives a system another priority, from the next frame on.
    ///
    /// # Errors
    /// [`ErrorKind::NotFound`] if there is none of that name.
    pub fn set_system_priority(&self, name: &str, priority: i32) -> Result<(), ScriptError> {
        let mut systems = self.inner.systems.borrow_mut();
        systems.find_mut(name)?.status.options.priority = priority;
        systems.order = None;
        Ok(())
    }

    /// Gives a system another rate, at once: its next run comes one period after its last.
    ///
    /// # Errors
    /// [`ErrorKind::NotFound`] if there is none of that name, [`ErrorKind::Argument`] if the rate is negative or not
    /// finite.
    pub fn set_system_rate(&self, name: &str, rate: f64) -> Result<(), ScriptError> {
        check_rate(rate)?;
        let mut systems = self.inner.systems.borrow_mut();
        let system = systems.find_mut(name)?;
        system.status.options.rate = rate;
        system.clock.set_rate(rate);
        Ok(())
    }

    /// What is known of a system.
    ///
    /// # Errors
    /// [`ErrorKind::NotFound`] if there is none of that name.
    pub fn system(&self, name: &str) -> Result<SystemStatus, ScriptError> {
        self.inner.systems.borrow().find(name).map(|system| system.status.clone())
    }

    /// What is known of all systems, in the order they run.
    #[must_use]
    pub fn systems(&self) -> Vec<SystemStatus> {
        let mut systems = self.inner.systems.borrow_mut();
        let order = systems.order();
        order.iter().filter_map(|&id| systems.get(id)).map(|system| system.status.clone()).collect()
    }

    /// Whether there is a system of that name.
    #[must_use]
    pub fn has_system(&self, name: &str) -> bool {
        self.inner.systems.borrow().by_name.contains_key(name)
    }

    /// How many systems there are, those of the host among them.
    #[must_use]
    pub fn system_count(&self) -> usize {
        self.inner.systems.borrow().list.len()
    }

    /// Runs one frame of systems, by [phase](crate::SystemPhase), priority (the greatest first) and name. `dt` is the game
    /// time since the last frame, in seconds. A system that fails is logged and rests, or waits a while where that is its script's
    /// [policy](crate::ErrorPolicy); the others run on.
    ///
    /// The order is found at the beginning: what systems do to it meanwhile counts from the next frame on. What is
    /// unregistered or switched off does not run any more.
    ///
    /// When the [budget](crate::Budgets) of the frame is spent, the systems of scripts that come later wait for the next
    /// frame, which begins with them; one runs at least.
    ///
    /// `run_host` runs a system of the host by its number, with the time since its last run; it gives false if it decided
    /// not to run it after all.
    pub fn run_systems<H: Host>(
        &self,
        host: &mut H,
        dt: f64,
        mut run_host: impl FnMut(&mut H, u32, f64) -> Result<bool, ScriptError>,
    ) {
        let (order, put_off) = {
            let mut systems = self.inner.systems.borrow_mut();
            (systems.order(), std::mem::take(&mut systems.put_off))
        };
        let early: BTreeSet<u64> = put_off.iter().copied().collect();
        let others = order.iter().filter(|id| !early.contains(id));
        let mut begun = false;
        for &id in put_off.iter().chain(others) {
            let Some((work, since)) = self.due_system(id, dt) else { continue };
            let start = Instant::now();
            let is_script = matches!(work, Work::Script(..));
            if is_script && begun && self.is_frame_over(start) {
                self.put_off_system(id, since);
                continue;
            }
            begun |= is_script;
            let outcome = match &work {
                Work::Script(script, callback) => self
                    .guarded(*script, || self.call_back_unguarded(host, callback, &[Arg::Float(since)]))
                    .map(|_| true)
                    .map_err(|error| error.at(callback.language(), &self.path(*script), 0, 0)),
                Work::Host(number) => run_host(host, *number, since),
            };
            self.note_run(id, &work, since, start.elapsed(), outcome);
        }
        if !self.inner.systems.borrow().put_off.is_empty() {
            self.report_put_off();
        }
    }

    /// What a system does and the time since its last run, if it is to run now. Lets a frame's time pass for it, unless it
    /// is switched off or rests.
    fn due_system(&self, id: u64, dt: f64) -> Option<(Work, f64)> {
        let work = {
            let mut systems = self.inner.systems.borrow_mut();
            let system = systems.get_mut(id).filter(|system| system.status.runs())?;
            if system.health.pass() {
                return None;
            }
            system.work.clone()
        };
        if matches!(work, Work::Script(script, _) if self.is_paused(script)) {
            return None;
        }
        let since = self.inner.systems.borrow_mut().get_mut(id)?.clock.pass(dt)?;
        Some((work, since))
    }

    /// The next frame begins with this one, since the budget of this one is spent.
    #[cold]
    fn put_off_system(&self, id: u64, since: f64) {
        let mut systems = self.inner.systems.borrow_mut();
        if let Some(system) = systems.get_mut(id) {
            system.clock.put_off(since);
            systems.put_off.push(id);
        }
    }

    /// Notes what became of a run; the system may have ended itself.
    fn note_run(&self, id: u64, work: &Work, since: f64, time: Duration, outcome: Result<bool, ScriptError>) {
        let failed = outcome.is_err();
        let mut policy = ErrorPolicy::PauseInstance;
        if let Work::Script(script, _) = work {
            self.record(*script, time, failed);
            if let Err(error) = &outcome {
                policy = self.note_failure(*script, error);
            }
        }
        let mut systems = self.inner.systems.borrow_mut();
        let name = systems.get_mut(id).map(|system| {
            match &outcome {
                Ok(false) => system.clock.give_back(since),
                Ok(true) => system.health.worked(),
                Err(error) if policy == ErrorPolicy::KeepGoing => system.health.wait(error.clone()),
                Err(_) => system.status.failed = true,
            }
            if !matches!(outcome, Ok(false)) {
                system.status.statistics.record(time, failed);
            }
            Arc::clone(&system.status.name)
        });
        drop(systems);
        let Err(error) = outcome else { return };
        self.report(&match name {
            Some(name) if policy == ErrorPolicy::KeepGoing => {
                error.within(format_args!("the system {} failed", quote(&name)))
            }
            Some(name) => error.within(format_args!("the system {} failed and rests", quote(&name))),
            None => error.within("a system failed that is unregistered now"),
        });
    }
}

#[cfg(test)]
mod tests;
