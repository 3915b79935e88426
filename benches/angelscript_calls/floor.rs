//! The floor: what `floor.cpp` does by hand, with the world in a global, so that finding it costs next to nothing.

#![allow(unsafe_code)] // what is measured is code by hand

use std::cell::Cell;
use std::ffi::{CStr, c_char};
use std::marker::PhantomData;
use std::ptr;

use bevy_ecs::entity::Entity;
use bevy_ecs::world::World;
use bevy_transform::components::Transform;
use glotta::prelude::Vec3;
use glotta_angelscript::{AngelScriptLanguage, ffi};

thread_local! {
    static WORLD: Cell<*mut World> = const { Cell::new(ptr::null_mut()) };
}

/// A vector as scripts hold it.
#[repr(C)]
struct Vector([f32; 3]);

unsafe extern "C" {
    fn floor_register(engine: *mut ffi::Engine) -> bool;
    fn floor_find(engine: *mut ffi::Engine, name: *const c_char) -> *mut ffi::Function;
    fn floor_context(engine: *mut ffi::Engine) -> *mut ffi::Context;
    fn floor_end(context: *mut ffi::Context);
    fn floor_update(context: *mut ffi::Context, function: *mut ffi::Function, entity: u64, dt: f64) -> bool;
}

/// Puts the functions where scripts find them, as `raw::…`.
pub(crate) fn register(angelscript: &AngelScriptLanguage) {
    // SAFETY: it registers names that nobody else has, and leaves the namespace as it found it.
    let made = unsafe { angelscript.with_engine(|engine| floor_register(engine)) };
    assert!(made.expect("it was started"), "AngelScript refuses a function by hand");
}

/// The functions work on a world for as long as this lives.
pub(crate) struct Installed;

impl Installed {
    pub(crate) fn new(world: *mut World) -> Self {
        WORLD.set(world);
        Self
    }
}

impl Drop for Installed {
    fn drop(&mut self) {
        WORLD.set(ptr::null_mut());
    }
}

#[unsafe(no_mangle)]
unsafe extern "C" fn floor_position(entity: u64, position: *mut Vector) -> bool {
    let Some(entity) = Entity::try_from_bits(entity) else { return false };
    // SAFETY: `Installed` holds the world while scripts run.
    match unsafe { &*WORLD.get() }.get::<Transform>(entity) {
        Some(transform) => {
            // SAFETY: the caller has a place for it.
            unsafe { (*position).0 = transform.translation.to_array() };
            true
        }
        None => false,
    }
}

#[unsafe(no_mangle)]
unsafe extern "C" fn floor_place(entity: u64, position: *const Vector) -> *const c_char {
    // SAFETY: the caller has a vector there.
    let position = Vec3::from_array(unsafe { (*position).0 });
    if !position.is_finite() {
        return c"not finite".as_ptr();
    }
    let Some(entity) = Entity::try_from_bits(entity) else { return c"no entity".as_ptr() };
    // SAFETY: `Installed` holds the world while scripts run.
    match unsafe { &mut *WORLD.get() }.get_mut::<Transform>(entity) {
        Some(mut transform) => {
            transform.translation = position;
            ptr::null()
        }
        None => c"no Transform".as_ptr(),
    }
}

/// A script's function, called by hand.
pub(crate) struct Function<'l> {
    context: *mut ffi::Context,
    function: *mut ffi::Function,
    language: PhantomData<&'l AngelScriptLanguage>,
}

impl<'l> Function<'l> {
    /// That of the script that was loaded last.
    pub(crate) fn take(angelscript: &'l AngelScriptLanguage, name: &CStr) -> Self {
        // SAFETY: it looks something up. The context is kept for the measurement, in which the language is not used.
        let (context, function) = unsafe {
            angelscript.with_engine(|engine| (floor_context(engine), floor_find(engine, name.as_ptr())))
        }
        .expect("it was started");
        assert!(!context.is_null() && !function.is_null(), "{name:?} is in the script");
        Self { context, function, language: PhantomData }
    }

    pub(crate) fn call(&self, entity: u64, dt: f64) {
        // SAFETY: the context is idle, and the function takes an entity and a number.
        assert!(unsafe { floor_update(self.context, self.function, entity, dt) }, "it ends");
    }
}

impl Drop for Function<'_> {
    fn drop(&mut self) {
        // SAFETY: nothing runs in it, and the engine is alive.
        unsafe { floor_end(self.context) };
    }
}
