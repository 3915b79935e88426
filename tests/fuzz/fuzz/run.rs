//! How many cases are tried, and what is told of them.

use std::cell::{Cell, RefCell};
use std::time::{Duration, Instant};

use proptest::strategy::Strategy;
use proptest::test_runner::{Config, RngSeed, TestRunner};

/// Tries so many cases of a fixed seed; with a number in the environment variable `GLOTTA_FUZZ`, that many times as many,
/// and others on each run.
///
/// A longer run also tells how many cases it tried and which took longest: a case that takes seconds is a finding, even
/// if it ends well.
///
/// # Panics
/// If a case does, with the case in its smallest form.
#[allow(
    clippy::panic,
    clippy::print_stdout,
    reason = "a case that fails is a test that fails, and tells of it"
)]
pub fn check<S: Strategy>(cases: u32, strategy: &S, test: impl Fn(S::Value)) {
    let times = std::env::var("GLOTTA_FUZZ").ok().and_then(|times| times.parse::<u32>().ok());
    let config = Config {
        cases: cases.saturating_mul(times.unwrap_or(1)),
        rng_seed: if times.is_some() { RngSeed::Random } else { RngSeed::Fixed(6) },
        failure_persistence: None,
        max_shrink_iters: 2000,
        max_shrink_time: 20_000,
        ..Config::default()
    };
    let tried = Cell::new(0_u64);
    let slowest = RefCell::new((Duration::ZERO, String::new()));
    let longest = RefCell::new((Duration::ZERO, String::new()));
    let done = TestRunner::new(config).run(strategy, |value| {
        tried.set(tried.get() + 1);
        if times.is_none() {
            test(value);
            return Ok(());
        }
        let shown = format!("{value:?}");
        let (begin, worked) = (Instant::now(), work());
        test(value);
        for (most, took) in [(&longest, begin.elapsed()), (&slowest, work().saturating_sub(worked))] {
            if took > most.borrow().0 {
                *most.borrow_mut() = (took, shown.clone());
                // Told at once, for the next may never end.
                if took > Duration::from_secs(2) {
                    println!("case {} took {took:?}: {shown}", tried.get());
                }
            }
        }
        Ok(())
    });
    if times.is_some() {
        println!("{} cases", tried.get());
        for (what, most) in [("took longest", &longest), ("worked most", &slowest)] {
            let (took, case) = &*most.borrow();
            let shown: String = case.chars().take(1000).collect();
            println!("{what}: {took:?}: {shown}");
        }
    }
    done.unwrap_or_else(|error| panic!("{error}"));
}

/// What this thread has worked so far, however busy the machine was meanwhile; nothing where the system does not say.
fn work() -> Duration {
    let told = std::fs::read_to_string("/proc/thread-self/schedstat").unwrap_or_default();
    let nanoseconds = told.split(' ').next().and_then(|first| first.parse().ok());
    Duration::from_nanos(nanoseconds.unwrap_or(0))
}
