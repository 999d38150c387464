//! What is pushed, and read afterwards.

use chainrule::differentiate;

programs! {
    fn squares(x: &[f64]) {
        let mut v = Vec::new();
        for i in 0..x.len() {
            v.push(x[i] * x[i]);
        }
        let mut sum = 0.0;
        for i in 0..v.len() {
            sum += v[i] * v[i];
        }
        sum
    }

    fn typed(x: &[f64]) {
        let mut v: Vec<f64> = Vec::with_capacity(x.len());
        for e in x {
            v.push(e.sin());
        }
        v.iter().map(|e| e * e * e).sum::<f64>()
    }

    /// Each element is made of earlier ones.
    fn recurrence(x: &[f64]) {
        let mut v: Vec<f64> = vec![0.5, 1.0];
        for i in 0..x.len() {
            v.push(v[i].sin() * v[i + 1] + x[i]);
        }
        v[v.len() - 1] * v[v.len() - 2]
    }

    fn by_length(x: &[f64]) {
        let mut v = vec![];
        for e in x.iter() {
            let so_far = v.len() as f64;
            v.push(e * (so_far + 1.0));
        }
        v.iter().enumerate().map(|(i, e)| (i as f64 + 1.0) * e * e).sum::<f64>()
    }

    fn in_branches(x: &[f64]) {
        let mut up = Vec::new();
        let mut down = Vec::new();
        for i in 0..x.len() {
            if x[i] > 0.5 {
                up.push(x[i].exp());
            } else if x[i] > 0.0 {
                down.push(x[i] * 2.0);
                up.push(x[i]);
            } else {
                down.push(-x[i] * x[i]);
            }
        }
        let mut sum = 0.0;
        for (i, a) in up.iter().enumerate() {
            for b in &down {
                sum += a * b * (i as f64 + 1.0);
            }
            sum += a * a;
        }
        sum
    }

    fn nested_loops(x: &[f64]) {
        let mut products = Vec::new();
        for i in 0..x.len() {
            for j in 0..i {
                products.push(x[i] * x[j].cos());
            }
        }
        let mut sum = 0.0;
        for i in 1..products.len() {
            sum += products[i] * products[i - 1] * products[i];
        }
        sum
    }

    fn nested_that_read(x: &[f64]) {
        let mut v = vec![1.0];
        for i in 0..x.len() {
            for j in 0..2 {
                let last = v[v.len() - 1];
                v.push(last * x[i].cos() + v[j]);
            }
        }
        v.iter().map(|e| e * e).sum::<f64>()
    }

    fn with_exits(x: &[f64]) {
        let mut kept = Vec::new();
        for e in x {
            if *e < 0.0 {
                continue;
            }
            if kept.len() >= 4 {
                break;
            }
            kept.push(e * e);
        }
        if kept.is_empty() {
            return x.len() as f64;
        }
        let mut product = 1.0;
        for e in &kept {
            product *= e + 0.5;
        }
        product
    }

    fn early_return(x: &[f64]) {
        let mut v: Vec<f64> = Vec::new();
        for i in 0..x.len() {
            v.push(x[i] * x[i]);
            if i == 2 {
                return v.iter().sum::<f64>() * v[0];
            }
        }
        v.iter().product::<f64>() + 1.0
    }

    fn closure_that_pushes(x: &[f64]) {
        let mut seen = Vec::new();
        let mut note = |a: f64, b: f64| seen.push(a * b);
        for i in 1..x.len() {
            note(x[i - 1], x[i].exp());
        }
        note(1.0, 2.0);
        seen.iter().map(|e| e * e).sum::<f64>()
    }

    fn while_it_is_short(x: &[f64]) {
        let mut v = vec![0.7];
        while v.len() < x.len() + 1 {
            let i = v.len() - 1;
            v.push(v[i] * x[i] + 1.0);
        }
        v[v.len() - 1]
    }

    fn length_as_bound(x: &[f64]) {
        let mut v: Vec<f64> = Vec::new();
        for e in x {
            let mut sum = *e;
            for j in 0..v.len() {
                sum += 0.5 * v[j] * e;
            }
            v.push(sum);
        }
        let mut total = 0.0;
        for (i, e) in v.iter().enumerate() {
            total += e * (i as f64 + 0.5);
        }
        total
    }

    fn extended(x: &[f64]) {
        let mut v = vec![2.0];
        v.extend_from_slice(x);
        v.extend(x.iter().map(|e| e * e));
        v.extend(x.iter().filter(|e| **e > 0.5));
        v.extend(vec![3.0, 4.0]);
        v.push(1.0);
        let mut sum = 0.0;
        for i in 1..v.len() {
            sum += v[i - 1] * v[i] * (i as f64);
        }
        sum
    }

    fn extended_in_a_loop(x: &[f64]) {
        let mut v = Vec::new();
        for i in 0..x.len() {
            v.extend_from_slice(&x[..i]);
            v.extend([x[i] * x[i], 1.0]);
        }
        let mut sum = 0.0;
        for i in 1..v.len() {
            sum += v[i - 1] * v[i] * v[i];
        }
        sum
    }

    fn extended_by_what_is_there(x: &[f64]) {
        let mut v = vec![1.0];
        for e in x.iter().take(3) {
            let scaled: Vec<f64> = v.iter().map(|old| old * e).collect();
            v.extend_from_slice(&scaled);
        }
        v.iter().map(|e| e * e).sum::<f64>()
    }

    fn appended(x: &[f64]) {
        let mut all = vec![0.5];
        let mut part = Vec::new();
        for (i, e) in x.iter().enumerate() {
            part.push(e * e);
            if i % 3 == 2 {
                all.append(&mut part);
            }
        }
        let left = part.len() as f64;
        all.append(&mut part);
        let mut sum = left;
        for i in 1..all.len() {
            sum += all[i] * all[i - 1].sin();
        }
        sum
    }

    fn written_too(x: &[f64]) {
        let mut v = Vec::new();
        for i in 0..x.len() {
            v.push(x[i]);
            v[i / 2] *= x[i] + 1.0;
            *v.last_mut().unwrap() += 0.25 * x[0];
        }
        v.iter().map(|e| e * e).sum::<f64>()
    }

    fn an_older_version(x: &[f64]) {
        let mut v = vec![1.0];
        for e in x {
            let old = v.clone();
            v.push(e * old[old.len() - 1] + old.iter().sum::<f64>());
        }
        v.iter().sum::<f64>()
    }

    fn without_derivative(x: &[f64]) {
        let mut chosen = Vec::new();
        for i in 0..x.len() {
            if x[i] > 0.2 {
                chosen.push(i);
            }
        }
        let mut sum = 0.0;
        for i in &chosen {
            sum += x[*i] * x[*i];
        }
        for k in 0..chosen.len() {
            sum += x[chosen[k]].sin();
        }
        sum
    }
}
