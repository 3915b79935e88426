use glotta_macros::script_api;

struct TestApi;

#[script_api(modul = "test")]
impl TestApi {
    fn bad() {}
}

fn main() {}
