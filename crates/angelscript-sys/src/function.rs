//! Functions: what they are called, take and return.

use core::ffi::{c_char, c_int, c_void};

use crate::{Function, Module, TypeInfo};

unsafe extern "C" {
    /// The name of a function.
    pub fn glas_function_name(function: *mut Function) -> *const c_char;
    /// The namespace of a function; empty if it is the global one.
    pub fn glas_function_namespace(function: *mut Function) -> *const c_char;
    /// How a function is declared. Lives until the next text of this kind on this thread.
    pub fn glas_function_declaration(
        function: *mut Function,
        object: bool,
        namespace: bool,
        parameter_names: bool,
    ) -> *const c_char;
    /// The name of the section that a script's function is from; null for others.
    pub fn glas_function_section(function: *mut Function) -> *const c_char;
    /// The line that a script's function is declared in, counted from 1; 0 for others.
    pub fn glas_function_line(function: *mut Function) -> c_int;
    /// How many parameters a function has.
    pub fn glas_function_parameter_count(function: *mut Function) -> u32;
    /// What a parameter is: its type id, its `TM_…`, its name and default as written; any of the places may be null.
    pub fn glas_function_parameter(
        function: *mut Function,
        index: u32,
        type_id: *mut c_int,
        flags: *mut u32,
        name: *mut *const c_char,
        default_argument: *mut *const c_char,
    ) -> c_int;
    /// The type id of the result; `flags` (may be null) gets its `TM_…`.
    pub fn glas_function_return_type_id(function: *mut Function, flags: *mut u32) -> c_int;
    /// The module of a script's function; null for others.
    pub fn glas_function_module(function: *mut Function) -> *mut Module;
    /// The type that a method belongs to.
    pub fn glas_function_object_type(function: *mut Function) -> *mut TypeInfo;
    /// One of `FUNC_…`.
    pub fn glas_function_kind(function: *mut Function) -> c_int;
    /// The number of a function in its engine.
    pub fn glas_function_id(function: *mut Function) -> c_int;
    /// The type id of a signature.
    pub fn glas_function_type_id(function: *mut Function) -> c_int;
    /// Whether a function fits a type of functions.
    pub fn glas_function_is_compatible(function: *mut Function, type_id: c_int) -> bool;
    /// The object of a delegate; null for others.
    pub fn glas_function_delegate_object(function: *mut Function) -> *mut c_void;
    /// The type of a delegate's object; null for others.
    pub fn glas_function_delegate_type(function: *mut Function) -> *mut TypeInfo;
    /// The method of a delegate; null for others.
    pub fn glas_function_delegate_function(function: *mut Function) -> *mut Function;
    /// Keeps a pointer for the host, and returns the one before.
    pub fn glas_function_set_user_data(function: *mut Function, data: *mut c_void) -> *mut c_void;
    /// The pointer that is kept for the host, or null.
    pub fn glas_function_user_data(function: *mut Function) -> *mut c_void;
    /// Holds a function.
    pub fn glas_function_add_ref(function: *mut Function) -> c_int;
    /// Lets go of a function.
    pub fn glas_function_release(function: *mut Function) -> c_int;
}
