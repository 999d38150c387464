//! Whether the kinds of a statement's operands and results agree.

use crate::ir::{
    Block, Carry, Function, Kind, Literal, Mode, Op, Passing, Place, Rank, Step, Stmt, Var, Vars,
    Yield,
};
use crate::prims::Prim;

/// The kinds of all values.
#[derive(Clone, Copy)]
pub(super) struct Kinds<'a> {
    pub(super) vars: &'a Vars,
}

type Verdict = Result<(), String>;

impl Kinds<'_> {
    /// A statement that has the right number of parts.
    pub(super) fn statement(&self, stmt: &Stmt) -> Verdict {
        self.changes(stmt)?;
        let Some(out) = stmt.outs.first().copied() else { return Ok(()) };
        match &stmt.op {
            Op::Literal(literal) => self.literal(literal, out),
            Op::Prim(prim, args) => self.prim(*prim, args, out),
            Op::Map { args, params, body } => self.map(args, params, body, out),
            Op::Aggregate(parts) => self.aggregate(parts, out),
            Op::Project(place) => {
                let kind = self.place(place)?;
                self.holds(out, &kind)
            }
            Op::Update { place, value, mode } => self.update(place, *value, *mode),
            Op::Zeros(like) => self.zeros(*like, out),
            // Only rustc knows what else a callee yields.
            Op::Call(call) => {
                let yields = call.yields().into_iter().zip(&stmt.outs);
                let mut kept = yields.filter(|(what, _)| *what == Yield::Residuals);
                let kept = kept.next().map(|(_, out)| *out).or(call.residuals());
                kept.map_or(Ok(()), |kept| self.holds(kept, &call.callee.residuals))
            }
            Op::If { cond, then, otherwise } => {
                self.truth(*cond)?;
                self.assigned(&then.results, &stmt.outs)?;
                self.assigned(&otherwise.results, &stmt.outs)
            }
            Op::For { index, lo, hi, carries, body, .. } => {
                [*index, *lo, *hi].into_iter().try_for_each(|var| self.integer(var))?;
                self.looped(carries, body, &stmt.outs)
            }
            Op::While { carries, cond, body } => {
                self.truth(cond.results[0])?;
                self.looped(carries, body, &stmt.outs)
            }
            Op::Wrap(Some(value)) => {
                self.holds(out, &Kind::Option(Box::new(self.kind(*value).clone())))
            }
            Op::Wrap(None) => match self.kind(out) {
                Kind::Option(_) => Ok(()),
                _ => Err(self.is_no(out, "option")),
            },
            Op::Unwrap(value) => {
                self.holds(*value, &Kind::Option(Box::new(self.kind(out).clone())))
            }
            // Only rustc knows what the user's own code yields.
            Op::Rust(_) => Ok(()),
        }
    }

    /// The final versions of `&mut` parameters are of the parameters' kinds.
    pub(super) fn finals(&self, function: &Function) -> Verdict {
        let params = function.params.iter().filter(|param| param.passing == Passing::Mut);
        params.enumerate().try_for_each(|(i, param)| {
            match function.body.results.get(function.outputs + i) {
                Some(last) => self.same(*last, param.var),
                None => Err(format!("it yields no last version of %{}", param.var.0)),
            }
        })
    }

    fn kind(&self, var: Var) -> &Kind {
        self.vars.kind(var)
    }

    /// Whether a value of that kind can be what is declared.
    fn holds(&self, declared: Var, kind: &Kind) -> Verdict {
        match kind.fits(self.kind(declared)) {
            true => Ok(()),
            false => {
                let [of, is] = [self.kind(declared), kind].map(crate::ir::print::kind);
                Err(format!("%{} is declared `{of}` but is `{is}`", declared.0))
            }
        }
    }

    fn same(&self, value: Var, declared: Var) -> Verdict {
        self.holds(declared, self.kind(value))
    }

    fn assigned(&self, values: &[Var], declared: &[Var]) -> Verdict {
        values.iter().zip(declared).try_for_each(|(value, out)| self.same(*value, *out))
    }

    fn is_no(&self, var: Var, what: &str) -> String {
        format!("%{} is no {what} but `{}`", var.0, crate::ir::print::kind(self.kind(var)))
    }

    fn truth(&self, var: Var) -> Verdict {
        self.holds(var, &Kind::Bool)
    }

    fn integer(&self, var: Var) -> Verdict {
        match self.kind(var) {
            Kind::Int(_) | Kind::Other(_) => Ok(()),
            _ => Err(self.is_no(var, "integer")),
        }
    }

    fn literal(&self, literal: &Literal, out: Var) -> Verdict {
        let fits = match (literal, self.kind(out)) {
            (Literal::Path(..) | Literal::StandIn, _) => true,
            (Literal::Real(_), kind) => matches!(kind, Kind::Real(_)),
            (Literal::Int(_), kind) => matches!(kind, Kind::Int(_)),
            (Literal::Bool(_), kind) => matches!(kind, Kind::Bool),
            (Literal::Token(_, syn::Lit::Int(_)), kind) => {
                matches!(kind, Kind::Int(_) | Kind::Real(_))
            }
            (Literal::Token(_, syn::Lit::Float(_)), kind) => matches!(kind, Kind::Real(_)),
            (Literal::Token(_, syn::Lit::Bool(_)), kind) => matches!(kind, Kind::Bool),
            (Literal::Token(..), kind) => matches!(kind, Kind::Other(_)),
        };
        if fits { Ok(()) } else { Err(self.is_no(out, "such literal")) }
    }

    /// One cotangent, or as many as are declared.
    fn zeros(&self, like: Var, out: Var) -> Verdict {
        let one = match self.kind(like) {
            Kind::Dim { num, rank } => Kind::Nd { num: num.clone(), rank: *rank, view: false },
            kind => kind.zeros(),
        };
        let several = self.kind(out).lanes().and_then(|lanes| one.several(lanes, true));
        self.holds(out, &several.unwrap_or(one))
    }

    fn prim(&self, prim: Prim, args: &[Var], out: Var) -> Verdict {
        let kinds: Vec<&Kind> = args.iter().map(|arg| self.kind(*arg)).collect();
        if prim.may_yield(&kinds, self.kind(out)) {
            return Ok(());
        }
        let wrong = match prim.is_given() {
            true => Err(self.is_no(out, "result of it")),
            false => self.holds(out, &prim.kind(&kinds)),
        };
        wrong.map_err(|text| format!("{}: {text}", prim.name))
    }

    fn map(&self, args: &[Var], params: &[Var], body: &Block, out: Var) -> Verdict {
        for (arg, param) in args.iter().zip(params) {
            match (self.kind(*arg), self.kind(*param)) {
                (Kind::Nd { num, .. }, Kind::Real(of) | Kind::Int(of)) if num.fits(of) => {}
                _ => return Err(self.is_no(*param, "element")),
            }
        }
        let result = body.results[0];
        match (self.kind(result), self.kind(out)) {
            (Kind::Real(num) | Kind::Int(num), Kind::Nd { num: of, rank, view: false })
                if num.fits(of) && args.iter().all(|arg| self.kind(*arg).rank() == Some(*rank)) =>
            {
                Ok(())
            }
            _ => Err(self.is_no(out, "such array")),
        }
    }

    fn aggregate(&self, parts: &[Var], out: Var) -> Verdict {
        let wrong = Err(self.is_no(out, "aggregate of these"));
        match self.kind(out) {
            Kind::Tuple(items) if items.len() == parts.len() => items
                .iter()
                .zip(parts)
                .find(|(item, part)| !self.kind(**part).fits(item))
                .map_or(Ok(()), |_| wrong),
            Kind::Array(item, _) | Kind::Vec(item) => {
                let fits = parts.iter().all(|part| self.kind(*part).fits(item));
                if fits { Ok(()) } else { wrong }
            }
            Kind::Dim { .. } => parts.iter().try_for_each(|part| self.integer(*part)),
            Kind::Struct(info) if info.said().count() == parts.len() => info
                .said()
                .zip(parts)
                .find(|((_, kind, _), part)| !self.kind(**part).fits(kind))
                .map_or(Ok(()), |_| wrong),
            _ => wrong,
        }
    }

    /// The kind of what stands at a place.
    fn place(&self, place: &Place) -> Result<Kind, String> {
        for step in &place.path {
            match step {
                Step::Field(_) => {}
                Step::Index(var) => self.integer(*var)?,
                Step::NdIndex(vars) => vars.iter().try_for_each(|var| self.integer(*var))?,
                Step::Range(lo, hi) => {
                    lo.iter().chain(hi).try_for_each(|var| self.integer(*var))?;
                }
                Step::View(view) => {
                    view.vars().into_iter().try_for_each(|var| self.integer(var))?;
                }
            }
        }
        place.kind(self.vars).ok_or_else(|| format!("there is no such place in %{}", place.root.0))
    }

    fn update(&self, place: &Place, value: Var, mode: Mode) -> Verdict {
        // Where elements are written, and not the array, the value is broadcast.
        let elements = place.is_view() || mode == Mode::Add;
        let there = self.place(place)?;
        let value_kind = self.kind(value);
        if mode.resizes() {
            return self.resized(&there, value, mode);
        }
        let fits = match (&there, value_kind) {
            (Kind::Nd { num: of, rank, .. }, Kind::Nd { num, rank: value, .. }) => {
                num.fits(of) && (value == rank || elements && broadcasts(*value, *rank))
            }
            (Kind::Nd { num: of, .. }, Kind::Real(num) | Kind::Int(num)) => {
                num.fits(of) && elements
            }
            (there, value) => {
                // Sequences are added element by element, whatever holds them.
                let items = there.element().zip(value.element());
                value.fits(there)
                    || mode == Mode::Add && items.is_some_and(|(of, item)| item.fits(of))
            }
        };
        let [of, is] = [&there, value_kind].map(crate::ir::print::kind);
        let text = || format!("%{} is `{is}` and is written to a `{of}`", value.0);
        if fits { Ok(()) } else { Err(text()) }
    }

    /// A vector that becomes longer or shorter.
    fn resized(&self, there: &Kind, value: Var, mode: Mode) -> Verdict {
        let (Kind::Vec(item), kind) = (there, self.kind(value)) else {
            return Err(format!("a `{}` cannot grow", crate::ir::print::kind(there)));
        };
        match mode {
            Mode::Push | Mode::Pop if kind.fits(item) => Ok(()),
            Mode::Extend if kind.element().is_some_and(|of| of.fits(item)) => Ok(()),
            Mode::Truncate => self.integer(value),
            _ => Err(self.is_no(value, "element, or sequence of such")),
        }
    }

    /// The next version of what is changed is what it was.
    fn changes(&self, stmt: &Stmt) -> Verdict {
        for place in stmt.op.written() {
            self.place(place)?;
        }
        stmt.changes().into_iter().try_for_each(|(root, next)| self.same(root, next))
    }

    fn looped(&self, carries: &[Carry], body: &Block, outs: &[Var]) -> Verdict {
        for (i, Carry { init, param }) in carries.iter().enumerate() {
            self.same(*init, *param)?;
            self.same(body.results[i], *param)?;
            self.same(*param, outs[i])?;
        }
        let stacked = body.results.iter().zip(outs).skip(carries.len());
        stacked.into_iter().try_for_each(|(item, stack)| self.stacked(*item, *stack))
    }

    /// One element an iteration, or so many numbers in a row.
    fn stacked(&self, item: Var, stack: Var) -> Verdict {
        let (item, of) = (self.kind(item), self.kind(stack));
        let fits = match of {
            Kind::Vec(each) | Kind::Array(each, _) if item.fits(each) => true,
            Kind::Vec(each) if each.is_scalar() => item.fits(of),
            _ => false,
        };
        if fits { Ok(()) } else { Err(self.is_no(stack, "such stack")) }
    }
}

/// Whether an array of one rank is broadcast to another; which it is at run time may only be known then.
fn broadcasts(rank: Rank, to: Rank) -> bool {
    match (rank, to) {
        (Rank::Fixed(rank), Rank::Fixed(to)) => rank <= to,
        (Rank::Dynamic, _) | (_, Rank::Dynamic) => true,
    }
}
