//! `glotta run --record` and `--input`: what is recorded plays the same, and what is broken is told with its place.

use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};

fn glotta(arguments: &[&str], folder: &Path) -> Output {
    Command::new(env!("CARGO_BIN_EXE_glotta"))
        .args(arguments)
        .current_dir(folder)
        .stdin(Stdio::null())
        .output()
        .expect("the command starts")
}

fn err(output: &Output) -> String {
    String::from_utf8(output.stderr.clone()).expect("UTF-8")
}

/// The world's hash after a run without errors.
fn hash(output: &Output) -> String {
    assert!(output.status.success(), "{}", err(output));
    let summary: serde_json::Value = serde_json::from_slice(&output.stdout).expect("a summary");
    assert_eq!(summary["errors"], 0, "{}", err(output));
    summary["world_hash"].as_str().expect("a hash").to_owned()
}

fn example() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../examples/input")
}

#[test]
fn a_recording_plays_the_same_in_every_language_and_records_itself() {
    let folder = tempfile::tempdir().expect("a folder");
    let example = example();
    let (project, demo) = (example.to_str().expect("UTF-8"), example.join("demo.input"));
    let demo = demo.to_str().expect("UTF-8");
    let play = |more: &[&str]| {
        hash(&glotta(&[&["run", project, "--frames", "250", "--json"], more].concat(), folder.path()))
    };
    let lua = play(&["--input", demo, "--record", "again.input"]);
    for language in ["python", "angelscript"] {
        assert_eq!(play(&["--input", "again.input", "--language", language]), lua);
    }
    let read = |file: &Path| std::fs::read_to_string(file).expect("a file");
    assert_eq!(read(&folder.path().join("again.input")), read(Path::new(demo)));
    let idle = play(&["--record", "idle.input"]);
    assert_ne!(idle, lua);
    assert_eq!(
        read(&folder.path().join("idle.input")),
        "glotta-input 1\nproject Input\ntime_step 0.016666666666666666\nend 250\n"
    );
}

#[test]
fn a_file_that_cannot_be_played_is_told_with_its_place() {
    let folder = tempfile::tempdir().expect("a folder");
    let example = example();
    let project = example.to_str().expect("UTF-8");
    let refusal = |bytes: &[u8], more: &[&str]| {
        std::fs::write(folder.path().join("my.input"), bytes).expect("a file");
        let arguments = [&["run", project, "--frames", "1", "--input", "my.input"], more].concat();
        let output = glotta(&arguments, folder.path());
        assert_eq!(output.status.code(), Some(1), "{}", err(&output));
        assert!(output.stdout.is_empty());
        err(&output)
    };
    let head = "glotta-input 1\nproject Input\ntime_step 0.016666666666666666\n";
    let complaint = refusal(format!("{head}3 Spce=1\nend 9\n").as_bytes(), &[]);
    assert!(
        complaint.contains("my.input:4:3: there is no key, button or axis \"Spce\"; did you mean \"Space\"?"),
        "{complaint}"
    );
    let complaint = refusal(format!("{head}3 Space=1\n").as_bytes(), &[]);
    assert!(complaint.contains("my.input:4:1: the file ends without"), "{complaint}");
    let complaint = refusal(b"glotta-input 1\nproject \xff\n", &[]);
    assert!(complaint.contains("my.input:2: expected recorded input, which is text in UTF-8"), "{complaint}");
    let complaint = refusal(format!("{}end 1\n", head.replace("Input", "Arena")).as_bytes(), &[]);
    assert!(
        complaint.contains("my.input: it was recorded in the project \"Arena\", and this one is \"Input\""),
        "{complaint}"
    );
    let complaint = refusal(format!("{head}end 1\n").as_bytes(), &["--dt", "0.5"]);
    assert!(complaint.contains("--dt 0.016666666666666666"), "{complaint}");
    let output = glotta(&["run", project, "--input", "none.input"], folder.path());
    assert!(err(&output).contains("there is no file none.input"), "{}", err(&output));
    let output = glotta(&["run", project, "--frames", "1", "--record", "none/my.input"], folder.path());
    assert_eq!(output.status.code(), Some(1));
    assert!(err(&output).contains("cannot write none/my.input: "), "{}", err(&output));
}

#[test]
fn what_a_file_held_is_lost_only_when_the_run_that_records_is_over() {
    let folder = tempfile::tempdir().expect("a folder");
    std::fs::write(folder.path().join("glotta.toml"), "[input.actions]\njump = \"Spce\"\n").expect("a file");
    std::fs::write(folder.path().join("my.input"), "dear to me").expect("a file");
    let output = glotta(&["run", ".", "--frames", "1", "--record", "my.input"], folder.path());
    assert!(
        err(&output).contains("glotta.toml:2:8: input.actions.jump: there is no key"),
        "{}",
        err(&output)
    );
    assert_eq!(std::fs::read_to_string(folder.path().join("my.input")).expect("a file"), "dear to me");
}
