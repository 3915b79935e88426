//! What the Python back end does, tested through its public face with a small engine of plain maps.

#![allow(clippy::panic, reason = "a failed expectation is a failed test")]

mod bench;
mod callbacks;
mod data;
mod functions;
mod game;
mod handles;
mod hostile;
mod interrupts;
mod objects;
mod process;
mod texts;
mod threads;
mod values;
