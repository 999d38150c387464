//! Terms of derivatives as a person would write them: the rewrites of flattened derivatives, one a row.
//!
//! What the function itself computes is never rewritten.

use super::graph::{Graph, Id, Scalar, Term};
use crate::prims::{self, Prim};

/// What a rewrite may change of a value in floating point.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Policy {
    /// Nothing but the sign of a zero.
    Exact,
    /// That 0 times anything is 0, since a derivative that vanishes everywhere is no number that came out as 0.
    Structural,
    /// The last bits: products and sums are taken in another order.
    Reordered,
}

/// One rewrite.
pub struct Row {
    /// Its name.
    #[cfg_attr(not(test), allow(dead_code))]
    pub name: &'static str,
    /// The primitive it is about.
    pub prim: Prim,
    /// What it may change.
    #[cfg_attr(not(test), allow(dead_code))]
    pub policy: Policy,
    /// What the primitive is, applied to these; `None` where the rewrite does not apply.
    pub apply: fn(&mut Graph, &[Id]) -> Option<Id>,
}

const fn row(
    name: &'static str,
    prim: Prim,
    policy: Policy,
    apply: fn(&mut Graph, &[Id]) -> Option<Id>,
) -> Row {
    Row { name, prim, policy, apply }
}

use Policy::{Exact, Reordered, Structural};
use prims::{ADD, CAST_REAL, DIV, EQ, MUL, NEG, POWF, POWI, SUB, UNLESS_ZERO};

/// All rewrites; the first that applies is taken.
pub const ROWS: &[Row] = &[
    row("-c", NEG, Exact, |g, a| number(g, -literal(g, a[0])?, a[0])),
    row("-(-x) = x", NEG, Exact, |g, a| negated(g, a[0])),
    row("-(x - y) = y - x", NEG, Exact, |g, a| {
        let [x, y] = pair(g, a[0], SUB).filter(|_| g.node(a[0]).derived)?;
        Some(g.derived(SUB, &[y, x]))
    }),
    row("0 * x = 0", MUL, Structural, |g, a| {
        either(g, a, |g, x| is(g, x, 0.0)).map(|(zero, _)| zero)
    }),
    row("1 * x = x", MUL, Exact, |g, a| either(g, a, |g, x| is(g, x, 1.0)).map(|(_, x)| x)),
    row("-1 * x = -x", MUL, Exact, |g, a| {
        let (_, x) = either(g, a, |g, x| is(g, x, -1.0))?;
        Some(g.derived(NEG, &[x]))
    }),
    row("c * d", MUL, Exact, |g, a| number(g, literal(g, a[0])? * literal(g, a[1])?, a[0])),
    row("-x * y = -(x * y)", MUL, Exact, |g, a| {
        let (x, y) = either(g, a, |g, x| negated(g, x).is_some())?;
        let product = g.derived(MUL, &[negated(g, x)?, y]);
        Some(g.derived(NEG, &[product]))
    }),
    row("c * (d * x) = (c * d) * x", MUL, Reordered, |g, a| {
        let (c, scaled) = either(g, a, |g, x| literal(g, x).is_some())?;
        let (d, x) = scale(g, scaled).filter(|(d, _)| *d != 1.0)?;
        let factor = number(g, literal(g, c)? * d, c)?;
        Some(g.derived(MUL, &[factor, x]))
    }),
    row("x * (c * y) = c * (x * y)", MUL, Reordered, |g, a| {
        let (scaled, x) = either(g, a, |g, x| scale(g, x).is_some_and(|(c, _)| c != 1.0))?;
        let (c, y) = scale(g, scaled)?;
        let (c, product) = (number(g, c, y)?, g.derived(MUL, &[y, x]));
        Some(g.derived(MUL, &[c, product]))
    }),
    row("(if c { p } else { q }) * x", MUL, Structural, |g, a| {
        let (chosen, x) = either(g, a, is_choice_of_numbers)?;
        let Term::Select(cond, yes, no) = g.node(chosen).term else { return None };
        let (yes, no) = (g.derived(MUL, &[yes, x]), g.derived(MUL, &[no, x]));
        Some(g.select(cond, yes, no))
    }),
    row("0 + x = x", ADD, Exact, |g, a| either(g, a, |g, x| is(g, x, 0.0)).map(|(_, x)| x)),
    row("c + d", ADD, Exact, |g, a| number(g, literal(g, a[0])? + literal(g, a[1])?, a[0])),
    row("c * x + d * x = (c + d) * x", ADD, Reordered, |g, a| {
        let [(c, x), (d, y)] = [scale(g, a[0])?, scale(g, a[1])?];
        let factor = number(g, c + d, x).filter(|_| x == y)?;
        Some(g.derived(MUL, &[factor, x]))
    }),
    row("-x + -y = -(x + y)", ADD, Exact, |g, a| {
        let sum = [negated(g, a[0])?, negated(g, a[1])?];
        let sum = g.derived(ADD, &sum);
        Some(g.derived(NEG, &[sum]))
    }),
    row("x + -y = x - y", ADD, Exact, |g, a| {
        let (minus, x) = either(g, a, |g, x| negated(g, x).is_some())?;
        Some(g.derived(SUB, &[x, negated(g, minus)?]))
    }),
    row("choices on one condition, added", ADD, Exact, |g, a| on_one_condition(g, ADD, a)),
    row("choices on one condition, subtracted", SUB, Exact, |g, a| on_one_condition(g, SUB, a)),
    row("x - 0 = x", SUB, Exact, |g, a| is(g, a[1], 0.0).then_some(a[0])),
    row("0 - x = -x", SUB, Exact, |g, a| is(g, a[0], 0.0).then(|| g.derived(NEG, &[a[1]]))),
    row("c - d", SUB, Exact, |g, a| match g.integer(a[0]).zip(g.integer(a[1])) {
        Some((a0, b)) => Some(g.int(a0.checked_sub(b)?, a[0])),
        None => number(g, literal(g, a[0])? - literal(g, a[1])?, a[0]),
    }),
    row("x - -y = x + y", SUB, Exact, |g, a| {
        let y = negated(g, a[1])?;
        Some(g.derived(ADD, &[a[0], y]))
    }),
    row("-x - y = -(x + y)", SUB, Exact, |g, a| {
        let x = negated(g, a[0])?;
        let sum = g.derived(ADD, &[x, a[1]]);
        Some(g.derived(NEG, &[sum]))
    }),
    row("c * x - d * x = (c - d) * x", SUB, Reordered, |g, a| {
        let [(c, x), (d, y)] = [scale(g, a[0])?, scale(g, a[1])?];
        let factor = number(g, c - d, x).filter(|_| x == y)?;
        Some(g.derived(MUL, &[factor, x]))
    }),
    row("0 / x = 0", DIV, Structural, |g, a| is(g, a[0], 0.0).then_some(a[0])),
    row("x / 1 = x", DIV, Exact, |g, a| is(g, a[1], 1.0).then_some(a[0])),
    row("c / d", DIV, Exact, |g, a| number(g, literal(g, a[0])? / literal(g, a[1])?, a[0])),
    row("-x / y = -(x / y)", DIV, Exact, |g, a| {
        let x = negated(g, a[0])?;
        let quotient = g.derived(DIV, &[x, a[1]]);
        Some(g.derived(NEG, &[quotient]))
    }),
    row("x / c = x * (1 / c)", DIV, Reordered, |g, a| {
        let inverse = number(g, 1.0 / literal(g, a[1])?, a[0])?;
        Some(g.derived(MUL, &[inverse, a[0]]))
    }),
    row("x / y = x * (1 / y)", DIV, Reordered, |g, a| {
        let inverse = inverse(g, a[1])?;
        Some(g.derived(MUL, &[a[0], inverse]))
    }),
    row("x^0 = 1", POWI, Exact, |g, a| {
        (g.integer(a[1]) == Some(0)).then(|| number(g, 1.0, a[0])).flatten()
    }),
    row("x^1 = x", POWI, Exact, |g, a| (g.integer(a[1]) == Some(1)).then_some(a[0])),
    row("x^2 = x * x", POWI, Exact, |g, a| {
        (g.integer(a[1]) == Some(2)).then(|| g.derived(MUL, &[a[0], a[0]]))
    }),
    row("x^1.0 = x", POWF, Exact, |g, a| is(g, a[1], 1.0).then_some(a[0])),
    row("a number that is not 0", UNLESS_ZERO, Exact, |g, a| {
        let number = g.value(a[1]).filter(|_| a.len() == 2)?;
        if number == 0.0 { self::number(g, 0.0, a[0]) } else { Some(a[0]) }
    }),
    row("one guard", UNLESS_ZERO, Exact, |g, a| {
        let guarded = pair(g, a[0], UNLESS_ZERO)?;
        (guarded[1] == a[1]).then_some(a[0])
    }),
    row("0 in any case", UNLESS_ZERO, Exact, |g, a| is(g, a[0], 0.0).then_some(a[0])),
    row("c == d", EQ, Exact, |g, a| match g.integer(a[0]).zip(g.integer(a[1])) {
        Some((c, d)) => Some(g.bool(c == d)),
        None => {
            let (c, d) = (g.value(a[0])?, g.value(a[1])?);
            Some(g.bool(c == d))
        }
    }),
];

/// The sign and the literal of a number that is known.
fn literal(g: &Graph, id: Id) -> Option<f64> {
    g.value(id)
}

fn is(g: &Graph, id: Id, value: f64) -> bool {
    g.value(id) == Some(value)
}

fn number(g: &mut Graph, value: f64, like: Id) -> Option<Id> {
    let scalar = g.node(like).scalar.clone();
    let is_real = matches!(scalar, Scalar::Real(_));
    (is_real && value.is_finite()).then(|| g.number(value, &scalar))
}

fn negated(g: &Graph, id: Id) -> Option<Id> {
    g.applied(id, NEG).map(|args| args[0])
}

fn pair(g: &Graph, id: Id, prim: Prim) -> Option<[Id; 2]> {
    g.applied(id, prim).map(|args| [args[0], args[1]])
}

/// `c * x` of a derivative term, or `1 * x` of anything but a number. What is very large or small stays where it is: it may
/// be there to keep a product within range.
fn scale(g: &Graph, id: Id) -> Option<(f64, Id)> {
    if literal(g, id).is_some() {
        return None;
    }
    let product = pair(g, id, MUL).filter(|_| g.node(id).derived);
    let moderate = |c: &f64| (1e-6..=1e6).contains(&c.abs());
    let scaled = product.and_then(|[c, x]| Some((literal(g, c).filter(moderate)?, x)));
    Some(scaled.unwrap_or((1.0, id)))
}

/// The operand of two of which something is true, and the other one.
fn either(g: &Graph, args: &[Id], holds: impl Fn(&Graph, Id) -> bool) -> Option<(Id, Id)> {
    match args {
        [a, b] if holds(g, *a) => Some((*a, *b)),
        [a, b] if holds(g, *b) => Some((*b, *a)),
        _ => None,
    }
}

fn is_choice_of_numbers(g: &Graph, id: Id) -> bool {
    let Term::Select(_, yes, no) = g.node(id).term else { return false };
    let known = |id| literal(g, id).is_some() || is_choice_of_numbers(g, id);
    known(yes) || known(no)
}

/// A sum or difference of choices on one condition, as a choice of sums or differences.
fn on_one_condition(g: &mut Graph, prim: Prim, args: &[Id]) -> Option<Id> {
    let choice = |id: Id| match g.node(id).term {
        Term::Select(cond, yes, no) => Some((cond, yes, no)),
        Term::Leaf(_)
        | Term::Given(_)
        | Term::Code(_)
        | Term::Number(_)
        | Term::Int(_)
        | Term::Bool(_)
        | Term::Prim(..) => None,
    };
    let ((cond, yes, no), (other, p, q)) = (choice(args[0])?, choice(args[1])?);
    if cond != other {
        return None;
    }
    let (yes, no) = (g.derived(prim, &[yes, p]), g.derived(prim, &[no, q]));
    Some(g.select(cond, yes, no))
}

/// `1 / y`, where it is computed already.
fn inverse(g: &Graph, y: Id) -> Option<Id> {
    let scalar = &g.node(y).scalar;
    let one = g.known(Term::Number(1f64.to_bits()), scalar)?;
    g.known(Term::Prim(DIV, vec![one, y]), scalar)
}

impl Graph {
    /// A primitive in a term of derivatives.
    pub fn derived(&mut self, prim: Prim, args: &[Id]) -> Id {
        let scalar = self.node(args[0]).scalar.clone();
        self.derived_as(prim, args, &scalar)
    }

    /// The same, with the type of what it is for: that of numbers made of integers.
    pub fn derived_as(&mut self, prim: Prim, args: &[Id], of: &Scalar) -> Id {
        if prim == CAST_REAL
            && let Some(value) = self.integer(args[0])
        {
            return self.number(value as f64, of);
        }
        for row in ROWS.iter().filter(|row| row.prim == prim) {
            if let Some(simpler) = (row.apply)(self, args) {
                return simpler;
            }
        }
        let scalar = self.result(prim, args, of);
        let mut args = args.to_vec();
        if prim == MUL || prim == ADD {
            args.sort_by_key(|id| (self.value(*id).is_none(), *id));
            let known = self.known(Term::Prim(prim, vec![args[1], args[0]]), &scalar);
            if known.is_some() {
                args.reverse();
            }
        }
        let id = self.intern(Term::Prim(prim, args.clone()), scalar.clone(), true);
        self.guarded(id, prim, &args, scalar)
    }

    /// A truth value that is known.
    pub fn bool(&mut self, value: bool) -> Id {
        self.intern(Term::Bool(value), Scalar::Bool, true)
    }

    /// A whole number of the type of another.
    pub fn int(&mut self, value: i64, like: Id) -> Id {
        let scalar = self.node(like).scalar.clone();
        self.intern(Term::Int(value), scalar, true)
    }
}
