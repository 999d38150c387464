//! The functions of a handle that are made of its others, as `ad::drivers` has put them together.

use std::rc::Rc;

use proc_macro2::TokenStream;
use quote::quote;
use syn::{Ident, ItemFn, parse_quote};

use super::function::Emitter;
use super::handle::{Context, tuple, undecided};
use super::layout::ROOT;
use super::scheme::Scheme;
use super::types::owned_type;
use crate::ad::Pair;
use crate::ad::drivers::Driver;
use crate::front::{FnSignature, Options};
use crate::ir::{Answer, Block, Callee, Halves, Kind, Op, Param, Passing, Var, Vars};

/// The function as its own handle calls it.
pub fn own(
    item: &ItemFn,
    options: &Options,
    pair: &Pair,
    accumulates: bool,
    vars: &Vars,
) -> Callee {
    let scheme = Scheme::new(item, options);
    let (marker, runtime) = (scheme.marker(), options.runtime());
    let (stem, arguments) = (scheme.stem(), undecided(item, scheme.generics()));
    let halves = match options.owner {
        None => Halves::Handle(Rc::new(parse_quote!(Self))),
        Some(_) => Halves::Method(Rc::new(parse_quote!(Self::#stem)), Rc::new(marker.clone())),
    };
    let params = &pair.forward.params;
    let active = |var: Var| {
        pair.returned.contains(&var) || pair.shadows.iter().any(|(param, _)| *param == var)
    };
    let view = |param: &Param| {
        param.passing == Passing::Value
            && matches!(vars.kind(param.var), Kind::Nd { view: true, .. })
    };
    let of_each = |is: bool| vec![is; params.len()];
    Callee {
        path: Rc::new(parse_quote!(Self::#stem #arguments)),
        halves,
        passing: params.iter().map(|param| (param.passing, active(param.var))).collect(),
        views: params.iter().map(view).collect(),
        skippable: of_each(false),
        overwrites: vec![None; params.len()],
        replaces: of_each(false),
        residuals: Kind::Residuals {
            of: Rc::new(quote!(#marker)),
            trait_path: Rc::new(quote!(#runtime::Differentiated)),
            arguments: Vec::new(),
            method: None,
            tangent: false,
        },
        follows: false,
        recursive: false,
        pushes: options.pushes(),
        accumulates,
        answer: match FnSignature::new(&item.sig).fallible() {
            Some(_) => Answer::Tried(Rc::new(TokenStream::new())),
            None => Answer::Value,
        },
    }
}

/// How one of these functions is presented.
pub(super) struct Presented<'a> {
    /// What it is, for its documentation.
    pub doc: &'a str,
    /// Its name.
    pub name: &'a str,
    /// What it returns, where it does not fail.
    pub ty: TokenStream,
}

impl Context<'_> {
    /// One of these functions.
    pub(super) fn driver(&self, driver: &Driver, presented: &Presented<'_>) -> TokenStream {
        let Driver { function, dots } = driver;
        let block = &function.body;
        let tail = tail(block, &block.results[..function.outputs]);
        let lines = match tail {
            Some(at) => Block { stmts: block.stmts[..at].to_vec(), results: Vec::new() },
            None => block.clone(),
        };
        let (dot_names, body) = self.emit(function, |emitter| {
            emitter.hands_over = true;
            let name = |(_, dot): &(Var, Var)| emitter.slots[emitter.slot_of[dot]].ident.clone();
            let names: Vec<Ident> = dots.iter().map(name).collect();
            let views = self.as_views(function, dots, emitter);
            let mut lines = emitter.body(&lines);
            let last = tail.map(|at| emitter.tail_call(&block.stmts[at], at, &mut lines));
            let results = self.driver_results(driver, last, emitter);
            (names, quote!(#views #lines #results))
        });
        let lengths = dots.iter().zip(&dot_names).map(|((var, _), name)| {
            let params = self.argument_names().into_iter().zip(&self.parts.pair.forward.params);
            let of = params.into_iter().find(|(_, param)| param.var == *var);
            of.map(|(of, param)| self.same_shape(name, &of, self.kind(*var), param.passing))
        });
        let lengths: TokenStream = lengths.flatten().collect();
        let declared = dots.iter().zip(&dot_names).map(|((_, dot), name)| {
            let ty = owned_type(self.kind(*dot), self.runtime);
            if self.kind(*dot).is_real() { quote!(#name: #ty) } else { quote!(#name: &#ty) }
        });
        let Presented { doc, name, ty } = presented;
        let (generics, bounds) = self.generics();
        let (inputs, vis, returned) = (self.inputs(), self.scheme().vis(), self.returned_type(ty));
        let name = self.scheme().function(name);
        let params = inputs.into_iter().chain(declared);
        quote! {
            #[doc = #doc]
            #[inline]
            #vis fn #name #generics (#(#params),*) -> #returned #bounds { #lengths #body }
        }
    }

    /// What is returned; `last` is the last result, where that is a call.
    fn driver_results(
        &self,
        driver: &Driver,
        mut last: Option<TokenStream>,
        emitter: &mut Emitter<'_>,
    ) -> TokenStream {
        let function = &driver.function;
        emitter.here.push((ROOT, function.body.stmts.len()));
        let (outputs, finals) = function.body.results.split_at(function.outputs);
        let mut values = Vec::new();
        for (i, output) in outputs.iter().enumerate() {
            values.push(match last.take_if(|_| i + 1 == outputs.len()) {
                Some(call) => call,
                None => emitter.owned_before(*output, &outputs[i + 1..]),
            });
        }
        let overwritten = function.params.iter().filter(|p| p.passing == Passing::Mut);
        let overwritten = overwritten.map(|param| param.var).zip(finals.iter().copied());
        let written = emitter.write_back(&overwritten.collect::<Vec<_>>());
        let answer = self.answer(&tuple(values));
        quote!(#written #answer)
    }
}

/// Where a body ends in a call that yields its last result and nothing else: that is written where it is returned.
fn tail(block: &Block, results: &[Var]) -> Option<usize> {
    let (result, last) = (results.last()?, block.stmts.last()?);
    let tuple = if let Op::Aggregate(parts) = &last.op { Some(parts.clone()) } else { None };
    let tuple = tuple.filter(|_| last.outs == [*result]);
    let at = (block.stmts.len() - 1).checked_sub(usize::from(tuple.is_some()))?;
    let (stmt, parts) = (&block.stmts[at], tuple.unwrap_or_else(|| vec![*result]));
    let alone = stmt.outs == parts && stmt.changes().is_empty();
    (alone && matches!(stmt.op, Op::Call(_))).then_some(at)
}
