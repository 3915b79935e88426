//! Lets the programs of this package find the languages' libraries where they are outside of the system's folders, and
//! compiles what is by hand in C++.

fn main() {
    println!("cargo::rerun-if-env-changed=DEP_GLOTTA_RPATH");
    if let Ok(folder) = std::env::var("DEP_GLOTTA_RPATH") {
        println!("cargo::rustc-link-arg=-Wl,-rpath,{folder}");
    }
    println!("cargo::rerun-if-changed=angelscript_calls/floor.cpp");
    println!("cargo::rerun-if-env-changed=DEP_ANGELSCRIPT_INCLUDE");
    let mut build = cc::Build::new();
    if let Some(folder) = std::env::var_os("DEP_ANGELSCRIPT_INCLUDE") {
        build.include(folder);
    }
    // As fast as the library itself, whose functions these call.
    build
        .cpp(true)
        .std("c++14")
        .opt_level(2)
        .file("angelscript_calls/floor.cpp")
        .compile("angelscript_floor");
}
