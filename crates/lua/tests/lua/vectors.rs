use glotta_core::{ErrorKind, Value, Vec3};

use crate::game::{Game, printed};

#[test]
fn constructors_take_all_numbers_or_none() {
    assert_eq!(
        printed(
            "print(Vec2(), Vec3(), Quat(), Vec2(1, 2), Vec3(1, 2.5, 3), Quat(0, 0, 0, 1))
             print(Vec3.ZERO, Vec3.ONE, Vec3.X, Vec3.Y, Vec3.Z, Vec2.ONE, Quat.IDENTITY)"
        ),
        "Vec2(0, 0)\tVec3(0, 0, 0)\tQuat(0, 0, 0, 1)\tVec2(1, 2)\tVec3(1, 2.5, 3)\tQuat(0, 0, 0, 1)\n\
         Vec3(0, 0, 0)\tVec3(1, 1, 1)\tVec3(1, 0, 0)\tVec3(0, 1, 0)\tVec3(0, 0, 1)\tVec2(1, 1)\tQuat(0, 0, 0, 1)\n"
    );
    let mut game = Game::new();
    let argument = ErrorKind::Argument;
    game.assert_error(
        "Vec3(1, 2)",
        argument,
        "Vec3: takes 3 arguments, one for all of them, or none, got 2; it is Vec3(x, y, z)",
    );
    game.assert_error("Vec3(1, 'a', 2)", argument, "Vec3: argument 2 (y): expected float, got string \"a\"");
    assert_eq!(game.error("return Vec2(1e300, 0)").kind(), argument);
    assert!(
        matches!(game.eval("return Vec3(0/0, 1/0, 0)"), Value::Vec3(v) if v.x.is_nan() && v.y == f32::INFINITY)
    );
}

#[test]
fn a_constant_cannot_be_spoilt() {
    assert_eq!(
        printed("local v = Vec3.ZERO; v.x = 5; print(Vec3.ZERO, v)"),
        "Vec3(0, 0, 0)\tVec3(5, 0, 0)\n"
    );
}

#[test]
fn operators_do_what_mathematics_says() {
    assert_eq!(
        printed(
            "local a, b = Vec3(1, 2, 3), Vec3(4, 5, 6)
             print(a + b, b - a, a * b, b / Vec3(2, 5, 3), a * 2, 2 * a, a / 2, -a)
             print(a == Vec3(1, 2, 3), a == b, a ~= b, a == 1, Vec2(1, 2) == Vec3(1, 2, 0))
             local turn = Quat.from_axis_angle(Vec3(0, 0, 2), math.pi / 2)
             local v = turn * Vec3.X
             print(math.abs(v.x) < 1e-6, math.abs(v.y - 1) < 1e-6, (turn * turn:inverse()):dot(Quat()) > 0.999)
             print('at ' .. a, a .. '!')"
        ),
        "Vec3(5, 7, 9)\tVec3(3, 3, 3)\tVec3(4, 10, 18)\tVec3(2, 1, 2)\tVec3(2, 4, 6)\tVec3(2, 4, 6)\tVec3(0.5, 1, 1.5)\tVec3(-1, -2, -3)\n\
         true\tfalse\ttrue\tfalse\tfalse\n\
         true\ttrue\ttrue\n\
         at Vec3(1, 2, 3)\tVec3(1, 2, 3)!\n"
    );
    let mut game = Game::new();
    game.assert_error("return Vec3() + 1", ErrorKind::Type, "cannot add Vec3(0, 0, 0) and int 1");
    game.assert_error("return 'a' * Vec2()", ErrorKind::Type, "cannot multiply string \"a\" and Vec2(0, 0)");
    game.assert_error(
        "return Vec3() * Quat()",
        ErrorKind::Type,
        "cannot multiply Vec3(0, 0, 0) and Quat(0, 0, 0, 1)",
    );
    game.assert_error("return 1 / Vec3()", ErrorKind::Type, "cannot divide int 1 and Vec3(0, 0, 0)");
    assert_eq!(game.error("return Vec3() * 1e300").kind(), ErrorKind::Argument);
    assert_eq!(game.error("return Vec3() < Vec3()").kind(), ErrorKind::Runtime);
}

#[test]
fn numbers_of_a_vector_are_read_and_assigned_by_name() {
    let mut game = Game::new();
    assert_eq!(
        game.eval("local v = Vec3(1, 2, 3); v.x = 9; v.z = v.y; return v"),
        Vec3::new(9.0, 2.0, 2.0).into()
    );
    assert_eq!(game.eval("local q = Quat(); q.w = 0; return q.w"), Value::Float(0.0));
    game.assert_error(
        "return Vec3().w",
        ErrorKind::NotFound,
        "Vec3 has no \"w\"; did you mean \"x\" or \"y\" or \"z\"?",
    );
    game.assert_error(
        "return Vec3().lenght",
        ErrorKind::NotFound,
        "Vec3 has no \"lenght\"; did you mean \"length\"?",
    );
    game.assert_error(
        "Vec2().z = 1",
        ErrorKind::NotFound,
        "Vec2 has no \"z\"; did you mean \"x\" or \"y\" or \"normalize\"?",
    );
    game.assert_error("Vec2().x = 'a'", ErrorKind::Type, "Vec2.x: expected float, got string \"a\"");
    assert_eq!(game.error("Vec2().x = 1e39").kind(), ErrorKind::Argument);
    game.assert_error(
        "return Vec3()[4]",
        ErrorKind::NotFound,
        "Vec3 has no place 4: its numbers are at 1 to 3",
    );
    game.assert_error(
        "return Vec3()[math.mininteger]",
        ErrorKind::NotFound,
        &format!("Vec3 has no place {}: its numbers are at 1 to 3", i64::MIN),
    );
    game.assert_error(
        "return Vec3()[1.5]",
        ErrorKind::Type,
        "expected the name of a number of Vec3, got float 1.5",
    );
}

#[test]
fn methods_come_from_the_list_that_all_languages_share() {
    assert_eq!(
        printed(
            "local a, b = Vec3(3, 4, 0), Vec3(0, 0, 1)
             print(a:length(), a:length_squared(), a:normalize(), Vec3():normalize(), a:dot(b), a:cross(b))
             print(a:distance(b) > 5, a:lerp(b, 0.5), a:copy() == a, rawequal(a:copy(), a), Vec3.dot(a, a))
             print(a:min(b), a:max(b), select('#', a:unpack()), a:unpack())
             print(Quat():slerp(Quat(), 0.5), Quat(0, 0, 0, 2):normalize(), Quat.from_euler(0, 0, 0) == Quat())"
        ),
        "5.0\t25.0\tVec3(0.6, 0.8, 0)\tVec3(0, 0, 0)\t0.0\tVec3(4, -3, 0)\n\
         true\tVec3(1.5, 2, 0.5)\ttrue\tfalse\t25.0\n\
         Vec3(0, 0, 0)\tVec3(3, 4, 1)\t3\t3.0\t4.0\t0.0\n\
         Quat(0, 0, 0, 1)\tQuat(0, 0, 0, 1)\ttrue\n"
    );
    let mut game = Game::new();
    game.assert_error(
        "return Vec3():dot(1)",
        ErrorKind::Argument,
        "Vec3.dot: argument 2 (other): expected Vec3, got int 1",
    );
    game.assert_error(
        "return Vec3().dot()",
        ErrorKind::Argument,
        "Vec3.dot: argument 1 (vector): expected Vec3, got nothing",
    );
    game.assert_error(
        "Vec3().unpack(1)",
        ErrorKind::Argument,
        "unpack: argument 1 (vector): expected Vec3, got int 1",
    );
}
