//! A language and a host without an engine, for scripts that need none.

use glotta_core::null::NullHost;
use glotta_core::{
    Api, Arg, Environment, Language, LanguageInfo, ModuleId, ScriptError, Source, Sources, Value,
};
use glotta_python::PythonLanguage;
use std::sync::Arc;

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

pub(crate) struct Bench {
    pub(crate) language: PythonLanguage,
    pub(crate) host: NullHost<()>,
    next: u32,
}

impl Bench {
    pub(crate) fn new() -> Self {
        Self { language: language(), host: NullHost::new(()), next: 1 }
    }

    /// Loads a script, and calls its function `run` if it has one.
    pub(crate) fn run(&mut self, text: &str) -> Result<Value, ScriptError> {
        self.run_with(text, &[])
    }

    pub(crate) fn run_with(&mut self, text: &str, arguments: &[Arg<'_>]) -> Result<Value, ScriptError> {
        let module = ModuleId(self.next);
        self.next += 1;
        self.language.load(&mut self.host, module, &Source::new("main.py", text))?;
        match self.language.find(module, "run") {
            Some(run) => self.language.call(&mut self.host, run, arguments),
            None => Ok(Value::Null),
        }
    }

    pub(crate) fn next_number(&mut self) -> u32 {
        self.next += 1;
        self.next - 1
    }

    /// What was printed so far, taken away.
    pub(crate) fn printed(&mut self) -> String {
        std::mem::take(&mut self.host.printed).join("\n")
    }

    /// Runs a script that must fail, and checks that the next one runs.
    #[track_caller]
    pub(crate) fn fails(&mut self, text: &str) -> ScriptError {
        let error = self.run(text).expect_err("it fails");
        assert_eq!(self.run("def run(): return len('abc') + int(print is not None)"), Ok(Value::Int(4)));
        error
    }
}
