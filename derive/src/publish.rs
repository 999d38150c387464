//! The macros by which items answer, and how they are found.
//!
//! An item answers under its own name, so that `use path::g;` brings the answer along. Where that is the
//! name of a macro of the standard library, as of `line`, the two would be ambiguous in the module that
//! defines the function. There the macro has a name of its own, which a caller asks for; and since a caller
//! may also have imported the function from elsewhere, where only the function's own name has come along,
//! it brings that to the name that is asked for.

use std::collections::BTreeMap;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::sync::{Mutex, PoisonError};

use proc_macro2::{Punct, Spacing, Span, TokenStream};
use quote::{format_ident, quote};
use syn::ext::IdentExt;
use syn::{Ident, ItemFn, Path, PathArguments, Visibility, parse_quote};

/// The macro by which an item answers, with the names under which others find it.
#[derive(Default)]
pub struct Published {
    /// Both.
    pub tokens: TokenStream,
    /// What is asked, and the macro's own name, where the name has been given before in this crate.
    again: Option<(Ident, Ident)>,
}

impl Published {
    /// A module for the type of a handle of this name, apart from that of another one, should that stand in the same module:
    /// Rust says that there are two functions, and takes what is written about the two types.
    pub fn apart(&self) -> Option<Ident> {
        let (_, hidden) = self.again.as_ref()?;
        Some(format_ident!("{hidden}_apart", span = hidden.span()))
    }

    /// What stands beside a method. Where another method of its name and type is in the module, the macro of that one
    /// answers: Rust says that there are two, and no more is said of what would stand there twice.
    pub fn once(&self, beside: TokenStream) -> TokenStream {
        match &self.again {
            Some((asked, hidden)) if !beside.is_empty() => {
                quote!(#asked! { once #hidden { #beside } })
            }
            Some(_) | None => beside,
        }
    }
}

/// The macro by which an item answers, and the names under which others find it.
pub fn publish(
    name: &Ident,
    vis: &Visibility,
    answer: &TokenStream,
    runtime: &Path,
) -> TokenStream {
    published(name, [name.span(); 2], vis, answer, runtime).tokens
}

/// The same of an item between two spans. Rust says that a name is defined twice for each namespace, and shows it once where
/// it is at one place.
pub fn published(
    name: &Ident,
    [first, last]: [Span; 2],
    vis: &Visibility,
    answer: &TokenStream,
    runtime: &Path,
) -> Published {
    let hidden = format!("__signature_{}_{}", name.unraw(), unique(name.span(), answer));
    let hidden = match repetition(&hidden) {
        0 => format_ident!("{hidden}", span = name.span()),
        again => format_ident!("{hidden}_{again}", span = name.span()),
    };
    let (exported, seen) = match vis {
        Visibility::Public(_) => (quote!(#[macro_export]), quote!(pub)),
        Visibility::Restricted(restricted) => (quote!(), quote!(#restricted)),
        Visibility::Inherited => (quote!(), quote!(pub(self))),
    };
    let definition = definition(&exported, &hidden, answer, runtime);
    let of_std = is_standard(name);
    let own = of_std.then(|| own_name(name));
    // A private function is hardly imported: what it is called is left to the macro of that name.
    let shared = (!of_std || !matches!(vis, Visibility::Inherited)).then_some(name);
    let names: Vec<&Ident> = own.iter().chain(shared).collect();
    let (from, to): (_, Vec<Ident>) =
        (at(&hidden, first), names.iter().map(|n| at(n, last)).collect());
    let asked = own.as_ref().unwrap_or(name);
    let again = repeated(asked).then(|| (asked.clone(), hidden.clone()));
    // Elsewhere a relative path would lead somewhere else.
    let anywhere = runtime.leading_colon.is_some()
        || runtime.segments.first().is_some_and(|first| first.ident == "crate");
    let tokens = match vis {
        // What is exported is in the root of the crate, too, from where `use super::*` may bring it along: in a
        // module of its own it is certain which is meant.
        Visibility::Public(_) if anywhere => quote! {
            #[doc(hidden)]
            #[allow(non_snake_case, unused_imports, unreachable_pub)]
            mod #hidden {
                #definition
                #(pub use #hidden as #names;)*
            }
            #(#[doc(hidden)] #[allow(unused_imports)] pub use #from::#to;)*
        },
        Visibility::Public(_) | Visibility::Restricted(_) | Visibility::Inherited => quote! {
            #definition
            #(#[doc(hidden)] #[allow(unused_imports)] #seen use #from as #to;)*
        },
    };
    Published { tokens, again }
}

/// Where a function begins and ends.
pub fn ends(item: &ItemFn) -> [Span; 2] {
    let ItemFn { vis, sig, block, .. } = item;
    let first = quote!(#vis #sig).into_iter().next();
    [first.map_or(sig.ident.span(), |token| token.span()), block.brace_token.span.close()]
}

/// A name as if it stood elsewhere.
pub fn at(name: &Ident, span: Span) -> Ident {
    let mut name = name.clone();
    name.set_span(span.resolved_at(name.span()));
    name
}

/// Whether an item of this name has been published before. What tests show does not depend on others.
fn repeated(name: &Ident) -> bool {
    !cfg!(test) && repetition(&format!("published {name}")) > 0
}

/// A macro that answers in this function's expansion only.
pub fn answering(name: &Ident, answer: &TokenStream, runtime: &Path) -> TokenStream {
    definition(&quote!(), name, answer, runtime)
}

/// The definition is left to a macro of the runtime: `$crate` there is a path to the next step that is
/// right in all crates, whatever they call the runtime, or whether they know it at all.
fn definition(
    exported: &TokenStream,
    name: &Ident,
    answer: &TokenStream,
    runtime: &Path,
) -> TokenStream {
    let dollar = Punct::new('$', Spacing::Alone);
    quote!(#runtime::__answering! { (#dollar) [#exported] #name { #answer } })
}

/// The invocation by which the item at a path is asked, with what has to stand before it.
pub fn question(path: &Path, state: &TokenStream) -> (TokenStream, TokenStream) {
    let mut call = path.clone();
    let mut found = TokenStream::new();
    if let Some(last) = call.segments.last_mut() {
        last.arguments = PathArguments::None;
        let name = last.ident.clone();
        if let Some(supers) = is_standard(&name).then(|| supers(path)).flatten() {
            let within = format_ident!("__imported_{}_{}", name, unique(name.span(), state));
            let own = own_name(&name);
            found = brought(&name, &within, supers);
            call = match supers {
                0 => own.into(),
                // There are no bodies of functions in between.
                _ => parse_quote!(#within::only::#own),
            };
        }
    }
    (found, quote!(#call! { { #path } #state }))
}

/// How many modules up a path leads that names nothing but an item there: `line`, `self::line`,
/// `super::line`. Other paths cannot be taken for a macro of the standard library.
fn supers(path: &Path) -> Option<usize> {
    let above: Vec<_> = path.segments.iter().map(|s| &s.ident).rev().skip(1).collect();
    match path.leading_colon {
        Some(_) => None,
        None if above.iter().all(|name| *name == "super") => Some(above.len()),
        None => (above.len() == 1 && above[0] == "self").then_some(0),
    }
}

/// Brings the answer of a function that has the name of a standard macro to the name that is asked for, if
/// there is one in the module. In the module `within`, the enum is what `name` is at least, so that the
/// import is one of something; the macro comes with it where there is one.
fn brought(name: &Ident, within: &Ident, supers: usize) -> TokenStream {
    let own = own_name(name);
    let above = (0..supers).map(|_| quote!(super::));
    // What was not imported by name alone has both names already.
    let both = (supers > 0).then(|| {
        quote!(
            pub use super::*;
        )
    });
    let here = (supers == 0).then(|| quote!(#[allow(unused_imports)] use #within::only::*;));
    quote! {
        #[doc(hidden)]
        #[allow(unused, non_camel_case_types, unreachable_pub, hidden_glob_reexports)]
        mod #within {
            pub enum #name {}
            pub use super::#(#above)* *;
            pub mod only {
                pub use super::#name as #own;
                #both
            }
        }
        #here
    }
}

/// The name of the macro of a function that is called like one of the standard library.
fn own_name(name: &Ident) -> Ident {
    format_ident!("__signature_of_{}", name, span = name.span())
}

/// Whether a macro of this name is in scope everywhere.
fn is_standard(name: &Ident) -> bool {
    STANDARD.contains(&name.to_string().as_str())
}

/// The macros of the standard library that need no import.
const STANDARD: &[&str] = &[
    "assert",
    "assert_eq",
    "assert_matches",
    "assert_ne",
    "cfg",
    "cfg_select",
    "column",
    "compile_error",
    "concat",
    "concat_bytes",
    "concat_idents",
    "const_format_args",
    "dbg",
    "debug_assert",
    "debug_assert_eq",
    "debug_assert_matches",
    "debug_assert_ne",
    "env",
    "eprint",
    "eprintln",
    "file",
    "format",
    "format_args",
    "format_args_nl",
    "include",
    "include_bytes",
    "include_str",
    "is_x86_feature_detected",
    "line",
    "log_syntax",
    "matches",
    "module_path",
    "option_env",
    "panic",
    "print",
    "println",
    "stringify",
    "thread_local",
    "todo",
    "trace_macros",
    "unimplemented",
    "unreachable",
    "vec",
    "write",
    "writeln",
];

/// How many items had this name before. A macro of the user's may define functions of one name and signature
/// in several modules at once: their spans are the same, and exported macros share one namespace.
pub fn repetition(hidden: &str) -> usize {
    static SEEN: Mutex<BTreeMap<String, usize>> = Mutex::new(BTreeMap::new());
    let mut seen = SEEN.lock().unwrap_or_else(PoisonError::into_inner);
    let times = seen.entry(hidden.to_owned()).or_default();
    *times += 1;
    *times - 1
}

/// A number that distinguishes items of one name in one crate.
pub fn unique(span: Span, answer: &TokenStream) -> String {
    let mut hasher = DefaultHasher::new();
    answer.to_string().hash(&mut hasher);
    format!("{span:?}").hash(&mut hasher);
    format!("{:x}", hasher.finish())
}
