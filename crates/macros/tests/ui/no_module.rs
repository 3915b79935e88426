use glotta_macros::script_api;

struct TestApi;

#[script_api(crate = glotta_core)]
impl TestApi {
    fn bad() {}
}

fn main() {}
