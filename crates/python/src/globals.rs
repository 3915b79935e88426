//! The global variables of a script, for carrying them over a reload.

use glotta_core::{Host, ModuleId, Runs, ScriptError, Value, quote};

use crate::bind;
use crate::errors;
use crate::handles;
use crate::load;
use crate::push;
use crate::py::Obj;
use crate::read::Reader;
use crate::vm::{self, Vm};

impl Vm {
    /// The value of a global variable; `None` if there is none of that name.
    ///
    /// # Errors
    /// As [`glotta_core::Language::global`].
    pub(crate) fn global(
        &self,
        host: &mut dyn Host,
        module: ModuleId,
        name: &str,
    ) -> Result<Option<Value>, ScriptError> {
        let _runs = self.givers.enter(Runs::Module(module));
        self.enter(host, || {
            let Some(found) = self.globals_of(module)?.get(name) else { return Ok(None) };
            if handles::read(found.as_ptr()).is_some() {
                return Err(ScriptError::handle_has_no_value());
            }
            bind::guard(|| vm::with_host(|vm, host| Reader::new(vm, host).value(found.as_ptr()))).map(Some)
        })
    }

    /// Sets a global variable that there is.
    ///
    /// # Errors
    /// As [`glotta_core::Language::set_global`].
    pub(crate) fn set_global(
        &self,
        host: &mut dyn Host,
        module: ModuleId,
        name: &str,
        value: &Value,
    ) -> Result<(), ScriptError> {
        value.check_depth()?;
        self.enter(host, || {
            let globals = self.globals_of(module)?;
            if globals.get(name).is_none() {
                return Err(ScriptError::not_found(format!(
                    "the script has no global variable {}",
                    quote(name)
                )));
            }
            let new = push::value(self, value).map_err(|_| errors::out_of_memory())?;
            globals.set(name, &new).map_err(|_| errors::out_of_memory())
        })
    }

    /// The names of a script's functions.
    pub(crate) fn functions(&self, module: ModuleId) -> Vec<String> {
        self.idle(|| {
            let Ok(globals) = self.globals_of(module) else { return Vec::new() };
            globals
                .names()
                .into_iter()
                .filter(|name| globals.get(name).is_some_and(|found| load::is_callable(&found)))
                .collect()
        })
    }

    fn globals_of(&self, module: ModuleId) -> Result<Obj, ScriptError> {
        let modules = self.modules.borrow();
        let loaded = modules.get(module);
        loaded
            .map(|loaded| loaded.globals.clone())
            .ok_or_else(|| ScriptError::not_found(format!("the module {} is not loaded", module.0)))
    }
}
