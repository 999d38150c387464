//! Which values depend differentiably on the active parameters.

use std::collections::HashSet;

use crate::diagnostics::{CONSTANT_ARGUMENT, CONSTANT_FIELD, Diagnostics, NO_HVP};
use crate::ir::{Block, Call, Function, Half, Kind, Op, Stmt, Var, Vars};
use crate::prims::Derivative;

/// The values that carry a derivative.
pub struct Activity {
    varied: HashSet<Var>,
}

impl Activity {
    /// Whether a value depends on an active parameter.
    pub fn varied(&self, var: Var) -> bool {
        self.varied.contains(&var)
    }

    /// Takes a value for a constant.
    pub fn forget(&mut self, var: Var) {
        self.varied.remove(&var);
    }

    /// Those of some values that carry a derivative.
    pub fn varied_of(&self, values: Vec<Var>) -> Vec<Var> {
        values.into_iter().filter(|var| self.varied(*var)).collect()
    }
}

/// Propagates activity from parameters to results, round loops until nothing changes.
pub fn activity(
    function: &Function,
    active: &[Var],
    vars: &Vars,
    diagnostics: &mut Diagnostics,
) -> Activity {
    let mut pass = Pass { varied: active.iter().copied().collect(), vars };
    loop {
        let before = pass.varied.len();
        pass.block(&function.body);
        if pass.varied.len() == before {
            break;
        }
    }
    let activity = Activity { varied: pass.varied };
    check_constants(&function.body, &activity, vars, diagnostics);
    activity
}

struct Pass<'a> {
    varied: HashSet<Var>,
    vars: &'a Vars,
}

impl Pass<'_> {
    fn mark(&mut self, out: Var, varied: bool) {
        if varied && self.vars.kind(out).tangent().is_some() {
            self.varied.insert(out);
        }
    }

    fn block(&mut self, block: &Block) {
        block.stmts.iter().for_each(|stmt| self.stmt(stmt));
    }

    fn any(&self, vars: &[Var]) -> bool {
        vars.iter().any(|var| self.varied.contains(var))
    }

    fn stmt(&mut self, stmt: &Stmt) {
        match &stmt.op {
            Op::Literal(_) | Op::Rust(_) | Op::Zeros(_) => {}
            Op::Prim(prim, args) => {
                let carries = match prim.derivative {
                    Derivative::Partials(_) | Derivative::Linear(_) => self.any(args),
                    Derivative::Zero | Derivative::Inactive => false,
                };
                self.mark(stmt.outs[0], carries);
            }
            Op::Aggregate(args) => {
                let carries = self.any(args);
                self.mark(stmt.outs[0], carries);
            }
            Op::Call(_) => {
                let carries = self.any(&stmt.op.free());
                stmt.outs.iter().for_each(|out| self.mark(*out, carries));
            }
            Op::Project(place) => {
                let carries = self.varied.contains(&place.root) && place.carries(self.vars);
                self.mark(stmt.outs[0], carries);
            }
            Op::Update { place, value, .. } => {
                self.mark(stmt.outs[0], self.any(&[place.root, *value]));
            }
            Op::Wrap(value) => self.mark(stmt.outs[0], value.is_some_and(|v| self.any(&[v]))),
            Op::Unwrap(value) => self.mark(stmt.outs[0], self.any(&[*value])),
            Op::Map { args, params, body } => {
                for (arg, param) in args.iter().zip(params) {
                    self.mark(*param, self.varied.contains(arg));
                }
                self.block(body);
                self.mark(stmt.outs[0], self.any(&body.results));
            }
            Op::If { then, otherwise, .. } => {
                self.block(then);
                self.block(otherwise);
                for (out, (a, b)) in
                    stmt.outs.iter().zip(then.results.iter().zip(&otherwise.results))
                {
                    self.mark(*out, self.any(&[*a, *b]));
                }
            }
            Op::For { carries, body, .. } | Op::While { carries, body, .. } => {
                for carry in carries {
                    self.mark(carry.param, self.varied.contains(&carry.init));
                }
                self.block(body);
                for (carry, next) in carries.iter().zip(&body.results) {
                    self.mark(carry.param, self.varied.contains(next));
                }
                for (out, next) in stmt.outs.iter().zip(&body.results) {
                    self.mark(*out, self.varied.contains(next));
                }
                for (out, carry) in stmt.outs.iter().zip(carries) {
                    self.mark(*out, self.varied.contains(&carry.param));
                }
            }
        }
    }
}

/// A derivative must not vanish because a callee ignores it.
fn check_constants(block: &Block, activity: &Activity, vars: &Vars, diagnostics: &mut Diagnostics) {
    for stmt in &block.stmts {
        check_call(stmt, activity, vars, diagnostics);
        check_fields(stmt, activity, vars, diagnostics);
        for inner in stmt.op.blocks() {
            check_constants(inner, activity, vars, diagnostics);
        }
    }
}

fn check_call(stmt: &Stmt, activity: &Activity, vars: &Vars, diagnostics: &mut Diagnostics) {
    let Op::Call(call) = &stmt.op else { return };
    let varied = stmt.outs.iter().any(|out| activity.varied(*out));
    if varied && !is_reversible(call) {
        diagnostics.at(stmt.span, NO_HVP, "");
    }
    let ignored = call.args.iter().filter(|given| given.is_argument() && !call.carries(given));
    for arg in ignored.filter_map(|given| given.handed.value()) {
        if activity.varied(arg) && vars.kind(arg).is_differentiable() {
            diagnostics.at(stmt.span, CONSTANT_ARGUMENT, "");
        }
    }
}

/// Whether a derivative that the primal calls has a reverse: it is made of both halves with as many
/// tangents, and one more for cotangents.
fn is_reversible(call: &Call) -> bool {
    match call.of {
        Half::Primal | Half::Forward => call.order <= call.callee.pushes.halves,
        Half::Backward => call.order < call.callee.pushes.halves,
        Half::Both => false,
    }
}

/// Nor because a struct's field is `#[constant]`.
fn check_fields(stmt: &Stmt, activity: &Activity, vars: &Vars, diagnostics: &mut Diagnostics) {
    let varied = |var: &Var| activity.varied(*var) && vars.kind(*var).is_differentiable();
    let lost = match &stmt.op {
        Op::Update { place, value, .. } => varied(value) && !place.carries(vars),
        Op::Call(call) => {
            call.all_values().any(|arg| varied(&arg)) && call.places().any(|it| !it.carries(vars))
        }
        Op::Aggregate(parts) => match vars.kind(stmt.outs[0]) {
            Kind::Struct(info) => {
                parts.iter().zip(&info.fields).any(|(part, (.., active))| varied(part) && !active)
            }
            _ => false,
        },
        Op::Literal(_)
        | Op::Rust(_)
        | Op::Prim(..)
        | Op::Map { .. }
        | Op::Project(_)
        | Op::Zeros(_)
        | Op::If { .. }
        | Op::For { .. }
        | Op::While { .. }
        | Op::Wrap(_)
        | Op::Unwrap(_) => false,
    };
    if lost {
        diagnostics.at(stmt.span, CONSTANT_FIELD, "");
    }
}
