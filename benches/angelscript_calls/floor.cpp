// The floor: generic functions of the same signatures written by hand against AngelScript's own interface, with the
// checks that a careful author makes. What they do to the world is in floor.rs.

#include <angelscript.h>

#include <new>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#ifdef AS_USE_NAMESPACE
using namespace AngelScript;
#endif

struct Vector {
    float x, y, z;
};

/// A vector or nothing, as a plain struct.
struct Maybe {
    uint32_t present;
    Vector vector;
};

/// Nothing, a vector, or something on the heap: as much as `Value` can be, which the function that is bound returns.
struct Variant {
    enum : uint32_t { Nothing, Position, Heap };
    uint32_t held;
    union {
        Vector vector;
        // At a multiple of 4 bytes.
        unsigned char pointer[sizeof(void *)];
    };
};

extern "C" {

/// In floor.rs: whether the entity has a position, and what it is.
bool floor_position(uint64_t entity, Vector *position);
/// In floor.rs: null, or why it was refused.
const char *floor_place(uint64_t entity, const Vector *position);

}

static uint64_t entity_of(asIScriptGeneric *call) {
    // AngelScript keeps values at multiples of 4 bytes.
    uint64_t entity;
    memcpy(&entity, call->GetArgAddress(0), sizeof entity);
    return entity;
}

static void nothing(asIScriptGeneric *) {}

static void get_position(asIScriptGeneric *call) {
    Variant *result = new (call->GetAddressOfReturnLocation()) Variant;
    result->held = floor_position(entity_of(call), &result->vector) ? Variant::Position : Variant::Nothing;
}

static void make_variant(asIScriptGeneric *call) {
    (new (call->GetObject()) Variant)->held = Variant::Nothing;
}

static void end_variant(asIScriptGeneric *call) {
    Variant *variant = static_cast<Variant *>(call->GetObject());
    if (variant->held == Variant::Heap) {
        void *memory;
        memcpy(&memory, variant->pointer, sizeof memory);
        free(memory);
    }
}

static void get_plain_position(asIScriptGeneric *call) {
    Maybe *result = new (call->GetAddressOfReturnLocation()) Maybe;
    result->present = floor_position(entity_of(call), &result->vector);
}

static void set_position(asIScriptGeneric *call) {
    const char *refusal = floor_place(entity_of(call), static_cast<const Vector *>(call->GetArgAddress(1)));
    if (refusal) asGetActiveContext()->SetException(refusal);
}

extern "C" {

/// Registers all of it in the namespace `raw`. False if the engine refuses something.
bool floor_register(asIScriptEngine *engine) {
    auto function = [=](const char *declaration, void (*code)(asIScriptGeneric *)) {
        return engine->RegisterGlobalFunction(declaration, asFUNCTION(code), asCALL_GENERIC) >= 0;
    };
    auto behaviour = [=](asEBehaviours what, void (*code)(asIScriptGeneric *)) {
        return engine->RegisterObjectBehaviour("Variant", what, "void f()", asFUNCTION(code), asCALL_GENERIC) >= 0;
    };
    bool made = engine->SetDefaultNamespace("raw") >= 0
        && engine->RegisterObjectType("Maybe", sizeof(Maybe), asOBJ_VALUE | asOBJ_POD | asOBJ_APP_CLASS) >= 0
        && engine->RegisterObjectType("Variant", sizeof(Variant), asOBJ_VALUE | asOBJ_APP_CLASS_CD) >= 0
        && behaviour(asBEHAVE_CONSTRUCT, make_variant)
        && behaviour(asBEHAVE_DESTRUCT, end_variant)
        && function("void nothing()", nothing)
        && function("Variant get_position(const Entity &in)", get_position)
        && function("Maybe get_plain_position(const Entity &in)", get_plain_position)
        && function("void set_position(const Entity &in, const Vec3 &in)", set_position);
    return engine->SetDefaultNamespace("") >= 0 && made;
}

/// A function of the newest module that has one of that name; null if none has.
asIScriptFunction *floor_find(asIScriptEngine *engine, const char *name) {
    for (asUINT index = engine->GetModuleCount(); index > 0; index--) {
        asIScriptFunction *function = engine->GetModuleByIndex(index - 1)->GetFunctionByName(name);
        if (function) return function;
    }
    return nullptr;
}

asIScriptContext *floor_context(asIScriptEngine *engine) {
    return engine->CreateContext();
}

void floor_end(asIScriptContext *context) {
    context->Release();
}

/// Calls `void f(Entity, double)`.
bool floor_update(asIScriptContext *context, asIScriptFunction *function, uint64_t entity, double dt) {
    return context->Prepare(function) >= 0
        && context->SetArgObject(0, &entity) >= 0
        && context->SetArgDouble(1, dt) >= 0
        && context->Execute() == asEXECUTION_FINISHED;
}

}
