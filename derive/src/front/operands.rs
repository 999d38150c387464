//! Operands that may exit: they are evaluated one after the other, under names of their own.

use super::spans::Spanned;
use proc_macro2::Span;
use syn::Expr;

use super::exits::exits_early;
use super::flow::Rest;
use super::lower::Lower;
use super::methods::may_change;
use crate::diagnostics::*;
use crate::ir::Kind;

impl<'a> Lower<'a> {
    /// Operands one after the other: those up to the last that may exit are given names.
    pub(super) fn flow_operands(
        &mut self,
        mut expr: Expr,
        position: usize,
        expected: Option<&Kind>,
        rest: Rest<'_, 'a>,
    ) -> Accepted<()> {
        if let Some(branch) = short_circuit(&expr) {
            return self.flow(&branch, expected, rest);
        }
        if matches!(&expr, Expr::Try(tried) if !exits_early(&tried.expr)) {
            let value = self.expr(&expr, expected)?;
            return rest(self, value);
        }
        let Some(mut operands) = operands(&mut expr) else {
            return Err(self.diagnostics.report(&expr, EARLY_RETURN));
        };
        let exiting = operands[position..].iter().any(|operand| exits_early(operand));
        let Some(operand) = operands.get_mut(position).filter(|_| exiting) else {
            let value = self.expr(&expr, expected)?;
            return rest(self, value);
        };
        if super::bind::name_of(operand).is_some_and(|name| self.is_reference(&name)) {
            return self.flow_operands(expr, position + 1, expected, rest);
        }
        let name = self.operand_name(operand.span());
        let operand = std::mem::replace(*operand, syn::parse_quote!(#name));
        self.flow(&operand, None, &mut |lower, value| {
            lower.scopes.bind(name.to_string(), value);
            lower.flow_operands(expr.clone(), position + 1, expected, rest)
        })
    }

    /// A name that nothing in scope has.
    pub(super) fn operand_name(&mut self, span: Span) -> syn::Ident {
        loop {
            self.numbered += 1;
            let name = format!("operand_{}", self.numbered);
            if self.scopes.get(&name).is_none() {
                return syn::Ident::new(&name, span);
            }
        }
    }
}

/// `a && b` and `a || b` as branches.
pub(super) fn short_circuit(expr: &Expr) -> Option<Expr> {
    let Expr::Binary(binary) = expr else { return None };
    let (left, right) = (&binary.left, &binary.right);
    match binary.op {
        syn::BinOp::And(_) => Some(syn::parse_quote!(if #left { #right } else { false })),
        syn::BinOp::Or(_) => Some(syn::parse_quote!(if #left { true } else { #right })),
        _ => None,
    }
}

/// The operands of an expression, in the order of their evaluation. None where an operand that may
/// exit is a place, or in another way more than a value.
fn operands(expr: &mut Expr) -> Option<Vec<&mut Expr>> {
    let assigns = |op: &syn::BinOp| super::operators::compound_prim(op).is_some();
    let place = match expr {
        Expr::Binary(binary) if assigns(&binary.op) => exits_early(&binary.left),
        Expr::Assign(assign) => exits_early(&assign.left),
        Expr::MethodCall(call) => may_change(&call.method.to_string()),
        _ => false,
    };
    if place {
        return None;
    }
    match expr {
        Expr::Assign(assign) => Some(vec![&mut *assign.right]),
        Expr::Binary(binary) => match assigns(&binary.op) {
            true => Some(vec![&mut *binary.right]),
            false => Some(vec![&mut *binary.left, &mut *binary.right]),
        },
        Expr::Unary(unary) => Some(vec![&mut *unary.expr]),
        Expr::Cast(cast) => Some(vec![&mut *cast.expr]),
        Expr::Reference(inner) if inner.mutability.is_none() => Some(vec![&mut *inner.expr]),
        Expr::Field(field) => Some(vec![&mut *field.base]),
        Expr::Index(index) => Some(vec![&mut *index.expr, &mut *index.index]),
        Expr::Call(call) if call.args.iter().any(is_place) => None,
        Expr::Call(call) => Some(call.args.iter_mut().collect()),
        Expr::MethodCall(call) => {
            let args = call.args.iter_mut();
            Some(std::iter::once(&mut *call.receiver).chain(args).collect())
        }
        // An error is taken out of a value that is named, but of a call where it stands.
        Expr::Try(tried) => match &mut *tried.expr {
            call @ (Expr::Call(_) | Expr::MethodCall(_)) => operands(call),
            value => Some(vec![value]),
        },
        Expr::Tuple(tuple) => Some(tuple.elems.iter_mut().collect()),
        Expr::Array(array) => Some(array.elems.iter_mut().collect()),
        _ => None,
    }
}

fn is_place(expr: &Expr) -> bool {
    matches!(expr, Expr::Reference(reference) if reference.mutability.is_some())
}
