//! Messages of the game, and what the game does with them.

use bevy_app::{App, Update};
use bevy_ecs::entity::Entity;
use bevy_ecs::message::{Message, MessageReader, MessageWriter};
use bevy_ecs::schedule::IntoScheduleConfigs;
use bevy_reflect::Reflect;
use bevy_reflect::std_traits::ReflectDefault;
use glotta::prelude::*;

/// All of it must be given.
#[derive(Message, Reflect)]
struct Hit {
    target: Entity,
    amount: f32,
}

/// What is left out has its default.
#[derive(Message, Reflect, Default)]
#[reflect(Default)]
struct Healed {
    amount: f32,
    times: u8,
}

/// Heals what was hit.
fn heal(mut hits: MessageReader<'_, '_, Hit>, mut healed: MessageWriter<'_, Healed>) {
    for hit in hits.read() {
        healed.write(Healed { amount: hit.amount, times: 1 });
    }
}

/// Adds the messages to a game.
pub(crate) fn add(app: &mut App) {
    app.bridge_message::<Hit>().bridge_message::<Healed>();
    app.add_systems(Update, heal.before(ScriptSystems::Frame));
}
