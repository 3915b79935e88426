//! What the build script decides: which AngelScript is taken, and what is said when there is none.
#![allow(clippy::unwrap_used, clippy::panic, reason = "a test ends by it")]

use std::fs;
use std::path::{Path, PathBuf};

#[path = "../build/find.rs"]
mod find;
#[path = "../build/literals.rs"]
mod literals;

use find::{Library, PLACES, Problem, SDK, Surroundings, checks, checks_of_newer, find, version};

/// A folder that stands for a whole system, and goes with the test.
struct System {
    root: PathBuf,
    variables: Vec<(&'static str, String)>,
    os: &'static str,
    arch: &'static str,
    native: bool,
}

impl System {
    /// An empty system; `name` must be a test's own.
    fn new(name: &str) -> Self {
        let root = Path::new(env!("CARGO_TARGET_TMPDIR")).join(name);
        let _ = fs::remove_dir_all(&root);
        fs::create_dir_all(&root).unwrap();
        Self { root, variables: Vec::new(), os: "linux", arch: "x86_64", native: true }
    }

    fn file(self, path: &str, text: &str) -> Self {
        let file = self.root.join(path);
        fs::create_dir_all(file.parent().unwrap()).unwrap();
        fs::write(file, text).unwrap();
        self
    }

    /// A header of this version under a prefix.
    fn header(self, prefix: &str, version: u32) -> Self {
        let text = format!("#define ANGELSCRIPT_H\n#define ANGELSCRIPT_VERSION        {version}\n");
        self.file(&format!("{prefix}/include/angelscript.h"), &text)
    }

    /// A variable that names a folder of this system.
    fn variable(mut self, name: &'static str, folder: &str) -> Self {
        let folder = self.root.join(folder).display().to_string();
        self.variables.push((name, folder));
        self
    }

    fn find(&self) -> Result<(Library, u32), Problem> {
        let variable = |name: &str| {
            assert!(name == SDK || PLACES.contains(&name), "a change of {name} would not be noticed");
            self.variables.iter().find(|(known, _)| *known == name).map(|(_, value)| value.clone())
        };
        find(&Surroundings {
            variable: &variable,
            root: self.root.clone(),
            os: self.os.to_owned(),
            arch: self.arch.to_owned(),
            native: self.native,
        })
    }

    /// The library that is found, as its path on this system, and whether it is static.
    fn linked(&self) -> Option<(String, bool)> {
        match self.find() {
            Ok((Library::Installed { file, is_static, .. }, _)) => {
                let file = file.strip_prefix(&self.root).unwrap().display().to_string();
                Some((file.replace('\\', "/"), is_static))
            }
            _ => None,
        }
    }
}

impl Drop for System {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.root);
    }
}

fn linked(file: &str, is_static: bool) -> Option<(String, bool)> {
    Some((file.to_owned(), is_static))
}

#[test]
fn the_version_is_read_from_the_header() {
    let header = "// ANGELSCRIPT_VERSION 1\n#define ANGELSCRIPT_VERSION        23501\n#define X 2\n";
    assert_eq!(version(header), Some(23501));
    assert_eq!(version("#define ANGELSCRIPT_VERSION_STRING \"2.35.1\"\n"), None);
    assert_eq!(version(""), None);
}

#[test]
fn each_constant_of_rust_becomes_a_check_of_cxx() {
    let text =
        "/// About it.\npub const OBJ_REF: u64 = 0x1;\nconst OTHER: u8 = 2;\npub const ERROR: i32 = -1;\n";
    assert_eq!(checks(text), "GLAS_CHECK(asOBJ_REF, 0x1);\nGLAS_CHECK(asERROR, -1);\n");
}

#[test]
fn every_public_constant_is_checked() {
    let text = fs::read_to_string(concat!(env!("CARGO_MANIFEST_DIR"), "/src/constants.rs")).unwrap();
    let constants = text.lines().filter(|line| line.trim_start().starts_with("pub const")).count();
    assert!(constants > 100);
    assert_eq!(checks(&text).lines().count(), constants);
}

#[test]
fn properties_of_newer_versions_are_checked_as_far_as_the_header_has_them() {
    assert_eq!(checks_of_newer("asEP_LAST_PROPERTY"), "");
    let some = "\tasEP_ALWAYS_IMPL_DEFAULT_COPY_CONSTRUCT = 37,\n\tasEP_LAST_PROPERTY";
    assert_eq!(checks_of_newer(some), "GLAS_CHECK_NEWER(ALWAYS_IMPL_DEFAULT_COPY_CONSTRUCT);\n");
    let both = format!("asEP_ALWAYS_IMPL_DEFAULT_COPY=36,{some}");
    assert_eq!(
        checks_of_newer(&both),
        "GLAS_CHECK_NEWER(ALWAYS_IMPL_DEFAULT_COPY);\nGLAS_CHECK_NEWER(ALWAYS_IMPL_DEFAULT_COPY_CONSTRUCT);\n"
    );
}

#[test]
fn debian_s_static_library_is_preferred() {
    let system = System::new("debian")
        .header("usr", 23501)
        .file("usr/lib/x86_64-linux-gnu/libangelscript.so", "")
        .file("usr/lib/x86_64-linux-gnu/libangelscript.a", "");
    assert_eq!(system.linked(), linked("usr/lib/x86_64-linux-gnu/libangelscript.a", true));
    assert_eq!(system.find().unwrap().1, 23501);
}

#[test]
fn a_shared_library_will_do() {
    let system = System::new("fedora").header("usr", 23700).file("usr/lib64/libangelscript.so", "");
    assert_eq!(system.linked(), linked("usr/lib64/libangelscript.so", false));
}

#[test]
fn what_was_installed_by_hand_goes_before_the_system_s() {
    let system = System::new("by_hand")
        .header("usr", 23501)
        .file("usr/lib/libangelscript.a", "")
        .header("usr/local", 23800)
        .file("usr/local/lib/libangelscript.so", "");
    assert_eq!(system.linked(), linked("usr/local/lib/libangelscript.so", false));
    assert_eq!(system.find().unwrap().1, 23800);
}

#[test]
fn a_header_without_a_library_does_not_hide_a_whole_one() {
    let system = System::new("half")
        .header("usr/local", 23800)
        .header("usr", 23501)
        .file("usr/lib/libangelscript.a", "");
    assert_eq!(system.linked(), linked("usr/lib/libangelscript.a", true));
}

#[test]
fn for_another_architecture_only_its_own_folder_counts() {
    let mut system = System::new("cross").header("usr", 23501).file("usr/lib/libangelscript.a", "");
    system.arch = "aarch64";
    system.native = false;
    assert!(matches!(system.find(), Err(Problem::NoLibrary(_))));
    let system = system.file("usr/lib/aarch64-linux-gnu/libangelscript.a", "");
    assert_eq!(system.linked(), linked("usr/lib/aarch64-linux-gnu/libangelscript.a", true));
}

#[test]
fn homebrew_is_looked_at_on_macos_alone() {
    let mut system = System::new("homebrew")
        .header("opt/homebrew", 23800)
        .file("opt/homebrew/lib/libangelscript.dylib", "");
    assert_eq!(system.find(), Err(Problem::Missing));
    system.os = "macos";
    system.arch = "aarch64";
    assert_eq!(system.linked(), linked("opt/homebrew/lib/libangelscript.dylib", false));
}

#[test]
fn vcpkg_is_found_by_its_variable() {
    let mut system = System::new("vcpkg")
        .header("vcpkg/installed/x64-windows-static-md", 23700)
        .file("vcpkg/installed/x64-windows-static-md/lib/angelscript.lib", "")
        .variable("VCPKG_INSTALLATION_ROOT", "vcpkg");
    system.os = "windows";
    assert_eq!(system.linked(), linked("vcpkg/installed/x64-windows-static-md/lib/angelscript.lib", true));
}

#[test]
fn an_sdk_is_found_in_any_of_its_folders_and_goes_before_what_is_installed() {
    for named in ["as", "as/sdk", "as/sdk/angelscript"] {
        let system = System::new("sdk")
            .header("usr", 23501)
            .file("usr/lib/libangelscript.a", "")
            .header("as/sdk/angelscript", 23601)
            .file("as/sdk/angelscript/source/as_scriptengine.cpp", "")
            .variable("ANGELSCRIPT_SDK", named);
        let (library, version) = system.find().unwrap_or_else(|problem| panic!("{named}: {problem}"));
        let Library::Sdk { include, source } = library else { panic!("{named}: {library:?}") };
        assert_eq!(include, system.root.join("as/sdk/angelscript/include"));
        assert_eq!(source, system.root.join("as/sdk/angelscript/source"));
        assert_eq!(version, 23601);
    }
}

#[test]
fn a_variable_that_names_no_sdk_is_an_error_even_if_a_library_is_installed() {
    let system = System::new("no_sdk")
        .header("usr", 23501)
        .file("usr/lib/libangelscript.a", "")
        .variable("ANGELSCRIPT_SDK", "nowhere");
    let problem = system.find().unwrap_err();
    assert_eq!(problem, Problem::NotAnSdk(system.root.join("nowhere")));
    assert!(problem.to_string().contains("expected angelscript/include/angelscript.h"), "{problem}");
}

#[test]
fn a_library_that_is_named_goes_before_what_is_installed() {
    let system = System::new("named")
        .header("usr", 23501)
        .file("usr/lib/libangelscript.a", "")
        .header("other", 23800)
        .file("other/lib/libangelscript.a", "")
        .variable("ANGELSCRIPT_PREFIX", "other");
    assert_eq!(system.linked(), linked("other/lib/libangelscript.a", true));
    assert_eq!(system.find().map(|(_, version)| version), Ok(23800));
}

#[test]
fn a_variable_that_names_no_library_is_an_error_even_if_one_is_installed() {
    for missing in ["other/include/angelscript.h", "other/lib/libangelscript.a"] {
        let system = System::new("no_library")
            .header("usr", 23501)
            .file("usr/lib/libangelscript.a", "")
            .header("other", 23800)
            .file("other/lib/libangelscript.a", "")
            .variable("ANGELSCRIPT_PREFIX", "other");
        fs::remove_file(system.root.join(missing)).unwrap();
        let problem = system.find().unwrap_err();
        assert_eq!(problem, Problem::NotAPrefix(system.root.join("other")), "{missing}");
        assert!(problem.to_string().contains("expected include/angelscript.h and lib/"), "{problem}");
    }
}

#[test]
fn an_empty_variable_is_none() {
    let mut system = System::new("empty").header("usr", 23501).file("usr/lib/libangelscript.a", "");
    system.variables.push(("ANGELSCRIPT_SDK", String::new()));
    assert_eq!(system.linked(), linked("usr/lib/libangelscript.a", true));
}

#[test]
fn versions_that_are_not_known_are_refused() {
    for (version, shown) in [(23499, "2.34.99"), (23400, "2.34.0"), (23900, "2.39.0")] {
        let system = System::new("version").header("usr", version).file("usr/lib/libangelscript.a", "");
        let problem = system.find().unwrap_err();
        assert!(matches!(problem, Problem::WrongVersion(_, told) if told == version));
        let text = problem.to_string();
        assert!(text.contains(&format!("of AngelScript {shown}, expected 2.35 to 2.38")), "{text}");
    }
}

#[test]
fn an_sdk_and_a_prefix_of_a_version_that_is_not_known_are_refused_in_one_sentence() {
    for (version, shown) in [(23102, "2.31.2"), (23900, "2.39.0")] {
        let sdk = System::new("sdk_version")
            .header("as/sdk/angelscript", version)
            .file("as/sdk/angelscript/source/as_scriptengine.cpp", "")
            .variable("ANGELSCRIPT_SDK", "as/sdk");
        let prefix = System::new("prefix_version")
            .header("as", version)
            .file("as/lib/libangelscript.a", "")
            .variable("ANGELSCRIPT_PREFIX", "as");
        for (system, header) in [(sdk, "as/sdk/angelscript/include"), (prefix, "as/include")] {
            let header = system.root.join(header).join("angelscript.h");
            assert_eq!(
                system.find().unwrap_err().to_string(),
                format!(
                    "{} is of AngelScript {shown}, expected 2.35 to 2.38: set ANGELSCRIPT_SDK to the folder of such an \
                     SDK, which is then built",
                    header.display()
                )
            );
        }
    }
}

#[test]
fn a_folder_that_is_named_from_another_is_told_to_be() {
    for (name, text) in [
        ("ANGELSCRIPT_SDK", "the variable ANGELSCRIPT_SDK is ../as (not an absolute path), which holds no"),
        (
            "ANGELSCRIPT_PREFIX",
            "the variable ANGELSCRIPT_PREFIX is ../as (not an absolute path), which holds no",
        ),
    ] {
        let mut system = System::new("relative");
        system.variables.push((name, "../as".to_owned()));
        assert!(system.find().unwrap_err().to_string().starts_with(text), "{name}");
    }
}

#[test]
fn a_header_of_no_version_is_refused() {
    let system = System::new("no_version")
        .file("usr/include/angelscript.h", "nothing")
        .file("usr/lib/libangelscript.a", "");
    assert!(matches!(system.find(), Err(Problem::NoVersion(_))));
}

#[test]
fn without_any_the_user_is_told_each_way_to_get_it_in_one_sentence() {
    let problem = System::new("nothing").find().unwrap_err();
    assert_eq!(problem, Problem::Missing);
    let text = problem.to_string();
    for way in ["apt-get install angelscript-dev", "brew install angelscript", "ANGELSCRIPT_SDK"] {
        assert!(text.contains(way), "{text}");
    }
    assert!(!text.contains('\n') && !text.contains(". "), "{text}");
}

/// An archive as `ar` makes it.
fn archive(members: &[(&str, &str)]) -> Vec<u8> {
    let mut bytes = b"!<arch>\n".to_vec();
    for (name, text) in members {
        bytes.extend(format!("{name:<16}{:<12}{:<6}{:<6}{:<8}{:<10}`\n", 0, 0, 0, 644, text.len()).bytes());
        bytes.extend(text.bytes());
        if text.len() % 2 == 1 {
            bytes.push(b'\n');
        }
    }
    bytes
}

#[test]
fn only_the_compiler_s_call_of_the_function_for_numbers_is_renamed() {
    let index = ("/", "asCCompiler asStringScanDouble");
    let others = ("//", "asCCompiler asStringScanDouble.o/");
    let apple = ("#1/20", "__.SYMDEF asCCompiler asStringScanDouble");
    let own = ("util.o/", "_Z18asStringScanDoublePKcPm");
    let call = |name| format!("asCCompiler\0 {name}");
    let (before, after) = (call("_Z18asStringScanDoublePKcPm"), call("_Z18asStringScanNumberPKcPm"));
    let library = archive(&[index, others, apple, own, ("compiler.o/", &before)]);
    let expected = archive(&[index, others, apple, own, ("compiler.o/", &after)]);
    assert_eq!(literals::redirected(&library), Some(expected));
}

#[test]
fn what_is_not_as_expected_is_not_renamed() {
    let library = archive(&[("compiler.o/", "asCCompiler asStringScanDouble")]);
    assert!(literals::redirected(&library).is_some());
    assert_eq!(literals::redirected(&library[..library.len() - 1]), None, "cut short");
    assert_eq!(literals::redirected(&library[1..]), None, "no archive");
    assert_eq!(literals::redirected(b""), None);
    assert_eq!(literals::redirected(&archive(&[("compiler.o/", "asCCompiler")])), None, "no such function");
    assert_eq!(literals::redirected(&archive(&[("util.o/", "asStringScanDouble")])), None, "no compiler");
}
