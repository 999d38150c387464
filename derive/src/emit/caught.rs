//! Calls of functions that may fail, of which the error is a value: a branch on what the callee answers.

use proc_macro2::TokenStream;
use quote::quote;
use syn::Ident;

use super::function::Emitter;
use super::gradient::zeros;
use super::handle::tuple;
use super::names::local;
use super::types::stand_in;
use crate::ir::{Call, Form, Given, Handed, Kind, Role, Var, Yield};

/// What an answer is where there is a value, and where there is none.
struct Outcomes {
    /// Names for what the callee yields.
    names: Vec<Ident>,
    there: Vec<TokenStream>,
    missing: Vec<TokenStream>,
}

impl Emitter<'_> {
    /// `match g(x) { Ok(value) => (value, None), Err(error) => (0.0, Some(error)) }`: the value of the first
    /// of `outs`, its tangents, and what is kept.
    pub(super) fn caught(
        &self,
        outs: &[Var],
        call: &Call,
        form: Form,
        written: &TokenStream,
    ) -> TokenStream {
        let Outcomes { names, there, missing } = self.outcomes(outs, call, form);
        let [names, there, missing] =
            [names.iter().map(|name| quote!(#name)).collect(), there, missing].map(tuple);
        let error = local("error");
        match form {
            Form::Result => quote! {
                match #written {
                    ::core::result::Result::Ok(#names) => #there,
                    ::core::result::Result::Err(#error) => #missing,
                }
            },
            Form::Option => quote! {
                match #written {
                    ::core::option::Option::Some(#names) => #there,
                    ::core::option::Option::None => #missing,
                }
            },
        }
    }

    fn outcomes(&self, outs: &[Var], call: &Call, form: Form) -> Outcomes {
        let mut all = Outcomes { names: Vec::new(), there: Vec::new(), missing: Vec::new() };
        let (mut kept, mut dots) = (0, 0);
        // Behind what the function yields come tangents of what has some, which is told by what it is kept as.
        let own = call.yields().into_iter().map(Some).chain(std::iter::repeat(None));
        for (i, (out, what)) in outs.iter().zip(own).enumerate() {
            if what == Some(Yield::State) {
                let (there, missing) = state(form);
                all.there.push(there);
                all.missing.push(missing);
                continue;
            }
            let is_kept = matches!(self.vars.kind(*out), Kind::Option(_));
            let name = match (is_kept, i) {
                (true, _) => numbered("residuals", &mut kept),
                (false, 0) => local("value"),
                (false, _) => numbered("value_dot", &mut dots),
            };
            if is_kept {
                all.there.push(quote!(::core::option::Option::Some(#name)));
                all.missing.push(quote!(::core::option::Option::None));
            } else {
                let stand_in = stand_in(self.vars.kind(*out), self.runtime);
                all.there.push(quote!(#name));
                all.missing.push(stand_in.unwrap_or_else(|| quote!(())));
            }
            all.names.push(name);
        }
        all
    }

    /// The backward pass of such a call, where it has answered with a value: `args` are as they are handed
    /// over.
    pub(super) fn pulled_if_there(
        &mut self,
        path: &TokenStream,
        call: &Call,
        args: &[TokenStream],
        returned: usize,
    ) -> TokenStream {
        let (mut args, mut kept, mut names) = (args.to_vec(), Vec::new(), Vec::new());
        let mut count = 0;
        let is_kept = |(_, given): &(usize, &Given)| given.role == Role::Residuals;
        for (i, _) in call.args.iter().enumerate().filter(is_kept) {
            let name = numbered("residuals", &mut count);
            kept.push(std::mem::replace(&mut args[i], quote!(#name)));
            names.push(quote!(::core::option::Option::Some(#name)));
        }
        let own = call.args.iter().filter(|given| given.is_argument() && call.carries(given));
        let by_value: Vec<Var> = own
            .filter_map(|given| match &given.handed {
                Handed::Value(var) => Some(*var),
                Handed::Ref(_) | Handed::Mut(_) | Handed::Nothing => None,
            })
            .collect();
        let nothing: Vec<TokenStream> = (0..returned)
            .map(|i| {
                let var = by_value[i % by_value.len()];
                self.nothing(var)
            })
            .collect();
        let (kept, names, nothing) = (tuple(kept), tuple(names), tuple(nothing));
        quote! {
            match #kept {
                #names => #path(#(#args),*),
                _ => #nothing,
            }
        }
    }

    /// The cotangent 0 of an argument.
    fn nothing(&mut self, var: Var) -> TokenStream {
        let kind = self.vars.kind(var).clone();
        match &kind {
            Kind::Real(_) => stand_in(&kind, self.runtime).unwrap_or_default(),
            kind => {
                let place = self.reference(var);
                zeros(kind, &quote!((*#place)), self.runtime, None)
            }
        }
    }
}

/// A name, with a number behind it from the second on.
fn numbered(name: &str, count: &mut usize) -> Ident {
    *count += 1;
    if *count == 1 { local(name) } else { local(&format!("{name}_{count}")) }
}

/// What stands beside the value where it is there, and where it is not.
fn state(form: Form) -> (TokenStream, TokenStream) {
    let error = local("error");
    match form {
        Form::Option => (quote!(true), quote!(false)),
        Form::Result => {
            (quote!(::core::option::Option::None), quote!(::core::option::Option::Some(#error)))
        }
    }
}
