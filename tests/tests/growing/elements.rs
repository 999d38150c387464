//! Elements of every kind.

use chainrule::{Differentiable, differentiate};
use ndarray::Array1;

#[derive(Differentiable, Clone)]
struct Particle {
    at: f64,
    speed: f64,
}

#[derive(Differentiable, Clone)]
struct System {
    masses: Vec<f64>,
    paths: Vec<Vec<f64>>,
}

programs! {
    fn tuples(x: &[f64]) {
        let mut pairs = Vec::new();
        for i in 1..x.len() {
            pairs.push((x[i - 1], x[i] * x[i]));
        }
        pairs.iter().map(|(a, b)| a * b).sum::<f64>()
    }

    fn tuples_taken_out(x: &[f64]) {
        let mut pairs = vec![(1.0, 2.0)];
        let mut sum = 0.0;
        for i in 0..x.len() {
            pairs.push((x[i], x[i] * pairs[i / 2].0));
            if i % 3 == 2 {
                let (a, b) = pairs.pop().unwrap();
                sum += a * b;
                pairs.push((sum, a));
            }
        }
        pairs.truncate(3);
        sum + pairs.iter().map(|p| p.0 * p.1).sum::<f64>()
    }

    fn arrays(x: &[f64]) {
        let mut points: Vec<[f64; 2]> = Vec::new();
        for e in x {
            points.push([e.cos(), e.sin() * 2.0]);
        }
        points.truncate(4);
        let mut sum = 0.0;
        for i in 1..points.len() {
            let dx = points[i][0] - points[i - 1][0];
            let dy = points[i][1] - points[i - 1][1];
            sum += dx * dx + dy * dy;
        }
        if let Some([a, b]) = points.pop() {
            sum += a * b;
        }
        sum
    }

    fn vectors(x: &[f64]) {
        let mut rows = Vec::new();
        for i in 0..x.len() {
            let mut row = Vec::new();
            for j in 0..=i {
                row.push(x[i] * x[j]);
            }
            rows.push(row);
        }
        let mut sum = 0.0;
        for row in &rows {
            let mut product = 1.0;
            for e in row {
                product *= e + 1.0;
            }
            sum += product;
        }
        sum
    }

    fn rows_that_grow(x: &[f64]) {
        let mut rows = vec![Vec::new(), vec![1.0], vec![]];
        for i in 0..x.len() {
            let length = rows[1].len() as f64;
            rows[i % 3].push(x[i] * x[i] * length);
        }
        rows.push(vec![2.0]);
        rows[3].extend_from_slice(x);
        let mut sum = 0.0;
        for row in &rows {
            for i in 0..row.len() {
                sum += row[i] * row[0] * (i as f64 + 1.0);
            }
        }
        sum
    }

    fn rows_taken_out(x: &[f64]) {
        let mut rows: Vec<Vec<f64>> = Vec::new();
        let mut sum = 0.0;
        for i in 0..x.len() {
            rows.push(x[..=i].to_vec());
            rows[0].push(x[i] * x[0]);
            if rows.len() == 3 {
                let last = rows.pop().unwrap();
                sum += last.iter().map(|e| e * e).sum::<f64>();
                rows.truncate(1);
                rows[0].pop();
            }
        }
        while let Some(row) = rows.pop() {
            for e in &row {
                sum += e * e * e;
            }
        }
        sum
    }

    fn structs(x: &[f64]) {
        let mut particles = Vec::new();
        for i in 0..x.len() {
            particles.push(Particle { at: x[i], speed: 1.0 + i as f64 });
        }
        let mut energy = 0.0;
        for p in &particles {
            energy += p.at * p.at * p.speed;
        }
        if let Some(p) = particles.pop() {
            energy += p.at * p.speed * p.speed;
        }
        energy
    }

    fn fields(x: &[f64]) {
        let mut system = System { masses: Vec::new(), paths: vec![vec![0.5]] };
        for i in 0..x.len() {
            system.masses.push(x[i] * x[i]);
            system.paths[0].push(x[i]);
            if i % 2 == 0 {
                system.paths.push(vec![x[i] + 1.0]);
            } else {
                let last = system.masses.pop().unwrap();
                system.masses.push(last * 2.0);
                system.paths[i / 2 + 1].push(last);
            }
        }
        let mut sum = 0.0;
        for m in &system.masses {
            for path in &system.paths {
                for e in path {
                    sum += m * e * e;
                }
            }
        }
        sum
    }

    fn tuples_of_vectors(x: &[f64]) {
        let mut parts = (Vec::new(), vec![1.0]);
        for e in x {
            parts.0.push(e * e);
            parts.1.push(e.sin());
        }
        let (a, b) = parts;
        let mut sum = b[0];
        for i in 0..a.len() {
            sum += a[i] * b[i + 1] * b[i];
        }
        sum
    }
}

#[differentiate(hessian)]
fn of_arrays(x: &Array1<f64>, n: usize) -> f64 {
    let mut states: Vec<Array1<f64>> = vec![x.clone()];
    for i in 0..n {
        let next = &states[i] * 0.5 + &states[i / 2] * x;
        states.push(next);
    }
    let mut sum = 0.0;
    for state in &states {
        sum += state.dot(state);
    }
    if let Some(last) = states.pop() {
        sum += last.sum();
    }
    sum
}

#[test]
fn arrays_of_ndarray() {
    for n in [0, 1, 4] {
        let at = [0.3, -0.8, 1.1];
        let array = |at: &[f64]| Array1::from(at.to_vec());
        let expected = chainrule_tests::differences(|at| of_arrays(&array(at), n), &at);
        let gradient = of_arrays::gradient(&array(&at), n);
        chainrule_tests::assert_all_close(&gradient.to_vec(), &expected);
        for i in 0..3 {
            let mut direction = [0.0; 3];
            direction[i] = 1.0;
            let (_, dot) = of_arrays::jvp(&array(&at), n, &array(&direction));
            chainrule_tests::assert_close(dot, expected[i]);
            let second =
                chainrule_tests::differences(|at| of_arrays::gradient(&array(at), n)[i], &at);
            let hvp = of_arrays::hvp(&array(&at), n, &array(&direction));
            chainrule_tests::assert_all_close(&hvp.to_vec(), &second);
        }
    }
}

/// Numbers of which only the call of a function tells the type.
#[differentiate]
fn untold(x: f64) -> f64 {
    let mut pairs = vec![(x, 0.3)];
    let mut powers: Vec<f64> = vec![0.5, 2.0];
    powers.push(powers[0].sin() * f64::cos(pairs[0].1));
    pairs.push((f64::sin(pairs[0].1), powers[2]));
    pairs[1].0 * pairs[1].1 * x
}

#[test]
fn literals() {
    let expected = 0.3_f64.sin() * 0.5_f64.sin() * 0.3_f64.cos();
    chainrule_tests::assert_close(untold::gradient(2.0), expected);
}
