//! The type of a structure to scripts: its fields as properties, and what all handles can do.

#![allow(unsafe_code)] // reads and writes the library's stack

use glotta_angelscript_sys as sys;
use glotta_core::{ErrorKind, ScriptError, Value};

use super::dynamic::{self, NAME as COMPONENT, ScriptComponent};
use super::layout::{self, Holds, Lanes, Shape};
use super::names::Members;
use super::object::Head;
use super::one::{Held, One};
use super::{fields, scalars};
use crate::native::{Call, Owned};
use crate::registry::Registry;
use crate::types::Tag;
use crate::value::ScriptValue;
use crate::vectors::text::{self, Texted};
use crate::vectors::{ScriptQuat, ScriptVec2, ScriptVec3, ScriptVector};
use crate::vm::Vm;

/// A handle to a structure, whichever type it has to the script.
pub(super) struct Structure;

impl Texted for Structure {
    unsafe fn text(_: &Vm, object: *const u8) -> Result<String, ScriptError> {
        // SAFETY: the caller's promise.
        Ok(display(unsafe { &*object.cast::<Head>() }))
    }
}

/// `Transform of 12v0`.
pub(super) fn display(head: &Head) -> String {
    let root = head.root();
    let model = root.known().model.borrow();
    format!("{} of {}", model.structure_name(head.node), root.entity())
}

/// The structure that a method was called on.
///
/// # Safety
/// The call is of a method of a structure's type.
unsafe fn this<'a>(call: &Call<'_>) -> &'a Head {
    // SAFETY: the caller's promise; the library holds the object for the call.
    unsafe { &*call.object::<Head>() }
}

/// The structure that the first argument is.
///
/// # Safety
/// It is declared as a reference to a structure.
unsafe fn other<'a>(call: &Call<'_>) -> &'a Head {
    // SAFETY: the caller's promise; a reference stands on the stack as a pointer, and what it leads to is held.
    unsafe { &*call.arguments().cast::<*const Head>().read_unaligned() }
}

/// Tells the library of a structure's type, with that name. The types of what is nested in it are there
/// already: `named` gives their names and those of enumerations.
///
/// # Errors
/// [`glotta_core::ErrorKind::Host`] if the library refuses a declaration.
pub(super) fn register(
    registry: Registry<'_>,
    name: &str,
    shape: &Shape,
    mut named: impl FnMut(&Holds) -> String,
) -> Result<(), ScriptError> {
    registry.object_type(name, Tag::Typed, 0, sys::OBJ_REF)?;
    fields::counting(registry, name)?;
    let mut members = Members::default();
    for member in &shape.members {
        let Some(property) = members.name(&member.name) else { continue };
        let field = member.field;
        match &member.holds {
            Holds::Vector(lanes, offset) => {
                let ty = match lanes {
                    Lanes::Vec2 => ScriptVec2::FIELD,
                    Lanes::Vec3 => ScriptVec3::FIELD,
                    Lanes::Quat => ScriptQuat::FIELD,
                };
                registry.property(name, &format!("{ty} {property}"), *offset as usize)?;
            }
            Holds::Structure(_, offset) => {
                let ty = named(&member.holds);
                registry.property(name, &format!("{ty} {property}"), *offset as usize)?;
            }
            Holds::Choice(layout::Choice { variants, .. }) => {
                let ty = named(&member.holds);
                scalars::Choice::register(registry, name, &property, field, (&ty, variants))?;
            }
            Holds::Bool => scalars::Truth::register(registry, name, &property, field)?,
            Holds::Int => scalars::Whole::register(registry, name, &property, field)?,
            Holds::Float => scalars::Number::register(registry, name, &property, field)?,
            Holds::Text => scalars::Text::register(registry, name, &property, field)?,
            Holds::Entity => scalars::Being::register(registry, name, &property, field)?,
            Holds::Asset => scalars::Thing::register(registry, name, &property, field)?,
            Holds::Any => scalars::Anything::register(registry, name, &property, field)?,
        }
    }
    methods(registry, name, &members)?;
    conversions(registry, name)?;
    // Strings take it as a `Component`: a method of theirs for each of the game's types would be too many.
    text::of_its_own::<Structure>(registry, name)
}

/// What every structure can do.
fn methods(registry: Registry<'_>, name: &str, members: &Members) -> Result<(), ScriptError> {
    registry.method(
        name,
        &format!("bool opEquals(const {name} &in) const"),
        |_: &Vm, call: &mut Call<'_>| {
            // SAFETY: declared so above.
            unsafe {
                let equal = this(call).handle() == other(call).handle();
                call.give(equal);
            }
            Ok(())
        },
    )?;
    registry.method(
        name,
        &format!("{name} &opAssign(const {name} &in)"),
        |vm: &Vm, call: &mut Call<'_>| {
            // SAFETY: declared so above.
            unsafe {
                let handle = other(call).handle();
                let value = vm.with_host(|host| host.component_value(handle))?;
                assign(vm, call, value)
            }
        },
    )?;
    registry.method(
        name,
        &format!("{name} &opAssign(const Value &in)"),
        |vm: &Vm, call: &mut Call<'_>| {
            // SAFETY: declared so above.
            unsafe {
                let value = call.next::<&ScriptValue>().to_value();
                assign(vm, call, value)
            }
        },
    )?;
    for method in ["opCall", "value"] {
        if members.has(method) {
            continue;
        }
        registry.method(name, &format!("Value {method}() const"), |vm: &Vm, call: &mut Call<'_>| {
            // SAFETY: declared so above.
            unsafe {
                let handle = this(call).handle();
                let value = vm.with_host(|host| host.component_value(handle))?;
                call.give(ScriptValue::new(value)?);
            }
            Ok(())
        })?;
    }
    if members.has("fields") {
        return Ok(());
    }
    registry.method(name, "array<string>@ fields() const", |vm: &Vm, call: &mut Call<'_>| {
        // SAFETY: declared so above.
        unsafe {
            let head = this(call);
            let model = head.root().known().model.borrow().clone();
            call.give(Owned(Some(dynamic::field_names(vm, &model, head.node)?)));
        }
        Ok(())
    })
}

/// Writes a structure as a whole, and gives a reference to it.
///
/// # Safety
/// The call is of a method of a structure's type that is declared with such a result.
unsafe fn assign(vm: &Vm, call: &Call<'_>, value: Value) -> Result<(), ScriptError> {
    // SAFETY: the caller's promise.
    let head = unsafe { this(call) };
    let Some((entity, key)) = head.own_field() else {
        let name = head.root().known().model.borrow().name.clone();
        return Err(ScriptError::new(
            ErrorKind::Type,
            format!(
                "{name} is a component: `@t = …` lets a variable hold another one, and what is in it is assigned \
                 field by field, or by `component::set`"
            ),
        ));
    };
    let frame = One(Held::Other(value));
    vm.with_host(|host| host.set_field(entity, key, &frame, 0))?;
    // SAFETY: the result is declared as a reference.
    unsafe { call.result().cast::<*const Head>().write_unaligned(head) };
    Ok(())
}

/// From a structure's type to `Component`; the way back is [`dynamic`]'s.
fn conversions(registry: Registry<'_>, name: &str) -> Result<(), ScriptError> {
    let up = |_: &Vm, call: &mut Call<'_>| {
        // SAFETY: declared so below.
        unsafe {
            let handle = this(call).handle();
            call.give(Owned(Some(ScriptComponent::make(handle)?)));
        }
        Ok(())
    };
    registry.method(name, &format!("{COMPONENT}@ opImplCast()"), up)?;
    registry.method(name, &format!("const {COMPONENT}@ opImplCast() const"), up)
}
