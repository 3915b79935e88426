//! The memory that scripts use: Python's allocators, wrapped so that they count and can refuse.
//!
//! The interpreter is one for the process, so each block notes who pays for it: the [`Account`] of the language that
//! ran when it was made. Freeing it, whenever and by whomever, is credited to that account.

#![allow(unsafe_code)] // allocator callbacks

use std::cell::Cell;
use std::ffi::c_void;
use std::ptr;
use std::sync::atomic::{AtomicUsize, Ordering};

use pyo3::ffi;

/// What one language uses, in bytes.
#[derive(Debug)]
pub(crate) struct Account {
    used: AtomicUsize,
    peak: AtomicUsize,
    /// The largest number stands for no limit.
    limit: AtomicUsize,
}

impl Account {
    const fn new() -> Self {
        Self { used: AtomicUsize::new(0), peak: AtomicUsize::new(0), limit: AtomicUsize::new(usize::MAX) }
    }

    /// A new account. It is never freed, since blocks that name it may outlive their language.
    pub(crate) fn open() -> &'static Self {
        Box::leak(Box::new(Self::new()))
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

    fn add(&self, size: usize) {
        let used = self.used.fetch_add(size, Ordering::Relaxed) + size;
        if used > self.peak.load(Ordering::Relaxed) {
            self.peak.fetch_max(used, Ordering::Relaxed);
        }
    }

    fn subtract(&self, size: usize) {
        self.used.fetch_sub(size, Ordering::Relaxed);
    }

    fn has_room(&self, size: usize) -> bool {
        let limit = self.limit.load(Ordering::Relaxed);
        limit == usize::MAX || self.used().saturating_add(size) <= limit
    }
}

/// For what no language asked for: the interpreter itself.
static PROCESS: Account = Account::new();

thread_local! {
    static PAYER: Cell<&'static Account> = const { Cell::new(&PROCESS) };
    /// Above zero while our own code must not be refused memory.
    static UNLIMITED: Cell<u32> = const { Cell::new(0) };
}

/// Lets an account pay for what this thread allocates; returns who paid before.
pub(crate) fn pay(account: &'static Account) -> &'static Account {
    PAYER.replace(account)
}

/// Suspends the limit on this thread while it lives: for making an error of what went wrong, when memory has run out.
#[derive(Debug)]
pub(crate) struct Unlimited(());

impl Unlimited {
    pub(crate) fn new() -> Self {
        UNLIMITED.set(UNLIMITED.get() + 1);
        Self(())
    }
}

impl Drop for Unlimited {
    fn drop(&mut self) {
        UNLIMITED.set(UNLIMITED.get() - 1);
    }
}

/// What stands before each block.
#[repr(C)]
struct Header {
    size: usize,
    account: &'static Account,
}

/// As large as the strictest alignment that Python's allocators promise.
const HEADER: usize = size_of::<Header>();

/// One of Python's three domains.
struct Domain {
    inner: ffi::PyMemAllocatorEx,
    /// Whether it may refuse: the raw domain serves what cannot fail, such as thread states.
    limited: bool,
}

impl Domain {
    fn refuses(&self, account: &Account, more: usize) -> bool {
        self.limited && !account.has_room(more) && UNLIMITED.get() == 0
    }
}

/// Wraps the allocators of all domains. To be called before the interpreter is initialised, and once.
pub(crate) fn install() {
    use ffi::PyMemAllocatorDomain as D;
    for (domain, limited) in
        [(D::PYMEM_DOMAIN_RAW, false), (D::PYMEM_DOMAIN_MEM, true), (D::PYMEM_DOMAIN_OBJ, true)]
    {
        // SAFETY: nothing has been allocated yet. The domain lives as long as the process, and the functions follow
        // the contract of the allocators that they wrap.
        unsafe {
            let mut inner = ffi::PyMemAllocatorEx {
                ctx: ptr::null_mut(),
                malloc: None,
                calloc: None,
                realloc: None,
                free: None,
            };
            ffi::PyMem_GetAllocator(domain, &raw mut inner);
            let context = Box::leak(Box::new(Domain { inner, limited }));
            let mut outer = ffi::PyMemAllocatorEx {
                ctx: (&raw mut *context).cast(),
                malloc: Some(malloc),
                calloc: Some(calloc),
                realloc: Some(realloc),
                free: Some(free),
            };
            ffi::PyMem_SetAllocator(domain, &raw mut outer);
        }
    }
}

/// The domain that a callback was given.
fn domain<'a>(context: *mut c_void) -> &'a Domain {
    // SAFETY: `install` made it from a reference that lives for ever.
    unsafe { &*context.cast::<Domain>() }
}

/// Writes a block's header, and gives the address that its owner sees.
fn finish(block: *mut c_void, size: usize, account: &'static Account) -> *mut c_void {
    if block.is_null() {
        return block;
    }
    account.add(size);
    // SAFETY: the block is larger than the header by `size`, and aligned for it.
    unsafe {
        block.cast::<Header>().write(Header { size, account });
        block.cast::<u8>().add(HEADER).cast()
    }
}

extern "C" fn malloc(context: *mut c_void, size: usize) -> *mut c_void {
    let domain = domain(context);
    let account = PAYER.get();
    let (Some(total), Some(inner)) = (size.checked_add(HEADER), domain.inner.malloc) else {
        return ptr::null_mut();
    };
    if domain.refuses(account, size) {
        return ptr::null_mut();
    }
    finish(inner(domain.inner.ctx, total), size, account)
}

extern "C" fn calloc(context: *mut c_void, count: usize, each: usize) -> *mut c_void {
    let domain = domain(context);
    let account = PAYER.get();
    let size = count.checked_mul(each);
    let (Some(size), Some(inner)) = (size, domain.inner.calloc) else { return ptr::null_mut() };
    let Some(total) = size.checked_add(HEADER) else { return ptr::null_mut() };
    if domain.refuses(account, size) {
        return ptr::null_mut();
    }
    finish(inner(domain.inner.ctx, 1, total), size, account)
}

extern "C" fn realloc(context: *mut c_void, block: *mut c_void, size: usize) -> *mut c_void {
    if block.is_null() {
        return malloc(context, size);
    }
    let domain = domain(context);
    let (Some(total), Some(inner)) = (size.checked_add(HEADER), domain.inner.realloc) else {
        return ptr::null_mut();
    };
    // SAFETY: the block is one of ours, so a header stands before it.
    let (start, old, account) = unsafe {
        let start = block.cast::<u8>().sub(HEADER).cast::<Header>();
        (start, (*start).size, (*start).account)
    };
    if size > old && domain.refuses(account, size - old) {
        return ptr::null_mut();
    }
    let moved = inner(domain.inner.ctx, start.cast(), total);
    if !moved.is_null() {
        account.subtract(old);
    }
    finish(moved, size, account)
}

extern "C" fn free(context: *mut c_void, block: *mut c_void) {
    if block.is_null() {
        return;
    }
    let domain = domain(context);
    // SAFETY: the block is one of ours, so a header stands before it.
    let start = unsafe {
        let start = block.cast::<u8>().sub(HEADER).cast::<Header>();
        (*start).account.subtract((*start).size);
        start
    };
    if let Some(inner) = domain.inner.free {
        inner(domain.inner.ctx, start.cast());
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_account_counts_its_peak_and_keeps_its_limit() {
        let account = Account::new();
        assert!(account.has_room(usize::MAX), "there is no limit");
        account.add(300);
        account.subtract(200);
        account.add(50);
        assert_eq!((account.used(), account.peak()), (150, 300));
        account.set_limit(Some(200));
        assert!(account.has_room(50) && !account.has_room(51) && !account.has_room(usize::MAX));
        account.set_limit(None);
        assert_eq!(account.limit(), None);
    }
}
