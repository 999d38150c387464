//! `graph()`: the computational graph of a straight-line function of scalars; `graph_at(…)`: the
//! same with every value and cotangent at a point.

mod formula;
mod nodes;
mod partials;

use proc_macro2::TokenStream;
use quote::quote;
use syn::{FnArg, ItemFn, Path};

use self::nodes::{Nodes, nodes};
use super::code::Binding;
use super::function::Emitter;
use super::names::Names;
use crate::ad::Pair;
use crate::analysis::Activity;
use crate::diagnostics::{Accepted, Diagnostics};
use crate::ir::{Defect, Function, Kind, Num, Var, Vars};
use crate::simplify::simplify;

/// What a graph is made from.
pub struct Primal<'a> {
    /// The user's function.
    pub item: &'a ItemFn,
    /// Where the runtime crate is found.
    pub runtime: &'a Path,
    /// The function.
    pub function: &'a Function,
    /// Which of its values carry derivatives.
    pub activity: &'a Activity,
    /// The functions of reverse mode.
    pub pair: &'a Pair,
}

/// The functions `graph` and `graph_at`, or a report of what is not straight-line and scalar.
pub fn graph(
    primal: &Primal<'_>,
    mut vars: Vars,
    diagnostics: &mut Diagnostics,
) -> Accepted<TokenStream> {
    // What one function kept for the other has lines of its own; here there is but one function.
    vars.all_mut().for_each(|info| info.named &= info.name.is_some());
    let nodes = nodes(primal.function, &vars, diagnostics)?;
    let both = primal.at_a_point(&nodes, &mut vars).and_then(|at_a_point| {
        let drawn = primal.drawn(&nodes, &mut vars)?;
        Ok(quote!(#drawn #at_a_point))
    });
    both.map_err(|defect| defect.report(&primal.item.sig.ident, diagnostics))
}

impl Primal<'_> {
    /// `graph()`
    fn drawn(&self, nodes: &Nodes, vars: &mut Vars) -> Result<TokenStream, Defect> {
        let (runtime, function) = (self.runtime, self.function);
        let name = function.name.to_string();
        let inputs = nodes.list.iter().filter(|node| node.step.is_none());
        let inputs = inputs.map(|node| &nodes.names[&node.var]);
        let mut lines = quote!(let graph = #runtime::Graph::new(#name) #(.input(#inputs))*;);
        for node in &nodes.list {
            let Some(step) = &node.step else { continue };
            let (name, formula) = (&nodes.names[&node.var], &step.formula);
            let operands = step.operands.iter().map(|operand| &nodes.names[operand]);
            let partials =
                partials::partials(function, nodes, node.var, step, self.activity, vars)?;
            let partials = partials.iter().map(|(operand, partial)| {
                let operand = &nodes.names[operand];
                quote!(.partial(#name, #operand, #partial))
            });
            // A line for each step: one chain of thousands of calls overflows the compiler's stack.
            lines.extend(quote! {
                let graph = graph.node(#name, #formula, &[#(#operands),*]) #(#partials)*;
            });
        }
        let output = &nodes.names[&function.body.results[0]];
        Ok(quote! {
            /// The computational graph: parameters, named steps, the result, and the partial
            /// derivatives between them.
            pub fn graph() -> #runtime::Graph { #lines graph.output(#output) }
        })
    }

    /// `graph_at(…)`
    fn at_a_point(&self, nodes: &Nodes, vars: &mut Vars) -> Result<TokenStream, Defect> {
        let values: Vec<Var> = nodes.list.iter().map(|node| node.var).collect();
        let varied: Vec<Var> =
            values.iter().copied().filter(|var| self.activity.varied(*var)).collect();
        let mut passes = self.pair.fused(&values, &varied, vars);
        crate::ir::verify(&passes, vars, "graph")?;
        simplify(&mut passes, vars)?;
        let runtime = self.runtime;
        let body = Emitter::emit(&passes, vars, runtime, &Names::default(), |emitter| {
            let lines = emitter.body(&passes.body);
            emitter.here.push((super::layout::ROOT, passes.body.stmts.len()));
            let (values, cotangents) = passes.body.results.split_at(nodes.list.len());
            let names = |vars: &[Var]| -> Vec<String> {
                vars.iter().map(|var| nodes.names[var].clone()).collect()
            };
            let (all, active) = (nodes.list.iter().map(|node| node.var), names(&varied));
            let all = names(&all.collect::<Vec<_>>());
            let values: Vec<TokenStream> = values.iter().map(|v| emitter.number(*v)).collect();
            let cotangents: Vec<TokenStream> =
                cotangents.iter().map(|v| emitter.number(*v)).collect();
            quote! {
                #lines
                Self::graph()
                    .with_values(&[#((#all, #values)),*])
                    .with_cotangents(&[#((#active, #cotangents)),*])
            }
        });
        let (generics, _, bounds) = self.item.sig.generics.split_for_impl();
        let inputs = self.inputs();
        Ok(quote! {
            /// The computational graph with the value of every node at a point, and the derivative
            /// of the result by it.
            pub fn graph_at #generics (#(#inputs),*) -> #runtime::Graph #bounds { #body }
        })
    }

    /// The parameters as written, without marks.
    fn inputs(&self) -> impl Iterator<Item = TokenStream> {
        self.item.sig.inputs.iter().filter_map(|arg| match arg {
            FnArg::Typed(arg) => match &*arg.pat {
                syn::Pat::Ident(pat) => {
                    let (name, ty) = (&pat.ident, &arg.ty);
                    Some(quote!(#name: #ty))
                }
                _ => None,
            },
            FnArg::Receiver(_) => None,
        })
    }
}

impl Emitter<'_> {
    /// A number as `f64`.
    fn number(&mut self, var: Var) -> TokenStream {
        let value = self.read(var);
        match self.vars.kind(var) {
            Kind::Real(Num::F32) => quote!(f64::from(#value)),
            Kind::Real(Num::Param(name)) => quote!(#name::widen(#value)),
            Kind::Int(_) => {
                let value = value.at(Binding::Cast);
                quote!(#value as f64)
            }
            _ => quote!(#value),
        }
    }
}
