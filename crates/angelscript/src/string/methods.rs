//! What scripts do with strings, but for numbers.

#![allow(unsafe_code)] // reads the library's stack

use glotta_core::ScriptError;

use super::text::Text;
use super::{ScriptString, out_of_range, search};
use crate::array::{self, ScriptArray};
use crate::memory;
use crate::native::{Call, Owned, Reference, native};
use crate::registry::Registry;
use crate::vm::Vm;

/// Registers the methods, and `join`.
pub(super) fn register(registry: Registry<'_>) -> Result<(), ScriptError> {
    operators(registry)?;
    changes(registry)?;
    searches(registry)?;
    copies(registry)?;
    lists(registry)
}

fn operators(registry: Registry<'_>) -> Result<(), ScriptError> {
    native!(registry, method ScriptString, "opAddAssign" mut (_vm, this, other: &ScriptString) -> Reference<ScriptString> {
        let other = other.text();
        this.edit(|text| text.extend(other.bytes()))?;
        Ok(Reference(this))
    })?;
    native!(registry, method ScriptString, "opAdd" const (_vm, this, other: &ScriptString) -> ScriptString {
        joined(&this.text(), &other.text())
    })?;
    native!(registry, method ScriptString, "opEquals" const (_vm, this, other: &ScriptString) -> bool {
        Ok(this.text().bytes() == other.text().bytes())
    })?;
    native!(registry, method ScriptString, "opCmp" const (_vm, this, other: &ScriptString) -> i32 {
        Ok(this.text().bytes().cmp(other.text().bytes()) as i32)
    })?;
    native!(registry, method ScriptString, "length" const (_vm, this) -> u32 {
        Ok(u32::try_from(this.len()).unwrap_or(u32::MAX))
    })?;
    native!(registry, method ScriptString, "isEmpty" const (_vm, this) -> bool {
        Ok(this.len() == 0)
    })
}

/// A new string of two.
pub(super) fn joined(first: &Text, second: &Text) -> Result<ScriptString, ScriptError> {
    if second.len() == 0 {
        return Ok(first.clone().into());
    }
    if first.len() == 0 {
        return Ok(second.clone().into());
    }
    let mut text = Text::with_room(first.len() + second.len())?;
    text.extend(first.bytes())?;
    text.extend(second.bytes())?;
    Ok(text.into())
}

fn changes(registry: Registry<'_>) -> Result<(), ScriptError> {
    native!(registry, method ScriptString, "resize" mut (_vm, this, length: i64) -> () {
        let length = usize::try_from(length).map_err(|_| {
            ScriptError::argument(format!("string: the length must be 0 or more, got {length}"))
        })?;
        this.edit(|text| match length.checked_sub(text.len()) {
            Some(more) => text.fill(0, more),
            None => text.truncate(length),
        })
    })?;
    native!(registry, method ScriptString, "insert" mut (_vm, this, at: i64, other: &ScriptString) -> () {
        let other = other.text();
        this.edit(|text| {
            let at = position(at, text.len())?;
            *text = spliced(text, at, at, other.bytes())?;
            Ok(())
        })
    })?;
    registry.method("string", "void erase(int64 at, int64 count = -1)", |_: &Vm, call: &mut Call<'_>| {
        // SAFETY: declared so.
        let (this, at, count) =
            unsafe { (&*call.object::<ScriptString>(), call.next::<i64>(), call.next::<i64>()) };
        this.edit(|text| {
            let at = position(at, text.len())?;
            let end = end(at, count, text.len());
            *text = spliced(text, at, end, b"")?;
            Ok(())
        })
    })
}

/// A position in a string or at its end.
fn position(at: i64, length: usize) -> Result<usize, ScriptError> {
    usize::try_from(at).ok().filter(|at| *at <= length).ok_or_else(|| out_of_range(at, length))
}

/// Where `count` bytes from `at` end; a negative count is all of them.
fn end(at: usize, count: i64, length: usize) -> usize {
    usize::try_from(count).map_or(length, |count| at.saturating_add(count).min(length))
}

/// A text with other bytes in place of those from `start` to `end`.
fn spliced(text: &Text, start: usize, end: usize, middle: &[u8]) -> Result<Text, ScriptError> {
    let bytes = text.bytes();
    let (before, after) = (bytes.get(..start).unwrap_or_default(), bytes.get(end..).unwrap_or_default());
    let mut text = Text::with_room(before.len() + middle.len() + after.len())?;
    text.extend(before)?;
    text.extend(middle)?;
    text.extend(after)?;
    Ok(text)
}

fn searches(registry: Registry<'_>) -> Result<(), ScriptError> {
    type Search = fn(&[u8], &[u8], usize) -> Option<usize>;

    /// Reads what is searched, for what, and from where; gives the position, or -1.
    fn answer(call: &mut Call<'_>, search: Search) -> Result<(), ScriptError> {
        // SAFETY: all of them are declared with these parameters and such a result.
        unsafe {
            let this = &*call.object::<ScriptString>();
            let (wanted, start) = (call.next::<&ScriptString>(), call.next::<i64>());
            // From the front a negative start is the first byte, from the back it is the last.
            let start = usize::try_from(start).unwrap_or(usize::MAX);
            let found = search(this.text().bytes(), wanted.text().bytes(), start);
            call.give(found.and_then(|at| i32::try_from(at).ok()).unwrap_or(-1));
        }
        Ok(())
    }

    registry.method(
        "string",
        "int findFirst(const string &in, int64 start = 0) const",
        |_: &Vm, call: &mut Call<'_>| {
            answer(call, |text, wanted, start| search::find(text, wanted, first(start)))
        },
    )?;
    registry.method(
        "string",
        "int findFirstOf(const string &in, int64 start = 0) const",
        |_: &Vm, call: &mut Call<'_>| {
            answer(call, |text, set, start| search::find_byte(text, set, first(start), true))
        },
    )?;
    registry.method(
        "string",
        "int findFirstNotOf(const string &in, int64 start = 0) const",
        |_: &Vm, call: &mut Call<'_>| {
            answer(call, |text, set, start| search::find_byte(text, set, first(start), false))
        },
    )?;
    registry.method(
        "string",
        "int findLast(const string &in, int64 start = -1) const",
        |_: &Vm, call: &mut Call<'_>| answer(call, search::find_last),
    )?;
    registry.method(
        "string",
        "int findLastOf(const string &in, int64 start = -1) const",
        |_: &Vm, call: &mut Call<'_>| {
            answer(call, |text, set, start| search::find_last_byte(text, set, start, true))
        },
    )?;
    registry.method(
        "string",
        "int findLastNotOf(const string &in, int64 start = -1) const",
        |_: &Vm, call: &mut Call<'_>| {
            answer(call, |text, set, start| search::find_last_byte(text, set, start, false))
        },
    )?;
    native!(registry, method ScriptString, "contains" const (_vm, this, wanted: &ScriptString) -> bool {
        Ok(search::find(this.text().bytes(), wanted.text().bytes(), 0).is_some())
    })?;
    native!(registry, method ScriptString, "startsWith" const (_vm, this, start: &ScriptString) -> bool {
        Ok(this.text().bytes().starts_with(start.text().bytes()))
    })?;
    native!(registry, method ScriptString, "endsWith" const (_vm, this, end: &ScriptString) -> bool {
        Ok(this.text().bytes().ends_with(end.text().bytes()))
    })
}

/// From where to look forwards.
fn first(start: usize) -> usize {
    if start == usize::MAX { 0 } else { start }
}

fn copies(registry: Registry<'_>) -> Result<(), ScriptError> {
    registry.method(
        "string",
        "string substr(int64 start = 0, int64 count = -1) const",
        |_: &Vm, call: &mut Call<'_>| {
            // SAFETY: declared so.
            unsafe {
                let this = &*call.object::<ScriptString>();
                let (start, count) = (call.next::<i64>(), call.next::<i64>());
                let text = this.text();
                let part = usize::try_from(start).map_err(|_| out_of_range(start, text.len()))?;
                let part = text.bytes().get(part..end(part, count, text.len())).unwrap_or_default();
                call.give(ScriptString::from_bytes(part)?);
            }
            Ok(())
        },
    )?;
    native!(registry, method ScriptString, "trim" const (_vm, this) -> ScriptString {
        let text = this.text();
        ScriptString::from_bytes(match std::str::from_utf8(text.bytes()) {
            Ok(text) => text.trim().as_bytes(),
            Err(_) => text.bytes().trim_ascii(),
        })
    })?;
    native!(registry, method ScriptString, "toUpper" const (_vm, this) -> ScriptString {
        mapped(&this.text(), str::to_uppercase, <[u8]>::to_ascii_uppercase)
    })?;
    native!(registry, method ScriptString, "toLower" const (_vm, this) -> ScriptString {
        mapped(&this.text(), str::to_lowercase, <[u8]>::to_ascii_lowercase)
    })?;
    native!(
        registry,
        method ScriptString,
        "replace" const (_vm, this, old: &ScriptString, new: &ScriptString) -> ScriptString {
            replaced(&this.text(), &old.text(), &new.text())
        }
    )
}

/// A text in another case: all letters of UTF-8, and only those of ASCII among other bytes.
fn mapped(
    text: &Text,
    letters: fn(&str) -> String,
    bytes: fn(&[u8]) -> Vec<u8>,
) -> Result<ScriptString, ScriptError> {
    // A letter becomes three at most, and these are made before they are counted.
    memory::reserve(text.len().saturating_mul(3))?;
    match std::str::from_utf8(text.bytes()) {
        Ok(text) => ScriptString::new(&letters(text)),
        Err(_) => ScriptString::from_bytes(&bytes(text.bytes())),
    }
}

/// A text with another in each place where `old` occurs. An empty text occurs nowhere.
fn replaced(text: &Text, old: &Text, new: &Text) -> Result<ScriptString, ScriptError> {
    let found = search::count(text.bytes(), old.bytes());
    if found == 0 {
        return Ok(text.clone().into());
    }
    let length = (text.len() - found * old.len()).saturating_add(found.saturating_mul(new.len()));
    let mut result = Text::with_room(length)?;
    for (index, piece) in search::pieces(text.bytes(), old.bytes()).enumerate() {
        if index > 0 {
            result.extend(new.bytes())?;
        }
        result.extend(piece)?;
    }
    Ok(result.into())
}

fn lists(registry: Registry<'_>) -> Result<(), ScriptError> {
    registry.method(
        "string",
        "array<string>@ split(const string &in delimiter) const",
        |vm: &Vm, call: &mut Call<'_>| {
            // SAFETY: declared so.
            unsafe {
                let this = &*call.object::<ScriptString>();
                let (text, delimiter) = (this.text(), call.next::<&ScriptString>().text());
                let pieces = search::pieces(text.bytes(), delimiter.bytes()).map(ScriptString::from_bytes);
                let count = search::count(text.bytes(), delimiter.bytes()) + 1;
                call.give(Owned(Some(array::of_strings(vm, count, pieces)?)));
            }
            Ok(())
        },
    )?;
    registry.function(
        "string join(const array<string> &in, const string &in delimiter)",
        |_: &Vm, call: &mut Call<'_>| {
            // SAFETY: declared so.
            unsafe {
                let (list, delimiter) = (call.next::<&ScriptArray>(), call.next::<&ScriptString>());
                call.give(join(list, &delimiter.text())?);
            }
            Ok(())
        },
    )
}

/// The strings of an array of strings, with another between them.
fn join(list: &ScriptArray, delimiter: &Text) -> Result<ScriptString, ScriptError> {
    let strings = || {
        (0..list.len()).filter_map(|index| {
            // SAFETY: it is an array of strings, and nothing runs that could change it.
            list.get(index).map(|item| unsafe { &*item.place.cast::<ScriptString>() })
        })
    };
    let length = strings().fold(0_usize, |sum, string| sum.saturating_add(string.len()));
    let between = list.len().saturating_sub(1).saturating_mul(delimiter.len());
    let mut result = Text::with_room(length.saturating_add(between))?;
    for (index, string) in strings().enumerate() {
        if index > 0 {
            result.extend(delimiter.bytes())?;
        }
        result.extend(string.text().bytes())?;
    }
    Ok(result.into())
}
