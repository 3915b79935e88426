//! Events: what scripts tell each other by name, delivered at one point of a frame.

use std::collections::BTreeMap;
use std::time::Instant;

use glotta_core::{Arg, Callback, ErrorKind, Host, ScriptError, Value, quote};

use super::{ScriptId, Session};

/// How many events may wait to be delivered.
pub const MAX_WAITING_EVENTS: usize = 10_000;

/// How much memory the events that wait may take, in bytes: about what their names and values do.
pub const MAX_WAITING_BYTES: usize = 64 << 20;

/// How many subscriptions to events there may be, and how many functions may listen to a channel.
pub const MAX_SUBSCRIPTIONS: usize = 100_000;

mod listeners;

/// What waits to be delivered, and to whom.
#[derive(Default)]
pub(crate) struct Events {
    waiting: Vec<Event>,
    /// What those take, in bytes.
    bytes: usize,
    subscriptions: Subscriptions,
    /// Those whom the host calls at once, by channel.
    listeners: BTreeMap<&'static str, Subscriptions>,
}

/// Functions of scripts by the name that each is called for.
#[derive(Default)]
struct Subscriptions {
    /// The number of the last that was made.
    last: i64,
    /// How many there are.
    count: usize,
    /// Those to each name, in the order they were made, which is that of their numbers.
    by_name: BTreeMap<String, Vec<Subscription>>,
}

struct Event {
    name: String,
    value: Value,
    bytes: usize,
}

/// What a value takes in memory, in bytes: as near as makes no difference to a bound.
fn size(value: &Value) -> usize {
    let inside: usize = match value {
        Value::String(text) => text.len(),
        Value::List(items) => items.iter().map(size).sum(),
        Value::Table(table) => {
            table.iter().map(|(name, item)| size_of::<String>() + name.len() + size(item)).sum()
        }
        _ => 0,
    };
    size_of::<Value>() + inside
}

struct Subscription {
    id: i64,
    script: ScriptId,
    callback: Callback,
}

impl Subscriptions {
    /// Adds one, and gives its number.
    fn add(&mut self, script: ScriptId, name: &str, callback: Callback) -> i64 {
        self.last += 1;
        self.count += 1;
        let id = self.last;
        self.by_name.entry(name.to_owned()).or_default().push(Subscription { id, script, callback });
        id
    }

    /// The numbers of those to a name, in order.
    fn ids(&self, name: &str) -> Vec<i64> {
        self.by_name.get(name).map_or_else(Vec::new, |all| all.iter().map(|one| one.id).collect())
    }

    /// Takes away the subscriptions for which `is_over`, and gives them back: letting a function go is no business of
    /// whoever holds the events borrowed.
    fn take(&mut self, mut is_over: impl FnMut(&Subscription) -> bool) -> Vec<Subscription> {
        let mut taken = Vec::new();
        self.by_name.retain(|_, subscriptions| {
            taken.extend(subscriptions.extract_if(.., |one| is_over(one)));
            !subscriptions.is_empty()
        });
        self.count -= taken.len();
        taken
    }

    /// The subscription of that number, if it still is one to `name`.
    fn find(&self, name: &str, id: i64) -> Option<(ScriptId, Callback)> {
        let subscriptions = self.by_name.get(name)?;
        let place = subscriptions.binary_search_by_key(&id, |one| one.id).ok()?;
        let found = &subscriptions[place];
        Some((found.script, found.callback.clone()))
    }
}

impl Events {
    /// How many subscriptions, waiting events and listeners there are.
    pub(super) fn count(&self) -> (usize, usize, usize) {
        let listeners = self.listeners.values().map(|listeners| listeners.count).sum();
        (self.subscriptions.count, self.waiting.len(), listeners)
    }

    /// Takes away the subscriptions and listeners for which `is_over`, and gives them back.
    fn take(&mut self, mut is_over: impl FnMut(&Subscription) -> bool) -> Vec<Subscription> {
        let mut taken = self.subscriptions.take(&mut is_over);
        for listeners in self.listeners.values_mut() {
            taken.extend(listeners.take(&mut is_over));
        }
        taken
    }
}

impl Session<'_> {
    /// Puts an event last among those that wait for [`deliver_events`](Self::deliver_events).
    ///
    /// # Errors
    /// [`ErrorKind::Argument`] if the name is empty, [`ErrorKind::Runtime`] if [`MAX_WAITING_EVENTS`] wait already, or they
    /// would hold more than [`MAX_WAITING_BYTES`].
    pub fn emit(&self, name: &str, value: Value) -> Result<(), ScriptError> {
        check_name(name)?;
        let bytes = name.len() + size(&value);
        let events = &mut *self.inner.events.borrow_mut();
        if events.waiting.len() >= MAX_WAITING_EVENTS {
            return Err(too_many(name));
        }
        if events.bytes + bytes > MAX_WAITING_BYTES {
            return Err(too_large(name, bytes));
        }
        events.bytes += bytes;
        events.waiting.push(Event { name: name.to_owned(), value, bytes });
        Ok(())
    }

    /// Has `callback` called with the value of every event of that name, until `script` is unloaded or the subscription
    /// is ended by the number that this gives, which is never used again.
    ///
    /// # Errors
    /// [`ErrorKind::Argument`] if the name is empty, [`ErrorKind::Runtime`] if there are [`MAX_SUBSCRIPTIONS`] already.
    pub fn subscribe(&self, script: ScriptId, name: &str, callback: Callback) -> Result<i64, ScriptError> {
        check_name(name)?;
        let subscriptions = &mut self.inner.events.borrow_mut().subscriptions;
        if subscriptions.count >= MAX_SUBSCRIPTIONS {
            return Err(ScriptError::new(
                ErrorKind::Runtime,
                format!(
                    "there are {MAX_SUBSCRIPTIONS} subscriptions to events, which is the most there may be: end those \
                     that are not needed with event.unsubscribe"
                ),
            ));
        }
        Ok(subscriptions.add(script, name, callback))
    }

    /// True if somebody subscribes to events of that name.
    #[must_use]
    pub fn has_subscribers(&self, name: &str) -> bool {
        self.inner.events.borrow().subscriptions.by_name.contains_key(name)
    }

    /// Ends a subscription; false if there is none of that number.
    pub fn unsubscribe(&self, id: i64) -> bool {
        let ended = self.inner.events.borrow_mut().subscriptions.take(|one| one.id == id);
        !ended.is_empty()
    }

    /// Ends all subscriptions of a script, and all its listening.
    pub(super) fn end_subscriptions(&self, script: ScriptId) {
        let ended = self.inner.events.borrow_mut().take(|one| one.script == script);
        drop(ended);
    }

    /// Forgets all events, subscriptions and listeners: the end of the game.
    pub fn end_events(&self) {
        let ended = {
            let mut events = self.inner.events.borrow_mut();
            events.bytes = 0;
            (std::mem::take(&mut events.waiting), events.take(|_| true))
        };
        drop(ended);
    }

    /// Delivers the events that wait, in the order they were emitted; each to its subscribers in the order they
    /// subscribed, but to those only that had when its turn came. What is emitted meanwhile waits for the next time.
    ///
    /// A subscriber that fails is logged, and the others get the event all the same. Scripts that are
    /// [paused](Self::is_paused) get none.
    ///
    /// If the budget of the frame is spent, the events that come later wait for the next time, before those that are
    /// emitted until then. The frame ends here.
    pub fn deliver_events(&self, host: &mut dyn Host) {
        let mut waiting = {
            let mut events = self.inner.events.borrow_mut();
            events.bytes = 0;
            std::mem::take(&mut events.waiting).into_iter()
        };
        let mut now = None;
        while waiting.len() > 0 {
            if now.is_some_and(|now| self.is_frame_over(now)) {
                self.report_put_off();
                break;
            }
            let Some(Event { name, value, .. }) = waiting.next() else { break };
            let ids = self.inner.events.borrow().subscriptions.ids(&name);
            for id in ids {
                // One that was called before may have ended this one.
                let found = self.inner.events.borrow().subscriptions.find(&name, id);
                let Some((script, callback)) = found.filter(|(script, _)| !self.is_paused(*script)) else {
                    continue;
                };
                let start = now.unwrap_or_else(Instant::now);
                let outcome =
                    self.guarded(script, || self.call_back_unguarded(host, &callback, &[Arg::Value(&value)]));
                let end = Instant::now();
                self.record(script, end.duration_since(start), outcome.is_err());
                now = Some(end);
                if let Err(error) = outcome {
                    self.fail_callback(script, &error.at(callback.language(), &self.path(script), 0, 0));
                }
            }
        }
        {
            let mut events = self.inner.events.borrow_mut();
            events.waiting.splice(0..0, waiting);
            events.bytes = events.waiting.iter().map(|event| event.bytes).sum();
        }
        self.end_frame();
    }
}

fn check_name(name: &str) -> Result<(), ScriptError> {
    if name.is_empty() {
        return Err(ScriptError::argument("the name of an event must not be empty"));
    }
    Ok(())
}

#[cold]
fn too_many(name: &str) -> ScriptError {
    ScriptError::new(
        ErrorKind::Runtime,
        format!(
            "{MAX_WAITING_EVENTS} events wait to be delivered, which is the most there may be: {} is not emitted; \
             events are delivered once a frame, so emit fewer in one",
            quote(name)
        ),
    )
}

#[cold]
fn too_large(name: &str, bytes: usize) -> ScriptError {
    ScriptError::new(
        ErrorKind::Runtime,
        format!(
            "the events that wait to be delivered may hold {} MiB: {} is not emitted, of {bytes} bytes; events are \
             delivered once a frame, so emit fewer or smaller ones in one",
            MAX_WAITING_BYTES >> 20,
            quote(name)
        ),
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{MemoryReader, Runtime};
    use glotta_core::null::{NullHost, NullLanguage};
    use glotta_core::{Api, ReleaseQueue};
    use std::sync::Arc;

    fn runtime() -> Runtime {
        let reader = MemoryReader::new([("a.null", "update"), ("b.null", "update")]);
        Runtime::new(Api::new(), vec![Box::new(NullLanguage::new())], reader).expect("starts")
    }

    #[test]
    fn subscriptions_end_with_their_script_and_its_functions_are_let_go() {
        let runtime = runtime();
        let host = &mut NullHost::new(());
        let session = runtime.enter();
        let (a, b) =
            (session.load(host, "a.null").expect("loads"), session.load(host, "b.null").expect("loads"));
        let releases = Arc::new(ReleaseQueue::new());
        let callback = |slot| Callback::new("null", slot, Arc::clone(&releases));
        let first = session.subscribe(a, "x", callback(1)).expect("a name");
        let second = session.subscribe(b, "x", callback(2)).expect("a name");
        session.unload(host, a);
        assert_eq!(releases.take(), [1]);
        assert!(!session.unsubscribe(first));
        assert!(session.unsubscribe(second));
        assert!(!session.unsubscribe(second));
        assert!(session.inner.events.borrow().subscriptions.by_name.is_empty());
        assert_eq!(session.subscribe(b, "x", callback(3)).ok(), Some(3), "numbers are not used again");
        session.emit("x", Value::Function(callback(4))).expect("there is room");
        session.end_events();
        let mut released = releases.take();
        released.sort_unstable();
        assert_eq!(released, [2, 3, 4]);
    }

    #[test]
    fn a_failing_subscriber_is_reported_with_its_script() {
        let runtime = runtime();
        let host = &mut NullHost::new(());
        let session = runtime.enter();
        let a = session.load(host, "a.null").expect("loads");
        session.subscribe(a, "x", Callback::new("none", 1, Arc::default())).expect("a name");
        session.emit("x", Value::Null).expect("there is room");
        session.deliver_events(host);
        let errors: Vec<String> = session.take_new_errors().iter().map(ToString::to_string).collect();
        assert_eq!(errors, ["a.null: this game runs no none scripts"]);
    }

    #[test]
    fn so_many_events_may_wait_and_no_more() {
        let runtime = runtime();
        let session = runtime.enter();
        for _ in 0..MAX_WAITING_EVENTS {
            session.emit("x", Value::Null).expect("there is room");
        }
        let error = session.emit("x", Value::Null).expect_err("full");
        assert!(error.message().starts_with("10000 events wait to be delivered"), "{error}");
        session.deliver_events(&mut NullHost::new(()));
        assert!(session.emit("x", Value::Null).is_ok());
        assert!(session.emit("", Value::Null).is_err());
    }

    #[test]
    fn the_events_that_wait_may_hold_so_much_and_no_more() {
        let runtime = runtime();
        let session = runtime.enter();
        let text = || Value::from("a".repeat(MAX_WAITING_BYTES / 4).as_str());
        for _ in 0..3 {
            session.emit("x", Value::List(vec![text()])).expect("there is room");
        }
        let error = session.emit("x", text()).expect_err("full");
        assert!(
            error.message().starts_with("the events that wait to be delivered may hold 64 MiB: \"x\""),
            "{error}"
        );
        assert!(session.emit("x", Value::Null).is_ok());
        session.deliver_events(&mut NullHost::new(()));
        assert!(session.emit("x", text()).is_ok());
        session.end_events();
        for _ in 0..3 {
            session.emit("x", text()).expect("nothing waits any more");
        }
    }

    #[test]
    fn so_many_subscriptions_there_may_be_and_no_more() {
        let runtime = runtime();
        let host = &mut NullHost::new(());
        let session = runtime.enter();
        let a = session.load(host, "a.null").expect("loads");
        let callback = || Callback::new("null", 1, Arc::default());
        for _ in 0..MAX_SUBSCRIPTIONS {
            session.subscribe(a, "x", callback()).expect("there is room");
        }
        let error = session.subscribe(a, "y", callback()).expect_err("full");
        assert!(error.message().starts_with("there are 100000 subscriptions"), "{error}");
        assert!(session.has_subscribers("x") && !session.has_subscribers("y"));
        assert!(session.unsubscribe(1));
        assert!(session.subscribe(a, "y", callback()).is_ok());
        session.unload(host, a);
        assert!(!session.has_subscribers("x") && !session.has_subscribers("y"));
    }
}
