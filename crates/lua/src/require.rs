//! `require "name"`: other scripts of the project, each run once and shared. Which of them are kept, and for whom, is
//! the matter of [`Imports`](glotta_core::Imports); what it keeps of a script is the registry's slot of its value.

#![allow(unsafe_code)] // a C function for Lua

use std::ffi::c_int;

use glotta_core::{Frame, Host, Import, Importer, ModuleId, ScriptError};
use mlua_sys as ffi;

use crate::bind;
use crate::frame::{LuaFrame, Outcome};
use crate::load;
use crate::push;
use crate::stack::{REGISTRY, Stack, upvalue};
use crate::vm::Vm;

/// `require(name)`. Upvalues: the path of the script that requires, and its number if the engine loaded it.
pub(crate) unsafe extern "C-unwind" fn require(state: *mut ffi::lua_State) -> c_int {
    let stack = Stack(state);
    let vm = Vm::of(stack);
    let mut frame = LuaFrame::new(stack, vm, 1);
    bind::attempt(&mut frame, "require", |frame, host| {
        let name = frame.str(0).map_err(|error| error.in_argument("require", 0, "name"))?;
        let path = String::from_utf8_lossy(stack.bytes(upvalue(1)).unwrap_or_default());
        let module = stack.is_integer(upvalue(2)).then(|| ModuleId(stack.integer(upvalue(2)) as u32));
        let importer = Importer { path: &path, module };
        let slot = find_or_run(vm, host, importer, &name).map_err(|error| error.in_function("require"))?;
        frame.outcome = Outcome::Int(i64::from(slot));
        Ok(())
    });
    // SAFETY: no destructors in this frame.
    unsafe {
        if let Outcome::Int(slot) = frame.outcome {
            stack.raw_get_i(REGISTRY, slot);
            return 1;
        }
        push::outcome(stack, vm, &frame.outcome, 1)
    }
}

/// The registry's slot of what a script gets for a name.
fn find_or_run(
    vm: &Vm,
    host: &mut dyn Host,
    importer: Importer<'_>,
    name: &str,
) -> Result<c_int, ScriptError> {
    let script = match vm.imports.import(importer, name, &*vm.environment.sources, &vm.info)? {
        Import::Kept(slot) => return Ok(slot),
        Import::New(script) => script,
    };
    let value = vm.enter(host, None, |stack, record| {
        let source = script.source();
        let ran = load::run(stack, vm, record, &source.path, &source.text, None)?;
        load::release(stack, ran.globals);
        Ok(ran.value)
    })?;
    if let Some(old) = script.keep(value) {
        load::release(vm.main(), old);
    }
    Ok(value)
}
