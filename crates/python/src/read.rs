//! Python's objects as [`Value`]s. Nothing here runs code of a script.

#![allow(unsafe_code)] // looks at Python's objects

use glotta_core::{Conversion, ErrorKind, Host, ScriptError, Table, Value, ValueKind, quote};
use pyo3::ffi;

use crate::callbacks;
use crate::data;
use crate::entity;
use crate::handles;
use crate::objects;
use crate::py::{self, Ref};
use crate::types;
use crate::vectors;
use crate::vm::Vm;

/// What kind of value an object is; null stands for an argument that was not given.
#[inline]
pub(crate) fn kind(object: Ref) -> ValueKind {
    if object.is_null() {
        return ValueKind::Null;
    }
    let ty = py::type_of(object);
    // SAFETY: asks only.
    unsafe {
        if object == ffi::Py_None() {
            return ValueKind::Null;
        }
        if let Some(kind) = types::kind_of(ty) {
            return kind;
        }
        if ffi::PyBool_Check(object) != 0 {
            ValueKind::Bool
        } else if ffi::PyLong_Check(object) != 0 {
            ValueKind::Int
        } else if ffi::PyFloat_Check(object) != 0 {
            ValueKind::Float
        } else if ffi::PyUnicode_Check(object) != 0 {
            ValueKind::String
        } else if ffi::PyList_Check(object) != 0 || ffi::PyTuple_Check(object) != 0 {
            ValueKind::List
        } else if ffi::PyDict_Check(object) != 0 {
            ValueKind::Table
        } else if objects::is_class(ty) {
            ValueKind::Object
        } else if ffi::PyCallable_Check(object) != 0 {
            ValueKind::Function
        } else {
            ValueKind::Foreign
        }
    }
}

/// Text of a script as text of Rust, borrowed from the object.
pub(crate) fn text<'a>(object: Ref) -> Result<&'a str, ScriptError> {
    match py::text_of(object) {
        Some(text) => Ok(text),
        None => Err(no_text(object)),
    }
}

#[cold]
fn no_text(object: Ref) -> ScriptError {
    // SAFETY: the object is a text; its characters are asked for within its length.
    let place = unsafe {
        let length = ffi::PyUnicode_GetLength(object);
        (0..length).find(|place| matches!(ffi::PyUnicode_ReadChar(object, *place), 0xD800..=0xDFFF))
    };
    match place {
        Some(place) => {
            refused(format!("the string is not valid Unicode: character {} is a surrogate", place + 1))
        }
        None => ScriptError::new(ErrorKind::OutOfMemory, "not enough memory"),
    }
}

/// A whole number of 64 bits.
#[inline]
pub(crate) fn int(object: Ref) -> Result<i64, ScriptError> {
    let mut overflow = 0;
    // SAFETY: the object is a whole number, so nothing is raised.
    let value = unsafe { ffi::PyLong_AsLongLongAndOverflow(object, &raw mut overflow) };
    if overflow == 0 { Ok(value) } else { Err(too_large()) }
}

#[cold]
pub(crate) fn too_large() -> ScriptError {
    refused("expected an int of 64 bits, got a larger one".to_owned())
}

/// The object as an error message shows it.
pub(crate) fn describe(object: Ref) -> String {
    let kind = kind(object);
    match kind {
        ValueKind::String => match py::text_of(object) {
            Some(text) => format!("string {}", quote(text)),
            None => "string".to_owned(),
        },
        // SAFETY: the object is a list or a tuple.
        ValueKind::List => format!("list of {}", unsafe {
            if ffi::PyList_Check(object) != 0 {
                ffi::PyList_GET_SIZE(object)
            } else {
                ffi::PyTuple_GET_SIZE(object)
            }
        }),
        ValueKind::Table => {
            let (mut place, mut key) = (0, std::ptr::null_mut());
            // SAFETY: the object is a dictionary, and does not change meanwhile.
            match unsafe { ffi::PyDict_Next(object, &raw mut place, &raw mut key, std::ptr::null_mut()) } {
                0 => "empty table".to_owned(),
                _ => format!("table with {} …", describe_key(key)),
            }
        }
        ValueKind::Component | ValueKind::Data | ValueKind::Function => kind.name().to_owned(),
        ValueKind::Foreign => py::type_name(object),
        ValueKind::Int if int(object).is_err() => "an int of more than 64 bits".to_owned(),
        _ => match Reader::plain(None).value(object) {
            Ok(value) => value.describe(),
            Err(_) => kind.name().to_owned(),
        },
    }
}

/// A dictionary's key as an error message shows it.
fn describe_key(key: Ref) -> String {
    match kind(key) {
        ValueKind::String => match py::text_of(key) {
            Some(text) => quote(text),
            None => "string".to_owned(),
        },
        ValueKind::Null => "None".to_owned(),
        ValueKind::Bool | ValueKind::Int | ValueKind::Float | ValueKind::Entity => {
            match Reader::plain(None).value(key) {
                Ok(value) => value.to_string(),
                Err(_) => "a large int".to_owned(),
            }
        }
        _ => format!("a {}", py::type_name(key)),
    }
}

fn refused(message: String) -> ScriptError {
    ScriptError::new(ErrorKind::Type, message)
}

/// One conversion.
pub(crate) struct Reader<'a> {
    /// For functions; without it they are refused.
    vm: Option<&'a Vm>,
    /// For copies of what handles refer to; without it they are refused.
    host: Option<&'a mut dyn Host>,
    bounds: Conversion,
}

impl<'a> Reader<'a> {
    /// A conversion that can ask the host.
    #[inline]
    pub(crate) fn new(vm: &'a Vm, host: &'a mut dyn Host) -> Self {
        Self { vm: Some(vm), host: Some(host), bounds: Conversion::new() }
    }

    /// A conversion of what refers to nothing.
    #[inline]
    pub(crate) fn plain(vm: Option<&'a Vm>) -> Self {
        Self { vm, host: None, bounds: Conversion::new() }
    }

    /// The object as a value.
    pub(crate) fn value(mut self, object: Ref) -> Result<Value, ScriptError> {
        self.read(object)
    }

    /// Counts what is in a value that the host has copied.
    fn count_inside(&mut self, value: Value) -> Result<Value, ScriptError> {
        self.bounds.count_inside(&value)?;
        Ok(value)
    }

    fn read(&mut self, object: Ref) -> Result<Value, ScriptError> {
        self.bounds.count(1, 0)?;
        Ok(match kind(object) {
            ValueKind::Null => Value::Null,
            // SAFETY: asks only; so for the number below.
            ValueKind::Bool => Value::Bool(unsafe { object == ffi::Py_True() }),
            ValueKind::Int => Value::Int(int(object)?),
            // SAFETY: the object is a float.
            ValueKind::Float => Value::Float(unsafe { ffi::PyFloat_AS_DOUBLE(object) }),
            ValueKind::String => {
                let text = text(object)?;
                self.bounds.count(0, text.len())?;
                Value::String(text.to_owned())
            }
            ValueKind::Vec2 => vectors::read::<glotta_core::Vec2>(object).into(),
            ValueKind::Vec3 => vectors::read::<glotta_core::Vec3>(object).into(),
            ValueKind::Quat => vectors::read::<glotta_core::Quat>(object).into(),
            ValueKind::Entity => entity::read(object).into(),
            ValueKind::Asset => entity::read_asset(object).into(),
            ValueKind::Function => match self.vm {
                Some(vm) => Value::Function(callbacks::read(vm, object)),
                None => return Err(no_value(object)),
            },
            ValueKind::Component => match (handles::read(object), &mut self.host) {
                (Some(handle), Some(host)) => {
                    let value = host.component_value(handle)?;
                    self.count_inside(value)?
                }
                _ => return Err(no_value(object)),
            },
            ValueKind::Data => match (data::read(object), &mut self.host) {
                (Some(reference), Some(host)) => {
                    let value = host.data_value(reference)?;
                    self.count_inside(value)?
                }
                _ => return Err(no_value(object)),
            },
            ValueKind::Object => objects::read(object).cloned().map_or(Value::Null, Value::Object),
            ValueKind::List => self.within(object, "list", Self::list)?,
            ValueKind::Table => self.within(object, "table", Self::table)?,
            ValueKind::Foreign => return Err(no_value(object)),
        })
    }

    fn within(
        &mut self,
        object: Ref,
        what: &str,
        read: impl FnOnce(&mut Self, Ref) -> Result<Value, ScriptError>,
    ) -> Result<Value, ScriptError> {
        self.bounds.enter(object as usize, what)?;
        let value = read(self, object);
        self.bounds.leave();
        value
    }

    fn list(&mut self, object: Ref) -> Result<Value, ScriptError> {
        let mut items = Vec::new();
        for (place, item) in sequence(object).enumerate() {
            let item = self
                .read(item)
                .map_err(|error| self.bounds.inside(error, format_args!("element {}", place + 1)))?;
            items.push(item);
        }
        Ok(Value::List(items))
    }

    fn table(&mut self, object: Ref) -> Result<Value, ScriptError> {
        let mut table = Table::new();
        let (mut place, mut key, mut item) = (0, std::ptr::null_mut(), std::ptr::null_mut());
        // SAFETY: the object is a dictionary, and nothing that runs meanwhile changes it: see `vm::with_host`.
        while unsafe { ffi::PyDict_Next(object, &raw mut place, &raw mut key, &raw mut item) } != 0 {
            if kind(key) != ValueKind::String {
                let key = describe_key(key);
                return Err(refused(format!("a table's keys must be names: it has the key {key}")));
            }
            let name = text(key).map_err(|error| error.within("a name in the table"))?;
            self.bounds.count(0, name.len())?;
            let item = self
                .read(item)
                .map_err(|error| self.bounds.inside(error, format_args!("field {}", quote(name))))?;
            table.insert(name.to_owned(), item);
        }
        Ok(Value::Table(table))
    }
}

#[cold]
fn no_value(object: Ref) -> ScriptError {
    refused(format!("expected a value that can leave Python, got {}", describe(object)))
}

/// The items of a list or a tuple, borrowed.
pub(crate) fn sequence(object: Ref) -> impl Iterator<Item = Ref> {
    let mut place = 0;
    std::iter::from_fn(move || {
        // SAFETY: the object is a list or a tuple; the length is asked for each time.
        let item = unsafe {
            if ffi::PyList_Check(object) != 0 {
                (place < ffi::PyList_GET_SIZE(object)).then(|| ffi::PyList_GET_ITEM(object, place))
            } else {
                (place < ffi::PyTuple_GET_SIZE(object)).then(|| ffi::PyTuple_GET_ITEM(object, place))
            }
        };
        place += 1;
        item
    })
}
