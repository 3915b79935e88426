//! Stopping a running script from another thread.
//!
//! A hook is set from outside in the coroutine that runs: Lua calls it at the next instruction, and it raises an error
//! there, and again at each instruction that the script comes to because it has caught the error. Coroutines have hooks of
//! their own, so whoever resumes one or comes back from one sees to the hook there ([`Running::go_into`],
//! [`Running::come_back`]). When the next call begins the hook is taken away. Until it is needed, none is set, and the
//! script runs as fast as ever.
//!
//! Lua allows `lua_sethook` while the state runs, since it writes single words that the running code looks at now and then.
//! It writes one of them in each call that is going on, though, and those calls may end meanwhile: so nothing is freed
//! until it is done ([`Frees`]).
//! Which coroutine runs is known without a lock: who leaves one says so and then looks whether the script is to stop; who
//! stops it says so and then looks which one runs. So the one waits for the other where they meet, and a coroutine is
//! never touched that might be gone.

#![allow(unsafe_code)] // sets hooks from another thread

use std::ffi::c_int;
use std::ptr;
use std::sync::atomic::{AtomicPtr, AtomicU8, Ordering};
use std::sync::{Arc, Mutex, PoisonError};

use glotta_core::{ErrorKind, Interrupt, ScriptError};
use mlua_sys as ffi;

use crate::errors;
use crate::memory::Frees;
use crate::stack::{Stack, upvalue};
use crate::trace;
use crate::vm::{Parked, Vm};

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
    /// True once the language has ended. Held while an interruption is under way.
    closed: Mutex<bool>,
    frees: Arc<Frees>,
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
    pub(crate) fn new(frees: Arc<Frees>) -> Self {
        Self {
            state: AtomicPtr::new(ptr::null_mut()),
            flags: AtomicU8::new(0),
            closed: Mutex::new(false),
            frees,
        }
    }

    /// The main state, once there is one.
    pub(crate) fn start(&self, main: Stack) {
        self.state.store(main.0, Ordering::SeqCst);
    }

    /// An outermost call begins. What stopped the one before, or came when none ran, is over.
    #[inline]
    pub(crate) fn begin(&self, main: Stack) {
        if self.flags.load(Ordering::Acquire) != 0 {
            self.calm(main);
        }
    }

    /// Waits for an interruption that is under way, and takes its hook away.
    #[cold]
    fn calm(&self, main: Stack) {
        let _closed = self.closed.lock().unwrap_or_else(PoisonError::into_inner);
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
            // Whoever stops it may have seen the coroutine that was left: it has to be there until the hook is set.
            drop(self.closed.lock().unwrap_or_else(PoisonError::into_inner));
            set_hook(to.0);
        }
    }

    /// Whether the call that runs is to stop.
    fn stops(&self) -> bool {
        self.flags.load(Ordering::SeqCst) & STOPS != 0
    }

    /// From here on nothing is interrupted: the state is about to go.
    pub(crate) fn close(&self) {
        *self.closed.lock().unwrap_or_else(PoisonError::into_inner) = true;
    }
}

impl Interrupt for Running {
    fn unstoppable(&self) -> &'static str {
        "string.find, match, gmatch or gsub with a pattern that can be tried in very many ways, such as \"a-a-a-a-b\""
    }

    fn interrupt(&self) {
        let closed = self.closed.lock().unwrap_or_else(PoisonError::into_inner);
        if *closed {
            return;
        }
        // If no call runs, this is of no consequence: the next one takes it away before anything of a script runs.
        let before = self.flags.fetch_or(STOPS, Ordering::SeqCst);
        // Once it is called, the hook stays where the script runs.
        if before & REACHED == 0 {
            self.frees.hold(|| set_hook(self.state.load(Ordering::SeqCst)));
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
