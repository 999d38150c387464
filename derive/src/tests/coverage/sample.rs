//! A sample, and what must become of it.

use std::panic::{AssertUnwindSafe, catch_unwind};

use syn::visit_mut::{VisitMut, visit_expr_mut};
use syn::{Expr, ItemFn};

use super::super::corpus::pulled_back;
use super::super::differences::{close, gradient};
use super::super::pipeline::{callees, layers, reversed, simplified};
use crate::compile::attempt;
use crate::diagnostics::{Diagnostics, Entry};
use crate::front::{Lowered, Options, Signatures, lower};
use crate::ir::interpret::{Nd, Value, interpret};
use crate::ir::{Kind, Rank, check};
use crate::simplify;

/// A function of one construct.
pub struct Sample {
    /// The function.
    pub source: &'static str,
    expected: Expected,
    grouped: bool,
}

/// What must become of it.
enum Expected {
    /// A derivative that is not zero in any active parameter.
    Derivative,
    /// A derivative, which is zero in some parameters.
    Zero,
    /// A derivative of code that the interpreter does not know; the compiled tests run it.
    Compiled,
    /// One error, on these tokens.
    Refused(&'static Entry, &'static str),
}

fn sample(source: &'static str, expected: Expected) -> Sample {
    Sample { source, expected, grouped: false }
}

/// Differentiated, with cotangents that are not zero.
pub fn derived(source: &'static str) -> Sample {
    sample(source, Expected::Derivative)
}

/// Differentiated: the derivative in some of the parameters is zero.
pub fn zero(source: &'static str) -> Sample {
    sample(source, Expected::Zero)
}

/// Differentiated, but not run by the interpreter.
pub fn compiled(source: &'static str) -> Sample {
    sample(source, Expected::Compiled)
}

/// Differentiated where each pair of parentheses is the invisible group of a `macro_rules!`.
pub fn grouped(source: &'static str) -> Sample {
    Sample { grouped: true, ..derived(source) }
}

/// Refused once, at the given part of the source.
pub fn refused(source: &'static str, entry: &'static Entry, tokens: &'static str) -> Sample {
    sample(source, Expected::Refused(entry, tokens))
}

fn known() -> Signatures {
    let mut known = layers();
    known.structure(
        &syn::parse_quote!(Pair),
        syn::parse_quote!(
            struct Pair {
                a: f64,
                b: f64,
            }
        ),
    );
    known
}

/// Parentheses made invisible.
struct Group;

impl VisitMut for Group {
    fn visit_expr_mut(&mut self, expr: &mut Expr) {
        visit_expr_mut(self, expr);
        if let Expr::Paren(paren) = expr {
            let expr_inside = paren.expr.clone();
            let group_token = syn::token::Group { span: paren.paren_token.span.join() };
            *expr =
                Expr::Group(syn::ExprGroup { attrs: Vec::new(), group_token, expr: expr_inside });
        }
    }
}

impl Sample {
    /// The function as the macro gets it.
    pub fn item(&self) -> ItemFn {
        let mut item = syn::parse_str(self.source)
            .unwrap_or_else(|error| panic!("{error} in {}", self.source));
        if self.grouped {
            Group.visit_item_fn_mut(&mut item);
        }
        item
    }

    /// Why the sample is not as expected.
    pub fn check(&self) -> Result<(), String> {
        let outcome = catch_unwind(AssertUnwindSafe(|| self.outcome()));
        outcome.unwrap_or_else(|panic| {
            let said = panic.downcast_ref::<String>().map(String::as_str);
            let said = said.or_else(|| panic.downcast_ref::<&str>().copied());
            Err(format!("panicked: {}", said.unwrap_or("?")))
        })
    }

    fn outcome(&self) -> Result<(), String> {
        let item = self.item();
        let mut diagnostics = Diagnostics::default();
        let handle = attempt(&item, &Options::default(), &known(), &mut diagnostics);
        let errors: Vec<_> = diagnostics.errors().cloned().collect();
        let errors = errors.as_slice();
        match (&self.expected, handle) {
            (Expected::Refused(entry, tokens), _) => refusal(errors, entry, tokens),
            (_, Ok(handle)) if errors.is_empty() => {
                syn::parse2::<syn::File>(handle).map_err(|error| format!("no Rust: {error}"))?;
                self.numbers(&item)
            }
            (_, _) => Err(format!("refused: {}", described(errors))),
        }
    }

    fn numbers(&self, item: &ItemFn) -> Result<(), String> {
        let may_vanish = match self.expected {
            Expected::Derivative => false,
            Expected::Zero => true,
            Expected::Compiled | Expected::Refused(..) => return Ok(()),
        };
        let known = known();
        let mut diagnostics = Diagnostics::default();
        let lowered = lower(item, &Options::default(), &known, &mut diagnostics);
        let mut primal = lowered.map_err(|_| "refused the second time".to_owned())?;
        check(&primal.function, &primal.vars)?;
        simplify::dead_code(&mut primal.function, &mut primal.vars)
            .map_err(|_| "a defect of dead code")?;
        let vanishing =
            cotangents(&primal).into_iter().position(|bar| bar.iter().all(|b| *b == 0.0));
        match (vanishing, may_vanish) {
            (Some(position), false) => Err(format!("no derivative in parameter {position}")),
            (None, true) => Err("the derivative is not zero".to_owned()),
            _ => Ok(()),
        }
    }
}

/// The cotangents of the active parameters, compared with differences.
fn cotangents(primal: &Lowered) -> Vec<Vec<f64>> {
    let params = &primal.function.params;
    let kinds = params.iter().map(|param| primal.vars.kind(param.var));
    let args: Vec<Value> = kinds.enumerate().map(|(i, kind)| argument(kind, i)).collect();
    let mut vars = primal.vars.clone();
    let mut pair = reversed(&primal.function, &mut vars);
    simplified(&mut pair, &mut vars);
    let f =
        |args: &[Value]| interpret(&primal.function, &primal.vars, args, &[], &callees()).remove(0);
    let seed = f(&args).with_reals(&mut std::iter::repeat(1.0));
    let bars = pulled_back(&pair, &vars, &args, &seed);
    let active = (0..params.len()).filter(|i| primal.active.contains(&params[*i].var));
    for (position, bar) in active.zip(&bars) {
        let expected = gradient(&f, &args, position, &seed.reals());
        close(&format!("parameter {position}"), bar, &expected);
    }
    bars
}

/// Some value of a kind: numbers are positive, sequences have three elements.
fn argument(kind: &Kind, position: usize) -> Value {
    let real = |i: usize| 0.6 + 0.37 * position as f64 + 0.23 * i as f64;
    match kind {
        Kind::Real(_) => Value::Real(real(0)),
        Kind::Int(_) => Value::Int(2),
        Kind::Bool => Value::Bool(true),
        Kind::Tuple(items) => {
            let items = items.iter().enumerate();
            Value::Tuple(items.map(|(i, item)| argument(item, position + i)).collect())
        }
        Kind::Array(item, _) | Kind::Slice(item) | Kind::Vec(item) => {
            Value::Array((0..3).map(|i| argument(item, position + i)).collect())
        }
        Kind::Nd { rank: Rank::Fixed(rank), .. } => {
            let data = (0..3usize.pow(*rank as u32)).map(real).collect();
            Value::Nd(Nd { shape: vec![3; *rank], data })
        }
        other => panic!("no argument of kind {other:?}"),
    }
}

fn refusal(errors: &[syn::Error], entry: &Entry, tokens: &str) -> Result<(), String> {
    let [error] = errors else {
        return Err(format!("{} errors: {}", errors.len(), described(errors)));
    };
    if !error.to_string().contains(entry.message) {
        return Err(format!("another message: {}", described(errors)));
    }
    match error.span().source_text() {
        Some(text) if text == tokens => Ok(()),
        text => Err(format!("the error is on {text:?}, not on `{tokens}`")),
    }
}

fn described(errors: &[syn::Error]) -> String {
    let one = |error: &syn::Error| format!("`{error}` at {:?}", error.span().source_text());
    errors.iter().map(one).collect::<Vec<_>>().join(", ").replace('\n', "; ")
}
