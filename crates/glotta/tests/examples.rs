//! The examples: every folder of `examples` with a `glotta.toml`, run as the head of that file says, in every language.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use glotta::engine::input::InputRecording;
use glotta::engine::{MemoryOutput, Output};
use glotta::{Game, GameOptions, Project, Summary};

/// A whole game, which `arena.rs` plays and looks at more closely.
const ARENA: &str = "arena";

/// The folder in which the commands of the examples are given.
fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..")
}

fn read(path: impl AsRef<Path>) -> String {
    let path = path.as_ref();
    let text = std::fs::read_to_string(path);
    assert!(text.is_ok(), "{}: {text:?}", path.display());
    text.unwrap_or_default()
}

/// The names of all examples, sorted.
fn folders() -> Vec<String> {
    let entries = std::fs::read_dir(root().join("examples")).expect("the examples");
    let folders = entries.map(|entry| entry.expect("an entry")).filter(|entry| {
        // What else lies there is a leftover of one that is gone.
        [Project::FILE, "Cargo.toml"].iter().any(|file| entry.path().join(file).is_file())
    });
    let mut names: Vec<_> = folders.map(|entry| entry.file_name().to_string_lossy().into_owned()).collect();
    names.sort();
    names
}

/// An example, and how to run it.
struct Example {
    folder: PathBuf,
    frames: u64,
    input: Option<PathBuf>,
}

impl Example {
    /// Finds the command with `--frames` in the comment at the head of `glotta.toml`.
    fn find(name: &str) -> Self {
        let folder = root().join("examples").join(name);
        let text = read(folder.join(Project::FILE));
        let start = format!("glotta run examples/{name} ");
        let mut head = text.lines().map_while(|line| line.strip_prefix('#')).map(str::trim);
        let command = head.find(|line| line.starts_with(&start) && line.contains("--frames"));
        assert!(command.is_some(), "the head of {name}'s glotta.toml has no `{start}… --frames N`");
        let command = command.unwrap_or_default();
        let option = |option: &str| command.split_whitespace().skip_while(|&word| word != option).nth(1);
        Self {
            folder,
            frames: option("--frames").and_then(|frames| frames.parse().ok()).expect("a number of frames"),
            input: option("--input").map(|file| root().join(file)),
        }
    }

    /// Runs it, and gives how it ended and what it said, as `glotta run` shows it.
    fn run(&self, language: &str) -> (Summary, String) {
        let output = MemoryOutput::new();
        let options = GameOptions { time_step: None, output: Arc::new(output.clone()) };
        let mut project = Project::load(&self.folder).expect("a project");
        project.language = Some(language.to_owned());
        // What one run leaves behind would be there in the next.
        project.saves = None;
        let mut game = Game::open(project, options).expect("opens");
        if let Some(file) = &self.input {
            let recording = InputRecording::parse(&file.to_string_lossy(), &read(file)).expect("well-formed");
            game.replay_input(recording).expect("of this project");
        }
        (0..self.frames).for_each(|_| game.step());
        let summary = game.end();
        assert_eq!(summary.errors, 0, "{} in {language}: {:#?}", self.folder.display(), output.take());
        let lines = output.take().into_iter().map(|line| match line {
            Output::Print(text) => text,
            Output::Log(level, text) => format!("[{level}] {text}"),
            Output::Error(error) => error.report(),
        });
        (summary, lines.collect::<Vec<_>>().join("\n"))
    }
}

/// The text between "```text" and "```", if there is any.
fn shown_output(readme: &str) -> Option<&str> {
    let (_, rest) = readme.split_once("```text\n")?;
    rest.split_once("\n```").map(|(text, _)| text)
}

/// The first lines in which two texts differ.
fn first_difference<'t>(left: &'t str, right: &'t str) -> Option<(Option<&'t str>, Option<&'t str>)> {
    let (left, right) = (left.lines().map(Some), right.lines().map(Some));
    let count = left.clone().count().max(right.clone().count());
    let none = std::iter::repeat(None);
    left.chain(none.clone()).zip(right.chain(none)).take(count).find(|(left, right)| left != right)
}

#[test]
fn every_example_is_the_same_in_every_language_and_prints_what_its_readme_shows() {
    let names: Vec<_> = folders()
        .into_iter()
        .filter(|name| name != ARENA && root().join("examples").join(name).join(Project::FILE).is_file())
        .collect();
    assert!(!names.is_empty());
    for name in names {
        let example = Example::find(&name);
        let (lua, said) = example.run("lua");
        for language in ["python", "angelscript"] {
            let (summary, text) = example.run(language);
            let difference = first_difference(&said, &text);
            assert_eq!(difference, None, "{name} says something else in Lua (left) than in {language}");
            assert_eq!(summary.world_hash, lua.world_hash, "{name} in {language} ends in another world");
            let scripts = |found: &Summary, language: &str| {
                found.languages.iter().find(|known| known.name == language).map(|known| known.scripts)
            };
            // It is not a script of another language that ran.
            assert!(scripts(&summary, language) > scripts(&lua, language), "{name}: {:?}", summary.languages);
        }
        let readme = read(example.folder.join("README.md"));
        assert!(readme.contains(&format!("glotta run examples/{name} ")), "{name}: no command in README.md");
        match shown_output(&readme) {
            Some(shown) => assert_eq!(
                first_difference(shown, said.trim_end()),
                None,
                "{name}: README.md (left) is not what it prints"
            ),
            None => assert!(said.is_empty(), "{name}: README.md does not show what it prints:\n{said}"),
        }
    }
}

#[test]
fn the_list_of_examples_names_them_all() {
    let list = read(root().join("examples/README.md"));
    for name in folders() {
        assert!(list.contains(&format!("[{name}]({name})")), "examples/README.md does not name {name}");
    }
}
