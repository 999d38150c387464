//! Calls of functions with handles: `forward` on the way out, `backward` on the way back.

use super::reverse::Reverse;
use crate::ir::{
    Block, Call, Callee, Half, Kind, Op, Passing, Place, Step, Stmt, Var, VarInfo, roots,
};
use crate::prims;

/// A shadow handed to a callee.
pub(super) struct Shadow {
    pub place: Place,
    /// The value whose cotangent the place belongs to; none for one that is thrown away.
    root: Option<Var>,
    /// Where the place is a temporary: the argument that its content is added to afterwards.
    then: Option<Var>,
}

/// The parts of a call in the primal.
pub(super) struct Site<'a> {
    pub callee: &'a Callee,
    pub args: &'a [Var],
    pub places: &'a [Place],
    /// The values after the call of the roots of the places.
    pub after: Vec<(Var, Var)>,
    /// Whether nothing may have read the value of the call.
    pub doubted: bool,
}

impl Reverse<'_> {
    /// A call of the function itself: on the way out of its `forward`.
    pub(super) fn primal_call(&mut self, stmt: &Stmt, call: &Call) -> Stmt {
        let out = stmt.outs[0];
        let (callee, args, places) = (&call.callee, call.values(), call.targets());
        let info = &self.vars[out];
        let name = info.name.clone().or_else(|| callee.name()).map(|n| format!("{n}_residuals"));
        let residuals = self.vars.fresh(VarInfo {
            kind: callee.residuals.clone(),
            named: true,
            name,
            span: stmt.span,
        });
        let seed = match (self.bars.remove(&out), self.vars.kind(out).is_differentiable()) {
            (Some(bar), _) => Some(bar),
            (None, true) => Some(self.zeros(out)),
            (None, false) => None,
        };
        let after = stmt.changes();
        // What the callee changes hands cotangents on, too, whatever reads its value.
        let doubted = places.is_empty() && self.unread.is_doubtful(out);
        let site = Site { callee, args: &args, places: &places, after, doubted };
        self.pull_back(&site, residuals, seed);
        let op = Op::Call(Call { of: Half::Forward, ..call.clone() });
        let mut outs = stmt.outs.clone();
        outs.insert(1, residuals);
        Stmt { outs, op, span: stmt.span, derived: stmt.derived }
    }

    pub(super) fn pull_back(&mut self, site: &Site<'_>, residuals: Var, seed: Option<Var>) {
        let mut shadows = Vec::new();
        let returned = self.shadows(site, &[], &mut shadows);
        let mut outs: Vec<Var> = returned
            .iter()
            .map(|arg| {
                let kind = self.vars.kind(*arg).cotangent();
                self.build(|b| b.fresh(kind))
            })
            .collect();
        let places: Vec<Option<Place>> =
            shadows.iter().map(|s| s.as_ref().map(|s| s.place.clone())).collect();
        let next: Vec<(Var, Var)> = roots(places.iter().flatten())
            .into_iter()
            .map(|before| {
                let info = self.vars[before].clone();
                (before, self.vars.fresh(info))
            })
            .collect();
        outs.extend(next.iter().map(|(_, next)| *next));
        let op = Op::Call(Call::backward(site.callee.clone(), site.args, residuals, seed, places));
        match seed.filter(|seed| site.doubted && self.vars.kind(*seed).is_real()) {
            Some(seed) if !next.is_empty() => self.where_read(seed, &returned, &next, &outs, op),
            Some(_) | None => self.build(|b| b.define(outs.clone(), op)),
        }
        self.hand_on(site, &shadows, &next);
        for (arg, bar) in returned.iter().zip(&outs) {
            let bar = self.unless_unread(site, *bar, seed);
            self.accumulate(*arg, bar);
        }
    }

    /// The backward pass of a callee that adds to shadows, where its value was read: of the derivatives
    /// within nothing is known here, and an infinite one would make NaN of a seed of 0.
    fn where_read(
        &mut self,
        seed: Var,
        returned: &[Var],
        next: &[(Var, Var)],
        outs: &[Var],
        op: Op,
    ) {
        let cond = self.build(|b| b.prim(prims::DIFFERS, &[seed]));
        let inner: Vec<Var> = outs.iter().map(|out| self.like(*out)).collect();
        let stmts = std::mem::take(&mut self.stmts);
        self.build(|b| b.define(inner.clone(), op));
        let then = Block { stmts: std::mem::take(&mut self.stmts), results: inner };
        let mut results: Vec<Var> = returned.iter().map(|arg| self.zeros(*arg)).collect();
        results.extend(next.iter().map(|(before, _)| *before));
        let otherwise = Block { stmts: std::mem::replace(&mut self.stmts, stmts), results };
        self.build(|b| b.define(outs.to_vec(), Op::If { cond, then, otherwise }));
    }

    /// A number that a callee returns counts only where its value was read: of the derivatives within
    /// nothing is known here.
    fn unless_unread(&mut self, site: &Site<'_>, bar: Var, seed: Option<Var>) -> Var {
        let numbers = |seed: &Var| self.vars.kind(*seed).is_real() && self.vars.kind(bar).is_real();
        match seed.filter(numbers) {
            Some(seed) if site.doubted => self.build(|b| b.prim(prims::UNLESS_ZERO, &[bar, seed])),
            Some(_) | None => bar,
        }
    }

    /// Appends the shadows in the order of the parameters; yields the arguments whose cotangents are
    /// returned. `read` are cotangents that the callee reads besides.
    pub(super) fn shadows(
        &mut self,
        site: &Site<'_>,
        read: &[Var],
        shadows: &mut Vec<Option<Shadow>>,
    ) -> Vec<Var> {
        let mut returned = Vec::new();
        let (mut args, mut places) = (site.args.iter(), site.places.iter());
        for (i, (how, active)) in site.callee.passing.iter().enumerate() {
            if *how == Passing::Mut {
                let Some(place) = places.next() else { continue };
                if *active {
                    let shadow = self.shadow_of_place(place, site, shadows);
                    shadows.push(shadow);
                }
                continue;
            }
            let Some(arg) = args.next() else { continue };
            match (how, active) {
                (_, false) => {}
                (Passing::Value, true) => returned.push(*arg),
                (Passing::Ref | Passing::Mut, true) => {
                    let shadow = self.shadow(*arg, site.callee, i, shadows, read);
                    shadows.push(shadow);
                }
            }
        }
        returned
    }

    /// After the callee's backward pass: cotangents of what was overwritten are those of the values
    /// before the call.
    pub(super) fn hand_on(
        &mut self,
        site: &Site<'_>,
        shadows: &[Option<Shadow>],
        next: &[(Var, Var)],
    ) {
        let next_of = |var: Var| next.iter().find(|(before, _)| *before == var).map(|(_, n)| *n);
        let given = |shadow: &Shadow| Some((shadow.root?, next_of(shadow.place.root)?));
        self.bars.extend(shadows.iter().flatten().filter_map(given));
        // Only then: what a temporary holds may belong into one of the others.
        for shadow in shadows.iter().flatten() {
            if let (Some(arg), Some(bar)) = (shadow.then, next_of(shadow.place.root)) {
                self.accumulate(arg, bar);
            }
        }
        for (before, after) in &site.after {
            if let Some(bar) = self.bars.remove(after) {
                self.accumulate(*before, bar);
            }
        }
    }

    /// The cotangent of a place that the callee writes to: in and out.
    fn shadow_of_place(
        &mut self,
        place: &Place,
        site: &Site<'_>,
        others: &[Option<Shadow>],
    ) -> Option<Shadow> {
        let (_, after) = site.after.iter().find(|(root, _)| *root == place.root)?;
        if !self.activity.varied(*after) {
            let zeros = self.zeros(*after);
            let place = Place { root: zeros, path: place.path.clone() };
            return Some(Shadow { place, root: None, then: None });
        }
        let bar = match self.bars.get(after) {
            Some(bar) => self.own_bar(*after, *bar, others),
            None => {
                let zeros = self.zero_bar(*after);
                self.bars.insert(*after, zeros);
                zeros
            }
        };
        let place = Place { root: bar, path: place.path.clone() };
        Some(Shadow { place, root: Some(*after), then: None })
    }

    /// A cotangent that a callee changes: a copy, where it is handed over as that of another value, too.
    fn own_bar(&mut self, root: Var, bar: Var, others: &[Option<Shadow>]) -> Var {
        let shared = |other: &Shadow| other.place.root == bar && other.root != Some(root);
        if !others.iter().flatten().any(shared) {
            return bar;
        }
        let copy = self.build(|b| b.prim(prims::COPY, &[bar]));
        let copy = self.christen(root, copy);
        self.bars.insert(root, copy);
        copy
    }

    /// Where the callee adds the cotangent of an argument that is handed over by reference.
    fn shadow(
        &mut self,
        arg: Var,
        callee: &Callee,
        i: usize,
        others: &[Option<Shadow>],
        read: &[Var],
    ) -> Option<Shadow> {
        if !self.activity.varied(arg) {
            if callee.skippable[i] {
                return None;
            }
            let zeros = self.zeros(arg);
            let place = Place { root: zeros, path: Vec::new() };
            return Some(Shadow { place, root: None, then: None });
        }
        let Place { root, path } = self.home(arg);
        let bar = self.bars.get(&root).copied();
        let clash = others
            .iter()
            .flatten()
            .any(|other| other.root == Some(root) && !disjoint(&other.place.path, &path))
            || bar.is_some_and(|bar| read.contains(&bar));
        let view = matches!(self.vars.kind(root), Kind::Nd { view: true, .. });
        // The shadow of a view is an array of its own, not a part of one.
        let part = callee.views[i] && path.iter().any(|step| matches!(step, Step::View(_)));
        if clash || part || (view && bar.is_none()) {
            let zeros = self.zeros(arg);
            let place = Place { root: zeros, path: Vec::new() };
            return Some(Shadow { place, root: None, then: Some(arg) });
        }
        let bar = match bar {
            Some(bar) => self.own_bar(root, bar, others),
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
