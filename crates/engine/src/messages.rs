//! Messages of the game that are events of scripts too, under the names of their types.

use std::any::Any;
use std::collections::VecDeque;

use bevy_ecs::message::{Message, MessageCursor, Messages};
use bevy_ecs::reflect::AppTypeRegistry;
use bevy_ecs::world::World;
use bevy_reflect::{GetTypeRegistration, Reflect, TypeInfo, TypePath, Typed};
use glotta_core::{ScriptError, Value};

use crate::reflect::path::Path;
use crate::reflect::read;

/// A type of messages, whatever it is.
pub(crate) trait Bridge: Send + Sync {
    /// What scripts call it: the type's short name.
    fn name(&self) -> &'static str;

    /// What the messages are made of.
    fn info(&self) -> &'static TypeInfo;

    /// Makes the world ready for such messages.
    fn prepare(&self, world: &mut World);

    /// Passes over the messages that were written since the last time.
    fn skip(&mut self, world: &World);

    /// The messages that the game wrote since the last time, as values, without those of [`write`](Self::write).
    fn take(&mut self, world: &World) -> Vec<Result<Value, ScriptError>>;

    /// Writes a message for the game, which was made in the type of [`info`](Self::info). False, with nothing done, if it
    /// is of another one.
    fn write(&mut self, world: &mut World, message: Box<dyn Reflect>) -> bool;
}

/// Messages of one type.
pub(crate) struct Bridged<M: Message> {
    cursor: MessageCursor<M>,
    /// The numbers of messages that scripts emitted: scripts have them as events already.
    own: VecDeque<usize>,
}

impl<M: Message> Bridged<M> {
    pub(crate) fn new() -> Self {
        Self { cursor: MessageCursor::default(), own: VecDeque::new() }
    }
}

impl<M: Message + Reflect + Typed + TypePath + GetTypeRegistration> Bridge for Bridged<M> {
    fn name(&self) -> &'static str {
        M::short_type_path()
    }

    fn info(&self) -> &'static TypeInfo {
        M::type_info()
    }

    fn prepare(&self, world: &mut World) {
        world.init_resource::<Messages<M>>();
        world.get_resource_or_init::<AppTypeRegistry>().write().register::<M>();
    }

    fn skip(&mut self, world: &World) {
        self.own.clear();
        if let Some(messages) = world.get_resource::<Messages<M>>() {
            self.cursor.clear(messages);
        }
    }

    fn take(&mut self, world: &World) -> Vec<Result<Value, ScriptError>> {
        let own = std::mem::take(&mut self.own);
        let Some(messages) = world.get_resource::<Messages<M>>() else { return Vec::new() };
        let path = Path::root(self.name());
        // Both count up, so that each number is looked for once.
        let mut own = own.into_iter().peekable();
        let mut taken = Vec::new();
        for (message, id) in self.cursor.read_with_id(messages) {
            while own.next_if(|one| *one < id.id).is_some() {}
            if own.next_if_eq(&id.id).is_none() {
                taken.push(read::to_value(message.as_partial_reflect(), &path));
            }
        }
        taken
    }

    fn write(&mut self, world: &mut World, message: Box<dyn Reflect>) -> bool {
        let message: Box<dyn Any> = message.into_any();
        let (Ok(message), Some(mut messages)) =
            (message.downcast::<M>(), world.get_resource_mut::<Messages<M>>())
        else {
            return false;
        };
        self.own.push_back(messages.write(*message).id);
        true
    }
}
