use glotta_macros::script_api;

struct TestApi;
struct Stranger;

#[script_api(module = "test", crate = glotta_core)]
impl TestApi {
    fn bad(_value: Stranger) {}
}

fn main() {}
