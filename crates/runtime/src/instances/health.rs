//! What becomes of instances and scripts whose call-backs fail.

use std::collections::BTreeMap;

use glotta_core::{ErrorKind, ScriptError};

use super::{Instance, InstanceId, Instances};
use crate::budgets::ErrorPolicy;
use crate::runtime::{ScriptId, Session};

/// After so many frames an instance or system that keeps failing is tried again at the latest.
const LONGEST_WAIT: u32 = 60;

/// When calls of one script have used up their time so often, none of its instances runs any more: each that hangs costs
/// the game as long as a call may take.
pub(super) const MOST_TIMEOUTS: u32 = 3;

/// How an instance is after its call-backs failed, or a system.
#[derive(Debug, Default)]
pub(crate) struct Health {
    /// What it failed with last, until it works again.
    error: Option<ScriptError>,
    rests: bool,
    start_failed: bool,
    /// How many frames it is passed over.
    waits: u32,
    /// How often it has failed without working in between.
    in_a_row: u32,
}

impl Health {
    pub(super) fn rests(&self) -> bool {
        self.rests
    }

    pub(super) fn waits(&self) -> bool {
        self.waits > 0
    }

    /// Whether what it failed at was `on_start`.
    pub(super) fn start_failed(&self) -> bool {
        self.start_failed
    }

    pub(super) fn error(&self) -> Option<&ScriptError> {
        self.error.as_ref()
    }

    /// Puts it to rest.
    pub(super) fn rest(&mut self, error: ScriptError) {
        self.rests = true;
        self.error = Some(error);
    }

    /// Has it wait, longer each time.
    pub(crate) fn wait(&mut self, error: ScriptError) {
        let frames = 1_u32.checked_shl(self.in_a_row).map_or(LONGEST_WAIT, |frames| frames.min(LONGEST_WAIT));
        self.in_a_row = self.in_a_row.saturating_add(1);
        self.waits = frames - 1;
        self.error = Some(error);
    }

    /// Whether it is passed over in this frame.
    #[inline]
    pub(crate) fn pass(&mut self) -> bool {
        if self.waits > 0 {
            self.waits -= 1;
            return true;
        }
        self.rests
    }

    /// Notes that a call-back has worked.
    #[inline]
    pub(crate) fn worked(&mut self) {
        if self.in_a_row > 0 {
            *self = Self::default();
        }
    }
}

/// How scripts are of which call-backs failed, by the number of the script.
#[derive(Default)]
pub(super) struct Ailing(BTreeMap<u32, Ailment>);

#[derive(Default)]
struct Ailment {
    timeouts: u32,
    /// Why none of its instances runs, if that is so.
    paused: Option<ScriptError>,
}

impl Ailing {
    /// Why no instance of a script runs, if that is so.
    pub(super) fn paused(&self, script: ScriptId) -> Option<&ScriptError> {
        self.0.get(&script.index())?.paused.as_ref()
    }
}

/// What an instance did when it failed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Moment {
    Start,
    Later,
}

impl Instances {
    /// All instances of a script.
    fn of_script(&mut self, script: ScriptId) -> impl Iterator<Item = &mut Instance> {
        let members = self.groups.iter_mut().flat_map(|group| &mut group.members);
        members.filter(move |member| member.script.is_same_script(script))
    }

    /// Makes an instance well; it goes on where it was.
    pub(super) fn revive_one(instance: &mut Instance) -> Option<InstanceId> {
        let begins_anew = std::mem::take(&mut instance.health).start_failed;
        if begins_anew && instance.started {
            instance.started = false;
            return Some(instance.id);
        }
        None
    }

    /// Has `on_start` of these run in the next frame.
    pub(super) fn begin_anew(&mut self, ids: Vec<InstanceId>) {
        self.pending.extend(ids);
    }

    /// Forgets how a script was, for its new code.
    pub(super) fn forget_ailment(&mut self, script: ScriptId) {
        self.ailing.0.remove(&script.index());
    }
}

impl Session<'_> {
    /// Has the instances of a script run again that rest or wait because a call-back failed, `on_start` first where it was
    /// that. Gives how many there were. A reload does the same.
    pub fn revive(&self, script: ScriptId) -> usize {
        let mut instances = self.inner.instances.borrow_mut();
        instances.forget_ailment(script);
        let mut anew = Vec::new();
        let mut count = 0;
        for instance in instances.of_script(script).filter(|one| one.health.error.is_some()) {
            anew.extend(Instances::revive_one(instance));
            count += 1;
        }
        instances.begin_anew(anew);
        count
    }

    /// Whether no instance of a script runs, nor any of its subscribers and systems, because one failed; see
    /// [`ErrorPolicy::PauseScript`].
    #[must_use]
    pub fn is_paused(&self, script: ScriptId) -> bool {
        self.inner.instances.borrow().ailing.paused(script).is_some()
    }

    /// Whether calls of a script have used up their time so often that none is made any more.
    pub(crate) fn is_hopeless(&self, script: ScriptId) -> bool {
        let instances = self.inner.instances.borrow();
        instances.ailing.0.get(&script.index()).is_some_and(|ailment| ailment.timeouts >= MOST_TIMEOUTS)
    }

    /// Notes that a call of a script failed, and pauses the script if that is the policy or if its calls have used up
    /// their time too often. Gives the policy for what failed.
    #[cold]
    pub(crate) fn note_failure(&self, script: ScriptId, error: &ScriptError) -> ErrorPolicy {
        let mut policy = self.error_policy(&self.path(script));
        let mut instances = self.inner.instances.borrow_mut();
        if error.kind() == ErrorKind::Timeout {
            let timeouts = &mut instances.ailing.0.entry(script.index()).or_default().timeouts;
            *timeouts = timeouts.saturating_add(1);
            if *timeouts >= MOST_TIMEOUTS {
                policy = ErrorPolicy::PauseScript;
            }
        }
        if policy == ErrorPolicy::PauseScript {
            let ailment = instances.ailing.0.entry(script.index()).or_default();
            ailment.paused.get_or_insert_with(|| error.clone());
            for instance in instances.of_script(script) {
                instance.health.rest(error.clone());
            }
        }
        policy
    }

    /// Does what the policy says with instances of a script that failed together, and logs the error.
    #[cold]
    pub(super) fn fail(&self, script: ScriptId, failed: &[InstanceId], moment: Moment, error: &ScriptError) {
        if self.is_out_of_time() {
            // The call further out has used up its time, not this one: it tells.
            return;
        }
        let policy = self.note_failure(script, error);
        let mut instances = self.inner.instances.borrow_mut();
        for &id in failed {
            // It may have ended itself.
            let Some(instance) = instances.get_mut(id) else { continue };
            instance.health.start_failed |= moment == Moment::Start;
            match policy {
                ErrorPolicy::PauseInstance | ErrorPolicy::PauseScript => instance.health.rest(error.clone()),
                ErrorPolicy::KeepGoing => {
                    instance.health.wait(error.clone());
                    if moment == Moment::Start {
                        instance.started = false;
                        instances.pending.push(id);
                    }
                }
            }
        }
        drop(instances);
        self.report(error);
    }

    /// Notes that a function that a script handed out failed, and logs the error.
    #[cold]
    pub(crate) fn fail_callback(&self, script: ScriptId, error: &ScriptError) {
        self.note_failure(script, error);
        self.report(error);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_instance_that_keeps_failing_waits_longer_each_time_until_it_works() {
        let mut health = Health::default();
        let mut waited = Vec::new();
        for _ in 0..9 {
            health.wait(ScriptError::host("x"));
            let mut frames = 1;
            while health.pass() {
                frames += 1;
            }
            waited.push(frames);
        }
        assert_eq!(waited, [1, 2, 4, 8, 16, 32, 60, 60, 60]);
        for _ in 0..100 {
            health.wait(ScriptError::host("x"));
        }
        health.worked();
        assert!(!health.waits() && health.error().is_none());
        health.rest(ScriptError::host("x"));
        assert!(health.pass() && health.pass());
    }
}
