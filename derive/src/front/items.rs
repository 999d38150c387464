//! Of which kind the elements of a vector are that is made without any: `Vec::new()`.
//!
//! Rust learns it from what comes later. So a function is lowered once more for each such vector whose kind
//! turned out, with what has been learnt so far.

use std::collections::BTreeMap;
use std::rc::Rc;

use proc_macro2::Span;

use super::unify::Unifier;
use crate::ir::Kind;

/// The elements of vectors that were made without any, in order.
#[derive(Default)]
pub struct Items {
    /// What earlier rounds have found.
    told: BTreeMap<usize, Kind>,
    /// How many vectors there were.
    made: usize,
    /// Those of which this round did not know, with what it has found.
    unknown: Vec<Item>,
}

struct Item {
    /// Stands for the kind as long as it is not known.
    mark: Rc<syn::Type>,
    number: usize,
    found: Option<Kind>,
    span: Span,
}

impl Items {
    /// For a round that knows these.
    pub fn told(told: BTreeMap<usize, Kind>) -> Items {
        Items { told, ..Items::default() }
    }

    /// The vectors of which nothing has told the kind.
    pub fn untold(&self) -> Vec<Span> {
        self.unknown.iter().map(|item| item.span).collect()
    }

    fn position(&self, kind: &Kind) -> Option<usize> {
        let Kind::Other(Some(ty)) = kind else { return None };
        self.unknown.iter().position(|item| Rc::ptr_eq(&item.mark, ty))
    }
}

impl Unifier {
    /// The kind of the elements of a vector that is made without any.
    pub fn unknown_item(&mut self, span: Span) -> Kind {
        let number = self.items.made;
        self.items.made += 1;
        if let Some(kind) = self.items.told.get(&number) {
            return kind.clone();
        }
        let mark: Rc<syn::Type> = Rc::new(syn::parse_quote!(_));
        self.items.unknown.push(Item { mark: mark.clone(), number, found: None, span });
        Kind::Other(Some(mark))
    }

    /// Whether a kind stands for one that is not known yet.
    pub fn is_unknown(&self, kind: &Kind) -> bool {
        self.items.position(kind).is_some()
    }

    /// Learns from two kinds that must be the same; false where there is nothing to be learnt.
    pub fn learn(&mut self, a: &Kind, b: &Kind) -> bool {
        if self.items.unknown.is_empty() {
            return false;
        }
        match (self.items.position(a), self.items.position(b)) {
            (Some(at), None) => self.note(at, b),
            (None, Some(at)) => self.note(at, a),
            (Some(_), Some(_)) => true,
            (None, None) => match (a.element(), b.element()) {
                (Some(a), Some(b)) => self.learn(a, b),
                _ => match (a, b) {
                    (Kind::Tuple(a), Kind::Tuple(b)) => {
                        a.iter().zip(b).fold(false, |learnt, (a, b)| self.learn(a, b) || learnt)
                    }
                    _ => false,
                },
            },
        }
    }

    fn note(&mut self, at: usize, kind: &Kind) -> bool {
        if matches!(kind, Kind::Other(_)) {
            return false;
        }
        match self.items.unknown[at].found.clone() {
            Some(known) => {
                self.equate_kinds(&known, kind);
            }
            None => self.items.unknown[at].found = Some(owned(kind)),
        }
        true
    }

    /// What the next round is told, if this one has learnt something.
    pub fn learnt(&self) -> Option<BTreeMap<usize, Kind>> {
        let known =
            |item: &Item| Some((item.number, self.complete(item.found.as_ref()?, &[item.number])?));
        let found: Vec<(usize, Kind)> = self.items.unknown.iter().filter_map(known).collect();
        (!found.is_empty()).then(|| self.items.told.clone().into_iter().chain(found).collect())
    }

    /// A kind with what has been found, if that is all of it. `within` are the vectors that it is an element of.
    fn complete(&self, kind: &Kind, within: &[usize]) -> Option<Kind> {
        let known = |item: &Kind| self.complete(item, within).map(Box::new);
        Some(match kind {
            Kind::Other(Some(_)) => match self.items.position(kind) {
                Some(at) => {
                    let Item { number, found, .. } = &self.items.unknown[at];
                    let endless = within.contains(number);
                    let found = found.as_ref().filter(|_| !endless)?;
                    self.complete(found, &[within, &[*number]].concat())?
                }
                None => kind.clone(),
            },
            Kind::Vec(item) => Kind::Vec(known(item)?),
            Kind::Array(item, length) => Kind::Array(known(item)?, length.clone()),
            Kind::Tuple(items) => {
                let items = items.iter().map(|item| self.complete(item, within));
                Kind::Tuple(items.collect::<Option<_>>()?)
            }
            kind => kind.map_num(&mut |num| self.resolve(num)),
        })
    }
}

/// What a vector holds of what is put into it.
fn owned(kind: &Kind) -> Kind {
    match kind {
        Kind::Slice(item) => Kind::Vec(Box::new(owned(item))),
        Kind::Nd { num, rank, .. } => Kind::Nd { num: num.clone(), rank: *rank, view: false },
        kind => kind.clone(),
    }
}
