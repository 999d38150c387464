//! Sums in variables of their own.
//!
//! Where each iteration of a backward loop adds to one and the same element, `x_bar[i] += …`, the
//! terms are added up in a number, and that is added to the element after the loop: a register
//! rather than a place in memory. Other elements may be read and written there, and this one added to
//! in other ways. The order of the additions changes, and so may the last bit of the derivative.

use std::collections::{BTreeMap, HashMap, HashSet};

use crate::analysis::{Extents, Ranges, are_apart};
use crate::ir::{
    Block, Carry, Function, Kind, Literal, Mode, Op, Place, Step, Stmt, Var, VarInfo, Vars,
};
use crate::prims;

/// Moves additions to one element out of loops.
pub fn sums(function: &mut Function, vars: &mut Vars) {
    let mut numbers = HashMap::new();
    note_numbers(&function.body, &mut numbers);
    let extents = Extents::of(&function.body, vars);
    let known = Known { numbers, extents };
    block(&mut function.body, &known, &Ranges::default(), vars);
}

/// What is known of indices.
struct Known {
    numbers: HashMap<Var, i64>,
    extents: Extents,
}

/// The indices that are known.
fn note_numbers(block: &Block, numbers: &mut HashMap<Var, i64>) {
    for stmt in &block.stmts {
        let number = stmt.op.literal().and_then(Literal::integer);
        numbers.extend(number.map(|number| (stmt.outs[0], number)));
        stmt.op.blocks().into_iter().for_each(|inner| note_numbers(inner, numbers));
    }
}

fn block(block_: &mut Block, known: &Known, around: &Ranges, vars: &mut Vars) {
    for mut stmt in std::mem::take(&mut block_.stmts) {
        let ranges = around.inside(&stmt.op, &known.extents);
        stmt.op.blocks_mut().into_iter().for_each(|inner| block(inner, known, &ranges, vars));
        let mut after = Vec::new();
        for carried in 0..stmt.outs.len() {
            extract(&mut stmt, carried, (known, &ranges), &mut block_.stmts, &mut after, vars);
        }
        block_.stmts.push(stmt);
        block_.stmts.extend(after);
    }
}

/// One element that a loop adds to.
struct Sum {
    path: Vec<Step>,
    carry: Carry,
    /// The sum so far.
    current: Var,
}

/// Takes the sums of one carried array out of a loop.
fn extract(
    stmt: &mut Stmt,
    carried: usize,
    (Known { numbers, extents }, ranges): (&Known, &Ranges),
    before: &mut Vec<Stmt>,
    after: &mut Vec<Stmt>,
    vars: &mut Vars,
) {
    let span = stmt.span;
    let make = |outs: Vec<Var>, op: Op| Stmt { outs, op, span, derived: true };
    let Op::For { index, lo, hi, carries, body, .. } = &mut stmt.op else { return };
    let Some(array) = carries.get(carried).map(|carry| carry.param) else { return };
    let Some(Uses { additions, others }) = uses(body, array, body.results[carried]) else { return };
    let inside: HashSet<Var> = body
        .stmts
        .iter()
        .flat_map(|stmt| stmt.outs.iter().copied())
        .chain(carries.iter().map(|carry| carry.param))
        .chain([*index])
        .collect();
    let (mut sums, mut indices): (Vec<Sum>, BTreeMap<i64, Var>) = Default::default();
    let mut replaced: HashMap<Var, Var> = HashMap::new();
    for stmt in &mut body.stmts {
        if let Op::Project(place) | Op::Update { place, .. } = &mut stmt.op {
            place.root = replaced.get(&place.root).copied().unwrap_or(place.root);
        }
        let Op::Update { place, value, .. } = &stmt.op else { continue };
        if !additions.contains(&stmt.outs[0]) {
            continue;
        }
        let value = *value;
        let alone = others.iter().all(|other| are_apart(other, &place.path, ranges, extents));
        // An element with a number has it outside of the loop, too.
        let mut at = place.clone();
        for step in &mut at.path {
            if let Step::Index(index) = step
                && let Some(number) = numbers.get(index).filter(|_| inside.contains(index))
            {
                *index =
                    *indices.entry(*number).or_insert_with(|| vars.fresh(vars[*index].clone()));
            }
        }
        if !alone || !fixed(&at, &inside) || !vars.kind(value).is_real() {
            continue;
        }
        replaced.insert(stmt.outs[0], place.root);
        let known = sums.iter().position(|sum| sum.path == at.path);
        let known = known.unwrap_or_else(|| {
            sums.push(Sum::new(at.path.clone(), value, array, vars));
            sums.len() - 1
        });
        let next = vars.fresh(vars[sums[known].carry.param].clone());
        let op = Op::Prim(prims::ADD, vec![sums[known].current, value]);
        *stmt = make(vec![next], op);
        sums[known].current = next;
    }
    if sums.is_empty() {
        return;
    }
    let known = indices.into_iter();
    before.extend(known.map(|(n, index)| make(vec![index], Op::Literal(Literal::Int(n)))));
    let result = &mut body.results[carried];
    *result = replaced.get(result).copied().unwrap_or(*result);
    let count = carries.len();
    let mut totals = Vec::new();
    for (i, sum) in sums.iter().enumerate() {
        let total = vars.fresh(vars[sum.carry.param].clone());
        before.push(make(vec![sum.carry.init], Op::Literal(Literal::Real(0.0))));
        body.results.insert(count + i, sum.current);
        stmt.outs.insert(count + i, total);
        totals.push(total);
        carries.push(sum.carry.clone());
    }
    let last = stmt.outs[carried];
    let mut version = vars.fresh(vars[last].clone());
    stmt.outs[carried] = version;
    let unchanged = version;
    let mut then = Vec::new();
    for (sum, total) in sums.into_iter().zip(totals) {
        let place = Place { root: version, path: sum.path };
        version = vars.fresh(vars[last].clone());
        then.push(make(vec![version], Op::Update { place, value: total, mode: Mode::Add }));
    }
    if let (Some(lo), Some(hi)) = (numbers.get(lo), numbers.get(hi))
        && lo < hi
    {
        let end = then.len() - 1;
        then[end].outs = vec![last];
        after.extend(then);
        return;
    }
    // Where there was no iteration, there may be no such element.
    let cond = vars.fresh(VarInfo { kind: Kind::Bool, name: None, named: false, span });
    after.push(make(vec![cond], Op::Prim(prims::LT, vec![*lo, *hi])));
    let then = Block { stmts: then, results: vec![version] };
    let otherwise = Block { stmts: Vec::new(), results: vec![unchanged] };
    after.push(make(vec![last], Op::If { cond, then, otherwise }));
}

impl Sum {
    fn new(path: Vec<Step>, like: Var, array: Var, vars: &mut Vars) -> Sum {
        let name = vars[array].name.as_ref().map(|name| format!("{name}_sum"));
        let info = VarInfo { named: name.is_some(), name, ..vars[like].clone() };
        let init = vars.fresh(VarInfo { name: None, named: false, ..info.clone() });
        let param = vars.fresh(info);
        Sum { path, carry: Carry { init, param }, current: param }
    }
}

/// Whether a place is the same in every iteration.
fn fixed(place: &Place, inside: &HashSet<Var>) -> bool {
    !place.path.is_empty()
        && place.path.iter().all(|step| match step {
            Step::Field(_) => true,
            Step::Index(var) => !inside.contains(var),
            Step::View(view) => view.vars().iter().all(|var| !inside.contains(var)),
            Step::NdIndex(vars) => vars.iter().all(|var| !inside.contains(var)),
            Step::Range(lo, hi) => lo.iter().chain(hi).all(|var| !inside.contains(var)),
        })
}

/// What a loop's body does with an array that it carries.
struct Uses {
    /// The versions that additions make.
    additions: Vec<Var>,
    /// Elements that are read, or replaced.
    others: Vec<Vec<Step>>,
}

/// The uses of a carried array, if there is nothing but additions and uses of single elements, each of the version
/// that there is.
fn uses(body: &Block, array: Var, result: Var) -> Option<Uses> {
    let (mut current, mut versions) = (array, vec![array]);
    let mut uses = Uses { additions: Vec::new(), others: Vec::new() };
    for stmt in &body.stmts {
        let read = stmt.op.free();
        let own = read.iter().filter(|var| versions.contains(var)).count();
        if own == 0 {
            continue;
        }
        let (Op::Project(place) | Op::Update { place, .. }) = &stmt.op else { return None };
        if place.root != current || own > 1 {
            return None;
        }
        if let Op::Update { mode, .. } = &stmt.op {
            // The order in which the primal adds stays as it is.
            if !stmt.derived || !matches!(mode, Mode::Add | Mode::Set) {
                return None;
            }
            current = stmt.outs[0];
            versions.push(current);
        }
        if matches!(stmt.op, Op::Update { mode: Mode::Add, .. }) {
            uses.additions.push(current);
        } else {
            uses.others.push(place.path.clone());
        }
    }
    let yielded = body.results.iter().filter(|var| versions.contains(var)).count();
    (result == current && yielded == 1).then_some(uses)
}
