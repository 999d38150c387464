//! Names for types: `#[differentiate] type Real = f64;` answers like a struct, and is looked through before anything
//! is lowered.

use proc_macro2::TokenStream;
use quote::quote;
use syn::visit_mut::{self, VisitMut};
use syn::{
    Block, Expr, ExprPath, GenericArgument, GenericParam, Ident, ItemFn, ItemStruct, ItemType,
    Path, PathArguments, Signature, Type,
};

use crate::front::{FnSignature, TypeScope, key, sibling, struct_paths};
use crate::publish::publish;

/// Aliases of aliases are followed so far.
const DEEPEST: usize = 16;

/// What stands beside an alias: the macro by which it answers.
pub fn published(item: &ItemType, runtime: &Path) -> TokenStream {
    let ItemType { ident, generics, ty, .. } = item;
    publish(ident, &item.vis, &quote!(type #ident #generics = #ty;), runtime)
}

/// The types and paths that an alias leads to, seen from its own place.
pub fn further(item: &ItemType) -> Vec<Path> {
    let mut found = Vec::new();
    struct_paths(&item.ty, &TypeScope::default(), &mut found);
    let own = |path: &Path| item.generics.type_params().any(|param| path.is_ident(&param.ident));
    found.retain(|path| !own(path));
    found
}

/// The aliases that have answered, by their paths.
#[derive(Default)]
pub struct Aliases(Vec<(Path, ItemType)>);

impl Aliases {
    /// One more.
    pub fn add(&mut self, path: Path, item: ItemType) {
        self.0.push((path, item));
    }

    /// Looks through the aliases in a function.
    pub fn function(&self, item: &mut ItemFn) {
        if !self.0.is_empty() {
            self.seen_from(None).visit_item_fn_mut(item);
        }
    }

    /// In the body of a function beside it.
    pub fn block(&self, block: &mut Block) {
        if !self.0.is_empty() {
            self.seen_from(None).visit_block_mut(block);
        }
    }

    /// In the signature of a function beside it, or of that which has answered at a path.
    pub fn plain(&self, at: Option<&Path>, sig: &mut Signature) {
        if !self.0.is_empty() {
            self.seen_from(at).visit_signature_mut(sig);
        }
    }

    /// In the signature of the function at a path.
    pub fn signature(&self, path: &Path, signature: &mut FnSignature) {
        if let Some(body) = &signature.body {
            let (mut item, id) = (ItemFn::clone(&body.item), body.id.clone());
            // Its paths are the caller's already.
            self.function(&mut item);
            *signature = FnSignature::with_body(item, id);
            return;
        }
        let types = signature.params.iter_mut().map(|param| &mut param.ty);
        for ty in types.chain(&mut signature.output) {
            self.seen_from(Some(path)).visit_type_mut(ty);
        }
    }

    /// In the fields of the struct at a path.
    pub fn structure(&self, path: &Path, item: &mut ItemStruct) {
        for field in &mut item.fields {
            self.seen_from(Some(path)).visit_type_mut(&mut field.ty);
        }
    }

    fn seen_from<'a>(&'a self, owner: Option<&'a Path>) -> Through<'a> {
        Through { aliases: self, owner, depth: 0 }
    }

    fn find(&self, path: &Path, owner: Option<&Path>) -> Option<&(Path, ItemType)> {
        let whole = owner.map_or_else(|| path.clone(), |owner| sibling(owner, path));
        self.0.iter().find(|(known, _)| key(known) == key(&whole))
    }
}

/// Puts types in the place of their aliases, as an item names them.
struct Through<'a> {
    aliases: &'a Aliases,
    owner: Option<&'a Path>,
    depth: usize,
}

impl Through<'_> {
    /// What an alias stands for, named as one item names it.
    fn target(&self, path: &Path) -> Option<Type> {
        let (at, item) = self.aliases.find(path, self.owner).filter(|_| self.depth < DEEPEST)?;
        let mut ty = (*item.ty).clone();
        let mut given = Given { params: parameters(item, path), at, of: further(item) };
        given.visit_type_mut(&mut ty);
        Through { aliases: self.aliases, owner: None, depth: self.depth + 1 }
            .visit_type_mut(&mut ty);
        Some(ty)
    }
}

impl VisitMut for Through<'_> {
    fn visit_type_mut(&mut self, ty: &mut Type) {
        if let Type::Path(path) = &*ty
            && path.qself.is_none()
            && let Some(target) = self.target(&path.path)
        {
            *ty = target;
            return;
        }
        visit_mut::visit_type_mut(self, ty);
    }

    /// `Real::EPSILON`
    fn visit_expr_path_mut(&mut self, expr: &mut ExprPath) {
        let mut owner = expr.path.clone();
        let last = owner.segments.pop();
        owner.segments.pop_punct();
        if expr.qself.is_none()
            && !owner.segments.is_empty()
            && let Some(Type::Path(mut target)) = self.target(&owner)
            && target.qself.is_none()
        {
            target.path.segments.extend(last);
            expr.path = target.path;
        }
        visit_mut::visit_expr_path_mut(self, expr);
    }
}

/// The parameters of an alias, each with what is given for it.
fn parameters(item: &ItemType, path: &Path) -> Vec<(Ident, GenericArgument)> {
    let arguments = match path.segments.last().map(|segment| &segment.arguments) {
        Some(PathArguments::AngleBracketed(given)) => given.args.iter().cloned().collect(),
        _ => Vec::new(),
    };
    let names = item.generics.params.iter().filter_map(|param| match param {
        GenericParam::Type(param) => Some((
            param.ident.clone(),
            param.default.clone().map(|(_, ty)| GenericArgument::Type(ty)),
        )),
        GenericParam::Const(param) => Some((
            param.ident.clone(),
            param.default.clone().map(|(_, value)| GenericArgument::Const(value)),
        )),
        GenericParam::Lifetime(_) => None,
    });
    let mut given =
        arguments.into_iter().filter(|one| !matches!(one, GenericArgument::Lifetime(_)));
    names.filter_map(|(name, default)| Some((name, given.next().or(default)?))).collect()
}

/// Puts what is given in the place of an alias's parameters, and names its types from outside.
struct Given<'a> {
    params: Vec<(Ident, GenericArgument)>,
    at: &'a Path,
    of: Vec<Path>,
}

impl Given<'_> {
    fn param(&self, path: &Path) -> Option<&GenericArgument> {
        self.params.iter().find(|(name, _)| path.is_ident(name)).map(|(_, given)| given)
    }
}

impl VisitMut for Given<'_> {
    fn visit_type_mut(&mut self, ty: &mut Type) {
        if let Type::Path(path) = &mut *ty {
            if let Some(GenericArgument::Type(given)) = self.param(&path.path) {
                *ty = given.clone();
                return;
            }
            if self.of.iter().any(|other| key(other) == key(&path.path)) {
                path.path = sibling(self.at, &path.path);
            }
        }
        visit_mut::visit_type_mut(self, ty);
    }

    fn visit_expr_mut(&mut self, expr: &mut Expr) {
        if let Expr::Path(path) = &*expr
            && let Some(given) = self.param(&path.path)
        {
            *expr = match given {
                GenericArgument::Const(given) => given.clone(),
                given => Expr::Verbatim(quote!(#given)),
            };
            return;
        }
        visit_mut::visit_expr_mut(self, expr);
    }
}
