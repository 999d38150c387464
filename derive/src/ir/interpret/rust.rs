//! The little of Rust that literals and inactive expressions of the tests use.

use quote::ToTokens;
use syn::parse::Parser;
use syn::{Expr, Lit};

use super::{Nd, Value};
use crate::ir::{Kind, Literal, Rank, RustCode, Var};

/// A constant.
pub(super) fn literal(literal: &Literal, kind: &Kind) -> Value {
    match literal {
        Literal::Real(value) => Value::Real(*value),
        Literal::Int(value) => Value::Int(*value),
        Literal::Bool(value) => Value::Bool(*value),
        Literal::Token(_, lit) => token(lit, kind),
        Literal::Path(_, expr) => constant(expr, kind),
        Literal::StandIn => stand_in(kind),
    }
}

/// Nobody reads it; reverse mode may ask for its shape.
fn stand_in(kind: &Kind) -> Value {
    match kind {
        Kind::Real(_) => Value::Real(0.0),
        Kind::Int(_) => Value::Int(0),
        Kind::Bool => Value::Bool(false),
        Kind::Tuple(items) => Value::Tuple(items.iter().map(stand_in).collect()),
        Kind::Array(item, length) => {
            Value::Array(vec![stand_in(item); extent(&constant(length, &Kind::usize()))])
        }
        Kind::Nd { rank: Rank::Fixed(rank), .. } => Value::Nd(Nd::full(&vec![0; *rank], 0.0)),
        _ => Value::Array(Vec::new()),
    }
}

fn token(lit: &Lit, kind: &Kind) -> Value {
    match lit {
        Lit::Float(lit) => Value::Real(lit.base10_parse().expect("a number")),
        Lit::Int(lit) if kind.is_real() => Value::Real(lit.base10_parse().expect("a number")),
        Lit::Int(lit) => Value::Int(lit.base10_parse().expect("a number")),
        Lit::Bool(lit) => Value::Bool(lit.value),
        other => panic!("literal {}", other.to_token_stream()),
    }
}

fn constant(expr: &Expr, kind: &Kind) -> Value {
    match expr {
        Expr::Lit(lit) => token(&lit.lit, kind),
        Expr::Path(path) => {
            let name = path.path.segments.last().map(|s| s.ident.to_string()).unwrap_or_default();
            Value::Real(match name.as_str() {
                "PI" => std::f64::consts::PI,
                "E" => std::f64::consts::E,
                "LN_2" => std::f64::consts::LN_2,
                "INFINITY" => f64::INFINITY,
                "EPSILON" => f64::EPSILON,
                other => panic!("the constant `{other}` is not known here"),
            })
        }
        other => panic!("constant {}", other.to_token_stream()),
    }
}

/// An inactive expression: `[0.0; 3]`, `Array2::zeros((2, 3))`, `matches!(n, 1 | 2)`.
pub(super) fn expression(code: &RustCode, kind: &Kind, get: &dyn Fn(Var) -> Value) -> Value {
    let expr: Expr = syn::parse2((*code.tokens).clone()).expect("an expression");
    let eval = |expr: &Expr| {
        let captured = code.captures.iter().find(|(name, _)| is_name(expr, &name.to_string()));
        match captured {
            Some((_, var)) => get(*var),
            None => constant(expr, &Kind::usize()),
        }
    };
    match &expr {
        Expr::Repeat(repeat) => {
            let item = constant(&repeat.expr, kind.element().unwrap_or(kind));
            Value::Array(vec![item; extent(&eval(&repeat.len))])
        }
        Expr::Call(call) => {
            let filler = if last_name(&call.func) == "ones" { 1.0 } else { 0.0 };
            let extents: Vec<&Expr> = match &call.args[0] {
                Expr::Tuple(tuple) => tuple.elems.iter().collect(),
                single => vec![single],
            };
            let shape: Vec<usize> = extents.into_iter().map(|e| extent(&eval(e))).collect();
            Value::Nd(Nd::full(&shape, filler))
        }
        Expr::Macro(mac) => matches(mac, &eval),
        other => panic!("expression {}", other.to_token_stream()),
    }
}

fn matches(mac: &syn::ExprMacro, eval: &dyn Fn(&Expr) -> Value) -> Value {
    let parser = |input: syn::parse::ParseStream<'_>| {
        let value: Expr = input.parse()?;
        input.parse::<syn::Token![,]>()?;
        Ok((value, syn::Pat::parse_multi_with_leading_vert(input)?))
    };
    let (value, pattern) = parser.parse2(mac.mac.tokens.clone()).expect("matches!");
    Value::Bool(fits(&pattern, &eval(&value)))
}

fn fits(pattern: &syn::Pat, value: &Value) -> bool {
    match pattern {
        syn::Pat::Wild(_) => true,
        syn::Pat::Or(or) => or.cases.iter().any(|case| fits(case, value)),
        syn::Pat::Lit(lit) => token(&lit.lit, &Kind::usize()) == *value,
        other => panic!("pattern {}", other.to_token_stream()),
    }
}

fn extent(value: &Value) -> usize {
    usize::try_from(value.int()).expect("a length")
}

fn last_name(expr: &Expr) -> String {
    match expr {
        Expr::Path(path) => {
            path.path.segments.last().map(|s| s.ident.to_string()).unwrap_or_default()
        }
        _ => String::new(),
    }
}

fn is_name(expr: &Expr, name: &str) -> bool {
    matches!(expr, Expr::Path(path) if path.path.is_ident(name))
}
