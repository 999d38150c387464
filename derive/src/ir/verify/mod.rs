//! The verifier: invariants that every pass keeps.
//!
//! In one walk over the function each statement is asked whether the values that it reads are there, those
//! that it defines are new, and it has the number of parts that it must have; and then whether kinds agree
//! ([`kinds`]). A version of a compound may be read after it was changed: values are values here, and `emit`
//! copies what is read again.

mod kinds;

use std::collections::HashSet;

use super::{Block, Call, Function, Op, Role, Stmt, Var, Vars};
use crate::diagnostics::{Diagnostics, INTERNAL, Refused};
use kinds::Kinds;

/// A pass has broken an invariant.
#[derive(Debug)]
pub struct Defect {
    /// Which pass, what is wrong, and the function as it has left it.
    pub text: String,
}

impl Defect {
    /// Tells the user that the mistake is not theirs. Where something of theirs was refused before, there is
    /// no derivative that could be right, and nothing is said of it.
    pub fn report(&self, at: &syn::Ident, diagnostics: &mut Diagnostics) -> Refused {
        match diagnostics.is_empty() {
            true => diagnostics.at(at.span(), INTERNAL, &self.text),
            false => Refused,
        }
    }
}

/// Checks a function after the named pass, in debug builds and tests.
///
/// # Errors
///
/// Where [`check`] finds something: a defect of the pass.
pub fn verify(function: &Function, vars: &Vars, pass: &str) -> Result<(), Defect> {
    if !cfg!(debug_assertions) {
        return Ok(());
    }
    check(function, vars).map_err(|problem| {
        let (name, text) = (&function.name, super::print(function, vars));
        Defect { text: format!("pass `{pass}` broke `{name}`: {problem}\n{text}") }
    })
}

/// Checks a function.
///
/// # Errors
///
/// Every broken invariant, a line each: a value that is read where it is not defined, or defined twice in the
/// function; an operation with another number of operands or results than it has; kinds that do not agree.
pub fn check(function: &Function, vars: &Vars) -> Result<(), String> {
    let kinds = Kinds { vars };
    let mut walk =
        Walk { kinds, visible: HashSet::new(), defined: HashSet::new(), problems: Vec::new() };
    function.params.iter().for_each(|param| walk.define(param.var));
    function.assumed.iter().for_each(|var| walk.define(*var));
    walk.block(&function.body);
    walk.note(kinds.finals(function));
    if walk.problems.is_empty() { Ok(()) } else { Err(walk.problems.join("\n")) }
}

struct Walk<'a> {
    kinds: Kinds<'a>,
    /// The values that can be read.
    visible: HashSet<Var>,
    /// Those that were defined so far anywhere in the function.
    defined: HashSet<Var>,
    problems: Vec<String>,
}

impl Walk<'_> {
    fn note(&mut self, result: Result<(), String>) {
        self.problems.extend(result.err());
    }

    fn define(&mut self, var: Var) {
        if !self.defined.insert(var) {
            self.problems.push(format!("%{} is defined twice", var.0));
        }
        self.visible.insert(var);
    }

    fn read(&mut self, var: Var) {
        if !self.visible.contains(&var) {
            self.problems.push(format!("%{} is read undefined", var.0));
        }
    }

    /// Checks a block; afterwards nothing that it defines is known any more.
    fn block(&mut self, body: &Block) {
        for stmt in &body.stmts {
            self.statement(stmt);
        }
        body.results.iter().for_each(|result| self.read(*result));
        for out in body.stmts.iter().flat_map(|stmt| &stmt.outs) {
            self.visible.remove(out);
        }
    }

    fn statement(&mut self, stmt: &Stmt) {
        super::operands(&stmt.op, &mut |var| self.read(var));
        let bound = stmt.op.bound();
        bound.iter().for_each(|var| self.define(*var));
        stmt.op.blocks().into_iter().for_each(|body| self.block(body));
        bound.iter().for_each(|var| {
            self.visible.remove(var);
        });
        stmt.outs.iter().for_each(|out| self.define(*out));
        // What has the wrong number of parts is not looked at any closer.
        match counts(stmt) {
            true => self.note(self.kinds.statement(stmt)),
            false => {
                let outs: Vec<u32> = stmt.outs.iter().map(|out| out.0).collect();
                self.problems.push(format!("%{outs:?} have the wrong number of parts"));
            }
        }
    }
}

/// Whether an operation has as many operands, parameters and results as it must have.
fn counts(stmt: &Stmt) -> bool {
    let outs = stmt.outs.len();
    match &stmt.op {
        Op::If { then, otherwise, .. } => {
            then.results.len() == outs && otherwise.results.len() == outs
        }
        Op::For { carries, body, .. } => body.results.len() == outs && carries.len() <= outs,
        Op::While { carries, cond, body } => {
            body.results.len() == outs && carries.len() <= outs && cond.results.len() == 1
        }
        Op::Map { args, params, body } => {
            outs == 1 && args.len() == params.len() && body.results.len() == 1
        }
        Op::Prim(prim, args) => outs == 1 && prim.takes(args.len()),
        Op::Rust(code) => outs == 1 || code.acts() && outs == 0,
        Op::Call(call) => called(call, outs - stmt.changes().len().min(outs)),
        Op::Literal(_)
        | Op::Aggregate(_)
        | Op::Project(_)
        | Op::Update { .. }
        | Op::Zeros(_)
        | Op::Wrap(_)
        | Op::Unwrap(_) => outs == 1,
    }
}

/// Whether a call hands over what the callee takes, and so many values are what it yields. Tangents are handed over of
/// all that may have one, and yielded of what has one.
fn called(call: &Call, values: usize) -> bool {
    let own: Vec<Role> =
        call.args.iter().filter(|given| given.mask == 0).map(|given| given.role).collect();
    let taken = [false, true].iter().any(|seeded| own == call.takes(*seeded));
    let carrying = call.args.iter().filter(|given| given.mask == 0 && call.carries(given)).count();
    let more = ((1 << call.order) - 1) * carrying;
    let yields = call.yields().len();
    let yielded = match call.order {
        0 => values == yields,
        order => (yields..=yields << order).contains(&values),
    };
    taken && call.args.len() == own.len() + more && yielded
}
