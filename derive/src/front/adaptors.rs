//! What makes an iterator of an iterator.

use syn::{Expr, ExprCall, ExprClosure, ExprMethodCall, Stmt};

use super::chains::{Chain, Maker, Stage, maker};
use super::closures::{Closure, Lazy, Shared};
use super::lower::Lower;
use super::scope::Value;
use super::source::{Form, Run, Source};
use super::spans::Spanned;
use crate::diagnostics::*;
use crate::ir::{Kind, Var};

impl Lower<'_> {
    pub(super) fn adaptor(&mut self, call: &ExprMethodCall) -> Accepted<Chain> {
        if let Some(lines) = self.lines(call) {
            return lines.map(Chain::new);
        }
        let args: Vec<&Expr> = call.args.iter().collect();
        let receiver = &call.receiver;
        match (call.method.to_string().as_str(), args.as_slice()) {
            ("iter", []) => match self.head_value(receiver)? {
                Ok(var) => match self.elements(var).or_else(|| self.constant_elements(var)) {
                    Some(source) => Ok(Chain::new(source)),
                    None => {
                        let kind = self.vars.kind(var).clone();
                        Err(self.not_iterated(&kind, receiver))
                    }
                },
                Err(chain) => Ok(chain),
            },
            ("iter_mut", []) => Ok(Chain::new(self.places(receiver, None)?)),
            ("windows" | "chunks" | "chunks_exact", [length]) => {
                let root = self.var(receiver, None)?;
                if self.vars.kind(root).element().is_none() {
                    let kind = self.vars.kind(root).clone();
                    return Err(match kind {
                        Kind::Other(_) => self.not_iterated(&kind, receiver),
                        _ => self.diagnostics.report(&call.method, ITERATOR),
                    });
                }
                let run = Run { length: self.index_var(length)?, form: form(call) };
                Ok(Chain::new(Source::Runs { root, run }))
            }
            ("chunks_mut" | "chunks_exact_mut", [length]) => {
                let run = Run { length: self.index_var(length)?, form: form(call) };
                Ok(Chain::new(self.places(receiver, Some(run))?))
            }
            ("into_iter" | "copied" | "cloned", []) => self.chain(receiver),
            (name @ ("map" | "filter" | "flat_map"), [function]) => {
                let chain = self.chain(receiver)?;
                let function = self.function(function, 1)?;
                Ok(match name {
                    "filter" => chain.with(Stage::Filter(function)),
                    "flat_map" => chain.with(Stage::FlatMap(function)),
                    _ => chain.mapped(function),
                })
            }
            ("take_while", [function]) => {
                let chain = self.chain(receiver)?;
                Ok(chain.with(Stage::TakeWhile(self.function(function, 1)?)))
            }
            ("skip_while", [function]) => self.skipping(receiver, function, call),
            ("inspect", [function]) => self.inspected(receiver, function, call),
            ("scan", [state, function]) => self.scanned(receiver, state, function, call),
            ("flatten", []) => Ok(self.chain(receiver)?.with(Stage::Flatten)),
            ("enumerate", []) => {
                let chain = self.chain(receiver)?;
                Ok(match chain.stages.is_empty() {
                    true => chain.over(Source::Enumerate),
                    false => chain.with(Stage::Enumerate),
                })
            }
            ("rev", []) => {
                let chain = self.chain(receiver)?;
                match chain.stages.iter().all(Stage::is_pure) {
                    true => Ok(chain.over(Source::Reversed)),
                    false => Err(self.diagnostics.report(&call.method, ITERATOR)),
                }
            }
            (name @ ("zip" | "chain"), [other]) => {
                let first = self.counted_chain(call)?;
                let both = if name == "zip" { Source::Zip } else { Source::Chained };
                self.joined_with(first, other, both)
            }
            (name @ ("step_by" | "skip" | "take"), [count]) => {
                let chain = self.counted_chain(call)?;
                let count = self.index_var(count)?;
                Ok(chain.over(|inner| match name {
                    "step_by" => Source::StepBy(inner, count),
                    "skip" => Source::Skip(inner, count),
                    _ => Source::Take(inner, count),
                }))
            }
            _ => Err(self.diagnostics.report(&call.method, ITERATOR)),
        }
    }

    /// One iterator and another.
    fn joined_with(
        &mut self,
        first: Chain,
        other: &Expr,
        both: fn(Box<Source>, Box<Source>) -> Source,
    ) -> Accepted<Chain> {
        let second = self.chain(other)?;
        if second.counted().is_none() {
            return Err(self.diagnostics.report(other, ITERATOR));
        }
        let assigned = second.assigned;
        let mut joined = first.over(|first| both(first, Box::new(second.source)));
        joined.assigned.extend(assigned);
        Ok(joined)
    }

    /// An iterator that a function makes.
    pub(super) fn made_by(&mut self, call: &ExprCall) -> Accepted<Chain> {
        match maker(call) {
            Some(Maker::Zip) => {
                let first = self.chain(&call.args[0])?;
                if first.counted().is_none() {
                    return Err(self.diagnostics.report(&call.args[0], ITERATOR));
                }
                self.joined_with(first, &call.args[1], Source::Zip)
            }
            Some(Maker::Repeat) => Ok(Chain::new(Source::Repeat(self.expr(&call.args[0], None)?))),
            Some(Maker::Once) => Ok(Chain::new(Source::Once(self.expr(&call.args[0], None)?))),
            None => Err(self.diagnostics.report(&call.func, ITERATOR)),
        }
    }

    /// The receiver of an adaptor that needs to know where its items stand.
    fn counted_chain(&mut self, call: &ExprMethodCall) -> Accepted<Chain> {
        let chain = self.chain(&call.receiver)?;
        match chain.counted() {
            Some(_) => Ok(chain),
            None => Err(self.diagnostics.report(&call.method, ITERATOR)),
        }
    }

    /// What `iter()` is called on: a value, or an iterator already.
    fn head_value(&mut self, expr: &Expr) -> Accepted<Result<Var, Chain>> {
        match self.expr(expr, None)? {
            Value::Lazy(Lazy::Iterator(chain)) => Ok(Err((*chain).clone())),
            value => match value.listed() {
                Some(items) => Ok(Err(Chain::new(Source::Listed(items.to_vec())))),
                None => Ok(Ok(self.single(value, expr.span())?)),
            },
        }
    }

    /// `skip_while(f)`: a filter that remembers whether it still skips.
    fn skipping(
        &mut self,
        receiver: &Expr,
        function: &Expr,
        call: &ExprMethodCall,
    ) -> Accepted<Chain> {
        let (chain, span) = (self.chain(receiver)?, call.method.span());
        let function = Value::Lazy(Lazy::Closure(self.function(function, 1)?));
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
    fn inspected(
        &mut self,
        receiver: &Expr,
        function: &Expr,
        call: &ExprMethodCall,
    ) -> Accepted<Chain> {
        let (chain, span) = (self.chain(receiver)?, call.method.span());
        let function = Value::Lazy(Lazy::Closure(self.function(function, 1)?));
        let f = self.operand_name(span);
        self.scopes.bind(f.to_string(), function);
        let item = self.operand_name(span);
        let map =
            self.written_closure(&syn::parse_quote_spanned!(span=> |#item| { #f(&#item); #item }))?;
        Ok(chain.with(Stage::Map(map)))
    }

    /// `scan(state, |s, item| { …; Some(value) })`: a map that changes a variable.
    fn scanned(
        &mut self,
        receiver: &Expr,
        state: &Expr,
        function: &Expr,
        call: &ExprMethodCall,
    ) -> Accepted<Chain> {
        let (chain, span) = (self.chain(receiver)?, call.method.span());
        let Expr::Closure(closure) = function else {
            return Err(self.diagnostics.report(function, SCAN));
        };
        let inputs: Vec<_> = closure.inputs.iter().collect();
        let (Some(body), [held, item]) = (always_some(&closure.body), inputs.as_slice()) else {
            return Err(self.diagnostics.report(&closure.body, SCAN));
        };
        let state = self.expr(state, None)?;
        let name = self.operand_name(span);
        self.scopes.bind_mutable(name.to_string(), state);
        let map = self.written_closure(&syn::parse_quote_spanned!(span=> |#item| {
            let #held = &mut #name;
            #body
        }))?;
        Ok(chain.with(Stage::Map(map)))
    }

    fn written_closure(&mut self, closure: &ExprClosure) -> Accepted<Shared<Closure>> {
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

fn form(call: &ExprMethodCall) -> Form {
    match call.method.to_string().as_str() {
        "windows" => Form::Windows,
        "chunks_exact" | "chunks_exact_mut" => Form::Exact,
        _ => Form::Chunks,
    }
}
