//! References to data in Python: `d.hp`, `d["hp"]`, `d.items[0]`, `len(d)`, `for x in d`, `d()`.
//!
//! Lists have the methods of Python's own lists, and slices; tables have `get`, `setdefault`, `pop`, `update` and `clear`.
//!
//! Places in lists count from 0. Reading a list or a table gives a reference to it; other values are copies. Iterating
//! gives a list's elements, and a table's names, as for Python's own.

#![allow(unsafe_code)] // types for Python

use std::borrow::Cow;
use std::ffi::{c_int, c_void};
use std::mem::ManuallyDrop;
use std::ptr;

use glotta_core::{DataKey, DataRef, Frame, Host, ScriptError, Value, ValueKind};
use pyo3::ffi;

use crate::bind;
use crate::buffer::Reached;
use crate::errors::{self, Shape};
use crate::py::{self, Obj, Raised, Ref};
use crate::read as reading;
use crate::types::{self, DATA, ITERATOR};

#[repr(C)]
struct Object {
    head: ffi::PyObject,
    data: ManuallyDrop<DataRef>,
}

/// The reference that a borrowed object, which may be null, is.
pub(crate) fn read<'a>(object: Ref) -> Option<&'a DataRef> {
    // SAFETY: an object of the type has a reference from its birth to its end, and whoever asks keeps it alive.
    DATA.is(object).then(|| unsafe { &*(*object.cast::<Object>()).data })
}

/// A new object for a reference.
pub(crate) fn make(data: DataRef) -> Result<Obj, Raised> {
    let object = types::allocate(&DATA)?;
    // SAFETY: the object is new, and has this layout.
    unsafe { (&raw mut (*object.as_ptr().cast::<Object>()).data).write(ManuallyDrop::new(data)) };
    Ok(object)
}

/// Makes the types.
pub(crate) fn install() -> Result<(), Raised> {
    let methods = vec![
        ffi::PyMethodDef {
            ml_name: c"append".as_ptr(),
            ml_meth: ffi::PyMethodDefPointer { PyCFunction: append },
            ml_flags: ffi::METH_O,
            ml_doc: c"append($self, value, /)\n--\n\nAdds a value to the end of a list.".as_ptr(),
        },
        ffi::PyMethodDef::zeroed(),
    ];
    types::make(
        &DATA,
        c"glotta.Data",
        size_of::<Object>(),
        &[
            (ffi::Py_tp_doc, c"A reference into an entity's data: to a list, with the methods of Python's own, or to a table, whose names are attributes and keys. Calling it gives a copy.".as_ptr().cast_mut().cast()),
            (ffi::Py_tp_dealloc, dealloc as ffi::destructor as *mut c_void),
            (ffi::Py_tp_new, types::no_new as ffi::newfunc as *mut c_void),
            (ffi::Py_tp_getattro, attribute as ffi::getattrofunc as *mut c_void),
            (ffi::Py_tp_setattro, set_attribute as ffi::setattrofunc as *mut c_void),
            (ffi::Py_tp_methods, methods.leak().as_mut_ptr().cast()),
            (ffi::Py_mp_subscript, item as ffi::binaryfunc as *mut c_void),
            (ffi::Py_mp_ass_subscript, set_item as ffi::objobjargproc as *mut c_void),
            (ffi::Py_mp_length, length as ffi::lenfunc as *mut c_void),
            (ffi::Py_sq_contains, contains as ffi::objobjproc as *mut c_void),
            (ffi::Py_nb_bool, truth as ffi::inquiry as *mut c_void),
            (ffi::Py_tp_iter, iterate as ffi::getiterfunc as *mut c_void),
            (ffi::Py_tp_call, copy as ffi::ternaryfunc as *mut c_void),
            (ffi::Py_tp_richcompare, compare as ffi::richcmpfunc as *mut c_void),
            (ffi::Py_tp_hash, ffi::PyObject_HashNotImplemented as ffi::hashfunc as *mut c_void),
            (ffi::Py_tp_repr, repr as ffi::reprfunc as *mut c_void),
        ],
    )?;
    types::make(
        &ITERATOR,
        c"glotta.DataIterator",
        size_of::<Iterator>(),
        &[
            (ffi::Py_tp_dealloc, dealloc_iterator as ffi::destructor as *mut c_void),
            (ffi::Py_tp_new, types::no_new as ffi::newfunc as *mut c_void),
            (ffi::Py_tp_iter, ffi::PyObject_SelfIter as ffi::getiterfunc as *mut c_void),
            (ffi::Py_tp_iternext, next as ffi::iternextfunc as *mut c_void),
        ],
    )
}

unsafe extern "C" fn dealloc(object: Ref) {
    // SAFETY: Python calls this once, at the object's end.
    unsafe {
        ManuallyDrop::drop(&mut (*object.cast::<Object>()).data);
        types::free(object);
    }
}

fn reference<'a>(object: Ref) -> Result<&'a DataRef, ScriptError> {
    read(object).ok_or_else(|| ScriptError::type_mismatch("data reference", &py::type_name(object)))
}

/// The answer of a function of ours as the status that slots return.
pub(crate) fn status(answer: Ref) -> c_int {
    if answer.is_null() {
        return -1;
    }
    // SAFETY: the answer is ours to let go.
    unsafe { ffi::Py_DECREF(answer) };
    0
}

/// The key that a script wrote. Places below 0 count from a list's end.
fn key(host: &mut dyn Host, reference: &DataRef, key: Ref) -> Result<DataKey<'static>, ScriptError> {
    match reading::kind(key) {
        ValueKind::String => Ok(DataKey::Name(Cow::Borrowed(reading::text(key)?))),
        ValueKind::Int => {
            let place = reading::int(key)?;
            let place = if place < 0 {
                let length = reference.list_length(host)?.unwrap_or(0);
                i64::try_from(length).unwrap_or(i64::MAX).saturating_add(place)
            } else {
                place
            };
            // A place before the first comes out as one that no list reaches.
            Ok(DataKey::Index(usize::try_from(place).unwrap_or(usize::MAX)))
        }
        _ => Err(ScriptError::type_mismatch("a name or a place as the key of data", &reading::describe(key))),
    }
}

fn is_slice(key: Ref) -> bool {
    // SAFETY: asks only.
    unsafe { ffi::PySlice_Check(key) != 0 }
}

/// A name that is Python's own business: `__class__`, and what is no name at all.
fn is_special(name: Ref) -> bool {
    py::text_of(name).is_none_or(|name| name.starts_with("__") && name.ends_with("__"))
}

/// `d.name`: None where there is nothing, as in every language. What Python's own lists and tables can do comes after
/// what is there: a list has no names, and for tables see `support/data.py`.
unsafe extern "C" fn attribute(object: Ref, name: Ref) -> Ref {
    if is_special(name) {
        // SAFETY: what objects do usually.
        return unsafe { ffi::PyObject_GenericGetAttr(object, name) };
    }
    bind::respond_as(
        Shape::OfKind,
        None,
        &[],
        || Reached::Nothing,
        |_, frame, host| {
            let reference = reference(object)?;
            let text = reading::text(name)?;
            if !reference.answer(&DataKey::Name(Cow::Borrowed(text)), host, frame)? {
                frame.result = method(host, reference, object, name, text)?;
            }
            Ok(())
        },
    )
}

/// The method of that name, bound to the reference, if what it refers to has one.
#[cold]
fn method(
    host: &mut dyn Host,
    reference: &DataRef,
    object: Ref,
    name: Ref,
    text: &str,
) -> Result<Option<Obj>, ScriptError> {
    let Some(known) = types::known() else { return Ok(None) };
    // SAFETY: the dictionaries and the name, a text, are alive.
    let named = |methods: &Obj| Obj::maybe(unsafe { ffi::PyDict_GetItemWithError(methods.as_ptr(), name) });
    let (of_lists, of_tables) = (named(&known.list_methods), named(&known.table_methods));
    let is_append = text == "append";
    if of_lists.is_none() && of_tables.is_none() && !is_append {
        return Ok(None);
    }
    let (mut is_list, mut is_table) = (false, false);
    host.with_data(reference, None, &mut |value| match value {
        Some(Value::List(_)) => is_list = true,
        Some(Value::Table(table)) => {
            is_table = true;
            // In some languages an empty list and an empty table are written alike.
            is_list = table.is_empty() && !reference.path.is_empty();
        }
        _ => {}
    })?;
    let bound = if is_append && is_list {
        // SAFETY: what objects do usually.
        Obj::own(unsafe { ffi::PyObject_GenericGetAttr(object, name) })
    } else {
        let method = of_tables.filter(|_| is_table).or(of_lists.filter(|_| is_list));
        let Some(method) = method else { return Ok(None) };
        known.method.call([method, Obj::borrow(object)])
    };
    bound.map(Some).map_err(|Raised| errors::out_of_memory())
}

/// Runs one of the functions of `support/data.py`, whose exceptions are Python's own.
fn by_support<const N: usize>(
    function: impl FnOnce(&'static types::Known) -> &'static Obj,
    arguments: [Ref; N],
) -> Ref {
    let Some(known) = types::known() else { return ptr::null_mut() };
    function(known).call(arguments.map(Obj::borrow)).map_or(ptr::null_mut(), Obj::into_ptr)
}

/// `native.replace(reference, value)`: puts a value in the place of the list that is referred to.
pub(crate) unsafe extern "C" fn replace(_: Ref, arguments: *const Ref, count: isize, _: Ref) -> Ref {
    // SAFETY: Python passes the arguments of the running call.
    let arguments = unsafe { bind::slice(arguments, count) };
    bind::respond(arguments, |_, frame, host| {
        let reference = frame.data(0)?;
        let value = frame.value(1, host).map_err(|error| error.within(show(&reference)))?;
        let Some((last, path)) = reference.path.split_last() else {
            return Err(ScriptError::argument("the data of an entity stays a table"));
        };
        host.set_data(&DataRef { entity: reference.entity, path: path.to_vec() }, last, value)
    })
}

/// `d.items.append(value)`.
unsafe extern "C" fn append(object: Ref, value: Ref) -> Ref {
    let arguments = [value];
    bind::respond(&arguments, |_, frame, host| {
        let reference = reference(object)?;
        let key = DataKey::Index(reference.list_length(host)?.unwrap_or(0));
        let value = frame.value(0, host).map_err(|error| error.within(show(&reference.child(&key))))?;
        host.set_data(reference, &key, value)
    })
}

/// `d[key]`: None for a name where there is nothing; a place past the end of a list is an error, so that loops end.
unsafe extern "C" fn item(object: Ref, name: Ref) -> Ref {
    if is_slice(name) {
        return by_support(|known| &known.get_slice, [object, name]);
    }
    bind::respond_as(
        Shape::Index,
        None,
        &[],
        || Reached::Nothing,
        |_, frame, host| {
            let reference = reference(object)?;
            let key = key(host, reference, name)?;
            let found = reference.answer(&key, host, frame)?;
            if let (false, DataKey::Index(place), Some(length)) = (found, &key, reference.list_length(host)?)
                && *place >= length
            {
                return Err(ScriptError::not_found(format!("the list has {length} elements"))
                    .within(format_args!("{}{}", show(reference), place_text(name))));
            }
            Ok(())
        },
    )
}

fn place_text(place: Ref) -> String {
    format!("[{}]", reading::int(place).unwrap_or(0))
}

/// `d.name = value`, `del d.name`.
unsafe extern "C" fn set_attribute(object: Ref, name: Ref, value: Ref) -> c_int {
    // SAFETY: Python's own way is the same.
    unsafe { set_item(object, name, value) }
}

/// `d[key] = value`, `del d[key]`.
unsafe extern "C" fn set_item(object: Ref, name: Ref, value: Ref) -> c_int {
    if value.is_null() && (is_slice(name) || reading::kind(name) == ValueKind::Int) {
        // Those behind move up, as Python's own lists have it.
        return status(by_support(|known| &known.remove_item, [object, name]));
    }
    if is_slice(name) {
        return status(by_support(|known| &known.set_slice, [object, name, value]));
    }
    let arguments = [value];
    status(bind::respond(&arguments, |_, frame, host| {
        let reference = reference(object)?;
        let key = key(host, reference, name)?;
        let value = frame.value(0, host).map_err(|error| error.within(show(&reference.child(&key))))?;
        host.set_data(reference, &key, value)
    }))
}

/// A number that a look at the data gives, or -1.
fn ask(object: Ref, look: impl FnOnce(&mut dyn Host, &DataRef) -> Result<i64, ScriptError>) -> i64 {
    let answer = bind::respond(&[], |_, frame, host| {
        let number = look(host, reference(object)?)?;
        frame.return_int(number)
    });
    Obj::own(answer).ok().and_then(|number| number.to_int()).unwrap_or(-1)
}

fn count(host: &mut dyn Host, reference: &DataRef) -> Result<i64, ScriptError> {
    let mut count = 0;
    host.with_data(reference, None, &mut |value| {
        count = match value {
            Some(Value::List(items)) => items.len(),
            Some(Value::Table(items)) => items.values().filter(|item| !item.is_null()).count(),
            _ => 0,
        };
    })?;
    Ok(count as i64)
}

/// `len(d)`.
unsafe extern "C" fn length(object: Ref) -> isize {
    ask(object, count) as isize
}

/// `if d:`.
unsafe extern "C" fn truth(object: Ref) -> c_int {
    ask(object, |host, reference| Ok(i64::from(count(host, reference)? > 0))) as c_int
}

/// `name in d`, `element in d`.
unsafe extern "C" fn contains(object: Ref, element: Ref) -> c_int {
    let arguments = [element];
    let answer = bind::respond(&arguments, |_, frame, host| {
        let reference = reference(object)?;
        let element = frame.value(0, host)?;
        let mut found = false;
        host.with_data(reference, None, &mut |value| {
            found = match (value, &element) {
                (Some(Value::List(items)), _) => items.contains(&element),
                (Some(Value::Table(items)), Value::String(name)) => {
                    items.get(name).is_some_and(|item| !item.is_null())
                }
                _ => false,
            };
        })?;
        frame.return_int(i64::from(found))
    });
    Obj::own(answer).ok().and_then(|number| number.to_int()).map_or(-1, |number| number as c_int)
}

/// `d()`: a copy of what it refers to, as Python's own.
unsafe extern "C" fn copy(object: Ref, _: Ref, _: Ref) -> Ref {
    bind::respond(&[], |_, frame, host| {
        let value = host.data_value(reference(object)?)?;
        frame.return_value(value)
    })
}

unsafe extern "C" fn compare(first: Ref, second: Ref, how: c_int) -> Ref {
    let equal = match (read(first), read(second)) {
        (Some(first), Some(second)) => Some(first == second),
        _ => None,
    };
    types::compared(equal, how)
}

/// `repr(d)`: `data of 12v0: items[0]`.
unsafe extern "C" fn repr(object: Ref) -> Ref {
    types::text(&read(object).map(show).unwrap_or_default())
}

/// A reference as messages show it.
fn show(reference: &DataRef) -> String {
    reference.show(0)
}

/// A walk over a list's elements or a table's names. What is next is found anew each time, so the data may change.
#[repr(C)]
struct Iterator {
    head: ffi::PyObject,
    state: ManuallyDrop<State>,
}

struct State {
    data: DataRef,
    last: Option<DataKey<'static>>,
}

unsafe extern "C" fn iterate(object: Ref) -> Ref {
    let made = || {
        let data = reference(object).map_err(|_| Raised)?.clone();
        let iterator = types::allocate(&ITERATOR)?;
        // SAFETY: the object is new, and has this layout.
        unsafe {
            let state = ManuallyDrop::new(State { data, last: None });
            (&raw mut (*iterator.as_ptr().cast::<Iterator>()).state).write(state);
        }
        Ok::<_, Raised>(iterator)
    };
    made().map_or(ptr::null_mut(), Obj::into_ptr)
}

unsafe extern "C" fn dealloc_iterator(object: Ref) {
    // SAFETY: Python calls this once, at the object's end.
    unsafe {
        ManuallyDrop::drop(&mut (*object.cast::<Iterator>()).state);
        types::free(object);
    }
}

unsafe extern "C" fn next(object: Ref) -> Ref {
    // SAFETY: only objects of the type come here, and one call at a time.
    let state = unsafe { &mut *(*object.cast::<Iterator>()).state };
    let mut ended = false;
    let answer = bind::respond(&[], |_, frame, host| {
        let following = state.data.key_after(state.last.as_ref(), false, host)?;
        match &following {
            None => ended = true,
            Some(DataKey::Name(name)) => frame.return_str(name)?,
            Some(key @ DataKey::Index(_)) => {
                state.data.answer(key, host, frame)?;
            }
        }
        if following.is_some() {
            state.last = following;
        }
        Ok(())
    });
    if ended && !answer.is_null() {
        // SAFETY: the answer, None, is ours to let go; null without an exception ends the loop.
        unsafe { ffi::Py_DECREF(answer) };
        return ptr::null_mut();
    }
    answer
}
