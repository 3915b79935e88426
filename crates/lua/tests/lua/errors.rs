use glotta_core::{Arg, ErrorKind, Language, Value};

use crate::game::{Game, printed};

#[test]
fn a_syntax_error_has_its_place_and_loads_nothing() {
    let mut game = Game::new();
    let error = game.load_as("scripts/broken.lua", "local a = 1\nlocal b = = 2\n").expect_err("broken");
    assert_eq!(error.kind(), ErrorKind::Syntax);
    assert_eq!(error.to_string(), "scripts/broken.lua:2: unexpected symbol near '='");
    assert_eq!((error.source(), error.line(), error.language()), ("scripts/broken.lua", Some(2), "lua"));
    let long = format!("scripts/{}/end.lua", "very_long_folder_name/".repeat(6));
    let error = game.load_as(&long, "x = = 1").expect_err("broken");
    assert_eq!(
        (error.source(), error.line(), error.message()),
        (&*long, Some(1), "unexpected symbol near '='")
    );
    let error = game.load("\u{1b}Lua").expect_err("bytecode");
    assert_eq!(error.kind(), ErrorKind::Syntax);
    for text in [
        "x = 'abc",
        "goto nowhere",
        "for",
        "x = \"\\q\"",
        "\0",
        "return return",
        "local x <const> = 1; x = 2",
    ] {
        assert_eq!(game.load(text).expect_err("broken").kind(), ErrorKind::Syntax, "{text}");
    }
    assert_eq!(game.load(&"(".repeat(1000)).expect_err("deep").kind(), ErrorKind::Syntax);
}

#[test]
fn an_error_passes_as_text_whether_lua_or_the_engine_raised_it() {
    let mut game = Game::new();
    let of_engine = game.eval("local _, err = pcall(test.fail, 'no luck') return test.string(err)");
    assert_eq!(of_engine, Value::from("test.lua:1: no luck"));
    let of_lua = game.eval("local _, err = pcall(error, 'no luck', 0) return test.string(err)");
    assert_eq!(of_lua, Value::from("no luck"));
}

#[test]
fn a_runtime_error_has_its_place_and_the_stack_that_led_there() {
    let mut game = Game::new();
    let module = game
        .load_as(
            "scripts/enemy.lua",
            "local function inner(t)\n  return t.missing.field\nend\nlocal M = {}\nfunction M.middle() inner({}) end\n\
             function update(entity, dt)\n  M.middle()\n  return 1\nend",
        )
        .expect("loads");
    let error = game.call(module, "update", &[Arg::Null, Arg::Float(0.1)]).expect_err("fails");
    assert_eq!(error.kind(), ErrorKind::Runtime);
    assert_eq!(
        error.report(),
        "scripts/enemy.lua:2: attempt to index a nil value (field 'missing')\n    \
         at scripts/enemy.lua:2 in inner\n    \
         at scripts/enemy.lua:5 in middle\n    \
         at scripts/enemy.lua:7 in update"
    );
}

#[test]
fn an_error_in_the_body_of_a_script_leaves_nothing_behind() {
    let mut game = Game::new();
    let error = game.load("x = 1\nerror('no')").expect_err("fails");
    assert_eq!(error.report(), "test.lua:2: no\n    at test.lua:2");
    assert_eq!(error.kind(), ErrorKind::Runtime);
    let module = game.load("x = 1").expect("loads");
    assert_eq!(game.language.find(module, "x"), None);
}

#[test]
fn an_error_of_a_bound_function_names_the_function_and_the_caller() {
    let mut game = Game::new();
    let module = game
        .load("function go()\n  local e = entity.create()\n  e:destroy()\n  e:destroy()\nend")
        .expect("loads");
    let error = game.call(module, "go", &[]).expect_err("dead");
    assert_eq!(error.kind(), ErrorKind::NotFound);
    assert_eq!(
        error.report(),
        "test.lua:4: entity 0v0 does not exist\n    at [engine] in entity.destroy\n    at test.lua:4 in go"
    );
}

#[test]
fn a_caught_error_of_a_bound_function_can_be_looked_at() {
    assert_eq!(
        printed(
            "local ok, err = pcall(test.fail, 'gone')
             print(ok, err.kind, err.message, err.source, err.line, tostring(err), err.nonsense)
             print('it said ' .. err, err .. '!', type(err), getmetatable(err))
             print(err.stack)
             print(pcall(function() err.kind = 'x' end))"
        ),
        "false\tnot-found\tgone\ttest.lua\t1\ttest.lua:1: gone\tnil\n\
         it said test.lua:1: gone\ttest.lua:1: gone!\tuserdata\tfalse\n\
         test.lua:1: gone\n    at [engine] in test.fail\n    at test.lua:1\n\
         false\ttest.lua:5: attempt to index a error value (upvalue 'err')\n"
    );
}

#[test]
fn an_error_that_is_raised_again_keeps_its_kind_place_and_stack() {
    let mut game = Game::new();
    let error = game
        .load(
            "local function risky()\n  test.fail('gone')\nend\nlocal ok, err = pcall(risky)\n\n\nerror(err)",
        )
        .expect_err("raised again");
    assert_eq!(error.kind(), ErrorKind::NotFound);
    assert_eq!(
        error.report(),
        "test.lua:2: gone\n    at [engine] in test.fail\n    at test.lua:2\n    at test.lua:4"
    );
    // A text keeps the place that was put into it.
    let error = game
        .load("local ok, err = pcall(function()\n  error('inner')\nend)\n\nerror(err, 0)")
        .expect_err("again");
    assert_eq!((error.line(), error.message()), (Some(2), "inner"));
}

#[test]
fn errors_of_every_type_are_understood() {
    let mut game = Game::new();
    let runtime = ErrorKind::Runtime;
    game.assert_error("error({code = 1})", runtime, "error object: {code = 1}");
    game.assert_error("error()", runtime, "error object: nil");
    game.assert_error("error(nil)", runtime, "error object: nil");
    game.assert_error("error(42)", runtime, "error object: 42");
    game.assert_error("error(true)", runtime, "error object: true");
    game.assert_error("error(print)", runtime, "error object: function");
    game.assert_error("error(Vec3(1, 2, 3))", runtime, "error object: Vec3(1, 2, 3)");
    game.assert_error("error(coroutine.create(print))", runtime, "error object: a coroutine");
    game.assert_error("local t = {}; t.t = t; error(t)", runtime, "error object: a table");
    game.assert_error(
        "error(setmetatable({}, {__tostring = function() return 'told' end}))",
        runtime,
        "told",
    );
    game.assert_error(
        "error(setmetatable({}, {__tostring = function() error('x') end}))",
        runtime,
        "error object: {}",
    );
    game.assert_error(
        "error(setmetatable({}, {__tostring = function() return {} end}))",
        runtime,
        "error object: {}",
    );
    game.assert_error("error('text')", runtime, "text");
    game.assert_error("error('text', 0)", runtime, "text");
    game.assert_error("error('bad \\xff')", runtime, "bad \u{fffd}");
    game.assert_error("error('')", runtime, "");
    let error =
        game.load("local function check()\n  error('bad call', 2)\nend\n\ncheck()").expect_err("fails");
    assert_eq!(error.to_string(), "test.lua:5: bad call");
    let error = game.load("\nerror('no place', 0)").expect_err("fails");
    assert_eq!(error.to_string(), "test.lua:2: no place");
}

#[test]
fn an_error_through_a_coroutine_keeps_its_place_and_stack() {
    let mut game = Game::new();
    let error = game
        .load(
            "local function work()\n  coroutine.yield()\n  error('tired')\nend\nlocal co = coroutine.wrap(work)\nco()\nco()",
        )
        .expect_err("fails");
    assert_eq!(error.report(), "test.lua:3: tired\n    at test.lua:3\n    at test.lua:7");
    let error = game
        .load("local co = coroutine.wrap(function()\n  test.fail('gone')\nend)\nco()")
        .expect_err("fails");
    assert_eq!(error.kind(), ErrorKind::NotFound);
    assert_eq!(
        error.report(),
        "test.lua:2: gone\n    at [engine] in test.fail\n    at test.lua:2\n    at test.lua:4"
    );
    let error = game
        .load("local co = coroutine.create(function()\n  local x = nil + 1\nend)\nlocal ok, err = coroutine.resume(co)\nerror(err, 0)")
        .expect_err("fails");
    assert_eq!((error.line(), error.source()), (Some(2), "test.lua"));
    let error = game.load("local co = coroutine.wrap(print)\nco()\nco()").expect_err("dead");
    assert_eq!(error.to_string(), "test.lua:3: cannot resume dead coroutine");
}

#[test]
fn coroutines_and_protected_calls_work_as_in_lua() {
    assert_eq!(
        printed(
            "local co = coroutine.wrap(function(a) local b = coroutine.yield(a + 1) return b * 2, 'end' end)
             print(co(1), co(10))
             print(pcall(error, 'x'), select('#', pcall(error)))
             print(xpcall(function() test.fail('m') end, function(err) return 'handled ' .. err end))
             print(xpcall(function() error('m', 0) end, debug.traceback) == false)
             local co = coroutine.create(function() test.echo(1) coroutine.yield(2) error('x', 0) end)
             print(coroutine.resume(co)) print(coroutine.resume(co)) print(coroutine.status(co))
             print(pcall(coroutine.wrap(function() error({code = 7}) end)))
             local ok, e = pcall(coroutine.wrap(function() error({code = 7}) end)) print(e.code)
             for i in coroutine.wrap(function() for i = 1, 3 do coroutine.yield(i) end end) do io = i end print(io)
             print(select(2, pcall(string.rep)), select(2, pcall(string.rep, 'x', -1)))"
        )
        .lines()
        .map(|line| line.split("table:").next().expect("one").to_owned() + "\n")
        .collect::<String>(),
        "2\t20\tend\nfalse\t2\n".to_owned()
            + "false\thandled test.lua:4: m\ntrue\ntrue\t2\nfalse\tx\ndead\nfalse\t\n7\n3\nbad argument #1 to 'string.rep' (string expected, got no value)\t\n"
    );
}

#[test]
fn variables_marked_close_are_closed_on_errors_of_ours() {
    assert_eq!(
        printed(
            "local function closing(name) return setmetatable({}, {__close = function(_, err) print(name, err) end}) end
             pcall(function() local a <close> = closing('a'); test.fail('gone') end)
             local co = coroutine.wrap(function() local b <close> = closing('b'); test.fail('gone') end)
             pcall(co)"
        ),
        "a\ttest.lua:2: gone\nb\ttest.lua:3: gone\n"
    );
    let mut game = Game::new();
    let error = game
        .load(
            "local c <close> = setmetatable({}, {__close = function() pcall(test.fail, 'other') end})\ntest.fail('first')",
        )
        .expect_err("fails");
    assert_eq!(error.to_string(), "test.lua:2: first");
    let error = game
        .load("local c <close> = setmetatable({}, {__close = function() error('second') end})\ntest.fail('first')")
        .expect_err("fails");
    assert_eq!(error.message(), "second");
}

#[test]
fn a_panic_of_a_bound_function_is_an_error_of_the_host() {
    let mut game = Game::new();
    game.assert_error("test.boom()", ErrorKind::Host, "test.boom panicked: the bolt broke");
    assert_eq!(game.eval("return select(2, pcall(test.boom)).kind"), Value::from("host"));
    assert_eq!(game.eval("return test.int(1)"), Value::Int(1));
}

#[test]
fn a_panic_of_the_engine_while_a_result_is_copied_is_an_error_too() {
    let mut game = Game::new();
    game.host.faulty = true;
    let message = "the result of the function: the engine panicked: the copier is broken";
    game.assert_error("return entity.create():handle('Transform')", ErrorKind::Host, message);
    game.assert_error(
        "return entity.create():handle('Transform')()",
        ErrorKind::Host,
        "the engine panicked: the copier is broken",
    );
    assert_eq!(game.eval("return test.int(1)"), Value::Int(1));
}

#[test]
fn an_error_that_crosses_the_engine_shows_both_sides() {
    let mut game = Game::new();
    let first = game.load_as("a.lua", "test.keep(function(x)\n  error('deep ' .. x)\nend)").expect("loads");
    let second =
        game.load_as("b.lua", "function go()\n  return test.call(test.kept(0), 1)\nend").expect("loads");
    let error = game.call(second, "go", &[]).expect_err("fails");
    assert_eq!(
        error.report(),
        "a.lua:2: deep 1\n    at a.lua:2\n    at [engine] in test.call\n    at b.lua:2 in go"
    );
    game.unload(first);
    let error = game.call(second, "go", &[]).expect_err("fails still");
    assert_eq!((error.source(), error.line()), ("a.lua", Some(2)));
}

#[test]
fn an_error_of_a_library_function_is_placed_where_it_was_called() {
    let mut game = Game::new();
    let error = game.load("local x\n= ('x'):rep({})").expect_err("fails");
    assert_eq!(error.to_string(), "test.lua:2: bad argument #1 to 'rep' (number expected, got table)");
    let error = game.load("\ntable.sort({3, 1, 2}, function(a, b) return a.x < b end)").expect_err("fails");
    assert_eq!(error.line(), Some(2));
    let error = game.load("for i = 1, 10, 0 do end").expect_err("fails");
    assert_eq!(error.to_string(), "test.lua:1: 'for' step is zero");
}

#[test]
fn loaded_text_is_named_in_errors() {
    let mut game = Game::new();
    let error = game.load("load('error(\"x\")')()").expect_err("fails");
    assert_eq!(error.to_string(), "[string \"error(\"x\")\"]:1: x");
    let error = game.load("load('error(\"x\")', '@gen.lua')()").expect_err("fails");
    assert_eq!(error.to_string(), "gen.lua:1: x");
}
