//! Where the AngelScript library is. Only looks: what is decided here can be tested.

use std::fmt;
use std::fs;
use std::path::{Path, PathBuf};

/// The oldest version that is known to work, as `ANGELSCRIPT_VERSION` counts.
pub(crate) const OLDEST: u32 = 23500;
/// The end of the newest series that is known: later ones may change what the shim relies on.
pub(crate) const NEWEST: u32 = 23899;

/// The variable that names an SDK to be built.
pub(crate) const SDK: &str = "ANGELSCRIPT_SDK";
/// The variable that names the folder of a library: `include` and `lib` are in it.
pub(crate) const PREFIX: &str = "ANGELSCRIPT_PREFIX";
/// The variables that name places to look, besides the SDK.
pub(crate) const PLACES: [&str; 5] =
    [PREFIX, "VCPKG_ROOT", "VCPKG_INSTALLATION_ROOT", "VCPKG_INSTALLED_DIR", "HOMEBREW_PREFIX"];

/// What to build for, and where to look.
pub(crate) struct Surroundings<'a> {
    /// Reads a variable of the environment.
    pub(crate) variable: &'a dyn Fn(&str) -> Option<String>,
    /// The root of the file system.
    pub(crate) root: PathBuf,
    /// Such as `linux`, `macos` or `windows`.
    pub(crate) os: String,
    /// Such as `x86_64` or `aarch64`.
    pub(crate) arch: String,
    /// Whether we build for the system that we build on.
    pub(crate) native: bool,
}

/// An AngelScript that can be used.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Library {
    /// Source text, to be compiled.
    Sdk {
        /// The folder with `angelscript.h`.
        include: PathBuf,
        /// The folder with the source files.
        source: PathBuf,
    },
    /// A library, to be linked.
    Installed {
        /// The folder with `angelscript.h`.
        include: PathBuf,
        /// The library.
        file: PathBuf,
        /// Whether it becomes part of what it is linked to.
        is_static: bool,
    },
}

impl Library {
    /// The folder with `angelscript.h`.
    pub(crate) fn include(&self) -> &Path {
        match self {
            Self::Sdk { include, .. } | Self::Installed { include, .. } => include,
        }
    }
}

/// Why there is none.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Problem {
    /// It is not on this system.
    Missing,
    /// The header is there, but no library beside it.
    NoLibrary(PathBuf),
    /// The variable names a folder that holds no SDK.
    NotAnSdk(PathBuf),
    /// The variable names a folder that holds no library.
    NotAPrefix(PathBuf),
    /// The header tells no version.
    NoVersion(PathBuf),
    /// The header tells a version that is not known to work.
    WrongVersion(PathBuf, u32),
}

impl fmt::Display for Problem {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        const REMEDY: &str = "install it (Debian: `apt-get install angelscript-dev`; macOS: `brew install angelscript`), or \
                              set ANGELSCRIPT_SDK to the folder of its SDK, which is then built";
        match self {
            Self::Missing => write!(formatter, "the AngelScript library is not on this system: {REMEDY}"),
            Self::NoLibrary(header) => {
                let header = header.display();
                write!(
                    formatter,
                    "there is {header}, but no AngelScript library in the folders beside it: {REMEDY}"
                )
            }
            Self::NotAnSdk(folder) => {
                let (folder, relative) = (folder.display(), of_relative(folder));
                write!(
                    formatter,
                    "the variable ANGELSCRIPT_SDK is {folder}{relative}, which holds no AngelScript SDK: expected \
                     angelscript/include/angelscript.h and angelscript/source/*.cpp in it; set it to the folder that \
                     the SDK was unpacked to, or unset it to use the system's library"
                )
            }
            Self::NotAPrefix(folder) => {
                let (folder, relative) = (folder.display(), of_relative(folder));
                write!(
                    formatter,
                    "the variable ANGELSCRIPT_PREFIX is {folder}{relative}, which holds no AngelScript library: expected \
                     include/angelscript.h and lib/libangelscript.a in it; set it to the folder that the library was \
                     installed to, or unset it to use the system's"
                )
            }
            Self::NoVersion(header) => {
                let header = header.display();
                write!(
                    formatter,
                    "{header} does not say which version of AngelScript it is of (ANGELSCRIPT_VERSION); {REMEDY}"
                )
            }
            Self::WrongVersion(header, version) => {
                let (header, version) = (header.display(), shown(*version));
                let (oldest, newest) = (series(OLDEST), series(NEWEST));
                write!(
                    formatter,
                    "{header} is of AngelScript {version}, expected {oldest} to {newest}: set ANGELSCRIPT_SDK to the \
                     folder of such an SDK, which is then built"
                )
            }
        }
    }
}

/// What to say of a folder that is named from another: cargo runs build scripts where nobody stands.
fn of_relative(folder: &Path) -> &'static str {
    // `/opt` has a root on Windows too, if no drive.
    if folder.has_root() { "" } else { " (not an absolute path)" }
}

/// Like 2.35.1.
fn shown(version: u32) -> String {
    format!("{}.{}", series(version), version % 100)
}

/// Like 2.35.
fn series(version: u32) -> String {
    format!("{}.{}", version / 10000, version / 100 % 100)
}

/// Finds the library and its version: the SDK that is named, else the library that is named, else what is installed.
pub(crate) fn find(here: &Surroundings<'_>) -> Result<(Library, u32), Problem> {
    let named = |name: &str| (here.variable)(name).filter(|folder| !folder.is_empty()).map(PathBuf::from);
    let library = match (named(SDK), named(PREFIX)) {
        (Some(folder), _) => sdk(&folder).ok_or(Problem::NotAnSdk(folder))?,
        (None, Some(folder)) => under(&folder, here).ok_or(Problem::NotAPrefix(folder))?,
        (None, None) => installed(here)?,
    };
    let header = library.include().join("angelscript.h");
    let text = fs::read(&header).unwrap_or_default();
    let Some(version) = version(&String::from_utf8_lossy(&text)) else {
        return Err(Problem::NoVersion(header));
    };
    if !(OLDEST..=NEWEST).contains(&version) {
        return Err(Problem::WrongVersion(header, version));
    }
    Ok((library, version))
}

/// The SDK that was unpacked to this folder, or to one above or below it.
pub(crate) fn sdk(folder: &Path) -> Option<Library> {
    ["angelscript", "sdk/angelscript", "."].iter().find_map(|inner| {
        let base = if *inner == "." { folder.to_owned() } else { folder.join(inner) };
        let (include, source) = (base.join("include"), base.join("source"));
        let whole = include.join("angelscript.h").is_file() && source.join("as_scriptengine.cpp").is_file();
        whole.then_some(Library::Sdk { include, source })
    })
}

/// The library that was installed to this folder.
fn under(prefix: &Path, here: &Surroundings<'_>) -> Option<Library> {
    let include = prefix.join("include");
    let (file, is_static) = library_in(prefix, here)?;
    include.join("angelscript.h").is_file().then_some(Library::Installed { include, file, is_static })
}

/// The library that is installed.
fn installed(here: &Surroundings<'_>) -> Result<Library, Problem> {
    let mut problem = Problem::Missing;
    for prefix in prefixes(here) {
        let include = prefix.join("include");
        let header = include.join("angelscript.h");
        if !header.is_file() {
            continue;
        }
        match library_in(&prefix, here) {
            Some((file, is_static)) => return Ok(Library::Installed { include, file, is_static }),
            None if problem == Problem::Missing => problem = Problem::NoLibrary(header),
            None => {}
        }
    }
    Err(problem)
}

/// The folders under which `include` and `lib` may be, the most particular first.
fn prefixes(here: &Surroundings<'_>) -> Vec<PathBuf> {
    let variable = |name: &str| (here.variable)(name).filter(|value| !value.is_empty()).map(PathBuf::from);
    let mut found = Vec::new();
    let vcpkg = ["VCPKG_ROOT", "VCPKG_INSTALLATION_ROOT"]
        .map(|name| variable(name).map(|root| root.join("installed")));
    for folder in vcpkg.into_iter().chain([variable("VCPKG_INSTALLED_DIR")]).flatten() {
        found.extend(triplets(here).into_iter().map(|triplet| folder.join(triplet)));
    }
    if here.os == "macos" && here.native {
        found.extend(variable("HOMEBREW_PREFIX"));
        for place in
            ["opt/homebrew", "opt/homebrew/opt/angelscript", "usr/local/opt/angelscript", "opt/local"]
        {
            found.push(here.root.join(place));
        }
    }
    if here.os != "windows" {
        found.extend([here.root.join("usr/local"), here.root.join("usr")]);
    }
    found
}

/// What vcpkg calls systems like ours, its static libraries first.
fn triplets(here: &Surroundings<'_>) -> Vec<String> {
    let arch = match here.arch.as_str() {
        "x86_64" => "x64",
        "x86" => "x86",
        "aarch64" => "arm64",
        other => other,
    };
    let endings: &[&str] = match here.os.as_str() {
        "windows" => &["windows-static-md", "windows-static", "windows"],
        "macos" => &["osx", "osx-dynamic"],
        "linux" => &["linux", "linux-dynamic"],
        _ => &[],
    };
    endings.iter().map(|ending| format!("{arch}-{ending}")).collect()
}

/// The library under a prefix, and whether it is static, which is preferred: the program then runs where AngelScript is
/// not installed.
fn library_in(prefix: &Path, here: &Surroundings<'_>) -> Option<(PathBuf, bool)> {
    let names: &[(&str, bool)] = match here.os.as_str() {
        "windows" => &[("angelscript.lib", true), ("libangelscript.a", true)],
        "macos" => &[("libangelscript.a", true), ("libangelscript.dylib", false)],
        _ => &[("libangelscript.a", true), ("libangelscript.so", false)],
    };
    let folders = library_folders(here).into_iter().map(|folder| prefix.join(folder)).collect::<Vec<_>>();
    names.iter().find_map(|(name, is_static)| {
        folders
            .iter()
            .map(|folder| folder.join(name))
            .find(|file| file.is_file())
            .map(|file| (file, *is_static))
    })
}

/// The folders under a prefix that hold libraries for the system that we build for.
fn library_folders(here: &Surroundings<'_>) -> Vec<String> {
    let mut folders = Vec::new();
    if here.os == "linux" {
        let arch = match here.arch.as_str() {
            "x86" => "i386",
            "arm" => "arm",
            "powerpc64" => "powerpc64le",
            other => other,
        };
        let endings: &[&str] =
            if here.arch == "arm" { &["linux-gnueabihf", "linux-gnueabi"] } else { &["linux-gnu"] };
        folders.extend(endings.iter().map(|ending| format!("lib/{arch}-{ending}")));
    }
    // The plain folders hold what is for this system.
    if here.native || here.os == "windows" {
        folders.extend(["lib64".to_owned(), "lib".to_owned()]);
    }
    folders
}

/// The version that a header tells.
pub(crate) fn version(header: &str) -> Option<u32> {
    header.lines().find_map(|line| {
        let mut words = line.split_whitespace();
        let is_it = words.next() == Some("#define") && words.next() == Some("ANGELSCRIPT_VERSION");
        is_it.then(|| words.next())?.and_then(|number| number.parse().ok())
    })
}

/// Lines for C++ that check what these constants of Rust say: `pub const NAME: type = number;` becomes
/// `GLAS_CHECK(asNAME, number);`.
pub(crate) fn checks(constants: &str) -> String {
    let lines = constants.lines().filter_map(|line| {
        let (name, rest) = line.strip_prefix("pub const ")?.split_once(':')?;
        let number = rest.split_once('=')?.1.trim().trim_end_matches(';');
        Some(format!("GLAS_CHECK(as{name}, {number});\n"))
    });
    lines.collect()
}

/// The properties of an engine that only newer versions than the oldest have, as the shim calls them.
const NEWER_PROPERTIES: [&str; 5] = [
    "ALWAYS_IMPL_DEFAULT_COPY",
    "ALWAYS_IMPL_DEFAULT_COPY_CONSTRUCT",
    "MEMBER_INIT_MODE",
    "BOOL_CONVERSION_MODE",
    "FOREACH_SUPPORT",
];

/// Lines for C++ that check the shim's numbers of these properties, as far as the header has them. Its version would not
/// tell: source texts from between two versions, of which projects keep copies, have the number of the next.
pub(crate) fn checks_of_newer(header: &str) -> String {
    let words = header.split(|letter: char| !letter.is_ascii_alphanumeric() && letter != '_');
    let names = words.filter_map(|word| word.strip_prefix("asEP_")).collect::<Vec<_>>();
    let known = NEWER_PROPERTIES.iter().filter(|name| names.contains(name));
    known.map(|name| format!("GLAS_CHECK_NEWER({name});\n")).collect()
}
