use glotta_macros::script_api;

struct TestApi;

#[script_api(module = "test", crate = glotta_core)]
impl TestApi {
    fn bad(#[default(1)] first: i64, second: i64) {}
}

fn main() {}
