//! `cargo xtask sanitize`: the tests, watched by AddressSanitizer and LeakSanitizer, or by ThreadSanitizer.

use std::ffi::OsString;
use std::path::Path;
use std::process::Command;

use crate::run::{self, Failure, cargo};
use crate::system::{ANGELSCRIPT, C_COMPILER, CXX_COMPILER, PYTHON, ensure};

/// The packages with tests in which something can go wrong that a sanitizer sees.
const PACKAGES: &[&str] = &[
    "glotta-core",
    "glotta-runtime",
    "glotta-lua",
    "glotta-python",
    "glotta-angelscript",
    "glotta-engine",
    "glotta",
    "glotta-fuzz",
];

/// One of the sanitizers.
struct Sanitizer {
    /// As the compiler calls it.
    name: &'static str,
    /// The beginning of the name of its runtime library, without which nothing can be linked.
    library: &'static str,
    /// The variables that its runtime library reads, each with options and the file of what is no fault.
    options: &'static [(&'static str, &'static str, Option<&'static str>)],
    /// What the compiler is given beside the name.
    flags: &'static str,
    /// Tests that are left out, each for its reason.
    skipped: &'static [&'static str],
}

const SANITIZERS: &[Sanitizer] = &[
    Sanitizer {
        name: "address",
        library: "asan",
        options: &[
            // Scripts that ask for more than there is are tested, and get an error.
            ("ASAN_OPTIONS", "detect_leaks=1:allocator_may_return_null=1", None),
            ("LSAN_OPTIONS", "print_suppressions=0", Some("leaks.supp")),
        ],
        flags: "",
        // The library never frees an object whose constructor raised and which the script holds: known, and as large as it
        // is often made. Through the library's frames no reason can be told from another, so no suppression fits.
        skipped: &["an_object_that_was_never_finished_is_copied_without_harm"],
    },
    Sanitizer {
        name: "thread",
        library: "tsan",
        options: &[("TSAN_OPTIONS", "halt_on_error=0", Some("races.supp"))],
        // The standard library is as it was shipped, so what it does between threads is not seen.
        flags: " -Cunsafe-allow-abi-mismatch=sanitizer",
        skipped: &[],
    },
];

/// Runs the tests under a sanitizer, that of addresses unless another is named; further arguments go to `cargo test`.
pub(crate) fn run(mut arguments: Vec<OsString>) -> Result<(), Failure> {
    let known = |name: &OsString| SANITIZERS.iter().find(|sanitizer| name == sanitizer.name);
    let sanitizer = match arguments.first().and_then(known) {
        Some(sanitizer) => {
            arguments.remove(0);
            sanitizer
        }
        None => &SANITIZERS[0],
    };
    ensure(&[C_COMPILER, CXX_COMPILER, ANGELSCRIPT, PYTHON])?;
    let host = host()?;
    find_library(sanitizer, &host)?;
    let here = Path::new(env!("CARGO_MANIFEST_DIR"));
    // A doc test would be compiled without what its crate was compiled with.
    let mut command = cargo(["test", "--lib", "--tests", "--no-fail-fast", "--target", &host]);
    let names_packages = arguments.iter().any(|argument| argument == "-p" || argument == "--package");
    if !names_packages {
        for package in PACKAGES {
            command.args(["--package", package]);
        }
    }
    let goes_on = arguments.iter().any(|argument| argument == "--");
    command.args(arguments);
    if !goes_on {
        command.arg("--");
    }
    for test in sanitizer.skipped {
        command.args(["--skip", test]);
    }
    command.env("RUSTC_BOOTSTRAP", "1");
    command.env("RUSTFLAGS", format!("-Zsanitizer={}{}", sanitizer.name, sanitizer.flags));
    // Beside the usual one, so that neither has to compile anew what the other has compiled.
    if std::env::var_os("CARGO_TARGET_DIR").is_none() {
        command.env("CARGO_TARGET_DIR", here.join("../target/sanitize").join(sanitizer.name));
    }
    for (variable, options, suppressions) in sanitizer.options {
        let file = suppressions.map(|file| format!(":suppressions={}", here.join(file).display()));
        command.env(variable, format!("{options}{}", file.unwrap_or_default()));
    }
    let (summary, done) = run::tests(command)?;
    print!("\n{summary}");
    done
}

/// What the compiler prints when it is asked.
fn ask_compiler(arguments: &[&str]) -> Result<String, Failure> {
    let output = Command::new("rustc").args(arguments).output();
    let output = output.map_err(|error| Failure::Message(format!("cannot run `rustc`: {error}")))?;
    Ok(String::from_utf8_lossy(&output.stdout).into_owned())
}

/// The target that the compiler itself was made for.
fn host() -> Result<String, Failure> {
    let about = ask_compiler(&["-vV"])?;
    let host = about.lines().find_map(|line| line.strip_prefix("host: "));
    host.map(str::to_owned).ok_or_else(|| Failure::Message("`rustc -vV` names no host".to_owned()))
}

/// Makes sure that the tool chain has the library of a sanitizer.
fn find_library(sanitizer: &Sanitizer, host: &str) -> Result<(), Failure> {
    let root = ask_compiler(&["--print", "sysroot"])?;
    let folder = Path::new(root.trim()).join("lib/rustlib").join(host).join("lib");
    let is_it = |name: &str| name.contains("_rt.") && name.contains(sanitizer.library);
    let found = std::fs::read_dir(&folder)
        .is_ok_and(|files| files.flatten().any(|file| is_it(&file.file_name().to_string_lossy())));
    if found {
        return Ok(());
    }
    Err(Failure::Message(format!(
        "the tool chain has no library of the sanitizer {}: there is none in {}; it comes with those for Linux and macOS",
        sanitizer.name,
        folder.display()
    )))
}
