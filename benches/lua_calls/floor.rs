//! The floor: functions of the same signatures written by hand against Lua's C interface, with the checks that a
//! careful author makes. The world is in a global, so that finding it costs next to nothing.

#![allow(unsafe_code)] // what is measured is code by hand

use std::cell::Cell;
use std::ffi::{CStr, c_int, c_void};
use std::marker::PhantomData;
use std::ptr;

use bevy_ecs::entity::Entity;
use bevy_ecs::world::World;
use bevy_transform::components::Transform;
use glotta::core::ModuleId;
use glotta::prelude::Vec3;
use glotta_lua::{LuaLanguage, ffi};

thread_local! {
    static WORLD: Cell<*mut World> = const { Cell::new(ptr::null_mut()) };
}

/// Makes a world the one that the functions below work on, until it goes.
pub(crate) struct Installed<'w>(PhantomData<&'w mut World>);

impl<'w> Installed<'w> {
    pub(crate) fn new(world: *mut World) -> Self {
        WORLD.set(world);
        Self(PhantomData)
    }
}

impl Drop for Installed<'_> {
    fn drop(&mut self) {
        WORLD.set(ptr::null_mut());
    }
}

/// Puts the table `raw` with all functions into a module's globals.
pub(crate) fn register(lua: &LuaLanguage, module: ModuleId) {
    // SAFETY: the stack is left as high as it was; memory is not short, so nothing raises.
    let done = unsafe {
        lua.with_globals_of(module, |state| {
            let top = ffi::lua_gettop(state);
            ffi::lua_createtable(state, 0, 4);
            // The metatable of vectors is an upvalue of the functions that need it.
            ffi::lua_createtable(state, 0, 0);
            for (name, function) in [
                (c"nothing", nothing as ffi::lua_CFunction),
                (c"vector", vector),
                (c"get_position", get_position),
                (c"set_position", set_position),
            ] {
                ffi::lua_pushvalue(state, -1);
                ffi::lua_pushcclosure(state, function, 1);
                ffi::lua_setfield(state, -3, name.as_ptr());
            }
            ffi::lua_settop(state, -2);
            ffi::lua_setfield(state, top, c"raw".as_ptr());
        })
    };
    done.expect("the module is loaded");
}

unsafe extern "C-unwind" fn nothing(_: *mut ffi::lua_State) -> c_int {
    0
}

unsafe fn push_vector(state: *mut ffi::lua_State, value: Vec3) {
    // SAFETY: Lua's memory is as large as asked for, and aligned for any number.
    unsafe {
        ffi::lua_newuserdatauv(state, size_of::<Vec3>(), 0).cast::<Vec3>().write(value);
        ffi::lua_pushvalue(state, ffi::lua_upvalueindex(1));
        ffi::lua_setmetatable(state, -2);
    }
}

unsafe fn to_vector(state: *mut ffi::lua_State, index: c_int) -> Vec3 {
    // SAFETY: what has our metatable was made by `push_vector`.
    unsafe {
        let memory = ffi::lua_touserdata(state, index);
        if memory.is_null() || ffi::lua_getmetatable(state, index) == 0 {
            ffi::luaL_error(state, c"expected a vector".as_ptr());
        }
        if ffi::lua_rawequal(state, -1, ffi::lua_upvalueindex(1)) == 0 {
            ffi::luaL_error(state, c"expected a vector".as_ptr());
        }
        ffi::lua_settop(state, -2);
        *memory.cast::<Vec3>()
    }
}

unsafe fn to_entity(state: *mut ffi::lua_State, index: c_int) -> Entity {
    // SAFETY: a light userdata is a number in the shape of a pointer.
    unsafe {
        if ffi::lua_type(state, index) != ffi::LUA_TLIGHTUSERDATA {
            ffi::luaL_error(state, c"expected an entity".as_ptr());
        }
        let entity = Entity::try_from_bits(ffi::lua_touserdata(state, index) as u64);
        entity.unwrap_or_else(|| {
            ffi::luaL_error(state, c"no entity".as_ptr());
            Entity::PLACEHOLDER
        })
    }
}

unsafe extern "C-unwind" fn vector(state: *mut ffi::lua_State) -> c_int {
    // SAFETY: as for all functions here: Lua calls it, and nothing with a destructor is alive.
    unsafe {
        let [x, y, z] = [1, 2, 3].map(|index| ffi::luaL_checknumber(state, index) as f32);
        push_vector(state, Vec3::new(x, y, z));
    }
    1
}

unsafe extern "C-unwind" fn get_position(state: *mut ffi::lua_State) -> c_int {
    // SAFETY: `Installed` holds the world while Lua runs.
    unsafe {
        let entity = to_entity(state, 1);
        match (*WORLD.get()).get::<Transform>(entity) {
            Some(transform) => push_vector(state, transform.translation),
            None => ffi::lua_pushnil(state),
        }
    }
    1
}

unsafe extern "C-unwind" fn set_position(state: *mut ffi::lua_State) -> c_int {
    // SAFETY: `Installed` holds the world while Lua runs.
    unsafe {
        let entity = to_entity(state, 1);
        let position = to_vector(state, 2);
        if !position.is_finite() {
            ffi::luaL_error(state, c"not finite".as_ptr());
        }
        match (*WORLD.get()).get_mut::<Transform>(entity) {
            Some(mut transform) => transform.translation = position,
            None => {
                ffi::luaL_error(state, c"no Transform".as_ptr());
            }
        }
    }
    0
}

/// A script's function, called by hand.
pub(crate) struct Function<'l> {
    state: *mut ffi::lua_State,
    reference: c_int,
    language: PhantomData<&'l LuaLanguage>,
}

impl<'l> Function<'l> {
    pub(crate) fn take(lua: &'l LuaLanguage, module: ModuleId, name: &CStr) -> Self {
        // SAFETY: as in `register`. The state is kept for the measurement only, in which the language is not used.
        let (state, reference) = unsafe {
            lua.with_globals_of(module, |state| {
                ffi::lua_getfield(state, -1, name.as_ptr());
                (state, ffi::luaL_ref(state, ffi::LUA_REGISTRYINDEX))
            })
        }
        .expect("the module is loaded");
        Self { state, reference, language: PhantomData }
    }

    pub(crate) fn call(&self, entity: u64, dt: f64) {
        // SAFETY: the state is idle, and the function's error would be caught.
        unsafe {
            ffi::lua_rawgeti(self.state, ffi::LUA_REGISTRYINDEX, self.reference.into());
            ffi::lua_pushlightuserdata(self.state, entity as *mut c_void);
            ffi::lua_pushnumber(self.state, dt);
            if ffi::lua_pcall(self.state, 2, 0, 0) != ffi::LUA_OK {
                ffi::lua_settop(self.state, -2);
            }
        }
    }
}
