//! Formulas as text, in the user's words.

use std::collections::HashMap;

use proc_macro2::TokenStream;
use quote::ToTokens;

use crate::emit::code::{Binding, binding, tighter};
use crate::ir::{Half, Kind, Literal, Num, Op, RustCode, Stmt, Var, Vars};
use crate::prims::{Emit, Prim};

/// A formula, and how tightly it binds.
pub struct Text {
    /// The formula.
    pub text: String,
    binding: Binding,
}

impl Text {
    fn new(text: String, binding: Binding) -> Text {
        Text { text, binding }
    }

    fn at(self, binding: Binding) -> String {
        if self.binding >= binding { self.text } else { format!("({})", self.text) }
    }
}

/// What is known for writing formulas.
pub struct Formulas<'a> {
    /// The names of values that are written as such.
    pub names: &'a HashMap<Var, String>,
    /// How the others are computed.
    pub definitions: HashMap<Var, &'a Op>,
    /// All values.
    pub vars: &'a Vars,
    /// Where a formula is given up as too long.
    pub limit: usize,
}

/// The operations of statements with one value.
pub fn definitions(stmts: &[Stmt]) -> HashMap<Var, &Op> {
    stmts
        .iter()
        .filter_map(|stmt| match stmt.outs[..] {
            [out] => Some((out, &stmt.op)),
            _ => None,
        })
        .collect()
}

impl Formulas<'_> {
    /// A value: its name, or the formula behind it. `None` where there is no short one.
    pub fn value(&self, var: Var) -> Option<Text> {
        match self.names.get(&var) {
            Some(name) => Some(Text::new(name.clone(), Binding::Atom)),
            None => self.operation(var, self.definitions.get(&var)?),
        }
    }

    /// The formula of an operation.
    pub fn operation(&self, out: Var, op: &Op) -> Option<Text> {
        let text = match op {
            Op::Literal(literal) => self.literal(literal),
            Op::Rust(code) => self.rust(code),
            Op::Prim(prim, args) => self.prim(out, *prim, args)?,
            Op::Call(call) if call.is(Half::Primal) => {
                let path = compact(call.callee.path.to_token_stream());
                Text::new(format!("{path}({})", self.list(&call.values())?), Binding::Atom)
            }
            Op::Map { .. }
            | Op::Aggregate(_)
            | Op::Project(_)
            | Op::Update { .. }
            | Op::Zeros(_)
            | Op::Call(_)
            | Op::If { .. }
            | Op::For { .. }
            | Op::While { .. }
            | Op::Wrap(_)
            | Op::Unwrap(_) => return None,
        };
        (text.text.len() <= self.limit).then_some(text)
    }

    fn list(&self, args: &[Var]) -> Option<String> {
        let args: Option<Vec<String>> =
            args.iter().map(|arg| self.value(*arg).map(|value| value.text)).collect();
        Some(args?.join(", "))
    }

    fn literal(&self, literal: &Literal) -> Text {
        let text = match literal {
            Literal::Real(value) => format!("{value:?}"),
            Literal::Int(value) => value.to_string(),
            Literal::Bool(value) => value.to_string(),
            Literal::Token(text, _) => text.clone(),
            Literal::StandIn => "…".into(),
            Literal::Path(_, expr) => {
                let name = matches!(**expr, syn::Expr::Path(_) | syn::Expr::Lit(_));
                let binding = if name { Binding::Atom } else { Binding::Loose };
                return Text::new(compact(expr.to_token_stream()), binding);
            }
        };
        let binding = if text.starts_with('-') { Binding::Unary } else { Binding::Atom };
        Text::new(text, binding)
    }

    /// The user's own tokens, with the names of this graph.
    fn rust(&self, code: &RustCode) -> Text {
        let name = |word: &str| {
            let known = code.captures.iter().find(|(name, _)| name == word);
            known.and_then(|(_, var)| self.names.get(var)).cloned()
        };
        let tokens = TokenStream::clone(&code.tokens);
        let renamed: TokenStream = tokens
            .into_iter()
            .map(|token| match &token {
                proc_macro2::TokenTree::Ident(word) => match name(&word.to_string()) {
                    Some(name) => proc_macro2::Ident::new(&name, word.span()).into(),
                    None => token,
                },
                _ => token,
            })
            .collect();
        Text::new(compact(renamed), Binding::Loose)
    }

    fn prim(&self, out: Var, prim: Prim, args: &[Var]) -> Option<Text> {
        let first = self.value(args[0])?;
        Some(match prim.emit {
            Emit::Method => {
                let (receiver, rest) = (first.at(Binding::Atom), self.list(&args[1..])?);
                Text::new(format!("{receiver}.{}({rest})", prim.name), Binding::Atom)
            }
            Emit::Infix(symbol) => {
                let strength = binding(symbol);
                let chains = strength != Binding::Compare;
                let left = first.at(if chains { strength } else { tighter(strength) });
                let right = self.value(args[1])?.at(tighter(strength));
                Text::new(format!("{left} {symbol} {right}"), strength)
            }
            Emit::Prefix(symbol) => {
                Text::new(format!("{symbol}{}", first.at(Binding::Unary)), Binding::Unary)
            }
            Emit::Cast => self.cast(out, args[0], first),
            Emit::Identity => Text::new(format!("{}({})", prim.name, first.text), Binding::Atom),
            // A formula speaks of points where there are derivatives.
            Emit::UnlessZero => first,
            Emit::Given | Emit::Differs | Emit::Array(_) => return None,
        })
    }

    /// `n as f64`; nothing is written for a generic number.
    fn cast(&self, out: Var, arg: Var, value: Text) -> Text {
        let number = match self.vars.kind(out) {
            Kind::Real(Num::Param(_)) if self.vars.kind(arg).is_real() => return value,
            Kind::Real(Num::F32) => "f32".to_owned(),
            Kind::Real(Num::F64) => "f64".to_owned(),
            Kind::Int(Num::Open) => "i64".to_owned(),
            Kind::Real(Num::Param(name)) | Kind::Int(Num::Int(name)) => name.to_string(),
            _ => return value,
        };
        Text::new(format!("{} as {number}", value.at(Binding::Cast)), Binding::Cast)
    }
}

/// Tokens without the spaces that nobody writes.
fn compact(tokens: TokenStream) -> String {
    let tight = [" :: ", ":: ", " . ", "( ", " )", " ,"];
    tight.into_iter().fold(tokens.to_string(), |text, part| text.replace(part, part.trim()))
}
