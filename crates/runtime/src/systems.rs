//! What a system is: when it runs, what is known of it, and what it has cost.

use std::cmp::Reverse;
use std::fmt;
use std::str::FromStr;
use std::sync::Arc;
use std::time::Duration;

use glotta_core::{ScriptError, quote, short_number};

use crate::runtime::ScriptId;

/// The part of a frame in which a system runs.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum SystemPhase {
    /// When `on_start` of new instances has run, before what most of the game does.
    PreUpdate,
    /// With the updates of instances.
    #[default]
    Update,
    /// When all of that has run, before events are delivered.
    PostUpdate,
}

impl SystemPhase {
    const ALL: [Self; 3] = [Self::PreUpdate, Self::Update, Self::PostUpdate];

    /// The name that scripts use: `pre_update`, `update`, `post_update`.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::PreUpdate => "pre_update",
            Self::Update => "update",
            Self::PostUpdate => "post_update",
        }
    }
}

impl fmt::Display for SystemPhase {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

impl FromStr for SystemPhase {
    type Err = ScriptError;

    fn from_str(name: &str) -> Result<Self, ScriptError> {
        Self::ALL.into_iter().find(|phase| phase.name() == name).ok_or_else(|| {
            ScriptError::argument(format!(
                "{} is no phase: expected pre_update, update or post_update",
                quote(name)
            ))
        })
    }
}

/// When a system runs, and what it works on.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct SystemOptions {
    /// The part of the frame.
    pub phase: SystemPhase,
    /// Within the phase, the greater runs first; of equals, the one whose name comes first.
    pub priority: i32,
    /// How often it runs in a second of game time, at most once a frame; 0 is in every frame.
    pub rate: f64,
    /// The components that it reads, by name.
    pub reads: Vec<String>,
    /// The components that it writes, by name.
    pub writes: Vec<String>,
}

impl SystemOptions {
    /// The same with this priority.
    #[must_use]
    pub fn with_priority(mut self, priority: i32) -> Self {
        self.priority = priority;
        self
    }

    /// The same with this rate, in runs per second of game time.
    #[must_use]
    pub fn with_rate(mut self, rate: f64) -> Self {
        self.rate = rate;
        self
    }
}

impl From<SystemPhase> for SystemOptions {
    fn from(phase: SystemPhase) -> Self {
        Self { phase, ..Self::default() }
    }
}

/// What a system has done so far.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct SystemStatistics {
    /// How often it ran.
    pub runs: u64,
    /// How many of these runs failed.
    pub errors: u64,
    /// The real time of all of them, the engine's work for them included.
    pub total_time: Duration,
    /// That of the last.
    pub last_time: Duration,
    /// That of the longest.
    pub longest_run: Duration,
}

impl SystemStatistics {
    /// The mean time of a run; zero before the first.
    #[must_use]
    pub fn average_time(&self) -> Duration {
        u32::try_from(self.runs).ok().and_then(|runs| self.total_time.checked_div(runs)).unwrap_or_default()
    }

    pub(crate) fn record(&mut self, time: Duration, failed: bool) {
        self.runs += 1;
        self.errors += u64::from(failed);
        self.total_time += time;
        self.last_time = time;
        self.longest_run = self.longest_run.max(time);
    }
}

/// What is known of a system.
#[derive(Clone, Debug)]
pub struct SystemStatus {
    /// Its name, which no other has.
    pub name: Arc<str>,
    /// The script that registered it; none for one of the host's.
    pub script: Option<ScriptId>,
    /// When it runs, and what it works on.
    pub options: SystemOptions,
    /// Whether it is switched on.
    pub enabled: bool,
    /// Whether it failed, so that it rests until it is switched on again.
    pub failed: bool,
    /// What it has done so far.
    pub statistics: SystemStatistics,
}

impl SystemStatus {
    /// What the order of systems goes by: phase, priority, name.
    pub(crate) fn key(&self) -> (SystemPhase, Reverse<i32>, &str) {
        (self.options.phase, Reverse(self.options.priority), &self.name)
    }

    /// Whether it runs when its time comes.
    #[must_use]
    pub fn runs(&self) -> bool {
        self.enabled && !self.failed
    }
}

/// Makes sure that a rate is one.
///
/// # Errors
/// [`glotta_core::ErrorKind::Argument`] if it is negative or not finite.
pub(crate) fn check_rate(rate: f64) -> Result<(), ScriptError> {
    if rate.is_finite() && rate >= 0.0 {
        return Ok(());
    }
    Err(ScriptError::argument(format!(
        "{} is out of range: expected a rate of 0 or more runs per second",
        short_number(rate)
    )))
}

/// The game time of one system: says in which frames it runs.
///
/// A system with a rate is due once in each of its periods, the first of which begins when it is registered. It runs in
/// the frame whose time is nearest to that, so that times which are not exact to the last digit do not shift it, and the
/// ends of periods stay where they are however long frames take: it does not drift. Where several periods end in one
/// frame, it runs once.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Clock {
    /// How long it takes from one run to the next; zero is every frame.
    period: f64,
    /// The time since the last run.
    since: f64,
    /// The time until the next end of a period; below zero if it has passed.
    left: f64,
}

impl Clock {
    pub(crate) fn new(rate: f64) -> Self {
        let mut clock = Self { period: 0.0, since: 0.0, left: 0.0 };
        clock.set_rate(rate);
        clock
    }

    /// The next run comes one period after the last.
    pub(crate) fn set_rate(&mut self, rate: f64) {
        self.period = if rate > 0.0 { rate.recip() } else { 0.0 };
        self.left = self.period - self.since;
    }

    /// Lets the time of a frame pass, and gives the time since the last run if the system is to run in this one.
    pub(crate) fn pass(&mut self, time: f64) -> Option<f64> {
        self.since += time;
        if self.period > 0.0 {
            self.left -= time;
            // The next frame would be nearer.
            if self.left > time * 0.5 {
                return None;
            }
            self.left += self.period;
            if self.left <= 0.0 {
                let left = self.left.rem_euclid(self.period);
                self.left = if left > 0.0 { left } else { self.period };
            }
        }
        Some(std::mem::take(&mut self.since))
    }

    /// The run that was given as due is to be in the next frame instead.
    pub(crate) fn put_off(&mut self, since: f64) {
        self.since += since;
        self.left = 0.0;
    }

    /// The run that was given as due did not come about: its time counts for the next.
    pub(crate) fn give_back(&mut self, since: f64) {
        self.since += since;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The frames, counted from 1, in which a system of that rate runs, of so many with times `dt` seconds.
    fn frames(rate: f64, times: &[f64]) -> Vec<usize> {
        let mut clock = Clock::new(rate);
        (1..).zip(times).filter_map(|(frame, &time)| clock.pass(time).map(|_| frame)).collect()
    }

    /// As `bevy_time` counts it: in whole nanoseconds.
    const FRAME: f64 = 0.016_666_666;

    #[test]
    fn a_system_runs_at_its_rate_in_game_time() {
        let times = [FRAME; 12];
        assert_eq!(frames(0.0, &times).len(), 12);
        assert_eq!(frames(60.0, &times).len(), 12);
        assert_eq!(frames(20.0, &times), [3, 6, 9, 12]);
        assert_eq!(frames(25.0, &times), [2, 5, 7, 10, 12]);
        assert_eq!(frames(50.0, &times), [1, 2, 4, 5, 6, 7, 8, 10, 11, 12]);
        assert_eq!(frames(1e-300, &times).len(), 0);
    }

    #[test]
    fn a_system_runs_at_most_once_a_frame() {
        for rate in [70.0, 1000.0, f64::MAX] {
            assert_eq!(frames(rate, &[FRAME; 12]).len(), 12, "{rate}");
        }
        // A frame of a second holds ten periods; what it missed is not made up for, and the periods stay as they were.
        assert_eq!(frames(10.0, &[0.05, 1.0, 0.02, 0.02, 0.02, 0.04, 0.06]), [2, 5, 7]);
    }

    #[test]
    fn rates_do_not_drift() {
        let times = vec![FRAME; 600_000];
        assert_eq!(frames(20.0, &times).len(), 200_000);
        // The frames of 60 in a second add up to a little less than that.
        assert_eq!(frames(7.0, &times).len(), 70_000);
        assert!(frames(20.0, &times).windows(2).all(|pair| pair[1] - pair[0] == 3));
    }

    #[test]
    fn a_system_gets_the_time_since_its_last_run_and_no_time_is_lost() {
        let mut clock = Clock::new(25.0);
        let given: Vec<f64> = (0..10).filter_map(|_| clock.pass(0.25)).collect();
        assert_eq!(given, [0.25; 10]);
        let mut clock = Clock::new(2.0);
        let given: Vec<f64> = (0..8).filter_map(|_| clock.pass(0.125)).collect();
        assert_eq!(given, [0.5, 0.5]);
        let mut clock = Clock::new(0.0);
        assert_eq!(clock.pass(0.125), Some(0.125));
        clock.give_back(0.125);
        assert_eq!(clock.pass(0.125), Some(0.25));
    }

    #[test]
    fn while_no_time_passes_only_systems_of_every_frame_run() {
        assert_eq!(frames(0.0, &[0.0; 3]), [1, 2, 3]);
        assert!(frames(1000.0, &[0.0; 3]).is_empty());
    }

    #[test]
    fn another_rate_counts_from_the_last_run() {
        let mut clock = Clock::new(1.0);
        assert_eq!(clock.pass(0.25), None);
        assert_eq!(clock.pass(0.125), None);
        clock.set_rate(2.0);
        assert_eq!(clock.pass(0.0625), None);
        assert_eq!(clock.pass(0.0625), Some(0.5));
        assert_eq!(clock.pass(0.125), None);
        clock.set_rate(0.0);
        assert_eq!(clock.pass(0.125), Some(0.25));
    }

    #[test]
    fn what_is_no_rate_is_refused() {
        for rate in [-1.0, f64::NAN, f64::INFINITY, f64::NEG_INFINITY, -1e-300] {
            assert!(check_rate(rate).is_err(), "{rate}");
        }
        assert_eq!(
            check_rate(-0.5).expect_err("negative").message(),
            "-0.5 is out of range: expected a rate of 0 or more runs per second"
        );
        assert!(check_rate(0.0).is_ok() && check_rate(f64::MAX).is_ok() && check_rate(-0.0).is_ok());
    }

    #[test]
    fn a_phase_is_known_by_its_name() {
        for phase in SystemPhase::ALL {
            assert_eq!(phase.name().parse::<SystemPhase>().ok(), Some(phase));
        }
        assert_eq!(
            "updat".parse::<SystemPhase>().expect_err("unknown").message(),
            "\"updat\" is no phase: expected pre_update, update or post_update"
        );
    }
}
