//! Entities from data files: `templates/<name>.template.toml`.
//!
//! ```toml
//! extends = "unit"                   # another template, whose content comes first
//! name = "Grunt"
//! tags = ["enemy"]
//! scripts = ["scripts/grunt.lua"]
//! data = { hp = 100 }
//! components.Transform = { translation = [0, 0, 0] }
//!
//! [[child]]                          # the same again for each child, as deep as need be
//! name = "Club"
//! ```

use std::sync::Arc;

use bevy_ecs::name::Name;
use glotta_core::{Entity, ErrorKind, ScriptError, Table, Value, near_names, quote};

use crate::document::{Document, Item, Section};
use crate::script_component::{ScriptComponent, ScriptInstance};
use crate::tags::Tags;
use crate::world::ScriptWorld;

/// The folder of templates in a project.
const FOLDER: &str = "templates";

/// What the name of a template's file ends with.
const ENDING: &str = ".template.toml";

/// How many entities one call may make.
const MOST_ENTITIES: i64 = 1_000_000;

/// How many entities a template may consist of, with its children and what they extend.
const MOST_PARTS: usize = 10_000;

/// How deep templates may extend and hold each other.
const MOST_LEVELS: usize = 64;

/// One entity of a template.
#[derive(Clone, Default)]
struct Part {
    name: Option<String>,
    tags: Vec<String>,
    scripts: Vec<String>,
    data: Table,
    /// In the order they are written: a later one patches an earlier one of the same type.
    components: Vec<Component>,
    children: Vec<Part>,
}

/// A component of a template, with its place for messages.
#[derive(Clone)]
struct Component {
    name: String,
    value: Value,
    /// `templates/grunt.template.toml:6:24`.
    place: Arc<str>,
}

impl Part {
    /// How many entities it is.
    fn size(&self) -> i64 {
        1 + self.children.iter().map(Self::size).sum::<i64>()
    }
}

/// Reads templates, and those that they extend.
struct Reader<'w> {
    world: &'w mut ScriptWorld,
    /// The templates that are being read, each extended by the one before it.
    open: Vec<String>,
    /// How many more tables may be read.
    left: usize,
    /// How deep in templates that hold and extend each other.
    depth: usize,
}

impl Reader<'_> {
    fn template(&mut self, name: &str) -> Result<Part, ScriptError> {
        if self.open.iter().any(|open| open == name) {
            let way: Vec<String> = self.open.iter().map(|open| format!("{} extends ", quote(open))).collect();
            return Err(ScriptError::argument(format!(
                "templates go in a circle: {}{}",
                way.concat(),
                quote(name)
            )));
        }
        let path = format!("{FOLDER}/{name}{ENDING}");
        let text = self.world.session(|session, _| session.files().text(&path)).map_err(|error| match error.kind() {
            ErrorKind::NotFound => ScriptError::not_found(format!(
                "{} is not the name of a template: expected one such as \"grunt\" for the file {FOLDER}/grunt{ENDING}",
                quote(name)
            )),
            _ => placed(&error),
        })?;
        let Some(text) = text else { return Err(self.missing(name, &path)) };
        self.open.push(name.to_owned());
        let document = Document::new(&path, &text);
        let table = document.parse().map_err(|error| placed(&error))?;
        let part = self.part(document.root(&table), &path)?;
        self.open.pop();
        Ok(part)
    }

    #[cold]
    fn missing(&self, name: &str, path: &str) -> ScriptError {
        let names = self.world.runtime().enter().files().names();
        let templates = names
            .iter()
            .filter_map(|path| path.strip_prefix(FOLDER)?.strip_prefix('/')?.strip_suffix(ENDING));
        let near = near_names(name, templates);
        ScriptError::not_found(format!("there is no template {}: looked for {path}{near}", quote(name)))
    }

    fn part(&mut self, mut section: Section<'_, '_>, file: &str) -> Result<Part, ScriptError> {
        let extends = section.take("extends");
        self.left = self.left.checked_sub(1).ok_or_else(|| {
            ScriptError::argument(format!(
                "a template may consist of at most {MOST_PARTS} entities: {file} is of more"
            ))
        })?;
        let mut part = match &extends {
            Some(item) => self.base(item)?,
            None => Part::default(),
        };
        if let Some(item) = section.take("name") {
            part.name = Some(written(item.text())?);
        }
        if let Some(item) = section.take("tags") {
            part.tags.extend(written(item.texts("a list of tags"))?);
        }
        if let Some(item) = section.take("scripts") {
            for script in written(item.texts("a list of paths of scripts"))? {
                if !part.scripts.contains(&script) {
                    part.scripts.push(script);
                }
            }
        }
        if let Some(item) = section.take("data") {
            merge(&mut part.data, written(item.table())?);
        }
        if let Some(item) = section.take("components") {
            for (name, item) in written(item.section())?.rest() {
                let (line, column) = item.place();
                let place = format!("{file}:{line}:{column}").into();
                part.components.push(Component { name, value: written(item.value())?, place });
            }
        }
        if let Some(item) = section.take("child") {
            for item in written(item.items("a list of tables, each headed [[child]]"))? {
                part.children.push(self.nested(&item, |reader| reader.part(written(item.section())?, file))?);
            }
        }
        written(section.finish())?;
        Ok(part)
    }

    fn base(&mut self, item: &Item<'_, '_>) -> Result<Part, ScriptError> {
        let name = written(item.text())?;
        self.nested(item, |reader| {
            reader.template(&name).map_err(|error| match error.kind() {
                // What is wrong inside of it has been placed there.
                ErrorKind::Syntax => error,
                kind => placed(&item.error(error.message())).with_kind(kind),
            })
        })
    }

    /// Reads what one template holds or extends, unless that goes too deep.
    fn nested(
        &mut self,
        item: &Item<'_, '_>,
        read: impl FnOnce(&mut Self) -> Result<Part, ScriptError>,
    ) -> Result<Part, ScriptError> {
        let depth = self.depth;
        if depth == MOST_LEVELS {
            return written(
                Err(item.error(format_args!("templates go more than {MOST_LEVELS} levels deep"))),
            );
        }
        self.depth += 1;
        let part = read(self);
        self.depth = depth;
        part
    }
}

/// An error of a document, with its place in the message, where scripts see it.
fn placed(error: &ScriptError) -> ScriptError {
    ScriptError::new(error.kind(), error.to_string())
}

fn written<T>(result: Result<T, ScriptError>) -> Result<T, ScriptError> {
    // What was placed already says so in its message only.
    result.map_err(|error| if error.line().is_some() { placed(&error) } else { error })
}

/// Adds the data of a template to that of the one it extends: tables are joined, all else is replaced.
fn merge(data: &mut Table, more: Table) {
    for (name, value) in more {
        match (data.get_mut(&name), value) {
            (Some(Value::Table(old)), Value::Table(new)) => merge(old, new),
            (_, value) => drop(data.insert(name, value)),
        }
    }
}

impl ScriptWorld {
    /// Makes entities from a template, a data file of the project: see `entity.create_from_template`.
    ///
    /// # Errors
    /// [`ErrorKind::NotFound`] if there is no such template; [`ErrorKind::Argument`] if the count is out of range or templates
    /// extend each other in a circle; [`ErrorKind::Syntax`] and what [`add_component`](Self::add_component) finds, with
    /// file, line and column. Then no entity is made.
    pub fn spawn_template(&mut self, name: &str, count: i64) -> Result<Vec<Entity>, ScriptError> {
        if !(0..=MOST_ENTITIES).contains(&count) {
            return Err(ScriptError::argument(format!(
                "{count} is out of range: expected a count of 0 to {MOST_ENTITIES}"
            )));
        }
        let mut reader = Reader { world: self, open: Vec::new(), left: MOST_PARTS, depth: 0 };
        let part = reader.template(name)?;
        let parts = part.size();
        if count.saturating_mul(parts) > MOST_ENTITIES {
            return Err(ScriptError::argument(format!(
                "{count} times {parts} entities are too many: expected at most {MOST_ENTITIES}"
            )));
        }
        let mut made = Vec::new();
        for _ in 0..count {
            let entity = self.spawn();
            made.push(entity);
            if let Err(error) = self.furnish(entity, &part) {
                // Their scripts have not begun, so nothing runs.
                for entity in made {
                    if self.is_alive(entity) {
                        self.destroy(entity)?;
                    }
                }
                return Err(error);
            }
        }
        Ok(made)
    }

    fn furnish(&mut self, entity: Entity, part: &Part) -> Result<(), ScriptError> {
        let mut found = self.entity_mut(entity)?;
        if let Some(name) = &part.name {
            found.insert(Name::new(name.clone()));
        }
        if !part.tags.is_empty() {
            found.insert(Tags::new(part.tags.iter().map(String::as_str)));
        }
        if !part.scripts.is_empty() || !part.data.is_empty() {
            let scripts = part.scripts.iter().map(ScriptInstance::new);
            let component = scripts.fold(ScriptComponent::default(), ScriptComponent::with);
            found.insert(component.with_data(part.data.clone()));
        }
        for (index, Component { name, value, place }) in part.components.iter().enumerate() {
            let again = part.components[..index].iter().any(|before| before.name == *name);
            let done = if again {
                self.set_component(entity, name, value)
            } else {
                self.add_component(entity, name, value)
            };
            done.map_err(|error| error.within(place))?;
        }
        for part in &part.children {
            let child = self.spawn();
            // Tied to its family first, so that it goes with it when something in it is wrong.
            self.set_parent(child, Some(entity))?;
            self.furnish(child, part)?;
        }
        Ok(())
    }
}
