//! Loading, calling, unloading, callbacks, memory, several languages in turn.

use std::sync::Arc;
use std::time::Duration;

use glotta_angelscript::AngelScriptLanguage;
use glotta_core::{
    Api, Arg, Entity, Environment, ErrorKind, Frame, Function, Host, Language as _, Module, ModuleId,
    ScriptError, Source, Type, Value,
};

use crate::game::{Game, printed};

#[test]
fn a_language_can_be_sent_to_another_thread_between_calls() {
    fn assert_send<T: Send>() {}
    assert_send::<AngelScriptLanguage>();
}

#[test]
fn what_was_not_started_says_so() {
    let error = AngelScriptLanguage::new().set_memory_limit(None).expect_err("not started");
    assert_eq!(error.message(), "angelscript was not started");
}

#[test]
fn many_languages_can_live_at_once_and_end_in_any_order() {
    let mut games: Vec<Game> = (0..5).map(|_| Game::new()).collect();
    for (number, game) in games.iter_mut().enumerate() {
        game.load(&format!("array<string> kept = {{\"{number}\"}};")).expect("loads");
    }
    games.swap(0, 3);
    games.remove(1);
}

#[test]
fn arguments_are_given_as_the_parameters_want_them() {
    let mut game = Game::new();
    let entity = Entity::new(3, 0);
    let module = game
        .load(
            "bool a(Entity e, double d) { return d == 0.5; }\n\
             bool b(const Entity &in e, float d) { return d == 0.5f; }\n\
             bool c(Entity e) { return true; }\n\
             uint d(const array<Entity> &in list, double dt) { return list.length(); }\n\
             uint e(array<Entity>@ list) { return list.length(); }\n\
             string f(string s) { return s + \"!\"; }\n\
             int g(int8 small) { return small; }\n\
             Value h(Value v) { return v; }\n\
             int i(dictionary@ d) { return int(d[\"x\"]); }",
        )
        .expect("loads");
    let frame = [Arg::Entity(entity), Arg::Float(0.5)];
    for name in ["a", "b", "c"] {
        assert_eq!(game.call(module, name, &frame).ok(), Some(Value::Bool(true)), "{name}");
    }
    let all = [entity, entity];
    for name in ["d", "e"] {
        assert_eq!(
            game.call(module, name, &[Arg::Entities(&all), Arg::Float(0.5)]).ok(),
            Some(Value::Int(2))
        );
    }
    assert_eq!(game.call(module, "f", &[Arg::Str("hi")]).ok(), Some("hi!".into()));
    assert_eq!(game.call(module, "g", &[Arg::Int(-7)]).ok(), Some(Value::Int(-7)));
    let error = game.call(module, "g", &[Arg::Int(700)]).expect_err("too large");
    assert_eq!(error.kind(), ErrorKind::Argument);
    assert!(error.message().starts_with("g: argument 1: "), "{error}");
    let table = Value::Table([("x".to_owned(), Value::Int(4))].into());
    assert_eq!(game.call(module, "i", &[Arg::Value(&table)]).ok(), Some(Value::Int(4)));
    let list = Value::List(vec![Value::Null, table]);
    assert_eq!(game.call(module, "h", &[Arg::Value(&list)]).ok(), Some(list));
}

#[test]
fn too_few_arguments_are_told() {
    let mut game = Game::new();
    let module = game.load("void update(Entity e, double dt, int more) {}").expect("loads");
    let error = game.call(module, "update", &[Arg::Float(1.0)]).expect_err("too few");
    assert_eq!(error.kind(), ErrorKind::Argument);
    assert!(error.message().contains("update has 3 parameters"), "{error}");
}

#[test]
fn a_function_of_an_unloaded_script_is_gone_and_its_callback_is_cut_off() {
    let mut game = Game::new();
    let module = game
        .load("string word = \"kept\"; void f() { print(word); } void main() { test::keep(@f); }")
        .expect("loads");
    let id = game.language.find(module, "f").expect("found");
    game.unload(module);
    let language = game.language.clone();
    let error = language.call(&mut game.host, id, &[]).expect_err("gone");
    assert_eq!(error.kind(), ErrorKind::NotFound);
    let callback = game.host.world.kept.remove(0);
    let error = language.call_back(&mut game.host, &callback, &[]).expect_err("cut off");
    assert_eq!(
        (error.kind(), error.message()),
        (ErrorKind::NotFound, "the function's script was unloaded or reloaded: take it anew")
    );
    // Scripts that get it have a value still, which is equal to itself and goes out as what it was.
    game.host.world.kept.push(callback.clone());
    let other = game
        .load(
            "funcdef void F(); void f() { Value kept = test::kept(0); print(kept == test::kept(0));\n\
             try { kept.call(); } catch { print(getExceptionInfo()); }\n\
             try { F@ f = kept; } catch { print(getExceptionInfo()); } }\n\
             Value same(const Value &in v) { return v; }",
        )
        .expect("loads");
    game.call(other, "f", &[]).expect("runs");
    let told = "the function's script was unloaded or reloaded: take it anew\n";
    assert_eq!(game.host.printed, format!("true\n{told}{told}"));
    let kept = Value::Function(callback);
    assert_eq!(game.call(other, "same", &[Arg::Value(&kept)]), Ok(kept));
}

#[test]
fn a_method_of_an_object_can_be_given_out_and_is_equal_to_itself() {
    let told = printed(
        "class C { int n = 0; void hit() { n++; print(n); } }\n\
         void main() {\n\
             C c; Callback@ f = Callback(c.hit);\n\
             test::keep(f); test::keep(f);\n\
             Value first = test::kept(0), second = test::kept(1);\n\
             print(first == second);\n\
             first.call(); second.call();\n\
         }",
    );
    assert_eq!(told, "true\n1\n2\n");
}

#[test]
fn objects_in_circles_are_found_and_their_destructors_run() {
    let mut game = Game::new();
    let module = game
        .load(
            "int ended = 0; class Node { Node@ other; ~Node() { ended++; } }\n\
             void make(int n) { for (int i = 0; i < n; i++) { Node a, b; @a.other = b; @b.other = a; } }\n\
             int count() { return ended; }",
        )
        .expect("loads");
    game.call(module, "make", &[Arg::Int(100)]).expect("made");
    game.collect_garbage();
    assert_eq!(game.call(module, "count", &[]).ok(), Some(Value::Int(200)));
    let statistics = game.language.collector_statistics();
    assert_eq!((statistics.alive, statistics.destroyed), (0, 200));
    assert!(statistics.in_circles > 0, "{statistics:?}");
}

#[test]
fn memory_is_counted_limited_and_given_back() {
    let mut game = Game::new();
    let module = game
        .load("array<int> kept; void take(int n) { kept.resize(n); } void free() { kept = array<int>(); kept.reserve(0); }")
        .expect("loads");
    let before = game.language.memory_usage().current;
    game.call(module, "take", &[Arg::Int(1 << 20)]).expect("room");
    assert!(game.language.memory_usage().current >= before + (4 << 20));
    game.language.set_memory_limit(Some(before + (8 << 20))).expect("counts");
    let error = game.call(module, "take", &[Arg::Int(1 << 28)]).expect_err("too much");
    assert_eq!((error.kind(), error.line()), (ErrorKind::OutOfMemory, Some(1)));
    game.call(module, "take", &[Arg::Int(10)]).expect("goes on");
}

#[test]
fn ten_thousand_loads_leave_memory_flat() {
    let mut game = Game::new();
    let at = |game: &mut Game, count: u32| {
        for _ in 0..count {
            let module = game
                .load("class C { C@ self; } C@ c; void main() { @c = C(); @c.self = c; }")
                .expect("loads");
            game.unload(module);
        }
        game.collect_garbage();
        game.language.memory_usage().current
    };
    let first = at(&mut game, 50);
    let second = at(&mut game, 500);
    assert!(second <= first + 4096, "{first} bytes, then {second}");
}

#[test]
fn an_endless_loop_is_stopped_from_another_thread_whatever_it_catches() {
    for text in [
        "void f() { while (true) {} }",
        "void f() { while (true) { try { while (true) {} } catch { } } }",
        "void f() { for (;;) { array<int> a = {3, 1, 2}; a.sortAsc(); } }",
    ] {
        let mut game = Game::new();
        let module = game.load(text).expect("loads");
        let interrupt = game.language.interrupt().expect("can be stopped");
        let watch = std::thread::spawn(move || {
            for _ in 0..2000 {
                std::thread::sleep(Duration::from_millis(5));
                interrupt.interrupt();
            }
        });
        let error = game.call(module, "f", &[]).expect_err("stopped");
        assert_eq!((error.kind(), error.line()), (ErrorKind::Timeout, Some(1)), "{error}");
        drop(watch);
    }
}

#[test]
fn a_module_number_in_use_is_refused() {
    let mut game = Game::new();
    let language = game.language.clone();
    language.load(&mut game.host, ModuleId(9), &Source::new("a.as", "")).expect("loads");
    let error = language.load(&mut game.host, ModuleId(9), &Source::new("a.as", "")).expect_err("in use");
    assert_eq!(error.kind(), ErrorKind::Host);
}

#[test]
fn a_declaration_that_the_library_refuses_is_told_when_the_language_starts() {
    fn thunk(_: &mut dyn Frame, _: &mut dyn Host) -> Result<(), ScriptError> {
        Ok(())
    }
    const FUNCTION: Function = Function {
        module: "bad",
        name: "two words",
        doc: "",
        errors: "",
        parameters: &[],
        required: 0,
        returns: Type::Nothing,
        reach: glotta_core::Reach::World,
        thunk,
    };
    static BAD: Module =
        Module { name: "bad", doc: "", functions: &[FUNCTION], entity_methods: false, class: None };
    let mut api = Api::new();
    api.add(&BAD).expect("no clash");
    let sources = glotta_test_game::Files::default();
    let environment = Environment { api: Arc::new(api), sources: Arc::new(sources) };
    let error = AngelScriptLanguage::new().start(environment).expect_err("two words are no name");
    assert_eq!(error.kind(), ErrorKind::Host);
    assert!(error.message().contains("refuses the declaration `void two words()`"), "{error}");
}
