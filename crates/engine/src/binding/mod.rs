//! Component types by name: resolved once, then reached by number.

use bevy_ecs::component::ComponentInfo;
use bevy_ecs::entity::Entity as EcsEntity;
use bevy_ecs::query::{QueryBuilder, QueryState};
use bevy_ecs::reflect::{AppTypeRegistry, ReflectComponent};
use bevy_ecs::relationship::RelationshipAccessor;
use bevy_ecs::resource::{IS_RESOURCE, IsResource};
use bevy_ecs::world::{World, WorldId};
use bevy_platform::collections::HashMap;
use bevy_reflect::{ReflectFromPtr, TypeInfo, TypeRegistration, TypeRegistry};
use glotta_core::{ComponentId, ComponentModel, ScriptError, Table, Value, near_names, quote};
use glotta_runtime::Session;
use std::collections::BTreeSet;
use std::sync::Arc;

use crate::access::Column;
use crate::reflect::path::Path;
use crate::reflect::read;

pub(crate) mod definitions;
pub(crate) mod model;
mod redefine;
pub(crate) mod schema;

use definitions::Definitions;
use model::{Field, Measured};
use redefine::Trial;
use schema::{Definition, Schema};

/// What a component is made of.
#[derive(Clone)]
pub(crate) enum Shape {
    /// A Rust type, which reflection shows.
    Reflected(&'static TypeInfo),
    /// Fields that scripts defined.
    Defined(Arc<Definition>),
}

/// A component type that a script has named.
pub(crate) struct Binding {
    /// What languages are shown of it.
    pub(crate) model: Arc<ComponentModel>,
    /// Where it lives.
    pub(crate) column: Column,
    /// What it is made of.
    pub(crate) shape: Shape,
    /// How each field of the model is reached.
    pub(crate) fields: Vec<Field>,
    /// True for the side of a relationship that the engine keeps itself, such as `Children`.
    derived: bool,
    query: Option<QueryState<EcsEntity>>,
}

impl Binding {
    /// Refuses to write a component that the engine keeps itself.
    pub(crate) fn check_writable(&self) -> Result<(), ScriptError> {
        if self.derived {
            return Err(ScriptError::argument(format!(
                "{} is kept by the engine, from the other side of the relationship: write that",
                self.model.name
            )));
        }
        Ok(())
    }

    /// An entity's component as a value; `None` if it has none.
    pub(crate) fn value(&self, world: &World, entity: EcsEntity) -> Option<Result<Value, ScriptError>> {
        match &self.shape {
            Shape::Defined(definition) => definition.value(world, entity),
            Shape::Reflected(_) => {
                let live = self.column.get(world, entity)?;
                Some(read::to_value(live.as_partial_reflect(), &Path::root(&self.model.name)))
            }
        }
    }

    /// The entities that have the component, in the order of their indices. Those that hold resources are left
    /// out: they are no things of the game.
    pub(crate) fn entities(&mut self, world: &mut World) -> Vec<EcsEntity> {
        let component = self.column.component();
        let query = self.query.get_or_insert_with(|| {
            QueryBuilder::new(world).with_id(component).without::<IsResource>().build()
        });
        let mut entities: Vec<EcsEntity> = query.iter(world).collect();
        entities.sort_unstable_by_key(|entity| entity.index_u32());
        entities
    }
}

/// The component types that scripts have named, in one world.
#[derive(Default)]
pub(crate) struct Bindings {
    world: Option<WorldId>,
    /// Whether the type registry was told of everything that derives `Reflect`.
    told: bool,
    list: Vec<Binding>,
    by_name: HashMap<String, ComponentId>,
    /// How often a component was defined anew with other fields: what a name means may have changed with it.
    forwarded: u64,
    /// What scripts have defined whose bodies still run, in that order.
    trials: Vec<Trial>,
}

impl Bindings {
    /// The binding of that number.
    #[inline]
    pub(crate) fn get(&self, id: ComponentId) -> Option<&Binding> {
        self.list.get(id.0 as usize)
    }

    /// The binding of that number.
    #[inline]
    pub(crate) fn get_mut(&mut self, id: ComponentId) -> Option<&mut Binding> {
        self.list.get_mut(id.0 as usize)
    }

    /// Forgets what was bound in another world.
    pub(crate) fn enter(&mut self, world: &World) {
        if self.world != Some(world.id()) {
            *self = Self { world: Some(world.id()), ..Self::default() };
        }
    }

    /// The number of the component type that `name` means: its short name, or its full path where two types
    /// share the short one.
    ///
    /// # Errors
    /// Not-found, with near names, the candidates, or what to do.
    pub(crate) fn resolve(&mut self, world: &mut World, name: &str) -> Result<ComponentId, ScriptError> {
        self.resolve_seen(world, name)?.ok_or_else(|| never_seen(name))
    }

    /// As [`resolve`](Self::resolve); none for a type of the game that nothing has used as a component so far, so that
    /// no entity can have it.
    ///
    /// # Errors
    /// Not-found, with near names or the candidates.
    pub(crate) fn resolve_seen(
        &mut self,
        world: &mut World,
        name: &str,
    ) -> Result<Option<ComponentId>, ScriptError> {
        match self.by_name.get(name) {
            Some(&id) => Ok(Some(id)),
            None => self.bind(world, name),
        }
    }

    /// A number that grows when the world hears of more types.
    pub(crate) fn generation(world: &World) -> u64 {
        let registered =
            world.get_resource::<AppTypeRegistry>().map_or(0, |types| types.read().iter().count());
        (registered + world.components().len()) as u64
    }

    /// The models of all types that are components as far as anybody can tell, sorted by name. A type whose
    /// registration is broken is left out: naming it says why.
    pub(crate) fn models(&mut self, world: &mut World) -> Vec<Arc<ComponentModel>> {
        let types = world.get_resource_or_init::<AppTypeRegistry>().clone();
        if !self.told {
            types.write().register_derived_types();
            self.told = true;
        }
        let mut paths: Vec<&'static str> = types
            .read()
            .iter()
            .filter(|registration| is_component(world, registration))
            .map(|registration| registration.type_info().type_path())
            .collect();
        paths.sort_unstable();
        let defined: Vec<String> = Definitions::names(world).map(str::to_owned).collect();
        let names = paths.into_iter().chain(defined.iter().map(String::as_str));
        // A type that a script has named before has kept its number.
        let ids: BTreeSet<u32> =
            names.filter_map(|name| Some(self.resolve_seen(world, name).ok()??.0)).collect();
        let mut models: Vec<_> = ids
            .into_iter()
            .filter_map(|id| self.get(ComponentId(id)))
            .map(|binding| Arc::clone(&binding.model))
            .collect();
        models.sort_by(|one, other| one.name.cmp(&other.name));
        models
    }

    /// A number that grows when names that were resolved may mean something else.
    pub(crate) fn forwarded(&self) -> u64 {
        self.forwarded
    }

    /// Defines a component for the script that runs now, or gives the one of that name other defaults and documentation, and if it
    /// is a new version of a script that had defined it, other fields. Gives what entities have lost by that, a line each.
    /// While the script is loaded, nothing is lost: [`settle`](Self::settle) says then.
    ///
    /// # Errors
    /// Argument, type or not-found, if something of it is wrong, with the place.
    pub(crate) fn define(
        &mut self,
        world: &mut World,
        session: &Session<'_>,
        name: &str,
        fields: &Table,
        doc: &str,
    ) -> Result<Vec<String>, ScriptError> {
        let schema = Schema::read(name, fields, doc)?;
        if Definitions::find(world, name).is_none() {
            let types = world.get_resource_or_init::<AppTypeRegistry>().clone();
            if types.read().iter().any(|registration| short(registration) == name) {
                return Err(ScriptError::argument(format!(
                    "{name} is a type of the game: give the component another name"
                )));
            }
        }
        let by = session.current();
        let is_trial = by.is_some_and(|by| session.is_loading(by));
        let defined = Definitions::define(world, (by, session), schema)?;
        let moved = defined.replaced().map(|old| self.replace(world, old, &defined.now, is_trial));
        if moved.is_none() {
            self.refresh(&defined.now);
        }
        match by {
            Some(by) if is_trial => {
                self.trials.push(Trial { by, defined, moved });
                Ok(Vec::new())
            }
            _ => Ok(moved.map_or_else(Vec::new, |moved| moved.lost)),
        }
    }

    /// Leads everything that is bound to a component to a definition of it with the same fields.
    fn refresh(&mut self, definition: &Arc<Definition>) {
        let component = definition.rows.component();
        for known in self.list.iter_mut().filter(|binding| binding.column.component() == component) {
            known.lead_to(definition);
        }
    }

    fn bind_defined(&mut self, definition: &Arc<Definition>) -> Result<ComponentId, ScriptError> {
        let id = self.next()?;
        let (model, fields) = definition.schema.model(id, &definition.rows);
        self.by_name.insert(definition.name().to_owned(), id);
        self.list.push(Binding {
            model: Arc::new(model),
            column: definition.rows.column(),
            shape: Shape::Defined(Arc::clone(definition)),
            fields,
            derived: false,
            query: None,
        });
        Ok(id)
    }

    /// The number of the next binding.
    fn next(&self) -> Result<ComponentId, ScriptError> {
        let next = u32::try_from(self.list.len());
        next.map(ComponentId).map_err(|_| ScriptError::host("there are too many components"))
    }

    #[cold]
    fn bind(&mut self, world: &mut World, name: &str) -> Result<Option<ComponentId>, ScriptError> {
        if let Some(definition) = Definitions::find(world, name) {
            return self.bind_defined(definition).map(Some);
        }
        let types = world.get_resource_or_init::<AppTypeRegistry>().clone();
        let found = find(&types.read(), world, name);
        let found = match found {
            Ok(found) => found,
            Err(_) if !self.told => {
                // The type may come from code that no plugin has told the registry of.
                types.write().register_derived_types();
                self.told = true;
                find(&types.read(), world, name)?
            }
            Err(error) => return Err(error),
        };
        let Some(found) = found else { return Ok(None) };
        let component = match found.component {
            Some(known) => known.register_component(world),
            None => match world.components().get_id(found.info.type_id()) {
                Some(component) => component,
                None => return Ok(None),
            },
        };
        if is_resource(world, component) {
            return Err(ScriptError::not_found(format!("{name} is a resource of the game, not a component")));
        }
        let column = Column::new(world, component, &found.reflection).ok_or_else(|| {
            ScriptError::host(format!("the registration of {} is broken", found.info.type_path()))
        })?;
        // The same type may have been named another way before.
        let known = self.list.iter().find(|binding| binding.column.component() == component);
        let id = match known {
            Some(known) => known.model.id,
            None => {
                let id = self.next()?;
                let short = found.info.type_path_table().short_path();
                let (model, mut fields) = model::build(id, short, found.info);
                let model = Arc::new(model);
                let accessor =
                    world.components().get_info(component).and_then(ComponentInfo::relationship_accessor);
                let derived = matches!(accessor, Some(RelationshipAccessor::RelationshipTarget { .. }));
                if derived {
                    // The fast way would write without asking.
                    fields.iter_mut().for_each(|field| field.place = Measured::Never);
                }
                let shape = Shape::Reflected(found.info);
                self.list.push(Binding { model, column, shape, fields, derived, query: None });
                id
            }
        };
        self.by_name.insert(name.to_owned(), id);
        Ok(Some(id))
    }
}

struct Found {
    info: &'static TypeInfo,
    reflection: ReflectFromPtr,
    component: Option<ReflectComponent>,
}

/// The name that a type has without its path.
fn short(registration: &TypeRegistration) -> &'static str {
    registration.type_info().type_path_table().short_path()
}

/// True if the type is a component as far as anybody can tell.
fn is_component(world: &World, registration: &TypeRegistration) -> bool {
    registration.contains::<ReflectComponent>() || world.components().get_id(registration.type_id()).is_some()
}

/// True if the component is what keeps a resource: scripts do not reach those as components.
fn is_resource(world: &World, component: bevy_ecs::component::ComponentId) -> bool {
    let required = world.components().get_info(component).map(|info| info.required_components());
    required.is_some_and(|required| required.iter_ids().any(|id| id == IS_RESOURCE))
}

/// The type that `name` means; none if nothing has used it as a component.
fn find(types: &TypeRegistry, world: &World, name: &str) -> Result<Option<Found>, ScriptError> {
    let mut named: Vec<&TypeRegistration> = match types.get_with_type_path(name) {
        Some(registration) => vec![registration],
        None => types.iter().filter(|registration| short(registration) == name).collect(),
    };
    if named.iter().any(|registration| is_component(world, registration)) {
        named.retain(|registration| is_component(world, registration));
    }
    named.sort_by_key(|registration| registration.type_info().type_path());
    match named[..] {
        [] => {
            let is_offered = |registration: &&TypeRegistration| {
                let known = world.components().get_id(registration.type_id());
                is_component(world, registration) && !known.is_some_and(|known| is_resource(world, known))
            };
            let components = types.iter().filter(is_offered);
            let mut names: Vec<&str> = components.map(short).collect();
            names.extend(Definitions::names(world));
            names.sort_unstable();
            let hint = near_names(name, names);
            Err(ScriptError::not_found(format!("no component is called {}{hint}", quote(name))))
        }
        [one] => match one.data::<ReflectFromPtr>() {
            Some(_) if !is_component(world, one) => Ok(None),
            Some(reflection) => Ok(Some(Found {
                info: one.type_info(),
                reflection: reflection.clone(),
                component: one.data::<ReflectComponent>().cloned(),
            })),
            None => Err(ScriptError::host(format!("the registration of {name} is broken"))),
        },
        _ => {
            let paths: Vec<&str> =
                named.iter().map(|registration| registration.type_info().type_path()).collect();
            Err(ScriptError::not_found(format!(
                "{} means several components: write {}",
                quote(name),
                paths.iter().map(|path| format!("{path:?}")).collect::<Vec<_>>().join(" or ")
            )))
        }
    }
}

/// The error of a type that may be a component, of which the world has not heard.
#[cold]
fn never_seen(name: &str) -> ScriptError {
    ScriptError::not_found(format!(
        "{name} is a type of the game, but not known as a component: nothing in the game has used it as one yet; add \
         `#[reflect(Component)]` to it, or call `app.register_script_component::<{name}>()`"
    ))
}
