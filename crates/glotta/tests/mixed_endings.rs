//! Scripts that end themselves while they run, and calls between languages that go very deep.

mod common;

use common::play;

#[test]
fn a_call_back_may_end_its_entity_its_script_and_its_system() {
    let printed = play(
        3,
        &[
            ("glotta.toml", "scripts = [\"start.lua\"]\n"),
            (
                "start.lua",
                "for _, script in ipairs { 'a.lua', 'b.py', 'c.as' } do entity.create():attach(script) end
                 function on_stop() print(table.concat(system.list(), ' ') .. ' and ' .. #entity.find_with_component('ScriptComponent')
                     .. ' entities with scripts') end",
            ),
            (
                "a.lua",
                "local calls = 0
                 function on_start(e)
                     event.subscribe('end', function() e:destroy() e = nil print('a: destroyed') end)
                     system.register('a', function() calls = calls + 1 system.unregister('a') print('a: ' .. calls) end)
                 end
                 function update(e) print('a: update') event.emit('end') print(tostring(e:detach('a.lua'))) end
                 function on_stop() print('a: on_stop') end",
            ),
            (
                "b.py",
                "calls = 0
def run(dt):
    global calls
    calls += 1
    system.unregister('b')
    print(f'b: {calls}')
def on_start(e):
    system.register('b', run)
def update(e, dt):
    print('b: update')
    print(str(e.detach('b.py')).lower())
    e.destroy()
    print('b: destroyed')
def on_stop(e):
    print('b: on_stop')
",
            ),
            (
                "c.as",
                "int calls = 0;
                 void run() { calls++; system::unregister('c'); print('c: ' + calls); }
                 void on_start(Entity e) { system::register('c', run); }
                 void update(Entity e) {
                     print('c: update');
                     e.destroy();
                     print(e.is_valid() ? 'c: lives' : 'c: destroyed');
                     try { e.detach('c.as'); } catch { print(getExceptionInfo()); }
                 }
                 void on_stop() { print('c: on_stop'); }",
            ),
        ],
    );
    for line in [
        "a: update",
        "a: on_stop",
        "b: update",
        "b: on_stop",
        "b: destroyed",
        "c: update",
        "c: on_stop",
        "c: destroyed",
    ] {
        assert_eq!(printed.iter().filter(|one| *one == line).count(), 1, "{line}: {printed:#?}");
    }
    assert!(!printed.iter().any(|line| line.starts_with("error")), "{printed:#?}");
    assert!(printed.contains(&"scripts and 0 entities with scripts".to_owned()), "{printed:#?}");
}

/// Two hundred levels are more than may be nested: each way between languages says so, on a stack of a mebibyte, which
/// is the smallest that a program begins with on the systems that games run on.
#[test]
fn calls_two_hundred_deep_are_refused_on_a_small_stack() {
    let deep = || {
        let mut all = Vec::new();
        for (first, second) in [("a", "b"), ("b", "c"), ("c", "a"), ("a", "a"), ("b", "b"), ("c", "c")] {
            let lua = format!(
                "function deeper(n) if n == 200 then return n end return script.call('{}', 'deeper', {{ n + 1 }}) end",
                if first == "a" { second } else { first }
            );
            let python = format!(
                "def deeper(n):\n    return n if n == 200 else script.call('{}', 'deeper', [n + 1])\n",
                if first == "b" { second } else { first }
            );
            let angelscript = format!(
                "Value deeper(int n) {{ if (n == 200) return n; return script::call('{}', 'deeper', array<Value> = {{n + 1}}); }}",
                if first == "c" { second } else { first }
            );
            let start = format!(
                "function update()
                     local ok, err = pcall(script.call, '{first}', 'deeper', {{ 1 }})
                     print(ok, err.kind, err.message)
                 end"
            );
            all.extend(play(
                1,
                &[
                    ("glotta.toml", "scripts = [\"a.lua\", \"b.py\", \"c.as\", \"start.lua\"]\n"),
                    ("a.lua", &lua),
                    ("b.py", &python),
                    ("c.as", &angelscript),
                    ("start.lua", &start),
                ],
            ));
        }
        all
    };
    let on_a_stack_of = |bytes| {
        let thread = std::thread::Builder::new().stack_size(bytes).spawn(deep).expect("a thread");
        thread.join().expect("it ends")
    };
    let told =
        "false\truntime\tscript.call: scripts and bound functions call each other more than 100 levels deep";
    let no_stack = "false\truntime\tscript.call: stack overflow: ";
    let mut is_too_small = false;
    for kib in [1024, 512, 320, 256, 192] {
        // How much a level takes depends on how the tests were compiled.
        if kib < 320 && is_too_small {
            break;
        }
        let printed = on_a_stack_of(kib << 10);
        let is_refused = |line: &String| line == told || line.starts_with(no_stack);
        assert!(printed.len() == 6 && printed.iter().all(is_refused), "{printed:#?}");
        is_too_small = printed.iter().any(|line| line.starts_with(no_stack));
    }
    assert!(is_too_small, "a hundred levels fit into every stack");
    assert_eq!(on_a_stack_of(8 << 20), [told; 6]);
}
