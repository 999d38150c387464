//! Sums of products along rows, as one call each.
//!
//! What the reverse of `a[i][j] -= f * a[k][j]` adds up goes number by number, since sums of floats keep their order,
//! and holds up what is added to rows in the same loop. Where the body of a backward loop is nothing but sums of
//! products of elements that go along with its index, and additions of multiples of such elements to others, each of
//! these is a call on slices: sums in several numbers at once, and additions in the order of the compiler's choice.
//! This comes last: what it writes has no derivative.

use std::collections::{HashMap, HashSet};

use super::dead;
use super::stores::note_zeros;
use crate::analysis::{Extent, Extents, Ranges};
use crate::ir::{
    Block, Builder, Carry, Function, Kind, Mode, Num, Op, Place, Step, Stmt, Var, Vars,
};
use crate::prims::{self, Prim};

/// Rewrites such loops.
pub fn rows(function: &mut Function, vars: &mut Vars) {
    let extents = Extents::of(&function.body, vars);
    let mut pass = Pass { extents, zeros: HashSet::new(), vars, changed: false };
    note_zeros(&function.body, &mut pass.zeros);
    pass.block(&mut function.body, &Ranges::default());
    if pass.changed {
        dead::dead_code(function, vars);
    }
}

struct Pass<'a> {
    extents: Extents,
    /// Numbers that are 0.
    zeros: HashSet<Var>,
    vars: &'a mut Vars,
    changed: bool,
}

/// A loop that may become calls.
struct Loop<'a> {
    index: Var,
    ends: [Var; 2],
    carries: &'a [Carry],
    inside: HashSet<Var>,
    definitions: HashMap<Var, &'a Op>,
    /// The index of the first iteration, if that is 0.
    zero: Option<Var>,
}

/// A product of elements that go along with the index, and of numbers that do not change.
#[derive(Clone, Default)]
struct Product {
    negative: bool,
    elements: Vec<Place>,
    factors: Vec<Var>,
    /// Whether it is 0 where the element is, whatever the factors are.
    unless_zero: bool,
}

/// What happens to a value that the loop carries.
enum Change {
    Sum(Vec<Product>),
    Additions(Vec<(Vec<Step>, Product)>),
}

impl Pass<'_> {
    fn block(&mut self, block: &mut Block, around: &Ranges) {
        let mut stmts = Vec::new();
        for mut stmt in std::mem::take(&mut block.stmts) {
            if let Some(calls) = self.calls(&stmt, around) {
                self.changed = true;
                stmts.extend(calls);
                continue;
            }
            let ranges = around.inside(&stmt.op, &self.extents);
            stmt.op.blocks_mut().into_iter().for_each(|inner| self.block(inner, &ranges));
            stmts.push(stmt);
        }
        block.stmts = stmts;
    }

    /// What a loop becomes.
    fn calls(&mut self, stmt: &Stmt, around: &Ranges) -> Option<Vec<Stmt>> {
        let Op::For { index, lo, hi, carries, body, .. } = &stmt.op else { return None };
        if !stmt.derived || carries.len() != stmt.outs.len() {
            return None;
        }
        let outs = body.stmts.iter().flat_map(|stmt| &stmt.outs);
        let params = carries.iter().map(|carry| carry.param);
        let inside = outs.copied().chain(params).chain([*index]).collect();
        let single = |stmt: &Stmt| stmt.op.blocks().is_empty() && stmt.outs.len() == 1;
        if !body.stmts.iter().all(single) {
            return None;
        }
        let definitions = body.stmts.iter().map(|stmt| (stmt.outs[0], &stmt.op)).collect();
        let zero = Some(*lo).filter(|lo| self.extents.value(*lo).is_zero());
        let looped = Loop { index: *index, ends: [*lo, *hi], carries, inside, definitions, zero };
        let mut changes = Vec::new();
        let mut used = HashSet::new();
        for (carry, result) in carries.iter().zip(&body.results) {
            changes.push(self.change(&looped, body, carry, *result, &mut used)?);
        }
        let sums = changes.iter().any(|change| matches!(change, Change::Sum(_)));
        if !sums || !body.stmts.iter().all(|stmt| used.contains(&stmt.outs[0]) || is_pure(&stmt.op))
        {
            return None;
        }
        let ends = [lo, hi].map(|end| self.extents.value(*end));
        let runs = ends[0].next().is_some_and(|next| around.is_at_most(&next, &ends[1]));
        Some(self.written(stmt, &looped, &changes, runs))
    }

    /// How a carried value becomes its next one. Notes the statements by which it does, each of which is the only
    /// reader of the one before.
    fn change(
        &self,
        looped: &Loop<'_>,
        body: &Block,
        carry: &Carry,
        result: Var,
        used: &mut HashSet<Var>,
    ) -> Option<Change> {
        let (mut terms, mut additions) = (Vec::new(), Vec::new());
        let mut current = result;
        while current != carry.param {
            let made = body.stmts.iter().find(|stmt| stmt.outs == [current])?;
            used.insert(current);
            if !made.derived {
                return None;
            }
            let before = if let Some((prim, [before, term])) = made.op.prim() {
                let number = is_sum(prim) && self.is_number(current);
                let mut products = self.products(looped, *term).filter(|_| number)?;
                products.iter_mut().for_each(|product| product.negative ^= prim == prims::SUB);
                terms.extend(products.into_iter().rev());
                *before
            } else if let Op::Update { place, value, mode: Mode::Add } = &made.op {
                let products = self.products(looped, *value).filter(|_| self.is_number(*value))?;
                self.row(looped, place)?;
                let products = products.into_iter().rev();
                additions.extend(products.map(|product| (place.path.clone(), product)));
                place.root
            } else {
                return None;
            };
            let readers = body.stmts.iter().filter(|stmt| stmt.op.free().contains(&before));
            if readers.count() != 1 || body.results.contains(&before) {
                return None;
            }
            current = before;
        }
        terms.reverse();
        additions.reverse();
        let pairs = terms.iter().all(|term| term.elements.len() == 2 && !term.unless_zero);
        let multiples = additions.iter().all(|(_, product)| product.elements.len() == 1);
        match (terms.is_empty(), additions.is_empty()) {
            (false, true) if pairs => Some(Change::Sum(terms)),
            (true, false) if multiples => Some(Change::Additions(additions)),
            (true | false, true | false) => None,
        }
    }

    fn is_number(&self, var: Var) -> bool {
        matches!(self.vars.kind(var), Kind::Real(Num::F32 | Num::F64 | Num::Param(_)))
    }

    /// The products that a number is the sum of.
    fn products(&self, looped: &Loop<'_>, var: Var) -> Option<Vec<Product>> {
        let number = || Some(vec![Product { factors: vec![var], ..Product::default() }]);
        if !looped.inside.contains(&var) {
            return number();
        }
        let op = *looped.definitions.get(&var)?;
        if let Op::Project(place) = op {
            let changed = looped.carries.iter().any(|carry| carry.init == place.root);
            if changed || looped.inside.contains(&place.root) {
                return None;
            }
            if place.path.iter().all(|step| stays(looped, step)) {
                return number();
            }
            self.row(looped, place)?;
            return Some(vec![Product { elements: vec![place.clone()], ..Product::default() }]);
        }
        if op.literal().is_some() {
            return number();
        }
        let (prim, args) = op.prim()?;
        let first = self.products(looped, *args.first()?)?;
        if prim == prims::NEG {
            return Some(first.into_iter().map(Product::negated).collect());
        }
        let [_, second] = args[..] else { return None };
        let second = self.products(looped, second)?;
        if prim == prims::ADD {
            return Some([first, second].concat());
        }
        if prim == prims::SUB {
            return Some(
                first.into_iter().chain(second.into_iter().map(Product::negated)).collect(),
            );
        }
        let ([a], [b]) = (&first[..], &second[..]) else { return None };
        if prim == prims::MUL && !a.unless_zero && !b.unless_zero {
            return Some(vec![a.times(b)]);
        }
        let guarded = prim == prims::UNLESS_ZERO && a.elements.len() == 1;
        let alike = a.elements == b.elements && b.factors.is_empty() && !b.unless_zero;
        (guarded && alike).then(|| vec![Product { unless_zero: true, ..a.clone() }])
    }

    /// Whether a place is the element of a row that is at the index, from some number on.
    fn row(&self, looped: &Loop<'_>, place: &Place) -> Option<()> {
        let (Step::Index(last), prefix) = place.path.split_last()? else { return None };
        let whole = Place { root: place.root, path: prefix.to_vec() };
        let sequence = whole.kind(self.vars)?.element().is_some();
        let (factor, rest) = self.extents.value(*last).split(looped.index)?;
        let along = factor == Extent::number(1) && rest.is_constant(&looped.inside);
        (sequence && along && prefix.iter().all(|step| stays(looped, step))).then_some(())
    }

    /// The statements in place of the loop, `runs` if it has iterations for certain.
    fn written(
        &mut self,
        stmt: &Stmt,
        looped: &Loop<'_>,
        changes: &[Change],
        runs: bool,
    ) -> Vec<Stmt> {
        let mut stmts = Vec::new();
        let mut results = Vec::new();
        for (change, carry) in changes.iter().zip(looped.carries) {
            results.push(match change {
                Change::Sum(terms) => self.sum(stmt, looped, carry, terms, &mut stmts),
                Change::Additions(additions) => {
                    additions.iter().fold(carry.init, |root, (path, product)| {
                        self.addition(stmt, looped, (root, path), product, &mut stmts)
                    })
                }
            });
        }
        if runs {
            let outs: HashMap<Var, Var> =
                results.iter().copied().zip(stmt.outs.iter().copied()).collect();
            let mut block = Block { stmts, results };
            for stmt in &mut block.stmts {
                stmt.outs.iter_mut().for_each(|out| *out = outs.get(out).copied().unwrap_or(*out));
            }
            return block.stmts;
        }
        let inits = looped.carries.iter().map(|carry| carry.init).collect();
        let mut builder = Builder::derived(self.vars, stmt.span);
        let cond = builder.prim(prims::LT, &looped.ends);
        let then = Block { stmts, results };
        let otherwise = Block { stmts: Vec::new(), results: inits };
        builder.define(stmt.outs.clone(), Op::If { cond, then, otherwise });
        builder.stmts
    }

    fn sum(
        &mut self,
        stmt: &Stmt,
        looped: &Loop<'_>,
        carry: &Carry,
        terms: &[Product],
        stmts: &mut Vec<Stmt>,
    ) -> Var {
        let start = Some(carry.init).filter(|init| !self.zeros.contains(init));
        let total = terms.iter().fold(start, |total, term| {
            let rows = [0, 1].map(|i| self.slice(stmt, looped, &term.elements[i], stmts));
            let mut builder = Builder::derived(self.vars, stmt.span);
            let mut sum = builder.prim(prims::SUM_OF_PRODUCTS, &rows);
            for factor in &term.factors {
                let factor = at(looped, *factor, looped.ends[0], &mut builder);
                sum = builder.prim(prims::MUL, &[factor, sum]);
            }
            let sum = match (total, term.negative) {
                (None, false) => sum,
                (None, true) => builder.prim(prims::NEG, &[sum]),
                (Some(total), false) => builder.prim(prims::ADD, &[total, sum]),
                (Some(total), true) => builder.prim(prims::SUB, &[total, sum]),
            };
            stmts.append(&mut builder.stmts);
            Some(sum)
        });
        let total = total.unwrap_or(carry.init);
        let info = self.vars[carry.param].clone();
        self.vars[total].name = info.name;
        self.vars[total].named = info.named;
        total
    }

    /// The version of an array behind `row += factor * element`.
    fn addition(
        &mut self,
        stmt: &Stmt,
        looped: &Loop<'_>,
        (root, path): (Var, &[Step]),
        product: &Product,
        stmts: &mut Vec<Stmt>,
    ) -> Var {
        let row = self.slice(stmt, looped, &product.elements[0], stmts);
        let path = self.range(stmt, looped, path, stmts);
        let number = Kind::Real(self.vars.kind(row).innermost_num().cloned().unwrap_or(Num::F64));
        let mut builder = Builder::derived(self.vars, stmt.span);
        let factors = product.factors.iter();
        let factors: Vec<Var> =
            factors.map(|factor| at(looped, *factor, looped.ends[0], &mut builder)).collect();
        let factor = factors.into_iter().reduce(|a, b| builder.prim(prims::MUL, &[a, b]));
        let factor = match (factor, product.negative) {
            (Some(factor), false) => factor,
            (Some(factor), true) => builder.prim(prims::NEG, &[factor]),
            (None, negative) => builder.real(if negative { -1.0 } else { 1.0 }, &number),
        };
        let multiple =
            if product.unless_zero { prims::MULTIPLE_UNLESS_ZERO } else { prims::MULTIPLE };
        let value = builder.prim(multiple, &[row, factor]);
        stmts.append(&mut builder.stmts);
        let next = self.vars.fresh(self.vars[root].clone());
        let op = Op::Update { place: Place { root, path }, value, mode: Mode::Add };
        stmts.push(Stmt { outs: vec![next], op, span: stmt.span, derived: true });
        next
    }

    /// The part of a row that the loop goes through.
    fn slice(
        &mut self,
        stmt: &Stmt,
        looped: &Loop<'_>,
        element: &Place,
        stmts: &mut Vec<Stmt>,
    ) -> Var {
        let path = self.range(stmt, looped, &element.path, stmts);
        let place = Place { root: element.root, path };
        let number = element.kind(self.vars).unwrap_or(Kind::Real(Num::F64));
        let mut builder = Builder::derived(self.vars, stmt.span);
        let slice = builder.push(Kind::Slice(Box::new(number)), Op::Project(place));
        stmts.append(&mut builder.stmts);
        slice
    }

    fn range(
        &mut self,
        stmt: &Stmt,
        looped: &Loop<'_>,
        path: &[Step],
        stmts: &mut Vec<Stmt>,
    ) -> Vec<Step> {
        let Some((Step::Index(last), prefix)) = path.split_last() else { return path.to_vec() };
        let first = self
            .extents
            .value(*last)
            .split(looped.index)
            .and_then(|(_, rest)| rest.plus(1, &self.extents.value(looped.ends[0])));
        let mut builder = Builder::derived(self.vars, stmt.span);
        let lo = (!first.is_some_and(|first| first.is_zero()))
            .then(|| at(looped, *last, looped.ends[0], &mut builder));
        let hi = at(looped, *last, looped.ends[1], &mut builder);
        stmts.append(&mut builder.stmts);
        [prefix, &[Step::Range(lo, Some(hi))]].concat()
    }
}

/// Whether a step is the same in each iteration.
fn stays(looped: &Loop<'_>, step: &Step) -> bool {
    match step {
        Step::Field(_) => true,
        Step::Index(var) => !looped.inside.contains(var),
        Step::Range(..) | Step::NdIndex(_) | Step::View(_) => false,
    }
}

/// What a value inside the loop is where the loop's own index is `end`.
fn at(looped: &Loop<'_>, var: Var, end: Var, builder: &mut Builder<'_>) -> Var {
    if var == looped.index {
        return end;
    }
    let Some(op) = looped.definitions.get(&var) else { return var };
    let kind = builder.vars.kind(var).clone();
    let Some((prim, args)) = op.prim() else { return builder.push(kind, (*op).clone()) };
    let args: Vec<Var> = args.iter().map(|arg| at(looped, *arg, end, builder)).collect();
    match args[..] {
        [whole, nothing] | [nothing, whole]
            if prim == prims::ADD && looped.zero == Some(nothing) =>
        {
            whole
        }
        _ => builder.push(kind, Op::Prim(prim, args)),
    }
}

fn is_sum(prim: Prim) -> bool {
    prim == prims::ADD || prim == prims::SUB
}

/// Whether a statement does nothing but yield a value.
fn is_pure(op: &Op) -> bool {
    matches!(op, Op::Prim(..) | Op::Literal(_) | Op::Project(_))
}

impl Product {
    fn times(&self, other: &Product) -> Product {
        Product {
            negative: self.negative != other.negative,
            elements: [&self.elements[..], &other.elements].concat(),
            factors: [&self.factors[..], &other.factors].concat(),
            unless_zero: false,
        }
    }

    fn negated(self) -> Product {
        Product { negative: !self.negative, ..self }
    }
}
