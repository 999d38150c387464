//! `use` inside a function: what it brings is named by its whole path, since generated code stands elsewhere.

use std::collections::{BTreeMap, BTreeSet};

use quote::format_ident;
use syn::visit::{self, Visit};
use syn::visit_mut::{self, VisitMut};
use syn::{
    Block, ConstParam, ExprPath, Item, ItemFn, Pat, PatIdent, Path, PathSegment, Stmt, TypeParam,
    UseTree,
};

/// The function with whole paths for the names that its body imports, and blocks in it. What is imported by `*` stays as
/// it is.
pub fn written_out(item: &ItemFn) -> ItemFn {
    let mut item = item.clone();
    item.block.stmts.iter_mut().for_each(|stmt| Within.visit_stmt_mut(stmt));
    let mut names = imported(&item.block);
    if !names.is_empty() {
        let mut bound = Bound { names: BTreeSet::new(), depth: 0 };
        bound.visit_item_fn(&item);
        names.retain(|name, _| !bound.names.contains(name));
        Whole(names).visit_block_mut(&mut item.block);
    }
    item
}

/// The blocks inside a function, innermost first.
struct Within;

impl VisitMut for Within {
    fn visit_block_mut(&mut self, block: &mut Block) {
        visit_mut::visit_block_mut(self, block);
        let mut names = imported(block);
        if !names.is_empty() {
            let mut bound = Bound { names: BTreeSet::new(), depth: 0 };
            bound.visit_block(block);
            names.retain(|name, _| !bound.names.contains(name));
            Whole(names).visit_block_mut(block);
        }
    }
}

/// What the `use` statements of a block bring.
fn imported(block: &Block) -> BTreeMap<String, Path> {
    let mut names = BTreeMap::new();
    for stmt in &block.stmts {
        if let Stmt::Item(Item::Use(import)) = stmt {
            let mut path =
                Path { leading_colon: import.leading_colon, segments: Default::default() };
            collect(&import.tree, &mut path, &mut names);
        }
    }
    names
}

fn collect(tree: &UseTree, path: &mut Path, names: &mut BTreeMap<String, Path>) {
    let with = |path: &Path, ident: &syn::Ident| {
        let mut path = path.clone();
        if ident != "self" {
            path.segments.push(PathSegment::from(ident.clone()));
        }
        path
    };
    match tree {
        UseTree::Path(part) => collect(&part.tree, &mut with(path, &part.ident), names),
        UseTree::Name(name) => {
            let whole = with(path, &name.ident);
            let last = whole.segments.last().map(|last| last.ident.to_string());
            names.extend(last.map(|last| (last, whole)));
        }
        UseTree::Rename(name) => {
            names.insert(name.rename.to_string(), with(path, &name.ident));
        }
        UseTree::Group(group) => group.items.iter().for_each(|tree| collect(tree, path, names)),
        UseTree::Glob(_) => {}
    }
}

/// The names that mean something else somewhere in the function: variables, generic parameters, items, and what inner
/// blocks import.
struct Bound {
    names: BTreeSet<String>,
    /// How many blocks are open.
    depth: usize,
}

impl<'ast> Visit<'ast> for Bound {
    fn visit_pat_ident(&mut self, pattern: &'ast PatIdent) {
        if !is_constant(pattern) {
            self.names.insert(pattern.ident.to_string());
        }
        visit::visit_pat_ident(self, pattern);
    }

    fn visit_type_param(&mut self, param: &'ast TypeParam) {
        self.names.insert(param.ident.to_string());
    }

    fn visit_const_param(&mut self, param: &'ast ConstParam) {
        self.names.insert(param.ident.to_string());
    }

    fn visit_block(&mut self, block: &'ast Block) {
        self.depth += 1;
        visit::visit_block(self, block);
        self.depth -= 1;
    }

    fn visit_item(&mut self, item: &'ast Item) {
        let name = match item {
            Item::Const(item) => Some(&item.ident),
            Item::Static(item) => Some(&item.ident),
            Item::Fn(item) => Some(&item.sig.ident),
            Item::Struct(item) => Some(&item.ident),
            Item::Enum(item) => Some(&item.ident),
            Item::Type(item) => Some(&item.ident),
            Item::Mod(item) => Some(&item.ident),
            Item::Use(import) if self.depth > 1 => {
                let mut names = BTreeMap::new();
                collect(&import.tree, &mut Path::from(format_ident!("inner")), &mut names);
                self.names.extend(names.into_keys());
                None
            }
            _ => None,
        };
        self.names.extend(name.map(ToString::to_string));
        visit::visit_item(self, item);
    }
}

/// Whether a name in a pattern is that of what has been imported by it: it cannot bind then.
fn is_constant(pattern: &PatIdent) -> bool {
    let plain = pattern.by_ref.is_none() && pattern.mutability.is_none();
    plain && pattern.ident.to_string().starts_with(char::is_uppercase)
}

struct Whole(BTreeMap<String, Path>);

impl VisitMut for Whole {
    fn visit_pat_mut(&mut self, pattern: &mut Pat) {
        if let Pat::Ident(name) = &*pattern
            && is_constant(name)
            && let Some(whole) = self.0.get(&name.ident.to_string())
        {
            let mut path = whole.clone();
            if let Some(last) = path.segments.last_mut() {
                last.ident.set_span(name.ident.span());
            }
            *pattern = Pat::Path(ExprPath { attrs: Vec::new(), qself: None, path });
            return;
        }
        visit_mut::visit_pat_mut(self, pattern);
    }

    fn visit_path_mut(&mut self, path: &mut Path) {
        if path.leading_colon.is_none()
            && let Some(first) = path.segments.first()
            && let Some(whole) = self.0.get(&first.ident.to_string())
        {
            let mut whole = whole.clone();
            let mut rest = std::mem::take(&mut path.segments).into_iter();
            if let (Some(last), Some(own)) = (whole.segments.last_mut(), rest.next()) {
                last.arguments = own.arguments;
                last.ident.set_span(own.ident.span());
            }
            whole.segments.extend(rest);
            *path = whole;
        }
        visit_mut::visit_path_mut(self, path);
    }

    // These name themselves.
    fn visit_item_use_mut(&mut self, _: &mut syn::ItemUse) {}
    fn visit_attribute_mut(&mut self, _: &mut syn::Attribute) {}
    fn visit_vis_restricted_mut(&mut self, _: &mut syn::VisRestricted) {}
}
