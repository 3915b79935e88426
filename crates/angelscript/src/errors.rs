//! What goes wrong in scripts, as [`ScriptError`]s.

#![allow(unsafe_code)] // asks contexts what happened

use std::any::Any;
use std::borrow::Cow;
use std::ffi::CString;
use std::fmt::Write as _;
use std::ptr;

use glotta_angelscript_sys as sys;
use glotta_core::{ErrorKind, ScriptError, StackFrame};

use crate::hints::{Known, Texts};
use crate::include::Section;
use crate::vm::{Message, Vm, text};

/// The name of the language in errors.
pub(crate) const LANGUAGE: &str = "angelscript";

/// The most levels of a stack that are told; of a longer one, the innermost and the outermost.
const MOST_FRAMES: u32 = 40;

/// The error of a panic in a bound function.
#[cold]
pub(crate) fn panicked(payload: &(dyn Any + Send)) -> ScriptError {
    let message = payload
        .downcast_ref::<&str>()
        .copied()
        .or_else(|| payload.downcast_ref::<String>().map(String::as_str))
        .unwrap_or("no message");
    ScriptError::host(format!("the engine panicked: {message}"))
}

/// The error of a function that is given an object which is not there yet.
#[cold]
pub(crate) fn null_object() -> ScriptError {
    ScriptError::new(ErrorKind::Runtime, "null handle: a variable was used before it was initialised")
}

/// The most bytes that the library is told of an error. It makes messages of its own of that text, together with how the
/// function is declared that raised it, and does not bear one of a thousand bytes: see [`crate::nesting`].
const MOST_TOLD: usize = 200;

/// The text of the exception by which the library knows an error; scripts are told the whole message.
pub(crate) fn exception_text(error: &ScriptError) -> CString {
    let message = error.message();
    let told = &message[..message.floor_char_boundary(MOST_TOLD)];
    let text: Vec<u8> = told.bytes().map(|byte| if byte == 0 { b' ' } else { byte }).collect();
    CString::new(text).unwrap_or_default()
}

/// The error that a call ended with.
#[cold]
pub(crate) fn ended(vm: &Vm, context: *mut sys::Context, state: i32) -> ScriptError {
    let passed = vm.account.take_passed();
    let error = match state {
        sys::EXECUTION_EXCEPTION => {
            let error = exception(vm, context);
            let raised_by_the_library = error.kind() == ErrorKind::Runtime;
            if passed && raised_by_the_library { crate::memory::out_of_memory() } else { error }
        }
        _ if passed => crate::memory::out_of_memory(),
        sys::EXECUTION_ABORTED => match vm.pending.take() {
            // A function that was called back from here was stopped first, and knows where it was.
            Some(error) if error.kind() == ErrorKind::Timeout => error,
            _ => ScriptError::new(ErrorKind::Timeout, "the script has used up its time"),
        },
        sys::EXECUTION_SUSPENDED => {
            // Nothing offers it to scripts; whoever suspended the context from outside gets an end instead.
            // SAFETY: the context is ours.
            unsafe { sys::glas_context_abort(context) };
            ScriptError::new(ErrorKind::Runtime, "the script was suspended and cannot go on")
        }
        _ => ScriptError::host(format!("the script could not be called (error {state} of AngelScript)")),
    };
    placed(error, context, state == sys::EXECUTION_EXCEPTION)
}

/// The exception of a context, as the error that a bound function raised, or as one of the script's own.
fn exception(vm: &Vm, context: *mut sys::Context) -> ScriptError {
    let message = exception_message(context);
    match vm.pending.take() {
        Some(error) if exception_text(&error).to_string_lossy() == message => error,
        _ => ScriptError::new(ErrorKind::Runtime, own_message(&message)),
    }
}

/// The text of a context's exception.
pub(crate) fn exception_message(context: *mut sys::Context) -> String {
    text(last_exception(context).text)
}

/// What a context says of its exception. The texts are to be read before anything else runs in it.
fn last_exception(context: *mut sys::Context) -> sys::Exception {
    let mut found = sys::Exception {
        text: ptr::null(),
        section: ptr::null(),
        function: ptr::null_mut(),
        line: 0,
        column: 0,
    };
    // SAFETY: the context is alive, and so are the texts that it names.
    unsafe { sys::glas_context_exception(context, &raw mut found) };
    found
}

/// What the library says of a script's fault, with what to do where it is not plain.
fn own_message(message: &str) -> String {
    match message {
        "Null pointer access" => "null handle: an object was used through a handle that is null".to_owned(),
        "Stack overflow" => {
            "stack overflow: functions call each other too deeply, or have too many variables".to_owned()
        }
        "Too many nested calls" => {
            "stack overflow: functions of scripts and of the engine call each other too deeply".to_owned()
        }
        "Divide by zero" => "division by zero".to_owned(),
        "Overflow in integer division" => "overflow in a division of integers".to_owned(),
        "Unbound function called" => {
            "a function was called that is not there: the handle to it is null, or its `import` was not found"
                .to_owned()
        }
        other => other.to_owned(),
    }
}

/// An error with the place and the stack of a context, which ended with an exception if the error was `raised`.
///
/// Of an exception the context has kept the place: where it stands now is behind the function that raised it, and often
/// in the next line.
fn placed(mut error: ScriptError, context: *mut sys::Context, raised: bool) -> ScriptError {
    // SAFETY: the context is alive and has not been unprepared since it ended.
    let size = unsafe { sys::glas_context_stack_size(context) };
    let mut column = 0;
    for level in 0..size {
        if level >= MOST_FRAMES / 2 && level + MOST_FRAMES / 2 < size {
            continue;
        }
        if let Some((frame, at)) = frame(context, level, raised && level == 0) {
            if column == 0 && error.source().is_empty() {
                column = at;
                // The place of the innermost level, with the column, which a level of a stack has not.
                error = error.at(LANGUAGE, &frame.source, frame.line, column);
            }
            error.push_frames([frame]);
        }
    }
    error
}

/// Whether a destructor that the library called of its own raised what a context has just raised.
pub(crate) fn is_in_destructor(context: *mut sys::Context) -> bool {
    let mut outermost = false;
    // SAFETY: the context is the one that runs. The walk ends where the library pushed the state of another call.
    unsafe {
        for level in 0..sys::glas_context_stack_size(context) {
            let (mut function, mut line, mut column, mut section) = (ptr::null_mut(), 0, 0, ptr::null());
            let found = sys::glas_context_stack_frame(
                context,
                level,
                &raw mut function,
                &raw mut line,
                &raw mut column,
                &raw mut section,
            );
            if found < 0 || function.is_null() || section.is_null() {
                break;
            }
            outermost = text(sys::glas_function_name(function)).starts_with('~');
        }
    }
    outermost
}

/// The exception of a destructor that a context has just raised.
pub(crate) fn in_destructor(vm: &Vm, context: *mut sys::Context) -> ScriptError {
    placed(exception(vm, context).within("a destructor failed, which ends nothing else"), context, true)
}

/// One level of a context's stack, and the column in it; none for levels without a script. It is the one that `raised` if
/// the context's exception is of it.
fn frame(context: *mut sys::Context, level: u32, raised: bool) -> Option<(StackFrame, u32)> {
    let (mut function, mut line, mut column, mut section) = (ptr::null_mut(), 0, 0, ptr::null());
    // SAFETY: the context is alive; the texts are read before anything else runs in it.
    unsafe {
        let found = sys::glas_context_stack_frame(
            context,
            level,
            &raw mut function,
            &raw mut line,
            &raw mut column,
            &raw mut section,
        );
        if found < 0 || function.is_null() || section.is_null() {
            return None;
        }
        if raised {
            let exception = last_exception(context);
            if exception.function == function && exception.line > 0 {
                (line, column) = (exception.line, exception.column);
            }
        }
        // What the library itself wrote, such as the call of a constructor, stands nowhere in a text.
        if line == 0 && level > 0 {
            return None;
        }
        let class = sys::glas_function_object_type(function);
        let name = text(sys::glas_function_name(function));
        let function = if class.is_null() {
            // The body of a script is a function of ours to the library, and a nameless function is named by it.
            if name == "main" || name.starts_with('$') { String::new() } else { name }
        } else {
            format!("{}::{name}", text(sys::glas_type_name(class)))
        };
        let line = u32::try_from(line).unwrap_or(0);
        let column = u32::try_from(column).unwrap_or(0);
        Some((StackFrame { language: LANGUAGE, source: text(section), line, function }, column))
    }
}

/// The error of a script that does not compile: the first message is the error's, with its place; the others follow, and
/// how many there were `more`.
#[cold]
pub(crate) fn compilation(
    known: &Known,
    path: &str,
    sections: &[Section],
    messages: Vec<Message>,
    more: usize,
) -> ScriptError {
    let messages = with_default_arguments(messages);
    // It looks up each in the script, and nobody reads so many.
    const MOST: usize = 100;
    let unknown = messages.iter().filter_map(|message| unknown_name(&message.text)).collect();
    let texts = Texts::of(sections);
    let own = texts.own(&unknown);
    let mut error: Option<(&Message, String)> = None;
    let mut told = 0;
    for (index, message) in messages.iter().enumerate() {
        if message.severity != sys::MSGTYPE_ERROR || is_more_of_the_same(&messages[..index], message) {
            continue;
        }
        told += 1;
        if told > MOST {
            continue;
        }
        let around = texts.around(&own, &message.section, message.row, message.column);
        let could_be: Vec<_> = candidates(&messages[index + 1..])
            .map(|declaration| {
                plain_declaration(declaration, |owner, name| known.is_method(owner, name, &around))
            })
            .collect();
        let could_be: Vec<&str> = could_be.iter().map(String::as_str).collect();
        let hint = known.hint(&message.text, &could_be, &around);
        let found = found_instead(message, messages.get(index + 1));
        let said = plain(&message.text);
        let said = if hint.is_empty() { &*said } else { said.trim_end_matches('.') };
        let text = format!("{said}{found}{hint}");
        match &mut error {
            None => error = Some((message, text)),
            Some((_, all)) => {
                let place = if message.section.is_empty() { path } else { &message.section };
                // Writing to a String cannot fail.
                let _ = write!(all, "\n{place}:{}:{}: {text}", message.row, message.column);
            }
        }
    }
    let Some((first, mut all)) = error else {
        return ScriptError::new(ErrorKind::Syntax, "the script does not compile").at(LANGUAGE, path, 0, 0);
    };
    let more = more + told.saturating_sub(MOST);
    if more > 0 {
        // As above.
        let _ = write!(all, "\nand {more} more");
    }
    let section = if first.section.is_empty() { path } else { &first.section };
    ScriptError::new(ErrorKind::Syntax, all).at(LANGUAGE, section, first.row, first.column)
}

/// A message of the library in the words of the oldest version: what is known of a message is known by them.
pub(crate) fn as_the_oldest_says(message: String) -> String {
    const BOOLEAN: &str = "Expression must be of boolean type";
    if message.starts_with(BOOLEAN) {
        return BOOLEAN.to_owned();
    }
    if message == "Case expressions must be literal constants" {
        return "Case expressions must be constants".to_owned();
    }
    match message.strip_prefix("Missing or invalid definition of ") {
        Some(what) => format!("Missing definition of {what}"),
        None => message,
    }
}

/// Messages about the default of a parameter with the place of the call that it is for: it is compiled with each such
/// call, as a text of its own.
fn with_default_arguments(mut messages: Vec<Message>) -> Vec<Message> {
    const OWN: &str = "default arg";
    const START: &str = "Failed while compiling default arg for parameter ";
    let mut call: Option<(Message, String)> = None;
    for message in messages.iter_mut().rev() {
        if let Some((number, function)) =
            message.text.strip_prefix(START).and_then(|rest| rest.split_once(" in function "))
        {
            let number = number.parse().map_or(0, |number: usize| number + 1);
            let function = function.trim_matches('\'');
            call = Some((message.clone(), format!("the default of parameter {number} of `{function}`: ")));
            // It has been told where it belongs.
            message.severity = sys::MSGTYPE_INFORMATION;
        } else if message.section == OWN
            && let Some((call, what)) = &call
        {
            let Message { section, row, column, .. } = call;
            (message.section, message.row, message.column) = (section.clone(), *row, *column);
            message.text.insert_str(0, what);
        }
    }
    messages
}

/// The name that a message says it does not know.
fn unknown_name(message: &str) -> Option<&str> {
    let is_one = ["No matching symbol '", "Identifier '"].iter().any(|start| message.starts_with(start))
        || message.contains("' is not a member of '");
    message.split('\'').nth(1).filter(|_| is_one)
}

/// What the compiler says in a second message about the same place.
fn found_instead(message: &Message, next: Option<&Message>) -> String {
    match next {
        Some(next) if is_at_the_same_place(message, next) => match next.text.strip_prefix("Instead found ") {
            Some("'<string constant>'") => ", found a string".to_owned(),
            Some("'<end of file>'") => ", found the end of the file".to_owned(),
            Some(what) => format!(", found {what}"),
            None => String::new(),
        },
        _ => String::new(),
    }
}

fn is_at_the_same_place(message: &Message, other: &Message) -> bool {
    message.severity == other.severity
        && (&message.section, message.row, message.column) == (&other.section, other.row, other.column)
}

/// Whether a message only says again what the one before it has said.
fn is_more_of_the_same(before: &[Message], message: &Message) -> bool {
    let Some(last) = before.last().filter(|last| is_at_the_same_place(last, message)) else { return false };
    message.text.starts_with("Instead found ")
        || (message.text.starts_with("No conversion from ")
            && last.text.starts_with("Can't implicitly convert"))
}

/// A message without what only the library understands.
fn plain(message: &str) -> Cow<'_, str> {
    // From 2.38 on; before that the compiler fails at it, see `trial`.
    if message == "Invalid expression: stand-alone anonymous function" {
        return Cow::Borrowed(
            "a nameless `function` can be given only to what says which function it takes: give this one a name",
        );
    }
    // The type of what is no function is told as a token without a text.
    let name = message
        .strip_prefix("Expression doesn't form a function call. ")
        .and_then(|rest| rest.strip_suffix(" evaluates to the non-function type '<unrecognized token>'"));
    name.map_or(Cow::Borrowed(message), |name| Cow::Owned(format!("{name} is no function")))
}

/// The functions that the compiler says could be meant, in what it says after an error.
fn candidates(after: &[Message]) -> impl Iterator<Item = &str> {
    let about = after.iter().take_while(|message| message.severity == sys::MSGTYPE_INFORMATION);
    let mut texts = about.map(|message| message.text.as_str());
    let there_are = texts.next() == Some("Candidates are:");
    // The next function that is compiled is announced in the same way.
    texts
        .take_while(move |text| there_are && !text.starts_with("Compiling "))
        .filter(|text| !text.starts_with("where ") && !text.starts_with("Where "))
}

/// A function as all versions of the library tell it: with the type that it is a method of, and without the namespace that
/// it is in.
fn plain_declaration(declaration: &str, is_method: impl Fn(&str, &str) -> bool) -> String {
    // Some write the sign of a default apart.
    let declaration = declaration.replace("= - ", "= -");
    let name_end = declaration.find('(').unwrap_or(declaration.len());
    let (head, parameters) = declaration.split_at(name_end);
    let (result, path) = head.rsplit_once(' ').map_or(("", head), |(result, path)| (result, path));
    let Some((place, name)) = path.rsplit_once("::") else { return declaration };
    let owner = place.rsplit_once("::").map_or(place, |(_, owner)| owner);
    let owner = if owner.ends_with("[]") { "array" } else { owner };
    let blank = if result.is_empty() { "" } else { " " };
    if owner == "array" || is_method(owner, name) {
        format!("{result}{blank}{owner}::{name}{parameters}")
    } else {
        format!("{result}{blank}{name}{parameters}")
    }
}

/// A warning of the compiler.
pub(crate) fn warning(path: &str, message: &Message) -> ScriptError {
    let section = if message.section.is_empty() { path } else { &message.section };
    let advice = match message.text.as_str() {
        "Float value truncated in implicit conversion to integer" => {
            ": what is behind the point is lost; write `int64(…)` where that is meant, or round it first"
        }
        _ => "",
    };
    ScriptError::new(ErrorKind::Syntax, format!("{}{advice}", message.text)).at(
        LANGUAGE,
        section,
        message.row,
        message.column,
    )
}

/// What the library knows the exception by that the script on top has caught; none if there was none.
fn caught(vm: &Vm) -> Option<String> {
    if !vm.contexts.have_raised() {
        return None;
    }
    // SAFETY: a bound function runs, so a context is active.
    let context = unsafe { sys::glas_active_context() };
    (!context.is_null()).then(|| exception_message(context))
}

/// The message of the exception that the script on top has caught; empty if there was none.
pub(crate) fn current_exception(vm: &Vm) -> String {
    let Some(told) = caught(vm) else { return String::new() };
    match &*vm.pending.borrow() {
        Some(error) if exception_text(error).to_string_lossy() == told => error.message().to_owned(),
        _ => own_message(&told),
    }
}

/// The error of a message that a script throws.
pub(crate) fn thrown(message: String) -> ScriptError {
    let message = if message.is_empty() { "an exception without a message".to_owned() } else { message };
    ScriptError::new(ErrorKind::Runtime, message)
}

/// The error that the script on top has caught, if it is one of ours and that is its message: so an exception that is
/// passed on stays of its kind.
pub(crate) fn passed_on(vm: &Vm, message: &str) -> Option<ScriptError> {
    let pending = vm.pending.borrow();
    let error = pending.as_ref().filter(|error| error.message() == message)?;
    let is_it = caught(vm)? == exception_text(error).to_string_lossy();
    is_it.then(|| error.clone())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_message_is_told_alike_by_all_versions() {
        for (told, plain) in [
            ("Expression must be of boolean type, instead found 'C&'", "Expression must be of boolean type"),
            ("Expression must be of boolean type", "Expression must be of boolean type"),
            ("Case expressions must be literal constants", "Case expressions must be constants"),
            ("Missing or invalid definition of 'f'", "Missing definition of 'f'"),
            ("Expected ';'", "Expected ';'"),
        ] {
            assert_eq!(as_the_oldest_says(told.to_owned()), plain);
        }
    }

    #[test]
    fn a_function_is_told_alike_by_all_versions() {
        for (told, plain) in [
            ("void add(const Entity&in entity)", "void add(const Entity&in entity)"),
            ("void component::add(const Entity&in entity)", "void add(const Entity&in entity)"),
            ("Column@ Query::column(const string&in) const", "Column@ Query::column(const string&in) const"),
            ("float game::maths::Vec3::length() const", "float Vec3::length() const"),
            ("void C@[]::sort(less&in, int64 n = -1)", "void array::sort(less&in, int64 n = -1)"),
            ("void array::sort(less&in, int64 n = - 1)", "void array::sort(less&in, int64 n = -1)"),
            ("game::f(int)", "f(int)"),
            ("f", "f"),
        ] {
            let is_method = |owner: &str, _: &str| matches!(owner, "Query" | "Vec3");
            assert_eq!(plain_declaration(told, is_method), plain);
        }
    }
}
