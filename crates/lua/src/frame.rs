//! [`LuaFrame`]: one call of a bound function on Lua's stack.

use std::borrow::Cow;

use glotta_core::{
    Asset, Callback, ComponentHandle, Conversion, DataRef, Entity, ErrorKind, Frame, Host, Object, Quat,
    ScriptError, Value, ValueKind, Vec2, Vec3, float_to_int, listed_vector,
};
use mlua_sys as ffi;

use crate::callbacks;
use crate::entity;
use crate::objects;
use crate::read::{self, Reader};
use crate::stack::Stack;
use crate::userdata::{self, Kind, Tag, Thrown};
use crate::vm::{Parked, Vm};

/// What a call gives back. Small results travel inline; the rest waits in [`Vm::park`].
#[derive(Clone, Copy, Debug)]
pub(crate) enum Outcome {
    Nothing,
    Bool(bool),
    Int(i64),
    Float(f64),
    Vec2(Vec2),
    Vec3(Vec3),
    Quat(Quat),
    Entity(Entity),
    Asset(Asset),
    Component(ComponentHandle),
    /// A result is parked.
    Parked,
    /// An error is parked.
    Failed,
}

/// One call of a bound function: its arguments are on the stack, its result is kept here until the frames with
/// destructors are gone.
pub(crate) struct LuaFrame<'a> {
    pub(crate) stack: Stack,
    pub(crate) vm: &'a Vm,
    /// The stack index of the first argument.
    first: i32,
    /// The stack index of the last argument.
    top: i32,
    pub(crate) outcome: Outcome,
}

impl<'a> LuaFrame<'a> {
    /// The frame of the running C function, with its arguments from the index `first` on.
    #[inline]
    pub(crate) fn new(stack: Stack, vm: &'a Vm, first: i32) -> Self {
        Self { stack, vm, first, top: stack.top(), outcome: Outcome::Nothing }
    }

    /// The stack index of an argument; it may lie past the last one, where Lua reads "none".
    #[inline]
    pub(crate) fn index(&self, index: usize) -> i32 {
        // Lua lets a function look so far beyond its last argument, but no farther.
        const SEEN: usize = ffi::LUA_MINSTACK as usize - 4;
        let index = if index < SEEN { index } else { index.min(self.argument_count()) };
        // Lua allows a million arguments at most, so the cast keeps the number.
        self.first + index as i32
    }

    /// Says where the last argument is, after arguments came or went.
    pub(crate) fn set_top(&mut self, top: i32) {
        self.top = top;
    }

    #[cold]
    fn mismatch(&self, index: usize, expected: &str) -> ScriptError {
        ScriptError::type_mismatch(expected, &self.describe(index))
    }

    #[inline]
    fn vector<V: Kind>(
        &self,
        index: usize,
        convert: fn(&Value) -> Result<V, ScriptError>,
    ) -> Result<V, ScriptError> {
        match userdata::vector(self.stack, self.index(index)) {
            Some(vector) => Ok(vector),
            None => listed_vector(self, index, convert),
        }
    }

    /// The text of an error, for scripts that pass on what `pcall` gave them: Lua's own errors are strings, and which kind
    /// one is should not matter to `engine.log(err)`.
    #[cold]
    fn error_as_text(&self, index: usize) -> Result<Cow<'_, str>, ScriptError> {
        let at = self.index(index);
        let text = (userdata::tag(self.stack, at) == Some(Tag::Error))
            .then(|| userdata::with(self.stack, at, |thrown: &mut Thrown| thrown.error.to_string()))
            .flatten();
        text.map(Cow::Owned).ok_or_else(|| self.mismatch(index, "string"))
    }

    #[inline]
    fn inline(&mut self, outcome: Outcome) -> Result<(), ScriptError> {
        self.outcome = outcome;
        Ok(())
    }

    fn park(&mut self, parked: Parked) -> Result<(), ScriptError> {
        self.vm.park(parked);
        self.outcome = Outcome::Parked;
        Ok(())
    }

    /// Reads a list whose elements `read` understands, without going through values; the lists that it cannot be
    /// sure about take the value lane.
    fn list<T>(
        &self,
        index: usize,
        out: &mut Vec<T>,
        read: impl Fn(Stack, i32) -> Option<T>,
        convert: impl Fn(&Value) -> Result<T, ScriptError>,
    ) -> Result<(), ScriptError> {
        let at = self.index(index);
        let length = if self.stack.kind(at) == ffi::LUA_TTABLE { self.stack.raw_len(at) } else { 0 };
        if length > 0 && self.stack.check(3) {
            let start = out.len();
            // Lua finds the length by halving: a few keys far apart can make it as large as they like.
            out.reserve(length.min(Conversion::MOST_VALUES));
            for place in 1..=length {
                self.stack.raw_get_i(at, place as i64);
                let item = read(self.stack, -1);
                self.stack.pop(1);
                let Some(item) = item else { break };
                out.push(item);
            }
            if out.len() - start == length {
                // Where the list lies in the table's array part, as lists do, its last key is the table's.
                self.stack.push_integer(length as i64);
                if !self.stack.next(at) {
                    return Ok(());
                }
                self.stack.pop(2);
            }
            out.truncate(start);
        }
        self.plain_value(index)?.list_into(out, convert)
    }
}

impl Frame for LuaFrame<'_> {
    #[inline]
    fn argument_count(&self) -> usize {
        (self.top - (self.first - 1)).max(0) as usize
    }

    #[inline]
    fn kind(&self, index: usize) -> ValueKind {
        read::kind(self.stack, self.vm, self.index(index))
    }

    fn value(&self, index: usize, host: &mut dyn Host) -> Result<Value, ScriptError> {
        Reader::new(self.stack, self.vm, Some(host)).value(self.index(index))
    }

    fn plain_value(&self, index: usize) -> Result<Value, ScriptError> {
        Reader::new(self.stack, self.vm, None).value(self.index(index))
    }

    fn return_value(&mut self, value: Value) -> Result<(), ScriptError> {
        match value {
            Value::Null => self.inline(Outcome::Nothing),
            Value::Bool(value) => self.inline(Outcome::Bool(value)),
            Value::Int(value) => self.inline(Outcome::Int(value)),
            Value::Float(value) => self.inline(Outcome::Float(value)),
            Value::Vec2(value) => self.inline(Outcome::Vec2(value)),
            Value::Vec3(value) => self.inline(Outcome::Vec3(value)),
            Value::Quat(value) => self.inline(Outcome::Quat(value)),
            Value::Entity(value) => self.inline(Outcome::Entity(value)),
            Value::Asset(value) => self.inline(Outcome::Asset(value)),
            Value::String(text) => self.park(Parked::Text(text)),
            value => {
                value.check_depth()?;
                self.park(Parked::Value(value))
            }
        }
    }

    fn describe(&self, index: usize) -> String {
        read::describe(self.stack, self.vm, self.index(index))
    }

    #[inline]
    fn bool(&self, index: usize) -> Result<bool, ScriptError> {
        let at = self.index(index);
        if self.stack.kind(at) == ffi::LUA_TBOOLEAN {
            Ok(self.stack.boolean(at))
        } else {
            Err(self.mismatch(index, "bool"))
        }
    }

    #[inline]
    fn int(&self, index: usize) -> Result<i64, ScriptError> {
        let at = self.index(index);
        if self.stack.is_integer(at) {
            return Ok(self.stack.integer(at));
        }
        if self.stack.kind(at) == ffi::LUA_TNUMBER
            && let Some(whole) = float_to_int(self.stack.number(at))
        {
            return Ok(whole);
        }
        Err(self.mismatch(index, "int"))
    }

    #[inline]
    fn float(&self, index: usize) -> Result<f64, ScriptError> {
        let at = self.index(index);
        if self.stack.kind(at) == ffi::LUA_TNUMBER {
            Ok(self.stack.number(at))
        } else {
            Err(self.mismatch(index, "float"))
        }
    }

    #[inline]
    fn str(&self, index: usize) -> Result<Cow<'_, str>, ScriptError> {
        match self.stack.bytes(self.index(index)) {
            // The argument stays on the stack, and so in memory, as long as the frame.
            Some(bytes) => read::text(bytes).map(Cow::Borrowed),
            None => self.error_as_text(index),
        }
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
        match entity::read(self.stack, self.index(index)) {
            Some(entity) => Ok(entity),
            None => Err(self.mismatch(index, "Entity")),
        }
    }

    fn asset(&self, index: usize) -> Result<Asset, ScriptError> {
        userdata::plain(self.stack, self.index(index)).ok_or_else(|| self.mismatch(index, "Asset"))
    }

    fn callback(&self, index: usize) -> Result<Callback, ScriptError> {
        match callbacks::read(self.stack, self.vm, self.index(index)) {
            Some(callback) => callback,
            None => Err(self.mismatch(index, "function")),
        }
    }

    fn component(&self, index: usize) -> Result<ComponentHandle, ScriptError> {
        userdata::plain(self.stack, self.index(index)).ok_or_else(|| self.mismatch(index, "component handle"))
    }

    fn data(&self, index: usize) -> Result<DataRef, ScriptError> {
        let at = self.index(index);
        if userdata::tag(self.stack, at) == Some(Tag::Data) {
            return userdata::with(self.stack, at, |data: &mut DataRef| data.clone())
                .ok_or_else(|| ScriptError::new(ErrorKind::Type, "the data reference is gone"));
        }
        Err(self.mismatch(index, "data reference"))
    }

    fn object(&self, index: usize, class: &str) -> Result<Object, ScriptError> {
        match objects::read(self.stack, self.index(index)) {
            Some(object) if object.class() == class => Ok(object),
            _ => Err(self.mismatch(index, class)),
        }
    }

    fn entities(&self, index: usize, out: &mut Vec<Entity>) -> Result<(), ScriptError> {
        self.list(index, out, entity::read, Value::as_entity)
    }

    fn vec3s(&self, index: usize, out: &mut Vec<Vec3>) -> Result<(), ScriptError> {
        self.list(index, out, userdata::vector, Value::as_vec3)
    }

    fn floats(&self, index: usize, out: &mut Vec<f64>) -> Result<(), ScriptError> {
        let read = |stack: Stack, at: i32| (stack.kind(at) == ffi::LUA_TNUMBER).then(|| stack.number(at));
        self.list(index, out, read, Value::as_float)
    }

    #[inline]
    fn return_bool(&mut self, value: bool) -> Result<(), ScriptError> {
        self.inline(Outcome::Bool(value))
    }

    #[inline]
    fn return_int(&mut self, value: i64) -> Result<(), ScriptError> {
        self.inline(Outcome::Int(value))
    }

    #[inline]
    fn return_float(&mut self, value: f64) -> Result<(), ScriptError> {
        self.inline(Outcome::Float(value))
    }

    fn return_str(&mut self, value: &str) -> Result<(), ScriptError> {
        self.park(Parked::Text(value.to_owned()))
    }

    #[inline]
    fn return_vec2(&mut self, value: Vec2) -> Result<(), ScriptError> {
        self.inline(Outcome::Vec2(value))
    }

    #[inline]
    fn return_vec3(&mut self, value: Vec3) -> Result<(), ScriptError> {
        self.inline(Outcome::Vec3(value))
    }

    #[inline]
    fn return_quat(&mut self, value: Quat) -> Result<(), ScriptError> {
        self.inline(Outcome::Quat(value))
    }

    #[inline]
    fn return_entity(&mut self, value: Entity) -> Result<(), ScriptError> {
        self.inline(Outcome::Entity(value))
    }

    fn return_entities(&mut self, values: Vec<Entity>) -> Result<(), ScriptError> {
        self.park(Parked::Entities(values))
    }

    fn return_vec3s(&mut self, values: Vec<Vec3>) -> Result<(), ScriptError> {
        self.park(Parked::Vec3s(values))
    }

    #[inline]
    fn return_component(&mut self, handle: ComponentHandle) -> Result<(), ScriptError> {
        self.inline(Outcome::Component(handle))
    }

    fn return_data(&mut self, data: DataRef) -> Result<(), ScriptError> {
        self.park(Parked::Data(data))
    }
}
