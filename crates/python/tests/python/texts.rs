//! Surrogates, which are no text, and numbers beyond 64 bits, on all ways between a script and the engine.

use glotta_core::{ErrorKind, Value};

use crate::game::Game;

#[test]
fn a_surrogate_is_refused_wherever_a_text_goes() {
    let mut game = Game::new();
    let refusals = [
        (
            "test.string('a\\ud800')",
            "test.string: argument 1 (value): the string is not valid Unicode: character 2 is a surrogate",
        ),
        (
            "test.echo(['\\udfff'])",
            "test.echo: argument 1 (value): element 1: the string is not valid Unicode: character 1 is a surrogate",
        ),
        (
            "return '\\ud800'",
            "the result of the function: the string is not valid Unicode: character 1 is a surrogate",
        ),
        (
            "return {'\\ud800': 1}",
            "the result of the function: a name in the table: the string is not valid Unicode: character 1 is a surrogate",
        ),
        (
            "d = entity.create().data()\nd['\\ud800'] = 1",
            "the string is not valid Unicode: character 1 is a surrogate",
        ),
        (
            "d = entity.create().data()\nd.x = '\\ud800'",
            "data of 1v0: x: the string is not valid Unicode: character 1 is a surrogate",
        ),
        ("test.int(**{'\\ud800': 1})", "the string is not valid Unicode: character 1 is a surrogate"),
        (
            "entity.create().handle('Transform').label = '\\ud800'",
            "the string is not valid Unicode: character 1 is a surrogate",
        ),
    ];
    for (body, message) in refusals {
        let error = game.error(body);
        assert!(matches!(error.kind(), ErrorKind::Type | ErrorKind::Argument), "{body}: {error:?}");
        assert_eq!(error.message(), message, "{body}");
    }
}

#[test]
fn a_surrogate_in_a_name_is_a_name_that_is_not_there() {
    let mut game = Game::new();
    for body in [
        "getattr(entity.create(), '\\ud800')",
        "getattr(entity, '\\ud800')",
        "getattr(entity.create().handle('Transform'), '\\ud800')",
        "getattr(entity.create().data(), '\\ud800')",
        "setattr(entity.create().handle('Transform'), '\\ud800', 1)",
        "getattr(Vec3(), '\\ud800')",
        "getattr(Vec3, '\\ud800')",
        "Vec3(**{'\\ud800': 1})",
        "__import__('\\ud800')",
        "__import__('a.\\ud800')",
        "globals()['\\ud800']",
    ] {
        let error = game.error(body);
        assert!(!error.message().is_empty() && error.source() == "test.py", "{body}: {error:?}");
        assert_eq!(game.eval("return 1"), Value::Int(1));
    }
}

#[test]
fn a_surrogate_is_printed_and_told_as_it_is_written() {
    let mut game = Game::new();
    game.load("print('a\\ud800', '\\udc80')\nimport sys\nsys.stdout.write('\\ud800\\n')").expect("runs");
    assert_eq!(game.host.printed, "a\\ud800 \\udc80\n\\ud800\n");
    let error = game.error("raise ValueError('a\\ud800') from KeyError('\\ud801')");
    assert!(error.message().starts_with("ValueError: a\\ud800 (caused by KeyError: "), "{error:?}");
    assert_eq!(game.error("raise ScriptError('\\ud800', '\\ud801', '\\ud802')").message(), "\\ud800");
    assert_eq!(
        game.error("raise type('\\ud800'.encode('utf-8', 'replace').decode(), (Exception,), {})").message(),
        "?"
    );
    assert_eq!(
        game.error("import sys\nsys.exit('\\ud800')").message(),
        "the script called sys.exit('\\ud800')"
    );
}

#[test]
fn a_number_beyond_64_bits_is_refused_wherever_a_number_goes() {
    let mut game = Game::new();
    let body = |text: &str| text.replace("BIG", "(2**63)");
    for (text, start) in [
        ("test.int(BIG)", "test.int: argument 1 (value): "),
        ("test.int(-BIG - 1)", "test.int: argument 1 (value): "),
        ("test.echo([1, {'a': BIG}])", "test.echo: argument 1 (value): element 2: field \"a\": "),
        ("return BIG", "the result of the function: "),
        ("return [BIG]", "the result of the function: element 1: "),
        ("entity.create().data().x = BIG", "data of 0v0: x: "),
        ("entity.create().handle('Transform').inner.level = BIG", ""),
        ("entity.create().data()[BIG]", ""),
    ] {
        let error = game.error(&body(text));
        assert!(matches!(error.kind(), ErrorKind::Type | ErrorKind::Argument), "{text}: {error:?}");
        let rest = error.message().strip_prefix(start).unwrap_or_default();
        assert_eq!(rest, "expected an int of 64 bits, got a larger one", "{text}: {error:?}");
    }
    assert_eq!(game.error("test.float(10**400)").kind(), ErrorKind::Argument);
    assert_eq!(game.error("Vec3(10**400, 0, 0)").kind(), ErrorKind::Argument);
    assert!(game.error("Vec3(1, 0, 0) * 10**400").message().contains("larger"));
    assert_eq!(
        game.eval("return [test.int(2**63 - 1), test.int(-2**63)]").to_string(),
        format!("[{}, {}]", i64::MAX, i64::MIN)
    );
    assert_eq!(game.eval("return test.float(2**64)"), Value::Float(18_446_744_073_709_551_616.0));
    assert!(game.error("raise ValueError(10**5000)").message().starts_with("ValueError"));
}
