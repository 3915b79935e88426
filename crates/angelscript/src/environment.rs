//! What every script finds: our types, the API, and a few functions of the language's own.

use glotta_core::{ErrorKind, ScriptError};

use crate::errors;
use crate::native::{Any, native};
use crate::read;
use crate::registry::Registry;
use crate::string::ScriptString;
use crate::{array, bind, components, data, dictionary, entity, maths, objects, string, value, vectors};

/// The names of our types, which no module of the API can have.
const TYPES: &[&str] = &[
    "string",
    "array",
    "dictionary",
    "Value",
    "Data",
    "Component",
    "Vec2",
    "Vec3",
    "Quat",
    "Entity",
    "Asset",
    "Callback",
];

/// Whether a module of the API would hide something of ours.
pub(crate) fn is_reserved(name: &str) -> bool {
    TYPES.contains(&name)
}

/// Registers everything.
///
/// # Errors
/// [`ErrorKind::Host`] with the declaration that the library refuses.
pub(crate) fn register(registry: Registry<'_>) -> Result<(), ScriptError> {
    let vm = registry.vm;
    for declare in [
        string::declare,
        array::declare,
        vectors::declare,
        entity::declare,
        value::declare,
        dictionary::declare,
        data::declare,
        components::declare,
        objects::declare,
    ] {
        declare(registry)?;
    }
    registry.function_type("void Callback()")?;
    vm.forms.component.set(array::type_id(vm, "Component@")?);
    vm.forms.data.set(array::type_id(vm, "Data@")?);
    for register in [
        // First: nothing can be added to a template once there is an instance.
        array::register,
        string::register,
        vectors::register,
        entity::register,
        value::register,
        dictionary::register,
        data::register,
        components::register,
        maths::register,
        printing,
        exceptions,
        objects::register,
        bind::register,
    ] {
        register(registry)?;
    }
    Ok(())
}

/// `print`, with up to sixteen values of any type.
fn printing(registry: Registry<'_>) -> Result<(), ScriptError> {
    fn print(vm: &crate::vm::Vm, values: &[Any<'_>]) -> Result<(), ScriptError> {
        let texts = values.iter().map(|value| read::display(vm, *value)).collect::<Result<Vec<_>, _>>()?;
        vm.with_host(|host| {
            host.print(&texts.join(" "));
            Ok(())
        })
    }
    macro_rules! prints {
        ($(($($name:ident)*))+) => {
            $(native!(registry, function "print"(vm $(, $name: Any<'_>)*) -> () { print(vm, &[$($name),*]) })?;)+
        };
    }
    prints! {
        () (a) (a b) (a b c) (a b c d) (a b c d e) (a b c d e f) (a b c d e f g) (a b c d e f g h)
        (a b c d e f g h i) (a b c d e f g h i j) (a b c d e f g h i j k) (a b c d e f g h i j k l)
        (a b c d e f g h i j k l m) (a b c d e f g h i j k l m n) (a b c d e f g h i j k l m n o)
        (a b c d e f g h i j k l m n o p)
    }
    Ok(())
}

/// Raising, and what a `catch` can ask.
fn exceptions(registry: Registry<'_>) -> Result<(), ScriptError> {
    native!(registry, function "throw"(vm, message: &ScriptString) -> () {
        let message = message.to_text()?;
        Err(errors::passed_on(vm, &message).unwrap_or_else(|| errors::thrown(message)))
    })?;
    native!(registry, function "getExceptionInfo"(vm) -> ScriptString {
        ScriptString::new(&errors::current_exception(vm))
    })?;
    native!(registry, function "getExceptionKind"(vm) -> ScriptString {
        let message = errors::current_exception(vm);
        if message.is_empty() {
            return ScriptString::new("");
        }
        let kind = errors::passed_on(vm, &message).map_or(ErrorKind::Runtime, |error| error.kind());
        ScriptString::new(kind.name())
    })
}
