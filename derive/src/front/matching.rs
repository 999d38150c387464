//! `match` and `let` in conditions: a chain of branches.
//!
//! Whether a pattern fits is asked in the user's words, but for the length of a slice. `binding` tells
//! what it binds.

use super::spans::Spanned;
use proc_macro2::{Span, TokenStream};
use quote::{ToTokens, quote};
use syn::visit_mut::VisitMut;
use syn::{Arm, Expr, ExprMatch, Member, Pat};

use super::arms::conjunction;
use super::binding::{Subject, borrows, elements};
use super::closures::Lazy;
use super::exits::falls;
use super::fatal::is_fatal;
use super::flow::Rest;
use super::lower::Lower;
use super::missing::Missing;
use super::payload::{Payload, Strip};
use super::scope::{Borrow, Value};
use crate::diagnostics::*;
use crate::ir::{Block, Effect, Kind, Literal, Op, RustCode, Var};
use crate::prims;

/// A value that patterns are tried on.
pub(super) struct Scrutinee {
    subject: Subject,
    /// How it is written, for conditions.
    pub(super) words: TokenStream,
    /// The variables in the words.
    captures: Vec<(syn::Ident, Var)>,
    /// Where it may be missing.
    missing: Option<Missing>,
}

impl Scrutinee {
    /// A value under a name.
    pub(super) fn of_words(
        subject: Subject,
        name: syn::Ident,
        captures: Vec<(syn::Ident, Var)>,
    ) -> Scrutinee {
        Scrutinee { subject, words: name.to_token_stream(), captures, missing: None }
    }
}

/// A pattern tried on a value.
pub(super) struct Matched {
    /// Whether it fits; none where it always does.
    pub cond: Option<Var>,
    scrutinee: Scrutinee,
}

impl<'a> Lower<'a> {
    /// `match value { pattern => …, … }`
    pub(super) fn flow_match(
        &mut self,
        choice: &ExprMatch,
        expected: Option<&Kind>,
        rest: Rest<'_, 'a>,
    ) -> Accepted<()> {
        let arms: Vec<&Arm> = choice.arms.iter().collect();
        self.flow(&choice.expr, None, &mut |lower, value| {
            let borrowing = arms.iter().any(|arm| borrows(&arm.pat));
            let patterns: Vec<&Pat> = arms.iter().map(|arm| &arm.pat).collect();
            let value = lower.popped_for(value, &patterns, choice.expr.span())?;
            let scrutinee = lower.scrutinee(borrowing, &choice.expr, value)?;
            if arms.iter().filter(|arm| falls(&arm.body)).count() < 2 {
                return lower.flow_choice(&scrutinee, &arms, expected, rest);
            }
            let (outward, may_end) = lower.outward(&Expr::Match(choice.clone()));
            let frame = lower.joined(expected);
            let run = |lower: &mut Self, land: Rest<'_, 'a>| {
                lower.flow_choice(&scrutinee, &arms, expected, land)
            };
            lower.join(frame, &outward, may_end, run, choice.span(), rest)
        })
    }

    /// The last arm needs no condition: `match` is exhaustive.
    fn flow_choice(
        &mut self,
        scrutinee: &Scrutinee,
        arms: &[&Arm],
        expected: Option<&Kind>,
        rest: Rest<'_, 'a>,
    ) -> Accepted<()> {
        let Some((first, others)) = arms.split_first() else { return Err(Refused) };
        let cond = match others {
            [] => None,
            _ => self.arm_condition(scrutinee, first)?,
        };
        let Some(cond) = cond else {
            // Rust would say that the other arms are never reached, if it were not a constant.
            if matches!(&first.pat, Pat::Ident(name) if name.subpat.is_none()) && !others.is_empty()
            {
                return Err(self.diagnostics.report(&first.pat, PATTERN));
            }
            return self.flow_arm(scrutinee, first, expected, rest);
        };
        let (span, nothing) = (first.pat.span(), &mut |_: &mut Self, _| Ok(()));
        if is_fatal(&first.body) {
            let arm = |lower: &mut Self| lower.flow_arm(scrutinee, first, expected, nothing);
            self.guard(cond, arm, span)?;
            return self.flow_choice(scrutinee, others, expected, rest);
        }
        if others.iter().all(|arm| is_fatal(&arm.body)) {
            let arms = |lower: &mut Self| lower.flow_choice(scrutinee, others, expected, nothing);
            self.guard_unless(cond, arms, span)?;
            return self.flow_arm(scrutinee, first, expected, rest);
        }
        let then = self
            .arm(|lower| lower.flow_arm(scrutinee, first, expected, rest).map(|()| Value::Unit));
        let otherwise = self.arm(|lower| {
            lower.flow_choice(scrutinee, others, expected, rest).map(|()| Value::Unit)
        });
        self.merge(cond, then?, otherwise?, first.pat.span()).map(|_| ())
    }

    fn flow_arm(
        &mut self,
        scrutinee: &Scrutinee,
        arm: &Arm,
        expected: Option<&Kind>,
        rest: Rest<'_, 'a>,
    ) -> Accepted<()> {
        let depth = self.scopes.depth();
        self.scopes.enter();
        let (pattern, _) = unguarded(&arm.pat);
        let bound = self.bind_scrutinee(pattern, scrutinee);
        self.flow(&arm.body, expected, &mut |lower, value| {
            lower.scopes.truncate(depth);
            rest(lower, value)
        })
        .and(bound)
    }

    /// The condition of an arm: the pattern, and the guard on what it binds.
    fn arm_condition(&mut self, scrutinee: &Scrutinee, arm: &Arm) -> Accepted<Option<Var>> {
        let (pattern, guard) = unguarded(&arm.pat);
        let fits = self.fits(pattern, scrutinee)?;
        let Some(guard) = guard else { return Ok(fits) };
        let (stmts, holds) = self.capture(|lower| {
            lower.scopes.enter();
            let bound = lower.bind_scrutinee(pattern, scrutinee);
            let holds = lower.var(guard, Some(&Kind::Bool));
            lower.scopes.leave();
            bound.and(holds)
        });
        let holds = holds?;
        self.expect_of(holds, &Kind::Bool, &guard)?;
        Ok(Some(match fits {
            Some(fits) => conjunction(self, fits, Block { stmts, results: vec![holds] }),
            None => {
                self.stmts.extend(stmts);
                holds
            }
        }))
    }

    /// Tries a pattern on the value of an expression.
    pub(super) fn matched(
        &mut self,
        pattern: &Pat,
        expr: &Expr,
        value: Value,
    ) -> Accepted<Matched> {
        let value = self.popped_for(value, &[pattern], expr.span())?;
        let scrutinee = self.scrutinee(borrows(pattern), expr, value)?;
        let cond = self.fits(pattern, &scrutinee)?;
        Ok(Matched { cond, scrutinee })
    }

    /// Binds the names in a pattern that fits.
    pub(super) fn bind_matched(&mut self, pattern: &Pat, matched: &Matched) -> Accepted<()> {
        self.bind_scrutinee(pattern, &matched.scrutinee)
    }

    /// Binds the names in a pattern that takes apart what only Rust knows.
    pub(super) fn bind_in_words(
        &mut self,
        pattern: &Pat,
        expr: &Expr,
        value: Value,
    ) -> Accepted<()> {
        let scrutinee = self.scrutinee(borrows(pattern), expr, value)?;
        self.bind_scrutinee(pattern, &scrutinee)
    }

    fn bind_scrutinee(&mut self, pattern: &Pat, scrutinee: &Scrutinee) -> Accepted<()> {
        if let Some(missing) = &scrutinee.missing {
            return self.bind_found(pattern, missing, &scrutinee.subject);
        }
        let payload = Payload { whole: pattern, scrutinee };
        self.bind_subject(pattern, &scrutinee.subject, Some(&payload))
    }

    fn scrutinee(&mut self, borrows: bool, expr: &Expr, value: Value) -> Accepted<Scrutinee> {
        let mut captures = Vec::new();
        if let Value::Lazy(Lazy::Optional(optional)) = &value {
            let missing = Some(Missing::Item(Box::new(self.asked(optional, expr.span())?)));
            let subject = Subject::Value(value);
            return Ok(Scrutinee { subject, words: TokenStream::new(), captures, missing });
        }
        if let Value::Maybe(maybe) = &value {
            let missing = Some(Missing::Value(maybe.clone()));
            let subject = Subject::Value(value);
            return Ok(Scrutinee { subject, words: TokenStream::new(), captures, missing });
        }
        if let Value::Lazy(Lazy::Popped(place)) = &value {
            self.seen_to();
            let some = self.has_elements(place, expr.span())?;
            let missing = Some(Missing::Last(place.clone(), some));
            let subject = Subject::Value(Value::Poison);
            return Ok(Scrutinee { subject, words: TokenStream::new(), captures, missing });
        }
        let value = match &value {
            Value::Lazy(Lazy::Ordering(order)) => {
                let order = self.order(order, expr.span());
                self.suggest_name(&Value::Var(order), &syn::Ident::new("order", expr.span()));
                Value::Var(order)
            }
            _ => value,
        };
        let subject = self.subject(borrows, expr, value.clone())?;
        let words = match self.words(expr, &mut captures) {
            Some(words) => words,
            None => self.spelled(&value, &mut captures, expr.span())?,
        };
        Ok(Scrutinee { subject, words, captures, missing: None })
    }

    /// Names for a value that is a computation. References are read one by one.
    fn spelled(
        &mut self,
        value: &Value,
        captures: &mut Vec<(syn::Ident, Var)>,
        span: Span,
    ) -> Accepted<TokenStream> {
        if let Value::Tuple(items) = value
            && !value.places().is_empty()
        {
            let items = items.iter().map(|item| self.spelled(item, captures, span));
            let items = items.collect::<Accepted<Vec<_>>>()?;
            return Ok(quote!((#(#items),*)));
        }
        let var = self.single(value.clone(), span)?;
        let name = match captures.len() {
            0 => syn::Ident::new("matched", span),
            others => quote::format_ident!("matched_{others}", span = span),
        };
        self.suggest_name(&Value::Var(var), &name);
        captures.push((name.clone(), var));
        Ok(name.to_token_stream())
    }

    /// How an expression that is no computation is written, references left out.
    fn words(&self, expr: &Expr, captures: &mut Vec<(syn::Ident, Var)>) -> Option<TokenStream> {
        match expr {
            Expr::Paren(inner) => self.words(&inner.expr, captures),
            Expr::Group(inner) => self.words(&inner.expr, captures),
            Expr::Reference(inner) => self.words(&inner.expr, captures),
            Expr::Unary(unary) if matches!(unary.op, syn::UnOp::Deref(_)) => {
                self.words(&unary.expr, captures)
            }
            Expr::Path(path) => {
                let name = path.path.get_ident()?;
                let var = match self.scopes.get(&name.to_string())? {
                    Value::Var(var) => var,
                    Value::Borrow(Borrow { cell, path, .. }) if path.is_empty() => {
                        match self.scopes.at(cell)? {
                            Value::Var(var) => var,
                            _ => return None,
                        }
                    }
                    _ => return None,
                };
                if !captures.iter().any(|(known, _)| known == name) {
                    captures.push((name.clone(), *var));
                }
                Some(name.to_token_stream())
            }
            Expr::Tuple(tuple) => {
                let items = tuple.elems.iter().map(|item| {
                    let words = self.words(item, captures)?;
                    let copied = captures.last().is_some_and(|(_, v)| self.vars.kind(*v).is_copy());
                    Some(if copied { words } else { quote!(&#words) })
                });
                let items = items.collect::<Option<Vec<_>>>()?;
                Some(quote!((#(#items),*)))
            }
            _ => None,
        }
    }

    /// Whether a pattern fits; none where it always does.
    fn fits(&mut self, pattern: &Pat, scrutinee: &Scrutinee) -> Accepted<Option<Var>> {
        let mut pattern = pattern.clone();
        Strip { except: None }.visit_pat_mut(&mut pattern);
        let (subject, span) = (&scrutinee.subject, pattern.span());
        if let Some(missing) = &scrutinee.missing {
            return self.is_found(&pattern, missing);
        }
        let kind = self.subject_kind(subject);
        if irrefutable(&pattern, Some(&kind)) {
            return Ok(None);
        }
        let mut words = scrutinee.words.clone();
        if let Pat::Slice(slice) = &pattern
            && let Some(item) = kind.element()
        {
            if slice.elems.iter().all(|pattern| irrefutable(pattern, Some(item))) {
                return self.has_length(elements(&slice.elems), subject, span).map(Some);
            }
            words = quote!(#words[..]);
        }
        if let Some(equal) = self.equals_number(&pattern, scrutinee) {
            return Ok(Some(equal));
        }
        // A macro takes no pattern that begins with `..=`.
        let tried = match &pattern {
            Pat::Range(range) if range.start.is_none() => quote!((#pattern)),
            pattern => quote!(#pattern),
        };
        let code = self.words_code(quote!(::core::matches!(#words, #tried)), scrutinee);
        Ok(Some(self.push(Kind::Bool, Op::Rust(code), span)))
    }

    /// An integer as a pattern is a comparison, which costs nothing to make again.
    fn equals_number(&mut self, pattern: &Pat, scrutinee: &Scrutinee) -> Option<Var> {
        let (Pat::Lit(number), Subject::Value(Value::Var(var))) = (pattern, &scrutinee.subject)
        else {
            return None;
        };
        let (syn::Lit::Int(_), kind @ Kind::Int(_)) = (&number.lit, self.vars.kind(*var)) else {
            return None;
        };
        let (kind, var) = (kind.clone(), *var);
        let text = number.lit.to_token_stream().to_string();
        let literal = Literal::Token(text, number.lit.clone());
        let number = self.push(kind, Op::Literal(literal), pattern.span());
        Some(self.push(Kind::Bool, Op::Prim(prims::EQ, vec![var, number]), pattern.span()))
    }

    /// Whether there are so many elements, or at least so many.
    fn has_length(
        &mut self,
        (open, count): (bool, usize),
        subject: &Subject,
        span: Span,
    ) -> Accepted<Var> {
        let length = self.subject_length(subject, span)?;
        let count = self.int(count as i64, span);
        let prim = if open { prims::GE } else { prims::EQ };
        Ok(self.push(Kind::Bool, Op::Prim(prim, vec![length, count]), span))
    }

    pub(super) fn words_code(&self, tokens: TokenStream, scrutinee: &Scrutinee) -> RustCode {
        let captures = scrutinee.captures.clone();
        RustCode { tokens: std::rc::Rc::new(tokens), captures, effect: Effect::None }
    }
}

/// The pattern of an arm, and its guard.
fn unguarded(pattern: &Pat) -> (&Pat, Option<&Expr>) {
    match pattern {
        Pat::Guard(guarded) => (&guarded.pat, Some(&guarded.guard)),
        pattern => (pattern, None),
    }
}

/// Whether a pattern without bindings fits everything of a kind.
pub(super) fn irrefutable(pattern: &Pat, kind: Option<&Kind>) -> bool {
    match pattern {
        Pat::Wild(_) | Pat::Rest(_) => true,
        Pat::Paren(inner) => irrefutable(&inner.pat, kind),
        Pat::Type(inner) => irrefutable(&inner.pat, kind),
        Pat::Tuple(tuple) => {
            let spread = tuple.elems.iter().any(|part| matches!(part, Pat::Rest(_)));
            let kinds = match kind {
                Some(Kind::Tuple(kinds)) if !spread => kinds.as_slice(),
                _ => &[],
            };
            tuple.elems.iter().enumerate().all(|(i, part)| irrefutable(part, kinds.get(i)))
        }
        Pat::Slice(slice) => match kind {
            Some(Kind::Array(item, _)) => {
                slice.elems.iter().all(|part| irrefutable(part, Some(item)))
            }
            _ => slice.elems.len() == 1 && matches!(slice.elems[0], Pat::Rest(_)),
        },
        Pat::Struct(fields) => {
            let field = |member: &Member| match kind {
                Some(Kind::Struct(info)) => Some(info.field(member).map(|(kind, _)| kind)),
                _ => None,
            };
            let fits = |part: &syn::FieldPat| {
                field(&part.member).is_some_and(|kind| irrefutable(&part.pat, kind))
            };
            fields.fields.iter().all(fits) && matches!(kind, Some(Kind::Struct(_)))
        }
        Pat::TupleStruct(fields) => {
            matches!(kind, Some(Kind::Struct(_)))
                && fields.elems.iter().all(|part| irrefutable(part, None))
        }
        _ => false,
    }
}
