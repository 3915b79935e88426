//! The global variables of a script, for carrying them over a reload.

#![allow(unsafe_code)] // looks at places of the library

use std::ffi::{c_char, c_int, c_void};
use std::ptr;
use std::rc::Rc;

use glotta_angelscript_sys as sys;
use glotta_core::{ErrorKind, Host, ModuleId, Runs, ScriptError, Value, quote};

use crate::load::Script;
use crate::native::Any;
use crate::push;
use crate::read;
use crate::types::Kind;
use crate::vm::{Vm, text};

/// A variable of a script.
struct Variable {
    place: *mut u8,
    type_id: c_int,
    is_const: bool,
}

impl Script {
    /// The variable of that name outside of all namespaces. It lives as long as the script.
    fn variable(&self, name: &str) -> Option<Variable> {
        let module = self.code.module();
        // SAFETY: the module is alive; the texts are the library's.
        unsafe {
            (0..sys::glas_module_global_count(module)).find_map(|index| {
                let (mut own, mut namespace): (*const c_char, *const c_char) = (ptr::null(), ptr::null());
                let (mut type_id, mut is_const) = (0, false);
                sys::glas_module_global(
                    module,
                    index,
                    &raw mut own,
                    &raw mut namespace,
                    &raw mut type_id,
                    &raw mut is_const,
                );
                if text(own) != name || !text(namespace).is_empty() {
                    return None;
                }
                let place = sys::glas_module_global_address(module, index).cast::<u8>();
                (!place.is_null()).then_some(Variable { place, type_id, is_const })
            })
        }
    }
}

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
        let script = self.script(module)?;
        let _runs = self.givers.enter(Runs::Module(module));
        self.enter(host, || {
            let Some(variable) = script.variable(name) else { return Ok(None) };
            let any = Any::new(variable.place, variable.type_id);
            self.with_host(|host| read::value(self, any, Some(host))).map(Some)
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
        let script = self.script(module)?;
        self.enter(host, || {
            let Some(Variable { place, type_id, is_const }) = script.variable(name) else {
                return Err(ScriptError::not_found(format!(
                    "the script has no global variable {}",
                    quote(name)
                )));
            };
            if is_const {
                return Err(ScriptError::new(ErrorKind::Type, "it is const, and cannot be set"));
            }
            if !matches!(self.kind(type_id), Kind::Handle(_)) {
                // SAFETY: the variable lies there, and was given its first value when the script was loaded.
                return unsafe { push::assign(self, type_id, value, place) };
            }
            let mut handle: *mut c_void = ptr::null_mut();
            // SAFETY: there is room for a handle; what the variable held is let go only when the new one is there.
            unsafe {
                push::place(self, type_id, value, (&raw mut handle).cast())?;
                let old = place.cast::<*mut c_void>().replace(handle);
                handle = old;
                push::drop_place(self, type_id, (&raw mut handle).cast());
            }
            Ok(())
        })
    }

    fn script(&self, module: ModuleId) -> Result<Rc<Script>, ScriptError> {
        let script = self.modules.borrow().get(module).map(Rc::clone);
        script.ok_or_else(|| ScriptError::not_found(format!("the module {} is not loaded", module.0)))
    }
}
