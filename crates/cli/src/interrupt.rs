//! What Ctrl-C and other requests to stop do.

use std::io::{IsTerminal as _, stderr, stdin};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use crate::keyboard;
use crate::screen::{self, Screen};

/// Exit code after a second Ctrl-C: the one that shells give to a program ended by that signal.
const INTERRUPTED: i32 = 130;

/// How long a game may take to stop before it says how to end it at once.
const STOPS_SOON: Duration = Duration::from_secs(1);

/// How long a game without its terminal may take to stop before it is ended.
const STOPS_UNSEEN: Duration = Duration::from_secs(5);

/// How often that terminal is looked at.
const LOOK: Duration = Duration::from_millis(500);

/// Whether someone asked the game to stop. The second time ends the process at once, for a script that does not return.
#[derive(Clone)]
pub(crate) struct Interrupt {
    is_raised: Arc<AtomicBool>,
    screen: Arc<Screen>,
    /// Whether there was a terminal to begin with, which can go away.
    had_terminal: bool,
}

impl Interrupt {
    /// Hears of Ctrl-C and requests to terminate from now on.
    pub(crate) fn listen(screen: &Arc<Screen>) -> Self {
        let interrupt =
            Self { is_raised: Arc::default(), screen: Arc::clone(screen), had_terminal: has_terminal() };
        let heard = interrupt.clone();
        if let Err(error) = ctrlc::set_handler(move || heard.raise()) {
            screen::error_line(&format!("warning: Ctrl-C will not stop the game cleanly: {error}"));
        }
        interrupt
    }

    /// What a Ctrl-C does, whether it comes as a signal or as a key.
    pub(crate) fn raise(&self) {
        if self.is_raised.swap(true, Ordering::Relaxed) {
            Self::end_at_once();
        }
        let interrupt = self.clone();
        // Where no thread can be had, the second request still works.
        let _ = std::thread::Builder::new()
            .name("interrupt".to_owned())
            .spawn(move || interrupt.watch_a_game_that_goes_on());
    }

    /// Ends the process although the game does not come back to be stopped cleanly.
    fn end_at_once() -> ! {
        keyboard::restore_terminal();
        std::process::exit(INTERRUPTED)
    }

    pub(crate) fn is_raised(&self) -> bool {
        self.is_raised.load(Ordering::Relaxed)
    }

    /// Looks after a game that was asked to stop and has not. A terminal that closes asks only once, and nobody is left to
    /// ask again: without this, a script that does not return would keep a processor busy for ever.
    fn watch_a_game_that_goes_on(&self) {
        std::thread::sleep(STOPS_SOON);
        self.screen.error(
            "the game stops as soon as the scripts that run now return; a second Ctrl-C or request to terminate ends it \
             at once, without on_stop",
        );
        let mut unseen = Duration::ZERO;
        while self.had_terminal && unseen < STOPS_UNSEEN {
            std::thread::sleep(LOOK);
            unseen = if has_terminal() { Duration::ZERO } else { unseen + LOOK };
        }
        if self.had_terminal {
            Self::end_at_once();
        }
    }
}

fn has_terminal() -> bool {
    stdin().is_terminal() || stderr().is_terminal()
}
