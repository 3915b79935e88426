//! The memory of one Lua state: counted, limited, never a reason to abort, and the same on every run.
//!
//! The state is created here and not by the crate mlua for one reason: its allocator ends the
//! process when the system has no memory left, and `string.rep("x", 1 << 40)` is enough for that. This one
//! answers null, which Lua turns into the error "not enough memory".
//!
//! It also makes runs repeat. Lua hashes strings with a seed that it makes of addresses and the clock, so that `pairs`
//! walks names in another order on each run; a game that wants the same world from the same input cannot have
//! that. There is no function to set the seed, but it lies in the first block that Lua asks for, and the next request
//! comes before the first string is hashed: that is when [`fix_seed`] replaces it.

#![allow(unsafe_code)] // an allocator for C

use std::alloc::{self, Layout};
use std::cell::Cell;
use std::ffi::c_void;
use std::ptr;

/// What Lua expects of every block: room for a double, a pointer or a 64-bit integer.
const ALIGN: usize = 8;

/// How much one state uses, and how much it may.
#[derive(Debug, Default)]
pub(crate) struct Memory {
    #[cfg(not(by_signal))]
    pub(crate) frees: std::sync::Arc<crate::interrupt::Frees>,
    used: Cell<usize>,
    peak: Cell<usize>,
    limit: Cell<Option<usize>>,
    /// The first block with its size, until the second is asked for.
    first: Cell<Option<(*mut u8, usize)>>,
}

impl Memory {
    /// The bytes in use.
    pub(crate) fn used(&self) -> usize {
        self.used.get()
    }

    /// The most bytes that were in use.
    pub(crate) fn peak(&self) -> usize {
        self.peak.get()
    }

    /// The most bytes that may be in use.
    pub(crate) fn limit(&self) -> Option<usize> {
        self.limit.get()
    }

    /// Sets the most bytes that may be in use. What is in use already stays, but nothing can be added to it.
    pub(crate) fn set_limit(&self, limit: Option<usize>) {
        self.limit.set(limit);
    }

    /// Whether the use may go from `old` bytes of a block to `new` ones; counts them if so.
    fn grow(&self, old: usize, new: usize) -> bool {
        let used = self.used.get() - old + new;
        if new > old && self.limit.get().is_some_and(|limit| used > limit) {
            return false;
        }
        self.used.set(used);
        if used > self.peak.get() {
            self.peak.set(used);
        }
        true
    }
}

/// Lua's allocator function.
///
/// # Safety
/// `memory` points to the [`Memory`] of the state that calls; `block` is null or a block that this function gave
/// out with `old` bytes.
pub(crate) unsafe extern "C" fn allocate(
    memory: *mut c_void,
    block: *mut c_void,
    old: usize,
    new: usize,
) -> *mut c_void {
    // For a new block Lua passes the kind of object in the place of the old size.
    let old = if block.is_null() { 0 } else { old };
    // SAFETY: the caller's promise; the Memory outlives the state, and only shared references to it exist.
    let memory = unsafe { &*memory.cast::<Memory>() };
    if new == 0 {
        if !block.is_null() {
            memory.grow(old, 0);
            #[cfg(not(by_signal))]
            memory.frees.begin();
            // SAFETY: the block was given out below with this size and alignment.
            unsafe { alloc::dealloc(block.cast(), Layout::from_size_align_unchecked(old, ALIGN)) };
            #[cfg(not(by_signal))]
            memory.frees.end();
        }
        return ptr::null_mut();
    }
    let Ok(layout) = Layout::from_size_align(new, ALIGN) else {
        return ptr::null_mut();
    };
    if !memory.grow(old, new) {
        return ptr::null_mut();
    }
    let is_first = memory.used.get() == new && memory.peak.get() == new;
    if let Some((first, size)) = memory.first.take() {
        // SAFETY: the block was given out below, filled with zeros, and Lua has it still: it is the state itself. Lua
        // is waiting for this call, so nothing else reads or writes it.
        fix_seed(unsafe { std::slice::from_raw_parts_mut(first.cast(), size / size_of::<usize>()) }, memory);
    }
    let result = if is_first {
        // SAFETY: the size is not zero.
        let first = unsafe { alloc::alloc_zeroed(layout) };
        memory.first.set((!first.is_null()).then_some((first, new)));
        first
    } else if block.is_null() {
        // SAFETY: the size is not zero.
        unsafe { alloc::alloc(layout) }
    } else {
        // SAFETY: the block was given out here with `old` bytes; the new size is not zero and was checked by
        // making a layout of it.
        unsafe { alloc::realloc(block.cast(), Layout::from_size_align_unchecked(old, ALIGN), new) }
    };
    if result.is_null() {
        memory.grow(new, old);
    }
    result.cast()
}

/// Replaces the seed of the hashes in the state's first block, given as words.
///
/// Where it lies is known from Lua's sources, and checked: the part of the state that all coroutines share starts with
/// the allocator and its argument, which are known here, and while the state is being built its table of strings is
/// empty and its nil is the integer 0. If a later version is laid out otherwise, the seed stays as Lua made it, and a
/// test says so.
fn fix_seed(state: &mut [usize], memory: &Memory) {
    const SEED: u32 = 0x676c_6f74;
    const INTEGER: usize = 3;
    let shared = [allocate as *const () as usize, ptr::from_ref(memory).addr()];
    let Some(start) = state.windows(shared.len()).position(|words| words == shared) else { return };
    // After the two: four counters, the table of strings (its slots; its two sizes, in one word), the registry and
    // the nil (two words each, the second of which starts with the type), and the seed, in half a word.
    let Some([slots, sizes, _, _, nil, nil_type, seed]) = state.get_mut(start + 6..start + 13) else {
        return;
    };
    if cfg!(target_endian = "little")
        && *slots == 0
        && *sizes == 0
        && *nil == 0
        && *nil_type & 0xff == INTEGER
    {
        *seed = (*seed & !(u32::MAX as usize)) | SEED as usize;
    }
}
