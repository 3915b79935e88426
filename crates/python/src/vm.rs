//! [`Vm`]: what this crate keeps about one `PythonLanguage`, and how a running script finds it and its host.

#![allow(unsafe_code)] // hands the host across Python's frames

use std::cell::{Cell, RefCell};
use std::collections::{BTreeMap, HashMap};
use std::mem;
use std::ptr::{self, NonNull};
use std::sync::Arc;

use glotta_core::{
    Callback, ComponentModel, Environment, Function, FunctionId, Givers, Host, Imports, LanguageInfo,
    LoadedModules, MAX_NESTED_CALLS, ReleaseQueue, ScriptError, WeakCallback,
};
use pyo3::ffi;

use crate::bind;
use crate::buffer::{self, Reached};
use crate::interpreter;
use crate::interrupt::Running;
use crate::late;
use crate::memory::{self, Account};
use crate::objects;
use crate::py::{self, Obj};
use crate::types;

/// Where a function that was found by name is found again.
#[derive(Debug)]
pub(crate) struct FoundFunction {
    /// Its module's globals.
    pub(crate) globals: Obj,
    pub(crate) name: Obj,
}

/// What is kept of a loaded script.
#[derive(Debug)]
pub(crate) struct LoadedModule {
    #[allow(dead_code, reason = "keeps what hangs on the module")]
    pub(crate) module: Obj,
    pub(crate) globals: Obj,
}

/// A component that a script has held a handle to.
#[derive(Debug)]
pub(crate) struct KnownComponent {
    pub(crate) model: Arc<ComponentModel>,
    /// For each of its structures the fields by name: see `handles`.
    pub(crate) structures: Vec<Obj>,
}

/// A function that the engine holds.
#[derive(Debug)]
pub(crate) struct GivenOut {
    /// None if its script was unloaded.
    pub(crate) function: Option<Obj>,
    pub(crate) identity: Identity,
    pub(crate) callback: WeakCallback,
}

/// What makes two function objects the same function: the address, or for methods of objects those of the object and
/// its function.
pub(crate) type Identity = (usize, usize);

/// What is kept about one language.
pub(crate) struct Vm {
    pub(crate) environment: Environment,
    pub(crate) info: LanguageInfo,
    pub(crate) account: &'static Account,
    pub(crate) releases: Arc<ReleaseQueue>,
    pub(crate) running: Arc<Running>,
    /// The API's methods of entities, at the places of their stubs.
    pub(crate) methods: Box<[Option<&'static Function>; bind::STUBS]>,
    pub(crate) given_out: RefCell<BTreeMap<u64, GivenOut>>,
    pub(crate) slots: RefCell<HashMap<Identity, u64>>,
    pub(crate) next_slot: Cell<u64>,
    /// Which modules have given out the functions of callbacks.
    pub(crate) givers: Givers,
    pub(crate) modules: RefCell<LoadedModules<LoadedModule, FoundFunction>>,
    /// The imported scripts, each with its module.
    pub(crate) imports: Imports<Obj>,
    /// The components that scripts have held handles to, by number.
    pub(crate) models: RefCell<BTreeMap<u32, KnownComponent>>,
    /// Whether the engine has lent memory to scripts: see `buffer`.
    pub(crate) lends: Cell<bool>,
    /// Whether a line was begun and not ended.
    pub(crate) unfinished: Cell<bool>,
    depth: Cell<u32>,
}

impl Drop for Vm {
    fn drop(&mut self) {
        let _attached = interpreter::attach();
        let payer = memory::pay(self.account);
        self.models.take();
        drop(mem::take(&mut self.imports));
        self.given_out.take();
        self.modules.take();
        memory::pay(payer);
    }
}

impl Vm {
    pub(crate) fn new(environment: Environment, info: LanguageInfo) -> Result<Box<Self>, ScriptError> {
        objects::install(&environment.api)?;
        Ok(Box::new(Self {
            methods: bind::entity_methods(&environment.api)?,
            environment,
            info,
            account: Account::open(),
            releases: Arc::default(),
            running: Arc::default(),
            given_out: RefCell::default(),
            slots: RefCell::default(),
            next_slot: Cell::new(1),
            givers: Givers::new(),
            modules: RefCell::default(),
            imports: Imports::new(),
            models: RefCell::default(),
            lends: Cell::new(false),
            unfinished: Cell::new(false),
            depth: Cell::new(0),
        }))
    }

    /// Lets scripts run with `host`, with the lock held. Calls nest; each restores what it found.
    pub(crate) fn enter<R>(
        &self,
        host: &mut dyn Host,
        body: impl FnOnce() -> Result<R, ScriptError>,
    ) -> Result<R, ScriptError> {
        let depth = self.depth.get();
        if depth >= MAX_NESTED_CALLS {
            return Err(ScriptError::nested_too_deeply());
        }
        // SAFETY: only the lifetime in the type changes. The pointer is used only through the context, which the
        // guard takes away before this function, and so the borrow, ends.
        let host =
            unsafe { mem::transmute::<NonNull<dyn Host + '_>, NonNull<dyn Host>>(NonNull::from(host)) };
        let _attached = interpreter::attach();
        let context = Context { vm: self, host: Some(host), lent: Cell::new(false) };
        let _guard = self.with_context(&context);
        self.free_released();
        if self.lends.get() {
            buffer::refill();
        }
        if depth == 0 {
            late::put_out();
        }
        let result = body();
        if self.lends.get() {
            buffer::bring_back();
        }
        if depth > 0 {
            return result;
        }
        if self.unfinished.replace(false) {
            flush();
        }
        late::put_out();
        result
    }

    /// Runs `body` where there is no host, with the lock held: for making and forgetting things.
    pub(crate) fn idle<R>(&self, body: impl FnOnce() -> R) -> R {
        let _attached = interpreter::attach();
        let context = Context { vm: self, host: None, lent: Cell::new(false) };
        let _guard = self.with_context(&context);
        body()
    }

    fn with_context<'a>(&'a self, context: &'a Context) -> Entered<'a> {
        self.depth.set(self.depth.get() + 1);
        Entered {
            vm: self,
            outer: CURRENT.replace(context),
            payer: memory::pay(self.account),
            runner: self.running.begin(),
        }
    }

    /// Frees the functions whose last callback was dropped.
    #[inline]
    pub(crate) fn free_released(&self) {
        self.releases.each(|slot| crate::callbacks::release(self, slot));
    }

    /// A callback that was given out for that slot, if it still lives.
    pub(crate) fn living_callback(&self, slot: u64) -> Option<Callback> {
        self.given_out.borrow().get(&slot).and_then(|given| given.callback.upgrade())
    }

    /// The path of a function's script; empty if it was unloaded.
    pub(crate) fn path_of(&self, id: FunctionId) -> Arc<str> {
        self.modules.borrow().path_of(id).map_or_else(|| Arc::from(""), Arc::clone)
    }
}

/// A call from the engine into scripts that is going on, on the stack of the thread that makes it.
struct Context {
    vm: *const Vm,
    host: Option<NonNull<dyn Host>>,
    /// Whether a function of ours uses the host right now.
    lent: Cell<bool>,
}

thread_local! {
    /// The innermost call on this thread. Threads that scripts start have none, so they cannot reach the engine.
    static CURRENT: Cell<*const Context> = const { Cell::new(ptr::null()) };
}

struct Entered<'a> {
    vm: &'a Vm,
    outer: *const Context,
    payer: &'static Account,
    runner: u64,
}

impl Drop for Entered<'_> {
    fn drop(&mut self) {
        self.vm.running.end(self.runner);
        CURRENT.set(self.outer);
        memory::pay(self.payer);
        self.vm.depth.set(self.vm.depth.get() - 1);
        if self.outer.is_null() {
            // A script may have switched the collector off, for all others too.
            // SAFETY: the lock is held: contexts live inside `enter` and `idle`.
            unsafe { ffi::PyGC_Enable() };
        }
    }
}

/// The language whose script runs on this thread.
#[inline]
pub(crate) fn current<'a>() -> Option<&'a Vm> {
    let context = CURRENT.get();
    // SAFETY: `with_context` put it there, and its guard takes it away before it ends. Callers use the result inside
    // the call of a function of ours, which ends before that.
    unsafe { context.as_ref().map(|context| &*context.vm) }
}

/// Runs `body` with the language and host of the call that is going on. Memory that the engine has lent and what it stands
/// for are made to agree before and after.
///
/// While `body` runs, the host is not lent again, except inside [`Vm::enter`], which has a context of its own: a
/// finaliser that the collector runs in the middle of `body` finds it taken.
#[inline]
pub(crate) fn with_host<R>(
    body: impl FnOnce(&Vm, &mut dyn Host) -> Result<R, ScriptError>,
) -> Result<R, ScriptError> {
    with_host_at(|| Reached::World, body)
}

/// As [`with_host`], where `body` reaches only what `reached` says, which is asked if memory is lent.
#[inline]
pub(crate) fn with_host_at<R>(
    reached: impl FnOnce() -> Reached,
    body: impl FnOnce(&Vm, &mut dyn Host) -> Result<R, ScriptError>,
) -> Result<R, ScriptError> {
    let context = CURRENT.get();
    // SAFETY: see `current`.
    let Some(context) = (unsafe { context.as_ref() }) else { return Err(ScriptError::no_host()) };
    let (Some(mut host), false) = (context.host, context.lent.get()) else {
        return Err(ScriptError::no_host());
    };
    let _lent = Lent::new(context);
    // SAFETY: `enter` made the pointer from a reference that lives until it returns; it is lent once at a time. The
    // Vm outlives the call.
    let (vm, host) = unsafe { (&*context.vm, host.as_mut()) };
    if !vm.lends.get() {
        let result = body(vm, host);
        // What ran meanwhile may have been lent memory, and the engine gone on after it.
        if vm.lends.get() {
            host.refill(None);
        }
        return result;
    }
    let reached = reached();
    reached.bring_back(vm, host);
    let result = body(vm, host);
    reached.refill(host);
    result
}

struct Lent<'a>(&'a Context);

impl<'a> Lent<'a> {
    #[inline]
    fn new(context: &'a Context) -> Self {
        context.lent.set(true);
        Self(context)
    }
}

impl Drop for Lent<'_> {
    #[inline]
    fn drop(&mut self) {
        self.0.lent.set(false);
    }
}

/// Prints the lines that were begun and not ended.
#[cold]
fn flush() {
    if types::known().is_some_and(|known| known.flush.call([]).is_err()) {
        py::take_exception();
    }
}
