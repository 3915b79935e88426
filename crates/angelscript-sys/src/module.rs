//! Modules: what scripts are compiled to.

use core::ffi::{c_char, c_int, c_void};

use crate::{Context, Engine, Function, Module, TypeInfo};

/// Takes bytes of a module that is saved. Negative if it cannot.
pub type WriteFn = unsafe extern "C" fn(user: *mut c_void, data: *const c_void, length: u32) -> c_int;
/// Gives the next bytes of a module that is loaded. Negative if there are not as many.
pub type ReadFn = unsafe extern "C" fn(user: *mut c_void, data: *mut c_void, length: u32) -> c_int;

unsafe extern "C" {
    /// Makes an empty module, in place of the one of that name.
    pub fn glas_module_create(engine: *mut Engine, name: *const c_char) -> *mut Module;
    /// The module of that name.
    pub fn glas_module_by_name(engine: *mut Engine, name: *const c_char) -> *mut Module;
    /// Ends a module: it cannot be found any more, its global variables are freed, its functions live while held.
    pub fn glas_module_discard(module: *mut Module);
    /// The name of a module.
    pub fn glas_module_name(module: *mut Module) -> *const c_char;
    /// Keeps a pointer for the host, and returns the one before.
    pub fn glas_module_set_user_data(module: *mut Module, data: *mut c_void) -> *mut c_void;
    /// The pointer that is kept for the host, or null.
    pub fn glas_module_user_data(module: *mut Module) -> *mut c_void;
    /// Adds text to what will be compiled. `line_offset` is added to the lines that messages tell.
    pub fn glas_module_add_section(
        module: *mut Module,
        name: *const c_char,
        text: *const c_char,
        length: usize,
        line_offset: c_int,
    ) -> c_int;
    /// Compiles the sections. Negative if that fails, which the messages explain.
    pub fn glas_module_build(module: *mut Module) -> c_int;
    /// Gives all global variables their values anew, run in a context of the caller (may be null).
    pub fn glas_module_reset_globals(module: *mut Module, context: *mut Context) -> c_int;

    /// How many functions a module has that are no methods.
    pub fn glas_module_function_count(module: *mut Module) -> u32;
    /// A function.
    pub fn glas_module_function(module: *mut Module, index: u32) -> *mut Function;
    /// The function that is declared so.
    pub fn glas_module_function_by_declaration(
        module: *mut Module,
        declaration: *const c_char,
    ) -> *mut Function;
    /// The function of this name; null also if there are several.
    pub fn glas_module_function_by_name(module: *mut Module, name: *const c_char) -> *mut Function;
    /// How many global variables a module has.
    pub fn glas_module_global_count(module: *mut Module) -> u32;
    /// What a global variable is; any of the places may be null.
    pub fn glas_module_global(
        module: *mut Module,
        index: u32,
        name: *mut *const c_char,
        namespace: *mut *const c_char,
        type_id: *mut c_int,
        is_const: *mut bool,
    ) -> c_int;
    /// Where a global variable lies: the value, or the pointer if it is a handle.
    pub fn glas_module_global_address(module: *mut Module, index: u32) -> *mut c_void;
    /// How many classes and interfaces a module has.
    pub fn glas_module_type_count(module: *mut Module) -> u32;
    /// A class or interface.
    pub fn glas_module_type(module: *mut Module, index: u32) -> *mut TypeInfo;

    /// How many functions a module imports.
    pub fn glas_module_import_count(module: *mut Module) -> u32;
    /// How an imported function is declared. Lives until the next text of this kind on this thread.
    pub fn glas_module_import_declaration(module: *mut Module, index: u32) -> *const c_char;
    /// The name of the module that a function is imported from.
    pub fn glas_module_import_source(module: *mut Module, index: u32) -> *const c_char;
    /// Says which function an imported one is.
    pub fn glas_module_import_bind(module: *mut Module, index: u32, function: *mut Function) -> c_int;
    /// Forgets which functions the imported ones are.
    pub fn glas_module_import_unbind_all(module: *mut Module) -> c_int;

    /// Writes a compiled module, without names and lines if `strip`.
    pub fn glas_module_save(module: *mut Module, write: WriteFn, user: *mut c_void, strip: bool) -> c_int;
    /// Reads what was written by this library with the same things registered. Bytes from elsewhere are not safe to load.
    pub fn glas_module_load(module: *mut Module, read: ReadFn, user: *mut c_void) -> c_int;
}
