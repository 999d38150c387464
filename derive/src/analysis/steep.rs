//! Where partial derivatives may be infinite, or NaN, at finite inputs.

use std::collections::{HashMap, HashSet};

use crate::ir::{Block, Literal, Op, Stmt, Var};
use crate::prims::{self, Emit, Prim, Steep};

/// What is known of the partial derivatives of one function.
#[derive(Default)]
pub struct Steepness {
    /// The numbers among the values.
    numbers: HashMap<Var, f64>,
    /// Values that may be infinite though the inputs are not.
    boundless: HashSet<Var>,
    /// Results of functions that are infinite at a pole, and products of these.
    poles: HashSet<Var>,
    /// Roots, and products of these.
    roots: HashSet<Var>,
    /// Values whose tangents may be infinite: results of functions with such a partial derivative, sums and
    /// products of these, and where branches and loops keep them.
    wild: HashSet<Var>,
    /// Results of `exp` and its kin, and what is added to and multiplied with them.
    overflowing: HashSet<Var>,
    /// Results of `exp` and its kin that are divided by, or that something else levels off at.
    levelled: HashSet<Var>,
}

impl Steepness {
    /// Of a function with this body, after those of which it is handed values.
    pub fn of(bodies: &[&Block]) -> Steepness {
        let mut found = Steepness::default();
        bodies.iter().for_each(|body| found.survey(body));
        let mut levels = HashSet::new();
        bodies.iter().rev().for_each(|body| found.level(body, &mut levels));
        found.levelled = levels;
        found
    }

    /// Whether a value is the result of a function with a pole, or a product of such.
    pub fn has_pole(&self, var: Var) -> bool {
        self.poles.contains(&var)
    }

    /// Whether a value is a root, or a product of roots.
    pub fn is_root(&self, var: Var) -> bool {
        self.roots.contains(&var)
    }

    /// Whether the tangent of a value may be infinite.
    pub fn has_wild_tangent(&self, var: Var) -> bool {
        self.wild.contains(&var)
    }

    /// The number that a value is, where it is known.
    pub fn number(&self, var: Var) -> Option<f64> {
        self.numbers.get(&var).copied()
    }

    /// Whether the partial derivative of a primitive in argument `i` may be infinite or NaN.
    pub fn is_steep(&self, prim: Prim, args: &[Var], i: usize) -> bool {
        match prim.steep {
            Steep::Overflow => true,
            Steep::Pole => !self.is_tame(prim, args),
            Steep::Never => {
                let product = [prims::MUL, prims::MUL_ADD].contains(&prim);
                product && i < 2 && self.boundless.contains(&args[1 - i])
            }
        }
    }

    /// Whether the second argument is a number for which there is no pole.
    fn is_tame(&self, prim: Prim, args: &[Var]) -> bool {
        let second = args.get(1).and_then(|arg| self.number(*arg));
        match second {
            Some(divisor) if prim == prims::DIV || prim == prims::REM => divisor != 0.0,
            Some(exponent) if prim == prims::POWI || prim == prims::POWF => {
                exponent == 0.0 || exponent >= 1.0
            }
            Some(_) | None => false,
        }
    }

    /// Whether `exp` and its kin may make the result of this one infinite, while what is computed
    /// from it levels off there: 1 / (1 + e⁻ˣ).
    pub fn is_levelled(&self, prim: Prim, out: Var) -> bool {
        prim.steep == Steep::Overflow && self.levelled.contains(&out)
    }

    /// Whether argument `i` may be infinite for that reason, where the primitive levels off.
    pub fn levels_off(&self, prim: Prim, args: &[Var], i: usize) -> bool {
        levelling(prim) == Some(i) && self.overflowing.contains(&args[i])
    }

    fn survey(&mut self, block: &Block) {
        for stmt in &block.stmts {
            self.note(stmt);
            stmt.op.blocks().into_iter().for_each(|inner| self.survey(inner));
            self.note_kept(stmt);
        }
    }

    /// What a branch yields, and what loops and branches keep, is as wild as what it comes from.
    fn note_kept(&mut self, stmt: &Stmt) {
        let blocks = stmt.op.blocks();
        let wild: Vec<Var> = match &stmt.op {
            Op::If { .. } | Op::For { .. } | Op::While { .. } => {
                let wild = |(i, _): &(usize, &Var)| {
                    let mut yielded = blocks.iter().filter_map(|block| block.results.get(*i));
                    yielded.any(|result| self.wild.contains(result))
                };
                stmt.outs.iter().enumerate().filter(wild).map(|(_, out)| *out).collect()
            }
            Op::Wrap(Some(value)) | Op::Unwrap(value) if self.wild.contains(value) => {
                stmt.outs.clone()
            }
            Op::Project(place) if self.wild.contains(&place.root) => stmt.outs.clone(),
            Op::Literal(_)
            | Op::Rust(_)
            | Op::Prim(..)
            | Op::Map { .. }
            | Op::Aggregate(_)
            | Op::Project(_)
            | Op::Update { .. }
            | Op::Zeros(_)
            | Op::Call(_)
            | Op::Wrap(_)
            | Op::Unwrap(_) => Vec::new(),
        };
        self.wild.extend(wild);
    }

    fn note(&mut self, stmt: &Stmt) {
        let Some(out) = stmt.outs.first().copied() else { return };
        match &stmt.op {
            Op::Literal(literal) => {
                self.numbers.extend(number(literal).map(|number| (out, number)));
            }
            Op::Prim(prim, args) => {
                if *prim == prims::NEG
                    && let Some(number) = self.number(args[0])
                {
                    self.numbers.insert(out, -number);
                }
                let any = |set: &HashSet<Var>| args.iter().any(|arg| set.contains(arg));
                let infinite = has_infinite_values(*prim, args, self);
                let continues = [prims::MUL, prims::NEG, prims::UNLESS_ZERO].contains(prim);
                if (infinite && is_function(*prim) && prim.steep == Steep::Pole)
                    || (continues && any(&self.poles))
                {
                    self.poles.insert(out);
                }
                let steep = prim.steep == Steep::Pole && is_function(*prim);
                let linear = [prims::ADD, prims::SUB, prims::NEG, prims::MUL].contains(prim);
                if (steep && !self.is_tame(*prim, args)) || (linear && any(&self.wild)) {
                    self.wild.insert(out);
                }
                if [prims::SQRT, prims::CBRT].contains(prim)
                    || (*prim == prims::MUL && any(&self.roots))
                {
                    self.roots.insert(out);
                }
                if infinite || (passes(*prim) && any(&self.boundless)) {
                    self.boundless.insert(out);
                }
                if prim.steep == Steep::Overflow || (passes(*prim) && any(&self.overflowing)) {
                    self.overflowing.insert(out);
                }
            }
            Op::Rust(_)
            | Op::Map { .. }
            | Op::Aggregate(_)
            | Op::Project(_)
            | Op::Update { .. }
            | Op::Zeros(_)
            | Op::Call(_)
            | Op::If { .. }
            | Op::For { .. }
            | Op::While { .. }
            | Op::Wrap(_)
            | Op::Unwrap(_) => {}
        }
    }

    /// Last to first: what leads to an argument at which something levels off.
    fn level(&self, block: &Block, levels: &mut HashSet<Var>) {
        for stmt in block.stmts.iter().rev() {
            stmt.op.blocks().into_iter().for_each(|inner| self.level(inner, levels));
            if let Op::Prim(prim, args) = &stmt.op {
                levels.extend(levelling(*prim).map(|i| args[i]));
                if passes(*prim) && levels.contains(&stmt.outs[0]) {
                    levels.extend(args);
                }
            }
        }
    }
}

/// A number that is written down.
pub(super) fn number(literal: &Literal) -> Option<f64> {
    literal.number()
}

/// Whether it is a function, and no operator.
pub fn is_function(prim: Prim) -> bool {
    matches!(prim.emit, Emit::Method)
}

/// Whether an infinite argument makes the result infinite.
pub fn passes(prim: Prim) -> bool {
    [prims::ADD, prims::SUB, prims::NEG, prims::MUL, prims::MUL_ADD].contains(&prim)
}

/// Whether the result may be infinite where the arguments are not, but for sums and products that
/// are too large.
fn has_infinite_values(prim: Prim, args: &[Var], steepness: &Steepness) -> bool {
    let finite = [prims::SQRT, prims::CBRT, prims::ASIN, prims::ACOS, prims::ACOSH, prims::ATAN2];
    prim.steep != Steep::Never && !finite.contains(&prim) && !steepness.is_tame(prim, args)
}

/// The argument at whose infinity the result has a limit, and a derivative that vanishes faster than
/// any power of it grows.
pub fn levelling(prim: Prim) -> Option<usize> {
    let first = [prims::RECIP, prims::ATAN, prims::TANH, prims::EXP, prims::EXP2];
    match prim {
        _ if prim == prims::DIV => Some(1),
        _ if first.contains(&prim) => Some(0),
        _ => None,
    }
}
