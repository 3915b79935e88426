//! [`Object`]: something of the engine that scripts hold and call methods of.

use std::any::{Any, TypeId};
use std::ffi::CStr;
use std::fmt;
use std::ops::Deref;
use std::ptr::NonNull;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use crate::{Frame, FromArgument, Host, IntoReturn, ListItem, OptionalType, ScriptError, Type, Value};

/// A Rust type whose values scripts hold as objects of a class. The class's methods are the functions of a
/// `#[script_api(module = "…", class = ThatType)]` block that take `&ThatType` first, after the part of the host.
///
/// Objects are shared and never copied: what changes in one lies behind a lock or an atomic. An object is dropped when
/// the last script or part of the engine lets it go, on whatever thread and at any time, also in the middle of a
/// collection of garbage: its `Drop` runs no script and does not panic. An object that holds a [`crate::Callback`] which
/// holds the object in turn is never dropped; keep call-backs in the host instead.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is no class of objects",
    label = "scripts have no such type",
    note = "functions of scripts borrow &str, &[T], and objects of types that implement ScriptObject"
)]
pub trait ScriptObject: Any + Send + Sync {
    /// The name of the class in every language, in UpperCamelCase: `Query`.
    const CLASS: &'static str;

    /// The numbers in memory that the object stands for, if it does: for languages that can lend them to their scripts.
    fn buffer(&self) -> Option<&dyn ObjectBuffer> {
        None
    }
}

/// Numbers in memory that an object lends to a language: what Python's buffer protocol asks for.
///
/// The memory stays where it is for as long as it is lent and the object lives, so that whoever keeps the object may look at
/// it at any time. Until the call from the engine ends in which it was lent, it and what it stands for are one thing to every
/// observer: [`Host::bring_back`] and [`Host::refill`] make them agree wherever a language hands over to the engine and
/// takes over again. Two objects that stand for the same numbers lend the same memory.
pub trait ObjectBuffer {
    /// Lends the numbers until [`give_back`](Self::give_back), which is called once for each call of this that
    /// succeeded.
    ///
    /// # Errors
    /// If they cannot be lent now.
    fn lend(&self, host: &mut dyn Host) -> Result<LentBuffer, ScriptError>;

    /// Ends a loan.
    fn give_back(&self);
}

/// Where lent numbers lie.
#[derive(Clone, Copy, Debug)]
pub struct LentBuffer {
    /// The first of them.
    pub start: NonNull<u8>,
    /// What one is, as Python's `struct` writes it: `f` for a float of 32 bits.
    pub format: &'static CStr,
    /// How many bytes one takes.
    pub item_size: usize,
    /// How many rows there are, and how many numbers a row has; 0 for rows that are numbers themselves.
    pub shape: [usize; 2],
    /// How many bytes lie between the beginnings of two rows.
    pub stride: usize,
    /// Whether they may be written to.
    pub writable: bool,
}

/// How many objects the process has now.
static LIVING: AtomicUsize = AtomicUsize::new(0);

/// The content of an object, counted.
struct Counted<T>(T);

impl<T> Counted<T> {
    fn new(content: T) -> Arc<Self> {
        LIVING.fetch_add(1, Ordering::Relaxed);
        Arc::new(Self(content))
    }
}

impl<T> Drop for Counted<T> {
    fn drop(&mut self) {
        LIVING.fetch_sub(1, Ordering::Relaxed);
    }
}

/// What an [`Object`] refers to.
trait Held: Send + Sync {
    fn class(&self) -> &'static str;
    fn as_any(&self) -> &dyn Any;
    fn into_any(self: Arc<Self>) -> Arc<dyn Any + Send + Sync>;
    fn buffer(&self) -> Option<&dyn ObjectBuffer>;
}

impl<T: ScriptObject> Held for Counted<T> {
    fn class(&self) -> &'static str {
        T::CLASS
    }

    fn as_any(&self) -> &dyn Any {
        &self.0
    }

    fn into_any(self: Arc<Self>) -> Arc<dyn Any + Send + Sync> {
        self
    }

    fn buffer(&self) -> Option<&dyn ObjectBuffer> {
        self.0.buffer()
    }
}

/// Something of the engine that scripts hold and call methods of, of whatever class. Clones refer to the same thing;
/// two objects are equal if they do.
#[derive(Clone)]
pub struct Object(Arc<dyn Held>);

impl Object {
    /// An object with that content.
    #[must_use]
    pub fn new<T: ScriptObject>(content: T) -> Self {
        Self(Counted::new(content))
    }

    /// How many objects the process has now, of whatever class and whoever holds them.
    #[must_use]
    pub fn living() -> usize {
        LIVING.load(Ordering::Relaxed)
    }

    /// The name of its class.
    #[must_use]
    pub fn class(&self) -> &'static str {
        self.0.class()
    }

    /// The Rust type of its content, which tells classes apart even where names are the same.
    #[must_use]
    pub fn content_type(&self) -> TypeId {
        self.0.as_any().type_id()
    }

    /// Its content, if it is of that type.
    #[inline]
    #[must_use]
    pub fn get<T: ScriptObject>(&self) -> Option<&T> {
        self.0.as_any().downcast_ref()
    }

    /// The object as one whose class is known.
    ///
    /// # Errors
    /// The object itself, if it is of another class.
    pub fn downcast<T: ScriptObject>(self) -> Result<ObjectRef<T>, Self> {
        if self.get::<T>().is_none() {
            return Err(self);
        }
        match Arc::clone(&self.0).into_any().downcast() {
            Ok(content) => Ok(ObjectRef(content)),
            Err(_) => Err(self),
        }
    }

    /// A number that no other living object has.
    #[inline]
    #[must_use]
    pub fn identity(&self) -> usize {
        Arc::as_ptr(&self.0).addr()
    }

    /// The numbers in memory that it stands for, if it does.
    #[must_use]
    pub fn buffer(&self) -> Option<&dyn ObjectBuffer> {
        self.0.buffer()
    }
}

impl PartialEq for Object {
    fn eq(&self, other: &Self) -> bool {
        self.identity() == other.identity()
    }
}

impl Eq for Object {}

/// Prints the class.
impl fmt::Debug for Object {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.class())
    }
}

/// An [`Object`] whose class is known: what a bound function takes (also written `&T`) and returns.
pub struct ObjectRef<T>(Arc<Counted<T>>);

impl<T: ScriptObject> ObjectRef<T> {
    /// An object with that content.
    #[must_use]
    pub fn new(content: T) -> Self {
        Self(Counted::new(content))
    }
}

impl<T> Clone for ObjectRef<T> {
    fn clone(&self) -> Self {
        Self(Arc::clone(&self.0))
    }
}

/// Prints the class.
impl<T: ScriptObject> fmt::Debug for ObjectRef<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(T::CLASS)
    }
}

impl<T> Deref for ObjectRef<T> {
    type Target = T;

    #[inline]
    fn deref(&self) -> &T {
        &self.0.0
    }
}

impl<T: ScriptObject> From<ObjectRef<T>> for Object {
    fn from(object: ObjectRef<T>) -> Self {
        Self(object.0)
    }
}

impl<T: ScriptObject> From<ObjectRef<T>> for Value {
    fn from(object: ObjectRef<T>) -> Self {
        Self::Object(object.into())
    }
}

/// An object as one of a class; `describe` shows what came instead.
fn of_class<T: ScriptObject>(
    object: Object,
    describe: impl FnOnce() -> String,
) -> Result<ObjectRef<T>, ScriptError> {
    object.downcast().map_err(|_| ScriptError::type_mismatch(T::CLASS, &describe()))
}

impl<T: ScriptObject> FromArgument<'_> for ObjectRef<T> {
    const TYPE: Type = Type::Object(T::CLASS);

    #[inline]
    fn from_argument(frame: &dyn Frame, index: usize, _: &mut dyn Host) -> Result<Self, ScriptError> {
        of_class(frame.object(index, T::CLASS)?, || frame.describe(index))
    }
}

impl<T: ScriptObject> IntoReturn for ObjectRef<T> {
    const TYPE: Type = Type::Object(T::CLASS);

    fn into_return(self, frame: &mut dyn Frame) -> Result<(), ScriptError> {
        frame.return_object(self.into())
    }
}

impl<T: ScriptObject> OptionalType for ObjectRef<T> {
    const OPTIONAL: Type = Type::Optional(&Type::Object(T::CLASS));
}

impl<T: ScriptObject> ListItem for ObjectRef<T> {
    const LIST: Type = Type::List(&Type::Object(T::CLASS));

    fn read_list(frame: &dyn Frame, index: usize, _: &mut dyn Host) -> Result<Vec<Self>, ScriptError> {
        let mut list = Vec::new();
        frame
            .plain_value(index)?
            .list_into(&mut list, |item| of_class(item.as_object(T::CLASS)?.clone(), || item.describe()))?;
        Ok(list)
    }

    fn return_list(list: Vec<Self>, frame: &mut dyn Frame) -> Result<(), ScriptError> {
        frame.return_value(Value::List(list.into_iter().map(Into::into).collect()))
    }
}

#[cfg(test)]
mod tests {
    use std::sync::atomic::{AtomicBool, Ordering};

    use super::*;
    use crate::null::{NullHost, ValueFrame};

    struct Bell(Arc<AtomicBool>);

    impl ScriptObject for Bell {
        const CLASS: &'static str = "Bell";
    }

    impl Drop for Bell {
        fn drop(&mut self) {
            self.0.store(true, Ordering::Relaxed);
        }
    }

    struct Horn;

    impl ScriptObject for Horn {
        const CLASS: &'static str = "Horn";
    }

    #[test]
    fn an_object_is_itself_and_goes_with_its_last_holder() {
        let gone = Arc::new(AtomicBool::new(false));
        let bell = Object::new(Bell(Arc::clone(&gone)));
        let same = bell.clone();
        assert_eq!(bell, same);
        assert_ne!(bell, Object::new(Bell(Arc::default())));
        assert_eq!((bell.class(), format!("{bell:?}")), ("Bell", "Bell".to_owned()));
        let bell = bell.downcast::<Bell>().expect("it is one");
        assert!(Arc::ptr_eq(&bell.0.0.0, &gone), "its content is reached");
        assert_eq!(Object::from(bell), same);
        assert!(!gone.load(Ordering::Relaxed));
        assert!(same.clone().downcast::<Horn>().is_err());
        drop(same);
        assert!(gone.load(Ordering::Relaxed));
    }

    #[test]
    fn an_argument_of_another_class_is_refused_by_name() {
        let read = |value: Value| {
            let frame = ValueFrame::new([value]);
            ObjectRef::<Bell>::from_argument(&frame, 0, &mut NullHost::new(()))
        };
        let bell = Object::new(Bell(Arc::default()));
        assert!(read(Value::Object(bell.clone())).is_ok());
        for (value, message) in [
            (Value::Int(5), "expected Bell, got int 5"),
            (Value::Null, "expected Bell, got nothing"),
            (Value::Object(Object::new(Horn)), "expected Bell, got Horn"),
        ] {
            assert_eq!(read(value).expect_err("no bell").message(), message);
        }
        let frame = ValueFrame::new([Value::List(vec![Value::Object(bell), Value::Bool(true)])]);
        let error = ObjectRef::<Bell>::read_list(&frame, 0, &mut NullHost::new(())).expect_err("no bell");
        assert_eq!(error.message(), "element 2: expected Bell, got bool true");
    }

    #[test]
    fn an_object_comes_back_as_what_it_was() {
        let bell = ObjectRef::new(Bell(Arc::default()));
        let mut frame = ValueFrame::default();
        bell.clone().into_return(&mut frame).expect("returned");
        assert_eq!(frame.result, Value::Object(bell.into()));
        assert_eq!(frame.result.to_string(), "Bell");
        assert_eq!(<Vec<ObjectRef<Bell>> as IntoReturn>::TYPE.to_string(), "list of Bell");
        assert_eq!(<Option<ObjectRef<Bell>> as IntoReturn>::TYPE.to_string(), "Bell or nothing");
    }
}
