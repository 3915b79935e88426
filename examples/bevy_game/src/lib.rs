//! A Bevy game that is scripted: its own component, its own functions for scripts, its own plugin.

use bevy_app::{App, Plugin, Startup};
use bevy_ecs::prelude::*;
use bevy_reflect::Reflect;
use bevy_transform::components::Transform;
use glotta::engine::{SystemOptions, SystemTime};
use glotta::prelude::*;

/// How much damage something can take. Scripts reach its fields because it reflects; nothing else is needed.
#[derive(Component, Reflect, Debug, PartialEq)]
pub struct Health {
    /// Points that are left; at zero the entity is gone.
    pub current: f32,
    /// Points at the start.
    pub max: f32,
}

/// The functions of this game that scripts can call.
pub struct CombatApi;

/// Fights.
#[script_api(module = "combat", entity_methods)]
impl CombatApi {
    /// Takes `amount` points of health from `target`, and destroys it when none are left. Returns the points that
    /// are left.
    ///
    /// # Errors
    /// If `target` has no health, or `amount` is negative.
    fn damage(
        world: &mut ScriptWorld,
        target: ScriptEntity,
        #[default(1.0)] amount: f32,
    ) -> Result<f32, ScriptError> {
        if amount.is_nan() || amount < 0.0 {
            return Err(ScriptError::argument(format!("damage cannot be {amount}: expected 0 or more")));
        }
        let mut entity = world.entity_mut(target)?;
        let mut health = entity
            .get_mut::<Health>()
            .ok_or_else(|| ScriptError::not_found(format!("entity {target} has no health to lose")))?;
        health.current = (health.current - amount).max(0.0);
        let left = health.current;
        if left == 0.0 {
            world.destroy(target)?;
        }
        Ok(left)
    }
}

/// The game.
pub struct CombatPlugin;

impl Plugin for CombatPlugin {
    fn build(&self, app: &mut App) {
        // Scripting a Bevy game takes these three lines.
        app.add_plugins(GlottaPlugin::new(concat!(env!("CARGO_MANIFEST_DIR"), "/scripts")));
        app.add_script_api::<CombatApi>();
        app.add_script("referee.lua");

        // A system of the game that scripts control by its name: the referee switches it off.
        let twice_a_second = SystemOptions::default().with_rate(2.0);
        app.add_script_controlled_system("regeneration", twice_a_second, regenerate);

        app.add_systems(Startup, spawn_fighters);
    }
}

/// Gives fighters back a point of health a second.
fn regenerate(time: Res<SystemTime>, mut fighters: Query<&mut Health>) {
    for mut health in &mut fighters {
        health.current = (health.current + time.delta_secs()).min(health.max);
    }
}

fn spawn_fighters(mut commands: Commands) {
    for (name, x) in [("Ada", -2.0), ("Grace", 2.0)] {
        commands.spawn((
            Name::new(name),
            Transform::from_xyz(x, 0.0, 0.0),
            Health { current: 10.0, max: 10.0 },
            ScriptComponent::new("fighter.lua"),
        ));
    }
}
