//! Evaluates the intermediate language: the oracle of the tests.
//!
//! Real numbers of every type are computed as `f64`. Nothing is simplified, shared or fused here:
//! each statement does what its definition in [`Op`] says and no more.

mod calls;
mod lens;
mod nd;
mod prims;
mod rust;
mod value;

use std::collections::HashMap;

use lens::Lens;
pub use nd::Nd;
pub use prims::scalar;
pub use value::Value;

use super::{Block, Carry, Function, Kind, Mode, Op, Place, Step, Stmt};
use super::{Var, Vars};

/// A function with a handle, as a test knows it.
pub struct Callee {
    /// The function itself.
    pub primal: fn(&[Value]) -> Value,
    /// The cotangent of every active argument, for arguments and a seed.
    pub pullback: fn(&[Value], &Value) -> Vec<Value>,
}

/// Callees by the last name in their path.
pub type Callees = HashMap<&'static str, Callee>;

/// The results of a function for the given arguments and, for a backward function, residuals.
///
/// # Panics
///
/// Where the function is not well-formed, or leaves the part of Rust that is understood here.
pub fn interpret(
    function: &Function,
    vars: &Vars,
    args: &[Value],
    assumed: &[Value],
    callees: &Callees,
) -> Vec<Value> {
    assert_eq!(function.params.len(), args.len(), "arguments of {}", function.name);
    assert_eq!(function.assumed.len(), assumed.len(), "residuals of {}", function.name);
    let params = function.params.iter().map(|param| param.var).zip(args.iter().cloned());
    let assumed = function.assumed.iter().copied().zip(assumed.iter().cloned());
    let mut machine = Machine { values: params.chain(assumed).collect(), vars, callees };
    machine.block(&function.body)
}

struct Machine<'a> {
    values: HashMap<Var, Value>,
    vars: &'a Vars,
    callees: &'a Callees,
}

impl Machine<'_> {
    fn get(&self, var: Var) -> &Value {
        self.values.get(&var).unwrap_or_else(|| panic!("%{} has no value", var.0))
    }

    fn int(&self, var: Var) -> i64 {
        self.get(var).int()
    }

    fn all(&self, vars: &[Var]) -> Vec<Value> {
        vars.iter().map(|var| self.get(*var).clone()).collect()
    }

    fn block(&mut self, block: &Block) -> Vec<Value> {
        block.stmts.iter().for_each(|stmt| self.stmt(stmt));
        self.all(&block.results)
    }

    fn stmt(&mut self, stmt: &Stmt) {
        let values = match &stmt.op {
            Op::Rust(code) if code.acts() && stmt.outs.is_empty() => Vec::new(),
            Op::If { cond, then, otherwise } => {
                let taken = if self.get(*cond).bool() { then } else { otherwise };
                self.block(taken)
            }
            Op::For { .. } => self.looped(&stmt.op, &stmt.outs),
            Op::While { .. } => self.repeated(&stmt.op, &stmt.outs),
            Op::Call(call) => self.called(call),
            Op::Literal(_)
            | Op::Rust(_)
            | Op::Prim(..)
            | Op::Map { .. }
            | Op::Aggregate(_)
            | Op::Project(_)
            | Op::Update { .. }
            | Op::Zeros(_)
            | Op::Wrap(_)
            | Op::Unwrap(_) => {
                vec![self.single(&stmt.op, self.vars.kind(stmt.outs[0]))]
            }
        };
        assert_eq!(values.len(), stmt.outs.len(), "results of {:?}", stmt.op);
        self.values.extend(stmt.outs.iter().copied().zip(values));
    }

    fn callee(&self, callee: &super::Callee) -> &Callee {
        let name = callee.name().unwrap_or_default();
        self.callees.get(name.as_str()).unwrap_or_else(|| panic!("`{name}` is not known here"))
    }

    fn single(&mut self, op: &Op, kind: &Kind) -> Value {
        match op {
            Op::Literal(literal) => rust::literal(literal, kind),
            Op::Rust(code) => rust::expression(code, kind, &|var| self.get(var).clone()),
            Op::Prim(prim, args) => prims::apply(*prim, &self.all(args), kind),
            Op::Map { args, params, body } => self.map(args, params, body),
            Op::Aggregate(args) => match kind {
                Kind::Tuple(_) => Value::Tuple(self.all(args)),
                Kind::Dim { .. } => {
                    Value::Dim(args.iter().map(|n| self.int(*n) as usize).collect())
                }
                _ => Value::Array(self.all(args)),
            },
            Op::Project(place) => self.read(place),
            Op::Update { place, value, mode } => {
                let mut root = self.get(place.root).clone();
                self.write(&mut root, &place.path, self.get(*value), *mode);
                root
            }
            Op::Zeros(like) => self.get(*like).zeros(),
            Op::Wrap(value) => Value::Option(value.map(|value| Box::new(self.get(value).clone()))),
            Op::Unwrap(value) => match self.get(*value) {
                Value::Option(Some(value)) => (**value).clone(),
                other => panic!("unwrapped {other:?}"),
            },
            Op::Call(_) | Op::If { .. } | Op::For { .. } | Op::While { .. } => {
                panic!("yields several values: {op:?}")
            }
        }
    }

    fn looped(&mut self, op: &Op, outs: &[Var]) -> Vec<Value> {
        let Op::For { index, lo, hi, reversed, carries, body } = op else { return Vec::new() };
        let mut range: Vec<i64> = (self.int(*lo)..self.int(*hi)).collect();
        if *reversed {
            range.reverse();
        }
        let inits: Vec<Var> = carries.iter().map(|carry| carry.init).collect();
        let mut current = self.all(&inits);
        let mut stacks = self.stacks(&outs[carries.len()..]);
        for i in range {
            self.values.insert(*index, Value::Int(i));
            current = self.round(carries, current, body, &mut stacks);
        }
        current.extend(stacks.into_iter().map(|stack| Value::Array(stack.values)));
        current
    }

    fn stacks(&self, outs: &[Var]) -> Vec<Stack> {
        let of_numbers = |out: &Var| self.vars.kind(*out).element().is_some_and(Kind::is_scalar);
        outs.iter().map(|out| Stack { values: Vec::new(), numbers: of_numbers(out) }).collect()
    }

    /// One round of a loop: the next value of each carry.
    fn round(
        &mut self,
        carries: &[Carry],
        current: Vec<Value>,
        body: &Block,
        stacks: &mut [Stack],
    ) -> Vec<Value> {
        self.values.extend(carries.iter().map(|carry| carry.param).zip(current));
        let mut next = self.block(body);
        let kept = next.split_off(carries.len());
        stacks.iter_mut().zip(kept).for_each(|(stack, value)| stack.push(value));
        next
    }

    fn repeated(&mut self, op: &Op, outs: &[Var]) -> Vec<Value> {
        let Op::While { carries, cond, body } = op else { return Vec::new() };
        let inits: Vec<Var> = carries.iter().map(|carry| carry.init).collect();
        let mut current = self.all(&inits);
        let mut stacks = self.stacks(&outs[carries.len()..]);
        loop {
            self.values.extend(carries.iter().map(|carry| carry.param).zip(current.clone()));
            if !self.block(cond)[0].bool() {
                break;
            }
            current = self.round(carries, current, body, &mut stacks);
        }
        current.extend(stacks.into_iter().map(|stack| Value::Array(stack.values)));
        current
    }

    fn map(&mut self, args: &[Var], params: &[Var], body: &Block) -> Value {
        let arrays: Vec<Nd> = self.all(args).iter().map(|value| value.nd().clone()).collect();
        let shape = arrays[0].shape.clone();
        assert!(arrays.iter().all(|array| array.shape == shape), "shapes under one map");
        let data = (0..arrays[0].data.len())
            .map(|i| {
                for (param, array) in params.iter().zip(&arrays) {
                    self.values.insert(*param, Value::Real(array.data[i]));
                }
                self.block(body)[0].real()
            })
            .collect();
        Value::Nd(Nd { shape, data })
    }

    fn read(&self, place: &Place) -> Value {
        place.path.iter().fold(self.get(place.root).clone(), |value, step| match (value, step) {
            (Value::Nd(array), step) => {
                let Lens { shape, at } = self.lens(&Lens::all(&array.shape), step);
                let data: Vec<f64> = at.into_iter().map(|at| array.data[at]).collect();
                match step {
                    Step::View(_) => Value::Nd(Nd { shape, data }),
                    _ => Value::Real(data[0]),
                }
            }
            (Value::Array(items), Step::Range(lo, hi)) => {
                let (lo, hi) = self.range(lo, hi, items.len());
                Value::Array(items[lo..hi].to_vec())
            }
            (mut value, step) => value.part(step, &|var| self.int(var)).clone(),
        })
    }

    /// A part of some elements of an array.
    fn lens(&self, lens: &Lens, step: &Step) -> Lens {
        match step {
            Step::Index(i) => lens.element(&[self.int(*i)]),
            Step::NdIndex(indices) => {
                lens.element(&indices.iter().map(|i| self.int(*i)).collect::<Vec<_>>())
            }
            Step::View(view) => lens.view(view, &|var| self.int(var)),
            Step::Field(_) | Step::Range(..) => panic!("{step:?} of an array"),
        }
    }

    fn range(&self, lo: &Option<Var>, hi: &Option<Var>, len: usize) -> (usize, usize) {
        let bound = |var: Var| usize::try_from(self.int(var)).expect("a bound is not negative");
        (lo.map_or(0, bound), hi.map_or(len, bound))
    }

    /// `root.path = value` or `+=`.
    fn write(&self, root: &mut Value, path: &[Step], value: &Value, mode: Mode) {
        let Some((step, rest)) = path.split_first() else {
            match mode {
                Mode::Set => root.assign(value),
                Mode::Add => root.add(value),
                Mode::Push | Mode::Pop | Mode::Extend | Mode::Truncate => root.resize(value, mode),
            }
            return;
        };
        if let (Value::Array(items), Step::Range(lo, hi)) = (&mut *root, step) {
            let (lo, hi) = self.range(lo, hi, items.len());
            let mut part = Value::Array(items[lo..hi].to_vec());
            self.write(&mut part, rest, value, mode);
            if let Value::Array(part) = part {
                items[lo..hi].clone_from_slice(&part);
            }
            return;
        }
        let Value::Nd(array) = root else {
            return self.write(root.part(step, &|var| self.int(var)), rest, value, mode);
        };
        let lens = path.iter().fold(Lens::all(&array.shape), |lens, step| self.lens(&lens, step));
        // What is written may be one number for all, or an array that is broadcast.
        let items = value.clone().into_nd().repeated(&lens.shape).data;
        for (position, item) in lens.at.into_iter().zip(items) {
            let old = &mut array.data[position];
            *old = if mode == Mode::Add { *old + item } else { item };
        }
    }
}

/// What a loop keeps.
struct Stack {
    values: Vec<Value>,
    /// Whether its elements are numbers: then sequences are appended.
    numbers: bool,
}

impl Stack {
    fn push(&mut self, value: Value) {
        match value {
            Value::Array(items) if self.numbers => self.values.extend(items),
            value => self.values.push(value),
        }
    }
}
