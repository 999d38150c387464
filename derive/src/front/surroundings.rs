//! What names of types, constants and methods mean where a piece of code stands: in the function itself, or in one that
//! is written out in it.

use std::collections::HashSet;
use std::rc::Rc;

use syn::ItemFn;

use super::derivatives::Pairs;
use super::lower::Lower;
use super::owner::Owner;
use super::types::TypeScope;

/// Where a piece of code stands.
#[derive(Clone)]
pub(super) struct Surroundings<'a> {
    pub types: TypeScope<'a>,
    /// Constant parameters.
    pub constants: Rc<HashSet<String>>,
    /// The names that are declared as `mut` there.
    pub mutable: Rc<HashSet<String>>,
    /// The handles of which both halves are called there.
    pub paired: Rc<Pairs>,
    /// The block that it stands in, where it is a method.
    pub owner: Option<&'a Owner>,
    /// The functions that are being written out there.
    pub inlining: Vec<Rc<ItemFn>>,
    /// Which functions that take functions are being written out there.
    pub opened: Vec<String>,
}

/// Notes where a closure stands.
#[derive(Clone, Copy)]
pub(super) struct Standing(usize);

impl<'a> Lower<'a> {
    /// Where the code stands that is being lowered.
    pub(super) fn standing(&mut self) -> Standing {
        let here = Surroundings {
            types: self.types.clone(),
            constants: self.constants.clone(),
            mutable: self.mutable.clone(),
            paired: self.paired.clone(),
            owner: self.owner,
            inlining: self.inlining.clone(),
            opened: self.opened.clone(),
        };
        self.surroundings.push(here);
        Standing(self.surroundings.len() - 1)
    }

    /// Goes to where a closure stands; yields where one was.
    pub(super) fn go(&mut self, standing: Standing) -> Surroundings<'a> {
        let there = self.surroundings[standing.0].clone();
        self.stand(there)
    }

    /// Takes other surroundings; yields those before.
    pub(super) fn stand(&mut self, there: Surroundings<'a>) -> Surroundings<'a> {
        let Surroundings { types, constants, mutable, paired, owner, inlining, opened } = there;
        Surroundings {
            types: std::mem::replace(&mut self.types, types),
            constants: std::mem::replace(&mut self.constants, constants),
            mutable: std::mem::replace(&mut self.mutable, mutable),
            paired: std::mem::replace(&mut self.paired, paired),
            owner: std::mem::replace(&mut self.owner, owner),
            inlining: std::mem::replace(&mut self.inlining, inlining),
            opened: std::mem::replace(&mut self.opened, opened),
        }
    }
}
