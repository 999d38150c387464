//! Numbers of a type that the user has said, and that nothing else in the function tells: in generated code they are of
//! the same type. Integers that wrapped or ended elsewhere would give another value.

use chainrule::differentiate;
use chainrule_tests::{assert_all_close, differences};
use ndarray::{Array1, Array2};
use num_traits::Float;

#[differentiate(jvp, hessian)]
fn complement(x: &[f64]) -> f64 {
    let a: u8 = 200;
    let b = !a;
    x[0] * b as f64 * x[1]
}

#[differentiate(jvp, hessian)]
fn shifted(x: &[f64]) -> f64 {
    let a: u32 = 7;
    let b = !a >> 28;
    x[0] * b as f64 * x[1]
}

#[differentiate(jvp, hessian)]
fn of_single_precision(x: &[f64]) -> f64 {
    let k: f32 = 0.1;
    let widened = |b: f32| b as f64;
    (k as f64) * x[0] * x[1] + widened(0.3) * x[1]
}

#[differentiate(jvp, hessian)]
fn factorials(x: &[f64]) -> f64 {
    let (mut m, mut s): (u64, f64) = (1, 1.0);
    for i in 1..=20 {
        m *= i;
        s += x[0].powi(i as i32) / m as f64;
    }
    s * x[1]
}

#[differentiate(jvp, hessian)]
fn put_in_words(x: &[f64]) -> f64 {
    let (mut k, mut n) = (3_u8, 7_i64);
    let before = x[k as usize % 2] * n as f64;
    k = "250".parse().unwrap();
    n = Default::default();
    let mut pair = (x[0], 2_usize);
    pair.1 = "1".parse().unwrap_or(0);
    let mut list = (pair.0, vec![1_u32]);
    list.1 = "ab".chars().map(|letter| letter as u32).collect();
    before * (k.wrapping_add(7) as f64 + n as f64) + pair.0 * x[pair.1] * list.1[1] as f64
}

#[differentiate(jvp, hessian)]
fn put_into_parts(x: &[f64]) -> f64 {
    let mut parts = (x[0], vec![x[1], x[0]], (1_usize, [x[1]; 2]));
    let taken = std::mem::take(&mut parts.1);
    parts.1 = taken.iter().map(|e| e * x[0]).collect();
    parts.2.1 = parts.2.1.map(|e| e * e);
    parts.2.1[0] *= parts.0;
    parts = (parts.2.1[1], parts.1.iter().rev().copied().collect(), parts.2);
    parts.0 * parts.1[0] + parts.1[1] * parts.2.1[0]
}

#[differentiate(jvp, hessian)]
fn congruences(x: &[f64]) -> f64 {
    let mut k: u64 = 1;
    for _ in 0..40 {
        k = k * 31 % 1_000_000_007;
    }
    x[0] * k as f64 * 1e-9 * x[1]
}

#[differentiate(jvp, hessian)]
fn products(x: &[f64]) -> f64 {
    let n: i64 = 100_000;
    let w: Vec<i64> = vec![100_000; 3];
    let (a, b): (i64, u8) = (100_000, 255);
    let mut m: Vec<Vec<i64>> = vec![vec![100_000; 2]; 2];
    m[0][0] *= m[1][1];
    let far: u64 = 3_000_000_000;
    let k: u64;
    k = 100_000;
    let sum = (n * n + w[0] * w[1] + a * a) as f64 + b as f64 + m[0][0] as f64;
    x[0] * (sum + far as f64 + (k * k) as f64) * 1e-10 * x[1]
}

#[differentiate(jvp, hessian)]
fn in_words_of_the_user(x: &[f64]) -> f64 {
    let v: Vec<u64> = vec![100_000, 200_000];
    let p: u64 = v.iter().product();
    let given: Vec<f64> = "1 2 3".split(' ').map(|s| s.parse().unwrap()).collect();
    let bits: u32 = 0b1011;
    let n = bits.count_ones() as usize;
    let wide: u64 = bits.into();
    x[n - 2] * p as f64 * 1e-10 + given[n - 1] * x[0] * x[1] * wide as f64
}

/// A shift of what wrapped is another in a type with a sign.
#[differentiate(jvp, hessian)]
fn wrapped(x: &[f64]) -> f64 {
    let a: Vec<u64> = vec![100_000; 3];
    let high = a[1].wrapping_sub(400_000) >> 60;
    let few = a[0].leading_zeros() >> 1;
    let first = match high {
        0 => x[0],
        _ => x[1] * high as f64,
    };
    let mut s = 1.0;
    for i in 0..2 {
        s = (s + x[i] * (a[i].wrapping_sub(400_000) >> 62) as f64).sin();
    }
    first * s * x[0] * few as f64
}

#[differentiate(jvp, hessian)]
fn in_closures(x: &[f64]) -> f64 {
    let factorial = |n: u64| -> u64 { (1..=n).product() };
    let square = |k: i64| k * k;
    let at = |i: i32, j: i32| -> usize { (i.rem_euclid(2) * 2 + j.rem_euclid(2)) as usize };
    let mut s = 0.0;
    for i in -1..3 {
        for j in -1..3 {
            s += x[at(i, j) % 2] * x[0];
        }
    }
    s + x[0] * factorial(15) as f64 * 1e-12 + square(100_000) as f64 * 1e-10 * x[1]
}

#[differentiate(jvp, hessian)]
fn in_branches(x: &[f64]) -> f64 {
    let n: i64;
    if x[0] > 0.0 {
        n = 100_000;
    } else {
        n = 1;
    }
    let m: i64 = if x[1] > 5.0 { 1 } else { 100_000 };
    let mut count: i64 = 0;
    x.iter().for_each(|_| count += 2_000_000_000);
    x[0] * x[1] * (n * n + m * m + count) as f64 * 1e-10
}

#[differentiate(jvp, hessian)]
fn random_numbers(x: &[f64]) -> f64 {
    let mut state: u64 = 42;
    let mut next = |lo: f64, hi: f64| {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        lo + (hi - lo) * (state as f64 / u64::MAX as f64)
    };
    let (a, b) = (next(0.0, x[0]), next(x[1], 3.0));
    let mut hash: u32 = 2166136261;
    for byte in [1u8, 2, 3] {
        hash ^= byte as u32;
        hash = hash.wrapping_mul(16777619);
    }
    a * b * (hash % 1000) as f64
}

#[differentiate(jvp, hessian)]
fn elements(x: &[f64]) -> f64 {
    let mut g: [u8; 4] = [0; 4];
    g[1] = !g[1];
    let t: (u8, f64) = (255, x[0]);
    let (a, b) = t;
    let total = [1u8, 200, 100].iter().fold(0, |a: u8, b| a.wrapping_add(*b));
    let mut k: i64 = -3;
    k = k.pow(2).min(50) - 5;
    x[0] * g[1] as f64 + b * (!a) as f64 * x[1] + (t.0 >> 1) as f64 * t.1 * total as f64 * k as f64
}

#[differentiate(jvp, hessian)]
fn generic<T: Float>(x: &[T]) -> T {
    let n: u64 = 100_000;
    let m = T::from(n * n).unwrap();
    m * x[0] * x[1] * T::from(1e-10).unwrap()
}

#[differentiate(jvp, hessian, checkpoint)]
fn kept(x: &[f64]) -> f64 {
    let (mut hash, mut y): (u32, f64) = (2166136261, x[0]);
    for i in 0..5 {
        hash = (hash << 5) ^ (hash >> 27) ^ i;
        y = (y * x[1]).sin() * (hash % 10) as f64;
    }
    y
}

/// What is computed again needs the shape alone of what it fills.
#[differentiate(jvp, hessian, checkpoint)]
fn filled_arrays(x: &[f64]) -> f64 {
    let mut squares = Array1::zeros(x.len());
    let mut table = Array2::zeros((2, x.len()));
    for i in 0..x.len() {
        squares[i] = x[i] * x[i];
        table[[1, i]] = x[i] * x[0];
    }
    squares.sum() * table.sum()
}

/// Nothing here tells that this is a `u64`.
fn from_above(i: u64) -> u64 {
    u64::MAX - i
}

fn table(n: usize) -> Vec<u64> {
    (0..n as u64).map(from_above).collect()
}

/// Integers whose type only rustc knows: what is computed of them is not computed again of what is kept.
#[differentiate(jvp, hessian)]
fn of_unknown_types(x: &[f64]) -> f64 {
    let (mut s, numbers) = (x[0], table(3));
    let whole = from_above(7);
    let half = whole >> 1;
    for i in 0..3 {
        let large = from_above(i);
        s = (s * large as f64 * 1e-19).sin() * x[1];
        if large > 5 {
            s *= x[0];
        }
        let listed = numbers[i as usize];
        s = (s * (listed >> 62) as f64).sin() + listed as f64 * 1e-19 * x[1];
    }
    let mut k = whole;
    while k > 9_000_000_000_000_000_000 {
        k /= 2;
        s *= (s * (k as f64) * 1e-19).sin();
    }
    s * (half as f64 * 1e-19) * x[0]
}

#[differentiate(jvp, hessian, checkpoint)]
fn of_unknown_types_again(x: &[f64]) -> f64 {
    let mut s = x[0];
    for i in 0..3 {
        let large = from_above(i);
        s = (s * (large >> 61) as f64).sin() * x[1] * (large as f64 * 1e-19);
    }
    s
}

#[differentiate(jvp, hessian)]
fn casts_before_comparisons(x: &[f64]) -> f64 {
    let (mut lo, mut hi) = (0usize, 8);
    while lo < hi {
        let mid = lo + (hi - lo) / 2;
        if (mid as f64) < x[0] * 3.0 {
            lo = mid + 1;
        } else {
            hi = mid;
        }
    }
    let small = (x.len() as f64) < x[0];
    let mut k = 0usize;
    while (k as u32) < 3 {
        k += 1;
    }
    let twice = (lo as u32) << 2;
    let factor = if small { 2.0 } else { x[1] };
    x[0] * factor * (twice + k as u32) as f64
}

#[differentiate(jvp, hessian)]
fn up_to_the_largest(x: &[f64]) -> f64 {
    let mut s = 0.0;
    for i in 250u8..=255 {
        s += i as f64 * x[1];
    }
    for i in (-128i8..=127).rev() {
        s += i as f64 * x[1] * x[0];
    }
    let top = u16::MAX;
    for i in 65_530..=top {
        s += i as f64 * x[0];
        if s > 1e9 {
            break;
        }
    }
    s + (254u8..=255).map(|i| i as f64 * x[1] * x[1]).sum::<f64>()
}

macro_rules! check {
    ($($name:ident)*) => {$({
        let at = [0.7, 1.3];
        let gradient = $name::gradient(&at);
        assert_eq!($name::forward(&at).0, $name(&at), stringify!($name));
        assert_all_close(&gradient, &differences($name, &at));
        let along = [0.6, -0.3];
        let slope: f64 = gradient.iter().zip(along).map(|(bar, dot)| bar * dot).sum();
        let (value, pushed) = $name::jvp(&at, &along);
        assert_eq!(value, $name(&at), stringify!($name));
        assert!((pushed - slope).abs() < 1e-12 * slope.abs().max(1.0));
        let hessian = $name::hessian(&at);
        for i in 0..2 {
            let slope = differences(|x| $name::gradient(x)[i], &at);
            assert_all_close(&hessian.row(i).to_vec(), &slope);
        }
    })*};
}

#[test]
fn numbers_have_the_type_that_the_user_said() {
    check!(complement shifted of_single_precision factorials put_in_words put_into_parts congruences products generic kept);
    check!(in_words_of_the_user in_closures in_branches random_numbers elements filled_arrays);
    check!(of_unknown_types of_unknown_types_again);
    check!(wrapped);
}

#[test]
fn a_cast_before_a_comparison_is_in_parentheses() {
    check!(casts_before_comparisons);
}

#[test]
fn ranges_end_at_the_largest_number_of_their_type() {
    check!(up_to_the_largest);
}
