//! Scripts that do their worst: each ends in an error or in nothing, and the next one runs as if it had not been.

use std::sync::Arc;
use std::time::Duration;

use glotta_core::null::NullHost;
use glotta_core::{
    Api, Arg, Environment, ErrorKind, Language, LanguageInfo, ModuleId, ScriptError, Source, Sources, Value,
};
use glotta_python::PythonLanguage;
use proptest::prelude::*;

/// A project of two scripts that import each other.
struct Project;

impl Sources for Project {
    fn import(&self, _: &str, name: &str, _: &LanguageInfo) -> Result<Source, ScriptError> {
        match name {
            "first" => Ok(Source::new("first.py", "import second\n")),
            "second" => Ok(Source::new("second.py", "import first\n")),
            "shared" => Ok(Source::new("shared.py", "count = 0\n")),
            _ => Err(ScriptError::not_found(format!("there is no script {name:?}"))),
        }
    }
}

fn language() -> PythonLanguage {
    let mut language = PythonLanguage::new();
    let environment = Environment { api: Arc::new(Api::new()), sources: Arc::new(Project) };
    language.start(environment).expect("python starts");
    language
}

struct Bench {
    language: PythonLanguage,
    host: NullHost<()>,
    next: u32,
}

impl Bench {
    fn new() -> Self {
        Self { language: language(), host: NullHost::new(()), next: 1 }
    }

    /// Loads a script, and calls its function `run` if it has one.
    fn run(&mut self, text: &str) -> Result<Value, ScriptError> {
        self.run_with(text, &[])
    }

    fn run_with(&mut self, text: &str, arguments: &[Arg<'_>]) -> Result<Value, ScriptError> {
        let module = ModuleId(self.next);
        self.next += 1;
        self.language.load(&mut self.host, module, &Source::new("main.py", text))?;
        match self.language.find(module, "run") {
            Some(run) => self.language.call(&mut self.host, run, arguments),
            None => Ok(Value::Null),
        }
    }

    /// Runs a script that must fail, and checks that the next one runs.
    fn fails(&mut self, text: &str) -> ScriptError {
        let error = self.run(text).expect_err("it fails");
        assert_eq!(self.run("def run(): return len('abc') + int(print is not None)"), Ok(Value::Int(4)));
        error
    }
}

#[test]
fn an_error_has_its_place_its_frames_and_its_causes() {
    let error = Bench::new().fails(
        "def inner():\n    try:\n        int('x')\n    except ValueError as e:\n        raise KeyError('k') from e\n\n\
         def run():\n    inner()\n",
    );
    assert_eq!((error.kind(), error.source(), error.line()), (ErrorKind::Runtime, "main.py", Some(5)));
    assert_eq!(error.column(), Some(9));
    let functions: Vec<&str> = error.frames().iter().map(|frame| frame.function.as_str()).collect();
    assert_eq!(functions, ["inner", "run"]);
    assert!(error.message().starts_with("KeyError: 'k' (caused by ValueError: "), "{error}");
    assert!(error.message().ends_with("at main.py:3)"), "{error}");
}

#[test]
fn a_text_that_is_no_program_has_its_place() {
    let error = Bench::new().fails("x = 1\ny = = 2\n");
    assert_eq!((error.kind(), error.line(), error.column()), (ErrorKind::Syntax, Some(2), Some(5)));
    let error = Bench::new().fails("x = 1\ny = '\0'\n");
    assert_eq!((error.kind(), error.line()), (ErrorKind::Syntax, Some(2)));
}

#[test]
fn recursion_without_end_is_an_error() {
    let error = Bench::new().fails("def run(): return run()");
    assert!(error.message().contains("recursion"), "{error}");
    let error =
        Bench::new().fails("class A:\n    def __getattr__(self, n): return getattr(self, n + 'x')\nA().a");
    assert!(error.message().contains("recursion"), "{error}");
    let error = Bench::new().fails("import sys\nsys.setrecursionlimit(10**9)");
    assert!(error.message().contains("recursion limit"), "{error}");
}

#[test]
fn leaving_the_process_is_an_error() {
    let error = Bench::new().fails("import sys\nsys.exit(3)");
    assert_eq!(error.message(), "the script called sys.exit(3)");
    assert_eq!(Bench::new().fails("raise KeyboardInterrupt").message(), "KeyboardInterrupt");
    assert_eq!(Bench::new().fails("raise SystemExit").message(), "the script called sys.exit()");
    assert!(Bench::new().run("exit()").is_err());
}

#[test]
fn an_exception_that_cannot_be_shown_is_an_error() {
    let text = "class E(Exception):\n    def __str__(self): raise RuntimeError('no')\nraise E";
    assert_eq!(Bench::new().fails(text).message(), "E: its __str__ fails");
    let text = "class E(BaseException):\n    def __str__(self): import sys; sys.exit()\nraise E";
    assert_eq!(Bench::new().fails(text).message(), "E: its __str__ fails");
}

#[test]
fn what_one_script_breaks_is_whole_in_the_next() {
    let mut bench = Bench::new();
    bench.run("import builtins, gc\ndel builtins.len\ndel builtins.print\ngc.disable()").expect("runs");
    bench.run("import math\nmath.floor = None\nimport os.path\nos.path.join = None").expect("runs");
    bench.run("__builtins__.clear()").expect("runs");
    let text =
        "import math, os.path\ndef run(): return len('ab') + math.floor(1.5) + len(os.path.join('a', 'b'))";
    assert_eq!(bench.run(text), Ok(Value::Int(6)));
}

#[test]
fn scripts_that_import_each_other_are_an_error() {
    let error = Bench::new().fails("import first");
    assert!(error.message().contains("first.py -> second.py -> first.py"), "{error}");
}

#[test]
fn imported_scripts_are_shared_and_run_once() {
    let mut bench = Bench::new();
    let text = "import shared\nshared.count += 1\ndef run(): return shared.count";
    assert_eq!(bench.run(text), Ok(Value::Int(1)));
    assert_eq!(bench.run(text), Ok(Value::Int(2)));
}

#[test]
fn the_library_finds_the_module_of_a_class_and_scripts_do_not() {
    let mut bench = Bench::new();
    let text = "from __future__ import annotations\nfrom dataclasses import dataclass\n\
                @dataclass\nclass A:\n    x: int = 2\ndef run(): return A().x";
    assert_eq!(bench.run(text), Ok(Value::Int(2)));
    assert_eq!(bench.fails("import main").kind(), ErrorKind::NotFound);
}

#[test]
fn numbers_and_texts_without_a_value_are_refused() {
    for text in ["def run(): return 2**64", "def run(): return '\\ud800'", "def run(): return {1: 2}"] {
        assert_eq!(Bench::new().fails(text).kind(), ErrorKind::Type, "{text}");
    }
    let error = Bench::new().fails("def run():\n    a = []\n    a.append(a)\n    return a");
    assert!(error.message().contains("contains itself"), "{error}");
}

#[test]
fn generators_threads_and_finalisers_may_be_left_behind() {
    let mut bench = Bench::new();
    bench
        .run(
            "import threading, time\ndef g():\n    try:\n        yield 1\n    finally:\n        print('late')\n\
             it = g()\nnext(it)\nthreading.Thread(target=time.sleep, args=(60,), daemon=True).start()\n\
             class D:\n    def __del__(self): raise ValueError('in a finaliser')\nd = D()\n",
        )
        .expect("runs");
    bench.language.unload(&mut bench.host, ModuleId(1));
    bench.language.collect_garbage(&mut bench.host);
    assert_eq!(bench.run("def run(): return 1"), Ok(Value::Int(1)));
}

#[test]
fn memory_is_counted_and_limited() {
    let mut bench = Bench::new();
    bench.language.set_memory_limit(Some(32 << 20)).expect("limits");
    let error = bench.fails("x = []\nwhile True: x.append('x' * 10000 + str(len(x)))");
    assert_eq!(error.kind(), ErrorKind::OutOfMemory, "{error:?}");
    let error = bench.fails("x = bytearray(1 << 30)");
    assert_eq!(error.kind(), ErrorKind::OutOfMemory);
    bench.language.collect_garbage(&mut bench.host);
    let usage = bench.language.memory_usage();
    assert!(usage.peak > 16 << 20 && usage.peak <= 33 << 20, "{usage:?}");
    assert!(usage.current < usage.peak, "{usage:?}");
}

#[test]
fn a_loop_without_end_can_be_interrupted() {
    let mut bench = Bench::new();
    let interrupt = bench.language.interrupt().expect("it can");
    let watchdog = std::thread::spawn(move || {
        std::thread::sleep(Duration::from_millis(50));
        interrupt.interrupt();
    });
    let error = bench.fails("while True:\n    try:\n        pass\n    except Exception:\n        pass");
    watchdog.join().expect("ends");
    assert_eq!(error.kind(), ErrorKind::Timeout, "{error:?}");
}

#[test]
fn several_languages_run_on_several_threads() {
    let threads: Vec<_> = (0..8)
        .map(|number| {
            std::thread::spawn(move || {
                let mut bench = Bench::new();
                for _ in 0..20 {
                    let text = format!("x = {number}\nimport shared\nshared.count += 1\ndef run(): return x");
                    assert_eq!(bench.run(&text), Ok(Value::Int(number)));
                }
                assert_eq!(bench.run("import shared\ndef run(): return shared.count"), Ok(Value::Int(20)));
            })
        })
        .collect();
    for thread in threads {
        thread.join().expect("ends well");
    }
}

fn value() -> impl Strategy<Value = Value> {
    let leaf = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::Bool),
        any::<i64>().prop_map(Value::Int),
        any::<f64>().prop_filter("NaN differs from itself", |value| !value.is_nan()).prop_map(Value::Float),
        ".*".prop_map(Value::String),
        any::<[f32; 3]>()
            .prop_filter("NaN differs from itself", |lanes| lanes.iter().all(|lane| !lane.is_nan()))
            .prop_map(|lanes| Value::Vec3(lanes.into())),
        any::<u64>().prop_map(|bits| Value::Entity(glotta_core::Entity::from_bits(bits))),
    ];
    leaf.prop_recursive(4, 32, 6, |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..6).prop_map(Value::List),
            prop::collection::btree_map(".*", inner, 0..6).prop_map(Value::Table),
        ]
    })
}

proptest! {
    #[test]
    fn a_value_comes_back_as_it_was(value in value()) {
        let mut bench = Bench::new();
        let back = bench.run_with("def run(value): return value", &[Arg::Value(&value)]);
        prop_assert_eq!(back, Ok(value));
    }
}
