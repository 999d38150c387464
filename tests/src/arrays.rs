//! Functions of arrays, in both float types: against differences, single against double, and several
//! tangents at once against one at a time.

use chainrule::Lanes;
use ndarray::{Array, Array1, Array2, Array3, Zip};

/// A matrix of three rows and four columns, a vector of four, two such matrices in one array, and a
/// number.
pub type Inputs<T> = (Array2<T>, Array1<T>, Array3<T>, T);

/// How many numbers these are.
pub const COUNT: usize = 12 + 4 + 24 + 1;

/// The inputs from their numbers.
///
/// # Panics
///
/// Where there are too few.
pub fn unpack(at: &[f64]) -> Inputs<f64> {
    let a = Array::from_shape_vec((3, 4), at[..12].to_vec()).expect("twelve numbers");
    let q = Array::from_shape_vec((2, 3, 4), at[16..40].to_vec()).expect("24 numbers");
    (a, at[12..16].to_vec().into(), q, at[40])
}

/// The numbers of the inputs.
pub fn pack((a, b, q, k): Inputs<f64>) -> Vec<f64> {
    a.into_iter().chain(b).chain(q).chain([k]).collect()
}

/// The inputs in single precision.
pub fn single((a, b, q, k): Inputs<f64>) -> Inputs<f32> {
    (a.mapv(|v| v as f32), b.mapv(|v| v as f32), q.mapv(|v| v as f32), k as f32)
}

/// The inputs in double precision.
pub fn double((a, b, q, k): Inputs<f32>) -> Inputs<f64> {
    (a.mapv(f64::from), b.mapv(f64::from), q.mapv(f64::from), k.into())
}

/// Numbers between 0.5 and 1.7, none like another.
pub fn point() -> Vec<f64> {
    (0..COUNT).map(|i| (i as f64 * 1.3).sin() * 0.6 + 1.1).collect()
}

/// How many tangents are taken at once.
pub const DIRECTIONS: usize = 3;

/// A tangent of the inputs.
pub fn along(direction: usize) -> Inputs<f64> {
    unpack(&(0..COUNT).map(|i| ((i + 7 * direction) as f64 * 0.9).cos()).collect::<Vec<f64>>())
}

/// All of those tangents at once.
pub fn several() -> Inputs<Lanes<f64, DIRECTIONS>> {
    let [x, y, z] = [along(0), along(1), along(2)];
    let all = |x: &f64, y: &f64, z: &f64| Lanes([*x, *y, *z]);
    (
        Zip::from(&x.0).and(&y.0).and(&z.0).map_collect(all),
        Zip::from(&x.1).and(&y.1).and(&z.1).map_collect(all),
        Zip::from(&x.2).and(&y.2).and(&z.2).map_collect(all),
        all(&x.3, &y.3, &z.3),
    )
}

/// Tests of functions of a matrix, a vector, an array of rank 3 and a number.
#[macro_export]
macro_rules! array_programs {
    ($($(#[$attribute:meta])* fn $name:ident($a:ident, $b:ident, $q:ident, $k:ident) $body:block)*) => {$(
        #[test]
        fn $name() {
            use $crate::arrays::{DIRECTIONS, along, double, pack, point, several, single, unpack};

            $(#[$attribute])*
            #[chainrule::differentiate(lanes, jacobian)]
            fn wide($a: &Array2<f64>, $b: &Array1<f64>, $q: &Array3<f64>, $k: f64) -> f64 $body

            $(#[$attribute])*
            #[chainrule::differentiate(lanes, jacobian)]
            fn narrow($a: &Array2<f32>, $b: &Array1<f32>, $q: &Array3<f32>, $k: f32) -> f32 $body

            let at = point();
            let value = |at: &[f64]| {
                let (a, b, q, k) = unpack(at);
                wide(&a, &b, &q, k)
            };
            let (a, b, q, k) = unpack(&at);
            assert_eq!(wide::forward(&a, &b, &q, k).0, wide(&a, &b, &q, k), "the value");
            let ours = pack(wide::gradient(&a, &b, &q, k));
            $crate::assert_all_close(&ours, &$crate::differences(value, &at));

            let forward = wide::jacobian_forward(&a, &b, &q, k);
            $crate::assert_all_close(&forward.row(0).to_vec(), &ours);
            let (da, db, dq, dk) = several();
            let (value, slopes) = wide::jvp_lanes(&a, &b, &q, k, &da, &db, &dq, dk);
            assert_eq!(value.to_bits(), wide(&a, &b, &q, k).to_bits(), "the value with lanes");
            for lane in 0..DIRECTIONS {
                let (da, db, dq, dk) = along(lane);
                let (_, slope) = wide::jvp(&a, &b, &q, k, &da, &db, &dq, dk);
                $crate::assert_within(slopes[lane], slope, 1e-13);
            }

            let (a, b, q, k) = single((a, b, q, k));
            let forward = narrow::jacobian_forward(&a, &b, &q, k);
            let narrow = pack(double(narrow::gradient(&a, &b, &q, k)));
            for (narrow, wide) in narrow.iter().zip(&ours) {
                assert!((narrow - wide).abs() <= 2e-5 * wide.abs().max(1.0), "{narrow} {wide}");
            }
            for (narrow, wide) in forward.iter().zip(&ours) {
                assert!((f64::from(*narrow) - wide).abs() <= 2e-5 * wide.abs().max(1.0), "lanes");
            }
        }
    )*};
}
