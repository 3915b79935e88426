//! [`Text`]: bytes that are shared until someone changes them.

#![allow(unsafe_code)] // one block holds the count and the bytes

use std::cell::Cell;
use std::mem::ManuallyDrop;
use std::ptr::NonNull;
use std::slice;

use glotta_core::ScriptError;

use crate::memory::{self, Block};

/// Bytes that several strings may share: copying is counting, and who changes them gets bytes of its own first. No
/// bytes take no memory.
#[derive(Debug, Default)]
pub(super) struct Text(Option<NonNull<Head>>);

/// What stands before the bytes, in the same block.
#[derive(Debug)]
struct Head {
    owners: Cell<usize>,
    length: usize,
    /// Of the block, with this head.
    block: usize,
}

const HEAD: usize = size_of::<Head>();

/// More bytes than fit the numbers that scripts count them with.
const MOST: usize = i32::MAX as usize;

impl Clone for Text {
    #[inline]
    fn clone(&self) -> Self {
        if let Some(head) = self.head() {
            head.owners.set(head.owners.get() + 1);
        }
        Self(self.0)
    }
}

impl Drop for Text {
    #[inline]
    fn drop(&mut self) {
        let Some(head) = self.head() else { return };
        let others = head.owners.get() - 1;
        head.owners.set(others);
        if others == 0 {
            // SAFETY: this was the last owner; the head remembers its block, and has no destructor.
            drop(unsafe { self.block() });
        }
    }
}

impl Text {
    /// No bytes.
    pub(super) const fn new() -> Self {
        Self(None)
    }

    /// No bytes yet, with room for some.
    pub(super) fn with_room(room: usize) -> Result<Self, ScriptError> {
        let mut text = Self::new();
        text.own(room)?;
        Ok(text)
    }

    /// A copy of bytes.
    pub(super) fn copy_of(bytes: &[u8]) -> Result<Self, ScriptError> {
        let mut text = Self::new();
        text.extend(bytes)?;
        Ok(text)
    }

    #[inline]
    fn head(&self) -> Option<&Head> {
        // SAFETY: the head lives as long as one owner does, which this is. It is changed by `&mut` of a sole owner only,
        // but for the count, which is a cell.
        self.0.map(|head| unsafe { head.as_ref() })
    }

    /// The block that this lies in.
    ///
    /// # Safety
    /// There is one, and it is either dropped by its last owner or not at all.
    unsafe fn block(&self) -> Block {
        match self.0 {
            // SAFETY: the block was made by `own`, which noted its size.
            Some(head) => unsafe { Block::from_raw(head.as_ptr().cast(), head.as_ref().block) },
            None => Block::new(),
        }
    }

    /// How many bytes there are.
    #[inline]
    pub(super) fn len(&self) -> usize {
        self.head().map_or(0, |head| head.length)
    }

    /// The bytes.
    #[inline]
    pub(super) fn bytes(&self) -> &[u8] {
        match self.0 {
            // SAFETY: the block holds as many bytes behind its head, all written; they do not change while they are
            // borrowed, since that takes `&mut` of a sole owner.
            Some(head) => unsafe {
                slice::from_raw_parts(head.as_ptr().cast::<u8>().add(HEAD), head.as_ref().length)
            },
            None => &[],
        }
    }

    /// Whether nobody else shares the bytes.
    #[inline]
    fn is_sole(&self) -> bool {
        self.head().is_some_and(|head| head.owners.get() == 1)
    }

    /// Makes the bytes this one's own, with room for `room` of them.
    ///
    /// # Errors
    /// [`glotta_core::ErrorKind::OutOfMemory`], and nothing changes.
    fn own(&mut self, room: usize) -> Result<(), ScriptError> {
        let length = self.len();
        let room = room.max(length);
        if room > MOST {
            return Err(memory::out_of_memory());
        }
        if self.is_sole() {
            // SAFETY: the head was made with its block's size. A sole owner may move the block; `grow` frees the old
            // one, and where it fails the block stays as it is, so it is not dropped here in either case.
            let mut block = ManuallyDrop::new(unsafe { self.block() });
            block.grow(HEAD + length, HEAD + room)?;
            self.settle(&block, length);
        } else if room > 0 {
            let mut block = Block::new();
            block.grow(0, HEAD + room)?;
            let block = ManuallyDrop::new(block);
            let mut fresh = Self::new();
            fresh.settle(&block, 0);
            fresh.push_within_room(self.bytes());
            *self = fresh;
        }
        Ok(())
    }

    /// Notes that this lies in a block, as its only owner, with so many bytes written.
    fn settle(&mut self, block: &Block, length: usize) {
        let head = block.as_ptr().cast::<Head>();
        // SAFETY: the block is larger than a head, aligned to 16, and this one's own.
        unsafe { head.write(Head { owners: Cell::new(1), length, block: block.capacity() }) };
        self.0 = NonNull::new(head);
    }

    /// Adds bytes for which there is room.
    fn push_within_room(&mut self, bytes: &[u8]) {
        let Some(mut head) = self.0 else { return };
        // SAFETY: called by a sole owner whose block has the room; the bytes come from elsewhere.
        unsafe {
            let head = head.as_mut();
            debug_assert!(HEAD + head.length + bytes.len() <= head.block);
            let end = self
                .0
                .map_or(std::ptr::null_mut(), |start| start.as_ptr().cast::<u8>().add(HEAD + head.length));
            end.copy_from_nonoverlapping(bytes.as_ptr(), bytes.len());
            head.length += bytes.len();
        }
    }

    /// Adds bytes at the end.
    ///
    /// # Errors
    /// [`glotta_core::ErrorKind::OutOfMemory`], and nothing changes.
    #[inline]
    pub(super) fn extend(&mut self, bytes: &[u8]) -> Result<(), ScriptError> {
        if bytes.is_empty() {
            return Ok(());
        }
        self.own(self.len() + bytes.len())?;
        self.push_within_room(bytes);
        Ok(())
    }

    /// Adds the same byte several times.
    ///
    /// # Errors
    /// As [`Self::extend`].
    pub(super) fn fill(&mut self, byte: u8, count: usize) -> Result<(), ScriptError> {
        self.own(self.len().saturating_add(count))?;
        let run = [byte; 64];
        let mut left = count;
        while left > 0 {
            let now = left.min(run.len());
            self.push_within_room(&run[..now]);
            left -= now;
        }
        Ok(())
    }

    /// Keeps only the first bytes.
    ///
    /// # Errors
    /// As [`Self::extend`].
    pub(super) fn truncate(&mut self, length: usize) -> Result<(), ScriptError> {
        if length >= self.len() {
            return Ok(());
        }
        if self.is_sole() {
            if let Some(mut head) = self.0 {
                // SAFETY: a sole owner may change the head; nothing borrows it.
                unsafe { head.as_mut() }.length = length;
            }
            return Ok(());
        }
        *self = Self::copy_of(self.bytes().get(..length).unwrap_or_default())?;
        Ok(())
    }

    /// The bytes, to be changed in place.
    ///
    /// # Errors
    /// As [`Self::extend`].
    pub(super) fn bytes_mut(&mut self) -> Result<&mut [u8], ScriptError> {
        self.own(0)?;
        Ok(match self.0 {
            // SAFETY: as for `bytes`; the bytes are this one's own now, and borrowed by `&mut`.
            Some(head) => unsafe {
                slice::from_raw_parts_mut(head.as_ptr().cast::<u8>().add(HEAD), head.as_ref().length)
            },
            None => &mut [],
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::memory::{Account, pay};

    #[test]
    fn copies_share_bytes_until_one_is_changed() {
        let mut one = Text::copy_of(b"abc").expect("room");
        let other = one.clone();
        assert_eq!(one.bytes().as_ptr(), other.bytes().as_ptr());
        one.extend(b"def").expect("room");
        assert_eq!((one.bytes(), other.bytes()), (&b"abcdef"[..], &b"abc"[..]));
        let mut third = other.clone();
        third.bytes_mut().expect("room")[0] = b'x';
        assert_eq!((third.bytes(), other.bytes()), (&b"xbc"[..], &b"abc"[..]));
        let mut fourth = other.clone();
        fourth.truncate(1).expect("room");
        assert_eq!((fourth.bytes(), other.bytes()), (&b"a"[..], &b"abc"[..]));
    }

    #[test]
    fn adding_byte_by_byte_moves_seldom_and_everything_is_given_back() {
        let account = Account::open();
        let before = pay(account);
        let mut text = Text::new();
        let (mut moves, mut last) = (0, std::ptr::null());
        for _ in 0..100_000 {
            text.extend(b"x").expect("room");
            moves += usize::from(text.bytes().as_ptr() != last);
            last = text.bytes().as_ptr();
        }
        assert!(moves < 40, "{moves} moves");
        assert_eq!(text.len(), 100_000);
        let copy = text.clone();
        drop(text);
        assert_eq!(copy.bytes(), [b'x'; 100_000]);
        drop(copy);
        assert_eq!(account.used(), 0);
        pay(before);
        account.close();
    }

    #[test]
    fn what_does_not_fit_is_refused_and_changes_nothing() {
        let account = Account::open();
        let before = pay(account);
        let mut text = Text::copy_of(b"kept").expect("room");
        account.set_limit(Some(1000));
        assert!(text.fill(b' ', 2000).is_err());
        assert!(text.fill(b' ', usize::MAX).is_err());
        assert!(text.extend(&[0; 2000]).is_err());
        assert_eq!(text.bytes(), b"kept");
        drop(text);
        assert_eq!(account.used(), 0);
        pay(before);
        account.close();
    }
}
