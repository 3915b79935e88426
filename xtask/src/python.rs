//! Which Python the build will link, and whether it can.
//!
//! The build script of PyO3 decides which one, and what it says when that one will not do is no help. So we look at the
//! same one first, and say what to do.

use std::env::{self, VarError};
use std::path::Path;
use std::process::{Command, Stdio};

use crate::system::Presence;

/// The oldest that works.
const OLDEST: (u32, u32) = (3, 11);

/// How to come by one that works, for those whom no package manager of ours can help.
pub(crate) const BY_HAND: &str = "install Python 3.11 or later with its shared library (Debian: python3 libpython3-dev; \
     Fedora: python3-devel; Arch: python; macOS: `brew install python3`; pyenv: \
     `PYTHON_CONFIGURE_OPTS=--enable-shared pyenv install 3.13`), or point the variable PYO3_PYTHON to one";

/// Prints version, where it is installed, and whether the library that programs link is there.
const PROBE: &str = "import os, sys, sysconfig\n\
    get = sysconfig.get_config_var\n\
    folders = [f for f in (get('LIBDIR'), get('LIBPL')) if f]\n\
    name = get('LDLIBRARY') or ''\n\
    there = any(os.path.exists(os.path.join(f, name)) for f in folders) and get('Py_ENABLE_SHARED')\n\
    there = os.name == 'nt' or get('PYTHONFRAMEWORK') or there\n\
    print('glotta', sys.version_info[0], sys.version_info[1], 'shared' if there else 'static', sys.base_prefix)";

/// Who chose the Python that will be linked.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Choice {
    /// The variable `PYO3_PYTHON`, or an environment that is active.
    Variable {
        /// Its name.
        variable: &'static str,
        /// What it leads to.
        program: String,
    },
    /// It is the first on the path.
    Path(&'static str),
}

/// What a program said of itself.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Answer {
    /// It cannot be run.
    NotThere,
    /// It runs, and is no Python that we know of.
    Strange,
    /// It is a Python.
    Python {
        /// `(3, 11)`.
        version: (u32, u32),
        /// Whether the library that programs link is there.
        shared: bool,
        /// Where it is installed.
        home: String,
    },
}

/// Whether the Python that the build will link works.
pub(crate) fn look() -> Presence {
    let choice = choose(env::var, |program| matches!(ask(program), Answer::Python { .. }));
    let answer = ask(choice.program());
    judge(&choice, &answer)
}

impl Choice {
    fn program(&self) -> &str {
        match self {
            Self::Variable { program, .. } => program,
            Self::Path(program) => program,
        }
    }
}

/// Which Python the build script of PyO3 takes, in its order.
fn choose(
    variable: impl Fn(&'static str) -> Result<String, VarError>,
    is_python: impl Fn(&str) -> bool,
) -> Choice {
    let set = |name: &'static str| variable(name).ok().filter(|value| !value.is_empty());
    if let Some(program) = set("PYO3_PYTHON") {
        return Choice::Variable { variable: "PYO3_PYTHON", program };
    }
    let environment = match (set("VIRTUAL_ENV"), set("CONDA_PREFIX")) {
        (Some(folder), None) => Some(("VIRTUAL_ENV", folder, ["bin", "Scripts"])),
        (None, Some(folder)) => Some(("CONDA_PREFIX", folder, ["bin", ""])),
        // With both, PyO3 takes neither.
        _ => None,
    };
    if let Some((variable, folder, [unix, windows])) = environment {
        let (inner, program) = if cfg!(windows) { (windows, "python.exe") } else { (unix, "python") };
        let program = Path::new(&folder).join(inner).join(program).to_string_lossy().into_owned();
        return Choice::Variable { variable, program };
    }
    Choice::Path(if is_python("python") { "python" } else { "python3" })
}

/// Asks a program what it is.
fn ask(program: &str) -> Answer {
    let output =
        Command::new(program).args(["-c", PROBE]).stdin(Stdio::null()).stderr(Stdio::null()).output();
    match output {
        Ok(output) => read(&String::from_utf8_lossy(&output.stdout)),
        Err(_) => Answer::NotThere,
    }
}

/// Reads what the probe prints.
fn read(text: &str) -> Answer {
    let mut words = text.trim().splitn(5, ' ');
    let mut next = || words.next().unwrap_or_default();
    let (mark, major, minor, library, home) = (next(), next().parse(), next().parse(), next(), next());
    match (mark, major, minor) {
        ("glotta", Ok(3), Ok(minor)) => {
            Answer::Python { version: (3, minor), shared: library == "shared", home: home.to_owned() }
        }
        ("glotta", Ok(major), Ok(minor)) => {
            Answer::Python { version: (major, minor), shared: false, home: home.to_owned() }
        }
        _ => Answer::Strange,
    }
}

/// Whether that Python can be linked, and if not, what to do.
fn judge(choice: &Choice, answer: &Answer) -> Presence {
    let (oldest_major, oldest_minor) = OLDEST;
    let program = choice.program();
    let (wrong, lead) = match answer {
        Answer::Python { version, shared: true, .. } if *version >= OLDEST => return Presence::There,
        Answer::Python { version: version @ (major, minor), .. } if *version < OLDEST => {
            (format!("is {major}.{minor}, and Glotta needs {oldest_major}.{oldest_minor} or later"), BY_HAND)
        }
        // What the system came with lacks its library until the package for developers is there.
        Answer::Python { home, .. } if choice.is_of_system(home) => return Presence::Missing,
        Answer::Python { version: (major, minor), home, .. } => (
            format!("is {major}.{minor} in {home}, which has no shared library that Glotta could link"),
            BY_HAND,
        ),
        Answer::NotThere | Answer::Strange => match choice {
            Choice::Path(_) => return Presence::Missing,
            Choice::Variable { .. } => (
                "does not run".to_owned(),
                "point the variable PYO3_PYTHON to the program of Python 3.11 or later",
            ),
        },
    };
    let by = match choice {
        Choice::Variable { variable, .. } => format!(" named by {variable},"),
        Choice::Path(_) => String::new(),
    };
    Presence::Broken(format!("the Python that would be linked, {program:?},{by} {wrong}: {lead}"))
}

impl Choice {
    /// Whether it is the system's own, whose packages can be installed.
    fn is_of_system(&self, home: &str) -> bool {
        matches!(self, Self::Path(_))
            && (home == "/usr" || home.starts_with("/opt/homebrew") || home.starts_with("/usr/local/Cellar"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn named(program: &str) -> Choice {
        Choice::Variable { variable: "PYO3_PYTHON", program: program.to_owned() }
    }

    fn python(version: (u32, u32), shared: bool, home: &str) -> Answer {
        Answer::Python { version, shared, home: home.to_owned() }
    }

    #[track_caller]
    fn sentence(choice: &Choice, answer: &Answer) -> String {
        let Presence::Broken(why) = judge(choice, answer) else { panic!("{choice:?}, {answer:?}") };
        assert!(!why.contains('\n') && !why.contains(". "), "one sentence: {why}");
        assert!(why.contains("PYO3_PYTHON"), "says what to do: {why}");
        why
    }

    #[test]
    fn one_that_is_new_enough_and_has_its_library_is_linked() {
        for version in [(3, 11), (3, 12), (3, 14)] {
            assert_eq!(judge(&named("p"), &python(version, true, "/opt/p")), Presence::There);
            assert_eq!(judge(&Choice::Path("python3"), &python(version, true, "/usr")), Presence::There);
        }
    }

    #[test]
    fn one_that_is_too_old_is_named_with_its_version() {
        for choice in [named("/opt/p"), Choice::Path("python3")] {
            let why = sentence(&choice, &python((3, 8), true, "/usr"));
            assert!(why.contains("is 3.8, and Glotta needs 3.11 or later"), "{why}");
        }
        let why = sentence(&Choice::Path("python"), &python((2, 7), false, "/usr"));
        assert!(why.contains("is 2.7"), "{why}");
    }

    #[test]
    fn one_without_its_library_is_told_from_the_system_s_own_that_a_package_completes() {
        let why = sentence(&Choice::Path("python3"), &python((3, 12), false, "/home/a/.pyenv"));
        assert!(why.contains("is 3.12 in /home/a/.pyenv, which has no shared library"), "{why}");
        assert!(why.contains("--enable-shared"), "{why}");
        sentence(&named("/usr/bin/python3"), &python((3, 12), false, "/usr"));
        assert_eq!(
            judge(&Choice::Path("python3"), &python((3, 12), false, "/usr")),
            Presence::Missing,
            "a package brings it"
        );
    }

    #[test]
    fn none_is_installed_unless_the_user_named_one() {
        for answer in [Answer::NotThere, Answer::Strange] {
            assert_eq!(judge(&Choice::Path("python3"), &answer), Presence::Missing);
            let why = sentence(&named("/no/such"), &answer);
            assert!(why.contains("\"/no/such\", named by PYO3_PYTHON, does not run"), "{why}");
        }
    }

    #[test]
    fn what_the_probe_prints_is_understood() {
        assert_eq!(read("glotta 3 13 shared /opt/my python\n"), python((3, 13), true, "/opt/my python"));
        assert_eq!(read("glotta 3 11 static /usr"), python((3, 11), false, "/usr"));
        assert_eq!(read("Traceback"), Answer::Strange);
        assert_eq!(read(""), Answer::Strange);
    }

    #[test]
    fn the_same_one_is_chosen_as_by_the_build() {
        let chosen = |variables: &[(&'static str, &str)], has_python: bool| {
            let look = |name: &'static str| {
                let found = variables.iter().find(|(known, _)| *known == name);
                found.map(|(_, value)| (*value).to_owned()).ok_or(VarError::NotPresent)
            };
            choose(look, |program| program == "python" && has_python)
        };
        assert_eq!(chosen(&[("PYO3_PYTHON", "/p"), ("VIRTUAL_ENV", "/v")], true), named("/p"));
        assert_eq!(chosen(&[("PYO3_PYTHON", "")], true), Choice::Path("python"));
        assert_eq!(chosen(&[], false), Choice::Path("python3"));
        assert_eq!(chosen(&[("VIRTUAL_ENV", "/v"), ("CONDA_PREFIX", "/c")], true), Choice::Path("python"));
        let Choice::Variable { variable: "VIRTUAL_ENV", program } = chosen(&[("VIRTUAL_ENV", "/v")], true)
        else {
            panic!("the environment is active")
        };
        assert!(program.starts_with("/v"), "{program}");
    }

    #[test]
    fn a_program_that_is_no_python_is_seen() {
        assert_eq!(ask("glotta-no-such-program"), Answer::NotThere);
        assert_eq!(ask("true"), Answer::Strange);
    }
}
