//! [`PyFrame`]: one call of a bound function with Python's objects as its arguments.

#![allow(unsafe_code)] // looks at Python's objects

use std::borrow::Cow;

use glotta_core::{
    Asset, Callback, ComponentHandle, DataRef, Entity, Frame, Host, Object, Quat, ScriptError, Value,
    ValueKind, Vec2, Vec3, float_to_int, listed_vector,
};
use pyo3::ffi;

use crate::callbacks;
use crate::data;
use crate::entity;
use crate::errors;
use crate::handles;
use crate::objects;
use crate::push;
use crate::py::{Obj, Raised, Ref};
use crate::read::{self, Reader};
use crate::vectors::{self, Kind};
use crate::vm::Vm;

/// One call of a bound function.
pub(crate) struct PyFrame<'a> {
    vm: &'a Vm,
    arguments: &'a [Ref],
    pub(crate) result: Option<Obj>,
}

impl<'a> PyFrame<'a> {
    #[inline]
    pub(crate) fn new(vm: &'a Vm, arguments: &'a [Ref]) -> Self {
        Self { vm, arguments, result: None }
    }

    /// An argument; null if it was not given.
    #[inline]
    fn at(&self, index: usize) -> Ref {
        self.arguments.get(index).copied().unwrap_or(std::ptr::null_mut())
    }

    #[cold]
    fn mismatch(&self, index: usize, expected: &str) -> ScriptError {
        ScriptError::type_mismatch(expected, &read::describe(self.at(index)))
    }

    #[inline]
    fn vector<V: Kind>(
        &self,
        index: usize,
        convert: fn(&Value) -> Result<V, ScriptError>,
    ) -> Result<V, ScriptError> {
        match vectors::read(self.at(index)) {
            Some(vector) => Ok(vector),
            None => listed_vector(self, index, convert),
        }
    }

    #[inline]
    fn put(&mut self, object: Result<Obj, Raised>) -> Result<(), ScriptError> {
        match object {
            Ok(object) => {
                self.result = Some(object);
                Ok(())
            }
            Err(Raised) => Err(errors::out_of_memory()),
        }
    }

    /// Reads a list whose elements `read` understands, without going through values; others take the value lane.
    fn list<T>(
        &self,
        index: usize,
        out: &mut Vec<T>,
        read: impl Fn(Ref) -> Option<T>,
        convert: impl Fn(&Value) -> Result<T, ScriptError>,
    ) -> Result<(), ScriptError> {
        let at = self.at(index);
        if read::kind(at) == ValueKind::List {
            let start = out.len();
            if read::sequence(at).all(|item| read(item).map(|item| out.push(item)).is_some()) {
                return Ok(());
            }
            out.truncate(start);
        }
        self.plain_value(index)?.list_into(out, convert)
    }
}

impl Frame for PyFrame<'_> {
    #[inline]
    fn argument_count(&self) -> usize {
        self.arguments.len()
    }

    #[inline]
    fn kind(&self, index: usize) -> ValueKind {
        read::kind(self.at(index))
    }

    fn value(&self, index: usize, host: &mut dyn Host) -> Result<Value, ScriptError> {
        Reader::new(self.vm, host).value(self.at(index))
    }

    fn plain_value(&self, index: usize) -> Result<Value, ScriptError> {
        Reader::plain(Some(self.vm)).value(self.at(index))
    }

    fn return_value(&mut self, value: Value) -> Result<(), ScriptError> {
        value.check_depth()?;
        self.put(push::value(self.vm, &value))
    }

    fn describe(&self, index: usize) -> String {
        read::describe(self.at(index))
    }

    #[inline]
    fn bool(&self, index: usize) -> Result<bool, ScriptError> {
        let at = self.at(index);
        // SAFETY: asks only.
        unsafe {
            if at == ffi::Py_True() {
                Ok(true)
            } else if at == ffi::Py_False() {
                Ok(false)
            } else {
                Err(self.mismatch(index, "bool"))
            }
        }
    }

    #[inline]
    fn int(&self, index: usize) -> Result<i64, ScriptError> {
        let at = self.at(index);
        match read::kind(at) {
            ValueKind::Int => read::int(at),
            ValueKind::Float => {
                // SAFETY: the object is a float.
                let whole = float_to_int(unsafe { ffi::PyFloat_AS_DOUBLE(at) });
                whole.ok_or_else(|| self.mismatch(index, "int"))
            }
            _ => Err(self.mismatch(index, "int")),
        }
    }

    #[inline]
    fn float(&self, index: usize) -> Result<f64, ScriptError> {
        let at = self.at(index);
        // SAFETY: asks only; the number is read as what it is.
        unsafe {
            if !at.is_null() && ffi::PyFloat_Check(at) != 0 {
                return Ok(ffi::PyFloat_AS_DOUBLE(at));
            }
            if read::kind(at) == ValueKind::Int {
                let value = ffi::PyLong_AsDouble(at);
                if value == -1.0 && !ffi::PyErr_Occurred().is_null() {
                    ffi::PyErr_Clear();
                    return Err(read::too_large());
                }
                return Ok(value);
            }
        }
        Err(self.mismatch(index, "float"))
    }

    #[inline]
    fn str(&self, index: usize) -> Result<Cow<'_, str>, ScriptError> {
        let at = self.at(index);
        if read::kind(at) == ValueKind::String {
            return read::text(at).map(Cow::Borrowed);
        }
        Err(self.mismatch(index, "string"))
    }

    #[inline]
    fn vec2(&self, index: usize) -> Result<Vec2, ScriptError> {
        self.vector(index, Value::as_vec2)
    }

    #[inline]
    fn vec3(&self, index: usize) -> Result<Vec3, ScriptError> {
        self.vector(index, Value::as_vec3)
    }

    #[inline]
    fn quat(&self, index: usize) -> Result<Quat, ScriptError> {
        self.vector(index, Value::as_quat)
    }

    #[inline]
    fn entity(&self, index: usize) -> Result<Entity, ScriptError> {
        match entity::read(self.at(index)) {
            Some(entity) => Ok(entity),
            None => Err(self.mismatch(index, "Entity")),
        }
    }

    fn asset(&self, index: usize) -> Result<Asset, ScriptError> {
        entity::read_asset(self.at(index)).ok_or_else(|| self.mismatch(index, "Asset"))
    }

    fn callback(&self, index: usize) -> Result<Callback, ScriptError> {
        if self.kind(index) == ValueKind::Function {
            return Ok(callbacks::read(self.vm, self.at(index)));
        }
        Err(self.mismatch(index, "function"))
    }

    fn component(&self, index: usize) -> Result<ComponentHandle, ScriptError> {
        handles::read(self.at(index)).ok_or_else(|| self.mismatch(index, "component handle"))
    }

    fn data(&self, index: usize) -> Result<DataRef, ScriptError> {
        data::read(self.at(index)).cloned().ok_or_else(|| self.mismatch(index, "data reference"))
    }

    fn object(&self, index: usize, class: &str) -> Result<Object, ScriptError> {
        match objects::read(self.at(index)) {
            Some(object) if object.class() == class => Ok(object.clone()),
            _ => Err(self.mismatch(index, class)),
        }
    }

    fn entities(&self, index: usize, out: &mut Vec<Entity>) -> Result<(), ScriptError> {
        self.list(index, out, entity::read, Value::as_entity)
    }

    fn vec3s(&self, index: usize, out: &mut Vec<Vec3>) -> Result<(), ScriptError> {
        self.list(index, out, vectors::read, Value::as_vec3)
    }

    fn floats(&self, index: usize, out: &mut Vec<f64>) -> Result<(), ScriptError> {
        // SAFETY: asks only; the number is read as what it is.
        let read =
            |item: Ref| unsafe { (ffi::PyFloat_Check(item) != 0).then(|| ffi::PyFloat_AS_DOUBLE(item)) };
        self.list(index, out, read, Value::as_float)
    }

    #[inline]
    fn return_bool(&mut self, value: bool) -> Result<(), ScriptError> {
        self.put(Ok(Obj::bool(value)))
    }

    #[inline]
    fn return_int(&mut self, value: i64) -> Result<(), ScriptError> {
        self.put(Obj::int(value))
    }

    #[inline]
    fn return_float(&mut self, value: f64) -> Result<(), ScriptError> {
        self.put(Obj::float(value))
    }

    #[inline]
    fn return_str(&mut self, value: &str) -> Result<(), ScriptError> {
        self.put(Obj::text(value))
    }

    #[inline]
    fn return_vec2(&mut self, value: Vec2) -> Result<(), ScriptError> {
        self.put(vectors::make(value))
    }

    #[inline]
    fn return_vec3(&mut self, value: Vec3) -> Result<(), ScriptError> {
        self.put(vectors::make(value))
    }

    #[inline]
    fn return_quat(&mut self, value: Quat) -> Result<(), ScriptError> {
        self.put(vectors::make(value))
    }

    #[inline]
    fn return_entity(&mut self, value: Entity) -> Result<(), ScriptError> {
        self.put(entity::make(value))
    }

    fn return_entities(&mut self, values: Vec<Entity>) -> Result<(), ScriptError> {
        self.put(push::entities(&values))
    }

    fn return_vec3s(&mut self, values: Vec<Vec3>) -> Result<(), ScriptError> {
        self.put(push::vec3s(&values))
    }

    fn return_component(&mut self, handle: ComponentHandle) -> Result<(), ScriptError> {
        // The host is lent to the function that returns the handle, so the model is asked for when it is needed.
        self.put(handles::make(self.vm, handle))
    }

    fn return_object(&mut self, object: Object) -> Result<(), ScriptError> {
        self.put(objects::make(&object))
    }

    fn return_data(&mut self, data: DataRef) -> Result<(), ScriptError> {
        self.put(data::make(data))
    }
}
