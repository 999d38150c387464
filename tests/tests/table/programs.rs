//! What a row of the table is shown by.

use ndarray::{Array1, Array2, array};

/// A row of README.md's table.
pub struct Row {
    /// What stands in its first column.
    pub name: &'static str,
    /// What shows its phrases.
    pub programs: &'static [Program],
}

/// A program for one phrase of a row.
pub struct Program {
    /// The phrase as it stands in README.md.
    pub phrase: &'static str,
    /// The program's text.
    pub source: &'static str,
    /// Compares its derivative with differences.
    pub check: fn() -> Result<(), String>,
}

/// Where functions of numbers are checked.
pub fn numbers() -> (Vec<f64>, f64) {
    (vec![0.9, 0.4, 1.3, 0.7, 1.1, 0.6], 0.8)
}

/// Where functions of arrays are checked.
pub fn arrays() -> (Array2<f64>, Array1<f64>) {
    (array![[0.9, 0.4, 1.3], [0.7, 1.1, 0.6], [0.2, 0.5, 0.8]], array![0.3, 1.2, 0.7])
}

/// The programs of a row. After a phrase stands the body of
///
/// - `(x, y)`: a function of `x: &[f64]` and `y: f64`;
/// - `[a, b]`: a function of `a: &Array2<f64>` and `b: &Array1<f64>`;
/// - `compared`: a comparison by `checked!`.
///
/// `with { … }` behind it has items that it uses.
macro_rules! row {
    ($name:literal $($phrase:literal $form:tt { $($body:tt)* } $(with { $($item:tt)* })?)*) => {
        $crate::programs::Row {
            name: $name,
            programs: &[$($crate::programs::Program {
                phrase: $phrase,
                source: concat!($(stringify!($($item)*), " ",)? stringify!($form $($body)*)),
                check: || {
                    $($($item)*)?
                    program!($form { $($body)* })
                },
            }),*],
        }
    };
}

/// A function, and the comparison of its gradient with differences.
macro_rules! program {
    (($x:ident, $y:ident) $body:block) => {{
        #[chainrule::differentiate]
        fn program($x: &[f64], $y: f64) -> f64 $body

        checked!(
            |at| program(&at.0, at.1),
            |at| program::gradient(&at.0, at.1),
            $crate::programs::numbers()
        )
    }};
    ([$a:ident, $b:ident] $body:block) => {{
        #[chainrule::differentiate]
        fn program($a: &ndarray::Array2<f64>, $b: &ndarray::Array1<f64>) -> f64 $body

        checked!(
            |at| program(&at.0, &at.1),
            |at| program::gradient(&at.0, &at.1),
            $crate::programs::arrays()
        )
    }};
    (compared $body:block) => {
        $body
    };
}

/// Compares a gradient with differences of the value, at a point.
macro_rules! checked {
    ($value:expr, $gradient:expr, $point:expr) => {
        chainrule::check_gradient($value, $gradient, &$point).map_err(|error| error.to_string())
    };
}
