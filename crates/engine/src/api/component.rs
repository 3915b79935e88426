//! The module `component`.

use bevy_transform::components::Transform;
use glotta_core::{ComponentHandle, Entity, ErrorKind, Quat, ScriptError, Value, Vec3};
use glotta_macros::script_api;

use crate::convert::{ecs_entity, no_component, no_entity};
use crate::world::ScriptWorld;

/// What a rotation's length must exceed to say which way it turns.
const MIN_LENGTH: f32 = 1e-6;

/// The functions of the module `component`.
#[derive(Clone, Copy, Debug)]
pub struct ComponentApi;

/// Components: what entities are made of, by name.
///
/// A component is named as its type is in the game, such as `"Transform"`; where two types share a name, by its full
/// path, such as `"game::combat::Health"`. A component's value is a table of its fields. Vectors may be given as
/// lists of numbers.
///
/// A write that does not fit (an unknown field, a value of the wrong type or out of range, a number that is not
/// one) is an error that names the place, and then nothing changes.
#[script_api(module = "component", entity_methods, crate = glotta_core)]
impl ComponentApi {
    /// Adds a component, in place of the one the entity may have. Fields that `value` does not name have their
    /// defaults; a type without defaults needs them all.
    ///
    /// # Errors
    /// not-found, if the entity, the component or a field does not exist; argument or type, if the value does not fit.
    fn add(
        world: &mut ScriptWorld,
        entity: Entity,
        component: &str,
        value: Option<Value>,
    ) -> Result<(), ScriptError> {
        world.add_component(entity, component, &value.unwrap_or_default())
    }

    /// Takes a component away. False if the entity did not have it.
    ///
    /// # Errors
    /// not-found, if the entity or the component does not exist.
    fn remove(world: &mut ScriptWorld, entity: Entity, component: &str) -> Result<bool, ScriptError> {
        world.remove_component(entity, component)
    }

    /// True if the entity has the component.
    ///
    /// # Errors
    /// not-found, if the entity or the component does not exist.
    #[reach(entity)]
    fn has(world: &mut ScriptWorld, entity: Entity, component: &str) -> Result<bool, ScriptError> {
        world.has_component(entity, component)
    }

    /// A copy of a component's value, or nothing if the entity does not have it.
    ///
    /// # Errors
    /// not-found, if the entity or the component does not exist; type, if a number in it does not fit scripts.
    #[reach(entity)]
    fn get(world: &mut ScriptWorld, entity: Entity, component: &str) -> Result<Option<Value>, ScriptError> {
        world.get_component(entity, component)
    }

    /// Sets fields of a component; those that `value` does not name keep what they hold. Lists, maps and
    /// enumerations in it are replaced as a whole.
    ///
    /// # Errors
    /// not-found, if the entity, the component or a field does not exist, or the entity does not have the component;
    /// argument or type, if the value does not fit.
    fn set(
        world: &mut ScriptWorld,
        entity: Entity,
        component: &str,
        value: Value,
    ) -> Result<(), ScriptError> {
        let is_nothing = value.is_null();
        world.set_component(entity, component, &value).map_err(|error| {
            // Nothing is a value for a component that holds an optional one; for others it is a value left out.
            if is_nothing && error.kind() == ErrorKind::Type {
                ScriptError::argument("argument 3 (value): expected any value, got nothing")
            } else {
                error
            }
        })
    }

    /// A handle to a component: its fields read and write those of the component itself. It stays safe when the
    /// component is gone: using it is then an error.
    ///
    /// Fields that are structures are handles too, and assigning a number of a field that is a vector changes the
    /// component. Lists, tables and enumerations with values are read as copies: change them and assign them whole.
    ///
    /// # Errors
    /// not-found, if the entity or the component does not exist, or the entity does not have the component.
    #[reach(entity)]
    fn handle(
        world: &mut ScriptWorld,
        entity: Entity,
        component: &str,
    ) -> Result<ComponentHandle, ScriptError> {
        world.component_handle(entity, component)
    }

    /// Where the entity is, in metres, relative to its parent if it has one: `Transform.translation`. Nothing if it has
    /// no `Transform`.
    ///
    /// # Errors
    /// not-found, if the entity does not exist.
    #[reach(entity)]
    #[inline]
    fn get_position(world: &mut ScriptWorld, entity: Entity) -> Result<Option<Vec3>, ScriptError> {
        transform(world, entity).map(|found| found.map(|transform| transform.translation))
    }

    /// Moves the entity to a position, in metres, relative to its parent if it has one.
    ///
    /// # Errors
    /// not-found, if the entity does not exist or has no `Transform`; argument, if the position is not finite.
    #[reach(entity)]
    #[inline]
    fn set_position(world: &mut ScriptWorld, entity: Entity, position: Vec3) -> Result<(), ScriptError> {
        if !position.is_finite() {
            return Err(not_finite("position", &Value::Vec3(position)));
        }
        with_transform(world, entity, |transform| transform.translation = position)
    }

    /// How the entity is turned, relative to its parent if it has one: `Transform.rotation`. Nothing if it has no
    /// `Transform`.
    ///
    /// # Errors
    /// not-found, if the entity does not exist.
    #[reach(entity)]
    #[inline]
    fn get_rotation(world: &mut ScriptWorld, entity: Entity) -> Result<Option<Quat>, ScriptError> {
        transform(world, entity).map(|found| found.map(|transform| transform.rotation))
    }

    /// Turns the entity, relative to its parent if it has one. A rotation has length 1; one of another length is scaled
    /// to it.
    ///
    /// # Errors
    /// not-found, if the entity does not exist or has no `Transform`; argument, if the rotation is not finite or has no length.
    #[reach(entity)]
    #[inline]
    fn set_rotation(world: &mut ScriptWorld, entity: Entity, rotation: Quat) -> Result<(), ScriptError> {
        if !rotation.is_finite() {
            return Err(not_finite("rotation", &Value::Quat(rotation)));
        }
        // What is so long or short that its length is no number is no rotation either.
        let length = rotation.length();
        if !(length.is_finite() && length > MIN_LENGTH) {
            return Err(ScriptError::argument(format!(
                "a rotation has length 1, and {} cannot be scaled to it",
                Value::Quat(rotation)
            )));
        }
        // Scaling what is as good as 1 would change its last bits each time it is read and written back.
        let rotation = if rotation.is_normalized() { rotation } else { rotation / length };
        with_transform(world, entity, |transform| transform.rotation = rotation)
    }

    /// Where each of the entities is, in their order; see `get_position`. One call for many entities costs far less than
    /// one for each.
    ///
    /// # Errors
    /// not-found, if one of the entities does not exist or has no `Transform`.
    fn get_positions(world: &mut ScriptWorld, entities: &[Entity]) -> Result<Vec<Vec3>, ScriptError> {
        let position = |(index, &entity): (usize, &Entity)| match transform(world, entity) {
            Ok(Some(transform)) => Ok(transform.translation),
            Ok(None) => Err(in_element(index, no_component(entity, "Transform"))),
            Err(error) => Err(in_element(index, error)),
        };
        entities.iter().enumerate().map(position).collect()
    }

    /// Moves each of the entities to the position at its place in the other list; see `set_position`.
    ///
    /// # Errors
    /// argument, if the lists have different lengths or a position is not finite; not-found, if one of the
    /// entities does not exist or has no `Transform`. Then none is moved.
    fn set_positions(
        world: &mut ScriptWorld,
        entities: &[Entity],
        positions: &[Vec3],
    ) -> Result<(), ScriptError> {
        if entities.len() != positions.len() {
            return Err(ScriptError::argument(format!(
                "the lists must have the same length, got {} (entities) and {} (positions)",
                entities.len(),
                positions.len()
            )));
        }
        for (index, (&entity, position)) in entities.iter().zip(positions).enumerate() {
            if !position.is_finite() {
                return Err(in_element(index, not_finite("position", &Value::Vec3(*position))));
            }
            match transform(world, entity) {
                Ok(Some(_)) => {}
                Ok(None) => return Err(in_element(index, no_component(entity, "Transform"))),
                Err(error) => return Err(in_element(index, error)),
            }
        }
        for (&entity, &position) in entities.iter().zip(positions) {
            with_transform(world, entity, |transform| transform.translation = position)?;
        }
        Ok(())
    }
}

#[inline]
fn transform(world: &ScriptWorld, entity: Entity) -> Result<Option<&Transform>, ScriptError> {
    match ecs_entity(entity).ok().and_then(|found| world.world().get::<Transform>(found)) {
        Some(transform) => Ok(Some(transform)),
        None if world.is_alive(entity) => Ok(None),
        None => Err(no_entity(entity)),
    }
}

#[inline]
fn with_transform(
    world: &mut ScriptWorld,
    entity: Entity,
    change: impl FnOnce(&mut Transform),
) -> Result<(), ScriptError> {
    if let Ok(found) = ecs_entity(entity)
        && let Some(mut transform) = world.world_mut().get_mut::<Transform>(found)
    {
        change(&mut transform);
        return Ok(());
    }
    Err(if world.is_alive(entity) { no_component(entity, "Transform") } else { no_entity(entity) })
}

#[cold]
fn not_finite(what: &str, value: &Value) -> ScriptError {
    ScriptError::argument(format!("a {what} must be finite, got {}", value.describe()))
}

#[cold]
fn in_element(index: usize, error: ScriptError) -> ScriptError {
    error.within(format_args!("element {}", index + 1))
}
