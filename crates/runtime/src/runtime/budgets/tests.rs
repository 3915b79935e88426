use std::sync::Arc;

use glotta_core::null::{NullHost, NullLanguage};
use glotta_core::{
    Api, Arg, Callback, Environment, FunctionId, Host, Interrupt, Language, LanguageInfo, ModuleId, Source,
    Value,
};

use super::*;
use crate::{Attachment, MemoryReader, Runtime};

/// A language that can be interrupted, as far as one that runs nothing can.
struct Stoppable(NullLanguage);

struct Stop;

impl Interrupt for Stop {
    fn interrupt(&self) {}
}

impl Language for Stoppable {
    fn info(&self) -> &LanguageInfo {
        self.0.info()
    }

    fn start(&mut self, environment: Environment) -> Result<(), ScriptError> {
        self.0.start(environment)
    }

    fn load(&self, host: &mut dyn Host, module: ModuleId, source: &Source) -> Result<(), ScriptError> {
        self.0.load(host, module, source)
    }

    fn unload(&self, host: &mut dyn Host, module: ModuleId) {
        self.0.unload(host, module);
    }

    fn find(&self, module: ModuleId, name: &str) -> Option<FunctionId> {
        self.0.find(module, name)
    }

    fn call(&self, host: &mut dyn Host, id: FunctionId, arguments: &[Arg<'_>]) -> Result<Value, ScriptError> {
        self.0.call(host, id, arguments)
    }

    fn call_back(
        &self,
        host: &mut dyn Host,
        callback: &Callback,
        arguments: &[Arg<'_>],
    ) -> Result<Value, ScriptError> {
        self.0.call_back(host, callback, arguments)
    }

    fn interrupt(&self) -> Option<Arc<dyn Interrupt>> {
        Some(Arc::new(Stop))
    }
}

fn runtime(files: &[(&str, &str)]) -> Runtime {
    let reader = MemoryReader::new(files.iter().copied());
    let runtime =
        Runtime::new(Api::new(), vec![Box::new(Stoppable(NullLanguage::new()))], reader).expect("starts");
    runtime.enter().set_budgets(Budgets { call: Duration::from_millis(1), ..Budgets::unlimited() });
    runtime
}

fn wait_until_out_of_time(session: &Session<'_>) {
    while !session.is_out_of_time() {
        std::thread::yield_now();
    }
}

#[test]
fn a_call_that_comes_back_as_if_it_had_its_time_is_overdue_all_the_same() {
    let runtime = runtime(&[("a.null", "update")]);
    let session = runtime.enter();
    let id = session.load(&mut NullHost::new(()), "a.null").expect("loads");
    let error = session
        .bounded(Some(id), false, || {
            wait_until_out_of_time(&session);
            Ok(())
        })
        .expect_err("overdue");
    assert_eq!((error.kind(), error.source(), error.language()), (ErrorKind::Timeout, "a.null", "null"));
    let error = session.bounded(None, false, || {
        wait_until_out_of_time(&session);
        Err::<(), _>(ScriptError::host("caught"))
    });
    assert_eq!(error.expect_err("overdue").kind(), ErrorKind::Timeout);
    assert_eq!(session.bounded(Some(id), false, || Ok(1)), Ok(1), "the next has its own");
}

#[test]
fn who_is_called_when_the_time_of_another_is_over_is_not_to_blame() {
    let runtime = runtime(&[("a.null", "update"), ("b.null", "on_stop"), ("c.null", "update")]);
    let session = runtime.enter();
    let host = &mut NullHost::new(());
    let on = |script| Attachment { script, entity: None, update: "update" };
    let a = session.load(host, "a.null").expect("loads");
    let b = session.attach(host, &on("b.null")).expect("attached");
    session.update(host, 0.1, |_, _| true);
    let outcome = session.bounded(Some(a), false, || {
        wait_until_out_of_time(&session);
        assert_eq!(session.load(host, "c.null").expect_err("refused").kind(), ErrorKind::Timeout);
        session.detach(host, b);
        Ok(())
    });
    assert!(outcome.is_err());
    assert_eq!(session.error_count(), 0, "whoever gets the error tells of it");
    assert!(session.load(host, "c.null").is_ok(), "it may be tried again");
    assert!(!session.is_hopeless(session.script("b.null").expect("known")));
}

#[test]
fn an_overdue_call_is_told_its_budget_and_where_it_stands() {
    let mut budgets = Budgets { call: Duration::from_millis(50), ..Budgets::default() };
    let own = ScriptBudgets { call: None, load: Some(Duration::from_millis(7)) };
    budgets.scripts.insert("boss".to_owned(), own);
    assert_eq!(
        overdue(&budgets, "boss.lua", false),
        "the script has used up its time: a call may take 50 ms (call_ms under [budgets] in glotta.toml)"
    );
    assert_eq!(
        overdue(&budgets, "boss.lua", true),
        "the script has used up its time: loading may take 7 ms (load_ms under [budgets.scripts.\"boss\"] in \
         glotta.toml)"
    );
    assert_eq!(limits(&budgets, "boss.py").call, Duration::from_millis(50));
    assert_eq!(limits(&budgets, "other.py").load, Budgets::default().load);
}
