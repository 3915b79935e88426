//! Lets what is linked here find a Python library outside of the system's folders.

fn main() {
    pyo3_build_config::add_libpython_rpath_link_args();
}
