//! References into an entity's data.

use glotta_core::{ErrorKind, Value};

use crate::game::{Game, printed};

#[test]
fn data_is_read_and_written_in_place() {
    let mut game = Game::new();
    game.load(
        "e = entity.create()\n\
         d = e.data()\n\
         d.hp = 5\n\
         d.items = [10, 20]\n\
         d.nested = {'deep': {'er': 'yes'}}\n\
         d.at = Vec3(1, 2, 3)\n\
         other = e.data()\n\
         print(other.hp, other.items[0], len(other.items), other.nested.deep.er, other.at, other.nothing)\n\
         other.hp += 1\n\
         other.items[2] = 30\n\
         del other.nested.deep.er\n\
         d.hp += 1\n\
         print(d.hp, len(d.items), d.items[2], d.nested.deep.er)\n\
         d.gone = 1; d.gone = None",
    )
    .expect("runs");
    assert_eq!(game.host.printed, "5 10 2 yes Vec3(1, 2, 3) None\n7 3 30 None\n");
    let data = game.host.world.data.values().next().expect("one");
    assert_eq!(data.to_string(), "{at = Vec3(1, 2, 3), hp = 7, items = [10, 20, 30], nested = {deep = {}}}");
}

#[test]
fn lists_in_data_can_do_what_python_s_own_can() {
    assert_eq!(
        printed(
            "d = entity.create().data()\n\
             d.items = [3, 1, 2]\n\
             d.items.append(9); d.items.insert(0, 0); d.items.sort()\n\
             print(*d.items, d.items.pop(), len(d.items), d.items[-1])\n\
             d.items.extend(d.items); d.items.remove(0); d.items.reverse()\n\
             print(d.items(), d.items.index(1), d.items.count(3), 3 in d.items, 7 in d.items)\n\
             print(d.items[1:3], d.items[::-2])\n\
             d.items[1:3] = [7, 8, 9]; del d.items[0], d.items[-1:]\n\
             print(d.items(), d.items.pop(0), d.items.copy(), sorted(d.items, reverse=True))\n\
             d.items.clear()\n\
             print(len(d.items), bool(d.items), d.items.name)\n\
             d.items.append({'n': 1}); d.items[0].n += 1\n\
             print(d.items.pop(), d.items.append.__name__, d.items.pop.__qualname__)\n\
             d.more = {}; d.more.append(1); d.more.extend([2, 3])\n\
             print(d.more())"
        ),
        "0 1 2 3 9 9 4 3\n\
         [3, 2, 1, 0, 3, 2, 1] 2 2 True False\n\
         [2, 1] [1, 3, 1, 3]\n\
         [7, 8, 9, 0, 3, 2] 7 [8, 9, 0, 3, 2] [9, 8, 3, 2, 0]\n\
         0 False None\n\
         {'n': 2} append Data.pop\n\
         [1, 2, 3]\n"
    );
}

#[test]
fn tables_in_data_have_the_methods_that_are_no_likely_names() {
    assert_eq!(
        printed(
            "d = entity.create().data()\n\
             d.stats = {'hp': 5}\n\
             print(d.stats.get('hp'), d.stats.get('mp'), d.stats.get('mp', 7), 'hp' in d.stats, 'mp' in d.stats)\n\
             print(d.stats.setdefault('mp', 3), d.stats.setdefault('hp', 9), d.stats.pop('mp'), d.stats.pop('mp', 1))\n\
             d.stats.update({'a': 1}, b=[2]); d.stats.update(d.stats)\n\
             print(list(d.stats), len(d.stats), d.stats())\n\
             d.pop = 'a field'\n\
             print(d.pop, d['pop'], d.items, d.keys, d['get'])\n\
             d.stats.clear(); d.clear()\n\
             print(len(d), d())"
        ),
        "5 None 7 True False\n\
         3 5 3 1\n\
         ['a', 'b', 'hp'] 3 {'a': 1, 'b': [2], 'hp': 5}\n\
         a field a field None None None\n\
         0 {}\n"
    );
    let mut game = Game::new();
    let error = game.error("entity.create().data().pop('x')");
    assert_eq!(error.message(), "KeyError: 'x'");
}

#[test]
fn tables_in_data_are_walked_by_name_even_while_they_change() {
    assert_eq!(
        printed(
            "d = entity.create().data()\n\
             d.b, d.a, d.c = 2, 1, {'x': 1}\n\
             for k in d:\n    print(k, d[k].x if k == 'c' else d[k]); del d[k]\n\
             print(d(), len(d))"
        ),
        "a 1\nb 2\nc 1\n{} 0\n"
    );
}

#[test]
fn a_reference_prints_compares_and_copies() {
    assert_eq!(
        printed(
            "e = entity.create()\n\
             d = e.data()\n\
             d.items = [{'n': 1}]\n\
             print(d, d.items, d.items[0], d == e.data(), d.items == d, d.items[0] == d.items[0])\n\
             copy = d()\n\
             copy['items'][0]['n'] = 5\n\
             print(type(copy).__name__, d.items[0].n, len(d.items()))\n\
             print(test.echo(d)['items'][0]['n'], f'at {d}')\n\
             d.more = d.items\n\
             d.items[0].n = 2\n\
             print(d.more[0].n)"
        ),
        "data of 0v0 data of 0v0: items data of 0v0: items[0] True False True\n\
         dict 1 1\n\
         1 at data of 0v0\n\
         1\n"
    );
}

#[test]
fn what_data_cannot_hold_or_find_is_an_error() {
    let mut game = Game::new();
    let data = "d = entity.create().data()";
    for (body, kind) in [
        ("d.t = object()", ErrorKind::Type),
        ("d.t = {1: 2}", ErrorKind::Type),
        ("d[{}.keys()] = 1", ErrorKind::Type),
        ("d[1.5] = 1", ErrorKind::Type),
        ("d[True] = 1", ErrorKind::Type),
        ("d['\\ud800'] = 1", ErrorKind::Type),
        ("d.big = 2**63", ErrorKind::Type),
        ("d.l = [1]\nd.l[5] = 1", ErrorKind::NotFound),
        ("d.l = [1]\nd.l.append(2**64)", ErrorKind::Type),
        ("d.l = [1]\nd.l.insert(0, object())", ErrorKind::Type),
    ] {
        assert_eq!(game.error(&format!("{data}\n{body}")).kind(), kind, "{body}");
    }
    for (body, message) in [
        ("d.l = [1]\nd.l.remove(2)", "ValueError: list.remove(x): x not in list"),
        ("d.l = []\nd.l.pop()", "IndexError: pop from empty list"),
        ("d.l = [1]\ndel d.l[1]", "IndexError: list assignment index out of range"),
    ] {
        assert_eq!(game.error(&format!("{data}\n{body}")).message(), message);
    }
    let error = game.error("e = entity.create(); d = e.data(); e.destroy(); return d.x");
    assert_eq!(error.kind(), ErrorKind::NotFound);
    assert_eq!(
        game.eval("d = entity.create().data()\nd.x = {}\nreturn d.x"),
        Value::Table(Default::default())
    );
}
