//! Rust in: signatures, kinds, scopes, and lowering to the intermediate language.

mod aggregates;
mod arms;
mod arrays;
mod assigned;
mod bind;
mod call;
mod carries;
mod chains;
mod changes;
mod closures;
mod consumers;
mod control;
mod derivatives;
mod dispatch;
mod everywhere;
mod exits;
mod expr;
mod extrema;
mod flow;
mod frames;
mod halves;
mod hessian;
mod inplace;
mod lines;
mod literal;
mod loops;
mod lower;
mod matching;
mod methods;
mod operands;
mod operators;
mod options;
mod orders;
mod outline;
mod overwritten;
mod owner;
mod places;
mod rules;
mod rust;
mod scope;
mod search;
mod sequences;
mod shapes;
mod signature;
mod source;
mod stages;
mod structs;
mod types;
mod unify;
mod views;
mod walk;
mod zips;

pub use derivatives::Pairs;
pub use lower::{Lowered, lower};
pub use options::Options;
pub use outline::{Outline, differentiable, outline};
pub use overwritten::mark_overwritten;
pub use owner::Owner;
pub use rules::known;
pub use signature::{
    FnSignature, Method, SigParam, Signatures, field_is_constant, key, names_itself, published,
    pushes_mark,
};
pub use structs::sibling;
pub use types::{TypeScope, struct_paths};
pub use walk::{Found, Walk};
