//! Parameters of type `&ArrayRef<T, D>`: `ndarray` has no `+` and its kin for one of these and an array, so that a
//! function with such a formula looks at them through a view.

use proc_macro2::TokenStream;
use quote::quote;
use syn::FnArg;

use super::function::Emitter;
use super::handle::Context;
use super::types::owned_type;
use crate::front::is_array_ref;
use crate::ir::{Block, Function, Kind, Passing, Var};
use crate::prims::Emit;

impl Context<'_> {
    /// `let x = &x.view();`, for each of these that is an operand, and for their tangents.
    pub(super) fn as_views(
        &self,
        function: &Function,
        dots: &[(Var, Var)],
        emitter: &Emitter<'_>,
    ) -> TokenStream {
        let of = |var: Var| dots.iter().find(|(_, dot)| *dot == var).map_or(var, |(of, _)| *of);
        let lent = function.params.iter().filter(|param| self.is_array_ref(of(param.var)));
        let read = lent.filter(|param| is_operand(&function.body, param.var));
        let views = read.filter_map(|param| {
            let name = &emitter.slot(param.var)?.ident;
            (param.passing == Passing::Ref).then(|| quote!(let #name = &#name.view();))
        });
        views.collect()
    }

    /// What the tangent of a parameter refers to: of one that may be a part of an array it is one, too.
    pub(super) fn tangent_type(&self, of: Var, dot: Var, passing: Passing) -> TokenStream {
        match (passing, self.kind(dot)) {
            (Passing::Ref, Kind::Nd { num, rank, .. }) if self.is_array_ref(of) => {
                let (runtime, rank) = (self.runtime, rank.dimension());
                quote!(#runtime::ndarray::ArrayRef<#num, #runtime::ndarray::#rank>)
            }
            (_, kind) => owned_type(kind, self.runtime),
        }
    }

    /// Whether a value is such a parameter of the user's function.
    fn is_array_ref(&self, var: Var) -> bool {
        let inputs = self.parts.item.sig.inputs.iter();
        inputs.zip(&self.parts.pair.forward.params).any(|(input, param)| match input {
            FnArg::Typed(typed) => param.var == var && is_array_ref(&typed.ty),
            FnArg::Receiver(_) => false,
        })
    }
}

/// Whether a formula reads a value as a whole.
fn is_operand(block: &Block, var: Var) -> bool {
    block.stmts.iter().any(|stmt| match stmt.op.prim() {
        Some((prim, args)) => {
            matches!(prim.emit, Emit::Infix(_) | Emit::Prefix(_)) && args.contains(&var)
        }
        None => stmt.op.blocks().into_iter().any(|inner| is_operand(inner, var)),
    })
}
