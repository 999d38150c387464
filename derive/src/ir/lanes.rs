//! Kinds of several tangents at once.

use std::rc::Rc;

use super::{Kind, Lanes, Num};

impl Kind {
    /// Several tangents of what there was one of. Of structs in fields that the function does not mention
    /// nothing is known here: whether they have several tangents is left to the compiler where `trusted`.
    pub fn several(&self, lanes: &Lanes, trusted: bool) -> Option<Kind> {
        let inner = |item: &Kind| item.several(lanes, trusted).map(Box::new);
        match self {
            Kind::Real(num) => {
                let lanes = Lanes { of: num.clone(), ..lanes.clone() };
                Some(Kind::Real(Num::Lanes(Box::new(lanes))))
            }
            Kind::Unit => Some(Kind::Unit),
            Kind::Tuple(items) => {
                let items: Option<Vec<Kind>> =
                    items.iter().map(|item| item.several(lanes, trusted)).collect();
                Some(Kind::Tuple(items?))
            }
            Kind::Array(item, length) => Some(Kind::Array(inner(item)?, length.clone())),
            Kind::Slice(item) => Some(Kind::Slice(inner(item)?)),
            Kind::Vec(item) => Some(Kind::Vec(inner(item)?)),
            Kind::Option(item) => Some(Kind::Option(inner(item)?)),
            Kind::Nd { num, rank, view } => {
                let lanes = Lanes { of: num.clone(), ..lanes.clone() };
                let num = Num::Lanes(Box::new(lanes));
                Some(Kind::Nd { num, rank: *rank, view: *view })
            }
            Kind::Cotangent(info) => {
                let active = info.fields.iter().filter(|(_, _, active)| *active);
                let mut fields = active.map(|(_, kind, _)| kind.tangent().unwrap_or(kind.clone()));
                let known = fields.all(|kind| match kind {
                    Kind::Other(_) => trusted,
                    kind => inner(&kind).is_some(),
                });
                known.then(|| Kind::Tangents(info.clone(), Rc::new(lanes.clone())))
            }
            Kind::Int(_)
            | Kind::Bool
            | Kind::Struct(_)
            | Kind::Tangents(..)
            | Kind::Dim { .. }
            | Kind::Other(_)
            | Kind::Residuals { .. } => None,
        }
    }
}
