//! [`InputSource`]: a key, a button or an axis, by name.

use std::fmt;

use bevy_input::gamepad::{GamepadAxis, GamepadButton};
use bevy_input::keyboard::KeyCode;
use bevy_input::mouse::MouseButton;
use glotta_core::{ScriptError, near_names, quote};

/// A key, a button or an axis that an action can be bound to.
///
/// | device | names | values |
/// |---|---|---|
/// | keyboard | those of [`KeyCode`], by the place on the keyboard: `KeyA`, `Digit1`, `Space`, `ArrowUp`, `ShiftLeft` | 0 or 1 |
/// | mouse buttons | `Mouse.Left`, `Mouse.Right`, `Mouse.Middle`, `Mouse.Back`, `Mouse.Forward` | 0 or 1 |
/// | mouse motion | `Mouse.X`, `Mouse.Y`: how far it went in the frame | any |
/// | mouse wheel | `Mouse.ScrollX`, `Mouse.ScrollY`: how far it was turned in the frame | any |
/// | gamepad buttons | those of [`GamepadButton`]: `Pad.South`, `Pad.DPadUp`, `Pad.LeftTrigger2` | 0 to 1 |
/// | gamepad axes | those of [`GamepadAxis`]: `Pad.LeftStickX` | -1 to 1 |
///
/// Of several gamepads, the one whose button or axis is furthest from rest counts.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct InputSource(u16);

/// What a source is, and on which device.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) enum Device {
    Key(KeyCode),
    MouseButton(MouseButton),
    /// X or Y.
    MouseMotion(usize),
    /// X or Y.
    MouseScroll(usize),
    PadButton(GamepadButton),
    PadAxis(GamepadAxis),
}

macro_rules! sources {
    (
        keys { $($key:ident)+ }
        mouse { $($button:ident)+ }
        pad_buttons { $($pad_button:ident)+ }
        pad_axes { $($pad_axis:ident)+ }
    ) => {
        /// All sources there are; an [`InputSource`] is a place in this list. Only what is written depends on its order.
        static SOURCES: &[(&str, Device)] = &[
            $((stringify!($key), Device::Key(KeyCode::$key)),)+
            $((concat!("Mouse.", stringify!($button)), Device::MouseButton(MouseButton::$button)),)+
            ("Mouse.X", Device::MouseMotion(0)),
            ("Mouse.Y", Device::MouseMotion(1)),
            ("Mouse.ScrollX", Device::MouseScroll(0)),
            ("Mouse.ScrollY", Device::MouseScroll(1)),
            $((concat!("Pad.", stringify!($pad_button)), Device::PadButton(GamepadButton::$pad_button)),)+
            $((concat!("Pad.", stringify!($pad_axis)), Device::PadAxis(GamepadAxis::$pad_axis)),)+
        ];
    };
}

sources! {
    keys {
        Backquote Backslash BracketLeft BracketRight Comma Digit0 Digit1 Digit2 Digit3 Digit4 Digit5 Digit6
        Digit7 Digit8 Digit9 Equal IntlBackslash IntlRo IntlYen KeyA KeyB KeyC KeyD KeyE KeyF KeyG KeyH KeyI
        KeyJ KeyK KeyL KeyM KeyN KeyO KeyP KeyQ KeyR KeyS KeyT KeyU KeyV KeyW KeyX KeyY KeyZ Minus Period Quote
        Semicolon Slash AltLeft AltRight Backspace CapsLock ContextMenu ControlLeft ControlRight Enter
        SuperLeft SuperRight ShiftLeft ShiftRight Space Tab Convert KanaMode Lang1 Lang2 Lang3 Lang4 Lang5
        NonConvert Delete End Help Home Insert PageDown PageUp ArrowDown ArrowLeft ArrowRight ArrowUp NumLock
        Numpad0 Numpad1 Numpad2 Numpad3 Numpad4 Numpad5 Numpad6 Numpad7 Numpad8 Numpad9 NumpadAdd
        NumpadBackspace NumpadClear NumpadClearEntry NumpadComma NumpadDecimal NumpadDivide NumpadEnter
        NumpadEqual NumpadHash NumpadMemoryAdd NumpadMemoryClear NumpadMemoryRecall NumpadMemoryStore
        NumpadMemorySubtract NumpadMultiply NumpadParenLeft NumpadParenRight NumpadStar NumpadSubtract Escape
        Fn FnLock PrintScreen ScrollLock Pause BrowserBack BrowserFavorites BrowserForward BrowserHome
        BrowserRefresh BrowserSearch BrowserStop Eject LaunchApp1 LaunchApp2 LaunchMail MediaPlayPause
        MediaSelect MediaStop MediaTrackNext MediaTrackPrevious Power Sleep AudioVolumeDown AudioVolumeMute
        AudioVolumeUp WakeUp Meta Hyper Turbo Abort Resume Suspend Again Copy Cut Find Open Paste Props Select
        Undo Hiragana Katakana F1 F2 F3 F4 F5 F6 F7 F8 F9 F10 F11 F12 F13 F14 F15 F16 F17 F18 F19 F20 F21 F22
        F23 F24 F25 F26 F27 F28 F29 F30 F31 F32 F33 F34 F35
    }
    mouse { Left Right Middle Back Forward }
    pad_buttons {
        South East North West C Z LeftTrigger LeftTrigger2 RightTrigger RightTrigger2 Select Start Mode LeftThumb
        RightThumb DPadUp DPadDown DPadLeft DPadRight
    }
    pad_axes { LeftStickX LeftStickY LeftZ RightStickX RightStickY RightZ }
}

impl InputSource {
    /// The largest value of a source, either way. Only the motion of a mouse comes near.
    pub const LARGEST: f32 = 1e6;

    /// The source of a name.
    ///
    /// # Errors
    /// [`glotta_core::ErrorKind::NotFound`] with near names if there is none.
    pub fn from_name(name: &str) -> Result<Self, ScriptError> {
        match SOURCES.iter().position(|(known, _)| *known == name) {
            Some(place) => Ok(Self(u16::try_from(place).unwrap_or(u16::MAX))),
            None => Err(unknown(name)),
        }
    }

    /// Its name.
    #[must_use]
    pub fn name(self) -> &'static str {
        SOURCES.get(usize::from(self.0)).map_or("", |(name, _)| name)
    }

    /// All there are.
    pub fn all() -> impl Iterator<Item = Self> {
        (0_u16..).take(SOURCES.len()).map(Self)
    }

    pub(crate) fn device(self) -> Option<Device> {
        SOURCES.get(usize::from(self.0)).map(|&(_, device)| device)
    }

    /// True if it is pressed and let go, as opposed to an axis.
    #[must_use]
    pub fn is_button(self) -> bool {
        matches!(self.device(), Some(Device::Key(_) | Device::MouseButton(_) | Device::PadButton(_)))
    }

    /// The values that it can have, from least to most.
    #[must_use]
    pub fn range(self) -> (f32, f32) {
        match self.device() {
            Some(Device::MouseMotion(_) | Device::MouseScroll(_)) => (-Self::LARGEST, Self::LARGEST),
            Some(Device::PadAxis(_)) => (-1.0, 1.0),
            _ => (0.0, 1.0),
        }
    }

    /// The nearest value that it can have; 0 for what is no number, and for -0.
    pub(crate) fn tame(self, value: f32) -> f32 {
        let (least, most) = self.range();
        // Adding zero makes -0.0 into 0.0.
        if value.is_nan() { 0.0 } else { value.clamp(least, most) + 0.0 }
    }
}

#[cold]
fn unknown(name: &str) -> ScriptError {
    let known = || SOURCES.iter().map(|(known, _)| *known);
    // A letter or a digit alone is what people write first.
    let spelt = [format!("Key{}", name.to_uppercase()), format!("Digit{name}"), format!("Arrow{name}")];
    let near = match known().find(|known| spelt.iter().any(|spelt| spelt == known)) {
        Some(known) => format!("; did you mean {known:?}?"),
        None => near_names(name, known()),
    };
    let near = if near.is_empty() {
        "; keys are named like KeyA, Digit1, Space or ArrowUp, others like Mouse.Left, Mouse.X, Pad.South or Pad.LeftStickX"
            .to_owned()
    } else {
        near
    };
    ScriptError::not_found(format!("there is no key, button or axis {}{near}", quote(name)))
}

impl fmt::Display for InputSource {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

impl fmt::Debug for InputSource {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_source_is_found_by_its_name_and_by_no_other() {
        for source in InputSource::all() {
            assert_eq!(InputSource::from_name(source.name()).ok(), Some(source));
            assert!(source.name().chars().all(|c| c.is_ascii_alphanumeric() || c == '.'), "{source}");
        }
        assert_eq!(InputSource::all().count(), SOURCES.len());
        let complaint = |name: &str| InputSource::from_name(name).expect_err("unknown").message().to_owned();
        assert_eq!(complaint("w"), "there is no key, button or axis \"w\"; did you mean \"KeyW\"?");
        assert_eq!(complaint("7"), "there is no key, button or axis \"7\"; did you mean \"Digit7\"?");
        assert_eq!(
            complaint("Left"),
            "there is no key, button or axis \"Left\"; did you mean \"ArrowLeft\"?"
        );
        assert_eq!(
            complaint("Pad.LeftStikX"),
            "there is no key, button or axis \"Pad.LeftStikX\"; did you mean \"Pad.LeftStickX\" or \"Pad.LeftStickY\"?"
        );
        assert!(complaint("qqqqqqq").contains("keys are named like KeyA"));
    }

    #[test]
    fn values_are_held_in_the_range_of_their_source() {
        let source = |name| InputSource::from_name(name).expect("known");
        assert_eq!(source("Space").tame(7.0), 1.0);
        assert_eq!(source("Pad.LeftStickX").tame(-7.0), -1.0);
        assert_eq!(source("Mouse.X").tame(f32::INFINITY), InputSource::LARGEST);
        assert_eq!(source("Mouse.X").tame(f32::NAN), 0.0);
        assert!(source("Mouse.X").tame(-0.0).is_sign_positive());
    }
}
