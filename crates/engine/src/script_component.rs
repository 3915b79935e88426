//! [`ScriptComponent`]: the scripts of an entity, and the data they keep on it.

use std::ops::{Deref, DerefMut};
use std::time::Duration;

use bevy_ecs::component::Component;
use bevy_ecs::entity::Entity;
use bevy_ecs::lifecycle::HookContext;
use bevy_ecs::reflect::ReflectComponent;
use bevy_ecs::resource::Resource;
use bevy_ecs::world::DeferredWorld;
use bevy_reflect::Reflect;
use bevy_reflect::std_traits::ReflectDefault;
use glotta_core::{Table, Value};

/// The scripts of an entity, and the data they keep on it.
///
/// Insert it, or change it, like any component: the script system attaches and detaches accordingly before the next
/// frame of scripts. Taking it away, or despawning the entity from Rust, ends its scripts then too; see
/// [`ScriptWorld::destroy`](crate::ScriptWorld::destroy) for what `on_stop` still finds.
#[derive(Component, Reflect, Clone, Debug, Default, PartialEq)]
#[reflect(Component, Default, Clone)]
#[component(on_remove = note_removal)]
pub struct ScriptComponent {
    /// The scripts. A script that is listed twice runs once.
    pub scripts: Vec<ScriptInstance>,
    /// What the scripts keep on the entity, shared by all of them: `e:data()`. It survives reload.
    #[reflect(ignore)]
    pub data: ScriptData,
}

impl ScriptComponent {
    /// One script, with everything else at its default.
    pub fn new(script: impl Into<String>) -> Self {
        Self::default().with(ScriptInstance::new(script))
    }

    /// The same with one more script.
    #[must_use]
    pub fn with(mut self, script: ScriptInstance) -> Self {
        self.scripts.push(script);
        self
    }

    /// The same with this data.
    #[must_use]
    pub fn with_data(mut self, data: Table) -> Self {
        self.data = data.into();
        self
    }
}

/// One script on an entity.
#[derive(Reflect, Clone, Debug, PartialEq)]
#[reflect(Default, Clone)]
pub struct ScriptInstance {
    /// The script's path, relative to the project: `scripts/enemy.lua`, or `scripts/enemy` for the one in the language
    /// that was chosen ([`ScriptSetup::set_language`](crate::ScriptSetup::set_language)).
    pub script: String,
    /// The function that runs every frame. Another name ends the instance and begins a new one.
    pub update: String,
    /// Whether its call-backs run.
    pub enabled: bool,
    /// Whether it runs the new code when the file is saved.
    pub auto_reload: bool,
    /// What it has done so far, brought up to date every 60 frames and when the scripts are stopped.
    pub statistics: ScriptInstanceStatistics,
}

impl Default for ScriptInstance {
    fn default() -> Self {
        Self {
            script: String::new(),
            update: "update".to_owned(),
            enabled: true,
            auto_reload: true,
            statistics: ScriptInstanceStatistics::default(),
        }
    }
}

impl ScriptInstance {
    /// A script with everything else at its default.
    pub fn new(script: impl Into<String>) -> Self {
        Self { script: script.into(), ..Self::default() }
    }
}

/// What one script on an entity has done so far.
#[derive(Reflect, Clone, Copy, Debug, Default, PartialEq, Eq)]
#[reflect(Default, Clone)]
pub struct ScriptInstanceStatistics {
    /// How often one of its call-backs ran.
    pub executions: u64,
    /// The time spent in them.
    pub total_time: Duration,
    /// Whether one of them failed, so that the instance rests.
    pub failed: bool,
}

/// A table of data on an entity: a [`Table`] by its methods, a [`Value`] to scripts.
#[derive(Clone, Debug, PartialEq)]
pub struct ScriptData(Value);

impl ScriptData {
    /// The data as one value: always a table.
    #[must_use]
    pub const fn value(&self) -> &Value {
        &self.0
    }

    pub(crate) fn value_mut(&mut self) -> &mut Value {
        &mut self.0
    }
}

impl Default for ScriptData {
    fn default() -> Self {
        Self(Value::Table(Table::new()))
    }
}

impl From<Table> for ScriptData {
    fn from(table: Table) -> Self {
        Self(Value::Table(table))
    }
}

impl Deref for ScriptData {
    type Target = Table;

    fn deref(&self) -> &Table {
        static EMPTY: Table = Table::new();
        match &self.0 {
            Value::Table(table) => table,
            // Not reached: nothing outside this module can put another kind here, and nothing in it does.
            _ => &EMPTY,
        }
    }
}

impl DerefMut for ScriptData {
    fn deref_mut(&mut self) -> &mut Table {
        if !matches!(self.0, Value::Table(_)) {
            self.0 = Value::Table(Table::new());
        }
        match &mut self.0 {
            Value::Table(table) => table,
            _ => unreachable!("it was made a table above"),
        }
    }
}

/// Entities whose [`ScriptComponent`] went away since the script system looked last.
#[derive(Resource, Default)]
pub(crate) struct Removals(pub(crate) Vec<Entity>);

fn note_removal(mut world: DeferredWorld<'_>, context: HookContext) {
    if let Some(mut removals) = world.get_resource_mut::<Removals>() {
        removals.0.push(context.entity);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn data_is_a_table_by_its_methods_and_a_value_to_scripts() {
        let mut component = ScriptComponent::new("a.null");
        component.data.insert("hp".to_owned(), Value::Int(5));
        assert_eq!(component.data.get("hp"), Some(&Value::Int(5)));
        assert_eq!(component.data.value().to_string(), "{hp = 5}");
    }
}
