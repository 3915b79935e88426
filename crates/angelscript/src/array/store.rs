//! [`Store`]: elements one after the other, as bytes. It neither makes nor ends elements.

#![allow(unsafe_code)] // moves bytes

use std::ptr;

use glotta_core::ScriptError;

use crate::memory::{self, Block};

/// More elements than fit the numbers that scripts count them with.
const MOST: usize = i32::MAX as usize;

/// The memory of an array.
#[derive(Debug)]
pub(super) struct Store {
    block: Block,
    len: usize,
}

impl Default for Store {
    fn default() -> Self {
        Self { block: Block::new(), len: 0 }
    }
}

impl Store {
    /// How many elements there are.
    #[inline]
    pub(super) fn len(&self) -> usize {
        self.len
    }

    /// Notes how many elements there are.
    ///
    /// # Safety
    /// As many lie in the block, and whoever counted others has taken or added them.
    pub(super) unsafe fn set_len(&mut self, len: usize) {
        self.len = len;
    }

    /// Where the first element lies.
    #[inline]
    pub(super) fn start(&self) -> *mut u8 {
        self.block.as_ptr()
    }

    /// Where an element lies, or would lie if there were one more.
    #[inline]
    pub(super) fn place(&self, index: usize, size: usize) -> *mut u8 {
        debug_assert!(index <= self.len);
        self.block.as_ptr().wrapping_add(index * size)
    }

    /// Makes room for more elements.
    ///
    /// # Errors
    /// [`glotta_core::ErrorKind::OutOfMemory`], and nothing changes.
    #[inline]
    pub(super) fn reserve(&mut self, more: usize, size: usize) -> Result<(), ScriptError> {
        let len = self.len.checked_add(more).filter(|len| *len <= MOST).ok_or_else(memory::out_of_memory)?;
        let needed = len.checked_mul(size).ok_or_else(memory::out_of_memory)?;
        self.block.grow(self.len * size, needed)
    }

    /// Moves the elements of another in before the one at `at`. The other must forget them if this is done.
    ///
    /// # Errors
    /// [`glotta_core::ErrorKind::OutOfMemory`], and nothing changes.
    pub(super) fn insert(&mut self, at: usize, other: &Self, size: usize) -> Result<(), ScriptError> {
        let at = at.min(self.len);
        self.reserve(other.len, size)?;
        let place = self.place(at, size);
        // SAFETY: there is room for all of them now; the other's block is another one.
        unsafe {
            ptr::copy(place, place.add(other.len * size), (self.len - at) * size);
            ptr::copy_nonoverlapping(other.start(), place, other.len * size);
        }
        self.len += other.len;
        Ok(())
    }

    /// Moves elements out.
    pub(super) fn remove(&mut self, at: usize, count: usize, size: usize) -> Self {
        let at = at.min(self.len);
        let count = count.min(self.len - at);
        let place = self.place(at, size);
        // SAFETY: that many elements lie there.
        let block = Block::copy_of(unsafe { std::slice::from_raw_parts(place, count * size) });
        self.cut(at, count, size);
        Self { block, len: count }
    }

    /// Closes up over elements that need no ending, or that were taken.
    pub(super) fn cut(&mut self, at: usize, count: usize, size: usize) {
        let at = at.min(self.len);
        let count = count.min(self.len - at);
        let place = self.place(at, size);
        // SAFETY: that many elements lie there, and as many as are counted behind them.
        unsafe { ptr::copy(place.add(count * size), place, (self.len - at - count) * size) };
        self.len -= count;
    }

    /// Puts the elements from `at` on into another order: first the one that was at `order[0]` after `at`.
    pub(super) fn permute(&mut self, at: usize, order: &[u32], size: usize) {
        debug_assert!(at + order.len() <= self.len);
        let place = self.place(at, size);
        // SAFETY: the order names each of these elements once.
        unsafe {
            let copy = Block::copy_of(std::slice::from_raw_parts(place, order.len() * size));
            for (to, from) in order.iter().enumerate() {
                ptr::copy_nonoverlapping(
                    copy.as_ptr().add(*from as usize * size),
                    place.add(to * size),
                    size,
                );
            }
        }
    }

    /// Turns the order round.
    pub(super) fn reverse(&mut self, size: usize) {
        let (mut low, mut high) = (0, self.len);
        while low + 1 < high {
            high -= 1;
            // SAFETY: these are two different elements.
            unsafe { ptr::swap_nonoverlapping(self.place(low, size), self.place(high, size), size) };
            low += 1;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn store(items: &[u16]) -> Store {
        let bytes: Vec<u8> = items.iter().flat_map(|item| item.to_ne_bytes()).collect();
        Store { block: Block::copy_of(&bytes), len: items.len() }
    }

    fn items(store: &Store) -> Vec<u16> {
        // SAFETY: the tests put as many numbers in.
        unsafe { std::slice::from_raw_parts(store.start().cast::<u16>(), store.len()) }.to_vec()
    }

    #[test]
    fn elements_are_moved_in_and_out_at_any_place() {
        let mut all = store(&[1, 2, 3]);
        all.insert(1, &store(&[8, 9]), 2).expect("room");
        assert_eq!(items(&all), [1, 8, 9, 2, 3]);
        all.insert(5, &store(&[4]), 2).expect("room");
        all.insert(0, &store(&[]), 2).expect("room");
        assert_eq!(items(&all), [1, 8, 9, 2, 3, 4]);
        let taken = all.remove(1, 2, 2);
        assert_eq!((items(&taken), items(&all)), (vec![8, 9], vec![1, 2, 3, 4]));
        assert_eq!(items(&all.remove(3, 100, 2)), [4]);
        assert_eq!(items(&all.remove(7, 1, 2)), [0_u16; 0]);
        all.reverse(2);
        assert_eq!(items(&all), [3, 2, 1]);
        all.permute(1, &[1, 0], 2);
        assert_eq!(items(&all), [3, 1, 2]);
    }

    #[test]
    fn more_than_can_be_counted_is_refused() {
        let mut all = store(&[1]);
        assert!(all.reserve(usize::MAX, 2).is_err());
        assert!(all.reserve(MOST, 8).is_err());
        assert_eq!(items(&all), [1]);
    }
}
