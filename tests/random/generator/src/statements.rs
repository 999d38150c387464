//! Random statements.

use rand::rngs::Xoshiro256PlusPlus;

use crate::expressions::number;
use crate::features::Feature;
use crate::tree::{Node, Options, Piece, Program, Sort};

/// Writes one program.
pub(crate) struct Writer {
    /// Where choices come from.
    pub(crate) random: Xoshiro256PlusPlus,
    /// The indices of the loops around, with their bounds.
    pub(crate) loops: Vec<(String, usize)>,
    /// What programs may be made of.
    pub(crate) features: Vec<&'static Feature>,
    /// Arrays and numbers that are borrowed, so that nothing may read them.
    pub(crate) withheld: Vec<&'static str>,
    /// What the program is besides its statements.
    pub(crate) options: Options,
    depth: usize,
    names: usize,
}

/// A statement by its text and parts.
pub(crate) fn statement(text: &str, parts: impl IntoIterator<Item = Piece>) -> Node {
    Node::new(Sort::Statement, text, parts.into_iter().collect())
}

/// What may be overwritten, and the array that it is a part of.
const TARGETS: [(&str, char); 5] = [
    ("&mut y", 'y'),
    ("&mut z[1..]", 'z'),
    ("&mut y[..2]", 'y'),
    ("&mut w[..]", 'w'),
    ("&mut z", 'z'),
];

/// What every program begins with: the name, and its value.
const VARIABLES: [(&str, &str); 5] = [
    ("y", "x.to_vec()"),
    ("z", "[0.3_f64; 4]"),
    ("w", "vec![0.5_f64; 3]"),
    ("s", "0.4_f64"),
    ("t", "x[0] * 0.5_f64"),
];

/// What the value of every program is the sum of.
const RESULTS: [&str; 7] =
    ["s", "t * y[0]", "y[3] * z[1]", "z[2]", "total(&w)", "y[1] * y[2]", "z[3] * z[0]"];

impl Writer {
    /// A writer of one program.
    pub(crate) fn new(random: Xoshiro256PlusPlus, features: &[&'static Feature]) -> Writer {
        let features = features.to_vec();
        let (loops, withheld) = (Vec::new(), Vec::new());
        let options = Options { hessian: true, ..Options::default() };
        Writer { random, loops, features, withheld, options, depth: 0, names: 0 }
    }

    /// A function of an array and a count.
    pub(crate) fn program(mut self) -> Program {
        self.choose();
        let declared = |(name, value): (&str, &str)| {
            statement("let mut $ = $;", [name.into(), value.into()]).declaring(name)
        };
        let mut all: Vec<Node> = VARIABLES.into_iter().map(declared).collect();
        // Features are statements of several lines, and short programs are compiled sooner than long ones.
        let (least, more) = if self.features.is_empty() { (3, 4) } else { (1, 3) };
        for _ in 0..least + self.below(more) {
            all.extend(self.statement());
        }

        let terms = RESULTS.map(|term| number(term, []));
        let sum = terms.into_iter().reduce(|a, b| number("$ + $", [a.into(), b.into()]));
        all.extend(sum);
        Program { body: all, options: self.options }
    }

    /// Options, and the features that go with them.
    fn choose(&mut self) {
        if self.features.is_empty() {
            return;
        }
        let (single, generic) = (self.chance(0.12), self.chance(0.12));
        self.options = Options {
            hessian: self.chance(0.4),
            checkpoint: self.chance(0.25),
            single: single && !generic,
            generic,
        };
        if generic {
            self.features.retain(|feature| feature.generic());
        }
    }

    /// A statement, with the declarations that it needs.
    fn statement(&mut self) -> Vec<Node> {
        if !self.features.is_empty() && self.chance(0.6) {
            return self.feature();
        }
        vec![match self.below(if self.depth < 3 { 24 } else { 18 }) {
            0..4 => self.assignment(),
            4..7 => self.number(),
            7..9 => self.method(),
            9..12 => self.call(),
            12 => self.exit(),
            13 => self.elements(),
            // References have no operators there.
            14..18 if self.options.generic => self.assignment(),
            14..18 => self.unusual(),
            18..21 => self.counted(),
            21..23 => self.branch(),
            _ => return self.conditional(),
        }]
    }

    fn number(&mut self) -> Node {
        let (number, value) = (self.any(&["s", "t"]), self.tame());
        let operator = self.any(&["=", "+=", "-="]);
        statement(&format!("{number} {operator} $ * 0.6_f64;"), [value.into()])
    }

    /// A value to be assigned: in loops within loops mostly a bounded one, since it would grow.
    fn tame(&mut self) -> Node {
        let value = self.expression(0);
        if self.depth < 2 || self.chance(0.3) {
            return value;
        }
        number(self.any(&["($).sin()", "($).tanh()"]), [value.into()])
    }

    fn assignment(&mut self) -> Node {
        let (place, value) = (self.element(), self.tame());
        let operator = self.any(&["=", "+=", "*=", "-="]);
        statement(&format!("{place} {operator} $;"), [value.into()])
    }

    fn method(&mut self) -> Node {
        let parts = ["..2", "1..3", "2.."];
        let (a, b) = (self.below(4), self.below(4));
        let text = match self.below(3) {
            0 => format!("{}.swap({a}, {b});", self.any(&["y", "z"])),
            1 => {
                let (to, from) = (self.any(&parts), self.any(&parts));
                format!("z[{to}].copy_from_slice(&x[{from}]);")
            }
            _ => {
                let target = self.any(&["y[1..]", "z[..2]", "w"]);
                format!("{target}.fill({} * x[{a}]);", self.any(&["s", "t"]))
            }
        };
        statement(&text, [])
    }

    fn call(&mut self) -> Node {
        let (target, whole) = self.any(&TARGETS);
        let sources = ["x", "&y", "&z[1..]", "&w", "&z"];
        let apart: Vec<&str> = sources.into_iter().filter(|s| !s.contains(whole)).collect();
        let source = self.any(&apart);
        let (number, other) = self.any(&[("s", "t"), ("t", "s")]);
        let text = match self.below(4) {
            0 => {
                let text = format!("mixed({source}, $, {target});");
                return statement(&text, [self.expression(2).into()]);
            }
            1 => format!("{number} += overwritten({source}, {target}) * 0.3_f64;"),
            2 => format!("{other} += bumped(&mut {number}, x[{}] * 0.8_f64);", self.below(4)),
            _ => format!("{number} += total({source}) * 0.2_f64;"),
        };
        statement(&text, [])
    }

    fn elements(&mut self) -> Node {
        let (target, value) = (self.any(&["y", "z[1..]", "w"]), self.below(4));
        let number = self.any(&["s", "t"]);
        let v = self.fresh("v");
        let assigned = statement(&format!("*{v} = *{v} * 0.8_f64 + {number} * x[{value}];"), []);
        statement(&format!("for {v} in {target}.iter_mut() $"), [vec![assigned].into()])
            .binding(&v, None)
    }

    fn exit(&mut self) -> Node {
        let condition = self.condition();
        let exits = match self.loops.is_empty() {
            true => vec!["return s * t;"],
            false => vec!["continue;", "continue;", "break;", "return s + y[1];"],
        };
        let exit = statement(self.any(&exits), []);
        statement("if $ $", [condition.into(), vec![exit].into()])
    }

    fn counted(&mut self) -> Node {
        let (index, bound) = (self.fresh("i"), self.any(&[2, 3, 4]));
        let range = match self.below(3) {
            0 => format!("0..{bound}"),
            1 => format!("0..n.min({bound})"),
            _ => format!("(0..{bound}).rev()"),
        };
        self.loops.push((index.clone(), bound));
        let body = self.body();
        self.loops.pop();
        statement(&format!("for {index} in {range} $"), [body.into()])
            .binding(&index, Some("0"))
            .looping()
    }

    fn branch(&mut self) -> Node {
        let (condition, body) = (self.condition(), self.body());
        if self.chance(0.5) {
            let otherwise = self.body();
            return statement("if $ $ else $", [condition.into(), body.into(), otherwise.into()]);
        }
        statement("if $ $", [condition.into(), body.into()])
    }

    /// A loop that a condition on active values ends, after three rounds at the latest.
    fn conditional(&mut self) -> Vec<Node> {
        let (count, condition) = (self.fresh("c"), self.condition());
        let outer = std::mem::take(&mut self.loops);
        self.loops = vec![(format!("({count} - 1)"), 3)];
        let mut body = vec![statement(&format!("{count} += 1;"), []).fixed()];
        body.extend(self.body());
        self.loops = outer;
        let around = format!("while {count} < 3 && $ $");
        vec![
            statement(&format!("let mut {count} = 0;"), []).declaring(&count),
            statement(&around, [condition.into(), body.into()]).looping(),
        ]
    }

    fn body(&mut self) -> Vec<Node> {
        self.depth += 1;
        let statements = (0..1 + self.below(3)).flat_map(|_| self.statement()).collect();
        self.depth -= 1;
        statements
    }

    pub(crate) fn fresh(&mut self, stem: &str) -> String {
        self.names += 1;
        format!("{stem}{}", self.names)
    }
}
