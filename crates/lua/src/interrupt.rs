//! Stopping a running script from another thread.
//!
//! A hook is set from outside in the coroutine that runs: Lua calls it at the next instruction, and it raises an error
//! there, and again at each instruction that the script comes to because it has caught the error. Coroutines have hooks of
//! their own, so whoever resumes one or comes back from one sees to the hook there ([`Running::go_into`],
//! [`Running::come_back`]). When the next call begins the hook is taken away. Until it is needed, none is set, and the
//! script runs as fast as ever.
//!
//! `lua_sethook` writes into the state and into each call that is going on in it. Lua allows that "during a signal", for which
//! its calls are linked before they are begun and its words are volatile; from another thread it would be a race: a
//! processor may show a call before its link, and a call that was one of Lua may have become one of C when its mark is
//! written, where something else lies. So on Unix the watchdog sends a signal to the thread that runs the script, whose handler
//! ([`signals`]) sets the hook there. On that thread,
//!
//! - the coroutine that runs is the one noted: it is noted before it is resumed and while its caller still holds it, so it is
//!   never one that might be gone;
//! - the walk goes from the running call to its callers. The collector and the allocator, when they are what is
//!   interrupted, take calls out of the list only beyond the running one; a stack that is moved takes its calls along as they are;
//! - a call that is just being made is passed over or marked in vain, and looks at the hook itself when it begins.
//!
//! Code of Python or AngelScript, or of the game, that runs nested in the call goes on after the handler; Lua's hook is called
//! when it comes back. Where there are no signals, the hook is set from the watchdog's thread as well as can be (`frees.rs`).

#![allow(unsafe_code)] // sets hooks from another thread

use std::ffi::c_int;
use std::ptr;
use std::sync::atomic::{AtomicBool, AtomicPtr, AtomicU8, Ordering};
use std::sync::{Mutex, MutexGuard, PoisonError};

use glotta_core::{ErrorKind, Interrupt, ScriptError};
use mlua_sys as ffi;

use crate::errors;
use crate::stack::{Stack, upvalue};
use crate::trace;
use crate::vm::{Parked, Vm};

#[cfg(any(not(by_signal), test))]
mod frees;
#[cfg(by_signal)]
mod signals;

#[cfg(not(by_signal))]
pub(crate) use frees::Frees;

/// The call that runs is to stop.
const STOPS: u8 = 1;
/// The hook has been called.
const REACHED: u8 = 2;

/// Which coroutine runs, and whether it was told to stop.
#[derive(Debug)]
pub(crate) struct Running {
    /// The coroutine that runs, or the main state; null before the language starts.
    state: AtomicPtr<ffi::lua_State>,
    flags: AtomicU8,
    /// Whether a call runs.
    is_called: AtomicBool,
    /// Held while an interruption is under way.
    reach: Mutex<Reach>,
    /// The thread of the last call, as it is in `reach`.
    #[cfg(by_signal)]
    thread: AtomicPtr<signals::Entry>,
}

/// How to reach the script.
#[derive(Debug, Default)]
struct Reach {
    /// Whether the language has ended.
    closed: bool,
    /// The thread of the last call.
    #[cfg(by_signal)]
    thread: Option<std::sync::Arc<signals::Entry>>,
    /// What keeps the state from freeing memory.
    #[cfg(not(by_signal))]
    frees: std::sync::Arc<Frees>,
}

/// Has Lua call the hook at each instruction of a coroutine.
fn set_hook(state: *mut ffi::lua_State) {
    // SAFETY: the callers know that the state is alive; this may be called while it runs, and raises nothing.
    unsafe { ffi::lua_sethook(state, Some(hook), ffi::LUA_MASKCOUNT, 1) }
}

fn take_hook(state: *mut ffi::lua_State) {
    // SAFETY: as above.
    unsafe { ffi::lua_sethook(state, None, 0, 0) }
}

impl Running {
    /// For a state that frees memory only as `frees` says.
    #[cfg(not(by_signal))]
    pub(crate) fn with_frees(frees: std::sync::Arc<Frees>) -> Self {
        let running = Self::new();
        running.reach().frees = frees;
        running
    }

    /// Without a state.
    pub(crate) fn new() -> Self {
        Self {
            state: AtomicPtr::new(ptr::null_mut()),
            flags: AtomicU8::new(0),
            is_called: AtomicBool::new(false),
            reach: Mutex::default(),
            #[cfg(by_signal)]
            thread: AtomicPtr::new(ptr::null_mut()),
        }
    }

    fn reach(&self) -> MutexGuard<'_, Reach> {
        self.reach.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// The main state, once there is one.
    pub(crate) fn start(&self, main: Stack) {
        self.state.store(main.0, Ordering::SeqCst);
    }

    /// An outermost call begins. What stopped the one before, or came when none ran, is over.
    #[inline]
    pub(crate) fn begin(&self, main: Stack) {
        #[cfg(by_signal)]
        if self.thread.load(Ordering::Relaxed).cast_const() != signals::this_thread()
            || signals::this_thread().is_null()
        {
            self.come_to_this_thread();
        }
        if self.flags.load(Ordering::Acquire) != 0 {
            self.calm(main);
        }
        self.is_called.store(true, Ordering::Release);
    }

    /// It has ended.
    #[inline]
    pub(crate) fn end(&self) {
        self.is_called.store(false, Ordering::Release);
    }

    #[cfg(by_signal)]
    #[cold]
    fn come_to_this_thread(&self) {
        let mut reach = self.reach();
        if let Some(before) = &reach.thread {
            signals::withdraw(before, self);
        }
        reach.thread = signals::entry();
        self.thread.store(signals::this_thread().cast_mut(), Ordering::Relaxed);
    }

    /// Waits for an interruption that is under way, and takes its hook away.
    #[cold]
    fn calm(&self, main: Stack) {
        let _reach = self.reach();
        self.flags.store(0, Ordering::SeqCst);
        take_hook(main.0);
    }

    /// Before a coroutine is resumed.
    pub(crate) fn go_into(&self, coroutine: Stack) {
        self.state.store(coroutine.0, Ordering::SeqCst);
        if self.flags.load(Ordering::SeqCst) & STOPS != 0 {
            set_hook(coroutine.0);
        }
    }

    /// After it has yielded or ended, in the one that resumed it.
    pub(crate) fn come_back(&self, to: Stack) {
        self.state.store(to.0, Ordering::SeqCst);
        if self.stops() {
            // Whoever stops it from its own thread may have seen the coroutine that was left: it has to be there until the
            // hook is set.
            #[cfg(not(by_signal))]
            drop(self.reach());
            set_hook(to.0);
        }
    }

    /// Whether the call that runs is to stop.
    fn stops(&self) -> bool {
        self.flags.load(Ordering::SeqCst) & STOPS != 0
    }

    /// From here on nothing is interrupted: the state is about to go.
    pub(crate) fn close(&self) {
        let mut reach = self.reach();
        reach.closed = true;
        #[cfg(by_signal)]
        if let Some(thread) = reach.thread.take() {
            signals::withdraw(&thread, self);
        }
    }

    /// What the handler of the signal does, on the thread of the last call.
    #[cfg(by_signal)]
    fn reached(&self) {
        // Once it is called, the hook stays where the script runs.
        if self.is_called.load(Ordering::SeqCst) && self.flags.load(Ordering::SeqCst) == STOPS {
            set_hook(self.state.load(Ordering::SeqCst));
        }
    }
}

impl Interrupt for Running {
    fn unstoppable(&self) -> &'static str {
        "string.find, match, gmatch or gsub with a pattern that can be tried in very many ways, such as \"a-a-a-a-b\""
    }

    fn interrupt(&self) {
        let reach = self.reach();
        if reach.closed {
            return;
        }
        // If no call runs, this is of no consequence: the next one takes it away before anything of a script runs.
        let before = self.flags.fetch_or(STOPS, Ordering::SeqCst);
        // Once it is called, the hook stays where the script runs.
        if before & REACHED == 0 {
            #[cfg(by_signal)]
            if let Some(thread) = &reach.thread {
                signals::send(thread, self);
            }
            #[cfg(not(by_signal))]
            reach.frees.hold(|| set_hook(self.state.load(Ordering::SeqCst)));
        }
    }
}

/// Called by Lua on the thread that runs the script, before an instruction. Raises if the script is to stop.
unsafe extern "C-unwind" fn hook(state: *mut ffi::lua_State, _: *mut ffi::lua_Debug) {
    let stack = Stack(state);
    let vm = Vm::of(stack);
    if !vm.running.stops() {
        // A coroutine that was left behind by a call which was stopped.
        take_hook(state);
        return;
    }
    vm.running.flags.fetch_or(REACHED, Ordering::SeqCst);
    // From outside it may have missed functions that were called or left at that moment.
    set_hook(state);
    park_timeout(stack, vm);
    // SAFETY: no destructors in this frame.
    unsafe { errors::raise(stack, vm) }
}

/// Raises if the script is to stop: for a function of ours that takes its time, and that a function of a library may call again
/// and again without coming to an instruction of the script.
///
/// # Safety
/// May raise: see [`Stack`].
pub(crate) unsafe fn check(stack: Stack) {
    let vm = Vm::of(stack);
    if vm.running.stops() {
        park_timeout(stack, vm);
        // SAFETY: no destructors in this frame, and the caller's promise.
        unsafe { errors::raise(stack, vm) }
    }
}

/// Whether a coroutine was ended by the hook. Lua calls no hooks in it any more, so nothing of the script may run there.
pub(crate) fn has_ended(coroutine: Stack) -> bool {
    // SAFETY: the coroutine is alive; both ask only.
    let (hooked, status) = unsafe { (ffi::lua_gethook(coroutine.0), ffi::lua_status(coroutine.0)) };
    hooked.is_some_and(|other| ptr::fn_addr_eq(other, hook as ffi::lua_Hook))
        && !matches!(status, ffi::LUA_OK | ffi::LUA_YIELD)
}

/// `xpcall(f, handler, …)`. Lua would call the handler from inside the hook, where no other hook can end it: so it is not
/// called for the error of a script that is to stop.
pub(crate) unsafe extern "C-unwind" fn xpcall(state: *mut ffi::lua_State) -> c_int {
    let stack = Stack(state);
    // SAFETY: no destructors in this frame. The function is at 1, the handler at 2, and below the call stands what it
    // returns before the results: true.
    unsafe {
        ffi::luaL_checktype(state, 2, ffi::LUA_TFUNCTION);
        let arguments = stack.top() - 2;
        stack.push_copy(2);
        stack.push_closure(handle, 1);
        ffi::lua_replace(state, 2);
        stack.push_boolean(true);
        stack.push_copy(1);
        ffi::lua_rotate(state, 3, 2);
        let status = ffi::lua_pcallk(state, arguments, ffi::LUA_MULTRET, 2, 0, Some(protected));
        protected(state, status, 0)
    }
}

/// What comes after the call of [`xpcall`].
unsafe extern "C-unwind" fn protected(
    state: *mut ffi::lua_State,
    status: c_int,
    _: ffi::lua_KContext,
) -> c_int {
    let stack = Stack(state);
    if status == ffi::LUA_OK || status == ffi::LUA_YIELD {
        return stack.top() - 2;
    }
    stack.push_boolean(false);
    stack.push_copy(-2);
    2
}

/// Calls the handler in the upvalue with what is given.
unsafe extern "C-unwind" fn handle(state: *mut ffi::lua_State) -> c_int {
    let stack = Stack(state);
    if !Vm::of(stack).running.stops() {
        stack.push_copy(upvalue(1));
        stack.insert(1);
        // SAFETY: no destructors in this frame.
        unsafe { ffi::lua_call(state, stack.top() - 1, 1) };
    }
    stack.set_top(1);
    1
}

/// A function of its own, so that it leaves nothing behind.
#[inline(never)]
fn park_timeout(stack: Stack, vm: &Vm) {
    let mut error = ScriptError::new(ErrorKind::Timeout, "the script has used up its time");
    error.push_frames(trace::capture(stack, vm));
    vm.park(Parked::Error(error));
}
