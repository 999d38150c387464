//! Elements that are set to 0 and then added to, set at once.
//!
//! What is written to an element takes its cotangent, and leaves 0: `let t = a_bar[i]; a_bar[i] = 0.0; …; a_bar[i] += c * t`.
//! Where nothing but other elements is read and written in between, the element is set to the term.

use std::collections::{HashMap, HashSet};

use crate::analysis::{Extents, Ranges, are_apart};
use crate::ir::{Block, Function, Literal, Mode, Op, Stmt, Var, Vars};

/// So many accesses to other elements may stand in between.
const NEAR: usize = 16;

/// Sets elements to what is added to their 0.
pub fn stores(function: &mut Function, vars: &mut Vars) {
    let extents = Extents::of(&function.body, vars);
    let mut zeros = HashSet::new();
    note_zeros(&function.body, &mut zeros);
    Pass { extents, zeros, vars }.block(&mut function.body, &Ranges::default());
}

/// The numbers of a block that are 0 in any derivative.
pub fn note_zeros(block: &Block, zeros: &mut HashSet<Var>) {
    for stmt in &block.stmts {
        if let Op::Literal(Literal::Real(0.0)) = &stmt.op {
            zeros.extend(&stmt.outs);
        }
        stmt.op.blocks().into_iter().for_each(|inner| note_zeros(inner, zeros));
    }
}

struct Pass<'a> {
    extents: Extents,
    zeros: HashSet<Var>,
    vars: &'a Vars,
}

impl Pass<'_> {
    fn block(&self, block: &mut Block, around: &Ranges) {
        for stmt in &mut block.stmts {
            let ranges = around.inside(&stmt.op, &self.extents);
            stmt.op.blocks_mut().into_iter().for_each(|inner| self.block(inner, &ranges));
        }
        let zeroed: Vec<usize> =
            (0..block.stmts.len()).filter(|at| self.is_zeroed(&block.stmts[*at])).collect();
        if zeroed.is_empty() {
            return;
        }
        let readers = readers(block);
        let addition = |at: usize| Some((at, self.addition(block, at, &readers, around)?));
        let pairs: Vec<(usize, usize)> = zeroed.into_iter().filter_map(addition).collect();
        merge(block, &pairs);
    }

    /// Whether an element is set to 0.
    fn is_zeroed(&self, stmt: &Stmt) -> bool {
        let Op::Update { place, value, mode: Mode::Set } = &stmt.op else { return false };
        let number = place.kind(self.vars).is_some_and(|kind| kind.is_real());
        stmt.derived && number && self.zeros.contains(value)
    }

    /// Where something is added to the element that is set to 0 here.
    fn addition(
        &self,
        block: &Block,
        at: usize,
        readers: &HashMap<Var, Vec<usize>>,
        ranges: &Ranges,
    ) -> Option<usize> {
        let stmt = &block.stmts[at];
        let Op::Update { place, .. } = &stmt.op else { return None };
        let mut current = stmt.outs[0];
        let mut seen = 0;
        while !block.results.contains(&current) {
            let mut next = None;
            for later in readers.get(&current)? {
                seen += 1;
                let reader = &block.stmts[*later];
                let (Op::Update { place: other, .. } | Op::Project(other)) = &reader.op else {
                    return None;
                };
                if other.root != current || seen > NEAR {
                    return None;
                }
                if let Op::Update { value, mode, .. } = &reader.op {
                    if next.is_some() || *value == current {
                        return None;
                    }
                    if *mode == Mode::Add && reader.derived && other.path == place.path {
                        return Some(*later);
                    }
                    next = Some(reader.outs[0]);
                }
                if !are_apart(&other.path, &place.path, ranges, &self.extents) {
                    return None;
                }
            }
            current = next?;
        }
        None
    }
}

/// The statements that read each value, in order.
fn readers(block: &Block) -> HashMap<Var, Vec<usize>> {
    let mut readers: HashMap<Var, Vec<usize>> = HashMap::new();
    for (at, stmt) in block.stmts.iter().enumerate() {
        stmt.op.free().into_iter().for_each(|var| readers.entry(var).or_default().push(at));
    }
    readers
}

/// The additions set their elements, and what set these to 0 goes.
fn merge(block: &mut Block, pairs: &[(usize, usize)]) {
    let mut before: HashMap<Var, Var> = HashMap::new();
    for (at, addition) in pairs {
        if let Op::Update { mode, .. } = &mut block.stmts[*addition].op {
            *mode = Mode::Set;
        }
        let stmt = &block.stmts[*at];
        if let Op::Update { place, .. } = &stmt.op {
            let root = before.get(&place.root).copied().unwrap_or(place.root);
            before.insert(stmt.outs[0], root);
        }
    }
    if !before.is_empty() {
        block.stmts.retain(|stmt| !stmt.outs.iter().any(|out| before.contains_key(out)));
        block.substitute(&mut |var| before.get(&var).copied().unwrap_or(var));
    }
}
