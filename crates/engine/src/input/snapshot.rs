//! [`InputSnapshot`]: what the sources say in one frame. Whatever the input comes from, it passes through here.

use std::collections::{BTreeMap, BTreeSet};

use bevy_ecs::entity::Entity as EcsEntity;
use bevy_ecs::query::With;
use bevy_ecs::world::World;
use bevy_input::ButtonInput;
use bevy_input::gamepad::Gamepad;
use bevy_input::keyboard::KeyCode;
use bevy_input::mouse::{AccumulatedMouseMotion, AccumulatedMouseScroll, MouseButton};

use super::source::{Device, InputSource};

/// What the sources of the input say in one frame. Those at rest are at 0.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct InputSnapshot {
    /// Those that are not at rest.
    values: BTreeMap<InputSource, f32>,
}

impl InputSnapshot {
    /// The value of a source.
    #[must_use]
    pub fn get(&self, source: InputSource) -> f32 {
        self.values.get(&source).copied().unwrap_or(0.0)
    }

    /// Sets the value of a source, held in its [range](InputSource::range).
    pub fn set(&mut self, source: InputSource, value: f32) {
        let value = source.tame(value);
        if value == 0.0 {
            self.values.remove(&source);
        } else {
            self.values.insert(source, value);
        }
    }

    /// Those that are not at rest, in a fixed order.
    pub fn iter(&self) -> impl Iterator<Item = (InputSource, f32)> {
        self.values.iter().map(|(&source, &value)| (source, value))
    }

    /// What differs from an earlier snapshot, with the new values, in a fixed order.
    pub(super) fn changes_since(&self, earlier: &Self) -> Vec<(InputSource, f32)> {
        let mut changes: Vec<(InputSource, f32)> =
            self.iter().filter(|&(source, value)| earlier.get(source) != value).collect();
        let gone = earlier.iter().filter(|&(source, _)| self.get(source) == 0.0);
        changes.extend(gone.map(|(source, _)| (source, 0.0)));
        changes.sort_unstable_by_key(|&(source, _)| source);
        changes
    }
}

/// What Bevy knows of the sources in this frame, where an app has its `InputPlugin`.
pub(super) fn read(world: &World, sources: &BTreeSet<InputSource>) -> InputSnapshot {
    let mut snapshot = InputSnapshot::default();
    let is_on_pad =
        |source: &InputSource| matches!(source.device(), Some(Device::PadButton(_) | Device::PadAxis(_)));
    let pads = if sources.iter().any(is_on_pad) { pads(world) } else { Vec::new() };
    for &source in sources {
        let Some(device) = source.device() else { continue };
        let value = match device {
            Device::Key(key) => held(world.get_resource::<ButtonInput<KeyCode>>(), key),
            Device::MouseButton(button) => held(world.get_resource::<ButtonInput<MouseButton>>(), button),
            Device::MouseMotion(axis) => {
                world.get_resource::<AccumulatedMouseMotion>().map_or(0.0, |motion| motion.delta[axis])
            }
            Device::MouseScroll(axis) => {
                world.get_resource::<AccumulatedMouseScroll>().map_or(0.0, |scroll| scroll.delta[axis])
            }
            Device::PadButton(button) => furthest(world, &pads, |pad| {
                let pressed = if pad.pressed(button) || pad.just_pressed(button) { 1.0 } else { 0.0 };
                pad.get(button).unwrap_or(0.0).max(pressed)
            }),
            Device::PadAxis(axis) => furthest(world, &pads, |pad| pad.get(axis).unwrap_or(0.0)),
        };
        snapshot.set(source, value);
    }
    snapshot
}

/// 1 for a button that is down, or was for a moment since the last frame.
fn held<T: Copy + Eq + std::hash::Hash + Send + Sync>(buttons: Option<&ButtonInput<T>>, button: T) -> f32 {
    let down = buttons.is_some_and(|buttons| buttons.pressed(button) || buttons.just_pressed(button));
    if down { 1.0 } else { 0.0 }
}

/// The gamepads, in the order of their entities.
fn pads(world: &World) -> Vec<EcsEntity> {
    // A game without gamepads never makes the component known.
    let Some(mut query) = world.try_query_filtered::<EcsEntity, With<Gamepad>>() else { return Vec::new() };
    let mut pads: Vec<EcsEntity> = query.iter(world).collect();
    pads.sort_unstable_by_key(|pad| pad.index_u32());
    pads
}

fn furthest(world: &World, pads: &[EcsEntity], value: impl Fn(&Gamepad) -> f32) -> f32 {
    let values = pads.iter().filter_map(|&pad| world.get::<Gamepad>(pad)).map(value);
    values.fold(0.0, |most: f32, value| if value.abs() > most.abs() { value } else { most })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn source(name: &str) -> InputSource {
        InputSource::from_name(name).expect("known")
    }

    #[test]
    fn sources_at_rest_are_not_kept_and_changes_name_them() {
        let mut first = InputSnapshot::default();
        first.set(source("Space"), 1.0);
        first.set(source("KeyA"), 1.0);
        let mut second = first.clone();
        second.set(source("Space"), 0.0);
        second.set(source("Mouse.X"), -2.5);
        assert_eq!(second.iter().count(), 2);
        let changes = second.changes_since(&first);
        assert_eq!(changes, [(source("Space"), 0.0), (source("Mouse.X"), -2.5)]);
        assert!(second.changes_since(&second).is_empty());
    }
}
