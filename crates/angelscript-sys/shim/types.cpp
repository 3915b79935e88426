#include "internal.h"

#include <utility>
#include <vector>

using namespace glas;

namespace {

bool has_destructor(asITypeInfo *type) {
    for (; type != nullptr; type = type->GetBaseType()) {
        for (asUINT index = 0; index < type->GetBehaviourCount(); index++) {
            asEBehaviours behaviour = asBEHAVE_CONSTRUCT;
            type->GetBehaviourByIndex(index, &behaviour);
            if (behaviour == asBEHAVE_DESTRUCT)
                return true;
        }
    }
    return false;
}

} // namespace

/// Takes garbage apart: see glas_gc_loosen. Whatever is found to be held by garbage is looked at next, so that the order
/// in which the collector knows of objects does not matter.
struct GlasLoosening {
    asIScriptEngine *engine;
    GlasLoosen loosen;
    void *user;
    bool all;
    std::vector<std::pair<void *, asITypeInfo *>> found;

    /// Remembers an object that the collector holds, and holds it meanwhile.
    void remember(void *object, asITypeInfo *type) {
        engine->AddRefScriptObject(object, type);
        found.emplace_back(object, type);
    }

    /// Releases what garbage held.
    void release(void *object, asITypeInfo *type) {
        asITypeInfo *own = type;
        if ((type->GetFlags() & asOBJ_SCRIPT_OBJECT) != 0)
            own = static_cast<asIScriptObject *>(object)->GetObjectType();
        bool collected = (own->GetFlags() & asOBJ_GC) != 0;
        if (collected && (own->GetFlags() & (asOBJ_SCRIPT_OBJECT | asOBJ_TEMPLATE)) != 0)
            remember(object, own);
        engine->ReleaseScriptObject(object, type);
    }

    void empty(asIScriptObject *object) {
        for (asUINT index = 0; index < object->GetPropertyCount(); index++) {
            int id = object->GetPropertyTypeId(index);
            if ((id & (asTYPEID_SCRIPTOBJECT | asTYPEID_TEMPLATE)) == 0)
                continue;
            void *place = object->GetAddressOfProperty(index);
            asITypeInfo *type = engine->GetTypeInfoById(id);
            if (place == nullptr || type == nullptr)
                continue;
            if ((id & asTYPEID_OBJHANDLE) == 0) {
                // Held by the collector, and by this object.
                if ((id & asTYPEID_TEMPLATE) != 0)
                    loosen(user, place, type, 2, this);
                continue;
            }
            void **handle = static_cast<void **>(place);
            void *held = *handle;
            *handle = nullptr;
            if (held != nullptr)
                release(held, type);
        }
    }

    void look_at_found() {
        while (!found.empty()) {
            void *object = found.back().first;
            asITypeInfo *type = found.back().second;
            found.pop_back();
            if ((type->GetFlags() & asOBJ_TEMPLATE) != 0) {
                // Held by the collector, and here.
                loosen(user, object, type, 2, this);
            } else if (all || !has_destructor(type)) {
                asIScriptObject *garbage = static_cast<asIScriptObject *>(object);
                bool only = garbage->AddRef() == 3;
                garbage->Release();
                if (only)
                    empty(garbage);
            }
            engine->ReleaseScriptObject(object, type);
        }
    }
};

namespace {

// Source texts from after 2.38 have wider values of enumerations; this reads them through either signature.
template <class Value>
const char *enum_value(const asITypeInfo *type, asUINT index, int64_t *out,
                       const char *(asITypeInfo::*read)(asUINT, Value *) const) {
    Value value = 0;
    const char *name = (type->*read)(index, &value);
    *out = static_cast<int64_t>(value);
    return name;
}

} // namespace

extern "C" {

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

GlasFunction *glas_type_method_body(GlasType *type, uint32_t index) {
    return type->GetMethodByIndex(index, false);
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

int glas_script_object_add_ref(GlasScriptObject *object) {
    return object->AddRef();
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

void glas_gc_loosen(GlasEngine *engine, GlasLoosen loosen, void *user, bool all) {
    guarded_void([=] {
        GlasLoosening work = {engine, loosen, user, all, {}};
        asUINT size = 0;
        engine->GetGCStatistics(&size);
        for (asUINT index = size; index-- > 0;) {
            void *found = nullptr;
            asITypeInfo *type = nullptr;
            if (engine->GetObjectInGC(index, nullptr, &found, &type) < 0 || found == nullptr || type == nullptr)
                continue;
            if ((type->GetFlags() & (asOBJ_SCRIPT_OBJECT | asOBJ_TEMPLATE)) == 0)
                continue;
            work.remember(found, type);
            work.look_at_found();
        }
    });
}

void glas_gc_loosen_release(GlasLoosening *loosening, void *object, GlasType *type) {
    guarded_void([=] { loosening->release(object, type); });
}

void glas_gc_statistics(GlasEngine *engine, uint32_t *out) {
    asUINT numbers[5] = {0, 0, 0, 0, 0};
    engine->GetGCStatistics(&numbers[0], &numbers[1], &numbers[2], &numbers[3], &numbers[4]);
    for (int index = 0; index < 5; index++)
        out[index] = numbers[index];
}

uint32_t glas_gc_present(GlasEngine *engine) {
    asUINT present = 0;
    engine->GetGCStatistics(&present);
    return present;
}

} // extern "C"
