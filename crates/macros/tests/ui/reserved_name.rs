use glotta_macros::script_api;

struct TestApi;

#[script_api(module = "test", crate = glotta_core)]
impl TestApi {
    fn end() {}
}

fn main() {}
