//! The reverse of derivatives: of what forward and reverse mode have written, where the primal calls it.
//!
//! A function g and its n tangents are listed 2ⁿ times, by masks: bit i says whether tangent i has been
//! taken. What g yields at the mask m depends on the arguments at the masks within m alone, as the
//! coefficients of a power series in ε₀ … εₙ₋₁ with εᵢ² = 0 do. So the cotangents are such coefficients,
//! too, in the opposite order: with the cotangent of the result at mask m as the seed at the complement
//! of m, backward mode with n tangents yields at each mask the cotangent of the argument at its
//! complement.
//!
//! `g::backward` yields J(x)ᵀ ȳ. Since second derivatives are symmetric, its cotangents are what one more
//! tangent of both halves yields, that of x being the cotangents w of J(x)ᵀ ȳ: J(x) w for ȳ, and the
//! derivative of J(x)ᵀ ȳ along w for x. With n tangents the same holds of the coefficients. So nothing is
//! ever differentiated twice in reverse mode (Griewank and Walther, 2008, chapters 5 and 13).

use super::call::{Shadow, Site};
use super::reverse::Reverse;
use crate::ir::{
    Call, Callee, Given, Half, Handed, Kind, Op, Passing, Place, Role, Stmt, Var, VarInfo, roots,
};

/// A call of a derivative, taken apart.
struct Listed<'a> {
    call: &'a Call,
    /// The arguments, by masks; those without derivative as they are.
    args: Vec<Vec<Var>>,
    /// The values and their tangents that it yields, by masks.
    values: Vec<Vec<Var>>,
    /// The roots of the places that it writes to, before and after.
    roots: Vec<(Var, Var)>,
}

impl<'a> Listed<'a> {
    fn new(call: &'a Call, stmt: &Stmt) -> Listed<'a> {
        let count = 1 << call.order;
        let before = roots(call.places());
        let (values, after) = stmt.outs.split_at(stmt.outs.len() - before.len());
        let size = values.len() / count;
        let values = (0..count).map(|mask| values[mask * size..(mask + 1) * size].to_vec());
        let values = values.collect();
        let roots = before.into_iter().zip(after.iter().copied()).collect();
        let args = (0..count).map(|mask| args_at(call, mask)).collect();
        Listed { call, args, values, roots }
    }

    /// How many masks there are.
    fn count(&self) -> usize {
        self.args.len()
    }

    /// The last mask: all tangents are taken.
    fn last(&self) -> usize {
        self.count() - 1
    }

    /// The arguments at a mask as they are handed over: at other masks than the first those that have tangents.
    fn handed(&self, mask: usize) -> impl Iterator<Item = Given> {
        let args = self.call.args.iter();
        args.filter(move |given| given.mask == mask && matches!(given.role, Role::Argument(_)))
            .cloned()
    }

    /// The seed at a mask.
    fn seed(&self, mask: usize) -> Option<Var> {
        let mut given = self.call.args.iter();
        given.find(|given| given.mask == mask && given.role == Role::Seed)?.handed.value()
    }

    /// The arguments that have tangents: their positions, how they are handed over, and what they are.
    fn active(&self) -> impl Iterator<Item = (usize, Passing, Var)> {
        let callee = &self.call.callee;
        let own = self.handed(0).filter(|given| self.call.carries(given));
        own.filter_map(|given| match given.role {
            Role::Argument(i) => Some((i, callee.passing[i].0, given.handed.value()?)),
            Role::Residuals | Role::Seed | Role::Shadow(_) => None,
        })
    }

    /// A call of another function of the callee, to which nothing is handed over yet.
    fn another(&self, of: Half, order: usize) -> Call {
        let callee = self.call.callee.clone();
        Call { callee, of, order, lanes: false, args: Vec::new() }
    }

    fn site(&self, mask: usize) -> Site<'_> {
        Site {
            callee: &self.call.callee,
            args: &self.args[mask],
            places: &[],
            after: Vec::new(),
            doubted: false,
        }
    }
}

fn args_at(call: &Call, mask: usize) -> Vec<Var> {
    let own = call.args.iter().filter(|given| given.is_argument());
    let at = |own: &Given| {
        let mut args = call.args.iter();
        args.find(|given| given.mask == mask && given.role == own.role)
            .unwrap_or(own)
            .handed
            .value()
    };
    own.filter_map(at).collect()
}

impl Reverse<'_> {
    /// What a callee keeps has no cotangent of its own: its `backward` hands on the share of the
    /// arguments itself.
    pub(super) fn called(&mut self, stmt: &Stmt, call: &Call) -> Vec<Stmt> {
        let listed = Listed::new(call, stmt);
        match call.of {
            Half::Primal if call.order == 0 => vec![self.primal_call(stmt, call)],
            Half::Primal => self.pushed_primal(stmt, &listed),
            Half::Forward if call.order == 0 => {
                let seed = self.bars.remove(&stmt.outs[0]);
                self.pull_back(&listed.site(0), stmt.outs[1], seed);
                vec![stmt.clone()]
            }
            Half::Forward => {
                let kept = listed.values.iter().filter_map(|at| at.last().copied()).collect();
                self.pull_values(&listed, kept);
                vec![stmt.clone()]
            }
            Half::Backward => {
                self.pull_cotangents(&listed);
                vec![stmt.clone()]
            }
            // Written after reverse mode only; `activity` reports it where a derivative is asked of it.
            Half::Both => vec![stmt.clone()],
        }
    }

    /// A function with tangents: on the way out it keeps, too.
    fn pushed_primal(&mut self, stmt: &Stmt, listed: &Listed<'_>) -> Vec<Stmt> {
        let (mut outs, mut kept) = (Vec::new(), Vec::new());
        for (mask, values) in listed.values.iter().enumerate() {
            outs.extend(values);
            kept.push(self.residuals(listed, mask));
            outs.extend(kept.last());
        }
        outs.extend(listed.roots.iter().map(|(_, next)| *next));
        self.pull_values(listed, kept);
        let op = Op::Call(Call { of: Half::Forward, ..listed.call.clone() });
        vec![Stmt { outs, op, span: stmt.span, derived: stmt.derived }]
    }

    /// The cotangents of the values at all masks, pulled back through what was kept.
    fn pull_values(&mut self, listed: &Listed<'_>, kept: Vec<Var>) {
        let last = listed.last();
        let seeds: Vec<Var> =
            (0..=last).map(|mask| self.taken(listed.values[last ^ mask][0])).collect();
        let (mut shadows, mut returned) = (Vec::new(), Vec::new());
        let mut back = listed.another(Half::Backward, listed.call.order);
        for (mask, (seed, kept)) in seeds.into_iter().zip(kept).enumerate() {
            back.args.extend(listed.handed(mask));
            back.give(Handed::Ref(kept), Role::Residuals, mask);
            back.give(self.seed(seed, mask), Role::Seed, mask);
            let site = listed.site(last ^ mask);
            let bars = self.targets_of(&site, &[], &mut shadows, mask, &mut back);
            returned.extend(bars.into_iter().map(Some));
        }
        self.pushed_backward(listed, back, &shadows, returned);
    }

    /// The cotangents of cotangents.
    fn pull_cotangents(&mut self, listed: &Listed<'_>) {
        let last = listed.last();
        let weights: Vec<Vec<Var>> =
            (0..=last).map(|mask| self.weights(listed, last ^ mask)).collect();
        let (kept, seed_bars) = self.forward_along(listed, &weights);
        if listed.args.iter().flatten().any(|arg| self.activity.varied(*arg)) {
            self.backward_along(listed, &weights, &kept);
        }
        for (mask, bar) in seed_bars.into_iter().enumerate() {
            if let Some((seed, bar)) = listed.seed(mask).zip(bar) {
                self.accumulate(seed, bar);
            }
        }
        // A shadow is added to: its cotangent is that of the sum.
        for (before, after) in &listed.roots {
            if let Some(bar) = self.bars.remove(after) {
                self.accumulate(*before, bar);
            }
        }
    }

    /// The backward pass with one more tangent: the cotangents of the arguments.
    fn backward_along(&mut self, listed: &Listed<'_>, weights: &[Vec<Var>], kept: &[Var]) {
        let (count, last) = (listed.count(), listed.last());
        let (mut shadows, mut returned) = (Vec::new(), Vec::new());
        let mut back = listed.another(Half::Backward, listed.call.order + 1);
        for (mask, kept) in kept.iter().take(count).enumerate() {
            back.args.extend(listed.handed(mask));
            back.give(Handed::Ref(*kept), Role::Residuals, mask);
            if let Some(seed) = listed.seed(mask) {
                back.give(self.seed(seed, mask), Role::Seed, mask);
            }
            self.ignored(listed, mask, &mut back);
            returned.extend(listed.values[mask].iter().map(|_| None));
        }
        let read: Vec<Var> = weights.iter().flatten().map(|var| self.root_of(*var)).collect();
        for (mask, weights) in weights.iter().enumerate() {
            let along = mask + count;
            self.give_weights(listed, weights, along, &mut back);
            back.give(Handed::Ref(kept[along]), Role::Residuals, along);
            if let Some(seed) = listed.seed(0) {
                let zero = self.zeros(seed);
                back.give(self.lent(zero), Role::Seed, along);
            }
            let site = listed.site(last ^ mask);
            let bars = self.targets_of(&site, &read, &mut shadows, along, &mut back);
            returned.extend(bars.into_iter().map(Some));
        }
        self.pushed_backward(listed, back, &shadows, returned);
    }

    /// The forward pass with one more tangent: what is kept at all masks, and the cotangents of the
    /// seeds.
    fn forward_along(
        &mut self,
        listed: &Listed<'_>,
        weights: &[Vec<Var>],
    ) -> (Vec<Var>, Vec<Option<Var>>) {
        let count = listed.count();
        let mut on = listed.another(Half::Forward, listed.call.order + 1);
        on.args.extend((0..count).flat_map(|mask| listed.handed(mask)));
        for (mask, weights) in weights.iter().enumerate() {
            self.give_weights(listed, weights, mask + count, &mut on);
        }
        let (mut outs, mut kept, mut dots) = (Vec::new(), Vec::new(), Vec::new());
        let (callee, seed) = (&listed.call.callee, listed.seed(0));
        for mask in 0..2 * count {
            let suffix = if mask < count { "" } else { "_dot" };
            let kind = seed.map(|seed| self.vars.kind(seed).clone());
            match kind {
                Some(kind) => outs.push(self.called_after(kind, callee, suffix)),
                None if mask == 0 => outs.push(self.called_after(Kind::Unit, callee, suffix)),
                None => {}
            }
            dots.push(seed.and(outs.last().copied()));
            let residuals = self.residuals(listed, mask);
            outs.push(residuals);
            kept.push(residuals);
        }
        self.build(|b| b.define(outs, Op::Call(on)));
        let seed_bars = (0..count).map(|mask| dots[2 * count - 1 - mask]).collect();
        (kept, seed_bars)
    }

    /// The cotangents of what is returned or added at one mask, in the order of the active arguments.
    fn weights(&mut self, listed: &Listed<'_>, mask: usize) -> Vec<Var> {
        let mut returned = listed.values[mask].iter();
        let mut weights = Vec::new();
        for (i, how, arg) in listed.active() {
            let mut given = listed.call.args.iter();
            let shadow = given.find(|it| it.mask == mask && it.role == Role::Shadow(i));
            let place = shadow.and_then(|shadow| shadow.handed.place());
            let bar = match how {
                Passing::Value => returned.next().and_then(|out| self.bars.remove(out)),
                Passing::Ref | Passing::Mut => place.and_then(|it| self.part(it, arg, listed)),
            };
            weights.push(bar.unwrap_or_else(|| self.zeros(arg)));
        }
        weights
    }

    /// The part of a cotangent that belongs to a place, if there is one.
    fn part(&mut self, place: &Place, arg: Var, listed: &Listed<'_>) -> Option<Var> {
        let (_, after) = listed.roots.iter().find(|(before, _)| *before == place.root)?;
        let root = *self.bars.get(after)?;
        if place.path.is_empty() {
            return Some(root);
        }
        let kind = self.vars.kind(arg).shadow();
        let op = Op::Project(Place { root, path: place.path.clone() });
        Some(self.build(|b| b.push(kind, op)))
    }

    /// Where the cotangents of the arguments at one mask go; yields those that are returned.
    fn targets_of(
        &mut self,
        site: &Site<'_>,
        read: &[Var],
        shadows: &mut Vec<Option<Shadow>>,
        mask: usize,
        back: &mut Call,
    ) -> Vec<Var> {
        let first = shadows.len();
        let returned = self.shadows(site, read, shadows);
        for (i, shadow) in site.callee.shadowed().into_iter().zip(&shadows[first..]) {
            let place = shadow.as_ref().map(|shadow| shadow.place.clone());
            back.give(place.map_or(Handed::Nothing, Handed::Mut), Role::Shadow(i), mask);
        }
        returned
    }

    /// Hands over tangents of the arguments that have some.
    fn give_weights(&self, listed: &Listed<'_>, weights: &[Var], mask: usize, to: &mut Call) {
        for ((i, ..), dot) in listed.active().zip(weights) {
            to.give(self.lent(*dot), Role::Argument(i), mask);
        }
    }

    /// A call of `backward` with tangents; what it returns is added to the cotangents of these.
    fn pushed_backward(
        &mut self,
        listed: &Listed<'_>,
        back: Call,
        shadows: &[Option<Shadow>],
        returned: Vec<Option<Var>>,
    ) {
        let next: Vec<(Var, Var)> = roots(back.places())
            .into_iter()
            .map(|before| {
                let info = self.vars[before].clone();
                (before, self.vars.fresh(info))
            })
            .collect();
        let by_value = listed.active().filter(|(_, how, _)| *how == Passing::Value);
        let kinds: Vec<Kind> = by_value.map(|(.., arg)| self.vars.kind(arg).cotangent()).collect();
        let values: Vec<(Option<Var>, Var)> = returned
            .into_iter()
            .zip(kinds.into_iter().cycle())
            .map(|(of, kind)| (of, self.build(|b| b.fresh(kind))))
            .collect();
        let outs = values.iter().map(|(_, bar)| *bar).chain(next.iter().map(|(_, next)| *next));
        let outs = outs.collect();
        self.build(|b| b.define(outs, Op::Call(back)));
        self.hand_on(&listed.site(0), shadows, &next);
        for (of, bar) in values {
            if let Some(of) = of {
                self.accumulate(of, bar);
            }
        }
    }

    /// Hands over shadows for the cotangents that are known already.
    fn ignored(&mut self, listed: &Listed<'_>, mask: usize, back: &mut Call) {
        for (i, how, arg) in listed.active() {
            let handed = match (how, listed.call.callee.skippable[i]) {
                (Passing::Value, _) => continue,
                (_, true) => Handed::Nothing,
                (_, false) => {
                    let root = self.zeros(arg);
                    self.vars[root].name = Some("ignored".to_owned());
                    Handed::Mut(Place { root, path: Vec::new() })
                }
            };
            back.give(handed, Role::Shadow(i), mask);
        }
    }

    /// The value whose part this is.
    fn root_of(&self, part: Var) -> Var {
        let defined = self.stmts.iter().find(|stmt| stmt.outs == [part]);
        defined.and_then(|stmt| stmt.op.part()).map_or(part, |place| place.root)
    }

    /// The cotangent of a value, all uses of which have been visited.
    fn taken(&mut self, var: Var) -> Var {
        match self.bars.remove(&var) {
            Some(bar) => bar,
            None => self.zeros(var),
        }
    }

    /// A seed, or its tangent, as it is handed over.
    fn seed(&self, seed: Var, mask: usize) -> Handed {
        if mask == 0 { Handed::Value(seed) } else { self.lent(seed) }
    }

    /// A tangent as it is handed over: numbers by value, all else by reference.
    fn lent(&self, dot: Var) -> Handed {
        match self.vars.kind(dot) {
            Kind::Real(_) => Handed::Value(dot),
            _ => Handed::Ref(dot),
        }
    }

    /// What is kept, or its tangents.
    fn residuals(&mut self, listed: &Listed<'_>, mask: usize) -> Var {
        let callee = &listed.call.callee;
        match mask {
            0 => self.called_after(callee.residuals.clone(), callee, "_residuals"),
            _ => {
                let kind = callee.residuals.tangent().unwrap_or(Kind::Unit);
                self.called_after(kind, callee, "_residuals_dot")
            }
        }
    }

    /// A new value, called after the callee.
    fn called_after(&mut self, kind: Kind, callee: &Callee, suffix: &str) -> Var {
        let name = callee.name().map(|name| format!("{name}{suffix}"));
        self.vars.fresh(VarInfo { kind, named: name.is_some(), name, span: self.span })
    }
}
