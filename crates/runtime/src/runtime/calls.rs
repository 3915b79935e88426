//! Calls from one script into another, by path and name.

use std::time::Instant;

use glotta_core::{Arg, ErrorKind, Host, ScriptError, Value, near_names, quote};

use super::{ScriptId, Session, State};

impl Session<'_> {
    /// Whether a script is loaded: its body has run, and its functions can be called.
    #[must_use]
    pub fn is_loaded(&self, id: ScriptId) -> bool {
        let scripts = self.inner.scripts.borrow();
        scripts.get(id.index as usize).is_some_and(|script| matches!(script.state, State::Loaded(_)))
    }

    /// Calls a global function of a script that is loaded, whichever its language, on behalf of the script that runs now:
    /// a path without an extension means what it means to that one ([`resolve`](Self::resolve)).
    ///
    /// # Errors
    /// [`ErrorKind::NotFound`] if the script is not loaded or has no such function, [`ErrorKind::Runtime`] if its body
    /// still runs, or whatever the function raised.
    pub fn call_script(
        &self,
        host: &mut dyn Host,
        path: &str,
        name: &str,
        arguments: &[Arg<'_>],
    ) -> Result<Value, ScriptError> {
        let path = self.resolve(path, self.current())?;
        let loaded = self.script(&path).filter(|&id| self.is_loaded(id));
        let Some(id) = loaded else { return Err(self.not_loaded(&path)?) };
        let function = self.find(id, name).ok_or_else(|| {
            let near = self.near_functions(id, name);
            ScriptError::not_found(format!("the script {path:?} has no function {}{near}", quote(name)))
        })?;
        let start = Instant::now();
        let outcome = self.call(host, function, arguments);
        self.record(id, start.elapsed(), outcome.is_err());
        outcome
    }

    /// Which functions of a script could be meant by a name that none has.
    #[cold]
    pub(super) fn near_functions(&self, id: ScriptId, name: &str) -> String {
        let loaded = {
            let scripts = self.inner.scripts.borrow();
            match scripts.get(id.index as usize) {
                Some(script) => match script.state {
                    State::Loaded(module) => Some((script.language, module)),
                    State::Loading | State::Failed { .. } | State::Unloaded => None,
                },
                None => None,
            }
        };
        let Some((language, module)) = loaded else { return String::new() };
        let mut names = self.inner.languages[language].functions(module);
        // What a language keeps in no order must not show.
        names.sort_unstable();
        near_names(name, names.iter().map(String::as_str))
    }

    /// What to say of a script that is not loaded; fails if its file cannot be looked for.
    #[cold]
    fn not_loaded(&self, path: &str) -> Result<ScriptError, ScriptError> {
        let scripts = self.inner.scripts.borrow();
        match self.script(path).and_then(|id| scripts.get(id.index as usize)).map(|script| &script.state) {
            Some(State::Loading) => Ok(ScriptError::new(
                ErrorKind::Runtime,
                format!("the script {path:?} is still loading: call its functions when its body has run"),
            )),
            Some(State::Failed { error, .. }) => {
                Ok(ScriptError::not_found(format!("the script {path:?} could not be loaded: {error}")))
            }
            Some(State::Loaded(_) | State::Unloaded) | None if self.store.exists(path)? => {
                Ok(ScriptError::not_found(format!(
                    "the script {path:?} is not loaded: attach it to an entity, or have the project run it, before its \
                     functions are called"
                )))
            }
            _ => {
                let loaded = scripts.iter().filter(|script| matches!(script.state, State::Loaded(_)));
                let near = near_names(path, loaded.map(|script| &*script.path));
                Ok(ScriptError::not_found(format!("there is no script {path:?}{near}")))
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::{MemoryReader, Runtime};
    use glotta_core::null::{NullHost, NullLanguage};
    use glotta_core::{Api, Arg, Value};

    #[test]
    fn a_function_of_a_loaded_script_is_called_by_path_and_name() {
        let reader =
            MemoryReader::new([("a.null", "twice"), ("b.null", "twice"), ("broken.null", "not a program\n")]);
        let runtime = Runtime::new(Api::new(), vec![Box::new(NullLanguage::new())], reader).expect("starts");
        let host = &mut NullHost::new(());
        let session = runtime.enter();
        let a = session.load(host, "a.null").expect("loads");
        assert!(session.load(host, "broken.null").is_err());
        assert!(session.is_loaded(a));
        assert_eq!(session.call_script(host, "a", "twice", &[Arg::Int(5)]).ok(), Some(Value::Int(5)));
        let mut refusal = |path: &str, name: &str| {
            session.call_script(host, path, name, &[]).expect_err("refused").message().to_owned()
        };
        assert_eq!(refusal("a.null", "once"), "the script \"a.null\" has no function \"once\"");
        assert_eq!(
            refusal("b.null", "twice"),
            "the script \"b.null\" is not loaded: attach it to an entity, or have the project run it, before its \
             functions are called"
        );
        assert_eq!(
            refusal("broken", "twice"),
            "the script \"broken.null\" could not be loaded: broken.null:1:1: expected one name a line"
        );
        assert_eq!(refusal("aa.null", "twice"), "there is no script \"aa.null\"; did you mean \"a.null\"?");
        assert_eq!(session.scripts()[0].statistics.calls, 1);
        session.unload(&mut NullHost::new(()), a);
        assert!(!session.is_loaded(a));
    }
}
