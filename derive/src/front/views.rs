//! Parts of `ndarray` arrays, read and written: rows, slices, axes.

use super::spans::Spanned;
use syn::parse::{Parse, ParseStream};
use syn::{Expr, ExprMethodCall, ExprRange, Lit, Token, UnOp};

use super::lower::Lower;
use super::scope::Borrow;
use crate::diagnostics::*;
use crate::ir::{Cut, Kind, Num, Op, Place, Rank, Step, Var, View};
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
    /// The part that a method names, where it names one: `row(i)`, and with `mutable` `row_mut(i)`.
    pub(super) fn view(
        &mut self,
        call: &ExprMethodCall,
        of: &Kind,
        mutable: bool,
    ) -> Option<Accepted<View>> {
        let name = call.method.to_string();
        let name = if mutable { name.strip_suffix("_mut")? } else { name.as_str() };
        let Kind::Nd { rank, .. } = of else { return None };
        let args: Vec<&Expr> = call.args.iter().collect();
        let view = match (name, args.as_slice()) {
            ("row" | "column", [index]) => self.line(name, index, *rank, call),
            ("index_axis", [axis, index]) => {
                self.axis(axis).and_then(|axis| Ok(View::Axis(axis, self.index_var(index)?)))
            }
            ("slice", [cuts]) => self.slice(cuts, *rank),
            ("slice_axis", [axis, range]) => self.axis_range(axis, range),
            ("diag", []) => Ok(View::Diagonal),
            ("insert_axis", [axis]) if !mutable => self.axis(axis).map(View::NewAxis),
            ("permuted_axes", [axes]) if !mutable => self.permuted(axes, *rank),
            _ => return None,
        };
        Some(view.and_then(|view| match view.rank(*rank) {
            Rank::SCALAR => Err(self.diagnostics.report(call, RANK_ZERO)),
            Rank::Fixed(_) | Rank::Dynamic => Ok(view),
        }))
    }

    /// The part of an array that a method reads.
    pub(super) fn viewed(&mut self, call: &ExprMethodCall, root: Var) -> Option<Accepted<Var>> {
        let kind = self.vars.kind(root).clone();
        let view = self.view(call, &kind, false)?;
        Some(view.map(|view| {
            let part = view.kind(&kind).unwrap_or(Kind::Unit);
            self.push(part, Op::Project(Place { root, path: vec![Step::View(view)] }), call.span())
        }))
    }

    /// The part of a place that a method names, to be written: `a.row_mut(i)`. Parts that are only
    /// read are places, too: `a.row(i)` of something borrowed.
    pub(super) fn view_place(&mut self, call: &ExprMethodCall) -> Option<Accepted<Borrow>> {
        let name = call.method.to_string();
        if !super::walk::VIEWS_MUT.contains(&name.as_str()) {
            return None;
        }
        Some(self.place(&call.receiver).and_then(|place| {
            if name == "view_mut" && call.args.is_empty() && matches!(place.kind, Kind::Nd { .. }) {
                return Ok(place);
            }
            match self.view(call, &place.kind, true) {
                Some(view) => {
                    let view = view?;
                    let kind = view.kind(&place.kind).unwrap_or(Kind::Unit);
                    Ok(place.then(Step::View(view), kind))
                }
                None => Err(self.diagnostics.report(&call.method, METHOD_UNKNOWN)),
            }
        }))
    }

    fn line(
        &mut self,
        name: &str,
        index: &Expr,
        rank: Rank,
        call: &ExprMethodCall,
    ) -> Accepted<View> {
        if rank != Rank::MATRIX {
            return Err(self.diagnostics.report(call, KIND_MISMATCH));
        }
        let index = self.index_var(index)?;
        Ok(if name == "row" { View::Row(index) } else { View::Column(index) })
    }

    /// `s![1..3, .., i]`
    fn slice(&mut self, cuts: &Expr, rank: Rank) -> Accepted<View> {
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
    fn axis_range(&mut self, axis: &Expr, range: &Expr) -> Accepted<View> {
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
    fn permuted(&mut self, axes: &Expr, rank: Rank) -> Accepted<View> {
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

fn whole_number(expr: &Expr) -> Option<usize> {
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
