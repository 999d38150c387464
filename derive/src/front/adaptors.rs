//! What makes an iterator of an iterator.

use syn::{Expr, ExprCall, ExprClosure, Ident, Stmt, parse_quote_spanned};

use super::chains::{Chain, Maker, maker};
use super::closures::{Closure, Lazy, Shared};
use super::exits::exits_early;
use super::lines::Whole;
use super::lower::Lower;
use super::methods::Site;
use super::scope::Value;
use super::source::{Form, Run, Source};
use super::spans::Spanned;
use super::stages::{Side, Stage};
use crate::diagnostics::*;
use crate::ir::{Kind, Var};

impl Lower<'_> {
    /// `clone()`: an iterator that changes nothing goes through its items again.
    pub(super) fn again(&mut self, chain: Chain, site: &Site<'_>) -> Accepted<Chain> {
        match chain.assigned().is_empty() {
            true => Ok(chain),
            false => Err(self.diagnostics.report(&site.call.method, ITERATOR)),
        }
    }

    /// `rev()`
    pub(super) fn turned(&mut self, chain: Chain, site: &Site<'_>) -> Accepted<Chain> {
        match chain.turned() {
            Some(turned) => Ok(turned),
            None => Err(self.diagnostics.report(&site.call.method, ITERATOR)),
        }
    }

    /// `step_by(n)`, `skip(n)`, `take(n)`: of the source, or of what comes out of the chain.
    pub(super) fn limited(
        &mut self,
        chain: Chain,
        site: &Site<'_>,
        of: fn(Box<Source>, Var) -> Source,
        stage: fn(Var) -> Stage,
    ) -> Accepted<Chain> {
        let count = self.index_var(site.args[0])?;
        Ok(match chain.counted() {
            Some(_) => chain.over(|inner| of(inner, count)),
            None => chain.with(stage(count)),
        })
    }

    /// `zip(other)`
    pub(super) fn zipped(&mut self, chain: Chain, site: &Site<'_>) -> Accepted<Chain> {
        let other = self.chain(site.args[0])?;
        self.side_by_side(chain, other, site.args[0])
    }

    /// Two iterators item by item, of which one at least has its items at known positions.
    fn side_by_side(&mut self, chain: Chain, other: Chain, at: &Expr) -> Accepted<Chain> {
        let assigned = [chain.assigned.clone(), other.assigned.clone()].concat();
        let zipped = match (chain.counted().is_some(), other.counted().is_some()) {
            (true, true) => chain.over(|first| Source::Zip(first, Box::new(other.source))),
            (false, true) => chain.with(Stage::Zip(Box::new(other.source), Side::Second)),
            // Nothing more is asked of the second one where the first has ended.
            (true, false) => {
                let limited = match self.count(&chain.source, at.span()) {
                    Some(count) => other.with(Stage::Take(count)),
                    None => other,
                };
                limited.with(Stage::Zip(Box::new(chain.source), Side::First))
            }
            (false, false) => {
                let instead = "of two that leave items out, one is collected before";
                return Err(self.diagnostics.on(at, ITERATOR, instead));
            }
        };
        Ok(Chain { assigned, ..zipped })
    }

    /// `chain(other)`
    pub(super) fn continued(&mut self, chain: Chain, site: &Site<'_>) -> Accepted<Chain> {
        let other = self.chain(site.args[0])?;
        if chain.counted().is_some() && other.counted().is_some() {
            let assigned = [chain.assigned.clone(), other.assigned].concat();
            let both = chain.over(|first| Source::Chained(first, Box::new(other.source)));
            return Ok(Chain { assigned, ..both });
        }
        let assigned = [chain.assigned.clone(), other.assigned.clone()].concat();
        let both = Chain::new(Source::Parts(Box::new(chain), Box::new(other)));
        Ok(Chain { assigned, ..both })
    }

    /// `iter()` and `iter_mut()` of what has elements.
    pub(super) fn all_items(&mut self, whole: Whole, site: &Site<'_>) -> Accepted<Value> {
        match whole {
            Whole::Read(var) => self.items(Value::Var(var), site),
            Whole::Written(place) => self.items(Value::Borrow(place), site),
        }
    }

    /// `windows(n)`
    pub(super) fn runs(&mut self, root: Var, form: Form, site: &Site<'_>) -> Accepted<Value> {
        let run = Run { length: self.index_var(site.args[0])?, form };
        let chain = Chain::new(Source::Runs { root, run });
        Ok(Value::Lazy(Lazy::Iterator(Shared::new(chain))))
    }

    /// `chunks(n)`, `chunks_exact(n)`, and with `_mut`.
    pub(super) fn runs_of(&mut self, whole: Whole, form: Form, site: &Site<'_>) -> Accepted<Value> {
        let place = match whole {
            Whole::Read(root) => return self.runs(root, form, site),
            Whole::Written(place) => place,
        };
        let run = Run { length: self.index_var(site.args[0])?, form };
        let Some(source) = self.places_in(place, Some(run)) else { return Err(Refused) };
        Ok(Value::Lazy(Lazy::Iterator(Shared::new(Chain::new(source)))))
    }

    /// An iterator that a function makes.
    pub(super) fn made_by(&mut self, call: &ExprCall) -> Accepted<Chain> {
        match maker(call) {
            Some(Maker::Zip) => {
                let (first, second) = (self.chain(&call.args[0])?, self.chain(&call.args[1])?);
                self.side_by_side(first, second, &call.args[1])
            }
            Some(Maker::Repeat) => Ok(Chain::new(Source::Repeat(self.expr(&call.args[0], None)?))),
            Some(Maker::RepeatN) => {
                let (item, count) =
                    (self.expr(&call.args[0], None)?, self.index_var(&call.args[1])?);
                Ok(Chain::new(Source::Repeat(item)).over(|inner| Source::Take(inner, count)))
            }
            Some(Maker::RepeatWith) => {
                let function = self.function(&call.args[0], 0)?;
                self.made_again_and_again(
                    function,
                    call,
                    |item, f| parse_quote_spanned!(item.span()=> (0_usize..).map(|#item| #f())),
                )
            }
            Some(Maker::FromFn) => {
                let function = self.function(&call.args[0], 0)?;
                let function = Shared::new(function.yielding_option());
                self.made_again_and_again(function, call, |item, f| {
                    parse_quote_spanned!(item.span()=> (0_usize..).map_while(|#item| #f()))
                })
            }
            Some(Maker::Successors) => self.successors(call),
            Some(Maker::Once) => Ok(Chain::new(Source::Once(self.expr(&call.args[0], None)?))),
            None => Err(self.diagnostics.report(&call.func, ITERATOR)),
        }
    }

    /// An iterator in terms of a closure, which is called for each item.
    fn made_again_and_again(
        &mut self,
        function: Shared<Closure>,
        call: &ExprCall,
        made: impl FnOnce(&Ident, &Ident) -> Expr,
    ) -> Accepted<Chain> {
        let span = call.func.span();
        let (item, f) = (self.operand_name(span), self.operand_name(span));
        self.scopes.bind(f.to_string(), Value::Lazy(Lazy::Closure(function)));
        self.chain(&made(&item, &f))
    }

    /// `successors(first, f)`
    fn successors(&mut self, call: &ExprCall) -> Accepted<Chain> {
        let span = call.func.span();
        let option = Kind::Option(Box::new(Kind::Other(None)));
        let first = self.expr(&call.args[0], Some(&option))?;
        let function = self.function(&call.args[1], 1)?;
        let function = Shared::new(function.yielding_option());
        let [item, f, next] = [(); 3].map(|()| self.operand_name(span));
        self.scopes.bind(f.to_string(), Value::Lazy(Lazy::Closure(function)));
        self.scopes.bind_mutable(next.to_string(), first);
        self.chain(&parse_quote_spanned!(span=> (0_usize..).map_while(|#item| {
            let current = #next;
            if let Some(value) = current { #next = #f(&value); }
            current
        })))
    }

    /// `skip_while(f)`: a filter that remembers whether it still skips.
    pub(super) fn skipping(&mut self, chain: Chain, site: &Site<'_>) -> Accepted<Chain> {
        let span = site.span();
        let function = Value::Lazy(Lazy::Closure(self.function(site.args[0], 1)?));
        let (skips, f) = (self.operand_name(span), self.operand_name(span));
        let yes = self.truth(true, span);
        self.scopes.bind_mutable(skips.to_string(), Value::Var(yes));
        self.scopes.bind(f.to_string(), function);
        let item = self.operand_name(span);
        let filter = self.written_closure(&syn::parse_quote_spanned!(span=> |#item| {
            if #skips { #skips = #f(#item); }
            !#skips
        }))?;
        Ok(chain.with(Stage::Filter(filter)))
    }

    /// `inspect(f)`
    pub(super) fn inspected(&mut self, chain: Chain, site: &Site<'_>) -> Accepted<Chain> {
        let span = site.span();
        let function = Value::Lazy(Lazy::Closure(self.function(site.args[0], 1)?));
        let f = self.operand_name(span);
        self.scopes.bind(f.to_string(), function);
        let item = self.operand_name(span);
        let map =
            self.written_closure(&syn::parse_quote_spanned!(span=> |#item| { #f(&#item); #item }))?;
        Ok(chain.with(Stage::Map(map)))
    }

    /// `scan(state, |s, item| …)`: a map that changes a variable, which ends all where its closure may say `None`.
    pub(super) fn scanned(&mut self, chain: Chain, site: &Site<'_>) -> Accepted<Chain> {
        let (state, function, span) = (site.args[0], site.args[1], site.span());
        let Expr::Closure(closure) = function else {
            return Err(self.diagnostics.report(function, SCAN));
        };
        let [held, item] = Vec::from_iter(&closure.inputs)[..] else {
            return Err(self.diagnostics.report(function, SCAN));
        };
        let always = always_some(&closure.body).filter(|_| !exits_early(&closure.body));
        let body = always.as_ref().unwrap_or(&closure.body);
        let state = self.expr(state, None)?;
        let name = self.operand_name(span);
        self.scopes.bind_mutable(name.to_string(), state);
        let map = self.written_closure(&syn::parse_quote_spanned!(span=> |#item| {
            let #held = &mut #name;
            #body
        }))?;
        Ok(chain.with(match always {
            Some(_) => Stage::Map(map),
            None => Stage::MapWhile(map),
        }))
    }

    pub(super) fn written_closure(&mut self, closure: &ExprClosure) -> Accepted<Shared<Closure>> {
        match self.closure(closure)? {
            Value::Lazy(Lazy::Closure(closure)) => Ok(closure),
            _ => Err(Refused),
        }
    }
}

/// What stands in `Some(…)` at the end of a body that always gets there.
fn always_some(body: &Expr) -> Option<Expr> {
    match body {
        Expr::Paren(inner) => always_some(&inner.expr),
        Expr::Block(block) if block.label.is_none() => {
            let mut block = block.clone();
            let Some(Stmt::Expr(last, None)) = block.block.stmts.last_mut() else { return None };
            *last = always_some(last)?;
            Some(Expr::Block(block))
        }
        Expr::Call(call) => match &*call.func {
            Expr::Path(path) if path.path.is_ident("Some") => call.args.first().cloned(),
            _ => None,
        },
        _ => None,
    }
}
