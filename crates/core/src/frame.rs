//! [`Frame`]: one call of a bound function, as the virtual machine holds it.

use std::borrow::Cow;

use glam::{Quat, Vec2, Vec3};

use crate::{
    Asset, Callback, ComponentHandle, DataRef, Entity, Host, Object, ScriptError, Value, ValueKind, Vector,
};

/// One call of a bound function: its arguments, and the place for its result.
///
/// # For implementers
///
/// There are two lanes. The *value lane* ([`value`](Self::value) and [`return_value`](Self::return_value)) is
/// required and can carry everything. The *fast lane*, one getter and one setter a type, goes straight to and from the
/// virtual machine's stack; each has a default over the value lane, so a language overrides those that pay.
///
/// The contract:
///
/// - Getters do not change the frame and may be called in any order and more than once. An index past the last
///   argument reads as nothing.
/// - Getters convert only what [`Value`]'s `as_…` methods convert: an int passes as a float, a float without a
///   fraction as an int, and nothing else; but an error that a script caught, where the language has
///   errors as objects, passes as its text. Anything else is an [`crate::ErrorKind::Type`] error that names what
///   was expected and what came; the caller adds the function and parameter.
/// - At most one setter is called, once, after the arguments were read. If none is, the result is nothing.
/// - No method unwinds or jumps past its caller: a virtual machine whose calls can do that is called protected,
///   or later, when the thunk has returned.
/// - Lists and tables deeper than [`crate::MAX_DEPTH`], or that contain themselves, are refused; so is text
///   that is not UTF-8.
pub trait Frame {
    /// How many arguments the script gave.
    fn argument_count(&self) -> usize;

    /// What kind of value an argument is; [`ValueKind::Null`] if it was not given.
    fn kind(&self, index: usize) -> ValueKind;

    /// An argument as a value. The host is asked for what the argument refers to, if it is a handle or a
    /// reference.
    ///
    /// # Errors
    /// [`crate::ErrorKind::Type`] if the argument has no value outside its language, or its nesting is refused;
    /// [`crate::ErrorKind::NotFound`] if what it refers to is gone.
    fn value(&self, index: usize, host: &mut dyn Host) -> Result<Value, ScriptError>;

    /// An argument that holds no reference, as a value: what the defaults of the fast lane are made of.
    ///
    /// # Errors
    /// [`crate::ErrorKind::Type`] as [`value`](Self::value), and for handles and references.
    fn plain_value(&self, index: usize) -> Result<Value, ScriptError>;

    /// Sets the result.
    ///
    /// # Errors
    /// [`crate::ErrorKind::Type`] if the language cannot hold it, such as a value that is nested too deeply.
    fn return_value(&mut self, value: Value) -> Result<(), ScriptError>;

    /// The argument as an error message shows it: `string "up"`.
    fn describe(&self, index: usize) -> String {
        match self.plain_value(index) {
            Ok(value) => value.describe(),
            Err(_) => self.kind(index).name().to_owned(),
        }
    }

    /// A bool.
    ///
    /// # Errors
    /// [`crate::ErrorKind::Type`] for any other kind.
    #[inline]
    fn bool(&self, index: usize) -> Result<bool, ScriptError> {
        self.plain_value(index)?.as_bool()
    }

    /// A whole number.
    ///
    /// # Errors
    /// [`crate::ErrorKind::Type`] for any other kind, a fraction, or a number beyond 64 bits.
    #[inline]
    fn int(&self, index: usize) -> Result<i64, ScriptError> {
        self.plain_value(index)?.as_int()
    }

    /// A number.
    ///
    /// # Errors
    /// [`crate::ErrorKind::Type`] for any other kind.
    #[inline]
    fn float(&self, index: usize) -> Result<f64, ScriptError> {
        self.plain_value(index)?.as_float()
    }

    /// Text, borrowed from the virtual machine where it can be.
    ///
    /// # Errors
    /// [`crate::ErrorKind::Type`] for any other kind, and for text that is not UTF-8.
    #[inline]
    fn str(&self, index: usize) -> Result<Cow<'_, str>, ScriptError> {
        self.plain_value(index)?.as_str().map(|text| Cow::Owned(text.to_owned()))
    }

    /// A vector of two.
    ///
    /// # Errors
    /// [`crate::ErrorKind::Type`] for any other kind.
    #[inline]
    fn vec2(&self, index: usize) -> Result<Vec2, ScriptError> {
        self.plain_value(index)?.as_vec2()
    }

    /// A vector of three.
    ///
    /// # Errors
    /// [`crate::ErrorKind::Type`] for any other kind.
    #[inline]
    fn vec3(&self, index: usize) -> Result<Vec3, ScriptError> {
        self.plain_value(index)?.as_vec3()
    }

    /// A rotation.
    ///
    /// # Errors
    /// [`crate::ErrorKind::Type`] for any other kind.
    #[inline]
    fn quat(&self, index: usize) -> Result<Quat, ScriptError> {
        self.plain_value(index)?.as_quat()
    }

    /// An entity.
    ///
    /// # Errors
    /// [`crate::ErrorKind::Type`] for any other kind.
    #[inline]
    fn entity(&self, index: usize) -> Result<Entity, ScriptError> {
        self.plain_value(index)?.as_entity()
    }

    /// An asset.
    ///
    /// # Errors
    /// [`crate::ErrorKind::Type`] for any other kind.
    #[inline]
    fn asset(&self, index: usize) -> Result<Asset, ScriptError> {
        self.plain_value(index)?.as_asset()
    }

    /// A function, kept alive until the callback is dropped.
    ///
    /// # Errors
    /// [`crate::ErrorKind::Type`] for any other kind, [`crate::ErrorKind::OutOfMemory`] if it cannot be kept.
    fn callback(&self, index: usize) -> Result<Callback, ScriptError> {
        self.plain_value(index)?.as_function().cloned()
    }

    /// A handle to a component.
    ///
    /// # Errors
    /// [`crate::ErrorKind::Type`] for any other kind.
    fn component(&self, index: usize) -> Result<ComponentHandle, ScriptError> {
        Err(ScriptError::type_mismatch("component handle", &self.describe(index)))
    }

    /// A reference to data.
    ///
    /// # Errors
    /// [`crate::ErrorKind::Type`] for any other kind.
    fn data(&self, index: usize) -> Result<DataRef, ScriptError> {
        Err(ScriptError::type_mismatch("data reference", &self.describe(index)))
    }

    /// An object of the class of that name.
    ///
    /// # Errors
    /// [`crate::ErrorKind::Type`] for any other kind or class.
    fn object(&self, index: usize, class: &str) -> Result<Object, ScriptError> {
        match self.kind(index) {
            ValueKind::Object => self.plain_value(index)?.as_object(class).cloned(),
            // Not read as a value, which might be large, or nothing that has a value.
            _ => Err(ScriptError::type_mismatch(class, &self.describe(index))),
        }
    }

    /// A list of entities, appended to `out`.
    ///
    /// # Errors
    /// [`crate::ErrorKind::Type`] for any other kind, naming the first element that is none.
    fn entities(&self, index: usize, out: &mut Vec<Entity>) -> Result<(), ScriptError> {
        self.plain_value(index)?.list_into(out, Value::as_entity)
    }

    /// A list of vectors of three, appended to `out`.
    ///
    /// # Errors
    /// [`crate::ErrorKind::Type`] for any other kind, naming the first element that is none.
    fn vec3s(&self, index: usize, out: &mut Vec<Vec3>) -> Result<(), ScriptError> {
        self.plain_value(index)?.list_into(out, Value::as_vec3)
    }

    /// A list of numbers, appended to `out`.
    ///
    /// # Errors
    /// [`crate::ErrorKind::Type`] for any other kind, naming the first element that is none.
    fn floats(&self, index: usize, out: &mut Vec<f64>) -> Result<(), ScriptError> {
        self.plain_value(index)?.list_into(out, Value::as_float)
    }

    /// Returns a bool.
    ///
    /// # Errors
    /// As [`return_value`](Self::return_value), like all that follow.
    #[inline]
    fn return_bool(&mut self, value: bool) -> Result<(), ScriptError> {
        self.return_value(Value::Bool(value))
    }

    /// Returns a whole number.
    ///
    /// # Errors
    /// As [`return_value`](Self::return_value).
    #[inline]
    fn return_int(&mut self, value: i64) -> Result<(), ScriptError> {
        self.return_value(Value::Int(value))
    }

    /// Returns a number.
    ///
    /// # Errors
    /// As [`return_value`](Self::return_value).
    #[inline]
    fn return_float(&mut self, value: f64) -> Result<(), ScriptError> {
        self.return_value(Value::Float(value))
    }

    /// Returns text.
    ///
    /// # Errors
    /// As [`return_value`](Self::return_value).
    #[inline]
    fn return_str(&mut self, value: &str) -> Result<(), ScriptError> {
        self.return_value(Value::String(value.to_owned()))
    }

    /// Returns a vector of two.
    ///
    /// # Errors
    /// As [`return_value`](Self::return_value).
    #[inline]
    fn return_vec2(&mut self, value: Vec2) -> Result<(), ScriptError> {
        self.return_value(Value::Vec2(value))
    }

    /// Returns a vector of three.
    ///
    /// # Errors
    /// As [`return_value`](Self::return_value).
    #[inline]
    fn return_vec3(&mut self, value: Vec3) -> Result<(), ScriptError> {
        self.return_value(Value::Vec3(value))
    }

    /// Returns a rotation.
    ///
    /// # Errors
    /// As [`return_value`](Self::return_value).
    #[inline]
    fn return_quat(&mut self, value: Quat) -> Result<(), ScriptError> {
        self.return_value(Value::Quat(value))
    }

    /// Returns an entity.
    ///
    /// # Errors
    /// As [`return_value`](Self::return_value).
    #[inline]
    fn return_entity(&mut self, value: Entity) -> Result<(), ScriptError> {
        self.return_value(Value::Entity(value))
    }

    /// Returns a list of entities.
    ///
    /// # Errors
    /// As [`return_value`](Self::return_value).
    fn return_entities(&mut self, values: Vec<Entity>) -> Result<(), ScriptError> {
        self.return_value(Value::List(values.into_iter().map(Value::Entity).collect()))
    }

    /// Returns a list of vectors of three.
    ///
    /// # Errors
    /// As [`return_value`](Self::return_value).
    fn return_vec3s(&mut self, values: Vec<Vec3>) -> Result<(), ScriptError> {
        self.return_value(Value::List(values.into_iter().map(Value::Vec3).collect()))
    }

    /// Returns an object.
    ///
    /// # Errors
    /// As [`return_value`](Self::return_value).
    fn return_object(&mut self, object: Object) -> Result<(), ScriptError> {
        self.return_value(Value::Object(object))
    }

    /// Returns a handle to a component.
    ///
    /// # Errors
    /// [`crate::ErrorKind::Type`] if the language has no handles.
    fn return_component(&mut self, _handle: ComponentHandle) -> Result<(), ScriptError> {
        Err(ScriptError::new(crate::ErrorKind::Type, "this language has no component handles"))
    }

    /// Returns a reference to data.
    ///
    /// # Errors
    /// [`crate::ErrorKind::Type`] if the language has no references to data.
    fn return_data(&mut self, _data: DataRef) -> Result<(), ScriptError> {
        Err(ScriptError::new(crate::ErrorKind::Type, "this language has no references to data"))
    }
}

/// A vector or rotation that a script wrote as a list of its numbers, where the frame found none in that place.
///
/// # Errors
/// [`crate::ErrorKind::Type`] if there is no list, and what `convert` says of one that does not fit.
#[cold]
pub fn listed_vector<V: Vector>(
    frame: &(impl Frame + ?Sized),
    index: usize,
    convert: fn(&Value) -> Result<V, ScriptError>,
) -> Result<V, ScriptError> {
    match frame.kind(index) {
        ValueKind::List => convert(&frame.plain_value(index)?),
        _ => Err(ScriptError::type_mismatch(V::NAME, &frame.describe(index))),
    }
}
