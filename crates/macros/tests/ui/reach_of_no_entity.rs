use glotta_macros::script_api;

struct TestApi;

#[script_api(module = "test", crate = glotta_core)]
impl TestApi {
    #[reach(entity)]
    fn bad(host: &mut i64, number: i64) {}
}

fn main() {}
