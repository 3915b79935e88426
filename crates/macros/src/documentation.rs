//! Doc comments as text.

use syn::{Attribute, Expr, ExprLit, Lit, Meta};

/// A doc comment, with the section on errors taken out of it.
pub(crate) struct Documentation {
    pub(crate) text: String,
    pub(crate) errors: String,
}

/// The doc comment that `attributes` make up.
pub(crate) fn of(attributes: &[Attribute]) -> Documentation {
    let mut text = Vec::new();
    let mut errors = Vec::new();
    let mut in_errors = false;
    for line in attributes.iter().filter_map(line) {
        // rustdoc strips the one space that stands between the slashes and the words.
        let line = line.strip_prefix(' ').unwrap_or(&line).trim_end().to_owned();
        if line.starts_with("# ") {
            in_errors = line == "# Errors";
            if in_errors {
                continue;
            }
        }
        if in_errors { errors.push(line) } else { text.push(line) }
    }
    Documentation { text: text.join("\n").trim().to_owned(), errors: errors.join("\n").trim().to_owned() }
}

fn line(attribute: &Attribute) -> Option<String> {
    let Meta::NameValue(pair) = &attribute.meta else { return None };
    if !pair.path.is_ident("doc") {
        return None;
    }
    match &pair.value {
        Expr::Lit(ExprLit { lit: Lit::Str(text), .. }) => Some(text.value()),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_section_on_errors_is_kept_apart() {
        let block: syn::ItemStruct = syn::parse_quote! {
            /// Does a thing.
            ///
            /// # Errors
            /// If it cannot.
            ///
            /// # Notes
            /// One more.
            struct Documented;
        };
        let documentation = of(&block.attrs);
        assert_eq!(documentation.text, "Does a thing.\n\n# Notes\nOne more.");
        assert_eq!(documentation.errors, "If it cannot.");
    }
}
