//! [`ScriptArray`]: the type `array<T>` of scripts, with the names of the library's own add-on.
//!
//! Elements lie one after the other: primitives and our value types as they are, objects of classes and handles as
//! pointers ([`element`]). What changes an array can run scripts, and these can do anything with the same array: release
//! it, grow it, sort it. So nothing here holds a borrow or an address while a script may run: elements are made and
//! copied beside the array ([`batch`]) and moved in at once, and moved out before they are released.

#![allow(unsafe_code)] // elements of types that only scripts know

mod batch;
mod compare;
mod element;
mod factory;
mod garbage;
mod known;
mod methods;
mod order;
mod store;

use std::cell::{Cell, RefCell};
use std::ffi::c_void;
use std::ptr::{self, NonNull};

use glotta_angelscript_sys as sys;
use glotta_core::{ErrorKind, ScriptError};

use crate::memory;
use crate::native::{Any, ScriptType};
use crate::registry::{Registry, c_text};
use crate::string::ScriptString;
use crate::types::Tag;
use crate::vm::Vm;

use batch::Batch;
use element::Element;
pub(crate) use garbage::loosen;
pub(crate) use known::{Arrays, Item, by_id, type_id, type_of};
use store::Store;

/// An array of a script.
#[repr(C)]
#[derive(Debug)]
pub(crate) struct ScriptArray {
    owners: Cell<u32>,
    /// For the collector of garbage.
    marked: Cell<bool>,
    /// Goes up when elements move, so that work that was interrupted by a script notices.
    changes: Cell<u32>,
    /// `array<T>`, which is held.
    info: *mut sys::TypeInfo,
    /// Kept beside the type, as long as it.
    element: NonNull<Element>,
    store: RefCell<Store>,
}

impl ScriptType for ScriptArray {
    const NAME: &'static str = "array<T>";
}

/// A new array of `length` elements, as they are at first, with a count of one.
///
/// # Errors
/// [`ErrorKind::OutOfMemory`], and what the constructor of an element raises.
pub(crate) fn new(
    vm: &Vm,
    info: *mut sys::TypeInfo,
    length: usize,
) -> Result<NonNull<ScriptArray>, ScriptError> {
    let element = known::element(vm, info)?;
    // SAFETY: the element is kept beside the type, which the caller holds.
    let elements = Batch::made(vm, unsafe { element.as_ref() }, length)?;
    with(vm, info, elements)
}

/// A new array with these elements, with a count of one.
///
/// # Errors
/// [`ErrorKind::OutOfMemory`], [`ErrorKind::Host`] if the type is not an array of such elements.
pub(crate) fn from_slice<T: Item>(
    vm: &Vm,
    declaration: &'static str,
    items: &[T],
) -> Result<NonNull<ScriptArray>, ScriptError> {
    let info = type_of(vm, declaration)?;
    let element = known::element(vm, info)?;
    // SAFETY: as above.
    let element = unsafe { element.as_ref() };
    if known::item_id(vm, T::NAME)? != element.type_id || size_of::<T>() != element.size {
        return Err(ScriptError::host(format!("{declaration} is not an array of {}", T::NAME)));
    }
    let mut elements = Batch::new(vm, element);
    // SAFETY: these are elements of that type, which may be copied as bytes.
    unsafe { elements.extend_bits(items.as_ptr().cast(), items.len()) }?;
    with(vm, info, elements)
}

/// A new array of strings, with a count of one.
///
/// # Errors
/// [`ErrorKind::OutOfMemory`], and what an item is.
pub(crate) fn of_strings(
    vm: &Vm,
    count: usize,
    mut items: impl Iterator<Item = Result<ScriptString, ScriptError>>,
) -> Result<NonNull<ScriptArray>, ScriptError> {
    let info = type_of(vm, "array<string>")?;
    let element = known::element(vm, info)?;
    // SAFETY: as above.
    let strings = Batch::each(vm, unsafe { element.as_ref() }, count, |_, place| {
        let string = items.next().transpose()?.unwrap_or_default();
        // SAFETY: the place is for a string.
        unsafe { place.cast::<ScriptString>().write(string) };
        Ok(())
    })?;
    with(vm, info, strings)
}

/// A new array of a type that has these elements.
fn with(vm: &Vm, info: *mut sys::TypeInfo, elements: Batch<'_>) -> Result<NonNull<ScriptArray>, ScriptError> {
    let element = known::element(vm, info)?;
    let array = memory::boxed(ScriptArray {
        owners: Cell::new(1),
        marked: Cell::new(false),
        changes: Cell::new(0),
        info,
        element,
        store: RefCell::new(elements.into_store()),
    })?;
    // SAFETY: the engine and the type are alive; the array lets go of the type in the end.
    unsafe {
        element.as_ref().hold_type(info);
        if sys::glas_type_flags(info) & sys::OBJ_GC != 0 {
            sys::glas_gc_notify_new(vm.engine(), array.as_ptr().cast(), info);
        }
    }
    Ok(array)
}

impl ScriptArray {
    #[inline]
    fn element(&self) -> &Element {
        // SAFETY: it lives as long as the type, which this holds.
        unsafe { self.element.as_ref() }
    }

    /// How many elements there are.
    #[inline]
    pub(crate) fn len(&self) -> usize {
        self.store.borrow().len()
    }

    /// An element: where its value, object or handle lies. The place is good until a script runs. None past the end.
    pub(crate) fn get(&self, index: usize) -> Option<Any<'_>> {
        let place = self.place(index)?;
        Some(Any::new(self.element().outside(place).cast(), self.element().type_id))
    }

    /// As [`Self::get`]; past the end it is what stands for nothing.
    pub(crate) fn element_at(&self, index: usize) -> Any<'_> {
        self.get(index).unwrap_or(Any::new(ptr::null(), sys::TYPEID_VOID))
    }

    /// Where an element lies in the store; none past the end. Good until the array changes.
    #[inline]
    fn place(&self, index: usize) -> Option<*mut u8> {
        let store = self.store.borrow();
        (index < store.len()).then(|| store.place(index, self.element().size))
    }

    /// The elements, if they are of exactly this type. No script may run while they are borrowed.
    pub(crate) fn as_slice<T: Item>(&self, vm: &Vm) -> Option<&[T]> {
        let element = self.element();
        if known::item_id(vm, T::NAME).ok()? != element.type_id || element.size != size_of::<T>() {
            return None;
        }
        let store = self.store.borrow();
        // SAFETY: there are as many elements of this type, aligned to 16 at the start of their block. They stay as
        // nothing runs that could change the array.
        Some(unsafe { std::slice::from_raw_parts(store.start().cast::<T>().cast_const(), store.len()) })
    }

    /// Counts one more handle.
    #[inline]
    pub(crate) fn add_ref(&self) {
        self.marked.set(false);
        self.owners.set(self.owners.get() + 1);
    }

    /// Counts one handle less, and frees the array with the last one. Scripts may run.
    ///
    /// # Safety
    /// The caller held it, and does not use it any more.
    pub(crate) unsafe fn release(vm: &Vm, array: NonNull<Self>) {
        // SAFETY: it lives, since the caller holds it.
        let this = unsafe { array.as_ref() };
        this.marked.set(false);
        let owners = this.owners.get() - 1;
        this.owners.set(owners);
        if owners == 0 {
            drop(Batch::from_store(vm, this.element(), this.store.take()));
            // SAFETY: nobody else has it. The type is let go of last, since the elements were of it.
            unsafe {
                let (info, element) = (this.info, this.element);
                memory::unbox(array);
                Element::release_type(element, info);
            }
        }
    }

    /// Holds the array while scripts may run: the library does not do that for objects of ours.
    fn hold<'v>(&self, vm: &'v Vm) -> Held<'v> {
        self.add_ref();
        Held { vm, array: NonNull::from(self) }
    }

    fn changed(&self) {
        self.changes.set(self.changes.get().wrapping_add(1));
    }

    /// Adds elements before the one at `at`.
    ///
    /// # Errors
    /// [`ErrorKind::Argument`] if that is past the end; [`ErrorKind::OutOfMemory`].
    fn insert(&self, at: usize, elements: Batch<'_>) -> Result<(), ScriptError> {
        let mut store = self.store.borrow_mut();
        if at > store.len() {
            return Err(out_of_range(at as i64, store.len()));
        }
        self.changed();
        store.insert(at, elements.store(), self.element().size)?;
        elements.forget();
        Ok(())
    }

    /// Adds an element at the end, of a form that runs no script to copy.
    ///
    /// # Safety
    /// As for [`Element::copy`], and `given` is not in this array.
    #[inline]
    unsafe fn push(&self, vm: &Vm, given: *const u8) -> Result<(), ScriptError> {
        let element = self.element();
        let mut store = self.store.borrow_mut();
        store.reserve(1, element.size)?;
        let len = store.len();
        // SAFETY: said above; there is room for one more, which is counted once it is made.
        unsafe {
            element.copy(vm, given, store.place(len, element.size))?;
            store.set_len(len + 1);
        }
        self.changed();
        Ok(())
    }

    /// Makes room for more elements.
    fn reserve(&self, more: usize) -> Result<(), ScriptError> {
        self.store.borrow_mut().reserve(more, self.element().size)
    }

    /// Removes elements; the caller releases them by dropping what it gets.
    fn remove<'v>(&'v self, vm: &'v Vm, at: usize, count: usize) -> Batch<'v> {
        self.changed();
        let element = self.element();
        if element.is_plain() {
            self.store.borrow_mut().cut(at, count, element.size);
            return Batch::new(vm, element);
        }
        let taken = self.store.borrow_mut().remove(at, count, element.size);
        Batch::from_store(vm, self.element(), taken)
    }

    /// Puts these elements in place of all others, and gives those.
    fn replace<'v>(&'v self, vm: &'v Vm, elements: Batch<'_>) -> Batch<'v> {
        self.changed();
        let old = self.store.replace(elements.into_store());
        Batch::from_store(vm, self.element(), old)
    }
}

/// Lets go of an array in the end.
struct Held<'v> {
    vm: &'v Vm,
    array: NonNull<ScriptArray>,
}

impl Drop for Held<'_> {
    fn drop(&mut self) {
        // SAFETY: `hold` counted this handle.
        unsafe { ScriptArray::release(self.vm, self.array) };
    }
}

/// The index of an element.
#[inline]
fn index(index: i64, length: usize) -> Result<usize, ScriptError> {
    usize::try_from(index).ok().filter(|index| *index < length).ok_or_else(|| out_of_range(index, length))
}

/// The refusal of an index.
#[cold]
fn out_of_range(index: i64, length: usize) -> ScriptError {
    ScriptError::new(
        ErrorKind::Runtime,
        format!("array: index {index} is out of range: the length is {length}"),
    )
}

/// A length that a script asks for. More than there can ever be is refused where memory is asked for.
fn length(asked: i64) -> Result<usize, ScriptError> {
    if asked < 0 {
        return Err(ScriptError::argument(format!("array: the length must be 0 or more, got {asked}")));
    }
    Ok(usize::try_from(asked).unwrap_or(usize::MAX))
}

/// The name of a type, for messages.
fn type_name(vm: &Vm, type_id: i32) -> String {
    // SAFETY: the engine is alive; the text is copied at once.
    crate::vm::text(unsafe { sys::glas_type_declaration(vm.engine(), type_id, true) })
}

/// An object as the library takes it.
fn object(pointer: *const u8) -> *mut c_void {
    pointer.cast_mut().cast()
}

/// Registers the type itself, so that others can name it.
///
/// # Errors
/// As for [`register`].
pub(crate) fn declare(registry: Registry<'_>) -> Result<(), ScriptError> {
    registry.object_type("array<class T>", Tag::Array, 0, sys::OBJ_REF | sys::OBJ_TEMPLATE | sys::OBJ_GC)?;
    known::register(registry);
    garbage::register(registry)?;
    factory::register(registry)?;
    // `T[]` is another way to write it.
    let name = c_text(ScriptArray::NAME)?;
    // SAFETY: the engine is alive, and the text ends with a zero.
    let result = unsafe { sys::glas_register_default_array(registry.vm.engine(), name.as_ptr()) };
    if result < 0 {
        return Err(ScriptError::host(format!("AngelScript refuses arrays for `T[]`: error {result}")));
    }
    Ok(())
}

/// Registers what arrays can do.
///
/// # Errors
/// [`ErrorKind::Host`] if the library refuses a declaration.
pub(crate) fn register(registry: Registry<'_>) -> Result<(), ScriptError> {
    methods::register(registry)?;
    compare::register(registry)?;
    order::register(registry)
}

/// What a change of the array by a script in the middle of other work is refused with.
#[cold]
fn changed_meanwhile(what: &str) -> ScriptError {
    ScriptError::new(
        ErrorKind::Runtime,
        format!("array: a script changed the array while it was being {what}"),
    )
}
