//! Counts and times of what scripts do.

use std::time::Duration;

/// What one script has done so far, all its instances together.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct ScriptStatistics {
    /// How often it was compiled.
    pub loads: u64,
    /// How often the host called one of its functions.
    pub calls: u64,
    /// How many of these calls failed.
    pub errors: u64,
    /// The time spent in these calls, the engine's work for them included.
    pub total_time: Duration,
    /// The longest of these calls.
    pub longest_call: Duration,
}

impl ScriptStatistics {
    /// The mean time of a call; zero before the first.
    #[must_use]
    pub fn average_time(&self) -> Duration {
        u32::try_from(self.calls)
            .ok()
            .and_then(|calls| self.total_time.checked_div(calls))
            .unwrap_or_default()
    }

    pub(crate) fn record(&mut self, time: Duration, failed: bool) {
        self.calls += 1;
        self.errors += u64::from(failed);
        self.total_time += time;
        self.longest_call = self.longest_call.max(time);
    }
}

/// What one instance of a script has done so far.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct InstanceStatistics {
    /// How often one of its call-backs ran.
    pub executions: u64,
    /// The time spent in them.
    pub total_time: Duration,
}

impl InstanceStatistics {
    pub(crate) fn record(&mut self, time: Duration) {
        self.executions += 1;
        self.total_time += time;
    }
}
