//! Both passes of reverse mode in one loop: an iteration is pulled back as soon as it was run.
//!
//! That is possible where the backward loop only adds to cotangents and starts from what is known
//! before the forward loop ends, as that of a sum over many samples. Nothing is kept then, and no
//! iteration is run twice.

use std::collections::{HashMap, HashSet};

use super::Pair;
use super::keep;
use super::order::in_any_order;
use crate::ir::{Block, Carry, Function, Literal, Op, Param, Passing, Stmt, Uses, Var, Vars};
use crate::prims;

impl Pair {
    /// The value and the cotangents for the seed 1, with the shadows as further parameters; none
    /// where no loop becomes simpler by it.
    pub fn together(&self, vars: &mut Vars) -> Option<Function> {
        let Function { name, params, body, outputs, .. } = &self.forward;
        let seed = self.seed.filter(|seed| vars.kind(*seed).is_real())?;
        if params.iter().any(|param| param.passing == Passing::Mut) {
            return None;
        }
        let one = Op::Literal(Literal::Real(1.0));
        let seed = Stmt { outs: vec![seed], op: one, span: name.span(), derived: true };
        let mut stmts = body.stmts.clone();
        let forward: HashSet<Var> = defined(&stmts).collect();
        stmts.push(seed);
        let first = stmts.len();
        // What the backward pass computes again is there already.
        let backward = self.backward.body.stmts.iter();
        stmts.extend(backward.filter(|stmt| is_new(stmt, &forward)).cloned());
        let mut results = body.results[..*outputs].to_vec();
        results.extend(&self.backward.body.results);
        let mut whole = Block { stmts, results };
        let indices: Vec<Var> = whole.stmts[..first].iter().filter_map(index).collect();
        let merged = indices
            .into_iter()
            .filter(|index| merge(&mut whole, *index, &self.local, vars).is_some());
        if merged.count() == 0 {
            return None;
        }
        // A backward block defines values of the forward one again, by their names.
        let mut met = HashSet::new();
        for stmt in &mut whole.stmts {
            let inside = defined_inside(stmt);
            match inside.is_disjoint(&met) {
                true => met.extend(inside),
                false => stmt.inside_anew(vars),
            }
        }
        let shadows = self.shadows.iter();
        let shadows = shadows.map(|(_, var)| Param { var: *var, passing: Passing::Mut });
        Some(Function {
            name: name.clone(),
            params: params.iter().cloned().chain(shadows).collect(),
            body: whole,
            outputs: outputs + self.returned.len(),
            assumed: Vec::new(),
        })
    }
}

fn defined_inside(stmt: &Stmt) -> HashSet<Var> {
    let mut found: HashSet<Var> = stmt.op.bound().into_iter().collect();
    stmt.op.blocks().into_iter().for_each(|inner| keep::defined(inner, &mut found));
    found
}

fn index(stmt: &Stmt) -> Option<Var> {
    if let Op::For { index, .. } = &stmt.op { Some(*index) } else { None }
}

fn defined(stmts: &[Stmt]) -> impl Iterator<Item = Var> {
    stmts.iter().flat_map(|stmt| stmt.outs.iter().copied())
}

fn is_new(stmt: &Stmt, known: &HashSet<Var>) -> bool {
    !stmt.outs.iter().any(|out| known.contains(out))
}

/// Makes one loop of the two with this index, where that is possible.
fn merge(whole: &mut Block, of: Var, local: &HashSet<Var>, vars: &mut Vars) -> Option<()> {
    let mut places = (0..whole.stmts.len()).filter(|i| index(&whole.stmts[*i]) == Some(of));
    let (first, second) = (places.next()?, places.next()?);
    // Where loops have been merged already, a backward loop may stand before its forward loop.
    let in_order = whole.stmts[second].derived;
    let (forth, back) = if in_order { (first, second) } else { (second, first) };
    let (forth, back) = (whole.stmts[forth].clone(), whole.stmts[back].clone());
    let zeros = zeros(&whole.stmts);
    let is_local = |carry: &Carry| local.contains(&carry.param) && zeros.contains(&carry.init);
    let Merged { stmt, mut needed, again } = merged(&forth, back, &is_local, vars)?;
    let yielded = match in_order {
        true => &forth.outs,
        false => {
            needed = forth.op.free().into_iter().collect();
            &whole.stmts[first].outs
        }
    };
    let early = earlier(&whole.stmts[first + 1..second], needed, yielded)?;
    let tail = whole.stmts.split_off(second + 1);
    let between: Vec<(Stmt, bool)> = whole.stmts.drain(first..second).skip(1).zip(early).collect();
    whole.stmts.truncate(first);
    let part = |wanted: bool| {
        let chosen = between.iter().filter(move |(_, early)| *early == wanted);
        chosen.map(|(stmt, _)| stmt.clone())
    };
    let rest: Vec<Stmt> = part(true).chain([stmt]).chain(part(false)).chain(tail).collect();
    whole.stmts.extend(rest);
    whole.substitute(&mut |var| again.get(&var).copied().unwrap_or(var));
    Some(())
}

/// One loop made of two.
struct Merged {
    stmt: Stmt,
    /// What the backward loop reads beside what the forward one has.
    needed: HashSet<Var>,
    /// What the backward loop computed along with the forward one, as that calls it.
    again: HashMap<Var, Var>,
}

/// The forward loop, each iteration followed by that of the backward loop. The cotangents that are
/// `local` are 0 between iterations, in whichever order these come.
fn merged(
    forth: &Stmt,
    back: Stmt,
    is_local: &impl Fn(&Carry) -> bool,
    vars: &mut Vars,
) -> Option<Merged> {
    let (
        Op::For { index, lo, hi, reversed, mut carries, mut body },
        Op::For { lo: back_lo, hi: back_hi, carries: pulled, body: pulled_body, .. },
    ) = (forth.op.clone(), back.op)
    else {
        return None;
    };
    let mut inside: HashSet<Var> = defined(&body.stmts).chain([index]).collect();
    inside.extend(carries.iter().map(|carry| carry.param));
    let mut stmts = pulled_body.stmts;
    stmts.retain(|stmt| is_new(stmt, &inside));
    let position = |i: usize| carries.iter().position(|other| other.param == pulled[i].param);
    let (again, own): (Vec<usize>, Vec<usize>) =
        (0..pulled.len()).partition(|i| position(*i).is_some());
    let again = again.into_iter().filter_map(|i| Some((back.outs[i], forth.outs[position(i)?])));
    let again = again.collect();
    let bars: Vec<Var> = own.iter().map(|i| pulled[*i].param).collect();
    let lasting = own.iter().filter(|i| !is_local(&pulled[**i]));
    let (sums, ends): (Vec<Var>, Vec<Var>) =
        lasting.map(|i| (pulled[*i].param, pulled_body.results[*i])).unzip();
    let sweep = Block { stmts, results: ends };
    if (lo, hi) != (back_lo, back_hi) || !in_any_order(&sweep, &sums) {
        return None;
    }
    let results = own.iter().map(|i| pulled_body.results[*i]).collect();
    let pulled_body = Block { stmts: sweep.stmts, results };
    let mut needed: HashSet<Var> = own.iter().map(|i| pulled[*i].init).collect();
    needed.extend(read(&pulled_body));
    needed.retain(|var| !inside.contains(var) && !bars.contains(var));
    let count = carries.len();
    carries.extend(own.iter().map(|i| pulled[*i].clone()));
    let mut outs = forth.outs.clone();
    outs.splice(count..count, own.iter().map(|i| back.outs[*i]));
    body.results.splice(count..count, pulled_body.results);
    body.stmts.extend(pulled_body.stmts.into_iter().map(|mut stmt| {
        stmt.inside_anew(vars);
        stmt
    }));
    let op = Op::For { index, lo, hi, reversed, carries, body };
    let stmt = Stmt { outs, op, span: forth.span, derived: forth.derived };
    Some(Merged { stmt, needed, again })
}

/// The values that consist of zeros.
fn zeros(stmts: &[Stmt]) -> HashSet<Var> {
    let mut zeros = HashSet::new();
    for stmt in stmts {
        let is_zero = match &stmt.op {
            Op::Literal(literal) => matches!(literal, Literal::Real(0.0)),
            Op::Zeros(_) => true,
            Op::Prim(prim, args) => *prim == prims::FILLED && zeros.contains(&args[0]),
            Op::Rust(_)
            | Op::Map { .. }
            | Op::Aggregate(_)
            | Op::Project(_)
            | Op::Update { .. }
            | Op::Call(..)
            | Op::Forward(..)
            | Op::Backward { .. }
            | Op::Tangent(_)
            | Op::If { .. }
            | Op::For { .. }
            | Op::While { .. }
            | Op::Wrap(_)
            | Op::Unwrap(_) => false,
        };
        if is_zero {
            zeros.extend(&stmt.outs);
        }
    }
    zeros
}

fn read(block: &Block) -> Vec<Var> {
    let mut uses = Uses::default();
    uses.block(block);
    uses.order
}

/// Which of the statements between two loops must come before both, so that what the second needs is
/// at hand; none if they need what the first yields.
fn earlier(between: &[Stmt], mut needed: HashSet<Var>, yielded: &[Var]) -> Option<Vec<bool>> {
    let mut early = vec![false; between.len()];
    for (stmt, early) in between.iter().zip(&mut early).rev() {
        if stmt.outs.iter().any(|out| needed.contains(out)) {
            if stmt.op.acts() {
                return None;
            }
            *early = true;
            needed.extend(stmt.op.free());
        }
    }
    let late = yielded.iter().any(|out| needed.contains(out));
    (!late).then_some(early)
}
