//! What calls between AngelScript and the engine cost, each beside its floor in the same engine and the same run.
//!
//! Every measured call is made a thousand times by a loop in AngelScript; the time of the empty loop is in all of them.

#[path = "../attach.rs"]
mod attach;
mod floor;
#[path = "../report.rs"]
mod report;

use bevy_app::App;
use bevy_ecs::prelude::*;
use bevy_reflect::prelude::*;
use bevy_time::TimePlugin;
use bevy_transform::components::Transform;
use criterion::Criterion;
use glotta::core::{Arg, Environment, FunctionId, Language as _, ModuleId, Source};
use glotta::engine::{ScriptSetup, ScriptWorld};
use glotta::prelude::*;
use glotta::runtime::{MemoryReader, ScriptStore};
use glotta_angelscript::AngelScriptLanguage;

use report::Row;

/// How often a loop in AngelScript makes the measured call.
const CALLS: i64 = 1000;

/// How many entities have a script in the frame that is measured.
const INSTANCES: usize = 1000;

/// A component as a game has them.
#[derive(Component, Reflect, Default)]
#[reflect(Component, Default)]
struct Health {
    current: f32,
    max: f32,
}

struct NothingApi;

/// For measuring a call that does nothing.
#[script_api(module = "bench")]
impl NothingApi {
    /// Does nothing.
    fn nothing() {}
}

/// The loops: `void NAME(int n)` makes the call n times. The namespace `raw` is that of the functions by hand.
const SCRIPT: &str = r#"
    Entity target;
    Transform@ handle;
    Health@ health;
    Vec3 step(0.01, 0, 0);

    void setup(Entity e) {
        target = e;
        @handle = component::transform(e);
        @health = component::health(e);
    }

    void as_empty(int n) { for (int i = 0; i < n; i++) {} }

    void as_nothing(int n) { for (int i = 0; i < n; i++) bench::nothing(); }
    void as_raw_nothing(int n) { for (int i = 0; i < n; i++) raw::nothing(); }

    void as_get_position(int n) {
        Entity e = target;
        for (int i = 0; i < n; i++) component::get_position(e);
    }
    void as_raw_get_position(int n) {
        Entity e = target;
        for (int i = 0; i < n; i++) raw::get_position(e);
    }
    void as_raw_plain_position(int n) {
        Entity e = target;
        for (int i = 0; i < n; i++) raw::get_plain_position(e);
    }

    void as_set_position(int n) {
        Entity e = target;
        Vec3 p = step;
        for (int i = 0; i < n; i++) component::set_position(e, p);
    }
    void as_raw_set_position(int n) {
        Entity e = target;
        Vec3 p = step;
        for (int i = 0; i < n; i++) raw::set_position(e, p);
    }

    void as_move_by_functions(int n) {
        Entity e = target;
        Vec3 v = step;
        for (int i = 0; i < n; i++) {
            Vec3 p = component::get_position(e);
            component::set_position(e, p + v);
        }
    }
    void as_move_by_methods(int n) {
        Entity e = target;
        Vec3 v = step;
        for (int i = 0; i < n; i++) {
            Vec3 p = e.get_position();
            e.set_position(p + v);
        }
    }
    void as_move_by_handle(int n) {
        Transform@ t = handle;
        Vec3 v = step;
        for (int i = 0; i < n; i++) t.translation += v;
    }
    void as_move_by_new_handle(int n) {
        Entity e = target;
        Vec3 v = step;
        for (int i = 0; i < n; i++) {
            Transform@ t = component::transform(e);
            t.translation += v;
        }
    }

    void as_field_get(int n) {
        Health@ h = health;
        double sum = 0;
        for (int i = 0; i < n; i++) sum += h.current;
    }
    void as_field_set(int n) { Health@ h = health; for (int i = 0; i < n; i++) h.current = i; }
"#;

/// A script with a call-back that does nothing.
const IDLE: &str = "void update(Entity entity, double dt) {}";

/// A world with one entity, and an AngelScript of its own beside the one that the world's runtime has.
struct Bench {
    app: App,
    angelscript: AngelScriptLanguage,
    target: ScriptEntity,
}

impl Bench {
    fn new() -> Self {
        let mut app = App::new();
        app.add_plugins((TimePlugin, GlottaPlugin::new("")));
        app.finish();
        app.cleanup();
        let entity = app.world_mut().spawn((Transform::default(), Health::default())).id();
        let target = glotta::engine::script_entity(entity);
        let mut angelscript = AngelScriptLanguage::new();
        let mut api = ScriptSetup::new();
        api.add_api::<NothingApi>();
        let environment = Environment {
            api: api.api().expect("no names clash").into(),
            sources: ScriptStore::new(MemoryReader::default()).into(),
        };
        angelscript.start(environment).expect("AngelScript starts");
        floor::register(&angelscript);
        let mut bench = Self { app, angelscript, target };
        bench.load(ModuleId(0), "bench.as", SCRIPT);
        let setup = bench.find(ModuleId(0), "setup");
        bench.with(|angelscript, world| {
            angelscript.call(world, setup, &[Arg::Entity(target)]).expect("set up");
        });
        bench
    }

    fn with<R>(&mut self, work: impl FnOnce(&AngelScriptLanguage, &mut ScriptWorld) -> R) -> R {
        let angelscript = &self.angelscript;
        with_scripts(self.app.world_mut(), |world| work(angelscript, world)).expect("scripts run")
    }

    fn load(&mut self, module: ModuleId, path: &str, text: &str) {
        self.with(|angelscript, world| {
            let loaded = angelscript.load(world, module, &Source::new(path, text));
            loaded.unwrap_or_else(|error| unreachable!("{}", error.report()));
        });
    }

    fn find(&self, module: ModuleId, name: &str) -> FunctionId {
        self.angelscript.find(module, name).unwrap_or_else(|| unreachable!("{name} is in the script"))
    }

    /// Measures the loop of that name.
    fn measure(&mut self, criterion: &mut Criterion, name: &str) {
        let function = self.find(ModuleId(0), name);
        self.with(|angelscript, world| {
            let _floor = floor::Installed::new(world.world_mut());
            criterion.bench_function(name, |bencher| {
                bencher.iter(|| angelscript.call(world, function, &[Arg::Int(CALLS)]).expect("runs"));
            });
        });
    }
}

/// Measures calls of an `update` that does nothing: by the language, by hand, and in a frame of a thousand entities.
fn measure_update(criterion: &mut Criterion, bench: &mut Bench) {
    bench.load(ModuleId(1), "idle.as", IDLE);
    let update = bench.find(ModuleId(1), "update");
    let target = bench.target;
    bench.with(|angelscript, world| {
        let arguments = [Arg::Entity(target), Arg::Float(1.0 / 60.0)];
        criterion.bench_function("as_call", |bencher| {
            bencher.iter(|| angelscript.call(world, update, &arguments).expect("runs"));
        });
        let idle = floor::Function::take(angelscript, c"update");
        criterion.bench_function("as_raw_call", |bencher| {
            bencher.iter(|| idle.call(target.bits(), 1.0 / 60.0));
        });
    });

    let mut app = attach::game_with("idle.as", IDLE);
    for _ in 0..INSTANCES {
        app.world_mut().spawn(ScriptComponent::new("idle.as"));
    }
    app.update();
    criterion.bench_function("as_update", |bencher| {
        let ran = with_scripts(app.world_mut(), |world| bencher.iter(|| world.run_frame()));
        ran.expect("scripts run");
    });
}

fn main() {
    let mut criterion = report::criterion();
    let mut bench = Bench::new();
    let loops = [
        "as_empty",
        "as_nothing",
        "as_raw_nothing",
        "as_get_position",
        "as_raw_get_position",
        "as_raw_plain_position",
        "as_set_position",
        "as_raw_set_position",
        "as_move_by_functions",
        "as_move_by_methods",
        "as_move_by_handle",
        "as_move_by_new_handle",
        "as_field_get",
        "as_field_set",
    ];
    for name in loops {
        bench.measure(&mut criterion, name);
    }
    measure_update(&mut criterion, &mut bench);
    attach::measure(&mut criterion, "as_attach", "idle.as", IDLE, INSTANCES);
    criterion.final_summary();

    let calls = CALLS as f64;
    report::print(&[
        Row::beside("a bound function that does nothing", "as_nothing", "as_raw_nothing", calls, 1.5),
        Row::beside("component.get_position", "as_get_position", "as_raw_get_position", calls, 1.5),
        Row::beside(
            "the same, by hand without a Value",
            "as_get_position",
            "as_raw_plain_position",
            calls,
            f64::NAN,
        ),
        Row::beside("component.set_position", "as_set_position", "as_raw_set_position", calls, 1.5),
        Row::alone("move an entity, by functions", "as_move_by_functions", calls, 500.0),
        Row::alone("move an entity, by methods", "as_move_by_methods", calls, 500.0),
        Row::alone("move an entity, by a handle", "as_move_by_handle", calls, 150.0),
        Row::alone("the same with a new handle each time", "as_move_by_new_handle", calls, f64::NAN),
        Row::alone("get a field through a handle", "as_field_get", calls, f64::NAN),
        Row::alone("set a field through a handle", "as_field_set", calls, f64::NAN),
        Row::beside("call an update(Entity, double)", "as_call", "as_raw_call", 1.0, f64::NAN),
        Row::alone("update of an entity, in a frame", "as_update", INSTANCES as f64, f64::NAN),
        Row::alone("attach a script, first frame included", "as_attach", INSTANCES as f64, 20_000.0),
        Row::alone("the empty loop, which is in all of the above", "as_empty", calls, f64::NAN),
    ]);
}
