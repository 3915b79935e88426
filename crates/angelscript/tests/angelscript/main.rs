//! What the AngelScript back end does, tested through its public face with a small engine of plain maps.

#![allow(clippy::panic, reason = "a failed expectation is a failed test")]

mod array;
mod components;
mod data;
mod dictionary;
mod game;
mod hostile;
mod lifecycle;
mod lifetimes;
mod loading;
mod maths;
mod mistakes;
mod objects;
mod string;
mod unloading;
mod value;
mod vectors;
mod zoo;
