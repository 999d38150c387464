//! Expressions without derivatives that are kept in the user's words.

use std::rc::Rc;

use super::spans::Spanned;
use proc_macro2::{TokenStream, TokenTree};
use quote::ToTokens;
use syn::visit::Visit;
use syn::{Expr, ExprCall, ExprStruct, Ident, Macro};

use super::bind::name_of;
use super::constants::is_part_of_constant;
use super::exits::diverges;
use super::lower::Lower;
use super::methods::iterates;
use super::owner::owner_of;
use super::scope::Value;
use crate::diagnostics::*;
use crate::ir::{Effect, Kind, Num, Op, RustCode, Var};

const EFFECTS: &[&str] = &[
    "assert",
    "assert_eq",
    "assert_ne",
    "debug_assert",
    "debug_assert_eq",
    "debug_assert_ne",
    "println",
    "eprintln",
    "print",
    "eprint",
];

impl Lower<'_> {
    /// Tokens with the local names in them noted.
    pub(super) fn code(&mut self, tokens: TokenStream) -> Accepted<RustCode> {
        let mut names = Vec::new();
        find_names(&tokens, &mut names);
        let mut captures: Vec<(Ident, Var)> = Vec::new();
        for name in names {
            if captures.iter().any(|(known, _)| *known == name) {
                continue;
            }
            let value = match self.scopes.get(&name.to_string()) {
                None | Some(Value::Unit | Value::Poison) => continue,
                Some(value) => value.clone(),
            };
            let var = self.single(value, name.span())?;
            captures.push((name, var));
        }
        Ok(RustCode { tokens: Rc::new(tokens), captures, effect: Effect::None })
    }

    /// Whether code mentions variables of the function.
    pub(super) fn names_locals(&self, tokens: &TokenStream) -> bool {
        let mut names = Vec::new();
        find_names(tokens, &mut names);
        names.iter().any(|name| self.scopes.get(&name.to_string()).is_some())
    }

    /// An expression that the differentiator does not take apart: it must not touch anything that
    /// could carry a derivative.
    pub(super) fn rust_code(&mut self, expr: &Expr, expected: Option<&Kind>) -> Accepted<Value> {
        let before = self.diagnostics.count();
        let code = match (self.code(expr.to_token_stream()), expr) {
            (Ok(code), _) => code,
            (Err(_), Expr::Call(call)) => {
                self.diagnostics.forget(before);
                return Err(self.not_in_words(call));
            }
            (Err(refused), _) => return Err(refused),
        };
        let plain = |kind: &Kind| !kind.is_differentiable();
        let inactive = code.captures.iter().all(|(_, var)| plain(self.vars.kind(*var)));
        let supported = matches!(
            expr,
            Expr::MethodCall(_)
                | Expr::Call(_)
                | Expr::Field(_)
                | Expr::Index(_)
                | Expr::Macro(_)
                | Expr::Lit(_)
                | Expr::Range(_)
                | Expr::Struct(_)
                | Expr::Const(_)
                | Expr::Cast(_)
                | Expr::Unary(_)
                | Expr::Binary(_)
        );
        if !inactive || !supported {
            return Err(self.not_taken(expr));
        }
        self.check_changes(expr)?;
        self.indices(expr);
        let unknown = Kind::Other(None);
        let kind = match expr {
            Expr::MethodCall(call) if counts(call) => Kind::usize(),
            Expr::Struct(ExprStruct { path, .. }) => {
                self.choice(path).or(expected.cloned()).unwrap_or(unknown)
            }
            _ => expected.cloned().unwrap_or(unknown),
        };
        self.unifier.open(&kind);
        let var = self.push(kind, Op::Rust(code.clone()), expr.span());
        if is_part_of_constant(expr) {
            self.note_constant(var, code);
        }
        Ok(Value::Var(var))
    }

    /// The enum that a variant belongs to, where that has answered.
    pub(super) fn choice(&self, variant: &syn::Path) -> Option<Kind> {
        let owner = owner_of(variant, self.owner)?;
        let ty = syn::parse_quote!(#owner);
        let known = is_variant(variant) && self.signatures.is_choice(&owner);
        known.then(|| Kind::Other(Some(Rc::new(ty))))
    }

    /// What indexes something in the user's words is a `usize`, if its type is not known otherwise.
    fn indices(&mut self, expr: &Expr) {
        struct Indices(Vec<Ident>);
        impl<'ast> Visit<'ast> for Indices {
            fn visit_expr_index(&mut self, index: &'ast syn::ExprIndex) {
                if let Expr::Path(path) = &*index.index {
                    self.0.extend(path.path.get_ident().cloned());
                }
                syn::visit::visit_expr_index(self, index);
            }
        }
        let mut found = Indices(Vec::new());
        found.visit_expr(expr);
        for name in found.0 {
            if let Some(Value::Var(var)) = self.scopes.get(&name.to_string()).cloned() {
                let kind = self.vars.kind(var).clone();
                if matches!(kind, Kind::Int(Num::Infer(_))) {
                    self.unifier.equate_kinds(&kind, &Kind::usize());
                }
            }
        }
    }

    /// Whether this is a field of something of which only a name is known.
    fn is_untyped(&self, expr: &Expr) -> bool {
        match expr {
            Expr::Field(field) => match name_of(&field.base) {
                Some(name) => match self.scopes.get(&name) {
                    Some(Value::Var(var)) => matches!(self.vars.kind(*var), Kind::Other(_)),
                    _ => false,
                },
                None => self.is_untyped(&field.base),
            },
            _ => false,
        }
    }

    /// A call with an argument that has no words, as a value that may be missing: the method is asked for, if that is
    /// left to do.
    fn not_in_words(&mut self, call: &ExprCall) -> Refused {
        match method_path(&call.func).and_then(|path| self.ask_method_of(path)) {
            Some(asked) => asked,
            None => self.code(call.to_token_stream()).err().unwrap_or(Refused),
        }
    }

    /// An expression that could carry a derivative, and that nobody knows.
    fn not_taken(&mut self, expr: &Expr) -> Refused {
        match expr {
            Expr::Call(call) => match method_path(&call.func) {
                Some(path) => match self.ask_method_of(path) {
                    Some(asked) => asked,
                    None => self.diagnostics.report(&call.func, FUNCTION_UNKNOWN),
                },
                None => self.diagnostics.report(&call.func, unknown_function(&call.func)),
            },
            Expr::MethodCall(call) if self.is_untyped(&call.receiver) => {
                self.diagnostics.report(&call.receiver, KIND_UNKNOWN)
            }
            Expr::MethodCall(call) => match iterated(&call.receiver) {
                Some(untyped) => self.diagnostics.report(untyped, ITERATOR_UNTYPED),
                None => self.unknown_in_words(call),
            },
            Expr::Macro(mac) => self.diagnostics.report(mac, MACRO),
            _ => self.diagnostics.report(expr, CONSTRUCT),
        }
    }

    /// A macro as a statement: a check, or output.
    pub(super) fn effect(&mut self, mac: &Macro) -> Accepted<Value> {
        let name = mac.path.segments.last().map(|segment| segment.ident.to_string());
        let known = name.is_some_and(|name| EFFECTS.contains(&name.as_str()));
        if !known && !diverges(mac) {
            return Err(self.diagnostics.report(mac, MACRO));
        }
        self.check_arguments(mac)?;
        let mut code = self.code(mac.to_token_stream())?;
        code.effect = Effect::Acts;
        self.define(Vec::new(), Op::Rust(code), mac.span());
        Ok(Value::Unit)
    }

    /// A macro as an expression.
    pub(super) fn effect_or_code(
        &mut self,
        expr: &Expr,
        mac: &syn::ExprMacro,
        expected: Option<&Kind>,
    ) -> Accepted<Value> {
        let name = mac.mac.path.segments.last().map(|segment| segment.ident.to_string());
        if name.is_some_and(|name| EFFECTS.contains(&name.as_str())) {
            return self.effect(&mac.mac);
        }
        match expected {
            Some(_) => self.rust_code(expr, expected),
            None => Err(self.diagnostics.report(expr, MACRO)),
        }
    }
}

/// What an iterator goes through that nobody knows.
fn iterated(expr: &Expr) -> Option<&Expr> {
    let Expr::MethodCall(call) = expr else { return None };
    match iterates(&call.method.to_string()) {
        true => Some(&call.receiver),
        false => iterated(&call.receiver),
    }
}

/// `x.len()`, `x.count()`: a number of items is a `usize`.
pub(super) fn counts(call: &syn::ExprMethodCall) -> bool {
    call.args.is_empty() && (call.method == "len" || call.method == "count")
}

/// The names in code that may be those of variables.
pub(super) fn find_names(tokens: &TokenStream, found: &mut Vec<Ident>) {
    // After one dot stands a field or method, after two the end of a range.
    let (mut dots, mut after_dot) = (0, false);
    for token in tokens.clone() {
        match &token {
            TokenTree::Ident(name) if !after_dot => found.push(name.clone()),
            TokenTree::Group(group) => find_names(&group.stream(), found),
            TokenTree::Literal(literal) => find_inline(literal, found),
            TokenTree::Ident(_) | TokenTree::Punct(_) => {}
        }
        let dot = matches!(&token, TokenTree::Punct(punct) if punct.as_char() == '.');
        dots = if dot { dots + 1 } else { 0 };
        after_dot = dots == 1;
    }
}

/// Names inside format strings: `"{x}"`.
fn find_inline(literal: &proc_macro2::Literal, found: &mut Vec<Ident>) {
    let text = literal.to_string();
    if !text.starts_with('"') {
        return;
    }
    for piece in text.split('{').skip(1) {
        let name: String = piece.chars().take_while(|c| c.is_alphanumeric() || *c == '_').collect();
        if syn::parse_str::<Ident>(&name).is_ok() {
            found.push(Ident::new(&name, literal.span()));
        }
    }
}

/// `Model::new`, of a type that is no one's but the user's.
fn method_path(function: &Expr) -> Option<&syn::Path> {
    let Expr::Path(path) = function else { return None };
    let mut names = path.path.segments.iter().rev();
    let (method, owner) = (names.next()?, names.next()?);
    let upper = |name: &Ident| name.to_string().starts_with(char::is_uppercase);
    let of_user = upper(&owner.ident) && !is_standard(&owner.ident) && path.qself.is_none();
    (of_user && !upper(&method.ident)).then_some(&path.path)
}

/// What is said of a call that nobody knows: of a struct that is put together, of any other.
fn unknown_function(function: &Expr) -> &'static Entry {
    let Expr::Path(path) = function else { return FUNCTION_UNKNOWN };
    let names: Vec<String> = path.path.segments.iter().map(|s| s.ident.to_string()).collect();
    let is_type =
        |name: &String| name.starts_with(char::is_uppercase) && !STANDARD.contains(&name.as_str());
    match names.as_slice() {
        [owner, _] if !is_type(owner) && owner.starts_with(char::is_uppercase) => FUNCTION_UNKNOWN,
        [.., last] if is_type(last) => CONSTRUCTOR,
        _ => FUNCTION_UNKNOWN,
    }
}

/// Whether this is a type or a variant of the standard library, or an axis or a shape of `ndarray`.
pub fn is_standard(name: &Ident) -> bool {
    let of_arrays = ["Axis", "Dim", "Slice"].iter().any(|known| name == known);
    of_arrays || name.to_string().starts_with("Ix") || STANDARD.iter().any(|known| name == known)
}

/// Types and variants of the standard library.
const STANDARD: &[&str] = &[
    "Some", "Ok", "Err", "Box", "Rc", "Arc", "Cell", "RefCell", "Mutex", "RwLock", "Cow", "String",
    "Vec", "HashMap", "HashSet", "BTreeMap", "BTreeSet", "VecDeque", "Reverse", "Wrapping",
    "Duration", "Instant",
];

/// Whether a path may name a variant of an enum, and not a constant of it: `Kernel::Gaussian`, not `Kernel::COUNT`.
pub(super) fn is_variant(path: &syn::Path) -> bool {
    let name = path.segments.last().map(|last| last.ident.to_string()).unwrap_or_default();
    let camel = name.len() == 1 || name.contains(char::is_lowercase);
    camel && name.starts_with(char::is_uppercase)
}
