//! [`Language`]: what a scripting language implements, and nothing else is needed to add one.

use std::sync::Arc;

use crate::{Api, Arg, Callback, ErrorKind, Host, ScriptError, Source, Sources, Value};

/// One loaded version of a script's code, numbered by the runtime. A reload loads the new code under a new
/// number beside the old, and unloads the old one only when the new one runs.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct ModuleId(pub u32);

/// A function that a language found in a module by name; valid until that module is unloaded.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct FunctionId(pub u64);

/// How many calls from the engine into scripts of one language may be nested (engine, script, engine, script …), so that
/// the stack of the thread holds them.
pub const MAX_NESTED_CALLS: u32 = 100;

bitflags::bitflags! {
    /// What a language can do beyond the required part of [`Language`]. The methods of what it cannot do keep
    /// their defaults, which refuse by name.
    #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
    pub struct Capabilities: u32 {
        /// [`Language::validate`] checks a source without running it.
        const VALIDATE = 1 << 0;
        /// [`Language::memory_usage`] counts the bytes in use.
        const MEMORY_USAGE = 1 << 1;
        /// [`Language::set_memory_limit`] is kept.
        const MEMORY_LIMIT = 1 << 2;
        /// [`Language::collect_garbage`] frees what is unreachable.
        const GARBAGE_COLLECTION = 1 << 3;
        /// [`Language::interrupt`] stops a running script from another thread.
        const INTERRUPT = 1 << 4;
        /// [`Language::global`] and [`Language::set_global`] reach the global variables of scripts.
        const GLOBALS = 1 << 5;
    }
}

/// What a language is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct LanguageInfo {
    /// Its name in lower case: `lua`. Used in configuration, errors and statistics.
    pub name: &'static str,
    /// Its version, as its own makers write it: `5.4.8`.
    pub version: &'static str,
    /// The extensions of its files, without the dot; the first is the usual one.
    pub extensions: &'static [&'static str],
    /// What it can do beyond the required part.
    pub capabilities: Capabilities,
}

/// What a language gets to know when it is started.
#[derive(Clone)]
pub struct Environment {
    /// Everything that scripts can call.
    pub api: Arc<Api>,
    /// Where imports find their sources.
    pub sources: Arc<dyn Sources>,
}

/// How much memory a language's scripts use, in bytes.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct MemoryUsage {
    /// In use now.
    pub current: usize,
    /// The most in use when the runtime looked.
    pub peak: usize,
    /// The limit, if one is set.
    pub limit: Option<usize>,
}

/// What a language holds for the host, counted: for whoever looks for what is kept too long.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct LanguageCensus {
    /// The modules that are loaded.
    pub modules: usize,
    /// The functions of these modules that were found by name.
    pub functions: usize,
    /// The functions that the host and other languages hold: [`Callback`]s.
    pub callbacks: usize,
}

/// Stops a running script from another thread; see [`Language::interrupt`].
pub trait Interrupt: Send + Sync {
    /// Makes the script that runs now end with [`ErrorKind::Timeout`] as soon as the language can, and hold to that until
    /// the outermost call into the language has ended, whatever the script catches. Does nothing if none runs.
    fn interrupt(&self);

    /// What cannot be stopped in the middle: functions of the language's own library, as examples for whoever reads that a
    /// script is in one of them and that the game waits for it.
    fn unstoppable(&self) -> &'static str {
        "a function of its library"
    }

    /// Whether interrupting has to wait for the script to let something go, such as the lock of an interpreter. Those that
    /// wait are asked after all others, since what they wait for may be held by a script of another language further in.
    fn waits(&self) -> bool {
        false
    }

    /// As [`interrupt`](Self::interrupt), if `is_due` still holds when there is nothing more to wait for: the call that was
    /// meant may be over by then, and another one may run.
    fn interrupt_if(&self, is_due: &dyn Fn() -> bool) {
        if is_due() {
            self.interrupt();
        }
    }
}

/// A scripting language: loads scripts and calls their functions.
///
/// # For implementers
///
/// Seven methods are required; the rest have defaults, and [`Capabilities`] says which of them were replaced. The
/// contract, which the conformance cases check in every language:
///
/// - **One at a time.** The runtime calls a language from one thread at a time, but not always the same one
///   (hence `Send`, not `Sync`). Calls *nest*: while `call` runs, a bound function may call back into the same
///   language, on the same thread, with the host it was given. So the methods take `&self`, and no borrow of inner
///   state may be held while a script runs.
/// - **Modules are apart.** Each module has globals of its own. What one script assigns, another does not see,
///   neither by a global name nor by changing a library's or the API's tables.
/// - **The API is the model.** Bind [`Environment::api`] by walking it: modules, functions with optional
///   parameters, methods of entities, classes with their methods. A list of functions written by hand is a fault.
/// - **The host comes with the call** and must not be kept when it ends. One language object serves one host for
///   all its life, so what the host's ids stand for (models of components) may be kept.
/// - **The host is lent to one at a time.** While a bound function or a [`crate::Frame`] has it, no code of a script may
///   reach it in another way. A language that can run code in between (a finaliser, a conversion) takes the host out of
///   reach for that time, and refuses what asks for it.
/// - **Errors, never worse.** Whatever a script does ends as a [`ScriptError`] with source, line and frames. No panic,
///   abort or unwinding leaves any method; a panic of a bound function is caught and becomes
///   [`ErrorKind::Host`]. An error that passes through a script unhandled keeps its kind and message and gains that
///   script's frames.
/// - **Values survive.** A [`Value`] passed in and handed back is equal to what it was, functions, objects and empty lists
///   included. An object is let go when no script can reach it any more; that runs no script. A function of another language is callable; it is called through [`Host::call`].
/// - **Printing** goes to [`Host::print`], never to the process's own output.
/// - **Nothing global.** No signal handler, no locale, no current folder, no exit of the process. A language that can be
///   interrupted by a signal only installs its handler when a script has to be stopped, and passes on to the one before.
pub trait Language: Send {
    /// What the language is.
    fn info(&self) -> &LanguageInfo;

    /// Makes the language ready and binds the API. Called once, before all else.
    ///
    /// # Errors
    /// [`ErrorKind::Host`] if it cannot start.
    fn start(&mut self, environment: Environment) -> Result<(), ScriptError>;

    /// Compiles a script and runs its body, under a number that is not in use.
    ///
    /// # Errors
    /// [`ErrorKind::Syntax`], or whatever the body raised. Then nothing of the module remains.
    fn load(&self, host: &mut dyn Host, module: ModuleId, source: &Source) -> Result<(), ScriptError>;

    /// Forgets a module and its functions, those too that it has given out (see [`crate::Givers`]): whoever holds a
    /// [`Callback`] of one holds nothing of the module any more. Unknown numbers are ignored.
    fn unload(&self, host: &mut dyn Host, module: ModuleId);

    /// The global function of that name in a module, if there is one.
    fn find(&self, module: ModuleId, name: &str) -> Option<FunctionId>;

    /// Calls a function that was found before. If the script has assigned another function to its name since,
    /// that one is called.
    ///
    /// # Errors
    /// Whatever the script raised; [`ErrorKind::NotFound`] if the module or the function is gone.
    fn call(
        &self,
        host: &mut dyn Host,
        function: FunctionId,
        arguments: &[Arg<'_>],
    ) -> Result<Value, ScriptError>;

    /// Runs `calls`, once, which calls functions of this language one after the other: what each of them would begin and
    /// end anew may be kept for all of them, such as a lock that other threads have between calls.
    fn in_series(&self, calls: &mut dyn FnMut()) {
        calls();
    }

    /// Calls a function that a script handed out.
    ///
    /// # Errors
    /// As [`call`](Self::call); [`Callback::cut_off`] if the script was unloaded.
    fn call_back(
        &self,
        host: &mut dyn Host,
        callback: &Callback,
        arguments: &[Arg<'_>],
    ) -> Result<Value, ScriptError>;

    /// The names of the functions of a module's own, in any order, for messages about one that [`find`](Self::find) does
    /// not find; none if the language cannot tell.
    fn functions(&self, module: ModuleId) -> Vec<String> {
        let _ = module;
        Vec::new()
    }

    /// The function that is the body of a script, in a language where nothing stands outside of functions; `None` where
    /// a script is its own body.
    fn body_function(&self) -> Option<&'static str> {
        None
    }

    /// The value of a global variable of a module; `None` if it has none of that name. What a reload carries over from
    /// old code to new goes this way.
    ///
    /// # Errors
    /// [`ErrorKind::Type`] if it has no value outside its language, or a refusal if the language cannot tell.
    fn global(
        &self,
        host: &mut dyn Host,
        module: ModuleId,
        name: &str,
    ) -> Result<Option<Value>, ScriptError> {
        let _ = (host, module, name);
        Err(unsupported(self.info(), "tell the global variables of a script"))
    }

    /// Sets a global variable that a module has.
    ///
    /// # Errors
    /// [`ErrorKind::NotFound`] if it has none of that name, [`ErrorKind::Type`] if the variable cannot hold the value, or
    /// a refusal if the language cannot do it.
    fn set_global(
        &self,
        host: &mut dyn Host,
        module: ModuleId,
        name: &str,
        value: Value,
    ) -> Result<(), ScriptError> {
        let _ = (host, module, name, value);
        Err(unsupported(self.info(), "set the global variables of a script"))
    }

    /// Checks a source without running it.
    ///
    /// # Errors
    /// [`ErrorKind::Syntax`] with the place, or a refusal if the language cannot check.
    fn validate(&self, source: &Source) -> Result<(), ScriptError> {
        let _ = source;
        Err(unsupported(self.info(), "check a source without running it"))
    }

    /// How much memory the language uses; zeros if it does not count.
    fn memory_usage(&self) -> MemoryUsage {
        MemoryUsage::default()
    }

    /// Sets the most memory that the language's scripts may use, in bytes; `None` for no limit.
    ///
    /// # Errors
    /// A refusal if the language has no limits.
    fn set_memory_limit(&self, limit: Option<usize>) -> Result<(), ScriptError> {
        let _ = limit;
        Err(unsupported(self.info(), "limit its memory"))
    }

    /// What the language holds for the host; zeros if it does not count.
    fn census(&self) -> LanguageCensus {
        LanguageCensus::default()
    }

    /// Frees what is unreachable, all of it, now. Finalisers that scripts wrote run with the host.
    fn collect_garbage(&self, host: &mut dyn Host) {
        let _ = host;
    }

    /// What stops a running script from another thread, if the language can be stopped.
    fn interrupt(&self) -> Option<Arc<dyn Interrupt>> {
        None
    }
}

#[cold]
fn unsupported(info: &LanguageInfo, what: &str) -> ScriptError {
    ScriptError::new(ErrorKind::Host, format!("{} cannot {what}", info.name))
}
