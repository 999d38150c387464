//! Methods of a parameter that is lent, in every mode.

use chainrule::{Differentiable, Lanes, differentiate};
use chainrule_tests::{assert_all_close, assert_close, differences};

#[differentiate(hessian, lanes)]
pub trait Potential {
    const CUTOFF: f64;

    fn energy(&self, r: f64) -> f64;

    fn twice(&self, r: f64) -> f64 {
        2.0 * self.energy(r)
    }

    fn smooth(&self, r: f64) -> f64 {
        if r > Self::CUTOFF { 0.0 } else { self.energy(r) * (Self::CUTOFF - r) }
    }
}

#[derive(Clone, Differentiable)]
pub struct Lj {
    pub eps: f64,
    pub sigma: f64,
}

#[differentiate(hessian, lanes)]
impl Potential for Lj {
    const CUTOFF: f64 = 2.5;

    fn energy(&self, r: f64) -> f64 {
        let s = (self.sigma / r).powi(2);
        self.eps * (s * s - s)
    }
}

/// One that has a method of the trait's for itself.
#[derive(Clone, Differentiable)]
pub struct Morse {
    depth: f64,
    width: Vec<f64>,
    #[constant]
    shift: f64,
}

#[differentiate(hessian, lanes)]
impl Potential for Morse {
    const CUTOFF: f64 = 5.0;

    fn energy(&self, r: f64) -> f64 {
        let mut sum = 0.0;
        for w in &self.width {
            sum += (-w * (r - self.shift)).exp();
        }
        self.depth * sum
    }

    fn twice(&self, r: f64) -> f64 {
        self.energy(r) + self.depth * r
    }
}

/// One without a number that has a derivative.
#[derive(Clone, Differentiable)]
pub struct Hard {
    #[constant]
    power: i32,
}

#[differentiate(hessian, lanes)]
impl Potential for Hard {
    const CUTOFF: f64 = 1.0;

    fn energy(&self, r: f64) -> f64 {
        r.powi(self.power)
    }
}

#[differentiate(hessian, lanes)]
pub fn total<P: Potential>(p: &P, rs: &[f64]) -> f64 {
    rs.iter().map(|&r| p.energy(r) * p.twice(r) + p.smooth(r)).sum()
}

/// With exits and branches, and what only one way needs.
#[differentiate(hessian, lanes)]
pub fn walk(p: &impl Potential, rs: &[f64]) -> f64 {
    let mut s = rs[0] * 0.5;
    for i in 0..rs.len() {
        if rs[i] > 2.2 {
            continue;
        }
        s = s.cos() * p.energy(rs[i]) + if i % 2 == 0 { p.twice(s.abs() + 1.0) } else { s * rs[i] };
        if s > 1e3 {
            return s;
        }
    }
    s
}

#[differentiate(hessian, lanes, checkpoint)]
pub fn kept_little<P>(p: &P, rs: &[f64]) -> f64
where
    P: Potential + Clone,
{
    let q = p.clone();
    let mut s = 1.0;
    for r in rs {
        s *= q.energy(*r) + P::twice(p, *r);
    }
    s
}

#[differentiate(hessian, lanes)]
pub fn through<Q: Potential + Clone>(q: &Q, rs: &[f64]) -> f64 {
    total(q, rs) * walk(q, rs) + kept_little(q, &rs[1..])
}

#[differentiate(hessian, lanes)]
pub fn of_numbers(x: &[f64]) -> f64 {
    let lj = Lj { eps: x[0], sigma: x[1] };
    let morse = Morse { depth: x[1], width: vec![x[0], 0.3 * x[2]], shift: 1.0 };
    total(&lj, &x[1..])
        + walk(&morse, x) * kept_little(&morse, &x[..2])
        + total(&Hard { power: 3 }, x)
        + through(&lj, x)
}

const RS: [f64; 4] = [1.1, 1.6, 2.3, 0.9];

macro_rules! in_every_mode {
    ($name:ident, $function:ident, $of:ident) => {
        #[test]
        fn $name() {
            let value = |at: &[f64]| $function(&$of::made(&at[..2]), &at[2..]);
            let at: Vec<f64> = [0.7, 1.3].into_iter().chain(RS).collect();
            let expected = differences(value, &at);
            let p = $of::made(&at[..2]);
            let (p_bar, rs_bar) = $function::gradient(&p, &RS);
            let gradient: Vec<f64> = $of::numbers(&p_bar).into_iter().chain(rs_bar).collect();
            assert_all_close(&gradient, &expected);
            let of_gradient = |at: &[f64]| -> Vec<f64> {
                let (p_bar, rs_bar) = $function::gradient(&$of::made(&at[..2]), &at[2..]);
                $of::numbers(&p_bar).into_iter().chain(rs_bar).collect()
            };
            let (mut p_lanes, mut rs_lanes) = ($of::lanes([[0.0; 6]; 2]), [Lanes([0.0; 6]); 4]);
            for i in 0..6 {
                let mut unit = [0.0; 6];
                unit[i] = 1.0;
                let (p_dot, rs_dot) = ($of::cotangent(&unit[..2]), &unit[2..]);
                let (same, slope) = $function::jvp(&p, &RS, &p_dot, rs_dot);
                assert_eq!(same, value(&at));
                assert_close(slope, expected[i]);
                let (p_row, rs_row) = $function::hvp(&p, &RS, &p_dot, rs_dot);
                let row: Vec<f64> = $of::numbers(&p_row).into_iter().chain(rs_row).collect();
                let column = (0..6).map(|j| differences(|at| of_gradient(at)[j], &at)[i]);
                assert_all_close(&row, &column.collect::<Vec<_>>());
                if i < 2 {
                    let mut units = [[0.0; 6]; 2];
                    units[0][0] = 1.0;
                    units[1][1] = 1.0;
                    p_lanes = $of::lanes(units);
                } else {
                    rs_lanes[i - 2].0[i] = 1.0;
                }
            }
            let (_, slopes) = $function::jvp_lanes(&p, &RS, &p_lanes, &rs_lanes);
            assert_all_close(&slopes.0, &expected);
        }
    };
}

type LanesOf<T> = <T as chainrule::Laned<6>>::Tangents;

impl Lj {
    fn made(at: &[f64]) -> Lj {
        Lj { eps: at[0], sigma: at[1] }
    }

    fn cotangent(at: &[f64]) -> LjCotangent {
        LjCotangent { eps: at[0], sigma: at[1] }
    }

    fn numbers(bar: &LjCotangent) -> Vec<f64> {
        vec![bar.eps, bar.sigma]
    }

    fn lanes([eps, sigma]: [[f64; 6]; 2]) -> LanesOf<Lj> {
        let mut tangents = chainrule::Laned::<6>::zero_tangents(&Lj::made(&[0.0; 2]));
        tangents.eps = Lanes(eps);
        tangents.sigma = Lanes(sigma);
        tangents
    }
}

impl Morse {
    fn made(at: &[f64]) -> Morse {
        Morse { depth: at[0], width: vec![at[1], 0.4], shift: 1.2 }
    }

    fn cotangent(at: &[f64]) -> MorseCotangent {
        MorseCotangent { depth: at[0], width: vec![at[1], 0.0] }
    }

    fn numbers(bar: &MorseCotangent) -> Vec<f64> {
        vec![bar.depth, bar.width[0]]
    }

    fn lanes([depth, width]: [[f64; 6]; 2]) -> LanesOf<Morse> {
        let mut tangents = chainrule::Laned::<6>::zero_tangents(&Morse::made(&[0.0; 2]));
        tangents.depth = Lanes(depth);
        tangents.width[0] = Lanes(width);
        tangents
    }
}

in_every_mode!(a_sum_over_one, total, Lj);
in_every_mode!(a_sum_over_another, total, Morse);
in_every_mode!(a_loop_with_exits, walk, Lj);
in_every_mode!(a_loop_with_exits_over_another, walk, Morse);
in_every_mode!(nothing_is_kept, kept_little, Lj);
in_every_mode!(nothing_is_kept_of_another, kept_little, Morse);
in_every_mode!(generic_code_calls_generic_code, through, Lj);

#[test]
fn types_that_are_known_are_handed_to_generic_code() {
    let at = [1.4, 0.8, 1.7];
    let expected = differences(of_numbers, &at);
    assert_all_close(&of_numbers::gradient(&at), &expected);
    for i in 0..3 {
        let mut unit = [0.0; 3];
        unit[i] = 1.0;
        assert_close(of_numbers::jvp(&at, &unit).1, expected[i]);
        let row = differences(|at| of_numbers::gradient(at)[i], &at);
        assert_all_close(&of_numbers::hvp(&at, &unit), &row);
    }
    let lanes = [0, 1, 2].map(Lanes::<f64, 3>::unit);
    assert_all_close(&of_numbers::jvp_lanes(&at, &lanes).1.0, &expected);
}

/// What has no derivative is left out of the gradient, not of the call.
#[test]
fn a_type_without_derivatives_has_an_empty_gradient() {
    let hard = Hard { power: 3 };
    let (none, rs_bar) = total::gradient(&hard, &[0.4, 0.7]);
    assert_eq!(none, HardCotangent {});
    assert_all_close(&rs_bar, &differences(|rs| total(&hard, rs), &[0.4, 0.7]));
}

/// Generic code of the user's, beside the generated one, is bounded by the companion.
#[test]
fn generic_code_may_call_derivatives() {
    fn slope<P: PotentialDerivatives<Cotangent = LjCotangent>>(p: &P, r: f64) -> f64 {
        let (_, kept) = p.energy_forward(r);
        let mut p_bar = p.zeros();
        let r_bar = p.energy_backward(r, &kept, 1.0, &mut p_bar);
        total::gradient(p, &[r]).1[0] + r_bar + p_bar.eps
    }
    let lj = Lj { eps: 0.6, sigma: 1.2 };
    let of = |at: &[f64]| total(&lj, at) + lj.energy(at[0]);
    let eps = |eps: &[f64]| Lj { eps: eps[0], sigma: 1.2 }.energy(1.5);
    assert_close(slope(&lj, 1.5), differences(of, &[1.5])[0] + differences(eps, &[0.6])[0]);
}
