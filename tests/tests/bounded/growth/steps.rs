//! What is changed in part: slices, vectors, arrays, structs and tuples.

use super::{Gradient, gradients_are_differences, growth, tangents_are_differences};

programs! {
    an_element_of_a_slice {
        {}
        fn at(v: &mut [f64], i: usize) {
            v[i] = (v[i - 1] + v[i]).sin();
        }
        fn f(x: &[f64]) -> f64 {
            let mut v = x.to_vec();
            for i in 1..v.len() {
                at(&mut v, i);
            }
            v[v.len() - 1]
        }
    }
    an_element_of_a_vector {
        {}
        fn mixed(v: &mut Vec<f64>, i: usize, k: f64) -> f64 {
            let before = v[i];
            if before > 0.4 {
                v[i] = before * k;
            } else {
                v[i] += before.sin() * v[i - 1];
            }
            before * v[i]
        }
        fn f(x: &[f64]) -> f64 {
            let mut v = x.to_vec();
            let mut sum = 0.0;
            for i in 1..v.len() {
                let k = v[i] * 0.5;
                sum += mixed(&mut v, i, k);
            }
            sum * v[1]
        }
    }
    an_element_of_an_array {
        { use ndarray::Array1; }
        fn at(v: &mut Array1<f64>, i: usize) {
            v[i] = (v[i - 1] + v[i]).sin();
        }
        fn f(x: &[f64]) -> f64 {
            let mut v = Array1::from(x.to_vec());
            for i in 1..v.len() {
                at(&mut v, i);
            }
            v[v.len() - 1]
        }
    }
    a_few_elements_in_a_loop {
        {}
        fn few(v: &mut [f64], i: usize) {
            for k in 0..3 {
                v[i + k] = (v[i + k] * v[(i + k + 1) % v.len()]).sin() + v[i] * 0.5;
            }
        }
        fn f(x: &[f64]) -> f64 {
            let mut v = x.to_vec();
            let mut sum = 0.0;
            for i in 0..v.len() - 3 {
                few(&mut v, i);
                sum += v[i] * v[i];
            }
            sum + v[0]
        }
    }
    a_few_elements_in_a_search {
        {}
        fn sink(v: &mut [f64], from: usize, k: f64) {
            let mut i = from;
            while i > 0 && v[i - 1] > v[i] * k {
                let t = v[i];
                v[i] = v[i - 1] * 0.9;
                v[i - 1] = t * k;
                i -= 1;
                if from - i > 3 {
                    break;
                }
            }
        }
        fn f(x: &[f64]) -> f64 {
            let mut v = x.to_vec();
            for i in 1..v.len() {
                sink(&mut v, i, x[0]);
            }
            v[0] * v[v.len() - 1] + v[v.len() / 2]
        }
    }
    two_slices {
        {}
        fn both(a: &mut [f64], b: &mut [f64], i: usize) {
            let t = a[i] * b[i];
            b[i] = t.sin();
            a[i + 1] += t * b[i];
        }
        fn f(x: &[f64]) -> f64 {
            let mut a = x.to_vec();
            let mut b = x[1..].to_vec();
            for i in 0..b.len() {
                both(&mut a, &mut b, i);
            }
            a[a.len() - 1] * b[0]
        }
    }
    one_function_within_another {
        {}
        fn inner(v: &mut [f64], i: usize) -> f64 {
            v[i] *= v[i];
            v[i].sin()
        }
        fn outer(v: &mut [f64], i: usize) {
            let a = inner(v, i);
            v[i - 1] = a * v[i - 1];
        }
        fn f(x: &[f64]) -> f64 {
            let mut v = x.to_vec();
            for i in 1..v.len() {
                outer(&mut v, i);
            }
            v.iter().sum()
        }
    }
    an_element_of_a_field {
        {
            #[derive(Clone, Differentiable)]
            pub struct World { v: Vec<f64>, e: f64 }
        }
        impl World {
            fn step(&mut self, i: usize) {
                self.v[i] = self.v[i].sin() * 0.9;
                self.e += self.v[i] * self.v[i];
            }
        }
        fn f(x: &[f64]) -> f64 {
            let mut world = World { v: x.to_vec(), e: 0.0 };
            for i in 0..x.len() {
                world.step(i);
            }
            world.e
        }
    }
    one_more_in_a_field {
        {
            #[derive(Clone, Differentiable)]
            pub struct World { v: Vec<f64>, e: f64 }
        }
        impl World {
            fn add(&mut self, e: f64) {
                self.v.push(e * e);
                self.e += self.v[self.v.len() - 1].sin();
            }
        }
        fn f(x: &[f64]) -> f64 {
            let mut world = World { v: Vec::new(), e: 0.0 };
            for e in x {
                world.add(*e);
            }
            world.e * world.v[0]
        }
    }
    structs_in_a_vector {
        {
            #[derive(Clone, Differentiable)]
            pub struct World { v: Vec<f64>, e: f64 }
        }
        impl World {
            fn step(&mut self, i: usize) {
                self.v[i] = self.v[i].sin() * 0.9;
                self.e += self.v[i] * 0.1;
            }
        }
        fn f(x: &[f64]) -> f64 {
            let mut worlds = vec![World { v: x.to_vec(), e: 0.0 }, World { v: x.to_vec(), e: 1.0 }];
            for i in 0..x.len() {
                worlds[i % 2].step(i);
            }
            worlds[0].e * worlds[1].e
        }
    }
    a_tuple_with_a_vector {
        {}
        fn f(x: &[f64]) -> f64 {
            let mut state = (0.1, x.to_vec());
            for (i, &e) in x.iter().enumerate() {
                state.0 += e;
                state.1[i] = state.0.sin();
            }
            state.0 * state.1[x.len() - 1]
        }
    }
    tuples_within_a_tuple {
        {
            #[derive(Clone, Copy, Differentiable)]
            pub struct Point { a: f64, b: f64 }
        }
        fn step(v: &mut Vec<f64>, a: &mut f64, i: usize) {
            v[i] = a.sin();
            *a += v[i];
        }
        fn f(x: &[f64]) -> f64 {
            let mut state = (x.to_vec(), (0.1, x[0]), Point { a: 0.1, b: 0.2 });
            for i in 0..x.len() {
                step(&mut state.0, &mut state.1.0, i);
                if x[i] > 0.5 {
                    state.1.1 *= 0.9;
                    state.0[i] -= state.1.1;
                    state.2.b += state.0[i];
                }
                state.2.a -= 0.01 * state.2.b;
            }
            state.1.0 + state.0[1] * state.1.1 + state.2.a
        }
    }
    a_tuple_that_a_function_makes {
        {}
        fn made(x: &[f64]) -> (f64, Vec<f64>) {
            (x[0].sin(), x.to_vec())
        }
        fn f(x: &[f64]) -> f64 {
            let mut state = made(x);
            for (i, &e) in x.iter().enumerate() {
                state.0 += e;
                state.1[i] = state.0.sin();
            }
            state.0 + state.1[x.len() - 1]
        }
    }
    a_tuple_that_a_closure_is_given {
        {}
        fn f(x: &[f64]) -> f64 {
            let mut state = (x.to_vec(), 0_usize);
            let added = |state: &mut (Vec<f64>, usize), e: f64| {
                state.0[state.1] += e * 0.5;
                state.1 += 1;
                state.0[0].sin()
            };
            let mut sum = 0.1;
            for e in x {
                sum += added(&mut state, *e);
            }
            sum * state.0[x.len() - 1]
        }
    }
    one_more_in_a_tuple {
        {}
        fn f(x: &[f64]) -> f64 {
            let mut state = (0.1, Vec::new());
            for &e in x {
                state.1.push(e * state.0);
                state.0 += e;
                if state.0 > 1.0 {
                    if let Some(last) = state.1.pop() {
                        state.0 *= 0.5 * last;
                    }
                    state.1.push(e);
                }
            }
            state.0 + state.1.iter().map(|e| e * e).sum::<f64>()
        }
    }
}
