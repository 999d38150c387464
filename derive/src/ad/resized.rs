//! Vectors that become longer or shorter: their cotangents do so the other way round.

use super::reverse::Reverse;
use super::undo::State;
use crate::ir::{Builder, Kind, Mode, Op, Place, Step, Stmt, Var};
use crate::prims;

impl Reverse<'_> {
    /// `root with place.push(value)` and its kin. Nothing of the vector is needed for that; of what is cut
    /// off the forward pass notes the shape.
    pub(super) fn resized(
        &mut self,
        stmt: &Stmt,
        place: &Place,
        value: Var,
        mode: Mode,
    ) -> Vec<Stmt> {
        let mut stmts = Vec::new();
        let Some(bar) = self.bars.remove(&stmt.outs[0]) else { return vec![stmt.clone()] };
        let carries = place.carries(self.vars)
            && place.kind(self.vars).is_some_and(|kind| kind.is_differentiable());
        let bar = match self.vars.kind(bar) {
            Kind::Slice(_) => self.build(|b| b.prim(prims::COPY, &[bar])),
            _ => bar,
        };
        let next = match mode {
            _ if !carries => bar,
            Mode::Push => self.pull_pushed(place, value, bar),
            Mode::Pop => self.pull_popped(place, value, bar),
            Mode::Extend => self.pull_extended(place, value, bar),
            Mode::Truncate => self.pull_truncated(stmt, place, value, bar, &mut stmts),
            Mode::Set | Mode::Add => bar,
        };
        if self.activity.varied(place.root) {
            self.accumulate(place.root, next);
        }
        stmts.push(stmt.clone());
        stmts
    }

    fn pull_pushed(&mut self, place: &Place, value: Var, bar: Var) -> Var {
        let there = Place { root: bar, path: place.path.clone() };
        let last = self.build(|b| last(b, &there));
        let next = self.update_bar(place.root, there, last, Mode::Pop);
        if self.activity.varied(value) {
            self.accumulate(value, last);
        }
        next
    }

    /// The cotangent of what was taken out stands in its place again.
    fn pull_popped(&mut self, place: &Place, value: Var, bar: Var) -> Var {
        let own = self.bars.remove(&value);
        self.cotangents.extend(own.map(|own| (value, own)));
        let back = own.unwrap_or_else(|| self.zeros(value));
        let there = Place { root: bar, path: place.path.clone() };
        self.update_bar(place.root, there, back, Mode::Push)
    }

    fn pull_extended(&mut self, place: &Place, value: Var, bar: Var) -> Var {
        let more = self.length(value);
        let there = Place { root: bar, path: place.path.clone() };
        let before = self.build(|b| {
            let length = length(b, &there);
            b.prim(prims::SUB, &[length, more])
        });
        if self.activity.varied(value) {
            let mut behind = place.clone();
            behind.path.push(Step::Range(Some(before), None));
            self.assigned(&behind, value, Mode::Set, bar);
        }
        self.update_bar(place.root, there, before, Mode::Truncate)
    }

    fn pull_truncated(
        &mut self,
        stmt: &Stmt,
        place: &Place,
        left: Var,
        bar: Var,
        stmts: &mut Vec<Stmt>,
    ) -> Var {
        let Some(kind) = place.kind(self.vars) else { return bar };
        let item = kind.element().cloned().unwrap_or(Kind::Unit);
        let zeros = match item.cotangent().is_fixed() {
            true => {
                let mut builder = Builder::derived(self.vars, stmt.span);
                let length = length(&mut builder, place);
                let dropped = builder.prim(prims::SUB, &[length, left]);
                stmts.append(&mut builder.stmts);
                let name = self.vars[place.root].name.as_ref();
                self.vars[dropped].name = name.map(|name| format!("{name}_dropped"));
                let zero = self.zeros_of(&item.cotangent());
                let filled = Op::Prim(prims::FILLED, vec![zero, dropped]);
                self.build(|b| b.push(kind.cotangent(), filled))
            }
            false => {
                let dropped = self.cut_off(stmt, place, left, stmts);
                self.zeros(dropped)
            }
        };
        let there = Place { root: bar, path: place.path.clone() };
        self.update_bar(place.root, there, zeros, Mode::Extend)
    }

    /// What a vector is shortened by, as the forward pass keeps it.
    fn cut_off(&mut self, stmt: &Stmt, place: &Place, left: Var, stmts: &mut Vec<Stmt>) -> Var {
        let item = place.kind(self.vars).and_then(|kind| kind.element().cloned());
        let item = Box::new(item.unwrap_or(Kind::Unit));
        let name = self.vars[place.root].name.as_ref().map(|name| format!("{name}_dropped"));
        let mut builder = Builder::derived(self.vars, stmt.span);
        let mut behind = place.clone();
        behind.path.push(Step::Range(Some(left), None));
        let part = builder.push(Kind::Slice(item.clone()), Op::Project(behind));
        let dropped = builder.push(Kind::Vec(item), Op::Prim(prims::COPY, vec![part]));
        builder.vars[dropped].name = name;
        stmts.append(&mut builder.stmts);
        dropped
    }

    /// Gives a vector of the backward pass the length that it had before a statement. Yields its next version;
    /// `before` takes what is kept for that.
    pub(super) fn resized_back(
        &mut self,
        stmt: &Stmt,
        (place, value, mode): (&Place, Var, Mode),
        state: State,
        before: &mut Vec<Stmt>,
    ) -> Var {
        let there = Place { root: state.var, path: place.path.clone() };
        let (value, mode) = match mode {
            Mode::Push => {
                let last = self.build(|b| last(b, &there));
                if self.vars.kind(value).is_scalar() {
                    self.undo.now.values.insert(value, last);
                }
                (last, Mode::Pop)
            }
            Mode::Pop => (value, Mode::Push),
            Mode::Extend => {
                let more = self.length(value);
                let left = self.build(|b| {
                    let length = length(b, &there);
                    b.prim(prims::SUB, &[length, more])
                });
                (left, Mode::Truncate)
            }
            Mode::Truncate => (self.cut_off(stmt, place, value, before), Mode::Extend),
            Mode::Set | Mode::Add => return state.var,
        };
        let next = self.vars.fresh(self.vars[state.var].clone());
        self.build(|b| b.define(vec![next], Op::Update { place: there, value, mode }));
        next
    }
}

/// The number of elements of a vector that stands in a place.
fn length(b: &mut Builder<'_>, place: &Place) -> Var {
    let whole = match place.path.is_empty() {
        true => place.root,
        false => {
            let kind = place.kind(b.vars).unwrap_or(Kind::Unit);
            b.push(kind, Op::Project(place.clone()))
        }
    };
    b.prim(prims::LEN, &[whole])
}

/// The last element of a vector that stands in a place.
fn last(b: &mut Builder<'_>, place: &Place) -> Var {
    let length = length(b, place);
    let one = b.push(Kind::usize(), Op::Literal(crate::ir::Literal::Int(1)));
    let at = b.prim(prims::SUB, &[length, one]);
    let mut place = place.clone();
    place.path.push(Step::Index(at));
    let kind = place.kind(b.vars).unwrap_or(Kind::Unit);
    b.push(kind, Op::Project(place))
}
