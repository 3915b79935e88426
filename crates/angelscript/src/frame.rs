//! [`AsFrame`]: one call of a function of the API, as the library's stack holds it.

#![allow(unsafe_code)] // reads the library's stack

mod form;

use std::borrow::Cow;

use glotta_core::{
    Asset, Callback, ComponentHandle, DataRef, Entity, Frame, Host, Object, Quat, ScriptError, Value,
    ValueKind, Vec2, Vec3,
};

use crate::array;
use crate::components;
use crate::data::ScriptData;
use crate::entity::{ScriptAsset, ScriptEntity};
use crate::native::{Any, Owned, Parameter, Returned};
use crate::objects::ScriptObject;
use crate::read;
use crate::string::ScriptString;
use crate::value::ScriptValue;
use crate::vectors::{ScriptQuat, ScriptVec2, ScriptVec3};
use crate::vm::Vm;

pub(crate) use form::{Form, Receiver, ResultForm, Slot};

/// One call of a function of the API.
pub(crate) struct AsFrame<'a> {
    pub(crate) vm: &'a Vm,
    pub(crate) receiver: Receiver<'a>,
    pub(crate) arguments: *const u8,
    pub(crate) slots: &'a [Slot],
    pub(crate) result: *mut u8,
    pub(crate) returns: ResultForm,
    /// Whether a result was given.
    pub(crate) returned: bool,
}

/// Where an argument lies.
enum Found<'a> {
    /// Past the last one.
    Nothing,
    /// On the stack.
    Argument(Form, *const u8),
    /// The receiver, which is an object.
    Object(Form, *const u8),
    Value(&'a Value),
}

impl<'a> AsFrame<'a> {
    #[inline]
    fn find(&self, index: usize) -> Found<'a> {
        let index = match self.receiver {
            Receiver::None => index,
            Receiver::Object(form, place) if index == 0 => return Found::Object(form, place),
            Receiver::Value(value) if index == 0 => return Found::Value(value),
            _ => index - 1,
        };
        match self.slots.get(index) {
            // SAFETY: the arguments stand as the slots were laid out from the declaration.
            Some(slot) => Found::Argument(slot.form, unsafe { self.arguments.add(slot.offset) }),
            None => Found::Nothing,
        }
    }

    /// The object of an argument that is declared as one of our types, if it is of that form.
    #[inline]
    fn object<T>(&self, index: usize, wanted: Form) -> Option<&'a T> {
        match self.find(index) {
            Found::Argument(form, place) if form == wanted => {
                // SAFETY: a reference to an object of that type stands there, and lives as long as the call.
                Some(unsafe { &*place.cast::<*const T>().read_unaligned() })
            }
            // SAFETY: the receiver is an object of that type, and lives as long as the call.
            Found::Object(form, place) if form == wanted => Some(unsafe { &*place.cast::<T>() }),
            _ => None,
        }
    }

    /// The pointer of an argument that is declared as a handle.
    fn handle<T>(&self, index: usize, wanted: Form) -> Option<*const T> {
        match self.find(index) {
            Found::Argument(form, place) if form == wanted => {
                // SAFETY: a pointer stands there.
                Some(unsafe { place.cast::<*const T>().read_unaligned() })
            }
            _ => None,
        }
    }

    /// The object of the engine that an argument is which is declared as one.
    fn engine_object(&self, index: usize) -> Option<&'a Object> {
        match self.find(index) {
            // SAFETY: a handle stands there, which the library holds for the call.
            Found::Argument(Form::Object, place) => unsafe {
                place.cast::<*const ScriptObject>().read_unaligned().as_ref().map(ScriptObject::get)
            },
            // SAFETY: the receiver is such an object, and lives as long as the call.
            Found::Object(Form::Object, place) => Some(unsafe { &*place.cast::<ScriptObject>() }.get()),
            _ => None,
        }
    }

    fn any(&self, index: usize) -> Option<Any<'a>> {
        match self.find(index) {
            // SAFETY: a `?` stands there.
            Found::Argument(Form::Any, place) => Some(unsafe { Any::read(place) }),
            Found::Argument(Form::Value(type_id), place) => {
                // SAFETY: a reference to a value stands there.
                let value = unsafe { place.cast::<*const u8>().read_unaligned() };
                Some(Any::new(value, type_id))
            }
            _ => None,
        }
    }

    fn read(&self, index: usize, host: Option<&mut dyn Host>) -> Result<Value, ScriptError> {
        if let Some(any) = self.any(index) {
            return read::value(self.vm, any, host);
        }
        let (form, place) = match self.find(index) {
            Found::Nothing => return Ok(Value::Null),
            Found::Value(value) => return Ok(value.clone()),
            Found::Argument(form, place) | Found::Object(form, place) => (form, place),
        };
        // SAFETY: primitives stand in place, in the form that the slot says.
        unsafe {
            Ok(match form {
                Form::Bool => Value::Bool(bool::read(place)),
                Form::Int64 => Value::Int(i64::read(place)),
                Form::Double => Value::Float(f64::read(place)),
                Form::String => Value::String(self.text(index)?),
                Form::Vec2 => Value::Vec2(self.vec2(index)?),
                Form::Vec3 => Value::Vec3(self.vec3(index)?),
                Form::Quat => Value::Quat(self.quat(index)?),
                Form::Entity => Value::Entity(self.entity(index)?),
                Form::Asset => Value::Asset(self.asset(index)?),
                Form::Object => self.engine_object(index).cloned().map_or(Value::Null, Value::Object),
                // Both are read above.
                Form::Any | Form::Value(_) => Value::Null,
                Form::Component | Form::Data | Form::Function(_) => {
                    let any = Any::new(place, self.type_id(form));
                    return read::value(self.vm, any, host);
                }
            })
        }
    }

    /// The library's number of the type of a form that is a handle.
    fn type_id(&self, form: Form) -> i32 {
        match form {
            Form::Component => self.vm.forms.component.get(),
            Form::Data => self.vm.forms.data.get(),
            Form::Function(type_id) => type_id,
            _ => 0,
        }
    }

    fn text(&self, index: usize) -> Result<String, ScriptError> {
        match self.object::<ScriptString>(index, Form::String) {
            Some(text) => text.to_text(),
            None => self.read(index, None)?.as_str().map(str::to_owned),
        }
    }

    /// Hands over a result whose declared type is `T`.
    #[inline]
    fn give<T: Returned>(&mut self, value: T) {
        self.returned = true;
        // SAFETY: only called where the result is declared as such a type.
        unsafe { value.write(self.result) };
    }

    /// Hands over a result that is declared as a handle to an object of the engine.
    fn give_object(&mut self, object: *mut ScriptObject) {
        self.returned = true;
        // SAFETY: only called where the result is declared as such a handle.
        unsafe { self.result.cast::<*mut ScriptObject>().write_unaligned(object) };
    }

    #[cold]
    fn unexpected(&self, what: &str) -> ScriptError {
        ScriptError::host(format!("a result that was declared as {:?} came as {what}", self.returns))
    }

    /// Gives what stands for nothing, if no result was given.
    ///
    /// # Errors
    /// [`glotta_core::ErrorKind::Host`] if the declared type has no such value.
    #[inline]
    pub(crate) fn finish(&mut self) -> Result<(), ScriptError> {
        if self.returned || self.returns == ResultForm::Nothing {
            return Ok(());
        }
        self.return_value(Value::Null)
    }
}

impl Frame for AsFrame<'_> {
    #[inline]
    fn argument_count(&self) -> usize {
        self.slots.len() + usize::from(!matches!(self.receiver, Receiver::None))
    }

    fn kind(&self, index: usize) -> ValueKind {
        match self.find(index) {
            Found::Nothing => ValueKind::Null,
            Found::Value(value) => value.kind(),
            Found::Argument(form, place) | Found::Object(form, place) => match form {
                Form::Bool => ValueKind::Bool,
                Form::Int64 => ValueKind::Int,
                Form::Double => ValueKind::Float,
                Form::String => ValueKind::String,
                Form::Vec2 => ValueKind::Vec2,
                Form::Vec3 => ValueKind::Vec3,
                Form::Quat => ValueKind::Quat,
                Form::Entity => ValueKind::Entity,
                Form::Asset => ValueKind::Asset,
                Form::Any | Form::Value(_) => {
                    self.any(index).map_or(ValueKind::Null, |any| read::kind(self.vm, any))
                }
                Form::Object => self.engine_object(index).map_or(ValueKind::Null, |_| ValueKind::Object),
                Form::Component | Form::Data | Form::Function(_) => {
                    read::kind(self.vm, Any::new(place, self.type_id(form)))
                }
            },
        }
    }

    fn value(&self, index: usize, host: &mut dyn Host) -> Result<Value, ScriptError> {
        self.read(index, Some(host))
    }

    fn plain_value(&self, index: usize) -> Result<Value, ScriptError> {
        self.read(index, None)
    }

    fn return_value(&mut self, value: Value) -> Result<(), ScriptError> {
        match self.returns {
            ResultForm::Nothing => {}
            ResultForm::Bool => self.give(value.as_bool()?),
            ResultForm::Int32 | ResultForm::Uint32 | ResultForm::Int64 => {
                return self.return_int(value.as_int()?);
            }
            ResultForm::Float | ResultForm::Double => return self.return_float(value.as_float()?),
            ResultForm::String => return self.return_str(value.as_str()?),
            ResultForm::Vec2 => return self.return_vec2(value.as_vec2()?),
            ResultForm::Vec3 => return self.return_vec3(value.as_vec3()?),
            ResultForm::Quat => return self.return_quat(value.as_quat()?),
            ResultForm::Entity => return self.return_entity(value.as_entity()?),
            ResultForm::Asset => self.give(ScriptAsset::new(value.as_asset()?)),
            ResultForm::Value => self.give(ScriptValue::new(value)?),
            ResultForm::Dictionary => {
                let table = value.as_table()?.clone();
                self.give(Owned(Some(crate::dictionary::ScriptDictionary::new(table)?)));
            }
            ResultForm::Object => match value {
                Value::Object(object) => return self.return_object(object),
                Value::Null => self.give_object(std::ptr::null_mut()),
                other => return Err(self.unexpected(other.kind().name())),
            },
            ResultForm::Component | ResultForm::Data => return Err(self.unexpected(value.kind().name())),
            ResultForm::Array(type_id) => {
                let array = crate::push::list(self.vm, array::by_id(self.vm, type_id), value.as_list()?)?;
                self.give(Owned(Some(array)));
            }
        }
        Ok(())
    }

    fn describe(&self, index: usize) -> String {
        match self.any(index) {
            Some(any) => read::describe(self.vm, any),
            None => match self.plain_value(index) {
                Ok(value) => value.describe(),
                Err(_) => self.kind(index).name().to_owned(),
            },
        }
    }

    #[inline]
    fn bool(&self, index: usize) -> Result<bool, ScriptError> {
        match self.find(index) {
            // SAFETY: a bool stands there.
            Found::Argument(Form::Bool, place) => Ok(unsafe { bool::read(place) }),
            _ => self.read(index, None)?.as_bool(),
        }
    }

    #[inline]
    fn int(&self, index: usize) -> Result<i64, ScriptError> {
        match self.find(index) {
            // SAFETY: an int64 stands there.
            Found::Argument(Form::Int64, place) => Ok(unsafe { i64::read(place) }),
            _ => self.read(index, None)?.as_int(),
        }
    }

    #[inline]
    fn float(&self, index: usize) -> Result<f64, ScriptError> {
        match self.find(index) {
            // SAFETY: a double stands there.
            Found::Argument(Form::Double, place) => Ok(unsafe { f64::read(place) }),
            _ => self.read(index, None)?.as_float(),
        }
    }

    #[inline]
    fn str(&self, index: usize) -> Result<Cow<'_, str>, ScriptError> {
        // A copy: the function may run scripts, which may change the very string.
        self.text(index).map(Cow::Owned)
    }

    #[inline]
    fn vec2(&self, index: usize) -> Result<Vec2, ScriptError> {
        match self.object::<ScriptVec2>(index, Form::Vec2) {
            Some(vector) => Ok(vector.get()),
            None => self.read(index, None)?.as_vec2(),
        }
    }

    #[inline]
    fn vec3(&self, index: usize) -> Result<Vec3, ScriptError> {
        match self.object::<ScriptVec3>(index, Form::Vec3) {
            Some(vector) => Ok(vector.get()),
            None => self.read(index, None)?.as_vec3(),
        }
    }

    #[inline]
    fn quat(&self, index: usize) -> Result<Quat, ScriptError> {
        match self.object::<ScriptQuat>(index, Form::Quat) {
            Some(rotation) => Ok(rotation.get()),
            None => self.read(index, None)?.as_quat(),
        }
    }

    #[inline]
    fn entity(&self, index: usize) -> Result<Entity, ScriptError> {
        match self.object::<ScriptEntity>(index, Form::Entity) {
            Some(entity) => Ok(entity.get()),
            None => self.read(index, None)?.as_entity(),
        }
    }

    fn asset(&self, index: usize) -> Result<Asset, ScriptError> {
        match self.object::<ScriptAsset>(index, Form::Asset) {
            Some(asset) => Ok(asset.get()),
            None => self.read(index, None)?.as_asset(),
        }
    }

    fn callback(&self, index: usize) -> Result<Callback, ScriptError> {
        if let Found::Argument(Form::Function(_), place) = self.find(index) {
            // SAFETY: a handle stands there.
            let function = unsafe { place.cast::<*mut glotta_angelscript_sys::Function>().read_unaligned() };
            if !function.is_null() {
                return crate::callbacks::read(self.vm, function);
            }
        }
        let value = self.read(index, None)?;
        value
            .as_function()
            .cloned()
            .map_err(|_| ScriptError::type_mismatch("function", &self.describe(index)))
    }

    fn component(&self, index: usize) -> Result<ComponentHandle, ScriptError> {
        let any = match self.find(index) {
            Found::Argument(form @ Form::Component, place) => Some(Any::new(place, self.type_id(form))),
            _ => self.any(index),
        };
        any.and_then(|any| components::handle_of(self.vm, any))
            .ok_or_else(|| ScriptError::type_mismatch("component handle", &self.describe(index)))
    }

    fn data(&self, index: usize) -> Result<DataRef, ScriptError> {
        let data = match self.handle::<ScriptData>(index, Form::Data) {
            // SAFETY: the library holds the handle for the call.
            Some(data) => unsafe { data.as_ref() }.map(ScriptData::reference),
            None => self.any(index).and_then(|any| read::data(self.vm, any)),
        };
        data.ok_or_else(|| ScriptError::type_mismatch("data reference", &self.describe(index)))
    }

    fn object(&self, index: usize, class: &str) -> Result<Object, ScriptError> {
        match self.engine_object(index) {
            Some(object) if object.class() == class => return Ok(object.clone()),
            None if self.kind(index) == ValueKind::Object => {
                return self.read(index, None)?.as_object(class).cloned();
            }
            _ => {}
        }
        Err(ScriptError::type_mismatch(class, &self.describe(index)))
    }

    fn entities(&self, index: usize, out: &mut Vec<Entity>) -> Result<(), ScriptError> {
        if let Some(list) = self.any(index).and_then(|any| read::array(self.vm, any))
            && let Some(entities) = list.as_slice::<ScriptEntity>(self.vm)
        {
            out.extend(entities.iter().map(ScriptEntity::get));
            return Ok(());
        }
        extend(out, &self.read(index, None)?, Value::as_entity)
    }

    fn vec3s(&self, index: usize, out: &mut Vec<Vec3>) -> Result<(), ScriptError> {
        if let Some(list) = self.any(index).and_then(|any| read::array(self.vm, any))
            && let Some(vectors) = list.as_slice::<ScriptVec3>(self.vm)
        {
            out.extend(vectors.iter().map(ScriptVec3::get));
            return Ok(());
        }
        extend(out, &self.read(index, None)?, Value::as_vec3)
    }

    fn floats(&self, index: usize, out: &mut Vec<f64>) -> Result<(), ScriptError> {
        if let Some(list) = self.any(index).and_then(|any| read::array(self.vm, any))
            && let Some(floats) = list.as_slice::<f64>(self.vm)
        {
            out.extend_from_slice(floats);
            return Ok(());
        }
        extend(out, &self.read(index, None)?, Value::as_float)
    }

    #[inline]
    fn return_bool(&mut self, value: bool) -> Result<(), ScriptError> {
        match self.returns {
            ResultForm::Bool => self.give(value),
            _ => return self.return_value(Value::Bool(value)),
        }
        Ok(())
    }

    #[inline]
    fn return_int(&mut self, value: i64) -> Result<(), ScriptError> {
        match self.returns {
            ResultForm::Int64 => self.give(value),
            ResultForm::Int32 => self.give(glotta_core::int_in_range::<i32>(value, i32::MIN, i32::MAX)?),
            ResultForm::Uint32 => self.give(glotta_core::int_in_range::<u32>(value, u32::MIN, u32::MAX)?),
            ResultForm::Value => self.give(ScriptValue::new(Value::Int(value))?),
            _ => return Err(self.unexpected("int")),
        }
        Ok(())
    }

    #[inline]
    fn return_float(&mut self, value: f64) -> Result<(), ScriptError> {
        match self.returns {
            ResultForm::Double => self.give(value),
            ResultForm::Float => self.give(value as f32),
            ResultForm::Value => self.give(ScriptValue::new(Value::Float(value))?),
            _ => return Err(self.unexpected("float")),
        }
        Ok(())
    }

    #[inline]
    fn return_str(&mut self, value: &str) -> Result<(), ScriptError> {
        match self.returns {
            ResultForm::String => self.give(ScriptString::new(value)?),
            ResultForm::Value => self.give(ScriptValue::new(Value::String(value.to_owned()))?),
            _ => return Err(self.unexpected("string")),
        }
        Ok(())
    }

    #[inline]
    fn return_vec2(&mut self, value: Vec2) -> Result<(), ScriptError> {
        match self.returns {
            ResultForm::Vec2 => self.give(ScriptVec2::new(value)),
            ResultForm::Value => self.give(ScriptValue::new(Value::Vec2(value))?),
            _ => return Err(self.unexpected("Vec2")),
        }
        Ok(())
    }

    #[inline]
    fn return_vec3(&mut self, value: Vec3) -> Result<(), ScriptError> {
        match self.returns {
            ResultForm::Vec3 => self.give(ScriptVec3::new(value)),
            ResultForm::Value => self.give(ScriptValue::new(Value::Vec3(value))?),
            _ => return Err(self.unexpected("Vec3")),
        }
        Ok(())
    }

    #[inline]
    fn return_quat(&mut self, value: Quat) -> Result<(), ScriptError> {
        match self.returns {
            ResultForm::Quat => self.give(ScriptQuat::new(value)),
            ResultForm::Value => self.give(ScriptValue::new(Value::Quat(value))?),
            _ => return Err(self.unexpected("Quat")),
        }
        Ok(())
    }

    #[inline]
    fn return_entity(&mut self, value: Entity) -> Result<(), ScriptError> {
        match self.returns {
            ResultForm::Entity => self.give(ScriptEntity::new(value)),
            ResultForm::Value => self.give(ScriptValue::new(Value::Entity(value))?),
            _ => return Err(self.unexpected("Entity")),
        }
        Ok(())
    }

    fn return_entities(&mut self, values: Vec<Entity>) -> Result<(), ScriptError> {
        if let ResultForm::Array(_) = self.returns {
            let entities: Vec<ScriptEntity> = values.into_iter().map(ScriptEntity::new).collect();
            let array = array::from_slice(self.vm, "array<Entity>", &entities)?;
            self.give(Owned(Some(array)));
            return Ok(());
        }
        self.return_value(Value::List(values.into_iter().map(Value::Entity).collect()))
    }

    fn return_vec3s(&mut self, values: Vec<Vec3>) -> Result<(), ScriptError> {
        if let ResultForm::Array(_) = self.returns {
            let vectors: Vec<ScriptVec3> = values.into_iter().map(ScriptVec3::new).collect();
            let array = array::from_slice(self.vm, "array<Vec3>", &vectors)?;
            self.give(Owned(Some(array)));
            return Ok(());
        }
        self.return_value(Value::List(values.into_iter().map(Value::Vec3).collect()))
    }

    fn return_component(&mut self, handle: ComponentHandle) -> Result<(), ScriptError> {
        let component = components::ScriptComponent::new(self.vm, handle)?;
        self.give(Owned(Some(component)));
        Ok(())
    }

    fn return_object(&mut self, object: Object) -> Result<(), ScriptError> {
        match self.returns {
            ResultForm::Object => self.give_object(ScriptObject::hold(self.vm, &object)?.as_ptr()),
            ResultForm::Value => self.give(ScriptValue::new(Value::Object(object))?),
            _ => return Err(self.unexpected(object.class())),
        }
        Ok(())
    }

    fn return_data(&mut self, data: DataRef) -> Result<(), ScriptError> {
        let data = ScriptData::new(data)?;
        self.give(Owned(Some(data)));
        Ok(())
    }
}

fn extend<T>(
    out: &mut Vec<T>,
    list: &Value,
    convert: impl Fn(&Value) -> Result<T, ScriptError>,
) -> Result<(), ScriptError> {
    for (index, item) in list.as_list()?.iter().enumerate() {
        out.push(convert(item).map_err(|error| error.within(format_args!("element {}", index + 1)))?);
    }
    Ok(())
}
