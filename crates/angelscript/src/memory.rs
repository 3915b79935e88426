//! The memory that scripts use: the library's allocator, replaced by one that counts.
//!
//! The library has one allocator for the process, so each block notes who pays for it: the [`Account`] of the language
//! that ran when it was made. The library cannot bear to be refused memory. So its own small blocks are always given,
//! and a script that goes over its limit is ended at its next statement instead; our own types, which are the ones
//! that ask for large blocks, ask [`reserve`] first and raise.
//!
//! The number of blocks has a limit too: the library's assertions end the process when a counter is taken down from more than
//! a million, and each object that lives counts on its class.

#![allow(unsafe_code)] // allocator callbacks

use std::alloc::{self, Layout};
use std::cell::Cell;
use std::ffi::c_void;
use std::ptr::{self, NonNull};
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::{Mutex, Once, PoisonError};

use glotta_angelscript_sys as sys;
use glotta_core::{ErrorKind, ScriptError};

/// What one language uses, in bytes.
#[derive(Debug)]
pub(crate) struct Account {
    used: AtomicUsize,
    peak: AtomicUsize,
    /// The largest number stands for no limit.
    limit: AtomicUsize,
    /// How many blocks there are.
    blocks: AtomicUsize,
    /// Set when the limit was passed while a script ran.
    passed: AtomicBool,
}

/// The most blocks. Each object of a script is one at least.
const MOST_BLOCKS: usize = 900_000;

impl Account {
    const fn new() -> Self {
        Self {
            used: AtomicUsize::new(0),
            peak: AtomicUsize::new(0),
            limit: AtomicUsize::new(usize::MAX),
            blocks: AtomicUsize::new(0),
            passed: AtomicBool::new(false),
        }
    }

    /// An account for a language. It is never freed, since blocks that name it may outlive the language; but it serves
    /// another one when there are none any more.
    pub(crate) fn of_language() -> &'static Self {
        let mut closed = CLOSED.lock().unwrap_or_else(PoisonError::into_inner);
        let empty = |account: &&Self| account.blocks.load(Ordering::Relaxed) == 0 && account.used() == 0;
        let Some(place) = closed.iter().position(empty) else { return Self::open() };
        let account = closed.swap_remove(place);
        account.peak.store(0, Ordering::Relaxed);
        account.passed.store(false, Ordering::Relaxed);
        account.set_limit(None);
        account
    }

    /// A new account.
    pub(crate) fn open() -> &'static Self {
        Box::leak(Box::new(Self::new()))
    }

    /// Notes that the language has ended.
    pub(crate) fn close(&'static self) {
        CLOSED.lock().unwrap_or_else(PoisonError::into_inner).push(self);
    }

    /// In use now.
    pub(crate) fn used(&self) -> usize {
        self.used.load(Ordering::Relaxed)
    }

    /// The most that was in use.
    pub(crate) fn peak(&self) -> usize {
        self.peak.load(Ordering::Relaxed)
    }

    /// The limit, if there is one.
    pub(crate) fn limit(&self) -> Option<usize> {
        Some(self.limit.load(Ordering::Relaxed)).filter(|limit| *limit != usize::MAX)
    }

    /// Sets the limit.
    pub(crate) fn set_limit(&self, limit: Option<usize>) {
        self.limit.store(limit.unwrap_or(usize::MAX), Ordering::Relaxed);
    }

    /// Whether a script was ended since the last call because it went over the limit.
    pub(crate) fn take_passed(&self) -> bool {
        self.passed.load(Ordering::Relaxed) && self.passed.swap(false, Ordering::Relaxed)
    }

    /// Says whether a script is being ended because it went over the limit.
    pub(crate) fn set_passed(&self, passed: bool) {
        self.passed.store(passed, Ordering::Relaxed);
    }

    fn add(&self, size: usize) -> usize {
        let used = self.used.fetch_add(size, Ordering::Relaxed) + size;
        if used > self.peak.load(Ordering::Relaxed) {
            self.peak.fetch_max(used, Ordering::Relaxed);
        }
        used
    }
}

/// The accounts of languages that have ended.
static CLOSED: Mutex<Vec<&'static Account>> = Mutex::new(Vec::new());

/// For what no language asked for: what the library keeps for the process.
static PROCESS: Account = Account::new();

thread_local! {
    /// How many blocks the library has taken since the collector was last asked to work.
    static TAKEN: Cell<u32> = const { Cell::new(0) };
    static PAYER: Cell<&'static Account> = const { Cell::new(&PROCESS) };
    /// Whether this thread will clean up.
    static KNOWN: Cell<bool> = const { Cell::new(false) };
    static CLEANUP: Cleanup = const { Cleanup };
}

/// Lets an account pay for what this thread allocates; returns who paid before.
#[inline]
pub(crate) fn pay(account: &'static Account) -> &'static Account {
    if !KNOWN.get() {
        meet_thread();
    }
    PAYER.replace(account)
}

/// Lets the library forget this thread when it ends: it keeps a few bytes for each in which it was used.
#[cold]
fn meet_thread() {
    KNOWN.set(true);
    // Not where the thread is ending already.
    let _ = CLEANUP.try_with(|_| ());
}

/// What a thread does when it ends.
struct Cleanup;

impl Drop for Cleanup {
    fn drop(&mut self) {
        // SAFETY: the library frees what it has kept for this thread, unless a script still runs in it.
        unsafe { sys::glas_thread_cleanup() };
    }
}

/// Makes the library use this allocator. Harmless when called again.
pub(crate) fn install() {
    static INSTALLED: Once = Once::new();
    INSTALLED.call_once(|| {
        // SAFETY: no engine exists yet, so nothing was allocated in another way; the functions follow the contract.
        unsafe {
            sys::glas_set_memory_functions(Some(allocate_for_library), Some(free_for_library));
            sys::glas_prepare_multithread();
        }
    });
}

/// What stands before each block.
#[repr(C, align(16))]
struct Header {
    size: usize,
    account: &'static Account,
}

const HEADER: usize = size_of::<Header>();

fn layout(size: usize) -> Option<Layout> {
    Layout::from_size_align(size.checked_add(HEADER)?, align_of::<Header>()).ok()
}

/// A block of `size` bytes, aligned to 16, counted on the account that pays; none if the system has none.
fn allocate(size: usize) -> Option<NonNull<u8>> {
    let layout = layout(size)?;
    // SAFETY: the size is not zero, since the header is not.
    let block = NonNull::new(unsafe { alloc::alloc(layout) })?;
    let account = PAYER.get();
    let used = account.add(size);
    let blocks = account.blocks.fetch_add(1, Ordering::Relaxed);
    if used > account.limit.load(Ordering::Relaxed) || blocks >= MOST_BLOCKS {
        end_script(account);
    }
    // SAFETY: the block is larger than the header by `size`, and aligned for it.
    unsafe {
        block.cast::<Header>().write(Header { size, account });
        Some(block.add(HEADER))
    }
}

/// Ends the script that runs on this thread, at its next statement.
#[cold]
fn end_script(account: &Account) {
    // SAFETY: the active context, if there is one, is alive; aborting it sets flags only.
    unsafe {
        let context = sys::glas_active_context();
        if !context.is_null() {
            account.passed.store(true, Ordering::Relaxed);
            sys::glas_context_abort(context);
        }
    }
}

/// Frees a block.
///
/// # Safety
/// The block came from [`allocate`] and is not used after.
unsafe fn free(block: NonNull<u8>) {
    // SAFETY: the header stands before the block, and holds the size it was made with.
    unsafe {
        let start = block.sub(HEADER);
        let header = start.cast::<Header>().read();
        header.account.used.fetch_sub(header.size, Ordering::Relaxed);
        header.account.blocks.fetch_sub(1, Ordering::Relaxed);
        if let Some(layout) = layout(header.size) {
            alloc::dealloc(start.as_ptr(), layout);
        }
    }
}

/// How many blocks the library takes until the collector is given a turn, in a call that goes on and on.
const BLOCKS_OF_A_TURN: u32 = 1000;

unsafe extern "C" fn allocate_for_library(size: usize) -> *mut c_void {
    let taken = TAKEN.get() + 1;
    TAKEN.set(taken % BLOCKS_OF_A_TURN);
    if taken == BLOCKS_OF_A_TURN {
        crate::collection::ask_for_turn();
    }
    // Where the system itself has no memory left, the library's own code would write through null; ending in the
    // way of every Rust program is the better end.
    match allocate(size) {
        Some(block) => block.as_ptr().cast(),
        None => alloc::handle_alloc_error(Layout::new::<Header>()),
    }
}

unsafe extern "C" fn free_for_library(block: *mut c_void) {
    if let Some(block) = NonNull::new(block.cast()) {
        // SAFETY: the library frees what it was given, once.
        unsafe { free(block) };
    }
}

/// Refuses `size` more bytes if they would pass the limit of who pays.
///
/// # Errors
/// [`ErrorKind::OutOfMemory`].
pub(crate) fn reserve(size: usize) -> Result<(), ScriptError> {
    let account = PAYER.get();
    let limit = account.limit.load(Ordering::Relaxed);
    let room = limit == usize::MAX || account.used().saturating_add(size) <= limit;
    if room && account.blocks.load(Ordering::Relaxed) < MOST_BLOCKS { Ok(()) } else { Err(out_of_memory()) }
}

/// The error of a script that used up its memory.
#[cold]
pub(crate) fn out_of_memory() -> ScriptError {
    ScriptError::new(ErrorKind::OutOfMemory, "not enough memory")
}

/// A block of bytes that counts, for the types of this crate; it is freed when it goes.
#[derive(Debug)]
#[repr(C)]
pub(crate) struct Block {
    start: *mut u8,
    capacity: usize,
}

impl Block {
    /// No bytes, which take no memory.
    pub(crate) const fn new() -> Self {
        Self { start: ptr::null_mut(), capacity: 0 }
    }

    /// The first byte; dangling if there are none.
    #[inline]
    pub(crate) fn as_ptr(&self) -> *mut u8 {
        if self.start.is_null() { ptr::without_provenance_mut(align_of::<Header>()) } else { self.start }
    }

    /// How many bytes there are.
    #[inline]
    pub(crate) fn capacity(&self) -> usize {
        self.capacity
    }

    /// Makes room for `needed` bytes, of which the first `used` are kept; grows by half at least, so that adding one by
    /// one costs no more than adding all at once.
    ///
    /// # Errors
    /// [`ErrorKind::OutOfMemory`], and nothing changes.
    #[inline]
    pub(crate) fn grow(&mut self, used: usize, needed: usize) -> Result<(), ScriptError> {
        if needed <= self.capacity { Ok(()) } else { self.move_to_larger(used, needed) }
    }

    #[cold]
    fn move_to_larger(&mut self, used: usize, needed: usize) -> Result<(), ScriptError> {
        let more = |part: usize| needed.max(self.capacity.saturating_add(self.capacity / part)).max(16);
        // Near the limit, less: but never so little that adding one by one would copy all each time.
        let larger = if reserve(more(2)).is_ok() { more(2) } else { more(16) };
        reserve(larger)?;
        let block = allocate(larger).ok_or_else(out_of_memory)?;
        // SAFETY: both blocks have `used` bytes, and are two.
        unsafe { ptr::copy_nonoverlapping(self.as_ptr(), block.as_ptr(), used.min(self.capacity)) };
        *self = Self { start: block.as_ptr(), capacity: larger };
        Ok(())
    }
}

impl Block {
    /// A block with a copy of these bytes, even over the limit: a script that goes over it is ended at its next
    /// statement.
    pub(crate) fn copy_of(bytes: &[u8]) -> Self {
        if bytes.is_empty() {
            return Self::new();
        }
        let Some(block) = allocate(bytes.len()) else {
            alloc::handle_alloc_error(layout(bytes.len()).unwrap_or(Layout::new::<Header>()))
        };
        // SAFETY: the block is new, and as long as the bytes.
        unsafe { ptr::copy_nonoverlapping(bytes.as_ptr(), block.as_ptr(), bytes.len()) };
        Self { start: block.as_ptr(), capacity: bytes.len() }
    }
}

impl Block {
    /// A block that was forgotten by who remembers where it lies.
    ///
    /// # Safety
    /// The start and the capacity are those of a block that was forgotten, or that is not dropped while this is used; of
    /// all that are the same, one at most is dropped.
    pub(crate) const unsafe fn from_raw(start: *mut u8, capacity: usize) -> Self {
        Self { start, capacity }
    }
}

impl Drop for Block {
    fn drop(&mut self) {
        if let Some(start) = NonNull::new(self.start) {
            // SAFETY: it came from `allocate`, and this owns it.
            unsafe { free(start) };
        }
    }
}

/// Bytes that an account pays for though they lie on Rust's own heap, such as the values in a dictionary.
#[derive(Debug)]
pub(crate) struct Charge {
    account: &'static Account,
    size: usize,
}

impl Charge {
    /// Nothing.
    pub(crate) fn none() -> Self {
        Self { account: PAYER.get(), size: 0 }
    }

    /// Changes how much is paid.
    ///
    /// # Errors
    /// [`ErrorKind::OutOfMemory`] if it grows past the limit; then it stays as it is.
    pub(crate) fn set(&mut self, size: usize) -> Result<(), ScriptError> {
        if size > self.size {
            reserve(size - self.size)?;
            self.account.add(size - self.size);
        } else {
            self.account.used.fetch_sub(self.size - size, Ordering::Relaxed);
        }
        self.size = size;
        Ok(())
    }
}

impl Drop for Charge {
    fn drop(&mut self) {
        self.account.used.fetch_sub(self.size, Ordering::Relaxed);
    }
}

/// An object on the counted heap, for types that scripts hold by handle.
///
/// # Errors
/// [`ErrorKind::OutOfMemory`].
pub(crate) fn boxed<T>(value: T) -> Result<NonNull<T>, ScriptError> {
    const { assert!(align_of::<T>() <= align_of::<Header>()) };
    reserve(size_of::<T>())?;
    let block = allocate(size_of::<T>()).ok_or_else(out_of_memory)?.cast::<T>();
    // SAFETY: the block is new, large enough, and aligned to 16.
    unsafe { block.write(value) };
    Ok(block)
}

/// Drops an object made by [`boxed`].
///
/// # Safety
/// It came from [`boxed`] and is not used after.
pub(crate) unsafe fn unbox<T>(object: NonNull<T>) {
    // SAFETY: said above.
    unsafe {
        object.drop_in_place();
        free(object.cast());
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_block_keeps_what_it_held_when_it_grows_and_is_counted_until_it_goes() {
        let account = Account::open();
        let before = pay(account);
        let mut block = Block::new();
        block.grow(0, 3).expect("room");
        // SAFETY: it has 3 bytes at least.
        unsafe { ptr::copy_nonoverlapping(b"abc".as_ptr(), block.as_ptr(), 3) };
        block.grow(3, 1000).expect("room");
        // SAFETY: the first 3 were written.
        assert_eq!(unsafe { std::slice::from_raw_parts(block.as_ptr(), 3) }, b"abc");
        assert_eq!(account.used(), block.capacity());
        drop(block);
        assert_eq!(account.used(), 0);
        assert!(account.peak() >= 1000);
        pay(before);
        account.close();
    }

    #[test]
    fn what_would_pass_the_limit_is_refused_and_changes_nothing() {
        let account = Account::open();
        account.set_limit(Some(100));
        let before = pay(account);
        let mut block = Block::new();
        block.grow(0, 90).expect("room");
        assert_eq!(block.grow(0, 1 << 40).expect_err("too much").kind(), ErrorKind::OutOfMemory);
        assert!(block.grow(90, 91).is_err(), "one by one near the limit would copy all for each");
        assert_eq!(block.capacity(), 90);
        assert!(boxed([0_u64; 100]).is_err());
        drop(block);
        assert_eq!(account.used(), 0);
        pay(before);
        account.close();
    }
}
