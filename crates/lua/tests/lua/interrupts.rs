//! Scripts that do not end by themselves, stopped from another thread.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{RecvTimeoutError, channel};
use std::time::Duration;

use glotta_core::null::NullHost;
use glotta_core::{
    Api, Environment, ErrorKind, Language as _, LanguageInfo, ModuleId, ScriptError, Source, Sources, Value,
};
use glotta_lua::LuaLanguage;

use crate::game::Game;

/// A game without files.
struct NoSources;

impl Sources for NoSources {
    fn import(&self, _: &str, name: &str, _: &LanguageInfo) -> Result<Source, ScriptError> {
        Err(ScriptError::not_found(format!("no {name}")))
    }
}

/// Runs `work` while another thread interrupts the script again and again.
fn while_interrupting<R>(game: &mut Game, every: Duration, work: impl FnOnce(&mut Game) -> R) -> R {
    let interrupt = game.language.interrupt().expect("it can");
    let (stop, stopped) = channel::<()>();
    let watchdog = std::thread::spawn(move || {
        while stopped.recv_timeout(every) == Err(RecvTimeoutError::Timeout) {
            interrupt.interrupt();
        }
    });
    let result = work(game);
    drop(stop);
    watchdog.join().expect("ends");
    result
}

/// The error of a function's body that does not end.
#[track_caller]
fn stopped(game: &mut Game, body: &str) -> ScriptError {
    while_interrupting(game, Duration::from_millis(5), |game| game.error(body))
}

#[test]
fn a_script_that_does_not_end_is_stopped_whatever_it_catches_and_wherever_it_is() {
    let mut game = Game::new();
    for body in [
        "while true do end",
        "while true do pcall(function() while true do end end) end",
        "local function g() while true do end end while true do xpcall(g, g) end",
        "while true do xpcall(function() while true do end end, function(m) return m end) end",
        "pcall(pcall, pcall, function() while true do end end) while true do end",
        "coroutine.wrap(function() while true do end end)()",
        "local co = coroutine.create(function() while true do coroutine.yield() end end) while true do coroutine.resume(co) end",
        "while true do coroutine.resume(coroutine.create(function() while true do end end)) end",
        "while true do pcall(coroutine.wrap(function() pcall(function() while true do end end) end)) end",
        "local function f() return coroutine.wrap(function() return pcall(f) end)() end while true do f() end",
        "local co = coroutine.create(function() local x <close> = setmetatable({}, {__close = function() while true do end end}) \
         coroutine.yield() end) coroutine.resume(co) while true do coroutine.close(co) end",
        "local function f() local x <close> = setmetatable({}, {__close = function() while true do end end}) while true do end end f()",
        "table.sort({3, 1, 2}, function() while true do end end)",
        "string.gsub('x', 'x', function() while true do end end)",
        "local t = setmetatable({}, {__index = function() while true do end end}) return t.x",
        "tostring(setmetatable({}, {__tostring = function() while true do end end}))",
        "error(setmetatable({}, {__tostring = function() while true do end end}))",
        "for x in function() return 1 end do end",
        "goto a ::a:: goto a",
        "load('while true do end')()",
        "local function f() return f() end f()",
        "local function f() return 1 + f() end while true do pcall(f) end",
        "xpcall(function() local function f() return 1 + f() end while true do pcall(f) end end, function() while true do end end)",
        "coroutine.wrap(function() local x <close> = setmetatable({}, {__close = function() while true do end end}) while true do end end)()",
    ] {
        let error = stopped(&mut game, body);
        assert!(error.kind() == ErrorKind::Timeout || body.starts_with("error("), "{body}: {error:?}");
        assert_eq!(error.line(), Some(1), "{body}: {error:?}");
        assert_eq!(
            game.eval("local n = 0 for i = 1, 1e6 do n = n + 1 end return n"),
            Value::Int(1_000_000),
            "{body}"
        );
    }
}

#[test]
fn a_stopped_script_tells_the_line_that_it_was_at() {
    let mut game = Game::new();
    let text = "local n = 0\nlocal function g()\n  while true do\n    n = n + 1\n  end\nend\nfunction f()\n  g()\nend";
    let module = game.load(text).expect("loads");
    let error = while_interrupting(&mut game, Duration::from_millis(5), |game| {
        game.call(module, "f", &[]).expect_err("stopped")
    });
    assert!(matches!(error.line(), Some(3 | 4)), "{error:?}");
    assert_eq!(error.frames()[1].line, 8, "{error:?}");
    assert_eq!(error.message(), "the script has used up its time");
}

#[test]
fn a_coroutine_that_was_left_in_a_stopped_call_goes_on_in_the_next() {
    let mut game = Game::new();
    let text = "co = coroutine.create(function() local n = 0 while true do n = n + 1 coroutine.yield(n) end end)\n\
                function hang() coroutine.resume(co) while true do end end\n\
                function go() local ok, n = coroutine.resume(co) return n end";
    let module = game.load(text).expect("loads");
    let error = while_interrupting(&mut game, Duration::from_millis(5), |game| {
        game.call(module, "hang", &[]).expect_err("stopped")
    });
    assert_eq!(error.kind(), ErrorKind::Timeout);
    assert_eq!(game.call(module, "go", &[]).ok(), Some(Value::Int(2)));
}

#[test]
fn a_coroutine_that_was_stopped_runs_nothing_more() {
    let mut game = Game::new();
    let text = "co = coroutine.create(function() local x <close> = setmetatable({}, {__close = function() while true do end end}) \
                while true do end end)\n\
                function hang() coroutine.resume(co) end\n\
                function close() local ok, error = coroutine.close(co) return error end\n\
                function go() local ok, error = coroutine.resume(co) return error end";
    let module = game.load(text).expect("loads");
    let error = while_interrupting(&mut game, Duration::from_millis(5), |game| {
        game.call(module, "hang", &[]).expect_err("stopped")
    });
    assert_eq!(error.kind(), ErrorKind::Timeout);
    assert_eq!(game.call(module, "go", &[]).ok(), Some(Value::from("cannot resume dead coroutine")));
    let told = "the coroutine was stopped: what it had to close is not closed";
    assert_eq!(game.call(module, "close", &[]).ok(), Some(Value::from(told)));
}

#[test]
fn a_handler_of_errors_gets_the_error_and_may_yield_in_the_call() {
    let mut game = Game::new();
    assert_eq!(
        game.eval("return select(2, xpcall(error, function(m) return m .. '!' end, 'a'))"),
        Value::from("a!")
    );
    let body = "local co = coroutine.wrap(function() return select(2, xpcall(function(a) return a + coroutine.yield(1) end, \
                print, 40)) end) return co() + co(2)";
    assert_eq!(game.eval(body), Value::Int(43));
    assert_eq!(
        game.eval("return select('#', xpcall(function() return 1, nil, nil end, print))"),
        Value::Int(4)
    );
    assert!(game.error("xpcall(print)").message().contains("bad argument #2 to 'xpcall'"));
}

#[test]
fn an_interruption_while_no_script_runs_ends_nothing() {
    let mut game = Game::new();
    let interrupt = game.language.interrupt().expect("it can");
    interrupt.interrupt();
    assert_eq!(game.eval("return 1"), Value::Int(1));
    drop(game);
    interrupt.interrupt();
}

#[test]
fn interruptions_at_any_time_end_a_call_or_nothing() {
    let mut game = Game::new();
    let text = "local function g(i) return coroutine.wrap(function() coroutine.yield(i) end)() end\n\
                function f() local n = 0 for i = 1, 100 do n = n + select(2, pcall(g, i)) end return n end";
    let module = game.load(text).expect("loads");
    let ended = while_interrupting(&mut game, Duration::from_micros(100), |game| {
        let mut ended = 0;
        for _ in 0..2000 {
            match game.call(module, "f", &[]) {
                Ok(value) => assert_eq!(value, Value::Int(5050)),
                Err(error) => {
                    assert_eq!(error.kind(), ErrorKind::Timeout, "{error:?}");
                    ended += 1;
                }
            }
        }
        ended
    });
    assert!(ended > 0);
    assert_eq!(game.call(module, "f", &[]).ok(), Some(Value::Int(5050)));
}

#[test]
fn an_interruption_finds_calls_that_are_ending_and_their_memory_in_other_hands() {
    let mut game = Game::new();
    // Thousands of calls go at once, and what they took is freed and given to texts.
    let text = "local function deep(n) if n == 0 then error('back') end return 1 + deep(n - 1) end\n\
                function f() while true do pcall(deep, 15000)\n\
                local t = {} for i = 1, 3000 do t[i] = ('x'):rep(30) .. i end end end";
    let module = game.load(text).expect("loads");
    for round in 0..60_u64 {
        let every = Duration::from_micros(1500 + 37 * round);
        let outcome = while_interrupting(&mut game, every, |game| game.call(module, "f", &[]));
        assert_eq!(outcome.expect_err("stopped").kind(), ErrorKind::Timeout);
    }
}

#[test]
fn what_would_move_or_repeat_without_end_is_refused_or_does_nothing() {
    let mut game = Game::new();
    for body in [
        "table.move({}, 1, 1 << 40, 2)",
        "table.move({}, math.mininteger, math.maxinteger, 2)",
        "table.insert(setmetatable({}, {__len = function() return 1 << 60 end}), 1, 'x')",
        "table.remove(setmetatable({}, {__len = function() return 1 << 60 end}), 1)",
        "table.insert(setmetatable({}, {__len = function() return 1 << 60 end}), 1.0, 'x')",
        "table.insert(setmetatable({}, {__len = function() return 1 << 60 end}), '1', 'x')",
    ] {
        let error = game.error(body);
        assert!(error.message().ends_with("too many elements to move"), "{body}: {error:?}");
        assert_eq!(error.line(), Some(1), "{body}: {error:?}");
    }
    for body in [
        "table.sort(setmetatable({}, {__len = function() return (1 << 31) - 2 end}), math.type)",
        "table.sort(setmetatable({}, {__len = function() return (1 << 31) - 2 end, __index = rawlen}))",
    ] {
        let error = game.error(body);
        assert!(error.message().contains("too many elements to sort: "), "{body}: {error:?}");
    }
    let same = "local t = table.move({1, 2, 3}, 2, 3, 1) table.insert(t, 1, 'a') table.insert(t, 'b') \
                local last, first = table.remove(t), table.remove(t, 1) \
                return table.concat(t, ',') .. last .. first .. ('ab'):rep(2, '-') .. ('').rep('', 3, '-') .. ('').rep('', 1 << 62)";
    assert_eq!(game.eval(same), Value::from("2,3,3baab-ab--"));
    for (body, complaint) in [
        ("table.insert({}, 5, 1)", "bad argument #2 to 'insert' (position out of bounds)"),
        ("table.insert(1, 1, 1)", "bad argument #1 to 'insert' (table expected, got number)"),
        ("table.remove({}, 7)", "bad argument #2 to 'remove' (position out of bounds)"),
        ("table.move({}, 1, 'x', 1)", "bad argument #3 to 'move' (number expected, got string)"),
        ("return (''):rep('x')", "bad argument #1 to 'rep' (number expected, got string)"),
    ] {
        let error = game.error(body);
        assert!(error.message().ends_with(complaint), "{body}: {error:?}");
    }
}

#[test]
fn a_length_that_a_script_tells_is_asked_for_once() {
    let mut game = Game::new();
    let text = "local asked = 0\n\
                local function told(t) asked = asked + 1 return asked == 1 and #t.inside or 1 << 60 end\n\
                local function of(inside)\n\
                    asked = 0\n\
                    return setmetatable({ inside = inside }, { __len = told,\n\
                        __index = function(t, i) return t.inside[i] end,\n\
                        __newindex = function(t, i, v) t.inside[i] = v end })\n\
                end\n\
                local a, b, c = { 1, 2 }, { 1, 2, 3 }, { 3, 1, 2 }\n\
                table.insert(of(a), 1, 'x')\n\
                local removed = table.remove(of(b), 1)\n\
                table.sort(of(c))\n\
                return table.concat(a, ',') .. ' ' .. removed .. ':' .. table.concat(b, ',') .. ' ' .. table.concat(c, ',')";
    assert_eq!(game.eval(text), Value::from("x,1,2 1:2,3 1,2,3"));
}

#[test]
fn a_library_that_only_collects_garbage_is_stopped() {
    let mut game = Game::new();
    let module = game.load("function f() load(collectgarbage) end").expect("loads");
    let outcome = while_interrupting(&mut game, Duration::from_millis(2), |game| game.call(module, "f", &[]));
    assert_eq!(outcome.expect_err("stopped").kind(), ErrorKind::Timeout);
}

#[test]
fn an_interruption_reaches_the_thread_that_runs_the_script_now_and_none_that_has_ended() {
    let mut language = LuaLanguage::new();
    let environment = Environment { api: Arc::new(Api::new()), sources: Arc::new(NoSources) };
    language.start(environment).expect("starts");
    let source = Source::new("a.lua", "function f() while true do end end function g() return 1 end");
    language.load(&mut NullHost::new(()), ModuleId(0), &source).expect("loads");
    let find = |language: &LuaLanguage, name| language.find(ModuleId(0), name).expect("is there");
    let (hang, fine) = (find(&language, "f"), find(&language, "g"));
    let interrupt = language.interrupt().expect("it can");
    let done = AtomicBool::new(false);
    let language = std::thread::scope(|scope| {
        scope.spawn(|| {
            while !done.load(Ordering::SeqCst) {
                interrupt.interrupt();
                std::thread::sleep(Duration::from_micros(200));
            }
        });
        let mut language = language;
        for _ in 0..100 {
            let call = move || (language.call(&mut NullHost::new(()), hang, &[]), language);
            let (outcome, back) = std::thread::spawn(call).join().expect("ends");
            assert_eq!(outcome.expect_err("stopped").kind(), ErrorKind::Timeout);
            language = back;
        }
        done.store(true, Ordering::SeqCst);
        language
    });
    assert_eq!(language.call(&mut NullHost::new(()), fine, &[]).ok(), Some(Value::Int(1)), "on this thread");
}

#[test]
fn of_two_games_on_one_thread_each_is_stopped_for_itself() {
    let mut outer = Game::new();
    let mut inner = Game::new();
    let hang = "function f() while true do end end function g() return 1 end";
    let (of_outer, of_inner) = (outer.load(hang).expect("loads"), inner.load(hang).expect("loads"));
    for _ in 0..20 {
        let stopped =
            while_interrupting(&mut inner, Duration::from_millis(1), |inner| inner.call(of_inner, "f", &[]));
        assert_eq!(stopped.expect_err("stopped").kind(), ErrorKind::Timeout);
        assert_eq!(outer.call(of_outer, "g", &[]).ok(), Some(Value::Int(1)), "nobody stops this one");
        let stopped =
            while_interrupting(&mut outer, Duration::from_millis(1), |outer| outer.call(of_outer, "f", &[]));
        assert_eq!(stopped.expect_err("stopped").kind(), ErrorKind::Timeout);
        assert_eq!(inner.call(of_inner, "g", &[]).ok(), Some(Value::Int(1)));
    }
}
