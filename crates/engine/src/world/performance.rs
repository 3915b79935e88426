//! What scripts cost, and who asks for a debugger.

use bevy_time::{Real, Time};
use glotta_core::{ScriptError, Table, Value};

use super::ScriptWorld;
use crate::output::LogLevel;
use crate::population::count_game_entities;

impl ScriptWorld {
    /// What the last frame cost, and how much there is of everything: what `engine.performance` gives.
    pub fn performance(&mut self) -> Table {
        let real = self.world.get_resource::<Time<Real>>();
        let frame_ms = real.map_or(0.0, |time| time.delta_secs_f64() * 1e3);
        let scripts_ms = self.scripts_time().as_secs_f64() * 1e3;
        let entities = int(count_game_entities(&self.world));
        let assets = int(self.asset_count());
        self.session(|session, _| {
            let memory: Table = session
                .languages()
                .iter()
                .map(|language| (language.info.name.to_owned(), int(language.memory.current)))
                .collect();
            Table::from([
                ("frame_ms".to_owned(), Value::Float(frame_ms)),
                ("scripts_ms".to_owned(), Value::Float(scripts_ms)),
                ("entities".to_owned(), entities),
                ("instances".to_owned(), int(session.instance_count())),
                ("systems".to_owned(), int(session.system_count())),
                ("assets".to_owned(), assets),
                ("errors".to_owned(), Value::Int(i64::try_from(session.error_count()).unwrap_or(i64::MAX))),
                ("memory".to_owned(), memory.into()),
            ])
        })
    }

    /// Logs that the script that runs asked for a debugger, and goes on.
    ///
    /// # Errors
    /// [`glotta_core::ErrorKind::Host`] if no script runs.
    pub fn debug_break(&mut self) -> Result<(), ScriptError> {
        let script = self.running_script().ok_or_else(|| ScriptError::host("no script is running"))?;
        self.output.log(LogLevel::Warn, &format!("debug_break at {script}: no debugger listens"));
        Ok(())
    }
}

fn int(number: usize) -> Value {
    Value::Int(i64::try_from(number).unwrap_or(i64::MAX))
}
