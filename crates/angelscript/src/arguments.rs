//! The host's arguments as those of a script's function, and its result as a value.

#![allow(unsafe_code)] // fills the library's arguments

use std::ffi::c_void;
use std::mem::MaybeUninit;
use std::ptr;

use glotta_angelscript_sys as sys;
use glotta_core::{Arg, ComponentHandle, ErrorKind, ScriptError, Value};

use crate::components;
use crate::entity::ScriptEntity;
use crate::native::Any;
use crate::push;
use crate::read;
use crate::types::{Kind, Tag};
use crate::vm::Vm;

/// A parameter of a script's function.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Parameter {
    type_id: i32,
    kind: Kind,
    /// Whether it takes a reference.
    reference: bool,
}

/// The result of a script's function.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Returns {
    type_id: i32,
    reference: bool,
}

impl Returns {
    /// Whether the context keeps nothing of the result.
    #[inline]
    pub(crate) fn is_plain(self) -> bool {
        self.type_id & (sys::TYPEID_MASK_OBJECT | sys::TYPEID_OBJHANDLE) == 0
    }
}

/// What a function takes and gives.
pub(crate) fn signature(vm: &Vm, function: *mut sys::Function) -> (Box<[Parameter]>, Returns) {
    // SAFETY: the function is alive; the answers are checked.
    unsafe {
        let count = sys::glas_function_parameter_count(function);
        let parameter = |index| {
            let (mut type_id, mut flags) = (0, 0);
            sys::glas_function_parameter(
                function,
                index,
                &raw mut type_id,
                &raw mut flags,
                ptr::null_mut(),
                ptr::null_mut(),
            );
            Parameter { type_id, kind: vm.kind(type_id), reference: flags & sys::TM_INOUTREF != 0 }
        };
        let parameters = (0..count).map(parameter).collect();
        let mut flags = 0;
        let type_id = sys::glas_function_return_type_id(function, &raw mut flags);
        (parameters, Returns { type_id, reference: flags & sys::TM_INOUTREF != 0 })
    }
}

/// How many arguments are made without the heap.
const FEW: usize = 4;

/// The largest object of ours, in bytes.
const ROOM: usize = 64;

/// Room for a value while a call uses it.
#[repr(C, align(16))]
struct Room {
    bytes: MaybeUninit<[u8; ROOM]>,
    /// What is in it and must be dropped; 0 for nothing.
    type_id: i32,
}

impl Room {
    const fn new() -> Self {
        Self { bytes: MaybeUninit::uninit(), type_id: 0 }
    }

    fn place(&mut self) -> *mut u8 {
        self.bytes.as_mut_ptr().cast()
    }
}

/// Arguments while a call uses them.
struct Made<'v> {
    vm: &'v Vm,
    few: [Room; FEW],
    more: Vec<Room>,
    /// Whether something in them may have to be dropped. What every frame passes has not.
    any: bool,
}

impl Drop for Made<'_> {
    #[inline]
    fn drop(&mut self) {
        if self.any {
            self.end();
        }
    }
}

impl Made<'_> {
    #[cold]
    fn end(&mut self) {
        for room in self.few.iter_mut().chain(&mut self.more) {
            if room.type_id != 0 {
                // SAFETY: a value of that type was written there, and the call has ended.
                unsafe { push::drop_place(self.vm, room.type_id, room.place()) };
            }
        }
    }
}

/// Calls `body` with the library's form of `arguments`; a script's function may take fewer than it is given.
///
/// # Errors
/// [`ErrorKind::Argument`] if one does not fit its parameter or there are too few; else what `body` gives.
#[inline]
pub(crate) fn with<R>(
    vm: &Vm,
    name: &dyn Fn() -> String,
    parameters: &[Parameter],
    arguments: &[Arg<'_>],
    body: impl FnOnce(&[sys::Argument]) -> Result<R, ScriptError>,
) -> Result<R, ScriptError> {
    if parameters.len() > arguments.len() {
        return Err(too_few(name(), parameters.len(), arguments.len()));
    }
    let mut made = Made { vm, few: [const { Room::new() }; FEW], more: Vec::new(), any: false };
    let nothing = sys::Argument { kind: sys::ARGUMENT_DWORD, value: sys::ArgumentValue { qword: 0 } };
    let wrong = |error: ScriptError, index: usize| wrong_argument(error, &name(), index);
    if parameters.len() <= FEW {
        let mut few = [nothing; FEW];
        for (index, parameter) in parameters.iter().enumerate() {
            let (argument, room) = (&arguments[index], &mut made.few[index]);
            if !make(*parameter, argument, room, &mut few[index]) {
                made.any = true;
                few[index] = make_any(vm, *parameter, argument, room).map_err(|error| wrong(error, index))?;
            }
        }
        return body(&few[..parameters.len()]);
    }
    made.any = true;
    made.more.resize_with(parameters.len(), Room::new);
    let mut many = vec![nothing; parameters.len()];
    for (index, parameter) in parameters.iter().enumerate() {
        let (argument, room) = (&arguments[index], &mut made.more[index]);
        if !make(*parameter, argument, room, &mut many[index]) {
            many[index] = make_any(vm, *parameter, argument, room).map_err(|error| wrong(error, index))?;
        }
    }
    body(&many)
}

#[cold]
fn too_few(name: String, wanted: usize, given: usize) -> ScriptError {
    ScriptError::argument(format!(
        "{name} has {wanted} parameters, but is called with {given} arguments: take the others away"
    ))
}

#[cold]
fn wrong_argument(error: ScriptError, name: &str, index: usize) -> ScriptError {
    let kind = if error.kind() == ErrorKind::Type { ErrorKind::Argument } else { error.kind() };
    error.within(format_args!("{name}: argument {}", index + 1)).with_kind(kind)
}

/// Makes what every frame passes, which needs no end, in its place; false for all else.
#[inline]
fn make(parameter: Parameter, argument: &Arg<'_>, room: &mut Room, made: &mut sys::Argument) -> bool {
    match (argument, parameter.kind, parameter.reference) {
        (Arg::Float(value), Kind::Double, false) => {
            made.kind = sys::ARGUMENT_DOUBLE;
            made.value = sys::ArgumentValue { wide: *value };
        }
        (Arg::Float(value), Kind::Float, false) => {
            made.kind = sys::ARGUMENT_FLOAT;
            made.value = sys::ArgumentValue { single: *value as f32 };
        }
        (Arg::Entity(entity), Kind::Ours(Tag::Entity), false) => {
            made.kind = sys::ARGUMENT_PLAIN;
            made.value = sys::ArgumentValue { qword: ScriptEntity::new(*entity).bytes() };
        }
        (Arg::Entity(entity), Kind::Ours(Tag::Entity), true) => {
            // SAFETY: the room is large enough and aligned; an entity needs no end.
            unsafe { room.place().cast::<ScriptEntity>().write(ScriptEntity::new(*entity)) };
            made.kind = sys::ARGUMENT_ADDRESS;
            made.value = sys::ArgumentValue { pointer: room.place().cast() };
        }
        _ => return false,
    }
    true
}

#[cold]
fn make_any(
    vm: &Vm,
    parameter: Parameter,
    argument: &Arg<'_>,
    room: &mut Room,
) -> Result<sys::Argument, ScriptError> {
    let owned;
    let value = match argument {
        Arg::Component(handle) => return make_component(vm, parameter, *handle, room),
        Arg::Value(value) => *value,
        other => {
            owned = other.to_value();
            &owned
        }
    };
    // SAFETY: the room is large enough for every type of ours and aligned; what is written is dropped after the call.
    unsafe { push::place(vm, parameter.type_id, value, room.place())? };
    Ok(made(parameter, room))
}

/// A handle to a component, of the type that the parameter has; a copy of the component for who takes any value.
fn make_component(
    vm: &Vm,
    parameter: Parameter,
    handle: ComponentHandle,
    room: &mut Room,
) -> Result<sys::Argument, ScriptError> {
    // SAFETY: the room is large enough for every type of ours and aligned; what is written is dropped after the call.
    unsafe {
        if !components::place(vm, parameter.type_id, handle, room.place())? {
            let value = vm.with_host(|host| host.component_value(handle))?;
            push::place(vm, parameter.type_id, &value, room.place())?;
        }
    }
    Ok(made(parameter, room))
}

/// What was written to a room, as the library takes it.
fn made(parameter: Parameter, room: &mut Room) -> sys::Argument {
    room.type_id = parameter.type_id;
    let place = room.place();
    let object: *mut c_void = match parameter.kind {
        // SAFETY: of a type that scripts hold by handle, the pointer to the object was written there.
        Kind::Ours(tag) if tag.is_held() => unsafe { place.cast::<*mut c_void>().read() },
        _ => place.cast(),
    };
    if parameter.reference {
        let value = sys::ArgumentValue { pointer: object };
        return sys::Argument { kind: sys::ARGUMENT_ADDRESS, value };
    }
    // SAFETY: a value of the parameter's kind was written there.
    let (kind, value) = unsafe {
        match parameter.kind {
            Kind::Bool | Kind::Int8 | Kind::Uint8 => {
                (sys::ARGUMENT_BYTE, sys::ArgumentValue { byte: place.read() })
            }
            Kind::Int16 | Kind::Uint16 => {
                (sys::ARGUMENT_WORD, sys::ArgumentValue { word: place.cast::<u16>().read() })
            }
            Kind::Int32 | Kind::Uint32 | Kind::Enum => {
                (sys::ARGUMENT_DWORD, sys::ArgumentValue { dword: place.cast::<u32>().read() })
            }
            Kind::Int64 | Kind::Uint64 => {
                (sys::ARGUMENT_QWORD, sys::ArgumentValue { qword: place.cast::<u64>().read() })
            }
            Kind::Float => (sys::ARGUMENT_FLOAT, sys::ArgumentValue { single: place.cast::<f32>().read() }),
            Kind::Double => (sys::ARGUMENT_DOUBLE, sys::ArgumentValue { wide: place.cast::<f64>().read() }),
            // A handle is held once more for the call; ours goes when the call has ended.
            Kind::Handle(_) | Kind::Script { handle: true } | Kind::Function => {
                let pointer: *mut c_void = place.cast::<*mut c_void>().read();
                (sys::ARGUMENT_OBJECT, sys::ArgumentValue { pointer })
            }
            Kind::Ours(_) | Kind::Script { handle: false } | Kind::Null => {
                (sys::ARGUMENT_OBJECT, sys::ArgumentValue { pointer: object })
            }
        }
    };
    sys::Argument { kind, value }
}

/// The result of the call that has ended in a context.
///
/// # Errors
/// [`ErrorKind::Type`] if it has no value outside the script.
#[inline]
pub(crate) fn result(vm: &Vm, context: *mut sys::Context, returns: Returns) -> Result<Value, ScriptError> {
    if returns.type_id == sys::TYPEID_VOID {
        return Ok(Value::Null);
    }
    // SAFETY: the context has ended its call well, and nothing else has run in it since.
    let mut place = unsafe { sys::glas_context_return_address(context) }.cast::<u8>().cast_const();
    if returns.reference && !place.is_null() {
        // SAFETY: of a reference, the address is where its pointer lies.
        place = unsafe { place.cast::<*const u8>().read() };
    }
    if place.is_null() {
        return Ok(Value::Null);
    }
    let any = Any::new(place, returns.type_id);
    vm.with_host(|host| read::value(vm, any, Some(host)))
        .map_err(|error| error.within("the result of the function"))
}
