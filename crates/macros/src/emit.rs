//! Writes the table: for each function its model and its thunk.

use proc_macro2::TokenStream;
use quote::{format_ident, quote, quote_spanned};
use syn::ext::IdentExt as _;
use syn::spanned::Spanned as _;
use syn::{ItemImpl, Path};

use crate::block::Options;
use crate::documentation::Documentation;
use crate::function::{BoundFunction, Default, Parameter, Shape};

/// The block as it was written, followed by the implementation of `ScriptApi`.
pub(crate) fn table(
    options: &Options,
    block: &ItemImpl,
    documentation: &Documentation,
    functions: &[BoundFunction],
) -> TokenStream {
    let Options { module, entity_methods, class, vocabulary } = options;
    let owner = &block.self_ty;
    let doc = &documentation.text;
    let is_method =
        |function: &&BoundFunction| class.as_ref().is_some_and(|class| function.is_method_of(class));
    let (methods, functions): (Vec<_>, Vec<_>) = functions.iter().partition(is_method);
    let count = functions.len();
    let module_name = quote!(#module);
    let models = functions.iter().map(|function| model(vocabulary, &module_name, function));
    let table = quote!(FUNCTIONS);
    let thunks = functions
        .iter()
        .enumerate()
        .map(|(index, function)| thunk(vocabulary, owner, &table, index, function));
    let (class_items, class) = match class {
        None => (TokenStream::new(), quote!(::std::option::Option::None)),
        Some(class) => {
            let name = quote_spanned!(class.span()=> <#class as #vocabulary::ScriptObject>::CLASS);
            let count = methods.len();
            let models = methods.iter().map(|function| model(vocabulary, &name, function));
            let table = quote!(METHODS);
            let thunks = methods
                .iter()
                .enumerate()
                .map(|(index, function)| thunk(vocabulary, owner, &table, index, function));
            let items = quote! {
                static METHODS: [#vocabulary::Function; #count] = [#(#models),*];
                static CLASS: #vocabulary::Class = #vocabulary::Class {
                    name: #name,
                    doc: #doc,
                    content: ::std::any::TypeId::of::<#class>,
                    methods: &METHODS,
                };
                #(#thunks)*
            };
            (items, quote!(::std::option::Option::Some(&CLASS)))
        }
    };
    quote! {
        #block

        #[automatically_derived]
        #[allow(unused_qualifications, reason = "the code is written by a macro")]
        impl #vocabulary::ScriptApi for #owner {
            const MODULE: &'static #vocabulary::Module = {
                static FUNCTIONS: [#vocabulary::Function; #count] = [#(#models),*];
                #class_items
                // A static, not a constant: a block is known by its address.
                static MODULE: #vocabulary::Module = #vocabulary::Module {
                    name: #module,
                    doc: #doc,
                    functions: &FUNCTIONS,
                    entity_methods: #entity_methods,
                    class: #class,
                };
                #(#thunks)*
                &MODULE
            };
        }
    }
}

fn thunk_name(function: &BoundFunction) -> syn::Ident {
    format_ident!("call_{}", function.name)
}

fn model(vocabulary: &Path, module: &TokenStream, function: &BoundFunction) -> TokenStream {
    let name = function.name.unraw().to_string();
    let Documentation { text: doc, errors } = &function.documentation;
    let thunk = thunk_name(function);
    let parameters = function.parameters.iter().map(|parameter| parameter_model(vocabulary, parameter));
    let required = function.parameters.iter().take_while(|parameter| parameter.default.is_none()).count();
    let returns = match &function.returns {
        None => quote!(#vocabulary::Type::Nothing),
        Some(ty) => quote_spanned!(ty.span()=> <#ty as #vocabulary::IntoReturn>::TYPE),
    };
    let reach = format_ident!("{}", function.reach.name());
    quote! {
        #vocabulary::Function {
            module: #module,
            name: #name,
            doc: #doc,
            errors: #errors,
            parameters: &[#(#parameters),*],
            required: #required,
            returns: #returns,
            reach: #vocabulary::Reach::#reach,
            thunk: #thunk,
        }
    }
}

fn parameter_model(vocabulary: &Path, parameter: &Parameter) -> TokenStream {
    let name = parameter.script_name();
    let ty = parameter.shape.held_type(vocabulary);
    let default = match &parameter.default {
        None => quote!(::std::option::Option::None),
        Some(Default::Nothing) => quote!(::std::option::Option::Some(#vocabulary::DefaultValue::Null)),
        Some(Default::Literal { variant, literal }) => {
            quote!(::std::option::Option::Some(#vocabulary::DefaultValue::#variant(#literal)))
        }
    };
    quote_spanned! {ty.span()=>
        #vocabulary::Parameter {
            name: #name,
            ty: <#ty as #vocabulary::FromArgument<'_>>::TYPE,
            default: #default,
        }
    }
}

fn thunk(
    vocabulary: &Path,
    owner: &syn::Type,
    table: &TokenStream,
    index: usize,
    function: &BoundFunction,
) -> TokenStream {
    let name = &function.name;
    let thunk = thunk_name(function);
    let held: Vec<_> =
        (0..function.parameters.len()).map(|place| format_ident!("argument_{place}")).collect();
    let reads = function.parameters.iter().zip(&held).enumerate().map(|(place, (parameter, held))| {
        let parameter_name = parameter.script_name();
        let ty = parameter.shape.held_type(vocabulary);
        let read = match &parameter.default {
            Some(Default::Literal { literal, .. }) => {
                let default = match &parameter.shape {
                    Shape::Text(_) => quote!(::std::borrow::Cow::Borrowed(#literal)),
                    _ => quote!(::std::convert::From::from(#literal)),
                };
                quote!(#vocabulary::absent_or::<#ty>(arguments, #place, host, || #default))
            }
            _ => quote!(<#ty as #vocabulary::FromArgument<'_>>::from_argument(arguments, #place, host)),
        };
        quote! {
            let #held = #read.map_err(|error| error.in_argument(function, #place, #parameter_name))?;
        }
    });
    let passed = function.parameters.iter().zip(&held).map(|(parameter, held)| match &parameter.shape {
        Shape::Owned(_) => quote!(#held),
        Shape::Text(_) | Shape::Slice(_) | Shape::Object(_) => quote!(&#held),
        Shape::OptionalText(_) | Shape::OptionalObject(_) => quote!(#held.as_deref()),
    });
    let part = function.host.as_ref().map(|ty| {
        quote_spanned!(ty.span()=> #vocabulary::host_part::<#ty>(host).map_err(|error| error.within(function))?,)
    });
    // Spanned to the result's type, so that a type that cannot be returned is reported there.
    let into_return = match &function.returns {
        None => quote!(#vocabulary::IntoReturn::into_return),
        Some(ty) => quote_spanned!(ty.span()=> #vocabulary::IntoReturn::into_return),
    };
    quote! {
        fn #thunk(
            frame: &mut dyn #vocabulary::Frame,
            host: &mut dyn #vocabulary::Host,
        ) -> ::std::result::Result<(), #vocabulary::ScriptError> {
            let function = &#table[#index];
            let arguments: &dyn #vocabulary::Frame = &*frame;
            #(#reads)*
            let result = <#owner>::#name(#part #(#passed),*);
            #into_return(result, frame).map_err(|error| error.in_function(function))
        }
    }
}
