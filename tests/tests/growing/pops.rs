//! What is taken out again.

use chainrule::differentiate;

programs! {
    fn stack_machine(x: &[f64]) {
        let mut stack = Vec::new();
        for e in x {
            stack.push(*e);
            if stack.len() > 2 {
                let b = stack.pop().unwrap();
                let a = stack.pop().expect("two");
                stack.push(a * b + 1.0);
            }
        }
        let mut sum = 0.0;
        while let Some(top) = stack.pop() {
            sum += top * top;
        }
        sum
    }

    fn walk_that_grows(x: &[f64]) {
        let mut stack = vec![(1.0, 0)];
        let mut sum = 0.0;
        while let Some((weight, depth)) = stack.pop() {
            if depth >= x.len().min(3) {
                sum += weight * weight;
                continue;
            }
            stack.push((weight * x[depth], depth + 1));
            stack.push((weight * x[depth].cos(), depth + 1));
        }
        sum
    }

    fn taken_if_there(x: &[f64]) {
        let mut v = x.to_vec();
        let mut sum = 0.0;
        if let Some(last) = v.pop() {
            sum += last * last;
        } else {
            sum += 2.0;
        }
        let Some(next) = v.pop() else { return sum };
        sum += next.exp() * v.pop().unwrap_or(0.5);
        match v.pop() {
            None => sum += 7.0,
            Some(e) => sum *= e,
        }
        match v.pop() {
            Some(_) => sum *= 2.0,
            None => {}
        }
        v.pop();
        if v.pop().is_some() {
            sum += 1.0;
        }
        if v.pop().is_none() {
            sum *= 3.0;
        }
        sum + v.len() as f64
    }

    fn under_a_name(x: &[f64]) {
        let mut v = x.to_vec();
        let last = v.pop();
        v.push(0.5);
        let (a, b) = (v.pop(), v.pop().map(|e| e * e));
        let mut sum = a.unwrap() * last.unwrap_or(2.0) + b.unwrap_or(0.25);
        match v.pop() {
            Some(e) if e > 0.5 => sum += e,
            Some(e) => sum -= e * e,
            None => sum *= 3.0,
        }
        if let None = v.pop() {
            sum += 5.0;
        }
        sum * (v.len() as f64 + 1.0)
    }

    fn dropped(x: &[f64]) {
        let mut v = Vec::new();
        for e in x {
            v.push(e * e);
            v.push(e.sin());
            v.pop();
            if v.len() == 4 {
                let _ = v.pop();
            }
        }
        v.iter().map(|e| e * e).sum::<f64>()
    }

    fn truncated(x: &[f64]) {
        let mut v: Vec<f64> = x.iter().map(|e| e * e).collect();
        v.truncate(4);
        let first = v.iter().sum::<f64>();
        v.push(first);
        v.truncate(100);
        v.truncate(x.len() / 2);
        v.push(2.0 * first);
        v.iter().map(|e| e.sin()).sum::<f64>()
    }

    fn truncated_in_a_loop(x: &[f64]) {
        let mut v = vec![0.5];
        let mut sum = 0.0;
        for i in 0..x.len() {
            v.push(x[i] * v[v.len() - 1]);
            v.push(x[i] + 1.0);
            if i % 2 == 1 {
                v.truncate(2 + i / 3);
            }
            sum += v[v.len() - 1] * v[0];
            v[0] += x[i];
        }
        sum + v.iter().map(|e| e * e).sum::<f64>()
    }

    fn cleared(x: &[f64]) {
        let mut buffer = Vec::new();
        let mut sum = 0.0;
        for i in 0..x.len() {
            buffer.clear();
            for j in 0..=i {
                buffer.push(x[j] * x[i]);
            }
            for b in &buffer {
                sum += b * b * b;
            }
        }
        sum + buffer.len() as f64
    }

    fn resized(x: &[f64]) {
        let mut v = x.to_vec();
        v.resize(3, 0.5);
        let middle = v[1] * v[2];
        v.resize(6, middle);
        v.resize(5, 1.0);
        v.iter().enumerate().map(|(i, e)| e * e * (i as f64 + 1.0)).sum::<f64>()
    }

    fn back_and_forth(x: &[f64]) {
        let mut left = x.to_vec();
        let mut right = Vec::new();
        while left.len() > right.len() {
            let e = left.pop().unwrap();
            right.push(e * e + 0.1 * left.len() as f64);
        }
        let mut sum = 0.0;
        for (a, b) in left.iter().zip(&right) {
            sum += a * b;
        }
        sum
    }

    fn read_before_it_is_taken(x: &[f64]) {
        let mut v = Vec::new();
        let mut sum = 0.0;
        for e in x {
            v.push(*e);
            let last = *v.last().unwrap();
            sum += last * v.iter().sum::<f64>();
            if v.len() > 3 {
                let taken = v.pop().unwrap();
                sum += taken * v[0];
                v.push(taken * 0.5);
                v[1] = sum;
            }
        }
        sum
    }
}
