//! The process, an engine, and what is registered with it.

use core::ffi::{c_char, c_int, c_void};

use crate::{BoundHeader, Context, Engine, TypeInfo};

/// Allocates: like `malloc`, aligned for everything; null if there is no memory.
pub type AllocFn = unsafe extern "C" fn(size: usize) -> *mut c_void;
/// Frees what [`AllocFn`] returned.
pub type FreeFn = unsafe extern "C" fn(memory: *mut c_void);
/// Is told of an error, a warning or a note of the compiler.
pub type MessageFn = unsafe extern "C" fn(user: *mut c_void, message: *const Message);
/// Is told of something in a context, by [`glas_context_set_exception_callback`](crate::glas_context_set_exception_callback)
/// or [`glas_context_set_line_callback`](crate::glas_context_set_line_callback).
pub type ContextFn = unsafe extern "C" fn(context: *mut Context, user: *mut c_void);
/// Gives a context to run a function in that AngelScript calls of its own, such as a destructor; null if none can be had.
pub type RequestContextFn = unsafe extern "C" fn(engine: *mut Engine, user: *mut c_void) -> *mut Context;
/// Takes such a context back.
pub type ReturnContextFn =
    unsafe extern "C" fn(engine: *mut Engine, context: *mut Context, user: *mut c_void);
/// Frees the user data of a type.
pub type TypeFn = unsafe extern "C" fn(info: *mut TypeInfo);
/// Returns the object that stands for a literal, the same for the same text if it likes; null if that cannot be had.
pub type StringGetFn =
    unsafe extern "C" fn(user: *mut c_void, data: *const c_char, length: u32) -> *const c_void;
/// Lets go of a literal's object: once for each time that it was returned. Negative if it is not one.
pub type StringReleaseFn = unsafe extern "C" fn(user: *mut c_void, string: *const c_void) -> c_int;
/// Copies a literal's bytes to `data` and its length to `length`; either may be null. Negative if it is not one.
pub type StringRawFn = unsafe extern "C" fn(
    user: *mut c_void,
    string: *const c_void,
    data: *mut c_char,
    length: *mut u32,
) -> c_int;

/// What the compiler has to say. Its texts live only during the call.
#[repr(C)]
#[derive(Debug)]
pub struct Message {
    /// The name of the section, or empty.
    pub section: *const c_char,
    /// What it says.
    pub text: *const c_char,
    /// The line, from 1; 0 if it is about no place.
    pub row: i32,
    /// The column in bytes, from 1; 0 if it is about no place.
    pub column: i32,
    /// One of `MSGTYPE_…`.
    pub kind: i32,
}

unsafe extern "C" {
    /// Lets all of AngelScript allocate by these; with a null pointer (`None`), by the C library again. To be called
    /// while there is no engine.
    pub fn glas_set_memory_functions(alloc: Option<AllocFn>, free: Option<FreeFn>) -> c_int;
    /// Makes the library fit for several threads. To be called before the first engine is made, on one thread.
    pub fn glas_prepare_multithread() -> c_int;
    /// Ends what [`glas_prepare_multithread`] began: once for each of its calls, after the last engine.
    pub fn glas_unprepare_multithread();
    /// Frees what the library keeps for this thread. To be called before a thread that ran scripts ends.
    pub fn glas_thread_cleanup() -> c_int;
    /// The version of the library, like `2.35.1`.
    pub fn glas_version() -> *const c_char;
    /// How the library was built, words with a space between.
    pub fn glas_library_options() -> *const c_char;
    /// The version that the shim was compiled for, like 23501. An engine is only made by a library of that version.
    pub fn glas_header_version() -> c_int;

    /// Makes an engine. Null if the library is of another version than the header, or there is no memory.
    pub fn glas_engine_create() -> *mut Engine;
    /// Ends an engine: its modules and what it still finds as garbage. Returns how many others hold it, to which it
    /// then still belongs; 0 when it is gone.
    pub fn glas_engine_shutdown(engine: *mut Engine) -> c_int;
    /// Sets one of `EP_…`.
    pub fn glas_engine_set_property(engine: *mut Engine, property: u32, value: usize) -> c_int;
    /// Reads one of `EP_…`.
    pub fn glas_engine_property(engine: *mut Engine, property: u32) -> usize;
    /// Sends the compiler's messages here, in place of where they went before; `None`: nowhere.
    pub fn glas_engine_set_message_callback(
        engine: *mut Engine,
        callback: Option<MessageFn>,
        user: *mut c_void,
    ) -> c_int;
    /// Sends a message where the compiler's go.
    pub fn glas_engine_write_message(
        engine: *mut Engine,
        section: *const c_char,
        row: c_int,
        column: c_int,
        kind: c_int,
        text: *const c_char,
    ) -> c_int;
    /// Keeps a pointer for the host, and returns the one before.
    pub fn glas_engine_set_user_data(engine: *mut Engine, data: *mut c_void) -> *mut c_void;
    /// The pointer that is kept for the host, or null.
    pub fn glas_engine_user_data(engine: *mut Engine) -> *mut c_void;
    /// Where AngelScript gets its own contexts from, and gives them back to.
    pub fn glas_engine_set_context_callbacks(
        engine: *mut Engine,
        request: RequestContextFn,
        give_back: ReturnContextFn,
        user: *mut c_void,
    ) -> c_int;
    /// Is called for each type with user data, before the type ends. To be set once.
    pub fn glas_engine_set_type_cleanup(engine: *mut Engine, cleanup: TypeFn);

    /// The namespace of what is registered and looked up from now on; empty for the global one. `a::b` nests.
    pub fn glas_set_namespace(engine: *mut Engine, name: *const c_char) -> c_int;
    /// Registers a type with flags `OBJ_…`; `size` in bytes is needed for values. Returns its type id.
    pub fn glas_register_type(engine: *mut Engine, name: *const c_char, size: c_int, flags: u64) -> c_int;
    /// Registers a property at `offset` in the object, or at `offset` in what is at `composite_offset` in the object,
    /// or pointed to from there if `indirect`.
    pub fn glas_register_property(
        engine: *mut Engine,
        object: *const c_char,
        declaration: *const c_char,
        offset: c_int,
        composite_offset: c_int,
        indirect: bool,
    ) -> c_int;
    /// Registers a method. Returns its function id.
    pub fn glas_register_method(
        engine: *mut Engine,
        object: *const c_char,
        declaration: *const c_char,
        bound: *const BoundHeader,
    ) -> c_int;
    /// Registers one of `BEHAVE_…`. Returns its function id.
    pub fn glas_register_behaviour(
        engine: *mut Engine,
        object: *const c_char,
        behaviour: u32,
        declaration: *const c_char,
        bound: *const BoundHeader,
    ) -> c_int;
    /// Registers a function in the current namespace. Returns its function id.
    pub fn glas_register_function(
        engine: *mut Engine,
        declaration: *const c_char,
        bound: *const BoundHeader,
    ) -> c_int;
    /// Registers a variable, which lies at `pointer`.
    pub fn glas_register_global_property(
        engine: *mut Engine,
        declaration: *const c_char,
        pointer: *mut c_void,
    ) -> c_int;
    /// Registers an enumeration. Returns its type id.
    pub fn glas_register_enum(engine: *mut Engine, name: *const c_char) -> c_int;
    /// Registers a value of an enumeration.
    pub fn glas_register_enum_value(
        engine: *mut Engine,
        name: *const c_char,
        value_name: *const c_char,
        value: i32,
    ) -> c_int;
    /// Registers a type of functions. Returns its type id.
    pub fn glas_register_funcdef(engine: *mut Engine, declaration: *const c_char) -> c_int;
    /// Says what literals are made of: a registered type, and how its objects are had. Once for an engine.
    pub fn glas_register_string_factory(
        engine: *mut Engine,
        string_type: *const c_char,
        get: StringGetFn,
        release: StringReleaseFn,
        raw: StringRawFn,
        user: *mut c_void,
    ) -> c_int;
    /// Says what `T[]` stands for: a registered template, like `array<T>`.
    pub fn glas_register_default_array(engine: *mut Engine, array_type: *const c_char) -> c_int;
    /// The class (`TC_…`) of the token that `text` begins with, and its length in bytes.
    pub fn glas_parse_token(
        engine: *mut Engine,
        text: *const c_char,
        length: usize,
        token_length: *mut u32,
    ) -> c_int;
}
