//! [`One`]: a frame that holds one value, for reading a field and for writing it.

use std::borrow::Cow;

use glotta_core::{Asset, Entity, Frame, Host, Quat, ScriptError, Value, ValueKind, Vec2, Vec3};

/// A frame whose only argument is also its result.
pub(super) struct One(pub(super) Value);

impl One {
    /// For reading.
    pub(super) const fn empty() -> Self {
        Self(Value::Null)
    }

    fn at(&self, index: usize) -> &Value {
        const NOTHING: &Value = &Value::Null;
        if index == 0 { &self.0 } else { NOTHING }
    }
}

macro_rules! lanes {
    ($($type:ty, $get:ident, $as:ident, $set:ident, $variant:ident;)+) => {$(
        #[inline]
        fn $get(&self, index: usize) -> Result<$type, ScriptError> {
            self.at(index).$as()
        }

        #[inline]
        fn $set(&mut self, value: $type) -> Result<(), ScriptError> {
            self.0 = Value::$variant(value);
            Ok(())
        }
    )+};
}

impl Frame for One {
    fn argument_count(&self) -> usize {
        1
    }

    fn kind(&self, index: usize) -> ValueKind {
        self.at(index).kind()
    }

    fn value(&self, index: usize, _: &mut dyn Host) -> Result<Value, ScriptError> {
        self.plain_value(index)
    }

    fn plain_value(&self, index: usize) -> Result<Value, ScriptError> {
        Ok(self.at(index).clone())
    }

    fn return_value(&mut self, value: Value) -> Result<(), ScriptError> {
        self.0 = value;
        Ok(())
    }

    fn describe(&self, index: usize) -> String {
        self.at(index).describe()
    }

    lanes! {
        bool, bool, as_bool, return_bool, Bool;
        i64, int, as_int, return_int, Int;
        f64, float, as_float, return_float, Float;
        Vec2, vec2, as_vec2, return_vec2, Vec2;
        Vec3, vec3, as_vec3, return_vec3, Vec3;
        Quat, quat, as_quat, return_quat, Quat;
        Entity, entity, as_entity, return_entity, Entity;
    }

    fn str(&self, index: usize) -> Result<Cow<'_, str>, ScriptError> {
        self.at(index).as_str().map(Cow::Borrowed)
    }

    fn asset(&self, index: usize) -> Result<Asset, ScriptError> {
        self.at(index).as_asset()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_returned_is_what_is_read() {
        let mut frame = One::empty();
        frame.return_vec3(Vec3::X).expect("kept");
        assert_eq!(frame.vec3(0), Ok(Vec3::X));
        assert_eq!(frame.kind(1), ValueKind::Null);
        assert!(frame.int(0).is_err());
        frame.return_str("up").expect("kept");
        assert_eq!(frame.str(0).expect("text"), "up");
        assert_eq!(frame.describe(0), "string \"up\"");
    }
}
