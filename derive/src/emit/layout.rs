//! Where each value is read, once expressions are nested into each other; and which are nested.

mod nest;
pub mod numbers;
mod pins;
mod point;
mod receivers;

use std::collections::{HashMap, HashSet};

use point::{Inner, Point};

use crate::ir::{
    Block, Free, Function, Kind, Mode, Num, Op, Step, Stmt, Var, Vars, consumed, operands,
};
use crate::prims;

/// A point of the program: the statements on the way to it, outermost first, each with the number
/// of the block that it stands in.
pub type Path = Vec<Place>;
type Place = (usize, usize);

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
pub struct Layout<'a> {
    /// Operations whose values are written where they are read.
    pub inline: HashMap<Var, &'a Op>,
    /// Where each value is read.
    reads: HashMap<Var, Vec<Point>>,
    /// The previous version of each value that has one.
    origins: HashMap<Var, Var>,
    /// Where each value is yielded by a block.
    ends: HashMap<Var, Vec<Point>>,
    /// Where each value is defined: the path of the block.
    defined: HashMap<Var, Point>,
    /// The numbers of blocks that run more than once, or apart (closures).
    repeating: HashSet<usize>,
    /// The variables whose line says their type, since methods are called on floats that they hold.
    pub said: HashSet<Var>,
    /// The literals that say of which type they are, and arrays of which that is said.
    pub suffixed: HashSet<Var>,
    /// How often a value is mentioned.
    pub count: HashMap<Var, usize>,
    /// Where the storage of each value may be taken over by a later version.
    taken: HashMap<Var, Vec<Point>>,
    /// Parts that are read when the whole may have changed: they are copied.
    apart: HashSet<Var>,
}

impl<'a> Layout<'a> {
    /// Plans a function.
    pub fn new(function: &'a Function, vars: &'a Vars) -> Layout<'a> {
        let mut survey = Survey {
            layout: Layout {
                inline: HashMap::new(),
                reads: HashMap::new(),
                ends: HashMap::new(),
                origins: HashMap::new(),
                defined: HashMap::new(),
                repeating: HashSet::new(),
                said: HashSet::new(),
                suffixed: pins::suffixed(function, vars),
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
            early: HashSet::new(),
            resizes: resizes(&function.body, vars),
            free: Free::within(&function.body),
            vars,
        };
        for param in function.params.iter().map(|param| param.var).chain(function.assumed.clone()) {
            survey.layout.defined.insert(param, Point::default());
        }
        survey.block(&function.body, ROOT, &Point::default(), false);
        survey.choose_inline(&function.body, ROOT, &Point::default());
        survey.choose_types(function);
        survey.choose_copies(&function.body, ROOT, &Point::default());
        survey.finish()
    }

    /// Whether nothing reads a value after the given point, so that its storage may be taken over:
    /// nor in a later round of a loop.
    pub fn dead_after(&self, var: Var, here: &Path) -> bool {
        let Some(home) = self.defined.get(&var) else { return false };
        if here.len() < home.depth() {
            return false;
        }
        let Some(reads) = self.reads.get(&var) else { return true };
        let rounds: Vec<usize> = match self.repeating.is_empty() {
            true => Vec::new(),
            false => (home.depth() + 1..here.len())
                .filter(|depth| self.repeating.contains(&here[*depth].0))
                .collect(),
        };
        let again = |read: &Point| rounds.iter().any(|depth| self.within(read, here, *depth));
        reads.iter().all(|read| !self.after(read, here) && !again(read))
    }
}

impl Layout<'_> {
    /// How often the statement at a point reads a value.
    pub fn reads_at(&self, var: Var, here: &Path) -> usize {
        self.reads.get(&var).map_or(0, |reads| reads.iter().filter(|read| read.is(here)).count())
    }

    /// Whether nothing reads a value but the end of the function.
    pub fn is_only_returned(&self, var: Var) -> bool {
        let ends = self.ends.get(&var);
        let returned =
            |read: &Point| read.depth() == 1 && ends.is_some_and(|all| all.contains(read));
        self.reads.get(&var).is_some_and(|reads| reads.iter().all(returned))
    }

    /// The statement whose block has a value as its parameter.
    pub fn bound_at(&self, param: Var) -> Path {
        self.defined.get(&param).map(Point::path).unwrap_or_default()
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
        let yielded = self.ends.get(&var).into_iter().flatten().filter(|at| at.is(end)).count();
        let Some(reads) = self.reads.get_mut(&var) else { return };
        for _ in 0..yielded {
            if let Some(read) = reads.iter().position(|read| read.is(end)) {
                reads.remove(read);
            }
        }
    }
}

impl Layout<'_> {
    /// Whether `read` comes later than `here`. The body of a `while` comes after its condition.
    fn after(&self, read: &Point, here: &Path) -> bool {
        let here_at = |inner: &Inner| here.get(inner.depth - 1).copied();
        let both = read.at(here.len()).into_iter().flat_map(Inner::outwards);
        self.follows(both.map(|inner| (inner.place(), here_at(inner))))
    }

    /// The same of two points.
    fn follows_point(&self, read: &Point, here: &Point) -> bool {
        let ways = (read.at(here.depth()), here.at(read.depth()));
        let (Some(read), Some(here)) = ways else { return false };
        let (read, here) = (read.outwards(), here.outwards());
        self.follows(read.zip(here).map(|(read, here)| (read.place(), Some(here.place()))))
    }

    /// Whether the first of two ways leads to a later statement, outwards from where both are as deep.
    fn follows(&self, ways: impl Iterator<Item = (Place, Option<Place>)>) -> bool {
        let mut apart = None;
        for (read, here) in ways {
            let Some(here) = here else { return false };
            if read.0 != here.0 {
                apart = Some((read.0, here.0));
                continue;
            }
            return match apart {
                _ if read.1 != here.1 => read.1 > here.1,
                Some((read, here)) => read == here + 1 && self.repeating.contains(&here),
                None => false,
            };
        }
        false
    }

    /// Whether `read` stands in the block that is entered at a depth of `here`, or in the other one
    /// of a `while`: both are part of each round.
    fn within(&self, read: &Point, here: &Path, depth: usize) -> bool {
        let Some(inner) = read.at(depth + 1).filter(|inner| inner.depth == depth + 1) else {
            return false;
        };
        if depth > 0
            && inner.outer.0.as_ref().map(|outer| outer.place()) != here.get(depth - 1).copied()
        {
            return false;
        }
        let (r, h) = (inner.block, here[depth].0);
        r == h || (r == h ^ 1 && self.repeating.contains(&r))
    }
}

struct Survey<'a> {
    layout: Layout<'a>,
    /// The point of each direct read, and what is defined there.
    readers: HashMap<Var, Vec<(Point, Option<Var>)>>,
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
    /// Statements that borrow the whole before they compute what they add to a part of it.
    early: HashSet<Place>,
    /// Whether vectors become longer or shorter.
    resizes: bool,
    /// What each block reads from outside.
    free: Free<'a>,
    vars: &'a Vars,
}

impl<'a> Survey<'a> {
    fn read(&mut self, var: Var, at: &Point, by: Option<Var>) {
        *self.layout.count.entry(var).or_default() += 1;
        self.readers.entry(var).or_default().push((at.clone(), by));
    }

    fn block(&mut self, block: &Block, number: usize, outer: &Point, repeating: bool) {
        if repeating {
            self.layout.repeating.insert(number);
        }
        for (i, stmt) in block.stmts.iter().enumerate() {
            self.stmt(stmt, outer, &outer.behind(number, i));
        }
        let end = outer.behind(number, block.stmts.len());
        for var in &block.results {
            self.read(*var, &end, None);
            self.layout.ends.entry(*var).or_default().push(end.clone());
        }
    }

    fn stmt(&mut self, stmt: &Stmt, block: &Point, here: &Point) {
        let single = if let [single] = stmt.outs[..] { Some(single) } else { None };
        let mut operand_list = Vec::new();
        operands(&stmt.op, &mut |var| operand_list.push(var));
        for var in operand_list {
            match self.is_length_of_a_slice(&stmt.op) {
                // All versions have it, so that none need be there for that.
                true => *self.layout.count.entry(var).or_default() += 1,
                false => self.read(var, here, single),
            }
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
        if self.borrows_early(&stmt.op) {
            self.early.extend(here.place());
        }
        for taken in consumed(&stmt.op) {
            self.layout.taken.entry(taken).or_default().push(here.clone());
        }
        if let (Some(out), Op::Literal(_)) = (single, &stmt.op) {
            self.literals.insert(out);
        }
        let repeating = matches!(stmt.op, Op::For { .. } | Op::While { .. } | Op::Map { .. });
        let blocks = stmt.op.blocks();
        for var in blocks.iter().flat_map(|inner| self.free.block(inner)) {
            self.readers.entry(var).or_default().push((here.clone(), single));
        }
        if let Op::If { then, otherwise, .. } = &stmt.op {
            self.yielded.extend(then.results.iter().chain(&otherwise.results));
        }
        for (arm, inner) in blocks.into_iter().enumerate() {
            self.block(inner, here.block_number(&stmt.outs, arm), here, repeating);
        }
        if let Op::While { carries, cond, .. } = &stmt.op {
            // What is carried outlives the condition: it is the loop's result.
            let number = here.block_number(&stmt.outs, 0);
            let end = here.behind(number, cond.stmts.len() + 1);
            for carry in carries {
                self.readers.entry(carry.param).or_default().push((end.clone(), None));
            }
        }
        self.previous_versions(stmt, here);
    }

    /// Writes the types of floats that methods are called on before they are known.
    fn choose_types(&mut self, function: &Function) {
        let Layout { inline, origins, suffixed, .. } = &self.layout;
        let written = receivers::written(function, self.vars, inline, origins, suffixed);
        self.layout.suffixed.extend(written.suffixed);
        self.layout.said = written.lines;
        self.layout.inline.retain(|var, _| !written.outside.contains(var));
    }

    /// Notes which values continue which. What a branch yields continues what its first arm does, from before
    /// the branch.
    fn previous_versions(&mut self, stmt: &Stmt, here: &Point) {
        let origins = &mut self.layout.origins;
        match &stmt.op {
            Op::Prim(prim, args) if [prims::ADD, prims::SUB].contains(prim) => {
                origins.insert(stmt.outs[0], args[0]);
            }
            Op::For { carries, .. } | Op::While { carries, .. } => {
                let before = carries.iter().map(|carry| carry.init);
                origins.extend(stmt.outs.iter().copied().zip(before));
            }
            Op::If { then, .. } => {
                for (out, result) in stmt.outs.iter().zip(&then.results) {
                    let inside = |var: &Var| {
                        self.layout
                            .defined
                            .get(var)
                            .is_some_and(|home| home.depth() >= here.depth())
                    };
                    let mut before = Some(*result);
                    while let Some(var) = before.filter(inside) {
                        before = origins.get(&var).copied();
                    }
                    origins.extend(before.map(|before| (*out, before)));
                }
            }
            _ => origins.extend(stmt.changes().into_iter().map(|(root, next)| (next, root))),
        }
    }

    /// `v[i] += x` of numbers whose arithmetic is that of a trait: an element of a vector, or of a run, is borrowed
    /// by a call, which comes before `x`.
    fn borrows_early(&self, op: &Op) -> bool {
        let Op::Update { place, value, mode } = op else { return false };
        if mode.resizes() {
            // `v[i].push(x)` borrows all of `v` before `x`.
            return place.path.iter().any(|step| matches!(step, Step::Index(_) | Step::Range(..)));
        }
        if *mode != Mode::Add {
            return false;
        }
        let num = self.vars.kind(*value).innermost_num();
        let mut kind = Some(self.vars.kind(place.root).clone());
        let mut called = false;
        for step in &place.path {
            called |= matches!(kind, Some(Kind::Vec(_))) || matches!(step, Step::Range(..));
            kind = kind.and_then(|kind| step.kind(&kind));
        }
        called && matches!(num, Some(Num::Param(_) | Num::Lanes(_)))
    }

    /// Whether it is the length of a slice, which is no part of a vector that may be of another length by then.
    fn is_length_of_a_slice(&self, op: &Op) -> bool {
        let Op::Prim(prim, args) = op else { return false };
        let slice = *prim == prims::LEN && matches!(self.vars.kind(args[0]), Kind::Slice(_));
        let mut wholes = std::iter::successors(args.first(), |part| self.aliases.get(part));
        let grows = |whole: &Var| self.resizes && matches!(self.vars.kind(*whole), Kind::Vec(_));
        slice && !wholes.any(grows)
    }

    /// Reads of nested expressions happen where the outermost expression stands.
    fn finish(mut self) -> Layout<'a> {
        let vars: Vec<Var> = self.readers.keys().copied().collect();
        let mut resolved: HashMap<Var, Vec<Point>> = HashMap::new();
        for var in vars {
            let mut paths = Vec::new();
            self.resolve(var, &mut paths, &mut HashSet::new());
            resolved.insert(var, paths);
        }
        self.layout.reads = resolved;
        self.layout
    }

    fn resolve(&self, var: Var, paths: &mut Vec<Point>, seen: &mut HashSet<Var>) {
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

/// Whether a vector becomes longer or shorter, or may do so in a call.
fn resizes(block: &Block, vars: &Vars) -> bool {
    block.stmts.iter().any(|stmt| {
        let itself = matches!(&stmt.op, Op::Update { mode, .. } if mode.resizes());
        let mut written = stmt.op.written().into_iter();
        let called = matches!(stmt.op, Op::Call(_))
            && written.any(|place| matches!(place.kind(vars), Some(Kind::Vec(_))));
        itself || called || stmt.op.blocks().into_iter().any(|inner| resizes(inner, vars))
    })
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
