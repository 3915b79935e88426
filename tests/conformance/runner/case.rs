//! Where the cases are, and what belongs to one.

use std::collections::BTreeMap;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

/// A language as the cases know it.
#[derive(Debug)]
pub(crate) struct Language {
    /// Its name, as in `LanguageInfo`.
    pub(crate) name: &'static str,
    /// The extension of its files.
    pub(crate) extension: &'static str,
    /// What its line comments begin with.
    pub(crate) comment: &'static str,
    /// Whether every case must have a file in it.
    pub(crate) required: bool,
}

/// The languages that cases are written in.
pub(crate) const LANGUAGES: &[Language] = &[
    Language { name: "lua", extension: "lua", comment: "--", required: true },
    Language { name: "python", extension: "py", comment: "#", required: true },
    Language { name: "angelscript", extension: "as", comment: "//", required: true },
];

/// The extensions of data files, which every language gets.
const DATA: [&str; 3] = ["toml", "json", "txt"];

/// One behaviour, in the languages that have a file for it.
#[derive(Debug)]
pub(crate) struct Case {
    /// `entity::destroy`.
    pub(crate) name: String,
    /// `cases/entity/destroy` for a case that is one file a language; `cases/script/attach/main` for a folder.
    stem: PathBuf,
    /// The folder, if the case is one, or has further scripts in it.
    folder: Option<PathBuf>,
}

/// What a language needs to run a case: the texts of its scripts by their paths, `main` among them.
#[derive(Debug)]
pub(crate) struct Scripts {
    /// The path of the script that runs.
    pub(crate) main: String,
    /// All scripts of the case in that language.
    pub(crate) files: BTreeMap<String, Vec<u8>>,
    /// How many frames to run; none for a case that only runs the body of its script.
    pub(crate) frames: Option<u64>,
    /// The input that is played while it runs; none for a case without.
    pub(crate) input: Option<String>,
}

/// All cases below `root`, sorted by name.
pub(crate) fn find(root: &Path) -> io::Result<Vec<Case>> {
    let mut cases: BTreeMap<String, Case> = BTreeMap::new();
    for module in entries(root)?.into_iter().filter(|path| path.is_dir()) {
        for entry in entries(&module)? {
            let name = format!("{}::{}", file_stem(&module), file_stem(&entry));
            let new = || Case { name: name.clone(), stem: entry.join("main"), folder: None };
            let case: &mut Case = cases.entry(name.clone()).or_insert_with(new);
            if entry.is_dir() {
                case.folder = Some(entry);
            } else {
                case.stem = module.join(file_stem(&entry));
            }
        }
    }
    for Case { name, stem, folder } in cases.values() {
        if let Some(folder) = folder
            && *stem != folder.join("main")
            && entries(folder)?.iter().any(|file| file_stem(file) == "main")
        {
            return Err(io::Error::other(format!("{name} is both a file and a folder with a main script")));
        }
    }
    Ok(cases.into_values().collect())
}

impl Case {
    /// Whether the case has a file in this language.
    pub(crate) fn is_in(&self, language: &Language) -> bool {
        self.with(language.extension).is_file()
    }

    /// The path that begins like the case's and goes on with `.ending`.
    fn with(&self, ending: &str) -> PathBuf {
        let mut path = self.stem.clone().into_os_string();
        path.push(".");
        path.push(ending);
        path.into()
    }

    /// The file with the output that is expected of this language: its own where it has one, else that of all.
    pub(crate) fn expected_file(&self, language: &Language) -> PathBuf {
        let own = self.with(&format!("{}.expected", language.extension));
        if own.is_file() { own } else { self.with("expected") }
    }

    /// The case's scripts in this language, and those that all cases share.
    pub(crate) fn scripts(&self, root: &Path, language: &Language) -> io::Result<Scripts> {
        let Language { extension, comment, .. } = language;
        let mut files = BTreeMap::new();
        let check = format!("check.{extension}");
        files.insert(check.clone(), fs::read(root.join(check))?);
        let main = format!("main.{extension}");
        files.insert(main.clone(), fs::read(self.with(extension))?);
        if let Some(folder) = &self.folder {
            collect(folder, "", extension, &mut files)?;
        }
        let text = String::from_utf8_lossy(&files[&main]).into_owned();
        let header = text.lines().next().and_then(|line| line.strip_prefix(comment)).map(str::trim);
        let frames = header.and_then(|header| header.strip_prefix("frames:"));
        let frames = frames
            .map(|number| number.trim().parse().map_err(|_| io::Error::other(format!("frames:{number}?"))))
            .transpose()?;
        let input = match fs::read_to_string(self.with("input")) {
            Ok(text) => Some(text),
            Err(error) if error.kind() == io::ErrorKind::NotFound => None,
            Err(error) => return Err(error),
        };
        Ok(Scripts { main, files, frames, input })
    }
}

/// The files of one language, and the data files of all, in a folder and the folders below it, by their paths from the first.
fn collect(
    folder: &Path,
    prefix: &str,
    extension: &str,
    files: &mut BTreeMap<String, Vec<u8>>,
) -> io::Result<()> {
    for entry in entries(folder)? {
        let name = entry.file_name().unwrap_or_default().to_string_lossy().into_owned();
        if entry.is_dir() {
            collect(&entry, &format!("{prefix}{name}/"), extension, files)?;
        } else if entry
            .extension()
            .is_some_and(|found| found == extension || DATA.iter().any(|data| found == *data))
        {
            files.insert(format!("{prefix}{name}"), fs::read(&entry)?);
        }
    }
    Ok(())
}

/// What is in a folder, sorted.
fn entries(folder: &Path) -> io::Result<Vec<PathBuf>> {
    let mut entries: Vec<PathBuf> =
        fs::read_dir(folder)?.map(|entry| entry.map(|entry| entry.path())).collect::<io::Result<_>>()?;
    entries.sort();
    Ok(entries)
}

/// A file's name up to the first dot, so that `a.lua.expected` belongs to `a`.
fn file_stem(path: &Path) -> String {
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    name.split('.').next().unwrap_or_default().to_owned()
}
