//! What ends with an item that is missing: `?` in closures, `try_fold`, collections of `Result`s.

programs! {
    fn try_fold_option(x, y) {
        x.iter().try_fold(y, |s, e| if *e > 5.0 { None } else { Some(s * e + y) }).unwrap()
    }

    fn try_fold_result(x, y) {
        let r: Result<f64, String> = x.iter().try_fold(y, |s, e| if *e > 5.0 { Err(format!("{e}")) } else { Ok(s * e + y) }); r.unwrap_or(0.0)
    }

    fn try_fold_early(x, y) {
        x.iter().try_fold(y, |s, e| if *e > 1.2 { None } else { Some(s * e + y) }).unwrap_or(x[0] * y)
    }

    fn sum_of_options(x, y) {
        let s: Option<f64> = x.iter().map(|e| if *e > 0.0 { Some(e * y) } else { None }).sum(); s.unwrap()
    }

    fn collect_result(x, y) {
        let v: Result<Vec<f64>, String> = x.iter().map(|e| if *e > 0.0 { Ok(e * y) } else { Err("neg".to_string()) }).collect(); let v = v.unwrap(); v[0] * v[1]
    }

    fn collect_option(x, y) {
        let v: Option<Vec<f64>> = x.iter().map(|e| (*e > 0.0).then(|| e.sqrt())).collect(); v.map_or(y, |v| v[0] * v[1] * y)
    }

    fn a_question_in_a_closure(x, y) {
        let f = |v: f64| -> Option<f64> { let w = if v > 0.0 { Some(v * y) } else { None }?; Some(w * w) }; x.iter().filter_map(|e| f(*e)).sum()
    }

    fn results_of_a_closure(x, y) {
        let f = |v: f64| -> Result<f64, String> { if v < 0.0 { return Err("neg".into()); } Ok(v * y) }; f(x[0]).unwrap() * f(x[1]).unwrap_or(0.0)
    }

    fn questions_in_a_closure(x, y) {
        let f = |i: usize| -> Option<f64> { let a = x.get(i)?; let b = x.get(i + 1)?; Some(a * b) }; f(0).unwrap_or(0.0) * y + f(5).unwrap_or(y)
    }
}

mod answers {
    use chainrule::differentiate;
    use chainrule_tests::{assert_all_close, differences};

    #[differentiate(hessian)]
    fn roots(x: &[f64]) -> Result<f64, String> {
        let roots = x
            .iter()
            .map(|e| if *e > 0.0 { Ok(e.sqrt() * e) } else { Err(format!("{e}")) })
            .collect::<Result<Vec<_>, _>>()?;
        Ok(roots.iter().product())
    }

    #[differentiate(hessian)]
    fn typed(x: &[f64]) -> Result<f64, String> {
        let all: Result<Vec<f64>, String> =
            x.iter().map(|e| if *e > 0.0 { Ok(e.ln() * e) } else { Err(format!("{e}")) }).collect();
        let all = all?;
        Ok(all.iter().map(|e| e * e).sum())
    }

    #[differentiate(hessian)]
    fn folded(x: &[f64]) -> Option<f64> {
        let s = x.iter().try_fold(1.0, |s, e| if *e > 0.0 { Some(s * e) } else { None })?;
        Some(s * s)
    }

    #[test]
    fn derivatives_and_errors() {
        let at = [0.4, 0.7, 1.2];
        assert_all_close(&roots::gradient(&at).unwrap(), &differences(|x| roots(x).unwrap(), &at));
        assert_all_close(&typed::gradient(&at).unwrap(), &differences(|x| typed(x).unwrap(), &at));
        assert_all_close(
            &folded::gradient(&at).unwrap(),
            &differences(|x| folded(x).unwrap(), &at),
        );
        let wrong = [0.4, -0.7, 1.2];
        assert_eq!(roots::gradient(&wrong), Err("-0.7".to_owned()));
        assert_eq!(typed::gradient(&wrong), Err("-0.7".to_owned()));
        assert_eq!(folded::gradient(&wrong), None);
    }
}
