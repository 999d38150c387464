//! Transposes of linear array operations, and element-by-element functions.

use super::reverse::Reverse;
use crate::analysis::{Forward, Level, materialise};
use crate::ir::{Block, Carry, Kind, Literal, Op, Place, Rank, Step, Uses, Var, View};
use crate::prims::{self, Linear};

impl Reverse<'_> {
    /// A linear (or bilinear) operation: the transpose applied to the cotangent.
    pub(super) fn linear(&mut self, linear: Linear, args: &[Var], bar: Var) {
        let first = args[0];
        match linear {
            Linear::Dot => self.dot(first, args[1], bar),
            Linear::Outer => self.outer(first, args[1], bar),
            Linear::Transpose => {
                let term = self.transposed(bar);
                self.accumulate(first, term);
            }
            Linear::Copy if self.vars.kind(first).element().is_some() => {
                self.add_sequence(first, bar);
            }
            Linear::Copy => self.accumulate(first, bar),
            Linear::Fill => self.filled(first, bar),
            Linear::Cast => {
                let kind = self.vars.kind(first).cotangent();
                let term = self.build(|b| b.push(kind, Op::Prim(prims::CAST, vec![bar])));
                self.accumulate(first, term);
            }
            Linear::Given => {
                let term = self.build(|b| b.prim(prims::GIVEN, &[bar, args[1]]));
                self.accumulate(first, term);
            }
            Linear::Sum => self.spread(first, bar),
            Linear::Mean => {
                let kind = self.vars.kind(bar).clone();
                let alike = self.shaped_alike(first);
                let share = self.build(|b| {
                    let len = b.prim(prims::LEN, &[alike]);
                    let count = b.push(kind, Op::Prim(prims::CAST, vec![len]));
                    b.prim(prims::DIV, &[bar, count])
                });
                self.spread(first, share);
            }
            Linear::SumAxis => self.repeat(first, args[1], bar),
            Linear::MeanAxis => {
                let num = self.vars.kind(bar).num().cloned();
                let alike = self.shaped_alike(first);
                let share = self.build(|b| {
                    let len = b.prim(prims::LEN_OF, &[alike, args[1]]);
                    let real = Kind::Real(num.unwrap_or(crate::ir::Num::F64));
                    let count = b.push(real, Op::Prim(prims::CAST, vec![len]));
                    b.prim(prims::DIV, &[bar, count])
                });
                self.repeat(first, args[1], share);
            }
            Linear::Full => {
                let term = self.build(|b| b.prim(prims::SUM, &[bar]));
                self.accumulate(first, term);
            }
            Linear::Repeat => {
                let term = self.build(|b| b.prim(prims::SUM_AXIS, &[bar, args[2]]));
                self.accumulate(first, term);
            }
            Linear::Reshape => {
                let dim = self.dim(first);
                let term = self.build(|b| b.prim(prims::RESHAPE, &[bar, dim]));
                self.accumulate(first, term);
            }
            Linear::Broadcast => {
                let term = self.shaped_like(bar, first);
                self.accumulate(first, term);
            }
            Linear::Concatenate => self.parted(args, bar),
            Linear::Stack => self.unstacked(args, bar),
            Linear::Product => {
                let others = self.build(|b| b.prim(prims::OTHERS, &[first]));
                let term = self.build(|b| b.prim(prims::MUL, &[others, bar]));
                self.accumulate(first, term);
            }
            // The second derivatives of the product are symmetric.
            Linear::Others => {
                let term = self.build(|b| b.prim(prims::OTHERS_DOT, &[first, bar]));
                self.accumulate(first, term);
            }
            // Only in tangents, which are not pulled back.
            Linear::OthersDot => {}
            Linear::FromSequence => {
                let kind = self.vars.kind(first).cotangent();
                let op = Op::Prim(prims::TO_SEQUENCE, vec![bar]);
                let term = self.build(|b| b.push(kind, op));
                self.accumulate(first, term);
            }
            Linear::ToSequence => {
                let kind = self.vars.kind(first).cotangent();
                let op = Op::Prim(prims::FROM_SEQUENCE, vec![bar]);
                let term = self.build(|b| b.push(kind, op));
                self.accumulate(first, term);
            }
            Linear::SetRank => {
                let kind = self.vars.kind(first).cotangent();
                let op = Op::Prim(prims::SET_RANK, vec![bar]);
                let term = self.build(|b| b.push(kind, op));
                self.accumulate(first, term);
            }
            Linear::Unbroadcast => {
                let zeros = self.zeros(first);
                let term = self.build(|b| b.add(zeros, bar));
                self.accumulate(first, term);
            }
        }
    }

    /// The parts of a concatenation, each with its share.
    fn parted(&mut self, args: &[Var], bar: Var) {
        let [parts @ .., axis] = args else { return };
        let mut lo = None;
        for (i, part) in parts.iter().enumerate() {
            let alike = self.shaped_alike(*part);
            let len = self.build(|b| b.prim(prims::LEN_OF, &[alike, *axis]));
            let hi = match lo {
                None => len,
                Some(lo) => self.build(|b| b.prim(prims::ADD, &[lo, len])),
            };
            let end = (i + 1 < parts.len()).then_some(hi);
            self.share(*part, bar, View::AxisRange(*axis, lo, end));
            lo = Some(hi);
        }
    }

    /// The arrays of a stack, each with its share.
    fn unstacked(&mut self, args: &[Var], bar: Var) {
        let [parts @ .., axis] = args else { return };
        for (i, part) in parts.iter().enumerate() {
            let literal = Op::Literal(Literal::Int(i as i64));
            let index = self.build(|b| b.push(Kind::usize(), literal));
            self.share(*part, bar, View::Axis(*axis, index));
        }
    }

    /// Adds a part of a cotangent to that of an array.
    fn share(&mut self, target: Var, bar: Var, view: View) {
        if !self.activity.varied(target) {
            return;
        }
        let kind = view.kind(self.vars.kind(bar)).unwrap_or(Kind::Unit);
        let place = Place { root: bar, path: vec![Step::View(view)] };
        let term = self.build(|b| {
            let part = b.push(kind, Op::Project(place));
            b.prim(prims::COPY, &[part])
        });
        self.accumulate(target, term);
    }

    /// One value in every element: the sum of their cotangents.
    pub(super) fn filled(&mut self, value: Var, bar: Var) {
        let kind = self.vars.kind(value).cotangent();
        if kind.is_real() {
            let term = self.build(|b| b.push(kind, Op::Prim(prims::SUM, vec![bar])));
            self.accumulate(value, term);
            return;
        }
        let home = self.home(value).root;
        let init = match self.bars.get(&home) {
            Some(bar) => *bar,
            None => self.zero_bar(home),
        };
        let info = self.vars[init].clone();
        let param = self.vars.fresh(info.clone());
        let (lo, hi) = self.build(|b| {
            let lo = b.push(Kind::usize(), Op::Literal(Literal::Int(0)));
            (lo, b.prim(prims::LEN, &[bar]))
        });
        let index = self.build(|b| b.fresh(Kind::usize()));
        self.vars[index].name = Some("i".to_owned());
        let outer = std::mem::take(&mut self.stmts);
        self.bars.insert(home, param);
        let place = Place { root: bar, path: vec![Step::Index(index)] };
        let item = self.build(|b| b.push(kind, Op::Project(place)));
        self.accumulate(value, item);
        let stmts = std::mem::replace(&mut self.stmts, outer);
        let next = self.bars.get(&home).copied().unwrap_or(param);
        let body = Block { stmts, results: vec![next] };
        let carries = vec![Carry { init, param }];
        let out = self.vars.fresh(info);
        let op = Op::For { index, lo, hi, reversed: false, carries, body };
        self.build(|b| b.define(vec![out], op));
        self.bars.insert(home, out);
    }

    fn spread(&mut self, target: Var, share: Var) {
        let dim = self.dim(target);
        let term = self.build(|b| b.prim(prims::FULL, &[share, dim]));
        self.accumulate(target, term);
    }

    fn repeat(&mut self, target: Var, axis: Var, share: Var) {
        let dim = self.dim(target);
        let term = self.build(|b| b.prim(prims::REPEAT, &[share, dim, axis]));
        self.accumulate(target, term);
    }

    fn dot(&mut self, a: Var, b: Var, bar: Var) {
        let rank = |r: &Self, var| match r.vars.kind(var).rank() {
            Some(Rank::Fixed(rank)) => rank,
            Some(Rank::Dynamic) | None => 0,
        };
        let (left, right) = (rank(self, a), rank(self, b));
        if self.activity.varied(a) {
            let term = match (left, right) {
                (1, 1) => self.build(|build| build.prim(prims::MUL, &[b, bar])),
                (2, 1) => self.build(|build| build.prim(prims::OUTER, &[bar, b])),
                (1, _) => self.build(|build| build.prim(prims::DOT, &[b, bar])),
                _ => {
                    let b = self.transposed(b);
                    self.build(|build| build.prim(prims::DOT, &[bar, b]))
                }
            };
            self.accumulate(a, term);
        }
        if self.activity.varied(b) {
            let term = match (left, right) {
                (1, 1) => self.build(|build| build.prim(prims::MUL, &[a, bar])),
                (1, 2) => self.build(|build| build.prim(prims::OUTER, &[a, bar])),
                _ => {
                    let a = self.transposed(a);
                    self.build(|build| build.prim(prims::DOT, &[a, bar]))
                }
            };
            self.accumulate(b, term);
        }
    }

    fn outer(&mut self, a: Var, b: Var, bar: Var) {
        if self.activity.varied(a) {
            let term = self.build(|build| build.prim(prims::DOT, &[bar, b]));
            self.accumulate(a, term);
        }
        if self.activity.varied(b) {
            let term = self.build(|build| build.prim(prims::DOT, &[a, bar]));
            self.accumulate(b, term);
        }
    }

    /// The transpose: of a transpose the original, of a product the product of the transposes.
    pub(super) fn transposed(&mut self, var: Var) -> Var {
        match self.vars.kind(var).rank() {
            Some(Rank::MATRIX) => {}
            Some(Rank::SCALAR | Rank::VECTOR) | None => return var,
            Some(_) => return self.build(|build| build.prim(prims::TRANSPOSE, &[var])),
        }
        let defined = self.stmts.iter().rev().find(|stmt| stmt.outs == [var]);
        let definition = self.parts.get(&var).or(defined.map(|stmt| &stmt.op));
        match definition.and_then(Op::prim) {
            Some((prim, args)) if prim == prims::TRANSPOSE => args[0],
            Some((prim, &[a, b])) if prim == prims::DOT && defined.is_some() => {
                let (a, b) = (self.transposed(a), self.transposed(b));
                self.build(|build| build.prim(prims::DOT, &[b, a]))
            }
            Some((prim, &[a, b])) if prim == prims::OUTER => {
                self.build(|build| build.prim(prims::OUTER, &[b, a]))
            }
            Some(_) | None => self.build(|build| build.prim(prims::TRANSPOSE, &[var])),
        }
    }

    /// `out = map(args; params -> body)`: one map for each array or captured scalar with a
    /// derivative, in which the scalar function is pulled back.
    pub(super) fn map(&mut self, args: &[Var], params: &[Var], body: &Block, bar: Var) {
        for (arg, param) in args.iter().zip(params) {
            if self.activity.varied(*arg) {
                let term = self.map_term(args, params, body, bar, *param);
                self.accumulate(*arg, term);
            }
        }
        let captured: Vec<Var> = body
            .free()
            .into_iter()
            .filter(|var| !params.contains(var) && self.activity.varied(*var))
            .collect();
        for var in captured {
            let term = self.map_term(args, params, body, bar, var);
            let term = self.build(|b| b.prim(prims::SUM, &[term]));
            self.accumulate(var, term);
        }
    }

    fn map_term(
        &mut self,
        args: &[Var],
        params: &[Var],
        body: &Block,
        bar: Var,
        target: Var,
    ) -> Var {
        let outer_bars = std::mem::take(&mut self.bars);
        let outer_stmts = std::mem::take(&mut self.stmts);
        let outer_level = std::mem::replace(&mut self.level, Level::Recompute);
        let kind = self.vars.kind(bar).clone();
        let element = Kind::Real(kind.num().cloned().unwrap_or(crate::ir::Num::F64));
        let seed = self.build(|b| b.fresh(element));
        self.vars[seed].name = Some("g".to_owned());
        self.accumulate(body.results[0], seed);
        let forward = self.sweep(&body.stmts);
        let result = self.finished_scalar(target);
        let backward = std::mem::replace(&mut self.stmts, outer_stmts);
        self.bars = outer_bars;
        self.level = outer_level;
        let passing = &std::collections::HashSet::new();
        let forward = Forward { stmts: &forward, params: &[], passing };
        let read = Uses::order_of(&backward, &[result]);
        let record = materialise(Level::Recompute, &forward, read, self.vars);
        let mut stmts = record.recomputed;
        stmts.extend(backward);
        let body = Block { stmts, results: vec![result] };
        let args = args.iter().copied().chain([bar]).collect();
        let params: Vec<Var> = params.iter().copied().chain([seed]).collect();
        let (params, body) = body.anew(&params, self.vars);
        self.build(|b| b.push(kind, Op::Map { args, params, body }))
    }

    fn finished_scalar(&mut self, var: Var) -> Var {
        let kind = self.vars.kind(var).clone();
        match self.bars.get(&var) {
            Some(bar) => *bar,
            None => self.build(|b| b.real(0.0, &kind)),
        }
    }
}
