//! Lengths without the sequence: a sequence that is overwritten keeps its length.

use std::collections::HashMap;

use crate::ir::{Block, Function, Kind, Literal, Op, Passing, Step, Stmt, Var, Vars, Versions};
use crate::prims;

/// Takes each length from what decided it, where that lasts: a parameter, a count, the bounds of a
/// part.
pub fn lengths(function: &mut Function, vars: &mut Vars) {
    let versions = Versions::of_one_length(&function.body);
    let mut origins = Origins { versions, made: HashMap::new(), lasting: HashMap::new() };
    for param in &function.params {
        origins.lasting.insert(param.var, param.passing != Passing::Mut);
    }
    origins.survey(&function.body);
    let mut replaced = HashMap::new();
    rewrite(&mut function.body, &origins, &mut replaced, vars);
    if !replaced.is_empty() {
        function.body.substitute(&mut |var| replaced.get(&var).copied().unwrap_or(var));
    }
}

/// Where sequences come from.
struct Origins {
    versions: Versions,
    /// How sequences are made.
    made: HashMap<Var, Op>,
    /// Parameters, and whether they are never overwritten.
    lasting: HashMap<Var, bool>,
}

/// What decides a length.
enum Length {
    /// A value.
    Known(Var),
    /// So many elements.
    Count(usize),
    /// The bounds of a part.
    Between(Option<Var>, Var),
    /// What is left of a length behind an index.
    Behind(Option<Var>, Box<Length>),
    /// The length of another sequence.
    Of(Var),
}

impl Origins {
    fn survey(&mut self, block: &Block) {
        for stmt in &block.stmts {
            if let Op::Prim(..) | Op::Project(_) | Op::Aggregate(_) = &stmt.op {
                self.made.insert(stmt.outs[0], stmt.op.clone());
            }
            stmt.op.blocks().into_iter().for_each(|inner| self.survey(inner));
        }
    }

    fn length(&self, of: Var) -> Option<Length> {
        let first = self.versions.first(of);
        let made = self.made.get(&first);
        if let Some(place) = made.and_then(Op::part) {
            return match place.path.as_slice() {
                [.., Step::Range(lo, Some(hi))] => Some(Length::Between(*lo, *hi)),
                [Step::Range(lo, None)] => {
                    let whole = self.length(place.root)?;
                    Some(Length::Behind(*lo, Box::new(whole)))
                }
                _ => None,
            };
        }
        if let Some(Op::Aggregate(parts)) = made {
            return Some(Length::Count(parts.len()));
        }
        match made.and_then(Op::prim) {
            Some((prim, [source])) if prim == prims::COPY => {
                Some(self.length(*source).unwrap_or(Length::Of(*source)))
            }
            Some((prim, [_, count])) if prim == prims::FILLED => Some(Length::Known(*count)),
            Some(_) | None => {
                let lasts = self.lasting.get(&first).copied().unwrap_or(false);
                (lasts && first != of).then_some(Length::Of(first))
            }
        }
    }
}

/// Notes in `replaced` what stands for each length that is taken from elsewhere.
fn rewrite(
    block: &mut Block,
    origins: &Origins,
    replaced: &mut HashMap<Var, Var>,
    vars: &mut Vars,
) {
    let stmts = std::mem::take(&mut block.stmts);
    for mut stmt in stmts {
        stmt.op.blocks_mut().into_iter().for_each(|inner| rewrite(inner, origins, replaced, vars));
        if let Op::Prim(prim, args) = &stmt.op
            && *prim == prims::LEN
            && matches!(vars.kind(args[0]), Kind::Slice(_) | Kind::Vec(_))
            && let Some(length) = origins.length(args[0])
        {
            let var = written(length, &stmt, vars, &mut block.stmts);
            // What decides it may be a length that was taken from elsewhere itself.
            let var = replaced.get(&var).copied().unwrap_or(var);
            replaced.insert(stmt.outs[0], var);
            continue;
        }
        block.stmts.push(stmt);
    }
}

/// A length as a value, written where `stmt` stood.
fn written(length: Length, stmt: &Stmt, vars: &mut Vars, stmts: &mut Vec<Stmt>) -> Var {
    let op = match length {
        Length::Known(var) | Length::Between(None, var) => return var,
        Length::Behind(None, whole) => return written(*whole, stmt, vars, stmts),
        Length::Between(Some(lo), hi) => Op::Prim(prims::SUB, vec![hi, lo]),
        Length::Behind(Some(lo), whole) => {
            let whole = written(*whole, stmt, vars, stmts);
            Op::Prim(prims::SUB, vec![whole, lo])
        }
        Length::Count(count) => Op::Literal(Literal::Int(count as i64)),
        Length::Of(var) => Op::Prim(prims::LEN, vec![var]),
    };
    let info = vars[stmt.outs[0]].clone();
    let out = vars.fresh(info);
    stmts.push(Stmt { outs: vec![out], op, ..stmt.clone() });
    out
}
