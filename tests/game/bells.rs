//! A class of objects for the tests of languages: bells, and horns, which are none.

use std::sync::atomic::{AtomicI64, Ordering};
use std::sync::{Arc, Mutex};

use glotta_core::{Module, Object, ObjectRef, ScriptApi as _, ScriptError, ScriptObject, Value};
use glotta_macros::script_api;

use crate::World;

/// How many bells there are now.
pub type Living = Arc<AtomicI64>;

/// Something that rings.
pub struct Bell {
    pitch: i64,
    rings: Mutex<Vec<i64>>,
    living: Living,
}

impl ScriptObject for Bell {
    const CLASS: &'static str = "Bell";
}

impl Drop for Bell {
    fn drop(&mut self) {
        self.living.fetch_sub(1, Ordering::Relaxed);
    }
}

/// A bell, made outside of any script.
#[must_use]
pub fn bell(living: &Living, pitch: i64) -> ObjectRef<Bell> {
    living.fetch_add(1, Ordering::Relaxed);
    ObjectRef::new(Bell { pitch, rings: Mutex::default(), living: Arc::clone(living) })
}

/// Something of another class.
pub struct Horn;

impl ScriptObject for Horn {
    const CLASS: &'static str = "Horn";
}

/// Something whose class no API has.
pub struct Stranger;

impl ScriptObject for Stranger {
    const CLASS: &'static str = "Stranger";
}

struct BellsApi;

/// Bells to ring.
#[script_api(module = "bells", class = Bell, crate = glotta_core)]
impl BellsApi {
    /// Casts a bell.
    fn create(world: &mut World, pitch: i64) -> ObjectRef<Bell> {
        bell(&world.living, pitch)
    }

    /// Casts a bell, or not.
    fn maybe(world: &mut World, pitch: Option<i64>) -> Option<ObjectRef<Bell>> {
        pitch.map(|pitch| bell(&world.living, pitch))
    }

    /// Casts several bells.
    fn several(world: &mut World, pitches: Vec<i64>) -> Vec<ObjectRef<Bell>> {
        pitches.into_iter().map(|pitch| bell(&world.living, pitch)).collect()
    }

    /// The pitches of several bells.
    fn pitches(bells: Vec<ObjectRef<Bell>>) -> Vec<i64> {
        bells.iter().map(|bell| bell.pitch).collect()
    }

    /// How many bells there are.
    fn living(world: &mut World) -> i64 {
        world.living.load(Ordering::Relaxed)
    }

    /// Something of a class that no API has.
    fn stranger() -> Value {
        Value::Object(Object::new(Stranger))
    }

    /// How high it is.
    fn pitch(bell: &Bell) -> i64 {
        bell.pitch
    }

    /// Rings, and says how often it was rung in all.
    ///
    /// # Errors
    /// If it is told to ring less than once.
    fn ring(bell: &Bell, #[default(1)] times: i64, #[default(0)] pause: i64) -> Result<usize, ScriptError> {
        if times < 1 {
            return Err(ScriptError::argument(format!("a bell rings at least once, not {times} times")));
        }
        let mut rings = bell.rings.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
        rings.extend((0..times).map(|_| pause));
        Ok(rings.len())
    }

    /// How much higher it is than another one; than none if there is none.
    fn above(bell: &Bell, other: Option<&Bell>) -> i64 {
        bell.pitch - other.map_or(0, |other| other.pitch)
    }
}

struct HornsApi;

/// Horns.
#[script_api(module = "horns", class = Horn, crate = glotta_core)]
impl HornsApi {
    /// Makes a horn.
    fn create() -> ObjectRef<Horn> {
        ObjectRef::new(Horn)
    }

    /// How high it is.
    fn pitch(_horn: &Horn) -> i64 {
        -1
    }
}

/// The blocks that define bells and horns.
#[must_use]
pub fn modules() -> [&'static Module; 2] {
    [BellsApi::MODULE, HornsApi::MODULE]
}
