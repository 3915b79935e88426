//! Arbitrary scripts, values, calls and files: nothing may panic, abort or hang. See README.md.

#![allow(clippy::panic, reason = "a failed expectation is a failed test")]

mod calls;
mod files;
mod game;
mod scripts;
mod values;
