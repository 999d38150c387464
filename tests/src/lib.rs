//! What the tests of chainrule share: derivatives by other means, and stored tables.

pub mod arrays;
pub mod functions;
pub mod solvers;
pub mod tables;

/// The derivative of `f` at `x` by central differences, extrapolated once (Richardson, 1911).
pub fn difference(f: impl Fn(f64) -> f64, x: f64) -> f64 {
    let h = 1e-3 * x.abs().max(1.0);
    let slope = |h: f64| (f(x + h) - f(x - h)) / (2.0 * h);
    let (a, b, c) = (slope(h), slope(h / 2.0), slope(h / 4.0));
    let (ab, bc) = ((4.0 * b - a) / 3.0, (4.0 * c - b) / 3.0);
    (16.0 * bc - ab) / 15.0
}

/// The derivatives of `f` along each element of `at`, by [`difference`].
pub fn differences(f: impl Fn(&[f64]) -> f64, at: &[f64]) -> Vec<f64> {
    let along = |i: usize| {
        let moved = |v| {
            let mut at = at.to_vec();
            at[i] = v;
            f(&at)
        };
        difference(moved, at[i])
    };
    (0..at.len()).map(along).collect()
}

/// Asserts that two numbers agree to a relative error of 1e-7.
///
/// # Panics
///
/// Where they do not.
#[track_caller]
pub fn assert_close(ours: f64, theirs: f64) {
    assert_within(ours, theirs, 1e-7);
}

/// Asserts that two numbers agree to a relative error, an absolute one below 1.
///
/// # Panics
///
/// Where they do not.
#[track_caller]
pub fn assert_within(ours: f64, theirs: f64, tolerance: f64) {
    let scale = ours.abs().max(theirs.abs()).max(1.0);
    assert!((ours - theirs).abs() <= tolerance * scale, "{ours} against {theirs}");
}

/// Asserts that two lists of numbers agree as [`assert_close`] has it.
///
/// # Panics
///
/// Where they do not, or differ in length.
#[track_caller]
pub fn assert_all_close(ours: &[f64], theirs: &[f64]) {
    assert_eq!(ours.len(), theirs.len(), "{ours:?} against {theirs:?}");
    for (ours, theirs) in ours.iter().zip(theirs) {
        assert_close(*ours, *theirs);
    }
}

/// Tests of functions of a slice, at slices of several lengths: the value to the bit, the gradient and the tangent
/// against differences of it, second derivatives against those of the gradient.
#[macro_export]
macro_rules! slice_programs {
    ($lengths:expr; $(fn $name:ident($x:ident) $body:block)*) => {$(
        #[test]
        fn $name() {
            #[differentiate(hessian)]
            fn program($x: &[f64]) -> f64 $body

            for length in $lengths {
                let at: Vec<f64> = (0..length).map(|i| (i as f64 * 1.7 + 0.6).sin() + 0.3).collect();
                let expected = $crate::differences(|at| program(at), &at);
                let (value, x_bar) = program::value_and_gradient(&at);
                assert_eq!(value.to_bits(), program(&at).to_bits(), "{value} at {at:?}");
                $crate::assert_all_close(&x_bar, &expected);
                for i in 0..length {
                    let mut direction = vec![0.0; length];
                    direction[i] = 1.0;
                    let (_, value_dot) = program::jvp(&at, &direction);
                    $crate::assert_all_close(&[value_dot], &[expected[i]]);
                    let second = $crate::differences(|at| program::gradient(at)[i], &at);
                    $crate::assert_all_close(&program::hvp(&at, &direction), &second);
                }
            }
        }
    )*};
}
