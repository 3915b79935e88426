//! What calls between Lua and the engine cost, each beside its floor in the same Lua state and the same run.
//!
//! Every measured call is made a thousand times by a loop in Lua; the time of the empty loop is in all of them.

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
use glotta_lua::LuaLanguage;

use report::Row;

/// How often a loop in Lua makes the measured call.
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

/// The loops: `function NAME(n)` makes the call n times. `raw` is the table of functions by hand.
const SCRIPT: &str = r#"
    function setup(e)
        handle = e:handle("Transform")
        health = e:handle("Health")
        target = e
        step = Vec3(0.01, 0.0, 0.0)
    end

    function empty(n) for _ = 1, n do end end

    function nothing(n) local f = bench.nothing for _ = 1, n do f() end end
    function raw_nothing(n) local f = raw.nothing for _ = 1, n do f() end end

    function get_position(n)
        local f, e = component.get_position, target
        for _ = 1, n do f(e) end
    end
    function raw_get_position(n)
        local f, e = raw.get_position, target
        for _ = 1, n do f(e) end
    end

    function set_position(n)
        local f, e, p = component.set_position, target, step
        for _ = 1, n do f(e, p) end
    end
    function raw_set_position(n)
        local f, e, p = raw.set_position, target, raw.vector(0.01, 0, 0)
        for _ = 1, n do f(e, p) end
    end

    function move_by_functions(n)
        local e, v = target, step
        for _ = 1, n do component.set_position(e, component.get_position(e) + v) end
    end
    function move_by_methods(n)
        local e, v = target, step
        for _ = 1, n do e:set_position(e:get_position() + v) end
    end
    function move_by_handle(n)
        local t, v = handle, step
        for _ = 1, n do t.translation = t.translation + v end
    end

    function field_get(n) local h = health for _ = 1, n do local _ = h.current end end
    function field_set(n) local h = health for i = 1, n do h.current = i end end
"#;

/// A world with one entity, and a Lua of its own beside the one that the world's runtime has.
struct Bench {
    app: App,
    lua: LuaLanguage,
}

impl Bench {
    fn new() -> Self {
        let mut app = App::new();
        app.add_plugins((TimePlugin, GlottaPlugin::new("")));
        app.finish();
        app.cleanup();
        let entity = app.world_mut().spawn((Transform::default(), Health::default())).id();
        let mut lua = LuaLanguage::new();
        let mut api = ScriptSetup::new();
        api.add_api::<NothingApi>();
        let environment = Environment {
            api: api.api().expect("no names clash").into(),
            sources: ScriptStore::new(MemoryReader::default()).into(),
        };
        lua.start(environment).expect("Lua starts");
        let mut bench = Self { app, lua };
        bench.with(|lua, world| {
            lua.load(world, ModuleId(0), &Source::new("bench.lua", SCRIPT)).expect("loads");
        });
        let setup = bench.find("setup");
        let target = glotta::engine::script_entity(entity);
        bench.with(|lua, world| lua.call(world, setup, &[Arg::Entity(target)]).expect("set up"));
        floor::register(&bench.lua, ModuleId(0));
        bench
    }

    fn with<R>(&mut self, work: impl FnOnce(&LuaLanguage, &mut ScriptWorld) -> R) -> R {
        let lua = &self.lua;
        with_scripts(self.app.world_mut(), |world| work(lua, world)).expect("scripts run")
    }

    fn find(&self, name: &str) -> FunctionId {
        self.lua.find(ModuleId(0), name).unwrap_or_else(|| unreachable!("{name} is in the script"))
    }

    /// Measures the loop of that name.
    fn measure(&mut self, criterion: &mut Criterion, name: &str) {
        let function = self.find(name);
        self.with(|lua, world| {
            let _floor = floor::Installed::new(world.world_mut());
            criterion.bench_function(name, |bencher| {
                bencher.iter(|| lua.call(world, function, &[Arg::Int(CALLS)]).expect("runs"));
            });
        });
    }
}

/// Measures a frame of scripts whose `update` does nothing, for a thousand entities, beside the same function called
/// a thousand times by hand.
fn measure_update(criterion: &mut Criterion, bench: &mut Bench) {
    let script = "function update(entity, dt) end";
    let mut app = attach::game_with("idle.lua", script);
    for _ in 0..INSTANCES {
        app.world_mut().spawn(ScriptComponent::new("idle.lua"));
    }
    app.update();
    criterion.bench_function("update", |bencher| {
        let ran = with_scripts(app.world_mut(), |world| bencher.iter(|| world.run_frame()));
        ran.expect("scripts run");
    });
    let source = Source::new("idle.lua", script);
    bench.with(|lua, world| lua.load(world, ModuleId(1), &source).expect("loads"));
    bench.with(|lua, _| {
        let idle = floor::Function::take(lua, ModuleId(1), c"update");
        criterion.bench_function("raw_update", |bencher| {
            bencher.iter(|| (0..INSTANCES as u64).for_each(|entity| idle.call(entity, 1.0 / 60.0)));
        });
    });
}

fn main() {
    let mut criterion = report::criterion();
    let mut bench = Bench::new();
    let loops = [
        "empty",
        "nothing",
        "raw_nothing",
        "get_position",
        "raw_get_position",
        "set_position",
        "raw_set_position",
        "move_by_functions",
        "move_by_methods",
        "move_by_handle",
        "field_get",
        "field_set",
    ];
    for name in loops {
        bench.measure(&mut criterion, name);
    }
    measure_update(&mut criterion, &mut bench);
    let script = "function on_start(entity) end function update(entity, dt) end";
    attach::measure(&mut criterion, "attach", "idle.lua", script, INSTANCES);
    criterion.final_summary();

    let calls = CALLS as f64;
    report::print(&[
        Row::beside("a bound function that does nothing", "nothing", "raw_nothing", calls, 1.5),
        Row::beside("component.get_position", "get_position", "raw_get_position", calls, 1.5),
        Row::beside("component.set_position", "set_position", "raw_set_position", calls, 1.5),
        Row::alone("move an entity, by functions", "move_by_functions", calls, 250.0),
        Row::alone("move an entity, by methods", "move_by_methods", calls, 250.0),
        Row::alone("move an entity, by a handle", "move_by_handle", calls, 250.0),
        Row::alone("get a field through a handle", "field_get", calls, f64::NAN),
        Row::alone("set a field through a handle", "field_set", calls, f64::NAN),
        Row::beside("update of an entity, in a frame", "update", "raw_update", INSTANCES as f64, f64::NAN),
        Row::alone("attach a script, first frame included", "attach", INSTANCES as f64, 20_000.0),
        Row::alone("the empty loop, which is in all of the above", "empty", calls, f64::NAN),
    ]);
}
