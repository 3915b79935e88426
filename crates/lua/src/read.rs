//! Lua's values as [`Value`]s. Everything here runs while values with destructors are alive, so it uses only
//! what never raises.

use glotta_core::{
    Asset, ComponentHandle, Conversion, DataRef, ErrorKind, Host, Quat, ScriptError, Table, Value, ValueKind,
    Vec2, Vec3, quote,
};
use mlua_sys as ffi;

use crate::callbacks;
use crate::entity;
use crate::objects;
use crate::stack::Stack;
use crate::userdata::{self, Tag};
use crate::vm::{Slot, Vm, stack_overflow};

/// Text of a script as text of Rust.
#[inline]
pub(crate) fn text(bytes: &[u8]) -> Result<&str, ScriptError> {
    std::str::from_utf8(bytes).map_err(|error| {
        ScriptError::new(
            ErrorKind::Type,
            format!("the string is not valid UTF-8: byte {} is wrong", error.valid_up_to() + 1),
        )
    })
}

/// What kind of value is at an index.
#[inline]
pub(crate) fn kind(stack: Stack, vm: &Vm, index: i32) -> ValueKind {
    match stack.kind(index) {
        ffi::LUA_TNIL | ffi::LUA_TNONE => ValueKind::Null,
        ffi::LUA_TBOOLEAN => ValueKind::Bool,
        ffi::LUA_TNUMBER if stack.is_integer(index) => ValueKind::Int,
        ffi::LUA_TNUMBER => ValueKind::Float,
        ffi::LUA_TSTRING => ValueKind::String,
        ffi::LUA_TLIGHTUSERDATA => ValueKind::Entity,
        ffi::LUA_TFUNCTION => ValueKind::Function,
        ffi::LUA_TTABLE if is_list(stack, vm, index) => ValueKind::List,
        ffi::LUA_TTABLE => ValueKind::Table,
        _ => match userdata::tag(stack, index) {
            Some(Tag::Vec2) => ValueKind::Vec2,
            Some(Tag::Vec3) => ValueKind::Vec3,
            Some(Tag::Quat) => ValueKind::Quat,
            Some(Tag::Asset) => ValueKind::Asset,
            Some(Tag::Component) => ValueKind::Component,
            Some(Tag::Data) => ValueKind::Data,
            Some(Tag::Foreign) => ValueKind::Function,
            Some(Tag::Object) => ValueKind::Object,
            Some(Tag::Error) | None => ValueKind::Foreign,
        },
    }
}

/// Whether a table is marked as a list, or has something in its first place.
fn is_list(stack: Stack, vm: &Vm, index: i32) -> bool {
    if marked_as_list(stack, vm, index) {
        return true;
    }
    if !stack.check(1) {
        return false;
    }
    let first = stack.raw_get_i(index, 1);
    stack.pop(1);
    first != ffi::LUA_TNIL
}

fn marked_as_list(stack: Stack, vm: &Vm, index: i32) -> bool {
    if !stack.check(2) || !stack.push_metatable(index) {
        return false;
    }
    vm.push_slot(stack, Slot::List);
    let same = stack.raw_equal(-1, -2);
    stack.pop(2);
    same
}

/// The value at an index as an error message shows it.
pub(crate) fn describe(stack: Stack, vm: &Vm, index: i32) -> String {
    match kind(stack, vm, index) {
        ValueKind::String => match stack.bytes(index).map(String::from_utf8_lossy) {
            Some(text) => format!("string {}", quote(&text)),
            None => "string".to_owned(),
        },
        ValueKind::List => format!("list of {}", stack.raw_len(index)),
        ValueKind::Table => {
            let index = stack.absolute(index);
            if !stack.check(2) {
                return "table".to_owned();
            }
            stack.push_nil();
            if !stack.next(index) {
                return "empty table".to_owned();
            }
            let key = describe_key(stack, -2);
            stack.pop(2);
            format!("table with {key} …")
        }
        ValueKind::Component => "component handle".to_owned(),
        ValueKind::Data => "data reference".to_owned(),
        ValueKind::Function => "function".to_owned(),
        ValueKind::Foreign if userdata::tag(stack, index) == Some(Tag::Error) => "error".to_owned(),
        ValueKind::Foreign => stack.type_name(index).to_owned(),
        _ => match Reader::new(stack, vm, None).value(index) {
            Ok(value) => value.describe(),
            Err(_) => kind(stack, vm, index).name().to_owned(),
        },
    }
}

/// A table's key as an error message shows it.
fn describe_key(stack: Stack, index: i32) -> String {
    match stack.kind(index) {
        ffi::LUA_TSTRING => match stack.bytes(index).map(String::from_utf8_lossy) {
            Some(text) => quote(&text),
            None => "string".to_owned(),
        },
        ffi::LUA_TNUMBER if stack.is_integer(index) => stack.integer(index).to_string(),
        ffi::LUA_TNUMBER => format!("{:?}", stack.number(index)),
        ffi::LUA_TBOOLEAN => stack.boolean(index).to_string(),
        _ => match entity::read(stack, index) {
            Some(entity) => format!("{entity:?}"),
            None => format!("a {}", stack.type_name(index)),
        },
    }
}

fn refused(message: String) -> ScriptError {
    ScriptError::new(ErrorKind::Type, message)
}

/// One conversion.
pub(crate) struct Reader<'a> {
    stack: Stack,
    vm: &'a Vm,
    /// For copies of what handles refer to; without it they are refused.
    host: Option<&'a mut dyn Host>,
    bounds: Conversion,
}

impl<'a> Reader<'a> {
    /// A conversion of values on that stack.
    #[inline]
    pub(crate) fn new(stack: Stack, vm: &'a Vm, host: Option<&'a mut dyn Host>) -> Self {
        Self { stack, vm, host, bounds: Conversion::new() }
    }

    /// The value at an index.
    pub(crate) fn value(mut self, index: i32) -> Result<Value, ScriptError> {
        let top = self.stack.top();
        let result = self.read(index);
        self.stack.set_top(top);
        result
    }

    /// Counts what is in a value that the host has copied.
    fn count_inside(&mut self, value: Value) -> Result<Value, ScriptError> {
        self.bounds.count_inside(&value)?;
        Ok(value)
    }

    fn read(&mut self, index: i32) -> Result<Value, ScriptError> {
        let stack = self.stack;
        self.bounds.count(1, 0)?;
        Ok(match kind(stack, self.vm, index) {
            ValueKind::Null => Value::Null,
            ValueKind::Bool => Value::Bool(stack.boolean(index)),
            ValueKind::Int => Value::Int(stack.integer(index)),
            ValueKind::Float => Value::Float(stack.number(index)),
            ValueKind::String => {
                let text = text(stack.bytes(index).unwrap_or_default())?;
                self.bounds.count(0, text.len())?;
                Value::String(text.to_owned())
            }
            ValueKind::Vec2 => userdata::vector::<Vec2>(stack, index).into(),
            ValueKind::Vec3 => userdata::vector::<Vec3>(stack, index).into(),
            ValueKind::Quat => userdata::vector::<Quat>(stack, index).into(),
            ValueKind::Entity => entity::read(stack, index).into(),
            ValueKind::Asset => userdata::plain::<Asset>(stack, index).into(),
            ValueKind::Function => match callbacks::read(stack, self.vm, index) {
                Some(callback) => Value::Function(callback?),
                None => Value::Null,
            },
            ValueKind::Component => match (userdata::plain(stack, index), &mut self.host) {
                (Some(handle), Some(host)) => {
                    let value = host.component_value(handle)?;
                    self.count_inside(value)?
                }
                _ => return Err(self.no_value(index)),
            },
            ValueKind::Data => {
                let reference = userdata::with(stack, index, |data: &mut DataRef| data.clone());
                match (reference, &mut self.host) {
                    (Some(reference), Some(host)) => {
                        let value = host.data_value(&reference)?;
                        self.count_inside(value)?
                    }
                    _ => return Err(self.no_value(index)),
                }
            }
            ValueKind::Object => objects::read(stack, index).map_or(Value::Null, Value::Object),
            ValueKind::List | ValueKind::Table => self.table(index)?,
            ValueKind::Foreign => return Err(self.no_value(index)),
        })
    }

    fn no_value(&self, index: i32) -> ScriptError {
        let what = describe(self.stack, self.vm, index);
        refused(format!("expected a value that can leave Lua, got {what}"))
    }

    fn table(&mut self, index: i32) -> Result<Value, ScriptError> {
        let stack = self.stack;
        let index = stack.absolute(index);
        let address = stack.address(index);
        self.bounds.enter(address as usize, "table")?;
        // Two for a key and its value, one for the walk to the next, and some for `kind` and the look-up of nulls.
        if !stack.check(8) {
            return Err(stack_overflow());
        }
        let value = if is_list(stack, self.vm, index) || self.null_at(index, 1) {
            self.list(index).map(Value::List)
        } else {
            self.names(index).map(Value::Table)
        };
        self.bounds.leave();
        value
    }

    fn list(&mut self, index: i32) -> Result<Vec<Value>, ScriptError> {
        let stack = self.stack;
        let mut items = Vec::new();
        let mut filled = 0_usize;
        loop {
            let place = items.len() + 1;
            let kind = stack.raw_get_i(index, place as i64);
            if kind != ffi::LUA_TNIL {
                filled += 1;
            } else if !self.null_at(index, place as i64) {
                stack.pop(1);
                break;
            }
            let item =
                self.read(-1).map_err(|error| self.bounds.inside(error, format_args!("element {place}")))?;
            stack.pop(1);
            items.push(item);
        }
        // Whatever else is in the table would be lost: refuse it.
        stack.push_nil();
        let mut keys = 0_usize;
        while stack.next(index) {
            stack.pop(1);
            keys += 1;
            let place = if stack.is_integer(-1) { stack.integer(-1) } else { 0 };
            if place < 1 || place as u64 > items.len() as u64 {
                let key = describe_key(stack, -1);
                return Err(refused(if stack.kind(-1) == ffi::LUA_TNUMBER {
                    format!(
                        "a list needs the places 1 to n without a gap: it has the key {key}, but nothing at {}",
                        items.len() + 1
                    )
                } else {
                    format!("a list cannot have names too: it has the key {key}")
                }));
            }
        }
        debug_assert_eq!(keys, filled, "each place was read once");
        Ok(items)
    }

    fn names(&mut self, index: i32) -> Result<Table, ScriptError> {
        let stack = self.stack;
        let mut table = Table::new();
        stack.push_nil();
        while stack.next(index) {
            let Some(name) = stack.bytes(-2) else {
                let key = describe_key(stack, -2);
                return Err(refused(if stack.is_integer(-2) {
                    format!(
                        "a list needs the places 1 to n without a gap: it has the key {key}, but nothing at 1"
                    )
                } else {
                    format!("a table's keys must be names, or the places 1 to n: it has the key {key}")
                }));
            };
            let name = text(name).map_err(|error| error.within("a name in the table"))?;
            self.bounds.count(0, name.len())?;
            let item = self
                .read(-1)
                .map_err(|error| self.bounds.inside(error, format_args!("field {}", quote(name))))?;
            table.insert(name.to_owned(), item);
            stack.pop(1);
        }
        self.add_nulls(index, &mut table);
        Ok(table)
    }

    /// Pushes the record of the nulls that a table came with; false, with nothing pushed, if it has none.
    fn push_nulls(&self, index: i32) -> bool {
        if !self.vm.any_nulls.get() {
            return false;
        }
        let stack = self.stack;
        self.vm.push_slot(stack, Slot::Nulls);
        stack.push_copy(index);
        let found = stack.raw_get(-2) == ffi::LUA_TTABLE;
        if found {
            stack.remove(-2);
        } else {
            stack.pop(2);
        }
        found
    }

    /// Whether a table came with a null at that place.
    fn null_at(&self, index: i32, place: i64) -> bool {
        let stack = self.stack;
        if !self.push_nulls(index) {
            return false;
        }
        let null = stack.raw_get_i(-1, place) != ffi::LUA_TNIL;
        stack.pop(2);
        null
    }

    /// Adds the names that a table came with and that have no value.
    fn add_nulls(&self, index: i32, table: &mut Table) {
        let stack = self.stack;
        if !self.push_nulls(index) {
            return;
        }
        stack.push_nil();
        while stack.next(-2) {
            stack.pop(1);
            if let Some(Ok(name)) = stack.bytes(-1).map(std::str::from_utf8) {
                table.entry(name.to_owned()).or_default();
            }
        }
        stack.pop(1);
    }
}

/// A component handle at an index, for the functions of its metatable.
pub(crate) fn handle(stack: Stack, index: i32) -> Result<ComponentHandle, ScriptError> {
    userdata::plain(stack, index)
        .ok_or_else(|| ScriptError::type_mismatch("component handle", stack.type_name(index)))
}
