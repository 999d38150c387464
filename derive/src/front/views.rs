//! Parts of `ndarray` arrays, read and written: rows, slices, axes.

use super::spans::Spanned;
use syn::parse::{Parse, ParseStream};
use syn::{Expr, ExprRange, Lit, Token, UnOp};

use super::lower::Lower;
use super::methods::Site;
use crate::diagnostics::*;
use crate::ir::{Cut, Kind, Num, Op, Rank, Var, View};
use crate::prims;

/// What stands in `s![…]`: an index or a range for each axis, and the stride of a range.
struct Cuts(Vec<(Expr, Option<Expr>)>);

impl Parse for Cuts {
    fn parse(input: ParseStream<'_>) -> syn::Result<Self> {
        let mut cuts = Vec::new();
        while !input.is_empty() {
            let range = input.parse()?;
            let stride = input.parse::<Option<Token![;]>>()?.map(|_| input.parse()).transpose()?;
            cuts.push((range, stride));
            if input.parse::<Option<Token![,]>>()?.is_none() {
                break;
            }
        }
        Ok(Cuts(cuts))
    }
}

impl Lower<'_> {
    /// `a.row(i)`, `a.column(i)`
    pub(super) fn line(
        &mut self,
        rank: Rank,
        of: fn(Var) -> View,
        site: &Site<'_>,
    ) -> Accepted<View> {
        match rank {
            Rank::MATRIX => Ok(of(self.index_var(site.args[0])?)),
            _ => Err(self.diagnostics.report(site.call, KIND_MISMATCH)),
        }
    }

    /// `s![1..3, .., i]`
    pub(super) fn slice(&mut self, cuts: &Expr, rank: Rank) -> Accepted<View> {
        let Expr::Macro(mac) = cuts else { return Err(self.diagnostics.report(cuts, SLICE)) };
        if mac.mac.path.segments.last().is_none_or(|name| name.ident != "s") {
            return Err(self.diagnostics.report(cuts, SLICE));
        }
        let Cuts(items) = match mac.mac.parse_body() {
            Ok(cuts) => cuts,
            Err(error) => return Err(self.diagnostics.push(error)),
        };
        if rank != Rank::Fixed(items.len()) {
            return Err(self.diagnostics.report(cuts, SLICE));
        }
        let cuts: Vec<Accepted<Cut>> =
            items.iter().map(|(range, stride)| self.cut(range, stride.as_ref())).collect();
        Ok(View::Slice(cuts.into_iter().collect::<Accepted<_>>()?))
    }

    fn cut(&mut self, range: &Expr, stride: Option<&Expr>) -> Accepted<Cut> {
        let Expr::Range(range) = range else {
            return match stride {
                None => self.bound(range, None).map(Cut::Index),
                Some(stride) => Err(self.diagnostics.report(stride, SLICE)),
            };
        };
        let (lo, hi) = self.range_bounds(range)?;
        let stride = stride.map(|stride| self.bound(stride, Some("isize"))).transpose()?;
        Ok(Cut::Range { lo, hi, stride })
    }

    /// The bounds of a range along an axis, which may count from the end: `-1`.
    fn range_bounds(&mut self, range: &ExprRange) -> Accepted<(Option<Var>, Option<Var>)> {
        let bounds = || range.start.iter().chain(&range.end);
        let signed = bounds().any(|bound| is_negative(bound)).then_some("isize");
        let lo = range.start.as_ref().map(|lo| self.bound(lo, signed)).transpose()?;
        let hi = range.end.as_ref().map(|hi| self.bound(hi, signed)).transpose()?;
        if let (Some(lo), Some(hi)) = (lo, hi) {
            let kind = self.vars.kind(lo).clone();
            self.expect_of(hi, &kind, &range)?;
        }
        let hi = match (hi, range.limits) {
            (Some(last), syn::RangeLimits::Closed(_)) => {
                if signed.is_some() {
                    return Err(self.diagnostics.report(range, SLICE));
                }
                let (kind, one) = (self.vars.kind(last).clone(), self.int(1, range.span()));
                self.vars[one].kind = kind.clone();
                Some(self.push(kind, Op::Prim(prims::ADD, vec![last, one]), range.span()))
            }
            (hi, _) => hi,
        };
        Ok((lo, hi))
    }

    /// An index, of any integer type. Literals are of the type said, or indices.
    fn bound(&mut self, bound: &Expr, literal: Option<&str>) -> Accepted<Var> {
        let name = literal.unwrap_or(if is_negative(bound) { "isize" } else { "usize" });
        let kind = Kind::Int(Num::Int(syn::Ident::new(name, proc_macro2::Span::call_site())));
        let var = self.var(bound, Some(&kind))?;
        match self.vars.kind(var).clone() {
            Kind::Int(Num::Infer(_)) => self.expect_of(var, &kind, &bound)?,
            Kind::Int(_) => {}
            _ => return Err(self.diagnostics.report(bound, SLICE)),
        }
        Ok(var)
    }

    /// `slice_axis(Axis(k), Slice::from(lo..hi))`
    pub(super) fn axis_range(&mut self, axis: &Expr, range: &Expr) -> Accepted<View> {
        let axis = self.axis(axis)?;
        let inner = match range {
            Expr::Call(call) if call.args.len() == 1 => &call.args[0],
            Expr::MethodCall(call) if call.method == "into" => &*call.receiver,
            other => other,
        };
        let inner = match inner {
            Expr::Paren(inner) => &*inner.expr,
            other => other,
        };
        let Expr::Range(bounds) = inner else {
            return Err(self.diagnostics.report(range, SLICE));
        };
        let (lo, hi) = self.range_bounds(bounds)?;
        Ok(View::AxisRange(axis, lo, hi))
    }

    /// `permuted_axes([2, 0, 1])`: the numbers as they stand.
    pub(super) fn permuted(&mut self, axes: &Expr, rank: Rank) -> Accepted<View> {
        let items: Vec<&Expr> = match axes {
            Expr::Array(array) => array.elems.iter().collect(),
            Expr::Tuple(tuple) => tuple.elems.iter().collect(),
            _ => Vec::new(),
        };
        let axes_: Option<Vec<usize>> = items.into_iter().map(whole_number).collect();
        match axes_.filter(|axes| rank == Rank::Fixed(axes.len())) {
            Some(axes) => Ok(View::Permuted(axes)),
            None => Err(self.diagnostics.report(axes, KIND_MISMATCH)),
        }
    }

    /// The number in `Axis(k)`.
    pub(super) fn axis(&mut self, axis: &Expr) -> Accepted<Var> {
        if let Expr::Call(call) = axis
            && let Some(number) = call.args.first()
            && let Expr::Path(path) = &*call.func
            && path.path.segments.last().is_some_and(|segment| segment.ident == "Axis")
        {
            return self.index_var(number);
        }
        Err(self.diagnostics.report(axis, AXIS))
    }
}

/// A number that is written down.
pub(super) fn whole_number(expr: &Expr) -> Option<usize> {
    match expr {
        Expr::Lit(lit) => match &lit.lit {
            Lit::Int(number) => number.base10_parse().ok(),
            _ => None,
        },
        _ => None,
    }
}

fn is_negative(expr: &Expr) -> bool {
    matches!(expr, Expr::Unary(unary) if matches!(unary.op, UnOp::Neg(_)))
}
