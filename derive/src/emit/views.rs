//! Parts of `ndarray` arrays that are arrays themselves.

use proc_macro2::TokenStream;
use quote::quote;

use super::code::Binding;
use super::function::{Emitter, Holds};
use crate::ir::{Cut, Kind, Op, Step, Var, View};
use crate::prims;

impl Emitter<'_> {
    /// `array.row(i)`, `array.slice_mut(s![..])`
    pub(super) fn view(&mut self, array: TokenStream, view: &View, mutable: bool) -> TokenStream {
        let nd = self.ndarray();
        let method = |name: &str| match mutable {
            true => quote::format_ident!("{name}_mut"),
            false => quote::format_ident!("{name}"),
        };
        let whole = method("view");
        match view {
            View::All if mutable => array,
            View::All => quote!(#array.view()),
            View::Row(var) => {
                let (row, index) = (method("row"), self.read(*var));
                quote!(#array.#row(#index))
            }
            View::Column(var) => {
                let (column, index) = (method("column"), self.read(*var));
                quote!(#array.#column(#index))
            }
            View::Axis(axis, index) => {
                let (part, axis, index) =
                    (method("index_axis"), self.axis(*axis), self.read(*index));
                quote!(#array.#part(#axis, #index))
            }
            View::Slice(cuts) => {
                let cuts: Vec<TokenStream> = cuts.iter().map(|cut| self.cut(cut)).collect();
                let slice = method("slice");
                quote!(#array.#slice(#nd::s![#(#cuts),*]))
            }
            View::AxisRange(axis, lo, hi) => {
                let (slice, axis, range) =
                    (method("slice_axis"), self.axis(*axis), self.bounds(lo, hi));
                quote!(#array.#slice(#axis, #nd::Slice::from(#range)))
            }
            View::Diagonal => {
                let diagonal = method("diag");
                quote!(#array.#diagonal())
            }
            View::NewAxis(axis) => {
                let axis = self.axis(*axis);
                quote!(#array.#whole().insert_axis(#axis))
            }
            View::Permuted(axes) => {
                let axes = axes.iter().map(|axis| proc_macro2::Literal::usize_unsuffixed(*axis));
                quote!(#array.#whole().permuted_axes([#(#axes),*]))
            }
        }
    }

    fn cut(&mut self, cut: &Cut) -> TokenStream {
        match cut {
            // The type of a bare number would be known too late for the rank to be.
            Cut::Index(var) => match self.inlined(*var) {
                Some(Op::Literal(_)) => self.receiver(*var),
                Some(Op::Prim(prim, args)) if *prim == prims::NEG => {
                    let number = self.receiver(args[0]);
                    quote!(-#number)
                }
                _ => {
                    let index = self.read(*var);
                    quote!(#index)
                }
            },
            Cut::Range { lo, hi, stride } => {
                let range = self.bounds(lo, hi);
                match stride {
                    None => range,
                    Some(stride) => {
                        let stride = self.read(*stride);
                        quote!(#range; #stride)
                    }
                }
            }
        }
    }

    fn bounds(&mut self, lo: &Option<Var>, hi: &Option<Var>) -> TokenStream {
        let lo = lo.map(|var| self.read(var).at(Binding::Or));
        let hi = hi.map(|var| self.read(var).at(Binding::Or));
        quote!(#lo..#hi)
    }

    /// Names the view that a part of it is taken from: it must live as long. Yields what has got a
    /// name for now.
    pub(super) fn anchor(&mut self, out: Var, op: &Op, lines: &mut TokenStream) -> Vec<Var> {
        let root = match op {
            Op::Project(place) if self.is_array(out) => place.root,
            Op::Prim(prim, args) if prim.borrows() => args[0],
            _ => return Vec::new(),
        };
        let Some(op) = self.inlined(root).filter(|_| self.slot(root).is_none()) else {
            return Vec::new();
        };
        let is_view = matches!(self.vars.kind(root), Kind::Nd { view: true, .. });
        if !is_view || !self.is_array(root) {
            return Vec::new();
        }
        let mut anchored = self.anchor(root, op, lines);
        let code = self.operation(root, op);
        let slot = self.new_slot(root, Holds::Value);
        let binding = self.binding(slot);
        lines.extend(quote!(let #binding = #code;));
        anchored.push(root);
        anchored
    }

    /// `Axis(k)`
    pub(super) fn axis(&mut self, axis: Var) -> TokenStream {
        let (nd, axis) = (self.ndarray(), self.read(axis));
        quote!(#nd::Axis(#axis))
    }

    /// The path of the crate `ndarray`.
    pub(super) fn ndarray(&self) -> TokenStream {
        let runtime = self.runtime;
        quote!(#runtime::ndarray)
    }
}

/// Whether a place is part of an array as a view, which is no place to Rust.
pub(super) fn ends_in_view(path: &[Step]) -> bool {
    matches!(path.last(), Some(Step::View(_)))
}
