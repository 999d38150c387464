//! New names for what code defines, so that it may stand in a function twice.

use std::collections::HashMap;

use super::{Block, Stmt, Var, Vars, map_operands};

impl Block {
    /// A copy for other parameters: it defines other values than the original.
    pub fn anew(mut self, params: &[Var], vars: &mut Vars) -> (Vec<Var>, Block) {
        let mut names = Names::new(vars);
        let params = params.iter().map(|var| names.fresh(*var)).collect();
        self.rename(&mut names);
        (params, self)
    }

    /// Scope by scope: what one block defines, another may define again.
    fn rename(&mut self, names: &mut Names<'_>) {
        let outer = names.hidden.len();
        for stmt in &mut self.stmts {
            map_operands(&mut stmt.op, &mut |var| names.of(var));
            stmt.rename_inside(names);
            stmt.outs.iter_mut().for_each(|var| *var = names.fresh(*var));
        }
        self.results.iter_mut().for_each(|var| *var = names.of(*var));
        names.leave(outer);
    }
}

impl Stmt {
    /// The values inside its blocks get new names; those that it defines itself stay.
    pub fn inside_anew(&mut self, vars: &mut Vars) {
        self.rename_inside(&mut Names::new(vars));
    }

    fn rename_inside(&mut self, names: &mut Names<'_>) {
        let outer = names.hidden.len();
        for var in self.op.bound_mut() {
            *var = names.fresh(*var);
        }
        self.op.blocks_mut().into_iter().for_each(|block| block.rename(names));
        names.leave(outer);
    }
}

/// The names of one scope, of which a block has more and then less: to copy them for each block within others
/// would take time that grows with the square of how deep these are.
struct Names<'a> {
    vars: &'a mut Vars,
    known: HashMap<Var, Var>,
    /// What the names of the scopes that are open hide.
    hidden: Vec<(Var, Option<Var>)>,
}

impl<'a> Names<'a> {
    fn new(vars: &'a mut Vars) -> Self {
        Names { vars, known: HashMap::new(), hidden: Vec::new() }
    }

    fn of(&self, var: Var) -> Var {
        self.known.get(&var).copied().unwrap_or(var)
    }

    fn fresh(&mut self, var: Var) -> Var {
        let info = self.vars[var].clone();
        let new = self.vars.fresh(info);
        self.hidden.push((var, self.known.insert(var, new)));
        new
    }

    /// Back to the scope around, which has hidden so many.
    fn leave(&mut self, outer: usize) {
        for (var, before) in self.hidden.drain(outer..).rev() {
            match before {
                Some(before) => self.known.insert(var, before),
                None => self.known.remove(&var),
            };
        }
    }
}
