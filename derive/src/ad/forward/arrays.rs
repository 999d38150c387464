//! Tangents of linear array operations, and of functions applied element by element.

use super::{Formulas, Forward};
use crate::diagnostics::THIRD_DERIVATIVE;
use crate::ir::{Block, Kind, Op, Rank, Var};
use crate::prims::{self, Linear, Prim};

impl Forward<'_> {
    /// A linear operation applied to the tangent; of one that is linear in each of its arguments,
    /// the sum over them.
    pub(super) fn linear(
        &mut self,
        prim: Prim,
        linear: Linear,
        args: &[Var],
        out: Var,
    ) -> Option<Var> {
        let kind = self.vars.kind(out).tangent()?;
        match linear {
            Linear::Dot | Linear::Outer => {
                let (a, b) = (args[0], args[1]);
                let left = self.dots.get(&a).copied().map(|dot| vec![dot, b]);
                let right = self.dots.get(&b).copied().map(|dot| vec![a, dot]);
                let terms = left.into_iter().chain(right);
                let terms: Vec<Var> = terms
                    .map(|args| self.build(|b| b.push(kind.clone(), Op::Prim(prim, args))))
                    .collect();
                terms.into_iter().reduce(|sum, term| self.build(|b| b.add(sum, term)))
            }
            Linear::Product => {
                let dot = self.dots.get(&args[0]).copied()?;
                Some(self.build(|b| {
                    let others = b.prim(prims::OTHERS, &[args[0]]);
                    let terms = b.prim(prims::MUL, &[others, dot]);
                    b.push(kind, Op::Prim(prims::SUM, vec![terms]))
                }))
            }
            Linear::Others => {
                let dot = self.dots.get(&args[0]).copied()?;
                let args = vec![args[0], dot];
                Some(self.build(|b| b.push(kind, Op::Prim(prims::OTHERS_DOT, args))))
            }
            Linear::OthersDot => {
                self.diagnostics.at(self.span, THIRD_DERIVATIVE, "");
                None
            }
            Linear::Concatenate | Linear::Stack => {
                let [parts @ .., axis] = args else { return None };
                let mut dots: Vec<Var> = parts.iter().map(|part| self.tangent(*part)).collect();
                dots.push(*axis);
                Some(self.build(|b| b.push(kind, Op::Prim(prim, dots))))
            }
            Linear::Transpose
            | Linear::Sum
            | Linear::Mean
            | Linear::SumAxis
            | Linear::MeanAxis
            | Linear::Copy
            | Linear::Fill
            | Linear::Cast
            | Linear::Full
            | Linear::Repeat
            | Linear::Unbroadcast
            | Linear::Reshape
            | Linear::Broadcast
            | Linear::FromSequence
            | Linear::ToSequence
            | Linear::SetRank
            | Linear::Given => {
                let mut args = args.to_vec();
                args[0] = self.dots.get(&args[0]).copied()?;
                Some(self.build(|b| b.push(kind, Op::Prim(prim, args))))
            }
        }
    }

    /// `out = map(args; params -> body)`: one more map, over the tangents too.
    pub(super) fn map(&mut self, args: &[Var], params: &[Var], body: &Block, out: Var) -> Var {
        let mut all = (args.to_vec(), params.to_vec());
        for (arg, param) in args.iter().zip(params) {
            if let Some(dot) = self.dots.get(arg).copied() {
                let kind = self.vars.kind(*param).clone();
                let param_dot = self.named_like(*param, kind);
                self.dots.insert(*param, param_dot);
                self.is_cause(param_dot);
                all.0.push(dot);
                all.1.push(param_dot);
            }
        }
        let body = self.block(body, |forward| vec![forward.tangent(body.results[0])]);
        // It may stand beside the original.
        let (params, body) = body.anew(&all.1, self.vars);
        let num = self.vars.kind(out).num().cloned().unwrap_or(crate::ir::Num::F64);
        let rank = self.vars.kind(out).rank().unwrap_or(Rank::VECTOR);
        let kind = Kind::Nd { num, rank, view: false };
        let args = all.0;
        self.build(|b| b.push(kind, Op::Map { args, params, body }))
    }
}
