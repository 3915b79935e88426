//! `import name`: other scripts of the project, each run once and shared. Which of them are kept, and for whom, is the
//! matter of [`Imports`](glotta_core::Imports); what it keeps of a script is its module.

#![allow(unsafe_code)] // functions for Python

use glotta_core::{ErrorKind, Host, Import, Importer, ModuleId, ScriptError};

use crate::bind;
use crate::buffer::Reached;
use crate::errors::{self, Shape};
use crate::load;
use crate::py::{self, Obj, Ref};
use crate::vm::Vm;

/// A script for a name, as far as it was found.
enum Found {
    Module(Obj),
    /// There is none; the message says where it was looked for.
    Nowhere(ScriptError),
}

/// `native.resolve(path, number, name)`: the module of another script, or a text that says where it was looked for.
pub(crate) unsafe extern "C" fn resolve(_: Ref, arguments: *const Ref, count: isize, _: Ref) -> Ref {
    // SAFETY: Python passes the arguments of the running call.
    let arguments = unsafe { bind::slice(arguments, count) };
    bind::respond_as(
        Shape::Import,
        None,
        arguments,
        || Reached::World,
        |vm, frame, host| {
            use glotta_core::Frame as _;
            let path = frame.str(0)?;
            let number = frame.kind(1);
            let module = match number {
                glotta_core::ValueKind::Int => Some(ModuleId(frame.int(1)? as u32)),
                _ => None,
            };
            let name = frame.str(2)?;
            let importer = Importer { path: &path, module };
            let found = find_or_run(vm, host, importer, &name)?;
            match found {
                Found::Module(module) => {
                    frame.result = Some(module);
                    Ok(())
                }
                Found::Nowhere(error) => {
                    let text = error.message().to_owned();
                    frame.return_str(&text)
                }
            }
        },
    )
}

/// `native.no_module(message)`: raises.
pub(crate) unsafe extern "C" fn no_module(_: Ref, arguments: *const Ref, count: isize, _: Ref) -> Ref {
    // SAFETY: Python passes the arguments of the running call.
    let arguments = unsafe { bind::slice(arguments, count) };
    let message = arguments.first().and_then(|text| py::text_of(*text)).unwrap_or_default();
    errors::raise(ScriptError::not_found(message.to_owned()).within("import"), Shape::Import, None)
}

/// The module of the script that a name stands for.
fn find_or_run(
    vm: &Vm,
    host: &mut dyn Host,
    importer: Importer<'_>,
    name: &str,
) -> Result<Found, ScriptError> {
    let script = match vm.imports.import(importer, name, &*vm.environment.sources, &vm.info) {
        Ok(Import::Kept(module)) => return Ok(Found::Module(module)),
        Ok(Import::New(script)) => script,
        Err(error) if error.kind() == ErrorKind::NotFound => return Ok(Found::Nowhere(error)),
        Err(error) => return Err(error.in_function("import")),
    };
    let source = script.source();
    let module = vm.enter(host, || load::run(vm, &source.path, &source.text, None))?;
    // Letting go of the old module may run finalisers, which may import.
    drop(script.keep(module.clone()));
    Ok(Found::Module(module))
}
