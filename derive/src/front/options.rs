//! The attribute's options.

use syn::parse::{Parse, ParseStream};
use syn::punctuated::Punctuated;
use syn::{Ident, LitInt, Path, Token, parenthesized};

use super::owner::Owner;
use crate::diagnostics::OPTION;
use crate::ir::Pushes;

/// What stands in the parentheses of `#[differentiate(…)]`.
#[derive(Clone, Default)]
pub struct Options {
    /// The active parameters, where restricted.
    pub wrt: Option<Vec<Ident>>,
    /// The name of the handle, where it is not that of the function.
    pub name: Option<Ident>,
    /// Where the runtime crate is found.
    pub krate: Option<Path>,
    /// Whether nothing is kept: the backward pass computes the function again.
    pub checkpoint: bool,
    /// The function that yields the partial derivatives, where the user has written it.
    pub derivative: Option<Path>,
    /// Whether `jvp` is generated.
    pub jvp: bool,
    /// Whether `jacobian` is generated.
    pub jacobian: bool,
    /// Whether `jvp_lanes` is generated.
    pub lanes: bool,
    /// Whether second derivatives are generated.
    pub hessian: bool,
    /// The highest order of derivatives, where it is given.
    pub order: Option<usize>,
    /// Whether `graph()` is generated.
    pub graph: bool,
    /// Whether the function is left as it is.
    pub skip: bool,
    /// Where the function is a method, the block that it stands in.
    pub owner: Option<Owner>,
}

impl Parse for Options {
    fn parse(input: ParseStream<'_>) -> syn::Result<Self> {
        let mut options = Options::default();
        while !input.is_empty() {
            options.one(input)?;
            if !input.is_empty() {
                input.parse::<Token![,]>()?;
            }
        }
        Ok(options)
    }
}

impl Options {
    fn one(&mut self, input: ParseStream<'_>) -> syn::Result<()> {
        if input.peek(Token![crate]) {
            input.parse::<Token![crate]>()?;
            input.parse::<Token![=]>()?;
            self.krate = Some(Path::parse_mod_style(input)?);
            return Ok(());
        }
        let key: Ident = input.parse()?;
        match key.to_string().as_str() {
            "wrt" => {
                let names;
                parenthesized!(names in input);
                let names = Punctuated::<Ident, Token![,]>::parse_terminated(&names)?;
                self.wrt = Some(names.into_iter().collect());
            }
            "name" => {
                input.parse::<Token![=]>()?;
                self.name = Some(input.parse()?);
            }
            "derivative" => {
                input.parse::<Token![=]>()?;
                self.derivative = Some(input.parse()?);
            }
            "jvp" => self.jvp = true,
            "jacobian" => self.jacobian = true,
            "lanes" => self.lanes = true,
            "hessian" => self.hessian = true,
            "order" => {
                input.parse::<Token![=]>()?;
                self.order = Some(input.parse::<LitInt>()?.base10_parse()?);
            }
            "graph" => self.graph = true,
            "checkpoint" => self.checkpoint = true,
            "skip" => self.skip = true,
            _ => {
                let text = format!("{}: `{key}`\nhelp: {}", OPTION.message, OPTION.help);
                return Err(syn::Error::new(key.span(), text));
            }
        }
        Ok(())
    }

    /// How often tangents can be pushed through the function.
    pub fn pushes(&self) -> Pushes {
        let order = self.order.unwrap_or(if self.hessian { 2 } else { 1 });
        let primal = match self.order {
            Some(order) => order,
            None => usize::from(self.jvp || self.lanes || self.jacobian || self.hessian),
        };
        Pushes { primal, halves: order.saturating_sub(1), lanes: self.lanes && primal > 0 }
    }

    /// The path of the runtime crate.
    pub fn runtime(&self) -> Path {
        self.krate.clone().unwrap_or_else(|| syn::parse_quote!(::chainrule))
    }
}
