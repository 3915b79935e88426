//! What scripts find in their globals: Lua's libraries without their doors to the outside, and the API.
//!
//! Each script gets globals of its own: a table with shallow copies of all library and API tables. What it assigns
//! there, or in them, no other script sees. What is shared is out of reach: metatables of our types and of strings
//! are hidden by `__metatable`.
//!
//! Left out on purpose: `io`, `package`, `dofile`, `loadfile`, most of `os` and `debug`, `string.dump` and binary
//! chunks (crafted bytecode crashes Lua), and `__gc` (a finaliser would run at any moment, in the middle of some
//! other script's call or when the game ends).

#![allow(unsafe_code)] // C functions for Lua

use std::ffi::{CStr, c_int};

use glotta_core::{Callback, DataRef, ModuleId, ScriptError, near_names, quote};
use mlua_sys as ffi;

use crate::bind;
use crate::bounded;
use crate::callbacks;
use crate::coroutines;
use crate::data;
use crate::errors;
use crate::identifiers;
use crate::interrupt;
use crate::objects;
use crate::push;
use crate::read;
use crate::require;
use crate::stack::{Native, REGISTRY, Stack, upvalue};
use crate::userdata::{Slotted, Thrown};
use crate::vectors;
use crate::vm::{Slot, Vm};

/// The libraries with the names that are offered of them; `math` is opened anew for each script.
const LIBRARIES: &[(&CStr, Native, &[&str])] = &[
    (c"table", ffi::luaopen_table, &["concat", "insert", "move", "pack", "remove", "sort", "unpack"]),
    (
        c"string",
        ffi::luaopen_string,
        &[
            "byte", "char", "find", "format", "gmatch", "gsub", "len", "lower", "match", "pack", "packsize",
            "rep", "reverse", "sub", "unpack", "upper",
        ],
    ),
    (c"utf8", ffi::luaopen_utf8, &["char", "charpattern", "codepoint", "codes", "len", "offset"]),
    (c"coroutine", ffi::luaopen_coroutine, &["close", "create", "isyieldable", "running", "status", "yield"]),
    (c"os", ffi::luaopen_os, &["clock", "date", "difftime", "time"]),
    (c"debug", ffi::luaopen_debug, &["traceback"]),
];

/// What is offered of the basic functions; the others are replaced below or left out.
const BASIC: &[&str] = &[
    "_VERSION",
    "assert",
    "error",
    "getmetatable",
    "ipairs",
    "next",
    "pairs",
    "pcall",
    "rawequal",
    "rawget",
    "rawlen",
    "rawset",
    "select",
    "tonumber",
    "tostring",
    "type",
];

/// The names of globals that an API module cannot have.
pub(crate) fn is_reserved(name: &str) -> bool {
    BASIC.contains(&name)
        || LIBRARIES.iter().any(|(library, ..)| library.to_bytes() == name.as_bytes())
        || glotta_core::VECTORS.iter().any(|vector| vector.name == name)
        || ["_G", "collectgarbage", "list", "load", "math", "print", "require", "setmetatable", "xpcall"]
            .contains(&name)
}

/// Makes a new state ready: metatables, libraries, the API. Run once, protected.
pub(crate) unsafe extern "C-unwind" fn set_up(state: *mut ffi::lua_State) -> c_int {
    let stack = Stack(state);
    let vm = Vm::of(stack);
    // SAFETY: no destructors in this frame; the iterators over the API only borrow it.
    unsafe {
        stack.need(20);
        keep_table(stack, vm, Slot::Callbacks);
        keep_table(stack, vm, Slot::Nulls);
        vm.push_slot(stack, Slot::Nulls);
        stack.push_table(0, 1);
        stack.push_str("k");
        stack.set_name(-2, "__mode");
        stack.set_metatable(-2);
        metatable(stack, vm, Slot::List, |stack| {
            stack.push_str("list");
            stack.set_name(-2, "__name");
            stack.push_boolean(false);
            stack.set_name(-2, "__metatable");
        });
        metatable(stack, vm, Thrown::SLOT, |stack| errors::fill_metatable(stack));
        metatable(stack, vm, DataRef::SLOT, |stack| data::fill_metatable(stack));
        metatable(stack, vm, Callback::SLOT, |stack| callbacks::fill_metatable(stack));
        metatable(stack, vm, Slot::Asset, |stack| identifiers::fill_asset_metatable(stack));
        keep_table(stack, vm, Slot::Template);
        stack.set_top(0);
        vm.push_slot(stack, Slot::Template);
        vectors::install(stack, vm, 1);
        identifiers::install_entities(stack, vm);
        objects::install(stack, vm);
        basic(stack);
        libraries(stack);
        api(stack, vm);
        // Lua's own table of globals is not used: nothing may be found in it by accident.
        stack.push_table(0, 0);
        stack.raw_set_i(REGISTRY, ffi::LUA_RIDX_GLOBALS);
    }
    0
}

unsafe fn keep_table(stack: Stack, vm: &Vm, slot: Slot) {
    // SAFETY: as for `set_up`; so for all that follow.
    unsafe {
        stack.push_table(0, 0);
        vm.set_slot(slot, stack.reference());
    }
}

unsafe fn metatable(stack: Stack, vm: &Vm, slot: Slot, fill: fn(Stack)) {
    // SAFETY: see `keep_table`.
    unsafe {
        stack.push_table(0, 8);
        fill(stack);
        vm.set_slot(slot, stack.reference());
    }
}

/// Puts the basic functions into the template, at index 1.
unsafe fn basic(stack: Stack) {
    // SAFETY: see `keep_table`.
    unsafe {
        ffi::luaL_requiref(stack.0, c"_G".as_ptr(), ffi::luaopen_base, 0);
        copy_names(stack, 1, BASIC);
        stack.pop(1);
        stack.set_native(1, "setmetatable", set_metatable);
        stack.set_native(1, "collectgarbage", collect_garbage);
        stack.set_native(1, "print", print);
        stack.set_native(1, "xpcall", interrupt::xpcall);
        stack.set_native(1, "list", list);
    }
}

/// Copies the named values of the table on top into the table at an index.
unsafe fn copy_names(stack: Stack, to: i32, names: &[&str]) {
    for name in names {
        // SAFETY: see `keep_table`.
        unsafe {
            stack.get_name(-1, name);
            stack.set_name(to, name);
        }
    }
}

/// Puts the libraries into the template, at index 1.
unsafe fn libraries(stack: Stack) {
    // SAFETY: see `keep_table`.
    unsafe {
        for (name, open, names) in LIBRARIES {
            stack.push_table(0, names.len());
            ffi::luaL_requiref(stack.0, name.as_ptr(), *open, 0);
            bounded::install(stack, name.to_str().unwrap_or_default());
            copy_names(stack, stack.top() - 1, names);
            stack.pop(1);
            if *name == c"coroutine" {
                stack.set_native(-1, "wrap", coroutines::wrap);
                stack.set_native(-1, "resume", coroutines::resume);
                stack.get_name(-1, "close");
                stack.push_closure(coroutines::close, 1);
                stack.set_name(-2, "close");
            }
            stack.push_bytes(name.to_bytes());
            stack.insert(-2);
            stack.raw_set(1);
        }
        // The metatable of strings refers to the whole library; scripts reach it only by `("x"):rep(3)`, and
        // `dump` not even so.
        stack.push_str("");
        if stack.push_metatable(-1) {
            stack.push_boolean(false);
            stack.set_name(-2, "__metatable");
            stack.get_name(-1, "__index");
            stack.push_nil();
            stack.set_name(-2, "dump");
        }
        stack.set_top(1);
    }
}

/// Puts the API's modules into the template, at index 1.
unsafe fn api(stack: Stack, vm: &Vm) {
    // SAFETY: see `keep_table`.
    unsafe {
        for name in vm.environment.api.module_names() {
            stack.push_table(0, 16);
            for function in vm.environment.api.functions(name) {
                bind::push_function(stack, vm, function);
                stack.set_name(-2, function.name);
            }
            // Each script's copy has the same metatable; it is asked only for what the copy does not have.
            stack.push_table(0, 2);
            stack.push_str(name);
            stack.push_closure(unknown_function, 1);
            stack.set_name(-2, "__index");
            stack.push_boolean(false);
            stack.set_name(-2, "__metatable");
            stack.set_metatable(-2);
            stack.set_name(1, name);
        }
    }
}

/// `entity.destory`: an error, since a call of nil would not say what was misspelt. The upvalue is the module's name.
unsafe extern "C-unwind" fn unknown_function(state: *mut ffi::lua_State) -> c_int {
    let stack = Stack(state);
    // SAFETY: no destructors in this frame.
    unsafe {
        bind::respond(stack, 1, |vm, _, _| {
            let module = String::from_utf8_lossy(stack.bytes(upvalue(1)).unwrap_or_default());
            let Some(name) = stack.bytes(2).map(String::from_utf8_lossy) else {
                let expected = format!("the name of a function of {module}");
                return Err(ScriptError::type_mismatch(&expected, &read::describe(stack, vm, 2)));
            };
            // A function that the script took out of its copy is not what it should have written.
            let names = vm.environment.api.functions(&module).map(|function| function.name);
            let names = names.filter(|known| *known != name);
            Err(ScriptError::not_found(format!(
                "{module} has no function {}{}",
                quote(&name),
                near_names(&name, names)
            )))
        })
    }
}

/// Pushes new globals for the script at `path`. `module` is its number if the engine loads it, or `None` if another
/// script requires it.
///
/// # Safety
/// May raise: see [`Stack`].
pub(crate) unsafe fn push_globals(stack: Stack, vm: &Vm, path: &str, module: Option<ModuleId>) {
    // SAFETY: the caller's promise.
    unsafe {
        stack.need(12);
        stack.push_table(0, 40);
        let globals = stack.top();
        vm.push_slot(stack, Slot::Template);
        stack.push_nil();
        while stack.next(-2) {
            if stack.kind(-1) == ffi::LUA_TTABLE {
                push_shallow_copy(stack);
                stack.remove(-2);
            }
            stack.push_copy(-2);
            stack.insert(-2);
            stack.raw_set(globals);
        }
        stack.pop(1);
        stack.push_copy(globals);
        stack.set_name(globals, "_G");

        // The generator of random numbers belongs to the library's functions, so each script gets its own, seeded by
        // its path: the same numbers on every run, whichever script draws first.
        stack.push_native(ffi::luaopen_math);
        ffi::lua_call(stack.0, 0, 1);
        stack.get_name(-1, "randomseed");
        stack.push_integer(seed(path));
        ffi::lua_call(stack.0, 1, 0);
        stack.set_name(globals, "math");

        stack.push_copy(globals);
        ffi::luaL_requiref(stack.0, c"_G".as_ptr(), ffi::luaopen_base, 0);
        stack.get_name(-1, "load");
        stack.remove(-2);
        stack.push_closure(load, 2);
        stack.set_name(globals, "load");

        stack.push_str(path);
        match module {
            Some(module) => stack.push_integer(i64::from(module.0)),
            None => stack.push_nil(),
        }
        stack.push_closure(require::require, 2);
        stack.set_name(globals, "require");
    }
}

/// Pushes a copy of the table on top, with its metatable.
unsafe fn push_shallow_copy(stack: Stack) {
    let original = stack.top();
    // SAFETY: see `keep_table`.
    unsafe {
        stack.push_table(0, 16);
        stack.push_nil();
        while stack.next(original) {
            stack.push_copy(-2);
            stack.insert(-2);
            stack.raw_set(original + 1);
        }
        if stack.push_metatable(original) {
            stack.set_metatable(-2);
        }
    }
}

/// FNV-1a.
fn seed(path: &str) -> i64 {
    path.bytes().fold(0xcbf2_9ce4_8422_2325_u64, |hash, byte| {
        (hash ^ u64::from(byte)).wrapping_mul(0x0000_0100_0000_01b3)
    }) as i64
}

/// `print(…)`: as in Lua, but to the host.
unsafe extern "C-unwind" fn print(state: *mut ffi::lua_State) -> c_int {
    let stack = Stack(state);
    let count = stack.top();
    // SAFETY: no destructors in this frame.
    unsafe {
        stack.need(count.saturating_mul(2).saturating_add(4));
        for index in 1..=count {
            if index > 1 {
                stack.push_str("\t");
            }
            ffi::luaL_tolstring(state, index, std::ptr::null_mut());
        }
        if count == 0 {
            stack.push_str("");
        } else {
            ffi::lua_concat(state, count * 2 - 1);
        }
        bind::respond(stack, 0, |_, _, host| {
            host.print(&String::from_utf8_lossy(stack.bytes(-1).unwrap_or_default()));
            Ok(())
        })
    }
}

/// `list{…}`: marks a table as a list, so that it is one even when it is empty.
unsafe extern "C-unwind" fn list(state: *mut ffi::lua_State) -> c_int {
    let stack = Stack(state);
    let vm = Vm::of(stack);
    // SAFETY: no destructors in this frame.
    unsafe {
        match stack.kind(1) {
            ffi::LUA_TNONE | ffi::LUA_TNIL => stack.push_table(0, 0),
            ffi::LUA_TTABLE => {
                if stack.push_metatable(1) {
                    vm.push_slot(stack, Slot::List);
                    if !stack.raw_equal(-1, -2) {
                        return stack.raise_text(c"list: the table has a metatable already");
                    }
                }
                stack.set_top(1);
            }
            _ => return stack.raise_text(c"list: takes a table, as in list{1, 2, 3}"),
        }
        push::mark_as_list(stack, vm);
    }
    1
}

/// `setmetatable(table, metatable)`, without finalisers.
unsafe extern "C-unwind" fn set_metatable(state: *mut ffi::lua_State) -> c_int {
    let stack = Stack(state);
    // SAFETY: no destructors in this frame.
    unsafe {
        ffi::luaL_checktype(state, 1, ffi::LUA_TTABLE);
        let kind = stack.kind(2);
        if kind != ffi::LUA_TNIL && kind != ffi::LUA_TTABLE {
            return ffi::luaL_argerror(state, 2, c"nil or table expected".as_ptr());
        }
        if ffi::luaL_getmetafield(state, 1, c"__metatable".as_ptr()) != ffi::LUA_TNIL {
            return stack.raise_text(c"cannot change a protected metatable");
        }
        if kind == ffi::LUA_TTABLE && stack.get_name(2, "__gc") != ffi::LUA_TNIL {
            return stack.raise_text(
                c"__gc is not available to scripts: release things in on_stop, or with a variable marked <close>",
            );
        }
        stack.set_top(2);
        stack.set_metatable(1);
    }
    1
}

/// `collectgarbage(what)`: counts or collects; how the collector works is not a script's to change.
unsafe extern "C-unwind" fn collect_garbage(state: *mut ffi::lua_State) -> c_int {
    let stack = Stack(state);
    // SAFETY: no destructors in this frame; the collector's commands take the numbers they are given.
    unsafe {
        // `load(collectgarbage)` asks for ever.
        interrupt::check(stack);
        let what = if stack.kind(1) <= ffi::LUA_TNIL { Some(&b"collect"[..]) } else { stack.bytes(1) };
        match what {
            Some(b"collect") => {
                ffi::lua_gc(state, ffi::LUA_GCCOLLECT);
                stack.push_integer(0);
            }
            Some(b"count") => {
                let kilobytes = ffi::lua_gc(state, ffi::LUA_GCCOUNT);
                let rest = ffi::lua_gc(state, ffi::LUA_GCCOUNTB);
                stack.push_number(f64::from(kilobytes) + f64::from(rest) / 1024.0);
            }
            Some(b"step") => {
                let size = ffi::luaL_optinteger(state, 2, 0).clamp(0, 1 << 20);
                let done = ffi::lua_gc(state, ffi::LUA_GCSTEP, size as c_int);
                stack.push_boolean(done != 0);
            }
            _ => return stack.raise_text(c"collectgarbage: takes \"collect\", \"count\" or \"step\""),
        }
    }
    1
}

/// `load(chunk, name, mode, env)`: text only, and in the script's own globals unless told otherwise. Upvalues: the
/// globals, and Lua's own `load`.
unsafe extern "C-unwind" fn load(state: *mut ffi::lua_State) -> c_int {
    let stack = Stack(state);
    let has_environment = stack.top() >= 4;
    stack.set_top(4);
    // SAFETY: no destructors in this frame.
    unsafe {
        if stack.bytes(3).is_some_and(|mode| !mode.contains(&b't')) {
            stack.push_nil();
            stack.push_str("load: binary chunks are not accepted");
            return 2;
        }
        stack.push_copy(upvalue(2));
        stack.push_copy(1);
        stack.push_copy(2);
        stack.push_str("t");
        stack.push_copy(if has_environment { 4 } else { upvalue(1) });
        ffi::lua_call(state, 4, ffi::LUA_MULTRET);
    }
    stack.top() - 4
}
