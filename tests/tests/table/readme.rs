//! README.md's table, taken apart.

const README: &str = include_str!("../../../README.md");

/// The names of the rows, with each phrase of theirs.
pub fn phrases() -> Vec<(String, String)> {
    let (_, section) =
        README.split_once("## The Rust that it takes").expect("README.md has the section");
    let rows = section.lines().skip_while(|line| !line.starts_with("|---")).skip(1);
    let rows = rows.take_while(|line| line.starts_with('|'));
    rows.flat_map(|row| {
        let (name, content) = row.trim_matches('|').split_once('|').expect("a row has two columns");
        let name = name.trim().to_owned();
        split(content).into_iter().map(move |phrase| (name.clone(), phrase))
    })
    .collect()
}

/// The parts between commas and semicolons, as far as these stand outside of code and parentheses.
fn split(content: &str) -> Vec<String> {
    let (mut depth, mut code) = (0, false);
    let mut phrases = vec![String::new()];
    for c in content.chars() {
        match c {
            '`' => code = !code,
            '(' if !code => depth += 1,
            ')' if !code => depth -= 1,
            _ => {}
        }
        if matches!(c, ',' | ';') && !code && depth == 0 {
            phrases.push(String::new());
        } else if let Some(phrase) = phrases.last_mut() {
            phrase.push(c);
        }
    }
    let plain = |phrase: &String| {
        let phrase = phrase.trim();
        phrase.strip_prefix("and ").unwrap_or(phrase).to_owned()
    };
    phrases.iter().map(plain).collect()
}

/// The code in a phrase.
pub fn quoted(phrase: &str) -> impl Iterator<Item = &str> {
    phrase.split('`').skip(1).step_by(2)
}

/// Whether a source contains this code, where `…` stands for anything.
pub fn contains(source: &str, code: &str) -> bool {
    let tokens = tokens(source);
    let mut rest = tokens.as_slice();
    code.split('…').all(|piece| {
        let piece = self::tokens(piece);
        let found = (0..=rest.len()).find(|at| rest[*at..].starts_with(&piece));
        if let Some(at) = found {
            rest = &rest[at + piece.len()..];
        }
        found.is_some()
    })
}

/// Words and numbers, and single signs.
fn tokens(code: &str) -> Vec<String> {
    let is_word = |c: char| c.is_alphanumeric() || c == '_';
    let mut tokens: Vec<String> = Vec::new();
    let mut joined = false;
    for c in code.chars() {
        match tokens.last_mut() {
            Some(word) if joined && is_word(c) => word.push(c),
            _ if c.is_whitespace() => {}
            _ => tokens.push(c.to_string()),
        }
        joined = is_word(c);
    }
    tokens
}

#[test]
fn code_is_found_by_tokens() {
    assert!(contains("let m = x . iter () . any (| v | p (v))", "iter().any(…)"));
    assert!(contains("x [a .. b]", "x[a..b]"));
    assert!(!contains("x.many(|v| p(v))", "any"));
    assert!(!contains("if a { b }", "if … else"));
    assert_eq!(split("`a, b`, c (d; e); and f"), ["`a, b`", "c (d; e)", "f"]);
}
