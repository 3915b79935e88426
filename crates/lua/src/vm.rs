//! [`Vm`]: one Lua state with everything that this crate keeps about it.

#![allow(unsafe_code)] // owns the C state, and hands the host across it

use std::cell::{Cell, RefCell, UnsafeCell};
use std::collections::BTreeMap;
use std::ffi::{c_int, c_void};
use std::mem;
use std::ops::Deref;
use std::ptr::{self, NonNull};
use std::sync::Arc;

use glotta_core::{
    Callback, ComponentModel, DataRef, Entity, Environment, ErrorKind, Function, FunctionId, Givers, Host,
    Imports, LanguageInfo, LoadedModules, MAX_NESTED_CALLS, ModuleId, ReleaseQueue, ScriptError, Value, Vec3,
    WeakCallback,
};
use mlua_sys as ffi;

use crate::bind;
use crate::interrupt::Running;
use crate::memory::{self, Memory};
use crate::stack::{REGISTRY, Stack};

// Lua's own limit of nested C calls is 200, and a script may add calls of its own between two of ours.
const _: () = assert!(MAX_NESTED_CALLS <= 100, "Lua runs out of C calls before the limit");

/// What the registry holds for us: the index into [`Vm::slots`].
#[derive(Clone, Copy, Debug)]
pub(crate) enum Slot {
    /// The metatable of each kind of vector.
    Vec2,
    Vec3,
    Quat,
    /// The metatable of assets.
    Asset,
    /// The metatable that marks a table as a list.
    List,
    /// The metatable of errors.
    Error,
    /// The metatable of references to data.
    Data,
    /// The metatable of functions of other languages.
    Foreign,
    /// The metatables of objects by the names of their classes.
    Classes,
    /// The userdata of objects by what tells one object from another. Weak in its values.
    Objects,
    /// Functions by slot, and slots by function: what callbacks refer to.
    Callbacks,
    /// For tables that came with nulls in them: which names or places. Weak in its keys.
    Nulls,
    /// The globals that every script gets its own copy of.
    Template,
    /// The number of slots.
    Count,
}

/// What a bound function returns or raises, on its way from the Rust side to Lua's stack: it is owned here, so
/// that no frame owns it when pushing it raises.
#[derive(Debug, Default)]
pub(crate) enum Parked {
    #[default]
    Nothing,
    Value(Value),
    Text(String),
    Entities(Vec<Entity>),
    Vec3s(Vec<Vec3>),
    Data(DataRef),
    Error(ScriptError),
}

/// A call from the engine into a script that is going on.
pub(crate) struct CallRecord {
    /// What the message handler found out about the error that ended it.
    pub(crate) error: Cell<Option<ScriptError>>,
    /// The function that was called, for the name of its level of the stack.
    pub(crate) function: Option<FunctionId>,
    /// The call that the state was in before; null if it was idle.
    pub(crate) base: *const c_void,
    /// How high the stack was.
    pub(crate) top: c_int,
}

/// Where a function that was found by name is found again: registry slots.
#[derive(Clone, Copy, Debug)]
pub(crate) struct FoundFunction {
    /// Of its module's globals.
    pub(crate) globals: c_int,
    /// Of its name.
    pub(crate) key: c_int,
}

/// A component that a script has held a handle to.
#[derive(Debug)]
pub(crate) struct KnownComponent {
    /// Its model, and after it those that the host has had in its place since the component was defined anew.
    pub(crate) models: Vec<Arc<ComponentModel>>,
    /// How many of them there were when the metatables were last filled.
    pub(crate) shown: Cell<usize>,
    /// For each of its structures the registry's slot of the metatable; 0 until it is made.
    pub(crate) metatables: Vec<Cell<c_int>>,
}

/// The stack of an error in a coroutine, kept until the error reaches whoever resumed the coroutine.
#[derive(Debug)]
pub(crate) struct CoroutineTrace {
    /// The address of the error's value.
    pub(crate) value: *const c_void,
    pub(crate) frames: Vec<glotta_core::StackFrame>,
}

/// One Lua state with everything that is kept about it. It does not move: C functions reach it through the
/// state's extra space, [`Vm::of`].
pub(crate) struct Vm {
    main: Cell<Stack>,
    /// The coroutine that called the bound function that runs, or the main one.
    current: Cell<Stack>,
    host: Cell<Option<NonNull<dyn Host>>>,
    #[cfg(debug_assertions)]
    host_is_lent: Cell<bool>,
    depth: Cell<u32>,
    record: Cell<*const CallRecord>,
    parked: UnsafeCell<Parked>,
    slots: [Cell<c_int>; Slot::Count as usize],
    /// The functions of the API, at the places of their stubs.
    bound: [Cell<Option<&'static Function>>; bind::STUBS],
    pub(crate) memory: Box<Memory>,
    pub(crate) running: Arc<Running>,
    pub(crate) environment: Environment,
    pub(crate) info: LanguageInfo,
    pub(crate) releases: Arc<ReleaseQueue>,
    pub(crate) given_out: RefCell<BTreeMap<u64, WeakCallback>>,
    pub(crate) next_callback: Cell<u64>,
    /// Which modules have given out the functions of callbacks.
    pub(crate) givers: Givers,
    pub(crate) any_nulls: Cell<bool>,
    /// The loaded modules, each with the registry's slot of its globals.
    pub(crate) modules: RefCell<LoadedModules<c_int, FoundFunction>>,
    /// The required scripts, each with the registry's slot of its value.
    pub(crate) imports: Imports<c_int>,
    /// The components that scripts have held handles to, by number.
    pub(crate) models: RefCell<BTreeMap<u32, KnownComponent>>,
    pub(crate) coroutine_trace: RefCell<Option<CoroutineTrace>>,
}

/// A [`Vm`] on the heap. Not a `Box`, which promises when it is moved that nothing else points to what it holds: the
/// state does.
pub(crate) struct OwnedVm(NonNull<Vm>);

impl OwnedVm {
    fn new(vm: Vm) -> Self {
        Self(NonNull::from(Box::leak(Box::new(vm))))
    }
}

impl Deref for OwnedVm {
    type Target = Vm;

    #[inline]
    fn deref(&self) -> &Vm {
        // SAFETY: made from a box in `new` and freed only in `drop`; only shared references to it exist till then.
        unsafe { self.0.as_ref() }
    }
}

impl Drop for OwnedVm {
    fn drop(&mut self) {
        // SAFETY: made from a box in `new`, and this is the last use.
        drop(unsafe { Box::from_raw(self.0.as_ptr()) });
    }
}

impl Drop for Vm {
    fn drop(&mut self) {
        self.running.close();
        let main = self.main.get();
        if !main.0.is_null() {
            // SAFETY: the state was made in `Vm::open`, nothing runs in it, and it is closed once. Objects of ours
            // are finalised here; they touch only themselves and the release queue.
            unsafe { ffi::lua_close(main.0) };
        }
    }
}

impl Vm {
    /// A new state, empty but for what [`Vm::of`] needs.
    pub(crate) fn open(environment: Environment, info: LanguageInfo) -> Result<OwnedVm, ScriptError> {
        let idle = Stack(ptr::null_mut());
        let memory = Box::<Memory>::default();
        #[cfg(by_signal)]
        let running = Arc::new(Running::new());
        #[cfg(not(by_signal))]
        let running = Arc::new(Running::with_frees(Arc::clone(&memory.frees)));
        let vm = OwnedVm::new(Self {
            main: Cell::new(idle),
            current: Cell::new(idle),
            host: Cell::new(None),
            #[cfg(debug_assertions)]
            host_is_lent: Cell::new(false),
            depth: Cell::new(0),
            record: Cell::new(ptr::null()),
            parked: UnsafeCell::default(),
            slots: [const { Cell::new(0) }; Slot::Count as usize],
            bound: [const { Cell::new(None) }; bind::STUBS],
            memory,
            running,
            environment,
            info,
            releases: Arc::default(),
            given_out: RefCell::default(),
            next_callback: Cell::new(1),
            givers: Givers::new(),
            any_nulls: Cell::new(false),
            modules: RefCell::default(),
            imports: Imports::new(),
            models: RefCell::default(),
            coroutine_trace: RefCell::default(),
        });
        // SAFETY: the Memory is boxed, so it stays where it is, and the Vm's drop closes the state before the Memory
        // goes.
        let state = unsafe { ffi::lua_newstate(memory::allocate, (&raw const *vm.memory).cast_mut().cast()) };
        if state.is_null() {
            return Err(out_of_memory());
        }
        vm.main.set(Stack(state));
        vm.running.start(Stack(state));
        vm.current.set(Stack(state));
        // SAFETY: every state has this much extra space, and coroutines are given a copy of the main one's. The Vm stays
        // where it is and outlives the state.
        unsafe { ffi::lua_getextraspace(state).cast::<*const Self>().write(vm.0.as_ptr()) };
        Ok(vm)
    }

    /// The Vm of a state that Lua passed to a C function of ours.
    #[inline]
    pub(crate) fn of<'a>(stack: Stack) -> &'a Self {
        // SAFETY: written in `open` before any code ran, and never after. The Vm outlives every call of a function in
        // its state, and only shared references to it exist while the state runs.
        unsafe { &**ffi::lua_getextraspace(stack.0).cast::<*const Self>() }
    }

    /// The main state.
    pub(crate) fn main(&self) -> Stack {
        self.main.get()
    }

    /// The registry's index of what a slot holds.
    #[inline]
    pub(crate) fn slot(&self, slot: Slot) -> c_int {
        self.slots[slot as usize].get()
    }

    /// Notes where in the registry a slot is.
    pub(crate) fn set_slot(&self, slot: Slot, index: c_int) {
        self.slots[slot as usize].set(index);
    }

    /// Pushes what a slot holds.
    #[inline]
    pub(crate) fn push_slot(&self, stack: Stack, slot: Slot) {
        stack.raw_get_i(REGISTRY, i64::from(self.slot(slot)));
    }

    /// The function at a stub's place.
    #[inline]
    pub(crate) fn bound(&self, place: usize) -> Option<&'static Function> {
        self.bound[place].get()
    }

    /// Gives a function a place, or finds the one that it has; `None` if all places are taken.
    pub(crate) fn bind(&self, function: &'static Function) -> Option<usize> {
        let place =
            self.bound.iter().position(|place| place.get().is_none_or(|known| ptr::eq(known, function)))?;
        self.bound[place].set(Some(function));
        Some(place)
    }

    /// The call from the engine that is going on; null if there is none.
    pub(crate) fn record(&self) -> Option<&CallRecord> {
        // SAFETY: set in `enter` to a record in its own frame, and reset before that frame ends.
        unsafe { self.record.get().as_ref() }
    }

    /// Runs `body` with the host of the current call.
    ///
    /// While `body` runs, no script does, except inside [`enter`](Self::enter), which puts a host of its own into the
    /// cell for that time: `body` reads arguments and calls the engine, and neither of these runs Lua code otherwise
    /// (scripts have no finalisers, and ours do not come here). So the host is reached by one way at a time, and need
    /// not be taken out of its cell, which would cost a good part of a short call. Debug builds check it.
    #[inline(always)]
    pub(crate) fn with_host<R>(
        &self,
        stack: Stack,
        body: impl FnOnce(&mut dyn Host) -> Result<R, ScriptError>,
    ) -> Result<R, ScriptError> {
        let Some(mut host) = self.host.get() else {
            return Err(ScriptError::no_host());
        };
        self.current.set(stack);
        #[cfg(debug_assertions)]
        let _lent = Lent::new(self);
        // SAFETY: `enter` put the pointer here, made from a reference that lives until `enter` returns. By the reason
        // above this is the only use of it until `body` ends.
        body(unsafe { host.as_mut() })
    }

    /// Leaves a result or an error for the C function to push when the frames with destructors are gone.
    #[inline]
    pub(crate) fn park(&self, parked: Parked) {
        // SAFETY: no reference into the cell is alive: `parked` gives one out only to C functions that push, and
        // those run nothing that parks.
        unsafe { *self.parked.get() = parked };
    }

    /// What was parked, left in its place so that the Vm owns it while it is pushed.
    pub(crate) fn parked(&self) -> &Parked {
        // SAFETY: see `park`.
        unsafe { &*self.parked.get() }
    }

    /// Takes what was parked.
    pub(crate) fn unpark(&self) -> Parked {
        // SAFETY: see `park`.
        mem::take(unsafe { &mut *self.parked.get() })
    }

    /// Lets scripts run with `host`: `body` gets the state to run them in and the record that collects their
    /// error. Calls nest; each restores what it found.
    pub(crate) fn enter<R>(
        &self,
        host: &mut dyn Host,
        function: Option<FunctionId>,
        body: impl FnOnce(Stack, &CallRecord) -> Result<R, ScriptError>,
    ) -> Result<R, ScriptError> {
        let depth = self.depth.get();
        if depth >= MAX_NESTED_CALLS {
            return Err(ScriptError::nested_too_deeply());
        }
        let stack = self.current.get();
        // SAFETY: only the lifetime in the type changes. The pointer is used only through the cell, and the guard
        // below takes it out of there before this function, and so the borrow, ends.
        let host =
            unsafe { mem::transmute::<NonNull<dyn Host + '_>, NonNull<dyn Host>>(NonNull::from(host)) };
        let base = if depth == 0 {
            ptr::null()
        } else {
            stack.activation(0).map_or(ptr::null(), |running| running.identity())
        };
        let record = CallRecord { error: Cell::new(None), function, base, top: stack.top() };
        let _guard = Entered {
            vm: self,
            stack,
            top: record.top,
            host: self.host.replace(Some(host)),
            record: self.record.replace(&raw const record),
            #[cfg(debug_assertions)]
            host_was_lent: self.host_is_lent.replace(false),
        };
        self.depth.set(depth + 1);
        if depth == 0 {
            self.running.begin(self.main.get());
        }
        self.free_released(stack);
        body(stack, &record)
    }

    /// Runs `body` where no script is called and no host is at hand: for making and forgetting things.
    pub(crate) fn idle<R>(&self, body: impl FnOnce(Stack) -> R) -> R {
        let stack = self.current.get();
        let top = stack.top();
        let result = body(stack);
        stack.set_top(top);
        result
    }

    /// Runs a C function in protected mode with `data` as its only argument, a light userdata; on success what it
    /// left, `results` values, is on the stack.
    pub(crate) fn protect<T>(
        &self,
        stack: Stack,
        function: crate::stack::Native,
        data: &mut T,
        results: c_int,
    ) -> Result<(), ScriptError> {
        if !stack.check(results + 3) {
            return Err(stack_overflow());
        }
        stack.push_native(function);
        stack.push_light((&raw mut *data).cast());
        match stack.protected_call(1, results, 0) {
            ffi::LUA_OK => Ok(()),
            status => {
                let error = crate::trace::error_value(stack, self, status);
                stack.pop(1);
                Err(error)
            }
        }
    }

    /// Frees the functions whose last callback was dropped.
    #[inline]
    pub(crate) fn free_released(&self, stack: Stack) {
        self.releases.each(|slot| crate::callbacks::release(stack, self, slot));
    }

    /// The path of a function's script; empty if it was forgotten.
    pub(crate) fn path_of(&self, id: FunctionId) -> Arc<str> {
        self.modules.borrow().path_of(id).map_or_else(|| Arc::from(""), Arc::clone)
    }

    /// The paths of all scripts that are loaded or being loaded.
    pub(crate) fn known_paths(&self) -> Vec<Arc<str>> {
        let modules = self.modules.borrow();
        modules.paths().cloned().chain(self.imports.paths()).collect()
    }

    /// Forgets what was required for a module alone.
    pub(crate) fn forget_imports(&self, module: ModuleId) {
        let freed = self.imports.unload(module);
        for slot in freed {
            crate::load::release(self.main(), slot);
        }
    }

    /// A callback that was given out for that slot, if it still lives.
    pub(crate) fn living_callback(&self, slot: u64) -> Option<Callback> {
        self.given_out.borrow().get(&slot).and_then(WeakCallback::upgrade)
    }
}

/// Checks that the host is lent once at a time.
#[cfg(debug_assertions)]
struct Lent<'a>(&'a Vm);

#[cfg(debug_assertions)]
impl<'a> Lent<'a> {
    fn new(vm: &'a Vm) -> Self {
        assert!(!vm.host_is_lent.replace(true), "the host is in use");
        Self(vm)
    }
}

#[cfg(debug_assertions)]
impl Drop for Lent<'_> {
    fn drop(&mut self) {
        self.0.host_is_lent.set(false);
    }
}

struct Entered<'a> {
    vm: &'a Vm,
    stack: Stack,
    top: c_int,
    host: Option<NonNull<dyn Host>>,
    record: *const CallRecord,
    #[cfg(debug_assertions)]
    host_was_lent: bool,
}

impl Drop for Entered<'_> {
    fn drop(&mut self) {
        self.stack.set_top(self.top);
        self.vm.host.set(self.host);
        #[cfg(debug_assertions)]
        self.vm.host_is_lent.set(self.host_was_lent);
        self.vm.record.set(self.record);
        self.vm.current.set(self.stack);
        let depth = self.vm.depth.get() - 1;
        self.vm.depth.set(depth);
        if depth == 0 {
            self.vm.running.end();
        }
    }
}

#[cold]
pub(crate) fn out_of_memory() -> ScriptError {
    ScriptError::new(ErrorKind::OutOfMemory, "not enough memory")
}

#[cold]
pub(crate) fn stack_overflow() -> ScriptError {
    ScriptError::new(ErrorKind::Runtime, "stack overflow")
}
