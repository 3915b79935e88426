//! Decides how scripts are stopped from another thread: `by_signal` where there are signals.

fn main() {
    println!("cargo::rerun-if-changed=build.rs");
    println!("cargo::rustc-check-cfg=cfg(by_signal)");
    let is_set = |name: &str| std::env::var_os(name).is_some();
    // ThreadSanitizer holds signals back for as long as a script calls nothing (`cargo xtask sanitize thread`).
    if is_set("CARGO_CFG_UNIX") && !is_set("CARGO_CFG_GLOTTA_THREAD_SANITIZER") {
        println!("cargo::rustc-cfg=by_signal");
    }
}
