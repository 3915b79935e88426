use std::thread;

use super::*;

/// A folder of a test, watched.
struct Watched {
    folder: tempfile::TempDir,
    watcher: FileWatcher,
}

impl Watched {
    fn new(files: &[&str]) -> Self {
        let folder = tempfile::tempdir().expect("a folder");
        for file in files {
            write(&folder.path().join(file), "old");
        }
        let watcher = FileWatcher::new(folder.path()).expect("watched");
        Self { folder, watcher }
    }

    fn at(&self, path: &str) -> PathBuf {
        self.folder.path().join(path)
    }

    /// What is told until `last` is among it.
    fn until(&mut self, last: &Change) -> Vec<Change> {
        let mut told = Vec::new();
        for _ in 0..3000 {
            told.extend(self.watcher.take());
            if told.contains(last) {
                return told;
            }
            thread::sleep(Duration::from_millis(5));
        }
        panic!("{last:?} was not told, but {told:?}");
    }

    /// What is told until a file that is written last of all is told.
    fn settled(&mut self) -> Vec<Change> {
        let end = self.at("end");
        write(&end, "");
        let end = Change::Written("end".to_owned());
        let mut told = self.until(&end);
        told.retain(|change| *change != end);
        told
    }
}

fn write(path: &Path, text: &str) {
    if let Some(folder) = path.parent() {
        fs::create_dir_all(folder).expect("a folder");
    }
    fs::write(path, text).expect("written");
}

fn written(path: &str) -> Change {
    Change::Written(path.to_owned())
}

fn gone(path: &str) -> Change {
    Change::Gone(path.to_owned())
}

#[test]
fn a_file_written_in_place_is_told_once() {
    let mut watched = Watched::new(&["a.lua", "b.lua", "scripts/c.lua"]);
    write(&watched.at("a.lua"), "new");
    write(&watched.at("scripts/c.lua"), "new");
    assert_eq!(watched.settled(), [written("a.lua"), written("scripts/c.lua")]);
    assert_eq!(watched.settled(), []);
}

#[cfg(target_os = "linux")]
#[test]
fn a_file_that_is_emptied_right_after_it_was_saved_is_told_when_it_is_whole_again() {
    let mut watched = Watched::new(&["a.lua"]);
    let path = watched.watcher.folder.root.join("a.lua");
    let file = fs::File::options().write(true).open(&path).expect("there");
    let closed = EventKind::Access(AccessKind::Close(AccessMode::Write));
    let emptied = EventKind::Modify(ModifyKind::Data(notify::event::DataChange::Any));
    let mut after = |kinds: &[EventKind], written: std::time::SystemTime| {
        let now = Instant::now();
        file.set_modified(written).expect("set");
        for kind in kinds {
            watched.watcher.look_at(&Event::new(*kind).add_path(path.clone()), now);
        }
        let mut changes = Vec::new();
        watched.watcher.folder.settle(now, &mut changes);
        changes
    };
    let long_ago = std::time::SystemTime::now() - Duration::from_secs(60);
    assert_eq!(after(&[closed], long_ago), [written("a.lua")]);
    assert_eq!(after(&[closed, emptied], long_ago), []);
    assert_eq!(after(&[], long_ago), [], "as long as it is open");
    assert_eq!(after(&[closed], long_ago), [written("a.lua")]);
    // It may be empty again though the system has not told that yet.
    assert!((0..100).any(|_| after(&[closed], std::time::SystemTime::now()).is_empty()));
    assert_eq!(after(&[], long_ago), [written("a.lua")]);
    let of_another_clock = std::time::SystemTime::now() + Duration::from_secs(60);
    assert_eq!(after(&[closed], of_another_clock), [written("a.lua")]);
}

#[test]
fn a_file_that_is_written_beside_and_renamed_is_told() {
    let mut watched = Watched::new(&["a.lua"]);
    write(&watched.at(".a.lua.swp"), "new");
    fs::rename(watched.at(".a.lua.swp"), watched.at("a.lua")).expect("renamed");
    assert_eq!(watched.settled(), [written("a.lua")]);
}

#[test]
fn a_file_that_is_deleted_and_made_anew_is_written_and_not_gone() {
    let mut watched = Watched::new(&["a.lua"]);
    fs::remove_file(watched.at("a.lua")).expect("removed");
    write(&watched.at("a.lua"), "new");
    assert_eq!(watched.settled(), [written("a.lua")]);
}

#[test]
fn a_file_that_stays_away_or_gets_another_name_is_gone() {
    let mut watched = Watched::new(&["a.lua", "b.lua"]);
    fs::remove_file(watched.at("a.lua")).expect("removed");
    fs::rename(watched.at("b.lua"), watched.at("c.lua")).expect("renamed");
    let mut told = watched.until(&gone("b.lua"));
    if !told.contains(&gone("a.lua")) {
        told.extend(watched.until(&gone("a.lua")));
    }
    assert!(told.contains(&written("c.lua")), "{told:?}");
    assert_eq!(told.len(), 3, "{told:?}");
}

#[test]
fn folders_that_come_later_are_watched_with_all_that_is_in_them() {
    let mut watched = Watched::new(&["a.lua"]);
    write(&watched.at("new/deep/b.lua"), "x");
    watched.until(&written("new/deep/b.lua"));
    write(&watched.at("new/deep/b.lua"), "y");
    watched.until(&written("new/deep/b.lua"));
    let elsewhere = tempfile::tempdir().expect("a folder");
    write(&elsewhere.path().join("whole/c.lua"), "x");
    if fs::rename(elsewhere.path().join("whole"), watched.at("whole")).is_ok() {
        watched.until(&written("whole/c.lua"));
    }
}

#[cfg(unix)]
#[test]
fn what_links_lead_to_is_watched_under_the_name_of_the_link() {
    use std::os::unix::fs::symlink;
    let elsewhere = tempfile::tempdir().expect("a folder");
    let target = elsewhere.path().join("shared.lua");
    write(&target, "old");
    write(&elsewhere.path().join("library/d.lua"), "old");
    let folder = tempfile::tempdir().expect("a folder");
    symlink(&target, folder.path().join("a.lua")).expect("linked");
    symlink(elsewhere.path().join("library"), folder.path().join("library")).expect("linked");
    let watcher = FileWatcher::new(folder.path()).expect("watched");
    let mut watched = Watched { folder, watcher };
    write(&target, "new");
    watched.until(&written("a.lua"));
    write(&elsewhere.path().join("library/d.lua"), "new");
    watched.until(&written("library/d.lua"));
    symlink(&target, watched.at("b.lua")).expect("linked");
    watched.until(&written("b.lua"));
    write(&target, "newer");
    watched.until(&written("b.lua"));
}

#[cfg(unix)]
#[test]
fn folders_that_are_linked_later_and_links_between_are_followed() {
    use std::os::unix::fs::symlink;
    let elsewhere = tempfile::tempdir().expect("a folder");
    let of = |path: &str| elsewhere.path().join(path);
    write(&of("library/d.lua"), "old");
    write(&of("one.lua"), "old");
    write(&of("other.lua"), "old");
    let mut watched = Watched::new(&["x.lua"]);
    symlink(of("library"), watched.at("library")).expect("linked");
    watched.until(&written("library/d.lua"));
    write(&of("library/d.lua"), "new");
    watched.until(&written("library/d.lua"));
    write(&of("library/deep/e.lua"), "new");
    watched.until(&written("library/deep/e.lua"));

    symlink(of("one.lua"), of("now.lua")).expect("linked");
    symlink(of("now.lua"), watched.at("a.lua")).expect("linked");
    watched.until(&written("a.lua"));
    symlink(of("other.lua"), of("next.lua")).expect("linked");
    fs::rename(of("next.lua"), of("now.lua")).expect("renamed");
    watched.until(&written("a.lua"));
    write(&of("other.lua"), "new");
    watched.until(&written("a.lua"));
    write(&of("one.lua"), "new");
    assert_eq!(watched.settled(), [], "nothing leads there any more");

    symlink(of("not_yet.lua"), watched.at("b.lua")).expect("linked");
    watched.settled();
    write(&of("not_yet.lua"), "new");
    watched.until(&written("b.lua"));
    fs::remove_file(of("not_yet.lua")).expect("removed");
    watched.until(&gone("b.lua"));
}

#[cfg(unix)]
#[test]
fn a_link_to_a_folder_of_the_project_hides_it_neither_while_it_is_there_nor_after_it() {
    use std::os::unix::fs::symlink;
    for is_there_from_the_start in [true, false] {
        let folder = tempfile::tempdir().expect("a folder");
        write(&folder.path().join("scripts/a.lua"), "old");
        let link = || {
            symlink(folder.path().join("scripts"), folder.path().join("alias")).expect("linked");
            symlink(folder.path(), folder.path().join("loop")).expect("linked");
        };
        if is_there_from_the_start {
            link();
        }
        let watcher = FileWatcher::new(folder.path()).expect("watched");
        if !is_there_from_the_start {
            link();
        }
        let mut watched = Watched { folder, watcher };
        watched.settled();
        write(&watched.at("scripts/a.lua"), "new");
        // In whatever order they come.
        if !watched.until(&written("scripts/a.lua")).contains(&written("alias/a.lua")) {
            watched.until(&written("alias/a.lua"));
        }
        watched.settled();
        fs::remove_file(watched.at("alias")).expect("removed");
        fs::remove_file(watched.at("loop")).expect("removed");
        watched.until(&gone("alias"));
        write(&watched.at("scripts/a.lua"), "newer");
        watched.until(&written("scripts/a.lua"));
        assert_eq!(watched.settled(), []);
    }
}

#[test]
fn hidden_files_and_folders_are_passed_over() {
    let mut watched = Watched::new(&[".glotta/cache/x", "a.lua"]);
    write(&watched.at(".glotta/cache/x"), "new");
    write(&watched.at(".hidden.lua"), "new");
    assert_eq!(watched.settled(), []);
}

#[test]
fn a_folder_that_is_not_there_cannot_be_watched() {
    let error = FileWatcher::new("/no/such/folder").expect_err("refused");
    assert!(error.message().starts_with("cannot watch /no/such/folder for changes: "), "{error}");
}

#[test]
fn where_the_system_tells_no_end_a_file_counts_as_written_when_it_is_quiet() {
    let root = PathBuf::from("/p");
    let mut folder = Folder { root, ..Folder::default() };
    let start = Instant::now();
    folder.busy.insert(PathBuf::from("/p/a.lua"), start);
    let mut changes = Vec::new();
    folder.settle(start, &mut changes);
    assert_eq!(changes, []);
    folder.settle(start + QUIET, &mut changes);
    assert_eq!(changes, [written("a.lua")]);
}
