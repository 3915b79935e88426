//! What scripts can do with a `Value`, and what is the same for references to data.

#![allow(unsafe_code)] // gives references to values

use glotta_angelscript_sys as sys;
use glotta_core::{Arg, ErrorKind, ScriptError, Value};

use crate::read;
use crate::registry::Registry;
use crate::types::Tag;
use crate::value::Extent;
use crate::vm::Vm;

// For the macros too.
pub(crate) use crate::data::ScriptData;
pub(crate) use crate::dictionary::ScriptDictionary;
pub(crate) use crate::entity::{ScriptAsset, ScriptEntity};
pub(crate) use crate::native::{Any, Call, Owned, Reference, Returned, ScriptType, native};
pub(crate) use crate::push::AnyOut;
pub(crate) use crate::read::FunctionHandle;
pub(crate) use crate::string::ScriptString;
pub(crate) use crate::value::ScriptValue;
pub(crate) use crate::vectors::{ScriptQuat, ScriptVec2, ScriptVec3};

/// What stands for a value in scripts: a `Value`, or a reference to data.
pub(crate) trait Valued: ScriptType {
    /// Lets `look` see the value. No script may run in it.
    ///
    /// # Errors
    /// What `look` gives; [`ErrorKind::NotFound`] if what is referred to is gone.
    fn look<R>(&self, vm: &Vm, look: impl FnOnce(&Value) -> Result<R, ScriptError>)
    -> Result<R, ScriptError>;

    /// Puts another value in the place of the one that is there.
    ///
    /// # Errors
    /// [`ErrorKind::OutOfMemory`]; what the host says of a value that cannot be kept.
    fn store(&self, vm: &Vm, value: Value) -> Result<(), ScriptError>;

    /// Replaces the value with what is made of it.
    ///
    /// # Errors
    /// What `change` gives; as [`store`](Self::store).
    fn update(
        &self,
        vm: &Vm,
        change: impl FnOnce(&Value) -> Result<Value, ScriptError>,
    ) -> Result<(), ScriptError> {
        let changed = self.look(vm, change)?;
        self.store(vm, changed)
    }
}

impl Valued for ScriptValue {
    #[inline]
    fn look<R>(&self, _: &Vm, look: impl FnOnce(&Value) -> Result<R, ScriptError>) -> Result<R, ScriptError> {
        self.with(look)
    }

    #[inline]
    fn store(&self, _: &Vm, value: Value) -> Result<(), ScriptError> {
        self.set(Self::new(value)?);
        Ok(())
    }
}

/// Something that a script gives as a value that it keeps.
///
/// # Errors
/// [`ErrorKind::Type`] if it has no value outside the script; [`ErrorKind::OutOfMemory`].
pub(crate) fn stored(vm: &Vm, any: Any<'_>) -> Result<ScriptValue, ScriptError> {
    match read::script_value(vm, any) {
        Some(value) => Ok(value.clone()),
        None => ScriptValue::new(read::owned(vm, any)?),
    }
}

/// Registers the type itself, so that others can name it.
///
/// # Errors
/// [`ErrorKind::Host`] if the library refuses a declaration.
pub(crate) fn declare(registry: Registry<'_>) -> Result<(), ScriptError> {
    registry.value_type::<ScriptValue>(Tag::Value, 0)
}

/// Registers what values can do. The other types must be declared.
///
/// # Errors
/// [`ErrorKind::Host`] if the library refuses a declaration.
pub(crate) fn register(registry: Registry<'_>) -> Result<(), ScriptError> {
    making(registry)?;
    registry.behaviour(
        ScriptValue::NAME,
        sys::BEHAVE_LIST_CONSTRUCT,
        "void f(int &in) {repeat Value}",
        from_list,
    )?;
    conversions!(registry, ScriptValue);
    operators!(registry, ScriptValue);
    looking(registry)?;
    calling(registry)?;
    super::operands::register(registry)
}

/// Making a value of something, and assigning something to one.
fn making(registry: Registry<'_>) -> Result<(), ScriptError> {
    macro_rules! from {
        ($(($value:ident: $ty:ty) $make:expr;)+) => {$(
            native!(registry, construct ScriptValue, (_vm, $value: $ty) { $make })?;
            native!(registry, method ScriptValue, "opAssign" mut (_vm, this, $value: $ty) -> Reference<ScriptValue> {
                let made: Result<ScriptValue, ScriptError> = $make;
                this.set(made?);
                Ok(Reference(this))
            })?;
        )+};
    }
    from! {
        (value: bool) ScriptValue::new(Value::Bool(value));
        (value: i8) ScriptValue::new(Value::Int(value.into()));
        (value: i16) ScriptValue::new(Value::Int(value.into()));
        (value: u8) ScriptValue::new(Value::Int(value.into()));
        (value: u16) ScriptValue::new(Value::Int(value.into()));
        (value: i32) ScriptValue::new(Value::Int(value.into()));
        (value: u32) ScriptValue::new(Value::Int(value.into()));
        (value: i64) ScriptValue::new(Value::Int(value));
        (value: u64) ScriptValue::new(Value::Int(read::signed(value)?));
        (value: f32) ScriptValue::new(Value::Float(value.into()));
        (value: f64) ScriptValue::new(Value::Float(value));
        (value: &ScriptString) of_string(value);
        (value: &ScriptVec2) ScriptValue::new(Value::Vec2(value.get()));
        (value: &ScriptVec3) ScriptValue::new(Value::Vec3(value.get()));
        (value: &ScriptQuat) ScriptValue::new(Value::Quat(value.get()));
        (value: &ScriptEntity) ScriptValue::new(Value::Entity(value.get()));
        (value: &ScriptAsset) ScriptValue::new(Value::Asset(value.get()));
    }
    // Data has conversions of its own, of which the compiler could not choose, and a nameless function must find its type.
    native!(registry, construct ScriptValue, (vm, data: &ScriptData) { data.look(vm, ScriptValue::copy_of) })?;
    native!(registry, method ScriptValue, "opAssign" mut (vm, this, data: &ScriptData) -> Reference<ScriptValue> {
        this.set(data.look(vm, ScriptValue::copy_of)?);
        Ok(Reference(this))
    })?;
    native!(registry, construct ScriptValue, (vm, function: FunctionHandle) { function.value(vm).and_then(ScriptValue::new) })?;
    native!(registry, method ScriptValue, "opAssign" mut (vm, this, function: FunctionHandle) -> Reference<ScriptValue> {
        this.set(ScriptValue::new(function.value(vm)?)?);
        Ok(Reference(this))
    })?;
    // Whatever is left: arrays of any type, dictionaries, handles, functions.
    native!(registry, construct ScriptValue, (vm, value: Any<'_>) { stored(vm, value) })?;
    native!(registry, method ScriptValue, "opAssign" mut (vm, this, value: Any<'_>) -> Reference<ScriptValue> {
        this.set(stored(vm, value)?);
        Ok(Reference(this))
    })
}

/// `{1, 2, "x"}`: a count, then the values.
fn from_list(_: &Vm, call: &mut Call<'_>) -> Result<(), ScriptError> {
    const { assert!(size_of::<ScriptValue>().is_multiple_of(4)) };
    // SAFETY: the argument is the address of such a list, each part of it at a multiple of 4 bytes.
    let items = unsafe {
        let list = call.arguments().cast::<*const u8>().read_unaligned();
        let count = list.cast::<u32>().read_unaligned() as usize;
        std::slice::from_raw_parts(list.add(size_of::<u32>()).cast::<ScriptValue>(), count)
    };
    let mut extent = Extent::EMPTY;
    items.iter().for_each(|item| extent.add_item(item.extent()));
    extent.check()?;
    crate::memory::reserve(extent.bytes)?;
    let list = Value::List(items.iter().map(ScriptValue::to_value).collect());
    let made = ScriptValue::new(list)?;
    // SAFETY: the place for the object is large enough, and holds nothing yet.
    unsafe { call.object::<ScriptValue>().write(made) };
    Ok(())
}

fn of_string(string: &ScriptString) -> Result<ScriptValue, ScriptError> {
    crate::memory::reserve(string.len())?;
    ScriptValue::new(Value::String(string.with_bytes(|bytes| read::text(bytes).map(str::to_owned))?))
}

/// The implicit conversions of a type that stands for values: `int hp = v;`.
macro_rules! conversions {
    ($registry:expr, $owner:ty) => {{
        use $crate::value::methods as m;
        m::conversion!($registry, $owner, bool, |value| value.as_bool());
        m::conversion!($registry, $owner, i8, |value| glotta_core::int_in_range(value.as_int()?, i8::MIN, i8::MAX));
        m::conversion!($registry, $owner, i16, |value| glotta_core::int_in_range(value.as_int()?, i16::MIN, i16::MAX));
        m::conversion!($registry, $owner, i32, |value| glotta_core::int_in_range(value.as_int()?, i32::MIN, i32::MAX));
        m::conversion!($registry, $owner, i64, |value| value.as_int());
        m::conversion!($registry, $owner, u8, |value| glotta_core::int_in_range(value.as_int()?, u8::MIN, u8::MAX));
        m::conversion!($registry, $owner, u16, |value| glotta_core::int_in_range(value.as_int()?, u16::MIN, u16::MAX));
        m::conversion!($registry, $owner, u32, |value| glotta_core::int_in_range(value.as_int()?, u32::MIN, u32::MAX));
        m::conversion!($registry, $owner, u64, |value| $crate::push::unsigned(value.as_int()?));
        m::conversion!($registry, $owner, f32, |value| glotta_core::narrow_float(value.as_float()?));
        m::conversion!($registry, $owner, f64, |value| value.as_float());
        m::conversion!($registry, $owner, m::ScriptString, |value| m::ScriptString::new(value.as_str()?));
        m::conversion!($registry, $owner, m::ScriptVec2, |value| value.as_vec2().map(m::ScriptVec2::new));
        m::conversion!($registry, $owner, m::ScriptVec3, |value| value.as_vec3().map(m::ScriptVec3::new));
        m::conversion!($registry, $owner, m::ScriptQuat, |value| value.as_quat().map(m::ScriptQuat::new));
        m::conversion!($registry, $owner, m::ScriptEntity, |value| value.as_entity().map(m::ScriptEntity::new));
        m::conversion!($registry, $owner, m::ScriptAsset, |value| value.as_asset().map(m::ScriptAsset::new));
        m::conversion!($registry, $owner, m::Owned<m::ScriptDictionary>, |value| {
            m::ScriptDictionary::copy_of(value).map(|made| m::Owned(Some(made)))
        });
        // Whatever is left: arrays of any type, enumerations, functions. The library asks for a handle by a cast, and for
        // what a script holds itself by a conversion: to that it gives no place for a handle.
        m::native!($registry, method $owner, "opImplConv" const (vm, this, out: m::AnyOut) -> () {
            let value = m::Valued::look(this, vm, |value| m::ScriptValue::copy_of(value))?;
            value.with(|value| out.set(vm, value).map_err(|error| m::of_null(value, error)))
        })?;
        m::native!($registry, method $owner, "opImplCast" const (vm, this, out: m::AnyOut) -> () {
            let value = m::Valued::look(this, vm, |value| m::ScriptValue::copy_of(value))?;
            value.with(|value| out.set(vm, value).map_err(|error| m::of_null(value, error)))
        })?;
    }};
}
pub(crate) use conversions;

/// The error of a value that was to be of another type, with what to do if it is null.
#[cold]
pub(crate) fn of_null(value: &Value, error: ScriptError) -> ScriptError {
    if !value.is_null() {
        return error;
    }
    let message = format!("{}; take what may be nothing as a Value and ask isNull()", error.message());
    ScriptError::new(error.kind(), message)
}

macro_rules! conversion {
    ($registry:expr, $owner:ty, $to:ty, $convert:expr) => {
        m::native!($registry, method $owner, "opImplConv" const (vm, this) -> $to {
            let convert: fn(&glotta_core::Value) -> Result<$to, ScriptError> = $convert;
            $crate::value::methods::Valued::look(this, vm, |value| {
                convert(value).map_err(|error| $crate::value::methods::of_null(value, error))
            })
        })?
    };
}
pub(crate) use conversion;

/// The operators of a type that stands for values, and what can be asked of the value.
macro_rules! operators {
    ($registry:expr, $owner:ty) => {{
        use $crate::value::methods as m;
        m::operator!($registry, $owner, "opAdd", "opAdd_r", "opAddAssign", $crate::value::add);
        m::operator!($registry, $owner, "opSub", "opSub_r", "opSubAssign", $crate::value::subtract);
        m::operator!($registry, $owner, "opMul", "opMul_r", "opMulAssign", $crate::value::multiply);
        m::operator!($registry, $owner, "opDiv", "opDiv_r", "opDivAssign", $crate::value::divide);
        m::operator!($registry, $owner, "opMod", "opMod_r", "opModAssign", $crate::value::remainder);
        m::operator!($registry, $owner, "opPow", "opPow_r", "opPowAssign", $crate::value::power);
        m::native!($registry, method $owner, "opNeg" const (vm, this) -> m::ScriptValue {
            m::ScriptValue::new(m::Valued::look(this, vm, $crate::value::negate)?)
        })?;
        m::step!($registry, $owner, "opPreInc", "opPostInc", 1);
        m::step!($registry, $owner, "opPreDec", "opPostDec", -1);
        m::native!($registry, method $owner, "opEquals" const (vm, this, other: &m::ScriptValue) -> bool {
            m::Valued::look(this, vm, |value| Ok(other.with(|other| $crate::value::equal(value, other))))
        })?;
        m::native!($registry, method $owner, "opCmp" const (vm, this, other: &m::ScriptValue) -> i32 {
            let order = m::Valued::look(this, vm, |value| other.with(|other| $crate::value::compare(value, other)))?;
            Ok(order as i32)
        })?;
        m::native!($registry, method $owner, "isNull" const (vm, this) -> bool {
            m::Valued::look(this, vm, |value| Ok(value.is_null()))
        })?;
        m::native!($registry, method $owner, "kind" const (vm, this) -> m::ScriptString {
            m::ScriptString::new(m::Valued::look(this, vm, |value| Ok(value.kind().name()))?)
        })?;
        m::native!($registry, method $owner, "length" const (vm, this) -> u32 {
            m::Valued::look(this, vm, m::length)
        })?;
        m::native!($registry, method $owner, "exists" const (vm, this, name: &m::ScriptString) -> bool {
            let name = m::text(name)?;
            m::Valued::look(this, vm, |value| Ok(m::has(value, &name)))
        })?;
        $registry.method(
            <$owner as m::ScriptType>::NAME,
            "array<string>@ getKeys() const",
            |vm: &$crate::vm::Vm, call: &mut m::Call<'_>| {
                // SAFETY: declared so above.
                unsafe {
                    let this = &*call.object::<$owner>();
                    let names = m::Valued::look(this, vm, |value| Ok(m::names(value)))?;
                    $crate::dictionary::give_names(vm, call, &names)
                }
            },
        )?;
    }};
}
pub(crate) use operators;

macro_rules! operator {
    ($registry:expr, $owner:ty, $name:literal, $reverse:literal, $assign:literal, $operator:path) => {
        m::native!($registry, method $owner, $name const (vm, this, other: &m::ScriptValue) -> m::ScriptValue {
            m::ScriptValue::new(m::Valued::look(this, vm, |value| other.with(|other| $operator(value, other)))?)
        })?;
        m::native!($registry, method $owner, $reverse const (vm, this, other: &m::ScriptValue) -> m::ScriptValue {
            m::ScriptValue::new(m::Valued::look(this, vm, |value| other.with(|other| $operator(other, value)))?)
        })?;
        m::native!($registry, method $owner, $assign mut (vm, this, other: &m::ScriptValue) -> m::Reference<$owner> {
            m::Valued::update(this, vm, |value| other.with(|other| $operator(value, other)))?;
            Ok(m::Reference(this))
        })?;
    };
}
pub(crate) use operator;

macro_rules! step {
    ($registry:expr, $owner:ty, $before:literal, $after:literal, $by:literal) => {
        m::native!($registry, method $owner, $before mut (vm, this) -> m::Reference<$owner> {
            m::Valued::update(this, vm, |value| $crate::value::add(value, &glotta_core::Value::Int($by)))?;
            Ok(m::Reference(this))
        })?;
        m::native!($registry, method $owner, $after mut (vm, this) -> m::ScriptValue {
            let before = m::Valued::look(this, vm, m::ScriptValue::copy_of)?;
            let after = before.with(|value| $crate::value::add(value, &glotta_core::Value::Int($by)))?;
            m::Valued::store(this, vm, after)?;
            Ok(before)
        })?;
    };
}
pub(crate) use step;

/// Text of a script.
///
/// # Errors
/// [`ErrorKind::Type`] if it is not UTF-8.
pub(crate) fn text(string: &ScriptString) -> Result<String, ScriptError> {
    string.with_bytes(|bytes| read::text(bytes).map(str::to_owned))
}

/// How many elements a list has, entries with a value a table, or bytes a text.
///
/// # Errors
/// [`ErrorKind::Type`] for anything else.
pub(crate) fn length(value: &Value) -> Result<u32, ScriptError> {
    let length = match value {
        Value::List(items) => items.len(),
        Value::Table(table) => table.values().filter(|item| !item.is_null()).count(),
        Value::String(text) => text.len(),
        other => {
            let error = ScriptError::type_mismatch("list, table or string", &other.describe());
            let (Value::Vec2(_) | Value::Vec3(_) | Value::Quat(_)) = other else { return Err(error) };
            let kind = other.kind().name();
            let message = format!("{}; say first that it is a vector: `{kind}(v).length()`", error.message());
            return Err(ScriptError::new(error.kind(), message));
        }
    };
    Ok(u32::try_from(length).unwrap_or(u32::MAX))
}

/// Whether a table has a value under a name.
pub(crate) fn has(value: &Value, name: &str) -> bool {
    matches!(value, Value::Table(table) if table.get(name).is_some_and(|item| !item.is_null()))
}

/// The names in a table that have a value.
pub(crate) fn names(value: &Value) -> Vec<String> {
    match value {
        Value::Table(table) => {
            table.iter().filter(|(_, item)| !item.is_null()).map(|(name, _)| name.clone()).collect()
        }
        _ => Vec::new(),
    }
}

/// A `Value` that cannot be assigned to: it is a copy of what is inside another, so nothing would change.
struct ReadOnly(ScriptValue);

impl Returned for ReadOnly {
    fn declaration() -> String {
        format!("const {}", ScriptValue::NAME)
    }

    #[inline]
    unsafe fn write(self, place: *mut u8) {
        // SAFETY: the caller's promise.
        unsafe { self.0.write(place) };
    }
}

/// Looking into a value.
fn looking(registry: Registry<'_>) -> Result<(), ScriptError> {
    native!(registry, method ScriptValue, "opIndex" const (_vm, this, name: &ScriptString) -> ReadOnly {
        let name = text(name)?;
        this.with(|value| named(value, &name)).map(ReadOnly)
    })?;
    native!(registry, method ScriptValue, "opIndex" const (_vm, this, place: i64) -> ReadOnly {
        this.with(|value| at(value, place)).map(ReadOnly)
    })?;
    native!(registry, method ScriptValue, "opIndex" const (_vm, this, key: &ScriptValue) -> ReadOnly {
        key.with(|key| this.with(|value| match key {
            Value::String(name) => named(value, name),
            Value::Int(_) | Value::Float(_) => at(value, key.as_int()?),
            other => Err(ScriptError::type_mismatch("a name or a place", &other.describe())),
        })).map(ReadOnly)
    })?;
    native!(registry, method ScriptValue, "asString" const (_vm, this) -> ScriptString {
        ScriptString::new(&this.with(read::text_of))
    })
}

/// What a table has under a name; null where nothing is.
fn named(value: &Value, name: &str) -> Result<ScriptValue, ScriptError> {
    match value {
        Value::Table(table) => table.get(name).map_or(Ok(ScriptValue::null()), ScriptValue::copy_of),
        other => Err(no_inside(other, &glotta_core::quote(name))),
    }
}

/// What a list has at a place; null where nothing is.
fn at(value: &Value, place: i64) -> Result<ScriptValue, ScriptError> {
    match value {
        Value::List(items) => usize::try_from(place)
            .ok()
            .and_then(|place| items.get(place))
            .map_or(Ok(ScriptValue::null()), ScriptValue::copy_of),
        other => Err(no_inside(other, &place.to_string())),
    }
}

#[cold]
fn no_inside(value: &Value, key: &str) -> ScriptError {
    ScriptError::new(ErrorKind::Type, format!("there is no [{key}] in {}", value.describe()))
}

/// `v.call(…)`: functions of any language.
fn calling(registry: Registry<'_>) -> Result<(), ScriptError> {
    macro_rules! calls {
        ($(($($name:ident)*))+) => {$(
            native!(registry, method ScriptValue, "call" const (vm, this $(, $name: Any<'_>)*) -> ScriptValue {
                call(vm, this, &[$($name),*])
            })?;
        )+};
    }
    calls! { () (a) (a b) (a b c) (a b c d) (a b c d e) (a b c d e f) }
    Ok(())
}

fn call(vm: &Vm, this: &ScriptValue, arguments: &[Any<'_>]) -> Result<ScriptValue, ScriptError> {
    // The function may do anything to the place where it was found.
    let callback = this.with(|value| value.as_function().cloned())?;
    let arguments = arguments.iter().map(|argument| stored(vm, *argument)).collect::<Result<Vec<_>, _>>()?;
    let values: Vec<Value> = arguments.iter().map(ScriptValue::to_value).collect();
    let arguments: Vec<Arg<'_>> = values.iter().map(Arg::Value).collect();
    let result = vm.with_host(|host| host.call(&callback, &arguments))?;
    ScriptValue::new(result)
}
