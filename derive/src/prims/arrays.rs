//! Operations on whole arrays.

use super::operators::rows;
use super::{Cost, Derivative, Emit, Given, Linear, More, Prim, Row, Shape, Steep};

/// Array operations with a spelling of their own.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum ArrayOp {
    /// `a.dot(&b)`
    Dot,
    /// The outer product of two vectors.
    Outer,
    /// `a.t()`
    Transpose,
    /// `a.raw_dim()`
    Dim,
    /// `a.sum()`
    Sum,
    /// `a.mean().unwrap()`
    Mean,
    /// `a.sum_axis(Axis(k))`
    SumAxis,
    /// `a.mean_axis(Axis(k)).unwrap()`
    MeanAxis,
    /// `a.to_owned()`
    Copy,
    /// `Array::from_elem(shape, value)`
    Full,
    /// `vec![value; n]`, `[value; N]`
    Fill,
    /// The array repeated along an axis.
    Repeat,
    /// `unbroadcast(term, shape)`
    Unbroadcast,
    /// `a.len_of(Axis(k))`
    LenOf,
    /// `array::reshaped(&a, shape)`
    Reshape,
    /// `a.broadcast(shape).expect(…)`
    Broadcast,
    /// `concatenate(Axis(k), &[a.view(), …])`
    Concatenate,
    /// `stack(Axis(k), &[a.view(), …])`
    Stack,
    /// `a.product()`
    Product,
    /// `array::products_of_others(&a)`
    Others,
    /// `array::products_of_others_dot(&a, &a_dot)`
    OthersDot,
    /// `Array1::from_vec(v)`, `arr1(&x)`
    FromSequence,
    /// `a.to_vec()`, `from_fn(|i| a[i])`
    ToSequence,
    /// `a.into_dyn()`, `a.into_dimensionality::<Ix2>()`
    SetRank,
    /// `sum_of_products(&a, &b)`
    SumOfProducts,
    /// `a.iter().map(|x| factor * x)`, which is there to be added to a row.
    Multiple,
    /// `a.div_ceil(b)`
    Steps,
    /// `a.name(b)`, where the row has another name.
    Method(&'static str),
}

const fn array(name: &'static str, arity: usize, shape: Shape, op: ArrayOp, linear: Linear) -> Row {
    Row {
        name,
        arity,
        more: More::None,
        shape,
        derivative: Derivative::Linear(linear),
        emit: Emit::Array(op),
        cost: Cost::Costly,
        steep: Steep::Never,
        domain: &[],
        note: "",
    }
}

rows! { ARRAYS:
    /// Products of vectors and matrices.
    DOT = array("dot", 2, Shape::Dot, ArrayOp::Dot, Linear::Dot);
    /// The outer product of two vectors.
    OUTER = array("outer", 2, Shape::Matrix, ArrayOp::Outer, Linear::Outer);
    /// The transpose, a view.
    TRANSPOSE = Row {
        cost: Cost::Free,
        ..array("t", 1, Shape::View, ArrayOp::Transpose, Linear::Transpose)
    };
    /// The sum of all elements.
    SUM = array("sum", 1, Shape::Element, ArrayOp::Sum, Linear::Sum);
    /// The mean of all elements.
    MEAN = array("mean", 1, Shape::Element, ArrayOp::Mean, Linear::Mean);
    /// The sum along an axis.
    SUM_AXIS = array("sum_axis", 2, Shape::Reduced, ArrayOp::SumAxis, Linear::SumAxis);
    /// The mean along an axis.
    MEAN_AXIS = array("mean_axis", 2, Shape::Reduced, ArrayOp::MeanAxis, Linear::MeanAxis);
    /// A copy of an array or view.
    COPY = array("to_owned", 1, Shape::Owned, ArrayOp::Copy, Linear::Copy);
    /// `filled(value, n)`: the value in every element of a vector; without a number, of an array.
    FILLED = Row {
        more: More::One,
        ..array("filled", 1, Shape::Given(Given::Repeated), ArrayOp::Fill, Linear::Fill)
    };
    /// `full(value, shape)`: the value in every element.
    FULL = array("full", 2, Shape::Second, ArrayOp::Full, Linear::Full);
    /// `repeat(term, shape, axis)`: the term repeated along an axis.
    REPEAT = array("repeat", 3, Shape::Second, ArrayOp::Repeat, Linear::Repeat);
    /// `unbroadcast(term, shape)`: summed over the axes along which that shape was broadcast.
    UNBROADCAST = array(
        "unbroadcast", 2, Shape::Second, ArrayOp::Unbroadcast, Linear::Unbroadcast);
    /// `into_shape(array, shape)`: the same elements in another shape.
    RESHAPE = array("into_shape", 2, Shape::Second, ArrayOp::Reshape, Linear::Reshape);
    /// `broadcast(array, shape)`: repeated to that shape, a view.
    BROADCAST = Row {
        cost: Cost::Free,
        ..array("broadcast", 2, Shape::SecondView, ArrayOp::Broadcast, Linear::Broadcast)
    };
    /// `concatenate(a, b, …, axis)`: any number of arrays, one behind the other.
    CONCATENATE = Row {
        more: More::Any,
        ..array("concatenate", 2, Shape::Owned, ArrayOp::Concatenate, Linear::Concatenate)
    };
    /// `stack(a, b, …, axis)`: any number of arrays along a new axis.
    STACK = Row {
        more: More::Any,
        ..array("stack", 2, Shape::Raised, ArrayOp::Stack, Linear::Stack)
    };
    /// The product of all elements.
    PRODUCT = array("product", 1, Shape::Element, ArrayOp::Product, Linear::Product);
    /// For each element, the product of all others.
    OTHERS = array("products_of_others", 1, Shape::Owned, ArrayOp::Others, Linear::Others);
    /// The tangent of that, for the tangent that is the second argument.
    OTHERS_DOT = array(
        "products_of_others_dot", 2, Shape::Owned, ArrayOp::OthersDot, Linear::OthersDot);
    /// An array of the elements of a sequence, or of nested arrays.
    FROM_SEQUENCE = array(
        "from_sequence", 1, Shape::Given(Given::Array), ArrayOp::FromSequence, Linear::FromSequence);
    /// The elements of an array as a sequence, or as nested arrays.
    TO_SEQUENCE = array("to_sequence", 1, Shape::Given(Given::Sequence), ArrayOp::ToSequence, Linear::ToSequence);
    /// The same array, where the rank was known at run time only, or from now on is.
    SET_RANK = array("set_rank", 1, Shape::Given(Given::Rank), ArrayOp::SetRank, Linear::SetRank);
    /// `Σ aᵢ bᵢ` of two slices. Written when nothing is differentiated any more, as are the next two.
    SUM_OF_PRODUCTS = Row {
        derivative: Derivative::Inactive,
        ..array("sum_of_products", 2, Shape::Element, ArrayOp::SumOfProducts, Linear::Dot)
    };
    /// A slice times a number, to be added to another one.
    MULTIPLE = Row {
        derivative: Derivative::Inactive,
        ..array("multiple", 2, Shape::First, ArrayOp::Multiple, Linear::Copy)
    };
    /// The same, but 0 where the element is, whatever the number is.
    MULTIPLE_UNLESS_ZERO = Row {
        derivative: Derivative::Inactive,
        ..array("multiple_unless_zero", 2, Shape::First, ArrayOp::Multiple, Linear::Copy)
    };
    /// The shape.
    DIM = Row {
        derivative: Derivative::Inactive,
        cost: Cost::Free,
        ..array("raw_dim", 1, Shape::Dim, ArrayOp::Dim, Linear::Copy)
    };
    /// The extent of an axis.
    LEN_OF = Row {
        derivative: Derivative::Inactive,
        cost: Cost::Free,
        ..array("len_of", 2, Shape::Usize, ArrayOp::LenOf, Linear::Copy)
    };
}
