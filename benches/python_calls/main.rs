//! What calls between Python and the engine cost, each beside its floor in the same interpreter and the same run.
//!
//! Every measured call is made a thousand times by a loop in Python; the time of the empty loop is in all of them.

#[path = "../attach.rs"]
mod attach;
mod floor;
#[path = "../report.rs"]
mod report;

use bevy_app::App;
use bevy_time::TimePlugin;
use bevy_transform::components::Transform;
use glotta::core::{Arg, Environment, Language as _, ModuleId, Source};
use glotta::engine::ScriptSetup;
use glotta::prelude::*;
use glotta::runtime::{MemoryReader, ScriptStore};
use glotta_python::PythonLanguage;

use report::Row;

/// How often a loop in Python makes the measured call.
const CALLS: i64 = 1000;

/// How many entities get a script in the frame that is measured.
const INSTANCES: usize = 1000;

struct NothingApi;

/// For measuring a call that does nothing.
#[script_api(module = "bench")]
impl NothingApi {
    /// Does nothing.
    fn nothing() {}
}

/// The loops: each makes its call n times. `floor` is the module of functions by hand.
const SCRIPT: &str = r#"
import floor

def setup(e):
    global target, handle, step, raw_step
    target, handle, step = e, e.handle("Transform"), Vec3(0.01, 0.0, 0.0)
    raw_step = floor.get_position(e)

def python_empty(n):
    for _ in range(n): pass

def python_nothing(n):
    f = bench.nothing
    for _ in range(n): f()

def python_raw_nothing(n):
    f = floor.nothing
    for _ in range(n): f()

def python_get_position(n):
    f, e = component.get_position, target
    for _ in range(n): f(e)

def python_raw_get_position(n):
    f, e = floor.get_position, target
    for _ in range(n): f(e)

def python_set_position(n):
    f, e, p = component.set_position, target, step
    for _ in range(n): f(e, p)

def python_raw_set_position(n):
    f, e, p = floor.set_position, target, raw_step
    for _ in range(n): f(e, p)

def python_move_by_functions(n):
    e, v = target, step
    for _ in range(n): component.set_position(e, component.get_position(e) + v)

def python_move_by_methods(n):
    e, v = target, step
    for _ in range(n): e.set_position(e.get_position() + v)

def python_move_by_handle(n):
    t, v = handle, step
    for _ in range(n): t.translation = t.translation + v
"#;

fn main() {
    let mut app = App::new();
    app.add_plugins((TimePlugin, GlottaPlugin::new("")));
    app.finish();
    app.cleanup();
    let entity = app.world_mut().spawn(Transform::default()).id();
    let mut setup = ScriptSetup::new();
    setup.add_api::<NothingApi>();
    let mut python = PythonLanguage::new();
    let environment = Environment {
        api: setup.api().expect("no names clash").into(),
        sources: ScriptStore::new(MemoryReader::default()).into(),
    };
    python.start(environment).expect("Python starts");
    floor::register();

    let mut criterion = report::criterion();
    let loops = [
        "python_empty",
        "python_nothing",
        "python_raw_nothing",
        "python_get_position",
        "python_raw_get_position",
        "python_set_position",
        "python_raw_set_position",
        "python_move_by_functions",
        "python_move_by_methods",
        "python_move_by_handle",
    ];
    let ran = with_scripts(app.world_mut(), |world| {
        floor::set_world(world.world_mut());
        python.load(world, ModuleId(0), &Source::new("bench.py", SCRIPT)).expect("loads");
        let find = |name: &str| python.find(ModuleId(0), name).expect("it is in the script");
        let target = glotta::engine::script_entity(entity);
        python.call(world, find("setup"), &[Arg::Entity(target)]).expect("set up");
        for name in loops {
            let function = find(name);
            criterion.bench_function(name, |bencher| {
                bencher.iter(|| python.call(world, function, &[Arg::Int(CALLS)]).expect("runs"));
            });
        }
        floor::set_world(std::ptr::null_mut());
    });
    ran.expect("scripts run");
    let script = "def on_start(entity): pass\ndef update(entity, dt): pass";
    attach::measure(&mut criterion, "python_attach", "idle.py", script, INSTANCES);
    criterion.final_summary();

    let calls = CALLS as f64;
    report::print(&[
        Row::beside("a bound function that does nothing", "python_nothing", "python_raw_nothing", calls, 1.5),
        Row::beside("component.get_position", "python_get_position", "python_raw_get_position", calls, 1.5),
        Row::beside("component.set_position", "python_set_position", "python_raw_set_position", calls, 1.5),
        Row::alone("move an entity, by functions", "python_move_by_functions", calls, 500.0),
        Row::alone("move an entity, by methods", "python_move_by_methods", calls, 500.0),
        Row::alone("move an entity, by a handle", "python_move_by_handle", calls, 500.0),
        Row::alone("attach a script, first frame included", "python_attach", INSTANCES as f64, 20_000.0),
        Row::alone("the empty loop, which is in all of the above", "python_empty", calls, f64::NAN),
    ]);
}
