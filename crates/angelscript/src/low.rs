//! [`Low`]: a cell that needs no more alignment than the library gives.
//!
//! The library places value types on the script's stack, in members of classes and in lists at multiples of 4 bytes,
//! also where pointers have 8. A reference to a type that wants more would be undefined behaviour there, so whatever
//! holds more than numbers of 32 bits lies in one of these.

#![allow(unsafe_code)] // reads and writes what is not aligned

use std::cell::UnsafeCell;
use std::mem;

/// A cell of alignment 4. What it holds is only ever moved out of it and into it, so no reference to it exists.
#[repr(C, packed(4))]
pub(crate) struct Low<T>(UnsafeCell<T>);

impl<T> Low<T> {
    /// A cell with a value.
    pub(crate) const fn new(value: T) -> Self {
        Self(UnsafeCell::new(value))
    }

    #[inline]
    fn place(&self) -> *mut T {
        UnsafeCell::raw_get(&raw const self.0)
    }

    /// Puts a value in, and gives the one that was there.
    #[inline]
    pub(crate) fn replace(&self, value: T) -> T {
        // SAFETY: the place holds a value, and a cell is used by one thread at a time; what is read is overwritten at once,
        // so it stays one value.
        unsafe {
            let old = self.place().read_unaligned();
            self.place().write_unaligned(value);
            old
        }
    }

    /// Puts a value in.
    #[inline]
    pub(crate) fn set(&self, value: T) {
        drop(self.replace(value));
    }

    /// Takes the value out; its default stays.
    #[inline]
    pub(crate) fn take(&self) -> T
    where
        T: Default,
    {
        self.replace(T::default())
    }

    /// Lends the value. Meanwhile the cell holds the default; what is put in meanwhile is dropped.
    #[inline]
    pub(crate) fn with<R>(&self, body: impl FnOnce(&mut T) -> R) -> R
    where
        T: Default,
    {
        let mut lent = Lent { cell: self, value: self.take() };
        body(&mut lent.value)
    }
}

/// Puts a lent value back, however the work on it ends.
struct Lent<'c, T: Default> {
    cell: &'c Low<T>,
    value: T,
}

impl<T: Default> Drop for Lent<'_, T> {
    fn drop(&mut self) {
        self.cell.set(mem::take(&mut self.value));
    }
}

impl<T: Default> Default for Low<T> {
    fn default() -> Self {
        Self::new(T::default())
    }
}

impl<T> std::fmt::Debug for Low<T> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Low")
    }
}

const _: () = assert!(align_of::<Low<*const u8>>() == 4 && size_of::<Low<u64>>() == 8);

#[cfg(test)]
mod tests {
    use super::*;
    use std::rc::Rc;

    /// A cell at an address that divides by 4 and not by 8.
    #[repr(C)]
    struct Shifted {
        first: u32,
        cell: Low<Option<Rc<u32>>>,
    }

    #[test]
    fn a_cell_works_where_nothing_is_aligned_and_drops_what_it_holds() {
        let watched = Rc::new(7);
        let pair = [
            Shifted { first: 0, cell: Low::new(Some(Rc::clone(&watched))) },
            Shifted { first: 1, cell: Low::new(Some(Rc::clone(&watched))) },
        ];
        for shifted in &pair {
            assert_eq!(shifted.cell.with(|value| value.as_deref().copied()), Some(7));
            assert!(shifted.first < 2);
        }
        assert_eq!(Rc::strong_count(&watched), 3);
        assert!(pair[0].cell.take().is_some());
        assert!(pair[0].cell.take().is_none());
        drop(pair);
        assert_eq!(Rc::strong_count(&watched), 1);
    }
}
