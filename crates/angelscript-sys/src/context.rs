//! Contexts: running functions, and what is known of the run.

use core::ffi::{c_char, c_int, c_void};
use core::fmt;

use crate::{Context, ContextFn, Engine, Function};

/// One argument of [`glas_context_execute`]. Which of the fields of `value` counts is said by `kind`.
#[repr(C)]
#[derive(Clone, Copy, Debug)]
pub struct Argument {
    /// One of `ARGUMENT_…`.
    pub kind: u32,
    /// The argument.
    pub value: ArgumentValue,
}

/// See [`Argument`].
#[repr(C)]
#[derive(Clone, Copy)]
pub union ArgumentValue {
    /// With [`ARGUMENT_BYTE`].
    pub byte: u8,
    /// With [`ARGUMENT_WORD`].
    pub word: u16,
    /// With [`ARGUMENT_DWORD`].
    pub dword: u32,
    /// With [`ARGUMENT_QWORD`] and [`ARGUMENT_PLAIN`].
    pub qword: u64,
    /// With [`ARGUMENT_FLOAT`].
    pub single: f32,
    /// With [`ARGUMENT_DOUBLE`].
    pub wide: f64,
    /// With [`ARGUMENT_ADDRESS`] and [`ARGUMENT_OBJECT`].
    pub pointer: *mut c_void,
}

impl fmt::Debug for ArgumentValue {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        // Which field counts is not known here.
        formatter.write_str("ArgumentValue")
    }
}

/// A `bool`, `int8` or `uint8`.
pub const ARGUMENT_BYTE: u32 = 0;
/// An `int16` or `uint16`.
pub const ARGUMENT_WORD: u32 = 1;
/// An `int`, `uint` or value of an enumeration.
pub const ARGUMENT_DWORD: u32 = 2;
/// An `int64` or `uint64`.
pub const ARGUMENT_QWORD: u32 = 3;
/// A `float`.
pub const ARGUMENT_FLOAT: u32 = 4;
/// A `double`.
pub const ARGUMENT_DOUBLE: u32 = 5;
/// A reference; or a handle, which the call takes over.
pub const ARGUMENT_ADDRESS: u32 = 6;
/// An object by value, which is copied; or a handle, which is held once more for the call; or a reference to an object.
pub const ARGUMENT_OBJECT: u32 = 7;
/// An object by value of a plain type (`OBJ_POD`) without a destructor, of 8 bytes, which are `qword`.
pub const ARGUMENT_PLAIN: u32 = 8;

/// The last exception of a context. Its texts live until the next run.
#[repr(C)]
#[derive(Clone, Copy, Debug)]
pub struct Exception {
    /// What it says.
    pub text: *const c_char,
    /// The name of the section, or null.
    pub section: *const c_char,
    /// The function that it was raised in, or null.
    pub function: *mut Function,
    /// The line, from 1; 0 if it is not known.
    pub line: i32,
    /// The column in bytes, from 1; 0 if it is not known.
    pub column: i32,
}

unsafe extern "C" {
    /// Makes a context, held once for the caller.
    pub fn glas_context_create(engine: *mut Engine) -> *mut Context;
    /// Lets go of a context.
    pub fn glas_context_release(context: *mut Context) -> c_int;
    /// Runs a function to its end: on `object` if it is a method (else null), with `count` arguments, each of the type of
    /// its parameter; not all of them are checked. Returns one of `EXECUTION_…`, or a negative code if it could not begin,
    /// after which the context is unprepared.
    pub fn glas_context_execute(
        context: *mut Context,
        function: *mut Function,
        object: *mut c_void,
        arguments: *const Argument,
        count: u32,
    ) -> c_int;
    /// Goes on with what was suspended; returns as [`glas_context_execute`] does.
    pub fn glas_context_resume(context: *mut Context) -> c_int;
    /// Where the result lies after [`EXECUTION_FINISHED`](crate::EXECUTION_FINISHED): the value of a primitive, the
    /// pointer of a handle or a reference, or the object itself. It is the context's, until that is used again.
    pub fn glas_context_return_address(context: *mut Context) -> *mut c_void;
    /// The object or handle that was returned; it is the context's, until that is used again.
    pub fn glas_context_return_object(context: *mut Context) -> *mut c_void;
    /// Frees what the last run left behind.
    pub fn glas_context_unprepare(context: *mut Context) -> c_int;
    /// Ends the run at the next statement, uncaught, from any thread.
    pub fn glas_context_abort(context: *mut Context) -> c_int;
    /// Stops the run at the next statement, from any thread.
    pub fn glas_context_suspend(context: *mut Context) -> c_int;
    /// One of `EXECUTION_…`.
    pub fn glas_context_state(context: *mut Context) -> c_int;
    /// Raises an exception, from a native function that this context called.
    pub fn glas_context_set_exception(context: *mut Context, text: *const c_char, allow_catch: bool)
    -> c_int;
    /// What the last exception was.
    pub fn glas_context_exception(context: *mut Context, out: *mut Exception) -> c_int;
    /// Whether the exception that was just raised meets a `catch`.
    pub fn glas_context_will_exception_be_caught(context: *mut Context) -> bool;
    /// How many calls are open, with those that were open when states were pushed.
    pub fn glas_context_stack_size(context: *mut Context) -> u32;
    /// One open call, 0 being the innermost: its function, line, column and section. Where a state was pushed, it is the
    /// native function that did so, without a line (0) and a section (null). Negative if there are not as many.
    pub fn glas_context_stack_frame(
        context: *mut Context,
        level: u32,
        function: *mut *mut Function,
        line: *mut c_int,
        column: *mut c_int,
        section: *mut *const c_char,
    ) -> c_int;
    /// The object that the method of an open call of a script is called on, and its type id; else null and `void`.
    pub fn glas_context_stack_this(context: *mut Context, level: u32, type_id: *mut c_int) -> *mut c_void;
    /// Is called when an exception is raised, while all calls are still open; `None`: nothing is.
    pub fn glas_context_set_exception_callback(
        context: *mut Context,
        callback: Option<ContextFn>,
        user: *mut c_void,
    ) -> c_int;
    /// Is called before each statement; `None`: nothing is. Takes no lock, so that an allocator may call it.
    pub fn glas_context_set_line_callback(
        context: *mut Context,
        callback: Option<ContextFn>,
        user: *mut c_void,
    ) -> c_int;
    /// The innermost context that runs on this thread, or null.
    pub fn glas_active_context() -> *mut Context;
    /// Puts the run aside, so that a native function can run another in the same context.
    pub fn glas_context_push_state(context: *mut Context) -> c_int;
    /// Takes up the run that was put aside last.
    pub fn glas_context_pop_state(context: *mut Context) -> c_int;
    /// Whether runs are put aside, and in `count` (may be null) how many.
    pub fn glas_context_is_nested(context: *mut Context, count: *mut u32) -> bool;
    /// The engine of a context.
    pub fn glas_context_engine(context: *mut Context) -> *mut Engine;
    /// Keeps a pointer for the host, and returns the one before.
    pub fn glas_context_set_user_data(context: *mut Context, data: *mut c_void) -> *mut c_void;
    /// The pointer that is kept for the host, or null.
    pub fn glas_context_user_data(context: *mut Context) -> *mut c_void;
}
