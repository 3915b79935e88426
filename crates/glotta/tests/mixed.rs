//! Games whose scripts are in several languages.

mod common;

use common::play;

#[test]
fn an_entity_has_a_script_of_each_language_and_its_data_is_one() {
    let printed = play(
        3,
        &[
            ("glotta.toml", "[[entity]]\nscripts = [\"a.lua\", \"b.py\"]\n"),
            (
                "a.lua",
                "function on_start(e)
                     e:data().n = 1
                     e:data().list = { 'lua' }
                     e:data().place = Vec3(1, 2, 3)
                 end
                 function update(e)
                     local data = e:data()
                     data.n = data.n * 10
                     print('lua', data.n, data.list[#data.list], data.place)
                 end",
            ),
            (
                "b.py",
                "def update(e, dt):\n    data = e.data()\n    data.n += 1\n    data.list.append('python')\n    \
                 data.place = data.place + Vec3.ONE\n    print('python', data.n, data.list[0], len(data.list))\n",
            ),
        ],
    );
    assert_eq!(
        printed,
        [
            "lua\t10\tlua\tVec3(1, 2, 3)",
            "python 11 lua 2",
            "lua\t110\tpython\tVec3(2, 3, 4)",
            "python 111 lua 3",
            "lua\t1110\tpython\tVec3(3, 4, 5)",
            "python 1111 lua 4",
        ]
    );
}

#[test]
fn a_script_attaches_one_of_another_language() {
    let printed = play(
        3,
        &[
            ("glotta.toml", "scripts = [\"main.py\"]\n"),
            (
                "main.py",
                "def on_start():\n    e = entity.create()\n    e.attach('other')\n    e.attach('more.lua')\n",
            ),
            ("other.lua", "function on_start(e) e:data().hello = 'from Lua' e:attach('both') end"),
            ("both.lua", "function on_start(e) print('both in Lua: ' .. e:data().hello) end"),
            ("both.py", "def on_start(e):\n    print('both in Python:', e.data().hello)\n"),
            ("more.lua", "function on_start(e) print('more: ' .. e:data().hello) end"),
        ],
    );
    assert_eq!(printed, ["more: from Lua", "both in Lua: from Lua"]);
}

#[test]
fn an_entitys_script_without_an_extension_stays_the_same_whichever_script_attaches_more() {
    let printed = play(
        4,
        &[
            (
                "glotta.toml",
                "language = \"lua\"\nscripts = [\"main.py\"]\n[[entity]]\nname = \"Hero\"\nscripts = [\"both\"]\n",
            ),
            (
                "both.lua",
                "function on_start(e) print('Lua starts') end function on_stop() print('Lua stops') end",
            ),
            (
                "both.py",
                "def on_start(e):\n    print('Python starts')\n\ndef on_stop(e):\n    print('Python stops')\n",
            ),
            (
                "main.py",
                "def update(dt):\n    hero = entity.find_by_name('Hero')\n    if engine.frame() == 1:\n        \
                 hero.attach('both')\n    elif engine.frame() == 3:\n        print(hero.detach('both'), \
                 hero.detach('both'), hero.detach('both.lua'))\n",
            ),
        ],
    );
    // To a script of Python it is the one in Python first, beside the one in Lua that the project means.
    assert_eq!(printed, ["Lua starts", "Python starts", "Python stops", "Lua stops", "True False True"]);
}

#[test]
fn events_reach_the_scripts_of_every_language_in_the_order_they_subscribed() {
    let printed = play(
        2,
        &[
            ("glotta.toml", "scripts = [\"a.lua\", \"b.py\", \"c.as\"]\n"),
            (
                "a.lua",
                "function on_start() event.subscribe('hit', function(hit)
                     print('lua', hit.by, hit.at, hit.list[2], hit.double(1))
                     if hit.by == 'lua' then event.emit('answer', hit.by) end
                 end) end
                 function update()
                     if engine.frame() == 0 then
                         event.emit('hit', { by = 'lua', at = Vec3(1, 2, 3), list = { 1, 2 },
                             double = function(n) return 2 * n end })
                     end
                 end",
            ),
            (
                "b.py",
                "def double(n):\n    return 2 * n\n\ndef hit(hit):\n    print('python', hit['by'], hit['at'], \
                 hit['list'][1], hit['double'](2))\n\ndef on_start():\n    event.subscribe('hit', hit)\n    \
                 event.subscribe('answer', lambda value: print('python is answered by', value))\n\ndef update(dt):\n    \
                 if engine.frame() == 0:\n        event.emit('hit', {'by': 'python', 'at': Vec3(4, 5, 6), 'list': [3, \
                 4], 'double': double})\n",
            ),
            (
                "c.as",
                "funcdef int64 Double(int64);
                 int64 twice(int64 n) { return 2 * n; }
                 void hit(const Value &in hit) {
                     print('angelscript ' + string(hit['by']) + ' ' + hit['at'].asString() + ' ' + int(hit['list'][1])
                         + ' ' + int(hit['double'].call(3)));
                 }
                 void fail(const Value &in value) { entity::find_in_radius(Vec3(0, 0, 0), -1); }
                 void on_start() { event::subscribe('hit', hit); event::subscribe('answer', fail); }
                 void update() {
                     if (engine::frame() != 0) return;
                     Double@ f = twice;
                     event::emit('hit', dictionary = {{'by', 'angelscript'}, {'at', Vec3(7, 8, 9)},
                         {'list', array<int> = {5, 6}}, {'double', f}});
                 }",
            ),
        ],
    );
    assert_eq!(
        printed,
        [
            "lua\tlua\tVec3(1, 2, 3)\t2\t2",
            "python lua Vec3(1, 2, 3) 2 4",
            "angelscript lua Vec3(1, 2, 3) 2 6",
            "lua\tpython\tVec3(4, 5, 6)\t4\t2",
            "python python Vec3(4, 5, 6) 4 4",
            "angelscript python Vec3(4, 5, 6) 4 6",
            "lua\tangelscript\tVec3(7, 8, 9)\t6\t2",
            "python angelscript Vec3(7, 8, 9) 6 4",
            "angelscript angelscript Vec3(7, 8, 9) 6 6",
            "python is answered by lua",
            "error: c.as:7:53: entity.find_in_radius: -1 is out of range: expected a radius of 0 or more",
        ]
    );
}

#[test]
fn a_script_calls_functions_of_scripts_in_every_language() {
    let printed = play(
        1,
        &[
            ("glotta.toml", "scripts = [\"a.lua\", \"b.py\", \"c.as\"]\n"),
            (
                "a.lua",
                "function join(left, right) return left .. '+' .. right .. ' in ' .. script.path() end
                 function fail() entity.destroy(5) end
                 function on_start()
                     print(script.call('b', 'join', { 'lua', 'b' }))
                     print(script.call('c', 'join', { 'lua', 'c' }))
                     -- Through two languages and back, with a function that is called on the way.
                     print(script.call('b', 'through', { { 'c', 'a' }, function(n) return n .. '!' end }))
                     script.call('b', 'through', { { 'c', 'a', 'b' }, print })
                 end
                 function through(way, f) return f('way is ' .. #way .. ' long') end",
            ),
            (
                "b.py",
                "def join(left, right):\n    return f'{left}+{right} in {script.path()}'\n\ndef through(way, f):\n    \
                 return script.call(way[0], 'through', [way[1:], f])\n",
            ),
            (
                "c.as",
                "string join(const string &in left, const string &in right) {
                     return left + '+' + right + ' in ' + script::path();
                 }
                 Value through(Value way, Value f) {
                     if (way.length() > 1) script::call('a', 'fail');
                     return script::call(string(way[0]), 'through', array<Value> = {array<Value>(), f});
                 }",
            ),
        ],
    );
    assert_eq!(
        printed,
        [
            "lua+b in b.py",
            "lua+c in c.as",
            "way is 0 long!",
            "error: a.lua:2: entity.destroy: argument 1 (entity): expected Entity, got int 5",
        ]
    );
}

#[test]
fn scripts_that_call_each_other_without_end_are_told() {
    let printed = play(
        2,
        &[
            ("glotta.toml", "scripts = [\"a.lua\", \"b.py\", \"c.as\"]\n"),
            (
                "a.lua",
                "function deeper(n) return script.call('b', 'deeper', { n + 1 }) end
                 function update()
                     local ok, err = pcall(deeper, 1)
                     print(ok, err.kind, err.message)
                 end",
            ),
            ("b.py", "def deeper(n):\n    return script.call('c', 'deeper', [n + 1])\n"),
            (
                "c.as",
                "Value deeper(int n) { return script::call('a', 'deeper', array<Value> = {n + 1}); }
                 void update() { print('goes on'); }",
            ),
        ],
    );
    let told =
        "false\truntime\tscript.call: scripts and bound functions call each other more than 100 levels deep";
    assert_eq!(printed, [told, "goes on", told, "goes on"]);
}

#[test]
fn a_query_goes_through_all_languages_and_comes_back_as_itself() {
    let printed = play(
        2,
        &[
            ("glotta.toml", "scripts = [\"b.py\", \"c.as\", \"a.lua\"]\n"),
            (
                "a.lua",
                "local units = query.create({ 'Transform' })
                 local names = { [units] = 'the query of Lua' }
                 function take(q) return names[q] or 'another' end
                 function visit(e, transform) transform.translation.x = transform.translation.x + 1 end
                 function on_start()
                     for i = 1, 3 do entity.create():add('Transform') end
                     print(script.call('b.py', 'take', { units, visit }))
                     print(script.call('c.as', 'take', { units }))
                     print(units:first():get_position())
                 end",
            ),
            (
                "b.py",
                "seen = {}\ndef take(q, visit):\n    q.each(visit)\n    q.each(lambda e, t: print('python', t.translation.x))\n    \
                 seen[q] = 'in Python'\n    return script.call('a.lua', 'take', [q]) + ', ' + seen[q]\n\n\
                 def again(q):\n    return seen.get(q, 'unknown')\n",
            ),
            (
                "c.as",
                "void show(Entity e, Transform@ t) { print(\"angelscript \" + t.translation.x); }
                 Value take(Query@ q) {
                     q.each(show);
                     Value back = script::call(\"a.lua\", \"take\", array<Query@> = {q});
                     Value known = script::call(\"b.py\", \"again\", array<Query@> = {q});
                     return string(back) + \", \" + string(known);
                 }",
            ),
        ],
    );
    assert_eq!(
        printed,
        [
            "python 1.0",
            "python 1.0",
            "python 1.0",
            "the query of Lua, in Python",
            "angelscript 1",
            "angelscript 1",
            "angelscript 1",
            "the query of Lua, in Python",
            "Vec3(1, 0, 0)",
        ]
    );
}

#[test]
fn an_error_in_a_walk_over_a_query_is_told_with_its_place_and_the_way_there() {
    let printed = play(
        2,
        &[
            ("glotta.toml", "scripts = [\"a.lua\", \"b.py\"]\n"),
            (
                "a.lua",
                "function visit(e, transform)\n    transform.scael = 1\nend\nfunction start(walk)\n    walk(visit)\nend\n",
            ),
            (
                "b.py",
                "def walk(visit):\n    query.create(['Transform']).each(visit)\n\n\
                 def on_start():\n    entity.create().add('Transform')\n    script.call('a.lua', 'start', [walk])\n",
            ),
        ],
    );
    let error = printed.first().expect("an error is told");
    assert!(error.contains("a.lua:2"), "{error}");
    assert!(error.contains("Transform has no field \"scael\"; did you mean \"scale\"?"), "{error}");
}

#[test]
fn a_function_of_another_language_goes_wherever_a_function_goes() {
    let printed = play(
        1,
        &[
            ("glotta.toml", "scripts = [\"a.lua\", \"b.py\", \"c.as\"]\n"),
            ("a.lua", "function give(name) return function(value) print(name, value) end end"),
            ("b.py", "def give(name):\n    return lambda value: print(name, value)\n"),
            (
                "c.as",
                "void none(double) {}
                 void on_start() {
                     array<string> others = {'a.lua', 'b.py'};
                     for (uint i = 0; i < others.length(); i++) {
                         string other = others[i];
                         Value heard = script::call(other, 'give', array<Value> = {'heard'});
                         event::subscribe('ping', heard);
                         system::register(other, script::call(other, 'give', array<Value> = {'system'}));
                     }
                     event::emit('ping', 5);
                     Value five = 5, nothing, own = script::call('c.as', 'give');
                     system::register('own', own, 'post_update');
                     try { system::register('five', five); } catch { print(getExceptionInfo()); }
                     try { system::register('nothing', nothing); } catch { print(getExceptionInfo()); }
                     system::register('none', none);
                     system::register('nameless', function() { print('nameless'); });
                     print('' + system::list().length());
                 }
                 funcdef void Timed(double);
                 void said(double) { print('own'); }
                 Value give() { Timed@ said_so = said; Value held; held = said_so; return held; }",
            ),
        ],
    );
    assert_eq!(
        printed,
        [
            "system.register: argument 2 (callback): expected function, got int 5",
            "system.register: argument 2 (callback): expected function, got nothing",
            "6",
            "system\t0.016666667",
            "system 0.016666667",
            "nameless",
            "own",
            "heard\t5",
            "heard 5",
        ]
    );
}

#[test]
fn memory_that_python_views_is_what_other_languages_see_and_write() {
    let printed = play(
        2,
        &[
            ("glotta.toml", "scripts = [\"a.lua\", \"b.as\", \"main.py\"]\n"),
            (
                "a.lua",
                "function read(e) print('a.lua: ' .. tostring(e:get_position())) end
                 function write(e) e:set_position(e:get_position() + Vec3(0, 0, 1)) end
                 function around(e)
                     write(e)
                     script.call('main.py', 'inside', { e })
                     read(e)
                     write(e)
                 end",
            ),
            (
                "b.as",
                "void read(Entity e) { print(\"b.as: \" + e.get_position()); }
                 void write(Entity e) { component::transform(e).translation.x += 10; }
                 void around(Entity e)
                 {
                     write(e);
                     script::call(\"main.py\", \"inside\", array<Value> = {e});
                     read(e);
                     write(e);
                 }",
            ),
            (
                "main.py",
                "view = None
def on_start():
    global view
    for i in range(1, 3):
        entity.create().add('Transform', {'translation': Vec3(i, 0, 0)})
    q = query.create(['Transform'])
    view = memoryview(q.column('Transform.translation'))
    first = q.first()
    view[0, 1] = 5.0
    for other in 'a.lua', 'b.as':
        script.call(other, 'read', [first])
    print('main.py:', view.tolist())
    for other in 'a.lua', 'b.as':
        script.call(other, 'write', [first])
        print('main.py:', view.tolist()[0])
        script.call(other, 'around', [first])
        print('main.py:', view.tolist()[0])

def inside(e):
    print('inside:', view.tolist()[0])
    view[0, 1] += 1

def update(dt):
    # What was kept is nobody's any more.
    if engine.frame() == 1:
        view[0, 0] = 99.0
        print(query.create(['Transform']).first().get_position())
",
            ),
        ],
    );
    assert_eq!(
        printed,
        [
            "a.lua: Vec3(1, 5, 0)",
            "b.as: Vec3(1, 5, 0)",
            "main.py: [[1.0, 5.0, 0.0], [2.0, 0.0, 0.0]]",
            "main.py: [1.0, 5.0, 1.0]",
            "inside: [1.0, 5.0, 2.0]",
            "a.lua: Vec3(1, 6, 2)",
            "main.py: [1.0, 6.0, 3.0]",
            "main.py: [11.0, 6.0, 3.0]",
            "inside: [21.0, 6.0, 3.0]",
            "b.as: Vec3(21, 7, 3)",
            "main.py: [31.0, 7.0, 3.0]",
            "Vec3(31, 7, 3)",
        ]
    );
}
