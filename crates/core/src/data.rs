//! An entity's data as scripts see it: keys and references.

use std::borrow::Cow;
use std::fmt::Write as _;
use std::ops::Bound;

use crate::{Entity, Frame, Host, ScriptError, Value};

/// One step into nested data.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum DataKey<'a> {
    /// A name in a table.
    Name(Cow<'a, str>),
    /// A place in a list, counted from 0. Languages that count from 1 convert.
    Index(usize),
}

impl DataKey<'_> {
    /// The same key, owning its name.
    #[must_use]
    pub fn to_owned_key(&self) -> DataKey<'static> {
        match self {
            Self::Name(name) => DataKey::Name(Cow::Owned(name.clone().into_owned())),
            Self::Index(index) => DataKey::Index(*index),
        }
    }
}

/// A script's reference to an entity's data, or to a list or table inside it. Reading and writing go to the
/// engine's copy; nothing is cached.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DataRef {
    /// Whose data.
    pub entity: Entity,
    /// The way into it; empty for the data as a whole.
    pub path: Vec<DataKey<'static>>,
}

/// What a script gets for a value in the data.
enum Seen {
    Nothing,
    Copy(Value),
    Inner,
}

impl DataRef {
    /// All the data of an entity.
    #[must_use]
    pub const fn of(entity: Entity) -> Self {
        Self { entity, path: Vec::new() }
    }

    /// What stands under `key` in what this refers to.
    #[must_use]
    pub fn child(&self, key: &DataKey<'_>) -> Self {
        let mut path = self.path.clone();
        path.push(key.to_owned_key());
        Self { entity: self.entity, path }
    }

    /// Returns through `frame` what stands under `key`: a reference to a list or a table, a copy of anything else.
    /// Where nothing stands, nothing is returned, and this is false.
    ///
    /// # Errors
    /// [`crate::ErrorKind::NotFound`] if the entity is gone.
    #[inline]
    pub fn answer<F: Frame>(
        &self,
        key: &DataKey<'_>,
        host: &mut dyn Host,
        frame: &mut F,
    ) -> Result<bool, ScriptError> {
        let mut seen = Seen::Nothing;
        host.with_data(self, Some(key), &mut |value| {
            seen = match value {
                None => Seen::Nothing,
                Some(Value::List(_) | Value::Table(_)) => Seen::Inner,
                Some(value) => Seen::Copy(value.clone()),
            }
        })?;
        match seen {
            Seen::Nothing => return Ok(false),
            Seen::Copy(value) => frame.return_value(value)?,
            Seen::Inner => frame.return_data(self.child(key))?,
        }
        Ok(true)
    }

    /// How many elements the list has that this refers to; `None` if it refers to anything else.
    ///
    /// # Errors
    /// [`crate::ErrorKind::NotFound`] if the entity is gone.
    pub fn list_length(&self, host: &mut dyn Host) -> Result<Option<usize>, ScriptError> {
        let mut length = None;
        host.with_data(self, None, &mut |value| {
            if let Some(Value::List(items)) = value {
                length = Some(items.len());
            }
        })?;
        Ok(length)
    }

    /// For walking a list's places in order or a table's names sorted: the key after `previous`, the first one if that
    /// is `None`. It is found anew each time, so the data may change meanwhile. Names without a value are passed over;
    /// so are the elements of lists that are null, if `skip_nulls` says that the language's own lists cannot hold them.
    ///
    /// # Errors
    /// [`crate::ErrorKind::NotFound`] if the entity is gone.
    pub fn key_after(
        &self,
        previous: Option<&DataKey<'_>>,
        skip_nulls: bool,
        host: &mut dyn Host,
    ) -> Result<Option<DataKey<'static>>, ScriptError> {
        let mut following = None;
        host.with_data(self, None, &mut |value| following = key_after(value, previous, skip_nulls))?;
        Ok(following)
    }

    /// The reference as messages show it: `data of 12v0: items[1]`. The first place of a list is `first`, as the
    /// language counts.
    #[must_use]
    pub fn show(&self, first: usize) -> String {
        let mut text = format!("data of {}", self.entity);
        for (step, key) in self.path.iter().enumerate() {
            let lead = if step == 0 { ": " } else { "" };
            // Writing to a String cannot fail.
            let _ = match key {
                DataKey::Name(name) if step == 0 => write!(text, ": {name}"),
                DataKey::Name(name) => write!(text, ".{name}"),
                DataKey::Index(place) => write!(text, "{lead}[{}]", place.saturating_add(first)),
            };
        }
        text
    }
}

fn key_after(
    value: Option<&Value>,
    previous: Option<&DataKey<'_>>,
    skip_nulls: bool,
) -> Option<DataKey<'static>> {
    match value? {
        Value::List(items) => {
            let from = match previous {
                None => 0,
                Some(DataKey::Index(place)) => place.checked_add(1)?,
                Some(DataKey::Name(_)) => return None,
            };
            (from..items.len()).find(|place| !skip_nulls || !items[*place].is_null()).map(DataKey::Index)
        }
        Value::Table(table) => {
            let from = match previous {
                None => Bound::Unbounded,
                Some(DataKey::Name(name)) => Bound::Excluded(name.as_ref()),
                Some(DataKey::Index(_)) => return None,
            };
            let mut rest = table.range::<str, _>((from, Bound::Unbounded));
            let (name, _) = rest.find(|(_, value)| !value.is_null())?;
            Some(DataKey::Name(Cow::Owned(name.clone())))
        }
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use std::any::{Any, TypeId};

    use super::*;
    use crate::null::ValueFrame;
    use crate::{Arg, Callback, Table};

    /// A host of one value, which stands for all data.
    struct Data(Value);

    impl Host for Data {
        fn part_mut(&mut self, _: TypeId) -> Option<&mut dyn Any> {
            None
        }

        fn print(&mut self, _: &str) {}

        fn call(&mut self, _: &Callback, _: &[Arg<'_>]) -> Result<Value, ScriptError> {
            Err(ScriptError::host("no functions"))
        }

        fn with_data(
            &mut self,
            _: &DataRef,
            key: Option<&DataKey<'_>>,
            look: &mut dyn FnMut(Option<&Value>),
        ) -> Result<(), ScriptError> {
            look(match (key, &self.0) {
                (None, value) => Some(value),
                (Some(DataKey::Name(name)), Value::Table(table)) => table.get(name.as_ref()),
                (Some(DataKey::Index(place)), Value::List(items)) => items.get(*place),
                _ => None,
            });
            Ok(())
        }
    }

    fn name(name: &'static str) -> DataKey<'static> {
        DataKey::Name(Cow::Borrowed(name))
    }

    fn table(items: &[(&str, Value)]) -> Value {
        Value::Table(items.iter().map(|(name, value)| ((*name).to_owned(), value.clone())).collect::<Table>())
    }

    fn walk(value: Value, skip_nulls: bool) -> Result<Vec<DataKey<'static>>, ScriptError> {
        let (root, mut host) = (DataRef::of(Entity::new(1, 0)), Data(value));
        let mut keys = Vec::new();
        while let Some(key) = root.key_after(keys.last(), skip_nulls, &mut host)? {
            keys.push(key);
        }
        Ok(keys)
    }

    #[test]
    fn a_walk_goes_through_places_in_order_and_names_sorted() -> Result<(), ScriptError> {
        let list = Value::List(vec![Value::Int(1), Value::Null, Value::Int(3)]);
        let places = |places: &[usize]| places.iter().copied().map(DataKey::Index).collect::<Vec<_>>();
        assert_eq!(walk(list.clone(), false)?, places(&[0, 1, 2]));
        assert_eq!(walk(list, true)?, places(&[0, 2]));
        let names = table(&[("b", Value::Int(1)), ("a", Value::Int(2)), ("null", Value::Null)]);
        assert_eq!(walk(names.clone(), false)?, [name("a"), name("b")]);
        assert_eq!(walk(names, true)?, [name("a"), name("b")]);
        assert_eq!(walk(Value::Int(1), false)?, []);
        Ok(())
    }

    #[test]
    fn a_walk_ends_when_a_list_has_become_a_table() -> Result<(), ScriptError> {
        let root = DataRef::of(Entity::new(1, 0));
        let mut host = Data(table(&[("a", Value::Int(1))]));
        assert_eq!(root.key_after(Some(&DataKey::Index(0)), false, &mut host)?, None);
        host.0 = Value::List(vec![Value::Int(1)]);
        assert_eq!(root.key_after(Some(&name("a")), false, &mut host)?, None);
        assert_eq!(root.key_after(Some(&DataKey::Index(usize::MAX)), false, &mut host)?, None);
        Ok(())
    }

    #[test]
    fn an_answer_copies_what_is_small_and_says_where_nothing_is() -> Result<(), ScriptError> {
        let root = DataRef::of(Entity::new(1, 0));
        let mut host = Data(table(&[("hp", Value::Int(5)), ("items", Value::List(Vec::new()))]));
        let mut frame = ValueFrame::default();
        assert!(root.answer(&name("hp"), &mut host, &mut frame)?);
        assert_eq!(frame.result, Value::Int(5));
        let mut frame = ValueFrame::default();
        assert!(!root.answer(&name("mp"), &mut host, &mut frame)?);
        assert_eq!(frame.result, Value::Null);
        // A frame that has no references to data shows that one was to be returned.
        let error = root.answer(&name("items"), &mut host, &mut frame).expect_err("no references");
        assert_eq!(error.message(), "this language has no references to data");
        Ok(())
    }

    #[test]
    fn only_a_list_has_a_length() -> Result<(), ScriptError> {
        let root = DataRef::of(Entity::new(1, 0));
        assert_eq!(root.list_length(&mut Data(Value::List(vec![Value::Null; 3])))?, Some(3));
        assert_eq!(root.list_length(&mut Data(table(&[])))?, None);
        Ok(())
    }

    #[test]
    fn a_reference_is_shown_as_the_language_counts() {
        let root = DataRef::of(Entity::new(12, 0));
        assert_eq!(root.show(1), "data of 12v0");
        let inner = root.child(&name("items")).child(&DataKey::Index(0)).child(&name("hp"));
        assert_eq!(inner.show(1), "data of 12v0: items[1].hp");
        assert_eq!(inner.show(0), "data of 12v0: items[0].hp");
        assert_eq!(root.child(&DataKey::Index(0)).show(0), "data of 12v0: [0]");
    }
}
