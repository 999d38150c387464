//! What loops within loops keep, where it is as much in each iteration, and where it is not: also in loops without
//! rounds.

use chainrule::differentiate;

against_differences! {
    as_many_in_each_round(x, n) {
        let mut sum = 0.0;
        for i in 0..n {
            for j in 0..i {
                let mut p = x[j];
                for k in 0..i {
                    p = (p * x[k]).sin() + x[i];
                }
                sum += p * p;
            }
        }
        sum
    }
    from_an_index_of_the_outer_loop(x, n) {
        let mut sum = 0.0;
        for i in 0..n {
            for j in (1..n).rev() {
                let mut p = x[j];
                for k in i + 1..n {
                    p = (p * x[k] + x[i]).cos();
                }
                sum += p * p;
            }
        }
        sum
    }
    without_rounds(x, n) {
        let mut sum = x[0];
        for i in 0..n {
            for j in i + 2..n {
                for _ in i + 3..n {
                    let mut p = x[j];
                    for k in i + 4..n {
                        p = (p * x[k] + x[i]).cos();
                    }
                    sum += p * p;
                }
            }
        }
        sum
    }
    four_deep(x, n) {
        let mut sum = 0.0;
        for i in 0..n {
            for j in 0..n {
                let mut q = x[j];
                for k in i..n {
                    let mut p = q;
                    for l in 0..3 {
                        p = (p * x[k] + l as f64).sin();
                    }
                    q = p * q + x[i];
                }
                sum += 0.1 * q;
            }
        }
        sum
    }
    another_number_in_each(x, n) {
        let mut sum = 0.0;
        for i in 0..n {
            for j in 0..n {
                let mut p = x[i];
                for k in 0..j {
                    p = (p * x[k]).sin();
                }
                sum += p;
            }
        }
        sum
    }
    a_number_that_changes(x, n) {
        let mut sum = 0.0;
        for i in 0..n {
            let mut many = 0;
            for j in 0..n {
                let mut p = x[i];
                for k in 0..many {
                    p = (p * x[k]).sin() + x[j];
                }
                if x[j] > 0.5 && many < n {
                    many += 1;
                }
                sum += p;
            }
        }
        sum
    }
    half_of_an_index(x, n) {
        let mut sum = 0.0;
        for i in 0..n {
            let half = i / 2;
            for j in 0..n {
                let mut p = x[j];
                for k in 0..half + 1 {
                    p = (p * x[k.min(n - 1)]).sin();
                }
                sum += p * x[i];
            }
        }
        sum
    }
    with_a_stride(x, n) {
        let mut sum = 0.0;
        for i in 0..n {
            for j in 0..n {
                let mut p = x[j];
                for k in (i..n).step_by(2) {
                    p = (p * x[k]).sin();
                }
                sum += p;
            }
        }
        sum
    }
    of_another_type(x, n) {
        let mut sum = 0.0;
        for i in 0..n as i32 {
            for j in 0..n as i32 {
                let mut p = x[j as usize];
                for k in i..n as i32 {
                    p = (p * x[k as usize]).sin();
                }
                sum += p;
            }
        }
        sum
    }
    counted_by_a_while(x, n) {
        let mut sum = 0.0;
        for i in 0..n {
            for j in 0..n {
                let mut p = x[j];
                let mut k = i;
                while k < n {
                    p = (p * x[k]).sin() + x[i];
                    k += 1;
                }
                sum += p;
            }
        }
        sum
    }
    conditions(x, n) {
        let mut a = x.to_vec();
        for i in 0..n {
            for j in 1..n {
                for k in i..n {
                    if a[k] > a[j] {
                        a[k] = 0.9 * a[k] + 0.01 * a[j] * a[j];
                    }
                }
            }
        }
        a.iter().sum()
    }
    rows_that_are_copied(x, n) {
        let mut a = x.to_vec();
        for i in 0..n {
            for j in 0..n {
                let row = a[i..n].to_vec();
                for k in i..n {
                    a[k] = 0.5 * (0.3 * row[k - i] * row[n - 1 - k]).sin() + 0.2 * x[j];
                }
            }
        }
        a.iter().map(|v| v * v).sum()
    }
    while_something_holds(x, n) {
        let mut sum = 0.0;
        let mut rounds = 0.0;
        while rounds < 2.5 {
            for j in 0..n {
                let mut p = x[j];
                for k in 0..n {
                    p = (p * x[k]).sin() + rounds;
                }
                sum += p;
            }
            rounds += 0.5 + 0.1 * x[0];
        }
        sum
    }
}

#[differentiate(checkpoint)]
fn again(x: &[f32], n: usize) -> f32 {
    let mut sum = 0.0;
    for i in 0..n {
        for j in 0..n {
            let mut p = x[j];
            for k in i..n {
                p = (p * x[k]).sin();
            }
            sum += p;
        }
    }
    sum
}

#[differentiate]
fn once(x: &[f32], n: usize) -> f32 {
    again(x, n) + as_it_is(x, n)
}

#[differentiate]
fn as_it_is(x: &[f32], n: usize) -> f32 {
    let mut sum = 0.0;
    for i in 0..n {
        for j in 0..n {
            let mut p = x[j];
            for k in i..n {
                p = (p * x[k]).sin();
            }
            sum += p;
        }
    }
    sum
}

#[test]
fn in_single_precision_and_computed_again() {
    let x: Vec<f32> = super::numbers(5).into_iter().map(|v| v as f32).collect();
    let gradient = once::gradient(&x, 5);
    for i in 0..5 {
        let at = |h: f32| {
            let mut moved = x.clone();
            moved[i] += h;
            once(&moved, 5)
        };
        let slope = (at(1e-2) - at(-1e-2)) / 2e-2;
        assert!((slope - gradient[i]).abs() < 1e-2 * (1.0 + slope.abs()), "{i}: {slope}");
    }
}
