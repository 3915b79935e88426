//! What may be called while the library holds a lock of its own. A process of its own: the allocator is one for all engines.
#![allow(unsafe_code, clippy::undocumented_unsafe_blocks, reason = "all of it is calls of C++")]
#![allow(clippy::box_collection, clippy::vec_box, reason = "the library keeps their addresses")]
#![allow(clippy::unwrap_used, clippy::panic, reason = "a test ends by it")]
#![allow(clippy::print_stderr, reason = "it says why it ends the process")]

use std::ffi::{c_int, c_void};
use std::ptr::{null, null_mut};
use std::sync::atomic::{AtomicPtr, AtomicU32, Ordering};
use std::sync::mpsc::{RecvTimeoutError, channel};
use std::thread;
use std::time::Duration;

use glotta_angelscript_sys::*;

mod machine;

use machine::Machine;

unsafe extern "C" {
    fn malloc(size: usize) -> *mut c_void;
    fn free(block: *mut c_void);
}

/// The context whose line callback is set each time that the library asks for memory.
static CONTEXT: AtomicPtr<Context> = AtomicPtr::new(null_mut());
static LINES: AtomicU32 = AtomicU32::new(0);

unsafe extern "C" fn on_line(_: *mut Context, _: *mut c_void) {
    LINES.fetch_add(1, Ordering::Relaxed);
}

unsafe extern "C" fn allocate(size: usize) -> *mut c_void {
    let context = CONTEXT.load(Ordering::Relaxed);
    unsafe {
        if !context.is_null() {
            let set: c_int = glas_context_set_line_callback(context, Some(on_line), null_mut());
            assert!(set >= 0);
        }
        malloc(size)
    }
}

unsafe extern "C" fn release(block: *mut c_void) {
    unsafe { free(block) }
}

/// It once asked for the context's user data, and so for the lock that the compiler held. That is refused, and what was not
/// taken was let go: the next who wanted the lock waited for ever.
#[test]
fn a_line_callback_can_be_set_where_the_compiler_asks_for_memory() {
    let (done, end) = channel::<()>();
    let watch = thread::spawn(move || {
        if end.recv_timeout(Duration::from_secs(60)) == Err(RecvTimeoutError::Timeout) {
            eprintln!("the library waits for a lock that nobody holds");
            std::process::abort();
        }
    });
    unsafe {
        assert_eq!(glas_set_memory_functions(Some(allocate), Some(release)), SUCCESS);
        glas_prepare_multithread();
        let machine = Machine::new();
        let context = glas_context_create(machine.engine);
        CONTEXT.store(context, Ordering::Relaxed);
        let function = machine.function(
            "class C { int a; } int twice(C@ c, int a) { return a + a; } void main() { C c; c.a = twice(c, 2); }",
            "void main()",
        );
        assert_eq!(glas_context_execute(context, function, null_mut(), null(), 0), EXECUTION_FINISHED);
        assert!(LINES.load(Ordering::Relaxed) > 0);
        CONTEXT.store(null_mut(), Ordering::Relaxed);
        glas_context_release(context);
    }
    drop(done);
    watch.join().unwrap();
}
