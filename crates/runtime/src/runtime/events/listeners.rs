//! Listeners: functions of scripts that the host calls at once, such as when an action of the input changes. A host
//! keeps them apart by channels, each with numbers of its own.

use std::time::Instant;

use glotta_core::{Arg, Callback, ErrorKind, Host, ScriptError};

use super::{MAX_SUBSCRIPTIONS, ScriptId, Session};

impl Session<'_> {
    /// Has `callback` called by [`notify`](Self::notify) with that channel and name, until `script` is unloaded or the
    /// listening is ended by the number that this gives, which the channel never uses again.
    ///
    /// # Errors
    /// [`ErrorKind::Runtime`] if [`MAX_SUBSCRIPTIONS`] functions listen to the channel already.
    pub fn listen(
        &self,
        script: ScriptId,
        channel: &'static str,
        name: &str,
        callback: Callback,
    ) -> Result<i64, ScriptError> {
        let mut events = self.inner.events.borrow_mut();
        let listeners = events.listeners.entry(channel).or_default();
        if listeners.count >= MAX_SUBSCRIPTIONS {
            return Err(ScriptError::new(
                ErrorKind::Runtime,
                format!(
                    "{MAX_SUBSCRIPTIONS} functions listen already, which is the most there may be: register a function \
                     once, such as in the body of the script, and not in each frame"
                ),
            ));
        }
        Ok(listeners.add(script, name, callback))
    }

    /// Ends a listening; false if the channel has none of that number.
    pub fn end_listening(&self, channel: &'static str, id: i64) -> bool {
        let ended = match self.inner.events.borrow_mut().listeners.get_mut(channel) {
            Some(listeners) => listeners.take(|one| one.id == id),
            None => Vec::new(),
        };
        !ended.is_empty()
    }

    /// Calls the functions that listen to a name of a channel, in the order they began to. One that begins meanwhile is
    /// not called, and one that is ended before its turn is not either. One that fails is logged, and the others are
    /// called all the same.
    pub fn notify(&self, host: &mut dyn Host, channel: &'static str, name: &str, arguments: &[Arg<'_>]) {
        let ids = match self.inner.events.borrow().listeners.get(channel) {
            Some(listeners) => listeners.ids(name),
            None => return,
        };
        for id in ids {
            let found = self.inner.events.borrow().listeners.get(channel).and_then(|all| all.find(name, id));
            let Some((script, callback)) = found.filter(|(script, _)| !self.is_paused(*script)) else {
                continue;
            };
            let start = Instant::now();
            let outcome = self.guarded(script, || self.call_back_unguarded(host, &callback, arguments));
            self.record(script, start.elapsed(), outcome.is_err());
            if let Err(error) = outcome {
                self.fail_callback(script, &error.at(callback.language(), &self.path(script), 0, 0));
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::{MemoryReader, Runtime};
    use glotta_core::null::{NullHost, NullLanguage};
    use glotta_core::{Api, Callback, ReleaseQueue};
    use std::sync::Arc;

    #[test]
    fn listeners_end_with_their_script_and_channels_do_not_mix() {
        let reader = MemoryReader::new([("a.null", "update"), ("b.null", "update")]);
        let runtime = Runtime::new(Api::new(), vec![Box::new(NullLanguage::new())], reader).expect("starts");
        let host = &mut NullHost::new(());
        let session = runtime.enter();
        let (a, b) =
            (session.load(host, "a.null").expect("loads"), session.load(host, "b.null").expect("loads"));
        let releases = Arc::new(ReleaseQueue::new());
        let callback = |slot| Callback::new("none", slot, Arc::clone(&releases));
        assert_eq!(session.listen(a, "one", "x", callback(1)).ok(), Some(1));
        assert_eq!(session.listen(b, "one", "x", callback(2)).ok(), Some(2));
        assert_eq!(
            session.listen(b, "other", "x", callback(3)).ok(),
            Some(1),
            "each channel counts for itself"
        );
        session.notify(host, "one", "x", &[]);
        let errors: Vec<String> = session.take_new_errors().iter().map(ToString::to_string).collect();
        assert_eq!(
            errors,
            ["a.null: this game runs no none scripts", "b.null: this game runs no none scripts"]
        );
        session.unload(host, a);
        assert_eq!(releases.take(), [1]);
        assert!(!session.end_listening("one", 1) && session.end_listening("one", 2));
        assert!(!session.end_listening("none", 1));
        session.end_events();
        let mut released = releases.take();
        released.sort_unstable();
        assert_eq!(released, [2, 3]);
    }
    #[test]
    fn a_function_that_is_registered_in_each_frame_is_refused_in_the_end() {
        let reader = MemoryReader::new([("a.null", "update")]);
        let runtime = Runtime::new(Api::new(), vec![Box::new(NullLanguage::new())], reader).expect("starts");
        let session = runtime.enter();
        let script = session.load(&mut NullHost::new(()), "a.null").expect("loads");
        let releases = Arc::new(ReleaseQueue::new());
        let listen =
            |channel| session.listen(script, channel, "x", Callback::new("none", 1, Arc::clone(&releases)));
        for _ in 0..crate::MAX_SUBSCRIPTIONS {
            assert!(listen("one").is_ok());
        }
        let error = listen("one").expect_err("too many");
        assert!(error.message().starts_with("100000 functions listen already"), "{error}");
        assert!(listen("other").is_ok(), "each channel counts for itself");
        assert!(session.end_listening("one", 1));
        assert!(listen("one").is_ok());
    }
}
