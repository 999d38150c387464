//! A derivative that the user has written: a function of the same arguments that yields the partial
//! derivatives.

use std::rc::Rc;

use quote::quote;
use syn::{Ident, Path};

use super::{Pair, Pushed};
use crate::diagnostics::{Accepted, Diagnostics, RULE, RULE_PARTIALS};
use crate::ir::{
    Block, Builder, Carry, Effect, Function, Kind, Literal, Mode, Op, Param, Passing, Place,
    RustCode, Step, Var, VarInfo, Vars,
};
use crate::prims;

/// A scalar function, and the call of its partial derivatives.
pub struct Rule<'a> {
    /// The function: its body is a call that is not looked into.
    pub function: &'a Function,
    /// The parameters with a derivative.
    pub active: &'a [Var],
    /// What yields the partial derivatives: of one parameter as it is, of several a tuple.
    pub partials: Partials,
}

/// The call that yields the partial derivatives.
pub struct Partials {
    /// The call: in the user's words, where its signature is not known.
    pub call: Op,
    /// What it yields, where that is known.
    pub yields: Option<Kind>,
    /// The user's path.
    pub path: Path,
}

impl Rule<'_> {
    /// Both functions of reverse mode, and that of forward mode where it is asked for.
    pub fn functions(
        &self,
        jvp: bool,
        vars: &mut Vars,
        diagnostics: &mut Diagnostics,
    ) -> Accepted<(Pair, Option<Pushed>)> {
        let span = self.function.name.span();
        let scalar = self.function.outputs == 1 && vars.kind(self.output()).is_real();
        let known = self.active.iter().all(|var| known(vars.kind(*var)));
        let plain = self.function.params.iter().all(|param| param.passing != Passing::Mut);
        if !scalar || !known || !plain {
            return Err(diagnostics.at(span, RULE, ""));
        }
        let kinds: Vec<&Kind> = self.active.iter().map(|var| vars.kind(*var)).collect();
        if self.partials.yields.as_ref().is_some_and(|yields| !all_fit(yields, &kinds)) {
            return Err(diagnostics.report(&self.partials.path, RULE_PARTIALS));
        }
        let pair = self.pair(vars);
        // Beside the partial derivatives, which may come from the function itself.
        vars[self.output()].name = Some("value".to_owned());
        let pushed = jvp.then(|| self.jvp(vars));
        Ok((pair, pushed))
    }

    fn output(&self) -> Var {
        self.function.body.results[0]
    }

    fn named(&self, var: Var, suffix: &str, kind: Kind, vars: &mut Vars) -> Var {
        let VarInfo { name, span, .. } = vars[var].clone();
        let name = name.map(|name| format!("{name}{suffix}"));
        vars.fresh(VarInfo { kind, named: name.is_some(), name, span })
    }

    /// The partial derivatives, one a parameter.
    fn partials(&self, b: &mut Builder<'_>) -> Vec<Var> {
        let kinds: Vec<Kind> =
            self.active.iter().map(|var| b.vars.kind(*var).cotangent()).collect();
        let call = self.partials.call.clone();
        let single = kinds.len() == 1;
        let whole = if single { kinds[0].clone() } else { Kind::Tuple(kinds.clone()) };
        let whole = b.push(whole, call);
        b.vars[whole].name = Some("partials".to_owned());
        b.vars[whole].named = true;
        let part = |(i, kind): (usize, Kind)| {
            let path = vec![Step::Field(i.into())];
            b.push(kind, Op::Project(Place { root: whole, path }))
        };
        let parts: Vec<Var> = match single {
            true => vec![whole],
            false => kinds.into_iter().enumerate().map(part).collect(),
        };
        self.active.iter().zip(&parts).for_each(|(var, part)| measured(b, *var, *part));
        parts
    }

    fn pair(&self, vars: &mut Vars) -> Pair {
        let (function, span) = (self.function, self.function.name.span());
        let seed = self.named(self.output(), "_bar", vars.kind(self.output()).clone(), vars);
        let (mut returned, mut shadows) = (Vec::new(), Vec::new());
        let mut params = function.params.clone();
        params.push(Param { var: seed, passing: Passing::Value });
        for param in function.params.iter().filter(|param| self.active.contains(&param.var)) {
            if param.passing == Passing::Value {
                returned.push(param.var);
                continue;
            }
            let kind = vars.kind(param.var).shadow();
            let shadow = self.named(param.var, "_bar", kind, vars);
            params.push(Param { var: shadow, passing: Passing::Mut });
            shadows.push((param.var, shadow));
        }
        let mut b = Builder::derived(vars, span);
        let partials = self.partials(&mut b);
        let (mut values, mut finals) = (Vec::new(), Vec::new());
        for (var, partial) in self.active.iter().zip(partials) {
            match shadows.iter().find(|(param, _)| param == var) {
                Some((_, shadow)) => finals.push(added(&mut b, *shadow, partial, seed)),
                None if b.vars.kind(*var).is_real() => {
                    values.push(b.prim(prims::MUL, &[partial, seed]));
                }
                None => {
                    let zeros = b.zeros(*var);
                    values.push(added(&mut b, zeros, partial, seed));
                }
            }
        }
        let body = Block { stmts: b.stmts, results: [values, finals].concat() };
        let outputs = returned.len();
        let name = function.name.clone();
        let backward = Function { name, params, body, outputs, assumed: Vec::new() };
        Pair {
            forward: function.clone(),
            kept: Vec::new(),
            backward,
            seed: Some(seed),
            returned,
            shadows,
            cotangents: Default::default(),
            local: Default::default(),
        }
    }

    fn jvp(&self, vars: &mut Vars) -> Pushed {
        let function = self.function;
        let mut params = function.params.clone();
        let mut dots = Vec::new();
        for var in self.active {
            let kind = vars.kind(*var).shadow();
            let passing = if kind.is_real() { Passing::Value } else { Passing::Ref };
            let dot = self.named(*var, "_dot", kind, vars);
            params.push(Param { var: dot, passing });
            dots.push((*var, dot));
        }
        let mut b = Builder::derived(vars, function.name.span());
        let partials = self.partials(&mut b);
        let terms = dots.iter().zip(partials);
        let terms: Vec<Var> = terms.map(|((_, dot), p)| inner(&mut b, p, *dot)).collect();
        let sum = terms.into_iter().reduce(|sum, term| b.add(sum, term));
        let sum = sum.unwrap_or_else(|| b.zeros(self.output()));
        let mut stmts = function.body.stmts.clone();
        stmts.extend(b.stmts);
        let body = Block { stmts, results: vec![self.output(), sum] };
        let function = Function { params, body, outputs: 2, ..function.clone() };
        Pushed { function, params: dots, assumed: Vec::new(), tangents: vec![sum] }
    }
}

/// Whether what is yielded is a partial derivative for each of these.
fn all_fit(yields: &Kind, of: &[&Kind]) -> bool {
    match (yields, of) {
        (partial, [single]) => fits(partial, single),
        (Kind::Tuple(items), several) => {
            items.len() == several.len()
                && items.iter().zip(several).all(|(item, of)| fits(item, of))
        }
        _ => false,
    }
}

/// Lengths of arrays are left to rustc, which knows the constants.
fn fits(partial: &Kind, of: &Kind) -> bool {
    match (partial, of) {
        (Kind::Real(num), Kind::Real(other)) => num == other,
        (Kind::Nd { num, rank, view }, Kind::Nd { num: other, rank: wanted, .. }) => {
            !view && num == other && rank == wanted
        }
        (Kind::Array(item, _), Kind::Array(other, _))
        | (Kind::Vec(item), Kind::Vec(other) | Kind::Slice(other)) => fits(item, other),
        _ => false,
    }
}

/// `assert_eq!(partial.len(), x.len(), …)`: what the user's function yields may be of any length.
fn measured(b: &mut Builder<'_>, of: Var, partial: Var) {
    let (name, span) = (b.vars[of].name.clone().unwrap_or_default(), b.span);
    let [x, dx] = ["x", "partial"].map(|name| Ident::new(name, span));
    let message = format!("the partial derivatives with respect to `{name}`, and `{name}` itself");
    let tokens = match b.vars.kind(of) {
        Kind::Nd { .. } => quote!(::core::assert_eq!(#dx.shape(), #x.shape(), #message)),
        Kind::Slice(_) | Kind::Vec(_) => quote!(::core::assert_eq!(#dx.len(), #x.len(), #message)),
        _ => return,
    };
    let captures = vec![(x, of), (dx, partial)];
    let code = RustCode { tokens: Rc::new(tokens), captures, effect: Effect::Acts };
    b.define(Vec::new(), Op::Rust(code));
}

/// Whether partial derivatives with respect to such a parameter are multiplied here.
fn known(kind: &Kind) -> bool {
    match kind {
        Kind::Real(_) | Kind::Nd { .. } => true,
        Kind::Array(item, _) | Kind::Slice(item) | Kind::Vec(item) => item.is_real(),
        _ => false,
    }
}

/// `total += partial · seed`
fn added(b: &mut Builder<'_>, total: Var, partial: Var, seed: Var) -> Var {
    let kind = b.vars.kind(total).clone();
    if b.vars.kind(partial).element().is_none() {
        let value = b.prim(prims::MUL, &[partial, seed]);
        let place = Place { root: total, path: Vec::new() };
        return match kind {
            Kind::Real(_) => b.add(total, value),
            _ => b.push(kind, Op::Update { place, value, mode: Mode::Add }),
        };
    }
    over_elements(b, total, partial, |b, total, item, index| {
        let value = b.prim(prims::MUL, &[item, seed]);
        let place = Place { root: total, path: vec![Step::Index(index)] };
        let kind = b.vars.kind(total).clone();
        b.push(kind, Op::Update { place, value, mode: Mode::Add })
    })
}

/// ⟨partial, dot⟩
fn inner(b: &mut Builder<'_>, partial: Var, dot: Var) -> Var {
    if b.vars.kind(partial).element().is_none() {
        let terms = b.prim(prims::MUL, &[partial, dot]);
        return match b.vars.kind(terms) {
            Kind::Real(_) => terms,
            _ => b.prim(prims::SUM, &[terms]),
        };
    }
    let item = b.vars.kind(partial).element().cloned().unwrap_or(Kind::Unit);
    let zero = b.real(0.0, &item);
    over_elements(b, zero, partial, |b, total, item, index| {
        let kind = b.vars.kind(item).clone();
        let place = Place { root: dot, path: vec![Step::Index(index)] };
        let other = b.push(kind, Op::Project(place));
        let term = b.prim(prims::MUL, &[item, other]);
        b.add(total, term)
    })
}

/// A loop over the elements of a sequence that carries a total.
fn over_elements(
    b: &mut Builder<'_>,
    init: Var,
    sequence: Var,
    run: impl FnOnce(&mut Builder<'_>, Var, Var, Var) -> Var,
) -> Var {
    let lo = b.push(Kind::usize(), Op::Literal(Literal::Int(0)));
    let hi = b.prim(prims::LEN, &[sequence]);
    let info = b.vars[init].clone();
    let (param, out) = (b.vars.fresh(info.clone()), b.vars.fresh(info));
    let index = b.fresh(Kind::usize());
    b.vars[index].name = Some("i".to_owned());
    let item = b.vars.kind(sequence).element().cloned().unwrap_or(Kind::Unit);
    let outer = std::mem::take(&mut b.stmts);
    let place = Place { root: sequence, path: vec![Step::Index(index)] };
    let item = b.push(item, Op::Project(place));
    let next = run(b, param, item, index);
    let stmts = std::mem::replace(&mut b.stmts, outer);
    let body = Block { stmts, results: vec![next] };
    let carries = vec![Carry { init, param }];
    b.define(vec![out], Op::For { index, lo, hi, reversed: false, carries, body });
    out
}
