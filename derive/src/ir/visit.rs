//! Which values an operation reads, and how to replace them: the one place that knows.

use std::collections::{HashMap, HashSet};

use super::{Block, Handed, Op, Place, Step, Var, roots};

/// Calls `f` on every value that the operation itself reads (not those read inside its blocks).
pub fn operands(op: &Op, f: &mut impl FnMut(Var)) {
    map_operands(&mut op.clone(), &mut |var| {
        f(var);
        var
    });
}

fn map_place(place: &mut Place, f: &mut impl FnMut(Var) -> Var) {
    place.root = f(place.root);
    for step in &mut place.path {
        match step {
            Step::Field(_) => {}
            Step::Index(var) => *var = f(*var),
            Step::View(view) => view.vars_mut().into_iter().for_each(|var| *var = f(*var)),
            Step::NdIndex(vars) => vars.iter_mut().for_each(|var| *var = f(*var)),
            Step::Range(lo, hi) => lo.iter_mut().chain(hi).for_each(|var| *var = f(*var)),
        }
    }
}

/// Replaces every value that the operation itself reads.
pub fn map_operands(op: &mut Op, f: &mut impl FnMut(Var) -> Var) {
    match op {
        Op::Literal(_) | Op::Wrap(None) => {}
        Op::Rust(code) => code.captures.iter_mut().for_each(|(_, var)| *var = f(*var)),
        Op::Prim(_, args) | Op::Map { args, .. } | Op::Aggregate(args) => {
            args.iter_mut().for_each(|var| *var = f(*var));
        }
        Op::Call(_, args, places) | Op::Forward(_, args, places) => {
            args.iter_mut().for_each(|var| *var = f(*var));
            places.iter_mut().for_each(|place| map_place(place, f));
        }
        Op::Project(place) => map_place(place, f),
        Op::Update { place, value, .. } => {
            map_place(place, f);
            *value = f(*value);
        }
        Op::Zeros(var) | Op::Unwrap(var) | Op::Wrap(Some(var)) => *var = f(*var),
        Op::Backward { args, residuals, seed, shadows, .. } => {
            args.iter_mut().for_each(|var| *var = f(*var));
            *residuals = f(*residuals);
            seed.iter_mut().for_each(|seed| *seed = f(*seed));
            shadows.iter_mut().flatten().for_each(|place| map_place(place, f));
        }
        Op::Tangent(tangent) => {
            for (handed, _) in &mut tangent.args {
                match handed {
                    Handed::Value(var) | Handed::Ref(var) => *var = f(*var),
                    Handed::Mut(place) => map_place(place, f),
                    Handed::Nothing => {}
                }
            }
        }
        Op::If { cond, .. } => *cond = f(*cond),
        Op::For { lo, hi, carries, .. } => {
            *lo = f(*lo);
            *hi = f(*hi);
            carries.iter_mut().for_each(|carry| carry.init = f(carry.init));
        }
        Op::While { carries, .. } => {
            carries.iter_mut().for_each(|carry| carry.init = f(carry.init));
        }
    }
}

/// The values of which an operation makes the next version, so that it may take over their storage.
pub fn consumed(op: &Op) -> Vec<Var> {
    match op {
        Op::Update { place, .. } => vec![place.root],
        Op::For { carries, .. } | Op::While { carries, .. } => {
            carries.iter().map(|carry| carry.init).collect()
        }
        Op::Backward { shadows, .. } => roots(shadows.iter().flatten()),
        Op::Call(_, _, places) | Op::Forward(_, _, places) => roots(places),
        Op::Tangent(tangent) => roots(tangent.places()),
        Op::Literal(_)
        | Op::Rust(_)
        | Op::Prim(..)
        | Op::Map { .. }
        | Op::Aggregate(_)
        | Op::Project(_)
        | Op::Zeros(_)
        | Op::If { .. }
        | Op::Wrap(_)
        | Op::Unwrap(_) => Vec::new(),
    }
}

impl Op {
    /// The blocks inside.
    pub fn blocks(&self) -> Vec<&Block> {
        match self {
            Op::Map { body, .. } | Op::For { body, .. } => vec![body],
            Op::If { then, otherwise, .. } => vec![then, otherwise],
            Op::While { cond, body, .. } => vec![cond, body],
            _ => Vec::new(),
        }
    }

    /// The blocks inside.
    pub fn blocks_mut(&mut self) -> Vec<&mut Block> {
        match self {
            Op::Map { body, .. } | Op::For { body, .. } => vec![body],
            Op::If { then, otherwise, .. } => vec![then, otherwise],
            Op::While { cond, body, .. } => vec![cond, body],
            _ => Vec::new(),
        }
    }

    /// The values that the operation's blocks may read and that it defines itself.
    pub fn bound(&self) -> Vec<Var> {
        match self {
            Op::Map { params, .. } => params.clone(),
            Op::For { index, carries, .. } => {
                std::iter::once(*index).chain(carries.iter().map(|carry| carry.param)).collect()
            }
            Op::While { carries, .. } => carries.iter().map(|carry| carry.param).collect(),
            _ => Vec::new(),
        }
    }

    /// The same, to be replaced.
    pub fn bound_mut(&mut self) -> Vec<&mut Var> {
        match self {
            Op::Map { params, .. } => params.iter_mut().collect(),
            Op::For { index, carries, .. } => {
                std::iter::once(index).chain(carries.iter_mut().map(|c| &mut c.param)).collect()
            }
            Op::While { carries, .. } => carries.iter_mut().map(|c| &mut c.param).collect(),
            _ => Vec::new(),
        }
    }

    /// Every value read by the operation or inside its blocks and defined outside it.
    pub fn free(&self) -> Vec<Var> {
        let mut uses = Uses::default();
        uses.op(self);
        uses.order
    }
}

/// The values that a piece of code reads and does not define, in order of first use.
#[derive(Default)]
pub struct Uses {
    seen: HashSet<Var>,
    defined: HashSet<Var>,
    /// The values, each once.
    pub order: Vec<Var>,
    /// How often each is read.
    pub count: HashMap<Var, usize>,
}

impl Uses {
    /// A value read.
    pub fn read(&mut self, var: Var) {
        if !self.defined.contains(&var) {
            *self.count.entry(var).or_default() += 1;
            if self.seen.insert(var) {
                self.order.push(var);
            }
        }
    }

    /// An operation with its blocks.
    pub fn op(&mut self, op: &Op) {
        operands(op, &mut |var| self.read(var));
        self.defined.extend(op.bound());
        op.blocks().into_iter().for_each(|block| self.block(block));
    }

    /// A block with its results.
    pub fn block(&mut self, block: &Block) {
        self.stmts(&block.stmts);
        block.results.iter().for_each(|var| self.read(*var));
    }

    /// Statements in order.
    pub fn stmts(&mut self, stmts: &[super::Stmt]) {
        for stmt in stmts {
            self.op(&stmt.op);
            self.defined.extend(&stmt.outs);
        }
    }
}

impl Block {
    /// Every value read inside and defined outside.
    pub fn free(&self) -> Vec<Var> {
        let mut uses = Uses::default();
        uses.block(self);
        uses.order
    }

    /// Replaces values throughout, nested blocks included.
    pub fn substitute(&mut self, f: &mut impl FnMut(Var) -> Var) {
        for stmt in &mut self.stmts {
            map_operands(&mut stmt.op, f);
            for block in stmt.op.blocks_mut() {
                block.substitute(f);
            }
        }
        self.results.iter_mut().for_each(|var| *var = f(*var));
    }
}
