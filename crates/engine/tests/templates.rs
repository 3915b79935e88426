//! Entities from data files.

mod common;

use bevy_ecs::hierarchy::{ChildOf, Children};
use bevy_ecs::name::Name;
use bevy_transform::components::Transform;
use common::{ClosureLanguage, Game, Journal, Unit};
use glotta_core::{ErrorKind, Value};
use glotta_engine::{ScriptComponent, Tags, ecs_entity, game_entities, register_script_component};
use glotta_runtime::MemoryReader;

/// A game with these templates, by their names.
fn game(templates: &[(&str, &str)]) -> Game {
    let files: Vec<(String, String)> = templates
        .iter()
        .map(|(name, text)| (format!("templates/{name}.template.toml"), (*text).to_owned()))
        .collect();
    let mut game = Game::with(ClosureLanguage::new(), |setup| {
        setup.set_reader(MemoryReader::new(files));
    });
    register_script_component::<Unit>(&mut game.world);
    register_script_component::<Transform>(&mut game.world);
    game
}

fn make(game: &mut Game, name: &str, count: i64) -> Vec<bevy_ecs::entity::Entity> {
    let made = game.call("entity.create_from_template", [name.into(), count.into()]).expect("made");
    made.as_list()
        .expect("a list")
        .iter()
        .map(|one| ecs_entity(one.as_entity().expect("one")).expect("lives"))
        .collect()
}

/// What is said of a template, and that it left nothing behind.
#[track_caller]
fn complaint(game: &mut Game, name: &str) -> (ErrorKind, String) {
    let before = game_entities(&game.world);
    let error = game.call("entity.create_from_template", [name.into(), 2_i64.into()]).expect_err("wrong");
    assert_eq!(game_entities(&game.world), before, "nothing is made");
    (error.kind(), error.message().to_owned())
}

const GRUNT: &str = r#"
name = "Grunt"
tags = ["enemy", "small"]
scripts = ["grunt.rs"]
data = { hp = 100, bag = { gold = 1, keys = [1, 2] } }
components.Transform = { translation = [1, 2, 3] }
components.Unit = { hp = 5, stats = { armour = 9 } }

[[child]]
name = "Arm"
[[child.child]]
name = "Club"
components.Unit.level = 3
[[child]]
name = "Tail"
"#;

#[test]
fn a_template_says_all_of_an_entity_and_its_children() {
    let mut game = game(&[("grunt", GRUNT)]);
    let made = make(&mut game, "grunt", 2);
    assert_eq!(made.len(), 2);
    for root in made {
        let there = game.world.entity(root);
        assert_eq!(there.get::<Name>().map(Name::as_str), Some("Grunt"));
        assert_eq!(there.get::<Tags>(), Some(&Tags::new(["enemy", "small"])));
        assert_eq!(there.get::<Transform>().map(|found| found.translation.z), Some(3.0));
        let unit = there.get::<Unit>().expect("there");
        assert_eq!((unit.hp, unit.level, unit.stats.armour), (5.0, 1, 9));
        let scripts = there.get::<ScriptComponent>().expect("there");
        assert_eq!(scripts.scripts[0].script, "grunt.rs");
        assert_eq!(scripts.data.get("hp"), Some(&Value::Int(100)));
        let children: Vec<_> = there.get::<Children>().expect("there").iter().copied().collect();
        let name = |entity| game.world.get::<Name>(entity).map(Name::as_str).unwrap_or_default();
        assert_eq!(children.iter().map(|&child| name(child)).collect::<Vec<_>>(), ["Arm", "Tail"]);
        let club = game.world.get::<Children>(children[0]).expect("there")[0];
        assert_eq!((name(club), game.world.get::<Unit>(club).expect("there").level), ("Club", 3));
        assert_eq!(game.world.get::<ChildOf>(club).map(ChildOf::parent), Some(children[0]));
    }
    assert!(make(&mut game, "grunt", 0).is_empty());
}

#[test]
fn a_template_adds_to_the_one_it_extends() {
    let boss = r#"
        extends = "grunt"
        name = "Boss"
        tags = ["boss"]
        data = { hp = 900, bag = { gold = 50 } }
        components.Unit = { level = 7, stats = { speed = [3, 4] } }
        [[child]]
        extends = "parts/horn"
    "#;
    let mut game = game(&[("grunt", GRUNT), ("boss", boss), ("parts/horn", "name = \"Horn\"")]);
    let root = make(&mut game, "boss", 1)[0];
    let there = game.world.entity(root);
    assert_eq!(there.get::<Name>().map(Name::as_str), Some("Boss"));
    assert_eq!(there.get::<Tags>(), Some(&Tags::new(["boss", "enemy", "small"])));
    let unit = there.get::<Unit>().expect("there");
    assert_eq!((unit.hp, unit.level, unit.stats.armour, unit.stats.speed.y), (5.0, 7, 9, 4.0));
    let data = &there.get::<ScriptComponent>().expect("there").data;
    assert_eq!(data.value().to_string(), "{bag = {gold = 50, keys = [1, 2]}, hp = 900}");
    let names = there.get::<Children>().expect("there").iter();
    let names: Vec<&str> =
        names.map(|&child| game.world.get::<Name>(child).map_or("", Name::as_str)).collect();
    assert_eq!(names, ["Arm", "Tail", "Horn"]);
}

#[test]
fn the_scripts_of_a_template_begin_in_the_next_frame() {
    let journal = Journal::default();
    let language = ClosureLanguage::new().noting("grunt.rs", &["on_start"], &journal);
    let mut game = Game::with(language, |setup| {
        setup.set_reader(MemoryReader::new([
            ("templates/grunt.template.toml", "scripts = [\"grunt.rs\"]"),
            ("grunt.rs", ""),
        ]));
    });
    make(&mut game, "grunt", 3);
    assert!(journal.take().is_empty());
    game.frame();
    assert_eq!(journal.take().len(), 3);
}

#[test]
fn what_is_wrong_is_told_with_file_and_line() {
    let mut game = game(&[
        ("grunt", GRUNT),
        ("key", "name = \"x\"\nnmae = 1"),
        ("type", "tags = 1"),
        ("toml", "name = \n"),
        ("field", "extends = \"grunt\"\ncomponents.Unit = { hpp = 1 }"),
        ("late", "name = \"x\"\n[[child]]\n[[child]]\ncomponents.Unti = {}"),
        ("lost", "extends = \"grnt\""),
        ("ring", "extends = \"gnir\""),
        ("gnir", "[[child]]\nextends = \"ring\""),
    ]);
    let file = |name: &str| format!("entity.create_from_template: templates/{name}.template.toml");
    let (kind, message) = complaint(&mut game, "key");
    assert_eq!(kind, ErrorKind::Syntax);
    assert!(message.starts_with(&format!("{}:2:1: unknown key \"nmae\"", file("key"))), "{message}");
    assert!(message.ends_with("did you mean \"name\"?"), "{message}");
    let (kind, message) = complaint(&mut game, "type");
    assert_eq!(
        (kind, message),
        (ErrorKind::Syntax, format!("{}:1:8: tags: expected a list of tags, got int 1", file("type")))
    );
    let (kind, message) = complaint(&mut game, "toml");
    assert_eq!(kind, ErrorKind::Syntax);
    assert!(message.starts_with(&format!("{}:1:", file("toml"))), "{message}");
    let (kind, message) = complaint(&mut game, "field");
    assert_eq!(kind, ErrorKind::NotFound);
    assert_eq!(message, format!("{}:2:19: Unit has no field \"hpp\"; did you mean \"hp\"?", file("field")));
    let (kind, message) = complaint(&mut game, "late");
    assert_eq!(kind, ErrorKind::NotFound);
    assert!(
        message.starts_with(&format!("{}:4:19: no component is called \"Unti\"", file("late"))),
        "{message}"
    );
    let (kind, message) = complaint(&mut game, "lost");
    assert_eq!(kind, ErrorKind::NotFound);
    assert!(
        message.starts_with(&format!("{}:1:11: extends: there is no template \"grnt\"", file("lost"))),
        "{message}"
    );
    assert!(message.ends_with("did you mean \"grunt\"?"), "{message}");
    let (kind, message) = complaint(&mut game, "ring");
    assert_eq!(kind, ErrorKind::Argument);
    assert!(
        message.ends_with("templates go in a circle: \"ring\" extends \"gnir\" extends \"ring\""),
        "{message}"
    );
}

#[test]
fn names_and_counts_that_are_none_are_refused() {
    let mut game = game(&[("grunt", GRUNT)]);
    let (kind, message) = complaint(&mut game, "grnut");
    assert_eq!(kind, ErrorKind::NotFound);
    assert_eq!(
        message,
        "entity.create_from_template: there is no template \"grnut\": looked for templates/grnut.template.toml; did you \
         mean \"grunt\"?"
    );
    for name in ["", "../grunt", "../../etc/passwd", "C:\\x", "a\0b"] {
        assert_eq!(complaint(&mut game, name).0, ErrorKind::NotFound, "{name:?}");
    }
    for count in [-1, i64::MIN, 1_000_001, i64::MAX, 250_001] {
        let error = game.call("entity.create_from_template", ["grunt".into(), count.into()]);
        assert_eq!(common::kind(error), Some(ErrorKind::Argument), "{count}");
    }
}

#[test]
fn templates_that_multiply_or_go_too_deep_come_to_an_end() {
    let mut files: Vec<(String, String)> = (0..20)
        .map(|n| (format!("n{n}"), format!("[[child]]\nextends = \"n{m}\"\n", m = n + 1).repeat(3)))
        .collect();
    files.push(("n20".to_owned(), String::new()));
    for n in 0..100 {
        files.push((format!("d{n}"), format!("extends = \"d{}\"", n + 1)));
    }
    let borrowed: Vec<(&str, &str)> =
        files.iter().map(|(name, text)| (name.as_str(), text.as_str())).collect();
    let mut game = game(&borrowed);
    assert!(complaint(&mut game, "n0").1.contains("at most 10000 entities"));
    assert!(complaint(&mut game, "d0").1.ends_with("templates go more than 64 levels deep"));
}
