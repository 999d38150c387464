//! What a term is called where nobody has named it: after what it is made of, `sin_x` or `x_y`.

use super::graph::{Graph, Id, Term};
use crate::prims::{self, Emit};

impl Graph {
    /// A name for a term of one operation on what the user has named.
    pub fn hint(&self, id: Id) -> Option<String> {
        let Term::Prim(prim, args) = &self.node(id).term else { return None };
        let name = |i: usize| self.node(*args.get(i)?).name.clone();
        match prim.emit {
            Emit::Method if args.len() == 1 => Some(format!("{}_{}", prim.name, name(0)?)),
            Emit::Infix(_) if *prim == prims::MUL && args[0] == args[1] => {
                Some(format!("{}_squared", name(0)?))
            }
            Emit::Infix(_) if *prim == prims::MUL => Some(format!("{}_{}", name(0)?, name(1)?)),
            Emit::Infix(_) if *prim == prims::DIV && self.value(args[0]) == Some(1.0) => {
                Some(format!("one_over_{}", name(1)?))
            }
            Emit::Infix(_) if *prim == prims::DIV => {
                Some(format!("{}_over_{}", name(0)?, name(1)?))
            }
            Emit::Method
            | Emit::Infix(_)
            | Emit::Prefix(_)
            | Emit::Cast
            | Emit::Identity
            | Emit::UnlessZero
            | Emit::Given
            | Emit::Differs
            | Emit::Array(_) => None,
        }
    }
}
