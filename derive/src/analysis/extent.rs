//! Numbers of elements as polynomials, so that two of them can be found equal.

use std::collections::{BTreeMap, HashMap, HashSet};

use crate::ir::{Block, Kind, Place, Step, Stmt, Var, Vars, Versions};
use crate::prims;

/// More terms than that, or longer products, are not followed: what is compared is small, and the
/// work stays linear in the source.
const TERMS: usize = 16;
const DEGREE: usize = 4;

/// What a polynomial is made of.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum Atom {
    /// An index of which no more is known.
    Value(Var),
    /// The length of a sequence, named by its first version.
    Length(Var),
}

/// A polynomial with whole coefficients in normal form: equal where their values are equal for all
/// values of the atoms, also where `usize` wraps around.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Extent(BTreeMap<Vec<Atom>, i64>);

impl Extent {
    /// A number.
    pub fn number(number: i64) -> Extent {
        let mut extent = Extent::default();
        if number != 0 {
            extent.0.insert(Vec::new(), number);
        }
        extent
    }

    /// An index of which no more is known.
    pub fn value(index: Var) -> Extent {
        Extent::atom(Atom::Value(index))
    }

    fn atom(atom: Atom) -> Extent {
        Extent(BTreeMap::from([(vec![atom], 1)]))
    }

    /// The sum of this and so many times another; `None` where it is too large to be followed.
    pub fn plus(&self, times: i64, other: &Extent) -> Option<Extent> {
        let mut sum = self.0.clone();
        for (product, coefficient) in &other.0 {
            let own = sum.entry(product.clone()).or_default();
            *own = own.checked_add(coefficient.checked_mul(times)?)?;
        }
        sum.retain(|_, coefficient| *coefficient != 0);
        (sum.len() <= TERMS).then_some(Extent(sum))
    }

    /// The product; `None` where it is too large to be followed.
    pub fn times(&self, other: &Extent) -> Option<Extent> {
        let mut sum = Extent::default();
        for (product, coefficient) in &self.0 {
            for (others, factor) in &other.0 {
                let mut product: Vec<Atom> = product.iter().chain(others).copied().collect();
                product.sort_unstable();
                if product.len() > DEGREE {
                    return None;
                }
                let term = Extent(BTreeMap::from([(product, coefficient.checked_mul(*factor)?)]));
                sum = sum.plus(1, &term)?;
            }
        }
        Some(sum)
    }

    /// One more.
    pub fn next(&self) -> Option<Extent> {
        self.plus(1, &Extent::number(1))
    }

    /// The factor of an index, and the rest without it; `None` where there are powers of it.
    pub fn split(&self, index: Var) -> Option<(Extent, Extent)> {
        let (mut factor, mut rest) = (Extent::default(), Extent::default());
        for (product, coefficient) in &self.0 {
            let others: Vec<Atom> =
                product.iter().copied().filter(|atom| *atom != Atom::Value(index)).collect();
            match product.len() - others.len() {
                0 => rest.0.insert(others, *coefficient),
                1 => factor.0.insert(others, *coefficient),
                _ => return None,
            };
        }
        Some((factor, rest))
    }

    /// The same of another index.
    pub fn renamed(&self, from: Var, to: Var) -> Option<Extent> {
        let (factor, rest) = self.split(from)?;
        rest.plus(1, &factor.times(&Extent::atom(Atom::Value(to)))?)
    }

    /// Its products, each with how often it counts.
    pub fn terms(&self) -> impl Iterator<Item = (&[Atom], i64)> {
        self.0.iter().map(|(product, times)| (&product[..], *times))
    }

    /// Whether it is at least 0 whatever its atoms are, which are so themselves.
    pub fn is_sum(&self) -> bool {
        self.0.values().all(|coefficient| *coefficient >= 0)
    }

    /// Whether it is 0.
    pub fn is_zero(&self) -> bool {
        self.0.is_empty()
    }

    /// The one index that it is, if it is one.
    pub fn index(&self) -> Option<Var> {
        match self.0.iter().next() {
            Some((product, 1)) if self.0.len() == 1 => match product[..] {
                [Atom::Value(var)] => Some(var),
                _ => None,
            },
            _ => None,
        }
    }

    /// Whether an index is part of it.
    pub fn mentions(&self, index: Var) -> bool {
        self.0.keys().flatten().any(|atom| *atom == Atom::Value(index))
    }

    /// Whether it grows at least as fast as another: the products of the highest degree there are
    /// found here as often.
    pub fn dominates(&self, other: &Extent) -> bool {
        let degree = other.0.keys().map(Vec::len).max().unwrap_or(0);
        let highest = self.0.keys().map(Vec::len).max().unwrap_or(0);
        let found = |product: &Vec<Atom>| self.0.get(product).copied().unwrap_or(0);
        let mut leading = other.0.iter().filter(|(product, _)| product.len() == degree);
        (degree == 0 && highest > 0) || leading.all(|(product, times)| found(product) >= *times)
    }

    /// Whether it is the same number wherever none of these values is defined anew.
    pub fn is_constant(&self, inside: &HashSet<Var>) -> bool {
        self.0.keys().flatten().all(|atom| match atom {
            Atom::Value(var) | Atom::Length(var) => !inside.contains(var),
        })
    }
}

/// The extents of a function's indices and sequences.
pub struct Extents {
    versions: Versions,
    /// Of indices.
    values: HashMap<Var, Extent>,
    /// Of sequences, by their first versions.
    lengths: HashMap<Var, Extent>,
}

impl Extents {
    /// Those of a block and of the blocks inside it.
    pub fn of(block: &Block, vars: &Vars) -> Extents {
        let (values, lengths) = (HashMap::new(), HashMap::new());
        let mut extents = Extents { versions: Versions::of_one_length(block), values, lengths };
        extents.survey(block, vars);
        extents
    }

    /// The value of an index.
    pub fn value(&self, var: Var) -> Extent {
        self.values.get(&var).cloned().unwrap_or_else(|| Extent::atom(Atom::Value(var)))
    }

    /// The number of elements of a sequence.
    pub fn length(&self, of: Var, vars: &Vars) -> Extent {
        if let Kind::Array(_, length) = vars.kind(of)
            && let syn::Expr::Lit(syn::ExprLit { lit: syn::Lit::Int(length), .. }) = &**length
            && let Ok(length) = length.base10_parse()
        {
            return Extent::number(length);
        }
        let first = self.versions.first(of);
        self.lengths.get(&first).cloned().unwrap_or_else(|| Extent::atom(Atom::Length(first)))
    }

    fn survey(&mut self, block: &Block, vars: &Vars) {
        for stmt in &block.stmts {
            if let [out] = stmt.outs[..] {
                if vars.kind(out).is_index() {
                    let value = self.index(stmt, vars);
                    self.values.extend(value.map(|value| (out, value)));
                } else if vars.kind(out).element().is_some() {
                    let length = self.made(stmt, vars);
                    self.lengths.extend(length.map(|length| (out, length)));
                }
            }
            stmt.op.blocks().into_iter().for_each(|inner| self.survey(inner, vars));
        }
    }

    fn index(&self, stmt: &Stmt, vars: &Vars) -> Option<Extent> {
        if let Some(literal) = stmt.op.literal() {
            return literal.integer().map(Extent::number);
        }
        let value = |arg: &Var| self.value(*arg);
        match stmt.op.prim()? {
            (prim, [whole]) if prim == prims::LEN => Some(self.length(*whole, vars)),
            (prim, [a, b]) if prim == prims::ADD => value(a).plus(1, &value(b)),
            (prim, [a, b]) if prim == prims::SUB => value(a).plus(-1, &value(b)),
            (prim, [a, b]) if prim == prims::MUL => value(a).times(&value(b)),
            (_, _) => None,
        }
    }

    /// The length of a sequence, from how it is made.
    fn made(&self, stmt: &Stmt, vars: &Vars) -> Option<Extent> {
        if let Some(args) = stmt.op.applied(prims::FILLED) {
            return args.get(1).map(|count| self.value(*count));
        }
        if let Some(args) = stmt.op.applied(prims::COPY) {
            return vars.kind(args[0]).element().map(|_| self.length(args[0], vars));
        }
        let Place { root, path } = stmt.op.part()?;
        match &path[..] {
            [.., Step::Range(lo, Some(hi))] => self.between(*lo, self.value(*hi)),
            [Step::Range(lo, None)] => self.between(*lo, self.length(*root, vars)),
            _ => None,
        }
    }

    fn between(&self, lo: Option<Var>, hi: Extent) -> Option<Extent> {
        match lo {
            Some(lo) => hi.plus(-1, &self.value(lo)),
            None => Some(hi),
        }
    }
}
