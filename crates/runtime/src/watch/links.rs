//! Links in a watched folder: where they lead, and by which names of the project goes what lies there.
//!
//! The watcher tells places without links in them. A project names the same files as it reaches them, which may be through
//! a link to a file, through one to a folder, through a chain of links, and in several of these ways at once.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

/// How many links are followed one after the other: as many as Linux follows.
const LONGEST_CHAIN: usize = 40;

/// How many names of one file are looked for. Links that lead to a folder above them make ever more.
const MOST_NAMES: usize = 64;

/// What the links of a project lead to.
#[derive(Debug, Default)]
pub(super) struct Links {
    /// The ends of links, and the links on the way to them, each with the links of the project that lead there.
    by_place: BTreeMap<PathBuf, BTreeSet<PathBuf>>,
}

impl Links {
    /// Learns where a link leads, in place of where it led before, and returns the places on the way there, the last of
    /// which need not exist. None if it is no link.
    pub(super) fn follow(&mut self, link: &Path) -> Vec<PathBuf> {
        self.forget(link);
        let mut places: Vec<PathBuf> = Vec::new();
        let mut here = link.to_owned();
        while let Ok(target) = fs::read_link(&here)
            && places.len() < LONGEST_CHAIN
        {
            let from = here.parent().unwrap_or(Path::new("/"));
            let Some(place) = place_of(&from.join(target)) else { break };
            self.by_place.entry(place.clone()).or_default().insert(link.to_owned());
            places.push(place.clone());
            here = place;
        }
        places
    }

    /// Forgets a link that is gone.
    pub(super) fn forget(&mut self, link: &Path) {
        self.by_place.retain(|_, links| {
            links.remove(link);
            !links.is_empty()
        });
    }

    /// All names of what lies at a place: the place itself, and the names it has through links.
    pub(super) fn names(&self, place: &Path) -> BTreeSet<PathBuf> {
        let mut names = BTreeSet::new();
        self.add_names(place.to_owned(), &mut Vec::new(), &mut names);
        names
    }

    /// Each link is gone through once on the way to a name: those that lead to a folder above them have no end.
    fn add_names<'a>(&'a self, name: PathBuf, used: &mut Vec<&'a Path>, names: &mut BTreeSet<PathBuf>) {
        if names.len() >= MOST_NAMES {
            return;
        }
        for (place, links) in &self.by_place {
            let Ok(rest) = name.strip_prefix(place) else { continue };
            for link in links {
                if used.contains(&link.as_path()) {
                    continue;
                }
                used.push(link);
                // Joining nothing would make the name end in a slash.
                let through = if rest.as_os_str().is_empty() { link.clone() } else { link.join(rest) };
                self.add_names(through, used, names);
                used.pop();
            }
        }
        names.insert(name);
    }
}

/// Where a path lies, without links on the way to it; what lies there may be a link or nothing. None if there is no such
/// folder.
pub(super) fn place_of(path: &Path) -> Option<PathBuf> {
    match path.file_name() {
        Some(name) => Some(path.parent()?.canonicalize().ok()?.join(name)),
        // It ends in `..`, or is the root.
        None => path.canonicalize().ok(),
    }
}
