//! Stopping a running script from another thread.
//!
//! A trace function is set in the thread that runs the script: it raises an exception at the next line that is begun,
//! and at every other one while the script goes on all the same, because it has caught what is no `Exception`, or
//! because code of the library has swallowed it. When the call has ended it is taken away, so that the next one starts
//! afresh. (Python's own means, an asynchronous exception, comes once, and may come while we tell what happened.)
//!
//! While a call runs, its thread lives and so nobody else has its number; whoever looks at the number holds the lock
//! of the interpreter, which the call needs to end. So what is meant for a thread cannot reach another one that came
//! after it.

#![allow(unsafe_code)] // raises an exception in another thread

use std::ffi::c_int;
use std::ptr;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::{Mutex, MutexGuard, PoisonError};

use glotta_core::Interrupt;
use pyo3::ffi;

use crate::interpreter;
use crate::py::{Obj, Ref};
use crate::types;

/// Which thread runs a language's scripts now, and whether it was told to stop.
#[derive(Debug, Default)]
pub(crate) struct Running {
    /// Python's number of the thread; 0 while none runs. Changed only with the lock held.
    thread: AtomicU64,
    /// Python's state of the thread, for as long as `thread` is not 0.
    #[cfg(not(Py_3_12))]
    state: std::sync::atomic::AtomicPtr<ffi::PyThreadState>,
    /// Whether the call that runs is to stop.
    stops: AtomicBool,
}

/// The threads that are to stop, each with the address of the [`Running`] that says so: one thread may run scripts of
/// several languages of the process, one inside the other. Touched with the lock of the interpreter held.
static STOPPING: Mutex<Vec<(u64, usize)>> = Mutex::new(Vec::new());

fn stopping() -> MutexGuard<'static, Vec<(u64, usize)>> {
    STOPPING.lock().unwrap_or_else(PoisonError::into_inner)
}

fn this_thread() -> u64 {
    // SAFETY: asks only.
    unsafe { ffi::PyThread_get_thread_ident() as u64 }
}

fn is_stopping(thread: u64) -> bool {
    stopping().iter().any(|(stopping, _)| *stopping == thread)
}

impl Running {
    /// Notes that a call begins; returns what was noted before.
    pub(crate) fn begin(&self) -> u64 {
        #[cfg(not(Py_3_12))]
        // SAFETY: the lock is held, so this thread has a state.
        self.state.store(unsafe { ffi::PyThreadState_Get() }, Ordering::Relaxed);
        self.thread.swap(this_thread(), Ordering::Relaxed)
    }

    /// Notes that the call has ended.
    pub(crate) fn end(&self, before: u64) {
        self.thread.store(before, Ordering::Relaxed);
        if before == 0 && self.stops.swap(false, Ordering::Relaxed) {
            self.calm();
        }
    }

    /// Takes the trace function away, unless an outer call on this thread is to stop too.
    #[cold]
    fn calm(&self) {
        let us = ptr::from_ref(self) as usize;
        stopping().retain(|(_, running)| *running != us);
        if !is_stopping(this_thread()) {
            // SAFETY: the lock is held.
            unsafe { ffi::PyEval_SetTrace(None, ptr::null_mut()) };
        }
    }
}

impl Interrupt for Running {
    fn interrupt(&self) {
        self.interrupt_if(&|| true);
    }

    fn unstoppable(&self) -> &'static str {
        "sum(range(10**9)), 10**10**8, a regular expression that can be tried in very many ways, a lock that nobody \
         releases, a read from a socket or a process"
    }

    /// The lock of the interpreter has to be let go.
    fn waits(&self) -> bool {
        true
    }

    fn interrupt_if(&self, is_due: &dyn Fn() -> bool) {
        // While no call runs, whoever else holds the lock may hold it for long.
        if self.thread.load(Ordering::Relaxed) == 0 {
            return;
        }
        let _attached = interpreter::attach();
        let thread = self.thread.load(Ordering::Relaxed);
        if thread == 0 || !is_due() {
            return;
        }
        self.stops.store(true, Ordering::Relaxed);
        let us = (thread, ptr::from_ref(self) as usize);
        let mut stopping = stopping();
        if !stopping.contains(&us) {
            stopping.push(us);
        }
        drop(stopping);
        // SAFETY: the lock is held, and the thread is in a call.
        unsafe { self.trace() };
    }
}

#[cfg(not(Py_3_12))]
unsafe extern "C" {
    // In the headers of CPython 3.11, and not of PyO3.
    fn _PyEval_SetTrace(state: *mut ffi::PyThreadState, function: ffi::Py_tracefunc, object: Ref) -> c_int;
}

impl Running {
    /// Sets the trace function.
    ///
    /// # Safety
    /// The lock must be held, and the noted thread be in a call.
    unsafe fn trace(&self) {
        // SAFETY: the caller's promise: the thread lives, and its state with it.
        unsafe {
            #[cfg(not(Py_3_12))]
            {
                let state = self.state.load(Ordering::Relaxed);
                _PyEval_SetTrace(state, stop_again, ptr::null_mut());
                // `while True: pass` is one instruction to 3.11, which begins no line again.
                if let Ok(frame) = Obj::own(ffi::PyThreadState_GetFrame(state).cast()) {
                    let name = c"f_trace_opcodes".as_ptr();
                    if ffi::PyObject_SetAttrString(frame.as_ptr(), name, ffi::Py_True()) != 0 {
                        ffi::PyErr_Clear();
                    }
                }
            }
            // Threads that are not to stop take the function away again themselves.
            #[cfg(Py_3_12)]
            ffi::PyEval_SetTraceAllThreads(Some(stop_again), ptr::null_mut());
        }
    }
}

/// Called by Python on the thread that runs, at each line and each call.
unsafe extern "C" fn stop_again(_: Ref, frame: *mut ffi::PyFrameObject, what: c_int, _: Ref) -> c_int {
    if !matches!(what, ffi::PyTrace_LINE | ffi::PyTrace_CALL | ffi::PyTrace_OPCODE) {
        return 0;
    }
    // SAFETY: the lock is held, and the frame is the running one. What is raised lives as long as the process.
    unsafe {
        if !is_stopping(this_thread()) {
            ffi::PyEval_SetTrace(None, ptr::null_mut());
            return 0;
        }
        let Some(known) = types::known() else { return 0 };
        let globals = Obj::own(ffi::PyFrame_GetGlobals(frame));
        if globals.is_ok_and(|globals| known.globals.is(globals.as_ptr())) {
            // Our own code tells what happened.
            return 0;
        }
        if ffi::PyFrame_GetLineNumber(frame) <= 0 {
            // Between the lines, where handlers of exceptions are left: the error would have no place. Every loop has a line.
            return 0;
        }
        ffi::PyErr_SetNone(known.interrupted.as_ptr());
    }
    -1
}
