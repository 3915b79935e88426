//! How the engine's functions and errors look to a script.

use glotta_core::{ErrorKind, Value};

use crate::game::{Game, printed};

#[test]
fn bound_functions_read_as_functions_of_their_module() {
    assert_eq!(
        printed(
            "import inspect\n\
             print(entity.create, entity.create.__module__, entity.create.__name__, callable(entity.create))\n\
             print(inspect.signature(component.set_position), inspect.signature(entity.create))\n\
             print(Vec3.dot, Entity.destroy)\n\
             print(entity.create == entity.create, len({entity.create, entity.destroy}))"
        ),
        "<built-in function create> entity create True\n\
         (entity, position) ()\n\
         <built-in function dot> <method 'destroy' of 'glotta.Entity' objects>\n\
         True 2\n"
    );
}

#[test]
fn help_shows_what_a_function_takes() {
    let text = printed("help(component.set_position)");
    let first = text.lines().next().unwrap_or_default();
    assert!(first.starts_with("Python Library Documentation: built-in function set_position"), "{text}");
    assert!(text.contains("set_position(entity, position)"), "{text}");
}

#[test]
fn errors_of_the_engine_are_of_one_class_that_prints_and_pickles() {
    assert_eq!(
        printed(
            "import pickle, traceback, copy\n\
             from glotta import ScriptError\n\
             try:\n    test.fail('gone')\nexcept ScriptError as error:\n    caught = error\n\
             print(type(caught).__module__, type(caught).__qualname__, ScriptError.__module__, repr(caught))\n\
             print(traceback.format_exception_only(caught)[-1].strip())\n\
             for again in (pickle.loads(pickle.dumps(caught)), copy.copy(caught)):\n\
             \x20   print(type(again) is type(caught), again.kind, again.message, again.source, again.line, str(again))\n\
             own = ScriptError('no', 'not-found')\n\
             print(isinstance(own, LookupError), own.kind, isinstance(ScriptError('x'), LookupError), own)\n\
             class Mine(ScriptError): pass\n\
             print(Mine('m').message, Mine(message='m', kind='host').kind, isinstance(Mine('m'), ScriptError))"
        ),
        "glotta ScriptError glotta ScriptError('gone')\n\
         glotta.ScriptError: test.py:4: gone\n\
         True not-found gone test.py 4 test.py:4: gone\n\
         True not-found gone test.py 4 test.py:4: gone\n\
         True not-found False no\n\
         m host True\n"
    );
}

#[test]
fn values_pickle_and_copy() {
    assert_eq!(
        printed(
            "import pickle, copy\n\
             e = entity.create()\n\
             values = [Vec3(1, 2, 3), Quat(), Vec2(1, 2), e]\n\
             print(pickle.loads(pickle.dumps(values)) == values, copy.deepcopy(values) == values)"
        ),
        "True True\n"
    );
}

#[test]
fn what_is_wrong_with_a_call_is_an_error_of_its_kind() {
    let mut game = Game::new();
    assert_eq!(
        game.eval("try:\n    test.int('x')\nexcept TypeError as error:\n    return error.kind"),
        Value::from("argument")
    );
    assert_eq!(game.error("test.int(valu=1)").kind(), ErrorKind::Argument);
    assert_eq!(game.error("test.int(1, value=1)").kind(), ErrorKind::Argument);
    assert_eq!(game.error("test.int()").kind(), ErrorKind::Argument);
    assert_eq!(game.eval("return test.int(value=3)"), Value::Int(3));
    let error = game.error("test.boom()");
    assert_eq!(error.message(), "test.boom panicked: the bolt broke");
}

#[test]
fn what_is_not_in_the_engine_s_module_is_told_with_what_is_near() {
    let mut game = Game::new();
    let message = "glotta has no \"entty\"; did you mean \"Entity\" or \"entity\"?";
    game.assert_error("import glotta\nglotta.entty", ErrorKind::NotFound, message);
    game.assert_error("from glotta import Vec3, entty", ErrorKind::NotFound, message);
    assert_eq!(
        printed(
            "import glotta\nfrom glotta import *\nfrom glotta import entity, Vec3\nprint(hasattr(glotta, 'x'))"
        ),
        "False\n"
    );
}
