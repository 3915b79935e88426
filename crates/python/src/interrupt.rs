//! Stopping a running script from another thread.

#![allow(unsafe_code)] // raises an exception in another thread

use std::sync::atomic::{AtomicU64, Ordering};

use glotta_core::Interrupt;
use pyo3::ffi;

use crate::interpreter;
use crate::types;

/// Which thread runs a language's scripts now, and whether it was told to stop.
#[derive(Debug, Default)]
pub(crate) struct Running {
    /// Python's number of the thread; 0 while none runs. Changed only with the lock held.
    thread: AtomicU64,
    /// The thread that an exception was sent to; 0 if none is on its way.
    sent: AtomicU64,
}

impl Running {
    /// Notes that a call begins; returns what was noted before.
    pub(crate) fn begin(&self) -> u64 {
        // SAFETY: asks only.
        let thread = unsafe { ffi::PyThread_get_thread_ident() };
        self.thread.swap(thread, Ordering::Relaxed)
    }

    /// Notes that the call has ended.
    pub(crate) fn end(&self, before: u64) {
        self.thread.store(before, Ordering::Relaxed);
        if before == 0 && self.sent.load(Ordering::Relaxed) != 0 {
            let thread = self.sent.swap(0, Ordering::Relaxed);
            // It may have come too late, and must not stop the next call.
            // SAFETY: the lock is held.
            unsafe { ffi::PyThreadState_SetAsyncExc(thread as _, std::ptr::null_mut()) };
        }
    }
}

impl Interrupt for Running {
    fn interrupt(&self) {
        let _attached = interpreter::attach();
        let thread = self.thread.load(Ordering::Relaxed);
        if thread == 0 {
            return;
        }
        let Some(known) = types::known() else { return };
        self.sent.store(thread, Ordering::Relaxed);
        // SAFETY: the lock is held, and the class lives as long as the process.
        unsafe { ffi::PyThreadState_SetAsyncExc(thread as _, known.interrupted.as_ptr()) };
    }
}
