//! The interpreter: started once in a process, never ended, and shared by all [`PythonLanguage`](crate::PythonLanguage)s.
//!
//! It is never ended because a script may have left a thread running, and because the types and functions that are
//! made once refer to it. The operating system takes its memory back.

#![allow(unsafe_code)] // starts the interpreter, and takes its lock

use std::cell::Cell;
use std::ffi::CStr;
use std::mem::MaybeUninit;
use std::sync::OnceLock;

use glotta_core::ScriptError;
use pyo3::ffi;

use crate::memory;
use crate::stack;
use crate::types;

/// How it went.
static STARTED: OnceLock<Result<(), String>> = OnceLock::new();

/// Starts the interpreter if it does not run yet.
pub(crate) fn start() -> Result<(), ScriptError> {
    STARTED
        .get_or_init(initialize)
        .clone()
        .map_err(|why| ScriptError::host(format!("python could not start: {why}")))
}

fn initialize() -> Result<(), String> {
    // SAFETY: asks only.
    if unsafe { ffi::Py_IsInitialized() } == 0 {
        memory::install();
        // SAFETY: the interpreter does not run yet, and nobody else starts it: `STARTED` lets one thread in. The
        // configurations are initialised by the functions that are there for it.
        unsafe {
            let mut before = MaybeUninit::<ffi::PyPreConfig>::zeroed().assume_init();
            ffi::PyPreConfig_InitIsolatedConfig(&raw mut before);
            before.utf8_mode = 1;
            check(ffi::Py_PreInitialize(&raw const before))?;

            let mut config = MaybeUninit::<ffi::PyConfig>::zeroed().assume_init();
            ffi::PyConfig_InitIsolatedConfig(&raw mut config);
            config.site_import = 0;
            config.user_site_directory = 0;
            config.use_environment = 0;
            config.install_signal_handlers = 0;
            config.parse_argv = 0;
            config.write_bytecode = 0;
            config.pathconfig_warnings = 0;
            // The same order of sets in every run.
            config.use_hash_seed = 1;
            config.hash_seed = 0;
            let status = ffi::Py_InitializeFromConfig(&raw const config);
            ffi::PyConfig_Clear(&raw mut config);
            check(status)?;
            let up = keeping_interrupts(set_up);
            ffi::PyEval_SaveThread();
            up?;
        }
        return Ok(());
    }
    let _attached = attach();
    set_up()
}

/// Runs `body`, and gives Ctrl-C back to whoever had it.
#[cfg(unix)]
fn keeping_interrupts<R>(body: impl FnOnce() -> R) -> R {
    let mut before = MaybeUninit::<libc::sigaction>::zeroed();
    // SAFETY: asks, and later sets what was the answer.
    unsafe {
        let known = libc::sigaction(libc::SIGINT, std::ptr::null(), before.as_mut_ptr()) == 0;
        let result = body();
        if known {
            libc::sigaction(libc::SIGINT, before.as_ptr(), std::ptr::null_mut());
        }
        result
    }
}

/// Runs `body`; elsewhere nothing takes Ctrl-C.
#[cfg(not(unix))]
fn keeping_interrupts<R>(body: impl FnOnce() -> R) -> R {
    body()
}

fn set_up() -> Result<(), String> {
    types::install().map_err(|_| {
        crate::py::take_exception()
            .and_then(|exception| {
                // SAFETY: see the rule of `py`.
                crate::py::Obj::own(unsafe { ffi::PyObject_Str(exception.as_ptr()) }).ok()?.to_text()
            })
            .unwrap_or_else(|| "its own part of the library fails".to_owned())
    })
}

fn check(status: ffi::PyStatus) -> Result<(), String> {
    // SAFETY: the texts of a status live for ever, or are null.
    unsafe {
        if ffi::PyStatus_Exception(status) == 0 {
            return Ok(());
        }
        Err(if status.err_msg.is_null() {
            "it gives no reason".to_owned()
        } else {
            CStr::from_ptr(status.err_msg).to_string_lossy().into_owned()
        })
    }
}

/// The lock, held while this lives.
#[derive(Debug)]
pub(crate) struct Attached(ffi::PyGILState_STATE);

impl Drop for Attached {
    fn drop(&mut self) {
        // SAFETY: made by `attach` on this thread; guards are dropped in the reverse order.
        unsafe { ffi::PyGILState_Release(self.0) }
    }
}

/// Takes the lock.
#[inline]
pub(crate) fn attach() -> Attached {
    // Where the thread is ending already, its state is made for this call alone.
    let _ = KEEPER.try_with(|keeper| {
        if !keeper.0.get() {
            keeper.keep();
        }
    });
    // SAFETY: the interpreter runs, and is never ended.
    Attached(unsafe { ffi::PyGILState_Ensure() })
}

thread_local! {
    static KEEPER: Keeper = const { Keeper(Cell::new(false)) };
}

/// Keeps the state that Python has for a thread as long as the thread lives; making it anew for each call would cost
/// more than the call.
struct Keeper(Cell<bool>);

impl Keeper {
    #[cold]
    fn keep(&self) {
        self.0.set(true);
        // SAFETY: the interpreter runs. If this thread had no state, it has one now, and the lock, which is let go.
        unsafe {
            let before = ffi::PyGILState_Ensure();
            stack::admit();
            if before == ffi::PyGILState_STATE::PyGILState_UNLOCKED {
                ffi::PyEval_SaveThread();
            }
        }
    }
}

impl Drop for Keeper {
    fn drop(&mut self) {
        if !self.0.get() {
            return;
        }
        // SAFETY: the interpreter is never ended. The thread's state goes with the last release, the one that
        // belongs to `keep`.
        unsafe {
            ffi::PyGILState_Ensure();
            ffi::PyGILState_Release(ffi::PyGILState_STATE::PyGILState_LOCKED);
            ffi::PyGILState_Release(ffi::PyGILState_STATE::PyGILState_UNLOCKED);
        }
    }
}
