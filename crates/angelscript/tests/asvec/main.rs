#![allow(clippy::panic, dead_code)]
#[path = "../angelscript/components.rs"]
mod components;
#[path = "../angelscript/game.rs"]
mod game;
mod speed;
#[path = "../angelscript/vectors.rs"]
mod vectors;
#[path = "../angelscript/zoo.rs"]
mod zoo;
