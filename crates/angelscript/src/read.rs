//! What scripts hold, as [`Value`]s. Nothing here runs a script.

#![allow(unsafe_code)] // looks at places of the library

use std::ffi::c_void;
use std::ptr;

use glotta_angelscript_sys as sys;
use glotta_core::{Conversion, DataRef, ErrorKind, Host, ScriptError, Value, ValueKind, quote, short_number};

use crate::array::ScriptArray;
use crate::callbacks;
use crate::components;
use crate::data::ScriptData;
use crate::dictionary::ScriptDictionary;
use crate::entity::{ScriptAsset, ScriptEntity};
use crate::memory;
use crate::native::{Any, POINTER, Parameter};
use crate::objects::ScriptObject;
use crate::string::ScriptString;
use crate::types::{Kind, Tag};
use crate::value::{Extent, ScriptValue};
use crate::vectors::{ScriptQuat, ScriptVec2, ScriptVec3};
use crate::vm::{self, Vm};

/// Where something lies, and which of our types it is: the object itself, also of a handle.
fn object(vm: &Vm, any: Any<'_>) -> Option<(Tag, *const u8)> {
    match vm.kind(any.type_id) {
        Kind::Ours(tag) => Some((tag, any.place)),
        // SAFETY: a handle lies there.
        Kind::Handle(tag) => Some((tag, unsafe { any.place.cast::<*const u8>().read_unaligned() })),
        _ => None,
    }
}

/// The object of one of our types, if it is of that type and not a null handle.
fn ours<'a, T>(vm: &Vm, any: Any<'a>, wanted: Tag) -> Option<&'a T> {
    let (tag, object) = object(vm, any)?;
    // SAFETY: an object of that type lies there, or the handle is null; whoever made the `Any` keeps it alive.
    if tag == wanted { unsafe { object.cast::<T>().as_ref() } } else { None }
}

/// The array that something is.
pub(crate) fn array<'a>(vm: &Vm, any: Any<'a>) -> Option<&'a ScriptArray> {
    ours(vm, any, Tag::Array)
}

/// The value of scripts that something is.
pub(crate) fn script_value<'a>(vm: &Vm, any: Any<'a>) -> Option<&'a ScriptValue> {
    ours(vm, any, Tag::Value)
}

/// The dictionary that something is.
pub(crate) fn dictionary<'a>(vm: &Vm, any: Any<'a>) -> Option<&'a ScriptDictionary> {
    ours(vm, any, Tag::Dictionary)
}

/// The reference to data that something is.
pub(crate) fn data(vm: &Vm, any: Any<'_>) -> Option<DataRef> {
    ours(vm, any, Tag::Data).map(ScriptData::reference)
}

/// `Callback@`: a function without parameters and result. Where anything is taken it is declared besides, since the
/// compiler cannot pass on a nameless function whose type it has not found.
#[derive(Clone, Copy, Debug)]
pub(crate) struct FunctionHandle(*mut sys::Function);

impl Parameter<'_> for FunctionHandle {
    const SLOTS: usize = POINTER;

    fn declaration() -> String {
        "Callback@+".to_owned()
    }

    #[inline]
    unsafe fn read(place: *const u8) -> Self {
        // SAFETY: a handle stands there, which the library holds until the call has ended.
        Self(unsafe { place.cast::<*mut sys::Function>().read_unaligned() })
    }
}

impl FunctionHandle {
    /// The function as a value; null for none.
    ///
    /// # Errors
    /// [`ErrorKind::Type`] if it cannot be called from outside the script.
    pub(crate) fn value(self, vm: &Vm) -> Result<Value, ScriptError> {
        if self.0.is_null() { Ok(Value::Null) } else { callbacks::read(vm, self.0).map(Value::Function) }
    }
}

/// Whether something is a handle that leads nowhere.
fn is_null(vm: &Vm, any: Any<'_>) -> bool {
    // A member that the constructor of its object has not made yet, or the object of such a handle.
    if any.place.is_null() {
        return true;
    }
    match vm.kind(any.type_id) {
        Kind::Null => true,
        Kind::Handle(_) | Kind::Script { handle: true } => {
            // SAFETY: a handle lies there.
            unsafe { any.place.cast::<*const c_void>().read_unaligned() }.is_null()
        }
        // SAFETY: the kind says so.
        Kind::Function => unsafe { function(any) }.is_null(),
        _ => false,
    }
}

/// The function that lies somewhere: behind a handle, or itself, which is what the library passes for a variable that a
/// script names without `@`.
///
/// # Safety
/// Something of the kind [`Kind::Function`] lies there.
unsafe fn function(any: Any<'_>) -> *mut sys::Function {
    if any.type_id & sys::TYPEID_OBJHANDLE == 0 {
        return any.place.cast_mut().cast();
    }
    // SAFETY: a handle lies there.
    unsafe { any.place.cast::<*mut sys::Function>().read_unaligned() }
}

/// Text of a script as text of Rust.
///
/// # Errors
/// [`ErrorKind::Type`] if it is not UTF-8.
pub(crate) fn text(bytes: &[u8]) -> Result<&str, ScriptError> {
    std::str::from_utf8(bytes).map_err(|error| {
        refused(format!("the string is not valid UTF-8: byte {} is wrong", error.valid_up_to() + 1))
    })
}

/// What kind of value something is.
pub(crate) fn kind(vm: &Vm, any: Any<'_>) -> ValueKind {
    if is_null(vm, any) {
        return ValueKind::Null;
    }
    let tag = match vm.kind(any.type_id) {
        Kind::Null => return ValueKind::Null,
        Kind::Bool => return ValueKind::Bool,
        Kind::Int8
        | Kind::Int16
        | Kind::Int32
        | Kind::Int64
        | Kind::Uint8
        | Kind::Uint16
        | Kind::Uint32
        | Kind::Uint64
        | Kind::Enum => return ValueKind::Int,
        Kind::Float | Kind::Double => return ValueKind::Float,
        Kind::Script { .. } => return ValueKind::Foreign,
        Kind::Function => return ValueKind::Function,
        Kind::Ours(tag) | Kind::Handle(tag) => tag,
    };
    match tag {
        Tag::String => ValueKind::String,
        Tag::Vec2 | Tag::Vec2Field => ValueKind::Vec2,
        Tag::Vec3 | Tag::Vec3Field => ValueKind::Vec3,
        Tag::Quat | Tag::QuatField => ValueKind::Quat,
        Tag::Entity => ValueKind::Entity,
        Tag::Asset => ValueKind::Asset,
        Tag::Value => script_value(vm, any).map_or(ValueKind::Null, |value| value.with(Value::kind)),
        Tag::Dictionary => ValueKind::Table,
        Tag::Data => ValueKind::Data,
        Tag::Array => ValueKind::List,
        Tag::Component | Tag::Typed => ValueKind::Component,
        Tag::Object => ValueKind::Object,
    }
}

/// Something as an error message shows it.
pub(crate) fn describe(vm: &Vm, any: Any<'_>) -> String {
    let kind = kind(vm, any);
    if let Some(value) = script_value(vm, any) {
        return value.with(Value::describe);
    }
    match kind {
        ValueKind::String => match ours::<ScriptString>(vm, any, Tag::String) {
            Some(text) => {
                format!("string {}", text.with_bytes(|bytes| quote(&String::from_utf8_lossy(bytes))))
            }
            None => "string".to_owned(),
        },
        ValueKind::List => format!("list of {}", array(vm, any).map_or(0, ScriptArray::len)),
        ValueKind::Table => match dictionary(vm, any).and_then(ScriptDictionary::first_name) {
            Some(name) => format!("table with {} …", quote(&name)),
            None => "empty table".to_owned(),
        },
        ValueKind::Component | ValueKind::Data | ValueKind::Function => kind.name().to_owned(),
        ValueKind::Foreign => type_name(vm, any.type_id),
        _ => match Reader::new(vm, None).value(any) {
            Ok(value) => value.describe(),
            Err(_) => kind.name().to_owned(),
        },
    }
}

/// What scripts call a type.
pub(crate) fn type_name(vm: &Vm, type_id: i32) -> String {
    let type_id = type_id & !(sys::TYPEID_OBJHANDLE | sys::TYPEID_HANDLETOCONST);
    // SAFETY: the engine is alive, and answers null for what is no type.
    vm::text(unsafe { sys::glas_type_declaration(vm.engine(), type_id, false) })
}

/// Something as text, for printing: of data, what it refers to.
///
/// # Errors
/// [`ErrorKind::NotFound`] if what it refers to is gone.
pub(crate) fn display(vm: &Vm, any: Any<'_>) -> Result<String, ScriptError> {
    if let Some(text) = ours::<ScriptString>(vm, any, Tag::String) {
        return Ok(text.with_bytes(|bytes| String::from_utf8_lossy(bytes).into_owned()));
    }
    if let Some(value) = script_value(vm, any) {
        return Ok(value.with(text_of));
    }
    if let Some(data) = ours::<ScriptData>(vm, any, Tag::Data) {
        return data.display(vm);
    }
    if let Some(name) = components::display(vm, any) {
        return name;
    }
    match vm.kind(any.type_id) {
        // SAFETY: the kind says what lies there.
        Kind::Float => unsafe {
            return Ok(short_number(any.place.cast::<f32>().read_unaligned()).to_string());
        },
        Kind::Enum => {
            // SAFETY: as above.
            let number = unsafe { any.place.cast::<i32>().read_unaligned() };
            return Ok(enumerator(vm, any.type_id, number).unwrap_or_else(|| number.to_string()));
        }
        _ => {}
    }
    match kind(vm, any) {
        ValueKind::Function => Ok("function".to_owned()),
        ValueKind::Foreign => Ok(type_name(vm, any.type_id)),
        ValueKind::List => match (owned(vm, any), array(vm, any)) {
            // Objects of the script's own.
            (Err(error), Some(array)) if error.kind() == ErrorKind::Type => {
                Ok(format!("{} of {}", type_name(vm, any.type_id), array.len()))
            }
            (value, _) => value.map(|value| text_of(&value)),
        },
        _ => owned(vm, any).map(|value| text_of(&value)),
    }
}

/// The name of a number of an enumeration.
fn enumerator(vm: &Vm, type_id: i32, number: i32) -> Option<String> {
    // SAFETY: the engine is alive, and answers null for what is no type; the text is copied at once.
    unsafe {
        let info = sys::glas_type_by_id(vm.engine(), type_id);
        if info.is_null() {
            return None;
        }
        (0..sys::glas_enum_value_count(info)).find_map(|index| {
            let mut value = 0;
            let name = sys::glas_enum_value(info, index, &raw mut value);
            (value == i64::from(number) && !name.is_null()).then(|| vm::text(name))
        })
    }
}

/// A value as text, for printing and joining: text as it is, everything else as it is written.
pub(crate) fn text_of(value: &Value) -> String {
    match value {
        Value::String(text) => text.clone(),
        Value::Float(number) => short_number(*number).to_string(),
        other => other.to_string(),
    }
}

/// Something as a value; the host is asked for what handles refer to, and without it they are refused.
///
/// # Errors
/// [`ErrorKind::Type`] if it has no value outside the script; [`ErrorKind::NotFound`] if what it refers to is gone.
#[inline]
pub(crate) fn value(vm: &Vm, any: Any<'_>, host: Option<&mut dyn Host>) -> Result<Value, ScriptError> {
    Reader::new(vm, host).value(any)
}

/// Something as a value that the script keeps, where the host is not in use.
///
/// # Errors
/// As [`value`]; [`ErrorKind::OutOfMemory`] if the script may not have it.
pub(crate) fn owned(vm: &Vm, any: Any<'_>) -> Result<Value, ScriptError> {
    // A host is not always there, and most of what scripts hold needs none.
    if refers(vm, any) {
        vm.with_host(|host| Reader { kept: true, ..Reader::new(vm, Some(host)) }.value(any))
    } else {
        Reader { kept: true, ..Reader::new(vm, None) }.value(any)
    }
}

/// Whether something leads to what the host has.
fn refers(vm: &Vm, any: Any<'_>) -> bool {
    let (Kind::Ours(tag) | Kind::Handle(tag)) = vm.kind(any.type_id) else { return false };
    match tag {
        Tag::Data | Tag::Component | Tag::Typed | Tag::Vec2Field | Tag::Vec3Field | Tag::QuatField => true,
        Tag::Array => array(vm, any).is_some_and(|array| {
            // The elements of an array in it are asked only for their type.
            array.get(0).is_some_and(|element| refers(vm, element))
        }),
        _ => false,
    }
}

fn refused(message: String) -> ScriptError {
    ScriptError::new(ErrorKind::Type, message)
}

#[cold]
fn no_value(vm: &Vm, any: Any<'_>) -> ScriptError {
    refused(format!("expected a value that can leave AngelScript, got {}", describe(vm, any)))
}

/// One conversion.
struct Reader<'a> {
    vm: &'a Vm,
    /// For copies of what handles refer to; without it they are refused.
    host: Option<&'a mut dyn Host>,
    /// Whether the script keeps the value, and so pays for it.
    kept: bool,
    bounds: Conversion,
}

impl<'a> Reader<'a> {
    fn new(vm: &'a Vm, host: Option<&'a mut dyn Host>) -> Self {
        Self { vm, host, kept: false, bounds: Conversion::new() }
    }

    fn value(mut self, any: Any<'_>) -> Result<Value, ScriptError> {
        self.read(any)
    }

    /// Makes sure that the script may have so many bytes more, if it is the script that the value is for.
    fn pay(&self, bytes: usize) -> Result<(), ScriptError> {
        if self.kept { memory::reserve(bytes) } else { Ok(()) }
    }

    /// Counts a value that is about to be copied into the one that is read.
    fn admit(&mut self, extent: Extent) -> Result<(), ScriptError> {
        self.pay(extent.bytes)?;
        // The value itself was counted when it was found.
        self.bounds.count(extent.values - 1, extent.text)?;
        // What stands for its lists and tables here: no object lies at these addresses.
        let mut entered = Ok(());
        let mut levels = 0;
        while entered.is_ok() && levels < extent.depth {
            entered = self.bounds.enter(usize::MAX - levels, "value");
            levels += usize::from(entered.is_ok());
        }
        (0..levels).for_each(|_| self.bounds.leave());
        entered
    }

    fn read(&mut self, any: Any<'_>) -> Result<Value, ScriptError> {
        self.bounds.count(1, 0)?;
        // SAFETY: a primitive of the type that its number says lies there.
        Ok(unsafe {
            match self.vm.kind(any.type_id) {
                Kind::Null => Value::Null,
                Kind::Bool => Value::Bool(any.place.read() != 0),
                Kind::Int8 => Value::Int(any.place.cast::<i8>().read().into()),
                Kind::Int16 => Value::Int(any.place.cast::<i16>().read_unaligned().into()),
                Kind::Int32 | Kind::Enum => Value::Int(any.place.cast::<i32>().read_unaligned().into()),
                Kind::Int64 => Value::Int(any.place.cast::<i64>().read_unaligned()),
                Kind::Uint8 => Value::Int(any.place.read().into()),
                Kind::Uint16 => Value::Int(any.place.cast::<u16>().read_unaligned().into()),
                Kind::Uint32 => Value::Int(any.place.cast::<u32>().read_unaligned().into()),
                Kind::Uint64 => Value::Int(signed(any.place.cast::<u64>().read_unaligned())?),
                Kind::Float => Value::Float(any.place.cast::<f32>().read_unaligned().into()),
                Kind::Double => Value::Float(any.place.cast::<f64>().read_unaligned()),
                _ if is_null(self.vm, any) => Value::Null,
                Kind::Script { .. } => return Err(no_value(self.vm, any)),
                Kind::Function => Value::Function(callbacks::read(self.vm, function(any))?),
                Kind::Ours(_) | Kind::Handle(_) => return self.object(any),
            }
        })
    }

    fn object(&mut self, any: Any<'_>) -> Result<Value, ScriptError> {
        let vm = self.vm;
        let Some((tag, object)) = object(vm, any) else { return Ok(Value::Null) };
        // SAFETY: an object of the type that the tag stands for lies there; null handles were sorted out.
        Ok(unsafe {
            match tag {
                Tag::String => {
                    let string = &*object.cast::<ScriptString>();
                    self.pay(string.len())?;
                    self.bounds.count(0, string.len())?;
                    Value::String(string.with_bytes(|bytes| text(bytes).map(str::to_owned))?)
                }
                Tag::Vec2 => Value::Vec2((*object.cast::<ScriptVec2>()).get()),
                Tag::Vec3 => Value::Vec3((*object.cast::<ScriptVec3>()).get()),
                Tag::Quat => Value::Quat((*object.cast::<ScriptQuat>()).get()),
                Tag::Entity => Value::Entity((*object.cast::<ScriptEntity>()).get()),
                Tag::Asset => Value::Asset((*object.cast::<ScriptAsset>()).get()),
                Tag::Value => {
                    let value = &*object.cast::<ScriptValue>();
                    self.admit(value.extent())?;
                    value.to_value()
                }
                Tag::Dictionary => {
                    let dictionary = &*object.cast::<ScriptDictionary>();
                    self.admit(dictionary.extent())?;
                    Value::Table(dictionary.to_table())
                }
                Tag::Array => self.list(&*object.cast::<ScriptArray>())?,
                Tag::Object => Value::Object((*object.cast::<ScriptObject>()).get().clone()),
                Tag::Data
                | Tag::Component
                | Tag::Typed
                | Tag::Vec2Field
                | Tag::Vec3Field
                | Tag::QuatField => self.referred(any, tag)?,
            }
        })
    }

    /// A copy of what the host has.
    fn referred(&mut self, any: Any<'_>, tag: Tag) -> Result<Value, ScriptError> {
        let vm = self.vm;
        let Some(host) = self.host.as_deref_mut() else { return Err(no_value(vm, any)) };
        let value = match tag {
            Tag::Data => match data(vm, any) {
                Some(reference) => host.data_value(&reference)?,
                None => Value::Null,
            },
            Tag::Vec2Field | Tag::Vec3Field | Tag::QuatField => components::field_value(vm, any, host)?,
            _ => match components::handle_of(vm, any) {
                Some(handle) => host.component_value(handle)?,
                None => return Err(no_value(vm, any)),
            },
        };
        self.admit(Extent::of(&value))?;
        Ok(value)
    }

    fn list(&mut self, array: &ScriptArray) -> Result<Value, ScriptError> {
        self.bounds.enter(ptr::from_ref(array) as usize, "array")?;
        self.pay(array.len().saturating_mul(size_of::<Value>()))?;
        let mut items = Vec::new();
        for index in 0..array.len() {
            let item = self
                .read(array.element_at(index))
                .map_err(|error| self.bounds.inside(error, format_args!("element {}", index + 1)))?;
            items.push(item);
        }
        self.bounds.leave();
        Ok(Value::List(items))
    }
}

/// A number as the integers of all languages have it.
///
/// # Errors
/// [`ErrorKind::Type`] if it is too large.
pub(crate) fn signed(number: u64) -> Result<i64, ScriptError> {
    i64::try_from(number)
        .map_err(|_| refused(format!("expected an int of at most {}, got {number}", i64::MAX)))
}
