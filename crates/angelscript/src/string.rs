//! [`ScriptString`]: the type `string` of scripts, with the names of the library's own add-on.
//!
//! A string is bytes, normally UTF-8; positions and lengths count bytes. Copies share their bytes ([`text`]) until one
//! is changed. What the methods do is in [`search`], [`number`] and [`methods`]; literals are in [`literal`].

#![allow(unsafe_code)] // hands out the address of a byte

mod literal;
mod methods;
mod number;
mod search;
mod text;

use glotta_core::{ErrorKind, ScriptError};

use crate::low::Low;
use crate::native::{Call, ScriptType};
use crate::read;
use crate::registry::Registry;
use crate::types::Tag;
use crate::vm::Vm;
use text::Text;

/// A string of a script.
#[repr(C)]
#[derive(Debug, Default)]
pub(crate) struct ScriptString(Low<Text>);

impl ScriptType for ScriptString {
    const NAME: &'static str = "string";
}

impl Clone for ScriptString {
    #[inline]
    fn clone(&self) -> Self {
        Self(Low::new(self.text()))
    }
}

impl From<Text> for ScriptString {
    fn from(text: Text) -> Self {
        Self(Low::new(text))
    }
}

impl ScriptString {
    /// A string.
    ///
    /// # Errors
    /// [`ErrorKind::OutOfMemory`].
    pub(crate) fn new(text: &str) -> Result<Self, ScriptError> {
        Self::from_bytes(text.as_bytes())
    }

    /// A string of any bytes.
    ///
    /// # Errors
    /// [`ErrorKind::OutOfMemory`].
    pub(crate) fn from_bytes(bytes: &[u8]) -> Result<Self, ScriptError> {
        Ok(Text::copy_of(bytes)?.into())
    }

    /// The bytes, which stay what they are whatever happens to the string.
    #[inline]
    fn text(&self) -> Text {
        self.0.with(|text| text.clone())
    }

    /// Lends the bytes. The string may be changed meanwhile: the bytes that are lent are those of before.
    #[inline]
    pub(crate) fn with_bytes<R>(&self, body: impl FnOnce(&[u8]) -> R) -> R {
        body(self.text().bytes())
    }

    /// The text.
    ///
    /// # Errors
    /// [`ErrorKind::Type`] if it is not UTF-8.
    pub(crate) fn to_text(&self) -> Result<String, ScriptError> {
        self.with_bytes(|bytes| read::text(bytes).map(str::to_owned))
    }

    /// How many bytes there are.
    #[inline]
    pub(crate) fn len(&self) -> usize {
        self.0.with(|text| text.len())
    }

    /// Changes the bytes. While `body` runs the string is empty to everyone else, so it must not look at it: whatever
    /// else it needs, even of the same string, it has got before by [`Self::text`].
    #[inline]
    fn edit<R>(&self, body: impl FnOnce(&mut Text) -> R) -> R {
        self.0.with(body)
    }

    /// Puts other bytes in place of those that are there.
    #[inline]
    fn set(&self, text: Text) {
        self.0.set(text);
    }
}

/// The refusal of a position.
#[cold]
fn out_of_range(index: i64, length: usize) -> ScriptError {
    ScriptError::new(
        ErrorKind::Runtime,
        format!("string: index {index} is out of range: the length is {length}"),
    )
}

/// Registers the type itself, so that others can name it.
///
/// # Errors
/// As for [`register`].
pub(crate) fn declare(registry: Registry<'_>) -> Result<(), ScriptError> {
    registry.value_type::<ScriptString>(Tag::String, 0)?;
    literal::register(registry)
}

/// Registers what strings can do, and the functions that go with them. `array` must be declared.
///
/// # Errors
/// [`ErrorKind::Host`] if the library refuses a declaration.
pub(crate) fn register(registry: Registry<'_>) -> Result<(), ScriptError> {
    methods::register(registry)?;
    number::register(registry)?;
    registry.method("string", "uint8 &opIndex(int64)", |_: &Vm, call: &mut Call<'_>| byte(call, true))?;
    registry.method("string", "const uint8 &opIndex(int64) const", |_: &Vm, call: &mut Call<'_>| {
        byte(call, false)
    })
}

/// The address of a byte. Whatever else is in the statement was computed before: the compiler evaluates what is assigned
/// and all arguments first, copies what it reads, and uses the address before anything else can run.
fn byte(call: &mut Call<'_>, writable: bool) -> Result<(), ScriptError> {
    // SAFETY: declared so above.
    let (this, index) = unsafe { (&*call.object::<ScriptString>(), call.next::<i64>()) };
    let place = this.edit(|text| {
        let length = text.len();
        let index = usize::try_from(index)
            .ok()
            .filter(|index| *index < length)
            .ok_or_else(|| out_of_range(index, length))?;
        // One that may be written to must be this string's own; one that is read may be shared.
        let bytes =
            if writable { text.bytes_mut()?.as_mut_ptr().cast_const() } else { text.bytes().as_ptr() };
        Ok(bytes.wrapping_add(index))
    })?;
    // SAFETY: the result is declared as a reference.
    unsafe { call.result().cast::<*const u8>().write_unaligned(place) };
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_string_gives_its_text_if_it_is_utf8() {
        let text = ScriptString::new("grün").expect("room");
        assert_eq!(text.to_text().expect("text"), "grün");
        assert_eq!(text.len(), 5);
        let bytes = ScriptString::from_bytes(b"ab\xff").expect("room");
        let error = bytes.to_text().expect_err("not text");
        assert_eq!(error.kind(), ErrorKind::Type);
        assert!(error.message().contains("byte 3 is wrong"), "{error}");
    }

    #[test]
    fn bytes_that_are_lent_do_not_change_with_the_string() {
        let text = ScriptString::new("before").expect("room");
        text.with_bytes(|bytes| {
            text.edit(|text| text.bytes_mut().expect("room")[0] = b'B');
            assert_eq!(bytes, b"before");
        });
        assert_eq!(text.to_text().expect("text"), "Before");
        assert_eq!((align_of::<ScriptString>(), size_of::<ScriptString>()), (4, size_of::<usize>()));
    }
}
