//! What the items of an iterator are collected into.

use std::rc::Rc;

use proc_macro2::{Ident, Span};
use syn::{Expr, ExprMethodCall};

use super::chains::Chain;
use super::closures::{Lazy, Shared};
use super::consumers::turbofish;
use super::lower::Lower;
use super::methods::Site;
use super::scope::Value;
use crate::diagnostics::*;
use crate::ir::{Kind, Literal, Mode, Op, Place, Rank, Step, Stmt, Var};
use crate::prims;

/// What `collect()` makes.
#[derive(Clone, Copy)]
enum Collection {
    /// `Vec<f64>`
    Vector,
    /// `Array1<f64>`
    Array,
}

impl Lower<'_> {
    /// `collect()` into a vector: one of the right length is filled.
    pub(super) fn collect(&mut self, chain: &Chain, site: &Site<'_>) -> Accepted<Value> {
        let (call, expected, name, span) =
            (site.call, site.expected, site.name("items"), site.span());
        if chain.yields_places() {
            return Err(self.diagnostics.report(&call.method, BORROW));
        }
        if let Some(value) = self.all_or_nothing(chain, site) {
            return value;
        }
        let declared = turbofish(call).and_then(|ty| self.types.kind(ty));
        let target = self.collection(call, expected);
        let item = match (target, declared.as_ref().or(expected)) {
            (Some(Collection::Vector), wanted) => wanted.and_then(Kind::element).cloned(),
            (Some(Collection::Array), Some(Kind::Nd { num, .. })) => Some(Kind::Real(num.clone())),
            (Some(Collection::Array), _) => None,
            (None, _) => return Err(self.diagnostics.report(&call.method, COLLECT)),
        };
        let chain = match item.filter(|item| !matches!(item, Kind::Other(None))) {
            Some(item) => chain.clone().yielding(&item),
            None => chain.clone(),
        };
        let bounded = chain.bounded().cloned();
        let items = match bounded.and_then(|source| self.count(&source, span)) {
            Some(_) => {
                let before = self.scopes.clone();
                match self.gathered_if_blank(&chain, None, span, name)? {
                    Some(items) => items,
                    None => {
                        self.scopes.go_back(before);
                        self.pushed_one_by_one(chain, site)?
                    }
                }
            }
            None => self.pushed_one_by_one(chain, site)?,
        };
        match target {
            Some(Collection::Array) => {
                let items = self.single(items, span)?;
                self.array_from(items, span).map(Value::Var)
            }
            Some(Collection::Vector) | None => Ok(items),
        }
    }

    /// The items of an iterator of which nobody knows how many there are at most.
    fn pushed_one_by_one(&mut self, chain: Chain, site: &Site<'_>) -> Accepted<Value> {
        let (span, items) = (site.span(), Value::Lazy(Lazy::Iterator(Shared::new(chain))));
        let made = Ident::new(&site.name("items"), span);
        self.written_out([items], site.call, |[items]| {
            syn::parse_quote_spanned!(span=> {
                let mut #made = Vec::new();
                for item in #items {
                    #made.push(item);
                }
                #made
            })
        })
    }

    /// `unzip()` of pairs, into two vectors.
    pub(super) fn unzipped(&mut self, chain: Chain, site: &Site<'_>) -> Accepted<Value> {
        let (span, items) = (site.span(), Value::Lazy(Lazy::Iterator(Shared::new(chain))));
        self.written_out([items], site.call, |[items]| {
            syn::parse_quote_spanned!(span=> {
                let (mut firsts, mut seconds) = (Vec::new(), Vec::new());
                for (first, second) in #items {
                    firsts.push(first);
                    seconds.push(second);
                }
                (firsts, seconds)
            })
        })
    }

    /// `partition(f)` into two vectors.
    pub(super) fn parted(&mut self, chain: Chain, site: &Site<'_>) -> Accepted<Value> {
        let (span, items) = (site.span(), Value::Lazy(Lazy::Iterator(Shared::new(chain))));
        let function = Value::Lazy(Lazy::Closure(self.function(site.args[0], 1)?));
        self.written_out([items, function], site.call, |[items, f]| {
            syn::parse_quote_spanned!(span=> {
                let (mut left, mut right) = (Vec::new(), Vec::new());
                for item in #items {
                    if #f(&item) { left.push(item); } else { right.push(item); }
                }
                (left, right)
            })
        })
    }

    /// The items of an iterator, in a vector or in an array of that length.
    pub(super) fn gathered(
        &mut self,
        chain: &Chain,
        length: Option<&Rc<Expr>>,
        span: Span,
        name: String,
    ) -> Accepted<Value> {
        let items = self.gathered_if_blank(chain, length, span, name)?;
        items.ok_or_else(|| self.diagnostics.at(span, COLLECT, "its items are no numbers"))
    }

    /// The same; `None` where there is nothing that an
    /// element could hold before.
    fn gathered_if_blank(
        &mut self,
        chain: &Chain,
        length: Option<&Rc<Expr>>,
        span: Span,
        name: String,
    ) -> Accepted<Option<Value>> {
        let sequence = |item: Kind| match length {
            Some(length) => Kind::Array(Box::new(item), length.clone()),
            None => Kind::Vec(Box::new(item)),
        };
        let Some(source) = chain.bounded() else {
            return Err(self.diagnostics.at(span, COLLECT, ""));
        };
        let count = self.finite(source, span)?;
        let init = self.new_var(sequence(Kind::Other(None)), None, span);
        let items = self.scopes.fresh(name.clone(), Value::Var(init));
        let mut element = None;
        let (stmts, done) = self.capture(|lower| {
            lower.drive_numbered(chain, &items, span, &mut |lower, at, item| {
                let item = lower.held(item, span)?;
                let kind = lower.vars.kind(item).clone();
                let Some(Value::Var(root)) = lower.scopes.at(&items).cloned() else {
                    return Err(Refused);
                };
                let vector = sequence(owned(&kind));
                element = Some(owned(&kind));
                lower.vars[root].kind = vector.clone();
                let place = Place { root, path: vec![Step::Index(at)] };
                let op = Op::Update { place, value: item, mode: Mode::Set };
                let next = lower.push(vector, op, span);
                lower.suggest_name(&Value::Var(next), &Ident::new(&name, span));
                lower.scopes.put(&items, Value::Var(next));
                Ok(())
            })
        });
        let shorter = done?;
        let Some(element) = element else { return Err(Refused) };
        self.vars[init].kind = sequence(element.clone());
        let Some(zero) = self.unread(&element, span) else { return Ok(None) };
        let filled = match length {
            Some(_) => vec![zero],
            None => vec![zero, count],
        };
        self.define(vec![init], Op::Prim(prims::FILLED, filled), span);
        self.stmts.extend::<Vec<Stmt>>(stmts);
        let filled = self.scopes.at(&items).cloned().unwrap_or(Value::Poison);
        let (Some(end), Value::Var(root)) = (shorter, &filled) else { return Ok(Some(filled)) };
        let place = Place { root: *root, path: vec![Step::Range(None, Some(end))] };
        let part = self.push(Kind::Slice(Box::new(element.clone())), Op::Project(place), span);
        let op = Op::Prim(prims::COPY, vec![part]);
        Ok(Some(Value::Var(self.push(Kind::Vec(Box::new(element)), op, span))))
    }

    /// What a collection is made into.
    fn collection(&self, call: &ExprMethodCall, expected: Option<&Kind>) -> Option<Collection> {
        let kind = match turbofish(call) {
            Some(syn::Type::Path(path)) if path.path.segments.last()?.ident == "Vec" => {
                return Some(Collection::Vector);
            }
            Some(ty) => self.types.kind(ty),
            None => expected.cloned(),
        };
        match kind? {
            Kind::Vec(_) => Some(Collection::Vector),
            Kind::Nd { rank: Rank::VECTOR, .. } => Some(Collection::Array),
            _ => None,
        }
    }

    /// What an element holds before it is set, and nobody reads.
    fn unread(&mut self, kind: &Kind, span: Span) -> Option<Var> {
        let Kind::Struct(info) = kind else { return self.blank(kind, span) };
        let parts = info.fields.iter().map(|(_, kind, _)| self.unread(kind, span));
        let op = Op::Aggregate(parts.collect::<Option<Vec<_>>>()?);
        Some(self.push(kind.clone(), op, span))
    }

    /// What `Default` is, for what consists of numbers.
    pub(super) fn blank(&mut self, kind: &Kind, span: Span) -> Option<Var> {
        let op = match kind {
            Kind::Real(_) => Op::Literal(Literal::Real(0.0)),
            Kind::Int(_) => Op::Literal(Literal::Int(0)),
            Kind::Bool => Op::Literal(Literal::Bool(false)),
            Kind::Tuple(kinds) => {
                let parts = kinds.iter().map(|kind| self.blank(kind, span));
                Op::Aggregate(parts.collect::<Option<Vec<_>>>()?)
            }
            Kind::Array(item, _) => Op::Prim(prims::FILLED, vec![self.blank(item, span)?]),
            Kind::Vec(_) => Op::Aggregate(Vec::new()),
            _ => return None,
        };
        Some(self.push(kind.clone(), op, span))
    }
}

/// What is stored of an item that borrows.
fn owned(kind: &Kind) -> Kind {
    match kind {
        Kind::Slice(item) => Kind::Vec(Box::new(owned(item))),
        kind => kind.clone(),
    }
}
