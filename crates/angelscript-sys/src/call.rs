//! How native functions are called.
//!
//! # Alignment
//!
//! AngelScript's stack is made of words of 4 bytes, and so the addresses of what lies on it are multiples of 4 and not
//! always of 8: arguments, but also what a reference points to (a `const ?&in` of a `double`), and values of the host's
//! types that are variables, arguments or results, so the object of their methods too. Whatever is aligned to more than 4
//! must be read and written unaligned, or lie behind a pointer that is. Objects with handles are where the host put them.

use core::ffi::{c_char, c_int, c_void};

use crate::{Engine, Function, Generic};

/// [`BoundHeader::needs`]: the address of the object that a method is called on.
pub const NEEDS_OBJECT: u32 = 1;
/// [`BoundHeader::needs`]: the address of the arguments.
pub const NEEDS_ARGUMENTS: u32 = 2;
/// [`BoundHeader::needs`]: the address of the result.
pub const NEEDS_RESULT: u32 = 4;

/// The beginning of what a native function is registered with. What follows it is the host's own.
#[repr(C)]
#[derive(Clone, Copy, Debug)]
pub struct BoundHeader {
    /// Runs the function, at each call. Must not unwind.
    pub run: unsafe extern "C" fn(*const BoundHeader, *mut Call),
    /// Which addresses `run` needs: [`NEEDS_OBJECT`], [`NEEDS_ARGUMENTS`], [`NEEDS_RESULT`].
    pub needs: u32,
}

/// One call of a native function. The addresses that were not asked for are null.
#[repr(C)]
#[derive(Debug)]
pub struct Call {
    /// AngelScript's side of the call.
    pub generic: *mut Generic,
    /// The object that a method is called on.
    pub object: *mut c_void,
    /// The arguments, one after the other, each in whole words of 4 bytes: primitives of up to 4 bytes take one word, of 8
    /// bytes two; handles, references and objects by value are pointers. A `?` is a pointer and one word with the type
    /// id. Neither they nor what references point to is sure to be aligned to more than 4 bytes: see
    /// [`mod@call`](crate::call). Null if there are none.
    ///
    /// If the first parameter is an object by value, this is the address of that object and not of the pointer to it,
    /// so the others cannot be found from here: declare such a parameter `const T &in`, or ask [`glas_call_argument`].
    pub arguments: *mut u8,
    /// Where the result goes: the value of a primitive, the pointer of a handle (counted for the caller) or a reference;
    /// for an object by value, the memory to make it in.
    pub result: *mut c_void,
}

unsafe extern "C" {
    /// Raises an exception in the running script, whose text is copied. It takes effect when the native function
    /// returns. [`ERROR`](crate::ERROR) if no script is waiting for this function.
    pub fn glas_call_set_exception(call: *mut Call, text: *const c_char) -> c_int;
    /// The engine that calls.
    pub fn glas_call_engine(call: *mut Call) -> *mut Engine;
    /// The function that is called, as it was registered.
    pub fn glas_call_function(call: *mut Call) -> *mut Function;
    /// How many arguments there are.
    pub fn glas_call_argument_count(call: *mut Call) -> u32;
    /// The type id of an argument, for a `?` that of what was passed; `flags` (may be null) gets its `TM_…`.
    pub fn glas_call_argument_type_id(call: *mut Call, index: u32, flags: *mut u32) -> c_int;
    /// The address of one argument; of an object by value, the object itself.
    pub fn glas_call_argument(call: *mut Call, index: u32) -> *mut c_void;
    /// What [`Call::result`] would be.
    pub fn glas_call_result(call: *mut Call) -> *mut c_void;
}
