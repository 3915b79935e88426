//! `cargo xtask sanitize`: the tests, watched by AddressSanitizer and LeakSanitizer, or by ThreadSanitizer.

use std::collections::BTreeMap;
use std::ffi::OsString;
use std::fmt;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::Instant;

use crate::run::{self, Failure, cargo};
use crate::system::{ANGELSCRIPT, C_COMPILER, CXX_COMPILER, PYTHON, ensure};

/// The packages that are left out: they run other programs and measure them, with no memory or threads of their own.
const LEFT_OUT: &[&str] = &["glotta-benches", "xtask"];

/// Tests that no sanitizer is for: this one has the compiler refuse texts, for which it would have to compile everything again.
const NOT_WATCHED: &[&str] = &["what_cannot_be_bound_is_refused_where_it_stands"];

/// Where this crate and its lists of what is no fault lie.
const HERE: &str = env!("CARGO_MANIFEST_DIR");

/// To compile better costs less than it saves where every access is watched.
const OPTIMISED: (&str, &str) = ("CARGO_PROFILE_DEV_OPT_LEVEL", "1");

/// One of the sanitizers.
struct Sanitizer {
    /// As the compilers call it.
    name: &'static str,
    /// The beginning of the name of its runtime library, without which nothing can be linked.
    library: &'static str,
    /// The variables that its runtime library reads, each with options and the file of what is no fault.
    options: &'static [(&'static str, &'static str, Option<&'static str>)],
    /// What the compiler is given beside the name.
    flags: &'static str,
    /// The same for the compiler of C.
    c_flags: &'static str,
    /// Whether it must see what the standard library does.
    sees_all: bool,
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
        c_flags: "",
        sees_all: false,
        // The library never frees an object whose constructor raised and which the script holds: known, and as large as it
        // is often made. Through the library's frames no reason can be told from another, so no suppression fits.
        // Nor does it free one whose constructor could not begin because the stack was full.
        skipped: &[
            "an_object_that_was_never_finished_is_copied_without_harm",
            "angelscript::error::recursion_in_operators",
        ],
    },
    Sanitizer {
        name: "thread",
        library: "tsan",
        // Beyond its limit it forgets what was accessed long ago. Without one, the thousand worlds of the conformance
        // cases took 18 GB, and each child that a script is compiled in a copy of their page tables.
        options: &[(
            "TSAN_OPTIONS",
            "halt_on_error=0:print_suppressions=0:memory_limit_mb=4096",
            Some("races.supp"),
        )],
        // Lua is stopped without a signal, since it holds signals back.
        flags: " --cfg glotta_thread_sanitizer",
        // Lua raises its errors by the one, ThreadSanitizer knows the other only, which does the same. It would take the calls
        // that an error leaves for ones that go on, run out of room after some ten thousand errors, and write beyond it.
        c_flags: " -D_longjmp=longjmp",
        sees_all: true,
        skipped: &[],
    },
];

/// Runs the tests under a sanitizer, that of addresses unless another is named; further arguments go to `cargo test`.
pub(crate) fn run(mut arguments: Vec<OsString>) -> Result<(), Failure> {
    let began = Instant::now();
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
    let root = PathBuf::from(ask_compiler(&["--print", "sysroot"])?.trim());
    find_library(sanitizer, &root, &host)?;
    let library = Library::find(sanitizer, &root);
    if library == Library::Blind {
        eprintln!(
            "xtask: the tool chain is without the source of the standard library (`rustup component add rust-src`), so what \
             is ordered within it is not seen: {} tells what is left out for that",
            Library::SHIPPED
        );
    }
    let folder = Folder::new(sanitizer)?;

    // A doc test would be compiled without what its crate was compiled with.
    let mut command = cargo(["test", "--lib", "--tests", "--no-fail-fast", "--target", &host]);
    // Lines are told of our own code only, which spares half of what is to be linked.
    command.args(["--config", "profile.dev.package.\"*\".debug=false"]);
    if library == Library::Built {
        command.arg("-Zbuild-std");
    }
    let names_packages = arguments.iter().any(|argument| argument == "-p" || argument == "--package");
    if !names_packages {
        command.arg("--workspace");
        for package in LEFT_OUT {
            command.args(["--exclude", package]);
        }
    }
    let goes_on = arguments.iter().any(|argument| argument == "--");
    command.args(arguments);
    if !goes_on {
        command.arg("--");
    }
    for test in NOT_WATCHED.iter().chain(sanitizer.skipped) {
        command.args(["--skip", test]);
    }

    command.env("RUSTC_BOOTSTRAP", "1");
    command.env("RUSTFLAGS", format!("-Zsanitizer={}{}{}", sanitizer.name, sanitizer.flags, library.flags()));
    // What is compiled of C and C++ is watched at every access too.
    for (language, more) in [("CFLAGS", sanitizer.c_flags), ("CXXFLAGS", "")] {
        let flags = format!("-fsanitize={} -fno-omit-frame-pointer{more}", sanitizer.name);
        command.env(format!("{language}_{}", host.replace('-', "_")), flags);
    }
    if std::env::var_os(OPTIMISED.0).is_none() {
        command.env(OPTIMISED.0, OPTIMISED.1);
    }
    // Beside the usual one, so that neither has to compile anew what the other has compiled.
    command.env("CARGO_TARGET_DIR", &folder.target);
    for (variable, options, suppressions) in sanitizer.options {
        let mut value = format!("{options}:log_path={}", folder.reports().join("report").display());
        if let Some(file) = suppressions {
            value.push_str(":suppressions=");
            value.push_str(&folder.suppressions(file, library)?.to_string_lossy());
        }
        command.env(variable, value);
    }
    let (summary, done) = run::tests(command)?;
    let reports = Reports::read(&folder.reports());
    let minutes = began.elapsed().as_secs().div_ceil(60);
    print!("\n{summary}{reports}");
    // A runner that was ended has counted nothing.
    let verdict = if done.is_ok() { "ok" } else { "FAILED" };
    let (counts, reports) = (summary.counts(), reports.count());
    println!("sanitize {}: {verdict}. {counts}; {reports} reports; {minutes} min", sanitizer.name);
    done
}

/// How the standard library is watched.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Library {
    /// As it was shipped, which is enough.
    Shipped,
    /// As it was shipped, though more should be seen.
    Blind,
    /// Compiled with the sanitizer.
    Built,
}

impl Library {
    /// What a file of suppressions is continued with for a library that is not watched.
    const SHIPPED: &str = "races-shipped.supp";

    fn find(sanitizer: &Sanitizer, root: &Path) -> Self {
        let source = root.join("lib/rustlib/src/rust/library/Cargo.lock");
        match (sanitizer.sees_all, source.is_file()) {
            (false, _) => Self::Shipped,
            (true, false) => Self::Blind,
            (true, true) => Self::Built,
        }
    }

    /// What the compiler is given beside the name of the sanitizer.
    fn flags(self) -> &'static str {
        if self == Self::Blind { " -Cunsafe-allow-abi-mismatch=sanitizer" } else { "" }
    }
}

/// Where a sanitizer's things are kept.
struct Folder {
    target: PathBuf,
}

impl Folder {
    /// The folder, without reports of earlier runs.
    fn new(sanitizer: &Sanitizer) -> Result<Self, Failure> {
        let usual = || Path::new(HERE).join("../target/sanitize").join(sanitizer.name);
        let target = std::env::var_os("CARGO_TARGET_DIR").map_or_else(usual, PathBuf::from);
        let target = std::path::absolute(&target).map_err(|error| cannot("find", &target, &error))?;
        let folder = Self { target };
        let reports = folder.reports();
        if reports.exists() {
            fs::remove_dir_all(&reports).map_err(|error| cannot("empty", &reports, &error))?;
        }
        fs::create_dir_all(&reports).map_err(|error| cannot("create", &reports, &error))?;
        Ok(folder)
    }

    fn reports(&self) -> PathBuf {
        self.target.join("reports")
    }

    /// The file of what is no fault: the one beside this crate, or, as only one can be named, both in one.
    fn suppressions(&self, file: &str, library: Library) -> Result<PathBuf, Failure> {
        let own = Path::new(HERE).join(file);
        if library != Library::Blind {
            return Ok(own);
        }
        let read = |path: &Path| fs::read_to_string(path).map_err(|error| cannot("read", path, &error));
        let text = read(&own)? + &read(&Path::new(HERE).join(Library::SHIPPED))?;
        let joint = self.target.join(file);
        fs::write(&joint, text).map_err(|error| cannot("write", &joint, &error))?;
        Ok(joint)
    }
}

/// What a sanitizer found: each place, and how many times.
struct Reports {
    places: BTreeMap<String, u64>,
    folder: PathBuf,
}

impl Reports {
    fn read(folder: &Path) -> Self {
        let mut places = BTreeMap::new();
        for file in fs::read_dir(folder).into_iter().flatten().flatten() {
            let text = fs::read(file.path()).unwrap_or_default();
            for line in String::from_utf8_lossy(&text).lines() {
                if let Some(place) = line.strip_prefix("SUMMARY: ") {
                    *places.entry(place.to_owned()).or_default() += 1;
                }
            }
        }
        Self { places, folder: folder.to_owned() }
    }

    fn count(&self) -> u64 {
        self.places.values().sum()
    }
}

impl fmt::Display for Reports {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (place, times) in &self.places {
            writeln!(f, "{times} times: {place}")?;
        }
        if self.places.is_empty() {
            Ok(())
        } else {
            writeln!(f, "the reports are in {}", self.folder.display())
        }
    }
}

fn cannot(act: &str, path: &Path, error: &io::Error) -> Failure {
    Failure::Message(format!("cannot {act} {}: {error}", path.display()))
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
fn find_library(sanitizer: &Sanitizer, root: &Path, host: &str) -> Result<(), Failure> {
    let folder = root.join("lib/rustlib").join(host).join("lib");
    let is_it = |name: &str| name.contains("_rt.") && name.contains(sanitizer.library);
    let found = fs::read_dir(&folder)
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reports_are_counted_by_place() {
        let folder = std::env::temp_dir().join(format!("glotta-reports-{}", std::process::id()));
        fs::create_dir_all(&folder).expect("made");
        let race = "WARNING: ThreadSanitizer: data race\nSUMMARY: ThreadSanitizer: data race a.rs:1 in a\n";
        fs::write(folder.join("report.1"), race.repeat(2)).expect("written");
        fs::write(folder.join("report.2"), race.replace("a.rs", "b.rs")).expect("written");
        let reports = Reports::read(&folder);
        let text = reports.to_string();
        fs::remove_dir_all(&folder).expect("removed");
        assert_eq!(reports.count(), 3);
        assert!(text.starts_with("2 times: ThreadSanitizer: data race a.rs:1 in a\n1 times: "), "{text}");
        assert!(text.trim_end().ends_with(&folder.display().to_string()), "{text}");
    }

    #[test]
    fn a_run_without_reports_says_nothing_of_them() {
        let reports = Reports::read(Path::new("no such folder"));
        assert_eq!((reports.count(), reports.to_string().as_str()), (0, ""));
    }
}
