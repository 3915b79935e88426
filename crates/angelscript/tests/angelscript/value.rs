use glotta_core::{ErrorKind, Language, ScriptError, Value};

use crate::game::{Game, printed, prints};

/// What the error of statements says.
#[track_caller]
fn error(statements: &str) -> String {
    let mut game = Game::new();
    let error = game.load(&format!("void main() {{ {statements} }}")).expect_err("it fails");
    format!("{}: {}", error.kind(), error.message())
}

#[test]
fn a_value_is_made_of_anything_and_knows_what_it_is() {
    assert_eq!(
        printed(
            "enum Colour { Red, Green }
             void show(const Value &in v) { print(v.kind(), v); }
             void kept(Value v) { print(v.kind(), v); }
             void main() {
                 show(true); show(5); show(uint(5)); show(int64(-5000000000)); show(int8(-1)); show(2.5); show(0.5f);
                 show('text'); show(Vec2(1, 2)); show(Vec3(1, 2, 3)); show(Quat()); show(Green); show(Value());
                 array<int> a = {1, 2}; show(a); kept(a);
                 dictionary d = {{'a', 1}}; show(d); kept(d);
                 array<string>@ none; show(@none);
                 Value n = null; show(n);
                 Value f = @main; print(f.kind());
                 Value e = entity::create(); print(e.kind(), e);
             }"
        ),
        "bool true\nint 5\nint 5\nint -5000000000\nint -1\nfloat 2.5\nfloat 0.5\nstring text\nVec2 Vec2(1, 2)\n\
         Vec3 Vec3(1, 2, 3)\nQuat Quat(0, 0, 0, 1)\nint 1\nnothing null\nlist [1, 2]\nlist [1, 2]\n\
         table {a = 1}\ntable {a = 1}\nnothing null\nnothing null\nfunction\nEntity Entity(0v0)\n"
    );
}

#[test]
fn a_value_is_read_as_the_type_that_is_asked_for() {
    assert_eq!(
        printed(
            "enum Colour { Red, Green }
             int twice(int x) { return 2 * x; }
             string shout(const string &in s) { return s + '!'; }
             void main() {
                 Value v = 7;
                 int i = v; int8 small = v; uint u = v; int64 l = v; uint64 ul = v; float f = v; double d = v;
                 print(i, small, u, l, ul, f, d); print(twice(v), int(v), double(v));
                 Value whole = 3.0; i = whole; print(i);
                 Value text = 'up'; string s = text; s = text; print(s, shout(text), string(text));
                 Value truth = true; bool b = truth; if (truth) print('true'); if (!truth || bool(truth)) print(b);
                 Value at = Vec3(1, 2, 3); Vec3 p = at; p = at; print(p);
                 Value turn = Quat(); Quat q = turn; Value flat = Vec2(1, 2); Vec2 w = flat; print(q, w);
                 Value who = entity::create(); Entity e = who; print(e);
                 Value number = 1; Colour c = number; print(c == Green);
                 Value numbers = array<int> = {1, 2};
                 array<int> ints = numbers; array<double>@ doubles = numbers; array<Value> any = numbers;
                 ints = numbers; print(ints, doubles, any.length(), array<int>(numbers)); array<int8>@ small8 = numbers; print(small8);
                 Value table = dictionary = {{'a', 1}};
                 dictionary@ h = table; dictionary copy = table; copy = table; print(h, copy);
                 Value nothing; array<int>@ none = nothing;
                 print(none is null);
                 Value fun = @count; Callback@ call = fun; call(); fun.call(); print(counted);
             }
             int counted = 0;
             void count() { counted++; }"
        ),
        "7 7 7 7 7 7 7\n14 7 7\n3\nup up! up\ntrue\ntrue\nVec3(1, 2, 3)\nQuat(0, 0, 0, 1) Vec2(1, 2)\n\
         Entity(0v0)\ntrue\n[1, 2] [1.0, 2.0] 2 [1, 2]\n[1, 2]\n{a = 1} {a = 1}\ntrue\n2\n"
    );
}

#[test]
fn a_wrong_type_is_told_with_what_came() {
    assert_eq!(error("Value v = 'up'; Vec3 p = v;"), "type: expected Vec3, got string \"up\"");
    assert_eq!(error("Value v = 2.5; int i = v;"), "type: expected int, got float 2.5");
    assert_eq!(
        error("Value v; double d = v;"),
        "type: expected float, got nothing; take what may be nothing as a Value and ask isNull()"
    );
    assert_eq!(error("Value v = 1; bool b = v;"), "type: expected bool, got int 1");
    assert_eq!(error("Value v = 1; string s = v;"), "type: expected string, got int 1");
    assert_eq!(error("Value v = 1; dictionary@ d = v;"), "type: expected table, got int 1");
    assert_eq!(error("Value v = 1; array<int>@ a = v;"), "type: expected list, got int 1");
    assert_eq!(
        error("Value v = array<Value> = {1, 'x'}; array<int>@ a = v;"),
        "type: element 2: expected int, got string \"x\""
    );
    assert_eq!(error("Value v = 300; uint8 b = v;"), "argument: 300 is out of range: expected 0 to 255");
    assert_eq!(
        error("Value v = -1; uint64 b = v;"),
        "argument: -1 is out of range: expected 0 to 9223372036854775807"
    );
    assert_eq!(
        error("Value v = 1e300; float f = v;"),
        "argument: 1e300 is out of range: a 32-bit float holds at most 3.4028235e38"
    );
    assert_eq!(
        error("uint64 u = 18446744073709551615; Value v = u;"),
        "type: expected an int of at most 9223372036854775807, got 18446744073709551615"
    );
    assert_eq!(
        error("string s = 'x'; s[0] = 255; Value v = s;"),
        "type: the string is not valid UTF-8: byte 1 is wrong"
    );
}

#[test]
fn a_script_s_own_object_is_no_value() {
    let mut game = Game::new();
    let error = game.load("class Foo {} void main() { Foo foo; Value v = foo; }").expect_err("no value");
    assert_eq!(error.message(), "expected a value that can leave AngelScript, got Foo");
    assert_eq!(
        printed("class Foo {} void main() { Foo@ foo; Value v = @foo; print(v.isNull()); }"),
        "true\n"
    );
}

#[test]
fn operators_work_on_what_values_hold() {
    assert_eq!(
        prints(
            "Value v = 5, w = 2.5;
             print(v + 1, 1 + v, v - 1, 1 - v, v * 2); print(v / 2, v % 3, v ** 2, -v, 2 ** v);
             print(v + w, w * 2, v + 0.5, 7.5 / w);
             v += 1; v -= 2; v *= 10; v /= 3; v %= 5; v **= 2; print(v);
             print(v++); print(v); print(++v); print(v--); print(--v); print(v);
             Value s = 'a'; s += 'b'; s += 1; print(s, 'x' + s, s + 'x', s + 1.5, 's: ' + s + '!', s + true);
             string t = 'n '; t += v; print(t);
             Value p = Vec3(1, 2, 3);
             print(p + Vec3(1, 1, 1), Vec3(1, 1, 1) + p, p * 2, 2 * p, p / 2, -p, Quat() * p);
             Vec3 q(1, 1, 1); q += p; q *= Value(2); print(q);
             int i = 10; i = i + v; print(i);
             double x = v * 2 + 1; print(x);"
        ),
        "6 6 4 -4 10\n2 2 25 -5 32\n7.5 5 5.5 3\n9\n9\n10\n11\n11\n9\n9\nab1 xab1 ab1x ab11.5 s: ab1! ab1true\nn 9\n\
         Vec3(2, 3, 4) Vec3(2, 3, 4) Vec3(2, 4, 6) Vec3(2, 4, 6) Vec3(0.5, 1, 1.5) Vec3(-1, -2, -3) \
         Vec3(1, 2, 3)\nVec3(4, 6, 8)\n19\n19\n"
    );
    assert_eq!(
        error("Value v = 9223372036854775807; v += 1;"),
        "runtime: 9223372036854775807 + 1 does not fit the 64-bit integer of scripts"
    );
    assert_eq!(error("Value v = 1; v / 0;"), "runtime: 1 / 0: an integer is divided by zero");
    assert_eq!(error("Value v = true; v - 1;"), "type: cannot subtract bool true and int 1");
    assert_eq!(error("Vec3 q; q += Value(1);"), "type: expected Vec3, got int 1");
}

#[test]
fn values_are_compared_with_anything() {
    assert_eq!(
        prints(
            "Value five = 5, text = 'x', at = Vec3(1, 2, 3), none;
             Entity e = entity::create(); Value who = e;
             print(five == 5, 5 == five, five == 5.0, five == 'x', five != 6, five == none, none == Value());
             print(text == 'x', 'x' == text, text == 5, '5' == five, at == Vec3(1, 2, 3), Vec3() == at, at == five);
             print(who == e, e == who, e == none, e == five);
             print(five < 6, 4 < five, five >= 5.5, text < 'y', 'a' < text);
             Value list = array<int> = {1, 2}; Value same = array<double> = {1, 2};
             print(list == same, list == five);"
        ),
        "true true true false true false true\ntrue true false false true false false\ntrue true false false\n\
         true true false true true\ntrue false\n"
    );
    assert_eq!(error("Value v = 'x'; v < 1;"), "type: cannot compare string \"x\" and int 1");
}

#[test]
fn a_value_shows_what_is_inside() {
    assert_eq!(
        prints(
            "Value v = dictionary = {{'list', array<int> = {10, 20}}, {'name', 'lamp'}};
             print(v['name'], v['list'][1], v['none'].isNull(), v['list'][9].isNull(), v['list'][-1].isNull());
             print(v.length(), v['list'].length(), v['name'].length(), v.exists('name'), v.exists('no'), v.getKeys());
             string key = 'name'; Value at = 1; print(v[key], v['list'][at], v[Value('name')]);
             print(v.asString(), Value(1.0).asString(), Value().asString());
             const Value c = v; int i = c['list'][0]; print(i);"
        ),
        "lamp 20 true true true\n2 2 4 true false [\"list\", \"name\"]\nlamp 20 lamp\n\
         {list = [10, 20], name = \"lamp\"} 1 null\n10\n"
    );
    assert_eq!(error("Value v; v['x'];"), "type: there is no [\"x\"] in nothing");
    assert_eq!(error("Value v = 'x'; v[0];"), "type: there is no [0] in string \"x\"");
    assert_eq!(error("Value v = 1; v.length();"), "type: expected list, table or string, got int 1");
    assert_eq!(
        error("Value v = array<int> = {1}; v[Value(true)];"),
        "type: expected a name or a place, got bool true"
    );
}

#[test]
fn a_function_in_a_value_is_called() {
    assert_eq!(
        printed(
            "int add(int a, int b) { return a + b; }
             void nothing() {}
             void gone(dictionary@ d) { d.deleteAll(); }
             void main() {
                 Value f = @add; print(f.call(1, 2), f.call(Value(3), 4) + 1);
                 Value n = @nothing; print(n.call().isNull());
                 dictionary d = {{'f', f}}; print(d['f'].call(5, 6));
                 Value nameless = function() { print('called'); }; nameless.call();
                 nameless = function() { print('called too'); }; nameless.call();
                 d = {{'g', function() { print('called last'); }}}; d['g'].call();
             }"
        ),
        "3 8\ntrue\n11\ncalled\ncalled too\ncalled last\n"
    );
    assert_eq!(error("Value v = 1; v.call();"), "type: expected function, got int 1");
}

#[test]
fn a_copy_of_a_value_is_its_own() {
    assert_eq!(
        prints(
            "Value a = array<int> = {1, 2}; Value b = a; a = 5; print(a, b);
             array<int> list = {1}; Value v = list; list[0] = 9; print(v);
             Value s = 'text'; s = s; s += s; print(s);
             array<Value> many = {1, 'x', Vec3(), a, b}; many[1] = many[4]; print(many.length(), many[1], many[4]);
             Value nested = {1, {2, 'x'}, null, {}}; print(nested); nested = {3}; print(nested);"
        ),
        "5 [1, 2]\n[1]\ntexttext\n5 [1, 2] [1, 2]\n[1, [2, \"x\"], null, []]\n[3]\n"
    );
}

#[test]
fn values_go_to_the_host_and_back() -> Result<(), ScriptError> {
    let mut game = Game::new();
    let result = game.try_eval("Value v = dictionary = {{'n', 1}}; return v;")?;
    assert_eq!(result, Value::Table([("n".to_owned(), Value::Int(1))].into()));
    let result = game.try_eval("array<Value> a = {1, 2.5, 'x', null}; return test::echo(a);")?;
    assert_eq!(result.to_string(), "[1, 2.5, \"x\", null]");
    let result = game.try_eval("Value v = test::echo(null); if (v.isNull()) v = test::deep(3); return v;")?;
    assert_eq!(result.to_string(), "[[[1]]]");
    assert!(
        game.try_eval("return test::deep(101);")
            .is_err_and(|error| error.message().contains("nested more than 100 deep"))
    );
    Ok(())
}

#[test]
fn what_grows_without_end_is_out_of_memory() {
    for body in [
        "dictionary d; for (int i = 0; i < 200; i++) { d['a'] = d; d['b'] = d; }",
        "Value v = 'text'; for (int i = 0; i < 200; i++) v += v;",
        "array<Value> all; Value v = 'a text of some length'; for (int i = 0; ; i++) all.insertLast(v + i);",
        "dictionary d; for (int i = 0; ; i++) d['name ' + i] = i;",
        "dictionary d; for (int i = 0; ; i++) d['name ' + i];",
        "array<int> a(10000); array<Value> all; for (int i = 0; ; i++) all.insertLast(Value(a));",
    ] {
        let mut game = Game::new();
        game.language.set_memory_limit(Some(4 << 20)).expect("it counts memory");
        let error = game.load(&format!("void main() {{ {body} }}")).expect_err("no end");
        assert_eq!(error.kind(), ErrorKind::OutOfMemory, "{body}: {error}");
    }
}

#[test]
fn what_is_nested_too_deeply_is_refused() {
    assert_eq!(
        error("Value v = 1; for (int i = 0; i < 101; i++) { array<Value> a = {v}; v = a; }"),
        "type: the value is nested more than 100 deep"
    );
    assert_eq!(
        error("dictionary d; for (int i = 0; i < 101; i++) d['d'] = d;"),
        "type: the value is nested more than 100 deep"
    );
    assert_eq!(
        prints("Value v = 1; for (int i = 0; i < 100; i++) { array<Value> a = {v}; v = a; } print(1);"),
        "1\n"
    );
}
