// The C interface of this crate: what Rust calls of AngelScript, whose own interface is C++ classes.
//
// Everything is AngelScript's own unless said otherwise: the same codes (negative for errors), the same ownership of
// what is returned, the same texts that live as long as what they belong to. No C++ exception leaves these functions;
// one that would is reported as asERROR or as a null pointer. Texts in are ended by NUL unless a length goes with them.
//
// src/ declares the same once more for Rust, and says what each is for.

#ifndef GLAS_SHIM_H
#define GLAS_SHIM_H

#include <angelscript.h>
#include <stddef.h>
#include <stdint.h>

#ifdef AS_USE_NAMESPACE
using namespace AngelScript;
#endif

extern "C" {

typedef asIScriptEngine GlasEngine;
typedef asIScriptModule GlasModule;
typedef asIScriptContext GlasContext;
typedef asIScriptFunction GlasFunction;
typedef asITypeInfo GlasType;
typedef asIScriptObject GlasScriptObject;

/// One call of a native function, filled in as far as the function needs it.
struct GlasCall {
    asIScriptGeneric *generic;
    void *object;
    uint8_t *arguments;
    void *result;
};

/// The beginning of what a native function is registered with.
struct GlasBound {
    void (*run)(const GlasBound *bound, GlasCall *call);
    uint32_t needs;
};

enum { GLAS_NEEDS_OBJECT = 1, GLAS_NEEDS_ARGUMENTS = 2, GLAS_NEEDS_RESULT = 4 };

struct GlasMessage {
    const char *section;
    const char *text;
    int32_t row;
    int32_t column;
    int32_t type;
};

enum GlasArgumentKind {
    GLAS_ARGUMENT_BYTE = 0,
    GLAS_ARGUMENT_WORD = 1,
    GLAS_ARGUMENT_DWORD = 2,
    GLAS_ARGUMENT_QWORD = 3,
    GLAS_ARGUMENT_FLOAT = 4,
    GLAS_ARGUMENT_DOUBLE = 5,
    GLAS_ARGUMENT_ADDRESS = 6,
    GLAS_ARGUMENT_OBJECT = 7,
    GLAS_ARGUMENT_PLAIN = 8
};

struct GlasArgument {
    uint32_t kind;
    union {
        uint8_t byte;
        uint16_t word;
        uint32_t dword;
        uint64_t qword;
        float single;
        double wide;
        void *pointer;
    } value;
};

struct GlasException {
    const char *text;
    const char *section;
    GlasFunction *function;
    int32_t line;
    int32_t column;
};

typedef void *(*GlasAlloc)(size_t size);
typedef void (*GlasFree)(void *memory);
typedef void (*GlasOnMessage)(void *user, const GlasMessage *message);
typedef void (*GlasOnContext)(GlasContext *context, void *user);
typedef void (*GlasOnType)(GlasType *type);
struct GlasLoosening;
typedef void (*GlasLoosen)(void *user, void *object, GlasType *type, uint32_t holders, GlasLoosening *loosening);
typedef GlasContext *(*GlasRequestContext)(GlasEngine *engine, void *user);
typedef void (*GlasReturnContext)(GlasEngine *engine, GlasContext *context, void *user);
typedef const void *(*GlasStringGet)(void *user, const char *data, uint32_t length);
typedef int (*GlasStringRelease)(void *user, const void *string);
typedef int (*GlasStringRaw)(void *user, const void *string, char *data, uint32_t *length);
typedef int (*GlasWrite)(void *user, const void *data, uint32_t length);
typedef int (*GlasRead)(void *user, void *data, uint32_t length);

// What Rust does for the shim.
double glas_parse_number(const char *text, size_t length, bool is_float);

// The process.
int glas_set_memory_functions(GlasAlloc alloc, GlasFree free);
int glas_prepare_multithread();
void glas_unprepare_multithread();
int glas_thread_cleanup();
const char *glas_version();
const char *glas_library_options();
int glas_header_version();

// An engine and what is registered with it.
GlasEngine *glas_engine_create();
int glas_engine_shutdown(GlasEngine *engine);
int glas_engine_set_property(GlasEngine *engine, uint32_t property, size_t value);
size_t glas_engine_property(GlasEngine *engine, uint32_t property);
int glas_engine_set_message_callback(GlasEngine *engine, GlasOnMessage callback, void *user);
int glas_engine_write_message(GlasEngine *engine, const char *section, int row, int column, int type, const char *text);
void *glas_engine_set_user_data(GlasEngine *engine, void *data);
void *glas_engine_user_data(GlasEngine *engine);
int glas_engine_set_context_callbacks(GlasEngine *engine, GlasRequestContext request, GlasReturnContext give_back,
                                      void *user);
void glas_engine_set_type_cleanup(GlasEngine *engine, GlasOnType cleanup);
int glas_set_namespace(GlasEngine *engine, const char *name);
int glas_register_type(GlasEngine *engine, const char *name, int size, uint64_t flags);
int glas_register_property(GlasEngine *engine, const char *object, const char *declaration, int offset,
                           int composite_offset, bool indirect);
int glas_register_method(GlasEngine *engine, const char *object, const char *declaration, const GlasBound *bound);
int glas_register_behaviour(GlasEngine *engine, const char *object, uint32_t behaviour, const char *declaration,
                            const GlasBound *bound);
int glas_register_function(GlasEngine *engine, const char *declaration, const GlasBound *bound);
int glas_register_global_property(GlasEngine *engine, const char *declaration, void *pointer);
int glas_register_enum(GlasEngine *engine, const char *name);
int glas_register_enum_value(GlasEngine *engine, const char *name, const char *value_name, int32_t value);
int glas_register_funcdef(GlasEngine *engine, const char *declaration);
int glas_register_string_factory(GlasEngine *engine, const char *type, GlasStringGet get, GlasStringRelease release,
                                 GlasStringRaw raw, void *user);
int glas_register_default_array(GlasEngine *engine, const char *type);
int glas_parse_token(GlasEngine *engine, const char *text, size_t length, uint32_t *token_length);

// Types.
GlasType *glas_type_by_id(GlasEngine *engine, int type_id);
GlasType *glas_type_by_declaration(GlasEngine *engine, const char *declaration);
int glas_type_id(GlasEngine *engine, const char *declaration);
const char *glas_type_declaration(GlasEngine *engine, int type_id, bool include_namespace);
int glas_primitive_size(GlasEngine *engine, int type_id);
int glas_type_info_id(GlasType *type);
uint64_t glas_type_flags(GlasType *type);
const char *glas_type_name(GlasType *type);
const char *glas_type_namespace(GlasType *type);
int glas_type_subtype_id(GlasType *type, uint32_t index);
uint32_t glas_type_subtype_count(GlasType *type);
uint32_t glas_type_size(GlasType *type);
GlasModule *glas_type_module(GlasType *type);
GlasType *glas_type_base(GlasType *type);
bool glas_type_derives_from(GlasType *type, GlasType *base);
bool glas_type_implements(GlasType *type, GlasType *interface_type);
GlasFunction *glas_type_signature(GlasType *type);
void *glas_type_user_data(GlasType *type);
void *glas_type_set_user_data(GlasType *type, void *data);
GlasFunction *glas_type_method_by_declaration(GlasType *type, const char *declaration);
GlasFunction *glas_type_method_by_name(GlasType *type, const char *name);
uint32_t glas_type_method_count(GlasType *type);
GlasFunction *glas_type_method(GlasType *type, uint32_t index);
GlasFunction *glas_type_method_body(GlasType *type, uint32_t index);
uint32_t glas_type_factory_count(GlasType *type);
GlasFunction *glas_type_factory(GlasType *type, uint32_t index);
uint32_t glas_enum_value_count(GlasType *type);
const char *glas_enum_value(GlasType *type, uint32_t index, int64_t *value);
int glas_type_add_ref(GlasType *type);
int glas_type_release(GlasType *type);
int glas_script_object_add_ref(GlasScriptObject *object);
GlasType *glas_script_object_type(GlasScriptObject *object);
uint32_t glas_script_object_property_count(GlasScriptObject *object);
const char *glas_script_object_property_name(GlasScriptObject *object, uint32_t index);
int glas_script_object_property_type_id(GlasScriptObject *object, uint32_t index);
void *glas_script_object_property_address(GlasScriptObject *object, uint32_t index);

// Objects.
void *glas_object_create(GlasEngine *engine, GlasType *type);
void *glas_object_copy(GlasEngine *engine, void *object, GlasType *type);
int glas_object_assign(GlasEngine *engine, void *target, void *source, GlasType *type);
void glas_object_add_ref(GlasEngine *engine, void *object, GlasType *type);
void glas_object_release(GlasEngine *engine, void *object, GlasType *type);
void *glas_object_cast(GlasEngine *engine, void *object, GlasType *from, GlasType *to, bool only_implicit);
GlasFunction *glas_delegate_create(GlasEngine *engine, GlasFunction *method, void *object);

// Garbage.
int glas_gc_notify_new(GlasEngine *engine, void *object, GlasType *type);
void glas_gc_enum(GlasEngine *engine, void *reference);
void glas_gc_forward_enum(GlasEngine *engine, void *object, GlasType *type);
void glas_gc_forward_release(GlasEngine *engine, void *object, GlasType *type);
int glas_gc_collect(GlasEngine *engine, uint32_t flags, uint32_t iterations);
void glas_gc_loosen(GlasEngine *engine, GlasLoosen loosen, void *user, bool all);
void glas_gc_loosen_release(GlasLoosening *loosening, void *object, GlasType *type);
void glas_gc_statistics(GlasEngine *engine, uint32_t *out);
uint32_t glas_gc_present(GlasEngine *engine);

// Modules.
GlasModule *glas_module_create(GlasEngine *engine, const char *name);
GlasModule *glas_module_by_name(GlasEngine *engine, const char *name);
void glas_module_discard(GlasModule *module);
const char *glas_module_name(GlasModule *module);
void *glas_module_set_user_data(GlasModule *module, void *data);
void *glas_module_user_data(GlasModule *module);
int glas_module_add_section(GlasModule *module, const char *name, const char *text, size_t length, int line_offset);
int glas_module_build(GlasModule *module);
int glas_module_reset_globals(GlasModule *module, GlasContext *context);
uint32_t glas_module_function_count(GlasModule *module);
GlasFunction *glas_module_function(GlasModule *module, uint32_t index);
GlasFunction *glas_module_function_by_declaration(GlasModule *module, const char *declaration);
GlasFunction *glas_module_function_by_name(GlasModule *module, const char *name);
uint32_t glas_module_global_count(GlasModule *module);
int glas_module_global(GlasModule *module, uint32_t index, const char **name, const char **name_space, int *type_id,
                       bool *is_const);
void *glas_module_global_address(GlasModule *module, uint32_t index);
uint32_t glas_module_type_count(GlasModule *module);
GlasType *glas_module_type(GlasModule *module, uint32_t index);
uint32_t glas_module_import_count(GlasModule *module);
const char *glas_module_import_declaration(GlasModule *module, uint32_t index);
const char *glas_module_import_source(GlasModule *module, uint32_t index);
int glas_module_import_bind(GlasModule *module, uint32_t index, GlasFunction *function);
int glas_module_import_unbind_all(GlasModule *module);
int glas_module_save(GlasModule *module, GlasWrite write, void *user, bool strip);
int glas_module_load(GlasModule *module, GlasRead read, void *user);

// Functions.
const char *glas_function_name(GlasFunction *function);
const char *glas_function_namespace(GlasFunction *function);
const char *glas_function_declaration(GlasFunction *function, bool object, bool name_space, bool parameter_names);
const char *glas_function_section(GlasFunction *function);
int glas_function_line(GlasFunction *function);
uint32_t glas_function_parameter_count(GlasFunction *function);
int glas_function_parameter(GlasFunction *function, uint32_t index, int *type_id, uint32_t *flags, const char **name,
                            const char **default_argument);
int glas_function_return_type_id(GlasFunction *function, uint32_t *flags);
GlasModule *glas_function_module(GlasFunction *function);
GlasType *glas_function_object_type(GlasFunction *function);
int glas_function_kind(GlasFunction *function);
int glas_function_id(GlasFunction *function);
int glas_function_type_id(GlasFunction *function);
bool glas_function_is_compatible(GlasFunction *function, int type_id);
void *glas_function_delegate_object(GlasFunction *function);
GlasType *glas_function_delegate_type(GlasFunction *function);
GlasFunction *glas_function_delegate_function(GlasFunction *function);
void *glas_function_set_user_data(GlasFunction *function, void *data);
void *glas_function_user_data(GlasFunction *function);
int glas_function_add_ref(GlasFunction *function);
int glas_function_release(GlasFunction *function);

// Contexts.
GlasContext *glas_context_create(GlasEngine *engine);
int glas_context_release(GlasContext *context);
int glas_context_execute(GlasContext *context, GlasFunction *function, void *object, const GlasArgument *arguments,
                         uint32_t count);
int glas_context_resume(GlasContext *context);
void *glas_context_return_address(GlasContext *context);
void *glas_context_return_object(GlasContext *context);
int glas_context_unprepare(GlasContext *context);
int glas_context_abort(GlasContext *context);
int glas_context_suspend(GlasContext *context);
int glas_context_state(GlasContext *context);
int glas_context_set_exception(GlasContext *context, const char *text, bool allow_catch);
int glas_context_exception(GlasContext *context, GlasException *out);
bool glas_context_will_exception_be_caught(GlasContext *context);
uint32_t glas_context_stack_size(GlasContext *context);
int glas_context_stack_frame(GlasContext *context, uint32_t level, GlasFunction **function, int *line, int *column,
                             const char **section);
void *glas_context_stack_this(GlasContext *context, uint32_t level, int *type_id);
int glas_context_set_exception_callback(GlasContext *context, GlasOnContext callback, void *user);
int glas_context_set_line_callback(GlasContext *context, GlasOnContext callback, void *user);
GlasContext *glas_active_context();
int glas_context_push_state(GlasContext *context);
int glas_context_pop_state(GlasContext *context);
bool glas_context_is_nested(GlasContext *context, uint32_t *count);
GlasEngine *glas_context_engine(GlasContext *context);
void *glas_context_set_user_data(GlasContext *context, void *data);
void *glas_context_user_data(GlasContext *context);

// Calls of native functions.
int glas_call_set_exception(GlasCall *call, const char *text);
GlasEngine *glas_call_engine(GlasCall *call);
GlasFunction *glas_call_function(GlasCall *call);
uint32_t glas_call_argument_count(GlasCall *call);
int glas_call_argument_type_id(GlasCall *call, uint32_t index, uint32_t *flags);
void *glas_call_argument(GlasCall *call, uint32_t index);
void *glas_call_result(GlasCall *call);

} // extern "C"

#endif
