//! Elementwise functions on slices of every length and at every alignment.

#![cfg(feature = "std")]

use chainrule::simd::Elementwise;

/// Two blocks of the narrower type, and more.
const LENGTHS: std::ops::RangeInclusive<usize> = 0..=67;
const OFFSETS: std::ops::Range<usize> = 0..17;

/// Some numbers from -8 to 8.
fn numbers(len: usize) -> Vec<f64> {
    (0..len).map(|i| ((i * 37 + 11) % 129) as f64 / 8.0 - 8.0).collect()
}

type Function<T> = fn(&[T], &mut [T]);

/// Each element is that of a slice of one, and nothing around `dst` is written.
fn check<T: Elementwise + PartialEq + std::fmt::Debug>(f: Function<T>, convert: fn(f64) -> T) {
    let source: Vec<T> = numbers(100).into_iter().map(convert).collect();
    let marker = convert(77.0);
    let alone: Vec<T> = source.iter().map(|&x| one(f, x, marker)).collect();
    for len in LENGTHS {
        for offset in OFFSETS {
            let mut target = [marker; 100];
            f(&source[offset..offset + len], &mut target[offset..offset + len]);
            assert_eq!(target[offset..offset + len], alone[offset..offset + len]);
            assert!(target[..offset].iter().all(|&y| y == marker), "{len} at {offset}");
            assert!(target[offset + len..].iter().all(|&y| y == marker), "{len} at {offset}");
        }
    }
}

fn one<T: Elementwise>(f: Function<T>, x: T, mut y: T) -> T {
    f(std::slice::from_ref(&x), std::slice::from_mut(&mut y));
    y
}

/// Each function with its name, for both types.
macro_rules! check_lengths {
    ($($name:ident),*) => {$(
        #[test]
        fn $name() {
            check::<f32>(Elementwise::$name, |x| x as f32);
            check::<f64>(Elementwise::$name, |x| x);
        }
    )*};
}

check_lengths!(exp, sigmoid, tanh, relu, softplus);

/// The backward functions, as functions of the value, for a cotangent of 3 and a start of 5.
macro_rules! check_backward {
    ($($name:ident),*) => {$(
        #[test]
        fn $name() {
            check::<f32>(
                |x, y| {
                    y.fill(5.0);
                    f32::$name(x, &vec![3.0; x.len()], y);
                },
                |x| x as f32,
            );
            check::<f64>(
                |x, y| {
                    y.fill(5.0);
                    f64::$name(x, &vec![3.0; x.len()], y);
                },
                |x| x,
            );
        }
    )*};
}

check_backward!(sigmoid_backward, tanh_backward, relu_backward, softplus_backward);

#[test]
#[should_panic(expected = "src has 3, dst has 4")]
fn unequal_lengths_are_named() {
    <f64 as Elementwise>::exp(&[0.0; 3], &mut [0.0; 4]);
}

#[test]
#[should_panic(expected = "src has 2, dst has 1")]
fn unequal_lengths_of_a_softmax_row_are_named() {
    f32::exp_sub_sum(&[0.0; 2], 0.0, &mut [0.0; 1]);
}

#[test]
#[should_panic(expected = "dx has 3, its cotangent has 2")]
fn unequal_lengths_of_a_backward_function_are_named() {
    f32::relu_backward(&[0.0; 3], &[0.0; 2], &mut [0.0; 3]);
}

#[test]
#[should_panic(expected = "dx has 4, the value has 3")]
fn an_unequal_length_of_the_gradient_is_named() {
    f32::tanh_backward(&[0.0; 3], &[0.0; 4], &mut [0.0; 4]);
}
