//! Which of our types a type of a script is.

use std::cell::RefCell;
use std::collections::HashMap;

use glotta_angelscript_sys as sys;

use crate::vm::Vm;

/// A type that this crate registers. The library keeps it beside the type, as a pointer-sized number.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[repr(usize)]
pub(crate) enum Tag {
    String = 1,
    Vec2,
    Vec3,
    Quat,
    Entity,
    Asset,
    Value,
    Dictionary,
    Data,
    /// `array<T>`, with any `T`.
    Array,
    /// A handle to a component whose type is not known when the script is compiled.
    Component,
    /// A handle to a component of one type, or to a structure inside one.
    Typed,
    /// A vector inside a component.
    Vec2Field,
    Vec3Field,
    QuatField,
    /// An object of the engine, of any class.
    Object,
}

impl Tag {
    const ALL: [Self; 16] = [
        Self::String,
        Self::Vec2,
        Self::Vec3,
        Self::Quat,
        Self::Entity,
        Self::Asset,
        Self::Value,
        Self::Dictionary,
        Self::Data,
        Self::Array,
        Self::Component,
        Self::Typed,
        Self::Vec2Field,
        Self::Vec3Field,
        Self::QuatField,
        Self::Object,
    ];

    /// Whether scripts hold objects of the type by handle, also where it is declared without one.
    pub(crate) fn is_held(self) -> bool {
        match self {
            Self::String
            | Self::Vec2
            | Self::Vec3
            | Self::Quat
            | Self::Entity
            | Self::Asset
            | Self::Value => false,
            Self::Dictionary | Self::Data | Self::Array | Self::Component | Self::Typed | Self::Object => {
                true
            }
            Self::Vec2Field | Self::Vec3Field | Self::QuatField => true,
        }
    }

    fn from_number(number: usize) -> Option<Self> {
        Self::ALL.get(number.checked_sub(1)?).copied()
    }
}

/// What a type of a script is to us.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    /// No type: `null`.
    Null,
    Bool,
    Int8,
    Int16,
    Int32,
    Int64,
    Uint8,
    Uint16,
    Uint32,
    Uint64,
    Float,
    Double,
    /// An enumeration, as a 32-bit integer.
    Enum,
    /// One of our types, in place.
    Ours(Tag),
    /// One of our types, through a handle.
    Handle(Tag),
    /// An object of a class of the script, in place or through a handle.
    Script {
        /// Whether it is through a handle.
        handle: bool,
    },
    /// A function, through a handle.
    Function,
}

/// The kinds that were looked up.
#[derive(Debug, Default)]
pub(crate) struct Kinds(RefCell<HashMap<i32, Kind>>);

impl Vm {
    /// What a type is, by the library's number.
    #[inline]
    pub(crate) fn kind(&self, type_id: i32) -> Kind {
        match type_id {
            sys::TYPEID_VOID => Kind::Null,
            sys::TYPEID_BOOL => Kind::Bool,
            sys::TYPEID_INT8 => Kind::Int8,
            sys::TYPEID_INT16 => Kind::Int16,
            sys::TYPEID_INT32 => Kind::Int32,
            sys::TYPEID_INT64 => Kind::Int64,
            sys::TYPEID_UINT8 => Kind::Uint8,
            sys::TYPEID_UINT16 => Kind::Uint16,
            sys::TYPEID_UINT32 => Kind::Uint32,
            sys::TYPEID_UINT64 => Kind::Uint64,
            sys::TYPEID_FLOAT => Kind::Float,
            sys::TYPEID_DOUBLE => Kind::Double,
            _ => self.object_kind(type_id),
        }
    }

    fn object_kind(&self, type_id: i32) -> Kind {
        if let Some(known) = self.kinds.0.borrow().get(&type_id) {
            return *known;
        }
        let kind = self.look_up_kind(type_id);
        self.kinds.0.borrow_mut().insert(type_id, kind);
        kind
    }

    #[allow(unsafe_code, reason = "asks the library about a type")]
    fn look_up_kind(&self, type_id: i32) -> Kind {
        // SAFETY: the engine is alive, and asked for a type by its number; it answers null for none.
        let (flags, number) = unsafe {
            let info = sys::glas_type_by_id(self.engine(), type_id);
            if info.is_null() {
                return Kind::Null;
            }
            (sys::glas_type_flags(info), sys::glas_type_user_data(info) as usize)
        };
        let handle = type_id & sys::TYPEID_OBJHANDLE != 0;
        if flags & sys::OBJ_ENUM != 0 {
            Kind::Enum
        } else if flags & sys::OBJ_FUNCDEF != 0 {
            Kind::Function
        } else if flags & sys::OBJ_TEMPLATE != 0 {
            // The array is the only template, and its instances do not inherit what is kept beside it.
            if handle { Kind::Handle(Tag::Array) } else { Kind::Ours(Tag::Array) }
        } else {
            match Tag::from_number(number) {
                Some(tag) if handle => Kind::Handle(tag),
                Some(tag) => Kind::Ours(tag),
                None => Kind::Script { handle },
            }
        }
    }

    /// Forgets the kinds of types that belonged to a script: their numbers may be used again.
    pub(crate) fn forget_kinds(&self) {
        self.kinds.0.borrow_mut().clear();
    }
}
