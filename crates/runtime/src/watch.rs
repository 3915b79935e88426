//! [`FileWatcher`]: what the operating system says of a folder's files.
//!
//! Editors save in many ways: they write in place, write another file and rename it, or delete the old and create a new
//! one. What all have in common is how it ends: a file is closed after it was written, or gets its name. Only these two
//! count, so that nobody reads half a file; where the system does not tell them, a file counts as written when
//! nothing has happened to it for a moment. Programs that save twice in a row, such as an editor and what formats its
//! files, empty a file that has just been closed: so no file counts before it has been left alone for a moment.

use std::collections::{BTreeMap, BTreeSet};
use std::ffi::OsStr;
use std::fmt;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::mpsc::{Receiver, channel};
use std::time::{Duration, Instant};

use glotta_core::ScriptError;
use notify::event::{AccessKind, AccessMode, CreateKind, ModifyKind, RenameMode};
use notify::{Config, Event, EventKind, RecommendedWatcher, RecursiveMode, Watcher as _};

use crate::changes::{Change, ChangeSource};
use links::{Links, place_of};

/// How long a file must be gone before that is told: editors that delete and create are quicker.
const GONE: Duration = Duration::from_millis(500);

/// How long nothing must happen to a file before it counts as written, where the system does not tell when it is closed.
const QUIET: Duration = Duration::from_millis(25);

/// How long a file must have been left alone before it counts as written. The times of files are exact to some
/// milliseconds.
const CALM: Duration = Duration::from_millis(10);

/// Whether the system tells when a file that was written is closed.
const TELLS_CLOSED: bool = cfg!(any(target_os = "linux", target_os = "android"));

/// Watches a folder and those below it, also those that come later, and files and folders elsewhere to which links in
/// it lead. Files and folders whose names begin with a dot are passed over.
pub struct FileWatcher {
    events: Receiver<notify::Result<Event>>,
    watcher: RecommendedWatcher,
    folder: Folder,
}

impl fmt::Debug for FileWatcher {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("FileWatcher").field("root", &self.folder.root).finish_non_exhaustive()
    }
}

/// The folder, and what is known of its files.
#[derive(Default)]
struct Folder {
    root: PathBuf,
    links: Links,
    /// The folders outside that are watched because links lead there, and whether those below them are, too.
    elsewhere: BTreeMap<PathBuf, RecursiveMode>,
    /// Files to which something happens right now, and when it did last.
    busy: BTreeMap<PathBuf, Instant>,
    /// Files that are gone, and since when.
    gone: BTreeMap<PathBuf, Instant>,
    written: BTreeSet<PathBuf>,
}

impl FileWatcher {
    /// Watches `root`.
    ///
    /// # Errors
    /// [`glotta_core::ErrorKind::Host`] if there is no such folder, or the system refuses to watch it.
    pub fn new(root: impl AsRef<Path>) -> Result<Self, ScriptError> {
        let root = root.as_ref();
        let cannot = |error: &dyn fmt::Display| {
            ScriptError::host(format!(
                "cannot watch {} for changes: {error}{}",
                root.display(),
                if cfg!(target_os = "linux") {
                    "; if there are too many files, raise fs.inotify.max_user_watches"
                } else {
                    ""
                }
            ))
        };
        let full = root.canonicalize().map_err(|error| cannot(&error))?;
        let (sender, events) = channel();
        let handler = move |event| {
            // Nobody listens any more when the watcher is on its way out.
            let _ = sender.send(event);
        };
        // It knows each folder under one name, and takes that of a link for it if it follows links: we follow them.
        let settings = Config::default().with_follow_symlinks(false);
        let mut watcher = RecommendedWatcher::new(handler, settings).map_err(|error| cannot(&error))?;
        watcher.watch(&full, RecursiveMode::Recursive).map_err(|error| cannot(&error))?;
        let mut this = Self { events, watcher, folder: Folder { root: full.clone(), ..Folder::default() } };
        this.found_below(&full);
        Ok(this)
    }

    /// Watches what a file or folder is a link to, if it is one.
    fn follow(&mut self, link: &Path) {
        let places = self.folder.links.follow(link);
        for place in &places {
            if let Some(folder) = place.parent() {
                self.watch_elsewhere(folder, RecursiveMode::NonRecursive);
            }
        }
        if let Some(end) = places.last().filter(|end| end.is_dir()) {
            self.watch_elsewhere(end, RecursiveMode::Recursive);
        }
    }

    fn watch_elsewhere(&mut self, folder: &Path, mode: RecursiveMode) {
        let known = &self.folder.elsewhere;
        let is_watched = folder.starts_with(&self.folder.root)
            || known.get(folder).is_some_and(|known| *known == mode)
            || folder.ancestors().any(|above| known.get(above) == Some(&RecursiveMode::Recursive));
        if !is_watched {
            // If that is refused the link is as good as a file that never changes.
            let _ = self.watcher.watch(folder, mode);
            self.folder.elsewhere.insert(folder.to_owned(), mode);
        }
    }

    /// All files below a folder, by names of the project, when all links in it have been followed.
    fn found_below(&mut self, folder: &Path) -> Vec<PathBuf> {
        let mut found = Vec::new();
        let mut links = Vec::new();
        files(folder, &mut found, &mut links, &mut BTreeSet::new());
        for link in links {
            self.follow(&link);
        }
        found
    }

    /// Notes everything in a folder as written: one that came later, or of which events were lost.
    fn rescan(&mut self, folder: &Path) {
        for file in self.found_below(folder) {
            match place_of(&file) {
                Some(place) => self.folder.note_written(&place),
                None => self.folder.note_written(&file),
            }
        }
    }

    fn look_at(&mut self, event: &Event, now: Instant) {
        if event.need_rescan() {
            let root = self.folder.root.clone();
            return self.rescan(&root);
        }
        let paths = event.paths.iter().map(PathBuf::as_path);
        match event.kind {
            EventKind::Access(AccessKind::Close(AccessMode::Write)) => {
                paths.for_each(|path| self.folder.note_written(path));
            }
            EventKind::Modify(ModifyKind::Name(RenameMode::From)) | EventKind::Remove(_) => {
                paths.for_each(|path| self.folder.note_gone(path, now));
            }
            EventKind::Modify(ModifyKind::Name(RenameMode::Both)) => {
                for (place, path) in paths.enumerate() {
                    if place == 0 { self.folder.note_gone(path, now) } else { self.came(path) }
                }
            }
            EventKind::Modify(ModifyKind::Name(_)) => {
                for path in paths {
                    if path.exists() { self.came(path) } else { self.folder.note_gone(path, now) }
                }
            }
            EventKind::Create(CreateKind::Folder) => paths.for_each(|path| self.came(path)),
            EventKind::Create(_) if TELLS_CLOSED => {
                // A file that is being written tells when it is closed; a link never does.
                for path in paths {
                    if is_link(path) || path.is_dir() {
                        self.came(path);
                    }
                }
            }
            EventKind::Modify(ModifyKind::Data(_)) if TELLS_CLOSED => {
                // It is being written again, and will be closed.
                paths.for_each(|path| self.folder.note_open(path));
            }
            EventKind::Create(_) | EventKind::Modify(_) | EventKind::Any if !TELLS_CLOSED => {
                for path in paths {
                    if path.is_dir() {
                        self.came(path);
                    } else {
                        self.folder.busy.insert(path.to_owned(), now);
                    }
                }
            }
            _ => {}
        }
    }

    /// Notes that a file or folder came to be there, whole.
    fn came(&mut self, place: &Path) {
        if !place.is_dir() {
            self.folder.note_written(place);
        }
        for name in self.folder.names(place) {
            // A link among hidden files, such as the locks of an editor, leads to nothing of the project.
            if self.folder.relative(&name).is_none() {
                continue;
            }
            self.follow(&name);
            if name.is_dir() {
                self.rescan(&name);
            }
        }
    }
}

impl ChangeSource for FileWatcher {
    fn take(&mut self) -> Vec<Change> {
        let now = Instant::now();
        let mut changes = Vec::new();
        while let Ok(event) = self.events.try_recv() {
            match event {
                Ok(event) => self.look_at(&event, now),
                Err(error) => changes.push(Change::Trouble(error.to_string())),
            }
        }
        self.folder.settle(now, &mut changes);
        changes
    }
}

impl Folder {
    fn note_written(&mut self, place: &Path) {
        self.busy.remove(place);
        for name in self.names(place) {
            self.gone.remove(&name);
            self.written.insert(name);
        }
    }

    fn note_open(&mut self, place: &Path) {
        for name in self.names(place) {
            self.written.remove(&name);
        }
    }

    /// The names in the project of what lies at a place: its own, and those through links.
    fn names(&self, place: &Path) -> Vec<PathBuf> {
        let names = self.links.names(place).into_iter();
        names.filter(|name| name.starts_with(&self.root)).collect()
    }

    fn note_gone(&mut self, place: &Path, now: Instant) {
        self.busy.remove(place);
        // What comes in its place is watched anew.
        self.elsewhere.retain(|folder, _| !folder.starts_with(place));
        for name in self.names(place) {
            if !name.is_symlink() {
                self.links.forget(&name);
            }
            self.written.remove(&name);
            self.gone.entry(name).or_insert(now);
        }
    }

    /// Tells what is certain by now.
    fn settle(&mut self, now: Instant, changes: &mut Vec<Change>) {
        let is_over = |since: &Instant, time| now.saturating_duration_since(*since) >= time;
        let quiet: Vec<PathBuf> =
            self.busy.extract_if(.., |_, last| is_over(last, QUIET)).map(|one| one.0).collect();
        for path in quiet {
            self.note_written(&path);
        }
        for path in std::mem::take(&mut self.written) {
            if was_just_written(&path) {
                self.written.insert(path);
            } else {
                changes.extend(self.relative(&path).map(Change::Written));
            }
        }
        let gone: Vec<PathBuf> =
            self.gone.extract_if(.., |_, since| is_over(since, GONE)).map(|one| one.0).collect();
        for path in gone.into_iter().filter(|path| !path.exists()) {
            changes.extend(self.relative(&path).map(Change::Gone));
        }
    }

    /// A path as the project writes it; none for what is hidden, and for names that are no text.
    fn relative(&self, path: &Path) -> Option<String> {
        let relative = path.strip_prefix(&self.root).ok()?;
        let parts: Option<Vec<&str>> = relative.iter().map(OsStr::to_str).collect();
        let parts =
            parts.filter(|parts| !parts.is_empty() && !parts.iter().any(|part| part.starts_with('.')))?;
        Some(parts.join("/"))
    }
}

/// Whether a file was written so short a time ago that more may come.
fn was_just_written(path: &Path) -> bool {
    let written = fs::metadata(path).and_then(|data| data.modified());
    // A time in the future is that of another clock, and tells nothing.
    written.is_ok_and(|written| written.elapsed().is_ok_and(|age| age < CALM))
}

/// Whether a file is a link of either kind.
fn is_link(path: &Path) -> bool {
    #[cfg(unix)]
    {
        use std::os::unix::fs::MetadataExt as _;
        fs::symlink_metadata(path).is_ok_and(|data| data.is_symlink() || (data.is_file() && data.nlink() > 1))
    }
    #[cfg(not(unix))]
    path.is_symlink()
}

/// All files below a folder, links to files and what lies in linked folders included, and all links; each folder once.
fn files(folder: &Path, found: &mut Vec<PathBuf>, links: &mut Vec<PathBuf>, seen: &mut BTreeSet<PathBuf>) {
    let Ok(entries) = fs::read_dir(folder) else { return };
    for entry in entries.flatten() {
        if entry.file_name().to_string_lossy().starts_with('.') {
            continue;
        }
        let path = entry.path();
        if path.is_symlink() {
            links.push(path.clone());
        }
        if !path.is_dir() {
            found.push(path);
        } else if path.canonicalize().is_ok_and(|place| seen.insert(place)) {
            files(&path, found, links, seen);
        }
    }
}

mod links;
#[cfg(test)]
mod tests;
