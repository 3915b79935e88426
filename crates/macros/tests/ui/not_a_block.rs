use glotta_macros::script_api;

#[script_api(module = "test", crate = glotta_core)]
fn bad() {}

fn main() {}
