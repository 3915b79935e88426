//! The numbers in the text of scripts.

/// Whether a fraction in a script is the number next to what is written, as in every other language. Where the library
/// could not be made to call [`glas_parse_number`] (the build script warns of it), some are one bit off.
pub const EXACT_LITERALS: bool = cfg!(exact_literals);

/// What the shim reads a number with: digits, perhaps with a dot and an exponent. Of a `float` it is the nearest one,
/// not the nearest `double` rounded once more. What is too large is infinite.
///
/// # Safety
/// `text` is of at least `length` bytes.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn glas_parse_number(text: *const u8, length: usize, is_float: bool) -> f64 {
    // SAFETY: the caller's promise.
    let text = unsafe { core::slice::from_raw_parts(text, length) };
    let text = core::str::from_utf8(text).unwrap_or_default();
    if is_float { text.parse::<f32>().map_or(0.0, f64::from) } else { text.parse().unwrap_or(0.0) }
}
