//! Finds the AngelScript library or builds it, and builds the shim.

use std::env;
use std::error::Error;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

#[path = "build/find.rs"]
mod find;

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

    println!("cargo::rustc-check-cfg=cfg(built_here)");
    if matches!(library, Library::Sdk { .. }) {
        println!("cargo::rustc-cfg=built_here");
    }
    build_shim(library.include())?;
    match &library {
        Library::Sdk { include, source } => build_sdk(include, source)?,
        Library::Installed { file, is_static, .. } => {
            println!("cargo::rerun-if-changed={}", file.display());
            if let Some(folder) = file.parent() {
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
    build.cpp(true).std("c++14").include(include).opt_level(2).define("NDEBUG", None);
    build
}

fn build_shim(include: &Path) -> Result<(), Box<dyn Error>> {
    let out = PathBuf::from(env::var("OUT_DIR")?);
    fs::write(out.join("constants.inc"), find::checks(&fs::read_to_string("src/constants.rs")?))?;
    compiler(include)
        .include(&out)
        .files(
            ["engine.cpp", "types.cpp", "module.cpp", "context.cpp"].map(|file| Path::new("shim").join(file)),
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
    // All calls are generic ones: the code for native calls, with its assembler, is left out.
    compiler(include)
        .define("AS_MAX_PORTABILITY", None)
        .warnings(false)
        .flag_if_supported("-w")
        .files(files)
        .try_compile("angelscript")?;
    Ok(())
}
