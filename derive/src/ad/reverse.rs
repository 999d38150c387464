//! Reverse mode: the forward function that keeps, and the backward function that pulls cotangents
//! back.
//!
//! Naming: `x_bar` is the cotangent of `x`, `x_kept` what a loop keeps of `x`, one element an
//! iteration. Statements are visited last to first; each adds its contributions to the cotangents
//! of its operands (Griewank and Walther, *Evaluating Derivatives*, 2008, chapter 3).

use std::collections::{HashMap, HashSet};

use proc_macro2::Span;

use super::finished::Finished;
use super::heights::Height;
use super::hoist::{Hoisted, hoisted};
use super::keep::record;
use super::plan::{Attempt, Plan, cheapest};
use super::undo::Undo;
use crate::analysis::{
    Activity, Extents, Level, Settled, Unread, activity as activity_of, touched_in_part,
};
use crate::diagnostics::Diagnostics;
use crate::ir::{
    Block, Builder, Free, Function, Kind, Mode, Op, Param, Passing, Place, Stmt, Var, VarInfo,
    Vars, Versions, roots,
};
use crate::prims::{Cost, Prim};

/// The two functions that reverse mode makes of one.
pub struct Pair {
    /// The primal, which also yields the residuals.
    pub forward: Function,
    /// The residuals: values of the forward function.
    pub kept: Vec<Var>,
    /// The vector-Jacobian product; its parameters are the primal's, the output's cotangent, and
    /// the shadows.
    pub backward: Function,
    /// The output's cotangent; none where the output carries no derivative.
    pub seed: Option<Var>,
    /// The parameters whose cotangents are returned, and those with shadows.
    pub returned: Vec<Var>,
    /// The parameters that have a shadow, with it. That of a `&mut` parameter holds the cotangent
    /// of the final value on entry, and that of the initial one on exit.
    pub shadows: Vec<(Var, Var)>,
    /// The complete cotangent of each value that has one.
    pub cotangents: HashMap<Var, Var>,
    /// The cotangents that backward loops carry and that are 0 between iterations, if they are so at
    /// first: those of scratch sequences.
    pub local: HashSet<Var>,
}

impl Pair {
    /// Whether a parameter takes part in derivatives.
    pub fn is_active(&self, param: Var) -> bool {
        self.returned.contains(&param) || self.shadows.iter().any(|(var, _)| *var == param)
    }
}

/// The state of a reverse sweep.
pub(super) struct Reverse<'a> {
    pub(super) vars: &'a mut Vars,
    pub(super) activity: &'a Activity,
    /// The values that nothing may have read.
    pub(super) unread: Unread,
    /// Definitions of the primal that a cotangent may look through.
    pub(super) parts: HashMap<Var, Op>,
    /// Values of which a later version exists.
    pub(super) consumed: HashSet<Var>,
    /// Costly values of the blocks being swept, innermost last, by what they are computed from.
    pub(super) known: Vec<HashMap<(Prim, Vec<Var>), Var>>,
    pub(super) versions: Versions,
    /// Those among them that have one length and shape.
    pub(super) shapes: Versions,
    /// What each block of the function reads from outside.
    pub(super) free: Free<'a>,
    /// The lengths of sequences.
    pub(super) extents: Extents,
    /// Values without derivative after a loop, as the backward loop computes them again.
    pub(super) again: HashMap<Var, Var>,
    /// The parameters that the backward pass has too.
    pub(super) lasting: HashSet<Var>,
    /// The shadow of each parameter handed over as `&mut`, which the backward pass lacks.
    pub(super) shadow_of: HashMap<Var, Var>,
    /// The indices known at compile time.
    pub(super) literals: HashMap<Var, super::looped::Constant>,
    /// Parts that are read of a copy, with where their cotangents are added.
    pub(super) aside: &'a HashMap<Var, Place>,
    /// How many numbers the stacks of loops hold, as far as that is known.
    pub(super) heights: HashMap<Var, Option<Height>>,
    /// The current cotangent of each value.
    pub(super) bars: HashMap<Var, Var>,
    /// The cotangents of scratch sequences, as loops carry them.
    pub(super) local: HashSet<Var>,
    /// The complete cotangents: all uses of the value have been visited.
    pub(super) cotangents: HashMap<Var, Var>,
    /// The backward statements so far.
    pub(super) stmts: Vec<Stmt>,
    /// What is known of those outside of loops that are complete.
    pub(super) finished: Finished,
    pub(super) span: Span,
    pub(super) level: Level,
    /// Whether we are in a loop.
    pub(super) inside: bool,
    /// Whether we are in one that is not over pieces.
    pub(super) nested: bool,
    /// The arrays that are put back.
    pub(super) undo: Undo,
    /// Where values of arrays that are lacking stand in the end.
    pub(super) settled: HashMap<Var, Place>,
}

/// Differentiates a function in reverse mode.
///
/// `level` says whether the function keeps what its backward pass needs, or computes it again, `pieces` what loops over
/// pieces carry ([`pieces`](super::pieces())). Where the path of the runtime is given, seeds of another shape than the output are answered there.
pub fn reverse(
    function: &Function,
    active: &[Var],
    activity: &Activity,
    level: Level,
    pieces: &HashSet<Var>,
    runtime: Option<&syn::Path>,
    vars: &mut Vars,
) -> Pair {
    let original = vars.clone();
    let whole = Input { function, activity, aside: HashMap::new() };
    let run = |plan: Plan| {
        let mut vars = original.clone();
        let (pair, undo) = attempt(&whole, active, level, runtime, &mut vars, plan);
        Attempt { pair, vars, undo }
    };
    let mut best = cheapest(function, Plan::new(pieces), &run);
    if !best.undo.plan.is_empty()
        && let Some(Hoisted { function: other, own, aside }) =
            hoisted(function, &stacked(&best.pair.forward.body), vars)
    {
        let original = vars.clone();
        let mut activity = activity_of(&other, active, vars, &mut Diagnostics::default());
        aside.iter().for_each(|(_, copy, _)| activity.forget(*copy));
        let aside = aside.into_iter().map(|(out, _, place)| (out, place)).collect();
        let whole = Input { function: &other, activity: &activity, aside };
        let run = |plan: Plan| {
            let mut vars = original.clone();
            let (pair, undo) = attempt(&whole, active, level, runtime, &mut vars, plan);
            Attempt { pair, vars, undo }
        };
        let other = cheapest(&other, Plan::new(pieces), &run);
        // Rows that are kept anyway are copied for less than one element after the other.
        if other.room() < best.room() || (own && other.room() == best.room()) {
            best = other;
        }
    }
    *vars = best.vars;
    best.pair
}

/// What loops keep of each iteration.
fn stacked(block: &Block) -> HashSet<Var> {
    let mut found = HashSet::new();
    for stmt in &block.stmts {
        if let Op::For { carries, body, .. } | Op::While { carries, body, .. } = &stmt.op {
            found.extend(&body.results[carries.len()..]);
        }
        stmt.op.blocks().into_iter().for_each(|inner| found.extend(stacked(inner)));
    }
    found
}

/// What is differentiated.
struct Input<'a> {
    function: &'a Function,
    activity: &'a Activity,
    /// Parts that are read of a copy, with where their cotangents are added.
    aside: HashMap<Var, Place>,
}

fn attempt(
    input: &Input<'_>,
    active: &[Var],
    level: Level,
    runtime: Option<&syn::Path>,
    vars: &mut Vars,
    plan: Plan,
) -> (Pair, Undo) {
    let Input { function, activity, aside } = input;
    let function: &Function = function;
    let output = function.body.results[..function.outputs].first().copied();
    let extents = Extents::of(&function.body, vars);
    let settled = plan.lacking.iter().map(|array| Settled::of(function, *array, &extents, vars));
    let settled = settled.flat_map(|settled| settled.places).collect();
    let mut reverse = Reverse {
        activity,
        unread: Unread::of(function, vars),
        parts: HashMap::new(),
        consumed: HashSet::new(),
        known: Vec::new(),
        versions: Versions::of(&function.body),
        shapes: Versions::of_one_length(&function.body),
        free: Free::within(&function.body),
        extents,
        again: HashMap::new(),
        lasting: HashSet::new(),
        shadow_of: HashMap::new(),
        literals: super::looped::constants(&function.body, vars),
        aside,
        heights: HashMap::new(),
        bars: HashMap::new(),
        local: HashSet::new(),
        cotangents: HashMap::new(),
        stmts: Vec::new(),
        finished: Finished::default(),
        span: function.name.span(),
        level,
        inside: false,
        nested: false,
        undo: Undo::new(plan),
        settled,
        vars,
    };
    reverse.survey(&function.body);
    let output = output.filter(|output| reverse.vars.kind(*output).is_differentiable());
    let seed = output.map(|output| {
        let kind = reverse.vars.kind(output).cotangent();
        reverse.named_like(output, kind)
    });
    let is_mut = |param: &&Param| param.passing == Passing::Mut;
    let overwritten: Vec<Var> =
        function.params.iter().filter(is_mut).map(|param| param.var).collect();
    let mut params: Vec<Param> =
        function.params.iter().filter(|param| !is_mut(param)).cloned().collect();
    reverse.lasting = params.iter().map(|param| param.var).collect();
    params.extend(seed.map(|var| Param { var, passing: Passing::Value }));
    let (returned, shadows) = reverse.open_shadows(function, active, &mut params);
    let asked = match (output, seed, runtime) {
        (Some(output), Some(seed), Some(runtime)) => {
            reverse.measure_seed(function, output, seed, runtime)
        }
        _ => Vec::new(),
    };
    if let (Some(output), Some(seed)) = (output, seed) {
        reverse.accumulate(output, seed);
    }
    let mut forward = reverse.sweep(&function.body.stmts);
    forward.extend(asked);
    let mut results: Vec<Var> = returned.iter().map(|var| reverse.finished(*var)).collect();
    results.extend(shadows.iter().map(|(param, shadow)| {
        let finished = reverse.bars.get(param).copied();
        match finished {
            None if reverse.shadow_of.contains_key(param) => reverse.zeros(*shadow),
            None if overwritten.contains(param) => reverse.zeros(*param),
            finished => finished.unwrap_or(*shadow),
        }
    }));
    reverse.finished.write_names(&mut reverse.stmts);
    let mut forward = Block { stmts: forward, results: function.body.results.clone() };
    let mut backward = Block { stmts: std::mem::take(&mut reverse.stmts), results };
    // Of what it touches in part, the elements that are read are kept, not all of it.
    let passing = match level {
        Level::Checkpoint => touched_in_part(function, reverse.vars),
        Level::Function | Level::Nested | Level::Iteration | Level::Recompute => HashSet::new(),
    };
    let (kept, recomputed) = record(
        level,
        &mut forward,
        &overwritten,
        &mut backward,
        &passing,
        &mut reverse.finished,
        reverse.vars,
    );
    backward.stmts.splice(..0, recomputed);
    let backward = Function {
        name: function.name.clone(),
        params,
        body: backward,
        outputs: returned.len(),
        assumed: kept.clone(),
    };
    forward_names(&kept, reverse.vars);
    forward.results.extend(&kept);
    let forward = Function { body: forward, ..function.clone() };
    let mut cotangents = std::mem::take(&mut reverse.cotangents);
    let params = function.params.iter().map(|param| param.var);
    cotangents.extend(params.filter_map(|var| Some((var, *reverse.bars.get(&var)?))));
    let local = std::mem::take(&mut reverse.local);
    let undo = std::mem::take(&mut reverse.undo);
    (Pair { forward, kept, backward, seed, returned, shadows, cotangents, local }, undo)
}

/// A residual has a name in both functions.
fn forward_names(kept: &[Var], vars: &mut Vars) {
    for var in kept {
        vars[*var].named = true;
    }
}

/// The costly primitives of a block: where a derivative has one of them too, as the cosine of the
/// same angle in that of a sine, it is not computed twice.
fn costly(stmts: &[Stmt]) -> HashMap<(Prim, Vec<Var>), Var> {
    let prims = stmts.iter().filter_map(|stmt| Some((stmt.op.prim()?, stmt.outs[0])));
    let costly = prims.filter(|((prim, _), _)| prim.cost == Cost::Costly);
    costly.map(|((prim, args), out)| ((prim, args.to_vec()), out)).collect()
}

impl Reverse<'_> {
    /// Notes which values are parts of others, and which are overwritten.
    fn survey(&mut self, block: &Block) {
        for stmt in &block.stmts {
            match &stmt.op {
                Op::Project(_) | Op::Prim(..) | Op::Map { .. } | Op::Zeros(_) => {
                    self.parts.insert(stmt.outs[0], stmt.op.clone());
                }
                Op::Literal(_)
                | Op::Rust(_)
                | Op::Aggregate(_)
                | Op::Update { .. }
                | Op::Call(_)
                | Op::If { .. }
                | Op::For { .. }
                | Op::While { .. }
                | Op::Wrap(_)
                | Op::Unwrap(_) => self.consumed.extend(roots(stmt.op.written())),
            }
            stmt.op.blocks().into_iter().for_each(|inner| self.survey(inner));
        }
    }

    fn open_shadows(
        &mut self,
        function: &Function,
        active: &[Var],
        params: &mut Vec<Param>,
    ) -> (Vec<Var>, Vec<(Var, Var)>) {
        let (mut returned, mut shadows) = (Vec::new(), Vec::new());
        for param in &function.params {
            if !active.contains(&param.var) {
                continue;
            }
            if param.passing == Passing::Value {
                returned.push(param.var);
                continue;
            }
            let kind = self.vars.kind(param.var).shadow_of(param.passing);
            let shadow = self.named_like(param.var, kind);
            params.push(Param { var: shadow, passing: Passing::Mut });
            shadows.push((param.var, shadow));
            if param.passing == Passing::Ref {
                self.bars.insert(param.var, shadow);
            }
        }
        let overwritten = function.params.iter().filter(|param| param.passing == Passing::Mut);
        for (param, last) in overwritten.zip(&function.body.results[function.outputs..]) {
            if let Some((_, shadow)) = shadows.iter().find(|(var, _)| *var == param.var) {
                // What stands there in the end may be another sequence.
                if self.shapes.first(*last) == param.var {
                    self.shadow_of.insert(param.var, *shadow);
                }
                self.accumulate(*last, *shadow);
            }
        }
        (returned, shadows)
    }

    /// The cotangent of a value when all its uses have been visited.
    pub(super) fn finished(&mut self, var: Var) -> Var {
        match self.bars.get(&var) {
            Some(bar) => *bar,
            None => self.zeros(var),
        }
    }

    /// A new value `x_bar`.
    pub(super) fn named_like(&mut self, var: Var, kind: Kind) -> Var {
        let VarInfo { name, named, .. } = self.vars[var].clone();
        let name = name.map(|name| format!("{name}_bar"));
        self.vars.fresh(VarInfo { kind, named: named && name.is_some(), name, span: self.span })
    }

    /// Appends backward statements.
    pub(super) fn build<T>(&mut self, run: impl FnOnce(&mut Builder<'_>) -> T) -> T {
        let mut builder = Builder {
            stmts: std::mem::take(&mut self.stmts),
            vars: self.vars,
            span: self.span,
            derived: true,
        };
        let result = run(&mut builder);
        self.stmts = builder.stmts;
        result
    }

    /// Visits statements last to first; yields the forward statements, with what they must keep.
    pub(super) fn sweep(&mut self, stmts: &[Stmt]) -> Vec<Stmt> {
        self.known.push(costly(stmts));
        let forward: Vec<Vec<Stmt>> = stmts.iter().rev().map(|stmt| self.stmt(stmt)).collect();
        self.known.pop();
        forward.into_iter().rev().flatten().collect()
    }

    fn stmt(&mut self, stmt: &Stmt) -> Vec<Stmt> {
        self.span = stmt.span;
        let complete = stmt.outs.iter().filter_map(|out| Some((*out, *self.bars.get(out)?)));
        self.cotangents.extend(complete);
        let carries_derivative = stmt.outs.iter().any(|out| self.bars.contains_key(out));
        if !carries_derivative && !self.is_undone(stmt) {
            return vec![stmt.clone()];
        }
        let (now, from) = (self.now(), self.stmts.len());
        let mut forward = self.pulled_back(stmt, carries_derivative);
        if let Some(now) = now {
            let before = self.put_back(stmt);
            forward.splice(..0, before);
            self.read_here(from, now);
            self.finished.forget();
        }
        forward
    }

    fn pulled_back(&mut self, stmt: &Stmt, carries_derivative: bool) -> Vec<Stmt> {
        match &stmt.op {
            Op::If { cond, then, otherwise } => vec![self.branch(stmt, *cond, then, otherwise)],
            Op::For { .. } | Op::While { .. } => self.looped(stmt),
            Op::Call(call) if carries_derivative => self.called(stmt, call),
            Op::Update { place, value, mode: Mode::Set }
                if carries_derivative && self.is_replaced(place, *value) =>
            {
                self.replacement(stmt, place, *value)
            }
            Op::Update { place, value, mode } if carries_derivative && mode.resizes() => {
                self.resized(stmt, place, *value, *mode)
            }
            Op::Call(_) => vec![stmt.clone()],
            Op::Literal(_)
            | Op::Rust(_)
            | Op::Prim(..)
            | Op::Map { .. }
            | Op::Aggregate(_)
            | Op::Project(_)
            | Op::Update { .. }
            | Op::Zeros(_)
            | Op::Wrap(_)
            | Op::Unwrap(_) => {
                if let [out] = stmt.outs[..]
                    && let Some(bar) = self.bars.remove(&out)
                {
                    self.operation(out, &stmt.op, bar);
                }
                vec![stmt.clone()]
            }
        }
    }

    /// The contributions of a plain operation with the cotangent `bar` of its result.
    fn operation(&mut self, out: Var, op: &Op, bar: Var) {
        match op {
            Op::Prim(prim, args) => self.prim(*prim, args, out, bar),
            Op::Map { args, params, body } => self.map(args, params, body, bar),
            Op::Aggregate(parts) => self.aggregate(out, parts, bar),
            Op::Project(place) => {
                let aside = self.aside;
                self.project(aside.get(&out).unwrap_or(place), bar);
            }
            Op::Update { place, value, mode } => self.update(place, *value, *mode, bar, None),
            Op::Wrap(Some(value)) => {
                let kind = self.vars.kind(*value).cotangent();
                let inner = self.build(|b| b.push(kind, Op::Unwrap(bar)));
                self.accumulate(*value, inner);
            }
            Op::Unwrap(value) => {
                let kind = self.vars.kind(*value).clone();
                let wrapped = self.build(|b| b.push(kind, Op::Wrap(Some(bar))));
                self.accumulate(*value, wrapped);
            }
            // Constants, and structured operations, which `stmt` has taken already.
            Op::Literal(_)
            | Op::Rust(_)
            | Op::Zeros(_)
            | Op::Wrap(None)
            | Op::Call(_)
            | Op::If { .. }
            | Op::For { .. }
            | Op::While { .. } => {}
        }
    }
}
