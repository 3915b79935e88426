use glotta_core::null::NullHost;
use glotta_core::{Arg, Capabilities, Entity, ErrorKind, FunctionId, Language, ModuleId, Source, Value};
use glotta_lua::LuaLanguage;

use crate::game::Game;

#[test]
fn a_language_can_move_to_another_thread() {
    fn assert_send<T: Send>() {}
    assert_send::<LuaLanguage>();
}

#[test]
fn it_says_what_it_is() {
    let lua = LuaLanguage::new();
    let info = lua.info();
    assert_eq!((info.name, info.extensions), ("lua", &["lua"][..]));
    assert!(info.version.starts_with("5.4.") && info.version.len() < 8, "{}", info.version);
    assert!(info.capabilities.contains(Capabilities::MEMORY_LIMIT | Capabilities::VALIDATE));
    assert!(info.capabilities.contains(Capabilities::INTERRUPT));
}

#[test]
fn before_it_is_started_everything_is_refused_and_nothing_breaks() {
    let lua = LuaLanguage::new();
    assert_eq!(lua.validate(&Source::new("a.lua", "")).expect_err("not started").kind(), ErrorKind::Host);
    assert_eq!(lua.find(ModuleId(1), "f"), None);
    lua.unload(&mut NullHost::new(()), ModuleId(1));
    lua.collect_garbage(&mut NullHost::new(()));
    assert_eq!(lua.memory_usage().current, 0);
}

#[test]
fn functions_are_found_by_name_and_called_as_they_are_now() {
    let mut game = Game::new();
    let module = game
        .load("function update(e, dt) return dt * 2 end value = 5 function swap() update = function() return 'new' end end function drop() update = nil end")
        .expect("loads");
    let lua = game.language.clone();
    assert_eq!(lua.find(module, "missing"), None);
    assert_eq!(lua.find(module, "value"), None);
    assert_eq!(lua.find(ModuleId(99), "update"), None);
    let update = lua.find(module, "update").expect("defined");
    assert_eq!(lua.find(module, "update"), Some(update));
    let arguments = [Arg::Entity(Entity::new(1, 0)), Arg::Float(0.5)];
    assert_eq!(lua.call(&mut game.host, update, &arguments), Ok(Value::Float(1.0)));
    game.call(module, "swap", &[]).expect("swaps");
    assert_eq!(lua.call(&mut game.host, update, &arguments), Ok(Value::from("new")));
    game.call(module, "drop", &[]).expect("drops");
    let error = lua.call(&mut game.host, update, &arguments).expect_err("gone");
    assert_eq!(error.kind(), ErrorKind::NotFound);
    assert_eq!(error.to_string(), "test.lua: the script no longer has a function \"update\"");
}

#[test]
fn an_unloaded_module_and_its_functions_are_gone() {
    let mut game = Game::new();
    let module = game.load("function f() return 1 end").expect("loads");
    let lua = game.language.clone();
    let old = lua.find(module, "f").expect("defined");
    game.unload(module);
    game.unload(module);
    assert_eq!(lua.find(module, "f"), None);
    let next = game.load("function f() return 2 end").expect("loads");
    let new = lua.find(next, "f").expect("defined");
    assert_ne!(old, new);
    assert_eq!(lua.call(&mut game.host, old, &[]).expect_err("gone").kind(), ErrorKind::NotFound);
    assert_eq!(lua.call(&mut game.host, new, &[]), Ok(Value::Int(2)));
    for made_up in [0, u64::MAX, 77 << 32] {
        assert!(lua.call(&mut game.host, FunctionId(made_up), &[]).is_err());
    }
}

#[test]
fn two_versions_of_a_script_live_side_by_side() {
    let mut game = Game::new();
    let old = game.load("n = 1 function f() return n end").expect("loads");
    let new = game.load("n = 2 function f() return n end").expect("loads");
    assert_eq!(game.call(old, "f", &[]), Ok(Value::Int(1)));
    assert_eq!(game.call(new, "f", &[]), Ok(Value::Int(2)));
    let lua = game.language.clone();
    let error = lua.load(&mut game.host, new, &Source::new("x.lua", "")).expect_err("in use");
    assert_eq!(error.kind(), ErrorKind::Host);
}

#[test]
fn validate_finds_syntax_errors_and_runs_nothing() {
    let game = Game::new();
    assert_eq!(game.language.validate(&Source::new("a.lua", "print('never') error()")), Ok(()));
    let error = game.language.validate(&Source::new("a.lua", "\nx = ")).expect_err("broken");
    assert_eq!(
        (error.kind(), error.to_string().as_str()),
        (ErrorKind::Syntax, "a.lua:2: unexpected symbol near <eof>")
    );
    assert_eq!(game.host.printed, "");
}

#[test]
fn a_byte_order_mark_and_a_first_line_for_the_shell_are_skipped() {
    let mut game = Game::new();
    game.load("\u{feff}x = 1").expect("loads");
    let error = game.load("#!/usr/bin/lua\nerror('x')").expect_err("fails");
    assert_eq!(error.line(), Some(2));
    game.load("#").expect("loads");
    game.load("").expect("loads");
}

#[test]
fn memory_is_counted_limited_and_recovered() {
    let mut game = Game::new();
    let before = game.language.memory_usage();
    assert!(before.current > 10_000 && before.limit.is_none());
    game.language.set_memory_limit(Some(8 << 20)).expect("can limit");
    for bomb in [
        "local t = {} for i = 1, 1e9 do t[i] = {} end",
        "local s = 'x' while true do s = s .. s end",
        "return ('x'):rep(1 << 30)",
        "local t = {} for i = 1, 1e9 do t[i] = Vec3(i, i, i) end",
        "local function f() local a, b, c, d, e, g, h, i, j, k return f() + 1 end return f()",
        "local t = {} for i = 1, 1e9 do t[i] = function() return i end test.keep(t[i]) end",
        "local t = {} for i = 1, 1e9 do t[i] = select(2, pcall(test.fail, 'x')); t[-i] = {} end",
        "local d = entity.create():data() local t = {} for i = 1, 1e9 do t[i] = entity.create():data() end",
        "coroutine.wrap(function() local t = {} for i = 1, 1e9 do t[i] = {} end end)()",
    ] {
        let error = game.error(bomb);
        assert_eq!((error.kind(), error.message()), (ErrorKind::OutOfMemory, "not enough memory"), "{bomb}");
        assert_eq!(error.source(), "test.lua", "{bomb}");
        game.host.world.kept.clear();
        game.host.world.data.clear();
        game.host.world.transforms.clear();
        game.collect_garbage();
        assert_eq!(game.eval("local t = {} for i = 1, 1000 do t[i] = {} end return #t"), Value::Int(1000));
    }
    assert_eq!(game.language.memory_usage().limit, Some(8 << 20));
    assert!(game.language.memory_usage().peak <= 8 << 20);
    assert_eq!(
        game.eval("return select(2, pcall(string.rep, 'x', 1 << 30))"),
        Value::from("not enough memory")
    );
    let big = Value::from("x".repeat(16 << 20));
    let module = game.load("function f(v) return #v end").expect("loads");
    assert_eq!(
        game.call(module, "f", &[Arg::Value(&big)]).expect_err("too big").kind(),
        ErrorKind::OutOfMemory
    );
    game.language.set_memory_limit(None).expect("can");
    assert_eq!(game.call(module, "f", &[Arg::Value(&big)]), Ok(Value::Int(16 << 20)));
}

#[test]
fn no_operation_breaks_at_any_limit() {
    // Each step of the limit makes another allocation fail first.
    let mut game = Game::new();
    game.files.put("shared.lua", "return {1}");
    game.collect_garbage();
    let start = game.language.memory_usage().current;
    let mut failed = 0;
    let mut limit = start;
    while limit < start + 60_000 {
        limit += 97;
        game.language.set_memory_limit(Some(limit)).expect("can limit");
        let result = game.load(
            "local e = entity.create() local t = e:handle('Transform') t.translation.x = 1
             local d = e:data() d.items = {1, {2}} test.echo(d) test.keep(function() end)
             test.echo({a = Vec3(1, 2, 3) + Vec3.X, b = list{}}) pcall(test.fail, 'x') require('shared')
             for k, v in pairs(t) do tostring(v) end for k, v in pairs(d) do tostring(v) end
             coroutine.wrap(function() test.call(function() end, 'x') end)() print('a' .. t, d)
             function f() end",
        );
        match result {
            Ok(module) => {
                game.language.find(module, "f");
                game.unload(module);
            }
            Err(error) => {
                assert_eq!(error.kind(), ErrorKind::OutOfMemory, "{error:?}");
                failed += 1;
            }
        }
        game.host.world.kept.clear();
        game.language.set_memory_limit(None).expect("can");
        game.collect_garbage();
    }
    assert!(failed > 50, "{failed}");
    game.eval("return 1");
}

#[test]
fn a_freed_module_gives_its_memory_back() {
    let mut game = Game::new();
    game.files.put("shared.lua", "return ('y'):rep(1000)");
    let text = "local s = require 'shared' function f() return 1 end";
    for _ in 0..3 {
        let module = game.load(text).expect("loads");
        game.language.find(module, "f");
        game.unload(module);
    }
    game.collect_garbage();
    let before = game.language.memory_usage().current;
    for _ in 0..200 {
        let module = game.load(text).expect("loads");
        game.language.find(module, "f");
        game.unload(module);
        game.load("error('x')").expect_err("fails");
        game.load("x = = 1").expect_err("broken");
    }
    game.collect_garbage();
    let after = game.language.memory_usage().current;
    assert!(after < before + 4096, "{before} to {after}");
}
