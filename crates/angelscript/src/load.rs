//! Compiling a script and running its body.

#![allow(unsafe_code)] // compiles with the library

use std::cell::{Cell, RefCell};
use std::ffi::c_void;
use std::fmt::Write as _;
use std::ptr::{self, NonNull};
use std::rc::Rc;

use glotta_angelscript_sys as sys;
use glotta_core::{ErrorKind, Import, Importer, ModuleId, ScriptError, Source, listed};
use sha2::Digest as _;

use crate::cache;
use crate::callbacks::{self, FunctionRef};
use crate::collected;
use crate::context::{Alive, Target};
use crate::declared;
use crate::errors::{self, LANGUAGE};
use crate::hints::Texts;
use crate::include::{self, Section};
use crate::lexer::Pieces;
use crate::lost;
use crate::registry::c_text;
use crate::trial;
use crate::vm::{Vm, text};

/// Compiled code with its variables, which go with the last that holds this: the script, or a function of it in the
/// hands of the engine.
#[derive(Debug)]
pub(crate) struct Code {
    module: *mut sys::Module,
    /// The functions of other scripts that this one imports. The library holds them, but not what they consist of.
    imported: RefCell<Vec<FunctionRef>>,
    /// Whether its script was unloaded, so that only a call that goes on keeps it.
    unloaded: Cell<bool>,
    /// Whether it has classes whose objects are left to the collector: see [`crate::collected`].
    leaves_objects: Cell<bool>,
}

impl Code {
    /// The module of the library.
    pub(crate) fn module(&self) -> *mut sys::Module {
        self.module
    }

    /// Whether its script was unloaded.
    pub(crate) fn is_unloaded(&self) -> bool {
        self.unloaded.get()
    }

    /// The code that a module of the library belongs to.
    pub(crate) fn of_module(module: *mut sys::Module) -> Option<Rc<Self>> {
        if module.is_null() {
            return None;
        }
        // SAFETY: the module is alive. Its user data is what `Compiled::keep` wrote: a code that lives until its end
        // clears it.
        unsafe {
            let code = sys::glas_module_user_data(module).cast::<Self>().cast_const();
            if code.is_null() {
                return None;
            }
            Rc::increment_strong_count(code);
            Some(Rc::from_raw(code))
        }
    }
}

impl Drop for Code {
    fn drop(&mut self) {
        // SAFETY: the module was made for this code, and nobody else discards it. The engine is alive: the machine lets go
        // of all code before its engine ends. Destructors of what the variables hold may run.
        unsafe {
            sys::glas_module_set_user_data(self.module, ptr::null_mut());
            sys::glas_module_discard(self.module);
        }
    }
}

/// A loaded script. It lives until it is unloaded and none of its functions runs.
#[derive(Debug)]
pub(crate) struct Script {
    pub(crate) code: Rc<Code>,
    /// The scripts that it imports functions of: those that it found when it was loaded, whatever others find since.
    libraries: RefCell<Vec<Rc<Self>>>,
    /// It outlives all scripts.
    vm: NonNull<Vm>,
}

impl Drop for Script {
    fn drop(&mut self) {
        self.code.unloaded.set(true);
        // SAFETY: the machine is alive: it lets go of all scripts before it ends, and calls go on inside of it.
        callbacks::cut_off_code(unsafe { self.vm.as_ref() }, &self.code);
    }
}

impl Script {
    /// Whether objects of it, or of what it imports, may be left to the collector when it goes.
    pub(crate) fn leaves_objects(&self) -> bool {
        self.code.leaves_objects.get()
            || self.libraries.borrow().iter().any(|library| library.leaves_objects())
    }

    /// The function of that name, if the script has one: outside of all namespaces and classes. Of several with one
    /// name, the one with the most parameters.
    pub(crate) fn find(self: &Rc<Self>, vm: &Vm, name: &str) -> Option<Target> {
        let found = self.function(name)?;
        // SAFETY: the module is alive, and its functions as long.
        let held = unsafe { FunctionRef::hold(found) };
        Some(Target::new(vm, held, found, ptr::null_mut(), Alive::Script(Rc::clone(self))))
    }

    /// The names of the functions that can be found.
    pub(crate) fn functions(&self) -> Vec<String> {
        let module = self.code.module;
        // SAFETY: the module is alive, and its functions as long; the texts are copied at once.
        unsafe {
            (0..sys::glas_module_function_count(module))
                .map(|index| sys::glas_module_function(module, index))
                .filter(|function| !function.is_null())
                .filter(|function| text(sys::glas_function_namespace(*function)).is_empty())
                .map(|function| text(sys::glas_function_name(function)))
                .collect()
        }
    }

    fn function(&self, name: &str) -> Option<*mut sys::Function> {
        let module = self.code.module;
        // SAFETY: the module is alive, and its functions as long.
        unsafe {
            (0..sys::glas_module_function_count(module))
                .map(|index| sys::glas_module_function(module, index))
                .filter(|function| !function.is_null())
                .filter(|function| text(sys::glas_function_name(*function)) == name)
                .filter(|function| text(sys::glas_function_namespace(*function)).is_empty())
                .max_by_key(|function| sys::glas_function_parameter_count(*function))
        }
    }
}

/// The text of a script and of those that it includes, as this version of the library understands it.
fn sections_of(vm: &Vm, source: &Source) -> Result<Vec<Section>, ScriptError> {
    let mut sections = include::collect(source, &*vm.environment.sources, &vm.info)?;
    if !vm.arrays.orders_constant_handles(vm) {
        for section in &mut sections {
            section.text = declared::without_constant_handles(&section.text);
        }
    }
    Ok(sections)
}

/// Compiles a script and runs its body: the initialisers of its variables, then `main` if it has one.
///
/// # Errors
/// [`ErrorKind::Syntax`], or what the body raised; then nothing of it remains.
pub(crate) fn run(vm: &Vm, source: &Source, module: Option<ModuleId>) -> Result<Script, ScriptError> {
    vm.with_host(|host| crate::components::update(vm, host))?;
    let sections = sections_of(vm, source)?;
    let code = Rc::new(compile(vm, &source.path, &sections)?);
    code.leaves_objects.set(sections.iter().any(|section| collected::is_marked(&section.text)));
    // SAFETY: the module is alive, and the code clears this when it goes.
    unsafe { sys::glas_module_set_user_data(code.module, Rc::as_ptr(&code).cast_mut().cast::<c_void>()) };
    for message in vm.take_messages() {
        if message.severity == sys::MSGTYPE_WARNING {
            vm.with_host(|host| {
                host.warn(&errors::warning(&source.path, &message));
                Ok(())
            })?;
        }
    }
    let script = Script { code, libraries: RefCell::default(), vm: NonNull::from(vm) };
    bind_imports(vm, &script, &source.path, &sections, module)?;
    initialise(vm, &script)?;
    run_main(vm, &script)?;
    Ok(script)
}

/// Compiles without running anything.
///
/// # Errors
/// [`ErrorKind::Syntax`], and what the sources say of includes.
pub(crate) fn validate(vm: &Vm, source: &Source) -> Result<(), ScriptError> {
    let sections = sections_of(vm, source)?;
    let compiled = compile(vm, &source.path, &sections);
    vm.take_messages();
    compiled.map(drop)
}

/// The code of these sections: compiled now, or kept from an earlier time. What the compiler said besides is left with
/// the machine.
fn compile(vm: &Vm, path: &str, sections: &[Section]) -> Result<Code, ScriptError> {
    vm.take_messages();
    let named = crate::components::name(vm, sections)?;
    let declarations = vm.declarations.borrow().clone().chain_update(named).finalize().into();
    let key = cache::Key::new(&declarations, vm.info.version, sections);
    let Some(folder) = &vm.cache else {
        try_out(vm, path, sections, key)?;
        return build(vm, path, sections);
    };
    if let Some(kept) = cache::find(folder, path, &key) {
        let code = new_module(vm, path)?;
        if cache::load(code.module, &kept) {
            vm.forget_kinds();
            return Ok(code);
        }
    }
    try_out(vm, path, sections, key)?;
    let code = build(vm, path, sections)?;
    if !vm.has_messages()
        && let Some(made) = cache::save(code.module)
    {
        // With warnings in it, a script is compiled anew at each start, so that they are seen.
        cache::keep(folder, path, &key, &made);
    }
    Ok(code)
}

/// Compiles a text that was not compiled before where it can do no harm.
fn try_out(vm: &Vm, path: &str, sections: &[Section], key: cache::Key) -> Result<(), ScriptError> {
    if vm.tried.borrow().contains(&key) {
        return Ok(());
    }
    trial::run(|| {
        if let Ok(code) = build(vm, path, sections) {
            // So is what is kept of it.
            drop(cache::save(code.module));
        }
    })
    .map_err(|error| match Texts::of(sections).nameless_functions().as_slice() {
        [] => error.at(LANGUAGE, path, 0, 0),
        [(path, line)] => error.at(LANGUAGE, path, *line, 0),
        several => {
            let places: Vec<String> = several.iter().map(|(path, line)| format!("{path}:{line}")).collect();
            let places: Vec<&str> = places.iter().map(String::as_str).collect();
            let message = format!("{}; there are some at {}", error.message(), listed(&places));
            ScriptError::new(error.kind(), message).at(LANGUAGE, path, 0, 0)
        }
    })?;
    let mut tried = vm.tried.borrow_mut();
    // Of a day of changes, only what is still in use matters.
    const MOST: usize = 10_000;
    if tried.len() >= MOST {
        tried.clear();
    }
    tried.insert(key);
    Ok(())
}

/// The longest name of a module, in bytes; see [`crate::nesting`].
const LONGEST_NAME: usize = 200;

/// An empty module of the library.
fn new_module(vm: &Vm, path: &str) -> Result<Code, ScriptError> {
    // The name is for the library only, which would replace a module of the same name.
    let mut name = String::new();
    let number = vm.next_module.get();
    vm.next_module.set(number + 1);
    // Writing to a String cannot fail.
    let _ = write!(name, "{number}:{path}");
    let name = c_text(&name[..name.floor_char_boundary(LONGEST_NAME)].replace('\0', ""))?;
    // SAFETY: the engine is alive; the text is copied. The module belongs to the code from here on.
    let module = unsafe { sys::glas_module_create(vm.engine(), name.as_ptr()) };
    if module.is_null() {
        Err(crate::memory::out_of_memory())
    } else {
        Ok(Code {
            module,
            imported: RefCell::default(),
            unloaded: Cell::default(),
            leaves_objects: Cell::default(),
        })
    }
}

/// A module of the library with the sections in it, compiled.
fn build(vm: &Vm, path: &str, sections: &[Section]) -> Result<Code, ScriptError> {
    vm.take_messages();
    let code = new_module(vm, path)?;
    for section in sections {
        let name = c_text(&section.path.replace('\0', ""))?;
        // SAFETY: as above.
        unsafe {
            sys::glas_module_add_section(
                code.module,
                name.as_ptr(),
                section.text.as_ptr().cast(),
                section.text.len(),
                0,
            );
        }
    }
    // SAFETY: the module is alive; nothing of the script runs while it is built.
    let built = unsafe { sys::glas_module_build(code.module) };
    vm.forget_kinds();
    if built >= 0 {
        // SAFETY: as above.
        let declared = unsafe { declared::check(code.module) };
        let refused = |why: String| ScriptError::new(ErrorKind::Syntax, why).at(LANGUAGE, path, 0, 0);
        declared.map_err(refused)?;
        // SAFETY: as above.
        unsafe { lost::check(&vm.environment.api, code.module, sections)? };
        return Ok(code);
    }
    // To the library, a text without declarations is an error; to us, a script that does nothing.
    if sections.iter().all(|section| Pieces::of(&section.text).next().is_none()) {
        return Ok(code);
    }
    drop(code);
    let more = vm.more_messages();
    Err(errors::compilation(&vm.known, path, sections, vm.take_messages(), more))
}

/// Gives the functions that a script declares with `import` those of the scripts that they name.
fn bind_imports(
    vm: &Vm,
    script: &Script,
    path: &str,
    sections: &[Section],
    module: Option<ModuleId>,
) -> Result<(), ScriptError> {
    // SAFETY: the module is alive, and so are its texts.
    let imports: Vec<(u32, String, String)> = unsafe {
        (0..sys::glas_module_import_count(script.code.module))
            .map(|index| {
                let declaration = text(sys::glas_module_import_declaration(script.code.module, index));
                let from = text(sys::glas_module_import_source(script.code.module, index));
                (index, declaration, from)
            })
            .collect()
    };
    for (index, declaration, from) in imports {
        let place = |error: ScriptError| {
            let (path, line) = Texts::of(sections).import_of(&from).unwrap_or((path, 0));
            error.at(LANGUAGE, path, line, 0)
        };
        let library = import(vm, path, &from, module).map_err(place)?;
        let wanted = c_text(&declaration)?;
        // SAFETY: both modules are alive; the function is of the library's, and held from here on.
        let bound = unsafe {
            let function = sys::glas_module_function_by_declaration(library.code.module, wanted.as_ptr());
            if function.is_null() {
                -1
            } else {
                script.code.imported.borrow_mut().push(FunctionRef::hold(function));
                sys::glas_module_import_bind(script.code.module, index, function)
            }
        };
        script.libraries.borrow_mut().push(library);
        if bound < 0 {
            return Err(place(ScriptError::not_found(format!(
                "{from:?} has no function `{declaration}` to import: the result and all parameters must be the same"
            ))));
        }
    }
    Ok(())
}

/// The script that another imports functions of, loaded once for all that do.
fn import(vm: &Vm, path: &str, name: &str, module: Option<ModuleId>) -> Result<Rc<Script>, ScriptError> {
    let importer = Importer { path, module };
    match vm.imports.import(importer, name, &*vm.environment.sources, &vm.info)? {
        Import::Kept(script) => Ok(script),
        Import::New(new) => {
            let source = new.source().clone();
            let script = Rc::new(run(vm, &source, None)?);
            drop(new.keep(Rc::clone(&script)));
            Ok(script)
        }
    }
}

/// Runs the initialisers of a script's variables.
fn initialise(vm: &Vm, script: &Script) -> Result<(), ScriptError> {
    let running = vm.begin_call()?;
    // SAFETY: the module and the context are alive, and nothing else runs in the context.
    let result = unsafe { sys::glas_module_reset_globals(script.code.module, running.context) };
    let said = vm.take_messages();
    if result >= 0 && !vm.account.take_passed() {
        return Ok(());
    }
    // SAFETY: the context is alive.
    let state = unsafe { sys::glas_context_state(running.context) };
    let mut error = errors::ended(vm, running.context, state);
    if state != sys::EXECUTION_EXCEPTION
        && state != sys::EXECUTION_ABORTED
        && let Some(message) = said.first()
    {
        error = ScriptError::new(ErrorKind::Runtime, message.text.clone()).at(
            LANGUAGE,
            &message.section,
            message.row,
            message.column,
        );
    }
    Err(error)
}

fn run_main(vm: &Vm, script: &Script) -> Result<(), ScriptError> {
    // SAFETY: the module is alive, and its functions as long; the text ends with a zero.
    let main =
        unsafe { sys::glas_module_function_by_declaration(script.code.module, c"void main()".as_ptr()) };
    if !main.is_null() {
        return vm.run(main);
    }
    match script.function("main") {
        Some(other) => warn_of_main(vm, other),
        None => Ok(()),
    }
}

/// Says that a function of that name is not run as the body of its script.
#[cold]
fn warn_of_main(vm: &Vm, function: *mut sys::Function) -> Result<(), ScriptError> {
    // SAFETY: the function is alive, and its texts are read at once.
    let (declaration, path) = unsafe {
        let declaration = sys::glas_function_declaration(function, true, true, false);
        (text(declaration), text(sys::glas_function_section(function)))
    };
    let message = format!("main is not run: expected `void main()`, got `{declaration}`");
    let warning = ScriptError::new(ErrorKind::Syntax, message);
    vm.with_host(|host| {
        host.warn(&warning.at(LANGUAGE, &path, 0, 0));
        Ok(())
    })
}
