// What the parts of the shim share.

#ifndef GLAS_INTERNAL_H
#define GLAS_INTERNAL_H

#include "shim.h"

namespace glas {

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

// Every native function there is.
void call_native(asIScriptGeneric *generic);

// Does nothing: whoever calls it has the linker take our function that reads numbers along.
void link_literals();

// Frees what a context refers to of ours.
void free_context_parts(asIScriptContext *context);

} // namespace glas

#endif
