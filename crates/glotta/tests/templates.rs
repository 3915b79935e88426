//! Templates in the folder of a project, and the entities of its `glotta.toml`.

use std::fs;
use std::sync::Arc;

use glotta::engine::{MemoryOutput, Output};
use glotta::{Game, GameOptions, Project};

#[test]
fn templates_are_files_of_the_project_and_their_scripts_are_in_any_language() {
    let folder = tempfile::tempdir().expect("a folder");
    fs::create_dir(folder.path().join("templates")).expect("made");
    for (path, text) in [
        ("glotta.toml", "scripts = [\"main.lua\"]\n"),
        ("templates/grunt.template.toml", "name = \"Grunt\"\nscripts = [\"a.py\", \"a.lua\"]\n"),
        ("templates/wrong.template.toml", "name = \"Grunt\"\ncount = 1\n"),
        ("main.lua", "entity.create_from_template('grunt')\nentity.create_from_template('wrong')\n"),
        ("a.py", "def on_start(e):\n    print('python', e.name())\n"),
        ("a.lua", "function on_start(e) print('lua', e:name()) end\n"),
    ] {
        fs::write(folder.path().join(path), text).expect("a file");
    }
    let output = MemoryOutput::new();
    let options = GameOptions { time_step: None, output: Arc::new(output.clone()) };
    let project = Project::load(folder.path()).expect("a project");
    let mut game = Game::open(project, options).expect("opens");
    game.step();
    game.step();
    game.end();
    let (mut printed, mut errors) = (Vec::new(), Vec::new());
    for output in output.take() {
        match output {
            Output::Print(text) | Output::Log(_, text) => printed.push(text),
            Output::Error(error) => errors.push(error.to_string()),
        }
    }
    assert_eq!(printed, ["python Grunt", "lua\tGrunt"]);
    let expected =
        "main.lua:2: entity.create_from_template: templates/wrong.template.toml:2:1: unknown key \"count\"";
    assert!(errors.len() == 1 && errors[0].starts_with(expected), "{errors:?}");
}

#[test]
fn an_entity_of_a_project_cannot_have_what_a_script_defines_later() {
    let text = "[[entity]]\ncomponents.Shield = { up = true }\n";
    let project = Project::parse("game", text).expect("well-formed");
    let options = GameOptions { time_step: None, output: Arc::new(MemoryOutput::new()) };
    let error = Game::open(project, options).expect_err("no such component").to_string();
    let expected =
        "glotta.toml:2:21: no component is called \"Shield\" (if a script defines it, that is too late";
    assert!(error.contains(expected), "{error}");
}
