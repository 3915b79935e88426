//! Compiling a script and running its body.

#![allow(unsafe_code)] // compiles and runs code of Python

use std::ffi::CString;
use std::ptr;

use glotta_core::{ErrorKind, ModuleId, ScriptError};
use pyo3::ffi;

use crate::bind;
use crate::errors::{self, LANGUAGE};
use crate::late;
use crate::py::{Obj, Raised};
use crate::types;
use crate::vm::Vm;

/// Flags of the compiler that PyO3 leaves out: the text is UTF-8, whatever it says of itself.
const SOURCE_IS_UTF8: i32 = 0x0100;
const IGNORE_COOKIE: i32 = 0x0800;

/// The text as Python should see it, without a byte order mark.
fn body(path: &str, text: &str) -> Result<CString, ScriptError> {
    CString::new(text.strip_prefix('\u{feff}').unwrap_or(text)).map_err(|error| {
        let before = error.into_vec();
        let zero = before.iter().position(|byte| *byte == 0).unwrap_or(0);
        let line = 1 + before[..zero].iter().filter(|byte| **byte == b'\n').count();
        ScriptError::new(ErrorKind::Syntax, "the source contains a zero byte").at(
            LANGUAGE,
            path,
            u32::try_from(line).unwrap_or(0),
            0,
        )
    })
}

/// Compiles a script.
pub(crate) fn compile(path: &str, text: &str) -> Result<Obj, ScriptError> {
    let text = body(path, text)?;
    let name: Vec<u8> = path.bytes().filter(|byte| *byte != 0).collect();
    let name = Obj::text(&String::from_utf8_lossy(&name)).map_err(|Raised| errors::out_of_memory())?;
    let mut flags = ffi::PyCompilerFlags { cf_flags: SOURCE_IS_UTF8 | IGNORE_COOKIE, cf_feature_version: 11 };
    // SAFETY: the text ends with a zero, the name is alive.
    let code = unsafe {
        Obj::own(ffi::Py_CompileStringObject(
            text.as_ptr(),
            name.as_ptr(),
            ffi::Py_file_input,
            &raw mut flags,
            -1,
        ))
    };
    code.map_err(|Raised| errors::taken(path, true))
}

/// The name of the module of a script: its path without the extension, with dots.
fn module_name(path: &str) -> String {
    path.strip_suffix(".py").unwrap_or(path).replace('/', ".")
}

/// The module of a script that has not run yet.
fn new_module(vm: &Vm, path: &str, module: Option<ModuleId>) -> Result<Obj, Raised> {
    let known = types::known().ok_or(Raised)?;
    let api = Obj::dict()?;
    for name in vm.environment.api.module_names() {
        let functions = Obj::dict()?;
        for function in vm.environment.api.functions(name) {
            functions.set(function.name, &bind::function_object(function)?)?;
        }
        let docs: Vec<&str> = vm.environment.api.module(name).iter().map(|block| block.doc).collect();
        api.set(name, &Obj::tuple([Obj::text(&docs.join("\n\n"))?, functions])?)?;
    }
    let number = module.map_or_else(|| Ok(Obj::none()), |module| Obj::int(i64::from(module.0)))?;
    let owner = Obj::int(late::owner(vm) as i64)?;
    known.new_script.call([Obj::text(path)?, number, Obj::text(&module_name(path))?, api, owner])
}

/// Compiles a script and runs its body; gives its module. A lock and a host are at hand.
pub(crate) fn run(vm: &Vm, path: &str, text: &str, module: Option<ModuleId>) -> Result<Obj, ScriptError> {
    let code = compile(path, text)?;
    let module = new_module(vm, path, module).map_err(|Raised| errors::of_host("the globals of a script"))?;
    // SAFETY: the dictionary of a module lives as long as it.
    let ran = unsafe {
        let globals = ffi::PyModule_GetDict(module.as_ptr());
        Obj::own(ffi::PyEval_EvalCode(code.as_ptr(), globals, globals))
    };
    match ran {
        Ok(_) => Ok(module),
        Err(Raised) => Err(errors::taken(path, false)),
    }
}

/// The globals of a module.
pub(crate) fn globals(module: &Obj) -> Obj {
    // SAFETY: the dictionary of a module lives as long as it, and is not null.
    Obj::borrow(unsafe { ffi::PyModule_GetDict(module.as_ptr()) })
}

/// True if a borrowed object can be called.
pub(crate) fn is_callable(object: &Obj) -> bool {
    // SAFETY: asks only.
    !ptr::eq(object.as_ptr(), ptr::null_mut()) && unsafe { ffi::PyCallable_Check(object.as_ptr()) } != 0
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_module_is_named_after_its_path() {
        assert_eq!(module_name("main.py"), "main");
        assert_eq!(module_name("scripts/enemies/wolf.py"), "scripts.enemies.wolf");
        assert_eq!(module_name("odd"), "odd");
    }

    #[test]
    fn a_byte_order_mark_goes_and_a_zero_byte_is_refused_with_its_line() {
        assert_eq!(body("a.py", "\u{feff}x = 1").expect("is text").as_bytes(), b"x = 1");
        let error = body("a.py", "x\ny\0z").expect_err("has a zero");
        assert_eq!((error.kind(), error.source(), error.line()), (ErrorKind::Syntax, "a.py", Some(2)));
    }
}
