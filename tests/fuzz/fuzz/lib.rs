//! What all kinds of cases need: how many are tried, and how good texts are changed.

mod mutate;
mod run;

pub use mutate::{Change, changed, changes};
pub use run::check;
