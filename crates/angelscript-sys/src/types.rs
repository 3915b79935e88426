//! Types, and what objects of scripts' classes consist of.

use core::ffi::{c_char, c_int, c_void};

use crate::{Engine, Function, Module, ScriptObject, TypeInfo};

unsafe extern "C" {
    /// The type with this id; null for primitives.
    pub fn glas_type_by_id(engine: *mut Engine, type_id: c_int) -> *mut TypeInfo;
    /// The type of the host that is declared so, like `array<int>`.
    pub fn glas_type_by_declaration(engine: *mut Engine, declaration: *const c_char) -> *mut TypeInfo;
    /// The id of a type of the host or a primitive, like `array<int>@`.
    pub fn glas_type_id(engine: *mut Engine, declaration: *const c_char) -> c_int;
    /// How a type is written. Lives until the next text of this kind on this thread.
    pub fn glas_type_declaration(
        engine: *mut Engine,
        type_id: c_int,
        include_namespace: bool,
    ) -> *const c_char;
    /// How many bytes a primitive or an enumeration takes; 0 for others.
    pub fn glas_primitive_size(engine: *mut Engine, type_id: c_int) -> c_int;

    /// The id of a type.
    pub fn glas_type_info_id(info: *mut TypeInfo) -> c_int;
    /// The flags `OBJ_…` of a type.
    pub fn glas_type_flags(info: *mut TypeInfo) -> u64;
    /// The name of a type, without namespace and type parameters.
    pub fn glas_type_name(info: *mut TypeInfo) -> *const c_char;
    /// The namespace of a type; empty if it is the global one.
    pub fn glas_type_namespace(info: *mut TypeInfo) -> *const c_char;
    /// The id of a type parameter.
    pub fn glas_type_subtype_id(info: *mut TypeInfo, index: u32) -> c_int;
    /// How many type parameters there are.
    pub fn glas_type_subtype_count(info: *mut TypeInfo) -> u32;
    /// How many bytes an object takes; 0 if that is not known.
    pub fn glas_type_size(info: *mut TypeInfo) -> u32;
    /// The module that the type is from; null for the host's.
    pub fn glas_type_module(info: *mut TypeInfo) -> *mut Module;
    /// The class that a class inherits from.
    pub fn glas_type_base(info: *mut TypeInfo) -> *mut TypeInfo;
    /// Whether a class is another or inherits from it.
    pub fn glas_type_derives_from(info: *mut TypeInfo, base: *mut TypeInfo) -> bool;
    /// Whether a class has an interface.
    pub fn glas_type_implements(info: *mut TypeInfo, interface: *mut TypeInfo) -> bool;
    /// The signature of a type of functions; null for others.
    pub fn glas_type_signature(info: *mut TypeInfo) -> *mut Function;
    /// The pointer that is kept for the host, or null.
    pub fn glas_type_user_data(info: *mut TypeInfo) -> *mut c_void;
    /// Keeps a pointer for the host, and returns the one before.
    pub fn glas_type_set_user_data(info: *mut TypeInfo, data: *mut c_void) -> *mut c_void;
    /// The method that is declared so, like `bool opEquals(const T &in) const`.
    pub fn glas_type_method_by_declaration(info: *mut TypeInfo, declaration: *const c_char) -> *mut Function;
    /// The method of this name; null also if there are several.
    pub fn glas_type_method_by_name(info: *mut TypeInfo, name: *const c_char) -> *mut Function;
    /// How many methods there are.
    pub fn glas_type_method_count(info: *mut TypeInfo) -> u32;
    /// A method. That of a script's class stands for whatever the class of the object at hand has
    /// ([`FUNC_VIRTUAL`](crate::FUNC_VIRTUAL)): it knows types, but no section, names and defaults of parameters.
    pub fn glas_type_method(info: *mut TypeInfo, index: u32) -> *mut Function;
    /// The method that objects of just this class have, with all that is known of it.
    pub fn glas_type_method_body(info: *mut TypeInfo, index: u32) -> *mut Function;
    /// How many factories there are.
    pub fn glas_type_factory_count(info: *mut TypeInfo) -> u32;
    /// A factory.
    pub fn glas_type_factory(info: *mut TypeInfo, index: u32) -> *mut Function;
    /// How many values an enumeration has.
    pub fn glas_enum_value_count(info: *mut TypeInfo) -> u32;
    /// The name of a value of an enumeration, and in `value` the value.
    pub fn glas_enum_value(info: *mut TypeInfo, index: u32, value: *mut i64) -> *const c_char;
    /// Holds a type.
    pub fn glas_type_add_ref(info: *mut TypeInfo) -> c_int;
    /// Lets go of a type.
    pub fn glas_type_release(info: *mut TypeInfo) -> c_int;

    /// Counts one more handle of an object of a script's class, and says how many there are now.
    pub fn glas_script_object_add_ref(object: *mut ScriptObject) -> c_int;
    /// The class of an object.
    pub fn glas_script_object_type(object: *mut ScriptObject) -> *mut TypeInfo;
    /// How many properties an object has, those of its base classes first.
    pub fn glas_script_object_property_count(object: *mut ScriptObject) -> u32;
    /// The name of a property.
    pub fn glas_script_object_property_name(object: *mut ScriptObject, index: u32) -> *const c_char;
    /// The type id of a property.
    pub fn glas_script_object_property_type_id(object: *mut ScriptObject, index: u32) -> c_int;
    /// Where a property lies: the value, or the pointer if it is a handle.
    pub fn glas_script_object_property_address(object: *mut ScriptObject, index: u32) -> *mut c_void;
}
