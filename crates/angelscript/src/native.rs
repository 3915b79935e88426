//! Functions of ours that scripts call: the trampoline, and typed access to one call.
//!
//! The library calls every function in the same way, with the arguments in a row on its stack. What a function takes and
//! gives is written once, as Rust types in [`native!`]; the declaration that the compiler of scripts sees is made from
//! the same types, so the two cannot disagree.

#![allow(unsafe_code)] // reads the library's stack

use std::marker::PhantomData;
use std::panic::{self, AssertUnwindSafe};
use std::ptr::{self, NonNull};

use glotta_angelscript_sys as sys;
use glotta_core::ScriptError;

use crate::vm::Vm;

/// A function of ours as the library holds it, with what it needs to know (`D`).
#[repr(C)]
pub(crate) struct Bound<D> {
    header: sys::BoundHeader,
    vm: *const Vm,
    needs: Needs,
    pub(crate) data: D,
}

/// What a function needs of each call.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Needs {
    /// `NEEDS_…`
    pub(crate) parts: u32,
    /// Where among the slots of its arguments pointers to objects stand, a bit for each.
    pub(crate) references: u64,
}

impl Needs {
    /// Whether what the function was promised is there. The library makes sure of the object of a method and of what
    /// variables hold, but not of the members of an object whose constructor has not come to them yet: those are null.
    #[inline]
    fn are_met(self, call: &sys::Call) -> bool {
        if self.parts & sys::NEEDS_OBJECT != 0 && call.object.is_null() {
            return false;
        }
        let mut references = self.references;
        while references != 0 {
            let slot = references.trailing_zeros() as usize;
            // SAFETY: a pointer stands there, as the declaration of the function says.
            if unsafe { call.arguments.add(slot * SLOT).cast::<*const u8>().read_unaligned() }.is_null() {
                return false;
            }
            references &= references - 1;
        }
        true
    }
}

/// What holds the code of a bound function: a type without values, so that each has a trampoline of its own and the
/// code is called directly.
pub(crate) trait Behind: 'static {
    /// What the function needs to know.
    type Data: 'static;
    /// Its code.
    ///
    /// # Errors
    /// What the script is to see as an exception.
    fn run(vm: &Vm, data: &Self::Data, call: &mut Call<'_>) -> Result<(), ScriptError>;
}

impl<D> Bound<D> {
    /// A function for a machine that outlives it.
    pub(crate) fn new<B: Behind<Data = D>>(vm: &Vm, needs: Needs, data: D) -> Box<Self>
    where
        D: 'static,
    {
        Box::new(Self { header: sys::BoundHeader { run: run::<B>, needs: needs.parts }, vm, needs, data })
    }

    /// What the library is given.
    pub(crate) fn header(&self) -> *const sys::BoundHeader {
        ptr::from_ref(self).cast()
    }
}

/// A plain function.
pub(crate) type Native = fn(&Vm, &mut Call<'_>) -> Result<(), ScriptError>;

/// What holds plain functions.
pub(crate) struct Plain;

impl Behind for Plain {
    type Data = Native;

    #[inline]
    fn run(vm: &Vm, native: &Native, call: &mut Call<'_>) -> Result<(), ScriptError> {
        native(vm, call)
    }
}

/// Runs a bound function; nothing unwinds out of it.
unsafe extern "C" fn run<B: Behind>(header: *const sys::BoundHeader, raw: *mut sys::Call) {
    // SAFETY: the library hands back what `Bound::header` gave, and the machine outlives its functions; the call is
    // alive for as long as this runs.
    let (bound, raw) = unsafe { (&*header.cast::<Bound<B::Data>>(), &mut *raw) };
    // SAFETY: as above.
    let vm = unsafe { &*bound.vm };
    if !bound.needs.are_met(raw) {
        vm.raise(crate::errors::null_object());
        return;
    }
    let mut call = Call { raw, offset: 0, life: PhantomData };
    match panic::catch_unwind(AssertUnwindSafe(|| B::run(vm, &bound.data, &mut call))) {
        Ok(Ok(())) => {}
        Ok(Err(error)) => vm.raise(error),
        Err(payload) => vm.raise(crate::errors::panicked(&*payload)),
    }
}

/// One call of a bound function.
pub(crate) struct Call<'c> {
    raw: &'c mut sys::Call,
    /// Where the next argument stands, in bytes.
    offset: usize,
    life: PhantomData<&'c ()>,
}

/// The unit in which the library's stack is divided.
const SLOT: usize = 4;

impl<'c> Call<'c> {
    /// The object that a method was called on, or the place for the one that a constructor makes.
    #[inline]
    pub(crate) fn object<T>(&self) -> *mut T {
        self.raw.object.cast()
    }

    /// Where the arguments begin.
    #[inline]
    pub(crate) fn arguments(&self) -> *const u8 {
        self.raw.arguments.cast_const()
    }

    /// Where the result goes.
    #[inline]
    pub(crate) fn result(&self) -> *mut u8 {
        self.raw.result.cast()
    }

    /// Reads the next argument.
    ///
    /// # Safety
    /// The function was declared with a parameter of that type at this place.
    #[inline]
    pub(crate) unsafe fn next<P: Parameter<'c>>(&mut self) -> P {
        // SAFETY: the caller says that such an argument stands here.
        let value = unsafe { P::read(self.raw.arguments.add(self.offset)) };
        self.offset += P::SLOTS * SLOT;
        value
    }

    /// Hands over the result.
    ///
    /// # Safety
    /// The function was declared with a result of that type.
    #[inline]
    pub(crate) unsafe fn give<R: Returned>(&mut self, value: R) {
        // SAFETY: the caller says that the place is for such a value.
        unsafe { value.write(self.raw.result.cast()) };
    }
}

/// A type that scripts know by name, as it lies in memory. What scripts can change lies in cells: the same object may be
/// both the receiver and an argument of one call.
pub(crate) trait ScriptType: 'static {
    /// Its name in scripts.
    const NAME: &'static str;
}

/// A type of parameters.
pub(crate) trait Parameter<'c>: Sized {
    /// How many slots of the stack it takes.
    const SLOTS: usize;
    /// How it is declared.
    fn declaration() -> String;
    /// Reads it.
    ///
    /// # Safety
    /// Such an argument stands there.
    unsafe fn read(place: *const u8) -> Self;
}

/// A type of results.
pub(crate) trait Returned: Sized {
    /// How it is declared.
    fn declaration() -> String;
    /// Writes it.
    ///
    /// # Safety
    /// The place is for such a result.
    unsafe fn write(self, place: *mut u8);
}

macro_rules! primitives {
    ($($rust:ty, $name:literal, $slots:literal;)+) => {$(
        impl Parameter<'_> for $rust {
            const SLOTS: usize = $slots;

            fn declaration() -> String {
                $name.to_owned()
            }

            #[inline]
            unsafe fn read(place: *const u8) -> Self {
                // SAFETY: an argument of this size stands there.
                unsafe { place.cast::<Self>().read_unaligned() }
            }
        }

        impl Returned for $rust {
            fn declaration() -> String {
                $name.to_owned()
            }

            #[inline]
            unsafe fn write(self, place: *mut u8) {
                // SAFETY: the place has 8 bytes.
                unsafe { place.cast::<Self>().write_unaligned(self) };
            }
        }
    )+};
}

primitives! {
    i8, "int8", 1; i16, "int16", 1; i32, "int", 1; i64, "int64", 2;
    u8, "uint8", 1; u16, "uint16", 1; u32, "uint", 1; u64, "uint64", 2;
    f32, "float", 1; f64, "double", 2;
}

impl Parameter<'_> for bool {
    const SLOTS: usize = 1;

    fn declaration() -> String {
        "bool".to_owned()
    }

    #[inline]
    unsafe fn read(place: *const u8) -> Self {
        // SAFETY: as for the other primitives; any byte but 0 is true.
        unsafe { place.read() != 0 }
    }
}

impl Returned for bool {
    fn declaration() -> String {
        "bool".to_owned()
    }

    #[inline]
    unsafe fn write(self, place: *mut u8) {
        // SAFETY: the place has 8 bytes.
        unsafe { place.cast::<u64>().write_unaligned(u64::from(self)) };
    }
}

/// How many slots a pointer takes.
pub(crate) const POINTER: usize = size_of::<*const u8>() / SLOT;

/// `const T &in`: an object that the script keeps alive for the call.
impl<'c, T: ScriptType> Parameter<'c> for &'c T {
    const SLOTS: usize = POINTER;

    fn declaration() -> String {
        format!("const {} &in", T::NAME)
    }

    #[inline]
    unsafe fn read(place: *const u8) -> Self {
        // SAFETY: the trampoline has refused null, and the object lives as long as the call.
        unsafe { &*place.cast::<*const T>().read_unaligned() }
    }
}

/// `T@+`: an object held by handle, or null. By the `+` the library lets go of the handle after the call.
impl<'c, T: ScriptType> Parameter<'c> for Option<&'c T> {
    const SLOTS: usize = POINTER;

    fn declaration() -> String {
        format!("{}@+", T::NAME)
    }

    #[inline]
    unsafe fn read(place: *const u8) -> Self {
        // SAFETY: the library holds the handle until the call has ended.
        unsafe { place.cast::<*const T>().read_unaligned().as_ref() }
    }
}

/// `const ?&in`: something of any type.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Any<'c> {
    /// Where it lies: the value of a primitive, the object, or the handle.
    pub(crate) place: *const u8,
    /// The library's number of its type.
    pub(crate) type_id: i32,
    life: PhantomData<&'c ()>,
}

impl Any<'_> {
    /// Something at a place that outlives this.
    pub(crate) const fn new(place: *const u8, type_id: i32) -> Self {
        Self { place, type_id, life: PhantomData }
    }
}

impl Parameter<'_> for Any<'_> {
    const SLOTS: usize = POINTER + 1;

    fn declaration() -> String {
        "const ?&in".to_owned()
    }

    #[inline]
    unsafe fn read(place: *const u8) -> Self {
        // SAFETY: a pointer and a type's number stand there.
        unsafe {
            Self::new(
                place.cast::<*const u8>().read_unaligned(),
                place.add(POINTER * SLOT).cast::<i32>().read_unaligned(),
            )
        }
    }
}

impl Returned for () {
    fn declaration() -> String {
        "void".to_owned()
    }

    #[inline]
    unsafe fn write(self, _: *mut u8) {}
}

/// A value type handed over by value.
impl<T: ScriptType> Returned for T {
    fn declaration() -> String {
        T::NAME.to_owned()
    }

    #[inline]
    unsafe fn write(self, place: *mut u8) {
        // SAFETY: the library has made room for one, which is not initialised.
        unsafe { place.cast::<T>().write(self) };
    }
}

/// `T@`: a handle with the count of one that the script gets; null for none.
#[derive(Debug)]
pub(crate) struct Owned<T>(pub(crate) Option<NonNull<T>>);

impl<T: ScriptType> Returned for Owned<T> {
    fn declaration() -> String {
        format!("{}@", T::NAME)
    }

    #[inline]
    unsafe fn write(self, place: *mut u8) {
        let pointer = self.0.map_or(ptr::null_mut(), NonNull::as_ptr);
        // SAFETY: the place is for a pointer.
        unsafe { place.cast::<*mut T>().write_unaligned(pointer) };
    }
}

/// `T &`: a reference to an object that outlives the expression.
#[derive(Debug)]
pub(crate) struct Reference<T>(pub(crate) *const T);

impl<T: ScriptType> Returned for Reference<T> {
    fn declaration() -> String {
        format!("{} &", T::NAME)
    }

    #[inline]
    unsafe fn write(self, place: *mut u8) {
        // SAFETY: the place is for a pointer.
        unsafe { place.cast::<*const T>().write_unaligned(self.0) };
    }
}

/// The declaration of a function: `double sin(double)`.
pub(crate) fn declaration(returns: &str, name: &str, parameters: &[String], suffix: &str) -> String {
    format!("{returns} {name}({}){suffix}", parameters.join(", "))
}

/// Defines a function of ours and registers it.
///
/// ```text
/// native!(registry, function "sin"(vm, x: f64) -> f64 { Ok(x.sin()) });
/// native!(registry, method ScriptString, "length" const (vm, this) -> u32 { … });
/// native!(registry, method ScriptString, "resize" mut (vm, this, size: u32) -> () { … });
/// native!(registry, accessor Vec3Field, "get_x" const (vm, this) -> f64 { … });
/// native!(registry, construct Entity (vm, bits: u64) { … });
/// ```
///
/// The body gives a `Result` with a `ScriptError`. `this` is always a shared reference: see [`ScriptType`].
macro_rules! native {
    ($registry:expr, function $name:literal ($vm:ident $(, $arg:ident: $ty:ty)*) -> $ret:ty $body:block) => {{
        #[allow(unsafe_code, reason = "the declaration is made from the same types")]
        fn native(vm: &$crate::vm::Vm, call: &mut $crate::native::Call<'_>) -> Result<(), glotta_core::ScriptError> {
            #[allow(clippy::too_many_arguments, reason = "scripts may give as many")]
            fn body($vm: &$crate::vm::Vm $(, $arg: $ty)*) -> Result<$ret, glotta_core::ScriptError> $body
            // SAFETY: the declaration below is made from the same types.
            unsafe {
                $(let $arg = call.next::<$ty>();)*
                let result = body(vm $(, $arg)*)?;
                call.give(result);
            }
            Ok(())
        }
        let declaration = $crate::native::declaration(
            &<$ret as $crate::native::Returned>::declaration(),
            $name,
            &[$(<$ty as $crate::native::Parameter<'_>>::declaration()),*],
            "",
        );
        $registry.function(&declaration, native)
    }};
    ($registry:expr, method $owner:ty, $name:literal const ($($rest:tt)*) -> $ret:ty $body:block) => {
        $crate::native::native!(@method $registry, $owner, $name, " const", ($($rest)*) -> $ret $body)
    };
    ($registry:expr, method $owner:ty, $name:literal mut ($($rest:tt)*) -> $ret:ty $body:block) => {
        $crate::native::native!(@method $registry, $owner, $name, "", ($($rest)*) -> $ret $body)
    };
    ($registry:expr, accessor $owner:ty, $name:literal const ($($rest:tt)*) -> $ret:ty $body:block) => {
        $crate::native::native!(@method $registry, $owner, $name, " const property", ($($rest)*) -> $ret $body)
    };
    ($registry:expr, accessor $owner:ty, $name:literal mut ($($rest:tt)*) -> $ret:ty $body:block) => {
        $crate::native::native!(@method $registry, $owner, $name, " property", ($($rest)*) -> $ret $body)
    };
    (@method $registry:expr, $owner:ty, $name:expr, $suffix:literal,
     ($vm:ident, $this:ident $(, $arg:ident: $ty:ty)*) -> $ret:ty $body:block) => {{
        #[allow(unsafe_code, reason = "the declaration is made from the same types")]
        fn native(vm: &$crate::vm::Vm, call: &mut $crate::native::Call<'_>) -> Result<(), glotta_core::ScriptError> {
            #[allow(clippy::too_many_arguments, reason = "scripts may give as many")]
            fn body($vm: &$crate::vm::Vm, $this: &$owner $(, $arg: $ty)*) -> Result<$ret, glotta_core::ScriptError> $body
            // SAFETY: the declaration below is made from the same types, and a method has an object.
            unsafe {
                let this = &*call.object::<$owner>();
                $(let $arg = call.next::<$ty>();)*
                let result = body(vm, this $(, $arg)*)?;
                call.give(result);
            }
            Ok(())
        }
        let declaration = $crate::native::declaration(
            &<$ret as $crate::native::Returned>::declaration(),
            $name,
            &[$(<$ty as $crate::native::Parameter<'_>>::declaration()),*],
            $suffix,
        );
        $registry.method(<$owner as $crate::native::ScriptType>::NAME, &declaration, native)
    }};
    ($registry:expr, construct $owner:ty, ($vm:ident $(, $arg:ident: $ty:ty)*) $body:block) => {
        $crate::native::native!($registry, construct $owner, "" ($vm $(, $arg: $ty)*) $body)
    };
    // The suffix is for `explicit`.
    ($registry:expr, construct $owner:ty, $suffix:literal ($vm:ident $(, $arg:ident: $ty:ty)*) $body:block) => {{
        #[allow(unsafe_code, reason = "the declaration is made from the same types")]
        fn native(vm: &$crate::vm::Vm, call: &mut $crate::native::Call<'_>) -> Result<(), glotta_core::ScriptError> {
            #[allow(clippy::too_many_arguments, reason = "scripts may give as many")]
            fn body($vm: &$crate::vm::Vm $(, $arg: $ty)*) -> Result<$owner, glotta_core::ScriptError> $body
            // SAFETY: the declaration below is made from the same types, and the object's place is not initialised.
            unsafe {
                $(let $arg = call.next::<$ty>();)*
                let made = body(vm $(, $arg)*)?;
                call.object::<$owner>().write(made);
            }
            Ok(())
        }
        let declaration = $crate::native::declaration(
            "void",
            "f",
            &[$(<$ty as $crate::native::Parameter<'_>>::declaration()),*],
            $suffix,
        );
        $registry.behaviour(
            <$owner as $crate::native::ScriptType>::NAME,
            glotta_angelscript_sys::BEHAVE_CONSTRUCT,
            &declaration,
            native,
        )
    }};
    // A factory of a type that scripts hold by handle; the body gives a counted pointer.
    ($registry:expr, factory $owner:ty, ($vm:ident $(, $arg:ident: $ty:ty)*) $body:block) => {{
        #[allow(unsafe_code, reason = "the declaration is made from the same types")]
        fn native(vm: &$crate::vm::Vm, call: &mut $crate::native::Call<'_>) -> Result<(), glotta_core::ScriptError> {
            #[allow(clippy::too_many_arguments, reason = "scripts may give as many")]
            fn body($vm: &$crate::vm::Vm $(, $arg: $ty)*) -> Result<$crate::native::Owned<$owner>, glotta_core::ScriptError> $body
            // SAFETY: the declaration below is made from the same types.
            unsafe {
                $(let $arg = call.next::<$ty>();)*
                let made = body(vm $(, $arg)*)?;
                call.give(made);
            }
            Ok(())
        }
        let declaration = $crate::native::declaration(
            &<$crate::native::Owned<$owner> as $crate::native::Returned>::declaration(),
            "f",
            &[$(<$ty as $crate::native::Parameter<'_>>::declaration()),*],
            "",
        );
        $registry.behaviour(
            <$owner as $crate::native::ScriptType>::NAME,
            glotta_angelscript_sys::BEHAVE_FACTORY,
            &declaration,
            native,
        )
    }};
}
pub(crate) use native;
