//! Which names in a function are those of its module: they are marked, so that they can be found from elsewhere.

use std::collections::{BTreeSet, HashMap};

use proc_macro2::TokenStream;
use quote::{ToTokens, quote};
use syn::parse::ParseStream;
use syn::punctuated::Punctuated;
use syn::visit_mut::{self, VisitMut};
use syn::{
    Expr, ExprPath, GenericParam, Ident, Item, ItemFn, Local, Macro, Pat, Path, PathSegment, Stmt,
    Token, Type, UseTree,
};

use super::{ARRAYS, HERE, ROOT, SUPER};
use crate::front::{bound_names, is_array_name};
use crate::references::{ARRAY_FUNCTIONS, is_primitive};

/// What a function names in its module, and around it.
#[derive(Default)]
pub struct Mentioned {
    /// The names in the module.
    pub names: BTreeSet<String>,
    /// How many modules up a path leads.
    pub supers: usize,
    /// Whether a path starts at the root of the crate.
    pub root: bool,
    /// Whether something of `ndarray` is named by its bare name.
    pub arrays: bool,
    /// Imports in the body that it depends on: by `*`, or of a name that means something else in a block.
    pub imports: Vec<TokenStream>,
}

/// Puts a mark before each path that starts in the module: `K` becomes `__here::K`.
pub fn mark(item: &mut ItemFn) -> Mentioned {
    let mut marks = Marks { mentioned: Mentioned::default(), levels: vec![HashMap::new()] };
    marks.function(item);
    marks.mentioned
}

struct Marks {
    mentioned: Mentioned,
    /// The names that mean something else, innermost last.
    levels: Vec<HashMap<(String, Place), Meaning>>,
}

/// Where a path starts: values and types have names of their own, and modules are like types.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
enum Place {
    Value,
    Type,
}

/// What a name that is bound in a body stands for.
#[derive(Clone, Copy, PartialEq)]
enum Meaning {
    /// A variable, or a generic parameter.
    Local,
    /// An item, which functions inside the function see, too.
    Item,
    /// What is imported there, where that has not been written out.
    Imported,
}

impl Marks {
    fn meaning(&self, name: &str, place: Place) -> Option<Meaning> {
        let name = (name.to_owned(), place);
        self.levels.iter().rev().find_map(|level| level.get(&name)).copied()
    }

    fn scoped(&mut self, run: impl FnOnce(&mut Self)) {
        self.levels.push(HashMap::new());
        run(self);
        self.levels.pop();
    }

    fn add(&mut self, names: impl IntoIterator<Item = String>, place: Place, meaning: Meaning) {
        if let Some(level) = self.levels.last_mut() {
            level.extend(names.into_iter().map(|name| ((name, place), meaning)));
        }
    }

    fn bind(&mut self, pattern: &Pat) {
        let mut names = Vec::new();
        bound_names(pattern, &mut names);
        // What is written in capitals is a constant that is compared with.
        names.retain(|name| !name.starts_with(char::is_uppercase));
        self.add(names, Place::Value, Meaning::Local);
    }

    /// The items of a block, which all of it sees.
    fn hoist(&mut self, block: &syn::Block) {
        for stmt in &block.stmts {
            let Stmt::Item(item) = stmt else { continue };
            let (name, places): (_, &[Place]) = match item {
                Item::Fn(item) => (&item.sig.ident, &[Place::Value]),
                Item::Const(item) => (&item.ident, &[Place::Value]),
                Item::Static(item) => (&item.ident, &[Place::Value]),
                Item::Struct(item) => (&item.ident, &[Place::Value, Place::Type]),
                Item::Enum(item) => (&item.ident, &[Place::Type]),
                Item::Type(item) => (&item.ident, &[Place::Type]),
                Item::Use(import) => {
                    let (names, whole) = imported(&import.tree);
                    if !whole {
                        self.mentioned.imports.push(quote!(#import));
                    }
                    self.add(names.clone(), Place::Value, Meaning::Imported);
                    self.add(names, Place::Type, Meaning::Imported);
                    continue;
                }
                _ => continue,
            };
            places.iter().for_each(|place| self.add([name.to_string()], *place, Meaning::Item));
        }
    }

    fn function(&mut self, item: &mut ItemFn) {
        self.scoped(|marks| {
            for param in &item.sig.generics.params {
                let (name, place) = match param {
                    GenericParam::Type(param) => (&param.ident, Place::Type),
                    GenericParam::Const(param) => (&param.ident, Place::Value),
                    GenericParam::Lifetime(_) => continue,
                };
                marks.add([name.to_string()], place, Meaning::Local);
            }
            marks.visit_signature_mut(&mut item.sig);
            for input in &item.sig.inputs {
                match input {
                    syn::FnArg::Typed(input) => marks.bind(&input.pat),
                    syn::FnArg::Receiver(_) => {}
                }
            }
            marks.visit_block_mut(&mut item.block);
        });
    }

    /// Marks a path, where it starts in the module.
    fn path(&mut self, path: &mut Path, place: Place) {
        let (Some(first), count) = (path.segments.first(), path.segments.len()) else { return };
        let name = first.ident.to_string();
        let first = first.ident.clone();
        let meaning = self.meaning(&name, if count > 1 { Place::Type } else { place });
        let segment = |name: &str| PathSegment::from(Ident::new(name, first.span()));
        match name.as_str() {
            _ if path.leading_colon.is_some() => {}
            "Self" => {}
            "self" if count == 1 => {}
            "self" => {
                path.segments[0] = segment(HERE);
                self.note(path);
            }
            "crate" => {
                path.segments[0] = segment(ROOT);
                path.segments.insert(0, segment(HERE));
                self.mentioned.root = true;
            }
            "super" => {
                let mut supers = 0;
                while path.segments[supers].ident == "super" {
                    path.segments[supers] = segment(SUPER);
                    supers += 1;
                }
                path.segments.insert(0, segment(HERE));
                self.mentioned.supers = self.mentioned.supers.max(supers);
            }
            _ if meaning == Some(Meaning::Imported) => {
                self.mentioned.imports.push(path.to_token_stream());
            }
            name if meaning.is_some() || is_known(name, count, place) => {}
            name if is_of_arrays(name) => {
                path.segments.insert(0, segment(ARRAYS));
                path.segments.insert(0, segment(HERE));
                self.mentioned.arrays = true;
            }
            _ => {
                path.segments.insert(0, segment(HERE));
                self.note(path);
            }
        }
    }

    fn note(&mut self, path: &Path) {
        if let Some(name) = path.segments.iter().nth(1) {
            self.mentioned.names.insert(name.ident.to_string());
        }
    }

    /// The expressions in a macro, if they are that.
    fn expressions(&mut self, mac: &mut Macro) -> Option<TokenStream> {
        if let Ok(mut items) = mac.parse_body_with(Punctuated::<Expr, Token![,]>::parse_terminated)
        {
            for item in &mut items {
                match item {
                    // `println!("{a}", a = b)`
                    Expr::Assign(named) => self.visit_expr_mut(&mut named.right),
                    item => self.visit_expr_mut(item),
                }
            }
            return Some(items.into_token_stream());
        }
        let repeated = |input: ParseStream<'_>| -> syn::Result<(Expr, Token![;], Expr)> {
            Ok((input.parse()?, input.parse()?, input.parse()?))
        };
        if let Ok((mut value, semicolon, mut count)) = mac.parse_body_with(repeated) {
            self.visit_expr_mut(&mut value);
            self.visit_expr_mut(&mut count);
            return Some(quote!(#value #semicolon #count));
        }
        let matched = |input: ParseStream<'_>| -> syn::Result<_> {
            let (value, comma) = (input.parse::<Expr>()?, input.parse::<Token![,]>()?);
            let pattern = Pat::parse_multi_with_leading_vert(input)?;
            let guard = match input.parse::<Option<Token![if]>>()? {
                Some(token) => Some((token, input.parse::<Expr>()?)),
                None => None,
            };
            input.parse::<Option<Token![,]>>()?;
            Ok((value, comma, pattern, guard))
        };
        let (mut value, comma, mut pattern, mut guard) = mac.parse_body_with(matched).ok()?;
        self.visit_expr_mut(&mut value);
        self.scoped(|marks| {
            marks.visit_pat_mut(&mut pattern);
            marks.bind(&pattern);
            if let Some((_, guard)) = &mut guard {
                marks.visit_expr_mut(guard);
            }
        });
        let guard = guard.map(|(token, guard)| quote!(#token #guard));
        Some(quote!(#value #comma #pattern #guard))
    }
}

/// The names that an import brings, and whether these are all.
fn imported(tree: &UseTree) -> (Vec<String>, bool) {
    match tree {
        UseTree::Path(part) => imported(&part.tree),
        UseTree::Name(name) => (vec![name.ident.to_string()], true),
        UseTree::Rename(name) => (vec![name.rename.to_string()], true),
        UseTree::Glob(_) => (Vec::new(), false),
        UseTree::Group(group) => {
            let parts: Vec<_> = group.items.iter().map(imported).collect();
            let whole = parts.iter().all(|(_, whole)| *whole);
            (parts.into_iter().flat_map(|(names, _)| names).collect(), whole)
        }
    }
}

/// Whether a name means the same everywhere.
fn is_known(name: &str, count: usize, place: Place) -> bool {
    let of_crate = count > 1 && CRATES.contains(&name);
    let of_prelude = PRELUDE.contains(&name) || is_primitive(name);
    let function = count == 1 && place == Place::Value && FUNCTIONS.contains(&name);
    of_crate || of_prelude || function
}

/// Whether a bare name is one of `ndarray`'s.
fn is_of_arrays(name: &str) -> bool {
    let listed = ["Axis", "Zip", "Dim", "IxDyn"].contains(&name) || ARRAY_FUNCTIONS.contains(&name);
    let dimension = name.strip_prefix("Ix").is_some_and(|rank| rank.parse::<usize>().is_ok());
    listed || dimension || is_array_name(name)
}

/// Crates that everyone who calls such a function has.
const CRATES: &[&str] = &["std", "core", "alloc", "chainrule", "ndarray"];

/// Types and variants of the prelude.
const PRELUDE: &[&str] = &["Vec", "String", "Option", "Result", "Box", "Some", "None", "Ok", "Err"];

/// Functions that are known by their bare names.
const FUNCTIONS: &[&str] = &["drop", "constant"];

/// Whether a pattern that looks like a name is a constant.
fn is_constant(pattern: &syn::PatIdent) -> bool {
    let plain =
        pattern.by_ref.is_none() && pattern.mutability.is_none() && pattern.subpat.is_none();
    plain && pattern.ident != "None" && pattern.ident.to_string().starts_with(char::is_uppercase)
}

impl VisitMut for Marks {
    fn visit_expr_path_mut(&mut self, path: &mut ExprPath) {
        match path.qself {
            None => self.path(&mut path.path, Place::Value),
            Some(_) => self.path(&mut path.path, Place::Type),
        }
        visit_mut::visit_expr_path_mut(self, path);
    }

    fn visit_type_mut(&mut self, ty: &mut Type) {
        if let Type::Path(path) = ty {
            self.path(&mut path.path, Place::Type);
        }
        visit_mut::visit_type_mut(self, ty);
    }

    fn visit_expr_struct_mut(&mut self, literal: &mut syn::ExprStruct) {
        self.path(&mut literal.path, Place::Type);
        visit_mut::visit_expr_struct_mut(self, literal);
    }

    fn visit_pat_mut(&mut self, pattern: &mut Pat) {
        match pattern {
            Pat::Ident(name) if is_constant(name) => {
                let mut path = Path::from(name.ident.clone());
                self.path(&mut path, Place::Value);
                *pattern = Pat::Path(ExprPath { attrs: Vec::new(), qself: None, path });
                return;
            }
            Pat::Struct(named) => self.path(&mut named.path, Place::Type),
            Pat::TupleStruct(named) => self.path(&mut named.path, Place::Value),
            _ => {}
        }
        visit_mut::visit_pat_mut(self, pattern);
    }

    fn visit_block_mut(&mut self, block: &mut syn::Block) {
        self.scoped(|marks| {
            marks.hoist(block);
            visit_mut::visit_block_mut(marks, block);
        });
    }

    fn visit_item_mut(&mut self, item: &mut Item) {
        match item {
            Item::Fn(item) => {
                let outer = self.levels.clone();
                for level in &mut self.levels {
                    level.retain(|_, meaning| *meaning != Meaning::Local);
                }
                self.function(item);
                self.levels = outer;
            }
            Item::Const(item) => {
                self.visit_type_mut(&mut item.ty);
                self.visit_expr_mut(&mut item.expr);
            }
            _ => {}
        }
    }

    fn visit_local_mut(&mut self, local: &mut Local) {
        visit_mut::visit_local_mut(self, local);
        self.bind(&local.pat);
    }

    fn visit_expr_closure_mut(&mut self, closure: &mut syn::ExprClosure) {
        self.scoped(|marks| {
            closure.inputs.iter().for_each(|input| marks.bind(input));
            visit_mut::visit_expr_closure_mut(marks, closure);
        });
    }

    fn visit_expr_for_loop_mut(&mut self, looped: &mut syn::ExprForLoop) {
        self.visit_expr_mut(&mut looped.expr);
        self.scoped(|marks| {
            marks.visit_pat_mut(&mut looped.pat);
            marks.bind(&looped.pat);
            marks.visit_block_mut(&mut looped.body);
        });
    }

    fn visit_expr_if_mut(&mut self, branch: &mut syn::ExprIf) {
        self.scoped(|marks| {
            marks.visit_expr_mut(&mut branch.cond);
            marks.visit_block_mut(&mut branch.then_branch);
        });
        if let Some((_, otherwise)) = &mut branch.else_branch {
            self.visit_expr_mut(otherwise);
        }
    }

    fn visit_expr_while_mut(&mut self, looped: &mut syn::ExprWhile) {
        self.scoped(|marks| visit_mut::visit_expr_while_mut(marks, looped));
    }

    fn visit_expr_let_mut(&mut self, bound: &mut syn::ExprLet) {
        visit_mut::visit_expr_let_mut(self, bound);
        self.bind(&bound.pat);
    }

    fn visit_arm_mut(&mut self, arm: &mut syn::Arm) {
        self.scoped(|marks| {
            marks.bind(&arm.pat);
            visit_mut::visit_arm_mut(marks, arm);
        });
    }

    fn visit_macro_mut(&mut self, mac: &mut Macro) {
        if let Some(tokens) = self.expressions(mac) {
            mac.tokens = tokens;
        }
    }

    // These name themselves.
    fn visit_attribute_mut(&mut self, _: &mut syn::Attribute) {}
    fn visit_item_use_mut(&mut self, _: &mut syn::ItemUse) {}
}
