//! The words of a drawing: numbers, widths, shortened formulas.

use super::{Graph, Node};

const DIGITS_AFTER_FIRST: usize = 5;

/// A number with at most six significant digits, in the fewest characters that give them.
pub(super) fn number(x: f64) -> String {
    if x == 0.0 {
        return "0".to_owned();
    }
    if !x.is_finite() {
        return x.to_string();
    }
    let scientific = format!("{x:.DIGITS_AFTER_FIRST$e}");
    let rounded: f64 = scientific.parse().expect("a formatted float parses");
    let magnitude = rounded.abs();
    if (1e-4..1e6).contains(&magnitude) { rounded.to_string() } else { format!("{rounded:e}") }
}

/// `name = formula`, or the name of an input.
pub(super) fn equation(node: &Node) -> String {
    match &node.formula {
        None => node.name.clone(),
        Some(formula) if *formula == node.name => formula.clone(),
        Some(formula) => format!("{} = {formula}", node.name),
    }
}

/// `f(x, y) → u`.
pub(super) fn headline(graph: &Graph) -> String {
    let inputs = names(graph.nodes.iter().filter(|node| node.formula.is_none()));
    let outputs: Vec<_> = graph.nodes.iter().filter(|node| node.output).collect();
    let returned = match outputs.as_slice() {
        [] => String::new(),
        [one] => format!(" → {}", one.name),
        many => format!(" → ({})", names(many.iter().copied())),
    };
    format!("{}({inputs}){returned}", graph.name)
}

fn names<'a>(nodes: impl Iterator<Item = &'a Node>) -> String {
    nodes.map(|node| &*node.name).collect::<Vec<_>>().join(", ")
}

/// The width in columns of a fixed-width font: two for East Asian characters and emoji, else one.
pub(super) fn columns(text: &str) -> usize {
    text.chars().map(char_columns).sum()
}

fn char_columns(c: char) -> usize {
    match c {
        '\u{300}'..='\u{36f}' => 0,
        '\u{1100}'..='\u{115f}' | '\u{2e80}'..='\u{a4cf}' | '\u{ac00}'..='\u{d7a3}' => 2,
        '\u{f900}'..='\u{faff}' | '\u{fe30}'..='\u{fe6f}' | '\u{ff00}'..='\u{ff60}' => 2,
        '\u{1f300}'..='\u{1faff}' | '\u{20000}'..='\u{3fffd}' => 2,
        _ => 1,
    }
}

/// The text if it fits `limit` columns, else its beginning and `…`.
pub(super) fn shorten(text: &str, limit: usize) -> String {
    if columns(text) <= limit {
        return text.to_owned();
    }
    let mut short = String::new();
    let mut room = limit.saturating_sub(1);
    for c in text.chars() {
        match room.checked_sub(char_columns(c)) {
            Some(left) => room = left,
            None => break,
        }
        short.push(c);
    }
    short + "…"
}

/// Text for XML and for the HTML-like labels of DOT. Characters that XML forbids become `U+FFFD`.
pub(super) fn xml(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => escaped.push_str("&amp;"),
            '<' => escaped.push_str("&lt;"),
            '>' => escaped.push_str("&gt;"),
            '"' => escaped.push_str("&quot;"),
            '\'' => escaped.push_str("&#39;"),
            '\t' | '\n' | '\r' => escaped.push(' '),
            '\0'..='\u{1f}' | '\u{fffe}' | '\u{ffff}' => escaped.push('\u{fffd}'),
            _ => escaped.push(c),
        }
    }
    escaped
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_keep_six_digits() {
        let table = [
            (0.0, "0"),
            (-0.0, "0"),
            (1.0, "1"),
            (-2.5, "-2.5"),
            (144.0, "144"),
            (1.0 / 3.0, "0.333333"),
            (2.0 / 3.0, "0.666667"),
            (0.1 + 0.2, "0.3"),
            (123456.0, "123456"),
            (999999.7, "1e6"),
            (1234567.0, "1.23457e6"),
            (0.0001, "0.0001"),
            (-0.00001234567, "-1.23457e-5"),
            (5e-324, "5e-324"),
            (f64::MAX, "1.79769e308"),
            (f64::INFINITY, "inf"),
            (f64::NEG_INFINITY, "-inf"),
            (f64::NAN, "NaN"),
        ];
        for (x, expected) in table {
            assert_eq!(number(x), expected);
        }
    }

    #[test]
    fn shortening_counts_columns() {
        assert_eq!(shorten("x * x", 5), "x * x");
        assert_eq!(shorten("x * x", 4), "x *…");
        assert_eq!(shorten("日本語", 6), "日本語");
        assert_eq!(shorten("日本語", 5), "日本…");
        assert_eq!(shorten("日本語", 4), "日…");
        assert_eq!(columns("x\u{304}"), 1);
    }
}
