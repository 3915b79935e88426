use glotta_core::{Arg, Asset, Entity, ErrorKind, Quat, Table, Value, Vec2, Vec3};
use proptest::prelude::*;

use crate::game::{Game, printed};

fn round_trip(game: &mut Game, value: &Value) -> Value {
    let module = game.load("function same(v) return test.echo(v) end").expect("loads");
    let result = game.call(module, "same", &[Arg::Value(value)]).expect("returns");
    game.unload(module);
    result
}

#[test]
fn each_kind_of_value_survives_the_way_through_lua() {
    let table = Table::from([("a".to_owned(), Value::Int(1)), ("b".to_owned(), Value::List(vec![]))]);
    let values = [
        Value::Null,
        Value::Bool(true),
        Value::Int(i64::MIN),
        Value::Int(i64::MAX),
        Value::Float(1.0),
        Value::Float(f64::NEG_INFINITY),
        Value::Float(f64::MAX),
        Value::String("a\0b ünï".to_owned()),
        Value::String(String::new()),
        Vec2::new(1.0, -2.0).into(),
        Vec3::new(1.0, f32::INFINITY, 3.5).into(),
        Quat::from_xyzw(0.0, 1.0, 2.0, 3.0).into(),
        Entity::new(12, 3).into(),
        Entity::from_bits(u64::MAX).into(),
        Entity::from_bits(0).into(),
        Asset::from_bits(u64::MAX).into(),
        Value::List(vec![]),
        Value::List(vec![Value::Int(1), Value::List(vec![]), Value::Table(Table::new())]),
        Value::Table(Table::new()),
        Value::Table(table),
        Value::List(vec![Value::Null]),
        Value::List(vec![Value::Null, Value::Int(1), Value::Null, Value::Null]),
        Value::Table(Table::from([("x".to_owned(), Value::Null)])),
    ];
    let mut game = Game::new();
    for value in values {
        assert_eq!(round_trip(&mut game, &value), value);
    }
    assert!(matches!(round_trip(&mut game, &Value::Float(f64::NAN)), Value::Float(nan) if nan.is_nan()));
}

fn any_value() -> impl Strategy<Value = Value> {
    let leaf = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        any::<i64>().prop_map(Value::from),
        any::<f64>().prop_filter("equal to itself", |number| !number.is_nan()).prop_map(Value::from),
        ".{0,12}".prop_map(Value::from),
        any::<u64>().prop_map(|bits| Entity::from_bits(bits).into()),
        any::<u64>().prop_map(|bits| Asset::from_bits(bits).into()),
        prop::array::uniform2(-1e9_f32..1e9).prop_map(|lanes| Vec2::from_array(lanes).into()),
        prop::array::uniform3(-1e9_f32..1e9).prop_map(|lanes| Vec3::from_array(lanes).into()),
        prop::array::uniform4(-1e9_f32..1e9).prop_map(|lanes| Quat::from_array(lanes).into()),
    ];
    leaf.prop_recursive(5, 60, 6, |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..6).prop_map(Value::List),
            prop::collection::btree_map(".{0,6}", inner, 0..6).prop_map(Value::Table),
        ]
    })
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 300, ..ProptestConfig::default() })]

    #[test]
    fn any_value_survives_the_way_through_lua(values in prop::collection::vec(any_value(), 1..8)) {
        let mut game = Game::new();
        for value in values {
            prop_assert_eq!(round_trip(&mut game, &value), value);
        }
    }
}

#[test]
fn lua_s_own_values_become_ours() {
    let mut game = Game::new();
    assert_eq!(game.eval("return test.echo(nil)"), Value::Null);
    assert_eq!(game.eval("return test.echo(3)"), Value::Int(3));
    assert_eq!(game.eval("return test.echo(3.0)"), Value::Float(3.0));
    assert_eq!(game.eval("return {1, 2.5, 'x'}").to_string(), "[1, 2.5, \"x\"]");
    assert_eq!(game.eval("return {a = {b = true}}").to_string(), "{a = {b = true}}");
    assert_eq!(game.eval("return {}"), Value::Table(Table::new()));
    assert_eq!(game.eval("return list{}"), Value::List(vec![]));
    assert_eq!(game.eval("return list()"), Value::List(vec![]));
    assert_eq!(game.eval("local l = list{1}; l[2] = 5; return l").to_string(), "[1, 5]");
    assert_eq!(game.eval("return 1, 2"), Value::Int(1));
    assert_eq!(game.eval("return"), Value::Null);
}

#[test]
fn a_number_passes_where_it_fits_and_is_never_rounded() {
    let mut game = Game::new();
    assert_eq!(game.eval("return test.int(3.0)"), Value::Int(3));
    assert_eq!(game.eval("return test.float(3)"), Value::Float(3.0));
    game.assert_error(
        "test.int(3.5)",
        ErrorKind::Argument,
        "test.int: argument 1 (value): expected int, got float 3.5",
    );
    for huge in ["1e300", "0/0", "1/0", "-1e19", "2^63"] {
        assert_eq!(game.error(&format!("test.int({huge})")).kind(), ErrorKind::Argument);
    }
    assert_eq!(game.eval("return test.int(-2^63)"), Value::Int(i64::MIN));
}

#[test]
fn nothing_is_converted_at_the_border_but_numbers() {
    let mut game = Game::new();
    for (call, expected, got) in [
        ("test.int('3')", "int", "string \"3\""),
        ("test.int(nil)", "int", "nothing"),
        ("test.float('3')", "float", "string \"3\""),
        ("test.float(true)", "float", "bool true"),
        ("test.bool(1)", "bool", "int 1"),
        ("test.bool(nil)", "bool", "nothing"),
        ("test.string(3)", "string", "int 3"),
        ("test.string({})", "string", "empty table"),
        ("test.string({1, 2})", "string", "list of 2"),
        ("test.string({a = 1})", "string", "table with \"a\" …"),
        ("test.string(print)", "string", "function"),
        ("test.string(Vec3(1, 2, 3))", "string", "Vec3(1, 2, 3)"),
        ("test.string(coroutine.create(print))", "string", "coroutine"),
        ("test.string(entity.create():handle('Transform'))", "string", "component handle"),
        ("test.string(entity.create():data())", "string", "data reference"),
        ("test.string(entity.create())", "string", "Entity 2v0"),
    ] {
        let error = game.error(call);
        let function = call.split('(').next().expect("a name");
        assert_eq!(
            error.message(),
            format!("{function}: argument 1 (value): expected {expected}, got {got}"),
            "{call}"
        );
        assert_eq!(error.kind(), ErrorKind::Argument);
    }
}

#[test]
fn strings_with_nul_pass_and_those_that_are_not_utf8_are_refused_by_byte() {
    let mut game = Game::new();
    assert_eq!(game.eval("return #test.string('a\\0b')"), Value::Int(3));
    game.assert_error(
        "test.string('ab\\xff')",
        ErrorKind::Argument,
        "test.string: argument 1 (value): the string is not valid UTF-8: byte 3 is wrong",
    );
    game.assert_error(
        "test.echo({name = 'ab\\xff'})",
        ErrorKind::Argument,
        "test.echo: argument 1 (value): field \"name\": the string is not valid UTF-8: byte 3 is wrong",
    );
    game.assert_error(
        "test.echo({['\\xff'] = 1})",
        ErrorKind::Argument,
        "test.echo: argument 1 (value): a name in the table: the string is not valid UTF-8: byte 1 is wrong",
    );
    assert_eq!(
        game.error("return '\\xff'").message(),
        "the result of the function: the string is not valid UTF-8: byte 1 is wrong"
    );
}

#[test]
fn tables_that_are_neither_list_nor_names_are_refused_by_key() {
    let mut game = Game::new();
    for (table, message) in [
        ("{1, 2, a = 3}", "a list cannot have names too: it has the key \"a\""),
        (
            "{[1] = 1, [3] = 3}",
            "a list needs the places 1 to n without a gap: it has the key 3, but nothing at 2",
        ),
        ("{[2] = 1}", "a list needs the places 1 to n without a gap: it has the key 2, but nothing at 1"),
        ("{[0] = 1, 1}", "a list needs the places 1 to n without a gap: it has the key 0, but nothing at 2"),
        ("{[2.5] = 1}", "a table's keys must be names, or the places 1 to n: it has the key 2.5"),
        ("{[true] = 1}", "a table's keys must be names, or the places 1 to n: it has the key true"),
        ("{[print] = 1}", "a table's keys must be names, or the places 1 to n: it has the key a function"),
        (
            "{{}, {[false] = 1}}",
            "element 2: a table's keys must be names, or the places 1 to n: it has the key false",
        ),
        (
            "{a = {b = {1, nil, 3, x = 1}}}",
            "field \"a\": field \"b\": a list needs the places 1 to n without a gap: it has the key 3, but nothing at 2",
        ),
        ("{a = coroutine.create(print)}", "field \"a\": expected a value that can leave Lua, got coroutine"),
    ] {
        let error = game.error(&format!("test.echo({table})"));
        let expected = format!("test.echo: argument 1 (value): {message}");
        let either = error.message().replace(
            "a list cannot have names too: it has the key \"x\"",
            "a list needs the places 1 to n without a gap: it has the key 3, but nothing at 2",
        );
        assert_eq!(either, expected, "{table}");
        assert_eq!(error.kind(), ErrorKind::Argument);
    }
}

#[test]
fn cycles_and_depth_are_refused_and_sharing_is_copied() {
    let mut game = Game::new();
    game.assert_error(
        "local t = {}; t.self = t; test.echo(t)",
        ErrorKind::Argument,
        "test.echo: argument 1 (value): the table contains itself",
    );
    assert_eq!(game.eval("local s = {1}; return {s, s}").to_string(), "[[1], [1]]");
    let nest =
        |levels: usize| format!("local t = 1; for i = 1, {levels} do t = {{t}} end; return test.echo(t)");
    game.eval(&nest(100));
    for levels in [101, 10_000] {
        let error = game.error(&nest(levels));
        assert!(error.message().ends_with("the table is nested more than 100 deep"), "{error}");
    }
    game.eval("return test.deep(100)");
    game.assert_error("test.deep(101)", ErrorKind::Type, "the value is nested more than 100 deep");
    let deep = (0..200).fold(Value::Int(1), |value, _| Value::List(vec![value]));
    let module = game.load("function same(v) return v end").expect("loads");
    let error = game.call(module, "same", &[Arg::Value(&deep)]).expect_err("too deep");
    assert_eq!(error.message(), "the value is nested more than 100 deep");
}

#[test]
fn a_table_that_grows_without_end_when_copied_is_refused() {
    let mut game = Game::new();
    let error = game.error("local t = {1}; for i = 1, 90 do t = {t, t} end; test.echo(t)");
    assert!(error.message().contains("more than 1048576 values"), "{error}");
}

#[test]
fn lists_take_the_fast_lane_and_name_the_element_that_does_not_fit() {
    let mut game = Game::new();
    assert_eq!(
        game.eval("local a, b = entity.create(), entity.create(); return test.entities({a, b})").to_string(),
        "[Entity(1v0), Entity(0v0)]"
    );
    assert_eq!(game.eval("return test.entities({})").to_string(), "[]");
    assert_eq!(game.eval("return test.entities(list{})").to_string(), "[]");
    assert_eq!(game.eval("return test.floats({1, 2.5})"), Value::Float(3.5));
    assert_eq!(game.eval("return test.vec3s({Vec3(1, 2, 3)})").to_string(), "[Vec3(1, 2, 3)]");
    // Places in the hash part of the table, and out of order, are a list all the same.
    assert_eq!(
        game.eval("local t = {}; for i = 9, 1, -1 do t[i] = i end; return test.floats(t)"),
        Value::Float(45.0)
    );
    for (list, message) in [
        ("{Vec3(), 4}", "element 2: expected Vec3, got int 4"),
        ("{Vec3(), x = 4}", "a list cannot have names too: it has the key \"x\""),
        ("{x = 4}", "expected list, got table with \"x\" …"),
        ("'x'", "expected list, got string \"x\""),
        ("nil", "expected list, got nothing"),
    ] {
        game.assert_error(
            &format!("test.vec3s({list})"),
            ErrorKind::Argument,
            &format!("test.vec3s: argument 1 (list): {message}"),
        );
    }
}

#[test]
fn a_null_that_lua_cannot_store_comes_back_unless_replaced() {
    let mut game = Game::new();
    let module = game
        .load("function fill(v) v.list[2] = 5; v.a = 1; return v end function pass(v) return v end")
        .expect("loads");
    let value = Value::Table(Table::from([
        ("a".to_owned(), Value::Null),
        ("b".to_owned(), Value::Null),
        ("list".to_owned(), Value::List(vec![Value::Int(1), Value::Null, Value::Int(3)])),
    ]));
    assert_eq!(game.call(module, "pass", &[Arg::Value(&value)]), Ok(value.clone()));
    assert_eq!(
        game.call(module, "fill", &[Arg::Value(&value)]).expect("returns").to_string(),
        "{a = 1, b = null, list = [1, 5, 3]}"
    );
}

#[test]
fn missing_arguments_and_too_many_are_named() {
    let mut game = Game::new();
    game.assert_error(
        "test.int()",
        ErrorKind::Argument,
        "test.int: argument 1 (value): expected int, got nothing",
    );
    game.assert_error(
        "test.int(1, 2)",
        ErrorKind::Argument,
        "test.int: takes 1 argument, got 2; it is test.int(value: int) -> int",
    );
}

#[test]
fn entities_are_equal_as_values_and_as_keys() {
    assert_eq!(
        printed(
            "local e = entity.create()
             local same = test.echo(e)
             local t = {[e] = 'found'}
             print(e == same, t[same], rawequal(e, same), tostring(e), e .. '!')
             print(type(e), getmetatable(e), e ~= entity.create())"
        ),
        "true\tfound\ttrue\tEntity(0v0)\tEntity(0v0)!\nuserdata\tfalse\ttrue\n"
    );
}

#[test]
fn entity_methods_are_the_api_s_functions() {
    assert_eq!(
        printed(
            "local e = entity.create()
             e:set_position(Vec3(1, 2, 3))
             print(e:get_position(), component.get_position(e))
             e:destroy()
             print(pcall(e.destroy, e))"
        ),
        "Vec3(1, 2, 3)\tVec3(1, 2, 3)\nfalse\ttest.lua:5: entity 0v0 does not exist\n"
    );
    let mut game = Game::new();
    game.assert_error(
        "entity.create():destory()",
        ErrorKind::NotFound,
        "an entity has no method \"destory\"; did you mean \"destroy\"?",
    );
    assert_eq!(game.error("entity.create().hp = 1").kind(), ErrorKind::Type);
    game.assert_error(
        "component.set_position(entity.create(), 'up')",
        ErrorKind::Argument,
        "component.set_position: argument 2 (position): expected Vec3, got string \"up\"",
    );
}

#[test]
fn every_argument_kind_of_the_host_arrives() {
    let mut game = Game::new();
    let module = game
        .load("function show(...) local t = {} for i, v in ipairs({...}) do t[i] = tostring(v) end return table.concat(t, ' ') end")
        .expect("loads");
    let entities = [Entity::new(1, 0), Entity::new(2, 0)];
    let result = game
        .call(
            module,
            "show",
            &[
                Arg::Bool(true),
                Arg::Int(4),
                Arg::Float(0.5),
                Arg::Str("text"),
                Arg::Vec2(Vec2::X),
                Arg::Vec3(Vec3::Y),
                Arg::Quat(Quat::IDENTITY),
                Arg::Entity(Entity::new(3, 1)),
                Arg::Asset(Asset::from_bits(9)),
                Arg::Value(&Value::from("v")),
            ],
        )
        .expect("returns");
    assert_eq!(
        result,
        Value::from("true 4 0.5 text Vec2(1, 0) Vec3(0, 1, 0) Quat(0, 0, 0, 1) Entity(3v1) Asset(#9) v")
    );
    let module = game.load("function count(list) return #list, list[2] end").expect("loads");
    assert_eq!(game.call(module, "count", &[Arg::Entities(&entities)]), Ok(Value::Int(2)));
}
