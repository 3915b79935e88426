//! The keyboard of the terminal, for games that run in it.
//!
//! A terminal sends what was typed, not which keys are down. Those that speak the *kitty keyboard protocol* tell when a
//! key is let go as well; with all others, a key counts as held for a short time after it was last told of, which the
//! terminal does again and again while one holds it.
//!
//! The terminal is put back into its old state when the game ends, when it panics, and when a second Ctrl-C ends it. While
//! a game has the keyboard, Ctrl-C comes as a key: a thread of its own reads the keys, so that it works even if a script
//! does not return.

use std::collections::BTreeMap;
use std::io::{IsTerminal as _, stderr, stdin};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender, channel};
use std::time::{Duration, Instant};

use crossterm::event::{
    DisableFocusChange, EnableFocusChange, Event, KeyCode, KeyEvent, KeyEventKind, KeyModifiers,
    KeyboardEnhancementFlags, ModifierKeyCode, PopKeyboardEnhancementFlags, PushKeyboardEnhancementFlags,
};
use crossterm::{event, execute, terminal};
use glotta::Game;
use glotta::engine::input::InputSource;

use crate::interrupt::Interrupt;

/// How long a key counts as held after it was last told of, in seconds, where the terminal does not say when it is let
/// go. Terminals repeat a held key 25 times a second or more, once they begin.
const HELD: f64 = 0.1;

/// How often the thread that reads keys looks whether the game is over.
const LOOK: Duration = Duration::from_millis(50);

/// How long the end of a game waits for that thread.
const LAST_LOOK: Duration = Duration::from_millis(500);

/// Whether the terminal is in the state that games need.
static IS_TAKEN: AtomicBool = AtomicBool::new(false);

/// Whether the terminal was asked to tell when keys are let go.
static TELLS_RELEASES: AtomicBool = AtomicBool::new(false);

/// The keyboard of the terminal while a game has it.
pub(crate) struct Keyboard {
    events: Receiver<Change>,
    keys: Keys,
    is_over: Arc<AtomicBool>,
}

/// What happened to a key.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Change {
    Down(&'static str),
    Up(&'static str),
    /// The terminal is not looked at any more, so it will not tell what is let go.
    AllUp,
}

impl Keyboard {
    /// Takes the keyboard, if there is one for this program alone: not in the background, and not where nobody sits.
    pub(crate) fn open(time_step: f64, interrupt: &Interrupt) -> Option<Self> {
        let is_watched = stdin().is_terminal() && stderr().is_terminal() && std::env::var_os("CI").is_none();
        if !is_watched || !is_in_foreground() {
            return None;
        }
        if take_terminal().is_err() {
            restore_terminal();
            return None;
        }
        let (sender, events) = channel();
        let is_over = Arc::new(AtomicBool::new(false));
        let reader = {
            let (is_over, interrupt) = (Arc::clone(&is_over), interrupt.clone());
            std::thread::Builder::new()
                .name("keyboard".to_owned())
                .spawn(move || read_keys(&is_over, &interrupt, &sender))
        };
        match reader {
            Ok(_) => {
                let keys = Keys::new(time_step, TELLS_RELEASES.load(Ordering::Relaxed));
                Some(Self { events, keys, is_over })
            }
            Err(_) => {
                restore_terminal();
                None
            }
        }
    }

    /// Tells the game which keys are down in the frame that comes.
    pub(crate) fn press_keys(&mut self, game: &mut Game) {
        for change in self.events.try_iter() {
            self.keys.change(change);
        }
        for (name, value) in self.keys.frame() {
            if let Ok(source) = InputSource::from_name(name) {
                game.set_input(source, value);
            }
        }
    }
}

impl Drop for Keyboard {
    fn drop(&mut self) {
        self.is_over.store(true, Ordering::Relaxed);
        // Until the thread lets go of its end. It is not joined: were it to hang in a terminal that has gone, it must not
        // keep the game.
        let end = Instant::now() + LAST_LOOK;
        while let Some(left) = end.checked_duration_since(Instant::now())
            && self.events.recv_timeout(left) != Err(RecvTimeoutError::Disconnected)
        {}
        restore_terminal();
    }
}

/// True if what is typed goes to this program. One in the background would be stopped for asking.
#[cfg(unix)]
fn is_in_foreground() -> bool {
    rustix::termios::tcgetpgrp(stdin()).is_ok_and(|group| group == rustix::process::getpgrp())
}

#[cfg(not(unix))]
fn is_in_foreground() -> bool {
    true
}

fn take_terminal() -> std::io::Result<()> {
    terminal::enable_raw_mode()?;
    IS_TAKEN.store(true, Ordering::Relaxed);
    let before = std::panic::take_hook();
    std::panic::set_hook(Box::new(move |info| {
        restore_terminal();
        before(info);
    }));
    let _ = keep_line_ends();
    if terminal::supports_keyboard_enhancement().unwrap_or(false) {
        let flags = KeyboardEnhancementFlags::DISAMBIGUATE_ESCAPE_CODES
            | KeyboardEnhancementFlags::REPORT_EVENT_TYPES
            | KeyboardEnhancementFlags::REPORT_ALL_KEYS_AS_ESCAPE_CODES;
        TELLS_RELEASES.store(true, Ordering::Relaxed);
        execute!(stderr(), PushKeyboardEnhancementFlags(flags))?;
    }
    execute!(stderr(), EnableFocusChange)
}

/// Has the terminal go on beginning each line at its left edge, so that nothing that prints needs to know of all this.
#[cfg(unix)]
fn keep_line_ends() -> std::io::Result<()> {
    use rustix::termios::{OptionalActions, OutputModes, tcgetattr, tcsetattr};
    let mut modes = tcgetattr(stdin())?;
    modes.output_modes |= OutputModes::OPOST | OutputModes::ONLCR;
    Ok(tcsetattr(stdin(), OptionalActions::Now, &modes)?)
}

#[cfg(not(unix))]
fn keep_line_ends() -> std::io::Result<()> {
    Ok(())
}

/// Puts the terminal back into the state that it had before a game took its keyboard, if one did.
pub(crate) fn restore_terminal() {
    if IS_TAKEN.swap(false, Ordering::Relaxed) {
        // There is nobody to tell of a failure: the terminal is what could not be written to.
        let _ = execute!(stderr(), DisableFocusChange);
        if TELLS_RELEASES.swap(false, Ordering::Relaxed) {
            let _ = execute!(stderr(), PopKeyboardEnhancementFlags);
        }
        let _ = terminal::disable_raw_mode();
    }
}

/// Waits until something was typed, a short while at most; `None` once the terminal is gone, and with it whoever could press
/// a key. Crossterm is not asked to wait: it would look for ever for what a terminal that is gone has to say.
#[cfg(unix)]
fn wait_for_key() -> Option<bool> {
    use rustix::event::{PollFd, PollFlags, Timespec, poll};
    let terminal = stdin();
    let mut watched = [PollFd::new(&terminal, PollFlags::IN)];
    match poll(&mut watched, Some(&Timespec::try_from(LOOK).ok()?)) {
        // A signal, such as that the window has another size.
        Err(rustix::io::Errno::INTR) => return Some(true),
        Err(_) => return None,
        Ok(_) => {}
    }
    let said = watched[0].revents();
    let is_gone = said.intersects(PollFlags::HUP | PollFlags::ERR | PollFlags::NVAL);
    (!is_gone).then(|| said.contains(PollFlags::IN))
}

#[cfg(not(unix))]
fn wait_for_key() -> Option<bool> {
    event::poll(LOOK).ok()
}

fn read_keys(is_over: &AtomicBool, interrupt: &Interrupt, sender: &Sender<Change>) {
    while !is_over.load(Ordering::Relaxed)
        && let Some(is_there) = wait_for_key()
    {
        if !is_there {
            continue;
        }
        // Several may have come at once.
        while let Ok(true) = event::poll(Duration::ZERO) {
            let Ok(event) = event::read() else { return };
            if is_ctrl_c(&event) {
                interrupt.raise();
                continue;
            }
            for change in changes(&event).into_iter().flatten() {
                if sender.send(change).is_err() {
                    return;
                }
            }
        }
    }
}

fn is_ctrl_c(event: &Event) -> bool {
    matches!(
        event,
        Event::Key(KeyEvent { code: KeyCode::Char('c' | 'C'), modifiers, kind: KeyEventKind::Press, .. })
            if modifiers.contains(KeyModifiers::CONTROL)
    )
}

/// What an event means for the keys of a game. Where modifiers are not told of as keys, they count as pressed with the key
/// that they modify.
fn changes(event: &Event) -> [Option<Change>; 4] {
    let key = match event {
        Event::FocusLost => return [Some(Change::AllUp), None, None, None],
        Event::Key(key) => key,
        _ => return [None; 4],
    };
    let change = |name| match key.kind {
        KeyEventKind::Press | KeyEventKind::Repeat => Change::Down(name),
        KeyEventKind::Release => Change::Up(name),
    };
    let modifier = |modifier, name| {
        let alone = TELLS_RELEASES.load(Ordering::Relaxed);
        (!alone && key.modifiers.contains(modifier)).then(|| change(name))
    };
    [
        name_of(key.code).map(change),
        modifier(KeyModifiers::SHIFT, "ShiftLeft"),
        modifier(KeyModifiers::CONTROL, "ControlLeft"),
        modifier(KeyModifiers::ALT, "AltLeft"),
    ]
}

/// The name that the game has for a key; of a letter or a sign, that of the place where a keyboard of the United States has
/// it, since terminals do not say which place it was.
fn name_of(code: KeyCode) -> Option<&'static str> {
    const LETTERS: [&str; 26] = [
        "KeyA", "KeyB", "KeyC", "KeyD", "KeyE", "KeyF", "KeyG", "KeyH", "KeyI", "KeyJ", "KeyK", "KeyL",
        "KeyM", "KeyN", "KeyO", "KeyP", "KeyQ", "KeyR", "KeyS", "KeyT", "KeyU", "KeyV", "KeyW", "KeyX",
        "KeyY", "KeyZ",
    ];
    const DIGITS: [&str; 10] =
        ["Digit0", "Digit1", "Digit2", "Digit3", "Digit4", "Digit5", "Digit6", "Digit7", "Digit8", "Digit9"];
    const FUNCTIONS: [&str; 24] = [
        "F1", "F2", "F3", "F4", "F5", "F6", "F7", "F8", "F9", "F10", "F11", "F12", "F13", "F14", "F15",
        "F16", "F17", "F18", "F19", "F20", "F21", "F22", "F23", "F24",
    ];
    let nth = |names: &[&'static str], place: u32| names.get(usize::try_from(place).ok()?).copied();
    Some(match code {
        KeyCode::Char(c @ ('a'..='z' | 'A'..='Z')) => {
            return nth(&LETTERS, u32::from(c.to_ascii_lowercase()) - u32::from('a'));
        }
        KeyCode::Char(c @ '0'..='9') => return nth(&DIGITS, u32::from(c) - u32::from('0')),
        KeyCode::F(number) => return nth(&FUNCTIONS, u32::from(number).checked_sub(1)?),
        KeyCode::Char(c) => match c {
            ' ' => "Space",
            '-' | '_' => "Minus",
            '=' | '+' => "Equal",
            '[' | '{' => "BracketLeft",
            ']' | '}' => "BracketRight",
            '\\' | '|' => "Backslash",
            ';' | ':' => "Semicolon",
            '\'' | '"' => "Quote",
            ',' | '<' => "Comma",
            '.' | '>' => "Period",
            '/' | '?' => "Slash",
            '`' | '~' => "Backquote",
            _ => return None,
        },
        KeyCode::Backspace => "Backspace",
        KeyCode::Enter => "Enter",
        KeyCode::Left => "ArrowLeft",
        KeyCode::Right => "ArrowRight",
        KeyCode::Up => "ArrowUp",
        KeyCode::Down => "ArrowDown",
        KeyCode::Home => "Home",
        KeyCode::End => "End",
        KeyCode::PageUp => "PageUp",
        KeyCode::PageDown => "PageDown",
        KeyCode::Tab | KeyCode::BackTab => "Tab",
        KeyCode::Delete => "Delete",
        KeyCode::Insert => "Insert",
        KeyCode::Esc => "Escape",
        KeyCode::CapsLock => "CapsLock",
        KeyCode::ScrollLock => "ScrollLock",
        KeyCode::NumLock => "NumLock",
        KeyCode::PrintScreen => "PrintScreen",
        KeyCode::Pause => "Pause",
        KeyCode::Menu => "ContextMenu",
        KeyCode::Modifier(key) => match key {
            ModifierKeyCode::LeftShift => "ShiftLeft",
            ModifierKeyCode::RightShift => "ShiftRight",
            ModifierKeyCode::LeftControl => "ControlLeft",
            ModifierKeyCode::RightControl => "ControlRight",
            ModifierKeyCode::LeftAlt => "AltLeft",
            ModifierKeyCode::RightAlt | ModifierKeyCode::IsoLevel3Shift => "AltRight",
            ModifierKeyCode::LeftSuper => "SuperLeft",
            ModifierKeyCode::RightSuper => "SuperRight",
            _ => return None,
        },
        KeyCode::Null | KeyCode::KeypadBegin | KeyCode::Media(_) => return None,
    })
}

/// Which keys count as down, frame by frame.
struct Keys {
    /// For how many frames a key is held after it was last told of; `None` where the terminal tells when it is let go.
    frames_held: Option<u32>,
    down: BTreeMap<&'static str, Key>,
}

struct Key {
    /// It has been down in a frame.
    was_seen: bool,
    /// It was let go, and only still counts because it was not seen before.
    is_up: bool,
    /// How many frames it still counts as down, where nothing says when it is let go.
    frames_left: Option<u32>,
}

impl Keys {
    fn new(time_step: f64, tells_releases: bool) -> Self {
        // At least two, or a key that is held would be let go between two frames that are far apart.
        let frames_held = (HELD / time_step).ceil().clamp(2.0, 1000.0) as u32;
        Self { frames_held: (!tells_releases).then_some(frames_held), down: BTreeMap::new() }
    }

    fn change(&mut self, change: Change) {
        match change {
            Change::Down(name) => {
                let key =
                    self.down.entry(name).or_insert(Key { was_seen: false, is_up: false, frames_left: None });
                key.is_up = false;
                key.frames_left = self.frames_held;
            }
            Change::Up(name) => {
                if let Some(key) = self.down.get_mut(name) {
                    key.is_up = true;
                }
            }
            Change::AllUp => self.down.values_mut().for_each(|key| key.is_up = true),
        }
    }

    /// The keys that are down in the next frame, and those that are not any more. A key that went down and up between two
    /// frames is down in one.
    fn frame(&mut self) -> Vec<(&'static str, f32)> {
        let mut values = Vec::with_capacity(self.down.len());
        self.down.retain(|&name, key| {
            let is_over = key.frames_left == Some(0) || (key.is_up && key.was_seen);
            values.push((name, if is_over { 0.0 } else { 1.0 }));
            key.was_seen = true;
            key.frames_left = key.frames_left.map(|left| left.saturating_sub(1));
            !is_over
        });
        values
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn key(code: KeyCode, modifiers: KeyModifiers, kind: KeyEventKind) -> Event {
        Event::Key(KeyEvent::new_with_kind(code, modifiers, kind))
    }

    #[test]
    fn every_key_has_a_name_that_games_know() {
        let mut named = 0;
        let signs = (0_u32..0x250).filter_map(char::from_u32).map(KeyCode::Char);
        let others = [
            KeyCode::Backspace,
            KeyCode::Enter,
            KeyCode::Left,
            KeyCode::Right,
            KeyCode::Up,
            KeyCode::Down,
            KeyCode::Home,
            KeyCode::End,
            KeyCode::PageUp,
            KeyCode::PageDown,
            KeyCode::Tab,
            KeyCode::BackTab,
            KeyCode::Delete,
            KeyCode::Insert,
            KeyCode::Esc,
            KeyCode::CapsLock,
            KeyCode::ScrollLock,
            KeyCode::NumLock,
            KeyCode::PrintScreen,
            KeyCode::Pause,
            KeyCode::Menu,
            KeyCode::Null,
            KeyCode::KeypadBegin,
        ];
        let modifiers = [
            ModifierKeyCode::LeftShift,
            ModifierKeyCode::RightShift,
            ModifierKeyCode::LeftControl,
            ModifierKeyCode::RightControl,
            ModifierKeyCode::LeftAlt,
            ModifierKeyCode::RightAlt,
            ModifierKeyCode::LeftSuper,
            ModifierKeyCode::RightSuper,
            ModifierKeyCode::LeftHyper,
        ];
        let functions = (0..=u8::MAX).map(KeyCode::F);
        for code in signs.chain(others).chain(modifiers.map(KeyCode::Modifier)).chain(functions) {
            if let Some(name) = name_of(code) {
                named += 1;
                assert!(InputSource::from_name(name).is_ok(), "{code:?}: {name}");
            }
        }
        assert_eq!(named, 52 + 10 + 23 + 21 + 8 + 24);
        assert_eq!(name_of(KeyCode::Char('W')), Some("KeyW"));
        assert_eq!(name_of(KeyCode::F(12)), Some("F12"));
    }

    #[test]
    fn a_modifier_counts_with_the_key_that_it_modifies() {
        let event = key(KeyCode::Char('A'), KeyModifiers::SHIFT, KeyEventKind::Press);
        let down: Vec<Change> = changes(&event).into_iter().flatten().collect();
        assert_eq!(down, [Change::Down("KeyA"), Change::Down("ShiftLeft")]);
        let event = key(KeyCode::Up, KeyModifiers::NONE, KeyEventKind::Release);
        assert_eq!(changes(&event)[0], Some(Change::Up("ArrowUp")));
        assert_eq!(changes(&Event::FocusLost)[0], Some(Change::AllUp));
        assert_eq!(changes(&Event::Resize(80, 25)), [None; 4]);
    }

    #[test]
    fn a_key_that_is_told_of_again_stays_down_and_is_let_go_some_frames_after_the_last_time() {
        let mut keys = Keys::new(0.025, false);
        assert!(keys.frame().is_empty());
        keys.change(Change::Down("Space"));
        assert_eq!(keys.frame(), [("Space", 1.0)]);
        keys.change(Change::Down("Space"));
        for _ in 0..4 {
            assert_eq!(keys.frame(), [("Space", 1.0)]);
        }
        assert_eq!(keys.frame(), [("Space", 0.0)]);
        assert!(keys.frame().is_empty());
    }

    #[test]
    fn where_the_terminal_tells_when_a_key_is_let_go_it_stays_down_until_then() {
        let mut keys = Keys::new(0.025, true);
        keys.change(Change::Down("Space"));
        for _ in 0..100 {
            assert_eq!(keys.frame(), [("Space", 1.0)]);
        }
        keys.change(Change::Up("Space"));
        assert_eq!(keys.frame(), [("Space", 0.0)]);
        assert!(keys.frame().is_empty());
        // Down and up between two frames: seen in one.
        keys.change(Change::Down("Space"));
        keys.change(Change::Up("Space"));
        assert_eq!(keys.frame(), [("Space", 1.0)]);
        assert_eq!(keys.frame(), [("Space", 0.0)]);
        keys.change(Change::Down("KeyA"));
        keys.change(Change::Down("KeyB"));
        keys.frame();
        keys.change(Change::AllUp);
        assert_eq!(keys.frame(), [("KeyA", 0.0), ("KeyB", 0.0)]);
    }
}
