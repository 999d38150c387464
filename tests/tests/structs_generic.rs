//! Structs with numbered fields, with parameters, and of other modules.
// Programs are written as one finds them.
#![allow(clippy::needless_range_loop)]

use chainrule::{Differentiable, Float, differentiate};
use chainrule_tests::{assert_all_close, difference, differences};

fn numbers(count: usize) -> Vec<f64> {
    (0..count).map(|i| 0.6 + 0.35 * (1.7 * i as f64).sin()).collect()
}

#[derive(Differentiable, Clone)]
struct Numbered(#[constant] usize, f64, f64);

#[differentiate]
fn numbered(n: &Numbered, x: f64) -> f64 {
    let Numbered(k, a, _) = n;
    let m = Numbered(*k, n.2 * x, a * a);
    let Numbered(_, p, q) = m.clone();
    p * q.sin() + m.0 as f64 * m.2
}

#[test]
fn numbered_fields_keep_their_numbers() {
    let value = |at: &[f64]| numbered(&Numbered(3, at[0], at[1]), at[2]);
    let at = [0.7, 0.4, 1.2];
    let (n_bar, x_bar) = numbered::gradient(&Numbered(3, at[0], at[1]), at[2]);
    assert_all_close(&[n_bar.1, n_bar.2, x_bar], &differences(value, &at));
}

/// Generic over the numbers, the length and a lifetime.
#[derive(Differentiable, Clone)]
struct Kernel<'a, T: Float, const N: usize> {
    weights: [T; N],
    inputs: &'a [T],
    shift: Shift<T>,
}

#[derive(Differentiable, Clone, Copy)]
struct Shift<T: Float> {
    by: T,
}

#[differentiate]
fn response<'a, T: Float, const N: usize>(k: &Kernel<'a, T, N>, x: T) -> T {
    let mut sum = k.shift.by * x;
    for i in 0..N {
        sum += k.weights[i] * k.inputs[i].sin();
    }
    shifted(&k.shift, sum)
}

#[differentiate]
fn shifted<T: Float>(s: &Shift<T>, x: T) -> T {
    let twice = Shift { by: s.by * T::from_f64(2.0) };
    twice.by * x
}

#[differentiate]
fn single<'k>(s: &Shift<f32>, k: &Kernel<'k, f64, 2>) -> f64 {
    shifted(s, 0.5) as f64 * response(k, 1.5) + shifted(&k.shift, 2.0)
}

#[test]
fn generic_structs() {
    let at = numbers(6);
    let value = |at: &[f64]| {
        let shift = Shift { by: at[4] };
        response(&Kernel { weights: [at[0], at[1]], inputs: &at[2..4], shift }, at[5])
    };
    let kernel = Kernel { weights: [at[0], at[1]], inputs: &at[2..4], shift: Shift { by: at[4] } };
    let (k_bar, x_bar) = response::gradient(&kernel, at[5]);
    let mut ours = k_bar.weights.to_vec();
    ours.extend(&k_bar.inputs);
    ours.extend([k_bar.shift.by, x_bar]);
    assert_all_close(&ours, &differences(value, &at));
    let in_s = |s: f64| 2.0 * s * 0.5 * response(&kernel, 1.5) + shifted(&kernel.shift, 2.0);
    let (s_bar, _) = single::gradient(&Shift { by: 0.8_f32 }, &kernel);
    assert!((f64::from(s_bar.by) - difference(in_s, 0.8)).abs() < 1e-5);
}

mod elsewhere {
    use chainrule::Differentiable;

    pub mod deeper {
        #[derive(chainrule::Differentiable, Clone)]
        pub struct Part {
            pub size: f64,
        }
    }

    #[derive(Differentiable, Clone)]
    pub struct Machine {
        pub part: deeper::Part,
        pub parts: Vec<deeper::Part>,
    }

    #[chainrule::differentiate]
    pub fn enlarged(m: &Machine, by: f64) -> Machine {
        let mut next = m.clone();
        next.part.size *= by;
        next.parts[0].size += m.part.size;
        next
    }
}

#[differentiate]
fn from_elsewhere(m: &elsewhere::Machine, by: f64) -> f64 {
    let n = elsewhere::enlarged(m, by);
    n.part.size * m.parts[1].size + n.parts[0].size * n.parts[0].size
}

#[test]
fn structs_of_other_modules() {
    use elsewhere::deeper::Part;
    let at = [0.7, 0.4, 1.2, 0.9];
    let machine = |at: &[f64]| elsewhere::Machine {
        part: Part { size: at[0] },
        parts: vec![Part { size: at[1] }, Part { size: at[2] }],
    };
    let (m_bar, by_bar) = from_elsewhere::gradient(&machine(&at), at[3]);
    let ours = [m_bar.part.size, m_bar.parts[0].size, m_bar.parts[1].size, by_bar];
    assert_all_close(&ours, &differences(|at| from_elsewhere(&machine(at), at[3]), &at));
}
