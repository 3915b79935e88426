//! [`PythonLanguage`]: Python's side of [`glotta_core::Language`].

#![allow(unsafe_code)] // moves between threads, and calls functions of Python

use std::ffi::CStr;
use std::ptr;
use std::sync::{Arc, OnceLock};

use glotta_core::{
    Arg, Callback, Capabilities, Environment, FunctionId, Host, Interrupt, Language, LanguageCensus,
    LanguageInfo, MemoryUsage, ModuleId, Runs, ScriptError, Source, Value,
};
use pyo3::ffi;

use crate::bind;
use crate::callbacks;
use crate::errors;
use crate::interpreter;
use crate::load;
use crate::push;
use crate::py::{Obj, Raised, Ref};
use crate::read::Reader;
use crate::vm::{self, FoundFunction, LoadedModule, Vm};

/// Python: CPython 3.11 or later, in this process.
///
/// It offers what [`Language`] asks for, with these peculiarities:
///
/// - The interpreter is one for the process; each `PythonLanguage` has its own scripts in it. It is started once, in an
///   isolated configuration (no environment variables, no user's packages, no signal handlers), and never ended: `atexit`
///   refuses what scripts give it, what a script wrote to a file that it left open may be lost, and a thread that a script
///   leaves running keeps what it uses.
/// - The interpreter has one lock, which is held while a script runs or waits for a function of the engine. So one
///   script of Python runs at a time in the process. While none runs, and while one waits in a function of the library
///   that lets the lock go (`time.sleep`, a read), other threads have it. Between the updates of one script's entities in
///   a frame it stays held.
/// - The modules of the API and the types are there under their names in every script, and
///   `from glotta import entity, Vec3` works too.
/// - `import name` finds scripts beside the importing one or from the project's root, then modules of the library.
/// - An error of the engine is a `glotta.ScriptError` with `kind`, `message`, `source` and `line`; it is also a
///   `TypeError`, `LookupError`, `AttributeError`, … where that fits.
/// - Objects that stand for numbers in memory have the buffer protocol: `memoryview(column)`, `numpy.asarray(column)`, which
///   work on that memory without a copy of their own. It and what it stands for are one thing to every observer until the
///   call from the engine ends: they are made to agree wherever Python hands over to the engine or takes over again. That
///   costs one branch a call where nothing is viewed, a look at one row in calls that reach one entity, and a look at all
///   rows in others. A view that is kept longer shows memory that nobody looks at any more.
/// - An exception that nothing can catch, such as one of a finaliser, is printed with its place.
///
/// # What scripts share
///
/// Each script has globals, built-ins, `print`, a `sys.path` and copies of the library's modules of its own: what it
/// assigns to their names, or deletes, does not reach others. Imported scripts are shared by those who import them.
/// What scripts do share, since the process has it once:
///
/// - what lies *inside* the library's modules: the attributes of its classes (`decimal.Decimal.x = 1`, for those
///   that are written in Python), what its objects hold (`os.environ`, `logging.root`, `decimal.getcontext()`,
///   `warnings.filters`), and the modules that it has loaded; `sys.modules` itself can be read only
/// - settings of the interpreter: `locale`, the current folder; a collector that was switched off is switched on after each
///   call. Signals, trace functions, the switch interval, the collector's thresholds and call-backs and the recursion limit
///   belong to the game: a script that would set one gets an error
/// - the process: its files, its environment, its threads.
///
/// # What ends, and what does not
///
/// - `sys.exit()` and Ctrl-C's `KeyboardInterrupt` end the call with an error, not the process. What would end, copy or
///   replace the process, such as `os._exit()`, `os.abort()` and `os.fork()`, is an error (`support/refused.py`). **A crash in
///   C code that a script reaches does end the process** (`ctypes`, or iterators of C that are nested a hundred thousand
///   deep): scripts are trusted that far.
/// - Calls of scripts nest as deep as the smallest stack allows that has run scripts of the process: 1000 calls with
///   8 MB, some hundreds with the 2 MB of Rust's threads. Beyond that it is a `RecursionError`.
/// - [`Interrupt::interrupt`] stops a script at the next line that it begins, and again at every line if it catches
///   that, and in `time.sleep`. Another function of C that takes its time, such as `10 ** 10 ** 9`, `sum(range(10 ** 10))`,
///   a regular expression that never ends or a wait for a thread, cannot be stopped, and holds up whoever interrupts until
///   it lets the lock go ([`Interrupt::waits`]).
/// - Memory is counted for the language that ran when it was asked for.
///
/// # Threads of scripts
///
/// A script may start threads. They cannot reach the engine; what they print, and the exceptions that end them, is put out
/// when a script runs next. They go on while no script runs and while one lets the lock go, and by turns with scripts
/// otherwise. They neither hold up the end of the process nor outlive it.
pub struct PythonLanguage {
    vm: Option<Box<Vm>>,
    info: LanguageInfo,
}

// SAFETY: what is kept of Python is touched with the lock held only, on whatever thread; the rest is `Send`. References
// to the Vm exist only while a method runs, and `Language` says that one runs at a time.
unsafe impl Send for PythonLanguage {}

impl Default for PythonLanguage {
    fn default() -> Self {
        Self::new()
    }
}

impl std::fmt::Debug for PythonLanguage {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("PythonLanguage").field("info", &self.info).finish_non_exhaustive()
    }
}

impl PythonLanguage {
    /// Python, not yet started.
    #[must_use]
    pub fn new() -> Self {
        Self {
            vm: None,
            info: LanguageInfo {
                name: errors::LANGUAGE,
                version: version(),
                extensions: &["py"],
                capabilities: Capabilities::VALIDATE
                    .union(Capabilities::GLOBALS)
                    .union(Capabilities::MEMORY_USAGE)
                    .union(Capabilities::MEMORY_LIMIT)
                    .union(Capabilities::GARBAGE_COLLECTION)
                    .union(Capabilities::INTERRUPT),
            },
        }
    }

    fn vm(&self) -> Result<&Vm, ScriptError> {
        self.vm.as_deref().ok_or_else(|| ScriptError::host("python was not started"))
    }
}

/// The version of the library, as it says itself: `3.11.7 (main, …)`.
fn version() -> &'static str {
    static VERSION: OnceLock<&'static str> = OnceLock::new();
    VERSION.get_or_init(|| {
        // SAFETY: the library gives a text that lives as long as the process, whether or not it was started.
        let text = unsafe { CStr::from_ptr(ffi::Py_GetVersion()) };
        text.to_str().ok().and_then(|text| text.split(' ').next()).unwrap_or("3")
    })
}

impl Language for PythonLanguage {
    fn info(&self) -> &LanguageInfo {
        &self.info
    }

    fn start(&mut self, environment: Environment) -> Result<(), ScriptError> {
        const TYPES: [&str; 8] =
            ["Vec2", "Vec3", "Quat", "Entity", "Asset", "Component", "Data", "ScriptError"];
        if let Some(name) = environment.api.module_names().find(|name| TYPES.contains(name)) {
            return Err(ScriptError::host(format!(
                "the module {name} of the API has the name of one of the types"
            )));
        }
        interpreter::start()?;
        self.vm = Some(Vm::new(environment, self.info)?);
        Ok(())
    }

    fn load(&self, host: &mut dyn Host, module: ModuleId, source: &Source) -> Result<(), ScriptError> {
        let vm = self.vm()?;
        vm.modules.borrow().check_free(module)?;
        vm.givers.load(module);
        let _runs = vm.givers.enter(Runs::Module(module));
        let body = vm.imports.begin(module, &source.path);
        vm.enter(host, || {
            let ran = load::run(vm, &source.path, &source.text, Some(module));
            drop(body);
            match ran {
                Ok(ran) => {
                    let globals = load::globals(&ran);
                    let loaded = LoadedModule { module: ran, globals };
                    vm.modules.borrow_mut().insert(module, Arc::clone(&source.path), loaded);
                    Ok(())
                }
                Err(error) => {
                    drop(vm.imports.unload(module));
                    callbacks::cut_off(vm, module);
                    Err(error)
                }
            }
        })
    }

    fn unload(&self, host: &mut dyn Host, module: ModuleId) {
        let Ok(vm) = self.vm() else { return };
        let Some((loaded, functions)) = vm.modules.borrow_mut().remove(module) else { return };
        let mut forget = Some(|| {
            callbacks::cut_off(vm, module);
            drop(functions);
            drop(vm.imports.unload(module));
            drop(loaded);
        });
        let _runs = vm.givers.enter(Runs::Module(module));
        // Finalisers of the script may run as its objects go. Only in a call that is nested too deeply have they no host.
        let _ = vm.enter(host, || {
            forget.take().into_iter().for_each(|forget| forget());
            Ok(())
        });
        forget.into_iter().for_each(|forget| vm.idle(forget));
    }

    fn find(&self, module: ModuleId, name: &str) -> Option<FunctionId> {
        let vm = self.vm().ok()?;
        vm.idle(|| {
            let (globals, known) = {
                let modules = vm.modules.borrow();
                (modules.get(module)?.globals.clone(), modules.known(module, name))
            };
            let function = globals.get(name)?;
            if !load::is_callable(&function) {
                return None;
            }
            known.or_else(|| {
                let found = FoundFunction { globals, name: Obj::name(name).ok()? };
                vm.modules.borrow_mut().add(module, name, found)
            })
        })
    }

    fn call(
        &self,
        host: &mut dyn Host,
        function: FunctionId,
        arguments: &[Arg<'_>],
    ) -> Result<Value, ScriptError> {
        let vm = self.vm()?;
        let (globals, name, module) = {
            let modules = vm.modules.borrow();
            let (found, module) = modules.function_in(function)?;
            (found.globals.as_ptr(), found.name.as_ptr(), module)
        };
        let _runs = vm.givers.enter(Runs::Module(module));
        vm.enter(host, || {
            // SAFETY: both are alive: their script is loaded, and nothing has run since they were looked up.
            let found = Obj::maybe(unsafe { ffi::PyDict_GetItemWithError(globals, name) });
            match found.filter(load::is_callable) {
                Some(found) => invoke(vm, found, arguments, || vm.path_of(function)),
                None => Err(vm.modules.borrow().no_longer(function, &vm.info)),
            }
        })
    }

    /// The lock of the interpreter stays held. Other threads that ask for it have it by turns, as in a call.
    fn in_series(&self, calls: &mut dyn FnMut()) {
        let _attached = self.vm.is_some().then(interpreter::attach);
        calls();
    }

    fn call_back(
        &self,
        host: &mut dyn Host,
        callback: &Callback,
        arguments: &[Arg<'_>],
    ) -> Result<Value, ScriptError> {
        let vm = self.vm()?;
        callback.check_belongs_to(&vm.releases)?;
        let _runs = vm.givers.enter(Runs::Function(callback.slot()));
        vm.enter(host, || match callbacks::of_slot(vm, callback.slot()) {
            Some(found) => invoke(vm, found, arguments, || Arc::from("")),
            None => Err(Callback::cut_off()),
        })
    }

    fn functions(&self, module: ModuleId) -> Vec<String> {
        self.vm().map_or_else(|_| Vec::new(), |vm| vm.functions(module))
    }

    fn global(
        &self,
        host: &mut dyn Host,
        module: ModuleId,
        name: &str,
    ) -> Result<Option<Value>, ScriptError> {
        self.vm()?.global(host, module, name)
    }

    fn set_global(
        &self,
        host: &mut dyn Host,
        module: ModuleId,
        name: &str,
        value: Value,
    ) -> Result<(), ScriptError> {
        self.vm()?.set_global(host, module, name, &value)
    }

    fn validate(&self, source: &Source) -> Result<(), ScriptError> {
        let vm = self.vm()?;
        vm.idle(|| load::compile(&source.path, &source.text).map(drop))
    }

    fn memory_usage(&self) -> MemoryUsage {
        self.vm().map_or_else(
            |_| MemoryUsage::default(),
            |vm| MemoryUsage {
                current: vm.account.used(),
                peak: vm.account.peak(),
                limit: vm.account.limit(),
            },
        )
    }

    fn census(&self) -> LanguageCensus {
        self.vm().map_or_else(|_| LanguageCensus::default(), |vm| vm.modules.borrow().census(&vm.releases))
    }

    fn set_memory_limit(&self, limit: Option<usize>) -> Result<(), ScriptError> {
        self.vm()?.account.set_limit(limit);
        Ok(())
    }

    fn collect_garbage(&self, host: &mut dyn Host) {
        let Ok(vm) = self.vm() else { return };
        // Nested too deeply, there is no time for it.
        let _ = vm.enter(host, || {
            // SAFETY: the lock is held, and no reference of ours is in use. Finalisers of scripts run here.
            unsafe {
                ffi::PyGC_Enable();
                ffi::PyGC_Collect();
            }
            Ok(())
        });
    }

    fn interrupt(&self) -> Option<Arc<dyn Interrupt>> {
        let vm = self.vm().ok()?;
        Some(Arc::clone(&vm.running) as Arc<dyn Interrupt>)
    }
}

/// Calls a function with these; `path` is asked for if it fails.
fn invoke(
    vm: &Vm,
    function: Obj,
    arguments: &[Arg<'_>],
    path: impl Fn() -> Arc<str>,
) -> Result<Value, ScriptError> {
    const FEW: usize = 4;
    for argument in arguments {
        if let Arg::Value(value) = argument {
            value.check_depth()?;
        }
    }
    let out_of_memory = |Raised| errors::out_of_memory();
    let result = if arguments.len() <= FEW {
        let mut objects: [Option<Obj>; FEW] = [const { None }; FEW];
        let mut pointers: [Ref; FEW + 1] = [ptr::null_mut(); FEW + 1];
        for (place, argument) in arguments.iter().enumerate() {
            let object = push::argument(vm, argument).map_err(out_of_memory)?;
            pointers[place + 1] = object.as_ptr();
            objects[place] = Some(object);
        }
        call(&function, &mut pointers[..=arguments.len()])
    } else {
        let mut objects = Vec::with_capacity(arguments.len());
        for argument in arguments {
            objects.push(push::argument(vm, argument).map_err(out_of_memory)?);
        }
        let mut pointers: Vec<Ref> =
            std::iter::once(ptr::null_mut()).chain(objects.iter().map(Obj::as_ptr)).collect();
        call(&function, &mut pointers)
    };
    let Ok(result) = result else { return Err(errors::taken_from(&function, &path())) };
    if result.is_none() {
        return Ok(Value::Null);
    }
    bind::guard(|| vm::with_host(|vm, host| Reader::new(vm, host).value(result.as_ptr())))
        .map_err(|error| error.within("the result of the function").at(vm.info.name, &path(), 0, 0))
}

/// Calls a function; the first of the pointers is room for the callee.
fn call(function: &Obj, pointers: &mut [Ref]) -> Result<Obj, Raised> {
    let count = (pointers.len() - 1) | ffi::PY_VECTORCALL_ARGUMENTS_OFFSET;
    // SAFETY: the arguments are alive, and the place before them may be written.
    Obj::own(unsafe {
        ffi::PyObject_Vectorcall(
            function.as_ptr(),
            pointers.as_mut_ptr().add(1).cast_const(),
            count,
            ptr::null_mut(),
        )
    })
}
