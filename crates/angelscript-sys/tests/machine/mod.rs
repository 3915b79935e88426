//! An engine for tests.
#![allow(dead_code, reason = "each test file uses its part")]

use std::cell::Cell;
use std::ffi::{CStr, CString, c_char, c_void};
use std::ptr::{null, null_mut};
use std::thread;

use glotta_angelscript_sys::*;

/// A native function and what it counts.
#[repr(C)]
pub(crate) struct Bound {
    /// For the library.
    pub(crate) header: BoundHeader,
    /// How often it was called, if it counts.
    pub(crate) calls: Cell<u32>,
}

pub(crate) fn bound(run: unsafe extern "C" fn(*const BoundHeader, *mut Call), needs: u32) -> Box<Bound> {
    Box::new(Bound { header: BoundHeader { run, needs }, calls: Cell::new(0) })
}

/// `int add(int, int)`
unsafe extern "C" fn add(header: *const BoundHeader, call: *mut Call) {
    unsafe {
        let bound = &*header.cast::<Bound>();
        bound.calls.set(bound.calls.get() + 1);
        let arguments = (*call).arguments.cast::<i32>();
        let sum = arguments.read_unaligned() + arguments.add(1).read_unaligned();
        (*call).result.cast::<i32>().write(sum);
    }
}

/// `void fail()`
unsafe extern "C" fn fail(_: *const BoundHeader, call: *mut Call) {
    unsafe {
        assert!((*call).object.is_null() && (*call).arguments.is_null() && (*call).result.is_null());
        assert_eq!(glas_call_set_exception(call, c"as it should".as_ptr()), SUCCESS);
    }
}

unsafe extern "C" fn on_message(user: *mut c_void, message: *const Message) {
    unsafe {
        let Message { section, text, row, column, kind } = message.read();
        let line = format!("{kind} {} {row}:{column} {}", text_of(section), text_of(text));
        (*user.cast::<Vec<String>>()).push(line);
    }
}

pub(crate) fn text_of(text: *const c_char) -> String {
    assert!(!text.is_null());
    unsafe { CStr::from_ptr(text) }.to_str().unwrap().to_owned()
}

/// An engine with `add`, `fail` and what its compiler said.
pub(crate) struct Machine {
    pub(crate) engine: *mut Engine,
    pub(crate) add: Box<Bound>,
    fail: Box<Bound>,
    others: Vec<Box<Bound>>,
    pub(crate) messages: Box<Vec<String>>,
}

impl Machine {
    pub(crate) fn new() -> Self {
        unsafe {
            // Tests run on threads of their own.
            static ONCE: std::sync::Once = std::sync::Once::new();
            ONCE.call_once(|| assert!(glas_prepare_multithread() >= 0));
            let engine = glas_engine_create();
            assert!(!engine.is_null());
            let mut machine = Self {
                engine,
                add: bound(add, NEEDS_ARGUMENTS | NEEDS_RESULT),
                fail: bound(fail, 0),
                others: Vec::new(),
                messages: Box::default(),
            };
            let user = (&raw mut *machine.messages).cast();
            assert!(glas_engine_set_message_callback(engine, Some(on_message), user) >= 0);
            let add = &raw const machine.add.header;
            assert!(glas_register_function(engine, c"int add(int, int)".as_ptr(), add) >= 0);
            let fail = &raw const machine.fail.header;
            assert!(glas_register_function(engine, c"void fail()".as_ptr(), fail) >= 0);
            machine
        }
    }

    /// Registers one more function.
    pub(crate) fn register(
        &mut self,
        declaration: &CStr,
        run: unsafe extern "C" fn(*const BoundHeader, *mut Call),
        needs: u32,
    ) {
        let function = bound(run, needs);
        let code =
            unsafe { glas_register_function(self.engine, declaration.as_ptr(), &raw const function.header) };
        assert!(code >= 0, "{:?}", self.messages);
        self.others.push(function);
    }

    pub(crate) fn build(&self, text: &str) -> Option<*mut Module> {
        unsafe {
            let module = glas_module_create(self.engine, c"test".as_ptr());
            let added =
                glas_module_add_section(module, c"test.as".as_ptr(), text.as_ptr().cast(), text.len(), 0);
            assert!(added >= 0);
            (glas_module_build(module) >= 0).then_some(module)
        }
    }

    pub(crate) fn function(&self, text: &str, declaration: &str) -> *mut Function {
        let module = self.build(text).unwrap_or_else(|| panic!("{:?}", self.messages));
        let declaration = CString::new(declaration).unwrap();
        let function = unsafe { glas_module_function_by_declaration(module, declaration.as_ptr()) };
        assert!(!function.is_null());
        function
    }

    /// Runs `int main()`.
    pub(crate) fn main(&self, text: &str) -> i32 {
        let function = self.function(text, "int main()");
        unsafe {
            let context = glas_context_create(self.engine);
            let state = glas_context_execute(context, function, null_mut(), null(), 0);
            assert_eq!(state, EXECUTION_FINISHED);
            let result = glas_context_return_address(context).cast::<i32>().read();
            assert_eq!(glas_context_release(context), 0);
            result
        }
    }
}

impl Drop for Machine {
    fn drop(&mut self) {
        let left = unsafe { glas_engine_shutdown(self.engine) };
        if !thread::panicking() {
            assert_eq!(left, 0, "something still holds the engine");
            assert_eq!(unsafe { glas_thread_cleanup() }, SUCCESS);
        }
    }
}
