//! What can be wrong, said once: the catalogue of messages, and the list they are collected in.

use proc_macro2::{Span, TokenStream};
use quote::ToTokens;

/// One kind of mistake.
#[derive(Debug, PartialEq, Eq)]
pub struct Entry {
    /// What is wrong.
    pub message: &'static str,
    /// What to write instead.
    pub help: &'static str,
    /// Whether Rust certainly rejects the function itself, too, in words of its own.
    rust: bool,
}

macro_rules! catalogue {
    ($($(#[$doc:meta])* $name:ident: $message:literal, $help:literal $(, $rust:ident)?;)*) => {
        $(
            $(#[$doc])*
            pub const $name: &Entry =
                &Entry { message: $message, help: $help, rust: catalogue!(@ $($rust)?) };
        )*

        /// Every entry, by name.
        #[cfg(test)]
        pub const CATALOGUE: &[(&str, &Entry)] = &[$((stringify!($name), $name)),*];
    };
    (@ rust) => { true };
    (@) => { false };
}

catalogue! {
    /// A parameter pattern.
    PARAMETER_PATTERN: "a parameter of a differentiated function needs a plain name",
        "take `p: (f64, f64)` and write `let (a, b) = p;` in the body";
    /// `self`.
    METHOD: "a method is differentiated together with its `impl` block",
        "put `#[differentiate]` on the `impl` block, and options for a method on the method";
    /// An `impl` block of a trait.
    TRAIT_IMPL: "the derivatives of these methods have no place beside the type",
        "they are methods of the type, which must be of this crate and mention all parameters of the block; \
         `#[differentiate(skip)]` leaves the block as it is";
    /// Two methods whose derivatives would have one name.
    NAMED_TWICE: "another method of this type has derivatives of this name",
        "give those of one of them another: `#[differentiate(name = scaled)]` on the method";
    /// A method in a block whose result hides its numbers.
    HIDDEN_OUTPUT: "what this function returns has no derivative",
        "return the numbers themselves, a `Result` or an `Option` of them, or put `#[differentiate(skip)]` on the function to leave it as it is";
    /// `async`, `unsafe`, `extern`, variadic.
    FUNCTION_QUALIFIER: "a differentiated function is plain: no `async`, `unsafe`, `extern` or `...`",
        "move the computation into a plain `fn` and annotate that one";
    /// A generic parameter.
    GENERICS: "this generic parameter is not supported",
        "a type parameter is a float by its bounds: `fn f<T: num_traits::Float>(x: T) -> T`, or `chainrule::Float`; a \
         trait of your own is one over floats: `trait Real: num_traits::Float {}`";
    /// A type.
    TYPE: "values of this type are not differentiated",
        "use floats, integers, tuples, arrays, slices, `Vec`, `ndarray` arrays or a struct with \
         `#[derive(Differentiable)]`; mark a parameter without derivative `#[constant]`";
    /// A mutable reference that is stored, or whose variable is hidden.
    BORROW: "a mutable reference is followed only where it is plain what it points to",
        "bind it once with `let r = &mut a[i];`, or write the place itself: `a[i] += x`";
    /// A callee without forward mode.
    NO_JVP: "the called function does not push tangents forward so often",
        "give it the option that this function has, `jvp` or `hessian`, or a larger `order = …`";
    /// A parameter or a result that is not made of numbers of one type.
    JACOBIAN: "a Jacobian has a row and a column for each number, all of one type, and this is something else",
        "mark the parameter `#[constant]`; structs, mixed types and what is written through `&mut` have `jvp`, and \
         rows by `backward`";
    /// Something that takes one tangent at a time.
    LANES: "several tangents at once do not go through this",
        "functions without the option `lanes`, and derivatives that are called, take one tangent at a time: give the \
         called function `lanes`, or this one `jvp` instead";
    /// A callee without second derivatives.
    NO_HVP: "the called function has no derivatives of its gradient of that order",
        "give it the option `hessian`, or a larger `order = …`";
    /// Halves of what writes through its arguments.
    HALVES: "derivatives of a function with `&mut` parameters, or of one that may fail, are not differentiated",
        "call the function itself, or one that returns what it writes and does not fail";
    /// Residuals of another call.
    RESIDUALS: "these are not the residuals of a call of `forward` with the same arguments",
        "write `let (value, kept) = g::forward(x);` before, under a name that is not assigned to again, and hand \
         `&kept` and the same `x`, unchanged, to `g::backward`";
    /// A rule that is no list of partial derivatives.
    RULE: "`derivative = …` goes on a function that returns a number and takes numbers, slices and arrays",
        "write the handle by hand, with `forward` and `backward`, and declare it with `signature!`";
    /// A rule whose partial derivatives cannot be differentiated as often as is asked for.
    RULE_SECOND: "second derivatives need the tangents of these partial derivatives",
        "put `#[differentiate(jvp)]` on that function, or `order = n` where this one has `order = n + 1`; each \
         parameter with a derivative here needs one there";
    /// A rule that yields something else than the partial derivatives.
    RULE_PARTIALS: "what this function returns is not a partial derivative for each parameter that has one",
        "return them in the order of the parameters, of several a tuple: a number for a number, a `Vec` for a slice, \
         an array for an array";
    /// A derivative that nobody wrote down.
    THIRD_DERIVATIVE: "the third derivative of `product()` of an array is not known",
        "multiply the elements in a loop";
    /// A struct that borrows, without a name for how long.
    LIFETIME: "the cotangent of a struct with a lifetime needs that lifetime's name",
        "name it: `fn f<'a>(m: &Model<'a>) -> f64`";
    /// No output.
    NO_OUTPUT: "a differentiated function gives out a value that carries a derivative",
        "return a float, an array, or a tuple of them, or write to a `&mut` parameter";
    /// An output that borrows.
    BORROWED_OUTPUT: "a differentiated function does not return references or views",
        "return a copy, `x[1..].to_vec()`, `a.row(0).to_owned()`, with `Vec<f64>` or `Array1<f64>` as its type";
    /// A struct that borrows.
    BORROWING: "a struct that borrows is not put together or kept here",
        "let it own its fields, as in `w: Vec<f64>`, take it as a parameter, or hand on its parts as arguments of their own";
    /// No active parameter.
    NO_ACTIVE_PARAMETER: "there is nothing to differentiate with respect to",
        "take at least one float, array or `Differentiable` struct that is not `#[constant]`";
    /// Unknown option.
    OPTION: "unknown option",
        "the options are `wrt(…)`, `derivative = …`, `jvp`, `lanes`, `jacobian`, `hessian`, `order = …`, `checkpoint`, `checkpoint(loops)`, \
         `graph`, `name = …`, `crate = …` and `skip`";
    /// An option that is written in another way.
    OPTION_FORM: "this option is written in another way",
        "the options are `wrt(x, w)`, `derivative = path`, `order = 2`, `checkpoint(loops)`, `name = f_derivatives`, \
         `crate = path`, and without a value `jvp`, `lanes`, `jacobian`, `hessian`, `checkpoint`, `graph` and `skip`";
    /// An option that is given twice.
    OPTION_TWICE: "this option is given twice",
        "leave one of them out";
    /// An order of derivatives.
    ORDER: "derivatives have an order from 1 on",
        "write `order = 1` for `jvp`, `order = 2` for what `hessian` has too, and larger ones for derivatives of those";
    /// An option that does not go on a block, or on a method.
    BLOCK_OPTION: "this option does not go here",
        "an `impl` block or a `mod` takes only `crate = …`; `wrt(…)`, `checkpoint`, `name = …` and `skip` go on its \
         functions, and `graph` on free functions";
    /// `wrt` of an unknown parameter.
    WRT: "`wrt` names something that is not a parameter which carries a derivative",
        "list parameters of this function, as in `wrt(w, b)`";
    /// A handle that hides a primitive type.
    PRIMITIVE: "a handle of this name would hide the primitive type in everything beside it",
        "name the handle: `#[differentiate(name = …)]`, or the function";
    /// `graph` needs straight-line code.
    GRAPH: "`graph` draws straight-line functions of scalars only",
        "leave the option out, or move the straight-line part into a function of its own";
    /// An attribute that decides what is compiled.
    ATTRIBUTE: "what this attribute does to the code is not known here",
        "leave it out; `if cfg!(…)` decides between two pieces of code when compiling";
    /// Something that is changed where the derivative cannot follow.
    EFFECT: "this changes a value in a way that the differentiator does not follow",
        "compute such values before, and take them as parameters";
    /// A statement or expression.
    CONSTRUCT: "this construct is not differentiated yet",
        "rewrite it with `let`, assignments, branches and loops";
    /// Code that cannot be read by recursion.
    NESTED: "this is nested too deep to be differentiated",
        "give parts of it names, `let part = …;`: 256 brackets may stand in each other, and 1,200 operators or methods in a row";
    /// A macro.
    MACRO: "this macro is not understood",
        "`assert!`, `println!`, `panic!` and their kin may appear as statements; compute values with plain expressions";
    /// A method of an active value.
    METHOD_UNKNOWN: "this method is not known to the differentiator",
        "use the differentiable methods of floats and arrays, or move the computation into a function with a handle";
    /// A function.
    FUNCTION_UNKNOWN: "this function has no derivative here",
        "call functions with `#[differentiate]` by path, or wrap an inactive value in `constant(…)`";
    /// A constant parameter of a callee that no argument decides.
    GENERIC_ARGUMENT: "what a constant parameter of this function stands for could not be inferred",
        "say it, `g::<3>(x)`, or let an argument's type mention it: `fn g<const N: usize>(x: [f64; N]) -> f64`";
    /// The number of arguments.
    ARGUMENTS: "this call has the wrong number of arguments",
        "compare with the function's signature", rust;
    /// An active value given to a constant parameter.
    CONSTANT_ARGUMENT: "an active value is passed for a parameter that is `#[constant]` in the callee",
        "wrap it in `constant(…)` to stop its derivative, or make the callee's parameter active";
    /// An active value put into a constant field.
    CONSTANT_FIELD: "an active value is stored in a field that is `#[constant]`",
        "wrap it in `constant(…)` to stop its derivative, or make the field active";
    /// A kind that could not be inferred.
    KIND_UNKNOWN: "the type of this value could not be inferred",
        "bind it with an annotation, as in `let h: Array2<f64> = …;`";
    /// A float and an integer.
    INTEGER_OPERAND: "a float and an integer do not go together",
        "write a number with a point, `2.0`, convert a variable, `n as f64`, and take a power with `x.powi(2)`", rust;
    /// An operator that the user has written.
    STRUCT_OPERAND: "this operator of a struct has no derivative",
        "put `#[differentiate]` on its `impl Add for State`, and the struct first: `v * 2.0`; or write what it does field \
         by field";
    /// A sequence of unknown type.
    ITERATOR_UNTYPED: "the type of this is not known here, so that nothing is known of its items",
        "bind it with its type before: `let c: [f64; 3] = C;`, `let w: &[f64] = &c.w;`";
    /// `scan(0.0, f)`
    SCAN: "what this `scan` calls is not known where it stands",
        "write the closure there, `scan(0.0, |s, v| …)`, or a loop";
    /// `Shape::Ring(x)`
    CONSTRUCTOR: "what an enum holds has no derivative",
        "keep the number beside the enum, or in a struct with `#[derive(Differentiable)]`";
    /// Kinds that do not go together.
    KIND_MISMATCH: "these values do not go together in this operation",
        "the differentiator knows it for scalars of one type (`y as f64` converts), and for arrays and scalars; of \
         slices and vectors take the elements";
    /// One type where another is declared.
    WANTED: "types do not agree",
        "types are not converted by themselves: write `n as f64` or `i as usize`, put together what is wanted, or \
         change the type that is declared", rust;
    /// An assignment to what does not say `mut`.
    NOT_MUT: "this is assigned to, and is not declared as `mut`",
        "write `let mut y = …;`, for a parameter `mut y: f64`, and behind a reference `y: &mut [f64]`";
    /// A part of an array that is a single element.
    RANK_ZERO: "arrays of rank 0 are not differentiated",
        "index the element, as in `a[[i, j]]`; for all of them write `a.sum()` or `a.product()`";
    /// A part of an array.
    SLICE: "this part of an array is not understood",
        "write `s![lo..hi, .., i]` with one item an axis, where an index is an integer, `-1` counts from the end, and `..;2` is a stride";
    /// An axis.
    AXIS: "this axis is not understood", "write `Axis(k)`";
    /// A shape.
    SHAPE: "this shape is not understood",
        "write a length, a tuple or array of lengths, `IxDyn(&[n, m])` or `b.raw_dim()`; a rank as in `into_dimensionality::<Ix2>()`";
    /// A function of elements that does more.
    ELEMENTWISE: "a function of elements may change only those that it is given as `&mut`",
        "write a loop over the elements instead";
    /// A `Zip` that is not taken.
    ZIP: "this `Zip` is not understood",
        "zip arrays of one shape, with `map_collect`, or `for_each` that changes one of them, or write a loop";
    /// A name.
    NAME_UNKNOWN: "this name is not known here",
        "bind it with `let`, or annotate its type where it is a constant: `let k: f64 = K;`";
    /// Assignment target.
    ASSIGNMENT: "this assignment is not differentiated",
        "assign to a local variable, or to an element or field of one";
    /// A field that certainly carries no derivative.
    FIELD: "values of this type carry no derivative",
        "mark the field `#[constant]`";
    /// A variable of a macro's that is called like one of its caller's.
    HYGIENE: "this name stands for two variables, one of them in a macro",
        "give the variable in the macro another name";
    /// A pattern.
    PATTERN: "this pattern is not understood",
        "use names, `_`, and tuples, slices or structs of them; a constant by its path, or in a guard: `n if n == LIMIT`";
    /// A closure that is not called.
    CLOSURE: "a closure, or a function inside the function, is known only where it is called",
        "call it by its name, or hand it to a method of an iterator";
    /// A function inside the function that calls itself.
    RECURSION: "a function inside the function cannot call itself here",
        "move it out and give it `#[differentiate]`";
    /// A function with function parameters that calls itself.
    CIRCLE: "a function that takes functions is written out where it is called, and cannot call itself",
        "write a loop, with what is still to be done in an array";
    /// An import in a body that is handed over.
    IMPORT: "what is imported here is not known where this body is written out",
        "write its whole path; a name that is imported at the start of the function, and means nothing else in it, is \
         known, too";
    /// A function that is handed over and not known.
    FUNCTION_ARGUMENT: "which function this is cannot be told here",
        "hand over a closure, a function with `#[differentiate]` by its path, or a parameter that is a function";
    /// Bodies within bodies.
    GROWTH: "functions that take functions are written out within each other too often here",
        "put what is handed over to the innermost of them into a function of its own with `#[differentiate]`";
    /// An iterator.
    ITERATOR: "this iterator is not understood",
        "iterate over a range or a slice, with `map`, `filter`, `zip`, `enumerate`, `rev`, `step_by`, \
         `skip`, `take`, `chain`, `windows` and `chunks`, or write a loop";
    /// A collection that is not a vector of known length.
    COLLECT: "this collection is not understood",
        "collect into a `Vec`, named as in `collect::<Vec<f64>>()`, or into an `Array1`";
    /// An item that may be missing.
    OPTIONAL: "a value that may be missing is followed only where it is taken out",
        "take it out here, with `?`, `unwrap_or(…)`, `if let Some(v) = …` or `match`, and hand on what is inside";
    /// A caught error of a callee that may have changed something.
    CAUGHT: "what this call answers is followed only where its error leaves the function",
        "write `?` behind it: no error is caught of a function that changes its arguments";
    /// An order of numbers.
    COMPARISON: "this comparison is not understood",
        "compare with `partial_cmp` or `total_cmp`, as in `max_by(|a, b| a.total_cmp(b))`";
    /// Early exit.
    EARLY_RETURN: "an early exit is not understood in this place",
        "give the value that may exit a name of its own before: `let v = …;`";
    /// `?`
    TRY: "`?` cannot leave this function",
        "let it return a `Result` or an `Option` of what has a derivative, or take the value apart: `let Some(v) = o \
         else { return 0.0 };`";
    /// `insert` and its kin.
    GROWS: "a vector that grows or shrinks elsewhere than at its end is not followed",
        "`push`, `pop`, `extend` and `truncate` change its end, and `reverse()` turns it round; make another one of \
         what stays, as in `let w: Vec<f64> = v[2..].to_vec();`, or of `v.iter().filter(…)` by `collect`";
    /// `break` out of a loop over a nested iterator.
    STOPPED: "a loop over this iterator cannot be left early",
        "write `flat_map` and `flatten` as a loop inside a loop, with a label";
    /// A value that some path lacks and that cannot be made up.
    STAND_IN: "a path that exits before has no value of this type to go on with",
        "let every path end with its value: `if … { a } else { b }`";
    /// A `match` that is not taken.
    MATCH: "this `match` is not differentiated",
        "a pattern may name a value with a derivative, or take a tuple, a slice or a struct apart, \
         without `|`; enums are taken apart only where they carry none";
    /// Branches yield different things.
    BRANCHES: "the two branches yield values of different shapes",
        "let both branches end with an expression of the same type";
    /// Derive on something else.
    DERIVE: "`Differentiable` can be derived for structs, and for enums that hold no numbers",
        "use a struct, and keep what varies beside the enum; mark parameters and fields that are constant `#[constant]`";
    /// A struct that is called like a type of the standard library or of `ndarray`.
    STANDARD_NAME: "a struct of this name would be taken for what everyone calls so",
        "give it another name; a name such as `Vec` or `Option` may be that of a struct without type parameters";
    /// Malformed signature macro.
    SIGNATURE: "this signature is not understood",
        "write it as `chainrule::signature!(fn g(x: f64) -> f64);`";
    /// An item that the attribute cannot be put on.
    ITEM: "`#[differentiate]` goes on a function, an `impl` block, a `type`, or a `mod`",
        "put the attribute on each function of its own; a `mod` needs its content in braces";
    /// A broken invariant inside the compiler.
    INTERNAL: "a defect in chainrule, not in your code",
        "please report this function together with the text below";
}

/// Mistakes found so far.
#[derive(Default)]
pub struct Diagnostics {
    errors: Vec<Report>,
    /// Which of them mark a first token only, with their text.
    narrow: Vec<(usize, String)>,
}

/// A mistake at its place.
struct Report {
    error: syn::Error,
    rust: Rust,
    /// The item that may tell more.
    asked: Option<syn::Path>,
}

/// Whether Rust says so, too, of the function itself.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Rust {
    /// Not that anything here tells.
    Silent,
    /// Unless a type is not what it seems.
    Perhaps,
    Certainly,
}

impl Entry {
    fn rust(&self) -> Rust {
        if self.rust { Rust::Certainly } else { Rust::Silent }
    }
}

/// The mark of a construct that has been reported.
#[derive(Clone, Copy, Debug)]
pub struct Refused;

/// A value, or a report already made.
pub type Accepted<T> = Result<T, Refused>;

impl Diagnostics {
    /// Reports a mistake at the given tokens.
    pub fn report(&mut self, at: impl ToTokens, entry: &'static Entry) -> Refused {
        self.on(at, entry, "")
    }

    /// Reports a mistake at the given tokens, with a word more.
    pub fn on(&mut self, at: impl ToTokens, entry: &'static Entry, detail: &str) -> Refused {
        self.errors.push(Report {
            error: error(at, entry, detail),
            rust: entry.rust(),
            asked: None,
        });
        Refused
    }

    /// Asks another item: a mistake only where that does not answer.
    pub fn ask(&mut self, span: Span, item: syn::Path) -> Refused {
        self.at(span, FUNCTION_UNKNOWN, "");
        if let Some(report) = self.errors.last_mut() {
            report.asked = Some(item);
        }
        Refused
    }

    /// The items that may tell more.
    pub fn asked(&self) -> Vec<syn::Path> {
        self.errors.iter().filter_map(|report| report.asked.clone()).collect()
    }

    /// Reports a mistake at a span. That of an expression is its first token, where tokens are the
    /// compiler's: [`Diagnostics::widen`] finds the rest.
    pub fn at(&mut self, span: Span, entry: &'static Entry, detail: &str) -> Refused {
        let text = text(entry, detail);
        self.narrow.push((self.errors.len(), text.clone()));
        self.errors.push(Report {
            error: syn::Error::new(span, text),
            rust: entry.rust(),
            asked: None,
        });
        Refused
    }

    /// Says of what was reported last that Rust certainly rejects it in the function itself.
    pub fn rust_too(&mut self) -> Refused {
        self.said(Rust::Certainly)
    }

    /// Says of what was reported last that Rust rejects it, too, if all types are what they seem.
    pub fn rust_perhaps(&mut self) -> Refused {
        self.said(Rust::Perhaps)
    }

    fn said(&mut self, rust: Rust) -> Refused {
        if let Some(report) = self.errors.last_mut() {
            report.rust = rust;
        }
        Refused
    }

    /// Leaves to Rust what that says, too: the text of the first such mistake.
    pub fn leave_to_rust(&mut self) -> Option<String> {
        let (left, said) = std::mem::take(&mut self.errors)
            .into_iter()
            .partition(|report| report.rust == Rust::Certainly);
        self.errors = said;
        let left: Vec<Report> = left;
        left.first().map(|report| report.error.to_string())
    }

    /// Whether Rust says one of these things, too, or may.
    pub fn is_said_twice(&self) -> bool {
        self.errors.iter().any(|report| report.rust != Rust::Silent)
    }

    /// Marks all of these tokens where a span was reported that starts with them, after so many
    /// reports.
    pub fn widen(&mut self, since: usize, tokens: &impl ToTokens) {
        if self.narrow.last().is_none_or(|(index, _)| *index < since) {
            return;
        }
        let tokens = tokens.to_token_stream();
        let Some(first) = tokens.clone().into_iter().next() else { return };
        let start = first.span().start();
        let errors = &mut self.errors;
        self.narrow.retain(|(index, text)| {
            let here = *index >= since && errors[*index].error.span().start() == start;
            if here {
                errors[*index].error = syn::Error::new_spanned(&tokens, text);
            }
            !here
        });
    }

    /// Takes over a parser's error.
    pub fn push(&mut self, error: syn::Error) -> Refused {
        self.errors.push(Report { error, rust: Rust::Silent, asked: None });
        Refused
    }

    /// Whether nothing was reported.
    pub fn is_empty(&self) -> bool {
        self.errors.is_empty()
    }

    /// How much has been reported.
    pub fn count(&self) -> usize {
        self.errors.len()
    }

    /// Whether something has been reported in these words.
    pub fn has_said(&self, entry: &Entry, detail: &str) -> bool {
        let words = text(entry, detail);
        self.errors.iter().any(|report| report.error.to_string() == words)
    }

    /// Forgets what was reported since there were so many: in a trial.
    pub fn forget(&mut self, count: usize) {
        self.errors.truncate(count);
        self.narrow.retain(|(index, _)| *index < count);
    }

    /// Everything reported, as compile errors.
    pub fn into_tokens(self) -> TokenStream {
        self.errors.iter().map(|report| report.error.to_compile_error()).collect()
    }

    /// What was reported, for tests.
    #[cfg(test)]
    pub fn errors(&self) -> impl Iterator<Item = &syn::Error> {
        self.errors.iter().map(|report| &report.error)
    }

    /// The messages, for tests.
    #[cfg(test)]
    pub fn messages(&self) -> Vec<String> {
        self.errors().map(ToString::to_string).collect()
    }
}

/// A mistake at the given tokens, for parsers.
pub fn error(at: impl ToTokens, entry: &'static Entry, detail: &str) -> syn::Error {
    syn::Error::new_spanned(at, text(entry, detail))
}

fn text(entry: &Entry, detail: &str) -> String {
    let separator = if detail.is_empty() { "" } else { ": " };
    format!("{}{separator}{detail}\nhelp: {}", entry.message, entry.help)
}
