//! Reaching the thread that runs a script: by a signal, whose handler sets the hook there.
//!
//! The signal is `SIGURG`, as in other run-time systems that preempt their threads: nothing happens where nobody handles it,
//! debuggers pass it on in silence, and its handlers have to live with one that means nothing. The handler is installed when
//! the first script has to be stopped, so a game in which that never happens has none; it calls the one that was there
//! before, with the signals blocked and the system calls ended that this one asked for, and is put in its place again when
//! somebody else has taken that over. Where there was none, `SA_RESTART` lets the system calls go on that can.
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

const SIGNAL: c_int = libc::SIGURG;

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
    /// In how many handlers that ours has called this thread is.
    static IN_PREVIOUS: Cell<u8> = const { Cell::new(0) };
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

/// The handler that was there when ours was put in its place last, and when it was for the first time.
static PREVIOUS: AtomicUsize = AtomicUsize::new(libc::SIG_DFL);
static FIRST: AtomicUsize = AtomicUsize::new(libc::SIG_DFL);

type Handler = unsafe extern "C" fn(c_int, *mut libc::siginfo_t, *mut libc::c_void);

/// Puts our handler in its place, unless it is there.
fn install() {
    static WAS_THERE: Mutex<bool> = Mutex::new(false);
    let mut was_there = WAS_THERE.lock().unwrap_or_else(PoisonError::into_inner);
    let ours: Handler = on_signal;
    // SAFETY: the structures are filled in by the system, or here with all that it asks for; the handler does what
    // handlers may.
    unsafe {
        let mut now = MaybeUninit::<libc::sigaction>::zeroed().assume_init();
        if libc::sigaction(SIGNAL, ptr::null(), &raw mut now) != 0 || now.sa_sigaction == ours as usize {
            return;
        }
        if !mem::replace(&mut *was_there, true) {
            FIRST.store(now.sa_sigaction, Ordering::SeqCst);
        }
        PREVIOUS.store(now.sa_sigaction, Ordering::SeqCst);
        let mut action = MaybeUninit::<libc::sigaction>::zeroed().assume_init();
        action.sa_sigaction = ours as usize;
        action.sa_flags = libc::SA_SIGINFO | libc::SA_ONSTACK;
        if is_none(now.sa_sigaction) {
            action.sa_flags |= libc::SA_RESTART;
            libc::sigemptyset(&raw mut action.sa_mask);
        } else {
            action.sa_flags |= now.sa_flags & libc::SA_RESTART;
            action.sa_mask = now.sa_mask;
        }
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

/// Whether that is no handler.
fn is_none(handler: usize) -> bool {
    handler == libc::SIG_DFL || handler == libc::SIG_IGN
}

/// Calls the handler that was there before. It may be one that calls ours in turn, since it has taken its place meanwhile: then
/// the one that was there before both is called, and none beyond.
///
/// # Safety
/// To be called by the handler with what it was given.
unsafe fn call_previous(signal: c_int, info: *mut libc::siginfo_t, context: *mut libc::c_void) {
    let (previous, first) = (PREVIOUS.load(Ordering::SeqCst), FIRST.load(Ordering::SeqCst));
    let depth = IN_PREVIOUS.get();
    let handler = match depth {
        0 => previous,
        1 if first != previous => first,
        _ => return,
    };
    if is_none(handler) {
        return;
    }
    IN_PREVIOUS.set(depth + 1);
    // SAFETY: the system would have called it so. It gives all three to a handler that takes the signal alone, too, which
    // does not look at the others.
    unsafe { mem::transmute::<usize, Handler>(handler)(signal, info, context) };
    IN_PREVIOUS.set(depth);
}

#[cfg(test)]
mod tests {
    use std::sync::atomic::AtomicU32;

    use super::*;

    static SEEN: AtomicU32 = AtomicU32::new(0);

    unsafe extern "C" fn of_the_game(_: c_int, _: *mut libc::siginfo_t, _: *mut libc::c_void) {
        SEEN.fetch_add(1, Ordering::SeqCst);
    }

    static PASSED_ON: AtomicU32 = AtomicU32::new(0);

    /// As of a library that calls the handler that it found, which is ours.
    unsafe extern "C" fn of_a_library(signal: c_int, info: *mut libc::siginfo_t, context: *mut libc::c_void) {
        PASSED_ON.fetch_add(1, Ordering::SeqCst);
        // SAFETY: with what this was given.
        unsafe { on_signal(signal, info, context) };
    }

    /// What is installed now, after something else was put there, if anything is to be.
    fn installed(theirs: Option<(Handler, c_int)>) -> libc::sigaction {
        // SAFETY: the handlers do what handlers may.
        unsafe {
            let mut now = MaybeUninit::<libc::sigaction>::zeroed().assume_init();
            if let Some((handler, flags)) = theirs {
                let mut action = now;
                action.sa_sigaction = handler as usize;
                action.sa_flags = flags;
                libc::sigaddset(&raw mut action.sa_mask, libc::SIGUSR1);
                libc::sigaction(SIGNAL, &raw const action, ptr::null_mut());
            }
            libc::sigaction(SIGNAL, ptr::null(), &raw mut now);
            now
        }
    }

    /// One test, since the handler is one for the process.
    #[test]
    fn the_game_keeps_its_handler_and_a_thread_that_has_ended_gets_no_signal() {
        let running = Running::new();
        let entry = entry().expect("it lives");
        for (sent, restart) in [(1, 0), (2, libc::SA_RESTART)] {
            installed(Some((of_the_game, libc::SA_SIGINFO | restart)));
            // To this thread itself, so it has come when this returns.
            send(&entry, &running);
            assert_eq!(SEEN.load(Ordering::SeqCst), sent);
            assert!(entry.wish.load(Ordering::SeqCst).is_null(), "it was seen");
            let ours = installed(None);
            assert_eq!(ours.sa_flags & libc::SA_RESTART, restart, "as theirs");
            // SAFETY: asks only.
            assert_eq!(unsafe { libc::sigismember(&raw const ours.sa_mask, libc::SIGUSR1) }, 1, "as theirs");
        }
        installed(Some((of_a_library, 0)));
        send(&entry, &running);
        let seen = (PASSED_ON.load(Ordering::SeqCst), SEEN.load(Ordering::SeqCst));
        assert_eq!(seen, (1, 3), "each of them once");
        assert!(entry.wish.load(Ordering::SeqCst).is_null(), "it was seen");
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
