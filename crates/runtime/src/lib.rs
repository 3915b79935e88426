//! Hosts the scripting languages.
//!
//! A [`Runtime`] owns the languages and the scripts they have loaded. It can be shared between threads; to work
//! with it, a thread [enters](Runtime::enter) it and gets a [`Session`], and scripts run on one thread at a time.
//! Sessions nest, so that a bound function may call back into scripts.
//!
//! | module | what lives there |
//! |---|---|
//! | [`runtime`](Runtime) | languages, scripts by path, calls across languages, events, clean-up, reload |
//! | [`instances`](InstanceId) | scripts attached to entities, and the frame: `on_start`, `update`, `on_stop` |
//! | [`systems`](SystemOptions) | functions by name, of scripts and of the host, in one order |
//! | [`sources`](SourceReader) | where script texts come from, and what an import means |
//! | [`changes`](ChangeSource), `watch` | what happens to files while the game runs |
//! | [`statistics`](ScriptStatistics) | counts and times |
//! | [`budgets`](Budgets) | how long scripts may take, and what becomes of those that fail |
//! | [`watchdog`](Watchdog) | the thread that ends calls which take too long |
//! | [`errors`](ErrorLog) | what went wrong lately, each thing once with a count |
//!
//! Nothing here needs a file system of its own: a host without files gives another [`SourceReader`]. Nor a thread: where
//! there are none, calls are not ended when their time is over, and everything else is the same.

mod budgets;
mod changes;
mod errors;
mod instances;
mod runtime;
mod sources;
mod statistics;
mod status;
mod systems;
#[cfg(feature = "watch")]
mod watch;
mod watchdog;

pub use budgets::{Budgets, ErrorPolicies, ErrorPolicy, ScriptBudgets};
pub use changes::{Change, ChangeSource};
pub use errors::{ErrorEntry, ErrorLog};
pub use instances::{Attachment, InstanceId, InstanceState, InstanceStatus};
pub use runtime::{
    MAX_CALL_DEPTH, MAX_SUBSCRIPTIONS, MAX_SYSTEMS, MAX_WAITING_BYTES, MAX_WAITING_EVENTS, Reload, Runtime,
    ScriptFunction, ScriptId, Session,
};
pub use sources::{FileReader, MemoryReader, ScriptStore, SourceReader, normalize_path, normalize_path_of};
pub use statistics::{InstanceStatistics, ScriptStatistics};
pub use status::{Census, LanguageStatus, ScriptResult, ScriptStatus, Status};
pub use systems::{SystemOptions, SystemPhase, SystemStatistics, SystemStatus};
#[cfg(feature = "watch")]
pub use watch::FileWatcher;
pub use watchdog::{OVERDUE_AFTER, Watchdog};
