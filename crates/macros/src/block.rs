//! The attribute and the `impl` block it stands on.

use proc_macro2::TokenStream;
use syn::parse::{Parse, ParseStream};
use syn::spanned::Spanned as _;
use syn::{Error, Ident, ImplItem, ItemImpl, LitStr, Path, Token};

use crate::function::BoundFunction;
use crate::names::{self, Place};
use crate::{documentation, emit};

/// What stands in `#[script_api(…)]`.
pub(crate) struct Options {
    pub(crate) module: String,
    pub(crate) entity_methods: bool,
    /// The Rust type of the objects whose class the block defines.
    pub(crate) class: Option<Path>,
    pub(crate) vocabulary: Path,
}

impl Parse for Options {
    fn parse(input: ParseStream<'_>) -> syn::Result<Self> {
        let mut module = None;
        let mut entity_methods = false;
        let mut class = None;
        let mut vocabulary = syn::parse_quote!(::glotta::core);
        while !input.is_empty() {
            if input.peek(Token![crate]) {
                input.parse::<Token![crate]>()?;
                input.parse::<Token![=]>()?;
                vocabulary = input.parse()?;
            } else {
                let option: Ident = input.parse()?;
                match option.to_string().as_str() {
                    "module" => {
                        input.parse::<Token![=]>()?;
                        let name: LitStr = input.parse()?;
                        names::check(&name.value(), &Ident::new("module", name.span()), Place::Module)?;
                        module = Some(name.value());
                    }
                    "entity_methods" => entity_methods = true,
                    "class" => {
                        input.parse::<Token![=]>()?;
                        class = Some(input.parse()?);
                    }
                    other => {
                        return Err(Error::new(
                            option.span(),
                            format!(
                                "unknown option `{other}`: expected `module = \"name\"`, `entity_methods`, \
                                 `class = Type` or `crate = path`"
                            ),
                        ));
                    }
                }
            }
            if !input.is_empty() {
                input.parse::<Token![,]>()?;
            }
        }
        let module = module.ok_or_else(|| {
            Error::new(input.span(), "the module has no name: write #[script_api(module = \"name\")]")
        })?;
        Ok(Self { module, entity_methods, class, vocabulary })
    }
}

/// The whole expansion: the block as it was, and the table that describes it.
pub(crate) fn expand(attribute: TokenStream, item: TokenStream) -> syn::Result<TokenStream> {
    let mut block: ItemImpl = syn::parse2(item).map_err(|error| {
        Error::new(error.span(), "#[script_api] stands on an `impl` block of functions: `impl MyApi { … }`")
    })?;
    let options: Options = syn::parse2(attribute)?;
    if let Some((_, of_trait, _)) = &block.trait_ {
        return Err(Error::new(
            of_trait.span(),
            "#[script_api] stands on an `impl` block of a type, not of a trait",
        ));
    }
    if !block.generics.params.is_empty() {
        return Err(Error::new(
            block.generics.span(),
            "scripts have no generics: the block must be of one type",
        ));
    }
    let documentation = documentation::of(&block.attrs);
    let mut functions = Vec::new();
    let mut errors: Option<Error> = None;
    for item in &mut block.items {
        let bound = match item {
            ImplItem::Fn(function) => BoundFunction::take(function),
            other => Err(Error::new(
                other.span(),
                "a block of script functions holds functions only: put the rest into an `impl` block of its own",
            )),
        };
        match bound {
            Ok(function) => functions.push(function),
            // All faults of a block are reported at once, each where it stands.
            Err(error) => match &mut errors {
                None => errors = Some(error),
                Some(all) => all.combine(error),
            },
        }
    }
    match errors {
        Some(errors) => Err(errors),
        None => Ok(emit::table(&options, &block, &documentation, &functions)),
    }
}
