//! Where each value is read, once expressions are nested into each other; and which are nested.

use std::collections::{HashMap, HashSet};

use crate::ir::{Block, Function, Kind, Op, Step, Stmt, Var, Vars, View, consumed, operands};
use crate::prims;

/// How deep expressions are nested into each other. A value that would stand deeper gets a line of its own: rustc
/// goes into an expression by recursion, and its lints with more of the stack a level than it has for the rest.
const DEEPEST: usize = 48;

/// A point of the program: the statements on the way to it, outermost first, each with the number
/// of the block that it stands in.
pub type Path = Vec<(usize, usize)>;

/// The number of a function's own block.
pub const ROOT: usize = usize::MAX;

/// The number of a block inside a statement: the same whenever it is asked for.
pub fn block_number(outs: &[Var], here: &Path, arm: usize) -> usize {
    match outs.first() {
        Some(out) => 2 * out.0 as usize + arm,
        None => {
            let place = here.iter().fold(0, |sum: usize, (block, i)| {
                sum.wrapping_mul(31).wrapping_add(block.wrapping_mul(7) ^ i)
            });
            (place | 1 << 62) & !1 | arm
        }
    }
}

/// The plan for emitting one function.
pub struct Layout {
    /// Operations whose values are written where they are read.
    pub inline: HashMap<Var, Op>,
    /// Where each value is read.
    reads: HashMap<Var, Vec<Path>>,
    /// The previous version of each value that has one.
    origins: HashMap<Var, Var>,
    /// Where each value is yielded by a block.
    ends: HashMap<Var, Vec<Path>>,
    /// Where each value is defined: the path of the block.
    defined: HashMap<Var, Path>,
    /// The numbers of blocks that run more than once, or apart (closures).
    repeating: HashSet<usize>,
    /// The names of values that methods are called on: their types must be known there.
    pub receivers: HashSet<String>,
    /// How often a value is mentioned.
    pub count: HashMap<Var, usize>,
    /// Where the storage of each value may be taken over by a later version.
    taken: HashMap<Var, Vec<Path>>,
    /// Parts that are read when the whole may have changed: they are copied.
    apart: HashSet<Var>,
}

impl Layout {
    /// Plans a function.
    pub fn new(function: &Function, vars: &Vars) -> Layout {
        let mut survey = Survey {
            layout: Layout {
                inline: HashMap::new(),
                reads: HashMap::new(),
                ends: HashMap::new(),
                origins: HashMap::new(),
                defined: HashMap::new(),
                repeating: HashSet::new(),
                receivers: HashSet::new(),
                count: HashMap::new(),
                taken: HashMap::new(),
                apart: HashSet::new(),
            },
            readers: HashMap::new(),
            aliases: HashMap::new(),
            borrowers: HashMap::new(),
            yielded: HashSet::new(),
            literals: HashSet::new(),
            depths: HashMap::new(),
            vars,
        };
        for param in function.params.iter().map(|param| param.var).chain(function.assumed.clone()) {
            survey.layout.defined.insert(param, Vec::new());
        }
        survey.block(&function.body, ROOT, &Vec::new(), false);
        survey.choose_inline(&function.body, ROOT, &Vec::new());
        survey.choose_copies(&function.body, ROOT, &Vec::new());
        survey.finish()
    }

    /// Whether nothing reads a value after the given point, so that its storage may be taken over:
    /// nor in a later round of a loop.
    pub fn dead_after(&self, var: Var, here: &Path) -> bool {
        let Some(home) = self.defined.get(&var) else { return false };
        if here.len() < home.len() {
            return false;
        }
        let Some(reads) = self.reads.get(&var) else { return true };
        let again = |read: &Path| {
            (home.len() + 1..here.len()).any(|depth| {
                let round = self.repeating.contains(&here[depth].0);
                round && self.within(read, here, depth)
            })
        };
        reads.iter().all(|read| !self.after(read, here) && !again(read))
    }
}

impl Layout {
    /// How often the statement at a point reads a value.
    pub fn reads_at(&self, var: Var, here: &Path) -> usize {
        self.reads.get(&var).map_or(0, |reads| reads.iter().filter(|read| *read == here).count())
    }

    /// Whether nothing reads a value but the end of the function.
    pub fn is_only_returned(&self, var: Var) -> bool {
        let ends = self.ends.get(&var);
        let returned = |read: &Path| read.len() == 1 && ends.is_some_and(|all| all.contains(read));
        self.reads.get(&var).is_some_and(|reads| reads.iter().all(returned))
    }

    /// The statement whose block has a value as its parameter.
    pub fn bound_at(&self, param: Var) -> Path {
        self.defined.get(&param).cloned().unwrap_or_default()
    }

    /// The value whose storage a value continues.
    pub fn origin(&self, var: Var) -> Option<Var> {
        self.origins.get(&var).copied()
    }

    /// Whether a part is read when the whole may have changed.
    pub fn is_apart(&self, var: Var) -> bool {
        self.apart.contains(&var)
    }

    /// Whether a later version may take over the storage of a value.
    pub fn is_overwritten(&self, var: Var) -> bool {
        self.taken.contains_key(&var)
    }

    /// A value that a block yields has been taken care of before its end. An expression that reads
    /// it there still does.
    pub fn forget_end(&mut self, var: Var, end: &Path) {
        let yielded = self.ends.get(&var).into_iter().flatten().filter(|at| *at == end).count();
        let Some(reads) = self.reads.get_mut(&var) else { return };
        for _ in 0..yielded {
            if let Some(read) = reads.iter().position(|read| read == end) {
                reads.remove(read);
            }
        }
    }
}

impl Layout {
    /// Whether `read` comes later than `here`. The body of a `while` comes after its condition.
    fn after(&self, read: &Path, here: &Path) -> bool {
        for (r, h) in read.iter().zip(here) {
            if r.0 != h.0 {
                return r.0 == h.0 + 1 && self.repeating.contains(&h.0);
            }
            if r.1 != h.1 {
                return r.1 > h.1;
            }
        }
        false
    }

    /// Whether `read` stands in the block that is entered at a depth of `here`, or in the other one
    /// of a `while`: both are part of each round.
    fn within(&self, read: &Path, here: &Path, depth: usize) -> bool {
        if read.len() <= depth || read[..depth] != here[..depth] {
            return false;
        }
        let (r, h) = (read[depth].0, here[depth].0);
        r == h || (r == h ^ 1 && self.repeating.contains(&r))
    }
}

/// Whether `read` stands inside the statement at a point.
fn inside(read: &Path, at: &Path) -> bool {
    read.len() > at.len() && read[..at.len()] == at[..]
}

struct Survey<'a> {
    layout: Layout,
    /// The point of each direct read, and what is defined there.
    readers: HashMap<Var, Vec<(Path, Option<Var>)>>,
    /// Values that borrow from another.
    aliases: HashMap<Var, Var>,
    /// The same from the other side: those that borrow from a value.
    borrowers: HashMap<Var, Vec<Var>>,
    /// Values that an arm of a branch yields.
    yielded: HashSet<Var>,
    /// Constants.
    literals: HashSet<Var>,
    /// How deep each nested value stands in the expression of its line.
    depths: HashMap<Var, usize>,
    vars: &'a Vars,
}

impl Survey<'_> {
    fn read(&mut self, var: Var, at: &Path, by: Option<Var>) {
        *self.layout.count.entry(var).or_default() += 1;
        self.readers.entry(var).or_default().push((at.clone(), by));
    }

    fn block(&mut self, block: &Block, number: usize, outer: &Path, repeating: bool) {
        if repeating {
            self.layout.repeating.insert(number);
        }
        for (i, stmt) in block.stmts.iter().enumerate() {
            let mut here = outer.clone();
            here.push((number, i));
            self.stmt(stmt, outer, &here);
        }
        let mut end = outer.clone();
        end.push((number, block.stmts.len()));
        for var in &block.results {
            self.read(*var, &end, None);
            self.layout.ends.entry(*var).or_default().push(end.clone());
        }
    }

    fn stmt(&mut self, stmt: &Stmt, block: &Path, here: &Path) {
        let single = if let [single] = stmt.outs[..] { Some(single) } else { None };
        let mut operand_list = Vec::new();
        operands(&stmt.op, &mut |var| operand_list.push(var));
        for var in operand_list {
            self.read(var, here, single);
        }
        // Once for each element.
        if let (Some(out), Op::Prim(prim, args)) = (single, &stmt.op)
            && *prim == prims::TO_SEQUENCE
            && matches!(self.vars.kind(out), Kind::Array(..))
        {
            self.read(args[0], here, single);
        }
        for out in &stmt.outs {
            self.layout.defined.insert(*out, block.clone());
        }
        for bound in stmt.op.bound() {
            self.layout.defined.insert(bound, here.clone());
        }
        if let (Some(out), Some(root)) = (single, borrowed(&stmt.op, self.vars, single)) {
            self.aliases.insert(out, root);
            self.borrowers.entry(root).or_default().push(out);
        }
        if let Op::Prim(prim, args) = &stmt.op
            && prim.emit == prims::Emit::Method
            && let Some(name) = &self.vars[args[0]].name
        {
            self.layout.receivers.insert(name.clone());
        }
        previous_versions(stmt, &mut self.layout.origins);
        for taken in consumed(&stmt.op) {
            self.layout.taken.entry(taken).or_default().push(here.clone());
        }
        if let (Some(out), Op::Literal(_)) = (single, &stmt.op) {
            self.literals.insert(out);
        }
        let repeating = matches!(stmt.op, Op::For { .. } | Op::While { .. } | Op::Map { .. });
        let blocks = stmt.op.blocks();
        for var in blocks.iter().flat_map(|inner| inner.free()) {
            self.readers.entry(var).or_default().push((here.clone(), single));
        }
        if let Op::If { then, otherwise, .. } = &stmt.op {
            self.yielded.extend(then.results.iter().chain(&otherwise.results));
        }
        for (arm, inner) in blocks.into_iter().enumerate() {
            self.block(inner, block_number(&stmt.outs, here, arm), here, repeating);
        }
        if let Op::While { carries, cond, .. } = &stmt.op {
            // What is carried outlives the condition: it is the loop's result.
            let mut end = here.clone();
            end.push((block_number(&stmt.outs, here, 0), cond.stmts.len() + 1));
            for carry in carries {
                self.readers.entry(carry.param).or_default().push((end.clone(), None));
            }
        }
    }

    /// Values that nobody named and that are read once are written where they are read. Last to
    /// first: where a value is read in the end depends on what its readers are nested into.
    fn choose_inline(&mut self, block: &Block, number: usize, outer: &Path) {
        for (i, stmt) in block.stmts.iter().enumerate().rev() {
            let mut here = outer.clone();
            here.push((number, i));
            for (arm, inner) in stmt.op.blocks().into_iter().enumerate() {
                self.choose_inline(inner, block_number(&stmt.outs, &here, arm), &here);
            }
            if let [out] = stmt.outs[..]
                && self.may_inline(out, &stmt.op)
                && let Some(depth) = self.depth(out, &stmt.op)
                && !self.overwritten(out, &stmt.op, &here)
            {
                self.depths.insert(out, depth);
                self.layout.inline.insert(out, stmt.op.clone());
            }
        }
    }

    /// How deep a value would stand in the expression of the line that reads it, unless that is
    /// too deep.
    fn depth(&self, out: Var, op: &Op) -> Option<usize> {
        let readers = self.readers.get(&out).into_iter().flatten();
        let around = readers.filter_map(|(_, by)| self.depths.get(by.as_ref()?)).max();
        let depth = 1 + around.copied().unwrap_or(0);
        (depth <= DEEPEST || matches!(op, Op::Literal(_))).then_some(depth)
    }

    /// Whether what is read here is overwritten before the expression stands that would
    /// contain it.
    fn overwritten(&self, out: Var, op: &Op, here: &Path) -> bool {
        let mut wholes: Vec<Var> = Vec::new();
        operands(op, &mut |var| self.wholes(var, &mut wholes));
        let taken: Vec<&Path> = wholes
            .iter()
            .filter_map(|whole| self.layout.taken.get(whole))
            .flatten()
            .filter(|at| self.layout.after(at, here))
            .collect();
        if taken.is_empty() {
            return false;
        }
        let mut reads = Vec::new();
        self.resolve(out, &mut reads, &mut HashSet::new());
        taken
            .iter()
            .any(|at| reads.iter().any(|read| self.layout.after(read, at) || inside(read, at)))
    }

    /// A part that is read after the whole has changed is copied, which costs less than a copy of the
    /// whole.
    fn choose_copies(&mut self, block: &Block, number: usize, outer: &Path) {
        for (i, stmt) in block.stmts.iter().enumerate() {
            let mut here = outer.clone();
            here.push((number, i));
            for (arm, inner) in stmt.op.blocks().into_iter().enumerate() {
                self.choose_copies(inner, block_number(&stmt.outs, &here, arm), &here);
            }
            if let ([out], Op::Project(_)) = (&stmt.outs[..], &stmt.op)
                && self.aliases.contains_key(out)
                && !self.layout.inline.contains_key(out)
                && self.overwritten(*out, &stmt.op, &here)
            {
                self.layout.apart.insert(*out);
                self.aliases.remove(out);
            }
        }
    }

    /// A compound value, and those that it is a part of.
    fn wholes(&self, var: Var, found: &mut Vec<Var>) {
        if self.vars.kind(var).is_scalar() {
            return;
        }
        found.push(var);
        if let Some(root) = self.aliases.get(&var) {
            self.wholes(*root, found);
        }
    }

    fn may_inline(&self, out: Var, op: &Op) -> bool {
        let info = &self.vars[out];
        let count = self.layout.count.get(&out).copied().unwrap_or(0);
        let free = match op {
            Op::Literal(_) => true,
            Op::Prim(prim, _) => {
                [prims::TRANSPOSE, prims::DIM, prims::LEN, prims::NROWS, prims::NCOLS]
                    .contains(prim)
            }
            Op::Project(place) => {
                !info.kind.is_scalar() || place.path.iter().all(|step| self.is_brief(step))
            }
            _ => false,
        };
        if info.named && !self.is_yielded(out, count) {
            return false;
        }
        if free && !info.named {
            return true;
        }
        let pure = match op {
            Op::Prim(..) | Op::Project(_) | Op::Aggregate(_) | Op::Map { .. } => true,
            Op::Zeros(_) | Op::Wrap(_) | Op::Unwrap(_) => true,
            Op::Rust(code) => !code.effect,
            Op::If { then, otherwise, .. } => {
                then.results.len() == 1 && small(then) && small(otherwise)
            }
            Op::Literal(_) => true,
            Op::Update { .. }
            | Op::Call(..)
            | Op::Forward(..)
            | Op::Backward { .. }
            | Op::Tangent(_)
            | Op::For { .. }
            | Op::While { .. } => false,
        };
        pure && count == 1 && self.read_nearby(out)
    }

    /// Whether a step is short to write, so that a part is rather read twice than named.
    fn is_brief(&self, step: &Step) -> bool {
        let brief = |var: &Var| self.vars[*var].name.is_some() || self.literals.contains(var);
        match step {
            Step::Field(_) => true,
            Step::Index(var) => brief(var),
            Step::View(View::Row(var) | View::Column(var)) => brief(var),
            Step::View(View::All | View::Diagonal) => true,
            Step::View(_) => false,
            Step::NdIndex(vars) => vars.iter().all(brief),
            Step::Range(..) => false,
        }
    }

    /// Whether a value is only what an arm of a branch yields: the name is that of the branch.
    fn is_yielded(&self, out: Var, count: usize) -> bool {
        count == 1 && self.yielded.contains(&out)
    }

    /// Whether the one read stands in the same block, or in an arm of a branch inside it.
    fn read_nearby(&self, out: Var) -> bool {
        let (Some(home), Some(readers)) = (self.layout.defined.get(&out), self.readers.get(&out))
        else {
            return false;
        };
        readers.iter().all(|(path, _)| {
            path.len() > home.len()
                && path[home.len() + 1..]
                    .iter()
                    .all(|(block, _)| !self.layout.repeating.contains(block))
        })
    }

    /// Reads of nested expressions happen where the outermost expression stands.
    fn finish(mut self) -> Layout {
        let vars: Vec<Var> = self.readers.keys().copied().collect();
        let mut resolved: HashMap<Var, Vec<Path>> = HashMap::new();
        for var in vars {
            let mut paths = Vec::new();
            self.resolve(var, &mut paths, &mut HashSet::new());
            resolved.insert(var, paths);
        }
        self.layout.reads = resolved;
        self.layout
    }

    fn resolve(&self, var: Var, paths: &mut Vec<Path>, seen: &mut HashSet<Var>) {
        if !seen.insert(var) {
            return;
        }
        for (path, by) in self.readers.get(&var).into_iter().flatten() {
            match by {
                Some(by) if self.layout.inline.contains_key(by) => self.resolve(*by, paths, seen),
                _ => paths.push(path.clone()),
            }
        }
        for borrower in self.borrowers.get(&var).into_iter().flatten() {
            self.resolve(*borrower, paths, seen);
        }
    }
}

/// Which values continue which.
fn previous_versions(stmt: &Stmt, origins: &mut HashMap<Var, Var>) {
    match &stmt.op {
        Op::Prim(prim, args) if [prims::ADD, prims::SUB].contains(prim) => {
            origins.insert(stmt.outs[0], args[0]);
        }
        Op::For { carries, .. } | Op::While { carries, .. } => {
            origins.extend(stmt.outs.iter().copied().zip(carries.iter().map(|carry| carry.init)));
        }
        Op::If { then, .. } => {
            origins.extend(stmt.outs.iter().copied().zip(then.results.iter().copied()));
        }
        _ => origins.extend(stmt.changes().into_iter().map(|(root, next)| (next, root))),
    }
}

/// The value that a result borrows from.
fn borrowed(op: &Op, vars: &Vars, out: Option<Var>) -> Option<Var> {
    match op {
        Op::Project(place) if !vars.kind(out?).is_copy() => Some(place.root),
        Op::Prim(prim, args) if prim.borrows() => Some(args[0]),
        Op::Unwrap(var) if !vars.kind(out?).is_copy() => Some(*var),
        _ => None,
    }
}

/// An arm without statements of its own once expressions are nested.
fn small(block: &Block) -> bool {
    block.stmts.len() <= 6
        && block.stmts.iter().all(|stmt| match &stmt.op {
            Op::Literal(_) | Op::Prim(..) | Op::Project(_) => true,
            Op::If { then, otherwise, .. } => small(then) && small(otherwise),
            _ => false,
        })
}
