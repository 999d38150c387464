//! Functions of floats by their path: `f64::sin(x)`, `Float::max(x, y)`, `T::zero()`.

use quote::ToTokens;
use syn::{Expr, ExprCall, ExprPath, Ident, Path};

use super::conversions::{CONVERSIONS, widened};
use super::lower::Lower;
use super::scope::Value;
use super::spans::Spanned;
use crate::diagnostics::*;
use crate::ir::{Kind, Literal, Num, Op, Var};
use crate::prims;

/// Traits whose functions are called by their path, of `num-traits` and ours.
const TRAITS: &[&str] = &[
    "Float",
    "FloatCore",
    "FloatConst",
    "Zero",
    "One",
    "Bounded",
    "NumCast",
    "FromPrimitive",
    "ToPrimitive",
    "Pow",
];

/// Functions without arguments whose value depends on the type.
const LIMITS: &[&str] = &[
    "epsilon",
    "infinity",
    "neg_infinity",
    "nan",
    "neg_zero",
    "min_value",
    "max_value",
    "min_positive_value",
];

/// What stands before the last name of a path.
enum Of {
    /// A float type.
    Type(Kind),
    /// A trait of floats.
    Trait,
}

impl Lower<'_> {
    /// Whether a path names a function of a float type.
    pub(super) fn is_float_path(&self, path: &ExprPath) -> bool {
        self.of_floats(path).is_some()
    }

    fn of_floats(&self, path: &ExprPath) -> Option<Of> {
        if let Some(of) = &path.qself {
            return match self.types.kind(&of.ty)? {
                kind @ Kind::Real(_) => Some(Of::Type(kind)),
                _ => None,
            };
        }
        let owner = path.path.segments.iter().rev().nth(1)?.ident.to_string();
        match owner.as_str() {
            "f64" => Some(Of::Type(Kind::Real(Num::F64))),
            "f32" => Some(Of::Type(Kind::Real(Num::F32))),
            owner => match self.types.nums.get(owner) {
                Some(num) => Some(Of::Type(Kind::Real(num.clone()))),
                None => is_trait(&path.path, owner).then_some(Of::Trait),
            },
        }
    }

    /// `f64::sin(x)`, `f64::from(i)`, `T::zero()`, `Float::max(x, y)`
    pub(super) fn float_path(
        &mut self,
        path: &ExprPath,
        call: &ExprCall,
        expected: Option<&Kind>,
    ) -> Option<Accepted<Value>> {
        let of = self.of_floats(path)?;
        let method = &path.path.segments.last()?.ident;
        let name = method.to_string();
        let real = match &of {
            Of::Type(kind) => Some(kind.clone()),
            Of::Trait => expected.filter(|kind| kind.is_real()).cloned(),
        };
        let Some(first) = call.args.first() else {
            let real = real.unwrap_or_else(|| Kind::Real(self.unifier.fresh(false)));
            return Some(self.float_constant(path, &name, real, call));
        };
        if let Some(real) = self.own_conversion(path) {
            return Some(self.in_own_words(&Expr::Call(call.clone()), &real, path));
        }
        if CONVERSIONS.contains(&name.as_str()) && call.args.len() == 1 {
            let real = real.unwrap_or_else(|| Kind::Real(self.unifier.fresh(false)));
            return Some(self.converted(first, real, call));
        }
        let (stmts, receiver) = self.capture(|lower| lower.var(first, real.as_ref()));
        let receiver = match receiver {
            Ok(receiver) => receiver,
            Err(refused) => return Some(Err(refused)),
        };
        // `Zero::is_zero(&n)` of an integer
        if matches!(of, Of::Trait) && !self.vars.kind(receiver).is_real() {
            return None;
        }
        self.stmts.extend(stmts);
        Some(self.float_by_path(receiver, real, (path, call, method)))
    }

    fn float_by_path(
        &mut self,
        receiver: Var,
        real: Option<Kind>,
        (path, call, method): (&ExprPath, &ExprCall, &Ident),
    ) -> Accepted<Value> {
        let name = method.to_string();
        if let (Some(real), Some(first)) = (real, call.args.first()) {
            self.expect_of(receiver, &real, &first)?;
        }
        if matches!(name.as_str(), "total_cmp" | "partial_cmp") && call.args.len() == 2 {
            return self.compared(receiver, &call.args[1], method);
        }
        if name == "pow" && call.args.len() == 2 {
            return self.raised(receiver, &call.args[1], call);
        }
        if let (Some(target), 1) = (widened(&name), call.args.len()) {
            return Ok(self.cast_number(receiver, target, call));
        }
        let args: Vec<&Expr> = call.args.iter().skip(1).collect();
        self.float_function(&name, receiver, &args, call, last_name(path))
    }

    /// `T::default()`, `T::epsilon()`, `T::PI()`: functions of floats without an argument.
    fn float_constant(
        &mut self,
        path: &ExprPath,
        name: &str,
        real: Kind,
        call: &ExprCall,
    ) -> Accepted<Value> {
        let number = match name {
            "default" | "zero" => Some(0.0),
            "one" => Some(1.0),
            name => constant(name),
        };
        // In the user's words, where the type is a parameter of this function.
        let own = path.path.segments.iter().rev().nth(1).map(|owner| &owner.ident);
        let in_words = match &real {
            Kind::Real(Num::Param(param)) => path.qself.is_some() || own == Some(param),
            _ => false,
        };
        let literal = match number {
            Some(number) if !in_words || name == "default" => Literal::Real(number),
            Some(_) => words(call),
            None if LIMITS.contains(&name) && in_words => words(call),
            None => match self.limit(name, &real) {
                Some(literal) => literal,
                None => return Err(self.not_a_constant(path, name, &real, call)),
            },
        };
        Ok(Value::Var(self.push(real, Op::Literal(literal), call.span())))
    }

    /// What depends on the type, by the name that the standard library has for it.
    fn limit(&self, name: &str, real: &Kind) -> Option<Literal> {
        let name = match name {
            "epsilon" => "EPSILON",
            "infinity" => "INFINITY",
            "neg_infinity" => "NEG_INFINITY",
            "nan" => "NAN",
            "min_value" => "MIN",
            "max_value" => "MAX",
            "min_positive_value" => "MIN_POSITIVE",
            _ => return None,
        };
        let name = Ident::new(name, proc_macro2::Span::call_site());
        let path: ExprPath = match real {
            Kind::Real(num @ (Num::F32 | Num::F64)) => syn::parse_quote!(#num::#name),
            Kind::Real(Num::Param(_) | Num::Infer(_)) => {
                let runtime = &self.runtime;
                syn::parse_quote!(#runtime::Float::#name)
            }
            _ => return None,
        };
        Some(Literal::Path(name.to_string(), Box::new(Expr::Path(path))))
    }

    fn not_a_constant(
        &mut self,
        path: &ExprPath,
        name: &str,
        real: &Kind,
        call: &ExprCall,
    ) -> Refused {
        if prims::method(name).is_some()
            || CONVERSIONS.contains(&name)
            || matches!(name, "sin_cos" | "to_f64" | "to_f32")
        {
            return self.diagnostics.report(call, ARGUMENTS);
        }
        match (real, path.path.segments.iter().rev().nth(1)) {
            (Kind::Real(Num::Param(_)), Some(owner)) => {
                let (what, owner) = (format!("`{}::{name}`", owner.ident), &owner.ident);
                let write = format!("write `constant({owner}::{name}())` for its value");
                self.diagnostics.on(&call.func, METHOD_UNKNOWN, seen(&what).write(&write))
            }
            _ => self.method_unknown(last_name(path), real),
        }
    }
}

/// The last name of a path.
pub(super) fn last_name(path: &ExprPath) -> &Ident {
    &path.path.segments[path.path.segments.len() - 1].ident
}

/// Whether the name before the last one in a path is that of a trait of floats. `Real` is one that people give to
/// traits of their own, too.
fn is_trait(path: &Path, owner: &str) -> bool {
    let first = path.segments.first().map(|first| first.ident.to_string());
    let of_num = matches!(first.as_deref(), Some("num_traits" | "num"));
    TRAITS.contains(&owner) || (owner == "Real" && of_num)
}

fn words(call: &ExprCall) -> Literal {
    let text = call.to_token_stream().to_string();
    Literal::Path(text, Box::new(Expr::Call(call.clone())))
}

/// The constants of `FloatConst`.
fn constant(name: &str) -> Option<f64> {
    use std::f64::consts;
    Some(match name {
        "E" => consts::E,
        "FRAC_1_PI" => consts::FRAC_1_PI,
        "FRAC_1_SQRT_2" => consts::FRAC_1_SQRT_2,
        "FRAC_2_PI" => consts::FRAC_2_PI,
        "FRAC_2_SQRT_PI" => consts::FRAC_2_SQRT_PI,
        "FRAC_PI_2" => consts::FRAC_PI_2,
        "FRAC_PI_3" => consts::FRAC_PI_3,
        "FRAC_PI_4" => consts::FRAC_PI_4,
        "FRAC_PI_6" => consts::FRAC_PI_6,
        "FRAC_PI_8" => consts::FRAC_PI_8,
        "LN_10" => consts::LN_10,
        "LN_2" => consts::LN_2,
        "LOG10_E" => consts::LOG10_E,
        "LOG10_2" => consts::LOG10_2,
        "LOG2_E" => consts::LOG2_E,
        "LOG2_10" => consts::LOG2_10,
        "PI" => consts::PI,
        "SQRT_2" => consts::SQRT_2,
        "TAU" => consts::TAU,
        _ => return None,
    })
}
