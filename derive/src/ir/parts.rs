//! What the parts of a kind have in common.

use super::Kind;

impl Kind {
    /// Whether it is `()`.
    pub fn is_unit(&self) -> bool {
        matches!(self, Kind::Unit)
    }

    /// Whether it is that of numbers, in tuples and arrays of fixed length.
    pub fn is_fixed(&self) -> bool {
        match self {
            Kind::Real(_) => true,
            Kind::Array(item, _) => item.is_fixed(),
            Kind::Tuple(items) => items.iter().all(Kind::is_fixed),
            Kind::Int(_)
            | Kind::Bool
            | Kind::Unit
            | Kind::Slice(_)
            | Kind::Vec(_)
            | Kind::Nd { .. }
            | Kind::Dim { .. }
            | Kind::Option(_)
            | Kind::Struct(_)
            | Kind::Cotangent(_)
            | Kind::Tangents(..)
            | Kind::Residuals { .. }
            | Kind::Other(_) => false,
        }
    }

    /// Whether tuples in it have parts that carry no derivative.
    pub fn has_inactive_parts(&self) -> bool {
        match self {
            Kind::Tuple(items) => {
                items.iter().any(|item| item.cotangent().is_unit() || item.has_inactive_parts())
            }
            kind => kind.element().is_some_and(Kind::has_inactive_parts),
        }
    }
}
