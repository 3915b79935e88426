//! Where script texts come from, and what an import means.

use std::collections::{BTreeMap, BTreeSet};
use std::io::ErrorKind as IoErrorKind;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use glotta_core::{ErrorKind, LanguageInfo, ScriptError, Source, Sources, near_names};
use xxhash_rust::xxh64::xxh64;

/// Reads script texts by their paths in the project. A host without a file system implements it over whatever
/// it has.
pub trait SourceReader: Send + Sync {
    /// The bytes of a script; `None` if there is no such script. The path has passed [`normalize_path`].
    ///
    /// # Errors
    /// [`ErrorKind::Host`] if it is there and cannot be read.
    fn read(&self, path: &str) -> Result<Option<Vec<u8>>, ScriptError>;

    /// Whether there is such a script. The path has passed [`normalize_path`].
    ///
    /// # Errors
    /// As [`read`](Self::read).
    fn exists(&self, path: &str) -> Result<bool, ScriptError> {
        self.read(path).map(|text| text.is_some())
    }

    /// The paths of all scripts, for messages about names that were mistyped.
    fn list(&self) -> Vec<String>;
}

/// Reads scripts from a folder and those below it.
#[derive(Clone, Debug)]
pub struct FileReader {
    root: PathBuf,
}

impl FileReader {
    /// How many files [`list`](SourceReader::list) looks at, at most.
    const MOST_LISTED: usize = 2000;

    /// A reader of the scripts below `root`.
    pub fn new(root: impl Into<PathBuf>) -> Self {
        Self { root: root.into() }
    }

    fn walk(&self, folder: &Path, found: &mut Vec<String>) {
        let Ok(entries) = std::fs::read_dir(folder) else { return };
        for entry in entries.flatten() {
            if found.len() >= Self::MOST_LISTED {
                return;
            }
            let path = entry.path();
            let hidden = entry.file_name().to_string_lossy().starts_with('.');
            // Links are not followed: one could lead back to where it stands.
            let Ok(kind) = entry.file_type() else { continue };
            if kind.is_dir() && !hidden {
                self.walk(&path, found);
            } else if kind.is_file()
                && let Ok(relative) = path.strip_prefix(&self.root)
            {
                let parts: Vec<_> = relative.iter().map(|part| part.to_string_lossy()).collect();
                found.push(parts.join("/"));
            }
        }
    }
}

impl SourceReader for FileReader {
    fn read(&self, path: &str) -> Result<Option<Vec<u8>>, ScriptError> {
        let file = self.root.join(path);
        // Reading what is no file, such as a pipe, could last for ever.
        if std::fs::metadata(&file).is_ok_and(|found| !found.is_file()) {
            return Err(ScriptError::host(format!("cannot read {}: it is not a file", file.display())));
        }
        match std::fs::read(&file) {
            Ok(bytes) => Ok(Some(bytes)),
            Err(error) if matches!(error.kind(), IoErrorKind::NotFound | IoErrorKind::NotADirectory) => {
                Ok(None)
            }
            Err(error) => Err(ScriptError::host(format!("cannot read {}: {error}", file.display()))),
        }
    }

    fn exists(&self, path: &str) -> Result<bool, ScriptError> {
        Ok(self.root.join(path).is_file())
    }

    fn list(&self) -> Vec<String> {
        let mut found = Vec::new();
        self.walk(&self.root, &mut found);
        found.sort();
        found
    }
}

/// Holds scripts in memory: for tests, and for hosts that carry their scripts with them.
#[derive(Clone, Debug, Default)]
pub struct MemoryReader {
    files: BTreeMap<String, Vec<u8>>,
}

impl MemoryReader {
    /// A reader of these paths and texts.
    pub fn new<P: Into<String>, T: Into<Vec<u8>>>(files: impl IntoIterator<Item = (P, T)>) -> Self {
        Self { files: files.into_iter().map(|(path, text)| (path.into(), text.into())).collect() }
    }
}

impl SourceReader for MemoryReader {
    fn read(&self, path: &str) -> Result<Option<Vec<u8>>, ScriptError> {
        Ok(self.files.get(path).cloned())
    }

    fn exists(&self, path: &str) -> Result<bool, ScriptError> {
        Ok(self.files.contains_key(path))
    }

    fn list(&self) -> Vec<String> {
        self.files.keys().cloned().collect()
    }
}

/// A script's path as everything below writes it: relative to the project, with `/` between its parts.
///
/// # Errors
/// [`ErrorKind::NotFound`] for a path that leaves the project or names nothing: an empty or absolute one, or one
/// with `..` in it.
pub fn normalize_path(path: &str) -> Result<String, ScriptError> {
    normalize_path_of("a script", path, "scripts/enemy")
}

/// As [`normalize_path`], for the path of something else; the message shows an `example` of one that is good.
///
/// # Errors
/// As [`normalize_path`].
pub fn normalize_path_of(what: &str, path: &str, example: &str) -> Result<String, ScriptError> {
    plain_path(path).map_err(|why| {
        ScriptError::not_found(format!(
            "{} is not the path of {what}: {why}; expected one relative to the project, such as {example:?}",
            glotta_core::quote(path)
        ))
    })
}

/// As [`normalize_path`]; the error is only what is wrong with the path.
fn plain_path(path: &str) -> Result<String, &'static str> {
    let path_with_slashes = path.replace('\\', "/");
    if path_with_slashes.starts_with('/') || path_with_slashes.contains(':') {
        return Err("it is absolute");
    }
    if path_with_slashes.contains('\0') {
        return Err("it contains NUL");
    }
    let parts: Vec<&str> =
        path_with_slashes.split('/').filter(|part| !part.is_empty() && *part != ".").collect();
    if parts.is_empty() {
        return Err("it is empty");
    }
    if parts.contains(&"..") {
        return Err("it has \"..\" in it");
    }
    Ok(parts.join("/"))
}

/// The scripts of a project: reads them, resolves imports, and keeps track of who imports whom.
pub struct ScriptStore {
    reader: Box<dyn SourceReader>,
    /// For each script, those it imports.
    imports: Mutex<BTreeMap<String, Imported>>,
    read: Mutex<Read>,
}

/// What is known of the files that were read.
#[derive(Default)]
struct Read {
    /// What each held when it was read last, as a hash.
    hashes: BTreeMap<String, u64>,
    /// Those that were found changed before anybody told of it: who read them earlier still has what they held then.
    untold: BTreeSet<String>,
}

/// What a script imports.
#[derive(Debug, Default)]
pub(crate) struct Imported {
    found: BTreeSet<String>,
    /// Where something was looked for in vain. A file that comes to be there is news for the script.
    missed: BTreeSet<String>,
}

impl ScriptStore {
    /// A store over `reader`.
    pub fn new(reader: impl SourceReader + 'static) -> Self {
        Self { reader: Box::new(reader), imports: Mutex::default(), read: Mutex::default() }
    }

    /// The script at `path`.
    ///
    /// # Errors
    /// [`ErrorKind::NotFound`] with names like it, [`ErrorKind::Host`] if it cannot be read, and
    /// [`ErrorKind::Syntax`] with the line if it is not UTF-8.
    pub fn source(&self, path: &str) -> Result<Source, ScriptError> {
        let path = normalize_path(path)?;
        self.read(&path)?.ok_or_else(|| {
            let names = self.reader.list();
            let near = near_names(&path, names.iter().map(String::as_str));
            ScriptError::not_found(format!("there is no script {path:?}{near}"))
        })
    }

    /// The text of a file of the project that need not be a script; `None` if there is none of that path.
    ///
    /// # Errors
    /// [`ErrorKind::NotFound`] for a path that leaves the project, [`ErrorKind::Host`] if the file cannot be read, and
    /// [`ErrorKind::Syntax`] with the line if it is not UTF-8.
    pub fn text(&self, path: &str) -> Result<Option<String>, ScriptError> {
        let path = normalize_path(path)?;
        Ok(self.read(&path)?.map(|source| source.text.to_string()))
    }

    /// The paths of all files, for messages about names that were mistyped.
    #[must_use]
    pub fn names(&self) -> Vec<String> {
        self.reader.list()
    }

    /// The scripts that `path` imports, itself and through others, sorted.
    #[must_use]
    pub fn dependencies(&self, path: &str) -> Vec<String> {
        let imports = self.imports();
        let mut found = BTreeSet::new();
        let mut open = vec![path];
        while let Some(next) = open.pop() {
            for import in imports.get(next).into_iter().flat_map(|imported| &imported.found) {
                if found.insert(import.clone()) {
                    open.push(import);
                }
            }
        }
        found.into_iter().collect()
    }

    /// Whether `path` has imported any of `changed`, itself or through others, or looked for one in vain.
    pub(crate) fn rests_on(&self, path: &str, changed: &BTreeSet<String>) -> bool {
        let imports = self.imports();
        let mut seen = BTreeSet::new();
        let mut open = vec![path];
        while let Some(next) = open.pop() {
            let Some(imported) = imports.get(next) else { continue };
            if !imported.missed.is_disjoint(changed) || !imported.found.is_disjoint(changed) {
                return true;
            }
            open.extend(imported.found.iter().filter(|&import| seen.insert(import)).map(String::as_str));
        }
        false
    }

    /// Whether a file holds something else than some script read of it last; true for one that was never read, or was not
    /// there when it was. One that is gone has not changed, since what it held goes on to be used.
    pub(crate) fn may_have_changed(&self, path: &str) -> bool {
        let Ok(Some(bytes)) = self.reader.read(path) else { return false };
        let read = self.files_read();
        read.untold.contains(path) || read.hashes.get(path) != Some(&xxh64(&bytes, 0))
    }

    /// Notes that all who read one of these files have been given what it holds now.
    pub(crate) fn settle(&self, paths: &BTreeSet<String>) {
        self.files_read().untold.retain(|path| !paths.contains(path));
    }

    fn files_read(&self) -> MutexGuard<'_, Read> {
        self.read.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Forgets what a script imports, for its body is about to say that again. Gives back what it was.
    pub(crate) fn begin_imports(&self, path: &str) -> Imported {
        self.imports().remove(path).unwrap_or_default()
    }

    /// Notes more that a script imports.
    pub(crate) fn add_imports(&self, path: &str, more: Imported) {
        let mut imports = self.imports();
        let known = imports.entry(path.to_owned()).or_default();
        known.found.extend(more.found);
        known.missed.extend(more.missed);
    }

    fn imports(&self) -> MutexGuard<'_, BTreeMap<String, Imported>> {
        self.imports.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Whether there is a script of that path, which must be plain.
    pub(crate) fn exists(&self, path: &str) -> Result<bool, ScriptError> {
        self.reader.exists(path)
    }

    fn read(&self, path: &str) -> Result<Option<Source>, ScriptError> {
        let Some(bytes) = self.reader.read(path)? else {
            // Whoever has asked for it did without. When it is there again that is news, even if it holds what it held.
            let mut read = self.files_read();
            if read.hashes.remove(path).is_some() {
                read.untold.insert(path.to_owned());
            }
            return Ok(None);
        };
        let hash = xxh64(&bytes, 0);
        {
            let mut read = self.files_read();
            if read.hashes.insert(path.to_owned(), hash).is_some_and(|before| before != hash) {
                read.untold.insert(path.to_owned());
            }
        }
        let text = String::from_utf8(bytes).map_err(|error| {
            let good = &error.as_bytes()[..error.utf8_error().valid_up_to()];
            let line = 1 + good.iter().filter(|&&byte| byte == b'\n').count();
            let what = if error.as_bytes().starts_with(&[0xff, 0xfe])
                || error.as_bytes().starts_with(&[0xfe, 0xff])
            {
                "the file is UTF-16: save it as UTF-8".to_owned()
            } else {
                format!("the file is not UTF-8 (byte {} is the first that is not)", good.len() + 1)
            };
            ScriptError::new(ErrorKind::Syntax, what).at("", path, u32::try_from(line).unwrap_or(0), 0)
        })?;
        // Some editors put a mark before the text that no language wants to read.
        let text = text.strip_prefix('\u{feff}').unwrap_or(&text);
        Ok(Some(Source::new(path, text)))
    }
}

impl Sources for ScriptStore {
    fn import(&self, importer: &str, name: &str, language: &LanguageInfo) -> Result<Source, ScriptError> {
        let places = import_places(importer, name, language)?;
        for place in &places {
            if let Some(source) = self.read(place)? {
                self.imports().entry(importer.to_owned()).or_default().found.insert(place.clone());
                return Ok(source);
            }
            // Also where a file would come before the one that is found.
            self.imports().entry(importer.to_owned()).or_default().missed.insert(place.clone());
        }
        let names = self.reader.list();
        let own = |path: &&str| {
            language.extensions.iter().any(|extension| path.ends_with(&format!(".{extension}")))
        };
        let near = near_names(&places[0], names.iter().map(String::as_str).filter(own));
        Err(ScriptError::not_found(format!(
            "there is no script {} to import: looked for {}{near}",
            glotta_core::quote(name),
            places.join(" and "),
        )))
    }
}

/// Where an import is looked for, in order: beside the importer, then from the project's root. Never empty.
fn import_places(importer: &str, name: &str, language: &LanguageInfo) -> Result<Vec<String>, ScriptError> {
    let extension = language
        .extensions
        .iter()
        .find(|extension| name.strip_suffix(*extension).is_some_and(|s| s.ends_with('.')));
    let names: Vec<String> = match extension {
        // A name with its extension is a path; without one, its dots stand for folders.
        Some(_) => vec![name.to_owned()],
        // Nor do they in a name that is written as a path.
        None if name.contains(['/', '\\']) => {
            language.extensions.iter().map(|extension| format!("{name}.{extension}")).collect()
        }
        None => {
            let stem = name.replace('.', "/");
            language.extensions.iter().map(|extension| format!("{stem}.{extension}")).collect()
        }
    };
    let refuse = |why| {
        ScriptError::not_found(format!(
            "{} is not the name of a script: {why}; expected one such as \"enemy\" or \"shared/enemy\"",
            glotta_core::quote(name)
        ))
    };
    if name.trim_matches(['.', '/', '\\']).is_empty() {
        return Err(refuse(if name.contains("..") { "it has \"..\" in it" } else { "it is empty" }));
    }
    let folder = importer.rsplit_once('/').map_or("", |(folder, _)| folder);
    let mut places = Vec::new();
    for base in [folder, ""] {
        for name in &names {
            let name = plain_path(name).map_err(refuse)?;
            let place = if base.is_empty() { name } else { format!("{base}/{name}") };
            if !places.contains(&place) {
                places.push(place);
            }
        }
    }
    Ok(places)
}

/// A shared store can be given to languages.
impl From<ScriptStore> for Arc<dyn Sources> {
    fn from(store: ScriptStore) -> Self {
        Arc::new(store)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use glotta_core::Capabilities;

    const LUA: LanguageInfo =
        LanguageInfo { name: "lua", version: "", extensions: &["lua"], capabilities: Capabilities::empty() };

    fn store() -> ScriptStore {
        ScriptStore::new(MemoryReader::new([
            ("scripts/enemy.lua", "x"),
            ("scripts/grid.lua", "beside"),
            ("grid.lua", "root"),
            ("shared/util.lua", "\u{feff}util"),
        ]))
    }

    #[test]
    fn a_path_is_made_plain_and_stays_in_the_project() {
        assert_eq!(normalize_path("./scripts//enemy.lua").ok().as_deref(), Some("scripts/enemy.lua"));
        assert_eq!(normalize_path("scripts\\enemy.lua").ok().as_deref(), Some("scripts/enemy.lua"));
        for bad in ["", "/etc/passwd", "../x.lua", "a/../../x.lua", "C:\\x.lua", ".", "a\0.lua"] {
            assert!(normalize_path(bad).is_err(), "{bad:?}");
        }
    }

    #[test]
    fn an_import_is_looked_for_beside_the_importer_first() {
        let store = store();
        let text = |importer: &str, name: &str| store.import(importer, name, &LUA).map(|source| source.text);
        assert_eq!(text("scripts/enemy.lua", "grid").ok().as_deref(), Some("beside"));
        assert_eq!(text("main.lua", "grid").ok().as_deref(), Some("root"));
        assert_eq!(text("scripts/enemy.lua", "shared.util").ok().as_deref(), Some("util"));
        assert_eq!(text("scripts/enemy.lua", "shared/util.lua").ok().as_deref(), Some("util"));
        assert_eq!(store.dependencies("scripts/enemy.lua"), ["scripts/grid.lua", "shared/util.lua"]);
    }

    #[test]
    fn a_failed_import_says_where_it_looked_and_what_is_near() {
        let error = store().import("scripts/enemy.lua", "gird", &LUA).expect_err("mistyped");
        assert_eq!(
            error.message(),
            "there is no script \"gird\" to import: looked for scripts/gird.lua and gird.lua; did you mean \
             \"scripts/grid.lua\"?"
        );
    }

    #[test]
    fn a_name_that_is_none_is_shown_as_the_script_wrote_it() {
        for (name, why) in [
            ("../check", "it has \"..\" in it"),
            ("..", "it has \"..\" in it"),
            ("", "it is empty"),
            ("./", "it is empty"),
            ("/etc/passwd", "it is absolute"),
            ("C:\\x", "it is absolute"),
        ] {
            let error = store().import("scripts/enemy.lua", name, &LUA).expect_err("no name");
            let expected = format!("{name:?} is not the name of a script: {why}; ");
            assert!(error.message().starts_with(&expected), "{error}");
        }
    }

    #[test]
    fn dots_stand_for_folders_unless_the_name_is_written_as_a_path() {
        let store = ScriptStore::new(MemoryReader::new([("a/b.lua", "folder"), ("a/v1.2.lua", "version")]));
        let text = |name: &str| store.import("main.lua", name, &LUA).map(|source| source.text);
        assert_eq!(text("a.b").ok().as_deref(), Some("folder"));
        assert_eq!(text("./a/b").ok().as_deref(), Some("folder"));
        assert_eq!(text("a/v1.2").ok().as_deref(), Some("version"));
    }

    #[test]
    fn a_missing_script_names_its_neighbours() {
        let error = store().source("scripts/enmy.lua").expect_err("mistyped");
        assert_eq!(
            error.message(),
            "there is no script \"scripts/enmy.lua\"; did you mean \"scripts/enemy.lua\"?"
        );
    }

    #[test]
    fn text_that_is_not_utf8_is_refused_with_its_line() {
        let store = ScriptStore::new(MemoryReader::new([("a.lua", b"one\ntwo \xff".to_vec())]));
        let error = store.source("a.lua").expect_err("not UTF-8");
        assert_eq!(error.to_string(), "a.lua:2: the file is not UTF-8 (byte 9 is the first that is not)");
        for bytes in [[0xff, 0xfe, b'x', 0], [0xfe, 0xff, 0, b'x']] {
            let store = ScriptStore::new(MemoryReader::new([("a.lua", bytes.to_vec())]));
            let error = store.source("a.lua").expect_err("not UTF-8");
            assert_eq!(error.to_string(), "a.lua:1: the file is UTF-16: save it as UTF-8");
        }
    }
}
