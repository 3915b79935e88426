//! Component handles in Lua: `t.translation`, `t.translation = v`, `pairs(t)`, `t()`.
//!
//! Each structure of a component type gets a metatable of its own, made when a script first holds a handle to it. In
//! it stands a table from the fields' names to their numbers, so a field is found by Lua's own look-up of an
//! interned string, and nothing on the Rust side is hashed or compared. What is not found there, or cannot be reached, is
//! looked for once more if the host has another model of the component by now.

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

/// The model of a component that a script has held a handle to, the last that the host was asked for. It lives as long as
/// the Vm, since models are never removed.
fn known_model(vm: &Vm, id: ComponentId) -> Option<&ComponentModel> {
    let models = vm.models.borrow();
    let model = models.get(&id.0)?.models.last()?;
    // SAFETY: the Arc stays in its list, unchanged, until the Vm is dropped, so the model outlives the borrow of the
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
            let known = KnownComponent { models: vec![model], shown: Cell::new(1), metatables };
            vm.models.borrow_mut().entry(handle.component.0).or_insert(known);
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

/// Asks the host again for a model, and keeps it if it is another. Whether the metatables show an older one; then an error
/// that is parked is forgotten, since what failed is tried again.
fn is_outdated(stack: Stack, vm: &Vm, handle: ComponentHandle) -> bool {
    let mut is_outdated = false;
    let mut frame = LuaFrame::new(stack, vm, 1);
    bind::attempt(&mut frame, "the model of a component", |_, host| {
        // A model that is gone is no news: the caller has an error to tell.
        let Ok(model) = host.component_model(handle.component) else { return Ok(()) };
        if let Some(known) = vm.models.borrow_mut().get_mut(&handle.component.0) {
            if known.models.last().is_none_or(|last| !Arc::ptr_eq(last, &model)) {
                known.models.push(model);
            }
            is_outdated = known.shown.get() < known.models.len();
        }
        Ok(())
    });
    if is_outdated {
        drop(vm.unpark());
    }
    is_outdated
}

/// Has the metatables of a handle's component show the fields that it has by now; false if they do already.
///
/// # Safety
/// May raise: see [`Stack`].
#[cold]
unsafe fn renew(stack: Stack, vm: &Vm, handle: ComponentHandle) -> bool {
    if !is_outdated(stack, vm, handle) {
        return false;
    }
    let Some(model) = known_model(vm, handle.component) else { return false };
    // SAFETY: the caller's promise; the loops only borrow.
    unsafe {
        stack.need(6);
        for node in (0..).take(model.nodes.len()) {
            let Some(slot) = metatable(vm, ComponentHandle { node, ..handle }) else { continue };
            stack.raw_get_i(ffi::LUA_REGISTRYINDEX, slot.into());
            stack.raw_get_i(-1, FIELDS);
            stack.push_nil();
            while stack.next(-2) {
                stack.pop(1);
                // A name may be taken away while the walk is at it.
                stack.push_copy(-1);
                stack.push_nil();
                stack.raw_set(-4);
            }
            set_fields(stack, model, node);
            stack.pop(2);
        }
    }
    if let Some(known) = vm.models.borrow().get(&handle.component.0) {
        known.shown.set(known.models.len());
    }
    true
}

/// The place of a metatable where the table of its fields stands.
const FIELDS: i64 = 1;

/// Writes the numbers of a structure's fields to the table on top.
///
/// # Safety
/// May raise: see [`Stack`].
unsafe fn set_fields(stack: Stack, model: &ComponentModel, node: u32) {
    for (key, field) in model.fields_of(node) {
        stack.push_integer(key.pack(field.node));
        // SAFETY: the caller's promise.
        unsafe { stack.set_name(-2, &field.name) };
    }
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
        set_fields(stack, model, handle.node);
        stack.push_copy(-1);
        stack.raw_set_i(-3, FIELDS);
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

/// Pushes a field's value: a handle for a structure, else what the host says. False if that is an error, which is parked.
#[inline]
unsafe fn push_field(stack: Stack, vm: &Vm, handle: ComponentHandle, packed: i64) -> bool {
    let (field, node) = FieldKey::unpack(handle.component, packed);
    // SAFETY: as for `push`.
    unsafe {
        if let Some(node) = node {
            push(stack, vm, ComponentHandle { node, ..handle });
            return true;
        }
        let mut frame = LuaFrame::new(stack, vm, 1);
        bind::attempt(&mut frame, "reading a field", |frame, host| host.field(handle.entity, field, frame));
        let origin = Origin { entity: handle.entity, field };
        match frame.outcome {
            Outcome::Vec2(value) => userdata::push_vector_of(stack, vm, value, origin),
            Outcome::Vec3(value) => userdata::push_vector_of(stack, vm, value, origin),
            Outcome::Quat(value) => userdata::push_vector_of(stack, vm, value, origin),
            Outcome::Failed => return false,
            _ => {
                push::outcome(stack, vm, &frame.outcome, 1);
            }
        }
    }
    true
}

/// `handle.field`.
unsafe extern "C-unwind" fn index(state: *mut ffi::lua_State) -> i32 {
    let stack = Stack(state);
    let vm = Vm::of(stack);
    // SAFETY: no destructors in this frame.
    unsafe {
        if let Some(handle) = userdata::plain(stack, 1) {
            for is_renewed in [false, true] {
                let field = named_field(stack);
                if let Some(packed) = field
                    && push_field(stack, vm, handle, packed)
                {
                    return 1;
                }
                if is_renewed || !renew(stack, vm, handle) {
                    match field {
                        Some(_) => errors::raise(stack, vm),
                        None => break,
                    }
                }
            }
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
        if let Some(handle) = userdata::plain(stack, 1) {
            for is_renewed in [false, true] {
                let field = named_field(stack);
                if let Some(packed) = field
                    && write_field(stack, vm, handle, packed)
                {
                    return 0;
                }
                if is_renewed || !renew(stack, vm, handle) {
                    match field {
                        Some(_) => errors::raise(stack, vm),
                        None => break,
                    }
                }
            }
        }
        bind::respond(stack, 0, |vm, _, _| Err(unknown_field(stack, vm)))
    }
}

/// Writes the argument 3 to a field. False if that failed; then the error is parked.
#[inline]
fn write_field(stack: Stack, vm: &Vm, handle: ComponentHandle, packed: i64) -> bool {
    let (field, _) = FieldKey::unpack(handle.component, packed);
    let mut frame = LuaFrame::new(stack, vm, 3);
    bind::attempt(&mut frame, "writing a field", |frame, host| {
        host.set_field(handle.entity, field, frame, 0)
    });
    !matches!(frame.outcome, Outcome::Failed)
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
    if let Some(handle) = userdata::plain(stack, 1) {
        // SAFETY: no destructors in this frame.
        unsafe { renew(stack, Vm::of(stack), handle) };
    }
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
                if !push_field(stack, vm, handle, packed) {
                    errors::raise(stack, vm);
                }
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
