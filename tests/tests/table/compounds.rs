//! What values may be.

use std::ops::Mul;

use chainrule::{Differentiable, Float, differentiate};
use ndarray::{Array1, Array2, ArrayBase, ArrayD, ArrayView1, Data, Ix1, IxDyn, NdFloat, array};
use num_traits::{FloatConst, FromPrimitive};

use crate::programs::{Row, arrays, numbers};

#[derive(Differentiable, Clone)]
struct State {
    x: f64,
    v: f64,
}

pub const ROWS: &[Row] = &[
    row! { "scalars"
        "`f32`" compared { checked!(|x: &f32| f64::from(f(*x)), |x| f::gradient(*x), 0.8_f32) }
        with {
            #[differentiate]
            fn f(x: f32) -> f32 { x * x + 0.5 * x }
        }
        "`f64`" (x, y) { let z: f64 = x[0] * y; z * z }
        "`T: Float` (also `T::from_f64(0.5)` and `T::default()`)" (x, y) { square(x[0]) * y }
        with {
            #[differentiate]
            fn square<T: Float>(x: T) -> T {
                let mut s = T::default();
                s += x * x;
                s + T::from_f64(0.5)
            }
        }
        "type parameters that are floats by other bounds (`T: num_traits::Float`, `T: NdFloat`, `T: Copy + Mul<Output = T>`)"
        (x, y) { known(x[0], y) + of_arrays(&Array1::from_vec(vec![x[1], y])) + product(x[2], y) }
        with {
            #[differentiate]
            fn known<T: num_traits::Float>(x: T, y: T) -> T { x.sin() * y }
            #[differentiate]
            fn of_arrays<T: NdFloat>(x: &Array1<T>) -> T { x.mapv(|e| e.exp()).sum() }
            #[differentiate]
            fn product<T: Copy + Mul<Output = T>>(x: T, y: T) -> T { x * y }
        }
        "with their constants (`T::zero()`, `T::epsilon()`, `T::PI()`)" (x, y) { circle(x[0]) * y }
        with {
            #[differentiate]
            fn circle<T: num_traits::Float + FloatConst>(r: T) -> T {
                if r < T::epsilon() { T::zero() } else { T::PI() * r * r }
            }
        }
        "with their conversions (`T::from(0.5).unwrap()`, `T::from_usize(n).unwrap()`, `x.to_f64().unwrap()`)"
        (x, y) { converted(x[0], 3) * y }
        with {
            #[differentiate]
            fn converted<T: num_traits::Float + FromPrimitive>(x: T, n: usize) -> T {
                let wide = x.to_f64().unwrap();
                T::from(0.5).unwrap() * x * T::from_usize(n).unwrap() * T::from(wide).unwrap()
            }
        }
        "with traits of one's own over floats (`trait Real: Float + FloatConst {}`)" (x, y) { wave(x[0]) * y }
        with {
            mod own {
                use num_traits::{Float, FloatConst};

                pub trait Real: Float + FloatConst {}
                impl<T: Float + FloatConst> Real for T {}
            }
            use own::Real;
            #[differentiate]
            fn wave<T: Real>(x: T) -> T { (x * T::PI()).sin() }
        }
        "integers and `bool` carry no derivative" (x, y) {
            let n = x.len();
            let k: i32 = 3;
            let many: bool = n > 4;
            if many { y.powi(k) * n as f64 } else { y }
        }
    },
    row! { "compounds"
        "tuples" (x, y) { let t = (x[0] * y, (y, x[1])); t.0 * t.1.0 * t.1.1 }
        "`[f64; N]` (also with `const N: usize`)" (x, y) { total([x[0], y, x[1] * y]) }
        with {
            #[differentiate]
            fn total<const N: usize>(a: [f64; N]) -> f64 {
                let mut s = 1.0;
                for i in 0..N { s *= a[i]; }
                s
            }
        }
        "`&[f64]`" (x, y) { energy(x) * y }
        with {
            #[differentiate]
            fn energy(x: &[f64]) -> f64 { x[0] * x[1] }
        }
        "`Vec`" compared {
            checked!(|v: &Vec<f64>| f(v.clone()), |v| f::gradient(v.clone()), numbers().0)
        }
        with {
            #[differentiate]
            fn f(v: Vec<f64>) -> f64 { v[0] * v[1] * v[2] }
        }
        "nested" compared {
            let point = vec![([0.4, 0.9], 0.3), ([1.2, 0.7], 0.8)];
            checked!(|p: &Vec<([f64; 2], f64)>| f(p), |p| f::gradient(p), point)
        }
        with {
            #[differentiate]
            fn f(p: &[([f64; 2], f64)]) -> f64 { p[0].0[1] * p[1].0[0] * p[0].1 * p[1].1 }
        }
        "structs with `#[derive(Differentiable)]`" compared {
            checked!(f, f::gradient, Spring { length: 0.7, stiffness: 1.3 })
        }
        with {
            #[derive(Differentiable)]
            #[derive(Clone)]
            struct Spring { length: f64, stiffness: f64 }
            #[differentiate]
            fn f(s: &Spring) -> f64 { s.length * s.length * s.stiffness }
        }
        "also generic" compared {
            checked!(|p: &Pair<f64>| f(p), f::gradient, Pair { a: 0.7, b: 1.3 })
        }
        with {
            #[derive(Differentiable, Clone)]
            struct Pair<T: Float> { a: T, b: T }
            #[differentiate]
            fn f<T: Float>(p: &Pair<T>) -> T { p.a * p.b * p.b }
        }
        "in each other and in sequences" compared {
            let path = Path { start: State { x: 0.4, v: 0.9 }, steps: vec![State { x: 1.1, v: 0.2 }] };
            checked!(f, f::gradient, path)
        }
        with {
            #[derive(Differentiable, Clone)]
            struct Path { start: State, steps: Vec<State> }
            #[differentiate]
            fn f(p: &Path) -> f64 { p.start.x * p.start.v * p.steps[0].x * p.steps[0].v }
        }
        "put together (`State { x, ..s }`, `Pair(x, y)`)" compared {
            checked!(|p: &(State, f64)| f(&p.0, p.1), |p| f::gradient(&p.0, p.1), (State { x: 0.4, v: 0.9 }, 1.2))
        }
        with {
            #[derive(Differentiable, Clone)]
            struct Pair(f64, f64);

            #[differentiate]
            fn f(s: &State, y: f64) -> f64 {
                let x = s.x * y;
                let s = s.clone();
                let t = State { x, ..s };
                let p = Pair(x, y);
                t.x * t.v * t.x + p.0 * p.1
            }
        }
        "without fields" (x, y) { work(Spring, x[0]) * y }
        with {
            #[derive(Differentiable, Clone)]
            struct Spring;

            #[differentiate]
            fn work(_: Spring, x: f64) -> f64 { x * x }
        }
        "taken apart" compared { checked!(f, f::gradient, State { x: 0.4, v: 0.9 }) }
        with {
            #[differentiate]
            fn f(s: &State) -> f64 { let State { x, v } = s; x * v * v }
        }
        "returned" compared { checked!(f, f::gradient, State { x: 0.4, v: 0.9 }) }
        with {
            #[differentiate]
            fn moved(s: &State) -> State { State { x: s.x + 0.1 * s.v, v: s.v * s.x } }
            #[differentiate]
            fn f(s: &State) -> f64 { let t = moved(s); t.x * t.v }
        }
        "changed by field" compared { checked!(f, f::gradient, State { x: 0.4, v: 0.9 }) }
        with {
            #[differentiate]
            fn f(s: &State) -> f64 {
                let mut t = s.clone();
                t.x *= t.v;
                t.v = t.x * s.x;
                t.x * t.v
            }
        }
    },
    row! { "arrays"
        "of any storage behind references (`x: &ArrayBase<S, Ix1>` with `S: Data<Elem = f64>`)" [a, b] {
            of_any(&a.row(0), b) * of_any(b, &a.column(1))
        }
        with {
            #[differentiate]
            fn of_any<S: Data<Elem = f64>, R: Data<Elem = f64>>(x: &ArrayBase<S, Ix1>, w: &ArrayBase<R, Ix1>) -> f64 {
                (x * w + x).mapv(f64::tanh).sum()
            }
        }
        "`Array1<f64>`" compared {
            checked!(f, f::gradient, arrays().1)
        }
        with {
            #[differentiate]
            fn f(b: &Array1<f64>) -> f64 { b[0] * b[1] * b[2] }
        }
        "`Array2<f64>` and so on" compared { checked!(f, f::gradient, arrays().0) }
        with {
            #[differentiate]
            fn f(a: &Array2<f64>) -> f64 { a[[0, 1]] * a.sum() }
        }
        "`ArrayD<f64>`" compared {
            let point = ArrayD::from_shape_vec(IxDyn(&[2, 3]), numbers().0).expect("six elements");
            checked!(f, f::gradient, point)
        }
        with {
            #[differentiate]
            fn f(a: &ArrayD<f64>) -> f64 { (a * a).sum() * a.sum() }
        }
        "views (`ArrayView1<'_, f64>`)" compared {
            checked!(|b: &Array1<f64>| f(b.view()), |b| f::gradient(b.view()), arrays().1)
        }
        with {
            #[differentiate]
            fn f(b: ArrayView1<'_, f64>) -> f64 { b.dot(&b) * b[0] }
        }
        "slices and vectors of them" compared {
            checked!(|s: &Vec<Array1<f64>>| f(s), |s| f::gradient(s), vec![arrays().1, array![0.2, 0.5, 0.9]])
        }
        with {
            #[differentiate]
            fn f(s: &[Array1<f64>]) -> f64 {
                let own: Vec<Array1<f64>> = vec![s[0].clone(), &s[0] * &s[1]];
                own[0].dot(&own[1])
            }
        }
        "as parameters behind `&mut`" [a, b] {
            let mut c = a.clone();
            shifted(&mut c, b);
            (&c * &c).sum()
        }
        with {
            #[differentiate]
            fn shifted(c: &mut Array2<f64>, b: &Array1<f64>) { *c *= 2.0; *c += b; }
        }
    },
];
