//! Reaching the thread that runs a script: by a signal, whose handler sets the hook there.
//!
//! The signal is `SIGURG`, as in other run-time systems that preempt their threads: nothing happens where nobody handles it,
//! debuggers pass it on in silence, and its handlers have to live with one that means nothing. The handler is installed when
//! the first script has to be stopped, so a game in which that never happens has none; it calls the one that was there
//! before, and is put in its place again when somebody else has taken that over. `SA_RESTART` lets the system calls go on
//! that can.
//!
//! What keeps each side from what is not there any more:
//!
//! - A thread is sent a signal only with the lock of its [`Entry`] held, which it takes when it ends.
//! - The handler finds its thread's entry by a variable of the thread that needs no destructor, and there who wants what. It
//!   takes no lock and allocates nothing.
//! - Who wants something of a thread takes that back before it goes ([`withdraw`]), and waits for a handler that has seen it.
//! - A signal that comes late finds no wish, or a [`Running`] in which no call is to stop.
//!
//! A thread that runs scripts lets the signal through: it may have been made with all signals blocked. If it blocks it
//! afterwards, its scripts are not stopped; the runtime reports that the game waits for them. A child that the process
//! forks has no watchdog, and gets none of its signals.

use std::cell::Cell;
use std::ffi::c_int;
use std::mem::{self, MaybeUninit};
use std::ptr;
use std::sync::atomic::{AtomicBool, AtomicPtr, AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, PoisonError};

use super::Running;

/// ThreadSanitizer hands on at once only what it takes for a fault of the thread itself, and holds the others back for as long
/// as a script calls nothing.
const SIGNAL: c_int = if cfg!(glotta_thread_sanitizer) { libc::SIGSYS } else { libc::SIGURG };

/// A thread that has run scripts.
#[derive(Debug)]
pub(super) struct Entry {
    thread: libc::pthread_t,
    /// False when the thread has ended. Held while a signal is sent.
    is_alive: Mutex<bool>,
    /// Whose script the thread is to stop.
    wish: AtomicPtr<Running>,
    /// Whether the handler is at work.
    is_busy: AtomicBool,
}

thread_local! {
    /// The entry of this thread, for the handler.
    static MINE: Cell<*const Entry> = const { Cell::new(ptr::null()) };
    /// Whether this thread is in the handler that was there before ours.
    static IN_PREVIOUS: Cell<bool> = const { Cell::new(false) };
    /// Holds the entry for as long as the thread lives.
    static OWNER: Owner = Owner(new_entry());
}

struct Owner(Arc<Entry>);

impl Drop for Owner {
    fn drop(&mut self) {
        MINE.set(ptr::null());
        *self.0.is_alive.lock().unwrap_or_else(PoisonError::into_inner) = false;
    }
}

fn new_entry() -> Arc<Entry> {
    // SAFETY: asks, and lets one signal through to this thread.
    let thread = unsafe {
        let mut set = MaybeUninit::<libc::sigset_t>::zeroed();
        libc::sigemptyset(set.as_mut_ptr());
        libc::sigaddset(set.as_mut_ptr(), SIGNAL);
        libc::pthread_sigmask(libc::SIG_UNBLOCK, set.as_ptr(), ptr::null_mut());
        libc::pthread_self()
    };
    let entry = Entry {
        thread,
        is_alive: Mutex::new(true),
        wish: AtomicPtr::new(ptr::null_mut()),
        is_busy: AtomicBool::new(false),
    };
    Arc::new(entry)
}

/// What stands for this thread; null before it has an entry.
#[inline]
pub(super) fn this_thread() -> *const Entry {
    MINE.get()
}

/// The entry of this thread, made if there is none; none if the thread is ending.
pub(super) fn entry() -> Option<Arc<Entry>> {
    let entry = OWNER.try_with(|owner| Arc::clone(&owner.0)).ok()?;
    MINE.set(Arc::as_ptr(&entry));
    Some(entry)
}

/// Has a thread call [`Running::reached`] of `running`, soon, if it lives.
pub(super) fn send(entry: &Entry, running: &Running) {
    install();
    let is_alive = entry.is_alive.lock().unwrap_or_else(PoisonError::into_inner);
    if *is_alive {
        entry.wish.store(ptr::from_ref(running).cast_mut(), Ordering::SeqCst);
        // SAFETY: the thread lives, and does not end before the lock is let go.
        unsafe { libc::pthread_kill(entry.thread, SIGNAL) };
    }
}

/// Takes back what `running` wants of a thread. When this returns, the thread's handler does not look at it.
pub(super) fn withdraw(entry: &Entry, running: &Running) {
    let wish = ptr::from_ref(running).cast_mut();
    let _ = entry.wish.compare_exchange(wish, ptr::null_mut(), Ordering::SeqCst, Ordering::SeqCst);
    while entry.is_busy.load(Ordering::SeqCst) {
        std::thread::yield_now();
    }
}

/// The handler that was there before ours, as the system calls it, and its flags.
static PREVIOUS: AtomicUsize = AtomicUsize::new(libc::SIG_DFL);
static PREVIOUS_TAKES_THREE: AtomicBool = AtomicBool::new(false);

type Handler = unsafe extern "C" fn(c_int, *mut libc::siginfo_t, *mut libc::c_void);

/// Puts our handler in its place, unless it is there.
fn install() {
    static LOCK: Mutex<()> = Mutex::new(());
    let _lock = LOCK.lock().unwrap_or_else(PoisonError::into_inner);
    let ours: Handler = on_signal;
    // SAFETY: the structures are filled in by the system, or here with all that it asks for; the handler does what
    // handlers may.
    unsafe {
        let mut now = MaybeUninit::<libc::sigaction>::zeroed().assume_init();
        if libc::sigaction(SIGNAL, ptr::null(), &raw mut now) != 0 || now.sa_sigaction == ours as usize {
            return;
        }
        PREVIOUS_TAKES_THREE.store(now.sa_flags & libc::SA_SIGINFO != 0, Ordering::SeqCst);
        PREVIOUS.store(now.sa_sigaction, Ordering::SeqCst);
        let mut action = MaybeUninit::<libc::sigaction>::zeroed().assume_init();
        action.sa_sigaction = ours as usize;
        action.sa_flags = libc::SA_SIGINFO | libc::SA_RESTART | libc::SA_ONSTACK;
        libc::sigemptyset(&raw mut action.sa_mask);
        libc::sigaction(SIGNAL, &raw const action, ptr::null_mut());
    }
}

unsafe extern "C" fn on_signal(signal: c_int, info: *mut libc::siginfo_t, context: *mut libc::c_void) {
    let entry = MINE.get();
    // SAFETY: the thread that this runs on holds its entry until it has set the variable to null. Who wants something stays
    // until it has withdrawn that, which waits while we are busy.
    unsafe {
        if let Some(entry) = entry.as_ref() {
            entry.is_busy.store(true, Ordering::SeqCst);
            if let Some(running) = entry.wish.swap(ptr::null_mut(), Ordering::SeqCst).as_ref() {
                running.reached();
            }
            entry.is_busy.store(false, Ordering::SeqCst);
        }
        call_previous(signal, info, context);
    }
}

/// Calls the handler that was there before; not from within it, for it may be one that calls ours in turn.
///
/// # Safety
/// To be called by the handler with what it was given.
unsafe fn call_previous(signal: c_int, info: *mut libc::siginfo_t, context: *mut libc::c_void) {
    let previous = PREVIOUS.load(Ordering::SeqCst);
    if previous == libc::SIG_DFL || previous == libc::SIG_IGN || IN_PREVIOUS.replace(true) {
        return;
    }
    // SAFETY: the system would have called it so.
    unsafe {
        if PREVIOUS_TAKES_THREE.load(Ordering::SeqCst) {
            mem::transmute::<usize, Handler>(previous)(signal, info, context);
        } else {
            mem::transmute::<usize, unsafe extern "C" fn(c_int)>(previous)(signal);
        }
    }
    IN_PREVIOUS.set(false);
}

#[cfg(test)]
mod tests {
    use std::sync::atomic::AtomicU32;

    use super::*;

    static SEEN: AtomicU32 = AtomicU32::new(0);

    unsafe extern "C" fn of_the_game(_: c_int, _: *mut libc::siginfo_t, _: *mut libc::c_void) {
        SEEN.fetch_add(1, Ordering::SeqCst);
    }

    /// One test, since the handler is one for the process.
    #[test]
    fn the_game_keeps_its_handler_and_a_thread_that_has_ended_gets_no_signal() {
        let running = Running::new();
        let entry = entry().expect("it lives");
        let theirs: Handler = of_the_game;
        for sent in 1..=2 {
            // SAFETY: the handler does what handlers may.
            unsafe {
                let mut action = MaybeUninit::<libc::sigaction>::zeroed().assume_init();
                action.sa_sigaction = theirs as usize;
                action.sa_flags = libc::SA_SIGINFO;
                libc::sigaction(SIGNAL, &raw const action, ptr::null_mut());
            }
            // To this thread itself, so it has come when this returns.
            send(&entry, &running);
            assert_eq!(SEEN.load(Ordering::SeqCst), sent);
            assert!(entry.wish.load(Ordering::SeqCst).is_null(), "it was seen");
        }
        let ended = std::thread::spawn(|| super::entry().expect("it lives")).join().expect("ends");
        send(&ended, &running);
        assert!(ended.wish.load(Ordering::SeqCst).is_null());
        entry.wish.store(ptr::from_ref(&running).cast_mut(), Ordering::SeqCst);
        withdraw(&entry, &Running::new());
        assert!(!entry.wish.load(Ordering::SeqCst).is_null(), "that of another");
        withdraw(&entry, &running);
        assert!(entry.wish.load(Ordering::SeqCst).is_null());
    }
}
