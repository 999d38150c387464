use chainrule::differentiate;

#[differentiate]
fn redirected(x: [f64; 2]) -> f64 {
    let mut a = x;
    let mut r = &mut a[0];
    *r *= 2.0;
    r = &mut a[1];
    *r *= 3.0;
    a[0] + a[1]
}

#[differentiate]
fn chosen(x: f64, i: usize) -> f64 {
    let (mut a, mut b) = (x, x * x);
    let rs = [&mut a, &mut b];
    *rs[i] *= 2.0;
    a * b
}

#[differentiate]
fn collected(x: [f64; 2]) -> f64 {
    let mut v = x;
    let rs: Vec<&mut f64> = v.iter_mut().collect();
    for r in rs {
        *r *= 2.0;
    }
    v[0] * v[1]
}

#[differentiate]
fn left_early(x: f64) -> f64 {
    let (mut a, mut b) = (x, x * x);
    for r in [&mut a, &mut b] {
        if *r > 2.0 {
            break;
        }
        *r *= 2.0;
    }
    a * b
}

#[differentiate]
fn by_a_branch(x: &[f64], first: bool) -> f64 {
    let (mut a, mut b) = (x[0], x[1]);
    let chosen = if first { &mut a } else { &mut b };
    *chosen *= x[2];
    a + b
}

fn main() {
    redirected([1.0, 2.0]);
    chosen(1.0, 0);
    collected([1.0, 2.0]);
    left_early(1.0);
}
