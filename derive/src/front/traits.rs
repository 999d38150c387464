//! The traits that numbers have, by their names: of the standard library, of `num-traits`, of `ndarray`, and ours.

use syn::{GenericArgument, Path, PathArguments, PathSegment, Type};

/// What a trait says of the type that is bounded by it.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Says {
    /// It is a float, with all methods of one.
    Float,
    /// It is a number.
    Number,
    /// Nothing: any type may be so.
    Nothing,
    /// It is no number.
    Other,
    /// A trait that is not known here.
    Unknown,
}

/// Traits of floats: of `num-traits`, of `ndarray`, and ours.
const FLOATS: &[&str] = &["Float", "NdFloat"];

const NUMBERS: &[&str] = &[
    "FloatCore",
    "FloatConst",
    "FromPrimitive",
    "ToPrimitive",
    "NumCast",
    "AsPrimitive",
    "Num",
    "NumOps",
    "NumRef",
    "NumAssign",
    "NumAssignOps",
    "NumAssignRef",
    "Zero",
    "One",
    "Bounded",
    "Signed",
    "Inv",
    "Pow",
    "MulAdd",
    "MulAddAssign",
    "Euclid",
    "LinalgScalar",
    "ScalarOperand",
    "Scalar",
    "Add",
    "Sub",
    "Mul",
    "Div",
    "Rem",
    "Neg",
    "AddAssign",
    "SubAssign",
    "MulAssign",
    "DivAssign",
    "RemAssign",
    "Sum",
    "Product",
];

const NOTHING: &[&str] = &[
    "Copy",
    "Clone",
    "Debug",
    "Display",
    "LowerExp",
    "UpperExp",
    "PartialEq",
    "PartialOrd",
    "Send",
    "Sync",
    "Sized",
    "Default",
    "Unpin",
];

const OTHERS: &[&str] = &[
    "Fn",
    "FnMut",
    "FnOnce",
    "Iterator",
    "IntoIterator",
    "DoubleEndedIterator",
    "ExactSizeIterator",
    "AsRef",
    "AsMut",
    "Borrow",
    "Deref",
    "Index",
    "Dimension",
    "RemoveAxis",
    "Data",
    "RawData",
];

/// What a bound says of its type, by its name.
pub(super) fn says(path: &Path) -> Says {
    let Some(last) = path.segments.last() else { return Says::Unknown };
    let name = last.ident.to_string();
    let listed = |names: &[&str]| names.contains(&name.as_str());
    match name.as_str() {
        _ if listed(FLOATS) => Says::Float,
        _ if listed(NUMBERS) => Says::Number,
        _ if listed(NOTHING) => Says::Nothing,
        _ if listed(OTHERS) => Says::Other,
        "From" | "Into" if converts_a_float(last) => Says::Number,
        // A name that people give to traits of their own, too.
        "Real" if is_of_num(path) => Says::Float,
        _ => Says::Unknown,
    }
}

/// `num_traits::real::Real`, `num::…`
fn is_of_num(path: &Path) -> bool {
    path.segments.first().is_some_and(|first| first.ident == "num_traits" || first.ident == "num")
}

/// `From<f64>`
fn converts_a_float(segment: &PathSegment) -> bool {
    let PathArguments::AngleBracketed(arguments) = &segment.arguments else { return false };
    arguments.args.iter().any(|argument| match argument {
        GenericArgument::Type(Type::Path(ty)) => ty.path.is_ident("f64") || ty.path.is_ident("f32"),
        _ => false,
    })
}
