//! New names for what code defines, so that it may stand in a function twice.

use std::collections::HashMap;

use super::{Block, Stmt, Var, Vars, map_operands};

impl Block {
    /// A copy for other parameters: it defines other values than the original.
    pub fn anew(mut self, params: &[Var], vars: &mut Vars) -> (Vec<Var>, Block) {
        let mut names = HashMap::new();
        let params = params.iter().map(|var| fresh(*var, &mut names, vars)).collect();
        self.rename(names, vars);
        (params, self)
    }

    /// Scope by scope: what one block defines, another may define again.
    fn rename(&mut self, mut names: HashMap<Var, Var>, vars: &mut Vars) {
        for stmt in &mut self.stmts {
            map_operands(&mut stmt.op, &mut |var| renamed(var, &names));
            stmt.rename_inside(&names, vars);
            stmt.outs.iter_mut().for_each(|var| *var = fresh(*var, &mut names, vars));
        }
        self.results.iter_mut().for_each(|var| *var = renamed(*var, &names));
    }
}

impl Stmt {
    /// The values inside its blocks get new names; those that it defines itself stay.
    pub fn inside_anew(&mut self, vars: &mut Vars) {
        self.rename_inside(&HashMap::new(), vars);
    }

    fn rename_inside(&mut self, names: &HashMap<Var, Var>, vars: &mut Vars) {
        let mut inside = names.clone();
        for var in self.op.bound_mut() {
            *var = fresh(*var, &mut inside, vars);
        }
        self.op.blocks_mut().into_iter().for_each(|block| block.rename(inside.clone(), vars));
    }
}

fn renamed(var: Var, names: &HashMap<Var, Var>) -> Var {
    names.get(&var).copied().unwrap_or(var)
}

fn fresh(var: Var, names: &mut HashMap<Var, Var>, vars: &mut Vars) -> Var {
    let info = vars[var].clone();
    let new = vars.fresh(info);
    names.insert(var, new);
    new
}
