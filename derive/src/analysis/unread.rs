//! Values that may have the cotangent 0 because nothing read them.
//!
//! A value is read for certain if some operation reads it whenever it was computed, and the result
//! of that is read for certain, too. The other ones may be overtaken, overwritten, or wanted in one
//! arm of a branch only: their cotangent may be 0, and is then not multiplied by a partial
//! derivative that may be infinite.

use std::collections::{HashMap, HashSet};

use super::Steepness;
use crate::ir::{Block, Carry, Free, Function, Half, Kind, Mode, Op, Stmt, Var, Vars};
use crate::prims::{self, Derivative, E, Prim};

/// On what it depends whether anything has read a value.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Doubt {
    /// On the arm of a branch that was taken: all readers are in one of them.
    Arm { cond: Var, holds: bool },
    /// On nothing that is known: the cotangent of this value tells.
    Cotangent(Var),
}

/// The values that may be unread.
#[derive(Default)]
pub struct Unread {
    doubts: HashMap<Var, Doubt>,
    /// The values among them that are handed to a callee whose value is read.
    handed: HashSet<Var>,
    /// Where partial derivatives may be infinite.
    pub steepness: Steepness,
}

impl Unread {
    /// Of a function. What it returns is read if it is a number; of compounds only parts may be.
    pub fn of(function: &Function, vars: &Vars) -> Unread {
        let steepness = Steepness::of(&[&function.body]);
        let (doubts, handed) = (HashMap::new(), HashSet::new());
        let free = Free::within(&function.body);
        let mut pass = Pass { doubts, handed, steepness: &steepness, free, vars };
        let results: Vec<bool> = (0..function.body.results.len())
            .map(|i| i < function.outputs && pass.is_number(function.body.results[i]))
            .collect();
        pass.block(&function.body, &results);
        let Pass { doubts, handed, .. } = pass;
        Unread { doubts, handed, steepness }
    }

    /// Whether that a value is read depends on more than on what a callee does with it.
    pub fn is_doubtful(&self, var: Var) -> bool {
        self.doubts.contains_key(&var) && !self.handed.contains(&var)
    }

    /// On what it depends whether anything has read a value; none where something has.
    pub fn doubt(&self, var: Var) -> Option<Doubt> {
        self.doubts.get(&var).copied()
    }
}

struct Pass<'a> {
    doubts: HashMap<Var, Doubt>,
    handed: HashSet<Var>,
    steepness: &'a Steepness,
    free: Free<'a>,
    vars: &'a Vars,
}

/// What a block reads of the values defined in it and before it.
#[derive(Default)]
struct Reads {
    /// Read for certain, if the block is executed.
    certain: HashSet<Var>,
    /// What is read at all, with the doubt that all of its readers bring.
    readers: HashMap<Var, Option<Doubt>>,
}

impl Reads {
    fn note(&mut self, var: Var, doubt: Option<Doubt>) {
        let common = self.readers.entry(var).or_insert(doubt);
        if *common != doubt {
            *common = None;
        }
    }
}

impl Pass<'_> {
    fn is_number(&self, var: Var) -> bool {
        matches!(self.vars.kind(var), Kind::Real(_))
    }

    /// What a block reads for certain, where its results are read as stated.
    fn block(&mut self, block: &Block, results: &[bool]) -> HashSet<Var> {
        let mut reads = Reads::default();
        for (result, certain) in block.results.iter().zip(results) {
            reads.note(*result, None);
            if *certain {
                reads.certain.insert(*result);
            }
        }
        for stmt in block.stmts.iter().rev() {
            for out in &stmt.outs {
                self.decide(*out, &reads);
            }
            self.stmt(stmt, &mut reads);
        }
        reads.certain
    }

    /// All readers of a value have been visited.
    fn decide(&mut self, out: Var, reads: &Reads) {
        if reads.certain.contains(&out) {
            self.doubts.remove(&out);
            return;
        }
        let doubt = match reads.readers.get(&out) {
            Some(Some(doubt)) => *doubt,
            Some(None) | None => Doubt::Cotangent(out),
        };
        self.doubts.insert(out, doubt);
    }

    fn stmt(&mut self, stmt: &Stmt, reads: &mut Reads) {
        if !stmt.outs.iter().any(|out| reads.readers.contains_key(out)) {
            // At most a comparison reads what it yields: no cotangent comes through it.
            return;
        }
        let certain = stmt.outs.first().is_some_and(|out| reads.certain.contains(out));
        match &stmt.op {
            Op::Prim(prim, args) => self.prim(*prim, args, stmt.outs[0], reads),
            Op::Map { args, params, body } => {
                let inside = self.block(body, &[certain]);
                let of_elements =
                    args.iter().zip(params).filter(|(_, param)| inside.contains(param));
                reads.certain.extend(of_elements.map(|(arg, _)| *arg));
                reads.certain.extend(inside.iter().filter(|var| !params.contains(var)));
                self.note_all(stmt, reads);
            }
            Op::Aggregate(parts) if certain => {
                reads.certain.extend(parts);
                self.note_all(stmt, reads);
            }
            Op::Update { place, value, mode } if certain => {
                match mode {
                    Mode::Set => reads.certain.extend([*value]),
                    Mode::Add | Mode::Push | Mode::Extend => {
                        reads.certain.extend([*value, place.root]);
                    }
                    // What is taken out is not read by that.
                    Mode::Pop | Mode::Truncate => {}
                }
                self.note_all(stmt, reads);
            }
            Op::Wrap(Some(value)) | Op::Unwrap(value) => {
                if certain {
                    reads.certain.insert(*value);
                }
                self.note_all(stmt, reads);
            }
            Op::If { cond, then, otherwise } => self.branch(stmt, *cond, then, otherwise, reads),
            Op::For { lo, hi, carries, body, .. } => {
                let some = match (self.steepness.number(*lo), self.steepness.number(*hi)) {
                    (Some(lo), Some(hi)) => lo < hi,
                    _ => false,
                };
                self.looped(stmt, carries, body, some, reads);
            }
            Op::While { carries, body, .. } => self.looped(stmt, carries, body, false, reads),
            // A part says nothing about the whole, and a callee may do without an argument.
            Op::Call(call) => {
                if certain && call.is(Half::Primal) {
                    self.handed.extend(call.values());
                }
                self.note_all(stmt, reads);
            }
            Op::Project(_) | Op::Aggregate(_) | Op::Update { .. } => self.note_all(stmt, reads),
            Op::Literal(_) | Op::Rust(_) | Op::Zeros(_) | Op::Wrap(None) => {}
        }
    }

    /// Notes the statement as a reader of which nothing more is known.
    fn note_all(&self, stmt: &Stmt, reads: &mut Reads) {
        self.free.op(&stmt.op).into_iter().for_each(|var| reads.note(var, None));
    }

    fn prim(&mut self, prim: Prim, args: &[Var], out: Var, reads: &mut Reads) {
        let certain = reads.certain.contains(&out);
        let partials = match prim.derivative {
            Derivative::Partials(partials) => partials(),
            Derivative::Linear(_) => {
                for arg in args {
                    if certain {
                        reads.certain.insert(*arg);
                    }
                    reads.note(*arg, None);
                }
                return;
            }
            Derivative::Zero | Derivative::Inactive => return,
        };
        for (i, arg) in args.iter().enumerate().filter(|(i, arg)| !args[..*i].contains(arg)) {
            let whole = !partials.get(i).is_none_or(|partial| self.vanishes(prim, partial, args));
            match (certain, whole) {
                (true, true) => {
                    reads.certain.insert(*arg);
                    reads.note(*arg, None);
                }
                (false, true) => reads.note(*arg, self.doubts.get(&out).copied()),
                (_, false) => reads.note(*arg, None),
            }
        }
    }

    /// Whether a partial derivative is 0 at some arguments since the primitive does not read that one
    /// there.
    fn vanishes(&self, prim: Prim, partial: &E, args: &[Var]) -> bool {
        let exponent = args.get(1).and_then(|arg| self.steepness.number(*arg));
        if prim == prims::POWI && exponent.is_some_and(|exponent| exponent != 0.0) {
            return false;
        }
        has_zero(partial)
    }

    fn branch(
        &mut self,
        stmt: &Stmt,
        cond: Var,
        then: &Block,
        otherwise: &Block,
        reads: &mut Reads,
    ) {
        let wanted: Vec<bool> = stmt.outs.iter().map(|out| reads.certain.contains(out)).collect();
        let yes = self.block(then, &wanted);
        let no = self.block(otherwise, &wanted);
        let used: Vec<HashSet<Var>> =
            [then, otherwise].iter().map(|arm| differentiably(arm, &self.free)).collect();
        for var in used[0].union(&used[1]) {
            let doubt = match (yes.contains(var), no.contains(var)) {
                (true, false) if !used[1].contains(var) => Some(Doubt::Arm { cond, holds: true }),
                (false, true) if !used[0].contains(var) => Some(Doubt::Arm { cond, holds: false }),
                _ => None,
            };
            reads.note(*var, doubt);
        }
        reads.certain.extend(yes.intersection(&no));
    }

    /// `some` says that there is at least one iteration.
    fn looped(
        &mut self,
        stmt: &Stmt,
        carries: &[Carry],
        body: &Block,
        some: bool,
        reads: &mut Reads,
    ) {
        let mut wanted: Vec<bool> = (0..stmt.outs.len())
            .map(|i| i < carries.len() && reads.certain.contains(&stmt.outs[i]))
            .collect();
        let inside = loop {
            let inside = self.block(body, &wanted);
            // Of a value that the next iteration does not read only the last one matters.
            let lost =
                (0..carries.len()).find(|i| wanted[*i] && !inside.contains(&carries[*i].param));
            match lost {
                Some(i) => wanted[i] = false,
                None => break inside,
            }
        };
        self.note_all(stmt, reads);
        for (carry, wanted) in carries.iter().zip(&wanted) {
            if *wanted {
                reads.certain.insert(carry.init);
            }
        }
        if some {
            reads.certain.extend(inside);
        }
    }
}

/// Whether a formula is 0 at some arguments.
fn has_zero(partial: &E) -> bool {
    match partial {
        E::Num(value) => *value == 0.0,
        E::Select(_, yes, no) => has_zero(yes) || has_zero(no),
        E::Even(branching, _) => has_zero(branching),
        E::Op(prim, parts) if [prims::NEG, prims::MUL, prims::DIV].contains(prim) => {
            parts.iter().any(has_zero)
        }
        E::Op(..) | E::Arg(_) | E::Out | E::Int(_) => false,
    }
}

/// The values from outside that a block reads for more than a comparison.
fn differentiably(block: &Block, free: &Free<'_>) -> HashSet<Var> {
    let mut found: HashSet<Var> = block.results.iter().copied().collect();
    for stmt in block.stmts.iter().rev() {
        let plain = match &stmt.op {
            Op::Prim(prim, _) => {
                !matches!(prim.derivative, Derivative::Zero | Derivative::Inactive)
            }
            Op::Rust(_) | Op::Literal(_) | Op::Zeros(_) => false,
            Op::Map { .. }
            | Op::Aggregate(_)
            | Op::Project(_)
            | Op::Update { .. }
            | Op::Call(_)
            | Op::If { .. }
            | Op::For { .. }
            | Op::While { .. }
            | Op::Wrap(_)
            | Op::Unwrap(_) => true,
        };
        if plain && stmt.outs.iter().any(|out| found.contains(out)) {
            found.extend(free.op(&stmt.op));
        }
    }
    found
}
