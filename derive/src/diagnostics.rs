//! What can be wrong, said once: the catalogue of messages, and the list they are collected in.

use proc_macro2::{Span, TokenStream};
use quote::ToTokens;

/// One kind of mistake.
#[derive(Debug, PartialEq, Eq)]
pub struct Entry {
    /// What is wrong.
    pub message: &'static str,
    /// What to write instead.
    pub help: &'static str,
    /// Whether Rust certainly rejects the function itself, too, in words of its own.
    rust: bool,
}

macro_rules! catalogue {
    (in $room:ident; $($(#[$doc:meta])* $name:ident: $message:literal, $help:literal $(, $rust:ident)?;)*) => {
        $(
            $(#[$doc])*
            pub const $name: &Entry =
                &Entry { message: $message, help: $help, rust: catalogue!(@ $($rust)?) };
        )*

        /// The entries of this room, by name.
        #[cfg(test)]
        pub const $room: &[(&str, &Entry)] = &[$((stringify!($name), $name)),*];
    };
    (@ rust) => { true };
    (@) => { false };
}

mod arrays;
mod bounds;
mod calls;
mod control;
mod derivatives;
mod iterators;
mod options;
mod signatures;
mod values;

pub use arrays::*;
pub use bounds::*;
pub use calls::*;
pub use control::*;
pub use derivatives::*;
pub use iterators::*;
pub use options::*;
pub use signatures::*;
pub use values::*;

/// Every entry, by name.
#[cfg(test)]
pub fn catalogue() -> impl Iterator<Item = (&'static str, &'static Entry)> {
    let rooms =
        [ARRAYS, BOUNDS, CALLS, CONTROL, DERIVATIVES, ITERATORS, OPTIONS, SIGNATURES, VALUES];
    rooms.into_iter().flatten().copied()
}

/// What a report says beside the message of its entry.
#[derive(Clone, Copy)]
pub struct Detail<'a> {
    seen: &'a str,
    write: Option<&'a str>,
}

/// What was seen.
pub fn seen(seen: &str) -> Detail<'_> {
    Detail { seen, write: None }
}

impl<'a> Detail<'a> {
    /// What to write in this case, in place of the entry's help.
    pub fn write(self, write: &'a str) -> Detail<'a> {
        Detail { write: Some(write), ..self }
    }
}

impl<'a> From<&'a str> for Detail<'a> {
    fn from(text: &'a str) -> Detail<'a> {
        seen(text)
    }
}

impl<'a> From<&'a String> for Detail<'a> {
    fn from(text: &'a String) -> Detail<'a> {
        seen(text)
    }
}

/// Mistakes found so far.
#[derive(Default)]
pub struct Diagnostics {
    errors: Vec<Report>,
    /// Which of them mark a first token only, with their text.
    narrow: Vec<(usize, String)>,
}

/// A mistake at its place.
struct Report {
    error: syn::Error,
    rust: Rust,
    /// The item that may tell more.
    asked: Option<syn::Path>,
}

/// Whether Rust says so, too, of the function itself.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Rust {
    /// Not that anything here tells.
    Silent,
    /// Unless a type is not what it seems.
    Perhaps,
    Certainly,
}

impl Entry {
    fn rust(&self) -> Rust {
        if self.rust { Rust::Certainly } else { Rust::Silent }
    }
}

/// The mark of a construct that has been reported.
#[derive(Clone, Copy, Debug)]
pub struct Refused;

/// A value, or a report already made.
pub type Accepted<T> = Result<T, Refused>;

impl Diagnostics {
    /// Reports a mistake at the given tokens.
    pub fn report(&mut self, at: impl ToTokens, entry: &'static Entry) -> Refused {
        self.on(at, entry, "")
    }

    /// Reports a mistake at the given tokens, with a word more.
    pub fn on<'a>(
        &mut self,
        at: impl ToTokens,
        entry: &'static Entry,
        detail: impl Into<Detail<'a>>,
    ) -> Refused {
        self.errors.push(Report {
            error: error(at, entry, detail),
            rust: entry.rust(),
            asked: None,
        });
        Refused
    }

    /// Asks another item: a mistake only where that does not answer.
    pub fn ask(&mut self, span: Span, item: syn::Path) -> Refused {
        self.at(span, FUNCTION_UNKNOWN, "");
        if let Some(report) = self.errors.last_mut() {
            report.asked = Some(item);
        }
        Refused
    }

    /// The items that may tell more.
    pub fn asked(&self) -> Vec<syn::Path> {
        self.errors.iter().filter_map(|report| report.asked.clone()).collect()
    }

    /// Reports a mistake at a span. That of an expression is its first token, where tokens are the
    /// compiler's: [`Diagnostics::widen`] finds the rest.
    pub fn at<'a>(
        &mut self,
        span: Span,
        entry: &'static Entry,
        detail: impl Into<Detail<'a>>,
    ) -> Refused {
        let text = text(entry, detail);
        self.narrow.push((self.errors.len(), text.clone()));
        self.errors.push(Report {
            error: syn::Error::new(span, text),
            rust: entry.rust(),
            asked: None,
        });
        Refused
    }

    /// Says of what was reported last that Rust certainly rejects it in the function itself.
    pub fn rust_too(&mut self) -> Refused {
        self.said(Rust::Certainly)
    }

    /// Says of what was reported last that Rust rejects it, too, if all types are what they seem.
    pub fn rust_perhaps(&mut self) -> Refused {
        self.said(Rust::Perhaps)
    }

    fn said(&mut self, rust: Rust) -> Refused {
        if let Some(report) = self.errors.last_mut() {
            report.rust = rust;
        }
        Refused
    }

    /// Leaves to Rust what that says, too, `perhaps` also where it need not: the first such mistake, and whether Rust
    /// certainly says one of them.
    pub fn leave_to_rust(&mut self, perhaps: bool) -> Option<(syn::Error, bool)> {
        let says = |report: &Report| match report.rust {
            Rust::Certainly => true,
            Rust::Perhaps => perhaps,
            Rust::Silent => false,
        };
        let (left, said) = std::mem::take(&mut self.errors).into_iter().partition(says);
        self.errors = said;
        let left: Vec<Report> = left;
        let certain = left.iter().any(|report| report.rust == Rust::Certainly);
        left.into_iter().next().map(|report| (report.error, certain))
    }

    /// Whether Rust says one of these things, too, or may.
    pub fn is_said_twice(&self) -> bool {
        self.errors.iter().any(|report| report.rust != Rust::Silent)
    }

    /// Marks all of these tokens where a span was reported that starts with them, after so many
    /// reports.
    pub fn widen(&mut self, since: usize, tokens: &impl ToTokens) {
        if self.narrow.last().is_none_or(|(index, _)| *index < since) {
            return;
        }
        let tokens = tokens.to_token_stream();
        let Some(first) = tokens.clone().into_iter().next() else { return };
        let start = first.span().start();
        let errors = &mut self.errors;
        self.narrow.retain(|(index, text)| {
            let here = *index >= since && errors[*index].error.span().start() == start;
            if here {
                errors[*index].error = syn::Error::new_spanned(&tokens, text);
            }
            !here
        });
    }

    /// Takes over a parser's error.
    pub fn push(&mut self, error: syn::Error) -> Refused {
        self.errors.push(Report { error, rust: Rust::Silent, asked: None });
        Refused
    }

    /// Whether nothing was reported.
    pub fn is_empty(&self) -> bool {
        self.errors.is_empty()
    }

    /// How much has been reported.
    pub fn count(&self) -> usize {
        self.errors.len()
    }

    /// Whether something has been reported in these words.
    pub fn has_said<'a>(&self, entry: &Entry, detail: impl Into<Detail<'a>>) -> bool {
        let words = text(entry, detail);
        self.errors.iter().any(|report| report.error.to_string() == words)
    }

    /// Forgets what was reported since there were so many: in a trial.
    pub fn forget(&mut self, count: usize) {
        self.errors.truncate(count);
        self.narrow.retain(|(index, _)| *index < count);
    }

    /// Everything reported, as compile errors.
    pub fn into_tokens(self) -> TokenStream {
        self.errors.iter().map(|report| report.error.to_compile_error()).collect()
    }

    /// What was reported, for tests.
    #[cfg(test)]
    pub fn errors(&self) -> impl Iterator<Item = &syn::Error> {
        self.errors.iter().map(|report| &report.error)
    }

    /// The messages, for tests.
    #[cfg(test)]
    pub fn messages(&self) -> Vec<String> {
        self.errors().map(ToString::to_string).collect()
    }
}

/// A mistake at the given tokens, for parsers.
pub fn error<'a>(
    at: impl ToTokens,
    entry: &'static Entry,
    detail: impl Into<Detail<'a>>,
) -> syn::Error {
    syn::Error::new_spanned(at, text(entry, detail))
}

fn text<'a>(entry: &Entry, detail: impl Into<Detail<'a>>) -> String {
    let Detail { seen, write } = detail.into();
    let separator = if seen.is_empty() { "" } else { ": " };
    format!("{}{separator}{seen}\nhelp: {}", entry.message, write.unwrap_or(entry.help))
}
