//! What a pair of forward and backward blocks keeps.

use std::collections::{HashMap, HashSet};

use super::finished::Finished;
use crate::analysis::{Forward, Level, materialise};
use crate::ir::{Block, Kind, Op, Stmt, Var, VarInfo, Vars};
use crate::prims;

/// Decides what is kept and what is computed again. Yields the kept values, in program order, and
/// the statements to repeat at the head of the backward block. A part of a slice or of an array is
/// kept as a copy, which the forward block makes where the part is defined.
///
/// `finished` tells what the backward block reads; `missing` are the values that the forward block receives and the backward block lacks; `passing`
/// those that the backward block has at some point only.
pub(super) fn record(
    level: Level,
    forward: &mut Block,
    missing: &[Var],
    backward: &mut Block,
    passing: &HashSet<Var>,
    finished: &mut Finished,
    vars: &mut Vars,
) -> (Vec<Var>, Vec<Stmt>) {
    let (mut read, asks) = finished.read(backward);
    if asks {
        keep_shapes(forward, missing, backward, vars);
        finished.forget();
        read = finished.read(backward).0;
    }
    let forth = Forward { stmts: &forward.stmts, params: missing, passing };
    let found = materialise(level, &forth, read, vars);
    let mut again = Block { stmts: found.recomputed, results: Vec::new() };
    // Both may stand in one function.
    again.stmts.iter_mut().for_each(|stmt| stmt.inside_anew(vars));
    let kept = found.kept.into_iter().map(|var| match copied(vars.kind(var)) {
        None => var,
        Some(kind) => {
            let copy = vars.fresh(VarInfo { kind, ..vars[var].clone() });
            copy_after_definition(forward, var, copy, vars);
            for block in [&mut again, &mut *backward] {
                block.substitute(&mut |read| if read == var { copy } else { read });
            }
            finished.forget();
            copy
        }
    });
    let kept = kept.collect();
    (kept, again.stmts)
}

/// What the backward block asks of the shape of an array alone is asked in the forward block, where
/// the array is: so that the answer may be kept, and not the array.
fn keep_shapes(forward: &mut Block, missing: &[Var], backward: &mut Block, vars: &mut Vars) {
    let mut position: HashMap<Var, usize> = missing.iter().map(|var| (*var, 0)).collect();
    for (i, stmt) in forward.stmts.iter().enumerate() {
        position.extend(stmt.outs.iter().map(|out| (*out, i + 1)));
    }
    let mut inside = HashSet::new();
    defined(backward, &mut inside);
    let mut moved = Vec::new();
    let asking = Asking { position: &position, missing, measured: measured(backward), inside };
    take_shapes(backward, &asking, vars, &mut moved);
    moved.sort_by_key(|(at, _)| std::cmp::Reverse(*at));
    let (mut known, mut same) = (HashMap::new(), HashMap::new());
    let mut asked_inside = HashSet::new();
    defined(forward, &mut asked_inside);
    for (at, stmt) in moved {
        let (Op::Prim(prim, args), out) = (&stmt.op, stmt.outs[0]) else { continue };
        if let Some(first) = known.get(&(*prim, args.clone())) {
            same.insert(out, *first);
            continue;
        }
        let word = if *prim == prims::DIM { "shape" } else { "len" };
        let name = vars[args[0]].name.as_ref().map(|name| format!("{name}_{word}"));
        // The forward block may ask the same, further inside.
        let answer = match asked_inside.contains(&out) {
            true => vars.fresh(vars[out].clone()),
            false => out,
        };
        vars[answer].name = name;
        known.insert((*prim, args.clone()), answer);
        same.insert(out, answer);
        forward.stmts.insert(at, Stmt { outs: vec![answer], ..stmt });
    }
    if !same.is_empty() {
        backward.substitute(&mut |var| same.get(&var).copied().unwrap_or(var));
    }
}

/// The values that a block defines, and those inside its blocks.
pub(super) fn defined(block: &Block, found: &mut HashSet<Var>) {
    for stmt in &block.stmts {
        found.extend(&stmt.outs);
        found.extend(stmt.op.bound());
        stmt.op.blocks().into_iter().for_each(|inner| defined(inner, found));
    }
}

/// What is known where the backward block asks for shapes.
struct Asking<'a> {
    /// Where the values of the forward block are defined.
    position: &'a HashMap<Var, usize>,
    missing: &'a [Var],
    /// Values of which the backward block asks nothing else.
    measured: HashSet<Var>,
    /// What the backward block defines.
    inside: HashSet<Var>,
}

fn take_shapes(
    block: &mut Block,
    asking: &Asking<'_>,
    vars: &Vars,
    moved: &mut Vec<(usize, Stmt)>,
) {
    let Asking { position, inside, .. } = asking;
    let stmts = std::mem::take(&mut block.stmts);
    for mut stmt in stmts {
        let asked = asking.asked(&stmt, vars);
        match asked.filter(|args| args.iter().all(|arg| !inside.contains(arg))) {
            Some(args) if position.contains_key(&args[0]) => {
                let after = args.iter().filter_map(|arg| position.get(arg)).max();
                moved.push((after.copied().unwrap_or(0), stmt));
            }
            _ => {
                let blocks = stmt.op.blocks_mut().into_iter();
                blocks.for_each(|inner| take_shapes(inner, asking, vars, moved));
                block.stmts.push(stmt);
            }
        }
    }
}

/// The values of which a block asks the length or shape and nothing else.
fn measured(block: &Block) -> HashSet<Var> {
    fn survey(block: &Block, asked: &mut HashSet<Var>, read: &mut HashSet<Var>) {
        for stmt in &block.stmts {
            let of = if asks_shape(stmt) { &mut *asked } else { &mut *read };
            crate::ir::operands(&stmt.op, &mut |var| of.extend([var]));
            stmt.op.blocks().into_iter().for_each(|inner| survey(inner, asked, read));
        }
        read.extend(&block.results);
    }
    let (mut asked, mut read) = (HashSet::new(), HashSet::new());
    survey(block, &mut asked, &mut read);
    asked.retain(|var| !read.contains(var));
    asked
}

/// Whether a statement of the derivative asks for the shape of something.
pub(super) fn asks_shape(stmt: &Stmt) -> bool {
    let asks = |prim| [prims::DIM, prims::LEN_OF, prims::LEN].contains(&prim);
    stmt.derived && stmt.op.prim().is_some_and(|(prim, _)| asks(prim))
}

impl Asking<'_> {
    /// The operands of a question about a shape that the forward block answers.
    fn asked<'s>(&self, stmt: &'s Stmt, vars: &Vars) -> Option<&'s [Var]> {
        let (_, args) = stmt.op.prim()?;
        let of = args[0];
        let vector = matches!(vars.kind(of), Kind::Vec(_)) && self.measured.contains(&of);
        let array = matches!(vars.kind(of), Kind::Nd { .. });
        (asks_shape(stmt) && (array || vector || self.missing.contains(&of))).then_some(args)
    }
}

/// What a borrowed part is kept as.
fn copied(kind: &Kind) -> Option<Kind> {
    match kind {
        Kind::Slice(item) => Some(Kind::Vec(item.clone())),
        Kind::Nd { num, rank, view: true } => {
            Some(Kind::Nd { num: num.clone(), rank: *rank, view: false })
        }
        _ => None,
    }
}

fn copy_after_definition(forward: &mut Block, var: Var, copy: Var, vars: &Vars) {
    let defined = forward.stmts.iter().position(|stmt| stmt.outs.contains(&var));
    let op = Op::Prim(prims::COPY, vec![var]);
    let stmt = Stmt { outs: vec![copy], op, span: vars[var].span, derived: true };
    forward.stmts.insert(defined.map_or(0, |i| i + 1), stmt);
}
