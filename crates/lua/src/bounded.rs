//! Functions of Lua's libraries that can be asked for work without end: `table.insert`, `remove`, `move` and `sort`, which
//! believe any length and any range, and `string.rep`, which repeats nothing as often as it is told to. Inside one of them no
//! hook is called, so nobody could stop it. They are asked here first whether they will come to an end soon, and then run
//! as they are.
//!
//! A length that a function of the script tells is asked for once, and kept for the library: that function could tell it
//! another.

#![allow(unsafe_code)] // C functions for Lua

use std::ffi::c_int;
use std::mem;
use std::ptr;
use std::sync::atomic::{AtomicPtr, Ordering};

use mlua_sys as ffi;

use crate::stack::{Native, Stack, upvalue};

/// How many elements one call moves at most: more than fit into the memory that most games give to Lua, and done in about
/// a second.
const MOST: i64 = 1 << 24;

/// How many elements are sorted at most where no function of a script compares them: done in some seconds. Where one does,
/// it is stopped there.
const MOST_SORTED: i64 = 1 << 22;

/// A function of Lua's own, which is the same in all states of the process.
struct Original(AtomicPtr<()>);

impl Original {
    const fn new() -> Self {
        Self(AtomicPtr::new(ptr::null_mut()))
    }

    /// Runs it in the place of the function that runs.
    ///
    /// # Safety
    /// May raise: see [`Stack`].
    #[inline]
    unsafe fn run(&self, state: *mut ffi::lua_State) -> c_int {
        let function = self.0.load(Ordering::Relaxed);
        // SAFETY: `install` has put a function of this type here before the one that calls this could be reached.
        unsafe { mem::transmute::<*mut (), Native>(function)(state) }
    }
}

static INSERT: Original = Original::new();
static REMOVE: Original = Original::new();
static MOVE: Original = Original::new();
static SORT: Original = Original::new();
static REP: Original = Original::new();

/// Replaces what is bounded of a library, whose table is on top.
///
/// # Safety
/// May raise: see [`Stack`].
pub(crate) unsafe fn install(stack: Stack, library: &str) {
    let functions: &[(&str, &Original, Native)] = match library {
        "table" => &[
            ("insert", &INSERT, insert),
            ("remove", &REMOVE, remove),
            ("move", &MOVE, r#move),
            ("sort", &SORT, sort),
        ],
        "string" => &[("rep", &REP, rep)],
        _ => &[],
    };
    for (name, original, replacement) in functions {
        // SAFETY: the caller's promise.
        unsafe {
            stack.get_name(-1, name);
            if let Some(function) = ffi::lua_tocfunction(stack.0, -1) {
                original.0.store(function as *mut (), Ordering::Relaxed);
                stack.set_native(-2, name, *replacement);
            }
            stack.pop(1);
        }
    }
}

/// Raises unless so many elements can be moved in one call.
unsafe fn check(stack: Stack, count: Option<i64>) {
    if count.is_none_or(|count| count > MOST) {
        // SAFETY: no destructors in the frames of the callers.
        unsafe { stack.raise_text(c"too many elements to move") };
    }
}

/// The length of the table at 1. If a function of the script tells it, a table that reads and writes the other, and has that
/// length from here on, takes its place.
unsafe fn fix_length(stack: Stack) -> i64 {
    // SAFETY: as for the callers.
    unsafe {
        let length = ffi::luaL_len(stack.0, 1);
        if ffi::luaL_getmetafield(stack.0, 1, c"__len".as_ptr()) != ffi::LUA_TNIL {
            stack.pop(1);
            stack.need(4);
            stack.push_table(0, 0);
            stack.push_table(0, 3);
            for name in ["__index", "__newindex"] {
                stack.push_copy(1);
                stack.set_name(-2, name);
            }
            stack.push_integer(length);
            stack.push_closure(fixed_length, 1);
            stack.set_name(-2, "__len");
            stack.set_metatable(-2);
            stack.replace(1);
        }
        length
    }
}

/// The `__len` of such a table.
unsafe extern "C-unwind" fn fixed_length(state: *mut ffi::lua_State) -> c_int {
    Stack(state).push_copy(upvalue(1));
    1
}

/// Raises if those from the position at 2 on are too many. What is no table or no number is left to Lua to complain of.
unsafe fn check_length(stack: Stack) {
    // SAFETY: as for the callers.
    unsafe {
        let mut is_position = 0;
        // As Lua reads it: a text such as "1" is one too.
        let from = ffi::lua_tointegerx(stack.0, 2, &raw mut is_position);
        if stack.kind(1) == ffi::LUA_TTABLE && is_position != 0 {
            check(stack, fix_length(stack).checked_sub(from));
        }
    }
}

/// `table.insert(t, [position,] value)`.
unsafe extern "C-unwind" fn insert(state: *mut ffi::lua_State) -> c_int {
    let stack = Stack(state);
    // SAFETY: no destructors in this frame.
    unsafe {
        if stack.top() > 2 {
            check_length(stack);
        }
        INSERT.run(state)
    }
}

/// `table.remove(t [, position])`.
unsafe extern "C-unwind" fn remove(state: *mut ffi::lua_State) -> c_int {
    let stack = Stack(state);
    // SAFETY: no destructors in this frame.
    unsafe {
        if stack.top() > 1 {
            check_length(stack);
        }
        REMOVE.run(state)
    }
}

/// `table.move(from, first, last, to [, target])`.
unsafe extern "C-unwind" fn r#move(state: *mut ffi::lua_State) -> c_int {
    let stack = Stack(state);
    // SAFETY: no destructors in this frame.
    unsafe {
        let first = ffi::lua_tointegerx(state, 2, ptr::null_mut());
        let last = ffi::lua_tointegerx(state, 3, ptr::null_mut());
        if last >= first {
            check(stack, last.checked_sub(first));
        }
        MOVE.run(state)
    }
}

/// `table.sort(t [, is_before])`.
unsafe extern "C-unwind" fn sort(state: *mut ffi::lua_State) -> c_int {
    let stack = Stack(state);
    // SAFETY: no destructors in this frame.
    unsafe {
        let is_compared_by_script =
            stack.kind(2) == ffi::LUA_TFUNCTION && ffi::lua_iscfunction(state, 2) == 0;
        if !is_compared_by_script && stack.kind(1) == ffi::LUA_TTABLE && fix_length(stack) > MOST_SORTED {
            return stack.raise_text(
                c"too many elements to sort: give a function of your own that compares them, or sort fewer",
            );
        }
        SORT.run(state)
    }
}

/// `string.rep(text, count [, separator])`.
unsafe extern "C-unwind" fn rep(state: *mut ffi::lua_State) -> c_int {
    let stack = Stack(state);
    let is_empty = |index| stack.bytes(index).is_some_and(<[u8]>::is_empty);
    let of_nothing = is_empty(1) && (is_empty(3) || matches!(stack.kind(3), ffi::LUA_TNIL | ffi::LUA_TNONE));
    // SAFETY: no destructors in this frame.
    unsafe {
        if of_nothing {
            ffi::luaL_checkinteger(state, 2);
            stack.set_top(1);
            return 1;
        }
        REP.run(state)
    }
}
