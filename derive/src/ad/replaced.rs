//! Parts that are replaced as a whole: what stood there before may have been longer or shorter.

use super::reverse::Reverse;
use crate::ir::{Kind, Op, Place, Step, Stmt, Var, VarInfo};
use crate::prims;

impl Reverse<'_> {
    /// Whether an assignment may put something of another length or shape into a place, whose
    /// cotangent goes on to what stood there before.
    pub(super) fn is_replaced(&self, place: &Place, value: Var) -> bool {
        let part = match place.path.last() {
            Some(Step::Field(_) | Step::Index(_)) => true,
            // As many elements, each of which may be of another length.
            Some(Step::Range(..)) => {
                self.vars.kind(value).element().is_some_and(|item| !item.cotangent().is_fixed())
            }
            Some(Step::NdIndex(_) | Step::View(_)) | None => false,
        };
        part && self.activity.varied(place.root)
            && place.carries(self.vars)
            && !self.vars.kind(value).cotangent().is_fixed()
            && !self.keeps_shape(place, value)
    }

    /// `root with place = value`: the forward pass notes what stood there, or its length or shape alone.
    pub(super) fn replacement(&mut self, stmt: &Stmt, place: &Place, value: Var) -> Vec<Stmt> {
        let Some(bar) = self.bars.remove(&stmt.outs[0]) else { return vec![stmt.clone()] };
        let kind = match (self.vars.kind(value).clone(), place.path.last()) {
            (Kind::Nd { num, rank, .. }, _) => Kind::Nd { num, rank, view: false },
            (Kind::Array(item, _) | Kind::Vec(item), Some(Step::Range(..))) => Kind::Slice(item),
            (kind, _) => kind,
        };
        let mut stmts = Vec::new();
        let old = self.noted(stmt, kind.clone(), Op::Project(place.clone()), "", &mut stmts);
        let before = match &kind {
            Kind::Vec(item) if item.is_real() => {
                let length = Op::Prim(prims::LEN, vec![old]);
                self.noted(stmt, Kind::usize(), length, "_len", &mut stmts)
            }
            Kind::Slice(item) => {
                let copy = Op::Prim(prims::COPY, vec![old]);
                self.noted(stmt, Kind::Vec(item.clone()), copy, "", &mut stmts)
            }
            Kind::Nd { num, rank, .. } => {
                let shape = Kind::Dim { num: num.clone(), rank: *rank };
                self.noted(stmt, shape, Op::Prim(prims::DIM, vec![old]), "_shape", &mut stmts)
            }
            _ => old,
        };
        self.update(place, value, crate::ir::Mode::Set, bar, Some(before));
        stmts.push(stmt.clone());
        stmts
    }

    /// A statement of the forward pass.
    fn noted(&mut self, at: &Stmt, kind: Kind, op: Op, suffix: &str, stmts: &mut Vec<Stmt>) -> Var {
        let asked = op.prim().and_then(|(_, args)| self.vars[args[0]].name.clone());
        let path = op.part().map_or(&[][..], |place| &place.path);
        let field = asked.or_else(|| {
            path.iter().rev().find_map(|step| match step {
                Step::Field(syn::Member::Named(name)) => Some(name.to_string()),
                _ => None,
            })
        });
        let name = field.map(|field| format!("{field}{suffix}"));
        let out = self.vars.fresh(VarInfo { kind, name, named: false, span: at.span });
        stmts.push(Stmt { outs: vec![out], op, span: at.span, derived: true });
        out
    }

    /// Zeros for what stood in a place, or had that length or shape.
    pub(super) fn zeros_before(&mut self, kind: &Kind, before: Var) -> Var {
        match (self.vars.kind(before), kind) {
            (Kind::Int(_), Kind::Vec(item)) => {
                let zero = self.build(|b| b.real(0.0, item));
                let filled = Op::Prim(prims::FILLED, vec![zero, before]);
                self.build(|b| b.push(kind.clone(), filled))
            }
            (Kind::Dim { .. }, _) => self.build(|b| b.push(kind.clone(), Op::Zeros(before))),
            (_, _) => self.zeros(before),
        }
    }
}
