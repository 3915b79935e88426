//! Scripts that go while something of them is in use, and languages that end with everything in use.

use std::any::Any;

use glotta_angelscript::AngelScriptLanguage;
use glotta_core::{
    Frame, Function, Host, Language as _, Module, ModuleId, Parameter, ScriptError, Source, Type,
};
use glotta_test_game::TestHost;

use crate::game::Game;

/// `boss::unload(1)`: unloads a script, and collects all garbage, while scripts run.
static BOSS: Module = Module {
    name: "boss",
    doc: "",
    functions: &[Function {
        module: "boss",
        name: "unload",
        doc: "",
        errors: "",
        parameters: &[Parameter { name: "module", ty: Type::INT, default: None }],
        required: 1,
        returns: Type::Nothing,
        reach: glotta_core::Reach::World,
        thunk: unload,
    }],
    entity_methods: false,
    class: None,
};

fn unload(frame: &mut dyn Frame, host: &mut dyn Host) -> Result<(), ScriptError> {
    let module = ModuleId(u32::try_from(frame.int(0)?).unwrap_or(0));
    let host: &mut dyn Any = host;
    let host = host.downcast_mut::<TestHost<AngelScriptLanguage>>().expect("the host of the tests");
    let language = host.language.clone();
    language.unload(host, module);
    language.collect_garbage(host);
    Ok(())
}

/// A game with a script `a.as`, loaded as number 1, and another that it can import as `lib`.
fn with_library(script: &str, library: &str) -> Game {
    let mut game = Game::with(&[&BOSS]);
    game.files.put("lib.as", library);
    load(&mut game, 1, script);
    game
}

#[track_caller]
fn load(game: &mut Game, module: u32, script: &str) {
    let language = game.language.clone();
    language.load(&mut game.host, ModuleId(module), &Source::new("a.as", script)).expect("loads");
}

#[track_caller]
fn call(game: &mut Game, module: u32, name: &str) {
    game.call(ModuleId(module), name, &[]).expect("no error");
}

#[test]
fn a_script_that_is_unloaded_by_its_own_function_keeps_its_variables_until_that_ends() {
    for body in [
        "boss::unload(1); string copy = text; print(copy);",
        "boss::unload(1); words.insertLast(text); print(words[1]);",
        "boss::unload(1); Value held = value; print(held);",
        "array<int> a = {2, 1}; a.sort(function(x, y) { boss::unload(1); return x < y; }); print(text);",
        "thing.go();",
        "Callback@ c = Callback(thing.go); c();",
    ] {
        let mut game = with_library(
            &format!(
                "string text = \"a text\"; array<string> words = {{\"one\"}}; Value value = \"a text\";\n\
                 class Thing {{ string own = \"own\"; void go() {{ boss::unload(1); own += \"ed\"; print(text); }} }} Thing thing;\n\
                 void f() {{ {body} }}"
            ),
            "",
        );
        call(&mut game, 1, "f");
        assert_eq!(game.host.printed, "a text\n", "{body}");
        assert!(game.language.find(ModuleId(1), "f").is_none(), "{body}");
    }
}

#[test]
fn an_imported_script_lives_while_its_functions_run() {
    let mut game = with_library(
        "import void leave() from \"lib\"; import string text() from \"lib\"; void f() { leave(); print(text()); }",
        "string kept = \"a text\"; void leave() { boss::unload(1); print(kept); } string text() { return kept; }",
    );
    call(&mut game, 1, "f");
    assert_eq!(game.host.printed, "a text\na text\n");
}

#[test]
fn a_script_goes_on_with_the_version_of_an_imported_script_that_it_was_loaded_with() {
    let script = "import string text() from \"lib\"; void f() { print(text()); }";
    let mut game = with_library(script, "string kept = \"old\"; string text() { return kept; }");
    game.files.put("lib.as", "string kept = \"new\"; string text() { return kept; }");
    load(&mut game, 2, script);
    call(&mut game, 1, "f");
    call(&mut game, 2, "f");
    game.unload(ModuleId(1));
    game.collect_garbage();
    call(&mut game, 2, "f");
    assert_eq!(game.host.printed, "old\nnew\nnew\n");
}

#[test]
fn the_callback_of_a_script_that_imports_ends_with_it() {
    let mut game = with_library(
        "import int count() from \"lib\"; import string text() from \"lib\"; void f() { print(count()); print(text()); } void main() { test::keep(@f); }",
        "int counted = 0; string kept = \"a text\"; int count() { return ++counted; } string text() { return kept; }",
    );
    let callback = game.host.world.kept.remove(0);
    let language = game.language.clone();
    language.call_back(&mut game.host, &callback, &[]).expect("called");
    game.unload(ModuleId(1));
    game.collect_garbage();
    let error = language.call_back(&mut game.host, &callback, &[]).expect_err("cut off");
    assert_eq!(error.message(), "the function's script was unloaded or reloaded: take it anew");
    assert_eq!(game.host.printed, "1\na text\n");
}

#[test]
fn a_destructor_without_end_does_not_keep_a_language_from_ending() {
    let mut game = Game::new();
    game.load("class Endless { Endless@ other; ~Endless() { while (true) {} } } Endless@ kept = Endless(); void main() { @kept.other = kept; }")
        .expect("loads");
    drop(game);
}

#[test]
fn long_chains_of_objects_with_destructors_do_not_keep_a_language_from_ending() {
    let mut game = Game::new();
    game.load("class Link { Link@ next; ~Link() { @next = null; } } Link@ chain; void main() { for (int i = 0; i < 200000; i++) { Link link; @link.next = chain; @chain = link; } }")
        .expect("loads");
    drop(game);
}
