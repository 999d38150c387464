//! Which values an operation reads, and how to replace them: the one place that knows.

use std::collections::{HashMap, HashSet};

use super::{Block, Handed, Op, Place, Step, Var, roots};

/// One list of operands for both ways of walking over them: to read and to replace.
macro_rules! walk_operands {
    ($of_op:ident, $of_place:ident, $iter:ident, $view:ident, $each:ty $(, $mutable:tt)?) => {
        fn $of_place<'a>(place: &'a $($mutable)? Place, f: &mut impl FnMut($each)) {
            f(&$($mutable)? place.root);
            for step in place.path.$iter() {
                match step {
                    Step::Field(_) => {}
                    Step::Index(var) => f(var),
                    Step::View(view) => view.$view(f),
                    Step::NdIndex(vars) => vars.$iter().for_each(&mut *f),
                    Step::Range(lo, hi) => lo.$iter().chain(hi.$iter()).for_each(&mut *f),
                }
            }
        }

        fn $of_op<'a>(op: &'a $($mutable)? Op, f: &mut impl FnMut($each)) {
            match op {
                Op::Literal(_) | Op::Wrap(None) => {}
                Op::Rust(code) => code.captures.$iter().for_each(|(_, var)| f(var)),
                Op::Prim(_, args) | Op::Map { args, .. } | Op::Aggregate(args) => {
                    args.$iter().for_each(f);
                }
                Op::Project(place) => $of_place(place, f),
                Op::Update { place, value, .. } => {
                    $of_place(place, f);
                    f(value);
                }
                Op::Zeros(var) | Op::Unwrap(var) | Op::Wrap(Some(var)) => f(var),
                Op::Call(call) => {
                    for given in call.args.$iter() {
                        match &$($mutable)? given.handed {
                            Handed::Value(var) | Handed::Ref(var) => f(var),
                            Handed::Mut(place) => $of_place(place, f),
                            Handed::Nothing => {}
                        }
                    }
                }
                Op::If { cond, .. } => f(cond),
                Op::For { lo, hi, carries, .. } => {
                    f(lo);
                    f(hi);
                    carries.$iter().for_each(|carry| f(&$($mutable)? carry.init));
                }
                Op::While { carries, .. } => {
                    carries.$iter().for_each(|carry| f(&$($mutable)? carry.init));
                }
            }
        }
    };
}

walk_operands!(read_op, read_place, iter, each_var, &'a Var);
walk_operands!(change_op, change_place, iter_mut, each_var_mut, &'a mut Var, mut);

/// Calls `f` on every value that the operation itself reads (not those read inside its blocks).
pub fn operands(op: &Op, f: &mut impl FnMut(Var)) {
    #[cfg(test)]
    super::visits::count();
    read_op(op, &mut |var| f(*var));
}

/// Replaces every value that the operation itself reads.
pub fn map_operands(op: &mut Op, f: &mut impl FnMut(Var) -> Var) {
    #[cfg(test)]
    super::visits::count();
    change_op(op, &mut |var| *var = f(*var));
}

/// The values of which an operation makes the next version, so that it may take over their storage.
pub fn consumed(op: &Op) -> Vec<Var> {
    match op.looped() {
        Some((carries, _)) => carries.iter().map(|carry| carry.init).collect(),
        None => roots(op.written()),
    }
}

/// One list of blocks, and of what they are given, for both ways of walking over them.
macro_rules! walk_blocks {
    ($(#[$about:meta])* $blocks:ident, $(#[$given:meta])* $shown:vis $bound:ident, $iter:ident $(, $mutable:tt)?) => {
        impl Op {
            $(#[$about])*
            pub fn $blocks(&$($mutable)? self) -> Vec<&$($mutable)? Block> {
                match self {
                    Op::Map { body, .. } | Op::For { body, .. } => vec![body],
                    Op::If { then, otherwise, .. } => vec![then, otherwise],
                    Op::While { cond, body, .. } => vec![cond, body],
                    Op::Literal(_)
                    | Op::Rust(_)
                    | Op::Prim(..)
                    | Op::Aggregate(_)
                    | Op::Project(_)
                    | Op::Update { .. }
                    | Op::Zeros(_)
                    | Op::Call(_)
                    | Op::Wrap(_)
                    | Op::Unwrap(_) => Vec::new(),
                }
            }

            $(#[$given])*
            $shown fn $bound(&$($mutable)? self) -> Vec<&$($mutable)? Var> {
                match self {
                    Op::Map { params, .. } => params.$iter().collect(),
                    Op::For { index, carries, .. } => {
                        let params = carries.$iter().map(|carry| &$($mutable)? carry.param);
                        std::iter::once(index).chain(params).collect()
                    }
                    Op::While { carries, .. } => {
                        carries.$iter().map(|carry| &$($mutable)? carry.param).collect()
                    }
                    Op::Literal(_)
                    | Op::Rust(_)
                    | Op::Prim(..)
                    | Op::Aggregate(_)
                    | Op::Project(_)
                    | Op::Update { .. }
                    | Op::Zeros(_)
                    | Op::Call(_)
                    | Op::If { .. }
                    | Op::Wrap(_)
                    | Op::Unwrap(_) => Vec::new(),
                }
            }
        }
    };
}

walk_blocks!(
    /// The blocks inside.
    blocks,
    /// The values that the operation's blocks may read and that it defines itself, where they stand.
    each_bound,
    iter
);
walk_blocks!(
    /// The blocks inside, to be changed.
    blocks_mut,
    /// The values that the operation's blocks may read and that it defines itself, to be replaced.
    pub bound_mut,
    iter_mut,
    mut
);

impl Op {
    /// The values that the operation's blocks may read and that it defines itself.
    pub fn bound(&self) -> Vec<Var> {
        self.each_bound().into_iter().copied().collect()
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
    /// What statements, and the results behind them, read and do not define, in order of first use.
    pub fn order_of(stmts: &[super::Stmt], results: &[Var]) -> Vec<Var> {
        let mut uses = Uses::default();
        uses.stmts(stmts);
        results.iter().for_each(|var| uses.read(*var));
        uses.order
    }

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
