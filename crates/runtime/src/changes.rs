//! What happens to a project's files while the game runs.

/// What happened to a file, by its path in the project.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Change {
    /// It was written and closed, or came to be there in another way.
    Written(String),
    /// It has been gone for a while, which an editor that saves would not have left it.
    Gone(String),
    /// Changes may be missed, for this reason.
    Trouble(String),
    /// Something happened that no reload can follow, as this text says.
    Note(String),
}

/// Tells what happened to a project's files. `FileWatcher` (of the feature `watch`) asks the operating system; a host
/// without files that change leaves it out, and one with files of its own implements it over whatever it has.
pub trait ChangeSource: Send {
    /// What happened since the last time, each file once. Called between two frames, so it must not wait.
    fn take(&mut self) -> Vec<Change>;
}

/// Changes in memory, in the order they are given: for tests, and for hosts that know themselves what they change.
impl ChangeSource for std::sync::mpsc::Receiver<Change> {
    fn take(&mut self) -> Vec<Change> {
        self.try_iter().collect()
    }
}
