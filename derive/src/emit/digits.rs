//! Integers whose type nothing in the text says.

use proc_macro2::{Ident, TokenStream};
use quote::{ToTokens, quote};

use super::code::Code;
use super::function::Emitter;
use crate::ir::{Kind, Num, Op, Var};
use crate::prims::Emit;

impl Emitter<'_> {
    /// `a.name(rest…)`, or `usize::name(a, rest…)` where nothing in the text tells the type of `a`.
    pub(super) fn method_of(&mut self, a: Var, name: &Ident, rest: &[Var]) -> Code {
        let of = self.said(a);
        let first = match of {
            Some(_) => self.read(a).to_token_stream(),
            None => self.receiver(a),
        };
        let rest: Vec<Code> = rest.iter().map(|arg| self.read(*arg)).collect();
        Code::atom(match of {
            Some(of) => quote!(#of::#name(#first #(, #rest)*)),
            None => quote!(#first.#name(#(#rest),*)),
        })
    }

    /// The type or trait that a method must be called by: bounds need not have all methods of floats, and a trait of
    /// the user's own may have others of the same names.
    fn said(&self, var: Var) -> Option<TokenStream> {
        match self.vars.kind(var) {
            Kind::Real(Num::Param(name)) if self.vars.by_path.contains(name) => {
                let runtime = self.runtime;
                Some(quote!(#runtime::Float))
            }
            _ => self.digits(var).map(|num| quote!(#num)),
        }
    }

    /// The type of an integer where nothing in the text says it, so that a method of it could be that of any
    /// integer: `(8 + 1).div_ceil(2)`. A literal gets a suffix instead.
    fn digits(&self, var: Var) -> Option<Num> {
        let Kind::Int(num @ Num::Int(_)) = self.vars.kind(var) else { return None };
        let literal = matches!(self.inlined(var), Some(Op::Literal(_)));
        (!literal && !self.tells_type(var)).then(|| num.clone())
    }

    /// Whether rustc knows the type of an integer from what is written for it.
    pub(super) fn tells_type(&self, var: Var) -> bool {
        match self.inlined(var) {
            Some(op) => self.operation_tells_type(op),
            None => self.slot(var).is_none_or(|slot| slot.typed),
        }
    }

    /// The same of an operation.
    pub(super) fn operation_tells_type(&self, op: &Op) -> bool {
        match op {
            Op::Prim(prim, args) => match prim.emit {
                Emit::Infix(_) | Emit::Prefix(_) | Emit::Identity => {
                    args.iter().any(|arg| self.tells_type(*arg))
                }
                Emit::Method
                | Emit::Cast
                | Emit::UnlessZero
                | Emit::Given
                | Emit::Differs
                | Emit::Array(_) => true,
            },
            // A literal is one of any type.
            Op::Literal(_) | Op::Rust(_) | Op::If { .. } => false,
            Op::Map { .. }
            | Op::Aggregate(..)
            | Op::Project(_)
            | Op::Update { .. }
            | Op::Zeros(_)
            | Op::Call(_)
            | Op::For { .. }
            | Op::While { .. }
            | Op::Wrap(_)
            | Op::Unwrap(_) => true,
        }
    }
}
