//! Results whose kind is said where the primitive is used.

use super::{Prim, Shape};
use crate::ir::{Kind, Rank};

/// What such a result may be.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Given {
    /// A number, of a number.
    Number,
    /// A sequence of the first argument.
    Repeated,
    /// An array of the numbers in the first argument.
    Array,
    /// A sequence of the numbers in the first argument.
    Sequence,
    /// The same array, of another rank at compile time.
    Rank,
}

impl Given {
    fn allows(self, argument: &Kind, result: &Kind) -> bool {
        let same_numbers = || match (argument.innermost_num(), result.innermost_num()) {
            (Some(num), Some(of)) => num.fits(of),
            (None, _) | (_, None) => false,
        };
        match self {
            Given::Number => {
                (argument.is_scalar() || matches!(argument, Kind::Other(_)))
                    && matches!(result, Kind::Real(_) | Kind::Int(_))
            }
            Given::Repeated => result.element().is_some_and(|item| argument.fits(item)),
            Given::Array => argument.element().is_some() && is_array(result) && same_numbers(),
            Given::Sequence => is_array(argument) && result.element().is_some() && same_numbers(),
            Given::Rank => {
                let ranks = [argument.rank(), result.rank()];
                let one_rank = ranks[0] == ranks[1] || ranks.contains(&Some(Rank::Dynamic));
                is_array(argument) && is_array(result) && one_rank && same_numbers()
            }
        }
    }
}

fn is_array(kind: &Kind) -> bool {
    matches!(kind, Kind::Nd { .. })
}

impl Prim {
    /// Whether the kind of the result is said where the primitive is used, and not by its arguments.
    pub fn is_given(self) -> bool {
        matches!(self.shape, Shape::Given(_))
    }

    /// Whether the result may be of that kind.
    pub fn may_yield(self, arguments: &[&Kind], result: &Kind) -> bool {
        match self.shape {
            Shape::Given(given) => given.allows(arguments[0], result),
            Shape::Elementwise
            | Shape::First
            | Shape::Bool
            | Shape::Usize
            | Shape::Dot
            | Shape::View
            | Shape::Owned
            | Shape::Element
            | Shape::Reduced
            | Shape::Second
            | Shape::SecondView
            | Shape::Raised
            | Shape::Dim
            | Shape::Matrix => self.kind(arguments).fits(result),
        }
    }
}
