#include "shim.h"

#include <new>
#include <utility>

namespace {

// Where the user data of each side is kept: Rust's, and what the shim itself must free with its owner.
const asPWORD RUST_DATA = 0x676c6173;
const asPWORD SHIM_DATA = 0x676c6174;

// No C++ exception may get into Rust. AngelScript throws none by itself, but its containers and ours allocate.
template <class Work> auto guarded(Work work, decltype(work()) otherwise) noexcept -> decltype(work()) {
    try {
        return work();
    } catch (...) {
        return otherwise;
    }
}

template <class Work> int guarded(Work work) noexcept {
    return guarded(work, static_cast<int>(asERROR));
}

template <class Work> void guarded_void(Work work) noexcept {
    try {
        work();
    } catch (...) {
    }
}

class StringFactory : public asIStringFactory {
  public:
    GlasStringGet get;
    GlasStringRelease release;
    GlasStringRaw raw;
    void *user;

    StringFactory(GlasStringGet get, GlasStringRelease release, GlasStringRaw raw, void *user)
        : get(get), release(release), raw(raw), user(user) {}
    virtual ~StringFactory() {}

    const void *GetStringConstant(const char *data, asUINT length) override {
        return get(user, data, length);
    }
    int ReleaseStringConstant(const void *string) override {
        return release(user, string);
    }
    int GetRawStringData(const void *string, char *data, asUINT *length) const override {
        return raw(user, string, data, reinterpret_cast<uint32_t *>(length));
    }
};

// What an engine refers to of ours. Freed after the engine, since it still speaks while it ends.
struct EngineParts {
    GlasOnMessage on_message = nullptr;
    void *message_user = nullptr;
    StringFactory *strings = nullptr;

    ~EngineParts() {
        delete strings;
    }
};

struct ContextParts {
    GlasOnContext on_exception = nullptr;
    void *exception_user = nullptr;
    GlasOnContext on_line = nullptr;
    void *line_user = nullptr;
};

EngineParts *parts_of(asIScriptEngine *engine) {
    return static_cast<EngineParts *>(engine->GetUserData(SHIM_DATA));
}

void free_context_parts(asIScriptContext *context) {
    delete static_cast<ContextParts *>(context->GetUserData(SHIM_DATA));
}

ContextParts *parts_of(asIScriptContext *context) {
    void *parts = context->GetUserData(SHIM_DATA);
    if (parts == nullptr) {
        parts = new ContextParts();
        context->SetUserData(parts, SHIM_DATA);
    }
    return static_cast<ContextParts *>(parts);
}

// AngelScript calls its callbacks directly, even where it calls registered functions by asCALL_GENERIC alone.
void pass_message(const asSMessageInfo *info, void *data) {
    const EngineParts *parts = static_cast<const EngineParts *>(data);
    GlasMessage message = {info->section, info->message, info->row, info->col, static_cast<int32_t>(info->type)};
    parts->on_message(parts->message_user, &message);
}

void pass_exception(asIScriptContext *context, void *data) {
    const ContextParts *parts = static_cast<const ContextParts *>(data);
    parts->on_exception(context, parts->exception_user);
}

void pass_line(asIScriptContext *context, void *data) {
    const ContextParts *parts = static_cast<const ContextParts *>(data);
    parts->on_line(context, parts->line_user);
}

// Every native function there is.
void glas_generic(asIScriptGeneric *generic) {
    const GlasBound *bound = static_cast<const GlasBound *>(generic->GetAuxiliary());
    const uint32_t needs = bound->needs;
    GlasCall call;
    call.generic = generic;
    call.object = (needs & GLAS_NEEDS_OBJECT) != 0 ? generic->GetObject() : nullptr;
    call.arguments =
        (needs & GLAS_NEEDS_ARGUMENTS) != 0 ? static_cast<uint8_t *>(generic->GetAddressOfArg(0)) : nullptr;
    call.result = (needs & GLAS_NEEDS_RESULT) != 0 ? generic->GetAddressOfReturnLocation() : nullptr;
    bound->run(bound, &call);
}

void *auxiliary(const GlasBound *bound) {
    return const_cast<GlasBound *>(bound);
}

class Writer : public asIBinaryStream {
  public:
    GlasWrite write;
    void *user;

    Writer(GlasWrite write, void *user) : write(write), user(user) {}
    int Read(void *, asUINT) override {
        return asERROR;
    }
    int Write(const void *data, asUINT size) override {
        return write(user, data, size);
    }
};

class Reader : public asIBinaryStream {
  public:
    GlasRead read;
    void *user;

    Reader(GlasRead read, void *user) : read(read), user(user) {}
    int Read(void *data, asUINT size) override {
        return read(user, data, size);
    }
    int Write(const void *, asUINT) override {
        return asERROR;
    }
};

// The values of enumerations were made wider in 2.38; this reads them through either signature.
template <class Value>
const char *enum_value(const asITypeInfo *type, asUINT index, int64_t *out,
                       const char *(asITypeInfo::*read)(asUINT, Value *) const) {
    Value value = 0;
    const char *name = (type->*read)(index, &value);
    *out = static_cast<int64_t>(value);
    return name;
}

int set_argument(asIScriptContext *context, asUINT index, const GlasArgument &argument) {
    switch (argument.kind) {
    case GLAS_ARGUMENT_BYTE:
        return context->SetArgByte(index, argument.value.byte);
    case GLAS_ARGUMENT_WORD:
        return context->SetArgWord(index, argument.value.word);
    case GLAS_ARGUMENT_DWORD:
        return context->SetArgDWord(index, argument.value.dword);
    case GLAS_ARGUMENT_QWORD:
        return context->SetArgQWord(index, argument.value.qword);
    case GLAS_ARGUMENT_FLOAT:
        return context->SetArgFloat(index, argument.value.single);
    case GLAS_ARGUMENT_DOUBLE:
        return context->SetArgDouble(index, argument.value.wide);
    case GLAS_ARGUMENT_ADDRESS:
        return context->SetArgAddress(index, argument.value.pointer);
    case GLAS_ARGUMENT_OBJECT:
        return context->SetArgObject(index, argument.value.pointer);
    default:
        return asINVALID_ARG;
    }
}

} // namespace

// What src/constants.rs says of AngelScript's numbers must be so in the version that is built with. The build script
// writes one line for each of them.
#define GLAS_CHECK(name, number) static_assert(static_cast<int64_t>(name) == static_cast<int64_t>(number), #name)
#include "constants.inc"
#undef GLAS_CHECK

extern "C" {

// The process.

int glas_set_memory_functions(GlasAlloc alloc, GlasFree free) {
    if (alloc == nullptr || free == nullptr)
        return asResetGlobalMemoryFunctions();
    return asSetGlobalMemoryFunctions(alloc, free);
}

int glas_prepare_multithread() {
    return guarded([] { return asPrepareMultithread(); });
}

void glas_unprepare_multithread() {
    asUnprepareMultithread();
}

int glas_thread_cleanup() {
    return asThreadCleanup();
}

const char *glas_version() {
    return asGetLibraryVersion();
}

const char *glas_library_options() {
    return asGetLibraryOptions();
}

int glas_header_version() {
    return ANGELSCRIPT_VERSION;
}

// An engine and what is registered with it.

GlasEngine *glas_engine_create() {
    return guarded(
        []() -> GlasEngine * {
            EngineParts *parts = new EngineParts();
            asIScriptEngine *engine = asCreateScriptEngine(ANGELSCRIPT_VERSION);
            if (engine == nullptr) {
                delete parts;
                return nullptr;
            }
            engine->SetUserData(parts, SHIM_DATA);
            engine->SetContextUserDataCleanupCallback(free_context_parts, SHIM_DATA);
            return engine;
        },
        nullptr);
}

int glas_engine_shutdown(GlasEngine *engine) {
    return guarded([=] {
        EngineParts *parts = parts_of(engine);
        int references = engine->ShutDownAndRelease();
        // Someone who still holds the engine may make it speak: then its parts must outlive it.
        if (references == 0)
            delete parts;
        return references;
    });
}

int glas_engine_set_property(GlasEngine *engine, uint32_t property, size_t value) {
    return guarded([=] { return engine->SetEngineProperty(static_cast<asEEngineProp>(property), value); });
}

size_t glas_engine_property(GlasEngine *engine, uint32_t property) {
    return engine->GetEngineProperty(static_cast<asEEngineProp>(property));
}

int glas_engine_set_message_callback(GlasEngine *engine, GlasOnMessage callback, void *user) {
    EngineParts *parts = parts_of(engine);
    engine->ClearMessageCallback();
    parts->on_message = callback;
    parts->message_user = user;
    if (callback == nullptr)
        return asSUCCESS;
    return guarded([=] { return engine->SetMessageCallback(asFUNCTION(pass_message), parts, asCALL_CDECL); });
}

int glas_engine_write_message(GlasEngine *engine, const char *section, int row, int column, int type,
                              const char *text) {
    return guarded([=] { return engine->WriteMessage(section, row, column, static_cast<asEMsgType>(type), text); });
}

void *glas_engine_set_user_data(GlasEngine *engine, void *data) {
    return guarded([=] { return engine->SetUserData(data, RUST_DATA); }, nullptr);
}

void *glas_engine_user_data(GlasEngine *engine) {
    return engine->GetUserData(RUST_DATA);
}

void glas_engine_set_type_cleanup(GlasEngine *engine, GlasOnType cleanup) {
    guarded_void([=] { engine->SetTypeInfoUserDataCleanupCallback(cleanup, RUST_DATA); });
}

int glas_set_namespace(GlasEngine *engine, const char *name) {
    return guarded([=] { return engine->SetDefaultNamespace(name); });
}

int glas_register_type(GlasEngine *engine, const char *name, int size, uint64_t flags) {
    // The flags are 32 bits wide before 2.37.
    typedef decltype(std::declval<asITypeInfo &>().GetFlags()) Flags;
    return guarded([=] { return engine->RegisterObjectType(name, size, static_cast<Flags>(flags)); });
}

int glas_register_property(GlasEngine *engine, const char *object, const char *declaration, int offset,
                           int composite_offset, bool indirect) {
    return guarded(
        [=] { return engine->RegisterObjectProperty(object, declaration, offset, composite_offset, indirect); });
}

int glas_register_method(GlasEngine *engine, const char *object, const char *declaration, const GlasBound *bound) {
    return guarded([=] {
        return engine->RegisterObjectMethod(object, declaration, asFUNCTION(glas_generic), asCALL_GENERIC,
                                            auxiliary(bound));
    });
}

int glas_register_behaviour(GlasEngine *engine, const char *object, uint32_t behaviour, const char *declaration,
                            const GlasBound *bound) {
    return guarded([=] {
        return engine->RegisterObjectBehaviour(object, static_cast<asEBehaviours>(behaviour), declaration,
                                               asFUNCTION(glas_generic), asCALL_GENERIC, auxiliary(bound));
    });
}

int glas_register_function(GlasEngine *engine, const char *declaration, const GlasBound *bound) {
    return guarded([=] {
        return engine->RegisterGlobalFunction(declaration, asFUNCTION(glas_generic), asCALL_GENERIC,
                                              auxiliary(bound));
    });
}

int glas_register_global_property(GlasEngine *engine, const char *declaration, void *pointer) {
    return guarded([=] { return engine->RegisterGlobalProperty(declaration, pointer); });
}

int glas_register_enum(GlasEngine *engine, const char *name) {
    return guarded([=] { return engine->RegisterEnum(name); });
}

int glas_register_enum_value(GlasEngine *engine, const char *name, const char *value_name, int32_t value) {
    return guarded([=] { return engine->RegisterEnumValue(name, value_name, value); });
}

int glas_register_funcdef(GlasEngine *engine, const char *declaration) {
    return guarded([=] { return engine->RegisterFuncdef(declaration); });
}

int glas_register_string_factory(GlasEngine *engine, const char *type, GlasStringGet get, GlasStringRelease release,
                                 GlasStringRaw raw, void *user) {
    return guarded([=]() -> int {
        EngineParts *parts = parts_of(engine);
        if (parts->strings != nullptr)
            return asALREADY_REGISTERED;
        parts->strings = new StringFactory(get, release, raw, user);
        int code = engine->RegisterStringFactory(type, parts->strings);
        if (code < 0) {
            delete parts->strings;
            parts->strings = nullptr;
        }
        return code;
    });
}

int glas_register_default_array(GlasEngine *engine, const char *type) {
    return guarded([=] { return engine->RegisterDefaultArrayType(type); });
}

int glas_parse_token(GlasEngine *engine, const char *text, size_t length, uint32_t *token_length) {
    // A length of 0 would mean that the text is ended by NUL.
    *token_length = 0;
    if (length == 0)
        return asTC_UNKNOWN;
    asUINT found = 0;
    int token = engine->ParseToken(text, length, &found);
    *token_length = found;
    return token;
}

// Types.

GlasType *glas_type_by_id(GlasEngine *engine, int type_id) {
    return guarded([=] { return engine->GetTypeInfoById(type_id); }, nullptr);
}

GlasType *glas_type_by_declaration(GlasEngine *engine, const char *declaration) {
    return guarded([=] { return engine->GetTypeInfoByDecl(declaration); }, nullptr);
}

int glas_type_id(GlasEngine *engine, const char *declaration) {
    return guarded([=] { return engine->GetTypeIdByDecl(declaration); });
}

const char *glas_type_declaration(GlasEngine *engine, int type_id, bool include_namespace) {
    return guarded([=] { return engine->GetTypeDeclaration(type_id, include_namespace); }, nullptr);
}

int glas_primitive_size(GlasEngine *engine, int type_id) {
    return engine->GetSizeOfPrimitiveType(type_id);
}

int glas_type_info_id(GlasType *type) {
    return type->GetTypeId();
}

uint64_t glas_type_flags(GlasType *type) {
    return type->GetFlags();
}

const char *glas_type_name(GlasType *type) {
    return type->GetName();
}

const char *glas_type_namespace(GlasType *type) {
    return type->GetNamespace();
}

int glas_type_subtype_id(GlasType *type, uint32_t index) {
    return guarded([=] { return type->GetSubTypeId(index); });
}

uint32_t glas_type_subtype_count(GlasType *type) {
    return type->GetSubTypeCount();
}

uint32_t glas_type_size(GlasType *type) {
    return type->GetSize();
}

GlasModule *glas_type_module(GlasType *type) {
    return type->GetModule();
}

GlasType *glas_type_base(GlasType *type) {
    return type->GetBaseType();
}

bool glas_type_derives_from(GlasType *type, GlasType *base) {
    return type->DerivesFrom(base);
}

bool glas_type_implements(GlasType *type, GlasType *interface_type) {
    return type->Implements(interface_type);
}

GlasFunction *glas_type_signature(GlasType *type) {
    return type->GetFuncdefSignature();
}

void *glas_type_user_data(GlasType *type) {
    return type->GetUserData(RUST_DATA);
}

void *glas_type_set_user_data(GlasType *type, void *data) {
    return guarded([=] { return type->SetUserData(data, RUST_DATA); }, nullptr);
}

GlasFunction *glas_type_method_by_declaration(GlasType *type, const char *declaration) {
    return guarded([=] { return type->GetMethodByDecl(declaration); }, nullptr);
}

GlasFunction *glas_type_method_by_name(GlasType *type, const char *name) {
    return guarded([=] { return type->GetMethodByName(name); }, nullptr);
}

uint32_t glas_type_method_count(GlasType *type) {
    return type->GetMethodCount();
}

GlasFunction *glas_type_method(GlasType *type, uint32_t index) {
    return type->GetMethodByIndex(index);
}

uint32_t glas_type_factory_count(GlasType *type) {
    return type->GetFactoryCount();
}

GlasFunction *glas_type_factory(GlasType *type, uint32_t index) {
    return type->GetFactoryByIndex(index);
}

uint32_t glas_enum_value_count(GlasType *type) {
    return type->GetEnumValueCount();
}

const char *glas_enum_value(GlasType *type, uint32_t index, int64_t *value) {
    return enum_value(type, index, value, &asITypeInfo::GetEnumValueByIndex);
}

int glas_type_add_ref(GlasType *type) {
    return type->AddRef();
}

int glas_type_release(GlasType *type) {
    return guarded([=] { return type->Release(); });
}

GlasType *glas_script_object_type(GlasScriptObject *object) {
    return object->GetObjectType();
}

uint32_t glas_script_object_property_count(GlasScriptObject *object) {
    return object->GetPropertyCount();
}

const char *glas_script_object_property_name(GlasScriptObject *object, uint32_t index) {
    return object->GetPropertyName(index);
}

int glas_script_object_property_type_id(GlasScriptObject *object, uint32_t index) {
    return object->GetPropertyTypeId(index);
}

void *glas_script_object_property_address(GlasScriptObject *object, uint32_t index) {
    return object->GetAddressOfProperty(index);
}

// Objects.

void *glas_object_create(GlasEngine *engine, GlasType *type) {
    return guarded([=] { return engine->CreateScriptObject(type); }, nullptr);
}

void *glas_object_copy(GlasEngine *engine, void *object, GlasType *type) {
    return guarded([=] { return engine->CreateScriptObjectCopy(object, type); }, nullptr);
}

int glas_object_assign(GlasEngine *engine, void *target, void *source, GlasType *type) {
    return guarded([=] { return engine->AssignScriptObject(target, source, type); });
}

void glas_object_add_ref(GlasEngine *engine, void *object, GlasType *type) {
    guarded_void([=] { engine->AddRefScriptObject(object, type); });
}

void glas_object_release(GlasEngine *engine, void *object, GlasType *type) {
    guarded_void([=] { engine->ReleaseScriptObject(object, type); });
}

void *glas_object_cast(GlasEngine *engine, void *object, GlasType *from, GlasType *to, bool only_implicit) {
    return guarded(
        [=]() -> void * {
            void *result = nullptr;
            int code = engine->RefCastObject(object, from, to, &result, only_implicit);
            return code < 0 ? nullptr : result;
        },
        nullptr);
}

GlasFunction *glas_delegate_create(GlasEngine *engine, GlasFunction *method, void *object) {
    return guarded([=] { return engine->CreateDelegate(method, object); }, nullptr);
}

// Garbage.

int glas_gc_notify_new(GlasEngine *engine, void *object, GlasType *type) {
    return guarded([=] { return engine->NotifyGarbageCollectorOfNewObject(object, type); });
}

void glas_gc_enum(GlasEngine *engine, void *reference) {
    guarded_void([=] { engine->GCEnumCallback(reference); });
}

void glas_gc_forward_enum(GlasEngine *engine, void *object, GlasType *type) {
    guarded_void([=] { engine->ForwardGCEnumReferences(object, type); });
}

void glas_gc_forward_release(GlasEngine *engine, void *object, GlasType *type) {
    guarded_void([=] { engine->ForwardGCReleaseReferences(object, type); });
}

int glas_gc_collect(GlasEngine *engine, uint32_t flags, uint32_t iterations) {
    return guarded([=] { return engine->GarbageCollect(flags, iterations); });
}

void glas_gc_statistics(GlasEngine *engine, uint32_t *out) {
    asUINT numbers[5] = {0, 0, 0, 0, 0};
    engine->GetGCStatistics(&numbers[0], &numbers[1], &numbers[2], &numbers[3], &numbers[4]);
    for (int index = 0; index < 5; index++)
        out[index] = numbers[index];
}

// Modules.

GlasModule *glas_module_create(GlasEngine *engine, const char *name) {
    return guarded([=] { return engine->GetModule(name, asGM_ALWAYS_CREATE); }, nullptr);
}

GlasModule *glas_module_by_name(GlasEngine *engine, const char *name) {
    return guarded([=] { return engine->GetModule(name, asGM_ONLY_IF_EXISTS); }, nullptr);
}

void glas_module_discard(GlasModule *module) {
    guarded_void([=] { module->Discard(); });
}

const char *glas_module_name(GlasModule *module) {
    return module->GetName();
}

void *glas_module_set_user_data(GlasModule *module, void *data) {
    return guarded([=] { return module->SetUserData(data, RUST_DATA); }, nullptr);
}

void *glas_module_user_data(GlasModule *module) {
    return module->GetUserData(RUST_DATA);
}

int glas_module_add_section(GlasModule *module, const char *name, const char *text, size_t length, int line_offset) {
    // A length of 0 would mean that the text is ended by NUL.
    const char *code = length == 0 ? "" : text;
    return guarded([=] { return module->AddScriptSection(name, code, length, line_offset); });
}

int glas_module_build(GlasModule *module) {
    return guarded([=] { return module->Build(); });
}

int glas_module_reset_globals(GlasModule *module, GlasContext *context) {
    return guarded([=] { return module->ResetGlobalVars(context); });
}

uint32_t glas_module_function_count(GlasModule *module) {
    return module->GetFunctionCount();
}

GlasFunction *glas_module_function(GlasModule *module, uint32_t index) {
    return module->GetFunctionByIndex(index);
}

GlasFunction *glas_module_function_by_declaration(GlasModule *module, const char *declaration) {
    return guarded([=] { return module->GetFunctionByDecl(declaration); }, nullptr);
}

GlasFunction *glas_module_function_by_name(GlasModule *module, const char *name) {
    return guarded([=] { return module->GetFunctionByName(name); }, nullptr);
}

uint32_t glas_module_global_count(GlasModule *module) {
    return module->GetGlobalVarCount();
}

int glas_module_global(GlasModule *module, uint32_t index, const char **name, const char **name_space, int *type_id,
                       bool *is_const) {
    return module->GetGlobalVar(index, name, name_space, type_id, is_const);
}

void *glas_module_global_address(GlasModule *module, uint32_t index) {
    return module->GetAddressOfGlobalVar(index);
}

uint32_t glas_module_type_count(GlasModule *module) {
    return module->GetObjectTypeCount();
}

GlasType *glas_module_type(GlasModule *module, uint32_t index) {
    return module->GetObjectTypeByIndex(index);
}

uint32_t glas_module_import_count(GlasModule *module) {
    return module->GetImportedFunctionCount();
}

const char *glas_module_import_declaration(GlasModule *module, uint32_t index) {
    return guarded([=] { return module->GetImportedFunctionDeclaration(index); }, nullptr);
}

const char *glas_module_import_source(GlasModule *module, uint32_t index) {
    return module->GetImportedFunctionSourceModule(index);
}

int glas_module_import_bind(GlasModule *module, uint32_t index, GlasFunction *function) {
    return guarded([=] { return module->BindImportedFunction(index, function); });
}

int glas_module_import_unbind_all(GlasModule *module) {
    return guarded([=] { return module->UnbindAllImportedFunctions(); });
}

int glas_module_save(GlasModule *module, GlasWrite write, void *user, bool strip) {
    return guarded([=] {
        Writer stream(write, user);
        return module->SaveByteCode(&stream, strip);
    });
}

int glas_module_load(GlasModule *module, GlasRead read, void *user) {
    return guarded([=] {
        Reader stream(read, user);
        return module->LoadByteCode(&stream);
    });
}

// Functions.

const char *glas_function_name(GlasFunction *function) {
    return function->GetName();
}

const char *glas_function_namespace(GlasFunction *function) {
    return function->GetNamespace();
}

const char *glas_function_declaration(GlasFunction *function, bool object, bool name_space, bool parameter_names) {
    return guarded([=] { return function->GetDeclaration(object, name_space, parameter_names); }, nullptr);
}

const char *glas_function_section(GlasFunction *function) {
    return function->GetScriptSectionName();
}

uint32_t glas_function_parameter_count(GlasFunction *function) {
    return function->GetParamCount();
}

int glas_function_parameter(GlasFunction *function, uint32_t index, int *type_id, uint32_t *flags, const char **name,
                            const char **default_argument) {
    asDWORD modifiers = 0;
    int code = function->GetParam(index, type_id, &modifiers, name, default_argument);
    if (flags != nullptr)
        *flags = static_cast<uint32_t>(modifiers);
    return code;
}

int glas_function_return_type_id(GlasFunction *function, uint32_t *flags) {
    asDWORD modifiers = 0;
    int type_id = function->GetReturnTypeId(&modifiers);
    if (flags != nullptr)
        *flags = static_cast<uint32_t>(modifiers);
    return type_id;
}

GlasModule *glas_function_module(GlasFunction *function) {
    return function->GetModule();
}

GlasType *glas_function_object_type(GlasFunction *function) {
    return function->GetObjectType();
}

int glas_function_kind(GlasFunction *function) {
    return function->GetFuncType();
}

int glas_function_id(GlasFunction *function) {
    return function->GetId();
}

int glas_function_type_id(GlasFunction *function) {
    return guarded([=] { return function->GetTypeId(); });
}

bool glas_function_is_compatible(GlasFunction *function, int type_id) {
    return function->IsCompatibleWithTypeId(type_id);
}

void *glas_function_delegate_object(GlasFunction *function) {
    return function->GetDelegateObject();
}

GlasType *glas_function_delegate_type(GlasFunction *function) {
    return function->GetDelegateObjectType();
}

GlasFunction *glas_function_delegate_function(GlasFunction *function) {
    return function->GetDelegateFunction();
}

void *glas_function_set_user_data(GlasFunction *function, void *data) {
    return guarded([=] { return function->SetUserData(data, RUST_DATA); }, nullptr);
}

void *glas_function_user_data(GlasFunction *function) {
    return function->GetUserData(RUST_DATA);
}

int glas_function_add_ref(GlasFunction *function) {
    return function->AddRef();
}

int glas_function_release(GlasFunction *function) {
    return guarded([=] { return function->Release(); });
}

// Contexts.

GlasContext *glas_context_create(GlasEngine *engine) {
    return guarded([=] { return engine->CreateContext(); }, nullptr);
}

int glas_context_release(GlasContext *context) {
    return guarded([=] { return context->Release(); });
}

int glas_context_execute(GlasContext *context, GlasFunction *function, void *object, const GlasArgument *arguments,
                         uint32_t count) {
    return guarded([=]() -> int {
        int code = context->Prepare(function);
        if (code < 0)
            return code;
        if (object != nullptr)
            code = context->SetObject(object);
        for (uint32_t index = 0; code >= 0 && index < count; index++)
            code = set_argument(context, index, arguments[index]);
        if (code < 0) {
            context->Unprepare();
            return code;
        }
        return context->Execute();
    });
}

int glas_context_resume(GlasContext *context) {
    return guarded([=] { return context->Execute(); });
}

void *glas_context_return_address(GlasContext *context) {
    return context->GetAddressOfReturnValue();
}

void *glas_context_return_object(GlasContext *context) {
    return context->GetReturnObject();
}

int glas_context_unprepare(GlasContext *context) {
    return guarded([=] { return context->Unprepare(); });
}

int glas_context_abort(GlasContext *context) {
    return context->Abort();
}

int glas_context_suspend(GlasContext *context) {
    return context->Suspend();
}

int glas_context_state(GlasContext *context) {
    return context->GetState();
}

int glas_context_set_exception(GlasContext *context, const char *text, bool allow_catch) {
    return guarded([=] { return context->SetException(text, allow_catch); });
}

int glas_context_exception(GlasContext *context, GlasException *out) {
    out->text = context->GetExceptionString();
    out->function = context->GetExceptionFunction();
    out->section = nullptr;
    int column = 0;
    int line = context->GetExceptionLineNumber(&column, &out->section);
    out->column = column;
    out->line = line < 0 ? 0 : line;
    return line < 0 ? line : asSUCCESS;
}

bool glas_context_will_exception_be_caught(GlasContext *context) {
    return context->WillExceptionBeCaught();
}

uint32_t glas_context_stack_size(GlasContext *context) {
    return context->GetCallstackSize();
}

int glas_context_stack_frame(GlasContext *context, uint32_t level, GlasFunction **function, int *line, int *column,
                             const char **section) {
    *function = nullptr;
    *line = 0;
    *column = 0;
    *section = nullptr;
    if (level >= context->GetCallstackSize())
        return asINVALID_ARG;
    *function = context->GetFunction(level);
    // Where the host has nested a call there is a frame of no function, whose line some versions cannot be asked for.
    if (*function == nullptr)
        return asSUCCESS;
    int found = context->GetLineNumber(level, column, section);
    if (found < 0)
        return found;
    *line = found;
    return asSUCCESS;
}

void *glas_context_stack_this(GlasContext *context, uint32_t level, int *type_id) {
    *type_id = context->GetThisTypeId(level);
    return context->GetThisPointer(level);
}

int glas_context_set_exception_callback(GlasContext *context, GlasOnContext callback, void *user) {
    context->ClearExceptionCallback();
    if (callback == nullptr)
        return asSUCCESS;
    return guarded([=] {
        ContextParts *parts = parts_of(context);
        parts->on_exception = callback;
        parts->exception_user = user;
        return context->SetExceptionCallback(asFUNCTION(pass_exception), parts, asCALL_CDECL);
    });
}

int glas_context_set_line_callback(GlasContext *context, GlasOnContext callback, void *user) {
    context->ClearLineCallback();
    if (callback == nullptr)
        return asSUCCESS;
    return guarded([=] {
        ContextParts *parts = parts_of(context);
        parts->on_line = callback;
        parts->line_user = user;
        return context->SetLineCallback(asFUNCTION(pass_line), parts, asCALL_CDECL);
    });
}

GlasContext *glas_active_context() {
    return asGetActiveContext();
}

int glas_context_push_state(GlasContext *context) {
    return guarded([=] { return context->PushState(); });
}

int glas_context_pop_state(GlasContext *context) {
    return guarded([=] { return context->PopState(); });
}

bool glas_context_is_nested(GlasContext *context, uint32_t *count) {
    asUINT found = 0;
    bool nested = context->IsNested(&found);
    if (count != nullptr)
        *count = found;
    return nested;
}

GlasEngine *glas_context_engine(GlasContext *context) {
    return context->GetEngine();
}

void *glas_context_set_user_data(GlasContext *context, void *data) {
    return guarded([=] { return context->SetUserData(data, RUST_DATA); }, nullptr);
}

void *glas_context_user_data(GlasContext *context) {
    return context->GetUserData(RUST_DATA);
}

// Calls of native functions.

int glas_call_set_exception(GlasCall *, const char *text) {
    asIScriptContext *context = asGetActiveContext();
    if (context == nullptr)
        return asERROR;
    return guarded([=] { return context->SetException(text); });
}

GlasEngine *glas_call_engine(GlasCall *call) {
    return call->generic->GetEngine();
}

GlasFunction *glas_call_function(GlasCall *call) {
    return call->generic->GetFunction();
}

uint32_t glas_call_argument_count(GlasCall *call) {
    return static_cast<uint32_t>(call->generic->GetArgCount());
}

int glas_call_argument_type_id(GlasCall *call, uint32_t index, uint32_t *flags) {
    asDWORD modifiers = 0;
    int type_id = call->generic->GetArgTypeId(index, &modifiers);
    if (flags != nullptr)
        *flags = static_cast<uint32_t>(modifiers);
    return type_id;
}

void *glas_call_argument(GlasCall *call, uint32_t index) {
    return call->generic->GetAddressOfArg(index);
}

void *glas_call_result(GlasCall *call) {
    return call->generic->GetAddressOfReturnLocation();
}

} // extern "C"
