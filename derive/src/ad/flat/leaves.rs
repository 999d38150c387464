//! The numbers of a function's arguments.

use super::evaluate::Value;
use super::graph::{Graph, Scalar, Term};
use crate::ir::{Kind, Var, Vars};

/// A number of an argument: where it stands.
#[derive(Clone, Debug)]
pub struct Leaf {
    /// The argument.
    pub param: Var,
    /// The way to it.
    pub path: Vec<At>,
}

/// A step on that way.
#[derive(Clone, Debug)]
pub enum At {
    /// A field.
    Field(syn::Member),
    /// An element.
    Element(usize),
}

/// The length of an array, where that is written as a number.
pub fn length(n: &syn::Expr) -> Option<usize> {
    match n {
        syn::Expr::Lit(lit) => match &lit.lit {
            syn::Lit::Int(n) => n.base10_parse().ok(),
            _ => None,
        },
        syn::Expr::Group(group) => length(&group.expr),
        syn::Expr::Paren(paren) => length(&paren.expr),
        _ => None,
    }
}

/// Arguments as they are taken apart.
pub struct Arguments<'a> {
    /// Where their numbers become nodes.
    pub graph: &'a mut Graph,
    /// These numbers, in order.
    pub leaves: &'a mut Vec<Leaf>,
    /// All values.
    pub vars: &'a Vars,
    /// The longest array.
    pub limit: usize,
}

impl Arguments<'_> {
    /// The numbers of an argument.
    pub fn argument(&mut self, param: Var, kind: &Kind, path: &mut Vec<At>) -> Option<Value> {
        if let Some(scalar) = Scalar::of(kind) {
            let id = self.graph.intern(Term::Leaf(self.leaves.len()), scalar, false);
            let info = &self.vars[param];
            if let Some(name) = info.name.as_ref().filter(|_| path.is_empty()) {
                self.graph.call(id, name, info.span);
            }
            self.leaves.push(Leaf { param, path: path.clone() });
            return Some(Value::Node(id));
        }
        let steps: Vec<(At, Kind)> = match kind {
            Kind::Array(item, n) => {
                let n = length(n).filter(|n| *n <= self.limit)?;
                (0..n).map(|i| (At::Element(i), (**item).clone())).collect()
            }
            Kind::Tuple(items) => {
                let member = |i: usize| At::Field(syn::Member::from(i));
                items.iter().enumerate().map(|(i, item)| (member(i), item.clone())).collect()
            }
            Kind::Struct(info) => {
                let fields = info.fields.iter();
                fields.map(|(name, kind, _)| (At::Field(name.clone()), kind.clone())).collect()
            }
            Kind::Unit
            | Kind::Real(_)
            | Kind::Int(_)
            | Kind::Bool
            | Kind::Slice(_)
            | Kind::Vec(_)
            | Kind::Nd { .. }
            | Kind::Cotangent(_)
            | Kind::Tangents(..)
            | Kind::Dim { .. }
            | Kind::Other(_)
            | Kind::Residuals { .. }
            | Kind::Option(_) => return None,
        };
        let mut parts = Vec::new();
        for (at, kind) in steps {
            path.push(at);
            parts.push(self.argument(param, &kind, path));
            path.pop();
        }
        // Only what is of numbers alone can be put together again.
        parts.into_iter().collect::<Option<Vec<Value>>>().map(Value::Parts)
    }
}
