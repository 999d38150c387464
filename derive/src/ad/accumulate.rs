//! Where a contribution goes.

use super::reverse::Reverse;
use crate::ir::{Kind, Literal, Mode, Op, Place, Step, Var, View};
use crate::prims::{self, Derivative, Linear, Shape};

impl Reverse<'_> {
    /// Adds a contribution to the cotangent of a value.
    pub(super) fn accumulate(&mut self, var: Var, contribution: Var) {
        if !self.activity.varied(var) {
            return;
        }
        if let Some(Op::Prim(prim, args)) = self.parts.get(&var)
            && matches!(prim.derivative, Derivative::Linear(Linear::Transpose))
        {
            let original = args[0];
            let transposed = self.transposed(contribution);
            self.accumulate(original, transposed);
            return;
        }
        let Place { root, path } = self.home(var);
        let next = match self.bars.get(&root).copied() {
            None if path.is_empty() => {
                let own = match self.vars.kind(contribution) {
                    // What is borrowed cannot be added to.
                    Kind::Nd { view: true, .. } => {
                        self.build(|b| b.prim(prims::COPY, &[contribution]))
                    }
                    _ => contribution,
                };
                self.christen(root, own)
            }
            Some(bar) if path.is_empty() && self.vars.kind(bar).is_real() => {
                let sum = self.build(|b| b.add(bar, contribution));
                self.christen(root, sum)
            }
            existing => {
                let bar = existing.unwrap_or_else(|| self.zero_bar(root));
                self.update_bar(root, Place { root: bar, path }, contribution, Mode::Add)
            }
        };
        self.bars.insert(root, next);
    }

    /// Zeros to be added to.
    pub(super) fn zero_bar(&mut self, root: Var) -> Var {
        let zeros = self.zeros(root);
        self.christen(root, zeros)
    }

    /// Gives a cotangent its name, where it has none yet.
    pub(super) fn christen(&mut self, root: Var, bar: Var) -> Var {
        let info = &self.vars[root];
        let (name, named) = (info.name.clone(), info.named);
        if self.vars[bar].name.is_none()
            && let Some(name) = name
        {
            self.vars[bar].name = Some(format!("{name}_bar"));
            self.vars[bar].named = named;
        }
        bar
    }

    /// The next version of a cotangent.
    pub(super) fn update_bar(&mut self, root: Var, place: Place, value: Var, mode: Mode) -> Var {
        let kind = self.vars.kind(place.root).clone();
        let next = self.build(|b| b.push(kind, Op::Update { place, value, mode }));
        self.christen(root, next)
    }

    /// The value whose cotangent holds that of `var`, and where: parts that are arrays share the
    /// cotangent of the whole, unless the whole is overwritten later and its cotangent from there on
    /// is still another value's.
    pub(super) fn home(&self, var: Var) -> Place {
        if let Some(Op::Project(place)) = self.parts.get(&var)
            && !self.vars.kind(var).is_scalar()
            && (!self.consumed.contains(&place.root) || self.bars.contains_key(&place.root))
        {
            let Place { root, mut path } = self.home(place.root);
            path.extend(place.path.iter().cloned());
            return Place { root, path };
        }
        Place { root: var, path: Vec::new() }
    }

    /// The distinct values that hold the cotangents of these. What a callee keeps has none.
    pub(super) fn homes(&self, vars: &[Var]) -> Vec<Var> {
        let mut homes = Vec::new();
        let kept = |var: &&Var| match self.vars.kind(**var) {
            Kind::Option(inside) => matches!(**inside, Kind::Residuals { .. }),
            kind => matches!(kind, Kind::Residuals { .. }),
        };
        for var in vars.iter().filter(|var| !kept(var)) {
            let mut var = *var;
            while let Some(Op::Prim(prim, args)) = self.parts.get(&self.home(var).root)
                && matches!(prim.derivative, Derivative::Linear(Linear::Transpose))
            {
                var = args[0];
            }
            let root = self.home(var).root;
            if !homes.contains(&root) {
                homes.push(root);
            }
        }
        homes
    }

    /// The cotangent of a place: added to that of the whole.
    pub(super) fn project(&mut self, place: &Place, bar: Var) {
        if !self.activity.varied(place.root) {
            return;
        }
        let Place { root, mut path } = self.home(place.root);
        path.extend(place.path.iter().cloned());
        let whole = match self.bars.get(&root) {
            Some(whole) => *whole,
            None => self.zero_bar(root),
        };
        let next = self.update_bar(root, Place { root: whole, path }, bar, Mode::Add);
        self.bars.insert(root, next);
    }

    /// `next = root with place = value` (or `+=`). What stood in the place has the shape of `before`,
    /// else that of the value.
    pub(super) fn update(
        &mut self,
        place: &Place,
        value: Var,
        mode: Mode,
        bar: Var,
        before: Option<Var>,
    ) {
        if self.activity.varied(value) {
            self.assigned(place, value, mode, bar);
        }
        if !self.activity.varied(place.root) {
            return;
        }
        let next = match mode {
            Mode::Add => bar,
            Mode::Push | Mode::Pop | Mode::Extend | Mode::Truncate => bar,
            Mode::Set if !place.carries(self.vars) => bar,
            Mode::Set => {
                let view = place.array_kind(self.vars).filter(|_| place.is_view());
                let number = view.and_then(|view| view.num().cloned().map(Kind::Real));
                let kind = number.unwrap_or_else(|| self.vars.kind(value).cotangent());
                let zero = match (kind, before) {
                    (kind @ Kind::Real(_), _) => self.build(|b| b.real(0.0, &kind)),
                    (kind, Some(before)) => self.zeros_before(&kind, before),
                    (_, None) => self.zeros(value),
                };
                let place = Place { root: bar, path: place.path.clone() };
                self.update_bar(place.root, place, zero, Mode::Set)
            }
        };
        self.accumulate(place.root, next);
    }

    /// The share of the value that a place was changed by.
    pub(super) fn assigned(&mut self, place: &Place, value: Var, mode: Mode, bar: Var) {
        let kind = self.vars.kind(value).clone();
        if place.path.is_empty() {
            let part = match self.same_shape(place.root, value) {
                true => bar,
                false => self.shaped_like(bar, value),
            };
            let part = self.owned(part);
            self.accumulate(value, part);
            return;
        }
        let at = Op::Project(Place { root: bar, path: place.path.clone() });
        if let Some(array) = place.array_kind(self.vars) {
            let part = self.build(|b| b.push(array, at));
            // An array that is moved to a place is not broadcast to it.
            let moved = mode == Mode::Set && !place.is_view();
            let part = match moved || self.keeps_shape(place, value) {
                true => part,
                false => self.shaped_like(part, value),
            };
            let part = self.owned(part);
            self.accumulate(value, part);
            return;
        }
        let whole = match (&kind, place.path.last()) {
            (Kind::Slice(_) | Kind::Vec(_), _) => false,
            (kind, Some(Step::Range(..))) => kind.element().is_none(),
            (_, _) => true,
        };
        if whole {
            let part = self.build(|b| b.push(kind.cotangent(), at));
            let part = self.owned(part);
            self.accumulate(value, part);
            return;
        }
        let shadow = match kind.shadow() {
            Kind::Array(item, _) => Kind::Slice(item),
            shadow => shadow,
        };
        let part = self.build(|b| b.push(shadow, at));
        let filler = self.parts.get(&value).and_then(|made| made.applied(prims::FILLED));
        match filler.map(|args| args[0]) {
            Some(filler) => self.filled(filler, part),
            None => self.add_sequence(value, part),
        }
    }

    /// Whether a value has the shape of the place that it is written to, since it was computed from
    /// what stood there.
    pub(super) fn keeps_shape(&self, place: &Place, value: Var) -> bool {
        let Some(Op::Prim(prim, args)) = self.parts.get(&value) else { return false };
        if prim.shape != Shape::Elementwise {
            return false;
        }
        args.iter().any(|arg| {
            self.parts.get(arg).and_then(Op::part) == Some(place)
                || *arg == place.root && place.path == [Step::View(View::All)]
        })
    }

    /// Adds a sequence, which may be of another type than the cotangent: at once, so that what it
    /// is part of may change afterwards.
    pub(super) fn add_sequence(&mut self, value: Var, part: Var) {
        let home = self.home(value).root;
        if !self.bars.contains_key(&home) && self.activity.varied(value) {
            let zeros = self.zero_bar(home);
            self.bars.insert(home, zeros);
        }
        self.accumulate(value, part);
    }

    /// A part of a cotangent that outlives its next version.
    fn owned(&mut self, part: Var) -> Var {
        let summed = self.stmts.last().is_some_and(|stmt| {
            stmt.outs == [part]
                && matches!(&stmt.op, Op::Prim(prim, _) if *prim == prims::UNBROADCAST)
        });
        match self.vars.kind(part) {
            Kind::Nd { .. } if !summed => self.build(|b| b.prim(prims::COPY, &[part])),
            _ => part,
        }
    }

    /// A tuple, an array or a struct put together: each part gets its own share.
    pub(super) fn aggregate(&mut self, out: Var, parts: &[Var], bar: Var) {
        let whole = self.vars.kind(out).clone();
        for (i, part) in parts.iter().enumerate() {
            if !self.activity.varied(*part) {
                continue;
            }
            let kind = self.vars.kind(*part).cotangent();
            let share = self.build(|b| {
                let step = match &whole {
                    Kind::Tuple(_) => Step::Field(i.into()),
                    Kind::Struct(info) => Step::Field(info.fields[i].0.clone()),
                    _ => {
                        let literal = Op::Literal(Literal::Int(i as i64));
                        Step::Index(b.push(Kind::usize(), literal))
                    }
                };
                b.push(kind, Op::Project(Place { root: bar, path: vec![step] }))
            });
            self.accumulate(*part, share);
        }
    }
}
