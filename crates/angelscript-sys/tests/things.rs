//! What the library tells of types, objects, modules and functions.
#![allow(unsafe_code, clippy::undocumented_unsafe_blocks, reason = "all of it is calls of C++")]
#![allow(clippy::box_collection, clippy::vec_box, reason = "the library keeps their addresses")]
#![allow(clippy::unwrap_used, clippy::panic, reason = "a test ends by it")]

use std::ffi::{c_int, c_void};
use std::ptr::{null, null_mut};

use glotta_angelscript_sys::*;

mod machine;

use machine::{Machine, bound, text_of};

#[test]
fn enumerations_tell_their_values() {
    let machine = Machine::new();
    let engine = machine.engine;
    unsafe {
        let id = glas_register_enum(engine, c"Color".as_ptr());
        assert!(id > 0);
        assert!(glas_register_enum_value(engine, c"Color".as_ptr(), c"Red".as_ptr(), -7) >= 0);
        assert!(glas_register_enum_value(engine, c"Color".as_ptr(), c"Blue".as_ptr(), 7) >= 0);
        let color = glas_type_by_id(engine, id);
        assert_eq!(glas_enum_value_count(color), 2);
        let mut value = 0;
        assert_eq!((text_of(glas_enum_value(color, 0, &raw mut value)).as_str(), value), ("Red", -7));
        assert_eq!((text_of(glas_enum_value(color, 1, &raw mut value)).as_str(), value), ("Blue", 7));
        assert!(glas_enum_value(color, 2, &raw mut value).is_null());
        assert_ne!(glas_type_flags(color) & OBJ_ENUM, 0);
    }
    assert_eq!(machine.main("int main() { return Red + Blue + 1; }"), 1);
}

#[test]
fn primitives_have_their_ids_and_sizes() {
    let machine = Machine::new();
    let engine = machine.engine;
    let kinds = [
        (c"bool", TYPEID_BOOL, 1),
        (c"int8", TYPEID_INT8, 1),
        (c"int16", TYPEID_INT16, 2),
        (c"int", TYPEID_INT32, 4),
        (c"int64", TYPEID_INT64, 8),
        (c"uint8", TYPEID_UINT8, 1),
        (c"uint16", TYPEID_UINT16, 2),
        (c"uint", TYPEID_UINT32, 4),
        (c"uint64", TYPEID_UINT64, 8),
        (c"float", TYPEID_FLOAT, 4),
        (c"double", TYPEID_DOUBLE, 8),
    ];
    for (name, id, size) in kinds {
        unsafe {
            assert_eq!(glas_type_id(engine, name.as_ptr()), id, "{name:?}");
            assert_eq!(glas_primitive_size(engine, id), size, "{name:?}");
            assert_eq!(text_of(glas_type_declaration(engine, id, true)), name.to_str().unwrap());
            assert!(glas_type_by_id(engine, id).is_null());
        }
    }
}

/// Where the arguments and the result of `place` lay, told by itself.
unsafe extern "C" fn place(_: *const BoundHeader, call: *mut Call) {
    unsafe {
        let stack = (*call).arguments;
        let small = stack.cast::<i8>().read_unaligned();
        let wide = stack.add(4).cast::<i64>().read_unaligned();
        let any = stack.add(12).cast::<*const f64>().read_unaligned();
        let id = stack.add(12 + size_of::<*const f64>()).cast::<i32>().read_unaligned();
        let last = stack.add(16 + size_of::<*const f64>()).cast::<f32>().read_unaligned();
        assert_eq!((id, glas_call_argument_count(call)), (TYPEID_DOUBLE, 4));
        assert_eq!(glas_call_argument_type_id(call, 2, null_mut()), id);
        assert_eq!(glas_call_argument(call, 1).cast::<u8>(), stack.add(4));
        assert_eq!(text_of(glas_function_name(glas_call_function(call))), "place");
        let sum = f64::from(small) + wide as f64 + any.read_unaligned() + f64::from(last);
        (*call).result.cast::<f64>().write(sum);
    }
}

#[test]
fn arguments_lie_in_words_of_four_bytes() {
    let mut machine = Machine::new();
    let declaration = c"double place(int8, int64, const ?&in, float)";
    machine.register(declaration, place, NEEDS_ARGUMENTS | NEEDS_RESULT);
    assert_eq!(machine.main("int main() { return int(place(-1, 30, 2.0, 0.5f) * 2); }"), 63);
}

/// `Pair swap(const Pair &in)`: the pair is returned by value.
unsafe extern "C" fn swap(_: *const BoundHeader, call: *mut Call) {
    unsafe {
        let pair = (*call).arguments.cast::<*const [i32; 2]>().read_unaligned().read();
        (*call).result.cast::<[i32; 2]>().write([pair[1], pair[0]]);
    }
}

#[test]
fn plain_objects_and_wide_numbers_arrive_between_others_and_are_freed() {
    let machine = Machine::new();
    let engine = machine.engine;
    let pair = c"Pair".as_ptr();
    unsafe {
        assert!(glas_register_type(engine, pair, 8, OBJ_VALUE | OBJ_POD) >= 0);
        assert!(glas_register_property(engine, pair, c"int a".as_ptr(), 0, 0, false) >= 0);
        assert!(glas_register_property(engine, pair, c"int b".as_ptr(), 4, 0, false) >= 0);
    }
    let text = "class Adder { double base = 1000; Adder() {}
        double sum(Pair p, double d, const Pair &in q, int64 l, int8 s, Pair r, double e) {
            p.a += 1; r.b += 1;
            return base + p.a + p.b + d + q.a + q.b + l + s + r.a + r.b + e;
        } }
        double f(Pair p, double d, const Pair &in q, int64 l, int8 s, Pair r, double e) {
            return Adder().sum(p, d, q, l, s, r, e);
        }";
    let function =
        machine.function(text, "double f(Pair, double, const Pair &in, int64, int8, Pair, double)");
    let pair = |a: i32, b: i32| {
        let bytes = [a.to_ne_bytes(), b.to_ne_bytes()].concat();
        u64::from_ne_bytes(bytes.try_into().unwrap())
    };
    let argument = |kind, value| Argument { kind, value };
    let mut by_reference = [10, 20];
    let arguments = [
        argument(ARGUMENT_PLAIN, ArgumentValue { qword: pair(1, 2) }),
        argument(ARGUMENT_DOUBLE, ArgumentValue { wide: 0.5 }),
        argument(ARGUMENT_ADDRESS, ArgumentValue { pointer: (&raw mut by_reference).cast() }),
        argument(ARGUMENT_QWORD, ArgumentValue { qword: 1 << 40 }),
        argument(ARGUMENT_BYTE, ArgumentValue { byte: (-5_i8).cast_unsigned() }),
        argument(ARGUMENT_PLAIN, ArgumentValue { qword: pair(100, 200) }),
        argument(ARGUMENT_DOUBLE, ArgumentValue { wide: 0.25 }),
        // One more than there are parameters.
        argument(ARGUMENT_BYTE, ArgumentValue { byte: 1 }),
    ];
    unsafe {
        let context = glas_context_create(engine);
        for _ in 0..2 {
            let state = glas_context_execute(context, function, null_mut(), arguments.as_ptr(), 7);
            assert_eq!(state, EXECUTION_FINISHED);
            let result = glas_context_return_address(context).cast::<f64>().read();
            assert_eq!(result, 1000.0 + 4.0 + 0.5 + 30.0 + 1_099_511_627_776.0 - 5.0 + 301.0 + 0.25);
        }
        // What a call was given that does not begin is freed too.
        let state = glas_context_execute(context, function, null_mut(), arguments.as_ptr(), 8);
        assert_eq!(state, INVALID_ARG);
        glas_context_release(context);
    }
}

/// `int first() const` of `Pair`.
unsafe extern "C" fn first(_: *const BoundHeader, call: *mut Call) {
    unsafe { (*call).result.cast::<i32>().write((*call).object.cast::<[i32; 2]>().read()[0]) };
}

#[test]
fn values_have_properties_and_methods_and_are_returned_in_place() {
    let mut machine = Machine::new();
    let engine = machine.engine;
    let method = bound(first, NEEDS_OBJECT | NEEDS_RESULT);
    let pair = c"Pair".as_ptr();
    unsafe {
        assert!(glas_set_namespace(engine, c"math::flat".as_ptr()) >= 0);
        assert!(glas_register_type(engine, pair, 8, OBJ_VALUE | OBJ_POD) >= 0);
        assert!(glas_register_property(engine, pair, c"int a".as_ptr(), 0, 0, false) >= 0);
        assert!(glas_register_property(engine, pair, c"int b".as_ptr(), 4, 0, false) >= 0);
        let header = &raw const method.header;
        assert!(glas_register_method(engine, pair, c"int first() const".as_ptr(), header) >= 0);
    }
    machine.register(c"Pair swap(const Pair &in)", swap, NEEDS_ARGUMENTS | NEEDS_RESULT);
    unsafe {
        assert!(glas_set_namespace(engine, c"".as_ptr()) >= 0);
        let info = glas_type_by_declaration(engine, c"math::flat::Pair".as_ptr());
        assert_eq!(text_of(glas_type_name(info)), "Pair");
        assert_eq!(text_of(glas_type_namespace(info)), "math::flat");
        assert_eq!(glas_type_size(info), 8);
        let method = glas_type_method_by_name(info, c"first".as_ptr());
        assert_eq!(glas_function_object_type(method), info);
        assert_eq!(glas_function_kind(method), FUNC_SYSTEM);
    }
    let text = "int main() { math::flat::Pair p; p.a = 3; p.b = 40; return math::flat::swap(p).first() + p.first(); }";
    assert_eq!(machine.main(text), 43);
}

const CLASSES: &str = "
interface Named { }
class Base { int hp = 5; }
class Hero : Base, Named { double speed = 1.5; int points(int add = 2) { return hp + add; } }
int main() { return 0; }
";

#[test]
fn objects_of_scripts_tell_what_they_are_and_run_their_methods() {
    let machine = Machine::new();
    let engine = machine.engine;
    let module = machine.build(CLASSES).unwrap();
    unsafe {
        assert_eq!(glas_module_type_count(module), 3);
        let by_name = |name: &str| {
            (0..3)
                .map(|index| glas_module_type(module, index))
                .find(|info| text_of(glas_type_name(*info)) == name)
                .unwrap()
        };
        let (hero, base, named) = (by_name("Hero"), by_name("Base"), by_name("Named"));
        assert!(glas_type_derives_from(hero, base) && !glas_type_derives_from(base, hero));
        assert!(glas_type_implements(hero, named) && !glas_type_implements(base, named));
        assert_eq!(glas_type_base(hero), base);
        assert_eq!(glas_type_module(hero), module);

        let object = glas_object_create(engine, hero);
        let script = object.cast::<ScriptObject>();
        assert_eq!(glas_script_object_type(script), hero);
        assert_eq!(glas_script_object_property_count(script), 2);
        assert_eq!(text_of(glas_script_object_property_name(script, 0)), "hp");
        assert_eq!(glas_script_object_property_type_id(script, 1), TYPEID_DOUBLE);
        assert_eq!(glas_script_object_property_address(script, 1).cast::<f64>().read_unaligned(), 1.5);
        glas_script_object_property_address(script, 0).cast::<i32>().write(20);

        let method = glas_type_method_by_declaration(hero, c"int points(int)".as_ptr());
        assert_eq!(glas_function_kind(method), FUNC_VIRTUAL);
        assert_eq!(glas_type_method_count(hero), 1);
        assert_eq!(glas_type_method(hero, 0), method);
        let body = glas_type_method_body(hero, 0);
        let (mut type_id, mut flags, mut name, mut default) = (0, 9, null(), null());
        let known = glas_function_parameter(
            body,
            0,
            &raw mut type_id,
            &raw mut flags,
            &raw mut name,
            &raw mut default,
        );
        assert!(known >= 0);
        assert_eq!((type_id, flags), (TYPEID_INT32, TM_NONE));
        assert_eq!((text_of(name).as_str(), text_of(default).as_str()), ("add", "2"));
        assert_eq!(text_of(glas_function_section(body)), "test.as");
        assert_eq!(
            text_of(glas_function_declaration(body, true, false, true)),
            "int Hero::points(int add = 2)"
        );

        let context = glas_context_create(engine);
        let seven = Argument { kind: ARGUMENT_DWORD, value: ArgumentValue { dword: 7 } };
        assert_eq!(glas_context_execute(context, method, object, &raw const seven, 1), EXECUTION_FINISHED);
        assert_eq!(glas_context_return_address(context).cast::<i32>().read(), 27);

        let copy = glas_object_copy(engine, object, hero);
        glas_script_object_property_address(script, 0).cast::<i32>().write(1);
        assert_eq!(glas_script_object_property_address(copy.cast(), 0).cast::<i32>().read(), 20);
        assert!(glas_object_assign(engine, copy, object, hero) >= 0);
        assert_eq!(glas_script_object_property_address(copy.cast(), 0).cast::<i32>().read(), 1);
        let cast = glas_object_cast(engine, object, hero, base, true);
        assert_eq!(cast, object);
        glas_object_release(engine, cast, base);
        let plain = glas_object_create(engine, base);
        assert!(glas_object_cast(engine, plain, base, hero, false).is_null());
        glas_object_release(engine, plain, base);

        let delegate = glas_delegate_create(engine, method, object);
        assert_eq!(glas_function_kind(delegate), FUNC_DELEGATE);
        assert_eq!(glas_function_delegate_object(delegate), object);
        assert_eq!(glas_function_delegate_function(delegate), method);
        let ran = glas_context_execute(context, delegate, null_mut(), &raw const seven, 1);
        assert_eq!(ran, EXECUTION_FINISHED);
        assert_eq!(glas_context_return_address(context).cast::<i32>().read(), 8);
        glas_function_release(delegate);

        glas_context_release(context);
        glas_object_release(engine, copy, hero);
        glas_object_release(engine, object, hero);
    }
}

#[test]
fn global_variables_are_found_with_their_values() {
    let machine = Machine::new();
    let module = machine.build("int lives = 3; namespace deep { const double speed = 0.5; }").unwrap();
    unsafe {
        assert_eq!(glas_module_global_count(module), 2);
        let mut seen = Vec::new();
        for index in 0..2 {
            let (mut name, mut namespace, mut type_id, mut is_const) = (null(), null(), 0, false);
            let code = glas_module_global(
                module,
                index,
                &raw mut name,
                &raw mut namespace,
                &raw mut type_id,
                &raw mut is_const,
            );
            assert!(code >= 0);
            let address = glas_module_global_address(module, index);
            seen.push((text_of(name), text_of(namespace), type_id, is_const, address));
        }
        seen.sort();
        let (lives, speed) = (&seen[0], &seen[1]);
        assert_eq!(
            (lives.0.as_str(), lives.1.as_str(), lives.2, lives.3),
            ("lives", "", TYPEID_INT32, false)
        );
        assert_eq!(lives.4.cast::<i32>().read(), 3);
        assert_eq!(
            (speed.0.as_str(), speed.1.as_str(), speed.2, speed.3),
            ("speed", "deep", TYPEID_DOUBLE, true)
        );
        lives.4.cast::<i32>().write(9);
        assert!(glas_module_reset_globals(module, null_mut()) >= 0);
        assert_eq!(glas_module_global_address(module, 0).cast::<i32>().read(), 3);
    }
}

#[test]
fn imported_functions_are_bound_to_those_of_other_modules() {
    let machine = Machine::new();
    unsafe {
        let other = glas_module_create(machine.engine, c"other".as_ptr());
        let text = "int seven() { return 7; }";
        let added = glas_module_add_section(other, c"o".as_ptr(), text.as_ptr().cast(), text.len(), 0);
        assert!(added >= 0 && glas_module_build(other) >= 0);

        let module =
            machine.build("import int seven() from \"other\"; int main() { return seven(); }").unwrap();
        assert_eq!(glas_module_import_count(module), 1);
        assert_eq!(text_of(glas_module_import_source(module, 0)), "other");
        let declaration = glas_module_import_declaration(module, 0);
        assert_eq!(text_of(declaration), "int seven()");
        let seven = glas_module_function_by_declaration(other, declaration);
        let main = glas_module_function_by_name(module, c"main".as_ptr());
        let context = glas_context_create(machine.engine);
        let run = || glas_context_execute(context, main, null_mut(), null(), 0);
        assert_eq!(run(), EXECUTION_EXCEPTION);
        assert!(glas_module_import_bind(module, 0, seven) >= 0);
        assert_eq!(run(), EXECUTION_FINISHED);
        assert_eq!(glas_context_return_address(context).cast::<i32>().read(), 7);
        assert!(glas_module_import_unbind_all(module) >= 0);
        assert_eq!(run(), EXECUTION_EXCEPTION);
        glas_context_release(context);
    }
}

/// `int Host::nested()`: runs `inner` in the context that called it, and counts the frames seen from within by `depth`.
unsafe extern "C" fn nested(_: *const BoundHeader, call: *mut Call) {
    unsafe {
        let context = glas_active_context();
        let module = glas_module_by_name(glas_call_engine(call), c"test".as_ptr());
        let inner = glas_module_function_by_name(module, c"inner".as_ptr());
        assert!(glas_context_push_state(context) >= 0);
        assert_eq!(glas_context_execute(context, inner, null_mut(), null(), 0), EXECUTION_FINISHED);
        let result = glas_context_return_address(context).cast::<i32>().read();
        assert!(glas_context_pop_state(context) >= 0);
        (*call).result.cast::<i32>().write(result);
    }
}

/// `int depth()`: the lines of all calls that are open, as decimal digits, 0 where a state was pushed.
unsafe extern "C" fn depth(_: *const BoundHeader, call: *mut Call) {
    unsafe {
        let context = glas_active_context();
        let mut count = 0;
        assert!(glas_context_is_nested(context, &raw mut count));
        assert_eq!(count, 1);
        let mut digits = 0;
        for level in 0..glas_context_stack_size(context) {
            let (mut function, mut line, mut column, mut section) = (null_mut(), 0, 0, null());
            let code = glas_context_stack_frame(
                context,
                level,
                &raw mut function,
                &raw mut line,
                &raw mut column,
                &raw mut section,
            );
            assert_eq!(code, SUCCESS);
            let kind = if line == 0 { FUNC_SYSTEM } else { FUNC_SCRIPT };
            assert_eq!((glas_function_kind(function), section.is_null()), (kind, line == 0));
            let mut type_id = 1;
            assert!(glas_context_stack_this(context, level, &raw mut type_id).is_null());
            assert_eq!(type_id, TYPEID_VOID);
            digits = digits * 10 + line;
        }
        (*call).result.cast::<c_int>().write(digits);
    }
}

#[test]
fn a_nested_run_sees_the_calls_of_the_run_that_it_is_in() {
    let mut machine = Machine::new();
    let method = bound(nested, NEEDS_RESULT);
    let mut host = 0_u8;
    let name = c"Host".as_ptr();
    unsafe {
        assert!(glas_register_type(machine.engine, name, 0, OBJ_REF | OBJ_NOCOUNT) >= 0);
        let header = &raw const method.header;
        assert!(glas_register_method(machine.engine, name, c"int nested()".as_ptr(), header) >= 0);
        let host = (&raw mut host).cast();
        assert!(glas_register_global_property(machine.engine, c"Host host".as_ptr(), host) >= 0);
    }
    machine.register(c"int depth()", depth, NEEDS_RESULT);
    let digits = machine.main("int main() {\n return host.nested();\n}\nint inner() {\n return depth();\n}");
    assert_eq!(digits, 502);
}

unsafe extern "C" fn on_type(info: *mut TypeInfo) {
    unsafe { *glas_type_user_data(info).cast::<u32>() += 1 };
}

#[test]
fn user_data_is_kept_and_that_of_types_is_freed_with_them() {
    let mut freed = Box::new(0_u32);
    let data: *mut c_void = (&raw mut *freed).cast();
    {
        let machine = Machine::new();
        let engine = machine.engine;
        let module = machine.build(CLASSES).unwrap();
        unsafe {
            glas_engine_set_type_cleanup(engine, on_type);
            let info = glas_module_type(module, 0);
            assert!(glas_type_user_data(info).is_null());
            assert!(glas_type_set_user_data(info, data).is_null());
            assert_eq!(glas_type_user_data(info), data);

            assert!(glas_module_set_user_data(module, data).is_null());
            assert_eq!(glas_module_set_user_data(module, null_mut()), data);
            assert!(glas_engine_set_user_data(engine, data).is_null());
            assert_eq!(glas_engine_user_data(engine), data);
            let main = glas_module_function_by_name(module, c"main".as_ptr());
            assert!(glas_function_set_user_data(main, data).is_null());
            assert_eq!(glas_function_user_data(main), data);
            let context = glas_context_create(engine);
            assert!(glas_context_set_user_data(context, data).is_null());
            assert_eq!(glas_context_user_data(context), data);
            assert_eq!(glas_context_engine(context), engine);
            glas_context_release(context);
        }
        assert_eq!(*freed, 0);
    }
    assert_eq!(*freed, 1);
}

#[test]
fn cycles_are_found_and_freed() {
    let machine = Machine::new();
    let text = "class Node { Node@ next; } int main() { for (int i = 0; i < 10; i++) { Node a; Node b; \
                @a.next = @b; @b.next = @a; } return 1; }";
    assert_eq!(machine.main(text), 1);
    let statistics = || {
        let mut numbers = [0_u32; 5];
        unsafe { glas_gc_statistics(machine.engine, numbers.as_mut_ptr()) };
        numbers
    };
    assert!(unsafe { glas_gc_collect(machine.engine, GC_FULL_CYCLE, 1) } >= 0);
    let [known, destroyed, found, ..] = statistics();
    assert_eq!(known, 0);
    assert_eq!((destroyed, found), (20, 20));
}

#[test]
fn properties_of_the_engine_are_set_and_those_that_are_none_are_refused() {
    let machine = Machine::new();
    unsafe {
        assert_eq!(glas_engine_set_property(machine.engine, EP_AUTO_GARBAGE_COLLECT, 0), SUCCESS);
        assert_eq!(glas_engine_property(machine.engine, EP_AUTO_GARBAGE_COLLECT), 0);
        assert!(glas_engine_set_property(machine.engine, 9999, 0) < 0);
    }
}

#[test]
fn a_message_of_the_host_goes_where_the_compiler_s_go() {
    let machine = Machine::new();
    unsafe {
        let (section, text) = (c"here".as_ptr(), c"mind this".as_ptr());
        assert!(glas_engine_write_message(machine.engine, section, 3, 4, MSGTYPE_WARNING, text) >= 0);
        assert_eq!(*machine.messages, ["1 here 3:4 mind this"]);
        assert!(glas_engine_set_message_callback(machine.engine, None, null_mut()) >= 0);
        assert!(glas_engine_write_message(machine.engine, section, 3, 4, MSGTYPE_WARNING, text) >= 0);
        assert_eq!(machine.messages.len(), 1);
    }
}
