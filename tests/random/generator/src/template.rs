//! Statements from a text with holes.
//!
//! In the text `$` is a number, `?` a condition, `#` an index below three, and `~` something short. Names
//! that begin with `@` are new ones; `ARRAY` is an array that nothing else in the text reads, and `^` such a
//! number; `XOR` and `TRY` are the operators. A line that ends with `{` opens a block, one that begins with `}` closes it;
//! one that begins with `!` stays where it is, since a loop would not end without it.

use std::iter::Peekable;
use std::str::Lines;

use crate::statements::Writer;
use crate::tree::{Bound, Node, Piece, Sort};

/// Where a name of the text stands for the first time.
struct Names {
    given: Vec<(String, String)>,
}

impl Writer {
    /// The statements of one of these texts.
    pub(crate) fn one_of(&mut self, texts: &[&str]) -> Vec<Node> {
        let text = self.text(texts);
        self.template(text)
    }

    /// One of these texts; without the feature, none with arrays of `ndarray`.
    pub(crate) fn text<'a>(&mut self, texts: &[&'a str]) -> &'a str {
        let arrays = self.features.iter().any(|feature| ["arrays", "axes"].contains(&feature.name));
        let fits =
            |text: &&str| arrays || !["array!", "Array"].iter().any(|name| text.contains(name));
        let fitting: Vec<&str> = texts.iter().copied().filter(fits).collect();
        self.any(&fitting)
    }

    /// The statements of a text.
    pub(crate) fn template(&mut self, text: &str) -> Vec<Node> {
        let (array, number) = (self.any(&["y", "z", "w"]), self.any(&["s", "t"]));
        let outside = self.withheld.len();
        for (mark, name) in [("ARRAY", array), ("^", number)] {
            if text.contains(mark) {
                self.withheld.push(name);
            }
        }
        let text = text.replace("ARRAY", array).replace('^', number).replace("XOR", "^");
        let mut names = Names { given: Vec::new() };
        let all = self.lines(&mut text.lines().peekable(), &mut names);
        self.withheld.truncate(outside);
        all
    }

    fn lines(&mut self, lines: &mut Peekable<Lines<'_>>, names: &mut Names) -> Vec<Node> {
        let mut all = Vec::new();
        while let Some(line) = lines.next_if(|line| !line.trim_start().starts_with('}')) {
            if !line.trim().is_empty() {
                all.push(self.line(line.trim(), lines, names));
            }
        }
        all
    }

    /// A statement, with the blocks that belong to it.
    fn line(&mut self, line: &str, lines: &mut Peekable<Lines<'_>>, names: &mut Names) -> Node {
        let mut node = Node::new(Sort::Statement, "", Vec::new());
        node.fixed = line.starts_with('!');
        let mut line = line.trim_start_matches('!');
        loop {
            let opened = line.strip_suffix('{');
            self.fill(opened.unwrap_or(line), &mut node, names);
            if opened.is_none() {
                return node;
            }
            node.pieces.push(Piece::Block(self.lines(lines, names)));
            let closing = lines.next().expect("every block is closed");
            line = closing.trim_start().strip_prefix('}').expect("a block ends with a brace");
        }
    }

    /// Fills the holes of a part of a line.
    fn fill(&mut self, text: &str, node: &mut Node, names: &mut Names) {
        // What stands between `let` and the value, if there is one, is declared, other names hold inside.
        let value = text.find(" = ").unwrap_or(text.len());
        let end = Some(value).filter(|_| text.starts_with("let ") || text.starts_with("const "));
        let end = if text.starts_with("fn ") { text.find('(') } else { end };
        let mut rest = text;
        while let Some(at) = rest.find(['$', '?', '#', '~', '@']) {
            let (before, hole) = rest.split_at(at);
            push(node, before);
            rest = &hole[1..];
            match hole.as_bytes()[0] {
                b'$' => node.pieces.push(self.expression(2).into()),
                b'?' => node.pieces.push(self.condition().into()),
                b'#' => push(node, &self.small_index()),
                b'~' => node.pieces.push(self.leaf().into()),
                // `rest @ ..` is no new name.
                _ if rest.starts_with(' ') => push(node, "@"),
                _ => {
                    let length = rest.find(|c: char| !c.is_alphanumeric()).unwrap_or(rest.len());
                    let (name, behind) = rest.split_at(length);
                    let declares = end.is_some_and(|end| text.len() - rest.len() < end);
                    rest = behind;
                    let name = self.name(name, declares, node, names);
                    push(node, &name);
                }
            }
        }
        push(node, rest);
    }

    /// The name that stands for one of the text.
    fn name(&mut self, stem: &str, declares: bool, node: &mut Node, names: &mut Names) -> String {
        if let Some((_, given)) = names.given.iter().find(|(of, _)| of == stem) {
            return given.clone();
        }
        let fresh = self.fresh(stem);
        names.given.push((stem.to_owned(), fresh.clone()));
        match declares {
            true => node.declares.push(fresh.clone()),
            false => node.binds.push(Bound { name: fresh.clone(), instead: None }),
        }
        fresh
    }

    fn small_index(&mut self) -> String {
        let index = self.loops.last().map(|(index, bound)| match bound {
            ..=3 => index.clone(),
            _ => format!("{index} % 3"),
        });
        match index.filter(|_| self.chance(0.4)) {
            Some(index) => index,
            None => self.below(3).to_string(),
        }
    }
}

fn push(node: &mut Node, text: &str) {
    let text = &text.replace("TRY", "?");
    match node.pieces.last_mut() {
        Some(Piece::Text(last)) => last.push_str(text),
        _ if text.is_empty() => {}
        _ => node.pieces.push(Piece::Text(text.to_owned())),
    }
}

#[cfg(test)]
mod tests {
    use rand::SeedableRng;
    use rand::rngs::Xoshiro256PlusPlus;

    use crate::statements::Writer;
    use crate::tree::{Options, Program};

    #[test]
    fn blocks_are_parts_of_their_statements() {
        let mut writer = Writer::new(Xoshiro256PlusPlus::seed_from_u64(1), &[]);
        let text = "let mut @p = (0.5_f64, 0.2_f64);
            if true {
                let (@a, _) = &mut @p;
                *@a *= 2.0_f64;
            } else {
                @p.1 = 0.1_f64;
            }";
        let body = writer.template(text);
        assert_eq!((body.len(), &body[0].declares), (2, &vec!["p1".to_owned()]));
        let source = Program { body, options: Options::default() }.source("f");
        let expected = "fn f(x: &[f64], n: usize) -> f64 {
    let mut p1 = (0.5_f64, 0.2_f64);
    if true {
        let (a2, _) = &mut p1;
        *a2 *= 2.0_f64;
    } else {
        p1.1 = 0.1_f64;
    }
}";
        assert_eq!(source, expected);
    }

    #[test]
    fn what_is_borrowed_is_not_read() {
        for seed in 0..200 {
            let mut writer = Writer::new(Xoshiro256PlusPlus::seed_from_u64(seed), &[]);
            let body = writer.template("for v in ARRAY.iter_mut() {\n*v = $ + $;\n}");
            let source = Program { body, options: Options::default() }.source("f");
            let array = source.split("in ").nth(1).map(|rest| &rest[..1]).expect("an array");
            let inside = source.split(".iter_mut()").nth(1).expect("a body");
            assert!(!inside.contains(&format!("{array}[")), "{source}");
        }
    }
}
