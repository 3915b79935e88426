use glotta_core::{ErrorKind, Quat, Vec3};

use crate::game::{Game, prints};

const TRANSFORM: &str = "Entity e = entity::create(); Transform@ t = component::transform(e);";

#[test]
fn fields_are_read_and_written_in_the_engine() {
    let mut game = Game::new();
    game.load(&format!(
        r#"void main() {{
             {TRANSFORM}
             t.translation = Vec3(1, 2, 3); t.weight = 4; t.label = "big"; t.rotation = -t.rotation;
             print(t.translation, t.weight, t.label, t.inner.level);
             t.inner.level = t.inner.level + 1; t.inner.level += 1;
             print(t.inner.level, t.translation.length() > 3, t.translation + Vec3::ONE);
           }}"#
    ))
    .expect("runs");
    assert_eq!(game.host.printed, "Vec3(1, 2, 3) 4 big 1\n3 true Vec3(2, 3, 4)\n");
    let transform = game.host.world.transforms.values().next().expect("one");
    assert_eq!((transform.translation, transform.weight), (Vec3::new(1.0, 2.0, 3.0), 4.0));
    assert_eq!((transform.rotation, transform.inner_level), (-Quat::IDENTITY, 3));
}

#[test]
fn a_vector_in_a_component_is_used_and_changed_like_a_vector() {
    assert_eq!(
        prints(&format!(
            "{TRANSFORM}
             Vec3 v(1, 1, 1);
             t.translation.x += 1; print(t.translation);
             t.translation += v; print(t.translation);
             t.translation *= 2; t.translation /= Vec3(2, 1, 1); t.translation -= v; print(t.translation);
             t.translation.y = 7; Vec3 p = t.translation; t.translation = Vec3(); print(p, t.translation);
             t.translation = p; print(t.translation + v, v + t.translation, t.translation + t.translation);
             print(2 * t.translation, t.translation * 2, -t.translation, t.translation / 2);
             print(t.translation == p, p == t.translation, t.translation == t.translation, t.translation != v);
             print(t.translation.dot(v), v.dot(t.translation), t.rotation * t.translation, t.rotation * v);
             print(string(t.translation), \"at \" + t.translation);
             double x = t.translation.x; float f = t.translation.y; print(x + f);
             print((v + t.translation).x, (t.translation + v).x, (t.translation + t.translation).x, (t.rotation * t.translation).x, (t.rotation * t.rotation).x);"
        )),
        "Vec3(1, 0, 0)\n\
         Vec3(2, 1, 1)\n\
         Vec3(1, 1, 1)\n\
         Vec3(1, 7, 1) Vec3(0, 0, 0)\n\
         Vec3(2, 8, 2) Vec3(2, 8, 2) Vec3(2, 14, 2)\n\
         Vec3(2, 14, 2) Vec3(2, 14, 2) Vec3(-1, -7, -1) Vec3(0.5, 3.5, 0.5)\n\
         true true true true\n\
         9 9 Vec3(1, 7, 1) Vec3(1, 1, 1)\n\
         Vec3(1, 7, 1) at Vec3(1, 7, 1)\n\
         8\n\
         2 2 2 1 0\n"
    );
}

#[test]
fn a_vector_in_a_component_goes_with_what_holds_one_and_with_nothing_else() {
    assert_eq!(
        prints(&format!(
            "{TRANSFORM}
             Value v = Vec3(1, 2, 3);
             print(t.translation + v, v + t.translation, t.translation - v, v - t.translation, t.translation * v);
             t.translation += v; t.translation -= Value(Vec3::ONE); print(t.translation);
             Value q = Quat(); print(t.rotation + q, q - t.rotation, t.rotation * q);"
        )),
        "Vec3(1, 2, 3) Vec3(1, 2, 3) Vec3(-1, -2, -3) Vec3(1, 2, 3) Vec3(0, 0, 0)\nVec3(0, 1, 2)\n\
         Quat(0, 0, 0, 2) Quat(0, 0, 0, 0) Quat(0, 0, 0, 1)\n"
    );
    let mut game = Game::new();
    for wrong in
        ["t.translation + 1;", "t.translation - Vec2();", "t.translation += 1.5;", "t.rotation + Vec3();"]
    {
        assert_eq!(game.error(&format!("{TRANSFORM} {wrong}")).kind(), ErrorKind::Syntax, "{wrong}");
    }
    let error = game.error(&format!("{TRANSFORM} t.translation + Value(1);"));
    assert_eq!(error.message(), "expected Vec3, got int 1");
}

#[test]
fn a_vector_in_a_component_takes_what_holds_one() {
    assert_eq!(
        prints(&format!(
            "{TRANSFORM}
             Data@ d = e.data(); d[\"home\"] = Vec3(1, 2, 3); dictionary w = {{{{\"v\", Vec3::X}}}}; Value v = Vec3::Y;
             t.translation = d[\"home\"]; print(t.translation); t.translation = w[\"v\"]; print(t.translation);
             t.translation = v * 2; print(t.translation); t.rotation = Value(-Quat::IDENTITY); print(t.rotation);
             Transform@ u = component::transform(entity::create()); u.translation = t.translation; print(u.translation);"
        )),
        "Vec3(1, 2, 3)\nVec3(1, 0, 0)\nVec3(0, 2, 0)\nQuat(-0, -0, -0, -1)\nVec3(0, 2, 0)\n"
    );
    let mut game = Game::new();
    let error = game.error(&format!("{TRANSFORM} Value v = 3; t.translation = v;"));
    assert_eq!((error.kind(), error.message()), (ErrorKind::Type, "expected Vec3, got int 3"));
    let error = game.error(&format!("{TRANSFORM} t.translation = 3;"));
    assert_eq!(error.kind(), ErrorKind::Syntax);
}

#[test]
fn a_vector_lives_as_long_as_someone_holds_it() {
    let mut game = Game::new();
    game.load(
        "Vec3Field@ kept;
         Vec3Field@ place(Entity e) { return component::transform(e).translation; }
         class Holder { Inner@ inner; Transform@ t; array<Transform@> all; }
         void show(const Vec3 &in v) { print(v); }
         void main() {
             Entity a = entity::create(), b = entity::create();
             component::transform(a).translation.x += 1;
             component::transform(a).translation += Vec3(0, 1, 0);
             component::transform(b).translation = component::transform(a).translation;
             component::transform(b).translation.z = component::transform(a).translation.x + 5;
             show(component::transform(b).translation);
             @kept = place(a);
             auto there = component::transform(b).translation;
             for (int i = 0; i < 100; i++) { Transform@ other = component::transform(entity::create()); other.weight = i; }
             kept.x = 9; there.x = 8;
             print(kept, there, place(a), place(b));
             Holder h; @h.t = component::transform(a); @h.inner = component::transform(b).inner;
             h.all.insertLast(h.t); h.all.insertLast(component::transform(b));
             h.inner.level = 7; h.t.translation.y = 3; h.all[1].translation.y = 4;
             print(h.all[1].inner.level, h.all[0].translation, h.all[1].translation);
             @kept = null;
         }",
    )
    .expect("runs");
    assert_eq!(
        game.host.printed,
        "Vec3(1, 1, 6)\n\
         Vec3(9, 1, 0) Vec3(8, 1, 6) Vec3(9, 1, 0) Vec3(8, 1, 6)\n\
         7 Vec3(9, 3, 0) Vec3(8, 4, 6)\n"
    );
}

#[test]
fn what_the_type_does_not_have_does_not_compile() {
    let mut game = Game::new();
    for (statement, message) in [
        ("t.translaton = Vec3();", "'translaton' is not a member of 'Transform'"),
        ("t.inner.lvl = 1;", "'lvl' is not a member of 'Inner'"),
        ("t.translation.w = 1;", "'w' is not a member of 'Vec3Field'"),
    ] {
        let error =
            game.load(&format!("void main() {{\n {TRANSFORM}\n {statement} }}")).expect_err("no such field");
        assert_eq!(error.kind(), ErrorKind::Syntax, "{error}");
        assert!(error.message().contains(message), "{error}");
        assert_eq!((error.source(), error.line()), ("test.as", Some(3)), "{error:?}");
    }
}

#[test]
fn a_handle_that_is_null_is_told() {
    let mut game = Game::new();
    for statement in [
        "u.weight = 1;",
        "u.translation.x += 1;",
        "Vec3 v = u.translation;",
        "print(t == u);",
        "Vec3Field@ f; f.x = 1;",
        "Vec3Field@ f; t.translation = f;",
        "Component@ c; c[\"weight\"] = 1;",
        "Component@ c = t; print(c == cast<Inner>(c));",
    ] {
        let error = game.error(&format!("{TRANSFORM} Transform@ u; {statement}"));
        assert_eq!(error.kind(), ErrorKind::Runtime, "{statement}: {error}");
        assert!(error.message().starts_with("null handle"), "{statement}: {error}");
    }
    assert_eq!(
        prints("Transform@ t; Component@ c; print(@t, @c, c is null, t is null);"),
        "null null true true\n"
    );
}

#[test]
fn what_is_gone_is_told_by_the_engine() {
    let mut game = Game::new();
    for (statement, message) in [
        ("t.weight = 1;", "entity 0v0 does not exist"),
        ("double w = t.weight;", "entity 1v0 does not exist"),
        ("t.translation.x += 1;", "entity 2v0 does not exist"),
        ("Vec3 v = t.translation;", "entity 3v0 does not exist"),
        ("t.inner.level = 1;", "entity 4v0 does not exist"),
        ("component::transform(e);", "component.transform: entity 5v0 does not exist"),
        ("t();", "entity 6v0 does not exist"),
    ] {
        let error = game.error(&format!("{TRANSFORM} e.destroy(); {statement}"));
        assert_eq!((error.kind(), error.message()), (ErrorKind::NotFound, message), "{statement}");
    }
}

#[test]
fn a_handle_prints_compares_and_copies() {
    assert_eq!(
        prints(&format!(
            "{TRANSFORM}
             print(t, t.inner, t == component::transform(e), t == component::transform(entity::create()));
             print(\"a \" + t, string(t.inner));
             array<string>@ names = t.fields();
             for (uint i = 0; i < names.length(); i++) print(names[i]);
             print(t()[\"weight\"], t.inner()[\"level\"], t.value()[\"weight\"]);
             t.weight = 3; print(test::echo(t)[\"weight\"]);"
        )),
        "Transform of 0v0 Inner of 0v0 true false\n\
         a Transform of 0v0 Inner of 0v0\n\
         translation\nrotation\nweight\nlabel\ninner\n\
         1 1 1\n\
         3\n"
    );
}

#[test]
fn a_handle_of_any_type_has_its_fields_by_name() {
    let mut game = Game::new();
    game.load(
        r#"void main() {
            Entity e = entity::create();
            Component@ h = component::handle(e, "Transform");
            h["weight"] = 5; h["translation"] = Vec3(1, 2, 3);
            double w = h["weight"]; Vec3 v = h["translation"];
            print(h, w, v, h["label"], h["inner"]["level"], h.handle("inner"));
            h.handle("inner")["level"] = 4;
            Transform@ t = cast<Transform>(h);
            print(t, t.weight, t.inner.level);
            print(cast<Inner>(h) is null, cast<Inner>(h.handle("inner")).level, cast<Transform>(h.handle("inner")) is null);
            Component@ again = t;
            print(again == h, again == t.inner, h == component::transform(e), h()["weight"], h.fields()[1]);
        }"#,
    )
    .expect("runs");
    assert_eq!(
        game.host.printed,
        "Transform of 0v0 5 Vec3(1, 2, 3) new 1 Inner of 0v0\n\
         Transform of 0v0 5 4\n\
         true 4 true\n\
         true false true 5 rotation\n"
    );
    for (statement, kind, message) in [
        (
            "h[\"translaton\"];",
            ErrorKind::NotFound,
            "Transform has no field \"translaton\"; did you mean \"translation\"?",
        ),
        ("h[\"translation\"] = \"up\";", ErrorKind::Type, "expected Vec3, got string \"up\""),
        (
            "h.handle(\"weight\");",
            ErrorKind::Argument,
            "the field weight holds no structure: read it by [\"weight\"]",
        ),
    ] {
        let body = format!("Component@ h = component::handle(entity::create(), \"Transform\"); {statement}");
        let error = game.error(&body);
        assert_eq!((error.kind(), error.message()), (kind, message), "{statement}");
    }
}

#[test]
fn a_component_is_not_assigned_by_mistake() {
    let mut game = Game::new();
    let error =
        game.error(&format!("{TRANSFORM} Transform@ u = component::transform(entity::create()); t = u;"));
    assert_eq!(error.kind(), ErrorKind::Type);
    assert!(error.message().starts_with("Transform is a component: `@t = …`"), "{error}");
}
