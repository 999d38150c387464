//! Numbers whose type nothing in the text of a function tells: rustc takes an `i32` or an `f64` then, which may be
//! another than the user's `let n: u64 = 1;` says. The literals among them get a suffix.
//!
//! Values of one type are joined, as rustc joins them (Hindley, 1969): the operands of an operator, what a loop carries,
//! the elements of a list.

use std::collections::{HashMap, HashSet};

use proc_macro2::{Ident, TokenStream, TokenTree};

use crate::ir::{Block, Function, Kind, Literal, Num, Op, Place, Step, Stmt, Var, Vars, operands};
use crate::prims::{self, Emit, Prim, Shape};

/// The literals that get a suffix, and the arrays in the user's words whose type is written.
pub fn suffixed(function: &Function, vars: &Vars) -> HashSet<Var> {
    let mut pins = Pins {
        vars,
        joined: HashMap::new(),
        told: HashSet::new(),
        wanted: HashSet::new(),
        called: HashSet::new(),
        arrays: Vec::new(),
        literals: Vec::new(),
    };
    for param in function.params.iter().map(|param| param.var).chain(function.assumed.clone()) {
        pins.told.insert(param);
    }
    pins.block(&function.body);
    pins.wanted.extend(&function.body.results);
    pins.finish()
}

struct Pins<'a> {
    vars: &'a Vars,
    /// Another value of the same type.
    joined: HashMap<Var, Var>,
    /// Values whose type is told where they are defined.
    told: HashSet<Var>,
    /// Values whose type is told where they are used.
    wanted: HashSet<Var>,
    /// Values of which a method is called in the user's words: their type must be told before.
    called: HashSet<Var>,
    /// Arrays in the user's words.
    arrays: Vec<Var>,
    /// The literals without a suffix of their own, in order.
    literals: Vec<Var>,
}

impl Pins<'_> {
    /// The value that stands for all of its type.
    fn root(&self, var: Var) -> Var {
        let mut root = var;
        while let Some(next) = self.joined.get(&root) {
            root = *next;
        }
        root
    }

    /// Notes that two values have one type, or one is a list of the other's.
    fn join(&mut self, a: Var, b: Var) {
        let (num, other) = (num_of(self.vars.kind(a)), num_of(self.vars.kind(b)));
        if num.is_none() || num != other {
            return;
        }
        let (a, b) = (self.root(a), self.root(b));
        if a != b {
            self.joined.insert(b, a);
        }
    }

    fn block(&mut self, block: &Block) {
        block.stmts.iter().for_each(|stmt| self.stmt(stmt));
    }

    fn stmt(&mut self, stmt: &Stmt) {
        match (&stmt.op, &stmt.outs[..]) {
            (Op::Literal(literal), [out]) => self.literal(literal, *out),
            (Op::Prim(prim, args), [out]) => self.prim(*prim, args, *out),
            (Op::Rust(code), outs) => {
                // `Array1::zeros(n)`
                let arrays =
                    outs.iter().filter(|out| matches!(self.vars.kind(**out), Kind::Nd { .. }));
                self.arrays.extend(arrays);
                for (name, var) in &code.captures {
                    if is_receiver(&code.tokens, name) {
                        self.called.insert(*var);
                    }
                }
            }
            (Op::Map { args, params, body }, outs) => {
                args.iter().zip(params).for_each(|(arg, param)| self.join(*arg, *param));
                self.block(body);
                outs.iter().zip(&body.results).for_each(|(out, result)| self.join(*out, *result));
            }
            (Op::Aggregate(parts), [out]) => match self.vars.kind(*out) {
                Kind::Struct(_) => self.wanted.extend(parts),
                _ => parts.iter().for_each(|part| self.join(*part, *out)),
            },
            (Op::Project(place), [out]) => {
                let of_struct = self.place(place, *out);
                if of_struct {
                    self.told.insert(*out);
                }
            }
            (Op::Update { place, value, .. }, [out]) => {
                let of_struct = self.place(place, *value);
                if of_struct {
                    self.wanted.insert(*value);
                }
                self.join(place.root, *out);
            }
            (Op::Zeros(of) | Op::Unwrap(of) | Op::Wrap(Some(of)), [out]) => self.join(*of, *out),
            (Op::Call(_), outs) => {
                operands(&stmt.op, &mut |var| {
                    self.wanted.insert(var);
                });
                self.told.extend(outs);
            }
            (Op::If { then, otherwise, .. }, outs) => {
                for arm in [then, otherwise] {
                    self.block(arm);
                    outs.iter()
                        .zip(&arm.results)
                        .for_each(|(out, result)| self.join(*out, *result));
                }
            }
            (Op::For { index, lo, hi, carries, body, .. }, outs) => {
                self.join(*lo, *index);
                self.join(*hi, *index);
                carries.iter().for_each(|carry| self.join(carry.init, carry.param));
                self.round(body, carries.iter().map(|carry| carry.param), outs);
            }
            (Op::While { carries, cond, body }, outs) => {
                carries.iter().for_each(|carry| self.join(carry.init, carry.param));
                self.block(cond);
                self.round(body, carries.iter().map(|carry| carry.param), outs);
            }
            (
                Op::Literal(_)
                | Op::Prim(..)
                | Op::Aggregate(_)
                | Op::Project(_)
                | Op::Update { .. }
                | Op::Zeros(_)
                | Op::Unwrap(_)
                | Op::Wrap(_),
                _,
            ) => {}
        }
    }

    /// One round of a loop: it yields the next value of each carry, and what is stacked.
    fn round(&mut self, body: &Block, params: impl Iterator<Item = Var>, outs: &[Var]) {
        self.block(body);
        let first = body.results.iter().zip(params);
        first.for_each(|(result, param)| self.join(*result, param));
        body.results.iter().zip(outs).for_each(|(result, out)| self.join(*result, *out));
    }

    /// Joins a part with the whole, where that is a list of such; whether its type is that of a field.
    fn place(&mut self, place: &Place, part: Var) -> bool {
        let mut fields = false;
        for step in &place.path {
            match step {
                Step::Index(at) => drop(self.wanted.insert(*at)),
                Step::NdIndex(at) => self.wanted.extend(at),
                Step::Range(lo, hi) => self.wanted.extend(lo.iter().chain(hi)),
                Step::Field(_) => fields = true,
                Step::View(_) => {}
            }
        }
        if !fields {
            self.join(place.root, part);
        }
        fields && matches!(self.vars.kind(place.root), Kind::Struct(_))
    }

    fn literal(&mut self, literal: &Literal, out: Var) {
        match literal {
            Literal::Token(_, syn::Lit::Int(lit)) if lit.suffix().is_empty() => {
                self.literals.push(out)
            }
            Literal::Token(_, syn::Lit::Float(lit)) if lit.suffix().is_empty() => {
                self.literals.push(out)
            }
            Literal::Int(_) | Literal::Real(_) => self.literals.push(out),
            Literal::Token(..) | Literal::Path(..) => drop(self.told.insert(out)),
            Literal::Bool(_) | Literal::StandIn => {}
        }
    }

    fn prim(&mut self, prim: Prim, args: &[Var], out: Var) {
        if prim == prims::CAST || matches!(prim.shape, Shape::Usize) {
            self.told.insert(out);
            return;
        }
        if prim == prims::SHL || prim == prims::SHR {
            self.join(args[0], out);
            return;
        }
        let one_type = matches!(prim.emit, Emit::Infix(_) | Emit::Prefix(_) | Emit::Identity)
            || [prims::INT_MIN, prims::INT_MAX, prims::SATURATING_SUB, prims::STEPS]
                .contains(&prim);
        let reals = args.iter().chain([&out]);
        let reals = reals.filter(|var| {
            self.vars.kind(**var).is_real() || self.vars.kind(**var).rank().is_some()
        });
        match one_type {
            true => args.iter().for_each(|arg| {
                self.join(args[0], *arg);
                self.join(*arg, out);
            }),
            false => {
                let reals: Vec<Var> = reals.copied().collect();
                reals.iter().for_each(|var| self.join(reals[0], *var));
            }
        }
    }

    fn finish(self) -> HashSet<Var> {
        let roots =
            |vars: &HashSet<Var>| vars.iter().map(|var| self.root(*var)).collect::<HashSet<Var>>();
        let (told, wanted, called) = (roots(&self.told), roots(&self.wanted), roots(&self.called));
        let mut said = HashSet::new();
        let mut suffixed = HashSet::new();
        for literal in &self.literals {
            let (root, kind) = (self.root(*literal), self.vars.kind(*literal));
            let open = !wanted.contains(&root) && !is_taken_for_granted(kind);
            let receiver = called.contains(&root) && matches!(kind, Kind::Int(Num::Int(_)));
            if !told.contains(&root) && (receiver || open && said.insert(root)) {
                suffixed.insert(*literal);
            }
        }
        let open = |array: &&Var| {
            let root = self.root(**array);
            !told.contains(&root) && !wanted.contains(&root)
        };
        suffixed.extend(self.arrays.iter().filter(open));
        suffixed
    }
}

/// The number that a value is, or is a list of.
fn num_of(kind: &Kind) -> Option<&Num> {
    match kind {
        Kind::Real(num) | Kind::Int(num) | Kind::Nd { num, .. } => Some(num),
        Kind::Vec(item) | Kind::Slice(item) | Kind::Array(item, _) => num_of(item),
        _ => None,
    }
}

/// Whether it is the type that rustc takes where nothing tells another, or one that no suffix can say.
fn is_taken_for_granted(kind: &Kind) -> bool {
    match kind {
        Kind::Int(Num::Int(name)) => name == "i32",
        Kind::Real(num) => *num != Num::F32,
        _ => true,
    }
}

/// Whether a method of a name is called in code, or a field of it read.
fn is_receiver(tokens: &TokenStream, name: &Ident) -> bool {
    let mut named = false;
    for token in tokens.clone() {
        match &token {
            TokenTree::Punct(punct) if named && punct.as_char() == '.' => return true,
            TokenTree::Group(group) if is_receiver(&group.stream(), name) => return true,
            _ => {}
        }
        named = matches!(&token, TokenTree::Ident(ident) if ident == name);
    }
    false
}
