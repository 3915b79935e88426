//! Compiling on trial: in a child of this process, so that a script at which the library's compiler fails takes the
//! child down and not the game.
//!
//! The compiler has faults of its own: a nameless function in the wrong place is enough to make it stop the process
//! (where the library was built with its assertions, as Debian's was) or go on with a broken stack. Nobody knows all of
//! them. So a text that was not compiled before is compiled in a child first, which is a copy of this process and as
//! good a judge. It costs a few milliseconds once for each version of a script; texts found in the cache were judged
//! when they were put there.
//!
//! Where there are no children (Windows, WebAssembly), scripts are compiled at once.

#![allow(unsafe_code)] // makes a child of the process

use glotta_core::ScriptError;

/// How a trial has ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Outcome {
    /// The work came to its end, or nobody can say.
    Ended,
    /// The child was ended by this signal.
    Signal(i32),
    /// It took too long.
    TooLong,
}

/// The longest that a trial may take, in seconds. Large scripts compile in a tenth of one.
#[cfg(unix)]
const LONGEST: std::time::Duration = std::time::Duration::from_secs(10);

/// Does `work` in a child of the process, where it changes nothing here.
///
/// # Errors
/// [`glotta_core::ErrorKind::Syntax`] if the child did not come to the end of the work.
pub(crate) fn run(work: impl FnOnce()) -> Result<(), ScriptError> {
    let wrong = |what: &str| {
        ScriptError::new(
            glotta_core::ErrorKind::Syntax,
            format!(
                "AngelScript's compiler {what} at this script, for which it has no message: look for a nameless \
                 `function` that is given to something that takes any type, or take away what you changed last"
            ),
        )
    };
    match in_child(work) {
        Outcome::Ended => Ok(()),
        Outcome::Signal(_) => Err(wrong("fails")),
        Outcome::TooLong => Err(wrong("comes to no end")),
    }
}

#[cfg(not(unix))]
fn in_child(_: impl FnOnce()) -> Outcome {
    Outcome::Ended
}

#[cfg(unix)]
fn in_child(work: impl FnOnce()) -> Outcome {
    // SAFETY: the child has this thread only. It works with memory that is its own copy: the engine, which no other
    // thread uses while this one has it, and the system's allocator, which is made ready for this. It leaves without
    // running anything else of the process.
    let child = unsafe { libc::fork() };
    match child {
        0 => {
            silence();
            work();
            // SAFETY: ends the child at once.
            unsafe { libc::_exit(0) }
        }
        // The system has no room for a child.
        -1 => Outcome::Ended,
        child => wait(child),
    }
}

/// In the child: lets it end without a word and without a picture of its memory.
#[cfg(unix)]
fn silence() {
    // SAFETY: plain calls of the system with texts and structures that live as long as the calls.
    unsafe {
        let nothing = libc::rlimit { rlim_cur: 0, rlim_max: 0 };
        libc::setrlimit(libc::RLIMIT_CORE, &raw const nothing);
        for signal in [libc::SIGABRT, libc::SIGSEGV, libc::SIGBUS, libc::SIGILL, libc::SIGFPE] {
            libc::signal(signal, libc::SIG_DFL);
        }
        let null = libc::open(c"/dev/null".as_ptr(), libc::O_WRONLY);
        if null >= 0 {
            libc::dup2(null, libc::STDERR_FILENO);
            libc::dup2(null, libc::STDOUT_FILENO);
        }
    }
}

#[cfg(unix)]
fn wait(child: libc::pid_t) -> Outcome {
    use std::time::{Duration, Instant};

    let start = Instant::now();
    let mut pause = Duration::from_micros(100);
    let mut late = false;
    loop {
        let mut status = 0;
        // SAFETY: asks about our own child.
        match unsafe { libc::waitpid(child, &raw mut status, libc::WNOHANG) } {
            0 => {}
            ended if ended == child => {
                return match () {
                    () if late => Outcome::TooLong,
                    () if libc::WIFSIGNALED(status) => Outcome::Signal(libc::WTERMSIG(status)),
                    () => Outcome::Ended,
                };
            }
            // Somebody else in the process waits for all children, and was first.
            _ => return Outcome::Ended,
        }
        if !late && start.elapsed() > LONGEST {
            late = true;
            // SAFETY: the child is ours and was not waited for.
            unsafe { libc::kill(child, libc::SIGKILL) };
        }
        std::thread::sleep(pause);
        pause = (pause * 2).min(Duration::from_millis(2));
    }
}

#[cfg(all(test, unix))]
mod tests {
    use super::*;

    #[test]
    fn what_ends_the_child_ends_nothing_else() {
        assert_eq!(in_child(|| {}), Outcome::Ended);
        assert_eq!(in_child(|| std::process::abort()), Outcome::Signal(libc::SIGABRT));
        let error = run(|| std::process::abort()).expect_err("it aborts");
        assert_eq!(error.kind(), glotta_core::ErrorKind::Syntax);
    }

    #[test]
    fn what_a_child_changes_is_changed_there_only() {
        let mut number = 1;
        assert!(run(|| number = 2).is_ok());
        assert_eq!(number, 1);
    }
}
