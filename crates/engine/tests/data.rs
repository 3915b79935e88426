//! The data of entities, behind references.

mod common;

use common::{Game, callback, list, name, table};
use glotta_core::{DataKey, DataRef, ErrorKind, Host as _, MAX_DEPTH, ScriptError, Value};
use glotta_engine::{ScriptComponent, ecs_entity};

struct Data {
    game: Game,
    root: DataRef,
}

impl Data {
    fn new() -> Self {
        let mut game = Game::new();
        let entity = game.spawn_at(0.0).as_entity().expect("one");
        let root = game.scripts(|world| world.data(entity)).expect("given");
        Self { game, root }
    }

    fn set(
        &mut self,
        reference: &DataRef,
        key: DataKey<'_>,
        value: impl Into<Value>,
    ) -> Result<(), ScriptError> {
        self.game.scripts(|world| world.set_data(reference, &key, value.into()))
    }

    fn get(&mut self, reference: &DataRef) -> Value {
        self.game.scripts(|world| world.data_value(reference)).expect("read")
    }
}

#[test]
fn data_is_written_and_read_at_any_depth() {
    let mut data = Data::new();
    let root = data.root.clone();
    data.set(&root, name("hp"), 5_i64).expect("set");
    data.set(&root, name("goals"), list([table([("x", Value::Int(1))])])).expect("set");
    let goals = root.child(&name("goals"));
    let first = goals.child(&DataKey::Index(0));
    data.set(&first, name("y"), 2_i64).expect("set");
    data.set(&goals, DataKey::Index(1), "next").expect("appended");
    let goals = list([table([("x", Value::Int(1)), ("y", Value::Int(2))]), "next".into()]);
    assert_eq!(data.get(&root), table([("hp", Value::Int(5)), ("goals", goals)]));
}

#[test]
fn nothing_written_to_a_name_or_a_last_place_removes_it() {
    let mut data = Data::new();
    let root = data.root.clone();
    data.set(&root, name("hp"), 5_i64).expect("set");
    data.set(&root, name("list"), list([1_i64, 2, 3])).expect("set");
    data.set(&root, name("hp"), Value::Null).expect("removed");
    data.set(&root, name("never"), Value::Null).expect("nothing to remove");
    let items = root.child(&name("list"));
    data.set(&items, DataKey::Index(2), Value::Null).expect("shortened");
    data.set(&items, DataKey::Index(0), Value::Null).expect("emptied");
    data.set(&items, DataKey::Index(2), Value::Null).expect("nothing to append");
    assert_eq!(data.get(&root), table([("list", list([Value::Null, Value::Int(2)]))]));
}

#[test]
fn an_empty_container_becomes_what_it_is_first_used_as() {
    let mut data = Data::new();
    let root = data.root.clone();
    data.set(&root, name("a"), table([])).expect("set");
    data.set(&root.child(&name("a")), DataKey::Index(0), 1_i64).expect("a list now");
    data.set(&root, name("b"), list::<Value>([])).expect("set");
    data.set(&root.child(&name("b")), name("x"), 1_i64).expect("a table now");
    assert_eq!(data.get(&root), table([("a", list([1_i64])), ("b", table([("x", Value::Int(1))]))]));
}

#[test]
fn what_cannot_be_written_is_refused_with_the_place() {
    let mut data = Data::new();
    let root = data.root.clone();
    data.set(&root, name("list"), list([1_i64])).expect("set");
    data.set(&root, name("hp"), 5_i64).expect("set");
    let before = data.get(&root);
    let items = root.child(&name("list"));
    let cases: [(&DataRef, DataKey<'_>, Value, ErrorKind, &str); 7] = [
        (
            &items,
            DataKey::Index(2),
            Value::Int(1),
            ErrorKind::NotFound,
            ": list: the place is past the end of a list of 1",
        ),
        (&items, name("x"), Value::Int(1), ErrorKind::Type, ": list: a list has no names"),
        (
            &root,
            DataKey::Index(0),
            Value::Int(1),
            ErrorKind::Type,
            ": a table has names, so it has no places",
        ),
        (
            &root.child(&name("hp")),
            name("x"),
            Value::Int(1),
            ErrorKind::Type,
            ": hp: expected a table or a list",
        ),
        (
            &root.child(&name("gone")),
            name("x"),
            Value::Int(1),
            ErrorKind::NotFound,
            ": gone does not exist any more",
        ),
        (&root, name("f"), callback(1), ErrorKind::Type, ": f: a function cannot be kept"),
        (
            &root,
            name("f"),
            list([table([("g", callback(1))])]),
            ErrorKind::Type,
            ": f: a function cannot be kept",
        ),
    ];
    for (reference, key, value, kind, expected) in cases {
        let error = data.set(reference, key, value).expect_err(expected);
        assert_eq!(error.kind(), kind, "{error}");
        assert!(error.message().starts_with("data of ") && error.message().contains(expected), "{error}");
    }
    assert_eq!(data.get(&root), before);
}

#[test]
fn data_cannot_be_nested_without_end() {
    let mut data = Data::new();
    let root = data.root.clone();
    let mut here = root.clone();
    let mut refused = false;
    for _ in 0..2 * MAX_DEPTH {
        if data.set(&here, name("next"), table([])).is_err() {
            refused = true;
            break;
        }
        here = here.child(&name("next"));
    }
    assert!(refused, "a chain of references stops somewhere");
    let deep = (0..=MAX_DEPTH).fold(Value::Int(1), |inner, _| list([inner]));
    let error = data.set(&root, name("deep"), deep).expect_err("too deep");
    assert_eq!(error.kind(), ErrorKind::Argument);
}

#[test]
fn looking_copies_nothing_and_finds_nothing_where_there_is_nothing() {
    let mut data = Data::new();
    let root = data.root.clone();
    data.set(&root, name("list"), list([1_i64, 2])).expect("set");
    data.game.scripts(|world| {
        let mut seen = None;
        let key = name("list");
        world.with_data(&root, Some(&key), &mut |value| seen = value.cloned()).expect("looked");
        assert_eq!(seen, Some(list([1_i64, 2])));
        for (reference, key) in [
            (root.clone(), name("other")),
            (root.child(&name("list")), DataKey::Index(2)),
            (root.child(&name("list")), name("x")),
            (root.child(&name("other")), name("x")),
        ] {
            let mut seen = Some(Value::Null);
            world.with_data(&reference, Some(&key), &mut |value| seen = value.cloned()).expect("looked");
            assert_eq!(seen, None);
        }
    });
}

#[test]
fn a_place_that_no_list_reaches_is_refused_without_overflow() {
    let mut data = Data::new();
    let root = data.root.clone();
    data.set(&root, name("list"), list([1_i64, 2])).expect("set");
    for reference in [root.child(&name("list")), root.clone()] {
        for place in [2_usize.pow(20), usize::MAX] {
            assert!(data.set(&reference, DataKey::Index(place), 1_i64).is_err(), "{place}");
        }
    }
    assert_eq!(data.get(&root), table([("list", list([1_i64, 2]))]));
}

#[test]
fn data_of_a_dead_entity_does_not_exist_and_that_of_a_bare_one_is_empty() {
    let mut data = Data::new();
    let root = data.root.clone();
    let entity = ecs_entity(root.entity).expect("one");
    data.game.world.entity_mut(entity).remove::<ScriptComponent>();
    assert_eq!(data.get(&root), Value::Null);
    data.set(&root, name("hp"), 1_i64).expect("the component comes back");
    assert_eq!(data.get(&root), table([("hp", Value::Int(1))]));
    data.game.world.despawn(entity);
    let error = data.set(&root, name("hp"), 1_i64).expect_err("gone");
    assert_eq!(error.kind(), ErrorKind::NotFound);
    let error = data.game.scripts(|world| world.data_value(&root)).expect_err("gone");
    assert_eq!(error.kind(), ErrorKind::NotFound);
}

#[test]
fn rust_code_reads_and_writes_the_same_data() {
    let mut data = Data::new();
    let root = data.root.clone();
    let entity = ecs_entity(root.entity).expect("one");
    data.set(&root, name("hp"), 5_i64).expect("set");
    let mut component = data.game.world.get_mut::<ScriptComponent>(entity).expect("there");
    assert_eq!(component.data.get("hp"), Some(&Value::Int(5)));
    component.data.insert("mana".to_owned(), Value::Int(2));
    assert_eq!(data.get(&root), table([("hp", Value::Int(5)), ("mana", Value::Int(2))]));
}
