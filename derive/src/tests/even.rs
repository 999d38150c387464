//! What loops within loops keep lies in one vector an iteration of the outermost one, where each iteration keeps
//! as much.

use super::expansion;

/// The lines of an expansion that contain a word.
fn lines(source: &str, word: &str) -> Vec<String> {
    let file = syn::parse_str(&expansion(source, &[])).expect("the expansion parses");
    let text = prettyplease::unparse(&file);
    let (_, handle) = text.split_once("pub fn forward").expect("both passes");
    let (handle, _) = handle.split_once("pub fn value_and_gradient").expect("both passes");
    let found = handle.lines().filter(|line| line.contains(word));
    found.map(|line| line.trim().replace("::chainrule::alloc::vec::", "")).collect()
}

#[test]
fn as_much_in_each_iteration() {
    let kept = lines(
        "fn f(x: &[f64], n: usize) -> f64 {
            let mut q = x[0];
            for i in 0..n {
                for j in 0..i {
                    let mut p = q;
                    for k in i + 1..n {
                        p = (p * x[k]).sin();
                    }
                    q *= p;
                }
            }
            q
        }",
        "p_kept",
    );
    let expected = [
        "let mut p_kept = Vec::new();",
        "let mut p_kept_1 = Vec::new();",
        "let mut p_kept_2 = Vec::new();",
        "p_kept.clear();",
        "p_kept_1.clear();",
        "p_kept_2.clear();",
        "p_kept_2.push(p);",
        "p_kept.push(p);",
        "p_kept_1.extend_from_slice(&p_kept_2);",
        "let p = p_kept[j];",
        "let p_kept_3 = &p_kept_1[j * l..(j + 1) * l];",
        "let p_1 = p_kept_3[k - l_1];",
    ];
    assert_eq!(kept, expected);
}

#[test]
fn more_in_each_iteration() {
    let kept = lines(
        "fn f(x: &[f64], n: usize) -> f64 {
            let mut q = x[0];
            for i in 0..n {
                for j in 0..n {
                    let mut p = q;
                    for k in 0..j {
                        p = (p * x[k]).sin();
                    }
                    q *= p;
                }
            }
            q
        }",
        "p_kept",
    );
    let expected = [
        "let mut p_kept = Vec::new();",
        "let mut p_kept_1 = Vec::new();",
        "p_kept.clear();",
        "p_kept_1.clear();",
        "let mut p_kept_2 = Vec::with_capacity(j);",
        "p_kept_2.push(p);",
        "p_kept.push(p);",
        "p_kept_1.push(p_kept_2);",
        "let p = p_kept[j];",
        "let p_kept_2 = &p_kept_1[j];",
        "let p_1 = p_kept_2[k];",
    ];
    assert_eq!(kept, expected);
}

#[test]
fn rows_have_no_cotangents() {
    let bars = lines(
        "fn f(x: &[f64], n: usize) -> f64 {
            let mut a = x.to_vec();
            for j in 0..n {
                for k in 0..n {
                    let v = a[k];
                    a[k] = v * (v * x[j]);
                }
            }
            a[0]
        }",
        "_bar",
    );
    let expected = [
        "f_bar: f64,",
        "x_bar: &mut [f64],",
        "::chainrule::same_length(\"x_bar\", x_bar.len(), x.len());",
        "let mut a_bar = ::chainrule::alloc::vec![0.0; x.len()];",
        "a_bar[0] += f_bar;",
        "let mut x_bar_sum = 0.0;",
        "let mut v_bar = v * x[j] * a_bar[k];",
        "let t = v * a_bar[k];",
        "v_bar += x[j] * t;",
        "x_bar_sum += v * t;",
        "a_bar[k] = v_bar;",
        "x_bar[j] += x_bar_sum;",
        "for (total, term) in x_bar.iter_mut().zip(&a_bar) {",
    ];
    assert_eq!(bars, expected);
}
