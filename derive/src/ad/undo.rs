//! What loops overwrite is kept element by element, and put back by the backward pass.
//!
//! Where a loop reads and writes one array, the derivative may need what the array held in each
//! iteration. Copies of it would cost more than the loop. Instead the forward pass keeps each element
//! that it overwrites, and the backward pass starts from the array as the loop left it and puts the
//! elements back on its way, so that at each statement the array holds what it held in the primal
//! (Griewank and Walther, *Evaluating Derivatives*, 2008, chapter 4).
//!
//! Which arrays are treated so is known only when it has been seen what a loop would keep of them
//! else: then reverse mode starts anew, with the arrays in its [`Plan`].

use std::collections::{HashMap, HashSet};

use super::keep::defined;
use super::looped::Loop;
use super::plan::Plan;
use super::reverse::Reverse;
use crate::analysis::{Extent, Rewritten};
use crate::ir::{Block, Builder, Carry, Kind, Mode, Op, Place, Stmt, Var, VarInfo, consumed};
use crate::prims;

/// Where an array stands in the backward pass.
#[derive(Clone, Copy)]
pub(super) struct State {
    /// The array of the backward pass.
    pub(super) var: Var,
    /// The version of the primal that it holds.
    pub(super) version: Var,
}

/// What the sweep knows of arrays that are put back.
#[derive(Default)]
pub(super) struct Undo {
    pub(super) plan: Plan,
    /// What was found to be worth it.
    pub(super) wanted: Plan,
    pub(super) now: Now,
    /// What a branch keeps of an array, with its first version.
    snapshots: HashMap<Var, Var>,
}

/// What holds at one point of the backward pass.
#[derive(Clone, Default)]
pub(super) struct Now {
    /// By the first version of each array.
    states: HashMap<Var, State>,
    /// Values that were written to arrays, as the backward pass has read them there.
    pub(super) values: HashMap<Var, Var>,
}

/// An array that a backward loop carries and puts back.
pub(super) struct Restored {
    array: Var,
    /// Before the first iteration and at the start of each.
    init: Var,
    param: Var,
    outer: Option<State>,
    pub(super) carry: Carry,
}

impl Undo {
    pub(super) fn new(plan: Plan) -> Undo {
        Undo { wanted: plan.clone(), plan, ..Undo::default() }
    }
}

impl Reverse<'_> {
    /// The first version of an array.
    fn array(&self, var: Var) -> Option<Var> {
        (!self.vars.kind(var).is_scalar()).then(|| self.versions.first(var))
    }

    pub(super) fn state(&self, var: Var) -> Option<(Var, State)> {
        let array = self.array(var)?;
        self.undo.now.states.get(&array).map(|state| (array, *state))
    }

    /// What holds here, where anything is put back or read in the end.
    pub(super) fn now(&self) -> Option<Now> {
        let any = !self.undo.now.states.is_empty() || !self.settled.is_empty();
        any.then(|| self.undo.now.clone())
    }

    /// The end of a block: what was read inside is not known outside.
    pub(super) fn leave(&mut self, outer: Option<&Now>) {
        self.undo.now.values = outer.map(|outer| outer.values.clone()).unwrap_or_default();
    }

    /// Whether a statement changes an array that is put back.
    pub(super) fn is_undone(&self, stmt: &Stmt) -> bool {
        if self.undo.now.states.is_empty() {
            return false;
        }
        let changed =
            if matches!(stmt.op, Op::If { .. }) { stmt.outs.clone() } else { consumed(&stmt.op) };
        changed.into_iter().any(|var| self.state(var).is_some())
    }

    /// The versions of arrays that are put back, or lacking, as a block reads and defines them.
    pub(super) fn versions_in(&self, block: &Block) -> HashSet<Var> {
        if self.undo.now.states.is_empty() && self.undo.plan.lacking.is_empty() {
            return HashSet::new();
        }
        let mut found = HashSet::new();
        self.collect_versions(block, &mut found);
        found
    }

    fn collect_versions(&self, block: &Block, found: &mut HashSet<Var>) {
        for stmt in &block.stmts {
            let mut operands = consumed(&stmt.op);
            crate::ir::operands(&stmt.op, &mut |var| operands.push(var));
            operands.extend(stmt.op.bound());
            operands.extend(&stmt.outs);
            let passing = |var: &Var| self.state(*var).is_some() || self.is_lacking(*var);
            found.extend(operands.into_iter().filter(passing));
            stmt.op.blocks().into_iter().for_each(|inner| self.collect_versions(inner, found));
        }
    }

    fn is_lacking(&self, var: Var) -> bool {
        self.array(var).is_some_and(|array| self.undo.plan.lacking.contains(&array))
    }

    fn refuse(&mut self, array: Var) {
        self.undo.wanted.refused.insert(array);
    }

    /// The array of the backward pass, which must hold this version.
    fn expect(&mut self, version: Var) -> Option<State> {
        let (array, state) = self.state(version)?;
        if state.version != version {
            self.refuse(array);
        }
        Some(state)
    }
}

/// Statements.
impl Reverse<'_> {
    /// Puts back what a statement overwrites. Yields the definitions of what is kept for that, which
    /// belong before it.
    pub(super) fn put_back(&mut self, stmt: &Stmt) -> Vec<Stmt> {
        for (root, next) in stmt.changes() {
            let Some(array) = self.array(root) else { continue };
            let Some(state) = self.expect(next) else { continue };
            self.undo.now.states.insert(array, State { version: root, ..state });
        }
        if let Op::Update { place, value, mode: Mode::Set } = &stmt.op {
            self.read_back(place, *value);
        }
        stmt.op.written().into_iter().flat_map(|place| self.put_back_at(place, stmt)).collect()
    }

    /// A number that was written to an array stands there now.
    fn read_back(&mut self, place: &Place, value: Var) {
        let Some((_, state)) = self.state(place.root) else { return };
        let info = self.vars[value].clone();
        if !info.kind.is_scalar() || matches!(self.parts.get(&value), Some(Op::Literal(_))) {
            return;
        }
        let again = self.vars.fresh(info);
        let place = Place { root: state.var, path: place.path.clone() };
        self.build(|b| b.define(vec![again], Op::Project(place)));
        self.undo.now.values.insert(value, again);
    }

    fn put_back_at(&mut self, place: &Place, stmt: &Stmt) -> Vec<Stmt> {
        let Some((array, state)) = self.state(place.root) else { return Vec::new() };
        let root = self.vars.kind(place.root).clone();
        let kind = place.path.iter().try_fold(root, |kind, step| step.kind(&kind));
        let Some(kind) = kind.filter(|kind| !matches!(kind, Kind::Other(_))) else {
            self.refuse(array);
            return Vec::new();
        };
        if let Op::Update { value, mode, .. } = stmt.op
            && mode.resizes()
        {
            let mut before = Vec::new();
            let next = self.resized_back(stmt, (place, value, mode), state, &mut before);
            self.undo.now.states.insert(array, State { var: next, ..state });
            return before;
        }
        let name = self.vars[place.root].name.as_ref().map(|name| format!("{name}_before"));
        let mut builder = Builder::derived(self.vars, stmt.span);
        let info = VarInfo { kind: kind.clone(), name, named: false, span: stmt.span };
        let mut old = builder.vars.fresh(info.clone());
        builder.define(vec![old], Op::Project(place.clone()));
        if !kind.is_copy() {
            let copy = builder.vars.fresh(VarInfo { kind: owned(&kind), ..info });
            builder.define(vec![copy], Op::Prim(prims::COPY, vec![old]));
            old = copy;
        }
        let before = builder.stmts;
        let info = self.vars[state.var].clone();
        let next = self.vars.fresh(info);
        let place = Place { root: state.var, path: place.path.clone() };
        let op = Op::Update { place, value: old, mode: Mode::Set };
        self.build(|b| b.define(vec![next], op));
        self.undo.now.states.insert(array, State { var: next, ..state });
        before
    }
}

/// What is owned of a kind.
fn owned(kind: &Kind) -> Kind {
    match kind {
        Kind::Slice(item) => Kind::Vec(item.clone()),
        Kind::Nd { num, rank, view: true } => {
            Kind::Nd { num: num.clone(), rank: *rank, view: false }
        }
        kind => kind.clone(),
    }
}

/// Loops.
impl Reverse<'_> {
    /// The arrays that the backward loop carries and puts back.
    pub(super) fn open_arrays(&mut self, stmt: &Stmt, forward: &Loop<'_>) -> Vec<Restored> {
        let mut opened = Vec::new();
        let ends = forward.carries.iter().zip(&forward.body.results).zip(&stmt.outs);
        for ((carry, next), out) in ends {
            let Some(array) = self.array(carry.param) else { continue };
            let known = self.state(carry.init).map(|(array, _)| array);
            if self.versions.before(carry.param) != Some(carry.init) {
                known.into_iter().for_each(|array| self.refuse(array));
                continue;
            }
            let planned = self.undo.plan.restored.contains(&carry.param)
                && !self.undo.plan.refused.contains(&array);
            if known.is_none() && !planned {
                continue;
            }
            let outer = self.expect(*out);
            let VarInfo { kind, name, named, .. } = self.vars[carry.param].clone();
            let info = VarInfo { kind: owned(&kind), name, named, span: self.span };
            let param = self.vars.fresh(info);
            let init = outer.map_or(*out, |state| state.var);
            self.undo.now.states.insert(array, State { var: param, version: *next });
            let (backward, init, param) = (Carry { init, param }, carry.init, carry.param);
            opened.push(Restored { array, init, param, outer, carry: backward });
        }
        opened
    }

    /// The arrays at the end of a backward iteration.
    pub(super) fn close_arrays(&mut self, opened: &[Restored]) -> Vec<Var> {
        let mut ends = Vec::new();
        for array in opened {
            let state = self.expect(array.param);
            self.undo.now.states.remove(&array.array);
            ends.push(state.map_or(array.carry.param, |state| state.var));
        }
        ends
    }

    /// After a backward loop: what it has put back is as it was before the loop.
    pub(super) fn reopen_arrays(&mut self, opened: &[Restored], outs: &[Var]) {
        for (array, out) in opened.iter().zip(outs) {
            if array.outer.is_some() {
                let state = State { var: *out, version: array.init };
                self.undo.now.states.insert(array.array, state);
            }
        }
    }

    /// Notes for another attempt which arrays a loop has kept copies of.
    pub(super) fn want(
        &mut self,
        kept: &[Var],
        swept: &Block,
        backward: &Block,
        forward: &Loop<'_>,
    ) {
        let copies = kept.iter().filter(|var| !self.vars.kind(**var).is_scalar());
        let wanted = |var: &Var| Some((*var, self.carried_array(*var, swept, forward)?));
        let wanted: Vec<(Var, Var)> = copies.filter_map(wanted).collect();
        if wanted.is_empty() {
            return;
        }
        let read = crate::simplify::live_reads(backward);
        let read = wanted.into_iter().filter(|(copy, _)| read.contains(copy));
        self.undo.wanted.restored.extend(read.map(|(_, carried)| carried));
    }

    /// The carried array of which a loop keeps a copy, where it were better to keep its elements.
    fn carried_array(&self, copy: Var, swept: &Block, forward: &Loop<'_>) -> Option<Var> {
        let array = self.copied_array(copy, swept)?;
        let carry = forward.carries.iter().find(|carry| {
            self.versions.before(carry.param) == Some(carry.init)
                && self.array(carry.param) == Some(array)
        })?;
        let plan = &self.undo.plan;
        let worth = !plan.refused.contains(&array)
            && !plan.lacking.contains(&array)
            && !plan.pieces.contains(&carry.param)
            && !self.is_rewritten(carry, forward);
        worth.then_some(carry.param)
    }

    /// The array of which a value is a copy.
    fn copied_array(&self, var: Var, swept: &Block) -> Option<Var> {
        if let Some(array) = self.undo.snapshots.get(&var) {
            return Some(*array);
        }
        let definition = swept.stmts.iter().find(|stmt| stmt.outs == [var]);
        let copied = definition.filter(|stmt| stmt.derived);
        if let Some(args) = copied.and_then(|stmt| stmt.op.applied(prims::COPY)) {
            return self.copied_array(args[0], swept);
        }
        match definition.and_then(|stmt| stmt.op.part()) {
            Some(place) => self.copied_array(place.root, swept),
            None => self.array(var),
        }
    }

    /// Whether each iteration writes as many elements as the array has: then a copy an iteration is no
    /// dearer than they are, and all else can be computed again from it.
    fn is_rewritten(&self, carry: &Carry, forward: &Loop<'_>) -> bool {
        let first = self.versions.first(carry.param);
        let mut inside = HashSet::from([forward.index]);
        inside.extend(forward.carries.iter().map(|carry| carry.param));
        defined(forward.body, &mut inside);
        // How long it is varies.
        let lasts = self.shapes.before(carry.param) == Some(carry.init);
        let rewritten = Rewritten {
            extents: &self.extents,
            vars: self.vars,
            is_version: &|var| self.versions.first(var) == first,
            size: self.size(first).filter(|_| lasts),
            inside: &inside,
        };
        rewritten.by(forward.body)
    }

    /// How many numbers an array holds, if that is known.
    fn size(&self, array: Var) -> Option<Extent> {
        let item = self.vars.kind(array).element()?;
        let length = self.extents.length(array, self.vars);
        if item.is_scalar() {
            return Some(length);
        }
        let item = self.parts.get(&array)?.applied(prims::FILLED)?[0];
        length.times(&self.size(item)?)
    }
}

/// Branches.
impl Reverse<'_> {
    /// The arrays that a branch changes and that are put back, with the position of each among its
    /// results.
    pub(super) fn arrays_of(&mut self, stmt: &Stmt) -> Vec<(Var, usize)> {
        let mut found = Vec::new();
        for (position, out) in stmt.outs.iter().enumerate() {
            if let Some((array, _)) = self.state(*out)
                && self.expect(*out).is_some()
            {
                found.push((array, position));
            }
        }
        found
    }

    /// The beginning of an arm, seen backwards.
    pub(super) fn enter_arm(&mut self, arrays: &[(Var, usize)], results: &[Var]) {
        for (array, position) in arrays {
            if let Some(state) = self.undo.now.states.get_mut(array) {
                state.version = results[*position];
            }
        }
    }

    /// What an arm leaves: the array and its version.
    pub(super) fn leave_arm(
        &mut self,
        arrays: &[(Var, usize)],
        outer: Option<Now>,
    ) -> Vec<(Var, Var)> {
        let inner = std::mem::replace(&mut self.undo.now, outer.unwrap_or_default());
        let left = arrays.iter().filter_map(|(array, _)| inner.states.get(array));
        left.map(|state| (state.var, state.version)).collect()
    }

    /// After a branch whose arms have left these.
    pub(super) fn join_arms(
        &mut self,
        arrays: &[(Var, usize)],
        arms: [&[(Var, Var)]; 2],
        outs: &[Var],
    ) {
        for (i, (array, _)) in arrays.iter().enumerate() {
            let [yes, no] = [arms[0][i], arms[1][i]];
            if yes.1 != no.1 {
                self.refuse(*array);
            }
            let state = State { var: outs[i], version: yes.1 };
            self.undo.now.states.insert(*array, state);
        }
    }

    /// A branch keeps a copy of an array, under another name.
    pub(super) fn note_snapshot(&mut self, inner: Var, outer: Var, forward: &Block) {
        if !self.vars.kind(inner).is_scalar()
            && let Some(array) = self.copied_array(inner, forward)
        {
            self.undo.snapshots.insert(outer, array);
        }
    }
}
