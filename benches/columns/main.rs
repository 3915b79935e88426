//! What work on whole columns costs an entity, from each of the three languages and in one run, beside the same loop in
//! Rust over a typed query.
//!
//! `times` moves all entities a hundred times with the same two columns; `frame` makes both columns and moves once, as an
//! `update` does.

#[path = "../report.rs"]
mod report;

use bevy_app::App;
use bevy_ecs::prelude::*;
use bevy_reflect::prelude::*;
use bevy_time::TimePlugin;
use bevy_transform::components::Transform;
use criterion::Criterion;
use glotta::core::Arg;
use glotta::engine::ScriptWorld;
use glotta::prelude::*;
use glotta::runtime::MemoryReader;

use report::Row;

const ENTITIES: usize = 10_000;

/// How often `times` moves all entities.
const TIMES: i64 = 100;

#[derive(Component, Reflect, Default)]
#[reflect(Component, Default)]
struct Velocity(Vec3);

const LUA: &str = r#"
    local q = query.create({ "Transform", "Velocity" })
    function times(n)
        local place, velocity = q:column("Transform.translation"), q:column("Velocity.value")
        for _ = 1, n do place:add_scaled(velocity, 0.001) end
    end
    function frame() q:column("Transform.translation"):add_scaled(q:column("Velocity.value"), 0.001) end
"#;

const PYTHON: &str = r#"
q = query.create(["Transform", "Velocity"])

def times(n):
    place, velocity = q.column("Transform.translation"), q.column("Velocity.value")
    for _ in range(n): place.add_scaled(velocity, 0.001)

def frame():
    q.column("Transform.translation").add_scaled(q.column("Velocity.value"), 0.001)
"#;

const ANGELSCRIPT: &str = r#"
    Query@ q = query::create(array<string> = {"Transform", "Velocity"});
    void times(int n) {
        Column@ place = q.column("Transform.translation"), velocity = q.column("Velocity.value");
        for (int i = 0; i < n; i++) place.add_scaled(velocity, 0.001);
    }
    void frame() { q.column("Transform.translation").add_scaled(q.column("Velocity.value"), 0.001); }
"#;

/// What each measurement is called: its script, `times`, and `frame`.
const SCRIPTS: [(&str, &str, &str); 3] = [
    ("lua.lua", "column_lua_times", "column_lua_frame"),
    ("python.py", "column_python_times", "column_python_frame"),
    ("angelscript.as", "column_angelscript_times", "column_angelscript_frame"),
];

fn measure(criterion: &mut Criterion, world: &mut ScriptWorld, script: &str, function: &str, name: &str) {
    world.session(|session, world| {
        let id = session.load(world, script).expect("the script loads");
        let function = session.find(id, function).expect("it is in the script");
        let arguments = [Arg::Int(TIMES)];
        let arguments = if name.ends_with("times") { &arguments[..] } else { &[] };
        criterion.bench_function(name, |bencher| {
            bencher.iter(|| session.call(world, function, arguments).expect("runs"));
        });
    });
}

fn main() {
    let mut app = App::new();
    app.add_plugins((TimePlugin, GlottaPlugin::new("")));
    app.register_script_component::<Velocity>();
    app.script_setup().set_reader(MemoryReader::new([
        ("lua.lua", LUA),
        ("python.py", PYTHON),
        ("angelscript.as", ANGELSCRIPT),
    ]));
    app.finish();
    app.cleanup();
    for index in 0..ENTITIES {
        let velocity = Velocity(Vec3::new(1.0, index as f32 / ENTITIES as f32, 0.0));
        app.world_mut().spawn((Transform::default(), velocity));
    }

    let mut criterion = report::criterion();
    let mut query = app.world_mut().query::<(&mut Transform, &Velocity)>();
    criterion.bench_function("column_rust", |bencher| {
        bencher.iter(|| {
            for (mut transform, velocity) in query.iter_mut(app.world_mut()) {
                transform.translation += velocity.0 * 0.001;
            }
        });
    });
    let ran = with_scripts(app.world_mut(), |world| {
        for (script, times, frame) in SCRIPTS {
            measure(&mut criterion, world, script, "times", times);
            measure(&mut criterion, world, script, "frame", frame);
        }
    });
    ran.expect("scripts run");
    criterion.final_summary();

    let (once, many) = (ENTITIES as f64, ENTITIES as f64 * TIMES as f64);
    let [lua, python, angelscript] = SCRIPTS;
    report::print(&[
        Row::alone("the same loop in Rust, over a typed query", "column_rust", once, f64::NAN),
        Row::alone("add_scaled of a column, an entity, from Lua", lua.1, many, 3.0),
        Row::alone("… from Python", python.1, many, 3.0),
        Row::alone("… from AngelScript", angelscript.1, many, 3.0),
        Row::beside("two columns and add_scaled, an entity, Lua", lua.2, "column_rust", once, f64::NAN),
        Row::beside("… Python", python.2, "column_rust", once, f64::NAN),
        Row::beside("… AngelScript", angelscript.2, "column_rust", once, f64::NAN),
    ]);
    report::print_spread("the slowest language beside the fastest", &SCRIPTS.map(|script| script.1), 1.05);
}
