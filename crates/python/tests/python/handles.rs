//! Component handles.

use glotta_core::{ErrorKind, Quat, Value, Vec3};

use crate::game::{Game, printed};

#[test]
fn fields_of_a_handle_are_read_and_written_in_the_engine() {
    let mut game = Game::new();
    game.load(
        "t = entity.create().handle('Transform')\n\
         t.translation = Vec3(1, 2, 3); t.weight = 4; t.label = 'big'; t.rotation = -t.rotation\n\
         print(t.translation, t.weight, t.label, t.inner.level)\n\
         t.inner.level += 1\n\
         print(t.inner.level, t.translation.length() > 3, t.translation + Vec3.ONE)",
    )
    .expect("runs");
    assert_eq!(game.host.printed, "Vec3(1, 2, 3) 4.0 big 1\n2 True Vec3(2, 3, 4)\n");
    let transform = game.host.world.transforms.values().next().expect("one");
    assert_eq!((transform.translation, transform.weight), (Vec3::new(1.0, 2.0, 3.0), 4.0));
    assert_eq!((transform.rotation, transform.inner_level), (-Quat::IDENTITY, 2));
}

#[test]
fn a_number_of_a_vector_field_is_written_through() {
    let mut game = Game::new();
    game.load(
        "import copy\n\
         e = entity.create()\n\
         t = e.handle('Transform')\n\
         seen = t.translation\n\
         e.set_position(Vec3(1, 2, 3))\n\
         seen.x = 9\n\
         print(seen, t.translation)\n\
         total = seen + Vec3()\n\
         total.y = 7\n\
         other = copy.copy(seen)\n\
         other.y = 8\n\
         print(t.translation)\n\
         t.rotation.w = 0.5\n\
         print(t.rotation)\n\
         t.translation[1] -= 5\n\
         print(t.translation)",
    )
    .expect("runs");
    assert_eq!(
        game.host.printed, "Vec3(9, 0, 0) Vec3(9, 2, 3)\nVec3(9, 2, 3)\nQuat(0, 0, 0, 0.5)\nVec3(9, -3, 3)\n",
        "only the number that was assigned is written, and only through the vector of the field"
    );
    let error =
        game.error("e = entity.create(); v = e.handle('Transform').translation; e.destroy(); v.x = 1");
    assert_eq!(error.kind(), ErrorKind::NotFound);
}

#[test]
fn a_handle_prints_compares_copies_and_walks() {
    assert_eq!(
        printed(
            "e = entity.create()\n\
             t = e.handle('Transform')\n\
             print(t, t.inner, t == e.handle('Transform'), t == t.inner, t == entity.create().handle('Transform'))\n\
             print(' '.join(f'{name}={getattr(t, name)}' for name in t))\n\
             print(t().get('weight'), t.inner()['level'], type(t()).__name__, test.echo(t)['weight'], f'a {t}')\n\
             print(len({t, e.handle('Transform'), t.inner}))"
        ),
        "Transform of 0v0 Inner of 0v0 True False False\n\
         translation=Vec3(0, 0, 0) rotation=Quat(0, 0, 0, 1) weight=1.0 label=new inner=Inner of 0v0\n\
         1.0 1 dict 1.0 a Transform of 0v0\n\
         2\n"
    );
}

#[test]
fn what_a_handle_does_not_have_is_named() {
    let mut game = Game::new();
    let handle = "t = entity.create().handle('Transform')";
    game.assert_error(
        &format!("{handle}\nreturn t.translaton"),
        ErrorKind::NotFound,
        "Transform has no field \"translaton\"; did you mean \"translation\"?",
    );
    game.assert_error(
        &format!("{handle}\nt.inner.lvl = 1"),
        ErrorKind::NotFound,
        "Inner has no field \"lvl\"; it has level",
    );
    let error = game.error(&format!("{handle}\nreturn t[1]"));
    assert_eq!(error.message(), "TypeError: 'glotta.Component' object is not subscriptable");
    game.assert_error(
        &format!("{handle}\nt.translation = 'up'"),
        ErrorKind::Type,
        "expected Vec3, got string \"up\"",
    );
    game.assert_error(
        "entity.create().handle('Tranform')",
        ErrorKind::NotFound,
        "no component is called \"Tranform\"; did you mean \"Transform\"?",
    );
    game.assert_error(
        "e = entity.create()\nt = e.handle('Transform')\ne.destroy()\nreturn t.weight",
        ErrorKind::NotFound,
        "entity 5v0 does not exist",
    );
    assert_eq!(game.eval("return entity.create().handle('Transform').inner.level"), Value::Int(1));
}
