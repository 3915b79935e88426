use glotta_core::ErrorKind;

use crate::game::{Game, prints};

#[test]
fn vectors_print_as_in_every_language() {
    assert_eq!(
        prints(
            r#"print(Vec2(1, 2), Vec3(0.5, -2, 1e10), Quat(0, 0, 0, 1));
               print(Vec2(), Vec3(), Quat());
               print(string(Vec3(1, 2, 3)) + "!", "at " + Vec2(1, 2), Vec3() + " is zero");"#
        ),
        "Vec2(1, 2) Vec3(0.5, -2, 10000000000) Quat(0, 0, 0, 1)\n\
         Vec2(0, 0) Vec3(0, 0, 0) Quat(0, 0, 0, 1)\n\
         Vec3(1, 2, 3)! at Vec2(1, 2) Vec3(0, 0, 0) is zero\n"
    );
}

#[test]
fn operators_work_on_vectors_and_numbers_from_both_sides() {
    assert_eq!(
        prints(
            "Vec3 a(1, 2, 3), b(4, 5, 6);
             print(a + b, b - a, a * b, Vec3(4, 9, 16) / Vec3(2, 3, 4), a * 2, 2 * a, b / 2, -a);
             print(a == Vec3(1, 2, 3), a == b, a != b);
             a += b; print(a); a -= b; print(a); a *= b; print(a); a /= b; print(a);
             a *= 2; print(a); a /= 4; print(a);
             a += a; print(a);
             Vec2 v(1, 2); v += Vec2(1, 1) * 0.5f; print(v);"
        ),
        "Vec3(5, 7, 9) Vec3(3, 3, 3) Vec3(4, 10, 18) Vec3(2, 3, 4) Vec3(2, 4, 6) Vec3(2, 4, 6) Vec3(2, 2.5, 3) Vec3(-1, -2, -3)\n\
         true false true\n\
         Vec3(5, 7, 9)\nVec3(1, 2, 3)\nVec3(4, 10, 18)\nVec3(1, 2, 3)\n\
         Vec3(2, 4, 6)\nVec3(0.5, 1, 1.5)\n\
         Vec3(1, 2, 3)\n\
         Vec2(1.5, 2.5)\n"
    );
}

#[test]
fn rotations_turn_and_follow_one_another() {
    assert_eq!(
        prints(
            "Quat half(0, 1, 0, 0);
             print(half, half.x, half.y, half.z, half.w);
             print(half * half, half * Vec3(1, 2, 3), Quat() * Vec3(1, 2, 3));
             print(half == Quat(0, 1, 0, 0), half == Quat());
             print(half * 2, 2 * half, half / 2, half + half, (half * 3 - half) / 2 == half);
             half *= half; print(half); half.w = 2; print(half);
             print(Quat::from_euler(0, 0, 0), Quat::from_axis_angle(Vec3(0, 3, 0), 0));
             print(half.normalize(), half.inverse(), half.rotate(Vec3::X));"
        ),
        "Quat(0, 1, 0, 0) 0 1 0 0\n\
         Quat(0, 0, 0, -1) Vec3(-1, 2, -3) Vec3(1, 2, 3)\n\
         true false\n\
         Quat(0, 2, 0, 0) Quat(0, 2, 0, 0) Quat(0, 0.5, 0, 0) Quat(0, 2, 0, 0) true\n\
         Quat(0, 0, 0, -1)\nQuat(0, 0, 0, 2)\n\
         Quat(0, -0, 0, 1) Quat(0, 0, 0, 1)\n\
         Quat(0, 0, 0, 1) Quat(-0, -0, -0, 2) Vec3(4, 0, 0)\n"
    );
}

#[test]
fn constants_stay_what_they_are_and_copies_are_values_of_their_own() {
    assert_eq!(
        prints(
            "Vec3 up = Vec3::Y; up.x = 5; print(up, Vec3::Y, Vec2::ONE, Quat::IDENTITY);
             Vec3 copy = up; copy.z = 1; Vec3 other = copy.copy(); other.x = 0; print(up, copy, other);
             print(Vec3(2, 3, 6).length(), up.dot(Vec3::X), Vec3::X.cross(Vec3::Y), Vec3::ZERO.lerp(Vec3::ONE, 0.5));"
        ),
        "Vec3(5, 1, 0) Vec3(0, 1, 0) Vec2(1, 1) Quat(0, 0, 0, 1)\n\
         Vec3(5, 1, 0) Vec3(5, 1, 1) Vec3(0, 1, 1)\n\
         7 5 Vec3(0, 0, 1) Vec3(0.5, 0.5, 0.5)\n"
    );
}

#[test]
fn a_number_that_a_vector_cannot_hold_is_refused_with_its_place() {
    let mut game = Game::new();
    for (body, message) in [
        (
            "Vec3(1, 1e300, 0);",
            "Vec3: argument 2 (y): 1e300 is out of range: a 32-bit float holds at most 3.4028235e38",
        ),
        ("Vec3(1, 2, 3) * 1e300;", "1e300 is out of range: a 32-bit float holds at most 3.4028235e38"),
        (
            "Vec3().lerp(Vec3(), -1e300);",
            "Vec3.lerp: argument 3 (amount): -1e300 is out of range: a 32-bit float holds at most 3.4028235e38",
        ),
        (
            "Quat(0, 0, 0, 0).normalize();",
            "Quat.normalize: this quaternion has no direction: its length is 0 or not finite",
        ),
    ] {
        assert_eq!(game.error(body).message(), message, "{body}");
    }
}

#[test]
fn operands_that_do_not_go_together_are_named() {
    let mut game = Game::new();
    for (body, message) in [
        ("Vec3() + Value(1);", "expected Vec3, got int 1"),
        ("Vec3() - Value(Vec2());", "expected Vec3, got Vec2(0, 0)"),
        ("Vec3 v; v += Value(1);", "expected Vec3, got int 1"),
        ("Vec3() * Vec2();", "cannot multiply Vec3(0, 0, 0) and Vec2(0, 0)"),
        ("Quat() / Quat();", "cannot divide Quat(0, 0, 0, 1) and Quat(0, 0, 0, 1)"),
    ] {
        let error = game.error(body);
        assert_eq!((error.kind(), error.message()), (ErrorKind::Type, message), "{body}");
    }
}

#[test]
fn what_makes_no_sense_does_not_compile() {
    let mut game = Game::new();
    for body in [
        "1 - Vec3();",
        "Vec3() + 1;",
        "Vec3() - 1.5;",
        "Vec3() + Vec2();",
        "Vec2() - \"a\";",
        "Quat() + Vec3();",
        "Vec3 v; v += 1;",
        "Vec3 v; v -= Vec2();",
        "2 / Quat();",
        "Vec3().w;",
        "Vec3().lenght();",
        "Vec3().dot(Vec2());",
        "Vec3(1, 2);",
        "Vec3::ZERO.x = 1;",
        "Vec3 v; v.x = \"a\";",
    ] {
        let error = game.error(body);
        assert_eq!(error.kind(), ErrorKind::Syntax, "{body}: {error}");
    }
}

#[test]
fn entities_and_assets_compare_and_print() {
    assert_eq!(
        prints(
            r#"Entity a = entity::create(), b = entity::create(), none;
               Entity again = a;
               print(a, a == again, a == b, a == none, "hero " + a, string(b));"#
        ),
        "Entity(0v0) true false false hero Entity(0v0) Entity(1v0)\n"
    );
}
