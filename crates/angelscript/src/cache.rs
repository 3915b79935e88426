//! Compiled scripts, kept in files.
//!
//! There is one file for each script's path, so that the folder does not grow with every change. A file is used only if
//! it was written for exactly this text, this version of the library and these declarations, and is whole: its head
//! holds a hash of the first three, and one of the rest. Anything else (a file that was cut short, one of another
//! version, one that is none) is passed over, and written anew. Loading code that somebody forged with the right hashes
//! is beyond what the library can bear: the folder is as trusted as the program.

#![allow(unsafe_code)] // callbacks for the library

use std::ffi::{c_int, c_void};
use std::fs;
use std::io::Write as _;
use std::path::{Path, PathBuf};

use glotta_angelscript_sys as sys;
use sha2::{Digest as _, Sha256};

use crate::include::Section;

/// What the files begin with. It changes with their layout.
const MAGIC: &[u8; 8] = b"glotas\x01\n";

/// How many bytes a hash has.
const HASH: usize = 32;

/// No code is larger, in bytes.
const LARGEST: u64 = 64 << 20;

type Hash = [u8; HASH];

/// What a script's code depends on.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) struct Key(Hash);

impl Key {
    /// The key of these sections, compiled against what has the hash `declarations`.
    pub(crate) fn new(declarations: &Hash, version: &str, sections: &[Section]) -> Self {
        let mut hasher = Sha256::new();
        let mut add = |bytes: &[u8]| {
            hasher.update((bytes.len() as u64).to_le_bytes());
            hasher.update(bytes);
        };
        add(MAGIC);
        add(version.as_bytes());
        // What the library is compiled for shows in its code.
        add(std::env::consts::ARCH.as_bytes());
        // And how its compiler reads numbers.
        add(&[u8::from(sys::EXACT_LITERALS)]);
        add(declarations);
        for section in sections {
            add(section.path.as_bytes());
            add(section.text.as_bytes());
        }
        Self(hasher.finalize().into())
    }
}

/// The file of the script at a path.
fn file_of(folder: &Path, script: &str) -> PathBuf {
    use std::fmt::Write as _;
    let hash = Sha256::digest(script.as_bytes());
    let mut name = String::with_capacity(HASH + 4);
    for byte in &hash[..HASH / 2] {
        // Writing to a String cannot fail.
        let _ = write!(name, "{byte:02x}");
    }
    name.push_str(".asb");
    folder.join(name)
}

/// The code of a script that was kept under this key; none if there is no file, or one that is not to be trusted.
pub(crate) fn find(folder: &Path, script: &str, key: &Key) -> Option<Vec<u8>> {
    let file = file_of(folder, script);
    let length = fs::metadata(&file).ok()?.len();
    if length > LARGEST {
        return None;
    }
    unpack(&fs::read(file).ok()?, key).map(<[u8]>::to_vec)
}

/// Keeps the code of a script under a key. A cache that cannot be written is no cache, and no reason to stop.
pub(crate) fn keep(folder: &Path, script: &str, key: &Key, code: &[u8]) {
    let write = || -> std::io::Result<()> {
        fs::create_dir_all(folder)?;
        // Another program may read at this moment: it finds the whole file or none.
        let mut file = tempfile::NamedTempFile::new_in(folder)?;
        file.write_all(&pack(key, code))?;
        file.persist(file_of(folder, script))?;
        Ok(())
    };
    let _ = write();
}

fn pack(key: &Key, code: &[u8]) -> Vec<u8> {
    let hash: Hash = Sha256::digest(code).into();
    [MAGIC.as_slice(), &key.0, &hash, code].concat()
}

fn unpack<'f>(file: &'f [u8], key: &Key) -> Option<&'f [u8]> {
    let rest = file.strip_prefix(MAGIC.as_slice())?.strip_prefix(key.0.as_slice())?;
    let (hash, code) = rest.split_at_checked(HASH)?;
    let is: Hash = Sha256::digest(code).into();
    (is.as_slice() == hash).then_some(code)
}

/// Takes the library's code out of a module; none if it cannot be had.
pub(crate) fn save(module: *mut sys::Module) -> Option<Vec<u8>> {
    unsafe extern "C" fn write(user: *mut c_void, data: *const c_void, length: u32) -> c_int {
        // SAFETY: `save` gives a vector that lives for the call; the library gives as many bytes as it says.
        unsafe {
            let code = &mut *user.cast::<Vec<u8>>();
            code.extend_from_slice(std::slice::from_raw_parts(data.cast::<u8>(), length as usize));
        }
        0
    }
    let mut code: Vec<u8> = Vec::new();
    let user: *mut Vec<u8> = &raw mut code;
    // SAFETY: the module is alive and built; the callback is used during the call only.
    let saved = unsafe { sys::glas_module_save(module, write, user.cast(), false) };
    (saved >= 0).then_some(code)
}

/// Puts code that [`save`] gave into a new module; false if the library refuses it.
pub(crate) fn load(module: *mut sys::Module, code: &[u8]) -> bool {
    unsafe extern "C" fn read(user: *mut c_void, data: *mut c_void, length: u32) -> c_int {
        // SAFETY: `load` gives a slice that lives for the call; the library has room for as many bytes as it asks for.
        unsafe {
            let rest = &mut *user.cast::<&[u8]>();
            let Some((now, later)) = rest.split_at_checked(length as usize) else { return -1 };
            std::ptr::copy_nonoverlapping(now.as_ptr(), data.cast::<u8>(), now.len());
            *rest = later;
        }
        0
    }
    let mut rest = code;
    let user: *mut &[u8] = &raw mut rest;
    // SAFETY: as above; the code is what the library wrote, as its hash says.
    unsafe { sys::glas_module_load(module, read, user.cast()) >= 0 }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn key(text: &str) -> Key {
        let section = Section { path: "a.as".to_owned(), text: text.to_owned() };
        Key::new(&[7; HASH], "2.35.1", &[section])
    }

    #[test]
    fn code_is_found_under_its_own_key_only() {
        let folder = tempfile::tempdir().expect("a folder");
        let (first, second) = (key("int x;"), key("int y;"));
        keep(folder.path(), "a.as", &first, b"code");
        assert_eq!(find(folder.path(), "a.as", &first).as_deref(), Some(b"code".as_slice()));
        assert_eq!(find(folder.path(), "a.as", &second), None);
        assert_eq!(find(folder.path(), "b.as", &first), None);
        fs::copy(file_of(folder.path(), "a.as"), file_of(folder.path(), "b.as")).expect("copied");
        assert_eq!(find(folder.path(), "b.as", &second), None, "a file of another script under this name");
        keep(folder.path(), "a.as", &second, b"other");
        assert_eq!(find(folder.path(), "a.as", &first), None, "the new one took its place");
    }

    #[test]
    fn a_file_that_is_cut_changed_or_none_is_passed_over() {
        let key = key("int x;");
        let whole = pack(&key, b"code");
        assert_eq!(unpack(&whole, &key), Some(b"code".as_slice()));
        for length in 0..whole.len() {
            assert_eq!(unpack(&whole[..length], &key), None, "cut to {length}");
        }
        for place in 0..whole.len() {
            let mut changed = whole.clone();
            changed[place] ^= 1;
            assert_eq!(unpack(&changed, &key), None, "changed at {place}");
        }
        let longer = [whole, b"more".to_vec()].concat();
        assert_eq!(unpack(&longer, &key), None);
    }

    #[test]
    fn sections_do_not_run_into_each_other() {
        let sections = |parts: &[(&str, &str)]| {
            let sections: Vec<Section> = parts
                .iter()
                .map(|(path, text)| Section { path: (*path).to_owned(), text: (*text).to_owned() })
                .collect();
            Key::new(&[0; HASH], "", &sections)
        };
        assert_ne!(sections(&[("a", "bc")]), sections(&[("ab", "c")]));
        assert_ne!(sections(&[("a", "b"), ("c", "d")]), sections(&[("a", "bc"), ("", "d")]));
    }

    #[test]
    fn a_folder_that_cannot_be_written_is_no_reason_to_stop() {
        let file = tempfile::NamedTempFile::new().expect("a file");
        keep(&file.path().join("below"), "a.as", &key(""), b"code");
        assert_eq!(find(&file.path().join("below"), "a.as", &key("")), None);
    }
}
