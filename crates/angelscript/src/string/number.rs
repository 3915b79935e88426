//! Numbers as text and back.

#![allow(unsafe_code)] // reads the library's stack

use std::fmt::Display;

use glotta_core::{ScriptError, short_number};

use super::ScriptString;
use super::methods::joined;
use super::text::Text;
use crate::native::{Any, Call, POINTER, Parameter, Reference, native};
use crate::read;
use crate::registry::Registry;
use crate::vm::Vm;

/// `uint &out`, which may be left out.
struct UintOut(*mut u32);

impl Parameter<'_> for UintOut {
    const SLOTS: usize = POINTER;

    fn declaration() -> String {
        "uint &out".to_owned()
    }

    unsafe fn read(place: *const u8) -> Self {
        // SAFETY: a pointer stands there.
        Self(unsafe { place.cast::<*mut u32>().read_unaligned() })
    }
}

impl UintOut {
    fn set(&self, count: usize) {
        if !self.0.is_null() {
            // SAFETY: the compiler has made a variable for it.
            unsafe { self.0.write_unaligned(u32::try_from(count).unwrap_or(u32::MAX)) };
        }
    }
}

/// What is joined to text. One overload for each kind of number, as many as the compiler can choose between.
macro_rules! joins {
    ($registry:expr, $($ty:ty => |$value:ident| $text:expr;)+) => {$(
        native!($registry, method ScriptString, "opAssign" mut (_vm, this, $value: $ty) -> Reference<ScriptString> {
            this.set(written($text)?);
            Ok(Reference(this))
        })?;
        native!($registry, method ScriptString, "opAddAssign" mut (_vm, this, $value: $ty) -> Reference<ScriptString> {
            let other = written($text)?;
            this.edit(|text| text.extend(other.bytes()))?;
            Ok(Reference(this))
        })?;
        native!($registry, method ScriptString, "opAdd" const (_vm, this, $value: $ty) -> ScriptString {
            joined(&this.text(), &written($text)?)
        })?;
        native!($registry, method ScriptString, "opAdd_r" const (_vm, this, $value: $ty) -> ScriptString {
            joined(&written($text)?, &this.text())
        })?;
    )+};
}

/// Registers joining strings with numbers, making them of anything, and `formatInt` and its kin.
pub(super) fn register(registry: Registry<'_>) -> Result<(), ScriptError> {
    joins! {
        registry,
        bool => |value| value;
        i64 => |value| value;
        u64 => |value| value;
        f32 => |value| short_number(value);
        f64 => |value| short_number(value);
    }
    // What is no number is told apart here, and an enumeration by its name.
    native!(registry, construct ScriptString, " explicit" (vm, value: Any<'_>) {
        ScriptString::new(&read::display(vm, value)?)
    })?;
    formats(registry)?;
    parses(registry)
}

/// Something as it is printed.
fn written(value: impl Display) -> Result<Text, ScriptError> {
    Text::copy_of(value.to_string().as_bytes())
}

fn formats(registry: Registry<'_>) -> Result<(), ScriptError> {
    registry.function(
        "string formatInt(int64 value, const string &in options = \"\", uint width = 0)",
        |_: &Vm, call: &mut Call<'_>| {
            // SAFETY: declared so.
            unsafe {
                let value: i64 = call.next();
                let (options, width) = (Options::read(call.next::<&ScriptString>()), call.next::<u32>());
                call.give(padded(options.int(value), options, width)?);
            }
            Ok(())
        },
    )?;
    registry.function(
        "string formatUInt(uint64 value, const string &in options = \"\", uint width = 0)",
        |_: &Vm, call: &mut Call<'_>| {
            // SAFETY: declared so.
            unsafe {
                let value: u64 = call.next();
                let (options, width) = (Options::read(call.next::<&ScriptString>()), call.next::<u32>());
                call.give(padded(options.uint(value), options, width)?);
            }
            Ok(())
        },
    )?;
    registry.function(
        "string formatFloat(double value, const string &in options = \"\", uint width = 0, uint precision = 0)",
        |_: &Vm, call: &mut Call<'_>| {
            // SAFETY: declared so.
            unsafe {
                let value: f64 = call.next();
                let options = Options::read(call.next::<&ScriptString>());
                let (width, precision) = (call.next::<u32>(), call.next::<u32>());
                call.give(padded(options.float(value, digits(precision)?), options, width)?);
            }
            Ok(())
        },
    )
}

fn parses(registry: Registry<'_>) -> Result<(), ScriptError> {
    registry.function(
        "int64 parseInt(const string &in, uint base = 10, uint &out byteCount = 0)",
        |_: &Vm, call: &mut Call<'_>| {
            // SAFETY: declared so.
            unsafe {
                let (string, base, count) =
                    (call.next::<&ScriptString>(), call.next::<u32>(), call.next::<UintOut>());
                let (value, read) = parse_int(string.text().bytes(), checked_base(base)?);
                count.set(read);
                call.give(value);
            }
            Ok(())
        },
    )?;
    registry.function(
        "uint64 parseUInt(const string &in, uint base = 10, uint &out byteCount = 0)",
        |_: &Vm, call: &mut Call<'_>| {
            // SAFETY: declared so.
            unsafe {
                let (string, base, count) =
                    (call.next::<&ScriptString>(), call.next::<u32>(), call.next::<UintOut>());
                let (value, read) = parse_uint(string.text().bytes(), checked_base(base)?);
                count.set(read);
                call.give(value);
            }
            Ok(())
        },
    )?;
    registry.function(
        "double parseFloat(const string &in, uint &out byteCount = 0)",
        |_: &Vm, call: &mut Call<'_>| {
            // SAFETY: declared so.
            unsafe {
                let (string, count) = (call.next::<&ScriptString>(), call.next::<UintOut>());
                let (value, read) = parse_float(string.text().bytes());
                count.set(read);
                call.give(value);
            }
            Ok(())
        },
    )
}

/// How a number is to be written: `l` on the left of its width, `0` with zeros before it, `+` or a space before positive
/// ones, `h` and `H` in hexadecimal, `e` and `E` with an exponent.
#[derive(Clone, Copy, Debug, Default)]
struct Options {
    left: bool,
    zeros: bool,
    plus: bool,
    space: bool,
    hexadecimal: bool,
    exponent: bool,
    capitals: bool,
}

impl Options {
    fn read(options: &ScriptString) -> Self {
        Self::parse(options.text().bytes())
    }

    fn parse(options: &[u8]) -> Self {
        let has = |letter: u8| options.contains(&letter);
        Self {
            left: has(b'l'),
            zeros: has(b'0'),
            plus: has(b'+'),
            space: has(b' '),
            hexadecimal: has(b'h') || has(b'H'),
            exponent: has(b'e') || has(b'E'),
            capitals: has(b'H') || has(b'E'),
        }
    }

    /// The sign and the digits of a whole number.
    fn int(self, value: i64) -> (&'static str, String) {
        if self.hexadecimal {
            return self.uint(value.cast_unsigned());
        }
        (self.sign(value < 0), value.unsigned_abs().to_string())
    }

    fn uint(self, value: u64) -> (&'static str, String) {
        match (self.hexadecimal, self.capitals) {
            (true, true) => ("", format!("{value:X}")),
            (true, false) => ("", format!("{value:x}")),
            (false, _) => (self.sign(false), value.to_string()),
        }
    }

    fn float(self, value: f64, digits: usize) -> (&'static str, String) {
        let sign = self.sign(value.is_sign_negative() && !value.is_nan());
        let size = value.abs();
        let text = if !size.is_finite() {
            short_number(size).to_string()
        } else if self.exponent {
            with_exponent(size, digits, self.capitals)
        } else {
            format!("{size:.digits$}")
        };
        (sign, text)
    }

    fn sign(self, negative: bool) -> &'static str {
        match (negative, self.plus, self.space) {
            (true, _, _) => "-",
            (false, true, _) => "+",
            (false, false, true) => " ",
            (false, false, false) => "",
        }
    }
}

/// A float as `1.50e+03`: the exponent with its sign, and of two digits at least.
fn with_exponent(size: f64, digits: usize, capitals: bool) -> String {
    let text = format!("{size:.digits$e}");
    let (number, exponent) = text.split_once('e').unwrap_or((&text, "0"));
    let (sign, exponent) = match exponent.strip_prefix('-') {
        Some(exponent) => ('-', exponent),
        None => ('+', exponent),
    };
    format!("{number}{}{sign}{exponent:0>2}", if capitals { 'E' } else { 'e' })
}

/// The number of digits after the point. No float has more than this.
fn digits(precision: u32) -> Result<usize, ScriptError> {
    const MOST: u32 = 1100;
    if precision > MOST {
        return Err(ScriptError::argument(format!(
            "formatFloat: argument 4 (precision): expected 0 to {MOST} digits, got {precision}"
        )));
    }
    Ok(precision as usize)
}

/// A number at one side of a width.
fn padded(number: (&'static str, String), options: Options, width: u32) -> Result<ScriptString, ScriptError> {
    let (sign, digits) = number;
    let more = (width as usize).saturating_sub(sign.len() + digits.len());
    let mut text = Text::new();
    let zeros = options.zeros && !options.left;
    if !zeros && !options.left {
        text.fill(b' ', more)?;
    }
    text.extend(sign.as_bytes())?;
    if zeros {
        text.fill(b'0', more)?;
    }
    text.extend(digits.as_bytes())?;
    if options.left {
        text.fill(b' ', more)?;
    }
    Ok(text.into())
}

fn checked_base(base: u32) -> Result<u32, ScriptError> {
    if (2..=36).contains(&base) {
        Ok(base)
    } else {
        Err(ScriptError::argument(format!("argument 2 (base): expected 2 to 36, got {base}")))
    }
}

/// How many bytes of white space a text begins with.
fn white_space(text: &[u8]) -> usize {
    text.len() - text.trim_ascii_start().len()
}

/// The whole number that a text begins with, and how many bytes that is; 0 bytes if it begins with none. What is too
/// large is as large as it can be.
fn parse_uint(text: &[u8], base: u32) -> (u64, usize) {
    let start = white_space(text);
    let digits = text.iter().skip(start).map_while(|byte| char::from(*byte).to_digit(base));
    let (value, count) = digits.fold((0_u64, 0), |(value, count), digit| {
        (value.saturating_mul(u64::from(base)).saturating_add(u64::from(digit)), count + 1)
    });
    (value, if count == 0 { 0 } else { start + count })
}

/// As [`parse_uint`], with a sign before it.
fn parse_int(text: &[u8], base: u32) -> (i64, usize) {
    let start = white_space(text);
    let rest = text.get(start..).unwrap_or_default();
    let (negative, signs) = match rest.first() {
        Some(b'-') => (true, 1),
        Some(b'+') => (false, 1),
        _ => (false, 0),
    };
    let digits = rest.get(signs..).unwrap_or_default();
    if white_space(digits) > 0 {
        return (0, 0);
    }
    let (size, count) = parse_uint(digits, base);
    let value = if negative {
        0_i64.checked_sub_unsigned(size).unwrap_or(i64::MIN)
    } else {
        i64::try_from(size).unwrap_or(i64::MAX)
    };
    (value, if count == 0 { 0 } else { start + signs + count })
}

/// The decimal number that a text begins with, and how many bytes that is; 0 bytes if it begins with none.
fn parse_float(text: &[u8]) -> (f64, usize) {
    let start = white_space(text);
    let rest = text.get(start..).unwrap_or_default();
    let at = |index: usize| rest.get(index).copied().unwrap_or_default();
    let digits = |from: usize| rest.iter().skip(from).take_while(|byte| byte.is_ascii_digit()).count();
    let mut end = usize::from(matches!(at(0), b'+' | b'-'));
    let whole = digits(end);
    end += whole;
    let mut fraction = 0;
    if at(end) == b'.' {
        fraction = digits(end + 1);
        if whole + fraction > 0 {
            end += 1 + fraction;
        }
    }
    if whole + fraction == 0 {
        return (0.0, 0);
    }
    if matches!(at(end), b'e' | b'E') {
        let sign = usize::from(matches!(at(end + 1), b'+' | b'-'));
        let exponent = digits(end + 1 + sign);
        if exponent > 0 {
            end += 1 + sign + exponent;
        }
    }
    let number = rest.get(..end).and_then(|bytes| std::str::from_utf8(bytes).ok());
    match number.and_then(|text| text.parse().ok()) {
        Some(value) => (value, start + end),
        None => (0.0, 0),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn text(number: (&'static str, String), options: &str, width: u32) -> String {
        padded(number, Options::parse(options.as_bytes()), width)
            .and_then(|text| text.to_text())
            .expect("text")
    }

    fn int(value: i64, options: &str, width: u32) -> String {
        text(Options::parse(options.as_bytes()).int(value), options, width)
    }

    fn float(value: f64, options: &str, width: u32, precision: usize) -> String {
        text(Options::parse(options.as_bytes()).float(value, precision), options, width)
    }

    #[test]
    fn whole_numbers_are_written_as_the_options_say() {
        assert_eq!(int(42, "", 0), "42");
        assert_eq!(int(-42, "", 6), "   -42");
        assert_eq!(int(42, "l", 5), "42   ");
        assert_eq!(int(-42, "0", 6), "-00042");
        assert_eq!(int(42, "+0", 5), "+0042");
        assert_eq!(int(42, " ", 0), " 42");
        assert_eq!(int(255, "h", 0), "ff");
        assert_eq!(int(255, "H0", 4), "00FF");
        assert_eq!(int(-1, "h", 0), "ffffffffffffffff");
        assert_eq!(int(i64::MIN, "", 0), "-9223372036854775808");
        assert_eq!(int(7, "l0", 3), "7  ");
    }

    #[test]
    fn floats_are_written_as_the_options_say() {
        assert_eq!(float(2.68128, "", 0, 2), "2.68");
        assert_eq!(float(2.68128, "", 0, 0), "3");
        assert_eq!(float(-1.5, "0", 8, 2), "-0001.50");
        assert_eq!(float(1500.0, "e", 0, 2), "1.50e+03");
        assert_eq!(float(0.00015, "E", 10, 1), "   1.5E-04");
        assert_eq!(float(1.0, "+", 0, 1), "+1.0");
        assert_eq!(float(f64::INFINITY, "", 5, 2), "  inf");
        assert!(digits(1100).is_ok() && digits(u32::MAX).is_err());
    }

    #[test]
    fn floats_join_text_in_their_shortest_form() {
        let joined = |value: f64| {
            ScriptString::from(written(short_number(value)).expect("room")).to_text().expect("text")
        };
        assert_eq!(joined(0.1), "0.1");
        assert_eq!(joined(2.0), "2");
        assert_eq!(joined(1e300), "1e300");
        assert_eq!(
            ScriptString::from(written(short_number(0.1_f32)).expect("room")).to_text().expect("text"),
            "0.1"
        );
    }

    #[test]
    fn whole_numbers_are_read_as_far_as_they_go() {
        assert_eq!(parse_int(b"42 apples", 10), (42, 2));
        assert_eq!(parse_int(b"  -17", 10), (-17, 5));
        assert_eq!(parse_int(b"+5", 10), (5, 2));
        assert_eq!(parse_int(b"- 5", 10), (0, 0));
        assert_eq!(parse_int(b"-", 10), (0, 0));
        assert_eq!(parse_int(b"", 10), (0, 0));
        assert_eq!(parse_int(b"fFg", 16), (255, 2));
        assert_eq!(parse_int(b"102", 2), (2, 2));
        assert_eq!(parse_int(b"99999999999999999999", 10), (i64::MAX, 20));
        assert_eq!(parse_int(b"-9223372036854775808", 10), (i64::MIN, 20));
        assert_eq!(parse_uint(b"18446744073709551615", 10), (u64::MAX, 20));
        assert_eq!(parse_uint(b"-1", 10), (0, 0));
        assert!(checked_base(1).is_err() && checked_base(37).is_err() && checked_base(36).is_ok());
    }

    #[test]
    fn floats_are_read_as_far_as_they_go() {
        assert_eq!(parse_float(b"2.5m"), (2.5, 3));
        assert_eq!(parse_float(b"-.5"), (-0.5, 3));
        assert_eq!(parse_float(b"5."), (5.0, 2));
        assert_eq!(parse_float(b"1e3x"), (1000.0, 3));
        assert_eq!(parse_float(b"1e"), (1.0, 1));
        assert_eq!(parse_float(b"1e+"), (1.0, 1));
        assert_eq!(parse_float(b" 7e-1"), (0.7, 5));
        assert_eq!(parse_float(b"."), (0.0, 0));
        assert_eq!(parse_float(b"inf"), (0.0, 0));
        assert_eq!(parse_float(b"1e999"), (f64::INFINITY, 5));
    }
}
