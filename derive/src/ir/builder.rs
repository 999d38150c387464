//! Building blocks of statements.

use proc_macro2::Span;

use super::{Block, Carry, Kind, Literal, Mode, Op, Place, Step, Stmt, Var, VarInfo, Vars};
use crate::prims::{self, Prim};

/// Appends statements to a list.
pub struct Builder<'a> {
    /// All values.
    pub vars: &'a mut Vars,
    /// The statements so far.
    pub stmts: Vec<Stmt>,
    /// The source of what comes next.
    pub span: Span,
    /// Whether what comes next is a derivative term.
    pub derived: bool,
}

impl<'a> Builder<'a> {
    /// A builder of derivative terms.
    pub fn derived(vars: &'a mut Vars, span: Span) -> Self {
        Builder { vars, stmts: Vec::new(), span, derived: true }
    }

    /// A new value without a definition.
    pub fn fresh(&mut self, kind: Kind) -> Var {
        self.vars.fresh(VarInfo { kind, name: None, named: false, span: self.span })
    }

    /// A new value of the kind and name of another.
    pub fn fresh_like(&mut self, var: Var) -> Var {
        let info = self.vars[var].clone();
        self.vars.fresh(info)
    }

    /// An index.
    pub fn index(&mut self, value: i64) -> Var {
        self.push(Kind::usize(), Op::Literal(Literal::Int(value)))
    }

    /// `for i in 0..hi { carried = run(i, carried); }`
    pub fn counted(
        &mut self,
        hi: Var,
        init: Var,
        run: impl FnOnce(&mut Self, Var, Var) -> Var,
    ) -> Var {
        let (lo, index) = (self.index(0), self.fresh(Kind::usize()));
        let [param, out] = [(); 2].map(|()| self.fresh_like(init));
        let outer = std::mem::take(&mut self.stmts);
        let next = run(self, index, param);
        let stmts = std::mem::replace(&mut self.stmts, outer);
        let body = Block { stmts, results: vec![next] };
        let carries = vec![Carry { init, param }];
        self.define(vec![out], Op::For { index, lo, hi, reversed: false, carries, body });
        out
    }

    /// `root[step] = value`
    pub fn set(&mut self, root: Var, step: Step, value: Var) -> Var {
        let next = self.fresh_like(root);
        let place = Place { root, path: vec![step] };
        self.define(vec![next], Op::Update { place, value, mode: Mode::Set });
        next
    }

    /// Appends a statement that defines the given values.
    pub fn define(&mut self, outs: Vec<Var>, op: Op) {
        self.stmts.push(Stmt { outs, op, span: self.span, derived: self.derived });
    }

    /// Appends a statement with one new value.
    pub fn push(&mut self, kind: Kind, op: Op) -> Var {
        let out = self.fresh(kind);
        self.define(vec![out], op);
        out
    }

    /// A primitive applied.
    pub fn prim(&mut self, prim: Prim, args: &[Var]) -> Var {
        let kinds: Vec<&Kind> = args.iter().map(|arg| self.vars.kind(*arg)).collect();
        let kind = prim.kind(&kinds);
        self.push(kind, Op::Prim(prim, args.to_vec()))
    }

    /// A real constant of the given kind.
    pub fn real(&mut self, value: f64, like: &Kind) -> Var {
        let kind = Kind::Real(like.num().cloned().unwrap_or(super::Num::F64));
        self.push(kind, Op::Literal(Literal::Real(value)))
    }

    /// Zeros in the shape of a value.
    pub fn zeros(&mut self, like: Var) -> Var {
        let kind = self.vars.kind(like).zeros();
        match kind {
            Kind::Real(_) => self.real(0.0, &kind),
            Kind::Nd { .. } => {
                let dim = self.prim(prims::DIM, &[like]);
                self.push(kind, Op::Zeros(dim))
            }
            Kind::Vec(ref item) if item.is_real() => {
                let zero = self.real(0.0, item);
                let length = self.prim(prims::LEN, &[like]);
                self.push(kind, Op::Prim(prims::FILLED, vec![zero, length]))
            }
            _ => self.push(kind, Op::Zeros(like)),
        }
    }

    /// `a + b`
    pub fn add(&mut self, a: Var, b: Var) -> Var {
        self.prim(prims::ADD, &[a, b])
    }
}
