//! `match` and `let` in conditions: a chain of branches.
//!
//! Whether a pattern fits is asked in the user's words. What it binds is the value itself, or a part
//! of a tuple; the payload of an enum, which carries no derivative, is taken out in their words, too.

use proc_macro2::TokenStream;
use quote::{ToTokens, quote};
use syn::spanned::Spanned;
use syn::visit::Visit;
use syn::visit_mut::VisitMut;
use syn::{Arm, Expr, ExprMatch, Pat};

use super::arms::conjunction;
use super::exits::falls;
use super::flow::Rest;
use super::lower::Lower;
use super::scope::Value;
use crate::diagnostics::*;
use crate::ir::{Block, Kind, Literal, Op, RustCode, Var};
use crate::prims;

/// A value that patterns are tried on.
pub(super) struct Scrutinee {
    value: Value,
    /// How it is written, for conditions.
    words: TokenStream,
    /// The variables in the words.
    captures: Vec<(syn::Ident, Var)>,
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
            let scrutinee = lower.scrutinee(&choice.expr, value)?;
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
        let Some(cond) = cond else { return self.flow_arm(scrutinee, first, expected, rest) };
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
        let bound = self.bind_parts(pattern, pattern, scrutinee, &scrutinee.value);
        self.flow(&arm.body, expected, &mut |lower, value| {
            lower.scopes.truncate(depth);
            rest(lower, value)
        })
        .and(bound)
    }

    /// The condition of an arm: the pattern, and the guard on what it binds.
    fn arm_condition(&mut self, scrutinee: &Scrutinee, arm: &Arm) -> Accepted<Option<Var>> {
        let (pattern, guard) = unguarded(&arm.pat);
        let fits = self.fits(pattern, scrutinee);
        let Some(guard) = guard else { return Ok(fits) };
        let (stmts, holds) = self.capture(|lower| {
            lower.scopes.enter();
            let bound = lower.bind_parts(pattern, pattern, scrutinee, &scrutinee.value);
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
        let scrutinee = self.scrutinee(expr, value)?;
        let cond = self.fits(pattern, &scrutinee);
        Ok(Matched { cond, scrutinee })
    }

    /// Binds the names in a pattern that fits.
    pub(super) fn bind_matched(&mut self, pattern: &Pat, matched: &Matched) -> Accepted<()> {
        self.bind_parts(pattern, pattern, &matched.scrutinee, &matched.scrutinee.value)
    }

    fn scrutinee(&mut self, expr: &Expr, value: Value) -> Accepted<Scrutinee> {
        let mut captures = Vec::new();
        if let Some(words) = self.words(expr, &mut captures) {
            return Ok(Scrutinee { value, words, captures });
        }
        let var = self.single(value.clone(), expr.span())?;
        let name = syn::Ident::new("matched", expr.span());
        self.suggest_name(&Value::Var(var), &name);
        let (words, captures) = (name.to_token_stream(), vec![(name, var)]);
        Ok(Scrutinee { value, words, captures })
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
                let Some(Value::Var(var)) = self.scopes.get(&name.to_string()) else {
                    return None;
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
    fn fits(&mut self, pattern: &Pat, scrutinee: &Scrutinee) -> Option<Var> {
        let mut pattern = pattern.clone();
        Strip { except: None }.visit_pat_mut(&mut pattern);
        if irrefutable(&pattern) {
            return None;
        }
        if let Some(equal) = self.equals_number(&pattern, scrutinee) {
            return Some(equal);
        }
        let words = &scrutinee.words;
        let code = self.words_code(quote!(::core::matches!(#words, #pattern)), scrutinee);
        Some(self.push(Kind::Bool, Op::Rust(code), pattern.span()))
    }

    /// An integer as a pattern is a comparison, which costs nothing to make again.
    fn equals_number(&mut self, pattern: &Pat, scrutinee: &Scrutinee) -> Option<Var> {
        let (Pat::Lit(number), Value::Var(var)) = (pattern, &scrutinee.value) else { return None };
        let (syn::Lit::Int(_), kind @ Kind::Int(_)) = (&number.lit, self.vars.kind(*var)) else {
            return None;
        };
        let (kind, var) = (kind.clone(), *var);
        let text = number.lit.to_token_stream().to_string();
        let literal = Literal::Token(text, number.lit.clone());
        let number = self.push(kind, Op::Literal(literal), pattern.span());
        Some(self.push(Kind::Bool, Op::Prim(prims::EQ, vec![var, number]), pattern.span()))
    }

    fn words_code(&self, tokens: TokenStream, scrutinee: &Scrutinee) -> RustCode {
        let captures = scrutinee.captures.clone();
        RustCode { tokens: std::rc::Rc::new(tokens), captures, effect: false }
    }

    /// Binds the names in a part of the pattern `whole`.
    fn bind_parts(
        &mut self,
        part: &Pat,
        whole: &Pat,
        scrutinee: &Scrutinee,
        value: &Value,
    ) -> Accepted<()> {
        match part {
            Pat::Paren(inner) => self.bind_parts(&inner.pat, whole, scrutinee, value),
            Pat::Type(typed) => self.bind_parts(&typed.pat, whole, scrutinee, value),
            Pat::Reference(inner) => self.bind_parts(&inner.pat, whole, scrutinee, value),
            Pat::Ident(name) if is_binding(name) => {
                self.bind_name(name, value.clone());
                match &name.subpat {
                    Some((_, inner)) => self.bind_parts(inner, whole, scrutinee, value),
                    None => Ok(()),
                }
            }
            Pat::Tuple(tuple) if self.is_tuple(value) => {
                let count = self.tuple_length(value);
                let parts = self.tuple_parts(value.clone(), count, part)?;
                let skipped = count + 1 - tuple.elems.len().min(count + 1);
                let mut position = 0;
                for item in &tuple.elems {
                    if matches!(item, Pat::Rest(_)) {
                        position += skipped;
                        continue;
                    }
                    let Some(value) = parts.get(position) else {
                        return Err(self.diagnostics.report(part, PATTERN));
                    };
                    self.bind_parts(item, whole, scrutinee, value)?;
                    position += 1;
                }
                Ok(())
            }
            Pat::Struct(_) | Pat::TupleStruct(_) if self.is_struct(value) => {
                self.bind_pattern(part, value.clone())
            }
            other => {
                let names = bindings(other);
                if names.is_empty() {
                    return Ok(());
                }
                let mut leaves = Vec::new();
                value.leaves(&mut leaves);
                if leaves.iter().any(|var| self.vars.kind(*var).is_differentiable()) {
                    for name in &names {
                        self.scopes.bind(name.to_string(), Value::Poison);
                    }
                    return Err(self.diagnostics.report(part, MATCH));
                }
                names.iter().for_each(|name| self.extract(name, other, whole, scrutinee, value));
                Ok(())
            }
        }
    }

    /// Takes a payload out of an enum.
    fn extract(
        &mut self,
        name: &syn::Ident,
        part: &Pat,
        whole: &Pat,
        scrutinee: &Scrutinee,
        value: &Value,
    ) {
        let kind = self.payload(part, value).unwrap_or(Kind::Other(None));
        let mut pattern = whole.clone();
        Strip { except: Some(name.to_string()) }.visit_pat_mut(&mut pattern);
        let words = &scrutinee.words;
        let tokens = quote!(match &#words {
            #pattern => #name.clone(),
            #[allow(unreachable_patterns)]
            _ => unreachable!(),
        });
        let code = self.words_code(tokens, scrutinee);
        let var = self.push(kind, Op::Rust(code), name.span());
        self.suggest_name(&Value::Var(var), name);
        self.scopes.bind(name.to_string(), Value::Var(var));
    }

    /// The kind of what `Some(name)` binds.
    fn payload(&self, part: &Pat, value: &Value) -> Option<Kind> {
        let (Pat::TupleStruct(part), Value::Var(var)) = (part, value) else { return None };
        let Kind::Other(Some(ty)) = self.vars.kind(*var) else { return None };
        let syn::Type::Path(path) = &**ty else { return None };
        let syn::PathArguments::AngleBracketed(arguments) = &path.path.segments.last()?.arguments
        else {
            return None;
        };
        let position = match part.path.segments.last()?.ident.to_string().as_str() {
            "Some" | "Ok" => 0,
            "Err" => 1,
            _ => return None,
        };
        match arguments.args.iter().nth(position)? {
            syn::GenericArgument::Type(ty) => self.types.kind(ty),
            _ => None,
        }
    }

    fn is_tuple(&self, value: &Value) -> bool {
        match value {
            Value::Tuple(_) => true,
            Value::Var(var) => matches!(self.vars.kind(*var), Kind::Tuple(_)),
            Value::Borrow(_) | Value::Unit | Value::Lazy(_) | Value::Absent(_) | Value::Poison => {
                false
            }
        }
    }

    fn is_struct(&self, value: &Value) -> bool {
        matches!(value, Value::Var(var) if matches!(self.vars.kind(*var), Kind::Struct(_)))
    }

    fn tuple_length(&self, value: &Value) -> usize {
        match value {
            Value::Tuple(items) => items.len(),
            Value::Var(var) => match self.vars.kind(*var) {
                Kind::Tuple(kinds) => kinds.len(),
                _ => 0,
            },
            Value::Borrow(_) | Value::Unit | Value::Lazy(_) | Value::Absent(_) | Value::Poison => 0,
        }
    }
}

/// The pattern of an arm, and its guard.
fn unguarded(pattern: &Pat) -> (&Pat, Option<&Expr>) {
    match pattern {
        Pat::Guard(guarded) => (&guarded.pat, Some(&guarded.guard)),
        pattern => (pattern, None),
    }
}

/// Whether an identifier in a pattern binds a name. A lone upper-case name is a constant or a
/// variant.
fn is_binding(pattern: &syn::PatIdent) -> bool {
    !pattern.ident.to_string().starts_with(char::is_uppercase) || pattern.subpat.is_some()
}

/// Whether a pattern without bindings fits everything.
fn irrefutable(pattern: &Pat) -> bool {
    match pattern {
        Pat::Wild(_) | Pat::Rest(_) => true,
        Pat::Paren(inner) => irrefutable(&inner.pat),
        Pat::Type(inner) => irrefutable(&inner.pat),
        Pat::Tuple(tuple) => tuple.elems.iter().all(irrefutable),
        _ => false,
    }
}

/// The names that a pattern binds.
fn bindings(pattern: &Pat) -> Vec<syn::Ident> {
    let mut finder = Bindings { found: Vec::new() };
    finder.visit_pat(pattern);
    finder.found
}

struct Bindings {
    found: Vec<syn::Ident>,
}

impl<'ast> Visit<'ast> for Bindings {
    fn visit_pat_ident(&mut self, pattern: &'ast syn::PatIdent) {
        if is_binding(pattern) && !self.found.contains(&pattern.ident) {
            self.found.push(pattern.ident.clone());
        }
        syn::visit::visit_pat_ident(self, pattern);
    }
}

/// Removes bindings and references from a pattern.
struct Strip {
    /// The one binding that stays.
    except: Option<String>,
}

impl VisitMut for Strip {
    fn visit_pat_mut(&mut self, pattern: &mut Pat) {
        let simpler = match &mut *pattern {
            Pat::Ident(name) if is_binding(name) => {
                if self.except.as_ref().is_some_and(|kept| name.ident == kept) {
                    (name.by_ref, name.mutability) = (None, None);
                    None
                } else {
                    let wild: Pat = syn::parse_quote!(_);
                    Some(name.subpat.take().map_or(wild, |(_, inner)| *inner))
                }
            }
            Pat::Reference(inner) => Some((*inner.pat).clone()),
            _ => None,
        };
        match simpler {
            Some(inner) => {
                *pattern = inner;
                self.visit_pat_mut(pattern);
            }
            None => syn::visit_mut::visit_pat_mut(self, pattern),
        }
    }

    fn visit_field_pat_mut(&mut self, field: &mut syn::FieldPat) {
        // `Scale { k }` binds a field under its own name.
        if field.colon_token.is_none() {
            field.colon_token = Some(Default::default());
        }
        syn::visit_mut::visit_field_pat_mut(self, field);
    }
}
