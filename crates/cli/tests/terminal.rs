//! `glotta run` in a terminal: keys reach the game, Ctrl-C ends it, and so does a terminal that goes away.
#![cfg(target_os = "linux")]

use std::fs::File;
use std::io::{Read as _, Write as _};
use std::os::fd::OwnedFd;
use std::path::Path;
use std::process::{Child, Command, ExitStatus};
use std::time::{Duration, Instant};

use rustix::fs::{Mode, OFlags};
use rustix::pty::{OpenptFlags, grantpt, openpt, ptsname, unlockpt};
use rustix::termios::{LocalModes, tcgetattr};

/// Far more than anything here takes: a test that waits longer has failed.
const PATIENCE: Duration = Duration::from_secs(60);

/// A terminal with a game in it.
struct Terminal {
    /// Where we sit.
    ours: Option<File>,
    /// Where the game sits.
    theirs: OwnedFd,
    /// What was on the screen.
    shown: String,
    game: Child,
}

impl Terminal {
    /// Runs a project in a terminal of its own, and waits until the first frames were played.
    fn run(project: &Path) -> Self {
        let ours =
            openpt(OpenptFlags::RDWR | OpenptFlags::NOCTTY | OpenptFlags::CLOEXEC).expect("a terminal");
        grantpt(&ours).and_then(|()| unlockpt(&ours)).expect("it is ours");
        let name = ptsname(&ours, Vec::new()).expect("its name");
        let theirs = rustix::fs::open(&*name, OFlags::RDWR | OFlags::NOCTTY | OFlags::CLOEXEC, Mode::empty())
            .expect("its end");
        let end = || theirs.try_clone().expect("a file");
        // `setsid --ctty` makes the terminal that of the game, as a shell does.
        let game = Command::new("setsid")
            .arg("--ctty")
            .args([env!("CARGO_BIN_EXE_glotta"), "run"])
            .arg(project)
            .env_remove("CI")
            .env("TERM", "xterm")
            .stdin(end())
            .stdout(end())
            .stderr(end())
            .spawn()
            .expect("the game starts");
        let mut terminal = Self { ours: Some(File::from(ours)), theirs, shown: String::new(), game };
        // The game asks what the terminal can do.
        terminal.read_until("\x1b[c");
        terminal.type_keys("\x1b[?62c");
        terminal.read_until("frame");
        terminal
    }

    fn type_keys(&mut self, keys: &str) {
        let ours = self.ours.as_mut().expect("a terminal");
        ours.write_all(keys.as_bytes()).expect("it takes keys");
    }

    /// Reads what the game writes until there is this.
    fn read_until(&mut self, text: &str) {
        let start = Instant::now();
        let mut buffer = [0; 4096];
        while !self.shown.contains(text) {
            assert!(start.elapsed() < PATIENCE, "{text:?} never came: {}", self.shown);
            let read = self.ours.as_mut().expect("a terminal").read(&mut buffer).expect("the game writes");
            self.shown.push_str(&String::from_utf8_lossy(&buffer[..read]));
        }
    }

    /// True if keys come to the game one by one and unseen, and not line by line.
    fn is_taken(&self) -> bool {
        let modes = tcgetattr(&self.theirs).expect("its state");
        !modes.local_modes.contains(LocalModes::ICANON | LocalModes::ECHO)
    }

    /// How the game ended; `None` if it did not.
    fn wait(&mut self) -> Option<ExitStatus> {
        let start = Instant::now();
        while start.elapsed() < PATIENCE {
            if let Some(status) = self.game.try_wait().expect("a child") {
                return Some(status);
            }
            std::thread::sleep(Duration::from_millis(10));
        }
        None
    }
}

impl Drop for Terminal {
    fn drop(&mut self) {
        // It has ended, unless the test has failed.
        let _ = self.game.kill();
        let _ = self.game.wait();
    }
}

/// A game that says when its player jumps.
fn game() -> tempfile::TempDir {
    let folder = tempfile::tempdir().expect("a folder");
    let write = |name: &str, text: &str| std::fs::write(folder.path().join(name), text).expect("a file");
    write("glotta.toml", "name = \"Jump\"\nscripts = [\"jump.lua\"]\n[input.actions]\njump = [\"Space\"]\n");
    write("jump.lua", "input.on_action('jump', function(what) print('the player has ' .. what) end)\n");
    folder
}

#[test]
fn keys_reach_the_game_and_ctrl_c_ends_it_and_gives_the_terminal_back() {
    let folder = game();
    let mut terminal = Terminal::run(folder.path());
    assert!(terminal.is_taken());
    terminal.type_keys(" ");
    terminal.read_until("the player has pressed");
    // Nobody says that the key was let go: it was not told of again.
    terminal.read_until("the player has released");
    terminal.type_keys("\x03");
    terminal.read_until("world_hash");
    assert_eq!(terminal.wait().and_then(|status| status.code()), Some(0));
    assert!(!terminal.is_taken());
}

/// The thread that reads keys once asked a terminal that was gone for ever, and the game waited for it.
#[test]
fn a_game_ends_with_its_terminal() {
    let folder = game();
    let mut terminal = Terminal::run(folder.path());
    terminal.ours = None;
    assert!(terminal.wait().is_some(), "the game goes on without anybody to see it");
}

/// A game whose script never returns, and nobody watches how long it takes.
fn game_that_hangs() -> tempfile::TempDir {
    let folder = game();
    let write = |name: &str, text: &str| std::fs::write(folder.path().join(name), text).expect("a file");
    write(
        "glotta.toml",
        "scripts = [\"hang.lua\"]\n[budgets]\ncall_ms = 0\n[input.actions]\njump = [\"Space\"]\n",
    );
    write("hang.lua", "function update() print('the first frame') while true do end end");
    folder
}

#[test]
fn a_game_that_does_not_stop_says_how_to_end_it() {
    let folder = game_that_hangs();
    let mut terminal = Terminal::run(folder.path());
    terminal.type_keys("\x03");
    terminal.read_until("a second Ctrl-C");
    terminal.type_keys("\x03");
    assert_eq!(terminal.wait().and_then(|status| status.code()), Some(130));
    assert!(!terminal.is_taken());
}

/// A terminal that closes asks once, and then there is nobody to ask again.
#[test]
fn a_game_that_does_not_stop_ends_after_its_terminal() {
    let folder = game_that_hangs();
    let mut terminal = Terminal::run(folder.path());
    terminal.ours = None;
    assert!(terminal.wait().is_some(), "the game goes on for ever without anybody to end it");
}
