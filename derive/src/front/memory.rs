//! `std::mem::swap`, `replace`, `take` and `drop`.

use super::spans::Spanned;
use syn::{Expr, ExprCall};

use super::lower::Lower;
use super::scope::Value;
use crate::diagnostics::*;

/// The functions of `std::mem` that change what they are given.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Memory {
    Swap,
    Replace,
    Take,
    Drop,
}

impl Memory {
    fn named(name: &str) -> Option<Memory> {
        match name {
            "swap" => Some(Memory::Swap),
            "replace" => Some(Memory::Replace),
            "take" => Some(Memory::Take),
            "drop" => Some(Memory::Drop),
            _ => None,
        }
    }

    fn arguments(self) -> usize {
        match self {
            Memory::Swap | Memory::Replace => 2,
            Memory::Take | Memory::Drop => 1,
        }
    }
}

/// What a path of functions in `std::mem` names, and whether it says all of it: `mem::swap` may be a function of
/// the user's as well.
fn memory(path: &syn::Path) -> Option<(Memory, bool)> {
    let names: Vec<String> = path.segments.iter().map(|s| s.ident.to_string()).collect();
    match names.iter().map(String::as_str).collect::<Vec<_>>()[..] {
        ["std" | "core", "mem", name] => Some((Memory::named(name)?, true)),
        ["mem", name] => Some((Memory::named(name)?, false)),
        ["drop"] => Some((Memory::Drop, true)),
        _ => None,
    }
}

/// Whether a path may be one of functions in `std::mem`: nothing is asked about it.
pub fn is_of_memory(path: &syn::Path) -> bool {
    memory(path).is_some()
}

impl Lower<'_> {
    /// `std::mem::swap(&mut a, &mut b)`, which is `(a, b) = (b, a)`, and its kin.
    pub(super) fn memory_call(&mut self, call: &ExprCall) -> Option<Accepted<Value>> {
        let Expr::Path(path) = &*call.func else { return None };
        let (function, whole) = memory(&path.path)?;
        if call.args.len() != function.arguments() {
            return Some(Err(self.diagnostics.report(call, ARGUMENTS)));
        }
        if !whole {
            let last = &path.path.segments[1].ident;
            let paths = format!("write `std::mem::{last}`, or `self::mem::{last}` if it is yours");
            let what = format!("`mem::{last}`");
            return Some(Err(self.diagnostics.on(
                path,
                FUNCTION_UNKNOWN,
                seen(&what).write(&paths),
            )));
        }
        Some(match function {
            Memory::Swap => self.swapped(call),
            Memory::Replace => self.replaced(call, Some(&call.args[1])),
            Memory::Take => self.replaced(call, None),
            Memory::Drop => self.dropped(call, path.path.segments.len() == 1),
        })
    }

    /// `drop(v)`: nothing follows for derivatives. A function of the user's own of this name, which the prelude has, too,
    /// may write through a reference.
    fn dropped(&mut self, call: &ExprCall, alone: bool) -> Accepted<Value> {
        let written = matches!(self.expr(&call.args[0], None)?, Value::Borrow(_)) && alone;
        match &call.args[0] {
            Expr::Reference(reference) if alone && reference.mutability.is_some() => {
                Err(self.diagnostics.report(reference, BORROW))
            }
            value if written => Err(self.diagnostics.report(value, BORROW)),
            _ => Ok(Value::Unit),
        }
    }

    fn swapped(&mut self, call: &ExprCall) -> Accepted<Value> {
        let [first, second] = [0, 1].map(|i| behind(&call.args[i]));
        let targets = syn::parse_quote_spanned!(call.span()=> (#first, #second));
        let values = syn::parse_quote_spanned!(call.span()=> (#second, #first));
        self.assign(&targets, &values)
    }

    /// What stood in a place, where a new value stands afterwards: what is given, or what `Default` is.
    fn replaced(&mut self, call: &ExprCall, value: Option<&Expr>) -> Accepted<Value> {
        let target = behind(&call.args[0]);
        let old = self.var(&target, None)?;
        let kind = self.vars.kind(old).clone();
        let value = match value {
            Some(value) => self.expr(value, Some(&kind))?,
            None => match self.blank(&kind, call.span()) {
                Some(blank) => Value::Var(blank),
                None => {
                    let instead = "write `std::mem::replace` with the value that is left";
                    let what = format!("`take` of {}", self.kind_in_words(&kind));
                    return Err(self.diagnostics.on(
                        &call.func,
                        FUNCTION_UNKNOWN,
                        seen(&what).write(instead),
                    ));
                }
            },
        };
        self.store(&target, value)?;
        Ok(Value::Var(old))
    }
}

/// The place behind a reference that is handed over.
fn behind(reference: &Expr) -> Expr {
    match reference {
        Expr::Reference(reference) => (*reference.expr).clone(),
        behind => syn::parse_quote_spanned!(behind.span()=> *#behind),
    }
}
