//! Arbitrary scripts, values, calls and files: nothing may panic, abort or hang. See README.md.

#![allow(clippy::panic, reason = "a failed expectation is a failed test")]

mod api;
mod calls;
mod columns;
mod defined;
mod events;
mod files;
mod game;
mod reload;
mod saves;
mod scripts;
mod stored;
mod values;
mod world;
