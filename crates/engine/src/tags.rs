//! [`Tags`]: words that mark entities.

use std::collections::BTreeSet;

use bevy_ecs::component::Component;
use bevy_ecs::reflect::ReflectComponent;
use bevy_reflect::Reflect;
use bevy_reflect::std_traits::ReflectDefault;

/// Words that mark an entity for scripts: `enemy`, `boss`. Sorted, each once.
#[derive(Component, Reflect, Clone, Debug, Default, PartialEq, Eq)]
#[reflect(Component, Default, Clone)]
pub struct Tags {
    tags: BTreeSet<String>,
}

impl Tags {
    /// These tags.
    pub fn new<T: Into<String>>(tags: impl IntoIterator<Item = T>) -> Self {
        Self { tags: tags.into_iter().map(Into::into).collect() }
    }

    /// Adds a tag; false if it is there already.
    pub fn insert(&mut self, tag: impl Into<String>) -> bool {
        self.tags.insert(tag.into())
    }

    /// Takes a tag away; false if it is not there.
    pub fn remove(&mut self, tag: &str) -> bool {
        self.tags.remove(tag)
    }

    /// True if the tag is there.
    #[must_use]
    pub fn contains(&self, tag: &str) -> bool {
        self.tags.contains(tag)
    }

    /// The tags, sorted.
    pub fn iter(&self) -> impl ExactSizeIterator<Item = &str> {
        self.tags.iter().map(String::as_str)
    }

    /// True if there are none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.tags.is_empty()
    }
}
