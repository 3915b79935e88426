//! Stopping a running script from another thread.
//!
//! `Abort` writes four flags of a context, plain bytes, each of them to true, and nothing else unless the context is
//! suspended, which ours never are. It follows no pointer that the script's thread changes, as Lua's hook does, and the
//! interpreter reads the first flag from memory at each statement; which flag it sees first does not matter, since the abort is
//! asked for again until the call has ended. The library means `Abort` for this, so no signal is needed. What a flag that
//! comes late could do to the next call is taken back when that begins (`interruptions`).

#![allow(unsafe_code)] // aborts contexts from another thread

use std::ptr;
use std::sync::atomic::{AtomicPtr, AtomicU64, Ordering};
use std::sync::{Mutex, PoisonError};

use glotta_angelscript_sys as sys;
use glotta_core::Interrupt;

/// How many nested calls are remembered; deeper ones end when the ones above them do.
pub(crate) const MOST: usize = 128;

/// The contexts of the calls that are going on, outermost first.
#[derive(Debug)]
pub(crate) struct Running {
    contexts: [AtomicPtr<sys::Context>; MOST],
    /// True once the language has ended. Held while contexts are aborted, so that they live.
    closed: Mutex<bool>,
    /// Goes up with every interruption, before it begins and when it is done. One may come to a context when its call has
    /// just ended: that must not end the next call.
    interruptions: AtomicU64,
}

impl Default for Running {
    fn default() -> Self {
        Self {
            contexts: [const { AtomicPtr::new(ptr::null_mut()) }; MOST],
            closed: Mutex::new(false),
            interruptions: AtomicU64::new(0),
        }
    }
}

impl Running {
    /// Notes that a context runs at a depth, counted from 0.
    #[inline]
    pub(crate) fn begin(&self, depth: usize, context: *mut sys::Context) {
        if let Some(place) = self.contexts.get(depth) {
            place.store(context, Ordering::Release);
        }
    }

    /// Notes that it has ended.
    #[inline]
    pub(crate) fn end(&self, depth: usize) {
        if let Some(place) = self.contexts.get(depth) {
            place.store(ptr::null_mut(), Ordering::Release);
        }
    }

    /// A number that changes with every interruption.
    #[inline]
    pub(crate) fn interruptions(&self) -> u64 {
        self.interruptions.load(Ordering::Acquire)
    }

    /// From here on nothing is interrupted: the contexts are about to go.
    pub(crate) fn close(&self) {
        *self.closed.lock().unwrap_or_else(PoisonError::into_inner) = true;
    }
}

impl Interrupt for Running {
    fn unstoppable(&self) -> &'static str {
        "sorting or splitting what is millions of elements long"
    }

    fn interrupt(&self) {
        let closed = self.closed.lock().unwrap_or_else(PoisonError::into_inner);
        if *closed {
            return;
        }
        self.interruptions.fetch_add(1, Ordering::AcqRel);
        for place in &self.contexts {
            let context = place.load(Ordering::Acquire);
            if !context.is_null() {
                // SAFETY: contexts live until the language ends, which waits for the lock; the library allows aborting
                // from another thread.
                unsafe { sys::glas_context_abort(context) };
            }
        }
        self.interruptions.fetch_add(1, Ordering::AcqRel);
    }
}
