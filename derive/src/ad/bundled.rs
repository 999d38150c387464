//! What one arm of a branch keeps, as one value: of a function that calls itself all calls but the innermost
//! come through that arm, and the innermost, which are most, keep nothing.

use std::collections::HashSet;

use proc_macro2::Span;
use syn::{Index, Member};

use super::Pair;
use crate::ir::{Block, Kind, Op, Place, Step, Stmt, Var, VarInfo, Vars};

/// Where all that is kept comes out of one branch, and one arm of the backward pass reads it.
struct Arm {
    /// Which statement of either function is the branch.
    forward: usize,
    backward: usize,
    /// Whether it is the arm where the condition holds.
    holds: bool,
}

/// Values for what is kept: set aside before copies are made of the table of values, in which they are
/// noted, too.
pub struct Bundle([Var; 5]);

impl Bundle {
    /// Sets them aside.
    pub fn set_aside(vars: &mut Vars, span: Span) -> Bundle {
        let info = VarInfo { kind: Kind::Unit, name: None, named: false, span };
        Bundle([(); 5].map(|()| vars.fresh(info.clone())))
    }

    /// Notes in a copy what they have become.
    pub fn note(&self, vars: &Vars, copy: &mut Vars) {
        self.0.iter().for_each(|var| copy[*var] = vars[*var].clone());
    }
}

/// Lets a pair of functions keep one value, which is there where that arm was taken.
pub fn bundled(pair: &mut Pair, &Bundle(values): &Bundle, vars: &mut Vars) {
    let Some(arm) = arm(pair) else { return };
    let [whole, some, none, bundle, opened] = values;
    let span = pair.forward.body.stmts[arm.forward].span;
    let Stmt { outs, op, .. } = &mut pair.forward.body.stmts[arm.forward];
    let Some((own, other)) = arms(op, arm.holds) else { return };
    let inside: Vec<Option<Var>> = pair
        .kept
        .iter()
        .filter_map(|kept| {
            let at = outs.iter().position(|out| out == kept)?;
            Some(wrapped(own, own.results[at]))
        })
        .collect();
    let result = |kept: &Var| outs.iter().position(|out| out == kept).map(|at| own.results[at]);
    let parts = pair.kept.iter().zip(&inside);
    let values: Vec<Var> =
        parts.filter_map(|(kept, inside)| inside.or_else(|| result(kept))).collect();
    let kind = Kind::Tuple(values.iter().map(|value| vars.kind(*value).clone()).collect());
    let option = Kind::Option(Box::new(kind.clone()));
    let kinds = [kind.clone(), option.clone(), option.clone(), option, kind];
    for (var, kind) in [whole, some, none, bundle, opened].into_iter().zip(kinds) {
        let name = [bundle, opened].contains(&var).then(|| "kept".to_owned());
        vars[var] = VarInfo { kind, named: name.is_some(), name, span };
    }
    let make = |out: Var, op: Op| Stmt { outs: vec![out], op, span, derived: true };
    own.stmts.push(make(whole, Op::Aggregate(values.clone())));
    own.stmts.push(make(some, Op::Wrap(Some(whole))));
    other.stmts.push(make(none, Op::Wrap(None)));
    let is_kept = |out: &Var| pair.kept.contains(out);
    for (block, last) in [(own, some), (other, none)] {
        let results = block.results.iter().zip(&*outs).filter(|(_, out)| !is_kept(out));
        block.results = results.map(|(result, _)| *result).chain([last]).collect();
    }
    outs.retain(|out| !is_kept(out));
    outs.push(bundle);
    let kept = std::mem::replace(&mut pair.kept, vec![bundle]);
    let primal = pair.forward.primal_results();
    pair.forward.body.results.truncate(primal);
    pair.forward.body.results.push(bundle);
    pair.backward.assumed = vec![bundle];
    let op = &mut pair.backward.body.stmts[arm.backward].op;
    let Some((own, _)) = arms(op, arm.holds) else { return };
    let mut stmts = vec![make(opened, Op::Unwrap(bundle))];
    for (i, (kept, inside)) in kept.iter().zip(&inside).enumerate() {
        let path = vec![Step::Field(Member::Unnamed(Index::from(i)))];
        let part = Op::Project(Place { root: opened, path });
        match inside {
            Some(_) => unwrap(own, *kept, &part),
            None => stmts.push(make(*kept, part)),
        }
    }
    own.stmts.splice(..0, stmts);
}

/// Reads of what an option holds become these.
fn unwrap(block: &mut Block, option: Var, part: &Op) {
    for stmt in &mut block.stmts {
        if matches!(stmt.op, Op::Unwrap(of) if of == option) {
            stmt.op = part.clone();
        }
        stmt.op.blocks_mut().into_iter().for_each(|inner| unwrap(inner, option, part));
    }
}

/// What is inside of an option that an arm makes.
fn wrapped(block: &Block, option: Var) -> Option<Var> {
    let made = block.stmts.iter().find(|stmt| stmt.outs == [option])?;
    if let Op::Wrap(value) = made.op { value } else { None }
}

/// An arm, and the other one.
fn arms(op: &mut Op, holds: bool) -> Option<(&mut Block, &mut Block)> {
    let Op::If { then, otherwise, .. } = op else { return None };
    Some(if holds { (then, otherwise) } else { (otherwise, then) })
}

fn arm(pair: &Pair) -> Option<Arm> {
    let kept: HashSet<Var> = pair.kept.iter().copied().collect();
    let mentions = |vars: &[Var]| vars.iter().any(|var| kept.contains(var));
    let (forth, back) = (&pair.forward.body, &pair.backward.body);
    let forward = forth.stmts.iter().position(|stmt| mentions(&stmt.outs))?;
    let Stmt { outs, op: Op::If { cond, .. }, .. } = &forth.stmts[forward] else { return None };
    let primal = &forth.results[..pair.forward.primal_results()];
    let elsewhere = forth.stmts.iter().any(|stmt| mentions(&stmt.op.free())) || mentions(primal);
    if kept.len() < 2 || !kept.iter().all(|var| outs.contains(var)) || elsewhere {
        return None;
    }
    let readers = back.stmts.iter().enumerate().filter(|(_, stmt)| mentions(&stmt.op.free()));
    let [(backward, reader)] = readers.collect::<Vec<_>>()[..] else { return None };
    let Op::If { cond: same, then, otherwise } = &reader.op else { return None };
    if same != cond || mentions(&back.results) {
        return None;
    }
    let [then, otherwise] = [then, otherwise].map(|arm| mentions(&arm.free()));
    (then != otherwise).then_some(Arm { forward, backward, holds: then })
}
