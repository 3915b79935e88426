//! Lets the programs of this package find the languages' libraries where they are outside of the system's folders.

fn main() {
    println!("cargo::rerun-if-env-changed=DEP_GLOTTA_RPATH");
    if let Ok(folder) = std::env::var("DEP_GLOTTA_RPATH") {
        println!("cargo::rustc-link-arg=-Wl,-rpath,{folder}");
    }
}
