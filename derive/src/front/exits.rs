//! What leaves a piece of code before its end: found in the syntax, before it is lowered.

use std::collections::BTreeSet;

use syn::visit::Visit;
use syn::{Block, Expr, Lifetime, Macro, Stmt};

use super::fallible::fails;

/// A way out of a piece of code, as it is written there.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub(super) enum Exit {
    /// `return`
    Return,
    /// `break`, with the label
    Break(Option<String>),
    /// `continue`, with the label
    Continue(Option<String>),
    /// `panic!`
    Panic,
    /// `return Err(e)`, `return None` or `?`: nothing is differentiated behind it, as behind a panic
    Fail,
}

impl Exit {
    /// Whether the function does not come to its end that way.
    pub(super) fn is_fatal(&self) -> bool {
        matches!(self, Exit::Panic | Exit::Fail)
    }
}

/// The macros that do not come back.
const DIVERGING: &[&str] = &["panic", "unreachable", "todo", "unimplemented"];

/// Whether a macro does not come back.
pub(super) fn diverges(mac: &Macro) -> bool {
    mac.path.segments.last().is_some_and(|name| DIVERGING.contains(&&*name.ident.to_string()))
}

/// The name of a label.
pub(super) fn label_name(label: &Lifetime) -> String {
    label.ident.to_string()
}

/// The ways out of a piece of code.
pub(super) fn exits(visit: impl FnOnce(&mut Finder)) -> BTreeSet<Exit> {
    let mut finder = Finder { loops: 0, labels: Vec::new(), found: BTreeSet::new() };
    visit(&mut finder);
    finder.found
}

/// Whether there is a way out of an expression.
pub(super) fn exits_early(expr: &Expr) -> bool {
    !exits(|finder| finder.visit_expr(expr)).is_empty()
}

/// Whether there is a way out of a block.
pub(super) fn exits_block(block: &Block) -> bool {
    !exits(|finder| finder.visit_block(block)).is_empty()
}

/// Finds exits.
pub(super) struct Finder {
    /// How many loops of the code itself are open.
    loops: usize,
    /// Their labels, and those of blocks.
    labels: Vec<String>,
    found: BTreeSet<Exit>,
}

impl Finder {
    fn inside(&mut self, label: Option<&syn::Label>, looped: bool, visit: impl FnOnce(&mut Self)) {
        let labels = self.labels.len();
        self.labels.extend(label.map(|label| label_name(&label.name)));
        self.loops += usize::from(looped);
        visit(self);
        self.loops -= usize::from(looped);
        self.labels.truncate(labels);
    }

    /// The label of an exit that leaves the code; none where it stays inside.
    fn outward(&self, label: Option<&Lifetime>) -> Option<Option<String>> {
        match label {
            None => (self.loops == 0).then_some(None),
            Some(label) => {
                let name = label_name(label);
                (!self.labels.contains(&name)).then_some(Some(name))
            }
        }
    }
}

impl<'ast> Visit<'ast> for Finder {
    fn visit_expr_return(&mut self, exit: &'ast syn::ExprReturn) {
        if fails(exit) {
            self.found.insert(Exit::Fail);
            return;
        }
        self.found.insert(Exit::Return);
        syn::visit::visit_expr_return(self, exit);
    }

    fn visit_expr_try(&mut self, tried: &'ast syn::ExprTry) {
        self.found.insert(Exit::Fail);
        syn::visit::visit_expr_try(self, tried);
    }

    fn visit_expr_break(&mut self, exit: &'ast syn::ExprBreak) {
        self.found.extend(self.outward(exit.label.as_ref()).map(Exit::Break));
        syn::visit::visit_expr_break(self, exit);
    }

    fn visit_expr_continue(&mut self, exit: &'ast syn::ExprContinue) {
        self.found.extend(self.outward(exit.label.as_ref()).map(Exit::Continue));
    }

    fn visit_expr_loop(&mut self, looped: &'ast syn::ExprLoop) {
        self.inside(looped.label.as_ref(), true, |finder| finder.visit_block(&looped.body));
    }

    fn visit_expr_while(&mut self, looped: &'ast syn::ExprWhile) {
        self.inside(looped.label.as_ref(), true, |finder| {
            finder.visit_expr(&looped.cond);
            finder.visit_block(&looped.body);
        });
    }

    fn visit_expr_for_loop(&mut self, looped: &'ast syn::ExprForLoop) {
        self.visit_expr(&looped.expr);
        self.inside(looped.label.as_ref(), true, |finder| finder.visit_block(&looped.body));
    }

    fn visit_expr_block(&mut self, block: &'ast syn::ExprBlock) {
        self.inside(block.label.as_ref(), false, |finder| finder.visit_block(&block.block));
    }

    fn visit_macro(&mut self, mac: &'ast Macro) {
        if diverges(mac) {
            self.found.insert(Exit::Panic);
        }
    }

    fn visit_expr_closure(&mut self, _: &'ast syn::ExprClosure) {}

    fn visit_item(&mut self, _: &'ast syn::Item) {}
}

/// Whether an expression may come to its end. Where it says no, it never does.
pub(super) fn falls(expr: &Expr) -> bool {
    match expr {
        Expr::Return(_) | Expr::Break(_) | Expr::Continue(_) => false,
        Expr::Macro(mac) => !diverges(&mac.mac),
        Expr::Paren(inner) => falls(&inner.expr),
        Expr::Group(inner) => falls(&inner.expr),
        Expr::Block(block) => {
            block_falls(&block.block) || is_left(&block.block, &block.label, false)
        }
        Expr::If(branch) => {
            let otherwise = branch.else_branch.as_ref();
            block_falls(&branch.then_branch) || otherwise.is_none_or(|(_, expr)| falls(expr))
        }
        Expr::Match(choice) => choice.arms.iter().any(|arm| falls(&arm.body)),
        Expr::Loop(looped) => is_left(&looped.body, &looped.label, true),
        _ => true,
    }
}

/// Whether a block may come to its end.
pub(super) fn block_falls(block: &Block) -> bool {
    block.stmts.iter().all(|stmt| match stmt {
        Stmt::Local(local) => local.init.as_ref().is_none_or(|init| falls(&init.expr)),
        Stmt::Expr(expr, _) => falls(expr),
        Stmt::Macro(mac) => !diverges(&mac.mac),
        Stmt::Item(_) => true,
    })
}

/// Whether something in a block breaks out of it, and no further.
fn is_left(block: &Block, label: &Option<syn::Label>, looped: bool) -> bool {
    let label = label.as_ref().map(|label| label_name(&label.name));
    exits(|finder| finder.visit_block(block)).into_iter().any(|exit| match exit {
        Exit::Break(None) => looped,
        Exit::Break(named) => named == label,
        Exit::Return | Exit::Continue(_) | Exit::Panic | Exit::Fail => false,
    })
}
