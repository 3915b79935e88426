//! The library that was found, through every part of the shim that the language stands on.
#![allow(unsafe_code, clippy::undocumented_unsafe_blocks, reason = "all of it is calls of C++")]
#![allow(clippy::box_collection, clippy::vec_box, reason = "the library keeps their addresses")]
#![allow(clippy::unwrap_used, clippy::panic, reason = "a test ends by it")]

use std::ffi::{c_char, c_int, c_void};
use std::ptr::{null, null_mut};
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread;

use glotta_angelscript_sys::*;

mod machine;

use machine::{Machine, bound, text_of};

#[test]
fn the_library_is_of_the_header_s_version() {
    let version = unsafe { glas_header_version() };
    let expected = format!("{}.{}.{}", version / 10000, version / 100 % 100, version % 100);
    assert!(text_of(unsafe { glas_version() }).starts_with(&expected));
}

#[test]
fn a_script_calls_a_native_function_and_returns_its_result() {
    let machine = Machine::new();
    assert_eq!(machine.main("int main() { return add(2, 3); }"), 5);
    assert_eq!(machine.add.calls.get(), 1);
}

#[test]
fn arguments_of_each_kind_arrive() {
    let machine = Machine::new();
    let function = machine.function(
        "double f(bool a, int16 b, uint c, int64 d, float e, double f) { return f + (a ? 1 : 0) + b + c + d + e; }",
        "double f(bool, int16, uint, int64, float, double)",
    );
    let argument = |kind, value| Argument { kind, value };
    let arguments = [
        argument(ARGUMENT_BYTE, ArgumentValue { byte: 1 }),
        argument(ARGUMENT_WORD, ArgumentValue { word: (-20_i16).cast_unsigned() }),
        argument(ARGUMENT_DWORD, ArgumentValue { dword: 300 }),
        argument(ARGUMENT_QWORD, ArgumentValue { qword: 1 << 40 }),
        argument(ARGUMENT_FLOAT, ArgumentValue { single: 0.5 }),
        argument(ARGUMENT_DOUBLE, ArgumentValue { wide: 0.25 }),
        // One more than there are parameters.
        argument(ARGUMENT_BYTE, ArgumentValue { byte: 1 }),
    ];
    unsafe {
        let context = glas_context_create(machine.engine);
        let state = glas_context_execute(context, function, null_mut(), arguments.as_ptr(), 6);
        assert_eq!(state, EXECUTION_FINISHED);
        let result = glas_context_return_address(context).cast::<f64>().read();
        assert_eq!(result, 1.0 - 20.0 + 300.0 + 1_099_511_627_776.0 + 0.75);
        assert_eq!(glas_context_execute(context, function, null_mut(), arguments.as_ptr(), 7), INVALID_ARG);
        assert_eq!(glas_context_state(context), EXECUTION_UNINITIALIZED);
        glas_context_release(context);
    }
}

#[test]
fn what_does_not_compile_is_told_with_its_place() {
    let machine = Machine::new();
    assert!(machine.build("int main() {\n  return missing();\n}").is_none());
    let error = machine.messages.iter().find(|message| message.starts_with("0 ")).unwrap();
    assert!(error.starts_with("0 test.as 2:10 ") && error.contains("missing"), "{error}");
}

unsafe extern "C" fn on_exception(context: *mut Context, user: *mut c_void) {
    unsafe { *user.cast::<u32>() = glas_context_stack_size(context) };
}

#[test]
fn an_exception_tells_its_text_and_place_while_the_calls_are_open() {
    let machine = Machine::new();
    let function =
        machine.function("void main() {\n  inner();\n}\nvoid inner() {\n  fail();\n}", "void main()");
    unsafe {
        let context = glas_context_create(machine.engine);
        let mut depth = 0_u32;
        let user = (&raw mut depth).cast();
        assert!(glas_context_set_exception_callback(context, Some(on_exception), user) >= 0);
        let state = glas_context_execute(context, function, null_mut(), null(), 0);
        assert_eq!(state, EXECUTION_EXCEPTION);
        assert_eq!(depth, 2);
        let mut exception = std::mem::zeroed::<Exception>();
        assert_eq!(glas_context_exception(context, &raw mut exception), SUCCESS);
        assert_eq!(text_of(exception.text), "as it should");
        assert_eq!((text_of(exception.section).as_str(), exception.line), ("test.as", 5));
        assert_eq!(text_of(glas_function_name(exception.function)), "inner");
        assert!(!glas_context_will_exception_be_caught(context));

        let (mut outer, mut line, mut column, mut section) = (null_mut(), 0, 0, null());
        let frame = |level, outer: *mut _, line: *mut _, column: *mut _, section: *mut _| {
            glas_context_stack_frame(context, level, outer, line, column, section)
        };
        assert_eq!(frame(1, &raw mut outer, &raw mut line, &raw mut column, &raw mut section), SUCCESS);
        assert_eq!((text_of(glas_function_name(outer)).as_str(), line), ("main", 2));
        assert_eq!(frame(2, &raw mut outer, &raw mut line, &raw mut column, &raw mut section), INVALID_ARG);
        glas_context_release(context);
    }
}

#[test]
fn a_script_can_catch_what_a_native_function_raises() {
    let machine = Machine::new();
    assert_eq!(machine.main("int main() { try { fail(); } catch { return 7; } return 8; }"), 7);
}

#[test]
fn another_thread_ends_a_script_that_does_not_end() {
    struct Shared(*mut Context, AtomicBool);
    unsafe impl Sync for Shared {}
    impl Shared {
        /// Again and again: one that comes before the call has begun is lost, and to ask for the state would be a race.
        fn abort_until_it_ends(&self) {
            while !self.1.load(Ordering::Acquire) {
                unsafe { glas_context_abort(self.0) };
                thread::yield_now();
            }
        }
    }

    let machine = Machine::new();
    let function = machine.function("void main() { while (true) { } }", "void main()");
    unsafe {
        let context = glas_context_create(machine.engine);
        let shared = Shared(context, AtomicBool::new(false));
        let state = thread::scope(|scope| {
            scope.spawn(|| shared.abort_until_it_ends());
            let state = glas_context_execute(context, function, null_mut(), null(), 0);
            shared.1.store(true, Ordering::Release);
            state
        });
        assert_eq!(state, EXECUTION_ABORTED);
        glas_context_release(context);
    }
}

unsafe extern "C" fn on_line(context: *mut Context, user: *mut c_void) {
    unsafe {
        let lines = &mut *user.cast::<Vec<c_int>>();
        let (mut function, mut line, mut column, mut section) = (null_mut(), 0, 0, null());
        glas_context_stack_frame(
            context,
            0,
            &raw mut function,
            &raw mut line,
            &raw mut column,
            &raw mut section,
        );
        lines.push(line);
    }
}

#[test]
fn a_line_callback_sees_each_statement_until_it_is_taken_away() {
    let machine = Machine::new();
    let function = machine.function("void main() {\n  int a = 1;\n  a++;\n}", "void main()");
    unsafe {
        let context = glas_context_create(machine.engine);
        let mut lines = Vec::<c_int>::new();
        let user = (&raw mut lines).cast();
        assert!(glas_context_set_line_callback(context, Some(on_line), user) >= 0);
        assert_eq!(glas_context_execute(context, function, null_mut(), null(), 0), EXECUTION_FINISHED);
        assert!(lines.contains(&2) && lines.contains(&3), "{lines:?}");
        lines.clear();
        assert!(glas_context_set_line_callback(context, None, null_mut()) >= 0);
        assert_eq!(glas_context_execute(context, function, null_mut(), null(), 0), EXECUTION_FINISHED);
        assert!(lines.is_empty());
        glas_context_release(context);
    }
}

unsafe extern "C" fn write(user: *mut c_void, data: *const c_void, length: u32) -> c_int {
    unsafe {
        let bytes = std::slice::from_raw_parts(data.cast::<u8>(), length as usize);
        (*user.cast::<Vec<u8>>()).extend_from_slice(bytes);
    }
    SUCCESS
}

unsafe extern "C" fn read(user: *mut c_void, data: *mut c_void, length: u32) -> c_int {
    unsafe {
        let rest = &mut *user.cast::<&[u8]>();
        let Some((bytes, after)) = rest.split_at_checked(length as usize) else { return ERROR };
        data.cast::<u8>().copy_from_nonoverlapping(bytes.as_ptr(), bytes.len());
        *rest = after;
    }
    SUCCESS
}

#[test]
fn a_saved_module_runs_in_another_engine_and_a_part_of_one_is_refused() {
    let mut bytes = Vec::<u8>::new();
    {
        let machine = Machine::new();
        let module = machine.build("int main() { return add(20, 3); }").unwrap();
        let user = (&raw mut bytes).cast();
        assert!(unsafe { glas_module_save(module, write, user, false) } >= 0);
    }
    let machine = Machine::new();
    unsafe {
        let module = glas_module_create(machine.engine, c"loaded".as_ptr());
        let mut half = &bytes[..bytes.len() / 2];
        assert!(glas_module_load(module, read, (&raw mut half).cast()) < 0);

        let module = glas_module_create(machine.engine, c"loaded".as_ptr());
        let mut rest = bytes.as_slice();
        assert!(glas_module_load(module, read, (&raw mut rest).cast()) >= 0);
        let function = glas_module_function_by_name(module, c"main".as_ptr());
        let context = glas_context_create(machine.engine);
        assert_eq!(glas_context_execute(context, function, null_mut(), null(), 0), EXECUTION_FINISHED);
        assert_eq!(glas_context_return_address(context).cast::<i32>().read(), 23);
        glas_context_release(context);
    }
}

/// A value type for literals: a pointer to what the factory keeps.
struct Literals(Vec<Box<Vec<u8>>>);

unsafe extern "C" fn literal(user: *mut c_void, data: *const c_char, length: u32) -> *const c_void {
    unsafe {
        let literals = &mut *user.cast::<Literals>();
        let bytes = std::slice::from_raw_parts(data.cast::<u8>(), length as usize);
        literals.0.push(Box::new(bytes.to_vec()));
        (&raw const **literals.0.last().unwrap()).cast()
    }
}

unsafe extern "C" fn release_literal(user: *mut c_void, string: *const c_void) -> c_int {
    unsafe {
        let literals = &mut *user.cast::<Literals>();
        let Some(place) = literals.0.iter().position(|one| (&raw const **one).cast() == string) else {
            return ERROR;
        };
        literals.0.swap_remove(place);
    }
    SUCCESS
}

unsafe extern "C" fn raw_literal(
    _: *mut c_void,
    string: *const c_void,
    data: *mut c_char,
    length: *mut u32,
) -> c_int {
    unsafe {
        let bytes = &*string.cast::<Vec<u8>>();
        if !length.is_null() {
            length.write(bytes.len() as u32);
        }
        if !data.is_null() {
            data.cast::<u8>().copy_from_nonoverlapping(bytes.as_ptr(), bytes.len());
        }
    }
    SUCCESS
}

/// `int size(const text &in)`
unsafe extern "C" fn size(_: *const BoundHeader, call: *mut Call) {
    unsafe {
        let string = (*call).arguments.cast::<*const Vec<u8>>().read_unaligned();
        (*call).result.cast::<i32>().write((*string).len() as i32);
    }
}

#[test]
fn literals_are_made_and_let_go_by_the_host() {
    let mut literals = Box::new(Literals(Vec::new()));
    let size = bound(size, NEEDS_ARGUMENTS | NEEDS_RESULT);
    {
        let machine = Machine::new();
        let engine = machine.engine;
        unsafe {
            let flags = OBJ_VALUE | OBJ_POD;
            let bytes = size_of::<Vec<u8>>() as c_int;
            assert!(glas_register_type(engine, c"text".as_ptr(), bytes, flags) >= 0);
            let user = (&raw mut *literals).cast();
            let name = c"text".as_ptr();
            let register =
                || glas_register_string_factory(engine, name, literal, release_literal, raw_literal, user);
            assert!(register() >= 0);
            assert_eq!(register(), ALREADY_REGISTERED);
            let header = &raw const size.header;
            assert!(glas_register_function(engine, c"int size(const text &in)".as_ptr(), header) >= 0);
        }
        assert_eq!(machine.main(r#"int main() { return size("four") + size("a\0b"); }"#), 7);
        assert_eq!(literals.0.len(), 2);
    }
    assert!(literals.0.is_empty(), "a literal was not let go");
}

#[test]
fn tokens_are_told_apart_with_their_length() {
    let machine = Machine::new();
    let token = |text: &str| {
        let mut length = 9;
        let class =
            unsafe { glas_parse_token(machine.engine, text.as_ptr().cast(), text.len(), &raw mut length) };
        (class, length)
    };
    assert_eq!(token("while (x)"), (TC_KEYWORD, 5));
    assert_eq!(token("name = 1"), (TC_IDENTIFIER, 4));
    assert_eq!(token("12;"), (TC_VALUE, 2));
    assert_eq!(token("// all\nx"), (TC_COMMENT, 7));
    assert_eq!(token(""), (TC_UNKNOWN, 0));
}
