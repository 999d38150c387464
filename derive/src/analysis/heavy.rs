//! What takes much room.

use crate::ir::Kind;

/// Whether values of this kind are, or contain, sequences that are computed again rather than kept.
pub(super) fn is_heavy(kind: &Kind) -> bool {
    match kind {
        Kind::Array(..) | Kind::Slice(_) | Kind::Vec(_) => true,
        Kind::Tuple(items) => items.iter().any(is_heavy),
        Kind::Option(item) => is_heavy(item),
        Kind::Real(_)
        | Kind::Int(_)
        | Kind::Bool
        | Kind::Unit
        | Kind::Dim { .. }
        | Kind::Nd { .. }
        | Kind::Struct(_)
        | Kind::Cotangent(_)
        | Kind::Tangents(..)
        | Kind::Other(_)
        | Kind::Residuals { .. } => false,
    }
}

/// Whether values of this kind may hold any number of elements, as far as is known.
pub(super) fn is_large(kind: &Kind) -> bool {
    match kind {
        Kind::Slice(_) | Kind::Vec(_) | Kind::Nd { .. } => true,
        Kind::Array(item, _) | Kind::Option(item) => is_large(item),
        Kind::Tuple(items) => items.iter().any(is_large),
        Kind::Struct(info) => info.fields.iter().any(|(_, kind, _)| is_large_field(kind)),
        Kind::Real(_)
        | Kind::Int(_)
        | Kind::Bool
        | Kind::Unit
        | Kind::Dim { .. }
        | Kind::Cotangent(_)
        | Kind::Tangents(..)
        | Kind::Other(_)
        | Kind::Residuals { .. } => false,
    }
}

/// A field may be of a type of which nothing is known, and a listed array as long as any.
fn is_large_field(kind: &Kind) -> bool {
    matches!(kind, Kind::Array(..) | Kind::Other(_)) || is_large(kind)
}
