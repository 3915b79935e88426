//! [`Batch`]: elements beside an array, on their way in or out.

#![allow(unsafe_code)] // makes and ends elements

use std::mem;

use glotta_core::ScriptError;

use super::ScriptArray;
use super::element::{Element, Form};
use super::store::Store;
use crate::vm::Vm;

/// Elements that belong to nobody else: they are ended with this, which may run scripts.
pub(super) struct Batch<'v> {
    vm: &'v Vm,
    element: &'v Element,
    store: Store,
}

impl Drop for Batch<'_> {
    fn drop(&mut self) {
        let len = self.store.len();
        if self.element.is_plain() {
            return;
        }
        // SAFETY: nobody else knows of these elements; each is ended once, from the first, and the count is taken down
        // before, so that a script that comes in between finds nothing half done.
        unsafe {
            self.store.set_len(0);
            for index in 0..len {
                self.element.end(self.vm, self.store.start().add(index * self.element.size));
            }
        }
    }
}

impl<'v> Batch<'v> {
    /// No elements.
    pub(super) fn new(vm: &'v Vm, element: &'v Element) -> Self {
        Self { vm, element, store: Store::default() }
    }

    /// The elements that a store holds.
    pub(super) fn from_store(vm: &'v Vm, element: &'v Element, store: Store) -> Self {
        Self { vm, element, store }
    }

    /// The store with the elements, for whoever takes them over.
    pub(super) fn into_store(mut self) -> Store {
        mem::take(&mut self.store)
    }

    /// The store, for whoever moves the elements out and then calls [`Self::forget`].
    pub(super) fn store(&self) -> &Store {
        &self.store
    }

    /// Does not end the elements: they were moved out.
    pub(super) fn forget(mut self) {
        // SAFETY: the caller has them now.
        unsafe { self.store.set_len(0) };
    }

    /// Elements as they are at first.
    pub(super) fn made(vm: &'v Vm, element: &'v Element, count: usize) -> Result<Self, ScriptError> {
        // SAFETY: the place is for an element.
        Self::each(vm, element, count, |_, place| unsafe { element.make(vm, place) })
    }

    /// Copies of one that is given from outside.
    ///
    /// # Safety
    /// As for [`Element::copy`].
    pub(super) unsafe fn repeated(
        vm: &'v Vm,
        element: &'v Element,
        count: usize,
        given: *const u8,
    ) -> Result<Self, ScriptError> {
        // SAFETY: said above; the place is for an element.
        Self::each(vm, element, count, |_, place| unsafe { element.copy(vm, given, place) })
    }

    /// Elements that are written one by one.
    pub(super) fn each(
        vm: &'v Vm,
        element: &'v Element,
        count: usize,
        write: impl FnMut(usize, *mut u8) -> Result<(), ScriptError>,
    ) -> Result<Self, ScriptError> {
        let mut batch = Self::new(vm, element);
        batch.store.reserve(count, element.size)?;
        batch.push_each(count, write)?;
        Ok(batch)
    }

    /// The elements of an array once more, objects and all: the same objects, held once more each.
    pub(super) fn shared(vm: &'v Vm, array: &'v ScriptArray) -> Result<Self, ScriptError> {
        let element = array.element();
        let from = array.store.borrow();
        Self::each(vm, element, from.len(), |index, place| {
            // SAFETY: an element lies there; holding an object runs no script.
            unsafe { element.share(vm, from.place(index, element.size), place) }
        })
    }

    /// Copies of the elements of an array.
    pub(super) fn copied(vm: &'v Vm, array: &'v ScriptArray) -> Result<Self, ScriptError> {
        let element = array.element();
        // A script that copies an object may change the array, so its objects are held meanwhile.
        let shared = Self::shared(vm, array)?;
        if element.form != Form::Object {
            return Ok(shared);
        }
        Self::each(vm, element, shared.len(), |index, place| {
            let given = element.outside(shared.place(index));
            // SAFETY: the object is held by `shared`; the place is for an element.
            unsafe { element.copy(vm, given, place) }
        })
    }

    /// Adds elements that are copied as they lie, from an array or a list.
    ///
    /// # Safety
    /// As many elements of this form lie there, which are plain, or which their owner forgets.
    pub(super) unsafe fn extend_bits(&mut self, from: *const u8, count: usize) -> Result<(), ScriptError> {
        let size = self.element.size;
        self.store.reserve(count, size)?;
        // SAFETY: said above, and there is room.
        unsafe {
            self.store.place(self.store.len(), size).copy_from_nonoverlapping(from, count * size);
            self.store.set_len(self.store.len() + count);
        }
        Ok(())
    }

    /// Adds elements for which there is room, one by one; those that were made are ended if a later one fails.
    fn push_each(
        &mut self,
        count: usize,
        mut make: impl FnMut(usize, *mut u8) -> Result<(), ScriptError>,
    ) -> Result<(), ScriptError> {
        for index in 0..count {
            let at = self.store.len();
            make(index, self.store.place(at, self.element.size))?;
            // SAFETY: it was just made.
            unsafe { self.store.set_len(at + 1) };
        }
        Ok(())
    }

    /// How many elements there are.
    pub(super) fn len(&self) -> usize {
        self.store.len()
    }

    /// Where an element lies.
    pub(super) fn place(&self, index: usize) -> *mut u8 {
        self.store.place(index, self.element.size)
    }
}
