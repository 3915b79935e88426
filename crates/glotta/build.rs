//! Passes on where the languages' libraries are, if outside of the system's folders: to the tests of this crate, and as
//! the metadata `rpath` to the build scripts of programs that use it (`DEP_GLOTTA_RPATH`).

fn main() {
    println!("cargo::rerun-if-env-changed=DEP_GLOTTA_PYTHON_RPATH");
    if let Ok(folder) = std::env::var("DEP_GLOTTA_PYTHON_RPATH") {
        println!("cargo::rustc-link-arg=-Wl,-rpath,{folder}");
        println!("cargo::metadata=rpath={folder}");
    }
}
