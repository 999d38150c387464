//! Vector forward mode: several tangents at once.
//!
//! A function with tangents is linear in them, so that each may be replaced by a list of tangents, with
//! the same operations lane by lane (Griewank and Walther, 2008, section 3.4). Which values are
//! tangents follows from the parameters: a value made of a tangent is one, and so is what is added
//! to it or takes its place.

use std::collections::HashSet;
use std::ops::Range;

use proc_macro2::Span;

use super::Pushed;
use crate::ir::{
    Block, Call, Carry, Half, Lanes, Literal, Mode, Num, Op, Stmt, Var, Vars, Yield, roots,
};
use crate::prims::{self, Derivative, Linear, Prim};

/// A function with several tangents at once.
pub struct Wide {
    /// The function.
    pub pushed: Pushed,
    /// Its values.
    pub vars: Vars,
    /// The name of the constant that says how many there are.
    pub count: syn::Ident,
}

/// Makes each tangent of a function several; where that is not possible, says at which place.
///
/// `count` names the number of tangents, `path` the type that holds so many. `trusted` are structs of
/// which not everything is known.
pub fn widen(
    pushed: &Pushed,
    vars: &Vars,
    count: syn::Ident,
    path: syn::Path,
    trusted: bool,
) -> Result<Wide, Span> {
    let function = &pushed.function;
    let mut wide: HashSet<Var> = pushed.params.iter().map(|(_, dot)| *dot).collect();
    wide.extend(&pushed.tangents);
    let mut pass = Widening { vars, wide };
    loop {
        let before = pass.wide.len();
        pass.block(&function.body);
        if pass.wide.len() == before {
            break;
        }
    }
    pass.check(&function.body, &function.name)?;
    let of_primal = |var: &Var| !pushed.params.iter().any(|(_, dot)| dot == var);
    let params = function.params.iter().map(|param| param.var).filter(of_primal);
    if params.into_iter().any(|param| pass.wide.contains(&param)) {
        return Err(function.name.span());
    }
    let lanes = Lanes { of: Num::F64, count: count.clone(), path };
    let mut widened = vars.clone();
    for var in &pass.wide {
        let info = &mut widened[*var];
        info.kind = info.kind.several(&lanes, trusted).ok_or(info.span)?;
    }
    let mut pushed = pushed.clone();
    calls(&mut pushed.function.body, &pass.wide);
    Ok(Wide { pushed, vars: widened, count })
}

struct Widening<'a> {
    vars: &'a Vars,
    wide: HashSet<Var>,
}

/// How the operands of a primitive and its result go together.
enum Links {
    /// The result and these operands are tangents, or none of them is; no other operand is.
    Same(Range<usize>),
    /// The result is a tangent where the first operand is; the others may be.
    First,
    /// A product: the result is a tangent where one of the factors is.
    Product,
    /// No operand may be a tangent, unless only its shape is asked for.
    Numbers,
}

/// Of a primitive with so many operands.
fn links(prim: Prim, count: usize) -> Links {
    match prim.derivative {
        _ if prim == prims::ADD || prim == prims::SUB => Links::Same(0..2),
        _ if prim == prims::NEG || prim == prims::DIV => Links::Same(0..1),
        _ if prim == prims::MUL => Links::Product,
        _ if prim == prims::UNLESS_ZERO || prim == prims::DIFFERS => Links::First,
        Derivative::Linear(linear) => match linear {
            Linear::Dot | Linear::Outer => Links::Product,
            Linear::Transpose
            | Linear::Sum
            | Linear::Mean
            | Linear::SumAxis
            | Linear::MeanAxis
            | Linear::Copy
            | Linear::Fill
            | Linear::Cast
            | Linear::Full
            | Linear::Repeat
            | Linear::Unbroadcast
            | Linear::Reshape
            | Linear::Broadcast
            | Linear::FromSequence
            | Linear::ToSequence
            | Linear::SetRank
            | Linear::Given => Links::Same(0..1),
            Linear::Concatenate | Linear::Stack => Links::Same(0..count - 1),
            Linear::OthersDot => Links::Same(1..2),
            Linear::Product | Linear::Others => Links::Numbers,
        },
        Derivative::Partials(_) | Derivative::Zero | Derivative::Inactive => Links::Numbers,
    }
}

impl Widening<'_> {
    fn any(&self, group: &[Var]) -> bool {
        group.iter().any(|var| self.wide.contains(var))
    }

    /// All of these are tangents, or none.
    fn same(&mut self, group: impl IntoIterator<Item = Var>) {
        let has_reals = |var: &Var| self.vars.kind(*var).tangent().is_some();
        let group: Vec<Var> = group.into_iter().filter(has_reals).collect();
        if self.any(&group) {
            self.wide.extend(group);
        }
    }

    fn block(&mut self, block: &Block) {
        for stmt in &block.stmts {
            stmt.op.blocks().into_iter().for_each(|inner| self.block(inner));
            self.stmt(stmt);
        }
    }

    fn stmt(&mut self, stmt: &Stmt) {
        let outs = &stmt.outs;
        match &stmt.op {
            Op::Prim(prim, args) => match links(*prim, args.len()) {
                Links::Same(range) => {
                    self.same([outs[0]].into_iter().chain(args[range].to_vec()));
                }
                Links::First => self.same([outs[0], args[0]]),
                Links::Product if self.any(args) => self.wide.extend(outs),
                Links::Product | Links::Numbers => {}
            },
            Op::Aggregate(parts) => self.same(outs.iter().chain(parts).copied()),
            Op::Project(place) => self.same([outs[0], place.root]),
            Op::Update { place, mode: Mode::Truncate, .. } => self.same([outs[0], place.root]),
            Op::Update { place, value, .. } => self.same([outs[0], place.root, *value]),
            Op::Wrap(value) => self.same(value.iter().chain(outs).copied()),
            Op::Unwrap(value) => self.same([outs[0], *value]),
            Op::If { then, otherwise, .. } => {
                for (i, out) in outs.iter().enumerate() {
                    self.same([*out, then.results[i], otherwise.results[i]]);
                }
            }
            Op::For { carries, body, .. } | Op::While { carries, body, .. } => {
                self.looped(outs, carries, body);
            }
            Op::Call(call) => self.called(call, outs),
            Op::Map { args, params, body } => {
                for (arg, param) in args.iter().zip(params) {
                    self.same([*arg, *param]);
                }
                self.same([outs[0], body.results[0]]);
            }
            Op::Literal(_) | Op::Rust(_) | Op::Zeros(_) => {}
        }
    }

    fn looped(&mut self, outs: &[Var], carries: &[Carry], body: &Block) {
        for (i, out) in outs.iter().enumerate() {
            let carry = carries.get(i).into_iter().flat_map(|carry| [carry.init, carry.param]);
            self.same(carry.chain([*out, body.results[i]]));
        }
    }

    /// Tangents that are handed over are several, or none of them is.
    fn called(&mut self, call: &Call, outs: &[Var]) {
        let dots = call.args.iter().filter(|given| given.mask > 0);
        let dots: Vec<Var> = dots.filter_map(|given| given.handed.root()).collect();
        // The user's own call, of what does not vary, takes the user's own tangents.
        if call.order == 0 || (!self.any(outs) && !self.any(&dots)) {
            return;
        }
        self.wide.extend(dots);
        let roots = roots(call.places());
        let (values, nexts) = outs.split_at(outs.len() - roots.len());
        // Whether there is a value, or which error there is, is the same for all of them.
        let yields = call.yields();
        let states = |(i, _): &(usize, &Var)| yields.get(*i) == Some(&Yield::State);
        let behind = values.iter().enumerate().skip(1).filter(|value| !states(value));
        self.wide.extend(behind.map(|(_, value)| value));
        for (root, next) in roots.into_iter().zip(nexts) {
            self.same([root, *next]);
        }
    }

    /// Whether everything can be done lane by lane.
    fn check(&self, block: &Block, own: &syn::Ident) -> Result<(), Span> {
        for stmt in &block.stmts {
            for inner in stmt.op.blocks() {
                self.check(inner, own)?;
            }
            if !self.possible(stmt, own) {
                return Err(stmt.span);
            }
        }
        Ok(())
    }

    fn possible(&self, stmt: &Stmt, own: &syn::Ident) -> bool {
        let outs = self.any(&stmt.outs);
        match &stmt.op {
            Op::Prim(prim, args) => match links(*prim, args.len()) {
                Links::Same(range) => {
                    !self.any(&args[..range.start]) && !self.any(&args[range.end..])
                }
                // Where several tangents decide, each decides for itself.
                Links::First => {
                    let wide = args[1..].iter().filter(|arg| self.wide.contains(arg)).count();
                    wide == 0 || wide == args.len() - 1
                }
                Links::Product => {
                    let factors = args.iter().filter(|arg| self.wide.contains(arg)).count();
                    factors == usize::from(outs)
                }
                Links::Numbers => {
                    let shape_only = self.vars.kind(stmt.outs[0]).tangent().is_none();
                    !outs && (shape_only || !self.any(args))
                }
            },
            Op::Literal(literal) => {
                !outs || matches!(literal, Literal::StandIn) || *literal == Literal::Real(0.0)
            }
            Op::Rust(_) => !outs && !self.any(&stmt.op.free()),
            Op::Call(Call { callee, of, order, .. }) => {
                let known = callee.pushes.lanes || callee.path.is_ident(own);
                let plain = !outs && !self.any(&stmt.op.free());
                plain || (known && (*of, *order) == (Half::Primal, 1))
            }
            Op::Aggregate(_)
            | Op::Project(_)
            | Op::Update { .. }
            | Op::Zeros(_)
            | Op::Map { .. }
            | Op::Wrap(_)
            | Op::Unwrap(_)
            | Op::If { .. }
            | Op::For { .. }
            | Op::While { .. } => true,
        }
    }
}

/// Functions that take one tangent become those that take several, but for those that the user calls
/// with others.
fn calls(block: &mut Block, wide: &HashSet<Var>) {
    for stmt in &mut block.stmts {
        stmt.op.blocks_mut().into_iter().for_each(|inner| calls(inner, wide));
        if let Op::Call(call) = &mut stmt.op {
            call.lanes = stmt.outs.iter().any(|out| wide.contains(out));
        }
    }
}
