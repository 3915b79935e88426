//! How deep scripts may nest their calls: as deep as the stacks of the threads that run them allow.
//!
//! Python counts calls and not bytes, and reckons with stacks of 8 MB. A thread of Rust has 2 MB, which a script can use
//! up with fewer calls than Python allows by default, where they go through Python's own C code (`sorted` with a key
//! that sorts, which is the worst that we know of). That would end the process. The limit is one for the interpreter, so
//! the smallest stack that has run scripts decides.

#![allow(unsafe_code)] // asks the system, and tells the interpreter

use std::sync::atomic::{AtomicI32, Ordering};

use pyo3::ffi;

/// The limit where stacks are large, which is Python's own.
const MOST: i32 = 1000;

/// The limit however small the stack is: less would not do for importing modules of the library.
const LEAST: i32 = 120;

/// Bytes of the stack that one counted call uses at most, as measured: calls of `sorted` inside each other's
/// keys.
const PER_CALL: usize = if cfg!(Py_3_12) { 5_600 } else { 2_900 };

/// What a system that does not tell is taken to give: the smallest that is usual.
const UNKNOWN: usize = 1 << 20;

static LIMIT: AtomicI32 = AtomicI32::new(MOST);

/// How many calls a stack of that size, in bytes, has room for: a quarter of it is left to the game.
fn limit_of(size: usize) -> i32 {
    i32::try_from(size / 4 * 3 / PER_CALL).unwrap_or(MOST).clamp(LEAST, MOST)
}

/// Notes that this thread runs scripts from now on. The lock is held.
#[cold]
pub(crate) fn admit() {
    let limit = limit_of(size().unwrap_or(UNKNOWN));
    if limit < LIMIT.fetch_min(limit, Ordering::Relaxed) {
        // SAFETY: the lock is held.
        unsafe { ffi::Py_SetRecursionLimit(limit) };
    }
}

/// The size of this thread's stack in bytes, if the system tells.
#[cfg(target_os = "linux")]
fn size() -> Option<usize> {
    use std::mem::MaybeUninit;
    use std::ptr;

    let mut attributes = MaybeUninit::<libc::pthread_attr_t>::uninit();
    let (mut start, mut size) = (ptr::null_mut(), 0);
    // SAFETY: the attributes are made before they are read, and destroyed after.
    unsafe {
        if libc::pthread_getattr_np(libc::pthread_self(), attributes.as_mut_ptr()) != 0 {
            return None;
        }
        let told = libc::pthread_attr_getstack(attributes.as_ptr(), &raw mut start, &raw mut size);
        libc::pthread_attr_destroy(attributes.as_mut_ptr());
        (told == 0).then_some(size)
    }
}

/// The size of this thread's stack in bytes.
#[cfg(target_os = "macos")]
fn size() -> Option<usize> {
    // SAFETY: asks only.
    Some(unsafe { libc::pthread_get_stacksize_np(libc::pthread_self()) })
}

/// The size of this thread's stack: nobody tells.
#[cfg(not(any(target_os = "linux", target_os = "macos")))]
fn size() -> Option<usize> {
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn large_stacks_have_the_usual_limit_and_small_ones_less() {
        assert_eq!(limit_of(8 << 20), MOST);
        assert_eq!(limit_of(usize::MAX), MOST);
        assert!((2 * LEAST..600).contains(&limit_of(2 << 20)));
        assert_eq!(limit_of(0), LEAST);
    }

    #[cfg(target_os = "linux")]
    #[test]
    fn the_size_of_a_stack_is_known() {
        let thread = std::thread::Builder::new().stack_size(3 << 20).spawn(size).expect("starts");
        let size = thread.join().expect("ends").expect("told");
        assert!((3 << 20..4 << 20).contains(&size), "{size}");
    }
}
