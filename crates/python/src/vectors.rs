//! `Vec2`, `Vec3` and `Quat` in Python: constructors, numbers, operators; methods from [`glotta_core::VECTORS`].

#![allow(unsafe_code)] // types for Python

use std::ffi::{CStr, c_int, c_void};
use std::ptr;

use glotta_core::{
    Origin, Quat, ScriptError, Value, ValueKind, Vec2, Vec3, VectorType, narrow_float, near_names, quote,
};
use pyo3::ffi;

use crate::bind;
use crate::buffer::Reached;
use crate::errors::{self, Shape};
use crate::frame::PyFrame;
use crate::operators::{
    add, div_quat, div_vec2, div_vec3, mul_quat, mul_vec2, mul_vec3, negative, positive, sub,
};
use crate::py::{self, Obj, Raised, Ref};
use crate::read;
use crate::types::{self, QUAT, TypeCell, VEC2, VEC3, VECTOR_TYPE};
use crate::vm::Vm;

/// The three kinds of vectors.
pub(crate) trait Kind: glotta_core::Vector {
    /// Its type.
    fn cell() -> &'static TypeCell;
}

impl Kind for Vec2 {
    fn cell() -> &'static TypeCell {
        &VEC2
    }
}

impl Kind for Vec3 {
    fn cell() -> &'static TypeCell {
        &VEC3
    }
}

impl Kind for Quat {
    fn cell() -> &'static TypeCell {
        &QUAT
    }
}

/// A vector in Python's memory.
#[repr(C)]
struct Object {
    head: ffi::PyObject,
    lanes: [f32; 4],
    origin: Option<Origin>,
}

/// The vector that a borrowed object, which may be null, is.
#[inline]
pub(crate) fn read<V: Kind>(object: Ref) -> Option<V> {
    // SAFETY: an object of the type has its layout.
    V::cell().is(object).then(|| V::from_lanes(unsafe { (*object.cast::<Object>()).lanes }))
}

/// A new vector.
#[inline]
pub(crate) fn make<V: Kind>(vector: V) -> Result<Obj, Raised> {
    make_of(vector, None)
}

/// A new vector that remembers a component's field.
#[inline]
pub(crate) fn make_of<V: Kind>(vector: V, origin: Option<Origin>) -> Result<Obj, Raised> {
    let object = types::allocate(V::cell())?;
    // SAFETY: the object is new, and has this layout.
    unsafe {
        let inside = object.as_ptr().cast::<Object>();
        (&raw mut (*inside).lanes).write(vector.to_lanes());
        (&raw mut (*inside).origin).write(origin);
    }
    Ok(object)
}

/// Gives a vector that is new, the result of reading a field, its origin.
pub(crate) fn set_origin(object: &Obj, origin: Origin) {
    if let Some(_model) = model_of(object.as_ptr()) {
        // SAFETY: an object of a vector type has this layout.
        unsafe { (*object.as_ptr().cast::<Object>()).origin = Some(origin) };
    }
}

/// The model of a borrowed object's type, if it is a vector.
fn model_of(object: Ref) -> Option<&'static VectorType> {
    model_of_type(py::type_of(object))
}

fn model_of_type(ty: *mut ffi::PyTypeObject) -> Option<&'static VectorType> {
    if ty == VEC3.get() {
        Some(&glotta_core::VEC3)
    } else if ty == VEC2.get() {
        Some(&glotta_core::VEC2)
    } else if ty == QUAT.get() {
        Some(&glotta_core::QUAT)
    } else {
        None
    }
}

/// Makes the types.
pub(crate) fn install() -> Result<(), Raised> {
    let base = (&raw mut ffi::PyType_Type).cast();
    types::make_from(
        &VECTOR_TYPE,
        c"glotta.VectorType",
        0,
        &[(ffi::Py_tp_getattro, type_attribute as ffi::getattrofunc as *mut c_void)],
        base,
    )?;
    install_type::<Vec2>(
        c"glotta.Vec2",
        c"A vector of two 32-bit floats.",
        &[
            (ffi::Py_nb_multiply, mul_vec2 as ffi::binaryfunc as *mut c_void),
            (ffi::Py_nb_true_divide, div_vec2 as ffi::binaryfunc as *mut c_void),
        ],
    )?;
    install_type::<Vec3>(
        c"glotta.Vec3",
        c"A vector of three 32-bit floats.",
        &[
            (ffi::Py_nb_multiply, mul_vec3 as ffi::binaryfunc as *mut c_void),
            (ffi::Py_nb_true_divide, div_vec3 as ffi::binaryfunc as *mut c_void),
        ],
    )?;
    install_type::<Quat>(
        c"glotta.Quat",
        c"A rotation, as a quaternion of four 32-bit floats.",
        &[
            (ffi::Py_nb_multiply, mul_quat as ffi::binaryfunc as *mut c_void),
            (ffi::Py_nb_true_divide, div_quat as ffi::binaryfunc as *mut c_void),
        ],
    )
}

fn install_type<V: Kind>(
    name: &'static CStr,
    doc: &'static CStr,
    operators: &[(c_int, *mut c_void)],
) -> Result<(), Raised> {
    const LANES: [&CStr; 4] = [c"x", c"y", c"z", c"w"];
    let mut fields: Vec<ffi::PyGetSetDef> = (0..V::COUNT)
        .map(|lane| ffi::PyGetSetDef {
            name: LANES[lane].as_ptr(),
            get: Some(get_lane),
            set: Some(set_lane),
            doc: ptr::null(),
            closure: lane as *mut c_void,
        })
        .collect();
    fields.push(ffi::PyGetSetDef::default());
    let methods = vec![
        ffi::PyMethodDef {
            ml_name: c"__reduce__".as_ptr(),
            ml_meth: ffi::PyMethodDefPointer { PyCFunction: reduce },
            ml_flags: ffi::METH_NOARGS,
            ml_doc: ptr::null(),
        },
        ffi::PyMethodDef::zeroed(),
    ];
    let mut slots = vec![
        (ffi::Py_tp_doc, doc.as_ptr().cast_mut().cast()),
        (ffi::Py_tp_dealloc, types::plain_dealloc as ffi::destructor as *mut c_void),
        (ffi::Py_tp_new, new::<V> as ffi::newfunc as *mut c_void),
        (ffi::Py_tp_repr, repr as ffi::reprfunc as *mut c_void),
        (ffi::Py_tp_hash, hash as ffi::hashfunc as *mut c_void),
        (ffi::Py_tp_richcompare, compare as ffi::richcmpfunc as *mut c_void),
        (ffi::Py_tp_getattro, attribute as ffi::getattrofunc as *mut c_void),
        (ffi::Py_tp_setattro, set_attribute as ffi::setattrofunc as *mut c_void),
        (ffi::Py_tp_getset, fields.leak().as_mut_ptr().cast()),
        (ffi::Py_tp_methods, methods.leak().as_mut_ptr().cast()),
        (ffi::Py_nb_add, add::<V> as ffi::binaryfunc as *mut c_void),
        (ffi::Py_nb_subtract, sub::<V> as ffi::binaryfunc as *mut c_void),
        (ffi::Py_nb_negative, negative::<V> as ffi::unaryfunc as *mut c_void),
        (ffi::Py_nb_positive, positive::<V> as ffi::unaryfunc as *mut c_void),
        (ffi::Py_sq_length, length as ffi::lenfunc as *mut c_void),
        (ffi::Py_sq_item, item as ffi::ssizeargfunc as *mut c_void),
        (ffi::Py_sq_ass_item, set_item as ffi::ssizeobjargproc as *mut c_void),
    ];
    slots.extend(operators);
    types::make(V::cell(), name, size_of::<Object>(), &slots)?;
    let ty = V::cell().get();
    // SAFETY: the type is new; what is its type now has the same layout, and is alive for ever. Calling the type goes
    // straight to `construct`, which does what `new` does.
    unsafe {
        ffi::Py_INCREF(VECTOR_TYPE.get().cast());
        (*ty.cast::<ffi::PyObject>()).ob_type = VECTOR_TYPE.get();
        (*ty).tp_vectorcall = Some(construct::<V>);
    }
    bind::add_vector_methods(ty, V::MODEL)?;
    for function in V::MODEL.functions {
        let object = bind::function_object(function)?;
        let name = Obj::name(function.name)?;
        // SAFETY: the type is ours; both are alive.
        py::done(unsafe { ffi::PyDict_SetItem((*ty).tp_dict, name.as_ptr(), object.as_ptr()) })?;
    }
    // SAFETY: the type is ours.
    unsafe { ffi::PyType_Modified(ty) };
    Ok(())
}

/// `Vec3.ZERO`: a new vector each time, since vectors can be changed. `Vec3.dot`: the function of two arguments.
unsafe extern "C" fn type_attribute(ty: Ref, name: Ref) -> Ref {
    let model = model_of_type(ty.cast());
    if let (Some(model), Some(text)) = (model, py::text_of(name)) {
        if let Some((_, value)) = model.constants.iter().find(|(constant, _)| *constant == text) {
            let object = match value {
                Value::Vec2(value) => make(*value),
                Value::Vec3(value) => make(*value),
                Value::Quat(value) => make(*value),
                _ => Ok(Obj::none()),
            };
            return object.map_or(ptr::null_mut(), Obj::into_ptr);
        }
        if let Some(method) = model.methods.iter().find(|method| method.name == text) {
            return bind::function_object(method).map_or(ptr::null_mut(), Obj::into_ptr);
        }
    }
    // SAFETY: what types do otherwise.
    let found = unsafe {
        match ffi::PyType_Type.tp_getattro {
            Some(usual) => usual(ty, name),
            None => ptr::null_mut(),
        }
    };
    match (found.is_null(), model, py::text_of(name)) {
        (true, Some(model), Some(text)) if !is_special(text) => {
            let functions = model.methods.iter().chain(model.functions).map(|function| function.name);
            let names = model.constants.iter().map(|(name, _)| *name).chain(functions);
            unknown(model, text, names)
        }
        _ => found,
    }
}

fn is_special(name: &str) -> bool {
    name.starts_with("__") && name.ends_with("__")
}

#[cold]
fn unknown<'n>(model: &VectorType, name: &str, names: impl IntoIterator<Item = &'n str>) -> Ref {
    let message = format!("{}{}", bind::named(model.name, name), near_names(name, names));
    errors::raise(ScriptError::not_found(message), Shape::Attribute, None)
}

/// `v.x`, `v.length`.
unsafe extern "C" fn attribute(object: Ref, name: Ref) -> Ref {
    // SAFETY: what objects do usually.
    let found = unsafe { ffi::PyObject_GenericGetAttr(object, name) };
    if !found.is_null() {
        return found;
    }
    match (model_of(object), py::text_of(name)) {
        (Some(model), Some(text)) if !is_special(text) => unknown(
            model,
            text,
            model.lanes.iter().copied().chain(model.methods.iter().map(|method| method.name)),
        ),
        _ => found,
    }
}

/// `v.x = 1`.
unsafe extern "C" fn set_attribute(object: Ref, name: Ref, value: Ref) -> c_int {
    if let (Some(model), Some(text)) = (model_of(object), py::text_of(name))
        && !model.lanes.contains(&text)
    {
        unknown(
            model,
            text,
            model.lanes.iter().copied().chain(model.methods.iter().map(|method| method.name)),
        );
        return -1;
    }
    // SAFETY: what objects do usually.
    unsafe { ffi::PyObject_GenericSetAttr(object, name, value) }
}

/// `Vec3(x, y, z)`, `Vec3(1)`, `Vec3()`, `Vec3(x=1, y=2, z=3)`.
unsafe extern "C" fn construct<V: Kind>(_: Ref, arguments: *const Ref, count: usize, names: Ref) -> Ref {
    // SAFETY: a vectorcall: the count has a flag in it, and named arguments stand after the others.
    let (given, named) = unsafe {
        let count = ffi::PyVectorcall_NARGS(count) as usize;
        let named = if names.is_null() { 0 } else { ffi::PyTuple_GET_SIZE(names) as usize };
        let all: &[Ref] =
            if count + named == 0 { &[] } else { std::slice::from_raw_parts(arguments, count + named) };
        all.split_at(count)
    };
    let named = named.iter().enumerate().map(|(place, value)| {
        // SAFETY: the names are a tuple of that many texts.
        (unsafe { ffi::PyTuple_GET_ITEM(names, place as isize) }, *value)
    });
    build::<V>(given, named)
}

unsafe extern "C" fn new<V: Kind>(_: *mut ffi::PyTypeObject, arguments: Ref, keywords: Ref) -> Ref {
    let given: Vec<Ref> = read::sequence(arguments).collect();
    let mut named = Vec::new();
    if !keywords.is_null() {
        let (mut place, mut key, mut value) = (0, ptr::null_mut(), ptr::null_mut());
        // SAFETY: Python passes a dictionary, which nothing changes meanwhile.
        while unsafe { ffi::PyDict_Next(keywords, &raw mut place, &raw mut key, &raw mut value) } != 0 {
            named.push((key, value));
        }
    }
    build::<V>(&given, named.into_iter())
}

fn build<V: Kind>(given: &[Ref], named: impl ExactSizeIterator<Item = (Ref, Ref)>) -> Ref {
    let mut lanes = [0.0; 4];
    if given.len() == V::COUNT && named.len() == 0 {
        for (lane, value) in lanes.iter_mut().zip(given) {
            match number(*value) {
                Some(number) => *lane = number,
                None => return refuse::<V>(given),
            }
        }
        return make(V::from_lanes(lanes)).map_or(ptr::null_mut(), Obj::into_ptr);
    }
    if let ([all], 0, true) = (given, named.len(), V::MODEL.one_for_all) {
        return match number(*all) {
            Some(number) => make(V::from_lanes([number; 4])).map_or(ptr::null_mut(), Obj::into_ptr),
            None => refuse::<V>(given),
        };
    }
    if given.is_empty() && named.len() == 0 {
        return make(V::default()).map_or(ptr::null_mut(), Obj::into_ptr);
    }
    let mut all = given.to_vec();
    for (name, value) in named {
        let name = py::text_of(name).unwrap_or_default();
        let Some(lane) = V::MODEL.lanes.iter().position(|lane| *lane == name) else {
            let error = format!("{}: has no parameter {}", V::NAME, quote(name));
            return errors::raise(ScriptError::argument(error), Shape::OfKind, None);
        };
        if all.len() <= lane {
            all.resize(lane + 1, ptr::null_mut());
        }
        if !all[lane].is_null() {
            let error = format!("{}: gets the argument {} twice", V::NAME, quote(name));
            return errors::raise(ScriptError::argument(error), Shape::OfKind, None);
        }
        all[lane] = value;
    }
    if all.len() == V::COUNT && all.iter().all(|value| !value.is_null()) {
        return build::<V>(&all, [].into_iter());
    }
    refuse::<V>(&all)
}

#[cold]
fn refuse<V: Kind>(given: &[Ref]) -> Ref {
    let (name, model) = (V::NAME, V::MODEL);
    let lanes = if given.len() == 1 && model.one_for_all { &[VectorType::ALL] } else { model.lanes };
    let error = if given.len() == lanes.len() {
        let wrong = given.iter().zip(lanes).enumerate().find_map(|(index, (value, lane))| {
            lane_of(*value).err().map(|error| error.in_argument(name, index, lane))
        });
        wrong.unwrap_or_else(|| ScriptError::argument(format!("{name}: the arguments do not fit")))
    } else {
        model.wrong_count(given.len())
    };
    errors::raise(error, Shape::OfKind, None)
}

/// A number that a vector can hold.
#[inline]
pub(crate) fn number(object: Ref) -> Option<f32> {
    if object.is_null() {
        return None;
    }
    // SAFETY: asks only; the number is read as what it is.
    unsafe {
        if ffi::PyFloat_Check(object) != 0 {
            return narrow_float(ffi::PyFloat_AS_DOUBLE(object)).ok();
        }
        if ffi::PyLong_Check(object) != 0 && ffi::PyBool_Check(object) == 0 {
            let value = ffi::PyLong_AsDouble(object);
            if value == -1.0 && !ffi::PyErr_Occurred().is_null() {
                ffi::PyErr_Clear();
                return None;
            }
            return narrow_float(value).ok();
        }
    }
    None
}

/// A number that a vector can hold, or why it is none.
pub(crate) fn lane_of(object: Ref) -> Result<f32, ScriptError> {
    if let Some(value) = number(object) {
        return Ok(value);
    }
    if matches!(read::kind(object), ValueKind::Int | ValueKind::Float) {
        // SAFETY: the object is a number.
        let value = unsafe { ffi::PyFloat_AsDouble(object) };
        if py::take_exception().is_some() {
            return Err(read::too_large());
        }
        return narrow_float(value);
    }
    Err(ScriptError::type_mismatch("float", &read::describe(object)))
}

/// The numbers of a vector.
fn lanes<'a>(object: Ref) -> &'a [f32] {
    let count = model_of(object).map_or(0, |model| model.lanes.len());
    // SAFETY: an object of a vector type has this layout, and Python keeps it alive during the call.
    unsafe { &(&(*object.cast::<Object>()).lanes)[..count] }
}

unsafe extern "C" fn get_lane(object: Ref, lane: *mut c_void) -> Ref {
    // SAFETY: the descriptor belongs to a vector type, which has that many numbers.
    let value = unsafe { (*object.cast::<Object>()).lanes[lane as usize & 3] };
    Obj::float(f64::from(value)).map_or(ptr::null_mut(), Obj::into_ptr)
}

unsafe extern "C" fn set_lane(object: Ref, value: Ref, lane: *mut c_void) -> c_int {
    set(object, lane as usize & 3, value)
}

/// Sets one number. A vector that was read from a component's field writes it there too.
fn set(object: Ref, lane: usize, value: Ref) -> c_int {
    // SAFETY: an object of a vector type has this layout, and Python keeps it alive during the call.
    let inside = unsafe { &mut *object.cast::<Object>() };
    if let (Some(value), None) = (number(value), inside.origin) {
        inside.lanes[lane] = value;
        return 0;
    }
    let Some(model) = model_of(object) else { return -1 };
    let origin = inside.origin;
    let name = model.lanes.get(lane).copied().unwrap_or_default();
    let number = lane_of(value).map_err(|error| error.within(format_args!("{}.{name}", model.name)));
    let answer = match (number, origin) {
        (Ok(number), Some(origin)) => {
            let answer = {
                let reached = || Reached::Entity(origin.entity);
                let write = |_: &Vm, _: &mut PyFrame<'_>, host: &mut dyn glotta_core::Host| {
                    origin.set_lane(model, lane, number, host)
                };
                bind::respond_as(Shape::OfKind, None, &[], reached, write)
            };
            if !answer.is_null() {
                inside.lanes[lane] = number;
            }
            answer
        }
        (Ok(_), None) => return 0,
        (Err(error), _) => errors::raise(error, Shape::OfKind, None),
    };
    if answer.is_null() {
        return -1;
    }
    // SAFETY: the answer is ours.
    unsafe { ffi::Py_DECREF(answer) };
    0
}

unsafe extern "C" fn length(object: Ref) -> isize {
    lanes(object).len() as isize
}

unsafe extern "C" fn item(object: Ref, place: isize) -> Ref {
    match usize::try_from(place).ok().and_then(|place| lanes(object).get(place)) {
        Some(lane) => Obj::float(f64::from(*lane)).map_or(ptr::null_mut(), Obj::into_ptr),
        None => no_place(object, place),
    }
}

unsafe extern "C" fn set_item(object: Ref, place: isize, value: Ref) -> c_int {
    match usize::try_from(place).ok().filter(|place| *place < lanes(object).len()) {
        Some(lane) => set(object, lane, value),
        None => {
            no_place(object, place);
            -1
        }
    }
}

#[cold]
fn no_place(object: Ref, place: isize) -> Ref {
    let Some(model) = model_of(object) else { return ptr::null_mut() };
    // Python has added the length to one that counts from the end.
    let place = if place < 0 { place - lanes(object).len() as isize } else { place };
    errors::raise(model.no_place(place as i64, 0), Shape::Index, None)
}

unsafe extern "C" fn repr(object: Ref) -> Ref {
    types::text(&read::describe(object))
}

unsafe extern "C" fn hash(object: Ref) -> ffi::Py_hash_t {
    // Zero is equal to minus zero.
    let bits: Vec<u32> = lanes(object).iter().map(|lane| (lane + 0.0).to_bits()).collect();
    types::hash_of(&bits)
}

unsafe extern "C" fn compare(first: Ref, second: Ref, how: c_int) -> Ref {
    let same_type = py::type_of(first) == py::type_of(second);
    types::compared(same_type.then(|| lanes(first) == lanes(second)), how)
}

/// For `copy` and `pickle`: the type and its arguments.
unsafe extern "C" fn reduce(object: Ref, _: Ref) -> Ref {
    let reduced = || {
        let lanes = lanes(object);
        // SAFETY: a new tuple is filled before anyone sees it, and takes over the references.
        let arguments = unsafe {
            let tuple = Obj::own(ffi::PyTuple_New(lanes.len() as isize))?;
            for (place, lane) in lanes.iter().enumerate() {
                let number = Obj::float(f64::from(*lane))?;
                ffi::PyTuple_SET_ITEM(tuple.as_ptr(), place as isize, number.into_ptr());
            }
            tuple
        };
        Obj::tuple([Obj::borrow(py::type_of(object).cast()), arguments])
    };
    reduced().map_or(ptr::null_mut(), Obj::into_ptr)
}
