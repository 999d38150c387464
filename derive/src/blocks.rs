//! The attribute on an `impl` block and on a `mod`: every function in it gets its derivative, and
//! knows the signatures of the others.

mod of_trait;
mod sibling;

use std::collections::{BTreeMap, BTreeSet};

use proc_macro2::TokenStream;
use quote::{ToTokens, quote};
use syn::parse::{Parse, ParseStream};
use syn::{Attribute, FnArg, Ident, ImplItem, Item, ItemFn, ItemImpl, ItemMod, Path, Signature};

use crate::aliases::{self, Aliases};
use crate::bounds;
use crate::diagnostics::{BLOCK_OPTION, Diagnostics, HIDDEN_OUTPUT, ITEM, NAMED_TWICE, TRAIT_IMPL};
use crate::exchange::{differentiate, group, published_method};
use crate::front::{
    Callee, Found, Options, Owner, Signatures, Walk, differentiable, gives_none, gives_numbers,
    hands_numbers, hidden_output, traits, with_opaque_told,
};
use crate::references::{exchanged, mentioned, names_a_function, references, type_scope};
pub use sibling::Sibling;

/// What a function knows of the block that it stands in.
#[derive(Clone, Default)]
pub struct Context {
    /// The head of the `impl` block.
    pub head: Option<ItemImpl>,
    /// The functions of the block, and of the `mod` around it.
    siblings: Vec<Sibling>,
}

fn optional<T: Parse>(tokens: TokenStream) -> syn::Result<Option<T>> {
    if tokens.is_empty() { Ok(None) } else { syn::parse2(tokens).map(Some) }
}

impl ToTokens for Context {
    fn to_tokens(&self, tokens: &mut TokenStream) {
        let head = &self.head;
        let siblings = self.siblings.iter().map(Sibling::tokens);
        quote!({ #head } #(#siblings)*).to_tokens(tokens);
    }
}

impl Parse for Context {
    fn parse(input: ParseStream<'_>) -> syn::Result<Self> {
        let head = optional(group(input)?)?;
        let mut siblings = Vec::new();
        while !input.is_empty() {
            siblings.push(input.parse()?);
        }
        Ok(Context { head, siblings })
    }
}

impl Context {
    /// The function that an item stands for, and the block it belongs to.
    pub fn function(&self, item: ItemFn, options: &mut Options) -> ItemFn {
        options.owner = self.head.as_ref().and_then(|head| Owner::new(head, &item.sig));
        match &options.owner {
            Some(owner) => owner.function(item),
            None => item,
        }
    }

    /// A function of the block, by its name.
    pub fn sibling(&self, name: &Ident) -> Option<&Sibling> {
        let head = type_of(self.head.as_ref());
        let mut named = self.siblings.iter().filter(|sibling| sibling.name == *name);
        named.find(|sibling| type_of(sibling.head.as_ref()) == head)
    }

    /// What a method answers to those who ask for it, and the name that it has there.
    pub fn answer(&self, item: &ItemFn, options: &Options) -> Option<(Ident, TokenStream)> {
        let head = type_of(self.head.as_ref());
        let stem = options.name.as_ref().unwrap_or(&item.sig.ident);
        let mut own = self.siblings.iter().filter(|sibling| sibling.stem == *stem);
        let own = own.find(|sibling| type_of(sibling.head.as_ref()) == head)?;
        let owner = Owner::new(own.head.as_ref()?, &own.signature)?;
        let answer = own.tokens();
        Some((owner.marker(&own.stem), quote!(method #answer)))
    }

    /// The structs that those siblings take and return which a function calls.
    pub fn exchanged(&self, item: &ItemFn) -> Vec<Path> {
        let (mut found, mut bodies) = (Vec::new(), vec![item.clone()]);
        let mut written_out: BTreeSet<&String> = BTreeSet::new();
        while let Some(item) = bodies.pop() {
            let called = mentioned(&item);
            for sibling in self.siblings.iter().filter(|sibling| called.contains(&sibling.name)) {
                let Some((_, id)) = &sibling.body else {
                    found.extend(exchanged(&sibling.signature));
                    continue;
                };
                if let Some(body) = sibling.with_body().and_then(|signature| signature.body)
                    && written_out.insert(id)
                {
                    found.extend(references(&body.item, &Options::default(), Vec::new()));
                    bodies.push(ItemFn::clone(&body.item));
                }
            }
            found.extend(self.handed_over(&item));
        }
        found
    }

    /// The functions that a function hands over by their paths to methods that are written out.
    fn handed_over(&self, item: &ItemFn) -> Vec<Path> {
        let (mut found, types) = (Vec::new(), type_scope(&item.sig));
        let mut walk = Walk::new(|seen| {
            let Found::Argument { of, position, path } = seen else { return };
            // The receiver comes first, where it is not named.
            let (name, position) = match of {
                Callee::Method(name) => (Some(name), position + 1),
                Callee::Function(path) => (path.path.segments.last().map(|s| &s.ident), position),
            };
            let named = self.siblings.iter().filter(|sibling| Some(&sibling.name) == name);
            let mut signatures = named.filter_map(Sibling::with_body);
            if signatures.any(|signature| signature.takes_function(position))
                && names_a_function(path, &types)
            {
                found.push(path.path.clone());
            }
        });
        walk.function(item);
        found
    }

    /// Looks through other names of types in the signatures of the siblings.
    pub fn through(&mut self, aliases: &Aliases) {
        for sibling in &mut self.siblings {
            aliases.plain(None, &mut sibling.signature);
            if let Some((block, _)) = &mut sibling.body {
                aliases.block(block);
            }
        }
    }

    /// What is known of the siblings.
    pub fn known(&self) -> Signatures {
        let mut signatures = Signatures::default();
        self.tell(&mut signatures);
        signatures
    }

    /// Adds what is known of the siblings.
    pub fn tell(&self, signatures: &mut Signatures) {
        for sibling in &self.siblings {
            signatures.calls(&sibling.name, &sibling.calls);
        }
        for sibling in &self.siblings {
            let circular = signatures.circular(&sibling.name);
            if let Some(method) = sibling.method(false, None, circular) {
                signatures.method(method);
            }
        }
    }
}

/// One function of a block, with its own options.
struct Member {
    item: ItemFn,
    options: TokenStream,
    parsed: Options,
    /// Whether it is a method of a trait.
    of_trait: bool,
    /// Whether it takes no numbers, so that all there is to know of it is what it returns.
    given: bool,
}

impl Member {
    /// What stands beside it.
    fn tokens(&self, context: &Context) -> TokenStream {
        match self.given {
            true => published_method(&self.item, &self.parsed, context).tokens,
            false => differentiate(&self.item, &self.options, &self.parsed, context, true).tokens,
        }
    }
}

/// Takes the attribute off, where there is one: its options.
pub fn taken(attrs: &mut Vec<Attribute>) -> Option<TokenStream> {
    let ours =
        |attr: &Attribute| attr.path().segments.last().is_some_and(|s| s.ident == "differentiate");
    let position = attrs.iter().position(ours)?;
    match attrs.remove(position).meta {
        syn::Meta::List(list) => Some(list.tokens),
        syn::Meta::Path(_) | syn::Meta::NameValue(_) => Some(TokenStream::new()),
    }
}

/// A function that is to be differentiated; `outer` are the options of the block.
fn member(
    mut item: ItemFn,
    outer: &TokenStream,
    head: Option<&ItemImpl>,
    errors: &mut Diagnostics,
) -> Option<Member> {
    let own = taken(&mut item.attrs);
    let runtime = syn::parse2::<Options>(outer.clone()).unwrap_or_default().runtime();
    let item = with_opaque_told(&item, &runtime);
    let test = item.attrs.iter().any(|attr| attr.path().is_ident("test"));
    let owner = head.and_then(|head| Owner::new(head, &item.sig));
    let function = owner.as_ref().map_or_else(|| item.clone(), |o| o.function(item.clone()));
    let taken = differentiable(&function.sig) || hands_numbers(&function);
    let hidden = hidden_output(&function.sig);
    let known = gives_numbers(&item.sig, head)
        || head.is_some() && gives_none(&function.sig) && hidden.is_none();
    let given = own.is_none() && !test && !taken && known;
    if own.is_none() && (test || !taken) && !given {
        if let Some(output) = hidden.filter(|_| !test) {
            errors.report(output, HIDDEN_OUTPUT);
        }
        return None;
    }
    let own = own.filter(|own| !own.is_empty());
    let options = match own {
        Some(own) if outer.is_empty() => own,
        Some(own) => quote!(#outer, #own),
        None => outer.clone(),
    };
    match syn::parse2::<Options>(options.clone()) {
        Ok(parsed) if parsed.skip => None,
        Ok(parsed) if parsed.graph && owner.is_some() => {
            errors.report(&item.sig.ident, BLOCK_OPTION);
            None
        }
        Ok(parsed) => Some(Member { item, options, parsed, of_trait: false, given }),
        Err(error) => {
            errors.push(error);
            None
        }
    }
}

/// `#[differentiate] impl Model { … }`
pub fn implementation(options: &TokenStream, block: &ItemImpl) -> TokenStream {
    let mut errors = Diagnostics::default();
    let options = &common(options, &mut errors);
    let (members, head) = methods(options, block, &mut errors);
    let members = of_different_names(members, |member| (member, String::new()), &mut errors);
    let siblings = members.iter().map(|m| Sibling::new(&m.item, &m.parsed, Some(&head))).collect();
    let context = Context { head: Some(head), siblings };
    let mut parts: TokenStream = members.iter().map(|m| m.tokens(&context)).collect();
    if errors.is_empty() {
        parts.extend(bounds::question(options, block, &context));
    }
    let (original, errors) = (plain_impl(block), errors.into_tokens());
    quote!(#original #errors #parts)
}

/// The first function of each name, of each type. Rust says it of two that stand beside each other; those of two
/// traits may have one name.
fn of_different_names<M>(
    members: Vec<M>,
    of: impl Fn(&M) -> (&Member, String),
    errors: &mut Diagnostics,
) -> Vec<M> {
    let mut seen: BTreeMap<(String, String), bool> = BTreeMap::new();
    let mut first = |whole: &M| {
        let (Member { item, parsed, of_trait, given, .. }, ty) = of(whole);
        let stem = parsed.name.as_ref().unwrap_or(&item.sig.ident);
        // Which of two there is may be decided later.
        let decided = item.attrs.iter().any(|attr| attr.path().is_ident("cfg"));
        match seen.insert((ty, stem.to_string()), *of_trait) {
            Some(before) if !decided => {
                if !given && (before || *of_trait) {
                    errors.report(stem, NAMED_TWICE);
                }
                false
            }
            Some(_) | None => true,
        }
    };
    members.into_iter().filter(|member| first(member)).collect()
}

/// The type that a block is of; nothing for none.
fn type_of(head: Option<&ItemImpl>) -> String {
    head.map(|head| head.self_ty.to_token_stream().to_string()).unwrap_or_default()
}

/// The methods of a block that are to be differentiated, and its head.
fn methods(
    options: &TokenStream,
    block: &ItemImpl,
    errors: &mut Diagnostics,
) -> (Vec<Member>, ItemImpl) {
    let mut head = block.clone();
    head.attrs.clear();
    head.items.clear();
    head.trait_ = None;
    if let Some(ty) = of_trait::referred(block) {
        head.self_ty = Box::new(ty.clone());
    }
    if !matches!(&*head.self_ty, syn::Type::Path(path) if path.qself.is_none()) {
        errors.report(&block.self_ty, ITEM);
        return (Vec::new(), head);
    }
    if let Some(at) = of_trait::apart(block) {
        errors.report(at, TRAIT_IMPL);
        return (Vec::new(), head);
    }
    let functions = block.items.iter().filter_map(|item| match item {
        ImplItem::Fn(method) => syn::parse2::<ItemFn>(method.to_token_stream()).ok(),
        _ => None,
    });
    let functions = functions.map(|item| of_trait::beside(item, block));
    let of_trait = block.trait_.is_some();
    let members = functions.filter_map(|item| member(item, options, Some(&head), errors));
    (members.map(|member| Member { of_trait, ..member }).collect(), head)
}

/// `#[differentiate] mod physics { … }`
pub fn module(options: &TokenStream, block: &ItemMod) -> TokenStream {
    let mut errors = Diagnostics::default();
    let options = &common(options, &mut errors);
    let Some((_, items)) = &block.content else {
        errors.report(block, ITEM);
        let errors = errors.into_tokens();
        return quote!(#block #errors);
    };
    let mut members: Vec<(Member, Option<ItemImpl>)> = Vec::new();
    let mut of_traits: Vec<(TokenStream, ItemImpl, ItemImpl)> = Vec::new();
    for item in items {
        match item {
            Item::Fn(item) => {
                let member = member(item.clone(), options, None, &mut errors);
                members.extend(member.map(|member| (member, None)));
            }
            Item::Impl(block) => {
                let mut block = block.clone();
                let own = taken(&mut block.attrs);
                let words = own.clone().unwrap_or_default();
                if matches!(syn::parse2::<Options>(words), Ok(Options { skip: true, .. })) {
                    continue;
                }
                if own.is_none() {
                    of_trait::numbers_only(&mut block);
                }
                let reported = errors.count();
                let (found, head) = methods(options, &block, &mut errors);
                if (own.is_some() || !found.is_empty()) && errors.count() == reported {
                    of_traits.push((options.clone(), block, head.clone()));
                }
                members.extend(found.into_iter().map(|member| (member, Some(head.clone()))));
            }
            _ => {}
        }
    }
    let members =
        of_different_names(members, |(member, head)| (member, type_of(head.as_ref())), &mut errors);
    let siblings: Vec<Sibling> = members
        .iter()
        .map(|(member, head)| Sibling::new(&member.item, &member.parsed, head.as_ref()))
        .collect();
    let generics = members.iter().map(|(member, _)| &member.item.sig.generics);
    let bounding: Vec<Path> = generics.flat_map(traits).map(|(_, path)| path).collect();
    let parts = members.iter().map(|(member, head)| {
        let context = Context { head: head.clone(), siblings: siblings.clone() };
        member.tokens(&context)
    });
    let questions = of_traits.iter().filter_map(|(options, block, head)| {
        let context = Context { head: Some(head.clone()), siblings: siblings.clone() };
        bounds::question(options, block, &context)
    });
    let parts: TokenStream = parts.chain(questions).collect();
    let mut original = block.clone();
    let runtime = syn::parse2::<Options>(options.clone()).unwrap_or_default().runtime();
    let mut published = TokenStream::new();
    if let Some((_, items)) = &mut original.content {
        for item in items.iter_mut() {
            match item {
                Item::Mod(inner) => {
                    if let Some(tokens) = inside(options, inner, &mut errors) {
                        *item = Item::Verbatim(tokens);
                    }
                }
                Item::Fn(item) => {
                    taken(&mut item.attrs);
                    plain(&mut item.attrs, &mut item.sig);
                }
                Item::Impl(block) => {
                    taken(&mut block.attrs);
                    *block = plain_impl(block);
                }
                // One that no function is bounded by stays as it is, unless it has the attribute itself.
                Item::Trait(of)
                    if bounding.iter().any(|path| path.is_ident(&of.ident))
                        && taken(&mut of.attrs.clone()).is_none() =>
                {
                    *item = Item::Verbatim(bounds::of_trait(options, of));
                }
                Item::Type(alias) => {
                    taken(&mut alias.attrs);
                    published.extend(aliases::published(alias, &runtime));
                }
                _ => {}
            }
        }
        items.push(Item::Verbatim(quote!(#published #parts)));
    }
    let errors = errors.into_tokens();
    quote!(#original #errors)
}

/// A `mod` inside another: its functions know each other. Tests are left as they are.
fn inside(
    outer: &TokenStream,
    inner: &mut ItemMod,
    errors: &mut Diagnostics,
) -> Option<TokenStream> {
    let own = taken(&mut inner.attrs).unwrap_or_default();
    let tests = |attr: &Attribute| {
        let test = attr.parse_args::<Ident>().is_ok_and(|name| name == "test");
        attr.path().is_ident("cfg") && test
    };
    if inner.content.is_none() || inner.attrs.iter().any(tests) {
        return None;
    }
    match syn::parse2::<Options>(own.clone()) {
        Ok(Options { skip: true, .. }) => None,
        Ok(_) if own.is_empty() => Some(module(outer, inner)),
        Ok(_) if outer.is_empty() => Some(module(&own, inner)),
        Ok(_) => Some(module(&quote!(#outer, #own), inner)),
        Err(error) => {
            errors.push(error);
            None
        }
    }
}

/// Only what holds for all functions may be said at the block; anything else is reported and left
/// out.
fn common(options: &TokenStream, errors: &mut Diagnostics) -> TokenStream {
    match syn::parse2::<Options>(options.clone()) {
        Ok(Options { wrt: None, name: None, graph: false, skip: false, .. }) => {
            return options.clone();
        }
        Ok(_) => errors.report(options, BLOCK_OPTION),
        Err(error) => errors.push(error),
    };
    TokenStream::new()
}

/// A block without our attributes.
fn plain_impl(block: &ItemImpl) -> ItemImpl {
    let mut block = block.clone();
    for item in &mut block.items {
        if let ImplItem::Fn(method) = item {
            taken(&mut method.attrs);
            plain(&mut method.attrs, &mut method.sig);
        }
    }
    block
}

/// A function as it stays: marks on parameters are not attributes that Rust knows, and where only
/// the derivative is called, the function is not dead code.
pub fn plain(attrs: &mut Vec<Attribute>, sig: &mut Signature) {
    attrs.push(syn::parse_quote!(#[allow(dead_code)]));
    for arg in &mut sig.inputs {
        let attrs = match arg {
            FnArg::Typed(arg) => &mut arg.attrs,
            FnArg::Receiver(receiver) => &mut receiver.attrs,
        };
        attrs.retain(|attr| !attr.path().is_ident("constant"));
    }
}
