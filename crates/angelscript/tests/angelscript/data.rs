use glotta_core::ErrorKind;

use crate::game::{Game, printed, prints};

/// What the error of statements with data `d` says.
#[track_caller]
fn error(statements: &str) -> String {
    let mut game = Game::new();
    let error = game
        .load(&format!("void main() {{ Data@ d = entity::create().data(); {statements} }}"))
        .expect_err("it fails");
    format!("{}: {}", error.kind(), error.message())
}

/// What statements with data `d` print.
#[track_caller]
fn data(statements: &str) -> String {
    prints(&format!("Entity e = entity::create(); Data@ d = e.data(); {statements}"))
}

#[test]
fn data_is_read_and_written_in_place() {
    let mut game = Game::new();
    game.load(
        "void main() {
             Entity e = entity::create();
             Data@ d = e.data();
             d['hp'] = 5;
             d['items'] = array<int> = {10, 20};
             d['nested'] = dictionary = {{'deep', dictionary = {{'er', 'yes'}}}};
             d['at'] = Vec3(1, 2, 3);
             Data@ other = e.data();
             print(other['hp'], other['items'][0], other['items'].length(), other['nested']['deep']['er'], other['at'], other['nothing']);
             other['hp'] = other['hp'] + 1;
             other['items'][2] = 30;
             other['nested']['deep']['er'] = null;
             d['hp'] += 1; d['hp'] *= 2; d['hp'] -= 4; d['hp'] /= 2; d['hp']++;
             print(d['hp'], d['items'].length(), d['items'][2], d['nested']['deep']['er'].isNull());
             d['gone'] = 1; d['gone'] = null;
         }",
    )
    .expect("runs");
    assert_eq!(game.host.printed, "5 10 2 yes Vec3(1, 2, 3) null\n6 3 30 true\n");
    let data = game.host.world.data.values().next().expect("one");
    assert_eq!(data.to_string(), "{at = Vec3(1, 2, 3), hp = 6, items = [10, 20, 30], nested = {deep = {}}}");
}

#[test]
fn data_is_read_as_the_type_that_is_asked_for() {
    assert_eq!(
        printed(
            "double half(double x) { return x / 2; }
             string shout(const string &in s) { return s + '!'; }
             string kind(Value v) { return v.kind(); }
             void main() {
                 Entity e = entity::create(); Data@ d = e.data();
                 d['hp'] = 5; d['name'] = 'Hero'; d['pos'] = Vec3(1, 2, 3); d['who'] = e; d['yes'] = true;
                 d['list'] = array<int> = {1, 2}; d['table'] = dictionary = {{'a', 1}};
                 int hp = d['hp']; double f = d['hp']; string name = d['name']; Vec3 pos = d['pos']; Entity who = d['who'];
                 bool yes = bool(d['yes']); array<int> list = d['list']; array<Value>@ any = d['list']; dictionary@ table = d['table'];
                 Value v = d['hp']; v = d['name']; name = d['name']; pos = d['pos'];
                 print(hp, f, name, pos, who); print(yes, list, any.length(), table, v);
                 print(half(d['hp']), shout(d['name']), kind(d['pos']), kind(d['list']), d['hp'].kind(), d['none'].kind());
                 print(d['hp'] + 1, 1 + d['hp'], -d['hp'], 'hp ' + d['hp'], d['pos'] * 2, Vec3() + d['pos'], d['name'] + '!');
                 print(d['hp'] == 5, 5 == d['hp'], d['hp'] < 6, d['name'] == 'Hero', 'Hero' == d['name'], d['hp'] == d['name'], d['none'] == 5);
                 print(d['who'] == e, e == d['who'], e == d['none'], d['pos'] == Vec3(1, 2, 3), Vec3() == d['pos']);
                 string s = 'hp: '; s += d['hp']; pos += d['pos']; print(s, pos);
                 dictionary c; c['x'] = d['hp']; c['t'] = d['table']; print(c); d['y'] = c['x']; print(d['y']);
             }"
        ),
        "5 5 Hero Vec3(1, 2, 3) Entity(0v0)\ntrue [1, 2] 2 {a = 1} Hero\n2.5 Hero! Vec3 list int nothing\n\
         6 6 -5 hp 5 Vec3(2, 4, 6) Vec3(1, 2, 3) Hero!\ntrue true true true true false false\n\
         true true false true false\nhp: 5 Vec3(2, 4, 6)\n{t = {a = 1}, x = 5}\n5\n"
    );
    assert_eq!(
        error("d['x'] = 'up'; Vec3 p = d['x'];"),
        "type: data of 0v0: x: expected Vec3, got string \"up\""
    );
    assert_eq!(
        error("int i = d['x'];"),
        "type: data of 0v0: x: expected int, got nothing; take what may be nothing as a Value and ask isNull()"
    );
}

#[test]
fn a_handle_is_a_place_and_what_was_written_is_a_copy() {
    assert_eq!(
        data(
            "array<int> list = {1, 2}; d['list'] = list; list[0] = 100; print(d['list'][0]);
             Data@ inner = d['list']; d['list'] = array<int> = {7}; print(inner[0], inner.length());
             d['home'] = dictionary = {{'chest', dictionary = {{'gold', 5}}}};
             Data@ chest = d['home']['chest']; chest['silver'] = 2; print(d['home']['chest'].value());
             Value copy = chest.value(); chest['gold'] = 9; print(copy['gold'], chest['gold']);
             d['again'] = d; print(d['again']['list'][0], d['again'].exists('again'));
             d['home'] = null; print(chest['gold'], chest.isNull());
             Data@ same = e.data()['list']; @same = d['again']; print(same.path(), same);"
        ),
        "1\n7 1\n{gold = 5, silver = 2}\n5 9\n7 false\nnull true\ndata of 0v0: again data of 0v0: again\n"
    );
}

#[test]
fn lists_grow_and_shrink() {
    assert_eq!(
        data(
            "d['l'] = array<int> = {1, 2, 3}; Data@ l = d['l'];
             l.insertLast(4); l[4] = 5; print(l.value());
             l.removeLast(); print(l.value()); l.insertAt(0, 'first'); l.insertAt(5, 'last'); print(l.value());
             l.removeAt(0); l.removeAt(4); print(l.value(), l.length());
             l.deleteAll(); print(l.value()); l.insertLast(9); print(l[0]);
             d['things'] = array<int>(); d['things'].insertLast('first'); print(d['things'].value());"
        ),
        "[1, 2, 3, 4, 5]\n[1, 2, 3, 4]\n[\"first\", 1, 2, 3, 4, \"last\"]\n[1, 2, 3, 4] 4\n[]\n9\n[\"first\"]\n"
    );
    let of = "data of 0v0";
    assert_eq!(
        error("d['l'] = array<int> = {1}; d['l'].removeAt(1);"),
        format!("not-found: {of}: l: place 1 is past the end of a list of 1")
    );
    assert_eq!(
        error("d['l'] = array<int>(); d['l'].removeLast();"),
        format!("not-found: {of}: l: the list has no elements")
    );
    assert_eq!(
        error("d['l'] = 1; d['l'].insertLast(1);"),
        format!("type: {of}: l: expected list, got int 1")
    );
    assert_eq!(
        error("d['l'] = array<int> = {1}; d['l'][-1] = 1;"),
        format!("not-found: {of}: l: places in a list count from 0, got -1")
    );
}

#[test]
fn tables_are_walked_by_name_and_emptied() {
    assert_eq!(
        data(
            "d['b'] = 2; d['a'] = 1; d['c'] = null;
             array<string>@ keys = d.getKeys(); for (uint i = 0; i < keys.length(); i++) print(keys[i], d[keys[i]]);
             print(d.length(), d.exists('a'), d.exists('c')); print(d.delete('a')); print(d.delete('a'), d.exists('a'));
             d['t'] = dictionary = {{'x', 1}}; d['t'].deleteAll(); print(d['t'].value(), d['t'].length());
             d = dictionary = {{'new', 1}}; print(d.value()); d.deleteAll(); print(d.value(), d.getKeys().length());"
        ),
        "a 1\nb 2\n2 true false\ntrue\nfalse false\n{} 0\n{new = 1}\n{} 0\n"
    );
    assert_eq!(error("d = 5;"), "argument: data of 0v0: the data of an entity stays a table");
}

#[test]
fn what_cannot_be_kept_is_told_with_its_place() {
    let mut game = Game::new();
    let refused = game.load("class Foo {} void main() { Foo foo; entity::create().data()['x'] = foo; }");
    assert_eq!(
        refused.expect_err("no value").message(),
        "data of 0v0: x: expected a value that can leave AngelScript, got Foo"
    );
    assert_eq!(
        error("string s = 'x'; s[0] = 255; d['bad'] = s;"),
        "type: data of 0v0: bad: the string is not valid UTF-8: byte 1 is wrong"
    );
    assert_eq!(
        error("string s = 'x'; s[0] = 255; d[s] = 1;"),
        "type: the string is not valid UTF-8: byte 1 is wrong"
    );
    assert_eq!(
        error(
            "Value v = 1; for (int i = 0; i < 100; i++) { array<Value> a = {v}; v = a; } array<Value> b = {v}; d['deep'] = b;"
        ),
        "type: data of 0v0: deep: the value is nested more than 100 deep"
    );
    assert_eq!(
        error("d[Value(true)] = 1;"),
        "type: expected a name or a place as the key of data, got bool true"
    );
}

#[test]
fn the_same_array_twice_is_no_cycle() {
    assert_eq!(
        data(
            "array<int> a = {1}; array<array<int>@> twice = {a, a, null}; d['x'] = twice; print(d['x'].value());"
        ),
        "[[1], [1], null]\n"
    );
}

#[test]
fn data_of_an_entity_that_is_gone_is_an_error() {
    for statement in [
        "d['hp'] = 1;",
        "print(d['hp']);",
        "int hp = d['hp'];",
        "d.value();",
        "d['list'].insertLast(1);",
        "d.getKeys();",
    ] {
        let mut game = Game::new();
        let text = format!(
            "void main() {{ Entity e = entity::create(); Data@ d = e.data(); e.destroy(); {statement} }}"
        );
        let error = game.load(&text).expect_err("the entity is gone");
        assert_eq!(
            (error.kind(), error.message()),
            (ErrorKind::NotFound, "entity 0v0 does not exist"),
            "{statement}"
        );
    }
}

#[test]
fn a_null_handle_to_data_is_caught() {
    let mut game = Game::new();
    let refused = game.load("void main() { Data@ none; none['x'] = 1; }").expect_err("null");
    assert_eq!(refused.kind(), ErrorKind::Runtime);
}
