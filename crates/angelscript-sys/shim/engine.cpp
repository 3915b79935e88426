#include "internal.h"

#include <new>
#include <utility>

using namespace glas;

namespace {

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

EngineParts *parts_of(asIScriptEngine *engine) {
    return static_cast<EngineParts *>(engine->GetUserData(SHIM_DATA));
}

// AngelScript calls its callbacks directly, even where it calls registered functions by asCALL_GENERIC alone.
void pass_message(const asSMessageInfo *info, void *data) {
    const EngineParts *parts = static_cast<const EngineParts *>(data);
    GlasMessage message = {info->section, info->message, info->row, info->col, static_cast<int32_t>(info->type)};
    parts->on_message(parts->message_user, &message);
}

void *auxiliary(const GlasBound *bound) {
    return const_cast<GlasBound *>(bound);
}

// Properties of an engine that only newer versions than the oldest have, under their names without `asEP_`. A version that
// does not have one refuses its number.
enum NewerProperty {
    ALWAYS_IMPL_DEFAULT_COPY = 36,           // since 2.37
    ALWAYS_IMPL_DEFAULT_COPY_CONSTRUCT = 37, // since 2.37
    MEMBER_INIT_MODE = 38,                   // since 2.38
    BOOL_CONVERSION_MODE = 39,               // since 2.38
    FOREACH_SUPPORT = 40                     // since 2.38
};

// What scripts say is to mean the same, whichever version compiles them: what it means to the oldest.
void speak_the_oldest_language(asIScriptEngine *engine) {
    const struct {
        NewerProperty property;
        asPWORD value;
    } properties[] = {
        {ALWAYS_IMPL_DEFAULT_COPY, 1},           // every class has an opAssign
        {ALWAYS_IMPL_DEFAULT_COPY_CONSTRUCT, 2}, // none has a constructor that copies unless it writes one
        {MEMBER_INIT_MODE, 0},     // what a class says of its members is done before the constructor's body
        {BOOL_CONVERSION_MODE, 0}, // an object is no condition
        // foreach is a name. As a loop it would harm, too: 2.38.0 ends the variable of such a loop after each turn and once
        // more after the last, so what a string holds is freed once too often.
        {FOREACH_SUPPORT, 0},
    };
    for (const auto &one : properties)
        engine->SetEngineProperty(static_cast<asEEngineProp>(one.property), one.value);
}

} // namespace

// What src/constants.rs says of AngelScript's numbers must be so in the version that is built with, and what is said above
// of those properties that it has. The build script writes one line for each.
#define GLAS_CHECK(name, number) static_assert(static_cast<int64_t>(name) == static_cast<int64_t>(number), #name)
#define GLAS_CHECK_NEWER(name) GLAS_CHECK(asEP_##name, name)
#include "constants.inc"
#undef GLAS_CHECK_NEWER
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
            link_literals();
            EngineParts *parts = new EngineParts();
            asIScriptEngine *engine = asCreateScriptEngine(ANGELSCRIPT_VERSION);
            if (engine == nullptr) {
                delete parts;
                return nullptr;
            }
            engine->SetUserData(parts, SHIM_DATA);
            speak_the_oldest_language(engine);
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

int glas_engine_set_context_callbacks(GlasEngine *engine, GlasRequestContext request, GlasReturnContext give_back,
                                      void *user) {
    return guarded([=] { return engine->SetContextCallbacks(request, give_back, user); });
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
        return engine->RegisterObjectMethod(object, declaration, asFUNCTION(call_native), asCALL_GENERIC,
                                            auxiliary(bound));
    });
}

int glas_register_behaviour(GlasEngine *engine, const char *object, uint32_t behaviour, const char *declaration,
                            const GlasBound *bound) {
    return guarded([=] {
        return engine->RegisterObjectBehaviour(object, static_cast<asEBehaviours>(behaviour), declaration,
                                               asFUNCTION(call_native), asCALL_GENERIC, auxiliary(bound));
    });
}

int glas_register_function(GlasEngine *engine, const char *declaration, const GlasBound *bound) {
    return guarded([=] {
        return engine->RegisterGlobalFunction(declaration, asFUNCTION(call_native), asCALL_GENERIC,
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

} // extern "C"
