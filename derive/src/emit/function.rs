//! The state of emitting one function, and its variables.

use std::collections::{HashMap, HashSet};
use std::rc::Rc;

use proc_macro2::TokenStream;
use quote::quote;
use syn::{Ident, Path as RustPath};

use super::buffers::Buffers;
use super::holders::Holders;
use super::layout::{Layout, Path, numbers};
use super::names::Names;
use super::types::owned_type;
use crate::analysis::Extents;
use crate::ir::{Function, Kind, Op, Passing, Place, Var, VarInfo, Vars};

/// How a Rust variable holds its value.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Holds {
    /// `x: T`
    Value,
    /// `x: &T`
    Ref,
    /// `x: &mut T`
    Mut,
}

/// A Rust variable.
#[derive(Clone)]
pub struct Slot {
    /// Its name.
    pub ident: Ident,
    /// How it holds its value.
    pub holds: Holds,
    /// Whether it is a parameter taken by value, which is not `mut`.
    pub fixed: bool,
    /// Whether rustc knows its type where a method of it is called: not of an integer that is digits.
    pub typed: bool,
    /// Whether it holds what it was declared with: a stand-in, until the arm that has a value is left.
    pub blank: bool,
    /// Whether it is a mutable reference to a slice, which has elements only to be written to.
    pub slice: bool,
}

/// Emits one function.
pub struct Emitter<'a> {
    pub(super) vars: &'a Vars,
    pub(super) runtime: &'a RustPath,
    /// The numbers of elements of sequences.
    pub(super) extents: Rc<Extents>,
    pub(super) layout: Layout<'a>,
    pub(super) names: Names,
    pub(super) slots: Vec<Slot>,
    pub(super) slot_of: Holders,
    /// The variables that turned out to be assigned to, found in a first round.
    pub(super) mutable: HashSet<usize>,
    pub(super) assigned: HashSet<usize>,
    pub(super) buffers: Buffers,
    /// The parts that variables borrow.
    pub(super) borrowed: HashMap<Var, Place>,
    /// Where we are.
    pub(super) here: Path,
    /// Whether integers were kept, so that some of another type are `i64` here.
    pub(super) restored: bool,
    /// Whether the function is made of others, and hands its arguments over to them.
    pub(super) hands_over: bool,
    /// Whether the next literal is written with its type, since a method is called on what is made of it.
    pub(super) typed: bool,
}

impl<'a> Emitter<'a> {
    /// Emits a function's body with `run`, twice: which variables are `mut`, and which vectors are
    /// handed over, is known after the first round.
    pub fn emit<T>(
        function: &'a Function,
        vars: &'a Vars,
        runtime: &'a RustPath,
        names: &Names,
        run: impl Fn(&mut Emitter<'a>) -> T,
    ) -> T {
        let extents = Rc::new(Extents::of(&function.body, vars));
        let (mut mutable, mut moved) = (HashSet::new(), None);
        loop {
            let mut emitter = Emitter {
                vars,
                runtime,
                extents: Rc::clone(&extents),
                layout: Layout::new(function, vars),
                names: names.clone(),
                slots: Vec::new(),
                slot_of: Holders::default(),
                mutable: mutable.clone(),
                assigned: HashSet::new(),
                buffers: Buffers::after(moved.clone()),
                borrowed: HashMap::new(),
                here: Vec::new(),
                restored: false,
                hands_over: false,
                typed: false,
            };
            for param in &function.params {
                let holds = match param.passing {
                    Passing::Value => Holds::Value,
                    Passing::Ref => Holds::Ref,
                    Passing::Mut => Holds::Mut,
                };
                let slot = match &emitter.vars[param.var] {
                    VarInfo { name: Some(name), span, .. } if name == "self" => {
                        emitter.slot_named(param.var, Ident::new("self", *span), holds)
                    }
                    _ => emitter.new_slot(param.var, holds),
                };
                emitter.slots[slot].fixed = holds == Holds::Value;
            }
            let result = run(&mut emitter);
            let again = Some(emitter.buffers.moved);
            if emitter.assigned == mutable && again == moved {
                return result;
            }
            (mutable, moved) = (emitter.assigned, again);
        }
    }

    /// A Rust variable for a value.
    pub(super) fn new_slot(&mut self, var: Var, holds: Holds) -> usize {
        let info = &self.vars[var];
        let hint = info.name.clone().unwrap_or_else(|| self.describe(var));
        let ident = self.names.fresh(&hint, info.span);
        self.slot_named(var, ident, holds)
    }

    fn slot_named(&mut self, var: Var, ident: Ident, holds: Holds) -> usize {
        let slice = holds == Holds::Mut && matches!(self.vars.kind(var), Kind::Slice(_));
        self.slots.push(Slot { ident, holds, fixed: false, typed: true, blank: false, slice });
        self.slot_of.insert(var, self.slots.len() - 1);
        self.slots.len() - 1
    }

    /// A variable that continues another value. A parameter of the same name is shadowed.
    pub(super) fn next_slot(&mut self, var: Var, previous: Var) -> usize {
        let shadowed = self
            .slot(previous)
            .filter(|slot| {
                slot.fixed
                    && slot.ident != "self"
                    && Some(slot.ident.to_string()) == self.vars[var].name
            })
            .map(|slot| slot.ident.clone());
        match shadowed.filter(|_| self.layout.dead_after(previous, &self.here)) {
            Some(ident) => self.slot_named(var, ident, Holds::Value),
            None => self.new_slot(var, Holds::Value),
        }
    }

    /// A name for a value that nobody named.
    fn describe(&self, var: Var) -> String {
        match self.vars.kind(var) {
            Kind::Bool => "condition".to_owned(),
            Kind::Int(_) => self.index_name(),
            _ => "t".to_owned(),
        }
    }

    /// A letter for an index that the user does not use.
    fn index_name(&self) -> String {
        let letters = ["i", "j", "k", "l"].into_iter();
        let free = letters.filter(|letter| !self.vars.has_name(letter)).chain(["i"]).next();
        free.unwrap_or("i").to_owned()
    }

    /// `name` or `mut name`, for a binding.
    pub(super) fn binding(&self, slot: usize) -> TokenStream {
        let ident = &self.slots[slot].ident;
        if self.mutable.contains(&slot) { quote!(mut #ident) } else { quote!(#ident) }
    }

    /// Notes that a variable is assigned to.
    pub(super) fn assign(&mut self, slot: usize) {
        if self.slots[slot].holds == Holds::Value {
            self.assigned.insert(slot);
        }
    }

    /// The variable that holds a value.
    pub(super) fn slot(&self, var: Var) -> Option<&Slot> {
        self.slot_of.get(&var).map(|slot| &self.slots[*slot])
    }

    /// The operation of a value that is written where it is read.
    pub(super) fn inlined(&self, var: Var) -> Option<&'a Op> {
        self.layout.inline.get(&var).copied()
    }

    /// Whether a value's storage may be taken over at this point.
    pub(super) fn can_take(&self, var: Var) -> bool {
        let owned = self.slot(var).is_some_and(|slot| slot.holds != Holds::Ref && !slot.fixed);
        owned && self.layout.dead_after(var, &self.here)
    }

    /// Whether an operation is made of literals alone: `1.0 / 3.0`.
    pub(super) fn is_of_numbers(&self, op: &Op) -> bool {
        numbers::is_of_numbers(&self.layout.inline, op)
    }

    /// `: f64`, where nothing else tells of which type floats are that methods are called on.
    pub(super) fn annotation(&self, var: Var) -> TokenStream {
        match self.layout.said.contains(&var) {
            true => {
                let ty = owned_type(self.vars.kind(var), self.runtime);
                quote!(: #ty)
            }
            false => quote!(),
        }
    }

    /// `: Vec<f64>`, where a variable starts with literals that nothing tells the type of: methods may be called on
    /// them.
    pub(super) fn annotation_of(&self, var: Var, op: &Op) -> TokenStream {
        let untold = numbers::is_untold(&self.layout.inline, self.vars.kind(var), op);
        match self.vars[var].named && untold {
            true => self.told(var),
            false => self.annotation(var),
        }
    }

    /// `: (Vec<f64>, f64)`, for what the user's function yields: nothing else says that there is not
    /// more of it.
    pub(super) fn told(&self, var: Var) -> TokenStream {
        let kind = self.vars.kind(var);
        let ty = owned_type(kind, self.runtime);
        match kind {
            Kind::Tuple(_) | Kind::Array(..) | Kind::Vec(_) | Kind::Nd { .. } => quote!(: #ty),
            Kind::Real(_)
            | Kind::Int(_)
            | Kind::Bool
            | Kind::Unit
            | Kind::Slice(_)
            | Kind::Struct(_)
            | Kind::Cotangent(_)
            | Kind::Tangents(..)
            | Kind::Dim { .. }
            | Kind::Other(_)
            | Kind::Residuals { .. }
            | Kind::Option(_) => quote!(),
        }
    }
}
