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

use super::call::{Shadow, Site, callee_name};
use super::forward::undifferentiated;
use super::reverse::Reverse;
use crate::ir::{Call, Half, Handed, Kind, Op, Passing, Place, Stmt, Tangent, Var, VarInfo, roots};

/// A call of a derivative, taken apart.
struct Listed<'a> {
    tangent: &'a Tangent,
    /// How the arguments that take part in derivatives are handed over.
    passing: Vec<Passing>,
    /// What is handed over, by masks.
    blocks: Vec<Block>,
    /// The arguments, by masks.
    args: Vec<Vec<Var>>,
    /// The values and their tangents that it yields, by masks.
    values: Vec<Vec<Var>>,
    /// The roots of the places that it writes to, before and after.
    roots: Vec<(Var, Var)>,
}

/// What is handed over at one mask.
struct Block {
    /// The arguments, or their tangents: at other masks than the first those of active ones only.
    args: Vec<Handed>,
    seed: Option<Var>,
    shadows: Vec<Handed>,
}

impl<'a> Listed<'a> {
    fn new(tangent: &'a Tangent, stmt: &Stmt) -> Listed<'a> {
        let count = 1 << tangent.order;
        let active = tangent.call.passing.iter().filter(|(_, active)| *active);
        let passing: Vec<Passing> = active.map(|(how, _)| *how).collect();
        let shadows = passing.iter().filter(|how| **how != Passing::Value).count();
        let (first, later) = (tangent.call.passing.len(), passing.len());
        let plain = first + (count - 1) * later;
        let seeded = tangent.args.len() > plain + count * (1 + shadows);
        let mut rest = tangent.args.iter().map(|(handed, _)| handed.clone());
        let mut blocks = Vec::new();
        for mask in 0..count {
            let args = rest.by_ref().take(if mask == 0 { first } else { later }).collect();
            let (mut seed, mut added) = (None, Vec::new());
            if tangent.of == Half::Backward {
                rest.next();
                seed = if seeded { rest.next().and_then(|handed| handed.value()) } else { None };
                added.extend(rest.by_ref().take(shadows));
            }
            blocks.push(Block { args, seed, shadows: added });
        }
        let before = roots(tangent.places());
        let (values, after) = stmt.outs.split_at(stmt.outs.len() - before.len());
        let size = values.len() / count;
        let values = (0..count).map(|mask| values[mask * size..(mask + 1) * size].to_vec());
        let values = values.collect();
        let roots = before.into_iter().zip(after.iter().copied()).collect();
        let mut listed = Listed { tangent, passing, blocks, values, roots, args: Vec::new() };
        listed.args = (0..count).map(|mask| listed.args_at(mask)).collect();
        listed
    }

    /// The last mask: all tangents are taken.
    fn last(&self) -> usize {
        self.blocks.len() - 1
    }

    /// The arguments at a mask; those without derivative as they are.
    fn args_at(&self, mask: usize) -> Vec<Var> {
        let mut dots = self.blocks[mask].args.iter().filter_map(Handed::value);
        let mut args = Vec::new();
        for (arg, active) in self.blocks[0].args.iter().filter_map(Handed::value).zip(self.flags())
        {
            args.push(if mask > 0 && active { dots.next().unwrap_or(arg) } else { arg });
        }
        args
    }

    /// Whether each argument takes part in derivatives.
    fn flags(&self) -> impl Iterator<Item = bool> {
        self.tangent.call.passing.iter().map(|(_, active)| *active)
    }

    /// The arguments at a mask as they are handed over.
    fn handed(&self, mask: usize) -> Vec<(Handed, bool)> {
        let args = self.blocks[mask].args.iter().cloned();
        match mask {
            0 => args.zip(self.flags()).collect(),
            _ => args.map(|dot| (dot, true)).collect(),
        }
    }

    /// The arguments that have tangents.
    fn active(&self) -> impl Iterator<Item = Var> {
        self.args[0].iter().zip(self.flags()).filter(|(_, active)| *active).map(|(arg, _)| *arg)
    }

    fn site(&self, mask: usize) -> Site<'_> {
        Site {
            call: &self.tangent.call,
            args: &self.args[mask],
            places: &[],
            after: Vec::new(),
            doubted: false,
        }
    }
}

impl Reverse<'_> {
    /// What a callee keeps has no cotangent of its own: its `backward` hands on the share of the
    /// arguments itself.
    pub(super) fn derivative(&mut self, stmt: &Stmt) -> Vec<Stmt> {
        let Some(tangent) = undifferentiated(&stmt.op) else { return vec![stmt.clone()] };
        let listed = Listed::new(&tangent, stmt);
        match tangent.of {
            Half::Primal => self.pushed_primal(stmt, &listed),
            Half::Forward if tangent.order == 0 => {
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
        let op = Op::Tangent(Tangent { of: Half::Forward, ..listed.tangent.clone() });
        vec![Stmt { outs, op, span: stmt.span, derived: stmt.derived }]
    }

    /// The cotangents of the values at all masks, pulled back through what was kept.
    fn pull_values(&mut self, listed: &Listed<'_>, kept: Vec<Var>) {
        let last = listed.last();
        let seeds: Vec<Var> =
            (0..=last).map(|mask| self.taken(listed.values[last ^ mask][0])).collect();
        let (mut shadows, mut handed, mut returned) = (Vec::new(), Vec::new(), Vec::new());
        for (mask, (seed, kept)) in seeds.into_iter().zip(kept).enumerate() {
            handed.extend(listed.handed(mask));
            handed.push((Handed::Ref(kept), true));
            handed.push((self.seed(seed, mask), true));
            let bars = self.targets_of(&listed.site(last ^ mask), &[], &mut shadows, &mut handed);
            returned.extend(bars.into_iter().map(Some));
        }
        self.pushed_backward(listed, listed.tangent.order, handed, &shadows, returned);
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
        for (block, bar) in listed.blocks.iter().zip(seed_bars) {
            if let Some((seed, bar)) = block.seed.zip(bar) {
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
        let last = listed.last();
        let (mut shadows, mut handed, mut returned) = (Vec::new(), Vec::new(), Vec::new());
        for (mask, block) in listed.blocks.iter().enumerate() {
            handed.extend(listed.handed(mask));
            handed.push((Handed::Ref(kept[mask]), true));
            handed.extend(block.seed.map(|seed| (self.seed(seed, mask), true)));
            handed.extend(self.ignored(listed));
            returned.extend(listed.values[mask].iter().map(|_| None));
        }
        let read: Vec<Var> = weights.iter().flatten().map(|var| self.root_of(*var)).collect();
        for (mask, weights) in weights.iter().enumerate() {
            handed.extend(weights.iter().map(|dot| (self.lent(*dot), true)));
            handed.push((Handed::Ref(kept[mask + last + 1]), true));
            if let Some(seed) = listed.blocks[0].seed {
                let zero = self.zeros(seed);
                handed.push((self.lent(zero), true));
            }
            let site = listed.site(last ^ mask);
            let bars = self.targets_of(&site, &read, &mut shadows, &mut handed);
            returned.extend(bars.into_iter().map(Some));
        }
        self.pushed_backward(listed, listed.tangent.order + 1, handed, &shadows, returned);
    }

    /// The forward pass with one more tangent: what is kept at all masks, and the cotangents of the
    /// seeds.
    fn forward_along(
        &mut self,
        listed: &Listed<'_>,
        weights: &[Vec<Var>],
    ) -> (Vec<Var>, Vec<Option<Var>>) {
        let count = listed.blocks.len();
        let mut handed: Vec<(Handed, bool)> =
            (0..count).flat_map(|mask| listed.handed(mask)).collect();
        handed.extend(weights.iter().flatten().map(|dot| (self.lent(*dot), true)));
        let (mut outs, mut kept, mut dots) = (Vec::new(), Vec::new(), Vec::new());
        let (call, seed) = (&listed.tangent.call, listed.blocks[0].seed);
        for mask in 0..2 * count {
            let suffix = if mask < count { "" } else { "_dot" };
            let kind = seed.map(|seed| self.vars.kind(seed).clone());
            match kind {
                Some(kind) => outs.push(self.called_after(kind, call, suffix)),
                None if mask == 0 => outs.push(self.called_after(Kind::Unit, call, suffix)),
                None => {}
            }
            dots.push(seed.and(outs.last().copied()));
            let residuals = self.residuals(listed, mask);
            outs.push(residuals);
            kept.push(residuals);
        }
        self.pushed(listed, Half::Forward, listed.tangent.order + 1, handed, outs);
        let seed_bars = (0..count).map(|mask| dots[2 * count - 1 - mask]).collect();
        (kept, seed_bars)
    }

    /// The cotangents of what is returned or added at one mask, in the order of the active arguments.
    fn weights(&mut self, listed: &Listed<'_>, mask: usize) -> Vec<Var> {
        let (mut returned, mut shadows) =
            (listed.values[mask].iter(), listed.blocks[mask].shadows.iter());
        let mut weights = Vec::new();
        for (how, arg) in listed.passing.iter().zip(listed.active()) {
            let bar = match how {
                Passing::Value => returned.next().and_then(|out| self.bars.remove(out)),
                Passing::Ref | Passing::Mut => match shadows.next() {
                    Some(Handed::Mut(place)) => self.part(place, arg, listed),
                    _ => None,
                },
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
        handed: &mut Vec<(Handed, bool)>,
    ) -> Vec<Var> {
        let first = shadows.len();
        let returned = self.shadows(site, read, shadows);
        handed.extend(shadows[first..].iter().map(|shadow| match shadow {
            Some(shadow) => (Handed::Mut(shadow.place.clone()), true),
            None => (Handed::Nothing, true),
        }));
        returned
    }

    /// The call of `backward` with so many tangents; what it returns is added to the cotangents of
    /// these.
    fn pushed_backward(
        &mut self,
        listed: &Listed<'_>,
        order: usize,
        handed: Vec<(Handed, bool)>,
        shadows: &[Option<Shadow>],
        returned: Vec<Option<Var>>,
    ) {
        let places = handed.iter().filter_map(|(handed, _)| handed.place());
        let next: Vec<(Var, Var)> = roots(places)
            .into_iter()
            .map(|before| {
                let info = self.vars[before].clone();
                (before, self.vars.fresh(info))
            })
            .collect();
        let by_value = listed.passing.iter().zip(listed.active());
        let by_value = by_value.filter(|(how, _)| **how == Passing::Value).map(|(_, arg)| arg);
        let kinds: Vec<Kind> = by_value.map(|arg| self.vars.kind(arg).cotangent()).collect();
        let values: Vec<(Option<Var>, Var)> = returned
            .into_iter()
            .zip(kinds.into_iter().cycle())
            .map(|(of, kind)| (of, self.build(|b| b.fresh(kind))))
            .collect();
        let outs = values.iter().map(|(_, bar)| *bar).chain(next.iter().map(|(_, next)| *next));
        self.pushed(listed, Half::Backward, order, handed, outs.collect());
        self.hand_on(&listed.site(0), shadows, &next);
        for (of, bar) in values {
            if let Some(of) = of {
                self.accumulate(of, bar);
            }
        }
    }

    /// Shadows for the cotangents that are known already.
    fn ignored(&mut self, listed: &Listed<'_>) -> Vec<(Handed, bool)> {
        let call = &listed.tangent.call;
        let skippable = call.passing.iter().zip(&call.skippable).filter(|((_, active), _)| *active);
        let skippable: Vec<bool> = skippable.map(|(_, skippable)| *skippable).collect();
        let mut ignored = Vec::new();
        for ((how, arg), skippable) in listed.passing.iter().zip(listed.active()).zip(skippable) {
            ignored.extend(match (how, skippable) {
                (Passing::Value, _) => None,
                (_, true) => Some((Handed::Nothing, true)),
                (_, false) => {
                    let root = self.zeros(arg);
                    self.vars[root].name = Some("ignored".to_owned());
                    Some((Handed::Mut(Place { root, path: Vec::new() }), true))
                }
            });
        }
        ignored
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

    fn pushed(
        &mut self,
        listed: &Listed<'_>,
        of: Half,
        order: usize,
        args: Vec<(Handed, bool)>,
        outs: Vec<Var>,
    ) {
        let call = listed.tangent.call.clone();
        self.build(|b| {
            b.define(outs, Op::Tangent(Tangent { call, of, order, args, lanes: false }))
        });
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
        let call = &listed.tangent.call;
        match mask {
            0 => self.called_after(call.residuals.clone(), call, "_residuals"),
            _ => {
                let kind = call.residuals.tangent().unwrap_or(Kind::Unit);
                self.called_after(kind, call, "_residuals_dot")
            }
        }
    }

    /// A new value, called after the callee.
    fn called_after(&mut self, kind: Kind, call: &Call, suffix: &str) -> Var {
        let name = callee_name(call).map(|name| format!("{name}{suffix}"));
        self.vars.fresh(VarInfo { kind, named: name.is_some(), name, span: self.span })
    }
}
