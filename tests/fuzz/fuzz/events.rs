//! Storms of events: subscribers in all languages that emit, subscribe and unsubscribe when they are called, beside a
//! model of who hears what and in which order.

use std::collections::VecDeque;

use glotta::core::{Arg, Callback};
use glotta::prelude::*;
use glotta_fuzz::check;
use proptest::prelude::{Strategy, any, prop};

use crate::world::{Files, Played};

/// How many kinds of events there are.
const KINDS: usize = 3;

/// How many events may wait: see `event.emit`.
const MOST: usize = 10_000;

/// What a subscriber does when it is called, and what is done in a frame.
#[derive(Clone, Debug)]
enum Deed {
    Emit(usize),
    /// Subscribes the handler of that number to a kind.
    Subscribe(usize, usize),
    /// Ends one of the subscriptions, by its place among all that were ever made.
    Unsubscribe(usize),
    Fail,
}

fn deeds(most: usize) -> impl Strategy<Value = Vec<Deed>> {
    let deed = prop::strategy::Union::new_weighted(vec![
        (5, (0..KINDS).prop_map(Deed::Emit).boxed()),
        (2, (0..KINDS, any::<usize>()).prop_map(|(kind, handler)| Deed::Subscribe(kind, handler)).boxed()),
        (3, any::<usize>().prop_map(Deed::Unsubscribe).boxed()),
        (1, proptest::strategy::Just(Deed::Fail).boxed()),
    ]);
    prop::collection::vec(deed, 0..most)
}

/// Who does what: a handler lives in one of the languages.
#[derive(Clone, Debug)]
struct Handler {
    language: usize,
    deeds: Vec<Deed>,
}

/// The deeds of the handlers, and what was done so far.
#[derive(bevy_ecs::prelude::Resource, Default)]
struct Storm {
    handlers: Vec<Handler>,
    callbacks: Vec<Callback>,
    subscriptions: Vec<i64>,
    heard: Vec<(usize, i64)>,
    /// What a script is to do next.
    planned: Vec<Deed>,
}

struct StormApi;

#[script_api(module = "storm")]
impl StormApi {
    /// Does what is planned, for the script that runs.
    fn run(world: &mut ScriptWorld) {
        for deed in std::mem::take(&mut world.world_mut().resource_mut::<Storm>().planned) {
            // One that fails is none of the others' business.
            let _ = act(world, &deed, 0);
        }
    }

    /// Does what the handler of that number does, for an event.
    fn hear(world: &mut ScriptWorld, handler: i64, event: i64) -> Result<(), ScriptError> {
        let number = usize::try_from(handler).unwrap_or_default();
        let storm = &mut *world.world_mut().resource_mut::<Storm>();
        storm.heard.push((number, event));
        let deeds = storm.handlers[number].deeds.clone();
        for deed in deeds {
            act(world, &deed, event)?;
        }
        Ok(())
    }
}

/// Does one thing; events are numbered by the one they come from.
fn act(world: &mut ScriptWorld, deed: &Deed, event: i64) -> Result<(), ScriptError> {
    match *deed {
        // A queue that is full refuses more; whoever emits may go on.
        Deed::Emit(kind) => drop(world.emit(&format!("kind{kind}"), Value::Int(event + 1))),
        Deed::Subscribe(kind, handler) => {
            let storm = world.world().resource::<Storm>();
            let callback = storm.callbacks[handler % storm.callbacks.len()].clone();
            let id = world.subscribe(&format!("kind{kind}"), callback)?;
            world.world_mut().resource_mut::<Storm>().subscriptions.push(id);
        }
        Deed::Unsubscribe(place) => {
            let subscriptions = &world.world().resource::<Storm>().subscriptions;
            if let Some(&id) = subscriptions.get(place % subscriptions.len().max(1)) {
                world.unsubscribe(id);
            }
        }
        Deed::Fail => return Err(ScriptError::argument("as asked")),
    }
    Ok(())
}

/// The same, so simple that it can be checked by looking at it.
#[derive(Default)]
struct Model {
    handlers: Vec<Handler>,
    queue: VecDeque<(usize, i64)>,
    /// Kind, handler, and whether it is over.
    subscriptions: Vec<(usize, usize, bool)>,
    heard: Vec<(usize, i64)>,
}

impl Model {
    fn act(&mut self, deed: &Deed, event: i64) -> bool {
        match *deed {
            Deed::Emit(kind) => {
                if self.queue.len() < MOST {
                    self.queue.push_back((kind, event + 1));
                }
            }
            Deed::Subscribe(kind, handler) => {
                self.subscriptions.push((kind, handler % self.handlers.len(), false));
            }
            Deed::Unsubscribe(place) => {
                let count = self.subscriptions.len().max(1);
                if let Some(one) = self.subscriptions.get_mut(place % count) {
                    one.2 = true;
                }
            }
            Deed::Fail => return false,
        }
        true
    }

    /// Delivers what waited at the beginning, to those who subscribed before it was delivered.
    fn deliver(&mut self) {
        for (kind, event) in std::mem::take(&mut self.queue) {
            let count = self.subscriptions.len();
            for place in 0..count {
                let (of, handler, is_over) = self.subscriptions[place];
                if of != kind || is_over {
                    continue;
                }
                self.heard.push((handler, event));
                for deed in self.handlers[handler].deeds.clone() {
                    if !self.act(&deed, event) {
                        break;
                    }
                }
            }
        }
    }
}

#[test]
fn storms_of_events_reach_whoever_listens_in_their_order() {
    let handlers = prop::collection::vec((0..3_usize, deeds(4)), 1..5);
    let frames = prop::collection::vec(deeds(5), 1..6);
    check(25, &(handlers, frames), |(handlers, frames)| {
        let handlers: Vec<Handler> =
            handlers.into_iter().map(|(language, deeds)| Handler { language, deeds }).collect();
        let scripts = [
            (
                "storm.lua",
                "function handler(n) return function(event) storm.hear(n, event) end end function run() storm.run() end",
            ),
            ("storm.py", "def handler(n): return lambda event: storm.hear(n, event)"),
            (
                "storm.as",
                "class Handler { int64 n; void hear(int64 event) { storm::hear(n, event); } }\n\
                 funcdef void Hear(int64);\n\
                 Hear@ handler(int64 n) { Handler h; h.n = n; return Hear(h.hear); }",
            ),
        ];
        let files = Files::default();
        scripts.iter().for_each(|(path, text)| files.write(path, *text));
        let mut game = Played::new(glotta::languages(), &[], files, |app| {
            app.script_setup().add_api::<StormApi>();
            app.init_resource::<Storm>();
        });
        game.scripts(|world| {
            let callbacks = world.session(|session, world| {
                let callback = |(number, handler): (usize, &Handler)| {
                    let script = session.load(world, scripts[handler.language].0).expect("loads");
                    let number = Arg::Int(number as i64);
                    match session.call_by_name(world, script, "handler", &[number]).outcome {
                        Ok(Value::Function(callback)) => callback,
                        other => panic!("a function, got {other:?}"),
                    }
                };
                handlers.iter().enumerate().map(callback).collect()
            });
            let storm = &mut *world.world_mut().resource_mut::<Storm>();
            storm.callbacks = callbacks;
            storm.handlers.clone_from(&handlers);
        });
        let mut model = Model { handlers, ..Model::default() };
        for (number, deeds) in frames.iter().chain(&[Vec::new(), Vec::new()]).enumerate() {
            game.scripts(|world| {
                world.world_mut().resource_mut::<Storm>().planned.clone_from(deeds);
                world.session(|session, world| {
                    let script = session.load(world, scripts[0].0).expect("loads");
                    session.call_by_name(world, script, "run", &[]).outcome.expect("it runs");
                });
            });
            for deed in deeds {
                model.act(deed, 0);
            }
            // What grows and grows is bounded, but takes its time.
            if model.queue.len() > 300 {
                break;
            }
            game.app.update();
            model.deliver();
            let heard = std::mem::take(&mut game.app.world_mut().resource_mut::<Storm>().heard);
            let expected = std::mem::take(&mut model.heard);
            assert_eq!(heard, expected, "in frame {number} of {frames:?}");
        }
        // Events that wait are delivered once more at the end, to handlers that need the storm.
        stop_scripts(game.app.world_mut());
    });
}
