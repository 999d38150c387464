//! How one call borrows its arguments, where they are parts of one variable and it changes some.
//!
//! Rust sees for itself that two fields of a variable, or of an element of an array, are different
//! places. Behind the index of a vector it sees one place only: the element is borrowed once, under
//! a name, and its fields are taken of that. Two elements, or two halves, are borrowed together by a
//! method of slices. Where there is none, what is read is copied before the call, and what is
//! changed is copied there and back.

use proc_macro2::TokenStream;
use quote::{quote, quote_spanned};
use syn::spanned::Spanned;

use super::apart::{Base, Work, named};
use super::function::{Emitter, Holds};
use super::parts::{Part, common};
use crate::ir::{Call, Given, Handed, Kind, Op, Place, Step, Var, roots};

/// What stands between the parentheses of a call, and what is left to be done after it.
pub(super) struct Lent {
    pub args: Vec<TokenStream>,
    pub after: TokenStream,
}

impl Emitter<'_> {
    /// The arguments of a call. The next versions of the roots of the places are `next`, in order.
    pub(super) fn lent(&mut self, call: &Call, next: &[Var], lines: &mut TokenStream) -> Lent {
        let taken = self.taken(call, next, lines);
        let changed: Vec<usize> = taken.iter().map(|(_, slot)| *slot).collect();
        let mut parts: Vec<Part> = Vec::new();
        for (arg, Given { handed, .. }) in call.args.iter().enumerate() {
            let part = match handed {
                Handed::Mut(place) => {
                    let slot = taken.iter().find(|(root, _)| *root == place.root);
                    slot.map(|(_, slot)| (*slot, place.path.clone()))
                }
                Handed::Ref(var) => self.part_of(*var, &changed),
                Handed::Value(_) | Handed::Nothing => None,
            };
            if let Some((slot, path)) = part {
                let changed = matches!(handed, Handed::Mut(_));
                parts.push(Part { arg, slot, path, changed });
            }
        }
        for (arg, Given { handed, .. }) in call.args.iter().enumerate() {
            let of_a_part = parts.iter().any(|part| part.arg == arg);
            if let (Handed::Value(var) | Handed::Ref(var), false) = (handed, of_a_part) {
                self.read_before(*var, &taken, &parts, lines);
            }
        }
        let mut lent = Lent { args: Vec::new(), after: TokenStream::new() };
        for (arg, given) in call.args.iter().enumerate() {
            let tokens = match parts.iter().find(|part| part.arg == arg) {
                Some(part) if alone(part, &parts) => self.borrowed_alone(call, part, next),
                Some(_) => TokenStream::new(),
                None => self.handed_over(&given.handed, call.is_view(given)),
            };
            lent.args.push(tokens);
        }
        for (root, slot) in taken {
            let of: Vec<Part> = parts.iter().filter(|part| part.slot == slot).cloned().collect();
            if of.len() > 1 {
                self.assign(slot);
                let base = self.base(root, slot);
                self.apart(&base, of, &mut Work { lines, lent: &mut lent });
            }
        }
        lent
    }

    /// The variable that each root becomes.
    fn taken(&mut self, call: &Call, next: &[Var], lines: &mut TokenStream) -> Vec<(Var, usize)> {
        let roots = roots(call.places());
        let pairs = roots.into_iter().zip(next);
        pairs.map(|(root, next)| (root, self.take(root, *next, lines))).collect()
    }

    /// An argument that shares no variable with what the callee changes.
    pub(super) fn handed_over(&mut self, handed: &Handed, view: bool) -> TokenStream {
        let runtime = self.runtime;
        match (handed, view) {
            (Handed::Value(var), true) => {
                let array = self.receiver(*var);
                quote!(#array.view())
            }
            (Handed::Value(var), false) if self.is_needed_again(*var) => {
                let argument = self.receiver(*var);
                quote_spanned!(argument.span()=> #runtime::handed(&#argument))
            }
            (Handed::Value(var), false) => self.owned(*var),
            (Handed::Ref(var), _) => self.reference(*var),
            (Handed::Nothing | Handed::Mut(_), _) => quote!(#runtime::Inactive),
        }
    }

    /// Whether an argument of a type of the user's goes to both passes: rustc says of it what it lacks.
    fn is_needed_again(&self, var: Var) -> bool {
        let kind = self.vars.kind(var);
        let own = kind.has_structs() || matches!(kind, Kind::Other(_));
        self.hands_over && own && !kind.is_copy() && !kind.is_closure() && !self.is_last_read(var)
    }

    /// The only part of a variable that a call borrows. To a parameter of any type a reference would
    /// be moved, and is lent where it is needed again.
    fn borrowed_alone(&mut self, call: &Call, part: &Part, next: &[Var]) -> TokenStream {
        let target = self.target_reference(part.slot, &part.path);
        let Handed::Mut(place) = &call.args[part.arg].handed else { return target };
        let roots = roots(call.places());
        let mut versions = roots.iter().zip(next).filter(|(root, _)| **root == place.root);
        let last =
            self.here.len() == 1 && versions.all(|(_, next)| self.layout.is_only_returned(*next));
        let reference = self.slots[part.slot].holds == Holds::Mut;
        match part.path.is_empty() && reference && !last && call.callee.skippable.contains(&true) {
            true => quote!(&mut *#target),
            false => target,
        }
    }

    /// The way to a value inside one of these variables, if it is a part of one.
    fn part_of(&self, var: Var, slots: &[usize]) -> Option<(usize, Vec<Step>)> {
        let within = |place: &Place| {
            let (slot, mut path) = self.part_of(place.root, slots)?;
            path.extend(place.path.iter().cloned());
            Some((slot, path))
        };
        match (self.inlined(var), self.slot_of.get(&var), self.borrowed.get(&var)) {
            (Some(Op::Project(place)), None, _) => within(place),
            (_, Some(_), Some(place)) => within(place),
            (_, Some(slot), None) => slots.contains(slot).then(|| (*slot, Vec::new())),
            (_, None, _) => None,
        }
    }

    /// What is computed from a variable that the callee changes is computed before the call.
    fn read_before(
        &mut self,
        var: Var,
        taken: &[(Var, usize)],
        parts: &[Part],
        lines: &mut TokenStream,
    ) {
        let changed: Vec<usize> = taken.iter().map(|(_, slot)| *slot).collect();
        if !self.mentions(var, &changed) {
            return;
        }
        if let (Some((slot, path)), true) = (self.part_of(var, &changed), self.is_copy(var))
            && let Some((root, _)) = taken.iter().find(|(_, taken)| *taken == slot)
        {
            let base = self.base(*root, slot);
            let mut others = parts.iter().filter(|part| part.slot == slot);
            if others.all(|part| self.told_apart(&base, &part.path, &path)) {
                return;
            }
        }
        self.put_down(var, lines);
    }

    /// Whether Rust sees that two parts of a variable are different places.
    fn told_apart(&self, base: &Base, a: &[Step], b: &[Step]) -> bool {
        let shared = common([a, b].into_iter(), self);
        let fields = [a, b].iter().all(|path| matches!(path.get(shared), Some(Step::Field(_))));
        fields && self.is_built_in(base.kind.as_ref(), base.built_in, &a[..shared])
    }

    /// Whether a way takes no method call: it leads through fields, and elements of arrays.
    pub(super) fn is_built_in(&self, kind: Option<&Kind>, slices: bool, path: &[Step]) -> bool {
        let (mut kind, mut slices) = (kind.cloned(), slices);
        path.iter().all(|step| {
            let fits = match (step, &kind) {
                (Step::Field(_), _) => true,
                (Step::Index(_), Some(Kind::Array(..))) => true,
                (Step::Index(_), Some(Kind::Slice(_))) => slices,
                (Step::Index(_) | Step::Range(..) | Step::NdIndex(_) | Step::View(_), _) => false,
            };
            kind = kind.as_ref().and_then(|kind| step.kind(kind));
            slices = false;
            fits
        })
    }

    fn base(&self, root: Var, slot: usize) -> Base {
        let ident = &self.slots[slot].ident;
        let (name, ending) = named(&ident.to_string());
        let held = self.slots[slot].holds != Holds::Value;
        Base {
            tokens: quote!(#ident),
            kind: Some(self.vars.kind(root).clone()),
            reference: held,
            built_in: held,
            name,
            ending,
        }
    }
}

/// Whether no other part of the variable is borrowed.
fn alone(part: &Part, parts: &[Part]) -> bool {
    parts.iter().filter(|other| other.slot == part.slot).count() == 1
}
