//! Several parts of one variable, borrowed at the same time.

use proc_macro2::TokenStream;
use quote::quote;

use super::code::Binding;
use super::function::Emitter;
use super::lend::Lent;
use super::parts::{Part, Split, common, split};
use crate::ir::{Kind, Step, Var};

/// A place in generated code.
#[derive(Clone)]
pub(super) struct Base {
    pub tokens: TokenStream,
    pub kind: Option<Kind>,
    /// Whether it is the name of a reference.
    pub reference: bool,
    /// Whether Rust knows its elements apart from the whole: no method is called for them.
    pub built_in: bool,
    /// What it is called, without and with what the name ends in.
    pub name: String,
    pub ending: String,
}

/// What the branching of a way needs.
pub(super) struct Work<'a> {
    pub lines: &'a mut TokenStream,
    pub lent: &'a mut Lent,
}

impl Emitter<'_> {
    /// Borrows several parts of one place, `base`, at the same time.
    pub(super) fn apart(&mut self, base: &Base, parts: Vec<Part>, work: &mut Work<'_>) {
        if let [part] = &parts[..] {
            work.lent.args[part.arg] = self.borrow(base, part);
            return;
        }
        if parts.iter().all(|part| !part.changed) {
            for part in &parts {
                work.lent.args[part.arg] = self.borrow(base, part);
            }
            return;
        }
        let shared = common(parts.iter().map(|part| &part.path[..]), self);
        let rests = parts.iter().map(|part| part.path.get(shared));
        let how = rests.collect::<Option<Vec<&Step>>>().map(|rests| split(&rests, self));
        let (at, kind) = (parts[0].path[..shared].to_vec(), base.kind_at(&parts[0].path[..shared]));
        match how {
            Some(Split::Fields) => {
                let built_in = self.is_built_in(base.kind.as_ref(), base.built_in, &at);
                let inner = match built_in {
                    true => self.further(base, &at),
                    false => self.named_part(base, &at, work),
                };
                self.each(&inner, parts, shared, work);
            }
            Some(Split::Halves(middle)) if is_sequence(kind.as_ref()) => {
                self.halves(base, &at, middle, parts, work);
            }
            Some(Split::Elements) if is_sequence(kind.as_ref()) => {
                self.elements(base, &at, parts, work);
            }
            Some(Split::Halves(_) | Split::Elements | Split::Unknown) | None => {
                self.copied_parts(base, parts, work);
            }
        }
    }

    /// Parts behind a place, grouped by the next step.
    fn each(&mut self, base: &Base, parts: Vec<Part>, shared: usize, work: &mut Work<'_>) {
        for group in self.grouped(parts, shared) {
            self.apart(base, group, work);
        }
    }

    /// Parts with the shared steps taken off, by the next one.
    fn grouped(&self, parts: Vec<Part>, shared: usize) -> Vec<Vec<Part>> {
        let mut groups: Vec<Vec<Part>> = Vec::new();
        for mut part in parts {
            part.path.drain(..shared);
            let same = |group: &&mut Vec<Part>| {
                common([&group[0].path[..1], &part.path[..1]].into_iter(), self) == 1
            };
            match groups.iter_mut().find(same) {
                Some(group) => group.push(part),
                None => groups.push(vec![part]),
            }
        }
        groups
    }

    /// `&mut base.part`
    fn borrow(&mut self, base: &Base, part: &Part) -> TokenStream {
        if part.path.is_empty() && base.reference {
            return base.tokens.clone();
        }
        let place = self.path(base.tokens.clone(), &part.path, part.changed);
        if part.changed { quote!(&mut #place) } else { quote!(&#place) }
    }

    /// A place that is a part of another.
    fn further(&mut self, base: &Base, path: &[Step]) -> Base {
        let (name, ending) = match self.part_name(path) {
            Some(name) => (name, base.ending.clone()),
            None => (base.name.clone(), base.ending.clone()),
        };
        let kind = base.kind_at(path);
        Base {
            tokens: self.path(base.tokens.clone(), path, true),
            reference: base.reference && path.is_empty(),
            built_in: base.built_in && path.is_empty(),
            kind,
            name,
            ending,
        }
    }

    /// `let layer_bar = &mut net_bar.layers[i];`
    fn named_part(&mut self, base: &Base, path: &[Step], work: &mut Work<'_>) -> Base {
        let part = self.further(base, path);
        let place = &part.tokens;
        let one = self.bound_part(&part, &singular(&part.name));
        let name = &one.tokens;
        work.lines.extend(quote!(let #name = &mut #place;));
        one
    }

    /// A name for a reference to a part.
    fn bound_part(&mut self, part: &Base, hint: &str) -> Base {
        let span = part.tokens.clone().into_iter().next().map(|token| token.span());
        let span = span.unwrap_or_else(proc_macro2::Span::call_site);
        let ident = self.names.fresh(&format!("{hint}{}", part.ending), span);
        let tokens = quote!(#ident);
        Base { tokens, reference: true, built_in: true, name: hint.to_owned(), ..part.clone() }
    }

    /// `let (head, tail) = v.split_at_mut(middle);`
    fn halves(
        &mut self,
        base: &Base,
        at: &[Step],
        middle: Var,
        parts: Vec<Part>,
        work: &mut Work<'_>,
    ) {
        let whole = self.further(base, at);
        let (place, middle) = (&whole.tokens, self.read(middle).at(Binding::Or));
        let groups = self.grouped(parts, at.len());
        let tails = |group: &[Part]| matches!(group[0].path[0], Step::Range(Some(_), None));
        let mut names = Vec::new();
        for hint in ["head", "tail"] {
            let mut half = self.bound_part(&whole, hint);
            half.kind = half.kind_at(&[Step::Range(None, None)]);
            names.push(half);
        }
        let [head, tail] = [&names[0].tokens, &names[1].tokens];
        work.lines.extend(quote!(let (#head, #tail) = #place.split_at_mut(#middle);));
        for mut group in groups {
            let half = names[usize::from(tails(&group))].clone();
            group.iter_mut().for_each(|part| drop(part.path.remove(0)));
            self.apart(&half, group, work);
        }
    }

    /// `let [first, second] = v.get_disjoint_mut([i, j]).expect("…");`
    fn elements(&mut self, base: &Base, at: &[Step], parts: Vec<Part>, work: &mut Work<'_>) {
        let whole = self.further(base, at);
        let place = &whole.tokens;
        let groups = self.grouped(parts, at.len());
        let (mut names, mut indices) = (Vec::new(), Vec::new());
        for (i, group) in groups.iter().enumerate() {
            let hint = ["first", "second", "third"].get(i).copied().unwrap_or("next");
            let mut one = self.bound_part(&whole, hint);
            one.kind = one.kind_at(&group[0].path[..1]);
            names.push(one);
            if let Step::Index(index) = &group[0].path[0] {
                indices.push(self.read(*index));
            }
        }
        let patterns = names.iter().map(|name| &name.tokens);
        let message = "different elements";
        work.lines.extend(quote! {
            let [#(#patterns),*] = #place.get_disjoint_mut([#(#indices),*]).expect(#message);
        });
        for (mut group, one) in groups.into_iter().zip(names) {
            group.iter_mut().for_each(|part| drop(part.path.remove(0)));
            self.apart(&one, group, work);
        }
    }

    /// Parts that nothing tells apart: what is read is copied before the call. What is changed is
    /// copied there and back, but for one place.
    fn copied_parts(&mut self, base: &Base, parts: Vec<Part>, work: &mut Work<'_>) {
        let kept = parts.iter().find(|part| part.changed).map(|part| part.arg);
        for part in parts {
            if Some(part.arg) == kept {
                work.lent.args[part.arg] = self.borrow(base, &part);
                continue;
            }
            let place = self.path(base.tokens.clone(), &part.path, part.changed);
            let whole = base.reference && part.path.is_empty();
            let place = if whole { quote!(*#place) } else { place };
            let kind = base.kind_at(&part.path);
            let copy = self.bound_part(base, "copy").tokens;
            let value = self.copy_of(kind.as_ref().unwrap_or(&Kind::Other(None)), &place);
            if !part.changed {
                work.lines.extend(quote!(let #copy = #value;));
                work.lent.args[part.arg] = quote!(&#copy);
                continue;
            }
            work.lines.extend(quote!(let mut #copy = #value;));
            work.lent.args[part.arg] = quote!(&mut #copy);
            work.lent.after.extend(match &kind {
                Some(Kind::Slice(_)) => quote!(#place.clone_from_slice(&#copy);),
                Some(Kind::Nd { .. }) => quote!(#place.assign(&#copy);),
                _ => quote!(#place = #copy;),
            });
        }
    }

    /// The name of the last field on a way.
    fn part_name(&self, path: &[Step]) -> Option<String> {
        path.iter().rev().find_map(|step| match step {
            Step::Field(syn::Member::Named(name)) => Some(name.to_string()),
            Step::Field(syn::Member::Unnamed(_)) | Step::Index(_) => None,
            Step::Range(..) | Step::NdIndex(_) | Step::View(_) => None,
        })
    }
}

impl Base {
    fn kind_at(&self, path: &[Step]) -> Option<Kind> {
        path.iter().try_fold(self.kind.clone()?, |kind, step| step.kind(&kind))
    }
}

/// Whether a place has the methods of slices.
fn is_sequence(kind: Option<&Kind>) -> bool {
    kind.is_some_and(|kind| kind.element().is_some())
}

/// A name without what it ends in: `net` and `_bar_dot`.
pub(super) fn named(name: &str) -> (String, String) {
    let mut bare = name.trim_end_matches(|c: char| c.is_ascii_digit() || c == '_');
    while let Some(shorter) = ["_bar", "_dot"].iter().find_map(|end| bare.strip_suffix(end)) {
        bare = shorter;
    }
    let marks = name[bare.len()..].split('_').filter(|mark| matches!(*mark, "bar" | "dot"));
    (bare.to_owned(), marks.map(|mark| format!("_{mark}")).collect())
}

/// What one of several is called.
fn singular(name: &str) -> String {
    match name.strip_suffix('s') {
        Some(one) if !one.is_empty() => one.to_owned(),
        _ => format!("{name}_part"),
    }
}
