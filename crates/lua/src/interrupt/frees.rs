//! Setting a hook from another thread, where there are no signals: while it is set, Lua frees nothing.
//!
//! `lua_sethook` walks the calls that are going on, and those end at any time; so their memory is kept until it is done. Lua
//! itself knows such a call only from a signal of the same thread, and it is a race here: the words that it writes are
//! whole, the script looks at them now and then, and it is done again until the script has seen it. What is left is that a call may
//! have become one of C between the look at its kind and the write of its mark, which then hits what the call keeps of its
//! handler of errors: a few instructions, in a coroutine, once in a timeout.

use std::sync::atomic::{AtomicBool, Ordering, compiler_fence};
use std::sync::{Mutex, PoisonError};
use std::time::Duration;

/// How long what one processor has written takes to show to another, with much to spare.
const SETTLE: Duration = Duration::from_micros(200);

/// Keeps a state from freeing memory while another thread looks at it. That is rare, and freeing is not: so it costs the
/// state two words that it writes and one that it reads, and no wait for what other processors do. Whoever looks lets the
/// time pass instead in which what was written shows.
#[derive(Debug, Default)]
pub(crate) struct Frees {
    goes_on: AtomicBool,
    held: AtomicBool,
    lock: Mutex<()>,
}

impl Frees {
    /// Calls `look`, on another thread than that of the state, while nothing is freed. What is free by then is not looked
    /// at.
    pub(crate) fn hold(&self, look: impl FnOnce()) {
        let _lock = self.lock.lock().unwrap_or_else(PoisonError::into_inner);
        self.held.store(true, Ordering::SeqCst);
        // A free that did not see this has begun and shows by now, or is over.
        std::thread::sleep(SETTLE);
        while self.goes_on.load(Ordering::Acquire) {
            std::thread::yield_now();
        }
        look();
        self.held.store(false, Ordering::Release);
    }

    #[inline]
    pub(crate) fn begin(&self) {
        self.goes_on.store(true, Ordering::Release);
        compiler_fence(Ordering::SeqCst);
        if self.held.load(Ordering::Acquire) {
            self.wait();
        }
    }

    #[inline]
    pub(crate) fn end(&self) {
        self.goes_on.store(false, Ordering::Release);
    }

    #[cold]
    fn wait(&self) {
        while self.held.load(Ordering::SeqCst) {
            self.goes_on.store(false, Ordering::SeqCst);
            drop(self.lock.lock().unwrap_or_else(PoisonError::into_inner));
            self.goes_on.store(true, Ordering::SeqCst);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::sync::Arc;
    use std::sync::mpsc::channel;
    use std::thread;

    #[test]
    fn nothing_is_freed_while_another_thread_looks() {
        let frees = Arc::new(Frees::default());
        let looked = Arc::new(AtomicBool::new(false));
        let (begun, begins) = channel();
        let looker = {
            let (frees, looked) = (Arc::clone(&frees), Arc::clone(&looked));
            thread::spawn(move || {
                frees.hold(|| {
                    begun.send(()).expect("awaited");
                    thread::sleep(Duration::from_millis(50));
                    looked.store(true, Ordering::SeqCst);
                });
            })
        };
        begins.recv().expect("begins");
        frees.begin();
        assert!(looked.load(Ordering::SeqCst));
        frees.end();
        looker.join().expect("ends");
    }

    #[test]
    fn nobody_looks_before_what_is_being_freed_is_free() {
        let frees = Arc::new(Frees::default());
        let freed = Arc::new(AtomicBool::new(false));
        frees.begin();
        let looker = {
            let (frees, freed) = (Arc::clone(&frees), Arc::clone(&freed));
            thread::spawn(move || {
                let mut was_freed = false;
                frees.hold(|| was_freed = freed.load(Ordering::SeqCst));
                was_freed
            })
        };
        thread::sleep(Duration::from_millis(50));
        freed.store(true, Ordering::SeqCst);
        frees.end();
        assert!(looker.join().expect("ends"));
    }
}
