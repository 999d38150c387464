//! Every differentiable method of floats, against values computed with 50 digits.
// Plain assignments are among what is tested.
#![allow(clippy::assign_op_pattern)]

use chainrule::differentiate;
use chainrule_tests::tables;
use serde_json::Value;

/// The gradients of one method under test, by way of both its spellings and both float types.
struct Case {
    value: fn(&[f64]) -> f64,
    method: fn(&[f64]) -> Vec<f64>,
    path: fn(&[f64]) -> Vec<f64>,
    single: fn(&[f32]) -> Vec<f64>,
}

/// Compares with a row of the table.
///
/// Single precision is given arguments that were rounded to it, where the partials may be far from
/// those of the table: there the double-precision derivative, tested before, is what to expect.
fn check(name: &str, case: &Case) {
    let table = tables::read("prims.json");
    let rows = table[name].as_array().unwrap_or_else(|| panic!("no rows for {name}"));
    assert!(rows.len() >= 12, "{name} has {} rows", rows.len());
    for row in rows {
        let args = tables::numbers(&row["args"]);
        near(name, &args, (case.value)(&args), number(&row["value"]), 1e-13);
        let expected = tables::numbers(&row["partials"]);
        for gradient in [(case.method)(&args), (case.path)(&args)] {
            assert_eq!(gradient.len(), expected.len(), "{name}");
            for (ours, theirs) in gradient.iter().zip(&expected) {
                near(name, &args, *ours, *theirs, 1e-13);
            }
        }
        let rounded: Vec<f32> = args.iter().map(|arg| *arg as f32).collect();
        let widened: Vec<f64> = rounded.iter().map(|arg| f64::from(*arg)).collect();
        for (ours, theirs) in (case.single)(&rounded).iter().zip((case.method)(&widened)) {
            near(name, &widened, *ours, theirs, 4e-4);
        }
    }
}

fn number(value: &Value) -> f64 {
    value.as_f64().expect("a number")
}

/// Relative; `tanh' = 1 - tanh²` cancels far out, so that its tolerance is absolute below 0.01.
#[track_caller]
fn near(name: &str, args: &[f64], ours: f64, theirs: f64, tolerance: f64) {
    let floor = if name == "tanh" { 1e-2 } else { 1e-30 };
    let agree = (ours - theirs).abs() <= tolerance * theirs.abs().max(floor);
    assert!(agree, "{name}{args:?}: {ours:e} against {theirs:e}");
}

/// What a gradient holds, as a list.
trait Flat {
    fn flat(self) -> Vec<f64>;
}

macro_rules! flat {
    ($($gradient:ty: |$pattern:pat_param| $list:expr;)*) => {$(
        impl Flat for $gradient {
            fn flat(self) -> Vec<f64> {
                let $pattern = self;
                $list.map(Into::into).into()
            }
        }
    )*};
}
flat! {
    f64: |x| [x];
    f32: |x| [x];
    (f64, f64): |(x, y)| [x, y];
    (f32, f32): |(x, y)| [x, y];
    (f64, f64, f64): |(x, y, z)| [x, y, z];
    (f32, f32, f32): |(x, y, z)| [x, y, z];
}

/// A method of one, two or three real arguments.
macro_rules! method {
    ($($name:ident($x:ident $(, $rest:ident)*);)*) => {$(
        mod $name {
            use super::*;

            #[differentiate]
            fn method($x: f64 $(, $rest: f64)*) -> f64 {
                $x.$name($($rest),*)
            }

            #[differentiate]
            fn path($x: f64 $(, $rest: f64)*) -> f64 {
                f64::$name($x $(, $rest)*)
            }

            #[differentiate]
            fn single($x: f32 $(, $rest: f32)*) -> f32 {
                $x.$name($($rest),*)
            }

            #[test]
            fn agrees() {
                check(stringify!($name), &Case {
                    value: |at| call!(method at; $x $($rest)*),
                    method: |at| call!((method::gradient) at; $x $($rest)*).flat(),
                    path: |at| call!((path::gradient) at; $x $($rest)*).flat(),
                    single: |at| call!((single::gradient) at; $x $($rest)*).flat(),
                });
            }
        }
    )*};
}

/// A function of the elements of a slice.
macro_rules! call {
    ($f:tt $at:ident; $a:ident) => {
        $f($at[0])
    };
    ($f:tt $at:ident; $a:ident $b:ident) => {
        $f($at[0], $at[1])
    };
    ($f:tt $at:ident; $a:ident $b:ident $c:ident) => {
        $f($at[0], $at[1], $at[2])
    };
}

method! {
    sin(x); cos(x); tan(x); asin(x); acos(x); atan(x);
    sinh(x); cosh(x); tanh(x); asinh(x); acosh(x); atanh(x);
    exp(x); exp2(x); exp_m1(x); ln(x); ln_1p(x); log2(x); log10(x);
    sqrt(x); cbrt(x); recip(x); abs(x); to_degrees(x); to_radians(x);
    powf(x, y); hypot(x, y); atan2(y, x); log(x, base);
    mul_add(x, a, b);
}

/// An operator, and the same on `f32`; operators have no path form.
macro_rules! operator {
    ($($name:ident $op:tt;)*) => {$(
        mod $name {
            use super::*;

            #[differentiate]
            fn double(x: f64, y: f64) -> f64 {
                x $op y
            }

            #[differentiate]
            fn assigned(x: f64, y: f64) -> f64 {
                let mut z = x;
                z = z $op y;
                z
            }

            #[differentiate]
            fn single(x: f32, y: f32) -> f32 {
                x $op y
            }

            #[test]
            fn agrees() {
                check(stringify!($name), &Case {
                    value: |at| double(at[0], at[1]),
                    method: |at| double::gradient(at[0], at[1]).flat(),
                    path: |at| assigned::gradient(at[0], at[1]).flat(),
                    single: |at| single::gradient(at[0], at[1]).flat(),
                });
            }
        }
    )*};
}

operator! { mul *; div /; }

mod powi {
    use super::*;

    #[differentiate]
    fn method(x: f64, n: i32) -> f64 {
        x.powi(n)
    }

    #[differentiate]
    fn path(x: f64, n: i32) -> f64 {
        f64::powi(x, n)
    }

    #[differentiate]
    fn single(x: f32, n: i32) -> f32 {
        x.powi(n)
    }

    #[test]
    fn agrees() {
        check(
            "powi",
            &Case {
                value: |at| method(at[0], at[1] as i32),
                method: |at| method::gradient(at[0], at[1] as i32).flat(),
                path: |at| path::gradient(at[0], at[1] as i32).flat(),
                single: |at| single::gradient(at[0], at[1] as i32).flat(),
            },
        );
    }
}

#[test]
fn every_row_of_the_table_is_tested() {
    let table = tables::read("prims.json");
    let source = include_str!("prims.rs");
    for name in table.as_object().expect("an object").keys() {
        let tested = [format!(" {name}("), format!(" {name} "), format!("\"{name}\"")];
        assert!(tested.iter().any(|text| source.contains(text)), "{name} is not tested");
    }
    assert_eq!(table.as_object().map(|rows| rows.len()), Some(33));
}
