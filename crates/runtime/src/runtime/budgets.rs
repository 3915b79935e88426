//! The time budgets of calls: what every call into a script goes through.

use std::fmt::Write as _;
use std::sync::Arc;
use std::time::{Duration, Instant};

use glotta_core::{ErrorKind, ScriptError};

use super::{LEAST_STACK, MAX_CALL_DEPTH, Restore, ScriptFunction, ScriptId, Session, no_stack, too_deep};
use crate::budgets::{Budgets, ErrorPolicies, ErrorPolicy, ScriptBudgets, entry};
use crate::watchdog::{Job, Limits, ScriptNames};

impl Session<'_> {
    /// Sets how long scripts may take. It holds for the call that runs as well, unless that began when nothing was
    /// watched ([`Budgets::unlimited`]).
    pub fn set_budgets(&self, budgets: Budgets) {
        let general = Limits { call: budgets.call, load: budgets.load };
        let of_scripts = {
            let scripts = self.inner.scripts.borrow();
            scripts.iter().map(|script| limits(&budgets, &script.path)).collect()
        };
        self.inner.guard.set_limits(general, of_scripts);
        *self.inner.budgets.borrow_mut() = budgets;
    }

    /// How long scripts may take.
    #[must_use]
    pub fn budgets(&self) -> Budgets {
        self.inner.budgets.borrow().clone()
    }

    /// Tells the watchdog of a script that is new.
    pub(super) fn watch_script(&self, path: &Arc<str>, language: usize) {
        let language = &self.inner.languages[language];
        let unstoppable = language.interrupt().map_or("", |interrupt| interrupt.unstoppable());
        let names = ScriptNames { path: Arc::clone(path), language: language.info().name, unstoppable };
        self.inner.guard.add_script(limits(&self.inner.budgets.borrow(), path), names);
    }

    /// Sets who is told at once of a call that goes on although it was told to stop: [`OVERDUE_AFTER`](crate::OVERDUE_AFTER)
    /// later, and again each time that ten times as long has passed. It is called on the thread of the watchdog, while the
    /// script runs and the game waits for it, so it must not wait for either. Nobody is told unless it is set.
    pub fn set_overdue_report(&self, report: impl Fn(&ScriptError) + Send + Sync + 'static) {
        self.inner.guard.set_report(Arc::new(report));
    }

    /// Sets what becomes of instances whose call-backs fail.
    pub fn set_error_policies(&self, policies: ErrorPolicies) {
        *self.inner.policies.borrow_mut() = policies;
    }

    /// What becomes of instances of the script at a path whose call-backs fail.
    #[must_use]
    pub fn error_policy(&self, path: &str) -> ErrorPolicy {
        self.inner.policies.borrow().of(path)
    }

    /// Whether a call runs that has used up its time: what fails inside it fails because of it.
    pub(crate) fn is_out_of_time(&self) -> bool {
        self.is_running() && self.inner.guard.is_spent()
    }

    /// A frame begins now: its budget is counted from here on.
    pub(crate) fn begin_frame(&self, now: Instant) {
        let frame = self.inner.budgets.borrow().frame;
        self.inner.frame_end.set(now.checked_add(frame));
    }

    /// The frame is over, whatever it took: what comes now is not put off.
    pub(crate) fn end_frame(&self) {
        self.inner.frame_end.set(None);
    }

    /// Whether the budget of the frame is spent at a time, so that what has not run yet is put off.
    #[inline]
    pub(crate) fn is_frame_over(&self, now: Instant) -> bool {
        self.inner.frame_end.get().is_some_and(|end| now >= end)
    }

    /// Logs that work was put off because the frame's budget is spent.
    #[cold]
    pub(crate) fn report_put_off(&self) {
        let frame = self.inner.budgets.borrow().frame;
        self.report(&ScriptError::new(
            ErrorKind::Timeout,
            format!(
                "the scripts of a frame have used up their time: together they may take {} (frame_ms under [budgets] \
                 in glotta.toml); what has not run waits for the next frame",
                shown(frame)
            ),
        ));
    }

    /// Runs `call` as `script`, one level deeper, in the time that its outermost call has.
    #[inline]
    pub(super) fn guarded<T>(
        &self,
        script: ScriptId,
        call: impl FnOnce() -> Result<T, ScriptError>,
    ) -> Result<T, ScriptError> {
        self.bounded(Some(script), false, call)
    }

    /// The same for a function that was found by name.
    #[inline]
    pub(super) fn guarded_function<T>(
        &self,
        function: ScriptFunction,
        call: impl FnOnce() -> Result<T, ScriptError>,
    ) -> Result<T, ScriptError> {
        let script = Some(function.script);
        if self.inner.depth.get() == 0 {
            let job =
                Job { script: Some(function.script.index), function: Some(function.function), loads: false };
            self.outermost(script, job, call)
        } else {
            self.nested(script, call)
        }
    }

    /// The same for a script's body.
    pub(super) fn guarded_load<T>(
        &self,
        script: ScriptId,
        load: impl FnOnce() -> Result<T, ScriptError>,
    ) -> Result<T, ScriptError> {
        self.bounded(Some(script), true, load)
    }

    /// The same for a function whose script is not known; that which asks for it runs on.
    #[inline]
    pub(super) fn bounded<T>(
        &self,
        script: Option<ScriptId>,
        loads: bool,
        call: impl FnOnce() -> Result<T, ScriptError>,
    ) -> Result<T, ScriptError> {
        if self.inner.depth.get() == 0 {
            let job = Job { script: script.map(|script| script.index), function: None, loads };
            self.outermost(script, job, call)
        } else {
            self.nested(script, call)
        }
    }

    /// The outcome is written where the caller wants it and stays there: copying it right after its parts were written
    /// costs as much as a short call.
    #[inline]
    fn outermost<T>(
        &self,
        script: Option<ScriptId>,
        job: Job,
        call: impl FnOnce() -> Result<T, ScriptError>,
    ) -> Result<T, ScriptError> {
        self.inner.outermost.set(self.inner.outermost.get() + 1);
        let watched = self.inner.guard.begin(job);
        let mut outcome = {
            let _depth = Restore::set(&self.inner.depth, 1);
            let _current = Restore::set(&self.inner.current, script);
            call()
        };
        if watched.end() {
            self.time_out(job, script, &mut outcome);
        }
        outcome
    }

    #[inline]
    fn nested<T>(
        &self,
        script: Option<ScriptId>,
        call: impl FnOnce() -> Result<T, ScriptError>,
    ) -> Result<T, ScriptError> {
        let depth = self.inner.depth.get();
        if depth >= MAX_CALL_DEPTH {
            return Err(too_deep());
        }
        if stacker::remaining_stack().is_some_and(|left| left < LEAST_STACK) {
            return Err(no_stack(depth));
        }
        if self.inner.guard.is_spent() {
            return Err(spent());
        }
        let _depth = Restore::set(&self.inner.depth, depth + 1);
        let _current = Restore::set(&self.inner.current, script.or(self.inner.current.get()));
        call()
    }

    /// Makes an error of the outcome of an outermost call that has used up its time: it came back with another one, or as
    /// if nothing had been because that was caught.
    #[cold]
    fn time_out<T>(&self, job: Job, script: Option<ScriptId>, outcome: &mut Result<T, ScriptError>) {
        let path = script.map(|script| self.path(script)).unwrap_or_default();
        let mut message = overdue(&self.inner.budgets.borrow(), &path, job.loads);
        if let Some(over) = self.inner.guard.overstay() {
            let _ = write!(
                message,
                "; it ended {:.1} s after it was told to, since it was in a function that cannot be stopped",
                over.as_secs_f64()
            );
        }
        let error = match outcome {
            Ok(_) => ScriptError::new(ErrorKind::Timeout, message),
            Err(error) => error.clone().with_kind(ErrorKind::Timeout).with_message(message),
        };
        let language = script.and_then(|script| {
            let language = self.inner.scripts.borrow().get(script.index as usize)?.language;
            Some(self.inner.languages[language].info().name)
        });
        *outcome = Err(error.at(language.unwrap_or_default(), &path, 0, 0));
    }
}

/// What a script that has used up its time gets when it calls on.
#[cold]
fn spent() -> ScriptError {
    ScriptError::new(ErrorKind::Timeout, "the script has used up its time")
}

fn of_script<'b>(budgets: &'b Budgets, path: &str) -> Option<(&'b str, &'b ScriptBudgets)> {
    entry(&budgets.scripts, path)
}

/// What the calls of the script at a path may take.
fn limits(budgets: &Budgets, path: &str) -> Limits {
    let own = of_script(budgets, path).map(|(_, own)| *own).unwrap_or_default();
    Limits { call: own.call.unwrap_or(budgets.call), load: own.load.unwrap_or(budgets.load) }
}

/// What to say of a call that has used up its time.
fn overdue(budgets: &Budgets, path: &str, loads: bool) -> String {
    let pick = |own: &ScriptBudgets| if loads { own.load } else { own.call };
    let own = of_script(budgets, path).filter(|(_, own)| pick(own).is_some());
    let Limits { call, load } = limits(budgets, path);
    let (what, time, key) = if loads { ("loading", load, "load_ms") } else { ("a call", call, "call_ms") };
    let table = match own {
        Some((key, _)) => format!("[budgets.scripts.{key:?}]"),
        None => "[budgets]".to_owned(),
    };
    let time = shown(time);
    format!("the script has used up its time: {what} may take {time} ({key} under {table} in glotta.toml)")
}

/// A time as a reader of `glotta.toml` knows it.
fn shown(time: Duration) -> String {
    format!("{} ms", time.as_millis())
}

#[cfg(test)]
mod tests;
