//! `#[derive(Differentiable)]`: the cotangent type of a struct, and its arithmetic.

mod bounds;
mod enums;
mod lanes;
mod numbers;

use proc_macro2::TokenStream;
use quote::{ToTokens, format_ident, quote};
use syn::{Data, DeriveInput, Field, Fields, ItemStruct, Member, Path, Type};

use crate::diagnostics::{ATTRIBUTE, DERIVE, Diagnostics, FIELD, STANDARD_NAME, seen};
use crate::front::{carries_none, field_is_constant, is_mistaken, written};
use crate::groups::parenthesized;
use crate::marks::meant;
use crate::parameters::names;
use crate::publish::publish;

/// The implementation for a struct.
pub fn differentiable(tokens: TokenStream) -> TokenStream {
    let tokens = parenthesized(&tokens).unwrap_or(tokens);
    let tokens = meant(&tokens).unwrap_or(tokens);
    let mut input: DeriveInput = match syn::parse2(tokens) {
        Ok(input) => input,
        Err(error) => return error.to_compile_error(),
    };
    let mut diagnostics = Diagnostics::default();
    bounds::check(&input, &mut diagnostics);
    if !diagnostics.is_empty() {
        return diagnostics.into_tokens();
    }
    let fields = match &input.data {
        Data::Struct(data) => data.fields.clone(),
        Data::Enum(data) if enums::is_choice(data) => {
            return match runtime_path(&input) {
                Ok(runtime) => enums::choice(&input, &runtime),
                Err(error) => error.to_compile_error(),
            };
        }
        Data::Enum(_) | Data::Union(_) => {
            diagnostics.report(&input.ident, DERIVE);
            return diagnostics.into_tokens();
        }
    };
    if is_mistaken(&input.ident, &input.generics) {
        diagnostics.report(&input.ident, STANDARD_NAME);
        return diagnostics.into_tokens();
    }
    let runtime = match runtime_path(&input) {
        Ok(runtime) => runtime,
        Err(error) => return error.to_compile_error(),
    };
    let mut diagnostics = Diagnostics::default();
    let fields = &marked(&fields, &mut diagnostics);
    let errors = diagnostics.into_tokens();
    let published = published(&input, fields, &runtime);
    bounds::add(&mut input.generics, fields, &runtime);
    let demand = bounds::demand(&mut input.generics, fields, &runtime);
    let cotangent = cotangent_type(&input, fields, &runtime);
    let implementation = implementation(&input, fields, &runtime);
    let components = components(&input, fields, &runtime);
    let laned = lanes::laned(&input, fields, &runtime);
    let numbers = numbers::numbers(&input, fields, &runtime);
    let stand_in = stand_in(&input, fields, &runtime);
    quote! {
        #errors #demand #cotangent #implementation #laned #numbers #components #stand_in #published
    }
}

/// What to write for a field that holds numbers and others in one.
const APART: &str = "keep the numbers in a field of their own, as in `values: Vec<f64>`; where they are constant, mark \
                     the field `#[constant]`";

fn has_numbers(ty: &Type) -> bool {
    let names = names(ty.to_token_stream());
    ["f32", "f64"].iter().any(|float| names.contains(*float))
}

/// Reports the fields that certainly carry no derivative, and treats them as if they were marked so.
fn marked(fields: &Fields, diagnostics: &mut Diagnostics) -> Fields {
    let mut fields = fields.clone();
    for field in &mut fields {
        for attr in field.attrs.iter().filter(|attr| attr.path().is_ident("constant")) {
            if !matches!(attr.meta, syn::Meta::Path(_)) {
                let what = seen("`constant` takes nothing").write("write `#[constant]`");
                diagnostics.on(attr, ATTRIBUTE, what);
            }
        }
        if !field_is_constant(field) && carries_none(&field.ty) {
            let what = format!("`{}`", written(&field.ty));
            let what = seen(&what);
            let what = if has_numbers(&field.ty) { what.write(APART) } else { what };
            diagnostics.on(&field.ty, FIELD, what);
            field.attrs.push(syn::parse_quote!(#[constant]));
        }
    }
    fields
}

/// `#[chainrule(crate = path)]`
fn runtime_path(input: &DeriveInput) -> syn::Result<Path> {
    let mut runtime: Path = syn::parse_quote!(::chainrule);
    for attr in input.attrs.iter().filter(|attr| attr.path().is_ident("chainrule")) {
        let options: crate::front::Options = attr.parse_args()?;
        runtime = options.runtime();
    }
    Ok(runtime)
}

/// The fields that carry derivatives, with their names.
fn active(fields: &Fields) -> Vec<(Member, &Field)> {
    fields.members().zip(fields.iter()).filter(|(_, field)| !field_is_constant(field)).collect()
}

/// Numbered fields that carry none: something stands there, so that the others keep their numbers.
fn units(fields: &Fields) -> Vec<Member> {
    let constant = |(member, field): &(Member, &Field)| {
        matches!(member, Member::Unnamed(_)) && field_is_constant(field)
    };
    fields.members().zip(fields.iter()).filter(constant).map(|(member, _)| member).collect()
}

fn cotangent_type(input: &DeriveInput, fields: &Fields, runtime: &Path) -> TokenStream {
    let (vis, name) = (&input.vis, format_ident!("{}Cotangent", input.ident));
    let generics = bounds::cotangent(&input.generics, fields);
    let (impl_generics, _, where_clause) = generics.split_for_impl();
    let doc = format!("A cotangent of [`{}`]: one for each field that carries one.", input.ident);
    // The numbers of fields stay what they are.
    let items = fields.members().zip(fields.iter()).filter_map(|(member, field)| {
        let (vis, ty) = (&field.vis, &field.ty);
        let doc = format!("The cotangent of `{}`.", member.to_token_stream());
        let cotangent = quote!(<#ty as #runtime::Differentiable>::Cotangent);
        match (&member, field_is_constant(field)) {
            (Member::Named(name), false) => Some(quote!(#[doc = #doc] #vis #name: #cotangent)),
            (Member::Named(_), true) => None,
            (Member::Unnamed(_), false) => Some(quote!(#[doc = #doc] #vis #cotangent)),
            (Member::Unnamed(_), true) => Some(quote!(#[doc(hidden)] #vis ())),
        }
    });
    let body = match fields {
        Fields::Named(_) => quote!(#where_clause { #(#items,)* }),
        Fields::Unnamed(_) | Fields::Unit => quote!((#(#items,)*) #where_clause;),
    };
    quote! {
        #[doc = #doc]
        #[derive(::core::clone::Clone, ::core::fmt::Debug, ::core::cmp::PartialEq)]
        #vis struct #name #impl_generics #body
    }
}

fn implementation(input: &DeriveInput, fields: &Fields, runtime: &Path) -> TokenStream {
    let (name, cotangent) = (&input.ident, format_ident!("{}Cotangent", input.ident));
    let (impl_generics, ty_generics, where_clause) = input.generics.split_for_impl();
    let own = bounds::cotangent(&input.generics, fields);
    let (own_impl, own_types, own_where) = own.split_for_impl();
    let parts = active(fields);
    let labels: Vec<&Member> = parts.iter().map(|(member, _)| member).collect();
    let units = units(fields);
    let zeros = quote! {
        #cotangent {
            #(#labels: #runtime::Differentiable::zeros(&self.#labels),)*
            #(#units: (),)*
        }
    };
    let types: Vec<_> = parts.iter().map(|(_, field)| &field.ty).collect();
    let steps: Vec<TokenStream> = labels.iter().map(|label| step(label)).collect();
    let fits = quote! {
        #(#runtime::Differentiable::fits(&self.#labels, &cotangent.#labels, at.#steps);)*
    };
    quote! {
        #[automatically_derived]
        impl #impl_generics #runtime::Differentiable for #name #ty_generics #where_clause {
            type Cotangent = #cotangent #own_types;

            const FIXED: bool = true #(&& <#types as #runtime::Differentiable>::FIXED)*;

            fn zeros(&self) -> Self::Cotangent {
                #zeros
            }

            fn add(total: &mut Self::Cotangent, term: &Self::Cotangent) {
                #(<#types as #runtime::Differentiable>::add(&mut total.#labels, &term.#labels);)*
            }

            fn scale(total: &mut Self::Cotangent, factor: f64) {
                #(<#types as #runtime::Differentiable>::scale(&mut total.#labels, factor);)*
            }

            #[track_caller]
            fn fits(&self, cotangent: &Self::Cotangent, at: #runtime::Path<'_>) {
                #fits
            }
        }

        #[automatically_derived]
        impl #own_impl #runtime::Differentiable for #cotangent #own_types #own_where {
            type Cotangent = Self;

            const FIXED: bool = true #(&& <#types as #runtime::Differentiable>::FIXED)*;

            fn zeros(&self) -> Self {
                #zeros
            }

            fn add(total: &mut Self, term: &Self) {
                #(<#types as #runtime::Differentiable>::add(&mut total.#labels, &term.#labels);)*
            }

            fn scale(total: &mut Self, factor: f64) {
                #(<#types as #runtime::Differentiable>::scale(&mut total.#labels, factor);)*
            }

            #[track_caller]
            fn fits(&self, cotangent: &Self, at: #runtime::Path<'_>) {
                #fits
            }
        }
    }
}

/// `field("w")`, `part(0)`: the way to a field.
fn step(member: &Member) -> TokenStream {
    match member {
        Member::Named(name) => {
            let name = name.to_string();
            quote!(field(#name))
        }
        Member::Unnamed(index) => quote!(part(#index)),
    }
}

/// The numbers of a struct and of its cotangent, by name: for the gradient check, where the runtime
/// crate has it.
fn components(input: &DeriveInput, fields: &Fields, runtime: &Path) -> TokenStream {
    let (name, cotangent) = (&input.ident, format_ident!("{}Cotangent", input.ident));
    let (impl_generics, ty_generics, where_clause) = input.generics.split_for_impl();
    let own = bounds::cotangent(&input.generics, fields);
    let (own_impl, own_types, own_where) = own.split_for_impl();
    let parts = active(fields);
    let members = parts.iter().map(|(member, _)| member.to_token_stream());
    let labels = members.clone();
    let generics = &input.generics;
    let open = |ty: &&Type| !generics.params.is_empty() || bounds::is_demanded(generics, ty);
    let types: Vec<_> = parts.iter().map(|(_, field)| &field.ty).filter(open).collect();
    let visited = types.iter().map(|ty| match bounds::is_demanded(generics, ty) {
        true => quote!(for<'field> #ty: #runtime::Visited<'field>),
        false => quote!(#ty: #runtime::check::Components),
    });
    let component = quote!(#runtime::check::Components);
    let cotangents = types.iter().map(|ty| bounds::of_cotangent(generics, ty, &component, runtime));
    let bounds = where_clause.iter().flat_map(|clause| &clause.predicates);
    let own_bounds = own_where.iter().flat_map(|clause| &clause.predicates);
    quote! {
        #runtime::__components! {
            [#impl_generics] [#name #ty_generics]
            [#(#bounds,)* #(#visited,)*] #((#members))*
        }
        #runtime::__components! {
            [#own_impl] [#cotangent #own_types]
            [#(#own_bounds,)* #(#cotangents,)*]
            #((#labels))*
        }
    }
}

/// Some value, where each field has one.
fn stand_in(input: &DeriveInput, fields: &Fields, runtime: &Path) -> TokenStream {
    let name = &input.ident;
    let mut generics = input.generics.clone();
    let bounds = fields.iter().map(|Field { ty, .. }| -> syn::WherePredicate {
        syn::parse_quote!(for<'field> #ty: #runtime::FieldStandIn<'field>)
    });
    generics.make_where_clause().predicates.extend(bounds);
    let (impl_generics, _, where_clause) = generics.split_for_impl();
    let (_, ty_generics, _) = input.generics.split_for_impl();
    let members = fields.members();
    quote! {
        #[automatically_derived]
        impl #impl_generics #runtime::StandIn for #name #ty_generics #where_clause {
            fn stand_in() -> Self {
                #name { #(#members: #runtime::StandIn::stand_in(),)* }
            }
        }
    }
}

fn published(input: &DeriveInput, fields: &Fields, runtime: &Path) -> TokenStream {
    let mut fields = fields.clone();
    for field in &mut fields {
        field.attrs.retain(|attr| attr.path().is_ident("constant"));
        field.vis = syn::Visibility::Inherited;
    }
    let (name, generics) = (&input.ident, &input.generics);
    let (params, where_clause) = (quote!(#generics), &generics.where_clause);
    let item: TokenStream = match fields {
        Fields::Named(named) => quote!(struct #name #params #where_clause #named),
        Fields::Unnamed(unnamed) => quote!(struct #name #params #unnamed #where_clause;),
        Fields::Unit => quote!(struct #name #params;),
    };
    let answer = match syn::parse2::<ItemStruct>(item) {
        Ok(item) => item.to_token_stream(),
        Err(error) => return error.to_compile_error(),
    };
    publish(name, &input.vis, &answer, runtime)
}
