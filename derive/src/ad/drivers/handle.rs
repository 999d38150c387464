//! The functions of a handle that are made of its others.

use super::{Active, At, Second};
use crate::ad::{Levels, Pair};
use crate::ir::{Block, Builder, Callee, Function, Kind, Op, Param, Passing, Var, VarInfo, Vars};

/// The functions of a handle that are made of its others; those of a scalar function.
#[derive(Default)]
pub struct Drivers {
    /// `value_and_gradient`
    pub gradient: Option<Driver>,
    /// `gradient_jvp`
    pub gradient_jvp: Option<Driver>,
    /// Value and Jacobian, where the function is of fixed size.
    pub jacobian: Option<Driver>,
    /// Value, gradient and Hessian, where the function is of fixed size.
    pub hessian: Option<Driver>,
}

/// One of them: a function in the language between.
pub struct Driver {
    /// The function. Several cotangents are a tuple.
    pub function: Function,
    /// The parameters that have a tangent, with it.
    pub dots: Vec<(Var, Var)>,
}

/// Those of a function, whose other functions `own` names.
pub fn drivers(pair: &Pair, levels: &Levels, own: &Callee, vars: &mut Vars) -> Drivers {
    let scalar = pair.seed.is_some_and(|seed| vars.kind(seed).is_real());
    let written = |param: &Param| {
        param.passing == Passing::Mut && pair.shadows.iter().any(|(var, _)| *var == param.var)
    };
    if !scalar || pair.forward.params.iter().any(written) {
        return Drivers::default();
    }
    let at_once = |order: usize| levels.together.is_some() && levels.halves.len() == order;
    let make = Make { pair, own };
    Drivers {
        gradient: Some(make.gradient(at_once(0), vars)),
        gradient_jvp: (!levels.halves.is_empty()).then(|| make.gradient_jvp(at_once(1), vars)),
        ..Drivers::default()
    }
}

struct Make<'a> {
    pair: &'a Pair,
    own: &'a Callee,
}

impl Make<'_> {
    /// The function at its own parameters.
    fn at(&self, vars: &Vars) -> At {
        let params = &self.pair.forward.params;
        let var = |param: &Param| param.var;
        let is_mut = |param: &&Param| param.passing == Passing::Mut;
        let active = params.iter().enumerate().filter(|(_, param)| self.pair.is_active(param.var));
        let active = active.map(|(position, param)| Active {
            position,
            passing: param.passing,
            kind: vars.kind(param.var).clone(),
            var: param.var,
        });
        At {
            callee: self.own.clone(),
            args: params.iter().filter(|param| !is_mut(param)).map(var).collect(),
            places: params.iter().filter(is_mut).map(var).collect(),
            active: active.collect(),
            output: self.pair.seed.map_or(Kind::Unit, |seed| vars.kind(seed).clone()),
            alone: true,
        }
    }

    fn gradient(&self, at_once: bool, vars: &mut Vars) -> Driver {
        let (at, mut b) = (self.at(vars), self.builder(vars));
        let second = at.both(&mut b, at_once, &[]);
        let gradient = together(&mut b, second.bars);
        self.driver(b, vec![second.value, gradient], second.places, Vec::new())
    }

    fn gradient_jvp(&self, at_once: bool, vars: &mut Vars) -> Driver {
        let (at, mut b) = (self.at(vars), self.builder(vars));
        let dots: Vec<(Var, Var)> = at
            .active
            .iter()
            .map(|active| {
                let VarInfo { name, span, .. } = b.vars[active.var].clone();
                let name = name.map(|name| format!("{}_dot", name.trim_start_matches("r#")));
                let kind = active.kind.shadow();
                (active.var, b.vars.fresh(VarInfo { kind, named: true, name, span }))
            })
            .collect();
        let tangents: Vec<Var> = dots.iter().map(|(_, dot)| *dot).collect();
        let Second { bars, bar_dots, places, .. } = at.both(&mut b, at_once, &tangents);
        let results = vec![together(&mut b, bars), together(&mut b, bar_dots)];
        self.driver(b, results, places, dots)
    }

    fn builder<'v>(&self, vars: &'v mut Vars) -> Builder<'v> {
        Builder { vars, stmts: Vec::new(), span: self.pair.forward.name.span(), derived: true }
    }

    /// The function with such results; what it is handed as `&mut` has these versions last.
    fn driver(
        &self,
        b: Builder<'_>,
        outputs: Vec<Var>,
        places: Vec<Var>,
        dots: Vec<(Var, Var)>,
    ) -> Driver {
        let by_value = |dot: &Var| b.vars.kind(*dot).is_real();
        let tangents = dots.iter().map(|(_, dot)| Param {
            var: *dot,
            passing: if by_value(dot) { Passing::Value } else { Passing::Ref },
        });
        let params = self.pair.forward.params.iter().cloned().chain(tangents).collect();
        let count = outputs.len();
        let body = Block { stmts: b.stmts, results: [outputs, places].concat() };
        let name = self.pair.forward.name.clone();
        let function = Function { name, params, body, outputs: count, assumed: Vec::new() };
        Driver { function, dots }
    }
}

/// One cotangent as it is, several as a tuple.
fn together(b: &mut Builder<'_>, vars: Vec<Var>) -> Var {
    if let [single] = vars[..] {
        return single;
    }
    let kind = Kind::Tuple(vars.iter().map(|var| b.vars.kind(*var).clone()).collect());
    b.push(kind, Op::Aggregate(vars))
}
