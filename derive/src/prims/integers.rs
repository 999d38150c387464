//! What is computed on integers and shapes.

use super::operators::rows;
use super::{ArrayOp, Cost, Derivative, Emit, More, Prim, Row, Shape, Steep};

const fn integer(name: &'static str, symbol: &'static str) -> Row {
    Row {
        name,
        arity: 2,
        more: More::None,
        shape: Shape::First,
        derivative: Derivative::Inactive,
        emit: Emit::Infix(symbol),
        cost: Cost::Free,
        steep: Steep::Never,
        domain: &[],
        note: "",
    }
}

const fn length(name: &'static str) -> Row {
    Row { arity: 1, shape: Shape::Usize, emit: Emit::Method, ..integer(name, "") }
}

rows! { INTEGERS:
    /// `a & b`
    BIT_AND = integer("bit_and", "&");
    /// `a | b`
    BIT_OR = integer("bit_or", "|");
    /// `a ^ b`
    BIT_XOR = integer("bit_xor", "^");
    /// `a << b`
    SHL = integer("shl", "<<");
    /// `a >> b`
    SHR = integer("shr", ">>");
    /// Elements of an array, slice or vector.
    LEN = length("len");
    /// Rows of a matrix.
    NROWS = length("nrows");
    /// Columns of a matrix.
    NCOLS = length("ncols");
    /// The smaller of two integers.
    INT_MIN = Row { emit: Emit::Array(ArrayOp::Method("min")), ..integer("int_min", "") };
    /// The larger of two integers.
    INT_MAX = Row { emit: Emit::Array(ArrayOp::Method("max")), ..integer("int_max", "") };
    /// `a - b`, not below 0.
    SATURATING_SUB = Row { emit: Emit::Method, ..integer("saturating_sub", "") };
    /// How often a range with a stride runs.
    STEPS = Row { emit: Emit::Array(ArrayOp::Steps), ..integer("div_ceil", "") };
}
