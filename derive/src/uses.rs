//! `use` inside a function: what it brings is named by its whole path, since generated code stands elsewhere.

use std::collections::{BTreeMap, BTreeSet};

use syn::visit::{self, Visit};
use syn::visit_mut::{self, VisitMut};
use syn::{Item, ItemFn, PatIdent, Path, PathSegment, Stmt, UseTree};

/// The function with whole paths for the names that its body imports. What is imported by `*` stays as it is.
pub fn written_out(item: &ItemFn) -> ItemFn {
    let mut item = item.clone();
    let mut names = BTreeMap::new();
    for stmt in &item.block.stmts {
        if let Stmt::Item(Item::Use(import)) = stmt {
            let mut path =
                Path { leading_colon: import.leading_colon, segments: Default::default() };
            collect(&import.tree, &mut path, &mut names);
        }
    }
    if !names.is_empty() {
        let mut bound = Bound(BTreeSet::new());
        bound.visit_item_fn(&item);
        names.retain(|name, _| !bound.0.contains(name));
        Whole(names).visit_block_mut(&mut item.block);
    }
    item
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

/// The names that the function binds itself.
struct Bound(BTreeSet<String>);

impl<'ast> Visit<'ast> for Bound {
    fn visit_pat_ident(&mut self, pattern: &'ast PatIdent) {
        self.0.insert(pattern.ident.to_string());
        visit::visit_pat_ident(self, pattern);
    }
}

struct Whole(BTreeMap<String, Path>);

impl VisitMut for Whole {
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
