//! Types of other crates that a bare name stands for.
//!
//! A macro sees names only. A name with type arguments is that of the generic type which everyone knows
//! by it; without them, as in `o: &Option`, it is a struct of the user's. A struct that would be mistaken
//! all the same is refused where it is derived (`is_mistaken`).

use quote::ToTokens;
use syn::{GenericArgument, Generics, Ident, PathArguments, PathSegment, Type};

/// What a name stands for, where it is no struct of the user's.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Standard {
    /// `Vec<f64>`
    Vector,
    /// An array of `ndarray`: `Array2<f64>`, `ArrayView<f64, D>`.
    Array,
    /// What never carries a derivative and goes through functions as it is: `Option<usize>`, `str`.
    Opaque,
    /// What points to a value: `Box<f64>`.
    Pointer,
    /// What holds values where no derivative follows: `HashMap<String, f64>`, `RefCell<f64>`.
    Container,
}

/// Types with arguments.
const GENERIC: &[(&str, Standard)] = &[
    ("Vec", Standard::Vector),
    ("Option", Standard::Opaque),
    ("Result", Standard::Opaque),
    ("Range", Standard::Opaque),
    ("RangeInclusive", Standard::Opaque),
    ("RangeFrom", Standard::Opaque),
    ("Box", Standard::Pointer),
    ("Rc", Standard::Pointer),
    ("Arc", Standard::Pointer),
    ("Cow", Standard::Pointer),
    ("HashMap", Standard::Container),
    ("HashSet", Standard::Container),
    ("BTreeMap", Standard::Container),
    ("BTreeSet", Standard::Container),
    ("BinaryHeap", Standard::Container),
    ("LinkedList", Standard::Container),
    ("VecDeque", Standard::Container),
    ("Cell", Standard::Container),
    ("RefCell", Standard::Container),
    ("OnceCell", Standard::Container),
    ("Mutex", Standard::Container),
    ("RwLock", Standard::Container),
    ("PhantomData", Standard::Container),
];

/// Types without.
const PLAIN: &[(&str, Standard)] = &[
    ("String", Standard::Opaque),
    ("str", Standard::Opaque),
    ("char", Standard::Opaque),
    ("Ordering", Standard::Opaque),
    ("PathBuf", Standard::Container),
    ("OsString", Standard::Container),
];

/// Variants that are written like functions.
const VARIANTS: &[&str] = &["Some", "None", "Ok", "Err"];

/// What the last segment of a type's path stands for.
pub(super) fn standard(segment: &PathSegment) -> Option<Standard> {
    of(&segment.ident.to_string(), type_argument(segment, 0).is_some())
}

fn of(name: &str, generic: bool) -> Option<Standard> {
    let table = if generic { GENERIC } else { PLAIN };
    let listed = table.iter().find(|(known, _)| *known == name).map(|(_, standard)| *standard);
    listed.or((generic && is_array_name(name)).then_some(Standard::Array))
}

/// Whether a struct of this name would be mistaken for a type that everyone knows by it.
pub fn is_mistaken(name: &Ident, generics: &Generics) -> bool {
    let generic = generics.type_params().next().is_some();
    let name = name.to_string();
    of(&name, generic).is_some() || VARIANTS.contains(&name.as_str())
}

/// Whether a type is known to hold values in a way that no derivative goes through: `Box<f64>`, `HashMap<K, V>`.
pub(super) fn holds(ty: &Type) -> Option<Standard> {
    let Type::Path(path) = ty else { return None };
    standard(path.path.segments.last()?).filter(|standard| match standard {
        Standard::Pointer | Standard::Container => true,
        Standard::Vector | Standard::Array | Standard::Opaque => false,
    })
}

/// What is said of a type that is not taken: its name, and what to take instead of a pointer.
pub(super) fn refused(ty: &Type) -> String {
    let inner = match ty {
        Type::Reference(reference) => &reference.elem,
        ty => ty,
    };
    let pointed = match (holds(inner), inner) {
        (Some(Standard::Pointer), Type::Path(path)) => {
            path.path.segments.last().and_then(|segment| type_argument(segment, 0))
        }
        _ => None,
    };
    let base = |path: &syn::TypePath| {
        path.path.segments.last().is_some_and(|last| last.ident == "ArrayBase")
    };
    if matches!(inner, Type::Path(path) if base(path)) {
        let written = written(ty);
        return format!(
            "`{written}`, where `&ArrayBase<S, Ix1>` with `S: Data<Elem = f64>` would be"
        );
    }
    match pointed {
        Some(pointed) => {
            let pointed = written(pointed);
            format!("`{}`, where `{pointed}` itself or `&{pointed}` would be", written(ty))
        }
        None => format!("`{}`", written(ty)),
    }
}

/// A type as one writes it.
pub fn written(ty: &Type) -> String {
    let spaced = ty.to_token_stream().to_string();
    let closed = spaced.replace(" <", "<").replace("< ", "<").replace(" >", ">").replace(" ,", ",");
    let closed = closed.replace(" :: ", "::").replace("& ", "&").replace(" (", "(");
    closed.replace("' ", "'").replace(" ;", ";").replace(">->", "> ->").replace("* ", "*")
}

/// The name of an array type without its rank.
pub(super) fn stem(name: &str) -> &str {
    name.trim_end_matches(|c: char| c.is_ascii_digit())
}

pub fn is_array_name(name: &str) -> bool {
    let dynamic = ["ArrayD", "ArrayViewD", "ArrayRefD", "ArrayViewMutD"].contains(&name);
    dynamic
        || matches!(stem(name), "Array" | "ArrayView" | "ArrayRef" | "ArrayViewMut" | "ArrayBase")
}

/// The type arguments of a path segment, lifetimes and constants left out.
pub(super) fn type_argument(segment: &PathSegment, position: usize) -> Option<&Type> {
    let PathArguments::AngleBracketed(arguments) = &segment.arguments else { return None };
    let mut types = arguments.args.iter().filter_map(|argument| match argument {
        GenericArgument::Type(ty) => Some(ty),
        _ => None,
    });
    types.nth(position)
}
