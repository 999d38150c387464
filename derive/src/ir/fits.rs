//! Which values may stand where a kind is declared.

use super::{Argument, Kind, Num, StructKind};

impl Kind {
    /// Whether a value of this kind may be what is declared to be of that kind: they are the same, or one is
    /// a borrowed form of the other (a slice of a vector or an array, a view of an owned array), which the
    /// emitter borrows or copies. What only rustc knows fits everything; of two names for types, and of two
    /// spellings of a length, only rustc knows whether they are the same.
    pub fn fits(&self, declared: &Kind) -> bool {
        if matches!(declared, Kind::Other(None)) {
            return true;
        }
        match self {
            Kind::Real(num) => matches!(declared, Kind::Real(of) if num.fits(of)),
            Kind::Int(num) => matches!(declared, Kind::Int(of) if num.fits(of)),
            Kind::Bool => matches!(declared, Kind::Bool),
            Kind::Unit => matches!(declared, Kind::Unit),
            Kind::Tuple(items) => match declared {
                Kind::Tuple(of) => all_fit(items, of),
                _ => false,
            },
            Kind::Array(item, _) => {
                matches!(declared, Kind::Array(of, _) | Kind::Slice(of) if item.fits(of))
            }
            Kind::Slice(item) | Kind::Vec(item) => {
                matches!(declared, Kind::Slice(of) | Kind::Vec(of) if item.fits(of))
            }
            Kind::Nd { num, rank, .. } => {
                matches!(declared, Kind::Nd { num: of, rank: axes, .. } if num.fits(of) && rank == axes)
            }
            Kind::Struct(info) => matches!(declared, Kind::Struct(of) if info.fits(of)),
            Kind::Cotangent(info) => matches!(declared, Kind::Cotangent(of) if info.fits(of)),
            Kind::Tangents(info, lanes) => {
                matches!(declared, Kind::Tangents(of, many) if info.fits(of) && lanes == many)
            }
            Kind::Dim { num, rank } => {
                matches!(declared, Kind::Dim { num: of, rank: axes } if num.fits(of) && rank == axes)
            }
            Kind::Other(None) => true,
            Kind::Other(Some(_)) => matches!(declared, Kind::Other(_)),
            Kind::Residuals { of, arguments, method, tangent, .. } => match declared {
                Kind::Residuals {
                    of: other,
                    arguments: others,
                    method: named,
                    tangent: second,
                    ..
                } => {
                    of.to_string() == other.to_string()
                        && method == named
                        && tangent == second
                        && all_fit(arguments, others)
                }
                _ => false,
            },
            Kind::Option(item) => matches!(declared, Kind::Option(of) if item.fits(of)),
        }
    }
}

fn all_fit(kinds: &[Kind], declared: &[Kind]) -> bool {
    kinds.len() == declared.len() && kinds.iter().zip(declared).all(|(kind, of)| kind.fits(of))
}

impl StructKind {
    /// Whether both are one struct of the user's, for the same numbers; modules may name it by other paths.
    fn fits(&self, declared: &StructKind) -> bool {
        let name = |info: &StructKind| info.path.segments.last().map(|last| last.ident.clone());
        let numbers = |info: &StructKind| {
            let arguments = info.arguments.iter().filter_map(|argument| match argument {
                Argument::Num(num) => Some(num.clone()),
                Argument::Type(_) | Argument::Other(_) => None,
            });
            arguments.collect::<Vec<_>>()
        };
        let (numbers, of) = (numbers(self), numbers(declared));
        name(self) == name(declared)
            && numbers.len() == of.len()
            && numbers.iter().zip(&of).all(|(num, of)| num.fits(of))
    }
}

impl Num {
    /// Whether a number of this type may be what is declared to be of that type.
    pub fn fits(&self, declared: &Num) -> bool {
        match self {
            Num::Open | Num::Infer(_) => true,
            Num::F32 | Num::F64 | Num::Param(_) | Num::Int(_) | Num::Lanes(_) => {
                self == declared || matches!(declared, Num::Open | Num::Infer(_))
            }
        }
    }
}
