//! What may tell the types of values that are not known: it is asked when one is needed.

use syn::{Expr, Local, LocalInit, Pat, Path};

use super::changes::root_name;
use super::lower::Lower;
use super::owner::owner_of;
use super::rust::is_variant;
use super::scope::Value;
use super::spans::Spanned;
use super::types::struct_paths;
use crate::diagnostics::*;
use crate::ir::{self, Kind, Op, Var};

impl Lower<'_> {
    /// Notes what may tell the type of a variable, where that is not known: the structs in its annotation, or the function
    /// of a type that it comes from.
    pub(super) fn note_origin(&mut self, local: &Local) {
        let Some(LocalInit { expr, .. }) = &local.init else { return };
        let mut found = Vec::new();
        let pattern = match &local.pat {
            Pat::Type(typed) => {
                struct_paths(&typed.ty, &self.types, &mut found);
                &*typed.pat
            }
            pattern => {
                found.extend(self.answer_of(expr));
                pattern
            }
        };
        if let Pat::Ident(name) = pattern
            && let Some(cell) = self.scopes.find(&name.ident.to_string())
            && let Some(Value::Var(var)) = self.scopes.at(cell)
            && is_unknown(self.vars.kind(*var))
        {
            let var = *var;
            self.origins.insert(cell.clone(), found.clone());
            self.told_by.entry(var).or_default().extend(found);
        }
    }

    /// What cannot be done with a value whose type is not known. What may tell it is asked; otherwise it is said once
    /// of a variable.
    pub(super) fn untyped(&mut self, expr: &Expr, entry: &'static Entry) -> Refused {
        match self.ask_origins(expr) {
            Some(asked) => asked,
            None if self.said_before(expr) => Refused,
            None => self.diagnostics.report(expr, entry),
        }
    }

    /// Asks what may tell the type of the variable that an expression is, or is a part of.
    fn ask_origins(&mut self, expr: &Expr) -> Option<Refused> {
        let name = root_name(expr)?;
        let origins = self.origins.get(self.scopes.find(&name)?).cloned();
        let asked =
            origins.into_iter().flatten().map(|path| self.diagnostics.ask(expr.span(), path));
        asked.last()
    }

    /// Whether something may tell the type of a variable, or of a value.
    pub(super) fn is_told(&self, expr: &Expr, value: Var) -> bool {
        let cell = root_name(expr).and_then(|name| self.scopes.find(&name));
        let of_name = cell.and_then(|cell| self.origins.get(cell));
        of_name.into_iter().chain(self.told_by.get(&value)).any(|found| !found.is_empty())
    }

    /// Asks what may tell the type of the variable or of the value.
    pub(super) fn ask_what_tells(&mut self, expr: &Expr, value: Var) -> Option<Refused> {
        self.ask_origins(expr).or_else(|| {
            let paths = self.told_by.get(&value).cloned().unwrap_or_default();
            let asked = paths.into_iter().map(|path| self.diagnostics.ask(expr.span(), path));
            asked.last()
        })
    }

    /// Notes that a variant of an enum may tell what it is one of.
    pub(super) fn note_variant(&mut self, var: Var, variant: &Path) {
        if is_variant(variant) && is_unknown(self.vars.kind(var)) {
            self.told_by.entry(var).or_default().extend(owner_of(variant, self.owner));
        }
    }

    /// Notes that a value is a part of another, as far as neither is known.
    pub(super) fn note_part(&mut self, part: Var, whole: Var) {
        if let Some(paths) = self.told_by.get(&whole).cloned() {
            self.told_by.insert(part, paths);
        }
    }

    /// Passes on to what an operation yields what may tell the types of its operands.
    pub(super) fn note_operation(&mut self, outs: &[Var], op: &Op) {
        if self.told_by.is_empty() {
            return;
        }
        for (i, out) in outs.iter().enumerate().filter(|(_, out)| is_unknown(self.vars.kind(**out)))
        {
            let mut of = Vec::new();
            if outs.len() == 1 {
                ir::operands(op, &mut |var| of.push(var));
            }
            of.extend(op.blocks().iter().filter_map(|block| block.results.get(i)));
            let paths = of.iter().filter_map(|var| self.told_by.get(var)).flatten();
            let paths: Vec<Path> = paths.cloned().collect();
            self.told_by.insert(*out, paths);
        }
    }

    /// Whether the same has been said of another part of that variable.
    pub(super) fn said_before(&mut self, expr: &Expr) -> bool {
        let cell = root_name(expr).and_then(|name| self.scopes.find(&name)).cloned();
        cell.is_some_and(|cell| !self.reported.insert(cell))
    }
}

/// Whether nothing is known of a value, or of the items of a list.
fn is_unknown(kind: &Kind) -> bool {
    match kind.element() {
        Some(item) => is_unknown(item),
        None => matches!(kind, Kind::Other(None)),
    }
}
