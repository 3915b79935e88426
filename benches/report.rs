//! Criterion's figures as a table of ratios.

use std::path::Path;
use std::time::Duration;

use criterion::Criterion;

/// Where Criterion keeps its figures.
const FIGURES: &str = concat!(env!("CARGO_TARGET_TMPDIR"), "/criterion");

/// Criterion, quick enough for a dozen measurements in a minute.
pub(crate) fn criterion() -> Criterion {
    Criterion::default()
        .output_directory(Path::new(FIGURES))
        .warm_up_time(Duration::from_millis(500))
        .measurement_time(Duration::from_secs(2))
        .configure_from_args()
}

/// One line of the table.
pub(crate) struct Row {
    what: &'static str,
    measured: &'static str,
    floor: Option<&'static str>,
    /// How many calls one measured iteration makes.
    calls: f64,
    /// The largest ratio to the floor, or the most nanoseconds, that is aimed at; NaN if nothing is.
    aim: f64,
}

impl Row {
    pub(crate) fn beside(
        what: &'static str,
        measured: &'static str,
        floor: &'static str,
        calls: f64,
        aim: f64,
    ) -> Self {
        Self { what, measured, floor: Some(floor), calls, aim }
    }

    pub(crate) fn alone(what: &'static str, measured: &'static str, calls: f64, aim: f64) -> Self {
        Self { what, measured, floor: None, calls, aim }
    }
}

/// The median time of an iteration in nanoseconds, if it was measured in this or an earlier run.
fn median(name: &str) -> Option<f64> {
    let text = std::fs::read_to_string(Path::new(FIGURES).join(name).join("new/estimates.json")).ok()?;
    let estimates: serde_json::Value = serde_json::from_str(&text).ok()?;
    estimates["median"]["point_estimate"].as_f64()
}

#[expect(clippy::print_stdout, reason = "what the command is for")]
pub(crate) fn print(rows: &[Row]) {
    println!("\n{:<46} {:>9} {:>9} {:>7}   aim", "one call, in the median", "ns", "floor", "ratio");
    for row in rows {
        let ns = |name: &str| median(name).map(|time| time / row.calls);
        let Some(measured) = ns(row.measured) else { continue };
        let floor = row.floor.and_then(ns);
        let (value, unit) = floor.map_or((measured, " ns"), |floor| (measured / floor, ""));
        let shown = |value: Option<f64>| value.map_or_else(String::new, |value| format!("{value:.1}"));
        let ratio = floor.map_or_else(String::new, |floor| format!("{:.2}", measured / floor));
        let aim = match () {
            () if row.aim.is_nan() => String::new(),
            () if value <= row.aim => format!("at most {}{unit}: met", row.aim),
            () => format!("at most {}{unit}: MISSED", row.aim),
        };
        println!("{:<46} {measured:>9.1} {:>9} {ratio:>7}   {aim}", row.what, shown(floor));
    }
}

/// How much longer the slowest of some measurements takes than the fastest.
#[allow(dead_code, reason = "only some benches compare")]
#[expect(clippy::print_stdout, reason = "what the command is for")]
pub(crate) fn print_spread(what: &str, measured: &[&str], aim: f64) {
    let times: Vec<f64> = measured.iter().filter_map(|name| median(name)).collect();
    let fastest = times.iter().copied().fold(f64::INFINITY, f64::min);
    let spread = times.iter().copied().fold(0.0, f64::max) / fastest;
    let verdict = if spread <= aim { "met" } else { "MISSED" };
    println!("{what:<46} {spread:>27.3}   at most {aim}: {verdict}");
}
