//! The module `engine`.

use bevy_time::{Time, Virtual};
use glotta_core::{Callback, ScriptError, Table, Value, short_number};
use glotta_macros::script_api;

use crate::output::LogLevel;
use crate::world::ScriptWorld;

/// The functions of the module `engine`.
#[derive(Clone, Copy, Debug)]
pub struct EngineApi;

/// The engine: time, messages, settings, chance.
#[script_api(module = "engine", crate = glotta_core)]
impl EngineApi {
    /// The time since the last frame, in seconds of game time: what `update` is given as `dt`. It is scaled by
    /// `set_time_scale`, and 0 where the game has no clock.
    #[reach(nothing)]
    fn frame_time(world: &mut ScriptWorld) -> f64 {
        world.world().get_resource::<Time>().map_or(0.0, Time::delta_secs_f64)
    }

    /// The time since the start, in seconds of game time.
    #[reach(nothing)]
    fn total_time(world: &mut ScriptWorld) -> f64 {
        world.world().get_resource::<Time>().map_or(0.0, Time::elapsed_secs_f64)
    }

    /// The number of the frame, counted from 0.
    #[reach(nothing)]
    fn frame(world: &mut ScriptWorld) -> i64 {
        i64::try_from(world.frame()).unwrap_or(i64::MAX)
    }

    /// How fast game time passes, from the next frame on: 1 is normal, 0.5 half as fast, 0 not at all.
    ///
    /// # Errors
    /// argument, if the scale is negative or not finite; host, if the game has no clock.
    fn set_time_scale(world: &mut ScriptWorld, scale: f64) -> Result<(), ScriptError> {
        // A span of one frame at a larger scale would not fit the engine's clock.
        const MOST: f64 = 1e6;
        if !(0.0..=MOST).contains(&scale) {
            return Err(ScriptError::argument(format!(
                "{} is out of range: expected a time scale of 0 to {MOST}",
                short_number(scale)
            )));
        }
        match world.world_mut().get_resource_mut::<Time<Virtual>>() {
            Some(mut time) => {
                time.set_relative_speed_f64(scale);
                Ok(())
            }
            None => Err(ScriptError::host("this game has no clock: it lacks the TimePlugin")),
        }
    }

    /// How fast game time passes: 1 is normal.
    #[reach(nothing)]
    fn time_scale(world: &mut ScriptWorld) -> f64 {
        world.world().get_resource::<Time<Virtual>>().map_or(1.0, Time::relative_speed_f64)
    }

    /// Writes a message to the game's log, at one of the levels `"trace"`, `"debug"`, `"info"`, `"warn"`, `"error"`.
    ///
    /// # Errors
    /// argument, if there is no such level.
    #[reach(nothing)]
    fn log(
        world: &mut ScriptWorld,
        message: &str,
        #[default("info")] level: &str,
    ) -> Result<(), ScriptError> {
        let level: LogLevel = level.parse()?;
        world.output().log(level, message);
        Ok(())
    }

    /// Has a function called when the script that runs now is unloaded, or the game ends: the place to undo what the
    /// script did to the world. The function that was given last is called first, since what it undoes may rest on what was done before it.
    /// A reload does not call it, since the game goes on with what the script did; the new code gives its own functions.
    fn on_cleanup(world: &mut ScriptWorld, callback: Callback) -> Result<(), ScriptError> {
        world.on_cleanup(callback)
    }

    /// A setting of the project, by its name with dots between the tables it is in: `"waves.size"`. `fallback` if there
    /// is no such setting.
    #[reach(nothing)]
    fn setting(world: &mut ScriptWorld, name: &str, fallback: Option<Value>) -> Option<Value> {
        look_up(world.settings(), name).cloned().or(fallback)
    }

    /// A random number, at least 0 and less than 1. All scripts share one generator; with the same seed it gives the
    /// same numbers on every run.
    #[reach(nothing)]
    fn random(world: &mut ScriptWorld) -> f64 {
        world.random().f64()
    }

    /// A random whole number, at least `min` and at most `max`.
    ///
    /// # Errors
    /// argument, if `min` is greater than `max`.
    #[reach(nothing)]
    fn random_int(world: &mut ScriptWorld, min: i64, max: i64) -> Result<i64, ScriptError> {
        if min > max {
            return Err(ScriptError::argument(format!(
                "min must not be greater than max, got {min} and {max}"
            )));
        }
        Ok(world.random().i64(min..=max))
    }

    /// What the game costs, as a table: `frame_ms`, the real time of the last frame, and `scripts_ms`, what scripts took of
    /// it, both in milliseconds; how many `entities`, `instances` of scripts, `systems` and `assets` there are; how many
    /// `errors` no script caught so far; and `memory`, a table of the bytes that the scripts of each language use now: `memory.lua`. Times
    /// and bytes differ from run to run: a game that is to run the same way twice decides nothing by them.
    fn performance(world: &mut ScriptWorld) -> Table {
        world.performance()
    }

    /// Stops here if a debugger listens. None can yet: a line in the log says so, and the script goes on.
    ///
    /// # Errors
    /// host, if no script runs.
    fn debug_break(world: &mut ScriptWorld) -> Result<(), ScriptError> {
        world.debug_break()
    }
}

fn look_up<'t>(settings: &'t Table, name: &str) -> Option<&'t Value> {
    // A name with dots may be quoted in the project's file; it is found before the tables it could also mean.
    if let Some(value) = settings.get(name) {
        return Some(value);
    }
    name.match_indices('.').find_map(|(dot, _)| match settings.get(&name[..dot]) {
        Some(Value::Table(inner)) => look_up(inner, &name[dot + 1..]),
        _ => None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_setting_is_found_by_its_dotted_name() {
        let waves = Table::from([("size".to_owned(), Value::Int(40))]);
        let settings =
            Table::from([("waves".to_owned(), waves.into()), ("a.b".to_owned(), Value::Bool(true))]);
        assert_eq!(look_up(&settings, "waves.size"), Some(&Value::Int(40)));
        assert_eq!(look_up(&settings, "a.b"), Some(&Value::Bool(true)));
        assert_eq!(look_up(&settings, "waves.sizes"), None);
        assert_eq!(look_up(&settings, ""), None);
    }
}
