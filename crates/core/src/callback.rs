//! [`Callback`]: a script's function in the hands of the engine.

use std::fmt;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, PoisonError, Weak};

use crate::ScriptError;

/// A script's function in the hands of the engine or of another language.
///
/// Clones share one function; when the last one is dropped, on whatever thread, the language is told through
/// its [`ReleaseQueue`] and lets the function go the next time it runs. Call it with [`crate::Host::call`].
///
/// Two callbacks are equal if they are clones of one. While a callback lives, a language hands out clones of it for
/// the same function (see [`WeakCallback`]), so a function that goes out, comes back and goes out again is equal
/// to itself.
///
/// It keeps the function only as long as the script is loaded that gave it out (see [`crate::Givers`]): from then on a call
/// is an error, and the code is not kept.
#[derive(Clone)]
pub struct Callback(Arc<Owned>);

struct Owned {
    language: &'static str,
    slot: u64,
    releases: Arc<ReleaseQueue>,
}

impl Drop for Owned {
    fn drop(&mut self) {
        self.releases.live.fetch_sub(1, Ordering::Relaxed);
        self.releases.push(self.slot);
    }
}

impl Callback {
    /// A callback into `language`, which keeps the function under `slot` until the slot comes back through
    /// `releases`. For implementers of [`crate::Language`].
    #[must_use]
    pub fn new(language: &'static str, slot: u64, releases: Arc<ReleaseQueue>) -> Self {
        releases.live.fetch_add(1, Ordering::Relaxed);
        Self(Arc::new(Owned { language, slot, releases }))
    }

    /// The name of the language that the function belongs to.
    #[must_use]
    pub fn language(&self) -> &'static str {
        self.0.language
    }

    /// The slot under which that language keeps it.
    #[must_use]
    pub fn slot(&self) -> u64 {
        self.0.slot
    }

    /// The same callback without keeping it alive. For implementers of [`crate::Language`].
    #[must_use]
    pub fn downgrade(&self) -> WeakCallback {
        WeakCallback(Arc::downgrade(&self.0))
    }

    /// True if the function is kept by the owner of this queue: tells two instances of one language apart.
    #[must_use]
    pub fn belongs_to(&self, releases: &Arc<ReleaseQueue>) -> bool {
        Arc::ptr_eq(&self.0.releases, releases)
    }

    /// What calling it is answered with when its script is gone, which has kept nothing of it.
    #[cold]
    #[must_use]
    pub fn cut_off() -> ScriptError {
        crate::modules::unloaded()
    }

    /// Makes sure that the function is kept by the owner of this queue, before that is to call it.
    ///
    /// # Errors
    /// [`crate::ErrorKind::NotFound`] if it is not.
    #[inline]
    pub fn check_belongs_to(&self, releases: &Arc<ReleaseQueue>) -> Result<(), ScriptError> {
        if self.belongs_to(releases) { Ok(()) } else { Err(foreign()) }
    }
}

#[cold]
fn foreign() -> ScriptError {
    ScriptError::not_found("the function belongs to another language")
}

impl PartialEq for Callback {
    fn eq(&self, other: &Self) -> bool {
        Arc::ptr_eq(&self.0, &other.0)
    }
}

impl Eq for Callback {}

impl fmt::Debug for Callback {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Callback({} #{})", self.0.language, self.0.slot)
    }
}

/// A [`Callback`] that does not keep its function: what a language remembers of the callbacks it gave out, so that
/// it gives out the same one again while it lives.
#[derive(Clone)]
pub struct WeakCallback(Weak<Owned>);

impl WeakCallback {
    /// The callback, unless its last clone was dropped; then its slot is on its way through the
    /// [`ReleaseQueue`].
    #[must_use]
    pub fn upgrade(&self) -> Option<Callback> {
        self.0.upgrade().map(Callback)
    }
}

impl fmt::Debug for WeakCallback {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("WeakCallback")
    }
}

/// The slots of dropped [`Callback`]s, waiting for their language to free them.
///
/// A callback may be dropped on any thread and at any time; the language's memory may be touched only while it
/// runs. This queue is the bridge: look through [`each`](Self::each) before or after a call.
#[derive(Debug, Default)]
pub struct ReleaseQueue {
    any: AtomicBool,
    /// How many callbacks there are.
    live: AtomicUsize,
    slots: Mutex<Vec<u64>>,
}

impl ReleaseQueue {
    /// An empty queue.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// How many functions the host and other languages hold, each counted once however many clones of it there are.
    #[must_use]
    pub fn live(&self) -> usize {
        self.live.load(Ordering::Relaxed)
    }

    fn push(&self, slot: u64) {
        self.slots.lock().unwrap_or_else(PoisonError::into_inner).push(slot);
        self.any.store(true, Ordering::Release);
    }

    /// Hands over the slots released since the last time; costs one atomic read when there are none.
    #[inline]
    pub fn each(&self, free: impl FnMut(u64)) {
        if self.any.load(Ordering::Acquire) {
            self.take().into_iter().for_each(free);
        }
    }

    /// The slots released since the last time.
    #[cold]
    #[must_use]
    pub fn take(&self) -> Vec<u64> {
        self.any.store(false, Ordering::Release);
        std::mem::take(&mut *self.slots.lock().unwrap_or_else(PoisonError::into_inner))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_last_clone_releases_the_slot_once() {
        let queue = Arc::new(ReleaseQueue::new());
        let first = Callback::new("null", 7, Arc::clone(&queue));
        let second = first.clone();
        let weak = first.downgrade();
        drop(first);
        assert!(queue.take().is_empty());
        assert_eq!(queue.live(), 1, "clones count as one");
        assert_eq!(weak.upgrade().as_ref(), Some(&second));
        drop(second);
        assert!(weak.upgrade().is_none());
        assert_eq!(queue.take(), [7]);
        assert!(queue.take().is_empty());
        assert_eq!(queue.live(), 0);
    }

    #[test]
    fn a_function_is_called_by_the_language_that_keeps_it() {
        let (own, other) = (Arc::new(ReleaseQueue::new()), Arc::new(ReleaseQueue::new()));
        let callback = Callback::new("null", 7, Arc::clone(&own));
        assert!(callback.check_belongs_to(&own).is_ok());
        let error = callback.check_belongs_to(&other).expect_err("it is another's");
        assert_eq!(error.message(), "the function belongs to another language");
    }
}
