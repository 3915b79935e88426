//! Finds the AngelScript library or builds it, and builds the shim.

use std::env;
use std::error::Error;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

#[path = "build/find.rs"]
mod find;
#[path = "build/literals.rs"]
mod literals;

use find::{Library, PLACES, SDK, Surroundings, find};

#[expect(clippy::print_stderr, reason = "cargo shows it when the script fails")]
fn main() -> ExitCode {
    match run() {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            // A panic would add lines that help nobody.
            eprintln!("error: {error}");
            ExitCode::FAILURE
        }
    }
}

fn run() -> Result<(), Box<dyn Error>> {
    for path in ["build.rs", "build", "shim", "src/constants.rs"] {
        println!("cargo::rerun-if-changed={path}");
    }
    for name in [SDK].iter().chain(&PLACES) {
        println!("cargo::rerun-if-env-changed={name}");
    }

    let variable = |name: &str| env::var(name).ok();
    let (library, version) = match find(&Surroundings {
        variable: &variable,
        root: PathBuf::from("/"),
        os: env::var("CARGO_CFG_TARGET_OS")?,
        arch: env::var("CARGO_CFG_TARGET_ARCH")?,
        native: env::var("HOST")? == env::var("TARGET")?,
    }) {
        Ok(found) => found,
        Err(problem) => return Err(problem.to_string().into()),
    };
    println!("cargo::rerun-if-changed={}", library.include().join("angelscript.h").display());
    println!("cargo::metadata=version={version}");
    // For those with C++ of their own.
    println!("cargo::metadata=include={}", library.include().display());

    println!("cargo::rustc-check-cfg=cfg(exact_literals)");
    build_shim(library.include())?;
    match &library {
        Library::Sdk { include, source } => build_sdk(include, source)?,
        Library::Installed { file, is_static, .. } => {
            println!("cargo::rerun-if-changed={}", file.display());
            let out = PathBuf::from(env::var("OUT_DIR")?);
            forget_sdk(&out)?;
            let copy = if *is_static { with_exact_literals(file, &out.join("library"))? } else { None };
            match &copy {
                Some(_) => println!("cargo::rustc-cfg=exact_literals"),
                None => println!(
                    "cargo::warning={} reads some fractions in scripts one bit off, and cannot be made to read them \
                     exactly: install the static library, or set {SDK}",
                    file.display()
                ),
            }
            if let Some(folder) = copy.as_deref().or(file.parent()) {
                println!("cargo::rustc-link-search=native={}", folder.display());
            }
            let kind = if *is_static { "static" } else { "dylib" };
            println!("cargo::rustc-link-lib={kind}=angelscript");
        }
    }
    // The library locks and keeps data of threads by it.
    if env::var("CARGO_CFG_TARGET_FAMILY")?.contains("unix") && env::var("CARGO_CFG_TARGET_OS")? != "macos" {
        println!("cargo::rustc-link-lib=pthread");
    }
    Ok(())
}

/// A compiler for C++ as both parts need it: fast also in a development build, since every call of a script that is
/// tested goes through it.
fn compiler(include: &Path) -> cc::Build {
    let mut build = cc::Build::new();
    build.cpp(true).std("c++14").include(include).opt_level(2);
    build
}

fn build_shim(include: &Path) -> Result<(), Box<dyn Error>> {
    let out = PathBuf::from(env::var("OUT_DIR")?);
    let header = fs::read(include.join("angelscript.h"))?;
    let checks = find::checks(&fs::read_to_string("src/constants.rs")?)
        + &find::checks_of_newer(&String::from_utf8_lossy(&header));
    fs::write(out.join("constants.inc"), checks)?;
    compiler(include)
        .define("NDEBUG", None)
        .include(&out)
        .files(
            ["engine.cpp", "types.cpp", "module.cpp", "context.cpp", "literals.cpp"]
                .map(|file| Path::new("shim").join(file)),
        )
        .try_compile("glotta_angelscript_shim")?;
    Ok(())
}

fn build_sdk(include: &Path, source: &Path) -> Result<(), Box<dyn Error>> {
    println!("cargo::rerun-if-changed={}", source.display());
    println!("cargo::rerun-if-changed={}", include.display());
    let mut files = Vec::new();
    for entry in fs::read_dir(source)? {
        let file = entry?.path();
        if file.extension().is_some_and(|ending| ending == "cpp") {
            files.push(file);
        }
    }
    files.sort();
    // What the library reads numbers with keeps its name only in its own file, and in all others has that of ours.
    let (own, others): (Vec<_>, Vec<_>) =
        files.into_iter().partition(|file| file.file_name().is_some_and(|name| name == "as_string_util.cpp"));
    let own = library_compiler(include).files(own).try_compile_intermediates()?;
    library_compiler(include)
        .define(literals::THEIRS, literals::OURS)
        .files(others)
        .objects(own)
        .try_compile("angelscript")?;
    println!("cargo::rustc-cfg=exact_literals");
    Ok(())
}

/// A compiler for the library. All calls are generic ones: the code for native calls, with its assembler, is left out. Its
/// assertions stay, as in Debian's: without them its own compiler makes code with a broken stack of some wrong scripts,
/// which then runs, where with them the compiler stops, in the process that tries a script first.
fn library_compiler(include: &Path) -> cc::Build {
    let mut build = compiler(include);
    build.define("AS_MAX_PORTABILITY", None).warnings(false).flag_if_supported("-w");
    build
}

/// The folder with a copy of a static library that reads numbers exactly; none if there can be none.
fn with_exact_literals(library: &Path, folder: &Path) -> Result<Option<PathBuf>, Box<dyn Error>> {
    let Some(copy) = literals::redirected(&fs::read(library)?) else { return Ok(None) };
    let name = library.file_name().ok_or("the library has no name")?;
    fs::create_dir_all(folder)?;
    fs::write(folder.join(name), copy)?;
    Ok(Some(folder.to_owned()))
}

/// Removes the library that was built when an SDK was named: it lies in a folder that the linker looks into first.
fn forget_sdk(out: &Path) -> Result<(), Box<dyn Error>> {
    for name in ["libangelscript.a", "angelscript.lib"] {
        match fs::remove_file(out.join(name)) {
            Err(error) if error.kind() != std::io::ErrorKind::NotFound => return Err(error.into()),
            _ => {}
        }
    }
    Ok(())
}
