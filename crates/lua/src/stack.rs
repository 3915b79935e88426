//! [`Stack`]: a Lua state as this crate sees it.
//!
//! Lua reports errors by jumping out of the function that caused them (`longjmp`), over whatever frames lie
//! between. The iron rule of this crate follows: **no Rust value with a destructor may be alive in a frame that
//! such a jump can cross.** So the operations come in two families:
//!
//! - the methods that never raise are safe to call anywhere; arguments are read with these;
//! - the methods that may raise (they allocate, or run metamethods) are `unsafe`: they may be called only from
//!   frames without destructors, with a protected call somewhere below.
//!
//! The crate-wide promise behind the safe family: a `Stack` is made only from a state that Lua passed to a
//! function of ours or that the running [`Vm`](crate::vm::Vm) owns, it is used only while that state is alive, and
//! indices are acceptable in Lua's sense. Room on the stack is the caller's care: Lua gives each C function 20 free
//! slots, and [`check`](Stack::check) asks for more. Debug builds of Lua check both.

#![allow(unsafe_code)] // the C interface of Lua

use std::ffi::{CStr, c_char, c_int, c_void};
use std::mem::MaybeUninit;
use std::ptr;
use std::slice;

use mlua_sys as ffi;

/// A C function as Lua calls it.
pub(crate) type Native = unsafe extern "C-unwind" fn(*mut ffi::lua_State) -> c_int;

/// The registry's pseudo-index.
pub(crate) const REGISTRY: c_int = ffi::LUA_REGISTRYINDEX;

/// The pseudo-index of a C function's upvalue, counted from 1.
#[inline]
pub(crate) const fn upvalue(index: c_int) -> c_int {
    ffi::lua_upvalueindex(index)
}

/// A Lua state; one pointer, freely copied.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) struct Stack(pub(crate) *mut ffi::lua_State);

/// The operations that never raise.
impl Stack {
    /// The index of the topmost value, which is also their number.
    #[inline]
    pub(crate) fn top(self) -> c_int {
        // SAFETY: see the module: the state is alive.
        unsafe { ffi::lua_gettop(self.0) }
    }

    /// Drops the values above `top`.
    #[inline]
    pub(crate) fn set_top(self, top: c_int) {
        // SAFETY: as above; no variable to be closed is ever on the stack of a C function of ours.
        unsafe { ffi::lua_settop(self.0, top) }
    }

    /// Drops the topmost `count` values.
    #[inline]
    pub(crate) fn pop(self, count: c_int) {
        self.set_top(-count - 1);
    }

    /// Makes room for `count` more values; false if there is none.
    #[inline]
    pub(crate) fn check(self, count: c_int) -> bool {
        // SAFETY: as above.
        unsafe { ffi::lua_checkstack(self.0, count) != 0 }
    }

    /// An index counted from the bottom.
    #[inline]
    pub(crate) fn absolute(self, index: c_int) -> c_int {
        // SAFETY: as above.
        unsafe { ffi::lua_absindex(self.0, index) }
    }

    /// The type of a value: one of `ffi::LUA_T…`.
    #[inline]
    pub(crate) fn kind(self, index: c_int) -> c_int {
        // SAFETY: as above.
        unsafe { ffi::lua_type(self.0, index) }
    }

    /// The name that Lua gives a value's type.
    pub(crate) fn type_name(self, index: c_int) -> &'static str {
        match self.kind(index) {
            ffi::LUA_TNIL | ffi::LUA_TNONE => "nil",
            ffi::LUA_TBOOLEAN => "boolean",
            ffi::LUA_TNUMBER => "number",
            ffi::LUA_TSTRING => "string",
            ffi::LUA_TTABLE => "table",
            ffi::LUA_TFUNCTION => "function",
            ffi::LUA_TTHREAD => "coroutine",
            _ => "userdata",
        }
    }

    /// Whether a value counts as true.
    #[inline]
    pub(crate) fn boolean(self, index: c_int) -> bool {
        // SAFETY: as above.
        unsafe { ffi::lua_toboolean(self.0, index) != 0 }
    }

    /// Whether a value is a number that Lua holds as an integer.
    #[inline]
    pub(crate) fn is_integer(self, index: c_int) -> bool {
        // SAFETY: as above.
        unsafe { ffi::lua_isinteger(self.0, index) != 0 }
    }

    /// A number as an integer; the caller knows that it is one.
    #[inline]
    pub(crate) fn integer(self, index: c_int) -> i64 {
        // SAFETY: as above.
        unsafe { ffi::lua_tointegerx(self.0, index, ptr::null_mut()) }
    }

    /// A number as a float; the caller knows that it is one.
    #[inline]
    pub(crate) fn number(self, index: c_int) -> f64 {
        // SAFETY: as above.
        unsafe { ffi::lua_tonumberx(self.0, index, ptr::null_mut()) }
    }

    /// The bytes of a string; `None` for any other type. They stay where they are as long as the string is
    /// reachable, so the caller must keep it so (arguments stay on the stack until their call ends).
    #[inline]
    pub(crate) fn bytes<'a>(self, index: c_int) -> Option<&'a [u8]> {
        if self.kind(index) != ffi::LUA_TSTRING {
            return None;
        }
        let mut length = 0;
        // SAFETY: as above; for a string this neither converts nor allocates, and the pointer is not null and
        // valid for `length` bytes.
        unsafe {
            let start = ffi::lua_tolstring(self.0, index, &raw mut length);
            Some(slice::from_raw_parts(start.cast(), length))
        }
    }

    /// The memory of a userdata, or the bits of a light one; null for anything else.
    #[inline]
    pub(crate) fn userdata(self, index: c_int) -> *mut c_void {
        // SAFETY: as above.
        unsafe { ffi::lua_touserdata(self.0, index) }
    }

    /// An address that tells one table, function, string or userdata from another.
    #[inline]
    pub(crate) fn address(self, index: c_int) -> *const c_void {
        // SAFETY: as above.
        unsafe { ffi::lua_topointer(self.0, index) }
    }

    /// The length of a table without metamethods.
    #[inline]
    pub(crate) fn raw_len(self, index: c_int) -> usize {
        // SAFETY: as above.
        unsafe { ffi::lua_rawlen(self.0, index) }
    }

    /// Whether two values are the same, without metamethods.
    pub(crate) fn raw_equal(self, first: c_int, second: c_int) -> bool {
        // SAFETY: as above.
        unsafe { ffi::lua_rawequal(self.0, first, second) != 0 }
    }

    /// Pushes a table's value for the key on top, in its place; returns its type. The index must hold a table.
    #[inline]
    pub(crate) fn raw_get(self, index: c_int) -> c_int {
        // SAFETY: as above.
        unsafe { ffi::lua_rawget(self.0, index) }
    }

    /// Pushes a table's value for an integer key; returns its type. The index must hold a table.
    #[inline]
    pub(crate) fn raw_get_i(self, index: c_int, key: i64) -> c_int {
        // SAFETY: as above.
        unsafe { ffi::lua_rawgeti(self.0, index, key) }
    }

    /// Removes an integer key from a table. Writing nil never allocates, so this cannot raise.
    pub(crate) fn raw_remove_i(self, index: c_int, key: i64) {
        let table = self.absolute(index);
        // SAFETY: as above; see `lua_rawseti`: a nil for an absent key is not inserted.
        unsafe {
            ffi::lua_pushnil(self.0);
            ffi::lua_rawseti(self.0, table, key);
        }
    }

    /// Removes the key on top from a table. Writing nil never allocates, so this cannot raise.
    pub(crate) fn raw_remove(self, index: c_int) {
        let table = self.absolute(index);
        // SAFETY: as above; the key is neither nil nor NaN, since the callers push strings and functions.
        unsafe {
            ffi::lua_pushnil(self.0);
            ffi::lua_rawset(self.0, table);
        }
    }

    /// Replaces the key on top by the next key and value of a table; false, with the key gone, at its end. The
    /// table must not have changed since the key was got: then this does not raise.
    #[inline]
    pub(crate) fn next(self, index: c_int) -> bool {
        // SAFETY: as above.
        unsafe { ffi::lua_next(self.0, index) != 0 }
    }

    /// Pushes the metatable of a value; false, with nothing pushed, if it has none.
    pub(crate) fn push_metatable(self, index: c_int) -> bool {
        // SAFETY: as above.
        unsafe { ffi::lua_getmetatable(self.0, index) != 0 }
    }

    /// Pushes nil.
    #[inline]
    pub(crate) fn push_nil(self) {
        // SAFETY: as above; the same holds for the pushes below, none of which allocates.
        unsafe { ffi::lua_pushnil(self.0) }
    }

    /// Pushes a boolean.
    #[inline]
    pub(crate) fn push_boolean(self, value: bool) {
        // SAFETY: as above.
        unsafe { ffi::lua_pushboolean(self.0, c_int::from(value)) }
    }

    /// Pushes an integer.
    #[inline]
    pub(crate) fn push_integer(self, value: i64) {
        // SAFETY: as above.
        unsafe { ffi::lua_pushinteger(self.0, value) }
    }

    /// Pushes a float.
    #[inline]
    pub(crate) fn push_number(self, value: f64) {
        // SAFETY: as above.
        unsafe { ffi::lua_pushnumber(self.0, value) }
    }

    /// Pushes a copy of a value.
    #[inline]
    pub(crate) fn push_copy(self, index: c_int) {
        // SAFETY: as above.
        unsafe { ffi::lua_pushvalue(self.0, index) }
    }

    /// Pushes a light userdata.
    #[inline]
    pub(crate) fn push_light(self, bits: *mut c_void) {
        // SAFETY: as above.
        unsafe { ffi::lua_pushlightuserdata(self.0, bits) }
    }

    /// Pushes a C function without upvalues.
    #[inline]
    pub(crate) fn push_native(self, function: Native) {
        // SAFETY: as above; without upvalues nothing is allocated.
        unsafe { ffi::lua_pushcclosure(self.0, function, 0) }
    }

    /// Moves the topmost value to `index`, shifting up what is there.
    pub(crate) fn insert(self, index: c_int) {
        // SAFETY: as above.
        unsafe { ffi::lua_rotate(self.0, index, 1) }
    }

    /// Removes the value at `index`, shifting down what is above.
    pub(crate) fn remove(self, index: c_int) {
        // SAFETY: as above.
        unsafe { ffi::lua_rotate(self.0, index, -1) }
        self.pop(1);
    }

    /// Moves the topmost value to `index`, in the place of what is there.
    pub(crate) fn replace(self, index: c_int) {
        // SAFETY: as above.
        unsafe { ffi::lua_replace(self.0, index) }
    }

    /// Calls the function below `arguments` values, keeping `results` of what it returns. On an error there is
    /// the error's value instead, and the result is one of `ffi::LUA_ERR…`. `handler` is the index of the message
    /// handler, or 0.
    #[inline]
    pub(crate) fn protected_call(self, arguments: c_int, results: c_int, handler: c_int) -> c_int {
        // SAFETY: as above; an error ends here.
        unsafe { ffi::lua_pcall(self.0, arguments, results, handler) }
    }

    /// The call at `level` (0 is the running function), if there are so many.
    pub(crate) fn activation(self, level: c_int) -> Option<Activation> {
        let mut record = MaybeUninit::<ffi::lua_Debug>::zeroed();
        // SAFETY: as above; on success Lua filled in what names the call, and the rest is zeros, which are valid
        // for all the record's fields.
        unsafe {
            (ffi::lua_getstack(self.0, level, record.as_mut_ptr()) != 0)
                .then(|| Activation { stack: self, record: record.assume_init() })
        }
    }
}

/// The operations that may raise.
///
/// # Safety
/// For all: the calling frame, and those between it and the protected call that catches the error, hold no value
/// with a destructor.
impl Stack {
    /// Pushes a string.
    #[inline]
    pub(crate) unsafe fn push_bytes(self, bytes: &[u8]) {
        // SAFETY: the caller's promise.
        unsafe { ffi::lua_pushlstring(self.0, bytes.as_ptr().cast(), bytes.len()) };
    }

    /// Pushes a string.
    #[inline]
    pub(crate) unsafe fn push_str(self, text: &str) {
        // SAFETY: the caller's promise.
        unsafe { self.push_bytes(text.as_bytes()) }
    }

    /// Pushes a new table with room for so many places and names.
    pub(crate) unsafe fn push_table(self, places: usize, names: usize) {
        let room = |count: usize| c_int::try_from(count).unwrap_or(c_int::MAX);
        // SAFETY: the caller's promise.
        unsafe { ffi::lua_createtable(self.0, room(places), room(names)) }
    }

    /// Pushes a C function with the topmost `upvalues` values, which it takes.
    pub(crate) unsafe fn push_closure(self, function: Native, upvalues: c_int) {
        // SAFETY: the caller's promise.
        unsafe { ffi::lua_pushcclosure(self.0, function, upvalues) }
    }

    /// Sets a table's value for the key below the top to the value on top; takes both.
    pub(crate) unsafe fn raw_set(self, index: c_int) {
        // SAFETY: the caller's promise.
        unsafe { ffi::lua_rawset(self.0, index) }
    }

    /// Sets a table's value for an integer key to the value on top, which it takes.
    #[inline]
    pub(crate) unsafe fn raw_set_i(self, index: c_int, key: i64) {
        // SAFETY: the caller's promise.
        unsafe { ffi::lua_rawseti(self.0, index, key) }
    }

    /// Sets a table's value for a name to the value on top, which it takes.
    pub(crate) unsafe fn set_name(self, index: c_int, name: &str) {
        // SAFETY: the caller's promise.
        unsafe {
            let table = self.absolute(index);
            self.push_str(name);
            self.insert(-2);
            self.raw_set(table);
        }
    }

    /// Sets a table's value for a name to a C function without upvalues.
    pub(crate) unsafe fn set_native(self, index: c_int, name: &str, function: Native) {
        // SAFETY: the caller's promise.
        unsafe {
            let table = self.absolute(index);
            self.push_native(function);
            self.set_name(table, name);
        }
    }

    /// Pushes a table's value for a name, without metamethods.
    pub(crate) unsafe fn get_name(self, index: c_int, name: &str) -> c_int {
        // SAFETY: the caller's promise.
        unsafe {
            let table = self.absolute(index);
            self.push_str(name);
            self.raw_get(table)
        }
    }

    /// Gives the value at `index` the metatable on top, which it takes.
    #[inline]
    pub(crate) unsafe fn set_metatable(self, index: c_int) {
        // SAFETY: the caller's promise.
        unsafe { ffi::lua_setmetatable(self.0, index) };
    }

    /// Puts the value on top into the registry; returns the slot.
    pub(crate) unsafe fn reference(self) -> c_int {
        // SAFETY: the caller's promise.
        unsafe { ffi::luaL_ref(self.0, REGISTRY) }
    }

    /// Raises the value on top as an error.
    pub(crate) unsafe fn raise(self) -> ! {
        // SAFETY: the caller's promise.
        unsafe { ffi::lua_error(self.0) }
    }

    /// Raises a text as an error, with the place of the calling script before it.
    pub(crate) unsafe fn raise_text(self, message: &CStr) -> c_int {
        // SAFETY: the caller's promise; the format takes one string, which is given.
        unsafe { ffi::luaL_error(self.0, c"%s".as_ptr(), message.as_ptr()) }
    }

    /// Makes room for `count` more values, or raises.
    pub(crate) unsafe fn need(self, count: c_int) {
        // SAFETY: the caller's promise.
        unsafe { ffi::luaL_checkstack(self.0, count, c"too many values".as_ptr()) }
    }
}

/// One call on the stack of a state.
pub(crate) struct Activation {
    stack: Stack,
    record: ffi::lua_Debug,
}

impl Activation {
    /// What tells this call from every other that is going on.
    pub(crate) fn identity(&self) -> *const c_void {
        const PLACE: usize = size_of::<ffi::lua_Debug>() - size_of::<*const c_void>();
        // SAFETY: the record's last field is a pointer that names the call. Lua calls it private since its
        // content is; its value may be compared. The structure has the layout of C, and no padding follows a
        // pointer at the end of a structure that is aligned like one.
        unsafe { (&raw const self.record).cast::<u8>().add(PLACE).cast::<*const c_void>().read() }
    }

    /// Asks Lua what it knows of the call: source, line and names.
    pub(crate) fn describe(&mut self) {
        // SAFETY: the record was filled in by `lua_getstack` for this state, and the call still goes on. None of
        // these options allocates.
        unsafe { ffi::lua_getinfo(self.stack.0, c"Sln".as_ptr(), &raw mut self.record) };
    }

    /// Pushes the function that is called.
    pub(crate) fn push_function(&mut self) {
        // SAFETY: as above.
        unsafe { ffi::lua_getinfo(self.stack.0, c"f".as_ptr(), &raw mut self.record) };
    }

    /// The line that runs; 0 where there is none.
    pub(crate) fn line(&self) -> u32 {
        u32::try_from(self.record.currentline).unwrap_or(0)
    }

    /// The name of the source as it was given on loading, after `describe`: `@path`.
    pub(crate) fn source(&self) -> &[u8] {
        if self.record.source.is_null() {
            return b"";
        }
        // SAFETY: after `describe` this names the source, which the called function keeps alive.
        unsafe { slice::from_raw_parts(self.record.source.cast(), self.record.srclen) }
    }

    /// The source as Lua's messages print it, after `describe`.
    pub(crate) fn short_source(&self) -> &[u8] {
        text(self.record.short_src.as_ptr())
    }

    /// `Lua`, `C` or `main`, after `describe`.
    pub(crate) fn what(&self) -> &[u8] {
        text(self.record.what)
    }

    /// The function's name, and what kind of name that is, after `describe`; empty where it has none.
    pub(crate) fn name(&self) -> (&[u8], &[u8]) {
        (text(self.record.name), text(self.record.namewhat))
    }
}

fn text<'a>(start: *const c_char) -> &'a [u8] {
    if start.is_null() {
        return b"";
    }
    // SAFETY: Lua's debug texts end with a zero and live as long as the function they describe.
    unsafe { CStr::from_ptr(start) }.to_bytes()
}
