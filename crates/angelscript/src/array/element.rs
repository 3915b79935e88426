//! [`Element`]: what the elements of one type of arrays are, and how one is made, copied and ended.

#![allow(unsafe_code)] // elements of types that only scripts know

use std::cell::Cell;
use std::ffi::c_void;
use std::ptr::{self, NonNull};

use glotta_angelscript_sys as sys;
use glotta_core::{ErrorKind, ScriptError};

use super::{object, type_name};
use crate::memory;
use crate::string::ScriptString;
use crate::types::{Kind, Tag};
use crate::value::ScriptValue;
use crate::vm::Vm;

/// The largest value type that is copied as bytes.
const LARGEST: usize = 16;

/// What is known of the elements of one type of arrays.
#[derive(Debug)]
pub(super) struct Element {
    /// The library's number of the type.
    pub(super) type_id: i32,
    /// From one to the next, in bytes.
    pub(super) size: usize,
    pub(super) form: Form,
    /// The type of objects; null for primitives.
    pub(super) info: *mut sys::TypeInfo,
    /// The bytes of a new one, if it is copied as bytes.
    blank: [u8; LARGEST],
    /// What makes a new object of a script's class.
    factory: *mut sys::Function,
    counting: Counting,
    /// How many arrays have such elements.
    arrays: Cell<usize>,
    /// The methods `opEquals` and `opCmp` of objects; null where there are none.
    pub(super) equals: *mut sys::Function,
    pub(super) compares: *mut sys::Function,
}

/// The most handles that may be counted: a library with assertions, as that which is built of an SDK and Debian's, ends the
/// process when it gets to a million.
const MOST_HANDLES: i32 = 900_000;

/// Who counts the handles of objects.
#[derive(Clone, Copy, Debug)]
enum Counting {
    /// This crate.
    Ours,
    /// The library, for objects of scripts' classes.
    Object,
    /// The library, for functions.
    Function,
}

/// How elements lie in an array.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Form {
    /// A number, a truth value or a value of an enumeration.
    Number(Number),
    /// One of our value types that consists of floats of 32 bits.
    Lanes,
    /// A value type that is compared by its bytes.
    Bits,
    String,
    Value,
    /// An object that belongs to the array, by its pointer, which is never null.
    Object,
    /// A handle, which may be null.
    Handle,
}

impl Form {
    /// Whether copying an element may run a script.
    pub(super) fn runs_scripts_to_copy(self) -> bool {
        self == Self::Object
    }
}

/// The primitives.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Number {
    Bool,
    I8,
    I16,
    I32,
    I64,
    U8,
    U16,
    U32,
    U64,
    F32,
    F64,
}

impl Number {
    fn size(self) -> usize {
        match self {
            Self::Bool | Self::I8 | Self::U8 => 1,
            Self::I16 | Self::U16 => 2,
            Self::I32 | Self::U32 | Self::F32 => 4,
            Self::I64 | Self::U64 | Self::F64 => 8,
        }
    }

    /// The primitive of a kind, if it is one.
    fn of(kind: Kind) -> Option<Self> {
        Some(match kind {
            Kind::Bool => Self::Bool,
            Kind::Int8 => Self::I8,
            Kind::Int16 => Self::I16,
            Kind::Int32 | Kind::Enum => Self::I32,
            Kind::Int64 => Self::I64,
            Kind::Uint8 => Self::U8,
            Kind::Uint16 => Self::U16,
            Kind::Uint32 => Self::U32,
            Kind::Uint64 => Self::U64,
            Kind::Float => Self::F32,
            Kind::Double => Self::F64,
            _ => return None,
        })
    }
}

impl Element {
    /// Finds out about the elements of an array's type.
    ///
    /// # Errors
    /// [`ErrorKind::Host`] if the library knows nothing of it.
    pub(super) fn look_up(vm: &Vm, array: *mut sys::TypeInfo) -> Result<Self, ScriptError> {
        // SAFETY: the type is alive.
        let type_id = unsafe { sys::glas_type_subtype_id(array, 0) };
        let kind = vm.kind(type_id);
        let mut element = Self {
            type_id,
            size: size_of::<*const c_void>(),
            form: Form::Handle,
            info: ptr::null_mut(),
            blank: [0; LARGEST],
            factory: ptr::null_mut(),
            counting: Counting::Ours,
            arrays: Cell::new(0),
            equals: ptr::null_mut(),
            compares: ptr::null_mut(),
        };
        if let Some(number) = Number::of(kind) {
            element.size = number.size();
            element.form = Form::Number(number);
            return Ok(element);
        }
        // SAFETY: the engine is alive.
        element.info = unsafe { sys::glas_type_by_id(vm.engine(), type_id) };
        if element.info.is_null() {
            return Err(ScriptError::host(format!(
                "AngelScript knows nothing of the type {type_id} of elements"
            )));
        }
        // SAFETY: the type is alive.
        let flags = unsafe { sys::glas_type_flags(element.info) };
        if flags & sys::OBJ_FUNCDEF != 0 {
            element.counting = Counting::Function;
        } else if flags & sys::OBJ_SCRIPT_OBJECT != 0 {
            element.counting = Counting::Object;
        }
        match kind {
            Kind::Ours(Tag::String) => {
                element.form = Form::String;
                element.size = size_of::<ScriptString>();
            }
            Kind::Ours(Tag::Value) => {
                element.form = Form::Value;
                element.size = size_of::<ScriptValue>();
            }
            Kind::Handle(_) | Kind::Function | Kind::Script { handle: true } => element.find_methods(),
            Kind::Ours(tag) => {
                let lanes = matches!(tag, Tag::Vec2 | Tag::Vec3 | Tag::Quat);
                element.look_at_object(vm, if lanes { Form::Lanes } else { Form::Bits })?;
            }
            _ => element.look_at_object(vm, Form::Bits)?,
        }
        Ok(element)
    }

    /// Notes that one more array has such elements. All of them hold their type once: the library ends the process if
    /// anything of its own is held a million times.
    ///
    /// # Safety
    /// This is kept beside that type, which is alive.
    pub(super) unsafe fn hold_type(&self, array: *mut sys::TypeInfo) {
        if self.arrays.get() == 0 {
            // SAFETY: said above.
            unsafe { sys::glas_type_add_ref(array) };
        }
        self.arrays.set(self.arrays.get() + 1);
    }

    /// Notes that an array is gone. With the last one, this may be gone too.
    ///
    /// # Safety
    /// As for [`Self::hold_type`], which was called for that array.
    pub(super) unsafe fn release_type(element: NonNull<Self>, array: *mut sys::TypeInfo) {
        // SAFETY: said above.
        unsafe {
            let arrays = element.as_ref().arrays.get() - 1;
            element.as_ref().arrays.set(arrays);
            if arrays == 0 {
                sys::glas_type_release(array);
            }
        }
    }

    /// Finds out about objects: `plain` if they are copied as bytes.
    fn look_at_object(&mut self, vm: &Vm, plain: Form) -> Result<(), ScriptError> {
        self.form = Form::Object;
        // SAFETY: the type is alive; the bytes are those of an object that was just made.
        unsafe {
            let flags = sys::glas_type_flags(self.info);
            let size = sys::glas_type_size(self.info) as usize;
            if flags & sys::OBJ_POD != 0 && flags & sys::OBJ_VALUE != 0 && size <= LARGEST {
                let made = sys::glas_object_create(vm.engine(), self.info);
                if made.is_null() {
                    return Err(memory::out_of_memory());
                }
                ptr::copy_nonoverlapping(made.cast(), self.blank.as_mut_ptr(), size);
                sys::glas_object_release(vm.engine(), made, self.info);
                self.form = plain;
                self.size = size;
                return Ok(());
            }
            if flags & sys::OBJ_SCRIPT_OBJECT != 0 {
                self.factory = default_factory(self.info);
            }
        }
        self.find_methods();
        Ok(())
    }

    /// Whether these are functions, which are equal if they are the same.
    pub(super) fn is_function(&self) -> bool {
        matches!(self.counting, Counting::Function)
    }

    /// Finds the methods that compare objects.
    fn find_methods(&mut self) {
        // SAFETY: the type is alive.
        unsafe {
            if matches!(self.counting, Counting::Function) {
                return;
            }
            for index in 0..sys::glas_type_method_count(self.info) {
                let method = sys::glas_type_method(self.info, index);
                match crate::vm::text(sys::glas_function_name(method)).as_str() {
                    "opEquals" if self.is_comparison(method, sys::TYPEID_BOOL) => self.equals = method,
                    "opCmp" if self.is_comparison(method, sys::TYPEID_INT32) => self.compares = method,
                    _ => {}
                }
            }
        }
    }

    /// Whether a method compares with another object of its type.
    ///
    /// # Safety
    /// The function is alive.
    unsafe fn is_comparison(&self, method: *mut sys::Function, result: i32) -> bool {
        let (mut type_id, mut flags) = (0, 0);
        // SAFETY: said above; the places are ours, and those that are null are not wanted.
        unsafe {
            if sys::glas_function_parameter_count(method) != 1
                || sys::glas_function_return_type_id(method, ptr::null_mut()) != result
                || sys::glas_function_parameter(
                    method,
                    0,
                    &raw mut type_id,
                    &raw mut flags,
                    ptr::null_mut(),
                    ptr::null_mut(),
                ) < 0
            {
                return false;
            }
        }
        let object = !(sys::TYPEID_OBJHANDLE | sys::TYPEID_HANDLETOCONST);
        let handle = type_id & sys::TYPEID_OBJHANDLE != 0;
        let by_reference = flags & sys::TM_INREF != 0;
        type_id & object == self.type_id & object && handle != by_reference
    }

    /// An element as everyone but the array sees it: the address of its value, of its object, or of its handle.
    #[inline]
    pub(super) fn outside(&self, place: *mut u8) -> *mut u8 {
        match self.form {
            // SAFETY: a pointer to an object lies there.
            Form::Object => unsafe { place.cast::<*mut u8>().read() },
            _ => place,
        }
    }

    /// Whether ending one does nothing.
    pub(super) fn is_plain(&self) -> bool {
        matches!(self.form, Form::Number(_) | Form::Lanes | Form::Bits)
    }

    /// Makes an element as it is at first. Scripts may run.
    ///
    /// # Safety
    /// The place is large enough and holds nothing.
    pub(super) unsafe fn make(&self, vm: &Vm, place: *mut u8) -> Result<(), ScriptError> {
        // SAFETY: said above, and what is written is an element of this form.
        unsafe {
            match self.form {
                Form::Number(_) | Form::Lanes | Form::Bits => {
                    ptr::copy_nonoverlapping(self.blank.as_ptr(), place, self.size);
                }
                Form::String => place.cast::<ScriptString>().write(ScriptString::default()),
                Form::Value => place.cast::<ScriptValue>().write(ScriptValue::default()),
                Form::Object => place.cast::<*mut c_void>().write(self.make_object(vm)?),
                Form::Handle => place.cast::<*mut c_void>().write(ptr::null_mut()),
            }
        }
        Ok(())
    }

    fn make_object(&self, vm: &Vm) -> Result<*mut c_void, ScriptError> {
        if self.factory.is_null() {
            // SAFETY: the type is alive.
            let made = unsafe { sys::glas_object_create(vm.engine(), self.info) };
            return if made.is_null() { Err(self.not("made", vm)) } else { Ok(made) };
        }
        // SAFETY: the factory is the type's, takes nothing, and gives an object, which the context holds until it is
        // used again: it is held once more here.
        let made = vm.execute(self.factory, ptr::null_mut(), &[], false, |context| unsafe {
            let made = sys::glas_context_return_object(context);
            sys::glas_object_add_ref(vm.engine(), made, self.info);
            Ok(made)
        })?;
        if made.is_null() { Err(self.not("made", vm)) } else { Ok(made) }
    }

    #[cold]
    fn not(&self, what: &str, vm: &Vm) -> ScriptError {
        ScriptError::new(
            ErrorKind::Runtime,
            format!("array: an element of type {} could not be {what}", type_name(vm, self.type_id)),
        )
    }

    /// Makes an element from one that is given from outside. Scripts may run.
    ///
    /// # Safety
    /// `given` is the address of a value, an object or a handle of the element's type, and lives until this is done;
    /// the place is large enough and holds nothing.
    pub(super) unsafe fn copy(&self, vm: &Vm, given: *const u8, place: *mut u8) -> Result<(), ScriptError> {
        // SAFETY: said above.
        unsafe {
            if self.form == Form::Object {
                let copy = sys::glas_object_copy(vm.engine(), object(given), self.info);
                if copy.is_null() {
                    return Err(self.not("copied", vm));
                }
                place.cast::<*mut c_void>().write(copy);
                Ok(())
            } else {
                self.share(vm, given, place)
            }
        }
    }

    /// Makes an element that shares the object of another, which lies in an array.
    ///
    /// # Safety
    /// `from` holds an element; the place is large enough and holds nothing.
    pub(super) unsafe fn share(&self, vm: &Vm, from: *const u8, place: *mut u8) -> Result<(), ScriptError> {
        // SAFETY: said above. What is given from outside may not be aligned to more than 4.
        unsafe {
            match self.form {
                Form::Number(_) | Form::Lanes | Form::Bits => {
                    ptr::copy_nonoverlapping(from, place, self.size);
                }
                Form::String => place.cast::<ScriptString>().write((*from.cast::<ScriptString>()).clone()),
                Form::Value => place.cast::<ScriptValue>().write((*from.cast::<ScriptValue>()).clone()),
                Form::Object | Form::Handle => {
                    let pointer = from.cast::<*mut c_void>().read_unaligned();
                    if !pointer.is_null() {
                        self.hold(vm, pointer)?;
                    }
                    place.cast::<*mut c_void>().write(pointer);
                }
            }
        }
        Ok(())
    }

    /// Counts one more handle of an object. It runs no script.
    ///
    /// # Safety
    /// It is an object of this type, and lives.
    unsafe fn hold(&self, vm: &Vm, pointer: *mut c_void) -> Result<(), ScriptError> {
        // SAFETY: said above.
        unsafe {
            let handles = match self.counting {
                Counting::Ours => {
                    sys::glas_object_add_ref(vm.engine(), pointer, self.info);
                    return Ok(());
                }
                Counting::Object => sys::glas_script_object_add_ref(pointer.cast()),
                Counting::Function => sys::glas_function_add_ref(pointer.cast()),
            };
            if handles > MOST_HANDLES {
                sys::glas_object_release(vm.engine(), pointer, self.info);
                return Err(self.held_too_often(vm));
            }
        }
        Ok(())
    }

    #[cold]
    fn held_too_often(&self, vm: &Vm) -> ScriptError {
        ScriptError::new(
            ErrorKind::OutOfMemory,
            format!("array: more than {MOST_HANDLES} handles to one {}", type_name(vm, self.type_id)),
        )
    }

    /// Ends an element. Scripts may run.
    ///
    /// # Safety
    /// The place holds one, and nobody looks there any more.
    pub(super) unsafe fn end(&self, vm: &Vm, place: *mut u8) {
        // SAFETY: said above.
        unsafe {
            match self.form {
                Form::Number(_) | Form::Lanes | Form::Bits => {}
                Form::String => place.cast::<ScriptString>().drop_in_place(),
                Form::Value => place.cast::<ScriptValue>().drop_in_place(),
                Form::Object | Form::Handle => {
                    let pointer = place.cast::<*mut c_void>().read();
                    if !pointer.is_null() {
                        sys::glas_object_release(vm.engine(), pointer, self.info);
                    }
                }
            }
        }
    }
}

/// What makes an object of a class without arguments; null if nothing does.
///
/// # Safety
/// The type is alive.
pub(super) unsafe fn default_factory(info: *mut sys::TypeInfo) -> *mut sys::Function {
    // SAFETY: said above.
    unsafe {
        (0..sys::glas_type_factory_count(info))
            .map(|index| sys::glas_type_factory(info, index))
            .find(|factory| sys::glas_function_parameter_count(*factory) == 0)
            .unwrap_or(ptr::null_mut())
    }
}
