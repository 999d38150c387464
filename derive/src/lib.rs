//! The procedural macros of chainrule. Users depend on the crate `chainrule`, which documents and
//! re-exports them.
//!
//! Data flows one way: `front` (Rust in) to `ir`, through `analysis`, `ad` and `simplify`, to `emit`
//! (Rust out). `ARCHITECTURE.md` is the map.

mod ad;
mod aliases;
mod analysis;
mod blocks;
mod bodies;
mod bounds;
mod compile;
mod depth;
mod derive;
mod diagnostics;
mod emit;
mod exchange;
mod front;
mod given;
mod groups;
mod ir;
mod marks;
mod parameters;
mod prims;
mod publish;
mod references;
mod rules;
mod simplify;
mod storages;
mod uses;

#[cfg(test)]
mod tests;

use proc_macro::TokenStream;

/// Writes the derivative of a function next to it.
///
/// The function stays as it is. Beside it stands a type of the same name with the associated
/// functions `forward`, `backward`, and for a scalar output `gradient` and `value_and_gradient`.
/// The documentation of the crate `chainrule` says what they take and give.
///
/// ```ignore
/// use chainrule::differentiate;
///
/// #[differentiate]
/// fn area(width: f64, height: f64) -> f64 {
///     width * height
/// }
///
/// assert_eq!(area::gradient(2.0, 3.0), (3.0, 2.0));
/// ```
///
/// # Methods, and modules
///
/// On an `impl` block each method gets associated functions called after it: beside `energy` stand
/// `energy_forward`, `energy_backward`, `energy_gradient` and `energy_value_and_gradient`. `self` is a
/// parameter like any other: active, so that its type derives `Differentiable`, unless it is marked,
/// `fn energy(#[constant] &self, x: f64) -> f64`, or not among `wrt`.
///
/// ```ignore
/// use chainrule::{Differentiable, differentiate};
///
/// #[derive(Differentiable)]
/// struct Spring {
///     stiffness: f64,
/// }
///
/// #[differentiate]
/// impl Spring {
///     fn energy(&self, x: f64) -> f64 {
///         0.5 * self.stiffness * Self::square(x)
///     }
///
///     fn square(x: f64) -> f64 {
///         x * x
///     }
/// }
///
/// let (spring_bar, x_bar) = Spring { stiffness: 2.0 }.energy_gradient(3.0);
/// assert_eq!((spring_bar.stiffness, x_bar), (4.5, 6.0));
/// ```
///
/// The methods of a trait are treated in the same way: their derivatives are methods of the type.
///
/// On a `mod` with its content in braces, each function and each `impl` block in it is treated so. On a type's other
/// name, `type Real = f64;`, the attribute lets what uses that name look through it.
///
/// What stands in one block or module may call each other's methods, and in circles; a method is
/// called only there. Functions without a float to take or to return, and those that return a reference, are
/// left as they are, and so are those marked `#[differentiate(skip)]`; one that returns a float within another
/// type, as in `Result<f64, E>`, is an error without that mark. The other options go on the single function.
///
/// # Functions that take functions
///
/// A parameter may be a function, `f: impl Fn(f64) -> f64`, `F: FnMut(&[f64], &mut [f64])`, `&dyn Fn(f64) -> f64` or
/// `fn(f64) -> f64`. A function with such a parameter is written out where a differentiated function calls it, with a
/// closure, the path of a differentiated function, or a parameter of its own that it hands on; it has no derivatives of
/// its own, unless all those parameters are marked `#[constant]`, and its options say nothing.
///
/// ```ignore
/// use chainrule::differentiate;
///
/// #[differentiate]
/// fn newton(f: impl Fn(f64) -> f64, slope: impl Fn(f64) -> f64, start: f64) -> f64 {
///     let mut x = start;
///     while f(x).abs() > 1e-6 {
///         x -= f(x) / slope(x);
///     }
///     x - f(x) / slope(x)
/// }
///
/// #[differentiate]
/// fn root(a: f64) -> f64 {
///     newton(|x| x * x - a, |x| 2.0 * x, 1.0)
/// }
///
/// assert!((root::gradient(4.0) - 0.25).abs() < 1e-9);
/// ```
///
/// What the body names in its module must be visible where it is called. It may `use` at its start what the module
/// imports. A function within the body of another can name nothing that stands there but its parameters.
///
/// # Options
///
/// - `#[differentiate(wrt(x, w))]`: derivatives with respect to these parameters only.
/// - `#[differentiate(checkpoint)]`: `forward` keeps nothing but the initial values of what it
///   overwrites, or, of what it touches in part, the elements that it reads, and `backward` computes the function again.
///   In a long loop of such calls memory does not grow with what one call computes.
/// - `#[differentiate(checkpoint(loops))]`: long loops run in pieces of 1, 2, 3, … steps, `while` loops, too, whose
///   number of steps nobody knows. What is carried is kept where a piece begins, and `backward` runs a piece again before
///   it pulls its steps back: of `n` steps about `√(2n)` states are kept, and as many more of the piece that is being run
///   backwards, for one more run of the loop.
/// - `#[differentiate(derivative = path)]`: the partial derivatives of a function that returns a number
///   are what `path` yields for the same arguments: one as it is, several as a tuple, in the order of the
///   active parameters, each of the type that `gradient` has for it. The body is not looked into, so
///   that the root of an equation may be found in any way. For second derivatives tangents are pushed
///   through `path`: it has `#[differentiate(jvp)]` where this function has `hessian`, and `order = n - 1`
///   where this one has `order = n`.
/// - `#[differentiate(jvp)]`: `jvp`, the value and its tangent for tangents of the active arguments,
///   which follow the arguments: numbers by value, anything else by reference, `&mut` where the argument
///   is.
/// - `#[differentiate(lanes)]`: `jvp`, and `jvp_lanes`, which takes several tangents at once: each is
///   `chainrule::Lanes<f64, N>` in place of `f64`, for any `N`: `Vec<Lanes<f64, N>>` for a vector,
///   `Array2<Lanes<f64, N>>` for a matrix, `<Model as Laned<N>>::Tangents` for a struct. What has no tangent
///   is computed once for all of them. A function that calls others needs them to have the same option.
/// - `#[differentiate(jacobian)]`: `jvp`; and `jacobian`, an `Array2` with a row for each number of the
///   output and a column for each of the arguments, by forward mode (`jacobian_forward`) or, where
///   there are fewer rows, by reverse mode (`jacobian_reverse`), which takes one pass for each row. Forward
///   mode takes one for each column; where `lanes` is possible, one for each `chainrule::LANES` of them, or
///   one of 8 where there are no more, and a row counts as two columns. Needs the feature `ndarray`.
/// - `#[differentiate(hessian)]`: `jvp`; and for scalar functions `hvp`, the product of the Hessian with
///   a direction, `gradient_jvp`, the gradient and that product, and `hessian`, the matrix: `[[f64; n]; n]`
///   of `n` numbers or of one array of them, and of anything else an `Array2` with a row and a column for
///   each number of the arguments: parameters in their order, fields as they are declared, elements with the
///   last index first. (`Array2` needs the feature `ndarray`, and numbers that are all of one type.) A function that
///   calls others needs them to have the same option.
/// - `#[differentiate(order = n)]`: the same up to derivatives of order `n`, for functions whose
///   derivatives are called by differentiated functions: `g::gradient(x)` in a function with `hessian`
///   asks for `order = 3` of `g`.
/// - `#[differentiate(graph)]`: associated functions `graph` and `graph_at` that draw a straight-line
///   function of scalars, without and with values; needs the feature `graph` of `chainrule`.
/// - `#[differentiate(name = f_derivatives)]`: the name of the handle, where another type has that
///   of the function. Callers then find the derivative under that name.
/// - `#[differentiate(skip)]`: in an `impl` block or a `mod`, the function is left as it is.
/// - `#[differentiate(crate = path)]`: where `chainrule` is found, for re-exports.
///
/// They combine. `#[constant]` on a parameter excludes it from differentiation.
///
/// # Errors
///
/// Every construct that is not differentiated is a compile error on its own tokens. ``cannot find
/// macro `g` `` at a call of `g` means that `g` has no derivative.
#[proc_macro_attribute]
pub fn differentiate(options: TokenStream, item: TokenStream) -> TokenStream {
    exchange::start(options.into(), item.into()).into()
}

/// Makes a struct of numbers and arrays a value with derivatives.
///
/// For `struct Model` this writes the type of its cotangents, `struct ModelCotangent` with fields of
/// the same names, and implements `chainrule::Differentiable`. Fields marked `#[constant]` carry no
/// derivative and are left out; in a struct with numbered fields `()` takes their place. Where the fields
/// can have several tangents at once, so can the struct: `chainrule::Laned` is implemented for it, with
/// fields of the same names.
///
/// Fields may be numbers, tuples, arrays, vectors, `ndarray` arrays, and structs of this kind. A
/// differentiated function reads and assigns them, writes `Model { w, ..m }`, takes a value apart
/// with `let Model { w, b } = m`, and returns models. A struct that borrows is named with its
/// lifetime where it is a parameter: `fn f<'a>(m: &Model<'a>) -> f64`.
///
/// ```ignore
/// use chainrule::{Differentiable, differentiate};
///
/// #[derive(Differentiable)]
/// struct Spring {
///     stiffness: f64,
///     rest: f64,
///     #[constant]
///     label: &'static str,
/// }
///
/// #[differentiate]
/// fn energy(spring: &Spring, x: f64) -> f64 {
///     0.5 * spring.stiffness * (x - spring.rest).powi(2)
/// }
///
/// let spring = Spring { stiffness: 2.0, rest: 1.0, label: "left" };
/// let (spring_bar, x_bar) = energy::gradient(&spring, 4.0);
/// assert_eq!((spring_bar.stiffness, spring_bar.rest, x_bar), (4.5, -6.0, 6.0));
/// ```
///
/// `#[chainrule(crate = path)]` on the struct says where `chainrule` is found, for re-exports.
#[proc_macro_derive(Differentiable, attributes(constant, chainrule))]
pub fn differentiable(item: TokenStream) -> TokenStream {
    derive::differentiable(item.into()).into()
}

/// Declares the signature of a handle that is written by hand, so that differentiated functions can
/// call it.
///
/// ```ignore
/// chainrule::signature!(pub fn cube(x: f64) -> f64);
///
/// pub fn cube(x: f64) -> f64 {
///     x * x * x
/// }
///
/// #[allow(non_camel_case_types)]
/// pub enum cube {}
///
/// impl cube {
///     pub fn forward(x: f64) -> (f64, f64) {
///         (x * x * x, 3.0 * x * x)
///     }
///
///     pub fn backward(_: f64, slope: &f64, cube_bar: f64) -> f64 {
///         slope * cube_bar
///     }
/// }
///
/// impl chainrule::Differentiated for cube {
///     type Residuals = f64;
/// }
/// ```
///
/// # Marks
///
/// `#[pushes(1, 0)]` before the function says that its handle has `jvp`, `#[pushes(1, 1)]` that it has
/// `forward_jvp` and `backward_jvp`, too, and implements `chainrule::TwiceDifferentiated`: so that it may be
/// called in functions with the options `jvp` and `hessian`. `#[lanes]` says that it has `jvp_lanes`. On
/// parameters:
///
/// - `#[constant]`: the function has no derivative with respect to it.
/// - `#[skippable]`: `backward` takes `chainrule::Inactive` in place of its shadow.
/// - `#[overwritten]` on a slice, vector or array that is handed over as `&mut`: the promise that
///   nothing that it held on entry is read, neither by the function nor, since all of it is written,
///   by its caller afterwards. `#[overwritten(len = x)]` promises that where it has as many elements as
///   the parameter `x`, a sequence by reference. A loop need not keep such an argument then. Functions
///   under `#[differentiate]` that call no others are marked without being asked.
#[proc_macro]
pub fn signature(item: TokenStream) -> TokenStream {
    exchange::signature(item.into()).into()
}

/// The next step of an exchange of signatures.
#[doc(hidden)]
#[proc_macro]
pub fn __next(state: TokenStream) -> TokenStream {
    exchange::next(state.into()).into()
}
