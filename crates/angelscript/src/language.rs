//! [`AngelScriptLanguage`]: AngelScript's side of [`glotta_core::Language`].

#![allow(unsafe_code)] // moves between threads

use std::ffi::CStr;
use std::path::PathBuf;
use std::rc::Rc;
use std::sync::{Arc, OnceLock};

use glotta_angelscript_sys as sys;
use glotta_core::{
    Arg, Callback, Capabilities, Environment, FunctionId, Host, Interrupt, Language, LanguageCensus,
    LanguageInfo, MemoryUsage, ModuleId, Runs, ScriptError, Source, Value,
};

use crate::callbacks;
use crate::environment;
use crate::errors::LANGUAGE;
use crate::load;
use crate::vm::Vm;

/// AngelScript 2.35 or later.
///
/// It offers what [`Language`] asks for, with these peculiarities:
///
/// - The body of a script is what its variables are initialised with, then `void main()` if it has one.
/// - Types are checked when a script is compiled, against the API and the game's components: much of what is an error
///   of the call in other languages is one of the script. A component is a type of its own, `Transform@ t =
///   component::transform(e)`; what is known by name only when the script runs is a `Component@` or a `Value`.
/// - A parameter that takes anything is a `const ?&in`, a result that may be anything, or nothing, a `Value`: it
///   converts to what it holds, and raises if it is something else.
/// - `#include "name"` takes the text of a script beside this one or from the project's root into this one;
///   `import int f(int) from "name"` takes a function of a script that is loaded once for all that import it.
/// - Functions that the engine calls may take fewer arguments than they are given: `void update(Entity e)`.
/// - Exceptions are caught with `try` and `catch`; there, `getExceptionInfo()` gives the message and
///   `getExceptionKind()` the kind.
/// - Unreachable objects in circles are found bit by bit after calls, or by [`Language::collect_garbage`]. Objects of
///   classes with a destructor, a copy constructor or an `opAssign` of their own go in the same way: their destructors
///   run after the call that let go of them, since the library does not bear code of a script in the middle of a release.
/// - `&inout` is read as `@`, a handle.
/// - Memory is counted for the language that ran when it was asked for. A script that goes over the limit is ended at its
///   next statement; a string, array or dictionary that would is refused, which the script can catch.
pub struct AngelScriptLanguage {
    vm: Option<Box<Vm>>,
    info: LanguageInfo,
    cache: Option<PathBuf>,
}

// SAFETY: the engine and all that refers to it is owned by this, and used by one thread at a time, as `Language` says.
// The library keeps, for a thread, which contexts are active in it; none is between calls.
unsafe impl Send for AngelScriptLanguage {}

impl Default for AngelScriptLanguage {
    fn default() -> Self {
        Self::new()
    }
}

impl std::fmt::Debug for AngelScriptLanguage {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("AngelScriptLanguage").field("info", &self.info).finish_non_exhaustive()
    }
}

impl AngelScriptLanguage {
    /// AngelScript, not yet started.
    #[must_use]
    pub fn new() -> Self {
        Self {
            vm: None,
            info: LanguageInfo {
                name: LANGUAGE,
                version: version(),
                extensions: &["as"],
                capabilities: Capabilities::VALIDATE
                    .union(Capabilities::GLOBALS)
                    .union(Capabilities::MEMORY_USAGE)
                    .union(Capabilities::MEMORY_LIMIT)
                    .union(Capabilities::GARBAGE_COLLECTION)
                    .union(Capabilities::INTERRUPT),
            },
            cache: None,
        }
    }

    /// The same, keeping compiled scripts in files in `folder`, so that they are compiled once and not at every start.
    /// A file serves only the very text, version and API that it was made for; one that is damaged is made anew. The
    /// folder is made when it is needed, and is as trusted as the program: nobody else should be able to write to it.
    #[must_use]
    pub fn with_cache(mut self, folder: impl Into<PathBuf>) -> Self {
        self.cache = Some(folder.into());
        self
    }

    /// Gives `work` the engine of AngelScript's own interface, to register what a game has in C++. Scripts that are loaded
    /// afterwards find it. The types are those of `glotta-angelscript-sys`, which this crate re-exports as
    /// [`crate::ffi`]; an [`Engine`](sys::Engine) is C++'s `asIScriptEngine`.
    ///
    /// # Errors
    /// [`glotta_core::ErrorKind::Host`] if the language was not started.
    ///
    /// # Safety
    /// `work` may register functions, types and variables, each under a name of its own, and look things up. It must
    /// leave the namespace, the properties, the callbacks, the string factory, and the user data of the engine and of
    /// this crate's types as they are, must run no script, and must not keep the engine longer than this language lives
    /// or use it while the language is in use. What it registers must be sound: calls obey their declarations, and do
    /// not unwind. With a [cache](Self::with_cache) it must be the same for the same folder, since kept scripts were
    /// compiled against it.
    pub unsafe fn with_engine<R>(&self, work: impl FnOnce(*mut sys::Engine) -> R) -> Result<R, ScriptError> {
        let vm = self.vm()?;
        Ok(vm.idle(|| work(vm.engine())))
    }

    /// What the library's collector of unreachable objects has done, and has to do. Zeros before the language has started.
    #[must_use]
    pub fn collector_statistics(&self) -> CollectorStatistics {
        self.vm().map(Vm::collector_statistics).unwrap_or_default()
    }

    pub(crate) fn vm(&self) -> Result<&Vm, ScriptError> {
        self.vm.as_deref().ok_or_else(|| ScriptError::host("angelscript was not started"))
    }
}

/// See [`AngelScriptLanguage::collector_statistics`]. The numbers are of objects whose classes could be part of a circle;
/// all others go as soon as nobody holds them.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct CollectorStatistics {
    /// How many live, reachable or not yet found to be unreachable.
    pub alive: u32,
    /// How many of those were made since the collector last went through all.
    pub young: u32,
    /// How many it has ended so far.
    pub destroyed: u32,
    /// How many of those were part of a circle.
    pub in_circles: u32,
}

/// The version of the library, as it says itself: `2.35.1`.
fn version() -> &'static str {
    static VERSION: OnceLock<&'static str> = OnceLock::new();
    VERSION.get_or_init(|| {
        // SAFETY: the library gives a text that lives as long as the process.
        let text = unsafe { CStr::from_ptr(sys::glas_version()) };
        text.to_str().ok().and_then(|text| text.split(' ').next()).unwrap_or("2")
    })
}

impl Language for AngelScriptLanguage {
    fn info(&self) -> &LanguageInfo {
        &self.info
    }

    fn start(&mut self, environment: Environment) -> Result<(), ScriptError> {
        if let Some(name) = environment.api.module_names().find(|name| environment::is_reserved(name)) {
            return Err(ScriptError::host(format!(
                "the module {name} of the API has the name of one of AngelScript's own types"
            )));
        }
        self.vm = Some(Vm::open(environment, self.info, self.cache.clone())?);
        Ok(())
    }

    fn load(&self, host: &mut dyn Host, module: ModuleId, source: &Source) -> Result<(), ScriptError> {
        let vm = self.vm()?;
        vm.modules.borrow().check_free(module)?;
        vm.givers.load(module);
        vm.repeats.borrow_mut().forget();
        let _runs = vm.givers.enter(Runs::Module(module));
        let body = vm.imports.begin(module, &source.path);
        let ran = vm.enter(host, || load::run(vm, source, Some(module)));
        drop(body);
        match ran {
            Ok(script) => {
                vm.modules.borrow_mut().insert(module, Arc::clone(&source.path), Rc::new(script));
                Ok(())
            }
            Err(error) => {
                // What the failed body left behind may have destructors.
                let _ = vm.enter(host, || {
                    drop(vm.imports.unload(module));
                    callbacks::cut_off(vm, module);
                    Ok(())
                });
                Err(error)
            }
        }
    }

    fn unload(&self, host: &mut dyn Host, module: ModuleId) {
        let Ok(vm) = self.vm() else { return };
        let removed = vm.modules.borrow_mut().remove(module);
        let Some((script, functions)) = removed else { return };
        let _runs = vm.givers.enter(Runs::Module(module));
        let mut forget = Some(|| {
            let leaves_objects = script.leaves_objects();
            drop(functions);
            drop(vm.imports.unload(module));
            drop(script);
            callbacks::cut_off(vm, module);
            if leaves_objects {
                vm.collect_left();
            }
            vm.forget_kinds();
        });
        // Destructors of the script may run as its variables go. Only in a call that is nested too deeply have they no host.
        let _ = vm.enter(host, || {
            forget.take().into_iter().for_each(|forget| forget());
            Ok(())
        });
        forget.into_iter().for_each(|forget| vm.idle(forget));
    }

    fn find(&self, module: ModuleId, name: &str) -> Option<FunctionId> {
        let vm = self.vm().ok()?;
        if let Some(known) = vm.modules.borrow().known(module, name) {
            return Some(known);
        }
        // A compiled script gains and loses no functions.
        let found = vm.modules.borrow().get(module)?.find(vm, name)?;
        vm.modules.borrow_mut().add(module, name, Rc::new(found))
    }

    #[inline]
    fn call(
        &self,
        host: &mut dyn Host,
        function: FunctionId,
        arguments: &[Arg<'_>],
    ) -> Result<Value, ScriptError> {
        let vm = self.vm()?;
        let (target, module) = {
            let modules = vm.modules.borrow();
            let (target, module) = modules.function_in(function)?;
            (Rc::clone(target), module)
        };
        let _runs = vm.givers.enter(Runs::Module(module));
        // With the host the function goes too, if its script was unloaded meanwhile: destructors may run.
        let mut outcome = vm.enter(host, move || target.call(vm, arguments));
        if outcome.is_err() {
            outcome = outcome.map_err(|error| error.at(LANGUAGE, &vm.path_of(function), 0, 0));
        }
        outcome
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
            Some(target) => target.call(vm, arguments),
            None => Err(Callback::cut_off()),
        })
    }

    fn functions(&self, module: ModuleId) -> Vec<String> {
        let Ok(vm) = self.vm() else { return Vec::new() };
        vm.modules.borrow().get(module).map_or_else(Vec::new, |script| script.functions())
    }

    fn body_function(&self) -> Option<&'static str> {
        Some("main")
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
        vm.idle(|| load::validate(vm, source))
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
        let vm = self.vm()?;
        vm.account.set_limit(limit);
        vm.collection.limit_changed(vm.account);
        Ok(())
    }

    fn collect_garbage(&self, host: &mut dyn Host) {
        let Ok(vm) = self.vm() else { return };
        // Nested too deeply, there is no time for it.
        let _ = vm.enter(host, || {
            vm.collect_all();
            Ok(())
        });
    }

    fn interrupt(&self) -> Option<Arc<dyn Interrupt>> {
        let vm = self.vm().ok()?;
        Some(Arc::clone(&vm.running) as Arc<dyn Interrupt>)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use glotta_test_game::Game;

    #[test]
    fn a_language_that_ends_gives_all_memory_back_whatever_scripts_have_left() {
        let scripts = [
            "class D { D@ self; string s = \"text\"; ~D() { D other; @other.self = other; while (true) {} } }\n\
             D@ d = D(); array<D@> all = {D(), d}; void main() { @d.self = d; @all[0].self = d; }",
            "class C { Value v; dictionary d; void f() {} ~C() { C other; } }\n\
             C c; Value own; void main() { own = Callback(c.f); c.v = Callback(c.f); c.d[\"f\"] = Callback(c.f); test::keep(Callback(c.f)); test::keep(@main); }",
            "Vec3Field@ f; Data@ d; Component@ c; Inner@ i; void main() { Entity e = entity::create(); Transform@ t = component::transform(e);\n\
             @f = t.translation; @c = t; @i = t.inner; @d = e.data(); d[\"x\"] = {{\"a\", 1}}; component::handle(e, \"Transform\"); }",
            "void less() { array<string> a = {\"b\", \"a\"}; a.sort(function(x, y) { throw(\"no\"); return x < y; }); }\n\
             void main() { try { less(); } catch { } print(\"x\", 1, array<int>(3)); test::call(@less, 1); }",
        ];
        // In a thread of its own, which the library forgets when it ends.
        let used = std::thread::spawn(move || {
            let mut used = Vec::new();
            for text in scripts {
                let mut game = Game::start(AngelScriptLanguage::new(), &[], str::to_owned);
                let loaded = game.load(text);
                let _ = loaded.and_then(|module| game.call(module, "main", &[]));
                let kept = std::mem::take(&mut game.host.world.kept);
                let account = game.language.vm().expect("started").account;
                drop(game);
                drop(kept);
                used.push((account, text));
            }
            used
        });
        for (account, text) in used.join().expect("no panic") {
            assert_eq!(account.used(), 0, "{text}");
        }
    }
}
