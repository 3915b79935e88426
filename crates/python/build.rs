//! Refuses a Python that cannot be linked, in words that say what to do. Tells the version of Python (`cfg(Py_3_12)`),
//! and where its library is if that is outside of the system's folders: to the tests of this crate by linking it in, to
//! crates above by the metadata `rpath`, since only the package that links a program can say where its libraries are.

fn main() {
    pyo3_build_config::use_pyo3_cfgs();
    let config = pyo3_build_config::get();
    let version = (config.version().major, config.version().minor);
    if let Some(why) = refusal(version, config.shared() || cfg!(windows)) {
        let choice = config.executable().unwrap_or("python3");
        println!(
            "cargo::error=the Python that would be linked, {choice:?}, {why}: install Python 3.11 or later with its \
             shared library (Debian: libpython3-dev; pyenv: PYTHON_CONFIGURE_OPTS=--enable-shared), point the \
             variable PYO3_PYTHON to one, or do without the feature `python`"
        );
        return;
    }
    let Some(folder) = config.lib_dir().filter(|_| config.shared() && cfg!(unix)) else { return };
    let is_of_system = ["/usr/lib", "/lib", "/usr/local/lib"].iter().any(|start| folder.starts_with(start));
    if !is_of_system {
        println!("cargo::rustc-link-arg=-Wl,-rpath,{folder}");
        println!("cargo::metadata=rpath={folder}");
    }
}

/// Why a Python cannot be linked.
fn refusal((major, minor): (u8, u8), shared: bool) -> Option<String> {
    if (major, minor) < (3, 11) {
        return Some(format!("is {major}.{minor}, and Glotta needs 3.11 or later"));
    }
    (!shared).then(|| "has no shared library that Glotta could link".to_owned())
}
