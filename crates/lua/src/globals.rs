//! The global variables of a script, for carrying them over a reload.

#![allow(unsafe_code)] // may raise: see `Stack`

use std::ffi::c_int;

use glotta_core::{Host, ModuleId, Runs, ScriptError, Value};
use mlua_sys as ffi;

use crate::bind;
use crate::push;
use crate::read::{self, Reader};
use crate::stack::{REGISTRY, Stack};
use crate::vm::{Vm, stack_overflow};

/// One variable of a script.
struct Variable<'a> {
    /// The registry's slot of the script's globals.
    globals: c_int,
    name: &'a str,
    /// What it is to be.
    value: &'a Value,
}

impl Vm {
    /// The value of a global variable. Lua knows no difference between one that is nil and one that is not there: each is
    /// there, and null until something is assigned to it.
    ///
    /// # Errors
    /// As [`glotta_core::Language::global`].
    pub(crate) fn global(
        &self,
        host: &mut dyn Host,
        module: ModuleId,
        name: &str,
    ) -> Result<Option<Value>, ScriptError> {
        let globals = self.globals_of(module)?;
        let _runs = self.givers.enter(Runs::Module(module));
        self.enter(host, None, |stack, _| {
            let mut variable = Variable { globals, name, value: &Value::Null };
            self.protect(stack, get, &mut variable, 1)?;
            if read::handle(stack, -1).is_ok() {
                return Err(ScriptError::handle_has_no_value());
            }
            let read = || self.with_host(stack, |host| Reader::new(stack, self, Some(host)).value(-1));
            bind::guard("the engine", read).map(Some)
        })
    }

    /// Sets a global variable.
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
        let globals = self.globals_of(module)?;
        self.enter(host, None, |stack, _| {
            if !stack.check(8) {
                return Err(stack_overflow());
            }
            let mut variable = Variable { globals, name, value };
            self.protect(stack, set, &mut variable, 0)
        })
    }

    /// The names of a script's functions.
    pub(crate) fn functions(&self, module: ModuleId) -> Vec<String> {
        let Ok(globals) = self.globals_of(module) else { return Vec::new() };
        self.idle(|stack| {
            let mut names = Vec::new();
            // What is done here raises nothing.
            if !stack.check(4) {
                return names;
            }
            stack.raw_get_i(REGISTRY, i64::from(globals));
            stack.push_nil();
            while stack.next(-2) {
                let name = stack.bytes(-2).and_then(|name| std::str::from_utf8(name).ok());
                // What is not written in Lua is of the library.
                // SAFETY: asks only.
                let is_own =
                    stack.kind(-1) == ffi::LUA_TFUNCTION && unsafe { ffi::lua_iscfunction(stack.0, -1) } == 0;
                if let Some(name) = name.filter(|_| is_own) {
                    names.push(name.to_owned());
                }
                stack.pop(1);
            }
            names
        })
    }

    fn globals_of(&self, module: ModuleId) -> Result<c_int, ScriptError> {
        let globals = self.modules.borrow().get(module).copied();
        globals.ok_or_else(|| ScriptError::not_found(format!("the module {} is not loaded", module.0)))
    }
}

/// Returns the variable that argument 1 names.
unsafe extern "C-unwind" fn get(state: *mut ffi::lua_State) -> c_int {
    let stack = Stack(state);
    // SAFETY: called by `Vm::global` only, whose request outlives the call; no destructors in this frame.
    unsafe {
        let variable = stack.userdata(1).cast::<Variable<'_>>();
        stack.raw_get_i(REGISTRY, i64::from((*variable).globals));
        stack.get_name(-1, (*variable).name);
    }
    1
}

/// Sets the variable that argument 1 names.
unsafe extern "C-unwind" fn set(state: *mut ffi::lua_State) -> c_int {
    let stack = Stack(state);
    let vm = Vm::of(stack);
    // SAFETY: called by `Vm::set_global` only, whose request outlives the call; no destructors in this frame.
    unsafe {
        let variable = stack.userdata(1).cast::<Variable<'_>>();
        stack.raw_get_i(REGISTRY, i64::from((*variable).globals));
        push::value(stack, vm, (*variable).value);
        stack.set_name(-2, (*variable).name);
    }
    0
}
