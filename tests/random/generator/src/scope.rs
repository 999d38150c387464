//! Which names hold where.

use std::collections::HashSet;

use crate::tree::{Node, Piece, Program};

/// All names that a program binds or declares.
pub(crate) fn names(program: &Program) -> HashSet<String> {
    fn collect(block: &[Node], to: &mut HashSet<String>) {
        for node in block {
            to.extend(node.binds.iter().map(|bound| bound.name.clone()));
            to.extend(node.declares.iter().cloned());
            for piece in &node.pieces {
                match piece {
                    Piece::Text(_) => {}
                    Piece::Node(node) => collect(std::slice::from_ref(node), to),
                    Piece::Block(block) => collect(block, to),
                }
            }
        }
    }
    let mut all = HashSet::new();
    collect(&program.body, &mut all);
    all
}

/// Whether each of these names stands only where it holds.
pub(crate) fn well_formed(program: &Program, names: &HashSet<String>) -> bool {
    block(&program.body, names, &mut Vec::new())
}

fn block(statements: &[Node], names: &HashSet<String>, held: &mut Vec<String>) -> bool {
    let outside = held.len();
    let mut well = true;
    for statement in statements {
        well &= node(statement, names, held);
        held.extend(statement.declares.iter().cloned());
    }
    held.truncate(outside);
    well
}

fn node(node_: &Node, names: &HashSet<String>, held: &mut Vec<String>) -> bool {
    let outside = held.len();
    held.extend(node_.binds.iter().map(|bound| bound.name.clone()));
    let mut well = true;
    for piece in &node_.pieces {
        well &= match piece {
            Piece::Text(text) => words(text).all(|word| {
                let own = node_.declares.iter().any(|name| name == word);
                !names.contains(word) || own || held.iter().any(|name| name == word)
            }),
            Piece::Node(inner) => node(inner, names, held),
            Piece::Block(statements) => block(statements, names, held),
        };
    }
    held.truncate(outside);
    well
}

fn words(text: &str) -> impl Iterator<Item = &str> {
    text.split(|c: char| !is_part(c)).filter(|word| !word.is_empty())
}

fn is_part(c: char) -> bool {
    c.is_alphanumeric() || c == '_' || c == '\''
}

/// A text with another word in place of a word.
pub(crate) fn replaced(text: &str, word: &str, instead: &str) -> String {
    let parts = text.split_inclusive(|c: char| !is_part(c));
    let exchange = |part: &str| {
        let end = part.trim_end_matches(|c: char| !is_part(c));
        if end == word { format!("{instead}{}", &part[end.len()..]) } else { part.to_owned() }
    };
    parts.map(exchange).collect()
}
