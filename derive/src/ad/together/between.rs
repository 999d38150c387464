//! What stands between two statements that become one.
//!
//! The second one moves up to the first, and takes along what it needs. That must not depend on the
//! first one. A cotangent that the second one adds to may have been added to in between: sums may be
//! taken in another order, so that it may add before the others do.

use std::collections::{HashMap, HashSet};

use crate::ad::order::Sums;
use crate::ir::{Block, Builder, Kind, Op, Place, Step, Stmt, Var, Vars};
use crate::prims;

/// The cotangents among these that a statement adds to, each with its next version.
pub(super) type Added<'a> = dyn Fn(&HashSet<Var>) -> Vec<(Var, Var)> + 'a;

/// Two statements of one block that become one.
pub(super) struct Joint<'a> {
    pub first: usize,
    pub second: usize,
    /// What the second one reads.
    pub needed: HashSet<Var>,
    /// What the first one yields.
    pub yielded: &'a [Var],
    /// What the second one only adds to, and does not read otherwise.
    pub added: &'a Added<'a>,
}

/// The statements in between.
struct Parted {
    early: Vec<Stmt>,
    late: Vec<Stmt>,
}

/// How a cotangent is added to earlier.
#[derive(Default)]
struct Earlier {
    /// What the one statement adds to, in place of what the second one did.
    before: HashMap<Var, Var>,
    /// What it yields then.
    after: HashMap<Var, Var>,
    /// The versions in between and behind: each follows what the statement yields.
    late: HashMap<Var, Var>,
    /// The versions behind: what the second one yielded is what it was to add to.
    behind: HashMap<Var, Var>,
    /// Zeros that numbers are added to, and the sums that stand in place of the second statement.
    zeros: Vec<Stmt>,
    sums: Vec<Stmt>,
}

impl Joint<'_> {
    /// Puts one statement in place of the two, where that is possible; yields where it stands.
    pub fn close(self, block: &mut Block, stmt: Stmt, vars: &mut Vars) -> Option<usize> {
        let between = &block.stmts[self.first + 1..self.second];
        let (parted, earlier) =
            match parted(between, self.needed.clone(), self.yielded, false, vars) {
                Some(parted) => (parted, Earlier::default()),
                None => self.with_sums_earlier(block, vars)?,
            };
        Some(self.place(block, stmt, parted, earlier))
    }

    /// The same, if the second statement adds to cotangents before those in between do.
    fn with_sums_earlier(&self, block: &Block, vars: &mut Vars) -> Option<(Parted, Earlier)> {
        let between = &block.stmts[self.first + 1..self.second];
        let (mut earlier, mut needed) = (Earlier::default(), self.needed.clone());
        let changed = between.iter().flat_map(|stmt| &stmt.outs).copied().collect();
        let added = (self.added)(&changed);
        for (root, next) in &added {
            if added.iter().filter(|(other, _)| other == root).count() == 1 {
                earlier.add(block, self, (*root, *next), &mut needed, vars);
            }
        }
        let parted = parted(between, needed, self.yielded, true, vars)?;
        // What has been added before is in the versions behind alone.
        let reads = |stmt: &Stmt| stmt.op.free().iter().any(|var| earlier.late.contains_key(var));
        (!parted.early.iter().any(reads)).then_some((parted, earlier))
    }

    /// Yields where the one statement stands.
    fn place(&self, block: &mut Block, stmt: Stmt, parted: Parted, earlier: Earlier) -> usize {
        let Parted { early, mut late } = parted;
        let Earlier { before, after, late: versions, behind, zeros, sums } = earlier;
        let read = |names: &HashMap<Var, Var>, var: Var| names.get(&var).copied().unwrap_or(var);
        let mut alone = Block { stmts: vec![stmt], results: Vec::new() };
        alone.substitute(&mut |var| read(&before, var));
        let outs = alone.stmts.iter_mut().flat_map(|stmt| &mut stmt.outs);
        outs.for_each(|out| *out = read(&after, *out));
        let results = std::mem::take(&mut block.results);
        let mut rest = Block { stmts: block.stmts.split_off(self.second + 1), results };
        rest.substitute(&mut |var| read(&behind, var));
        late.extend(sums.into_iter().chain(rest.stmts));
        let mut rest = Block { stmts: late, results: rest.results };
        rest.substitute(&mut |var| read(&versions, var));
        block.stmts.truncate(self.first);
        block.stmts.extend(early.into_iter().chain(zeros));
        let at = block.stmts.len();
        block.stmts.extend(alone.stmts.into_iter().chain(rest.stmts));
        block.results = rest.results;
        at
    }
}

impl Earlier {
    /// Lets the one statement add to a cotangent before the others do, where that is possible.
    fn add(
        &mut self,
        block: &Block,
        joint: &Joint<'_>,
        (root, next): (Var, Var),
        needed: &mut HashSet<Var>,
        vars: &mut Vars,
    ) {
        if vars.kind(root).is_real() {
            needed.remove(&root);
            let mut builder = Builder::derived(vars, block.stmts[joint.second].span);
            let zero = builder.real(0.0, &builder.vars.kind(root).clone());
            self.zeros.append(&mut builder.stmts);
            let share = builder.fresh(builder.vars.kind(root).clone());
            builder.define(vec![next], Op::Prim(prims::ADD, vec![root, share]));
            self.sums.append(&mut builder.stmts);
            self.before.insert(root, zero);
            self.after.insert(next, share);
            return;
        }
        let Some(start) = start(block, joint, root) else { return };
        needed.remove(&root);
        needed.insert(start);
        let first = vars.fresh(vars[start].clone());
        if root != start {
            self.before.insert(root, start);
        }
        self.after.insert(next, first);
        self.behind.insert(next, root);
        self.late.insert(start, first);
    }
}

/// The earliest version of a cotangent that is only added to from there on, in the statements between
/// the two; nobody else may read a version, since it would have more in it.
fn start(block: &Block, joint: &Joint<'_>, root: Var) -> Option<Var> {
    let between = &block.stmts[joint.first + 1..joint.second];
    let chain = versions(root, between);
    let start = *chain.last()?;
    let later = &block.stmts[joint.first + 1..];
    let readers = |var: &Var| {
        let reading = later.iter().filter(|stmt| stmt.op.free().contains(var)).count();
        reading + block.results.iter().filter(|result| *result == var).count()
    };
    let alone = chain.iter().all(|var| readers(var) == 1);
    (start != root && alone && Sums::adds(between, start, root)).then_some(start)
}

/// A value and the versions before it, as far as these statements define them.
fn versions(var: Var, stmts: &[Stmt]) -> Vec<Var> {
    let mut chain = vec![var];
    while let Some(before) = before(chain[chain.len() - 1], stmts) {
        chain.push(before);
    }
    chain
}

/// The first version of a value, as far as these statements define them.
fn origin(var: Var, stmts: &[Stmt]) -> Var {
    versions(var, stmts).pop().unwrap_or(var)
}

fn before(var: Var, stmts: &[Stmt]) -> Option<Var> {
    let stmt = stmts.iter().find(|stmt| stmt.outs.contains(&var))?;
    let position = stmt.outs.iter().position(|out| *out == var)?;
    match &stmt.op {
        Op::If { then, otherwise, .. } => {
            let root = origin(then.results[position], &then.stmts);
            (root == origin(otherwise.results[position], &otherwise.stmts)).then_some(root)
        }
        Op::For { carries, .. } | Op::While { carries, .. } => {
            carries.get(position).map(|carry| carry.init)
        }
        Op::Update { .. } | Op::Call(_) => {
            stmt.changes().into_iter().find(|(_, next)| *next == var).map(|(root, _)| root)
        }
        Op::Literal(_)
        | Op::Rust(_)
        | Op::Prim(..)
        | Op::Map { .. }
        | Op::Aggregate(_)
        | Op::Project(_)
        | Op::Zeros(_)
        | Op::Wrap(_)
        | Op::Unwrap(_) => None,
    }
}

/// A branch of which only some values are needed early becomes two, if those take no more than
/// arithmetic.
fn divided(stmt: &Stmt, needed: &HashSet<Var>, vars: &mut Vars) -> Option<(Stmt, Stmt)> {
    let early: Vec<bool> = stmt.outs.iter().map(|out| needed.contains(out)).collect();
    let late: Vec<bool> = early.iter().map(|early| !early).collect();
    if !matches!(stmt.op, Op::If { .. }) || !late.contains(&true) {
        return None;
    }
    let mut before = part(stmt, &early);
    before.inside_anew(vars);
    is_arithmetic(&before).then(|| (before, part(stmt, &late)))
}

/// A branch that yields only some of its values.
fn part(stmt: &Stmt, chosen: &[bool]) -> Stmt {
    let mut part = stmt.clone();
    for arm in part.op.blocks_mut() {
        keep(&mut arm.results, chosen);
        let mut read: HashSet<Var> = arm.results.iter().copied().collect();
        let mut stmts = std::mem::take(&mut arm.stmts);
        stmts.reverse();
        stmts.retain(|stmt| {
            let live = stmt.op.acts() || stmt.outs.iter().any(|out| read.contains(out));
            if live {
                read.extend(stmt.op.free());
            }
            live
        });
        stmts.reverse();
        arm.stmts = stmts;
    }
    keep(&mut part.outs, chosen);
    part
}

fn keep(vars: &mut Vec<Var>, chosen: &[bool]) {
    let mut chosen = chosen.iter();
    vars.retain(|_| chosen.next().is_some_and(|chosen| *chosen));
}

fn is_arithmetic(stmt: &Stmt) -> bool {
    let inside = |block: &&Block| block.stmts.iter().all(is_arithmetic);
    stmt.op.is_arithmetic() && stmt.op.blocks().iter().all(inside)
}

/// Which of the statements between two must come before both, so that what the second needs is at
/// hand; none if they need what the first yields, or would fail before what is said of it in between.
fn parted(
    between: &[Stmt],
    mut needed: HashSet<Var>,
    yielded: &[Var],
    divides: bool,
    vars: &mut Vars,
) -> Option<Parted> {
    let (mut early, mut late): (Vec<Stmt>, Vec<Stmt>) = (Vec::new(), Vec::new());
    for stmt in between.iter().rev() {
        let acts = stmt.op.acts();
        if !stmt.outs.iter().any(|out| needed.contains(out)) {
            if acts && early.iter().any(|stmt| may_fail(stmt, vars)) {
                return None;
            }
            late.push(stmt.clone());
            continue;
        }
        if acts {
            return None;
        }
        let stmt = match divides.then(|| divided(stmt, &needed, vars)).flatten() {
            Some((before, after)) => {
                late.push(after);
                before
            }
            None => stmt.clone(),
        };
        needed.extend(stmt.op.free());
        early.push(stmt);
    }
    early.reverse();
    late.reverse();
    (!yielded.iter().any(|out| needed.contains(out))).then_some(Parted { early, late })
}

/// Whether a statement may panic.
fn may_fail(stmt: &Stmt, vars: &Vars) -> bool {
    let reads = |place: &Place| place.path.iter().any(|step| !matches!(step, Step::Field(_)));
    let plain = |var: &Var| matches!(vars.kind(*var), Kind::Real(_) | Kind::Bool);
    match &stmt.op {
        Op::Literal(_) | Op::Aggregate(_) | Op::Zeros(_) | Op::Wrap(_) => false,
        // Of integers an operation may overflow, of arrays shapes may differ.
        Op::Prim(prim, args) => {
            ![prims::LEN, prims::DIM, prims::FILLED].contains(prim) && !args.iter().all(plain)
        }
        Op::Project(place) | Op::Update { place, .. } => reads(place),
        Op::If { .. } => {
            let fails = |block: &Block| block.stmts.iter().any(|stmt| may_fail(stmt, vars));
            stmt.op.blocks().into_iter().any(fails)
        }
        Op::Rust(_)
        | Op::Map { .. }
        | Op::Call(_)
        | Op::For { .. }
        | Op::While { .. }
        | Op::Unwrap(_) => true,
    }
}
