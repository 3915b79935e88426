#include "internal.h"

#include <cstring>
#include <new>

using namespace glas;

namespace {

struct ContextParts {
    GlasOnContext on_exception = nullptr;
    void *exception_user = nullptr;
};

ContextParts *parts_of(asIScriptContext *context) {
    void *parts = context->GetUserData(SHIM_DATA);
    if (parts == nullptr) {
        parts = new ContextParts();
        context->SetUserData(parts, SHIM_DATA);
    }
    return static_cast<ContextParts *>(parts);
}

void pass_exception(asIScriptContext *context, void *data) {
    const ContextParts *parts = static_cast<const ContextParts *>(data);
    parts->on_exception(context, parts->exception_user);
}

bool is_script(asIScriptFunction *function) {
    return function != nullptr && function->GetFuncType() == asFUNC_SCRIPT;
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
    case GLAS_ARGUMENT_PLAIN: {
        // The library copies it.
        uint64_t bytes = argument.value.qword;
        return context->SetArgObject(index, &bytes);
    }
    default:
        return asINVALID_ARG;
    }
}

// Sets the arguments of a function of a script. The library finds an argument's place and type anew for each, and makes an
// object with its constructor before it copies one: that takes longer than a short function. The places lie one behind the
// other, so what every frame passes is written there at once. Whatever is of one word or less is left to the library, since
// how large that is depends on the parameter, and so is all that comes after it.
int set_arguments(asIScriptContext *context, const GlasArgument *arguments, asUINT count) {
    const size_t word = sizeof(asDWORD);
    const size_t of_pointer = sizeof(void *) / word;
    asDWORD *place = static_cast<asDWORD *>(context->GetAddressOfArg(0));
    for (asUINT index = 0; index < count; index++) {
        const GlasArgument &argument = arguments[index];
        if (place != nullptr && (argument.kind == GLAS_ARGUMENT_DOUBLE || argument.kind == GLAS_ARGUMENT_QWORD)) {
            memcpy(place, &argument.value.qword, sizeof argument.value.qword);
            place += sizeof argument.value.qword / word;
            continue;
        }
        if (place != nullptr && argument.kind == GLAS_ARGUMENT_PLAIN) {
            // The function frees it.
            void *object = asAllocMem(sizeof argument.value.qword);
            memcpy(object, &argument.value.qword, sizeof argument.value.qword);
            memcpy(place, &object, sizeof object);
            place += of_pointer;
            continue;
        }
        int code = set_argument(context, index, argument);
        if (code < 0)
            return code;
        bool is_pointer = argument.kind == GLAS_ARGUMENT_ADDRESS || argument.kind == GLAS_ARGUMENT_OBJECT;
        place = place != nullptr && is_pointer ? place + of_pointer : nullptr;
    }
    return asSUCCESS;
}

} // namespace

void glas::call_native(asIScriptGeneric *generic) {
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

void glas::free_context_parts(asIScriptContext *context) {
    delete static_cast<ContextParts *>(context->GetUserData(SHIM_DATA));
}

extern "C" {

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
        if (code >= 0 && is_script(function) && count <= function->GetParamCount())
            code = set_arguments(context, arguments, count);
        else
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
    // Found by its number, which may be nobody's any more when the exception was caught.
    out->function = context->GetState() == asEXECUTION_EXCEPTION ? context->GetExceptionFunction() : nullptr;
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
    // Only scripts have lines. Some versions ask what else may be on the stack all the same, and crash.
    if (!is_script(*function))
        return asSUCCESS;
    int found = context->GetLineNumber(level, column, section);
    if (found < 0)
        return found;
    *line = found;
    return asSUCCESS;
}

void *glas_context_stack_this(GlasContext *context, uint32_t level, int *type_id) {
    *type_id = asTYPEID_VOID;
    // The frame of a native function that nests a run holds no object.
    if (!is_script(context->GetFunction(level)))
        return nullptr;
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

// Takes no lock of the library: it is also called where memory is asked for, which may be with one of them held.
int glas_context_set_line_callback(GlasContext *context, GlasOnContext callback, void *user) {
    context->ClearLineCallback();
    if (callback == nullptr)
        return asSUCCESS;
    return context->SetLineCallback(asFunctionPtr(callback), user, asCALL_CDECL);
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
