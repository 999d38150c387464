//! Pair potentials, angles and neighbours.

use chainrule::differentiate;
use ndarray::{Array2, ArrayView1};

#[differentiate(hessian)]
fn lennard_jones(positions: &[[f64; 3]], epsilon: f64, sigma: f64, cutoff: f64) -> f64 {
    let mut energy = 0.0;
    for (i, a) in positions.iter().enumerate() {
        for b in &positions[i + 1..] {
            let r2: f64 = a.iter().zip(b.iter()).map(|(p, q)| (p - q) * (p - q)).sum();
            if r2 > cutoff * cutoff {
                continue;
            }
            let s6 = (sigma * sigma / r2).powi(3);
            energy += 4.0 * epsilon * (s6 * s6 - s6);
        }
    }
    energy
}

#[differentiate]
fn distance(a: &ArrayView1<'_, f64>, b: &ArrayView1<'_, f64>) -> f64 {
    let d = a - b;
    d.dot(&d).sqrt()
}

/// Charges, screened.
#[differentiate]
fn coulomb(r: &Array2<f64>, #[constant] charges: &[f64], kappa: f64) -> f64 {
    let n = r.nrows();
    let mut total = 0.0;
    for i in 0..n {
        for j in 0..i {
            let d = distance(&r.row(i), &r.row(j));
            total += charges[i] * charges[j] * (-kappa * d).exp() / d;
        }
    }
    total
}

#[differentiate]
fn sub(a: [f64; 3], b: [f64; 3]) -> [f64; 3] {
    [a[0] - b[0], a[1] - b[1], a[2] - b[2]]
}

#[differentiate]
fn dot(a: [f64; 3], b: [f64; 3]) -> f64 {
    a.iter().zip(&b).map(|(x, y)| x * y).sum()
}

#[differentiate]
fn cross(a: [f64; 3], b: [f64; 3]) -> [f64; 3] {
    [a[1] * b[2] - a[2] * b[1], a[2] * b[0] - a[0] * b[2], a[0] * b[1] - a[1] * b[0]]
}

/// A torsion over four atoms.
#[differentiate]
fn dihedral(p: &[[f64; 3]; 4]) -> f64 {
    let b1 = sub(p[1], p[0]);
    let b2 = sub(p[2], p[1]);
    let b3 = sub(p[3], p[2]);
    let (n1, n2) = (cross(b1, b2), cross(b2, b3));
    let y = dot(b2, b2).sqrt() * dot(b1, n2);
    y.atan2(dot(n1, n2))
}

#[differentiate]
fn torsion_energy(p: &[[f64; 3]; 4]) -> f64 {
    let phi = dihedral(p);
    let terms = [(1.4, 1.0, 0.0), (0.3, 2.0, 3.1), (0.2, 3.0, 0.0)];
    terms.iter().map(|(k, n, phase)| k * (1.0 + (n * phi - phase).cos())).sum()
}

/// Atoms in a box that repeats: the nearest image of each.
#[differentiate]
fn periodic(x: &[f64], side: f64) -> f64 {
    let n = x.len();
    let mut e = 0.0;
    for i in 0..n {
        for j in i + 1..n {
            let mut d = x[i] - x[j];
            d -= side * (d / side).round();
            e += 1.0 / (d * d + 0.1);
        }
    }
    e
}

/// A smooth switch of an energy between two distances.
#[differentiate]
fn switched(r: f64, on: f64, off: f64) -> f64 {
    let v = 1.0 / r.powi(6);
    match r {
        r if r < on => v,
        r if r > off => 0.0,
        _ => {
            let t = (r - on) / (off - on);
            v * (1.0 - t * t * t * (10.0 - t * (15.0 - 6.0 * t)))
        }
    }
}

crate::of_numbers! {
    inside: switched(r = 0.9, a = 1.0, b = 2.0);
    between: switched(r = 1.4, a = 1.0, b = 2.0);
}

fn atoms(x: &[f64]) -> Vec<[f64; 3]> {
    x.chunks(3).map(|c| [c[0], c[1], c[2]]).collect()
}

const AT: [f64; 12] = [0.0, 0.1, 0.2, 1.2, 0.0, -0.1, 1.3, 1.2, 0.4, 0.2, 1.4, 1.3];

#[test]
fn pairs() {
    crate::check(
        |x| lennard_jones(&atoms(x), 1.0, 1.1, 1.9),
        |x| lennard_jones::gradient(&atoms(x), 1.0, 1.1, 1.9).0.concat(),
        &AT,
    );
    crate::check(
        |x| {
            coulomb(
                &Array2::from_shape_vec((4, 3), x.to_vec()).unwrap(),
                &[1.0, -1.0, 0.5, 2.0],
                0.4,
            )
        },
        |x| {
            let r = Array2::from_shape_vec((4, 3), x.to_vec()).unwrap();
            coulomb::gradient(&r, &[1.0, -1.0, 0.5, 2.0], 0.4).0.iter().copied().collect()
        },
        &AT,
    );
}

#[test]
fn torsions() {
    let of = |x: &[f64]| <[[f64; 3]; 4]>::try_from(atoms(x)).unwrap();
    crate::check(|x| torsion_energy(&of(x)), |x| torsion_energy::gradient(&of(x)).concat(), &AT);
}

#[test]
fn images() {
    crate::check(|x| periodic(x, 2.0), |x| periodic::gradient(x, 2.0).0, &[0.1, 1.9, 0.8, 1.2]);
}
