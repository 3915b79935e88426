#![allow(clippy::panic, dead_code)]
#[path = "../angelscript/components.rs"]
mod components;
#[path = "../angelscript/game.rs"]
mod game;
#[path = "../angelscript/vectors.rs"]
mod vectors;
#[path = "../angelscript/zoo.rs"]
mod zoo;
mod speed;
