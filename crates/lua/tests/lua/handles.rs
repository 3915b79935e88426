use glotta_core::{ErrorKind, Quat, Value, Vec3};

use crate::game::{Game, printed};

#[test]
fn fields_of_a_handle_are_read_and_written_in_the_engine() {
    let mut game = Game::new();
    game.load(
        "local t = entity.create():handle('Transform')
         t.translation = Vec3(1, 2, 3); t.weight = 4; t.label = 'big'; t.rotation = -t.rotation
         print(t.translation, t.weight, t.label, t.inner.level)
         t.inner.level = t.inner.level + 1
         print(t.inner.level, t.translation:length() > 3, t.translation + Vec3.ONE)",
    )
    .expect("runs");
    assert_eq!(game.host.printed, "Vec3(1, 2, 3)\t4.0\tbig\t1\n2\ttrue\tVec3(2, 3, 4)\n");
    let transform = game.host.world.transforms.values().next().expect("one");
    assert_eq!((transform.translation, transform.weight), (Vec3::new(1.0, 2.0, 3.0), 4.0));
    assert_eq!((transform.rotation, transform.inner_level), (-Quat::IDENTITY, 2));
}

#[test]
fn a_number_of_a_vector_field_is_written_through() {
    let mut game = Game::new();
    game.load(
        "local e = entity.create()
         local t = e:handle('Transform')
         local seen = t.translation
         e:set_position(Vec3(1, 2, 3))
         seen.x = 9
         print(seen, t.translation)
         local sum = seen + Vec3()
         sum.y = 7
         local copy = seen:copy()
         copy.y = 8
         print(t.translation)
         t.rotation.w = 0.5
         print(t.rotation)",
    )
    .expect("runs");
    assert_eq!(
        game.host.printed, "Vec3(9, 0, 0)\tVec3(9, 2, 3)\nVec3(9, 2, 3)\nQuat(0, 0, 0, 0.5)\n",
        "only the number that was assigned is written, and only through the vector of the field"
    );
    let error = game.error(
        "local e = entity.create(); local v = e:handle('Transform').translation; e:destroy(); v.x = 1",
    );
    assert_eq!(error.kind(), ErrorKind::NotFound);
}

#[test]
fn a_handle_prints_compares_copies_and_walks() {
    assert_eq!(
        printed(
            "local e = entity.create()
             local t = e:handle('Transform')
             print(t, t.inner, t == e:handle('Transform'), t == t.inner, t == entity.create():handle('Transform'))
             local names = {}
             for name, value in pairs(t) do names[#names + 1] = name .. '=' .. tostring(value) end
             print(table.concat(names, ' '))
             print(t().weight, t.inner().level, type(t()), test.echo(t).weight, 'a ' .. t)
             print(getmetatable(t))"
        ),
        "Transform of 0v0\tInner of 0v0\ttrue\tfalse\tfalse\n\
         translation=Vec3(0, 0, 0) rotation=Quat(0, 0, 0, 1) weight=1.0 label=new inner=Inner of 0v0\n\
         1.0\t1\ttable\t1.0\ta Transform of 0v0\n\
         false\n"
    );
}

#[test]
fn what_a_handle_does_not_have_is_named() {
    let mut game = Game::new();
    let handle = "local t = entity.create():handle('Transform')";
    game.assert_error(
        &format!("{handle} return t.translaton"),
        ErrorKind::NotFound,
        "Transform has no field \"translaton\"; did you mean \"translation\"?",
    );
    game.assert_error(
        &format!("{handle} t.inner.lvl = 1"),
        ErrorKind::NotFound,
        "Inner has no field \"lvl\"; it has level",
    );
    game.assert_error(
        &format!("{handle} return t[1]"),
        ErrorKind::Type,
        "expected the name of a field of Transform (translation, rotation, weight, label, inner), got int 1",
    );
    game.assert_error(
        &format!("{handle} t.translation = 'up'"),
        ErrorKind::Type,
        "expected Vec3, got string \"up\"",
    );
    game.assert_error(
        "entity.create():handle('Tranform')",
        ErrorKind::NotFound,
        "no component is called \"Tranform\"; did you mean \"Transform\"?",
    );
    game.assert_error(
        "local e = entity.create() local t = e:handle('Transform') e:destroy() return t.weight",
        ErrorKind::NotFound,
        "entity 12v0 does not exist".replace("12v0", "5v0").as_str(),
    );
    assert_eq!(game.eval("return entity.create():handle('Transform').inner.level"), Value::Int(1));
}
