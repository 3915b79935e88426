//! Tells the version of Python (`cfg(Py_3_12)`), and where its library is if that is outside of the system's folders:
//! to the tests of this crate by linking it in, to crates above by the metadata `rpath`, since only the package that
//! links a program can say where its libraries are.

fn main() {
    pyo3_build_config::use_pyo3_cfgs();
    let config = pyo3_build_config::get();
    let Some(folder) = config.lib_dir().filter(|_| config.shared() && cfg!(unix)) else { return };
    let is_of_system = ["/usr/lib", "/lib", "/usr/local/lib"].iter().any(|start| folder.starts_with(start));
    if !is_of_system {
        println!("cargo::rustc-link-arg=-Wl,-rpath,{folder}");
        println!("cargo::metadata=rpath={folder}");
    }
}
