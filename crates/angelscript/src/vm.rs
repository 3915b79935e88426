//! [`Vm`]: one engine of the library with everything that this crate keeps about it.

#![allow(unsafe_code)] // owns the engine, and hands the host across it

use std::any::Any;
use std::cell::{Cell, RefCell};
use std::collections::{BTreeMap, HashMap, HashSet};
use std::ffi::{CStr, c_char, c_void};
use std::mem;
use std::path::PathBuf;
use std::ptr::{self, NonNull};
use std::rc::Rc;
use std::sync::Arc;

use glotta_angelscript_sys as sys;
use glotta_core::{
    Environment, FunctionId, Givers, Host, Imports, LanguageInfo, LoadedModules, MAX_NESTED_CALLS,
    ReleaseQueue, Repeats, ScriptError,
};
use sha2::Sha256;

use crate::array::Arrays;
use crate::cache::Key;
use crate::callbacks::GivenOut;
use crate::collection::Collection;
use crate::components::Components;
use crate::context::{Contexts, Target};
use crate::hints::Known;
use crate::interrupt::Running;
use crate::language::CollectorStatistics;
use crate::load::Script;
use crate::memory::{self, Account};
use crate::objects::Objects;
use crate::registry::Registry;
use crate::types::Kinds;

/// The most that one call's stack may take, in bytes.
const MOST_STACK: usize = 1 << 20;

/// How many functions of scripts may be nested in one call.
const MOST_CALLS: usize = 2000;

/// What the library said while it compiled or took a declaration.
#[derive(Clone, Debug)]
pub(crate) struct Message {
    pub(crate) section: String,
    pub(crate) row: u32,
    pub(crate) column: u32,
    /// One of the library's `asEMsgType`.
    pub(crate) severity: i32,
    pub(crate) text: String,
}

/// The library's numbers of the handles that the API knows.
#[derive(Debug, Default)]
pub(crate) struct Forms {
    /// `Component@`
    pub(crate) component: Cell<i32>,
    /// `Data@`
    pub(crate) data: Cell<i32>,
}

/// What is kept about one language. Its address does not change: the library's functions hold it.
pub(crate) struct Vm {
    engine: Cell<*mut sys::Engine>,
    pub(crate) environment: Environment,
    pub(crate) info: LanguageInfo,
    pub(crate) account: &'static Account,
    pub(crate) releases: Arc<ReleaseQueue>,
    pub(crate) running: Arc<Running>,
    pub(crate) kinds: Kinds,
    pub(crate) contexts: Contexts,
    pub(crate) components: Components,
    pub(crate) objects: Objects,
    pub(crate) modules: RefCell<LoadedModules<Rc<Script>, Rc<Target>>>,
    pub(crate) imports: Imports<Rc<Script>>,
    /// The number of the next module that the library is given.
    pub(crate) next_module: Cell<u64>,
    /// The hash of everything that was declared to the library.
    pub(crate) declarations: RefCell<Sha256>,
    /// The texts that the compiler has come through.
    pub(crate) tried: RefCell<HashSet<Key>>,
    /// Where compiled scripts are kept, if they are.
    pub(crate) cache: Option<PathBuf>,
    /// The names that scripts can use.
    pub(crate) known: Known,
    pub(crate) forms: Forms,
    pub(crate) arrays: Arrays,
    pub(crate) given_out: RefCell<BTreeMap<u64, GivenOut>>,
    pub(crate) slots: RefCell<HashMap<crate::callbacks::Identity, u64>>,
    pub(crate) next_slot: Cell<u64>,
    /// Which modules have given out the functions of callbacks that are no script's own.
    pub(crate) givers: Givers,
    /// The error that was raised last, for whoever finds its message as an exception.
    pub(crate) pending: RefCell<Option<ScriptError>>,
    messages: RefCell<Vec<Message>>,
    /// How many errors the compiler has told besides.
    more_messages: Cell<usize>,
    /// Errors that no call ends with, to be told when the outermost has ended.
    lost: RefCell<Vec<ScriptError>>,
    /// How often each of them was told since a script was loaded last.
    pub(crate) repeats: RefCell<Repeats>,
    /// What the library refers to until its engine ends.
    kept: RefCell<Vec<Box<dyn Any>>>,
    host: Cell<Option<NonNull<dyn Host>>>,
    depth: Cell<u32>,
    pub(crate) collection: Collection,
}

impl Drop for Vm {
    fn drop(&mut self) {
        let payer = memory::pay(self.account);
        self.running.close();
        self.contexts.end();
        self.given_out.take();
        self.modules.take();
        drop(mem::take(&mut self.imports));
        self.components.close();
        self.contexts.close();
        self.arrays.close();
        let engine = self.engine.get();
        if !engine.is_null() {
            // SAFETY: nothing of ours holds on to objects of the engine any more. What scripts hold goes now, by
            // functions of ours, which `kept` still has.
            unsafe {
                crate::collection::prepare_end(self);
                sys::glas_engine_shutdown(engine);
            }
            self.engine.set(ptr::null_mut());
        }
        memory::pay(payer);
        self.account.close();
    }
}

impl Vm {
    /// An engine, with our types and the API.
    ///
    /// # Errors
    /// [`glotta_core::ErrorKind::Host`] if the library refuses something.
    pub(crate) fn open(
        environment: Environment,
        info: LanguageInfo,
        cache: Option<PathBuf>,
    ) -> Result<Box<Self>, ScriptError> {
        memory::install();
        let account = Account::of_language();
        let vm = Box::new(Self {
            engine: Cell::new(ptr::null_mut()),
            environment,
            info,
            account,
            releases: Arc::default(),
            running: Arc::default(),
            kinds: Kinds::default(),
            contexts: Contexts::default(),
            components: Components::default(),
            objects: Objects::default(),
            modules: RefCell::default(),
            imports: Imports::new(),
            next_module: Cell::new(1),
            declarations: RefCell::default(),
            tried: RefCell::default(),
            cache,
            known: Known::default(),
            forms: Forms::default(),
            arrays: Arrays::default(),
            given_out: RefCell::default(),
            slots: RefCell::default(),
            next_slot: Cell::new(1),
            givers: Givers::new(),
            pending: RefCell::default(),
            messages: RefCell::default(),
            more_messages: Cell::new(0),
            lost: RefCell::default(),
            repeats: RefCell::default(),
            kept: RefCell::default(),
            host: Cell::new(None),
            depth: Cell::new(0),
            collection: Collection::default(),
        });
        let payer = memory::pay(account);
        let started = vm.start();
        memory::pay(payer);
        started.map(|()| vm)
    }

    fn start(&self) -> Result<(), ScriptError> {
        // SAFETY: the allocator is installed; the machine lives longer than its engine, which is what the callback gets.
        unsafe {
            let engine = sys::glas_engine_create();
            if engine.is_null() {
                return Err(ScriptError::host("AngelScript could not be started: it has no memory"));
            }
            self.engine.set(engine);
            let this = ptr::from_ref(self).cast_mut().cast::<c_void>();
            sys::glas_engine_set_message_callback(engine, Some(on_message), this);
            for (property, value) in [
                (sys::EP_MAX_STACK_SIZE, MOST_STACK),
                (sys::EP_MAX_CALL_STACK_SIZE, MOST_CALLS),
                // Destructors of scripts must run only where a host is at hand: see `Vm::enter`.
                (sys::EP_AUTO_GARBAGE_COLLECT, 0),
                // Initialisers may call the engine, so they run in a call of ours.
                (sys::EP_INIT_GLOBAL_VARS_AFTER_BUILD, 0),
                (sys::EP_USE_CHARACTER_LITERALS, 0),
                (sys::EP_ALLOW_MULTILINE_STRINGS, 1),
                (sys::EP_REQUIRE_ENUM_SCOPE, 0),
                (sys::EP_DISALLOW_GLOBAL_VARS, 0),
                (sys::EP_PROPERTY_ACCESSOR_MODE, 3),
                (sys::EP_ALWAYS_IMPL_DEFAULT_CONSTRUCT, 1),
                (sys::EP_COMPILER_WARNINGS, 1),
            ] {
                sys::glas_engine_set_property(engine, property, value);
            }
        }
        self.lend_contexts();
        crate::environment::register(Registry { vm: self })
    }

    /// The library's engine.
    #[inline]
    pub(crate) fn engine(&self) -> *mut sys::Engine {
        self.engine.get()
    }

    /// Keeps something until the engine has ended.
    pub(crate) fn keep<T: 'static>(&self, thing: Box<T>) {
        self.kept.borrow_mut().push(thing);
    }

    /// What the library has said since the last call.
    pub(crate) fn take_messages(&self) -> Vec<Message> {
        self.more_messages.set(0);
        self.messages.take()
    }

    /// How many errors the library has told that are not among its messages.
    pub(crate) fn more_messages(&self) -> usize {
        self.more_messages.get()
    }

    /// Whether the library has warned or complained since the last call of [`take_messages`](Self::take_messages).
    pub(crate) fn has_messages(&self) -> bool {
        self.messages.borrow().iter().any(|message| message.severity != sys::MSGTYPE_INFORMATION)
    }

    /// Lets scripts run with `host`. Calls nest; each restores what it found.
    ///
    /// # Errors
    /// What `body` gives; a refusal if calls are nested too deeply.
    #[inline]
    pub(crate) fn enter<R>(
        &self,
        host: &mut dyn Host,
        body: impl FnOnce() -> Result<R, ScriptError>,
    ) -> Result<R, ScriptError> {
        let depth = self.depth.get();
        if depth >= MAX_NESTED_CALLS {
            return Err(ScriptError::nested_too_deeply());
        }
        // SAFETY: only the lifetime in the type changes. The pointer is used only through `with_host`, until the guard
        // takes it away, before this function, and so the borrow, ends.
        let host =
            unsafe { mem::transmute::<NonNull<dyn Host + '_>, NonNull<dyn Host>>(NonNull::from(host)) };
        let _entered =
            Entered { vm: self, host: self.host.replace(Some(host)), payer: memory::pay(self.account) };
        self.depth.set(depth + 1);
        self.free_released();
        let result = body();
        if depth == 0 {
            self.collect_step();
            self.tell_lost();
        }
        result
    }

    /// Runs `body` where there is no host: for making and forgetting things. No script may run in it.
    pub(crate) fn idle<R>(&self, body: impl FnOnce() -> R) -> R {
        let _entered = Entered { vm: self, host: self.host.replace(None), payer: memory::pay(self.account) };
        self.depth.set(self.depth.get() + 1);
        body()
    }

    /// Lends the host to `body`. While it has it nobody else does: a script that runs in between, a destructor say, is
    /// refused.
    ///
    /// # Errors
    /// What `body` gives; a refusal where there is no host.
    #[inline]
    pub(crate) fn with_host<R>(
        &self,
        body: impl FnOnce(&mut dyn Host) -> Result<R, ScriptError>,
    ) -> Result<R, ScriptError> {
        let Some(mut host) = self.host.take() else { return Err(ScriptError::no_host()) };
        let _lent = Lent { vm: self, host };
        // SAFETY: `enter` set it from a borrow that is still going on, and taking it out makes this the only user.
        body(unsafe { host.as_mut() })
    }

    /// Raises an error in the script that runs: it sees an exception with the error's message.
    #[cold]
    pub(crate) fn raise(&self, error: ScriptError) {
        let text = crate::errors::exception_text(&error);
        *self.pending.borrow_mut() = Some(error);
        // SAFETY: a bound function runs, so its context is active; the text ends with a zero and is copied.
        unsafe {
            let context = sys::glas_active_context();
            if !context.is_null() {
                sys::glas_context_set_exception(context, text.as_ptr(), true);
            }
        }
    }

    /// Frees the functions whose last callback was dropped.
    #[inline]
    pub(crate) fn free_released(&self) {
        self.releases.each(|slot| crate::callbacks::release(self, slot));
    }

    /// Some of the work of finding unreachable objects, after a call.
    #[inline]
    fn collect_step(&self) {
        // SAFETY: the engine is alive and no script runs. Destructors may run; they find the host.
        unsafe { self.collection.after_call(self) };
    }

    /// Ends what a script has left that was unloaded, unless others run.
    pub(crate) fn collect_left(&self) {
        if self.depth.get() == 1 {
            // SAFETY: as above: this is the outermost call, and runs no script.
            unsafe { self.collection.after_unload(self) };
        }
    }

    /// Finds and frees all unreachable objects.
    pub(crate) fn collect_all(&self) {
        // SAFETY: as above.
        unsafe { self.collection.all(self) };
    }

    /// What the library's collector has done, and has to do.
    pub(crate) fn collector_statistics(&self) -> CollectorStatistics {
        let mut numbers = [0_u32; 5];
        // SAFETY: the engine is alive, and there is room for all that it tells.
        unsafe { sys::glas_gc_statistics(self.engine(), numbers.as_mut_ptr()) };
        let [alive, destroyed, in_circles, young, _] = numbers;
        CollectorStatistics { alive, young, destroyed, in_circles }
    }

    /// Keeps an error that no call ends with, until it can be told.
    pub(crate) fn note_lost(&self, error: ScriptError) {
        // A script that fails so often is told of the first times.
        const MOST: usize = 20;
        let mut lost = self.lost.borrow_mut();
        if lost.len() < MOST {
            lost.push(error);
        }
    }

    #[inline]
    fn tell_lost(&self) {
        if !self.lost.borrow().is_empty() {
            let lost = self.lost.take();
            // There is a host: a call of it is just ending.
            let _ = self.with_host(|host| {
                for error in lost {
                    let times = self.repeats.borrow_mut().note(&error.to_string());
                    if let Some(times) = times {
                        let message = format!("{}{times}", error.message());
                        host.warn(&error.with_message(message));
                    }
                }
                Ok(())
            });
        }
    }

    /// The path of the script that a function was found in.
    pub(crate) fn path_of(&self, function: FunctionId) -> Arc<str> {
        self.modules.borrow().path_of(function).map_or_else(|| Arc::from(""), Arc::clone)
    }
}

/// Restores what a call found when it began.
struct Entered<'v> {
    vm: &'v Vm,
    host: Option<NonNull<dyn Host>>,
    payer: &'static Account,
}

impl Drop for Entered<'_> {
    fn drop(&mut self) {
        self.vm.host.set(self.host);
        self.vm.depth.set(self.vm.depth.get() - 1);
        memory::pay(self.payer);
    }
}

/// Puts the host back.
struct Lent<'v> {
    vm: &'v Vm,
    host: NonNull<dyn Host>,
}

impl Drop for Lent<'_> {
    fn drop(&mut self) {
        self.vm.host.set(Some(self.host));
    }
}

/// Takes what the library says.
unsafe extern "C" fn on_message(user: *mut c_void, message: *const sys::Message) {
    // SAFETY: `start` gave the machine, which outlives the engine; the message and its texts live for the call.
    let (vm, message) = unsafe { (&*user.cast::<Vm>(), &*message) };
    // Nobody reads more.
    const MOST: usize = 200;
    let mut messages = vm.messages.borrow_mut();
    if messages.len() >= MOST {
        vm.more_messages.set(vm.more_messages.get() + usize::from(message.kind == sys::MSGTYPE_ERROR));
    } else {
        messages.push(Message {
            section: text(message.section),
            row: u32::try_from(message.row).unwrap_or(0),
            column: u32::try_from(message.column).unwrap_or(0),
            severity: message.kind,
            text: crate::errors::as_the_oldest_says(text(message.text)),
        });
    }
}

/// A text of the library's; empty for null.
pub(crate) fn text(pointer: *const c_char) -> String {
    if pointer.is_null() {
        return String::new();
    }
    // SAFETY: the library's texts end with a zero.
    unsafe { CStr::from_ptr(pointer) }.to_string_lossy().into_owned()
}
