//! Forward mode: a function that computes along with each value its tangent.
//!
//! Naming: `x_dot` is the tangent of `x`. Statements are visited first to last; each is followed by
//! the tangents of what it defines (Griewank and Walther, *Evaluating Derivatives*, 2008, chapter
//! 3). The output is an ordinary function, so that the pass may be applied to it again, and to both
//! functions of reverse mode: forward over reverse gives second derivatives.

mod arrays;
mod calls;
mod control;
mod operations;
mod partials;

use std::collections::{HashMap, HashSet};

use proc_macro2::Span;

use super::formulas::Formulas;
use crate::analysis::{Activity, Steepness};
use crate::diagnostics::{Diagnostics, INTERNAL};
use crate::ir::{
    Block, Builder, Function, Kind, Literal, Op, Param, Passing, Stmt, Var, VarInfo, Vars,
};
use crate::prims::{self, Cost, Prim};

/// A function with tangents.
#[derive(Clone)]
pub struct Pushed {
    /// The function: its parameters are the original ones and then the tangents of the active ones;
    /// its outputs the original ones and then the tangents of those that have one; so are its final
    /// values of `&mut` parameters, and what it keeps.
    pub function: Function,
    /// The active parameters with their tangents.
    pub params: Vec<(Var, Var)>,
    /// The values that are at hand beside the parameters, with their tangents.
    pub assumed: Vec<(Var, Var)>,
    /// The tangents among the outputs and the final values.
    pub tangents: Vec<Var>,
}

impl Pushed {
    /// A function without tangents.
    pub fn plain(function: Function) -> Pushed {
        Pushed { function, params: Vec::new(), assumed: Vec::new(), tangents: Vec::new() }
    }
}

/// The state of a forward sweep.
pub(super) struct Forward<'a> {
    vars: &'a mut Vars,
    activity: &'a Activity,
    steepness: &'a Steepness,
    diagnostics: &'a mut Diagnostics,
    /// The tangent of each value that has one.
    dots: HashMap<Var, Var>,
    /// Costly values so far, by what they are computed from.
    known: HashMap<(Prim, Vec<Var>), Var>,
    /// The tangents of inputs from which alone a tangent comes.
    causes: HashMap<Var, Vec<Var>>,
    /// Tangents that may be infinite for a reason of their own.
    wild: HashSet<Var>,
    /// Values that stand where there is none, of no type but that of what they stand for.
    stand_ins: HashSet<Var>,
    /// The tangents that are given.
    given: Vec<Var>,
    /// Whether what is visited is a term of a derivative.
    derived: bool,
    stmts: Vec<Stmt>,
    span: Span,
    /// How often the function has been differentiated, this time included.
    order: usize,
}

/// Differentiates a function in forward mode. `active` are the parameters that have a tangent, `kept`
/// the residuals that have one: what is kept, or what is assumed to be at hand.
pub fn forward(
    function: &Function,
    active: &[Var],
    kept: &[Var],
    (activity, steepness): (&Activity, &Steepness),
    order: usize,
    vars: &mut Vars,
    diagnostics: &mut Diagnostics,
) -> Pushed {
    let mut forward = Forward {
        activity,
        steepness,
        diagnostics,
        dots: HashMap::new(),
        known: HashMap::new(),
        causes: HashMap::new(),
        wild: HashSet::new(),
        stand_ins: HashSet::new(),
        given: Vec::new(),
        derived: false,
        stmts: Vec::new(),
        span: function.name.span(),
        order,
        vars,
    };
    stand_ins(&function.body, &mut forward.stand_ins);
    let params = forward.open(function, active);
    let assumed = forward.assume(function, kept);
    let given: Vec<Var> = params.iter().chain(&assumed).map(|(_, dot)| *dot).collect();
    given.iter().for_each(|dot| forward.is_cause(*dot));
    forward.given = given;
    forward.visit(&function.body.stmts);
    let results = forward.results(function, &params, kept);
    let (outputs, finals, kept) = results;
    let outputs_len = outputs.len();
    let behind = |all: &[Var], count: usize| all[count..].to_vec();
    let overwritten = function.primal_results() - function.outputs;
    let tangents = [behind(&outputs, function.outputs), behind(&finals, overwritten)].concat();
    let body = Block {
        stmts: std::mem::take(&mut forward.stmts),
        results: [outputs, finals, kept].concat(),
    };
    let all = function.params.iter().cloned().chain(params.iter().map(|(param, dot)| {
        let passing = match (passing_of(function, *param), forward.vars.kind(*dot)) {
            (Passing::Mut, _) => Passing::Mut,
            (_, Kind::Real(_)) => Passing::Value,
            (_, _) => Passing::Ref,
        };
        Param { var: *dot, passing }
    }));
    let function = Function {
        params: all.collect(),
        body,
        outputs: outputs_len,
        assumed: function.assumed.iter().copied().chain(assumed.iter().map(|(_, d)| *d)).collect(),
        ..function.clone()
    };
    Pushed { function, params, assumed, tangents }
}

fn stand_ins(block: &Block, found: &mut HashSet<Var>) {
    for stmt in &block.stmts {
        if let Some(Literal::StandIn) = stmt.op.literal() {
            found.extend(&stmt.outs);
        }
        stmt.op.blocks().into_iter().for_each(|inner| stand_ins(inner, found));
    }
}

fn passing_of(function: &Function, var: Var) -> Passing {
    let param = function.params.iter().find(|param| param.var == var);
    param.map_or(Passing::Value, |param| param.passing)
}

impl Formulas for Forward<'_> {
    fn vars(&self) -> &Vars {
        self.vars
    }

    fn stmts(&mut self) -> &mut Vec<Stmt> {
        &mut self.stmts
    }

    fn build<T>(&mut self, run: impl FnOnce(&mut Builder<'_>) -> T) -> T {
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

    fn known_value(&self, prim: Prim, args: &[Var]) -> Option<Var> {
        self.known.get(&(prim, args.to_vec())).copied()
    }
}

impl Forward<'_> {
    /// The tangents of the active parameters.
    fn open(&mut self, function: &Function, active: &[Var]) -> Vec<(Var, Var)> {
        let mut params = Vec::new();
        for param in function.params.iter().filter(|param| active.contains(&param.var)) {
            let kind = match self.vars.kind(param.var).tangent() {
                Some(Kind::Vec(item)) if param.passing != Passing::Mut => Kind::Slice(item),
                Some(Kind::Nd { num, rank, .. }) => Kind::Nd { num, rank, view: false },
                Some(kind) => kind,
                None => continue,
            };
            let dot = self.named_like(param.var, kind);
            self.dots.insert(param.var, dot);
            params.push((param.var, dot));
        }
        params
    }

    /// Notes that a tangent comes from nowhere but itself.
    fn is_cause(&mut self, dot: Var) {
        if self.vars.kind(dot).is_real() {
            self.causes.insert(dot, vec![dot]);
        }
    }

    /// The tangents of what is at hand beside the parameters.
    fn assume(&mut self, function: &Function, active: &[Var]) -> Vec<(Var, Var)> {
        let mut assumed = Vec::new();
        for var in function.assumed.iter().filter(|var| active.contains(var)) {
            let Some(kind) = self.vars.kind(*var).tangent() else { continue };
            let dot = self.named_like(*var, kind);
            self.dots.insert(*var, dot);
            assumed.push((*var, dot));
        }
        assumed
    }

    /// The results: the outputs, the final values of what is overwritten, and what is kept, each
    /// with the tangents behind.
    fn results(
        &mut self,
        function: &Function,
        params: &[(Var, Var)],
        tangents_kept: &[Var],
    ) -> (Vec<Var>, Vec<Var>, Vec<Var>) {
        let (primal, kept) = function.body.results.split_at(function.primal_results());
        let (outputs, finals) = primal.split_at(function.outputs);
        let with_tangent = |f: &Self, var: &Var| f.vars.kind(*var).tangent().is_some();
        let mut outs = outputs.to_vec();
        for var in outputs {
            if with_tangent(self, var) {
                outs.push(self.tangent(*var));
            }
        }
        let overwritten = function.params.iter().filter(|param| param.passing == Passing::Mut);
        let mut ends = finals.to_vec();
        for (param, last) in overwritten.zip(finals) {
            if params.iter().any(|(var, _)| *var == param.var) {
                ends.push(self.tangent(*last));
            }
        }
        let mut keep = kept.to_vec();
        for var in kept.iter().filter(|var| tangents_kept.contains(var)) {
            keep.push(self.tangent(*var));
        }
        (outs, ends, keep)
    }

    /// Visits statements first to last.
    fn visit(&mut self, stmts: &[Stmt]) {
        for stmt in stmts {
            (self.span, self.derived) = (stmt.span, stmt.derived);
            let varied = stmt.outs.iter().any(|out| self.activity.varied(*out));
            if let Some(args) = stmt.op.applied(prims::DIFFERS) {
                self.differs(stmt, args);
                continue;
            }
            if !varied {
                self.stmts.push(stmt.clone());
                continue;
            }
            match &stmt.op {
                Op::If { cond, then, otherwise } => self.branch(stmt, *cond, then, otherwise),
                Op::For { .. } | Op::While { .. } => self.looped(stmt),
                Op::Call(call) => self.called(stmt, call),
                Op::Update { place, value, mode } => self.update(stmt, place, *value, *mode),
                Op::Literal(_)
                | Op::Rust(_)
                | Op::Prim(..)
                | Op::Map { .. }
                | Op::Aggregate(_)
                | Op::Project(_)
                | Op::Zeros(_)
                | Op::Wrap(_)
                | Op::Unwrap(_) => {
                    self.stmts.push(stmt.clone());
                    self.note(stmt);
                    if let Some(dot) = self.operation(stmt.outs[0], &stmt.op) {
                        self.set(stmt.outs[0], dot);
                    }
                }
            }
        }
    }

    /// Visits a block; yields its statements.
    fn block(&mut self, block: &Block, inside: impl FnOnce(&mut Self) -> Vec<Var>) -> Block {
        let outer = std::mem::take(&mut self.stmts);
        let (dots, known) = (self.dots.clone(), self.known.clone());
        self.visit(&block.stmts);
        let results = inside(self);
        (self.dots, self.known) = (dots, known);
        Block { stmts: std::mem::replace(&mut self.stmts, outer), results }
    }

    fn note(&mut self, stmt: &Stmt) {
        if let Op::Prim(prim, args) = &stmt.op
            && prim.cost == Cost::Costly
        {
            self.known.insert((*prim, args.clone()), stmt.outs[0]);
        }
    }

    /// Notes the tangent of a value, and gives it its name.
    fn set(&mut self, var: Var, dot: Var) {
        if self.vars[dot].name.is_none() {
            let VarInfo { name, named, .. } = self.vars[var].clone();
            self.vars[dot].named = named && name.is_some();
            self.vars[dot].name = name.map(|name| self.dotted(&name));
        }
        self.dots.insert(var, dot);
    }

    fn dotted(&self, name: &str) -> String {
        match self.order {
            1 => format!("{name}_dot"),
            order => format!("{name}_dot{order}"),
        }
    }

    /// A new value `x_dot`.
    fn named_like(&mut self, var: Var, kind: Kind) -> Var {
        let VarInfo { name, named, .. } = self.vars[var].clone();
        let name = name.map(|name| self.dotted(&name));
        self.vars.fresh(VarInfo { kind, named: named && name.is_some(), name, span: self.span })
    }

    /// The tangent of a value: zeros where it does not vary.
    fn tangent(&mut self, var: Var) -> Var {
        match self.dots.get(&var) {
            Some(dot) => *dot,
            None => self.zeros(var),
        }
    }

    /// The tangent 0 of a value.
    pub(super) fn zeros(&mut self, var: Var) -> Var {
        let kind = self.vars.kind(var).tangent();
        match kind {
            // Its length would be that of a value without a type.
            Some(kind @ Kind::Vec(_)) if self.stand_ins.contains(&var) => {
                self.build(|b| b.push(kind, Op::Literal(Literal::StandIn)))
            }
            Some(Kind::Real(_)) => self.build(|b| b.zeros(var)),
            Some(Kind::Nd { num, rank, .. }) => self.build(|b| {
                let dim = b.prim(prims::DIM, &[var]);
                b.push(Kind::Nd { num, rank, view: false }, Op::Zeros(dim))
            }),
            Some(Kind::Slice(item)) => self.build(|b| b.push(Kind::Vec(item), Op::Zeros(var))),
            Some(kind @ Kind::Option(_)) => self.build(|b| b.push(kind, Op::Wrap(None))),
            Some(Kind::Residuals { .. }) => {
                self.diagnostics.at(self.span, INTERNAL, "a zero tangent of residuals");
                var
            }
            Some(kind) => self.build(|b| b.push(kind, Op::Zeros(var))),
            None => self.absent(),
        }
    }

    /// `()`, where there is no tangent.
    fn absent(&mut self) -> Var {
        self.build(|b| b.push(Kind::Unit, Op::Literal(Literal::StandIn)))
    }
}
