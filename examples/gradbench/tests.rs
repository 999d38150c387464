//! Whole sessions: the suite's own inputs and outputs, and messages that are not right.

use chainrule_examples::evals::references::{self, Case};
use serde_json::{Value, json};

use crate::session::serve;

/// The answers to some lines.
fn answers(lines: &[String]) -> Vec<Value> {
    let mut written = Vec::new();
    serve(lines.join("\n").as_bytes(), &mut written).unwrap();
    let text = String::from_utf8(written).unwrap();
    assert!(text.is_empty() || text.ends_with('\n'));
    text.lines().map(|line| serde_json::from_str(line).unwrap()).collect()
}

fn answer(message: Value) -> Value {
    let [answer] = answers(&[message.to_string()]).try_into().unwrap();
    answer
}

/// Whether two answers agree, number by number, to 1e-10.
fn assert_agrees(found: &Value, expected: &Value, what: &str) {
    match (found, expected) {
        (Value::Number(a), Value::Number(b)) => {
            let (a, b) = (a.as_f64().unwrap(), b.as_f64().unwrap());
            let scale = a.abs().max(b.abs()).max(1.0);
            assert!((a - b).abs() <= 1e-10 * scale, "{what}: {a} rather than {b}");
        }
        (Value::Array(a), Value::Array(b)) => {
            assert_eq!(a.len(), b.len(), "{what}");
            for (i, (a, b)) in a.iter().zip(b).enumerate() {
                assert_agrees(a, b, &format!("{what}[{i}]"));
            }
        }
        (Value::Object(a), Value::Object(b)) => {
            assert!(a.keys().eq(b.keys()), "{what}: {:?}", a.keys());
            for (key, a) in a {
                assert_agrees(a, &b[key], &format!("{what}.{key}"));
            }
        }
        _ => panic!("{what}: {found} rather than {expected}"),
    }
}

/// Sends every case of an eval in one session.
fn assert_eval_agrees(eval: &str, wanted: impl Fn(&Case) -> bool) {
    let cases: Vec<Case> = references::cases(eval).into_iter().filter(wanted).collect();
    assert!(!cases.is_empty());
    let mut lines = vec![
        json!({ "id": 0, "kind": "start", "eval": eval }).to_string(),
        json!({ "id": 1, "kind": "define", "module": eval }).to_string(),
    ];
    lines.extend(cases.iter().zip(2..).map(|(case, id)| {
        let Case { workload, function, input, .. } = case;
        json!({
            "id": id, "kind": "evaluate", "module": eval, "function": function, "input": input,
            "description": workload,
        })
        .to_string()
    }));
    let answers = answers(&lines);
    assert_eq!(answers[0], json!({ "id": 0, "tool": "chainrule" }));
    assert_eq!(answers[1], json!({ "id": 1, "success": true }));
    assert_eq!(answers.len(), cases.len() + 2);
    for ((answer, case), id) in answers[2..].iter().zip(&cases).zip(2..) {
        let what = format!("{eval}, {} of {}", case.function, case.workload);
        assert_eq!(answer["id"], id, "{what}");
        assert_eq!(answer["success"], true, "{what}: {answer}");
        assert_eq!(answer["timings"].as_array().unwrap().len(), 1, "{what}");
        assert_agrees(&answer["output"], &case.output, &what);
    }
}

#[test]
fn ba_agrees_with_other_tools() {
    assert_eval_agrees("ba", |_| true);
}

#[test]
fn llsq_agrees_with_other_tools() {
    assert_eval_agrees("llsq", |_| true);
}

#[test]
fn lse_agrees_with_other_tools() {
    assert_eval_agrees("lse", |_| true);
}

#[test]
fn kmeans_agrees_with_other_tools() {
    assert_eval_agrees("kmeans", |_| true);
}

#[test]
fn ht_agrees_with_other_tools() {
    assert_eval_agrees("ht", |_| true);
}

#[test]
fn particle_agrees_with_other_tools() {
    assert_eval_agrees("particle", |_| true);
}

#[test]
fn saddle_agrees_with_other_tools() {
    assert_eval_agrees("saddle", |_| true);
}

#[test]
fn gmm_agrees_with_other_tools() {
    assert_eval_agrees("gmm", |_| true);
}

#[test]
fn lstm_agrees_with_other_tools() {
    assert_eval_agrees("lstm", |_| true);
}

#[test]
fn ode_agrees_with_other_tools() {
    assert_eval_agrees("ode", |_| true);
}

#[test]
fn det_agrees_with_other_tools() {
    assert_eval_agrees("det", |_| true);
}

#[test]
fn hello_squares_and_doubles() {
    for (function, output) in [("square", 6.25), ("double", 5.0)] {
        let answer = answer(json!({
            "id": "a", "kind": "evaluate", "module": "hello", "function": function, "input": 2.5,
        }));
        assert_eq!((&answer["id"], &answer["output"]), (&json!("a"), &json!(output)));
    }
}

#[test]
fn runs_are_repeated_and_timed() {
    let evaluate = |min_runs, min_seconds| {
        let input = json!({ "x": [0.5], "min_runs": min_runs, "min_seconds": min_seconds });
        let timings = answer(json!({
            "id": 0, "kind": "evaluate", "module": "lse", "function": "gradient", "input": input,
        }))["timings"]
            .take();
        let timings = timings.as_array().unwrap().clone();
        assert!(timings.iter().all(|timing| timing["name"] == "evaluate"));
        let nanoseconds = timings.iter().map(|timing| timing["nanoseconds"].as_u64().unwrap());
        (timings.len(), nanoseconds.sum::<u64>())
    };
    assert_eq!(evaluate(7, 0.0).0, 7);
    let (runs, nanoseconds) = evaluate(1, 0.001);
    assert!(runs > 1 && nanoseconds >= 1_000_000, "{runs} runs in {nanoseconds} ns");
}

/// Each message, and a part of the error that answers it.
#[test]
fn what_is_wrong_is_told_and_the_session_goes_on() {
    let evaluate = |module: &str, function: &str, input: Value| {
        json!({ "id": 7, "kind": "evaluate", "module": module, "function": function,
                "input": input })
        .to_string()
    };
    let wrong = [
        ("{\"id\": 7, \"kind\"".to_owned(), "the message is not JSON: EOF", Value::Null),
        ("\"start\"".to_owned(), "no id", Value::Null),
        ("{\"kind\": \"start\"}".to_owned(), "missing field `id`", Value::Null),
        ("{\"id\": 7}".to_owned(), "missing field `kind`", json!(7)),
        ("{\"id\": 7, \"kind\": 1}".to_owned(), "malformed", json!(7)),
        ("{\"id\": 7, \"kind\": \"define\"}".to_owned(), "missing field `module`", json!(7)),
        (evaluate("none", "f", json!(1.0)), "module: unknown variant `none`", json!(7)),
        (evaluate("hello", "f", json!(1.0)), "function: unknown variant `f`", json!(7)),
        (evaluate("hello", "square", json!("x")), "input: invalid type: string", json!(7)),
        (evaluate("lse", "primal", json!({})), "input: missing field `x`", json!(7)),
        (
            evaluate("kmeans", "cost", json!({ "points": [[1, 2, 3]], "centroids": [[1, 2]] })),
            "a point has 3 elements rather than 2",
            json!(7),
        ),
        (
            evaluate("det", "primal", json!({ "A": [], "ell": 0 })),
            "ell must be at least 1",
            json!(7),
        ),
        (evaluate("llsq", "primal", json!({ "x": [1], "n": 1 })), "n must be at least 2", json!(7)),
        (
            evaluate("lse", "primal", json!({ "x": [1], "min_runs": -1 })),
            "input: invalid value: integer `-1`",
            json!(7),
        ),
    ];
    let start = json!({ "id": 8, "kind": "start" }).to_string();
    for (line, error, id) in wrong {
        let answers = answers(&[line.clone(), String::new(), start.clone()]);
        let found = answers[0]["error"].as_str().unwrap_or_default();
        assert!(found.contains(error), "{line}: {found}");
        assert_eq!((&answers[0]["success"], &answers[0]["id"]), (&json!(false), &id), "{line}");
        assert_eq!(answers[1], json!({ "id": 8, "tool": "chainrule" }));
        assert_eq!(answers.len(), 2);
    }
}

#[test]
fn modules_that_are_not_there_are_not_defined() {
    let answer = answer(json!({ "id": 1, "kind": "define", "module": "none" }));
    assert_eq!(answer["success"], false);
    assert!(answer["error"].as_str().unwrap().contains("unknown variant `none`"));
}

#[test]
fn what_needs_no_answer_gets_its_id() {
    for message in [
        json!({ "id": 3, "kind": "analysis", "of": 2, "valid": true }),
        json!({ "id": 3, "kind": "of a later version", "more": [] }),
    ] {
        assert_eq!(answer(message), json!({ "id": 3 }));
    }
}
