//! [`D`], the numbers of `num-dual` with what the programs ask of a float.

use std::cell::Cell;
use std::iter::{Product, Sum};
use std::ops::{Add, AddAssign, Div, DivAssign, Mul, MulAssign, Neg, Sub, SubAssign};

use ndarray::{Array, ArrayBase, Data, Dimension, ScalarOperand};
use num_dual::{DualNum, HyperDual64};
use num_traits::{One, Zero};

/// A number with two infinitesimals and their product.
#[derive(Clone, Copy, Debug)]
pub struct D(pub HyperDual64);

thread_local! {
    static LARGEST: Cell<f64> = const { Cell::new(0.0) };
}

/// What something yields, with the largest finite part of all numbers that were computed for it.
pub(crate) fn with_largest<R>(run: impl FnOnce() -> R) -> (R, f64) {
    LARGEST.set(0.0);
    let result = run();
    (result, LARGEST.get())
}

/// A number that is computed.
fn computed(number: HyperDual64) -> D {
    let parts = [number.re, number.eps1, number.eps2, number.eps1eps2].map(f64::abs);
    let largest = parts.into_iter().filter(|part| part.is_finite()).fold(LARGEST.get(), f64::max);
    LARGEST.set(largest);
    D(number)
}

impl D {
    pub(crate) const NEG_INFINITY: D = D::from(f64::NEG_INFINITY);

    /// A constant, also in constants.
    pub(crate) const fn from(re: f64) -> D {
        D(HyperDual64 { re, eps1: 0.0, eps2: 0.0, eps1eps2: 0.0 })
    }

    /// A number by its parts.
    pub(crate) fn new(re: f64, eps1: f64, eps2: f64, eps1eps2: f64) -> D {
        D(HyperDual64::new(re, eps1, eps2, eps1eps2))
    }

    pub(crate) fn abs(self) -> D {
        match self.0.re {
            0.0 => D::from(0.0),
            re if re < 0.0 => -self,
            _ => self,
        }
    }

    /// Half of each at a tie.
    pub(crate) fn max(self, other: D) -> D {
        match self.0.re == other.0.re {
            true => D((self.0 + other.0) * 0.5),
            false if other.0.re.is_nan() || self.0.re > other.0.re => self,
            false => other,
        }
    }

    pub(crate) fn min(self, other: D) -> D {
        -(-self).max(-other)
    }

    pub(crate) fn powf(self, exponent: D) -> D {
        let e = exponent.0;
        match [e.eps1, e.eps2, e.eps1eps2] == [0.0; 3] {
            true => computed(self.0.powf(e.re)),
            false => computed(self.0.powd(e)),
        }
    }

    pub(crate) fn mul_add(self, factor: D, term: D) -> D {
        self * factor + term
    }

    pub(crate) fn sin_cos(self) -> (D, D) {
        (self.sin(), self.cos())
    }

    pub(crate) fn powi(self, exponent: i32) -> D {
        computed(self.0.powi(exponent))
    }

    /// By its value, since the exponentials of `num-dual` overflow.
    pub(crate) fn tanh(self) -> D {
        let (value, slope) = (self.0.re.tanh(), self.0.re.cosh().recip().powi(2));
        let D(HyperDual64 { eps1, eps2, eps1eps2, .. }) = self;
        let bend = -2.0 * value * slope;
        D::new(value, slope * eps1, slope * eps2, slope * eps1eps2 + bend * eps1 * eps2)
    }

    pub(crate) fn total_cmp(&self, other: &D) -> std::cmp::Ordering {
        self.0.re.total_cmp(&other.0.re)
    }

    pub(crate) fn is_nan(self) -> bool {
        self.0.re.is_nan()
    }
}

macro_rules! functions {
    ($($name:ident)*) => {
        impl D {
            $(pub(crate) fn $name(self) -> D {
                computed(DualNum::$name(&self.0))
            })*
        }
    };
}

functions! {
    recip sqrt cbrt exp exp2 exp_m1 ln log2 log10 ln_1p sin cos tan asin acos atan sinh cosh asinh acosh
    atanh
}

macro_rules! operators {
    ($($trait:ident $method:ident $assign_trait:ident $assign:ident,)*) => {$(
        impl $trait for D {
            type Output = D;
            fn $method(self, other: D) -> D {
                computed(self.0.$method(other.0))
            }
        }
        impl $trait<&D> for D {
            type Output = D;
            fn $method(self, other: &D) -> D {
                computed(self.0.$method(other.0))
            }
        }
        impl $trait<D> for &D {
            type Output = D;
            fn $method(self, other: D) -> D {
                computed(self.0.$method(other.0))
            }
        }
        impl $trait for &D {
            type Output = D;
            fn $method(self, other: &D) -> D {
                computed(self.0.$method(other.0))
            }
        }
        impl $assign_trait for D {
            fn $assign(&mut self, other: D) {
                *self = (*self).$method(other);
            }
        }
        impl $assign_trait<&D> for D {
            fn $assign(&mut self, other: &D) {
                *self = (*self).$method(other);
            }
        }
        impl<S: Data<Elem = D>, R: Dimension> $trait<&ArrayBase<S, R>> for D {
            type Output = Array<D, R>;
            fn $method(self, other: &ArrayBase<S, R>) -> Array<D, R> {
                other.map(|element| self.$method(element))
            }
        }
        impl<R: Dimension> $trait<Array<D, R>> for D {
            type Output = Array<D, R>;
            fn $method(self, other: Array<D, R>) -> Array<D, R> {
                self.$method(&other)
            }
        }
    )*};
}

operators! {
    Add add AddAssign add_assign,
    Sub sub SubAssign sub_assign,
    Mul mul MulAssign mul_assign,
    Div div DivAssign div_assign,
}

impl Mul<f64> for D {
    type Output = D;
    fn mul(self, other: f64) -> D {
        computed(self.0 * other)
    }
}

impl Neg for D {
    type Output = D;
    fn neg(self) -> D {
        D(-self.0)
    }
}

impl Neg for &D {
    type Output = D;
    fn neg(self) -> D {
        D(-self.0)
    }
}

impl PartialEq for D {
    fn eq(&self, other: &D) -> bool {
        self.0.re == other.0.re
    }
}

impl PartialOrd for D {
    fn partial_cmp(&self, other: &D) -> Option<std::cmp::Ordering> {
        self.0.re.partial_cmp(&other.0.re)
    }
}

impl Zero for D {
    fn zero() -> D {
        D::from(0.0)
    }
    fn is_zero(&self) -> bool {
        self.0.re == 0.0
    }
}

impl One for D {
    fn one() -> D {
        D::from(1.0)
    }
}

impl Sum for D {
    fn sum<I: Iterator<Item = D>>(items: I) -> D {
        items.fold(D::from(0.0), |sum, item| sum + item)
    }
}

impl<'a> Sum<&'a D> for D {
    fn sum<I: Iterator<Item = &'a D>>(items: I) -> D {
        items.copied().sum()
    }
}

impl Product for D {
    fn product<I: Iterator<Item = D>>(items: I) -> D {
        items.fold(D::from(1.0), |product, item| product * item)
    }
}

impl num_traits::FromPrimitive for D {
    fn from_i64(n: i64) -> Option<D> {
        Some(D::from(n as f64))
    }
    fn from_u64(n: u64) -> Option<D> {
        Some(D::from(n as f64))
    }
}

impl Default for D {
    fn default() -> D {
        D::from(0.0)
    }
}

impl ScalarOperand for D {}
