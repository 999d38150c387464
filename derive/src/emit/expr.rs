//! Scalar expressions.

use proc_macro2::TokenStream;
use quote::{ToTokens, quote, quote_spanned};
use syn::Member;
use syn::spanned::Spanned;

use super::code::{Binding, Code, binding, ends_in_cast, tighter};
use super::function::{Emitter, Holds};
use super::names::local;
use super::types::{owned_type, real, stand_in};
use crate::ir::{Kind, Literal, Num, Op, Rank, StructKind, Var};
use crate::prims::{self, Emit, Prim};

impl Emitter<'_> {
    /// A value to be read: a scalar itself; an array as the place or expression that it is.
    pub(super) fn read(&mut self, var: Var) -> Code {
        if let Some(op) = self.inlined(var) {
            return self.operation(var, op);
        }
        match self.slot(var) {
            Some(slot) => {
                let ident = &slot.ident;
                match (slot.holds, self.vars.is_by_value(var)) {
                    (Holds::Ref | Holds::Mut, true) => Code::new(quote!(*#ident), Binding::Unary),
                    _ => Code::atom(quote!(#ident)),
                }
            }
            None => Code::atom(quote!(())),
        }
    }

    /// A value as a receiver of methods: no reference taken, none followed.
    pub(super) fn receiver(&mut self, var: Var) -> TokenStream {
        if let Some(slot) = self.slot(var) {
            let ident = &slot.ident;
            return quote!(#ident);
        }
        match self.inlined(var) {
            Some(Op::Literal(literal)) => self.literal(var, literal, true).at(Binding::Atom),
            Some(op) => {
                self.typed = self.vars.kind(var).is_real() && self.is_of_numbers(op);
                let code = self.read(var).at(Binding::Atom);
                self.typed = false;
                code
            }
            None => self.read(var).at(Binding::Atom),
        }
    }

    /// `&value`, for a parameter taken by reference.
    pub(super) fn reference(&mut self, var: Var) -> TokenStream {
        if let Some(slot) = self.slot(var) {
            let ident = &slot.ident;
            return match slot.holds {
                Holds::Value => quote!(&#ident),
                // Operators, and functions of any array, do not borrow it again by themselves.
                Holds::Mut if self.is_array(var) => quote!(&*#ident),
                Holds::Ref | Holds::Mut => quote!(#ident),
            };
        }
        let code = self.read(var);
        if matches!(self.inlined(var), Some(Op::Unwrap(_))) && !self.vars.kind(var).is_copy() {
            // A reference already.
            return code.to_token_stream();
        }
        let code = code.at(Binding::Unary);
        quote!(&#code)
    }

    /// A sequence as what a loop goes through.
    pub(super) fn items(&mut self, var: Var) -> TokenStream {
        match self.slot(var).map(|slot| slot.holds) {
            Some(Holds::Ref | Holds::Mut) => {
                let sequence = self.receiver(var);
                quote!(#sequence.iter())
            }
            Some(Holds::Value) | None => {
                let sequence = self.receiver(var);
                quote!(&#sequence)
            }
        }
    }

    /// The value itself, to be handed over: moved where nobody reads it any more.
    pub(super) fn owned(&mut self, var: Var) -> TokenStream {
        self.owned_code(var).to_token_stream()
    }

    /// The same where an operator may follow.
    pub(super) fn owned_code(&mut self, var: Var) -> Code {
        let kind = self.vars.kind(var).clone();
        if kind.is_copy() {
            return self.read(var);
        }
        if let Some(op) = self.inlined(var) {
            let code = self.operation(var, op);
            return match (op, kind) {
                (Op::Project(_), Kind::Nd { .. }) | (_, Kind::Nd { view: true, .. }) => {
                    let code = code.at(Binding::Atom);
                    Code::atom(quote!(#code.to_owned()))
                }
                (Op::Project(_), Kind::Slice(_)) => {
                    let code = code.at(Binding::Atom);
                    Code::atom(quote!(#code.to_vec()))
                }
                (Op::Project(_) | Op::Unwrap(_), kind) => {
                    Code::atom(self.copy_of(&kind, &code.at(Binding::Atom)))
                }
                _ => code,
            };
        }
        let takes = self.is_last_read(var);
        let ident = self.receiver(var);
        Code::atom(match kind {
            Kind::Nd { view: true, .. } => quote!(#ident.to_owned()),
            Kind::Slice(_) => quote!(#ident.to_vec()),
            _ if takes => {
                self.buffers.moved.extend(self.slot_of.get(&var));
                ident
            }
            kind => self.copy_of(&kind, &ident),
        })
    }

    /// Whether a variable may be moved out of here.
    pub(super) fn is_last_read(&self, var: Var) -> bool {
        self.slot(var).is_some_and(|slot| slot.holds == Holds::Value)
            && self.layout.dead_after(var, &self.here)
            && self.layout.reads_at(var, &self.here) <= 1
    }

    /// A copy of a value that lives on.
    pub(super) fn copied(&mut self, var: Var) -> TokenStream {
        if self.vars.kind(var).is_copy() {
            return self.read(var).to_token_stream();
        }
        let value = self.receiver(var);
        self.copy_of(self.vars.kind(var), &value)
    }

    /// A copy of what stands in a place.
    pub(super) fn copy_of(&self, kind: &Kind, place: &TokenStream) -> TokenStream {
        match kind {
            kind if kind.is_copy() => place.clone(),
            kind if kind.is_closure() => quote!(&#place),
            Kind::Slice(_) => quote!(#place.to_vec()),
            Kind::Nd { .. } => quote!(#place.to_owned()),
            // Where the user's struct cannot be copied, rustc says at the value what is missing.
            kind if kind.has_structs() => {
                let (runtime, span) = (self.runtime, place.span());
                let ty = owned_type(kind, runtime);
                quote_spanned!(span=> #runtime::kept::<#ty>(&#place))
            }
            _ => quote!(#place.clone()),
        }
    }

    /// The expression of an operation.
    pub(super) fn operation(&mut self, out: Var, op: &Op) -> Code {
        match op {
            Op::Literal(literal) => self.literal(out, literal, false),
            Op::Rust(code) => self.rust(code),
            Op::Prim(prim, args) => self.prim(out, *prim, args),
            Op::Map { args, params, body } => self.map(out, args, params, body),
            Op::Aggregate(parts) => self.aggregate(out, parts),
            Op::Project(place) => self.project(place),
            Op::Zeros(like) => self.zeros(out, *like),
            Op::Wrap(Some(value)) => {
                let kept = self.owned(*value);
                let kept = self.kept(*value, kept);
                Code::atom(quote!(::core::option::Option::Some(#kept)))
            }
            Op::Wrap(None) => Code::atom(quote!(::core::option::Option::None)),
            Op::Unwrap(value) => self.unwrap(out, *value),
            Op::If { cond, then, otherwise } => self.choice(out, *cond, then, otherwise),
            Op::Call(call) => self.plain_call(out, call),
            Op::Update { .. } | Op::For { .. } | Op::While { .. } => Code::atom(quote!(())),
        }
    }

    fn literal(&mut self, out: Var, literal: &Literal, receiver: bool) -> Code {
        let receiver =
            receiver || std::mem::take(&mut self.typed) || self.layout.suffixed.contains(&out);
        let num = self.vars.kind(out).num().cloned();
        match literal {
            Literal::Real(value) => {
                let tokens = real(*value, num.as_ref(), receiver);
                let plain = *value >= 0.0;
                Code::new(tokens, if plain { Binding::Atom } else { Binding::Unary })
            }
            Literal::Int(value) if receiver => Code::atom(suffixed(&value.to_string(), num)),
            Literal::Token(_, syn::Lit::Int(lit)) if receiver && lit.suffix().is_empty() => {
                Code::atom(suffixed(lit.base10_digits(), num))
            }
            Literal::Int(value) => {
                let literal = proc_macro2::Literal::i64_unsuffixed(*value);
                Code::atom(quote!(#literal))
            }
            Literal::Bool(value) => Code::atom(quote!(#value)),
            Literal::Token(_, syn::Lit::Float(lit)) if receiver && lit.suffix().is_empty() => {
                let value: f64 = lit.base10_parse().unwrap_or(f64::NAN);
                Code::atom(real(value, num.as_ref(), true))
            }
            // Rust refuses it in the function itself, and need not say so again.
            Literal::Token(_, syn::Lit::Float(lit)) if matches!(num, Some(Num::Param(_))) => {
                let value: f64 = lit.base10_parse().unwrap_or(f64::NAN);
                Code::atom(real(value, num.as_ref(), false))
            }
            Literal::Token(_, lit) => Code::atom(lit.to_token_stream()),
            Literal::StandIn => {
                Code::atom(stand_in(self.vars.kind(out), self.runtime).unwrap_or_default())
            }
            Literal::Path(_, expr) => match &**expr {
                // Beside integers that were kept.
                syn::Expr::Path(path) if self.restored && is_wide(self.vars.kind(out)) => {
                    Code::new(quote!(#path as i64), Binding::Cast)
                }
                syn::Expr::Path(_) | syn::Expr::Call(_) => Code::atom(expr.to_token_stream()),
                other => Code::new(other.to_token_stream(), Binding::Loose),
            },
        }
    }

    /// A value as it is kept: only rustc may know the type of an integer.
    pub(super) fn kept(&self, var: Var, value: TokenStream) -> TokenStream {
        let single = value.clone().into_iter().nth(1).is_none();
        match is_wide(self.vars.kind(var)) {
            true if single => quote!(#value as i64),
            true => quote!((#value) as i64),
            false => value,
        }
    }

    fn prim(&mut self, out: Var, prim: Prim, args: &[Var]) -> Code {
        match prim.emit {
            Emit::Method => {
                let name = proc_macro2::Ident::new(prim.name, self.vars[out].span);
                self.method_of(args[0], &name, &args[1..])
            }
            Emit::Infix(symbol) => self.infix(symbol, args[0], args[1]),
            Emit::Prefix(_) if self.is_generic_reference(args[0]) => {
                let (array, x) = (self.receiver(args[0]), local("x"));
                Code::atom(quote!(#array.mapv(|#x| -#x)))
            }
            Emit::Prefix(symbol) => {
                let operand = self.operand(args[0], Binding::Unary);
                let symbol: TokenStream = symbol.parse().unwrap_or_default();
                Code::new(quote!(#symbol #operand), Binding::Unary)
            }
            Emit::Cast => self.cast(out, args[0]),
            Emit::Identity => self.read(args[0]),
            Emit::UnlessZero => self.unless_zero(args),
            Emit::Given => {
                let runtime = self.runtime;
                let (term, cond) = (self.read(args[0]), self.read(args[1]));
                Code::atom(quote!(#runtime::given(#cond, #term)))
            }
            Emit::Differs => self.any_differs(args),
            Emit::Array(op) => self.array_op(out, op, args),
        }
    }

    /// `if b != 0.0 { a } else { 0.0 }`
    fn unless_zero(&mut self, args: &[Var]) -> Code {
        if let [term, witnesses @ ..] = args
            && witnesses.iter().all(|witness| self.is_several(*witness))
        {
            let term = self.read(*term).at(Binding::Atom);
            let all: Vec<TokenStream> =
                witnesses.iter().map(|witness| self.read(*witness).at(Binding::Loose)).collect();
            return Code::atom(match &all[..] {
                [one] => quote!(#term.unless_zero(#one)),
                _ => quote!(#term.unless_all_zero([#(#all),*])),
            });
        }
        let mut tests = vec![self.any_differs(&args[1..])];
        let mut term = args[0];
        // Of several conditions all must hold.
        while let Some(Op::Prim(prim, inner)) = self.inlined(term)
            && *prim == prims::UNLESS_ZERO
            && !self.is_several(inner[1])
        {
            tests.push(self.any_differs(&inner[1..]));
            term = inner[0];
        }
        let strength = if tests.len() > 1 { Binding::And } else { Binding::Loose };
        let tests: Vec<TokenStream> = tests.into_iter().map(|test| test.at(strength)).collect();
        let zero = real(0.0, self.vars.kind(term).num(), false);
        let term = self.read(term);
        Code::new(quote!(if #(#tests)&&* { #term } else { #zero }), Binding::Loose)
    }

    /// `a != 0.0 || b != 0.0`
    fn any_differs(&mut self, values: &[Var]) -> Code {
        let tests = values.iter().map(|value| {
            let zero = real(0.0, self.vars.kind(*value).num(), false);
            let value = self.read(*value).at(tighter(Binding::Compare));
            quote!(#value != #zero)
        });
        let tests: Vec<TokenStream> = tests.collect();
        let strength = if values.len() > 1 { Binding::Or } else { Binding::Compare };
        Code::new(quote!(#(#tests)||*), strength)
    }

    pub(super) fn infix(&mut self, symbol: &str, a: Var, b: Var) -> Code {
        if (self.is_array(a) || self.is_array(b)) && (self.is_several(a) || self.is_several(b)) {
            return self.infix_of_several(symbol, a, b);
        }
        // A type parameter has no operators with arrays, or several tangents, on the right.
        let (generic, rank) =
            (matches!(self.vars.kind(a).num(), Some(Num::Param(_))), |e: &Self, var| {
                e.vars.kind(var).rank()
            });
        let turned = generic
            && matches!(symbol, "+" | "*")
            && rank(self, a) == Some(Rank::SCALAR)
            && (rank(self, b).is_some_and(|rank| rank != Rank::SCALAR) || self.is_several(b));
        let (a, b) = if turned { (b, a) } else { (a, b) };
        let strength = binding(symbol);
        let left = if strength == Binding::Compare { tighter(strength) } else { strength };
        let mut left = self.operand(a, left);
        // After `as f64`, both would open a list of type arguments.
        if matches!(symbol, "<" | "<<") && ends_in_cast(&left) {
            left = quote!((#left));
        }
        let right = self.operand(b, tighter(strength));
        let symbol: TokenStream = symbol.parse().unwrap_or_default();
        Code::new(quote!(#left #symbol #right), strength)
    }

    /// An operand of an operator: arrays by reference, unless they are temporary.
    pub(super) fn operand(&mut self, var: Var, strength: Binding) -> TokenStream {
        if !matches!(self.vars.kind(var), Kind::Nd { .. }) {
            return self.read(var).at(strength);
        }
        // `&mut` has no operators.
        if let Some(slot) = self.slot(var)
            && slot.holds == Holds::Mut
        {
            let ident = &slot.ident;
            return quote!(&*#ident);
        }
        if self.is_temporary(var) { self.read(var).at(strength) } else { self.reference(var) }
    }

    /// Whether an array is made where it is read.
    fn is_temporary(&self, var: Var) -> bool {
        match self.inlined(var) {
            Some(Op::Prim(prim, _)) => *prim != prims::TRANSPOSE,
            Some(Op::Map { .. } | Op::Zeros(_)) => true,
            _ => false,
        }
    }

    /// Whether a value is a reference to an array of a type parameter, which has no sign.
    fn is_generic_reference(&self, var: Var) -> bool {
        let kind = self.vars.kind(var);
        matches!(kind, Kind::Nd { num: Num::Param(_), .. }) && !self.is_temporary(var)
    }

    fn cast(&mut self, out: Var, arg: Var) -> Code {
        let value = self.read(arg);
        let (source, target) = (self.vars.kind(arg).clone(), self.vars.kind(out).clone());
        if let (Some(Num::Lanes(from)), Some(Num::Lanes(to))) = (source.num(), target.num()) {
            let (lane, value) = (local("lane"), value.at(Binding::Atom));
            let (from, to) = (Kind::Real(from.of.clone()), Kind::Real(to.of.clone()));
            let cast = self.cast_between(Code::atom(quote!(#lane)), &from, &to);
            return Code::atom(quote!(#value.map(|#lane| #cast)));
        }
        self.cast_between(value, &source, &target)
    }

    fn cast_between(&self, value: Code, source: &Kind, target: &Kind) -> Code {
        if let (Some(Num::Param(name)), kind) = (target.num(), source) {
            let value = match kind {
                Kind::Real(Num::F64) => value.to_token_stream(),
                Kind::Real(from @ Num::Param(_)) if target.num() == Some(from) => return value,
                Kind::Real(Num::Param(from)) => quote!(#from::widen(#value)),
                _ => {
                    let value = value.at(Binding::Cast);
                    quote!(#value as f64)
                }
            };
            return Code::atom(quote!(#name::nearest(#value)));
        }
        if target.is_real() && source.is_real() && target.num() == source.num() {
            return value;
        }
        let ty = owned_type(target, self.runtime);
        if let Kind::Real(Num::Param(from)) = source {
            let value = quote!(#from::widen(#value));
            return match target.num() {
                Some(Num::F64) => Code::atom(value),
                _ => Code::new(quote!(#value as #ty), Binding::Cast),
            };
        }
        let value = value.at(Binding::Cast);
        Code::new(quote!(#value as #ty), Binding::Cast)
    }

    fn aggregate(&mut self, out: Var, parts: &[Var]) -> Code {
        let parts: Vec<TokenStream> = parts.iter().map(|part| self.owned(*part)).collect();
        Code::atom(match (self.vars.kind(out), parts.as_slice()) {
            (Kind::Tuple(_), [single]) => quote!((#single,)),
            (Kind::Tuple(_), several) => quote!((#(#several),*)),
            (Kind::Struct(info), parts) => structure(info, parts),
            (Kind::Vec(item), []) => {
                let (runtime, item) = (self.runtime, owned_type(item, self.runtime));
                quote!(#runtime::alloc::vec::Vec::<#item>::new())
            }
            (Kind::Vec(_), items) => {
                let runtime = self.runtime;
                quote!(#runtime::alloc::vec![#(#items),*])
            }
            (Kind::Dim { rank, .. }, extents) => {
                let (nd, name) = (self.ndarray(), rank.dimension());
                match rank {
                    Rank::Fixed(_) => quote!(#nd::#name(#(#extents),*)),
                    Rank::Dynamic => quote!(#nd::#name(&[#(#extents),*])),
                }
            }
            (_, items) => quote!([#(#items),*]),
        })
    }

    fn unwrap(&mut self, out: Var, value: Var) -> Code {
        let value = self.receiver(value);
        let message = "kept by the branch that was taken";
        if self.vars.kind(out).is_copy() {
            Code::atom(quote!(#value.expect(#message)))
        } else {
            Code::atom(quote!(#value.as_ref().expect(#message)))
        }
    }
}

/// Whether an integer is kept as an `i64`, which may not be its own type.
fn is_wide(kind: &Kind) -> bool {
    matches!(kind, Kind::Int(Num::Open))
}

/// `State { x: a, v: b }`
fn structure(info: &StructKind, parts: &[TokenStream]) -> TokenStream {
    let path = &info.path;
    if let Some((Member::Unnamed(_), ..)) = info.fields.first() {
        return quote!(#path(#(#parts),*));
    }
    let fields = info.fields.iter().zip(parts).map(|((name, ..), part)| {
        let name = name.to_token_stream();
        match name.to_string() == part.to_string() {
            true => part.clone(),
            false => quote!(#name: #part),
        }
    });
    quote!(#path { #(#fields),* })
}

/// `3_usize`: an integer as the receiver of a method.
fn suffixed(digits: &str, num: Option<Num>) -> TokenStream {
    let suffix = match num {
        Some(Num::Int(name)) => name.to_string(),
        _ => "usize".to_owned(),
    };
    format!("{digits}_{suffix}").parse().unwrap_or_default()
}
