//! Hessians: products with all unit directions.

use std::rc::Rc;

use super::At;
use crate::ir::{Builder, Kind, Num, Op, Place, Rank, Step, Var};
use crate::prims;

/// How a Hessian is laid out.
#[derive(Clone)]
pub enum Form {
    /// Of so many numbers: `[[f64; n]; n]`.
    Numbers,
    /// Of one array of numbers: `[[f64; N]; N]`.
    Array(Rc<syn::Expr>),
    /// Of one slice or vector of numbers: a matrix.
    Sequence,
    /// Of anything else: over all numbers of the arguments, in order.
    Flattened,
}

impl Form {
    /// That of a function with such parameters; matrices need the feature `ndarray`.
    pub fn new(kinds: &[&Kind]) -> Option<Form> {
        match kinds {
            [] => None,
            kinds if kinds.iter().all(|kind| kind.is_real() && kind.num() == kinds[0].num()) => {
                Some(Form::Numbers)
            }
            [Kind::Array(item, length)] if item.is_real() => Some(Form::Array(length.clone())),
            _ if !cfg!(feature = "ndarray") => None,
            [Kind::Slice(item) | Kind::Vec(item)] if item.is_real() => Some(Form::Sequence),
            _ => Some(Form::Flattened),
        }
    }
}

impl At {
    /// The matrix, where its form is known here.
    pub fn hessian(&self, b: &mut Builder<'_>) -> Option<Var> {
        let kinds: Vec<&Kind> = self.active.iter().map(|active| &active.kind).collect();
        match Form::new(&kinds)? {
            Form::Numbers => Some(self.of_numbers(b, kinds[0])),
            Form::Array(length) => Some(self.of_array(b, kinds[0], &length)),
            Form::Sequence => Some(self.of_sequence(b, kinds[0])),
            Form::Flattened => None,
        }
    }

    fn of_numbers(&self, b: &mut Builder<'_>, number: &Kind) -> Var {
        let n = self.active.len();
        let length: Rc<syn::Expr> = {
            let n = proc_macro2::Literal::usize_unsuffixed(n);
            Rc::new(syn::parse_quote!(#n))
        };
        let row = Kind::Array(Box::new(number.clone()), length.clone());
        let rows = (0..n).map(|i| {
            let unit: Vec<Var> =
                (0..n).map(|j| b.real(if i == j { 1.0 } else { 0.0 }, number)).collect();
            let product = self.hvp(b, &unit);
            b.push(row.clone(), Op::Aggregate(product))
        });
        let rows = rows.collect();
        b.push(Kind::Array(Box::new(row.clone()), length), Op::Aggregate(rows))
    }

    fn of_array(&self, b: &mut Builder<'_>, array: &Kind, length: &Rc<syn::Expr>) -> Var {
        let n = b.prim(prims::LEN, &[self.active[0].var]);
        let number = Kind::Real(array.innermost_num().cloned().unwrap_or(Num::F64));
        let zero = b.real(0.0, &number);
        let row = b.push(array.clone(), Op::Prim(prims::FILLED, vec![zero]));
        let kind = Kind::Array(Box::new(array.clone()), length.clone());
        let rows = b.push(kind, Op::Prim(prims::FILLED, vec![row]));
        b.counted(n, rows, |b, i, rows| {
            let unit = b.push(array.clone(), Op::Prim(prims::FILLED, vec![zero]));
            let product = self.product(b, unit, i, &number);
            b.set(rows, Step::Index(i), product)
        })
    }

    fn of_sequence(&self, b: &mut Builder<'_>, sequence: &Kind) -> Var {
        let num = sequence.innermost_num().cloned().unwrap_or(Num::F64);
        let (number, rank) = (Kind::Real(num.clone()), Rank::Fixed(2));
        let n = b.prim(prims::LEN, &[self.active[0].var]);
        let zero = b.real(0.0, &number);
        let dim = b.push(Kind::Dim { num, rank }, Op::Aggregate(vec![n, n]));
        let rows = b.prim(prims::FULL, &[zero, dim]);
        let vector = Kind::Vec(Box::new(number.clone()));
        b.counted(n, rows, |b, i, rows| {
            let unit = b.push(vector.clone(), Op::Prim(prims::FILLED, vec![zero, n]));
            let product = self.product(b, unit, i, &number);
            b.counted(n, rows, |b, j, rows| {
                let place = Place { root: product, path: vec![Step::Index(j)] };
                let element = b.push(number.clone(), Op::Project(place));
                b.set(rows, Step::NdIndex(vec![i, j]), element)
            })
        })
    }

    /// The product with a unit direction, which is 0 so far.
    fn product(&self, b: &mut Builder<'_>, unit: Var, i: Var, number: &Kind) -> Var {
        let one = b.real(1.0, number);
        let unit = b.set(unit, Step::Index(i), one);
        self.hvp(b, &[unit])[0]
    }
}
