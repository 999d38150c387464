//! What a function of fixed size computes, number by number: loops of known length are run, parts of arrays are the nodes
//! that stand there.

use std::collections::HashMap;

use proc_macro2::Span;
use quote::ToTokens;

use super::graph::{Graph, Id, Scalar, Term};
use super::integers::folded;
use super::leaves::{Arguments, Leaf, length};
use crate::ir::{Block, Carry, Function, Kind, Literal, Mode, Op, Place, Step, Stmt, Var, Vars};
use crate::prims::{self, Prim};

/// A value.
#[derive(Clone, Debug)]
pub enum Value {
    /// One number.
    Node(Id),
    /// The parts of a tuple, a struct or a sequence, in order.
    Parts(Vec<Value>),
}

impl Value {
    /// The numbers in it, in order.
    pub fn nodes(&self) -> Vec<Id> {
        match self {
            Value::Node(id) => vec![*id],
            Value::Parts(parts) => parts.iter().flat_map(Value::nodes).collect(),
        }
    }

    fn node(&self) -> Option<Id> {
        if let Value::Node(id) = self { Some(*id) } else { None }
    }

    fn parts(&self) -> Option<&[Value]> {
        if let Value::Parts(parts) = self { Some(parts) } else { None }
    }
}

/// A function as a graph.
pub struct Evaluated {
    /// The graph.
    pub graph: Graph,
    /// The numbers of the arguments.
    pub leaves: Vec<Leaf>,
    /// Each argument.
    pub params: Vec<Value>,
    /// What is returned.
    pub output: Value,
}

/// A function as a graph of no more than `limit` nodes, if it is of fixed size and takes one path.
pub fn evaluate(function: &Function, vars: &Vars, limit: usize) -> Option<Evaluated> {
    let mut run = Run {
        graph: Graph::new(function.name.span()),
        values: HashMap::new(),
        leaves: Vec::new(),
        vars,
        limit,
        steps: 0,
    };
    let mut params = Vec::new();
    for param in &function.params {
        let mut arguments =
            Arguments { graph: &mut run.graph, leaves: &mut run.leaves, vars, limit };
        let value = arguments.argument(param.var, vars.kind(param.var), &mut Vec::new());
        let value = value.unwrap_or(Value::Parts(Vec::new()));
        run.values.insert(param.var, value.clone());
        params.push(value);
    }
    let results = run.block(&function.body)?;
    let output = results.into_iter().next().filter(|_| function.outputs == 1)?;
    Some(Evaluated { graph: run.graph, leaves: run.leaves, params, output })
}

struct Run<'a> {
    graph: Graph,
    values: HashMap<Var, Value>,
    leaves: Vec<Leaf>,
    vars: &'a Vars,
    limit: usize,
    steps: usize,
}

impl Run<'_> {
    fn get(&self, var: Var) -> Option<&Value> {
        self.values.get(&var)
    }

    fn node(&self, var: Var) -> Option<Id> {
        self.get(var)?.node()
    }

    fn integer(&self, var: Var) -> Option<i64> {
        self.graph.integer(self.node(var)?)
    }

    fn block(&mut self, block: &Block) -> Option<Vec<Value>> {
        block.stmts.iter().try_for_each(|stmt| self.stmt(stmt))?;
        block.results.iter().map(|var| self.get(*var).cloned()).collect()
    }

    fn stmt(&mut self, stmt: &Stmt) -> Option<()> {
        self.steps += 1;
        if self.steps > 8 * self.limit || self.graph.len() > self.limit {
            return None;
        }
        self.graph.span = stmt.span;
        let values = match &stmt.op {
            Op::If { cond, then, otherwise } => {
                let cond = self.node(*cond)?;
                match self.graph.truth(cond) {
                    Some(holds) => self.block(if holds { then } else { otherwise })?,
                    None => {
                        let yes = self.arm((cond, true), then)?;
                        let no = self.arm((cond, false), otherwise)?;
                        let pairs = yes.iter().zip(&no);
                        pairs.map(|(yes, no)| self.merged(cond, yes, no)).collect::<Option<_>>()?
                    }
                }
            }
            Op::For { .. } => self.counted(&stmt.op, &stmt.outs)?,
            Op::While { carries, cond, body } => self.repeated(carries, cond, body, &stmt.outs)?,
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
            | Op::Unwrap(_) => {
                let [out] = stmt.outs[..] else { return None };
                vec![self.single(&stmt.op, out)?]
            }
        };
        for (out, value) in stmt.outs.iter().zip(values) {
            let info = &self.vars[*out];
            // What is written to an array has the name that it had before.
            let is_new = !matches!(stmt.op, Op::Update { .. });
            if let Some(name) = info.name.as_ref().filter(|_| info.named && is_new) {
                self.call(&value, name, info.span);
            }
            self.values.insert(*out, value);
        }
        Some(())
    }

    /// Names the numbers of a value: `d`, or `d_0` and `d_1`.
    fn call(&mut self, value: &Value, name: &str, span: Span) {
        match value {
            Value::Node(id) => self.graph.call(*id, name, span),
            Value::Parts(parts) => {
                let parts = parts.iter().enumerate();
                parts.for_each(|(i, part)| self.call(part, &format!("{name}_{i}"), span));
            }
        }
    }

    /// What an operation with one result yields.
    fn single(&mut self, op: &Op, out: Var) -> Option<Value> {
        let kind = self.vars.kind(out);
        match op {
            Op::Literal(literal) => self.literal(op, literal, kind).map(Value::Node),
            Op::Rust(code) if code.captures.is_empty() && !code.acts() => {
                let term = Term::Code(self.graph.code.len());
                self.graph.code.push(op.clone());
                Some(Value::Node(self.graph.intern(term, Scalar::of(kind)?, false)))
            }
            Op::Prim(prim, args) => self.prim(*prim, args, kind),
            Op::Aggregate(parts) => {
                let parts = parts.iter().map(|part| self.get(*part).cloned());
                parts.collect::<Option<_>>().map(Value::Parts)
            }
            Op::Project(place) => self.read(place),
            Op::Update { place, value, mode } => self.write(place, *value, *mode),
            Op::Rust(_)
            | Op::Map { .. }
            | Op::Zeros(_)
            | Op::Call(_)
            | Op::If { .. }
            | Op::For { .. }
            | Op::While { .. }
            | Op::Wrap(_)
            | Op::Unwrap(_) => None,
        }
    }

    fn literal(&mut self, op: &Op, literal: &Literal, kind: &Kind) -> Option<Id> {
        let scalar = Scalar::of(kind)?;
        if let (Scalar::Int(_), Some(value)) = (&scalar, literal.integer()) {
            return Some(self.graph.intern(Term::Int(value), scalar, false));
        }
        match literal {
            Literal::Bool(value) => Some(self.graph.bool(*value)),
            Literal::Token(_, syn::Lit::Bool(lit)) => Some(self.graph.bool(lit.value)),
            Literal::Real(value) => Some(self.graph.number(*value, &scalar)),
            Literal::Int(value) => Some(self.graph.intern(Term::Int(*value), scalar, false)),
            Literal::Token(_, lit) => self.given(op, lit.to_token_stream().to_string(), kind),
            Literal::Path(_, path) => self.given(op, path.to_token_stream().to_string(), kind),
            Literal::StandIn => None,
        }
    }

    /// A constant that stays as it is written.
    fn given(&mut self, op: &Op, text: String, kind: &Kind) -> Option<Id> {
        let scalar = Scalar::of(kind)?;
        self.graph.given.insert(text.clone(), op.clone());
        let id = self.graph.intern(Term::Given(text), scalar.clone(), false);
        let number = op.literal().and_then(Literal::number);
        if let (Scalar::Real(_), Some(number)) = (&scalar, number) {
            self.graph.written.entry((number.to_bits(), scalar)).or_insert(id);
        }
        Some(id)
    }

    fn prim(&mut self, prim: Prim, args: &[Var], kind: &Kind) -> Option<Value> {
        if prim == prims::FILLED {
            let n = match kind {
                Kind::Array(_, n) => length(n)?,
                _ => usize::try_from(self.integer(*args.get(1)?)?).ok()?,
            };
            let n = Some(n).filter(|n| *n <= self.limit)?;
            return Some(Value::Parts(vec![self.get(args[0])?.clone(); n]));
        }
        if let Value::Parts(parts) = self.get(args[0])? {
            return self.of_sequence(prim, &parts.clone(), kind);
        }
        let args: Vec<Id> = args.iter().map(|arg| self.node(*arg)).collect::<Option<_>>()?;
        if prim == prims::COPY {
            return Some(Value::Node(args[0]));
        }
        let scalar = Scalar::of(kind)?;
        if let Some(known) = folded(&mut self.graph, prim, &args, &scalar) {
            return Some(Value::Node(known));
        }
        Some(Value::Node(self.graph.primal(prim, args, scalar)))
    }

    fn of_sequence(&mut self, prim: Prim, parts: &[Value], kind: &Kind) -> Option<Value> {
        if prim == prims::LEN {
            let n = i64::try_from(parts.len()).ok()?;
            return Some(Value::Node(self.graph.intern(Term::Int(n), Scalar::of(kind)?, false)));
        }
        if prim == prims::COPY {
            return Some(Value::Parts(parts.to_vec()));
        }
        if prim == prims::SUM {
            // The sum of none is the neutral element, and adding that to a number leaves it as it is.
            let scalar = Scalar::of(kind)?;
            let mut sum = parts.first()?.node()?;
            for part in &parts[1..] {
                sum = self.graph.primal(prims::ADD, vec![sum, part.node()?], scalar.clone());
            }
            return Some(Value::Node(sum));
        }
        None
    }

    /// The steps of a way with known indices, as positions: a range is a pair.
    fn steps(&self, place: &Place) -> Option<Vec<(usize, Option<usize>)>> {
        let mut kind = Some(self.vars.kind(place.root).clone());
        let mut steps = Vec::new();
        let known = |var: &Var| usize::try_from(self.integer(*var)?).ok();
        for step in &place.path {
            steps.push(match step {
                Step::Field(member) => match (kind.as_ref()?, member) {
                    (Kind::Struct(info), member) => {
                        (info.fields.iter().position(|(name, ..)| name == member)?, None)
                    }
                    (Kind::Tuple(_), syn::Member::Unnamed(index)) => (index.index as usize, None),
                    _ => return None,
                },
                Step::Index(var) => (known(var)?, None),
                Step::Range(lo, hi) => {
                    let lo = lo.as_ref().map_or(Some(0), known)?;
                    (lo, Some(hi.as_ref().map_or(Some(usize::MAX), known)?))
                }
                Step::NdIndex(_) | Step::View(_) => return None,
            });
            kind = kind.and_then(|kind| step.kind(&kind));
        }
        Some(steps)
    }

    fn read(&self, place: &Place) -> Option<Value> {
        let mut value = self.get(place.root)?.clone();
        for (at, end) in self.steps(place)? {
            let parts = value.parts()?;
            value = match end {
                None => parts.get(at)?.clone(),
                Some(end) => Value::Parts(parts.get(at..end.min(parts.len()))?.to_vec()),
            };
        }
        Some(value)
    }

    fn write(&mut self, place: &Place, value: Var, mode: Mode) -> Option<Value> {
        let mut root = self.get(place.root)?.clone();
        let new = self.get(value)?.clone();
        let steps = self.steps(place)?;
        let mut at = &mut root;
        for (index, end) in steps {
            match (at, end) {
                (Value::Parts(parts), None) => at = parts.get_mut(index)?,
                (Value::Parts(_) | Value::Node(_), _) => return None,
            }
        }
        match (mode, &mut *at) {
            (Mode::Set, at) => *at = new,
            (Mode::Add, Value::Node(old)) => {
                let scalar = self.graph.node(*old).scalar.clone();
                *old = self.graph.primal(prims::ADD, vec![*old, new.node()?], scalar);
            }
            (Mode::Push, Value::Parts(parts)) => parts.push(new),
            (Mode::Extend, Value::Parts(parts)) => parts.extend_from_slice(new.parts()?),
            (Mode::Pop, Value::Parts(parts)) => drop(parts.pop()?),
            (Mode::Truncate, Value::Parts(parts)) => {
                parts.truncate(usize::try_from(self.graph.integer(new.node()?)?).ok()?);
            }
            (Mode::Add, Value::Parts(_))
            | (Mode::Push | Mode::Extend | Mode::Pop | Mode::Truncate, Value::Node(_)) => {
                return None;
            }
        }
        Some(root)
    }

    fn counted(&mut self, op: &Op, outs: &[Var]) -> Option<Vec<Value>> {
        let Op::For { index, lo, hi, reversed, carries, body } = op else { return None };
        let (lo, hi) = (self.integer(*lo)?, self.integer(*hi)?);
        let rounds = usize::try_from(hi.checked_sub(lo)?.max(0)).ok()?;
        if rounds > self.limit {
            return None;
        }
        let mut range: Vec<i64> = (lo..hi).collect();
        if *reversed {
            range.reverse();
        }
        let scalar = Scalar::of(self.vars.kind(*index))?;
        let mut state = self.started(carries)?;
        let mut stacks = vec![Vec::new(); outs.len().checked_sub(carries.len())?];
        for i in range {
            let i = self.graph.intern(Term::Int(i), scalar.clone(), false);
            self.values.insert(*index, Value::Node(i));
            state = self.round(carries, state, body, outs, &mut stacks)?;
        }
        state.extend(stacks.into_iter().map(Value::Parts));
        Some(state)
    }

    fn repeated(
        &mut self,
        carries: &[Carry],
        cond: &Block,
        body: &Block,
        outs: &[Var],
    ) -> Option<Vec<Value>> {
        let mut state = self.started(carries)?;
        let mut stacks = vec![Vec::new(); outs.len().checked_sub(carries.len())?];
        loop {
            self.carry(carries, &state);
            let goes_on = self.block(cond)?.first()?.node()?;
            if !self.graph.truth(goes_on)? {
                break;
            }
            state = self.round(carries, state, body, outs, &mut stacks)?;
        }
        state.extend(stacks.into_iter().map(Value::Parts));
        Some(state)
    }

    fn arm(&mut self, arm: (Id, bool), block: &Block) -> Option<Vec<Value>> {
        self.graph.within.push(arm);
        let results = self.block(block);
        self.graph.within.pop();
        results
    }

    /// One value or another, number by number.
    fn merged(&mut self, cond: Id, yes: &Value, no: &Value) -> Option<Value> {
        match (yes, no) {
            (Value::Node(yes), Value::Node(no)) => {
                Some(Value::Node(self.graph.chosen(cond, *yes, *no, false)))
            }
            (Value::Parts(yes), Value::Parts(no)) if yes.len() == no.len() => {
                let parts = yes.iter().zip(no).map(|(yes, no)| self.merged(cond, yes, no));
                parts.collect::<Option<_>>().map(Value::Parts)
            }
            (Value::Node(_) | Value::Parts(_), _) => None,
        }
    }

    fn started(&self, carries: &[Carry]) -> Option<Vec<Value>> {
        carries.iter().map(|carry| self.get(carry.init).cloned()).collect()
    }

    fn carry(&mut self, carries: &[Carry], state: &[Value]) {
        let params = carries.iter().map(|carry| carry.param);
        self.values.extend(params.zip(state.iter().cloned()));
    }

    /// One round: what is carried on.
    fn round(
        &mut self,
        carries: &[Carry],
        state: Vec<Value>,
        body: &Block,
        outs: &[Var],
        stacks: &mut [Vec<Value>],
    ) -> Option<Vec<Value>> {
        self.carry(carries, &state);
        let mut next = self.block(body)?;
        let kept = next.split_off(carries.len());
        for ((stack, value), out) in stacks.iter_mut().zip(kept).zip(&outs[carries.len()..]) {
            let numbers = self.vars.kind(*out).element().is_some_and(Kind::is_scalar);
            match value {
                Value::Parts(parts) if numbers => stack.extend(parts),
                value => stack.push(value),
            }
        }
        Some(next)
    }
}
