//! Integers whose type is written nowhere that the macro sees.

use chainrule::differentiate;
use chainrule_tests::{assert_close, difference};

const T: [f64; 3] = [1.0, 2.0, 3.0];
const N: usize = 20;
const M: u32 = 20;
const I: i64 = 5;

mod elsewhere {
    pub const N: usize = 3;
    pub const K: u8 = 4;
    pub const T: [f64; 2] = [1.0, 4.0];
}

struct Constants {
    n: usize,
    k: u32,
    m: i16,
    b: Vec<f64>,
}

/// Each function at a point, with its derivatives.
macro_rules! check {
    ($($name:ident($($more:expr),*);)*) => {
        #[test]
        fn derivatives_are_right() {
            $({
                for x in [0.7, 1.3] {
                    assert_close($name::gradient(x $(, $more)*), difference(|x| $name(x $(, $more)*), x));
                    let second = $name::hessian(x $(, $more)*)[0][0];
                    let right = difference(|x| $name::gradient(x $(, $more)*), x);
                    assert!((second - right).abs() < 1e-5 * (1.0 + right.abs()), "{second} and {right}");
                }
            })*
        }
    };
}

/// Ranges of digits.
mod digits {
    use super::*;

    #[differentiate(hessian)]
    fn inclusive(x: f64) -> f64 {
        let mut v = [x; 4];
        for i in 1..=3 {
            v[i] = v[i - 1] * x;
        }
        v[3]
    }

    #[differentiate(hessian)]
    fn stepped(x: f64) -> f64 {
        let mut v = [x; 9];
        for i in (1..=8).step_by(2) {
            v[i] = v[i - 1] * x;
        }
        v[3] * v[7]
    }

    #[differentiate(hessian)]
    fn reversed(x: f64) -> f64 {
        let mut v = [x; 5];
        for i in (1..=3).rev() {
            v[i] = v[i + 1] * v[i];
        }
        v[1]
    }

    #[differentiate(hessian)]
    fn folded(x: f64) -> f64 {
        let v = [x, x * x, x.sin()];
        (0..=2).fold(0.0, |s, i| s + v[i] * x)
    }

    /// As in a module with a constant of this name.
    #[differentiate(hessian)]
    fn own_constant(x: f64) -> f64 {
        const M: usize = 4;
        let mut v = [x; 4];
        for i in 1..M {
            v[i] = v[i - 1] * x;
        }
        v[3]
    }

    #[differentiate(hessian)]
    fn powers(x: f64) -> f64 {
        let mut s = 0.0;
        for i in 0..3 {
            let mut t = 0.0;
            for j in 0..=i {
                t += x.powi(j);
            }
            s += t.sin();
        }
        s.max(0.5)
    }

    #[differentiate(hessian)]
    fn counted_down(x: f64) -> f64 {
        let mut k = 3;
        let v = [x, x * x, x * x * x, 1.0];
        let mut s = 0.0;
        while k > 0 {
            k -= 1;
            s += v[k] * x;
        }
        s
    }

    check! { inclusive(); stepped(); reversed(); folded(); own_constant(); powers(); counted_down(); }
}

/// Constants of the module, and of others.
mod constants {
    use super::*;

    #[differentiate(hessian)]
    fn len(x: f64) -> f64 {
        let mut s = 0.0;
        for i in 0..T.len() {
            s += T[i] * x * x;
        }
        s
    }

    #[differentiate(hessian)]
    fn while_len(x: f64) -> f64 {
        let (mut s, mut k) = (x, 0);
        while k < T.len() {
            s = s * x + T[k];
            k += 1;
        }
        s
    }

    #[differentiate(hessian)]
    fn left_early(x: f64) -> f64 {
        let mut s = x;
        for _ in 0..N {
            s *= x;
            if s > 2.0 {
                break;
            }
        }
        s
    }

    #[differentiate(hessian)]
    fn unsigned(x: f64) -> f64 {
        let mut s = x;
        for i in 0..M {
            s = s * x + i as f64;
            if s > 2.0 {
                break;
            }
        }
        s
    }

    #[differentiate(hessian)]
    fn signed(x: f64) -> f64 {
        let mut s = x;
        for i in -2..I {
            s = s * x + i as f64;
        }
        s
    }

    #[differentiate(hessian)]
    fn of_others(x: f64) -> f64 {
        let mut s = x;
        for i in 0..elsewhere::N {
            s = s * x + i as f64;
            if s > 9.0 {
                break;
            }
        }
        for i in 0..elsewhere::K {
            s += x * i as f64;
        }
        for i in 0..elsewhere::T.len() {
            s *= elsewhere::T[i] * x;
        }
        s
    }

    check! { len(); while_len(); left_early(); unsigned(); signed(); of_others(); }
}

/// Fields of a struct without derivatives, associated constants, and payloads.
mod parts {
    use super::*;

    fn sample() -> Constants {
        Constants { n: 3, k: 4, m: 2, b: vec![0.5, 2.0, 1.5] }
    }

    #[differentiate(hessian)]
    fn fields(x: f64, #[constant] c: &Constants) -> f64 {
        let mut s = x;
        for i in 0..c.n {
            s = s * x * c.b[i];
            if s > 5.0 {
                break;
            }
        }
        for i in 0..c.k {
            s = s * x + i as f64;
            if s > 9.0 {
                break;
            }
        }
        for _ in 0..c.m {
            s *= x;
        }
        for i in (0..c.n).rev() {
            s += c.b[i] * x * x;
        }
        s
    }

    #[differentiate(hessian)]
    fn mapped(x: f64, #[constant] c: &Constants) -> f64 {
        (0..c.n).map(|i| x * x * c.b[i]).sum()
    }

    #[differentiate(hessian)]
    fn checked(x: f64, n: usize) -> f64 {
        if let Some(k) = n.checked_sub(2) { x * x * (k + 1) as f64 } else { x }
    }

    #[differentiate(hessian)]
    fn checked_else(x: f64, n: u32) -> f64 {
        let Some(k) = n.checked_sub(2) else { return x };
        let mut s = x;
        for _ in 0..k {
            s *= x;
        }
        s
    }

    #[differentiate(hessian)]
    fn guarded(x: f64, n: u8) -> f64 {
        match n.checked_mul(2) {
            Some(k) if k > 2 => x * x * (k - 1) as f64,
            _ => x,
        }
    }

    check! {
        fields(&sample()); mapped(&sample()); checked(5); checked(1); checked_else(4); checked_else(1);
        guarded(3); guarded(1); guarded(200);
    }

    #[differentiate]
    impl Constants {
        const N: u16 = 4;

        fn method(#[constant] &self, x: f64) -> f64 {
            let (mut s, mut i) = (x, 0);
            loop {
                if i >= self.k {
                    break;
                }
                s *= x;
                i += 1;
            }
            for _ in 0..Self::N {
                s *= x;
                if s > 2.0 {
                    break;
                }
            }
            let mut j = 0;
            while j < self.n {
                s *= self.b[j];
                j += 1;
            }
            s
        }
    }

    #[test]
    fn methods_too() {
        let c = sample();
        for x in [0.7, 1.3] {
            assert_close(c.method_gradient(x), difference(|x| c.method(x), x));
        }
    }
}
