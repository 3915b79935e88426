//! [`Registry`]: telling the library about our types and functions.

#![allow(unsafe_code)] // calls the library

use std::ffi::{CString, c_int, c_void};
use std::mem;

use glotta_angelscript_sys as sys;
use glotta_core::ScriptError;
use sha2::Digest as _;

use crate::native::{Behind, Bound, Call, Native, Needs, POINTER, Plain, ScriptType};
use crate::types::Tag;
use crate::vm::Vm;

/// Tells the library of one machine about types and functions. The first declaration that it refuses is an error at
/// once, with what the library says of it: an engine with a failed registration would refuse every script later.
#[derive(Clone, Copy)]
pub(crate) struct Registry<'v> {
    pub(crate) vm: &'v Vm,
}

/// What a function needs of the call it is in.
const OBJECT: u32 = sys::NEEDS_OBJECT;
const ARGUMENTS: u32 = sys::NEEDS_ARGUMENTS;
const RESULT: u32 = sys::NEEDS_RESULT;

/// A class of the host with a constructor, destructor, assignment and copy constructor.
const APP_CLASS: u64 = sys::OBJ_APP_CLASS
    | sys::OBJ_APP_CLASS_CONSTRUCTOR
    | sys::OBJ_APP_CLASS_DESTRUCTOR
    | sys::OBJ_APP_CLASS_ASSIGNMENT
    | sys::OBJ_APP_CLASS_COPY_CONSTRUCTOR;

impl Registry<'_> {
    fn check(self, result: c_int, declaration: &str) -> Result<c_int, ScriptError> {
        if result >= 0 {
            let mut declarations = self.vm.declarations.borrow_mut();
            declarations.update(declaration.as_bytes());
            declarations.update([0]);
            return Ok(result);
        }
        let said = self.vm.take_messages().into_iter().map(|message| message.text).collect::<Vec<_>>();
        let said = if said.is_empty() { format!("error {result}") } else { said.join("; ") };
        Err(ScriptError::host(format!("AngelScript refuses the declaration `{declaration}`: {said}")))
    }

    /// Puts what follows into a namespace; an empty name is the outermost one.
    pub(crate) fn namespace(self, name: &str) -> Result<(), ScriptError> {
        let text = c_text(name)?;
        // SAFETY: the engine is alive; the text ends with a zero and is copied.
        let result = unsafe { sys::glas_set_namespace(self.vm.engine(), text.as_ptr()) };
        self.vm.known.enter(name);
        self.check(result, &format!("namespace {name}")).map(drop)
    }

    /// Registers a type with `size` bytes; what it is, and how it behaves, say the flags.
    pub(crate) fn object_type(
        self,
        name: &str,
        tag: Tag,
        size: usize,
        flags: u64,
    ) -> Result<(), ScriptError> {
        let text = c_text(name)?;
        let size = c_int::try_from(size).unwrap_or(c_int::MAX);
        // SAFETY: the engine is alive; the text ends with a zero and is copied.
        let result = unsafe { sys::glas_register_type(self.vm.engine(), text.as_ptr(), size, flags) };
        self.check(result, name)?;
        self.take_name(type_of(name));
        self.vm.known.add_type(type_of(name));
        if flags & sys::OBJ_TEMPLATE != 0 {
            // What is kept beside a template is not kept beside its instances: see `Vm::kind`.
            return Ok(());
        }
        // SAFETY: as above; the type was just registered, and keeps the number as it is.
        unsafe {
            let info = sys::glas_type_by_declaration(self.vm.engine(), text.as_ptr());
            if !info.is_null() {
                sys::glas_type_set_user_data(info, tag as usize as *mut c_void);
            }
        }
        Ok(())
    }

    /// Registers a value type of Rust with what every value type needs: making, copying, assigning, freeing. A type
    /// without a destructor may be moved about as bytes.
    pub(crate) fn value_type<T: ScriptType + Default + Clone>(
        self,
        tag: Tag,
        more_flags: u64,
    ) -> Result<(), ScriptError> {
        // The library aligns its stack, the members of classes and lists to no more.
        const { assert!(align_of::<T>() <= 4) };
        let plain = !mem::needs_drop::<T>();
        let flags = sys::OBJ_VALUE | if plain { sys::OBJ_POD } else { 0 } | APP_CLASS | more_flags;
        self.object_type(T::NAME, tag, size_of::<T>(), flags)?;
        self.behaviour(T::NAME, sys::BEHAVE_CONSTRUCT, "void f()", |_: &Vm, call: &mut Call<'_>| {
            // SAFETY: the place for the object is large enough, and holds nothing yet.
            unsafe { call.object::<T>().write(T::default()) };
            Ok(())
        })?;
        let copy = format!("void f(const {} &in)", T::NAME);
        self.behaviour(T::NAME, sys::BEHAVE_CONSTRUCT, &copy, |_: &Vm, call: &mut Call<'_>| {
            // SAFETY: declared so above; the place for the object is large enough, and holds nothing yet.
            unsafe {
                let other: &T = call.next();
                call.object::<T>().write(other.clone());
            }
            Ok(())
        })?;
        if !plain {
            self.behaviour(T::NAME, sys::BEHAVE_DESTRUCT, "void f()", |_: &Vm, call: &mut Call<'_>| {
                // SAFETY: the library ends each object once.
                unsafe { call.object::<T>().drop_in_place() };
                Ok(())
            })?;
        }
        let assign = format!("{0} &opAssign(const {0} &in)", T::NAME);
        self.method(T::NAME, &assign, |_: &Vm, call: &mut Call<'_>| {
            // SAFETY: declared so above. The other is copied before the old value goes, since it may be this one.
            unsafe {
                let other: &T = call.next();
                let copy = other.clone();
                let this = call.object::<T>();
                drop(this.replace(copy));
                call.result().cast::<*mut T>().write_unaligned(this);
            }
            Ok(())
        })
    }

    /// Registers a function.
    pub(crate) fn function(self, declaration: &str, native: Native) -> Result<(), ScriptError> {
        self.function_with::<Plain>(declaration, native)
    }

    /// Registers a method.
    pub(crate) fn method(self, of: &str, declaration: &str, native: Native) -> Result<(), ScriptError> {
        self.method_with::<Plain>(of, declaration, native)
    }

    /// Registers what a type does at one of the library's occasions.
    pub(crate) fn behaviour(
        self,
        of: &str,
        behaviour: u32,
        declaration: &str,
        native: Native,
    ) -> Result<(), ScriptError> {
        self.behaviour_with::<Plain>(of, behaviour, declaration, native)
    }

    /// Registers a function with data of its own.
    pub(crate) fn function_with<B: Behind>(
        self,
        declaration: &str,
        data: B::Data,
    ) -> Result<(), ScriptError> {
        let text = c_text(declaration)?;
        let bound = self.keep::<B>(needs(declaration, false), data);
        // SAFETY: the engine is alive; the text is copied, and the function kept as long as the engine.
        let result = unsafe { sys::glas_register_function(self.vm.engine(), text.as_ptr(), bound) };
        self.take_name(declared_name(declaration));
        self.check(result, declaration).map(drop)
    }

    /// Registers a method with data of its own.
    pub(crate) fn method_with<B: Behind>(
        self,
        of: &str,
        declaration: &str,
        data: B::Data,
    ) -> Result<(), ScriptError> {
        let (of_text, text) = (c_text(of)?, c_text(declaration)?);
        let bound = self.keep::<B>(needs(declaration, true), data);
        // SAFETY: as above.
        let result =
            unsafe { sys::glas_register_method(self.vm.engine(), of_text.as_ptr(), text.as_ptr(), bound) };
        self.vm.known.add_method(type_of(of), declared_name(declaration), declaration);
        self.check(result, &format!("{of}: {declaration}")).map(drop)
    }

    /// Registers a behaviour with data of its own.
    pub(crate) fn behaviour_with<B: Behind>(
        self,
        of: &str,
        behaviour: u32,
        declaration: &str,
        data: B::Data,
    ) -> Result<(), ScriptError> {
        let (of_text, text) = (c_text(of)?, c_text(declaration)?);
        // These make objects, or look at types.
        let method = !matches!(
            behaviour,
            sys::BEHAVE_FACTORY | sys::BEHAVE_LIST_FACTORY | sys::BEHAVE_TEMPLATE_CALLBACK
        );
        let bound = self.keep::<B>(needs(declaration, method), data);
        // SAFETY: as above.
        let result = unsafe {
            sys::glas_register_behaviour(self.vm.engine(), of_text.as_ptr(), behaviour, text.as_ptr(), bound)
        };
        self.check(result, &format!("{of}: {declaration}")).map(drop)
    }

    /// Registers a field of a type, `offset` bytes from its start.
    pub(crate) fn property(self, of: &str, declaration: &str, offset: usize) -> Result<(), ScriptError> {
        let (of_text, text) = (c_text(of)?, c_text(declaration)?);
        let offset = c_int::try_from(offset).unwrap_or(c_int::MAX);
        // SAFETY: as above; whoever registers it says that such a field lies there.
        let result = unsafe {
            sys::glas_register_property(self.vm.engine(), of_text.as_ptr(), text.as_ptr(), offset, 0, false)
        };
        self.vm.known.add_field(type_of(of), declared_name(declaration));
        self.check(result, &format!("{of}: {declaration}")).map(drop)
    }

    /// Registers a variable that scripts read, of a type without a destructor. Its memory is kept as long as the engine.
    pub(crate) fn constant<T: Copy + 'static>(self, declaration: &str, value: T) -> Result<(), ScriptError> {
        let text = c_text(declaration)?;
        let mut value = Box::new(value);
        let place: *mut T = &raw mut *value;
        self.vm.keep(value);
        // SAFETY: as above; the value is kept as long as the engine.
        let result =
            unsafe { sys::glas_register_global_property(self.vm.engine(), text.as_ptr(), place.cast()) };
        self.take_name(declared_name(declaration));
        self.check(result, declaration).map(drop)
    }

    /// Registers an enumeration.
    pub(crate) fn enumeration(self, name: &str, values: &[(&str, i32)]) -> Result<(), ScriptError> {
        let text = c_text(name)?;
        // SAFETY: as above.
        let result = unsafe { sys::glas_register_enum(self.vm.engine(), text.as_ptr()) };
        self.check(result, &format!("enum {name}"))?;
        self.take_name(name);
        self.vm.known.add_type(name);
        for (value, number) in values {
            let value_text = c_text(value)?;
            // SAFETY: as above.
            let result = unsafe {
                sys::glas_register_enum_value(self.vm.engine(), text.as_ptr(), value_text.as_ptr(), *number)
            };
            self.check(result, &format!("enum {name}: {value}"))?;
            self.vm.known.add_value(name, value);
        }
        Ok(())
    }

    /// Registers a type of functions: `void Callback()`.
    pub(crate) fn function_type(self, declaration: &str) -> Result<(), ScriptError> {
        let text = c_text(declaration)?;
        // SAFETY: as above.
        let result = unsafe { sys::glas_register_funcdef(self.vm.engine(), text.as_ptr()) };
        self.take_name(declared_name(declaration));
        self.vm.known.add_type(declared_name(declaration));
        self.check(result, declaration).map(drop)
    }

    /// Notes that something has a name.
    fn take_name(self, name: &str) {
        self.vm.components.take_name(name);
        self.vm.known.add(name);
    }

    fn keep<B: Behind>(self, needs: Needs, data: B::Data) -> *const sys::BoundHeader {
        let bound = Bound::new::<B>(self.vm, needs, data);
        let header = bound.header();
        self.vm.keep(bound);
        header
    }
}

/// What a function needs of a call, by its declaration: what it does not need is not fetched.
fn needs(declaration: &str, method: bool) -> Needs {
    let declaration = &without_texts(declaration);
    let object = if method { OBJECT } else { 0 };
    let arguments = if declaration.contains("()") { 0 } else { ARGUMENTS };
    let result = if declaration.starts_with("void ") { 0 } else { RESULT };
    Needs { parts: object | arguments | result, references: references(declaration) }
}

/// A declaration without the texts in it, whose letters mean nothing.
fn without_texts(declaration: &str) -> String {
    let mut is_text = false;
    let mut is_escaped = false;
    let outside = |letter: &char| {
        let quote = *letter == '"' && !is_escaped;
        is_escaped = is_text && *letter == '\\' && !is_escaped;
        is_text ^= quote;
        !is_text && !quote
    };
    declaration.chars().filter(outside).collect()
}

/// Which slots of a function's arguments hold pointers to objects.
fn references(declaration: &str) -> u64 {
    let parameters = declaration.split_once('(').and_then(|(_, rest)| rest.rsplit_once(')'));
    let mut references = 0;
    let mut slot = 0;
    for parameter in parameters.map_or("", |(parameters, _)| parameters).split(',') {
        let parameter = parameter.trim();
        let is = |text: &str| parameter.contains(text);
        if is("&in") && !is("?") && !is("less ") && slot < u64::BITS {
            references |= 1 << slot;
        }
        let ty =
            parameter.trim_start_matches("const ").split([' ', '&', '@', '=']).next().unwrap_or_default();
        slot += match ty {
            _ if is("?") => POINTER as u32 + 1,
            _ if is("&") || is("@") => POINTER as u32,
            "int64" | "uint64" | "double" => 2,
            _ => 1,
        };
    }
    references
}

/// The name of a type that methods are registered for: `array` of `array<T>`.
fn type_of(of: &str) -> &str {
    of.split('<').next().unwrap_or_default()
}

/// The name that a declaration declares.
fn declared_name(declaration: &str) -> &str {
    let before = declaration.split('(').next().unwrap_or_default().trim_end();
    before.rsplit(|letter: char| !(letter.is_alphanumeric() || letter == '_')).next().unwrap_or_default()
}

/// A text as the library takes it.
///
/// # Errors
/// [`glotta_core::ErrorKind::Host`] if it holds a zero byte.
pub(crate) fn c_text(text: &str) -> Result<CString, ScriptError> {
    CString::new(text).map_err(|_| ScriptError::host(format!("{text:?} has a zero byte in it")))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_declaration_declares_a_name() {
        assert_eq!(declared_name("double sin(double)"), "sin");
        assert_eq!(declared_name("array<string>@ split(const string &in)"), "split");
        assert_eq!(declared_name("Entity &first ()"), "first");
        assert_eq!(declared_name("const Vec3 ZERO"), "ZERO");
    }

    #[test]
    fn a_function_is_given_what_its_declaration_asks_for() {
        let parts = |declaration, method| needs(declaration, method).parts;
        assert_eq!(parts("void noop()", false), 0);
        assert_eq!(parts("double sin(double)", false), ARGUMENTS | RESULT);
        assert_eq!(parts("void f()", true), OBJECT);
        assert_eq!(parts("double get_x() const property", true), OBJECT | RESULT);
        assert_eq!(parts("void set_x(double) property", true), OBJECT | ARGUMENTS);
    }

    #[test]
    fn pointers_to_objects_stand_where_the_declaration_says() {
        assert_eq!(references("void f()"), 0);
        assert_eq!(references("void f(const string &in)"), 1);
        assert_eq!(
            references("void f(int64, const Vec3 &in by, bool, const string &in = \"\")"),
            1 << 2 | 1 << 5
        );
        assert_eq!(references("array<T>@ f(int&in, int64 length, const T &in value)"), 1 | 1 << 4);
        assert_eq!(references("void f(Component@, const ?&in, ?&out, const Value &in)"), 1 << 8);
        assert_eq!(
            references("void sort(const less &in, int64 startAt = 0)"),
            0,
            "it has an answer of its own"
        );
    }
}
