//! Floats that a method is called on before anything in the text tells which floats they are: `0.5.sin()`.
//!
//! Rustc goes through a function from its start to its end, and must know the type of a receiver where it comes to
//! the call. The same is done here, in the order in which code is written; what has not been told by then is written
//! at a literal, or on the line of a variable.

mod flow;
mod types;
mod words;

use std::collections::{HashMap, HashSet};

use types::{Anchor, Type, Types, can_be_said, has_floats};
use words::{Words, is_receiver};

use super::numbers;
use crate::ir::{
    Block, Effect, Function, Kind, Literal, Num, Op, Place, Step, Stmt, Var, Vars, operands,
};
use crate::prims::{self, Emit, Prim};

/// Where types of floats are written, so that methods can be called on them.
#[derive(Default)]
pub struct Written {
    /// Literals with a suffix.
    pub suffixed: HashSet<Var>,
    /// Variables whose line says their type.
    pub lines: HashSet<Var>,
    /// Values that get a line of their own for that.
    pub outside: HashSet<Var>,
}

/// Where types have to be written beside the literals that have a suffix already.
pub fn written<'a>(
    function: &'a Function,
    vars: &'a Vars,
    inline: &'a HashMap<Var, &'a Op>,
    origins: &'a HashMap<Var, Var>,
    suffixed: &'a HashSet<Var>,
) -> Written {
    let mut walk = Walk {
        vars,
        inline,
        origins,
        suffixed,
        types: Types::default(),
        of: HashMap::new(),
        written: Written::default(),
    };
    walk.block(&function.body, &[]);
    walk.written
}

struct Walk<'a> {
    vars: &'a Vars,
    inline: &'a HashMap<Var, &'a Op>,
    /// The previous version of each value that has one.
    origins: &'a HashMap<Var, Var>,
    suffixed: &'a HashSet<Var>,
    types: Types,
    /// The types of the values that have been met. One that is written where it is read has another each time.
    of: HashMap<Var, Type>,
    written: Written,
}

impl<'a> Walk<'a> {
    /// Goes through a block; what is yielded may have a variable already.
    fn block(&mut self, block: &'a Block, yielded: &[Var]) {
        for stmt in &block.stmts {
            self.stmt(stmt, yielded);
        }
    }

    fn stmt(&mut self, stmt: &'a Stmt, yielded: &[Var]) {
        match (&stmt.op, &stmt.outs[..]) {
            (Op::If { cond, then, otherwise }, outs) => {
                if !outs.iter().any(|out| self.inline.contains_key(out)) {
                    self.branch(*cond, [then, otherwise], outs, yielded);
                }
            }
            (Op::Call(call), outs) => self.call(call, outs),
            (Op::For { index, lo, hi, carries, body, .. }, outs) => {
                self.reads(&[*lo, *hi]);
                self.of.insert(*index, Type::Known);
                self.carried(carries);
                self.round(body, carries, outs);
            }
            (Op::While { carries, cond, body }, outs) => {
                self.carried(carries);
                self.block(cond, &[]);
                self.reads(&cond.results);
                self.round(body, carries, outs);
            }
            (op, [out]) if !self.inline.contains_key(out) => {
                let ty = self.operation(*out, op);
                self.of.insert(*out, ty.clone());
                if !yielded.contains(out) {
                    self.line(*out, op, &ty);
                }
            }
            (_, [_]) => {}
            (op, _) => self.operands(op),
        }
    }

    /// The type of a value where it is read.
    fn read(&mut self, var: Var) -> Type {
        if let Some(op) = self.inline.get(&var).copied() {
            let ty = self.operation(var, op);
            self.of.insert(var, ty.clone());
            return ty;
        }
        self.of.get(&var).cloned().unwrap_or(Type::Known)
    }

    fn reads(&mut self, vars: &[Var]) {
        vars.iter().for_each(|var| drop(self.read(*var)));
    }

    /// What must be known of what is only read.
    fn operands(&mut self, op: &'a Op) {
        if let Op::Rust(code) = op {
            self.words(Var(0), code);
        } else {
            operands(op, &mut |var| drop(self.read(var)));
        }
    }

    fn open(&mut self, var: Var) -> Type {
        self.types.open(self.vars.kind(var))
    }

    /// The type of what an operation with one result yields.
    fn operation(&mut self, out: Var, op: &'a Op) -> Type {
        match op {
            Op::Literal(literal) => self.literal(out, literal),
            Op::Rust(code) => self.words(out, code),
            Op::Prim(prim, args) => self.prim(out, *prim, args),
            Op::Map { args, params, body } => {
                for (arg, param) in args.iter().zip(params) {
                    let ty = self.read(*arg);
                    self.of.insert(*param, ty);
                }
                self.block(body, &[]);
                let (ty, result) = (self.open(out), self.read(body.results[0]));
                self.types.join(&ty, &result);
                ty
            }
            Op::Aggregate(parts) => self.aggregate(out, parts),
            Op::Project(place) => self.place(place),
            Op::Update { place, value, .. } => {
                let value = self.read(*value);
                let part = self.place(place);
                self.types.join(&part, &value);
                self.of.get(&place.root).cloned().unwrap_or(Type::Known)
            }
            Op::Zeros(like) => {
                self.read(*like);
                self.open(out)
            }
            Op::Wrap(None) => self.open(out),
            Op::Wrap(Some(value)) | Op::Unwrap(value) => self.read(*value),
            Op::If { cond, then, otherwise } => {
                self.branch(*cond, [then, otherwise], &[out], &[out]);
                self.of[&out].clone()
            }
            Op::Call(_) | Op::For { .. } | Op::While { .. } => Type::Known,
        }
    }

    fn literal(&mut self, out: Var, literal: &Literal) -> Type {
        match literal {
            Literal::Token(_, syn::Lit::Float(lit)) if !lit.suffix().is_empty() => Type::Known,
            // `T::nearest(0.5)`
            Literal::Token(..) | Literal::Real(_)
                if matches!(self.vars.kind(out).num(), Some(Num::Param(_))) =>
            {
                Type::Known
            }
            Literal::Token(..) | Literal::Real(_) => {
                let ty = self.open(out);
                match self.suffixed.contains(&out) || self.written.suffixed.contains(&out) {
                    true => self.types.tell(&ty),
                    false => self.types.anchor(&ty, Anchor::Literal(out)),
                }
                ty
            }
            Literal::Path(_, expr) => match &**expr {
                syn::Expr::Path(_) | syn::Expr::Call(_) => match self.vars.kind(out) {
                    // `Float::infinity()`, by the name of the trait.
                    Kind::Real(Num::Param(name)) if !words::names(expr, name) => self.open(out),
                    _ => Type::Known,
                },
                // A `const` inside the function.
                expr => {
                    let captures = HashMap::new();
                    Words { types: &mut self.types, captures: &captures }.expr(expr)
                }
            },
            Literal::Int(_) | Literal::Bool(_) => Type::Known,
            Literal::StandIn => self.open(out),
        }
    }

    /// Code in the user's words: methods may be called on what it mentions.
    fn words(&mut self, out: Var, code: &crate::ir::RustCode) -> Type {
        let mut captures = HashMap::new();
        for (name, var) in &code.captures {
            let ty = match is_receiver(&code.tokens, name) {
                true => self.receiver(*var),
                false => self.read(*var),
            };
            captures.insert(name.to_string(), ty);
        }
        if matches!(code.effect, Effect::Tried | Effect::Settled) {
            return Type::Known;
        }
        let expr = syn::parse2(proc_macro2::TokenStream::clone(&code.tokens));
        let mut words = Words { types: &mut self.types, captures: &captures };
        let ty = expr.map_or(Type::Known, |expr| words.expr(&expr));
        let said = self.vars.annotated.contains_key(&out) && !self.inline.contains_key(&out);
        if said || self.suffixed.contains(&out) {
            self.types.tell(&ty);
        }
        ty
    }

    fn prim(&mut self, out: Var, prim: Prim, args: &[Var]) -> Type {
        match prim.emit {
            Emit::Method => {
                let receiver = self.receiver(args[0]);
                for arg in &args[1..] {
                    let ty = self.read(*arg);
                    self.types.join(&receiver, &ty);
                }
                Type::Known
            }
            Emit::Cast | Emit::Differs => {
                self.reads(args);
                Type::Known
            }
            Emit::UnlessZero | Emit::Given => {
                let ty = self.read(args[0]);
                self.reads(&args[1..]);
                ty
            }
            Emit::Infix(_) | Emit::Prefix(_) | Emit::Identity | Emit::Array(_) => {
                let ty = self.open(out);
                let types: Vec<Type> = args.iter().map(|arg| self.read(*arg)).collect();
                let floats = args.iter().zip(&types);
                let mut floats = floats.filter(|(arg, _)| has_floats(self.vars.kind(**arg)));
                if let Some((_, first)) = floats.next() {
                    floats.for_each(|(_, other)| self.types.join(first, other));
                    if has_floats(self.vars.kind(out)) {
                        self.types.join(&ty, first);
                    }
                }
                ty
            }
        }
    }

    fn aggregate(&mut self, out: Var, parts: &[Var]) -> Type {
        let parts: Vec<Type> = parts.iter().map(|part| self.read(*part)).collect();
        match self.vars.kind(out) {
            Kind::Tuple(_) => Type::Tuple(parts),
            Kind::Array(..) | Kind::Vec(_) if !parts.is_empty() => {
                parts[1..].iter().for_each(|part| self.types.join(&parts[0], part));
                parts[0].clone()
            }
            Kind::Real(_)
            | Kind::Int(_)
            | Kind::Bool
            | Kind::Unit
            | Kind::Array(..)
            | Kind::Vec(_)
            | Kind::Slice(_)
            | Kind::Nd { .. }
            | Kind::Struct(_)
            | Kind::Cotangent(_)
            | Kind::Tangents(..)
            | Kind::Dim { .. }
            | Kind::Other(_)
            | Kind::Residuals { .. }
            | Kind::Option(_) => {
                parts.iter().for_each(|part| self.types.tell(part));
                Type::Known
            }
        }
    }

    fn place(&mut self, place: &Place) -> Type {
        let whole = self.read(place.root);
        for step in &place.path {
            match step {
                Step::Index(at) => self.reads(&[*at]),
                Step::NdIndex(at) => self.reads(at),
                Step::Range(lo, hi) => {
                    self.reads(&[*lo, *hi].into_iter().flatten().collect::<Vec<_>>())
                }
                Step::Field(_) | Step::View(_) => {}
            }
        }
        self.types.part(&whole, self.vars.kind(place.root), &place.path)
    }

    /// What the line of a variable tells, or may tell.
    fn line(&mut self, var: Var, op: &Op, ty: &Type) {
        let kind = self.vars.kind(var);
        match op {
            _ if !can_be_said(kind) => {}
            Op::Aggregate(_)
                if self.vars[var].named && numbers::is_untold(self.inline, kind, op) =>
            {
                self.types.tell(ty);
            }
            Op::Prim(prim, _) if [prims::COPY, prims::FILLED].contains(prim) => {}
            Op::Project(_) | Op::Unwrap(_) if !kind.is_copy() => {}
            Op::Update { .. } => {}
            op if numbers::is_numbers(self.inline, op)
                || numbers::is_of_numbers(self.inline, op) =>
            {
                self.types.anchor(ty, Anchor::Line(var))
            }
            _ => self.types.anchor(ty, Anchor::Other(var)),
        }
    }

    /// A method is called on a value, whose type must have been told.
    fn receiver(&mut self, var: Var) -> Type {
        // It gets a suffix where it stands.
        let stands = self.inline.get(&var).copied().filter(|op| {
            let literal = matches!(op, Op::Literal(_));
            literal || self.vars.kind(var).is_real() && numbers::is_of_numbers(self.inline, op)
        });
        let ty = self.read(var);
        if stands.is_some() {
            self.types.tell(&ty);
        }
        for anchor in self.types.wanted(&ty) {
            match anchor {
                Some(Anchor::Literal(literal)) => drop(self.written.suffixed.insert(literal)),
                Some(Anchor::Line(line) | Anchor::Other(line)) => {
                    self.written.lines.insert(line);
                }
                None => {
                    self.written.lines.insert(var);
                    self.written.outside.insert(var);
                }
            }
        }
        ty
    }
}
