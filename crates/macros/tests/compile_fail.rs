//! What cannot be bound is refused where it stands. Each file in `ui` shows one fault and the message for it.

#[test]
fn what_cannot_be_bound_is_refused_where_it_stands() {
    trybuild::TestCases::new().compile_fail("tests/ui/*.rs");
}
