//! The nodes of a graph: parameters, the values that the user named, and the output.

use std::collections::{HashMap, HashSet};

use proc_macro2::Span;

use super::formula::{Formulas, definitions};
use crate::diagnostics::{Accepted, Diagnostics, GRAPH, Refused};
use crate::ir::{Function, Half, Kind, Op, Stmt, Var, Vars, operands};

/// A value with a name.
pub struct Node {
    /// The value.
    pub var: Var,
    /// How it is computed, and from which nodes; `None` for a parameter.
    pub step: Option<Step>,
}

/// How a node is computed.
pub struct Step {
    /// In the user's words.
    pub formula: String,
    /// The nodes that the formula reads, in order.
    pub operands: Vec<Var>,
    /// The statements behind the formula: its unnamed parts and itself.
    pub stmts: Vec<usize>,
}

/// All nodes, in order.
pub struct Nodes {
    /// The nodes.
    pub list: Vec<Node>,
    /// Their names, each once.
    pub names: HashMap<Var, String>,
}

/// Finds the nodes of a function, or reports what keeps it from having a graph.
pub fn nodes(function: &Function, vars: &Vars, found: &mut Diagnostics) -> Accepted<Nodes> {
    check(function, vars, found)?;
    let output = function.body.results[0];
    let named = |var: &Var| *var == output || vars[*var].named;
    let params: Vec<Var> = function.params.iter().map(|param| param.var).collect();
    let steps: Vec<Var> =
        function.body.stmts.iter().flat_map(|stmt| stmt.outs.clone()).filter(named).collect();
    let names = unique_names(params.iter().chain(&steps), function, vars);
    let trace = Trace::new(function, &names, vars);
    let mut list: Vec<Node> = params.into_iter().map(|var| Node { var, step: None }).collect();
    for var in steps {
        let Some(step) = trace.step(var) else {
            return Err(refuse(found, vars[var].span, "this value has no formula"));
        };
        list.push(Node { var, step: Some(step) });
    }
    Ok(Nodes { list, names })
}

fn refuse(found: &mut Diagnostics, span: Span, detail: &str) -> Refused {
    found.at(span, GRAPH, detail)
}

/// Everything in the way of a graph is reported.
fn check(function: &Function, vars: &Vars, found: &mut Diagnostics) -> Accepted<()> {
    let mut result = Ok(());
    for param in &function.params {
        if !is_number(vars.kind(param.var)) {
            result = Err(refuse(found, vars[param.var].span, "this parameter is no number"));
        }
    }
    for stmt in &function.body.stmts {
        if let Some(problem) = problem(stmt, vars) {
            result = Err(refuse(found, stmt.span, problem));
        }
    }
    let output = function.body.results[0];
    if result.is_ok() && !vars.kind(output).is_real() {
        result = Err(refuse(found, vars[output].span, "the result is no number"));
    }
    result
}

fn is_number(kind: &Kind) -> bool {
    matches!(kind, Kind::Real(_) | Kind::Int(_))
}

/// What keeps a statement out of a graph.
fn problem(stmt: &Stmt, vars: &Vars) -> Option<&'static str> {
    match &stmt.op {
        Op::If { .. } => Some("this is a branch"),
        Op::For { .. } | Op::While { .. } => Some("this is a loop"),
        Op::Map { .. } | Op::Aggregate(_) | Op::Project(_) | Op::Update { .. } | Op::Zeros(_) => {
            Some("this is an array, a tuple or a struct")
        }
        Op::Call(call) if !call.is(Half::Primal) => Some("this is a derivative"),
        Op::Literal(_) | Op::Rust(_) | Op::Prim(..) | Op::Call(_) => {
            let mut outs = stmt.outs.iter();
            let fits = |out: &Var| {
                let kind = vars.kind(*out);
                is_number(kind) || (!vars[*out].named && !kind.is_differentiable())
            };
            (!outs.all(fits)).then_some("this value is no number")
        }
        Op::Wrap(_) | Op::Unwrap(_) => Some("this is not straight-line code"),
    }
}

/// A name for each value: the user's for the first of that name, with a number for those that
/// shadow it.
fn unique_names<'a>(
    nodes: impl Iterator<Item = &'a Var>,
    function: &Function,
    vars: &Vars,
) -> HashMap<Var, String> {
    let wanted: Vec<(Var, String)> = nodes
        .map(|var| {
            let name = vars[*var].name.clone().unwrap_or_else(|| function.name.to_string());
            (*var, name.trim_start_matches("r#").to_owned())
        })
        .collect();
    let reserved: HashSet<&String> = wanted.iter().map(|(_, name)| name).collect();
    let mut taken: HashSet<String> = HashSet::new();
    let mut unique = HashMap::new();
    let mut next: HashMap<&String, usize> = HashMap::new();
    for (var, name) in &wanted {
        let mut choice = name.clone();
        while taken.contains(&choice) || (choice != *name && reserved.contains(&choice)) {
            let number = next.entry(name).or_insert(0);
            *number += 1;
            choice = format!("{name}_{number}");
        }
        taken.insert(choice.clone());
        unique.insert(*var, choice);
    }
    unique
}

/// From a node back to those that it reads.
struct Trace<'a> {
    formulas: Formulas<'a>,
    position: HashMap<Var, usize>,
}

impl<'a> Trace<'a> {
    fn new(function: &'a Function, names: &'a HashMap<Var, String>, vars: &'a Vars) -> Self {
        let stmts = &function.body.stmts;
        let formulas = Formulas { names, definitions: definitions(stmts), vars, limit: usize::MAX };
        let outs = stmts.iter().enumerate().flat_map(|(i, s)| s.outs.iter().map(move |o| (*o, i)));
        Trace { formulas, position: outs.collect() }
    }

    fn step(&self, var: Var) -> Option<Step> {
        let op = self.formulas.definitions.get(&var)?;
        let formula = self.formulas.operation(var, op)?.text;
        let mut step =
            Step { formula, operands: Vec::new(), stmts: vec![*self.position.get(&var)?] };
        self.operands(op, &mut step);
        step.stmts.sort_unstable();
        Some(step)
    }

    fn operands(&self, op: &Op, step: &mut Step) {
        let mut read = Vec::new();
        operands(op, &mut |var| read.push(var));
        for var in read {
            let Some(position) = self.position.get(&var).filter(|_| !self.is_node(var)) else {
                if !step.operands.contains(&var) {
                    step.operands.push(var);
                }
                continue;
            };
            if !step.stmts.contains(position) {
                step.stmts.push(*position);
                if let Some(op) = self.formulas.definitions.get(&var) {
                    self.operands(op, step);
                }
            }
        }
    }

    fn is_node(&self, var: Var) -> bool {
        self.formulas.names.contains_key(&var)
    }
}
