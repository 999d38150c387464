//! Operators: which primitive, and whether the operands go together.

use super::spans::Spanned;
use quote::ToTokens;
use syn::{BinOp, Expr, ExprCall, parse_quote_spanned};

use super::lower::Lower;
use super::scope::Value;
use crate::diagnostics::*;
use crate::ir::{Block, Kind, Op, Stmt, Var};
use crate::prims::{self, Derivative, Prim, Shape};

/// `std::ops::Add::add(a, b)` as `a + b`. `Add` alone is the trait, too, which else would have no such function.
pub(super) fn by_path(call: &ExprCall) -> Option<Expr> {
    let Expr::Path(path) = &*call.func else { return None };
    let names: Vec<String> = path.path.segments.iter().map(|s| s.ident.to_string()).collect();
    let names = match names.iter().map(String::as_str).collect::<Vec<_>>()[..] {
        ["std" | "core", "ops", of, name] | ["ops", of, name] | [of, name] => {
            [of.to_owned(), name.to_owned()]
        }
        _ => return None,
    };
    let span = call.span();
    let (first, second) = (call.args.first()?, call.args.get(1));
    Some(match (names.each_ref().map(String::as_str), second) {
        (["Add", "add"], Some(second)) => parse_quote_spanned!(span=> (#first) + (#second)),
        (["Sub", "sub"], Some(second)) => parse_quote_spanned!(span=> (#first) - (#second)),
        (["Mul", "mul"], Some(second)) => parse_quote_spanned!(span=> (#first) * (#second)),
        (["Div", "div"], Some(second)) => parse_quote_spanned!(span=> (#first) / (#second)),
        (["Rem", "rem"], Some(second)) => parse_quote_spanned!(span=> (#first) % (#second)),
        (["Neg", "neg"], None) => parse_quote_spanned!(span=> -(#first)),
        _ => return None,
    })
}

/// The primitive of a plain operator.
pub(super) fn infix_prim(op: &BinOp) -> Option<Prim> {
    Some(match op {
        BinOp::Add(_) => prims::ADD,
        BinOp::Sub(_) => prims::SUB,
        BinOp::Mul(_) => prims::MUL,
        BinOp::Div(_) => prims::DIV,
        BinOp::Rem(_) => prims::REM,
        BinOp::And(_) => prims::AND,
        BinOp::Or(_) => prims::OR,
        BinOp::BitXor(_) => prims::BIT_XOR,
        BinOp::BitAnd(_) => prims::BIT_AND,
        BinOp::BitOr(_) => prims::BIT_OR,
        BinOp::Shl(_) => prims::SHL,
        BinOp::Shr(_) => prims::SHR,
        BinOp::Eq(_) => prims::EQ,
        BinOp::Lt(_) => prims::LT,
        BinOp::Le(_) => prims::LE,
        BinOp::Ne(_) => prims::NE,
        BinOp::Ge(_) => prims::GE,
        BinOp::Gt(_) => prims::GT,
        _ => return None,
    })
}

/// The primitive of a compound assignment.
pub(super) fn compound_prim(op: &BinOp) -> Option<Prim> {
    Some(match op {
        BinOp::AddAssign(_) => prims::ADD,
        BinOp::SubAssign(_) => prims::SUB,
        BinOp::MulAssign(_) => prims::MUL,
        BinOp::DivAssign(_) => prims::DIV,
        BinOp::RemAssign(_) => prims::REM,
        BinOp::BitXorAssign(_) => prims::BIT_XOR,
        BinOp::BitAndAssign(_) => prims::BIT_AND,
        BinOp::BitOrAssign(_) => prims::BIT_OR,
        BinOp::ShlAssign(_) => prims::SHL,
        BinOp::ShrAssign(_) => prims::SHR,
        _ => return None,
    })
}

impl Lower<'_> {
    /// A primitive of two operands.
    pub(super) fn binary_vars(
        &mut self,
        prim: Prim,
        left: Var,
        right: Var,
        at: &Expr,
    ) -> Accepted<Var> {
        self.adopt(left, right);
        self.adopt(right, left);
        let (a, b) = (self.vars.kind(left).clone(), self.vars.kind(right).clone());
        let shift = prim == prims::SHL || prim == prims::SHR;
        let fits = match (&a, &b) {
            (Kind::Real(x), Kind::Real(y)) => self.unifier.equate(x, y),
            (Kind::Int(x), Kind::Int(y)) => shift || self.unifier.equate(x, y),
            (Kind::Bool, Kind::Bool) => true,
            (Kind::Nd { num: x, .. }, Kind::Nd { num: y, .. } | Kind::Real(y))
            | (Kind::Real(x), Kind::Nd { num: y, .. }) => {
                arithmetic(prim) && self.unifier.equate(x, y)
            }
            (Kind::Other(_), _) | (_, Kind::Other(_)) if prim.shape == Shape::Bool => true,
            (Kind::Other(None), _) | (_, Kind::Other(None)) => {
                return Err(self.diagnostics.report(at, KIND_UNKNOWN));
            }
            _ => false,
        };
        if !fits {
            return Err(self.mismatch(at, &a, &b));
        }
        if of_bits(prim) && (a.is_real() || b.is_real()) {
            return Err(self.bits_of_floats(at, &a));
        }
        let kind = prim.kind(&[&a, &b]);
        Ok(self.push(kind, Op::Prim(prim, vec![left, right]), at.span()))
    }

    /// A value of unknown type in an operation with a scalar is a scalar of the same type.
    fn adopt(&mut self, unknown: Var, known: Var) {
        if matches!(self.vars.kind(unknown), Kind::Other(None)) && self.vars.kind(known).is_scalar()
        {
            let kind = self.vars.kind(known).clone();
            self.unifier.open(&kind);
            self.vars[unknown].kind = kind;
        }
    }

    /// `a && b`, `a || b`: the second operand only where the first does not decide.
    pub(super) fn short_circuit(
        &mut self,
        prim: Prim,
        whole: &Expr,
        left: &Expr,
        right: &Expr,
    ) -> Accepted<Value> {
        let left = self.var(left, Some(&Kind::Bool))?;
        let (stmts, value) = self.capture(|lower| lower.var(right, Some(&Kind::Bool)));
        let value = value?;
        let span = whole.span();
        if stmts.iter().all(total) {
            self.stmts.extend(stmts);
            let op = Op::Prim(prim, vec![left, value]);
            return Ok(Value::Var(self.push(Kind::Bool, op, span)));
        }
        let evaluated = Block { stmts, results: vec![value] };
        let decided = Block { stmts: Vec::new(), results: vec![left] };
        let (then, otherwise) =
            if prim == prims::AND { (evaluated, decided) } else { (decided, evaluated) };
        Ok(Value::Var(self.push(Kind::Bool, Op::If { cond: left, then, otherwise }, span)))
    }
}

fn arithmetic(prim: Prim) -> bool {
    prim.shape == Shape::Elementwise && matches!(prim.derivative, Derivative::Partials(_))
}

/// Whether an operator is one of bits.
fn of_bits(prim: Prim) -> bool {
    [prims::BIT_XOR, prims::BIT_AND, prims::BIT_OR, prims::SHL, prims::SHR].contains(&prim)
}

/// Whether a statement can neither panic nor do anything else.
pub(super) fn total(stmt: &Stmt) -> bool {
    match &stmt.op {
        Op::Literal(_) => true,
        Op::Prim(prim, _) => {
            prim.shape == Shape::Bool
                || matches!(prim.derivative, Derivative::Partials(_) | Derivative::Zero)
                || *prim == prims::LEN
        }
        _ => false,
    }
}

/// The tokens of an expression, for a message.
pub(super) fn tokens_of(expr: &impl ToTokens) -> String {
    expr.to_token_stream().to_string()
}
