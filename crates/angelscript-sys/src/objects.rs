//! Objects of any type but primitives, and garbage.

use core::ffi::{c_int, c_void};

use crate::{Engine, Function, Loosening, TypeInfo};

/// Empties an object of a template, of the type `info`, if it is held just `holders` times, by
/// [`glas_gc_loosen_release`].
pub type LoosenFn = unsafe extern "C" fn(
    user: *mut c_void,
    object: *mut c_void,
    info: *mut TypeInfo,
    holders: u32,
    loosening: *mut Loosening,
);

unsafe extern "C" {
    /// Makes an object without arguments, held once for the caller. Null if that fails.
    pub fn glas_object_create(engine: *mut Engine, info: *mut TypeInfo) -> *mut c_void;
    /// Makes a copy of an object, held once for the caller. Null if that fails.
    pub fn glas_object_copy(engine: *mut Engine, object: *mut c_void, info: *mut TypeInfo) -> *mut c_void;
    /// Assigns one object to another of its type.
    pub fn glas_object_assign(
        engine: *mut Engine,
        target: *mut c_void,
        source: *mut c_void,
        info: *mut TypeInfo,
    ) -> c_int;
    /// Counts one more handle of an object.
    pub fn glas_object_add_ref(engine: *mut Engine, object: *mut c_void, info: *mut TypeInfo);
    /// Counts one handle less of an object; a value is ended and its memory freed.
    pub fn glas_object_release(engine: *mut Engine, object: *mut c_void, info: *mut TypeInfo);
    /// The object as another type, held once more for the caller; null if it is not one. May run a script.
    pub fn glas_object_cast(
        engine: *mut Engine,
        object: *mut c_void,
        from: *mut TypeInfo,
        to: *mut TypeInfo,
        only_implicit: bool,
    ) -> *mut c_void;
    /// A function that calls a method on an object, held once for the caller. It holds both.
    pub fn glas_delegate_create(
        engine: *mut Engine,
        method: *mut Function,
        object: *mut c_void,
    ) -> *mut Function;

    /// Tells the garbage collector of a new object, whose type has [`OBJ_GC`](crate::OBJ_GC).
    pub fn glas_gc_notify_new(engine: *mut Engine, object: *mut c_void, info: *mut TypeInfo) -> c_int;
    /// Within [`BEHAVE_ENUMREFS`](crate::BEHAVE_ENUMREFS): tells of one object that is held, which may be null.
    pub fn glas_gc_enum(engine: *mut Engine, reference: *mut c_void);
    /// Within [`BEHAVE_ENUMREFS`](crate::BEHAVE_ENUMREFS): lets a value tell of what it holds itself.
    pub fn glas_gc_forward_enum(engine: *mut Engine, object: *mut c_void, info: *mut TypeInfo);
    /// Within [`BEHAVE_RELEASEREFS`](crate::BEHAVE_RELEASEREFS): lets a value let go of what it holds itself.
    pub fn glas_gc_forward_release(engine: *mut Engine, object: *mut c_void, info: *mut TypeInfo);
    /// Collects garbage as `GC_…` say, `iterations` times. 0 when a cycle is complete, 1 when there is more to do.
    pub fn glas_gc_collect(engine: *mut Engine, flags: u32, iterations: u32) -> c_int;
    /// Empties the handles of all objects of scripts that only the collector holds and whose classes have no destructor,
    /// which would miss them, or of those too if `all`; `loosen` does that for objects of templates, which are the host's. The collector ends such objects one by one,
    /// walking all of them each time: a chain of a hundred thousand would take it hours, and takes it one walk after this.
    pub fn glas_gc_loosen(engine: *mut Engine, loosen: LoosenFn, user: *mut c_void, all: bool);
    /// Releases an object that was held by one that is emptied, and empties it too if nobody else holds it.
    pub fn glas_gc_loosen_release(loosening: *mut Loosening, object: *mut c_void, info: *mut TypeInfo);
    /// Writes five numbers: objects known, destroyed so far, found in cycles so far, known and new, destroyed while new.
    pub fn glas_gc_statistics(engine: *mut Engine, out: *mut u32);
    /// The first of them: how many objects it knows.
    pub fn glas_gc_present(engine: *mut Engine) -> u32;
}
