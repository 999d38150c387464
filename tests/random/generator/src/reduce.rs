//! Cuts a program down to the smallest that still has some property.

use std::collections::HashSet;

use crate::scope::well_formed;
use crate::tree::{Node, Options, Piece, Program, Sort};

/// How many candidates are tried at once.
const BATCH: usize = 40;

/// The smallest program that is reached by single steps, each of which keeps the property. Of the programs
/// that `fails` is handed, it tells which have it.
pub fn reduce(program: Program, mut fails: impl FnMut(&[Program]) -> Vec<bool>) -> Program {
    let mut best = program;
    loop {
        let candidates = candidates(&best);
        let smallest = candidates.chunks(BATCH).find_map(|batch| {
            let verdicts = fails(batch);
            batch.iter().zip(verdicts).find(|(_, fails)| *fails).map(|(program, _)| program.clone())
        });
        match smallest {
            Some(smaller) => best = smaller,
            None => return best,
        }
    }
}

/// All programs that are one step smaller, the smallest first.
pub fn candidates(program: &Program) -> Vec<Program> {
    let size = |program: &Program| program.source("p").len();
    let (largest, names) = (size(program), crate::scope::names(program));
    let with = |body: Vec<Node>| Program { body, options: program.options };
    let mut all: Vec<Program> = blocks(&program.body).into_iter().map(with).collect();
    let mut seen = HashSet::new();
    all.retain(|candidate| {
        size(candidate) < largest
            && well_formed(candidate, &names)
            && seen.insert(candidate.clone())
    });
    all.sort_by_cached_key(size);
    let fewer = |options: Options| Program { body: program.body.clone(), options };
    all.extend(program.options.fewer().into_iter().map(fewer));
    all
}

/// Smaller versions of a block.
fn blocks(block: &[Node]) -> Vec<Vec<Node>> {
    let mut all = Vec::new();
    // Runs of statements, long ones too, so that most of a large program goes in a few steps.
    let mut length = block.len();
    while length > 0 {
        for from in 0..=block.len() - length {
            let run = &block[from..from + length];
            if run.iter().all(|s| s.sort == Sort::Statement && !s.fixed) {
                all.push([&block[..from], &block[from + length..]].concat());
            }
        }
        length /= 2;
    }
    for (i, statement) in block.iter().enumerate() {
        let with = |instead: Vec<Node>| [&block[..i], &instead, &block[i + 1..]].concat();
        if !statement.fixed && statement.sort == Sort::Statement {
            all.extend(bodies(statement).into_iter().map(with));
        }
        all.extend(nodes(statement).into_iter().map(|node| with(vec![node])));
    }
    all
}

/// The blocks inside a statement, without what the statement binds.
fn bodies(statement: &Node) -> Vec<Vec<Node>> {
    let body = |piece: &Piece| match piece {
        Piece::Block(body) => {
            // What counts the rounds may go with its loop.
            let freed = |node: &Node| Node { fixed: false, ..freed(node.clone(), statement) };
            let last = body.last().is_some_and(|last| last.sort != Sort::Statement);
            (!last).then(|| body.iter().map(freed).collect())
        }
        Piece::Text(_) | Piece::Node(_) => None,
    };
    statement.pieces.iter().filter_map(body).collect()
}

/// A node outside of another, whose names are replaced where there is something instead.
fn freed(mut node: Node, outer: &Node) -> Node {
    for piece in &mut node.pieces {
        match piece {
            Piece::Text(text) => {
                for bound in &outer.binds {
                    if let Some(instead) = &bound.instead {
                        *text = crate::scope::replaced(text, &bound.name, instead);
                    }
                }
            }
            Piece::Node(inner) => *inner = freed(inner.clone(), outer),
            Piece::Block(block) => {
                for statement in block {
                    *statement = freed(statement.clone(), outer);
                }
            }
        }
    }
    node
}

/// Smaller versions of a node.
fn nodes(node: &Node) -> Vec<Node> {
    let mut all = Vec::new();
    let operands = node.pieces.iter().filter_map(|piece| match piece {
        Piece::Node(inner) if inner.sort == node.sort => Some(freed(inner.clone(), node)),
        Piece::Text(_) | Piece::Node(_) | Piece::Block(_) => None,
    });
    all.extend(operands);
    match node.sort {
        Sort::Number => all.push(Node::new(Sort::Number, "0.5_f64", Vec::new())),
        Sort::Condition => {
            all.extend(["n < 9", "n > 9"].map(|text| Node::new(Sort::Condition, text, Vec::new())));
        }
        Sort::Statement => {}
    }
    for (i, piece) in node.pieces.iter().enumerate() {
        let mut with = |piece: Piece| {
            let mut smaller = node.clone();
            smaller.pieces[i] = piece;
            all.push(smaller);
        };
        match piece {
            Piece::Text(_) => {}
            Piece::Node(inner) => nodes(inner).into_iter().for_each(|inner| with(inner.into())),
            Piece::Block(block) => blocks(block).into_iter().for_each(|block| with(block.into())),
        }
    }
    all
}

#[cfg(test)]
mod tests {
    use super::reduce;
    use crate::tree::{Node, Piece, Program};

    /// Whether an element is exchanged with another in a loop.
    fn swaps(program: &Program) -> bool {
        fn inside(node: &Node, looping: bool) -> bool {
            let looping = looping || node.binds.iter().any(|bound| bound.name == "break");
            node.pieces.iter().any(|piece| match piece {
                Piece::Text(text) => looping && text.contains(".swap("),
                Piece::Node(node) => inside(node, looping),
                Piece::Block(block) => block.iter().any(|node| inside(node, looping)),
            })
        }
        program.body.iter().any(|node| inside(node, false))
    }

    #[test]
    fn nothing_but_a_swap_in_a_loop_is_left() {
        let programs = (0..200).map(|i| crate::program(3, i, &[])).filter(swaps);
        let mut seen = 0;
        for program in programs {
            let small = reduce(program, |batch| batch.iter().map(swaps).collect());
            let text = small.source("p");
            // A `while` has a counter besides.
            let (lines, statements) = if text.contains("while ") { (9, 4) } else { (7, 2) };
            assert_eq!(text.lines().count(), lines, "{text}");
            assert_eq!(text.matches(";\n").count(), statements, "{text}");
            assert!(text.contains(".swap(") && text.contains("    0.5_f64\n"), "{text}");
            seen += 1;
        }
        assert!(seen > 10);
    }

    #[test]
    fn what_does_not_fail_smaller_stays() {
        let program = crate::program(3, 1, &[]);
        assert_eq!(reduce(program.clone(), |batch| vec![false; batch.len()]), program);
    }
}
