//! Runs the conformance cases: each behaviour in each language that has a file for it, under a name that says which.
//!
//! `cargo test -p conformance lua::entity` runs the Lua files of one module. With `BLESS=1` in the environment, what
//! a case puts out becomes what is expected of it; read the difference before you commit it.

mod case;
mod input;
mod matrix;
mod messages;
mod output;
mod world;

use std::fs;
use std::path::Path;
use std::process::ExitCode;
use std::sync::Arc;

use libtest_mimic::{Arguments, Failed, Trial};

use case::{Case, LANGUAGES, Language};

/// The folder of the cases.
const ROOT: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/cases");

fn main() -> ExitCode {
    let arguments = Arguments::from_args();
    let bless = std::env::var_os("BLESS").is_some_and(|value| value != "0");
    let trials = match case::find(Path::new(ROOT)) {
        Ok(cases) => {
            let mut trials = trials(cases, bless);
            trials.extend(matrix::trials());
            trials
        }
        Err(error) => {
            let message = format!("cannot read the cases in {ROOT}: {error}");
            vec![Trial::test("cases", move || Err(Failed::from(message)))]
        }
    };
    libtest_mimic::run(&arguments, trials).exit_code()
}

fn trials(cases: Vec<Case>, bless: bool) -> Vec<Trial> {
    let mut trials = Vec::new();
    for case in cases {
        let case = Arc::new(case);
        for language in LANGUAGES {
            let name = format!("{}::{}", language.name, case.name);
            if case.is_in(language) {
                let case = Arc::clone(&case);
                trials.push(Trial::test(name, move || run(&case, language, bless)));
            } else if language.required {
                let message =
                    format!("{} has no file in {}, which every case needs", case.name, language.name);
                trials.push(Trial::test(name, move || Err(Failed::from(message))));
            }
        }
    }
    trials
}

fn run(case: &Case, language: &Language, bless: bool) -> Result<(), Failed> {
    let scripts = case.scripts(Path::new(ROOT), language)?;
    let actual = output::normalize(&world::run(&scripts)?, language.extension);
    let file = case.expected_file(language);
    let expected = match fs::read_to_string(&file) {
        Ok(text) => Some(text.replace("\r\n", "\n")),
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => None,
        Err(error) => return Err(format!("{}: {error}", file.display()).into()),
    };
    match expected {
        Some(expected) if expected == actual => Ok(()),
        _ if bless => Ok(fs::write(file, actual)?),
        None => Err(format!("{} is missing; the output is\n{actual}", file.display()).into()),
        Some(expected) => {
            let difference = output::difference(&expected, &actual);
            Err(format!("the output differs from {}\n{difference}", file.display()).into())
        }
    }
}
