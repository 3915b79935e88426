//! [`Game`]: a project that runs without a window.

use std::sync::Arc;
use std::time::{Duration, Instant};

use bevy_app::App;
use bevy_ecs::message::{MessageCursor, Messages};
use bevy_ecs::name::Name;
use bevy_time::{Real, Time, TimePlugin, TimeUpdateStrategy, Virtual};
use bevy_transform::TransformPlugin;
use glotta_core::ScriptError;
use glotta_engine::input::{InputRecording, InputSource};
use glotta_engine::{
    ScriptAppExt as _, ScriptComponent, ScriptInstance, ScriptOutput, ScriptReloaded, ScriptWorld, Tags,
    game_entities, stop_scripts, with_scripts, world_hash,
};

use crate::project::EntityEntry;
use crate::{GlottaPlugin, Project};

/// How a [`Game`] is run.
#[derive(Clone)]
pub struct GameOptions {
    /// Seconds of game time in each frame; what the project says if `None`.
    pub time_step: Option<f64>,
    /// Where what scripts print, log and fail at goes.
    pub output: Arc<dyn ScriptOutput>,
}

/// A project that runs without a window, frame by frame.
///
/// Each frame advances the game's time by the same step however long it took to compute, so a project does the
/// same on every run. A game that is dropped [ends](Self::end), unless a panic drops it.
pub struct Game {
    app: App,
    name: String,
    time_step: f64,
    frames: u64,
    frame_times: FrameTimes,
    reloads: MessageCursor<ScriptReloaded>,
}

impl std::fmt::Debug for Game {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Game").field("name", &self.name).field("frames", &self.frames).finish_non_exhaustive()
    }
}

/// How a game is doing.
#[derive(Clone, Debug, PartialEq)]
pub struct GameStatus {
    /// How many frames have run.
    pub frames: u64,
    /// How much game time has passed, in seconds.
    pub game_time: f64,
    /// How many entities there are.
    pub entities: usize,
    /// How many scripts run: one for each script on each entity, and those of the game.
    pub instances: usize,
    /// How long the last frame took, in milliseconds.
    pub frame_ms: f64,
    /// How many errors there were, repetitions counted.
    pub errors: u64,
}

/// What became of a game.
#[derive(Clone, Debug, PartialEq)]
pub struct Summary {
    /// The project's name.
    pub name: String,
    /// How many frames ran.
    pub frames: u64,
    /// How many entities there were in the end.
    pub entities: usize,
    /// How many scripts were running in the end.
    pub instances: usize,
    /// The languages, with the scripts of each.
    pub languages: Vec<LanguageSummary>,
    /// How often the game called a function of a script.
    pub calls: u64,
    /// How many errors there were, repetitions counted.
    pub errors: u64,
    /// How long a frame took in the mean, in milliseconds.
    pub mean_ms: f64,
    /// How long the slowest frame in a hundred took, in milliseconds.
    pub p99_ms: f64,
    /// Memory that scripts used in the end, in bytes.
    pub memory: usize,
    /// The world's state in the end, as [`world_hash`] sees it.
    pub world_hash: u64,
}

/// One language of a [`Summary`].
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LanguageSummary {
    /// Its name.
    pub name: &'static str,
    /// Its version.
    pub version: &'static str,
    /// How many scripts of it were loaded in the end.
    pub scripts: usize,
}

impl Game {
    /// Makes a project ready to run: its languages started, its entities spawned. Its scripts are loaded in the first
    /// frame; what goes wrong with them goes to the output and does not stop the game.
    ///
    /// # Errors
    /// If a language does not start, or if an entity of the project cannot be made, with the place in `glotta.toml`.
    pub fn open(project: Project, options: GameOptions) -> Result<Self, ScriptError> {
        let time_step = options.time_step.unwrap_or_else(|| project.time_step());
        let step = Duration::try_from_secs_f64(time_step)
            .map_err(|error| ScriptError::argument(format!("{time_step} is no time step: {error}")))?;
        let mut app = App::new();
        app.add_plugins((TimePlugin, TransformPlugin));
        let plugin = GlottaPlugin::new(&project.root)
            .with_memory_limit(project.memory_limit)
            .with_saves(project.saves);
        #[cfg(feature = "watch")]
        let plugin = plugin.with_watch(project.watch);
        app.add_plugins(match &project.cache {
            Some(folder) => plugin.with_cache(folder),
            None => plugin,
        });
        let setup = app.script_setup();
        setup.set_output(options.output).set_seed(project.seed).set_settings(project.settings);
        setup.set_input(project.input);
        setup.set_language(project.language).set_budgets(project.budgets).set_error_policies(project.errors);
        for script in &project.scripts {
            setup.add_script(script);
        }
        app.finish();
        app.cleanup();
        let world = app.world_mut();
        world.insert_resource(TimeUpdateStrategy::ManualDuration(step));
        if let Some(mut time) = world.get_resource_mut::<Time<Virtual>>() {
            // Else a step longer than this would be cut.
            let longest = time.max_delta().max(step);
            time.set_max_delta(longest);
        }
        if let Some(mut time) = world.get_resource_mut::<Time<Real>>() {
            // The clock's first update only starts it; so that the first frame takes time like any other.
            time.update_with_duration(Duration::ZERO);
        }
        with_scripts(world, |scripts| project.entities.iter().try_for_each(|entry| spawn(scripts, entry)))??;
        Ok(Self {
            app,
            name: project.name,
            time_step,
            frames: 0,
            frame_times: FrameTimes::default(),
            reloads: MessageCursor::default(),
        })
    }

    /// The app: for what a game adds in Rust.
    pub fn app_mut(&mut self) -> &mut App {
        &mut self.app
    }

    /// Seconds of game time in each frame.
    #[must_use]
    pub fn time_step(&self) -> f64 {
        self.time_step
    }

    /// Runs one frame.
    pub fn step(&mut self) {
        let start = Instant::now();
        self.app.update();
        self.frame_times.push(start.elapsed());
        self.frames += 1;
    }

    /// The scripts that were reloaded in the last frame, or were to be. Ask after each frame; what is older than two is
    /// forgotten.
    pub fn take_reloads(&mut self) -> Vec<ScriptReloaded> {
        let messages = self.app.world().get_resource::<Messages<ScriptReloaded>>();
        messages.map_or_else(Vec::new, |messages| self.reloads.read(messages).cloned().collect())
    }

    /// Plays recorded input instead of any other. When it is over, all sources are at rest.
    ///
    /// # Errors
    /// [`glotta_core::ErrorKind::Argument`] if it was recorded in another project or with another time step.
    pub fn replay_input(&mut self, recording: InputRecording) -> Result<(), ScriptError> {
        recording.check(&self.name, self.time_step)?;
        with_scripts(self.app.world_mut(), |scripts| scripts.replay_input(recording))
    }

    /// Records the input from now on, for [`recording`](Self::recording).
    pub fn record_input(&mut self) {
        let recording = InputRecording::new(&self.name, self.time_step);
        // A game whose scripts do not run was refused when it was opened.
        let _ = with_scripts(self.app.world_mut(), |scripts| scripts.record_input(recording));
    }

    /// The input that was recorded so far; `None` if none is.
    #[must_use]
    pub fn recording(&mut self) -> Option<InputRecording> {
        let world = self.app.world_mut();
        with_scripts(world, |scripts| scripts.input_recording().cloned()).ok().flatten()
    }

    /// Says what a key, button or axis does, from the next frame on until it is said otherwise.
    pub fn set_input(&mut self, source: InputSource, value: f32) {
        let _ = with_scripts(self.app.world_mut(), |scripts| scripts.set_input(source, value));
    }

    /// True if the project has actions that input could do something for.
    #[must_use]
    pub fn has_actions(&mut self) -> bool {
        with_scripts(self.app.world_mut(), |scripts| !scripts.input_map().is_empty()).unwrap_or(false)
    }

    /// Loads a script, which runs its body. What goes wrong goes to the output.
    pub fn load(&mut self, path: &str) {
        let world = self.app.world_mut();
        // A game whose scripts do not run was refused when it was opened.
        let _ = with_scripts(world, |scripts| {
            // The runtime has logged the error, and the next line passes it on.
            let _ = scripts.session(|session, scripts| session.load(scripts, path));
            scripts.report_errors();
        });
    }

    /// True if the game wants to end.
    #[must_use]
    pub fn should_exit(&self) -> bool {
        self.app.should_exit().is_some()
    }

    /// How the game is doing.
    #[must_use]
    pub fn status(&mut self) -> GameStatus {
        let world = self.app.world_mut();
        let counts = with_scripts(world, |scripts| {
            scripts.session(|session, _| (session.instance_count(), session.error_count()))
        });
        let (instances, errors) = counts.unwrap_or_default();
        GameStatus {
            frames: self.frames,
            game_time: world.get_resource::<Time<Virtual>>().map_or(0.0, Time::elapsed_secs_f64),
            entities: game_entities(world).len(),
            instances,
            frame_ms: self.frame_times.last_ms(),
            errors,
        }
    }

    /// Ends the game, with `on_stop` of all scripts and what they left for the clean-up, and says what became of it. The
    /// state of the world is the one before that end.
    pub fn end(mut self) -> Summary {
        let world = self.app.world_mut();
        let entities = game_entities(world).len();
        let world_hash = world_hash(world);
        let mut summary = Summary {
            name: std::mem::take(&mut self.name),
            frames: self.frames,
            entities,
            instances: 0,
            languages: Vec::new(),
            calls: 0,
            errors: 0,
            mean_ms: self.frame_times.mean_ms(),
            p99_ms: self.frame_times.p99_ms(),
            memory: 0,
            world_hash,
        };
        // A game whose scripts do not run was refused when it was opened.
        let _ = with_scripts(world, |scripts| {
            scripts.session(|session, _| {
                summary.instances = session.instance_count();
                for language in session.languages() {
                    summary.memory += language.memory.current;
                    summary.languages.push(LanguageSummary {
                        name: language.info.name,
                        version: language.info.version,
                        scripts: language.scripts,
                    });
                }
            });
            scripts.stop();
            scripts.session(|session, _| {
                summary.calls = session.call_count();
                summary.errors = session.error_count();
            });
        });
        summary
    }
}

impl Drop for Game {
    fn drop(&mut self) {
        if !std::thread::panicking() {
            stop_scripts(self.app.world_mut());
        }
    }
}

/// Makes the entities of one entry of a project.
fn spawn(scripts: &mut ScriptWorld, entry: &EntityEntry) -> Result<(), ScriptError> {
    for _ in 0..entry.count {
        let entity = scripts.spawn();
        let mut found = scripts.entity_mut(entity)?;
        if let Some(name) = &entry.name {
            found.insert(Name::new(name.clone()));
        }
        if !entry.tags.is_empty() {
            found.insert(Tags::new(entry.tags.iter().map(String::as_str)));
        }
        if !entry.scripts.is_empty() || !entry.data.is_empty() {
            let attached = entry.scripts.iter().map(ScriptInstance::new);
            let component = attached.fold(ScriptComponent::default(), ScriptComponent::with);
            found.insert(component.with_data(entry.data.clone()));
        }
        for component in &entry.components {
            scripts.add_component(entity, &component.name, &component.value).map_err(|mut error| {
                if scripts.describe_component(&component.name).is_err() {
                    let message = error.message();
                    error = ScriptError::not_found(format!(
                        "{message} (if a script defines it, that is too late for the entities of {}, which are made before: \
                         make this one in a script)",
                        Project::FILE
                    ));
                }
                error.at("", Project::FILE, component.line, component.column)
            })?;
        }
    }
    Ok(())
}

/// How long frames took: all of them in the mean, the latest in detail.
#[derive(Debug, Default)]
struct FrameTimes {
    total: Duration,
    count: u32,
    /// The latest, in milliseconds, oldest overwritten first.
    latest: Vec<f32>,
    next: usize,
}

impl FrameTimes {
    /// How many frames are kept: half an hour at 60 a second.
    const KEPT: usize = 108_000;

    fn push(&mut self, time: Duration) {
        self.total += time;
        self.count = self.count.saturating_add(1);
        let time = time.as_secs_f32() * 1e3;
        if self.latest.len() < Self::KEPT {
            self.latest.push(time);
        } else {
            self.latest[self.next] = time;
        }
        self.next = (self.next + 1) % Self::KEPT;
    }

    fn last_ms(&self) -> f64 {
        let last = self.next.checked_sub(1).unwrap_or(Self::KEPT - 1);
        self.latest.get(last).copied().map_or(0.0, f64::from)
    }

    fn mean_ms(&self) -> f64 {
        if self.count == 0 { 0.0 } else { self.total.as_secs_f64() * 1e3 / f64::from(self.count) }
    }

    fn p99_ms(&self) -> f64 {
        let mut sorted = self.latest.clone();
        sorted.sort_by(f32::total_cmp);
        let place = (sorted.len() * 99).div_ceil(100).saturating_sub(1);
        sorted.get(place).copied().map_or(0.0, f64::from)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_of_frames_give_mean_last_and_the_slowest_in_a_hundred() {
        let mut times = FrameTimes::default();
        assert_eq!((times.mean_ms(), times.p99_ms(), times.last_ms()), (0.0, 0.0, 0.0));
        for ms in 1..=200 {
            times.push(Duration::from_millis(ms));
        }
        assert!((times.mean_ms() - 100.5).abs() < 1e-6);
        assert!((times.p99_ms() - 198.0).abs() < 1e-3);
        assert!((times.last_ms() - 200.0).abs() < 1e-3);
    }
}
