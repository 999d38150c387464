//! The language between: small, typed, structured, every value assigned once.
//!
//! A [`Function`] is a tree of [`Block`]s. A scalar that the user mutates is a new [`Var`] at each
//! assignment, carried through loops and merged by branches. Arrays follow the same discipline: an
//! [`Op::Update`] consumes one version and defines the next, and the emitter gives both the same
//! storage where the old version is dead.

mod answer;
mod builder;
mod call;
mod callee;
mod distinct;
mod effects;
mod fits;
mod forms;
mod free;
mod identifier;
#[cfg(test)]
pub mod interpret;
mod kind;
mod lanes;
mod num;
mod op;
#[cfg(test)]
mod parse;
mod parts;
mod print;
mod rename;
mod verify;
mod versions;
mod view;
mod visit;
#[cfg(test)]
pub mod visits;

pub use answer::{Answer, Effect, Form};
pub use builder::Builder;
pub use call::{Call, Given, Half, Handed, Role, Yield};
pub use callee::{Callee, Halves, Overwritten, Pushes};
pub use free::Free;
pub use identifier::identifier;
pub use kind::{Argument, Kind, StructKind};
pub use num::{Lanes, Num, Rank};
pub use op::{Block, Carry, Literal, Mode, Op, Place, RustCode, Step, Stmt, roots};
#[cfg(test)]
pub use parse::parse;
pub use print::print;
#[cfg(test)]
pub use verify::check;
pub use verify::{Defect, verify};
pub use versions::Versions;
pub use view::{Cut, View};
pub use visit::{Uses, consumed, map_operands, operands};

use std::collections::{HashMap, HashSet};
use std::rc::Rc;

use proc_macro2::Span;
use syn::Ident;

/// A value, assigned once.
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Debug)]
pub struct Var(pub u32);

/// What is known of a [`Var`] wherever it occurs.
#[derive(Clone, Debug)]
pub struct VarInfo {
    /// Its type.
    pub kind: Kind,
    /// The name to print it under, where one suggests itself.
    pub name: Option<String>,
    /// Whether the user, or the field's custom (`x_bar`), gave that name, so that it gets a line of
    /// its own.
    pub named: bool,
    /// The source it comes from.
    pub span: Span,
}

/// How an argument is handed over.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Passing {
    /// `x: f64`
    Value,
    /// `x: &f64`
    Ref,
    /// `x: &mut f64`: in and out.
    Mut,
}

/// A parameter of a [`Function`].
#[derive(Clone, Debug)]
pub struct Param {
    /// The value inside.
    pub var: Var,
    /// How it is handed over.
    pub passing: Passing,
}

/// A function: a block with parameters.
#[derive(Clone, Debug)]
pub struct Function {
    /// Its name.
    pub name: Ident,
    /// Its parameters, in order.
    pub params: Vec<Param>,
    /// Its body; the results are the outputs, and then the final values of the `Mut` parameters.
    pub body: Block,
    /// How many of the body's results are outputs.
    pub outputs: usize,
    /// Values that are at hand beside the parameters: the residuals of a backward function.
    pub assumed: Vec<Var>,
}

impl Function {
    /// How many of the body's results are not residuals: the outputs, and the final value of each
    /// `&mut` parameter.
    pub fn primal_results(&self) -> usize {
        self.outputs + self.params.iter().filter(|param| param.passing == Passing::Mut).count()
    }
}

/// The table of all values of one function and of everything derived from it.
#[derive(Clone, Debug, Default)]
pub struct Vars {
    infos: Vec<VarInfo>,
    /// Type parameters whose bounds need not have all methods of floats: these are called by the path of the trait.
    pub by_path: Vec<Ident>,
    /// The names of parts without derivatives that the user has by value, though they stay where they are.
    pub by_value: HashSet<String>,
    /// Values in the user's words whose type the user has said: how, where only rustc knows what it means.
    pub annotated: HashMap<Var, Option<Rc<syn::Type>>>,
}

impl Vars {
    /// The table of a function with type parameters whose methods are called by path.
    pub fn over(by_path: Vec<Ident>) -> Vars {
        Vars { by_path, ..Vars::default() }
    }

    /// Whether the user has a value as it is, where it is held by reference.
    pub fn is_by_value(&self, var: Var) -> bool {
        let info = &self[var];
        let named = info.name.as_ref().is_some_and(|name| self.by_value.contains(name));
        info.kind.is_copy() || named && matches!(info.kind, Kind::Other(_))
    }

    /// A new value.
    pub fn fresh(&mut self, info: VarInfo) -> Var {
        self.infos.push(info);
        Var(self.infos.len() as u32 - 1)
    }

    /// The kind of a value.
    pub fn kind(&self, var: Var) -> &Kind {
        &self[var].kind
    }

    /// The types of which nothing is known, among those of all values.
    pub fn opaque(&self) -> Vec<syn::Path> {
        let mut found: Vec<syn::Path> = Vec::new();
        for info in self.infos.iter().flat_map(|info| info.kind.structs()) {
            if info.is_opaque() && !found.contains(&info.path) {
                found.push(info.path.clone());
            }
        }
        found
    }

    /// Whether the user, or the field's custom, calls a value so.
    pub fn has_name(&self, name: &str) -> bool {
        self.infos.iter().any(|info| info.named && info.name.as_deref() == Some(name))
    }

    /// Every value there is.
    pub fn all_mut(&mut self) -> impl Iterator<Item = &mut VarInfo> {
        self.infos.iter_mut()
    }
}

impl std::ops::Index<Var> for Vars {
    type Output = VarInfo;

    fn index(&self, var: Var) -> &VarInfo {
        &self.infos[var.0 as usize]
    }
}

impl std::ops::IndexMut<Var> for Vars {
    fn index_mut(&mut self, var: Var) -> &mut VarInfo {
        &mut self.infos[var.0 as usize]
    }
}
