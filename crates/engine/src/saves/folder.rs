//! [`FolderSaves`]: saves as files of a folder.

use std::fs;
use std::io::{self, ErrorKind as IoErrorKind};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU64, Ordering};

use glotta_core::ScriptError;

use super::{MOST_SAVE_BYTES, SaveStore, check_save_name};

/// What the name of a save's file ends with.
const ENDING: &str = ".json";

/// Saves as files `<name>.json` of a folder, which is made with the first of them.
///
/// A save is written beside its old version and then takes its place in one step, so that a game that ends in the middle
/// leaves the old one.
#[derive(Clone, Debug)]
pub struct FolderSaves {
    folder: PathBuf,
}

impl FolderSaves {
    /// The saves in `folder`, which need not be there yet.
    pub fn new(folder: impl Into<PathBuf>) -> Self {
        Self { folder: folder.into() }
    }

    fn file(&self, name: &str) -> PathBuf {
        self.folder.join(format!("{name}{ENDING}"))
    }

    /// Where a text is written before it takes its place: hidden, and nobody else's, since several games may save here.
    fn draft(&self, name: &str) -> PathBuf {
        static NUMBER: AtomicU64 = AtomicU64::new(0);
        let number = NUMBER.fetch_add(1, Ordering::Relaxed);
        self.folder.join(format!(".{name}.{}-{number}.tmp", std::process::id()))
    }
}

fn cannot(what: &str, file: &Path, error: &io::Error) -> ScriptError {
    ScriptError::host(format!("cannot {what} {}: {error}", file.display()))
}

impl SaveStore for FolderSaves {
    fn read(&self, name: &str) -> Result<Option<String>, ScriptError> {
        let file = self.file(name);
        let found = match fs::metadata(&file) {
            Ok(found) => found,
            Err(error) if matches!(error.kind(), IoErrorKind::NotFound | IoErrorKind::NotADirectory) => {
                return Ok(None);
            }
            Err(error) => return Err(cannot("read", &file, &error)),
        };
        // Reading what is no file, such as a pipe, could last for ever.
        if !found.is_file() {
            return Err(ScriptError::host(format!("cannot read {}: it is not a file", file.display())));
        }
        if found.len() > MOST_SAVE_BYTES as u64 {
            return Err(ScriptError::host(format!(
                "cannot read {}: it has {} bytes, and a save may have at most {MOST_SAVE_BYTES}",
                file.display(),
                found.len()
            )));
        }
        match fs::read_to_string(&file) {
            Ok(text) => Ok(Some(text)),
            Err(error) if error.kind() == IoErrorKind::NotFound => Ok(None),
            Err(error) => Err(cannot("read", &file, &error)),
        }
    }

    fn write(&mut self, name: &str, text: &str) -> Result<(), ScriptError> {
        let (file, draft) = (self.file(name), self.draft(name));
        fs::create_dir_all(&self.folder).map_err(|error| cannot("make the folder", &self.folder, &error))?;
        let written = fs::write(&draft, text).and_then(|()| fs::rename(&draft, &file));
        written.map_err(|error| {
            // What is half written is of no use; that it cannot be deleted would hide why it could not be written.
            let _ = fs::remove_file(&draft);
            cannot("write", &file, &error)
        })
    }

    fn remove(&mut self, name: &str) -> Result<bool, ScriptError> {
        let file = self.file(name);
        match fs::remove_file(&file) {
            Ok(()) => Ok(true),
            Err(error) if matches!(error.kind(), IoErrorKind::NotFound | IoErrorKind::NotADirectory) => {
                Ok(false)
            }
            Err(error) => Err(cannot("delete", &file, &error)),
        }
    }

    fn list(&self) -> Result<Vec<String>, ScriptError> {
        let entries = match fs::read_dir(&self.folder) {
            Ok(entries) => entries,
            Err(error) if error.kind() == IoErrorKind::NotFound => return Ok(Vec::new()),
            Err(error) => return Err(cannot("list the saves in", &self.folder, &error)),
        };
        let mut names = Vec::new();
        for entry in entries {
            let entry = entry.map_err(|error| cannot("list the saves in", &self.folder, &error))?;
            let file = entry.file_name();
            let Some(name) = file.to_str().and_then(|file| file.strip_suffix(ENDING)) else { continue };
            if check_save_name(name).is_ok() && entry.path().is_file() {
                names.push(name.to_owned());
            }
        }
        names.sort_unstable();
        Ok(names)
    }

    fn place(&self, name: &str) -> String {
        self.file(name).display().to_string()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn saves() -> (tempfile::TempDir, FolderSaves) {
        let root = tempfile::tempdir().expect("a folder");
        let saves = FolderSaves::new(root.path().join("deep/saves"));
        (root, saves)
    }

    fn drafts(saves: &FolderSaves) -> usize {
        let files = fs::read_dir(&saves.folder).expect("there").flatten();
        files.filter(|entry| entry.file_name().to_string_lossy().ends_with(".tmp")).count()
    }

    #[test]
    fn a_folder_that_is_not_there_has_no_saves_and_is_made_by_the_first() {
        let (_root, mut saves) = saves();
        assert_eq!(saves.list().expect("none"), Vec::<String>::new());
        assert_eq!(saves.read("a").expect("none"), None);
        assert!(!saves.remove("a").expect("none"));
        saves.write("b", "1").expect("written");
        saves.write("a", "2").expect("written");
        saves.write("b", "3").expect("written again");
        assert_eq!(saves.list().expect("two"), ["a", "b"]);
        assert_eq!(saves.read("b").expect("read").as_deref(), Some("3"));
        assert!(saves.remove("b").expect("removed"));
        assert_eq!(saves.list().expect("one"), ["a"]);
    }

    #[test]
    fn nothing_but_saves_is_listed_and_no_draft_is_left() {
        let (_root, mut saves) = saves();
        saves.write("a", "1").expect("written");
        for other in ["notes.txt", "Bad.json", ".hidden.json", "a.json.bak"] {
            fs::write(saves.folder.join(other), "x").expect("written");
        }
        fs::create_dir(saves.folder.join("folder.json")).expect("made");
        assert_eq!(saves.list().expect("one"), ["a"]);
        assert_eq!(drafts(&saves), 0);
    }

    #[test]
    fn what_cannot_be_read_or_written_is_an_error_with_the_place() {
        let (root, mut saves) = saves();
        saves.write("a", "1").expect("written");
        fs::create_dir(saves.file("b")).expect("made");
        let error = saves.read("b").expect_err("a folder").to_string();
        assert!(error.ends_with("b.json: it is not a file"), "{error}");
        let error = saves.write("b", "2").expect_err("a folder is in the way").to_string();
        assert!(error.starts_with("cannot write") && error.contains("b.json"), "{error}");
        assert_eq!(drafts(&saves), 0);
        fs::write(saves.file("c"), [0xff]).expect("written");
        let error = saves.read("c").expect_err("no text").to_string();
        assert!(error.contains("c.json") && error.contains("UTF-8"), "{error}");
        fs::File::create(saves.file("d"))
            .and_then(|file| file.set_len(MOST_SAVE_BYTES as u64 + 1))
            .expect("made");
        let error = saves.read("d").expect_err("too large").to_string();
        assert!(error.contains("a save may have at most 67108864"), "{error}");
        // A file stands where the folder should be made.
        fs::write(root.path().join("file"), "").expect("written");
        let error =
            FolderSaves::new(root.path().join("file")).write("a", "1").expect_err("no folder").to_string();
        assert!(error.starts_with("cannot make the folder"), "{error}");
    }
}
