//! What travels from one answer to the next.

use proc_macro2::{Span, TokenStream};
use quote::{format_ident, quote};
use syn::parse::{Parse, ParseStream};
use syn::{Ident, ItemFn, Path, braced};

use crate::blocks::{Context, Sibling};
use crate::bodies;
use crate::bounds;
use crate::front::{self, Options};
use crate::publish::unique;
use crate::references::further;

/// The state of the exchange.
pub struct State {
    /// Where the runtime is found.
    pub runtime: Path,
    /// What the answers are for.
    pub goal: Goal,
    /// The answers, by what was asked.
    pub known: Vec<(Path, TokenStream)>,
    /// What is still to be asked.
    pub pending: Vec<Path>,
}

/// What the answers are for.
#[derive(Clone)]
pub enum Goal {
    /// The function is differentiated, once all are known.
    Compile {
        options: TokenStream,
        item: TokenStream,
        /// The block that it stands in.
        context: TokenStream,
    },
    /// Some of a function's many answers are put together, in a macro of this name that gives them all.
    Collect { name: Ident },
    /// The companion of a trait is written.
    Companion { options: TokenStream, item: TokenStream },
    /// The companion of its trait is implemented by a block, if there is one.
    Implement {
        options: TokenStream,
        /// The head of the block.
        block: TokenStream,
        /// Its methods.
        context: TokenStream,
    },
}

impl State {
    /// The same as tokens, for the next step.
    pub fn tokens(&self) -> TokenStream {
        let State { runtime, goal, known, pending } = self;
        let goal = match goal {
            Goal::Compile { options, item, context } => {
                quote!({ #options } { #item } { #context })
            }
            Goal::Collect { name } => quote!(#name),
            Goal::Companion { options, item } => quote!(trait { #options } { #item }),
            Goal::Implement { options, block, context } => {
                quote!(impl { #options } { #block } { #context })
            }
        };
        let known = known.iter().map(|(path, answer)| quote!({ #path } { #answer }));
        let pending = pending.iter().map(|path| quote!({ #path }));
        quote!({ #runtime } { #goal } { #(#known)* } { #(#pending)* })
    }

    /// What has turned out to be asked, when all seemed to be known.
    pub fn and_then_ask(&self, asked: &[Path]) -> Option<State> {
        let mut pending: Vec<Path> = Vec::new();
        for path in asked {
            let key = front::key(path);
            let mut known = self.known.iter().map(|(path, _)| path).chain(&pending);
            if known.all(|other| front::key(other) != key) {
                pending.push(path.clone());
            }
        }
        let State { runtime, goal, known, .. } = self;
        let (runtime, goal, known) = (runtime.clone(), goal.clone(), known.clone());
        (!pending.is_empty()).then_some(State { runtime, goal, known, pending })
    }

    /// Takes the answer to a question, and asks what follows from it.
    pub fn answered(&mut self, path: Path, answer: TokenStream) -> syn::Result<()> {
        if let Ok(Answers(answers)) = syn::parse2(answer.clone()) {
            return answers.into_iter().try_for_each(|(path, answer)| self.answered(path, answer));
        }
        let answer = bodies::arrived(&path, answer);
        if !matches!(self.goal, Goal::Compile { .. }) {
            let found = self.goal.further(&path, &answer);
            self.known.push((path, answer));
            self.ask(found);
        } else {
            let subject = self.goal.subject()?.0;
            match bodies::known_before(&answer, &self.known) {
                // The same function by another path.
                Some(before) => self.known.push((path, before)),
                None => {
                    let found = further(&subject, &path, &answer);
                    self.known.push((path, answer));
                    self.ask(found);
                }
            }
            self.ask(bodies::handed_over(&subject, &self.known));
        }
        Ok(())
    }

    fn ask(&mut self, paths: Vec<Path>) {
        for path in paths {
            let key = front::key(&path);
            let mut asked = self.known.iter().map(|(path, _)| path).chain(&self.pending);
            if asked.all(|other| front::key(other) != key) {
                self.pending.push(path);
            }
        }
    }
}

impl Goal {
    /// What is asked behind an answer that is for a trait, or for a block of one.
    pub fn further(&self, path: &Path, answer: &TokenStream) -> Vec<Path> {
        match self {
            Goal::Compile { .. } | Goal::Collect { .. } => Vec::new(),
            Goal::Companion { .. } => bounds::further(path, answer),
            Goal::Implement { block, .. } => {
                let own = bounds::types_of(block, answer);
                own.into_iter().chain(bounds::further(path, answer)).collect()
            }
        }
    }

    /// The function, its options, and the block that it stands in.
    pub fn subject(&self) -> syn::Result<(ItemFn, Options, Context)> {
        let Goal::Compile { options, item, context } = self else {
            return Err(syn::Error::new(Span::call_site(), "there is no function"));
        };
        let item: ItemFn = syn::parse2(item.clone())?;
        let mut options: Options = syn::parse2(options.clone())?;
        let context: Context = syn::parse2(context.clone())?;
        let item = context.function(item, &mut options);
        Ok((item, options, context))
    }

    /// A name for the macro with the answers to some of the questions.
    pub fn bundle(&self, some: &[Path]) -> Ident {
        let (stem, whole) = match self {
            Goal::Compile { item, .. } => ("some", item),
            Goal::Companion { item, .. } => ("of_trait", item),
            Goal::Implement { block, .. } => ("of_block", block),
            Goal::Collect { name } => ("more", &quote!(#name)),
        };
        let number = unique(Span::call_site(), &quote!(#whole #({ #some })*));
        format_ident!("__signatures_{stem}_{number}")
    }
}

/// `answers { path } { answer } …`: many in one.
struct Answers(Vec<(Path, TokenStream)>);

mod keyword {
    syn::custom_keyword!(answers);
    syn::custom_keyword!(method);
}

/// `method { head } { stem } { name } { signature }`: the answer of a method.
pub struct OfMethod(pub Sibling);

impl Parse for OfMethod {
    fn parse(input: ParseStream<'_>) -> syn::Result<Self> {
        input.parse::<keyword::method>()?;
        input.parse().map(OfMethod)
    }
}

impl Parse for Answers {
    fn parse(input: ParseStream<'_>) -> syn::Result<Self> {
        input.parse::<keyword::answers>()?;
        answers(input).map(Answers)
    }
}

fn answers(input: ParseStream<'_>) -> syn::Result<Vec<(Path, TokenStream)>> {
    let mut known = Vec::new();
    while !input.is_empty() {
        known.push((syn::parse2(group(input)?)?, group(input)?));
    }
    Ok(known)
}

impl Parse for Goal {
    fn parse(input: ParseStream<'_>) -> syn::Result<Self> {
        if let Some(name) = input.parse::<Option<Ident>>()? {
            return Ok(Goal::Collect { name });
        }
        if input.parse::<Option<syn::Token![trait]>>()?.is_some() {
            return Ok(Goal::Companion { options: group(input)?, item: group(input)? });
        }
        if input.parse::<Option<syn::Token![impl]>>()?.is_some() {
            let (options, block) = (group(input)?, group(input)?);
            return Ok(Goal::Implement { options, block, context: group(input)? });
        }
        let options = group(input)?;
        Ok(Goal::Compile { options, item: group(input)?, context: group(input)? })
    }
}

impl Parse for State {
    fn parse(input: ParseStream<'_>) -> syn::Result<Self> {
        let runtime = syn::parse2(group(input)?)?;
        let goal = syn::parse2(group(input)?)?;
        let pending = |input: ParseStream<'_>| {
            let mut pending = Vec::new();
            while !input.is_empty() {
                pending.push(syn::parse2(group(input)?)?);
            }
            Ok(pending)
        };
        let known = syn::parse::Parser::parse2(answers, group(input)?)?;
        let pending = syn::parse::Parser::parse2(pending, group(input)?)?;
        Ok(State { runtime, goal, known, pending })
    }
}

/// What stands in braces.
pub fn group(input: ParseStream<'_>) -> syn::Result<TokenStream> {
    let content;
    braced!(content in input);
    content.parse()
}
