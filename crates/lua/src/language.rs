//! [`LuaLanguage`]: Lua's side of [`glotta_core::Language`].

#![allow(unsafe_code)] // moves between threads, and starts protected calls

use std::ffi::{CStr, c_char, c_int};
use std::sync::Arc;

use glotta_core::{
    Arg, Callback, Capabilities, Environment, FunctionId, Host, Interrupt, Language, LanguageCensus,
    LanguageInfo, MemoryUsage, ModuleId, Runs, ScriptError, Source, Value,
};
use mlua_sys as ffi;

use crate::bind;
use crate::callbacks;
use crate::environment;
use crate::load;
use crate::push;
use crate::read::Reader;
use crate::stack::{REGISTRY, Stack};
use crate::trace;
use crate::vm::{CallRecord, FoundFunction, OwnedVm, Vm, stack_overflow};

/// Lua 5.4.
///
/// It offers what [`Language`] asks for, with these peculiarities:
///
/// - Libraries: the basic functions, `coroutine`, `debug.traceback`, `math`, `string`, `table`, `utf8`, and of `os`
///   what tells the time. Each script has its own `math.random`, seeded by the script's path.
/// - Data: a table with the keys 1 to n is a list, one with names a table, and an empty one both; `list{}` marks a
///   list that is one even when it is empty.
/// - `pairs` walks names, numbers, booleans and entities in the same order on every run. Keys that are tables,
///   functions or vectors are told apart by address, so their order can change from run to run.
/// - `coroutine.wrap` keeps the place of an error; `setmetatable` refuses `__gc`; `load` takes text only.
/// - `require` shares required scripts between the modules that use them, and runs them again when their text has
///   changed.
/// - [`Interrupt::interrupt`] stops a script at its next instruction, in a coroutine as well, and again whenever it catches
///   that. A single function of a library cannot be stopped in the middle. Memory limits bound those that build
///   something, `table.insert`, `remove` and `move` refuse to move more than 2^24 elements, and `table.sort` to sort more than 2^22
///   that no function of the script compares; so what is left is a pattern
///   that takes for ever to match.
/// - `coroutine.yield` does not reach through the engine: a function that the engine calls back, or that runs the
///   body of a required script, cannot yield to a coroutine outside of that call.
/// - Names that a table came with and that had no value (null) are remembered: they are there again when the table
///   goes back to the engine, unless the script has assigned something else.
pub struct LuaLanguage {
    vm: Option<OwnedVm>,
    info: LanguageInfo,
}

// SAFETY: the state and all that refers to it is on the heap and owned by this; Lua keeps nothing that belongs to
// a thread. What scripts hold of ours (errors, callbacks, references to data) is `Send`. References to the Vm or the
// state exist only while a method runs, and `Language` says that one runs at a time.
unsafe impl Send for LuaLanguage {}

impl Default for LuaLanguage {
    fn default() -> Self {
        Self::new()
    }
}

impl std::fmt::Debug for LuaLanguage {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("LuaLanguage").field("info", &self.info).finish_non_exhaustive()
    }
}

impl LuaLanguage {
    /// Lua, not yet started.
    #[must_use]
    pub fn new() -> Self {
        Self {
            vm: None,
            info: LanguageInfo {
                name: "lua",
                version: version(),
                extensions: &["lua"],
                capabilities: Capabilities::VALIDATE
                    .union(Capabilities::GLOBALS)
                    .union(Capabilities::MEMORY_USAGE)
                    .union(Capabilities::MEMORY_LIMIT)
                    .union(Capabilities::GARBAGE_COLLECTION)
                    .union(Capabilities::INTERRUPT),
            },
        }
    }

    /// Gives `work` the state of Lua's C interface with the globals of a loaded module on top of its stack: for
    /// functions that a game has in C. The types are those of `mlua-sys`, which this crate re-exports as [`crate::ffi`].
    ///
    /// # Errors
    /// [`glotta_core::ErrorKind::NotFound`] if there is no such module.
    ///
    /// # Safety
    /// `work` must not raise an error of Lua, must leave the stack as high as it found it, and must not keep the
    /// state longer than this language lives or use it while the language is in use. The state's extra space and the
    /// registry's integer keys belong to this crate, and so do the metatables that light userdata and strings share.
    /// A full userdata that a script can get hold of must have at least four bytes, written, that do not read as one
    /// of this crate's own tags (`0x676c7401` and the seven after it): by them this crate knows its own.
    pub unsafe fn with_globals_of<R>(
        &self,
        module: ModuleId,
        work: impl FnOnce(*mut ffi::lua_State) -> R,
    ) -> Result<R, ScriptError> {
        let vm = self.vm()?;
        let globals = vm.modules.borrow().get(module).copied();
        let Some(globals) = globals else {
            return Err(ScriptError::not_found(format!("the module {} is not loaded", module.0)));
        };
        Ok(vm.idle(|stack| {
            stack.raw_get_i(REGISTRY, i64::from(globals));
            work(stack.0)
        }))
    }

    fn vm(&self) -> Result<&Vm, ScriptError> {
        self.vm.as_deref().ok_or_else(|| ScriptError::host("lua was not started"))
    }
}

/// The version of the library, as it says itself: `$LuaVersion: Lua 5.4.9  Copyright …`.
fn version() -> &'static str {
    unsafe extern "C" {
        static lua_ident: [c_char; 1];
    }
    // SAFETY: the library defines it as a constant text that ends with a zero.
    let ident = unsafe { CStr::from_ptr((&raw const lua_ident).cast()) };
    let words = ident.to_str().unwrap_or_default();
    words
        .split_once("Lua 5")
        .and_then(|(before, _)| words[before.len() + 4..].split(' ').next())
        .unwrap_or("5.4")
}

impl Language for LuaLanguage {
    fn info(&self) -> &LanguageInfo {
        &self.info
    }

    fn start(&mut self, environment: Environment) -> Result<(), ScriptError> {
        if let Some(name) = environment.api.module_names().find(|name| environment::is_reserved(name)) {
            return Err(ScriptError::host(format!(
                "the module {name} of the API has the name of one of Lua's own globals"
            )));
        }
        let vm = Vm::open(environment, self.info)?;
        vm.idle(|stack| vm.protect(stack, environment::set_up, &mut (), 0))
            .map_err(|error| ScriptError::host(error.to_string()).within("lua could not start"))?;
        self.vm = Some(vm);
        Ok(())
    }

    fn load(&self, host: &mut dyn Host, module: ModuleId, source: &Source) -> Result<(), ScriptError> {
        let vm = self.vm()?;
        vm.modules.borrow().check_free(module)?;
        vm.givers.load(module);
        let _runs = vm.givers.enter(Runs::Module(module));
        let body = vm.imports.begin(module, &source.path);
        let ran = vm.enter(host, None, |stack, record| {
            let ran = load::run(stack, vm, record, &source.path, &source.text, Some(module))?;
            load::release(stack, ran.value);
            Ok(ran.globals)
        });
        drop(body);
        match ran {
            Ok(globals) => {
                vm.modules.borrow_mut().insert(module, Arc::clone(&source.path), globals);
                Ok(())
            }
            Err(error) => {
                vm.forget_imports(module);
                vm.idle(|stack| callbacks::cut_off(stack, vm, module));
                Err(error)
            }
        }
    }

    fn unload(&self, _: &mut dyn Host, module: ModuleId) {
        let Ok(vm) = self.vm() else { return };
        let Some((globals, functions)) = vm.modules.borrow_mut().remove(module) else { return };
        vm.idle(|stack| {
            load::release(stack, globals);
            for function in functions {
                load::release(stack, function.key);
            }
            callbacks::cut_off(stack, vm, module);
        });
        vm.forget_imports(module);
    }

    fn find(&self, module: ModuleId, name: &str) -> Option<FunctionId> {
        let vm = self.vm().ok()?;
        let (globals, known) = {
            let modules = vm.modules.borrow();
            (*modules.get(module)?, modules.known(module, name))
        };
        vm.idle(|stack| {
            let mut request = Find { globals, name, key: ffi::LUA_NOREF, known: known.is_some() };
            vm.protect(stack, find, &mut request, 1).ok()?;
            if !stack.boolean(-1) {
                return None;
            }
            let found = FoundFunction { globals, key: request.key };
            known.or_else(|| vm.modules.borrow_mut().add(module, name, found))
        })
    }

    fn call(
        &self,
        host: &mut dyn Host,
        function: FunctionId,
        arguments: &[Arg<'_>],
    ) -> Result<Value, ScriptError> {
        let vm = self.vm()?;
        let (FoundFunction { globals, key }, module) = {
            let modules = vm.modules.borrow();
            let (found, module) = modules.function_in(function)?;
            (*found, module)
        };
        let _runs = vm.givers.enter(Runs::Module(module));
        vm.enter(host, Some(function), |stack, record| {
            let count = prepare(stack, record, arguments)?;
            stack.raw_get_i(REGISTRY, i64::from(globals));
            stack.raw_get_i(REGISTRY, i64::from(key));
            if stack.raw_get(-2) != ffi::LUA_TFUNCTION {
                return Err(vm.modules.borrow().no_longer(function, &vm.info));
            }
            // The outcome stays where it was written: a copy of it right after costs a good part of a short call.
            let mut outcome = invoke(stack, vm, record, arguments, count);
            if outcome.is_err() {
                outcome = outcome.map_err(|error| error.at(vm.info.name, &vm.path_of(function), 0, 0));
            }
            outcome
        })
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
        vm.enter(host, None, |stack, record| {
            let count = prepare(stack, record, arguments)?;
            callbacks::push(stack, vm, callback.slot());
            if stack.kind(-1) != ffi::LUA_TFUNCTION {
                return Err(Callback::cut_off());
            }
            invoke(stack, vm, record, arguments, count)
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
        vm.idle(|stack| load::validate(stack, vm, &source.path, &source.text))
    }

    fn memory_usage(&self) -> MemoryUsage {
        self.vm().map_or_else(
            |_| MemoryUsage::default(),
            |vm| MemoryUsage { current: vm.memory.used(), peak: vm.memory.peak(), limit: vm.memory.limit() },
        )
    }

    fn census(&self) -> LanguageCensus {
        self.vm().map_or_else(|_| LanguageCensus::default(), |vm| vm.modules.borrow().census(&vm.releases))
    }

    fn set_memory_limit(&self, limit: Option<usize>) -> Result<(), ScriptError> {
        self.vm()?.memory.set_limit(limit);
        Ok(())
    }

    fn interrupt(&self) -> Option<Arc<dyn Interrupt>> {
        let vm = self.vm().ok()?;
        Some(Arc::clone(&vm.running) as Arc<dyn Interrupt>)
    }

    fn collect_garbage(&self, _: &mut dyn Host) {
        let Ok(vm) = self.vm() else { return };
        vm.idle(|stack| {
            vm.free_released(stack);
            // SAFETY: the state is alive; a full collection raises nothing, and runs only finalisers of ours.
            unsafe { ffi::lua_gc(stack.0, ffi::LUA_GCCOLLECT) };
        });
    }
}

/// Makes room for a call and pushes its message handler; returns the number of arguments.
#[inline]
fn prepare(stack: Stack, record: &CallRecord, arguments: &[Arg<'_>]) -> Result<c_int, ScriptError> {
    let count = c_int::try_from(arguments.len()).unwrap_or(c_int::MAX);
    let needed = count.saturating_add(6);
    // Where nothing is on the stack yet, Lua has that much room without being asked.
    let has_room = record.top == 0 && needed <= ffi::LUA_MINSTACK;
    if !has_room && !stack.check(needed) {
        return Err(stack_overflow());
    }
    stack.push_native(trace::on_error);
    Ok(count)
}

/// Calls the function on top with these arguments, after [`prepare`] was the first to push something.
#[inline]
fn invoke(
    stack: Stack,
    vm: &Vm,
    record: &CallRecord,
    arguments: &[Arg<'_>],
    count: c_int,
) -> Result<Value, ScriptError> {
    for (pushed, argument) in (0..).zip(arguments) {
        if push::allocates(argument) {
            stack.pop(pushed);
            push_protected(stack, vm, arguments, count)?;
            break;
        }
        // SAFETY: it does not allocate, so it does not raise.
        unsafe { push::argument(stack, vm, argument) };
    }
    let status = stack.protected_call(count, 1, record.top + 1);
    if status != ffi::LUA_OK {
        return Err(trace::ended(stack, vm, record, status));
    }
    if stack.kind(-1) == ffi::LUA_TNIL {
        return Ok(Value::Null);
    }
    bind::guard("the engine", || vm.with_host(stack, |host| Reader::new(stack, vm, Some(host)).value(-1)))
        .map_err(|error| error.within("the result of the function"))
}

#[cold]
fn push_protected(stack: Stack, vm: &Vm, arguments: &[Arg<'_>], count: c_int) -> Result<(), ScriptError> {
    for argument in arguments {
        if let Arg::Value(value) = argument {
            value.check_depth()?;
        }
    }
    let mut request = arguments;
    vm.protect(stack, push_arguments, &mut request, count)
}

/// Returns the arguments that argument 1 refers to.
unsafe extern "C-unwind" fn push_arguments(state: *mut ffi::lua_State) -> c_int {
    let stack = Stack(state);
    let vm = Vm::of(stack);
    // SAFETY: called by `push_protected` only, whose list outlives the call; no destructors in this frame.
    unsafe {
        let arguments: &[Arg<'_>] = *stack.userdata(1).cast::<&[Arg<'_>]>();
        let count = arguments.len() as c_int;
        stack.need(count + 8);
        for argument in arguments {
            push::argument(stack, vm, argument);
        }
        count
    }
}

struct Find<'a> {
    globals: c_int,
    name: &'a str,
    /// The registry's slot of the name, made if the function exists and was not known.
    key: c_int,
    known: bool,
}

/// Looks for the function that the [`Find`] in argument 1 names; returns whether there is one.
unsafe extern "C-unwind" fn find(state: *mut ffi::lua_State) -> c_int {
    let stack = Stack(state);
    // SAFETY: called by `LuaLanguage::find` only, whose request outlives the call; no destructors in this frame.
    unsafe {
        let request = stack.userdata(1).cast::<Find<'_>>();
        stack.raw_get_i(REGISTRY, i64::from((*request).globals));
        let name = (*request).name;
        let found = stack.get_name(-1, name) == ffi::LUA_TFUNCTION;
        if found && !(*request).known {
            stack.push_str(name);
            (*request).key = stack.reference();
        }
        stack.push_boolean(found);
    }
    1
}
