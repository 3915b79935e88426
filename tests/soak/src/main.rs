//! `cargo xtask soak`: reloads a script of each language 10,000 times, has 100,000 entities with scripts come and go at the
//! hands of each language, and prints how much memory it takes meanwhile. What grows with the work is a leak, and the exit
//! code is 1 then.

#![allow(clippy::print_stdout, clippy::print_stderr)] // A command-line tool speaks.

mod curve;
#[path = "../../../crates/glotta/tests/leaks/game.rs"]
#[allow(dead_code, reason = "the tests count more than this does")]
mod game;

use std::process::ExitCode;
use std::time::{Duration, Instant};

use curve::Curve;
use game::{LANGUAGES, Played};
use glotta::engine::WorldCensus;

const HELP: &str = "\
Usage: cargo xtask soak [options]

Options:
  --minutes <n>   end after so many minutes, whatever is left (default 20)
  --reloads <n>   reloads of each language's script (default 10000)
  --entities <n>  entities that each language creates (default 100000)
";

/// How many lines each part prints at most.
const LINES: u64 = 20;

/// How many entities a frame creates.
const EACH_FRAME: u64 = 100;

/// Above this, in bytes for each reload or each entity, something grows that should not.
const MOST_GROWTH: f64 = 16.0;

/// The same for the process as a whole, whose allocator keeps what it does not use in pages.
const MOST_GROWTH_OF_PROCESS: f64 = 128.0;

/// What is to be done.
struct Options {
    minutes: u64,
    reloads: u64,
    entities: u64,
}

fn main() -> ExitCode {
    let options = match options(std::env::args().skip(1)) {
        Ok(Some(options)) => options,
        Ok(None) => {
            print!("{HELP}");
            return ExitCode::SUCCESS;
        }
        Err(message) => {
            eprint!("soak: {message}\n{HELP}");
            return ExitCode::from(2);
        }
    };
    let end = Instant::now() + Duration::from_secs(60 * options.minutes);
    let mut flat = true;
    for writing in &LANGUAGES {
        let (mut played, path) = Played::busy(writing);
        let mut number = 0;
        let reload = |played: &mut Played| {
            number += 1;
            played.save(&path, &writing.busy(number));
            played.frame();
            played.frame();
        };
        flat &= soak(&format!("{} reloads", writing.language), &mut played, options.reloads, 1, end, reload);
        played.end();
    }
    for writing in &LANGUAGES {
        let mut played = Played::churning(writing);
        let (what, entities) = (format!("{} entities", writing.language), options.entities);
        flat &= soak(&what, &mut played, entities / EACH_FRAME, EACH_FRAME, end, Played::frame);
        played.end();
    }
    println!("{}", if flat { "soak: ok: all of it is flat" } else { "soak: FAILED: see above" });
    if flat { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}

fn options(mut arguments: impl Iterator<Item = String>) -> Result<Option<Options>, String> {
    let mut options = Options { minutes: 20, reloads: 10_000, entities: 100_000 };
    while let Some(argument) = arguments.next() {
        let place = match argument.as_str() {
            "--minutes" => &mut options.minutes,
            "--reloads" => &mut options.reloads,
            "--entities" => &mut options.entities,
            "-h" | "--help" => return Ok(None),
            other => return Err(format!("there is no option {other:?}")),
        };
        let value = arguments.next().ok_or_else(|| format!("{argument} needs a number"))?;
        *place = value.parse().map_err(|_| format!("{argument} needs a number, got {value:?}"))?;
    }
    Ok(Some(options))
}

/// Does something again and again, and says whether what it takes stays the same. Each time counts for `each` steps.
fn soak(
    what: &str,
    played: &mut Played,
    times: u64,
    each: u64,
    end: Instant,
    mut work: impl FnMut(&mut Played),
) -> bool {
    let languages = LANGUAGES.map(|writing| writing.language);
    let mut process = Curve::default();
    let mut memory = languages.map(|_| Curve::default());
    let mut census: Option<WorldCensus> = None;
    let mut same = true;
    let mut done = 0;
    println!(
        "\n{what}:\n{:>9}  {:>10}  {:>12} {:>12} {:>12}  objects callbacks",
        "steps", "process", "lua", "python", "angelscript"
    );
    for line in 1..=LINES {
        while done < times * line / LINES && Instant::now() < end {
            work(played);
            done += 1;
        }
        if done < times * line / LINES {
            println!("  the time is over after {} steps", done * each);
            break;
        }
        let used = languages.map(|language| played.memory(language));
        let mut now = played.census();
        let resident = resident().unwrap_or(0);
        process.push(done * each, resident);
        for (curve, used) in memory.iter_mut().zip(used) {
            curve.push(done * each, used);
        }
        let callbacks: usize = now.runtime.languages.iter().map(|(_, census)| census.callbacks).sum();
        let [lua, python, angelscript] = used;
        println!(
            "{:>9}  {:>6} KiB  {lua:>12} {python:>12} {angelscript:>12}  {:>7} {callbacks:>9}",
            done * each,
            resident >> 10,
            now.objects
        );
        // Errors are remembered, so many and no more.
        now.runtime.errors = 0;
        same &= census.replace(now.clone()).is_none_or(|before| before == now);
    }
    let told = played.told();
    for line in told.iter().take(5) {
        println!("  told: {line}");
    }
    let mut flat = same && told.is_empty();
    if !same {
        println!("  counts: NOT THE SAME: {census:?}");
    }
    let curves = languages.iter().zip(&memory).map(|(language, curve)| (*language, curve, MOST_GROWTH));
    for (name, curve, most) in curves.chain([("process", &process, MOST_GROWTH_OF_PROCESS)]) {
        let slope = curve.slope();
        let is_flat = slope < most;
        flat &= is_flat;
        println!("  {name}: {} ({slope:+.1} bytes each)", if is_flat { "flat" } else { "GROWS" });
    }
    flat
}

/// How much memory the process has, in bytes, where the system says it in a file.
fn resident() -> Option<usize> {
    let status = std::fs::read_to_string("/proc/self/status").ok()?;
    let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:"))?;
    let kib: usize = line.trim().strip_suffix("kB")?.trim().parse().ok()?;
    Some(kib << 10)
}
