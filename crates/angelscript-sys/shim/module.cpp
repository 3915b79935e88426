#include "internal.h"

using namespace glas;

namespace {

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

// Where a function is from. Its own question for that is gone from some builds of 2.38, and the one that takes its place
// came with 2.37.
template <class AnyFunction>
auto section_of(const AnyFunction *function, int) -> decltype(function->GetScriptSectionName()) {
    return function->GetScriptSectionName();
}

template <class AnyFunction> const char *section_of(const AnyFunction *function, long) {
    const char *section = nullptr;
    int row = 0;
    int column = 0;
    function->GetDeclaredAt(&section, &row, &column);
    return section;
}

} // namespace

extern "C" {

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
    return section_of(function, 0);
}

int glas_function_line(GlasFunction *function) {
    // The library answers only for lines of the function, which begin with that of its declaration.
    const int most = 1 << 20;
    return guarded([=] {
        for (int line = 1; line < most; line++)
            if (function->FindNextLineWithCode(line) >= 0)
                return line;
        return 0;
    });
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

} // extern "C"
