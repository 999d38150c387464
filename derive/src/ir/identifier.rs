//! Names as identifiers.

use proc_macro2::{Ident, Span};

/// A name as it is written: raw where it must be, in any edition.
pub fn identifier(name: &str, span: Span) -> Ident {
    let name = name.trim_start_matches("r#");
    // No raw name is made of these.
    let special = matches!(name, "self" | "Self" | "super" | "crate" | "_");
    // A keyword since the edition of 2024.
    let keyword = name == "gen" || syn::parse_str::<Ident>(name).is_err();
    if keyword && !special { Ident::new_raw(name, span) } else { Ident::new(name, span) }
}
