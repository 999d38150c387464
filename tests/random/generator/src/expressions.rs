//! Random expressions over `x`, the arrays `y`, `z` and `w`, and the numbers `s` and `t`.

use rand::RngExt;

use crate::statements::Writer;
use crate::tree::{Node, Piece, Sort};

/// A number by its text and parts.
pub(crate) fn number(text: &str, parts: impl IntoIterator<Item = Piece>) -> Node {
    Node::new(Sort::Number, text, parts.into_iter().collect())
}

/// The arrays, with their lengths.
const ARRAYS: [(&str, usize); 3] = [("y", 4), ("z", 4), ("w", 3)];

impl Writer {
    /// One of several.
    pub(crate) fn any<T: Clone>(&mut self, of: &[T]) -> T {
        of[self.random.random_range(0..of.len())].clone()
    }

    /// Whether something of this probability happens.
    pub(crate) fn chance(&mut self, probability: f64) -> bool {
        self.random.random_bool(probability)
    }

    /// A number below.
    pub(crate) fn below(&mut self, bound: usize) -> usize {
        self.random.random_range(0..bound)
    }

    /// A literal.
    pub(crate) fn literal(&mut self) -> Node {
        number(&format!("{:.2}_f64", self.random.random_range(0.2..1.5)), [])
    }

    /// An element of one of the arrays, as a place.
    pub(crate) fn element(&mut self) -> String {
        let held = |(array, _): &(&str, usize)| !self.withheld.contains(array);
        let arrays: Vec<(&str, usize)> = ARRAYS.into_iter().filter(held).collect();
        let (array, length) = self.any(&arrays);
        let mut indices = vec![self.below(length).to_string()];
        for (index, bound) in self.loops.clone() {
            if bound <= length {
                indices.extend([index.clone(), index.clone()]);
            }
            indices.push(format!("({index} + {}) % {length}", self.below(3)));
        }
        format!("{array}[{}]", self.any(&indices))
    }

    /// An element, a number or a literal.
    pub(crate) fn leaf(&mut self) -> Node {
        let text = match self.below(10) {
            0..3 => self.element(),
            3..5 => format!("x[{}]", self.below(4)),
            5..8 => {
                let held = |number: &&str| !self.withheld.contains(number);
                let numbers: Vec<&str> = ["s", "t"].into_iter().filter(held).collect();
                self.any(&numbers).to_owned()
            }
            _ => return self.literal(),
        };
        number(&text, [])
    }

    /// An expression; `depth` is how far it lies inside another.
    pub(crate) fn expression(&mut self, depth: usize) -> Node {
        if depth > 2 || self.chance(0.3) {
            return self.leaf();
        }
        let a = self.expression(depth + 1).into();
        match self.below(12) {
            0..3 => number("($ + $)", [a, self.expression(depth + 1).into()]),
            3..5 => number("($ - $)", [a, self.expression(depth + 1).into()]),
            5..8 => number("($ * $)", [a, self.expression(depth + 1).into()]),
            8 => number("($).sin()", [a]),
            9 => number("($).tanh()", [a]),
            10 => number("folded($, $)", [a, self.below(3).to_string().into()]),
            _ => {
                let parts = ["y", "z[1..]", "y[..2]", "z[1..3]", "x", "x[..3]", "w"];
                let held = |part: &&str| !self.withheld.contains(&&part[..1]);
                let parts: Vec<&str> = parts.into_iter().filter(held).collect();
                let part = self.any(&parts);
                let item = if self.options.generic { "*v" } else { "v" };
                let text = format!("$.iter().map(|v| {item} * $).sum::<f64>()");
                number(&text, [part.into(), a])
            }
        }
    }

    /// A condition, on active values or on an index.
    pub(crate) fn condition(&mut self) -> Node {
        let index = self.loops.last().map(|(index, _)| index.clone());
        let (text, parts) = match index.filter(|_| self.chance(0.3)) {
            Some(index) if self.chance(0.3) => {
                (format!("({index} as f64) < $"), vec![self.expression(1).into()])
            }
            Some(index) => (format!("{index} % 2 == {}", self.below(2)), Vec::new()),
            None => {
                let (a, b) = (self.expression(1), self.literal());
                (format!("$ {} $", self.any(&["<", ">"])), vec![a.into(), b.into()])
            }
        };
        Node::new(Sort::Condition, &text, parts)
    }
}
