//! The pipeline: from a function and the signatures that it needs to its handle.

use std::collections::HashSet;

use proc_macro2::{Span, TokenStream};
use quote::quote;
use syn::ItemFn;

use crate::ad;
use crate::analysis::{self, Level};
use crate::diagnostics::{Accepted, BORROWING, Diagnostics, JACOBIAN, LANES};
use crate::emit::{self, Handle, Primal};
use crate::front::{self, Bounded, Lowered, Options, Signatures};
use crate::ir::{self, Defect, Overwritten, Passing, Vars};
use crate::rules::{check_partials, ruled};
use crate::simplify;

/// What stands beside a function.
pub struct Compiled {
    /// The handle, or errors and stubs.
    pub tokens: TokenStream,
    /// Whether the errors are about something for which Rust rejects the function itself, so that it
    /// goes without its body.
    pub bodiless: bool,
    /// The items that were not asked, and may know what the errors say is not known.
    pub asked: Vec<syn::Path>,
}

/// The handle of a function, or errors and stubs. What Rust says of the function itself is left to Rust where
/// that has seen the function already, with stubs that do not pass either.
pub fn compile(item: &ItemFn, options: &Options, signatures: &Signatures, seen: bool) -> Compiled {
    let mut diagnostics = Diagnostics::default();
    let Bounded { item, options, asserted } = &front::bounded(item, options);
    match attempt(item, options, signatures, &mut diagnostics) {
        Ok(tokens) if diagnostics.is_empty() => {
            Compiled { tokens: quote!(#tokens #asserted), bodiless: false, asked: vec![] }
        }
        _ => {
            let asked = diagnostics.asked();
            // With this option, what is compiled here is no code of the user's.
            let own = options.derivative.is_none();
            let perhaps = emit::can_be_probed(item, options);
            let left = if seen && own { diagnostics.leave_to_rust(perhaps) } else { None };
            let left = left.map(|(error, certain)| {
                let stmts = &item.block.stmts;
                let (words, span) = (error.to_string(), error.span());
                emit::LeftToRust { words, span, certain, body: quote!(#(#stmts)*) }
            });
            let bodiless = own && diagnostics.is_said_twice();
            let errors = diagnostics.into_tokens();
            let stubs = emit::stubs(item, options, signatures, left.as_ref());
            Compiled { tokens: quote!(#errors #stubs), bodiless, asked }
        }
    }
}

/// Which parameters of a function that asks for nothing are overwritten before they are read; what
/// is wrong with it is reported when it is compiled.
pub fn overwrites(
    item: &ItemFn,
    options: &Options,
    signatures: &Signatures,
) -> Vec<Option<Overwritten>> {
    let lowered = front::lower(item, options, signatures, &mut Diagnostics::default());
    let Ok(mut lowered) = lowered else { return Vec::new() };
    match cleaned(&mut lowered) {
        Ok(()) => analysis::overwrites(&lowered.function, &lowered.vars),
        Err(_) => Vec::new(),
    }
}

/// The handle of a function, where nothing is wrong with it.
pub fn attempt(
    item: &ItemFn,
    options: &Options,
    signatures: &Signatures,
    diagnostics: &mut Diagnostics,
) -> Accepted<TokenStream> {
    check_partials(item, options, signatures, diagnostics)?;
    let mut lowered = front::lower(item, options, signatures, diagnostics)?;
    let name = item.sig.ident.clone();
    let by_passes = options.jacobian.then(|| has_jacobian(&lowered));
    if let Some(path) = &options.derivative {
        refused_jacobian(by_passes, diagnostics)?;
        return ruled(item, options, path, lowered, diagnostics);
    }
    cleaned(&mut lowered).map_err(|defect| defect.report(&name, diagnostics))?;
    analysis::check_halves(&lowered.function, diagnostics);
    let activity =
        analysis::activity(&lowered.function, &lowered.active, &lowered.vars, diagnostics);
    let level = if options.checkpoint { Level::Checkpoint } else { Level::Function };
    let mut pair = reversed(&mut lowered, &activity, level, options)
        .map_err(|defect| defect.report(&name, diagnostics))?;
    verified(&pair, &lowered.vars, "reverse")
        .map_err(|defect| defect.report(&name, diagnostics))?;
    let extra = match options.graph {
        true => {
            let runtime = &options.runtime();
            let (function, activity, pair) = (&lowered.function, &activity, &pair);
            let primal = Primal { item, runtime, function, activity, pair };
            emit::graph(&primal, lowered.vars.clone(), diagnostics)?
        }
        false => quote!(),
    };
    let accumulates = front::accumulates(item, options, signatures);
    let bundle = lowered.recursive.then(|| ad::Bundle::set_aside(&mut lowered.vars, name.span()));
    let mut together = together(&pair, &lowered, options, accumulates)
        .and_then(|together| simplified(&mut pair, &mut lowered.vars).map(|()| together))
        .map_err(|defect| defect.report(&name, diagnostics))?;
    let Lowered { function, active, vars, .. } = &mut lowered;
    if let Some(bundle) = &bundle {
        ad::bundled(&mut pair, bundle, vars);
        together.iter_mut().for_each(|together| bundle.note(vars, &mut together.vars));
        verified(&pair, vars, "bundled")
            .and_then(|()| simplify::dead_code(&mut pair.forward, vars))
            .map_err(|defect| defect.report(&name, diagnostics))?;
    }
    let pushes = options.pushes();
    let mut levels = ad::levels(function, &pair, active, pushes, None, vars, diagnostics);
    levels.together = together;
    levels.lanes = lanes(item, options, &levels, &lowered.vars, diagnostics)?;
    simplified_levels(&mut levels, &mut lowered.vars)
        .map_err(|defect| defect.report(&name, diagnostics))?;
    finished(&mut pair, &mut levels, &mut lowered.vars)
        .map_err(|defect| defect.report(&name, diagnostics))?;
    owns(&pair, &lowered.vars, signatures, diagnostics)?;
    let own = emit::own(item, options, &pair, accumulates, &lowered.vars);
    let mut drivers = ad::drivers::drivers(&pair, &levels, &own, &mut lowered.vars);
    if matches!(own.answer, ir::Answer::Value) {
        let (function, vars) = (&lowered.function, &mut lowered.vars);
        let params = function.params.iter().map(|param| param.var);
        let active: Vec<ir::Var> = params.filter(|var| pair.is_active(*var)).collect();
        if options.jacobian {
            drivers.jacobian = ad::flat::jacobian(function, &active, vars);
        }
        // Where a function calls it, and is differentiated, its value is that of products, to the bit.
        if drivers.gradient_jvp.is_some() && options.pushes().halves == 1 {
            drivers.hessian = ad::flat::hessian(function, &active, vars);
        }
    }
    if drivers.jacobian.is_none() {
        refused_jacobian(by_passes, diagnostics)?;
    }
    verified_drivers(&drivers, &lowered.vars)
        .map_err(|defect| defect.report(&name, diagnostics))?;
    Ok(emit::handle(&Handle {
        item,
        options,
        pair: &pair,
        pushed: &levels,
        drivers: &drivers,
        vars: &lowered.vars,
        recursive: lowered.recursive,
        accumulates,
        extra,
    }))
}

/// The two functions of reverse mode.
fn reversed(
    lowered: &mut Lowered,
    activity: &analysis::Activity,
    level: Level,
    options: &Options,
) -> Result<ad::Pair, Defect> {
    let Lowered { function, active, vars, recursive } = lowered;
    // Both passes of a function that calls itself may be one, and keep nothing.
    let options = &Options { pieces: options.pieces && !*recursive, ..options.clone() };
    let Some((function, latest)) = ad::latest(function, activity, vars) else {
        let mut pair = in_pieces(function, active, activity, level, options, vars)?;
        pair.backward.body.settle();
        return Ok(pair);
    };
    ir::verify(&function, vars, "latest")?;
    let activity = analysis::activity(&function, active, vars, &mut Diagnostics::default());
    let mut pair = in_pieces(&function, active, &activity, level, options, vars)?;
    latest.restore(&mut pair, vars);
    pair.backward.body.settle();
    Ok(pair)
}

/// Reverse mode, with long loops in pieces where that is asked for.
fn in_pieces(
    function: &ir::Function,
    active: &[ir::Var],
    activity: &analysis::Activity,
    level: Level,
    options: &Options,
    vars: &mut Vars,
) -> Result<ad::Pair, Defect> {
    let (none, runtime) = (HashSet::new(), options.runtime());
    let mut whole = vars.clone();
    let pair = ad::reverse(function, active, activity, level, &none, Some(&runtime), &mut whole);
    let pieces = if options.pieces { ad::pieces(function, &pair, vars) } else { None };
    let Some(ad::Pieces { function, carried }) = pieces else {
        *vars = whole;
        return Ok(pair);
    };
    ir::verify(&function, vars, "pieces")?;
    let activity = analysis::activity(&function, active, vars, &mut Diagnostics::default());
    Ok(ad::reverse(&function, active, &activity, level, &carried, Some(&runtime), vars))
}

/// Whether a Jacobian can be made pass by pass, else where that fails.
fn has_jacobian(lowered: &Lowered) -> Result<(), Span> {
    let Lowered { function, active, vars, .. } = lowered;
    let output = function.body.results[..function.outputs].first();
    let Some(num) = output.and_then(|output| vars.kind(*output).only_num()) else {
        return Err(function.name.span());
    };
    for param in &function.params {
        let columns = vars.kind(param.var).only_num() == Some(num);
        let written = param.passing == Passing::Mut;
        if written || (active.contains(&param.var) && !columns) {
            return Err(vars[param.var].span);
        }
    }
    Ok(())
}

/// Reports what a Jacobian is asked for that has no rows or columns.
fn refused_jacobian(
    by_passes: Option<Result<(), Span>>,
    diagnostics: &mut Diagnostics,
) -> Accepted<()> {
    match by_passes {
        Some(Err(span)) => Err(diagnostics.at(span, JACOBIAN, "")),
        Some(Ok(())) | None => Ok(()),
    }
}

/// Reports structs that borrow among what is kept: no type outside of the function can name for how long.
fn owns(
    pair: &ad::Pair,
    vars: &Vars,
    signatures: &Signatures,
    diagnostics: &mut Diagnostics,
) -> Accepted<()> {
    for var in &pair.kept {
        let borrows = |path: &syn::Path| {
            let item = signatures.definition(path);
            item.is_some_and(|item| item.generics.lifetimes().next().is_some())
        };
        if vars.kind(*var).structs().iter().any(|info| borrows(&info.path)) {
            return Err(diagnostics.at(vars[*var].span, BORROWING, ""));
        }
    }
    Ok(())
}

/// Several tangents at once, where they are asked for; for a Jacobian only if that is possible.
pub fn lanes(
    item: &ItemFn,
    options: &Options,
    levels: &ad::Levels,
    vars: &Vars,
    diagnostics: &mut Diagnostics,
) -> Accepted<Option<ad::Wide>> {
    let Some(pushed) = levels.primal.first() else { return Ok(None) };
    if !options.lanes && !options.jacobian {
        return Ok(None);
    }
    let runtime = options.runtime();
    let path = syn::parse_quote!(#runtime::Lanes);
    match ad::widen(pushed, vars, emit::lanes_name(item, options), path, options.lanes) {
        Ok(wide) => Ok(Some(wide)),
        Err(span) if options.lanes => Err(diagnostics.at(span, LANES, "")),
        Err(_) => Ok(None),
    }
}

fn simplified_lanes(wide: &mut ad::Wide) -> Result<(), Defect> {
    ir::verify(&wide.pushed.function, &wide.vars, "lanes")?;
    simplify::simplify(&mut wide.pushed.function, &mut wide.vars)
}

/// Both passes in one, differentiated as often as the halves; for any seed, where others call it. Sums are taken in another order there, so
/// that this is done only where no function can differentiate the result: where one calls a derivative,
/// its value is that of both halves, to the bit.
fn together(
    pair: &ad::Pair,
    lowered: &Lowered,
    options: &Options,
    seeded: bool,
) -> Result<Option<ad::Together>, Defect> {
    let halves = options.pushes().halves;
    let mut vars = lowered.vars.clone();
    if options.checkpoint || halves > 1 {
        return Ok(None);
    }
    let Some((mut plain, merged)) = pair.together(seeded, &mut vars) else { return Ok(None) };
    ir::verify(&plain, &vars, "together")?;
    simplify::dead_code(&mut plain, &mut vars)?;
    let calls = ad::accumulated(&mut plain.body, &mut vars);
    if !seeded && !merged && calls == 0 {
        return Ok(None);
    }
    ir::verify(&plain, &vars, "accumulated")?;
    simplify::simplify(&mut plain, &mut vars)?;
    let mut together = ad::Together::new(plain, pair, &lowered.active, halves, vars);
    ir::verify(&together.pushed.function, &together.vars, "forward, together")?;
    simplify::simplify(&mut together.pushed.function, &mut together.vars)?;
    Ok(Some(together))
}

/// Cleans the functions of forward mode.
pub fn simplified_levels(levels: &mut ad::Levels, vars: &mut Vars) -> Result<(), Defect> {
    let halves = levels.halves.iter_mut().flat_map(|(forward, backward)| [forward, backward]);
    for pushed in levels.primal.iter_mut().chain(halves) {
        ir::verify(&pushed.function, vars, "forward")?;
        simplify::simplify(&mut pushed.function, vars)?;
    }
    levels.lanes.as_mut().map_or(Ok(()), simplified_lanes)
}

/// What is done last, to all functions that run backwards.
fn finished(pair: &mut ad::Pair, levels: &mut ad::Levels, vars: &mut Vars) -> Result<(), Defect> {
    simplify::finish(&mut pair.backward, vars)?;
    for (_, backward) in &mut levels.halves {
        simplify::finish(&mut backward.function, vars)?;
    }
    let Some(together) = &mut levels.together else { return Ok(()) };
    simplify::finish(&mut together.pushed.function, &mut together.vars)
}

fn cleaned(lowered: &mut Lowered) -> Result<(), Defect> {
    let Lowered { function, active, vars, .. } = lowered;
    ir::verify(function, vars, "lower")?;
    ad::elements(function, active, vars);
    ir::verify(function, vars, "elements")?;
    simplify::clean(function, vars)
}

/// Checks the functions of a handle that are made of its others.
pub fn verified_drivers(drivers: &ad::drivers::Drivers, vars: &Vars) -> Result<(), Defect> {
    let all = [&drivers.gradient, &drivers.gradient_jvp, &drivers.jacobian, &drivers.hessian];
    all.into_iter().flatten().try_for_each(|driver| ir::verify(&driver.function, vars, "drivers"))
}

/// Checks both functions of reverse mode.
pub fn verified(pair: &ad::Pair, vars: &Vars, pass: &str) -> Result<(), Defect> {
    ir::verify(&pair.forward, vars, &format!("{pass}, forward"))?;
    ir::verify(&pair.backward, vars, &format!("{pass}, backward"))
}

fn simplified(pair: &mut ad::Pair, vars: &mut Vars) -> Result<(), Defect> {
    simplify::simplify(&mut pair.backward, vars)?;
    simplify::prune_residuals(pair, vars)
}
