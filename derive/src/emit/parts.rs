//! How ways into one variable part.

use super::function::Emitter;
use crate::ir::{Literal, Op, Step, Var};
use crate::prims;

/// A part of a variable that a call borrows.
#[derive(Clone)]
pub(super) struct Part {
    /// Which argument it is.
    pub arg: usize,
    pub slot: usize,
    pub path: Vec<Step>,
    /// Whether the callee changes it.
    pub changed: bool,
}

/// How several ways part.
pub(super) enum Split {
    /// They go into fields.
    Fields,
    /// They go into what lies before and behind an index.
    Halves(Var),
    /// They go into elements.
    Elements,
    /// Nothing is known.
    Unknown,
}

/// How ways part of which these are the next steps.
pub(super) fn split(steps: &[&Step], emitter: &Emitter<'_>) -> Split {
    if steps.iter().all(|step| matches!(step, Step::Field(_))) {
        return Split::Fields;
    }
    if steps.iter().all(|step| matches!(step, Step::Index(_))) {
        return Split::Elements;
    }
    let middles = steps.iter().map(|step| match step {
        Step::Range(None, Some(middle)) | Step::Range(Some(middle), None) => Some(*middle),
        Step::Range(..) | Step::Index(_) | Step::Field(_) | Step::NdIndex(_) | Step::View(_) => {
            None
        }
    });
    match middles.collect::<Option<Vec<Var>>>().as_deref() {
        Some([first, rest @ ..])
            if rest.iter().all(|other| same_index(*first, *other, emitter)) =>
        {
            Split::Halves(*first)
        }
        _ => Split::Unknown,
    }
}

/// How many steps several ways have in common.
pub(super) fn common<'a>(
    paths: impl Iterator<Item = &'a [Step]> + Clone,
    emitter: &Emitter<'_>,
) -> usize {
    let Some(first) = paths.clone().next() else { return 0 };
    let shared = |n: &usize| {
        paths
            .clone()
            .all(|path| path.get(*n).is_some_and(|step| same_step(&first[*n], step, emitter)))
    };
    (0..first.len()).take_while(shared).count()
}

fn same_step(a: &Step, b: &Step, emitter: &Emitter<'_>) -> bool {
    let bound = |a: &Option<Var>, b: &Option<Var>| match (a, b) {
        (Some(a), Some(b)) => same_index(*a, *b, emitter),
        (None, None) => true,
        (Some(_), None) | (None, Some(_)) => false,
    };
    match (a, b) {
        (Step::Index(a), Step::Index(b)) => same_index(*a, *b, emitter),
        (Step::Range(a, b), Step::Range(c, d)) => bound(a, c) && bound(b, d),
        (
            Step::Field(_) | Step::Index(_) | Step::Range(..) | Step::NdIndex(_) | Step::View(_),
            _,
        ) => a == b,
    }
}

/// Whether two indices are known to be one.
fn same_index(a: Var, b: Var, emitter: &Emitter<'_>) -> bool {
    if a == b {
        return true;
    }
    match (emitter.inlined(a), emitter.inlined(b)) {
        (Some(Op::Literal(a)), Some(Op::Literal(b))) => same_number(a, b),
        (Some(Op::Prim(a, these)), Some(Op::Prim(b, those))) => {
            let same = these.iter().zip(those).all(|(a, b)| same_index(*a, *b, emitter));
            a == b && these.len() == those.len() && same && *a != prims::CONSTANT
        }
        _ => false,
    }
}

fn same_number(a: &Literal, b: &Literal) -> bool {
    let number = |literal: &Literal| match literal {
        Literal::Int(n) => Some(*n),
        Literal::Token(_, syn::Lit::Int(n)) => n.base10_parse().ok(),
        Literal::Token(..)
        | Literal::Real(_)
        | Literal::Bool(_)
        | Literal::Path(..)
        | Literal::StandIn => None,
    };
    a == b || number(a).is_some_and(|a| number(b) == Some(a))
}
