//! [`ScriptDictionary`]: the type `dictionary` of scripts, values by name, with the names of the library's own add-on.
//!
//! It holds nothing but values, no handles, so it needs no garbage collection: what is put in is copied. Names are
//! walked sorted, on every run the same.

#![allow(unsafe_code)] // objects that scripts hold by handle

mod methods;

use std::cell::{Cell, RefCell};
use std::collections::BTreeMap;
use std::ptr::{self, NonNull};

use glotta_core::{ErrorKind, MAX_DEPTH, ScriptError, Table, Value};

use crate::memory::{self, Charge};
use crate::native::ScriptType;
use crate::value::{self, Extent, ScriptValue};

pub(crate) use methods::{declare, give_names, register};

/// A dictionary of a script.
#[derive(Debug)]
pub(crate) struct ScriptDictionary {
    /// How many handles there are.
    count: Cell<u32>,
    entries: RefCell<Entries>,
    /// What a constant dictionary shows where nothing is.
    nothing: ScriptValue,
}

#[derive(Debug)]
struct Entries {
    /// A value lies in a box of its own, so that a script may hold a reference to it while it works out a statement that
    /// adds others. What was only looked at is there too, marked as absent.
    values: BTreeMap<String, Box<ScriptValue>>,
    /// What the entries take, about; the values pay for what is in them.
    size: usize,
    charge: Charge,
}

impl ScriptType for ScriptDictionary {
    const NAME: &'static str = "dictionary";
}

/// What an entry takes, about.
fn cost(name: &str) -> usize {
    (size_of::<String>() + size_of::<Box<ScriptValue>>()) * 3 / 2 + size_of::<ScriptValue>() + name.len()
}

impl Entries {
    fn new() -> Self {
        Self { values: BTreeMap::new(), size: 0, charge: Charge::none() }
    }

    /// The value under a name, marked as absent if it is new.
    fn place(&mut self, name: &str) -> Result<&ScriptValue, ScriptError> {
        if !self.values.contains_key(name) {
            let size = self.size + cost(name);
            self.charge.set(size)?;
            self.size = size;
            self.values.insert(name.to_owned(), Box::new(ScriptValue::absent()));
        }
        // There is one now.
        self.values.get(name).map(|place| &**place).ok_or_else(memory::out_of_memory)
    }

    fn remove(&mut self, name: &str) -> Option<ScriptValue> {
        let value = self.values.remove(name)?;
        self.size -= cost(name);
        // Paying less is never refused.
        let _ = self.charge.set(self.size);
        Some(*value)
    }

    /// Those that have a value, if only null.
    fn present(&self) -> impl Iterator<Item = (&str, &ScriptValue)> {
        self.values
            .iter()
            .filter(|(_, value)| !value.is_absent())
            .map(|(name, value)| (name.as_str(), &**value))
    }
}

impl ScriptDictionary {
    /// A dictionary without entries, held once for the caller.
    ///
    /// # Errors
    /// [`ErrorKind::OutOfMemory`].
    pub(crate) fn empty() -> Result<NonNull<Self>, ScriptError> {
        memory::boxed(Self {
            count: Cell::new(1),
            entries: RefCell::new(Entries::new()),
            nothing: ScriptValue::null(),
        })
    }

    /// A dictionary with the entries of a table, held once for the caller.
    ///
    /// # Errors
    /// [`ErrorKind::OutOfMemory`]; [`ErrorKind::Type`] if it is nested too deeply.
    pub(crate) fn new(table: Table) -> Result<NonNull<Self>, ScriptError> {
        Self::filled(|this| {
            table.into_iter().try_for_each(|(name, value)| this.insert(&name, ScriptValue::new(value)?))
        })
    }

    /// A dictionary with copies of the entries of a table, which are made only if the script may have them.
    ///
    /// # Errors
    /// As [`new`](Self::new); [`ErrorKind::Type`] if it is no table.
    pub(crate) fn copy_of(value: &Value) -> Result<NonNull<Self>, ScriptError> {
        let table = value.as_table()?;
        Self::filled(|this| {
            table.iter().try_for_each(|(name, value)| this.insert(name, ScriptValue::copy_of(value)?))
        })
    }

    /// A new dictionary, held once for the caller, when `fill` has put something in.
    ///
    /// # Errors
    /// [`ErrorKind::OutOfMemory`], or what `fill` gives.
    pub(crate) fn filled(
        fill: impl FnOnce(&Self) -> Result<(), ScriptError>,
    ) -> Result<NonNull<Self>, ScriptError> {
        let made = Self::empty()?;
        // SAFETY: it was just made.
        let result = fill(unsafe { made.as_ref() });
        if let Err(error) = result {
            // SAFETY: it was held once, for this function.
            unsafe { Self::release(made) };
            return Err(error);
        }
        Ok(made)
    }

    /// Counts one more handle.
    pub(crate) fn add_ref(&self) {
        self.count.set(self.count.get() + 1);
    }

    /// Counts one handle less; the last one ends the dictionary.
    ///
    /// # Safety
    /// The caller has held it.
    pub(crate) unsafe fn release(this: NonNull<Self>) {
        // SAFETY: held by the caller.
        let left = unsafe {
            let count = &this.as_ref().count;
            count.set(count.get() - 1);
            count.get()
        };
        if left == 0 {
            // SAFETY: nobody holds it any more.
            unsafe { memory::unbox(this) };
        }
    }

    /// How many entries have a value.
    fn len(&self) -> usize {
        self.entries.borrow().present().count()
    }

    /// The first name.
    pub(crate) fn first_name(&self) -> Option<String> {
        self.entries.borrow().present().next().map(|(name, _)| name.to_owned())
    }

    /// The names, sorted.
    fn names(&self) -> Vec<String> {
        self.entries.borrow().present().map(|(name, _)| name.to_owned()).collect()
    }

    /// How large the dictionary is as a value.
    pub(crate) fn extent(&self) -> Extent {
        let mut extent = Extent::EMPTY;
        for (name, value) in self.entries.borrow().present() {
            extent.add_entry(name, value.extent());
        }
        extent
    }

    /// A copy of the entries. It may be large: ask [`extent`](Self::extent) first.
    pub(crate) fn to_table(&self) -> Table {
        self.entries.borrow().present().map(|(name, value)| (name.to_owned(), value.to_value())).collect()
    }

    /// The value under a name, if there is one.
    pub(crate) fn get(&self, name: &str) -> Option<ScriptValue> {
        self.entries
            .borrow()
            .values
            .get(name)
            .filter(|value| !value.is_absent())
            .map(|value| (**value).clone())
    }

    /// Puts a value under a name.
    ///
    /// # Errors
    /// [`ErrorKind::OutOfMemory`]; [`ErrorKind::Type`] if the dictionary would be nested too deeply.
    pub(crate) fn insert(&self, name: &str, value: ScriptValue) -> Result<(), ScriptError> {
        if value.extent().depth >= MAX_DEPTH {
            return Err(ScriptError::new(
                ErrorKind::Type,
                format!("the dictionary is nested more than {MAX_DEPTH} deep"),
            ));
        }
        self.entries.borrow_mut().place(name)?.set(value);
        Ok(())
    }

    /// Where the value under a name lies, which is marked as absent if it is new. It stays there until it is deleted.
    fn place(&self, name: &str) -> Result<*const ScriptValue, ScriptError> {
        self.entries.borrow_mut().place(name).map(ptr::from_ref)
    }

    /// Where the value under a name lies, or a null that is nobody's.
    fn look(&self, name: &str) -> *const ScriptValue {
        self.entries
            .borrow()
            .values
            .get(name)
            .map_or(&raw const self.nothing, |place| ptr::from_ref(&**place))
    }

    /// Takes an entry out; whether there was one.
    fn remove(&self, name: &str) -> bool {
        let removed = self.entries.borrow_mut().remove(name);
        removed.is_some_and(|value| !value.is_absent())
    }

    /// Takes all entries out.
    fn clear(&self) {
        self.entries.replace(Entries::new());
    }

    /// Puts copies of the entries of another in the place of all that are here.
    ///
    /// # Errors
    /// [`ErrorKind::OutOfMemory`], and nothing changes.
    pub(crate) fn assign(&self, other: &Self) -> Result<(), ScriptError> {
        let mut entries = Entries::new();
        for (name, value) in other.entries.borrow().present() {
            entries.place(name)?.set(value.clone());
        }
        self.entries.replace(entries);
        Ok(())
    }

    /// Whether both have the same entries.
    fn equals(&self, other: &Self) -> bool {
        let (first, second) = (self.entries.borrow(), other.entries.borrow());
        let mut rest = second.present();
        first.present().all(|(name, value)| {
            rest.next().is_some_and(|(other_name, other)| {
                name == other_name && value.with(|value| other.with(|other| value::equal(value, other)))
            })
        }) && rest.next().is_none()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A dictionary while a test uses it.
    struct Held(NonNull<ScriptDictionary>);

    impl Held {
        fn new(entries: &[(&str, Value)]) -> Result<Self, ScriptError> {
            let table = entries.iter().map(|(name, value)| ((*name).to_owned(), value.clone())).collect();
            ScriptDictionary::new(table).map(Self)
        }
    }

    impl std::ops::Deref for Held {
        type Target = ScriptDictionary;

        fn deref(&self) -> &ScriptDictionary {
            // SAFETY: held until this goes.
            unsafe { self.0.as_ref() }
        }
    }

    impl Drop for Held {
        fn drop(&mut self) {
            // SAFETY: held until now.
            unsafe { ScriptDictionary::release(self.0) };
        }
    }

    #[test]
    fn what_was_only_looked_at_is_not_there() -> Result<(), ScriptError> {
        let dictionary = Held::new(&[("b", Value::Int(1))])?;
        dictionary.place("a")?;
        assert_eq!((dictionary.len(), dictionary.names()), (1, vec!["b".to_owned()]));
        assert!(dictionary.get("a").is_none());
        assert!(!dictionary.remove("a"));
        dictionary.insert("a", ScriptValue::null())?;
        assert_eq!(dictionary.names(), ["a", "b"]);
        assert_eq!(dictionary.to_table().get("a"), Some(&Value::Null));
        assert!(dictionary.remove("a"));
        Ok(())
    }

    #[test]
    fn a_value_stays_where_it_is_while_others_come() -> Result<(), ScriptError> {
        let dictionary = Held::new(&[("a", Value::Int(1))])?;
        let place = dictionary.look("a");
        for number in 0..100 {
            dictionary.insert(&format!("name {number}"), ScriptValue::null())?;
        }
        assert_eq!(dictionary.look("a"), place);
        Ok(())
    }

    #[test]
    fn dictionaries_are_equal_by_what_is_in_them() -> Result<(), ScriptError> {
        let a = Held::new(&[("n", Value::Int(1)), ("s", Value::from("x"))])?;
        let b = Held::new(&[("n", Value::Float(1.0)), ("s", Value::from("x"))])?;
        assert!(a.equals(&b) && a.equals(&a));
        b.place("looked at")?;
        assert!(a.equals(&b));
        b.insert("more", ScriptValue::null())?;
        assert!(!a.equals(&b) && !b.equals(&a));
        a.assign(&b)?;
        assert!(a.equals(&b));
        Ok(())
    }

    #[test]
    fn the_script_pays_for_entries_and_no_more_when_they_are_gone() -> Result<(), ScriptError> {
        let account = memory::Account::open();
        let payer = memory::pay(account);
        let dictionary = Held::new(&[("a", Value::from("a text of some length"))])?;
        let used = account.used();
        dictionary.insert("b", ScriptValue::new(Value::from("another text"))?)?;
        assert!(account.used() > used + "another text".len());
        assert!(dictionary.remove("b"));
        assert_eq!(account.used(), used);
        dictionary.clear();
        assert!(account.used() < used - "a text of some length".len());
        drop(dictionary);
        assert_eq!(account.used(), 0);
        memory::pay(payer);
        account.close();
        Ok(())
    }

    #[test]
    fn what_is_nested_too_deeply_is_refused() -> Result<(), ScriptError> {
        let nested = |depth| (0..depth).fold(Value::Int(1), |inner, _| Value::List(vec![inner]));
        assert!(Held::new(&[("a", nested(MAX_DEPTH - 1))]).is_ok());
        let error = Held::new(&[("a", nested(MAX_DEPTH))]).err().map(|error| error.message().to_owned());
        assert_eq!(error.as_deref(), Some("the dictionary is nested more than 100 deep"));
        Ok(())
    }
}
