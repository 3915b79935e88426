//! Numbers in the text of scripts.
#![allow(unsafe_code, clippy::undocumented_unsafe_blocks, reason = "all of it is calls of C++")]
#![allow(clippy::box_collection, clippy::vec_box, reason = "the library keeps their addresses")]
#![allow(clippy::unwrap_used, clippy::panic, reason = "a test ends by it")]

use std::fmt::Write as _;
use std::ptr::{null, null_mut};

use glotta_angelscript_sys::*;
use proptest::prelude::*;

mod machine;

use machine::Machine;

/// What these literals are in a script, of the type `double` or `float`.
fn read<T: Copy>(machine: &Machine, name: &str, literals: &[String]) -> Vec<T> {
    let mut text = String::new();
    for (index, literal) in literals.iter().enumerate() {
        writeln!(text, "{name} f{index}() {{ return {literal}; }}").unwrap();
    }
    let module = machine.build(&text).unwrap_or_else(|| panic!("{:?}", machine.messages));
    unsafe {
        let context = glas_context_create(machine.engine);
        let run = |index| {
            let function = glas_module_function(module, index);
            let state = glas_context_execute(context, function, null_mut(), null(), 0);
            assert_eq!(state, EXECUTION_FINISHED);
            glas_context_return_address(context).cast::<T>().read()
        };
        let found = (0..u32::try_from(literals.len()).unwrap()).map(run).collect();
        glas_context_release(context);
        found
    }
}

fn check(literals: &[String]) {
    if !EXACT_LITERALS {
        return;
    }
    let machine = Machine::new();
    for (literal, found) in literals.iter().zip(read::<f64>(&machine, "double", literals)) {
        let expected: f64 = literal.parse().unwrap();
        assert_eq!(found.to_bits(), expected.to_bits(), "{literal}: expected {expected}, got {found}");
    }
    let literals: Vec<_> = literals.iter().map(|literal| format!("{literal}f")).collect();
    for (literal, found) in literals.iter().zip(read::<f32>(&machine, "float", &literals)) {
        let expected: f32 = literal.trim_end_matches('f').parse().unwrap();
        assert_eq!(found.to_bits(), expected.to_bits(), "{literal}: expected {expected}, got {found}");
    }
}

#[test]
fn numbers_that_are_hard_to_read_are_exact() {
    check(
        &[
            "0.7",
            "0.1",
            "0.35",
            "76.0962",
            "5.",
            ".5",
            "5.e1",
            "1e23",
            "9007199254740993.0",
            "1.7976931348623157e308",
            "1e309",
            "1e99999999999999999999",
            "0e99999999999999999999",
            "2.2250738585072011e-308",
            "2.2250738585072014E-308",
            "4.9e-324",
            "2e-324",
            "1e-400",
            "0.000000000000000000000000000000000000000000001401298464324817",
            "3.4028235e+38",
            "3.4028236e38",
            // Half-way between two numbers of type float but for the last digit, which a double does not hold.
            "1.00000017881393432617187499",
            "1.00000017881393432617187501",
            "179769313486231580793728971405303415079934132710037826936173778980444968292764750946649017977587207096330286416\
             692887910946555547851940402630657488671505820681908902000708383676273854845817711531764475730270069855571366959\
             622842914819860834936475292719074168444365510704342711559699508093042880.0",
        ]
        .map(str::to_owned),
    );
}

#[test]
fn an_exponent_without_a_number_means_nothing() {
    let machine = Machine::new();
    let literals = ["5e", "5e+", "5.5E-"].map(str::to_owned);
    assert_eq!(read::<f64>(&machine, "double", &literals), [5.0, 5.0, 5.5]);
    let literals = ["5ef", "5e+F", "5.5E-f"].map(str::to_owned);
    assert_eq!(read::<f32>(&machine, "float", &literals), [5.0, 5.0, 5.5]);
}

#[test]
fn numbers_of_other_bases_and_integers_are_what_they_were() {
    let machine = Machine::new();
    let literals = ["0xff", "0b101", "0o17", "0d12", "0x1e5", "42", "0xFFFFFFFF"].map(str::to_owned);
    assert_eq!(read::<i64>(&machine, "int64", &literals), [255, 5, 15, 12, 0x1e5, 42, 0xffff_ffff]);
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 32, ..ProptestConfig::default() })]

    #[test]
    fn numbers_are_what_rust_makes_of_them(
        literals in prop::collection::vec("[0-9]{1,20}\\.[0-9]{0,25}([eE][+-]?[0-9]{1,3})?|[0-9]{1,20}e-?[0-9]{1,3}", 200),
    ) {
        check(&literals);
    }

    #[test]
    fn what_rust_writes_of_a_number_is_that_number_again(numbers in prop::collection::vec(any::<f64>(), 200)) {
        let finite = numbers.iter().map(|number| number.abs()).filter(|number| number.is_finite());
        check(&finite.map(|number| format!("{number:e}")).filter(|text| text.contains(['.', 'e'])).collect::<Vec<_>>());
    }
}
