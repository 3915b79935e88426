//! The trampoline: how a script's call reaches a bound function, and its result the script.

#![allow(unsafe_code)] // C functions for Python

use std::any::Any;
use std::collections::HashMap;
use std::ffi::CStr;
use std::fmt::{Display, Write as _};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::ptr;
use std::sync::{Mutex, OnceLock, PoisonError};

use glotta_core::{Api, DefaultValue, Function, Host, ScriptError, VECTORS, near_names, quote};
use pyo3::ffi;

use crate::buffer::Reached;
use crate::data;
use crate::errors::{self, Shape};
use crate::frame::PyFrame;
use crate::imports;
use crate::late;
use crate::py::{self, Obj, Raised, Ref};
use crate::types::ENTITY;
use crate::vm::{self, Vm};

/// What METH_FASTCALL | METH_KEYWORDS functions look like.
type Native = unsafe extern "C" fn(Ref, *const Ref, isize, Ref) -> Ref;

/// How many names of methods there can be in a process, in vectors, and in all classes of objects.
pub(crate) const STUBS: usize = 256;
const VECTOR_STUBS: usize = 64;
const OBJECT_STUBS: usize = 512;

/// The arguments of a call as Python passes them.
///
/// # Safety
/// They must be those of a running call.
#[inline]
pub(crate) unsafe fn slice<'a>(arguments: *const Ref, count: isize) -> &'a [Ref] {
    if count <= 0 {
        return &[];
    }
    // SAFETY: the caller's promise.
    unsafe { std::slice::from_raw_parts(arguments, count as usize) }
}

/// Answers a call of Python with `body`; what it raises or panics with becomes an exception.
#[inline]
pub(crate) fn respond<F>(arguments: &[Ref], body: F) -> Ref
where
    F: FnOnce(&Vm, &mut PyFrame<'_>, &mut dyn Host) -> Result<(), ScriptError>,
{
    respond_as(Shape::OfKind, None, arguments, || Reached::World, body)
}

/// As [`respond`]; `shape` chooses the exception, `function` is named in its stack, and `reached` says which components
/// `body` reaches.
#[inline]
pub(crate) fn respond_as<F>(
    shape: Shape,
    function: Option<&'static Function>,
    arguments: &[Ref],
    reached: impl FnOnce() -> Reached,
    body: F,
) -> Ref
where
    F: FnOnce(&Vm, &mut PyFrame<'_>, &mut dyn Host) -> Result<(), ScriptError>,
{
    let result = catch_unwind(AssertUnwindSafe(|| {
        vm::with_host_at(reached, |vm, host| {
            let mut frame = PyFrame::new(vm, arguments);
            body(vm, &mut frame, host)?;
            Ok(frame.result)
        })
    }));
    match result {
        Ok(Ok(Some(result))) => result.into_ptr(),
        Ok(Ok(None)) => Obj::none().into_ptr(),
        Ok(Err(error)) => errors::raise(error, shape, function),
        Err(panic) => errors::raise(panicked(function, &*panic), shape, function),
    }
}

/// Runs `body` where a panic must not go further.
pub(crate) fn guard<R>(body: impl FnOnce() -> Result<R, ScriptError>) -> Result<R, ScriptError> {
    catch_unwind(AssertUnwindSafe(body)).unwrap_or_else(|panic| Err(panicked(None, &*panic)))
}

#[cold]
fn panicked(function: Option<&Function>, panic: &(dyn Any + Send)) -> ScriptError {
    let message = panic
        .downcast_ref::<&str>()
        .copied()
        .or_else(|| panic.downcast_ref::<String>().map(String::as_str))
        .unwrap_or("no message");
    match function {
        Some(function) => ScriptError::host(format!("{function} panicked: {message}")),
        None => ScriptError::host(format!("the engine panicked: {message}")),
    }
}

/// Calls a function of the API.
#[inline]
fn invoke(function: &'static Function, arguments: &[Ref]) -> Ref {
    let reached = || Reached::by(function, arguments);
    respond_as(Shape::OfKind, Some(function), arguments, reached, |_, frame, host| {
        function.check_count(arguments.len())?;
        (function.thunk)(frame, host)
    })
}

/// Calls a function of the API with arguments by position and by name; `receiver` is what stands before the dot.
///
/// # Safety
/// The arguments must be those of a running call.
#[inline]
unsafe fn enter(
    function: &'static Function,
    receiver: Option<Ref>,
    arguments: *const Ref,
    count: isize,
    names: Ref,
) -> Ref {
    const FEW: usize = 8;
    // SAFETY: the caller's promise.
    let given = unsafe { slice(arguments, count) };
    if names.is_null() {
        let Some(receiver) = receiver else { return invoke(function, given) };
        if given.len() < FEW {
            let mut all = [ptr::null_mut(); FEW];
            all[0] = receiver;
            all[1..=given.len()].copy_from_slice(given);
            return invoke(function, &all[..=given.len()]);
        }
    }
    let mut all: Vec<Ref> = receiver.into_iter().chain(given.iter().copied()).collect();
    // SAFETY: the values of named arguments stand after the others.
    match unsafe { add_named(function, &mut all, arguments, count, names) } {
        Ok(()) => invoke(function, &all),
        Err(error) => errors::raise(error, Shape::OfKind, Some(function)),
    }
}

/// Puts named arguments in their places. Places between that are left out hold null, which reads as nothing.
unsafe fn add_named(
    function: &'static Function,
    all: &mut Vec<Ref>,
    arguments: *const Ref,
    count: isize,
    names: Ref,
) -> Result<(), ScriptError> {
    if names.is_null() {
        return Ok(());
    }
    for (index, name) in crate::read::sequence(names).enumerate() {
        let name = crate::read::text(name)?;
        // SAFETY: the caller's promise.
        let value = unsafe { *arguments.add(count as usize + index) };
        let place = function.place_of(name)?;
        if all.len() <= place {
            all.resize(place + 1, ptr::null_mut());
        }
        if !all[place].is_null() {
            return Err(function.given_twice(name));
        }
        all[place] = value;
    }
    match all.iter().take(function.required).position(|value| value.is_null()) {
        // The error says which one is missing.
        Some(missing) => function.check_count(missing),
        None => Ok(()),
    }
}

/// What a bound function has as its `self`: a module, so that Python shows it as a function of that module, whose
/// state says which function it is.
struct Binding {
    function: &'static Function,
}

impl Binding {
    /// The module of one function.
    fn make(function: &'static Function) -> Result<Obj, Raised> {
        // A definition that Python keeps in the module and never frees.
        let definition = Box::new(ffi::PyModuleDef {
            m_base: ffi::PyModuleDef_HEAD_INIT,
            m_name: py::leak(function.module),
            m_doc: ptr::null(),
            m_size: size_of::<Self>() as isize,
            m_methods: ptr::null_mut(),
            m_slots: ptr::null_mut(),
            m_traverse: None,
            m_clear: None,
            m_free: None,
        });
        // SAFETY: the definition lives as long as the process; the state is of that size, and written before use.
        unsafe {
            let module = Obj::own(ffi::PyModule_Create2(Box::leak(definition), ffi::PYTHON_API_VERSION))?;
            ffi::PyModule_GetState(module.as_ptr()).cast::<Self>().write(Self { function });
            Ok(module)
        }
    }
}

unsafe extern "C" fn call_bound(binding: Ref, arguments: *const Ref, count: isize, names: Ref) -> Ref {
    // SAFETY: only `function_object` makes functions with this code, and their `self` is the module of a Binding.
    // Python passes the arguments of the running call.
    unsafe {
        let binding = &*ffi::PyModule_GetState(binding).cast::<Binding>();
        enter(binding.function, None, arguments, count, names)
    }
}

/// The method of entities in place `N` of the names.
unsafe extern "C" fn entity_stub<const N: usize>(
    receiver: Ref,
    arguments: *const Ref,
    count: isize,
    names: Ref,
) -> Ref {
    match vm::current().map(|vm| vm.methods[N]) {
        // SAFETY: Python passes the arguments of the running call.
        Some(Some(function)) => unsafe { enter(function, Some(receiver), arguments, count, names) },
        _ => errors::raise(ScriptError::host("the engine cannot be reached from here"), Shape::OfKind, None),
    }
}

/// The method of a vector in place `N` of all of them.
unsafe extern "C" fn vector_stub<const N: usize>(
    receiver: Ref,
    arguments: *const Ref,
    count: isize,
    names: Ref,
) -> Ref {
    match vector_methods().get(N) {
        // SAFETY: Python passes the arguments of the running call.
        Some(function) => unsafe { enter(function, Some(receiver), arguments, count, names) },
        None => errors::raise(ScriptError::host("there is no such method"), Shape::OfKind, None),
    }
}

/// The methods of all classes of objects at the places of their stubs, given out for the whole process.
static OBJECT_METHODS: [OnceLock<&'static Function>; OBJECT_STUBS] =
    [const { OnceLock::new() }; OBJECT_STUBS];

/// The method of a class in place `N` of all of them.
unsafe extern "C" fn object_stub<const N: usize>(
    receiver: Ref,
    arguments: *const Ref,
    count: isize,
    names: Ref,
) -> Ref {
    match OBJECT_METHODS[N].get() {
        // SAFETY: Python passes the arguments of the running call.
        Some(function) => unsafe { enter(function, Some(receiver), arguments, count, names) },
        None => errors::raise(ScriptError::host("there is no such method"), Shape::OfKind, None),
    }
}

/// The methods of all vectors, one after the other.
fn vector_methods() -> &'static [&'static Function] {
    static ALL: OnceLock<Vec<&'static Function>> = OnceLock::new();
    ALL.get_or_init(|| VECTORS.iter().flat_map(|vector| vector.methods).collect())
}

macro_rules! sixteen {
    ($stub:ident $row:literal: $($n:literal)+) => { [$($stub::<{ 16 * $row + $n }> as Native),+] };
}

macro_rules! rows {
    ($stub:ident: $($row:literal)+) => { [$(sixteen!($stub $row: 0 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15)),+] };
}

static ENTITY_STUBS: [[Native; 16]; STUBS / 16] = rows!(entity_stub: 0 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15);
static ALL_VECTOR_STUBS: [[Native; 16]; VECTOR_STUBS / 16] = rows!(vector_stub: 0 1 2 3);
static ALL_OBJECT_STUBS: [[Native; 16]; OBJECT_STUBS / 16] = rows!(object_stub:
    0 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 19 20 21 22 23 24 25 26 27 28 29 30 31);

/// A default as Python writes it.
fn python_default(default: DefaultValue) -> String {
    match default {
        DefaultValue::Null => "None".to_owned(),
        DefaultValue::Bool(true) => "True".to_owned(),
        DefaultValue::Bool(false) => "False".to_owned(),
        DefaultValue::Int(value) => value.to_string(),
        DefaultValue::Float(value) => format!("{value:?}"),
        // Rust escapes as Python does, but for `\u{…}`, which names and levels do not have.
        DefaultValue::Str(text) => format!("{text:?}"),
    }
}

/// The documentation of a function, with the first line that Python makes its signature of.
fn documentation(function: &Function, is_method: bool) -> String {
    let mut text = format!("{}(", function.name);
    let mut parameters: Vec<String> = function
        .parameters
        .iter()
        .map(|parameter| match parameter.default {
            None => parameter.name.to_owned(),
            Some(default) => format!("{}={}", parameter.name, python_default(default)),
        })
        .collect();
    if let (true, Some(first)) = (is_method, parameters.first_mut()) {
        "$self".clone_into(first);
    }
    // Writing to a String cannot fail.
    let _ = write!(text, "{})\n--\n\n{}\n\n{}", parameters.join(", "), function.signature(), function.doc);
    if !function.errors.is_empty() {
        let _ = write!(text, "\n\nErrors: {}", function.errors);
    }
    text
}

/// A definition that lives as long as the process, as Python wants it.
fn define(function: &Function, native: Native, is_method: bool) -> *mut ffi::PyMethodDef {
    Box::leak(Box::new(ffi::PyMethodDef {
        ml_name: py::leak(function.name),
        ml_meth: ffi::PyMethodDefPointer { PyCFunctionFastWithKeywords: native },
        ml_flags: ffi::METH_FASTCALL | ffi::METH_KEYWORDS,
        ml_doc: py::leak(&documentation(function, is_method)),
    }))
}

/// The object of a function of the API: one for the process.
pub(crate) fn function_object(function: &'static Function) -> Result<Obj, Raised> {
    static OBJECTS: Mutex<Option<HashMap<usize, usize>>> = Mutex::new(None);
    let key = &raw const *function as usize;
    let mut objects = OBJECTS.lock().unwrap_or_else(PoisonError::into_inner);
    let objects = objects.get_or_insert_default();
    if let Some(known) = objects.get(&key) {
        // The map keeps a reference for ever.
        return Ok(Obj::borrow(*known as Ref));
    }
    let binding = Binding::make(function)?;
    // SAFETY: the definition lives as long as the process; the names are alive.
    let object = unsafe {
        let module = Obj::name(function.module)?;
        Obj::own(ffi::PyCFunction_NewEx(
            define(function, call_bound, false),
            binding.as_ptr(),
            module.as_ptr(),
        ))?
    };
    objects.insert(key, object.clone().into_ptr() as usize);
    Ok(object)
}

/// Puts a method into a type's dictionary.
fn add_method(ty: *mut ffi::PyTypeObject, function: &Function, native: Native) -> Result<(), Raised> {
    // SAFETY: the type is ours, and the definition lives as long as the process.
    unsafe {
        let method = Obj::own(ffi::PyDescr_NewMethod(ty, define(function, native, true)))?;
        let name = Obj::name(function.name)?;
        py::done(ffi::PyDict_SetItem((*ty).tp_dict, name.as_ptr(), method.as_ptr()))?;
        ffi::PyType_Modified(ty);
    }
    Ok(())
}

/// Puts the methods of a vector type into it.
pub(crate) fn add_vector_methods(
    ty: *mut ffi::PyTypeObject,
    vector: &'static glotta_core::VectorType,
) -> Result<(), Raised> {
    for (place, function) in vector_methods().iter().enumerate() {
        if let (true, Some(native)) =
            (function.module == vector.name, ALL_VECTOR_STUBS.as_flattened().get(place))
        {
            add_method(ty, function, *native)?;
        }
    }
    Ok(())
}

/// Puts a method of a class into the class's type. The lock of the interpreter is held.
///
/// # Errors
/// [`glotta_core::ErrorKind::Host`] if there are too many methods.
pub(crate) fn add_object_method(
    ty: *mut ffi::PyTypeObject,
    function: &'static Function,
) -> Result<(), ScriptError> {
    let mut places = OBJECT_METHODS.iter().zip(ALL_OBJECT_STUBS.as_flattened());
    let Some((_, native)) = places.find(|(place, _)| place.set(function).is_ok()) else {
        return Err(ScriptError::host(format!(
            "python can have {OBJECT_STUBS} methods in all classes of objects at most"
        )));
    };
    add_method(ty, function, *native).map_err(|_| errors::of_host("a method"))
}

/// The API's methods of entities at the places of their names, which are given out here for the whole process. Takes
/// the lock.
pub(crate) fn entity_methods(api: &Api) -> Result<Box<[Option<&'static Function>; STUBS]>, ScriptError> {
    static NAMES: Mutex<Vec<&'static str>> = Mutex::new(Vec::new());
    let _attached = crate::interpreter::attach();
    let mut methods = Box::new([None; STUBS]);
    let mut names = NAMES.lock().unwrap_or_else(PoisonError::into_inner);
    for function in api.entity_methods() {
        let known = names.iter().position(|name| *name == function.name);
        let place = known.unwrap_or(names.len());
        let Some(native) = ENTITY_STUBS.as_flattened().get(place) else {
            return Err(ScriptError::host(format!("python can have {STUBS} methods of entities at most")));
        };
        if known.is_none() {
            add_method(ENTITY.get(), function, *native).map_err(|_| errors::of_host("a method"))?;
            names.push(function.name);
        }
        methods[place] = Some(function);
    }
    Ok(methods)
}

/// A table of functions for [`native`].
type Table = &'static [(&'static CStr, Native)];

/// What `support.py` calls of ours, as the attributes of one object.
pub(crate) fn native() -> Result<Obj, Raised> {
    const FUNCTIONS: Table = &[
        (c"print", print),
        (c"unfinished", unfinished),
        (c"unknown_function", unknown_function),
        (c"replace", data::replace),
        (c"resolve", imports::resolve),
        (c"no_module", imports::no_module),
    ];
    // SAFETY: the definitions live as long as the process.
    unsafe {
        let module = Obj::own(ffi::PyModule_New(c"glotta.native".as_ptr()))?;
        for (name, native) in FUNCTIONS {
            let definition = Box::leak(Box::new(ffi::PyMethodDef {
                ml_name: name.as_ptr(),
                ml_meth: ffi::PyMethodDefPointer { PyCFunctionFastWithKeywords: *native },
                ml_flags: ffi::METH_FASTCALL | ffi::METH_KEYWORDS,
                ml_doc: ptr::null(),
            }));
            let function = Obj::own(ffi::PyCFunction_NewEx(definition, ptr::null_mut(), ptr::null_mut()))?;
            py::done(ffi::PyObject_SetAttrString(module.as_ptr(), name.as_ptr(), function.as_ptr()))?;
        }
        Ok(module)
    }
}

/// `native.print(text, owner)`: see [`late`].
unsafe extern "C" fn print(_: Ref, arguments: *const Ref, count: isize, _: Ref) -> Ref {
    // SAFETY: Python passes the arguments of the running call.
    let arguments = unsafe { slice(arguments, count) };
    if let [text, owner] = arguments
        && let Some(text) = py::text_of(*text)
    {
        late::print(text, Obj::borrow(*owner).to_int().unwrap_or(0) as usize);
    }
    Obj::none().into_ptr()
}

/// `native.unfinished()`: a line was begun and not ended.
unsafe extern "C" fn unfinished(_: Ref, _: *const Ref, _: isize, _: Ref) -> Ref {
    if let Some(vm) = vm::current() {
        vm.unfinished.set(true);
    }
    Obj::none().into_ptr()
}

/// `native.unknown_function(module, name)`: raises, with the names that are near; as an import does if there is a third
/// argument. What is in the module `glotta` are the others, and types.
unsafe extern "C" fn unknown_function(_: Ref, arguments: *const Ref, count: isize, _: Ref) -> Ref {
    // SAFETY: Python passes the arguments of the running call.
    let arguments = unsafe { slice(arguments, count) };
    let name = |index: usize| arguments.get(index).and_then(|text| py::text_of(*text)).unwrap_or_default();
    let (module, name) = (name(0), name(1));
    let is_root = module == "glotta";
    let near = vm::current().map_or_else(String::new, |vm| {
        let api = &vm.environment.api;
        let names: Vec<&str> = if is_root {
            let types = VECTORS.iter().map(|vector| vector.name).chain(["Entity", "Asset", "ScriptError"]);
            api.module_names().chain(types).collect()
        } else {
            api.functions(module).map(|function| function.name).collect()
        };
        // What the script took out of its copy is not what it should have written.
        near_names(name, names.into_iter().filter(|known| *known != name))
    });
    let what = if is_root { "" } else { "function " };
    let error = ScriptError::not_found(format!("{module} has no {what}{}{near}", quote(name)));
    errors::raise(error, if arguments.len() > 2 { Shape::Import } else { Shape::Attribute }, None)
}

/// The name of something with a place in it, for messages.
pub(crate) fn named(what: impl Display, name: &str) -> String {
    format!("{what} has no {}", quote(name))
}

#[cfg(test)]
mod tests {
    use glotta_core::{Parameter, Type};

    use super::*;

    const WAIT: Function = Function {
        module: "engine",
        name: "wait",
        doc: "Waits.",
        errors: "If it cannot.",
        parameters: &[
            Parameter { name: "seconds", ty: Type::Float, default: None },
            Parameter { name: "why", ty: Type::String, default: Some(DefaultValue::Str("a \"b\"")) },
            Parameter { name: "loud", ty: Type::Bool, default: Some(DefaultValue::Bool(false)) },
        ],
        required: 1,
        returns: Type::Nothing,
        reach: glotta_core::Reach::World,
        thunk: |_, _| Ok(()),
    };

    #[test]
    fn documentation_begins_with_the_signature_that_python_reads() {
        let text = documentation(&WAIT, false);
        assert!(text.starts_with("wait(seconds, why=\"a \\\"b\\\"\", loud=False)\n--\n\n"), "{text}");
        assert!(text.ends_with("Waits.\n\nErrors: If it cannot."), "{text}");
        assert!(
            documentation(&WAIT, true).starts_with("wait($self, why="),
            "the first argument is the receiver"
        );
    }

    #[test]
    fn defaults_are_written_as_python_writes_them() {
        let written = [
            (DefaultValue::Null, "None"),
            (DefaultValue::Bool(true), "True"),
            (DefaultValue::Int(-3), "-3"),
            (DefaultValue::Float(1.0), "1.0"),
            (DefaultValue::Str("x"), "\"x\""),
        ];
        for (default, text) in written {
            assert_eq!(python_default(default), text);
        }
    }
}
