use glotta_core::{Language, ScriptError};

use crate::game::{Game, printed, prints};

/// What the error of statements says.
#[track_caller]
fn error(statements: &str) -> String {
    let mut game = Game::new();
    let error = game.load(&format!("void main() {{ {statements} }}")).expect_err("it fails");
    format!("{}: {}", error.kind(), error.message())
}

#[test]
fn a_dictionary_holds_values_by_name() {
    assert_eq!(
        prints(
            "dictionary d;
             d['hp'] = 5; d['name'] = 'Hero'; d['at'] = Vec3(1, 2, 3); d['list'] = array<int> = {1, 2}; d['big'] = 5000000000;
             d['half'] = 0.5; d['yes'] = true; d['who'] = entity::create(); d['none'] = null;
             int hp = d['hp']; string name = d['name']; Vec3 at = d['at']; array<int>@ list = d['list']; Entity who = d['who'];
             print(hp, name, at, list, who); print(d['big'], d['half'], d['yes'], d['none']);
             d['hp'] += 1; d['hp']++; d['name'] += '!'; print(d['hp'], d['name'], d['hp'] * 2, 'hp ' + d['hp']);
             print(d.getSize(), d.exists('hp'), d.exists('none'), d.exists('nope'), d.isEmpty());
             print(d.getKeys());
             print(d.delete('hp')); print(d.delete('hp'), d.exists('hp'));
             d.deleteAll(); print(d.isEmpty(), d.getSize(), d);"
        ),
        "5 Hero Vec3(1, 2, 3) [1, 2] Entity(0v0)\n5000000000 0.5 true null\n7 Hero! 14 hp 7\n\
         9 true true false false\n[\"at\", \"big\", \"half\", \"hp\", \"list\", \"name\", \"none\", \"who\", \"yes\"]\n\
         true\nfalse false\ntrue 0 {}\n"
    );
}

#[test]
fn a_list_constructor_takes_values_of_any_type() {
    assert_eq!(
        printed(
            "enum Colour { Red, Green }
             int fails() { throw('no'); return 1; }
             void main() {
                 array<int> a = {1, 2}; array<string>@ s = {'x'}; dictionary inner = {{'deep', 1}}; Value v = 'value';
                 bool b = true; int8 small = -1; uint16 middle = 300; uint64 large = 7; float f = 0.5;
                 dictionary d = {
                     {'a', a}, {'b', b}, {'c', Green}, {'d', inner}, {'dd', @inner}, {'e', entity::create()}, {'f', f},
                     {'g', 2.5}, {'i', 5}, {'l', large}, {'m', middle}, {'n', null}, {'o', small}, {'q', Quat()},
                     {'s', s}, {'sh', @s}, {'t', 'text'}, {'u', {1, {'x', null}}}, {'v', v}, {'w', Vec3(1, 2, 3)}, {'x', Vec2(1, 2)},
                     {'f', @main}
                 };
                 print(d.getSize(), d['f'].kind());
                 d.delete('f');
                 print(d);
                 dictionary none = {};
                 print(none.getSize());
                 try { dictionary gone = {{'n', null}, {'t', 'text'}, {'x', fails()}}; } catch { print('caught'); }
             }"
        ),
        "21 function\n{a = [1, 2], b = true, c = 1, d = {deep = 1}, dd = {deep = 1}, e = Entity(0v0), g = 2.5, i = 5, \
         l = 7, m = 300, n = null, o = -1, q = Quat(0, 0, 0, 1), s = [\"x\"], sh = [\"x\"], t = \"text\", \
         u = [1, [\"x\", null]], v = \"value\", w = Vec3(1, 2, 3), x = Vec2(1, 2)}\n0\ncaught\n"
    );
}

#[test]
fn what_is_looked_up_and_not_there_is_null_and_stays_away() {
    assert_eq!(
        prints(
            "dictionary d; print(d['x'].isNull(), d.exists('x'), d.getSize(), d.getKeys().length(), d);
             const dictionary c = d; print(c['y'].isNull(), c.getSize());
             d['x'] = null; print(d.exists('x'), d.getSize());
             d['y'] = d['z']; print(d.exists('y'), d.exists('z'));
             dictionary copy = d; print(copy == d, copy.exists('z'));"
        ),
        "true false 0 0 {}\ntrue 0\ntrue 1\ntrue false\ntrue false\n"
    );
}

#[test]
fn get_fills_a_variable_of_the_type_it_has() {
    assert_eq!(
        prints(
            "dictionary d = {{'i', 5}, {'f', 2.5}, {'s', 'text'}, {'v', Vec3(1, 2, 3)}, {'l', array<int> = {1, 2}}, {'t', dictionary = {{'a', 1}}}};
             int i = 0; double f = 0; string s; Vec3 v; array<int>@ h; array<int> l; dictionary@ t; dictionary c; Value any; int8 small = 0; bool b = false;
             print(d.get('i', i), d.get('f', f), d.get('s', s), d.get('v', v), d.get('l', @h), d.get('l', l), d.get('t', @t), d.get('t', c));
             print(i, f, s, v, h, l, t, c);
             print(d.get('i', any), any, d.get('i', small), small, d.get('i', f), f);
             print(d.get('none', i), d.get('s', i), d.get('i', s), d.get('f', i), d.get('i', b), d.get('i', @h));
             Entity e; print(d.get('i', e));"
        ),
        "true true true true true true true true\n5 2.5 text Vec3(1, 2, 3) [1, 2] [1, 2] {a = 1} {a = 1}\n\
         true 5 true 5 true 5\nfalse false false false false false\nfalse\n"
    );
}

#[test]
fn set_takes_anything_and_copies_it() {
    assert_eq!(
        prints(
            "dictionary d; array<int> a = {1}; d.set('a', a); a[0] = 9; d.set('self', d); d.set('n', 5); d.set('s', 'x');
             print(d);
             dictionary@ inner = d['self']; inner['a'] = 0; print(d['self']['a'], inner['a']);
             dictionary@ same = d; same['n'] = 6; print(d['n'], same is d);
             d = d; d['self'] = d; print(d['self']['self']['a']);
             d['f'] = @main; print(d['f'].kind());"
        ),
        "{a = [1], n = 5, s = \"x\", self = {a = [1]}}\n[1] 0\n6 true\n[1]\nfunction\n"
    );
}

#[test]
fn dictionaries_are_equal_by_their_entries_and_copied_by_assignment() {
    assert_eq!(
        prints(
            "dictionary a = {{'x', 1}, {'y', 'z'}}, b = {{'y', 'z'}, {'x', 1.0}}, c;
             print(a == b, a == c, a != c); c = a; print(c == a); c['x'] = 2; print(c == a, a['x']);
             dictionary e(a); print(e == a); Value v = a; print(v == a, a == v);"
        ),
        "true false true\ntrue\nfalse 1\ntrue\ntrue true\n"
    );
}

#[test]
fn references_into_a_dictionary_survive_what_the_statement_does() {
    assert_eq!(
        printed(
            "dictionary g;
             int clear() { g.deleteAll(); return 1; }
             Value drop() { @h = null; return 2; }
             dictionary@ h = dictionary();
             Value both(const Value &in a, const Value &in b) { g.deleteAll(); return a + b; }
             void main() {
                 g['a'] = 'gone'; g['b'] = 2; g['a'] = g['b'] + clear(); print(g);
                 g['a'] = 5; g['b'] = 6; print(both(g['a'], g['b']));
                 g['a'] = clear(); print(g);
                 h['x'] = 1;
                 g['f'] = @clear; g['f'].call(); print(g);
                 for (int i = 0; i < 50; i++) { g['a'] = 'text ' + i; g['b' + i] = g['a'] + g['a']; g.delete('a'); }
                 print(g.getSize(), g['b49']);
             }"
        ),
        "{a = 3}\n11\n{a = 1}\n{}\n50 text 49text 49\n"
    );
}

#[test]
fn what_is_no_value_is_refused() {
    let mut game = Game::new();
    let refused = game.load("class Foo {} void main() { Foo f; dictionary d = {{'x', 1}, {'foo', f}}; }");
    assert_eq!(
        refused.expect_err("no value").message(),
        "expected a value that can leave AngelScript, got Foo"
    );
    assert_eq!(
        error("string s = 'x'; s[0] = 255; dictionary d; d[s] = 1;"),
        "type: a name in the dictionary: the string is not valid UTF-8: byte 1 is wrong"
    );
}

#[test]
fn a_dictionary_goes_to_the_host_and_back_as_a_table() -> Result<(), ScriptError> {
    let mut game = Game::new();
    let result = game.try_eval(
        "dictionary d = {{'a', 1}, {'b', array<string> = {'x'}}}; d['looked at']; return test::echo(d);",
    )?;
    assert_eq!(result.to_string(), "{a = 1, b = [\"x\"]}");
    Ok(())
}

#[test]
fn what_a_dictionary_held_is_paid_back() {
    let mut game = Game::new();
    let text = "void f() { for (int i = 0; i < 100; i++) { dictionary d; d['a'] = 'text' + i; d['b'] = d; dictionary@ h;
                d.get('b', @h); array<Value> all = {d, d['b']}; dictionary@ c = d['b']; array<Value>@ l = Value(all); } }";
    let module = game.load(text).expect("compiles");
    let used = |game: &mut Game| {
        game.call(module, "f", &[]).expect("runs");
        game.collect_garbage();
        game.language.memory_usage().current
    };
    let first = used(&mut game);
    for _ in 0..3 {
        assert_eq!(used(&mut game), first);
    }
}
