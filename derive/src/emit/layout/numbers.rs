//! Expressions that are made of numbers as they are written, whose type is open.

use std::collections::HashMap;

use crate::ir::{Kind, Op, Var};
use crate::prims::{self, Emit, Prim};

/// The operations that are written where their value is read.
type Inline<'a> = HashMap<Var, &'a Op>;

/// Whether an operation is a number as it is written: `1.5`, `-1.5`.
pub fn is_number(inline: &Inline<'_>, op: &Op) -> bool {
    match op {
        Op::Literal(_) => true,
        Op::Prim(prim, args) if *prim == prims::NEG => {
            matches!(inline.get(&args[0]), Some(Op::Literal(_)))
        }
        _ => false,
    }
}

/// Whether an operation is made of such numbers alone: `1.0 / 3.0`.
pub fn is_of_numbers(inline: &Inline<'_>, op: &Op) -> bool {
    let plain = |prim: &Prim| matches!(prim.emit, Emit::Infix(_) | Emit::Prefix(_));
    match op {
        Op::Prim(prim, args) if plain(prim) => {
            args.iter().all(|arg| inline.get(arg).is_some_and(|op| is_of_numbers(inline, op)))
        }
        op => is_number(inline, op),
    }
}

/// The same of lists of such numbers: `[[1.5, 2.0], [0.5, -1.0]]`.
pub fn is_numbers(inline: &Inline<'_>, op: &Op) -> bool {
    match op {
        Op::Aggregate(parts) => {
            parts.iter().all(|part| inline.get(part).is_some_and(|op| is_numbers(inline, op)))
        }
        op => is_number(inline, op),
    }
}

/// Whether an expression leaves the type of a number open.
pub fn is_untold(inline: &Inline<'_>, kind: &Kind, op: &Op) -> bool {
    let part =
        |kind: &Kind, part: &Var| inline.get(part).is_some_and(|op| is_untold(inline, kind, op));
    match (op, kind) {
        (Op::Aggregate(parts), Kind::Tuple(kinds)) => {
            kinds.iter().zip(parts).any(|(kind, of)| part(kind, of))
        }
        (Op::Aggregate(parts), Kind::Vec(item) | Kind::Array(item, _)) => {
            !parts.is_empty() && parts.iter().all(|of| part(item, of))
        }
        (op, kind) => kind.is_real() && is_number(inline, op),
    }
}
