//! Fields that are no vectors and no structures, as properties: `health.current -= 5`.

#![allow(unsafe_code)] // reads and writes the library's stack

use std::marker::PhantomData;

use glotta_core::{ScriptError, Value, listed};

use super::object::Head;
use super::one::{Held, One};
use crate::entity::{ScriptAsset, ScriptEntity};
use crate::native::{Behind, Call, Parameter, Returned};
use crate::registry::Registry;
use crate::string::ScriptString;
use crate::value::ScriptValue;
use crate::vm::Vm;

/// A type of fields, as scripts see it.
trait Scalar: 'static {
    /// What a script gets.
    type Given: Returned;
    /// What a script writes.
    type Taken<'c>: Parameter<'c>;
    /// What is known of the field besides.
    type About: 'static;

    /// A value for the script.
    fn give(value: Held, about: &Self::About) -> Result<Self::Given, ScriptError>;
    /// A value of the script.
    fn take<'c>(value: Self::Taken<'c>, about: &Self::About) -> Result<Held, ScriptError>;
}

/// A field: its place after the first of its structure, and what is known of it.
struct Place<T: Scalar> {
    field: u32,
    about: T::About,
}

/// `t.hp`.
struct Get<T>(PhantomData<T>);

impl<T: Scalar> Behind for Get<T> {
    type Data = Place<T>;

    #[inline]
    fn run(vm: &Vm, place: &Place<T>, call: &mut Call<'_>) -> Result<(), ScriptError> {
        // SAFETY: the library holds the object that a method is called on.
        let (entity, key) = unsafe { &*call.object::<Head>() }.field(place.field);
        let mut frame = One::empty();
        vm.with_host(|host| host.field(entity, key, &mut frame))?;
        let given = T::give(frame.0, &place.about)?;
        // SAFETY: declared so in `register`.
        unsafe { call.give(given) };
        Ok(())
    }
}

/// `t.hp = 5`.
struct Set<T>(PhantomData<T>);

impl<T: Scalar> Behind for Set<T> {
    type Data = Place<T>;

    #[inline]
    fn run(vm: &Vm, place: &Place<T>, call: &mut Call<'_>) -> Result<(), ScriptError> {
        // SAFETY: declared so in `register`.
        let taken = unsafe { call.next::<T::Taken<'_>>() };
        let frame = One(T::take(taken, &place.about)?);
        // SAFETY: the library holds the object that a method is called on.
        let (entity, key) = unsafe { &*call.object::<Head>() }.field(place.field);
        vm.with_host(|host| host.set_field(entity, key, &frame, 0))
    }
}

macro_rules! scalars {
    ($($(#[doc = $doc:literal])+ $name:ident: $given:ty, $taken:ty, |$value:ident| $give:expr, |$new:ident| $take:expr;)+) => {$(
        $(#[doc = $doc])+
        pub(super) struct $name;

        impl Scalar for $name {
            type Given = $given;
            type Taken<'c> = $taken;
            type About = ();

            #[inline]
            fn give($value: Held, (): &()) -> Result<$given, ScriptError> {
                $give
            }

            #[inline]
            fn take<'c>($new: $taken, (): &()) -> Result<Held, ScriptError> {
                Ok($take)
            }
        }

        impl $name {
            /// Registers the property `name` of a type, for a field at that place after the first of its structure.
            ///
            /// # Errors
            /// [`glotta_core::ErrorKind::Host`] if the library refuses a declaration.
            pub(super) fn register(registry: Registry<'_>, of: &str, name: &str, field: u32) -> Result<(), ScriptError> {
                let given = <$given as Returned>::declaration();
                let taken = <<Self as Scalar>::Taken<'_> as Parameter<'_>>::declaration();
                register::<Self>(registry, of, name, [&given, &taken], || Place { field, about: () })
            }
        }
    )+};
}

scalars! {
    /// True or false.
    Truth: bool, bool, |value| value.as_bool(), |new| Held::Bool(new);
    /// A whole number of any width.
    Whole: i64, i64, |value| value.as_int(), |new| Held::Int(new);
    /// A number of any width.
    Number: f64, f64, |value| value.as_float(), |new| Held::Float(new);
    /// Text.
    Text: ScriptString, &'c ScriptString, |value| ScriptString::new(value.into_value().as_str()?), |new| Held::Other(Value::String(new.to_text()?));
    /// An entity.
    Being: ScriptEntity, &'c ScriptEntity, |value| value.as_entity().map(ScriptEntity::new), |new| Held::Entity(new.get());
    /// An asset.
    Thing: ScriptAsset, &'c ScriptAsset, |value| value.into_value().as_asset().map(ScriptAsset::new), |new| Held::Other(Value::Asset(new.get()));
    /// What has no type of its own.
    Anything: ScriptValue, &'c ScriptValue, |value| ScriptValue::new(value.into_value()), |new| Held::Other(new.to_value());
}

/// One of some names, which scripts know as an enumeration.
pub(super) struct Choice;

impl Scalar for Choice {
    type Given = i32;
    type Taken<'c> = i32;
    /// The names, in the order of their numbers.
    type About = Box<[String]>;

    fn give(value: Held, names: &Self::About) -> Result<i32, ScriptError> {
        let value = value.into_value();
        let name = value.as_str()?;
        let number =
            names.iter().position(|known| known == name).and_then(|number| i32::try_from(number).ok());
        number.ok_or_else(|| ScriptError::host(format!("the field is {name}, which is none of its variants")))
    }

    fn take<'c>(number: i32, names: &Self::About) -> Result<Held, ScriptError> {
        let name = usize::try_from(number).ok().and_then(|number| names.get(number));
        name.map(|name| Held::Other(Value::String(name.clone()))).ok_or_else(|| no_variant(number, names))
    }
}

#[cold]
fn no_variant(number: i32, names: &[String]) -> ScriptError {
    let names: Vec<&str> = names.iter().map(String::as_str).collect();
    ScriptError::argument(format!("{number} is the number of no variant; there are {}", listed(&names)))
}

impl Choice {
    /// As the others, for an enumeration of that name in scripts.
    ///
    /// # Errors
    /// [`glotta_core::ErrorKind::Host`] if the library refuses a declaration.
    pub(super) fn register(
        registry: Registry<'_>,
        of: &str,
        name: &str,
        field: u32,
        (enumeration, variants): (&str, &[String]),
    ) -> Result<(), ScriptError> {
        let place = || Place { field, about: variants.into() };
        register::<Self>(registry, of, name, [enumeration, enumeration], place)
    }
}

fn register<T: Scalar>(
    registry: Registry<'_>,
    of: &str,
    name: &str,
    [given, taken]: [&str; 2],
    place: impl Fn() -> Place<T>,
) -> Result<(), ScriptError> {
    registry.method_with::<Get<T>>(of, &format!("{given} get_{name}() const property"), place())?;
    registry.method_with::<Set<T>>(of, &format!("void set_{name}({taken}) property"), place())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_enumeration_is_a_number_to_scripts_and_a_name_to_the_engine() {
        let names: Box<[String]> = ["Idle".to_owned(), "Chase".to_owned()].into();
        assert_eq!(Choice::give(Held::Other(Value::from("Chase")), &names), Ok(1));
        assert_eq!(Choice::take(0, &names).map(Held::into_value), Ok(Value::from("Idle")));
        let error = Choice::take(7, &names).map(Held::into_value).expect_err("no such number");
        assert_eq!(error.message(), "7 is the number of no variant; there are Idle, Chase");
        assert!(Choice::take(-1, &names).is_err());
        assert!(Choice::give(Held::Other(Value::from("Sleep")), &names).is_err());
    }
}
