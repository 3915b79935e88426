use glotta_core::{ErrorKind, Value};

use crate::game::{Game, printed};

#[test]
fn data_is_read_and_written_in_place() {
    let mut game = Game::new();
    game.load(
        "local e = entity.create()
         local d = e:data()
         d.hp = 5
         d.items = {10, 20}
         d.nested = {deep = {er = 'yes'}}
         d.at = Vec3(1, 2, 3)
         local other = e:data()
         print(other.hp, other.items[1], #other.items, other.nested.deep.er, other.at, other.nothing)
         other.hp = other.hp + 1
         other.items[3] = 30
         other.nested.deep.er = nil
         d.hp = d.hp + 1
         print(d.hp, #d.items, d.items[3], d.nested.deep.er)
         d.gone = 1; d.gone = nil",
    )
    .expect("runs");
    assert_eq!(game.host.printed, "5\t10\t2\tyes\tVec3(1, 2, 3)\tnil\n7\t3\t30\tnil\n");
    let data = game.host.world.data.values().next().expect("one");
    assert_eq!(data.to_string(), "{at = Vec3(1, 2, 3), hp = 7, items = [10, 20, 30], nested = {deep = {}}}");
}

#[test]
fn lists_in_data_work_with_lua_s_own_tools() {
    assert_eq!(
        printed(
            "local d = entity.create():data()
             d.items = {3, 1, 2}
             table.insert(d.items, 9)
             table.insert(d.items, 1, 0)
             table.sort(d.items)
             print(table.concat(d.items, ','), table.remove(d.items), #d.items, table.unpack(d.items))
             for i, v in ipairs(d.items) do io = i .. '=' .. v end print(io)
             local keys = {}
             for k, v in pairs(d.items) do keys[#keys + 1] = k .. '=' .. v end print(table.concat(keys, ' '))
             print(d.items[0], d.items[99], d.items[-1], d.items[1.0], d.items.name)"
        ),
        "0,1,2,3,9\t9\t4\t0\t1\t2\t3\n4=3\n1=0 2=1 3=2 4=3\nnil\tnil\tnil\t0\tnil\n"
    );
}

#[test]
fn tables_in_data_are_walked_by_name_even_while_they_change() {
    assert_eq!(
        printed(
            "local d = entity.create():data()
             d.b, d.a, d.c = 2, 1, {x = 1}
             for k, v in pairs(d) do print(k, k == 'c' and v.x or v) d[k] = nil end
             print(next(d()), #d)"
        ),
        "a\t1\nb\t2\nc\t1\nnil\t0\n"
    );
}

#[test]
fn a_reference_prints_compares_and_copies() {
    assert_eq!(
        printed(
            "local e = entity.create()
             local d = e:data()
             d.items = {{n = 1}}
             print(d, d.items, d.items[1], d == e:data(), d.items == d, d.items[1] == d.items[1])
             local copy = d()
             copy.items[1].n = 5
             print(type(copy), d.items[1].n, d.items().n, #d.items())
             print(test.echo(d).items[1].n, 'at ' .. d, getmetatable(d))
             d.more = d.items
             d.items[1].n = 2
             print(d.more[1].n)"
        ),
        "data of 0v0\tdata of 0v0: items\tdata of 0v0: items[1]\ttrue\tfalse\ttrue\n\
         table\t1\tnil\t1\n\
         1\tat data of 0v0\tfalse\n\
         1\n"
    );
}

#[test]
fn what_data_cannot_hold_or_find_is_an_error() {
    let mut game = Game::new();
    let data = "local d = entity.create():data()";
    assert_eq!(game.error(&format!("{data} d.t = coroutine.create(print)")).kind(), ErrorKind::Type);
    assert_eq!(
        game.error(&format!("{data} d.t = {{1, x = 2}}")).message(),
        "data of 1v0: t: a list cannot have names too: it has the key \"x\""
    );
    assert_eq!(game.error(&format!("{data} d[{{}}] = 1")).kind(), ErrorKind::Type);
    assert_eq!(game.error(&format!("{data} d[1.5] = 1")).kind(), ErrorKind::Type);
    assert_eq!(game.error(&format!("{data} d[true] = 1")).kind(), ErrorKind::Type);
    assert_eq!(game.error(&format!("{data} d['\\xff'] = 1")).kind(), ErrorKind::Type);
    assert_eq!(game.error(&format!("{data} d.l = {{1}}; d.l[5] = 1")).kind(), ErrorKind::NotFound);
    assert_eq!(
        game.error("local e = entity.create() local d = e:data() e:destroy() return d.x").kind(),
        ErrorKind::NotFound
    );
    assert_eq!(
        game.eval("local d = entity.create():data() d.x = {} return d.x"),
        Value::Table(Default::default())
    );
}
