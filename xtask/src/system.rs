//! What the system must have, how to see whether it has it, and how to get it.

use std::io::Write as _;
use std::path::PathBuf;
use std::process::{Command, Stdio};

use crate::python;
use crate::run::{self, Failure, cargo};

/// Whether something that is needed is there.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Presence {
    /// It is.
    There,
    /// It is not, but can be installed.
    Missing,
    /// The user has chosen one that does not work; installing another would change nothing.
    Broken(String),
}

impl From<bool> for Presence {
    fn from(there: bool) -> Self {
        if there { Self::There } else { Self::Missing }
    }
}

/// Something that must be there before a command can work.
#[derive(Debug)]
pub(crate) struct Need {
    /// What it is, for messages.
    name: &'static str,
    /// What it is for.
    reason: &'static str,
    /// Whether it is there.
    look: fn() -> Presence,
    /// The component of a rustup tool chain that brings it.
    component: Option<&'static str>,
    /// The packages of Debian and its kin that bring it.
    apt: &'static [&'static str],
    /// The formulae of Homebrew that bring it.
    brew: &'static [&'static str],
    /// What to do where none of these can be used.
    by_hand: &'static str,
}

/// For the sources of the languages that are built with us.
pub(crate) const C_COMPILER: Need = Need {
    name: "a C compiler",
    reason: "Lua is compiled from source",
    look: compiles_c,
    component: None,
    apt: &["gcc", "libc6-dev"],
    brew: &[],
    by_hand: if cfg!(target_os = "macos") {
        "run `xcode-select --install`"
    } else {
        "install a C compiler and the C library's headers with your package manager (Fedora: gcc glibc-devel; \
         Arch: gcc; Alpine: build-base), or point the variable CC to one"
    },
};

/// For the language AngelScript, whose library is C++.
pub(crate) const CXX_COMPILER: Need = Need {
    name: "a C++ compiler",
    reason: "AngelScript is called through a part in C++",
    look: compiles_cxx,
    component: None,
    apt: &["g++", "libc6-dev"],
    brew: &[],
    by_hand: if cfg!(target_os = "macos") {
        "run `xcode-select --install`"
    } else {
        "install a C++ compiler with your package manager (Fedora: gcc-c++; Arch: gcc; Alpine: build-base), or point \
         the variable CXX to one"
    },
};

/// For the language AngelScript, which is linked unless the variable names an SDK to be built.
pub(crate) const ANGELSCRIPT: Need = Need {
    name: "the AngelScript library",
    reason: "AngelScript scripts run in it",
    look: has_angelscript,
    component: None,
    apt: &["angelscript-dev"],
    brew: &["angelscript"],
    by_hand: "install the AngelScript library, 2.35 to 2.38 (vcpkg: angelscript), or point the variable \
              ANGELSCRIPT_SDK to the folder of its SDK",
};

/// For the language Python, which is linked and not built.
pub(crate) const PYTHON: Need = Need {
    name: "Python 3.11 or later with its library",
    reason: "Python scripts run in it",
    look: python::look,
    component: None,
    apt: &["python3", "libpython3-dev"],
    brew: &["python3"],
    by_hand: python::BY_HAND,
};

/// For `cargo fmt`.
pub(crate) const RUSTFMT: Need = Need {
    name: "rustfmt",
    reason: "the formatting is checked",
    look: || run::succeeds(&mut cargo(["fmt", "--version"])).into(),
    component: Some("rustfmt"),
    apt: &["rustfmt"],
    brew: &["rustfmt"],
    by_hand: "install rustfmt for your Rust tool chain",
};

/// For `cargo clippy`.
pub(crate) const CLIPPY: Need = Need {
    name: "clippy",
    reason: "the lints are checked",
    look: || run::succeeds(&mut cargo(["clippy", "--version"])).into(),
    component: Some("clippy"),
    apt: &["rust-clippy"],
    brew: &["rust"],
    by_hand: "install clippy for your Rust tool chain",
};

/// Whether the C compiler that the build will use works and finds the C library's headers.
fn compiles_c() -> Presence {
    compiles("CC", "cc", "c", b"#include <stdio.h>\n#include <setjmp.h>\nint main(void) { return 0; }\n")
}

/// Whether the C++ compiler that the build will use works and finds the C++ library's headers.
fn compiles_cxx() -> Presence {
    compiles("CXX", "c++", "c++", b"#include <new>\nint main() { return 0; }\n")
}

/// Whether the compiler that a variable names, or else the usual one, takes this text.
fn compiles(variable: &str, usual: &str, language: &str, text: &[u8]) -> Presence {
    if cfg!(windows) {
        // The tool chain for Windows finds its compiler in ways of its own; if there is none, the build says so.
        return Presence::There;
    }
    let chosen = std::env::var(variable).unwrap_or_default();
    let mut words = chosen.split_whitespace();
    let mut command = Command::new(words.next().unwrap_or(usual));
    // Only the syntax: that programs can be linked is proved by this one.
    command.args(words).args(["-fsyntax-only", "-x", language, "-"]);
    let works = accepts(&mut command, text);
    if !works && !chosen.is_empty() {
        let language = language.to_uppercase();
        return Presence::Broken(format!(
            "the variable {variable} is {chosen:?}, which does not compile {language}"
        ));
    }
    works.into()
}

/// Whether AngelScript is in one of the places where the build looks. What is wrong with what is there, the build tells.
fn has_angelscript() -> Presence {
    let is_named = |name| std::env::var_os(name).is_some_and(|folder| !folder.is_empty());
    // The build says what is wrong with what they name.
    if ["ANGELSCRIPT_SDK", "ANGELSCRIPT_PREFIX"].into_iter().any(is_named) || cfg!(windows) {
        return Presence::There;
    }
    let vcpkg =
        ["VCPKG_ROOT", "VCPKG_INSTALLATION_ROOT"].map(|root| Some(PathBuf::from(std::env::var_os(root)?)));
    let mut prefixes = Vec::new();
    for installed in vcpkg.into_iter().flatten() {
        let folders = std::fs::read_dir(installed.join("installed")).into_iter().flatten().flatten();
        prefixes.extend(folders.map(|folder| folder.path()));
    }
    let usual = ["/usr", "/usr/local", "/opt/homebrew", "/usr/local/opt/angelscript", "/opt/local"];
    prefixes.extend(usual.map(PathBuf::from));
    prefixes.iter().any(|prefix| prefix.join("include/angelscript.h").is_file()).into()
}

/// True if the command can be run and takes this input.
fn accepts(command: &mut Command, input: &[u8]) -> bool {
    let spawned = command.stdin(Stdio::piped()).stdout(Stdio::null()).stderr(Stdio::null()).spawn();
    let Ok(mut child) = spawned else { return false };
    if let Some(mut stdin) = child.stdin.take() {
        // A program that does not read has failed, which its status tells.
        let _ = stdin.write_all(input);
    }
    child.wait().is_ok_and(|status| status.success())
}

/// What there is to install things with.
#[derive(Clone, Copy, Debug)]
struct Means {
    rustup: bool,
    apt: bool,
    root: bool,
    brew: bool,
}

impl Means {
    fn look() -> Self {
        Self { rustup: on_path("rustup"), apt: on_path("apt-get"), root: is_root(), brew: on_path("brew") }
    }
}

fn on_path(program: &str) -> bool {
    let path = std::env::var_os("PATH").unwrap_or_default();
    std::env::split_paths(&path).any(|folder: PathBuf| folder.join(program).is_file())
}

fn is_root() -> bool {
    Command::new("id").arg("-u").output().is_ok_and(|output| output.stdout.trim_ascii() == b"0")
}

/// How to come by something that is missing.
#[derive(Debug, PartialEq, Eq)]
enum Plan {
    /// Run these, one after the other.
    Run(Vec<Vec<&'static str>>),
    /// Tell the user to do this.
    Tell(String),
}

fn plan(need: &Need, means: Means) -> Plan {
    if let Some(component) = need.component
        && means.rustup
    {
        return Plan::Run(vec![vec!["rustup", "component", "add", component]]);
    }
    if means.apt && !need.apt.is_empty() {
        if !means.root {
            let packages = need.apt.join(" ");
            return Plan::Tell(format!(
                "run `sudo apt-get update && sudo apt-get install -y {packages}`, then try again"
            ));
        }
        let install = ["apt-get", "install", "-y"].iter().chain(need.apt).copied().collect();
        return Plan::Run(vec![vec!["apt-get", "update"], install]);
    }
    if means.brew && !need.brew.is_empty() {
        return Plan::Run(vec![["brew", "install"].iter().chain(need.brew).copied().collect()]);
    }
    Plan::Tell(format!("{}, then try again", need.by_hand))
}

/// Sees to it that all of `needs` are there, installing what is missing.
pub(crate) fn ensure(needs: &[Need]) -> Result<(), Failure> {
    for need in needs {
        match (need.look)() {
            Presence::There => continue,
            Presence::Broken(why) => return Err(Failure::Message(why)),
            Presence::Missing => {}
        }
        let lacks = format!("this system lacks {} ({})", need.name, need.reason);
        match plan(need, Means::look()) {
            Plan::Tell(what) => return Err(Failure::Message(format!("{lacks}: {what}"))),
            Plan::Run(commands) => {
                eprintln!("xtask: {lacks}; installing it");
                for words in commands {
                    install(&lacks, &words)?;
                }
            }
        }
        if (need.look)() != Presence::There {
            return Err(Failure::Message(format!("{lacks}, even after the installation: {}", need.by_hand)));
        }
    }
    Ok(())
}

fn install(lacks: &str, words: &[&str]) -> Result<(), Failure> {
    let Some((program, arguments)) = words.split_first() else { return Ok(()) };
    let mut command = Command::new(program);
    command.args(arguments).env("DEBIAN_FRONTEND", "noninteractive").stdin(Stdio::null());
    match run::step(command) {
        Ok(()) => Ok(()),
        Err(Failure::Message(message)) => Err(Failure::Message(format!("{lacks}; {message}"))),
        Err(Failure::Code(code)) => {
            let command = words.join(" ");
            Err(Failure::Message(format!("{lacks}, and `{command}` failed with exit code {code}")))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const NOTHING: Means = Means { rustup: false, apt: false, root: false, brew: false };

    #[test]
    fn root_on_debian_installs_by_itself() {
        let means = Means { apt: true, root: true, ..NOTHING };
        let expected = vec![vec!["apt-get", "update"], vec!["apt-get", "install", "-y", "gcc", "libc6-dev"]];
        assert_eq!(plan(&C_COMPILER, means), Plan::Run(expected));
    }

    #[test]
    fn others_on_debian_are_told_the_exact_command() {
        let Plan::Tell(what) = plan(&C_COMPILER, Means { apt: true, ..NOTHING }) else {
            panic!("nothing can be installed without root")
        };
        assert!(what.contains("sudo apt-get install -y gcc libc6-dev"), "{what}");
    }

    #[test]
    fn components_come_from_rustup_where_it_is() {
        let means = Means { rustup: true, apt: true, root: true, ..NOTHING };
        assert_eq!(plan(&CLIPPY, means), Plan::Run(vec![vec!["rustup", "component", "add", "clippy"]]));
    }

    #[test]
    fn without_any_means_the_user_is_told_what_is_missing() {
        for need in [C_COMPILER, CXX_COMPILER, ANGELSCRIPT, PYTHON, RUSTFMT, CLIPPY] {
            assert!(matches!(plan(&need, NOTHING), Plan::Tell(what) if what.contains("install")));
        }
    }

    #[cfg(unix)]
    #[test]
    fn a_compiler_must_accept_what_it_is_given() {
        assert!(accepts(&mut Command::new("true"), b"anything"));
        assert!(!accepts(&mut Command::new("false"), b"anything"));
        assert!(!accepts(&mut Command::new("glotta-no-such-program"), b"anything"));
    }
}
