//! What scripts save is still there when the game runs again, in whatever language.

use std::fs;
use std::path::Path;
use std::sync::Arc;

use glotta::engine::{MemoryOutput, Output};
use glotta::{Game, GameOptions, Project};

/// Counts the games that were played, and tells.
const SCRIPTS: [(&str, &str); 3] = [
    (
        "count.lua",
        "local played = save.read('played', {games = 0})\n\
         print('lua: ' .. played.games)\n\
         function on_stop()\n    save.write('played', {games = played.games + 1})\nend\n",
    ),
    (
        "count.py",
        "played = save.read('played', {'games': 0})\n\
         print(f\"python: {played['games']}\")\n\
         def on_stop():\n    save.write('played', {'games': played['games'] + 1})\n",
    ),
    (
        "count.as",
        "Value played = save::read('played', dictionary = {{'games', 0}});\n\
         void main() { print('angelscript: ' + int64(played['games'])); }\n\
         void on_stop() { save::write('played', dictionary = {{'games', int64(played['games']) + 1}}); }\n",
    ),
];

/// What is printed while a project is played for two frames in that language.
fn play(folder: &Path, language: &str) -> Vec<String> {
    let output = MemoryOutput::new();
    let options = GameOptions { time_step: None, output: Arc::new(output.clone()) };
    let mut project = Project::load(folder).expect("a project");
    project.language = Some(language.to_owned());
    let mut game = Game::open(project, options).expect("opens");
    (0..2).for_each(|_| game.step());
    game.end();
    let text = |output| match output {
        Output::Print(text) | Output::Log(_, text) => text,
        Output::Error(error) => format!("error: {error}"),
    };
    output.take().into_iter().map(text).collect()
}

fn project() -> tempfile::TempDir {
    let folder = tempfile::tempdir().expect("a folder");
    fs::write(folder.path().join("glotta.toml"), "scripts = [\"count\"]").expect("a file");
    for (path, text) in SCRIPTS {
        fs::write(folder.path().join(path), text).expect("a file");
    }
    folder
}

#[test]
fn the_next_game_knows_what_the_last_one_saved_in_another_language() {
    let folder = project();
    assert_eq!(play(folder.path(), "lua"), ["lua: 0"]);
    assert_eq!(play(folder.path(), "python"), ["python: 1"]);
    assert_eq!(play(folder.path(), "angelscript"), ["angelscript: 2"]);
    assert_eq!(play(folder.path(), "lua"), ["lua: 3"]);
    let text = fs::read_to_string(folder.path().join("saves/played.json")).expect("a file");
    assert_eq!(text, "{\n  \"glotta_save\": 1,\n  \"value\": {\n    \"games\": 4\n  }\n}\n");
}

#[test]
fn a_damaged_save_is_told_with_its_file_and_line_and_the_game_goes_on() {
    for language in ["lua", "python", "angelscript"] {
        let folder = project();
        fs::create_dir(folder.path().join("saves")).expect("a folder");
        let file = folder.path().join("saves/played.json");
        fs::write(&file, "{\"glotta_save\": 1,\n \"value\": {\"games\": 4").expect("a file");
        let said = play(folder.path(), language).join("\n");
        let place = format!(
            "save.read: {}:2:21: EOF while parsing an object",
            fs::canonicalize(&file).expect("it is there").display()
        );
        assert!(said.contains(&place), "{language}: {said}");
        // It is as it was, for who can mend it.
        assert!(fs::read_to_string(&file).expect("a file").ends_with('4'));
    }
}

#[test]
fn a_game_may_keep_its_saves_elsewhere_or_nowhere() {
    let (folder, elsewhere) = (project(), tempfile::tempdir().expect("a folder"));
    let run = |saves: Option<&Path>| {
        let options = GameOptions { time_step: None, output: Arc::new(MemoryOutput::new()) };
        let mut project = Project::load(folder.path()).expect("a project");
        project.saves = saves.map(Path::to_owned);
        let mut game = Game::open(project, options).expect("opens");
        game.step();
        assert_eq!(game.end().errors, 0);
    };
    run(None);
    run(Some(&elsewhere.path().join("mine")));
    assert!(!folder.path().join("saves").exists());
    assert!(elsewhere.path().join("mine/played.json").is_file());
}
