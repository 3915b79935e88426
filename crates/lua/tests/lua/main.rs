//! What the Lua back end does, tested through its public face with a small engine of plain maps.

#![allow(clippy::panic, reason = "a failed expectation is a failed test")]

mod callbacks;
mod data;
mod errors;
mod game;
mod handles;
mod hostile;
mod interrupts;
mod lifecycle;
mod modules;
mod objects;
mod sandbox;
mod values;
mod vectors;
