//! The one place with unsafe code: reaching components by id instead of by type.
//!
//! Safety rests on three facts, each checked here and nowhere else:
//!
//! - a [`Column`] pairs a component id with the reflection of the *same* type: made only after comparing their
//!   [`TypeId`]s;
//! - an id means the same component only in the world it came from: each access compares [`WorldId`]s;
//! - a [`Place`] is an offset at which a value of its scalar type lies in *every* value of the component's type:
//!   measured on a live one, from the reference that the type's own reflection gave out for a field.
//!
//! The third is a property of types whose `Struct`, `TupleStruct` and `Tuple` reflection is derived, as it is for
//! everything `#[derive(Reflect)]` makes and for Bevy's own implementations: a field is at one offset for all
//! values. A *hand-written* implementation that answers the same field with memory of different kinds at
//! different times would break it. Such an implementation must be `#[reflect(opaque)]`, or leave the field out.
#![allow(unsafe_code, reason = "components are reached by id; the arguments are at each block and above")]

use std::alloc::Layout;
use std::any::{Any, TypeId};
use std::ptr::NonNull;

use bevy_ecs::change_detection::Mut;
use bevy_ecs::component::ComponentId;
use bevy_ecs::entity::Entity;
use bevy_ecs::world::{EntityWorldMut, World, WorldId};
use bevy_ptr::OwningPtr;
use bevy_reflect::{PartialReflect, Reflect, ReflectFromPtr};

use crate::reflect::scalar::{Exact, Scalar, with_scalars};

pub(crate) mod defined;
pub(crate) mod rows;

/// A component type of one world, together with the reflection of the same type; without one if scripts defined it.
#[derive(Clone)]
pub(crate) struct Column {
    world: WorldId,
    component: ComponentId,
    reflection: Option<ReflectFromPtr>,
    layout: Layout,
    mutable: bool,
}

impl Column {
    /// The column of `component`, if `reflection` is of the same type.
    pub(crate) fn new(world: &World, component: ComponentId, reflection: &ReflectFromPtr) -> Option<Self> {
        let info = world.components().get_info(component)?;
        (info.type_id() == Some(reflection.type_id())).then(|| Self {
            world: world.id(),
            component,
            reflection: Some(reflection.clone()),
            layout: info.layout(),
            mutable: info.mutable(),
        })
    }

    /// The component's id in its world.
    pub(crate) fn component(&self) -> ComponentId {
        self.component
    }

    /// The component's type; `None` if scripts defined it.
    pub(crate) fn type_id(&self) -> Option<TypeId> {
        self.reflection.as_ref().map(ReflectFromPtr::type_id)
    }

    /// False for components that may only be replaced as a whole.
    pub(crate) fn is_mutable(&self) -> bool {
        self.mutable
    }

    /// Whether an entity of its world has the component.
    #[inline]
    pub(crate) fn holds(&self, world: &World, entity: Entity) -> bool {
        world.id() == self.world
            && world.get_entity(entity).is_ok_and(|entity| entity.contains_id(self.component))
    }

    /// The component of an entity; `None` if the entity or its component is gone, or scripts defined it.
    pub(crate) fn get<'w>(&self, world: &'w World, entity: Entity) -> Option<&'w dyn Reflect> {
        if world.id() != self.world {
            return None;
        }
        let reflection = self.reflection.as_ref()?;
        let ptr = world.get_by_id(entity, self.component)?;
        // SAFETY: the world is the one the id came from, so `ptr` points to a component of the type that the
        // world's own table of components gives for the id, which `new` found to be the reflection's.
        Some(unsafe { reflection.ptr_as_reflect(ptr) })
    }

    /// The component of an entity, to be changed; `None` if the entity or its component is gone, or the component
    /// is immutable, or scripts defined it.
    pub(crate) fn get_mut<'w>(&self, world: &'w mut World, entity: Entity) -> Option<Mut<'w, dyn Reflect>> {
        if world.id() != self.world || !self.mutable {
            return None;
        }
        let reflection = self.reflection.as_ref()?;
        let untyped = world.get_mut_by_id(entity, self.component)?;
        // SAFETY: as in `get`; the pointer is unique, since `untyped` is.
        Some(untyped.map_unchanged(|ptr| unsafe { reflection.ptr_as_reflect_mut(ptr) }))
    }

    /// Gives an entity the component, in place of the one it may have. False, with nothing done, if `value` is of
    /// another type or the entity of another world.
    pub(crate) fn insert(&self, entity: &mut EntityWorldMut<'_>, value: Box<dyn Reflect>) -> bool {
        let value: Box<dyn Any> = value.into_any();
        if Some((*value).type_id()) != self.type_id() || entity.world().id() != self.world {
            return false;
        }
        let Some(raw) = NonNull::new(Box::into_raw(value).cast::<u8>()) else { return false };
        // SAFETY: the id is of the entity's world, and `raw` points to a value of the type it stands for, as
        // compared above. The value is owned, was just taken out of its box, and is not touched again: `insert_by_id`
        // moves it out.
        unsafe {
            entity.insert_by_id(self.component, OwningPtr::new(raw));
        }
        if self.layout.size() > 0 {
            // SAFETY: `raw` was a box of this type, so it was allocated with this layout; its content has been
            // moved away. A box of a type without size allocates nothing.
            unsafe { std::alloc::dealloc(raw.as_ptr(), self.layout) };
        }
        true
    }
}

/// Where a field of plain bytes lies in a component.
#[derive(Clone, PartialEq)]
pub(crate) struct Place {
    world: WorldId,
    component: ComponentId,
    mutable: bool,
    offset: usize,
    scalar: Scalar,
}

macro_rules! raw_access {
    ($($variant:ident $rust:ty),+) => {
        /// Reads a scalar.
        ///
        /// # Safety
        /// A live value of the scalar's type lies at `at`, and nobody changes it meanwhile.
        #[inline]
        unsafe fn read_raw(at: *const u8, scalar: Scalar) -> Exact {
            match scalar {
                // SAFETY: the caller's promise; all these types are `Copy`.
                $(Scalar::$variant => Exact::$variant(unsafe { at.cast::<$rust>().read() })),+
            }
        }

        /// Writes a scalar.
        ///
        /// # Safety
        /// A live value of the type of `value` lies at `at`, and nobody else looks at it meanwhile.
        #[inline]
        unsafe fn write_raw(at: *mut u8, value: Exact) {
            match value {
                // SAFETY: the caller's promise; none of these types has anything to drop.
                $(Exact::$variant(value) => unsafe { at.cast::<$rust>().write(value) }),+
            }
        }

        /// The address and size of a field of this scalar type.
        fn extent(field: &dyn PartialReflect, scalar: Scalar) -> Option<(usize, usize)> {
            match scalar {
                $(Scalar::$variant => {
                    let field = field.try_downcast_ref::<$rust>()?;
                    Some((std::ptr::from_ref(field).addr(), size_of::<$rust>()))
                })+
            }
        }

        impl Exact {
            /// The type of the value.
            #[inline]
            pub(crate) fn scalar(self) -> Scalar {
                match self {
                    $(Self::$variant(_) => Scalar::$variant),+
                }
            }
        }
    };
}
with_scalars!(raw_access);

impl Place {
    /// Measures where `field` lies in `live`, a value of the column's component. `None` if the field is of another
    /// type than `scalar`, or does not lie within the component, as behind a pointer.
    pub(crate) fn measure(
        column: &Column,
        live: &dyn Reflect,
        field: &dyn PartialReflect,
        scalar: Scalar,
    ) -> Option<Self> {
        let any: &dyn Any = live;
        if Some(any.type_id()) != column.type_id() {
            return None;
        }
        let start = std::ptr::from_ref(live).cast::<u8>().addr();
        let (address, size) = extent(field, scalar)?;
        let offset = address.checked_sub(start)?;
        let end = offset.checked_add(size)?;
        (end <= column.layout.size()).then_some(Self {
            world: column.world,
            component: column.component,
            mutable: column.mutable,
            offset,
            scalar,
        })
    }

    /// The type of the field.
    #[inline]
    pub(crate) fn scalar(&self) -> Scalar {
        self.scalar
    }

    /// Reads the field; `None` if the entity or its component is gone.
    #[inline]
    pub(crate) fn read(&self, world: &World, entity: Entity) -> Option<Exact> {
        if world.id() != self.world {
            return None;
        }
        let component = world.get_by_id(entity, self.component)?;
        // SAFETY: `component` points to a live component of the type that the place was measured on, since the
        // world is the same. At the offset lies a value of the scalar's type, within bounds and aligned: there it
        // was found by `measure`, and it is there in every value of the type (see the module's documentation). The
        // shared borrow of the world keeps it from changing.
        Some(unsafe { read_raw(component.as_ptr().add(self.offset), self.scalar) })
    }

    /// Writes the field and marks the component as changed. False, with nothing done, if the entity or its
    /// component is gone, the component is immutable, or `value` is of another type.
    #[inline]
    pub(crate) fn write(&self, world: &mut World, entity: Entity, value: Exact) -> bool {
        if world.id() != self.world || !self.mutable || value.scalar() != self.scalar {
            return false;
        }
        let Ok(entity) = world.as_unsafe_world_cell().get_entity(entity) else { return false };
        // SAFETY: the unique borrow of the world allows to change any component and keeps others away; the
        // component is mutable.
        let component = unsafe { entity.get_mut_assume_mutable_by_id(self.component) };
        let Ok(mut component) = component else { return false };
        // SAFETY: as in `read`, and `value` is of the scalar's type.
        unsafe { write_raw(component.as_mut().as_ptr().add(self.offset), value) };
        true
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use bevy_ecs::component::Component;
    use bevy_reflect::{CreateTypeData, TypePath};

    #[derive(Component, Reflect, Debug, PartialEq)]
    struct Mixed {
        small: u8,
        wide: f64,
        flag: bool,
        owner: Entity,
    }

    #[derive(Component, Reflect, Debug, PartialEq)]
    struct Text(String);

    #[derive(Component, Reflect)]
    struct Marker;

    fn column<T: Component + Reflect + TypePath>(world: &mut World) -> Column {
        let component = world.register_component::<T>();
        let reflection = <ReflectFromPtr as CreateTypeData<T>>::create_type_data(());
        Column::new(world, component, &reflection).expect("same type")
    }

    fn mixed() -> Mixed {
        Mixed { small: 7, wide: 0.5, flag: true, owner: Entity::PLACEHOLDER }
    }

    #[test]
    fn fields_are_read_and_written_where_they_lie() {
        let mut world = World::new();
        let entity = world.spawn(mixed()).id();
        let column = column::<Mixed>(&mut world);
        let place = |world: &World, name: &str, scalar| {
            let live = column.get(world, entity).expect("there");
            let fields = live.reflect_ref().as_struct().expect("a structure");
            Place::measure(&column, live, fields.field(name).expect("a field"), scalar)
        };
        let wide = place(&world, "wide", Scalar::F64).expect("measured");
        let flag = place(&world, "flag", Scalar::Bool).expect("measured");
        let small = place(&world, "small", Scalar::U8).expect("measured");
        assert!(place(&world, "wide", Scalar::F32).is_none());
        assert_eq!(wide.read(&world, entity), Some(Exact::F64(0.5)));
        assert!(wide.write(&mut world, entity, Exact::F64(2.5)));
        assert!(flag.write(&mut world, entity, Exact::Bool(false)));
        assert!(small.write(&mut world, entity, Exact::U8(9)));
        assert!(!small.write(&mut world, entity, Exact::I8(1)), "another type is refused");
        let now = Mixed { small: 9, wide: 2.5, flag: false, ..mixed() };
        assert_eq!(world.get::<Mixed>(entity), Some(&now));
    }

    #[test]
    fn another_world_is_refused() {
        let mut world = World::new();
        let entity = world.spawn(mixed()).id();
        let column = column::<Mixed>(&mut world);
        let mut other = World::new();
        other.spawn(Text("x".to_owned()));
        assert!(column.get(&other, entity).is_none());
        assert!(column.get_mut(&mut other, entity).is_none());
        assert!(!column.insert(&mut other.spawn_empty(), Box::new(mixed())));
    }

    #[test]
    fn a_reflection_of_another_type_makes_no_column() {
        let mut world = World::new();
        let component = world.register_component::<Text>();
        let reflection = <ReflectFromPtr as CreateTypeData<Marker>>::create_type_data(());
        assert!(Column::new(&world, component, &reflection).is_none());
    }

    #[test]
    fn a_boxed_component_is_moved_in_and_another_type_is_not() {
        let mut world = World::new();
        let text = column::<Text>(&mut world);
        let marker = column::<Marker>(&mut world);
        let mut entity = world.spawn_empty();
        assert!(text.insert(&mut entity, Box::new(Text("one".to_owned()))));
        assert!(text.insert(&mut entity, Box::new(Text("two".to_owned()))));
        assert!(marker.insert(&mut entity, Box::new(Marker)));
        assert!(!text.insert(&mut entity, Box::new(Marker)));
        assert_eq!(entity.get::<Text>(), Some(&Text("two".to_owned())));
        assert!(entity.contains::<Marker>());
    }
}
