//! Items that may be missing in variables that are given others, and what is taken out of one in an argument.

use chainrule::{Differentiable, differentiate};
use chainrule_tests::{assert_all_close, differences};

#[derive(Clone, Copy, Differentiable)]
struct Point {
    a: f64,
    b: f64,
}

#[differentiate(hessian)]
impl Point {
    fn made(a: f64, b: f64) -> Point {
        Point { a: b * a, b: a.sin() }
    }
}

/// Programs of a slice: gradients, tangents and second derivatives against differences, with and without `checkpoint`.
macro_rules! programs {
    ($($name:ident($x:ident) $body:block)*) => {$(
        #[test]
        fn $name() {
            #[differentiate(hessian)]
            fn program($x: &[f64]) -> f64 $body

            #[differentiate(hessian, checkpoint)]
            fn again($x: &[f64]) -> f64 $body

            for at in [[0.3, 0.5, 0.7, 0.2], [0.9, -0.4, 0.1, 0.6], [-0.8, 0.15, 0.35, 1.2]] {
                let expected = differences(|at| program(at), &at);
                for (value, x_bar) in [program::value_and_gradient(&at), again::value_and_gradient(&at)] {
                    assert_eq!(value.to_bits(), program(&at).to_bits(), "{value} at {at:?}");
                    assert_all_close(&x_bar, &expected);
                }
                for i in 0..at.len() {
                    let mut direction = [0.0; 4];
                    direction[i] = 1.0;
                    assert_all_close(&[program::jvp(&at, &direction).1], &[expected[i]]);
                    let second = differences(|at| program::gradient(at)[i], &at);
                    assert_all_close(&program::hvp(&at, &direction), &second);
                    assert_all_close(&again::hvp(&at, &direction), &second);
                }
            }
        }
    )*};
}

programs! {
    what_is_found_is_replaced_in_a_loop(x) {
        let mut found = x.iter().copied().find(|e| *e > 0.4);
        let mut sum = 0.0;
        for e in x {
            if let Some(held) = found {
                sum += held * e;
            }
            found = if *e > 0.4 { Some(e * e) } else { None };
        }
        sum + found.unwrap_or(x[0])
    }

    the_first_is_overtaken(x) {
        let mut best = x.first().copied();
        for e in x {
            if best.is_none_or(|held| *e > held) {
                best = Some(*e * 2.0);
            }
        }
        best.map_or(0.0, |held| held * held * x[1])
    }

    a_variable_is_given_what_is_found_and_what_is_popped(x) {
        let mut rest = x.to_vec();
        let mut held: Option<f64> = Some(x[0] * x[1]);
        let first = held.unwrap_or(0.2) * x[3];
        held = x.iter().copied().find(|e| *e < 0.25);
        let second = held.map_or(1.0, |e| e * e);
        held = rest.pop();
        first * second + held.unwrap() * rest[0]
    }

    references_to_items_are_replaced(x) {
        let mut held = x.iter().last();
        if x[0] > 0.2 {
            held = x.get(1);
        }
        let largest = x.iter().copied().reduce(f64::max);
        held.unwrap_or(&0.3) * largest.unwrap_or(x[2])
    }

    what_is_halved_until_it_is_dropped(x) {
        let mut held = x.iter().copied().reduce(f64::max);
        let mut sum = 0.1;
        while let Some(e) = held {
            sum += e * x[1];
            held = if e < 0.27 { None } else { Some(e * 0.5) };
        }
        sum
    }

    an_associated_function_is_given_what_is_taken_out(x) {
        let mut best: Option<f64> = None;
        if x[0] > 0.5 {
            best = Some(x[1]);
        }
        let point = Point::made(x[2], best.unwrap_or(0.1));
        point.a * Point::made(best.map_or(x[3], |held| held * held), point.b).b
    }

    what_is_given_none_is_of_its_type(x) {
        let mut held: Option<f64> = Some(x[0]);
        let first = held.unwrap_or(x[1]);
        held = None;
        if let Some(e) = held {
            held = Some(e.sin());
        } else {
            held = Some(x[1] * x[2]);
        }
        let mut other = Some(x[3]);
        let mut count = 0;
        while count < 3 {
            count += 1;
            other = match other {
                Some(e) if count < 3 => Some(e * e),
                Some(_) => None,
                None => Some(x[1]),
            };
        }
        first * held.unwrap_or(0.2) * other.unwrap_or(x[0])
    }

    what_is_emptied_in_a_loop(x) {
        let (mut last, mut none, mut pair) = (Some(x[0]), None::<f64>, Some((x[1], 1)));
        for e in x {
            last = None;
            none = None;
            pair = None;
            if *e > 0.3 {
                last = Some(*e * x[1]);
            }
        }
        for (i, e) in x.iter().enumerate() {
            match pair {
                Some((best, _)) if best > *e => {}
                _ => pair = Some((*e, i)),
            }
        }
        let (best, i) = pair.unwrap();
        last.unwrap_or(x[2]) * none.unwrap_or(x[3]) + best * x[i]
    }

    what_is_never_there_is_mapped(x) {
        let none: Option<f64> = None;
        let mapped = none.map(|e| e * x[1]).unwrap_or(x[2]);
        x[0] * none.map_or(0.4, |e| e * x[1]) + mapped * none.or(Some(x[3])).unwrap()
    }
}
