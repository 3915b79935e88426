//! One function of the block: what it takes, and whether it can be bound.

use proc_macro2::{Span, TokenStream};
use quote::{ToTokens as _, quote_spanned};
use syn::ext::IdentExt as _;
use syn::spanned::Spanned as _;
use syn::{
    Attribute, Error, Expr, ExprLit, ExprUnary, FnArg, GenericArgument, Ident, ImplItemFn, Lit, Pat, Path,
    PathArguments, ReturnType, Type, TypeReference, UnOp,
};

use crate::documentation::{self, Documentation};
use crate::names::{self, Place};

/// A function that scripts can call.
pub(crate) struct BoundFunction {
    pub(crate) name: Ident,
    pub(crate) documentation: Documentation,
    /// The type of the part of the host it asks for, if it does.
    pub(crate) host: Option<Type>,
    pub(crate) parameters: Vec<Parameter>,
    /// `None` for a function without a result.
    pub(crate) returns: Option<Type>,
    pub(crate) reach: Reach,
}

/// Which components a call can read or change.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Reach {
    World,
    Entity,
    Nothing,
}

/// One parameter that scripts give.
pub(crate) struct Parameter {
    pub(crate) name: Ident,
    pub(crate) shape: Shape,
    pub(crate) default: Option<Default>,
}

/// How an argument is held while the function runs.
pub(crate) enum Shape {
    /// By value: the type as written.
    Owned(Type),
    /// `&str`.
    Text(Span),
    /// `Option<&str>`.
    OptionalText(Span),
    /// `&[T]`, with the type of its items.
    Slice(Type),
    /// `&T` of an object, with its type.
    Object(Type),
    /// `Option<&T>` of an object.
    OptionalObject(Type),
}

/// What a parameter is when it is left out.
pub(crate) enum Default {
    /// Nothing: it is an `Option`.
    Nothing,
    /// A literal, as it stands in the model and in the call.
    Literal { variant: Ident, literal: Box<Expr> },
}

impl BoundFunction {
    /// Reads a function, and removes from it the attributes that only this macro understands.
    pub(crate) fn take(function: &mut ImplItemFn) -> syn::Result<Self> {
        let signature = &mut function.sig;
        let plain = signature.asyncness.is_none() && signature.unsafety.is_none() && signature.abi.is_none();
        if !plain || signature.variadic.is_some() {
            return Err(Error::new(
                signature.fn_token.span,
                "a script function is a plain `fn`: not async, unsafe, extern or variadic",
            ));
        }
        if let Some(parameter) = signature.generics.params.first() {
            return Err(Error::new(
                parameter.span(),
                "scripts have no generics: a script function has no type or lifetime parameters",
            ));
        }
        names::check(&signature.ident.unraw().to_string(), &signature.ident, Place::Function)?;

        let mut host = None;
        let mut parameters: Vec<Parameter> = Vec::new();
        for (index, input) in signature.inputs.iter_mut().enumerate() {
            let argument = match input {
                FnArg::Typed(argument) => argument,
                FnArg::Receiver(receiver) => {
                    return Err(Error::new(
                        receiver.span(),
                        "a script function has no `self`: its state is in the host, which it takes as \
                         `world: &mut ScriptWorld`",
                    ));
                }
            };
            if let Type::Reference(TypeReference { mutability: Some(_), elem, .. }) = &*argument.ty {
                if index > 0 {
                    return Err(Error::new(
                        argument.ty.span(),
                        "only the first parameter may be `&mut`: it is the part of the host that the function \
                         works on, and scripts do not give it",
                    ));
                }
                host = Some((**elem).clone());
                continue;
            }
            let parameter = Parameter::take(&argument.pat, &argument.ty, &mut argument.attrs)?;
            if parameter.default.is_none() && parameters.last().is_some_and(|last| last.default.is_some()) {
                return Err(Error::new(
                    parameter.name.span(),
                    "after a parameter that may be left out, all may: give it a #[default(…)] or make it an Option",
                ));
            }
            parameters.push(parameter);
        }
        let reach = Reach::take(&mut function.attrs, host.is_some(), parameters.first())?;
        let returns = match &signature.output {
            ReturnType::Default => None,
            ReturnType::Type(_, ty) => Some((**ty).clone()),
        };
        Ok(Self {
            name: signature.ident.clone(),
            documentation: documentation::of(&function.attrs),
            host,
            parameters,
            returns,
            reach,
        })
    }

    /// Whether it is a method of the class: it takes an object of it first.
    pub(crate) fn is_method_of(&self, class: &Path) -> bool {
        match self.parameters.first().map(|first| &first.shape) {
            Some(Shape::Object(Type::Path(ty))) => {
                ty.path.to_token_stream().to_string() == class.to_token_stream().to_string()
            }
            _ => false,
        }
    }
}

impl Reach {
    /// The name in the vocabulary.
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::World => "World",
            Self::Entity => "Entity",
            Self::Nothing => "Nothing",
        }
    }

    /// What `#[reach(…)]` says, and removes it. Who takes no part of the host reaches nothing.
    fn take(attributes: &mut Vec<Attribute>, has_host: bool, first: Option<&Parameter>) -> syn::Result<Self> {
        let Some(place) = attributes.iter().position(|attribute| attribute.path().is_ident("reach")) else {
            return Ok(if has_host { Self::World } else { Self::Nothing });
        };
        let attribute = attributes.remove(place);
        let name: Ident = attribute.parse_args()?;
        if name == "nothing" {
            return Ok(Self::Nothing);
        }
        if name != "entity" {
            return Err(Error::new(
                name.span(),
                "a function reaches an `entity` or `nothing`; without this, everything",
            ));
        }
        match first.map(|first| &first.shape) {
            Some(Shape::Owned(Type::Path(ty)))
                if ty.path.segments.last().is_some_and(|last| last.ident == "Entity") =>
            {
                Ok(Self::Entity)
            }
            _ => Err(Error::new(
                name.span(),
                "a function that reaches an entity takes it as its first argument",
            )),
        }
    }
}

impl Parameter {
    fn take(pattern: &Pat, ty: &Type, attributes: &mut Vec<Attribute>) -> syn::Result<Self> {
        let Pat::Ident(name) = pattern else {
            return Err(Error::new(pattern.span(), "a parameter of a script function has a plain name"));
        };
        let name = name.ident.clone();
        // A leading underscore silences the compiler about a parameter that is not used; scripts do not see it.
        names::check(name.to_string().trim_start_matches('_'), &name, Place::Parameter)?;
        let shape = Shape::of(ty)?;
        let default = match attributes.iter().position(|attribute| attribute.path().is_ident("default")) {
            Some(place) => {
                let attribute = attributes.remove(place);
                if shape.is_optional() {
                    return Err(Error::new(
                        attribute.span(),
                        "an Option may be left out anyway: remove the #[default(…)], or take the type itself",
                    ));
                }
                Some(Default::parse(&attribute)?)
            }
            None => shape.is_optional().then_some(Default::Nothing),
        };
        Ok(Self { name, shape, default })
    }

    /// Its name as scripts see it.
    pub(crate) fn script_name(&self) -> String {
        self.name.to_string().trim_start_matches('_').to_owned()
    }
}

impl Shape {
    fn of(ty: &Type) -> syn::Result<Self> {
        match ty {
            Type::Reference(reference) => match &*reference.elem {
                Type::Path(path) if path.path.is_ident("str") => Ok(Self::Text(reference.span())),
                Type::Slice(slice) => Ok(Self::Slice((*slice.elem).clone())),
                object @ Type::Path(_) if !is_held_by_value(object) => Ok(Self::Object(object.clone())),
                _ => Err(Error::new(
                    ty.span(),
                    "a script function borrows `&str`, `&[T]` and objects only: take this by value",
                )),
            },
            Type::ImplTrait(_) => Err(Error::new(ty.span(), "scripts have no generics: name the type")),
            Type::Path(_) => Ok(match option_of(ty) {
                Some(Type::Reference(inner)) if is_str(&inner.elem) => Self::OptionalText(ty.span()),
                Some(Type::Reference(inner)) if matches!(&*inner.elem, Type::Path(_)) => {
                    Self::OptionalObject((*inner.elem).clone())
                }
                _ => Self::Owned(ty.clone()),
            }),
            _ => {
                Err(Error::new(ty.span(), "scripts have no such type: expected a type by name, &str or &[T]"))
            }
        }
    }

    fn is_optional(&self) -> bool {
        match self {
            Self::OptionalText(_) | Self::OptionalObject(_) => true,
            Self::Owned(ty) => option_of(ty).is_some(),
            Self::Text(_) | Self::Slice(_) | Self::Object(_) => false,
        }
    }

    /// The type that implements `FromArgument` for this parameter, spanned to where the type was written.
    pub(crate) fn held_type(&self, vocabulary: &Path) -> TokenStream {
        match self {
            Self::Owned(ty) => quote_spanned!(ty.span()=> #ty),
            Self::Text(span) => quote_spanned!(*span=> ::std::borrow::Cow<'_, str>),
            Self::OptionalText(span) => {
                quote_spanned!(*span=> ::std::option::Option<::std::borrow::Cow<'_, str>>)
            }
            Self::Slice(item) => quote_spanned!(item.span()=> ::std::vec::Vec<#item>),
            Self::Object(ty) => quote_spanned!(ty.span()=> #vocabulary::ObjectRef<#ty>),
            Self::OptionalObject(ty) => {
                quote_spanned!(ty.span()=> ::std::option::Option<#vocabulary::ObjectRef<#ty>>)
            }
        }
    }
}

impl Default {
    fn parse(attribute: &Attribute) -> syn::Result<Self> {
        let literal: Expr = attribute.parse_args()?;
        let (unsigned, negative) = match &literal {
            Expr::Unary(ExprUnary { op: UnOp::Neg(_), expr, .. }) => (&**expr, true),
            other => (other, false),
        };
        let variant = match unsigned {
            Expr::Lit(ExprLit { lit: Lit::Bool(_), .. }) if !negative => "Bool",
            Expr::Lit(ExprLit { lit: Lit::Str(_), .. }) if !negative => "Str",
            Expr::Lit(ExprLit { lit: Lit::Int(_), .. }) => "Int",
            Expr::Lit(ExprLit { lit: Lit::Float(_), .. }) => "Float",
            _ => {
                return Err(Error::new(
                    literal.span(),
                    "a default is a literal that every language can show: a bool, a number or a string",
                ));
            }
        };
        Ok(Self::Literal { variant: Ident::new(variant, literal.span()), literal: Box::new(literal) })
    }
}

/// Whether a type is one of those that are passed by value, so that borrowing it is a slip and no object.
fn is_held_by_value(ty: &Type) -> bool {
    const NAMES: [&str; 26] = [
        "bool",
        "i8",
        "i16",
        "i32",
        "i64",
        "u8",
        "u16",
        "u32",
        "u64",
        "usize",
        "f32",
        "f64",
        "char",
        "String",
        "Vec",
        "Option",
        "Vec2",
        "Vec3",
        "Quat",
        "Entity",
        "Asset",
        "Callback",
        "Value",
        "Table",
        "ComponentHandle",
        "DataRef",
    ];
    let Type::Path(path) = ty else { return false };
    path.path.segments.last().is_some_and(|last| NAMES.iter().any(|name| last.ident == name))
}

fn is_str(ty: &Type) -> bool {
    matches!(ty, Type::Path(path) if path.path.is_ident("str"))
}

/// The `T` of an `Option<T>`, however it is written.
fn option_of(ty: &Type) -> Option<&Type> {
    let Type::Path(path) = ty else { return None };
    let last = path.path.segments.last()?;
    let PathArguments::AngleBracketed(arguments) = &last.arguments else { return None };
    match arguments.args.first() {
        Some(GenericArgument::Type(inner)) if last.ident == "Option" => Some(inner),
        _ => None,
    }
}
