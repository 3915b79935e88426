use std::sync::OnceLock;

use glotta_core::{ErrorKind, Function, Language, Module, ScriptError, Type, Value};

use crate::game::Game;

#[test]
fn recursion_without_end_is_a_stack_overflow_with_a_short_stack() {
    let mut game = Game::new();
    for body in [
        "local function f() return 1 + f() end f()",
        "local function f() f() end coroutine.wrap(f)()",
        "local t = setmetatable({}, {}) getmetatable(t).__index = function(t, k) return t[k .. 'x'] end return t.x",
        "local function f() return coroutine.wrap(f)() end f()",
        "local function f() return pcall(f) and 1 end local ok = f() error('stack overflow in pcall: ' .. tostring(ok))",
        "local t = {} setmetatable(t, {__tostring = function() return tostring(t) end}) tostring(t)",
        "local s = ('x'):rep(300) return s:gsub('x', function() return (('x'):gsub('x', function() return recurse() end)) end)",
        "string.gsub('x', 'x', function(...) local function f() return string.gsub('x', 'x', f) end return f() end)",
        "table.sort({1, 2, 3}, function(a, b) local function f() table.sort({2, 1}, f) end f() end)",
        "local function f() return load('return ...')(f()) end f()",
        "xpcall(function() local function f() f() end f() end, function(m) local function g() g() end g() end) error('stack overflow')",
    ] {
        let error = game.error(body);
        assert_eq!(error.kind(), ErrorKind::Runtime, "{error:?}");
        assert!(error.frames().len() <= 130, "{body}: {}", error.frames().len());
    }
    let error = game.error("local function f() return 1 + f() end f()");
    assert_eq!(error.message(), "stack overflow: the calls are nested too deeply");
    assert_eq!(error.frames().len(), 41);
    assert!(error.frames()[30].source.ends_with(" more"), "{:?}", error.frames()[30]);
    assert_eq!(error.frames()[40].function, "f");
    assert_eq!(game.eval("return 1"), Value::Int(1));
}

#[test]
fn a_very_long_chain_of_values_does_no_harm() {
    let mut game = Game::new();
    game.error("local t = {} for i = 1, 10000 do t = {next = t} end test.echo(t)");
    game.error("return select('#', table.unpack({}, 1, 1e8))");
    game.error("return string.format('%99999d', 1)");
    game.error("return ('x'):rep(1 << 62, 'y')");
    game.error("return table.concat({}, 'x', 1, 1e9)");
    game.error("return utf8.char(-1)");
    game.error("return string.pack('i17', 1)");
    game.error("return os.date('%Ez', 1e300)");
    game.error("return os.time({year = 1e18})");
    game.error("return math.random(0, -1)");
    game.error("return ('x'):find(('('):rep(100))");
    game.error("return 1 // 0");
    game.error("return 1 % 0");
    assert_eq!(game.eval("return math.mininteger // -1"), Value::Int(i64::MIN));
    assert_eq!(game.eval("return 1 << 64"), Value::Int(0));
    let many = (0..200_000).map(|_| "1").collect::<Vec<_>>().join(",");
    assert_eq!(game.load(&format!("local t = {{{many}}} test.floats(t)")).map(drop), Ok(()));
    assert!(game.load(&format!("test.echo({many})")).is_err());
    assert!(game.load(&format!("local x = {}1{}", "(".repeat(10_000), ")".repeat(10_000))).is_err());
    assert!(game.load(&"local a ".repeat(1_000)).is_err());
}

#[test]
fn arguments_without_number_reach_a_function_safely() {
    let mut game = Game::new();
    let error = game.error("local t = {} for i = 1, 100000 do t[i] = i end test.int(table.unpack(t))");
    assert_eq!(error.message(), "test.int: takes 1 argument, got 100000; it is test.int(value: int) -> int");
    let error = game.error("local t = {} for i = 1, 999990 do t[i] = i end test.int(table.unpack(t))");
    assert_eq!(error.kind(), ErrorKind::Runtime);
    game.eval("local t = {} for i = 1, 240 do t[i] = i end print(table.unpack(t))");
    game.eval("local co = coroutine.wrap(function(...) return select('#', ...) end) local t = {} for i = 1, 10000 do t[i] = i end return co(table.unpack(t))");
}

#[test]
fn the_state_survives_a_thousand_errors() {
    let mut game = Game::new();
    let module = game
        .load(
            "function f(n)
               if n % 5 == 0 then error('x') elseif n % 5 == 1 then test.fail('y') elseif n % 5 == 2 then local x = nil + 1
               elseif n % 5 == 3 then test.boom() else coroutine.wrap(function() error({}) end)() end end",
        )
        .expect("loads");
    let hook = std::panic::take_hook();
    std::panic::set_hook(Box::new(|_| {}));
    for n in 0..1000 {
        game.call(module, "f", &[glotta_core::Arg::Int(n)]).expect_err("fails");
    }
    std::panic::set_hook(hook);
    game.collect_garbage();
    let usage = game.language.memory_usage();
    assert!(usage.current < 1 << 20, "{usage:?}");
}

#[test]
fn a_table_that_changes_under_pairs_is_lua_s_own_error() {
    let mut game = Game::new();
    game.error("local t = {1, 2, 3} for k in next, t do t = {} end next({}, 'nope')");
    game.eval("local t = setmetatable({}, {__pairs = function() return function() end end}) test.echo(t)");
    assert_eq!(
        game.eval("return test.echo(setmetatable({1}, {__index = function() return 1 end, __len = function() return 9 end}))").to_string(),
        "[1]"
    );
}

#[test]
fn an_api_of_any_size_is_bound() {
    const COUNT: usize = 400;
    static MANY: OnceLock<Module> = OnceLock::new();
    let function = |number| Function {
        module: "many",
        name: Box::leak(format!("f{number}").into_boxed_str()),
        doc: "",
        errors: "",
        parameters: &[],
        required: 0,
        returns: Type::Nothing,
        reach: glotta_core::Reach::World,
        thunk: |_, _| Err(ScriptError::not_found("nothing")),
    };
    let module = MANY.get_or_init(|| Module {
        name: "many",
        doc: "",
        functions: (0..COUNT).map(function).collect::<Vec<_>>().leak(),
        entity_methods: false,
        class: None,
    });
    let mut game = Game::with(&[module]);
    for number in 0..COUNT {
        let error = game.error(&format!("many.f{number}()"));
        assert_eq!(error.frames()[0].function, format!("many.f{number}"));
    }
    assert_eq!(game.eval("return many.f0 == many.f0 and many.f399 ~= many.f398"), Value::Bool(true));
}

/// Lua counts the places of a table by halving, so a few keys can make it seem as long as memory.
#[test]
fn a_list_that_seems_endless_takes_no_memory_for_its_length() {
    let mut game = Game::new();
    let sparse = "local t = {} for i = 0, 61 do t[1 << i] = value t[(1 << i) + 1] = value end";
    for (value, call) in
        [("1.5", "test.floats(t)"), ("Vec3()", "test.vec3s(t)"), ("entity.create()", "test.entities(t)")]
    {
        let error = game.error(&format!("local value = {value} {sparse} assert(#t > 1 << 40) {call}"));
        assert!(error.message().contains("a list needs the places 1 to n without a gap"), "{error}");
    }
}

#[test]
fn a_value_that_repeats_a_long_text_is_refused_before_it_fills_memory() {
    let mut game = Game::new();
    let text = "local text = ('x'):rep(1 << 20) local t = {}";
    let error = game.error(&format!("{text} for i = 1, 1 << 19 do t[i] = text end test.echo(t)"));
    assert!(error.message().contains("the value is too large"), "{error}");
    let error = game.error(&format!(
        "{text} local inner = {{[text] = 1}} for i = 1, 1 << 19 do t[i] = inner end test.echo(t)"
    ));
    assert!(error.message().contains("the value is too large"), "{error}");
}

#[test]
fn data_that_a_value_repeats_counts_as_what_is_in_it() {
    let mut game = Game::new();
    let error = game.error(
        "local d = entity.create():data() local big = {} for i = 1, 10000 do big[i] = i end d.big = big
         local t = {} for i = 1, 1 << 19 do t[i] = d.big end test.echo(t)",
    );
    assert!(error.message().contains("the value is too large"), "{error}");
}
