//! Calls of functions with handles: `forward` on the way out, `backward` on the way back.

use super::reverse::Reverse;
use crate::ir::{Call, Kind, Op, Passing, Place, Step, Stmt, Var, VarInfo};

/// A shadow handed to a callee.
struct Shadow {
    place: Place,
    /// The value whose cotangent the place belongs to; none for one that is thrown away.
    root: Option<Var>,
    /// Where the place is a temporary: the argument that its content is added to afterwards.
    then: Option<Var>,
}

impl Reverse<'_> {
    pub(super) fn call(&mut self, stmt: &Stmt, call: &Call, args: &[Var]) -> Stmt {
        let out = stmt.outs[0];
        let info = &self.vars[out];
        let name =
            info.name.clone().or_else(|| callee_name(call)).map(|n| format!("{n}_residuals"));
        let residuals = self.vars.fresh(VarInfo {
            kind: call.residuals.clone(),
            named: true,
            name,
            span: stmt.span,
        });
        let seed = match self.bars.remove(&out) {
            Some(bar) => bar,
            None => return stmt.clone(),
        };
        self.pull_back(call, args, residuals, seed);
        let op = Op::Forward(call.clone(), args.to_vec());
        Stmt { outs: vec![out, residuals], op, ..stmt.clone() }
    }

    fn pull_back(&mut self, call: &Call, args: &[Var], residuals: Var, seed: Var) {
        let mut shadows: Vec<Option<Shadow>> = Vec::new();
        let mut returned = Vec::new();
        for (i, arg) in args.iter().enumerate() {
            match call.passing[i] {
                (_, false) => {}
                (Passing::Value, true) => returned.push(*arg),
                (Passing::Ref | Passing::Mut, true) => {
                    let shadow = self.shadow(*arg, call.skippable[i], &shadows);
                    shadows.push(shadow);
                }
            }
        }
        let mut outs: Vec<Var> = returned
            .iter()
            .map(|arg| {
                let kind = self.vars.kind(*arg).cotangent();
                self.build(|b| b.fresh(kind))
            })
            .collect();
        let mut roots: Vec<(Var, Var)> = Vec::new();
        for shadow in shadows.iter().flatten() {
            let before = shadow.place.root;
            if roots.iter().all(|(known, _)| *known != before) {
                let info = self.vars[before].clone();
                roots.push((before, self.vars.fresh(info)));
            }
        }
        outs.extend(roots.iter().map(|(_, next)| *next));
        let places = shadows.iter().map(|s| s.as_ref().map(|s| s.place.clone())).collect();
        let op = Op::Backward {
            call: call.clone(),
            args: args.to_vec(),
            residuals,
            seed,
            shadows: places,
        };
        self.build(|b| b.define(outs.clone(), op));
        for shadow in shadows.iter().flatten() {
            let next = roots.iter().find(|(before, _)| *before == shadow.place.root);
            let Some((_, next)) = next else { continue };
            match (shadow.root, shadow.then) {
                (Some(root), _) => {
                    self.bars.insert(root, *next);
                }
                (None, Some(arg)) => self.accumulate(arg, *next),
                (None, None) => {}
            }
        }
        for (arg, bar) in returned.iter().zip(&outs) {
            self.accumulate(*arg, *bar);
        }
    }

    /// Where the callee adds the cotangent of an argument that is handed over by reference.
    fn shadow(&mut self, arg: Var, skippable: bool, others: &[Option<Shadow>]) -> Option<Shadow> {
        if !self.activity.varied(arg) {
            if skippable {
                return None;
            }
            let zeros = self.build(|b| b.zeros(arg));
            let place = Place { root: zeros, path: Vec::new() };
            return Some(Shadow { place, root: None, then: None });
        }
        let Place { root, path } = self.home(arg);
        let bar = self.bars.get(&root).copied();
        let clash = others
            .iter()
            .flatten()
            .any(|other| other.root == Some(root) && !disjoint(&other.place.path, &path));
        let view = matches!(self.vars.kind(root), Kind::Nd { view: true, .. });
        if clash || (view && bar.is_none()) {
            let zeros = self.build(|b| b.zeros(arg));
            let place = Place { root: zeros, path: Vec::new() };
            return Some(Shadow { place, root: None, then: Some(arg) });
        }
        let bar = match bar {
            Some(bar) => bar,
            None => {
                let zeros = self.zero_bar(root);
                self.bars.insert(root, zeros);
                zeros
            }
        };
        Some(Shadow { place: Place { root: bar, path }, root: Some(root), then: None })
    }
}

/// Whether two parts of a value cannot overlap: they lie in different fields.
fn disjoint(a: &[Step], b: &[Step]) -> bool {
    for (a, b) in a.iter().zip(b) {
        match (a, b) {
            (Step::Field(a), Step::Field(b)) if a != b => return true,
            _ if a == b => {}
            _ => return false,
        }
    }
    false
}

fn callee_name(call: &Call) -> Option<String> {
    call.path.segments.last().map(|segment| segment.ident.to_string())
}
