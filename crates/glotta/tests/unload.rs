//! What scripts of each language leave behind when they are unloaded.

use glotta::core::Value;
use glotta::engine::{MemoryOutput, Output, ScriptSetup, with_scripts};
use glotta::runtime::MemoryReader;

const LUA: &str = "event.subscribe('x', function() print('unloaded, and still called') end)
event.emit('function', function() return 'lua' end)";
const PYTHON: &str = "event.subscribe('x', lambda value: print('unloaded, and still called'))
event.emit('function', lambda: 'python')";
const ANGELSCRIPT: &str = "funcdef string Text();
string name() { return 'angelscript'; }
void heard(const Value &in value) { print('unloaded, and still called'); }
void main() {
    event::subscribe('x', heard);
    Text@ f = name;
    event::emit('function', f);
}";
const LISTENER: &str = "event.subscribe('function', function(f) print(select(2, pcall(f)).message) end)
event.subscribe('x', function() print('heard') end)";

#[test]
fn an_unloaded_script_hears_no_events_and_the_functions_it_emitted_are_refused() {
    let output = MemoryOutput::new();
    let mut setup = ScriptSetup::new();
    for language in glotta::languages() {
        setup.add_language(language);
    }
    let files = [("a.lua", LUA), ("a.py", PYTHON), ("a.as", ANGELSCRIPT), ("listener.lua", LISTENER)];
    setup.set_reader(MemoryReader::new(files)).set_output(output.clone());
    let mut game = bevy_ecs::world::World::new();
    setup.start(&mut game).expect("starts");
    with_scripts(&mut game, |world| {
        world.session(|session, world| {
            let loaded: Vec<_> =
                files.iter().map(|(path, _)| session.load(world, path).expect("loads")).collect();
            for &script in &loaded[..3] {
                session.unload(world, script);
            }
        });
        world.emit("x", Value::Null).expect("there is room");
        world.run_frame();
        world.stop();
    })
    .expect("it has scripts");
    let printed: Vec<String> = output
        .take()
        .into_iter()
        .map(|line| match line {
            Output::Print(text) => text,
            other => format!("{other:?}"),
        })
        .collect();
    let refused = "the function's script was unloaded or reloaded: take it anew";
    assert_eq!(printed, [refused, refused, refused, "heard"]);
}
