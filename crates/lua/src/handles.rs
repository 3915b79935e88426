//! Component handles in Lua: `t.translation`, `t.translation = v`, `pairs(t)`, `t()`.
//!
//! Each structure of a component type gets a metatable of its own, made when a script first holds a handle to it. In
//! it stands a table from the fields' names to their numbers, so a field is found by Lua's own look-up of an
//! interned string, and nothing on the Rust side is hashed or compared.

#![allow(unsafe_code)] // C functions for Lua

use std::cell::Cell;
use std::sync::Arc;

use glotta_core::{
    ComponentHandle, ComponentId, ComponentModel, FieldKey, Frame, Origin, ScriptError, listed,
};
use mlua_sys as ffi;

use crate::bind;
use crate::errors;
use crate::frame::{LuaFrame, Outcome};
use crate::push;
use crate::read;
use crate::stack::{Stack, upvalue};
use crate::userdata;
use crate::vm::{KnownComponent, Vm};

/// The model of a component that a script has held a handle to. It lives as long as the Vm, since models are never
/// removed.
fn known_model(vm: &Vm, id: ComponentId) -> Option<&ComponentModel> {
    let models = vm.models.borrow();
    let model = &models.get(&id.0)?.model;
    // SAFETY: the Arc stays in the map, unchanged, until the Vm is dropped, so the model outlives the borrow of the
    // Vm that the result is tied to.
    Some(unsafe { &*Arc::as_ptr(model) })
}

/// The registry's slot of a structure's metatable; `None` if it was not made yet.
fn metatable(vm: &Vm, handle: ComponentHandle) -> Option<i32> {
    let models = vm.models.borrow();
    let slot = models.get(&handle.component.0)?.metatables.get(handle.node as usize)?.get();
    (slot != 0).then_some(slot)
}

/// Pushes a handle.
///
/// # Safety
/// May raise: see [`Stack`].
pub(crate) unsafe fn push(stack: Stack, vm: &Vm, handle: ComponentHandle) {
    // SAFETY: the caller's promise.
    unsafe {
        let slot = match metatable(vm, handle) {
            Some(slot) => slot,
            None => make_metatable(stack, vm, handle),
        };
        userdata::push_plain(stack, handle, slot);
    }
}

/// Asks the host for a model and keeps it.
fn learn_model(stack: Stack, vm: &Vm, handle: ComponentHandle) -> Outcome {
    let mut frame = LuaFrame::new(stack, vm, 1);
    bind::attempt(&mut frame, "the model of a component", |_, host| {
        if known_model(vm, handle.component).is_none() {
            let model = host.component_model(handle.component)?;
            let metatables = vec![Cell::new(0); model.nodes.len()];
            // Never in place of another: `known_model` lends what is in there.
            vm.models.borrow_mut().entry(handle.component.0).or_insert(KnownComponent { model, metatables });
        }
        match known_model(vm, handle.component).and_then(|model| model.nodes.get(handle.node as usize)) {
            Some(_) => Ok(()),
            None => {
                Err(ScriptError::host("the handle refers to a structure that its component does not have"))
            }
        }
    });
    frame.outcome
}

#[cold]
unsafe fn make_metatable(stack: Stack, vm: &Vm, handle: ComponentHandle) -> i32 {
    // SAFETY: as for `push`; the loop's iterator only borrows.
    unsafe {
        if let Outcome::Failed = learn_model(stack, vm, handle) {
            errors::raise(stack, vm);
        }
        let Some(model) = known_model(vm, handle.component) else { return 0 };
        stack.need(6);
        stack.push_table(0, 8);
        stack.push_table(0, 8);
        for (key, field) in model.fields_of(handle.node) {
            stack.push_integer(key.pack(field.node));
            stack.set_name(-2, &field.name);
        }
        stack.push_copy(-1);
        stack.push_closure(index, 1);
        stack.set_name(-3, "__index");
        stack.push_closure(new_index, 1);
        stack.set_name(-2, "__newindex");
        stack.set_native(-1, "__pairs", pairs);
        stack.set_native(-1, "__call", copy);
        stack.set_native(-1, "__eq", equal);
        stack.set_native(-1, "__tostring", to_string);
        stack.set_native(-1, "__concat", errors::concat);
        stack.push_str(&model.name);
        stack.set_name(-2, "__name");
        stack.push_boolean(false);
        stack.set_name(-2, "__metatable");
        let slot = stack.reference();
        note_metatable(vm, handle, slot);
        slot
    }
}

fn note_metatable(vm: &Vm, handle: ComponentHandle, slot: i32) {
    if let Some(component) = vm.models.borrow().get(&handle.component.0)
        && let Some(known) = component.metatables.get(handle.node as usize)
    {
        known.set(slot);
    }
}

/// The field that the key at index 2 names, from the table in the running function's upvalue.
#[inline]
fn named_field(stack: Stack) -> Option<i64> {
    stack.push_copy(2);
    stack.raw_get(upvalue(1));
    let packed = (stack.kind(-1) == ffi::LUA_TNUMBER).then(|| stack.integer(-1));
    stack.pop(1);
    packed
}

/// Pushes a field's value: a handle for a structure, else what the host says.
#[inline]
unsafe fn push_field(stack: Stack, vm: &Vm, handle: ComponentHandle, packed: i64) {
    let (field, node) = FieldKey::unpack(handle.component, packed);
    // SAFETY: as for `push`.
    unsafe {
        if let Some(node) = node {
            push(stack, vm, ComponentHandle { node, ..handle });
            return;
        }
        let mut frame = LuaFrame::new(stack, vm, 1);
        bind::attempt(&mut frame, "reading a field", |frame, host| host.field(handle.entity, field, frame));
        let origin = Origin { entity: handle.entity, field };
        match frame.outcome {
            Outcome::Vec2(value) => userdata::push_vector_of(stack, vm, value, origin),
            Outcome::Vec3(value) => userdata::push_vector_of(stack, vm, value, origin),
            Outcome::Quat(value) => userdata::push_vector_of(stack, vm, value, origin),
            _ => {
                push::outcome(stack, vm, &frame.outcome, 1);
            }
        }
    }
}

/// `handle.field`.
unsafe extern "C-unwind" fn index(state: *mut ffi::lua_State) -> i32 {
    let stack = Stack(state);
    let vm = Vm::of(stack);
    // SAFETY: no destructors in this frame.
    unsafe {
        if let (Some(packed), Some(handle)) = (named_field(stack), userdata::plain(stack, 1)) {
            push_field(stack, vm, handle, packed);
            return 1;
        }
        bind::respond(stack, 1, |vm, _, _| Err(unknown_field(stack, vm)))
    }
}

/// `handle.field = value`.
unsafe extern "C-unwind" fn new_index(state: *mut ffi::lua_State) -> i32 {
    let stack = Stack(state);
    let vm = Vm::of(stack);
    // SAFETY: no destructors in this frame.
    unsafe {
        let (Some(packed), Some(handle)) = (named_field(stack), userdata::plain::<ComponentHandle>(stack, 1))
        else {
            return bind::respond(stack, 0, |vm, _, _| Err(unknown_field(stack, vm)));
        };
        let (field, _) = FieldKey::unpack(handle.component, packed);
        let mut frame = LuaFrame::new(stack, vm, 3);
        bind::attempt(&mut frame, "writing a field", |frame, host| {
            host.set_field(handle.entity, field, frame, 0)
        });
        push::outcome(stack, vm, &frame.outcome, 0)
    }
}

#[cold]
fn unknown_field(stack: Stack, vm: &Vm) -> ScriptError {
    let handle = match read::handle(stack, 1) {
        Ok(handle) => handle,
        Err(error) => return error,
    };
    let Some(model) = known_model(vm, handle.component) else {
        return ScriptError::host("the component's model is gone");
    };
    let Some(name) = stack.bytes(2).map(String::from_utf8_lossy) else {
        // Who counts the fields of a tuple cannot guess what they are called here.
        let structure = model.structure_name(handle.node);
        let names: Vec<&str> = model.fields_of(handle.node).map(|(_, field)| field.name.as_str()).collect();
        let expected = match names.as_slice() {
            [] => format!("the name of a field of {structure}"),
            names => format!("the name of a field of {structure} ({})", listed(names)),
        };
        return ScriptError::type_mismatch(&expected, &read::describe(stack, vm, 2));
    };
    model.unknown_field(handle.node, &name)
}

/// `pairs(handle)`: the fields in the order of the model.
unsafe extern "C-unwind" fn pairs(state: *mut ffi::lua_State) -> i32 {
    let stack = Stack(state);
    stack.push_native(next_field);
    stack.push_copy(1);
    stack.push_nil();
    3
}

/// The field after the one named by argument 2, with its value.
unsafe extern "C-unwind" fn next_field(state: *mut ffi::lua_State) -> i32 {
    let stack = Stack(state);
    let vm = Vm::of(stack);
    // SAFETY: no destructors in this frame; names and models are borrowed from the Vm.
    unsafe {
        let Some(handle) = userdata::plain::<ComponentHandle>(stack, 1) else {
            return bind::respond(stack, 1, |_, _, _| Err(read::handle(stack, 1).err().unwrap_or_else(gone)));
        };
        match field_after(vm, handle, stack.bytes(2)) {
            None => {
                stack.push_nil();
                1
            }
            Some((name, packed)) => {
                stack.push_str(name);
                push_field(stack, vm, handle, packed);
                2
            }
        }
    }
}

fn gone() -> ScriptError {
    ScriptError::not_found("the handle is gone")
}

fn field_after<'a>(vm: &'a Vm, handle: ComponentHandle, name: Option<&[u8]>) -> Option<(&'a str, i64)> {
    let model = known_model(vm, handle.component)?;
    let mut fields = model.fields_of(handle.node);
    if let Some(name) = name {
        fields.find(|(_, field)| field.name.as_bytes() == name)?;
    }
    fields.next().map(|(key, field)| (field.name.as_str(), key.pack(field.node)))
}

/// `handle()`: a copy of what it refers to, as a table.
unsafe extern "C-unwind" fn copy(state: *mut ffi::lua_State) -> i32 {
    let stack = Stack(state);
    // SAFETY: no destructors in this frame.
    unsafe {
        bind::respond(stack, 1, |_, frame, host| {
            let value = host.component_value(read::handle(stack, 1)?)?;
            frame.return_value(value)
        })
    }
}

unsafe extern "C-unwind" fn equal(state: *mut ffi::lua_State) -> i32 {
    let stack = Stack(state);
    let first = userdata::plain::<ComponentHandle>(stack, 1);
    stack.push_boolean(first.is_some() && first == userdata::plain(stack, 2));
    1
}

/// `tostring(handle)`: `Transform of 12v0`.
unsafe extern "C-unwind" fn to_string(state: *mut ffi::lua_State) -> i32 {
    let stack = Stack(state);
    // SAFETY: no destructors in this frame.
    unsafe {
        bind::respond(stack, 1, |vm, frame, _| {
            let handle = read::handle(stack, 1)?;
            let model = known_model(vm, handle.component).ok_or_else(gone)?;
            let structure = model.structure_name(handle.node);
            frame.return_str(&format!("{structure} of {}", handle.entity))
        })
    }
}
