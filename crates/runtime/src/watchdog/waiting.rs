//! Asking the languages whose interruption has to wait for the script: on a thread of its own, made when it is first needed.

use std::sync::Arc;

use glotta_core::Interrupt;
use parking_lot::{Condvar, Mutex};

use super::Shared;

/// The languages that wait, and what they are to be asked.
pub(super) struct Waiting {
    interrupts: Vec<Arc<dyn Interrupt>>,
    request: Mutex<Request>,
    wake: Condvar,
}

#[derive(Default)]
struct Request {
    /// The call that is to stop, until the thread takes it up.
    word: Option<u64>,
    /// Whether the thread is asking.
    is_busy: bool,
    has_thread: bool,
    ended: bool,
}

impl Waiting {
    pub(super) fn new(interrupts: Vec<Arc<dyn Interrupt>>) -> Self {
        Self { interrupts, request: Mutex::default(), wake: Condvar::new() }
    }

    pub(super) fn is_empty(&self) -> bool {
        self.interrupts.is_empty()
    }

    /// Lets the thread go.
    pub(super) fn end(&self) {
        self.request.lock().ended = true;
        self.wake.notify_all();
    }
}

/// Has the languages asked to stop the call of a word, unless they are being asked.
pub(super) fn ask(shared: &Arc<Shared>, word: u64) {
    let waiting = &shared.waiting;
    if waiting.is_empty() {
        return;
    }
    let mut request = waiting.request.lock();
    if request.is_busy {
        return;
    }
    request.word = Some(word);
    if request.has_thread {
        waiting.wake.notify_all();
    } else {
        request.has_thread = spawn(shared);
    }
}

#[cfg(not(target_family = "wasm"))]
fn spawn(shared: &Arc<Shared>) -> bool {
    let shared = Arc::clone(shared);
    std::thread::Builder::new().name("glotta-interrupts".to_owned()).spawn(move || work(&shared)).is_ok()
}

#[cfg(target_family = "wasm")]
fn spawn(_: &Arc<Shared>) -> bool {
    false
}

/// What the thread does.
#[cfg_attr(target_family = "wasm", allow(dead_code, reason = "there are no threads"))]
fn work(shared: &Shared) {
    let waiting = &shared.waiting;
    let mut request = waiting.request.lock();
    while !request.ended {
        let Some(word) = request.word.take() else {
            waiting.wake.wait(&mut request);
            continue;
        };
        request.is_busy = true;
        drop(request);
        for interrupt in &waiting.interrupts {
            interrupt.interrupt_if(&|| shared.runs(word));
        }
        request = waiting.request.lock();
        request.is_busy = false;
    }
}
