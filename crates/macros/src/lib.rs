//! `#[script_api]`: one definition of a function, bound in every scripting language.
//!
//! [`macro@script_api`] parses the block ([`block`]), checks that each function can be bound ([`function`]), and
//! writes the static table of models and thunks ([`emit`]). Types are not judged here: the traits
//! `FromArgument` and `IntoReturn` of `glotta-core` say which can cross, and the compiler reports the others
//! where they stand.

mod block;
mod documentation;
mod emit;
mod function;
mod names;

use proc_macro::TokenStream;

/// Makes the functions of an `impl` block callable from every scripting language.
///
/// ```
/// use glotta_core::{Entity, ScriptApi as _, ScriptError};
/// use glotta_macros::script_api;
///
/// /// The part of the engine that the functions work on.
/// struct Arena {
///     health: std::collections::HashMap<Entity, f32>,
/// }
///
/// struct CombatApi;
///
/// /// Fights: damage and armour.
/// #[script_api(module = "combat", entity_methods, crate = glotta_core)]
/// impl CombatApi {
///     /// Takes `amount` points of health from `target`, and returns the points that are left.
///     ///
///     /// # Errors
///     /// If `target` has no health.
///     fn damage(arena: &mut Arena, target: Entity, #[default(1.0)] amount: f32) -> Result<f32, ScriptError> {
///         let health = arena.health.get_mut(&target).ok_or_else(|| ScriptError::not_found("it has no health"))?;
///         *health -= amount;
///         Ok(*health)
///     }
/// }
///
/// let damage = &CombatApi::MODULE.functions[0];
/// assert_eq!(damage.signature(), "combat.damage(target: Entity, amount: float = 1.0) -> float");
/// assert_eq!(damage.errors, "If `target` has no health.");
/// ```
///
/// # The block
///
/// - `module = "name"`: the module's name in scripts. Required.
/// - `entity_methods`: functions that take an entity first become methods of entities: `e:damage(5)`.
/// - `class = Type`: the block defines methods of the objects of that type, which implements `ScriptObject`: its functions
///   that take `&Type` first (after the part of the host) are methods of the objects, `q:count()`, and no functions of
///   the module. Several blocks may add to one class.
/// - `crate = path`: where the vocabulary is found; `::glotta::core` if left out.
///
/// # The functions
///
/// - A first parameter `&mut T` is a part of the host, and no argument: `&mut ScriptWorld`, `&mut World`.
/// - The other parameters are arguments, of types that implement `FromArgument`; `&str`, `&[T]`, `Option<&str>`, and `&T`
///   and `Option<&T>` of objects are borrowed for the call. An `ObjectRef<T>` is an object that the function keeps.
/// - `#[default(literal)]` makes a parameter optional; one of type `Option<T>` is optional anyway.
/// - `#[reach(entity)]` promises that a call reads and changes the components of the entity that is its first argument and
///   no others, and runs no hooks, observers or scripts; `#[reach(nothing)]`, that it reads and changes none. It is then
///   faster while memory is lent to Python. A function that takes no part of the host reaches nothing anyway.
/// - The result implements `IntoReturn`; a `Result`'s error becomes an error of the script.
/// - Doc comments are the documentation in every language; a section `# Errors` is kept apart.
///
/// The type gains `ScriptApi`, whose `MODULE` is what a game registers.
#[proc_macro_attribute]
pub fn script_api(attribute: TokenStream, item: TokenStream) -> TokenStream {
    block::expand(attribute.into(), item.into()).unwrap_or_else(syn::Error::into_compile_error).into()
}
