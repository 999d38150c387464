//! Loops that replace a value now and then: the largest so far, the nearest, the first beyond a bound.
//!
//! `if c { v = e }` with `v` otherwise carried depends on one iteration alone, the last that took the
//! replacement. The loop notes which one that was (`v_from`), and the value counts as computed from
//! it behind the loop: `v = if v_from != hi { e at v_from } else { v before }`. So one iteration is
//! pulled back and no truth value kept, nor a cotangent carried through those that replaced nothing.

use std::collections::{HashMap, HashSet};

use super::Pair;
use crate::analysis::Activity;
use crate::ir::{
    Block, Builder, Carry, Function, Half, Kind, Literal, Op, Stmt, Var, VarInfo, Vars,
    map_operands,
};
use crate::prims::{self, Derivative};

/// What was changed for reverse mode alone.
#[derive(Default)]
pub struct Latest {
    /// Each value behind a loop that is computed from one iteration, with the one that the loop yields.
    values: Vec<(Var, Var)>,
    /// Copies whose derivative stops.
    stopped: HashSet<Var>,
}

/// The function with such values computed from one iteration; none where there are none.
pub fn latest(
    function: &Function,
    activity: &Activity,
    vars: &mut Vars,
) -> Option<(Function, Latest)> {
    let mut pass = Pass { activity, vars, done: Latest::default() };
    let body = pass.block(function.body.clone());
    let done = pass.done;
    (!done.values.is_empty()).then(|| (Function { body, ..function.clone() }, done))
}

impl Latest {
    /// The forward pass takes the values from the loops themselves.
    pub fn restore(&self, pair: &mut Pair, vars: &mut Vars) {
        let of_loop = self.values.iter().map(|(value, of_loop)| (*of_loop, *value)).collect();
        self.block(&mut pair.forward.body, &of_loop, vars);
    }

    fn block(&self, block: &mut Block, of_loop: &HashMap<Var, Var>, vars: &mut Vars) {
        let mut same = HashMap::new();
        block.stmts.retain(|stmt| match stmt.op.prim() {
            Some((_, args)) if self.stopped.contains(&stmt.outs[0]) => {
                same.insert(stmt.outs[0], args[0]);
                false
            }
            Some(_) | None => true,
        });
        if !same.is_empty() {
            block.substitute(&mut |var| same.get(&var).copied().unwrap_or(var));
        }
        for stmt in &mut block.stmts {
            for out in &mut stmt.outs {
                if let Some(value) = of_loop.get(out) {
                    *out = *value;
                } else if self.values.iter().any(|(value, _)| value == out) {
                    *out = vars.fresh(vars[*out].clone());
                }
            }
            stmt.op.blocks_mut().into_iter().for_each(|inner| self.block(inner, of_loop, vars));
        }
    }
}

struct Pass<'a> {
    activity: &'a Activity,
    vars: &'a mut Vars,
    done: Latest,
}

/// The carried values that one branch replaces together.
struct Group {
    /// Where the branch stands in the body.
    branch: usize,
    /// Which arm replaces.
    holds: bool,
    /// The positions of the carried values, and of the branch's results.
    members: Vec<(usize, usize)>,
}

/// What is computed again behind the loop.
#[derive(Default)]
struct Slice {
    /// The statements of the body.
    stmts: HashSet<usize>,
    /// Values of the iteration that the loop hands on.
    noted: Vec<Var>,
}

impl Pass<'_> {
    fn block(&mut self, block: Block) -> Block {
        let mut stmts = Vec::new();
        for mut stmt in block.stmts {
            for inner in stmt.op.blocks_mut() {
                *inner = self.block(std::mem::take(inner));
            }
            match self.looped(&stmt) {
                Some(several) => stmts.extend(several),
                None => stmts.push(stmt),
            }
        }
        Block { stmts, results: block.results }
    }

    fn looped(&mut self, stmt: &Stmt) -> Option<Vec<Stmt>> {
        let (Op::For { carries, body, .. } | Op::While { carries, body, .. }) = &stmt.op else {
            return None;
        };
        let group = self.group(carries, body)?;
        let Op::If { then, otherwise, .. } = &body.stmts[group.branch].op else { return None };
        let arm = if group.holds { then } else { otherwise };
        let slice = self.slice(stmt, body, arm)?;
        Some(self.rewritten(stmt, &group, &slice, arm))
    }

    /// The first such branch.
    fn group(&self, carries: &[Carry], body: &Block) -> Option<Group> {
        (0..body.stmts.len()).find_map(|branch| {
            let stmt = &body.stmts[branch];
            let Op::If { then, otherwise, .. } = &stmt.op else { return None };
            let carried = |i: usize| {
                let at = stmt.outs.iter().position(|out| *out == body.results[i])?;
                let keeps =
                    [otherwise.results[at], then.results[at]].map(|v| v == carries[i].param);
                let is_number = matches!(self.vars.kind(carries[i].param), Kind::Real(_));
                let known = is_number && self.activity.varied(carries[i].param);
                (known && keeps[0] != keeps[1]).then_some((i, at, keeps[0]))
            };
            let found: Vec<_> = (0..carries.len()).filter_map(carried).collect();
            let holds = found.first()?.2;
            let alike = found.iter().filter(|(_, _, other)| *other == holds);
            let members: Vec<(usize, usize)> = alike.map(|(i, at, _)| (*i, *at)).collect();
            let mut uses = Uses::default();
            uses.block(body);
            let once = |(i, at): &(usize, usize)| {
                uses.of(carries[*i].param) == 1 && uses.of(stmt.outs[*at]) == 1
            };
            members.iter().all(once).then_some(Group { branch, holds, members })
        })
    }

    /// What the replacing arm needs of the iteration.
    fn slice(&self, stmt: &Stmt, body: &Block, arm: &Block) -> Option<Slice> {
        let mut defined: HashMap<Var, Option<usize>> =
            stmt.op.bound().into_iter().map(|var| (var, None)).collect();
        for (i, inner) in body.stmts.iter().enumerate() {
            defined.extend(inner.outs.iter().map(|out| (*out, Some(i))));
        }
        let mut slice = Slice::default();
        if !arm.stmts.iter().all(is_repeatable) {
            return None;
        }
        arm.free()
            .into_iter()
            .all(|var| self.at_hand(var, body, &defined, &mut slice))
            .then_some(slice)
    }

    /// Whether a value can be had behind the loop: computed again, else handed on.
    fn at_hand(
        &self,
        var: Var,
        body: &Block,
        defined: &HashMap<Var, Option<usize>>,
        slice: &mut Slice,
    ) -> bool {
        let Some(place) = defined.get(&var) else { return true };
        if slice.noted.contains(&var) || place.is_some_and(|i| slice.stmts.contains(&i)) {
            return true;
        }
        if let Some(i) = *place
            && is_repeatable(&body.stmts[i])
        {
            let (stmts, noted) = (slice.stmts.clone(), slice.noted.clone());
            let free = body.stmts[i].op.free();
            if free.into_iter().all(|operand| self.at_hand(operand, body, defined, slice)) {
                slice.stmts.insert(i);
                return true;
            }
            *slice = Slice { stmts, noted };
        }
        let plain = matches!(self.vars.kind(var), Kind::Real(_) | Kind::Int(_) | Kind::Bool);
        let constant = plain && !self.activity.varied(var);
        if constant {
            slice.noted.push(var);
        }
        constant
    }

    /// The loop that notes where the values come from, and the values.
    fn rewritten(&mut self, stmt: &Stmt, group: &Group, slice: &Slice, arm: &Block) -> Vec<Stmt> {
        let mut looped = stmt.clone();
        let mut before = Builder { derived: false, ..Builder::derived(self.vars, stmt.span) };
        let counted =
            if let Op::For { index, hi, .. } = &stmt.op { Some((*index, *hi)) } else { None };
        let (index, hi) = counted.unzip();
        // The iteration tells by its index whether there was one, else a truth value does.
        let yes = before.fresh(Kind::Bool);
        let first = index.unwrap_or(yes);
        let noted: Vec<Var> = std::iter::once(first)
            .chain(slice.noted.iter().copied().filter(|var| Some(*var) != index))
            .collect();
        let (Op::For { carries, body, .. } | Op::While { carries, body, .. }) = &mut looped.op
        else {
            return vec![looped];
        };
        let name = before.vars[carries[group.members[0].0].param].name.clone();
        let own = body.results[..carries.len()].to_vec();
        let (mut params, mut outs, mut nexts) = (Vec::new(), Vec::new(), Vec::new());
        for (i, var) in noted.iter().enumerate() {
            let mut info = before.vars[*var].clone();
            if i == 0 {
                info.name = name.as_ref().map(|name| format!("{name}_from"));
            }
            info.named = info.name.is_some();
            let init = match (i, hi) {
                (0, Some(hi)) => hi,
                _ => before.push(info.kind.clone(), Op::Literal(nothing(&info.kind))),
            };
            let [param, out, next] = [(); 3].map(|()| before.vars.fresh(info.clone()));
            carries.push(Carry { init, param });
            params.push(param);
            outs.push(out);
            nexts.push(next);
        }
        for (i, _) in &group.members {
            carries[*i].init = before.prim(prims::CONSTANT, &[carries[*i].init]);
            self.done.stopped.insert(carries[*i].init);
        }
        let mut inside = Builder { derived: false, ..Builder::derived(before.vars, stmt.span) };
        let branch = &mut body.stmts[group.branch];
        branch.outs.extend(&nexts);
        if let Op::If { then, otherwise, .. } = &mut branch.op {
            let (taken, other) = if group.holds { (then, otherwise) } else { (otherwise, then) };
            for (_, at) in &group.members {
                let copy = inside.prim(prims::CONSTANT, &[taken.results[*at]]);
                self.done.stopped.insert(copy);
                taken.results[*at] = copy;
            }
            if index.is_none() {
                inside.define(vec![yes], Op::Literal(Literal::Bool(true)));
            }
            taken.stmts.append(&mut inside.stmts);
            taken.results.extend(&noted);
            other.results.extend(&params);
        }
        body.results
            .splice(own.len().., nexts.into_iter().chain(body.results[own.len()..].to_vec()));
        let carried = own.len();
        looped.outs.splice(carried..carried, outs.iter().copied());
        let mut stmts = std::mem::take(&mut before.stmts);
        let values = self.values(stmt, &mut looped, group, slice, (arm, &noted, &outs, hi));
        stmts.push(looped);
        stmts.extend(values);
        stmts
    }

    /// The values behind the loop.
    fn values(
        &mut self,
        stmt: &Stmt,
        looped: &mut Stmt,
        group: &Group,
        slice: &Slice,
        (arm, noted, from, hi): (&Block, &[Var], &[Var], Option<Var>),
    ) -> Vec<Stmt> {
        let (Op::For { carries, body, .. } | Op::While { carries, body, .. }) = &stmt.op else {
            return Vec::new();
        };
        let mut again = Block::default();
        let kept = (0..body.stmts.len()).filter(|i| slice.stmts.contains(i));
        again.stmts.extend(kept.map(|i| body.stmts[i].clone()));
        again.stmts.extend(arm.stmts.iter().cloned());
        again.results = group.members.iter().map(|(_, at)| arm.results[*at]).collect();
        let names = noted.iter().copied().zip(from.iter().copied()).collect();
        rename(&mut again, names, self.vars);
        let before = group.members.iter().map(|(i, _)| carries[*i].init).collect();
        let otherwise = Block { stmts: Vec::new(), results: before };
        let mut outs = Vec::new();
        for (i, _) in &group.members {
            let value = stmt.outs[*i];
            looped.outs[*i] = self.vars.fresh(VarInfo { ..self.vars[value].clone() });
            self.done.values.push((value, looped.outs[*i]));
            outs.push(value);
        }
        let mut builder = Builder { derived: false, ..Builder::derived(self.vars, stmt.span) };
        let cond = match hi {
            Some(hi) => builder.push(Kind::Bool, Op::Prim(prims::NE, vec![from[0], hi])),
            None => from[0],
        };
        builder.define(outs, Op::If { cond, then: again, otherwise });
        builder.stmts
    }
}

/// What is carried as long as nothing was noted.
fn nothing(kind: &Kind) -> Literal {
    match kind {
        Kind::Bool => Literal::Bool(false),
        Kind::Int(_) => Literal::Int(0),
        _ => Literal::Real(0.0),
    }
}

/// Whether a statement may be executed once more.
fn is_repeatable(stmt: &Stmt) -> bool {
    let own = match &stmt.op {
        Op::Call(call) => {
            call.is(Half::Primal) && call.places().next().is_none() && !call.callee.answer.acts()
        }
        Op::Rust(_) | Op::Update { .. } => false,
        Op::Literal(_)
        | Op::Prim(..)
        | Op::Map { .. }
        | Op::Aggregate(_)
        | Op::Project(_)
        | Op::Zeros(_)
        | Op::If { .. }
        | Op::For { .. }
        | Op::While { .. }
        | Op::Wrap(_)
        | Op::Unwrap(_) => true,
    };
    own && stmt.op.blocks().iter().all(|block| block.stmts.iter().all(is_repeatable))
}

/// How often values are read for more than a comparison.
#[derive(Default)]
struct Uses(HashMap<Var, usize>);

impl Uses {
    fn of(&self, var: Var) -> usize {
        self.0.get(&var).copied().unwrap_or(0)
    }

    fn block(&mut self, block: &Block) {
        for stmt in &block.stmts {
            let compared = matches!(&stmt.op, Op::Prim(prim, _)
                if matches!(prim.derivative, Derivative::Zero | Derivative::Inactive));
            if !compared {
                crate::ir::operands(&stmt.op, &mut |var| *self.0.entry(var).or_default() += 1);
            }
            stmt.op.blocks().into_iter().for_each(|inner| self.block(inner));
        }
        block.results.iter().for_each(|var| *self.0.entry(*var).or_default() += 1);
    }
}

/// Gives new names to what a block defines.
fn rename(block: &mut Block, mut names: HashMap<Var, Var>, vars: &mut Vars) {
    for stmt in &mut block.stmts {
        map_operands(&mut stmt.op, &mut |var| names.get(&var).copied().unwrap_or(var));
        let mut inside = names.clone();
        for var in stmt.op.bound_mut() {
            *var = anew(*var, &mut inside, vars);
        }
        for inner in stmt.op.blocks_mut() {
            rename(inner, inside.clone(), vars);
        }
        for var in &mut stmt.outs {
            *var = anew(*var, &mut names, vars);
        }
    }
    block.results.iter_mut().for_each(|var| *var = names.get(var).copied().unwrap_or(*var));
}

fn anew(var: Var, names: &mut HashMap<Var, Var>, vars: &mut Vars) -> Var {
    let new = vars.fresh(vars[var].clone());
    names.insert(var, new);
    new
}
