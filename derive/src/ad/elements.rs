//! Functions of elements whose derivative is no function of elements: the cotangent of a sequence that
//! `a.mapv(|e| e * w[i])` reads is no number. Such a map is a loop over the elements.
//!
//! A part that is the same for all elements and that is read without fail is read before instead, so
//! that the map captures a number.

use std::collections::HashSet;

use crate::analysis::{Activity, activity};
use crate::diagnostics::Diagnostics;
use crate::ir::{
    Block, Builder, Carry, Effect, Function, Kind, Literal, Mode, Op, Place, Rank, RustCode, Step,
    Stmt, Var, VarInfo, Vars,
};
use crate::prims::{self, Derivative, Shape};

/// Leaves only such maps as capture nothing with a derivative but numbers.
pub fn elements(function: &mut Function, active: &[Var], vars: &mut Vars) {
    if !captures(&function.body, &mut |var| !vars.kind(var).is_scalar()) {
        return;
    }
    hoist(&mut function.body, &mut HashSet::new(), vars);
    let activity = activity(function, active, vars, &mut Diagnostics::default());
    spread(&mut function.body, &activity, vars);
}

/// What a map reads beside the elements.
fn captured(params: &[Var], body: &Block) -> Vec<Var> {
    body.free().into_iter().filter(|var| !params.contains(var)).collect()
}

/// The same of an operation, if it is a map.
fn captured_by(op: &Op) -> Vec<Var> {
    let Op::Map { params, body, .. } = op else { return Vec::new() };
    captured(params, body)
}

/// Whether a map anywhere inside captures such a value.
fn captures(block: &Block, such: &mut impl FnMut(Var) -> bool) -> bool {
    block.stmts.iter().any(|stmt| {
        let here = captured_by(&stmt.op).into_iter().any(&mut *such);
        here || stmt.op.blocks().into_iter().any(|inner| captures(inner, such))
    })
}

/// Moves what is the same for all elements before the maps. `indices` are the numbers met so far that
/// are known at compile time.
fn hoist(block: &mut Block, indices: &mut HashSet<Var>, vars: &Vars) {
    for mut stmt in std::mem::take(&mut block.stmts) {
        if let Op::Literal(Literal::Int(_) | Literal::Token(..)) = &stmt.op {
            indices.extend(&stmt.outs);
        }
        stmt.op.blocks_mut().into_iter().for_each(|inner| hoist(inner, indices, vars));
        if let Op::Map { params, body, .. } = &mut stmt.op {
            block.stmts.extend(same_for_all(params, body, indices, vars));
        }
        block.stmts.push(stmt);
    }
}

/// Takes the statements that read compounds from around the map, and what they need.
fn same_for_all(
    params: &[Var],
    body: &mut Block,
    indices: &HashSet<Var>,
    vars: &Vars,
) -> Vec<Stmt> {
    let mut inside: HashSet<Var> = params.iter().copied().collect();
    inside.extend(body.stmts.iter().flat_map(|stmt| stmt.outs.iter().copied()));
    let mut movable = Vec::new();
    for (i, stmt) in body.stmts.iter().enumerate() {
        let same = stmt.op.free().iter().all(|var| !inside.contains(var));
        if same && never_fails(stmt, indices, vars) {
            stmt.outs.iter().for_each(|out| _ = inside.remove(out));
            movable.push(i);
        }
    }
    let mut needed: HashSet<Var> = HashSet::new();
    let mut moved = vec![false; body.stmts.len()];
    for i in movable.into_iter().rev() {
        let stmt = &body.stmts[i];
        let compound = stmt.op.free().iter().any(|var| !vars.kind(*var).is_scalar());
        if compound || stmt.outs.iter().any(|out| needed.contains(out)) {
            needed.extend(stmt.op.free());
            moved[i] = true;
        }
    }
    let all = std::mem::take(&mut body.stmts).into_iter().zip(moved);
    let (before, rest): (Vec<_>, Vec<_>) = all.partition(|(_, moved)| *moved);
    body.stmts = rest.into_iter().map(|(stmt, _)| stmt).collect();
    before.into_iter().map(|(stmt, _)| stmt).collect()
}

/// Whether evaluating a statement cannot panic: then it may be evaluated where there are no elements.
fn never_fails(stmt: &Stmt, indices: &HashSet<Var>, vars: &Vars) -> bool {
    match &stmt.op {
        Op::Literal(_) => true,
        Op::Project(place) => {
            let mut kind = Some(vars.kind(place.root).clone());
            place.path.iter().all(|step| {
                let of = kind.take();
                kind = of.as_ref().and_then(|of| step.kind(of));
                match (step, of) {
                    (Step::Field(_), _) => true,
                    // rustc has seen that it is in bounds.
                    (Step::Index(index), Some(Kind::Array(..))) => indices.contains(index),
                    (Step::Index(_) | Step::Range(..) | Step::NdIndex(_) | Step::View(_), _) => {
                        false
                    }
                }
            })
        }
        Op::Prim(prim, args) => {
            let arrays = args.iter().filter(|arg| !vars.kind(**arg).is_scalar()).count();
            let whole = [prims::SUM, prims::PRODUCT, prims::LEN, prims::DIM, prims::TRANSPOSE];
            let real = vars.kind(stmt.outs[0]).is_real() && arrays == 0;
            let broadcast = prim.shape == Shape::Elementwise && arrays == 1;
            whole.contains(prim)
                || broadcast
                || (real && !matches!(prim.derivative, Derivative::Inactive))
        }
        Op::Map { body, .. } => body.stmts.iter().all(|stmt| never_fails(stmt, indices, vars)),
        Op::Rust(_)
        | Op::Aggregate(_)
        | Op::Update { .. }
        | Op::Zeros(_)
        | Op::Call(_)
        | Op::If { .. }
        | Op::For { .. }
        | Op::While { .. }
        | Op::Wrap(_)
        | Op::Unwrap(_) => false,
    }
}

/// Writes the maps that capture compounds with a derivative as loops.
fn spread(block: &mut Block, activity: &Activity, vars: &mut Vars) {
    for mut stmt in std::mem::take(&mut block.stmts) {
        stmt.op.blocks_mut().into_iter().for_each(|inner| spread(inner, activity, vars));
        let reads_compound = captured_by(&stmt.op)
            .into_iter()
            .any(|var| activity.varied(var) && !vars.kind(var).is_scalar());
        if reads_compound && let Op::Map { args, params, body } = stmt.op {
            let (out, span) = (stmt.outs[0], stmt.span);
            let builder = Builder { vars, stmts: Vec::new(), span, derived: stmt.derived };
            let made = Spread { builder, out, params, body }.written(&args);
            block.stmts.extend(made);
        } else {
            block.stmts.push(stmt);
        }
    }
}

/// A map to be written as a loop.
struct Spread<'a> {
    builder: Builder<'a>,
    out: Var,
    params: Vec<Var>,
    body: Block,
}

impl Spread<'_> {
    fn written(mut self, args: &[Var]) -> Vec<Stmt> {
        args[1..].iter().for_each(|other| self.check_shape(args[0], *other));
        let info = self.builder.vars[self.out].clone();
        let of = self.builder.vars.kind(args[0]).clone();
        match (of.rank(), of.num().cloned(), info.kind.num().cloned()) {
            (Some(Rank::Dynamic), Some(num), Some(result)) => {
                let rank = Rank::VECTOR;
                let b = &mut self.builder;
                let len = b.prim(prims::LEN, &[args[0]]);
                let flat = b.push(Kind::Dim { num, rank }, Op::Aggregate(vec![len]));
                let flat: Vec<Var> =
                    args.iter().map(|arg| b.prim(prims::RESHAPE, &[*arg, flat])).collect();
                let kind = Kind::Nd { num: result, rank, view: false };
                let made = self.looped(&flat, 1, &VarInfo { kind, ..info });
                let shape = self.builder.prim(prims::DIM, &[args[0]]);
                let op = Op::Prim(prims::RESHAPE, vec![made, shape]);
                self.builder.define(vec![self.out], op);
            }
            (Some(Rank::Fixed(rank)), ..) => {
                let made = self.looped(args, rank, &info);
                // The outermost loop yields the array itself.
                if let Some(last) = self.builder.stmts.last_mut() {
                    last.outs = last
                        .outs
                        .iter()
                        .map(|out| if *out == made { self.out } else { *out })
                        .collect();
                }
            }
            _ => {}
        }
        self.builder.stmts
    }

    /// `Zip` takes arrays of one shape.
    fn check_shape(&mut self, first: Var, other: Var) {
        let [a, b] = ["a", "b"].map(|name| syn::Ident::new(name, self.builder.span));
        let tokens = quote::quote!(::core::assert_eq!(#a.shape(), #b.shape()));
        let captures = vec![(a, first), (b, other)];
        let code = RustCode { tokens: tokens.into(), captures, effect: Effect::Acts };
        self.builder.define(Vec::new(), Op::Rust(code));
    }

    /// The loops over all axes, which fill an array of zeros.
    fn looped(&mut self, args: &[Var], rank: usize, info: &VarInfo) -> Var {
        let b = &mut self.builder;
        let shape = b.prim(prims::DIM, &[args[0]]);
        let extents: Vec<Var> = match rank {
            1 => vec![b.prim(prims::LEN, &[args[0]])],
            2 => [prims::NROWS, prims::NCOLS].map(|prim| b.prim(prim, &[args[0]])).to_vec(),
            _ => (0..rank)
                .map(|axis| {
                    let axis = Op::Literal(Literal::Int(axis as i64));
                    let axis = b.push(Kind::usize(), axis);
                    b.prim(prims::LEN_OF, &[args[0], axis])
                })
                .collect(),
        };
        let zero = b.push(Kind::usize(), Op::Literal(Literal::Int(0)));
        let zeros = b.vars.fresh(info.clone());
        b.define(vec![zeros], Op::Zeros(shape));
        self.axis(args, zero, &extents, &mut Vec::new(), zeros)
    }

    fn axis(
        &mut self,
        args: &[Var],
        lo: Var,
        extents: &[Var],
        indices: &mut Vec<Var>,
        filled: Var,
    ) -> Var {
        let Some((hi, inner)) = extents.split_first() else {
            return self.element(args, indices, filled);
        };
        let info = self.builder.vars[filled].clone();
        let [param, out] = [(); 2].map(|()| self.builder.vars.fresh(info.clone()));
        let index = self.builder.fresh(Kind::usize());
        let outer = std::mem::take(&mut self.builder.stmts);
        indices.push(index);
        let next = self.axis(args, lo, inner, indices, param);
        let stmts = std::mem::replace(&mut self.builder.stmts, outer);
        let body = Block { stmts, results: vec![next] };
        let carries = vec![Carry { init: filled, param }];
        let op = Op::For { index, lo, hi: *hi, reversed: false, carries, body };
        self.builder.define(vec![out], op);
        out
    }

    fn element(&mut self, args: &[Var], indices: &[Var], filled: Var) -> Var {
        let step = match indices {
            [single] => Step::Index(*single),
            several => Step::NdIndex(several.to_vec()),
        };
        for (arg, param) in args.iter().zip(&self.params) {
            let place = Place { root: *arg, path: vec![step.clone()] };
            self.builder.define(vec![*param], Op::Project(place));
        }
        let body = std::mem::take(&mut self.body);
        self.builder.stmts.extend(body.stmts);
        let info = self.builder.vars[filled].clone();
        let next = self.builder.vars.fresh(info);
        let place = Place { root: filled, path: vec![step] };
        let op = Op::Update { place, value: body.results[0], mode: Mode::Set };
        self.builder.define(vec![next], op);
        next
    }
}
