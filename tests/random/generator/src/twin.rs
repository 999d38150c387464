//! The same source over dual numbers.

/// What takes the place of `f64`: the type, and what makes one of a constant.
struct Number {
    kind: &'static str,
    constant: &'static str,
}

/// Rewrites a source over `f64` as one over the type `D`, by its tokens: the type `f64` is `D`, what is
/// marked as a constant (`0.5_f64`, `(i as f64)`) is made one of that type, and attributes are left out.
pub fn twin(source: &str) -> String {
    let dropped = ["#[differentiate", "use ", "//!"];
    let kept = |line: &&str| {
        !dropped.iter().any(|start| line.starts_with(start)) && line.trim() != "#[constant]"
    };
    let source = source.replace(", Differentiable)]", ")]").replace("#[constant] ", "");
    let lines: Vec<&str> = source.lines().filter(kept).collect();
    rewritten(&lines.join("\n"), &Number { kind: "D", constant: "D::from" })
}

/// The same over any type `T: Float`.
pub fn generic(source: &str) -> String {
    let text = rewritten(source, &Number { kind: "T", constant: "T::from_f64" });
    let function = |line: &str| match line.trim_start().starts_with("fn ") {
        true => line.replacen('(', "<T: Float>(", 1),
        false => line.to_owned(),
    };
    let text = text.lines().map(function).collect::<Vec<_>>().join("\n");
    ["Pair", "Particle"]
        .iter()
        .fold(text, |text, name| text.replace(&format!("&mut {name}"), &format!("&mut {name}<T>")))
}

fn rewritten(source: &str, number: &Number) -> String {
    source.lines().map(|text| line(text, number)).collect::<Vec<_>>().join("\n")
}

/// Operators that assign take their place before the value where they are calls.
fn line(text: &str, number: &Number) -> String {
    let code = tokens(text, number);
    let (space, code) = code.split_at(code.len() - code.trim_start().len());
    for operator in [" += ", " -= ", " *= ", " /= "] {
        // What is assigned in a block or a closure within the line stays there.
        let inside = |place: &str| code.contains('{') || place.contains('|');
        let parts = code.split_once(operator).filter(|(place, _)| !inside(place));
        if let Some((place, value)) = parts {
            let value = value.strip_suffix(';').expect("an assignment is a line");
            return format!("{space}{{ let value = {value}; {place}{operator}value; }}");
        }
    }
    format!("{space}{code}")
}

fn tokens(text: &str, number: &Number) -> String {
    let (mut out, mut open) = (String::new(), Vec::new());
    let mut rest = text;
    while let Some(first) = rest.chars().next() {
        let word = rest.find(|c: char| !(c.is_alphanumeric() || c == '_')).unwrap_or(rest.len());
        let mut token = &rest[..word.max(first.len_utf8())];
        let suffix = rest.find("_f64").filter(|&end| is_number(&rest[..end]));
        if let Some(end) = suffix {
            token = &rest[..end + 4];
            out.push_str(&format!("{}({token})", number.constant));
            rest = &rest[token.len()..];
            continue;
        }
        // Other literals have no type of their own, so they take that of the numbers; not so the parts of a
        // tuple, and not what a line says to be in single precision.
        let literal = literal(rest).filter(|_| !out.ends_with('.') && !text.contains("f32"));
        if let Some(literal) = literal {
            out.push_str(&format!("{}({literal})", number.constant));
            rest = &rest[literal.len()..];
            continue;
        }
        match token {
            "f64" if out.ends_with(" as ") => {
                out.push_str("f64");
                out.insert_str(*open.last().expect("casts stand in parentheses"), number.constant);
            }
            "f64" => out.push_str(number.kind),
            token => {
                match token {
                    "(" => open.push(out.len()),
                    ")" => drop(open.pop()),
                    _ => {}
                }
                out.push_str(token);
            }
        }
        rest = &rest[token.len()..];
    }
    out
}

/// The literal that a text begins with, if it has a point and no suffix.
fn literal(text: &str) -> Option<&str> {
    let end = text.find(|c: char| !(c.is_ascii_digit() || c == '.')).unwrap_or(text.len());
    let (literal, rest) = text.split_at(end);
    let (whole, part) = literal.split_once('.')?;
    let digits = |text: &str| !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit());
    let ends = !rest.starts_with(|c: char| c.is_alphanumeric() || c == '_');
    (digits(whole) && digits(part) && ends).then_some(literal)
}

fn is_number(text: &str) -> bool {
    text.starts_with(|c: char| c.is_ascii_digit())
        && text.chars().all(|c| c.is_ascii_digit() || c == '.')
}

#[cfg(test)]
mod tests {
    use super::twin;

    #[test]
    fn constants_are_wrapped() {
        let expected = "y[i0] = D::from(0.25_f64) * v0.sin() + D::from(i as f64) - p.0;";
        assert_eq!(twin("y[i0] = 0.25_f64 * v0.sin() + (i as f64) - p.0;"), expected);
    }

    #[test]
    fn literals_without_a_type_are_wrapped() {
        assert_eq!(twin("a.0.1 * -1.0 + b[0..2].len()"), "a.0.1 * -D::from(1.0) + b[0..2].len()");
        assert_eq!(twin("let k: f32 = 0.1;"), "let k: f32 = 0.1;");
    }

    #[test]
    fn types_are_exchanged() {
        let source =
            "#[differentiate(hessian)]\nfn f(x: &[f64]) -> f64 {\n    x.iter().sum::<f64>()\n}";
        assert_eq!(twin(source), "fn f(x: &[D]) -> D {\n    x.iter().sum::<D>()\n}");
    }

    #[test]
    fn values_come_before_the_places_that_they_are_added_to() {
        let source = "    y[0] += y.iter().sum::<f64>();";
        assert_eq!(twin(source), "    { let value = y.iter().sum::<D>(); y[0] += value; }");
    }
}
